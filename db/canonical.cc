// The canonical export: what a database holds (but what is under embargo), without row ids, run ids and times, in total order (byte order of natural keys). ON
// DISK: scripts compare these bytes; lines may gain members at their end, no member changes its meaning.
#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "db/database.h"
#include "db/entity_links.h"
#include "db/rows.h"
#include "db/store.h"

namespace mizan {
namespace {

class Line {
 public:
  Line() : writer_(buffer_) { writer_.StartObject(); }
  Line& text(const char* key, std::string_view value) {
    writer_.Key(key);
    if (value.empty()) {
      writer_.Null();
    } else {
      writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }
    return *this;
  }
  Line& number(const char* key, std::int64_t value) {
    writer_.Key(key);
    writer_.Int64(value);
    return *this;
  }
  Line& decimal(const char* key, const std::optional<Decimal>& value) { return text(key, value ? value->to_string() : std::string()); }
  Line& texts(const char* key, const std::vector<std::string>& values) {
    writer_.Key(key);
    writer_.StartArray();
    for (const std::string& value : values) writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    writer_.EndArray();
    return *this;
  }
  std::string done() {
    writer_.EndObject();
    return std::string(buffer_.GetString(), buffer_.GetSize()) + "\n";
  }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

void export_articles(Database& db, std::ostream& out) {
  Statement select = db.prepare(
      "SELECT a.key, a.id, s.name, v.content_hash, v.text_hash, v.text, v.title, v.format, v.published, v.updated, v.lang, v.stated_lang, v.place, v.state, "
      "v.version_id = a.latest, v.embargo_until FROM articles a JOIN article_versions v USING(article_id) JOIN sources s USING(source_id) "
      "WHERE v.version_id NOT IN (SELECT version_id FROM embargoes) ORDER BY a.key, v.content_hash");
  while (select.row()) {
    Line line;
    line.text("kind", "article").text("key", select.view(0)).text("id", select.view(1)).text("source", select.view(2)).text("version", select.view(3));
    line.text("text_hash", select.view(4)).text("title", select.view(6)).text("format", select.view(7)).text("published", select.view(8));
    line.text("updated", select.view(9)).text("lang", select.view(10)).text("stated_lang", select.view(11)).text("place", select.view(12));
    line.text("state", select.view(13)).number("latest", select.integer(14)).text("text", select.view(5));
    if (!select.is_null(15)) line.text("embargo_until", select.view(15));
    out << line.done();
  }
}

void export_facts(Database& db, std::ostream& out) {
  Statement select =
      db.prepare(fmt::format("SELECT {}, a.key, v.content_hash FROM facts f JOIN article_versions v USING(version_id) JOIN articles a USING(article_id) "
                             "WHERE v.version_id NOT IN (SELECT version_id FROM embargoes) ORDER BY a.key, v.content_hash, f.seq",
                             kFactColumns));
  while (select.row()) {
    const StoredFact stored = read_fact(select, 0);
    const Fact& f = stored.fact;
    Line line;
    line.text("kind", "fact").text("article", select.view(kFactColumnCount)).text("version", select.view(kFactColumnCount + 1)).number("seq", stored.sequence);
    line.text("type", to_string(f.type)).text("field", to_string(f.field)).number("start", stored.start).number("end", stored.end);
    line.number("sentence_start", stored.sentence_start).number("sentence_end", stored.sentence_end);
    line.text("subject", f.subject).text("subject_name", f.subject_name).text("metric", f.metric).text("noun", f.noun);
    line.decimal("low", f.amount.low).decimal("high", f.amount.high).number("low_precision", f.amount.low_precision);
    line.number("high_precision", f.amount.high_precision).text("value", f.value).text("unit", f.amount.unit).text("bound", to_string(f.amount.bound));
    line.text("per", f.amount.per).texts("candidates", f.amount.candidates).text("period", f.period).text("as_of", f.as_of).text("aspect", f.aspect);
    line.text("direction", f.direction).text("basis", f.basis).text("scope", f.scope).text("scope_key", f.scope_key).text("counterpart", f.counterpart);
    line.text("counterpart_name", f.counterpart_name).text("status", f.status).text("speaker", f.speaker).number("table", f.table).number("row", f.row);
    line.number("column", f.column).number("list", f.list).number("list_total", f.list_total).number("percent_growth", f.percent_growth);
    line.text("rule", stored.rule);
    out << line.done();
  }
}

// Groups by what they hold: ids depend on what was there when they were first seen.
void export_groups(Database& db, std::ostream& out) {
  Statement select = db.prepare(
      "SELECT g.group_id, g.kind, g.subject, g.metric, g.noun, g.unit, g.per, g.aspect, g.period, g.counterpart, v.verdict, v.reason, v.confidence, v.sources, "
      "v.stated, v.computed FROM groups g JOIN verdicts v ON v.group_id = g.group_id AND v.current = 1 WHERE g.current = 1");
  Statement members = db.prepare(
      "SELECT a.key, n.content_hash, f.field, f.start, f.stop, c.cluster, f.seq FROM claims c JOIN facts f ON f.version_id = c.version_id AND f.seq = c.fact "
      "JOIN article_versions n ON n.version_id = c.version_id JOIN articles a USING(article_id) WHERE c.group_id = ?");
  std::vector<std::pair<std::vector<std::string>, std::string>> lines;
  while (select.row()) {
    const std::string id = select.text(0);
    std::vector<std::string> claims;
    members.bind(1, id);
    while (members.row()) {
      claims.push_back(fmt::format("{} {} {} {:010}-{:010} fact {:06} cluster {}", members.view(0), members.view(1), members.view(2), members.integer(3),
                                   members.integer(4), members.integer(6), members.integer(5)));
    }
    std::sort(claims.begin(), claims.end());
    Line line;
    line.text("kind", "group").text("of", select.view(1)).text("subject", select.view(2)).text("metric", select.view(3)).text("noun", select.view(4));
    line.text("unit", select.view(5)).text("per", select.view(6)).text("aspect", select.view(7)).text("period", select.view(8));
    line.text("counterpart", select.view(9)).text("verdict", select.view(10)).text("reason", select.view(11)).number("confidence", select.integer(12));
    line.number("sources", select.integer(13)).text("stated", select.view(14)).text("computed", select.view(15)).texts("claims", claims);
    lines.emplace_back(std::move(claims), line.done());
  }
  std::sort(lines.begin(), lines.end());
  for (const auto& [claims, line] : lines) out << line;
}

// Subjects of several ids, or with a name that people gave, in the order of their ids. Each id with how sure it is and why.
void export_entities(const EntityLinks& links, std::ostream& out) {
  std::map<std::string, std::string> lines;
  for (const LinkedEntity& e : links.entities()) {
    const EntityLink* own = links.find(e.id);
    if (!own) continue;
    std::vector<std::string> ids;
    for (const std::string& id : e.ids) {
      const EntityLink* link = links.find(id);
      if (id != e.id && link) ids.push_back(fmt::format("{} {} {}", id, link->confidence_percent, link->reason));
    }
    std::sort(ids.begin(), ids.end());
    lines[e.id] = Line().text("kind", "entity").text("entity", e.id).text("name", e.name).text("class", e.cls).texts("ids", ids).done();
  }
  for (const auto& [id, line] : lines) out << line;
}

void export_decisions(Database& db, std::ostream& out) {
  Statement select = db.prepare(
      "SELECT kind, target, who, content_hash, field, quote, coalesce(start, -1), coalesce(stop, -1), body FROM decisions "
      "ORDER BY content_hash NULLS FIRST, kind, quote NULLS FIRST, start NULLS FIRST, body NULLS FIRST, target, who NULLS FIRST, decision_id");
  while (select.row()) {
    Line line;
    line.text("kind", "decision").text("decision", select.view(0)).text("target", select.view(1)).text("who", select.view(2));
    line.text("version", select.view(3)).text("field", select.view(4)).text("quote", select.view(5)).number("start", select.integer(6));
    line.number("end", select.integer(7)).text("body", select.view(8));
    out << line.done();
  }
}

}  // namespace

Status FactStore::export_canonical(std::ostream& out) const {
  Database& db = database();
  // One transaction, so that a writer beside us can't come between the parts.
  const bool own = !db.in_transaction();
  if (own) db.begin_reading();
  out << Line().text("kind", "mizan").number("schema", 1).done();
  export_articles(db, out);
  export_facts(db, out);
  export_groups(db, out);
  auto links = EntityLinks::load_with_names(*this);
  if (links) export_entities(*links, out);
  export_decisions(db, out);
  out.flush();
  if (own) db.commit();
  if (Status status = links ? db.status() : Status(links.error()); !status) {
    if (own) db.rollback();
    return status;
  }
  if (!out) return Diagnostic{.code = "db.io", .message = "the export could not be written", .remedy = "check the disk", .file = db.path()};
  return Done{};
}

}  // namespace mizan

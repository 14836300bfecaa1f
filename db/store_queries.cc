// What commands ask of the store: facts by filter, one article with its evidence, counts.
#include <fmt/format.h>

#include <set>

#include "db/database.h"
#include "db/decisions.h"
#include "db/entity_links.h"
#include "db/identity.h"
#include "db/origin.h"
#include "db/rows.h"
#include "db/schema.h"
#include "db/store.h"

namespace mizan {
namespace {

// Text and title of the version last asked for: facts come article by article.
class TextOfVersion {
 public:
  explicit TextOfVersion(Database& db) : select_(db.prepare("SELECT text, title FROM article_versions WHERE version_id = ?")) {}
  const std::string& of(std::int64_t version, Field field) {
    if (version != version_) {
      version_ = version;
      text_.clear();
      title_.clear();
      select_.bind(1, version);
      if (select_.row()) {
        text_ = select_.text(0);
        title_ = select_.text(1);
      }
      select_.reset();
    }
    return field == Field::kTitle ? title_ : text_;
  }

 private:
  Statement select_;
  std::int64_t version_ = 0;
  std::string text_, title_;
};

void cut(StoredFact& fact, TextOfVersion& texts) {
  const std::string& text = texts.of(fact.version, fact.fact.field);
  fact.text = slice(text, fact.fact.source);
  fact.sentence = slice(text, fact.fact.sentence);
}

}  // namespace

Result<std::vector<StoredFact>> FactStore::facts(const FactFilter& filter) const {
  std::vector<StoredFact> out;
  const Status read = each_fact(filter, [&](StoredFact&& fact) {
    out.push_back(std::move(fact));
    return true;
  });
  if (!read) return read.error();
  return out;
}

Status FactStore::each_fact(const FactFilter& filter, const std::function<bool(StoredFact&&)>& take) const {
  Database& db = database();
  std::string sql = fmt::format(
      "SELECT {}, a.key, a.id, s.name, coalesce(v.published, ''), v.content_hash, "
      "(SELECT o.id FROM story_articles k JOIN articles o ON o.article_id = k.copy_of WHERE k.article_id = a.article_id), v.lang FROM facts f "
      "JOIN article_versions v USING(version_id) JOIN articles a ON a.latest = v.version_id JOIN sources s USING(source_id) WHERE v.state <> 'withdrawn'",
      kFactColumns);
  std::vector<std::string> values;
  auto where = [&](const char* condition, const std::string& value) {
    values.push_back(value);
    sql += fmt::format(fmt::runtime(condition), values.size());
  };
  auto links = EntityLinks::load(*this);
  if (!links) return links.error();
  // All ids that stand for the subject asked for: it may be an id as read, one that others are linked to, or a name in either script.
  auto subjects = resolve_entity(*this, *links, filter.subject);
  if (!subjects) return subjects.error();
  const std::set<std::string> wanted(subjects->begin(), subjects->end());
  if (!wanted.empty()) {
    std::string ids;
    for (const std::string& subject : wanted)
      for (std::string& id : links->ids_of(subject)) {
        values.push_back(std::move(id));
        ids += fmt::format("{}?{}", ids.empty() ? "" : ",", values.size());
      }
    sql += fmt::format(" AND (f.subject IN ({0}) OR f.counterpart IN ({0}))", ids);
  } else if (!filter.subject.empty()) {
    where(" AND (f.subject = ?{0} OR f.counterpart = ?{0} OR f.subject_name = ?{0} COLLATE NOCASE OR f.counterpart_name = ?{0} COLLATE NOCASE)",
          filter.subject);
  }
  if (!filter.metric.empty()) where(" AND f.metric = ?{}", filter.metric);
  if (!filter.source.empty()) where(" AND s.name = ?{}", filter.source);
  if (!filter.period.empty()) where(" AND substr(f.period, 1, length(?{0})) = ?{0}", filter.period);
  if (!filter.article.empty()) where(" AND (a.id = ?{0} OR a.key = ?{0})", filter.article);
  if (!filter.status.empty()) where(" AND f.status = ?{}", filter.status);
  sql += " ORDER BY coalesce(v.published, ''), a.key, f.seq";
  if (filter.limit > 0 || filter.offset > 0) {
    sql += fmt::format(" LIMIT {} OFFSET {}", filter.limit > 0 ? static_cast<std::int64_t>(filter.limit) : INT64_MAX, filter.offset);
  }
  auto decisions = Decisions::load(*this);
  if (!decisions) return decisions.error();
  // Rows come a part at a time in a reading transaction, from a server, too.
  const bool own = !db.in_transaction();
  if (own) db.begin_reading();
  {
    Statement select = db.prepare(sql);
    for (std::size_t i = 0; i < values.size(); ++i) select.bind(static_cast<int>(i + 1), values[i]);
    TextOfVersion texts(db);
    while (select.row()) {
      StoredFact fact = read_fact(select, 0);
      fact.article_key = select.text(kFactColumnCount);
      fact.document = select.text(kFactColumnCount + 1);
      fact.source = select.text(kFactColumnCount + 2);
      fact.published = select.text(kFactColumnCount + 3);
      fact.content_hash = select.text(kFactColumnCount + 4);
      fact.copy_of = select.text(kFactColumnCount + 5);
      fact.lang = select.text(kFactColumnCount + 6);
      cut(fact, texts);
      if (!decisions->apply(fact)) continue;
      links->apply(fact);
      // An id that means something else in this article is not what was asked for.
      if (!wanted.empty() && !wanted.count(fact.fact.subject) && !wanted.count(fact.fact.counterpart)) continue;
      if (!take(std::move(fact))) break;
    }
  }
  Status status = db.status();
  if (own) db.rollback();
  return status;
}

Result<std::optional<StoredArticle>> FactStore::article(std::string_view id, std::string_view source) const {
  Database& db = database();
  std::optional<StoredArticle> out;
  Statement find =
      db.prepare(fmt::format("SELECT a.article_id, v.version_id, a.key, v.lang, v.number, (SELECT count(*) FROM article_versions n WHERE n.article_id = "
                             "a.article_id AND n.version_id NOT IN "
                             "(SELECT version_id FROM embargoes)), coalesce(o.id, ''), coalesce(r.program || ' lexicon ' || r.lexicon, ''), {} "
                             "FROM articles a JOIN article_versions v ON v.version_id = a.latest JOIN sources s USING(source_id) LEFT JOIN story_articles k ON "
                             "k.article_id = a.article_id "
                             "LEFT JOIN articles o ON o.article_id = k.copy_of LEFT JOIN runs r ON r.run_id = v.read_run "
                             "WHERE (a.id = ?1 OR a.key = ?1) AND (?2 = '' OR s.name = ?2) ORDER BY a.key <> ?1, a.key LIMIT 1",
                             kDocumentColumns));
  find.bind(1, id);
  find.bind(2, source);
  if (find.row()) {
    out.emplace();
    StoredArticle& a = *out;
    a.article = find.integer(0);
    a.version = find.integer(1);
    a.key = find.text(2);
    a.lang = find.text(3);
    a.version_number = static_cast<int>(find.integer(4));
    a.versions = static_cast<int>(find.integer(5));
    a.copy_of = find.text(6);
    a.read_by = find.text(7);
    a.document = read_document(find, 8);
    read_origin(db, a.version, a.document);
    a.found_withdrawn = a.document.state == "withdrawn";
  }
  find.reset();
  if (out) {
    StoredArticle& a = *out;
    MentionReader(db).read(a.version, [&](StoredMention&& mention) {
      mention.text = slice(mention.mention.field == Field::kTitle ? a.document.title : a.document.text, mention.mention.source);
      a.mentions.push_back(std::move(mention));
    });
    Statement facts = db.prepare(fmt::format("SELECT {} FROM facts f WHERE f.version_id = ? ORDER BY f.seq", kFactColumns));
    facts.bind(1, a.version);
    while (facts.row()) {
      StoredFact fact = read_fact(facts, 0);
      const std::string& text = fact.fact.field == Field::kTitle ? a.document.title : a.document.text;
      fact.text = slice(text, fact.fact.source);
      fact.sentence = slice(text, fact.fact.sentence);
      fact.article_key = a.key;
      fact.document = a.document.id;
      fact.source = a.document.source;
      fact.published = a.document.published;
      a.facts.push_back(std::move(fact));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<StoredVersion>> FactStore::history(const StoredArticle& article) const {
  Database& db = database();
  std::vector<StoredVersion> out;
  Statement versions = db.prepare(
      "SELECT v.version_id, v.number, v.version_id = a.latest, v.state, v.published, v.updated, v.embargo_until, v.title, v.content_hash, f.started, "
      "coalesce(r.program || ' lexicon ' || r.lexicon, '') FROM article_versions v JOIN articles a USING(article_id) JOIN runs f ON f.run_id = v.first_run "
      "LEFT JOIN runs r ON r.run_id = v.read_run WHERE v.article_id = ? AND v.version_id NOT IN (SELECT version_id FROM embargoes) ORDER BY v.number");
  Statement facts = db.prepare(fmt::format("SELECT {} FROM facts f WHERE f.version_id = ? ORDER BY f.seq", kFactColumns));
  TextOfVersion texts(db);
  versions.bind(1, article.article);
  while (versions.row()) {
    StoredVersion& v = out.emplace_back();
    const std::int64_t id = versions.integer(0);
    v.number = static_cast<int>(versions.integer(1));
    v.latest = versions.integer(2) != 0;
    v.state = versions.text(3);
    v.published = versions.text(4);
    v.updated = versions.text(5);
    v.embargo_until = versions.text(6);
    v.title = versions.text(7);
    v.content_hash = versions.text(8);
    v.arrived = versions.text(9);
    v.read_by = versions.text(10);
    facts.bind(1, id);
    while (facts.row()) {
      StoredFact fact = read_fact(facts, 0);
      fact.article_key = article.key;
      fact.document = article.document.id;
      fact.source = article.document.source;
      fact.published = v.published;
      fact.content_hash = v.content_hash;
      cut(fact, texts);
      v.facts.push_back(std::move(fact));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<bool> FactStore::is_article(std::string_view id, std::string_view source) const {
  Database& db = database();
  Statement select =
      db.prepare("SELECT 1 FROM articles a JOIN sources s USING(source_id) WHERE (a.id = ?1 OR a.key = ?1) AND (?2 = '' OR s.name = ?2) LIMIT 1");
  select.bind(1, id);
  select.bind(2, source);
  const bool out = select.row();
  select.reset();
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<std::string>> FactStore::entities_called(std::string_view name, std::string_view id) const {
  Database& db = database();
  std::vector<std::string> out;
  for (const char* sql :
       {"SELECT entity FROM mentions WHERE entity = ?2 UNION SELECT subject FROM facts WHERE subject = ?2 UNION SELECT counterpart FROM facts WHERE "
        "counterpart = ?2",
        "SELECT DISTINCT entity FROM mentions WHERE entity_name = ?1 COLLATE NOCASE AND entity IS NOT NULL ORDER BY 1",
        "SELECT DISTINCT m.entity FROM mentions m JOIN article_versions v USING(version_id) WHERE m.entity IS NOT NULL AND "
        "substr(CASE m.field WHEN 'title' THEN v.title ELSE v.text END, m.start + 1, m.stop - m.start) = ?1 ORDER BY 1"}) {
    Statement select = db.prepare(sql);
    select.bind(1, name);
    if (std::string_view(sql).find("?2") != std::string_view::npos) select.bind(2, id);
    while (select.row()) out.push_back(select.text(0));
    if (!out.empty()) break;
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::optional<StoredRun>> FactStore::run(std::int64_t id, std::string_view command) const {
  Database& db = database();
  std::optional<StoredRun> out;
  Statement select = db.prepare(
      "SELECT run_id, command, program, lexicon, options, lang, published, place, request, started, ended, articles, added, versions, rejected, facts FROM "
      "runs "
      "WHERE run_id = ?1 OR (?1 = 0 AND command = ?2) ORDER BY run_id DESC LIMIT 1");
  select.bind(1, id);
  select.bind(2, command);
  if (select.row()) {
    StoredRun& r = out.emplace();
    r.id = select.integer(0);
    int column = 1;
    for (std::string* text : {&r.command, &r.program, &r.lexicon, &r.options, &r.lang, &r.published, &r.place, &r.request, &r.started, &r.ended})
      *text = select.text(column++);
    for (std::uint64_t* number : {&r.articles, &r.added, &r.versions, &r.rejected, &r.facts}) *number = static_cast<std::uint64_t>(select.integer(column++));
  }
  select.reset();
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<Rejection>> FactStore::rejections(std::int64_t run, std::size_t skip, std::size_t most) const {
  Database& db = database();
  std::vector<Rejection> out;
  Statement select = db.prepare("SELECT id, code, message, remedy, file, line, byte FROM rejections WHERE run_id = ? ORDER BY seq LIMIT ? OFFSET ?");
  select.bind(1, run);
  select.bind(2, static_cast<std::int64_t>(most));
  select.bind(3, static_cast<std::int64_t>(skip));
  while (select.row()) {
    Rejection& r = out.emplace_back();
    r.id = select.text(0);
    r.why = {select.text(1),
             select.text(2),
             select.text(3),
             select.text(4),
             static_cast<std::uint64_t>(select.integer(5)),
             static_cast<std::uint64_t>(select.integer(6))};
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<std::string>> FactStore::article_ids(std::string_view source) const {
  Database& db = database();
  std::vector<std::string> out;
  Statement select = db.prepare("SELECT a.id FROM articles a JOIN sources s USING(source_id) WHERE a.latest <> 0 AND (?1 = '' OR s.name = ?1) ORDER BY a.key");
  select.bind(1, source);
  while (select.row()) out.push_back(select.text(0));
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::optional<RunDescription>> FactStore::last_run(std::string_view command) const {
  Database& db = database();
  std::optional<RunDescription> out;
  Statement select = db.prepare("SELECT command, program, lexicon, options FROM runs WHERE command = ? ORDER BY run_id DESC LIMIT 1");
  select.bind(1, command);
  if (select.row()) out = RunDescription{select.text(0), select.text(1), select.text(2), select.text(3)};
  select.reset();
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<StoreCounts> FactStore::counts() const {
  Database& db = database();
  StoreCounts out;
  auto count = [&](const char* sql) -> std::uint64_t {
    Statement select = db.prepare(sql);
    std::uint64_t value = select.row() ? static_cast<std::uint64_t>(select.integer(0)) : 0;
    select.reset();
    return value;
  };
  out.sources = count("SELECT count(*) FROM sources");
  out.articles = count("SELECT count(*) FROM articles");
  out.versions = count("SELECT count(*) FROM article_versions");
  out.withdrawn = count("SELECT count(*) FROM articles a JOIN article_versions v ON v.version_id = a.latest WHERE v.state = 'withdrawn'");
  out.facts = count("SELECT count(*) FROM facts");
  out.groups = count("SELECT count(*) FROM groups WHERE current = 1");
  out.conflicts = count("SELECT count(*) FROM verdicts WHERE current = 1 AND verdict = 'conflict'");
  out.claims = count("SELECT count(*) FROM claims");
  out.decisions = count("SELECT count(*) FROM decisions");
  out.runs = count("SELECT count(*) FROM runs");
  out.schema_version = static_cast<int>(db.schema_version());
  Statement types = db.prepare(
      "SELECT type, sum(number) FROM (SELECT type, count(*) AS number FROM mention_rows GROUP BY type UNION ALL SELECT 'entity', sum(places) FROM "
      "version_names) counted GROUP BY type HAVING sum(number) > 0 ORDER BY type");
  while (types.row()) {
    if (auto type = mention_type_from(types.view(0))) {
      out.mentions_by_type[static_cast<std::size_t>(*type)] = static_cast<std::uint64_t>(types.integer(1));
      out.mentions += static_cast<std::uint64_t>(types.integer(1));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

}  // namespace mizan

#include "db/desk_queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "db/citation.h"
#include "db/database.h"
#include "db/decisions.h"
#include "db/describe.h"
#include "db/hash.h"
#include "db/moment.h"
#include "db/packed_names.h"
#include "db/rows.h"
#include "db/search_index.h"

namespace mizan {
namespace {

constexpr std::array<Verdict, 8> kReadingOrder = {Verdict::kConflict, Verdict::kDisputed,     Verdict::kCorrected, Verdict::kPartial,
                                                  Verdict::kUpdate,   Verdict::kIncomparable, Verdict::kRounding,  Verdict::kAgree};

// The last accept or reject on a group.
constexpr const char* kDecided =
    "(SELECT d.kind FROM standing_decisions d WHERE d.target = v.group_id AND d.kind IN ('accept', 'reject') ORDER BY d.decision_id DESC LIMIT 1)";

bool number_from(std::string_view text, std::int64_t& out) {
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out);
  return bad == std::errc() && end == text.data() + text.size();
}

// "A.B" -> two numbers.
bool pair_from(std::string_view text, std::int64_t& first, std::int64_t& second) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && number_from(text.substr(0, dot), first) && number_from(text.substr(dot + 1), second);
}

Check check_from(std::string_view kind) {
  for (Check check : {Check::kSum, Check::kGrowth, Check::kShare, Check::kConversion}) {
    if (kind == to_string(check)) return check;
  }
  return Check::kNone;
}

// Reads groups one after the other with the same statements.
class GroupReader {
 public:
  GroupReader(const FactStore& store, const Decisions& decisions)
      : db_(store.database()),
        decisions_(decisions),
        group_(db_.prepare(
            "SELECT g.kind, g.story_id, g.subject, g.subject_name, g.metric, g.noun, g.unit, g.per, g.aspect, g.period, g.counterpart, g.counterpart_name, "
            "g.current, v.verdict, v.reason, v.confidence, v.sources, v.stated, v.computed, v.weight, v.day, v.verdict_id, t.title "
            "FROM groups g JOIN verdicts v ON v.group_id = g.group_id LEFT JOIN stories t ON t.story_id = g.story_id "
            "WHERE g.group_id = ? ORDER BY v.verdict_id DESC LIMIT 1")),
        claims_(db_.prepare(fmt::format("SELECT c.cluster, c.version_id, a.key, a.id, s.name, v.published, v.title, v.text, v.content_hash, "
                                        "(SELECT copy_of IS NOT NULL FROM story_articles y WHERE y.article_id = a.article_id), v.updated, {} FROM claims c "
                                        "JOIN facts f ON f.version_id = c.version_id AND f.seq = c.fact JOIN article_versions v ON v.version_id = c.version_id "
                                        "JOIN articles a USING(article_id) "
                                        "JOIN sources s USING(source_id) WHERE c.group_id = ? AND c.seq = ?",
                                        kFactColumns))),
        members_(db_.prepare("SELECT seq, cluster, version_id, fact FROM claims WHERE group_id = ? ORDER BY seq")),
        decided_(db_.prepare(
            "SELECT decision_id, kind, who, at FROM standing_decisions WHERE target = ? AND kind IN ('accept', 'reject') ORDER BY decision_id DESC LIMIT 1")),
        last_(db_.prepare("SELECT coalesce(max(decision_id), 0) FROM decisions WHERE target = ?")) {}

  // With `most` of its claims: some of each value, the values of the most sources first.
  std::optional<DeskGroup> read(const std::string& id, std::size_t most = SIZE_MAX) {
    group_.bind(1, id);
    if (!group_.row()) return std::nullopt;
    DeskGroup out;
    Group& g = out.group;
    g.id = id;
    g.check = check_from(group_.view(0));
    int column = 1;
    for (std::string* text :
         {&g.story, &g.subject, &g.subject_name, &g.metric, &g.noun, &g.unit, &g.per, &g.aspect, &g.period, &g.counterpart, &g.counterpart_name}) {
      *text = group_.text(column++);
    }
    out.current = group_.integer(12) != 0;
    g.verdict = verdict_from(group_.view(13)).value_or(Verdict::kIncomparable);
    g.reason = group_.text(14);
    g.confidence_percent = static_cast<int>(group_.integer(15));
    g.sources = static_cast<int>(group_.integer(16));
    g.stated = group_.text(17);
    g.computed = group_.text(18);
    g.weight = static_cast<int>(group_.integer(19));
    out.day = group_.text(20);
    const std::int64_t verdict = group_.integer(21);
    out.story_title = group_.text(22);
    group_.reset();
    const std::vector<Member> all = read_members(id);
    out.claims_total = all.size();
    const std::vector<std::int64_t> shown = some_of(all, most);
    for (std::int64_t place : shown) read_claim(g, place);
    decided_.bind(1, id);
    if (decided_.row()) {
      out.decided = decided_.text(1);
      out.decided_by = decided_.text(2);
      out.decided_at = decided_.text(3);
    }
    decided_.reset();
    last_.bind(1, id);
    const std::int64_t decision = last_.row() ? last_.integer(0) : 0;
    last_.reset();
    // The same, whether few or all of the claims were asked for.
    std::string members;
    for (const Member& m : all) members += fmt::format("{}.{};", m.version, m.fact);
    const std::vector<std::int64_t> listed = most == kClaimsInList ? shown : some_of(all, kClaimsInList);
    std::size_t next = 0;
    for (std::size_t k = 0; k < shown.size() && next < listed.size(); ++k) {
      if (shown[k] == listed[next] && ++next > 0) members += written(g.claims[k]);
    }
    out.revision = fmt::format("{}-{}-{}", verdict, decision, hash_of({members}).substr(0, 8));
    return out;
  }

 private:
  static std::string written(const GroupClaim& c) { return "=" + (c.low ? c.low->to_string() : std::string()) + c.unit + c.value + ";"; }

  struct Member {
    std::int64_t place = 0, cluster = 0, version = 0, fact = 0;
  };

  std::vector<Member> read_members(const std::string& id) {
    std::vector<Member> out;
    members_.bind(1, id);
    while (members_.row()) out.push_back({members_.integer(0), members_.integer(1), members_.integer(2), members_.integer(3)});
    members_.reset();
    return out;
  }

  // Places of at most so many claims, ascending; as many of each value as fit, four of each at least as long as there is room.
  static std::vector<std::int64_t> some_of(const std::vector<Member>& all, std::size_t most) {
    std::vector<std::int64_t> out;
    if (all.size() <= most) {
      for (const Member& m : all) out.push_back(m.place);
      return out;
    }
    std::map<std::int64_t, std::size_t> sizes;
    for (const Member& m : all) ++sizes[m.cluster];
    const std::size_t each = std::max<std::size_t>(4, most / sizes.size()), values = std::max<std::size_t>(1, most / each);
    std::map<std::int64_t, std::size_t> taken;
    for (const Member& m : all) {
      if (static_cast<std::size_t>(m.cluster) < values && ++taken[m.cluster] <= each) out.push_back(m.place);
    }
    return out;
  }

  void read_claim(Group& g, std::int64_t place) {
    claims_.bind(1, g.id);
    claims_.bind(2, place);
    if (claims_.row()) {
      Snapshot one;
      ArticleEntry& a = one.articles.emplace_back();
      a.version = claims_.integer(1);
      a.key = claims_.text(2);
      a.id = claims_.text(3);
      a.source = claims_.text(4);
      a.published = claims_.text(5);
      a.title = claims_.text(6);
      a.content_hash = claims_.text(8);
      a.copy_of = claims_.integer(9) != 0 ? 0 : -1;
      Claim& c = one.claims.emplace_back();
      StoredFact& f = c.stored;
      f = read_fact(claims_, 11);
      const std::string_view text = f.fact.field == Field::kTitle ? claims_.view(6) : claims_.view(7);
      f.text = slice(text, f.fact.source);
      f.sentence = slice(text, f.fact.sentence);
      f.article_key = a.key;
      // A figure that somebody says is none stays on the page until the next reconciliation, with the decision beside it.
      decisions_.apply(f);
      g.claims.push_back(claim_out(c, one, static_cast<int>(claims_.integer(0))));
    }
    claims_.reset();
  }

  Database& db_;
  const Decisions& decisions_;
  Statement group_, claims_, members_, decided_, last_;
};

DecisionRow decision_row(const Statement& row) {
  DecisionRow out;
  out.number = row.integer(0);
  out.at = row.text(1);
  out.who = row.text(2);
  out.kind = row.text(3);
  out.target = row.text(4);
  out.quote = row.text(5);
  out.stands = row.integer(7) != 0;
  const nlohmann::json body = nlohmann::json::parse(row.view(6), nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) return out;
  auto text = [&](const char* member) { return body.contains(member) && body[member].is_string() ? body[member].get<std::string>() : std::string(); };
  out.note = text("text");
  out.other = text(body.contains("as") ? "as" : "other");
  out.article = out.kind == "split" ? text("article") : std::string();
  out.name = text("name");
  if (body.contains("undoes") && body["undoes"].is_number_integer()) out.undoes = body["undoes"].get<std::int64_t>();
  if (body.contains("fields") && body["fields"].is_object()) {
    for (const auto& [name, value] : body["fields"].items()) {
      out.fields += fmt::format("{}{}={}", out.fields.empty() ? "" : " ", name, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return out;
}

constexpr const char* kDecisionColumns =
    "decision_id, at, who, kind, target, quote, coalesce(body, ''), EXISTS (SELECT 1 FROM standing_decisions s WHERE s.decision_id = decisions.decision_id)";

}  // namespace

void keep_small(FactStore& store) {
  store.database().keep_small();
}

std::int64_t data_version(const FactStore& store) {
  return store.database().data_version();
}

std::string change_mark(const FactStore& store) {
  // The end of a run counts: groups appear with it.
  Statement select = store.database().prepare(
      "SELECT coalesce((SELECT run_id || coalesce(ended, '') FROM runs ORDER BY run_id DESC LIMIT 1), '') || '-' || coalesce((SELECT max(decision_id) FROM "
      "decisions), 0)");
  std::string out = select.row() ? select.text(0) : std::string();
  select.reset();
  return out;
}

Result<GroupPage> list_groups(const FactStore& store, const GroupQuery& query) {
  Database& db = store.database();
  GroupPage out;
  std::vector<Verdict> wanted = query.verdicts;
  if (wanted.empty()) wanted.assign(kReadingOrder.begin(), kReadingOrder.end());
  // Cursor: VERDICT.WEIGHT.ID of the last group seen.
  std::size_t first = 0;
  std::int64_t weight = INT64_MAX;
  std::string after;
  const std::size_t dot = query.cursor.find('.'), second = query.cursor.find('.', dot == std::string::npos ? dot : dot + 1);
  if (second != std::string::npos) {
    const auto verdict = verdict_from(query.cursor.substr(0, dot));
    const auto found = verdict ? std::find(wanted.begin(), wanted.end(), *verdict) : wanted.end();
    std::int64_t number = 0;
    if (found != wanted.end() && number_from(std::string_view(query.cursor).substr(dot + 1, second - dot - 1), number)) {
      first = static_cast<std::size_t>(found - wanted.begin());
      weight = number;
      after = query.cursor.substr(second + 1);
    }
  }
  std::string sql =
      "SELECT v.group_id, v.weight FROM verdicts v JOIN groups g ON g.group_id = v.group_id WHERE v.current = 1 AND g.current = 1 AND v.verdict = ?1 "
      "AND v.weight <= ?2 AND (v.weight < ?2 OR v.group_id > ?3)";
  if (!query.subject.empty())
    sql +=
        " AND g.group_id IN (SELECT group_id FROM groups WHERE current = 1 AND subject = ?4 UNION SELECT group_id FROM groups WHERE current = 1 AND "
        "counterpart = ?4)";
  if (!query.metric.empty()) sql += " AND g.metric = ?5";
  if (!query.story.empty()) sql += " AND g.group_id IN (SELECT group_id FROM groups WHERE current = 1 AND story_id = ?6)";
  if (!query.since.empty()) sql += " AND v.day >= ?7";
  if (query.decided != Decided::kEither) sql += fmt::format(" AND {} IS {}NULL", kDecided, query.decided == Decided::kDone ? "NOT " : "");
  sql += fmt::format(" ORDER BY v.weight DESC, v.group_id LIMIT {}", query.limit + 1);
  std::vector<std::pair<std::string, std::string>> found;  // id, cursor
  Statement select = db.prepare(sql);
  for (std::size_t k = first; k < wanted.size() && found.size() <= query.limit; ++k) {
    select.bind(1, to_string(wanted[k]));
    select.bind(2, k == first ? weight : INT64_MAX);
    select.bind(3, k == first ? std::string_view(after) : std::string_view());
    if (!query.subject.empty()) select.bind(4, query.subject);
    if (!query.metric.empty()) select.bind(5, query.metric);
    if (!query.story.empty()) select.bind(6, query.story);
    if (!query.since.empty()) select.bind(7, query.since);
    while (found.size() <= query.limit && select.row()) {
      std::string id = select.text(0);
      std::string cursor = fmt::format("{}.{}.{}", to_string(wanted[k]), select.integer(1), id);
      found.emplace_back(std::move(id), std::move(cursor));
    }
    select.reset();
  }
  if (found.size() > query.limit) {
    found.resize(query.limit);
    if (!found.empty()) out.next = found.back().second;
  }
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  GroupReader reader(store, *decisions);
  for (const auto& [id, cursor] : found) {
    if (auto group = reader.read(id, query.claims)) out.groups.push_back(std::move(*group));
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::optional<DeskGroup>> desk_group(const FactStore& store, std::string_view id, std::size_t claims) {
  auto now = resolve_group(store, id);
  if (!now) return now.error();
  std::optional<DeskGroup> out;
  if (!*now) return out;
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  GroupReader reader(store, *decisions);
  out = reader.read(**now, claims);
  if (Status status = store.database().status(); !status) return status.error();
  return out;
}

Result<std::vector<Group>> read_groups(const FactStore& store, const std::vector<std::string>& ids) {
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  GroupReader reader(store, *decisions);
  std::vector<Group> out;
  for (const std::string& id : ids) {
    if (auto group = reader.read(id)) out.push_back(std::move(group->group));
  }
  if (Status status = store.database().status(); !status) return status.error();
  return out;
}

Result<std::vector<VerdictCount>> count_verdicts(const FactStore& store) {
  Database& db = store.database();
  std::vector<VerdictCount> out;
  Statement all = db.prepare("SELECT count(*) FROM verdicts WHERE current = 1 AND verdict = ?");
  Statement open = db.prepare(fmt::format("SELECT count(*) FROM verdicts v WHERE v.current = 1 AND v.verdict = ? AND {} IS NULL", kDecided));
  for (Verdict verdict : kReadingOrder) {
    VerdictCount count{verdict};
    all.bind(1, to_string(verdict));
    if (all.row()) count.all = static_cast<std::uint64_t>(all.integer(0));
    all.reset();
    if (count.all == 0) continue;
    if (verdict == Verdict::kConflict || verdict == Verdict::kDisputed || verdict == Verdict::kCorrected || verdict == Verdict::kPartial) {
      open.bind(1, to_string(verdict));
      if (open.row()) count.open = static_cast<std::uint64_t>(open.integer(0));
      open.reset();
    }
    out.push_back(count);
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<PastVerdict>> verdict_history(const FactStore& store, std::string_view group) {
  Database& db = store.database();
  std::vector<PastVerdict> out;
  Statement select = db.prepare(
      "SELECT v.verdict, v.reason, a.started, b.started, v.confidence, v.sources, v.current FROM verdicts v JOIN runs a ON a.run_id = v.first_run "
      "JOIN runs b ON b.run_id = v.last_run WHERE v.group_id = ? ORDER BY v.verdict_id");
  select.bind(1, group);
  while (select.row()) {
    out.push_back({select.text(0), select.text(1), select.text(2), select.text(3), static_cast<int>(select.integer(4)), static_cast<int>(select.integer(5)),
                   select.integer(6) != 0});
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<DecisionRow>> decisions_on(const FactStore& store, const DeskGroup& group) {
  Database& db = store.database();
  std::map<std::int64_t, DecisionRow, std::greater<>> found;
  Statement own = db.prepare(fmt::format("SELECT {} FROM decisions WHERE target = ?", kDecisionColumns));
  own.bind(1, group.group.id);
  while (own.row()) found[own.integer(0)] = decision_row(own);
  // Corrections rest on a span of a text version; the few there are lie in one index-less table, which is small.
  Statement on_figures =
      db.prepare(fmt::format("SELECT {} FROM decisions WHERE target IN (SELECT target FROM decisions WHERE kind IN ('correct', 'not_a_fact') AND content_hash "
                             "= ? AND field = ? AND start = ? AND stop "
                             "= ?)",
                             kDecisionColumns));
  for (const GroupClaim& c : group.group.claims) {
    on_figures.bind(1, c.content_hash);
    on_figures.bind(2, to_string(c.field));
    on_figures.bind(3, static_cast<std::int64_t>(c.start));
    on_figures.bind(4, static_cast<std::int64_t>(c.end));
    while (on_figures.row()) found[on_figures.integer(0)] = decision_row(on_figures);
  }
  if (Status status = db.status(); !status) return status.error();
  std::vector<DecisionRow> out;
  for (auto& [number, row] : found) out.push_back(std::move(row));
  return out;
}

Result<std::vector<DecisionRow>> decisions_on(const FactStore& store, const std::vector<std::string>& ids) {
  Database& db = store.database();
  std::vector<DecisionRow> out;
  auto mine = [&](const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
  // Of all decisions on names, which are few: the subject may be either side of one.
  Statement select = db.prepare(
      fmt::format("SELECT {} FROM decisions WHERE kind IN ('merge', 'split', 'rename', 'undo') ORDER BY decision_id DESC LIMIT 20000", kDecisionColumns));
  while (select.row()) {
    DecisionRow row = decision_row(select);
    if (mine(row.target) || mine(row.other)) out.push_back(std::move(row));
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<DecisionRow>> list_decisions(const FactStore& store, std::int64_t before, std::size_t limit) {
  Database& db = store.database();
  std::vector<DecisionRow> out;
  Statement select = db.prepare(fmt::format("SELECT {} FROM decisions WHERE decision_id < ? ORDER BY decision_id DESC LIMIT ?", kDecisionColumns));
  select.bind(1, before > 0 ? before : INT64_MAX);
  select.bind(2, static_cast<std::int64_t>(limit));
  while (select.row()) out.push_back(decision_row(select));
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<FactPage> list_facts(const FactStore& store, const FactQuery& query) {
  Database& db = store.database();
  FactPage out;
  std::int64_t version = INT64_MAX, sequence = -1;
  if (!pair_from(query.cursor, version, sequence)) version = INT64_MAX, sequence = -1;
  const EntityLinks none;
  const EntityLinks& links = query.links != nullptr ? *query.links : none;
  std::string subjects;
  for (std::size_t i = 0; i < query.subjects.size(); ++i) subjects += fmt::format("{}?{}", i == 0 ? "" : ", ", 8 + i);
  // The rows first, then what they say: sorting by arrival must not carry the texts along.
  std::string rows =
      "SELECT f.version_id AS k_version, f.seq AS k_seq FROM facts f JOIN article_versions v ON v.version_id = f.version_id "
      "JOIN articles a ON a.article_id = v.article_id AND a.latest = f.version_id "
      "WHERE v.state <> 'withdrawn' AND f.version_id <= ?1 AND (f.version_id < ?1 OR f.seq > ?2)";
  if (!query.subjects.empty()) rows += fmt::format(" AND f.subject IN ({})", subjects);
  if (!query.metric.empty()) rows += " AND f.metric = ?4";
  if (!query.period.empty()) rows += " AND substr(f.period, 1, length(?5)) = ?5";
  if (!query.status.empty()) rows += " AND f.status = ?6";
  if (!query.article.empty()) rows += " AND f.version_id = (SELECT latest FROM articles WHERE key = ?7)";
  rows += fmt::format(" ORDER BY f.version_id DESC, f.seq LIMIT {}", query.limit + 1);
  const std::string sql = fmt::format(
      "SELECT {}, a.key, a.id, s.name, v.published, v.content_hash, v.title, v.text FROM ({}) k JOIN facts f ON f.version_id = k.k_version AND f.seq = k.k_seq "
      "JOIN article_versions v ON v.version_id = f.version_id JOIN articles a ON a.article_id = v.article_id JOIN sources s USING(source_id) "
      "ORDER BY f.version_id DESC, f.seq",
      kFactColumns, rows);
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  Statement select = db.prepare(sql);
  select.bind(1, version);
  select.bind(2, sequence);
  for (std::size_t i = 0; i < query.subjects.size(); ++i) select.bind(static_cast<int>(8 + i), query.subjects[i]);
  if (!query.metric.empty()) select.bind(4, query.metric);
  if (!query.period.empty()) select.bind(5, query.period);
  if (!query.status.empty()) select.bind(6, query.status);
  if (!query.article.empty()) select.bind(7, query.article);
  std::size_t seen = 0;
  std::string last;
  while (select.row()) {
    if (seen++ == query.limit) {
      out.next = last;
      break;
    }
    StoredFact fact = read_fact(select, 0);
    last = fmt::format("{}.{}", fact.version, fact.sequence);
    int column = kFactColumnCount;
    for (std::string* text : {&fact.article_key, &fact.document, &fact.source, &fact.published, &fact.content_hash}) *text = select.text(column++);
    const std::string_view text = fact.fact.field == Field::kTitle ? select.view(column) : select.view(column + 1);
    fact.text = slice(text, fact.fact.source);
    fact.sentence = slice(text, fact.fact.sentence);
    if (!decisions->apply(fact)) continue;
    links.apply(fact);
    // An id may mean somebody else in this article.
    if (query.subject.empty() || fact.fact.subject == query.subject) out.facts.push_back(std::move(fact));
  }
  select.reset();
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<ArticlePage> list_articles(const FactStore& store, std::string_view cursor, std::size_t limit) {
  Database& db = store.database();
  ArticlePage out;
  std::int64_t before = INT64_MAX;
  if (!number_from(cursor, before) || before <= 0) before = INT64_MAX;
  Statement select = db.prepare(
      "SELECT v.version_id, a.key, a.id, s.name, v.published, v.title, v.state, v.lang, (SELECT count(*) FROM facts f WHERE f.version_id = v.version_id) "
      "FROM article_versions v JOIN articles a ON a.article_id = v.article_id AND a.latest = v.version_id JOIN sources s USING(source_id) "
      "WHERE v.version_id < ? ORDER BY v.version_id DESC LIMIT ?");
  select.bind(1, before);
  select.bind(2, static_cast<std::int64_t>(limit + 1));
  while (select.row()) {
    if (out.articles.size() == limit) {
      out.next = std::to_string(out.articles.back().version);
      break;
    }
    ArticleRow& row = out.articles.emplace_back();
    row.version = select.integer(0);
    int column = 1;
    for (std::string* text : {&row.key, &row.id, &row.source, &row.published, &row.title, &row.state, &row.lang}) *text = select.text(column++);
    row.facts = static_cast<std::uint64_t>(select.integer(8));
  }
  select.reset();
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<EntityRow>> list_subjects(const FactStore& store) {
  Database& db = store.database();
  std::vector<EntityRow> out;
  Statement select = db.prepare("SELECT subject, count(*) FROM facts WHERE subject IS NOT NULL GROUP BY subject ORDER BY subject");
  Statement name = db.prepare("SELECT subject_name FROM facts WHERE subject = ? AND subject_name IS NOT NULL ORDER BY metric, version_id, seq LIMIT 1");
  while (select.row()) {
    EntityRow& row = out.emplace_back();
    row.id = select.text(0);
    row.facts = static_cast<std::uint64_t>(select.integer(1));
    name.bind(1, row.id);
    if (name.row()) row.name = name.text(0);
    name.reset();
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<RunRow>> list_runs(const FactStore& store, std::int64_t before, std::size_t limit) {
  Database& db = store.database();
  std::vector<RunRow> out;
  Statement select = db.prepare(
      "SELECT run_id, command, program, lexicon, options, started, ended, articles, added, versions, unchanged, copies, mentions, facts, rejected "
      "FROM runs WHERE run_id < ? ORDER BY run_id DESC LIMIT ?");
  select.bind(1, before > 0 ? before : INT64_MAX);
  select.bind(2, static_cast<std::int64_t>(limit));
  while (select.row()) {
    RunRow& row = out.emplace_back();
    row.run = select.integer(0);
    int column = 1;
    for (std::string* text : {&row.command, &row.program, &row.lexicon, &row.options, &row.started, &row.ended}) *text = select.text(column++);
    for (std::uint64_t* number : {&row.articles, &row.added, &row.versions, &row.unchanged, &row.copies, &row.mentions, &row.facts, &row.rejected}) {
      *number = static_cast<std::uint64_t>(select.integer(column++));
    }
    const auto begin = moment_from(row.started), end = moment_from(row.ended);
    if (begin && end) row.seconds = static_cast<double>(end->second - begin->second);
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

std::string content_hash_of(const FactStore& store, std::int64_t version) {
  Statement select = store.database().prepare("SELECT content_hash FROM article_versions WHERE version_id = ?");
  select.bind(1, version);
  std::string out = select.row() ? select.text(0) : std::string();
  select.reset();
  return out;
}

std::string newest_day(const FactStore& store) {
  // The last few hundred arrivals, and what was compared: a walk over all articles would cost more than the page.
  Statement select = store.database().prepare(
      "SELECT max(day) FROM (SELECT max(day) AS day FROM verdicts WHERE current = 1 AND verdict IN ('conflict', 'disputed', 'corrected', 'partial', 'update') "
      "UNION ALL SELECT substr(published, 1, 10) FROM (SELECT published FROM article_versions ORDER BY version_id DESC LIMIT 300) newest) days");
  std::string out = select.row() ? select.text(0) : std::string();
  select.reset();
  return out;
}

std::string name_of(const FactStore& store, std::string_view id) {
  Statement select =
      store.database().prepare("SELECT subject_name FROM facts WHERE subject = ? AND subject_name IS NOT NULL ORDER BY metric, version_id, seq LIMIT 1");
  select.bind(1, id);
  std::string out = select.row() ? select.text(0) : std::string();
  select.reset();
  if (!out.empty()) return out;
  SearchQuery query;
  query.entities = {std::string(id)};
  query.limit = 1;
  auto found = search_articles(store, query);
  if (!found || found->hits.empty()) return std::string(id);
  NameReader names(store.database());
  std::uint32_t first = UINT32_MAX;
  out = id;
  for (const PackedName& name : names.read(found->hits.front().version)) {
    if (name.id != id || name.name.empty() || name.sequence >= first) continue;
    first = name.sequence;
    out = name.name;
  }
  return out;
}

Result<std::vector<std::string>> names_written(const FactStore& store, const std::vector<std::string>& ids, std::size_t limit) {
  Database& db = store.database();
  std::map<std::string, int> counts;
  Statement select = db.prepare(
      "SELECT v.version_id, v.text, coalesce(v.title, '') FROM (SELECT DISTINCT version_id FROM facts WHERE subject = ?1 ORDER BY version_id DESC LIMIT 100) f "
      "JOIN article_versions v ON v.version_id = f.version_id");
  NameReader names(db);
  for (std::size_t i = 0; i < ids.size() && i < 50; ++i) {
    select.bind(1, ids[i]);
    while (select.row()) {
      for (const PackedName& name : names.read(select.integer(0))) {
        if (name.id == ids[i]) ++counts[slice(select.view(name.field == Field::kTitle ? 2 : 1), {name.begin, name.end})];
      }
    }
  }
  if (Status status = db.status(); !status) return status.error();
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [name, count] : counts) order.emplace_back(-count, name);
  std::sort(order.begin(), order.end());
  std::vector<std::string> out;
  for (const auto& [count, name] : order) {
    if (out.size() < limit) out.push_back(name);
  }
  return out;
}

std::int64_t last_decision_on(const FactStore& store, const Citation& fact) {
  Statement select = store.database().prepare(
      "SELECT coalesce(max(decision_id), 0) FROM decisions WHERE target IN (SELECT target FROM decisions WHERE kind IN ('correct', 'not_a_fact') AND "
      "content_hash = ? AND field = ? AND start = ? AND stop = ?)");
  select.bind(1, fact.content_hash);
  select.bind(2, to_string(fact.field));
  select.bind(3, static_cast<std::int64_t>(fact.start));
  select.bind(4, static_cast<std::int64_t>(fact.end));
  const std::int64_t out = select.row() ? select.integer(0) : 0;
  select.reset();
  return out;
}

Result<std::vector<FactVerdict>> verdicts_in(const FactStore& store, std::int64_t version) {
  Database& db = store.database();
  std::vector<FactVerdict> out;
  Statement select = db.prepare(
      "SELECT c.fact, c.group_id, v.verdict FROM claims c JOIN groups g ON g.group_id = c.group_id AND g.current = 1 "
      "JOIN verdicts v ON v.group_id = c.group_id AND v.current = 1 WHERE c.version_id = ? ORDER BY c.fact, c.group_id");
  select.bind(1, version);
  while (select.row()) {
    if (auto verdict = verdict_from(select.view(2))) out.push_back({static_cast<std::uint32_t>(select.integer(0)), select.text(1), *verdict});
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

}  // namespace mizan

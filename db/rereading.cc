#include "db/rereading.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "db/erasure.h"
#include "db/moment.h"
#include "db/name_index.h"
#include "db/reconcile.h"
#include "db/rows.h"
#include "db/touched.h"

namespace mizan {
namespace {

std::string into_temporary(std::string sql, const std::string& table) {
  const std::string target = "INTO " + table;
  sql.replace(sql.find(target), target.size(), "INTO temp.new_" + table);
  return sql;
}

// What a version's reading consists of.
constexpr const char* kTables[] = {"mention_rows", "version_names", "facts"};

ReadingWriter into_temporary_tables(Database& db) {
  for (const char* table : kTables) db.execute(fmt::format("CREATE TEMP TABLE IF NOT EXISTS new_{0} AS SELECT * FROM main.{0} WHERE 1 = 0", table).c_str());
  return {db.prepare(into_temporary(kInsertMention, kTables[0])), db.prepare(into_temporary(kInsertNames, kTables[1])),
          db.prepare(into_temporary(kInsertFact, kTables[2]))};
}

// Row by row: of as many, none that the stored reading has not.
std::string comparison() {
  std::string counted, other;
  for (const char* table : kTables) {
    counted +=
        fmt::format("{0}(SELECT count(*) FROM temp.new_{1}) <> (SELECT count(*) FROM main.{1} WHERE version_id = ?1)", counted.empty() ? "" : " OR ", table);
    other += fmt::format(" OR EXISTS (SELECT * FROM temp.new_{0} EXCEPT SELECT * FROM main.{0} WHERE version_id = ?1)", table);
  }
  return "SELECT " + counted + other;
}

std::vector<StoredFact> facts_of(Database& db, const char* table, std::int64_t version, const Document& document) {
  std::vector<StoredFact> out;
  Statement select = db.prepare(fmt::format("SELECT {} FROM {} f WHERE f.version_id = ? ORDER BY f.seq", kFactColumns, table));
  select.bind(1, version);
  while (select.row()) {
    StoredFact fact = read_fact(select, 0);
    const std::string& text = fact.fact.field == Field::kTitle ? document.title : document.text;
    fact.text = slice(text, fact.fact.source);
    fact.sentence = slice(text, fact.fact.sentence);
    out.push_back(std::move(fact));
  }
  return out;
}

// What of a fact people compare.
auto figure(const Fact& f) {
  return std::tie(f.subject, f.metric, f.noun, f.amount.low, f.amount.high, f.amount.unit, f.amount.bound, f.amount.per, f.value, f.period, f.as_of, f.aspect,
                  f.direction, f.basis, f.scope, f.counterpart, f.status, f.speaker);
}

// Pairs facts by the rules in their order, each a question about one of `before` and one of `after`; those that the first rule pairs have not changed.
template <typename Rules>
std::vector<FactChange> paired(std::vector<StoredFact> before, std::vector<StoredFact> after, const Rules& rules) {
  std::vector<FactChange> out;
  std::vector<std::optional<StoredFact>> partner(before.size());
  std::vector<bool> same(before.size(), false);
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (same[i] || partner[i]) continue;
      auto found = std::find_if(after.begin(), after.end(), [&](const StoredFact& f) { return rules[rule](before[i], f); });
      if (found == after.end()) continue;
      if (rule == 0) {
        same[i] = true;
      } else {
        partner[i] = std::move(*found);
      }
      after.erase(found);
    }
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (same[i]) continue;
    FactChange& change = out.emplace_back();
    change.before = std::move(before[i]);
    change.after = std::move(partner[i]);
  }
  for (StoredFact& f : after) out.emplace_back().after = std::move(f);
  return out;
}

using Rule = bool (*)(const StoredFact&, const StoredFact&);

bool one_span(const StoredFact& a, const StoredFact& b) {
  return a.fact.field == b.fact.field && a.fact.source.begin == b.fact.source.begin && a.fact.source.end == b.fact.source.end;
}

// Of one text read twice.
std::vector<FactChange> changes_of(std::vector<StoredFact> before, std::vector<StoredFact> after) {
  constexpr std::array<Rule, 3> kRules = {[](const StoredFact& a, const StoredFact& b) { return one_span(a, b) && figure(a.fact) == figure(b.fact); },
                                          [](const StoredFact& a, const StoredFact& b) { return one_span(a, b) && a.fact.metric == b.fact.metric; }, one_span};
  return paired(std::move(before), std::move(after), kRules);
}

struct Known {
  std::string subject, metric, verdict;
};

std::map<std::string, Known> stored_verdicts(Database& db) {
  std::map<std::string, Known> out;
  Statement select = db.prepare(
      "SELECT g.group_id, coalesce(g.subject_name, ''), g.metric, v.verdict FROM groups g JOIN verdicts v ON v.group_id = g.group_id AND v.current = 1 WHERE "
      "g.current = 1");
  while (select.row()) out[select.text(0)] = {select.text(1), select.text(2), select.text(3)};
  return out;
}

Status compare_verdicts(FactStore& store, const std::map<std::string, Known>& before, std::vector<VerdictChange>& out) {
  if (before.empty() && remembered(store.database(), "last_run").empty()) return Done{};  // never reconciled: there is nothing to compare with
  auto now = reconcile_read_only(store);
  if (!now) return now.error();
  std::map<std::string, Known> left = before;
  for (const Group& g : now->groups) {
    auto known = left.find(g.id);
    if (known == left.end()) {
      out.push_back({g.id, g.subject_name, g.metric, "", to_string(g.verdict), g.reason});
      continue;
    }
    if (known->second.verdict != to_string(g.verdict)) out.push_back({g.id, g.subject_name, g.metric, known->second.verdict, to_string(g.verdict), g.reason});
    left.erase(known);
  }
  for (const auto& [id, known] : left) out.push_back({id, known.subject, known.metric, known.verdict, "", ""});
  return Done{};
}

struct Due {
  std::int64_t version, article;
  bool latest;
  std::string lang, published, place;
};

// The versions to be read, one by one, so that texts of a large database are never in memory together.
class StoredVersions final : public DocumentReader {
 public:
  StoredVersions(Database& db, const std::vector<Due>& due)
      : due_(due),
        select_(db.prepare(fmt::format(
            "SELECT {} FROM article_versions v JOIN articles a USING(article_id) JOIN sources s USING(source_id) WHERE v.version_id = ?", kDocumentColumns))) {}
  bool next(ReadItem& item) override {
    if (at_ == due_.size()) return false;
    const Due& due = due_[at_++];
    select_.bind(1, due.version);
    if (!select_.row()) return false;
    Document document = read_document(select_, 0);
    select_.reset();
    as_read(document, due.lang, due.published, due.place);
    item = std::move(document);
    return true;
  }

 private:
  const std::vector<Due>& due_;
  std::size_t at_ = 0;
  Statement select_;
};

}  // namespace

std::vector<FactChange> changes_between(std::vector<StoredFact> before, std::vector<StoredFact> after) {
  constexpr std::array<Rule, 3> kRules = {[](const StoredFact& a, const StoredFact& b) { return figure(a.fact) == figure(b.fact); },
                                          [](const StoredFact& a, const StoredFact& b) {
                                            return a.fact.subject == b.fact.subject && a.fact.metric == b.fact.metric && a.fact.noun == b.fact.noun &&
                                                   a.fact.period == b.fact.period && a.fact.scope == b.fact.scope;
                                          },
                                          [](const StoredFact& a, const StoredFact& b) {
                                            return a.fact.subject == b.fact.subject && a.fact.metric == b.fact.metric && a.fact.noun == b.fact.noun;
                                          }};
  return paired(std::move(before), std::move(after), kRules);
}

void as_read(Document& document, const std::string& lang, const std::string& published, const std::string& place) {
  if (document.lang.empty()) document.lang = lang;
  if (document.published.empty()) document.published = published;
  if (document.place.empty()) document.place = place;
}

Rereading::Rereading(Database& database) : db_(database), writer_(into_temporary_tables(database)), compare_(db_.prepare(comparison())) {}

bool Rereading::differs(std::int64_t version, const Document& document, const ArticleResult& result) {
  for (const char* table : kTables) db_.execute(fmt::format("DELETE FROM temp.new_{}", table).c_str());
  writer_.write(version, result, FieldTexts(document));
  compare_.bind(1, version);
  const bool out = compare_.row() && compare_.integer(0) != 0;
  compare_.reset();
  return out;
}

void Rereading::replace(std::int64_t version) {
  // Claims keep their group and anchor, so that a group keeps its id; the next reconciliation puts right what they say.
  const std::string of_version = fmt::format("version_id = {}", version);
  db_.execute(fmt::format("PRAGMA defer_foreign_keys = ON; CREATE TEMP TABLE moved AS SELECT c.group_id, c.seq, (SELECT n.seq FROM temp.new_facts n JOIN "
                          "main.facts f ON f.version_id = "
                          "c.version_id AND f.seq = c.fact WHERE n.field = f.field AND n.begin = f.begin AND n.end = f.end ORDER BY n.metric <> f.metric, "
                          "n.seq LIMIT 1) AS fact FROM "
                          "main.claims c WHERE c.{0}; DELETE FROM main.facts WHERE {0}; DELETE FROM main.version_names WHERE {0}; DELETE FROM "
                          "main.mention_rows WHERE {0}; INSERT INTO "
                          "main.mention_rows SELECT * FROM temp.new_mention_rows; INSERT INTO main.version_names SELECT * FROM temp.new_version_names; "
                          "INSERT INTO main.facts SELECT * FROM temp.new_facts; UPDATE main.claims AS c SET fact = m.fact FROM temp.moved m WHERE m.group_id = "
                          "c.group_id AND m.seq = c.seq AND "
                          "m.fact IS NOT NULL; DELETE FROM main.claims AS c WHERE EXISTS (SELECT 1 FROM temp.moved m WHERE m.group_id = c.group_id AND m.seq = "
                          "c.seq AND m.fact IS NULL); "
                          "DROP TABLE temp.moved",
                          of_version)
                  .c_str());
  note_name_uses(db_, version);
}

Result<Reextraction> reextract(FactStore& store, const ReextractOptions& options, const ArticleFunction& read,
                               const std::function<void(const FactChange&)>& tell) {
  Database& db = store.database();
  Reextraction out;
  std::vector<Due> due;
  Statement select = db.prepare(
      "SELECT v.version_id, v.article_id, v.version_id = a.latest, r.lang, r.published, r.place, ?3 = '' OR coalesce(v.published, v.updated, '9') >= ?3 FROM "
      "article_versions v JOIN "
      "articles a USING(article_id) LEFT JOIN runs r ON r.run_id = v.read_run WHERE (r.program IS NOT ?1 OR r.lexicon IS NOT ?2) ORDER BY a.key, v.number");
  select.bind(1, options.run.program);
  select.bind(2, options.run.lexicon);
  select.bind(3, options.since);
  while (select.row()) {
    if (select.integer(6) == 0) {
      ++out.remaining;
    } else {
      due.push_back({select.integer(0), select.integer(1), select.integer(2) != 0, select.text(3), select.text(4), select.text(5)});
    }
  }
  const std::map<std::string, Known> before = stored_verdicts(db);
  if (Status status = db.status(); !status) return status.error();
  if (due.empty()) return out;

  if (Status begun = store.begin_run(options.run); !begun) return begun.error();
  db.begin();
  auto give_up = [&](Diagnostic why) {
    db.rollback();
    return why;
  };
  // The defaults of the runs that read them first go on to hold: one record a set of them.
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> runs;
  auto run_of = [&](const Due& d) -> Result<std::int64_t> {
    const auto key = std::tuple(d.lang, d.published, d.place);
    if (auto known = runs.find(key); known != runs.end()) return known->second;
    RunDescription run = options.run;
    std::tie(run.lang, run.published, run.place) = key;
    if (Status begun = store.begin_run(run); !begun) return begun.error();
    auto id = store.run_id();
    if (id) runs.emplace(key, *id);
    return id;
  };

  Rereading rereading(db);
  Statement read_by = db.prepare("UPDATE article_versions SET read_run = ?, lang = ? WHERE version_id = ?");
  const Erasures erasures = Erasures::load(db);
  Statement repaint = db.prepare("UPDATE article_versions SET text = ?, title = ? WHERE version_id = ?");
  StoredVersions reader(db, due);
  std::size_t at = 0;
  std::optional<Diagnostic> failure;
  run_pipeline(reader, {.jobs = options.jobs}, read, [&](PipelineItem&& item) {
    const Due& d = due[at++];
    Document& document = std::get<Document>(item.in);
    ++out.versions;
    if (erasures.names(item.out)) {
      // A name that was erased, and that only this lexicon knows in this text.
      erasures.redact(document, item.out);
      repaint.bind(1, document.text);
      repaint.bind_or_null(2, document.title);
      repaint.bind(3, d.version);
      repaint.run();
    }
    if (rereading.differs(d.version, document, item.out)) {
      ++out.changed;
      if (d.latest) {
        for (FactChange& change : changes_of(facts_of(db, "main.facts", d.version, document), facts_of(db, "temp.new_facts", d.version, document))) {
          change.document = document.id;
          change.source = document.source;
          ++out.facts;
          tell(change);
        }
        touch(db, d.article, Touch::kReread);
      }
      rereading.replace(d.version);
    }
    auto run = run_of(d);
    if (!run) {
      failure = run.error();
      return false;
    }
    read_by.bind(1, *run);
    read_by.bind_or_null(2, item.out.lang);
    read_by.bind(3, d.version);
    read_by.run();
    return !db.failed();
  });
  if (failure) return give_up(*failure);
  if (Status status = db.status(); !status) return give_up(status.error());
  if (Status compared = compare_verdicts(store, before, out.verdicts); !compared) return give_up(compared.error());
  if (!options.write) {
    db.rollback();
    return out;
  }
  for (const auto& [key, run] : runs) db.execute(fmt::format("UPDATE runs SET ended = '{}' WHERE run_id = {}", utc_now(), run).c_str());
  if (auto finished = store.finish_run(); !finished) return finished.error();
  return out;
}

}  // namespace mizan

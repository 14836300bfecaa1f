#include "db/snapshot.h"

#include <fmt/format.h>

#include <deque>
#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "db/database.h"
#include "db/rereading.h"
#include "db/rows.h"
#include "pipeline/pipeline.h"

namespace mizan {
namespace {

using Json = nlohmann::ordered_json;

// What an article was read as where it states none of these itself.
struct Defaults {
  std::string lang, published, place;
  bool operator==(const Defaults&) const = default;
};

// ON DISK: names of members are never changed. Those of the output contract's "Article in" mean what they mean there; what is empty is left out.
constexpr std::pair<const char*, std::string Document::*> kTexts[] = {{"id", &Document::id},
                                                                      {"source", &Document::source},
                                                                      {"url", &Document::url},
                                                                      {"title", &Document::title},
                                                                      {"text", &Document::text},
                                                                      {"published", &Document::published},
                                                                      {"updated", &Document::updated},
                                                                      {"lang", &Document::lang},
                                                                      {"place", &Document::place},
                                                                      {"state", &Document::state},
                                                                      {"embargo_until", &Document::embargo_until},
                                                                      {"author", &Document::author},
                                                                      {"file", &Document::file}};

std::string article_line(const Document& document, const Defaults& defaults) {
  Json out;
  for (const auto& [name, member] : kTexts) {
    if (!(document.*member).empty()) out[name] = document.*member;
  }
  if (document.format == TextFormat::kMarkdown) out["format"] = "markdown";
  if (document.has_own_id) out["own_id"] = true;
  if (document.teaser) out["teaser"] = true;
  if (document.line != 0) out["line"] = document.line;
  Json read_as;
  if (!defaults.lang.empty()) read_as["lang"] = defaults.lang;
  if (!defaults.published.empty()) read_as["published"] = defaults.published;
  if (!defaults.place.empty()) read_as["place"] = defaults.place;
  if (!read_as.empty()) out["read_as"] = read_as;
  return out.dump() + "\n";
}

bool read_article(const std::string& line, Document& document, Defaults& defaults) {
  const Json in = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!in.is_object() || !in.contains("id")) return false;
  document = Document();
  for (const auto& [name, member] : kTexts) {
    const auto found = in.find(name);
    if (found == in.end()) continue;
    if (!found->is_string()) return false;
    document.*member = found->get<std::string>();
  }
  document.format = in.contains("format") ? TextFormat::kMarkdown : TextFormat::kPlain;
  document.has_own_id = in.contains("own_id");
  document.teaser = in.contains("teaser");
  if (in.contains("line") && !in["line"].is_number_unsigned()) return false;
  document.line = in.contains("line") ? in["line"].get<std::uint64_t>() : 0;
  defaults = Defaults();
  if (const auto read_as = in.find("read_as"); read_as != in.end()) {
    for (const auto& [name, target] : {std::pair("lang", &defaults.lang), std::pair("published", &defaults.published), std::pair("place", &defaults.place)}) {
      const auto found = read_as->find(name);
      if (found != read_as->end() && !found->is_string()) return false;
      if (found != read_as->end()) *target = found->get<std::string>();
    }
  }
  return true;
}

constexpr const char* kDecisionMembers[] = {"at", "who", "kind", "target", "content_hash", "field", "quote", "start", "stop", "body"};

Diagnostic broken(const char* file, std::uint64_t line) {
  return Diagnostic{.code = "snapshot.broken", .message = "this is no line of a snapshot", .remedy = "take the snapshot anew", .file = file, .line = line};
}

// The articles of a snapshot as the pipeline reads them: with what they were read as, which the sink takes off again.
class Articles final : public DocumentReader {
 public:
  explicit Articles(std::istream& in) : in_(in) {}
  bool next(ReadItem& item) override {
    std::string line;
    if (failed_ || !std::getline(in_, line)) return false;
    ++line_;
    Document document;
    Defaults defaults;
    if (!read_article(line, document, defaults)) {
      failed_ = true;
      return false;
    }
    stated_.push_back({{document.lang, document.published, document.place}, defaults});
    as_read(document, defaults.lang, defaults.published, defaults.place);
    item = std::move(document);
    return true;
  }
  struct Stated {
    Defaults own, read_as;
  };
  // Of the article that the sink is given, each once, in order. Reader and sink are on one thread.
  Stated take() {
    Stated out = std::move(stated_.front());
    stated_.pop_front();
    return out;
  }
  bool failed() const { return failed_; }
  std::uint64_t line() const { return line_; }

 private:
  std::istream& in_;
  std::deque<Stated> stated_;
  std::uint64_t line_ = 0;
  bool failed_ = false;
};

Status restore_decisions(FactStore& store, std::istream& in) {
  Database& db = store.database();
  std::string line;
  db.begin();
  Statement insert =
      db.prepare("INSERT INTO decisions(decision_id, at, who, kind, target, content_hash, field, quote, start, stop, body) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    const Json row = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!row.is_object() || !row.contains("decision") || !row["decision"].is_number_integer()) {
      db.rollback();
      return broken("decisions.ndjson", number);
    }
    insert.bind(1, row["decision"].get<std::int64_t>());
    std::deque<std::string> texts;
    int parameter = 2;
    for (const char* name : kDecisionMembers) {
      const auto found = row.find(name);
      if (found != row.end() && found->is_number_integer()) {
        insert.bind(parameter, found->get<std::int64_t>());
      } else if (found != row.end() && found->is_string()) {
        insert.bind(parameter, texts.emplace_back(found->get<std::string>()));
      } else {
        insert.bind_null(parameter);
      }
      ++parameter;
    }
    insert.run();
  }
  db.commit();
  Status status = db.status();
  if (!status) db.rollback();
  return status;
}

}  // namespace

Status write_snapshot(const FactStore& store, const SnapshotRange& range, std::ostream& articles, std::ostream& decisions, SnapshotCounts& counts) {
  Database& db = store.database();
  db.begin_reading();
  std::string until;  // when the last run that counts was over
  if (range.as_of != 0) {
    Statement run = db.prepare("SELECT coalesce(ended, started) FROM runs WHERE run_id = ?");
    run.bind(1, range.as_of);
    if (run.row()) until = run.text(0);
    run.reset();
    if (until.empty() && !db.failed()) {
      db.commit();
      return Diagnostic{.code = "snapshot.no_run",
                        .message = fmt::format("the database has no run {}", range.as_of),
                        .remedy = "mizan db stats lists the runs",
                        .file = db.path()};
    }
  }
  Statement versions =
      db.prepare(fmt::format("SELECT {}, (SELECT count(*) FROM teasers t WHERE t.version_id = v.version_id), coalesce(r.lang, ''), coalesce(r.published, ''), "
                             "coalesce(r.place, '') FROM article_versions v JOIN articles a USING(article_id) JOIN sources s USING(source_id) LEFT JOIN runs r "
                             "ON r.run_id = v.read_run "
                             "WHERE v.version_id NOT IN (SELECT version_id FROM embargoes) AND (?1 = 0 OR v.first_run <= ?1) ORDER BY v.version_id",
                             kDocumentColumns));
  versions.bind(1, range.as_of);
  while (versions.row()) {
    Document document = read_document(versions, 0);
    const int extra = kDocumentColumnCount;
    document.teaser = versions.integer(extra) != 0;
    articles << article_line(document, {versions.text(extra + 1), versions.text(extra + 2), versions.text(extra + 3)});
    ++counts.versions;
  }
  Statement rows = db.prepare(
      "SELECT decision_id, at, who, kind, target, content_hash, field, quote, start, stop, body FROM decisions WHERE (?1 = '' OR at <= ?1) ORDER BY "
      "decision_id");
  rows.bind(1, until);
  while (rows.row()) {
    Json row{{"decision", rows.integer(0)}};
    int column = 1;
    for (const char* name : kDecisionMembers) {
      const bool number = std::string_view(name) == "start" || std::string_view(name) == "stop";
      if (!rows.is_null(column)) row[name] = number ? Json(rows.integer(column)) : Json(rows.text(column));
      ++column;
    }
    decisions << row.dump() << "\n";
    ++counts.decisions;
  }
  db.commit();
  Status status = db.status();
  if (!status) db.rollback();
  return status;
}

Status rebuild(FactStore& store, std::istream& articles, std::istream& decisions, const ArticleFunction& read, const RunDescription& run, unsigned jobs) {
  Articles reader(articles);
  std::optional<Diagnostic> failure;
  std::optional<Defaults> of_run;
  run_pipeline(reader, {.jobs = jobs}, read, [&](PipelineItem&& item) {
    const Articles::Stated stated = reader.take();
    Document& document = std::get<Document>(item.in);
    document.lang = stated.own.lang;
    document.published = stated.own.published;
    document.place = stated.own.place;
    // A run is read with one set of defaults.
    if (!of_run || !(*of_run == stated.read_as)) {
      if (of_run) {
        if (auto finished = store.finish_run(); !finished) failure = finished.error();
      }
      of_run = stated.read_as;
      RunDescription wanted = run;
      wanted.lang = of_run->lang;
      wanted.published = of_run->published;
      wanted.place = of_run->place;
      if (Status begun = store.begin_run(wanted); !begun) failure = begun.error();
    }
    if (!failure) {
      if (auto added = store.add(document, item.out); !added) failure = added.error();
    }
    return !failure;
  });
  if (failure) return *failure;
  if (reader.failed()) return broken("articles.ndjson", reader.line());
  if (of_run) {
    if (auto finished = store.finish_run(); !finished) return finished.error();
  }
  if (Status restored = restore_decisions(store, decisions); !restored) return restored;
  ReconcileOptions options;
  options.run = run;
  options.run.command = "reconcile";
  options.most = 1;
  if (auto reconciled = reconcile(store, options); !reconciled) return reconciled.error();
  return Done{};
}

}  // namespace mizan

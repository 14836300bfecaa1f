#include "tools/ingestion.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>

#include "db/postgres_url.h"
#include "pipeline/pipeline.h"

namespace mizan::tools {

// What is there already, too old or not asked for goes no further: it is not read again. Reader and sink of the pipeline are on one thread, so both may ask
// the store.
class Ingestion::Filter final : public DocumentReader {
 public:
  Filter(DocumentReader& from, Ingestion& owner, IngestionReport& report, Progress& progress)
      : from_(from), owner_(owner), report_(report), progress_(progress) {}

  bool next(ReadItem& item) override {
    if (ahead_) {
      item = *std::move(ahead_);
      ahead_.reset();
      return true;
    }
    Step step = Step::kPassed;
    while (step == Step::kPassed) step = look(item);
    return step == Step::kTaken;
  }

  // Passes what need not be read again, so that no wait for a writer hides behind it.
  bool waits() override {
    while (!ahead_) {
      if (from_.waits()) return true;
      ReadItem item;
      const Step step = look(item);
      if (step == Step::kEnd) return false;
      if (step == Step::kTaken) ahead_ = std::move(item);
    }
    return false;
  }

 private:
  enum class Step : std::uint8_t { kTaken, kPassed, kEnd };

  Step look(ReadItem& item) {
    const IngestionRequest& asked = owner_.request_;
    if (report_.stopped || report_.failure || !from_.next(item)) return Step::kEnd;
    const Document* document = std::get_if<Document>(&item);
    const std::string& file = document ? document->file : std::get<Rejection>(item).why.file;
    if (!asked.only.empty() && asked.only.count(file) == 0) return Step::kPassed;
    if (!document) return Step::kTaken;
    const std::string& dated = document->updated.empty() ? document->published : document->updated;
    if (!asked.since.empty() && !dated.empty() && dated.substr(0, 10) < asked.since) {
      ++report_.too_old;
      return Step::kPassed;
    }
    if (!owner_.open(report_)) return Step::kEnd;
    if (owner_.store_ && owner_.store_->knows(*document)) {
      progress_.step(document->text.size() + document->title.size(), 0);
      return Step::kPassed;
    }
    if (asked.limit != 0 && taken_ == asked.limit) {
      report_.stopped = true;
      return Step::kEnd;
    }
    ++taken_;
    return Step::kTaken;
  }

  DocumentReader& from_;
  Ingestion& owner_;
  IngestionReport& report_;
  Progress& progress_;
  std::uint64_t taken_ = 0;
  std::optional<ReadItem> ahead_;
};

// The database is opened only for an article: where no input can be read, none appears.
bool Ingestion::open(IngestionReport& report) {
  if (store_ || report.failure) return !report.failure;
  std::error_code ignored;
  if (request_.dry_run && !is_postgres_url(request_.db) && !std::filesystem::exists(request_.db, ignored)) return true;  // everything would be new
  StoreOptions options;
  options.lock_wait_ms = request_.wait_seconds * 1000;
  Result<FactStore> opened = FactStore::open(request_.db, request_.dry_run ? OpenMode::kReadOnly : OpenMode::kCreate, options);
  if (!opened) {
    if (request_.dry_run && opened.error().code == "db.empty") return true;
    report.failure = opened.error();
    return false;
  }
  store_.emplace(std::move(*opened));
  if (auto others = readings(*store_)) {
    for (Reading& other : *others) {
      if (other.program != request_.run.program || other.lexicon != request_.run.lexicon) report.mixed.push_back(std::move(other));
    }
  }
  if (request_.dry_run) return true;
  if (Status begun = store_->begin_run(request_.run); !begun) report.failure = begun.error();
  return !report.failure;
}

namespace {

// PostgreSQL's texts hold no zero character: such an article is refused by itself, or its whole batch would be.
std::optional<Rejection> refused_by_postgres(const Document& document) {
  for (const std::string* text : {&document.text, &document.title, &document.id, &document.source, &document.author, &document.url}) {
    const std::size_t at = text->find('\0');
    if (at == std::string::npos) continue;
    return Rejection{document.id, Diagnostic{.code = "input.zero",
                                             .message = fmt::format("a zero character stands at byte {} of {}, and PostgreSQL keeps no such text", at,
                                                                    text == &document.text    ? "the text"
                                                                    : text == &document.title ? "the title"
                                                                                              : "a field"),
                                             .remedy = "take it out of the article, or keep the articles in a file",
                                             .file = document.file,
                                             .line = document.line}};
  }
  return std::nullopt;
}

}  // namespace

IngestionReport Ingestion::run(DocumentReader& reader, Progress& progress, const std::function<bool()>& reader_found) {
  IngestionReport report;
  Filter filter(reader, *this, report, progress);
  auto keep = [&](const Document& document, const ArticleResult& found) {
    progress.step(document.text.size() + document.title.size(), found.facts.size());
    if (request_.dry_run) {
      const AddOutcome would = store_ ? store_->foresee(document) : AddOutcome::kNew;
      ++report.counts.articles;
      report.counts.added += would == AddOutcome::kNew || would == AddOutcome::kCopy;
      report.counts.copies += would == AddOutcome::kCopy;
      report.counts.versions += would == AddOutcome::kNewVersion;
      report.counts.erased += would == AddOutcome::kErased;
      report.counts.facts += found.facts.size();
      return true;
    }
    Result<AddOutcome> added = store_->add(document, found);
    if (!added) report.failure = added.error();
    return !report.failure;
  };
  auto reject = [&](const Rejection& rejection) {
    ++report.rejected;
    if (on_rejection) on_rejection(rejection);
    // Where nothing could be read yet, there may be no database at all, and a file name that is wrong makes none.
    if (!request_.dry_run && store_) {
      if (Status kept = store_->reject(rejection); !kept) report.failure = kept.error();
    } else {
      early_.push_back(rejection);
    }
    if (request_.fail_fast) report.stopped = true;
    return !request_.fail_fast && !report.failure;
  };
  // While a pipe brings nothing, what it brought is there for readers, and others may decide.
  const auto write_down = [&] {
    if (!store_ || request_.dry_run || report.failure) return;
    if (Status flushed = store_->flush(); !flushed) report.failure = flushed.error();
  };
  const bool postgres = is_postgres_url(request_.db);
  run_pipeline(
      filter, {.jobs = request_.jobs, .idle = write_down}, [&](const Document& document) { return engine_.read(document); },
      [&](PipelineItem&& item) {
        if (const Document* document = std::get_if<Document>(&item.in)) {
          if (std::optional<Rejection> refused = postgres ? refused_by_postgres(*document) : std::nullopt) return reject(*refused);
          return keep(*document, item.out);
        }
        return reject(std::get<Rejection>(item.in));
      });
  // An empty input is no error: the database is there afterwards.
  if (!report.failure && !request_.dry_run && reader_found()) open(report);
  if (store_ && !request_.dry_run && !report.failure) {
    for (const Rejection& rejection : early_) {
      if (Status kept = store_->reject(rejection); !kept) {
        report.failure = kept.error();
        break;
      }
    }
    if (!report.failure) {
      Result<RunCounts> finished = store_->finish_run();
      if (finished)
        report.counts = *finished;
      else
        report.failure = finished.error();
      report.run = store_->last_run();
    }
  } else if (request_.dry_run && store_) {
    report.counts.unchanged = store_->counted().unchanged;
    report.counts.articles += report.counts.unchanged;
  }
  store_.reset();  // lets the lock go
  return report;
}

}  // namespace mizan::tools

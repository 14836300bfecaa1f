#include "tools/ingestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>

#include "corpus/reader.h"
#include "db/postgres_url.h"
#include "pipeline/pipeline.h"

namespace mizan::tools {

namespace {

Rejection other_reading(const Document& document, const Extracted& line, const std::string& ours) {
  return {document.id,
          {.code = "extracted.other_reading",
           .message = fmt::format("extracted by {}, and this is {}; all such lines of the file are left out", line.read.by.substr(0, 100), ours),
           .remedy = "extract them anew, or store them with the program, --lexicons and --no-model that they were extracted with",
           .file = line.file,
           .line = line.line}};
}

RunCounts sum(const RunCounts& a, const RunCounts& b) {
  return {.articles = a.articles + b.articles,
          .added = a.added + b.added,
          .versions = a.versions + b.versions,
          .unchanged = a.unchanged + b.unchanged,
          .copies = a.copies + b.copies,
          .embargoed = a.embargoed + b.embargoed,
          .erased = a.erased + b.erased,
          .rejected = a.rejected + b.rejected,
          .mentions = a.mentions + b.mentions,
          .facts = a.facts + b.facts};
}

}  // namespace

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
    if (owner_.arrived) owner_.arrived->reset();
    if (report_.stopped || report_.failure || !from_.next(item)) return Step::kEnd;
    const Document* document = std::get_if<Document>(&item);
    const Extracted* extracted = document && owner_.arrived ? owner_.arrived->get() : nullptr;
    const std::string& file = extracted ? extracted->file : document ? document->file : std::get<Rejection>(item).why.file;
    if (!asked.only.empty() && asked.only.count(file) == 0) return Step::kPassed;
    if (!document) return taken(nullptr);
    if (extracted && extracted->read.by != asked.by) {
      // Mostly all lines of the file are so, and nobody wants to be told a million times.
      if (extracted->file == refused_file_) {
        ++report_.rejected;
        return Step::kPassed;
      }
      refused_file_ = extracted->file;
      item = other_reading(*document, *extracted, asked.by);
      return taken(nullptr);
    }
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
    return taken(extracted ? std::move(*owner_.arrived) : nullptr);
  }

  Step taken(std::shared_ptr<Extracted> extracted) {
    owner_.extracted_.push_back(std::move(extracted));
    return Step::kTaken;
  }

  DocumentReader& from_;
  Ingestion& owner_;
  IngestionReport& report_;
  Progress& progress_;
  std::uint64_t taken_ = 0;
  std::optional<ReadItem> ahead_;
  std::string refused_file_;  // whose lines another program or lexicon extracted
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

// A run's record says how its articles were read, so that they can be read so again: one that was read otherwise begins another run.
Status Ingestion::read_as(const ReadingStamp& stamp) {
  RunDescription& run = request_.run;
  if (stamp.lang == run.lang && stamp.published == run.published && stamp.place == run.place) return Done{};
  Result<RunCounts> ended = store_->finish_run();
  if (!ended) return ended.error();
  before_ = sum(before_, *ended);
  run.lang = stamp.lang;
  run.published = stamp.published;
  run.place = stamp.place;
  return store_->begin_run(run);
}

// The store may hold on to an article for a while, and its rules are texts of a line that is gone by then.
bool Ingestion::keep_rules(ArticleResult& found) {
  constexpr std::size_t kMost = 4096;
  auto keep = [&](const char*& rule) {
    if (rules_.size() > kMost) return false;
    rule = rules_.emplace(rule).first->c_str();
    return true;
  };
  return std::all_of(found.mentions.begin(), found.mentions.end(), [&](Mention& m) { return keep(m.rule); }) &&
         std::all_of(found.facts.begin(), found.facts.end(), [&](Fact& f) { return keep(f.rule); });
}

namespace {

// PostgreSQL's texts hold no zero character: such an article is refused by itself, or its whole batch would be.
std::optional<Rejection> refused_by_postgres(const Document& document, const Extracted* extracted) {
  auto refused = [&](std::string message) {
    return Rejection{document.id, Diagnostic{.code = "input.zero",
                                             .message = std::move(message),
                                             .remedy = "take it out of the article, or keep the articles in a file",
                                             .file = extracted ? extracted->file : document.file,
                                             .line = extracted ? extracted->line : document.line}};
  };
  for (const std::string* text :
       {&document.text, &document.title, &document.id, &document.source, &document.author, &document.url, &document.file, &document.column}) {
    const std::size_t at = text->find('\0');
    if (at == std::string::npos) continue;
    return refused(fmt::format("a zero character stands at byte {} of {}, and PostgreSQL keeps no such text", at,
                               text == &document.text    ? "the text"
                               : text == &document.title ? "the title"
                                                         : "a field"));
  }
  if (extracted && extracted->has_zero) return refused("a zero character stands in what was extracted, and PostgreSQL keeps no such text");
  return std::nullopt;
}

}  // namespace

IngestionReport Ingestion::run(DocumentReader& reader, Progress& progress, const std::function<bool()>& reader_found) {
  IngestionReport report;
  Filter filter(reader, *this, report, progress);
  auto keep = [&](const Document& document, const ArticleResult& found, const Extracted* extracted) {
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
    if (extracted) {
      if (Status begun = read_as(extracted->read); !begun) {
        report.failure = begun.error();
        return false;
      }
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
      filter, {.jobs = request_.jobs, .idle = write_down},
      [&](const Document& document, Crew& crew) { return document.read_as == kReadAsExtracted ? ArticleResult{} : engine_.read(document, crew); },
      [&](PipelineItem&& item) {
        const std::shared_ptr<Extracted> extracted = std::move(extracted_.front());
        extracted_.pop_front();
        Document* document = std::get_if<Document>(&item.in);
        if (!document) return reject(std::get<Rejection>(item.in));
        if (extracted) document->read_as = extracted->read_as;
        if (std::optional<Rejection> refused = postgres ? refused_by_postgres(*document, extracted.get()) : std::nullopt) return reject(*refused);
        if (extracted && !keep_rules(extracted->found)) {
          return reject({document->id,
                         {.code = "extracted.bad_value",
                          .message = "more kinds of rules than any program has",
                          .remedy = "the lines were altered: extract the articles again",
                          .file = extracted->file,
                          .line = extracted->line}});
        }
        return keep(*document, extracted ? extracted->found : item.out, extracted.get());
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
        report.counts = sum(before_, *finished);
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

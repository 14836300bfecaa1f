// mizan watch: an inbox folder whose files are ingested and moved away.

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <map>

#include "pipeline/extracted.h"
#include "tools/inbox.h"
#include "tools/ingestion.h"
#include "tools/log.h"
#include "tools/metrics.h"
#include "tools/reading.h"
#include "tools/rejections.h"

namespace mizan::tools {
namespace {

std::atomic<bool> stopping{false};

void stop(int) {
  stopping = true;
}

// Reads what was taken, under the names that the files had in the inbox.
class TakenReader final : public DocumentReader {
 public:
  TakenReader(CorpusReader& from, std::string taken, std::string inbox, const std::shared_ptr<Extracted>& arrived)
      : from_(from), taken_(std::move(taken)), inbox_(std::move(inbox)), arrived_(arrived) {}
  bool next(ReadItem& item) override {
    if (stopping || !from_.next(item)) return false;
    auto* document = std::get_if<Document>(&item);
    std::string& file = !document ? std::get<Rejection>(item).why.file : document->read_as == kReadAsExtracted ? arrived_->file : document->file;
    if (file.starts_with(taken_)) file.replace(0, taken_.size(), inbox_);
    return true;
  }

 private:
  CorpusReader& from_;
  std::string taken_, inbox_;
  const std::shared_ptr<Extracted>& arrived_;
};

class Watch final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (Status db = check_db(settings); !db) return db;
    if (settings.operands.size() != 1) return Diagnostic{"usage", "watch takes one folder", "mizan watch --db facts.db inbox/", {}, 0, 0};
    Result<ReadingOptions> reading = reading_options(settings);
    if (!reading) return reading.error();
    reading_ = *std::move(reading);
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Engine engine(*lexicons, reading_.engine);
    auto opened = Inbox::open(settings_.operands[0], {.settle_seconds = settings_.settle});
    if (!opened) {
      log.error(opened.error());
      return Exit::kNothing;
    }
    Inbox& inbox = **opened;
    // What is going on is brought to its end; then the program ends as after --once.
    std::signal(SIGTERM, stop);
    std::signal(SIGINT, stop);
    Exit worst = Exit::kDone;
    while (!stopping) {
      const std::vector<std::string> files = inbox.take();
      for (const std::string& name : inbox.refused())
        log.warning({"input.symlink", "a link or no file, left where it is", "", settings_.operands[0] + "/" + name, 0, 0});
      Exit outcome = Exit::kDone;
      if (!files.empty()) outcome = ingest(inbox, files, engine, **lexicons, log);
      if (outcome != Exit::kDone) worst = outcome;
      if (settings_.once) return worst;
      // A database that cannot be written now may be later: the files stay taken. Waiting files are looked at when they should have settled.
      const bool soon = inbox.waiting() > 0 && outcome == Exit::kDone;
      const auto until =
          std::chrono::steady_clock::now() + std::chrono::seconds(soon ? std::min(settings_.interval, settings_.settle + 1) : settings_.interval);
      inbox.wait(soon ? 1000 : 100);
      while (!stopping && std::chrono::steady_clock::now() < until) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        const auto before = std::chrono::steady_clock::now();
        const unsigned piece = static_cast<unsigned>(std::clamp<std::int64_t>(left, 1, 1000));
        inbox.wait(piece);
        if (std::chrono::steady_clock::now() - before < std::chrono::milliseconds(piece) && outcome == Exit::kDone) break;  // something happened
      }
    }
    return Exit::kDone;
  }

 private:
  // The file of the inbox that a rejection speaks of: itself, or what it lies in ("inbox/news.zip/a.txt"). `files` are sorted.
  static std::string file_of(const std::string& named, const std::string& folder, const std::vector<std::string>& files) {
    std::string_view rest = named;
    if (rest.starts_with(folder + "/")) rest.remove_prefix(folder.size() + 1);
    for (std::size_t end = rest.size(); end != std::string_view::npos && end > 0; end = rest.find_last_of("/!:#", end - 1)) {
      if (std::binary_search(files.begin(), files.end(), rest.substr(0, end))) return std::string(rest.substr(0, end));
    }
    return std::string(rest);
  }

  Exit ingest(Inbox& inbox, const std::vector<std::string>& files, const Engine& engine, const Lexicons& lexicons, const Log& log) const {
    const auto begin = std::chrono::steady_clock::now();
    std::string folder = settings_.operands[0];
    while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
    std::shared_ptr<Extracted> arrived;
    ReaderOptions options = reading_.reader;
    options.extracted = [&arrived](std::shared_ptr<Extracted> extracted) { arrived = std::move(extracted); };
    std::unique_ptr<CorpusReader> corpus = open_reader({inbox.taken()}, options);
    TakenReader reader(*corpus, inbox.taken(), folder, arrived);
    IngestionRequest request;
    request.db = settings_.db;
    // A watcher has time: another writer is waited for.
    request.wait_seconds = std::max(settings_.wait, 600u);
    request.jobs = settings_.jobs;
    request.by = identity(lexicons);
    request.run = {.command = "watch",
                   .program = program(),
                   .lexicon = lexicons.hash(),
                   .options = settings_.no_model ? "--no-model" : "",
                   .lang = reading_.engine.lang,
                   .published = reading_.engine.published,
                   .place = reading_.engine.place,
                   .request = {}};
    std::map<std::string, std::string> reasons;  // by file, below the inbox
    Ingestion ingestion(std::move(request), engine, log);
    ingestion.arrived = &arrived;
    ingestion.on_rejection = [&](const Rejection& rejection) {
      log.rejected(rejection.why);
      reasons[file_of(rejection.why.file, folder, files)] += rejection_json(rejection) + "\n";
    };
    Progress progress(log, 0);
    const IngestionReport report = ingestion.run(reader, progress, [&] { return corpus->inputs_opened() > 0; });
    for (Diagnostic warning : corpus->warnings()) {
      if (warning.file.starts_with(inbox.taken())) warning.file.replace(0, inbox.taken().size(), folder);
      log.warning(warning);
    }
    if (report.failure) return failed(*report.failure, log);
    if (stopping) return Exit::kDone;  // perhaps in the middle of a file: all of them come again at the next start, and what is in is unchanged then
    std::size_t failures = 0;
    for (const std::string& file : files) {
      const auto reason = reasons.find(file);
      const bool fine = reason == reasons.end();
      failures += !fine;
      auto moved = inbox.put_away(file, fine ? Inbox::kDone : Inbox::kFailed, fine ? "" : reason->second);
      if (!moved) return failed(moved.error(), log);
    }
    const RunCounts& c = report.counts;
    log.note(fmt::format("{} {}: {} new, {} new versions, {} unchanged, {} rejected; {} moved to failed/", files.size(), files.size() == 1 ? "file" : "files",
                         c.added, c.versions, c.unchanged, report.rejected, failures));
    const Exit outcome = report.rejected == 0 ? Exit::kDone : Exit::kRejected;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (Status written = write_metrics(settings_.metrics, metrics_of("watch", outcome, seconds, c, report.rejected), settings_.db); !written)
      log.warning(written.error());
    return outcome;
  }

  Settings settings_;
  ReadingOptions reading_;
};

}  // namespace

std::unique_ptr<Command> make_watch() {
  return std::make_unique<Watch>();
}

}  // namespace mizan::tools

// mizan ingest: articles into the fact database.

#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "db/store.h"
#include "pipeline/pipeline.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/reading.h"

namespace mizan::tools {
namespace {

// What of the options decides what the database holds, for its record of runs.
std::string described(const Settings& settings) {
  std::string out;
  auto option = [&](std::string_view name, const std::string& value, std::string_view usual) {
    if (value != usual) out += fmt::format("{}--{} {}", out.empty() ? "" : " ", name, value);
  };
  option("from", settings.from, "auto");
  option("source", settings.source, "");
  option("lang", settings.lang, "auto");
  option("published", settings.published, "");
  option("place", settings.place, "");
  option("lexicons", settings.lexicons, "");
  return out;
}

class Ingest final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (Status db = check_db(settings); !db) return db;
    if (settings.operands.empty()) return Diagnostic{"usage", "ingest which files or folders?", "Name them, or - for standard input", {}, 0, 0};
    Result<EngineOptions> engine = engine_options(settings);
    if (!engine) return engine.error();
    engine_options_ = *engine;
    reader_options_ = reader_options(settings);
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    auto begin = std::chrono::steady_clock::now();
    auto lexicons = Lexicons::load({settings_.lexicons});
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Engine engine(*lexicons, engine_options_);
    std::unique_ptr<CorpusReader> reader = open_reader(settings_.operands, reader_options_);

    // The database is opened only for an article: where no input can be read, none appears.
    std::optional<FactStore> store;
    std::optional<Diagnostic> failure;
    std::uint64_t rejected = 0;
    {
      Progress progress(!settings_.quiet, bytes_below(settings_.operands));
      auto keep = [&](const Document& document, const ArticleResult& found) {
        if (!store && !open(store, (*lexicons)->hash(), failure)) return false;
        Result<AddOutcome> added = store->add(document, found);
        if (!added) failure = added.error();
        progress.step(document.text.size() + document.title.size(), found.facts.size());
        return !failure.has_value();
      };
      run_pipeline(
          *reader, {.jobs = settings_.jobs}, [&](const Document& document) { return engine.read(document); },
          [&](PipelineItem&& item) {
            if (const Document* document = std::get_if<Document>(&item.in)) return keep(*document, item.out);
            log.rejected(std::get<Rejection>(item.in).why);
            ++rejected;
            return true;
          });
    }
    RunCounts counts;
    if (!failure) {
      Exit outcome = reading_outcome(*reader, rejected, log);
      if (outcome == Exit::kNothing) return outcome;
      if (!store) open(store, (*lexicons)->hash(), failure);  // an empty input is no error: the database is there afterwards
      if (store && !failure) {
        Result<RunCounts> finished = store->finish_run();
        if (finished) counts = *finished;
        else failure = finished.error();
      }
    }
    if (failure) {
      log.error(*failure);
      return static_cast<Exit>(exit_code_for(*failure));
    }
    if (!settings_.quiet) {
      double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      std::string summary = fmt::format("ingested {} {} ({} new", counts.articles, counts.articles == 1 ? "article" : "articles", counts.added);
      if (counts.copies != 0) summary += fmt::format(", of them {} with another's text", counts.copies);
      if (counts.versions != 0) summary += fmt::format(", {} new {}", counts.versions, counts.versions == 1 ? "version" : "versions");
      summary += fmt::format(", {} unchanged, {} rejected), {} facts in {:.1f} s\n", counts.unchanged, rejected, counts.facts, seconds);
      Output out;
      Status written = out.open("");
      out.write(summary);
      written = out.finish();
      if (!written) {
        log.error(written.error());
        return Exit::kNothing;
      }
    }
    return rejected == 0 ? Exit::kDone : Exit::kRejected;
  }

 private:
  // False, and why, where the database can't be written.
  bool open(std::optional<FactStore>& store, const std::string& lexicon, std::optional<Diagnostic>& failure) const {
    Result<FactStore> opened = FactStore::open(settings_.db, OpenMode::kCreate);
    if (!opened) {
      failure = opened.error();
      return false;
    }
    store.emplace(std::move(*opened));
    Status begun = store->begin_run({.command = "ingest", .program = program(), .lexicon = lexicon, .options = described(settings_)});
    if (!begun) failure = begun.error();
    return !failure.has_value();
  }

  Settings settings_;
  EngineOptions engine_options_;
  ReaderOptions reader_options_;
};

}  // namespace

std::unique_ptr<Command> make_ingest() { return std::make_unique<Ingest>(); }

}  // namespace mizan::tools

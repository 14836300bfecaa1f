// mizan ingest: articles into the fact database.

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "db/postgres_url.h"
#include "db/store.h"
#include "tools/ingestion.h"
#include "tools/log.h"
#include "tools/metrics.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/reading.h"
#include "tools/rejections.h"

namespace mizan::tools {
namespace {

namespace fs = std::filesystem;

// What of the options decides what the database holds, for its record of runs.
std::string described(const Settings& settings) {
  std::string out;
  auto option = [&](std::string_view name, const std::string& value, std::string_view usual) {
    if (value != usual) out += fmt::format("{}--{} {}", out.empty() ? "" : " ", name, value);
  };
  option("from", settings.from, "auto");
  option("encoding", settings.encoding, "");
  option("columns", settings.columns, "");
  option("source", settings.source, "");
  option("lang", settings.lang, "auto");
  option("published", settings.published, "");
  option("place", settings.place, "");
  option("lexicons", settings.lexicons, "");
  if (settings.no_model) out += fmt::format("{}--no-model", out.empty() ? "" : " ");
  return out;
}

// What to ask again: paths so that they mean the same in another folder. ON DISK: members are added, never renamed.
std::string request_of(const Settings& settings) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const std::string& path : settings.operands) {
    paths.push_back(path == "-" ? path : fs::absolute(path, error).lexically_normal().string());
  }
  nlohmann::ordered_json request{{"folder", fs::current_path(error).string()},
                                 {"paths", paths},
                                 {"from", settings.from},
                                 {"encoding", settings.encoding},
                                 {"columns", settings.columns},
                                 {"source", settings.source},
                                 {"lang", settings.lang},
                                 {"published", settings.published},
                                 {"place", settings.place},
                                 {"since", settings.since}};
  return request.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class Ingest final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (Status db = check_db(settings); !db) return db;
    if (settings.operands.empty() && settings.retry.empty())
      return Diagnostic{"usage", "ingest which files or folders?", "Name them, or - for standard input", {}, 0, 0};
    if (!settings.retry.empty()) {
      if (!settings.operands.empty()) return Diagnostic{"usage", "--retry reads what the earlier run read", "Leave the paths out", {}, 0, 0};
      const bool number = settings.retry.find_first_not_of("0123456789") == std::string::npos && settings.retry.size() < 10;
      if (settings.retry != "last" && !number)
        return Diagnostic{"usage", fmt::format("--retry: \"{}\" is no run", settings.retry), "Give its number, or last", {}, 0, 0};
    }
    if (Status since = check_day("--since", settings.since); !since) return since;
    if (settings.from == "extracted" && (settings.lang != "auto" || !settings.published.empty() || !settings.place.empty()))
      return Diagnostic{"usage", "--lang, --published and --place say how articles are read, and these are read already", "Give them to mizan extract", {}, 0,
                        0};
    return read_options();
  }

  Exit run() override {
    Log log(settings_);
    const auto begin = std::chrono::steady_clock::now();
    IngestionRequest request;
    if (!settings_.retry.empty()) {
      if (Status taken = take_up(request); !taken) return failed(taken.error(), log);
      if (request.only.empty() && settings_.operands.empty()) {
        log.note("nothing to try again: that run rejected nothing");
        return Exit::kDone;
      }
    }
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Engine engine(*lexicons, reading_.engine);
    std::shared_ptr<Extracted> arrived;
    reading_.reader.extracted = [&arrived](std::shared_ptr<Extracted> extracted) { arrived = std::move(extracted); };
    std::unique_ptr<CorpusReader> reader = open_reader(settings_.operands, reading_.reader);
    request.db = settings_.db;
    request.wait_seconds = settings_.wait;
    request.jobs = settings_.jobs;
    request.limit = settings_.limit;
    request.since = settings_.since;
    request.dry_run = settings_.dry_run;
    request.fail_fast = settings_.fail_fast;
    request.by = identity(**lexicons);
    request.run = {.command = "ingest",
                   .program = program(),
                   .lexicon = (*lexicons)->hash(),
                   .options = described(settings_),
                   .lang = reading_.engine.lang,
                   .published = reading_.engine.published,
                   .place = reading_.engine.place,
                   .request = request_of(settings_)};

    RejectionReport list;
    if (Status opened = list.open(settings_.rejections); !opened) {
      log.error(opened.error());
      return Exit::kNothing;
    }
    IngestionReport report;
    {
      Progress progress(log, bytes_below(settings_.operands));
      Ingestion ingestion(std::move(request), engine, log);
      ingestion.arrived = &arrived;
      ingestion.on_rejection = [&](const Rejection& rejection) {
        log.rejected(rejection.why);
        list.add(rejection);
      };
      report = ingestion.run(*reader, progress, [&] { return reader->inputs_opened() > 0 || reader->inputs_missing() + reader->folders_empty() == 0; });
    }
    Exit outcome = report.failure ? failed(*report.failure, log) : reading_outcome(*reader, report.rejected, log);
    if (Status listed = list.finish(); !listed) {
      log.error(listed.error());
      outcome = Exit::kNothing;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!report.failure && outcome != Exit::kNothing) {
      for (const Reading& other : report.mixed) {
        log.warning({"db.mixed_readings", fmt::format("{} versions in the database were read by {} lexicon {}", other.versions, other.program, other.lexicon),
                     "mizan db reextract reads them anew", settings_.db, 0, 0});
      }
      if (Status said = summarise(report, seconds, log); !said) {
        log.error(said.error());
        outcome = Exit::kNothing;
      }
    }
    if (Status written = write_metrics(settings_.metrics, metrics_of("ingest", outcome, seconds, report.counts, report.rejected), settings_.db); !written)
      log.warning(written.error());
    return outcome;
  }

 private:
  Status read_options() {
    Result<ReadingOptions> reading = reading_options(settings_);
    if (!reading) return reading.error();
    reading_ = *std::move(reading);
    return Done{};
  }

  // What an earlier run asked for: all of it where it was cut off, else the files in which it rejected something.
  Status take_up(IngestionRequest& request) {
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadOnly);
    if (!store) return store.error();
    const std::int64_t id = settings_.retry == "last" ? 0 : std::stol(settings_.retry);
    auto run = store->run(id);
    if (!run) return run.error();
    if (!*run || (*run)->command != "ingest" || (*run)->request.empty()) {
      return Diagnostic{
          "ingest.no_run", fmt::format("the database has no run {} to try again", settings_.retry), "mizan db stats lists the runs", settings_.db, 0, 0};
    }
    const auto asked = nlohmann::json::parse((*run)->request, nullptr, false);
    auto text = [&](const char* name, const std::string& usual) { return asked.is_object() ? asked.value(name, usual) : usual; };
    if (asked.is_object() && asked.contains("paths")) settings_.operands = asked["paths"].get<std::vector<std::string>>();
    std::erase(settings_.operands, "-");
    settings_.from = text("from", "auto");
    settings_.encoding = text("encoding", "");
    settings_.columns = text("columns", "");
    settings_.source = text("source", "");
    settings_.lang = text("lang", "auto");
    settings_.published = text("published", "");
    settings_.place = text("place", "");
    settings_.since = text("since", "");
    if (settings_.operands.empty())
      return Diagnostic{"ingest.no_run", "that run read standard input, which cannot be read again", "Give its input once more", settings_.db, 0, 0};
    if (!(*run)->ended.empty()) {
      auto rejected = store->rejections((*run)->id);
      if (!rejected) return rejected.error();
      // That run named them from its own folder.
      for (const Rejection& r : *rejected) {
        if (!r.why.file.empty()) request.only.insert((fs::path(text("folder", "")) / r.why.file).lexically_normal().string());
      }
      if (request.only.empty()) settings_.operands.clear();
    }
    return read_options();
  }

  Status summarise(const IngestionReport& report, double seconds, const Log& log) const {
    if (settings_.quiet) return Done{};
    const RunCounts& counts = report.counts;
    if (log.json()) {
      nlohmann::ordered_json line{{"level", "done"},
                                  {"run", report.run},
                                  {"articles", counts.articles},
                                  {"new", counts.added},
                                  {"copies", counts.copies},
                                  {"versions", counts.versions},
                                  {"unchanged", counts.unchanged},
                                  {"embargoed", counts.embargoed},
                                  {"erased", counts.erased},
                                  {"rejected", report.rejected},
                                  {"facts", counts.facts},
                                  {"seconds", std::to_string(seconds).substr(0, 6)},
                                  {"dry_run", settings_.dry_run}};
      return print(line.dump() + "\n");
    }
    std::string summary = fmt::format("{}ingested {} {} ({} new", settings_.dry_run ? "dry run, nothing was stored: would have " : "", counts.articles,
                                      counts.articles == 1 ? "article" : "articles", counts.added);
    auto part = [&](std::uint64_t number, std::string_view one, std::string_view many) {
      if (number != 0) summary += fmt::format(", {} {}", number, number == 1 ? one : many);
    };
    if (counts.copies != 0) summary += fmt::format(", of them {} with another's text", counts.copies);
    part(counts.versions, "new version", "new versions");
    summary += fmt::format(", {} unchanged", counts.unchanged);
    part(counts.embargoed, "under embargo", "under embargo");
    part(counts.erased, "refused: it was erased", "refused: they were erased");
    part(report.too_old, "too old", "too old");
    summary += fmt::format(", {} rejected), {} {} in {:.1f} s\n", report.rejected, counts.facts, counts.facts == 1 ? "fact" : "facts", seconds);
    if (report.stopped && settings_.limit != 0) summary += "stopped at the limit: there is more\n";
    if (report.rejected != 0 && report.run != 0)
      summary += fmt::format("once they are mended: mizan ingest --db {} --retry {}\n", shown_database(settings_.db), report.run);
    return print(summary);
  }

  static Status print(const std::string& text) {
    Output out;
    Status opened = out.open("");
    out.write(text);
    return out.finish();
  }

  Settings settings_;
  ReadingOptions reading_;
};

}  // namespace

std::unique_ptr<Command> make_ingest() {
  return std::make_unique<Ingest>();
}

}  // namespace mizan::tools

// mizan export: facts for other programs, or the whole database in its canonical form.

#include <fmt/format.h>

#include <filesystem>
#include <sstream>
#include <streambuf>

#include "db/reconcile.h"
#include "db/reconcile_json.h"
#include "db/store.h"
#include "tools/fact_rows.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/search.h"
#include "tools/snapshot.h"

namespace mizan::tools {
namespace {

// An Output as a stream: the canonical export is larger than memory should hold.
class Sink final : public std::streambuf {
 public:
  explicit Sink(Output& out) : out_(out) {}

 private:
  int_type overflow(int_type c) override {
    const char byte = traits_type::to_char_type(c);
    return out_.write(std::string_view(&byte, 1)) ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    return out_.write(std::string_view(bytes, static_cast<std::size_t>(count))) ? count : 0;
  }
  Output& out_;
};

class Export final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    const bool snapshot = !settings.snapshot.empty();
    if (settings.canonical && !settings.to.empty()) return usage("the canonical form is a form of its own", "Leave --to out");
    if (snapshot && (settings.canonical || settings.groups || settings.csvw || !settings.to.empty() || !settings.output.empty() || filtered()))
      return usage("a snapshot is a folder of all that a study needs", "--snapshot FOLDER alone, or with --as-of RUN");
    if (settings.as_of != 0 && !snapshot) return usage("--as-of is of a snapshot", "--snapshot FOLDER --as-of RUN");
    if (!settings.canonical && !snapshot && settings.to.empty())
      return usage("export in which form?", "--to csv, --to ndjson, --canonical or --snapshot FOLDER");
    if (settings.groups && (settings.canonical || filtered())) return usage("--groups lists all groups", "Leave --canonical and the filters out");
    if (settings.csvw && (settings.to != "csv" || settings.output.empty() || settings.output == "-"))
      return usage("--csvw lies beside a file of CSV", "--to csv -o FILE --csvw");
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    if (!settings_.snapshot.empty()) {
      const auto made = make_snapshot(settings_, settings_.snapshot, settings_.as_of, *lexicons);
      if (!made) return failed(made.error(), log);
      if (settings_.quiet) return Exit::kDone;
      Output summary;
      Status told = summary.open({});
      summary.write(
          fmt::format("{}: {} versions, {} decisions, {} facts, {} groups\n", settings_.snapshot, made->versions, made->decisions, made->facts, made->groups));
      if (told) told = summary.finish();
      if (!told) log.error(told.error());
      return told ? Exit::kDone : Exit::kNothing;
    }
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadOnly);
    if (!store) return failed(store.error(), log);
    Output out;
    Status done = out.open(settings_.output, settings_.canonical ? "ndjson" : settings_.to);
    if (done && settings_.canonical) {
      Sink sink(out);
      std::ostream stream(&sink);
      Status written = store->export_canonical(stream);
      done = out.finish();  // says more of what went wrong than the stream can
      if (done && !written) return failed(written.error(), log);
    } else if (done && settings_.groups) {
      bool first = true;
      if (settings_.to == "csv" && settings_.excel) out.write(kByteOrderMark);
      Status written = each_stored_group(*store, [&](const Group& group) {
        if (settings_.to == "csv") {
          const bool fine = out.write(groups_csv({group}, first));
          first = false;
          return fine;
        }
        std::string line;
        append_group_json(line, group, program());
        return out.write(line + "\n");
      });
      if (!written) return failed(written.error(), log);
      if (settings_.to == "csv" && first) out.write(groups_csv({}));
      done = out.finish();
    } else if (done) {
      FactFilter filter;
      filter.subject = subject_id(settings_.subject, *lexicons);
      filter.metric = settings_.metric;
      filter.source = settings_.source;
      const bool csv = settings_.to == "csv";
      if (csv && settings_.excel) out.write(kByteOrderMark);
      if (csv) out.write(facts_csv({}));
      Status written = store->each_fact(filter, [&](StoredFact&& fact) { return out.write(csv ? facts_csv({&fact, 1}, false) : fact_json(fact) + "\n"); });
      if (!written) return failed(written.error(), log);
      done = out.finish();
    }
    if (done && settings_.csvw) {
      const std::string name = std::filesystem::path(settings_.output).filename().string();
      Output metadata;
      done = metadata.open(settings_.output + "-metadata.json");
      if (done) {
        metadata.write(settings_.groups ? csvw_metadata(name, claim_columns(), "Groups of comparable figures in news articles, a row a claim")
                                        : csvw_metadata(name, fact_columns(), "Facts of news articles"));
        done = metadata.finish();
      }
    }
    if (!done) {
      log.error(done.error());
      return Exit::kNothing;
    }
    return Exit::kDone;
  }

 private:
  static Diagnostic usage(std::string message, std::string remedy) { return {"usage", std::move(message), std::move(remedy), {}, 0, 0}; }
  bool filtered() const { return !settings_.subject.empty() || !settings_.metric.empty() || !settings_.source.empty(); }
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_export() {
  return std::make_unique<Export>();
}

}  // namespace mizan::tools

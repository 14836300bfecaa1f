// mizan export: facts for other programs, or the whole database in its canonical form.

#include <sstream>
#include <streambuf>

#include "db/store.h"
#include "tools/fact_rows.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/search.h"

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
    if (settings.canonical && !settings.to.empty()) return Diagnostic{"usage", "the canonical form is a form of its own", "Leave --to out", {}, 0, 0};
    if (!settings.canonical && settings.to.empty()) return Diagnostic{"usage", "export in which form?", "--to csv, --to ndjson or --canonical", {}, 0, 0};
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
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
    } else if (done) {
      FactFilter filter;
      filter.subject = subject_id(settings_.subject, *lexicons);
      filter.metric = settings_.metric;
      filter.source = settings_.source;
      Result<std::vector<StoredFact>> facts = store->facts(filter);
      if (!facts) return failed(facts.error(), log);
      if (settings_.to == "csv") {
        if (settings_.excel) out.write(kByteOrderMark);
        out.write(facts_csv(*facts));
      } else {
        for (const StoredFact& fact : *facts) out.write(fact_json(fact) + "\n");
      }
      done = out.finish();
    }
    if (!done) {
      log.error(done.error());
      return Exit::kNothing;
    }
    return Exit::kDone;
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_export() {
  return std::make_unique<Export>();
}

}  // namespace mizan::tools

// mizan correct: what a person says a figure means, or that it means nothing.

#include <fmt/format.h>

#include <algorithm>

#include "db/citation.h"
#include "db/decisions.h"
#include "db/teach.h"
#include "pipeline/utf8.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"

namespace mizan::tools {
namespace {

class Correct final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    auto usage = [](std::string message, std::string remedy) { return Diagnostic{"usage", std::move(message), std::move(remedy), {}, 0, 0}; };
    if (settings.operands.empty()) return usage("correct which fact?", "mizan correct FACT metric=... value=... --by NAME --db DB");
    for (std::size_t i = 1; i < settings.operands.size(); ++i) {
      const std::string& word = settings.operands[i];
      const std::size_t equals = word.find('=');
      if (equals == std::string::npos || equals == 0 || find_invalid_utf8(word))
        return usage(fmt::format("\"{}\" is no FIELD=VALUE", word), "As metric=revenue");
      fields_.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    if (fields_.empty() != settings.not_a_fact) return usage("say what is right, or --not-a-fact", "As metric=revenue value=20000000000");
    if (settings.by.empty()) return usage("who corrects it?", "--by NAME");
    if (find_invalid_utf8(settings.by) || find_invalid_utf8(settings.note)) return usage("the name or the text is no valid UTF-8", {});
    if (Status fine = check_fields(fields_); !fine) return fine;
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadWrite, {.batch = 256, .lock_wait_ms = std::max(2u, settings_.wait) * 1000});
    const Decision decision{.kind = settings_.not_a_fact ? "not_a_fact" : "correct", .who = settings_.by, .text = settings_.note};
    Status done = store ? correct_fact(*store, decision, settings_.operands[0], fields_) : Status(store.error());
    if (done && settings_.always) {
      auto fact = cite_fact(*store, settings_.operands[0]);
      if (!fact) return failed(fact.error(), log);
      Output out;
      Status written = out.open({});
      if (written && *fact) out.write(teach(**fact, fields_, settings_.not_a_fact));
      if (written) written = out.finish();
      if (!written) {
        log.error(written.error());
        return Exit::kNothing;
      }
    }
    if (done) return Exit::kDone;
    log.error(done.error());
    return done.error().code == "decision.unknown_fact" || done.error().code == "usage" ? Exit::kUsage : static_cast<Exit>(exit_code_for(done.error()));
  }

 private:
  Settings settings_;
  CorrectedFields fields_;
};

}  // namespace

std::unique_ptr<Command> make_correct() {
  return std::make_unique<Correct>();
}

}  // namespace mizan::tools

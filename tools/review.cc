// mizan review: what a person decides of a group.

#include <fmt/format.h>

#include <algorithm>

#include "db/decisions.h"
#include "pipeline/utf8.h"
#include "tools/log.h"
#include "tools/reading.h"

namespace mizan::tools {
namespace {

class Review final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    auto usage = [](std::string message, std::string remedy) { return Diagnostic{"usage", std::move(message), std::move(remedy), {}, 0, 0}; };
    if (settings.operands.size() != 2) return usage("review what?", "mizan review accept|reject|note ID --by NAME --db DB");
    const std::string& kind = settings.operands[0];
    if (kind != "accept" && kind != "reject" && kind != "note") return usage(fmt::format("\"{}\" is none of accept, reject, note", kind), {});
    if (kind == "note" && settings.note.empty()) return usage("a note needs its words", "--text 'TEXT'");
    if (settings.by.empty()) return usage("who decides?", "--by NAME");
    if (find_invalid_utf8(settings.by) || find_invalid_utf8(settings.note)) return usage("the name or the text is no valid UTF-8", {});
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadWrite, {.batch = 256, .lock_wait_ms = std::max(2u, settings_.wait) * 1000});
    Status done = store ? decide_group(*store, {.kind = settings_.operands[0], .who = settings_.by, .text = settings_.note}, settings_.operands[1])
                        : Status(store.error());
    if (done) return Exit::kDone;
    log.error(done.error());
    return done.error().code == "decision.unknown_group" ? Exit::kUsage : static_cast<Exit>(exit_code_for(done.error()));
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_review() {
  return std::make_unique<Review>();
}

}  // namespace mizan::tools

// mizan review: what a person decides of a group; the log of all decisions, and how one is taken back.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "db/decisions.h"
#include "db/desk_queries.h"
#include "pipeline/utf8.h"
#include "tools/decision_rows.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

Diagnostic usage(std::string message, std::string remedy) {
  return {"usage", std::move(message), std::move(remedy), {}, 0, 0};
}

class Review final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    constexpr const char* kForms = "mizan review accept|reject|note ID --by NAME --db DB, review undo NUMBER --by NAME --db DB, or review list --db DB";
    if (settings.operands.empty()) return usage("review what?", kForms);
    const std::string& kind = settings.operands[0];
    constexpr std::array kKinds = {"accept", "reject", "note", "undo", "list"};
    if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end())
      return usage(fmt::format("\"{}\" is none of accept, reject, note, undo, list", kind), {});
    if (settings.operands.size() != (kind == "list" ? 1u : 2u)) return usage("review what?", kForms);
    if (kind == "list") return check_db(settings);
    if (!settings.to.empty() || !settings.output.empty()) return usage("--to and --output are for review list", {});
    if (kind == "note" && settings.note.empty()) return usage("a note needs its words", "--text 'TEXT'");
    if (kind == "undo") {
      const std::string& text = settings.operands[1];
      const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number_);
      if (bad != std::errc() || end != text.data() + text.size() || number_ <= 0)
        return usage(fmt::format("\"{}\" is no number of a decision", text), "review list shows them");
    }
    if (settings.by.empty()) return usage("who decides?", "--by NAME");
    if (find_invalid_utf8(settings.by) || find_invalid_utf8(settings.note)) return usage("the name or the text is no valid UTF-8", {});
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    const std::string& kind = settings_.operands[0];
    if (kind == "list") return list(log);
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadWrite, {.batch = 256, .lock_wait_ms = std::max(2u, settings_.wait) * 1000});
    const Decision decision{.kind = kind, .who = settings_.by, .text = settings_.note};
    const Status done = !store           ? Status(store.error())
                        : kind == "undo" ? undo_decision(*store, decision, number_)
                                         : decide_group(*store, decision, settings_.operands[1]);
    if (done) return Exit::kDone;
    log.error(done.error());
    return done.error().code.starts_with("decision.") ? Exit::kUsage : static_cast<Exit>(exit_code_for(done.error()));
  }

 private:
  // The latest first.
  Exit list(Log& log) const {
    constexpr std::size_t kAtOnce = 500;
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadOnly);
    Output out;
    Status done = store ? out.open(settings_.output, settings_.to) : Status(store.error());
    const Screen screen = Screen::of(out);
    auto show = [&](std::string_view text) { return screen.isolated(neutral(text)); };
    std::int64_t before = 0;
    bool more = true;
    while (done && more) {
      auto rows = list_decisions(*store, before, kAtOnce);
      if (!rows) {
        done = rows.error();
        break;
      }
      for (const DecisionRow& row : *rows) {
        more = out.write(
            (settings_.to == "ndjson" ? decision_json(row).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) : decision_line(row, show)) + "\n");
        before = row.number;
      }
      more = more && rows->size() == kAtOnce;
    }
    if (done) done = out.finish();
    if (done) return Exit::kDone;
    out.discard();
    log.error(done.error());
    return static_cast<Exit>(exit_code_for(done.error()));
  }

  Settings settings_;
  std::int64_t number_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_review() {
  return std::make_unique<Review>();
}

}  // namespace mizan::tools

// mizan cite: the quote behind an id, with all that a footnote needs.

#include <fmt/format.h>

#include "db/citation.h"
#include "tools/citation_rows.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

class Cite final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (settings.operands.size() != 1) return Diagnostic{"usage", "cite which fact or group?", "One id, as f3a9c11d2e4b0.120-137 or g3f0a9c11d2", {}, 0, 0};
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    const std::string& id = settings_.operands[0];
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadOnly);
    if (!store) return failed(store.error(), log);
    Output out;
    Status done = out.open(settings_.output, settings_.to);
    const Screen screen = Screen::of(out);
    auto show = [&](std::string_view text) { return screen.isolated(neutral(text)); };
    const bool json = settings_.to == "json";
    bool found = false;
    if (id.starts_with('g')) {
      auto group = cite_group(*store, id);
      if (!group) return failed(group.error(), log);
      found = group->has_value();
      if (found) out.write(json ? group_citation_json(**group, id) + "\n" : group_citation_text(**group, id, show));
    } else {
      auto fact = cite_fact(*store, id);
      if (!fact) return failed(fact.error(), log);
      found = fact->has_value();
      if (found) out.write(json ? citation_json(**fact) + "\n" : citation_text(**fact, show));
    }
    if (!found) {
      out.discard();
      log.error({"cite.unknown", fmt::format("nothing here has the id \"{}\"", id), "facts and reconcile --to json list ids", {}, 0, 0});
      return Exit::kNothing;
    }
    if (done) done = out.finish();
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

std::unique_ptr<Command> make_cite() {
  return std::make_unique<Cite>();
}

}  // namespace mizan::tools

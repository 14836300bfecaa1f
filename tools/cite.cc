// mizan cite: the quote behind an id, with all that a footnote needs.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "db/citation.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json as_json(const Citation& c) {
  return Json{{"schema", 1},
              {"id", c.id},
              {"document", c.document},
              {"source", text_or_null(c.source)},
              {"title", text_or_null(c.title)},
              {"published", text_or_null(c.published)},
              {"url", text_or_null(c.url)},
              {"article", c.article_key},
              {"content_hash", c.content_hash},
              {"version", c.number},
              {"versions", c.versions},
              {"latest", c.latest},
              {"state", c.state},
              {"field", c.field == Field::kTitle ? "title" : "text"},
              {"start", c.start},
              {"end", c.end},
              {"text", c.quote},
              {"sentence", text_or_null(c.sentence)}};
}

std::string as_text(const Citation& c, const Screen& screen) {
  auto show = [&](std::string_view text) { return screen.isolated(neutral(text)); };
  std::string out = "“" + show(c.sentence.empty() ? c.quote : c.sentence) + "”\n";
  out += "  figure    " + show(c.quote) + "\n";
  if (!c.title.empty()) out += "  title     " + show(c.title) + "\n";
  out += "  source    " + show(c.source.empty() ? "(none named)" : c.source) + (c.published.empty() ? "" : ", " + show(c.published)) + "\n";
  out += "  article   " + show(c.document) + (c.url.empty() ? "" : "  " + show(c.url)) + "\n";
  out += fmt::format("  place     {} {}-{}, version {} of {}{}{}\n", c.field == Field::kTitle ? "title" : "text", c.start, c.end, c.number, c.versions,
                     c.latest ? "" : " (superseded)", c.state == "live" ? "" : " (" + c.state + ")");
  out += "  hash      " + c.content_hash + "\n  id        " + c.id + "\n";
  return out;
}

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
    Status done = out.open(settings_.output);
    const Screen screen = Screen::of(out);
    const bool json = settings_.to == "json";
    bool found = false;
    if (id.starts_with('g')) {
      auto group = cite_group(*store, id);
      if (!group) return failed(group.error(), log);
      found = group->has_value();
      if (found && json) {
        Json claims = Json::array();
        for (const Citation& c : (*group)->claims) claims.push_back(as_json(c));
        out.write(Json{{"schema", 1}, {"asked", id}, {"id", (*group)->id}, {"verdict", (*group)->verdict}, {"reason", (*group)->reason},
                       {"current", (*group)->current}, {"claims", claims}}.dump() + "\n");
      } else if (found) {
        out.write(fmt::format("{}{}: {}, {}{}\n\n", (*group)->id, (*group)->id == id ? "" : fmt::format(" (was {})", id), (*group)->verdict,
                              screen.isolated(neutral((*group)->reason)), (*group)->current ? "" : " (no longer offered)"));
        for (const Citation& c : (*group)->claims) out.write(as_text(c, screen) + "\n");
      }
    } else {
      auto fact = cite_fact(*store, id);
      if (!fact) return failed(fact.error(), log);
      found = fact->has_value();
      if (found) out.write(json ? as_json(**fact).dump() + "\n" : as_text(**fact, screen));
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

std::unique_ptr<Command> make_cite() { return std::make_unique<Cite>(); }

}  // namespace mizan::tools

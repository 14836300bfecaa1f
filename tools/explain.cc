// mizan explain SENTENCE: tokens, known words, rules tried and choices made; --group: why claims were compared and so judged. Text for people.

#include "db/explain.h"

#include <fmt/format.h>

#include "pipeline/utf8.h"
#include "tools/explain_text.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

// A line at a time: what is quoted can neither move the cursor nor reorder the line.
void write_lines(Output& out, std::string_view rest) {
  const Screen screen = Screen::of(out);
  while (!rest.empty()) {
    std::size_t end = std::min(rest.find('\n'), rest.size());
    out.write(screen.isolated(neutral(rest.substr(0, end))));
    out.write("\n");
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

Exit explain_group(const Settings& settings, const Log& log) {
  Result<FactStore> store = FactStore::open(settings.db, OpenMode::kReadOnly);
  if (!store) {
    log.error(store.error());
    return static_cast<Exit>(exit_code_for(store.error()));
  }
  auto links = EntityLinks::load(*store);
  if (!links) {
    log.error(links.error());
    return static_cast<Exit>(exit_code_for(links.error()));
  }
  Result<std::optional<Explanation>> found = mizan::explain_group(*store, settings.group, *links);
  if (!found) {
    log.error(found.error());
    return static_cast<Exit>(exit_code_for(found.error()));
  }
  if (!*found) {
    log.error({"decision.unknown_group", fmt::format("there is no group {}", settings.group), "reconcile lists them", {}, 0, 0});
    return Exit::kUsage;
  }
  Output out;
  Status written = out.open(settings.output);
  if (written) {
    write_lines(out, explanation_text(**found, settings.lang == "ar" ? Language::kArabic : Language::kEnglish, nullptr));
    written = out.finish();
  }
  if (!written) log.error(written.error());
  return written ? Exit::kDone : Exit::kNothing;
}

class Explain final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (!settings.group.empty()) {
      if (!settings.operands.empty()) return Diagnostic{"usage", "explain a sentence or a group, not both", {}, {}, 0, 0};
      return check_db(settings);
    }
    if (settings.operands.empty()) return Diagnostic{"usage", "explain which sentence?", "Put it between quotes: mizan explain 'Revenue rose 5%'", {}, 0, 0};
    sentence_ = fmt::format("{}", fmt::join(settings.operands, " "));
    if (find_invalid_utf8(sentence_)) return Diagnostic{"usage", "the sentence is no valid UTF-8", {}, {}, 0, 0};
    Result<EngineOptions> options = engine_options(settings);
    if (!options) return options.error();
    options_ = *options;
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    if (!settings_.group.empty()) return explain_group(settings_, log);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Engine engine(*lexicons, options_);
    Document document;
    document.id = "sentence";
    document.text = sentence_;
    Output out;
    Status written = out.open(settings_.output, settings_.to);
    if (written) {
      write_lines(out, engine.explain(document));
      written = out.finish();
    }
    if (!written) {
      log.error(written.error());
      return Exit::kNothing;
    }
    return Exit::kDone;
  }

 private:
  Settings settings_;
  std::string sentence_;
  EngineOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_explain() {
  return std::make_unique<Explain>();
}

}  // namespace mizan::tools

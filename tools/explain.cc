// mizan explain SENTENCE: tokens, known words, rules tried and choices made, as text for people.

#include <fmt/format.h>

#include "pipeline/utf8.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

class Explain final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
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
    auto lexicons = Lexicons::load({settings_.lexicons});
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Engine engine(*lexicons, options_);
    Document document;
    document.id = "sentence";
    document.text = sentence_;
    Output out;
    Status written = out.open(settings_.output);
    if (written) {
      // A line at a time: what the sentence holds can neither move the cursor nor reorder the line.
      Screen screen = Screen::of(out);
      std::string text = engine.explain(document);
      std::string_view rest = text;
      while (!rest.empty()) {
        std::size_t end = std::min(rest.find('\n'), rest.size());
        out.write(screen.isolated(neutral(rest.substr(0, end))));
        out.write("\n");
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
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

std::unique_ptr<Command> make_explain() { return std::make_unique<Explain>(); }

}  // namespace mizan::tools

// mizan lexicon check DIR: is a newsroom's lexicon folder fit to be laid over the built-in ones?

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lexicons/check.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"

namespace mizan::tools {
namespace {

class LexiconCheck final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (settings.operands.size() == 2 && settings.operands[0] == "check") return Done{};
    return Diagnostic{"usage", "lexicon takes the word check and a folder", "mizan lexicon check DIR", {}, 0, 0};
  }

  Exit run() override {
    Log log(settings_);
    const std::string& folder = settings_.operands[1];
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
      log.error({"lexicon.folder", "there is no folder " + folder, {}, {}, 0, 0});
      return Exit::kConfiguration;
    }
    auto built_in = Lexicons::load({});
    if (!built_in) {
      log.error(built_in.error());
      return Exit::kConfiguration;
    }
    auto laid_over = Lexicons::load({folder});
    if (!laid_over) {
      log.error(laid_over.error());
      return Exit::kConfiguration;
    }
    if ((*laid_over)->hash() == (*built_in)->hash()) {
      log.warning(
          {"lexicon.unchanged", folder + " changes nothing", "Its files must be named like the built-in ones: currencies.tsv, entities.tsv ...", {}, 0, 0});
    }
    const std::vector<AliasClash> known = find_alias_clashes(**built_in);
    bool clash = false;
    for (const AliasClash& found : find_alias_clashes(**laid_over)) {
      if (std::any_of(known.begin(), known.end(),
                      [&](const AliasClash& old) { return old.alias == found.alias && old.first == found.first && old.second == found.second; }))
        continue;
      clash = true;
      log.error({"lexicon.alias", fmt::format("\"{}\" stands for {} and for {}", found.alias, found.first, found.second),
                 "Give all but one of them the flag context with context_words, or a longer name", folder, 0, 0});
    }
    const std::vector<CommonAlias> common = find_common_aliases(**built_in);
    for (const CommonAlias& found : find_common_aliases(**laid_over)) {
      if (std::any_of(common.begin(), common.end(), [&](const CommonAlias& old) { return old.alias == found.alias && old.entity == found.entity; })) continue;
      clash = true;
      log.error({"lexicon.common", fmt::format("\"{}\" of {} is an ordinary word ({}), too", found.alias, found.entity, found.word),
                 "Give it the flag context with context_words, or a longer name", folder, 0, 0});
    }
    if (clash) return Exit::kConfiguration;
    Output out;
    Status written = out.open("");
    if (!settings_.quiet) out.write(fmt::format("{} is well formed; outputs made with it name lexicon {}\n", folder, (*laid_over)->hash()));
    written = out.finish();
    if (written) return Exit::kDone;
    log.error(written.error());
    return Exit::kNothing;
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_lexicon() {
  return std::make_unique<LexiconCheck>();
}

}  // namespace mizan::tools

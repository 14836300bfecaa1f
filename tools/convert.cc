// mizan convert AMOUNT UNIT: an amount as news writes it, in another unit of its dimension, exactly.

#include <fmt/format.h>

#include "pipeline/utf8.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"

namespace mizan::tools {
namespace {

class Convert final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (settings.operands.size() != 2) return Diagnostic{"usage", "convert takes an amount and a unit", "mizan convert '350 MW' GW", {}, 0, 0};
    for (const std::string& operand : settings.operands)
      if (find_invalid_utf8(operand)) return Diagnostic{"usage", "an operand is no valid UTF-8", {}, {}, 0, 0};
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load({settings_.lexicons});
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    const Engine engine(*lexicons);
    Document document;
    document.id = "amount";
    document.text = settings_.operands[0];
    const ArticleResult read = engine.read(document);
    const Amount* amount = nullptr;
    for (const Mention& mention : read.mentions)
      if (const Amount* found = mention.amount(); found != nullptr && mention.type == MentionType::kQuantity && found->low) amount = found;
    if (amount == nullptr) {
      log.error({"convert.amount", fmt::format("no quantity in \"{}\"", document.text), "Write a number and a unit, such as 350 MW or 20 كيلومترا", {}, 0, 0});
      return Exit::kUsage;
    }
    std::string line;
    for (const auto& value : {amount->low, amount->high}) {
      const Result<Decimal> converted = (*lexicons)->convert(*value, amount->unit, settings_.operands[1]);
      if (!converted) {
        log.error(converted.error());
        return Exit::kUsage;
      }
      if (!line.empty() && amount->low == amount->high) break;
      line += (line.empty() ? "" : "-") + converted->to_string();
    }
    Output out;
    Status written = out.open(settings_.output, settings_.to);
    if (written) {
      out.write(fmt::format("{} {}\n", line, settings_.operands[1]));
      written = out.finish();
    }
    if (written) return Exit::kDone;
    log.error(written.error());
    return Exit::kNothing;
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_convert() {
  return std::make_unique<Convert>();
}

}  // namespace mizan::tools

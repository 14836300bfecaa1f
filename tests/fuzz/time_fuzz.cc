// The date grammar: every candidate lies in the text, its period does not end before it begins, and its value is spelled as TIMEX3 and ISO 8601 spell one.

#include <cstddef>
#include <cstdint>

#include "extractors/time_extractor.h"
#include "pipeline/utf8.h"
#include "tests/fuzz/demand.h"

namespace {

using mizan::fuzzing::demand;

const mizan::Lexicons& lexicons() {
  static const auto loaded = *mizan::Lexicons::load({});
  return *loaded;
}

// Letters, digits and the marks of both standards ("PRESENT_REF", "PT1.5H").
bool is_spelled_well(std::string_view value) {
  for (char c : value) {
    const bool fine = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '/' || c == ':' || c == '+' || c == '.' || c == '_';
    if (!fine) return false;
  }
  return !value.empty();
}

}  // namespace

// Before the first input, whose time is taken.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  lexicons();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (mizan::find_invalid_utf8(text)) return 0;
  mizan::Document document;
  document.id = "fuzz";
  document.text = std::string(text);
  const mizan::Analysis article = mizan::analyze(document, mizan::Field::kText, lexicons());
  const mizan::NumberGrammar grammar(lexicons());
  const mizan::TimeExtractor times(lexicons());
  std::optional<mizan::Day> published;
  if (size % 2 == 0) published = mizan::Day{2024, 2, 29};
  std::vector<mizan::Mention> found;
  times.extract(article, grammar.find(article), published, found);
  for (const mizan::Mention& mention : found) {
    demand(mention.normal.begin < mention.normal.end && mention.normal.end <= article.text.text().size());
    if (const mizan::DateRange* date = mention.date()) {
      demand(mention.vague || is_spelled_well(date->value));
      demand(date->from.empty() || date->to.empty() || date->from.size() != date->to.size() || date->from <= date->to);
    }
    if (const mizan::Length* length = mention.length()) demand(mention.vague || is_spelled_well(length->value));
  }
  return 0;
}

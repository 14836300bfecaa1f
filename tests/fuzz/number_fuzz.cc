// The number grammar: numerals in order, none overlapping, inside the text; a value reads back from its own digits and keeps its order as a key.

#include <cstddef>
#include <cstdint>

#include "extractors/number_grammar.h"
#include "pipeline/utf8.h"
#include "tests/fuzz/demand.h"

namespace {

using mizan::fuzzing::demand;

const mizan::Lexicons& lexicons() {
  static const auto loaded = *mizan::Lexicons::load({});
  return *loaded;
}

void check_value(const mizan::Decimal& value) {
  const auto again = mizan::Decimal::parse(value.to_string());
  demand(again && *again == value);
  const mizan::Decimal zero;
  demand((value < zero) == (value.order_key() < zero.order_key()));
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
  std::uint32_t token = 0;
  for (const mizan::Numeral& numeral : grammar.find(article)) {
    demand(numeral.first_token >= token && numeral.first_token < numeral.end_token && numeral.end_token <= article.tokens.size());
    demand(numeral.span.begin < numeral.span.end && numeral.span.end <= article.text.text().size());
    const mizan::SourceSpan source = article.text.to_source(numeral.span);
    demand(source.begin < source.end && source.end <= size);
    if (numeral.value) check_value(*numeral.value);
    if (numeral.other_reading) check_value(*numeral.other_reading);
    token = numeral.end_token;
  }
  return 0;
}

// How two numbers of a sentence belong together: a range, a list that shares a unit, or not at all.
//
//   "بين 10 و15 مليار دولار", "$5-8 billion": a range     "2 and 3 million euros": a list     "from 2024 to $300 billion": neither
//
// The words that join are data (lexicons/grammar_words.tsv).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "extractors/amount_measure.h"

namespace mizan {

// Memory that goes from sentence to sentence of one text.
struct AmountBuffers {
  std::vector<Numeral> numerals;
  std::vector<Measure> measures;
};

// The numerals of one sentence, each with its measure, and what joins neighbours.
class AmountJoins : protected AmountMeasures {
 public:
  AmountJoins(const Analysis& article, const Lexicons& lexicons, const AmountContext& context, std::string_view place, const Sentence& sentence,
              const Numeral* begin, const Numeral* end, AmountBuffers& buffers)
      : AmountMeasures(article, lexicons, context, place, sentence), numerals_(buffers.numerals), measures_(buffers.measures) {
    numerals_.assign(begin, end);
    measures_.clear();
  }

 protected:
  enum class Join : std::uint8_t { kNone, kRange, kList };

  // How numeral i and i+1 are joined by what stands between them (and, for ranges, before them).
  Join join(std::size_t i) const;
  bool between_with_hedge(std::uint32_t t) const;
  bool led_by_from(std::uint32_t t) const { return context_.ends_before(t, s_.first_token, "range_from") || between_with_hedge(t); }
  // The mantissa of b where a lacks b's magnitude: 10 and 15 of "10-15 مليار".
  std::optional<Decimal> scaled_low(const Numeral& b, const Numeral& a) const;
  int magnitude_exponent(const Numeral& n) const;
  bool comparable_low(const Numeral& a, const Numeral& b) const;
  bool shares_magnitude(const Numeral& a, const Numeral& b) const;

  std::vector<Numeral>& numerals_;
  std::vector<Measure>& measures_;  // of the numeral with the same index
};

}  // namespace mizan

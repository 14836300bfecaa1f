// Numbers that no unit or noun follows: which of them count something, which rank, which are kept as numbers, and which mean nothing by themselves.
//
//   "killed 25", "ارتفعت حصيلة القتلى إلى 25" -> count     "الأسبوع 30" -> ordinal     "Room 12" -> number     "one of", "007" -> none
#pragma once

#include <cstdint>
#include <vector>

#include "extractors/amount_join.h"
#include "pipeline/mention.h"

namespace mizan {

class BareAmounts : protected AmountJoins {
 public:
  // Appends to `found`, which must outlive it; what stands there of the same sentence may give a bare number its meaning.
  BareAmounts(const Analysis& article, const Lexicons& lexicons, const AmountContext& context, std::string_view place, const Sentence& sentence,
              const Numeral* begin, const Numeral* end, AmountBuffers& buffers, std::vector<Mention>& found)
      : AmountJoins(article, lexicons, context, place, sentence, begin, end, buffers), found_(found) {}

 protected:
  // How sure a reading is; the arbiter lets the higher one win. Dates with month names or year words stand above these, bare years below.
  static constexpr std::int16_t kSure = 80;
  static constexpr std::int16_t kCounted = 75;
  static constexpr std::int16_t kLoose = 50;  // below a date's
  static constexpr std::int16_t kWeak = 30;

  // A number without a unit counts where it plainly does: behind a word that is counted or measured in people, before a partitive, when large.
  UnitKind bare_kind(const Numeral& low, const Numeral& high, std::uint32_t first, std::uint32_t end, Bound bound, std::int16_t& priority,
                     const char*& rule) const;
  // "The death toll from the earthquake in Tajikistan has risen to 184", "ارتفعت حصيلة ضحايا زلزال طاجيكستان إلى 184": a level that a count named further off
  // in the clause has reached. The words between tell where and when; another amount or a new clause ends the search.
  bool is_level_of_count(std::uint32_t first) const;
  // "725 مباراة مع ريال مدريد و167 مع المنتخب": "and" and a preposition about a number say that it counts what the count before it does.
  UnitKind elided(std::uint32_t first, std::uint32_t end, const char*& rule, std::int16_t& priority) const;
  // The last amount of the sentence, where it is a count of something.
  const Amount* counted_before() const;
  // A fraction by itself: the whole sentence, written with a sign (½), or of something ("five eighths of", "نصف العصير").
  bool keep_fraction(const Numeral& n) const;
  // Bare words ("three", "one") and fractions mean too many things to be kept; digits are numbers.
  bool keep_bare(const Numeral& low, const Numeral& high) const;
  // "أولي" (primary, preliminary) is folded to the same letters as "أولى" (first): the source's letter tells them apart.
  bool is_primary(const Numeral& n) const;

  std::vector<Mention>& found_;
};

}  // namespace mizan

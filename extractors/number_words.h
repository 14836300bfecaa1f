// The words of the number grammar: cardinals, ordinals and fractions of one sentence, in Arabic and English, with digits among them.
//
//   "ثلاثة ملايين ومئتا ألف" -> 3200000     "two hundred and fifty" -> 250     "two and a half million" -> 2500000     "الخامس والعشرون" -> 25th
//
// Where a numeral may begin, and which digits belong to a name, is number_grammar.cc's business; digits by themselves are number_literal.h's.
#pragma once

#include <cstdint>
#include <optional>

#include "extractors/number_grammar.h"
#include "extractors/number_literal.h"

namespace mizan {

// Reads what begins at a token of the sentence; nothing where it doesn't begin there.
class NumberWords : protected NumberLiterals {
 public:
  using NumberLiterals::NumberLiterals;

 protected:
  static constexpr std::uint32_t kNoToken = 0xFFFFFFFF;

  // Words below a thousand: "مئة وخمسة وعشرون", "two hundred and fifty".
  std::optional<Part> small_words(std::uint32_t t, bool continuation) const;
  // Does a phrase of this role of grammar_words.tsv begin at t, inside the sentence?
  bool has_role(std::uint32_t t, std::string_view role) const;
  bool counts_further_on(std::uint32_t t) const;
  // Is the word a noun that is counted as a measure of its own (users, passengers)?
  bool counts_many(std::uint32_t t) const;
  // Does a lower-case m, b, t, k behind digits mean a magnitude? Only beside a currency. Capital M and B always do.
  bool suffix_counts(std::uint32_t number, std::uint32_t suffix) const;
  // Magnitudes behind what was read: "3 ملايين", "5bn", "مئة ألف مليون".
  void magnitudes(std::uint32_t begin, Part& part) const;
  // "and a half", "ونصف", "ونصف المليون" behind a number; where a magnitude was read the fraction is of it.
  void half(Part& part) const;
  // One term: a small number or literal with its magnitudes, or a magnitude alone.
  std::optional<Part> term(std::uint32_t t, bool continuation) const;
  // "two and a half million"
  void half_before_magnitude(Part& part) const;
  // ملايين, آلاف and the like without a number before them are vague.
  bool is_plural(std::uint32_t t, const Word& w) const;
  // "ألفا" with nothing before it is two thousand only in construct before a noun it counts; after a number it is the tanwin of a thousand.
  bool dual_by_context(std::uint32_t t, const Word& w) const;
  // A whole cardinal from t: terms of falling magnitude joined by و or nothing.
  std::optional<Part> cardinal(std::uint32_t t) const;
  // "عشرات الآلاف", "hundreds of millions", "ملايين": no value.
  std::uint32_t vague(std::uint32_t t) const;
  std::optional<Numeral> ordinal(std::uint32_t t) const;
  // "two-thirds", "one eighth", "five eighths", "a fifth", "three quarters": an English numerator with its denominator.
  std::optional<Part> ratio(std::uint32_t t, bool behind_and = false) const;
  bool ratio_below_one(std::uint32_t t) const;
  // "خمس السكان" (a fifth of the people), "عشر الكمية": the short form of five to ten before a noun with the article that is no feminine plural, which
  // alone the cardinal could count.
  std::optional<Numeral> part_of_whole(std::uint32_t t) const;
  // "half a million", "نصف مليون", "two-thirds", "ربع": fractions that begin a numeral.
  std::optional<Numeral> fraction(std::uint32_t t) const;
  std::optional<Numeral> finish(Numeral numeral, std::uint32_t first, std::uint32_t end, std::uint32_t peeled) const;
};

}  // namespace mizan

// The number grammar: where numbers stand and what they are worth, in digits, words and both, for all extractors alike.
//
//   "3 ملايين و200 ألف" -> 3200000      "two and a half million" -> 2500000      "مئتان وخمسون" -> 250      "1,4" -> 1.4      "45th" -> 45 (ordinal)
//
// One numeral is one number. Ranges, bounds, units and kinds are the extractors' business. Words come from lexicons/numbers.tsv; the grammar of marks
// (thousands, decimals, by language) and of composition (tens, hundreds, magnitudes, conjunction و, fractions) lives here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/decimal.h"

namespace mizan {

struct Numeral {
  std::uint32_t first_token = 0;  // [first_token, end_token)
  std::uint32_t end_token = 0;
  NormalSpan span;               // begins behind proclitics ("بـ20", "وثلاثة")
  std::optional<Decimal> value;  // none: vague ("millions", "عشرات الآلاف") or more than 18 digits
  int precision = 0;             // power of ten of the last written digit ("1.4 million": 5)
  bool digits = false;           // written in digits, at least in part
  bool plain_digits = false;     // nothing but one run of digits (years, days): "2025"
  bool words = false;            // number words in it, magnitudes included
  bool magnitude = false;        // ends in a magnitude (million, ألف)
  bool ordinal = false;          // "third", "الثالث", "4th"
  bool fraction = false;         // "half", "ثلث", "two-thirds" alone
  bool vague = false;            // no value on purpose
  bool negative = false;
  bool arabic = false;                   // Arabic words in it, or digits in Arabic surroundings
  bool definite = false;                 // an Arabic word with the article ("الأربع")
  bool dual = false;                     // an Arabic dual magnitude ("مليونا", "ألفان")
  bool article = false;                  // English "a" as 1 ("a million")
  std::optional<Decimal> other_reading;  // where a decimal mark leaves two ("53ر12" of the Gulf press: 12.53 by rule, else 53.12)
  bool plus = false;                     // a plus sign stands in it ("300+ billion")
  std::uint8_t glued_left = 0;           // a letter or mark stands right before the digits without a space
  std::uint8_t glued_right = 0;          // and right behind
};

class NumberGrammar {
 public:
  // Keeps a reference to `lexicons`, which must outlive the grammar.
  explicit NumberGrammar(const Lexicons& lexicons) : lexicons_(lexicons) {}

  // Every numeral of the article, in text order, none overlapping. Digits in URLs, model names (H100, GPT-4o) and versions (1.2.3) are none. Linear.
  std::vector<Numeral> find(const Analysis& article) const { return find(article, 0, static_cast<std::uint32_t>(article.sentences.size())); }
  // Those of sentences [first, end).
  std::vector<Numeral> find(const Analysis& article, std::uint32_t first, std::uint32_t end) const;

 private:
  const Lexicons& lexicons_;
};

}  // namespace mizan

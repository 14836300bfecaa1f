// What stands around a numeral and makes it an amount: a currency, a unit of measure, a counted noun, before or behind it.
//
//   "$5bn" -> money USD (before)     "20 AI companies" -> count, noun company     "٥٠ كيلومترا" -> quantity km
//
// Which currencies, units and nouns exist is data (lexicons/*.tsv). Ranges, lists and spans are amount_extractor.cc's business.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/amount_context.h"
#include "extractors/number_grammar.h"
#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"

namespace mizan {

enum class UnitKind : std::uint8_t { kNone, kMoney, kPercent, kQuantity, kMultiple, kCount, kOrdinal };

// What stands behind (or before) a numeral and makes it an amount.
struct Measure {
  UnitKind kind = UnitKind::kNone;
  std::string unit;  // symbol or code
  std::string dimension;
  std::string noun;
  std::vector<std::string> candidates;  // ambiguous currencies
  Decimal factor = *Decimal::make(1);   // subunits of money
  std::uint32_t first = 0;              // tokens of it (before the numeral for symbols)
  std::uint32_t end = 0;
  std::uint32_t normal_end = 0;  // folded byte where it ends (behind a possessive cut)
  bool before = false;
  std::uint32_t peeled = 0;  // before: bytes of the proclitics that stay outside the span ("بدولار واحد", for one dollar)
  bool known_noun = false;
  bool glued = false;
  bool per_year = false;  // the unit says so itself: mtpa
  explicit operator bool() const { return kind != UnitKind::kNone; }
};

// Digits that may be a year of the news: 1900 to 2100, written plain.
bool is_year_like(const Numeral& n);

// The measures of one sentence's numerals. Its base of token questions serves the extractor too.
class AmountMeasures {
 public:
  AmountMeasures(const Analysis& article, const Lexicons& lexicons, const AmountContext& context, std::string_view place, const Sentence& sentence)
      : a_(article), lexicons_(lexicons), context_(context), place_(place), s_(sentence) {}

 protected:
  const Token& token(std::uint32_t t) const { return a_.tokens[t]; }
  bool inside(std::uint32_t t) const { return t >= s_.first_token && t < s_.end_token; }
  std::string_view word(std::uint32_t t) const { return inside(t) ? a_.word(t) : std::string_view(); }
  bool glued(std::uint32_t t) const { return inside(t) && !token(t).space_before; }
  bool is(std::uint32_t t, TokenKind kind) const { return inside(t) && token(t).kind == kind; }
  bool has_hit(std::uint32_t t, LexiconKind kind) const {
    if (!inside(t)) return false;
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(kind)) return true;
    return false;
  }
  // The source of the tokens [first, end) without white space: what "case" entries compare with.
  bool written_as(std::uint32_t first, std::uint32_t end, std::string_view form) const;
  std::uint32_t end_of(const LexiconHit& hit) const { return token(hit.token + hit.length - 1).end - hit.cut; }
  void settle_currency(const CurrencyEntry& entry, Measure& m) const;
  // A country, or its adjective, named in the sentence settles an ambiguous name; the nearest one.
  template <typename Choose>
  bool nearest_country_chooses(std::uint32_t at, Choose choose) const;
  // "US$", "hk $": of one letter and a sign only as written and without a space ("a $5" is no Australian one).
  bool wide_symbol(std::uint32_t first, std::uint32_t sign, std::uint32_t end, std::string_view form) const;
  // A symbol or code that ends where the numeral begins: "$5", "USD 5", "US$ 5".
  Measure currency_before(const Numeral& n) const;
  // "1080p" is a picture's lines, no price.
  static bool is_picture_height(std::string_view digits);
  Measure currency_at(std::uint32_t t, const Numeral* n = nullptr) const;
  const NumberEntry* magnitude_at(std::uint32_t t) const;
  Measure unit_at(std::uint32_t t, const Numeral& n) const;
  // Does the other reading of a weak unit (pounds) lose here?
  bool weak_wins(std::uint32_t t) const;
  bool beside_a_height(std::uint32_t t) const;
  Measure noun_at(std::uint32_t t, const Numeral& n) const;
  bool calendar_unit(std::uint32_t t) const;
  const LexiconHit* noun_hit(std::uint32_t t) const;
  Measure count_of(const LexiconHit& hit) const;
  Measure count_of_word(std::uint32_t first, std::uint32_t word) const;  // of a word no lexicon has; `first`: where its name begins
  Measure arabic_noun(std::uint32_t t, const Numeral& n) const;
  bool named_with_a_dual(const Numeral& n) const;
  std::uint32_t behind_model(std::uint32_t t) const;
  Measure noun_behind_name(std::uint32_t t, const Numeral& n) const;
  // "20 AI companies", "600,000 more people": up to three words may stand between number and head.
  Measure english_noun(std::uint32_t t, const Numeral& n) const;
  // Digits behind a capitalised word are part of a name ("Radio 4 Desert Island Discs"); so is a capitalised number word before one ("Seven Sisters").
  bool in_a_title(const Numeral& n, std::uint32_t noun) const;
  // "United 3-1"
  bool in_a_score(const Numeral& n) const;
  // Is it a number of a result, on either side of its dash: "3-3", "4-2", "1-3"? Falling or equal numbers are no range; small rising ones without a unit are a
  // result.
  bool in_a_result(const Numeral& n) const;
  // "a 3-3 draw", "the 4-2 victory": the second number of a result, and a noun of which there is one
  bool scored_before(const Numeral& n, const Measure& noun) const;
  bool behind_a_name(const Numeral& n) const;
  // Do the digits belong to a known name ("فورمولا 1")?
  bool in_an_entity(const Numeral& n) const;
  // "Toy Story 4"
  bool behind_two_capitals(const Numeral& n) const;
  Measure english_people(std::uint32_t t) const;
  // "ATMs", "SUVs"
  bool written_as_acronyms(std::uint32_t t) const;
  bool is_plural_form(std::uint32_t t) const;
  Measure measure_of(const Numeral& n) const;
  // "Malaysian ringgits 42": an unambiguous English name before a number that nothing follows.
  Measure currency_name_before(const Numeral& n) const;
  Measure one_behind(const Numeral& n) const;
  bool is_mass_pounds(std::uint32_t t) const;

  const Analysis& a_;
  const Lexicons& lexicons_;
  const AmountContext& context_;
  std::string_view place_;  // the publisher's country
  const Sentence& s_;
};

}  // namespace mizan

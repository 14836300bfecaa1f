// Finds amounts: money, percentages, quantities, counts, multiples, ordinals and other numbers, from the article's numerals and what stands around them.
//
//   "بين 10 و15 مليار دولار" -> money 10000000000-15000000000 USD     "350-megawatt" -> quantity 350 MW     "20 AI companies" -> count 20
//
// One pass for all kinds, since what follows a number decides between them. Which currencies, units and nouns exist is data (lexicons/*.tsv); this code knows
// ranges, lists that share a unit or magnitude, and where a span begins and ends.
#pragma once

#include <vector>

#include "extractors/number_grammar.h"
#include "lexicons/lexicons.h"
#include "pipeline/mention.h"
#include "pipeline/stretch.h"

namespace mizan {

class AmountExtractor {
 public:
  // Keeps a reference to `lexicons`, which must outlive the extractor.
  explicit AmountExtractor(const Lexicons& lexicons) : lexicons_(lexicons) {}

  // Appends the stretch's mentions, in text order. `numerals`: its own at least, in order. `place` is the publisher's ISO 3166 country or empty: it settles a
  // bare ريال or dollar. Safe from several threads.
  void extract(const Analysis& article, const Stretch& stretch, const std::vector<Numeral>& numerals, std::string_view place,
               std::vector<Mention>& found) const;

 private:
  const Lexicons& lexicons_;
};

}  // namespace mizan

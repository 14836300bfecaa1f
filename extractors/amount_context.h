// What stands around an amount: the words that bound it (hedges) and that make it a rate.
//
//   "أكثر من 20 مليار دولار سنويًا" -> over, per year     "12,000+ stars" -> at_least      "sub-10ms" -> under
#pragma once

#include <cstdint>
#include <string>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"

namespace mizan {

class AmountContext {
 public:
  AmountContext(const Analysis& article, const Lexicons& lexicons) : a_(article), lexicons_(lexicons) {}

  // The bound of an amount that covers the tokens [first, end), from hedges on either side within its sentence [sentence_first, sentence_end).
  // `negative` is set where a minus word stands directly before it; its first token then is `minus_token`.
  struct Bounds {
    Bound bound = Bound::kExact;
    bool negative = false;
    std::uint32_t minus_token = 0;
  };
  Bounds bounds(std::uint32_t first, std::uint32_t end, std::uint32_t sentence_first, std::uint32_t sentence_end) const;

  // What a negation before the hedge [hedge_first, hedge_end) makes of its bound: "not more than" that far is at most.
  Bound turned(Bound bound, std::uint32_t hedge_first, std::uint32_t hedge_end, std::uint32_t sentence_first) const;
  // The hedge whose verb is parted by its subject from its preposition, which stands right before token `first`; nullptr for none.
  const HedgeEntry* parted_before(std::uint32_t first, std::uint32_t sentence_first) const;

  // "year", "barrel" ... where rate words stand directly behind the amount; empty otherwise.
  std::string per(std::uint32_t end, std::uint32_t sentence_end) const;

  // Does a grammar word of this role start at the token, end before `before`, begin anywhere in [first, end)?
  bool starts(std::uint32_t token, std::string_view role) const;
  // Are the tokens [first, end) one phrase of this role?
  bool is_phrase(std::uint32_t first, std::uint32_t end, std::string_view role) const;
  bool ends_before(std::uint32_t before, std::uint32_t sentence_first, std::string_view role) const;
  bool anywhere(std::uint32_t first, std::uint32_t end, std::string_view role) const;

 private:
  // Do the words that end before token `behind` bound the number that comes next, and not the one before them?
  bool bounds_what_follows(std::uint32_t behind, std::uint32_t sentence_end) const;
  Bound verb_before(std::uint32_t first, std::uint32_t sentence_first) const;
  // Does the token lie in a known name of several words?
  bool covered_by_name(std::uint32_t token) const;
  bool negated_before(std::uint32_t t, std::uint32_t sentence_first, std::uint32_t reach) const;
  // Is the token, or a phrase that begins there, known as it stands, without a proclitic peeled off?
  bool has_whole_hit(std::uint32_t token) const;

  const Analysis& a_;
  const Lexicons& lexicons_;
};

}  // namespace mizan

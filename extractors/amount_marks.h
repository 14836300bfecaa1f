// The decimal mark ر of the Gulf press leaves two readings: "2ر74" is 74.2 where the fraction was stored first, as a rule, or 2.74. The rest of the sentence
// may decide: a range rises, a total is the sum of its parts, a percentage is the growth between two levels.
//
//   "ارتفع من 5ر9 إلى 10ر2 ملايين" (rose from ... to ...) -> 5.9 and 10.2, as 2.10 behind 9.5 would be a fall
#pragma once

#include <cstddef>
#include <vector>

#include "pipeline/mention.h"

namespace mizan {

// What the words around two levels say of their order.
enum class Trend : std::uint8_t { kNone, kRise, kFall };

// An amount with two readings; `mention` is its place in the list. For a single amount low and high are the same.
struct DoubtfulMark {
  std::size_t mention = 0;
  Decimal low, high;              // as the rule reads it
  Decimal other_low, other_high;  // the other way
};

// Two neighbours that the text calls levels of one thing: "from A to B".
struct LevelPair {
  std::size_t from = 0, to = 0;
  Trend trend = Trend::kNone;
};

// Settles all doubts of one sentence alike (a text writes its marks one way), where exactly one way agrees with what the sentence says; else leaves the rule's
// reading with both `candidates`. `found` from `first` on are the sentence's mentions.
void settle_marks(const std::vector<DoubtfulMark>& doubts, const std::vector<LevelPair>& pairs, std::size_t first, std::vector<Mention>& found);

}  // namespace mizan

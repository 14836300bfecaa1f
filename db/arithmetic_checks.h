// The checks that arithmetic.h names, and what they share. Each looks at the claims of one article; conversions between currencies at all of them.
//
//   check_list_sums      items of a list, rows of a table, against the total that stands over or under them
//   check_prose_sums     "128 dead, among them 70 men and 65 women"; "45 men and 54 women, 99 in all"; "2 million shares at $5 each, $10 million"
//   check_growth         two levels against the percentage of growth, over a year or compounded over several
//   check_shares         "603 of 604 votes, or 99.83 %"; shares in prose against amounts in a table
//   check_units          "100 miles (161 km)"
//   check_conversions    "375 million riyals ($100 million)" against the rates that other amounts given twice imply
//
// Written figures are intervals (interval.h); a check fails where no value that the inputs can stand for gives what is stated. Products, quotients and roots
// are taken in floating point: they are compared at the precision of news figures, and nothing that is stored as a fact comes of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/arithmetic.h"
#include "db/claim.h"

namespace mizan::arithmetic {

// Indices into Snapshot::claims, of one article.
using Claims = std::vector<int>;

// The values that a figure can stand for, in its base unit.
struct Range {
  double face = 0, low = 0, high = 0;
};

inline const Claim& claim(const Snapshot& s, int i) {
  return s.claims[static_cast<std::size_t>(i)];
}

// nullopt for ranges ("7-10 GW") and for figures with an open end.
std::optional<Range> range_of(const Claim& claim);

// The claims of each sentence of prose in order of place, one a span.
std::vector<Claims> sentences_of(const Snapshot& snapshot, const Claims& facts);

// What stands between two claims of one sentence, `a` before `b`: its folded words, and the marks ':' and '(' where they stand in it.
struct Between {
  std::vector<std::string> words;
  bool colon = false, opens = false;
  bool has(const std::vector<std::string_view>& any) const;
  // Is there nothing but these words, `most` of them at most?
  bool only(const std::vector<std::string_view>& these, std::size_t most) const;
};
Between between(const Claim& a, const Claim& b);

// Agree where the computed face value lies in the stated figure's written interval, rounding where the two intervals meet, else conflict.
Verdict verdict_of(const Range& stated, const Range& computed);
// "46.8": as many digits behind the point as `precision` (a power of ten) says and one more, one at least for percentages.
std::string number_text(double value, int precision);

void check_list_sums(const Snapshot& snapshot, const Claims& facts, std::vector<CheckResult>& out);
void check_prose_sums(const Snapshot& snapshot, const std::vector<Claims>& sentences, std::vector<CheckResult>& out);
void check_growth(const Snapshot& snapshot, const Claims& facts, const std::vector<Claims>& sentences, std::vector<CheckResult>& out);
void check_shares(const Snapshot& snapshot, const Claims& facts, const std::vector<Claims>& sentences, std::vector<CheckResult>& out);
void check_units(const Snapshot& snapshot, const std::vector<Claims>& sentences, std::vector<CheckResult>& out);

// An amount that an article gives in two currencies.
struct Pair {
  int first = 0, second = 0;  // claims, in order of place
};
void find_pairs(const Snapshot& snapshot, const std::vector<Claims>& sentences, std::vector<Pair>& pairs);
void check_conversions(const Snapshot& snapshot, const std::vector<Pair>& pairs, std::vector<CheckResult>& out);

}  // namespace mizan::arithmetic

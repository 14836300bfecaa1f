// Sums and growth inside an article: what the listed parts come to against the total that is stated, what two levels give against the
// percentage that is stated.
//
//   seven commitments of 350+300+250+100+90+38+22 billion, "about 1.4 trillion"  -> sum: 1150000000000 against 1400000000000, partial
//   | 2024: $2B | 2030: $20B | CAGR 45 % |                                       -> growth: 46.8 against 45, rounding: "2" and "20" allow 40.8 to 54.6
//
// A stated figure is right when it lies in the interval that the written precision of the inputs allows.
#pragma once

#include <string>
#include <vector>

#include "db/claim.h"
#include "db/reconcile.h"

namespace mizan {

struct CheckResult {
  Check check = Check::kSum;
  std::vector<int> claims;  // the parts, or the two levels; then the stated figure
  std::string stated, computed;
  Verdict verdict = Verdict::kAgree;
  std::string reason;
  int confidence_percent = 0;
};

// Of each article for itself, in order of article and place.
std::vector<CheckResult> check_within_articles(const Snapshot& snapshot);
// Exchange rates that amounts given in two currencies imply, against those of other articles. Only articles with such amounts have a part in it: facts of the
// rule kGivenTwice.
std::vector<CheckResult> check_across_articles(const Snapshot& snapshot);
constexpr const char* kGivenTwice = "fact.same_in_other_words";

// Both, in this order.
std::vector<CheckResult> check_arithmetic(const Snapshot& snapshot);

}  // namespace mizan

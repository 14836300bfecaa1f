#include "db/arithmetic.h"

#include "db/arithmetic_checks.h"

namespace mizan {

std::vector<CheckResult> check_arithmetic(const Snapshot& snapshot) {
  std::vector<CheckResult> out;
  std::vector<arithmetic::Pair> pairs;
  for (std::size_t i = 0; i < snapshot.claims.size();) {
    arithmetic::Claims facts;
    const int article = snapshot.claims[i].article;
    for (; i < snapshot.claims.size() && snapshot.claims[i].article == article; ++i) facts.push_back(static_cast<int>(i));
    const std::vector<arithmetic::Claims> sentences = arithmetic::sentences_of(snapshot, facts);
    arithmetic::check_list_sums(snapshot, facts, out);
    arithmetic::check_growth(snapshot, facts, sentences, out);
    arithmetic::check_prose_sums(snapshot, sentences, out);
    arithmetic::check_shares(snapshot, facts, sentences, out);
    arithmetic::check_units(snapshot, sentences, out);
    arithmetic::find_pairs(snapshot, sentences, pairs);
  }
  arithmetic::check_conversions(snapshot, pairs, out);
  return out;
}

}  // namespace mizan

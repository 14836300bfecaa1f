#include "db/arithmetic.h"

#include "db/arithmetic_checks.h"

namespace mizan {

namespace {

// Calls use(claims of an article, their sentences), article by article.
template <typename Use>
void for_each_article(const Snapshot& snapshot, Use use) {
  for (std::size_t i = 0; i < snapshot.claims.size();) {
    arithmetic::Claims facts;
    const int article = snapshot.claims[i].article;
    for (; i < snapshot.claims.size() && snapshot.claims[i].article == article; ++i) facts.push_back(static_cast<int>(i));
    use(facts, arithmetic::sentences_of(snapshot, facts));
  }
}

}  // namespace

std::vector<CheckResult> check_within_articles(const Snapshot& snapshot) {
  std::vector<CheckResult> out;
  for_each_article(snapshot, [&](const arithmetic::Claims& facts, const std::vector<arithmetic::Claims>& sentences) {
    arithmetic::check_list_sums(snapshot, facts, out);
    arithmetic::check_growth(snapshot, facts, sentences, out);
    arithmetic::check_prose_sums(snapshot, sentences, out);
    arithmetic::check_shares(snapshot, facts, sentences, out);
    arithmetic::check_units(snapshot, sentences, out);
  });
  return out;
}

std::vector<CheckResult> check_across_articles(const Snapshot& snapshot) {
  std::vector<CheckResult> out;
  std::vector<arithmetic::Pair> pairs;
  for_each_article(snapshot,
                   [&](const arithmetic::Claims&, const std::vector<arithmetic::Claims>& sentences) { arithmetic::find_pairs(snapshot, sentences, pairs); });
  arithmetic::check_conversions(snapshot, pairs, out);
  return out;
}

std::vector<CheckResult> check_arithmetic(const Snapshot& snapshot) {
  std::vector<CheckResult> out = check_within_articles(snapshot);
  for (CheckResult& check : check_across_articles(snapshot)) out.push_back(std::move(check));
  return out;
}

}  // namespace mizan

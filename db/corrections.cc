#include "db/corrections.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "db/claim.h"
#include "db/database.h"
#include "db/decisions.h"
#include "db/describe.h"
#include "db/grouping.h"
#include "db/hash.h"
#include "db/rereading.h"

namespace mizan {
namespace {

// A list with a row for each of thousands of things is compared by other means.
constexpr std::size_t kMostFacts = 1000;

using FactKey = std::pair<std::int64_t, std::uint32_t>;  // version, sequence

}  // namespace

std::set<std::int64_t> articles_of_several_versions(const FactStore& store) {
  std::set<std::int64_t> out;
  Statement select = store.database().prepare("SELECT article_id FROM article_versions GROUP BY article_id HAVING count(*) > 1");
  while (select.row()) out.insert(select.integer(0));
  return out;
}

Result<std::vector<Group>> corrections_of(const FactStore& store, std::int64_t article, const EntityLinks& links, const Decisions& decisions) {
  std::vector<Group> out;
  auto versions = load_versions(store, article);
  if (!versions) return versions.error();
  if (versions->size() < 2) return out;
  Snapshot s;
  s.articles = std::move(*versions);
  if (Status loaded = load_claims(
          store, s, [](const ArticleEntry&) { return true; }, links);
      !loaded)
    return loaded.error();
  find_leading_tolls(s);

  std::map<FactKey, int> claim_of;
  std::vector<std::vector<StoredFact>> facts(s.articles.size());
  for (std::size_t i = 0; i < s.claims.size(); ++i) {
    const Claim& c = s.claims[i];
    claim_of.emplace(FactKey(c.stored.version, c.stored.sequence), static_cast<int>(i));
    facts[static_cast<std::size_t>(c.article)].push_back(c.stored);
  }
  // By the latest version's claim: what stood in its place before, each value once.
  std::map<int, std::vector<int>> threads;
  for (std::size_t v = 0; v + 1 < s.articles.size(); ++v) {
    if (facts[v].size() > kMostFacts || facts.back().size() > kMostFacts) continue;
    for (const FactChange& change : changes_between(facts[v], facts.back())) {
      if (!change.before || !change.after) continue;
      const int before = claim_of.at({change.before->version, change.before->sequence}), after = claim_of.at({change.after->version, change.after->sequence});
      std::vector<int>& thread = threads[after];
      const bool said = std::any_of(thread.begin(), thread.end(), [&](int i) {
        return fit(s.claims[static_cast<std::size_t>(i)], s.claims[static_cast<std::size_t>(before)]) == Fit::kEqual;
      });
      if (!said) thread.push_back(before);
    }
  }
  std::map<std::string, int> times;  // of one subject and measure: the first, the second ... of its figures that changed
  for (auto& [after, thread] : threads) {
    thread.push_back(after);
    std::sort(thread.begin(), thread.end());
    const Claim& now = s.claims[static_cast<std::size_t>(after)];
    const std::string what = fmt::format("{}\x1f{}\x1f{}\x1f{}", s.articles.back().key, now.fact().subject, now.fact().metric, now.fact().noun);
    const int number = times[what]++;
    for (const std::vector<int>& claims : decisions.without_rejected({thread}, s)) {
      if (claims.size() < 2) continue;
      Group g = judged_group(claims, s);
      if (g.verdict != Verdict::kCorrected && g.verdict != Verdict::kUpdate) continue;
      g.sources = 1;
      g.id = "g" + hash_of({what, std::to_string(number)}).substr(0, 12);
      out.push_back(std::move(g));
    }
  }
  return out;
}

}  // namespace mizan

#include "db/grouping.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

#include "db/comparability.h"
#include "db/hash.h"
#include "db/units.h"
#include "db/word_rarity.h"

namespace mizan {
namespace {

constexpr std::size_t kWindow = 24;    // neighbours by value that a claim is compared with
constexpr double kNeighbour = 1.3;     // values further apart than this never fit
constexpr std::size_t kAllPairs = 48;  // components of a class that are compared pair by pair
constexpr std::size_t kRepresentatives = 12;
constexpr int kValues = 4;  // different values in a group across stories
constexpr int kValuesInStory = 8;

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

// Disjoint sets of claims, each with its articles and how many values it holds.
class Sets {
 public:
  Sets(const Snapshot& snapshot)
      : snapshot_(snapshot), parent_(snapshot.claims.size()), articles_(parent_.size()), members_(parent_.size()), values_(parent_.size(), 1) {
    std::iota(parent_.begin(), parent_.end(), 0);
    for (std::size_t i = 0; i < parent_.size(); ++i) {
      articles_[i] = {snapshot.claims[i].article};
      members_[i] = {static_cast<int>(i)};
    }
  }
  int root(int i) {
    while (parent_[at(i)] != i) i = parent_[at(i)] = parent_[at(parent_[at(i)])];
    return i;
  }
  void join(int a, int b, bool values_fit) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    if (b < a) std::swap(a, b);  // the root is the first claim
    parent_[at(b)] = a;
    articles_[at(a)].insert(articles_[at(b)].begin(), articles_[at(b)].end());
    members_[at(a)].insert(members_[at(a)].end(), members_[at(b)].begin(), members_[at(b)].end());
    values_[at(a)] = values_fit ? std::max(values_[at(a)], values_[at(b)]) : values_[at(a)] + values_[at(b)];
    members_[at(b)].clear();
    articles_[at(b)].clear();
  }
  bool share_article(int a, int b) const {
    const std::set<int>&x = articles_[at(a)], &y = articles_[at(b)];
    for (int i : x.size() < y.size() ? x : y) {
      if ((x.size() < y.size() ? y : x).count(i)) return true;
    }
    return false;
  }
  const std::vector<int>& members(int root) const { return members_[at(root)]; }
  void set_values(int i, int values) { values_[at(root(i))] = values; }
  int values(int root) const { return values_[at(root)]; }
  bool one_story(int a, int b) const {
    const int story = snapshot_.articles[at(*articles_[at(a)].begin())].story;
    for (int r : {a, b}) {
      for (int i : articles_[at(r)]) {
        if (snapshot_.articles[at(i)].story != story) return false;
      }
    }
    return true;
  }

 private:
  const Snapshot& snapshot_;
  std::vector<int> parent_;
  std::vector<std::set<int>> articles_;
  std::vector<std::vector<int>> members_;
  std::vector<int> values_;
};

bool fits(const Claim& a, const Claim& b) {
  const Fit f = fit(a, b);
  return f == Fit::kEqual || f == Fit::kRounding;
}

class Grouper {
 public:
  explicit Grouper(const Snapshot& snapshot) : s_(snapshot), sets_(snapshot), period_(snapshot.claims.size()), counterpart_(snapshot.claims.size()) {}

  // Each story for itself.
  std::vector<ClaimSet> within_stories() {
    std::map<std::pair<int, std::string>, std::vector<int>> buckets;
    for (std::size_t i = 0; i < s_.claims.size(); ++i) {
      const Claim& c = s_.claims[i];
      std::string key = bucket_of(c, s_);
      if (!key.empty()) buckets[{s_.articles[at(c.article)].story, std::move(key)}].push_back(static_cast<int>(i));
    }
    const auto classes = classify(buckets);
    for (const auto& of : classes) join_fitting(of);
    join_same_things();
    join_finer_things();
    join_alike_sentences(Alike::kQuite);  // first: what stands at one place of one sentence is one thing
    for (const auto& of : classes) join_disagreeing(of);
    join_alike_sentences(Alike::kNearly);
    std::vector<ClaimSet> out;
    for (std::size_t i = 0; i < s_.claims.size(); ++i) {
      const int root = static_cast<int>(i);
      if (sets_.root(root) != root) continue;
      ClaimSet set;
      set.claims = sets_.members(root);
      std::sort(set.claims.begin(), set.claims.end());
      set.values = sets_.values(root);
      std::map<std::string, int> common;
      for (int claim : set.claims) {
        if (std::string bucket = common_bucket(s_.claims[at(claim)], s_); !bucket.empty()) ++common[std::move(bucket)];
      }
      int most = 0;
      for (const auto& [bucket, count] : common) {
        if (count > most) set.bucket = bucket;
        most = std::max(most, count);
      }
      out.push_back(std::move(set));
    }
    return out;
  }

  // Sets of several stories that share a bucket.
  std::vector<std::vector<int>> across(const std::vector<ClaimSet>& sets) {
    std::map<std::pair<int, std::string>, std::vector<int>> buckets;
    for (const ClaimSet& set : sets) {
      for (int claim : set.claims) sets_.join(set.claims.front(), claim, true);
      sets_.set_values(set.claims.front(), set.values);
      if (set.bucket.empty()) continue;
      for (int claim : set.claims) {
        if (common_bucket(s_.claims[at(claim)], s_) == set.bucket) buckets[{0, set.bucket}].push_back(claim);
      }
    }
    const auto classes = classify(buckets);
    for (const auto& of : classes) join_fitting(of);
    for (const auto& of : classes) join_disagreeing(of);
    std::vector<std::vector<int>> out;
    for (const ClaimSet& set : sets) {
      if (sets_.root(set.claims.front()) != set.claims.front()) continue;
      out.push_back(sets_.members(set.claims.front()));
      std::sort(out.back().begin(), out.back().end());
    }
    return out;
  }

 private:
  // Buckets, split into classes by period and counterpart.
  std::vector<std::vector<int>> classify(std::map<std::pair<int, std::string>, std::vector<int>>& buckets) {
    std::vector<std::vector<int>> classes;
    for (auto& [key, claims] : buckets) {
      if (claims.size() < 2) continue;
      sort_by_value(claims);
      give_periods(claims);
      give_counterparts(claims);
      std::map<std::pair<std::string, std::string>, std::vector<int>> split;
      for (int i : claims) split[{period_[at(i)], counterpart_[at(i)]}].push_back(i);
      for (auto& [which, of] : split) {
        if (of.size() > 1) classes.push_back(std::move(of));
      }
    }
    return classes;
  }

  void sort_by_value(std::vector<int>& claims) const {
    std::sort(claims.begin(), claims.end(), [&](int i, int j) {
      const Claim &a = s_.claims[at(i)], &b = s_.claims[at(j)];
      if (a.figure.has_value() != b.figure.has_value()) return a.figure.has_value();
      if (a.figure && a.figure->low != b.figure->low) return a.figure->low < b.figure->low;
      if (!a.figure && a.fact().value != b.fact().value) return a.fact().value < b.fact().value;
      return i < j;
    });
  }

  // Calls with the neighbours of claims[k] that could fit it.
  template <typename Use>
  void for_neighbours(const std::vector<int>& claims, std::size_t k, Use use) const {
    const Claim& a = s_.claims[at(claims[k])];
    auto near = [&](std::size_t j) { return ratio(a, s_.claims[at(claims[j])]) <= kNeighbour || !a.figure || a.figure->bound != Bound::kExact; };
    for (std::size_t j = k + 1; j < claims.size() && j <= k + kWindow && near(j); ++j) use(claims[j]);
    for (std::size_t j = k; j-- > 0 && j + kWindow >= k && near(j);) use(claims[j]);
  }

  // A claim that names no period goes where its value fits; else to the only period its story speaks of; else, for a measure that has one
  // value, to the latest period that had begun when its article was published.
  void give_periods(const std::vector<int>& claims) {
    std::map<std::string, int> periods;
    std::map<int, std::set<std::string>> of_story;
    for (int i : claims) {
      period_[at(i)] = period_class(s_.claims[at(i)].fact());
      if (period_[at(i)].empty()) continue;
      ++periods[period_[at(i)]];
      of_story[s_.articles[at(s_.claims[at(i)].article)].story].insert(period_[at(i)]);
    }
    if (periods.empty() || periods.size() == claims.size()) return;
    std::vector<std::pair<int, std::string>> given;
    for (std::size_t k = 0; k < claims.size(); ++k) {
      const int i = claims[k];
      const Claim& c = s_.claims[at(i)];
      if (!c.fact().period.empty()) continue;
      const ArticleEntry& article = s_.articles[at(c.article)];
      std::tuple<int, std::string> best{-1, ""};
      for_neighbours(claims, k, [&](int j) {
        const Claim& other = s_.claims[at(j)];
        if (other.fact().period.empty() || !fits(c, other)) return;
        const int closeness = other.article == c.article ? 2 : s_.articles[at(other.article)].story == article.story ? 1 : 0;
        best = std::max(best, std::tuple(closeness, other.fact().period));
      });
      std::string period = std::get<1>(best);
      if (period.empty()) {
        auto story = of_story.find(article.story);
        if (story != of_story.end() && story->second.size() == 1) {
          period = *story->second.begin();
        } else if (traits_of(c.fact().metric).plurality == Plurality::kOne && !traits_of(c.fact().metric).of_event) {
          for (const auto& [p, count] : periods) {
            if (article.published.empty() || p <= article.published) period = p;
          }
        }
      }
      given.emplace_back(i, period);
    }
    for (auto& [i, period] : given) period_[at(i)] = period;
  }

  // A claim that names no other party goes where its value fits, within its story or for a measure that has one value.
  void give_counterparts(const std::vector<int>& claims) {
    for (int i : claims) counterpart_[at(i)] = s_.claims[at(i)].fact().counterpart;
    std::vector<std::pair<int, std::string>> given;
    for (std::size_t k = 0; k < claims.size(); ++k) {
      const Claim& c = s_.claims[at(claims[k])];
      if (!c.fact().counterpart.empty()) continue;
      std::tuple<int, std::string> best{-1, ""};
      for_neighbours(claims, k, [&](int j) {
        const Claim& other = s_.claims[at(j)];
        if (other.fact().counterpart.empty() || period_[at(j)] != period_[at(claims[k])] || !fits(c, other)) return;
        const bool story = s_.articles[at(other.article)].story == s_.articles[at(c.article)].story;
        if (!story && traits_of(c.fact().metric).plurality != Plurality::kOne) return;
        const int closeness = other.article == c.article ? 2 : story ? 1 : 0;
        best = std::max(best, std::tuple(closeness, other.fact().counterpart));
      });
      if (!std::get<1>(best).empty()) given.emplace_back(claims[k], std::get<1>(best));
    }
    for (auto& [i, counterpart] : given) counterpart_[at(i)] = counterpart;
  }

  void join_fitting(const std::vector<int>& claims) {
    for (std::size_t k = 0; k < claims.size(); ++k) {
      const Claim& a = s_.claims[at(claims[k])];
      for_neighbours(claims, k, [&](int j) {
        const Claim& b = s_.claims[at(j)];
        const Fit f = fit(a, b);
        if (f != Fit::kEqual && f != Fit::kRounding) return;
        const Comparison context = context_of(a, b, s_);
        if (context.context == Context::kApart || may_be_chance(a, b, s_)) return;
        const bool story = s_.articles[at(a.article)].story == s_.articles[at(b.article)].story;
        // Across stories, a measure of many values must be the very same value to be the same thing.
        if (f == Fit::kRounding && !story && traits_of(a.fact().metric).plurality != Plurality::kOne) return;
        if (context.context == Context::kNear && f == Fit::kRounding && (!same_scope(a, b) || a.fact().noun != b.fact().noun)) return;
        sets_.join(claims[k], j, true);
      });
    }
  }

  void join_same_things() {
    std::map<std::string, std::vector<int>> by_value;
    for (std::size_t i = 0; i < s_.claims.size(); ++i) {
      const Claim& c = s_.claims[i];
      const std::string value =
          c.figure ? base_unit(c.fact().amount.unit).name + " " + c.figure->low.to_string() + " " + c.figure->high.to_string() : c.fact().value;
      by_value[fmt::format("{} {}", s_.articles[at(c.article)].story, value)].push_back(static_cast<int>(i));
    }
    for (const auto& [key, claims] : by_value) {
      if (claims.size() < 2) continue;
      const std::size_t n = std::min<std::size_t>(claims.size(), 64);
      std::map<int, std::set<std::uint32_t>> places;  // of each article
      for (int i : claims) places[s_.claims[at(i)].article].insert(s_.claims[at(i)].stored.start);
      for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t j = k + 1; j < n; ++j) {
          const Claim &a = s_.claims[at(claims[k])], &b = s_.claims[at(claims[j])];
          const bool once = places[a.article].size() == 1 && places[b.article].size() == 1;
          if (!same_thing(a, b, s_, once && a.article != b.article) && !(once && a.article != b.article && same_in_translation(a, b))) continue;
          if (may_be_chance(a, b, s_)) continue;
          // Within an article, a measured quantity that comes again is the same one ("2 GW" of a company and of its owner).
          if (a.article == b.article) {
            if (a.fact().type == MentionType::kQuantity && a.fact().metric == b.fact().metric) sets_.join(claims[k], claims[j], true);
            continue;
          }
          if (!a.fact().period.empty() && !b.fact().period.empty() && a.fact().period != b.fact().period) continue;
          const int x = sets_.root(claims[k]), y = sets_.root(claims[j]);
          if (x == y) continue;
          // An article on both sides gives the figure of two things, perhaps; not so where the figure is no common one.
          if (!sets_.share_article(x, y) || is_distinctive(a) || once || a.wording.overlap(b.wording) >= (a.fact().amount.unit != "1" ? 0.35 : 0.5))
            sets_.join(x, y, true);
        }
      }
    }
  }

  // "656 ألف" and "656,534" of one story under other names, where neither fits any other figure of the other's article.
  void join_finer_things() {
    std::map<std::pair<int, std::string>, std::vector<int>> by_unit;
    for (std::size_t i = 0; i < s_.claims.size(); ++i) {
      const Claim& c = s_.claims[i];
      if (c.figure && c.fact().type != MentionType::kOrdinal)
        by_unit[{s_.articles[at(c.article)].story, base_unit(c.fact().amount.unit).name}].push_back(static_cast<int>(i));
    }
    for (auto& unit : by_unit) {
      std::vector<int>& claims = unit.second;  // a name of its own: clang 14 captures no structured binding
      if (claims.size() < 2) continue;
      sort_by_value(claims);
      // For each claim and other article: the claim that fits, or -2 where there are several of different values.
      std::map<std::pair<int, int>, int> fitting;
      for (std::size_t k = 0; k < claims.size(); ++k) {
        const Claim& a = s_.claims[at(claims[k])];
        for_neighbours(claims, k, [&](int j) {
          const Claim& b = s_.claims[at(j)];
          if (a.article == b.article || !fits(a, b)) return;
          auto [found, fresh] = fitting.emplace(std::pair(claims[k], b.article), j);
          if (!fresh && found->second != -2 && s_.claims[at(found->second)].figure->low != b.figure->low) found->second = -2;
        });
      }
      for (const auto& [of, j] : fitting) {
        const int i = of.first;
        if (j <= i) continue;
        const Claim &a = s_.claims[at(i)], &b = s_.claims[at(j)];
        auto back = fitting.find({j, a.article});
        if (back == fitting.end() || back->second != i || fit(a, b) != Fit::kRounding || !same_but_finer(a, b, s_)) continue;
        const int x = sets_.root(i), y = sets_.root(j);
        if (x != y && !sets_.share_article(x, y)) sets_.join(x, y, true);
      }
    }
  }

  enum class Alike : std::uint8_t { kQuite, kNearly };

  struct Link {
    bool across;       // stories
    bool led;          // both are the leading tolls of their articles
    std::int64_t gap;  // ratio in thousandths, so that ties are ties on every machine
    int a, b;
  };

  void join_disagreeing(const std::vector<int>& claims) {
    std::vector<int> roots;
    std::map<int, std::vector<int>> of;  // of this class only, at most a few
    for (int i : claims) {
      const int root = sets_.root(i);
      auto& list = of[root];
      if (list.empty()) roots.push_back(root);
      if (list.size() < kRepresentatives) list.push_back(i);
    }
    if (roots.size() < 2) return;
    std::vector<Link> links;
    for (std::size_t x = 0; x < roots.size(); ++x) {
      const std::size_t end = roots.size() <= kAllPairs ? roots.size() : std::min(roots.size(), x + 9);
      for (std::size_t y = x + 1; y < end; ++y) {
        const bool shared = sets_.share_article(roots[x], roots[y]);
        std::optional<Link> best;
        for (int i : of[roots[x]]) {
          for (int j : of[roots[y]]) {
            const Claim &a = s_.claims[at(i)], &b = s_.claims[at(j)];
            // An article on both sides speaks of two things, but for a toll that it gives beside the one that it replaces.
            if ((shared && !(a.leads && b.leads)) || !may_disagree(a, b, s_)) continue;
            const bool across = s_.articles[at(a.article)].story != s_.articles[at(b.article)].story;
            const Link link{across, a.leads && b.leads, static_cast<std::int64_t>(std::min(ratio(a, b), 1e9) * 1000), std::min(roots[x], roots[y]),
                            std::max(roots[x], roots[y])};
            if (!best || std::tie(link.across, best->led, link.gap) < std::tie(best->across, link.led, best->gap)) best = link;
          }
        }
        if (best) links.push_back(*best);
      }
    }
    join_in_order(links);
  }

  // The nearest first, as long as no article comes to stand on both sides and the values are not too many.
  void join_in_order(std::vector<Link>& links) {
    std::sort(links.begin(), links.end(),
              [](const Link& p, const Link& q) { return std::tie(p.across, q.led, p.gap, p.a, p.b) < std::tie(q.across, p.led, q.gap, q.a, q.b); });
    for (const Link& link : links) {
      const int a = sets_.root(link.a), b = sets_.root(link.b);
      if (a == b || (!link.led && sets_.share_article(a, b))) continue;
      if (sets_.values(a) + sets_.values(b) > (sets_.one_story(a, b) ? kValuesInStory : kValues)) continue;
      sets_.join(a, b, false);
    }
  }

  // Sentences of one story that are worded alike and differ in the number, whatever their facts are called.
  void join_alike_sentences(Alike which) {
    std::map<std::pair<int, std::string>, std::vector<int>> by_unit;
    for (std::size_t i = 0; i < s_.claims.size(); ++i) {
      const Claim& c = s_.claims[i];
      if (which == Alike::kNearly && traits_of(c.fact().metric).plurality == Plurality::kNever) continue;
      by_unit[{s_.articles[at(c.article)].story, c.figure ? base_unit(c.fact().amount.unit).name : "length"}].push_back(static_cast<int>(i));
    }
    for (const auto& [key, claims] : by_unit) {
      std::vector<Link> links;
      const std::size_t n = std::min<std::size_t>(claims.size(), 400);
      for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t j = k + 1; j < n; ++j) {
          const Claim &a = s_.claims[at(claims[k])], &b = s_.claims[at(claims[j])];
          if (a.article == b.article || sets_.root(claims[k]) == sets_.root(claims[j]) || !alike_but_for_the_number(a, b, s_)) continue;
          if (which == Alike::kQuite && !same_sentence(a, b)) continue;
          links.push_back({false, false,
                           static_cast<std::int64_t>(std::min(ratio(a, b), 1e9) * 1000) - static_cast<std::int64_t>(a.wording.overlap(b.wording) * 1000),
                           claims[k], claims[j]});
        }
      }
      join_in_order(links);
    }
  }

  const Snapshot& s_;
  Sets sets_;
  std::vector<std::string> period_, counterpart_;  // as classified
};

}  // namespace

namespace {

// Of a toll told in passing: the year, and the rarest place or event that its sentence names.
std::string past_event(const Claim& c, const ArticleEntry& article) {
  constexpr std::size_t kYear = 4;
  std::string year = c.when.substr(0, kYear), best;
  int rarest = -1;
  for (const std::string& feature : article.features) {
    if (!feature.starts_with("e:place:") && !feature.starts_with("e:event:")) continue;
    const std::string id = feature.substr(2);
    if (!std::binary_search(c.known_names.begin(), c.known_names.end(), hash64(id))) continue;
    const int rarity = word_rarity(feature);
    if (rarity > rarest || (rarity == rarest && id < best)) {
      best = id;
      rarest = rarity;
    }
  }
  return best.empty() ? year : year + " " + best;
}

}  // namespace

void find_leading_tolls(Snapshot& snapshot) {
  // Of when a toll is: the only period that its article states beside the same figure. Elsewhere a toll without a period may be of any day.
  std::map<std::tuple<int, std::string_view, Decimal>, std::string_view> stated;
  for (const Claim& c : snapshot.claims) {
    const MetricTraits traits = traits_of(c.fact().metric);
    if (traits.motion != Motion::kToll || !traits.of_event || !c.figure || c.fact().period.empty()) continue;
    auto [found, fresh] = stated.emplace(std::tuple(c.article, traits.family, c.figure->low), c.fact().period);
    if (!fresh && found->second != c.fact().period) found->second = {};
  }
  for (Claim& c : snapshot.claims) {
    if (!c.figure || !c.fact().period.empty()) continue;
    const MetricTraits traits = traits_of(c.fact().metric);
    if (traits.motion != Motion::kToll || !traits.of_event) continue;
    auto found = stated.find(std::tuple(c.article, traits.family, c.figure->low));
    c.when = found != stated.end() ? std::string(found->second) : std::string();
  }
  // What is told in passing of an event long before ("in August a building collapsed and 22 were killed") leads nothing.
  constexpr std::int64_t kLongBefore = 14;  // days
  constexpr std::int64_t kLongAgo = 60;     // a toll of this long before is another event's; of less it may be of one that goes on
  auto is_before = [&](const Claim& c, std::int64_t days_before) {
    const auto& moment = snapshot.articles[at(c.article)].moment;
    const auto days = c.when.empty() ? std::nullopt : days_of_period(c.when);
    return moment && days && days->to < moment->day - days_before;
  };
  auto in_passing = [&](const Claim& c) { return is_before(c, kLongBefore); };
  for (Claim& c : snapshot.claims) {
    const MetricTraits traits = traits_of(c.fact().metric);
    if (c.figure && traits.of_event && traits.motion == Motion::kToll && is_before(c, kLongAgo)) c.past = past_event(c, snapshot.articles[at(c.article)]);
  }
  auto may_lead = [&](const Claim& c) {
    const Fact& f = c.fact();
    return c.figure && f.amount.unit == "1" && f.scope.empty() && f.aspect != "change" && f.aspect != "extreme" && !in_passing(c);
  };
  std::map<std::pair<int, std::string_view>, const Claim*> highest;
  for (const Claim& c : snapshot.claims) {
    const std::string_view family = traits_of(c.fact().metric).family;
    const bool toll = family == "deaths" || family == "injured" || family == "missing" || family == "arrested";
    if (!toll || !may_lead(c)) continue;
    const Claim*& best = highest[{c.article, family}];
    if (!best || best->figure->low < c.figure->low) best = &c;
  }
  // The same figure said again in the article is the same toll.
  for (Claim& c : snapshot.claims) {
    auto found = highest.find({c.article, traits_of(c.fact().metric).family});
    c.leads = found != highest.end() && may_lead(c) && c.figure->low == found->second->figure->low;
  }
}

std::string common_bucket(const Claim& claim, const Snapshot& s) {
  std::string bucket = bucket_of(claim, s);
  if (bucket.empty() || bucket.starts_with("story ")) return {};
  if (traits_of(claim.fact().metric).motion != Motion::kMoving) return bucket;
  const auto& moment = s.articles[at(claim.article)].moment;
  return bucket + (!claim.fact().period.empty() ? "\x1f" + claim.fact().period : moment ? fmt::format("\x1f@{}", moment->day) : std::string());
}

std::vector<ClaimSet> sets_within_stories(const Snapshot& snapshot) {
  return Grouper(snapshot).within_stories();
}

std::vector<std::vector<int>> join_across_stories(const Snapshot& snapshot, const std::vector<ClaimSet>& sets) {
  return Grouper(snapshot).across(sets);
}

std::string past_story_of(const std::vector<int>& group, const Snapshot& s) {
  const std::string& past = s.claims[at(group.front())].past;
  if (past.find(' ') == std::string::npos) return {};
  for (int i : group) {
    if (s.claims[at(i)].past != past) return {};
  }
  constexpr std::size_t kDigits = 10;
  return "p" + hash_of({"past", past}).substr(0, kDigits);
}

SpanClaim span_claim(const std::vector<int>& group, const Snapshot& s) {
  std::set<int> articles;
  for (int i : group) articles.insert(s.claims[at(i)].article);
  const Claim& first = s.claims[at(group.front())];
  const ArticleEntry& article = s.articles[at(first.article)];
  return {static_cast<std::int64_t>(articles.size()), static_cast<std::int64_t>(group.size()), static_cast<std::int64_t>(hash64(article.key, 5)),
          first.stored.sequence};
}

std::vector<std::vector<int>> group_claims(const Snapshot& snapshot) {
  const std::vector<std::vector<int>> groups = join_across_stories(snapshot, sets_within_stories(snapshot));
  std::map<std::tuple<int, Field, std::uint32_t, std::uint32_t>, std::pair<SpanClaim, std::size_t>> best;
  auto place = [&](int i) {
    const Claim& c = snapshot.claims[at(i)];
    return std::tuple(c.article, c.fact().field, c.stored.start, c.stored.end);
  };
  for (std::size_t k = 0; k < groups.size(); ++k) {
    const SpanClaim claim = span_claim(groups[k], snapshot);
    for (int i : groups[k]) {
      auto [found, fresh] = best.emplace(place(i), std::pair(claim, k));
      if (!fresh && found->second.first < claim) found->second = {claim, k};
    }
  }
  std::vector<std::vector<int>> out;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    std::vector<int> kept;
    for (int i : groups[k]) {
      auto& [claim, winner] = best[place(i)];
      if (winner != k) continue;
      winner = groups.size();  // each span once
      kept.push_back(i);
    }
    if (!kept.empty()) out.push_back(std::move(kept));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace mizan

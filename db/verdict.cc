#include "db/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include "db/comparability.h"

namespace mizan {
namespace {

constexpr std::size_t kAllPairs = 60;   // claims of a group that are all compared with each other; beyond it, a few of each cluster
constexpr std::size_t kCompared = 160;  // at most, of the clusters with the most sources: what a group costs does not grow with its square

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

std::string figure_text(const Claim& c) {
  const Fact& f = c.fact();
  if (!c.figure) return f.value;
  const std::string low = f.amount.low->to_string();
  const std::string value = f.amount.low == f.amount.high ? low : fmt::format("{}-{}", low, f.amount.high->to_string());
  if (f.amount.bound == Bound::kExact || f.amount.bound == Bound::kBetween) return value;
  std::string bound = to_string(f.amount.bound);
  std::replace(bound.begin(), bound.end(), '_', ' ');
  return bound + " " + value;
}

// Values that agree get one number. The plainest and finest figures found clusters; hedged and coarser ones join the nearest that they fit.
std::vector<int> cluster(const std::vector<int>& claims, const Snapshot& s, int& count) {
  std::vector<std::size_t> order(claims.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  auto rank = [&](std::size_t i) {
    const Claim& c = s.claims[at(claims[i])];
    const bool plain = c.figure && c.fact().amount.bound == Bound::kExact && c.figure->low == c.figure->high;
    return std::tuple(!plain, c.figure ? c.figure->low_step : Decimal());
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return rank(i) < rank(j); });
  std::vector<int> clusters(claims.size(), 0);
  std::vector<int> founders;
  // A plain figure, as often as it is told, is asked once. How hedges fit depends on their sentences, too.
  std::map<std::tuple<Decimal, Decimal, Decimal, Decimal, std::string_view>, int> told;
  for (std::size_t i : order) {
    const Claim& c = s.claims[at(claims[i])];
    int* known = nullptr;
    if (c.figure && c.figure->bound == Bound::kExact) {
      const Figure& f = *c.figure;
      known = &told.try_emplace({f.low, f.high, f.low_step, f.high_step, c.fact().direction}, -1).first->second;
      if (*known >= 0) {
        clusters[i] = *known;
        continue;
      }
    }
    int chosen = -1;
    double nearest = 0;
    for (std::size_t k = 0; k < founders.size(); ++k) {
      const Claim& founder = s.claims[at(founders[k])];
      const Fit f = fit(c, founder);
      if (f != Fit::kEqual && f != Fit::kRounding) continue;
      const double gap = f == Fit::kEqual ? 0.0 : ratio(c, founder);
      if (chosen < 0 || gap < nearest) {
        chosen = static_cast<int>(k);
        nearest = gap;
      }
    }
    if (chosen < 0) {
      chosen = static_cast<int>(founders.size());
      founders.push_back(claims[i]);
    }
    clusters[i] = chosen;
    if (known) *known = chosen;
  }
  count = static_cast<int>(founders.size());
  // The most sources first, then the most claims, then the first claim.
  std::vector<std::vector<int>> members(at(count));
  for (std::size_t i = 0; i < claims.size(); ++i) members[at(clusters[i])].push_back(claims[i]);
  std::vector<std::tuple<int, int, int, int>> sizes;
  for (int k = 0; k < count; ++k) {
    const std::vector<int>& of = members[at(k)];
    sizes.emplace_back(-independent_sources(of, s), -static_cast<int>(of.size()), of.front(), k);
  }
  std::sort(sizes.begin(), sizes.end());
  std::vector<int> number(static_cast<std::size_t>(count));
  for (int k = 0; k < count; ++k) number[at(std::get<3>(sizes[at(k)]))] = k;
  for (int& k : clusters) k = number[at(k)];
  return clusters;
}

// What two claims with values that do not fit say of each other, graver ones last.
enum class Gravity : std::uint8_t { kNear, kUpdate, kCorrected, kDisputed, kConflict };
struct Finding {
  Gravity gravity = Gravity::kNear;
  std::string reason;
  bool one_story = false;
  bool unordered = false;                                                                   // of a toll, by reports of which none is known to be the later
  std::pair<std::int64_t, std::int64_t> span{std::numeric_limits<std::int64_t>::max(), 0};  // of an update: when the earlier was said, and minus the later
};

Finding compare(const Claim& a, const Claim& b, const Snapshot& s) {
  const Fact &x = a.fact(), &y = b.fact();
  const ArticleEntry &p = s.articles[at(a.article)], &q = s.articles[at(b.article)];
  const std::string both = fmt::format("{} and {}", figure_text(a), figure_text(b));
  Finding out;
  out.one_story = p.story == q.story;
  const MetricTraits traits = traits_of(x.metric);
  // Versions of one article took each other's place, whatever the clock says.
  const bool versions = p.article == q.article && p.reading != 0 && q.reading != 0;
  const Order order = versions             ? (p.reading < q.reading ? Order::kBefore : Order::kAfter)
                      : p.draft != q.draft ? (p.draft ? Order::kAfter : Order::kBefore)
                                           : order_of(p.moment, q.moment);
  const Comparison context = context_of(a, b, s);
  const bool later_known = order == Order::kBefore || order == Order::kAfter;
  const Claim& earlier = order == Order::kAfter ? b : a;
  const Claim& later = order == Order::kAfter ? a : b;
  const bool risen = a.figure && b.figure && earlier.figure->low <= later.figure->low;
  out.unordered = traits.motion == Motion::kToll && !later_known;
  if (context.context != Context::kSame) {
    out.reason = fmt::format("{}: {}", both, context.context == Context::kApart ? "they speak of different things" : context.reason);
    return out;
  }
  if (versions && (s.articles[at(later.article)].state == "corrected" || traits.motion == Motion::kStill || (traits.motion == Motion::kToll && !risen))) {
    out.gravity = Gravity::kCorrected;
    out.reason = fmt::format("{} says {} where it said {} before", p.source.empty() ? "the article" : p.source, figure_text(later), figure_text(earlier));
    return out;
  }
  if (later_known && !p.source.empty() && p.source == q.source && (s.articles[at(later.article)].state == "corrected" || p.copy_of >= 0 || q.copy_of >= 0)) {
    const int first = p.copy_of >= 0 ? p.copy_of : a.article, second = q.copy_of >= 0 ? q.copy_of : b.article;
    if (s.articles[at(later.article)].state == "corrected" || first == second) {
      out.gravity = Gravity::kCorrected;
      out.reason = fmt::format("{} says {} where it said {} before", p.source, figure_text(later), figure_text(earlier));
      return out;
    }
  }
  if (traits.motion != Motion::kStill && later_known && (traits.motion == Motion::kMoving || risen)) {
    out.gravity = Gravity::kUpdate;
    out.reason = fmt::format("from {} to {}, the later figure", figure_text(earlier), figure_text(later));
    const auto &before = s.articles[at(earlier.article)].moment, &after = s.articles[at(later.article)].moment;
    out.span = {before ? before->second : 0, after ? -after->second : std::numeric_limits<std::int64_t>::min()};
    return out;
  }
  if (traits.motion == Motion::kMoving && !later_known && !p.source.empty() && p.source == q.source) {
    out.reason = fmt::format("{}: of one publisher and day, the hours are not known", both);
    return out;
  }
  // Reports of one day, of which the higher says that the toll has risen to it: the other is the stale one.
  const Claim& higher = a.figure && b.figure && a.figure->low < b.figure->low ? b : a;
  if (traits.motion == Motion::kToll && !later_known && a.figure && b.figure && higher.fact().direction == "up") {
    out.gravity = Gravity::kUpdate;
    out.reason = fmt::format("{} had risen to {}", figure_text(&higher == &a ? b : a), figure_text(higher));
    return out;
  }
  // A publisher whose later report has a lower toll takes the earlier one back.
  if (traits.motion == Motion::kToll && later_known && !risen && a.figure && b.figure && !p.source.empty() && p.source == q.source && a.leads && b.leads) {
    out.gravity = Gravity::kCorrected;
    out.reason = fmt::format("{} says {} where it said {} before", p.source, figure_text(later), figure_text(earlier));
    return out;
  }
  if (traits.motion == Motion::kToll && !later_known && a.figure && b.figure && !p.source.empty() && p.source == q.source) {
    out.gravity = Gravity::kUpdate;
    out.reason = fmt::format("{} says {} and, as a toll may only rise, later {}", p.source, figure_text(&higher == &a ? b : a), figure_text(higher));
    return out;
  }
  if (fit(a, b) == Fit::kLoose) {
    out.reason = fmt::format("{}: both can hold", both);
    return out;
  }
  if (const char* doubt = doubt_of(a, b, s)) {
    out.reason = fmt::format("{}: {}", both, doubt);
    return out;
  }
  if (!x.speaker.empty() && !y.speaker.empty() && x.speaker != y.speaker) {
    out.gravity = Gravity::kDisputed;
    out.reason = fmt::format("{} says {}, {} says {}", x.speaker, figure_text(a), y.speaker, figure_text(b));
    return out;
  }
  out.gravity = Gravity::kConflict;
  out.reason = traits.motion != Motion::kStill && !later_known ? fmt::format("order_unknown: {} cannot both hold at one time", both)
                                                               : fmt::format("{} cannot both hold", both);
  return out;
}

}  // namespace

int independent_sources(const std::vector<int>& claims, const Snapshot& s) {
  // Articles are one source when they share an original or a name: joined through whichever comes first.
  std::map<std::string, int> by_name;
  std::map<int, int> by_original;
  std::vector<int> parent;
  auto root = [&](int i) {
    while (parent[at(i)] != i) i = parent[at(i)];
    return i;
  };
  std::set<int> seen;
  for (int c : claims) {
    const int i = s.claims[at(c)].article;
    if (!seen.insert(i).second) continue;
    const ArticleEntry& a = s.articles[at(i)];
    const int node = static_cast<int>(parent.size());
    parent.push_back(node);
    auto [original, first] = by_original.emplace(a.copy_of >= 0 ? a.copy_of : i, node);
    if (!first) parent[at(root(node))] = root(original->second);
    if (!a.source.empty()) {
      auto [name, fresh] = by_name.emplace(a.source, node);
      if (!fresh) parent[at(root(node))] = root(name->second);
    }
  }
  int count = 0;
  for (std::size_t i = 0; i < parent.size(); ++i) count += parent[i] == static_cast<int>(i);
  return count;
}

Judgement judge(const std::vector<int>& claims, const Snapshot& s) {
  Judgement out;
  int count = 0;
  out.clusters = cluster(claims, s, count);
  out.sources = independent_sources(claims, s);
  const Claim& first = s.claims[at(claims.front())];
  if (claims.size() == 1) {
    out.verdict = Verdict::kSingle;
    out.reason = "nobody else says it";
    out.confidence_percent = 100;
    return out;
  }
  if (count == 1) {
    const Claim* other = nullptr;
    for (int i : claims) {
      if (!other && fit(first, s.claims[at(i)]) != Fit::kEqual) other = &s.claims[at(i)];
    }
    out.verdict = other ? Verdict::kRounding : Verdict::kAgree;
    out.reason = other ? fmt::format("{} and {} are the same at their written precision", figure_text(first), figure_text(*other))
                       : fmt::format("all say {}", figure_text(first));
    out.confidence_percent = (other ? 80 : 85) + (out.sources > 1 ? 10 : 0);
    return out;
  }

  std::vector<std::size_t> which(claims.size());
  for (std::size_t i = 0; i < which.size(); ++i) which[i] = i;
  if (claims.size() > kAllPairs) {
    const int each = std::max(1, std::min(8, static_cast<int>(kCompared) / count));
    std::vector<int> taken(at(count));
    std::erase_if(which, [&](std::size_t i) { return out.clusters[i] >= static_cast<int>(kCompared) || ++taken[at(out.clusters[i])] > each; });
  }
  // An article that gives both figures knows of both: of two things, or of one that has moved since.
  std::set<std::pair<int, int>> holds;  // article, cluster
  for (std::size_t i = 0; i < claims.size(); ++i) holds.emplace(s.claims[at(claims[i])].article, out.clusters[i]);
  // So does a publisher whose reports of one day give both tolls; and where one says that the toll has risen to its figure, the lower ones are of before.
  std::set<std::pair<std::string, int>> told;  // source, cluster
  const Claim* risen = nullptr;                // the highest toll that was reached
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Claim& c = s.claims[at(claims[i])];
    if (traits_of(c.fact().metric).motion != Motion::kToll || !c.figure) continue;
    told.emplace(s.articles[at(c.article)].source, out.clusters[i]);
    if (c.fact().direction == "up" && c.fact().aspect != "change" && (!risen || risen->figure->low < c.figure->low)) risen = &c;
  }
  std::optional<Finding> worst;
  for (std::size_t i : which) {
    for (std::size_t j : which) {
      if (j <= i || out.clusters[i] == out.clusters[j]) continue;
      const Claim &a = s.claims[at(claims[i])], &b = s.claims[at(claims[j])];
      if (a.article == b.article) continue;
      const Fit f = fit(a, b);
      if (f == Fit::kEqual || f == Fit::kRounding) continue;  // "about 3" between 2.9 and 3.1
      Finding finding = compare(a, b, s);
      if (finding.gravity >= Gravity::kDisputed && (holds.count({a.article, out.clusters[j]}) || holds.count({b.article, out.clusters[i]}))) {
        finding.gravity = traits_of(a.fact().metric).motion == Motion::kStill ? Gravity::kNear : Gravity::kUpdate;
        finding.reason = fmt::format("{} and {}: one article gives both", figure_text(a), figure_text(b));
      }
      if (finding.gravity >= Gravity::kDisputed && finding.unordered) {
        const bool moved = std::any_of(told.begin(), told.end(), [&](const auto& by) {
          return by.second == out.clusters[i] && !by.first.empty() && told.count({by.first, out.clusters[j]}) != 0;
        });
        if (risen && a.figure && b.figure && a.figure->low <= risen->figure->low && b.figure->low <= risen->figure->low) {
          finding.gravity = Gravity::kUpdate;
          finding.reason = fmt::format("{} and {}: it had risen to {}", figure_text(a), figure_text(b), figure_text(*risen));
        } else if (moved) {
          finding.gravity = Gravity::kUpdate;
          finding.reason = fmt::format("{} and {}: one publisher gives both on one day", figure_text(a), figure_text(b));
        }
      }
      // Of updates the widest is told: from the first figure to the last.
      if (!worst || finding.gravity > worst->gravity ||
          (finding.gravity == Gravity::kUpdate && worst->gravity == Gravity::kUpdate && finding.span < worst->span))
        worst = std::move(finding);
    }
  }
  if (!worst) {
    // Only articles that differ with themselves, or hedges that bridge: nothing to judge.
    out.verdict = Verdict::kIncomparable;
    out.reason = "the figures differ within one article only";
    out.confidence_percent = 50;
    return out;
  }
  out.reason = worst->reason;
  const bool named = !first.fact().subject.empty();
  const bool dated = !first.fact().period.empty();
  switch (worst->gravity) {
    case Gravity::kNear:
      out.verdict = Verdict::kIncomparable;
      out.confidence_percent = 70;
      break;
    case Gravity::kUpdate:
      out.verdict = Verdict::kUpdate;
      out.confidence_percent = 75;
      break;
    case Gravity::kCorrected:
      out.verdict = Verdict::kCorrected;
      out.confidence_percent = 85;
      break;
    case Gravity::kDisputed:
      out.verdict = Verdict::kDisputed;
      out.confidence_percent = 65;
      break;
    case Gravity::kConflict:
      out.verdict = Verdict::kConflict;
      out.confidence_percent = 50 + (named ? 10 : 0) + (dated ? 12 : 0) + (worst->one_story ? 10 : 0);
      break;
  }
  return out;
}

}  // namespace mizan

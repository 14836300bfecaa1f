#include "db/reconcile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <tuple>

#include "db/arithmetic.h"
#include "db/claim.h"
#include "db/decisions.h"
#include "db/describe.h"
#include "db/group_store.h"
#include "db/grouping.h"
#include "db/story.h"
#include "db/verdict.h"

namespace mizan {
namespace {

// Stored: never renamed.
constexpr std::array<const char*, 9> kVerdicts = {"single", "agree", "rounding", "update", "corrected", "disputed", "partial", "conflict", "incomparable"};
constexpr std::array<const char*, 5> kChecks = {"", "sum", "growth", "share", "conversion"};

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// By cluster, publication, article and place.
void sort_claims(Group& g) {
  std::sort(g.claims.begin(), g.claims.end(), [](const GroupClaim& a, const GroupClaim& b) {
    return std::tie(a.cluster, a.published, a.article_key, a.field, a.start, a.end, a.sequence) <
           std::tie(b.cluster, b.published, b.article_key, b.field, b.start, b.end, b.sequence);
  });
}

// The order to read groups in.
int rank_of(const Group& g) {
  switch (g.verdict) {
    case Verdict::kConflict: return 0;
    case Verdict::kDisputed: return 1;
    case Verdict::kCorrected: return 2;
    case Verdict::kPartial: return 3;
    case Verdict::kUpdate: return 4;
    case Verdict::kIncomparable: return 5;
    case Verdict::kRounding: return 6;
    case Verdict::kAgree: return 7;
    case Verdict::kSingle: return 8;
  }
  return 9;
}

// What deserves an editor's eye first: many sources (30), a wide gap between the values (30: ten times or more), recent news (20: of the newest day;
// none after 20 days), and how sure the verdict is (20).
int weight_of(const Group& g, const std::vector<int>& claims, const Snapshot& s, std::int64_t newest) {
  int weight = std::min(30, 10 * g.sources) + g.confidence_percent / 5;
  double widest = 1;
  std::int64_t latest = INT64_MIN;
  for (int i : claims) {
    const double r = ratio(s.claims[at(claims.front())], s.claims[at(i)]);
    widest = std::max(widest, std::isfinite(r) ? r : 10.0);
    if (const auto& moment = s.articles[at(s.claims[at(i)].article)].moment) latest = std::max(latest, moment->day);
  }
  if (g.check == Check::kNone) weight += static_cast<int>(std::lround(30 * std::min(1.0, std::log10(widest))));
  if (latest != INT64_MIN) weight += static_cast<int>(std::max<std::int64_t>(0, 20 - (newest - latest)));
  return weight;
}

struct Outcome {
  Reconciliation result;  // groups of two claims or more, and checks; singles behind them
  std::size_t kept = 0;   // how many groups are kept in the database: the others are singles
  std::vector<std::vector<std::string>> anchors;
  Inheritance inheritance;
  std::set<std::string> accepted;  // ids of groups
  std::vector<StoryRecord> stories;
  std::vector<CopyRecord> copies;
};

// Ids for stories of two articles or more; records of them and of copies.
Result<std::vector<std::string>> name_stories(const FactStore& store, const Snapshot& s, int count, Outcome& out) {
  std::vector<std::vector<int>> members(at(count));
  for (std::size_t i = 0; i < s.articles.size(); ++i) members[at(s.articles[i].story)].push_back(static_cast<int>(i));
  std::vector<std::vector<std::int64_t>> articles;
  std::vector<std::string> seeds;
  std::vector<int> which;
  for (int k = 0; k < count; ++k) {
    if (members[at(k)].size() < 2) continue;
    which.push_back(k);
    seeds.push_back(s.articles[at(members[at(k)].front())].key);
    articles.emplace_back();
    for (int i : members[at(k)]) articles.back().push_back(s.articles[at(i)].article);
  }
  auto ids = assign_story_ids(store, articles, seeds);
  if (!ids) return ids.error();
  std::vector<std::string> names(at(count));
  for (std::size_t k = 0; k < which.size(); ++k) {
    names[at(which[k])] = (*ids)[k];
    const ArticleEntry* first = nullptr;
    for (int i : members[at(which[k])]) {
      const ArticleEntry& a = s.articles[at(i)];
      if (!first || (!a.published.empty() && (first->published.empty() || a.published < first->published))) first = &a;
    }
    out.stories.push_back({(*ids)[k], first->title, first->published.substr(0, 10), articles[k]});
  }
  for (const ArticleEntry& a : s.articles) {
    if (a.copy_of >= 0) out.copies.push_back({a.article, s.articles[at(a.copy_of)].article});
  }
  out.result.stories = which.size();
  out.result.copies = out.copies.size();
  return names;
}

Result<Outcome> compute(const FactStore& store, bool include_single) {
  auto loaded = load_snapshot(store);
  if (!loaded) return loaded.error();
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  Snapshot& s = *loaded;
  Outcome out;
  out.accepted = decisions->accepted_ids();
  const int count = find_stories(s);
  find_leading_tolls(s);
  auto story_names = name_stories(store, s, count, out);
  if (!story_names) return story_names.error();
  auto story_of = [&](const std::vector<int>& claims) {
    const int story = s.articles[at(s.claims[at(claims.front())].article)].story;
    for (int i : claims) {
      if (s.articles[at(s.claims[at(i)].article)].story != story) return std::string();
    }
    return (*story_names)[at(story)];
  };

  std::int64_t newest = INT64_MIN;
  for (const ArticleEntry& a : s.articles) {
    if (a.moment) newest = std::max(newest, a.moment->day);
  }
  std::vector<Group> singles;
  std::vector<Group>& groups = out.result.groups;
  for (const std::vector<int>& claims : decisions->without_rejected(group_claims(s), s)) {
    if (claims.size() == 1) {
      ++out.result.singles;
      if (!include_single) continue;
    }
    Judgement judged = judge(claims, s);
    Group g;
    describe(g, claims, s);
    g.story = story_of(claims);
    g.verdict = judged.verdict;
    g.reason = std::move(judged.reason);
    g.confidence_percent = judged.confidence_percent;
    g.sources = judged.sources;
    g.weight = weight_of(g, claims, s, newest);
    for (std::size_t i = 0; i < claims.size(); ++i) g.claims.push_back(claim_out(s.claims[at(claims[i])], s, judged.clusters[i]));
    sort_claims(g);
    (claims.size() == 1 ? singles : groups).push_back(std::move(g));
  }
  for (CheckResult& check : check_arithmetic(s)) {
    if (decisions->rejects_check(check.claims, s)) continue;
    Group g;
    describe(g, {check.claims.back()}, s);
    g.story = story_of(check.claims);
    g.verdict = check.verdict;
    g.reason = std::move(check.reason);
    g.confidence_percent = check.confidence_percent;
    g.sources = independent_sources(check.claims, s);
    g.check = check.check;
    g.weight = weight_of(g, check.claims, s, newest);
    g.stated = std::move(check.stated);
    g.computed = std::move(check.computed);
    for (int i : check.claims) g.claims.push_back(claim_out(s.claims[at(i)], s, 0));
    groups.push_back(std::move(g));
  }
  out.kept = groups.size();
  for (Group& g : singles) groups.push_back(std::move(g));
  for (const Group& g : groups) {
    std::vector<std::string> anchors;
    for (const GroupClaim& c : g.claims) anchors.push_back(anchor_of(c, g.metric, g.subject));
    out.anchors.push_back(std::move(anchors));
  }
  auto inheritance = assign_ids(store, groups, out.anchors, decisions->rejected_ids());
  if (!inheritance) return inheritance.error();
  out.inheritance = std::move(*inheritance);
  out.result.articles = s.articles.size();
  out.result.facts = s.claims.size();
  return out;
}

void sort_to_read(std::vector<Group>& groups) {
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    const int x = rank_of(a), y = rank_of(b);
    return std::tie(x, b.weight, b.sources, a.claims.front().article_key, a.claims.front().start, a.id) <
           std::tie(y, a.weight, a.sources, b.claims.front().article_key, b.claims.front().start, b.id);
  });
}

}  // namespace

const char* to_string(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

std::optional<Verdict> verdict_from(std::string_view name) {
  for (std::size_t i = 0; i < kVerdicts.size(); ++i) {
    if (name == kVerdicts[i]) return static_cast<Verdict>(i);
  }
  return std::nullopt;
}

const char* to_string(Check check) { return kChecks[static_cast<std::size_t>(check)]; }

Result<Reconciliation> reconcile(FactStore& store, const ReconcileOptions& options) {
  auto computed = compute(store, options.include_single);
  if (!computed) return computed.error();
  Outcome& out = *computed;
  auto fresh = count_new_conflicts(store, out.result.groups, out.accepted);
  if (!fresh) return fresh.error();
  out.result.new_conflicts = *fresh;
  if (options.write) {
    if (Status begun = store.begin_run(options.run); !begun) return begun.error();
    std::vector<Group> kept(out.result.groups.begin(), out.result.groups.begin() + static_cast<std::ptrdiff_t>(out.kept));
    if (Status written = write_reconciliation(store, kept, out.anchors, out.inheritance, out.stories, out.copies); !written) return written.error();
    if (auto ended = store.finish_run(); !ended) return ended.error();
  }
  sort_to_read(out.result.groups);
  return std::move(out.result);
}

Result<Reconciliation> reconcile_read_only(const FactStore& store, bool include_single) {
  auto computed = compute(store, include_single);
  if (!computed) return computed.error();
  auto fresh = count_new_conflicts(store, computed->result.groups, computed->accepted);
  if (!fresh) return fresh.error();
  computed->result.new_conflicts = *fresh;
  sort_to_read(computed->result.groups);
  return std::move(computed->result);
}

}  // namespace mizan

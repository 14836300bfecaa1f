#include "db/reconcile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <tuple>

#include "db/alarm.h"
#include "db/arithmetic.h"
#include "db/claim.h"
#include "db/corrections.h"
#include "db/database.h"
#include "db/decisions.h"
#include "db/describe.h"
#include "db/desk_queries.h"
#include "db/entity_links.h"
#include "db/group_store.h"
#include "db/grouping.h"
#include "db/mirror.h"
#include "db/reconcile_run.h"
#include "db/sketch.h"
#include "db/story.h"
#include "db/touched.h"

namespace mizan {
namespace {

// Stored: never renamed.
constexpr std::array<const char*, 9> kVerdicts = {"single", "agree", "rounding", "update", "corrected", "disputed", "partial", "conflict", "incomparable"};
constexpr std::array<const char*, 5> kChecks = {"", "sum", "growth", "share", "conversion"};

constexpr int kRecent = 20;  // added to the weight of what is of the newest day, a point less for each day before it
constexpr int kNovel = 10;   // and of what the last run that changed something found

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

// The order to read groups in.
int rank_of(const Group& g) {
  switch (g.verdict) {
    case Verdict::kConflict:
      return 0;
    case Verdict::kDisputed:
      return 1;
    case Verdict::kCorrected:
      return 2;
    case Verdict::kPartial:
      return 3;
    case Verdict::kUpdate:
      return 4;
    case Verdict::kIncomparable:
      return 5;
    case Verdict::kRounding:
      return 6;
    case Verdict::kAgree:
      return 7;
    case Verdict::kSingle:
      return 8;
  }
  return 9;
}

void sort_to_read(std::vector<Group>& groups) {
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    const int x = rank_of(a), y = rank_of(b);
    return std::tie(x, b.weight, b.sources, a.claims.front().article_key, a.claims.front().start, a.id) <
           std::tie(y, a.weight, a.sources, b.claims.front().article_key, b.claims.front().start, b.id);
  });
}

// Recency counts from the newest article that there is, not from the clock: so a page is the same whenever it is printed, and nothing has to be written anew
// as days go by.
std::int64_t newest_day(Database& db) {
  Statement select = db.prepare("SELECT max(day) FROM sketches WHERE day < ?");
  select.bind(1, kNoDay);
  return select.row() && !select.is_null(0) ? select.integer(0) : INT64_MIN;
}

int listed_weight(int weight, std::string_view day, std::int64_t newest, bool novel) {
  const auto moment = moment_from(day);
  if (moment && newest != INT64_MIN) weight += static_cast<int>(std::clamp<std::int64_t>(kRecent - (newest - moment->day), 0, kRecent));
  return std::min(100, weight + (novel ? kNovel : 0));
}

// Ids of the current groups with their weights, of each verdict the weightiest first and `most` at most; counts all.
Result<std::vector<std::pair<std::string, int>>> weigh(const FactStore& store, std::size_t most, Reconciliation& out) {
  Database& db = store.database();
  const std::int64_t newest = newest_day(db);
  const std::string last = remembered(db, "last_run");
  std::int64_t last_run = 0;
  std::from_chars(last.data(), last.data() + last.size(), last_run);
  Statement select = db.prepare("SELECT group_id, weight, coalesce(day, ''), first_run = ?2 FROM verdicts WHERE verdict = ?1 AND current = 1");
  std::vector<std::pair<std::string, int>> ids;
  for (std::size_t v = 0; v < kVerdicts.size(); ++v) {
    std::vector<std::pair<int, std::string>> of;
    select.bind(1, kVerdicts[v]);
    select.bind(2, last_run);
    while (select.row()) of.emplace_back(-listed_weight(static_cast<int>(select.integer(1)), select.view(2), newest, select.integer(3) != 0), select.text(0));
    out.verdicts[v] = of.size();
    if (most != 0 && of.size() > most) {
      std::partial_sort(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(most), of.end());
      of.resize(most);
    }
    for (auto& [weight, id] : of) ids.emplace_back(std::move(id), -weight);
  }
  if (Status status = db.status(); !status) return status.error();
  return ids;
}

// Everything in memory.
struct Whole {
  Snapshot snapshot;
  std::vector<Group> groups, singles;
  std::uint64_t stories = 0, copies = 0;
};

Result<Whole> compare_all(const FactStore& store, bool with_singles) {
  auto loaded = load_snapshot(store);
  if (!loaded) return loaded.error();
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  Whole out;
  out.snapshot = std::move(*loaded);
  Snapshot& s = out.snapshot;
  const int count = find_stories(s);
  find_leading_tolls(s);
  std::vector<std::vector<std::int64_t>> members(at(count));
  std::vector<std::string> seeds(at(count));
  for (const ArticleEntry& a : s.articles) {
    out.copies += a.copy_of >= 0;
    if (members[at(a.story)].empty()) seeds[at(a.story)] = a.key;
    members[at(a.story)].push_back(a.article);
  }
  auto ids = assign_story_ids(store, members, seeds);
  if (!ids) return ids.error();
  for (std::size_t k = 0; k < members.size(); ++k) {
    out.stories += members[k].size() > 1;
    if (members[k].size() < 2) (*ids)[k].clear();
  }
  auto story_of = [&](const std::vector<int>& claims) {
    const int story = s.articles[at(s.claims[at(claims.front())].article)].story;
    for (int i : claims) {
      if (s.articles[at(s.claims[at(i)].article)].story != story) return std::string();
    }
    return (*ids)[at(story)];
  };
  for (const std::vector<int>& claims : decisions->without_rejected(group_claims(s), s)) {
    if (claims.size() < 2 && !with_singles) continue;
    Group g = judged_group(claims, s);
    g.story = past_story_of(claims, s);
    if (g.story.empty()) g.story = story_of(claims);
    (claims.size() < 2 ? out.singles : out.groups).push_back(std::move(g));
  }
  for (const CheckResult& check : check_arithmetic(s)) {
    if (decisions->rejects_check(check.claims, s)) continue;
    Group g = checked_group(check, s);
    g.story = story_of(check.claims);
    out.groups.push_back(std::move(g));
  }
  auto links = EntityLinks::load(store);
  if (!links) return links.error();
  const std::set<std::int64_t> several = articles_of_several_versions(store);
  for (const ArticleEntry& a : s.articles) {
    if (!several.count(a.article)) continue;
    auto corrected = corrections_of(store, a.article, *links, *decisions);
    if (!corrected) return corrected.error();
    for (Group& g : *corrected) {
      g.story = (*ids)[at(a.story)];
      out.groups.push_back(std::move(g));
    }
  }
  for (auto* groups : {&out.groups, &out.singles}) {
    if (auto named = assign_ids(store, *groups, decisions->rejected_ids(), Heritage::kAny); !named) return named.error();
  }
  return out;
}

}  // namespace

const char* to_string(Verdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> verdict_from(std::string_view name) {
  for (std::size_t i = 0; i < kVerdicts.size(); ++i) {
    if (name == kVerdicts[i]) return static_cast<Verdict>(i);
  }
  return std::nullopt;
}

const char* to_string(Check check) {
  return kChecks[static_cast<std::size_t>(check)];
}

namespace {

Result<RunOutcome> link_and_run(FactStore& store, const ReconcileOptions& options) {
  // Names first: where two became one, or one two, the articles that use them are to be looked at again.
  if (Status linked = keep_entity_links(store); !linked) return linked.error();
  return run_reconciliation(store, options.run, options.full);
}

// The same on a server, where each of many questions would be a round trip: what is to be looked at wholly is brought here and back.
Result<RunOutcome> run_in_mirror(FactStore& store, const ReconcileOptions& options) {
  Database& db = store.database();
  db.begin();  // decisions wait, as they do for a full run in a file
  auto mirror = Mirror::pull(db);
  Result<RunOutcome> ran = mirror ? link_and_run((*mirror)->store(), options) : Result<RunOutcome>(mirror.error());
  Status done = Done{};
  if (ran) done = (*mirror)->push(db);
  if (ran && done) {
    db.commit();
    done = db.status();
  }
  if (!ran || !done) {
    db.rollback();
    return ran ? done.error() : ran.error();
  }
  return ran;
}

}  // namespace

Result<Reconciliation> reconcile(FactStore& store, const ReconcileOptions& options) {
  Result<bool> all = false;
  if (store.database().dialect() == Dialect::kPostgres) {
    all = looks_at_all(store, options.run, options.full);
    if (!all) return all.error();
  }
  auto ran = *all ? run_in_mirror(store, options) : link_and_run(store, options);
  if (!ran) return ran.error();
  Reconciliation out;
  out.full = ran->full;
  out.touched = ran->touched;
  auto ids = weigh(store, options.most, out);
  if (!ids) return ids.error();
  std::vector<std::string> wanted;
  for (const auto& [id, weight] : *ids) wanted.push_back(id);
  auto groups = read_groups(store, wanted);
  if (!groups) return groups.error();
  out.groups = std::move(*groups);
  for (std::size_t i = 0; i < out.groups.size(); ++i) out.groups[i].weight = (*ids)[i].second;
  auto totals = run_totals(store);
  if (!totals) return totals.error();
  out.articles = totals->articles;
  out.facts = totals->facts;
  out.copies = totals->copies;
  out.stories = totals->stories;
  out.singles = totals->facts - totals->grouped;
  auto alarms = open_alarms(store);
  if (!alarms) return alarms.error();
  out.new_conflicts = alarms->size();
  if (options.include_single) {
    auto whole = compare_all(store, /*with_singles=*/true);
    if (!whole) return whole.error();
    out.verdicts[static_cast<std::size_t>(Verdict::kSingle)] = whole->singles.size();
    for (Group& g : whole->singles) out.groups.push_back(std::move(g));
  }
  sort_to_read(out.groups);
  return out;
}

Result<Reconciliation> reconcile_read_only(const FactStore& store, bool include_single) {
  auto whole = compare_all(store, include_single);
  if (!whole) return whole.error();
  Reconciliation out;
  out.full = true;
  out.articles = whole->snapshot.articles.size();
  out.facts = whole->snapshot.claims.size();
  out.copies = whole->copies;
  out.stories = whole->stories;
  std::int64_t newest = INT64_MIN;
  for (const ArticleEntry& a : whole->snapshot.articles) {
    if (a.moment) newest = std::max(newest, a.moment->day);
  }
  out.singles = out.facts;
  for (Group& g : whole->groups) {
    std::string day;
    for (const GroupClaim& c : g.claims) day = std::max(day, c.published.substr(0, 10));
    g.weight = listed_weight(g.weight, day, newest, /*novel=*/true);
    if (g.check == Check::kNone && !is_correction(g.id)) out.singles -= g.claims.size();
    ++out.verdicts[static_cast<std::size_t>(g.verdict)];
    out.new_conflicts += g.verdict == Verdict::kConflict || g.verdict == Verdict::kDisputed;
    out.groups.push_back(std::move(g));
  }
  for (Group& g : whole->singles) out.groups.push_back(std::move(g));
  sort_to_read(out.groups);
  return out;
}

Status each_stored_group(const FactStore& store, const std::function<bool(const Group&)>& take) {
  constexpr std::size_t kAtOnce = 500;  // groups in memory
  Reconciliation counted;
  auto ids = weigh(store, 0, counted);
  if (!ids) return ids.error();
  std::sort(ids->begin(), ids->end());
  for (std::size_t begin = 0; begin < ids->size(); begin += kAtOnce) {
    const std::size_t end = std::min(begin + kAtOnce, ids->size());
    std::vector<std::string> wanted;
    for (std::size_t i = begin; i < end; ++i) wanted.push_back((*ids)[i].first);
    auto groups = read_groups(store, wanted);
    if (!groups) return groups.error();
    for (std::size_t i = 0; i < groups->size(); ++i) {
      Group& group = (*groups)[i];
      group.weight = (*ids)[begin + i].second;
      if (!take(group)) return Done{};
    }
  }
  return Done{};
}

}  // namespace mizan

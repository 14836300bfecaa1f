#include "db/group_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "db/comparability.h"
#include "db/database.h"
#include "db/hash.h"
#include "db/rows.h"
#include "db/touched.h"

namespace mizan {
namespace {

const char* kind_of(const Group& group) {
  return group.check == Check::kNone ? "claims" : to_string(group.check);
}

// Who inherits which stored id: the most shared members first, then the older id, one to one. Returns for each new set the stored id or "".
struct Heir {
  std::int64_t votes;
  std::string id;
  std::size_t set;
};
std::vector<std::string> inherit(std::vector<Heir> heirs, std::size_t sets, std::vector<std::pair<std::string, std::size_t>>* left_over) {
  std::sort(heirs.begin(), heirs.end(), [](const Heir& a, const Heir& b) { return std::tie(b.votes, a.id, a.set) < std::tie(a.votes, b.id, b.set); });
  std::vector<std::string> out(sets);
  std::unordered_set<std::string> taken;
  for (const Heir& heir : heirs) {
    if (!out[heir.set].empty() || taken.count(heir.id)) continue;
    out[heir.set] = heir.id;
    taken.insert(heir.id);
  }
  if (left_over) {
    for (const Heir& heir : heirs) {
      if (taken.insert(heir.id).second) left_over->emplace_back(heir.id, heir.set);
    }
  }
  return out;
}

// `known`: a statement that finds a stored id.
std::string fresh_id(char letter, const std::string& seed, Statement& known, std::unordered_set<std::string>& used) {
  for (int attempt = 0;; ++attempt) {
    std::string id = letter + hash_of({seed, std::to_string(attempt)}).substr(0, 10);
    known.bind(1, id);
    const bool taken = known.row();
    known.reset();
    if (!taken && used.insert(id).second) return id;
  }
}

// The day of the newest article in it; empty where none has a date.
std::string newest_day(const Group& group) {
  std::string day;
  for (const GroupClaim& c : group.claims) day = std::max(day, c.published.substr(0, 10));
  return day;
}

// Under which anchors the claim may stand: a group goes by the metric and the subject of most of its claims ("killed", "deaths"), so both can have been another
// claim's before; and another version of the program may have read another measure of the family.
std::vector<std::string> former_anchors(const GroupClaim& claim, const Group& group) {
  constexpr std::size_t kMost = 4;  // of each: a story's group may hold many
  std::set<std::string> metrics{group.metric, claim.metric.empty() ? group.metric : claim.metric};
  std::set<std::string> subjects{claim.subject_as_read.empty() ? group.subject : claim.subject_as_read};
  for (const GroupClaim& other : group.claims) {
    if (metrics.size() < kMost && !other.metric.empty()) metrics.insert(other.metric);
    if (claim.subject_as_read.empty() && subjects.size() < kMost) subjects.insert(other.subject);
  }
  for (std::string_view relative : relatives_of(group.metric)) metrics.emplace(relative);
  std::vector<std::string> out;
  for (const std::string& metric : metrics) {
    for (const std::string& subject : subjects) out.push_back(anchor_of(claim, metric, subject));
  }
  return out;
}

}  // namespace

std::string anchor_of(const GroupClaim& claim, const std::string& metric, const std::string& subject) {
  return hash_of({claim.article_key, to_string(claim.field), metric, subject, claim.text}).substr(0, 16);
}

std::vector<std::string> anchors_of(const Group& group) {
  std::vector<std::string> out;
  for (const GroupClaim& c : group.claims) out.push_back(anchor_of(c, group.metric, c.subject_as_read.empty() ? group.subject : c.subject_as_read));
  return out;
}

Result<Merged> assign_ids(const FactStore& store, std::vector<Group>& groups, const std::set<std::string>& rejected, Heritage heritage) {
  Database& db = store.database();
  Statement stored =
      db.prepare(fmt::format("SELECT DISTINCT g.kind, g.group_id FROM claims c JOIN groups g USING(group_id) WHERE c.anchor = ? AND g.merged_into IS NULL AND "
                             "length(g.group_id) <> 13{}",
                             heritage == Heritage::kAny ? "" : " AND g.current = 0"));
  Statement known = db.prepare("SELECT 1 FROM groups WHERE group_id = ?");
  std::vector<Heir> heirs;
  std::vector<std::vector<std::string>> anchors;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    anchors.push_back(anchors_of(groups[i]));
    if (!groups[i].id.empty() || heritage == Heritage::kNone) continue;  // a correction's id follows from what it is about
    std::map<std::string, std::int64_t> votes;
    std::set<std::string> seen;
    for (const GroupClaim& claim : groups[i].claims) {
      std::set<std::string> of;  // stored groups that hold the claim
      for (const std::string& anchor : former_anchors(claim, groups[i])) {
        if (!seen.insert(anchor).second) continue;
        stored.bind(1, anchor);
        while (stored.row()) {
          // What was rejected does not live on under its id.
          if (stored.view(0) == kind_of(groups[i]) && !rejected.count(stored.text(1))) of.insert(stored.text(1));
        }
      }
      for (const std::string& id : of) ++votes[id];
    }
    for (const auto& [id, count] : votes) heirs.push_back({count, id, i});
  }
  if (Status status = db.status(); !status) return status.error();
  std::vector<std::pair<std::string, std::size_t>> left_over;
  std::vector<std::string> inherited = inherit(std::move(heirs), groups.size(), &left_over);
  std::unordered_set<std::string> used;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!groups[i].id.empty()) continue;
    if (!inherited[i].empty()) {
      groups[i].id = inherited[i];
    } else {
      const GroupClaim& first = groups[i].claims.front();
      const std::string seed = fmt::format("{} {} {}", kind_of(groups[i]), *std::min_element(anchors[i].begin(), anchors[i].end()), first.start);
      groups[i].id = fresh_id('g', seed, known, used);
    }
  }
  Merged out;
  for (const auto& [id, set] : left_over) out.emplace_back(id, groups[set].id);
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<std::string>> assign_story_ids(const FactStore& store, const std::vector<std::vector<std::int64_t>>& stories,
                                                  const std::vector<std::string>& seeds) {
  Database& db = store.database();
  Statement stored = db.prepare("SELECT story_id FROM story_articles WHERE article_id = ? AND story_id IS NOT NULL");
  Statement known = db.prepare("SELECT 1 FROM stories WHERE story_id = ?");
  std::vector<Heir> heirs;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    std::map<std::string, std::int64_t> votes;
    for (std::int64_t article : stories[i]) {
      stored.bind(1, article);
      if (stored.row()) ++votes[stored.text(0)];
      stored.reset();
    }
    for (const auto& [id, count] : votes) heirs.push_back({count, id, i});
  }
  std::vector<std::string> out = inherit(std::move(heirs), stories.size(), nullptr);
  std::unordered_set<std::string> used;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (out[i].empty()) out[i] = fresh_id('s', seeds[i], known, used);
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::optional<std::string>> resolve_group(const FactStore& store, std::string_view id) {
  Database& db = store.database();
  Statement select = db.prepare("SELECT coalesce(merged_into, group_id), merged_into IS NULL FROM groups WHERE group_id = ?");
  std::optional<std::string> found;
  std::string wanted(id);
  // Merges form no circle: a group that comes to life again is merged into none. The bound is for a damaged file.
  for (int step = 0; step < 1000; ++step) {
    select.bind(1, wanted);
    if (!select.row()) break;
    std::string next = select.text(0);
    const bool last = select.integer(1) != 0;
    select.reset();
    found = wanted = next;
    if (last) break;
  }
  if (Status status = db.status(); !status) return status.error();
  return found;
}

GroupStore::GroupStore(FactStore& store, std::int64_t run, std::set<std::string> accepted, std::set<std::string> rejected)
    : store_(store),
      db_(store.database()),
      run_(run),
      accepted_(std::move(accepted)),
      rejected_(std::move(rejected)),
      late_(db_),
      retire_(db_.prepare("UPDATE groups SET current = 0 WHERE bucket = ? AND current = 1 RETURNING group_id")),
      group_(db_.prepare(
          "INSERT INTO groups(group_id, kind, story_id, subject, subject_name, metric, noun, unit, per, aspect, period, counterpart, counterpart_name, "
          "current, "
          "first_run, last_run, bucket) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,1,?14,?14,?15) ON CONFLICT(group_id) DO UPDATE SET "
          "story_id = excluded.story_id, subject = excluded.subject, subject_name = excluded.subject_name, metric = excluded.metric, noun = excluded.noun, "
          "unit = excluded.unit, per = excluded.per, aspect = excluded.aspect, period = excluded.period, counterpart = excluded.counterpart, "
          "counterpart_name = excluded.counterpart_name, current = 1, merged_into = NULL, last_run = excluded.last_run, bucket = excluded.bucket")),
      claims_(db_.prepare("SELECT version_id, fact, cluster, anchor FROM claims WHERE group_id = ? ORDER BY seq")),
      remove_claims_(db_.prepare("DELETE FROM claims WHERE group_id = ?")),
      insert_claim_(db_.prepare("INSERT INTO claims(group_id, seq, version_id, fact, cluster, anchor) VALUES (?,?,?,?,?,?)")),
      same_(db_.prepare("UPDATE verdicts SET last_run = ?1, weight = ?9, day = ?10 WHERE group_id = ?2 AND current = 1 AND verdict = ?3 AND reason = ?4 AND "
                        "confidence = ?5 AND sources = ?6 AND stated IS ?7 AND computed IS ?8 RETURNING verdict_id")),
      retire_verdict_(db_.prepare("UPDATE verdicts SET current = 0 WHERE group_id = ? AND current = 1")),
      insert_verdict_(
          db_.prepare("INSERT INTO verdicts(group_id, verdict, reason, confidence, sources, stated, computed, current, first_run, last_run, weight, day) "
                      "VALUES (?2,?3,?4,?5,?6,?7,?8,1,?1,?1,?9,?10)")),
      was_conflict_(db_.prepare("SELECT 1 FROM verdicts WHERE group_id = ? AND current = 1 AND verdict IN ('conflict', 'disputed')")),
      alarms_(db_.prepare("SELECT count(*) FROM alarms WHERE group_id = ?")),
      insert_alarm_(db_.prepare("INSERT INTO alarms(alarm_id, group_id, verdict, raised) VALUES (?,?,?,?)")) {
  // A decision on a group that was merged away holds for the one that it went into.
  std::set<std::string> now;
  for (const std::string& id : accepted_) {
    if (auto found = resolve_group(store, id); found && *found) now.insert(**found);
  }
  accepted_.insert(now.begin(), now.end());
}

void GroupStore::retire(std::int64_t bucket) {
  retire_.bind(1, bucket);
  while (retire_.row()) retired_.push_back(retire_.text(0));
}

void GroupStore::retire_all() {
  Statement any = db_.prepare("SELECT 1 FROM groups LIMIT 1");
  if (!any.row() && !db_.failed()) heritage_ = Heritage::kNone;
  any.reset();
  // Nothing asks for these before the end where no group was there.
  if (heritage_ == Heritage::kNone) {
    late_.drop({"claims_anchor", "claims_fact", "verdicts_reading", "groups_subject", "groups_counterpart", "groups_story"});
  }
  Statement all = db_.prepare("UPDATE groups SET current = 0 WHERE current = 1 RETURNING group_id");
  while (all.row()) retired_.push_back(all.text(0));
}

void GroupStore::write_claims(const Group& group, const std::vector<std::string>& anchors) {
  std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::string>> now, before;
  for (std::size_t i = 0; i < group.claims.size(); ++i) {
    const GroupClaim& c = group.claims[i];
    now.emplace_back(c.version, c.sequence, c.cluster, anchors[i]);
  }
  claims_.bind(1, group.id);
  while (claims_.row()) before.emplace_back(claims_.integer(0), claims_.integer(1), claims_.integer(2), claims_.text(3));
  if (now == before || db_.failed()) return;
  remove_claims_.bind(1, group.id);
  remove_claims_.run();
  for (std::size_t i = 0; i < now.size(); ++i) {
    insert_claim_.bind(1, group.id);
    insert_claim_.bind(2, static_cast<std::int64_t>(i));
    insert_claim_.bind(3, std::get<0>(now[i]));
    insert_claim_.bind(4, std::get<1>(now[i]));
    insert_claim_.bind(5, std::get<2>(now[i]));
    insert_claim_.bind(6, std::get<3>(now[i]));
    insert_claim_.run();
  }
}

void GroupStore::write_verdict(const Group& group) {
  const char* verdict = to_string(group.verdict);
  const std::string day = newest_day(group);
  for (Statement* statement : {&same_, &insert_verdict_}) {
    statement->bind(1, run_);
    statement->bind(2, group.id);
    statement->bind(3, verdict);
    statement->bind(4, group.reason);
    statement->bind(5, static_cast<std::int64_t>(group.confidence_percent));
    statement->bind(6, static_cast<std::int64_t>(group.sources));
    statement->bind_or_null(7, group.stated);
    statement->bind_or_null(8, group.computed);
    statement->bind(9, static_cast<std::int64_t>(group.weight));
    statement->bind_or_null(10, day);
  }
  if (same_.row()) {  // RETURNING: it was there
    same_.reset();
    return;
  }
  retire_verdict_.bind(1, group.id);
  retire_verdict_.run();
  insert_verdict_.run();
}

void GroupStore::raise(const Group& group) {
  if ((group.verdict != Verdict::kConflict && group.verdict != Verdict::kDisputed) || accepted_.count(group.id)) return;
  was_conflict_.bind(1, group.id);
  const bool old = was_conflict_.row();
  was_conflict_.reset();
  if (old) return;
  alarms_.bind(1, group.id);
  const std::int64_t before = alarms_.row() ? alarms_.integer(0) : 0;
  alarms_.reset();
  const std::string id = fmt::format("{}.{}", group.id, before + 1);
  insert_alarm_.bind(1, id);
  insert_alarm_.bind(2, group.id);
  insert_alarm_.bind(3, to_string(group.verdict));
  insert_alarm_.bind(4, run_);
  insert_alarm_.run();
}

Status GroupStore::write(std::vector<Group>& groups, const std::vector<std::int64_t>& buckets) {
  auto merged = assign_ids(store_, groups, rejected_, heritage_);
  if (!merged) return merged.error();
  for (auto& [from, to] : *merged) merged_[from] = to;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group& g = groups[i];
    merged_.erase(g.id);
    group_.bind(1, g.id);
    group_.bind(2, kind_of(g));
    int parameter = 3;
    for (const std::string* text : {&g.story, &g.subject, &g.subject_name}) group_.bind_or_null(parameter++, *text);
    group_.bind(6, g.metric);
    parameter = 7;
    for (const std::string* text : {&g.noun, &g.unit, &g.per, &g.aspect, &g.period, &g.counterpart, &g.counterpart_name})
      group_.bind_or_null(parameter++, *text);
    group_.bind(14, run_);
    group_.bind(15, buckets[i]);
    group_.run();
    write_claims(g, anchors_of(g));
    raise(g);
    write_verdict(g);
  }
  return db_.status();
}

Status GroupStore::finish() {
  late_.make();
  Statement merge = db_.prepare("UPDATE groups SET merged_into = ?2 WHERE group_id = ?1 AND current = 0");
  Statement orphan = db_.prepare("DELETE FROM claims WHERE group_id = ?1 AND (SELECT current FROM groups WHERE group_id = ?1) = 0");
  for (const auto& [from, to] : merged_) {
    merge.bind(1, from);
    merge.bind(2, to);
    merge.run();
    orphan.bind(1, from);
    orphan.run();
  }
  // The verdict of a group that is no more is history.
  Statement history =
      db_.prepare("UPDATE verdicts SET current = 0 WHERE current = 1 AND group_id = ?1 AND (SELECT current FROM groups WHERE group_id = ?1) = 0");
  for (const std::string& id : retired_) {
    history.bind(1, id);
    history.run();
  }
  return db_.status();
}

}  // namespace mizan

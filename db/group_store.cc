#include "db/group_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

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

std::string fresh_id(char letter, const std::string& seed, std::unordered_set<std::string>& used) {
  for (int attempt = 0;; ++attempt) {
    std::string id = letter + hash_of({seed, std::to_string(attempt)}).substr(0, 10);
    if (used.insert(id).second) return id;
  }
}

}  // namespace

std::string anchor_of(const GroupClaim& claim, const std::string& metric, const std::string& subject) {
  return hash_of({claim.article_key, to_string(claim.field), metric, subject, claim.text}).substr(0, 16);
}

Result<Inheritance> assign_ids(const FactStore& store, std::vector<Group>& groups, const std::vector<std::vector<std::string>>& anchors,
                               const std::set<std::string>& rejected) {
  Database& db = store.database();
  std::unordered_multimap<std::string, std::pair<std::string, std::string>> stored;  // anchor: kind, id
  std::unordered_set<std::string> used;
  Statement ids = db.prepare("SELECT group_id FROM groups");
  while (ids.row()) used.insert(ids.text(0));
  Statement claims = db.prepare("SELECT DISTINCT c.anchor, g.kind, g.group_id FROM claims c JOIN groups g USING(group_id) WHERE g.merged_into IS NULL");
  while (claims.row()) {
    // What was rejected does not live on under its id.
    if (!rejected.count(claims.text(2))) stored.emplace(claims.text(0), std::pair(claims.text(1), claims.text(2)));
  }
  if (Status status = db.status(); !status) return status.error();

  std::vector<Heir> heirs;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::map<std::string, std::int64_t> votes;
    std::set<std::string> seen;
    for (const std::string& anchor : anchors[i]) {
      if (!seen.insert(anchor).second) continue;
      auto [from, to] = stored.equal_range(anchor);
      for (auto it = from; it != to; ++it) {
        if (it->second.first == kind_of(groups[i])) ++votes[it->second.second];
      }
    }
    for (const auto& [id, count] : votes) heirs.push_back({count, id, i});
  }
  std::vector<std::pair<std::string, std::size_t>> left_over;
  std::vector<std::string> inherited = inherit(std::move(heirs), groups.size(), &left_over);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!inherited[i].empty()) {
      groups[i].id = inherited[i];
    } else {
      const GroupClaim& first = groups[i].claims.front();
      groups[i].id = fresh_id('g', fmt::format("{} {} {}", kind_of(groups[i]), *std::min_element(anchors[i].begin(), anchors[i].end()), first.start), used);
    }
  }
  Inheritance out;
  for (const auto& [id, set] : left_over) out.merged.emplace_back(id, groups[set].id);
  return out;
}

Result<std::vector<std::string>> assign_story_ids(const FactStore& store, const std::vector<std::vector<std::int64_t>>& stories,
                                                  const std::vector<std::string>& seeds) {
  Database& db = store.database();
  std::unordered_map<std::int64_t, std::string> stored;
  std::unordered_set<std::string> used;
  Statement ids = db.prepare("SELECT story_id FROM stories");
  while (ids.row()) used.insert(ids.text(0));
  Statement articles = db.prepare("SELECT article_id, story_id FROM story_articles WHERE story_id IS NOT NULL");
  while (articles.row()) stored.emplace(articles.integer(0), articles.text(1));
  if (Status status = db.status(); !status) return status.error();
  std::vector<Heir> heirs;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    std::map<std::string, std::int64_t> votes;
    for (std::int64_t article : stories[i]) {
      if (auto found = stored.find(article); found != stored.end()) ++votes[found->second];
    }
    for (const auto& [id, count] : votes) heirs.push_back({count, id, i});
  }
  std::vector<std::string> out = inherit(std::move(heirs), stories.size(), nullptr);
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (out[i].empty()) out[i] = fresh_id('s', seeds[i], used);
  }
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

Result<std::uint64_t> count_new_conflicts(const FactStore& store, const std::vector<Group>& groups, const std::set<std::string>& accepted) {
  Database& db = store.database();
  std::uint64_t count = 0;
  Statement known = db.prepare("SELECT 1 FROM verdicts WHERE group_id = ? AND current = 1 AND verdict IN ('conflict', 'disputed')");
  // A decision on a group that was merged away holds for the one that it went into.
  std::set<std::string> decided;
  for (const std::string& id : accepted) {
    auto now = resolve_group(store, id);
    if (!now) return now.error();
    decided.insert(now->value_or(id));
  }
  for (const Group& group : groups) {
    if (group.verdict != Verdict::kConflict && group.verdict != Verdict::kDisputed) continue;
    known.bind(1, group.id);
    const bool old = known.row() || decided.count(group.id);
    known.reset();
    count += !old;
  }
  if (Status status = db.status(); !status) return status.error();
  return count;
}

namespace {

void write_stories(Database& db, std::int64_t run, const std::vector<StoryRecord>& stories, const std::vector<CopyRecord>& copies) {
  db.execute("UPDATE stories SET current = 0 WHERE current = 1");
  Statement story = db.prepare(
      "INSERT INTO stories(story_id, title, day, current, first_run, last_run) VALUES (?1, ?2, ?3, 1, ?4, ?4) "
      "ON CONFLICT(story_id) DO UPDATE SET title = excluded.title, day = excluded.day, current = 1, last_run = excluded.last_run");
  // Rows are kept where they are and only changed where they differ, so that nothing grows when nothing happens.
  Statement member = db.prepare(
      "INSERT INTO story_articles(article_id, story_id, copy_of) VALUES (?1, ?2, ?3) "
      "ON CONFLICT(article_id) DO UPDATE SET story_id = excluded.story_id, copy_of = excluded.copy_of "
      "WHERE story_id IS NOT excluded.story_id OR copy_of IS NOT excluded.copy_of");
  std::unordered_map<std::int64_t, std::int64_t> original;
  for (const CopyRecord& copy : copies) original.emplace(copy.article, copy.original);
  std::unordered_set<std::int64_t> written;
  auto put = [&](std::int64_t article, const std::string& id) {
    member.bind(1, article);
    member.bind_or_null(2, id);
    if (auto found = original.find(article); found != original.end()) {
      member.bind(3, found->second);
    } else {
      member.bind_null(3);
    }
    member.run();
    written.insert(article);
  };
  for (const StoryRecord& s : stories) {
    story.bind(1, s.id);
    story.bind_or_null(2, s.title);
    story.bind_or_null(3, s.day);
    story.bind(4, run);
    story.run();
    for (std::int64_t article : s.articles) put(article, s.id);
  }
  for (const CopyRecord& copy : copies) {
    if (!written.count(copy.article)) put(copy.article, "");
  }
  Statement all = db.prepare("SELECT article_id FROM story_articles");
  std::vector<std::int64_t> gone;
  while (all.row()) {
    if (!written.count(all.integer(0))) gone.push_back(all.integer(0));
  }
  Statement drop = db.prepare("DELETE FROM story_articles WHERE article_id = ?");
  for (std::int64_t article : gone) {
    drop.bind(1, article);
    drop.run();
  }
}

void write_claims(Database& db, const Group& group, const std::vector<std::string>& anchors, Statement& select, Statement& remove, Statement& insert) {
  std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::string>> now, before;
  for (std::size_t i = 0; i < group.claims.size(); ++i) {
    const GroupClaim& c = group.claims[i];
    now.emplace_back(c.version, c.sequence, c.cluster, anchors[i]);
  }
  select.bind(1, group.id);
  while (select.row()) before.emplace_back(select.integer(0), select.integer(1), select.integer(2), select.text(3));
  if (now == before || db.failed()) return;
  remove.bind(1, group.id);
  remove.run();
  for (std::size_t i = 0; i < now.size(); ++i) {
    insert.bind(1, group.id);
    insert.bind(2, static_cast<std::int64_t>(i));
    insert.bind(3, std::get<0>(now[i]));
    insert.bind(4, std::get<1>(now[i]));
    insert.bind(5, std::get<2>(now[i]));
    insert.bind(6, std::get<3>(now[i]));
    insert.run();
  }
}

// The day of the newest article in it; empty where none has a date.
std::string newest_day(const Group& group) {
  std::string day;
  for (const GroupClaim& c : group.claims) day = std::max(day, c.published.substr(0, 10));
  return day;
}

void write_verdict(const Group& group, std::int64_t run, Statement& same, Statement& retire, Statement& insert) {
  const char* verdict = to_string(group.verdict);
  const std::string day = newest_day(group);
  same.bind(1, run);
  same.bind(2, group.id);
  same.bind(3, verdict);
  same.bind(4, group.reason);
  same.bind(5, static_cast<std::int64_t>(group.confidence_percent));
  same.bind(6, static_cast<std::int64_t>(group.sources));
  same.bind_or_null(7, group.stated);
  same.bind_or_null(8, group.computed);
  same.bind(9, static_cast<std::int64_t>(group.weight));
  same.bind_or_null(10, day);
  if (same.row()) {  // RETURNING: it was there
    same.reset();
    return;
  }
  retire.bind(1, group.id);
  retire.run();
  insert.bind(1, run);
  insert.bind(2, group.id);
  insert.bind(3, verdict);
  insert.bind(4, group.reason);
  insert.bind(5, static_cast<std::int64_t>(group.confidence_percent));
  insert.bind(6, static_cast<std::int64_t>(group.sources));
  insert.bind_or_null(7, group.stated);
  insert.bind_or_null(8, group.computed);
  insert.bind(9, static_cast<std::int64_t>(group.weight));
  insert.bind_or_null(10, day);
  insert.run();
}

}  // namespace

Status write_reconciliation(FactStore& store, const std::vector<Group>& groups, const std::vector<std::vector<std::string>>& anchors,
                            const Inheritance& inheritance, const std::vector<StoryRecord>& stories, const std::vector<CopyRecord>& copies) {
  Database& db = store.database();
  if (!db.in_transaction()) db.begin();
  if (db.failed()) return db.status();
  auto run = store.run_id();
  if (!run) return run.error();
  write_stories(db, *run, stories, copies);
  db.execute("UPDATE groups SET current = 0 WHERE current = 1");
  Statement group_row = db.prepare(
      "INSERT INTO groups(group_id, kind, story_id, subject, subject_name, metric, noun, unit, per, aspect, period, counterpart, counterpart_name, current, "
      "first_run, last_run) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,1,?14,?14) ON CONFLICT(group_id) DO UPDATE SET story_id = excluded.story_id, "
      "subject = excluded.subject, subject_name = excluded.subject_name, metric = excluded.metric, noun = excluded.noun, unit = excluded.unit, per = "
      "excluded.per, "
      "aspect = excluded.aspect, period = excluded.period, counterpart = excluded.counterpart, counterpart_name = excluded.counterpart_name, current = 1, "
      "merged_into = NULL, last_run = excluded.last_run");
  Statement select = db.prepare("SELECT version_id, fact, cluster, anchor FROM claims WHERE group_id = ? ORDER BY seq");
  Statement remove = db.prepare("DELETE FROM claims WHERE group_id = ?");
  Statement insert = db.prepare("INSERT INTO claims(group_id, seq, version_id, fact, cluster, anchor) VALUES (?,?,?,?,?,?)");
  Statement same = db.prepare(
      "UPDATE verdicts SET last_run = ?1, weight = ?9, day = ?10 WHERE group_id = ?2 AND current = 1 AND verdict = ?3 AND reason = ?4 AND confidence = ?5 AND "
      "sources = ?6 "
      "AND stated IS ?7 AND computed IS ?8 RETURNING verdict_id");
  Statement retire = db.prepare("UPDATE verdicts SET current = 0 WHERE group_id = ? AND current = 1");
  Statement verdict = db.prepare(
      "INSERT INTO verdicts(group_id, verdict, reason, confidence, sources, stated, computed, current, first_run, last_run, weight, day) "
      "VALUES (?2,?3,?4,?5,?6,?7,?8,1,?1,?1,?9,?10)");
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group& g = groups[i];
    group_row.bind(1, g.id);
    group_row.bind(2, kind_of(g));
    int parameter = 3;
    for (const std::string* text : {&g.story, &g.subject, &g.subject_name}) group_row.bind_or_null(parameter++, *text);
    group_row.bind(6, g.metric);
    parameter = 7;
    for (const std::string* text : {&g.noun, &g.unit, &g.per, &g.aspect, &g.period, &g.counterpart, &g.counterpart_name}) {
      group_row.bind_or_null(parameter++, *text);
    }
    group_row.bind(14, *run);
    group_row.run();
    write_claims(db, g, anchors[i], select, remove, insert);
    write_verdict(g, *run, same, retire, verdict);
  }
  Statement merge = db.prepare("UPDATE groups SET merged_into = ?2 WHERE group_id = ?1 AND current = 0");
  Statement orphan = db.prepare("DELETE FROM claims WHERE group_id = ?");
  for (const auto& [old_id, new_id] : inheritance.merged) {
    merge.bind(1, old_id);
    merge.bind(2, new_id);
    merge.run();
    orphan.bind(1, old_id);
    orphan.run();
  }
  forget_touched(db);
  // The verdict of a group that is no more is history.
  db.execute("UPDATE verdicts SET current = 0 WHERE current = 1 AND group_id IN (SELECT group_id FROM groups WHERE current = 0)");
  if (db.failed()) {
    Status status = db.status();
    db.rollback();
    return status;
  }
  return store.flush();
}

}  // namespace mizan

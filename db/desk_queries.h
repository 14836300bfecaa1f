// What people look at on the desk: pages of groups by weight, one group with its history, an entity over time, articles, facts and runs as they came.
//
// Every list is paged by a cursor, which names the last row that was seen: what is added meanwhile neither repeats nor hides a row. A cursor that is no
// cursor counts as none. Costs follow the page, not the database, wherever an index serves the filter.
//
// Reads only; one thread uses a store at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/citation.h"
#include "db/entity_links.h"
#include "db/reconcile.h"

namespace mizan {

// For a store that serves pages beside others of its kind: a small page cache, and no mapping of the file.
void keep_small(FactStore& store);

// A number that changes with every change of the database by anybody else (PRAGMA data_version): what was computed before may be old.
std::int64_t data_version(const FactStore& store);

// A mark that changes with every run and every decision: "12-3". Cheap.
std::string change_mark(const FactStore& store);

// Of a group in a list: enough to show its values and who says them, however many say them.
inline constexpr std::size_t kClaimsInList = 48;

enum class Decided : std::uint8_t { kEither, kOpen, kDone };  // has anybody accepted or rejected it?

struct GroupQuery {
  std::vector<Verdict> verdicts;  // in reading order; empty: all but single
  std::string subject;            // entity id: subject or counterpart
  std::string metric, story;
  std::string since;  // a day
  Decided decided = Decided::kEither;
  std::string cursor;
  std::size_t limit = 25;
  std::size_t claims = kClaimsInList;  // of a group, at most: some of each value
};

// A group as last reconciled, with its claims as people corrected them since.
struct DeskGroup {
  Group group;
  std::string story_title;
  std::string day;      // of its newest article
  std::string decided;  // "accept", "reject" or empty
  std::string decided_by, decided_at;
  std::string revision;          // changes with verdict, claims and decisions: a decision names the one that it was taken on
  bool current = true;           // it came out of the last reconciliation
  std::size_t claims_total = 0;  // of which group.claims may hold some only
};

struct GroupPage {
  std::vector<DeskGroup> groups;
  std::string next;  // cursor; empty at the end
};

Result<GroupPage> list_groups(const FactStore& store, const GroupQuery& query);
// The group that stands under this id now, with so many of its claims at most; nullopt for an id never given.
Result<std::optional<DeskGroup>> desk_group(const FactStore& store, std::string_view id, std::size_t claims = SIZE_MAX);

// These groups, in this order, with their claims; ids never given are left out.
Result<std::vector<Group>> read_groups(const FactStore& store, const std::vector<std::string>& ids);

struct VerdictCount {
  Verdict verdict;
  std::uint64_t all = 0, open = 0;  // open: nobody has decided; counted for conflicts, disputes, corrections and partial sums only
};
// Of the current groups, in reading order; kinds that none has are left out.
Result<std::vector<VerdictCount>> count_verdicts(const FactStore& store);

struct PastVerdict {
  std::string verdict, reason, from, to;  // from, to: when the runs that first and last saw it began
  int confidence_percent = 0, sources = 0;
  bool current = false;
};
// The latest last.
Result<std::vector<PastVerdict>> verdict_history(const FactStore& store, std::string_view group);

struct DecisionRow {
  std::int64_t number = 0;
  std::string at, who, kind, target, quote, note;
  std::string other, article, name;  // of names: the other id; the article that a split is for; what it is called
  std::int64_t undoes = 0;           // number of the decision that this one takes back
  bool stands = true;                // nobody took it back, and it is no such row itself
  std::string fields;                // what was corrected, "metric=profit value=2000000000"
};
// Of a group: on itself and on the figures in it. Of a subject: on any of its ids (EntityLinks::ids_of). The latest first.
Result<std::vector<DecisionRow>> decisions_on(const FactStore& store, const DeskGroup& group);
Result<std::vector<DecisionRow>> decisions_on(const FactStore& store, const std::vector<std::string>& ids);
// All, the latest first; `before` a number, 0 for the newest.
Result<std::vector<DecisionRow>> list_decisions(const FactStore& store, std::int64_t before, std::size_t limit);

struct FactQuery {
  std::string subject;                 // that facts are to stand for; what is read as it: `subjects`
  std::vector<std::string> subjects;   // ids as read (EntityLinks::ids_of); empty: all
  const EntityLinks* links = nullptr;  // laid over the facts; none: they stand as read
  std::string metric, period, status;
  std::string article;  // natural key
  std::string cursor;
  std::size_t limit = 50;
};
struct FactPage {
  std::vector<StoredFact> facts;  // the latest arrival first, within an article in its order; as people corrected them
  std::string next;
};
Result<FactPage> list_facts(const FactStore& store, const FactQuery& query);

struct ArticleRow {
  std::int64_t version = 0;
  std::string key, id, source, published, title, state, lang;
  std::uint64_t facts = 0;
};
struct ArticlePage {
  std::vector<ArticleRow> articles;
  std::string next;
};
// The latest arrival first; latest versions, withdrawn ones too.
Result<ArticlePage> list_articles(const FactStore& store, std::string_view cursor, std::size_t limit);

struct EntityRow {
  std::string id, name;
  std::uint64_t facts = 0;
};
// All subjects with the number of facts on them, by id. A walk along an index: tens of milliseconds for a million facts; keep it.
Result<std::vector<EntityRow>> list_subjects(const FactStore& store);

struct RunRow {
  std::int64_t run = 0;
  std::string command, program, lexicon, options, started, ended;
  std::uint64_t articles = 0, added = 0, versions = 0, unchanged = 0, copies = 0, mentions = 0, facts = 0, rejected = 0;
  std::optional<double> seconds;  // of a run that ended
};
// The latest first; `before` a number, 0 for the newest. What a run left out: FactStore::rejections.
Result<std::vector<RunRow>> list_runs(const FactStore& store, std::int64_t before, std::size_t limit);

// Content hash of a version; empty where there is none.
std::string content_hash_of(const FactStore& store, std::int64_t version);
// Day of the newest article, as far as verdicts and the latest arrivals tell; empty where none has a date.
std::string newest_day(const FactStore& store);
// What the articles call an id that was read, by a fact on it, else by a mention; the id itself where none has it.
std::string name_of(const FactStore& store, std::string_view id);
// How articles write a subject's name under any of its ids, the commonest first: from its figures' articles.
Result<std::vector<std::string>> names_written(const FactStore& store, const std::vector<std::string>& ids, std::size_t limit);
// Number of the last decision on what this fact's span says; part of its revision.
std::int64_t last_decision_on(const FactStore& store, const Citation& fact);

// The groups that figures of this article stand in, by fact: (sequence of the fact, id of the group, verdict).
struct FactVerdict {
  std::uint32_t sequence = 0;
  std::string group;
  Verdict verdict = Verdict::kSingle;
};
Result<std::vector<FactVerdict>> verdicts_in(const FactStore& store, std::int64_t version);

}  // namespace mizan

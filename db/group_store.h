// Keeps groups, claims and verdicts of a reconciliation in the database, with ids that outlive it.
//
// A group inherits the id of the stored group that it shares most claims with, so more articles never change it; a stored group whose
// claims all went elsewhere is marked as merged into the group that has most of them, and its id still resolves. Claims are
// recognised by their anchor: article, field, metric, subject and quote, so that an id outlives a new version of the article, too.
//
// Groups are written part by part: retire() takes the current groups of some buckets away, write() puts what they hold now, finish() settles what is left.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "db/database.h"
#include "db/late_indexes.h"
#include "db/reconcile.h"

namespace mizan {

// Identifies a claim across versions and readings. ON DISK: do not change.
std::string anchor_of(const GroupClaim& claim, const std::string& metric, const std::string& subject);
std::vector<std::string> anchors_of(const Group& group);

// Sets `id` of every group that has none (corrections have one), from the stored groups that may be inherited from. Reads only. `rejected`: the ids that
// people rejected, which no group inherits. Returns which stored ids went into which group.
enum class Heritage : std::uint8_t { kNone, kNotCurrent, kAny };  // kNone: nothing was stored before this run
using Merged = std::vector<std::pair<std::string, std::string>>;
Result<Merged> assign_ids(const FactStore& store, std::vector<Group>& groups, const std::set<std::string>& rejected, Heritage heritage);

// The same for stories, a list of article ids each; `seeds` make new ids.
Result<std::vector<std::string>> assign_story_ids(const FactStore& store, const std::vector<std::vector<std::int64_t>>& stories,
                                                  const std::vector<std::string>& seeds);

class GroupStore {
 public:
  // Within an open transaction of the store, as its run. `accepted`, `rejected`: ids with such a decision.
  GroupStore(FactStore& store, std::int64_t run, std::set<std::string> accepted, std::set<std::string> rejected);

  void retire(std::int64_t bucket);
  void retire_all();
  // `buckets` has one for each group. Sets the ids, and raises alarms for conflicts that were none before (alarm.h).
  Status write(std::vector<Group>& groups, const std::vector<std::int64_t>& buckets);
  Status finish();

 private:
  void write_claims(const Group& group, const std::vector<std::string>& anchors);
  void write_verdict(const Group& group);
  void raise(const Group& group);

  FactStore& store_;
  Database& db_;
  std::int64_t run_;
  std::set<std::string> accepted_, rejected_;
  Heritage heritage_ = Heritage::kNotCurrent;
  std::vector<std::string> retired_;
  LateIndexes late_;
  std::map<std::string, std::string> merged_;  // stored id: group it went into
  Statement retire_, group_, claims_, remove_claims_, insert_claim_, same_, retire_verdict_, insert_verdict_, was_conflict_, alarms_, insert_alarm_;
};

}  // namespace mizan

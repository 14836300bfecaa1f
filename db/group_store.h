// Keeps groups, claims and verdicts of a reconciliation in the database, with ids that outlive it.
//
// A group inherits the id of the stored group that it shares most claims with, so more articles never change it; a stored group whose
// claims all went elsewhere is marked as merged into the group that has most of them, and its id still resolves. Claims are
// recognised by their anchor: article, field, metric, subject and quote, so that an id outlives a new version of the article, too.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "db/reconcile.h"

namespace mizan {

// Identifies a claim across versions and readings. ON DISK: do not change.
std::string anchor_of(const GroupClaim& claim, const std::string& metric, const std::string& subject);

// Sets `id` of every group, from the stored groups where there are such. Reads only. `anchors` has, for each group, its claims' anchors;
// `rejected` the ids that people rejected, which no group inherits.
struct Inheritance {
  std::vector<std::pair<std::string, std::string>> merged;  // stored id, id of the group that it went into
};
Result<Inheritance> assign_ids(const FactStore& store, std::vector<Group>& groups, const std::vector<std::vector<std::string>>& anchors,
                              const std::set<std::string>& rejected);

// The same for stories: `articles` are natural keys' article ids, a list a story; returns an id each.
Result<std::vector<std::string>> assign_story_ids(const FactStore& store, const std::vector<std::vector<std::int64_t>>& stories,
                                                  const std::vector<std::string>& seeds);

struct StoryRecord {
  std::string id, title, day;
  std::vector<std::int64_t> articles;
};
struct CopyRecord {
  std::int64_t article, original;
};

// Conflicts and disputes that were not current before and that nobody has decided on.
Result<std::uint64_t> count_new_conflicts(const FactStore& store, const std::vector<Group>& groups, const std::set<std::string>& accepted);

// Writes everything in one transaction, as the store's open run.
Status write_reconciliation(FactStore& store, const std::vector<Group>& groups, const std::vector<std::vector<std::string>>& anchors,
                            const Inheritance& inheritance, const std::vector<StoryRecord>& stories, const std::vector<CopyRecord>& copies);

}  // namespace mizan

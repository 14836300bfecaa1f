// What an article says now where an earlier version of it said something else: a publisher's corrections of its own figures.
//
//   v1 "killed 120 people"   v2, state "corrected": "killed 102 people"    -> corrected: Nahr Wire says 102 where it said 120 before
//   v1 "killed 120 people"   v2, live:              "killed 131 people"    -> update: from 120 to 131, the later figure
//
// Only the latest version of an article takes part in all other comparisons; here earlier ones are held against it, fact by fact (changes_between()). Such a
// group has an id of its own kind (12 digits behind the g, others have 10), which follows from article, subject and measure: no other group inherits it, and it
// inherits none.
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "db/entity_links.h"
#include "db/reconcile.h"

namespace mizan {

class Decisions;

// Ids of corrections. ON DISK AND IN PRINT; SQL in group_store.cc and reconcile_run.cc asks the same.
inline bool is_correction(std::string_view group_id) {
  return group_id.size() == 13;
}

// Articles that have earlier versions. Errors stick to the database.
std::set<std::int64_t> articles_of_several_versions(const FactStore& store);

// Of one article, in the order of its facts; none for an article of one version, or a withdrawn one. Ids are set; the story is not.
Result<std::vector<Group>> corrections_of(const FactStore& store, std::int64_t article, const EntityLinks& links, const Decisions& decisions);

}  // namespace mizan

// One reconciliation of the database: of everything, or of what was touched since the last one (touched.h), with the same result.
//
//   touched articles -> sketches -> copies, links, stories (story_index.h) -> changed stories -> sets of claims within each (grouping.h) -> buckets
//   whose sets changed -> groups of each, judged -> ids and verdicts (group_store.h)
//
// Every arrow is a function of what stands before it, kept in the database; a step looks only at what the one before it found changed. A story's sets have a
// signature of all that their groups follow from, so that a story that changed in one article dirties the buckets of that article's sets only.
//
// Stories and buckets are worked on some thousands at a time: memory follows that, not the database.
#pragma once

#include "db/reconcile.h"

namespace mizan {

struct RunOutcome {
  bool full = false;
  bool changed = false;                                             // something was written
  std::uint64_t touched = 0, stories = 0, buckets = 0, groups = 0;  // looked at again
};

// Writes as the store's run. `by`: what the verdicts follow from besides the articles (program and policy): another one than last time means a full run.
Result<RunOutcome> run_reconciliation(FactStore& store, const RunDescription& run, bool full);

// Counts that are kept from run to run: articles, facts, copies, stories, claims in groups.
struct RunTotals {
  std::uint64_t articles = 0, facts = 0, copies = 0, stories = 0, grouped = 0;
};
// Will it look at (nearly) everything? Asked before names are linked, which may make it so.
Result<bool> looks_at_all(FactStore& store, const RunDescription& description, bool full);

Result<RunTotals> run_totals(const FactStore& store);

}  // namespace mizan

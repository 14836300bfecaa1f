// A study's data set: what a database held after one of its runs, as files that another machine makes the same database of.
//
//   write_articles(store, {.as_of = 12}, articles);     every version of every article, in the order in which they came
//   write_decisions(store, {.as_of = 12}, decisions);
//   rebuild(empty, articles, decisions, read, run);     reads, stores, decides, compares
//
// Facts and verdicts are functions of articles, decisions, program and lexicon, so these four are all that has to be kept. What was erased is not there any
// more; what is under embargo is left out, as in every export.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "db/reconcile.h"
#include "db/store.h"

namespace mizan {

struct SnapshotRange {
  std::int64_t as_of = 0;  // the number of the last run that counts; 0: all
};

struct SnapshotCounts {
  std::uint64_t versions = 0, decisions = 0;
};

// What the database holds, in one moment of it. Code snapshot.no_run where there is no run of this number.
Status write_snapshot(const FactStore& store, const SnapshotRange& range, std::ostream& articles, std::ostream& decisions, SnapshotCounts& counts);

// Into a store that is empty and open for writing. Code snapshot.broken, with the line, where the files are not what write_snapshot() wrote. `read` is to be
// safe for several threads at once.
Status rebuild(FactStore& store, std::istream& articles, std::istream& decisions, const ArticleFunction& read, const RunDescription& run, unsigned jobs);

}  // namespace mizan

// What is to be said of a group of comparable claims: one of the nine verdicts, with its reason.
//
//   one claim                                    single
//   one cluster of values, all equal             agree;  else rounding
//   several clusters: the gravest that any two claims of different clusters and articles give:
//     same context, same source, later version   corrected; of one article held against itself (corrections.h), too
//     running measure, known to be later         update   (a toll must not have fallen)
//     both put into the mouths of named speakers disputed
//     same context                               conflict (order_unknown for a running measure whose order is not known)
//     near context, or both can hold             incomparable, with the reason
#pragma once

#include <vector>

#include "db/claim.h"
#include "db/reconcile.h"

namespace mizan {

struct Judgement {
  Verdict verdict = Verdict::kSingle;
  std::string reason;
  int confidence_percent = 0;
  std::vector<int> clusters;  // of each claim, in the order given; 0 is the cluster with the most sources
  int sources = 0;
};

// `claims` are indices into snapshot.claims, ascending and not empty.
Judgement judge(const std::vector<int>& claims, const Snapshot& snapshot);

// Copies of one text, and articles of one source, are one source.
int independent_sources(const std::vector<int>& claims, const Snapshot& snapshot);

}  // namespace mizan

// Which claims stand together: groups of comparable claims, each claim in one group at most.
//
//   1. Values that fit (interval.h) in comparable contexts are joined, within bucket and class (comparability.h).
//   2. Equal values of one story are joined although the sentences name the measure or the subject differently.
//   3. Values that do not fit are joined, nearest first, where they may disagree (comparability.h) and no article stands on both sides: an
//      article that gives two values speaks of two things, unless others say otherwise.
//
// Buckets are hashed and sorted within; nothing compares all with all.
#pragma once

#include <vector>

#include "db/claim.h"

namespace mizan {

// Indices into snapshot.claims, ascending, each span of text once; groups in order of their first claim. Stories must have been found.
std::vector<std::vector<int>> group_claims(const Snapshot& snapshot);

// Sets `leads` of the claims. Before grouping and judging.
void find_leading_tolls(Snapshot& snapshot);

}  // namespace mizan

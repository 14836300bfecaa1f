// Claims and groups as they are shown: the fields of GroupClaim and Group from the facts behind them.
#pragma once

#include <vector>

#include "db/arithmetic.h"
#include "db/claim.h"
#include "db/reconcile.h"

namespace mizan {

// Of a fact by itself; article and source as far as the store gave them with it.
GroupClaim claim_out(const StoredFact& stored);
GroupClaim claim_out(const Claim& claim, const Snapshot& snapshot, int cluster);

// Groups with verdict, reason and weight, but for id and story. `weight` is what deserves an editor's eye first, as far as it stays: many sources (30), a wide
// gap between the values (30: ten times or more), and how sure the verdict is (20); what is recent or new gets more when it is listed (reconcile.cc).
Group judged_group(const std::vector<int>& claims, const Snapshot& snapshot);
Group checked_group(const CheckResult& check, const Snapshot& snapshot);

// Subject, metric, noun, unit and the like of a group: what most of its claims say.
void describe(Group& group, const std::vector<int>& claims, const Snapshot& snapshot);

}  // namespace mizan

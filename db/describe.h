// Claims and groups as they are shown: the fields of GroupClaim and Group from the facts behind them.
#pragma once

#include <vector>

#include "db/claim.h"
#include "db/reconcile.h"

namespace mizan {

GroupClaim claim_out(const Claim& claim, const Snapshot& snapshot, int cluster);

// Subject, metric, noun, unit and the like of a group: what most of its claims say.
void describe(Group& group, const std::vector<int>& claims, const Snapshot& snapshot);

}  // namespace mizan

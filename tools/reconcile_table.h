// The reconciliation as people read it in a terminal: what contradicts first, in full; what agrees below, a line each.
//
//   CONFLICT   CoreWeave · valuation                                       2 sources  82 %  g3f0a9c11d2
//              32000000000 and 19000000000 cannot both hold
//     A  32 billion USD    2025-03-28  Gulf Ledger   … قيمتها السوقية 32 مليار دولار بعد الطرح (its market value 32 billion dollars) …
//     B  19 billion USD    2025-03-29  Harbour Wire  … valued at $19 billion …
//
// Claims of one letter agree with each other. Of a check, "+" (a sum) or "-" marks what was computed from, "=" what the article states.
#pragma once

#include <string>
#include <vector>

#include "db/reconcile.h"
#include "tools/terminal.h"

namespace mizan::tools {

// `shown` of all groups that were found; the totals speak of `all`. Of what agrees, at most `brief` groups are listed and the rest counted; of claims that say
// the same, one for each source.
std::string reconcile_table(const Reconciliation& all, const std::vector<Group>& shown, std::size_t brief, const Screen& screen);

}  // namespace mizan::tools

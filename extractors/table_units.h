// Units that stand in a table's header hold for the bare numbers below it.
//
//   | Company | Revenue 2025 ($ billion) |        2.5 below it is money 2500000000 USD
//   | المحطة | القدرة (ميغاواط) |                  450 below it is quantity 450 MW
#pragma once

#include <vector>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"
#include "pipeline/stretch.h"

namespace mizan {

// Changes the mentions in cells of the stretch's tables that have a number and no unit of their own. `found`: those of the stretch. Before arbitration. Linear.
void lend_header_units(const Analysis& article, const Stretch& stretch, const Lexicons& lexicons, std::vector<Mention>& found);

}  // namespace mizan

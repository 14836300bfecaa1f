// Units that stand in a table's header hold for the bare numbers below it.
//
//   | Company | Revenue 2025 ($ billion) |        2.5 below it is money 2500000000 USD
//   | المحطة | القدرة (ميغاواط) |                  450 below it is quantity 450 MW
#pragma once

#include <vector>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"

namespace mizan {

// Changes the mentions in table cells that have a number and no unit of their own. Before arbitration. Linear.
void lend_header_units(const Analysis& article, const Lexicons& lexicons, std::vector<Mention>& found);

}  // namespace mizan

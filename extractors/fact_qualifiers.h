// What else a number's sentence says of it: period, status, aspect and direction, basis, scope, speaker.
//
//   "rose by 5% to $10bn in 2025" -> 5 %: change, up; $10bn: level; both 2025
//   "من المتوقع أن تبلغ 32 مليارا"   -> projected
#pragma once

#include <string>

#include "extractors/fact_metric.h"
#include "extractors/fact_scan.h"
#include "pipeline/fact.h"

namespace mizan {

void qualify(const FactScan& scan, const FactNumber& number, MetricChoice& metric, Fact& fact);

// The source's words of the tokens [first, end).
std::string source_text(const Analysis& article, std::uint32_t first, std::uint32_t end);

}  // namespace mizan

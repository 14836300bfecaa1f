// How figures are written for people: "~32 billion USD", "7–10 GW", "≥500", "2.5 million bbl/d per day"; and the names of measures.
//
// Always exact: a magnitude word only where at most three decimals remain, else all digits in groups ("656,534").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/decimal.h"
#include "pipeline/mention.h"

namespace mizan::tools {

std::string figure(Decimal number);
// "n/a" where there is no number (a vague amount).
std::string figure(const std::optional<Decimal>& low, const std::optional<Decimal>& high, Bound bound, std::string_view unit, std::string_view per);
// An ISO 8601 duration or range of them in words: "P86Y" -> "86 years", "P3D/P4D" -> "3 days to 4 days", "P1Y6M" -> "1 year 6 months". Anything else stays.
std::string length(std::string_view value);
// "share_price" -> "share price"; "other" with a noun is the noun, and a counted measure keeps it: "killed (child)", where it says more than the measure:
// "passengers" needs no (passenger).
std::string measure(std::string_view metric, std::string_view noun);

// "32000000000 and 19000000000 cannot both hold" -> "32 billion and 19 billion cannot both hold". Dates and ids stay.
std::string readable(std::string_view text);

}  // namespace mizan::tools

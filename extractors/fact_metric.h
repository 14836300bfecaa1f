// Which measure a number gives: the nearest cue word that governs it.
//
//   "Revenue rose 5% to $10bn"     -> revenue for both numbers
//   "30 قتيلاً و45 جريحًا"            -> killed for the one, injured for the other: the counted noun says it
//
// Cues are data (lexicons/metrics.tsv); which one governs is decided here: a cue before the number beats one behind it, one in the same clause one in another,
// a noun that heads a genitive the noun inside it, and a cue must go with the kind of value.
#pragma once

#include <string>
#include <string_view>

#include "extractors/fact_scan.h"

namespace mizan {

struct MetricChoice {
  std::string_view metric;  // "other" where nothing fits
  std::string noun;         // counted noun or head word
  const MetricCue* cue = nullptr;
  std::uint32_t anchor = 0;  // token that the subject is near to: the cue's, or the number's
  double cost = 0;
  bool from_noun = false;  // the counted noun says it
  bool as_change = false;  // a percentage beside a measure that is none: its change
};

// What goes with what: the flag of metrics.tsv that a value of this mention needs ("money", "percent", "count", "length" ...).
std::string_view value_class(const Mention& mention);

// A metric that headings or table headers give where the text beside the number gives none; weak cues lose to it.
struct GivenMetric {
  const MetricEntry* entry = nullptr;
};

MetricChoice choose_metric(const FactScan& scan, const FactNumber& number, const GivenMetric& given);

// Measures of what happened to people: their subject is the event itself, not a name.
bool is_toll(std::string_view metric);
// Measures that belong to places (population, gdp, turnout).
bool belongs_to_place(std::string_view metric);
// Money that goes out: commitment, investment, funding ... one family.
bool is_money_out(std::string_view metric);
// Measures that percentages state directly (market share, inflation).
bool is_rate(std::string_view metric);

}  // namespace mizan

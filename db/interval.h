// When two written figures are the same figure.
//
//   10.7 and 10.68 billion    kRounding  the coarser is the finer one at its own last written digit, rounded or truncated
//   656 ألف and 656,534       kRounding
//   3.3 and 3.4               kApart     written to the same digit, figures never round to each other
//   2.02 and 2.2              kApart
//   20 and "more than 20"     kRounding  the bound admits it
//   about 20, about 20        kEqual     hedged on both sides
//   "at least 20" and 45      kLoose     both can hold, but nobody would write the one for the other
//
// A figure is an interval: half a unit of its last written digit either side. "About" widens it by one unit of its last digit that is not
// zero, but by no less than 5 % and no more than 10 %; "over" and "at least" admit up to a quarter more, "under" and "at most" down to a
// fifth less; a range admits what lies in it. All of it in exact decimals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/decimal.h"
#include "pipeline/mention.h"

namespace mizan {

struct Figure {
  Decimal low, high;            // in the unit's base unit (see units.h)
  Decimal low_step, high_step;  // one unit of the last written digit
  Bound bound = Bound::kExact;
};

enum class Fit : std::uint8_t { kEqual, kRounding, kLoose, kApart };

// nullopt for a vague amount, or one whose base unit needs more than 18 digits.
std::optional<Figure> figure_of(const Amount& amount);
Fit fit(const Figure& a, const Figure& b);

// The values that the figure can stand for, as written and hedged; an end that is missing is open.
struct Interval {
  std::optional<Decimal> low, high;
};
Interval interval_of(const Figure& figure);

// ISO days, both included; empty where unknown.
struct DayRange {
  std::string from, to;
};
// The days of a period's value ("2018", "2018-03", "2018-W13", "2018-Q1", "2018-03-30/2018-04-02"), as numbers since 1970; nullopt for one without a year, or
// of a fiscal year, whose days depend on the country.
struct DaySpan {
  std::int64_t from = 0, to = 0;
};
std::optional<DaySpan> days_of_period(std::string_view period);
// Dates: kEqual for the same days whatever the calendar, kRounding where one lies in the other.
Fit fit_dates(const std::string& a, const DayRange& a_days, const std::string& b, const DayRange& b_days);
// ISO 8601 durations and ages ("P2Y", "P18Y/P29Y"): kEqual for the same length, kRounding for a range that holds the other.
Fit fit_lengths(const std::string& a, const std::string& b);
// The longer to the shorter, for ranking only; infinite where one can't be read or is nothing.
double ratio_of_lengths(const std::string& a, const std::string& b);

}  // namespace mizan

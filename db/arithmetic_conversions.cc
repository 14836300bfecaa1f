#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "db/arithmetic_checks.h"
#include "db/units.h"

namespace mizan::arithmetic {
namespace {

constexpr double kRounded = 0.06;     // how far a converted figure may be rounded: "1,000 feet (300 metres)", "50 miles (80 km)"
constexpr double kDegrees = 0.02;     // degrees are rounded to the whole one, at most two apart at news temperatures
constexpr double kRateDrift = 0.06;   // how far rates of days apart drift
constexpr double kRatesApart = 0.12;  // rates that differ by more among themselves say nothing
constexpr std::int64_t kDays = 45;    // articles further apart are not asked

// Is the second the same amount as the first in another unit?
bool is_given_twice(const Claim& a, const Claim& b) {
  return b.stored.rule == kGivenTwice && a.fact().type == b.fact().type && a.fact().amount.unit != b.fact().amount.unit &&
         a.fact().amount.per == b.fact().amount.per;
}

Range widened(const Range& r, double by) {
  const double least = std::abs(r.face) * by;
  return {r.face, std::min(r.low, r.face - least), std::max(r.high, r.face + least)};
}

Range times(const Range& a, const Range& b) {
  return {a.face * b.face, a.low * b.low, a.high * b.high};
}
Range over(const Range& a, const Range& b) {
  return {a.face / b.face, a.low / b.high, a.high / b.low};
}

// The implied rate of a pair, from the currency that comes first in the alphabet to the other.
struct Rate {
  Pair pair;
  Range range;
  std::int64_t day = 0;
  bool dated = false;
  int article = 0;
};

}  // namespace

namespace {

// Degrees have no common zero, so no factor leads from one to the other. nullopt where the two are not degrees Celsius and Fahrenheit.
std::optional<Range> degrees(const Range& given, const std::string& from, const std::string& to) {
  constexpr double kStep = 1.8, kZero = 32;  // of Fahrenheit, by definition
  auto all = [&](auto turn) { return Range{turn(given.face), turn(given.low), turn(given.high)}; };
  if (from == "degC" && to == "degF") return all([](double c) { return c * kStep + kZero; });
  if (from == "degF" && to == "degC") return all([](double f) { return (f - kZero) / kStep; });
  return std::nullopt;
}

}  // namespace

void check_units(const Snapshot& s, const std::vector<Claims>& sentences, std::vector<CheckResult>& out) {
  for (const Claims& of : sentences) {
    for (std::size_t i = 1; i < of.size(); ++i) {
      const Claim &a = claim(s, of[i - 1]), &b = claim(s, of[i]);
      const Fact &x = a.fact(), &y = b.fact();
      if (x.type != MentionType::kQuantity || !is_given_twice(a, b)) continue;
      const BaseUnit from = base_unit(x.amount.unit), to = base_unit(y.amount.unit);
      const auto given = range_of(a), stated = range_of(b);
      if (!given || !stated) continue;
      const auto turned = degrees(*given, x.amount.unit, y.amount.unit);
      if (!turned && (from.name != to.name || given->face <= 0)) continue;
      const Range computed = turned ? *turned : *given;
      CheckResult check;
      check.check = Check::kConversion;
      check.claims = {of[i - 1], of[i]};
      const double factor = to.factor.to_double();
      check.stated = y.amount.low->to_string();
      check.computed = number_text(computed.face / factor, std::min(0, y.amount.low_precision));
      check.verdict = verdict_of(*stated, computed);
      if (check.verdict == Verdict::kConflict && verdict_of(*stated, widened(computed, turned ? kDegrees : kRounded)) != Verdict::kConflict)
        check.verdict = Verdict::kRounding;
      check.reason = fmt::format("{} {} is {} {}, {} is stated", x.amount.low->to_string(), x.amount.unit, check.computed, y.amount.unit, check.stated);
      check.confidence_percent = check.verdict == Verdict::kAgree ? 95 : 85;
      out.push_back(std::move(check));
    }
  }
}

void find_pairs(const Snapshot& s, const std::vector<Claims>& sentences, std::vector<Pair>& pairs) {
  for (const Claims& of : sentences) {
    for (std::size_t i = 1; i < of.size(); ++i) {
      const Claim &a = claim(s, of[i - 1]), &b = claim(s, of[i]);
      if (a.fact().type == MentionType::kMoney && is_given_twice(a, b) && range_of(a) && range_of(b) && a.figure->low.to_double() > 0 &&
          b.figure->low.to_double() > 0) {
        pairs.push_back({of[i - 1], of[i]});
      }
    }
  }
}

void check_conversions(const Snapshot& s, const std::vector<Pair>& pairs, std::vector<CheckResult>& out) {
  std::map<std::pair<std::string, std::string>, std::vector<Rate>> by_currencies;
  for (const Pair& pair : pairs) {
    const Claim &a = claim(s, pair.first), &b = claim(s, pair.second);
    const bool in_order = a.fact().amount.unit < b.fact().amount.unit;
    const Claim &x = in_order ? a : b, &y = in_order ? b : a;
    Rate rate{pair, over(*range_of(y), *range_of(x)), 0, false, a.article};
    if (const auto& moment = s.articles[static_cast<std::size_t>(a.article)].moment) {
      rate.day = moment->day;
      rate.dated = true;
    }
    by_currencies[{x.fact().amount.unit, y.fact().amount.unit}].push_back(rate);
  }
  for (auto& [currencies, rates] : by_currencies) {
    if (rates.size() < 2) continue;
    // By day, so that the articles around one are its neighbours.
    std::stable_sort(rates.begin(), rates.end(),
                     [](const Rate& p, const Rate& q) { return std::tie(p.dated, p.day, p.pair.first) < std::tie(q.dated, q.day, q.pair.first); });
    constexpr std::size_t kNeighbours = 12;
    for (std::size_t i = 0; i < rates.size(); ++i) {
      std::vector<const Rate*> others;
      for (std::size_t j = i > kNeighbours ? i - kNeighbours : 0; j < rates.size() && j <= i + kNeighbours; ++j) {
        const bool near = !rates[i].dated || !rates[j].dated || std::abs(rates[i].day - rates[j].day) <= kDays;
        if (rates[j].article != rates[i].article && near) others.push_back(&rates[j]);
      }
      if (others.empty()) continue;
      std::sort(others.begin(), others.end(),
                [](const Rate* p, const Rate* q) { return std::tie(p->range.face, p->pair.first) < std::tie(q->range.face, q->pair.first); });
      const Rate& middle = *others[others.size() / 2];
      int agreeing = 0;
      for (const Rate* other : others) agreeing += std::abs(other->range.face / middle.range.face - 1) <= kRatesApart;
      const bool clear = others.size() >= 2 && agreeing * 3 >= static_cast<int>(others.size()) * 2;

      const Claim &a = claim(s, rates[i].pair.first), &b = claim(s, rates[i].pair.second);
      const bool in_order = a.fact().amount.unit < b.fact().amount.unit;
      const Range computed = in_order ? times(*range_of(a), middle.range) : over(*range_of(a), middle.range);
      const Range stated = *range_of(b);
      CheckResult check;
      check.check = Check::kConversion;
      check.claims = {middle.pair.first, middle.pair.second, rates[i].pair.first, rates[i].pair.second};
      check.stated = b.fact().amount.low->to_string();
      // As exact as the stated figure, a digit more.
      check.computed = number_text(computed.face, std::min(1, b.fact().amount.low_precision));
      if (auto rounded = Decimal::parse(check.computed); rounded && b.fact().amount.low_precision > 0) {
        const double step = std::pow(10.0, b.fact().amount.low_precision - 1);
        if (auto near = Decimal::parse(fmt::format("{:.0f}", std::round(computed.face / step) * step))) check.computed = near->to_string();
      }
      check.verdict = verdict_of(stated, computed);
      if (check.verdict == Verdict::kConflict && verdict_of(stated, widened(computed, kRateDrift)) != Verdict::kConflict) check.verdict = Verdict::kRounding;
      // One other article alone cannot tell which of the two errs, and rates that differ among themselves tell nothing.
      if (check.verdict == Verdict::kConflict && !clear) continue;
      check.reason = fmt::format("at the rate that {} other{} impl{}, {} {} is {} {}; {} is stated", others.size(), others.size() == 1 ? "" : "s",
                                 others.size() == 1 ? "ies" : "y", a.fact().amount.low->to_string(), a.fact().amount.unit, check.computed, b.fact().amount.unit,
                                 check.stated);
      check.confidence_percent = check.verdict == Verdict::kConflict ? 75 : 85;
      out.push_back(std::move(check));
    }
  }
}

}  // namespace mizan::arithmetic

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "db/arithmetic_checks.h"
#include "db/comparability.h"
#include "db/units.h"

namespace mizan::arithmetic {
namespace {

// In the unit that the fact is written in, as the steps of a figure are in the base unit.
Decimal in_unit(const Decimal& base, const Fact& fact) {
  return base.divided_by(base_unit(fact.amount.unit).factor).value_or(base);
}

std::optional<Decimal> sum_of(const Snapshot& s, const std::vector<int>& parts, Decimal Figure::*member) {
  Decimal total;
  for (int i : parts) {
    auto next = total.plus((*claim(s, i).figure).*member);
    if (!next) return std::nullopt;
    total = *next;
  }
  return total;
}

bool plus_ends(Interval& total, const Interval& part) {
  if (!part.low || !part.high) return false;
  auto low = total.low->plus(*part.low), high = total.high->plus(*part.high);
  if (!low || !high) return false;
  total = {low, high};
  return true;
}

std::optional<CheckResult> check_sum(const Snapshot& s, int total, std::vector<int> parts) {
  if (parts.size() < 2 || !claim(s, total).figure) return std::nullopt;
  const Figure& stated = *claim(s, total).figure;
  if (stated.low != stated.high) return std::nullopt;
  // What is less than a part, or is one of them, is an item's own figure told before the list ("sixth with 20 billion").
  for (int i : parts) {
    if (claim(s, i).figure->low >= stated.low) return std::nullopt;
  }
  auto low = sum_of(s, parts, &Figure::low), high = sum_of(s, parts, &Figure::high);
  if (!low || !high) return std::nullopt;
  Interval range{Decimal(), Decimal()};
  for (int i : parts) {
    if (!plus_ends(range, interval_of(*claim(s, i).figure))) return std::nullopt;
  }
  const Interval allowed = interval_of(stated);
  CheckResult out;
  out.check = Check::kSum;
  const Fact& fact = claim(s, total).fact();
  out.stated = in_unit(stated.low, fact).to_string();
  out.computed = in_unit(*high, fact).to_string();
  const bool overlap = (!allowed.low || *range.high >= *allowed.low) && (!allowed.high || *range.low <= *allowed.high);
  if (*low == stated.low || *high == stated.low) {
    out.verdict = Verdict::kAgree;
    out.reason = fmt::format("the {} parts sum to {}, as stated", parts.size(), out.computed);
    out.confidence_percent = 95;
  } else if (overlap) {
    out.verdict = Verdict::kRounding;
    out.reason = fmt::format("the {} parts sum to {}, which {} is at its written precision", parts.size(), out.computed, out.stated);
    out.confidence_percent = 85;
  } else if (*high < stated.low && fact.table < 0) {  // a table's total row claims to be complete, a list under a lead does not
    out.verdict = Verdict::kPartial;
    out.reason = fmt::format("the {} listed parts sum to {} of {} stated", parts.size(), out.computed, out.stated);
    out.confidence_percent = 80;
  } else {
    out.verdict = Verdict::kConflict;
    out.reason = fmt::format("the {} parts sum to {}, but {} is stated", parts.size(), out.computed, out.stated);
    out.confidence_percent = 70;
  }
  parts.push_back(total);
  out.claims = std::move(parts);
  return out;
}

}  // namespace

// Facts of one list or table column, of one unit and measure, against the total stated for it.
void check_list_sums(const Snapshot& s, const Claims& facts, std::vector<CheckResult>& out) {
  for (int t : facts) {
    const Fact& total = claim(s, t).fact();
    if (!total.list_total) continue;
    const std::string family(traits_of(total.metric).family);
    std::vector<int> parts;
    for (int i : facts) {
      const Fact& f = claim(s, i).fact();
      if (i == t || f.list_total || f.field != total.field || !claim(s, i).figure || f.aspect == "change") continue;
      const bool in_list = total.list >= 0 && f.list == total.list && f.table < 0;
      const bool in_column = total.list < 0 && total.table >= 0 && f.table == total.table && f.column == total.column && f.row != total.row;
      if (!in_list && !in_column) continue;
      if (base_unit(f.amount.unit).name != base_unit(total.amount.unit).name || f.amount.per != total.amount.per) continue;
      // Items may name their measure more loosely than the lead does (commitments, contracts, spending), but a list of unlike measures is no sum.
      const bool loose = traits_of(f.metric).plurality == Plurality::kMany && traits_of(total.metric).plurality == Plurality::kMany;
      if (traits_of(f.metric).family != family && !loose) continue;
      const bool repeated = std::any_of(parts.begin(), parts.end(), [&](int j) { return claim(s, j).fact().source == f.source; });
      if (!repeated) parts.push_back(i);
    }
    if (auto check = check_sum(s, t, std::move(parts))) out.push_back(std::move(*check));
  }
}

}  // namespace mizan::arithmetic

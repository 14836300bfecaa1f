#include <fmt/format.h>

#include <algorithm>
#include <map>
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

// Facts that can be added up to this total: of one unit, and of its measure. Items may name their measure more loosely than the lead does (commitments,
// contracts, spending), but a list of unlike measures is no sum.
bool adds_up(const Snapshot& s, int i, int t) {
  const Fact &f = claim(s, i).fact(), &total = claim(s, t).fact();
  if (i == t || f.field != total.field || !claim(s, i).figure || f.aspect == "change" || f.source == total.source) return false;
  if (base_unit(f.amount.unit).name != base_unit(total.amount.unit).name || f.amount.per != total.amount.per) return false;
  const bool loose = traits_of(f.metric).plurality == Plurality::kMany && traits_of(total.metric).plurality == Plurality::kMany;
  return traits_of(f.metric).family == traits_of(total.metric).family || loose;
}

void add_once(const Snapshot& s, std::vector<int>& parts, int i) {
  if (std::none_of(parts.begin(), parts.end(), [&](int j) { return claim(s, j).fact().source == claim(s, i).fact().source; })) parts.push_back(i);
}

// Rows that break down the row above them ("Asia 30, of which China 20, Japan 10"): rows of which the ones behind add up to the one before. Without them.
std::vector<int> without_breakdowns(const Snapshot& s, const std::vector<int>& rows) {
  constexpr std::size_t kLongest = 24;
  std::vector<int> out;
  for (std::size_t i = 0; i < rows.size();) {
    out.push_back(rows[i]);
    const Figure& whole = *claim(s, rows[i]).figure;
    Decimal sum;
    std::size_t end = i + 1;
    bool found = false;
    for (std::size_t j = i + 1; j < rows.size() && j <= i + kLongest && !found; ++j) {
      auto next = sum.plus(claim(s, rows[j]).figure->low);
      if (!next || whole.low < *next) break;
      sum = *next;
      found = j > i + 1 && sum == whole.low;
      if (found) end = j + 1;
    }
    i = end;
  }
  return out;
}

// The total cells of a table, each against the cells that it can be the sum of. A column has sub-totals where it has several totals: what stands since the one
// before is a section, and the last adds up all sections. The reading that holds is taken; where none does, the nearest.
void check_table_sums(const Snapshot& s, const Claims& cells, std::vector<CheckResult>& out) {
  std::map<int, std::pair<int, int>> rows, columns;  // number: cells, totals among them
  for (int i : cells) {
    const Fact& f = claim(s, i).fact();
    for (auto* count : {&rows[f.row], &columns[f.column]}) {
      ++count->first;
      count->second += f.list_total;
    }
  }
  auto total_column = [&](const Fact& f) { return columns[f.column].second == columns[f.column].first && columns[f.column].first > 1; };
  auto total_row = [&](const Fact& f) { return rows[f.row].second == rows[f.row].first && (rows[f.row].first > 1 || !total_column(f)); };
  for (int t : cells) {
    const Fact& total = claim(s, t).fact();
    if (!total.list_total) continue;
    std::vector<std::vector<int>> readings;
    if (total_row(total)) {
      std::vector<int> all, section, sub_totals;  // of the column: plain rows, those since the last total before it, totals before it
      for (int i : cells) {
        const Fact& f = claim(s, i).fact();
        if (f.column != total.column || f.row == total.row || !adds_up(s, i, t)) continue;
        if (total_row(f)) {
          if (f.row < total.row) {
            add_once(s, sub_totals, i);
            section.clear();
          }
          continue;
        }
        add_once(s, all, i);
        if (f.row < total.row) add_once(s, section, i);
      }
      readings = {section};
      if (!sub_totals.empty()) readings.push_back(sub_totals);
      if (all.size() > section.size()) readings.push_back(all);
      const std::size_t plain = readings.size();
      for (std::size_t k = 0; k < plain; ++k) {
        std::vector<int> nested = without_breakdowns(s, readings[k]);
        if (nested.size() < readings[k].size()) readings.push_back(std::move(nested));
      }
    } else {
      std::vector<int> row;
      for (int i : cells) {
        const Fact& f = claim(s, i).fact();
        if (f.row == total.row && f.column != total.column && !f.list_total && adds_up(s, i, t)) add_once(s, row, i);
      }
      readings.push_back(std::move(row));
    }
    std::optional<CheckResult> best;
    for (std::vector<int>& parts : readings) {
      auto check = check_sum(s, t, std::move(parts));
      if (!check) continue;
      const bool holds = check->verdict == Verdict::kAgree || check->verdict == Verdict::kRounding;
      if (!best || holds) best = std::move(check);
      if (holds) break;
    }
    if (best) out.push_back(std::move(*best));
  }
}

}  // namespace

// Facts of one list or table, of one unit and measure, against the totals stated for them.
void check_list_sums(const Snapshot& s, const Claims& facts, std::vector<CheckResult>& out) {
  std::map<std::pair<Field, int>, Claims> tables;
  for (int i : facts) {
    const Fact& f = claim(s, i).fact();
    if (f.table >= 0 && claim(s, i).figure) tables[{f.field, f.table}].push_back(i);
  }
  for (int t : facts) {
    const Fact& total = claim(s, t).fact();
    if (!total.list_total || total.list < 0) continue;
    std::vector<int> parts;
    for (int i : facts) {
      const Fact& f = claim(s, i).fact();
      if (!f.list_total && f.list == total.list && f.table < 0 && adds_up(s, i, t)) add_once(s, parts, i);
    }
    if (auto check = check_sum(s, t, std::move(parts))) out.push_back(std::move(*check));
  }
  for (const auto& [which, cells] : tables) {
    constexpr std::size_t kMostCells = 2000;  // beyond it, a data file: what it costs grows with cells times totals
    if (cells.size() <= kMostCells) check_table_sums(s, cells, out);
  }
}

}  // namespace mizan::arithmetic

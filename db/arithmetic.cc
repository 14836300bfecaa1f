#include "db/arithmetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "db/comparability.h"
#include "db/units.h"

namespace mizan {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

const Claim& claim(const Snapshot& s, int i) {
  return s.claims[at(i)];
}

// The year that a period names: "2024", "FY2024".
std::optional<int> year_of(const std::string& period) {
  std::string_view p = period;
  if (p.substr(0, 2) == "FY") p.remove_prefix(2);
  if (p.size() != 4) return std::nullopt;
  int year = 0;
  for (char c : p) {
    if (c < '0' || c > '9') return std::nullopt;
    year = year * 10 + (c - '0');
  }
  return year;
}

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

// Growth in percent from `a` to `b` over `years`, at face value and at the ends that the written precision allows. Roots need floating point; the
// figures themselves stay decimals.
struct Growth {
  double face, low, high;
};
std::optional<Growth> growth_of(const Figure& a, const Figure& b, int years) {
  const Interval x = interval_of(a), y = interval_of(b);
  if (!x.low || !x.high || !y.low || !y.high) return std::nullopt;
  const double from = a.low.to_double(), to = b.low.to_double();
  const double from_low = x.low->to_double(), from_high = x.high->to_double(), to_low = y.low->to_double(), to_high = y.high->to_double();
  if (from <= 0 || to <= 0 || from_low <= 0 || from_high <= 0 || to_low <= 0 || to_high <= 0) return std::nullopt;
  auto rate = [&](double start, double end) { return (std::pow(end / start, 1.0 / years) - 1) * 100; };
  return Growth{rate(from, to), rate(from_high, to_low), rate(from_low, to_high)};
}

// "46.8": one digit more than the stated figure is written with, at least one.
std::string percent_text(double value, int precision) {
  auto d = Decimal::parse(fmt::format("{:.{}f}", value, std::max(1, 1 - precision)));
  return d ? d->to_string() : std::string();
}

std::optional<CheckResult> check_growth(const Snapshot& s, int from, int to, int percent, int years, double sign) {
  const Claim& rate = claim(s, percent);
  const Figure& stated = *rate.figure;
  if (stated.low != stated.high) return std::nullopt;
  auto growth = growth_of(*claim(s, from).figure, *claim(s, to).figure, years);
  if (!growth) return std::nullopt;
  double face = growth->face * sign, low = growth->low * sign, high = growth->high * sign;
  if (low > high) std::swap(low, high);
  const int precision = rate.fact().amount.low_precision;
  const double value = stated.low.to_double();
  const Interval written = interval_of(stated);
  const double least = written.low ? written.low->to_double() : value, most = written.high ? written.high->to_double() : value;
  CheckResult out;
  out.check = Check::kGrowth;
  out.claims = {from, to, percent};
  out.stated = stated.low.to_string();
  out.computed = percent_text(face, precision);
  const std::string allowed = fmt::format("{} to {}", percent_text(low, precision), percent_text(high, precision));
  constexpr double kNothing = 1e-9;
  if (face >= least - kNothing && face <= most + kNothing) {
    out.verdict = Verdict::kAgree;
    out.reason = fmt::format("the two levels give {} %, {} is stated", out.computed, out.stated);
    out.confidence_percent = 90;
  } else if (most >= low - kNothing && least <= high + kNothing) {
    out.verdict = Verdict::kRounding;
    out.reason =
        fmt::format("the two levels give {} % at face value and, as precisely as they are written, {} %: {} is within", out.computed, allowed, out.stated);
    out.confidence_percent = 80;
  } else {
    out.verdict = Verdict::kConflict;
    out.reason = fmt::format("the two levels give {} % ({} %), but {} is stated", out.computed, allowed, out.stated);
    out.confidence_percent = 65;
  }
  return out;
}

bool is_level(const Claim& c) {
  return c.figure && c.figure->low == c.figure->high && c.fact().amount.unit != "%" && c.fact().aspect != "change" && c.fact().type != MentionType::kOrdinal;
}

// Facts of one list or table column, of one unit and measure, against the total stated for it.
void check_sums(const Snapshot& s, const std::vector<int>& facts, std::vector<CheckResult>& out) {
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

// A table row with levels of several years and a growth rate.
void check_row_growth(const Snapshot& s, const std::vector<int>& facts, std::vector<CheckResult>& out) {
  for (int p : facts) {
    const Fact& rate = claim(s, p).fact();
    if (!rate.percent_growth || rate.table < 0 || rate.amount.unit != "%" || !claim(s, p).figure) continue;
    std::map<std::pair<std::string, int>, int> levels;  // by unit and year: the first
    for (int i : facts) {
      const Fact& f = claim(s, i).fact();
      if (f.field != rate.field || f.table != rate.table || f.row != rate.row || !is_level(claim(s, i))) continue;
      if (auto year = year_of(f.period)) levels.emplace(std::pair(base_unit(f.amount.unit).name, *year), i);
    }
    if (levels.size() < 2) continue;
    const auto &first = *levels.begin(), &last = *levels.rbegin();
    if (first.first.first != last.first.first || first.first.second == last.first.second) continue;
    if (auto check = check_growth(s, first.second, last.second, p, last.first.second - first.first.second, 1.0)) out.push_back(std::move(*check));
  }
}

// "Rose 10 % from 50 to 55", "to 55 million from 50": one percentage of change and two levels of the same measure in one sentence. Which
// level came first follows from the direction; a sentence whose figures are far from each other speaks of something else.
void check_sentence_growth(const Snapshot& s, const std::vector<int>& facts, std::vector<CheckResult>& out) {
  std::map<std::pair<Field, std::uint32_t>, std::vector<int>> sentences;
  for (int i : facts) {
    const Fact& f = claim(s, i).fact();
    if (f.table < 0) sentences[{f.field, f.sentence.begin}].push_back(i);
  }
  for (const auto& [where, of] : sentences) {
    int percent = -1, percents = 0;
    for (int i : of) {
      const Claim& c = claim(s, i);
      if (c.figure && c.fact().amount.unit == "%" && c.fact().aspect == "change") {
        percent = i;
        ++percents;
      }
    }
    if (percents != 1) continue;
    const Fact& rate = claim(s, percent).fact();
    std::vector<int> levels;
    bool clear = true;
    for (int i : of) {
      const Claim& c = claim(s, i);
      if (!is_level(c) || c.fact().metric != rate.metric || c.fact().subject != rate.subject) continue;
      if (!levels.empty() && c.fact().amount.unit != claim(s, levels.front()).fact().amount.unit) clear = false;
      levels.push_back(i);
    }
    if (!clear || levels.size() != 2 || rate.direction.empty()) continue;
    int from = levels[0], to = levels[1];
    const bool up = rate.direction == "up";
    if ((claim(s, from).figure->low < claim(s, to).figure->low) != up) std::swap(from, to);
    auto check = check_growth(s, from, to, percent, 1, up ? 1.0 : -1.0);
    if (!check) continue;
    const auto computed = Decimal::parse(check->computed);
    const double gap = computed ? computed->to_double() / claim(s, percent).figure->low.to_double() : 0;
    // A price has more levels than its last close: "rose 1.6 % to 932 after a low of 910".
    const bool moving = traits_of(rate.metric).motion == Motion::kMoving;
    if (check->verdict == Verdict::kConflict && (moving || gap < 0.5 || gap > 2)) continue;
    out.push_back(std::move(*check));
  }
}

}  // namespace

std::vector<CheckResult> check_arithmetic(const Snapshot& snapshot) {
  std::vector<CheckResult> out;
  for (std::size_t i = 0; i < snapshot.claims.size();) {
    std::vector<int> facts;
    const int article = snapshot.claims[i].article;
    for (; i < snapshot.claims.size() && snapshot.claims[i].article == article; ++i) facts.push_back(static_cast<int>(i));
    check_sums(snapshot, facts, out);
    check_row_growth(snapshot, facts, out);
    check_sentence_growth(snapshot, facts, out);
  }
  return out;
}

}  // namespace mizan

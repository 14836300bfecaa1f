#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "db/arithmetic_checks.h"
#include "db/check_words.h"
#include "db/comparability.h"
#include "db/units.h"

namespace mizan::arithmetic {
namespace {

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

std::optional<CheckResult> judge_growth(const Snapshot& s, int from, int to, int percent, int years, double sign) {
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
  // Levels written so coarsely that it might have risen or fallen say nothing of a percentage.
  if (low < 0 && high > 0 && (face < least || face > most)) return std::nullopt;
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

// Between two levels, before the first, and between the last and its percentage.
const std::vector<std::string_view>& kTo = check_words("to_level");
const std::vector<std::string_view>& kFrom = check_words("from_level");
const std::vector<std::string_view>& kIncrease = check_words("change_of");

bool is_level(const Claim& c) {
  return c.figure && c.figure->low == c.figure->high && c.fact().amount.unit != "%" && c.fact().aspect != "change" && c.fact().type != MentionType::kOrdinal;
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
    if (auto check = judge_growth(s, first.second, last.second, p, last.first.second - first.first.second, 1.0)) out.push_back(std::move(*check));
  }
}

// "Rose 10 % from 50 to 55", "to 55 million from 50": one percentage of change and two levels of the same measure in one sentence. Which
// level came first follows from the direction; a sentence whose figures are far from each other speaks of something else.
void check_sentence_growth(const Snapshot& s, const std::vector<Claims>& sentences, std::vector<CheckResult>& out) {
  for (const Claims& of : sentences) {
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
      // "Rising 46.8 % a year" at the end names no measure: that of the levels, where they have one.
      const bool unnamed = rate.metric == "change" || rate.metric == "growth_rate";
      if (!is_level(c) || (c.fact().metric != rate.metric && !unnamed) || c.fact().subject != rate.subject) continue;
      if (!levels.empty() && (c.fact().amount.unit != claim(s, levels.front()).fact().amount.unit || c.fact().metric != claim(s, levels.front()).fact().metric))
        clear = false;
      levels.push_back(i);
    }
    // "From 40 to 50 million, an increase of 25 %": the words leave no doubt which levels are meant, however wrong the percentage is.
    Claims written;  // the levels of the sentence, whatever was read into them
    for (int i : of) {
      if (i != percent && is_level(claim(s, i)) && claim(s, i).fact().type != MentionType::kNumber) written.push_back(i);
    }
    const bool spelt =
        written.size() == 2 && claim(s, written[0]).fact().amount.unit == claim(s, written[1]).fact().amount.unit &&
        claim(s, written[0]).fact().metric == claim(s, written[1]).fact().metric && between(claim(s, written[0]), claim(s, written[1])).only(kTo, 1) &&
        between(claim(s, written[0]), claim(s, written[1])).has(kTo) &&
        ((claim(s, written[1]).stored.start < claim(s, percent).stored.start && between(claim(s, written[1]), claim(s, percent)).only(kIncrease, 5)) ||
         (claim(s, percent).stored.start < claim(s, written[0]).stored.start && between(claim(s, percent), claim(s, written[0])).only(kFrom, 1)));
    if (spelt && levels.size() != 2) {
      levels = written;
      clear = true;
    }
    if (!clear || levels.size() != 2 || rate.direction.empty()) continue;
    const auto first_year = year_of(claim(s, levels[0]).fact().period), last_year = year_of(claim(s, levels[1]).fact().period);
    if (!spelt && claim(s, levels[0]).fact().metric != rate.metric && (!first_year || !last_year || *first_year == *last_year)) continue;
    int from = levels[0], to = levels[1];
    const bool up = rate.direction == "up";
    if ((claim(s, from).figure->low < claim(s, to).figure->low) != up) std::swap(from, to);
    auto check = judge_growth(s, from, to, percent, 1, up ? 1.0 : -1.0);
    if (!check) continue;
    const double stated = claim(s, percent).figure->low.to_double();
    auto gap_of = [&](const CheckResult& c) {
      const auto computed = Decimal::parse(c.computed);
      return computed ? computed->to_double() / stated : 0.0;
    };
    // "From 2 billion in 2024 to 20 billion in 2030, 45 % a year": over several years the rate is compounded, or it is that of the whole time. Words say which
    // in so many ways that the one that comes nearer is taken.
    const auto first = year_of(claim(s, from).fact().period), last = year_of(claim(s, to).fact().period);
    if (check->verdict != Verdict::kAgree && first && last && std::abs(*last - *first) > 1) {
      auto compound = judge_growth(s, from, to, percent, std::abs(*last - *first), up ? 1.0 : -1.0);
      if (compound && std::abs(std::log(std::max(1e-9, gap_of(*compound)))) < std::abs(std::log(std::max(1e-9, gap_of(*check))))) check = std::move(compound);
    }
    const double gap = gap_of(*check);
    // A price has more levels than its last close: "rose 1.6 % to 932 after a low of 910".
    const bool moving = traits_of(rate.metric).motion == Motion::kMoving;
    if (check->verdict == Verdict::kConflict && (moving || (!spelt && (gap < 0.5 || gap > 2)))) continue;
    out.push_back(std::move(*check));
  }
}

}  // namespace

void check_growth(const Snapshot& s, const Claims& facts, const std::vector<Claims>& sentences, std::vector<CheckResult>& out) {
  check_row_growth(s, facts, out);
  check_sentence_growth(s, sentences, out);
}

}  // namespace mizan::arithmetic

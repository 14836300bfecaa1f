#include "db/interval.h"

#include <limits>
#include <utility>
#include <vector>

#include "db/moment.h"
#include "db/units.h"

namespace mizan {
namespace {

const Decimal kHalf = *Decimal::make(5, -1);
const Decimal kTwentieth = *Decimal::make(5, -2);
const Decimal kTenth = *Decimal::make(1, -1);
const Decimal kQuarterMore = *Decimal::make(125, -2);
const Decimal kFifthLess = *Decimal::make(8, -1);

Decimal magnitude(const Decimal& d) {
  return d.is_negative() ? d.negated() : d;
}

std::optional<Decimal> half(const Decimal& d) {
  return d.times(kHalf);
}

// The nearest ends that can be had: an end that needs too many digits falls back to the figure itself.
Decimal less(const Decimal& a, const std::optional<Decimal>& by) {
  return by ? a.minus(*by).value_or(a) : a;
}
Decimal more(const Decimal& a, const std::optional<Decimal>& by) {
  return by ? a.plus(*by).value_or(a) : a;
}

bool is_point(const Figure& f) {
  return f.low == f.high;
}
bool is_plain(const Figure& f) {
  return f.bound == Bound::kExact && is_point(f);
}
bool is_floor(Bound b) {
  return b == Bound::kOver || b == Bound::kAtLeast;
}
bool is_ceiling(Bound b) {
  return b == Bound::kUnder || b == Bound::kAtMost;
}

// "More than" and "at least" say the same to a reader, and so do "less than" and "at most".
int kind_of(Bound b) {
  if (is_floor(b)) return 1;
  if (is_ceiling(b)) return 2;
  if (b == Bound::kAbout) return 3;
  return 0;
}

Decimal hedge(const Decimal& value, const Decimal& step) {
  const Decimal size = magnitude(value);
  Decimal width = Decimal::make(1, value.exponent()).value_or(step);  // one unit of the last digit that is not zero
  if (auto least = size.times(kTwentieth); least && width < *least) width = *least;
  if (auto most = size.times(kTenth); most && width > *most) width = *most;
  if (auto written = half(step); written && width < *written) width = *written;
  return width;
}

// Is the coarse figure what the fine one becomes at the coarse one's last written digit, rounded or cut off?
bool rounds_to(const Decimal& fine, const Decimal& coarse, const Decimal& step) {
  auto gap = magnitude(fine).minus(magnitude(coarse));
  auto below = half(step);
  if (!gap || !below || fine.is_negative() != coarse.is_negative()) return false;
  return *gap >= below->negated() && *gap < step;
}

bool inside(const Figure& f, const Interval& i) {
  return (!i.low || f.low >= *i.low) && (!i.high || f.high <= *i.high);
}

// What logic allows, however unlikely the wording: "at least 20" is true of 4,000.
Interval possible(const Figure& f) {
  if (is_floor(f.bound)) return {f.low, std::nullopt};
  if (is_ceiling(f.bound)) return {std::nullopt, f.high};
  if (f.bound == Bound::kAbout) return interval_of(f);
  return {f.low, f.high};
}

bool overlap(const Interval& a, const Interval& b) {
  return !(a.high && b.low && *a.high < *b.low) && !(b.high && a.low && *b.high < *a.low);
}

}  // namespace

std::optional<Figure> figure_of(const Amount& amount) {
  if (!amount.low || !amount.high) return std::nullopt;
  const Decimal factor = base_unit(amount.unit).factor;
  auto low = amount.low->times(factor);
  auto high = amount.high->times(factor);
  auto low_step = Decimal::make(1, amount.low_precision);
  auto high_step = Decimal::make(1, amount.high_precision);
  if (low_step) low_step = low_step->times(factor);
  if (high_step) high_step = high_step->times(factor);
  if (!low || !high || !low_step || !high_step) return std::nullopt;
  Figure f{*low, *high, *low_step, *high_step, amount.bound};
  if (f.high < f.low) {
    std::swap(f.low, f.high);
    std::swap(f.low_step, f.high_step);
  }
  return f;
}

Interval interval_of(const Figure& f) {
  switch (f.bound) {
    case Bound::kAbout:
      return {less(f.low, hedge(f.low, f.low_step)), more(f.high, hedge(f.high, f.high_step))};
    case Bound::kOver:
    case Bound::kAtLeast: {
      auto top = f.high.is_negative() ? f.high.times(kFifthLess) : f.high.times(kQuarterMore);
      return {f.low, top ? *top : f.high};
    }
    case Bound::kUnder:
    case Bound::kAtMost: {
      auto bottom = f.low.is_negative() ? f.low.times(kQuarterMore) : f.low.times(kFifthLess);
      return {bottom ? *bottom : f.low, f.high};
    }
    case Bound::kExact:
    case Bound::kBetween:
      return {less(f.low, half(f.low_step)), more(f.high, half(f.high_step))};
  }
  return {f.low, f.high};
}

Fit fit(const Figure& a, const Figure& b) {
  if (a.low == b.low && a.high == b.high) return kind_of(a.bound) == kind_of(b.bound) ? Fit::kEqual : Fit::kRounding;
  // "Up to 59.078 million" and 59,078,138: what is at most or at least a rounded figure is so at its written precision.
  auto rounds = [](const Figure& f) { return is_point(f) && f.bound != Bound::kOver && f.bound != Bound::kUnder; };
  if (rounds(a) && rounds(b) && a.low_step != b.low_step) {
    const bool a_coarser = a.low_step > b.low_step;
    const Figure& coarse = a_coarser ? a : b;
    const Figure& fine = a_coarser ? b : a;
    if (rounds_to(fine.low, coarse.low, coarse.low_step)) return Fit::kRounding;
  }
  if (is_plain(a) && is_plain(b)) return Fit::kApart;
  // "Up to 77" and "up to 66": two answers to one question.
  if (is_point(a) && is_point(b) && kind_of(a.bound) == 2 && kind_of(b.bound) == 2) return Fit::kApart;
  // "About 50" and "up to 60": both can hold, but a hedge has to admit a figure and not another hedge.
  if (is_point(a) && is_point(b) && !is_plain(a) && !is_plain(b) && a.low != b.low && kind_of(a.bound) != kind_of(b.bound)) {
    return overlap(possible(a), possible(b)) ? Fit::kLoose : Fit::kApart;
  }
  if ((!is_plain(a) && inside(b, interval_of(a))) || (!is_plain(b) && inside(a, interval_of(b)))) return Fit::kRounding;
  return overlap(possible(a), possible(b)) && (kind_of(a.bound) != 0 || kind_of(b.bound) != 0 || !is_point(a) || !is_point(b)) ? Fit::kLoose : Fit::kApart;
}

std::optional<DaySpan> days_of_period(std::string_view period) {
  if (const std::size_t slash = period.find('/'); slash != period.npos) {
    const auto from = days_of_period(period.substr(0, slash)), to = days_of_period(period.substr(slash + 1));
    if (!from || !to || to->to < from->from) return std::nullopt;
    return DaySpan{from->from, to->to};
  }
  auto digits = [&](std::size_t at, std::size_t count) -> int {
    if (at + count > period.size()) return -1;
    int out = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      if (period[i] < '0' || period[i] > '9') return -1;
      out = out * 10 + (period[i] - '0');
    }
    return out;
  };
  const int year = digits(0, 4);
  if (year < 0) return std::nullopt;
  if (period.size() > 10 && period[10] == 'T') period = period.substr(0, 10);
  auto months = [&](int first, int count) {
    const int next = first + count;
    return DaySpan{days_from_civil(year, first, 1), days_from_civil(next > 12 ? year + 1 : year, next > 12 ? next - 12 : next, 1) - 1};
  };
  if (period.size() == 4) return months(1, 12);
  if (period[4] != '-' || period.size() < 7) return std::nullopt;
  if (period.size() == 7 && period[5] == 'Q' && period[6] >= '1' && period[6] <= '4') return months((period[6] - '1') * 3 + 1, 3);
  if (period.size() == 7 && period[5] == 'H' && period[6] >= '1' && period[6] <= '2') return months((period[6] - '1') * 6 + 1, 6);
  if (period.size() == 8 && period[5] == 'W') {
    const int week = digits(6, 2);
    if (week < 1 || week > 53) return std::nullopt;
    // ISO 8601: week 1 holds the 4th of January; weeks begin on Mondays. 1970-01-01 was a Thursday.
    const std::int64_t fourth = days_from_civil(year, 1, 4);
    const std::int64_t monday = fourth - ((fourth + 3) % 7 + 7) % 7;
    return DaySpan{monday + (week - 1) * 7, monday + (week - 1) * 7 + 6};
  }
  const int month = digits(5, 2);
  if (month < 1 || month > 12) return std::nullopt;
  if (period.size() == 7) return months(month, 1);
  const int day = period.size() == 10 && period[7] == '-' ? digits(8, 2) : -1;
  if (day < 1 || day > 31) return std::nullopt;
  const std::int64_t at = days_from_civil(year, month, day);
  return DaySpan{at, at};
}

Fit fit_dates(const std::string& a, const DayRange& x, const std::string& b, const DayRange& y) {
  if (a == b) return Fit::kEqual;
  if (x.from.empty() || y.from.empty()) {
    // No year on one side: "XXXX-05-12" is the day of any year.
    if (a.size() == b.size() && a.size() >= 7 && (a.compare(0, 4, "XXXX") == 0 || b.compare(0, 4, "XXXX") == 0) && a.compare(4, a.npos, b, 4, b.npos) == 0) {
      return Fit::kEqual;
    }
    return Fit::kApart;
  }
  if (x.from == y.from && x.to == y.to) return Fit::kEqual;
  if ((x.from <= y.from && y.to <= x.to) || (y.from <= x.from && x.to <= y.to)) return Fit::kRounding;
  return Fit::kApart;
}

namespace {

// Months and seconds; days and months do not convert into each other.
using Length2 = std::pair<Decimal, Decimal>;

std::optional<Length2> length_of(std::string_view text) {
  if (text.empty() || text[0] != 'P') return std::nullopt;
  Decimal months, seconds;
  bool clock = false, any = false;
  std::size_t at = 1;
  while (at < text.size()) {
    if (text[at] == 'T') {
      clock = true;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == '.')) ++end;
    auto number = Decimal::parse(text.substr(at, end - at));
    if (!number || end >= text.size()) return std::nullopt;
    int factor = 0;
    bool is_months = false;
    switch (text[end]) {
      case 'Y':
        factor = 12;
        is_months = true;
        break;
      case 'M':
        factor = clock ? 60 : 1;
        is_months = !clock;
        break;
      case 'W':
        factor = 604800;
        break;
      case 'D':
        factor = 86400;
        break;
      case 'H':
        factor = 3600;
        break;
      case 'S':
        factor = 1;
        break;
      default:
        return std::nullopt;
    }
    auto scaled = number->times(*Decimal::make(factor));
    auto sum = scaled ? (is_months ? months : seconds).plus(*scaled) : std::nullopt;
    if (!sum) return std::nullopt;
    (is_months ? months : seconds) = *sum;
    any = true;
    at = end + 1;
  }
  if (!any) return std::nullopt;
  return Length2{months, seconds};
}

std::vector<Length2> ends_of(const std::string& text) {
  std::vector<Length2> out;
  std::size_t slash = text.find('/');
  for (std::string_view part :
       {std::string_view(text).substr(0, slash), slash == std::string::npos ? std::string_view() : std::string_view(text).substr(slash + 1)}) {
    if (auto length = length_of(part)) out.push_back(*length);
  }
  return out;
}

}  // namespace

Fit fit_lengths(const std::string& a, const std::string& b) {
  if (a == b) return Fit::kEqual;
  const auto x = ends_of(a), y = ends_of(b);
  if (x.empty() || y.empty()) return Fit::kApart;
  if (x == y) return Fit::kEqual;
  if ((x.front() <= y.front() && y.back() <= x.back()) || (y.front() <= x.front() && x.back() <= y.back())) return Fit::kRounding;
  return Fit::kApart;
}

double ratio_of_lengths(const std::string& a, const std::string& b) {
  constexpr double kSecondsOfMonth = 2629746;  // a mean Gregorian month
  const auto x = ends_of(a), y = ends_of(b);
  if (x.empty() || y.empty()) return std::numeric_limits<double>::infinity();
  const double p = x.front().first.to_double() * kSecondsOfMonth + x.front().second.to_double();
  const double q = y.front().first.to_double() * kSecondsOfMonth + y.front().second.to_double();
  if (p <= 0 || q <= 0) return std::numeric_limits<double>::infinity();
  return p < q ? q / p : p / q;
}

}  // namespace mizan

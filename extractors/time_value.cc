#include "extractors/time_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "extractors/calendar_day.h"

namespace mizan {
namespace {

constexpr std::array<const char*, 5> kSeasons = {"", "SP", "SU", "FA", "WI"};
// First month of each season on the northern side; winter begins in its own year's December.
constexpr std::array<int, 5> kSeasonMonth = {0, 3, 6, 9, 12};

std::pair<std::int64_t, std::int64_t> months(int year, int month, int count) {
  const Day first{year, month, 1};
  return {day_number(first), day_number(plus_months(first, count)) - 1};
}

const char* name_of(Grain grain) {
  switch (grain) {
    case Grain::kDay:
      return "day";
    case Grain::kWeekend:
    case Grain::kWeek:
      return "week";
    case Grain::kMonth:
      return "month";
    case Grain::kQuarter:
      return "quarter";
    case Grain::kHalf:
      return "half";
    case Grain::kSeason:
      return "season";
    case Grain::kYear:
      return "year";
    case Grain::kDecade:
      return "decade";
    case Grain::kCentury:
      return "century";
    default:
      return "";
  }
}

// Days from the publication day to a period; 0 inside it.
std::int64_t distance(const std::pair<std::int64_t, std::int64_t>& period, std::int64_t from) {
  if (from < period.first) return period.first - from;
  return from > period.second ? from - period.second : 0;
}

bool fits(const std::pair<std::int64_t, std::int64_t>& period, std::int64_t today, Which which) {
  switch (which) {
    case Which::kLast:
      return period.second < today;
    case Which::kNext:
      return period.first > today;
    case Which::kPast:
      return period.first <= today;
    default:
      return true;
  }
}

std::string year_text(int year) {
  if (year == When::kUnknown) return "XXXX";
  if (year < 0) return fmt::format("BC{:04}", -year);
  if (year < 1000 || year > 9999) return fmt::format("{:04}", year);
  return std::to_string(year);
}

std::string clock_text(const When& when) {
  if (when.hour < 0) return {};
  std::string out = fmt::format("T{:02}:{:02}", when.hour, when.minute);
  if (when.second >= 0) out += fmt::format(":{:02}", when.second);
  return out + when.zone;
}

std::string value_of(const When& when) {
  if (when.reference != nullptr) return when.reference;
  if (when.hijri) {
    const auto period = period_of(when);
    if (!period) return {};
    const std::string first = iso(day_of(period->first));
    return period->first == period->second ? first + clock_text(when) : first + "/" + iso(day_of(period->second));
  }
  switch (when.grain) {
    case Grain::kDay:
      if (when.month == 0) return fmt::format("{}-WXX-{}{}", year_text(when.year), when.weekday, clock_text(when));
      return fmt::format("{}-{:02}-{:02}{}", year_text(when.year), when.month, when.day, clock_text(when));
    case Grain::kWeekend: {
      return when.known() ? fmt::format("{}-W{:02}-WE", year_text(when.year), when.number) : "XXXX-WXX-WE";
    }
    case Grain::kWeek:
      return when.number == 0 ? year_text(when.year) + "-WXX" : fmt::format("{}-W{:02}", year_text(when.year), when.number);
    case Grain::kMonth:
      return when.month == 0 ? year_text(when.year) + "-XX" : fmt::format("{}-{:02}", year_text(when.year), when.month);
    case Grain::kQuarter:
      return fmt::format("{}{}-Q{}", when.fiscal ? "FY" : "", year_text(when.year), when.number == 0 ? "X" : std::to_string(when.number));
    case Grain::kHalf:
      return fmt::format("{}{}-H{}", when.fiscal ? "FY" : "", year_text(when.year), when.number);
    case Grain::kSeason:
      return fmt::format("{}-{}", year_text(when.year), kSeasons[static_cast<std::size_t>(when.number)]);
    case Grain::kYear:
      return (when.fiscal ? "FY" : "") + year_text(when.year);
    case Grain::kDecade:
      return when.year == When::kUnknown ? "XXXX" : fmt::format("{:03}X", when.year);
    case Grain::kCentury:
      if (when.before_christ()) return fmt::format("BC{:02}XX", -when.year - 1);  // TIMEX3: the fifth century BC is that of the 400s
      return when.known() ? fmt::format("{:02}XX", when.year) : "XXXX";
    default:
      return {};
  }
}

}  // namespace

int full_year(int two_digits, const std::optional<Day>& published) {
  const int here = published ? published->year : 2030;
  int year = here / 100 * 100 + two_digits;
  if (year > here + 20) year -= 100;
  return year;
}

When when_of_day(std::int64_t number) {
  const Day day = day_of(number);
  When when;
  when.grain = Grain::kDay;
  when.year = day.year;
  when.month = day.month;
  when.day = day.day;
  return when;
}

std::optional<std::pair<std::int64_t, std::int64_t>> period_of(const When& when) {
  if (!when.known() || when.year < 0 || when.reference != nullptr) return std::nullopt;
  if (when.hijri) {
    if (when.grain == Grain::kYear) {
      const auto first = hijri_month(when.year, 1), last = hijri_month(when.year, 12);
      if (!first || !last) return std::nullopt;
      return std::pair{first->first, last->second};
    }
    if (when.grain == Grain::kCentury) {  // "القرن الرابع الهجري": the years 301 to 400
      const auto first = hijri_month(when.year * 100 + 1, 1), last = hijri_month(when.year * 100 + 100, 12);
      if (!first || !last) return std::nullopt;
      return std::pair{first->first, last->second};
    }
    auto month = hijri_month(when.year, when.month);
    if (!month || when.grain == Grain::kMonth) return month;
    const std::int64_t day = month->first + when.day - 1;
    if (day > month->second) return std::nullopt;
    return std::pair{day, day};
  }
  switch (when.grain) {
    case Grain::kDay: {
      const Day day{when.year, when.month, when.day};
      if (!is_real(day)) return std::nullopt;
      return std::pair{day_number(day), day_number(day)};
    }
    case Grain::kWeek: {
      if (when.number == 0) return std::nullopt;
      const std::int64_t first = first_week_begin(when.year) + 7 * (when.number - 1);
      return std::pair{first, first + 6};
    }
    case Grain::kWeekend: {
      const std::int64_t first = first_week_begin(when.year) + 7 * (when.number - 1);
      return std::pair{first + 5, first + 6};
    }
    case Grain::kMonth:
      if (when.month == 0) return std::nullopt;
      return months(when.year, when.month, 1);
    case Grain::kQuarter:
      if (when.number == 0) return std::nullopt;
      return months(when.year, when.number * 3 - 2, 3);
    case Grain::kHalf:
      return months(when.year, when.number * 6 - 5, 6);
    case Grain::kSeason:
      return months(when.year, kSeasonMonth[static_cast<std::size_t>(when.number)], 3);
    case Grain::kYear:
      if (when.year < 1) return std::nullopt;
      return months(when.year, 1, 12);
    case Grain::kDecade:
      return months(when.year * 10, 1, 120);
    case Grain::kCentury:
      if (when.year == 0) return months(1, 1, 99 * 12);  // no year 0
      return months(when.year * 100, 1, 1200);
    default:
      return std::nullopt;
  }
}

bool is_possible(const When& when) {
  if (when.hour > 24 || when.minute > 59) return false;
  if (when.hijri) {
    if (when.day > 30) return false;
    return !when.known() || period_of(when).has_value();
  }
  if (when.grain != Grain::kDay || when.month == 0) return true;
  return is_real({when.known() && !when.before_christ() ? when.year : 2000, when.month, when.day});
}

void resolve(When& when, Which which, const std::optional<Day>& published) {
  if (which == Which::kLast || which == Which::kThis || which == Which::kNext || which == Which::kAfterNext) when.relative = true;
  if (when.known() || !published || when.reference != nullptr) return;
  const std::int64_t today = day_number(*published);
  if (when.grain == Grain::kDay && when.month == 0 && !when.hijri) {
    if (when.weekday == 0) return;
    std::int64_t day = today - (weekday_of(today) - when.weekday + 7) % 7;  // the nearest one that is not ahead
    if (which == Which::kLast && day == today) day -= 7;
    if (which == Which::kNext || ((which == Which::kFuture || which == Which::kAhead) && day != today)) day += 7;
    if (which == Which::kThis) day = today - (weekday_of(today) - when.weekday);
    if (which == Which::kAfterNext) day += 14;
    const When found = when_of_day(day);
    when.year = found.year;
    when.month = found.month;
    when.day = found.day;
    return;
  }
  if (which == Which::kAfterNext) {
    resolve(when, Which::kNext, published);
    if (when.known()) ++when.year;
    return;
  }
  const int here = when.hijri ? hijri_year_of(today).value_or(0) : published->year;
  if (here == 0) return;
  std::optional<int> best;
  std::int64_t best_distance = 0;
  const int reach = when.grain == Grain::kDay && !when.hijri && when.month == 2 && when.day == 29 ? 4 : 1;
  for (int year = here - reach; year <= here + reach; ++year) {
    When tried = when;
    tried.year = year;
    const auto period = period_of(tried);
    if (!period) continue;
    if (which == Which::kThis && (when.grain == Grain::kSeason || when.grain == Grain::kDay || when.grain == Grain::kMonth || when.grain == Grain::kQuarter) &&
        year != here)
      continue;
    if (!fits(*period, today, which)) continue;
    if (when.weekday != 0 && when.day != 0 && weekday_of(period->first) != when.weekday) continue;
    // News tells of what was: without a tense, what lies ahead must be less than half as far.
    // With a verb that looks ahead it is the other way round, and more so; with one that tells of what was, hardly ever.
    const bool ahead = period->first > today, behind = period->second < today;
    const std::int64_t weight = which == Which::kAhead    ? (behind ? 12 : 1)
                                : which == Which::kFuture ? (behind ? 5 : 1)
                                : which == Which::kTold   ? (ahead ? 24 : 2)
                                                          : (ahead ? 4 : 2);
    const std::int64_t away = distance(*period, today) * weight;
    if (!best || away < best_distance) {
      best = year;
      best_distance = away;
    }
  }
  constexpr std::int64_t kNear = 14, kFar = 180;  // days: a wrong weekday is likelier than a day that far away
  const auto far_from_here = [&](int year) {
    When here_and_now = when, then = when;
    here_and_now.year = here;
    then.year = year;
    const auto now = period_of(here_and_now), found = period_of(then);
    return now && found && distance(*now, today) <= kNear && distance(*found, today) >= kFar;
  };
  if (when.weekday != 0 && (!best || far_from_here(*best))) {  // the weekday contradicts every near year: the date as written counts
    const int weekday = when.weekday;
    when.weekday = 0;
    resolve(when, which, published);
    when.weekday = weekday;
    return;
  }
  if (best) when.year = *best;
}

When relative_period(Grain grain, int offset, const std::optional<Day>& published) {
  When when;
  when.grain = grain;
  when.relative = true;
  if (!published) {
    when.reference = offset < 0 ? "PAST_REF" : offset > 0 ? "FUTURE_REF" : "PRESENT_REF";
    return when;
  }
  const std::int64_t today = day_number(*published);
  switch (grain) {
    case Grain::kDay: {
      When day = when_of_day(today + offset);
      day.relative = true;
      return day;
    }
    case Grain::kWeek:
    case Grain::kWeekend: {
      const auto [year, week] = iso_week(today + 7 * offset);
      when.year = year;
      when.number = week;
      return when;
    }
    case Grain::kMonth: {
      const Day month = plus_months({published->year, published->month, 1}, offset);
      when.year = month.year;
      when.month = month.month;
      return when;
    }
    case Grain::kQuarter: {
      const Day month = plus_months({published->year, (published->month - 1) / 3 * 3 + 1, 1}, 3 * offset);
      when.year = month.year;
      when.number = (month.month - 1) / 3 + 1;
      return when;
    }
    case Grain::kHalf: {
      const Day month = plus_months({published->year, published->month <= 6 ? 1 : 7, 1}, 6 * offset);
      when.year = month.year;
      when.number = month.month <= 6 ? 1 : 2;
      return when;
    }
    case Grain::kDecade:
      when.year = published->year / 10 + offset;
      return when;
    case Grain::kCentury:
      when.year = published->year / 100 + offset;
      return when;
    default:
      when.year = published->year + offset;
      return when;
  }
}

DateRange date_range(const When& when) {
  DateRange out;
  out.value = value_of(when);
  if (const auto period = period_of(when)) {
    out.from = iso(day_of(period->first));
    out.to = iso(day_of(period->second));
  }
  out.grain = when.hour >= 0 ? "minute" : name_of(when.grain);
  out.mod = when.mod;
  out.calendar = when.hijri ? "hijri" : "gregorian";
  out.relative = when.relative;
  out.uncertain = when.hijri || when.moon;
  return out;
}

DateRange date_range(const When& from, const When& to) {
  const DateRange first = date_range(from), last = date_range(to);
  DateRange out = from.grain < to.grain ? first : last;
  // The outer ends of two Hijri months or years, which are ranges themselves.
  out.value = first.value.substr(0, first.value.find('/')) + "/" +
              (last.value.find('/') == std::string::npos ? last.value : last.value.substr(last.value.find('/') + 1));
  out.from = first.from;
  out.to = last.to;
  out.mod = *from.mod != 0 ? from.mod : to.mod;
  out.relative = first.relative || last.relative;
  out.uncertain = first.uncertain || last.uncertain;
  return out;
}

}  // namespace mizan

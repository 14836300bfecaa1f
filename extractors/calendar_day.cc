#include "extractors/calendar_day.h"

#include <fmt/format.h>
#include <unicode/calendar.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace mizan {
namespace {

constexpr int kFirstHijri = 1300, kLastHijri = 1600;
constexpr double kMillisecondsADay = 86400000.0;

// First days of the months of Hijri years, asked of ICU once a year and thread: a date costs a look-up, and the first one not all years. Umm al-Qura begins
// with 1300; for the years before, which only stand in history, ICU goes on with the tabular calendar.
class HijriYears {
 public:
  using Months = std::array<std::int64_t, 12>;

  // nullptr beyond the years that are known. What it points to holds until the thread asks for another year.
  static const Months* of(int year) {
    thread_local HijriYears kept;
    if (year < 1 || year > kLastHijri) return nullptr;
    if (year < kFirstHijri) return ask(year, kept.early_) ? &kept.early_ : nullptr;
    const auto index = static_cast<std::size_t>(year - kFirstHijri);
    if (!kept.asked_[index]) {
      kept.asked_[index] = true;
      kept.there_[index] = ask(year, kept.months_[index]);
    }
    return kept.there_[index] ? &kept.months_[index] : nullptr;
  }

 private:
  static bool ask(int year, Months& begins) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale("ar@calendar=islamic-umalqura"), status));
    if (U_FAILURE(status)) return false;
    for (int month = 0; month < 12; ++month) {
      calendar->clear();
      calendar->set(UCAL_EXTENDED_YEAR, year);
      calendar->set(UCAL_MONTH, month);
      calendar->set(UCAL_DAY_OF_MONTH, 1);
      const double at = calendar->getTime(status);
      if (U_FAILURE(status)) return false;
      begins[static_cast<std::size_t>(month)] = static_cast<std::int64_t>(std::floor(at / kMillisecondsADay));
    }
    return true;
  }

  static constexpr std::size_t kYears = kLastHijri - kFirstHijri + 1;
  std::array<Months, kYears> months_;
  Months early_{};
  std::array<bool, kYears> asked_{}, there_{};
};

}  // namespace

std::int64_t day_number(Day day) {
  const std::int64_t y = day.month <= 2 ? day.year - 1 : day.year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

Day day_of(std::int64_t number) {
  number += 719468;
  const std::int64_t era = (number >= 0 ? number : number - 146096) / 146097;
  const std::int64_t doe = number - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  return {static_cast<int>(yoe + era * 400 + (month <= 2 ? 1 : 0)), month, static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool is_real(Day day) {
  return day.year >= 1 && day.year <= 9999 && day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= days_in_month(day.year, day.month);
}

int weekday_of(std::int64_t number) {
  const std::int64_t since_monday = (number + 3) % 7;
  return static_cast<int>(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

std::int64_t first_week_begin(int year) {
  const std::int64_t fourth = day_number({year, 1, 4});
  return fourth - (weekday_of(fourth) - 1);
}

std::pair<int, int> iso_week(std::int64_t number) {
  const int year = day_of(number - (weekday_of(number) - 1) + 3).year;
  return {year, static_cast<int>((number - first_week_begin(year)) / 7) + 1};
}

Day easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return {year, n / 31, n % 31 + 1};
}

std::int64_t orthodox_easter(int year) {
  const int d = (19 * (year % 19) + 15) % 30, e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7, n = d + e + 114;
  const int behind = year / 100 - year / 400 - 2;  // days of the Julian calendar behind the Gregorian, from March on
  return day_number({year, n / 31, n % 31 + 1}) + behind;
}

std::optional<std::int64_t> chinese_day(int year, int month, int day) {
  constexpr int kFirst = 1900, kLast = 2100;
  if (year < kFirst || year > kLast || month < 1 || month > 12 || day < 1 || day > 30) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale("zh@calendar=chinese"), status));
  if (U_FAILURE(status)) return std::nullopt;
  constexpr int kYearsBefore = 2637;  // ICU counts Chinese years from 2637 BC
  calendar->clear();
  calendar->set(UCAL_EXTENDED_YEAR, year + kYearsBefore);
  calendar->set(UCAL_MONTH, month - 1);
  calendar->set(UCAL_DAY_OF_MONTH, day);
  const double at = calendar->getTime(status);
  if (U_FAILURE(status)) return std::nullopt;
  return static_cast<std::int64_t>(std::floor(at / kMillisecondsADay));
}

Day plus_months(Day day, int months) {
  const int total = day.year * 12 + day.month - 1 + months;
  Day out{total / 12, total % 12 + 1, day.day};
  out.day = std::min(out.day, days_in_month(out.year, out.month));
  return out;
}

std::string iso(Day day) {
  if (day.year < 0 || day.year > 9999) return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
  // Two for every date: without the format's machinery.
  std::string out = "0000-00-00";
  const auto put = [&](std::size_t last, int number) {
    for (; number != 0; number /= 10) out[last--] = static_cast<char>('0' + number % 10);
  };
  put(3, day.year);
  put(6, day.month);
  put(9, day.day);
  return out;
}

std::optional<std::pair<std::int64_t, std::int64_t>> hijri_month(int year, int month) {
  if (year < 1 || year >= kLastHijri || month < 1 || month > 12) return std::nullopt;
  const HijriYears::Months* months = HijriYears::of(year);
  if (months == nullptr) return std::nullopt;
  const std::int64_t first = (*months)[static_cast<std::size_t>(month - 1)];
  const HijriYears::Months* behind = month < 12 ? months : HijriYears::of(year + 1);
  if (behind == nullptr) return std::nullopt;
  return std::pair{first, (*behind)[static_cast<std::size_t>(month % 12)] - 1};
}

std::optional<int> hijri_year_of(std::int64_t number) {
  constexpr std::int64_t kEpoch = -492148;  // about the first day of the year 1
  constexpr double kDaysAYear = 354.36707;  // on average: the guess is a year off at most
  const auto begin_of = [](int year) -> std::optional<std::int64_t> {
    const HijriYears::Months* months = year < kFirstHijri ? nullptr : HijriYears::of(year);
    return months == nullptr ? std::nullopt : std::optional((*months)[0]);
  };
  const double guess = static_cast<double>(number - kEpoch) / kDaysAYear + 1;
  int year = static_cast<int>(std::clamp(guess, static_cast<double>(kFirstHijri), static_cast<double>(kLastHijri)));
  auto begin = begin_of(year);
  while (begin && number < *begin) begin = begin_of(--year);
  if (!begin) return std::nullopt;
  for (auto next = begin_of(year + 1); next && number >= *next; next = begin_of(year + 1)) ++year;
  // Of the last year the last month's end is not known.
  if (year == kLastHijri && number >= HijriYears::of(year)->back()) return std::nullopt;
  return year;
}

std::optional<int> hijri_year_in(int gregorian_year, int month) {
  const auto first = hijri_year_of(day_number({gregorian_year, 1, 1}));
  for (int year = first.value_or(0); first && year <= *first + 1; ++year) {
    const auto period = hijri_month(year, month);
    if (period && day_of(period->first).year == gregorian_year) return year;
  }
  return std::nullopt;
}

}  // namespace mizan

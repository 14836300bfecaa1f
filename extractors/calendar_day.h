// Day arithmetic: Gregorian days as running numbers, weekdays, ISO weeks, and the Umm al-Qura calendar through ICU.
//
//   day_number({2018, 6, 12}) + 1 -> 2018-06-13        hijri_month(1439, 9) -> 2018-05-16 .. 2018-06-14 (Ramadan 1439)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "extractors/time_extractor.h"

namespace mizan {

// Days since 1970-01-01 in the proleptic Gregorian calendar, and back (H. Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t day_number(Day day);
Day day_of(std::int64_t number);

bool is_leap(int year);
int days_in_month(int year, int month);
bool is_real(Day day);
// 1 for Monday to 7 for Sunday.
int weekday_of(std::int64_t number);
// Monday of ISO week 1 of the year; weeks in a year are 52 or 53.
std::int64_t first_week_begin(int year);
std::pair<int, int> iso_week(std::int64_t number);  // year, week
// Western Easter Sunday (Meeus, Jones, Butcher).
Day easter(int year);
// Easter Sunday of the Orthodox churches, which reckon by the Julian calendar (Meeus); a running number.
std::int64_t orthodox_easter(int year);
// A day of the Chinese calendar, month 1 to 12 and day 1 to 30 (no leap month), of the Chinese year that begins in this Gregorian one; through ICU.
// nullopt outside 1900 to 2100.
std::optional<std::int64_t> chinese_day(int year, int month, int day);
// Adds months; the day is kept or moved to the month's last one.
Day plus_months(Day day, int months);

std::string iso(Day day);

// Umm al-Qura, 1300 to 1600, and the tabular calendar from year 1 on; nullopt outside. First and last day (running numbers) of a Hijri month, 1 (Muharram)
// to 12.
std::optional<std::pair<std::int64_t, std::int64_t>> hijri_month(int year, int month);
// The Hijri year in which a Gregorian day lies.
std::optional<int> hijri_year_of(std::int64_t number);
// The Hijri year whose `month` begins in a Gregorian year, the earlier of two: Ramadan of 2026 is that of 1447.
std::optional<int> hijri_year_in(int gregorian_year, int month);

}  // namespace mizan

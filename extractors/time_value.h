// What a time expression means before it is written down: a period with the parts that the text gave, and how the missing year is found.
//
//   "12 مايو المقبل", published 2018-04-07 -> {2018, 5, 12}       "Tuesday", no publication date -> XXXX-WXX-2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "extractors/time_extractor.h"
#include "pipeline/mention.h"

namespace mizan {

constexpr int kFirstLikelyYear = 1900, kLastLikelyYear = 2100;  // four digits alone are a year between these
constexpr int kFirstHijri = 1300, kLastHijri = 1500;            // and so are these in the Hijri calendar; years before say their era

// "24", "'98": the year of two digits, at most 20 years ahead of the publication day.
int full_year(int two_digits, const std::optional<Day>& published);

enum class Grain : std::uint8_t { kNone, kDay, kWeekend, kWeek, kMonth, kQuarter, kHalf, kSeason, kYear, kDecade, kCentury };

// Which one of several is meant: the last one, this one, the next one, the one behind that; kNearest where the text doesn't say, kFuture where its tense looks
// ahead, kTold where it tells of what was; kAhead where the verb is beside it, kPast where what follows must have begun.
enum class Which : std::uint8_t { kNearest, kLast, kThis, kNext, kFuture, kAhead, kTold, kPast, kAfterNext };

struct When {
  static constexpr int kUnknown = -100000;

  Grain grain = Grain::kNone;
  int year = kUnknown;  // below zero before Christ; of decades and centuries: all digits but the last one or two ("197", "18"); the fifth century BC is -5
  int month = 0;        // 1-12; 0 for none. Hijri where `hijri`
  int day = 0;
  int number = 0;   // quarter, half, season (1 spring to 4 winter) or ISO week
  int weekday = 0;  // 1 Monday to 7 Sunday; 0 for none
  int hour = -1, minute = 0, second = -1;
  std::string zone;      // "+03:00", "Z" or empty
  const char* mod = "";  // START MID END BEFORE AFTER ON_OR_BEFORE ON_OR_AFTER
  bool hijri = false;
  bool moon = false;  // a Gregorian day reckoned from a Hijri one: Eid
  bool fiscal = false;
  bool relative = false;
  const char* reference = nullptr;  // PAST_REF, PRESENT_REF, FUTURE_REF: relative to a publication date that is not known

  bool known() const { return year != kUnknown; }
  bool before_christ() const { return known() && year < 0; }
};

// A day (running number) as a When, and the period a When covers; nullopt where its year is not known.
When when_of_day(std::int64_t number);
std::optional<std::pair<std::int64_t, std::int64_t>> period_of(const When& when);

// Finds the year (or for a weekday the day) that the text leaves out. Without a publication day nothing changes but `relative`.
void resolve(When& when, Which which, const std::optional<Day>& published);

// The period of this grain that lies `offset` away from the publication day's own: -1 and kYear is last year.
When relative_period(Grain grain, int offset, const std::optional<Day>& published);

// False for a day that no calendar has (31 February, 30 days in a 29-day Hijri month).
bool is_possible(const When& when);

// TIMEX3 value, bounds and grain, of one period or of a range.
DateRange date_range(const When& when);
DateRange date_range(const When& from, const When& to);

}  // namespace mizan

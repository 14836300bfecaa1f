// When an article was published, for telling the earlier from the later.
//
//   "2025-03-28T14:05:00+03:00" and "2025-03-28": the second is a day only, so which came first is not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan {

struct Moment {
  std::int64_t second = 0;  // since 1970, UTC; of a day, its first
  std::int64_t day = 0;     // since 1970, where it was written
  bool day_only = false;
};

// ISO 8601: a day, or a day with time and zone (no zone counts as UTC). nullopt for anything else.
std::optional<Moment> moment_from(std::string_view text);

enum class Order : std::uint8_t { kBefore, kSame, kAfter, kUnknown };
// How `a` stands to `b`: kUnknown where one is missing, or both are of one day and one of them is only a day.
Order order_of(const std::optional<Moment>& a, const std::optional<Moment>& b);

// Days since 1970 of a proleptic Gregorian date.
std::int64_t days_from_civil(int year, int month, int day);

// Now, as "2025-03-28T11:05:00Z", and in seconds since 1970: the only clock of this program's decisions. The environment variable MIZAN_NOW stands in its place
// where it holds such a moment, so that tests, and people who look into the past, choose their own.
std::string utc_now();
std::int64_t utc_seconds();

}  // namespace mizan

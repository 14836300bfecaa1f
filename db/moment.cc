#include "db/moment.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

namespace mizan {
namespace {

// Reads `count` digits at `at` and moves behind them.
std::optional<int> digits(std::string_view text, std::size_t& at, int count) {
  int value = 0;
  for (int i = 0; i < count; ++i, ++at) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool take(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

}  // namespace

// Howard Hinnant's days_from_civil.
std::int64_t days_from_civil(int year, int month, int day) {
  year -= month <= 2;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int of_era = year - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return static_cast<std::int64_t>(era) * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

std::optional<Moment> moment_from(std::string_view text) {
  std::size_t at = 0;
  auto year = digits(text, at, 4);
  if (!year || !take(text, at, '-')) return std::nullopt;
  auto month = digits(text, at, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, at, '-')) return std::nullopt;
  auto day = digits(text, at, 2);
  if (!day || *day < 1 || *day > 31) return std::nullopt;
  Moment moment;
  moment.day = days_from_civil(*year, *month, *day);
  moment.second = moment.day * 86400;
  moment.day_only = true;
  if (!take(text, at, 'T') && !take(text, at, ' ')) return at == text.size() ? std::optional(moment) : std::nullopt;
  auto hour = digits(text, at, 2);
  if (!hour || !take(text, at, ':')) return std::nullopt;
  auto minute = digits(text, at, 2);
  if (!minute) return std::nullopt;
  int second = 0;
  if (take(text, at, ':')) {
    auto read = digits(text, at, 2);
    if (!read) return std::nullopt;
    second = *read;
    if (take(text, at, '.')) {
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    }
  }
  int zone = 0;
  if (at < text.size() && !take(text, at, 'Z')) {
    const bool west = text[at] == '-';
    if (!west && text[at] != '+') return std::nullopt;
    ++at;
    auto zone_hour = digits(text, at, 2);
    if (!zone_hour) return std::nullopt;
    take(text, at, ':');
    auto zone_minute = digits(text, at, 2);
    zone = *zone_hour * 3600 + (zone_minute ? *zone_minute : 0) * 60;
    if (west) zone = -zone;
  }
  moment.second += *hour * 3600 + *minute * 60 + second - zone;
  moment.day_only = false;
  return moment;
}

Order order_of(const std::optional<Moment>& a, const std::optional<Moment>& b) {
  if (!a || !b) return Order::kUnknown;
  if (a->day_only || b->day_only) {
    if (a->day == b->day) return a->day_only && b->day_only ? Order::kSame : Order::kUnknown;
    return a->day < b->day ? Order::kBefore : Order::kAfter;
  }
  if (a->second == b->second) return Order::kSame;
  return a->second < b->second ? Order::kBefore : Order::kAfter;
}

std::int64_t utc_seconds() {
  if (const char* chosen = std::getenv("MIZAN_NOW")) {
    if (const auto moment = moment_from(chosen)) return moment->second;
  }
  return std::time(nullptr);
}

std::string utc_now() {
  const std::time_t now = utc_seconds();
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace mizan

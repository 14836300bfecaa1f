// Days by name: "عيد الفطر 2018", "Christmas Day", "last Easter", "Labor Day weekend". Which day a name means is a rule of calendar.tsv.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"

namespace mizan {
namespace {

using Days = std::pair<std::int64_t, std::int64_t>;

// What lies behind the first `n` bytes; nothing where the text is shorter. Rules come from files that users may write.
std::string_view behind(std::string_view text, std::size_t n) {
  return text.size() <= n ? std::string_view() : text.substr(n);
}

int whole(std::string_view text) {
  int value = 0;
  std::from_chars(text.data() + (text.starts_with('+') ? 1 : 0), text.data() + text.size(), value);
  return value;
}

// 1 for "mon" to 7 for "sun"; 0 for another word.
int weekday_named(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto at = std::find(kDays.begin(), kDays.end(), name);
  return at == kDays.end() ? 0 : static_cast<int>(at - kDays.begin()) + 1;
}

constexpr std::int64_t kAgainstTense = 12;  // times as far a day counts that the tense speaks against

std::int64_t weekday_before(std::int64_t day, int weekday) {
  return day - (weekday_of(day) - weekday + 7) % 7;
}  // or that very day

// The days of "hijri-MM-DD", "hijri-MM-DD-end", "hijri-MM-all" or "hijri-MM-last-fri" in a Hijri year.
std::optional<Days> hijri_day(std::string_view rule, int year) {
  const auto period = hijri_month(year, whole(rule.substr(0, 2)));
  const std::string_view rest = behind(rule, 3);
  if (!period || rest == "all") return period;
  const std::int64_t day = rest.starts_with("last-") ? weekday_before(period->second, weekday_named(behind(rest, 5))) : period->first + whole(rest) - 1;
  return Days{day, rest.ends_with("-end") ? period->second : day};
}

// The same in a Gregorian year, the earlier of two; in a Hijri one where the year can only be that ("عيد الأضحى عام 1445").
std::optional<Days> hijri_day_in(std::string_view rule, int year) {
  if (year >= kFirstHijri && year <= kLastHijri) return hijri_day(rule, year);
  const auto first = hijri_year_of(day_number({year, 1, 1}));
  for (int h = first.value_or(0); first && h <= *first + 1; ++h) {
    const auto days = hijri_day(rule, h);
    if (days && day_of(days->first).year == year) return days;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Days> named_days(std::string_view rule, int year) {
  std::int64_t more = 0;
  if (const auto length = rule.find('/'); length != std::string_view::npos) {
    more = whole(behind(rule, length + 1)) - 1;
    rule = rule.substr(0, length);
  }
  auto from = [&](std::int64_t day) { return Days{day, day + more}; };
  if (rule.starts_with("easter")) return from(day_number(easter(year)) + whole(behind(rule, 6)));
  if (rule.starts_with("orthodox")) return from(orthodox_easter(year) + whole(behind(rule, 8)));
  if (rule.starts_with("hijri-")) {
    auto day = hijri_day_in(behind(rule, 6), year);
    if (day) day->second += more;
    return day;
  }
  if (rule.starts_with("chinese-")) {
    const auto day = chinese_day(year, whole(behind(rule, 8).substr(0, 2)), whole(behind(rule, 11)));
    return day ? std::optional(from(*day)) : std::nullopt;
  }
  const int month = whole(rule.substr(0, 2));
  if (month < 1 || month > 12) return std::nullopt;
  if (behind(rule, 3).starts_with("last-"))
    return from(weekday_before(day_number({year, month, days_in_month(year, month)}), weekday_named(behind(rule, 8).substr(0, 3))));
  if (rule.size() >= 8 && rule[4] == '-') {  // "11-4-thu+1": the day after the fourth Thursday
    const std::int64_t first = day_number({year, month, 1});
    const std::int64_t nth = weekday_before(first + 6, weekday_named(behind(rule, 5).substr(0, 3))) + 7 * (rule[3] - '1');
    return from(nth + whole(behind(rule, 8)));
  }
  const std::int64_t day = day_number({year, month, whole(behind(rule, 3).substr(0, 2))});
  const std::string_view moved = behind(rule, 5);
  if (moved.starts_with('<')) return from(weekday_before(day, weekday_named(behind(moved, 1))));
  if (moved == "~work") return from(weekday_of(day) == 6 ? day - 1 : weekday_of(day) == 7 ? day + 1 : day);
  if (moved == "~sun") return from(weekday_of(day) == 7 ? day - 1 : day);
  return from(day);
}

DateReader::Found DateReader::holiday(At t) const {
  At at = t;
  const TimeMark* direction = x_.mark(t, TimeRole::kDirection, "before");
  if (direction != nullptr && !direction->entry->arabic)
    at = direction->end;
  else
    direction = nullptr;
  const TimeMark* mark = x_.mark(at, TimeRole::kHoliday);
  if (mark == nullptr || (at > 0 && x_.in_name(at) && x_.in_name(at - 1))) return std::nullopt;
  if (mark->has("anchor")) {
    const At before = at > 0 && x_.has(at - 1, TimeRole::kThe) ? at - 1 : at;
    const TimeMark* preposition = x_.mark_before(before, TimeRole::kBefore);
    if (preposition == nullptr || preposition->entry->value.empty()) return std::nullopt;
  }
  DatePhrase out = phrase(t, direction != nullptr ? direction->begin_byte : mark->begin_byte, mark->end, "date.holiday", 88);
  auto weekend_at = [&](At where) { return x_.mark(where, TimeRole::kWeekend) != nullptr && !mark->entry->arabic; };
  bool weekend = weekend_at(out.end);
  if (weekend) out.end = x_.mark(out.end, TimeRole::kWeekend)->end, out.end_byte = x_.token(out.end - 1).end;
  const auto joined_year = x_.has(out.end, TimeRole::kOf) || x_.is(out.end, "in") ? std::nullopt : plain_year(out.end, 4);
  if (const auto year = year_part(out.end))
    take_year(out, *year);
  else if (joined_year && !counts_something(joined_year->end))
    take_year(out, *joined_year);  // "Christmas two thousand eighteen"
  if (!weekend && weekend_at(out.end)) {
    weekend = true;
    out.end = x_.mark(out.end, TimeRole::kWeekend)->end;
    out.end_byte = x_.token(out.end - 1).end;
  }
  if (mark->has("alone") && !out.from.known() && !x_.stands_alone(t, out.end)) return std::nullopt;
  if (mark->has("capital") && !x_.token(at).capital && !x_.stands_alone(t, out.end)) return std::nullopt;
  const std::string_view rule = mark->entry->value;
  std::optional<Days> days;
  const auto beside = out.from.known() || direction != nullptr ? std::nullopt : length_beside(t, out.end);
  if (beside && beside->year) out.from.year = day_of(beside->day).year;
  if (out.from.known()) {
    days = named_days(rule, out.from.year);
  } else if (published_) {
    const std::int64_t today = beside ? beside->day : day_number(*published_);
    const TimeMark* before = x_.mark_before(at > 0 && x_.has(at - 1, TimeRole::kThe) ? at - 1 : at, TimeRole::kBefore);
    const bool open = direction == nullptr && !beside;
    const bool ahead = open && ((before != nullptr && before->has("ahead") && !done_by(out)) || x_.looks_ahead(t, out.end));
    const bool told = open && !ahead && x_.looks_back(t, out.end);
    const bool begun = open && ((before != nullptr && before->has("past")) || (told && x_.looks_back(t, out.end, kBesideVerb)));  // "since Christmas"
    std::int64_t best = 0;
    const int here = day_of(today).year;
    for (int year = here - 1; year <= here + 1; ++year) {
      const auto candidate = named_days(rule, year);
      if (!candidate) continue;
      if (direction != nullptr && direction->value < 0 && candidate->first >= today) continue;
      if (direction != nullptr && direction->value > 0 && candidate->first <= today) continue;
      if (direction != nullptr && direction->value == 0 && year != published_->year) continue;
      if (begun && candidate->first > today) continue;
      const std::int64_t away = (today < candidate->first ? candidate->first - today : std::max<std::int64_t>(0, today - candidate->second)) *
                                ((ahead && candidate->second < today) || (told && candidate->first > today) ? kAgainstTense : 1);
      if (!days || away < best) days = candidate, best = away;
    }
  }
  if (!days) return std::nullopt;
  if (weekend) {  // Saturday and Sunday, and the day itself where it lies beside them
    const int weekday = weekday_of(days->first);
    const std::int64_t saturday = weekday == 1 ? days->first - 2 : weekday_before(days->first, 6) + (weekday <= 5 ? 7 : 0);
    days = Days{weekday == 5 ? days->first : saturday, weekday == 1 ? days->first : saturday + 1};
  }
  const bool relative = out.from.relative || direction != nullptr;
  out.from = when_of_day(days->first);
  out.from.moon = rule.starts_with("hijri-");
  out.from.relative = relative;
  if (days->second != days->first) {
    out.to = when_of_day(days->second);
    out.to->moon = out.from.moon;
    out.to->relative = relative;
  }
  return out;
}

}  // namespace mizan

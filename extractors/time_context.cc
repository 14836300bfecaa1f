// Periods that lean on a date of their own sentence, not on the publication day: "$2bn in Q2 2026 against $1.8bn in the same period last year",
// "الربع المماثل من العام السابق" (the like quarter of the year before), "from $4m a year earlier", "95 the day before".
//
// Only the sentence's own dates count: without one, "the previous quarter" and "the day before" are those before the publication day, and "the same period"
// says nothing.

#include <algorithm>
#include <cstdlib>

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

// A period moved by whole years; none for 29 February, which most years lack.
std::optional<When> moved(When when, int years) {
  when.year += years;
  when.weekday = 0;
  when.hour = -1;
  when.minute = 0;
  when.second = -1;
  when.zone.clear();
  when.mod = "";
  when.relative = true;
  if (!is_possible(when)) return std::nullopt;
  return when;
}

bool is_whole_period(Grain grain) {
  return grain >= Grain::kDay && grain <= Grain::kYear;
}

// The nth of the days, in order of their distance from `day`; of two as far, the one behind it first.
std::optional<std::int64_t> nth_closest(std::vector<std::int64_t> days, std::int64_t day, int nth) {
  std::stable_sort(days.begin(), days.end(), [&](std::int64_t a, std::int64_t b) { return std::abs(a - day) < std::abs(b - day); });
  return static_cast<std::size_t>(nth) <= days.size() ? std::optional(days[static_cast<std::size_t>(nth) - 1]) : std::nullopt;
}

std::optional<std::int64_t> nth_closest_weekday(std::int64_t day, int weekday, int nth) {
  const std::int64_t last = day - (weekday_of(day) - weekday + 7) % 7;
  std::vector<std::int64_t> days;
  for (int n = -nth; n <= nth; ++n) days.push_back(last + 7 * n);
  return nth_closest(std::move(days), day, nth);
}

std::optional<std::int64_t> nth_closest_named_day(std::string_view rule, std::int64_t day, int nth) {
  std::vector<std::int64_t> days;
  for (int year = day_of(day).year - nth; year <= day_of(day).year + nth; ++year)
    if (const auto named = named_days(rule, year)) days.push_back(named->first);
  return nth_closest(std::move(days), day, nth);
}

}  // namespace

// The date before t in its sentence that a period leans on: the last one that is finer than a year, else the last year. nullptr for none.
const DatePhrase* DateReader::sentence_date(At t) const {
  constexpr int kMost = 8;  // dates looked back at
  if (out_ == nullptr || out_->empty()) return nullptr;
  const std::uint32_t s = x_.article().sentence_of(t);
  if (s >= x_.article().sentences.size()) return nullptr;
  const At begin = x_.article().sentences[s].first_token;
  const DatePhrase* year = nullptr;
  int seen = 0;
  for (auto date = out_->rbegin(); date != out_->rend() && date->first >= begin && seen < kMost; ++date, ++seen) {
    if (date->silent || date->derived || date->end > t || !date->from.known() || date->from.hijri || date->from.reference != nullptr ||
        !is_whole_period(date->from.grain))
      continue;
    if (date->from.grain != Grain::kYear) return &*date;
    if (year == nullptr) year = &*date;
  }
  return year;
}

// The period of this grain `offset` away from the sentence's date; nothing where that date is coarser.
std::optional<When> DateReader::beside_sentence_date(Grain grain, int offset, At t) const {
  const DatePhrase* date = sentence_date(t);
  if (date == nullptr || date->from.grain > grain) return std::nullopt;
  const auto period = period_of(date->from);
  if (!period) return std::nullopt;
  return relative_period(grain, offset, day_of(period->first));
}

// "same period last year", "the corresponding quarter of 2024", "الفترة نفسها من العام الماضي", "نفس الشهر من 2024", "year-earlier quarter".
DateReader::Found DateReader::same_period(At t) const {
  const TimeMark* same = x_.mark(t, TimeRole::kSame);
  auto period_word = [&](At at) -> const TimeMark* {
    for (TimeRole role : {TimeRole::kPeriodWord, TimeRole::kQuarter, TimeRole::kHalf})
      if (const TimeMark* mark = x_.mark(at, role)) return mark;
    const TimeMark* unit = x_.mark(at, TimeRole::kUnit, "one");
    return unit != nullptr && unit->value == 1 && (unit->letter == 'M' || unit->letter == 'W' || unit->letter == 'D') ? unit : nullptr;
  };
  const bool behind = same == nullptr;  // "الفترة نفسها": the word for "same" stands behind its noun
  At at = behind ? t : same->end;
  const TimeMark* noun = period_word(at);
  if (noun == nullptr && !behind && !same->entry->arabic) {  // "the same three months"
    const auto count = x_.number(at);
    const TimeMark* unit = count && !count->ordinal ? x_.mark(count->end, TimeRole::kUnit, "many") : nullptr;
    if (unit != nullptr && (unit->letter == 'M' || unit->letter == 'W')) noun = unit;
  }
  if (noun == nullptr || (behind && !noun->entry->arabic) || (noun->entry->arabic && !noun->article)) return std::nullopt;
  at = noun->end;
  if (behind) {
    same = x_.mark(at, TimeRole::kSame);
    if (same == nullptr || !same->has("after") || same->proclitic) return std::nullopt;
    at = same->end;
  } else if (same->has("after") || same->entry->arabic != noun->entry->arabic) {
    return std::nullopt;
  }
  DatePhrase out = phrase(t, behind ? noun->begin_byte : same->begin_byte, at, "date.same_period", 91);
  out.derived = true;
  out.end_byte = x_.token(at - 1).end;
  std::optional<int> year;  // absolute
  if (x_.is_comma(at)) ++at;
  if (x_.has(at, TimeRole::kOf) || x_.is(at, "in") || x_.is(at, "في") || x_.is(at, "خلال") /* during */ || x_.is(at, "from")) ++at;
  if (x_.has(at, TimeRole::kThe)) ++at;
  if ((x_.is(at, "a") || x_.is(at, "one")) && x_.is(at + 1, "year")) ++at;  // "a year earlier"
  const TimeMark* word = x_.mark(at, TimeRole::kUnit, "one");
  if (word != nullptr && (word->letter != 'Y' || word->value != 1)) word = nullptr;
  if (word != nullptr && !word->entry->arabic && (x_.grammar(word->end, "earlier") != nullptr || x_.is(word->end, "ago") || x_.is(word->end, "before"))) {
    out.end = word->end + 1;
  } else if (const auto stated = word != nullptr ? plain_year(x_.skip_article(word->end), 4) : plain_year(at, 4); stated && !stated->hijri) {
    At second_end = 0;
    std::uint32_t second_byte = 0;
    if (second_year(stated->end, stated->year, second_end, second_byte)) return std::nullopt;  // of the fiscal year 2016-2017
    year = stated->year;
    out.end = stated->end;
  } else if (const auto relative = relative_year(at, false); relative) {
    if (relative->offset >= 0 && published_) year = published_->year + relative->offset;
    out.end = relative->end;
  } else if (!same->has("year")) {
    return std::nullopt;
  }
  out.end_byte = x_.token(out.end - 1).end;
  const DatePhrase* date = sentence_date(t);
  if (date == nullptr) return std::nullopt;
  const int last = date->to ? date->to->year : date->from.year;
  const int years = year ? *year - last : -1;
  const auto from = moved(date->from, years);
  if (!from || years == 0) return std::nullopt;
  out.from = *from;
  if (date->to) {
    out.to = moved(*date->to, years);
    if (!out.to) return std::nullopt;
  }
  return out;
}

// "a year earlier", "one month before", "قبل عام" (a year before) behind a comparison: that far before the sentence's own period.
DateReader::Found DateReader::earlier(At t) const {
  const TimeMark* unit = x_.mark(t, TimeRole::kUnit, "one");
  if (unit == nullptr || unit->value != 1 || unit->article || unit->proclitic || t == 0) return std::nullopt;
  const Grain grain = unit->letter == 'Y'   ? Grain::kYear
                      : unit->letter == 'M' ? Grain::kMonth
                      : unit->letter == 'W' ? Grain::kWeek
                      : unit->letter == 'D' ? Grain::kDay
                                            : Grain::kNone;
  if (grain == Grain::kNone) return std::nullopt;
  const DatePhrase* date = nullptr;
  At first = t, end = unit->end;
  bool after = false;
  auto closed = [&](At at) {
    return at >= x_.size() || x_.token(at).kind == TokenKind::kNewline || x_.token(at).kind == TokenKind::kPunct || x_.is(at, "and") || x_.is(at, arabic::kAnd);
  };
  if (unit->entry->arabic) {
    if (!x_.is(t - 1, "قبل") /* before */ || !closed(end)) return std::nullopt;
    date = sentence_date(t);
    bool compared = false;  // "مقارنة بـ5" (compared with 5), "من 14.2" (from 14.2)
    for (At at = date != nullptr ? date->end : t; at < t && !compared; ++at)
      compared = x_.grammar(at, "compared") != nullptr || (x_.is(at, arabic::kOf) && x_.numeral_at(at + 1) != nullptr);
    if (!compared) return std::nullopt;
  } else {
    const bool the_day = grain == Grain::kDay && x_.is(t - 1, "the");  // "the day before", "the day after"
    if (!x_.is(t - 1, "a") && !x_.is(t - 1, "one") && !the_day) return std::nullopt;
    after = the_day && x_.is(end, "after") && closed(end + 1);
    if (!after && !((x_.grammar(end, "earlier") != nullptr && !the_day) || (x_.is(end, "before") && closed(end + 1)))) return std::nullopt;
    first = t - 1;
    ++end;
    date = sentence_date(t);
  }
  if (date == nullptr && grain == Grain::kDay && !unit->entry->arabic) {  // without a day of its own the sentence's is the publication day
    DatePhrase out = phrase(first, x_.token(first).begin, end, "date.earlier", 91);
    out.derived = true;
    out.from = relative_period(Grain::kDay, after ? 1 : -1, published_);
    return out;
  }
  if (date == nullptr || date->end > first || (grain == Grain::kMonth && date->from.grain > Grain::kMonth) ||
      (grain == Grain::kWeek && date->from.grain > Grain::kWeek) || (grain == Grain::kDay && date->from.grain > Grain::kDay))
    return std::nullopt;
  DatePhrase out = phrase(first, x_.token(first).begin, end, "date.earlier", 91);
  out.derived = true;
  out.end_byte = x_.token(end - 1).end;
  if (grain == Grain::kYear) {
    const auto from = moved(date->from, -1);
    if (!from) return std::nullopt;
    out.from = *from;
    if (date->to) out.to = moved(*date->to, -1);
    return out;
  }
  const auto period = period_of(date->from);
  if (!period || date->to) return std::nullopt;
  if (date->from.grain == grain) {
    out.from = relative_period(grain, after ? 1 : -1, day_of(period->first));
  } else {  // of a day
    out.from = when_of_day(grain == Grain::kWeek ? period->first - 7 : day_number(plus_months(day_of(period->first), -1)));
    out.from.relative = true;
  }
  return out;
}

// "two years ago", "in 9 months", "قبل عامين" right behind a date without its year ("in March two years ago").
std::optional<DateReader::Away> DateReader::length_beside(At first, At t) const {
  constexpr int kMost = 100;
  if (!published_ || t >= x_.size()) return std::nullopt;
  At at = x_.is_comma(t) ? t + 1 : t;                                              // "in March, two years ago"
  int sign = x_.is(at, "in") || x_.is(at, "بعد") ? 1 : x_.is(at, "قبل") ? -1 : 0;  // قبل: before
  if (sign != 0) {
    if (x_.is_comma(t)) return std::nullopt;
    ++at;
  }
  int count = 1;
  const TimeMark* unit = nullptr;
  if (const auto number = x_.number(at); number && !number->ordinal) {
    unit = x_.mark(number->end, TimeRole::kUnit);
    count = number->value;
    if (unit != nullptr && unit->has("two")) return std::nullopt;
  } else {
    if (x_.is(at, "a") || x_.is(at, "one")) ++at;
    unit = x_.mark(at, TimeRole::kUnit);
    if (unit == nullptr || unit->article || unit->has("many") || (!unit->entry->arabic && !x_.is(at - 1, "a") && !x_.is(at - 1, "one"))) return std::nullopt;
    if (unit->has("two")) count = 2;
  }
  if (unit == nullptr || unit->proclitic || count < 1 || count > kMost || (unit->letter != 'Y' && unit->letter != 'M' && unit->letter != 'W'))
    return std::nullopt;
  if (sign == 0) {
    const TimeMark* ago = x_.mark(unit->end, TimeRole::kAgo);
    if (ago == nullptr) return std::nullopt;
    sign = ago->value;
  } else if (sign > 0 && !x_.stands_alone(first, unit->end) && !(first > 0 && x_.has(first - 1, TimeRole::kBefore) && x_.looks_ahead(first, unit->end))) {
    return std::nullopt;  // "the coldest January in 20 years"
  } else if (unit->end < x_.size() && x_.token(unit->end).kind != TokenKind::kPunct && x_.token(unit->end).kind != TokenKind::kNewline) {
    return std::nullopt;  // "بعد عامين من الحادث" (two years after the accident), "in a year when"
  }
  const int length = sign * count * unit->value;
  Away out;
  out.year = unit->letter == 'Y';
  if (unit->letter == 'W')
    out.day = day_number(*published_) + 7 * length;
  else
    out.day = day_number(plus_months(*published_, out.year ? 12 * length : length));
  return out;
}

// "the closest Monday to October 5th", "the second closest Christmas to today": a weekday or a named day beside another day.
DateReader::Found DateReader::closest(At t) {
  constexpr int kMost = 9;
  At at = t;
  int nth = 1;
  std::uint32_t begin_byte = x_.token(t).begin;
  if (const auto ordinal = x_.number(t); ordinal && ordinal->ordinal && ordinal->value >= 1 && ordinal->value <= kMost) {
    nth = ordinal->value;
    at = ordinal->end;
  }
  if (!x_.has(at, TimeRole::kClosest)) return std::nullopt;
  ++at;
  const TimeMark* weekday = x_.mark(at, TimeRole::kWeekday);
  const TimeMark* named = weekday == nullptr ? x_.mark(at, TimeRole::kHoliday) : nullptr;
  if (weekday == nullptr && named == nullptr) return std::nullopt;
  at = weekday != nullptr ? weekday->end : named->end;
  if (!x_.is(at, "to")) return std::nullopt;
  ++at;
  if (x_.has(at, TimeRole::kThe)) ++at;
  if (at >= x_.size()) return std::nullopt;
  for (At d = 0; d <= 2; ++d)  // "the closest Monday to the closest Friday to ...": no deeper
    if (x_.has(at + d, TimeRole::kClosest)) return std::nullopt;
  Found beside = core(at);
  if (!beside || beside->to) return std::nullopt;
  settle(*beside);
  const auto day = period_of(beside->from);
  if (!day || day->first != day->second) return std::nullopt;
  const auto found = weekday != nullptr ? nth_closest_weekday(day->first, weekday->value, nth) : nth_closest_named_day(named->entry->value, day->first, nth);
  if (!found) return std::nullopt;
  DatePhrase out = around(*beside, t, begin_byte, "date.closest", 94);
  out.from = when_of_day(*found);
  out.from.relative = beside->from.relative;
  return out;
}

}  // namespace mizan

// Times of day, alone and beside their day: "3 p.m. on Wednesday", "الساعة 12:55 ظهرًا يوم الثلاثاء", "2025-05-12T14:30Z", and the zones that they are told in.

#include <fmt/format.h>

#include <cstdlib>

#include "extractors/time_dates.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

// The hour of 24 that an hour of 12 is in a part of the day.
int hour_in(int hour, std::string_view part) {
  if (hour > 12) return hour;
  if (part == "am") return hour == 12 ? 0 : hour;
  if (part == "pm") return hour == 12 ? 12 : hour + 12;
  if (part == "noon") return hour < 6 ? hour + 12 : hour;
  if (part == "night") return hour == 12 ? 0 : hour >= 6 ? hour + 12 : hour;
  return hour;
}

}  // namespace

// "GMT", "UTC+03:00", "EST", "بتوقيت مكة" (Mecca time), "local time" behind a time of day; a place's own time whose clocks change has no value of its own.
bool DateReader::take_zone(At& end, std::uint32_t& end_byte, std::string& out) const {
  const TimeMark* zone = x_.mark(end, TimeRole::kZone);
  if (zone == nullptr || (zone->has("capital") && !x_.token(end).all_capitals)) return false;
  At at = zone->end;
  int minutes = zone->value;
  if (!zone->entry->arabic && (x_.is(at, "+") || x_.is(at, "-")) && x_.is_digits(at + 1) && x_.word(at + 1).size() <= 2) {
    const auto hours = x_.digits(at + 1);
    if (!hours || hours->value > 14) return false;
    const int sign = x_.is(at, "-") ? -1 : 1;
    minutes = sign * 60 * hours->value;
    at += 2;
    if (x_.is(at, ":") && x_.glued(at) && x_.glued(at + 1) && x_.is_digits(at + 1) && x_.word(at + 1).size() == 2) {
      const std::string_view rest = x_.word(at + 1);
      minutes += sign * ((rest[0] - '0') * 10 + (rest[1] - '0'));
      at += 2;
    }
  }
  if (!zone->has("local")) out = fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
  end = at;
  end_byte = x_.token(at - 1).end;
  return true;
}

// "8 p.m. on Thursday GMT", "الثامنة مساء الخميس بتوقيت مكة", "من الخميس (بتوقيت غرينتش)": the zone behind the day.
void DateReader::add_zone_behind(DatePhrase& p) const {
  if (p.from.hour < 0 || p.to || !p.from.zone.empty()) return;
  const bool bracket = x_.is(p.end, "(");
  At end = p.end + (bracket || x_.is_comma(p.end) ? 1 : 0);
  std::uint32_t end_byte = p.end_byte;
  std::string zone;
  if (!take_zone(end, end_byte, zone) || zone.empty()) return;  // "local time" adds nothing
  if (bracket) {
    if (!x_.is(end, ")")) return;
    end_byte = x_.token(end++).end;
  }
  p.end = end;
  p.end_byte = end_byte;
  p.from.zone = std::move(zone);
}

// A time of day: "3 p.m.", "12:55 ظهرًا", "الساعة 3 مساءً", "التاسعة مساء", "4.40 am", "10:00 GMT".
std::optional<DateReader::Clock> DateReader::clock(At t) const {
  Clock out;
  At at = t;
  const TimeMark* word = x_.mark(t, TimeRole::kClock);
  out.begin_byte = x_.token(t).begin;
  if (word != nullptr && word->entry->arabic) {
    at = x_.skip_article(word->end);
    out.begin_byte = word->begin_byte;
    out.explicit_part = true;
  }
  auto two_digits = [&](At d) {
    const std::string_view w = x_.word(d);
    return x_.is_digits(d) && w.size() == 2 ? (w[0] - '0') * 10 + (w[1] - '0') : -1;
  };
  if (x_.is_digits(at)) {
    // "5-0 مساء السبت" (on Saturday evening): a score, unless its first number is an hour too ("من 7-9 مساء", from 7 to 9)
    const TimeMark* day_part = x_.mark(at + 1, TimeRole::kDayPart);
    const bool behind_dash = t == at && at >= 3 && x_.is(at - 1, "-") && x_.glued(at) && x_.glued(at - 1) && x_.is_digits(at - 2);
    if (behind_dash && day_part != nullptr && day_part->entry->arabic && !x_.is(at - 3, ":") && !x_.is(at - 3, "من") /* from */ &&
        !x_.has(at - 3, TimeRole::kClock) && x_.mark_before(at - 2, TimeRole::kBetween) == nullptr)
      return std::nullopt;
    const std::string_view w = x_.word(at);
    if (w.size() == 4 && x_.has(at + 1, TimeRole::kZone)) {  // "0648 GMT"
      out.hour = (w[0] - '0') * 10 + (w[1] - '0');
      out.minute = (w[2] - '0') * 10 + (w[3] - '0');
      out.explicit_part = true;
    } else if (w.size() > 2) {
      return std::nullopt;
    } else {
      out.hour = w.size() == 2 ? two_digits(at) : w[0] - '0';
    }
    out.end = at + 1;
    // "16,00 ت غ" (GMT), "الساعة 12,46": agencies that write as in French; a zone, a part of the day or the word for o'clock tells them from decimals, and so
    // a zone does with a dot ("23.53 GMT")
    const bool zone = x_.has(at + 3, TimeRole::kZone);
    const bool comma = x_.is_comma(at + 1) && ((word != nullptr && word->entry->arabic) || zone || x_.has(at + 3, TimeRole::kDayPart));
    if ((x_.is(at + 1, ":") || x_.is(at + 1, ".") || comma) && x_.glued(at + 1) && x_.glued(at + 2) && two_digits(at + 2) >= 0) {
      out.minute = two_digits(at + 2);
      out.end = at + 3;
      if (comma || zone || x_.is(at + 1, ":")) out.explicit_part = true;
      if (x_.is(at + 3, ":") && x_.glued(at + 3) && two_digits(at + 4) >= 0) {
        out.second = two_digits(at + 4);
        out.end = at + 5;
      }
    }
  } else {
    const auto number = x_.number(at);
    if (!number || !number->words || number->value < 1 || number->value > 59) return std::nullopt;
    const bool minutes_in = number->ordinal && number->value > 20 && number->value % 10 != 0;  // "الرابعة وعشرين دقيقة" reads as an ordinal of twenty-four
    if (number->value > 12 && !minutes_in) return std::nullopt;
    if (word == nullptr && !(number->ordinal && number->begin_byte != number->end_byte)) return std::nullopt;
    if (word == nullptr && x_.grammar_before(at, "rank_noun") != nullptr) return std::nullopt;  // "للمرة الخامسة مساء السبت" (for the fifth time)
    out.hour = number->value;
    out.end = number->end;
    if (number->value > 12) {
      const TimeMark* unit = x_.mark(number->end, TimeRole::kUnit);
      if (unit == nullptr || unit->letter != 'm') return std::nullopt;
      out.hour = number->value % 10;
      out.minute = number->value / 10 * 10;
      out.end = unit->end;
      out.explicit_part = true;
    }
    if (word == nullptr) out.begin_byte = number->begin_byte;
    // "الثالثة والنصف", "الثالثة و20 دقيقة"
    if (x_.is(out.end, "والنصف"))  // والنصف: and the half
      out.minute = 30, ++out.end;
    else if (const auto minutes = x_.number(out.end + (x_.is(out.end, arabic::kAnd) ? 1 : 0));
             minutes && !minutes->ordinal && minutes->value < 60 && x_.token(out.end).kind == TokenKind::kArabic) {
      const TimeMark* unit = x_.mark(minutes->end, TimeRole::kUnit);
      if (unit != nullptr && unit->letter == 'm') {
        out.minute = minutes->value;
        out.end = unit->end;
        out.explicit_part = true;
      }
    } else if (x_.is(out.end, "والربع"))  // والربع: and the quarter
      out.minute = 15, ++out.end;
  }
  if (out.hour > 24 || out.minute > 59) return std::nullopt;
  if (const TimeMark* part = x_.mark(out.end, TimeRole::kDayPart); part != nullptr && part->entry->value != "midnight") {
    if (out.hour > 12 && part->entry->value == "am") return std::nullopt;
    out.hour = hour_in(out.hour, part->entry->value);
    out.end = part->end;
    out.explicit_part = out.day_part = true;
  } else if (const TimeMark* oclock = x_.mark(out.end, TimeRole::kClock); oclock != nullptr && !oclock->entry->arabic) {
    out.end = oclock->end;
    out.explicit_part = true;
  }
  if (!out.explicit_part) return std::nullopt;
  out.end_byte = x_.token(out.end - 1).end;
  out.plain_end = out.end;
  out.plain_end_byte = out.end_byte;
  if (take_zone(out.end, out.end_byte, out.zone) && !out.zone.empty()) {
    out.plain_end = out.end;
    out.plain_end_byte = out.end_byte;
  }
  return out;
}

// "3 p.m. on Wednesday", "الساعة 12:55 ظهرًا يوم الثلاثاء", "منتصف ليل 31 أيار/مايو".
DateReader::Found DateReader::with_clock_before(At t) {
  const TimeMark* midnight = x_.mark(t, TimeRole::kDayPart);
  if (midnight != nullptr && midnight->entry->value == "midnight") {
    Found date = core(midnight->end);
    if (!date || date->from.grain != Grain::kDay || date->to) return std::nullopt;
    date->first = t;
    date->begin_byte = midnight->begin_byte;
    date->from.hour = 24;
    return date;
  }
  auto time = clock(t);
  if (!time) return std::nullopt;
  At at = time->end;
  if (!time->day_part && x_.has(at, TimeRole::kOf)) {  // "الساعة 2:28 من ظهر الأحد"
    if (const TimeMark* part = x_.mark(at + 1, TimeRole::kDayPartOf)) {
      time->hour = hour_in(time->hour, part->entry->value);
      at = part->end;
    }
  }
  if (const TimeMark* part = time->day_part ? nullptr : x_.mark(at, TimeRole::kDayPartOf);
      part != nullptr && at == time->end) {  // "الساعة 3:15 فجر يوم 5 مايو"
    time->hour = hour_in(time->hour, part->entry->value);
    at = part->end;
  }
  if (x_.is(at, "(") && time->zone.empty()) {  // "09:20 (GMT+3) on 5 May"
    At end = at + 1;
    std::uint32_t end_byte = 0;
    if (take_zone(end, end_byte, time->zone) && x_.is(end, ")")) at = end + 1;
  }
  if (x_.is(at, "(")) {  // "2 a.m. local time (2300 GMT) on Tuesday": the same time by another clock
    if (const auto again = clock(at + 1); again && x_.is(again->end, ")")) at = again->end + 1;
  }
  if (x_.is_comma(at)) ++at;
  if (x_.is(at, "on") || x_.has(at, TimeRole::kOf) || x_.is(at, arabic::kIn)) ++at;
  if (at >= x_.size()) return std::nullopt;
  Found date = core(at);
  if (!date || date->from.grain != Grain::kDay || date->to || date->from.hour >= 0) return std::nullopt;
  date->first = t;
  date->begin_byte = time->begin_byte;
  date->from.hour = time->hour;
  date->from.minute = time->minute;
  date->from.second = time->second;
  date->from.zone = time->zone;
  date->priority = 94;
  date->rule = "date.clock_day";
  return date;
}

// "Sunday at 11:15", "يوم 12 يونيو في التاسعة مساء", "2025-05-12T14:30:00Z".
void DateReader::add_clock_after(DatePhrase& p) {
  if (p.from.grain != Grain::kDay || p.to || p.from.hour >= 0 || *p.from.mod != 0) return;
  At at = p.end;
  const bool iso_t = x_.is(at, "t") && x_.glued(at) && x_.glued(at + 1);
  if (iso_t)
    ++at;
  else if (x_.is_comma(at))
    ++at;
  bool preposition = iso_t;
  if (x_.is(at, "at") || x_.is(at, arabic::kIn) || x_.is(at, "عند") || x_.is(at, "علي") || x_.is(at, arabic::kOf))
    ++at, preposition = true;   // عند: at; علي: on
  if (x_.is(at, "تمام")) ++at;  // تمام: sharp
  if (at >= x_.size() || x_.token(at).kind == TokenKind::kNewline) return;
  auto time = clock(at);
  if (!time) return;
  if (!preposition && !x_.has(at, TimeRole::kClock) && !time->day_part && p.rule != std::string_view("date.numeric") && time->minute == 0) return;
  p.from.hour = time->hour;
  p.from.minute = time->minute;
  p.from.second = time->second;
  p.from.zone = time->zone;
  p.end = time->plain_end;
  p.end_byte = time->plain_end_byte;
  p.priority = 94;
  p.rule = iso_t ? "date.iso_time" : "date.day_clock";
  if (!iso_t) return;
  auto finish = [&](At end, std::string zone) {
    p.end = end;
    p.end_byte = x_.token(end - 1).end;
    p.from.zone = std::move(zone);
  };
  if (x_.is(p.end, "z") && x_.glued(p.end))
    finish(p.end + 1, "Z");
  else if ((x_.is(p.end, "+") || x_.is(p.end, "-")) && x_.glued(p.end) && x_.is_digits(p.end + 1) && x_.is(p.end + 2, ":") && x_.is_digits(p.end + 3))
    finish(p.end + 4, fmt::format("{}{}:{}", x_.word(p.end), x_.word(p.end + 1), x_.word(p.end + 3)));
}

// Does a bare "9:00" stand at t? Hours, a colon and two digits, nothing glued to either end. The token behind it; t for none.
DateReader::At DateReader::hours_and_minutes(At t) const {
  constexpr int kHours = 24, kMinutes = 59;
  const auto value = [&](At d) {
    const std::string_view w = x_.word(d);
    return w.size() == 1 ? w[0] - '0' : (w[0] - '0') * 10 + (w[1] - '0');
  };
  if (!x_.is_digits(t) || x_.word(t).size() > 2 || !x_.is(t + 1, ":") || !x_.glued(t + 1) || !x_.glued(t + 2)) return t;
  if (!x_.is_digits(t + 2) || x_.word(t + 2).size() != 2 || value(t) > kHours || value(t + 2) > kMinutes) return t;
  const bool goes_on = x_.glued(t + 3) && (x_.is(t + 3, ":") || x_.is(t + 3, ".")) && x_.glued(t + 4) && x_.is_digits(t + 4);
  return goes_on ? t : t + 3;
}

// "from 9:00 to 17:00", "10:00-18:00", "between 12:00 and 13:00": times of day, of which each tells what the other is.
bool DateReader::in_a_range_of_times(At t) const {
  constexpr At kLength = 3;  // tokens of "9:00"
  const At end = hours_and_minutes(t);
  if (end == t) return false;
  const auto behind = [&](At at) {
    if (x_.has(at, TimeRole::kAnd)) return at + 1;
    return range_mark(at, t).value_or(at);
  };
  if (const At next = behind(end); next != end && hours_and_minutes(next) != next) return true;
  for (At marks = 1; marks <= 2 && t >= marks + kLength; ++marks) {
    const At before = t - marks - kLength;
    if (hours_and_minutes(before) == t - marks && behind(t - marks) == t) return true;
  }
  return false;
}

// "06:48 GMT", "3:30 p.m.", "الساعة 10 مساء" with no day: no date, and its digits count nothing.
DateReader::Found DateReader::timeless_clock(At t) const {
  const auto time = clock(t);
  const bool sure =
      time && (time->day_part || !time->zone.empty() || x_.is(time->end - 1, "time") || x_.has(t, TimeRole::kClock) || (t > 0 && x_.is(t - 1, "at")));
  if (!sure && !in_a_range_of_times(t)) return std::nullopt;
  DatePhrase out = phrase(t, sure ? time->begin_byte : x_.token(t).begin, sure ? time->end : hours_and_minutes(t), "date.clock_alone", kSilent);
  out.end_byte = sure ? time->end_byte : x_.token(out.end - 1).end;
  out.silent = true;
  return out;
}

}  // namespace mizan

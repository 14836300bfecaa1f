// Days by their place in the week or beside today: "أمس الجمعة", "Tuesday the 19th", "السبت 12 مايو", "three Fridays from now", "the week of April 10".

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"
#include "pipeline/arabic_words.h"

namespace mizan {

// "اليوم", "أمس الجمعة", "يوم غد", "yesterday", "اليوم السبت 12 مايو".
DateReader::Found DateReader::day_offset(At t) {
  At at = t;
  const TimeMark* word = x_.mark(t, TimeRole::kUnit, "one");
  const TimeMark* mark = x_.mark(t, TimeRole::kDayOffset);
  if (mark == nullptr && word != nullptr && word->letter == 'D' && word->entry->arabic && !word->article) {
    at = word->end;
    mark = x_.mark(at, TimeRole::kDayOffset);
    if (mark != nullptr && mark->proclitic) mark = nullptr;
  } else {
    word = nullptr;
  }
  // "This Morning" is a programme
  if (mark != nullptr && mark->end == t + 2 && x_.is(t, "this") && x_.token(t + 1).capital) return std::nullopt;
  if (mark == nullptr || x_.in_name(t) || (mark->has("alone") && !x_.stands_alone(t, mark->end))) return std::nullopt;
  DatePhrase out = phrase(t, word != nullptr ? word->begin_byte : mark->begin_byte, mark->end, "date.relative_day", 82);
  At next = mark->end;
  if (x_.is_comma(next) || x_.is(next, "(")) ++next;
  if (const TimeMark* day = x_.mark(next, TimeRole::kWeekday);
      day != nullptr && !day->has("abbr") && !day->proclitic && (next == mark->end || !x_.is(mark->end, "("))) {
    if (auto rest = weekday(next)) {
      rest->first = t;
      rest->begin_byte = out.begin_byte;
      rest->from.relative = true;
      rest->rule = "date.relative_weekday";
      rest->priority = 90;
      if (published_ && rest->from.month == 0) {
        const std::int64_t date = day_number(*published_) + mark->value;
        // Where the two disagree, the article was published a day later than it was written: the nearest such weekday.
        const int away = (rest->from.weekday - weekday_of(date) + 10) % 7 - 3;
        const When known = when_of_day(date + away);
        rest->from.year = known.year;
        rest->from.month = known.month;
        rest->from.day = known.day;
      }
      return rest;
    }
  } else if (mark->value == 0 && mark->entry->arabic) {
    if (t > 0 && x_.is(t - 1, "في") && word == nullptr) return std::nullopt;  // "50 اختبارا في اليوم": a day
    const auto number = x_.number(mark->end);
    if ((number && number->ordinal) || x_.skip_article(mark->end) != mark->end) return std::nullopt;
  }
  out.from = relative_period(Grain::kDay, mark->value, published_);
  return out;
}

// "Tuesday", "يوم الأحد المقبل", "السبت 12 مايو", "Friday, May 12, 2026", "الخميس الموافق 14 شباط", "Tuesday the 19th", "Wednesday next week".
DateReader::Found DateReader::weekday(At t) {
  At at = t;
  const TimeMark* word = x_.mark(t, TimeRole::kUnit, "one");
  if (word != nullptr && (word->letter != 'D' || !word->entry->arabic || word->article)) word = nullptr;
  if (word != nullptr) at = word->end;
  const TimeMark* day = x_.mark(at, TimeRole::kWeekday);
  if (day == nullptr) {  // "أحد الأسبوع الماضي" (Sunday of last week)
    day = x_.mark(at, TimeRole::kBareWeekday);
    const Found week = day != nullptr && !day->proclitic ? relative(day->end) : std::nullopt;
    if (!week || week->from.grain != Grain::kWeek || !week->from.known()) return std::nullopt;
    DatePhrase out = phrase(t, word != nullptr ? word->begin_byte : day->begin_byte, week->end, "date.weekday_of_week", 90);
    out.from = when_of_day(first_week_begin(week->from.year) + 7 * (week->from.number - 1) + day->value - 1);
    out.from.relative = true;
    return out;
  }
  if (x_.in_name(at) || x_.in_day_name(at) || (word != nullptr && day->proclitic)) return std::nullopt;
  DatePhrase out = phrase(t, word != nullptr ? word->begin_byte : day->begin_byte, day->end, "date.weekday", 82);
  out.from.grain = Grain::kDay;
  out.from.weekday = day->value;
  if (t > 0 && x_.is(t - 1, "ايام")) return std::nullopt;  // every Sunday
  const bool directed = take_direction(out);
  At next = out.end;
  if (day->has("abbr") && x_.is(next, ".") && x_.glued(next)) ++next;
  const At after_name = next;
  if (x_.is_comma(next) || x_.is(next, "-")) ++next;
  if (const TimeMark* same = x_.mark(next, TimeRole::kCorresponding)) {
    next = same->end;
    if (x_.is(next, arabic::kFor)) ++next;
  }
  if (x_.has(next, TimeRole::kThe)) ++next;
  const bool own_day_word = x_.mark(next, TimeRole::kUnit, "one") != nullptr && x_.mark(next, TimeRole::kUnit, "one")->letter == 'D';
  Found date = own_day_word ? std::nullopt : day_first(next);
  if (!date) date = month_first(next);
  if (!date) date = numeric(next);
  if (date && date->from.grain == Grain::kDay && !date->from.hijri && !date->to) {
    date->from.weekday = day->value;
    date->first = t;
    date->begin_byte = out.begin_byte;
    if (directed && !date->from.known()) date->which = out.which;
    return date;
  }
  if (date && date->from.grain == Grain::kDay && date->from.hijri && !date->to) {  // the moon's day may be another one by the calendar: it counts
    date->first = t;
    date->begin_byte = out.begin_byte;
    return date;
  }
  // "Tuesday the 19th": the day of a month that falls on that weekday.
  auto ends = [&](At end) { return end >= x_.size() || x_.token(end).kind == TokenKind::kNewline || x_.is(end, ".") || x_.is(end, "!") || x_.is(end, "?"); };
  if (const auto number = x_.number(next); number && (number->ordinal || (next == out.end && number->digits > 0 && ends(number->end))) && number->value >= 1 &&
                                           number->value <= 31 && published_ && (!day->entry->arabic || number->value > 5) &&
                                           !x_.has(number->end, TimeRole::kOf)) {
    const std::int64_t today = day_number(*published_);
    for (std::int64_t away = 0; away <= 190; ++away) {
      for (const std::int64_t candidate : {today - away, today + away}) {
        if (day_of(candidate).day != number->value || weekday_of(candidate) != day->value) continue;
        DatePhrase found = out;
        found.from = when_of_day(candidate);
        found.end = number->end;
        found.end_byte = number->end_byte;
        found.rule = "date.weekday_day";
        return found;
      }
    }
  }
  // "الثلاثاء الثالث": of the month at hand
  if (const auto nth = x_.number(out.end);
      nth && nth->ordinal && nth->words && nth->value <= 5 && published_ && day->entry->arabic && !directed && ends(nth->end)) {
    const std::int64_t first = day_number({published_->year, published_->month, 1});
    const std::int64_t wanted = first + (day->value - weekday_of(first) + 7) % 7 + 7 * (nth->value - 1);
    if (day_of(wanted).month == published_->month) {
      out.from = when_of_day(wanted);
      out.from.relative = true;
      out.end = nth->end;
      out.end_byte = nth->end_byte;
      return out;
    }
  }
  // "Wednesday next week"
  At week_at = after_name;
  if (x_.has(week_at, TimeRole::kOf)) ++week_at;
  if (x_.has(week_at, TimeRole::kThe)) ++week_at;
  if (const auto week = relative(week_at); week && !directed && week->from.grain == Grain::kWeek && week->from.known()) {
    out.from = when_of_day(first_week_begin(week->from.year) + 7 * (week->from.number - 1) + day->value - 1);
    out.from.relative = true;
    out.end = week->end;
    out.end_byte = week->end_byte;
    return out;
  }
  // "Monday two weeks from now", "two months from today on Tuesday"
  if (published_ && !directed && !day->entry->arabic) {
    const At length_at = x_.is_comma(after_name) ? after_name + 1 : after_name;
    auto then = length_away(length_at, day->value);
    const TimeMark* ago = t > 1 && x_.is(t - 1, "on") ? x_.mark_before(t - 1, TimeRole::kAgo) : nullptr;
    const TimeMark* unit = ago != nullptr ? x_.mark_before(ago->token, TimeRole::kUnit) : nullptr;
    if (const Numeral* count = unit != nullptr && unit->token > 0 ? x_.numeral_over(unit->token - 1) : nullptr; !then && count != nullptr)
      then = length_away(count->first_token, day->value);
    if (then) {
      out.from = when_of_day(*then);
      out.from.relative = true;
      return out;
    }
  }
  if (directed) return out;
  if (day->has("abbr")) {  // "Mon.", a heading
    if (!x_.stands_alone(t, after_name)) return std::nullopt;
    out.end = after_name;
    out.end_byte = x_.token(after_name - 1).end;
    return out;
  }
  if (day->has("two") && word == nullptr) {
    const TimeMark* before = x_.mark_before(t, TimeRole::kBetween);
    if (before != nullptr || x_.is(out.end, "معا")) return std::nullopt;  // معا: together
  }
  if (!day->entry->arabic && !x_.token(at).capital && x_.article().tokens.size() > 6 && x_.mark_before(t, TimeRole::kBefore) == nullptr) return std::nullopt;
  return out;
}

// The weekday that a length from the publication day leads to ("two weeks from now"): that of the same week, or the next one behind months and years.
std::optional<std::int64_t> DateReader::length_away(At t, int weekday) const {
  constexpr int kMost = 120;
  const auto count = x_.number(t);
  if (!count || count->ordinal || count->value > kMost) return std::nullopt;
  const TimeMark* unit = x_.mark(count->end, TimeRole::kUnit);
  const TimeMark* ago = unit != nullptr && unit->value == 1 ? x_.mark(unit->end, TimeRole::kAgo) : nullptr;
  if (ago == nullptr || (unit->letter != 'W' && unit->letter != 'M' && unit->letter != 'Y')) return std::nullopt;
  const int way = ago->value * count->value;
  if (unit->letter == 'W') {
    const std::int64_t then = day_number(*published_) + 7 * way;
    return then - (weekday_of(then) - 1) + weekday - 1;
  }
  const std::int64_t then = day_number(plus_months(*published_, unit->letter == 'M' ? way : 12 * way));
  return then + (weekday - weekday_of(then) + 7) % 7;
}

// "three Fridays from now", "2 Thursdays ago": that many of a weekday away from the publication day.
DateReader::Found DateReader::counted_weekdays(At t) const {
  constexpr int kMost = 60;
  const auto number = x_.number(t);
  if (!number || number->ordinal || number->value < 1 || number->value > kMost || !published_) return std::nullopt;
  const TimeMark* days = x_.mark(number->end, TimeRole::kManyWeekdays);
  if (days == nullptr) return std::nullopt;
  const bool ahead = x_.is(days->end, "from") && x_.is(days->end + 1, "now");
  if (!ahead && !x_.is(days->end, "ago") && !x_.is(days->end, "back")) return std::nullopt;
  const std::int64_t today = day_number(*published_);
  const int behind = (weekday_of(today) - days->value + 7) % 7;  // days since the last one, 0 for today
  const std::int64_t day = ahead ? today - behind + 7 * number->value : today - (behind == 0 ? 7 : behind) - 7 * (number->value - 1);
  DatePhrase out = phrase(t, number->begin_byte, ahead ? days->end + 2 : days->end + 1, "date.counted_weekdays", 92);
  out.from = when_of_day(day);
  out.from.relative = true;
  return out;
}

// "the week of April 10", "week starting on February 4", "w/c 4 February": the week that a day lies in.
DateReader::Found DateReader::week_of_day(At t) {
  At at = t;
  std::uint32_t begin_byte = x_.token(t).begin;
  if (x_.is(t, "w") && x_.is(t + 1, "/") && x_.is(t + 2, "c")) {
    at = t + 3;
  } else {
    const TimeMark* week = x_.mark(t, TimeRole::kUnit, "one");
    if (week == nullptr || week->letter != 'W' || week->value != 1) return std::nullopt;
    begin_byte = week->begin_byte;
    at = week->end;
    if (week->entry->arabic) {  // "الأسبوع المنتهي في 7 نوفمبر"
      if (!week->article || x_.grammar(at, "year_ended") == nullptr) return std::nullopt;
      ++at;
      if (x_.is(at, arabic::kIn) || x_.is(at, "يوم")) ++at;  // يوم: day
    } else {
      const bool verb = x_.is(at, "starting") || x_.is(at, "beginning") || x_.is(at, "commencing") || x_.is(at, "ending") || x_.is(at, "ended");
      if (!x_.is(at, "of") && !verb) return std::nullopt;
      ++at;
      if (verb && x_.is(at, "on")) ++at;
      if (x_.has(at, TimeRole::kWeekday)) {  // "the week ended Saturday, Nov. 8"
        at = x_.mark(at, TimeRole::kWeekday)->end;
        if (x_.is_comma(at)) ++at;
      }
    }
  }
  if (at >= x_.size()) return std::nullopt;
  Found day = month_first(at);
  if (!day || day->from.grain != Grain::kDay) day = day_first(at);
  if (!day) day = numeric(at);
  if (!day || day->from.grain != Grain::kDay || day->to || day->from.hijri) return std::nullopt;
  settle(*day);
  const auto period = period_of(day->from);
  if (!period) return std::nullopt;
  DatePhrase out = around(*day, t, begin_byte, "date.week_of_day", 94);
  const auto [year, week] = iso_week(period->first);
  out.from = When();
  out.from.grain = Grain::kWeek;
  out.from.year = year;
  out.from.number = week;
  return out;
}

// "on the 18th": the day of that number that is nearest and fits the tense. Only where nothing follows that the rank could belong to.
DateReader::Found DateReader::day_of_some_month(At t) const {
  if (!published_ || t < 1 || !(x_.is(t - 1, "on") || (x_.is(t - 1, "the") && t >= 2 && x_.is(t - 2, "on")))) return std::nullopt;
  const auto number = x_.number(t);
  if (!number || !number->ordinal || number->value < 1 || number->value > 31 || (number->words && !x_.stands_alone(t - 2, number->end))) return std::nullopt;
  const At end = number->end;
  if (end < x_.size() && x_.token(end).kind != TokenKind::kNewline && x_.token(end).kind != TokenKind::kPunct) return std::nullopt;
  const std::int64_t today = day_number(*published_);
  const bool ahead = x_.looks_ahead(t, end), back = !ahead && x_.looks_back(t, end);
  for (std::int64_t away = 0; away <= 62; ++away) {
    for (const std::int64_t candidate : {today - away, today + away}) {
      if (day_of(candidate).day != number->value || (ahead && candidate < today) || (back && candidate > today)) continue;
      DatePhrase out = phrase(t, number->begin_byte, end, "date.day_of_some_month", 70);
      out.end_byte = number->end_byte;
      out.from = when_of_day(candidate);
      out.from.relative = true;
      return out;
    }
  }
  return std::nullopt;
}

}  // namespace mizan

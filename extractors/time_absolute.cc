// Dates by names of months: "السابع من مايو/أيار 2018", "May 12-15, 2026", "12, 13 and 15 March", "فبراير شباط".

#include <algorithm>

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"
#include "pipeline/arabic_words.h"

namespace mizan {
DatePhrase DateReader::phrase(At first, std::uint32_t begin_byte, At end, const char* rule, std::int16_t priority) const {
  DatePhrase out;
  out.first = first;
  out.begin_byte = begin_byte;
  out.end = end;
  out.end_byte = end > 0 ? x_.token(end - 1).end : 0;
  out.rule = rule;
  out.priority = priority;
  return out;
}

DatePhrase DateReader::around(const DatePhrase& inner, At first, std::uint32_t begin_byte, const char* rule, std::int16_t priority) {
  DatePhrase out = inner;
  out.first = first;
  out.begin_byte = begin_byte;
  out.rule = rule;
  out.priority = priority;
  out.which = Which::kNearest;
  return out;
}

// "شهر 10", "شهر عشرة": the tenth month.
std::optional<DateReader::MonthName> DateReader::numbered_month(At t) const {
  const TimeMark* word = x_.mark(t, TimeRole::kUnit, "one");
  if (word == nullptr || word->letter != 'M' || word->value != 1 || !word->entry->arabic || word->article) return std::nullopt;
  const auto number = x_.number(word->end);
  if (!number || number->ordinal || number->value < 1 || number->value > 12 || number->digits > 2 || counts_something(number->end)) return std::nullopt;
  if (number->words && number->value == 1) return std::nullopt;  // "شهر واحد": one month
  if (x_.is(number->end, "/") || x_.is(number->end, "-")) return std::nullopt;
  MonthName out;
  out.mark = word;
  out.month = number->value;
  out.arabic = true;
  out.end = number->end;
  out.end_byte = number->end_byte;
  return out;
}

// "مايو", "مايو/أيار", "مارس آذار", "ديسمبر (كانون الأول)", "Sept.", "رمضان".
std::optional<DateReader::MonthName> DateReader::month_name(At t) const {
  const TimeMark* mark = x_.mark(t, TimeRole::kMonth);
  MonthName out;
  if (mark == nullptr) {
    mark = x_.mark(t, TimeRole::kHijriMonth);
    if (mark == nullptr) return numbered_month(t);
    out.hijri = true;
  }
  if (x_.in_name(t)) return std::nullopt;
  out.mark = mark;
  out.month = mark->value;
  out.arabic = mark->entry->arabic;
  out.capital = x_.token(t).capital;
  out.abbreviated = mark->has("abbr");
  out.end = mark->end;
  if (out.abbreviated && x_.is(out.end, ".") && x_.glued(out.end)) ++out.end;
  if (out.arabic && !out.hijri) {
    At next = out.end;
    const bool bracket = x_.is(next, "(");
    if (bracket || x_.is(next, "/") || x_.is(next, "-") || x_.is(next, "\\")) ++next;
    const TimeMark* other = x_.mark(next, TimeRole::kMonth);
    if (other != nullptr && other->value == mark->value && x_.word(next) != x_.word(mark->end - 1) && other->begin_byte == x_.token(next).begin &&
        (!bracket || x_.is(other->end, ")"))) {
      out.paired = true;
      out.end = other->end + (bracket ? 1 : 0);
    }
  }
  out.end_byte = x_.token(out.end - 1).end - (mark->possessive && out.end == mark->end ? 2 : 0);
  return out;
}

// "الماضي", "المقبل", "الجاري" behind a month or a day.
bool DateReader::take_direction(DatePhrase& p) const {
  const TimeMark* after = x_.mark(p.end, TimeRole::kDirection, "after");
  if (after == nullptr || (!after->article && !after->has("whole")) || after->proclitic || after->has("context")) return false;
  p.which = after->value < 0 ? Which::kLast : after->value > 1 ? Which::kAfterNext : after->value > 0 ? Which::kNext : Which::kThis;
  p.from.relative = true;
  p.end = after->end;
  p.end_byte = x_.token(after->end - 1).end;
  return true;
}

// The Hijri year of a Hijri month whose year was written without its era: "رمضان 1447", and "Ramadan 2026" of the Gregorian year that it begins in.
bool DateReader::take_hijri_year(DatePhrase& p) const {
  if (p.from.year >= 1 && p.from.year <= kLastHijri + 100) return true;
  if (p.from.year < kFirstLikelyYear || p.from.year > kLastLikelyYear) return false;
  const auto year = hijri_year_in(p.from.year, p.from.month);
  if (year) p.from.year = *year;
  return year.has_value();
}

// Does `between`, or a dual that announces two, stand before t: "بين 18 و21", "يومي 12 و13", "شهري نيسان وحزيران"?
bool DateReader::paired(At t) const {
  if (x_.mark_before(t, TimeRole::kBetween) != nullptr) return true;
  return t > 0 && (x_.is(t - 1, "يومي") || x_.is(t - 1, "شهري"));  // يومي: daily; شهري: monthly
}

// early, مطلع right before t, or with a hyphen: "mid-March".
bool DateReader::part_before(At t) const {
  if (t > 0 && x_.is(t - 1, "-") && x_.glued(t)) --t;
  return x_.mark_before(t, TimeRole::kPart) != nullptr;
}

// The token behind what joins two ends: "-", "to", "إلى"; "و" and "and" only where `between` or يومي stands before the first end.
std::optional<DateReader::At> DateReader::range_mark(At t, At before) const {
  if (x_.is(t, "-") || x_.is(t, "—") || x_.is(t, "~")) return t + 1;
  if (const TimeMark* to = x_.mark(t, TimeRole::kTo)) {
    At at = to->end;
    return x_.skip_article(at);
  }
  if (x_.has(t, TimeRole::kAnd) && paired(before)) {
    At at = t + 1;
    if (const TimeMark* to = x_.mark(at, TimeRole::kTo)) at = to->end;
    return at;
  }
  return std::nullopt;
}

// May the month be left out between this day and "الجاري", "المقبل" behind it? Where a word of days stands before, and the adjective fits a month: no plural
// ("الـ15 المقبلة", the coming 15), no "previous" of the sentence's own.
bool DateReader::month_left_out(At begin, const TimeNumber& day, const TimeMark& after) const {
  if (!after.entry->arabic || !after.article || after.proclitic || after.has("context") || after.has("prior") || after.end != after.token + 1) return false;
  const std::string_view adjective = x_.word(after.token);
  if (adjective.ends_with("ه") || adjective.ends_with("ين") || (day.words && !day.ordinal) || day.value > 31) return false;  // ين: plural
  if (x_.is(begin, "يوم") /* day */) return true;
  return begin > 0 && (x_.is(begin - 1, "في") || x_.is(begin - 1, "يوم") || x_.is(begin - 1, "حتى") || x_.is(begin - 1, "منذ") /* on, day, until, since */);
}

// "12 May 2026", "السابع من مايو/أيار 2018", "يوم 6 فبراير", "12-15 May", "19 من الشهر الجاري", "15 رمضان 1447هـ".
DateReader::Found DateReader::day_first(At t) {
  At at = t;
  const TimeMark* day_word = x_.mark(t, TimeRole::kUnit, "one");
  if (day_word != nullptr && (day_word->letter != 'D' || !day_word->entry->arabic)) day_word = nullptr;
  if (day_word != nullptr) at = day_word->end;
  at = x_.skip_article(at);
  auto first = x_.number(at);
  if (const TimeMark* word = x_.mark(at, TimeRole::kFirstDay); word != nullptr && !word->article) {  // "فاتح شتنبر", "غرة محرم"
    first = TimeNumber{};
    first->value = 1;
    first->end = word->end;
    first->begin_byte = word->begin_byte;
    first->end_byte = x_.token(word->end - 1).end;
    first->ordinal = first->words = true;
  }
  if (!first || first->value < 1 || first->value > 31 || first->digits > 2) return std::nullopt;
  if (day_word != nullptr && day_word->article && !first->ordinal) return std::nullopt;
  // "النصف الثاني من مارس" is no second of March
  if (first->ordinal && first->words && (x_.mark_before(at, TimeRole::kHalf) || x_.mark_before(at, TimeRole::kQuarter))) return std::nullopt;
  if (const TimeMark* unit = x_.mark_before(at, TimeRole::kUnit); first->ordinal && unit != nullptr && unit->letter != 'D') return std::nullopt;
  if (at > 0 && (x_.is(at - 1, "$") || x_.is(at - 1, "€") || x_.is(at - 1, "£"))) return std::nullopt;
  std::uint32_t begin_byte = day_word != nullptr ? day_word->begin_byte : first->begin_byte;
  At begin = day_word != nullptr ? t : at;

  At next = first->end;
  if (x_.is(next, "\"")) ++next;
  std::optional<TimeNumber> second;
  At second_at = 0;
  bool list = false;
  if (auto behind = range_mark(next, begin)) {
    At to = *behind;
    if (const TimeMark* the = x_.mark(to, TimeRole::kThe)) to = the->end;
    if (const TimeMark* day = x_.mark(to, TimeRole::kUnit, "one"); day != nullptr && day->letter == 'D') to = day->end;
    second = x_.number(second_at = to);
  } else if (x_.is(next, arabic::kAnd) || x_.is(next, "and") || x_.is(next, "&")) {
    second = x_.number(second_at = x_.skip_article(next + 1));
    list = true;
  }
  if (second && (second->value < 1 || second->value > 31 || second->digits > 2)) second.reset();
  if (second) next = second->end;
  if (x_.is(next, "\"")) ++next;

  At month_at = next;
  bool of = false;
  if (x_.has(month_at, TimeRole::kOf) || (x_.is(month_at, "in") && x_.has(month_at + 1, TimeRole::kDirection))) {
    of = true;
    ++month_at;
  } else if ((x_.is(month_at, "-") || x_.is(month_at, "/") || x_.is(month_at, ".") || x_.is_comma(month_at)) && x_.glued(month_at)) {
    ++month_at;
  }
  if (x_.has(month_at, TimeRole::kThe)) ++month_at;
  // "في 15 الجاري" (on the 15th of the current one): the month is left out
  if (const TimeMark* after = x_.mark(next, TimeRole::kDirection, "after"); after != nullptr && !second && month_left_out(begin, *first, *after)) {
    DatePhrase out = phrase(begin, begin_byte, after->end, "date.day_of_month", 90);
    out.from = relative_period(Grain::kMonth, after->value, published_);
    out.from.grain = Grain::kDay;
    out.from.day = first->value;
    if (!is_possible(out.from)) return std::nullopt;
    return out;
  }
  // "19 من الشهر الجاري", "20th of next month"
  const TimeMark* direction = x_.mark(month_at, TimeRole::kDirection, "before");
  At unit_at = direction != nullptr ? direction->end : month_at;
  const TimeMark* month_word = x_.mark(unit_at, TimeRole::kUnit, "one");
  if (month_word != nullptr && (month_word->letter != 'M' || month_word->value != 1)) month_word = nullptr;
  if (month_word != nullptr && (direction != nullptr || month_word->article) && (of || first->ordinal) && !list) {
    int offset = direction != nullptr ? direction->value : 0;
    At end = month_word->end;
    if (direction == nullptr) {
      const TimeMark* after = x_.mark(end, TimeRole::kDirection, "after");
      if (after != nullptr && after->article) {
        offset = after->value;
        end = after->end;
      }
    }
    DatePhrase out = phrase(begin, begin_byte, end, "date.day_of_month", 90);
    out.from = relative_period(Grain::kMonth, offset, published_);
    if (direction == nullptr && end < x_.size()) {  // "28 من الشهر ذاته" (of the same month): the sentence's
      const TimeMark* same = x_.mark(end, TimeRole::kSame);
      if (same != nullptr && same->has("after")) {
        const auto beside = beside_sentence_date(Grain::kMonth, 0, begin);
        if (!beside) return std::nullopt;
        out.from = *beside;
        out.derived = true;
        out.end = same->end;
        out.end_byte = x_.token(same->end - 1).end;
      }
    }
    if (out.from.reference != nullptr) return std::nullopt;
    out.from.grain = Grain::kDay;
    out.from.day = first->value;
    if (!is_possible(out.from)) return std::nullopt;
    if (second) {
      out.to = out.from;
      out.to->day = second->value;
    }
    return out;
  }
  if (direction != nullptr) return std::nullopt;
  if (month_word != nullptr) month_at = month_word->end;
  auto month = month_name(month_at);
  if (!month && month_word != nullptr) month = numbered_month(month_word->token);
  if (!month || (month->mark->proclitic && !of)) return std::nullopt;
  if (month->mark->article && !month->hijri) return std::nullopt;
  const bool lower_weak = !month->arabic && !month->capital && month->mark->has("weak");

  DatePhrase out =
      phrase(begin, begin_byte, month->end, month->hijri ? "date.hijri_day" : "date.day_month", second && !list ? std::int16_t{95} : std::int16_t{90});
  out.end_byte = month->end_byte;
  out.from.grain = Grain::kDay;
  out.from.day = first->value;
  out.from.month = month->month;
  out.from.hijri = month->hijri;
  const auto year = year_part(month->end);
  if (lower_weak && !year && !first->ordinal && !of) return std::nullopt;
  if (month->hijri && month->mark->has("bare") && !of && month_word == nullptr && !year) return std::nullopt;  // "3-صفر" is a score
  if (year && !(year->hijri && !month->hijri)) take_year(out, *year);
  if (month->hijri && year && !year->hijri && !year->relative && !take_hijri_year(out)) return std::nullopt;
  if (month->hijri) out.from.hijri = true;
  if (!out.from.known()) take_direction(out);
  if (second) {
    When last = out.from;
    last.day = second->value;
    if (list && second->value != first->value + 1) {
      DatePhrase alone = out;
      alone.end = first->end;
      alone.end_byte = first->end_byte;
      settle(alone);
      if (is_possible(alone.from) && (alone.from.known() || !alone.from.hijri)) out_->push_back(alone);
      out.from = last;
      out.first = second_at;
      out.begin_byte = second->begin_byte;
    } else if (second->value > first->value) {
      out.to = last;
      out.rule = month->hijri ? "date.hijri_day_range" : "date.day_range";
    } else {
      return std::nullopt;
    }
  }
  if (!is_possible(out.from) || (out.to && !is_possible(*out.to))) return std::nullopt;
  return out;
}

// "14, 15 and 16 May 2024", "أيام 14 و15 و16 مايو": three days or more of one month, each a date.
DateReader::Found DateReader::day_list(At t) {
  constexpr std::size_t kMost = 8;
  std::vector<TimeNumber> days;
  std::vector<At> at_tokens;
  At at = x_.skip_article(t);
  for (;;) {
    const auto day = x_.digits(at);
    if (!day || day->digits > 2 || day->value < 1 || day->value > 31 || days.size() == kMost) return std::nullopt;
    days.push_back(*day);
    at_tokens.push_back(at);
    At next = day->end;
    if (x_.is_comma(next)) ++next;
    if (x_.has(next, TimeRole::kAnd)) ++next;
    if (next == day->end) break;
    at = x_.skip_article(next);
  }
  if (days.size() < 3) return std::nullopt;
  Found last = day_first(at_tokens.back());
  if (!last || last->to || last->from.grain != Grain::kDay) return std::nullopt;
  for (std::size_t n = 0; n + 1 < days.size(); ++n) {
    DatePhrase one = *last;
    one.first = at_tokens[n];
    one.begin_byte = days[n].begin_byte;
    one.end = days[n].end;
    one.end_byte = days[n].end_byte;
    one.from.day = days[n].value;
    settle(one);
    if (!is_possible(one.from)) return std::nullopt;
    out_->push_back(one);
  }
  last->first = at_tokens.back();
  return last;
}

// "December 9 and 10", "Dec. 9, 10 and 12, 2025": more days behind a month. Two that follow each other are a range; of others each is a date, and the last one
// is what `p` becomes.
void DateReader::take_more_days(DatePhrase& p, const TimeNumber& first) {
  constexpr std::size_t kMost = 8;
  std::vector<TimeNumber> days{first};
  std::vector<At> tokens{p.first};
  bool closed = false;  // by "and"
  for (At at = p.end; !closed && days.size() < kMost;) {
    if (x_.is_comma(at)) ++at;
    if (x_.has(at, TimeRole::kAnd)) closed = true, ++at;
    const auto day = at == days.back().end ? std::nullopt : x_.digits(at);
    if (!day || day->digits > 2 || day->value <= days.back().value || day->value > 31) return;
    days.push_back(*day);
    tokens.push_back(at);
    at = day->end;
  }
  const At end = days.back().end;
  if (!closed || counts_something(end) || month_name(end).has_value()) return;
  if (end < x_.size() && x_.token(end).kind != TokenKind::kPunct && x_.token(end).kind != TokenKind::kNewline && x_.grammar(end, "stop") == nullptr) return;
  if (x_.glued(end) && (x_.is(end, ":") || x_.is(end, "-") || x_.is(end, "%"))) return;  // "Dec. 9 and 10:30"
  p.end = end;
  p.end_byte = days.back().end_byte;
  if (days.size() == 2 && days[1].value == days[0].value + 1) {
    p.to = p.from;
    p.to->day = days[1].value;
    p.rule = "date.day_range";
    p.priority = 95;
    return;
  }
  if (!lists_days_) {  // the first day alone
    p.end = days.front().end;
    p.end_byte = days.front().end_byte;
    return;
  }
  for (std::size_t n = 0; n + 1 < days.size(); ++n) {
    DatePhrase one = p;
    one.end = days[n].end;
    one.end_byte = days[n].end_byte;
    if (n > 0) one.begin_byte = days[n].begin_byte, one.first = tokens[n];
    one.from.day = days[n].value;
    if (const auto year = year_part(end)) one.from.year = year->relative && published_ ? published_->year + year->offset : year->year;
    settle(one);
    if (is_possible(one.from)) out_->push_back(one);
  }
  p.first = tokens.back();
  p.begin_byte = days.back().begin_byte;
  p.from.day = days.back().value;
}

// "May 12, 2026", "May 12-15", "May 2026", "شهر مارس", "مايو المقبل", "May 20261267", "رمضان 1440".
DateReader::Found DateReader::month_first(At t) {
  At at = t;
  const TimeMark* month_word = x_.mark(t, TimeRole::kUnit, "one");
  if (month_word != nullptr && (month_word->letter != 'M' || month_word->value != 1 || !month_word->entry->arabic || month_word->article)) month_word = nullptr;
  if (month_word != nullptr) at = month_word->end;
  auto month = month_name(at);
  if (!month && month_word != nullptr) month = numbered_month(t);
  if (!month || (month_word != nullptr && month->mark != month_word && month->mark->proclitic)) return std::nullopt;
  if (month->mark->article && !month->hijri) return std::nullopt;
  if (month->mark->has("bare") && month->mark->proclitic && !month->paired &&
      !(x_.word(at).starts_with("و") && x_.digits(month->end) && x_.digits(month->end)->digits == 4))  // "وأوت 2024" (and August)
    return std::nullopt;                                                                               // "كاب" is Capp
  const std::uint32_t begin_byte = month_word != nullptr ? month_word->begin_byte : month->mark->begin_byte;
  DatePhrase out = phrase(t, begin_byte, month->end, "date.month", 90);
  out.end_byte = month->end_byte;
  out.from.grain = Grain::kMonth;
  out.from.month = month->month;
  out.from.hijri = month->hijri;
  if (month->hijri) out.rule = "date.hijri_month";

  // the day
  bool has_day = false;
  At day_at = month->end;
  const bool tight = (x_.is(day_at, "-") || x_.is(day_at, "/")) && x_.glued(day_at) && x_.glued(day_at + 1);
  if (tight || (x_.is(day_at, ",") && !month->arabic)) ++day_at;
  if (!month->arabic && x_.has(day_at, TimeRole::kThe)) ++day_at;
  const auto run_of_years = x_.number(month->end);
  const bool spelled_year = run_of_years && run_of_years->words && !run_of_years->ordinal && run_of_years->value >= 13 && run_of_years->value <= 20 &&
                            plain_year(month->end, 4).has_value();
  if (const auto day = x_.number(day_at); day && !spelled_year && !month->mark->possessive && day->value >= 1 && day->value <= 31 && day->digits <= 2 &&
                                          !(x_.is(day->end, ":") && x_.glued(day->end))) {
    const auto year = year_part(day->end);
    const bool wanted = month->hijri    ? month_word != nullptr && year.has_value()
                        : month->arabic ? tight || (year && x_.is_comma(day->end))
                                        : (day->digits > 0 || day->ordinal || month->capital);
    const bool comma = !tight && day_at != month->end && x_.is(month->end, ",");
    if (wanted && !(comma && !day->ordinal) && (day->ordinal || year || !counts_something(day->end)) && !(day->digits == 2 && tight && day->value > 31)) {
      has_day = true;
      out.from.grain = Grain::kDay;
      out.from.day = day->value;
      out.end = day->end;
      out.end_byte = day->end_byte;
      out.rule = "date.month_day";
      if (auto behind = range_mark(day->end, t)) {
        At to = *behind;
        if (x_.has(to, TimeRole::kThe)) ++to;
        const auto last = x_.number(to);
        if (last && last->value > day->value && last->value <= 31 && last->digits <= 2 && !counts_something(last->end) && !month_name(last->end) &&
            !(x_.is(last->end, ":") && x_.glued(last->end))) {
          out.to = out.from;
          out.to->day = last->value;
          out.end = last->end;
          out.end_byte = last->end_byte;
          out.rule = "date.day_range";
          out.priority = 95;
        }
      }
      if (!out.to && day->digits > 0 && !month->hijri) take_more_days(out, *day);
      if (const auto behind = year_part(out.end)) take_year(out, *behind);
      if (out.to) out.to->year = out.from.year;
    }
  }
  if (!has_day) {
    if (const auto year = year_part(month->end)) {
      if (year->hijri && !month->hijri) return std::nullopt;
      take_year(out, *year);
      if (month->hijri && !year->relative && !year->hijri && !take_hijri_year(out)) return std::nullopt;
      if (year->relative && month->hijri) out.from.year = When::kUnknown;
      out.from.hijri = month->hijri;
      out.rule = month->hijri ? "date.hijri_month" : "date.month_year";
      const auto day_behind =
          x_.is(month->end, "-") && x_.is(out.end, "-") && x_.glued(out.end) && x_.glued(out.end + 1) ? x_.digits(out.end + 1) : std::nullopt;
      if (day_behind && day_behind->digits <= 2 && day_behind->value >= 1 && day_behind->value <= 31 && !year->hijri) {  // "September-2020-23"
        out.from.grain = Grain::kDay;
        out.from.day = day_behind->value;
        out.end = day_behind->end;
        out.end_byte = day_behind->end_byte;
      }
    } else if (x_.is_digits(month->end) && x_.token(month->end).end - x_.token(month->end).begin >= 5 && !month->arabic && month->capital) {
      // "May 20261267 published articles": a year with a number run into it
      int run_in = 0;
      for (char c : x_.word(month->end).substr(0, 4)) run_in = run_in * 10 + (c - '0');
      if (run_in >= 1990 && run_in <= 2060) {
        out.from.year = run_in;
        out.end = month->end + 1;
        out.end_byte = x_.token(month->end).begin + 4;
        out.rule = "date.month_year";
      }
    }
  }
  const bool directed = !out.from.known() && take_direction(out);
  const auto behind_month = has_day || out.from.known() ? std::nullopt : range_mark(month->end, t);
  const auto last_month = behind_month ? month_name(*behind_month) : std::nullopt;
  bool ranged = last_month && (last_month->month != month->month || !month->mark->has("bare"));  // "from Sep to Nov"; "صفر-صفر" is a score
  if (!ranged && !has_day && month->capital && !month->arabic) {                                 // "for August and September"
    const At next = month->end + (x_.is_comma(month->end) ? 1 : 0);
    const At other = x_.has(next, TimeRole::kAnd) || x_.is(next, "or") ? next + 1 : next;
    const auto second = other != month->end && other < x_.size() ? month_name(other) : std::nullopt;
    ranged = second && second->capital && second->month != month->month && !(second->mark->has("name") && second->mark->has("weak")) && !second->abbreviated;
  }
  const bool sure = has_day || ranged || (!out.from.known() && month->capital && length_beside(t, month->end)) || out.from.known() || out.from.relative ||
                    directed || month->paired || month_word != nullptr;
  if (!sure) {
    // A month's name alone: is it one?
    const TimeMark* before = x_.mark_before(at, TimeRole::kBefore);
    const bool closing =  // "the 12 months to March", "the year ended March"
        at > 1 && x_.grammar_before(at, "year_ended") != nullptr && x_.mark_before(at - 1, TimeRole::kUnit) != nullptr;
    const bool preposition = ((before != nullptr && before->has("month")) || closing || part_before(at)) && !month->mark->proclitic;
    const bool weak = month->mark->has("weak") && !x_.stands_alone(t, month->end);
    if (month->mark->has("bare")) return std::nullopt;
    if ((weak || month->mark->has("car")) && !preposition) return std::nullopt;
    if (month->abbreviated && !(preposition && (month->capital || x_.is(at - 1, "in")))) return std::nullopt;
    if (!month->arabic && weak && !month->capital && !x_.is(at - 1, "in")) return std::nullopt;
    const At next = month->end;
    if (month->mark->has("name") && !preposition && next < x_.size() && x_.token(next).kind == TokenKind::kLatin && x_.token(next).capital) return std::nullopt;
  }
  if (!is_possible(out.from) || (out.to && !is_possible(*out.to))) return std::nullopt;
  // "31 June", "45 مارس": what stands before makes it a day that no calendar has, and the month no date either
  constexpr int kNoDay = 29;
  if (const auto day = t > 0 && !month->mark->proclitic ? x_.digits(t - 1) : std::nullopt;
      day && day->end == t && !has_day && day->digits == 2 && day->value >= kNoDay) {
    When tried = out.from;
    tried.grain = Grain::kDay;
    tried.day = day->value;
    if (!is_possible(tried)) return std::nullopt;
  }
  return out;
}

}  // namespace mizan

// Dates by names of months and by years: "السابع من مايو/أيار 2018", "May 12-15, 2026", "عام 2025", "2019-24", 2025 alone.

#include <algorithm>

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"

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

// Digits or words that are a year where something says that one follows.
std::optional<DateReader::YearPart> DateReader::plain_year(At t, int fewest_digits) const {
  YearPart out;
  At at = t;
  const bool apostrophe = x_.is(t, "'");
  if (apostrophe) ++at;
  auto number = x_.number(at);
  if (!number || number->ordinal) return std::nullopt;
  out.end = number->end;
  out.end_byte = number->end_byte;
  out.year = number->value;
  if (number->words) {
    if (number->value >= 10 && number->value <= 21 && number->value != 20) {  // "nineteen ninety-one"
      const auto rest = x_.number(number->end);
      if (rest && rest->words && !rest->ordinal && rest->value >= 10 && rest->value <= 99) {
        out.year = number->value * 100 + rest->value;
        out.end = rest->end;
        out.end_byte = rest->end_byte;
      }
    }
    if (out.year < 1000 || out.year > 2999) return std::nullopt;
  } else if (apostrophe) {
    if (number->digits != 2 || !x_.glued(at)) return std::nullopt;
    out.year = full_year(number->value, published_);
  } else if (number->digits < fewest_digits || out.year < 100 || out.year > 2999) {
    return std::nullopt;
  }
  if (const TimeMark* era = x_.mark(out.end, TimeRole::kEra)) {
    const std::string& name = era->entry->value;
    // A lone م behind a year is its era only where it isn't glued to the next word; هـ always is.
    if (name == "ah" && out.year >= kFirstHijri && out.year <= kLastHijri + 100) out.hijri = true;
    if (name == "bce") out.year = -out.year;
    if (name != "ah" || out.hijri) {
      out.end = era->end;
      out.end_byte = x_.token(era->end - 1).end;
    }
  }
  return out;
}

// "-2019", "/2019", "-24" behind a year: the second year of a range.
std::optional<int> DateReader::second_year(At t, int first, At& end, std::uint32_t& end_byte) const {
  if (!x_.is(t, "-") && !x_.is(t, "/") && !x_.is(t, "~")) return std::nullopt;
  const auto number = x_.digits(t + 1);
  if (!number || number->ordinal) return std::nullopt;
  const bool tight = x_.glued(t) && x_.glued(t + 1);
  int second = 0;
  if (number->digits == 4 && number->value > first && number->value - first < 200)
    second = number->value;
  else if (number->digits == 4 && tight && number->value == first - 1 && x_.is(t, "/"))
    second = number->value;  // "2018/2017", written right to left
  else if (number->digits == 2 && tight && number->value > first % 100)
    second = first / 100 * 100 + number->value;
  else
    return std::nullopt;
  if ((x_.is(number->end, "-") || x_.is(number->end, "/")) && x_.glued(number->end) && x_.is_digits(number->end + 1)) return std::nullopt;
  end = number->end;
  end_byte = number->end_byte;
  return second;
}

// "this year", "العام الماضي", "هذا العام"; `alone`: "العام", "the year" too.
std::optional<DateReader::YearPart> DateReader::relative_year(At t, bool alone) const {
  YearPart out;
  out.relative = true;
  const TimeMark* before = x_.mark(t, TimeRole::kDirection, "before");
  At at = t;
  if (before != nullptr) {
    if (before->has("context")) return std::nullopt;
    at = before->end;
    out.offset = before->value;
  }
  if (x_.has(at, TimeRole::kFiscal) && x_.is(at, "fiscal")) ++at;
  const TimeMark* unit = x_.mark(at, TimeRole::kUnit, "one");
  if (unit == nullptr || unit->letter != 'Y' || unit->value != 1) return std::nullopt;
  out.end = unit->end;
  if (unit->entry->arabic && !unit->article) return std::nullopt;
  if (before == nullptr) {
    At direction_at = unit->end;
    if (x_.has(direction_at, TimeRole::kFiscalWord) || x_.has(direction_at, TimeRole::kSchool)) ++direction_at;
    const TimeMark* after = x_.mark(direction_at, TimeRole::kDirection, "after");
    if (after != nullptr && after->article && !after->has("context")) {
      out.offset = after->value;
      out.end = after->end;
    } else if (!alone || (!unit->entry->arabic && !x_.is(t - 1, "the")) || x_.grammar(direction_at, "year_ended") != nullptr) {
      return std::nullopt;
    }
  }
  out.end_byte = x_.token(out.end - 1).end;
  const TimeMark* direction = before != nullptr ? before : x_.mark_before(out.end, TimeRole::kDirection);
  if (direction != nullptr && direction->has("prior") && published_)  // "the previous year": before the sentence's own
    if (const DatePhrase* date = sentence_date(t)) out.offset += date->from.year - published_->year;
  return out;
}

// What may say the year behind a month, a quarter...: "2018", ", 2018", "من عام 2026", "of this year", "لعام 2014", "من العام الماضي".
std::optional<DateReader::YearPart> DateReader::year_part(At t) const {
  At at = t;
  if (x_.is_comma(at)) {
    const auto plain = x_.digits(at + 1);
    if (plain && plain->digits == 4 && plain->value >= 1000) return plain_year(at + 1, 4);
    if (const TimeMark* unit = x_.mark(at + 1, TimeRole::kUnit, "one"); unit != nullptr && unit->letter == 'Y') return plain_year(unit->end, 4);
    return std::nullopt;
  }
  if ((x_.is(at, "-") || x_.is(at, "/")) && x_.glued(at) && x_.glued(at + 1)) {
    const auto plain = x_.digits(at + 1);
    if (plain && plain->digits == 4) return plain_year(at + 1, 4);
    return std::nullopt;
  }
  bool of = false;
  if (x_.has(at, TimeRole::kOf) || x_.is(at, "in") || x_.is(at, "في")) {
    of = true;
    ++at;
  }
  if (x_.has(at, TimeRole::kThe)) ++at;
  const bool fiscal = x_.is(at, "fiscal") || x_.is(at, "fy");
  if (fiscal) ++at;
  const TimeMark* word = x_.mark(at, TimeRole::kUnit, "one");
  const bool numbered = word != nullptr && plain_year(x_.skip_article(word->end), 3).has_value();  // "في العام 2018"
  if (auto relative = numbered ? std::nullopt : relative_year(at, (of && !x_.is(t, "في")) || x_.has(at - 1, TimeRole::kThe))) {
    relative->fiscal = fiscal;
    return relative;
  }
  if (const TimeMark* unit = x_.mark(at, TimeRole::kUnit, "one"); unit != nullptr && unit->letter == 'Y' && unit->value == 1) {
    if (unit->proclitic && !of && !x_.word(at).starts_with("ل") && !x_.word(at).starts_with("ب")) return std::nullopt;
    at = unit->end;
    if (x_.has(at, TimeRole::kFiscalWord) || x_.has(at, TimeRole::kSchool)) ++at;
    if (x_.has(at, TimeRole::kOf)) ++at;
    at = x_.skip_article(at);
    if (auto year = plain_year(at, 3)) {
      year->second = second_year(year->end, year->year, year->end, year->end_byte);
      return year;
    }
    return std::nullopt;
  }
  if (of && (x_.is(t, "في"))) return std::nullopt;
  auto year = plain_year(at, 4);
  if (!year || year->year > 2999 || counts_something(year->end)) return std::nullopt;
  year->fiscal = fiscal;
  return year;
}

void DateReader::take_year(DatePhrase& p, const YearPart& year) const {
  p.end = year.end;
  p.end_byte = year.end_byte;
  if (year.relative) {
    p.from.relative = true;
    if (published_) p.from.year = published_->year + year.offset;
    return;
  }
  p.from.year = year.year;
  if (year.hijri) p.from.hijri = true;
  if (year.fiscal) p.from.fiscal = true;
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

// Does `between`, or a dual that announces two, stand before t: "بين 18 و21", "يومي 12 و13", "شهري نيسان وحزيران"?
bool DateReader::paired(At t) const {
  if (x_.mark_before(t, TimeRole::kBetween) != nullptr) return true;
  return t > 0 && (x_.is(t - 1, "يومي") || x_.is(t - 1, "شهري"));
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
  } else if (x_.is(next, "و") || x_.is(next, "and") || x_.is(next, "&")) {
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
  if (month->hijri && year && !year->hijri && !year->relative && out.from.year > 1600) return std::nullopt;
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
  if (month->mark->has("bare") && month->mark->proclitic && !month->paired) return std::nullopt;  // "كاب" is Capp
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
      if (const auto behind = year_part(out.end)) take_year(out, *behind);
      if (out.to) out.to->year = out.from.year;
    }
  }
  if (!has_day) {
    if (const auto year = year_part(month->end)) {
      if (year->hijri && !month->hijri) return std::nullopt;
      take_year(out, *year);
      if (month->hijri && !year->relative && !year->hijri && (out.from.year < kFirstHijri || out.from.year > kLastHijri + 100)) return std::nullopt;
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
  const bool ranged = behind_month && month_name(*behind_month).has_value();  // "from Sep to Nov"
  const bool sure = has_day || ranged || out.from.known() || out.from.relative || directed || month->paired || month_word != nullptr;
  if (!sure) {
    // A month's name alone: is it one?
    const TimeMark* before = x_.mark_before(at, TimeRole::kBefore);
    const bool preposition = ((before != nullptr && before->has("month")) || part_before(at)) && !month->mark->proclitic;
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

// Does a day that no calendar has stand right before the year at t: "February 30, 2020", "31 فبراير 2020"?
bool DateReader::impossible_day_before(At t) const {
  At end = t;
  if (end > 0 && x_.is_comma(end - 1)) --end;
  auto names = [&](At at, int day) {
    const TimeMark* month = x_.mark(at, TimeRole::kMonth);
    if (month == nullptr || month->proclitic) return false;
    When tried;
    tried.grain = Grain::kDay;
    tried.month = month->value;
    tried.day = day;
    return !is_possible(tried);
  };
  if (end >= 2) {
    if (const auto day = x_.digits(end - 1); day && day->digits <= 2 && end != t) return names(end - 2, day->value);
  }
  const TimeMark* month = x_.mark_before(end, TimeRole::kMonth);
  if (month == nullptr || month->token == 0) return false;
  const auto day = x_.digits(month->token - 1);
  return day && day->digits == 2 && names(month->token, day->value);
}

// "عام 2025", "سنة 2016", "العام الدراسي 2018-2019", "عام 1440هـ", "year 2008", "عام ألفين وعشرين".
DateReader::Found DateReader::year_word(At t) const {
  const TimeMark* unit = x_.mark(t, TimeRole::kUnit, "one");
  if (unit == nullptr || unit->letter != 'Y' || unit->value != 1) return std::nullopt;
  At at = unit->end;
  bool fiscal = false;
  if (x_.has(at, TimeRole::kFiscalWord)) {
    fiscal = true;
    ++at;
  } else if (x_.has(at, TimeRole::kSchool) && unit->entry->arabic) {
    ++at;
  }
  if (x_.is(at, "of")) ++at;
  auto year = plain_year(x_.skip_article(at), unit->entry->arabic ? 3 : 4);
  if (!year) return std::nullopt;
  DatePhrase out = phrase(t, unit->begin_byte, year->end, year->hijri ? "date.hijri_year" : "date.year", 90);
  out.end_byte = year->end_byte;
  out.from.grain = Grain::kYear;
  out.from.year = year->year;
  out.from.hijri = year->hijri;
  if (const auto second = second_year(year->end, year->year, out.end, out.end_byte)) {
    out.to = out.from;
    out.to->year = *second;
    if (*second < out.from.year) std::swap(out.from.year, out.to->year);
    out.rule = "date.year_range";
    out.priority = 95;
  } else {
    out.from.fiscal = fiscal;
  }
  return out;
}

// "FY2024", "fiscal 2024", "fiscal year 2024".
DateReader::Found DateReader::fiscal_year(At t) const {
  const TimeMark* mark = x_.mark(t, TimeRole::kFiscal);
  if (mark == nullptr) return std::nullopt;
  const auto number = x_.is_digits(mark->end) ? std::optional<int>(0) : std::nullopt;
  if (!number) return std::nullopt;
  int year = 0, digits = 0;
  for (char c : x_.word(mark->end).substr(0, 5)) year = year * 10 + (c - '0'), ++digits;
  if (digits == 2 && x_.is(t, "fy"))
    year = full_year(year, published_);
  else if (digits != 4 || year < 1900 || year > 2200)
    return std::nullopt;
  DatePhrase out = phrase(t, mark->begin_byte, mark->end + 1, "date.fiscal_year", 90);
  out.from.grain = Grain::kYear;
  out.from.year = year;
  out.from.fiscal = true;
  if (const auto second = second_year(out.end, year, out.end, out.end_byte); second && *second == year + 1)
    out.from.year = *second;  // "FY2026/27" ends in 2027
  return out;
}

// "موسم 24-25", "the 24/25 season": two digits a year.
DateReader::Found DateReader::sports_season(At t) const {
  const auto first = x_.digits(t);
  if (!first || first->digits != 2 || first->ordinal || !(x_.is(t + 1, "-") || x_.is(t + 1, "/")) || !x_.glued(t + 1) || !x_.glued(t + 2)) return std::nullopt;
  const auto second = x_.digits(t + 2);
  if (!second || second->digits != 2 || second->ordinal || second->value != (first->value + 1) % 100) return std::nullopt;
  const LexiconHit* before = x_.grammar_before(t, "sport_season");
  if (!(before != nullptr && x_.token(before->token).kind == TokenKind::kArabic) && x_.grammar(t + 3, "sport_season") == nullptr) return std::nullopt;
  DatePhrase out = phrase(t, first->begin_byte, t + 3, "date.season_years", 95);
  out.from.grain = Grain::kYear;
  out.from.year = full_year(first->value, published_);
  out.to = out.from;
  ++out.to->year;
  return out;
}

// A year in words that nothing introduces: before "a ... year" ("سنة صعبة"), behind a month or a part of a year, or first in a line before a comma or colon.
// A number that is the whole sentence stays a number.
bool DateReader::spelled_alone(At t, At end) const {
  const TimeMark* unit = x_.mark(end, TimeRole::kUnit);
  if (unit != nullptr) return unit->entry->arabic && unit->letter == 'Y' && unit->has("one") && !unit->has("ordinal");
  if (part_before(t) || x_.mark_before(t, TimeRole::kMonth) != nullptr) return true;
  return end < x_.size() && x_.token(end).kind == TokenKind::kPunct && (x_.is_comma(end) || x_.is(end, ":")) && x_.numeral_over(end + 1) == nullptr && t > 0 &&
         x_.token(t - 1).kind == TokenKind::kNewline;
}

// Four digits that nothing says to be anything but a year: "in 2025", "the 2016 vote", "2024/25", "| 2024 Value |".
DateReader::Found DateReader::bare_year(At t) const {
  const TimeMark* before = x_.mark_before(t, TimeRole::kBefore);
  const auto number = x_.number(t);
  if (number && number->words && !number->ordinal &&
      (number->value >= 1900 ? (before != nullptr || spelled_alone(t, number->end)) && number->value < 2100 : number->value >= 13 && number->value <= 20)) {
    const auto spelled = plain_year(t, 4);  // "in two thousand and fifteen", "nineteen ninety-six"
    if (!spelled || counts_something(spelled->end)) return std::nullopt;
    // "الفين وثلاثة وعشرين سنة صعبة" (2023, a hard year); but "twenty twenty years" count
    const TimeMark* unit = x_.mark(spelled->end, TimeRole::kUnit);
    if (unit != nullptr && !(unit->entry->arabic && unit->letter == 'Y' && unit->has("one") && number->value > 1900 && number->value % 100 != 0))
      return std::nullopt;
    DatePhrase out = phrase(t, number->begin_byte, spelled->end, "date.spelled_year", 86);
    out.from.grain = Grain::kYear;
    out.from.year = spelled->year;
    return out;
  }
  if (!number || number->ordinal || number->words || number->digits < 1) return std::nullopt;
  if (number->digits != 4) {  // "400 A.D."
    const TimeMark* mark = x_.mark(number->end, TimeRole::kEra);
    if (mark == nullptr || number->value < 1 || (mark->entry->value == "ce" && (mark->entry->arabic || number->digits < 2)) || (mark->entry->value == "ah"))
      return std::nullopt;
    if (!mark->entry->arabic && !x_.token(number->end).all_capitals && !x_.is(number->end + 1, ".")) return std::nullopt;
    DatePhrase out = phrase(t, number->begin_byte, mark->end, "date.era_year", 90);
    out.from.grain = Grain::kYear;
    out.from.year = mark->entry->value == "bce" ? -number->value : number->value;
    return out;
  }
  const bool prepared = before != nullptr && !before->has("weak");
  const auto year = plain_year(t, 4);
  if (!year) return std::nullopt;
  const bool letter = x_.is(number->end, "م");  // the Gregorian era, or metres
  if (letter && !prepared && !(x_.glued(number->end) && number->value % 100 != 0)) return std::nullopt;
  const bool era = year->end != number->end && !letter;
  if (!era) {
    if (prepared ? number->value < 1000 || number->value > 2200 : number->value < kFirstLikelyYear || number->value > kLastLikelyYear) return std::nullopt;
  }
  if (x_.glued(t)) {
    const std::string_view left = x_.word(t - 1);
    if (left == "$" || left == "#" || left == "€" || left == "£" || left == "." || left == "+" || left == ":" || left == "%") return std::nullopt;
    if (left == "-" && t >= 2 && x_.glued(t - 1) && !x_.is_digits(t - 2) && !x_.has(t - 2, TimeRole::kPart) &&
        (x_.token(t - 2).kind != TokenKind::kArabic || x_.token(t - 2).end - x_.token(t - 2).begin > 4))
      return std::nullopt;
    if (left == "/" && t >= 2 && x_.glued(t - 1) && x_.is_digits(t - 2)) return std::nullopt;
  }
  if (t > 0 && !x_.glued(t)) {
    const std::string_view left = x_.word(t - 1);
    if (left == "$" || left == "رقم" || left == "no" || left == "number" || left == "€" || left == "£") return std::nullopt;
  }
  // "February 30, 2020", "31 فبراير 2020": a day that no calendar has is no date, and neither is its year
  if (impossible_day_before(t)) return std::nullopt;
  DatePhrase out = phrase(t, number->begin_byte, year->end, year->hijri ? "date.hijri_year" : "date.bare_year", era ? std::int16_t{90} : std::int16_t{60});
  out.end_byte = year->end_byte;
  out.from.grain = Grain::kYear;
  out.from.year = year->year;
  out.from.hijri = year->hijri;
  if (const auto second = second_year(year->end, year->year, out.end, out.end_byte)) {
    out.to = out.from;
    out.to->year = *second;
    if (*second < out.from.year) std::swap(out.from.year, out.to->year);
    out.rule = "date.year_range";
    out.priority = x_.glued(number->end) ? 95 : 75;
  } else if (x_.glued(out.end)) {
    const std::string_view right = x_.word(out.end);
    if (right == "%" || (right == ":" && x_.glued(out.end + 1) && x_.token(out.end + 1).kind != TokenKind::kNewline) || right == "$" || right == "€" ||
        right == "°" || right == "+")
      return std::nullopt;
    const Token& token = x_.token(out.end);
    if (token.kind == TokenKind::kLatin || token.kind == TokenKind::kOther) return std::nullopt;
    if (right == "-" && x_.glued(out.end + 1) && (x_.is_digits(out.end + 1) || x_.token(out.end + 1).kind == TokenKind::kLatin)) return std::nullopt;
  }
  if (!(out.to && out.priority > 90) && (counts_something(out.end) || hedged(t))) return std::nullopt;
  return out;
}

}  // namespace mizan

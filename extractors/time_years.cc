// Years and what they are written with: "عام 2025", "FY2024", "2019-24", "of this year", "موسم 24-25", 2025 alone.

#include <algorithm>

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"
#include "pipeline/arabic_words.h"

namespace mizan {
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
    const TimeMark* era = x_.mark(out.end, TimeRole::kEra);
    const bool dated = era != nullptr && !(era->entry->value == "ce" && x_.is(out.end, "م"));  // "عام خمسمئة وسبعين للميلاد"; م: metres, too
    if (out.year < (dated ? 1 : 1000) || out.year > 2999) return std::nullopt;
  } else if (apostrophe) {
    if (number->digits != 2 || !x_.glued(at)) return std::nullopt;
    out.year = full_year(number->value, published_);
  } else {
    const TimeMark* era = x_.mark(out.end, TimeRole::kEra);
    const bool dated = era != nullptr && (era->entry->value != "ce" || fewest_digits == 1);  // "عام 44 ق.م", "3000 BC", "سنة 61 هـ"
    if (!dated && (number->digits < fewest_digits || out.year < 100 || out.year > 2999)) return std::nullopt;
    if (out.year < 1) return std::nullopt;
  }
  if (const TimeMark* era = x_.mark(out.end, TimeRole::kEra)) {
    const std::string& name = era->entry->value;
    // A lone م behind a year is its era only where it isn't glued to the next word; هـ always is.
    if (name == "ah" && out.year <= kLastHijri + 100) out.hijri = true;
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

// Makes a range of a year where a second one follows it: "2018/2019", "2019-24".
bool DateReader::take_second_year(DatePhrase& p, const YearPart& year) const {
  const auto second = second_year(year.end, year.year, p.end, p.end_byte);
  if (!second) return false;
  p.to = p.from;
  p.to->year = *second;
  if (*second < p.from.year) std::swap(p.from.year, p.to->year);
  p.rule = "date.year_range";
  return true;
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
  if (unit->entry->arabic && x_.in_name(unit->end - 1)) return std::nullopt;  // "الأمين العام السابق" (the former secretary-general)
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
  if (x_.has(at, TimeRole::kOf) || x_.is(at, "in") || x_.is(at, arabic::kIn)) {
    of = true;
    ++at;
  }
  if (x_.has(at, TimeRole::kThe)) ++at;
  if (x_.is(at, "fy")) {  // "Q3 FY25", "the first half of FY2026"
    if (const Found stated = fiscal_year(at)) {
      YearPart year;
      year.year = stated->from.year;
      year.fiscal = true;
      year.end = stated->end;
      year.end_byte = stated->end_byte;
      return year;
    }
  }
  const bool fiscal = x_.is(at, "fiscal") || x_.is(at, "fy");
  if (fiscal) ++at;
  const TimeMark* word = x_.mark(at, TimeRole::kUnit, "one");
  const bool numbered = word != nullptr && plain_year(x_.skip_article(word->end), 3).has_value();  // "في العام 2018"
  if (auto relative = numbered ? std::nullopt : relative_year(at, (of && !x_.is(t, arabic::kIn)) || x_.has(at - 1, TimeRole::kThe))) {
    relative->fiscal = fiscal;
    return relative;
  }
  if (const TimeMark* unit = x_.mark(at, TimeRole::kUnit, "one"); unit != nullptr && unit->letter == 'Y' && unit->value == 1) {
    if (unit->proclitic && !of && !x_.word(at).starts_with(arabic::kFor) && !x_.word(at).starts_with(arabic::kBy)) return std::nullopt;
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
  if (of && (x_.is(t, arabic::kIn))) return std::nullopt;
  auto year = plain_year(at, 4);
  if (!year || year->year > 2999) return std::nullopt;
  // "the May 2024 elections", "the 7 October 2023 attacks", "في 27 سبتمبر 2013 قرارا" (on 27 September 2013 a resolution): behind a month even a counted
  // noun leaves it a year, unless it is round
  const bool sure = !of && at == t && year->year >= kFirstLikelyYear && year->year <= kLastLikelyYear && year->year % 100 != 0 && year->end < x_.size() &&
                    x_.token(year->end).kind != TokenKind::kPunct && t > 0 && (x_.is_digits(t - 1) || x_.mark_before(t, TimeRole::kMonth) != nullptr);
  if (counts_something(year->end) && !(sure && counts_a_noun(year->end))) return std::nullopt;
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
  if (take_second_year(out, *year))
    out.priority = 95;
  else
    out.from.fiscal = fiscal;
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
  // "ألفين وثلاثة وعشرين كانت سنة صعبة" (2023 was a hard year): the subject of what was
  const std::uint32_t s = x_.article().sentence_of(t);
  if (s < x_.article().sentences.size() && x_.article().sentences[s].first_token == t && end < x_.size() && x_.token(end).kind == TokenKind::kArabic &&
      (x_.is(end, "كان") || x_.is(end, "كانت") || x_.is(end, "شهدت") || x_.is(end, "شهد") /* was, saw */))
    return true;
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
  if (number->digits != 4) {  // "400 A.D.", "44 ق.م", "61 هـ"
    const TimeMark* mark = x_.mark(number->end, TimeRole::kEra);
    const bool arabic = mark != nullptr && mark->entry->arabic;
    if (mark == nullptr || number->value < 1 || (mark->entry->value == "ce" && (arabic || number->digits < 2))) return std::nullopt;
    if (mark->entry->value == "ah" && (x_.is(number->end, "ه") ? before == nullptr && !x_.glued(number->end) : !arabic && before == nullptr))
      return std::nullopt;  // ه: the era's short form, and a stray letter
    if (!arabic && !x_.token(number->end).all_capitals && !x_.is(number->end + 1, ".")) return std::nullopt;
    const auto year = plain_year(t, 1);
    if (!year || year->end != mark->end) return std::nullopt;
    DatePhrase out = phrase(t, number->begin_byte, mark->end, year->hijri ? "date.hijri_year" : "date.era_year", 90);
    out.from.grain = Grain::kYear;
    out.from.year = year->year;
    out.from.hijri = year->hijri;
    return out;
  }
  const bool prepared = before != nullptr && !before->has("weak");
  const auto year = plain_year(t, 4);
  if (!year) return std::nullopt;
  const bool letter = x_.is(number->end, "م");  // the Gregorian era, or metres
  if (letter && !prepared && !(x_.glued(number->end) && number->value % 100 != 0)) return std::nullopt;
  const bool era = year->end != number->end && !letter;
  if (!era) {
    // "من 1200 إلى 1500", "from 1200 to 1500": figures rather than years of so long ago
    constexpr int kFirstPlain = 1700;
    if (t > 0 && number->value < kFirstPlain && (x_.is(t - 1, arabic::kOf) || x_.is(t - 1, "from") || x_.is(t - 1, arabic::kTo) || x_.is(t - 1, "to")))
      return std::nullopt;
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
    if (left == "$" || left == "رقم" || left == "no" || left == "number" || left == "€" || left == "£") return std::nullopt;  // رقم: number
  }
  // "February 30, 2020", "31 فبراير 2020": a day that no calendar has is no date, and neither is its year
  if (impossible_day_before(t)) return std::nullopt;
  DatePhrase out = phrase(t, number->begin_byte, year->end, year->hijri ? "date.hijri_year" : "date.bare_year", era ? std::int16_t{90} : std::int16_t{60});
  out.end_byte = year->end_byte;
  out.from.grain = Grain::kYear;
  out.from.year = year->year;
  out.from.hijri = year->hijri;
  if (take_second_year(out, *year)) {
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
  const At counted = t > 0 && x_.is(t - 1, "\"") && x_.is(out.end, "\"") ? out.end + 1 : out.end;  // `"1900" فيلم` (films)
  if (!(out.to && out.priority > 90) && !era && (counts_something(counted) || hedged(t))) return std::nullopt;
  return out;
}

// "from 300 to 200 BC", "بين 300 و200 قبل الميلاد", "509-27 BC": years before Christ whose era stands behind the last one.
DateReader::Found DateReader::years_before_christ(At t) const {
  const auto first = x_.digits(t);
  if (!first || first->ordinal || x_.has(first->end, TimeRole::kEra)) return std::nullopt;
  At at = first->end;
  if (const auto mark = range_mark(at, t))
    at = *mark;
  else if (x_.has(at, TimeRole::kAnd) && between_before(t))
    ++at;
  else
    return std::nullopt;
  const auto last = x_.digits(at);
  if (!last || last->ordinal || last->value < 1 || last->value >= first->value) return std::nullopt;
  const auto year = plain_year(at, 1);
  if (!year || year->year >= 0) return std::nullopt;
  DatePhrase out = phrase(t, first->begin_byte, year->end, "date.year_range", 95);
  out.end_byte = year->end_byte;
  out.from.grain = Grain::kYear;
  out.from.year = -first->value;
  out.to = out.from;
  out.to->year = year->year;
  return out;
}

}  // namespace mizan

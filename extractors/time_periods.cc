// Periods and days by name: "الربع الثاني من عام 2026", "late 19th century", "الصيف الماضي", "this week", "أمس الجمعة", "Tuesday".

#include <algorithm>

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

Grain grain_of(char letter, int count) {
  switch (letter) {
    case 'Y':
      return count == 1 ? Grain::kYear : count == 10 ? Grain::kDecade : count == 100 ? Grain::kCentury : Grain::kNone;
    case 'M':
      return Grain::kMonth;
    case 'W':
      return count == 1 ? Grain::kWeek : Grain::kNone;
    case 'D':
      return Grain::kDay;
    default:
      return Grain::kNone;
  }
}

Which which_of(int direction) {
  return direction < 0 ? Which::kLast : direction > 0 ? Which::kNext : Which::kThis;
}

}  // namespace

// "Q2 2026", "2Q26", "2026-Q2", "H1 2025", "third quarter of 2018", "الربع الأول من هذا العام", "first half of the year", "النصف الثاني من 2020".
DateReader::Found DateReader::quarter_or_half(At t) {
  When when;
  At end = t;
  std::uint32_t begin_byte = x_.token(t).begin;
  bool letters = false, year_first = false, dated = false;
  auto letter_grain = [&](At at) { return x_.is(at, "q") ? Grain::kQuarter : x_.is(at, "h") ? Grain::kHalf : Grain::kNone; };
  auto number_of = [&](At at, Grain grain) {
    const std::string_view w = x_.word(at);
    const int limit = grain == Grain::kQuarter ? 4 : 2;
    return x_.is_digits(at) && w.size() == 1 && w[0] >= '1' && w[0] - '0' <= limit ? w[0] - '0' : 0;
  };
  if (const Grain grain = letter_grain(t);
      grain != Grain::kNone && (x_.token(t).capital || grain == Grain::kQuarter || (x_.is_digits(t + 2) && x_.token(t + 2).end - x_.token(t + 2).begin == 4))) {
    when.number = x_.glued(t + 1) ? number_of(t + 1, grain) : 0;
    when.grain = grain;
    if (when.number == 0) return std::nullopt;
    end = t + 2;
    letters = true;
  } else if (x_.is_digits(t) && x_.glued(t + 1) && letter_grain(t + 1) != Grain::kNone && x_.token(t + 1).capital) {
    when.grain = letter_grain(t + 1);
    when.number = number_of(t, when.grain);
    if (when.number == 0) return std::nullopt;
    end = t + 2;
    letters = true;
  } else if (const auto year = x_.digits(t); year && year->digits == 4 && year->value >= 1900 && year->value <= 2100) {
    const At at = x_.is(year->end, "-") && x_.glued(year->end) ? year->end + 1 : year->end;
    const Grain grain_letter = letter_grain(at);
    if (const auto ordinal = x_.number(at); grain_letter == Grain::kNone && ordinal && ordinal->ordinal && at == year->end) {  // "the 1988 third quarter"
      const TimeMark* period = x_.mark(ordinal->end, TimeRole::kQuarter);
      if (period == nullptr) period = x_.mark(ordinal->end, TimeRole::kHalf);
      if (period == nullptr || period->entry->arabic || ordinal->value > (period->role == TimeRole::kQuarter ? 4 : 2)) return std::nullopt;
      when.grain = period->role == TimeRole::kQuarter ? Grain::kQuarter : Grain::kHalf;
      when.number = ordinal->value;
      when.year = year->value;
      end = period->end;
      year_first = true;
    } else {
      if (grain_letter == Grain::kNone || !x_.glued(at + 1)) return std::nullopt;
      when.grain = grain_letter;
      when.number = number_of(at + 1, grain_letter);
      if (when.number == 0) return std::nullopt;
      when.year = year->value;
      end = at + 2;
      letters = year_first = true;
    }
  } else {
    const TimeMark* mark = x_.mark(t, TimeRole::kQuarter);
    if (mark == nullptr) mark = x_.mark(t, TimeRole::kHalf);
    if (mark != nullptr && mark->entry->arabic && mark->article) {
      dated = mark->has("dated");
      const auto ordinal = x_.number(mark->end);
      const TimeMark* last = x_.mark(mark->end, TimeRole::kLastWord);
      when.grain = mark->role == TimeRole::kQuarter ? Grain::kQuarter : Grain::kHalf;
      if (ordinal && ordinal->ordinal && ordinal->words) {
        when.number = ordinal->value;
        end = ordinal->end;
      } else if (last != nullptr && last->article && when.grain == Grain::kQuarter) {  // "الربع الأخير"
        when.number = 4;
        end = last->end;
      } else {
        return std::nullopt;
      }
      begin_byte = mark->begin_byte;
    } else {
      const TimeMark* last = x_.mark(t, TimeRole::kLastWord);  // "the last half of 1989"
      const auto ordinal = x_.number(t);
      if (last != nullptr ? last->entry->arabic : !ordinal || !ordinal->ordinal) return std::nullopt;
      At at = last != nullptr ? last->end : ordinal->end;
      if (x_.is(at, "-") || x_.is(at, "fiscal")) ++at;
      mark = x_.mark(at, TimeRole::kQuarter);
      if (mark == nullptr) mark = x_.mark(at, TimeRole::kHalf);
      if (mark == nullptr || mark->entry->arabic) return std::nullopt;
      if (last != nullptr && !x_.has(mark->end, TimeRole::kOf)) return std::nullopt;  // "last quarter" is the one before
      when.number = last == nullptr ? ordinal->value : mark->role == TimeRole::kQuarter ? 4 : 2;
      when.grain = mark->role == TimeRole::kQuarter ? Grain::kQuarter : Grain::kHalf;
      end = mark->end;
      begin_byte = last != nullptr ? last->begin_byte : ordinal->begin_byte;
    }
    if (when.number < 1 || when.number > (when.grain == Grain::kQuarter ? 4 : 2)) return std::nullopt;
  }
  if (letters && x_.glued(end) && x_.token(end).kind == TokenKind::kLatin && !x_.is(end, "fy")) return std::nullopt;  // H1N1
  if (!letters && !year_first)
    if (Found part = part_of_long_period(t, begin_byte, when, end)) return part;
  DatePhrase out = phrase(t, begin_byte, end, when.grain == Grain::kQuarter ? "date.quarter" : "date.half", 90);
  out.from = when;
  if (!year_first) {
    At at = end;
    if (letters && x_.is(at, "-")) ++at;
    if (const auto year = year_part(at)) {
      take_year(out, *year);
    } else if (const auto ended = letters ? std::nullopt : year_it_ended(at)) {
      out.from.year = *ended;
    } else if (letters && at == end && x_.is_digits(at) && x_.glued(at) && x_.word(at).size() == 2) {  // "2Q26"
      out.from.year = 2000 + (x_.word(at)[0] - '0') * 10 + (x_.word(at)[1] - '0');
      out.end = at + 1;
      out.end_byte = x_.token(at).end;
    } else if (const auto short_year = plain_year(at, 4); letters && short_year) {
      take_year(out, *short_year);
    } else if (when.grain == Grain::kQuarter && !letters && beside_a_result(t)) {
      return std::nullopt;  // of a game
    } else if (when.grain == Grain::kHalf || dated) {
      return std::nullopt;  // the first half of a match, the first chapter
    }
  }
  return out;
}

// "the first half of the 20th century", "الربع الأخير من القرن العشرين" (the last quarter of it), "the second half of the 1990s": a part of the long period.
DateReader::Found DateReader::part_of_long_period(At t, std::uint32_t begin_byte, const When& part, At end) const {
  if (!x_.has(end, TimeRole::kOf)) return std::nullopt;
  At at = end + 1;
  if (x_.has(at, TimeRole::kThe)) ++at;
  Found out = century(at);
  if (!out) out = decade(at);
  if (!out || !out->from.known() || out->to) return std::nullopt;
  const int last = part.grain == Grain::kQuarter ? 4 : 2;
  out->first = t;
  out->begin_byte = begin_byte;
  out->from.mod = part.number == 1 ? "START" : part.number == last ? "END" : "MID";
  return out;
}

// Does a result stand near t: "في الربع الأول وصل إلى 13 نقطة (30-17)" (in the first quarter by 13 points)?
bool DateReader::beside_a_result(At t) const {
  constexpr At kReach = 16;
  const std::uint32_t s = x_.article().sentence_of(t);
  if (s >= x_.article().sentences.size()) return false;
  const Sentence& sentence = x_.article().sentences[s];
  auto points = [&](At at) { return x_.is_digits(at) && x_.token(at).end - x_.token(at).begin <= 3; };
  for (At at = std::max(sentence.first_token, t > kReach ? t - kReach : 0); at + 2 < std::min(sentence.end_token, t + kReach); ++at) {
    const bool single = at == 0 || !x_.glued(at) || x_.is(at - 1, "(");
    const bool ends = at + 3 >= x_.size() || !x_.glued(at + 3) || x_.token(at + 3).kind == TokenKind::kPunct;
    if (points(at) && x_.is(at + 1, "-") && x_.glued(at + 1) && points(at + 2) && x_.glued(at + 2) && single && ends && !x_.is(at + 3, "-") &&
        !counts_something(at + 3))
      return true;
  }
  return false;
}

// "the fourth quarter ended Dec. 31", "الربع الرابع المنتهي في 31 ديسمبر": the year of the day that a quarter ended on, where it states none itself.
std::optional<int> DateReader::year_it_ended(At at) {
  if (x_.is_comma(at)) ++at;
  if (x_.is(at, "which") || x_.is(at, "that")) ++at;
  if (!x_.is(at, "ended") && !x_.is(at, "ending") && !(x_.grammar(at, "year_ended") != nullptr && x_.token(at).kind == TokenKind::kArabic)) return std::nullopt;
  ++at;
  if (x_.is(at, "on") || x_.is(at, "in") || x_.is(at, arabic::kIn)) ++at;
  if (at >= x_.size()) return std::nullopt;
  Found day = month_first(at);
  if (!day) day = day_first(at);
  if (!day || day->to || day->from.hijri || day->from.month == 0) return std::nullopt;
  settle(*day);
  return day->from.known() ? std::optional(day->from.year) : std::nullopt;
}

// "summer 2013", "summer of 2013", "صيف 2013", "الصيف الماضي", "هذا الصيف", "last spring", "in the summer".
DateReader::Found DateReader::season(At t) const {
  At at = t;
  const TimeMark* word = x_.mark(t, TimeRole::kSeasonWord);
  if (word != nullptr) at = word->end;
  const TimeMark* mark = x_.mark(at, TimeRole::kSeason);
  if (mark == nullptr || x_.in_name(t)) return std::nullopt;
  DatePhrase out = phrase(t, word != nullptr ? word->begin_byte : mark->begin_byte, mark->end, "date.season", 85);
  out.from.grain = Grain::kSeason;
  out.from.number = mark->value;
  if (const auto year = year_part(mark->end)) {
    take_year(out, *year);
    return out;
  }
  if (mark->article && take_direction(out)) return out;
  if (x_.stands_alone(t, mark->end) && !mark->entry->arabic) return out;
  if (published_ && x_.is(t - 1, "the") && !mark->has("weak")) return out;
  return std::nullopt;  // any summer
}

// "the first decade of the 21st century", "العقد الأول من القرن الحادي والعشرين".
DateReader::Found DateReader::decade_of_century(At t) const {
  const TimeMark* unit = x_.mark(t, TimeRole::kUnit, "one");
  const auto ordinal = x_.number(unit != nullptr ? unit->end : t);
  if (!ordinal || !ordinal->ordinal || ordinal->value < 1 || ordinal->value > 10) return std::nullopt;
  At end = ordinal->end;
  if (unit == nullptr) {
    unit = x_.mark(end, TimeRole::kUnit, "one");
    if (unit == nullptr || unit->entry->arabic) return std::nullopt;
    end = unit->end;
  } else if (!unit->entry->arabic || !unit->article) {
    return std::nullopt;
  }
  if (unit->letter != 'Y' || unit->value != 10 || !x_.has(end, TimeRole::kOf)) return std::nullopt;
  ++end;
  if (x_.has(end, TimeRole::kThe)) ++end;
  const Found whole = century(end);
  if (!whole || whole->to || !whole->from.known() || whole->from.before_christ() || whole->from.hijri) return std::nullopt;
  DatePhrase out = phrase(t, unit->token == t ? unit->begin_byte : ordinal->begin_byte, whole->end, "date.decade", 90);
  out.end_byte = whole->end_byte;
  out.from.grain = Grain::kDecade;
  out.from.year = whole->from.year * 10 + ordinal->value - 1;
  return out;
}

// "1930s", "early 2000s", "'90s", "السبعينات", "ثلاثينيات القرن العشرين", "the eighties".
DateReader::Found DateReader::decade(At t) const {
  constexpr int kLastCentury = 19;
  if (Found numbered = decade_of_century(t)) return numbered;
  DatePhrase out;
  int tens = -1, century_digits = kLastCentury;
  bool stated = false;
  if (x_.is_digits(t)) {
    const auto size = x_.token(t).end - x_.token(t).begin;
    At s = t + 1;
    if (x_.is(s, "'") && x_.glued(s)) ++s;
    if (!(size == 4 || size == 2) || !x_.is(s, "s") || x_.word(t).back() != '0') return std::nullopt;
    if (!x_.glued(s) && size != 4) return std::nullopt;
    int value = 0;
    for (char c : x_.word(t)) value = value * 10 + (c - '0');
    if (size == 4) {
      if (value < 1000 || value > 2200) return std::nullopt;
      century_digits = value / 100;
      stated = true;
    } else {
      const bool apostrophe = x_.is(t - 1, "'") && x_.glued(t);
      if (!apostrophe && !x_.is(t - 1, "the") && x_.mark_before(t, TimeRole::kPart) == nullptr) return std::nullopt;
      if (value < 30) century_digits = kLastCentury + 1;
    }
    tens = value % 100 / 10;
    out = phrase(t, x_.token(t).begin, s + 1, "date.decade", 90);
  } else {
    const TimeMark* mark = x_.mark(t, TimeRole::kDecade);
    if (mark == nullptr) return std::nullopt;
    if (!mark->entry->arabic && !x_.is(t - 1, "the") && !part_before(t)) return std::nullopt;
    if (x_.has(mark->end, TimeRole::kAgeAfter)) return std::nullopt;
    tens = mark->value / 10;
    out = phrase(t, mark->begin_byte, mark->end, "date.decade", 90);
    At at = mark->end;
    if (x_.has(at, TimeRole::kOf)) ++at;
    if (const auto of = century(at); of && !of->to && of->from.known() && !of->from.before_christ() && !of->from.hijri) {
      century_digits = of->from.year;
      out.end = of->end;
      out.end_byte = of->end_byte;
      stated = true;
    } else if (mark->entry->arabic && !mark->article && x_.mark(mark->end, TimeRole::kOf) == nullptr && x_.mark_before(t, TimeRole::kBefore) == nullptr &&
               x_.mark_before(t, TimeRole::kPart) == nullptr) {
      return std::nullopt;
    }
  }
  if (!stated && x_.has(out.end, TimeRole::kAgeAfter)) return std::nullopt;
  const TimeMark* part = x_.mark_before(t > 0 && x_.is(t - 1, "-") ? t - 1 : t, TimeRole::kPart);
  if (!stated && x_.grammar_before(part != nullptr ? part->token : t, "whose") != nullptr) return std::nullopt;  // "in his late 30s": an age
  const At in = part != nullptr ? part->token : t;
  if (!stated && in >= 2 && x_.is(in - 1, arabic::kIn) && x_.grammar(in - 2, "aged_in") != nullptr)
    return std::nullopt;  // "وهو في الثلاثينيات" (he is in his thirties)
  out.from.grain = Grain::kDecade;
  out.from.year = century_digits * 10 + tens;
  if (stated && tens == 0 && century_digits < 20) {  // "the 1800s"
    out.from.grain = Grain::kCentury;
    out.from.year = century_digits;
  }
  return out;
}

// "القرن 19", "القرن الواحد والعشرين", "القرن الماضي", "the 20th century", "nineteenth-century".
DateReader::Found DateReader::century(At t) const {
  DatePhrase out;
  int number = 0;
  if (const TimeMark* mark = x_.mark(t, TimeRole::kCentury); mark != nullptr && mark->entry->arabic) {
    if (mark->has("two")) return two_centuries(t);
    const At at = x_.skip_article(mark->end);
    const auto ordinal = x_.number(at);
    out = phrase(t, mark->begin_byte, mark->end, "date.century", 90);
    if (ordinal && ordinal->value >= 1 && ordinal->value <= 30 && (mark->article || ordinal->ordinal)) {
      number = ordinal->value;
      out.end = ordinal->end;
      out.end_byte = ordinal->end_byte;
    } else if (const TimeMark* after = x_.mark(mark->end, TimeRole::kDirection, "after");
               mark->article && after != nullptr && after->article && !after->has("context")) {
      number = (published_ ? published_->year : 2000) / 100 + 1 + after->value;
      out.from.relative = true;
      out.end = after->end;
      out.end_byte = x_.token(after->end - 1).end;
    }
  } else {
    const auto ordinal = x_.number(t);
    if (!ordinal || !ordinal->ordinal) return std::nullopt;
    At at = ordinal->end;
    if (x_.is(at, "-")) ++at;
    const TimeMark* word = x_.mark(at, TimeRole::kCentury);
    if (word == nullptr) return two_centuries(t);
    if (word->entry->arabic || word->has("two")) return std::nullopt;
    number = ordinal->value;
    out = phrase(t, ordinal->begin_byte, word->end, "date.century", 90);
  }
  if (number < 1 || number > 30) return std::nullopt;
  take_century(out, number, number);
  return out;
}

// The centuries from one to another, the same for one alone, with the era that may stand behind them.
void DateReader::take_century(DatePhrase& p, int first, int last) const {
  const TimeMark* era = x_.mark(p.end, TimeRole::kEra);
  const bool hijri = era != nullptr && era->entry->value == "ah", before_christ = era != nullptr && era->entry->value == "bce";
  if (hijri && (last > kLastHijri / 100 || p.from.relative)) era = nullptr;
  if (era != nullptr) {
    p.end = era->end;
    p.end_byte = x_.token(era->end - 1).end;
  }
  const auto century_of = [&](int number) {
    When when = p.from;
    when.grain = Grain::kCentury;
    when.year = before_christ ? -number : number - 1;
    when.hijri = era != nullptr && hijri;
    return when;
  };
  if (last != first) p.to = century_of(last);
  p.from = century_of(first);
}

// "the 18th and 19th centuries", "between the 8th and 6th centuries BC", "القرنين الثامن عشر والتاسع عشر": from the first century to the last one.
DateReader::Found DateReader::two_centuries(At t) const {
  const TimeMark* dual = x_.mark(t, TimeRole::kCentury);
  const auto first = x_.number(dual != nullptr ? x_.skip_article(dual->end) : t);
  if (!first || (dual == nullptr && !first->ordinal)) return std::nullopt;
  At at = first->end;
  const bool joined = at < x_.size() && x_.token(at).kind == TokenKind::kArabic && x_.word(at).starts_with(arabic::kAnd) && x_.word(at) != arabic::kAnd;
  if (const TimeMark* to = x_.mark(at, TimeRole::kTo))
    at = to->end;
  else if (x_.has(at, TimeRole::kAnd) || x_.is(at, "-"))
    ++at;
  else if (!joined)
    return std::nullopt;
  if (x_.has(at, TimeRole::kThe)) ++at;
  at = x_.skip_article(at);
  const auto last = x_.number(at);
  if (!last || (dual == nullptr && !last->ordinal)) return std::nullopt;
  const bool hyphen = x_.is(last->end, "-");  // "17th and 18th-century paintings"
  const TimeMark* plural = dual != nullptr ? nullptr : x_.mark(hyphen ? last->end + 1 : last->end, TimeRole::kCentury);
  if (dual == nullptr && (plural == nullptr || plural->entry->arabic || plural->has("two") == hyphen)) return std::nullopt;
  DatePhrase out = phrase(t, dual != nullptr ? dual->begin_byte : first->begin_byte, dual != nullptr ? last->end : plural->end, "date.centuries", 92);
  if (dual != nullptr) out.end_byte = last->end_byte;
  const TimeMark* era = x_.mark(out.end, TimeRole::kEra);
  const bool falling = era != nullptr && era->entry->value == "bce";
  const auto [low, high] = std::minmax(first->value, last->value);
  if (low < 1 || high > 30 || low == high) return std::nullopt;
  take_century(out, falling ? high : low, falling ? low : high);
  return out;
}

// "last year", "this week", "next quarter", "العام الماضي", "هذا الشهر", "next March", "last Tuesday", "this summer", "العام التالي".
DateReader::Found DateReader::relative(At t) const {
  const TimeMark* before = x_.mark(t, TimeRole::kDirection, "before");
  At at = before != nullptr ? before->end : t;
  if (before != nullptr) {
    if (x_.is(at, "fiscal") || x_.is(at, "calendar") || x_.is(at, "financial")) ++at;
    if (const TimeMark* weekend = x_.mark(at, TimeRole::kWeekend)) {
      DatePhrase out = phrase(t, before->begin_byte, weekend->end, "date.relative_weekend", 82);
      out.from = relative_period(Grain::kWeekend, before->value, published_);
      return out;
    }
    if (const TimeMark* month = x_.mark(at, TimeRole::kMonth); month != nullptr && !before->entry->arabic && !before->has("context")) {
      if (!month->has("abbr") || x_.token(at).capital) {
        DatePhrase out = phrase(t, before->begin_byte, month->end, "date.relative_month_name", 90);
        out.from.grain = Grain::kMonth;
        out.from.month = month->value;
        out.which = which_of(before->value);
        if (const auto year = year_part(month->end); year && !year->relative) {
          take_year(out, *year);
          out.which = Which::kNearest;
        }
        return out;
      }
    }
    if (const TimeMark* day = x_.mark(at, TimeRole::kWeekday); day != nullptr && !before->entry->arabic && !day->has("abbr")) {
      DatePhrase out = phrase(t, before->begin_byte, day->end, "date.relative_weekday", 90);
      out.from.grain = Grain::kDay;
      out.from.weekday = day->value;
      out.which = which_of(before->value);
      // "previous Friday" is that of the week before, "next Friday" that of the week behind: the one of this week is "this Friday" or "Friday".
      if (published_ && (x_.is(t, "previous") || x_.is(t, "next"))) {
        const std::int64_t today = day_number(*published_);
        out.from = when_of_day(today - (weekday_of(today) - 1) + (x_.is(t, "next") ? 7 : -7) + day->value - 1);
        out.from.relative = true;
      }
      return out;
    }
    if (const TimeMark* mark = x_.mark(at, TimeRole::kSeason); mark != nullptr && (before->entry->arabic ? mark->article : true)) {
      DatePhrase out = phrase(t, before->begin_byte, mark->end, "date.relative_season", 82);
      out.from.grain = Grain::kSeason;
      out.from.number = mark->value;
      out.which = which_of(before->value);
      return out;
    }
    if (const TimeMark* quarter = x_.mark(at, TimeRole::kQuarter); quarter != nullptr && !quarter->entry->arabic && x_.is(at, "quarter")) {
      DatePhrase out = phrase(t, before->begin_byte, quarter->end, "date.relative_quarter", 82);
      const auto beside = before->has("prior") || before->has("context") ? beside_sentence_date(Grain::kQuarter, before->value, t) : std::nullopt;
      out.derived = beside.has_value();
      out.from = beside ? *beside : relative_period(Grain::kQuarter, before->value, published_);
      return out;
    }
  }
  if (before == nullptr) {
    if (const TimeMark* quarter = x_.mark(t, TimeRole::kQuarter); quarter != nullptr && quarter->entry->arabic && quarter->article && !quarter->has("dated")) {
      const TimeMark* after = x_.mark(quarter->end, TimeRole::kDirection, "after");
      if (after == nullptr || !after->article || after->has("context")) return std::nullopt;
      DatePhrase out = phrase(t, quarter->begin_byte, after->end, "date.relative_quarter", 82);
      const auto beside = after->has("prior") ? beside_sentence_date(Grain::kQuarter, after->value, t) : std::nullopt;
      out.derived = beside.has_value();
      out.from = beside ? *beside : relative_period(Grain::kQuarter, after->value, published_);
      return out;
    }
    if (const TimeMark* weekend = x_.mark(t, TimeRole::kWeekend); weekend != nullptr && weekend->entry->arabic) {
      const TimeMark* after = x_.mark(weekend->end, TimeRole::kDirection, "after");
      if (after == nullptr) return std::nullopt;
      DatePhrase out = phrase(t, weekend->begin_byte, after->end, "date.relative_weekend", 84);
      out.from = relative_period(Grain::kWeekend, after->value, published_);
      return out;
    }
  }
  if (before == nullptr && published_ && (x_.is(t - 1, "the") || x_.is(t - 1, "latest"))) {
    // "the quarter", "the latest quarter", "the weekend": the last whole one; "the year": the one at hand
    const TimeMark* quarter = x_.mark(t, TimeRole::kQuarter);
    const TimeMark* weekend = x_.mark(t, TimeRole::kWeekend);
    const TimeMark* year = x_.mark(t, TimeRole::kUnit, "one");
    if (year != nullptr && (year->letter != 'Y' || year->value != 1 || x_.is(year->end, "-") || x_.has(year->end, TimeRole::kSingleAfter))) year = nullptr;
    if (year != nullptr && x_.grammar(year->end, "year_ended") != nullptr) year = nullptr;  // "the year to March 2026"
    const TimeMark* mark = quarter != nullptr ? quarter : weekend != nullptr ? weekend : year;
    if (mark != nullptr && !mark->entry->arabic && !x_.is(mark->end, "-") && !x_.is(t, "qtr")) {
      DatePhrase out = phrase(t, mark->begin_byte, mark->end, "date.definite_period", 78);
      out.from = relative_period(mark == quarter ? Grain::kQuarter : mark == weekend ? Grain::kWeekend : Grain::kYear, mark == year ? 0 : -1, published_);
      return out;
    }
  }
  const TimeMark* unit = x_.mark(at, TimeRole::kUnit, "one");
  if (unit == nullptr) return std::nullopt;
  const Grain grain = grain_of(unit->letter, unit->value);
  if (grain == Grain::kNone) return std::nullopt;
  // "closed for the day", "up 2% for the day": the sentence's own, else that of the publication
  if (before == nullptr && grain == Grain::kDay && !unit->entry->arabic && published_ && t > 1 && x_.is(t - 1, "the") && x_.is(t - 2, "for") &&
      (unit->end >= x_.size() || x_.is(unit->end, ".") || x_.token(unit->end).kind == TokenKind::kNewline)) {
    if (sentence_date(t) != nullptr) return std::nullopt;
    DatePhrase out = phrase(t, unit->begin_byte, unit->end, "date.definite_period", 78);
    out.from = relative_period(Grain::kDay, 0, published_);
    return out;
  }
  const TimeMark* direction = before;
  At end = unit->end;
  if (unit->entry->arabic) {
    if (!unit->article || (grain == Grain::kYear && x_.in_name(unit->end - 1))) return std::nullopt;  // "الأمين العام السابق" (the former secretary-general)
    if (before == nullptr) {
      At direction_at = unit->end;
      if (x_.has(direction_at, TimeRole::kFiscalWord) || x_.has(direction_at, TimeRole::kSchool)) ++direction_at;
      direction = x_.mark(direction_at, TimeRole::kDirection, "after");
      if (direction == nullptr || direction->proclitic || (!direction->article && !direction->has("context") && !direction->has("whole"))) return std::nullopt;
      end = direction->end;
    } else if (!before->entry->arabic) {
      return std::nullopt;
    }
  } else if (const TimeMark* after = x_.mark(unit->end, TimeRole::kDirection, "whole"); before == nullptr && after != nullptr && !after->entry->arabic) {
    direction = after;  // "the week after next"
    end = after->end;
  } else if (before == nullptr || before->entry->arabic) {
    return std::nullopt;
  }
  if (grain == Grain::kDay && direction->value == 0 && before != nullptr && !direction->has("context") && published_) {
    // "on this day in 1967", "في مثل هذا اليوم من عام 1967"
    if (x_.has(end, TimeRole::kOf) || x_.is(end, "in") || x_.is(end, arabic::kIn)) {
      Found year = year_word(end + 1);
      if (!year) year = bare_year(end + 1);
      if (year && !year->to && !year->from.hijri && year->from.year > 0) {
        DatePhrase out = phrase(t, before->begin_byte, year->end, "date.this_day_of_year", 91);
        out.end_byte = year->end_byte;
        out.from = when_of_day(day_number(*published_));
        out.from.year = year->from.year;
        out.from.relative = true;
        if (is_possible(out.from)) return out;
      }
    }
  }
  if (grain == Grain::kDay && (direction->has("context") || direction->has("prior") || !unit->entry->arabic)) return day_beside(t, *unit, *direction, end);
  if (grain == Grain::kDay && before != nullptr && direction->value != 0) return std::nullopt;
  // "the last week of the campaign" is its own, not the last one
  if (before != nullptr && t > 0 && (x_.is(t, "last") || x_.is(t, "past")) && x_.is(t - 1, "the") && x_.has(end, TimeRole::kOf)) return std::nullopt;
  DatePhrase out = phrase(t, before != nullptr ? before->begin_byte : unit->begin_byte, end, "date.relative", 82);
  if (direction->has("whole") && (grain == Grain::kDay || grain == Grain::kNone)) return std::nullopt;
  if (direction->has("context") || direction->has("prior")) {
    if (auto beside = beside_sentence_date(grain, direction->value, t)) {
      out.derived = true;
      out.from = *beside;
      return out;
    }
  }
  if (direction->has("context")) {
    if (grain != Grain::kYear || !context_year()) {
      if (direction->value == 1 && (unit->entry->arabic || x_.is(t, "following")) && published_) {
        out.from = relative_period(grain, 1, published_);
        return out;
      }
      return std::nullopt;
    }
    out.from.grain = Grain::kYear;
    out.from.year = *context_year() + direction->value;
    out.from.relative = true;
    return out;
  }
  out.from = relative_period(grain, direction->value, published_);
  if (unit->has("work") && out.from.known()) {  // Monday to Friday
    const std::int64_t monday = first_week_begin(out.from.year) + 7 * (out.from.number - 1);
    out.from = when_of_day(monday);
    out.to = when_of_day(monday + 4);
    out.from.relative = out.to->relative = true;
    return out;
  }
  if (grain == Grain::kWeek && out.from.known()) {  // "الأسبوع القادم الأحد"
    At day_at = out.end;
    if (x_.is(day_at, "-") && !unit->entry->arabic) ++day_at;  // "last week - Monday"
    if (const TimeMark* word = x_.mark(day_at, TimeRole::kUnit, "one"); word != nullptr && word->letter == 'D' && !word->article && !word->proclitic)
      day_at = word->end;
    const TimeMark* day = x_.mark(day_at, TimeRole::kWeekday);
    if (day != nullptr && !day->has("abbr") && !day->proclitic && unit->entry->arabic == day->entry->arabic) {
      out.from = when_of_day(first_week_begin(out.from.year) + 7 * (out.from.number - 1) + day->value - 1);
      out.from.relative = true;
      out.end = day->end;
      out.end_byte = x_.token(day->end - 1).end;
    }
  }
  return out;
}

// "the previous day", "the following day", "the same day", "اليوم السابق", "اليوم التالي", "اليوم نفسه": counted from the day that their sentence names.
// Without one "the previous day" is that before the publication day; the others say nothing.
DateReader::Found DateReader::day_beside(At t, const TimeMark& unit, const TimeMark& direction, At end) const {
  const bool next = !unit.entry->arabic && x_.is(t, "next");
  if (!unit.entry->arabic && (!x_.is(t - 1, "the") || x_.has(end, TimeRole::kOf) || x_.is(end, "-"))) return std::nullopt;
  if (!next && !direction.has("context") && !direction.has("prior")) return std::nullopt;
  DatePhrase out = phrase(t, x_.token(t).begin, end, "date.relative_day", 82);
  out.begin_byte = direction.token < unit.token ? direction.begin_byte : unit.begin_byte;
  if (const auto beside = beside_sentence_date(Grain::kDay, direction.value, t)) {
    out.derived = true;
    out.from = *beside;
    return out;
  }
  if (!direction.has("prior")) return std::nullopt;
  out.from = relative_period(Grain::kDay, direction.value, published_);
  return out;
}

// "ثاني أيام عيد الأضحى", "the second day of Eid al-Fitr", "أول أيام شهر رمضان": a day counted from the first of a feast or of a Hijri month.
DateReader::Found DateReader::day_of_feast(At t, std::uint32_t begin_byte, int nth, At at) {
  constexpr int kLongest = 30;
  if (nth > kLongest) return std::nullopt;
  const bool joined = x_.has(at, TimeRole::kOf) || x_.is(at, "in");
  if (joined) ++at;
  if (x_.has(at, TimeRole::kThe)) ++at;
  if (at >= x_.size() || (!joined && x_.token(at).kind != TokenKind::kArabic)) return std::nullopt;
  Found whole = holiday(at);
  if (!whole && x_.token(at).kind == TokenKind::kArabic) whole = month_first(at);
  if (!whole || (whole->rule != std::string_view("date.holiday") && !whole->from.hijri)) return std::nullopt;
  settle(*whole);
  const auto first = period_of(whole->from);
  if (!first || whole->from.reference != nullptr) return std::nullopt;
  const auto last = whole->to ? period_of(*whole->to) : first;
  const std::int64_t day = first->first + nth - 1;
  if (last && last->second != first->first && day > last->second) return std::nullopt;
  DatePhrase out = around(*whole, t, begin_byte, "date.day_of_feast", 92);
  out.to.reset();
  out.from = when_of_day(day);
  out.from.moon = whole->from.moon || whole->from.hijri;
  out.from.relative = whole->from.relative;
  return out;
}

// "the first Monday of May", "last day of October 2015", "الأسبوع الأول من أكتوبر", "ثالث ثلاثاء في أيلول", "week 3 of 2027": one of a period.
DateReader::Found DateReader::one_of_period(At t) {
  int nth = 0, wanted_weekday = 0;
  char unit = 0;
  At at = t;
  std::uint32_t begin_byte = x_.token(t).begin;
  auto take_unit = [&](At where) {
    const TimeMark* word = x_.mark(where, TimeRole::kUnit, "one");
    const TimeMark* day = x_.mark(where, TimeRole::kWeekday);
    if (day == nullptr) day = x_.mark(where, TimeRole::kBareWeekday);
    if (word != nullptr && word->letter == 'D' && !word->proclitic) {  // "ثالث يوم ثلاثاء"
      const TimeMark* named = x_.mark(word->end, TimeRole::kBareWeekday);
      if (named != nullptr && !named->proclitic) day = named;
    }
    if (day != nullptr) {
      wanted_weekday = day->value;
      at = day->end;
      unit = 'D';
      return true;
    }
    if (word == nullptr) {  // "ثاني أيام عيد الأضحى" (the second of the days)
      word = x_.mark(where, TimeRole::kUnit, "many");
      if (word != nullptr && (!word->entry->arabic || word->article || word->letter != 'D')) word = nullptr;
    }
    if (word == nullptr || word->value != 1 || (word->letter != 'D' && word->letter != 'W' && word->letter != 'M')) return false;
    unit = word->letter;
    at = word->end;
    return true;
  };
  auto take_nth = [&](At where) {
    if (const TimeMark* last = x_.mark(where, TimeRole::kLastWord)) {
      nth = -1;
      at = last->end;
      return true;
    }
    const auto ordinal = x_.number(where);
    if (!ordinal || !ordinal->ordinal || ordinal->value > 53) return false;
    nth = ordinal->value;
    at = ordinal->end;
    if (const TimeMark* last = x_.mark(at, TimeRole::kLastWord); last != nullptr && !last->entry->arabic) {  // "the second last week"
      nth = -nth;
      at = last->end;
    }
    return true;
  };
  const TimeMark* noun = x_.mark(t, TimeRole::kUnit, "one");
  const TimeMark* named = x_.mark(t, TimeRole::kWeekday);
  if ((noun != nullptr && noun->entry->arabic && noun->article && noun->letter != 'D') || (named != nullptr && named->entry->arabic)) {
    begin_byte = named != nullptr ? named->begin_byte : noun->begin_byte;
    if (!take_unit(t) || !take_nth(at)) return std::nullopt;
  } else if (noun != nullptr && !noun->entry->arabic && noun->letter == 'W' && x_.digits(noun->end) && x_.digits(noun->end)->value <= 53) {
    unit = 'W';
    nth = x_.digits(noun->end)->value;
    at = noun->end + 1;
  } else {
    if (!take_nth(t) || !take_unit(at)) return std::nullopt;
    if (const auto ordinal = x_.number(t); ordinal && ordinal->ordinal) begin_byte = ordinal->begin_byte;
    if (x_.mark(t, TimeRole::kLastWord) != nullptr && x_.mark(t, TimeRole::kLastWord)->proclitic) begin_byte = x_.mark(t, TimeRole::kLastWord)->begin_byte;
  }
  if (nth == 0) return std::nullopt;
  if (unit == 'D' && wanted_weekday == 0 && nth > 0)
    if (Found day = day_of_feast(t, begin_byte, nth, at)) return day;
  const bool joined = x_.has(at, TimeRole::kOf) || x_.is(at, "in") || x_.is(at, arabic::kIn);
  if (joined) ++at;
  if (x_.has(at, TimeRole::kThe)) ++at;
  if (at >= x_.size()) return std::nullopt;
  const bool by = x_.token(at).kind == TokenKind::kArabic && x_.word(at).starts_with("ب");  // "بشهر", "بأيلول"
  if (!joined && !by) return std::nullopt;
  Found whole = month_first(at);
  if (!whole) whole = year_word(at);
  if (!whole) whole = relative(at);
  if (!whole) whole = bare_year(at);
  if (!whole && x_.has(at - 1, TimeRole::kThe) && published_) {  // "the first Monday in the month"
    const TimeMark* period = x_.mark(at, TimeRole::kUnit, "one");
    if (period != nullptr && period->value == 1 && (period->letter == 'M' || period->letter == 'Y')) {
      whole = phrase(at, period->begin_byte, period->end, "date.relative", 82);
      whole->from = relative_period(period->letter == 'M' ? Grain::kMonth : Grain::kYear, 0, published_);
    }
  }
  if (!whole || whole->to || (whole->from.grain != Grain::kMonth && whole->from.grain != Grain::kYear && whole->from.grain != Grain::kQuarter))
    return std::nullopt;
  settle(*whole);
  const auto period = period_of(whole->from);
  if (!period) return std::nullopt;
  DatePhrase out = around(*whole, t, begin_byte, "date.one_of_period", 92);
  const bool relative_whole = whole->from.relative;
  if (unit == 'M') {
    if (whole->from.grain != Grain::kYear || nth > 12 || whole->from.hijri) return std::nullopt;
    out.from.grain = Grain::kMonth;
    out.from.month = nth < 0 ? 13 + nth : nth;
    return out;
  }
  std::int64_t day = 0;
  if (unit == 'D') {
    if (wanted_weekday == 0) {
      day = nth < 0 ? period->second + nth + 1 : period->first + nth - 1;
    } else if (nth < 0) {
      day = period->second - (weekday_of(period->second) - wanted_weekday + 7) % 7 + 7 * (nth + 1);
    } else {
      day = period->first + (wanted_weekday - weekday_of(period->first) + 7) % 7 + 7 * (nth - 1);
    }
    if (day > period->second || day < period->first) return std::nullopt;
    out.from = when_of_day(day);
  } else {  // a week belongs to the period that its Thursday lies in, as in ISO 8601
    constexpr int kThursday = 4;
    day = nth < 0 ? period->second - (weekday_of(period->second) - kThursday + 7) % 7 + 7 * (nth + 1)
                  : period->first + (kThursday - weekday_of(period->first) + 7) % 7 + 7 * (nth - 1);
    if (day > period->second) return std::nullopt;
    const auto [year, week] = iso_week(day);
    out.from = When();
    out.from.grain = Grain::kWeek;
    out.from.year = year;
    out.from.number = week;
  }
  out.from.relative = relative_whole;
  return out;
}

}  // namespace mizan

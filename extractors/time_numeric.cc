// Dates in digits alone: 2025-05-12, 15/1/2020, 12.05.2025, 11/6/1436 (Hijri), 05/2025, "on 22/04".

#include "extractors/calendar_day.h"
#include "extractors/time_dates.h"
#include "pipeline/arabic_words.h"

namespace mizan {

// 2025-05-12T14:30Z, 2025/05/12, 15/1/2020, 12.05.2025, 11/6/1436 (Hijri), 05/2025, 2014-10.
DateReader::Found DateReader::numeric(At t) {
  if (!x_.is_digits(t)) return std::nullopt;
  auto is_mark = [&](At at) { return (x_.is(at, "-") || x_.is(at, "/") || x_.is(at, ".")) && x_.glued(at) && x_.glued(at + 1) && x_.is_digits(at + 1); };
  auto length = [&](At at) { return x_.token(at).end - x_.token(at).begin; };
  auto value = [&](At at) {
    int v = 0;
    for (char c : x_.word(at).substr(0, 6)) v = v * 10 + (c - '0');
    return v;
  };
  // A link of a longer chain; but "1/10/2018-7/10/2018" are two dates.
  const bool chained = t >= 2 && x_.glued(t) && x_.glued(t - 1) && x_.is_digits(t - 2) && x_.token(t - 1).kind == TokenKind::kPunct;
  auto dashed = [&](At at) {
    return x_.is_digits(at) && x_.is(at + 1, "-") && is_mark(at + 1) && x_.is(at + 3, "-") && is_mark(at + 3) && length(at) <= 2 && length(at + 2) <= 2 &&
           length(at + 4) == 4;
  };
  const bool second_dashed = chained && x_.is(t - 1, "-") && length(t - 2) == 4 && dashed(t);  // "10-1-2018-10-7-2018"
  if (chained && !(x_.is(t - 1, "-") && x_.is(t + 1, "/")) && !second_dashed) return std::nullopt;
  if (x_.glued(t) && x_.token(t - 1).kind == TokenKind::kLatin) return std::nullopt;
  if (length(t) == 4 && (x_.is(t + 1, "-") || x_.is(t + 1, "/")) && x_.glued(t + 1)) {  // 2019-Aug-01
    const auto name = month_name(t + 2);
    if (name && !name->hijri && x_.glued(t + 2) && x_.word(name->end) == x_.word(t + 1) && x_.is_digits(name->end + 1) && length(name->end + 1) <= 2) {
      DatePhrase out = phrase(t, x_.token(t).begin, name->end + 2, "date.numeric", 92);
      out.from.grain = Grain::kDay;
      out.from.year = value(t);
      out.from.month = name->month;
      out.from.day = value(name->end + 1);
      if (is_possible(out.from)) return out;
    }
  }
  if (length(t) == 4 && t > 0 && x_.is(t - 1, "on") && x_.is_digits(t + 1) && x_.is_digits(t + 2) && length(t + 1) == 2 &&
      length(t + 2) == 2) {  // "on 2016 10 16"
    DatePhrase out = phrase(t, x_.token(t).begin, t + 3, "date.numeric", 92);
    out.from.grain = Grain::kDay;
    out.from.year = value(t);
    out.from.month = value(t + 1);
    out.from.day = value(t + 2);
    if (out.from.year >= kFirstLikelyYear && out.from.year <= kLastLikelyYear && is_possible(out.from)) return out;
  }
  if (length(t) == 4 && (x_.is(t + 1, "-") || x_.is(t + 1, "/")) && is_mark(t + 1) && length(t + 2) <= 2 && x_.word(t + 3) == x_.word(t + 1) &&
      x_.glued(t + 3) && x_.glued(t + 4)) {  // 2020/23/Sep
    const auto name = month_name(t + 4);
    if (name && !name->hijri) {
      DatePhrase out = phrase(t, x_.token(t).begin, name->end, "date.numeric", 92);
      out.end_byte = name->end_byte;
      out.from.grain = Grain::kDay;
      out.from.year = value(t);
      out.from.month = name->month;
      out.from.day = value(t + 2);
      if (is_possible(out.from)) return out;
    }
  }
  const bool fenced = t > 0 && x_.is(t - 1, "-") && x_.is(t + 1, "-");  // "-20200701-" in a file's name
  if (length(t) == 8 && (fenced || !x_.glued(t + 1) || x_.is(t + 1, ".") || x_.is_comma(t + 1) || x_.is(t + 1, ")")) && !is_mark(t + 1) &&
      (fenced || x_.is(t - 1, "on") || x_.is(t - 1, "dated") || x_.is(t - 1, "بتاريخ") || x_.stands_alone(t, t + 1))) {  // ISO 8601 without its marks
    int all = 0;
    for (char c : x_.word(t)) all = all * 10 + (c - '0');
    DatePhrase out = phrase(t, x_.token(t).begin, t + 1, "date.numeric", 92);
    out.from.grain = Grain::kDay;
    out.from.year = all / 10000;
    out.from.month = all / 100 % 100;
    out.from.day = all % 100;
    if (out.from.year >= kFirstLikelyYear && out.from.year <= kLastLikelyYear && is_possible(out.from)) return out;
  }
  const bool alone = x_.is(t + 1, "/") && x_.is_digits(t + 2) && length(t) <= 2 && length(t + 2) <= 2 && x_.stands_alone(t, t + 3);  // "2 / 15", the whole line
  if (!(is_mark(t + 1) || alone) || length(t) > 4 || length(t + 2) > 4) return std::nullopt;
  const std::string_view mark = x_.word(t + 1);
  const int a = value(t), b = value(t + 2);
  When when;
  if (is_mark(t + 3) && x_.word(t + 3) == mark) {
    if ((is_mark(t + 5) && !(mark == "/" && x_.is(t + 5, "-")) && !(dashed(t) && x_.is(t + 5, "-") && dashed(t + 6))) || length(t + 4) > 4) return std::nullopt;
    const int c = value(t + 4);
    when.grain = Grain::kDay;
    if (length(t) == 4) {
      when.year = a;
      when.month = b <= 12 ? b : c;
      when.day = b <= 12 ? c : b;
    } else if (length(t) <= 2 && length(t + 2) <= 2 && (length(t + 4) == 4 || (length(t + 4) == 2 && mark != "."))) {
      const Document* document = x_.article().document;
      const bool american = document == nullptr || document->place.empty() || document->place == "US" || document->place == "PH";
      bool month_first = !x_.article().arabic && american && mark != ".";
      if (a > 12) month_first = false;
      if (b > 12) month_first = true;
      when.month = month_first ? a : b;
      when.day = month_first ? b : a;
      if (length(t + 4) == 2 && mark == "-" && a <= 12 && b <= 12) return std::nullopt;  // a score or a code as likely
      when.year = length(t + 4) == 4 ? c : full_year(c, published_);
    } else {
      return std::nullopt;
    }
    when.hijri = when.year >= kFirstHijri && when.year <= kLastHijri;
    const auto is_none = [&] {  // "31/2/2020", "45/13/2020": no day, but numbers
      const bool day_first = length(t) <= 2 && length(t + 4) == 4, year_first = length(t) == 4 && b <= 12 && value(t + 4) <= 31;
      if ((day_first || year_first) && (impossible_.empty() || impossible_.back() < t)) impossible_.insert(impossible_.end(), {t, t + 2, t + 4});
      return std::nullopt;
    };
    if (when.year < 1000 || when.year > 2999 || when.month < 1 || when.month > 12 || when.day < 1) return is_none();
    DatePhrase out = phrase(t, x_.token(t).begin, t + 5, when.hijri ? "date.hijri_numeric" : "date.numeric", 92);
    if (const TimeMark* era = x_.mark(out.end, TimeRole::kEra); era != nullptr && ((era->entry->value == "ah") == when.hijri)) {
      out.end = era->end;
      out.end_byte = x_.token(era->end - 1).end;
    }
    out.from = when;
    if (!is_possible(when)) return is_none();
    return out;
  }
  const bool range = mark == "/" && x_.is(t + 3, "-") && x_.glued(t + 3) && x_.is(t + 5, "/") && x_.is_digits(t + 6) && !x_.is(t + 7, "/");  // "10/1-11/7"
  if (is_mark(t + 3) && !range) return std::nullopt;
  // "on 22/04", "Friday 7/6": a day of the year, where something says that it is one
  if (mark == "/" && length(t) <= 2 && length(t + 2) <= 2) {
    const bool zero = length(t) == 2 && length(t + 2) == 2 && (a < 10 || b < 10) && !x_.is(t + 3, "/");  // "22/04" is no fraction
    const bool framed = t >= 4 && (x_.is(t - 1, "-") || x_.has(t - 1, TimeRole::kTo)) && x_.is_digits(t - 2) && x_.is(t - 3, "/") && x_.is_digits(t - 4);
    const At to = x_.is(t + 3, "-") ? t + 4 : x_.has(t + 3, TimeRole::kTo) ? t + 4 : t + 3;
    const bool from = t > 0 && x_.is(t - 1, "from") && x_.is_digits(to) && x_.is(to + 1, "/") && to != t + 3;
    const bool listed = (a > 12) != (b > 12) && x_.is_comma(t + 3) && day_first(t + 4).has_value();  // "11/20, 12 of Nov"
    const bool said = zero || listed || range || framed || from || (x_.stands_alone(t, t + 3) && (a > 12) != (b > 12)) || (t > 0 && x_.is(t - 1, "this")) ||
                      (t > 0 && x_.is(t - 1, arabic::kIn) && (a > 12) != (b > 12)) ||
                      (t > 0 && (x_.is(t - 1, "on") || x_.is(t - 1, "يوم") || x_.is(t - 1, "بتاريخ") || x_.is(t - 1, "dated") ||  // يوم: day; بتاريخ: dated
                                 x_.mark_before(t, TimeRole::kWeekday) != nullptr));
    if (!said) return std::nullopt;
    when.grain = Grain::kDay;
    const bool month_first = b > 12 || (a <= 12 && !x_.article().arabic);
    when.month = month_first ? a : b;
    when.day = month_first ? b : a;
    if (when.month < 1 || when.month > 12 || when.day < 1 || !is_possible(when)) return std::nullopt;
    DatePhrase out = phrase(t, x_.token(t).begin, t + 3, "date.numeric_day", 88);
    out.from = when;
    return out;
  }
  when.grain = Grain::kMonth;
  if (length(t) == 4 && length(t + 2) <= 2 && a >= kFirstLikelyYear && a <= kLastLikelyYear && b >= 1 && b <= 12) {
    if (b == (a + 1) % 100 && length(t + 2) == 2) return std::nullopt;  // 2010-11, 2011/12: a season
    if (mark == "." && length(t + 2) != 1) return std::nullopt;
    when.year = a;
    when.month = b;
  } else if (length(t + 2) == 4 && length(t) <= 2 && b >= kFirstLikelyYear && b <= kLastLikelyYear && a >= 1 && a <= 12 && mark != ".") {
    when.year = b;
    when.month = a;
    const TimeMark* week = x_.mark_before(t, TimeRole::kUnit);
    if (week == nullptr && t > 1 && x_.token(t - 1).kind == TokenKind::kArabic) week = x_.mark_before(t - 1, TimeRole::kUnit);  // "الأسبوع التقويمي 12/2020"
    if (week != nullptr && week->letter == 'W') {                                                                               // "week 12/2020"
      when.grain = Grain::kWeek;
      when.number = a;
      when.month = 0;
    }
  } else {
    return std::nullopt;
  }
  DatePhrase out = phrase(t, x_.token(t).begin, t + 3, "date.numeric_month", 88);
  out.from = when;
  return out;
}

}  // namespace mizan

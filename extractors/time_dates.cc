#include "extractors/time_dates.h"

#include <algorithm>
#include <utility>

#include "extractors/calendar_day.h"
#include "pipeline/arabic_words.h"

namespace mizan {

std::uint32_t DateReader::read_all(const Stretch& stretch, std::vector<DatePhrase>& out) {
  out_ = &out;
  At t = stretch.first_token;
  while (t < stretch.end_token) {
    const Token& token = x_.token(t);
    if (!x_.may_begin(t) || token.kind == TokenKind::kNewline || token.in_url) {
      ++t;
      continue;
    }
    auto found = read(t);
    if (!found) {
      ++t;
      continue;
    }
    const At end = std::max(found->end, t + 1);
    out.push_back(std::move(*found));
    t = end;
  }
  return t;
}

// "between now and 2030", "between now and November 15th".
DateReader::Found DateReader::from_now(At t) {
  if (!published_ || !x_.has(t, TimeRole::kNow) || !x_.has(t + 1, TimeRole::kAnd) || x_.mark_before(t, TimeRole::kBetween) == nullptr) return std::nullopt;
  At at = t + 2;
  if (x_.has(at, TimeRole::kThe)) ++at;
  if (at >= x_.size()) return std::nullopt;
  Found end = with_part(at);
  if (!end) end = core(at);
  if (!end || end->to || end->from.reference != nullptr) return std::nullopt;
  if (end->which == Which::kNearest) end->which = Which::kFuture;
  settle(*end);
  const auto period = period_of(end->from);
  const std::int64_t today = day_number(*published_);
  if (!period || period->second <= today) return std::nullopt;
  DatePhrase out = phrase(t, x_.token(t).begin, end->end, "date.range", 90);
  out.end_byte = end->end_byte;
  out.from = when_of_day(today);
  out.from.relative = true;
  out.to = end->from;
  return out;
}

// One to three digits by themselves or with a sign, a magnitude or a percent sign, and no calendar word near: no reader makes a date of them. So it is with
// most cells of a table.
bool DateReader::is_lone_number(At t) const {
  constexpr At kBefore = 3, kBehind = 8;  // tokens: as far as the readers look, but for lists of days, which go on with a mark
  constexpr std::uint32_t kDigits = 3;
  if (!x_.is_digits(t) || x_.token(t).end - x_.token(t).begin > kDigits) return false;
  if (x_.glued(t) && (x_.token(t - 1).kinds & kind_bit(LexiconKind::kCurrency)) == 0) return false;
  const At end = std::min(t + kBehind, x_.size());
  for (At i = t > kBefore ? t - kBefore : 0; i < end; ++i)
    if (x_.has_role(i)) return false;
  if (t + 1 >= x_.size()) return true;
  const Token& next = x_.token(t + 1);
  if (next.kind == TokenKind::kPunct) return x_.is(t + 1, "%") || x_.is(t + 1, "|");
  if (x_.glued(t + 1)) return next.kind == TokenKind::kLatin && (next.kinds & kind_bit(LexiconKind::kNumber)) != 0;
  return next.kind == TokenKind::kArabic || next.kind == TokenKind::kLatin;
}

DateReader::Found DateReader::read(At t) {
  if (is_lone_number(t)) return std::nullopt;
  if (const TimeMark* name = x_.is_digits(t) && !x_.article().arabic ? x_.mark(t, TimeRole::kName) : nullptr;
      name != nullptr && !x_.is(name->end, "/")) {  // "the 9/11 attacks"
    DatePhrase silent = phrase(t, x_.token(t).begin, name->end, "date.name", kSilent);
    silent.silent = true;
    return silent;
  }
  Found found = from_now(t);
  if (!found) found = with_part(t);
  if (!found) found = with_clock_before(t);
  if (!found) {
    lists_days_ = true;
    found = core(t);
    lists_days_ = false;
  }
  if (!found) return timeless_clock(t);
  if (is_name(*found)) {
    found->silent = true;
    found->priority = kSilent;
    return found;
  }
  add_range(*found);
  add_weekday(*found);
  add_list_year(*found);
  settle(*found);
  if (!is_possible(found->from) || (found->from.hijri && !found->from.known())) return std::nullopt;
  add_clock_after(*found);
  add_zone_behind(*found);
  add_preposition(*found);
  // "Friday's": the 's is no part of the date
  const At last = found->end - 1;
  if (x_.token(last).kind == TokenKind::kLatin && x_.word(last).size() > 3 && x_.word(last).ends_with("'s") && found->end_byte == x_.token(last).end)
    found->end_byte -= 2;
  if (const auto period = period_of(found->from); period && found->from.grain == Grain::kDay && found->from.month != 0) {
    context_.day = day_of(period->first);
    own_day_ = true;
  }
  if (found->from.known() && !found->from.hijri && !found->from.before_christ() && found->from.grain != Grain::kDecade &&
      found->from.grain != Grain::kCentury) {
    context_.year = found->from.year;
    own_year_ = true;
  }
  return found;
}

// Is a day without its year part of a name: "ملعب 20 مايو" (stadium), "شارع 7 نوفمبر" (street), "October 6 Bridge", "the January 6 committee"?
bool DateReader::is_name(const DatePhrase& p) const {
  if (p.from.grain != Grain::kDay || p.from.month == 0 || p.from.known() || p.from.relative || p.from.weekday != 0 || p.to || p.from.hour >= 0) return false;
  const LexiconHit* head = x_.grammar_before(p.first, "named_after");
  if (head != nullptr && x_.token(head->token).kind == TokenKind::kArabic && head->article == 0 && x_.token(p.first).begin == p.begin_byte &&
      x_.mark(p.first, TimeRole::kUnit) == nullptr)
    return true;
  if (p.end >= x_.size() || x_.token(p.end).kind != TokenKind::kLatin) return false;
  return (x_.token(p.end).capital && x_.grammar(p.end, "named_after") != nullptr) || x_.grammar(p.end, "named_after_lower") != nullptr;
}

// The longest of all readings; what comes first here wins a tie.
DateReader::Found DateReader::core(At t) {
  if (t >= x_.size()) return std::nullopt;
  const bool lists = std::exchange(lists_days_, false);  // of this reading alone, not of those that look ahead
  Found best;
  auto take = [&](Found found) {
    if (found && (!best || found->end > best->end)) best = std::move(found);
  };
  // Each asks first for one of a few roles of the token, or for digits: only those that can begin so are called.
  using R = TimeRole;
  const bool digits = x_.is_digits(t), unit = x_.has(t, R::kUnit);
  if (digits) take(numeric(t));
  take(one_of_period(t));
  if (x_.is_digits(x_.skip_article(t)))
    if (Found listed = day_list(t)) return listed;
  take(day_first(t));
  if (x_.has(t, R::kClosest) || x_.has(t + 1, R::kClosest) || x_.has(t + 2, R::kClosest)) take(closest(t));
  if (unit || x_.has_any<R::kMonth, R::kHijriMonth>(t)) {
    lists_days_ = lists;
    take(month_first(t));
    lists_days_ = false;
  }
  if (unit || x_.has(t, R::kDayOffset)) take(day_offset(t));
  if (unit || x_.has_any<R::kWeekday, R::kBareWeekday>(t)) take(weekday(t));
  if (unit) take(year_word(t));
  take(quarter_or_half(t));
  if (x_.has(t, R::kFiscal)) take(fiscal_year(t));
  take(decade(t));
  take(century(t));
  if (x_.has_any<R::kSeasonWord, R::kSeason>(t)) take(season(t));
  if (unit || x_.has_any<R::kDirection, R::kQuarter, R::kWeekend>(t)) take(relative(t));
  if (x_.has_any<R::kDirection, R::kHoliday>(t)) take(holiday(t));
  take(bare_year(t));
  if (digits) take(years_before_christ(t));
  take(counted_weekdays(t));
  if (unit || x_.is(t, "w")) take(week_of_day(t));
  if (digits) take(sports_season(t));
  if (unit || x_.has_any<R::kSame, R::kPeriodWord, R::kQuarter, R::kHalf>(t)) take(same_period(t));
  if (unit) take(earlier(t));
  if (!best) take(day_of_some_month(t));
  return best;
}

// "مطلع شباط/فبراير 2017", "early 2000s", "mid-May", "end of the year", "بداية الأسبوع".
DateReader::Found DateReader::with_part(At t) {
  if (const TimeMark* year_end = x_.mark(t, TimeRole::kYearEnd)) {  // "year-end 2018", "by year end"
    DatePhrase out = phrase(t, year_end->begin_byte, year_end->end, "date.year_end", 84);
    out.from.grain = Grain::kYear;
    if (const auto year = year_part(year_end->end))
      take_year(out, *year);
    else
      out.from = relative_period(Grain::kYear, 0, published_);
    out.from.mod = "END";
    return out;
  }
  if (const TimeMark* rest = x_.mark(t, TimeRole::kRest); rest != nullptr && published_) {  // "the rest of the year", "بقية العام"
    At at = rest->end;
    if (x_.has(at, TimeRole::kThe)) ++at;
    const TimeMark* unit = x_.mark(at, TimeRole::kUnit, "one");
    const bool definite =
        unit != nullptr && (unit->entry->arabic ? unit->article && !unit->proclitic : x_.has(at - 1, TimeRole::kThe) || x_.has(at, TimeRole::kDirection));
    Found whole = relative(at);
    if (!whole) whole = year_word(at);
    if (!whole) whole = month_first(at);
    if (!whole && definite && unit->value == 1 && (unit->letter == 'Y' || unit->letter == 'M' || unit->letter == 'W')) {
      whole = phrase(at, unit->begin_byte, unit->end, "date.relative", 82);
      whole->from = relative_period(unit->letter == 'Y' ? Grain::kYear : unit->letter == 'M' ? Grain::kMonth : Grain::kWeek, 0, published_);
    }
    if (!whole || whole->to) return std::nullopt;
    settle(*whole);
    const auto period = period_of(whole->from);
    const std::int64_t today = day_number(*published_);
    if (!period || period->second <= today || period->first > today) return std::nullopt;
    DatePhrase out = phrase(t, rest->begin_byte, whole->end, "date.rest_of_period", 84);
    out.end_byte = whole->end_byte;
    out.from = when_of_day(today);
    out.to = when_of_day(period->second);
    out.from.relative = out.to->relative = true;
    return out;
  }
  const TimeMark* part = x_.mark(t, TimeRole::kPart);
  if (part == nullptr || x_.in_name(t) || x_.has(t, TimeRole::kWeekend)) return std::nullopt;
  if (part->has("hyphen") && !(x_.is(part->end, "-") && x_.glued(part->end) && x_.glued(part->end + 1)))
    return std::nullopt;  // "end-March", not "will end March"
  At at = part->end;
  const TimeMark* other_part = nullptr;  // "mid to late May", "early-to-mid 2026"
  {
    At joint = at;
    while (x_.is(joint, "-") && x_.glued(joint)) ++joint;
    if (x_.has(joint, TimeRole::kTo) || x_.is(joint, "or") || x_.is(joint, arabic::kOr)) {
      ++joint;
      if (x_.is(joint, "-")) ++joint;
      other_part = x_.mark(joint, TimeRole::kPart);
      if (other_part != nullptr) at = other_part->end;
    }
  }
  while (x_.has(at, TimeRole::kOf) || x_.has(at, TimeRole::kThe) || (x_.is(at, "-") && x_.glued(at))) ++at;
  Found found = core(at);
  if (!found) {
    // The period at hand: "مطلع العام", "end of the month".
    const TimeMark* unit = x_.mark(at, TimeRole::kUnit, "one");
    const bool definite = unit != nullptr && (unit->entry->arabic ? unit->article && !unit->proclitic : x_.has(at - 1, TimeRole::kThe) || x_.is(at - 1, "of"));
    if (!definite || (unit->letter != 'Y' && unit->letter != 'M' && unit->letter != 'W') || unit->value != 1) return std::nullopt;
    DatePhrase here = phrase(at, unit->begin_byte, unit->end, "date.relative", 82);
    here.from = relative_period(unit->letter == 'Y' ? Grain::kYear : unit->letter == 'M' ? Grain::kMonth : Grain::kWeek, 0, published_);
    found = here;
  }
  if (found->from.grain == Grain::kDay || found->to || *found->from.mod != 0) return std::nullopt;
  if (x_.word(found->first) != x_.word(at) || found->begin_byte != x_.token(at).begin) return std::nullopt;  // a proclitic parts them: "نهاية ومايو"
  found->first = t;
  found->begin_byte = part->begin_byte;
  const std::string& mod = (other_part != nullptr && part->entry->value == "MID" ? other_part : part)->entry->value;
  found->from.mod = mod == "START" ? "START" : mod == "MID" ? "MID" : "END";
  found->priority = std::max<std::int16_t>(found->priority, 84);
  return found;
}

// "Jul 18, Fri": the weekday behind a day, at the end of a line or a sentence, which tells the year too.
void DateReader::add_weekday(DatePhrase& p) const {
  if (!p.to && p.from.grain == Grain::kWeek && p.from.known() && p.from.number != 0 && x_.is(p.end, "on")) {  // "the first week of October on Friday"
    const TimeMark* day = x_.mark(p.end + 1, TimeRole::kWeekday);
    if (day == nullptr || day->has("abbr")) return;
    const bool relative = p.from.relative;
    p.from = when_of_day(first_week_begin(p.from.year) + 7 * (p.from.number - 1) + day->value - 1);
    p.from.relative = relative;
    p.end = day->end;
    p.end_byte = x_.token(day->end - 1).end;
    return;
  }
  if (p.to || p.from.grain != Grain::kDay || p.from.month == 0 || p.from.weekday != 0 || p.from.hijri || !x_.is_comma(p.end)) return;
  const TimeMark* day = x_.mark(p.end + 1, TimeRole::kWeekday);
  if (day == nullptr || day->proclitic || !(day->end >= x_.size() || x_.is(day->end, ".") || x_.token(day->end).kind == TokenKind::kNewline)) return;
  p.from.weekday = day->value;
  p.end = day->end;
  p.end_byte = x_.token(day->end - 1).end;
}

// "في مايو ويونيو 2024", "March and April 2025", "5 May and 3 June 2024": the year of the last one holds for each.
void DateReader::add_list_year(DatePhrase& p) {
  if (p.to || p.from.known() || p.from.hijri || p.which != Which::kNearest || (p.from.grain != Grain::kMonth && p.from.grain != Grain::kDay) ||
      p.from.month == 0)
    return;
  At at = p.end;
  if (x_.is_comma(at)) ++at;
  if (x_.has(at, TimeRole::kAnd)) ++at;
  const bool proclitic = at < x_.size() && x_.token(at).kind == TokenKind::kArabic && x_.word(at).starts_with(arabic::kAnd);
  if ((at == p.end && !proclitic) || at >= x_.size()) return;
  Found other = month_first(at);
  if (!other || other->from.grain != p.from.grain) other = day_first(at);
  if (!other || other->to || other->from.grain != p.from.grain || !other->from.known() || other->from.hijri || other->from.relative) return;
  p.from.year = other->from.year - (p.from.month > other->from.month ? 1 : 0);
}

// The second end of a range whose ends share a part: "June-August 1992", "30 April - 2 May 2026", "بين يناير ومارس 2020".
bool DateReader::add_shared_end(DatePhrase& p) {
  if (p.from.weekday != 0 || *p.from.mod != 0) return false;
  if (p.from.grain != Grain::kDay && p.from.grain != Grain::kMonth) return false;
  At at = p.end;
  if (const auto behind = range_mark(at, p.first)) {
    at = *behind;
  } else if (const TimeMark* month = x_.mark(at, TimeRole::kMonth);
             month != nullptr && month->proclitic && x_.word(at).starts_with(arabic::kAnd) && paired(p.first)) {
    // "بين يناير ومارس": و is part of the token
  } else {
    return false;
  }
  Found other = day_first(at);
  if (!other) other = month_first(at);
  if (!other && p.rule == std::string_view("date.numeric_day")) other = numeric(at);
  if (!other && p.from.grain == Grain::kMonth) {                          // "from Sep to Nov": a short name is sure behind another month
    const bool joined = x_.word(at).starts_with("و") && paired(p.first);  // "شهري تموز وآب"
    if (const auto month = month_name(at); month && !month->hijri && (month->arabic || month->capital) && (!month->mark->proclitic || joined)) {
      other = phrase(at, month->mark->begin_byte, month->end, "date.month", 90);
      other->end_byte = month->end_byte;
      other->from.grain = Grain::kMonth;
      other->from.month = month->month;
      take_direction(*other);
    }
  }
  // "Nov-Feb 5th, 2017": a month up to a day of another
  const bool up_to_a_day = other && p.from.grain == Grain::kMonth && other->from.grain == Grain::kDay && other->from.known() && x_.is(p.end, "-") &&
                           x_.glued(p.end) && x_.glued(p.end + 1);
  if (!other || other->to || (other->from.grain != p.from.grain && !up_to_a_day) || other->from.hijri != p.from.hijri) return false;
  const bool shared = !p.from.known() && p.which == Which::kNearest;
  if (!shared) return false;
  p.to = other->from;
  p.which = other->which;
  p.from.year = other->from.year;
  p.from.relative = p.to->relative = other->from.relative;
  if (p.from.known() && (p.from.month > p.to->month || (p.from.month == p.to->month && p.from.day > p.to->day))) --p.from.year;
  p.end = other->end;
  p.end_byte = other->end_byte;
  if (other->rule == std::string_view("date.numeric_day") && x_.is_comma(p.end)) {  // "5/1-5/7, 2020"
    if (const auto year = year_part(p.end)) {
      take_year(p, *year);
      p.to->year = p.from.year;
    }
  }
  p.rule = "date.range";
  p.priority = 95;
  return true;
}

// Does a word before t open a range: from, between, منذ (since)? "بين عامي 2014 و2018" (between the years) has one of its own behind it.
bool DateReader::range_opens(At t) const {
  if (t == 0) return false;
  if (x_.mark_before(t, TimeRole::kBetween) != nullptr || x_.is(t - 1, "from") || x_.is(t - 1, "since") || x_.is(t - 1, arabic::kOf) ||
      x_.is(t - 1, "منذ"))  // منذ: since
    return true;
  return (x_.is(t - 1, "عامي") || x_.is(t - 1, "شهري") || x_.is(t - 1, "يومي") ||
          x_.has(t - 1, TimeRole::kThe)) &&  // عامي: the two years; شهري: monthly; يومي: daily
         x_.mark_before(t - 1, TimeRole::kBetween) != nullptr;
}

// Is the word that opens the range before t "between"?
bool DateReader::between_before(At t) const {
  return x_.mark_before(t, TimeRole::kBetween) != nullptr || (t > 0 && x_.mark_before(t - 1, TimeRole::kBetween) != nullptr);
}

// Two whole dates that are the ends of one range: "from 2014 to 2018", "منذ 2019 وحتى مارس 2025", "10/1/2018-10/7/2018", "26 June 2019 to today".
void DateReader::add_whole_end(DatePhrase& p) {
  const bool dash = x_.is(p.end, "-") || x_.is(p.end, "—") || x_.is(p.end, "~");
  const bool opened = range_opens(p.first) || x_.is(p.end, "through") || x_.is(p.end, "thru");
  At at = 0;
  if (dash || x_.mark(p.end, TimeRole::kTo) != nullptr)
    at = *range_mark(p.end, p.first);
  else if (opened && x_.has(p.end, TimeRole::kAnd) && between_before(p.first))
    at = p.end + 1;
  else if (opened && between_before(p.first) && p.end < x_.size() && x_.word(p.end).starts_with(arabic::kAnd) && x_.token(p.end).kind == TokenKind::kArabic)
    at = p.end;  // "بين مايو 2014 ويونيو 2018"
  else
    return;
  if (x_.has(at, TimeRole::kThe)) ++at;
  if (at >= x_.size() || x_.token(at).kind == TokenKind::kNewline) return;
  const bool day = p.from.grain == Grain::kDay, numeric_ends = p.rule == std::string_view("date.numeric");
  if (!opened && p.from.weekday != 0) return;  // "the match moved from Friday to Saturday", "the night of Thursday to Friday"
  if (!opened && !(dash ? day || numeric_ends || p.from.grain == Grain::kMonth || p.from.grain == Grain::kQuarter : day || p.from.grain == Grain::kMonth))
    return;
  Found other = with_part(at);
  if (!other) other = core(at);
  if (!other && published_ && x_.has(at, TimeRole::kNow)) {
    other = phrase(at, x_.token(at).begin, at + 1, "date.relative_day", 82);
    other->from = relative_period(Grain::kDay, 0, published_);
  }
  if (!other || other->to || other->from.hijri != p.from.hijri || other->from.reference != nullptr || other->from.fiscal != p.from.fiscal) return;
  if (!opened && other->from.grain != p.from.grain) return;
  DatePhrase first = p;
  const bool weekdays = !p.from.known() && p.from.month == 0 && p.from.weekday != 0 && !other->from.known() && other->from.weekday != 0;
  // "between late June and early July 2024": the year of the last end holds for both
  if (!p.from.known() && p.which == Which::kNearest && p.from.month != 0 && other->from.known() && other->from.month != 0 && !other->from.hijri)
    first.from.year = other->from.year - (p.from.month > other->from.month ? 1 : 0);
  settle(first);
  settle(*other);
  if (const auto from = period_of(first.from), to = period_of(other->from); weekdays && from && to && to->first < from->first) {
    const bool relative = other->from.relative;  // "from Monday to Thursday", said on a Wednesday
    other->from = when_of_day(to->first + 7);
    other->from.relative = relative;
  }
  const auto from = period_of(first.from), to = period_of(other->from);
  if (!from || !to || from->second >= to->first) return;
  if (!is_possible(first.from) || !is_possible(other->from)) return;
  p.from = first.from;
  p.to = other->from;
  p.end = other->end;
  p.end_byte = other->end_byte;
  p.rule = "date.range";
  p.priority = std::max<std::int16_t>(p.priority, other->priority);
}

// "postponed from Oct. 5 to Nov. 16", "تأجل التصويت من 5 أكتوبر إلى 16 نوفمبر": a change of day, two dates.
bool DateReader::rescheduled(const DatePhrase& p) const {
  constexpr At kReach = 5;
  if (p.first == 0 || p.from.grain > Grain::kMonth || !(x_.is(p.first - 1, "from") || x_.is(p.first - 1, "من") /* from */)) return false;
  for (At d = 2; d <= kReach && d <= p.first; ++d) {
    const At at = p.first - d;
    if (x_.token(at).kind == TokenKind::kNewline || x_.is(at, ".")) return false;
    if (x_.grammar(at, "rescheduled") != nullptr) return true;
  }
  return false;
}

// The other end of a range, where one follows.
void DateReader::add_range(DatePhrase& p) {
  if (rescheduled(p)) return;
  if (p.to || p.from.reference != nullptr || p.from.hour >= 0) return;
  if (add_shared_end(p)) return;
  add_whole_end(p);
}

// Does a hedge end right before t ("أكثر من 2000", "nearly 2000") that is no preposition of dates?
bool DateReader::hedged(At t) const {
  constexpr At kReach = 4;
  const Analysis& a = x_.article();
  for (At back = std::min(kReach, t); back >= 1; --back) {
    for (const LexiconHit* hit = a.hits_begin(t - back); hit != a.hits_end(t - back); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kHedge) || hit->length != back) continue;
      const TimeMark* before = x_.mark_before(t, TimeRole::kBefore);
      if (before == nullptr || before->end - before->token < back) return true;
    }
  }
  return false;
}

// Does what stands here show that the number before it counts or measures: a unit, a currency, a counted noun, a magnitude, a percent sign?
bool DateReader::counts_something(At t) const {
  if (t >= x_.size()) return false;
  if (x_.is(t, "%") || x_.is(t, "$") || x_.is(t, "€") || x_.is(t, "°")) return true;
  const Analysis& a = x_.article();
  const Token& token = a.tokens[t];
  if (token.kind == TokenKind::kNewline || token.kind == TokenKind::kPunct) return false;
  for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit) {
    if (hit->peeled != 0) continue;
    switch (static_cast<LexiconKind>(hit->kind)) {
      case LexiconKind::kCurrency:
      case LexiconKind::kUnit:
        return true;
      case LexiconKind::kNoun:
        if (token.kind == TokenKind::kArabic)
          return t == 0 || x_.mark_before(t - 1, TimeRole::kBefore) == nullptr || x_.is(t - 2, arabic::kOf) || a.word(t).ends_with("ا") ||
                 a.word(t).ends_with("ه");
        if (token.capital && x_.is(t - 2, "the")) break;  // "the 1996 Games": a name
        if (a.word(t).ends_with("s") || a.word(t) == "people" || a.word(t) == "men" || a.word(t) == "women") return true;
        break;
      default:
        break;
    }
  }
  const TimeMark* unit = x_.mark(t, TimeRole::kUnit);
  return unit != nullptr && !unit->article && !unit->proclitic && (unit->has("many") || unit->has("count"));
}

// Is what stands here a noun, and no unit or currency?
bool DateReader::counts_a_noun(At t) const {
  const Analysis& a = x_.article();
  bool noun = false;
  for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit) {
    const auto kind = static_cast<LexiconKind>(hit->kind);
    if (kind == LexiconKind::kCurrency || kind == LexiconKind::kUnit) return false;
    noun = noun || kind == LexiconKind::kNoun;
  }
  return noun && x_.mark(t, TimeRole::kUnit) == nullptr;
}

void DateReader::settle(DatePhrase& p) {
  Which which = p.which;
  // "in March two years ago", "March in a year"
  if (which == Which::kNearest && !p.from.known() && !p.to && !p.from.hijri && p.from.month != 0 && p.from.reference == nullptr) {
    if (const auto away = length_beside(p.first, p.end)) {
      const Day there = day_of(away->day);
      if (away->year)
        p.from.year = there.year;
      else
        resolve(p.from, Which::kNearest, there);
      return;
    }
  }
  // "5 شوال 1436 الموافق 21 يوليو": one day in two calendars; the day before it tells the year.
  if (!p.from.known() && !p.to && p.from.grain == Grain::kDay && x_.mark_before(p.first, TimeRole::kCorresponding) != nullptr && last_day()) {
    resolve(p.from, Which::kNearest, last_day());
    return;
  }
  // "ثورة 25 يناير" (the revolution of), "the Jan. 6 attack": what is named after its day has been
  if (which == Which::kNearest && !p.to && p.from.grain == Grain::kDay && p.from.month != 0 && !p.from.hijri) {
    if ((p.first > 0 && x_.token(p.first - 1).kind == TokenKind::kArabic && x_.noun_has(p.first - 1, "happened")) ||
        (p.end < x_.size() && x_.token(p.end).kind == TokenKind::kLatin && x_.noun_has(p.end, "happened")))
      which = Which::kPast;
  }
  // "غرة رمضان الموافق 1 مارس 2025": the day behind it tells the year
  if (p.from.hijri && !p.from.known() && !p.to && p.from.grain == Grain::kDay) {
    if (const TimeMark* same = x_.mark(p.end, TimeRole::kCorresponding)) {
      Found other = day_first(same->end);
      if (!other) other = numeric(same->end);
      const auto period = other && !other->to && !other->from.hijri && other->from.known() ? period_of(other->from) : std::nullopt;
      if (period && other->from.grain == Grain::kDay) {
        resolve(p.from, Which::kNearest, day_of(period->first));
        return;
      }
    }
  }
  if (const TimeMark* before = x_.mark_before(p.first, TimeRole::kBefore); which == Which::kNearest && before != nullptr && !done_by(p))
    which = before->has("past")                                                ? Which::kPast
            : !before->has("ahead")                                            ? which
            : x_.looks_ahead(p.first, p.end) || !x_.looks_back(p.first, p.end) ? Which::kAhead
                                                                               : Which::kTold;
  if (which == Which::kNearest && published_ && !p.from.known() && p.from.reference == nullptr && x_.looks_ahead(p.first, p.end))
    which = x_.looks_ahead(p.first, p.end, kBesideVerb) ? Which::kAhead : Which::kFuture;
  if (which == Which::kNearest && published_ && !p.from.known() && p.from.month + p.from.number != 0 && p.from.reference == nullptr &&
      x_.looks_back(p.first, p.end))
    which = x_.looks_back(p.first, p.end, kBesideVerb) ? Which::kPast : Which::kTold;
  if (which == Which::kNearest && published_ && behind_a_coming_day(p)) which = Which::kFuture;
  if (p.to) {
    resolve(*p.to, which, published_);
    p.from.relative = p.to->relative;
    if (!p.from.known() && p.to->known()) {
      p.from.year = p.to->year;
      if (p.from.month > p.to->month) --p.from.year;
      if (!is_possible(p.from)) {  // "2/29-3/1": the year that has the day
        p.from.year = When::kUnknown;
        resolve(p.from, which, published_);
        if (p.from.known()) p.to->year = p.from.year + (p.from.month > p.to->month ? 1 : 0);
      }
    }
  }
  resolve(p.from, which, published_);
}

// "will begin late Sunday, before it becomes more widespread Monday": a weekday goes on from the one before it in the sentence, where no other verb stands
// between.
bool DateReader::behind_a_coming_day(const DatePhrase& p) const {
  if (out_ == nullptr || out_->empty() || p.from.grain != Grain::kDay || p.from.weekday == 0 || p.from.month != 0 || p.from.known()) return false;
  const DatePhrase& before = out_->back();
  const auto day = period_of(before.from);
  if (before.silent || before.to || before.end > p.first || p.first - before.end > TimeText::kTenseReach || before.from.grain != Grain::kDay || !day ||
      day->first <= day_number(*published_) || day->first > day_number(*published_) + 7 ||
      x_.article().sentence_of(before.first) != x_.article().sentence_of(p.first))
    return false;
  for (At t = before.end; t < p.first; ++t)
    if (x_.past_verb(t) || x_.is(t, "after") || x_.is(t, "since")) return false;
  return true;
}

// "released by Friday's quake": who did it, no time by which.
bool DateReader::done_by(const DatePhrase& p) const {
  return p.first > 0 && p.end > p.first && x_.is(p.first - 1, "by") && x_.token(p.end - 1).kind == TokenKind::kLatin && x_.word(p.end - 1).ends_with("'s");
}

// since, until, by, before, after: their mod, without their span.
void DateReader::add_preposition(DatePhrase& p) const {
  if (*p.from.mod != 0 || p.to || p.rule == std::string_view("date.earlier")) return;
  const TimeMark* before = x_.mark_before(p.first > 0 && x_.has(p.first - 1, TimeRole::kThe) ? p.first - 1 : p.first, TimeRole::kBefore);
  if (before == nullptr || x_.token(p.first).begin != p.begin_byte || done_by(p)) return;
  if (before->entry->value == "BEFORE" && before->token > 0) {  // "will not open before 2028"
    constexpr At kReach = 4;
    for (At d = 1; d <= kReach && d <= before->token; ++d) {
      const At at = before->token - d;
      if (x_.token(at).kind != TokenKind::kLatin && x_.token(at).kind != TokenKind::kArabic) break;
      if (const LexiconHit* hit = x_.grammar(at, "negation"); hit != nullptr && hit->peeled == 0) {
        p.from.mod = "ON_OR_AFTER";
        return;
      }
    }
  }
  for (const char* mod : {"ON_OR_AFTER", "ON_OR_BEFORE", "BEFORE", "AFTER"})
    if (before->entry->value == mod) p.from.mod = mod;
}

}  // namespace mizan

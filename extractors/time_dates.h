// The grammar of dates: reads one expression at a time, left to right, each as long as it can be.
//
// Every read_* function takes the token where the expression should begin and returns nothing where it doesn't; none looks further than a bounded number
// of tokens, so that reading a text is linear. Which words mean what is data (calendar.tsv); how missing years are found is time_value.h.
#pragma once

#include <optional>
#include <vector>

#include "extractors/time_text.h"
#include "extractors/time_value.h"

namespace mizan {

constexpr std::int16_t kSilent = 96;  // the priority of what is only kept from being read otherwise: above every date

// A date expression and its place.
struct DatePhrase {
  When from;
  std::optional<When> to;                      // the other end of a range
  std::uint32_t first = 0, end = 0;            // tokens
  std::uint32_t begin_byte = 0, end_byte = 0;  // folded bytes
  Which which = Which::kNearest;
  const char* rule = "";
  std::int16_t priority = 0;
  bool derived = false;  // read from another date of the sentence ("a year earlier"): nothing leans on it in turn
  bool silent = false;   // digits that are part of a name, or a time without its day: no date, and its numbers are none either
};

// The first and last day, as running numbers, that the rule of a named day (calendar.tsv tells how rules are written) has in a Gregorian year; in a Hijri year
// where the rule is Hijri and the year can only be that. nullopt where it has none.
std::optional<std::pair<std::int64_t, std::int64_t>> named_days(std::string_view rule, int year);

class DateReader {
 public:
  DateReader(const TimeText& text, const std::optional<Day>& published, const TimeContext& before) : x_(text), published_(published), context_(before) {}

  // Every date of the stretch, in order. The token behind the last one, or the stretch's end.
  std::uint32_t read_all(const Stretch& stretch, std::vector<DatePhrase>& out);

  // What the dates after these lean on, and whether one of these looked for what it had been before.
  const TimeContext& context() const { return context_; }
  bool leaned() const { return leaned_; }

  // The digits of what is written like a date but is no day of any calendar ("31/2/2020"): numbers, a token each.
  const std::vector<std::uint32_t>& impossible() const { return impossible_; }

 private:
  using Found = std::optional<DatePhrase>;
  using At = std::uint32_t;

  struct MonthName {
    int month = 0;
    bool hijri = false, paired = false, arabic = false, capital = false, abbreviated = false;
    const TimeMark* mark = nullptr;
    At end = 0;
    std::uint32_t end_byte = 0;
  };
  struct YearPart {
    int year = When::kUnknown;
    int offset = 0;
    bool relative = false, hijri = false, fiscal = false;
    std::optional<int> second;  // 2018/2019
    At end = 0;
    std::uint32_t end_byte = 0;
  };
  struct Clock {
    int hour = 0, minute = 0, second = -1;
    std::string zone;
    At end = 0;
    std::uint32_t begin_byte = 0, end_byte = 0;
    At plain_end = 0;  // before "local time", which stays outside of a date that ends with the clock
    std::uint32_t plain_end_byte = 0;
    bool day_part = false;       // "p.m.", "ظهرا"
    bool explicit_part = false;  // am, pm, ظهرا, :30 or الساعة make it a time
  };

  // time_dates.cc: the dispatcher and what surrounds a date
  Found read(At t);
  bool is_lone_number(At t) const;
  Found core(At t);
  Found from_now(At t);
  Found with_part(At t);
  void add_range(DatePhrase& phrase);
  bool rescheduled(const DatePhrase& phrase) const;
  bool add_shared_end(DatePhrase& phrase);
  void add_whole_end(DatePhrase& phrase);
  bool range_opens(At t) const;
  bool between_before(At t) const;
  void add_weekday(DatePhrase& phrase) const;
  void add_list_year(DatePhrase& phrase);
  void add_preposition(DatePhrase& phrase) const;
  bool done_by(const DatePhrase& phrase) const;
  bool behind_a_coming_day(const DatePhrase& phrase) const;
  void settle(DatePhrase& phrase);
  bool is_name(const DatePhrase& phrase) const;

  // time_clock.cc: times of day and their zones
  Found with_clock_before(At t);
  void add_clock_after(DatePhrase& phrase);
  At hours_and_minutes(At t) const;
  bool in_a_range_of_times(At t) const;
  Found timeless_clock(At t) const;
  std::optional<Clock> clock(At t) const;
  bool take_zone(At& end, std::uint32_t& end_byte, std::string& out) const;
  void add_zone_behind(DatePhrase& phrase) const;

  // time_numeric.cc: dates in digits alone
  Found numeric(At t);

  bool counts_something(At t) const;
  bool counts_a_noun(At t) const;
  bool hedged(At t) const;

  // time_absolute.cc: dates by names of months
  std::optional<MonthName> month_name(At t) const;
  std::optional<MonthName> numbered_month(At t) const;
  bool take_direction(DatePhrase& phrase) const;
  bool take_hijri_year(DatePhrase& phrase) const;
  std::optional<At> range_mark(At t, At before) const;
  bool month_left_out(At begin, const TimeNumber& day, const TimeMark& after) const;
  bool paired(At t) const;
  bool part_before(At t) const;
  Found day_first(At t);
  Found day_list(At t);
  Found month_first(At t);
  void take_more_days(DatePhrase& phrase, const TimeNumber& first);

  // time_years.cc: years, alone and behind a month or a period
  std::optional<YearPart> plain_year(At t, int fewest_digits) const;
  std::optional<YearPart> year_part(At t) const;
  std::optional<YearPart> relative_year(At t, bool alone) const;
  std::optional<int> second_year(At t, int first, At& end, std::uint32_t& end_byte) const;
  bool take_second_year(DatePhrase& phrase, const YearPart& year) const;
  void take_year(DatePhrase& phrase, const YearPart& year) const;
  bool impossible_day_before(At t) const;
  Found year_word(At t) const;
  Found bare_year(At t) const;
  Found years_before_christ(At t) const;
  Found fiscal_year(At t) const;
  Found sports_season(At t) const;
  bool spelled_alone(At t, At end) const;

  // time_periods.cc: quarters, halves, seasons, decades, centuries, relative periods
  Found quarter_or_half(At t);
  Found part_of_long_period(At t, std::uint32_t begin_byte, const When& part, At end) const;
  std::optional<int> year_it_ended(At at);
  bool beside_a_result(At t) const;
  Found season(At t) const;
  Found decade(At t) const;
  Found decade_of_century(At t) const;
  Found century(At t) const;
  Found two_centuries(At t) const;
  void take_century(DatePhrase& phrase, int first, int last) const;
  Found relative(At t) const;
  Found day_beside(At t, const TimeMark& unit, const TimeMark& direction, At end) const;
  Found one_of_period(At t);
  Found day_of_feast(At t, std::uint32_t begin_byte, int nth, At at);

  // time_weekdays.cc: days by their place in the week or beside today
  Found day_offset(At t);
  Found weekday(At t);
  Found counted_weekdays(At t) const;
  std::optional<std::int64_t> length_away(At t, int weekday) const;
  Found week_of_day(At t);
  Found day_of_some_month(At t) const;

  // time_context.cc: periods that lean on a date of their sentence
  const DatePhrase* sentence_date(At t) const;
  std::optional<When> beside_sentence_date(Grain grain, int offset, At t) const;
  // A length behind a date that has no year: the day so far from the publication day, and whether whole years were counted.
  struct Away {
    std::int64_t day = 0;
    bool year = false;
  };
  std::optional<Away> length_beside(At first, At t) const;
  Found closest(At t);
  Found same_period(At t) const;
  Found earlier(At t) const;

  // time_holidays.cc: days by name
  Found holiday(At t) const;

  DatePhrase phrase(At first, std::uint32_t begin_byte, At end, const char* rule, std::int16_t priority) const;
  // What stands around another date and says a day or time by it ("the second day of Ramadan"): ends where that ends, and starts with its date. By itself it
  // needs no tense: which of several days is meant was settled with `inner`.
  static DatePhrase around(const DatePhrase& inner, At first, std::uint32_t begin_byte, const char* rule, std::int16_t priority);

  static constexpr At kBesideVerb = 6;  // tokens in which a verb settles the year for good

  const TimeText& x_;
  std::optional<Day> published_;
  const std::optional<int>& context_year() const {  // of the date read last
    leaned_ = leaned_ || !own_year_;
    return context_.year;
  }
  const std::optional<Day>& last_day() const {  // read, Gregorian
    leaned_ = leaned_ || !own_day_;
    return context_.day;
  }
  TimeContext context_;
  bool own_year_ = false, own_day_ = false;  // read by this reader
  mutable bool leaned_ = false;
  std::vector<DatePhrase>* out_ = nullptr;
  bool lists_days_ = false;  // may month_first() put the days of a list out? Not where it only looks ahead
  std::vector<std::uint32_t> impossible_;
};

}  // namespace mizan

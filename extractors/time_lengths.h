// The grammar of durations and ages: a number with a unit of time, an Arabic dual, and what makes an age of it.
//
//   "two and a half years" -> P2.5Y     "عامين" -> P2Y     "24 إلى 48 ساعة" -> PT24H/PT48H     "عن عمر 45 عامًا", "45-year-old", "Vann, 72," -> age
#pragma once

#include <string>
#include <vector>

#include "extractors/time_text.h"
#include "extractors/time_value.h"
#include "pipeline/mention.h"

namespace mizan {

struct LengthPhrase {
  Length length;
  bool age = false;
  // The length in whole months and days; both 0 for a range, a fraction, or hours and less.
  std::int64_t months = 0, days = 0;
  Grain whole = Grain::kNone;  // kQuarter, kDecade: counted in those
  bool working_days = false;
  std::uint32_t ordinal = 0xFFFFFFFF;  // the token of "first" where it is a part of a period ("the first nine months of 2025") and no rank
  std::uint32_t first = 0, end = 0;
  std::uint32_t begin_byte = 0, end_byte = 0;
  const char* rule = "";
  std::int16_t priority = 0;
};

class LengthReader {
 public:
  LengthReader(const TimeText& text, const Lexicons& lexicons, const std::vector<Numeral>& numerals) : x_(text), lexicons_(lexicons), numerals_(numerals) {}

  // Every duration and age of the stretch; candidates may overlap.
  void read_all(const Stretch& stretch, std::vector<LengthPhrase>& out) const;

 private:
  using At = std::uint32_t;
  struct Amount {
    Decimal value;
    char letter = 'Y';  // Y M W D h m s
  };
  struct Measured {
    std::vector<Amount> parts;   // falling units
    int step = 1;                // how many of its letter the last unit is: a decade 10 years
    std::optional<Decimal> low;  // the lower end of a range, in the first part's unit
    At first = 0, end = 0;
    std::uint32_t begin_byte = 0, end_byte = 0;
    Grain whole = Grain::kNone;
  };

  const TimeMark* unit_behind(const Numeral& numeral, At& end) const;
  const TimeMark* unit_behind_fraction(const Numeral& numeral, At& end, Decimal& fraction) const;
  std::optional<Measured> counted(std::size_t n) const;
  std::optional<Measured> unit_first(At t) const;
  void add_lower_end(std::size_t n, Measured& measured) const;
  bool add_lower_unit(const Numeral& high, Measured& measured) const;
  void add_rest(Measured& measured) const;
  bool joins_range(At from, At to, At before) const;
  bool is_age(Measured& measured) const;
  bool age_word_before(At first) const;
  void hanging(std::size_t n, const Measured& last, std::vector<LengthPhrase>& out) const;
  void bare_ages(std::size_t n, std::vector<LengthPhrase>& out) const;
  void single_units(At t, std::vector<LengthPhrase>& out) const;
  Bound bound_before(At first) const;
  Bound bound_behind(At end) const;
  void emit(Measured measured, const char* rule, std::vector<LengthPhrase>& out) const;

  const TimeText& x_;
  const Lexicons& lexicons_;
  const std::vector<Numeral>& numerals_;
};

}  // namespace mizan

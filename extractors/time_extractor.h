// Finds dates, durations and ages, in Arabic and English, Gregorian and Hijri.
//
//   "الربع الثاني من عام 2026" -> 2026-Q2     "12-15 May 2026" -> 2026-05-12/2026-05-15     "١٥ رمضان ١٤٤٧" -> 2026-03-04 (hijri)
//   "18 شهرًا" -> P18M                        "aged 45" -> age P45Y
//
// Months, weekdays, units of time and the words around them are data: lexicons/calendar.tsv.
#pragma once

#include <vector>

#include "extractors/number_grammar.h"
#include "lexicons/lexicons.h"
#include "pipeline/mention.h"
#include "pipeline/stretch.h"

namespace mizan {

// A proleptic Gregorian day. Reference for relative dates: the article's publication day.
struct Day {
  int year = 0, month = 0, day = 0;
};

struct TimeMark;

// What dates lean on that were read before them in the text: "the following year" on the year, "الموافق" (corresponding to) on the day.
struct TimeContext {
  std::optional<int> year;
  std::optional<Day> day;
};

// What is told of a stretch beside its mentions.
struct TimesRead {
  TimeContext after;          // for the next stretch
  bool leaned = false;        // something looked for what was read before the stretch: with another context it may say something else
  std::uint32_t reached = 0;  // the token behind what was read last
};

class TimeExtractor {
 public:
  // Keeps a reference to `lexicons`, which must outlive the extractor.
  explicit TimeExtractor(const Lexicons& lexicons);
  ~TimeExtractor();

  // Appends the stretch's date, duration and age mentions (several candidates may overlap; the arbiter decides by priority). `numerals` are those of `around`,
  // in order: the stretch and what its expressions may look at beside it, kAround tokens at the least. `before` is what the stretch before left.
  // `published` is the article's publication day; without one, relative dates are marked and years missing stay XXXX. Safe from several threads.
  static constexpr std::uint32_t kAround = 96;
  TimesRead extract(const Analysis& article, const Stretch& stretch, const Stretch& around, const std::vector<Numeral>& numerals,
                    const std::optional<Day>& published, const TimeContext& before, std::vector<Mention>& found) const;
  // Those of a whole text.
  void extract(const Analysis& article, const std::vector<Numeral>& numerals, const std::optional<Day>& published, std::vector<Mention>& found) const {
    extract(article, whole(article), whole(article), numerals, published, {}, found);
  }

 private:
  const Lexicons& lexicons_;
  std::vector<TimeMark> calendar_;  // by entry
};

}  // namespace mizan

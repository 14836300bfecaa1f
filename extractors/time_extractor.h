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

namespace mizan {

// A proleptic Gregorian day. Reference for relative dates: the article's publication day.
struct Day {
  int year = 0, month = 0, day = 0;
};

struct TimeMark;

class TimeExtractor {
 public:
  // Keeps a reference to `lexicons`, which must outlive the extractor.
  explicit TimeExtractor(const Lexicons& lexicons);
  ~TimeExtractor();

  // Appends date, duration and age mentions (several candidates may overlap; the arbiter decides by priority). `numerals` are the article's, in order.
  // `published` is the article's publication day; without one, relative dates are marked and years missing stay XXXX. Safe from several threads.
  void extract(const Analysis& article, const std::vector<Numeral>& numerals, const std::optional<Day>& published, std::vector<Mention>& found) const;

 private:
  const Lexicons& lexicons_;
  std::vector<TimeMark> calendar_;  // by entry
};

}  // namespace mizan

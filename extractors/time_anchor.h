// Which days a length leads to or covers, counted from the publication day or from a date that stands beside it.
//
//   "three days ago", published 2018-04-07 -> 2018-04-04     "خلال الأيام الثلاثة المقبلة" -> 2018-04-08 .. 2018-04-10
//   "3 days after 5 May 2020" -> 2020-05-08                  "two weeks starting May 20, 2019" -> 2019-05-20 .. 2019-06-02
//
// The length stays what the text says (P3D); the days stand beside it. Without a day to count from, nothing is guessed.
#pragma once

#include <optional>
#include <vector>

#include "extractors/time_dates.h"
#include "extractors/time_lengths.h"

namespace mizan {

// Fills `length.from` and `length.to` of the durations whose words say where they begin or end. `dates` are the article's, in order.
void anchor_lengths(const TimeText& text, const std::vector<DatePhrase>& dates, const std::optional<Day>& published, std::vector<LengthPhrase>& lengths);

}  // namespace mizan

#include "extractors/time_extractor.h"

#include "extractors/time_anchor.h"
#include "extractors/time_dates.h"
#include "extractors/time_lengths.h"
#include "extractors/time_text.h"

namespace mizan {

void TimeExtractor::extract(const Analysis& article, const std::vector<Numeral>& numerals, const std::optional<Day>& published,
                            std::vector<Mention>& found) const {
  const TimeText text(article, lexicons_, numerals);
  auto place = [&](Mention& mention, const auto& phrase) {
    mention.first_token = phrase.first;
    mention.end_token = phrase.end;
    mention.normal = {phrase.begin_byte, phrase.end_byte};
    mention.priority = phrase.priority;
    mention.rule = phrase.rule;
  };
  std::vector<DatePhrase> dates;
  DateReader(text, published).read_all(dates);
  for (const DatePhrase& phrase : dates) {
    Mention mention;
    mention.type = MentionType::kDate;
    place(mention, phrase);
    mention.value = phrase.to ? date_range(phrase.from, *phrase.to) : date_range(phrase.from);
    found.push_back(std::move(mention));
  }
  std::vector<LengthPhrase> lengths;
  LengthReader(text, lexicons_, numerals).read_all(lengths);
  anchor_lengths(text, dates, published, lengths);
  for (LengthPhrase& phrase : lengths) {
    Mention mention;
    mention.type = phrase.age ? MentionType::kAge : MentionType::kDuration;
    place(mention, phrase);
    mention.value = std::move(phrase.length);
    found.push_back(std::move(mention));
  }
}

}  // namespace mizan

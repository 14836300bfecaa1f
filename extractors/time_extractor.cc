#include "extractors/time_extractor.h"

#include "extractors/time_anchor.h"
#include "extractors/time_dates.h"
#include "extractors/time_lengths.h"
#include "extractors/time_text.h"

namespace mizan {

TimeExtractor::TimeExtractor(const Lexicons& lexicons) : lexicons_(lexicons) {
  for (const CalendarEntry& entry : lexicons.calendar_entries()) calendar_.push_back(calendar_mark(entry));
}
TimeExtractor::~TimeExtractor() = default;

TimesRead TimeExtractor::extract(const Analysis& article, const Stretch& stretch, const Stretch& around, const std::vector<Numeral>& numerals,
                                 const std::optional<Day>& published, const TimeContext& before, std::vector<Mention>& found) const {
  const TimeText text(article, lexicons_, calendar_, numerals, around);
  auto place = [&](Mention& mention, const auto& phrase) {
    mention.first_token = phrase.first;
    mention.end_token = phrase.end;
    mention.normal = {phrase.begin_byte, phrase.end_byte};
    mention.priority = phrase.priority;
    mention.rule = phrase.rule;
  };
  std::vector<DatePhrase> dates;
  DateReader reader(text, published, before);
  const std::uint32_t reached = reader.read_all(stretch, dates);
  for (const DatePhrase& phrase : dates) {
    Mention mention;
    mention.type = MentionType::kDate;
    place(mention, phrase);
    mention.silent = phrase.silent;
    if (phrase.silent) {
      found.push_back(std::move(mention));
      continue;
    }
    mention.value = phrase.to ? date_range(phrase.from, *phrase.to) : date_range(phrase.from);
    found.push_back(std::move(mention));
  }
  for (const std::uint32_t t : reader.impossible()) {
    constexpr std::int16_t kWeak = 30;  // as a bare number of the amounts
    const auto value = Decimal::parse(article.word(t));
    if (!value) continue;
    Mention mention;
    mention.type = MentionType::kNumber;
    mention.first_token = t;
    mention.end_token = t + 1;
    mention.normal = {article.tokens[t].begin, article.tokens[t].end};
    mention.priority = kWeak;
    mention.rule = "number.impossible_date";
    Amount amount;
    amount.low = amount.high = value;
    mention.value = std::move(amount);
    found.push_back(std::move(mention));
  }
  std::vector<LengthPhrase> lengths;
  LengthReader(text, lexicons_, numerals).read_all(stretch, lengths);
  anchor_lengths(text, dates, published, lengths);
  for (LengthPhrase& phrase : lengths) {
    Mention mention;
    mention.type = phrase.age ? MentionType::kAge : MentionType::kDuration;
    place(mention, phrase);
    mention.value = std::move(phrase.length);
    found.push_back(std::move(mention));
    if (phrase.ordinal == TimeText::kNone) continue;
    Mention first;
    first.type = MentionType::kOrdinal;
    first.first_token = phrase.ordinal;
    first.end_token = phrase.ordinal + 1;
    first.normal = {article.tokens[phrase.ordinal].begin, article.tokens[phrase.ordinal].end};
    first.priority = phrase.priority;
    first.rule = "ordinal.of_period";
    first.silent = true;
    found.push_back(std::move(first));
  }
  return {reader.context(), reader.leaned(), reached};
}

}  // namespace mizan

#include "extractors/fact_builder.h"

#include <algorithm>

#include "extractors/fact_layout.h"
#include "extractors/fact_place.h"
#include "extractors/fact_scan.h"
#include "extractors/fact_speaker.h"
#include "extractors/fact_statement.h"
#include "extractors/fact_subject.h"

namespace mizan {

void FactBuilder::build(const Analysis& article, const std::vector<Mention>& mentions, std::vector<Fact>& facts) const {
  FactReading(*this, article, mentions, facts).read_to(static_cast<std::uint32_t>(article.sentences.size()));
}

void FactReading::hand_on() {
  const auto keep_texts = [&](Party& party) {
    if (party) party = {keep(party.id), keep(party.name), keep(party.cls)};
  };
  focus_.each_party(keep_texts);
  speakers_.each_party(keep_texts);
  lists_.each_party(keep_texts);
}

void FactReading::read_to(std::uint32_t end) {
  // Names without a number or a date behind them, or in the next sentences, say nothing that is stated here: sentences wait until something comes.
  std::size_t stating = 0;
  for (; seen_ < mentions_.size(); ++seen_) {
    if (mentions_[seen_].entity() != nullptr) continue;
    ++stating;
    last_stating_ = std::max(last_stating_, mentions_[seen_].end_token);
  }
  // One fact each, mostly: while a sentence is read, facts that others look at stay where they are.
  if (const std::size_t wanted = facts_.size() + stating; wanted > facts_.capacity()) facts_.reserve(std::max(wanted, facts_.capacity() * 2));
  for (; next_ < end && a_.sentences[next_].first_token < last_stating_; ++next_) read(next_);
}

void FactReading::read(std::uint32_t s) {
  const Sentence& sentence = a_.sentences[s];
  const Block& block = a_.blocks[sentence.block];
  while (mention_ < mentions_.size() && mentions_[mention_].first_token < sentence.first_token) ++mention_;
  if (block.kind == BlockKind::kTableRow) {
    if (block.table > tables_done_) {
      tables_done_ = block.table;
      state_table(lexicons_, a_, mentions_, block.table, focus_, facts_);
    }
    return;
  }
  scan_.scan(sentence.first_token, sentence.end_token, mention_);
  resolve_references(scan_, focus_);
  speakers_.resolve(scan_, focus_);
  const std::size_t first_fact = facts_.size();
  FactStatements statements(scan_, focus_, s);
  if (block.kind == BlockKind::kListItem && block.list >= 0) {
    statements.state(lists_.setting(scan_, block, facts_), facts_);
    lists_.mark(block, first_fact, facts_);
    return;  // a list's names are not what the text goes on about
  }
  statements.state({}, facts_);
  contrast_places(a_, lexicons_, facts_, before_, first_fact);
  before_ = first_fact;
  if (block.kind == BlockKind::kProse) lists_.remember(sentence.block, first_fact, facts_.size());

  // What the next sentence's "the company" is. A quotation in the other script (a tweet in an Arabic article) does not change it.
  std::uint32_t arabic = 0, latin = 0;
  for (std::uint32_t t = sentence.first_token; t < sentence.end_token; ++t) {
    arabic += a_.tokens[t].kind == TokenKind::kArabic;
    latin += a_.tokens[t].kind == TokenKind::kLatin;
  }
  if ((arabic >= latin) != a_.arabic) return;
  focus_.take(topic_of(scan_));
  // "inflation in Egyptian cities": the country that a measure of countries was said of, though only an adjective names it.
  for (std::size_t f = first_fact; f < facts_.size(); ++f) {
    if (!belongs_to_place(facts_[f].metric) || !facts_[f].subject.starts_with("place:")) continue;
    for (const FactName& name : scan_.names)
      if (name.id == facts_[f].subject) focus_.place = {name.id, name.name, name.cls};
  }
}

}  // namespace mizan

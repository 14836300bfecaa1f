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
  // Names without a number or a date behind them, or in the next sentences, say nothing that is stated here.
  std::uint32_t last_stating = 0;
  for (const Mention& m : mentions)
    if (m.entity() == nullptr) last_stating = std::max(last_stating, m.end_token);
  FactScan scan(lexicons_, article, mentions);
  FactFocus focus;
  FactSpeakers speakers(states_);
  FactLists lists(lexicons_, article, mentions);
  std::size_t mention = 0;
  std::int32_t tables_done = -1;
  std::size_t before = 0;  // the facts of the sentence before
  for (std::uint32_t s = 0; s < article.sentences.size(); ++s) {
    const Sentence& sentence = article.sentences[s];
    if (sentence.first_token >= last_stating) break;
    const Block& block = article.blocks[sentence.block];
    while (mention < mentions.size() && mentions[mention].first_token < sentence.first_token) ++mention;
    if (block.kind == BlockKind::kTableRow) {
      if (block.table > tables_done) {
        tables_done = block.table;
        state_table(lexicons_, article, mentions, block.table, focus, facts);
      }
      continue;
    }
    scan.scan(sentence.first_token, sentence.end_token, mention);
    resolve_references(scan, focus);
    speakers.resolve(scan, focus);
    const std::size_t first_fact = facts.size();
    FactStatements statements(scan, focus, s);
    if (block.kind == BlockKind::kListItem && block.list >= 0) {
      statements.state(lists.setting(scan, block, facts), facts);
      lists.mark(block, first_fact, facts);
      continue;  // a list's names are not what the text goes on about
    }
    statements.state({}, facts);
    contrast_places(article, lexicons_, facts, before, first_fact);
    before = first_fact;
    if (block.kind == BlockKind::kProse) lists.remember(sentence.block, first_fact, facts.size());

    // What the next sentence's "the company" is. A quotation in the other script (a tweet in an Arabic article) does not change it.
    std::uint32_t arabic = 0, latin = 0;
    for (std::uint32_t t = sentence.first_token; t < sentence.end_token; ++t) {
      arabic += article.tokens[t].kind == TokenKind::kArabic;
      latin += article.tokens[t].kind == TokenKind::kLatin;
    }
    if ((arabic >= latin) != article.arabic) continue;
    focus.take(topic_of(scan));
    // "inflation in Egyptian cities": the country that a measure of countries was said of, though only an adjective names it.
    for (std::size_t f = first_fact; f < facts.size(); ++f) {
      if (!belongs_to_place(facts[f].metric) || !facts[f].subject.starts_with("place:")) continue;
      for (const FactName& name : scan.names)
        if (name.id == facts[f].subject) focus.place = {name.id, name.name, name.cls};
    }
  }
}

}  // namespace mizan

// Makes facts of mentions: who, which measure, how much, when, to or from whom, said by whom.
//
//   "بلغت إيرادات OpenAI أكثر من 20 مليار دولار في 2025" -> {org:openai, revenue, over 20000000000 USD, period 2025}
//   "| Nvidia | GPU market share: 85% |"                 -> {org:nvidia, market_share, 85 %}
//
// Cue words for metrics, statuses and speakers are data: lexicons/metrics.tsv, lexicons/cues.tsv, lexicons/nouns.tsv. What the rules are made of: fact_scan
// (clauses, names, cues of one sentence), fact_metric, fact_subject, fact_qualifiers; lists and tables lend their leads and headers in fact_layout.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "extractors/fact_layout.h"
#include "extractors/fact_scan.h"
#include "extractors/fact_speaker.h"
#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/fact.h"
#include "pipeline/mention.h"

namespace mizan {

class FactBuilder {
 public:
  // Keeps a reference to `lexicons`, which must outlive the builder.
  explicit FactBuilder(const Lexicons& lexicons) : lexicons_(lexicons), states_(lexicons) {}

  // Appends one fact or more for each number that states something, in text order. `mentions` are arbitrated and sorted, entities among them, all of
  // this article's field. Safe from several threads.
  void build(const Analysis& article, const std::vector<Mention>& mentions, std::vector<Fact>& facts) const;

 private:
  friend class FactReading;
  const Lexicons& lexicons_;
  const StateInstitutions states_;
};

// The same in stretches, in order, while mentions still come. Kept from one to the next: whom the text goes on about (focus), the last institution of each
// kind, the open list with its lead, the figures of the sentence and line before.
//
//   FactReading reading(builder, article, mentions, facts);
//   for (stretch ...) { reading.hand_on(); mentions.insert(mentions.end(), ...); reading.read_to(stretch.end_sentence); }
class FactReading {
 public:
  // Keeps references to all; `facts` holds nothing but what is appended here.
  FactReading(const FactBuilder& builder, const Analysis& article, const std::vector<Mention>& mentions, std::vector<Fact>& facts)
      : lexicons_(builder.lexicons_),
        a_(article),
        mentions_(mentions),
        facts_(facts),
        scan_(lexicons_, article, mentions),
        speakers_(builder.states_),
        lists_(lexicons_, article, mentions) {}

  // Reads on to sentence `end`; `mentions` has all up to there.
  void read_to(std::uint32_t end);
  // Before `mentions` grows: nothing that is kept looks into it any longer.
  void hand_on();

 private:
  void read(std::uint32_t sentence);
  std::string_view keep(std::string_view text) { return *kept_.emplace(text).first; }

  const Lexicons& lexicons_;
  const Analysis& a_;
  const std::vector<Mention>& mentions_;
  std::vector<Fact>& facts_;
  FactScan scan_;
  FactFocus focus_;
  FactSpeakers speakers_;
  FactLists lists_;
  std::size_t mention_ = 0;  // the first one that the next sentence may hold
  std::int32_t tables_done_ = -1;
  std::size_t before_ = 0;                // the first fact of the sentence before
  std::uint32_t next_ = 0;                // sentence
  std::size_t seen_ = 0;                  // mentions that are known
  std::uint32_t last_stating_ = 0;        // end of the last of them that states something
  std::unordered_set<std::string> kept_;  // texts of whom is kept
};

}  // namespace mizan

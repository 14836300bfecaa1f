// Makes facts of mentions: who, which measure, how much, when, to or from whom, said by whom.
//
//   "بلغت إيرادات OpenAI أكثر من 20 مليار دولار في 2025" -> {org:openai, revenue, over 20000000000 USD, period 2025}
//   "| Nvidia | GPU market share: 85% |"                 -> {org:nvidia, market_share, 85 %}
//
// Cue words for metrics, statuses and speakers are data: lexicons/metrics.tsv, lexicons/cues.tsv, lexicons/nouns.tsv. What the rules are made of: fact_scan
// (clauses, names, cues of one sentence), fact_metric, fact_subject, fact_qualifiers; lists and tables lend their leads and headers in fact_layout.
#pragma once

#include <vector>

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
  const Lexicons& lexicons_;
  const StateInstitutions states_;
};

}  // namespace mizan

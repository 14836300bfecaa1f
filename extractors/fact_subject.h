// Who a number speaks of, and the other party.
//
//   "Microsoft's $13 billion commitment to OpenAI" -> subject Microsoft, counterpart OpenAI
//   "بلغت إيرادات الشركة 20 مليار دولار"              -> the company named last
//
// Every name near the number is weighed: a genitive of the measure's cue beats a grammatical subject, that beats the rest; names behind prepositions and
// speakers cost extra. Definite nouns ("the company") and pronouns stand for a name before them.
#pragma once

#include <string>
#include <string_view>

#include "extractors/fact_metric.h"
#include "extractors/fact_scan.h"

namespace mizan {

struct Party {
  std::string_view id, name, cls;
  explicit operator bool() const { return !id.empty(); }
};

// Who the text has been speaking of, for "the company" and "its".
struct FactFocus {
  Party org, place, person, thing;
  void take(const Party& party);
  Party of(std::string_view wants) const;
  template <typename Do>
  void each_party(Do what) {
    for (Party* party : {&org, &place, &person, &thing}) what(*party);
  }
};

// What stands for what in one sentence: fills id, name and class of definite nouns and pronouns from names before them, else from the focus.
void resolve_references(FactScan& scan, const FactFocus& focus);
// The name that the sentence is about, for the focus of the next one.
Party topic_of(const FactScan& scan);

// "Malaysia announced a donation of 18 million gloves": what is announced is the speaker's own, unless a clause of its own says whose.
bool says_of_itself(const FactScan& scan, const FactName& name, const FactNumber& number);

bool speaks_of_itself(const FactScan& scan, const FactName& name, const FactNumber& number);

struct SubjectChoice {
  Party party;
  std::size_t name = static_cast<std::size_t>(-1);  // index into the scan's names
};
SubjectChoice choose_subject(const FactScan& scan, const FactNumber& number, const MetricChoice& metric);
Party choose_counterpart(const FactScan& scan, const FactNumber& number, const MetricChoice& metric, const SubjectChoice& subject);

}  // namespace mizan

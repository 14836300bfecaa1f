// Who is said to say what a sentence says, institutions among them that are not named anew.
//
//   "Egypt's Health Ministry reported ... The ministry said 25 people were hurt"          -> that ministry
//   "وقال البنك المركزي إن التضخم بلغ 24 بالمئة" (the central bank said) in an Egyptian paper -> the Central Bank of Egypt
//
// "The ministry" is the last ministry that the article named; where it named none, the one of its kind that the country has, if it has one only: the country
// that the text last spoke of, else the publisher's. What kinds there are is data: role `institution` of lexicons/cues.tsv, by the kinds of entities.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extractors/fact_scan.h"
#include "extractors/fact_subject.h"
#include "pipeline/fact.h"

namespace mizan {

// Which country has which institution, where it has one of the kind only. Built once.
class StateInstitutions {
 public:
  explicit StateInstitutions(const Lexicons& lexicons);
  // Nobody where the country has none or several.
  Party find(std::string_view kind, std::string_view country) const;

 private:
  std::unordered_map<std::string, Party> by_kind_;  // "central-bank EG"
};

// The institutions of one field of an article, sentence by sentence.
class FactSpeakers {
 public:
  explicit FactSpeakers(const StateInstitutions& states) : states_(states) {}
  // Appends to `scan.institutions` those that say something in its sentence, resolved; then remembers whom the sentence names.
  void resolve(FactScan& scan, const FactFocus& focus);
  // Everybody who is remembered.
  template <typename Do>
  void each_party(Do what) {
    for (auto& [kind, party] : named_) what(party);
  }

 private:
  Party party_of(const FactScan& scan, std::string_view kind, std::uint32_t before, const FactFocus& focus) const;
  const StateInstitutions& states_;
  std::vector<std::pair<std::string_view, Party>> named_;  // by kind, the last of each
};

// Sets `speaker`: the last of those before the number, else the first behind it.
void set_speaker(const FactScan& scan, const FactNumber& number, Fact& fact);

}  // namespace mizan

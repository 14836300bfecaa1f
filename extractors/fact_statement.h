// One number of one sentence made into a fact, or left alone.
//
//   "100 مليون كرونة (13 مليون دولار)" -> the second amount says the same as the first in another currency, and takes over all that is said of it
#pragma once

#include <optional>
#include <vector>

#include "extractors/fact_metric.h"
#include "extractors/fact_scan.h"
#include "extractors/fact_subject.h"
#include "pipeline/fact.h"

namespace mizan {

// What stands around a number that is not in its own sentence.
struct FactSetting {
  GivenMetric metric;              // of a heading, list lead or table header
  Party subject;                   // of a list lead, row or column
  std::string_view status;         // of a header ("2030 Projection")
  std::string period;              // of a header or row
  std::string scope;               // row label where it is no name
  bool growth = false;             // a column of growth rates
  bool names_are_parties = false;  // names beside the number are the other party (list that breaks a total down; table cells)
  bool names_are_parts = false;    // names beside the number are parts of the subject (a company's regions): no party at all
};

class FactStatements {
 public:
  FactStatements(const FactScan& scan, const FactFocus& focus, std::uint32_t sentence) : scan_(scan), focus_(focus), sentence_(sentence) {}

  // Appends the facts of the scan's numbers.
  void state(const FactSetting& setting, std::vector<Fact>& facts);

 private:
  // Fills an empty fact, the last of `facts`. False: the number states nothing, and what is in `fact` does not count.
  bool make(std::size_t index, const FactSetting& setting, const std::vector<Fact>& facts, Fact& fact);
  std::optional<Fact> make_date(std::uint32_t mention) const;
  std::string dated_noun(const MetricCue& cue, const FactNumber& date) const;
  bool same_in_other_words(const FactNumber& before, const FactNumber& number) const;
  bool elided_verb(const FactNumber& number, const MetricChoice& metric) const;
  void state_score(std::size_t index, std::vector<Fact>& facts) const;
  bool tells_of_the_same(std::size_t index, const MetricChoice& metric, const Fact& before) const;
  bool is_of_disease(const FactNumber& number) const;
  bool elliptic(const FactNumber& before, const FactNumber& number) const;
  bool goes_on_elsewhere(const FactNumber& before, const FactNumber& number, const Fact& last) const;
  bool level_before(const FactNumber& before, const FactNumber& number, const Fact& last, Fact& fact) const;
  bool change_after(const FactNumber& before, const FactNumber& number, const Fact& last, Fact& fact) const;
  const FactNumber* whole_of(std::size_t index) const;
  const FactNumber* whole_before(std::size_t index) const;
  std::string_view rate_reached(std::size_t index) const;
  void settle_percent(const FactNumber& number, MetricChoice& metric) const;
  bool name_duration(const FactNumber& number, MetricChoice& metric) const;
  std::string head_noun(const FactNumber& number) const;
  void fill(const FactNumber& number, Fact& fact) const;

  const FactScan& scan_;
  const FactFocus& focus_;
  std::uint32_t sentence_;
  std::string kept_metric_;                                 // a fact's metric that a choice refers to
  std::size_t last_fact_ = static_cast<std::size_t>(-1);    // of this sentence
  std::size_t last_number_ = static_cast<std::size_t>(-1);  // its number
};

}  // namespace mizan

// A fact: a number (or a date, duration, age, rank) with what it says: who, which measure, how much, when, said by whom.
//
//   "بلغت إيرادات الشركة 20 مليار دولار في 2025" after OpenAI -> {org:openai, revenue, 20000000000 USD, period 2025}
#pragma once

#include <cstdint>
#include <string>

#include "pipeline/mention.h"

namespace mizan {

struct Fact {
  std::string subject;  // entity id; empty where the subject is no name: then the story is the subject
  std::string subject_name;
  std::string metric;  // the contract's vocabulary; "other" where none fits
  std::string noun;    // counted noun or head word; empty for none
  Amount amount;       // low, high, unit, bound, per, precision
  std::string value;   // dates, durations and ages instead of an amount; else empty
  std::string period;  // TIMEX3 value; empty for none
  std::string as_of;
  std::string aspect = "level";  // level change cumulative extreme
  std::string direction;         // of a change: "up", "down" or empty
  std::string basis;             // count estimate poll ...; empty for none
  std::string scope;             // the text's own words; empty for none
  // What `scope` means, the same in both languages: a place's id, "abroad", "crew_included", "nationwide", "worldwide"; empty where only its words tell. "all"
  // of a figure that its article breaks down by place. Where there is no scope, the place where it is said to be: no part of anything.
  std::string scope_key;
  std::string counterpart;  // entity id
  std::string counterpart_name;
  std::string status = "actual";  // actual planned projected target denied
  std::string speaker;            // entity id or the text's own words
  MentionType type = MentionType::kNumber;
  Field field = Field::kText;
  SourceSpan source;  // the mention's span
  SourceSpan sentence;
  SourceSpan where;           // the words that say at which place; empty for none. Not stored
  std::uint32_t mention = 0;  // index of the mention in its article
  std::int32_t table = -1;    // table index in its field where it stands in one, with row and column
  std::int32_t row = -1;
  std::int32_t column = -1;
  std::int32_t list = -1;       // index of the list (one heading or lead with its items) it is an item of; -1 for none
  bool list_total = false;      // stands in the sentence that a list breaks down, or in the total row or column of a table
  bool percent_growth = false;  // the percentage is a (compound) growth rate, not a share
  const char* rule = "";
};

}  // namespace mizan

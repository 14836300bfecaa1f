// What would teach a correction for good: a case for the tests, and a line for a lexicon of one's own.
//
//   metric=profit of "مكاسب الشركة بلغت 2 مليار دولار" (the company's gains came to 2 billion dollars) ->
//     a case that expects the fact so, and "profit<TAB>ar<TAB>مكاسب" as a line for metrics.tsv
//
// A proposal, for people to look at: which word of the sentence says it cannot be known for sure; the nearest ones are named.
#pragma once

#include <string>

#include "db/citation.h"
#include "db/decisions.h"

namespace mizan {

// `fields` as corrected; empty with `not_a_fact`.
std::string teach(const Citation& fact, const CorrectedFields& fields, bool not_a_fact);

}  // namespace mizan

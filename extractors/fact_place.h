// Where a figure is said to be of, and whether that makes it a part of another.
//
//   "25 people were killed, 20 in Gaza and five in the West Bank"  -> 25 is of all, 20 has the scope "in Gaza", five "in the West Bank"
//   "قتل 20 شخصا في غزة" (20 people were killed in Gaza)            -> where it happened, and no part of anything: no scope
//
// A place beside a figure is a part only where the text sets it against another place or against the whole: every event happens somewhere.
#pragma once

#include <cstddef>
#include <vector>

#include "extractors/fact_scan.h"
#include "pipeline/fact.h"

namespace mizan {

// Sets `scope_key` to the place that the number is said to be of, and `where` to the words that say so; neither where the fact has a scope of its own or
// none is named.
void locate(const FactScan& scan, const FactNumber& number, Fact& fact);

// Facts [first, end) of one sentence, each located: those that the sentence sets against each other get the words as their scope, and what they are parts of,
// there or right before (from `previous` on), the key "all".
void contrast_places(const Analysis& article, const Lexicons& lexicons, std::vector<Fact>& facts, std::size_t previous, std::size_t first);

}  // namespace mizan

// Which unknown names of one article are one: full names and short forms, abbreviations and other scripts that brackets introduce, and what sounds alike.
//
//   "Northmoor Rowing Federation (NRF) ... NRF"   "شركة نورثفيلد للطاقة ... نورثفيلد"   "كويست غلوبال (Quest Global) ... كويست غلوبال": one id each
//
// Names across articles are db/entity_links.h's.
#pragma once

#include <vector>

#include "extractors/name_candidate.h"

namespace mizan {

// name_likeness() that is enough beside a bracket, which says by itself that both are one.
inline constexpr double kSameInBrackets = 0.5;

// Gives the candidates (in text order, without overlaps) ids and appends them to `found` as mentions, with the other places where their forms stand. `found`
// holds the lexicon's entity mentions of this text from index `from` on.
void link_names(const NameText& text, std::vector<Mention>& found, std::size_t from, std::vector<NameCandidate>& candidates);

}  // namespace mizan

// Names and other mentions contain each other or lie apart: they never cross.
//
//   "57 صاروخ توماهوك" (57 Tomahawk missiles): the count ends with "missile", the product is توماهوك alone     "80 شركة فرنسية" (80 French companies): no name
//   "إس 400 أولوية" (S-400 a priority): the product's number counts nothing                                 "هجمات 11 سبتمبر 2001": the event has its year
//
// The arbiter settles what competes for the same words within amounts and times, and within names; this settles one against the other, afterwards.
#pragma once

#include <vector>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"

namespace mizan {

// `found` as arbitrate() leaves it: in text order, names apart from each other, and so all other mentions. Afterwards no two of them cross, names are still
// apart from each other, others as well, and the order is the arbiter's. Linear.
void settle_crossings(const Analysis& article, const Lexicons& lexicons, std::vector<Mention>& found);

}  // namespace mizan

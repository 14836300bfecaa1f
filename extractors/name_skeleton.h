// Does an Arabic spelling stand for a Latin one? Names are compared by what both scripts write: their consonants, and the long vowels as far as they agree.
//
//   "شنايدر إلكتريك" ~ "Schneider Electric": 0.9      "غوردون", "جوردون", "Gordon": all alike      "Garrigan" and "كارتر": 0
//
// One letter often stands for several (ج for g and j, ب for p and b, و for w, v, u and o), and one of the other side is written in several ways (g: غ ج ك ق), so
// this is a distance with costs and no key. For stored ids there is slug().
#pragma once

#include <string>
#include <string_view>

namespace mizan {

// How surely the two are one name, 0 to 1; from kSameName on they are taken for one. Either may be in either script; white space divides the words. Legal forms
// and the Arabic article do not count. Symmetric. Costs the product of both lengths.
double name_likeness(std::string_view a, std::string_view b);
inline constexpr double kSameName = 0.72;

// A name as the second half of an id: Latin letters without accents and digits, joined by hyphens ("Schneider Electric" -> "schneider-electric"); an Arabic name is
// written in Latin letters first, by one fixed table ("شنايدر" -> "shnaydr"). The same for all spellings that folding makes equal.
std::string name_slug(std::string_view name);

}  // namespace mizan

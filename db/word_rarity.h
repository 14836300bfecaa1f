// How rare a word is in news: the weight that it has in telling what an article is about.
//
//   "وقال" (and he said) 0.4 · "الحكومة" (the government) 1.9 · "زلزال" (earthquake) 5.2 · a word never seen 7.4
//
// Counted once, on other articles than those of the database (db/word_rarity.tsv), and fixed: were words weighed by the articles that the database holds, each
// article would change the weight of every other, and comparing could never follow what changed.
#pragma once

#include <cstdint>
#include <string_view>

namespace mizan {

// Of a folded stem (wording.h) or of an entity's feature ("e:org:opec"); in tenths, 0 to 80. Safe from several threads.
int word_rarity(std::string_view word);

}  // namespace mizan

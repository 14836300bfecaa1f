// A large text is worked off in stretches: whole sentences side by side, few enough for the caches. What is found is the same whatever their size.
//
//   for (const Stretch& stretch : stretches(article, 64 << 10)) amounts.extract(article, stretch, ...);
//
// The analysis is of the whole text, so that a stretch can look beyond its edges; what it may not do is to begin or end something there. Edges lie at line
// ends, or at plain sentence ends inside a line; never inside a table.
#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/analysis.h"

namespace mizan {

struct Stretch {
  std::uint32_t first_token = 0, end_token = 0;  // with the line feeds and list markers before its sentences; stretches side by side hold all tokens
  std::uint32_t first_sentence = 0, end_sentence = 0;
};

// All of the text.
Stretch whole(const Analysis& article);

// One at least. Each of so many folded bytes and what is left of the last one's sentence, line or table: more where there is no edge. Linear.
std::vector<Stretch> stretches(const Analysis& article, std::size_t bytes);

// The stretch and so many tokens beside it at either side, to the end of their sentence.
Stretch widened(const Analysis& article, const Stretch& stretch, std::uint32_t tokens);

}  // namespace mizan

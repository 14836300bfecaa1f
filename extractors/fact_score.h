// Results of games: two figures joined by a dash, each a score of one side.
//
//   "Real Madrid beat Barcelona 3-1"        -> 3: Real Madrid against Barcelona; 1: Barcelona against Real Madrid
//   "خسر ريال مدريد أمام برشلونة 3-1" (lost) -> 1: Real Madrid; 3: Barcelona: the order of the figures says nothing, the verb does
//
// Words of winning, losing and drawing are data (lexicons/cues.tsv, role "game"). Goals that one player scored are no result: "scored" is a cue of metrics.tsv.
#pragma once

#include "extractors/fact_scan.h"
#include "extractors/fact_subject.h"

namespace mizan {

struct GameScore {
  Party first, second;  // whose the first and the second figure is; nobody where it is not told
};

// Are the numbers `index` and `index + 1` of the scan a result? Both are whole numbers, a dash stands between them, and the sentence speaks of a game: a word
// of winning, losing or drawing near them, or a side on either hand.
bool is_game_score(const FactScan& scan, std::size_t index);

// Whose the figures of a result are. Only for those that `is_game_score` finds.
GameScore sides_of_score(const FactScan& scan, std::size_t index);

}  // namespace mizan

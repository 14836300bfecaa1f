// Cuts folded text into tokens: runs of letters of one script, runs of digits, single punctuation characters, line feeds.
//
//   "بقدرة 2GW" -> بقدره · 2 · gw        "May 20261267" -> may · 20261267        "GPT-4o" -> gpt · - · 4 · o
//
// Numbers are put together later, by the number grammar, which alone knows which marks belong to one. Against ICU's word BreakIterator: that one keeps
// "4o" and "3.5" whole and cuts Chinese into words; here a script change always cuts, and other scripts' letters stay in runs.
#pragma once

#include "pipeline/analysis.h"

namespace mizan {

// Tokens of the whole text, in order, white space left out. Linear.
HugeVector<Token> tokenize(const NormalizedText& text);

}  // namespace mizan

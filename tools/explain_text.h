// An explanation of a group in words, for people: the same steps in either language, from one table of phrases (serve/phrases.cc, keys "x.").
#pragma once

#include <string>

#include "db/explain.h"
#include "lexicons/lexicons.h"
#include "tools/serve/words.h"

namespace mizan::tools {

// Lines that end in "\n". Quotes are raw text of articles: make them harmless before a terminal or a page sees them. `lexicons`: for Arabic names; may be null.
std::string explanation_text(const Explanation& explanation, Language language, const Lexicons* lexicons);

}  // namespace mizan::tools

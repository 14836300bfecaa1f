// Checks of the entity lexicon that loading does not make: one name for two entities without a rule to tell them apart, and a common word as a name without a
// rule that says when it is one.
#pragma once

#include <string>
#include <vector>

#include "lexicons/lexicons.h"

namespace mizan {

struct AliasClash {
  std::string alias;          // as the lexicon writes it
  std::string first, second;  // ids
};

// Every alias that stands by itself (EntityAlias::Use::kFull) under two entities, in alphabetical order. Names that differ by letter case only clash unless one
// of them must be written so. To settle one: `context` with `context_words` for all but one of them, a longer alias, or none.
std::vector<AliasClash> find_alias_clashes(const Lexicons& lexicons);

struct CommonAlias {
  std::string alias;
  std::string entity;  // id
  std::string word;    // what else it is: "common", "stop", "noun", "unit" ...
};

// Every alias of one word that stands by itself though the project's other lexicons know it as an ordinary word, in alphabetical order: "Apple", "النصر"
// (victory). A Latin one that must be written with its capital is none in the middle of a sentence, and is listed only where it is a word of name_words.tsv
// ("Target"): sentences begin with those. To settle one: `context` with `context_words`, or a longer alias.
std::vector<CommonAlias> find_common_aliases(const Lexicons& lexicons);

}  // namespace mizan

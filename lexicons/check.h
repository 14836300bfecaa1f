// Checks of the entity lexicon that loading does not make: one name for two entities without a rule to tell them apart.
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

}  // namespace mizan

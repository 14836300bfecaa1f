// Why the claims of a group were compared, and why they were judged so: step by step, as text for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/store.h"

namespace mizan {

// Of a group as last reconciled, from the facts as they are now. Ids that were merged away resolve; nullopt for an id never given. Lines end in "\n";
// quotes are raw text of articles: make them harmless before a terminal sees them.
Result<std::optional<std::string>> explain_group(const FactStore& store, std::string_view id);

}  // namespace mizan

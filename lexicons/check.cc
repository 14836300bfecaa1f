#include "lexicons/check.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace mizan {

std::vector<AliasClash> find_alias_clashes(const Lexicons& lexicons) {
  std::map<std::string, const EntityAlias*> holder;
  std::vector<AliasClash> clashes;
  for (const EntityAlias& alias : lexicons.aliases()) {
    if (alias.use != EntityAlias::Use::kFull) continue;
    std::string key = NormalizedText::fold(alias.written);
    if (alias.case_sensitive) key = "case " + alias.written;
    auto [it, added] = holder.try_emplace(std::move(key), &alias);
    if (added || it->second->entity == alias.entity) continue;
    clashes.push_back({alias.written, lexicons.entity(it->second->entity).id, lexicons.entity(alias.entity).id});
  }
  std::sort(clashes.begin(), clashes.end(),
            [](const AliasClash& a, const AliasClash& b) { return std::tie(a.alias, a.first, a.second) < std::tie(b.alias, b.first, b.second); });
  return clashes;
}

}  // namespace mizan

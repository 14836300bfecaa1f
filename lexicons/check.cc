#include "lexicons/check.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "pipeline/tokenizer.h"

namespace mizan {

std::vector<AliasClash> find_alias_clashes(const Lexicons& lexicons) {
  std::map<std::string, const EntityAlias*> holder;
  std::vector<AliasClash> clashes;
  for (const EntityAlias& alias : lexicons.aliases()) {
    if (alias.use != EntityAlias::Use::kFull) continue;
    std::string key = NormalizedText::fold(alias.written);
    if (alias.case_sensitive) key = "case " + std::string(alias.written);
    auto [it, added] = holder.try_emplace(std::move(key), &alias);
    if (added || it->second->entity == alias.entity) continue;
    clashes.push_back({std::string(alias.written), std::string(lexicons.entity(it->second->entity).id), std::string(lexicons.entity(alias.entity).id)});
  }
  std::sort(clashes.begin(), clashes.end(),
            [](const AliasClash& a, const AliasClash& b) { return std::tie(a.alias, a.first, a.second) < std::tie(b.alias, b.first, b.second); });
  return clashes;
}

namespace {

const char* kind_name(LexiconKind kind) {
  switch (kind) {
    case LexiconKind::kNumber:
      return "number";
    case LexiconKind::kCurrency:
      return "currency";
    case LexiconKind::kUnit:
      return "unit";
    case LexiconKind::kNoun:
      return "noun";
    case LexiconKind::kMetric:
      return "metric";
    case LexiconKind::kRate:
      return "rate";
    case LexiconKind::kHedge:
      return "hedge";
    default:
      return "";
  }
}

}  // namespace

std::vector<CommonAlias> find_common_aliases(const Lexicons& lexicons) {
  std::vector<CommonAlias> found;
  for (const EntityAlias& alias : lexicons.aliases()) {
    // What the lexicons count or price under the same name is no other thing: Germans by their country's adjective, the Houthis, Brent.
    const EntityEntry& entity = lexicons.entity(alias.entity);
    const bool counted_too = entity.kind == "country" || entity.kind == "continent" || entity.kind == "armed-group" || entity.cls == "instrument";
    const bool capitals = alias.case_sensitive && std::all_of(alias.written.begin(), alias.written.end(), [](char c) { return c < 'a' || c > 'z'; });
    if (alias.use != EntityAlias::Use::kFull || capitals) continue;
    Document document;
    document.text = alias.written;
    const Analysis word = analyze(document, Field::kText, lexicons);
    if (word.tokens.size() != 1) continue;
    const NameRoles roles = lexicons.name_words().find(word.hashes[0]);
    std::string what = roles & kStop ? "stop" : roles & kCommon ? "common" : "";
    if (what.empty() && !alias.case_sensitive && !counted_too)
      for (const LexiconHit* hit = word.hits_begin(0); hit != word.hits_end(0) && what.empty(); ++hit)
        if (hit->length == 1 && hit->peeled == hit->article) what = kind_name(static_cast<LexiconKind>(hit->kind));
    if (!what.empty()) found.push_back({std::string(alias.written), std::string(lexicons.entity(alias.entity).id), std::move(what)});
  }
  std::sort(found.begin(), found.end(), [](const CommonAlias& a, const CommonAlias& b) { return std::tie(a.alias, a.entity) < std::tie(b.alias, b.entity); });
  return found;
}

}  // namespace mizan

// Where a subject stands and what people said of it: for those who look at one name (`mizan entity show`).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "db/entity_links.h"
#include "db/store.h"

namespace mizan {

struct EntityArticle {
  std::string document, source, published;
};

struct EntityDecision {
  std::string kind, who, at, target, other, article, name, text;  // other, article, name, text: where the decision has them
};

struct EntityUse {
  std::vector<EntityArticle> articles;           // that name it, the newest first
  std::map<std::string, std::uint64_t> metrics;  // facts whose subject it is, by measure
  std::uint64_t as_counterpart = 0;              // facts that name it as the other party
  std::vector<EntityDecision> decisions;         // on any of its ids, in order
};

Result<EntityUse> entity_use(const FactStore& store, const EntityLinks& links, const std::string& entity);
// Facts by the id that their subject stands for.
Result<std::map<std::string, std::uint64_t>> facts_by_subject(const FactStore& store, const EntityLinks& links);

}  // namespace mizan

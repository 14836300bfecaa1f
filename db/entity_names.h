// The names that the database's articles know things by: every entity id that was read, with the spellings it was seen in.
//
//   "org:~schneider-hofler": Schneider Hofler (4), شنايدر هوفلر (2)
//
// Of latest versions that are not withdrawn, and of drafts that are only being looked at. What entity_links.h makes one of; a function of the articles alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "db/entity_decisions.h"
#include "db/store.h"
#include "pipeline/pipeline.h"

namespace mizan {

// An id that no lexicon gave ("org:~schneider-hofler"): two articles may spell one name so that it has two of them.
bool is_unknown_id(std::string_view id);

// The slice of a text as a spelling: in one line.
std::string name_form(std::string slice);

struct NameRecord {
  std::string cls;                             // org person place product event instrument; of several the first in byte order
  std::map<std::string, std::uint64_t> names;  // what the articles call it in their outputs, with mentions; a name of the lexicon has one
  std::map<std::string, std::uint64_t> forms;  // the very slices, with mentions
  std::uint64_t mentions = 0, articles = 0;

  // The name used most; of equals the first in byte order.
  const std::string& name() const;
  NameRecord& operator+=(const NameRecord& other);
};

// By id, so in total order.
using EntityNames = std::map<std::string, NameRecord, std::less<>>;

// Ids that people took apart article by article (EntityDecisions::read_as) stand as what they decided.
Result<EntityNames> load_entity_names(const FactStore& store, const EntityDecisions& decisions);
// Adds those of an article that is not in the database.
void add_entity_names(EntityNames& names, const Document& document, const ArticleResult& result);

}  // namespace mizan

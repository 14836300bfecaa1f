// The names of all articles, counted and by key, kept in the database: what entity_links.h asks for without reading an article.
//
//   auto changed = update_name_index(store, decisions);      // the articles that were touched, and no others
//   auto names = related_names(store, changed->ids, changed->keys);   // those names, all that share a key with them, and so on
//
// Names that share no key are never linked, so the links of a set that is closed under "shares a key" are the links that all names together would give to it.
// Costs what was touched and what is related to it; the first time, after a new reading of stored articles, an erasure or a decision on names, all is counted
// anew.
#pragma once

#include <string>
#include <vector>

#include "db/entity_decisions.h"
#include "db/entity_names.h"
#include "db/store.h"

namespace mizan {

class Database;

extern const char* const kNameIndexSchema;

// What a name is looked up by. Two names that share none are never linked (but by people).
struct NameKeys {
  std::string shown;                   // what it is called most
  std::vector<std::string> spellings;  // name_key() of its full spellings, in order, each once
  std::vector<std::string> latin;      // full spellings in Latin letters
  bool unknown = false;

  NameKeys(const std::string& id, const NameRecord& record);
  // Each with its kind: "f" a spelling, "l" the sound of a name that has Latin letters, "a" the sound of one that has Arabic ones only and seeks those.
  std::vector<std::string> all() const;
};
// A key that more names have than this says too little: they are not compared.
inline constexpr std::size_t kMostOfAKey = 64;

struct NamesChanged {
  bool all = false;               // everything was counted anew
  bool too_many = false;          // so many came at once that all names have to be looked at
  std::vector<std::string> ids;   // whose record is another one now, or gone
  std::vector<std::string> keys;  // that they had or have
};
// Within a transaction of a store open for writing. `anew`: count everything.
NamesChanged update_name_index(FactStore& store, const EntityDecisions& decisions, bool anew);
// All of them.
EntityNames indexed_names(Database& db);
// The records of `ids`, of all names that have one of `keys`, and of all that those lead to. Is the index up to date? The caller knows.
EntityNames related_names(Database& db, const std::vector<std::string>& ids, const std::vector<std::string>& keys);
// Within the transaction that changes or erases what mentions say: names, keys and links are forgotten, and counted anew by the next reconciliation.
void forget_name_index(Database& db);

}  // namespace mizan

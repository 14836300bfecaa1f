// The names of all articles, counted and by key, kept in the database: what entity_links.h asks for without reading an article.
//
//   auto changed = update_name_index(store, decisions, false);      // counts the names of the articles that were touched in and out, and no others
//
// Kept with them are all possible links (edges), each with what it follows from: when names come or go, only what follows from their keys is asked again, and
// only what hangs together by edges is joined again. Costs what was touched; the first time, after a new reading of stored articles, an erasure or a decision
// on names, all is counted anew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/entity_decisions.h"
#include "db/entity_names.h"
#include "db/store.h"

namespace mizan {

extern const char* const kNameIndexSchema;
extern const char* const kNameEdgesSchema;

// What a name is looked up by. Two names that share none are never linked (but by people).
struct NameKeys {
  std::string shown;                   // what it is called most
  std::vector<std::string> spellings;  // name_key() of its full spellings, in order, each once
  std::vector<std::string> latin;      // full spellings in Latin letters
  bool unknown = false;
  std::string cls;

  bool operator==(const NameKeys&) const = default;
  NameKeys(const std::string& id, const NameRecord& record);
  // Each with its kind: "f" a spelling, "l" the sound of a name that has Latin letters, "a" the sound of one that has Arabic ones only and seeks those.
  std::vector<std::string> all() const;
};
// A key that more names have than this says too little: they are not compared.
inline constexpr std::size_t kMostOfAKey = 64;
// Some of them may have just come or gone: a key is taken for one that may have compared names up to here.
inline constexpr std::size_t kStillShared = 2 * kMostOfAKey;

struct NamesChanged {
  bool all = false;                    // everything was counted anew, or so much came at once that all links have to be
  std::vector<std::string> ids;        // that are called or spelled otherwise now, are new, or gone
  std::vector<std::string> recounted;  // that are only mentioned more often or less
  std::vector<std::string> keys;       // that `ids` had or have
};
// Within a transaction of a store open for writing. `anew`: count everything.
NamesChanged update_name_index(FactStore& store, const EntityDecisions& decisions, bool anew);
// All of them.
EntityNames indexed_names(Database& db);

// A possible link, and what it follows from: "f" and a shared spelling's key, or "s" and the id of an Arabic name that sounds like a Latin one.
struct NameEdge {
  std::string via, a, b;  // a < b
  int confidence = 0;
  std::string reason;
};

// Single questions to the index. Reads only.
class NameIndex {
 public:
  explicit NameIndex(Database& db);
  // Adds the record to `names` where the index has one and they do not.
  void read(const std::string& id, EntityNames& names);
  // Ids that have the key, in byte order; one more than `most` where there are more.
  std::vector<std::string> holders(std::string_view key, std::size_t most);
  // Possible links that follow from this, and those of this name.
  std::vector<NameEdge> edges_via(std::string_view via);
  std::vector<NameEdge> edges_of(std::string_view id);

 private:
  Statement record_, spellings_, holders_, via_, first_, second_;
};

// Which versions may mention a name that no lexicon has, so that nobody looks through all of them: name_uses. Brought up to date by update_name_index();
// here for a version that was read anew, within that transaction. What it mentioned before may stay: whoever asks looks at its names again.
void note_name_uses(Database& db, std::int64_t version);

// Within the transaction that changes or erases what mentions say: names, keys and links are forgotten, and counted anew by the next reconciliation.
void forget_name_index(Database& db);

}  // namespace mizan

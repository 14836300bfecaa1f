// Which articles have changed since facts were last compared: what an incremental `reconcile` looks at, and nothing else.
//
//   touch(db, article, Touch::kVersion);   // a new text of it arrived, in the transaction that writes it
//
// Whoever changes what an article says, or whether it counts, calls it: a new article, a new version, a withdrawal, an embargo that ends, an erasure, a new
// reading of its text, a decision on one of its figures. Touching an article that did not change costs time and changes nothing; forgetting to touch
// one that did makes reconcile tell the old story of it until `reconcile --full`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/result.h"

namespace mizan {

class Database;

// Why; kept for people who look into the database. Stored by name: never renamed.
enum class Touch : std::uint8_t { kArticle, kVersion, kErased, kEmbargo, kReread, kDecision };
const char* to_string(Touch why);

// Within the transaction of the change, so that the two stand or fall together. Errors stick to `db` (database.h). Again: changes nothing.
// The article need not exist any more.
void touch(Database& db, std::int64_t article, Touch why);
// The same for those who touch many: article and to_string(why) are bound to this.
extern const char* const kTouch;
// All of them, for changes of the policy or of the lexicons: the next reconciliation is a full one.
void touch_all(Database& db);

// Ascending ids. `all`: a full run is due, whatever the list says.
struct Touched {
  bool all = false;
  std::vector<std::int64_t> articles;
};
Result<Touched> touched_articles(Database& db);
// Within the transaction that writes the reconciliation.
void forget_touched(Database& db);

// What is remembered of the last reconciliation, by name; empty for nothing. Values are text of any kind.
std::string remembered(Database& db, std::string_view name);
void remember(Database& db, std::string_view name, std::string_view value);

}  // namespace mizan

// Erasing for good, as privacy and law may demand: an article, or a name.
//
//   auto erased = erase_article(store, "ledger-07", {});      // its texts, quotes, facts, claims, decisions on it
//   auto erased = erase_entity(store, "person:~hudaali");     // «هدى علي» (Huda Ali) in every text is painted over, her facts go
//
// What was erased does not come back: tombstones (hashes only) stay, and the same article, the same text, or the same name in a new article is not stored
// again. Deleted bytes are overwritten, the file is written anew and the log emptied, so they are in no free page either. Backups and exports made before are
// not ours.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"

namespace mizan {

class Database;

struct Erased {
  std::uint64_t articles = 0;  // erased (of an entity: painted over)
  std::uint64_t versions = 0;
  std::uint64_t mentions = 0, facts = 0;
  std::uint64_t decisions = 0;      // that quoted it
  std::vector<std::string> copies;  // ids of other articles with the very text, left where they are
};

// `id` as FactStore::article() takes it. Codes erase.absent; db.*. The store must be open for writing, with no run open.
Result<Erased> erase_article(FactStore& store, std::string_view id, std::string_view source);
// By entity id. Its spellings are those that mentions of it have; in articles that name it every occurrence of them is painted over, in others the whole
// name. Codes as above.
Result<Erased> erase_entity(FactStore& store, std::string_view id);

// The tombstones of a database.
class Erasures {
 public:
  static Erasures load(Database& database);  // errors stick to the database
  bool refuses(std::string_view article_key, std::string_view text_hash) const;
  bool names(const ArticleResult& result) const;
  // Paints over the erased names and takes out what was read of them. Offsets stay what they were, in bytes and in code points.
  void redact(Document& document, ArticleResult& result) const;

 private:
  std::set<std::string, std::less<>> articles_, texts_, entities_;
};

// Every letter of [begin, end) becomes a mark of as many bytes; blanks stay.
void paint_over(std::string& text, std::size_t begin, std::size_t end);

}  // namespace mizan

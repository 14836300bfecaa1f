// Reading stored articles again: are their mentions and facts what the program finds today? Does it change any, and which?
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/rows.h"
#include "db/store.h"

namespace mizan {

// Gives a document the language, date and place that it was read with where it states none.
void as_read(Document& document, const std::string& lang, const std::string& published, const std::string& place);

// Compares a new reading with the stored one, column for column. Uses temporary tables, so a connection that only reads will do.
class Rereading {
 public:
  explicit Rereading(Database& database);
  bool differs(std::int64_t version, const Document& document, const ArticleResult& result);
  // After differs(): puts the new rows in the place of the old. Claims follow the facts of the same span; those without one go. Within a transaction.
  void replace(std::int64_t version);

 private:
  Database& db_;
  ReadingWriter writer_;
  Statement compare_;
};

struct FactChange {
  std::string document, source;
  std::optional<StoredFact> before, after;  // of one span and measure; one is missing where the fact is new or gone
};
// What changed between two versions of an article: facts that both have are left out; of the others those on one subject and measure are put side by side.
std::vector<FactChange> changes_between(std::vector<StoredFact> before, std::vector<StoredFact> after);

struct VerdictChange {
  std::string group, subject, metric, before, after, reason;  // `before` or `after` is empty where the group is new or gone
};

struct ReextractOptions {
  std::string since;  // a day: only articles published then or later; empty: all
  bool write = true;  // false: everything is done, told and undone
  unsigned jobs = 0;
  RunDescription run;  // its program and lexicon tell which versions have been read otherwise
};
struct Reextraction {
  std::uint64_t versions = 0;           // read again
  std::uint64_t changed = 0;            // with other mentions or facts
  std::uint64_t facts = 0;              // changed, new and gone
  std::uint64_t remaining = 0;          // versions of another reading that are left (before `since`)
  std::vector<VerdictChange> verdicts;  // of groups of the last reconciliation
};

// Reads every version again that another program or lexicon has read. One transaction: readers see the old facts until all are new. Decisions stay; verdicts
// are told and not written: reconcile does that. `tell` hears of each fact that changes in a version that counts.
Result<Reextraction> reextract(FactStore& store, const ReextractOptions& options, const ArticleFunction& read,
                               const std::function<void(const FactChange&)>& tell);

}  // namespace mizan

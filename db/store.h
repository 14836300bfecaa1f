// The fact database: one SQLite file that keeps articles with their versions, what was found in them, and what reconciling said of it.
//
//   auto store = FactStore::open("news.db", OpenMode::kCreate);
//   if (!store) return exit_code_for(store.error());
//   store->begin_run({.command = "ingest", .program = "mizan 0.1.0", .lexicon = "5f3a9c"});
//   for (...) store->add(document, result);   // "بلغت إيرادات الشركة 20 مليار دولار", "revenue reached $20 billion"
//   store->finish_run();
//
// Identity of an article is source and id where it states its own id, else its URL, else where it came from (or its text, where it has no
// name at all). The same article again changes nothing; new text (or state, title, date) under one identity is a new version, and only
// the latest counts. Articles are appended, never altered.
//
// Comparing facts is reconcile.h; SQL is in schema.cc and store*.cc only. One thread uses a store at a time.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"
#include "pipeline/fact.h"
#include "pipeline/mention.h"
#include "pipeline/pipeline.h"
#include "pipeline/result.h"

namespace mizan {

class Database;

enum class OpenMode : std::uint8_t {
  kReadOnly,   // the file must be there; readers never wait for a writer, nor a writer for them
  kReadWrite,  // the file must be there; takes the writer's lock
  kCreate,     // makes the file where it is absent (its folder must be there); takes the writer's lock
  kDecide,     // for decisions of people only, one short transaction each (decisions.h): beside a running ingest, as it takes no writer's lock
};

// Exit code of the output contract for a database diagnostic: 5 for db.locked, 4 for all the others:
//   db.absent db.read_only db.not_mizan db.newer_schema db.older_schema db.locked db.full db.io
int exit_code_for(const Diagnostic& problem);

struct StoreOptions {
  std::size_t batch = 256;    // articles in one transaction
  unsigned lock_wait_ms = 0;  // how long to wait for another writer before db.locked; 0: not at all
};

// What is known of a run before it starts. Kept in the database with the first thing that the run changes: a run that changes nothing
// leaves no trace.
struct RunDescription {
  std::string command;  // "ingest"
  std::string program;  // "mizan 0.1.0"
  std::string lexicon;  // hash of the lexicons
  std::string options;  // as the user gave them; any text
};

enum class AddOutcome : std::uint8_t {
  kNew,         // an identity not seen before
  kNewVersion,  // a known identity with new text, title, dates or state
  kUnchanged,   // this very version is there already; nothing was written
  kCopy,        // an identity not seen before whose text another article has: kept, but one source with it
};

struct RunCounts {
  std::uint64_t articles = 0;  // all that were handed to add()
  std::uint64_t added = 0;
  std::uint64_t versions = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t copies = 0;
  std::uint64_t mentions = 0;  // written
  std::uint64_t facts = 0;     // written
};

// A mention as stored. `mention.rule` is empty; the rule is in `rule`. Token numbers and the folded span are not kept.
struct StoredMention {
  Mention mention;  // source span in bytes of the field's text
  std::string rule;
  std::uint32_t start = 0;  // code points
  std::uint32_t end = 0;
  std::string text;  // the very slice
};

// A fact as stored, with the article it stands in. `fact.rule` is empty; the rule is in `rule`.
struct StoredFact {
  Fact fact;  // spans in bytes of the field's text
  std::string rule;
  std::uint32_t start = 0;  // code points
  std::uint32_t end = 0;
  std::uint32_t sentence_start = 0;
  std::uint32_t sentence_end = 0;
  std::string text;            // the number's very slice
  std::string sentence;        // the sentence's very slice
  std::int64_t version = 0;    // database ids: good within this database only
  std::uint32_t sequence = 0;  // position among the version's facts
  std::string article_key;     // natural key
  std::string document;        // the article's id
  std::string source;
  std::string published;
  std::string content_hash;  // of the version; where facts() gives it
};

struct StoredArticle {
  std::int64_t article = 0;  // database ids
  std::int64_t version = 0;
  std::string key;         // natural key: "s:SOURCE/ID", "u:URL" or "h:HASH"
  Document document;       // of the latest version; `file` and `line` are those of its first arrival
  std::string lang;        // as decided when it was read
  int version_number = 1;  // 1-based
  int versions = 1;        // how many there are
  bool found_withdrawn = false;
  std::vector<StoredMention> mentions;  // title first, then text, each in order
  std::vector<StoredFact> facts;
};

// Empty members do not filter. Only latest versions that are not withdrawn are searched.
struct FactFilter {
  std::string subject;  // entity id, or a name in any case; matches the subject or the counterpart
  std::string metric;
  std::string source;
  std::string period;   // a prefix: "2025" finds 2025-Q2 too
  std::string article;  // the article's id or natural key
  std::string status;
  std::uint64_t limit = 0;  // 0: all
  std::uint64_t offset = 0;
};

struct StoreCounts {
  std::uint64_t sources = 0, articles = 0, versions = 0, withdrawn = 0, mentions = 0, facts = 0, groups = 0, claims = 0, decisions = 0, runs = 0;
  std::uint64_t mentions_by_type[11] = {};  // by MentionType
  int schema_version = 0;
};

class FactStore {
 public:
  // Schema versions that this program knows. A file of a later one is db.newer_schema; an older one is brought forward on opening for writing.
  static int schema_version();

  static Result<FactStore> open(const std::string& path, OpenMode mode, const StoreOptions& options = {});
  FactStore(FactStore&&) noexcept;
  FactStore& operator=(FactStore&&) noexcept;
  ~FactStore();  // an open batch is rolled back: call finish_run()

  // Starts a run. Writes nothing yet.
  Status begin_run(const RunDescription& run);
  // Stores one article with what was found in it. On an error the whole open batch is rolled back and the run should stop; what earlier
  // batches wrote stays, and ingesting the same input again finishes the job.
  Result<AddOutcome> add(const Document& document, const ArticleResult& result);
  // Commits the open batch now. finish_run() does, too.
  Status flush();
  Result<RunCounts> finish_run();

  // Facts in the order of publication, article and place in it, as people corrected them (decisions.h); the filter looks at what was read.
  Result<std::vector<StoredFact>> facts(const FactFilter& filter) const;
  // The latest version of the article with this id or natural key, with mentions and facts; nullopt where there is none. Where several
  // sources use one id, the first by natural key, unless `source` says which.
  Result<std::optional<StoredArticle>> article(std::string_view id, std::string_view source = {}) const;
  // Ids of all articles (or of one source), by natural key.
  Result<std::vector<std::string>> article_ids(std::string_view source = {}) const;
  Result<StoreCounts> counts() const;

  // Articles, facts, groups and decisions as NDJSON by natural keys, without row ids and times, in total order: two databases hold the same
  // when these bytes are the same. db.io where the stream fails.
  Status export_canonical(std::ostream& out) const;

  const std::string& path() const;
  // For the other files of this room.
  Database& database() const;
  // The running run's id; writes its record where that has not been done yet. Within a transaction only.
  Result<std::int64_t> run_id();

 private:
  struct Parts;
  explicit FactStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace mizan

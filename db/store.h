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
#include <functional>
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
//   db.absent db.read_only db.not_mizan db.newer_schema db.older_schema db.locked db.full db.io; of PostgreSQL db.empty db.no_access db.unreachable as well
int exit_code_for(const Diagnostic& problem);

struct StoreOptions {
  std::size_t batch = 1024;   // articles in one transaction; fewer where they are long (store.cc)
  unsigned lock_wait_ms = 0;  // how long to wait for another writer before db.locked; 0: not at all
  bool embargoed = false;     // readers only: show what is under embargo, too
};

// What is known of a run before it starts. Kept in the database with the first thing that the run changes: a run that changes nothing
// leaves no trace.
struct RunDescription {
  std::string command;  // "ingest"
  std::string program;  // "mizan 0.1.0"
  std::string lexicon;  // hash of the lexicons
  std::string options;  // as the user gave them; any text
  // What articles were read as that state none of these themselves. With program and lexicon, all that a reading depends on.
  std::string lang{}, published{}, place{};
  std::string request{};  // JSON: what was asked, for taking the run up again
};

enum class AddOutcome : std::uint8_t {
  kNew,         // an identity not seen before
  kNewVersion,  // a known identity with new text, title, dates or state
  kUnchanged,   // this very version is there already; nothing was written
  kCopy,        // an identity not seen before whose text another article has: kept, but one source with it
  kErased,      // somebody had it erased (erasure.h): nothing was written
};

struct RunCounts {
  std::uint64_t articles = 0;  // all that were handed to add()
  std::uint64_t added = 0;
  std::uint64_t versions = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t copies = 0;
  std::uint64_t embargoed = 0;  // of those added: nobody is shown them yet
  std::uint64_t erased = 0;     // refused
  std::uint64_t rejected = 0;   // handed to reject()
  std::uint64_t mentions = 0;   // written
  std::uint64_t facts = 0;      // written
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
  // The ids that were read, where subject or counterpart is another by now: linked across articles, or by people (entity_links.h); else empty.
  std::string subject_as_read, counterpart_as_read;
  std::string copy_of;  // id of the article whose text this one's repeats; where facts() gives it
  std::string lang;     // of the article, as decided when it was read; where facts() gives it
};

// One version of an article, as its history tells.
struct StoredVersion {
  int number = 1;       // in order of arrival
  bool latest = false;  // the one that counts
  std::string state, published, updated, embargo_until;
  std::string title;
  std::string content_hash;
  std::string arrived;  // UTC: when the run that brought it began
  std::string read_by;  // "mizan 0.1.0 lexicon 5f3a9c"
  std::vector<StoredFact> facts;
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
  std::string copy_of;                  // id of the article whose text it repeats, small edits apart, as last reconciled; empty for an original
  std::string read_by;                  // "mizan 0.1.0 lexicon 5f3a9c"
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

// A run as recorded.
struct StoredRun {
  std::int64_t id = 0;
  std::string command, program, lexicon, options, lang, published, place, request, started, ended;  // `ended` is empty where it was cut off
  std::uint64_t articles = 0, added = 0, versions = 0, rejected = 0, facts = 0;
};

struct StoreCounts {
  std::uint64_t sources = 0, articles = 0, versions = 0, withdrawn = 0, mentions = 0, facts = 0, groups = 0, conflicts = 0, claims = 0, decisions = 0, runs = 0;
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
  // What add() would make of it. Readers may ask, too.
  AddOutcome foresee(const Document& document);
  // Is this very version there already? Counts it as unchanged; so what was read in an earlier run need not be read again.
  bool knows(const Document& document);
  // Keeps what was left out of the input, with the reason, under the open run.
  Status reject(const Rejection& rejection);
  // Commits the open batch now. finish_run() does, too.
  Status flush();
  Result<RunCounts> finish_run();

  // Facts in the order of publication, article and place in it, as people corrected them (decisions.h), with subjects linked across articles (entity_links.h);
  // the filter looks at what was read, that on the subject at all that is linked.
  Result<std::vector<StoredFact>> facts(const FactFilter& filter) const;
  // The same one by one, so that none is held; `take` stops it with false, and asks nothing of the store.
  Status each_fact(const FactFilter& filter, const std::function<bool(StoredFact&&)>& take) const;
  // The latest version of the article with this id or natural key, with mentions and facts; nullopt where there is none. Where several
  // sources use one id, the first by natural key, unless `source` says which.
  Result<std::optional<StoredArticle>> article(std::string_view id, std::string_view source = {}) const;
  // All versions of it that may be shown, in order of arrival.
  Result<std::vector<StoredVersion>> history(const StoredArticle& article) const;
  // Is there an article with this id or natural key, under embargo or not?
  Result<bool> is_article(std::string_view id, std::string_view source = {}) const;
  // Ids of entities that mentions or facts have: `id` itself, else those of this very name, else those called so in some text.
  Result<std::vector<std::string>> entities_called(std::string_view name, std::string_view id) const;
  // Ids of all articles (or of one source), by natural key.
  Result<std::vector<std::string>> article_ids(std::string_view source = {}) const;
  Result<StoreCounts> counts() const;
  // The run of this number; the last one of `command` for 0. nullopt where there is none.
  Result<std::optional<StoredRun>> run(std::int64_t id, std::string_view command = "ingest") const;
  // What the run left out, in its order: `most` of them behind the first `skip`.
  Result<std::vector<Rejection>> rejections(std::int64_t run, std::size_t skip = 0, std::size_t most = INT64_MAX) const;
  // How the last run of this command that changed something was asked for; nullopt where there was none.
  Result<std::optional<RunDescription>> last_run(std::string_view command) const;

  // Articles, facts, groups and decisions as NDJSON by natural keys, without row ids and times, in total order: two databases hold the same
  // when these bytes are the same. db.io where the stream fails.
  Status export_canonical(std::ostream& out) const;

  const std::string& path() const;
  // For the other files of this room.
  Database& database() const;
  // The running run's id; writes its record where that has not been done yet. Within a transaction only.
  Result<std::int64_t> run_id();
  const RunCounts& counted() const;  // of the open run so far
  // The run that is or was open last; 0 where it left no record.
  std::int64_t last_run() const;

 private:
  struct Parts;
  Result<AddOutcome> insert(const Document& document, const ArticleResult& result, const std::string& key, const std::string& content, const std::string& text,
                            std::int64_t article, std::int64_t latest);
  explicit FactStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace mizan

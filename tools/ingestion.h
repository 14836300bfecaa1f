// Articles into the database, as `ingest` and `watch` do it: reads, leaves out what is there already, extracts, stores, keeps account of what was rejected.
// What another process has extracted (pipeline/extracted.h) is stored as it is.
//
//   Ingestion ingestion(request, engine, log);
//   IngestionReport report = ingestion.run(*reader);
//   if (report.failure) ...
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "db/maintenance.h"
#include "db/store.h"
#include "extractors/engine.h"
#include "pipeline/document.h"
#include "pipeline/extracted.h"
#include "tools/log.h"
#include "tools/progress.h"

namespace mizan::tools {

struct IngestionRequest {
  std::string db;
  unsigned wait_seconds = 0;  // for another writer
  unsigned jobs = 0;
  std::uint64_t limit = 0;     // articles that are not there yet; 0: all
  std::string since;           // a day: articles that state an earlier one are left out
  bool dry_run = false;        // says what would come of it; the database is only read
  bool fail_fast = false;      // the first rejection ends the run; what came before it is kept
  std::set<std::string> only;  // nothing but what lies in these files, where there are any
  RunDescription run;
  std::string by;  // program and lexicon as outputs name them: what was extracted elsewhere has to bear the same
};

struct IngestionReport {
  std::optional<Diagnostic> failure;  // of the database; the last batch was rolled back
  RunCounts counts;
  std::int64_t run = 0;  // its record; 0 where it left none
  std::uint64_t rejected = 0;
  std::uint64_t too_old = 0;   // left out for `since`
  bool stopped = false;        // at the limit, or at the first rejection
  std::vector<Reading> mixed;  // other programs' or lexicons' readings that the database holds, too
};

class Ingestion {
 public:
  // Keeps references: engine and log must outlive it.
  Ingestion(IngestionRequest request, const Engine& engine, const Log& log) : request_(std::move(request)), engine_(engine), log_(log) {}

  // Called for every rejection as it comes.
  std::function<void(const Rejection&)> on_rejection;

  // Where the reader puts what was found already in the article that it hands on (ReaderOptions::extracted); null where it does not.
  std::shared_ptr<Extracted>* arrived = nullptr;

  // `reader_found` is asked at the end: could anything be read at all? Where not, no database is made.
  IngestionReport run(DocumentReader& reader, Progress& progress, const std::function<bool()>& reader_found);

 private:
  class Filter;
  bool open(IngestionReport& report);
  Status read_as(const ReadingStamp& stamp);
  bool keep_rules(ArticleResult& found);

  IngestionRequest request_;
  const Engine& engine_;
  const Log& log_;
  std::optional<FactStore> store_;
  std::vector<Rejection> early_;                      // from before it was opened
  std::deque<std::shared_ptr<Extracted>> extracted_;  // of the articles and rejections on their way through the pipeline, in order; mostly null
  std::set<std::string> rules_;                       // of all articles that were extracted elsewhere
  RunCounts before_;                                  // of runs that ended because articles were read otherwise from there on
};

}  // namespace mizan::tools

// Articles into the database, as `ingest` and `watch` do it: reads, leaves out what is there already, extracts, stores, keeps account of what was rejected.
//
//   Ingestion ingestion(request, engine, log);
//   IngestionReport report = ingestion.run(*reader);
//   if (report.failure) ...
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "db/maintenance.h"
#include "db/store.h"
#include "extractors/engine.h"
#include "pipeline/document.h"
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

  // `reader_found` is asked at the end: could anything be read at all? Where not, no database is made.
  IngestionReport run(DocumentReader& reader, Progress& progress, const std::function<bool()>& reader_found);

 private:
  class Filter;
  bool open(IngestionReport& report);

  IngestionRequest request_;
  const Engine& engine_;
  const Log& log_;
  std::optional<FactStore> store_;
  std::vector<Rejection> early_;  // from before it was opened
};

}  // namespace mizan::tools

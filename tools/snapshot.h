// A snapshot's folder: articles.ndjson and decisions.ndjson (db/snapshot.h), what follows from them (canonical.ndjson, facts.csv with its metadata), and
// manifest.json with the SHA-256 of each. `mizan export --snapshot` makes one, `mizan db rebuild` makes the database again and compares the bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "extractors/engine.h"
#include "lexicons/lexicons.h"
#include "pipeline/result.h"
#include "tools/commands.h"

namespace mizan::tools {

struct SnapshotReport {
  std::uint64_t versions = 0, decisions = 0, facts = 0, groups = 0;
  bool same = true;     // of a rebuilt one: the canonical export has the manifest's hash
  std::string made_by;  // program and lexicon, as the manifest names them
};

// Into `folder`, which must not be there; it appears only once it is whole. Codes snapshot.exists, snapshot.no_run, db.*.
Result<SnapshotReport> make_snapshot(const Settings& settings, const std::string& folder, std::int64_t as_of, const std::shared_ptr<const Lexicons>& lexicons);
// A new database at settings.db. Codes snapshot.absent, snapshot.broken (a file is not what the manifest says), snapshot.exists, db.*.
Result<SnapshotReport> rebuild_snapshot(const Settings& settings, const std::string& folder, const std::shared_ptr<const Lexicons>& lexicons);

}  // namespace mizan::tools

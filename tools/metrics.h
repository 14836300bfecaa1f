// The metrics of a run for Prometheus, in the text form that the node exporter's textfile collector reads.
//
//   mizan ingest --metrics /var/lib/prometheus/node-exporter/mizan-ingest.prom ...
//
// One file a command (its metrics carry the command as a label), written beside itself and renamed: a scrape never sees half of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/store.h"
#include "tools/commands.h"

namespace mizan::tools {

struct Metrics {
  std::string command;
  Exit outcome = Exit::kDone;
  double seconds = 0;
  std::vector<std::pair<std::string, std::uint64_t>> counts;  // "articles_new": of this run
};

Metrics metrics_of(std::string_view command, Exit outcome, double seconds, const RunCounts& counts, std::uint64_t rejected);

// With the totals of the database where it can be read. Nothing where no path is given.
Status write_metrics(const std::string& path, const Metrics& metrics, const std::string& db);

}  // namespace mizan::tools

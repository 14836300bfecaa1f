#include "tools/metrics.h"

#include <fmt/format.h>

#include "db/maintenance.h"
#include "db/moment.h"
#include "tools/output.h"

namespace mizan::tools {
namespace {

class Page {
 public:
  explicit Page(std::string command) : command_(std::move(command)) {}
  template <typename Number>
  void gauge(std::string_view name, std::string_view help, Number value) {
    text_ += fmt::format("# HELP mizan_{0} {1}\n# TYPE mizan_{0} gauge\nmizan_{0}{{command=\"{2}\"}} {3}\n", name, help, command_, value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string command_, text_;
};

}  // namespace

Metrics metrics_of(std::string_view command, Exit outcome, double seconds, const RunCounts& c, std::uint64_t rejected) {
  return {std::string(command),
          outcome,
          seconds,
          {{"articles", c.articles},
           {"articles_new", c.added},
           {"articles_copies", c.copies},
           {"versions_new", c.versions},
           {"articles_unchanged", c.unchanged},
           {"articles_embargoed", c.embargoed},
           {"articles_rejected", rejected},
           {"facts_new", c.facts}}};
}

Status write_metrics(const std::string& path, const Metrics& metrics, const std::string& db) {
  if (path.empty()) return Done{};
  Page page(metrics.command);
  const bool fine = metrics.outcome == Exit::kDone || metrics.outcome == Exit::kConflict;
  page.gauge("last_run_timestamp_seconds", "When the last run ended, in seconds since 1970.", utc_seconds());
  page.gauge("last_run_success", "1 where the last run was done and nothing was rejected.", fine ? 1 : 0);
  page.gauge("last_run_exit_code", "Exit code of the last run.", static_cast<int>(metrics.outcome));
  page.gauge("last_run_duration_seconds", "How long the last run took.", fmt::format("{:.3f}", metrics.seconds));
  for (const auto& [name, count] : metrics.counts) page.gauge("last_run_" + name, "Of the last run.", count);
  if (auto store = FactStore::open(db, OpenMode::kReadOnly)) {
    if (auto totals = store->counts()) {
      page.gauge("database_articles", "Articles in the database.", totals->articles);
      page.gauge("database_versions", "Article versions in the database.", totals->versions);
      page.gauge("database_facts", "Facts in the database.", totals->facts);
      page.gauge("database_groups", "Groups of the last reconciliation.", totals->groups);
      page.gauge("database_conflicts", "Groups of the last reconciliation that are in conflict.", totals->conflicts);
    }
    if (auto size = file_size(*store)) {
      page.gauge("database_bytes", "Size of the database file.", size->file);
      page.gauge("database_log_bytes", "Size of its write-ahead log.", size->log);
    }
  }
  Output out;
  Status done = out.open(path);
  if (!done) return done;
  out.write(page.text());
  return out.finish();
}

}  // namespace mizan::tools

// mizan reconcile: compares the facts of all articles, keeps the verdicts in the database and prints them.

#include "db/reconcile.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "db/reconcile_json.h"
#include "db/search_index.h"
#include "tools/csv.h"
#include "tools/fact_rows.h"
#include "tools/log.h"
#include "tools/metrics.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/reconcile_html.h"
#include "tools/reconcile_table.h"
#include "tools/search.h"

namespace mizan::tools {
namespace {

// Conflicts that stand open on a page or screen: an editor reads these; the rest is folded.
constexpr std::size_t kBudget = 20;
// Groups in agreement on a page where no --limit says otherwise.
constexpr std::size_t kAgreeingOnPage = 200;
// Groups in agreement that the table lists where no --limit says otherwise: people read the others.
constexpr std::size_t kBrief = 20;

std::string written(const std::optional<Decimal>& number) {
  return number ? number->to_string() : std::string();
}

std::string as_csv(const std::vector<Group>& groups) {
  std::string out;
  csv_row(out, {"group",       "verdict", "reason", "confidence", "sources", "story",    "subject", "subject_name", "metric",  "noun",  "period",
                "counterpart", "check",   "stated", "computed",   "cluster", "document", "source",  "published",    "field",   "start", "end",
                "text",        "low",     "high",   "value",      "unit",    "per",      "bound",   "status",       "sentence"});
  for (const Group& g : groups) {
    for (const GroupClaim& c : g.claims) {
      csv_row(out, {g.id,
                    to_string(g.verdict),
                    csv_text(g.reason),
                    std::to_string(g.confidence_percent),
                    std::to_string(g.sources),
                    g.story,
                    g.subject,
                    csv_text(g.subject_name),
                    g.metric,
                    csv_text(g.noun),
                    g.period,
                    g.counterpart,
                    to_string(g.check),
                    g.stated,
                    g.computed,
                    std::to_string(c.cluster),
                    csv_text(c.document),
                    csv_text(c.source),
                    csv_text(c.published),
                    c.field == Field::kTitle ? "title" : "text",
                    std::to_string(c.start),
                    std::to_string(c.end),
                    csv_text(c.text),
                    written(c.low),
                    written(c.high),
                    c.value,
                    c.unit,
                    c.per,
                    to_string(c.bound),
                    c.status,
                    csv_text(c.sentence)});
    }
  }
  return out;
}

class Reconcile final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (Status since = check_day("--since", settings.since); !since) return since;
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    const auto begin = std::chrono::steady_clock::now();
    auto lexicons = Lexicons::load({settings_.lexicons});
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    std::string by = identity(**lexicons);
    subject_ = subject_id(settings_.subject, *lexicons);
    // With what is under embargo nothing is kept: verdicts in the database are for everybody.
    Result<FactStore> store = settings_.embargoed ? FactStore::open(settings_.db, OpenMode::kReadOnly, {.embargoed = true})
                                                  : FactStore::open(settings_.db, OpenMode::kReadWrite, {.lock_wait_ms = std::max(2u, settings_.wait) * 1000});
    if (!store) return failed(store.error(), log);
    ReconcileOptions options;
    options.include_single = settings_.include == "single" || settings_.verdict == "single";
    options.run.program = program();
    options.run.lexicon = (*lexicons)->hash();
    Result<Reconciliation> result = settings_.embargoed ? reconcile_read_only(*store, options.include_single) : reconcile(*store, options);
    if (!result) return failed(result.error(), log);
    if (Status indexed = settings_.embargoed ? Status(Done{}) : index_search(*store); !indexed) return failed(indexed.error(), log);

    std::vector<Group> shown;
    for (const Group& group : result->groups) {
      if (settings_.limit != 0 && shown.size() == settings_.limit) break;
      if (wanted(group)) shown.push_back(group);
    }
    Output out;
    Status done = out.open(settings_.output);
    if (done) {
      std::string to = settings_.to.empty() ? "table" : settings_.to;
      if (to == "json") out.write(reconciliation_json(shown, by));
      if (to == "csv" && settings_.excel) out.write(kByteOrderMark);
      if (to == "csv") out.write(as_csv(shown));
      if (to == "ndjson") {
        for (const Group& group : shown) {
          std::string line;
          append_group_json(line, group, by);
          out.write(line + "\n");
        }
      }
      if (to == "html") out.write(reconcile_html(*result, shown, kBudget, settings_.limit == 0 ? kAgreeingOnPage : shown.size(), by));
      if (to == "table") {
        const std::size_t folded = settings_.limit == 0 && settings_.verdict.empty() ? fold(shown) : 0;
        out.write(reconcile_table(*result, shown, settings_.limit == 0 ? kBrief : shown.size(), Screen::of(out)));
        if (folded != 0) out.write(fmt::format("{} more conflicts of less weight: --verdict conflict lists them all\n", folded));
      }
      done = out.finish();
    }
    if (!done) {
      log.error(done.error());
      return Exit::kNothing;
    }
    const Exit outcome = settings_.fail_on_conflict && result->new_conflicts > 0 ? Exit::kConflict : Exit::kDone;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const Metrics metrics{"reconcile",
                          outcome,
                          seconds,
                          {{"facts", result->facts}, {"stories", result->stories}, {"copies", result->copies}, {"new_conflicts", result->new_conflicts}}};
    if (Status kept = write_metrics(settings_.metrics, metrics, settings_.db); !kept) log.warning(kept.error());
    return outcome;
  }

 private:
  // Takes the conflicts beyond the budget away; they come by weight. How many there were.
  static std::size_t fold(std::vector<Group>& shown) {
    std::size_t conflicts = 0;
    return std::erase_if(shown, [&](const Group& group) { return group.verdict == Verdict::kConflict && ++conflicts > kBudget; });
  }

  bool wanted(const Group& group) const {
    if (!settings_.verdict.empty() && settings_.verdict != to_string(group.verdict)) return false;
    if (!settings_.story.empty() && settings_.story != group.story) return false;
    auto recent = [&](const GroupClaim& claim) { return claim.published.substr(0, 10) >= settings_.since; };
    if (!settings_.since.empty() && std::none_of(group.claims.begin(), group.claims.end(), recent)) return false;
    if (!settings_.metric.empty() && settings_.metric != group.metric) return false;
    if (!subject_.empty() && subject_ != group.subject && !found_in(subject_, group.subject_name)) return false;
    auto from_source = [&](const GroupClaim& claim) { return claim.source == settings_.source; };
    return settings_.source.empty() || std::any_of(group.claims.begin(), group.claims.end(), from_source);
  }

  Settings settings_;
  std::string subject_;  // the id where the lexicons know the name
};

}  // namespace

std::unique_ptr<Command> make_reconcile() {
  return std::make_unique<Reconcile>();
}

}  // namespace mizan::tools

// mizan reconcile: compares the facts of all articles, keeps the verdicts in the database and prints them.

#include "db/reconcile.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

#include "db/alarm.h"
#include "db/desk_queries.h"
#include "db/entity_links.h"
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
    auto lexicons = Lexicons::load(lexicon_options(settings_));
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
    options.full = settings_.full;
    const bool page = settings_.limit == 0 && !settings_.all && (settings_.to.empty() || settings_.to == "table") && !filtered();
    if (page) options.most = kBudget;
    options.run.program = program();
    options.run.lexicon = (*lexicons)->hash();
    Result<Reconciliation> result = settings_.embargoed ? reconcile_read_only(*store, options.include_single) : reconcile(*store, options);
    if (!result) return failed(result.error(), log);
    if (Status indexed = settings_.embargoed ? Status(Done{}) : index_search(*store); !indexed) return failed(indexed.error(), log);
    if (!subject_.empty()) {
      auto links = EntityLinks::load(*store);
      if (!links) return failed(links.error(), log);
      auto ids = resolve_entity(*store, *links, subject_);
      if (!ids) return failed(ids.error(), log);
      subjects_.insert(ids->begin(), ids->end());
    }

    std::vector<Group> shown;
    for (const Group& group : result->groups) {
      if (settings_.limit != 0 && shown.size() == settings_.limit) break;
      if (wanted(group)) shown.push_back(group);
    }
    Output out;
    Status done = out.open(settings_.output, settings_.to);
    if (done) {
      std::string to = settings_.to.empty() ? "table" : settings_.to;
      if (to == "json") out.write(reconciliation_json(shown, by));
      if (to == "csv" && settings_.excel) out.write(kByteOrderMark);
      if (to == "csv") out.write(groups_csv(shown));
      if (to == "ndjson") {
        for (const Group& group : shown) {
          std::string line;
          append_group_json(line, group, by);
          out.write(line + "\n");
        }
      }
      if (to == "html")
        out.write(reconcile_html(*result, shown, kBudget, settings_.limit == 0 && !settings_.all ? kAgreeingOnPage : shown.size(), by, lexicons->get()));
      if (to == "table") {
        out.write(reconcile_table(*result, shown, settings_.limit == 0 && !settings_.all ? kBrief : shown.size(), Screen::of(out)));
        if (page) out.write(folded(*result));
      }
      done = out.finish();
    }
    if (!done) {
      log.error(done.error());
      return Exit::kNothing;
    }
    if (shown.empty() && filtered() && !result->groups.empty())
      log.note(fmt::format("no group fits what was asked for; there are {} in all", result->groups.size()));
    const Exit outcome =
        settings_.embargoed ? (settings_.fail_on_conflict && result->new_conflicts > 0 ? Exit::kConflict : Exit::kDone) : tell(*store, by, log);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const Metrics metrics{"reconcile",
                          outcome,
                          seconds,
                          {{"facts", result->facts}, {"stories", result->stories}, {"copies", result->copies}, {"new_conflicts", result->new_conflicts}}};
    if (Status kept = write_metrics(settings_.metrics, metrics, settings_.db); !kept) log.warning(kept.error());
    return outcome;
  }

 private:
  // Each new conflict once. What was told is noted only after the output is out and the commands have run: what a crash cuts off is told the next time.
  Exit tell(FactStore& store, const std::string& by, const Log& log) {
    auto alarms = open_alarms(store);
    if (!alarms) return failed(alarms.error(), log);
    if (alarms->empty()) return Exit::kDone;
    std::vector<Alarm> told = *alarms;
    bool refused = false;
    if (!settings_.notify.empty()) {
      told.clear();
      for (const Alarm& alarm : *alarms) {
        auto groups = read_groups(store, {alarm.group});
        if (!groups) return failed(groups.error(), log);
        if (groups->empty()) continue;
        std::string json = fmt::format("{{\"schema\":1,\"alarm\":\"{}\",\"group\":", alarm.id);
        append_group_json(json, groups->front(), by);
        if (run_command(settings_.notify, json + "}\n")) {
          told.push_back(alarm);
          continue;
        }
        // The next would most likely fail as well.
        log.error({.code = "notify.failed",
                   .message = fmt::format("\"{}\" did not take the alarm {}", settings_.notify, alarm.id),
                   .remedy = "it is told again with the next reconcile",
                   .file = {}});
        refused = true;
        break;
      }
    }
    if (Status closed = close_alarms(store, told); !closed) return failed(closed.error(), log);
    if (settings_.fail_on_conflict) return Exit::kConflict;
    return refused ? Exit::kRejected : Exit::kDone;
  }

  // Runs a command of the shell with this on its standard input; false where it cannot be run or does not end with 0.
  static bool run_command(const std::string& command, const std::string& input) {
    FILE* const pipe = ::popen(command.c_str(), "w");
    if (!pipe) return false;
    const bool written = std::fwrite(input.data(), 1, input.size(), pipe) == input.size();
    const int code = ::pclose(pipe);
    return code == 0 && written;
  }

  // A filter is a question of its own: it is answered in full.
  bool filtered() const {
    return !settings_.verdict.empty() || !settings_.story.empty() || !settings_.since.empty() || !settings_.metric.empty() || !settings_.subject.empty() ||
           !settings_.source.empty();
  }

  // "59 more conflicts, 36 more updates of less weight: ..."; empty where all are shown.
  static std::string folded(const Reconciliation& result) {
    std::string out;
    for (const auto& [verdict, name] :
         {std::pair(Verdict::kConflict, "conflicts"), std::pair(Verdict::kDisputed, "disputed"), std::pair(Verdict::kCorrected, "corrected"),
          std::pair(Verdict::kPartial, "partial"), std::pair(Verdict::kUpdate, "updates"), std::pair(Verdict::kIncomparable, "incomparable")}) {
      const std::uint64_t all = result.verdicts[static_cast<std::size_t>(verdict)];
      if (all > kBudget) out += fmt::format("{}{} more {}", out.empty() ? "" : ", ", all - kBudget, name);
    }
    return out.empty() ? out : out + " of less weight: --all lists them\n";
  }

  bool wanted(const Group& group) const {
    if (!settings_.verdict.empty() && settings_.verdict != to_string(group.verdict)) return false;
    if (!settings_.story.empty() && settings_.story != group.story) return false;
    auto recent = [&](const GroupClaim& claim) { return claim.published.substr(0, 10) >= settings_.since; };
    if (!settings_.since.empty() && std::none_of(group.claims.begin(), group.claims.end(), recent)) return false;
    if (!settings_.metric.empty() && settings_.metric != group.metric) return false;
    if (!subject_.empty() && subject_ != group.subject && !subjects_.count(group.subject) && !found_in(subject_, group.subject_name)) return false;
    auto from_source = [&](const GroupClaim& claim) { return claim.source == settings_.source; };
    return settings_.source.empty() || std::any_of(group.claims.begin(), group.claims.end(), from_source);
  }

  Settings settings_;
  std::string subject_;             // the id where the lexicons know the name
  std::set<std::string> subjects_;  // what it stands for in this database
};

}  // namespace

std::unique_ptr<Command> make_reconcile() {
  return std::make_unique<Reconcile>();
}

}  // namespace mizan::tools

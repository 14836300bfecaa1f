// mizan db: the database in order: verify, stats, backup, vacuum, migrate, reextract, erase.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "db/erasure.h"
#include "db/maintenance.h"
#include "db/rereading.h"
#include "db/store.h"
#include "extractors/engine.h"
#include "tools/fact_rows.h"
#include "tools/figure.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/search.h"
#include "tools/snapshot.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

// "1 version", "2 versions".
std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string size_of(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  double size = static_cast<double>(bytes);
  int unit = 0;
  for (; size >= 1024 && unit < 4; ++unit) size /= 1024;
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.1f} {}", size, kUnits[unit]);
}

class Db final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (Status db = check_db(settings); !db) return db;
    if (settings.operands.empty())
      return Diagnostic{"usage", "db does what?", "verify, stats, backup FILE, vacuum, migrate, reextract, erase ID or rebuild FOLDER", {}, 0, 0};
    verb_ = settings.operands[0];
    constexpr std::pair<std::string_view, std::size_t> kVerbs[] = {{"verify", 0},  {"stats", 0},     {"backup", 1}, {"vacuum", 0},
                                                                   {"migrate", 0}, {"reextract", 0}, {"erase", 1},  {"rebuild", 1}};
    std::vector<std::string> names;
    for (const auto& [name, operands] : kVerbs) {
      names.emplace_back(name);
      if (verb_ != name) continue;
      if (settings.operands.size() != operands + 1) {
        return Diagnostic{"usage",
                          fmt::format("db {} takes {}", name,
                                      operands == 0       ? "no argument"
                                      : name == "backup"  ? "one file"
                                      : name == "rebuild" ? "one folder"
                                                          : "one article or name"),
                          "See mizan db --help",
                          {},
                          0,
                          0};
      }
      return check_day("--since", settings.since);
    }
    const std::string near = nearest(verb_, names);
    return Diagnostic{"usage", fmt::format("there is no db {}", verb_), near.empty() ? "See mizan db --help" : "Did you mean " + near + "?", {}, 0, 0};
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    lexicons_ = *lexicons;
    Output out;
    if (Status opened = out.open(settings_.output, settings_.to); !opened) {
      log.error(opened.error());
      return Exit::kNothing;
    }
    Exit outcome = verb_ == "verify"    ? verify_it(out, log)
                   : verb_ == "stats"   ? stats(out, log)
                   : verb_ == "backup"  ? backup(out, log)
                   : verb_ == "rebuild" ? rebuild(out, log)
                                        : change(out, log);
    if (Status written = out.finish(); !written) {
      log.error(written.error());
      return Exit::kNothing;
    }
    return outcome;
  }

 private:
  Result<FactStore> open(OpenMode mode) const { return FactStore::open(settings_.db, mode, {.lock_wait_ms = settings_.wait * 1000}); }
  void tell(Output& out, const std::string& line) const {
    if (!settings_.quiet) out.write(line + "\n");
  }

  Exit verify_it(Output& out, const Log& log) const {
    auto store = open(OpenMode::kReadOnly);
    if (!store) return failed(store.error(), log);
    Engine engine(lexicons_);
    auto found = verify(
        *store, {.versions = settings_.replay, .program = program(), .lexicon = lexicons_->hash(), .read = [&](const Document& d) { return engine.read(d); }});
    if (!found) return failed(found.error(), log);
    for (const std::string& problem : found->problems)
      log.error({"db.unsound", problem, "restore a backup, or ingest the articles into a new database", settings_.db, 0, 0});
    if (settings_.replay != 0) {
      std::string line = counted(found->replayed, "version") + " read again";
      if (found->other_readings != 0)
        line += fmt::format("; {} left out: read by another program or lexicon (mizan db reextract), or with erased names", found->other_readings);
      tell(out, line);
    }
    tell(out, fmt::format("{}, {}: {}", counted(found->articles, "article"), counted(found->versions, "version"),
                          found->problems.empty() ? "sound" : counted(found->problems.size(), "problem") + " found"));
    return found->problems.empty() ? Exit::kDone : Exit::kNothing;
  }

  Exit rebuild(Output& out, const Log& log) const {
    const auto made = rebuild_snapshot(settings_, settings_.operands[1], lexicons_);
    if (!made) return failed(made.error(), log);
    const std::string what = fmt::format("{}, {}, {}, {}", counted(made->versions, "version"), counted(made->decisions, "decision"),
                                         counted(made->facts, "fact"), counted(made->groups, "group"));
    if (!made->same) {
      log.error({"snapshot.differs", fmt::format("{} made another database than the snapshot's: {}", identity(*lexicons_), what),
                 made->made_by == identity(*lexicons_) ? "it was changed while it was taken; take it anew" : "rebuild it with " + made->made_by,
                 settings_.operands[1], 0, 0});
      return Exit::kRejected;
    }
    tell(out, what + ": the same, to the byte");
    return Exit::kDone;
  }

  Exit stats(Output& out, const Log& log) const {
    auto store = open(OpenMode::kReadOnly);
    if (!store) return failed(store.error(), log);
    auto counts = store->counts();
    auto size = counts ? file_size(*store) : Result<FileSize>(counts.error());
    auto who = size ? readings(*store) : Result<std::vector<Reading>>(size.error());
    if (!who) return failed(who.error(), log);
    auto line = [&](std::string_view name, const std::string& value) { out.write(fmt::format("{:<14}{}\n", name, value)); };
    line("file", fmt::format("{}, log {}, free {}", size_of(size->file), size_of(size->log), size_of(size->free)));
    line("schema", std::to_string(counts->schema_version));
    line("articles", fmt::format("{} of {} sources, {} versions, {} withdrawn", counts->articles, counts->sources, counts->versions, counts->withdrawn));
    line("mentions", std::to_string(counts->mentions));
    line("facts", std::to_string(counts->facts));
    line("groups", fmt::format("{}, {} of them in conflict", counts->groups, counts->conflicts));
    line("decisions", std::to_string(counts->decisions));
    for (const Reading& r : *who) line("read by", fmt::format("{} lexicon {}: {} versions", r.program, r.lexicon, r.versions));
    if (who->size() > 1)
      log.warning(
          {"db.mixed_readings", "the database mixes readings of different programs or lexicons", "mizan db reextract reads them anew", settings_.db, 0, 0});
    const auto last = store->run(0);
    if (!last) return failed(last.error(), log);
    if (*last) {
      const StoredRun& r = **last;
      line("last ingest", fmt::format("run {}, {}{}: {} articles, {} new, {} new versions, {} rejected", r.id, r.started,
                                      r.ended.empty() ? ", running or cut off" : "", r.articles, r.added, r.versions, r.rejected));
    }
    return Exit::kDone;
  }

  Exit backup(Output& out, const Log& log) const {
    auto store = open(OpenMode::kReadOnly);
    if (!store) return failed(store.error(), log);
    if (Status done = back_up(*store, settings_.operands[1]); !done) return failed(done.error(), log);
    tell(out, "copied to " + settings_.operands[1]);
    return Exit::kDone;
  }

  // What needs the writer's lock.
  Exit change(Output& out, const Log& log) const {
    if (verb_ == "reextract" || verb_ == "erase" || verb_ == "vacuum" || verb_ == "migrate") {
      auto store = open(OpenMode::kReadWrite);  // brings the schema forward
      if (!store) return failed(store.error(), log);
      if (verb_ == "reextract") return reread(*store, out, log);
      if (verb_ == "erase") return erase(*store, out, log);
      if (verb_ == "migrate") {
        tell(out, fmt::format("the database has schema version {}", FactStore::schema_version()));
        return Exit::kDone;
      }
      auto before = file_size(*store);
      if (Status done = vacuum(*store); !done) return failed(done.error(), log);
      auto after = file_size(*store);
      if (before && after) tell(out, fmt::format("{} before, {} now", size_of(before->file + before->log), size_of(after->file + after->log)));
    }
    return Exit::kDone;
  }

  Exit reread(FactStore& store, Output& out, const Log& log) const {
    Engine engine(lexicons_);
    ReextractOptions options;
    options.since = settings_.since;
    options.write = !settings_.dry_run;
    options.jobs = settings_.jobs;
    options.run = {.command = "reextract", .program = program(), .lexicon = lexicons_->hash(), .options = settings_.no_model ? "--no-model" : ""};
    std::string article;
    auto found = reextract(
        store, options, [&](const Document& d) { return engine.read(d); },
        [&](const FactChange& change) {
          if (settings_.quiet) return;
          if (article != change.source + "/" + change.document) {
            article = change.source + "/" + change.document;
            out.write(neutral(change.document + (change.source.empty() ? "" : "  (" + change.source + ")")) + "\n");
          }
          const StoredFact& any = change.after ? *change.after : *change.before;
          if (change.before) out.write("  - " + fact_line(*change.before) + "\n");
          if (change.after) out.write("  + " + fact_line(*change.after) + "\n");
          out.write("      " + clipped(neutral(any.sentence), 110) + "\n");
        });
    if (!found) return failed(found.error(), log);
    for (const VerdictChange& v : found->verdicts) {
      tell(out, neutral(fmt::format("{}  {} · {}: {} → {}  {}", v.group, v.subject.empty() ? "(the story)" : v.subject, measure(v.metric, ""),
                                    v.before.empty() ? "(new)" : v.before, v.after.empty() ? "(gone)" : v.after, readable(v.reason))));
    }
    tell(out, fmt::format("{}{} read again: {} with changes, {} changed, {} {}", settings_.dry_run ? "dry run, nothing was kept: " : "",
                          counted(found->versions, "version"), found->changed, counted(found->facts, "fact"), counted(found->verdicts.size(), "verdict"),
                          settings_.dry_run ? "would change" : "to change with the next reconcile"));
    if (found->remaining != 0) {
      log.warning({"db.mixed_readings", fmt::format("{} older versions stay as another program or lexicon read them", found->remaining),
                   "mizan db reextract without --since", settings_.db, 0, 0});
    }
    return Exit::kDone;
  }

  Exit erase(FactStore& store, Output& out, const Log& log) const {
    const std::string& what = settings_.operands[1];
    auto there = store.is_article(what, settings_.source);
    if (!there) return failed(there.error(), log);
    if (*there) {
      auto erased = erase_article(store, what, settings_.source);
      if (!erased) return failed(erased.error(), log);
      tell(out, fmt::format("erased: 1 article in {} versions, {} mentions, {} facts, {} decisions", erased->versions, erased->mentions, erased->facts,
                            erased->decisions));
      if (!erased->copies.empty()) {
        log.warning({"erase.copies",
                     fmt::format("{} other articles have the same text and are still there: {}", erased->copies.size(), fmt::join(erased->copies, ", ")),
                     "erase them, too", settings_.db, 0, 0});
      }
    } else {
      auto ids = store.entities_called(what, subject_id(what, lexicons_));
      if (!ids) return failed(ids.error(), log);
      if (ids->empty()) {
        log.error({"erase.absent", fmt::format("there is no article and no name {}", what), "mizan facts lists both", settings_.db, 0, 0});
        return Exit::kNothing;
      }
      for (const std::string& id : *ids) {
        auto erased = erase_entity(store, id);
        if (!erased) return failed(erased.error(), log);
        tell(out, fmt::format("erased: {} in {} versions of {} articles, {} mentions, {} facts, {} decisions", id, erased->versions, erased->articles,
                              erased->mentions, erased->facts, erased->decisions));
      }
    }
    tell(out, "verdicts that rested on it come back right with the next reconcile; backups and exports made before still hold it");
    return Exit::kDone;
  }

  Settings settings_;
  std::string verb_;
  std::shared_ptr<const Lexicons> lexicons_;
};

}  // namespace

std::unique_ptr<Command> make_db() {
  return std::make_unique<Db>();
}

}  // namespace mizan::tools

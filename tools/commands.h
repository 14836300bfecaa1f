// The commands of the program and their options: one ordered table that drives dispatch, --help and the man pages.
//
// To add a command: a row in commands.cc and a file of its own. To add an option: a member of Settings, a row in commands.cc, and its name in the rows
// of the commands that take it. What a command does stands in its own file; what a library user would want stands in the rooms below.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pipeline/result.h"

namespace mizan::tools {

// Exit codes. Scripts rely on them: never renumbered.
enum class Exit : int {
  kDone = 0,  // an empty input too, with a warning
  kUsage = 1,
  kConfiguration = 2,  // configuration or lexicon error
  kRejected = 3,       // done, but some input was rejected, each with a reason on standard error
  kNothing = 4,        // nothing could be read or written; nothing half-written
  kBusy = 5,           // another writer holds the database
  kConflict = 6,       // conflicts found, with --fail-on-conflict or check
};

// What the user asked for: every option of every command, and the operands. Defaults stand here.
struct Settings {
  std::vector<std::string> operands;
  std::string db;
  std::string from = "auto";
  std::string encoding;
  std::string columns;
  std::string to;  // empty: table on a terminal, ndjson otherwise (extract); table (others)
  std::string output;
  std::string lang = "auto";
  std::string published;
  std::string place;
  std::string lexicons;
  std::string source;
  std::string metric;
  std::string subject;
  std::string include;
  std::string errors;
  std::string html;
  std::string log_format = "text";
  unsigned jobs = 0;   // 0: all cores
  unsigned limit = 0;  // 0: no limit
  bool quiet = false;
  bool fail_on_conflict = false;
  bool full = false;  // compare everything anew
  bool all = false;   // nothing folded
  bool always = false;
  std::string notify;  // a command of the shell
  std::string since;   // a day
  std::string verdict;
  std::string story;
  std::string group;
  std::string by;    // who decides
  std::string note;  // why
  bool canonical = false;
  bool groups = false;
  bool csvw = false;
  std::string snapshot;
  unsigned as_of = 0;  // a run; 0: the last
  bool excel = false;
  bool not_a_fact = false;
  std::string retry;                  // a run's number, or "last"
  std::string rejections;             // a file for them
  std::string metrics;                // a file for them
  std::string max_article, max_line;  // bytes, 64K, 32M
  unsigned first_line = 1;            // of the file that the input is cut from
  unsigned max_nesting = 0;           // 0: the reader's own limit
  unsigned wait = 0;                  // seconds for another writer
  unsigned replay = 0;                // versions
  unsigned interval = 10;             // seconds between looks at an inbox
  unsigned settle = 2;                // seconds that a file has to be left alone
  bool dry_run = false;
  bool fail_fast = false;
  bool embargoed = false;
  bool once = false;
  std::string bind = "127.0.0.1";  // serve: the address to listen on
  unsigned port = 8780;
  std::string host_name;  // what else the server is called by
  std::string tokens;     // a file: who may come in
  bool allow_review = false;
  bool no_model = false;
  std::string article;  // where a name means something else
  std::string as;       // what it means there
};

struct OptionRow {
  std::string_view names;    // "-o,--output"
  std::string_view value;    // what stands for the value in --help; empty for a flag
  std::string_view choices;  // "auto|ar|en": no other value is taken; empty for any
  std::string_view help;
  std::variant<std::string Settings::*, unsigned Settings::*, bool Settings::*> target;
};

// A command in two phases.
class Command {
 public:
  virtual ~Command() = default;
  // Checks what was asked and keeps it. No I/O. An error here is a usage error.
  virtual Status setup(const Settings& settings) = 0;
  virtual Exit run() = 0;
};

struct CommandRow {
  std::string_view name;
  std::string_view operands;              // "[FILE...]"
  std::string_view summary;               // one line of `mizan --help`
  std::string_view details;               // what --help says below the synopsis
  std::string_view examples;              // in both languages
  std::vector<std::string_view> options;  // long names, in the order of --help
  std::unique_ptr<Command> (*make)();
  std::string_view forms = {};  // "table|json": what --to takes here; empty: what the option's own row says
};

std::span<const OptionRow> option_table();
std::span<const CommandRow> command_table();
// Null where there is none of this name.
const OptionRow* find_option(std::string_view long_name);
const CommandRow* find_command(std::string_view name);

// The text of `mizan --help` and `mizan COMMAND --help`.
std::string general_help();
std::string command_help(const CommandRow& command);

// Reads the arguments behind the command's name into `settings`. The error is one sentence, with a hint at the nearest option.
enum class Asked : std::uint8_t { kRun, kHelp };
Result<Asked> parse_arguments(const CommandRow& command, std::span<const std::string> arguments, Settings& settings);

// The entry of `words` that is spelled most like `wrong`; empty where nothing is near.
std::string nearest(std::string_view wrong, std::span<const std::string> words);

// A file a command.
std::unique_ptr<Command> make_extract();
std::unique_ptr<Command> make_ingest();
std::unique_ptr<Command> make_reconcile();
std::unique_ptr<Command> make_facts();
std::unique_ptr<Command> make_show();
std::unique_ptr<Command> make_explain();
std::unique_ptr<Command> make_eval();
std::unique_ptr<Command> make_convert();
std::unique_ptr<Command> make_lexicon();
std::unique_ptr<Command> make_check();
std::unique_ptr<Command> make_cite();
std::unique_ptr<Command> make_export();
std::unique_ptr<Command> make_review();
std::unique_ptr<Command> make_correct();
std::unique_ptr<Command> make_watch();
std::unique_ptr<Command> make_db();
std::unique_ptr<Command> make_serve();
std::unique_ptr<Command> make_entity();

}  // namespace mizan::tools

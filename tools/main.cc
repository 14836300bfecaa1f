// The program: finds the command in the table, lets it check what was asked, runs it. What each command does stands in a file of its own.

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "tools/commands.h"
#include "tools/log.h"
#include "tools/manual.h"
#include "tools/output.h"
#include "tools/reading.h"

namespace mizan::tools {
namespace {

int code(Exit exit) {
  return static_cast<int>(exit);
}

int print(std::string_view text, const Log& log) {
  Output out;
  Status opened = out.open("");
  out.write(text);
  if (Status written = out.finish(); !written) {
    log.error(written.error());
    return code(Exit::kNothing);
  }
  return code(Exit::kDone);
}

int run(std::vector<std::string> arguments) {
  Log log{Settings{}};
  if (arguments.empty()) {
    std::fputs(general_help().c_str(), stderr);
    return code(Exit::kUsage);
  }
  std::string name = arguments[0];
  if (name == "--help" || name == "-h" || name == "help") {
    if (arguments.size() < 2) return print(general_help(), log);
    if (const CommandRow* asked = find_command(arguments[1])) return print(command_help(*asked), log);
    name = arguments[1];
  }
  if (name == "--version") {
    auto lexicons = Lexicons::load({});
    if (!lexicons) {
      log.error(lexicons.error());
      return code(Exit::kConfiguration);
    }
    return print(identity(**lexicons) + "\n", log);
  }
  if (name == "--manuals" && arguments.size() == 2) {
    if (Status written = write_manuals(arguments[1]); !written) {
      log.error(written.error());
      return code(Exit::kNothing);
    }
    return code(Exit::kDone);
  }
  const CommandRow* row = find_command(name);
  if (row == nullptr) {
    std::vector<std::string> names;
    for (const CommandRow& each : command_table()) names.emplace_back(each.name);
    std::string near = nearest(name, names);
    std::string what = name.starts_with('-') ? "options stand behind the command; there is no" : "there is no command";
    log.error({"usage", fmt::format("{} \"{}\"", what, name), near.empty() ? "See mizan --help" : fmt::format("Did you mean {}?", near), {}, 0, 0});
    return code(Exit::kUsage);
  }

  Settings settings;
  Result<Asked> asked = parse_arguments(*row, std::span<const std::string>(arguments).subspan(1), settings);
  if (!asked) {
    Log(settings).error(asked.error());
    return code(Exit::kUsage);
  }
  if (*asked == Asked::kHelp) return print(command_help(*row), log);
  std::unique_ptr<Command> command = row->make();
  if (Status ready = command->setup(settings); !ready) {
    Log(settings).error(ready.error());
    return code(Exit::kUsage);
  }
  return code(command->run());
}

}  // namespace
}  // namespace mizan::tools

int main(int count, char** words) {
#ifdef __GLIBC__
  // Large blocks, as the lines of an article with many figures are, come and go with every article: given back to the system each time, a tenth of the time
  // of dense tables went into new pages.
  constexpr int kFromSystem = 32 << 20, kKept = 32 << 20;  // bytes; the first is the most that mallopt takes
  ::mallopt(M_MMAP_THRESHOLD, kFromSystem);
  ::mallopt(M_TRIM_THRESHOLD, kKept);
#endif
  // A closed pipe is an error of write() like any other: reported, exit code 4.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return mizan::tools::run(std::vector<std::string>(words + 1, words + count));
  } catch (const std::bad_alloc&) {
    std::fputs("mizan: error: out of memory\n", stderr);
  } catch (const std::exception& error) {
    fmt::print(stderr, "mizan: error: {}\n", error.what());
  }
  return static_cast<int>(mizan::tools::Exit::kNothing);
}

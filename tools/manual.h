// Man pages and shell completion, made from the table of commands like --help.
//
//   mizan --manuals build/share     # man/man1/mizan.1, man/man1/mizan-ingest.1 ..., bash-completion/completions/mizan
#pragma once

#include <string>

#include "pipeline/result.h"
#include "tools/commands.h"

namespace mizan::tools {

// In the man(7) macros. Of the program, and of one command.
std::string general_manual();
std::string manual(const CommandRow& command);
// Commands, their options, the values that options take, files elsewhere.
std::string bash_completion();

// All of them into the folders that a package has below share/.
Status write_manuals(const std::string& folder);

}  // namespace mizan::tools

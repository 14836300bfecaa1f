#include "tools/manual.h"

#include <fmt/format.h>

#include <filesystem>

#include "tools/output.h"

namespace mizan::tools {
namespace {

// Text that roff takes as it is: no line begins a macro, dashes can be copied into a shell.
std::string plain(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    line_begins = c == '\n';
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = plain(text);
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 4) out.replace(at, 1, "\\(dq");
  return "\"" + out + "\"";
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(by), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string head(std::string_view name) {
  return fmt::format(".TH {} 1 \"\" {} \"mizan\"\n", quoted(name), quoted("mizan " MIZAN_VERSION));
}

constexpr std::string_view kExitCodes =
    ".SH EXIT STATUS\n.TP\n.B 0\nDone.\n.TP\n.B 1\nUsage.\n.TP\n.B 2\nConfiguration or lexicon error.\n.TP\n.B 3\nDone, but some input was rejected, each with "
    "a reason on standard error.\n"
    ".TP\n.B 4\nNothing could be read or written; nothing is half\\-written.\n.TP\n.B 5\nAnother writer holds the database.\n.TP\n.B 6\nConflicts found, with "
    "\\-\\-fail\\-on\\-conflict, or a "
    "draft contradicted (check).\n";

std::string_view choices_of(const CommandRow& command, const OptionRow& option) {
  return option.names == "--to" && !command.forms.empty() ? command.forms : option.choices;
}

std::string long_name(const OptionRow& option) {
  const std::size_t comma = option.names.find(',');
  return std::string(comma == std::string_view::npos ? option.names : option.names.substr(comma + 1));
}

// Words of the operands' row that are to be typed as they stand: "verify|stats|backup FILE" gives verify, stats, backup.
std::vector<std::string> verbs_of(const CommandRow& command) {
  std::vector<std::string> out;
  const std::vector<std::string> alternatives = split(command.operands, '|');
  for (const std::string& alternative : alternatives) {
    const std::string word = alternative.substr(0, alternative.find(' '));
    const bool typed = !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
    if (typed) out.push_back(word);
  }
  return out;
}

}  // namespace

std::string general_manual() {
  std::string out = head("MIZAN");
  out +=
      ".SH NAME\nmizan \\- reads Arabic and English news and weighs the facts of articles against each other\n.SH SYNOPSIS\n.B mizan\n.I "
      "COMMAND\n[\\fIOPTION\\fR...] ...\n";
  out +=
      ".SH DESCRIPTION\nmizan takes figures, dates and names out of news articles with what they say, keeps them in a database, and shows where articles agree "
      "and where they "
      "contradict each other.\nEach command has a page of its own.\n.SH COMMANDS\n";
  for (const CommandRow& row : command_table()) out += fmt::format(".TP\n.BR mizan\\-{} (1)\n{}\n", plain(row.name), plain(row.summary));
  out += ".TP\n.B mizan \\-\\-version\nNames program and lexicon.\n";
  out += kExitCodes;
  out +=
      ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colours on a terminal.\n.TP\n.B MIZAN_NOW\nA moment (2025\\-03\\-28T14:05:00Z) that stands in the place of the "
      "clock: embargoes are over by then "
      "or not.\n";
  return out;
}

std::string manual(const CommandRow& command) {
  std::string upper = "MIZAN-";
  for (char c : command.name) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  std::string out = head(upper);
  out += fmt::format(".SH NAME\nmizan\\-{} \\- {}\n", plain(command.name), plain(command.summary));
  out += fmt::format(".SH SYNOPSIS\n.B mizan {}\n[\\fIOPTION\\fR...]{}\n", plain(command.name), command.operands.empty() ? "" : " " + plain(command.operands));
  out += ".SH DESCRIPTION\n.nf\n" + plain(command.details) + "\n.fi\n.SH OPTIONS\n";
  for (std::string_view name : command.options) {
    const OptionRow& option = *find_option(name);
    std::string names;
    for (const std::string& each : split(option.names, ',')) names += (names.empty() ? "\\fB" : ", \\fB") + plain(each) + "\\fR";
    out += ".TP\n" + names + (option.value.empty() ? "" : " \\fI" + plain(option.value) + "\\fR") + "\n" + plain(option.help);
    const std::string_view choices = choices_of(command, option);
    if (!choices.empty()) out += plain(fmt::format(" ({})", fmt::join(split(choices, '|'), ", ")));
    out += "\n";
  }
  out += ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nHelp.\n";
  out += kExitCodes;
  out += ".SH EXAMPLES\n.nf\n" + plain(command.examples) + "\n.fi\n.SH SEE ALSO\n.BR mizan (1)\n";
  return out;
}

std::string bash_completion() {
  std::string names, options, verbs, values;
  for (const CommandRow& row : command_table()) {
    names += fmt::format("{}{}", names.empty() ? "" : " ", row.name);
    std::string own;
    for (std::string_view name : row.options) own += fmt::format("{}{}", own.empty() ? "" : " ", name);
    options += fmt::format("    {}) options='{} --help' ;;\n", row.name, own);
    if (const auto words = verbs_of(row); !words.empty()) verbs += fmt::format("    {}) verbs='{}' ;;\n", row.name, fmt::join(words, " "));
    if (!row.forms.empty()) values += fmt::format("    {}:--to) values='{}' ;;\n", row.name, fmt::join(split(row.forms, '|'), " "));
  }
  std::string flags;
  for (const OptionRow& option : option_table()) {
    if (!option.choices.empty()) values += fmt::format("    *:{}) values='{}' ;;\n", long_name(option), fmt::join(split(option.choices, '|'), " "));
    if (option.value.empty()) flags += fmt::format("{}{}", flags.empty() ? "" : "|", long_name(option));
  }
  return fmt::format(R"(# Completion of mizan for bash, made by mizan --manuals from the table of commands.
_mizan() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}} options='' verbs='' values=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '{} --help --version' -- "$current"))
    return
  fi
  case $command in
{}  esac
  case $command in
{}    *) ;;
  esac
  case $command:$before in
{}    *) ;;
  esac
  if [[ $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $before == --lexicons ]]; then
    COMPREPLY=($(compgen -d -- "$current"))
  elif [[ $verbs && $COMP_CWORD == 2 ]]; then
    COMPREPLY=($(compgen -W "$verbs" -- "$current"))
  fi
}}
complete -o default -F _mizan mizan
)",
                     names, options, verbs, values);
}

Status write_manuals(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(fs::path(folder) / "man/man1", error);
  fs::create_directories(fs::path(folder) / "bash-completion/completions", error);
  if (error) return Diagnostic{"output.failed", "the folder cannot be made: " + error.message(), "", folder, 0, 0};
  auto write = [&](const std::string& name, const std::string& text) {
    Output out;
    Status done = out.open(folder + "/" + name);
    if (!done) return done;
    out.write(text);
    return out.finish();
  };
  if (Status done = write("man/man1/mizan.1", general_manual()); !done) return done;
  for (const CommandRow& row : command_table()) {
    if (Status done = write(fmt::format("man/man1/mizan-{}.1", row.name), manual(row)); !done) return done;
  }
  return write("bash-completion/completions/mizan", bash_completion());
}

}  // namespace mizan::tools

#include "tools/log.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "db/postgres_url.h"
#include "tools/terminal.h"

namespace mizan::tools {

Log::Log(const Settings& settings) : json_(settings.log_format == "json"), quiet_(settings.quiet) {}

void Log::say(Level level, const Diagnostic& told) const {
  if (quiet_ && level == Level::kNote) return;
  Diagnostic what = told;
  for (std::string* text : {&what.message, &what.remedy, &what.file}) *text = without_passwords(*text);
  constexpr std::string_view kNames[] = {"note", "warning", "rejected", "error"};
  std::string_view name = kNames[static_cast<std::size_t>(level)];
  std::string line;
  if (json_) {
    nlohmann::ordered_json object{{"level", name}, {"message", what.message}};
    if (!what.code.empty()) object["code"] = what.code;
    if (!what.remedy.empty()) object["remedy"] = what.remedy;
    if (!what.file.empty()) object["file"] = what.file;
    if (what.line != 0) object["line"] = what.line;
    if (what.byte_offset != 0) object["byte"] = what.byte_offset;
    // A message may quote bytes that are no UTF-8.
    line = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  } else {
    line = "mizan: ";
    if (level != Level::kNote) line += std::string(name) + ": ";
    line += neutral(what.to_string());
  }
  line += '\n';
  // One write a message: lines of several processes on one log do not mix. A closed standard error is nobody's loss.
  [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

void Log::progress(std::uint64_t articles, std::uint64_t facts, double rate, double remaining) const {
  nlohmann::ordered_json object{{"level", "progress"}, {"articles", articles}, {"facts", facts}, {"articles_per_second", static_cast<std::uint64_t>(rate)}};
  if (remaining > 0) object["remaining_seconds"] = static_cast<std::uint64_t>(remaining);
  const std::string line = object.dump() + "\n";
  [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace mizan::tools

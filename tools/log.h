// Messages on standard error, for people ("mizan: warning: ...") or for machines (--log-format json: one object a line).
//
// What people read is made safe for a terminal: a file name or a message may quote hostile input.
#pragma once

#include <cstdint>
#include <string_view>

#include "pipeline/result.h"
#include "tools/commands.h"

namespace mizan::tools {

// kRejected: one article or record of the input that was left out; the run goes on.
enum class Level : std::uint8_t { kNote, kWarning, kRejected, kError };

class Log {
 public:
  explicit Log(const Settings& settings);
  // Notes stay unsaid with --quiet; warnings and errors never do.
  void say(Level level, const Diagnostic& what) const;
  void note(std::string message) const { say(Level::kNote, {{}, std::move(message), {}, {}, 0, 0}); }
  void error(const Diagnostic& what) const { say(Level::kError, what); }
  void rejected(const Diagnostic& what) const { say(Level::kRejected, what); }
  void warning(const Diagnostic& what) const { say(Level::kWarning, what); }
  bool quiet() const { return quiet_; }
  bool json() const { return json_; }
  // One line of --log-format json: {"level":"progress", ...}; `remaining` seconds, 0 where that is not known.
  void progress(std::uint64_t articles, std::uint64_t facts, double rate, double remaining) const;

 private:
  bool json_ = false;
  bool quiet_ = false;
};

}  // namespace mizan::tools

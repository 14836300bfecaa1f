// Where results go: standard output, or a file that appears only once it is whole. Every write is checked.
//
//   Output out;
//   if (auto opened = out.open(settings.output); !opened) ...
//   out.write(line);                 // errors stick
//   Status written = out.finish();    // "No space left on device": exit code 4
#pragma once

#include <string>
#include <string_view>

#include "pipeline/result.h"

namespace mizan::tools {

class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  // Removes what was begun and not finished.
  ~Output();

  // Standard output where the path is empty or "-". A regular file is written beside itself and renamed by finish(); what is no regular file (a pipe,
  // /dev/null) is written in place.
  // `form`: --to. JSON for a terminal has the characters that could move its cursor or turn its text round as \u escapes: the same strings, and harmless.
  Status open(const std::string& path, std::string_view form = {});
  // Buffers. False once a write has failed: the run can stop.
  bool write(std::string_view bytes);
  // Writes out what is buffered, for somebody who waits for it.
  void flush();
  // Writes the rest out. The first error since open(), or done.
  Status finish();
  // Forgets what is still buffered: nothing came of the run. A file that was begun does not appear.
  void discard() { buffer_.clear(); }

  // True where people read along: a terminal.
  bool is_terminal() const;
  int descriptor() const { return descriptor_; }

 private:
  Diagnostic diagnose(int error) const;

  std::string path_;     // empty for standard output
  std::string partial_;  // the file that is being written; empty where that is path_ itself
  std::string buffer_;
  bool escapes_ = false;  // JSON, to a terminal
  int descriptor_ = 1;
  int error_ = 0;
};

}  // namespace mizan::tools

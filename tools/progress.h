// How far a run is, on standard error: a bar with rate and remaining time where that is a terminal, gone without a trace at the end; with --log-format json
// an object a line every ten seconds instead.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/log.h"

namespace mizan::tools {

class Progress {
 public:
  // `total` bytes to come; 0 where that is not known (standard input).
  Progress(const Log& log, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // One more article of so many bytes, with so many facts. Redraws at most ten times a second.
  void step(std::uint64_t bytes, std::uint64_t facts);

 private:
  void draw(double seconds);

  const Log& log_;
  bool on_ = false;
  bool json_ = false;
  bool drawn_ = false;
  std::uint64_t total_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t articles_ = 0;
  std::uint64_t facts_ = 0;
  std::chrono::steady_clock::time_point begin_, last_;
};

// Bytes of all files below the paths.
std::uint64_t bytes_below(const std::vector<std::string>& paths);

}  // namespace mizan::tools

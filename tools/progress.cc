#include "tools/progress.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace mizan::tools {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

void put(const std::string& text) { [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, text.data(), text.size()); }

}  // namespace

Progress::Progress(bool wanted, std::uint64_t total) : on_(wanted && ::isatty(STDERR_FILENO) != 0), total_(total), begin_(Clock::now()), last_(begin_) {}

Progress::~Progress() {
  if (drawn_) put("\r\033[K");
}

void Progress::step(std::uint64_t bytes, std::uint64_t facts) {
  bytes_ += bytes;
  facts_ += facts;
  ++articles_;
  if (!on_) return;
  Clock::time_point now = Clock::now();
  if (now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  drawn_ = true;
  double seconds = std::chrono::duration<double>(now - begin_).count();
  std::string bar;
  if (total_ != 0) {
    // Sizes of files hold what is no text, too: never full before the end.
    double part = std::min(0.99, static_cast<double>(bytes_) / static_cast<double>(total_));
    auto full = static_cast<std::size_t>(part * 30);
    bar = fmt::format("[{}{}] {:>2.0f}%  ", std::string(full, '#'), std::string(30 - full, '.'), part * 100);
  }
  put(fmt::format("\r{}{} articles, {} facts, {:.0f} articles/s\033[K", bar, articles_, facts_, static_cast<double>(articles_) / std::max(seconds, 0.001)));
}

std::uint64_t bytes_below(const std::vector<std::string>& paths) {
  std::uint64_t total = 0;
  std::error_code error;
  for (const std::string& path : paths) {
    if (fs::is_regular_file(path, error)) total += fs::file_size(path, error);
    if (!fs::is_directory(path, error)) continue;
    for (fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error), end; !error && at != end; at.increment(error)) {
      std::error_code of_file;
      if (at->is_regular_file(of_file)) total += at->file_size(of_file);
    }
  }
  return total;
}

}  // namespace mizan::tools

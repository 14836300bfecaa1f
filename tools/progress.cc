#include "tools/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace mizan::tools {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kBetweenDrawings{100};
constexpr std::chrono::milliseconds kBetweenLines{10'000};

// "8 s", "3:20", "2:05:00"
std::string lasting(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

void put(const std::string& text) {
  [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Progress::Progress(const Log& log, std::uint64_t total)
    : log_(log),
      on_(!log.quiet() && !log.json() && ::isatty(STDERR_FILENO) != 0),
      json_(!log.quiet() && log.json()),
      total_(total),
      begin_(Clock::now()),
      last_(begin_) {}

Progress::~Progress() {
  if (drawn_) put("\r\033[K");
}

void Progress::step(std::uint64_t bytes, std::uint64_t facts) {
  bytes_ += bytes;
  facts_ += facts;
  ++articles_;
  if (!on_ && !json_) return;
  Clock::time_point now = Clock::now();
  if (now - last_ < (json_ ? kBetweenLines : kBetweenDrawings)) return;
  last_ = now;
  draw(std::chrono::duration<double>(now - begin_).count());
}

void Progress::draw(double seconds) {
  const double rate = static_cast<double>(articles_) / std::max(seconds, 0.001);
  // Sizes of files hold what is no text, too: never full before the end.
  const double part = total_ == 0 ? 0 : std::min(0.99, static_cast<double>(bytes_) / static_cast<double>(total_));
  const double remaining = part > 0 ? seconds / part - seconds : 0;
  if (json_) {
    log_.progress(articles_, facts_, rate, remaining);
    return;
  }
  drawn_ = true;
  std::string bar, left;
  if (total_ != 0) {
    auto full = static_cast<std::size_t>(part * 30);
    bar = fmt::format("[{}{}] {:>2.0f}%  ", std::string(full, '#'), std::string(30 - full, '.'), part * 100);
    left = ", " + lasting(remaining) + " left";
  }
  put(fmt::format("\r{}{} articles, {} facts, {:.0f} articles/s{}\033[K", bar, articles_, facts_, rate, left));
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

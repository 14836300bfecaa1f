#include "tools/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "pipeline/utf8.h"

namespace mizan::tools {
namespace {
constexpr std::size_t kBuffer = 1 << 20;

// JSON escapes the controls below U+0020; these act on a terminal, too: DEL and the controls of C1, marks and embeddings of direction, line separators.
bool acts_on_terminal(char32_t c) {
  return (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

void append_harmless(std::string& out, std::string_view json) {
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(json, at);
    if (acts_on_terminal(c))
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out += json.substr(from, at - from);
  }
}

}  // namespace

Status Output::open(const std::string& path, std::string_view form) {
  buffer_.reserve(kBuffer + (kBuffer >> 2));
  const bool json = form == "json" || form == "ndjson";
  if (path.empty() || path == "-") {
    escapes_ = json && is_terminal();
    return Done{};
  }
  path_ = path;
  struct stat there {};
  bool exists = ::stat(path.c_str(), &there) == 0;
  if (!exists || S_ISREG(there.st_mode)) partial_ = fmt::format("{}.{}.part", path, ::getpid());
  descriptor_ = ::open((partial_.empty() ? path_ : partial_).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) {
    partial_.clear();
    return diagnose(errno);
  }
  escapes_ = json && is_terminal();
  if (exists && !partial_.empty()) ::fchmod(descriptor_, there.st_mode & 07777);
  return Done{};
}

Output::~Output() {
  if (path_.empty() || descriptor_ < 0) return;
  ::close(descriptor_);
  if (!partial_.empty()) ::unlink(partial_.c_str());
}

bool Output::write(std::string_view bytes) {
  if (escapes_)
    append_harmless(buffer_, bytes);
  else
    buffer_.append(bytes);
  if (buffer_.size() >= kBuffer) flush();
  return error_ == 0;
}

void Output::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && error_ == 0) {
    ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  buffer_.clear();
}

Status Output::finish() {
  flush();
  if (path_.empty()) return error_ == 0 ? Status(Done{}) : Status(diagnose(error_));
  // Some file systems report a full disk only here.
  if (error_ == 0 && !partial_.empty() && ::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) error_ = errno;
  if (::close(descriptor_) != 0 && error_ == 0) error_ = errno;
  descriptor_ = -1;
  if (!partial_.empty()) {
    if (error_ == 0 && std::rename(partial_.c_str(), path_.c_str()) != 0) error_ = errno;
    if (error_ != 0) ::unlink(partial_.c_str());
  }
  return error_ == 0 ? Status(Done{}) : Status(diagnose(error_));
}

bool Output::is_terminal() const {
  return ::isatty(descriptor_) != 0;
}

Diagnostic Output::diagnose(int error) const {
  std::string what = path_.empty() ? "standard output" : path_;
  if (error == EPIPE) return {"output.closed", "whoever read " + what + " has closed it; the output is not whole", {}, {}, 0, 0};
  std::string remedy = error == ENOSPC ? "Make room and run it again" : "";
  return {"output.failed", fmt::format("cannot write {}: {}", what, std::strerror(error)), remedy, {}, 0, 0};
}

}  // namespace mizan::tools

#include "corpus/byte_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace mizan::corpus {
namespace {

constexpr std::size_t kBlock = std::size_t{256} << 10;

}  // namespace

ByteStream::ByteStream(const std::string& path) {
  if (path == "-") {
    descriptor_ = STDIN_FILENO;
  } else {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    owned_ = descriptor_ >= 0;
    if (descriptor_ < 0) error_ = errno;
  }
}

ByteStream::~ByteStream() {
  if (owned_) ::close(descriptor_);
}

// read() and not fread(): a pipe's first lines are handed on when they arrive, not when a block is full.
bool ByteStream::fill() {
  if (descriptor_ < 0 || error_ != 0) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < end_ + kBlock) buffer_.resize(end_ + kBlock);
  for (;;) {
    ssize_t got = ::read(descriptor_, buffer_.data() + end_, kBlock);
    if (got > 0) {
      end_ += static_cast<std::size_t>(got);
      return true;
    }
    if (got == 0) return false;
    if (errno == EINTR) continue;
    error_ = errno;
    return false;
  }
}

std::string_view ByteStream::peek(std::size_t least) {
  while (end_ - begin_ < least && fill()) {
  }
  return ready();
}

void ByteStream::skip(std::size_t count) {
  begin_ += count;
  position_ += count;
}

LineRead ByteStream::next_line(std::string& line, std::uint64_t limit) {
  line.clear();
  bool any = false;
  bool too_long = false;
  for (;;) {
    if (begin_ == end_ && !fill()) {
      if (!any) return LineRead::kEnd;
      return too_long ? LineRead::kTooLong : LineRead::kLine;
    }
    any = true;
    std::string_view bytes = ready();
    std::size_t feed = bytes.find('\n');
    std::string_view part = bytes.substr(0, feed);
    std::size_t room = static_cast<std::size_t>(std::min<std::uint64_t>(limit - line.size(), part.size()));
    line.append(part.substr(0, room));
    if (room < part.size()) too_long = true;
    skip(feed == std::string_view::npos ? bytes.size() : feed + 1);
    if (feed != std::string_view::npos) return too_long ? LineRead::kTooLong : LineRead::kLine;
  }
}

bool ByteStream::read_all(std::string& all, std::uint64_t limit) {
  all.clear();
  while (begin_ < end_ || fill()) {
    std::string_view bytes = ready();
    if (bytes.size() > limit - all.size()) {
      all.append(bytes.substr(0, static_cast<std::size_t>(limit - all.size())));
      return false;
    }
    all.append(bytes);
    skip(bytes.size());
  }
  return true;
}

}  // namespace mizan::corpus

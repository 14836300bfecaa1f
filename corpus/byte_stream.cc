#include "corpus/byte_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace mizan::corpus {
namespace {

constexpr std::size_t kBlock = std::size_t{256} << 10;

}  // namespace

std::size_t TextProducer::read(char* to, std::size_t room) {
  std::size_t count = std::min(room, text_.size() - at_);
  std::memcpy(to, text_.data() + at_, count);
  at_ += count;
  return count;
}

ByteStream::ByteStream(const std::string& path) {
  if (path == "-") {
    descriptor_ = STDIN_FILENO;
  } else {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    owned_ = descriptor_ >= 0;
    if (descriptor_ < 0) error_ = errno;
  }
  struct stat status {};
  regular_ = descriptor_ >= 0 && ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
}

ByteStream::ByteStream(std::unique_ptr<ByteProducer> producer) : regular_(true), producer_(std::move(producer)) {}

// What is moved from is empty, and keeps its position: wrap() puts a producer into it.
ByteStream::ByteStream(ByteStream&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      owned_(std::exchange(other.owned_, false)),
      regular_(other.regular_),
      error_(other.error_),
      producer_(std::move(other.producer_)),
      position_(other.position_),
      buffer_(std::exchange(other.buffer_, {})),
      begin_(std::exchange(other.begin_, 0)),
      end_(std::exchange(other.end_, 0)) {}

ByteStream::~ByteStream() {
  if (owned_) ::close(descriptor_);
}

bool ByteStream::source_waits() {
  if (producer_) return producer_->waits();
  if (regular_ || descriptor_ < 0 || error_ != 0) return false;
  // A writer that is only slower than we are is not waited for: what comes within this time is read as ever.
  constexpr int kPatience = 200;  // ms
  pollfd waited{descriptor_, POLLIN, 0};
  return ::poll(&waited, 1, kPatience) == 0;
}

// read() and not fread(): a pipe's first lines are handed on when they arrive, not when a block is full.
bool ByteStream::fill() {
  if (!is_open() || error_ != 0) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < end_ + kBlock) buffer_.resize(end_ + kBlock);
  if (producer_) {
    std::size_t got = producer_->read(buffer_.data() + end_, kBlock);
    end_ += got;
    return got > 0;
  }
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

std::optional<Diagnostic> ByteStream::failure() const {
  if (producer_) {
    if (std::optional<Diagnostic> failure = producer_->failure()) return failure;
  }
  if (error_ == 0) return std::nullopt;
  Diagnostic why;
  why.code = "input.unreadable";
  why.message = std::string("reading stopped in the middle: ") + std::strerror(error_);
  why.remedy = "check the disk or network share and read it again";
  return why;
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

std::size_t ByteStream::read(char* to, std::size_t room) {
  if (begin_ == end_ && !fill()) return 0;
  std::size_t count = std::min(room, end_ - begin_);
  std::memcpy(to, buffer_.data() + begin_, count);
  skip(count);
  return count;
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

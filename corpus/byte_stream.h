// The bytes of one file or of standard input: a look ahead, then whole or line by line, never more in memory than asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mizan::corpus {

enum class LineRead : std::uint8_t {
  kLine,
  kTooLong,  // read past; what is handed on is only its beginning
  kEnd,
};

class ByteStream {
 public:
  // "-" is standard input. Where opening fails, error() says why and the stream is empty.
  explicit ByteStream(const std::string& path);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  // errno of the open or read that failed; 0 where all went well. A read error ends the stream.
  int error() const { return error_; }
  // Bytes handed out or skipped so far.
  std::uint64_t position() const { return position_; }

  // What comes next, without taking it: at least `least` bytes unless the stream ends before. Valid until the next call.
  std::string_view peek(std::size_t least);
  void skip(std::size_t count);

  // The next line without its line feed. A last line need not have one.
  LineRead next_line(std::string& line, std::uint64_t limit);
  // The rest; false where it is longer than `limit` (then `all` holds its beginning, and the rest stays unread).
  bool read_all(std::string& all, std::uint64_t limit);

 private:
  bool fill();  // reads once; false at the end
  std::string_view ready() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }

  int descriptor_ = -1;
  bool owned_ = false;
  int error_ = 0;
  std::uint64_t position_ = 0;
  std::string buffer_;
  std::size_t begin_ = 0;  // unread bytes: buffer_[begin_, end_)
  std::size_t end_ = 0;
};

}  // namespace mizan::corpus

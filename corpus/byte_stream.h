// The bytes of one input: a look ahead, then whole or line by line, never more in memory than asked for.
//
// They come from a file or standard input, or from a ByteProducer: what is unpacked from an archive, decoded from another encoding, or part of a
// larger file. Producers stack: a line of "news.tar.gz/march.txt" in windows-1256 comes through three.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/result.h"

namespace mizan::corpus {

class ByteProducer {
 public:
  virtual ~ByteProducer() = default;
  // Up to `room` bytes into `to`; 0 at the end, and where it can't go on (then failure() says why).
  virtual std::size_t read(char* to, std::size_t room) = 0;
  // Code, message and remedy of what stopped it.
  virtual std::optional<Diagnostic> failure() const { return std::nullopt; }
  // As ByteStream::is_dry().
  virtual bool waits() { return false; }
};

// A text that is there already.
class TextProducer final : public ByteProducer {
 public:
  explicit TextProducer(std::string text) : text_(std::move(text)) {}
  std::size_t read(char* to, std::size_t room) override;

 private:
  std::string text_;
  std::size_t at_ = 0;
};

enum class LineRead : std::uint8_t {
  kLine,
  kTooLong,  // read past; what is handed on is only its beginning
  kEnd,
};

class ByteStream {
 public:
  // "-" is standard input. Where opening fails, error() says why and the stream is empty.
  explicit ByteStream(const std::string& path);
  explicit ByteStream(std::unique_ptr<ByteProducer> producer);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  bool is_open() const { return producer_ != nullptr || descriptor_ >= 0; }
  // A file on disk that can be read at once as far as one likes: looking ahead never waits for a writer.
  bool is_regular() const { return regular_; }
  // Nothing is at hand, and nothing has come down the pipe for a fifth of a second.
  bool is_dry() { return begin_ == end_ && source_waits(); }
  // The same of a whole line.
  bool waits_for_line() { return ready().find('\n') == std::string_view::npos && source_waits(); }
  // errno of the open or read that failed; 0 where all went well. A read error ends the stream.
  int error() const { return error_; }
  // What stopped a producer.
  std::optional<Diagnostic> failure() const;
  bool failed() const { return error_ != 0 || failure().has_value(); }
  // Bytes handed out or skipped so far.
  std::uint64_t position() const { return position_; }

  // What comes next, without taking it: at least `least` bytes unless the stream ends before. Valid until the next call.
  std::string_view peek(std::size_t least);
  void skip(std::size_t count);
  // Up to `room` of the next bytes; 0 at the end.
  std::size_t read(char* to, std::size_t room);
  // Puts a producer, made around all that is still unread, in the place of this stream's source.
  template <typename Wrap>
  void wrap(Wrap&& make) {
    auto inner = std::make_unique<ByteStream>(std::move(*this));
    producer_ = make(std::move(inner));
  }

  // The next line without its line feed. A last line need not have one.
  LineRead next_line(std::string& line, std::uint64_t limit);
  // The rest; false where it is longer than `limit` (then `all` holds its beginning, and the rest stays unread).
  bool read_all(std::string& all, std::uint64_t limit);

  ByteStream(ByteStream&& other) noexcept;

 private:
  bool source_waits();
  bool fill();  // reads once; false at the end
  std::string_view ready() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }

  int descriptor_ = -1;
  bool owned_ = false;
  bool regular_ = false;
  int error_ = 0;
  std::unique_ptr<ByteProducer> producer_;
  std::uint64_t position_ = 0;
  std::string buffer_;
  std::size_t begin_ = 0;  // unread bytes: buffer_[begin_, end_)
  std::size_t end_ = 0;
};

}  // namespace mizan::corpus

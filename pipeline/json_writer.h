// Writes JSON into a string, fast: the line of an article is longer than its text, so writing it counts as much as reading it.
//
//   JsonWriter json(out);  json.open('{');  json.text("id", "a1");  json.number("start", 12);  json.close('}');      -> {"id":"a1","start":12}
//
// Text has to be valid UTF-8 and goes out as it is, but for what JSON wants escaped. Names of members are literals that need no escape. Nothing is checked:
// whoever opens closes.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "pipeline/decimal.h"

namespace mizan {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer and is whole only once finish() was called.
  explicit JsonWriter(std::string& out) : out_(out), written_(std::move(spare())), at_(written_.begin()), end_(at_ + written_.size) {}
  ~JsonWriter() {
    constexpr std::size_t kKept = std::size_t{1} << 20;
    if (written_.size > spare().size && written_.size <= kKept) spare() = std::move(written_);
  }
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  // Makes room for so many bytes more, so that the text grows once.
  void expect(std::size_t bytes) { room(bytes); }
  void open(char bracket) {
    char* to = room(1);
    *to++ = bracket;
    at_ = to;
  }
  // Every value leaves a comma behind it; the last one's gives way to the bracket.
  void close(char bracket) {
    char* to = room(2);
    if (to != written_.begin() && to[-1] == ',') --to;
    *to++ = bracket;
    *to++ = ',';
    at_ = to;
  }
  template <std::size_t N>
  void key(const char (&name)[N]) {
    at_ = named(room(N + 2), name);
  }
  template <std::size_t N>
  void text(const char (&name)[N], std::string_view value) {
    at_ = quoted(named(room(N + 2 + longest(value)), name), value);
  }
  // null for an empty text.
  template <std::size_t N>
  void text_or_null(const char (&name)[N], std::string_view value) {
    char* to = named(room(N + 2 + longest(value)), name);
    at_ = value.empty() ? put(to, "null,") : quoted(to, value);
  }
  template <std::size_t N>
  void number(const char (&name)[N], std::uint64_t value) {
    char* to = named(room(N + 2 + 21), name);
    to = std::to_chars(to, to + 20, value).ptr;
    *to++ = ',';
    at_ = to;
  }
  void number(std::uint64_t value) {
    char* to = room(21);
    to = std::to_chars(to, to + 20, value).ptr;
    *to++ = ',';
    at_ = to;
  }
  template <std::size_t N>
  void integer(const char (&name)[N], std::int64_t value) {
    char* to = named(room(N + 2 + 22), name);
    to = std::to_chars(to, to + 21, value).ptr;
    *to++ = ',';
    at_ = to;
  }
  template <std::size_t N>
  void boolean(const char (&name)[N], bool value) {
    char* to = named(room(N + 2 + 6), name);
    at_ = value ? put(to, "true,") : put(to, "false,");
  }
  // As a string: JSON's own numbers lose digits in most readers.
  void decimal(Decimal value) {
    char* to = room(Decimal::kLongest + 3);
    *to++ = '"';
    to += value.write(to);
    *to++ = '"';
    *to++ = ',';
    at_ = to;
  }
  void null() { at_ = put(room(5), "null,"); }
  void text(std::string_view value) { at_ = quoted(room(longest(value)), value); }
  // Appends what was written, without the comma behind the last value.
  void finish() {
    if (at_ != written_.begin() && at_[-1] == ',') --at_;
    out_.append(written_.begin(), static_cast<std::size_t>(at_ - written_.begin()));
    at_ = written_.begin();
  }

 private:
  // As much as quotes, escapes and a comma may take, and what a block writes too much.
  static std::size_t longest(std::string_view value) { return 6 * value.size() + 16; }

  // Each writes from a place on and returns the place behind: what is written may not alias the writer's own members, or the compiler would look at them again
  // after every byte.
  template <std::size_t N>
  static char* named(char* to, const char (&name)[N]) {
    *to++ = '"';
    to = put(to, name);
    *to++ = '"';
    *to++ = ':';
    return to;
  }
  template <std::size_t N>
  static char* put(char* to, const char (&literal)[N]) {
    std::memcpy(to, literal, N - 1);
    return to + N - 1;
  }
  static char* quoted(char* to, std::string_view value) {
    *to++ = '"';
    const char *from = value.data(), *const end = from + value.size();
    while (from != end) {
      const auto left = static_cast<std::size_t>(end - from);
      const std::uint64_t block = first_bytes(from, left);
      std::memcpy(to, &block, 8);
      const std::size_t plain = std::min(plain_bytes(block), left);
      from += plain;
      to += plain;
      if (plain < 8 && from != end) to = escape(to, *from++);
    }
    *to++ = '"';
    *to++ = ',';
    return to;
  }
  // Eight bytes, or as many as there are and zeros behind them.
  static std::uint64_t first_bytes(const char* from, std::size_t size) {
    std::uint64_t block = 0;
    if (size >= 8) {
      std::memcpy(&block, from, 8);
    } else if (size >= 4) {
      std::uint32_t low, high;
      std::memcpy(&low, from, 4);
      std::memcpy(&high, from + size - 4, 4);
      block = low | std::uint64_t{high} << (8 * (size - 4));
    } else {
      for (std::size_t i = size; i-- > 0;) block = block << 8 | static_cast<unsigned char>(from[i]);
    }
    return block;
  }
  // How many of the eight bytes come before the first that must be escaped.
  static std::size_t plain_bytes(std::uint64_t block) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ull, kHigh = 0x8080808080808080ull;
    // The highest bit of a byte is set where it is below 0x20, a quotation mark or a backslash. A byte behind such a one may be marked too, none before it.
    auto zero = [&](std::uint64_t x) { return (x - kOnes) & ~x; };
    const std::uint64_t low = (block - kOnes * 0x20) & ~block;
    const std::uint64_t marks = (low | zero(block ^ (kOnes * '"')) | zero(block ^ (kOnes * '\\'))) & kHigh;
    return marks == 0 ? 8 : static_cast<std::size_t>(__builtin_ctzll(marks)) / 8;
  }
  static char* escape(char* to, char c) {
    *to++ = '\\';
    switch (c) {
      case '"':
      case '\\':
        *to++ = c;
        return to;
      case '\b':
        *to++ = 'b';
        return to;
      case '\f':
        *to++ = 'f';
        return to;
      case '\n':
        *to++ = 'n';
        return to;
      case '\r':
        *to++ = 'r';
        return to;
      case '\t':
        *to++ = 't';
        return to;
      default:
        break;
    }
    constexpr char kHex[] = "0123456789ABCDEF";
    for (char digit : {'u', '0', '0', kHex[(c >> 4) & 15], kHex[c & 15]}) *to++ = digit;
    return to;
  }

  // Where to write; so many bytes may be.
  char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) grow(bytes);
    return at_;
  }
  void grow(std::size_t bytes) {
    const auto used = static_cast<std::size_t>(at_ - written_.begin());
    Room more{std::unique_ptr<char[]>(new char[2 * (used + bytes)]), 2 * (used + bytes)};
    if (used != 0) std::memcpy(more.begin(), written_.begin(), used);
    written_ = std::move(more);
    at_ = written_.begin() + used;
    end_ = written_.begin() + written_.size;
  }

  // Bytes that nobody cleared: a text is written here and then appended at once.
  struct Room {
    std::unique_ptr<char[]> bytes = {};
    std::size_t size = 0;
    char* begin() const { return bytes.get(); }
    Room() = default;
    Room(std::unique_ptr<char[]> all, std::size_t many) : bytes(std::move(all)), size(many) {}
    Room(Room&& other) noexcept : bytes(std::move(other.bytes)), size(std::exchange(other.size, 0)) {}
    Room& operator=(Room&& other) noexcept {
      bytes = std::move(other.bytes);
      size = std::exchange(other.size, 0);
      return *this;
    }
  };
  // What the thread's last writer left.
  static Room& spare() {
    thread_local Room room;
    return room;
  }

  std::string& out_;
  Room written_;
  char *at_, *end_;
};

}  // namespace mizan

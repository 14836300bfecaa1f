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
#include <string>
#include <string_view>

#include "pipeline/decimal.h"

namespace mizan {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer and is whole only once finish() was called.
  explicit JsonWriter(std::string& out) : out_(out), used_(out.size()) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  // Makes room for so many bytes more, so that the text grows once.
  void expect(std::size_t bytes) { room(bytes); }
  void open(char bracket) {
    room(1);
    put(bracket);
  }
  // Every value leaves a comma behind it; the last one's gives way to the bracket.
  void close(char bracket) {
    room(2);
    if (out_[used_ - 1] == ',') --used_;
    put(bracket);
    put(',');
  }
  template <std::size_t N>
  void key(const char (&name)[N]) {
    room(N + 2);
    put('"');
    std::memcpy(&out_[used_], name, N - 1);
    used_ += N - 1;
    put('"');
    put(':');
  }
  template <std::size_t N>
  void text(const char (&name)[N], std::string_view value) {
    key(name);
    text(value);
  }
  // null for an empty text.
  template <std::size_t N>
  void text_or_null(const char (&name)[N], std::string_view value) {
    key(name);
    if (value.empty())
      null();
    else
      text(value);
  }
  template <std::size_t N>
  void number(const char (&name)[N], std::uint64_t value) {
    key(name);
    number(value);
  }
  void number(std::uint64_t value) {
    room(21);
    used_ = static_cast<std::size_t>(std::to_chars(&out_[used_], &out_[used_] + 20, value).ptr - out_.data());
    put(',');
  }
  template <std::size_t N>
  void boolean(const char (&name)[N], bool value) {
    key(name);
    if (value)
      raw("true,");
    else
      raw("false,");
  }
  // As a string: JSON's own numbers lose digits in most readers.
  void decimal(Decimal value) {
    room(Decimal::kLongest + 3);
    put('"');
    used_ += value.write(&out_[used_]);
    put('"');
    put(',');
  }
  void null() { raw("null,"); }
  void text(std::string_view value) {
    room(6 * value.size() + 16);  // as much as escaping may take, and what a block writes too much
    put('"');
    char* to = &out_[used_];
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
    used_ = static_cast<std::size_t>(to - out_.data());
    put('"');
    put(',');
  }
  // Leaves out the comma behind the last value, and the room that was taken too much.
  void finish() {
    if (used_ > 0 && out_[used_ - 1] == ',') --used_;
    out_.resize(used_);
  }

 private:
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

  void room(std::size_t bytes) {
    if (out_.size() - used_ < bytes) out_.resize(2 * (used_ + bytes));
  }
  void put(char c) { out_[used_++] = c; }
  template <std::size_t N>
  void raw(const char (&literal)[N]) {
    room(N - 1);
    std::memcpy(&out_[used_], literal, N - 1);
    used_ += N - 1;
  }

  std::string& out_;
  std::size_t used_;  // out_ is longer: room for what comes
};

}  // namespace mizan

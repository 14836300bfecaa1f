// UTF-8 checks and steps. Everything behind the readers may rely on valid UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan {

// Offset of the first byte that is no valid UTF-8 (surrogates, overlong forms and cut-off ends included); nullopt where all is valid.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// The code point at `at`, and `at` moved behind it. The text must be valid and `at` inside it.
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(at);
  if (lead < 0x80) return byte(at++);
  if (lead < 0xE0) {
    char32_t c = (lead & 0x1Fu) << 6 | (byte(at + 1) & 0x3Fu);
    at += 2;
    return c;
  }
  if (lead < 0xF0) {
    char32_t c = (lead & 0x0Fu) << 12 | (byte(at + 1) & 0x3Fu) << 6 | (byte(at + 2) & 0x3Fu);
    at += 3;
    return c;
  }
  char32_t c = (lead & 0x07u) << 18 | (byte(at + 1) & 0x3Fu) << 12 | (byte(at + 2) & 0x3Fu) << 6 | (byte(at + 3) & 0x3Fu);
  at += 4;
  return c;
}

void append_utf8(std::string& out, char32_t code_point);

// Number of code points in a valid text.
std::size_t count_code_points(std::string_view text);

}  // namespace mizan

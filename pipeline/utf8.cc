#include "pipeline/utf8.h"

#include <cstring>

#include "pipeline/utf8_blocks.h"

namespace mizan {

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  constexpr std::size_t kWorthIt = 128;  // bytes: shorter ones are done before a block has told
  std::size_t i = text.size() >= kWorthIt ? valid_utf8_blocks(text) : 0, size = text.size();
  auto continuation = [&](std::size_t at) { return at < size && (data[at] & 0xC0) == 0x80; };
  while (i < size) {
    unsigned char lead = data[i];
    if (lead < 0x80) {
      ++i;
      while (i + 8 <= size) {  // ASCII eight at a time
        std::uint64_t block;
        std::memcpy(&block, data + i, 8);
        if ((block & 0x8080808080808080ull) != 0) {
          i += static_cast<std::size_t>(__builtin_ctzll(block & 0x8080808080808080ull)) / 8;
          break;
        }
        i += 8;
      }
    } else if (lead >= 0xC2 && lead <= 0xDF) {
      if (!continuation(i + 1)) return i;
      i += 2;
      // The letters of an Arabic word: two bytes each, four at a time.
      while (i + 8 <= size) {
        std::uint64_t block;
        std::memcpy(&block, data + i, 8);
        if ((block & 0xC0FCC0FCC0FCC0FCull) != 0x80D880D880D880D8ull) break;
        i += 8;
      }
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      if (!continuation(i + 1) || !continuation(i + 2)) return i;
      if ((lead == 0xE0 && data[i + 1] < 0xA0) || (lead == 0xED && data[i + 1] > 0x9F)) return i;
      i += 3;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      if (!continuation(i + 1) || !continuation(i + 2) || !continuation(i + 3)) return i;
      if ((lead == 0xF0 && data[i + 1] < 0x90) || (lead == 0xF4 && data[i + 1] > 0x8F)) return i;
      i += 4;
    } else {
      return i;
    }
  }
  return std::nullopt;
}

void append_utf8(std::string& out, char32_t c) {
  auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace mizan

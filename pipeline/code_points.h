// Byte offsets to code point offsets, for output and storage: inside the program a place is a byte.
//
//   CodePoints("دخل 5%").at(7) is 4
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace mizan {

class CodePoints {
 public:
  // `text` must be valid UTF-8 and outlive the result. Linear, once.
  explicit CodePoints(std::string_view text) : text_(text) {
    marks_.reserve(text.size() / kStride + 2);
    std::uint32_t count = 0;
    for (std::size_t i = 0; i <= text.size(); i += kStride) {
      marks_.push_back(count);
      count += starts_in(text.substr(i, kStride));
    }
  }

  // Number of code points before the byte; a byte behind the end counts as the end.
  std::uint32_t at(std::uint32_t byte) const {
    if (byte > text_.size()) byte = static_cast<std::uint32_t>(text_.size());
    const std::uint32_t mark = byte / kStride * kStride;
    return marks_[byte / kStride] + starts_in(text_.substr(mark, byte - mark));
  }

 private:
  static constexpr std::uint32_t kStride = 32;
  // Code points that begin in a piece of text: its bytes but for those of the form 10xxxxxx, counted eight at a time.
  static std::uint32_t starts_in(std::string_view piece) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ull;
    std::size_t i = 0, inner = 0;
    for (; i + 8 <= piece.size(); i += 8) {
      std::uint64_t block;
      std::memcpy(&block, piece.data() + i, 8);
      inner += ((block >> 7 & ~(block >> 6) & kOnes) * kOnes) >> 56;
    }
    for (; i < piece.size(); ++i) inner += (static_cast<unsigned char>(piece[i]) & 0xC0) == 0x80;
    return static_cast<std::uint32_t>(piece.size() - inner);
  }
  std::string_view text_;
  std::vector<std::uint32_t> marks_;
};

}  // namespace mizan

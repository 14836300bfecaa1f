// Byte offsets to code point offsets, for output and storage: inside the program a place is a byte.
//
//   CodePoints("دخل 5%").at(7) is 4
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mizan {

class CodePoints {
 public:
  // `text` must be valid UTF-8 and outlive the result. Linear, once.
  explicit CodePoints(std::string_view text) : text_(text) {
    marks_.reserve(text.size() / kStride + 1);
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i % kStride == 0) marks_.push_back(count);
      count += starts(text[i]);
    }
    if (text.size() % kStride == 0) marks_.push_back(count);
  }

  // Number of code points before the byte; a byte behind the end counts as the end.
  std::uint32_t at(std::uint32_t byte) const {
    if (byte > text_.size()) byte = static_cast<std::uint32_t>(text_.size());
    std::uint32_t count = marks_[byte / kStride];
    for (std::uint32_t i = byte / kStride * kStride; i < byte; ++i) count += starts(text_[i]);
    return count;
  }

 private:
  static constexpr std::uint32_t kStride = 128;
  static bool starts(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }
  std::string_view text_;
  std::vector<std::uint32_t> marks_;
};

}  // namespace mizan

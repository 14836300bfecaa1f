// The flags of a lexicon's entry: words with a space between, as the .tsv files have them ("verb weak", "noun=barrel").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mizan {

// Is the flag one of the words? For flags that are asked for once.
bool has_flag(std::string_view flags, std::string_view flag);

class LexiconFlags {
 public:
  LexiconFlags() = default;
  explicit LexiconFlags(std::string_view text) : text_(text) {
    for (std::string_view left = text; !left.empty();) {
      const std::string_view flag = left.substr(0, left.find(' '));
      bits_ |= bit_of(flag);
      left.remove_prefix(flag.size() == left.size() ? flag.size() : flag.size() + 1);
    }
  }
  // Asked for thousands of times a text, and mostly not there: a bit says so, which the compiler knows of a literal. `flag` is one word.
  bool has(std::string_view flag) const { return (bits_ & bit_of(flag)) != 0 && has_flag(text_, flag); }
  const std::string& text() const { return text_; }

 private:
  static constexpr std::uint64_t bit_of(std::string_view flag) {
    std::uint64_t hash = 0;
    for (char ch : flag) hash = (hash ^ static_cast<unsigned char>(ch)) * 0x9E3779B97F4A7C15ull;
    return std::uint64_t{1} << (hash >> 58);
  }
  std::string text_;
  std::uint64_t bits_ = 0;  // of each of the words
};

}  // namespace mizan

// Words of texts, lightly stemmed, and how alike two sentences are worded: copied and rewritten reports keep their words and change a number.
//
//   "محكمة تقضي بسجن الوزير 3 سنوات" and "محكمة تقضي بسجن الوزير السابق 10 سنوات" (a court jails the [former] minister for 3, 10 years): 1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mizan {

// Calls take(word) for each word of a folded text (see normalized_text.h): runs of letters and digits.
template <typename Take>
void for_each_word(std::string_view folded, Take take) {
  auto is_word = [](unsigned char c) { return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
  std::size_t at = 0;
  while (at < folded.size()) {
    while (at < folded.size() && !is_word(static_cast<unsigned char>(folded[at]))) ++at;
    std::size_t end = at;
    while (end < folded.size() && is_word(static_cast<unsigned char>(folded[end]))) ++end;
    if (end > at) take(folded.substr(at, end - at));
    at = end;
  }
}

// A light stem of a folded word (Larkey's light10): conjunction and article go, then endings, as long as three letters are left. Latin words
// lose a plural s.
std::string_view stem(std::string_view word);

// The words of a sentence that tell what it is about: stems of three letters or more, without numbers and the commonest function words.
class Wording {
 public:
  Wording() = default;
  explicit Wording(std::string_view sentence);
  // Shared words as a part of the smaller set, 0 to 1; 0 where fewer than two are shared.
  double overlap(const Wording& other) const;
  std::size_t shared(const Wording& other) const;
  bool arabic() const { return arabic_; }
  bool empty() const { return words_.empty(); }
  std::size_t size() const { return words_.size(); }

 private:
  std::vector<std::uint64_t> words_;  // sorted hashes
  bool arabic_ = false;
};

}  // namespace mizan

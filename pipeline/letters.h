// Questions to folded Arabic words that are asked of every token: two bytes compared, without a call.
//
//   begins_with_letter("والشركه", "و", "ف") -> true
#pragma once

#include <string_view>

namespace mizan {

// Does the Arabic letter stand there? Two bytes are looked at.
inline bool is_letter(const char* at, const char (&letter)[3]) {
  return at[0] == letter[0] && at[1] == letter[1];
}
// The same of a letter that has a name (arabic_words.h).
inline bool is_letter(const char* at, std::string_view letter) {
  return at[0] == letter[0] && at[1] == letter[1];
}
// Does the word begin with one of the Arabic letters?
template <typename... Letters>
bool begins_with_letter(std::string_view word, const Letters&... letters) {
  return word.size() >= 2 && (is_letter(word.data(), letters) || ...);
}

}  // namespace mizan

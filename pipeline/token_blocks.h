// Cuts folded text into runs, sixty-four bytes at a time: the inner loop of tokenize() (tokenizer.h), on the processor's vectors. What takes more than a look
// at the characters (addresses, words of capitals) is left to tokenizer.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/analysis.h"

namespace mizan {

// What a character of folded text is to a token. White space beyond ASCII is there no more.
enum class CharacterClass : std::uint8_t { kSpace, kNewline, kDigit, kLatin, kArabic, kOther, kPunct };
CharacterClass character_class(char32_t c);

struct TokenRuns {
  HugeVector<Token> tokens;                   // all_capitals, in_url and kinds unset; mixed_case: a capital behind its first byte
  std::vector<std::uint32_t> inner_capitals;  // those of mixed_case
  bool url_sign = false;                      // "/", "@" or "www" somewhere: without them there is no address
};

// Safe to call from several threads at once. Linear.
TokenRuns token_runs(const NormalizedText& text);

}  // namespace mizan

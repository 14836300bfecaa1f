// Text to measure with, made up from templates: a fixed seed gives the same bytes everywhere, and no two sentences need be alike, so that no branch predictor
// learns the text by heart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::bench {

enum class Mix : std::uint8_t { kArabic, kEnglish, kMixed, kTables };
inline constexpr Mix kMixes[] = {Mix::kArabic, Mix::kEnglish, Mix::kMixed, Mix::kTables};

const char* to_string(Mix mix);

// News-like text of at least `bytes` bytes: sentences with and without figures, or rows of a table. Without line breaks it is one endless line.
std::string make_text(Mix mix, std::size_t bytes, bool line_breaks, std::uint64_t seed = 7);

// Articles of 1 to 5 KB, `bytes` bytes of text or a little more in all.
std::vector<std::string> make_articles(Mix mix, std::size_t bytes, std::uint64_t seed = 7);

}  // namespace mizan::bench

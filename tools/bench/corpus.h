// News-like text made from templates with a fixed seed: never the same sentence twice in a row, so that no predictor learns it by heart.
#pragma once

#include <cstdint>
#include <string>

namespace mizan::bench {

enum class Mix : std::uint8_t { kArabic, kEnglish, kMixed, kTables };

// About `bytes` bytes of UTF-8. `line_breaks`: a sentence a line; otherwise everything stands in one line.
std::string make_text(Mix mix, std::size_t bytes, bool line_breaks, std::uint64_t seed = 1);

}  // namespace mizan::bench

// How often a text shows pairs of letters that a wrong reading of UTF-8 leaves behind (encoding.h): every article is looked through.
#pragma once

#include <cstddef>
#include <string_view>

namespace mizan {

// A second character of two that are one in UTF-8: in a healthy text nothing like it stands behind these first ones, letter upon letter.
struct MisreadSigns {
  std::size_t beyond_ascii = 0;
  std::size_t arabic_as_arabic = 0;  // ط or ظ: the lead bytes D8 and D9 in windows-1256
  std::size_t as_latin = 0;          // Ø Ù Ã Â â Ú Û: lead bytes in windows-1252
};

// In UTF-8, valid or not. Linear.
MisreadSigns misread_signs(std::string_view text);

}  // namespace mizan

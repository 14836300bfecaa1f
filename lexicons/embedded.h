// The built-in lexicon files, as bytes inside the program (written by embed.cmake at build time).
#pragma once

#include <string_view>
#include <vector>

namespace mizan {

struct EmbeddedFile {
  std::string_view name;  // "currencies.tsv"
  std::string_view text;
};

// In order of name. The bytes live as long as the program.
std::vector<EmbeddedFile> embedded_lexicons();

}  // namespace mizan

// Packs an answer for browsers that take it packed.
#pragma once

#include <string>
#include <string_view>

namespace mizan::tools {

// In gzip's format, at zlib's level 1 to 9. Empty where that fails.
std::string gzipped(std::string_view bytes, int level);

}  // namespace mizan::tools

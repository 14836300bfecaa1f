// The inner loop of find_invalid_utf8() (utf8.h), on the processor's vectors.
#pragma once

#include <cstddef>
#include <string_view>

namespace mizan {

// So many bytes from the text's begin on are whole valid characters. As many as whole blocks show: what follows, some seventy bytes or a mistake, is to be
// looked at one by one.
std::size_t valid_utf8_blocks(std::string_view text);

}  // namespace mizan

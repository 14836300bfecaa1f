// Folding of what nearly all text is made of: what folds byte by byte in its place. The inner loop of NormalizedText (normalized_text.h), on the processor's
// vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mizan {

// Folds from source[at] on, the begin of a character, up to the first one that does not fold in its place, or as far as there is room; returns how many bytes,
// a whole number of characters. Writes them to `to`, where `room` bytes are, 64 at least: what lies behind the result may be overwritten as well. Sets the bits
// of upper-case letters in `upper`, the first byte's being bit `first_upper`. May return 0 anywhere: each character is folded by itself as well.
using FoldRun = std::size_t (*)(std::string_view source, std::size_t at, char* to, std::size_t room, std::uint64_t* upper, std::size_t first_upper);

// The one for this processor: to be asked for once a text.
FoldRun fold_run();

}  // namespace mizan

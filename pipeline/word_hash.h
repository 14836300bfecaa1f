// The one hash that words are known by in all tables: XXH3 of the folded bytes, 64 bits. With some 10^5 words a collision is a one in 10^9 matter.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace mizan {

inline std::uint64_t word_hash(std::string_view folded) {
  return XXH3_64bits(folded.data(), folded.size());
}

}  // namespace mizan

// Hashes that are stored or make ids: XXH3 over length-prefixed parts, so that {"ab", "c"} and {"a", "bc"} differ. ON DISK: do not change.
#pragma once

#include <fmt/format.h>
#include <xxhash.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace mizan {

inline std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

// 32 hexadecimal digits.
inline std::string hash_of(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (std::string_view part : parts) {
    joined += fmt::format("{}:", part.size());
    joined += part;
  }
  const XXH128_hash_t hash = XXH3_128bits(joined.data(), joined.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace mizan

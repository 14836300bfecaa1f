// Sixteen bytes of text at once, as portable vectors: SSE2 or NEON. For what steps over most of every text: folding, tokens.
#pragma once

#include <cstdint>
#include <cstring>

namespace mizan {

using Bytes = unsigned char __attribute__((vector_size(16)));

inline Bytes load_bytes(const char* from) {
  Bytes b;
  std::memcpy(&b, from, sizeof b);
  return b;
}

// A comparison's result as bytes: 0xFF where it holds, else 0.
template <typename Comparison>
Bytes bytes_where(Comparison comparison) {
  return reinterpret_cast<Bytes>(comparison);
}
inline Bytes bytes_between(Bytes x, unsigned char first, unsigned char last) {
  return bytes_where(x - first <= static_cast<unsigned char>(last - first));
}
// Each byte's neighbour in the block, 0 at its edge.
inline Bytes next_bytes(Bytes b) {
  return __builtin_shufflevector(b, Bytes{}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
}
inline Bytes bytes_before(Bytes b) {
  return __builtin_shufflevector(Bytes{}, b, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
}

// A bit for each byte of a comparison's result.
inline std::uint32_t bits_of(Bytes mask) {
#ifdef __SSE2__
  return static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(reinterpret_cast<char __attribute__((vector_size(16)))>(mask)));
#else
  std::uint64_t halves[2];
  std::memcpy(halves, &mask, sizeof halves);
  const auto eight = [](std::uint64_t half) { return static_cast<std::uint32_t>(((half & 0x8080808080808080ull) >> 7) * 0x0102040810204080ull >> 56); };
  return eight(halves[0]) | eight(halves[1]) << 8;
#endif
}
// How many bytes from the first on the result holds for: 0 to 16.
inline std::uint32_t run_of(Bytes mask) {
  return static_cast<std::uint32_t>(__builtin_ctz(~bits_of(mask)));
}

}  // namespace mizan

// Bytes of text in vectors of the processor at hand, by Highway: 16 bytes (SSSE3, SSE4, NEON), 32 (AVX2), 64 (AVX-512), or a single one where there is none
// of these. For what steps over most of every text: folding, tokens, checks of UTF-8.
//
// A file of kernels includes itself once a target (hwy/foreach_target.h) and this header with it; everything here lives in the target's own namespace. Each
// target gives the same results (tests/pipeline_vectors_test.cc). Nothing outside such files sees a vector: they export a function that takes a whole text,
// as choosing a target costs a call.

// Highway's include guard for what is read once a target.
#if defined(MIZAN_PIPELINE_TEXT_VECTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MIZAN_PIPELINE_TEXT_VECTORS_INL_H_
#undef MIZAN_PIPELINE_TEXT_VECTORS_INL_H_
#else
#define MIZAN_PIPELINE_TEXT_VECTORS_INL_H_
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

#ifndef MIZAN_PIPELINE_REPEATED_BYTES
#define MIZAN_PIPELINE_REPEATED_BYTES
namespace mizan {

// One byte, as often as the longest vector has room for. Nobody writes it, but no compiler may know that (every(), below).
template <std::uint8_t kByte>
struct Repeated {
  alignas(64) static std::uint8_t bytes[64];
};
#define MIZAN_8(byte) byte, byte, byte, byte, byte, byte, byte, byte
#define MIZAN_64(byte) MIZAN_8(byte), MIZAN_8(byte), MIZAN_8(byte), MIZAN_8(byte), MIZAN_8(byte), MIZAN_8(byte), MIZAN_8(byte), MIZAN_8(byte)
template <std::uint8_t kByte>
alignas(64) std::uint8_t Repeated<kByte>::bytes[64] = {MIZAN_64(kByte)};
#undef MIZAN_64
#undef MIZAN_8

}  // namespace mizan
#endif

HWY_BEFORE_NAMESPACE();
namespace mizan::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Text is read in blocks of 64 bytes, a bit each in a word; a block is one vector or several. Loops over them are to be unrolled (HWY_DEFAULT_UNROLL): as
// loops, g++ would lay all their constants ready once a block.
inline constexpr std::size_t kBlock = 64;
using ByteTag = hn::CappedTag<std::uint8_t, kBlock>;
using Bytes = hn::Vec<ByteTag>;
using Where = hn::Mask<ByteTag>;

HWY_INLINE Bytes load_bytes(const char* from) {
  return hn::LoadU(ByteTag(), reinterpret_cast<const std::uint8_t*>(from));
}
HWY_INLINE void store_bytes(Bytes bytes, unsigned char* to) {
  hn::StoreU(bytes, ByteTag(), to);
}
// The byte in each lane. From memory: g++ 12 would otherwise make half of them anew in every turn of a loop, by three instructions instead of none.
template <std::uint8_t kByte>
HWY_INLINE Bytes every() {
  return hn::Load(ByteTag(), Repeated<kByte>::bytes);
}

template <std::uint8_t kByte>
HWY_INLINE Where is(Bytes x) {
  return hn::Eq(x, every<kByte>());
}
template <std::uint8_t kLast>
HWY_INLINE Where up_to(Bytes x) {
  return hn::Eq(hn::Min(x, every<kLast>()), x);
}
template <std::uint8_t kFirst>
HWY_INLINE Where from_on(Bytes x) {
  return hn::Eq(hn::Max(x, every<kFirst>()), x);
}
template <std::uint8_t kFirst, std::uint8_t kLast>
HWY_INLINE Where between(Bytes x) {
  return up_to<kLast - kFirst>(hn::Sub(x, every<kFirst>()));
}
HWY_INLINE Where beyond_ascii(Bytes x) {
  const hn::RebindToSigned<ByteTag> i8;
  return hn::RebindMask(ByteTag(), hn::Lt(hn::BitCast(i8, x), hn::Zero(i8)));
}
// The byte where the condition holds, else 0.
template <std::uint8_t kByte>
HWY_INLINE Bytes byte_where(Where where) {
  return hn::IfThenElseZero(where, every<kByte>());
}

// A bit for each byte, the first byte's lowest.
HWY_INLINE std::uint64_t bits_of(Where where) {
  std::uint64_t bits = 0;
  hn::StoreMaskBits(ByteTag(), where, reinterpret_cast<std::uint8_t*>(&bits));
  return bits;
}
HWY_INLINE Where where_bits(std::uint64_t bits) {
  return hn::LoadMaskBits(ByteTag(), reinterpret_cast<const std::uint8_t*>(&bits));
}

// Tables of sixteen bytes, looked up by byte: where a vector has them.
#undef MIZAN_BYTE_TABLES
#if HWY_TARGET != HWY_SCALAR
#define MIZAN_BYTE_TABLES 1
HWY_INLINE Bytes table_of(const std::uint8_t* sixteen) {
  return hn::LoadDup128(ByteTag(), sixteen);
}
// `index`: 0 to 15 in each byte.
HWY_INLINE Bytes looked_up(Bytes table, Bytes index) {
  return hn::TableLookupBytes(table, index);
}
HWY_INLINE Bytes low_half(Bytes x) {
  return hn::And(x, every<0x0F>());
}
HWY_INLINE Bytes high_half(Bytes x) {
  return hn::ShiftRight<4>(x);
}
#else
#define MIZAN_BYTE_TABLES 0
#endif

}  // namespace mizan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // once a target

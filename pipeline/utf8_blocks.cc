#include "pipeline/utf8_blocks.h"

#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pipeline/utf8_blocks.cc"
#include <hwy/foreach_target.h>

#include "pipeline/text_vectors-inl.h"

// After J. Keiser and D. Lemire, "Validating UTF-8 in less than one instruction per byte" (2020): whatever may be wrong with two bytes side by side shows in
// three of their four halves. A table a half, looked up for all bytes at once, says of which mistakes it may be a part; a mistake is what all three say. Third
// and fourth bytes of a character are then told from its lead, two and three bytes before.
HWY_BEFORE_NAMESPACE();
namespace mizan::HWY_NAMESPACE {

#if MIZAN_BYTE_TABLES
namespace {

struct Tables {
  alignas(16) std::uint8_t first_high[16] = {};
  alignas(16) std::uint8_t first_low[16] = {};
  alignas(16) std::uint8_t second_high[16] = {};

  constexpr Tables() {
    // A set of halves: a bit for each.
    const auto from_to = [](unsigned first, unsigned last) { return (2u << last) - (1u << first); };
    const unsigned any = from_to(0, 15), continuation = from_to(8, 11);
    mistake(0, from_to(12, 15), any, any & ~continuation);    // a lead without its second byte
    mistake(1, from_to(0, 7), any, continuation);             // ASCII with one
    mistake(2, 1 << 0xE, 1 << 0, from_to(8, 9));              // E0 80: three bytes for what takes two
    mistake(3, 1 << 0xE, 1 << 0xD, from_to(10, 11));          // ED A0: a surrogate
    mistake(4, 1 << 0xC, from_to(0, 1), continuation);        // C0, C1: two bytes for ASCII
    mistake(5, 1 << 0xF, from_to(4, 15), from_to(9, 11));     // F4 90: beyond U+10FFFF
    mistake(6, 1 << 0xF, (1 << 0) | from_to(5, 15), 1 << 8);  // F0 80, F5 80: four bytes for what takes three, or beyond
    mistake(kSecondOfTwo, continuation, any, continuation);   // two in a row: only where a lead says so
  }
  static constexpr unsigned kSecondOfTwo = 7;

 private:
  constexpr void mistake(unsigned bit, unsigned first_highs, unsigned first_lows, unsigned second_highs) {
    for (unsigned half = 0; half < 16; ++half) {
      const auto add = [&](std::uint8_t& entry, unsigned halves) { entry = static_cast<std::uint8_t>(entry | (halves >> half & 1) << bit); };
      add(first_high[half], first_highs);
      add(first_low[half], first_lows);
      add(second_high[half], second_highs);
    }
  }
};
constexpr Tables kTables;

// Not zero where the 64 bytes are no continuation of what stands before them. Reads from[-3] on.
HWY_INLINE std::uint64_t mistakes_in(const char* from) {
  std::uint64_t out = 0;
  const std::size_t lanes = hn::Lanes(ByteTag());
  HWY_DEFAULT_UNROLL
  for (std::size_t part = 0; part < kBlock; part += lanes) {
    const char* at = from + part;
    const Bytes b = load_bytes(at), before = load_bytes(at - 1);
    const Bytes pair = hn::And(hn::And(looked_up(table_of(kTables.first_high), high_half(before)), looked_up(table_of(kTables.first_low), low_half(before))),
                               looked_up(table_of(kTables.second_high), high_half(b)));
    const Where third = hn::Or(from_on<0xE0>(load_bytes(at - 2)), from_on<0xF0>(load_bytes(at - 3)));
    const Bytes wrong = hn::Xor(pair, byte_where<1 << Tables::kSecondOfTwo>(third));
    out |= bits_of(hn::Ne(wrong, hn::Zero(ByteTag())));
  }
  return out;
}

HWY_INLINE bool is_ascii(const char* from) {
  std::uint64_t beyond = 0;
  const std::size_t lanes = hn::Lanes(ByteTag());
  HWY_DEFAULT_UNROLL
  for (std::size_t part = 0; part < kBlock; part += lanes) beyond |= bits_of(beyond_ascii(load_bytes(from + part)));
  return beyond == 0;
}

}  // namespace

std::size_t valid_utf8_blocks(std::string_view text) {
  constexpr std::size_t kBefore = 3;
  std::size_t at = 0;
  bool ascii = true;  // the block before
  for (; text.size() - at >= kBlock; at += kBlock) {
    const char* from = text.data() + at;
    const bool was_ascii = ascii;
    ascii = is_ascii(from);
    if (was_ascii && ascii) continue;
    char edge[kBefore + kBlock] = {};
    if (at == 0) {
      std::memcpy(edge + kBefore, from, kBlock);
      from = edge + kBefore;
    }
    if (mistakes_in(from) != 0) break;
  }
  // The last character may go on, or break off.
  for (std::size_t back = 0; back <= kBefore && at > 0 && static_cast<unsigned char>(text[at - 1]) >= 0x80; ++back)
    if (static_cast<unsigned char>(text[--at]) >= 0xC0) break;
  return at;
}

#else

std::size_t valid_utf8_blocks(std::string_view) {
  return 0;
}

#endif

}  // namespace mizan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mizan {

HWY_EXPORT(valid_utf8_blocks);

std::size_t valid_utf8_blocks(std::string_view text) {
  return HWY_DYNAMIC_DISPATCH(valid_utf8_blocks)(text);
}

}  // namespace mizan
#endif

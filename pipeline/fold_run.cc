#include "pipeline/fold_run.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pipeline/fold_run.cc"
#include <hwy/foreach_target.h>

#include "pipeline/text_vectors-inl.h"

// What folds byte by byte in its place: ASCII, and the common characters of the Arabic block (U+0600 to U+067F without marks, tatweel, digits and what stands
// for ASCII). Where all of a block is so, the next one begins behind it whatever it holds, and the processor can work on both.
HWY_BEFORE_NAMESPACE();
namespace mizan::HWY_NAMESPACE {
namespace {

#if MIZAN_BYTE_TABLES

struct Block {
  std::uint64_t in_place = 0;  // a bit for each byte that is a part of such a character, and is folded
  std::uint64_t capitals = 0;
  bool open = false;  // the last byte begins a character that the next block ends
};

// Of a letter's second byte: which of D8 and D9 it makes such a character with. By the lower half of the byte, a bit for each upper half, 8 to B, first of D8.
constexpr std::uint8_t in_place_bit(unsigned lead, unsigned second) {
  const bool in_place = lead == 0xD8 ? second <= 0x8F || second == 0x9B || second >= 0x9D
                                     : (second >= 0x81 && second <= 0x8A) || second == 0xAE || second == 0xAF || second >= 0xB2;
  return static_cast<std::uint8_t>(in_place ? 1u << ((lead & 1) * 4 + (second >> 4) - 8) : 0);
}
struct Tables {
  alignas(16) std::uint8_t in_place[16] = {};    // by the lower half of the second byte
  alignas(16) std::uint8_t upper_half[16] = {};  // by its upper half: the two bits that are meant
  alignas(16) std::uint8_t second[16] = {};      // of D8 A0 to D8 AF: what the second byte grows by
  alignas(16) std::uint8_t lead[16] = {};        // and the first one

  constexpr Tables() {
    for (unsigned low = 0; low < 16; ++low)
      for (unsigned high = 0x80; high <= 0xB0; high += 0x10)
        in_place[low] = static_cast<std::uint8_t>(in_place[low] | in_place_bit(0xD8, high | low) | in_place_bit(0xD9, high | low));
    for (unsigned high = 8; high < 12; ++high) upper_half[high] = static_cast<std::uint8_t>(0x11u << (high - 8));
    const auto becomes = [this](unsigned from, unsigned to) { second[from & 0x0F] = static_cast<std::uint8_t>(to - from); };
    for (unsigned alef : {0xA2u, 0xA3u, 0xA5u}) becomes(alef, 0xA7);  // آ أ إ -> ا
    // To letters of the other half of the Arabic block:
    becomes(0xA4, 0x88);  // ؤ -> و
    becomes(0xA6, 0x8A);  // ئ -> ي
    becomes(0xA9, 0x87);  // ة -> ه
    lead[0x4] = lead[0x6] = lead[0x9] = 1;
  }
};
constexpr Tables kTables;

// Writes 64 bytes, folded as FoldTable says where they fold in their place. Reads from[-1] to from[64]; `open`: the byte before begins a character.
HWY_INLINE Block fold_block(const char* from, char* to, bool open) {
  Block out;
  std::uint64_t high = 0, leads = 0;
  const std::size_t lanes = hn::Lanes(ByteTag());
  HWY_DEFAULT_UNROLL
  for (std::size_t part = 0; part < kBlock; part += lanes) {
    const Bytes b = load_bytes(from + part);
    const Where capital = between<'A', 'Z'>(b);
    const Where blank = hn::Or(hn::AndNot(is<'\n'>(b), up_to<0x1F>(b)), hn::Or(is<0x7F>(b), is<'_'>(b)));
    Bytes folded = hn::IfThenElse(blank, every<' '>(), hn::Add(b, byte_where<0x20>(capital)));
    out.capitals |= bits_of(capital) << part;
    if (const std::uint64_t beyond = bits_of(beyond_ascii(b)); beyond != 0) {
      high |= beyond << part;
      const Bytes next = load_bytes(from + part + 1), before = load_bytes(from + part - 1);
      const Where d8 = is<0xD8>(b), d9 = is<0xD9>(b);
      const Bytes meant = hn::Or(byte_where<0x0F>(d8), byte_where<0xF0>(d9));
      const Bytes known = hn::And(looked_up(table_of(kTables.in_place), low_half(next)), looked_up(table_of(kTables.upper_half), high_half(next)));
      leads |= bits_of(hn::Ne(hn::And(known, meant), hn::Zero(ByteTag()))) << part;
      const Where second = hn::And(is<0xD8>(before), is<0xA>(high_half(b))), first = hn::And(d8, is<0xA>(high_half(next)));
      folded = hn::Add(folded, hn::IfThenElseZero(second, looked_up(table_of(kTables.second), low_half(b))));
      folded = hn::Add(folded, hn::IfThenElseZero(first, looked_up(table_of(kTables.lead), low_half(next))));
      folded = hn::Add(folded, byte_where<1>(hn::And(is<0xD9>(before), is<0x89>(b))));  // ى -> ي
    }
    store_bytes(folded, reinterpret_cast<unsigned char*>(to) + part);
  }
  out.in_place = ~high | leads | leads << 1 | (open ? 1 : 0);
  out.open = leads >> (kBlock - 1) != 0;
  return out;
}

std::size_t run(std::string_view source, std::size_t at, char* to, std::size_t room, std::uint64_t* upper, std::size_t first_upper) {
  std::uint64_t* word = upper + first_upper / 64;
  const std::size_t shift = first_upper % 64;
  std::uint64_t carried = 0;  // upper-case letters of the word behind
  const auto mark = [&](std::uint64_t bits) HWY_ATTR {
    *word++ |= bits << shift | carried;
    carried = bits >> 1 >> (63 - shift);
  };
  const std::size_t begin = at;
  const auto end_here = [&](std::size_t end) HWY_ATTR {
    if (carried != 0) *word |= carried;
    return end - begin;
  };
  bool open = false;
  while (at < source.size()) {
    if (room < kBlock) return end_here(open ? at - 1 : at);  // a character whose end has no room is left as well
    const std::size_t left = source.size() - at;
    Block block;
    if (at > 0 && left > kBlock) {
      block = fold_block(source.data() + at, to, open);
    } else {
      char edge[kBlock + 2] = {};
      if (at > 0) edge[0] = source[at - 1];
      std::memcpy(edge + 1, source.data() + at, std::min<std::size_t>(left, kBlock + 1));
      block = fold_block(edge + 1, to, open);
      if (left < kBlock) block.in_place &= (std::uint64_t{1} << left) - 1;
    }
    if (block.in_place != ~std::uint64_t{0}) {
      const std::size_t whole = hwy::Num0BitsBelowLS1Bit_Nonzero64(~block.in_place);
      mark(block.capitals & ((std::uint64_t{1} << whole) - 1));
      return end_here(at + whole);
    }
    mark(block.capitals);
    open = block.open;
    at += kBlock;
    to += kBlock;
    room -= kBlock;
  }
  return end_here(at);
}

#else

// Byte by byte, blocks cost more than letters.
std::size_t run(std::string_view, std::size_t, char*, std::size_t, std::uint64_t*, std::size_t) {
  return 0;
}

#endif

}  // namespace

FoldRun fold_run() {
  return run;
}

}  // namespace mizan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mizan {

HWY_EXPORT(fold_run);

FoldRun fold_run() {
  return HWY_DYNAMIC_DISPATCH(fold_run)();
}

}  // namespace mizan
#endif

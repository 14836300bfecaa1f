#include "pipeline/token_blocks.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pipeline/token_blocks.cc"
#include <hwy/foreach_target.h>

#include "pipeline/text_vectors-inl.h"
#include "pipeline/utf8.h"

// Each byte of a block has a bit in the bitmap of its class. Where a run begins and where it ends is then a shift and a mask away, and the tokens of a block
// are read off the set bits, however long they are: nothing waits for the length of the token before. Only characters that are neither ASCII nor Arabic letters
// or punctuation are looked at one by one.
HWY_BEFORE_NAMESPACE();
namespace mizan::HWY_NAMESPACE {
namespace {

// Bits of the classes: every byte of a run, and the spaces. Marks and line feeds are tokens of one character: their first byte and their last one.
struct ClassBits {
  std::uint64_t digit = 0, latin = 0, arabic = 0, other = 0, newline = 0, punct_first = 0, punct_last = 0;
  std::uint64_t apostrophe = 0;
};

// What a token that begins at a byte is: its kind, and these.
constexpr std::uint8_t kSpaceBefore = 8, kCapital = 16, kAllSigns = 32;
constexpr std::uint8_t number_of(TokenKind kind) {
  return static_cast<std::uint8_t>(kind);
}

class ClassReader {
 public:
  explicit ClassReader(std::string_view text) : text_(text) {}

  // Does the block end inside a character that is no white space?
  bool inside_character() const { return (open_letter_ | open_mark_ | open_bytes_) != 0; }
  // "/", "@" or "www" so far.
  bool url_sign() const { return url_signs_ != 0; }

  // Of the block that begins at `at`, a multiple of kBlock; blocks come in order. Behind the text's end nothing is set. `upper`: of NormalizedText. `signs`: of
  // each byte that begins a token, kBlock of them.
  HWY_INLINE ClassBits next(std::size_t at, std::uint64_t upper, unsigned char* signs) {
    const std::size_t left = text_.size() - at;
    const char* from = text_.data() + at;
    char edge[kBlock + 2];
    if (at == 0 || left <= kBlock) {
      std::memset(edge, 0, sizeof edge);  // counts as white space
      if (at > 0) edge[0] = from[-1];
      std::memcpy(edge + 1, from, std::min<std::size_t>(left, kBlock + 1));
      from = edge + 1;
    }
    return read(from, at, upper, signs);
  }

 private:
  // Reads from[-1] to from[kBlock].
  HWY_INLINE ClassBits read(const char* from, std::size_t at, std::uint64_t upper, unsigned char* signs) {
    ClassBits out;
    // In variables of their own: what is stored as bytes below may lie anywhere, for all that the compiler knows.
    std::uint64_t latin_bits = 0, digit_bits = 0, newline_bits = 0, apostrophe_bits = 0, url_bits = 0, high = 0, blank = 0;
    std::uint64_t letter = 0, mark = 0;  // first bytes of Arabic
    const std::size_t lanes = hn::Lanes(ByteTag());
    HWY_DEFAULT_UNROLL
    for (std::size_t part = 0; part < kBlock; part += lanes) {
      const Bytes b = load_bytes(from + part), before = load_bytes(from + part - 1), next = load_bytes(from + part + 1);
      const auto bits = [part](Where where) HWY_ATTR { return bits_of(where) << part; };
      const Where latin = between<'a', 'z'>(b), digit = between<'0', '9'>(b), newline = is<'\n'>(b);
      latin_bits |= bits(latin);
      digit_bits |= bits(digit);
      newline_bits |= bits(newline);
      apostrophe_bits |= bits(is<'\''>(b));
      blank |= bits(up_to<' '>(b));
      const Where www = hn::And(hn::And(is<'w'>(before), is<'w'>(b)), is<'w'>(next));
      url_bits |= bits_of(hn::Or(hn::Or(is<'/'>(b), is<'@'>(b)), www));
      // Punctuation, or what the others turn it into. Of white space it means nothing.
      constexpr std::uint8_t kPunct = number_of(TokenKind::kPunct);
      Bytes sign = hn::Xor(every<kPunct>(), byte_where<kPunct ^ number_of(TokenKind::kLatin)>(latin));
      sign = hn::Xor(sign, byte_where<kPunct ^ number_of(TokenKind::kDigits)>(digit));
      sign = hn::Xor(sign, byte_where<kPunct ^ number_of(TokenKind::kNewline)>(newline));
      sign = hn::Or(sign, byte_where<kSpaceBefore>(up_to<' '>(before)));
      sign = hn::Or(sign, byte_where<kCapital>(hn::And(latin, where_bits(upper >> part))));
      if (const std::uint64_t beyond = bits_of(beyond_ascii(b)); beyond != 0) {
        high |= beyond << part;
        const Where d8 = is<0xD8>(b), d9 = is<0xD9>(b);
        const Where letters = hn::Or(hn::And(d8, from_on<0xA1>(next)), hn::And(d9, between<0x81, 0x8A>(next)));
        letter |= bits(letters);
        mark |= bits(hn::And(d8, up_to<0x9F>(next)));
        sign = hn::Xor(sign, byte_where<kPunct ^ number_of(TokenKind::kArabic)>(letters));
      }
      store_bytes(sign, signs + part);
    }
    out.latin = latin_bits;
    out.digit = digit_bits;
    out.newline = newline_bits;
    out.apostrophe = apostrophe_bits;
    url_signs_ |= url_bits;
    const std::uint64_t ascii_punct = ~(out.latin | out.digit | blank | high);
    out.arabic = letter | letter << 1 | open_letter_;
    out.punct_first = ascii_punct | mark;
    out.punct_last = ascii_punct | mark << 1 | open_mark_;
    std::uint64_t rest = high & ~(out.arabic | mark | mark << 1 | open_mark_);
    open_letter_ = letter >> (kBlock - 1);
    open_mark_ = mark >> (kBlock - 1);
    if (open_bytes_ != 0) {
      const std::uint64_t bytes = (std::uint64_t{1} << open_bytes_) - 1;
      set(out, open_class_, 0, bytes, bytes & ~(bytes >> 1));
      rest &= ~bytes;
      open_bytes_ = 0;
    }
    if (rest != 0) look_at(rest, at, upper, signs, out);
    return out;
  }

  // One by one.
  HWY_NOINLINE void look_at(std::uint64_t rest, std::size_t at, std::uint64_t upper, unsigned char* signs, ClassBits& out) {
    while (rest != 0) {
      const auto first = static_cast<std::uint32_t>(std::countr_zero(rest));
      std::size_t after = at + first;
      const CharacterClass c = character_class(next_code_point(text_, after));
      const auto size = static_cast<std::uint32_t>(after - at) - first;
      const std::uint64_t bytes = ((std::uint64_t{1} << size) - 1) << first;
      const std::uint64_t last = first + size <= kBlock ? std::uint64_t{1} << (first + size - 1) : 0;
      set(out, c, std::uint64_t{1} << first, bytes, last);
      signs[first] = static_cast<std::uint8_t>((signs[first] & kSpaceBefore) | number_of(kind_of(c)));
      if (c == CharacterClass::kLatin && (upper >> first & 1) != 0) signs[first] |= kCapital;
      rest &= ~bytes;
      if (last == 0) {
        open_class_ = c;
        open_bytes_ = first + size - static_cast<std::uint32_t>(kBlock);
      }
    }
  }
  static void set(ClassBits& out, CharacterClass c, std::uint64_t first, std::uint64_t bytes, std::uint64_t last) {
    switch (c) {
      case CharacterClass::kDigit:
        out.digit |= bytes;
        break;
      case CharacterClass::kLatin:
        out.latin |= bytes;
        break;
      case CharacterClass::kArabic:
        out.arabic |= bytes;
        break;
      case CharacterClass::kOther:
        out.other |= bytes;
        break;
      case CharacterClass::kSpace:
      case CharacterClass::kNewline:  // ASCII alone
        break;
      case CharacterClass::kPunct:
        out.punct_first |= first;
        out.punct_last |= last;
        break;
    }
  }
  static TokenKind kind_of(CharacterClass c) {
    switch (c) {
      case CharacterClass::kDigit:
        return TokenKind::kDigits;
      case CharacterClass::kLatin:
        return TokenKind::kLatin;
      case CharacterClass::kArabic:
        return TokenKind::kArabic;
      case CharacterClass::kOther:
        return TokenKind::kOther;
      case CharacterClass::kNewline:
        return TokenKind::kNewline;
      case CharacterClass::kSpace:
      case CharacterClass::kPunct:
        break;
    }
    return TokenKind::kPunct;
  }

  std::string_view text_;
  std::uint64_t url_signs_ = 0;
  // What the block before left open: an Arabic letter or mark of which one byte is left, or a character of another kind.
  std::uint64_t open_letter_ = 0, open_mark_ = 0;
  CharacterClass open_class_ = CharacterClass::kPunct;
  std::uint32_t open_bytes_ = 0;
};

// A bitmap one byte on, with what the block before hands over.
struct Shifted {
  std::uint64_t before = 0;  // bit 0
  HWY_INLINE std::uint64_t operator()(std::uint64_t bits) {
    const std::uint64_t out = bits << 1 | before;
    before = bits >> (kBlock - 1);
    return out;
  }
};

// All of a token but its place, by its signs: eight bytes as they lie in memory.
static_assert(std::is_trivially_copyable_v<Token> && sizeof(Token) == 16 && offsetof(Token, kind) == 8);
struct TokenFields {
  std::array<std::uint64_t, kAllSigns> by_signs;
  TokenFields() {
    for (unsigned signs = 0; signs < kAllSigns; ++signs) {
      Token token;
      token.kind = static_cast<TokenKind>(signs & (kSpaceBefore - 1));
      token.space_before = (signs & kSpaceBefore) != 0;
      token.capital = (signs & kCapital) != 0;
      std::memcpy(&by_signs[signs], reinterpret_cast<const char*>(&token) + offsetof(Token, kind), sizeof(std::uint64_t));
    }
  }
};
const TokenFields& token_fields() {
  static const TokenFields fields;
  return fields;
}

bool is_latin_at(std::string_view text, std::size_t at) {
  return at < text.size() && character_class(next_code_point(text, at)) == CharacterClass::kLatin;
}

// What is known of a block before its tokens are written.
struct Block {
  alignas(kBlock) unsigned char signs[kBlock + 1] = {};  // and one for a bit that is none
  std::uint64_t begins = 0, ends = 0;                    // `ends`: a bit where the byte before was a token's last one
  std::uint64_t inner_capitals = 0;
  std::uint32_t at = 0;
  bool open_before = false, open_behind = false;  // a token goes over the begin, over the end
};

class TokenWriter {
 public:
  TokenWriter(std::size_t text_size, TokenRuns& out) : text_size_(text_size), out_(out) {}

  HWY_INLINE void write(const Block& block) {
    const auto next = [](std::uint64_t& bits) HWY_ATTR {  // anything where none is left
      const auto i = static_cast<std::uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
      return i;
    };
    std::uint64_t to_begin = block.begins, to_end = block.ends;
    const std::uint32_t base = block.at;
    const std::uint64_t* const fields = fields_.by_signs.data();
    Token* token = made_ + begun_;
    if (block.open_before && to_end != 0) token[-1].end = base + next(to_end);
    const std::size_t count = hwy::PopCount(block.begins);
    // Some at a time: how many there are is hard to foresee. What is written too many is written again, and so is the end of one that goes on.
    for (std::size_t done = 0; done < count; done += kAtOnce)
      for (std::size_t k = 0; k < kAtOnce; ++k, ++token) {
        const std::uint32_t i = next(to_begin);
        const std::uint64_t what = fields[block.signs[i]];
        token->begin = base + i;
        token->end = base + next(to_end);
        std::memcpy(reinterpret_cast<char*>(token) + offsetof(Token, kind), &what, sizeof what);
      }
    for (std::uint64_t rest = block.inner_capitals; rest != 0; rest &= rest - 1) {
      const std::size_t index = begun_ + hwy::PopCount(block.begins & (rest ^ (rest - 1))) - 1;
      if (made_[index].mixed_case) continue;
      made_[index].mixed_case = true;
      out_.inner_capitals.push_back(static_cast<std::uint32_t>(out_.tokens.size() + index));
    }
    begun_ += count;
    if (begun_ >= kRoom) hand_over(std::min<std::size_t>(block.at + kBlock, text_size_), block.open_behind);
  }
  // Behind the last block.
  void finish(bool open) {
    if (open) made_[begun_ - 1].end = static_cast<std::uint32_t>(text_size_);
    hand_over(text_size_, false);
  }

 private:
  // All tokens that have ended: all but the last one where it is open.
  HWY_NOINLINE void hand_over(std::size_t read, bool open) {
    const std::size_t ended = begun_ - (open ? 1 : 0);
    HugeVector<Token>& tokens = out_.tokens;
    if (tokens.capacity() - tokens.size() < ended) {
      // What follows has as many, as far as one can know.
      const std::size_t so_far = tokens.size() + ended;
      const auto to_come = static_cast<std::size_t>(1.1 * static_cast<double>(text_size_ - read) * static_cast<double>(so_far) / static_cast<double>(read + 1));
      tokens.reserve(so_far + std::max(to_come, tokens.size() / 4));
    }
    tokens.insert(tokens.end(), made_, made_ + ended);
    if (open) made_[0] = made_[ended];
    begun_ = open ? 1 : 0;
  }

  // Tokens of some blocks, where there is room behind the last one: a few more are written than there are. The first one is nobody's.
  static constexpr std::size_t kAtOnce = 4, kRoom = 8 * kBlock;
  struct Room {
    alignas(Token) unsigned char bytes[sizeof(Token)];
  };
  Room room_[1 + kRoom + kBlock + kAtOnce];
  Token* const made_ = reinterpret_cast<Token*>(room_) + 1;
  std::size_t begun_ = 0;  // of `made_`
  std::size_t text_size_;
  TokenRuns& out_;
  const TokenFields& fields_ = token_fields();
};

}  // namespace

TokenRuns token_runs(const NormalizedText& normalized) {
  const std::string_view text = normalized.text();
  TokenRuns out;
  ClassReader classes(text);
  TokenWriter writer(text.size(), out);
  Shifted latin, arabic, digit, other, single;
  Block block;
  bool open = false;
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    const std::uint64_t upper = normalized.uppers(static_cast<std::uint32_t>(at));
    ClassBits c = classes.next(at, upper, block.signs);
    if (c.apostrophe != 0) {                                                       // company's, l'eau: one word
      const std::uint64_t last = c.apostrophe & std::uint64_t{1} << (kBlock - 1);  // only then does a character begin behind the block for sure
      const std::uint64_t latin_behind = last != 0 && is_latin_at(text, at + kBlock) ? last : 0;
      const std::uint64_t inside = c.apostrophe & (c.latin << 1 | latin.before) & (c.latin >> 1 | latin_behind);
      c.latin |= inside;
      c.punct_first &= ~inside;
      c.punct_last &= ~inside;
    }
    const std::uint64_t l = latin(c.latin), a = arabic(c.arabic), d = digit(c.digit), o = other(c.other);
    block.begins = (c.latin & ~l) | (c.arabic & ~a) | (c.digit & ~d) | (c.other & ~o) | c.punct_first | c.newline;
    block.ends = (l & ~c.latin) | (a & ~c.arabic) | (d & ~c.digit) | (o & ~c.other) | single(c.punct_last | c.newline);
    block.inner_capitals = upper & c.latin & ~block.begins;
    block.at = static_cast<std::uint32_t>(at);
    block.open_before = open;
    block.open_behind = open = (latin.before | arabic.before | digit.before | other.before | single.before) != 0 || classes.inside_character();
    writer.write(block);
  }
  writer.finish(open);
  out.url_sign = classes.url_sign();
  return out;
}

}  // namespace mizan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mizan {

CharacterClass character_class(char32_t c) {
  if (c < 0x80) {
    if (c == '\n') return CharacterClass::kNewline;
    if (c <= ' ') return CharacterClass::kSpace;
    if (c >= '0' && c <= '9') return CharacterClass::kDigit;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharacterClass::kLatin;
    return CharacterClass::kPunct;
  }
  if ((c >= 0x0621 && c <= 0x064A) || (c >= 0x066E && c <= 0x06D3) || c == 0x06D5 || (c >= 0x06FA && c <= 0x06FF) || (c >= 0x0750 && c <= 0x077F))
    return CharacterClass::kArabic;
  if (c < 0x0250) return c >= 0x00C0 && c != 0x00D7 && c != 0x00F7 ? CharacterClass::kLatin : c == 0x00B5 ? CharacterClass::kLatin : CharacterClass::kPunct;
  return u_isalpha(static_cast<UChar32>(c)) || (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0 ? CharacterClass::kOther : CharacterClass::kPunct;
}

HWY_EXPORT(token_runs);

TokenRuns token_runs(const NormalizedText& text) {
  return HWY_DYNAMIC_DISPATCH(token_runs)(text);
}

}  // namespace mizan
#endif

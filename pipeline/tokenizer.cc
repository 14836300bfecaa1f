#include "pipeline/tokenizer.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "pipeline/byte_block.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

enum class Class : std::uint8_t { kSpace, kNewline, kDigit, kLatin, kArabic, kOther, kPunct };

Class class_of(char32_t c) {
  if (c < 0x80) {
    if (c == '\n') return Class::kNewline;
    if (c <= ' ') return Class::kSpace;
    if (c >= '0' && c <= '9') return Class::kDigit;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Class::kLatin;
    return Class::kPunct;
  }
  if ((c >= 0x0621 && c <= 0x064A) || (c >= 0x066E && c <= 0x06D3) || c == 0x06D5 || (c >= 0x06FA && c <= 0x06FF) || (c >= 0x0750 && c <= 0x077F))
    return Class::kArabic;
  if (c < 0x0250) return c >= 0x00C0 && c != 0x00D7 && c != 0x00F7 ? Class::kLatin : c == 0x00B5 ? Class::kLatin : Class::kPunct;
  if (u_isUWhiteSpace(static_cast<UChar32>(c))) return Class::kSpace;
  return u_isalpha(static_cast<UChar32>(c)) || (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0 ? Class::kOther : Class::kPunct;
}

// Marks what belongs to URLs, e-mail addresses and @handles, so that their digits are no numbers and their words no names.
void mark_urls(const NormalizedText& text, std::vector<Token>& tokens) {
  auto word = [&](std::size_t i) { return text.text({tokens[i].begin, tokens[i].end}); };
  auto glued = [&](std::size_t i) { return i < tokens.size() && !tokens[i].space_before && tokens[i].kind != TokenKind::kNewline; };
  std::size_t run_begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].space_before || tokens[i].kind == TokenKind::kNewline || !glued(i)) run_begin = i;
    // A URL shows by one of these: most tokens are done with.
    const char head = text.text()[tokens[i].begin];
    if (head != 'h' && head != 'f' && head != 'w' && head != '@' && head != '/') continue;
    bool url = false;
    std::size_t from = i;
    const std::string_view w = word(i);
    if ((w == "http" || w == "https" || w == "ftp") && glued(i + 1) && word(i + 1) == ":" && glued(i + 2) && word(i + 2) == "/") {
      url = true;
    } else if (w == "www" && glued(i + 1) && word(i + 1) == ".") {
      url = true;
    } else if (w == "@" && glued(i + 1) && tokens[i + 1].kind == TokenKind::kLatin) {
      url = true;
      if (i > run_begin && (tokens[i - 1].kind == TokenKind::kLatin || tokens[i - 1].kind == TokenKind::kDigits))
        from = run_begin;  // an address: its local part too
    } else if (w == "/" && i >= 3 && i - run_begin >= 3 && glued(i + 1) && tokens[i - 1].kind == TokenKind::kLatin && word(i - 2) == "." &&
               tokens[i - 3].kind == TokenKind::kLatin && tokens[i - 1].end - tokens[i - 1].begin >= 2) {
      url = true;  // "t.co/svO", "github.com/x"
      from = i - 3;
      while (from > run_begin + 1 && word(from - 1) == "." && tokens[from - 2].kind == TokenKind::kLatin) from -= 2;
    }
    if (!url) continue;
    for (std::size_t k = from; k < i; ++k) tokens[k].in_url = true;
    std::size_t k = i;
    while (k < tokens.size() && (k == i || glued(k))) {
      const std::string_view mark = word(k);
      if (k > i && (mark == ")" || mark == "]" || mark == "\"" || mark == ">" || mark == "،" || mark == ",")) break;
      if (k > i && tokens[k].kind == TokenKind::kArabic) break;
      tokens[k].in_url = true;
      ++k;
    }
    i = k - 1;
  }
}

// ---- sixty-four bytes at once ----
//
// Each byte of a block has a bit in the bitmap of its class. Where a run begins and where it ends is then a shift and a mask away, and the tokens of a block
// are read off the set bits, however long they are: nothing waits for the length of the token before. Only characters that are neither ASCII nor Arabic letters
// or punctuation are looked at one by one.

constexpr std::uint32_t kBlock = 64;

// Bits of the classes: every byte of a run, and the spaces. Marks and line feeds are tokens of one character: their first byte and their last one.
struct ClassBits {
  std::uint64_t digit = 0, latin = 0, arabic = 0, other = 0, newline = 0, punct_first = 0, punct_last = 0;
  std::uint64_t telling = 0;  // of the marks: ' / @
  std::uint64_t w = 0;
};

class ClassReader {
 public:
  explicit ClassReader(std::string_view text) : text_(text) { kinds_[kBlock] = kSpace; }

  // The kind of the token that each byte of the block read last belongs to; kSpace for white space. Their first element is the last byte of the block before.
  static constexpr unsigned char kSpace = 8;
  const unsigned char* kinds() const { return kinds_; }

  // Of the block that begins at `at`, a multiple of kBlock; blocks come in order. Behind the text's end nothing is set.
  ClassBits next(std::size_t at) {
    const std::size_t left = text_.size() - at;
    if (left > kBlock) return read(text_.data() + at, at, ~std::uint64_t{0});
    char edge[kBlock + 1] = {};
    std::memcpy(edge, text_.data() + at, left);
    return read(edge, at, left == kBlock ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1);
  }

 private:
  ClassBits read(const char* from, std::size_t at, std::uint64_t inside) {
    const auto is = [](auto comparison) { return bytes_where(comparison); };
    ClassBits out;
    kinds_[0] = kinds_[kBlock];
    std::uint64_t high = 0, letter = 0, mark = 0, ascii_punct = 0;  // `letter`, `mark`: first bytes of Arabic
    for (std::uint32_t part = 0; part < kBlock; part += sizeof(Bytes)) {
      const Bytes b = load_bytes(from + part);
      const auto bits = [part](Bytes where) { return std::uint64_t{bits_of(where)} << part; };
      const Bytes latin = bytes_between(b | 0x20, 'a', 'z'), digit = bytes_between(b, '0', '9'), blank = is(b <= ' '), newline = is(b == '\n');
      out.latin |= bits(latin);
      out.digit |= bits(digit);
      out.newline |= bits(newline);
      const Bytes punct = ~(latin | digit | blank);
      ascii_punct |= bits(punct);
      const auto kind = [](Bytes where, TokenKind what) { return where & static_cast<unsigned char>(what); };
      Bytes kinds = kind(latin, TokenKind::kLatin) | kind(digit, TokenKind::kDigits) | kind(punct, TokenKind::kPunct) | kind(newline, TokenKind::kNewline) |
                    (blank & kSpace);
      out.telling |= bits(is(b == '\'') | is(b == '/') | is(b == '@'));
      out.w |= bits(is(b == 'w'));
      if (const std::uint32_t beyond_ascii = bits_of(b); beyond_ascii != 0) {
        high |= std::uint64_t{beyond_ascii} << part;
        const Bytes next = load_bytes(from + part + 1), d8 = is(b == 0xD8), d9 = is(b == 0xD9);
        letter |= bits((d8 & is(next >= 0xA1)) | (d9 & bytes_between(next, 0x81, 0x8A)));
        const Bytes marks = d8 & is(next <= 0x9F), beyond = is(b >= 0x80);
        mark |= bits(marks);
        kinds = (kinds & ~beyond) | kind(marks, TokenKind::kPunct);  // kArabic is 0
      }
      std::memcpy(kinds_ + 1 + part, &kinds, sizeof kinds);
    }
    out.latin &= ~high;
    ascii_punct &= ~high & inside;
    out.newline &= inside;
    out.arabic = letter | letter << 1 | open_letter_;
    out.punct_first = ascii_punct | mark;
    out.punct_last = ascii_punct | mark << 1 | open_mark_;
    std::uint64_t rest = high & ~(out.arabic | mark | mark << 1 | open_mark_);
    open_letter_ = letter >> (kBlock - 1);
    open_mark_ = mark >> (kBlock - 1);
    if (open_bytes_ != 0) {
      const std::uint64_t bytes = (std::uint64_t{1} << open_bytes_) - 1;
      set(out, open_class_, 0, bytes, bytes & ~(bytes >> 1));
      for (std::uint32_t i = 0; i < open_bytes_; ++i) kinds_[1 + i] = kind_of(open_class_);
      rest &= ~bytes;
      open_bytes_ = 0;
    }
    while (rest != 0) {
      const auto first = static_cast<std::uint32_t>(__builtin_ctzll(rest));
      std::size_t after = at + first;
      const Class c = class_of(next_code_point(text_, after));
      const auto size = static_cast<std::uint32_t>(after - at) - first;
      const std::uint64_t bytes = ((std::uint64_t{1} << size) - 1) << first;
      const std::uint64_t last = first + size <= kBlock ? std::uint64_t{1} << (first + size - 1) : 0;
      set(out, c, std::uint64_t{1} << first, bytes, last);
      for (std::uint32_t i = first; i < std::min(first + size, kBlock); ++i) kinds_[1 + i] = kind_of(c);
      rest &= ~bytes;
      if (last == 0) {
        open_class_ = c;
        open_bytes_ = first + size - kBlock;
      }
    }
    return out;
  }
  static void set(ClassBits& out, Class c, std::uint64_t first, std::uint64_t bytes, std::uint64_t last) {
    switch (c) {
      case Class::kSpace:
        break;
      case Class::kDigit:
        out.digit |= bytes;
        break;
      case Class::kLatin:
        out.latin |= bytes;
        break;
      case Class::kArabic:
        out.arabic |= bytes;
        break;
      case Class::kOther:
        out.other |= bytes;
        break;
      case Class::kNewline:
      case Class::kPunct:
        out.punct_first |= first;
        out.punct_last |= last;
        break;
    }
  }

  static unsigned char kind_of(Class c) {
    const auto is = [](TokenKind kind) { return static_cast<unsigned char>(kind); };
    switch (c) {
      case Class::kSpace:
        return kSpace;
      case Class::kDigit:
        return is(TokenKind::kDigits);
      case Class::kLatin:
        return is(TokenKind::kLatin);
      case Class::kArabic:
        return is(TokenKind::kArabic);
      case Class::kOther:
        return is(TokenKind::kOther);
      case Class::kNewline:
        return is(TokenKind::kNewline) | kSpace;
      case Class::kPunct:
        break;
    }
    return is(TokenKind::kPunct);
  }

  std::string_view text_;
  unsigned char kinds_[1 + kBlock] = {};
  // What the block before left open: an Arabic letter or mark of which one byte is left, or a character of another kind.
  std::uint64_t open_letter_ = 0, open_mark_ = 0;
  Class open_class_ = Class::kPunct;
  std::uint32_t open_bytes_ = 0;
};

// A bitmap one byte on, with what the block before hands over.
struct Shifted {
  std::uint64_t before = 0;  // bit 0
  std::uint64_t operator()(std::uint64_t bits) {
    const std::uint64_t out = bits << 1 | before;
    before = bits >> (kBlock - 1);
    return out;
  }
};

// All of a token but its place.
void set_fields(Token& token, unsigned kind, unsigned space_before, std::uint64_t capital) {
  token.kind = static_cast<TokenKind>(kind);
  token.space_before = space_before != 0;
  token.capital = capital != 0;
  token.all_capitals = token.mixed_case = token.in_url = false;
  token.kinds = 0;
}

// std::popcount is a call where the processor is not known to have the instruction.
std::uint32_t count_of(std::uint64_t bits) {
  constexpr std::uint64_t k1 = 0x5555555555555555, k2 = 0x3333333333333333, k4 = 0x0F0F0F0F0F0F0F0F;
  bits -= bits >> 1 & k1;
  bits = (bits & k2) + (bits >> 2 & k2);
  return static_cast<std::uint32_t>(((bits + (bits >> 4)) & k4) * 0x0101010101010101 >> 56);
}

bool is_latin_at(std::string_view text, std::size_t at) {
  return at < text.size() && class_of(next_code_point(text, at)) == Class::kLatin;
}

// Of a word that has a capital behind its first byte.
void settle_capitals(const NormalizedText& normalized, Token& token) {
  std::uint32_t upper = 0, letters = 0;
  for (std::size_t at = token.begin; at < token.end; ++letters) {
    if (normalized.text()[at] == '\'') ++at;  // company's
    if (normalized.was_upper(static_cast<std::uint32_t>(at))) ++upper;
    next_code_point(normalized.text(), at);
  }
  token.all_capitals = letters >= 2 && upper == letters;
  token.mixed_case = !token.all_capitals;
}

}  // namespace

std::vector<Token> tokenize(const NormalizedText& normalized) {
  const std::string_view text = normalized.text();
  std::vector<Token> tokens;
  // Tokens of some blocks, where there is room behind the last one: the loop below writes a few more than there are.
  constexpr std::uint32_t kAtOnce = 4, kRoom = 8 * kBlock;
  struct Room {
    alignas(Token) unsigned char bytes[sizeof(Token)];
  };
  static_assert(std::is_trivially_copyable_v<Token>);
  Room room[kRoom + kBlock + 2 * kAtOnce];
  Token* const made = reinterpret_cast<Token*>(room);
  std::uint32_t begun = 0, ended = 0;         // of `made`
  std::vector<std::uint32_t> inner_capitals;  // tokens
  bool url_sign = false;                      // "/", "@" or "www", without which there is no address
  ClassReader classes(text);
  Shifted latin, arabic, digit, other, single, w, ww;
  const auto hand_over = [&](std::size_t read) {  // all tokens that have ended
    if (tokens.capacity() - tokens.size() < ended) {
      // What follows has as many, as far as one can know.
      const std::size_t so_far = tokens.size() + ended;
      const auto to_come =
          static_cast<std::size_t>(1.1 * static_cast<double>(text.size() - read) * static_cast<double>(so_far) / static_cast<double>(read + 1));
      tokens.reserve(so_far + std::max(to_come, tokens.size() / 4));
    }
    tokens.insert(tokens.end(), made, made + ended);
    if (begun != ended) made[0] = made[ended];
    begun -= ended;
    ended = 0;
  };
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    ClassBits c = classes.next(at);
    for (std::uint64_t rest = c.telling; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::uint32_t>(__builtin_ctzll(rest));
      if (text[at + i] != '\'') {
        url_sign = true;
        continue;
      }
      // company's, l'eau: one word.
      const bool behind_latin = i == 0 ? latin.before != 0 : (c.latin >> (i - 1) & 1) != 0;
      const bool before_latin = i + 1 == kBlock ? is_latin_at(text, at + kBlock) : (c.latin >> (i + 1) & 1) != 0;
      if (!behind_latin || !before_latin) continue;
      c.latin |= std::uint64_t{1} << i;
      c.punct_first &= ~c.latin;
      c.punct_last &= ~c.latin;
    }
    const std::uint64_t l = latin(c.latin), a = arabic(c.arabic), d = digit(c.digit), o = other(c.other);
    const std::uint64_t begins = (c.latin & ~l) | (c.arabic & ~a) | (c.digit & ~d) | (c.other & ~o) | c.punct_first | c.newline;
    // A bit where the byte before was a token's last one.
    const std::uint64_t ends = (l & ~c.latin) | (a & ~c.arabic) | (d & ~c.digit) | (o & ~c.other) | single(c.punct_last | c.newline);
    const std::uint64_t w_before = w(c.w), ww_before = ww(c.w & w_before);
    url_sign = url_sign || (c.w & w_before & ww_before) != 0;
    const auto base = static_cast<std::uint32_t>(at);
    const auto begin_count = count_of(begins), end_count = count_of(ends);
    const std::uint32_t count = std::max(begin_count, end_count);
    const std::uint64_t capitals = normalized.uppers(base) & c.latin;
    std::uint64_t to_begin = begins, to_end = ends;
    Token *begin = made + begun, *end = made + ended;
    const unsigned char* const kinds = classes.kinds();
    const auto next = [](std::uint64_t& bits) {  // 63 where none is left
      const auto i = static_cast<std::uint32_t>(__builtin_ctzll(bits | std::uint64_t{1} << (kBlock - 1)));
      bits &= bits - 1;
      return i;
    };
    // Four at a time: how many there are is hard to foresee. What is written too many is written again.
    for (std::uint32_t done = 0; done < count; done += kAtOnce)
      for (std::uint32_t k = 0; k < kAtOnce; ++k, ++begin, ++end) {
        const std::uint32_t i = next(to_begin);
        begin->begin = base + i;
        set_fields(*begin, kinds[i + 1] & ~ClassReader::kSpace, kinds[i] >> 3, capitals >> i & 1);
        end->end = base + next(to_end);
      }
    for (std::uint64_t rest = capitals & ~begins; rest != 0; rest &= rest - 1) {
      const std::uint32_t index = begun + count_of(begins & (rest ^ (rest - 1))) - 1;
      if (made[index].mixed_case) continue;
      made[index].mixed_case = true;
      inner_capitals.push_back(static_cast<std::uint32_t>(tokens.size()) + index);
    }
    begun += begin_count;
    ended += end_count;
    if (begun >= kRoom) hand_over(at + kBlock < text.size() ? at + kBlock : text.size());
  }
  if (ended < begun) made[ended++].end = static_cast<std::uint32_t>(text.size());
  hand_over(text.size());
  for (std::uint32_t token : inner_capitals) settle_capitals(normalized, tokens[token]);
  if (url_sign) mark_urls(normalized, tokens);
  return tokens;
}

}  // namespace mizan

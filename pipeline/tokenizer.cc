#include "pipeline/tokenizer.h"

#include <unicode/uchar.h>

#include <array>

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

TokenKind kind_of(Class c) {
  switch (c) {
    case Class::kDigit:
      return TokenKind::kDigits;
    case Class::kLatin:
      return TokenKind::kLatin;
    case Class::kArabic:
      return TokenKind::kArabic;
    case Class::kOther:
      return TokenKind::kOther;
    case Class::kNewline:
      return TokenKind::kNewline;
    default:
      return TokenKind::kPunct;
  }
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

// Classes of ASCII and of the Arabic block (U+0600 to U+06FF, two bytes from 0xD8 0x80 on), which nearly all text is made of.
struct ClassTables {
  std::array<Class, 128> ascii{};
  std::array<Class, 256> arabic{};
  ClassTables() {
    for (char32_t c = 0; c < 128; ++c) ascii[c] = class_of(c);
    for (char32_t c = 0; c < 256; ++c) arabic[c] = class_of(0x0600 + c);
  }
};

}  // namespace

namespace {

// Bytes from `at` on that are Arabic letters of the common kind (U+0621 to U+063F, U+0641 to U+064A), as far as they are read sixteen at once.
std::size_t arabic_run(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  while (at + sizeof(Bytes) <= text.size()) {
    const Bytes b = load_bytes(text.data() + at), next = next_bytes(b);
    const Bytes lead = (bytes_where(b == 0xD8) & bytes_between(next, 0xA1, 0xBF)) | (bytes_where(b == 0xD9) & bytes_between(next, 0x81, 0x8A));
    const std::uint32_t run = run_of(lead | bytes_before(lead));
    at += run;
    if (run != sizeof(Bytes)) break;
  }
  return at - begin;
}
// The same of small letters of ASCII.
std::size_t latin_run(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  while (at + sizeof(Bytes) <= text.size()) {
    const std::uint32_t run = run_of(bytes_between(load_bytes(text.data() + at), 'a', 'z'));
    at += run;
    if (run != sizeof(Bytes)) return at - begin;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at] - 'a') < 26) ++at;
  return at - begin;
}

}  // namespace

std::vector<Token> tokenize(const NormalizedText& normalized) {
  const std::string_view text = normalized.text();
  bool url_sign = false;  // "/", "@" or "www", without which there is no address
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 5 + 8);
  static const ClassTables tables;
  auto class_at = [&](std::size_t at, std::size_t& after) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      after = at + 1;
      return tables.ascii[byte];
    }
    if ((byte & 0xFC) == 0xD8) {
      after = at + 2;
      return tables.arabic[static_cast<std::size_t>(byte & 3) << 6 | (static_cast<unsigned char>(text[at + 1]) & 0x3F)];
    }
    after = at;
    return class_of(next_code_point(text, after));
  };
  bool space = true;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == ' ') {
      space = true;
      ++at;
      continue;
    }
    std::size_t after = at;
    const Class c = class_at(at, after);
    if (c == Class::kSpace) {
      space = true;
      at = after;
      continue;
    }
    Token& token = tokens.emplace_back();
    token.begin = static_cast<std::uint32_t>(at);
    token.kind = kind_of(c);
    token.space_before = space;
    if (c == Class::kLatin) {
      // ASCII letters, as nearly all are; what another letter or an apostrophe may carry on is read letter by letter.
      const std::size_t run = at + latin_run(text, at);
      if (run > at && run - at <= 64 && (run == text.size() || (static_cast<unsigned char>(text[run]) < 0x80 && text[run] != '\''))) {
        const std::uint64_t letters = ~std::uint64_t{0} >> (64 - (run - at)), upper = normalized.uppers(token.begin) & letters;
        token.capital = (upper & 1) != 0;
        token.all_capitals = letters > 1 && upper == letters;
        token.mixed_case = upper > 1 && !token.all_capitals;
        url_sign = url_sign || (run - at == 3 && text[at] == 'w');
        token.end = static_cast<std::uint32_t>(run);
        at = run;
        space = false;
        continue;
      }
      std::uint32_t upper = 0, letters = 0;
      bool inner = false;
      for (;;) {
        if (normalized.was_upper(static_cast<std::uint32_t>(at))) {
          ++upper;
          if (letters == 0)
            token.capital = true;
          else
            inner = true;
        }
        ++letters;
        at = after;
        if (at >= text.size()) break;
        Class next = class_at(at, after);
        if (next != Class::kLatin && text[at] == '\'' && after < text.size()) {  // company's, l'eau: one word
          std::size_t behind = after;
          if (class_at(after, behind) == Class::kLatin) {
            at = after;
            next = class_at(at, after);
          }
        }
        if (next != Class::kLatin) break;
      }
      token.all_capitals = letters >= 2 && upper == letters;
      token.mixed_case = inner && !token.all_capitals;
    } else if (c == Class::kArabic) {
      at += arabic_run(text, at);
      // The last bytes of the text, letters of other languages.
      while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80 && class_at(at, after) == c) at = after;
    } else if (c == Class::kDigit || c == Class::kOther) {
      at = after;
      while (at < text.size() && class_at(at, after) == c) at = after;
    } else {
      url_sign = url_sign || text[at] == '/' || text[at] == '@';
      at = after;
    }
    token.end = static_cast<std::uint32_t>(at);
    space = c == Class::kNewline;
  }
  if (url_sign) mark_urls(normalized, tokens);
  return tokens;
}

}  // namespace mizan

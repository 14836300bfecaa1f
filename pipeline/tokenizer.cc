#include "pipeline/tokenizer.h"

#include <utility>

#include "pipeline/token_blocks.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

// Marks what belongs to URLs, e-mail addresses and @handles, so that their digits are no numbers and their words no names.
void mark_urls(const NormalizedText& text, HugeVector<Token>& tokens) {
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

HugeVector<Token> tokenize(const NormalizedText& normalized) {
  TokenRuns runs = token_runs(normalized);
  for (std::uint32_t token : runs.inner_capitals) settle_capitals(normalized, runs.tokens[token]);
  if (runs.url_sign) mark_urls(normalized, runs.tokens);
  return std::move(runs.tokens);
}

}  // namespace mizan

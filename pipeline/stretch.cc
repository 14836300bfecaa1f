#include "pipeline/stretch.h"

#include <algorithm>

namespace mizan {
namespace {

// Is the word none that a number, a date or a name goes on with?
bool is_plain(const Analysis& a, std::uint32_t t) {
  const Token& token = a.tokens[t];
  return (token.kind == TokenKind::kArabic || (token.kind == TokenKind::kLatin && token.capital && !token.all_capitals)) && token.kinds == 0 && !token.in_url &&
         token.end - token.begin > 4;
}

// Where the stretch that begins with sentence s begins; 0 where none may.
std::uint32_t edge_before(const Analysis& a, std::uint32_t s) {
  const Sentence &before = a.sentences[s - 1], &behind = a.sentences[s];
  if (before.block != behind.block) {
    const std::int32_t table = a.blocks[behind.block].table;
    if (table >= 0 && table == a.blocks[before.block].table) return 0;
    std::uint32_t t = behind.first_token;  // a list marker before it is the line's
    while (t > before.end_token && a.tokens[t - 1].kind != TokenKind::kNewline) --t;
    return t > before.end_token ? t : 0;
  }
  if (a.blocks[behind.block].table >= 0 || before.end_token != behind.first_token) return 0;
  if (before.end_token - before.first_token == Sentence::kLongest) return behind.first_token;
  // Inside a line: between two plain words, a mark and a blank.
  if (before.end_token - before.first_token < 2) return 0;
  const Token& mark = a.tokens[before.end_token - 1];
  const bool full = mark.kind == TokenKind::kPunct && (a.word(before.end_token - 1) == "." || a.word(before.end_token - 1) == "؟" ||
                                                       a.word(before.end_token - 1) == "!" || a.word(before.end_token - 1) == "?");
  return full && mark.kinds == 0 && is_plain(a, before.end_token - 2) && is_plain(a, behind.first_token) && a.tokens[behind.first_token].space_before
             ? behind.first_token
             : 0;
}

}  // namespace

Stretch whole(const Analysis& article) {
  return {0, static_cast<std::uint32_t>(article.tokens.size()), 0, static_cast<std::uint32_t>(article.sentences.size())};
}

std::vector<Stretch> stretches(const Analysis& article, std::size_t bytes) {
  std::vector<Stretch> out = {whole(article)};
  if (article.text.text().size() <= bytes) return out;
  for (std::uint32_t s = 1; s < article.sentences.size(); ++s) {
    Stretch& last = out.back();
    if (article.tokens[article.sentences[s].first_token].begin - article.tokens[last.first_token].begin < bytes) continue;
    const std::uint32_t edge = edge_before(article, s);
    if (edge == 0) continue;
    const Stretch next = {edge, last.end_token, s, last.end_sentence};
    last.end_token = edge;
    last.end_sentence = s;
    out.push_back(next);
  }
  return out;
}

Stretch widened(const Analysis& article, const Stretch& stretch, std::uint32_t tokens) {
  Stretch out = stretch;
  while (out.first_sentence > 0 && out.first_token + tokens > stretch.first_token)
    out.first_token = std::min(out.first_token, article.sentences[--out.first_sentence].first_token);
  if (out.first_sentence == 0) out.first_token = 0;
  const auto sentences = static_cast<std::uint32_t>(article.sentences.size());
  while (out.end_sentence < sentences && out.end_token < stretch.end_token + tokens)
    out.end_token = std::max(out.end_token, article.sentences[out.end_sentence++].end_token);
  if (out.end_sentence == sentences) out.end_token = static_cast<std::uint32_t>(article.tokens.size());
  return out;
}

}  // namespace mizan

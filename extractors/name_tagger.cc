#include "extractors/name_tagger.h"

#include <cstring>

#include "pipeline/utf8.h"

namespace mizan {
namespace {

using At = std::uint32_t;

constexpr std::uint32_t kLetter = 2;

std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

// Of up to eight bytes, without a call.
std::uint64_t hash_of_affix(std::string_view text) {
  if (text.size() > 8) return hash_of(text);
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), text.size());
  return bytes * 0x9FB21C651E98DF25ull + text.size();
}

std::uint32_t mix(std::uint32_t kind, std::uint64_t a, std::uint64_t b = 0) {
  std::uint64_t h = (a + 0x9E3779B97F4A7C15ull * (kind + 1)) ^ (b * 0xC2B2AE3D27D4EB4Full + kind);
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ull;
  h ^= h >> 32;
  return static_cast<std::uint32_t>(h);
}

// The first and the last `letters` code points.
std::string_view head_of(std::string_view word, int letters) {
  std::size_t at = 0;
  while (letters-- > 0 && at < word.size()) next_code_point(word, at);
  return word.substr(0, at);
}
std::string_view tail_of(std::string_view word, int letters) {
  std::size_t at = word.size();
  while (letters > 0 && at > 0) {
    --at;
    if ((static_cast<unsigned char>(word[at]) & 0xC0) != 0x80) --letters;
  }
  return word.substr(at);
}

std::string_view bare_of(std::string_view word, TokenKind kind) {
  if (kind != TokenKind::kArabic) return word.ends_with("'s") ? word.substr(0, word.size() - 2) : word;
  if ((word.starts_with("و") || word.starts_with("ف")) && word.size() > 4 * kLetter) word.remove_prefix(kLetter);
  if ((word.starts_with("بال") || word.starts_with("كال")) && word.size() > 5 * kLetter) return word.substr(3 * kLetter);
  if ((word.starts_with("ال") || word.starts_with("لل")) && word.size() > 4 * kLetter) return word.substr(2 * kLetter);
  return word;
}

}  // namespace

NameModel::NameModel(std::string_view bytes) {
  if (bytes.size() < kMagic.size() + 8 || !bytes.starts_with(kMagic)) return;
  std::uint32_t bits = 0;
  std::memcpy(&bits, bytes.data() + kMagic.size(), 4);
  if (bits < 8 || bits > 24 || bytes.size() != kMagic.size() + 8 + (std::size_t{1} << bits) * kWidth) return;
  mask_ = (1u << bits) - 1;
  weights_ = reinterpret_cast<const std::int8_t*>(bytes.data() + kMagic.size() + 8);
}

// Eight signed bytes a feature, added four and four in 16-bit lanes of a word; all shifted by 128, which changes no comparison. A token has fewer than 257 features.
TagSums NameModel::sum(const std::vector<std::uint32_t>& fixed, const std::vector<std::uint32_t>& history) const {
  constexpr std::uint64_t kLanes = 0x00FF00FF00FF00FFull, kShift = 0x8080808080808080ull;
  TagSums sum;
  for (const std::vector<std::uint32_t>* list : {&fixed, &history})
    for (std::uint32_t feature : *list) {
      std::uint64_t w = 0;
      std::memcpy(&w, weights_ + std::size_t{feature & mask_} * kWidth, kWidth);
      w ^= kShift;
      sum.even += w & kLanes;
      sum.odd += (w >> 8) & kLanes;
    }
  return sum;
}

NameFeatures::NameFeatures(const NameText& text, const std::vector<NameCandidate>& rules) : x_(text), seen_(text.size()), plain_(text.size(), false) {
  edge_.shape = 255;
  for (At t = 0; t < text.size(); ++t) {
    const Token& token = text.a.tokens[t];
    Seen& s = seen_[t];
    const std::string_view word = text.a.word(t);
    s.word = hash_of(word);
    const std::string_view bare = bare_of(word, token.kind);
    s.bare = bare.size() == word.size() ? s.word : hash_of(bare);
    const bool letters = token.kind == TokenKind::kArabic || token.kind == TokenKind::kLatin;
    if (letters) s.roles = text.lexicons.name_words().find(word);
    for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit) {
      if (hit->length != 1) continue;
      std::uint32_t bit = hit->kind;
      if (static_cast<LexiconKind>(hit->kind) == LexiconKind::kEntity) {
        if (text.lexicons.alias(hit->entry).use != EntityAlias::Use::kAdjective) continue;
        bit = 16;
      }
      s.hits |= 1u << bit;
      if (hit->peeled != hit->article) s.hits |= 1u << 17;
    }
    s.shape = static_cast<std::uint8_t>(static_cast<unsigned>(token.kind) | (token.capital ? 8u : 0u) | (token.all_capitals ? 16u : 0u) | (token.mixed_case ? 32u : 0u) | (token.space_before ? 64u : 0u));
    if (const NameText::Taken* taken = text.taken_at(t)) s.lexicon = static_cast<std::uint8_t>(2 * static_cast<unsigned>(taken->cls) + (taken->first == t ? 0 : 1));
  }
  for (const NameCandidate& c : rules)
    for (At t = c.first; t < c.end; ++t) seen_[t].rule = static_cast<std::uint8_t>(2 * static_cast<unsigned>(c.cls) + (t == c.first ? 0 : 1) + (std::string_view(c.rule) == "name.capitals" || std::string_view(c.rule) == "name.given" ? 16 : 0));
  for (At t = 0; t < text.size(); ++t) {
    const Token& token = text.a.tokens[t];
    const Seen& s = seen_[t];
    if (s.lexicon != 0 || s.rule != 0) continue;
    if (token.kind == TokenKind::kLatin) plain_[t] = !token.capital && !token.mixed_case;
    else if (token.kind == TokenKind::kArabic) plain_[t] = (s.roles & kStop) != 0 && (s.roles & (kGiven | kParticle)) == 0;
    else plain_[t] = token.kind != TokenKind::kDigits || token.space_before;
    if (token.in_url) plain_[t] = true;
  }
}

void NameFeatures::fixed(At t, std::vector<std::uint32_t>& out) const {
  out.clear();
  const auto at = static_cast<std::int64_t>(t);
  const Seen &a = seen(at - 2), &b = seen(at - 1), &c = seen(at), &d = seen(at + 1), &e = seen(at + 2);
  const std::string_view word = x_.a.word(t);
  const At sentence = x_.a.sentence_of(t);
  const std::uint64_t first = sentence < x_.a.sentences.size() && x_.a.sentences[sentence].first_token == t ? 1 : 0;
  std::uint32_t kind = 0;
  auto add = [&](std::uint64_t x, std::uint64_t y = 0) { out.push_back(mix(kind++, x, y)); };
  add(1);
  add(c.word);
  add(c.bare);
  add(b.word);
  add(d.word);
  add(a.word);
  add(e.word);
  add(b.word, c.word);
  add(c.word, d.word);
  add(b.bare, 7);
  add(d.bare, 7);
  for (int n = 1; n <= 4; ++n) {
    add(hash_of_affix(head_of(word, n)));
    add(hash_of_affix(tail_of(word, n)));
  }
  add(hash_of_affix(tail_of(word, 2)), hash_of_affix(head_of(word, 2)));
  add(word.size());
  add(c.shape, first);
  add(b.shape, c.shape);
  add(c.shape, d.shape);
  add(b.shape, c.shape + 256u * d.shape);
  add(c.lexicon);
  add(c.lexicon, b.lexicon + 1u);
  add(c.lexicon, d.lexicon + 1u);
  add(c.lexicon, b.word);
  add(c.lexicon, c.word);
  add(c.rule);
  add(c.rule, c.shape + 256u * c.lexicon);
  add(b.rule, c.rule);
  add(c.rule, d.rule);
  add(c.rule, b.word);
  add(c.rule, d.word);
  add(c.hits);
  add(b.hits, 3);
  add(d.hits, 5);
  add(c.roles);
  add(b.roles, 3);
  add(d.roles, 5);
  add(c.roles, b.roles);
  add(c.roles, d.roles);
  add(c.roles, c.shape + 256u * b.shape);
  add(b.word, c.shape + 256u * c.hits);
  add(d.word, c.shape + 256u * c.hits);
  add(b.word, a.word);
  for (std::uint32_t bit = 0; bit < 29; ++bit) {
    if (c.roles >> bit & 1) out.push_back(mix(100 + bit, 1));
    if (b.roles >> bit & 1) out.push_back(mix(140 + bit, 1));
    if (d.roles >> bit & 1) out.push_back(mix(180 + bit, 1));
  }
}

void NameFeatures::history(At t, int before, int before_that, std::vector<std::uint32_t>& out) const {
  out.clear();
  const auto at = static_cast<std::int64_t>(t);
  const Seen &b = seen(at - 1), &c = seen(at), &d = seen(at + 1);
  const auto h = static_cast<std::uint64_t>(before) + 1, hh = h * 8 + static_cast<std::uint64_t>(before_that);
  std::uint32_t kind = 300;
  auto add = [&](std::uint64_t x, std::uint64_t y) { out.push_back(mix(kind++, x, y)); };
  add(h, 0);
  add(hh, 0);
  add(h, c.word);
  add(h, c.shape);
  add(h, c.rule);
  add(h, c.lexicon);
  add(h, c.roles);
  add(h, b.word);
  add(h, d.shape + 256u * c.shape);
  add(h, hash_of_affix(tail_of(x_.a.word(t), 2)));
  add(h, hash_of_affix(head_of(x_.a.word(t), 2)));
  add(hh, c.roles);
  add(hh, c.hits);
  add(h, d.word);
}

std::uint32_t proclitic_bytes(const NameText& text, At t) {
  if (text.a.tokens[t].kind != TokenKind::kArabic) return 0;
  const NameWords& words = text.lexicons.name_words();
  const std::string_view w = text.a.word(t);
  constexpr std::uint32_t kKnown = kGiven | kOrgHead | kPlaceHead | kParticle | kNisba | kOrgPart;
  if (words.find(w) & kKnown) return 0;
  auto is = [&](std::string_view rest, std::initializer_list<std::string_view> letters) {
    for (std::string_view letter : letters)
      if (rest.starts_with(letter)) return true;
    return false;
  };
  std::uint32_t at = 0;
  if (is(w, {"و", "ف"}) && w.size() >= 4 * kLetter) {
    const std::string_view rest = w.substr(kLetter);
    if (rest.starts_with("ال") || (words.find(rest) & kKnown)) return kLetter;
    if (is(rest, {"بال", "لل", "كال"})) return 2 * kLetter;
    at = kLetter;
  }
  const std::string_view rest = w.substr(at);
  if (is(rest, {"ب", "ل", "ك"}) && rest.size() >= 4 * kLetter) {
    const std::string_view inner = rest.substr(kLetter);
    if ((inner.starts_with("ال") && rest.size() > 5 * kLetter) || rest.starts_with("لل") || (words.find(inner) & kKnown)) return at + kLetter;
  }
  // A lexicon name behind proclitics, in a longer name.
  for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && hit->peeled > hit->article && text.taken_at(t) != nullptr) return static_cast<std::uint32_t>(hit->peeled - hit->article);
  return 0;
}

// Greedy, left to right, sentence by sentence.
void tag_names(const NameText& text, const NameModel& model, const std::vector<NameCandidate>& rules, std::vector<NameCandidate>& out) {
  const NameFeatures features(text, rules);
  std::vector<std::uint32_t> fixed, history;
  fixed.reserve(128);
  history.reserve(16);
  std::uint32_t since = 0xFFFFFFFF;  // first token of the name being read
  NameClass cls = NameClass::kNone;
  auto close = [&](At end) {
    if (since == 0xFFFFFFFF) return;
    NameCandidate c;
    c.first = since;
    c.end = end;
    c.begin_byte = text.a.tokens[since].begin + proclitic_bytes(text, since);
    c.end_byte = text.a.tokens[end - 1].end;
    if (text.a.word(end - 1).ends_with("'s") && text.a.word(end - 1).size() > 2) c.end_byte -= 2;
    c.cls = cls;
    c.rule = "name.model";
    if (c.begin_byte < c.end_byte) out.push_back(c);
    since = 0xFFFFFFFF;
  };
  for (const Sentence& sentence : text.a.sentences) {
    int before = 0, before_that = 0;
    for (At t = sentence.first_token; t < sentence.end_token; ++t) {
      int tag = 0;
      if (before != 0 || !features.plain(t)) {
        features.fixed(t, fixed);
        features.history(t, before, before_that, history);
        const TagSums sum = model.sum(fixed, history);
        for (int i = 1; i < static_cast<int>(NameModel::kTags); ++i) {
          if (i % 2 == 0 && before != i && before != i - 1) continue;  // inside follows its own begin only
          if (sum.of(i) > sum.of(tag)) tag = i;
        }
      }
      if (tag == 0) {
        close(t);
      } else if (tag % 2 == 1) {
        close(t);
        since = t;
        cls = static_cast<NameClass>((tag + 1) / 2);
      }
      before_that = before;
      before = tag;
    }
    close(sentence.end_token);
  }
}

}  // namespace mizan

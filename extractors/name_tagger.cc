#include "extractors/name_tagger.h"

#include <atomic>
#include <cstring>

#include "pipeline/utf8.h"

namespace mizan {
namespace {

using At = std::uint32_t;

constexpr std::uint32_t kLetter = 2;

std::uint64_t hash_of(std::string_view text) {
  return word_hash(text);
}

// Of up to eight bytes, without a call.
std::uint64_t hash_of_affix(std::string_view text) {
  if (text.size() > 8) return hash_of(text);
  std::uint64_t bytes = 0;
  if (!text.empty()) std::memcpy(&bytes, text.data(), text.size());
  return bytes * 0x9FB21C651E98DF25ull + text.size();
}

std::uint32_t mix(std::uint32_t kind, std::uint64_t a, std::uint64_t b) {
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
  static std::atomic<std::uint64_t> made{0};
  serial_ = ++made;
}

TagSums NameModel::sum(const std::vector<std::uint32_t>& fixed, const std::vector<std::uint32_t>& history) const {
  TagSums sum;
  for (const std::vector<std::uint32_t>* list : {&fixed, &history})
    for (std::uint32_t feature : *list) add(feature, sum);
  return sum;
}

NameFeatures::NameFeatures(const NameText& text, const std::vector<NameCandidate>& rules) : x_(text), seen_(text.size()), plain_(text.size(), false) {
  edge_.shape = 255;
  for (At t = 0; t < text.size(); ++t) {
    const Token& token = text.a.tokens[t];
    Seen& s = seen_[t];
    s.word = text.a.hashes[t];
    const bool letters = token.kind == TokenKind::kArabic || token.kind == TokenKind::kLatin;
    if (letters) s.roles = text.roles(t);
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
    s.shape = static_cast<std::uint8_t>(static_cast<unsigned>(token.kind) | (token.capital ? 8u : 0u) | (token.all_capitals ? 16u : 0u) |
                                        (token.mixed_case ? 32u : 0u) | (token.space_before ? 64u : 0u));
    if (const NameText::Taken* taken = text.taken_at(t))
      s.lexicon = static_cast<std::uint8_t>(2 * static_cast<unsigned>(taken->cls) + (taken->first == t ? 0 : 1));
  }
  for (const NameCandidate& c : rules)
    for (At t = c.first; t < c.end; ++t)
      seen_[t].rule = static_cast<std::uint8_t>(2 * static_cast<unsigned>(c.cls) + (t == c.first ? 0 : 1) +
                                                (std::string_view(c.rule) == "name.capitals" || std::string_view(c.rule) == "name.given" ? 16 : 0));
  for (At t = 0; t < text.size(); ++t) {
    const Token& token = text.a.tokens[t];
    const Seen& s = seen_[t];
    if (s.lexicon != 0 || s.rule != 0) continue;
    if (token.kind == TokenKind::kLatin)
      plain_[t] = !token.capital && !token.mixed_case;
    else if (token.kind == TokenKind::kArabic)
      plain_[t] = (s.roles & kStop) != 0 && (s.roles & (kGiven | kParticle)) == 0;
    else
      plain_[t] = token.kind != TokenKind::kDigits || token.space_before;
    if (token.in_url) plain_[t] = true;
  }
}

// ---- the features ----
//
// Each has a number of its own, and looks at one or two things: they are told apart by what they look at, so that sums over those that look at one word alone,
// or at shapes and tags alone, can be remembered. The trainer takes the same functions.

// What one word says, wherever it stands.
struct NameFeatures::Word {
  std::uint64_t word = 0, bare = 0;  // hashes: as folded; without article and conjunction
  std::uint32_t roles = 0, hits = 0;
  std::string_view text;

  template <typename Add>
  void own(Add add) const {
    add(0, 1, 0);
    add(1, word, 0);
    add(2, bare, 0);
    std::uint32_t kind = 11;
    for (int n = 1; n <= 4; ++n) {
      add(kind++, hash_of_affix(head_of(text, n)), 0);
      add(kind++, hash_of_affix(tail_of(text, n)), 0);
    }
    add(19, hash_of_affix(tail_of(text, 2)), hash_of_affix(head_of(text, 2)));
    add(20, text.size(), 0);
    add(36, hits, 0);
    add(39, roles, 0);
    bits(100, add);
  }
  template <typename Add>
  void before(Add add) const {
    add(3, word, 0);
    add(9, bare, 7);
    add(37, hits, 3);
    add(40, roles, 3);
    bits(140, add);
  }
  template <typename Add>
  void behind(Add add) const {
    add(4, word, 0);
    add(10, bare, 7);
    add(38, hits, 5);
    add(41, roles, 5);
    bits(180, add);
  }
  template <typename Add>
  void two_before(Add add) const {
    add(5, word, 0);
  }
  template <typename Add>
  void two_behind(Add add) const {
    add(6, word, 0);
  }
  template <typename Add>
  void bits(std::uint32_t kind, Add add) const {
    for (std::uint32_t left = roles & ((1u << 29) - 1); left != 0; left &= left - 1) add(kind + static_cast<std::uint32_t>(__builtin_ctz(left)), 1, 0);
  }
  // With what the lexicon and the rules say of the token, and with the tags before it.
  template <typename Add>
  void own_told(std::uint32_t lexicon, Add add) const {
    add(29, lexicon, word);
  }
  template <typename Add>
  void before_told(std::uint32_t lexicon, std::uint32_t rule, Add add) const {
    add(28, lexicon, word);
    add(34, rule, word);
  }
  template <typename Add>
  void behind_told(std::uint32_t rule, Add add) const {
    add(35, rule, word);
  }
  template <typename Add>
  void own_tagged(std::uint64_t h, std::uint64_t hh, Add add) const {
    add(302, h, word);
    add(306, h, roles);
    add(309, h, hash_of_affix(tail_of(text, 2)));
    add(310, h, hash_of_affix(head_of(text, 2)));
    add(311, hh, roles);
    add(312, hh, hits);
  }
  template <typename Add>
  void before_tagged(std::uint64_t h, Add add) const {
    add(307, h, word);
  }
  template <typename Add>
  void behind_tagged(std::uint64_t h, Add add) const {
    add(313, h, word);
  }
};

// What is known of a place without its words.
struct NameFeatures::Place {
  std::uint64_t first = 0;
  std::uint8_t shape[3], lexicon[3], rule[3];  // before, here, behind

  template <typename Add>
  void own(Add add) const {
    const std::uint64_t b = shape[0], c = shape[1], d = shape[2];
    add(21, c, first);
    add(22, b, c);
    add(23, c, d);
    add(24, b, c + 256u * d);
    add(25, lexicon[1], 0);
    add(26, lexicon[1], lexicon[0] + 1u);
    add(27, lexicon[1], lexicon[2] + 1u);
    add(30, rule[1], 0);
    add(31, rule[1], c + 256u * lexicon[1]);
    add(32, rule[0], rule[1]);
    add(33, rule[1], rule[2]);
  }
  template <typename Add>
  void tagged(std::uint64_t h, std::uint64_t hh, Add add) const {
    add(300, h, 0);
    add(301, hh, 0);
    add(303, h, shape[1]);
    add(304, h, rule[1]);
    add(305, h, lexicon[1]);
    add(308, h, shape[2] + 256u * shape[1]);
  }
  // All of it, and the two tags before, in one number: a byte a shape, 4 and 5 bits for what lexicon and rules say, 3 bits a tag.
  std::uint64_t key(int before, int before_that) const {
    std::uint64_t key = first;
    for (int i = 0; i < 3; ++i) key = key << 17 | std::uint64_t{shape[i]} << 9 | std::uint64_t{lexicon[i]} << 5 | rule[i];
    return key << 6 | static_cast<std::uint64_t>(before) << 3 | static_cast<std::uint64_t>(before_that);
  }
};

namespace {

// Features of two words, or of a word and a shape.
template <typename Seen, typename Add>
void pair_features(const Seen& a, const Seen& b, const Seen& c, const Seen& d, Add add) {
  add(7, b.word, c.word);
  add(8, c.word, d.word);
  add(42, c.roles, b.roles);
  add(43, c.roles, d.roles);
  add(44, c.roles, c.shape + 256u * b.shape);
  add(45, b.word, c.shape + 256u * c.hits);
  add(46, d.word, c.shape + 256u * c.hits);
  add(47, b.word, a.word);
}

}  // namespace

NameFeatures::Word NameFeatures::word_at(std::int64_t t) const {
  const Seen& s = seen(t);
  Word out;
  out.word = s.word;
  out.roles = s.roles;
  out.hits = s.hits;
  if (&s == &edge_) return out;
  const auto at = static_cast<At>(t);
  out.text = x_.a.word(at);
  const std::string_view bare = bare_of(out.text, x_.a.tokens[at].kind);
  out.bare = bare.size() == out.text.size() ? out.word : hash_of(bare);
  return out;
}

NameFeatures::Place NameFeatures::place_at(std::int64_t t, bool first) const {
  Place out;
  out.first = first ? 1 : 0;
  for (int i = 0; i < 3; ++i) {
    const Seen& s = seen(t - 1 + i);
    out.shape[i] = s.shape;
    out.lexicon[i] = s.lexicon;
    out.rule[i] = s.rule;
  }
  return out;
}

void NameFeatures::fixed(At t, std::vector<std::uint32_t>& out) const {
  out.clear();
  const auto at = static_cast<std::int64_t>(t);
  const Seen& c = seen(at);
  const At sentence = x_.a.sentence_of(t);
  const bool first = sentence < x_.a.sentences.size() && x_.a.sentences[sentence].first_token == t;
  const auto add = [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { out.push_back(mix(kind, x, y)); };
  const Word before = word_at(at - 1), own = word_at(at), behind = word_at(at + 1);
  own.own(add);
  before.before(add);
  behind.behind(add);
  word_at(at - 2).two_before(add);
  word_at(at + 2).two_behind(add);
  own.own_told(c.lexicon, add);
  before.before_told(c.lexicon, c.rule, add);
  behind.behind_told(c.rule, add);
  place_at(at, first).own(add);
  pair_features(seen(at - 2), seen(at - 1), c, seen(at + 1), add);
}

void NameFeatures::history(At t, int before, int before_that, std::vector<std::uint32_t>& out) const {
  out.clear();
  const auto at = static_cast<std::int64_t>(t);
  const auto h = static_cast<std::uint64_t>(before) + 1, hh = h * 8 + static_cast<std::uint64_t>(before_that);
  const auto add = [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { out.push_back(mix(kind, x, y)); };
  word_at(at).own_tagged(h, hh, add);
  word_at(at - 1).before_tagged(h, add);
  word_at(at + 1).behind_tagged(h, add);
  place_at(at, false).tagged(h, hh, add);
}

// Sums by word and by place, in two tables of fixed size where a newcomer takes its slot: what is not there is summed again, so that nothing depends on it.
struct NameFeatures::Remembered {
  static constexpr std::size_t kWords = 1 << 14, kPlaces = 1 << 12;
  struct OfWord {
    std::uint64_t key = 0;
    bool filled = false;
    TagSums own, before, behind, two_before, two_behind;
    // Where lexicon and rules say nothing and both tags before are outside, as mostly.
    TagSums own_quiet, before_quiet, behind_quiet;
  };
  struct OfPlace {
    std::uint64_t key = ~std::uint64_t{0};
    TagSums sum;
  };
  std::uint64_t serial = 0;
  std::vector<OfWord> words;
  std::vector<OfPlace> places;
  OfWord edge;

  template <typename MakeWord>
  const OfWord& word(const NameModel& model, std::uint64_t hash, std::uint32_t hits, MakeWord make) {
    const std::uint64_t key = hash + hits * 0x9E3779B97F4A7C15ull;
    OfWord& slot = words[key >> 50];
    static_assert(kWords == std::size_t{1} << (64 - 50));
    if (slot.filled && slot.key == key) return slot;
    slot = sums(model, make());
    slot.key = key;
    slot.filled = true;
    return slot;
  }
  static OfWord sums(const NameModel& model, const Word& word) {
    OfWord out;
    const auto to = [&](TagSums& sum) { return [&model, &sum](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.add(mix(kind, x, y), sum); }; };
    word.own(to(out.own));
    word.before(to(out.before));
    word.behind(to(out.behind));
    word.two_before(to(out.two_before));
    word.two_behind(to(out.two_behind));
    constexpr std::uint64_t kH = 1, kHh = 8;  // tags 0 and 0
    word.own_told(0, to(out.own_quiet));
    word.own_tagged(kH, kHh, to(out.own_quiet));
    word.before_told(0, 0, to(out.before_quiet));
    word.before_tagged(kH, to(out.before_quiet));
    word.behind_told(0, to(out.behind_quiet));
    word.behind_tagged(kH, to(out.behind_quiet));
    return out;
  }
};

NameFeatures::Remembered& NameFeatures::remembered(const NameModel& model) {
  thread_local Remembered kept;
  if (kept.serial != model.serial()) {
    kept.words.assign(Remembered::kWords, {});
    kept.places.assign(Remembered::kPlaces, {});
    kept.edge = Remembered::sums(model, Word());
    kept.serial = model.serial();
  }
  return kept;
}

TagSums NameFeatures::weigh(const NameModel& model, At t, bool first, int before, int before_that) const {
  Remembered& kept = remembered(model);
  const auto at = static_cast<std::int64_t>(t);
  const auto word = [&](std::int64_t i) -> const Remembered::OfWord& {
    if (i < 0 || i >= static_cast<std::int64_t>(seen_.size())) return kept.edge;
    const Seen& s = seen_[static_cast<std::size_t>(i)];
    return kept.word(model, s.word, s.hits, [&] { return word_at(i); });
  };
  const Seen &b = seen(at - 1), &c = seen(at), &d = seen(at + 1);
  TagSums sum;
  const auto add = [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.add(mix(kind, x, y), sum); };
  const auto h = static_cast<std::uint64_t>(before) + 1, hh = h * 8 + static_cast<std::uint64_t>(before_that);
  const bool told = c.lexicon != 0 || c.rule != 0, tagged = before != 0 || before_that != 0;
  // A slot may be taken over by the next word that is asked for: each is done with at once.
  sum += word(at - 2).two_before;
  sum += word(at + 2).two_behind;
  const auto add_word = [&](std::int64_t i, TagSums Remembered::OfWord::*plain, TagSums Remembered::OfWord::*quiet) {
    const Remembered::OfWord& w = word(i);
    sum += w.*plain;
    if (!told && !tagged) sum += w.*quiet;
  };
  add_word(at - 1, &Remembered::OfWord::before, &Remembered::OfWord::before_quiet);
  add_word(at, &Remembered::OfWord::own, &Remembered::OfWord::own_quiet);
  add_word(at + 1, &Remembered::OfWord::behind, &Remembered::OfWord::behind_quiet);
  if (told || tagged) {
    Word of_b, of_c, of_d;  // what these features look at is all at hand
    of_b.word = b.word;
    of_c.word = c.word;
    of_c.roles = c.roles;
    of_c.hits = c.hits;
    of_c.text = x_.a.word(t);
    of_d.word = d.word;
    of_c.own_told(c.lexicon, add);
    of_c.own_tagged(h, hh, add);
    of_b.before_told(c.lexicon, c.rule, add);
    of_b.before_tagged(h, add);
    of_d.behind_told(c.rule, add);
    of_d.behind_tagged(h, add);
  }
  const Place place = place_at(at, first);
  const std::uint64_t key = place.key(before, before_that);
  Remembered::OfPlace& slot = kept.places[(key * 0x9E3779B97F4A7C15ull) >> 52];
  static_assert(Remembered::kPlaces == std::size_t{1} << (64 - 52));
  if (slot.key != key) {
    slot.key = key;
    slot.sum = {};
    const auto place_add = [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.add(mix(kind, x, y), slot.sum); };
    place.own(place_add);
    place.tagged(h, hh, place_add);
  }
  sum += slot.sum;
  pair_features(seen(at - 2), b, c, d, add);
  return sum;
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
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && hit->peeled > hit->article && text.taken_at(t) != nullptr)
      return static_cast<std::uint32_t>(hit->peeled - hit->article);
  return 0;
}

// Greedy, left to right, sentence by sentence.
void tag_names(const NameText& text, const NameModel& model, const std::vector<NameCandidate>& rules, std::vector<NameCandidate>& out) {
  const NameFeatures features(text, rules);
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
        const TagSums sum = features.weigh(model, t, t == sentence.first_token, before, before_that);
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

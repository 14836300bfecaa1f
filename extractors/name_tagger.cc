#include "extractors/name_tagger.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "pipeline/arabic_words.h"
#include "pipeline/huge_pages.h"

namespace mizan {
namespace {

using At = std::uint32_t;

constexpr std::uint32_t kLetter = 2;

std::uint64_t hash_of(std::string_view text) {
  return word_hash(text);
}

std::uint32_t mix(std::uint32_t kind, std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = (a + 0x9E3779B97F4A7C15ull * (kind + 1)) ^ (b * 0xC2B2AE3D27D4EB4Full + kind);
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ull;
  h ^= h >> 32;
  return static_cast<std::uint32_t>(h);
}

// Hashes of the first and of the last one to four code points of a word; of all of it where it has fewer.
struct Affixes {
  static constexpr int kMost = 4;
  std::uint64_t head[kMost] = {}, tail[kMost] = {};

  Affixes() = default;
  explicit Affixes(std::string_view word) {
    const std::size_t size = word.size();
    std::uint64_t first = 0, last = 0;  // eight bytes at either end, or the whole word
    if (size >= 8) {
      std::memcpy(&first, word.data(), 8);
      std::memcpy(&last, word.data() + size - 8, 8);
    } else {
      for (std::size_t i = 0; i < size; ++i) first |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
      last = size == 0 ? 0 : first << (8 * (8 - size));
    }
    // Letters of two bytes, as in Arabic: where each begins is known.
    constexpr std::uint64_t kKinds = 0xC0E0C0E0C0E0C0E0ull, kPairs = 0x80C080C080C080C0ull;
    const std::size_t unused = size >= 8 ? 0 : 64 - 8 * size;  // bits
    if (size != 0 && size % 2 == 0 && ((first & kKinds) ^ kPairs) << unused == 0 && ((last & kKinds) ^ kPairs) >> unused == 0) {
      for (std::size_t n = 0; n < kMost; ++n) {
        const std::size_t bytes = std::min(2 * (n + 1), size);
        head[n] = of_bytes(first & (~std::uint64_t{0} >> (8 * (8 - bytes))), bytes);
        tail[n] = of_bytes(last >> (8 * (8 - bytes)), bytes);
      }
      return;
    }
    std::size_t from_head = 0, from_tail = 0;  // bytes
    const auto trails = [&](std::size_t at) { return (static_cast<unsigned char>(word[at]) & 0xC0) == 0x80; };
    for (int n = 0; n < kMost; ++n) {
      if (from_head < size) {
        ++from_head;
        while (from_head < size && trails(from_head)) ++from_head;
        ++from_tail;
        while (from_tail < size && trails(size - from_tail)) ++from_tail;
      }
      head[n] =
          from_head > 8 ? hash_of(word.substr(0, from_head)) : of_bytes(from_head == 0 ? 0 : first & (~std::uint64_t{0} >> (8 * (8 - from_head))), from_head);
      tail[n] = from_tail > 8 ? hash_of(word.substr(size - from_tail)) : of_bytes(from_tail == 0 ? 0 : last >> (8 * (8 - from_tail)), from_tail);
    }
  }

 private:
  static std::uint64_t of_bytes(std::uint64_t bytes, std::size_t size) { return bytes * 0x9FB21C651E98DF25ull + size; }
};

std::string_view bare_of(std::string_view word, TokenKind kind) {
  if (kind != TokenKind::kArabic) return word.ends_with("'s") ? word.substr(0, word.size() - 2) : word;
  if ((word.starts_with(arabic::kAnd) || word.starts_with(arabic::kSo)) && word.size() > 4 * kLetter) word.remove_prefix(kLetter);
  if ((word.starts_with(arabic::kByThe) || word.starts_with(arabic::kLikeThe)) && word.size() > 5 * kLetter) return word.substr(3 * kLetter);
  if ((word.starts_with(arabic::kThe) || word.starts_with(arabic::kForThe)) && word.size() > 4 * kLetter) return word.substr(2 * kLetter);
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

NameFeatures::NameFeatures(const NameText& text, const std::vector<NameCandidate>& rules) : x_(text), seen_(text.size() + 2 * kReach) {
  const At size = text.size();
  const Token* const tokens = text.a.tokens.data();
  Seen* const all = seen_.data() + kReach;  // by token
  for (At t = 0; t < size; ++t) {
    const Token& token = tokens[t];
    Seen& s = all[t];
    s.word = text.a.hashes[t];
    const bool letters = token.kind == TokenKind::kArabic || token.kind == TokenKind::kLatin;
    if (letters) s.roles = static_cast<std::uint32_t>(text.word_roles[t]);  // the classes
    if (token.kinds != 0) {
      std::uint32_t hits = 0;
      const LexiconHit* const end = text.a.hits_end(t);
      for (const LexiconHit* hit = text.a.hits_begin(t); hit != end; ++hit) {
        if (hit->length != 1) continue;
        std::uint32_t bit = hit->kind;
        if (static_cast<LexiconKind>(hit->kind) == LexiconKind::kEntity) {
          if (text.lexicons.alias(hit->entry).use != EntityAlias::Use::kAdjective) continue;
          bit = 16;
        }
        hits |= 1u << bit | (hit->peeled != hit->article ? 1u << 17 : 0u);
      }
      s.hits = hits;
    }
    s.shape = static_cast<std::uint8_t>(static_cast<unsigned>(token.kind) | static_cast<unsigned>(token.capital) << 3 |
                                        static_cast<unsigned>(token.all_capitals) << 4 | static_cast<unsigned>(token.mixed_case) << 5 |
                                        static_cast<unsigned>(token.space_before) << 6);
    if (const NameText::Taken* taken = text.taken_at(t))
      s.lexicon = static_cast<std::uint8_t>(2 * static_cast<unsigned>(taken->cls) + (taken->first == t ? 0 : 1));
  }
  for (const NameCandidate& c : rules)
    for (At t = c.first; t < c.end; ++t)
      all[t].rule = static_cast<std::uint8_t>(2 * static_cast<unsigned>(c.cls) + (t == c.first ? 0 : 1) +
                                              (std::string_view(c.rule) == "name.capitals" || std::string_view(c.rule) == "name.given" ? 16 : 0));
  const auto place_of = [](Seen& s) { s.place = std::uint32_t{s.shape} << 9 | std::uint32_t{s.lexicon} << 5 | s.rule; };
  for (std::size_t edge = 0; edge < kReach; ++edge)
    for (Seen* s : {&seen_[edge], &seen_[seen_.size() - 1 - edge]}) {
      s->shape = 255;
      place_of(*s);
    }
  for (At t = 0; t < size; ++t) {
    const Token& token = tokens[t];
    Seen& s = all[t];
    place_of(s);
    bool plain = token.in_url;
    if (s.lexicon != 0 || s.rule != 0)
      plain = false;
    else if (token.kind == TokenKind::kLatin)
      plain = plain || (!token.capital && !token.mixed_case);
    else if (token.kind == TokenKind::kArabic)
      plain = plain || ((s.roles & kStop) != 0 && (s.roles & (kGiven | kParticle)) == 0);
    else
      plain = plain || token.kind != TokenKind::kDigits || token.space_before;
    s.plain = plain;
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
  std::size_t size = 0;  // bytes
  Affixes affixes;

  template <typename Add>
  void own(Add add) const {
    add(0, 1, 0);
    add(1, word, 0);
    add(2, bare, 0);
    std::uint32_t kind = 11;
    for (int n = 0; n < Affixes::kMost; ++n) {
      add(kind++, affixes.head[n], 0);
      add(kind++, affixes.tail[n], 0);
    }
    add(19, affixes.tail[1], affixes.head[1]);
    add(20, size, 0);
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
    add(309, h, affixes.tail[1]);
    add(310, h, affixes.head[1]);
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
};

namespace {

// Features of two words, or of a word and a shape.
constexpr int kPairFeatures = 8;
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
  if (t < 0 || t >= static_cast<std::int64_t>(x_.size())) return out;
  const auto at = static_cast<At>(t);
  const std::string_view text = x_.a.word(at);
  const std::string_view bare = bare_of(text, x_.a.tokens[at].kind);
  out.bare = bare.size() == text.size() ? out.word : hash_of(bare);
  out.size = text.size();
  out.affixes = Affixes(text);
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

// Sums by word and by place. What is not there is summed again, so that nothing depends on it. Words: two generations; when the younger one is full it becomes
// the elder, and what is asked for of the elder moves over, so that frequent words stay. Places: a newcomer takes its slot.
struct NameFeatures::Remembered {
  static constexpr std::size_t kWords = 1 << 14, kPlaces = 1 << 12;
  // By lines of the processor's caches: mostly the first two are enough.
  struct alignas(64) OfWord {
    std::uint64_t key = 0;
    std::uint64_t head = 0, tail = 0;  // of two code points
    TagSums two_before, two_behind;
    // What is added where lexicon and rules say nothing and both tags before are outside, as mostly; then what is without that.
    TagSums own_quiet, before_quiet, behind_quiet;
    TagSums own, before, behind;
  };
  static_assert(sizeof(OfWord) == 192);
  class Generation {
   public:
    Generation() : slots_(2 * kWords, 0) { words_.reserve(kWords); }
    // Where the key stands in slots_, or would stand.
    std::size_t slot(std::uint64_t key) const {
      std::size_t i = slot_by_tag(key >> 49, key);
      static_assert(2 * kWords == std::size_t{1} << (64 - 49));
      while (slots_[i] != 0 && words_[index_of(slots_[i])].key != key) i = slot_by_tag((i + 1) % (2 * kWords), key);
      return i;
    }
    const OfWord* find(std::size_t slot) const { return slots_[slot] == 0 ? nullptr : &words_[index_of(slots_[slot])]; }
    // What find() will look at first, then what it will find there: tables of megabytes, far from the processor.
    void fetch_slot(std::uint64_t key) const { __builtin_prefetch(&slots_[key >> 49]); }
    // False where there is no such word.
    bool fetch_word(std::uint64_t key) const {
      const std::uint32_t slot = slots_[slot_by_tag(key >> 49, key)];
      if (slot == 0) return false;
      for (std::size_t at = 0; at < sizeof(OfWord); at += 64) __builtin_prefetch(reinterpret_cast<const char*>(&words_[index_of(slot)]) + at);
      return true;
    }
    const OfWord* put(std::size_t slot, const OfWord& word) {
      words_.push_back(word);
      --room_;
      slots_[slot] = tag_of(word.key) << kIndexBits | static_cast<std::uint32_t>(words_.size());
      return &words_.back();
    }
    std::size_t room() const { return room_; }
    void clear() {
      words_.clear();
      room_ = kWords;
      slots_.assign(2 * kWords, 0);
    }

   private:
    std::size_t room_ = kWords;
    HugeVector<OfWord> words_;  // never more than reserved: pointers hold
    // Of a word its tag, so that others need not be looked at, and 1 + its index; 0 for none.
    HugeVector<std::uint32_t> slots_;
    static constexpr unsigned kIndexBits = 15;
    static_assert(kWords < std::size_t{1} << kIndexBits);
    // From slot i on, the first that is free or has the key's tag.
    std::size_t slot_by_tag(std::size_t i, std::uint64_t key) const {
      while (slots_[i] != 0 && slots_[i] >> kIndexBits != tag_of(key)) i = (i + 1) % (2 * kWords);
      return i;
    }
    static std::uint32_t tag_of(std::uint64_t key) { return static_cast<std::uint32_t>(key) >> kIndexBits; }
    static std::uint32_t index_of(std::uint32_t slot) { return (slot & ((1u << kIndexBits) - 1)) - 1; }
  };
  struct OfPlace {
    std::uint64_t key = ~std::uint64_t{0};
    TagSums sum;
  };
  std::uint64_t serial = 0;
  Generation generations[2];
  int young = 0;
  HugeVector<OfPlace> places;
  OfWord edge;
  // Tokens are made ready so many at a time, from `ready_at` on: all that does not depend on the tags before them, so that what memory keeps waiting is asked
  // for at once and not token by token.
  static constexpr std::int64_t kReady = 32;
  const NameFeatures* ready_of = nullptr;
  std::int64_t ready_at = 0;
  const OfWord* words[kReady + 2 * kReach] = {};  // from kReach before them to kReach behind; null for those that nobody has asked for
  TagSums pairs[kReady];                          // of those that are not plain

  // Before the words of so many tokens are asked for: pointers to words hold until then.
  void make_room() {
    if (generations[young].room() >= static_cast<std::size_t>(kReady + 2 * kReach)) return;
    young = 1 - young;
    generations[young].clear();
  }
  static std::uint64_t key_of(std::uint64_t hash, std::uint32_t hits) { return hash + hits * 0x9E3779B97F4A7C15ull; }
  template <typename MakeWord>
  const OfWord* word(const NameModel& model, std::uint64_t hash, std::uint32_t hits, MakeWord make) {
    const std::uint64_t key = key_of(hash, hits);
    const std::size_t slot = generations[young].slot(key);
    if (const OfWord* known = generations[young].find(slot)) return known;
    const Generation& elder = generations[1 - young];
    if (const OfWord* known = elder.find(elder.slot(key))) return generations[young].put(slot, *known);
    OfWord made = sums(model, make());
    made.key = key;
    return generations[young].put(slot, made);
  }
  const OfWord* word(const NameModel& model, const NameFeatures& text, std::int64_t t) {
    if (t < 0 || t >= static_cast<std::int64_t>(text.x_.size())) return &edge;
    const Seen& s = text.seen(t);
    return word(model, s.word, s.hits, [&] { return text.word_at(t); });
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
    out.own_quiet = out.own;
    out.before_quiet = out.before;
    out.behind_quiet = out.behind;
    word.own_told(0, to(out.own_quiet));
    word.own_tagged(kH, kHh, to(out.own_quiet));
    word.before_told(0, 0, to(out.before_quiet));
    word.before_tagged(kH, to(out.before_quiet));
    word.behind_told(0, to(out.behind_quiet));
    word.behind_tagged(kH, to(out.behind_quiet));
    out.head = word.affixes.head[1];
    out.tail = word.affixes.tail[1];
    return out;
  }
};

NameFeatures::Remembered& NameFeatures::remembered(const NameModel& model) {
  thread_local Remembered kept;
  if (kept.serial != model.serial()) {
    for (Remembered::Generation& generation : kept.generations) generation.clear();
    kept.ready_of = nullptr;
    kept.places.assign(Remembered::kPlaces, {});
    kept.edge = Remembered::sums(model, Word());
    kept.serial = model.serial();
  }
  return kept;
}

void NameFeatures::make_ready(const NameModel& model, std::int64_t from) const {
  Remembered& kept = *kept_;
  kept.make_room();
  kept.ready_of = this;
  kept.ready_at = from;
  const auto size = static_cast<std::int64_t>(x_.size());
  const std::int64_t end = std::min(from + Remembered::kReady, size);
  bool asked[Remembered::kReady + 2 * kReach] = {};
  for (std::int64_t t = from; t < end; ++t)
    if (!seen(t).plain) std::fill_n(asked + (t - from), 2 * kReach + 1, true);
  const auto each = [&](auto take) {
    for (std::int64_t t = std::max<std::int64_t>(from - kReach, 0); t < std::min(end + kReach, size); ++t)
      if (asked[t - from + kReach]) take(t);
  };
  const Remembered::Generation &young = kept.generations[kept.young], &elder = kept.generations[1 - kept.young];
  const auto key = [&](std::int64_t t) { return Remembered::key_of(seen(t).word, seen(t).hits); };
  each([&](std::int64_t t) {
    young.fetch_slot(key(t));
    elder.fetch_slot(key(t));
  });
  each([&](std::int64_t t) {
    if (!young.fetch_word(key(t))) elder.fetch_word(key(t));
  });
  std::uint32_t features[Remembered::kReady][kPairFeatures];
  for (std::int64_t t = from; t < end; ++t) {
    if (seen(t).plain) continue;
    std::uint32_t* to = features[t - from];
    pair_features(seen(t - 2), seen(t - 1), seen(t), seen(t + 1), [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) {
      *to = mix(kind, x, y);
      model.fetch(*to++);
    });
  }
  for (std::int64_t t = from; t < end; ++t) {
    if (seen(t).plain) continue;
    TagSums sum;
    for (std::uint32_t feature : features[t - from]) model.add(feature, sum);
    kept.pairs[t - from] = sum;
  }
  std::fill(std::begin(kept.words), std::end(kept.words), nullptr);
  each([&](std::int64_t t) { kept.words[t - from + kReach] = kept.word(model, *this, t); });
}

TagSums NameFeatures::weigh(const NameModel& model, At t, bool first, int before, int before_that) const {
  if (kept_ == nullptr || kept_->serial != model.serial()) {
    kept_ = &remembered(model);
    kept_->ready_of = nullptr;  // another text may have had this address
  }
  Remembered& kept = *kept_;
  const auto at = static_cast<std::int64_t>(t);
  if (kept.ready_of != this || at < kept.ready_at || at >= kept.ready_at + Remembered::kReady) make_ready(model, at);
  const Seen* const around = seen_.data() + kReach + t;
  const Remembered::OfWord** const window = kept.words + (at - kept.ready_at);
  for (std::int64_t i = 0; i <= 2 * kReach; ++i)
    if (window[i] == nullptr) window[i] = kept.word(model, *this, at + i - kReach);
  const Seen &b = around[-1], &c = around[0], &d = around[1];
  TagSums sum;
  const auto add = [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.add(mix(kind, x, y), sum); };
  const auto h = static_cast<std::uint64_t>(before) + 1, hh = h * 8 + static_cast<std::uint64_t>(before_that);
  sum += window[0]->two_before;
  sum += window[4]->two_behind;
  const Remembered::OfWord &w_before = *window[1], &w_own = *window[2], &w_behind = *window[3];
  if ((c.lexicon | c.rule | before | before_that) == 0) {
    sum += w_before.before_quiet;
    sum += w_own.own_quiet;
    sum += w_behind.behind_quiet;
  } else {
    sum += w_before.before;
    sum += w_own.own;
    sum += w_behind.behind;
    Word of_b, of_c, of_d;  // what these features look at is all at hand
    of_b.word = b.word;
    of_c.word = c.word;
    of_c.roles = c.roles;
    of_c.hits = c.hits;
    of_c.affixes.head[1] = w_own.head;
    of_c.affixes.tail[1] = w_own.tail;
    of_d.word = d.word;
    of_c.own_told(c.lexicon, add);
    of_c.own_tagged(h, hh, add);
    of_b.before_told(c.lexicon, c.rule, add);
    of_b.before_tagged(h, add);
    of_d.behind_told(c.rule, add);
    of_d.behind_tagged(h, add);
  }
  // All of the place and the two tags before it in one number: 17 bits a token, 3 bits a tag.
  const std::uint64_t key = (((std::uint64_t{first} << 17 | b.place) << 17 | c.place) << 17 | d.place) << 6 | static_cast<std::uint64_t>(before) << 3 |
                            static_cast<std::uint64_t>(before_that);
  Remembered::OfPlace& slot = kept.places[(key * 0x9E3779B97F4A7C15ull) >> 52];
  static_assert(Remembered::kPlaces == std::size_t{1} << (64 - 52));
  if (slot.key != key) {
    slot.key = key;
    slot.sum = {};
    const Place place = place_at(at, first);
    const auto place_add = [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.add(mix(kind, x, y), slot.sum); };
    place.own(place_add);
    place.tagged(h, hh, place_add);
  }
  sum += slot.sum;
  if (c.plain)
    pair_features(around[-2], b, c, d, add);
  else
    sum += kept.pairs[at - kept.ready_at];
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
  if (is(w, {arabic::kAnd, arabic::kSo}) && w.size() >= 4 * kLetter) {
    const std::string_view rest = w.substr(kLetter);
    if (rest.starts_with(arabic::kThe) || (words.find(rest) & kKnown)) return kLetter;
    if (is(rest, {arabic::kByThe, arabic::kForThe, arabic::kLikeThe})) return 2 * kLetter;
    at = kLetter;
  }
  const std::string_view rest = w.substr(at);
  if (is(rest, {arabic::kBy, arabic::kFor, arabic::kLike}) && rest.size() >= 4 * kLetter) {
    const std::string_view inner = rest.substr(kLetter);
    if ((inner.starts_with(arabic::kThe) && rest.size() > 5 * kLetter) || rest.starts_with(arabic::kForThe) || (words.find(inner) & kKnown))
      return at + kLetter;
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

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

// Tags of names that begin; those between them go on.
constexpr int kBeginsOf[] = {1, 3, 5};

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
  large_.assign((mask_ >> 6) + 1, 0);
  for (std::size_t bucket = 0; bucket <= mask_; ++bucket) {
    const std::int8_t* const w = weights_ + bucket * kWidth;
    if (std::max({w[kBeginsOf[0]], w[kBeginsOf[1]], w[kBeginsOf[2]]}) - w[0] > kSmall) large_[bucket >> 6] |= std::uint64_t{1} << (bucket & 63);
  }
  static std::atomic<std::uint64_t> made{0};
  serial_ = ++made;
}

TagSums NameModel::sum(const std::vector<std::uint32_t>& fixed, const std::vector<std::uint32_t>& history) const {
  TagSums sum;
  for (const std::vector<std::uint32_t>* list : {&fixed, &history})
    for (std::uint32_t feature : *list) add(feature, sum);
  return sum;
}

NameFeatures::NameFeatures(const NameText& text, const Stretch& stretch, const std::vector<NameCandidate>& rules)
    : x_(text), base_(stretch.first_token), seen_(stretch.end_token - stretch.first_token + 2 * kReach) {
  // What is looked at, as far as there are tokens.
  const At from = stretch.first_token - std::min(stretch.first_token, kReach), to = std::min(text.size(), stretch.end_token + kReach);
  const Token* const tokens = text.a.tokens.data();
  const auto at = [&](At t) -> Seen& { return seen_[t + kReach - stretch.first_token]; };
  // Of a text that several threads have numbered, each by itself, this one has to number the words anew.
  numbering_ = text.a.numbering;
  std::vector<std::uint32_t> numbers;
  if (numbering_ == 0) numbering_ = text.lexicons.number_words(text.a, from, to, numbers);
  for (At t = from; t < to; ++t) {
    const Token& token = tokens[t];
    Seen& s = at(t);
    const TokenWord& word = text.a.words[t];
    s.word = text.a.hashes[t];
    const bool letters = token.kind == TokenKind::kArabic || token.kind == TokenKind::kLatin;
    if (letters) s.roles = static_cast<std::uint32_t>(word.roles);  // the classes
    s.hits = word.lone;
    s.type = word.type;
    if (word.type != TokenWord::kNoType) {
      if (!numbers.empty()) s.type = numbers[t - from];
      types_ = std::max(types_, std::size_t{s.type} + 1);
    }
    s.shape = static_cast<std::uint8_t>(static_cast<unsigned>(token.kind) | static_cast<unsigned>(token.capital) << 3 |
                                        static_cast<unsigned>(token.all_capitals) << 4 | static_cast<unsigned>(token.mixed_case) << 5 |
                                        static_cast<unsigned>(token.space_before) << 6);
    if (const NameText::Taken* taken = text.taken_at(t))
      s.lexicon = static_cast<std::uint8_t>(2 * static_cast<unsigned>(taken->cls) + (taken->first == t ? 0 : 1));
  }
  for (const NameCandidate& c : rules)
    for (At t = std::max(c.first, from); t < std::min(c.end, to); ++t)
      at(t).rule = static_cast<std::uint8_t>(2 * static_cast<unsigned>(c.cls) + (t == c.first ? 0 : 1) +
                                             (std::string_view(c.rule) == "name.capitals" || std::string_view(c.rule) == "name.given" ? 16 : 0));
  const auto place_of = [](Seen& s) { s.place = std::uint32_t{s.shape} << 9 | std::uint32_t{s.lexicon} << 5 | s.rule; };
  const std::size_t before = from + kReach - stretch.first_token, behind = stretch.end_token + kReach - to;  // that are none
  const auto no_token = [&](Seen& s) {
    s.shape = 255;
    place_of(s);
  };
  for (std::size_t edge = 0; edge < before; ++edge) no_token(seen_[edge]);
  for (std::size_t edge = 0; edge < behind; ++edge) no_token(seen_[seen_.size() - 1 - edge]);
  for (At t = from; t < to; ++t) {
    const Token& token = tokens[t];
    Seen& s = at(t);
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
  Word out;
  word_around(t, out);
  if (t < 0 || t >= static_cast<std::int64_t>(x_.size())) return out;
  const std::string_view text = x_.a.word(static_cast<At>(t));
  out.size = text.size();
  out.affixes = Affixes(text);
  return out;
}

void NameFeatures::word_around(std::int64_t t, Word& out) const {
  const Seen& s = seen(t);
  out.word = s.word;
  out.roles = s.roles;
  out.hits = s.hits;
  if (t < 0 || t >= static_cast<std::int64_t>(x_.size())) return;
  const auto at = static_cast<At>(t);
  const std::string_view text = x_.a.word(at);
  const std::string_view bare = bare_of(text, x_.a.tokens[at].kind);
  out.bare = bare.size() == text.size() ? out.word : hash_of(bare);
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

// Sums by word and by place. What is not there is summed again, so that nothing depends on it. Words stand under their numbers; of a new numbering, or of
// another model, all is forgotten. Places: a newcomer takes its slot.
struct NameFeatures::Remembered {
  static constexpr std::size_t kPlaces = 1 << 12;
  static constexpr std::size_t kMostWords = 1 << 17;  // of a text of very many words, the later ones are summed again each time
  // What counts where both tags before are outside and neither lexicon nor rules say anything, as mostly: for outside and the three tags that begin a name
  // alone. A line of the processor's cache a word.
  using FourLanes = std::int16_t __attribute__((vector_size(8)));
  struct alignas(64) OfWord {
    FourLanes two_before, before, own, behind, two_behind;
    std::uint32_t around_of = 0, own_of = 0;  // what makes them hold: `stamp`. Words that are never asked for themselves have neighbours
  };
  static_assert(sizeof(OfWord) == 64);
  // All tags, without what lexicon, rules and the tags before say.
  struct alignas(64) AllOfWord {
    TagSums own;
    std::uint64_t head = 0, tail = 0;  // of two code points
    std::uint32_t own_of = 0, around_of = 0;
    alignas(64) TagSums before;  // this and the next: as a neighbour
    TagSums behind;
  };
  static_assert(sizeof(AllOfWord) == 128);
  struct OfPlace {
    std::uint64_t key = ~std::uint64_t{0};
    FourLanes four = {};
    TagSums sum;
  };
  std::uint64_t serial = 0, numbering = 0;
  std::uint32_t stamp = 0;
  HugeVector<OfWord> words;
  HugeVector<AllOfWord> all_words;
  HugeVector<OfPlace> places;
  OfWord edge;
  // Of words without a number, by place in the text.
  static constexpr std::size_t kSpare = 64;
  static_assert(kSpare >= kStretch + 2 * kReach);
  OfWord spare[kSpare];
  AllOfWord all_spare[kSpare];

  static FourLanes four_of(const TagSums& sum) { return __builtin_shufflevector(sum.lanes, sum.lanes, 0, kBeginsOf[0], kBeginsOf[1], kBeginsOf[2]); }
  void hold(const NameModel& model, std::uint64_t words_numbering) {
    if (serial == model.serial() && numbering == words_numbering) return;
    if (serial != model.serial()) {
      places.assign(kPlaces, {});
      serial = model.serial();
      ++stamp;
      fill_around(model, Word(), edge);
    }
    numbering = words_numbering;
    ++stamp;
  }
  // Room for the sums of words up to a number.
  void make_room(std::size_t types) {
    const std::size_t size = std::min(types, kMostWords);
    if (size <= words.size()) return;
    words.resize(std::max<std::size_t>(size + size / 2, std::size_t{1} << 15));
    all_words.resize(words.size());
  }
  bool numbered(std::uint32_t type) const { return type < words.size(); }

  template <typename Features>
  static TagSums sum_of(const NameModel& model, Features features) {
    TagSums sum;
    features([&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.add(mix(kind, x, y), sum); });
    return sum;
  }
  static constexpr std::uint64_t kH = 1, kHh = 8;  // tags 0 and 0
  void fill_around(const NameModel& model, const Word& word, OfWord& out) const {
    out.two_before = four_of(sum_of(model, [&](auto add) { word.two_before(add); }));
    out.two_behind = four_of(sum_of(model, [&](auto add) { word.two_behind(add); }));
    out.before = four_of(sum_of(model, [&](auto add) {
      word.before(add);
      word.before_told(0, 0, add);
      word.before_tagged(kH, add);
    }));
    out.behind = four_of(sum_of(model, [&](auto add) {
      word.behind(add);
      word.behind_told(0, add);
      word.behind_tagged(kH, add);
    }));
    out.around_of = stamp;
  }
  void fill_own(const NameModel& model, const Word& word, OfWord& out) const {
    out.own = four_of(sum_of(model, [&](auto add) {
      word.own(add);
      word.own_told(0, add);
      word.own_tagged(kH, kHh, add);
    }));
    out.own_of = stamp;
  }
  OfWord& around(const NameModel& model, const NameFeatures& text, std::int64_t t) {
    if (t < 0 || t >= static_cast<std::int64_t>(text.x_.size())) return edge;
    const std::uint32_t type = text.seen(t).type;
    OfWord& out = numbered(type) ? words[type] : spare[static_cast<std::size_t>(t) % kSpare];
    if (out.around_of != stamp || !numbered(type)) {
      Word word;
      text.word_around(t, word);
      fill_around(model, word, out);
    }
    return out;
  }
  AllOfWord& all(const NameFeatures& text, std::int64_t t, bool& numbers) {
    const bool inside = t >= 0 && t < static_cast<std::int64_t>(text.x_.size());
    const std::uint32_t type = inside ? text.seen(t).type : TokenWord::kNoType;
    numbers = inside && numbered(type);
    return numbers ? all_words[type] : all_spare[static_cast<std::size_t>(t + kReach) % kSpare];
  }
  const AllOfWord& all_own(const NameModel& model, const NameFeatures& text, std::int64_t t) {
    bool numbers = false;
    AllOfWord& out = all(text, t, numbers);
    if (numbers && out.own_of == stamp) return out;
    const Word word = text.word_at(t);
    out.own = sum_of(model, [&](auto add) { word.own(add); });
    out.head = word.affixes.head[1];
    out.tail = word.affixes.tail[1];
    out.own_of = stamp;
    return out;
  }
  const AllOfWord& all_around(const NameModel& model, const NameFeatures& text, std::int64_t t) {
    bool numbers = false;
    AllOfWord& out = all(text, t, numbers);
    if (numbers && out.around_of == stamp) return out;
    Word word;
    text.word_around(t, word);
    out.before = sum_of(model, [&](auto add) { word.before(add); });
    out.behind = sum_of(model, [&](auto add) { word.behind(add); });
    out.around_of = stamp;
    return out;
  }
  // `at`: the token, in the middle of what the place looks at.
  const OfPlace& place(const NameModel& model, const NameFeatures& text, std::int64_t at, bool first, int before, int before_that) {
    const Seen* const c = &text.seen(at);
    // All of the place and the two tags before it in one number: 17 bits a token, 3 bits a tag.
    const std::uint64_t key = (((std::uint64_t{first} << 17 | c[-1].place) << 17 | c->place) << 17 | c[1].place) << 6 |
                              static_cast<std::uint64_t>(before) << 3 | static_cast<std::uint64_t>(before_that);
    OfPlace& slot = places[(key * 0x9E3779B97F4A7C15ull) >> 52];
    static_assert(kPlaces == std::size_t{1} << (64 - 52));
    if (slot.key != key) {
      const auto h = static_cast<std::uint64_t>(before) + 1, hh = h * 8 + static_cast<std::uint64_t>(before_that);
      const Place place = text.place_at(at, first);
      slot.key = key;
      slot.sum = sum_of(model, [&](auto add) {
        place.own(add);
        place.tagged(h, hh, add);
      });
      slot.four = four_of(slot.sum);
    }
    return slot;
  }
};

// What this thread remembers, made ready for the words of this text.
NameFeatures::Remembered& NameFeatures::remember(const NameModel& model) const {
  thread_local Remembered kept;
  kept.hold(model, numbering_);
  kept.make_room(types_);
  return kept;
}

// What weigh() will look at, from memory.
void NameFeatures::fetch(const Remembered& kept, const NameModel& model, std::int64_t t) const {
  for (std::int64_t i = -1; i <= 1; ++i)
    if (kept.numbered(seen(t + i).type)) __builtin_prefetch(reinterpret_cast<const char*>(&kept.all_words[seen(t + i).type]) + (i == 0 ? 0 : 64));
  const Seen* const c = &seen(t);
  pair_features(c[-2], c[-1], c[0], c[1], [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.fetch(mix(kind, x, y)); });
}

void NameFeatures::tags_outside(const NameModel& model, At begin, At end, bool first, std::uint8_t* tags) const {
  Remembered& kept = remember(model);
  const auto from = static_cast<std::int64_t>(begin);
  const auto size = static_cast<std::int64_t>(x_.size());
  // Which tokens' words are looked at; all of them are asked of memory before the first is needed, and so are the weights of pairs.
  std::uint64_t asked = 0, around = 0;  // bit i: token from - kReach + i, itself, or as a neighbour
  static_assert(kStretch + 2 * kReach <= 64);
  for (At t = begin; t < end; ++t) {
    const Seen& s = seen(t);
    tags[t - begin] = kUnasked;
    if (s.plain) continue;
    if ((s.lexicon | s.rule) != 0) {
      fetch(kept, model, t);
      continue;
    }
    asked |= std::uint64_t{1} << (t - begin);
  }
  if (asked == 0) return;
  for (std::uint32_t i = 0; i <= 2 * kReach; ++i) around |= asked << i;
  for (std::uint64_t left = around; left != 0; left &= left - 1) {
    const std::int64_t t = from - kReach + __builtin_ctzll(left);
    if (t < 0 || t >= size) continue;
    const std::uint32_t type = seen(t).type;
    if (kept.numbered(type)) __builtin_prefetch(&kept.words[type]);
  }
  std::uint32_t features[kStretch][kPairFeatures];
  int most[kStretch];  // that the pairs can speak for a name
  for (std::uint64_t left = asked; left != 0; left &= left - 1) {
    const int i = __builtin_ctzll(left);
    const Seen* const c = &seen(from + i);
    std::uint32_t* to = features[i];
    int large = 0;
    pair_features(c[-2], c[-1], c[0], c[1], [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) {
      *to = mix(kind, x, y);
      large += model.is_large(*to++) ? 1 : 0;
    });
    most[i] = kPairFeatures * NameModel::kSmall + large * (NameModel::kLarge - NameModel::kSmall);
  }
  const Remembered::OfWord* words[kStretch + 2 * kReach];
  for (std::uint64_t left = around; left != 0; left &= left - 1) {
    const int i = __builtin_ctzll(left);
    words[i] = &kept.around(model, *this, from - kReach + i);
  }
  for (std::uint64_t left = asked; left != 0; left &= left - 1) {
    const int i = __builtin_ctzll(left);
    const std::int64_t t = from + i;
    const Remembered::OfWord& own = *words[i + 2];
    if (own.own_of != kept.stamp || !kept.numbered(seen(t).type)) kept.fill_own(model, word_at(t), const_cast<Remembered::OfWord&>(own));
    const Remembered::FourLanes four = words[i]->two_before + words[i + 1]->before + own.own + words[i + 3]->behind + words[i + 4]->two_behind +
                                       kept.place(model, *this, t, first && i == 0, 0, 0).four;
    int best = 1;
    for (int lane = 2; lane < 4; ++lane)
      if (four[lane] > four[best]) best = lane;
    // Where the pairs of words cannot change it, they are not asked.
    tags[i] = 0;
    if (four[best] - four[0] + most[i] <= 0) continue;
    TagSums pairs;
    for (std::uint32_t feature : features[i]) model.add(feature, pairs);
    const Remembered::FourLanes sum = four + Remembered::four_of(pairs);
    int tag = 0;
    for (int lane = 1; lane < 4; ++lane)
      if (sum[lane] > sum[tag]) tag = lane;
    if (tag != 0) tags[i] = static_cast<std::uint8_t>(kBeginsOf[tag - 1]);
  }
}

TagSums NameFeatures::weigh(const NameModel& model, At t, bool first, int before, int before_that) const {
  Remembered& kept = remember(model);
  const auto at = static_cast<std::int64_t>(t);
  const Seen* const around = &seen(at);
  const Seen &b = around[-1], &c = around[0], &d = around[1];
  TagSums sum;
  const auto add = [&](std::uint32_t kind, std::uint64_t x, std::uint64_t y) { model.add(mix(kind, x, y), sum); };
  const auto h = static_cast<std::uint64_t>(before) + 1, hh = h * 8 + static_cast<std::uint64_t>(before_that);
  const Remembered::AllOfWord& own = kept.all_own(model, *this, at);
  sum += own.own;
  sum += kept.all_around(model, *this, at - 1).before;
  sum += kept.all_around(model, *this, at + 1).behind;
  Word of_a, of_b, of_c, of_d, of_e;  // of each what the features here look at
  of_a.word = around[-2].word;
  of_a.two_before(add);
  of_e.word = around[2].word;
  of_e.two_behind(add);
  of_b.word = b.word;
  of_d.word = d.word;
  of_c.word = c.word;
  of_c.roles = c.roles;
  of_c.hits = c.hits;
  of_c.affixes.head[1] = own.head;
  of_c.affixes.tail[1] = own.tail;
  of_c.own_told(c.lexicon, add);
  of_c.own_tagged(h, hh, add);
  of_b.before_told(c.lexicon, c.rule, add);
  of_b.before_tagged(h, add);
  of_d.behind_told(c.rule, add);
  of_d.behind_tagged(h, add);
  sum += kept.place(model, *this, at, first, before, before_that).sum;
  pair_features(around[-2], b, c, d, add);
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
void tag_names(const NameText& text, const Stretch& stretch, const NameModel& model, const std::vector<NameCandidate>& rules, std::vector<NameCandidate>& out) {
  const NameFeatures features(text, stretch, rules);
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
  std::uint8_t outside[NameFeatures::kStretch];
  for (std::uint32_t s = stretch.first_sentence; s < stretch.end_sentence; ++s) {
    const Sentence& sentence = text.a.sentences[s];
    int before = 0, before_that = 0;
    At ready = sentence.first_token;  // the end of the tokens that stand in `outside`
    for (At t = sentence.first_token; t < sentence.end_token; ++t) {
      if (t == ready) {
        ready = std::min(t + NameFeatures::kStretch, sentence.end_token);
        features.tags_outside(model, t, ready, t == sentence.first_token, outside);
      }
      int tag = 0;
      if (before != 0 || !features.plain(t)) {
        const std::uint8_t known = outside[(t - sentence.first_token) % NameFeatures::kStretch];
        if (before == 0 && before_that == 0 && known != NameFeatures::kUnasked) {
          tag = known;
        } else {
          const TagSums sum = features.weigh(model, t, t == sentence.first_token, before, before_that);
          for (int i = 1; i < static_cast<int>(NameModel::kTags); ++i) {
            if (i % 2 == 0 && before != i && before != i - 1) continue;  // inside follows its own begin only
            if (sum.of(i) > sum.of(tag)) tag = i;
          }
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

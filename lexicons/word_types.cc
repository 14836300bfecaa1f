#include "lexicons/word_types.h"

#include <algorithm>
#include <atomic>

namespace mizan {
namespace {

constexpr std::size_t kLetter = 2;        // bytes of an Arabic letter in UTF-8
constexpr std::size_t kShortestStem = 4;  // two letters must be left behind what is peeled

bool letter_at(std::string_view word, std::size_t at, std::string_view letter) {
  return at + kLetter <= word.size() && word[at] == letter[0] && word[at + 1] == letter[1];
}
// Alef and lam.
bool article_at(std::string_view word, std::size_t at) {
  return letter_at(word, at, "ا") && letter_at(word, at + kLetter, "ل");
}

// What the index says of one word, whatever stands around it.
struct WordReadings {
  // Seven at most: as written, behind و (and), and behind و and a preposition, each with the article or without, and لل (for the) in two ways.
  static constexpr std::size_t kMost = 8;
  std::uint8_t count = 0;
  std::uint32_t plain = PhraseIndex::kNone;  // its number as written, and without its article or possessive
  std::uint32_t bare = PhraseIndex::kNone;
  WordTypes::Reading readings[kMost];
};

WordReadings read_word(const PhraseIndex& index, std::string_view word, TokenKind kind, std::uint64_t hash) {
  WordReadings out;
  out.plain = index.word(hash);
  if (kind == TokenKind::kArabic && word.size() > 2 * kLetter && article_at(word, 0)) out.bare = index.word(word.substr(2 * kLetter));
  if (kind == TokenKind::kLatin && word.size() > 2 && word.ends_with("'s")) out.bare = index.word(word.substr(0, word.size() - 2));
  auto add = [&](std::uint32_t id, std::size_t peeled, std::size_t article, std::size_t cut) {
    if (id != PhraseIndex::kNone && index.begin(id) != PhraseIndex::kNone && out.count < WordReadings::kMost)
      out.readings[out.count++] = {index.begin(id), static_cast<std::uint8_t>(peeled), static_cast<std::uint8_t>(article), static_cast<std::uint8_t>(cut)};
  };
  add(out.plain, 0, 0, 0);
  if (kind == TokenKind::kLatin && out.bare != PhraseIndex::kNone) add(out.bare, 0, 0, 2);
  if (kind != TokenKind::kArabic || word.size() < kLetter + kShortestStem) return out;
  for (std::size_t conjunction : {std::size_t{0}, kLetter}) {
    if (conjunction != 0 && !letter_at(word, 0, "و") && !letter_at(word, 0, "ف")) continue;
    for (std::size_t preposition : {std::size_t{0}, kLetter}) {
      const std::size_t at = conjunction;
      if (preposition != 0 && !letter_at(word, at, "ب") && !letter_at(word, at, "ل") && !letter_at(word, at, "ك")) continue;
      const std::size_t stem = conjunction + preposition;
      if (word.size() < stem + kShortestStem) continue;
      if (stem != 0) add(index.word(word.substr(stem)), stem, 0, 0);
      if (article_at(word, stem) && word.size() >= stem + 2 * kLetter + kShortestStem)
        add(stem == 0 ? out.bare : index.word(word.substr(stem + 2 * kLetter)), stem + 2 * kLetter, 2 * kLetter, 0);
      if (preposition != 0 && letter_at(word, at, "ل") && letter_at(word, stem, "ل")) {  // لل: the article's alef is gone
        if (word.size() >= stem + kLetter + kShortestStem) add(index.word(word.substr(stem + kLetter)), stem + kLetter, kLetter, 0);
        std::string spelled = "ال";
        spelled.append(word.substr(stem + kLetter));
        add(index.word(spelled), stem, 0, 0);
      }
    }
  }
  return out;
}

bool before(const LexiconHit& x, const LexiconHit& y) {
  if (x.length != y.length) return x.length > y.length;
  if (x.peeled != y.peeled) return x.peeled < y.peeled;
  if (x.kind != y.kind) return x.kind < y.kind;
  return x.entry < y.entry;
}

}  // namespace

// A word has a handful of hits: they are put in order one by one.
void put_in_order(LexiconHit* begin, LexiconHit* end) {
  constexpr std::ptrdiff_t kHandful = 24;
  if (end - begin > kHandful) {
    std::stable_sort(begin, end, before);
    return;
  }
  for (LexiconHit* hit = begin; hit != end; ++hit) {
    const LexiconHit moved = *hit;
    LexiconHit* to = hit;
    for (; to != begin && before(moved, *(to - 1)); --to) *to = *(to - 1);
    *to = moved;
  }
}

WordTypes& WordTypes::of(const Lexicons& lexicons, const PhraseIndex& index, std::uint64_t serial) {
  thread_local WordTypes types;
  if (types.serial_ != serial) {
    types.lexicons_ = &lexicons;
    types.index_ = &index;
    types.serial_ = serial;
    types.clear();
  }
  return types;
}

void WordTypes::begin_text() {
  if (types_.size() > kKept) clear();
}

void WordTypes::clear() {
  static std::atomic<std::uint64_t> numberings{0};
  numbering_ = ++numberings;
  types_.clear();
  hits_.clear();
  readings_.clear();
  slots_.clear();
  if (slots_.capacity() > 4 * kFewestSlots) {  // after a text of very many words
    slots_ = {};
    types_ = {};
    hits_ = {};
    readings_ = {};
  }
  types_.reserve(2 * kKept);
  slots_.assign(kFewestSlots, 0);
  mask_ = kFewestSlots - 1;
}

void WordTypes::grow() {
  mask_ = 2 * slots_.size() - 1;
  slots_.assign(2 * slots_.size(), 0);
  for (std::uint32_t type = 0; type < types_.size(); ++type) {
    std::size_t slot = first_slot(types_[type].hash);
    while (slots_[slot] != 0) slot = (slot + 1) & mask_;
    slots_[slot] = tag_of(types_[type].hash) | (type + 1);
  }
}

std::uint32_t WordTypes::add(std::string_view word, TokenKind kind, std::uint64_t hash, std::size_t slot) {
  const auto type = static_cast<std::uint32_t>(types_.size());
  types_.emplace_back();
  types_.back().hash = hash;
  read(word, kind, types_.back());
  if (type + 1 > kIndex) return type;  // more words than slots can tell apart: from here on every one is new
  slots_[slot] = tag_of(hash) | (type + 1);
  if (2 * types_.size() > slots_.size()) grow();
  return type;
}

void WordTypes::read(std::string_view word, TokenKind kind, Type& out) {
  out.roles = lexicons_->name_words().find(out.hash);
  // "Rivermark Bank's": what owns is what it is without its ending.
  if ((out.roles & kNameClasses) == 0 && kind == TokenKind::kLatin && word.size() > 3 && word.ends_with("'s"))
    out.roles |= lexicons_->name_words().find(word.substr(0, word.size() - 2));
  const WordReadings known = read_word(*index_, word, kind, out.hash);
  out.plain = known.plain;
  out.bare = known.bare;
  out.as_next = index_->words_as_next(known.plain, known.bare);
  out.readings = known.count;
  out.first_hit = static_cast<std::uint32_t>(hits_.size());
  out.first_reading = static_cast<std::uint32_t>(readings_.size());
  readings_.insert(readings_.end(), known.readings, known.readings + known.count);
  for (std::size_t r = 0; r < known.count; ++r) {
    const Reading& first = known.readings[r];
    if (first.cut == 0) out.next |= index_->next_words(first.node);
    for (const PhraseIndex::Hit& hit : index_->hits(first.node)) {
      out.kinds |= kind_bit(static_cast<LexiconKind>(hit.kind));
      hits_.push_back({0, 1, first.peeled, first.article, first.cut, static_cast<std::uint8_t>(hit.kind), hit.entry});
      out.lone |= lone_bits(*lexicons_, hits_.back());
    }
  }
  out.hits = static_cast<std::uint16_t>(hits_.size() - out.first_hit);
  put_in_order(hits_.data() + out.first_hit, hits_.data() + hits_.size());
}

std::uint32_t lone_bits(const Lexicons& lexicons, const LexiconHit& hit) {
  std::uint32_t bit = 1u << hit.kind;
  if (static_cast<LexiconKind>(hit.kind) == LexiconKind::kEntity) {
    if (lexicons.alias(hit.entry).use != EntityAlias::Use::kAdjective) return 0;
    bit = kLoneAdjective;
  }
  return bit | (hit.peeled != hit.article ? kLoneProclitic : 0u);
}

}  // namespace mizan

#include "lexicons/lexicons.h"

#include <fmt/format.h>

#include <algorithm>

#include "lexicons/phrase_index.h"
#include "pipeline/huge_pages.h"

namespace mizan {

bool has_flag(std::string_view flags, std::string_view flag) {
  std::size_t at = 0;
  while ((at = flags.find(flag, at)) != std::string_view::npos) {
    const bool begins = at == 0 || flags[at - 1] == ' ';
    const std::size_t end = at + flag.size();
    if (begins && (end == flags.size() || flags[end] == ' ')) return true;
    at = end;
  }
  return false;
}

Lexicons::Lexicons() = default;
Lexicons::~Lexicons() = default;

std::string_view Lexicons::noun_in_arabic(std::string_view noun) const {
  const auto found = arabic_nouns_.find(std::string(noun));
  return found == arabic_nouns_.end() ? std::string_view() : std::string_view(found->second);
}

const EntityEntry* Lexicons::find_entity(std::string_view id) const {
  if (entity_by_id_.size == 0) return nullptr;
  for (std::size_t i = word_hash(id) & (entity_by_id_.size - 1); entity_by_id_[i] != 0; i = (i + 1) & (entity_by_id_.size - 1))
    if (const EntityEntry& entity = entities_[entity_by_id_[i] - 1]; entity.id == id) return &entity;
  return nullptr;
}

bool Lexicons::ordinary_english(std::string_view word) const {
  std::size_t from = 0, to = ordinary_english_.size();  // both at line begins
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    const std::size_t newline = middle == 0 ? std::string_view::npos : ordinary_english_.rfind('\n', middle - 1);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    const std::size_t end = std::min(ordinary_english_.find('\n', begin), ordinary_english_.size());
    const std::string_view line = ordinary_english_.substr(begin, end - begin);
    if (line == word) return true;
    if (line < word)
      from = end + 1;
    else
      to = begin;
  }
  return false;
}

std::string_view Lexicons::currency_of(std::string_view country) const {
  auto it = currency_by_country_.find(std::string(country));
  return it == currency_by_country_.end() ? std::string_view() : std::string_view(it->second);
}

Result<Decimal> Lexicons::convert(Decimal value, std::string_view from, std::string_view to) const {
  auto find = [&](std::string_view symbol) -> const UnitEntry* {
    for (const UnitEntry& unit : units_)
      if (unit.symbol == symbol) return &unit;
    return nullptr;
  };
  const UnitEntry* source = find(from);
  const UnitEntry* target = find(to);
  if (source == nullptr || target == nullptr)
    return Diagnostic{
        "unit.unknown", fmt::format("no unit \"{}\"", source == nullptr ? from : to), "Name a symbol of lexicons/units.tsv, such as MW, km2 or bbl/d", {}};
  if (source->dimension != target->dimension)
    return Diagnostic{
        "unit.dimension", fmt::format("{} measures {}, {} measures {}", from, source->dimension, to, target->dimension), "Name two units of one dimension", {}};
  // (value + offset) * factor / divisor is the base value; the same backwards for the target.
  auto up = value.plus(source->offset);
  if (up) up = up->times(source->factor);
  if (up) up = up->times(target->divisor);
  const auto below = source->divisor.times(target->factor);
  auto out = up && below ? up->divided_by(*below) : std::nullopt;
  if (out) out = out->minus(target->offset);
  if (!out) return Diagnostic{"unit.inexact", fmt::format("{} {} has no exact decimal in {}", value.to_string(), from, to), "", {}};
  return *out;
}

namespace {

constexpr std::size_t kLetter = 2;        // bytes of an Arabic letter in UTF-8
constexpr std::size_t kShortestStem = 4;  // two letters must be left behind what is peeled

bool letter_at(std::string_view word, std::size_t at, std::string_view letter) {
  return at + kLetter <= word.size() && word[at] == letter[0] && word[at + 1] == letter[1];
}
bool article_at(std::string_view word, std::size_t at) {
  return letter_at(word, at, "ا") && letter_at(word, at + kLetter, "ل");
}  // alef and lam

// A way to read a phrase's first word.
struct Reading {
  std::uint32_t node = 0;  // of the phrases that begin so
  std::uint8_t peeled = 0;
  std::uint8_t article = 0;
  std::uint8_t cut = 0;
};

// What the index says of one word, whatever stands around it.
struct WordReadings {
  static constexpr std::size_t kMost =
      8;  // seven at most: as written, behind و, and behind و and a preposition, each with the article or without, and لل in two ways
  std::uint8_t count = 0;
  std::uint32_t plain = PhraseIndex::kNone;  // its number as written, and without its article or possessive
  std::uint32_t bare = PhraseIndex::kNone;
  Reading readings[kMost];
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

// Longest phrase first, then what peels least. A word has a handful of hits: they are put in order one by one.
bool before(const LexiconHit& x, const LexiconHit& y) {
  if (x.length != y.length) return x.length > y.length;
  if (x.peeled != y.peeled) return x.peeled < y.peeled;
  if (x.kind != y.kind) return x.kind < y.kind;
  return x.entry < y.entry;
}
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

// The readings of the words met last, by the thread: text says the same words again and again. A newcomer takes its slot; what is not there is read anew, so
// that nothing depends on it. What every word is asked for lies by itself, so that it stays in the caches.
class RememberedWords {
 public:
  struct Word {
    std::uint64_t hash = 0;
    std::uint32_t plain = PhraseIndex::kNone;
    std::uint32_t bare = PhraseIndex::kNone;
    bool filled = false;
    bool begins = false;  // a phrase
  };
  // The hits of the word alone, in their order; what a phrase that goes on gives is found by walking.
  struct Phrases {
    static constexpr std::size_t kMost = 8;
    std::uint64_t next = 0;  // a bit for each word that carries any of the readings on
    std::uint16_t kinds = 0;
    std::uint8_t readings = 0;
    std::uint8_t count = 0;
    bool all = false;  // there are no more than kMost
    LexiconHit hits[kMost];
    Reading reading[WordReadings::kMost];
  };

  static RememberedWords& of(std::uint64_t lexicons) {
    thread_local RememberedWords kept;
    if (kept.lexicons_ != lexicons) {
      kept.words_.assign(kSlots, {});
      kept.phrases_.assign(kSlots, {});
      kept.lexicons_ = lexicons;
    }
    return kept;
  }
  // Valid until the next call.
  const Word& find(const PhraseIndex& index, std::string_view word, TokenKind kind, std::uint64_t hash) {
    Word& slot = words_[hash >> (64 - kBits)];
    if (!slot.filled || slot.hash != hash) read(index, word, kind, hash, slot);
    return slot;
  }
  void fetch(std::uint64_t hash) const { __builtin_prefetch(&words_[hash >> (64 - kBits)]); }
  bool holds(std::uint64_t hash) const {
    const Word& slot = words_[hash >> (64 - kBits)];
    return slot.filled && slot.hash == hash;
  }
  void fetch_phrases(const Word& word) const {
    const char* const at = reinterpret_cast<const char*>(&phrases(word));
    __builtin_prefetch(at);
    __builtin_prefetch(at + 64);
  }
  // Of a word that begins a phrase, found just now.
  const Phrases& phrases(const Word& word) const { return phrases_[static_cast<std::size_t>(&word - words_.data())]; }

 private:
  void read(const PhraseIndex& index, std::string_view word, TokenKind kind, std::uint64_t hash, Word& slot) {
    const WordReadings known = read_word(index, word, kind, hash);
    slot = {hash, known.plain, known.bare, true, known.count != 0};
    if (known.count == 0) return;
    Phrases& out = phrases_[static_cast<std::size_t>(&slot - words_.data())];
    out.readings = known.count;
    std::copy(known.readings, known.readings + known.count, out.reading);
    out.next = 0;
    out.kinds = 0;
    out.count = 0;
    out.all = true;
    for (std::size_t r = 0; r < known.count; ++r) {
      const Reading& first = known.readings[r];
      if (first.cut == 0) out.next |= index.next_words(first.node);
      for (const PhraseIndex::Hit& hit : index.hits(first.node)) {
        out.kinds |= kind_bit(static_cast<LexiconKind>(hit.kind));
        out.all = out.all && out.count < Phrases::kMost;
        if (out.all) out.hits[out.count++] = {0, 1, first.peeled, first.article, first.cut, static_cast<std::uint8_t>(hit.kind), hit.entry};
      }
    }
    put_in_order(out.hits, out.hits + out.count);
  }

  static constexpr unsigned kBits = 14;
  static constexpr std::size_t kSlots = std::size_t{1} << kBits;
  std::uint64_t lexicons_ = 0;
  HugeVector<Word> words_;
  HugeVector<Phrases> phrases_;  // by the word's slot
};

}  // namespace

// Walks the trie from every token. A phrase's first word may have lost conjunction, preposition and article, in this order: [وف]? [بلك]? (ال)?; inner words
// match as written, or without their article where the first word lost its own ("الجنيه الإسترليني" is "جنيه إسترليني").
void Lexicons::annotate(Analysis& a) const {
  a.hits.clear();
  const PhraseIndex& index = index_->phrases;
  RememberedWords& remembered = RememberedWords::of(index_->serial);
  const auto size = static_cast<std::uint32_t>(a.tokens.size());
  // Word ids of every token as written, and without its article; and may a phrase begin there?
  struct Ids {
    std::uint32_t plain, bare;
    bool begins;
  };
  thread_local std::vector<Ids> ids;
  constexpr std::size_t kKept = 1 << 16;  // of a long document nothing is kept
  ids.resize(size);
  a.hashes.resize(size);
  a.hits.reserve(size + size / 2);
  // What memory keeps waiting is asked for some words ahead, in three steps: what is remembered of the word, or what the index says of it, or its phrases.
  constexpr std::uint32_t kAhead = 16, kNear = 8;
  const auto look_ahead = [&](std::uint32_t t) {
    if (t + kAhead < size) {
      const std::uint32_t far = t + kAhead;
      remembered.fetch(a.hashes[far] = word_hash(a.word(far)));
    }
    if (t + kNear < size && !remembered.holds(a.hashes[t + kNear])) index.fetch(a.hashes[t + kNear]);
  };
  for (std::uint32_t t = 0; t < std::min(kAhead, size); ++t) remembered.fetch(a.hashes[t] = word_hash(a.word(t)));
  for (std::uint32_t t = 0; t < size; ++t) {
    look_ahead(t);
    const RememberedWords::Word& known = remembered.find(index, a.word(t), a.tokens[t].kind, a.hashes[t]);
    ids[t] = {known.plain, known.bare, known.begins};
    if (known.begins) remembered.fetch_phrases(known);
  }
  for (std::uint32_t t = 0; t < size; ++t) {
    Token& token = a.tokens[t];
    token.first_hit = token.end_hit = static_cast<std::uint32_t>(a.hits.size());
    token.kinds = 0;
    if (!ids[t].begins || token.kind == TokenKind::kNewline) continue;
    const RememberedWords::Phrases& known = remembered.phrases(remembered.find(index, a.word(t), token.kind, a.hashes[t]));
    // Mostly the next word carries no phrase on, and the hits are those of the word alone.
    if (known.all && !token.in_url && (known.next == 0 || t + 1 == size || (known.next & index.words_as_next(ids[t + 1].plain, ids[t + 1].bare)) == 0)) {
      for (std::size_t i = 0; i < known.count; ++i) {
        a.hits.push_back(known.hits[i]);
        a.hits.back().token = t;
      }
      token.end_hit += known.count;
      token.kinds = known.kinds;
      continue;
    }
    const Reading* readings = known.reading;
    const std::size_t count = known.readings;
    for (std::size_t r = 0; r < count; ++r) {
      const Reading& first = readings[r];
      std::uint32_t node = first.node;
      std::uint32_t at = t;
      std::uint8_t cut = first.cut;
      while (node != PhraseIndex::kNone) {
        for (const PhraseIndex::Hit& hit : index.hits(node)) {
          if (token.in_url && hit.kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) continue;
          a.hits.push_back({t, static_cast<std::uint16_t>(at - t + 1), first.peeled, first.article, cut, static_cast<std::uint8_t>(hit.kind), hit.entry});
          token.kinds |= kind_bit(static_cast<LexiconKind>(hit.kind));
        }
        if (cut != 0 || ++at >= size || !index.has_children(node)) break;
        const Ids& word = ids[at];
        std::uint32_t next = index.child(node, word.plain);
        if (word.bare != PhraseIndex::kNone) {
          if (a.tokens[at].kind == TokenKind::kLatin) {
            // "Saudi Arabia's exports" is Saudi Arabia's, though "Saudi Arabia's central bank" is a phrase, too.
            const std::uint32_t owner = index.child(node, word.bare);
            if (next == PhraseIndex::kNone && owner != PhraseIndex::kNone) {
              next = owner;
              cut = 2;
            } else if (owner != PhraseIndex::kNone) {
              for (const PhraseIndex::Hit& hit : index.hits(owner)) {
                a.hits.push_back({t, static_cast<std::uint16_t>(at - t + 1), first.peeled, first.article, 2, static_cast<std::uint8_t>(hit.kind), hit.entry});
                token.kinds |= kind_bit(static_cast<LexiconKind>(hit.kind));
              }
            }
          } else if (next == PhraseIndex::kNone && first.article != 0) {
            next = index.child(node, word.bare);
          }
        }
        node = next;
      }
    }
    token.end_hit = static_cast<std::uint32_t>(a.hits.size());
    put_in_order(a.hits.data() + token.first_hit, a.hits.data() + token.end_hit);
  }
  if (ids.size() > kKept) ids = {};
}

}  // namespace mizan

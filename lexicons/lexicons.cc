#include "lexicons/lexicons.h"

#include <fmt/format.h>

#include <algorithm>

#include "lexicons/phrase_index.h"
#include "lexicons/word_types.h"

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

// Walks the trie from every token. A phrase's first word may have lost conjunction, preposition and article, in this order: [وف]? [بلك]? (ال)?; inner words
// match as written, or without their article where the first word lost its own ("الجنيه الإسترليني" is "جنيه إسترليني").
void Lexicons::annotate(Analysis& a) const {
  const auto size = static_cast<std::uint32_t>(a.tokens.size());
  a.hits.clear();
  a.hits.reserve(size + size / 2);
  a.hashes.resize(size);
  a.words.resize(size);
  a.first_hit.resize(size + 1);
  a.numbering = annotate(a, 0, size, a.hits);
  a.first_hit[size] = static_cast<std::uint32_t>(a.hits.size());
}

void Lexicons::annotate(Analysis& a, Crew& crew) const {
  constexpr std::uint32_t kPiece = 1 << 14;  // tokens
  const auto size = static_cast<std::uint32_t>(a.tokens.size());
  if (crew.is_one() || size < 2 * kPiece) return annotate(a);
  a.hits.clear();
  a.hits.reserve(size + size / 2);
  a.hashes.resize(size);
  a.words.resize(size);
  a.first_hit.resize(size + 1);
  a.numbering = 0;
  std::vector<HugeVector<LexiconHit>> hits((size + kPiece - 1) / kPiece);
  const auto end_of = [&](std::uint32_t first) { return std::min(size, first + kPiece); };
  crew.in_order(
      hits.size(),
      [&](std::size_t i) {
        const auto first = static_cast<std::uint32_t>(i) * kPiece;
        hits[i].reserve(kPiece + kPiece / 2);
        annotate(a, first, end_of(first), hits[i]);
      },
      [&](std::size_t i) {
        const auto first = static_cast<std::uint32_t>(i) * kPiece, before = static_cast<std::uint32_t>(a.hits.size());
        a.hits.insert(a.hits.end(), hits[i].begin(), hits[i].end());
        hits[i] = {};
        for (std::uint32_t t = first; t < end_of(first); ++t) a.first_hit[t] += before;
        return true;
      });
  a.first_hit[size] = static_cast<std::uint32_t>(a.hits.size());
}

std::uint64_t Lexicons::number_words(const Analysis& a, std::uint32_t first, std::uint32_t end, std::vector<std::uint32_t>& numbers) const {
  WordTypes& types = WordTypes::of(*this, index_->phrases, index_->serial);
  types.begin_text();
  numbers.resize(end - first);
  for (std::uint32_t t = first; t < end; ++t) numbers[t - first] = types.find(a.word(t), a.tokens[t].kind, a.hashes[t]);
  return types.numbering();
}

// Tokens [begin, end) into `found`, in which their hits are counted. Returns what the words' numbers count in.
std::uint64_t Lexicons::annotate(Analysis& a, std::uint32_t begin, std::uint32_t end, HugeVector<LexiconHit>& found) const {
  const PhraseIndex& index = index_->phrases;
  WordTypes& types = WordTypes::of(*this, index, index_->serial);
  types.begin_text();
  // What memory keeps waiting is asked for some words ahead, in two steps.
  constexpr std::uint32_t kAhead = 48, kNear = 24;
  for (std::uint32_t t = begin; t < std::min(begin + kAhead, end); ++t) types.fetch(a.hashes[t] = word_hash(a.word(t)));
  for (std::uint32_t t = begin; t < end; ++t) {
    if (t + kAhead < end) types.fetch(a.hashes[t + kAhead] = word_hash(a.word(t + kAhead)));
    if (t + kNear < end) types.fetch_more(a.hashes[t + kNear]);
    const std::uint32_t number = types.find(a.word(t), a.tokens[t].kind, a.hashes[t]);
    const WordTypes::Type& type = types.type(number);
    a.words[t] = {type.roles, type.lone, number};
    if (type.hits != 0) types.fetch_hits(type);
  }
  // Phrases go on behind the end; no lexicon has one of so many words.
  constexpr std::uint32_t kLongest = 64;
  const auto size = static_cast<std::uint32_t>(std::min(a.tokens.size(), std::size_t{end} + kLongest));
  std::uint32_t behind[kLongest];
  for (std::uint32_t t = end; t < size; ++t) behind[t - end] = types.find(a.word(t), a.tokens[t].kind, word_hash(a.word(t)));
  const auto type_of = [&](std::uint32_t t) -> const WordTypes::Type& { return types.type(t < end ? a.words[t].type : behind[t - end]); };
  // "دونالد #ترمب" (Donald #Trump), "كيم جونغ-أون" (Kim Jong-un): a hashtag's sign and a hyphen inside a phrase are passed over where the phrase does not go on
  // with them. The token behind such a sign at t; t for none.
  const auto behind_sign = [&](std::uint32_t t) {
    if (t + 1 >= size || a.tokens[t].kind != TokenKind::kPunct) return t;
    const char sign = a.text.text()[a.tokens[t].begin];
    const Token &before = a.tokens[t - 1], &next = a.tokens[t + 1];
    const bool tag = sign == '#' && next.kind <= TokenKind::kLatin;
    const bool hyphen = sign == '-' && !a.tokens[t].space_before && before.kind == next.kind && next.kind <= TokenKind::kLatin;
    return (tag || hyphen) && !next.space_before ? t + 1 : t;
  };
  for (std::uint32_t t = begin; t < end; ++t) {
    Token& token = a.tokens[t];
    const auto first_hit = static_cast<std::uint32_t>(found.size());
    a.first_hit[t] = first_hit;
    token.kinds = 0;
    const WordTypes::Type& known = type_of(t);
    if (known.readings == 0 || token.kind == TokenKind::kNewline) continue;
    // Mostly the next word carries no phrase on, and the hits are those of the word alone.
    if (!token.in_url &&
        (known.next == 0 || t + 1 == size || ((known.next & type_of(t + 1).as_next) == 0 && (known.next & type_of(behind_sign(t + 1)).as_next) == 0))) {
      const LexiconHit* const hits = types.hits(known);
      for (std::size_t i = 0; i < known.hits; ++i) {
        found.push_back(hits[i]);
        found.back().token = t;
      }
      token.kinds = known.kinds;
      continue;
    }
    const WordTypes::Reading* const readings = types.readings(known);
    const std::size_t count = known.readings;
    for (std::size_t r = 0; r < count; ++r) {
      const WordTypes::Reading& first = readings[r];
      std::uint32_t node = first.node;
      std::uint32_t at = t;
      std::uint8_t cut = first.cut;
      while (node != PhraseIndex::kNone) {
        for (const PhraseIndex::Hit& hit : index.hits(node)) {
          if (token.in_url && hit.kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) continue;
          found.push_back({t, static_cast<std::uint16_t>(at - t + 1), first.peeled, first.article, cut, static_cast<std::uint8_t>(hit.kind), hit.entry});
          token.kinds |= kind_bit(static_cast<LexiconKind>(hit.kind));
        }
        if (cut != 0 || ++at >= size || !index.has_children(node)) break;
        if (const std::uint32_t over = behind_sign(at); over != at && index.child(node, type_of(at).plain) == PhraseIndex::kNone) at = over;
        const WordTypes::Type& word = type_of(at);
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
                found.push_back({t, static_cast<std::uint16_t>(at - t + 1), first.peeled, first.article, 2, static_cast<std::uint8_t>(hit.kind), hit.entry});
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
    put_in_order(found.data() + first_hit, found.data() + found.size());
    if (token.in_url) {  // fewer hits than its word has elsewhere: for who looks at them it is another word
      std::uint32_t lone = 0;
      for (std::size_t hit = first_hit; hit < found.size(); ++hit)
        if (found[hit].length == 1) lone |= lone_bits(*this, found[hit]);
      if (lone != a.words[t].lone) a.words[t] = {a.words[t].roles, lone, TokenWord::kNoType};
    }
  }
  return types.numbering();
}

}  // namespace mizan

// What the lexicons say of a word by itself, found once for every word that a thread meets: text says the same words again and again.
//
// Words are numbered in the order in which they come, so that the frequent ones lie side by side at the front, and everything else that is known of a word
// (what the tagger of names makes of it) can be kept under its number. A number holds for as long as its numbering: between two texts, when there are many
// words, all are forgotten and numbering begins anew. Nothing that is found depends on what was met before.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lexicons/lexicons.h"
#include "lexicons/phrase_index.h"
#include "pipeline/huge_pages.h"

namespace mizan {

class WordTypes {
 public:
  // A way to read a phrase's first word.
  struct Reading {
    std::uint32_t node = 0;  // of the phrases that begin so
    std::uint8_t peeled = 0;
    std::uint8_t article = 0;
    std::uint8_t cut = 0;
  };
  struct alignas(64) Type {  // a line of the processor's cache
    std::uint64_t hash = 0;
    std::uint64_t next = 0;     // a bit for each word that carries one of its phrases on
    std::uint64_t as_next = 0;  // its own bits where it carries a phrase on
    NameRoles roles = kNoRole;
    std::uint32_t plain = PhraseIndex::kNone;  // its number among the words of phrases, as written and without its article or possessive
    std::uint32_t bare = PhraseIndex::kNone;
    std::uint32_t first_hit = 0;      // hits()
    std::uint32_t first_reading = 0;  // readings()
    std::uint32_t lone = 0;           // TokenWord::lone
    std::uint16_t kinds = 0;          // of the hits
    std::uint16_t hits = 0;           // how many
    std::uint8_t readings = 0;        // how many; none of a word that begins no phrase
  };
  static_assert(sizeof(Type) == 64);

  // Of this thread.
  static WordTypes& of(const Lexicons& lexicons, const PhraseIndex& index, std::uint64_t serial);
  // Before the words of a text. What was numbered before may be forgotten.
  void begin_text();
  std::uint64_t numbering() const { return numbering_; }

  // The word's number. `hash` is word_hash(word); one word is always of one kind.
  std::uint32_t find(std::string_view word, TokenKind kind, std::uint64_t hash) {
    std::size_t slot = slot_by_tag(first_slot(hash), hash);
    while (slots_[slot] != 0) {
      const std::uint32_t type = (slots_[slot] & kIndex) - 1;
      if (types_[type].hash == hash) return type;
      slot = slot_by_tag((slot + 1) & mask_, hash);
    }
    return add(word, kind, hash, slot);
  }
  const Type& type(std::uint32_t number) const { return types_[number]; }
  // The hits of the word alone, in their order; what a phrase that goes on gives is found by walking.
  const LexiconHit* hits(const Type& type) const { return hits_.data() + type.first_hit; }
  const Reading* readings(const Type& type) const { return readings_.data() + type.first_reading; }

  // What hits() hands on, from memory.
  void fetch_hits(const Type& type) const { __builtin_prefetch(hits(type)); }
  // What find() will look at, from memory: in two steps, as the second has to look at what the first has brought.
  void fetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[first_slot(hash)]); }
  void fetch_more(std::uint64_t hash) const {
    const std::uint32_t slot = slots_[slot_by_tag(first_slot(hash), hash)];
    if (slot != 0)
      __builtin_prefetch(&types_[(slot & kIndex) - 1]);
    else
      index_->fetch(hash);
  }

 private:
  // A slot holds 1 + the number of a word and, above it, some bits of its hash, so that others need not be looked at; 0 for none.
  static constexpr unsigned kIndexBits = 24;
  static constexpr std::uint32_t kIndex = (1u << kIndexBits) - 1;
  static constexpr std::size_t kKept = std::size_t{1} << 15;  // words, beyond which a new text begins a new numbering
  static constexpr std::size_t kFewestSlots = 2 * kKept;

  std::size_t first_slot(std::uint64_t hash) const { return (hash >> 32) & mask_; }
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash) & ~kIndex; }
  // From a slot on, the first that is free or has the tag.
  std::size_t slot_by_tag(std::size_t slot, std::uint64_t hash) const {
    while (slots_[slot] != 0 && (slots_[slot] & ~kIndex) != tag_of(hash)) slot = (slot + 1) & mask_;
    return slot;
  }
  std::uint32_t add(std::string_view word, TokenKind kind, std::uint64_t hash, std::size_t slot);
  void read(std::string_view word, TokenKind kind, Type& type);
  void clear();
  void grow();

  const Lexicons* lexicons_ = nullptr;
  const PhraseIndex* index_ = nullptr;
  std::uint64_t serial_ = 0;
  std::uint64_t numbering_ = 0;
  std::size_t mask_ = 0;
  HugeVector<std::uint32_t> slots_;
  HugeVector<Type> types_;
  std::vector<LexiconHit> hits_;
  std::vector<Reading> readings_;
};

// Longest phrase first, then what peels least.
void put_in_order(LexiconHit* begin, LexiconHit* end);
// What a hit of one token gives to TokenWord::lone.
std::uint32_t lone_bits(const Lexicons& lexicons, const LexiconHit& hit);

}  // namespace mizan

// Words that unknown names are recognised by, with their roles: first names, titles, kind words, ordinary words (name_words.tsv).
//
//   find("شركه") -> kOrgHead     find("maria") -> kGiven     find("river") -> kPlaceTail
//
// A table of its own and not in the phrase trie: only the words around a candidate are looked up, so a text's other words cost nothing.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "lexicons/image_array.h"
#include "pipeline/word_hash.h"

namespace mizan {

// Bits: a word may have several roles.
enum NameRole : std::uint64_t {
  kNoRole = 0,
  kGiven = 1u << 0,
  kTitle = 1u << 1,
  kOccupation = 1u << 2,
  kNameTail = 1u << 3,
  kParticle = 1u << 4,
  kOrgHead = 1u << 5,
  kOrgTail = 1u << 6,
  kOrgOf = 1u << 7,
  kOrgPart = 1u << 8,
  kPlaceHead = 1u << 9,
  kPlaceTail = 1u << 10,
  kPlaceLead = 1u << 11,
  kPlaceOf = 1u << 12,
  kEventTail = 1u << 13,
  kEventOf = 1u << 14,
  kNisba = 1u << 15,
  kPersonTail = 1u << 16,
  kCalendar = 1u << 17,
  kDemonym = 1u << 18,
  kNotName = 1u << 19,
  kCommon = 1u << 20,
  kStop = 1u << 21,
  kBeforePerson = 1u << 22,
  kBeforeOrg = 1u << 23,
  kBeforePlace = 1u << 24,
  kAfterPerson = 1u << 25,
  kAfterOrg = 1u << 26,
  kAfterPlace = 1u << 27,
  kAlone = 1u << 28,
  // Not among the tagger's features, one by one.
  kTitleLead = 1u << 29,
  kEventLead = 1u << 30,
  // Marks of single words, beside their class: kNameClasses leaves them out.
  kOrgItself = 1ull << 32,
  kPlaceItself = 1ull << 33,
  kFirm = 1ull << 34,
  kSureKind = 1ull << 35,
  kRefers = 1ull << 36,
  kDirection = 1ull << 37,
  kParticleLead = 1ull << 38,
  kOrgEnd = 1ull << 39,
  kAgencyWord = 1ull << 40,
  kLocates = 1ull << 41,
  kDotted = 1ull << 42,
  kNumbered = 1ull << 43,
  kGoverns = 1ull << 44,
  kStated = 1ull << 45,
  kLastName = 1ull << 46,
  kNamedSo = 1ull << 47,
  kEndsPhrase = 1ull << 48,
  kSmallForm = 1ull << 49,
  kCourtesy = 1ull << 50,
  kOrgLead = 1ull << 51,
  kToPerson = 1ull << 52,
};
using NameRoles = std::uint64_t;

// A word that has none of these is unknown.
inline constexpr NameRoles kNameClasses = (1ull << 32) - 1;

// The bit of a role's name in name_words.tsv ("org_head"); kNoRole where there is none.
NameRoles name_role_from(std::string_view name);

class NameWords {
 public:
  NameWords() { resize(1024); }

  // Roles of a folded word. Never a word's roles for another one, but for a collision of 64-bit hashes.
  NameRoles find(std::string_view folded) const { return find(word_hash(folded)); }
  // The same by the word's hash, where it is at hand (Analysis::hashes).
  NameRoles find(std::uint64_t key) const {
    for (std::size_t i = key & (slots_.size - 1); slots_[i].roles != 0; i = (i + 1) & (slots_.size - 1))
      if (slots_[i].key == key) return slots_[i].roles;
    return kNoRole;
  }
  void add(std::string_view folded, NameRoles roles) {
    if (++used_ * 2 > slots_.size) grow();
    place(word_hash(folded), roles);
  }

 private:
  friend class LexiconImage;
  struct Slot {
    std::uint64_t key = 0;
    NameRoles roles = 0;
  };
  void place(std::uint64_t key, NameRoles roles) {
    std::size_t i = key & (slots_.size - 1);
    while (slots_[i].roles != 0 && slots_[i].key != key) i = (i + 1) & (slots_.size - 1);
    slots_.own[i].key = key;
    slots_.own[i].roles |= roles;
  }
  void grow() {
    const std::vector<Slot> old = std::move(slots_.own);
    resize(old.size() * 2);
    for (const Slot& slot : old)
      if (slot.roles != 0) place(slot.key, slot.roles);
  }
  void resize(std::size_t size) {
    slots_.own.assign(size, {});
    slots_.freeze();
  }

  ImageArray<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace mizan

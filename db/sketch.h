// What is kept of an article to find others on its event, and copies of its text: a function of its text, title, date and mentions alone.
//
//   features   its words (folded, lightly stemmed) and what its mentions say (entity ids, dates, numbers), each with its rarity in news (word_rarity.h)
//   keys       the rarest of them: two articles are compared only where they share two
//   bands      hashes that copies of one text most likely share: MinHash (one permutation, 32 bins) of its four-word shingles, 16 bands of two bins;
//              and a hash of the text itself
//   shingles   the lowest hashes of them: how much of two texts is the same (bottom-k estimate; exact for short texts)
//
// Weighted features beside MinHash: two reports on an event share a tenth of their words, which is out of reach for banding, but they do share rare
// ones, and those explain themselves ("both name Duma and 85 killed"). Copies share most of their shingles, and there banding is at home.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "db/claim.h"

namespace mizan {

struct Feature {
  std::uint32_t hash = 0;
  std::uint8_t rarity = 0;  // tenths
  bool mark = false;        // of a mention: the same in every language
};

// Articles in the order of time: of publication, then by a hash of their natural key. Those without a date come last, drafts after them.
struct TimeOrder {
  std::int64_t second = 0;
  std::int64_t tie = 0;
  bool operator<(const TimeOrder& other) const { return std::tie(second, tie) < std::tie(other.second, other.tie); }
  bool operator==(const TimeOrder& other) const = default;
};

constexpr std::int64_t kNoDay = std::int64_t{1} << 40;

struct Sketch {
  TimeOrder when;
  std::int64_t day = kNoDay;  // since 1970
  bool arabic = false;
  bool draft = false;
  std::int64_t source = 0;        // hash of its name; 0 for none
  std::vector<Feature> features;  // by hash, each once
  std::vector<std::uint32_t> keys;
  std::vector<std::int64_t> bands;      // the last one of the text itself
  std::vector<std::uint32_t> shingles;  // ascending
  std::uint32_t shingle_count = 0;      // of all

  bool dated() const { return day != kNoDay; }
};

Sketch sketch_of(const ArticleEntry& article);

// The words that features are made of, for counting how rare they are.
std::vector<std::string> content_words(const ArticleEntry& article);

// Bytes for the database and back: `features` and `shingles`; keys and bands follow from them. ON DISK: little-endian, do not change.
std::string pack(const Sketch& sketch);
// False for bytes that are none.
bool unpack(std::string_view bytes, Sketch& sketch);

// Are they on one event, by what they say? 0: no; else how alike they are, in millionths. Symmetric.
std::int64_t likeness(const Sketch& a, const Sketch& b);
// Is one text the other, but for small edits?
bool is_copy(const Sketch& a, const Sketch& b);

}  // namespace mizan

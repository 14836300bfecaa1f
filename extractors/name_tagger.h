// A small statistical model beside the rules: which tokens are names, and of what kind, by an averaged perceptron over hashed features.
//
//   "وأعلن ديموقراطس وليسيوبوس" -> two persons, though no list knows them and no title stands before them
//
// What the rules found is among its features, so that it mostly learns where to believe them. The weights are data (lexicons/names.bin, made by
// tools/train_names; lexicons/names-model.md says of what); without them only the rules speak.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "extractors/name_candidate.h"
#include "pipeline/huge_pages.h"

namespace mizan {

// What speaks for each tag. Sums of parts add up, whatever their order.
struct TagSums {
  using Lanes = std::int16_t __attribute__((vector_size(16)));  // one a tag, in step (SSE2 or NEON)
  Lanes lanes = {};
  int of(int tag) const { return lanes[tag]; }
  TagSums& operator+=(const TagSums& other) {
    lanes += other.lanes;
    return *this;
  }
  friend bool operator==(const TagSums& a, const TagSums& b) { return std::memcmp(&a.lanes, &b.lanes, sizeof a.lanes) == 0; }
};

// Weights: 2^bits buckets of eight signed bytes, a byte a tag. The bytes must outlive the model.
class NameModel {
 public:
  static constexpr std::size_t kTags = 7;   // outside; begin and inside of person, org, place
  static constexpr std::size_t kWidth = 8;  // bytes a bucket
  static constexpr std::string_view kMagic = "MIZANNM1";

  NameModel() = default;
  // A model that `bytes` do not hold is none: empty().
  explicit NameModel(std::string_view bytes);
  bool empty() const { return weights_ == nullptr; }
  // Eight signed bytes a feature, added in lanes of 16 bits. A token has fewer than 256 features.
  void add(std::uint32_t feature, TagSums& sum) const {
    using Pairs = std::int8_t __attribute__((vector_size(16)));
    Pairs w = {};
    std::memcpy(&w, weights_ + std::size_t{feature & mask_} * kWidth, kWidth);
    const Pairs twice = __builtin_shufflevector(w, w, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    sum.lanes += reinterpret_cast<TagSums::Lanes>(twice) >> 8;
  }
  // Can the feature speak for the begin of a name, against outside, by more than kSmall? By kLarge at the most.
  static constexpr int kSmall = 56, kLarge = 255;
  bool is_large(std::uint32_t feature) const { return (large_[(feature & mask_) >> 6] >> (feature & 63) & 1) != 0; }
  // What add() will look at, from memory.
  void fetch(std::uint32_t feature) const { __builtin_prefetch(weights_ + std::size_t{feature & mask_} * kWidth); }
  TagSums sum(const std::vector<std::uint32_t>& fixed, const std::vector<std::uint32_t>& history) const;
  // Another one for every model of the process: what is remembered of one model's weights holds for no other.
  std::uint64_t serial() const { return serial_; }

 private:
  const std::int8_t* weights_ = nullptr;
  std::vector<std::uint64_t> large_;  // a bit for each bucket
  std::uint32_t mask_ = 0;
  std::uint64_t serial_ = 0;
};

// The features of the tokens of one text, or of a stretch of it, as numbers to be masked to a model's size.
class NameFeatures {
 public:
  // `rules` are the candidates of the rules in and right beside the stretch (kReach tokens), in text order.
  NameFeatures(const NameText& text, const Stretch& stretch, const std::vector<NameCandidate>& rules);
  NameFeatures(const NameText& text, const std::vector<NameCandidate>& rules) : NameFeatures(text, whole(text.a), rules) {}
  static constexpr std::uint32_t kReach = 2;  // tokens that the features of another one look at, either side

  // Tokens that are outside whenever the one before is: they need no weighing.
  bool plain(std::uint32_t t) const { return seen(t).plain; }
  // All features of a token but for those that look at tags.
  void fixed(std::uint32_t t, std::vector<std::uint32_t>& out) const;
  // Those that look at the two tags before.
  void history(std::uint32_t t, int before, int before_that, std::vector<std::uint32_t>& out) const;
  // model.sum() of both, some ten times as fast: what depends on one word alone, and on shapes and tags alone, is remembered from text to text (by the
  // thread: one thread may weigh a text). `first`: the token begins its sentence.
  TagSums weigh(const NameModel& model, std::uint32_t t, bool first, int before, int before_that) const;
  // The tags of [begin, end), at most kStretch tokens of one sentence, where both tags before them are outside, whether or not they turn out to be; kUnasked
  // for tokens that are plain, or of which lexicon or rules say something. `first` as above, of the token at `begin`.
  static constexpr std::uint32_t kStretch = 32;
  static constexpr std::uint8_t kUnasked = 255;
  void tags_outside(const NameModel& model, std::uint32_t begin, std::uint32_t end, bool first, std::uint8_t* tags) const;

 private:
  struct Seen {
    std::uint64_t word = 0;  // hash as folded
    std::uint32_t roles = 0;
    std::uint32_t hits = 0;                   // kinds of lexicon words here, a bit each
    std::uint32_t type = TokenWord::kNoType;  // the word's number
    std::uint8_t shape = 0, lexicon = 0, rule = 0;
    bool plain = false;
    std::uint32_t place = 0;  // these three in one number: a byte, 4 and 5 bits
  };
  struct Word;
  struct Place;
  struct Remembered;
  Remembered& remember(const NameModel& model) const;
  void fetch(const Remembered& kept, const NameModel& model, std::int64_t t) const;
  // As far as kReach before the stretch and behind it.
  const Seen& seen(std::int64_t t) const { return seen_[static_cast<std::size_t>(t + kReach - base_)]; }
  Word word_at(std::int64_t t) const;
  // Without its size and affixes.
  void word_around(std::int64_t t, Word& out) const;
  Place place_at(std::int64_t t, bool first) const;

  const NameText& x_;
  const std::int64_t base_;      // the stretch's first token
  HugeVector<Seen> seen_;        // with kReach at either end, which are no tokens where the text ends
  std::size_t types_ = 0;        // numbers of words lie below
  std::uint64_t numbering_ = 0;  // what they count in
};

// The model's names of the stretch, in order, without overlaps. `rules` as above. Linear.
void tag_names(const NameText& text, const Stretch& stretch, const NameModel& model, const std::vector<NameCandidate>& rules, std::vector<NameCandidate>& out);

// Where a name begins that is written behind proclitics ("وباكستان" -> at باكستان): bytes to leave out of its first token.
std::uint32_t proclitic_bytes(const NameText& text, std::uint32_t token);

}  // namespace mizan

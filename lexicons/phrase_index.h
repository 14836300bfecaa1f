// The trie behind the lexicons: folded words to numbers, and sequences of words to hits. Flat hash tables; frozen once loaded, or lying in the image that the
// build made (image.h), where nothing is to be built.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "lexicons/image_array.h"
#include "lexicons/lexicons.h"
#include "pipeline/word_hash.h"

namespace mizan {

class PhraseIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::uint32_t kRoot = 0;
  struct Hit {
    std::uint32_t kind;
    std::uint32_t entry;
  };

  // Adds a phrase of folded words. Words are told apart by a 64-bit hash; with some 10^5 words a collision is a one in 10^9 matter, and the loader checks.
  void add(const std::vector<std::string_view>& words, Hit hit) {
    std::uint32_t node = kRoot;
    for (std::string_view word : words) {
      const std::uint32_t id = intern(word);
      const std::uint64_t key = std::uint64_t{node} << 32 | id;
      std::uint32_t child = edges_.find(mix(key));
      if (child == kNone) {
        child = static_cast<std::uint32_t>(++nodes_);
        edges_.insert(mix(key), child);
        parents_.emplace_back(node, id);
      }
      node = child;
    }
    pending_.push_back({node, hit});
  }
  // After the last add().
  void freeze() {
    // By node, in the order in which they came.
    std::vector<std::uint32_t>& offsets = offsets_.own;
    offsets.assign(nodes_ + 2, 0);
    for (const auto& [node, hit] : pending_) ++offsets[node + 1];
    for (std::size_t node = 0; node <= nodes_; ++node) offsets[node + 1] += offsets[node];
    hits_.own.resize(pending_.size());
    std::vector<std::uint32_t> next(offsets.begin(), offsets.end() - 1);
    for (const auto& [node, hit] : pending_) hits_.own[next[node]++] = hit;
    pending_ = {};
    begins_.own.resize(words_.size(), kNone);
    for (std::uint32_t word = 0; word < begins_.own.size(); ++word) begins_.own[word] = edges_.find(mix(word));
    children_.own.resize(nodes_ + 1, 0);
    for (const auto& [node, word] : parents_) children_.own[node] |= bit_of(word);
    parents_ = {};
    known_.own.assign(std::size_t{1} << (64 - kKnownShift - 6), 0);
    words_.each([&](std::uint64_t hash) { known_.own[hash >> (kKnownShift + 6)] |= std::uint64_t{1} << (hash >> kKnownShift & 63); });
    each_array([](auto& array) { array.freeze(); });
  }
  // All that a frozen index is: `take` is handed each array (an ImageArray). For the image only.
  template <typename Take>
  void each_array(Take take) {
    take(words_.slots());
    take(edges_.slots());
    take(offsets_);
    take(hits_);
    take(begins_);
    take(children_);
    take(known_);
  }

  // The word's number; kNone where no phrase holds it. Most words asked for are none (stems that are no words): a bit for each hash's head says so at once.
  std::uint32_t word(std::uint64_t hash) const {
    return (known_[hash >> (kKnownShift + 6)] >> (hash >> kKnownShift & 63) & 1) == 0 ? kNone : words_.find(hash);
  }
  std::uint32_t word(std::string_view folded) const { return word(word_hash(folded)); }
  // What word() will look at, from memory.
  void fetch(std::uint64_t hash) const {
    if ((known_[hash >> (kKnownShift + 6)] >> (hash >> kKnownShift & 63) & 1) != 0) words_.fetch(hash);
  }
  // The node of the phrases that begin with the word.
  std::uint32_t begin(std::uint32_t word_id) const { return begins_[word_id]; }
  bool has_children(std::uint32_t node) const { return children_[node] != 0; }
  // A bit for each word that carries the node's phrases on, and the bits that one word may have there, as written or without its article: where both have none
  // in common there is no child.
  std::uint64_t next_words(std::uint32_t node) const { return children_[node]; }
  std::uint64_t words_as_next(std::uint32_t plain, std::uint32_t bare) const {
    return (plain == kNone ? 0 : bit_of(plain)) | (bare == kNone ? 0 : bit_of(bare));
  }
  // kNone mostly, and then one bit of the node's own has said so.
  std::uint32_t child(std::uint32_t node, std::uint32_t word_id) const {
    return word_id == kNone || (children_[node] & bit_of(word_id)) == 0 ? kNone : edges_.find(mix(std::uint64_t{node} << 32 | word_id));
  }
  std::span<const Hit> hits(std::uint32_t node) const { return {hits_.data + offsets_[node], hits_.data + offsets_[node + 1]}; }

 private:
  // Open addressing, keys already well mixed, never more than half full.
  class Table {
   public:
    std::uint32_t find(std::uint64_t key) const {
      if (slots_.size == 0) return kNone;
      for (std::size_t i = key & (slots_.size - 1);; i = (i + 1) & (slots_.size - 1)) {
        if (slots_[i].value == kNone) return kNone;
        if (slots_[i].key == key) return slots_[i].value;
      }
    }
    void fetch(std::uint64_t key) const {
      if (slots_.size != 0) __builtin_prefetch(&slots_[key & (slots_.size - 1)]);
    }
    void insert(std::uint64_t key, std::uint32_t value) {
      if (++used_ * 2 > slots_.size) grow();
      place(key, value);
    }
    std::size_t size() const { return used_; }
    template <typename Take>
    void each(Take take) const {
      for (const Slot& slot : slots_.own)
        if (slot.value != kNone) take(slot.key);
    }
    struct Slot {
      std::uint64_t key = 0;
      std::uint32_t value = kNone;
      std::uint32_t spare = 0;  // no byte of the image is left to chance
    };
    ImageArray<Slot>& slots() { return slots_; }

   private:
    void place(std::uint64_t key, std::uint32_t value) {
      std::size_t i = key & (slots_.size - 1);
      while (slots_[i].value != kNone) i = (i + 1) & (slots_.size - 1);
      slots_.own[i] = {key, value};
    }
    void grow() {
      std::vector<Slot> old(slots_.own.empty() ? std::size_t{1} << 17 : slots_.own.size() * 2);
      old.swap(slots_.own);
      slots_.freeze();
      for (const Slot& slot : old)
        if (slot.value != kNone) place(slot.key, slot.value);
    }
    ImageArray<Slot> slots_;
    std::size_t used_ = 0;
  };

  static std::uint64_t bit_of(std::uint32_t word_id) { return std::uint64_t{1} << (word_id & 63); }
  static std::uint64_t mix(std::uint64_t key) { return word_hash({reinterpret_cast<const char*>(&key), sizeof key}); }
  std::uint32_t intern(std::string_view word) {
    const std::uint64_t hash = word_hash(word);
    std::uint32_t id = words_.find(hash);
    if (id == kNone) {
      id = static_cast<std::uint32_t>(words_.size());
      words_.insert(hash, id);
    }
    return id;
  }

  Table words_, edges_;
  std::size_t nodes_ = 0;
  std::vector<std::pair<std::uint32_t, Hit>> pending_;  // with their nodes, while it grows
  ImageArray<std::uint32_t> offsets_;
  ImageArray<Hit> hits_;
  ImageArray<std::uint32_t> begins_;                              // by word
  std::vector<std::pair<std::uint32_t, std::uint32_t>> parents_;  // and the words behind them, while it grows
  ImageArray<std::uint64_t> children_;                            // by node: a bit for each word that goes on
  static constexpr unsigned kKnownShift = 44;                     // 2^20 bits: twenty or more a word
  ImageArray<std::uint64_t> known_;
};

struct Lexicons::Index {
  PhraseIndex phrases;
  std::uint64_t serial = next_serial();  // another one for every index of the process: what is remembered of one holds for no other

 private:
  static std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> made{0};
    return ++made;
  }
};

}  // namespace mizan

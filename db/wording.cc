#include "db/wording.h"

#include <algorithm>
#include <unordered_set>

#include "db/hash.h"
#include "pipeline/normalized_text.h"

namespace mizan {
namespace {

// Folded. Words that stand in any sentence on numbers.
const std::unordered_set<std::string_view>& function_words() {
  static const auto* const words = new std::unordered_set<std::string_view>{
      "the",   "and",  "for",   "with", "from", "that", "this",  "was",   "were", "has",  "have", "had",     "its",     "his",     "her", "their",
      "than",  "more", "about", "are",  "said", "who",  "which", "after", "been", "will", "year", "million", "billion", "percent", "per", "cent",
      "علي",    // on
      "الي",    // to
      "عن",     // about
      "الذي",   // which
      "التي",   // which
      "بعد",    // after
      "قبل",    // before
      "هذا",    // this
      "هذه",    // this
      "ذلك",    // that
      "كما",    // as
      "كان",    // was
      "كانت",   // was
      "خلال",   // during
      "اكثر",   // more
      "بين",    // between
      "وقال",   // and he said
      "قال",    // he said
      "مليون",  // million
      "مليار",  // billion
      "الف",    // thousand
      "عام",    // year
      "مع",     // with
      "غير",    // other than
      "حتي",    // until
      "نحو",    // about
      "حوالي",  // about
  };
  return *words;
}

}  // namespace

std::string_view stem(std::string_view word) {
  if (static_cast<unsigned char>(word[0]) < 0x80) {
    if (word.size() > 4 && word.back() == 's') word.remove_suffix(1);
    return word;
  }
  for (std::string_view prefix : {"وال", "بال", "فال", "كال", "لل", "ال", "و"}) {  // and-the, in-the, so-the, as-the, to-the, the, and
    if (word.size() >= prefix.size() + 6 && word.substr(0, prefix.size()) == prefix) {
      word.remove_prefix(prefix.size());
      break;
    }
  }
  for (std::string_view ending : {"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"}) {  // her, dual, plurals, -ness, feminine, my
    if (word.size() >= ending.size() + 6 && word.substr(word.size() - ending.size()) == ending) word.remove_suffix(ending.size());
  }
  return word;
}

Wording::Wording(std::string_view sentence) {
  const std::string folded = NormalizedText::fold(sentence);
  std::size_t arabic = 0, latin = 0;
  for_each_word(folded, [&](std::string_view word) {
    if (word[0] >= '0' && word[0] <= '9') return;
    const bool is_arabic = static_cast<unsigned char>(word[0]) >= 0x80;
    ++(is_arabic ? arabic : latin);
    if (word.size() < (is_arabic ? 6u : 3u) || function_words().count(word)) return;
    words_.push_back(hash64(stem(word)));
  });
  std::sort(words_.begin(), words_.end());
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
  arabic_ = arabic > latin;
}

std::size_t Wording::shared(const Wording& other) const {
  std::size_t shared = 0;
  for (std::size_t i = 0, j = 0; i < words_.size() && j < other.words_.size();) {
    if (words_[i] == other.words_[j]) {
      ++shared;
      ++i;
      ++j;
    } else {
      ++(words_[i] < other.words_[j] ? i : j);
    }
  }
  return shared;
}

double Wording::overlap(const Wording& other) const {
  const std::size_t common = shared(other), least = std::min(words_.size(), other.words_.size());
  return common < 2 ? 0.0 : static_cast<double>(common) / static_cast<double>(least);
}

}  // namespace mizan

// Does an Arabic spelling stand for a Latin one? Names are compared by what both scripts write: their consonants, and the long vowels as far as they agree.
//
//   "شنايدر إلكتريك" ~ "Schneider Electric": 0.9      "غوردون", "جوردون", "Gordon": all alike      "Garrigan" and "كارتر": 0
//
// One letter often stands for several (ج for g and j, ب for p and b, و for w, v, u and o), and one of the other side is written in several ways (g: غ ج ك ق),
// so this is a distance with costs and no key. For stored ids there is name_slug().
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mizan {

// A name as it sounds, made once to be compared often. In either script; white space divides the words, legal forms and the Arabic article do not count.
class NameSound {
 public:
  explicit NameSound(std::string_view name);
  bool empty() const { return sounds_.empty(); }
  bool arabic() const { return arabic_; }
  std::size_t words() const { return words_; }

  // What to look it up by, where comparing each with each would be too much: the consonants that spellings keep, and that with one of them left out. Spellings
  // of one name nearly always share a key (tests/extractors_name_test.cc says how nearly). None for a name of too few consonants to say anything.
  std::vector<std::string> keys() const;
  static constexpr std::size_t kShortestKey = 3, kLongestKey = 9;

 private:
  friend double likeness(const NameSound& a, const NameSound& b);
  friend double weakest_word(const NameSound& a, const NameSound& b);
  bool arabic_ = false;
  std::string sounds_;
  std::size_t words_ = 0;
};

// As name_likeness().
double likeness(const NameSound& a, const NameSound& b);
// The likeness of the two words that are least alike, taken in order; 0 where one has more words.
double weakest_word(const NameSound& a, const NameSound& b);

// How surely the two are one name, 0 to 1; from kSameName on they are taken for one. Either may be in either script; white space divides the words. Legal forms
// and the Arabic article do not count. Symmetric. Costs the product of both lengths.
double name_likeness(std::string_view a, std::string_view b);
inline constexpr double kSameName = 0.72;

// One spelling as a key: folded, without accents, legal forms and kind words ("Halvorsen Marine Inc." -> "halvorsen marine"). Equal keys are one spelling of
// one name.
std::string name_key(std::string_view name);

// A name as the second half of an id: Latin letters without accents and digits, joined by hyphens ("Schneider Electric" -> "schneider-electric"); an Arabic
// name is written in Latin letters first, by one fixed table ("شنايدر" -> "shnaydr"). The same for all spellings that folding makes equal.
std::string name_slug(std::string_view name);

}  // namespace mizan

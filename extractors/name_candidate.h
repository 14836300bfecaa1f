// A name that no lexicon knows, before it has an id.
#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"
#include "pipeline/stretch.h"

namespace mizan {

enum class NameClass : std::uint8_t { kNone, kPerson, kOrg, kPlace, kEvent };

const char* to_string(NameClass cls);             // contract names; "" for kNone
NameClass name_class_from(std::string_view cls);  // kEvent for those that unknown names are not told apart from

struct NameCandidate {
  std::uint32_t first = 0, end = 0;            // tokens
  std::uint32_t begin_byte = 0, end_byte = 0;  // folded bytes: a proclitic before and a possessive behind left out
  NameClass cls = NameClass::kNone;
  const char* rule = "";
  bool holds_lexicon_name = false;  // a longer name around a lexicon's one ("Bank of America Tower")
};

// Latin words that the text writes in small letters somewhere. A hash that is none of theirs, a bit says so mostly.
class SmallWords {
 public:
  explicit SmallWords(const Analysis& article) : a_(article) {}
  bool holds(std::uint32_t token) const;

 private:
  const Analysis& a_;
  mutable std::once_flag looked_;  // not before it is asked for: most Arabic articles have no such names
  mutable std::vector<std::uint64_t> bits_;
};

// What the finders look at: one text, and which of its tokens the entity lexicon has taken. Stretches of it may be looked at by several threads.
struct NameText {
  struct Taken {
    std::uint32_t first, end;
    NameClass cls;
    bool agency = false;            // of news
    std::string_view country = {};  // ISO 3166 code, or empty
  };

  // `found` holds the lexicon's entity mentions of the text from index `from` on, in order and without overlaps.
  NameText(const Analysis& article, const Lexicons& all, const std::vector<Mention>& found, std::size_t from);

  const Analysis& a;
  const Lexicons& lexicons;
  HugeVector<std::uint32_t> cover;  // by token: 0 where no lexicon name stands, else 1 + the index into `taken`
  std::vector<Taken> taken;
  SmallWords small_words;

  std::uint32_t size() const { return static_cast<std::uint32_t>(a.tokens.size()); }
  // What name_words.tsv says of a token's word.
  NameRoles roles(std::uint32_t t) const { return t < size() ? a.words[t].roles : kNoRole; }
  bool is(std::uint32_t t, std::string_view word) const { return t < size() && a.word(t) == word; }
  const Taken* taken_at(std::uint32_t t) const { return t < size() && cover[t] != 0 ? &taken[cover[t] - 1] : nullptr; }
};

// Runs of capitalised and mixed-case words (name_latin.cc), and names written in Arabic (name_arabic.cc), that begin in the stretch. Candidates come in text
// order and do not overlap. Returned: the token behind what was looked at last, mostly the stretch's end. find_names_by_rules() gives both together.
std::uint32_t find_names_by_rules(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& out);
std::uint32_t find_latin_names(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& out);
std::uint32_t find_arabic_names(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& out);

// Is the candidate a kind word whose name is the name of the thing itself ("مدينة نابلس", the city of Nablus, is Nablus), and a name that the lexicon has
// found, and nothing else?
bool only_kind_word(const NameText& text, const NameCandidate& c);
// An Arabic adjective of a country or a people, with its article ("السورية", Syrian).
bool is_adjective(const NameText& text, std::uint32_t token);

}  // namespace mizan

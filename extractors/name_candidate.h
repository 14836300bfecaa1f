// A name that no lexicon knows, before it has an id.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"

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

// What the finders look at: one text, and which of its tokens the entity lexicon has taken.
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
  std::vector<std::uint32_t> cover;  // by token: 0 where no lexicon name stands, else 1 + the index into `taken`
  std::vector<Taken> taken;

  std::uint32_t size() const { return static_cast<std::uint32_t>(a.tokens.size()); }
  // What name_words.tsv says of a token's word.
  NameRoles roles(std::uint32_t t) const { return t < size() ? a.words[t].roles : kNoRole; }
  bool is(std::uint32_t t, std::string_view word) const { return t < size() && a.word(t) == word; }
  const Taken* taken_at(std::uint32_t t) const { return t < size() && cover[t] != 0 ? &taken[cover[t] - 1] : nullptr; }
};

// Runs of capitalised and mixed-case words (name_latin.cc), and names written in Arabic (name_arabic.cc). Candidates come in text order and do not overlap.
// find_names_by_rules() gives both together.
void find_names_by_rules(const NameText& text, std::vector<NameCandidate>& out);
void find_latin_names(const NameText& text, std::vector<NameCandidate>& out);
void find_arabic_names(const NameText& text, std::vector<NameCandidate>& out);

// Is the candidate a kind word whose name is the name of the thing itself ("مدينة نابلس", the city of Nablus, is Nablus), and a name that the lexicon has
// found, and nothing else?
bool only_kind_word(const NameText& text, const NameCandidate& c);
// An Arabic adjective of a country or a people, with its article ("السورية", Syrian).
bool is_adjective(const NameText& text, std::uint32_t token);

}  // namespace mizan

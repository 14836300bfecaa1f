// One sentence as the fact rules see it: its numbers, names, cue words and clauses, each found once.
//
//   "By investing $13 billion in OpenAI, Microsoft gains ..." -> number $13 billion, cue investing, names OpenAI (behind "in") and Microsoft, two clauses
//
// Distance between two tokens is measured on a line where a word is one step, a number or a name is one step, and commas, conjunctions and parentheses
// are long steps, so that "near" means near in the grammar, not in letters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lexicons/cue_role.h"
#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"

namespace mizan {

struct FactCue {
  std::uint32_t first = 0, end = 0;  // tokens
  CueRole role = CueRole::kClause;
  std::string_view value;
  std::uint8_t peeled = 0;
};

struct MetricCue {
  std::uint32_t first = 0, end = 0;
  const MetricEntry* entry = nullptr;
  std::uint8_t peeled = 0;
  bool verb = false;
  bool weak = false;
  bool own = false;  // carries an Arabic pronoun ("إيراداتها", its revenue)
};

// The relation that a preposition before a name states; none for a name that can be a grammatical subject.
enum class Relation : std::uint8_t { kNone, kIn, kOf, kTo, kFrom, kWith, kBy, kOn, kLike, kAgainst };

struct FactName {
  enum class Kind : std::uint8_t { kNamed, kAdjective, kDefinite, kPronoun, kOwn } kind = Kind::kNamed;
  std::uint32_t first = 0, end = 0;
  std::string_view id, name, cls;  // of the entity; of what it stands for where resolved
  std::string_view wants;          // definite nouns and pronouns: org, place, person, team, thing, any
  Relation relation = Relation::kNone;
  bool unknown = false;     // no lexicon knows it
  bool possessive = false;  // "Nvidia's"
  bool source = false;      // "according to X"
  bool speaker = false;     // somebody who says what the sentence says
};

struct FactNumber {
  std::uint32_t mention = 0;  // index
  std::uint32_t first = 0, end = 0;
};

class FactScan {
 public:
  FactScan(const Lexicons& lexicons, const Analysis& article, const std::vector<Mention>& mentions) : lexicons_(lexicons), a_(article), mentions_(mentions) {}

  // Looks at tokens [first, end); `from_mention` is the first mention that ends behind `first`. Linear.
  void scan(std::uint32_t first, std::uint32_t end, std::size_t from_mention);

  std::uint32_t first = 0, end = 0;
  std::vector<FactNumber> numbers;     // every mention that is neither a date nor an entity
  std::vector<std::uint32_t> dates;    // mention indexes
  std::vector<FactName> names;         // by token
  std::vector<FactName> institutions;  // by token: "the ministry" that says something, as fact_speaker.h resolves it; not among `names`
  std::vector<MetricCue> metrics;      // by token
  std::vector<FactCue> cues;           // by token

  const Analysis& article() const { return a_; }
  const Lexicons& lexicons() const { return lexicons_; }
  const std::vector<Mention>& mentions() const { return mentions_; }
  std::string_view word(std::uint32_t token) const { return a_.word(token); }

  // Place of a token on the line of grammatical distance.
  double at(std::uint32_t token) const { return at_[token - first]; }
  // Which parenthesis holds the token; 0 for none.
  std::uint32_t parenthesis(std::uint32_t token) const { return group_[token - first]; }
  // Which relative clause between marks holds the token; 0 for none.
  std::uint32_t aside(std::uint32_t token) const { return asides_[token - first]; }
  // Distance between two tokens, with what it costs to look into or out of parentheses.
  double distance(std::uint32_t from, std::uint32_t to) const;
  // Is the token part of a mention that is no entity? Tokens outside of what was scanned are in none.
  bool in_number(std::uint32_t token) const { return token >= first && token < end && owner_[token - first] != 0; }
  // First cue (name, metric cue) at or behind a token.
  std::size_t cue_from(std::uint32_t token) const;
  std::size_t metric_from(std::uint32_t token) const;
  std::size_t name_from(std::uint32_t token) const;
  std::size_t date_from(std::uint32_t token) const;  // index into `dates`
  // The last cue of a role that ends at or before `token`, at most `reach` tokens back, no number between; nullptr for none.
  const FactCue* cue_before(CueRole role, std::uint32_t token, std::uint32_t reach) const;

 private:
  void find_mentions(std::size_t from);
  void know_by_tail(FactName& name) const;
  void find_hits();
  void find_asides();
  bool is_future_verb(std::uint32_t token) const;
  void measure();
  void relate_names();
  void find_speakers();
  Relation relation_before(const FactName& name) const;
  bool is_punct(std::uint32_t token) const { return a_.tokens[token].kind == TokenKind::kPunct; }

  const Lexicons& lexicons_;
  const Analysis& a_;
  const std::vector<Mention>& mentions_;
  std::vector<double> at_;
  std::vector<std::uint32_t> group_;
  std::vector<std::uint8_t> asides_;
  std::vector<std::uint8_t> owner_;  // 1: number or date, 0: none
};

}  // namespace mizan

// One article as the time grammar sees it: calendar words by role and numbers by token, both ready to be asked for at any place. For one thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "extractors/number_grammar.h"
#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/stretch.h"

namespace mizan {

// The roles of calendar.tsv; see its comments.
enum class TimeRole : std::uint8_t {
  kNone,
  kMonth,
  kHijriMonth,
  kWeekday,
  kManyWeekdays,
  kUnit,
  kLengthBetween,
  kQuarter,
  kHalf,
  kCentury,
  kDecadeWord,
  kWeekend,
  kSeason,
  kSeasonWord,
  kDecade,
  kDirection,
  kDayOffset,
  kPart,
  kBefore,
  kTo,
  kBetween,
  kAnd,
  kOf,
  kThe,
  kCorresponding,
  kFiscal,
  kFiscalWord,
  kSchool,
  kEra,
  kClock,
  kDayPart,
  kZone,
  kAgeBefore,
  kAgeDeath,
  kAgeAfter,
  kName,
  kFuture,
  kNotFuture,
  kHoliday,
  kSingleBefore,
  kSingleAfter,
  kLengthWhole,
  kCouple,
  kYearEnd,
  kLastWord,
  kBareWeekday,
  kDayPartOf,
  kAgo,
  kAgoBefore,
  kAnchor,
  kNow,
  kRest,
  kSame,
  kPeriodWord,
  kFirstDay,
  kClosest
};

// A calendar phrase in the text.
struct TimeMark {
  std::uint32_t token = 0;  // [token, end)
  std::uint32_t end = 0;
  std::uint32_t begin_byte = 0;  // behind proclitics; the article is inside, but for "لل", which has none left
  TimeRole role = TimeRole::kNone;
  bool article = false;     // written with the article
  bool proclitic = false;   // something was peeled before it
  bool possessive = false;  // "February's"
  int value = 0;            // the entry's number; length units: how many of `letter`
  char letter = 0;          // time units: Y M W D h m s
  const CalendarEntry* entry = nullptr;

  bool has(std::string_view flag) const { return entry->has(flag); }
};

// A whole number at a token: digits or words.
struct TimeNumber {
  int value = 0;
  std::uint32_t end = 0;
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
  int digits = 0;        // how many digits; 0 for words
  bool ordinal = false;  // "21st", "الحادي والعشرين"
  bool words = false;
};

// What every mark of the entry has, its place in the text aside. The entry must outlive the mark.
TimeMark calendar_mark(const CalendarEntry& entry);

class TimeText {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::uint32_t kTenseReach = 14;  // tokens in front in which a verb's tense counts; half as many behind

  // `calendar`: calendar_mark() of each entry of the lexicons' calendar. Of marks and numerals those of `around` are known.
  TimeText(const Analysis& article, const Lexicons& lexicons, const std::vector<TimeMark>& calendar, const std::vector<Numeral>& numerals,
           const Stretch& around);

  const Analysis& article() const { return a_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(a_.tokens.size()); }
  std::string_view word(std::uint32_t t) const { return t < size() ? a_.word(t) : std::string_view(); }
  const Token& token(std::uint32_t t) const { return a_.tokens[t]; }
  bool is(std::uint32_t t, std::string_view text) const { return t < size() && a_.word(t) == text; }
  bool glued(std::uint32_t t) const { return t < size() && t > 0 && !a_.tokens[t].space_before; }
  bool is_comma(std::uint32_t t) const { return is(t, ",") || is(t, "،"); }
  bool is_digits(std::uint32_t t) const { return t < size() && a_.tokens[t].kind == TokenKind::kDigits && !a_.tokens[t].in_url; }

  // The longest phrase of this role that begins at t; nullptr for none. With a flag: one that has it.
  const TimeMark* mark(std::uint32_t t, TimeRole role) const { return has(t, role) ? find(t, role) : nullptr; }
  const TimeMark* mark(std::uint32_t t, TimeRole role, std::string_view flag) const { return has(t, role) ? find(t, role, flag) : nullptr; }
  bool has(std::uint32_t t, TimeRole role) const { return knows(t) && (roles_[t - base_] >> static_cast<unsigned>(role) & 1) != 0; }
  template <TimeRole... kRoles>
  bool has_any(std::uint32_t t) const {
    return knows(t) && (roles_[t - base_] & ((std::uint64_t{1} << static_cast<unsigned>(kRoles)) | ...)) != 0;
  }
  // Does a phrase of any role begin at t?
  bool has_role(std::uint32_t t) const { return knows(t) && roles_[t - base_] != 0; }
  // The longest phrase of this role that ends right before t.
  const TimeMark* mark_before(std::uint32_t t, TimeRole role) const;
  // A word or phrase of the closed classes (grammar_words.tsv) that begins at t, or that ends right before t; nullptr for none.
  const LexiconHit* grammar(std::uint32_t t, std::string_view role) const {
    return t >= size() || (token(t).kinds & kind_bit(LexiconKind::kGrammar)) == 0 ? nullptr : find_grammar(t, role);
  }
  const LexiconHit* grammar_before(std::uint32_t t, std::string_view role) const;
  // Is the word at t a noun of nouns.tsv with this flag?
  bool noun_has(std::uint32_t t, std::string_view flag) const;
  bool any_mark(std::uint32_t t) const { return knows(t) && first_[t - base_] != first_[t - base_ + 1]; }
  // Could a date begin here: a name of a period, a number, a clock word?
  bool may_begin(std::uint32_t t) const { return knows(t) && may_begin_[t - base_]; }
  // Does the token lie in a phrase that only looks like a date?
  bool in_name(std::uint32_t t) const { return knows(t) && in_name_[t - base_]; }

  // Does the token lie in a day's name of several words ("Palm Sunday")?
  bool in_day_name(std::uint32_t t) const { return knows(t) && in_day_name_[t - base_]; }

  // The numeral that begins at, or covers, a token; nullptr for none.
  const Numeral* numeral_at(std::uint32_t t) const;
  const Numeral* numeral_over(std::uint32_t t) const;
  // A run of digits that is a whole number by itself ("2025", "21st", not a part of "2,025" or "3.5"); a letter glued to its left makes it none.
  std::optional<TimeNumber> digits(std::uint32_t t) const {
    if (t != digits_at_) digits_ = read_digits(t), digits_at_ = t;
    return digits_;
  }
  // Digits as above, or number words.
  std::optional<TimeNumber> number(std::uint32_t t) const {
    if (t != number_at_) number_ = read_number(t), number_at_ = t;
    return number_;
  }
  // Is [first, end) a whole sentence, cell or heading, its end mark aside?
  bool stands_alone(std::uint32_t first, std::uint32_t end) const;
  // Does the sentence look ahead near [first, end)? "will", سوف, a verb with سـ.
  bool looks_ahead(std::uint32_t first, std::uint32_t end, std::uint32_t reach = kTenseReach) const;
  // Does it tell of what was? A verb in the past, and none that makes it uncertain ("would be held").
  bool looks_back(std::uint32_t first, std::uint32_t end, std::uint32_t reach = kTenseReach) const;
  bool past_verb(std::uint32_t t) const;  // of grammar_words.tsv
  // Skips an article written apart from its digits: the "ال" of "الـ19".
  std::uint32_t skip_article(std::uint32_t t) const;

 private:
  // Is the token one of `around`?
  bool knows(std::uint32_t t) const { return t - base_ < count_; }
  bool hamza_written(std::uint32_t t) const;
  bool is_known_noun(std::uint32_t t) const;
  bool verb_ahead(std::uint32_t t) const;
  bool behind_who(std::uint32_t t) const;
  bool told_before(std::uint32_t t) const;
  bool past_form(std::uint32_t t) const;
  bool says(std::uint32_t t) const;  // a verb of saying
  bool said(std::uint32_t t) const;  // one in the past
  bool said_then(std::uint32_t first, std::uint32_t end, std::uint32_t from, std::uint32_t to) const;
  bool ends_in_ed(std::uint32_t t) const;
  const TimeMark* find(std::uint32_t t, TimeRole role) const;  // which is there
  const TimeMark* find(std::uint32_t t, TimeRole role, std::string_view flag) const;
  std::optional<TimeNumber> read_digits(std::uint32_t t) const;
  std::optional<TimeNumber> read_number(std::uint32_t t) const;
  const LexiconHit* find_grammar(std::uint32_t t, std::string_view role) const;

  const Analysis& a_;
  const Lexicons& lexicons_;
  const std::vector<Numeral>& numerals_;
  const std::uint32_t base_, count_;  // what follows is by token from base_ on
  std::vector<TimeMark> marks_;
  std::vector<std::uint32_t> first_;    // marks of token t: [first_[t], first_[t + 1])
  std::vector<std::uint64_t> roles_;    // roles of token t's marks, a bit each: most questions end here
  std::vector<std::uint32_t> numeral_;  // numeral over each token, or kNone
  std::vector<bool> in_name_, in_day_name_, may_begin_;
  // What digits() and number() said last: every reader of dates asks for the same place.
  mutable std::uint32_t digits_at_ = kNone, number_at_ = kNone;
  mutable std::optional<TimeNumber> digits_, number_;
};

}  // namespace mizan

// Numbers in digits, and the questions about tokens that all of the number grammar asks.
//
//   "98.278" in Arabic text -> 98278     "25,2 مليار" -> 25.2 before its magnitude     "1.3x10^6"     "10 1/2"     ".77"     "nine point nought four"
//
// Marks between digits are read by the press they come from: see literal().
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/decimal.h"

namespace mizan {

// One sentence's digits. The words' grammar (number_words.h) builds on it.
class NumberLiterals {
 public:
  NumberLiterals(const Analysis& article, const Lexicons& lexicons, std::uint32_t first, std::uint32_t end)
      : a_(article), lexicons_(lexicons), first_(first), end_(end) {}

 protected:
  // A number word as it stands at a token.
  struct Word {
    const NumberEntry* entry = nullptr;
    const LexiconHit* hit = nullptr;
    explicit operator bool() const { return entry != nullptr; }
  };
  // A number read so far.
  struct Part {
    std::optional<Decimal> value;
    int precision = 0;
    std::uint32_t end = 0;
    bool digits = false, words = false, plain = false, magnitude = false, dual = false, plus = false;
    Decimal last_magnitude;        // 0 while none was read
    std::optional<Decimal> other;  // the other reading of a mark that leaves two ("53ر12")
  };

  const Token& token(std::uint32_t t) const { return a_.tokens[t]; }
  std::string_view word(std::uint32_t t) const { return t < end_ ? a_.word(t) : std::string_view(); }
  bool glued(std::uint32_t t) const { return t < end_ && t > first_ && !token(t).space_before; }
  bool is(std::uint32_t t, TokenKind kind) const { return t < end_ && token(t).kind == kind; }
  bool is_digits(std::uint32_t t) const { return is(t, TokenKind::kDigits); }
  std::uint32_t size_of(std::uint32_t t) const { return token(t).end - token(t).begin; }
  // First hit of these roles at the token that lies inside the sentence.
  Word find(std::uint32_t t, std::initializer_list<NumberRole> roles) const;
  bool has_currency(std::uint32_t t) const;
  // A symbol or code that may stand glued before digits (USD5), not a name or subunit ("p50").
  bool has_currency_prefix(std::uint32_t t) const;
  bool has_currency_before(std::uint32_t t) const;
  // Is the word joined to what stands before it by و alone (with the article or without)?
  static bool joined_by_waw(const Analysis& a, std::uint32_t t, const LexiconHit& hit) { return hit.peeled - hit.article == 2 && a.word(t).starts_with("و"); }
  bool continues(std::uint32_t t, const Word& w) const { return joined_by_waw(a_, t, *w.hit); }
  // A word of these roles joined by و at this token, glued ("وعشرون") or apart ("و عشرون"); `at` then moves to the word itself.
  Word joined(std::uint32_t& at, std::initializer_list<NumberRole> roles) const;
  static bool unpeeled(const Word& w) { return w.hit->peeled == w.hit->article; }
  // "1,234.5", "98.278", "25,2", "10 000", "٣٫٥": the literal at t, or nothing for versions, dates and the like.
  std::optional<Part> literal(std::uint32_t t) const;
  std::optional<Part> lone(std::uint32_t t) const;
  // What may follow a literal directly: "1.3x10^6", "1e10", "10⁶".
  void power(Part& part) const;
  // "nine point nought four", "ثلاثة فاصلة خمسة": digits one by one behind the spoken mark.
  void spoken_decimals(Part& part) const;
  bool magnitude_follows(std::uint32_t t) const;
  // A magnitude, a currency or a unit at t?
  bool measured(std::uint32_t t) const;
  // May a dot before three digits part thousands here? Not before a percentage, and not in a currency price with a small first group.
  bool dot_groups_thousands(std::uint32_t after) const;
  // "3/4", "10 1/2 miles": a small fraction, where a unit follows it or it stands alone; else it may be a date or an odds figure.
  std::optional<Part> slash(std::uint32_t t) const;

  const Analysis& a_;
  const Lexicons& lexicons_;
  std::uint32_t first_, end_;  // the sentence's tokens
};

}  // namespace mizan

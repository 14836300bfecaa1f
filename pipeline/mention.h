// A mention: a span of an article and what it means. SEMANTICS of every field: the output contract in README.md.
//
//   "حوالي 1.4 تريليون دولار"  -> money, Amount{1400000000000, about, "USD"}
//   "Q2 2026"                  -> date, DateRange{"2026-Q2", 2026-04-01..2026-06-30}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pipeline/decimal.h"
#include "pipeline/document.h"
#include "pipeline/span.h"

namespace mizan {

enum class MentionType : std::uint8_t { kMoney, kPercent, kQuantity, kCount, kMultiple, kDate, kDuration, kAge, kOrdinal, kNumber, kEntity };
enum class Bound : std::uint8_t { kExact, kAbout, kOver, kUnder, kAtLeast, kAtMost, kBetween };

// Contract names ("money", "at_least"), stored in databases.
const char* to_string(MentionType type);
const char* to_string(Bound bound);
std::optional<MentionType> mention_type_from(std::string_view name);
std::optional<Bound> bound_from(std::string_view name);

// money, percent, quantity, count, multiple, ordinal, number. No low and high: a vague amount ("billions of dollars").
struct Amount {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  Bound bound = Bound::kExact;
  std::string unit = "1";  // ISO 4217 code, "%", "GW", "1", "x"
  std::string per;         // "year", "barrel"; empty for none
  std::string noun;        // count: the counted noun, in English where the lexicon knows it
  std::string dimension;   // quantity: "power"
  std::vector<std::string>
      candidates;  // ambiguous currencies, or the two values of an ambiguous decimal mark; the reading taken first; empty where there is no doubt
  // Power of ten of the last written digit: 11 for "1.4 trillion", 0 for "47". Half of it either side is the figure's interval.
  int low_precision = 0;
  int high_precision = 0;
  bool ordinal_word = false;
};

// A calendar date or range (TIMEX3 values). `from` and `to` are ISO days, both included; empty where the year is not known.
struct DateRange {
  std::string value;
  std::string from;
  std::string to;
  std::string grain;  // day week month quarter half season year decade century minute
  std::string mod;    // START MID END BEFORE AFTER ON_OR_BEFORE ON_OR_AFTER, or empty
  std::string calendar = "gregorian";
  bool relative = false;
  bool uncertain = false;  // a Hijri month begins when its moon is seen: a day before or after `value` in some countries
};

// A duration or an age: ISO 8601 value, "P3D/P4D" for a range. `from` and `to`, ISO days, both included: the days that it leads to or covers ("three days
// ago", "the next two weeks"); empty where the text does not say, or no day is known to count from.
struct Length {
  std::string value;
  Bound bound = Bound::kExact;
  std::string from = {};
  std::string to = {};
};

struct EntityName {
  std::string id;    // "org:microsoft"
  std::string name;  // canonical English name
  std::string cls;   // org person place product event instrument
};

using Value = std::variant<Amount, DateRange, Length, EntityName>;

struct Mention {
  MentionType type = MentionType::kNumber;
  Field field = Field::kText;
  std::uint32_t first_token = 0;  // tokens covered, [first_token, end_token)
  std::uint32_t end_token = 0;
  NormalSpan normal;  // may begin inside first_token, behind a proclitic
  SourceSpan source;  // filled by the arbiter
  Value value;
  bool vague = false;
  bool silent = false;        // takes its tokens from lower ones and is itself dropped by the arbiter: the digits of a name
  std::int16_t priority = 0;  // for the arbiter: a higher one wins over an overlapping lower one
  const char* rule = "";      // stable id, stored in databases: never renamed, never reused

  const Amount* amount() const { return std::get_if<Amount>(&value); }
  Amount* amount() { return std::get_if<Amount>(&value); }
  const DateRange* date() const { return std::get_if<DateRange>(&value); }
  const Length* length() const { return std::get_if<Length>(&value); }
  const EntityName* entity() const { return std::get_if<EntityName>(&value); }
};

}  // namespace mizan

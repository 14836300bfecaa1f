// Case files: sentences with what they have to give, one block a case, for people who know the language and need not know the code.
//
//   == the dual is two ==
//   published: 2024-03-05   place: SA
//   دفعت الشركة ريالين لكل سهم.
//   --
//   money 2 SAR per=share  «ريالين»
//
// The line of options may be left out; `lang` is the third. The text runs to the line "--" and may have several lines; \u{200F} in it is that code point.
// An expectation is a type, its value and, behind the value in any order, a unit, a bound, "vague" and KEY=VALUE pairs, then the surface text in «»:
//
//   money 1.4T USD about «1.4 تريليون دولار»      K, M, B and T are thousands to trillions      quantity 7..10 GW between «7-10 GW»
//   count 45 noun=person «45 شخصا»                 date 2026-Q2 mod=START «بداية ...»            money vague USD «billions of dollars»
//
// Left out, a bound is `exact` (`between` for ranges), `per` is none, and `noun`, `candidates`, `mod`, `from`, `to`, `calendar`, `relative`, `rule` are not
// looked at. Mentions are complete and in text order: a case without expectations must give nothing. Names are looked at only where a line begins with `entity
// ID`; `fact metric=revenue subject=org:openai «20 مليار دولار»` asks for a fact with these fields, and lines of facts alone leave the mentions alone. Lines
// that begin with # are comments, outside a text.
#pragma once

#include <string>
#include <vector>

#include "extractors/engine.h"

namespace mizan::testing {

struct Expectation {
  std::string written;  // the whole line
  int line = 0;         // in its file
  std::string type;     // a mention type, "fact", or "nofact"
  std::string surface;  // what stands in «»
  // Every field by its name, in the form of the output contract: low, high, value, unit, bound, per, noun, ... Those left out are as above.
  std::vector<std::pair<std::string, std::string>> fields;
};

struct Case {
  std::string title;
  std::string file;
  int line = 0;  // of its title
  std::string published, place, lang;
  std::string text;
  std::vector<Expectation> expected;
};

// The cases of one file of this folder ("cases/amounts-money.txt"). A line that is no case fails the test, with its place.
std::vector<Case> read_cases(const std::string& name);

// The files of cases/ whose name begins with this, sorted: "cases/amounts-money.txt" ...
std::vector<std::string> case_files(const std::string& prefix);

// Reads each case alone and compares; every difference fails the test at the case's line, with all that was found in the form of expectations.
void check_alone(const Engine& engine, const std::vector<Case>& cases);

// Reads all cases of one language, place and publication date as one article, and demands of each the mentions that it has alone.
void check_together(const Engine& engine, const std::vector<Case>& cases);

// An engine with the built-in lexicons, made once.
const Engine& built_in_engine();

// One line a mention, in the form of expectations: what a case file would say.
std::string describe(const Mention& mention, std::string_view source);

}  // namespace mizan::testing

// Properties of the number grammar: what ICU spells out reads back exactly, and dressing a sentence up never changes its values.

#include <gtest/gtest.h>
#include <unicode/rbnf.h>

#include <algorithm>
#include <cstdio>
#include <random>

#include "extractors/number_grammar.h"
#include "pipeline/utf8.h"
#include "tests/case_file.h"

namespace mizan::testing {
namespace {

// ---- ICU's rule-based number format as the source ----

class Speller {
 public:
  Speller(const char* locale, const char* rules) : format_(icu::URBNF_SPELLOUT, icu::Locale(locale), status_) {
    format_.setDefaultRuleSet(icu::UnicodeString(rules), status_);
    EXPECT_TRUE(U_SUCCESS(status_)) << locale << " " << rules;
  }
  std::string spell(std::int64_t number) {
    icu::UnicodeString words;
    format_.format(number, words);
    std::string out;
    words.toUTF8String(out);
    return out;
  }

 private:
  UErrorCode status_ = U_ZERO_ERROR;
  icu::RuleBasedNumberFormat format_;
};

// The numbers of a text, joined: the value where it is one number from end to end.
std::string reading(const std::string& text) {
  const Engine& engine = built_in_engine();
  Document document;
  document.id = "number";
  document.text = text;
  const Analysis article = analyze(document, Field::kText, engine.lexicons());
  const std::vector<Numeral> numerals = NumberGrammar(engine.lexicons()).find(article);
  if (numerals.size() == 1 && numerals[0].value && numerals[0].span.begin == 0 && numerals[0].span.end == article.text.text().size())
    return numerals[0].value->to_string();
  std::string out = "in parts:";
  for (const Numeral& numeral : numerals)
    out += " [" + std::string(article.text.text(numeral.span)) + " = " + (numeral.value ? numeral.value->to_string() : "?") + "]";
  return out;
}

// Dense below 10,000; above, numbers of every length up to 10^15, round ones and ones with gaps among them.
std::vector<std::int64_t> sweep() {
  std::vector<std::int64_t> out;
  for (std::int64_t n = 0; n < 10000; ++n) out.push_back(n);
  std::mt19937_64 random(7);
  for (std::int64_t power = 10000; power <= 1000000000000000; power *= 10) {
    for (std::int64_t lead = 1; lead <= 9; ++lead)
      for (std::int64_t off : {-1, 0, 1, 2, 11, 100, 1000, 2000}) out.push_back(lead * power + off);
    for (int i = 0; i < 300; ++i) {
      std::int64_t number = power + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(9 * power));
      out.push_back(number);
      for (std::int64_t group = 1000; group <= power; group *= 1000)  // leave a group of three out
        if (random() % 2 == 0) number -= number / group % 1000 * group;
      out.push_back(number);
    }
  }
  std::erase_if(out, [](std::int64_t n) { return n > 1000000000000000; });
  return out;
}

void reads_back(const char* locale, const char* rules) {
  Speller speller(locale, rules);
  int wrong = 0;
  for (std::int64_t number : sweep()) {
    const std::string words = speller.spell(number);
    const std::string read = reading(words);
    if (read == std::to_string(number)) continue;
    if (++wrong <= 25) ADD_FAILURE() << number << " is spelled " << words << " and read as " << read;
  }
  EXPECT_EQ(wrong, 0);
}

TEST(SpelledOut, English) {
  reads_back("en", "%spellout-cardinal");
}
TEST(SpelledOut, EnglishVerbose) {
  reads_back("en", "%spellout-cardinal-verbose");
}
TEST(SpelledOut, ArabicMasculine) {
  reads_back("ar", "%spellout-cardinal-masculine");
}
TEST(SpelledOut, ArabicFeminine) {
  reads_back("ar", "%spellout-cardinal-feminine");
}

// ---- a sentence in other clothes ----

std::string values_of(const std::string& text, const Case& like) {
  Document document;
  document.id = "sentence";
  document.text = text;
  document.published = like.published;
  document.place = like.place;
  document.lang = like.lang;
  std::string out;
  for (const Mention& mention : built_in_engine().read(document).mentions) {
    if (mention.type == MentionType::kEntity) continue;
    const std::string line = describe(mention, document.text);
    out += line.substr(0, line.find("  «"));  // without the surface, which has changed
    if (const std::size_t noun = out.rfind(" noun="); noun != std::string::npos && noun + line.size() > out.size()) out.resize(noun);
    out += "\n";
  }
  return out;
}

bool is_arabic_letter(char32_t c) {
  return (c >= 0x0621 && c <= 0x063A) || (c >= 0x0641 && c <= 0x064A);
}

template <typename Change>
std::string changed(const std::string& text, Change change) {
  std::string out;
  std::vector<char32_t> points;
  for (std::size_t at = 0; at < text.size();) points.push_back(next_code_point(text, at));
  for (std::size_t i = 0; i < points.size(); ++i) change(out, points, i);
  return out;
}

std::vector<Case> all_cases() {
  std::vector<Case> out;
  for (const char* prefix : {"amounts", "numbers"})
    for (const std::string& file : case_files(prefix))
      for (Case& one : read_cases(file)) out.push_back(std::move(one));
  return out;
}

template <typename Change>
void changes_nothing(Change change) {
  int wrong = 0, all = 0;
  for (const Case& one : all_cases()) {
    const std::string dressed = changed(one.text, change);
    if (dressed == one.text) continue;
    ++all;
    const std::string before = values_of(one.text, one), after = values_of(dressed, one);
    if (before != after && ++wrong <= 10) ADD_FAILURE_AT(one.file.c_str(), one.line) << dressed << "\n  before:\n" << before << "  after:\n" << after;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(all, 100);
}

// A vowel behind every third Arabic letter (fatha, damma, kasra, sukun in turn).
TEST(OtherClothes, Harakat) {
  changes_nothing([](std::string& out, const std::vector<char32_t>& points, std::size_t i) {
    append_utf8(out, points[i]);
    if (is_arabic_letter(points[i]) && i % 3 == 0) append_utf8(out, std::u32string_view(U"\u064E\u064F\u0650\u0652")[i / 3 % 4]);
  });
}

// A stroke between two Arabic letters.
TEST(OtherClothes, Tatweel) {
  changes_nothing([](std::string& out, const std::vector<char32_t>& points, std::size_t i) {
    append_utf8(out, points[i]);
    if (i + 1 < points.size() && is_arabic_letter(points[i]) && is_arabic_letter(points[i + 1]) && i % 2 == 0) append_utf8(out, 0x0640);
  });
}

// Directional marks before and behind every number, and around words.
TEST(OtherClothes, BidiControls) {
  changes_nothing([](std::string& out, const std::vector<char32_t>& points, std::size_t i) {
    const bool digit = points[i] >= '0' && points[i] <= '9';
    const bool before = i > 0 && points[i - 1] >= '0' && points[i - 1] <= '9';
    if (digit && !before) append_utf8(out, i % 2 == 0 ? 0x200F : 0x202B);
    if (!digit && before) append_utf8(out, i % 2 == 0 ? 0x200E : 0x202C);
    append_utf8(out, points[i]);
  });
}

// Eastern digits in Arabic sentences; Persian ones every other time.
TEST(OtherClothes, EasternDigits) {
  int wrong = 0;
  for (const Case& one : all_cases()) {
    if (std::none_of(one.text.begin(), one.text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xF8) == 0xD8; })) continue;
    if (std::any_of(one.text.begin(), one.text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }))
      continue;  // names and addresses keep theirs
    const std::string dressed = changed(one.text, [](std::string& out, const std::vector<char32_t>& points, std::size_t i) {
      append_utf8(out, points[i] >= '0' && points[i] <= '9' ? points[i] - '0' + (points.size() % 2 == 0 ? 0x0660 : 0x06F0) : points[i]);
    });
    const std::string before = values_of(one.text, one), after = values_of(dressed, one);
    if (before != after && ++wrong <= 10) ADD_FAILURE_AT(one.file.c_str(), one.line) << dressed << "\n  before:\n" << before << "  after:\n" << after;
  }
  EXPECT_EQ(wrong, 0);
}

// A no-break space for a space, but between two digits, where it parts thousands.
TEST(OtherClothes, NoBreakSpace) {
  changes_nothing([](std::string& out, const std::vector<char32_t>& points, std::size_t i) {
    const bool between = i > 0 && i + 1 < points.size() && points[i - 1] >= '0' && points[i - 1] <= '9' && points[i + 1] >= '0' && points[i + 1] <= '9';
    append_utf8(out, points[i] == ' ' && !between ? 0x00A0 : points[i]);
  });
}

TEST(OtherClothes, WhiteSpaceAround) {
  for (const Case& one : all_cases()) EXPECT_EQ(values_of("  " + one.text + " \n", one), values_of(one.text, one)) << one.text;
}

// ---- hostile input ----

// Much of one thing, and random characters: it ends, and soon. The cap is a multiple of what the slowest build takes; that time grows in step with the
// length is a matter for a benchmark. MIZAN_SHOW_TIMES prints the times.
TEST(Hostile, LongTextsEnd) {
  std::mt19937 random(11);
  auto repeated = [](const std::string& piece, std::size_t size = 1u << 17) {
    std::string out;
    while (out.size() < size) out += piece;
    return out;
  };
  std::string soup;
  while (soup.size() < (1u << 18)) {
    static constexpr char32_t kPool[] = U"0123456789٠١٢٣٫٬.,،-/:%$€() \nوألفمليونabcmbk\"'\u200F\u0640\u064B\u00A0½²";
    append_utf8(soup, kPool[random() % (sizeof kPool / sizeof *kPool - 1)]);
  }
  std::string noise;
  while (noise.size() < (1u << 20)) {
    char32_t c = random() % 0x11000;
    if (c == 0 || (c >= 0xD800 && c <= 0xDFFF)) continue;
    append_utf8(noise, c);
  }
  const std::pair<const char*, std::string> inputs[] = {
      {"digits", repeated("7", 1u << 20)},
      {"digits and commas", repeated("123,")},
      {"digits and spaces", repeated("5 ")},
      {"digits and hyphens", repeated("12-")},
      {"waw", repeated("و", 1u << 20)},
      {"waw apart", repeated("و ", 1u << 20)},
      {"brackets", repeated("(", 1u << 20)},
      {"brackets and digits", repeated("(5)")},
      {"million", repeated("مليون", 1u << 20)},
      {"million apart", repeated("مليون ")},
      {"million and", repeated("مليون و")},
      {"a list", repeated("5 و")},
      {"hundreds", repeated("one hundred and ")},
      {"dollars", repeated("$")},
      {"five dollars", repeated("$5 ")},
      {"percent", repeated("5% ")},
      {"from to", repeated("من 5 إلى ")},
      {"hedges", repeated("أكثر من ")},
      {"exceeded", repeated("تجاوز عدد ")},
      {"spaces", repeated(" ", 1u << 20)},
      {"lines", repeated("- 5\n")},
      {"table", repeated("| 5 ")},
      {"points", repeated("1.")},
      {"soup", soup},
      {"noise", noise},
  };
  for (const auto& [name, text] : inputs) {
    Document document;
    document.id = name;
    document.text = text;
    const ArticleResult result = built_in_engine().read(document);  // what is not linear here does not end within the time limit of a test
    if (::testing::Test::HasFailure()) return;
    std::uint32_t end = 0;
    for (const Mention& mention : result.mentions) {
      EXPECT_LT(mention.source.begin, mention.source.end);
      ASSERT_LE(mention.source.end, text.size());
      if (mention.type == MentionType::kEntity) continue;
      ASSERT_GE(mention.source.begin, end) << name;
      end = mention.source.end;
    }
  }
}

}  // namespace
}  // namespace mizan::testing

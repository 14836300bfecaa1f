// Tokens cover the text, and agree with ICU's words where no script changes.

#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/uscript.h>

#include <memory>
#include <random>
#include <set>

#include "pipeline/tokenizer.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

std::string joined(const std::string& text) {
  const NormalizedText normal(text);
  std::string out;
  for (const Token& token : tokenize(normal))
    out += (out.empty() ? "" : "·") +
           (token.kind == TokenKind::kNewline ? std::string("\\n") : std::string(normal.text().substr(token.begin, token.end - token.begin)));
  return out;
}

TEST(Tokens, WhereTheyAreCut) {
  struct Row {
    const char* text;
    const char* tokens;
  };
  const Row rows[] = {
      {"بقدرة 2GW", "بقدره·2·gw"},  // with a capacity of 2GW
      {"GPT-4o", "gpt·-·4·o"},
      {"May 20261267", "may·20261267"},
      {"company's", "company's"},
      {"$5.5bn", "$·5·.·5·bn"},
      {"بـ20", "ب·20"},  // by 20
      {"a\nb", "a·\\n·b"},
      {"م²", "م·²"},
      {"", ""},
      {"   ", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(joined(row.text), row.tokens) << row.text;
}

TEST(Tokens, CoverAllButWhiteSpaceInOrder) {
  std::mt19937 random(4);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (unsigned n = random() % 80; n > 0; --n) {
      static constexpr std::pair<char32_t, char32_t> kRanges[] = {{0x20, 0x7E}, {0x20, 0x7E},  {0x600, 0x6FF},   {0x621, 0x64A},    {0x2000, 0x206F},
                                                                  {0x0A, 0x0A}, {0xC0, 0x17F}, {0x4E00, 0x4E10}, {0x1F600, 0x1F610}};
      const auto& [from, to] = kRanges[random() % (sizeof kRanges / sizeof *kRanges)];
      append_utf8(text, from + random() % (to - from + 1));
    }
    const NormalizedText normal(text);
    const std::string_view folded = normal.text();
    std::uint32_t at = 0;
    for (const Token& token : tokenize(normal)) {
      ASSERT_LE(at, token.begin) << text;
      ASSERT_LT(token.begin, token.end);
      ASSERT_LE(token.end, folded.size());
      const std::string_view between = folded.substr(at, token.begin - at);
      ASSERT_EQ(between.find_first_not_of(" \t\r\f\v"), std::string_view::npos) << "\"" << between << "\" is in no token of " << text;
      ASSERT_FALSE(find_invalid_utf8(folded.substr(token.begin, token.end - token.begin)));
      if (token.begin > at && token.kind != TokenKind::kNewline) {
        ASSERT_TRUE(token.space_before);
      }
      at = token.end;
    }
    ASSERT_EQ(folded.substr(at).find_first_not_of(" \t\r\f\v"), std::string_view::npos);
  }
}

// Texts are cut sixty-four bytes at a time: as one would cut them character by character, wherever a block ends.
TEST(Tokens, BlocksAreCutAsTheirCharacters) {
  const auto kind_of = [](char32_t c) {
    if (c == '\n') return TokenKind::kNewline;
    if (c >= '0' && c <= '9') return TokenKind::kDigits;
    if ((c >= 'a' && c <= 'z') || c == U'æ') return TokenKind::kLatin;
    if (c >= 0x0621 && c <= 0x064A) return TokenKind::kArabic;
    return c == U'中' || c == U'я' ? TokenKind::kOther : TokenKind::kPunct;
  };
  std::mt19937 random(12);
  for (int round = 0; round < 4000; ++round) {
    // Runs as in text, and what is read one by one: marks of one, two and three bytes, letters of other scripts, a pound sign, apostrophes inside and outside.
    std::string text;
    int run = 0;
    for (unsigned n = random() % 220; n > 0; --n) {
      if (random() % 5 == 0) run = static_cast<int>(random() % 4);
      char32_t c = run == 0 ? 'a' + random() % 26 : run == 1 ? 'A' + random() % 26 : run == 2 ? 0x0621 + random() % 0x1A : '0' + random() % 10;
      if (random() % 6 == 0) c = U" \n\'\'.-,،؟€£…中яæ"[random() % 15];
      append_utf8(text, c);
    }
    const NormalizedText normal(text);
    const std::string_view folded = normal.text();
    std::vector<Token> expected;
    bool space = true;
    std::uint32_t letters = 0, capitals = 0;  // of the token begun last
    const auto settle = [&] {
      if (expected.empty() || expected.back().kind != TokenKind::kLatin) return;
      expected.back().all_capitals = letters >= 2 && capitals == letters;
      expected.back().mixed_case = !expected.back().all_capitals && capitals > (expected.back().capital ? 1u : 0u);
    };
    for (std::size_t at = 0; at < folded.size();) {
      std::size_t after = at;
      const char32_t c = next_code_point(folded, after);
      if (c == ' ') {
        space = true;
        at = after;
        continue;
      }
      TokenKind kind = kind_of(c);
      const bool inside = !space && !expected.empty() && expected.back().end == at;
      if (c == '\'' && inside && expected.back().kind == TokenKind::kLatin && after < folded.size()) {
        std::size_t behind = after;
        if (kind_of(next_code_point(folded, behind)) == TokenKind::kLatin) kind = TokenKind::kLatin;
      }
      const bool upper = normal.was_upper(static_cast<std::uint32_t>(at));
      if (inside && expected.back().kind == kind && kind != TokenKind::kPunct && kind != TokenKind::kNewline) {
        letters += c != '\'';
        capitals += upper;
      } else {
        settle();
        Token& token = expected.emplace_back();
        token.begin = static_cast<std::uint32_t>(at);
        token.kind = kind;
        token.space_before = space;
        token.capital = kind == TokenKind::kLatin && upper;
        letters = 1;
        capitals = upper;
      }
      expected.back().end = static_cast<std::uint32_t>(after);
      space = kind == TokenKind::kNewline;
      at = after;
    }
    settle();
    const HugeVector<Token> tokens = tokenize(normal);
    ASSERT_EQ(tokens.size(), expected.size()) << text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      ASSERT_EQ(tokens[i].begin, expected[i].begin) << text;
      ASSERT_EQ(tokens[i].end, expected[i].end) << text << " token " << i;
      ASSERT_EQ(tokens[i].kind, expected[i].kind) << text << " token " << i;
      ASSERT_EQ(tokens[i].space_before, expected[i].space_before) << text << " token " << i;
      ASSERT_EQ(tokens[i].capital, expected[i].capital) << text << " token " << i;
      ASSERT_EQ(tokens[i].all_capitals, expected[i].all_capitals) << text << " token " << i;
      ASSERT_EQ(tokens[i].mixed_case, expected[i].mixed_case) << text << " token " << i;
    }
  }
}

// Every word that ICU finds and that is all letters of Arabic, or all of Latin, is a token, and the other way round.
TEST(Oracle, WordsOfOneScriptAreIcusWords) {
  const std::string texts[] = {
      "The quick brown fox jumps over the lazy dog, and nobody minds; why should they (ever)?",
      "Officials said on Sunday that output, exports and prices had all risen \"sharply\" again.",
      "قالت الوزارة إن الإنتاج والصادرات والأسعار ارتفعت جميعا، ولم تذكر السبب؛ فما هو؟",  // the ministry said that output, exports and prices all rose ...
      "في بيان صدر أمس: «نرحب بالقرار» وأضاف المتحدث باسم الشركة (دون تفاصيل) أنها ستدرس العرض.",
      "شركة Northlight وقعت عقدا مع Zawraq في الرياض.",  // a company signed a contract
  };
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> words(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  ASSERT_TRUE(U_SUCCESS(status));
  for (const std::string& text : texts) {
    const NormalizedText normal(text);
    std::set<std::string> ours, theirs;
    for (const Token& token : tokenize(normal))
      if (token.kind == TokenKind::kArabic || token.kind == TokenKind::kLatin)
        ours.insert(std::string(normal.text().substr(token.begin, token.end - token.begin)) + "@" + std::to_string(token.begin));
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(std::string(normal.text()));
    words->setText(wide);
    for (int begin = words->first(), end = words->next(); end != icu::BreakIterator::DONE; begin = end, end = words->next()) {
      if (words->getRuleStatus() < UBRK_WORD_LETTER || words->getRuleStatus() >= UBRK_WORD_LETTER_LIMIT) continue;
      std::string word, before;
      wide.tempSubStringBetween(begin, end).toUTF8String(word);
      wide.tempSubStringBetween(0, begin).toUTF8String(before);
      theirs.insert(word + "@" + std::to_string(before.size()));
    }
    EXPECT_EQ(ours, theirs) << text;
  }
}

TEST(Tokens, AddressesAreMarked) {
  auto in_url = [](const std::string& text) {
    const NormalizedText normal(text);
    std::string out;
    for (const Token& token : tokenize(normal))
      if (token.in_url) out += normal.text().substr(token.begin, token.end - token.begin);
    return out;
  };
  EXPECT_EQ(in_url("see https://example.org/2024/05 now"), "https://example.org/2024/05");
  EXPECT_EQ(in_url("write to desk24@example.org now"), "desk24@example.org");
  EXPECT_EQ(in_url("the rate of 5/6 is 3.5"), "");
}

}  // namespace
}  // namespace mizan

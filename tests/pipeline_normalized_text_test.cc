// Folding: twice is once, the way back is monotonic and whole, ICU agrees where it folds the same things.

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <random>

#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

std::string utf8(std::u32string_view points) {
  std::string out;
  for (char32_t c : points) append_utf8(out, c);
  return out;
}

// Random text, rich in what folding touches.
std::string random_text(std::mt19937& random, std::size_t length) {
  static constexpr std::pair<char32_t, char32_t> kRanges[] = {
      {0x20, 0x7E},     {0x20, 0x7E},     {0xA0, 0x17F},    {0x2C6, 0x2DC},     {0x300, 0x36F},   {0x600, 0x6FF},     {0x600, 0x6FF},   {0x600, 0x6FF},
      {0x64B, 0x65F},   {0x660, 0x66D},   {0x6F0, 0x6F9},   {0x750, 0x77F},     {0x2000, 0x206F}, {0x20A0, 0x20BF},   {0x2150, 0x218F}, {0xFB50, 0xFBB1},
      {0xFBD3, 0xFD3D}, {0xFE70, 0xFEFC}, {0xFF01, 0xFF5E}, {0x1EE00, 0x1EEFF}, {0x4E00, 0x4E20}, {0x1F600, 0x1F640}, {0x09, 0x0D},
  };
  std::string out;
  for (std::size_t i = 0; i < length; ++i) {
    const auto& [from, to] = kRanges[random() % (sizeof kRanges / sizeof *kRanges)];
    append_utf8(out, from + random() % (to - from + 1));
  }
  return out;
}

// What stands together is folded many bytes at once: as each character by itself, at every distance from the ends, with the same capitals.
TEST(Fold, BlocksAreFoldedAsTheirCharacters) {
  std::mt19937 random(11);
  for (int round = 0; round < 3000; ++round) {
    std::string text, folded;
    std::vector<bool> upper;
    const std::size_t length = random() % 80;
    // Runs of letters of one script as in news, now and then something else; no marks and no tatweel, which look at what stands before them.
    bool arabic = false;
    for (std::size_t i = 0; i < length; ++i) {
      if (random() % 8 == 0) arabic = !arabic;
      char32_t c = arabic ? 0x0621 + random() % 0x2A : 0x20 + random() % 0x5F;
      if (random() % 12 == 0) c = U"_\n\x7F ،٣éﻻ中Éﷲ"[random() % 11];
      if (random() % 3 == 0) c = U' ';
      if (c >= 0x063B && c <= 0x0640) continue;
      const std::string one = utf8({&c, 1});
      const NormalizedText alone(one);
      for (std::uint32_t at = 0; at < alone.text().size(); ++at) upper.push_back(alone.was_upper(at));
      text += one;
      folded += alone.text();
    }
    const NormalizedText whole(text);
    ASSERT_EQ(whole.text(), folded) << text;
    for (std::uint32_t at = 0; at < folded.size(); ++at) ASSERT_EQ(whole.was_upper(at), upper[at]) << text << " at " << at;
  }
}

TEST(Fold, WhatItFolds) {
  struct Row {
    const char* from;
    const char* to;
  };
  const Row rows[] = {
      {"الإيراداتُ ٢٠٪", "الايرادات 20%"},  // the revenues, 20 %
      {"أإآٱ", "اااا"},
      {"ى ئ ی", "ي ي ي"},
      {"مئة", "ميه"},  // hundred
      {"مـــئة", "ميه"},
      {"ک", "ك"},
      {"٣٫٥", "3.5"},
      {"١٬٢٥٠", "1,250"},
      {"۴۵", "45"},
      {"１２０", "120"},
      {"GW", "gw"},
      {"ﻣﻠﻴﻮﻥ", "مليون"},  // million, in presentation forms
      {"ﻻ", "لا"},
      {"a\xE2\x80\x8F"
       "b",
       "ab"},
      {"7–10", "7-10"},
      {"“x”", "\"x\""},
      {"a\xC2\xA0"
       "b",
       "a b"},
      {"#Vision_2030", "#vision 2030"},
  };
  for (const Row& row : rows) EXPECT_EQ(NormalizedText::fold(row.from), row.to) << row.from;
}

TEST(Fold, TwiceIsOnce) {
  std::mt19937 random(5);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random_text(random, random() % 60);
    const std::string once = NormalizedText::fold(text);
    ASSERT_EQ(NormalizedText::fold(once), once) << text;
  }
}

TEST(Fold, EveryCharacterStaysUtf8) {
  for (char32_t c = 1; c < 0x20000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string folded = NormalizedText::fold(utf8({&c, 1}));
    ASSERT_FALSE(find_invalid_utf8(folded)) << static_cast<std::uint32_t>(c);
    ASSERT_EQ(NormalizedText::fold(folded), folded) << static_cast<std::uint32_t>(c);
  }
}

TEST(WayBack, IsMonotonicAndTheWholeMapsToTheWhole) {
  std::mt19937 random(6);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = "x" + random_text(random, random() % 60) + "y";  // marks and controls at the ends belong to no folded byte
    const NormalizedText normal(text);
    const auto size = static_cast<std::uint32_t>(normal.text().size());
    ASSERT_EQ(normal.to_source({0, size}), (SourceSpan{0, static_cast<std::uint32_t>(text.size())}));
    // characters, in order
    SourceSpan last{0, 0};
    for (std::size_t at = 0; at < normal.text().size();) {
      const auto begin = static_cast<std::uint32_t>(at);
      next_code_point(normal.text(), at);
      const SourceSpan span = normal.to_source({begin, static_cast<std::uint32_t>(at)});
      ASSERT_LT(span.begin, span.end);
      ASSERT_GE(span.begin, last.begin) << text;
      ASSERT_GE(span.end, last.end) << text;
      ASSERT_LE(span.end, text.size());
      ASSERT_FALSE(find_invalid_utf8(normal.source(span))) << "a span cuts a character";
      last = span;
    }
  }
}

TEST(WayBack, ALongerSpanCoversItsParts) {
  std::mt19937 random(8);
  for (int i = 0; i < 500; ++i) {
    const std::string text = random_text(random, 40);
    const NormalizedText normal(text);
    std::vector<std::uint32_t> edges{0};
    for (std::size_t at = 0; at < normal.text().size(); edges.push_back(static_cast<std::uint32_t>(at))) next_code_point(normal.text(), at);
    if (edges.size() < 3) continue;
    for (int k = 0; k < 20; ++k) {
      std::uint32_t a = edges[random() % edges.size()], b = edges[random() % edges.size()], c = edges[random() % edges.size()];
      if (a > b) std::swap(a, b);
      if (b > c) std::swap(b, c);
      if (a > b) std::swap(a, b);
      if (a == b || b == c) continue;
      const SourceSpan whole = normal.to_source({a, c}), left = normal.to_source({a, b}), right = normal.to_source({b, c});
      ASSERT_EQ(whole.begin, left.begin);
      ASSERT_EQ(whole.end, right.end);
    }
  }
}

TEST(WayBack, SurfacesKeepMarksAndLoseControls) {
  const std::string text = "كلفة \xE2\x80\x8F٢٠\xE2\x80\x8F مليونًا.";  // a cost of 20 million
  const NormalizedText normal(text);
  const std::size_t at = normal.text().find("20");
  const auto begin = static_cast<std::uint32_t>(at);
  EXPECT_EQ(normal.source(normal.to_source({begin, begin + 2})), "٢٠");
  const std::size_t million = normal.text().find("مليون");
  EXPECT_EQ(normal.source(normal.to_source({static_cast<std::uint32_t>(million), static_cast<std::uint32_t>(normal.text().size() - 1)})), "مليونًا");
}

// ---- ICU as the oracle ----

std::string icu_nfkc_casefold(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::UnicodeString out = normalizer->normalize(icu::UnicodeString::fromUTF8(text), status);
  EXPECT_TRUE(U_SUCCESS(status));
  std::string folded;
  out.toUTF8String(folded);
  return folded;
}

// Accents are folded away: they belong to their letters.
std::string without_accents(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString apart = icu::Normalizer2::getNFDInstance(status)->normalize(icu::UnicodeString::fromUTF8(text), status);
  EXPECT_TRUE(U_SUCCESS(status));
  icu::UnicodeString letters;
  for (int i = 0; i < apart.length(); i = apart.moveIndex32(i, 1))
    if (u_charType(apart.char32At(i)) != U_NON_SPACING_MARK) letters.append(apart.char32At(i));
  std::string out;
  letters.toUTF8String(out);
  return out;
}

TEST(Oracle, LatinLettersAndDigitsFoldAsNfkcCasefold) {
  for (char32_t c = 0x20; c < 0x180; ++c) {
    if (u_charType(static_cast<UChar32>(c)) != U_UPPERCASE_LETTER && u_charType(static_cast<UChar32>(c)) != U_LOWERCASE_LETTER && !(c >= '0' && c <= '9'))
      continue;
    if (c == 0xDF || c == 0x130 || c == 0x131 || c == 0x149 || c == 0x17F || c == 0x132 || c == 0x133 || c == 0x13F || c == 0x140 || c == 0xB5)
      continue;  // fold to other letters or to two
    const std::string letter = utf8({&c, 1});
    EXPECT_EQ(NormalizedText::fold(letter), without_accents(icu_nfkc_casefold(letter))) << letter;
  }
}

TEST(Oracle, FullWidthFormsFoldAsNfkcCasefold) {
  for (char32_t c = 0xFF10; c <= 0xFF5A; ++c) {
    if (!u_isalnum(static_cast<UChar32>(c))) continue;
    const std::string letter = utf8({&c, 1});
    EXPECT_EQ(NormalizedText::fold(letter), icu_nfkc_casefold(letter)) << letter;
  }
}

TEST(Oracle, EveryDecimalDigitOfTheTwoPressesIsItsValue) {
  for (const auto& [from, to] : {std::pair<char32_t, char32_t>{U'0', U'9'}, {0x660, 0x669}, {0x6F0, 0x6F9}, {0xFF10, 0xFF19}})
    for (char32_t c = from; c <= to; ++c) EXPECT_EQ(NormalizedText::fold(utf8({&c, 1})), std::to_string(u_charDigitValue(static_cast<UChar32>(c))));
}

TEST(Oracle, PresentationFormsFoldAsTheirLetters) {
  for (const auto& [from, to] : {std::pair<char32_t, char32_t>{0xFB50, 0xFBB1}, {0xFBD3, 0xFBFF}, {0xFE80, 0xFEFC}})
    for (char32_t c = from; c <= to; ++c) {
      if (!u_isalpha(static_cast<UChar32>(c))) continue;
      const std::string form = utf8({&c, 1});
      EXPECT_EQ(NormalizedText::fold(form), NormalizedText::fold(icu_nfkc_casefold(form))) << form << " U+" << std::hex << static_cast<std::uint32_t>(c);
    }
}

}  // namespace
}  // namespace mizan

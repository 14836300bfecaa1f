// What works on vectors gives the same on every processor, and what one would read letter by letter: wherever blocks end, and whatever the text.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "every_target.h"
#include "pipeline/fold_run.h"
#include "pipeline/tokenizer.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

// Runs of one script as in text, with what news seldom has strewn in: marks, tatweel, bidi controls, presentation forms, ligatures, other digits, emoji,
// Chinese.
std::string random_text(std::mt19937& random, std::size_t bytes) {
  static constexpr std::pair<char32_t, char32_t> kRuns[] = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {0x20, 0x7E}, {0x621, 0x63A}, {0x641, 0x64A}, {0x600, 0x6FF}};
  static constexpr std::pair<char32_t, char32_t> kStrewn[] = {
      {0x00, 0x20},     {0x7F, 0xFF},     {0x100, 0x17F},   {0x300, 0x30F},   {0x370, 0x45F},     {0x5D0, 0x5EA},     {0x610, 0x61A},   {0x640, 0x652},
      {0x660, 0x66D},   {0x6F0, 0x6F9},   {0x750, 0x77F},   {0x2000, 0x206F}, {0x20A0, 0x20BF},   {0x3000, 0x3002},   {0x4E00, 0x4E20}, {0xFB50, 0xFBFF},
      {0xFDF2, 0xFDFC}, {0xFE00, 0xFE0F}, {0xFE70, 0xFEFF}, {0xFF01, 0xFF5E}, {0x1EE00, 0x1EE1F}, {0x1F600, 0x1F64F}, {0xFFFD, 0xFFFD}};
  const auto any_of = [&](std::pair<char32_t, char32_t> range) { return range.first + static_cast<char32_t>(random() % (range.second - range.first + 1)); };
  static constexpr std::string_view kWords[] = {"www", "http://a.b/c", "d@e.fr", "company's ", "'", "\n", " ", " 1447هـ ", "xAI", "  ", "\r\n"};
  const unsigned strewn = 1 + random() % 40;  // one in so many: nearly all, or hardly any
  std::string out;
  for (std::size_t run = 0; out.size() < bytes;) {
    if (random() % 6 == 0) run = random() % std::size(kRuns);
    if (random() % 30 == 0)
      out += kWords[random() % std::size(kWords)];
    else
      append_utf8(out, random() % strewn == 0 ? any_of(kStrewn[random() % std::size(kStrewn)]) : any_of(kRuns[run]));
  }
  while (out.size() > bytes) {  // whole characters
    std::size_t last = out.size() - 1;
    while ((static_cast<unsigned char>(out[last]) & 0xC0) == 0x80) --last;
    out.resize(last);
  }
  return out;
}

std::vector<std::string> texts() {
  std::vector<std::string> out;
  std::mt19937 random(21);
  for (std::size_t bytes = 0; bytes <= 130; ++bytes)
    for (int i = 0; i < 12; ++i) out.push_back(random_text(random, bytes));
  for (int i = 0; i < 300; ++i) out.push_back(random_text(random, random() % 3000));
  // One thing alone, over the ends of blocks and where the room for tokens ends.
  for (const char* piece : {"a", "A", "9", "م", "،", "ـ", "ً", "中", "😀", "ﻻ", "ﷺ", "'", "a'", "a ", "\n", " ", ".", "€", "é", "É", "я", "أ", "ى ", "x\u200F"})
    for (std::size_t times : {1u, 21u, 31u, 32u, 63u, 64u, 65u, 128u, 700u}) {
      std::string text;
      for (std::size_t i = 0; i < times; ++i) text += piece;
      for (std::size_t before = 0; before < 3; ++before) out.push_back(std::string("x .").substr(0, before) + text);
    }
  for (const auto& file : std::filesystem::directory_iterator(MIZAN_SOURCE_DIR "/corpus/samples")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!find_invalid_utf8(text)) out.push_back(std::move(text));
  }
  return out;
}

// All that can be asked of a folded text and its tokens.
std::string told(const std::string& text) {
  const NormalizedText normal(text);
  std::string out(normal.text());
  const auto number = [&](std::uint32_t value) { out += ' ' + std::to_string(value); };
  for (std::uint32_t at = 0; at < normal.text().size(); ++at) {
    if (normal.was_upper(at)) number(at);
    const SourceSpan from = normal.to_source({at, at + 1});
    if (from.begin != at || from.end != at + 1) number(at), number(from.begin), number(from.end);
  }
  for (const Token& token : tokenize(normal)) {
    number(token.begin), number(token.end), number(static_cast<std::uint32_t>(token.kind));
    out += token.space_before ? "s" : "";
    out += token.capital ? "c" : "";
    out += token.all_capitals ? "C" : "";
    out += token.mixed_case ? "m" : "";
    out += token.in_url ? "u" : "";
  }
  return out;
}

TEST(Vectors, FoldAndCutAlikeOnEveryTarget) {
  const std::vector<std::string> all = texts();
  std::vector<std::string> expected;  // the first target's; the tests of folding and of tokens hold it to single characters
  on_every_target([&] {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string now = told(all[i]);
      if (expected.size() == i) expected.push_back(now);
      ASSERT_EQ(now, expected[i]) << all[i];
    }
  });
  EXPECT_EQ(expected.size(), all.size());
}

// What each character becomes by itself, where none looks at its neighbours.
TEST(Vectors, FoldEachCharacterAsIfAlone) {
  std::mt19937 random(22);
  std::vector<std::string> all;
  for (std::size_t bytes = 0; bytes <= 130; ++bytes) all.push_back(random_text(random, bytes));
  on_every_target([&] {
    for (const std::string& text : all) {
      std::string expected;
      std::vector<bool> upper;
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = next_code_point(text, at);
        if (c == 0x0640) continue;  // a tatweel is of the Hijri era or of nothing, and gone either way
        const NormalizedText alone(std::string_view(text).substr(begin, at - begin));
        expected += alone.text();
        for (std::uint32_t i = 0; i < alone.text().size(); ++i) upper.push_back(alone.was_upper(i));
      }
      const NormalizedText whole(text);
      ASSERT_EQ(whole.text(), expected) << text;
      for (std::uint32_t i = 0; i < expected.size(); ++i) ASSERT_EQ(whole.was_upper(i), upper[i]) << text << " at " << i;
    }
  });
}

// Room for less than the text: what is written ends with a whole character, before the room does.
TEST(Vectors, FoldWhatThereIsRoomFor) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += i % 7 == 0 ? "A " : "م";
  on_every_target([&] {
    for (std::size_t room = 64; room < 300; ++room) {
      std::string to(room, '\0');
      std::vector<std::uint64_t> upper(room / 64 + 2);
      const std::size_t run = fold_run()(text, 0, to.data(), room, upper.data(), 0);
      ASSERT_LE(run, room);
      ASSERT_FALSE(find_invalid_utf8(to.substr(0, run))) << room;
      ASSERT_EQ(to.substr(0, run), NormalizedText::fold(text.substr(0, run)));
    }
  });
}

// The rules of UTF-8, one character after the other.
std::optional<std::size_t> plainly_invalid(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
    if (size == 0 || at + size > text.size()) return at;
    char32_t c = size == 1 ? lead : lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
      if ((byte(at + i) & 0xC0) != 0x80) return at;
      c = c << 6 | (byte(at + i) & 0x3Fu);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < kLeast[size] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return at;
    at += size;
  }
  return std::nullopt;
}

TEST(Vectors, FindTheFirstMistakeOfUtf8) {
  std::mt19937 random(23);
  std::vector<std::string> all;
  for (std::size_t bytes = 0; bytes <= 400; ++bytes) {
    all.push_back(random_text(random, bytes));
    for (int i = 0; i < 12; ++i) {
      std::string broken = random_text(random, bytes);
      if (!broken.empty()) switch (random() % 4) {
          case 0:
            broken[random() % broken.size()] = static_cast<char>(random());
            break;
          case 1:
            broken.erase(random() % broken.size(), 1 + random() % 2);
            break;
          case 2:
            broken.resize(broken.size() - random() % std::min<std::size_t>(broken.size(), 4));
            break;
          case 3:
            broken[broken.size() - 1 - random() % std::min<std::size_t>(broken.size(), 5)] = static_cast<char>(0x80 | random() % 0x80);
            break;
        }
      all.push_back(std::move(broken));
    }
  }
  // Any two and three bytes that mean something, over every end of a block of 16, 32 and 64.
  for (unsigned lead = 0x7F; lead <= 0xFF; ++lead)
    for (unsigned second : {0x00u, 0x41u, 0x7Fu, 0x80u, 0x8Fu, 0x90u, 0x9Fu, 0xA0u, 0xBFu, 0xC0u, 0xE0u, 0xFFu})
      for (const char* rest : {"", "\x80", "\x80\x80", "\xBF\xBF\xBF", "\xD9"})
        for (std::size_t before : {61u, 62u, 63u, 79u, 95u, 127u})
          all.push_back(std::string(before, 'x') + static_cast<char>(lead) + static_cast<char>(second) + rest + std::string(before % 2 == 0 ? 0 : 140, 'y'));
  on_every_target([&] {
    for (const std::string& text : all) ASSERT_EQ(find_invalid_utf8(text), plainly_invalid(text)) << ::testing::PrintToString(text);
  });
}

// Tokens know no white space but ASCII's: folding leaves no other.
TEST(Vectors, FoldingLeavesNoWhiteSpaceBeyondAscii) {
  for (char32_t c :
       {0x85, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}) {
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ(NormalizedText::fold(text), " ") << static_cast<std::uint32_t>(c);
  }
}

}  // namespace
}  // namespace mizan

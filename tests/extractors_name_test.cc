// Unknown names: spans, classes and ids (cases/names*.txt), and spellings across scripts (names-pairs.tsv).

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "pipeline/name_skeleton.h"
#include "tests/case_file.h"

namespace mizan::testing {
namespace {

class NameCases : public ::testing::TestWithParam<std::string> {};

TEST_P(NameCases, Alone) {
  check_alone(built_in_engine(), read_cases(GetParam()));
}

std::string name_of(const ::testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (char c : info.param.substr(info.param.rfind('/') + 1)) name += c == '-' || c == '.' ? '_' : c;
  return name.substr(0, name.size() - 4);
}

INSTANTIATE_TEST_SUITE_P(Files, NameCases, ::testing::ValuesIn(case_files("names")), name_of);

// The contract: mentions of one kind (names; all others) lie apart, and a name and another mention contain each other or lie apart.
void expect_no_crossing(const std::string& text) {
  Document document;
  document.text = text;
  const std::vector<Mention> found = built_in_engine().read(document).mentions;
  for (std::size_t i = 0; i < found.size(); ++i)
    for (std::size_t j = i + 1; j < found.size() && found[j].source.begin < found[i].source.end; ++j) {
      const SourceSpan a = found[i].source, b = found[j].source;
      const bool apart_in_kind = (found[i].type == MentionType::kEntity) != (found[j].type == MentionType::kEntity);
      const bool within = b.end <= a.end || (a.begin == b.begin && a.end <= b.end);
      ASSERT_TRUE(apart_in_kind && within) << text << "\n" << describe(found[i], text) << "\n" << describe(found[j], text);
    }
}

TEST(Names, CrossNoOtherMention) {
  for (const std::string& file : case_files(""))
    if (file.find("verdicts") == std::string::npos)  // those are of another form
      for (const Case& c : read_cases(file)) expect_no_crossing(c.text);
}

// Neither where texts are cut and put together anywhere.
TEST(Names, CrossNoOtherMentionInTornTexts) {
  std::vector<std::vector<std::string>> words;
  for (const std::string& file : case_files("")) {
    if (file.find("verdicts") != std::string::npos) continue;
    for (const Case& c : read_cases(file)) {
      std::istringstream in(c.text);
      std::vector<std::string> of;
      for (std::string word; in >> word;) of.push_back(word);
      if (!of.empty()) words.push_back(std::move(of));
    }
  }
  ASSERT_GT(words.size(), 500u);
  std::mt19937 random(20261128);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int round = 0; round < 1500; ++round) {
    std::string text;
    for (int piece = 0; piece < 12; ++piece) {
      const std::vector<std::string>& of = words[below(words.size())];
      const std::size_t first = below(of.size()), count = 1 + below(4);
      for (std::size_t w = first; w < std::min(of.size(), first + count); ++w) text += (text.empty() ? "" : " ") + of[w];
    }
    expect_no_crossing(text);
    if (::testing::Test::HasFatalFailure()) return;
  }
}

std::vector<std::pair<std::string, std::string>> pairs() {
  std::ifstream in(MIZAN_SOURCE_DIR "/tests/names-pairs.tsv");
  std::vector<std::pair<std::string, std::string>> all;
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == std::string::npos) continue;
    all.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  }
  return all;
}

TEST(NameSkeleton, SpellingsOfOneNameMatch) {
  const auto all = pairs();
  ASSERT_EQ(all.size(), 400u);
  std::size_t matched = 0;
  std::string missed;
  for (const auto& [latin, arabic] : all) {
    if (name_likeness(latin, arabic) >= kSameName)
      ++matched;
    else
      missed += latin + " / " + arabic + "\n";
  }
  EXPECT_GE(matched, all.size() * 9 / 10) << missed;
}

// The list tests what no lexicon helps with.
TEST(NameSkeleton, NoPairIsInTheLexicon) {
  std::set<std::string> known;
  const Lexicons& lexicons = built_in_engine().lexicons();
  for (const EntityAlias& alias : lexicons.aliases())
    if (alias.use != EntityAlias::Use::kAdjective && alias.use != EntityAlias::Use::kShort) known.insert(NormalizedText::fold(alias.written));
  for (const auto& [latin, arabic] : pairs()) {
    EXPECT_EQ(known.count(NormalizedText::fold(latin)), 0u) << latin;
    EXPECT_EQ(known.count(NormalizedText::fold(arabic)), 0u) << arabic;
  }
}

// Looking names up by their keys finds nearly all that comparing each with each would.
TEST(NameSkeleton, SpellingsOfOneNameShareAKey) {
  std::size_t alike = 0, met = 0;
  for (const auto& [latin, arabic] : pairs()) {
    const NameSound a(latin), b(arabic);
    if (likeness(a, b) < kSameName || a.words() < 2) continue;
    ++alike;
    const std::vector<std::string> x = a.keys(), y = b.keys();
    met += std::any_of(x.begin(), x.end(), [&](const std::string& key) { return std::find(y.begin(), y.end(), key) != y.end(); });
  }
  ASSERT_GT(alike, 20u);
  EXPECT_GE(met * 100, alike * 97);
}

TEST(NameSkeleton, OneSpellingIsOneKey) {
  EXPECT_EQ(name_key("Halvorsen Marine Inc."), name_key("halvorsen  marine"));
  EXPECT_EQ(name_key("شركة هالفورسن مارين"), name_key("هالفورسن مارين"));
  EXPECT_NE(name_key("Halvorsen"), name_key("Halverson"));
}

TEST(NameSkeleton, DifferentNamesDoNot) {
  const auto all = pairs();
  ASSERT_FALSE(all.empty());
  std::size_t tried = 0, matched = 0;
  std::string wrong;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t step : {1u, 37u, 101u, 199u, 283u}) {
      const std::string& other = all[(i + step) % all.size()].second;
      ++tried;
      if (name_likeness(all[i].first, other) < kSameName) continue;
      ++matched;
      wrong += all[i].first + " / " + other + "\n";
    }
  }
  EXPECT_EQ(tried, 2000u);
  EXPECT_LE(matched, tried / 200) << wrong;
}

TEST(NameSkeleton, IsSymmetric) {
  for (const auto& [latin, arabic] : pairs()) EXPECT_DOUBLE_EQ(name_likeness(latin, arabic), name_likeness(arabic, latin)) << latin;
}

TEST(NameSkeleton, OneLetterWrittenInSeveralWays) {
  for (const char* gordon : {"غوردون", "جوردون", "كوردون", "قوردون"}) EXPECT_GE(name_likeness(gordon, "Gordon"), kSameName) << gordon;
  EXPECT_LT(name_likeness("كارتر", "Garrigan"), kSameName);
  EXPECT_EQ(name_likeness("", "Gordon"), 0);
}

TEST(NameSlug, IsOneForAllSpellingsThatFoldingMakesEqual) {
  EXPECT_EQ(name_slug("Schneider  Électric"), "schneider-electric");
  EXPECT_EQ(name_slug("O'Donnell & Sons, Inc."), "odonnell-sons-inc");
  EXPECT_EQ(name_slug("إسماعيل"), name_slug("اسماعيل"));
  EXPECT_EQ(name_slug("شنايدر"), "shnaydr");
}

}  // namespace
}  // namespace mizan::testing

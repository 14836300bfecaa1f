// Loading: the built-in lexicons load, an overlay changes what it names, and a malformed line is told with its file and number.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <unordered_map>

#include "lexicons/embedded.h"
#include "lexicons/lexicons.h"

namespace mizan {
namespace {

// A folder of its own with one lexicon file, gone at the end.
class Overlay {
 public:
  explicit Overlay(const std::string& name, const std::string& text) {
    static int count = 0;
    folder_ = std::filesystem::temp_directory_path() / ("mizan-lexicons-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  ~Overlay() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

bool has_hit(const Lexicons& lexicons, const std::string& text, LexiconKind kind) {
  Document document;
  document.text = text;
  const Analysis article = analyze(document, Field::kText, lexicons);
  for (const LexiconHit& hit : article.hits)
    if (hit.kind == static_cast<std::uint8_t>(kind)) return true;
  return false;
}

TEST(BuiltIn, LoadsAndIsNamed) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons) << lexicons.error().to_string();
  EXPECT_EQ((*lexicons)->hash().size(), 6u);
  EXPECT_EQ((*lexicons)->currency_of("SA"), "SAR");
  EXPECT_EQ((*lexicons)->currency_of("XX"), "");
  EXPECT_EQ((*Lexicons::load({}))->hash(), (*lexicons)->hash());
}

TEST(BuiltIn, EveryUnitHasAFactorAndADimension) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  for (const UnitEntry& unit : (*lexicons)->units()) {
    EXPECT_FALSE(unit.symbol.empty()) << unit.written;
    EXPECT_FALSE(unit.dimension.empty()) << unit.written;
    EXPECT_FALSE(unit.factor.is_zero() || unit.factor.is_negative()) << unit.written;
  }
}

// One symbol has one dimension and one factor, whatever it is called; words that are amounts by themselves apart.
TEST(BuiltIn, UnitsOfOneSymbolAgree) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  std::unordered_map<std::string, const UnitEntry*> first;
  for (const UnitEntry& unit : (*lexicons)->units()) {
    if (unit.dimension == "multiple") continue;
    const auto [it, added] = first.emplace(unit.symbol, &unit);
    EXPECT_EQ(it->second->dimension, unit.dimension) << unit.symbol << " " << unit.written;
    EXPECT_EQ(it->second->factor, unit.factor) << unit.symbol << " " << unit.written;
  }
}

TEST(Annotation, ProcliticsArePeeledAtAWordsStartOnly) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  EXPECT_TRUE(has_hit(**lexicons, "وبالدولار", LexiconKind::kCurrency));  // and by the dollar
  EXPECT_TRUE(has_hit(**lexicons, "للدولار", LexiconKind::kCurrency));    // for the dollar
  EXPECT_FALSE(has_hit(**lexicons, "تألفت", LexiconKind::kNumber));       // was composed: no thousand
  EXPECT_FALSE(has_hit(**lexicons, "المائدة", LexiconKind::kNumber));     // the table: no hundred
}

TEST(Annotation, HitsAreLongestFirstAndInsideTheText) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  Document document;
  document.text = "بلغت قدرة المحطة 5 ميغاواط ساعة في المئة، and 5 million Kuwaiti dinars per square metre.";
  const Analysis article = analyze(document, Field::kText, **lexicons);
  ASSERT_FALSE(article.hits.empty());
  for (std::size_t i = 0; i < article.hits.size(); ++i) {
    const LexiconHit& hit = article.hits[i];
    ASSERT_LE(hit.token + hit.length, article.tokens.size());
    if (i == 0) continue;
    const LexiconHit& before = article.hits[i - 1];
    ASSERT_LE(before.token, hit.token);
    if (before.token == hit.token) {
      EXPECT_GE(before.length, hit.length);
    }
  }
}

TEST(Laid, OverAddsAWord) {
  const Overlay overlay("units.tsv", "zorb\tlength\t12\ten\tzorb|zorbs\t\n");
  auto built_in = Lexicons::load({});
  auto lexicons = Lexicons::load({overlay.folder()});
  ASSERT_TRUE(lexicons) << lexicons.error().to_string();
  EXPECT_NE((*lexicons)->hash(), (*built_in)->hash());
  EXPECT_FALSE(has_hit(**built_in, "12 zorbs", LexiconKind::kUnit));
  EXPECT_TRUE(has_hit(**lexicons, "12 zorbs", LexiconKind::kUnit));
  EXPECT_TRUE(has_hit(**lexicons, "12 km", LexiconKind::kUnit)) << "the built-in ones stay";
}

TEST(Malformed, LinesAreToldWithFileAndNumber) {
  struct Bad {
    const char* file;
    const char* text;
    std::uint64_t line;
  };
  const Bad bad[] = {
      {"numbers.tsv", "# head\nen\tunit\tmany\tmany\t\n", 2},
      {"numbers.tsv", "en\tpigeon\t5\tfive\t\n", 1},
      {"currencies.tsv", "\n\nUSD\tshape\ten\t1\t$\t\t\n", 3},
      {"currencies.tsv", "USD\tname\ten\tcheap\tdollar\t\t\n", 1},
      {"units.tsv", "# a\n# b\nkm\tlength\tlong\ten\tkm\t\n", 3},
      {"units.tsv", "km\n", 1},
      {"hedges.tsv", "perhaps\tbefore\ten\tmaybe\t\n", 1},
      {"hedges.tsv", "about\tbeside\ten\tmaybe\t\n", 1},
      {"cues.tsv", "# a\nmood\thappy\ten\tglad\n", 2},
  };
  for (const Bad& one : bad) {
    const Overlay overlay(one.file, one.text);
    auto lexicons = Lexicons::load({overlay.folder()});
    ASSERT_FALSE(lexicons) << one.file << ": " << one.text;
    EXPECT_NE(lexicons.error().file.find(one.file), std::string::npos) << lexicons.error().to_string();
    EXPECT_EQ(lexicons.error().line, one.line) << lexicons.error().to_string();
    EXPECT_FALSE(lexicons.error().message.empty());
    EXPECT_FALSE(lexicons.error().code.empty());
  }
}

TEST(Malformed, BytesThatAreNoUtf8) {
  const Overlay overlay("units.tsv", "km\tlength\t1000\ten\t\xFF\xFE\t\n");
  auto lexicons = Lexicons::load({overlay.folder()});
  ASSERT_FALSE(lexicons);
  EXPECT_NE(lexicons.error().file.find("units.tsv"), std::string::npos);
}

TEST(Malformed, AFolderThatIsNotThere) {
  EXPECT_FALSE(Lexicons::load({"/nonexistent/lexicons"}));
}

TEST(Embedded, EveryFileEndsInANewlineAndHasNoTrailingSpace) {
  for (const EmbeddedFile& file : embedded_lexicons()) {
    ASSERT_FALSE(file.text.empty()) << file.name;
    if (!file.name.ends_with(".tsv")) continue;  // the names' model is no text
    EXPECT_EQ(file.text.back(), '\n') << file.name;
    EXPECT_EQ(file.text.find(" \n"), std::string_view::npos) << file.name;
    EXPECT_EQ(file.text.find('\r'), std::string_view::npos) << file.name;
  }
}

}  // namespace
}  // namespace mizan

// The image that the build makes of the lexicons: what it gives is what parsing gives, in every table and in what is found.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "lexicons/image.h"
#include "lexicons/lexicons.h"

namespace mizan {
namespace {

// An overlay of no files: everything is parsed.
class EmptyOverlay {
 public:
  EmptyOverlay() : folder_(std::filesystem::temp_directory_path() / ("mizan-image-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~EmptyOverlay() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
};

TEST(LexiconImage, IsInTheProgramAndAligned) {
  const std::string_view image = embedded_lexicon_image();
  EXPECT_GT(image.size(), 1u << 20);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(image.data()) % LexiconImage::kAlignment, 0u);
}

TEST(LexiconImage, HoldsWhatTheFilesSay) {
  const EmptyOverlay overlay;
  auto loaded = Lexicons::load({});
  auto parsed = Lexicons::load({overlay.folder()});
  ASSERT_TRUE(loaded);
  ASSERT_TRUE(parsed) << parsed.error().to_string();
  const Lexicons &x = **loaded, &y = **parsed;
  EXPECT_EQ(x.hash(), y.hash());
  EXPECT_EQ(x.name_model(), y.name_model());
  EXPECT_FALSE(x.name_model().empty());
  // The image of what was parsed is the image byte by byte: every table, and the trie.
  auto without = Lexicons::load({overlay.folder(), LexiconOptions::Model::kOff});
  ASSERT_TRUE(without);
  EXPECT_TRUE(LexiconImage::make(y, (*without)->hash()) == embedded_lexicon_image());
}

TEST(LexiconImage, KnowsBothHashes) {
  const EmptyOverlay overlay;
  auto loaded = Lexicons::load({"", LexiconOptions::Model::kOff});
  auto parsed = Lexicons::load({overlay.folder(), LexiconOptions::Model::kOff});
  ASSERT_TRUE(loaded);
  ASSERT_TRUE(parsed);
  EXPECT_EQ((*loaded)->hash(), (*parsed)->hash());
  EXPECT_TRUE((*loaded)->name_model().empty());
  EXPECT_NE((*loaded)->hash(), (*Lexicons::load({}))->hash());
}

// Tables that an image forgets are none that it compares: what is found in the samples is the same as well.
TEST(LexiconImage, FindsTheSameWords) {
  const EmptyOverlay overlay;
  auto loaded = Lexicons::load({});
  auto parsed = Lexicons::load({overlay.folder()});
  ASSERT_TRUE(loaded);
  ASSERT_TRUE(parsed);
  std::size_t hits = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(MIZAN_SOURCE_DIR "/corpus/samples")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    Document document;
    document.text = bytes.str();
    const Analysis x = analyze(document, Field::kText, **loaded), y = analyze(document, Field::kText, **parsed);
    ASSERT_EQ(x.hits.size(), y.hits.size()) << file.path();
    for (std::size_t i = 0; i < x.hits.size(); ++i) {
      ASSERT_EQ(x.hits[i].kind, y.hits[i].kind) << file.path();
      ASSERT_EQ(x.hits[i].entry, y.hits[i].entry) << file.path();
      ASSERT_EQ(x.hits[i].token, y.hits[i].token) << file.path();
    }
    hits += x.hits.size();
  }
  EXPECT_GT(hits, 500u);
  for (const EntityEntry& entity : (*loaded)->entities()) ASSERT_EQ((*loaded)->find_entity(entity.id), &entity) << entity.id;
  EXPECT_EQ((*loaded)->find_entity("org:none-such"), nullptr);
  EXPECT_EQ((*loaded)->noun_in_arabic("person"), (*parsed)->noun_in_arabic("person"));
  EXPECT_EQ((*loaded)->currency_of("SA"), "SAR");
}

}  // namespace
}  // namespace mizan

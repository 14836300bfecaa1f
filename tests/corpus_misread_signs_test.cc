// Signs of a wrongly read encoding are counted alike on every processor, and as one counts them pair by pair.

#include <gtest/gtest.h>

#include <random>

#include "corpus/misread_signs.h"
#include "every_target.h"

namespace mizan {
namespace {

TEST(MisreadSigns, AreCountedOnEveryTarget) {
  std::mt19937 random(5);
  std::vector<std::string> texts;
  for (std::size_t bytes = 0; bytes <= 200; ++bytes)
    for (int i = 0; i < 10; ++i) {
      std::string text;
      while (text.size() < bytes) {
        static constexpr unsigned char kLikely[] = {0xD8, 0xD8, 0xC3, 0xC3, 0xB7, 0xB8, 0x98, 0x99, 0x9A, 0x9B, 0x83, 0x82, 0xA2, 0xC0, 0xBF, 'a'};
        text += static_cast<char>(random() % 3 == 0 ? random() % 256 : kLikely[random() % sizeof kLikely]);
      }
      texts.push_back(text);
    }
  on_every_target([&] {
    for (const std::string& text : texts) {
      MisreadSigns expected;
      for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        const std::string_view pair = std::string_view(text).substr(at, 2);
        expected.beyond_ascii += static_cast<unsigned char>(pair[0]) >= 0xC0;
        expected.arabic_as_arabic += pair == "ط" || pair == "ظ";
        for (std::string_view letter : {"Ø", "Ù", "Ã", "Â", "â", "Ú", "Û"}) expected.as_latin += pair == letter;
      }
      const MisreadSigns found = misread_signs(text);
      ASSERT_EQ(found.beyond_ascii, expected.beyond_ascii);
      ASSERT_EQ(found.arabic_as_arabic, expected.arabic_as_arabic);
      ASSERT_EQ(found.as_latin, expected.as_latin);
    }
  });
}

}  // namespace
}  // namespace mizan

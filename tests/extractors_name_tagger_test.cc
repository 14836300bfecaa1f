// What the tagger remembers of words and places must never change a sum: each token's weight against the plain sum over its features.

#include <gtest/gtest.h>

#include "extractors/name_tagger.h"
#include "tests/case_file.h"

namespace mizan {
namespace {

constexpr const char* kTexts[] = {
    "وأعلن ديموقراطس وليسيوبوس في مدينة طرابلس أن شركة شنايدر إلكتريك ستستثمر 20 مليون دولار. وقال الرئيس محمد بن سلمان العتيبي إن المشروع بدأ.",
    "والتقى وزير الخارجية الأمريكي ريكس تيلرسون مع أحمد أحمد أحمد، رئيس الاتحاد (CAF)، في 2018-04-01.\nوأضاف تيلرسون: \"لا تعليق\" http://t.co/x",
    "قال. قال قال", "م", "Microsoft وإنفيديا وOpenAI: 5%"};

TEST(NameTagger, WhatIsRememberedIsTheSum) {
  const Lexicons& lexicons = testing::built_in_engine().lexicons();
  const NameModel model(lexicons.name_model()), same(lexicons.name_model());
  ASSERT_FALSE(model.empty());
  EXPECT_NE(model.serial(), same.serial());
  std::size_t weighed = 0;
  for (int round = 0; round < 2; ++round)  // all new, then all remembered
    for (const char* text : kTexts) {
      Document document;
      document.text = text;
      const Analysis article = analyze(document, Field::kText, lexicons);
      const NameText names(article, lexicons, {}, 0);
      std::vector<NameCandidate> rules;
      find_names_by_rules(names, whole(names.a), rules);
      const NameFeatures features(names, rules);
      std::vector<std::uint32_t> fixed, history;
      for (const Sentence& sentence : article.sentences)
        for (std::uint32_t t = sentence.first_token; t < sentence.end_token; ++t)
          for (int before = 0; before < static_cast<int>(NameModel::kTags); ++before)
            for (int before_that : {0, 3, 6}) {
              features.fixed(t, fixed);
              features.history(t, before, before_that, history);
              const TagSums sum = model.sum(fixed, history);
              ASSERT_EQ(features.weigh(model, t, t == sentence.first_token, before, before_that), sum) << article.word(t);
              ASSERT_EQ(features.weigh(same, t, t == sentence.first_token, before, before_that), sum) << article.word(t);
              ++weighed;
            }
    }
  EXPECT_GT(weighed, 1000u);
}

// Where both tags before are outside, the tags come from four lanes, and from pairs of words only where they can change them.
TEST(NameTagger, TagsOutsideAreThoseOfTheSum) {
  const Lexicons& lexicons = testing::built_in_engine().lexicons();
  const NameModel model(lexicons.name_model());
  std::size_t names_begin = 0, outside = 0;
  for (int round = 0; round < 2; ++round)
    for (const char* text : kTexts) {
      Document document;
      document.text = text;
      const Analysis article = analyze(document, Field::kText, lexicons);
      const NameText names(article, lexicons, {}, 0);
      const NameFeatures features(names, {});
      std::vector<std::uint32_t> fixed, history;
      for (const Sentence& sentence : article.sentences) {
        std::uint8_t tags[NameFeatures::kStretch];
        for (std::uint32_t begin = sentence.first_token; begin < sentence.end_token; begin += NameFeatures::kStretch) {
          const std::uint32_t end = std::min(begin + NameFeatures::kStretch, sentence.end_token);
          features.tags_outside(model, begin, end, begin == sentence.first_token, tags);
          for (std::uint32_t t = begin; t < end; ++t) {
            ASSERT_EQ(tags[t - begin] == NameFeatures::kUnasked, features.plain(t)) << article.word(t);
            if (features.plain(t)) continue;
            features.fixed(t, fixed);
            features.history(t, 0, 0, history);
            const TagSums sum = model.sum(fixed, history);
            int tag = 0;
            for (int begins : {1, 3, 5})
              if (sum.of(begins) > sum.of(tag)) tag = begins;
            ASSERT_EQ(tags[t - begin], tag) << article.word(t);
            ++(tag == 0 ? outside : names_begin);
          }
        }
      }
    }
  EXPECT_GT(names_begin, 4u);
  EXPECT_GT(outside, 20u);
}

// Numbers of words hold for one numbering: a text of very many words begins a new one behind it, and a text that was analysed before it says what it said.
TEST(NameTagger, ForgetsWithTheNumberingOfWords) {
  const Lexicons& lexicons = testing::built_in_engine().lexicons();
  const NameModel model(lexicons.name_model());
  const auto tags_of = [&](const Analysis& article) {
    const NameText names(article, lexicons, {}, 0);
    std::vector<NameCandidate> rules, tagged;
    find_names_by_rules(names, whole(names.a), rules);
    tag_names(names, whole(names.a), model, rules, tagged);
    std::vector<std::uint32_t> out;
    for (const NameCandidate& c : tagged) out.insert(out.end(), {c.begin_byte, c.end_byte, static_cast<std::uint32_t>(c.cls)});
    return out;
  };
  Document document, words;
  document.text = kTexts[0];
  for (int i = 0; i < 150000; ++i) {  // more than the tagger keeps, too
    std::string word;
    for (int left = i + 1; left != 0; left /= 26) word += static_cast<char>('a' + left % 26);
    words.text += "Q" + word + (i % 20 == 19 ? ".\n" : " ");
  }
  const Analysis before = analyze(document, Field::kText, lexicons);
  const std::vector<std::uint32_t> first = tags_of(before);
  ASSERT_FALSE(first.empty());
  const Analysis many = analyze(words, Field::kText, lexicons);
  const std::vector<std::uint32_t> of_many = tags_of(many);
  const Analysis behind = analyze(document, Field::kText, lexicons);
  EXPECT_NE(before.numbering, behind.numbering);
  EXPECT_EQ(tags_of(behind), first);
  EXPECT_EQ(tags_of(before), first);
  EXPECT_EQ(tags_of(many), of_many);
}

}  // namespace
}  // namespace mizan

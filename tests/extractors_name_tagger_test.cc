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
      find_names_by_rules(names, rules);
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

}  // namespace
}  // namespace mizan

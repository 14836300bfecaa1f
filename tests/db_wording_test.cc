// How alike two sentences are worded.
#include <gtest/gtest.h>

#include "db/interval.h"
#include "db/wording.h"

namespace mizan {
namespace {

double overlap(const char* a, const char* b) {
  return Wording(a).overlap(Wording(b));
}

TEST(Wording, StemsArticlesConjunctionsAndEndings) {
  EXPECT_EQ(stem("والانفجار"), stem("انفجار"));  // and the explosion, explosion
  EXPECT_EQ(stem("الشركات"), stem("شركات"));     // the companies, companies
  EXPECT_EQ(stem("companies"), "companie");
  EXPECT_EQ(stem("gas"), "gas");
}

TEST(Wording, IsBlindToTheNumber) {
  // "A court sentences the former minister of information to 3 / 10 years in prison"
  EXPECT_DOUBLE_EQ(overlap("محكمة مصرية تقضي بسجن وزير الإعلام السابق 3 سنوات", "محكمة مصرية تقضي بسجن وزير الأعلام السابق 10 سنوات"), 1.0);
  EXPECT_DOUBLE_EQ(overlap("The fire destroyed 12 homes near Athens", "The fire destroyed 300 homes near Athens"), 1.0);
  EXPECT_LT(overlap("The fire destroyed 12 homes near Athens", "Profit rose to 12 million dollars in March"), 0.2);
  EXPECT_EQ(overlap("", "The fire destroyed 12 homes"), 0.0);
}

TEST(Interval, RanksLengths) {
  EXPECT_DOUBLE_EQ(ratio_of_lengths("P10Y", "P5Y"), 2.0);
  EXPECT_DOUBLE_EQ(ratio_of_lengths("P12M", "P1Y"), 1.0);
}

}  // namespace
}  // namespace mizan

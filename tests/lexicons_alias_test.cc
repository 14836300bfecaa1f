// The built-in entity lexicon: its size, and no name for two entities without a rule.

#include <gtest/gtest.h>

#include "lexicons/check.h"

namespace mizan {
namespace {

TEST(EntityLexicon, HoldsFiveThousandEntities) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  EXPECT_GE((*lexicons)->entities().size(), 5000u);
}

TEST(EntityLexicon, NoNameStandsForTwoWithoutARule) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  for (const AliasClash& clash : find_alias_clashes(**lexicons))
    ADD_FAILURE() << '"' << clash.alias << "\" stands for " << clash.first << " and for " << clash.second;
}

TEST(EntityLexicon, NoCommonWordIsANameWithoutARule) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  for (const CommonAlias& alias : find_common_aliases(**lexicons))
    ADD_FAILURE() << '"' << alias.alias << "\" of " << alias.entity << " is an ordinary word (" << alias.word << ')';
}

TEST(EntityLexicon, NamesRolesOfWords) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  const NameWords& words = (*lexicons)->name_words();
  EXPECT_TRUE(words.find("maria") & kGiven);
  EXPECT_TRUE(words.find("شركه") & kOrgHead);
  EXPECT_TRUE(words.find("مدينه") & kPlaceHead);
  EXPECT_EQ(words.find("qwertzuiop"), 0u);
}

}  // namespace
}  // namespace mizan

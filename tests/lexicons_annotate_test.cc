// What annotate() leaves on the tokens beside the hits: their kinds and hashes, by which rules pass over most tokens.

#include <gtest/gtest.h>

#include "lexicons/lexicons.h"

namespace mizan {
namespace {

TEST(Annotate, KindsAndHashesSayWhatTheHitsAndWordsSay) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  Document document;
  document.text =
      "وارتفعت إيرادات مايكروسوفت للربع الثالث 3 ملايين دولار سنويا، نحو 20 ميغاواط.\nMicrosoft's revenue rose about 5% a year to 20 km in May, "
      "http://x.com/may";
  const Analysis a = analyze(document, Field::kText, **lexicons);
  ASSERT_EQ(a.hashes.size(), a.tokens.size());
  ASSERT_EQ(a.words.size(), a.tokens.size());
  std::uint16_t all = 0;
  for (std::uint32_t t = 0; t < a.tokens.size(); ++t) {
    std::uint16_t kinds = 0;
    for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit) {
      EXPECT_EQ(hit->token, t);
      kinds |= kind_bit(static_cast<LexiconKind>(hit->kind));
      const LexiconHit& before = hit == a.hits_begin(t) ? *hit : *(hit - 1);
      EXPECT_GE(before.length, hit->length) << a.word(t);
    }
    EXPECT_EQ(a.tokens[t].kinds, kinds) << a.word(t);
    EXPECT_EQ(a.hashes[t], word_hash(a.word(t)));
    if (!a.word(t).ends_with("'s")) {
      EXPECT_EQ(a.words[t].roles, (*lexicons)->name_words().find(a.word(t)));
    }
    std::uint32_t lone = 0;
    for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit)
      if (hit->length == 1 && static_cast<LexiconKind>(hit->kind) != LexiconKind::kEntity) lone |= 1u << hit->kind;
    EXPECT_EQ(a.words[t].lone & (kLoneAdjective - 1), lone) << a.word(t);
    for (std::uint32_t u = 0; u < t; ++u)
      if (a.words[u].type != TokenWord::kNoType && a.words[t].type != TokenWord::kNoType) {
        EXPECT_EQ(a.words[u].type == a.words[t].type, a.word(u) == a.word(t));
      }
    all |= kinds;
  }
  for (LexiconKind kind : {LexiconKind::kNumber, LexiconKind::kCurrency, LexiconKind::kUnit, LexiconKind::kCalendar, LexiconKind::kHedge, LexiconKind::kRate,
                           LexiconKind::kMetric, LexiconKind::kEntity, LexiconKind::kCue})
    EXPECT_TRUE(all & kind_bit(kind)) << static_cast<int>(kind);
}

}  // namespace
}  // namespace mizan

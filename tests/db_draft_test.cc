// Drafts against a database: what contradicts them, what confirms them, and that nothing is kept. What brings figures of one event together, and which
// group is read first.
#include <gtest/gtest.h>

#include "db/citation.h"
#include "db/draft.h"
#include "tests/db_testing.h"

namespace mizan {
namespace {

using testing::ArticleBuilder;
using testing::canonical;
using testing::Folder;
using testing::must_open;

const char* const kEvent = "Explosion shakes chemical warehouse near Kabul market, rescuers search rubble, governor visits hospital wards tonight";

ArticleBuilder toll(const std::string& id, const std::string& published, const std::string& killed) {
  ArticleBuilder a(id, "source-" + id, published);
  a.says(kEvent);
  a.says("Report number " + id);
  a.count("killed", killed, "person");
  return a;
}

std::vector<DraftFigure> check(const std::vector<ArticleBuilder>& stored, const ArticleBuilder& draft) {
  Folder folder;
  {
    FactStore store = must_open(folder / "a.db");
    for (const ArticleBuilder& a : stored) EXPECT_TRUE(store.add(a.document, a.result));
    EXPECT_TRUE(store.finish_run());
  }
  const std::string before = canonical(folder / "a.db");
  FactStore store = must_open(folder / "a.db", OpenMode::kReadOnly);
  auto out = check_drafts(store, {{draft.document, draft.result}});
  if (!out) {
    ADD_FAILURE() << out.error().to_string();
    return {};
  }
  EXPECT_EQ(canonical(store), before);
  return std::move(*out);
}

TEST(Draft, ATollThatFellIsContradicted) {
  auto figures = check({toll("a", "2024-03-05", "45"), toll("b", "2024-03-05", "45")}, toll("draft", "", "30"));
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].verdict, Verdict::kConflict);
  EXPECT_TRUE(is_contradicted(figures[0]));
  EXPECT_EQ(figures[0].against, 1);  // the two articles are copies of one text
  EXPECT_EQ(figures[0].witnesses.size(), 2u);
}

TEST(Draft, ATollThatRoseIsAnUpdate) {
  auto figures = check({toll("a", "2024-03-05", "45")}, toll("draft", "2024-03-05", "50"));
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].verdict, Verdict::kUpdate);
  EXPECT_FALSE(is_contradicted(figures[0]));
}

TEST(Draft, WhatOthersSayTooIsConfirmed) {
  auto figures = check({toll("a", "2024-03-05", "45"), toll("b", "2024-03-05", "45")}, toll("draft", "2024-03-05", "45"));
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].verdict, Verdict::kAgree);
  EXPECT_EQ(figures[0].with, 1);  // copies
}

TEST(Draft, TheSubjectBringsOldArticles) {
  ArticleBuilder old("a", "ledger", "2019-01-01"), draft("draft", "", "2024-03-05");
  old.subject("org:openai", "OpenAI").money("revenue", "$20", "billion", "20000000000", 9).period("2018");
  draft.subject("org:openai", "OpenAI").money("revenue", "$25", "billion", "25000000000", 9).period("2018");
  auto figures = check({old}, draft);
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].verdict, Verdict::kConflict);
}

TEST(Draft, ContradictedOnesComeFirstAndOthersAreSingle) {
  ArticleBuilder draft = toll("draft", "2024-03-05", "30");
  draft.subject("org:openai", "OpenAI").money("revenue", "$25", "billion", "25000000000", 9);
  auto figures = check({toll("a", "2024-03-05T01:00:00Z", "45")}, draft);
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_TRUE(is_contradicted(figures[0]));
  EXPECT_EQ(figures[1].verdict, Verdict::kSingle);
}

TEST(Draft, AnEmptyDatabaseKnowsNothing) {
  auto figures = check({}, toll("draft", "", "30"));
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].verdict, Verdict::kSingle);
}

// What brings figures of one event together.
std::vector<Group> groups_of(const std::vector<ArticleBuilder>& articles) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  for (const ArticleBuilder& a : articles) EXPECT_TRUE(store.add(a.document, a.result));
  EXPECT_TRUE(store.finish_run());
  auto out = reconcile(store);
  EXPECT_TRUE(out);
  return out ? std::move(out->groups) : std::vector<Group>();
}

TEST(Meeting, AFigureAndItsRoundingUnderOtherNames) {
  ArticleBuilder a("a", "x", "2024-03-05"), b("b", "y", "2024-03-05");
  a.says(kEvent).says("First account of it").subject("", "Challenger Moussa Mostafa").count("votes", "656000", "vote", 3);
  b.says(kEvent).says("Second account, longer").subject("", "Challenger Moussa Mostafa").count("valid_votes", "656534", "vote");
  auto groups = groups_of({a, b});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].verdict, Verdict::kRounding);
}

TEST(Meeting, UpToARoundedFigureIsThatFigure) {
  ArticleBuilder a("a", "x", "2024-03-05"), b("b", "y", "2024-03-05");
  a.says(kEvent).count("registered_voters", "59078000", "voter", 3).bound(Bound::kAtMost);
  b.says(kEvent).count("registered_voters", "59078138", "voter");
  auto groups = groups_of({a, b});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].verdict, Verdict::kRounding);
}

TEST(Meeting, PricesOfOnePublisherAndDayAreNoConflict) {
  ArticleBuilder a("a", "wire", "2024-03-05"), b("b", "wire", "2024-03-05");
  a.says(kEvent).subject("instrument:gold", "Gold").money("price", "$1330", "an ounce", "1330", 0);
  b.says(kEvent).subject("instrument:gold", "Gold").money("price", "$1340", "an ounce", "1340", 0);
  for (const Group& group : groups_of({a, b})) EXPECT_NE(group.verdict, Verdict::kConflict) << group.reason;
}

TEST(Decide, WeightsPutTheWiderGapFirst) {
  ArticleBuilder a("a", "x", "2024-03-05"), b("b", "y", "2024-03-05");
  a.says(kEvent).subject("org:one", "One").money("revenue", "$20", "billion", "20000000000", 9).period("2023");
  a.subject("org:two", "Two").money("revenue", "$20", "billion", "20000000000", 9).period("2023");
  b.says(kEvent).subject("org:one", "One").money("revenue", "$21", "billion", "21000000000", 9).period("2023");
  b.subject("org:two", "Two").money("revenue", "$38", "billion", "38000000000", 9).period("2023");
  auto groups = groups_of({a, b});
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].subject, "org:two");
  EXPECT_GT(groups[0].weight, groups[1].weight);
}

}  // namespace
}  // namespace mizan

// What reconcile is told to look at again.
#include <gtest/gtest.h>

#include "db/database.h"
#include "db/decisions.h"
#include "db/reconcile.h"
#include "db/touched.h"
#include "tests/db_testing.h"

namespace mizan {
namespace {

using testing::ArticleBuilder;
using testing::Folder;
using testing::must_open;

ArticleBuilder revenue(const std::string& id, const std::string& figure) {
  ArticleBuilder a(id, "s-" + id, "2025-03-28");
  a.subject("org:openai", "OpenAI").money("revenue", figure, "billion", figure + "000000000", 9).period("2024");
  return a;
}

std::vector<std::int64_t> touched(FactStore& store) {
  auto out = touched_articles(store.database());
  EXPECT_TRUE(out);
  return out ? out->articles : std::vector<std::int64_t>{};
}

void put(FactStore& store, const ArticleBuilder& a) {
  EXPECT_TRUE(store.add(a.document, a.result));
  EXPECT_TRUE(store.finish_run());
}

TEST(Touched, WhatChangedUntilItWasCompared) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  put(store, revenue("a", "10"));
  put(store, revenue("b", "12"));
  EXPECT_EQ(touched(store), (std::vector<std::int64_t>{1, 2}));
  ASSERT_TRUE(reconcile(store));
  EXPECT_TRUE(touched(store).empty());

  put(store, revenue("a", "10"));  // unchanged
  EXPECT_TRUE(touched(store).empty());
  put(store, revenue("b", "13"));  // a new version
  EXPECT_EQ(touched(store), (std::vector<std::int64_t>{2}));
  ASSERT_TRUE(reconcile(store));

  ArticleBuilder old = revenue("b", "14");  // older than the version that counts: what the article said before has changed
  old.document.published = "2025-03-01";
  put(store, old);
  EXPECT_EQ(touched(store), (std::vector<std::int64_t>{2}));
}

TEST(Touched, DecisionsTouchTheArticlesTheyAreOn) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  put(store, revenue("a", "10"));
  put(store, revenue("b", "12"));
  put(store, ArticleBuilder("c", "s-c", "2025-03-28").subject("org:xai", "xAI").money("valuation", "70", "billion", "70000000000", 9));
  auto result = reconcile(store);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->groups.size(), 1u);
  ASSERT_TRUE(decide_group(store, {.kind = "reject", .who = "Huda", .text = {}}, result->groups[0].id));
  EXPECT_EQ(touched(store), (std::vector<std::int64_t>{1, 2}));
}

TEST(Touched, AFullRunIsRememberedUntilItWasMade) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  touch_all(store.database());
  EXPECT_TRUE(touched_articles(store.database())->all);
  ASSERT_TRUE(reconcile(store));
  EXPECT_FALSE(touched_articles(store.database())->all);
  remember(store.database(), "policy", "7");
  EXPECT_EQ(remembered(store.database(), "policy"), "7");
  remember(store.database(), "policy", "");
  EXPECT_EQ(remembered(store.database(), "policy"), "");
}

}  // namespace
}  // namespace mizan

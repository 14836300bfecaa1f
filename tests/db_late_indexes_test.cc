// Indexes made after the rows: afterwards, and when the run is undone, the database has those that it had.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/database.h"
#include "db/late_indexes.h"
#include "db/reconcile.h"
#include "tests/db_testing.h"

namespace mizan {
namespace {

using testing::ArticleBuilder;
using testing::Folder;
using testing::must_open;

std::vector<std::string> indexes(Database& db) {
  std::vector<std::string> out;
  Statement all = db.prepare("SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name");
  while (all.row()) out.push_back(all.text(0));
  return out;
}

TEST(LateIndexes, AreMadeAsTheyWere) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  Database& db = store.database();
  const auto before = indexes(db);
  ASSERT_FALSE(before.empty());
  db.begin();
  LateIndexes late(db);
  late.drop({"claims_anchor", "no_such_index", "groups_story"});
  EXPECT_EQ(indexes(db).size(), before.size() - 2);
  late.make();
  EXPECT_EQ(indexes(db), before);
  late.drop_all();
  EXPECT_TRUE(indexes(db).empty());
  late.make();
  db.commit();
  EXPECT_EQ(indexes(db), before);
  EXPECT_TRUE(db.status());
}

TEST(LateIndexes, AreThereAgainAfterARollback) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  Database& db = store.database();
  const auto before = indexes(db);
  db.begin();
  LateIndexes late(db);
  late.drop_all();
  db.rollback();
  EXPECT_EQ(indexes(db), before);
}

TEST(LateIndexes, AFirstReconciliationLeavesNoneOut) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  const auto before = indexes(store.database());
  for (const char* figure : {"100", "130"}) {
    ArticleBuilder a(figure, std::string("source-") + figure, "2025-02-01");
    a.subject("org:acme", "Acme").money("revenue", figure, "million", std::string(figure) + "000000", 6).period("2024");
    ASSERT_TRUE(store.add(a.document, a.result));
  }
  ASSERT_TRUE(store.finish_run());
  ASSERT_TRUE(reconcile(store, ReconcileOptions{}));
  Statement groups = store.database().prepare("SELECT count(*) FROM groups");
  ASSERT_TRUE(groups.row());
  EXPECT_GT(groups.integer(0), 0);
  EXPECT_EQ(indexes(store.database()), before);
}

}  // namespace
}  // namespace mizan

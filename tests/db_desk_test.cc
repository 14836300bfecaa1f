// What the web desk asks of the database: pages by cursor, search by spelling and name, decisions beside a running writer, views for SQL users.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <set>

#include "db/citation.h"
#include "db/decisions.h"
#include "db/desk_queries.h"
#include "db/search_index.h"
#include "tests/db_testing.h"

namespace mizan {
namespace {

using testing::ArticleBuilder;
using ::testing::ElementsAre;
using testing::Folder;
using ::testing::HasSubstr;
using testing::must_open;

void add(FactStore& store, const ArticleBuilder& article) {
  auto added = store.add(article.document, article.result);
  ASSERT_TRUE(added) << added.error().to_string();
}

// Seven companies, weeks apart, each with two sources whose figures differ; the newest is of 2026-03-19.
FactStore seven_conflicts(const Folder& folder) {
  FactStore store = must_open(folder / "facts.db");
  EXPECT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
  const char* const days[] = {"2025-11-19", "2025-12-09", "2025-12-29", "2026-01-18", "2026-02-07", "2026-02-27", "2026-03-19"};
  for (int i = 0; i < 7; ++i) {
    const std::string id = "org:c" + std::to_string(i), name = "Company" + std::to_string(i);
    for (int side = 0; side < 2; ++side) {
      const int value = side == 0 ? 11 + 13 * i : 17 + 19 * i;
      ArticleBuilder article(name + (side == 0 ? "-a" : "-b"), side == 0 ? "Gulf Ledger" : "الميناء", days[i]);
      article.subject(id, name).money("revenue", "$" + std::to_string(value), "billion", std::to_string(value) + "000000000", 9).period("2025");
      add(store, article);
    }
  }
  EXPECT_TRUE(store.finish_run());
  auto done = reconcile(store);
  EXPECT_TRUE(done) << done.error().to_string();
  EXPECT_EQ(done->groups.size(), 7u);
  return store;
}

TEST(DeskQueries, PagesShowEachGroupOnceInReadingOrder) {
  Folder folder;
  FactStore store = seven_conflicts(folder);
  std::vector<std::string> seen;
  std::vector<int> weights;
  GroupQuery query;
  query.limit = 3;
  int pages = 0;
  do {
    auto page = list_groups(store, query);
    ASSERT_TRUE(page) << page.error().to_string();
    for (const DeskGroup& g : page->groups) {
      seen.push_back(g.group.id);
      weights.push_back(g.group.weight);
      EXPECT_EQ(g.group.verdict, Verdict::kConflict);
      ASSERT_EQ(g.group.claims.size(), 2u);
      EXPECT_THAT(g.group.claims[0].sentence, HasSubstr(g.group.claims[0].text));
      EXPECT_NE(g.group.claims[0].cluster, g.group.claims[1].cluster);
      EXPECT_EQ(g.day.size(), 10u);
    }
    query.cursor = page->next;
    ++pages;
  } while (!query.cursor.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), 7u);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 7u);
  EXPECT_TRUE(std::is_sorted(weights.rbegin(), weights.rend()));
  EXPECT_GT(weights.front(), weights.back());
}

// A hundred and twenty articles of one company, of which every tenth has another figure.
TEST(DeskQueries, AListShowsSomeOfManyClaimsOfEachValueAndTheGroupAll) {
  Folder folder;
  FactStore store = must_open(folder / "facts.db");
  ASSERT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
  for (int i = 0; i < 120; ++i) {
    const std::string value = i % 10 == 9 ? "17" : "11";
    ArticleBuilder article("a" + std::to_string(i), "Source" + std::to_string(i), "2026-03-19");
    article.subject("org:c1", "Company1").money("revenue", "$" + value, "billion", value + "000000000", 9).period("2025");
    add(store, article);
  }
  ASSERT_TRUE(store.finish_run());
  ASSERT_TRUE(reconcile(store));
  auto page = list_groups(store, {});
  ASSERT_TRUE(page);
  ASSERT_EQ(page->groups.size(), 1u);
  const DeskGroup& listed = page->groups.front();
  EXPECT_EQ(listed.claims_total, 120u);
  EXPECT_LE(listed.group.claims.size(), kClaimsInList);
  std::map<int, int> shown;
  for (const GroupClaim& c : listed.group.claims) ++shown[c.cluster];
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[1], 12);
  EXPECT_GE(shown[0], 12);
  auto whole = desk_group(store, listed.group.id);
  ASSERT_TRUE(whole && *whole);
  EXPECT_EQ((*whole)->group.claims.size(), 120u);
  EXPECT_EQ((*whole)->revision, listed.revision);  // a decision taken on the list is one on the group
  auto some = desk_group(store, listed.group.id, 60);
  ASSERT_TRUE(some && *some);
  EXPECT_LE((*some)->group.claims.size(), 60u);
  EXPECT_EQ((*some)->revision, listed.revision);
}

TEST(DeskQueries, FiltersAndNonsenseCursors) {
  Folder folder;
  FactStore store = seven_conflicts(folder);
  auto count = [&](GroupQuery query) {
    auto page = list_groups(store, query);
    EXPECT_TRUE(page);
    return page->groups.size();
  };
  GroupQuery query;
  query.subject = "org:c3";
  EXPECT_EQ(count(query), 1u);
  query = {};
  query.verdicts = {Verdict::kAgree};
  EXPECT_EQ(count(query), 0u);
  query = {};
  query.metric = "revenue";
  query.since = "2026-02-07";
  EXPECT_EQ(count(query), 3u);
  query.since = "2026-03-20";
  EXPECT_EQ(count(query), 0u);
  for (const char* cursor : {"x", "conflict", "conflict.x.y", "....", "conflict.99999999999999999999.g", "\xff.1.2"}) {
    query = {};
    query.cursor = cursor;
    EXPECT_EQ(count(query), 7u) << cursor;
  }
}

TEST(DeskQueries, DecisionsCloseAGroupAndChangeItsRevision) {
  Folder folder;
  FactStore store = seven_conflicts(folder);
  auto page = list_groups(store, {});
  ASSERT_TRUE(page);
  const DeskGroup before = page->groups.front();
  EXPECT_EQ(before.decided, "");
  {
    // Beside the writer, which still holds its lock.
    auto beside = FactStore::open(folder / "facts.db", OpenMode::kDecide);
    ASSERT_TRUE(beside) << beside.error().to_string();
    ASSERT_TRUE(decide_group(*beside, {.kind = "accept", .who = "Huda", .text = "both ask us"}, before.group.id));
  }
  auto after = desk_group(store, before.group.id);
  ASSERT_TRUE(after && *after);
  EXPECT_EQ((*after)->decided, "accept");
  EXPECT_EQ((*after)->decided_by, "Huda");
  EXPECT_NE((*after)->revision, before.revision);
  GroupQuery open;
  open.decided = Decided::kOpen;
  EXPECT_EQ(list_groups(store, open)->groups.size(), 6u);
  open.decided = Decided::kDone;
  EXPECT_EQ(list_groups(store, open)->groups.size(), 1u);
  auto counts = count_verdicts(store);
  ASSERT_TRUE(counts);
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ(counts->front().all, 7u);
  EXPECT_EQ(counts->front().open, 6u);
  auto log = decisions_on(store, **after);
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 1u);
  EXPECT_EQ(log->front().note, "both ask us");
}

TEST(DeskQueries, WhatIsTakenBackCountsNoMoreAndStaysInTheLog) {
  Folder folder;
  FactStore store = seven_conflicts(folder);
  const DeskGroup group = list_groups(store, {})->groups.front();
  ASSERT_TRUE(decide_group(store, {.kind = "accept", .who = "Huda", .text = {}}, group.group.id));
  ASSERT_TRUE(decide_group(store, {.kind = "reject", .who = "Omar", .text = {}}, group.group.id));
  ASSERT_TRUE(correct_fact(store, {.kind = "correct", .who = "Huda", .text = {}}, fact_id(group.group.claims[0]), {{"value", "21000000000"}}));
  const std::string rejected = (**desk_group(store, group.group.id)).revision;
  ASSERT_TRUE(undo_decision(store, {.kind = "undo", .who = "Huda", .text = "too soon"}, 2));
  auto now = desk_group(store, group.group.id);
  ASSERT_TRUE(now && *now);
  EXPECT_EQ((*now)->decided, "accept");  // the one before counts again
  EXPECT_NE((*now)->revision, rejected);
  EXPECT_EQ((*now)->group.claims[0].low->to_string(), "21000000000");
  ASSERT_TRUE(undo_decision(store, {.kind = "undo", .who = "Huda", .text = {}}, 3));
  now = desk_group(store, group.group.id);
  EXPECT_EQ((*now)->group.claims[0].low, group.group.claims[0].low);
  auto decisions = Decisions::load(store);
  ASSERT_TRUE(decisions);
  EXPECT_TRUE(decisions->rejected_ids().empty());
  EXPECT_EQ(decisions->accepted_ids().size(), 1u);
  auto log = list_decisions(store, 0, 10);
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 5u);
  EXPECT_EQ(log->at(1).kind, "undo");
  EXPECT_EQ(log->at(1).undoes, 2);
  EXPECT_EQ(log->at(1).note, "too soon");
  EXPECT_FALSE(log->at(2).stands);
  EXPECT_FALSE(log->at(3).stands);
  EXPECT_TRUE(log->at(4).stands);
  // Neither twice, nor a taking back, nor what was never decided.
  EXPECT_EQ(undo_decision(store, {.kind = "undo", .who = "Huda", .text = {}}, 2).error().code, "decision.undone");
  EXPECT_EQ(undo_decision(store, {.kind = "undo", .who = "Huda", .text = {}}, 4).error().code, "decision.undone");
  EXPECT_EQ(undo_decision(store, {.kind = "undo", .who = "Huda", .text = {}}, 99).error().code, "decision.unknown");
}

TEST(DeskQueries, ACorrectionShowsAtOnceAndInTheHistory) {
  Folder folder;
  FactStore store = seven_conflicts(folder);
  GroupQuery query;
  query.subject = "org:c0";
  const DeskGroup before = list_groups(store, query)->groups.at(0);
  ASSERT_TRUE(correct_fact(store, {.kind = "correct", .who = "Huda", .text = {}}, fact_id(before.group.claims[0]), {{"value", "21000000000"}}));
  const DeskGroup after = list_groups(store, query)->groups.at(0);
  EXPECT_EQ(after.group.claims[0].low->to_string(), "21000000000");
  EXPECT_NE(after.revision, before.revision);
  auto log = decisions_on(store, after);
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 1u);
  EXPECT_EQ(log->front().fields, "value=21000000000");
}

TEST(DeskQueries, FactsAndArticlesByCursor) {
  Folder folder;
  FactStore store = seven_conflicts(folder);
  std::set<std::string> quotes;
  FactQuery facts;
  facts.limit = 4;
  do {
    auto page = list_facts(store, facts);
    ASSERT_TRUE(page);
    for (const StoredFact& f : page->facts) EXPECT_TRUE(quotes.insert(f.article_key + f.text).second);
    facts.cursor = page->next;
  } while (!facts.cursor.empty());
  EXPECT_EQ(quotes.size(), 14u);
  std::set<std::string> keys;
  std::string cursor;
  do {
    auto page = list_articles(store, cursor, 5);
    ASSERT_TRUE(page);
    for (const ArticleRow& a : page->articles) EXPECT_TRUE(keys.insert(a.key).second);
    cursor = page->next;
  } while (!cursor.empty());
  EXPECT_EQ(keys.size(), 14u);
  auto subjects = list_subjects(store);
  ASSERT_TRUE(subjects);
  ASSERT_EQ(subjects->size(), 7u);
  EXPECT_EQ(subjects->front().name, "Company0");
  EXPECT_EQ(subjects->front().facts, 2u);
}

std::vector<std::string> found(const FactStore& store, const std::string& words) {
  SearchQuery query;
  query.words = words;
  auto result = search_articles(store, query);
  EXPECT_TRUE(result) << result.error().to_string();
  std::vector<std::string> ids;
  for (const SearchHit& hit : result->hits) ids.push_back(hit.id);
  return ids;
}

void add_text(FactStore& store, const std::string& id, const std::string& title, const std::string& text, const std::string& entity = "") {
  Document document;
  document.id = id;
  document.source = "s";
  document.title = title;
  document.text = text;
  document.has_own_id = true;
  ArticleResult result;
  if (!entity.empty()) {
    Mention mention;
    mention.type = MentionType::kEntity;
    mention.source = {0, 4};
    mention.value = EntityName{entity, "Name", "org"};
    mention.rule = "test";
    result.mentions.push_back(mention);
  }
  ASSERT_TRUE(store.add(document, result));
}

TEST(Search, SpellingAsideBeforeAndAfterIndexing) {
  Folder folder;
  FactStore store = must_open(folder / "facts.db");
  ASSERT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
  add_text(store, "a", "ايرادات أرامكو", "بلغت ايرادات الشركة 480 مليار دولار", "org:aramco");  // Aramco's revenue: the company's revenue reached $480 billion
  add_text(store, "b", "", "وقالت إن الإيراداتِ ارتفعت، وصافي الربح كذلك.");                     // she said that revenue rose, and net profit too
  add_text(store, "c", "Net profit", "Net revenues of the company; its profit (net) fell.", "org:aramco");
  ASSERT_TRUE(store.finish_run());
  for (int round = 0; round < 2; ++round) {                                // first unindexed, then indexed
    EXPECT_THAT(found(store, "إيرادات"), ElementsAre("b", "a")) << round;  // revenue
    EXPECT_THAT(found(store, "REVENUE"), ElementsAre("c")) << round;
    EXPECT_THAT(found(store, "ايرادات 480"), ElementsAre("a")) << round;
    EXPECT_THAT(found(store, "net profit"), ElementsAre("c")) << round;
    EXPECT_THAT(found(store, "\"net profit\" fell"), ElementsAre("c")) << round;
    EXPECT_THAT(found(store, "\"profit fell\""), ElementsAre()) << round;
    EXPECT_THAT(found(store, "…"), ElementsAre()) << round;
    // What is a query language to FTS5 is words to us.
    for (const char* hostile :
         {"\"", "a AND", "NOT", "title:x OR", "*", "NEAR(a b)", "'; DROP TABLE articles; --", "abc…def", "\xff\xfe", "e\u0301\u202e\u0661"})
      found(store, hostile);
    SearchQuery by_name;
    by_name.entities = {"org:aramco", "org:nobody"};
    auto named = search_articles(store, by_name);
    ASSERT_TRUE(named);
    EXPECT_EQ(named->hits.size(), 2u) << round;
    by_name.words = "ارادات ايرادات";
    EXPECT_TRUE(search_articles(store, by_name)->hits.empty());
    ASSERT_TRUE(index_search(store));
  }
}

TEST(Search, MarksLieOnTheWordsInTheSource) {
  Folder folder;
  FactStore store = must_open(folder / "facts.db");
  ASSERT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
  std::string filler;
  for (int i = 0; i < 200; ++i) filler += "كلام ";                   // words, words
  add_text(store, "a", "", filler + "والإيراداتُ ارتفعت " + filler);  // and revenue rose
  ASSERT_TRUE(store.finish_run());
  SearchQuery query;
  query.words = "ايرادات";
  auto result = search_articles(store, query);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->hits.size(), 1u);
  const MarkedText& snippet = result->hits[0].snippet;
  ASSERT_EQ(snippet.marks.size(), 1u);
  EXPECT_EQ(snippet.text.substr(snippet.marks[0].first, snippet.marks[0].second - snippet.marks[0].first), "والإيراداتُ");
  EXPECT_LT(snippet.text.size(), 600u);
}

TEST(DeskViews, EachViewAnswersWithWholeDecimals) {
  Folder folder;
  {
    FactStore store = must_open(folder / "facts.db");
    ASSERT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
    ArticleBuilder article("a", "s", "2026-03-10");
    article.subject("org:x", "X").money("revenue", "$2.5", "billion", "2500000000", 8).percent("growth", "-0.05").percent("share", "12.5");
    add(store, article);
    ASSERT_TRUE(store.finish_run());
  }
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open_v2((folder / "facts.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  for (const char* view : {"article_list", "fact_list", "group_list", "conflict_list", "claim_list", "verdict_history", "decision_log"}) {
    EXPECT_EQ(sqlite3_exec(db, (std::string("SELECT count(*), * FROM ") + view).c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << view << ": " << sqlite3_errmsg(db);
  }
  std::vector<std::string> lows;
  sqlite3_exec(
      db, "SELECT low, quote FROM fact_list ORDER BY start",
      [](void* out, int, char** values, char**) {
        static_cast<std::vector<std::string>*>(out)->push_back(std::string(values[0]) + " " + values[1]);
        return 0;
      },
      &lows, nullptr);
  sqlite3_close(db);
  EXPECT_THAT(lows, ElementsAre("2500000000 $2.5 billion", "-0.05 -0.05%", "12.5 12.5%"));
}

}  // namespace
}  // namespace mizan

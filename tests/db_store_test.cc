// The fact store: identity, versions, copies, locks, foreign files, and that the same input twice changes nothing.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "db/store.h"
#include "tests/db_testing.h"

namespace mizan {
namespace {

using testing::ArticleBuilder;
using testing::canonical;
using testing::Folder;
using testing::must_open;

void execute(const std::string& path, const char* sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, &error), SQLITE_OK) << error;
  sqlite3_close(db);
}

ArticleBuilder example(const std::string& id = "a1") {
  ArticleBuilder a(id, "wire", "2025-03-28T14:05:00+03:00");
  a.subject("org:openai", "OpenAI").money("revenue", "20", "مليار دولار", "20000000000", 9).period("2025");
  return a;
}

TEST(Store, KeepsAnArticleWithAllFieldsOfItsFacts) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  ArticleBuilder a = example();
  Fact& f = a.result.facts[0];
  f.amount.bound = Bound::kOver;
  f.amount.per = "year";
  f.amount.candidates = {"USD", "CAD"};
  f.amount.dimension = "money";
  f.noun = "dollar";
  f.as_of = "2025-03";
  f.aspect = "cumulative";
  f.direction = "up";
  f.basis = "estimate";
  f.scope = "in Gaza";
  f.counterpart = "org:oracle";
  f.counterpart_name = "Oracle";
  f.status = "projected";
  f.speaker = "person:sam_altman";
  f.table = 1;
  f.row = 2;
  f.column = 3;
  f.list = 4;
  f.list_total = true;
  f.percent_growth = true;
  a.document.title = "عنوان";  // "title"
  a.document.url = "https://example.org/1";
  a.document.place = "SA";
  ASSERT_TRUE(store.begin_run({.command = "ingest", .program = "mizan 0", .lexicon = "abc", .options = ""}));
  auto added = store.add(a.document, a.result);
  ASSERT_TRUE(added) << added.error().to_string();
  EXPECT_EQ(*added, AddOutcome::kNew);
  auto counts = store.finish_run();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->added, 1u);
  EXPECT_EQ(counts->facts, 1u);

  auto found = store.article("a1");
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_TRUE(found->has_value());
  const StoredArticle& article = **found;
  EXPECT_EQ(article.key, "s:wire/a1");
  EXPECT_EQ(article.document.text, a.document.text);
  EXPECT_EQ(article.document.title, a.document.title);
  EXPECT_EQ(article.document.published, "2025-03-28T14:05:00+03:00");
  ASSERT_EQ(article.facts.size(), 1u);
  ASSERT_EQ(article.mentions.size(), a.result.mentions.size());
  const StoredFact& s = article.facts[0];
  EXPECT_EQ(s.text, "20 مليار دولار");
  EXPECT_EQ(s.end - s.start, 14u);  // code points
  EXPECT_EQ(s.rule, "test.fact");
  const Fact& g = s.fact;
  EXPECT_EQ(g.subject, f.subject);
  EXPECT_EQ(g.subject_name, f.subject_name);
  EXPECT_EQ(g.metric, f.metric);
  EXPECT_EQ(g.noun, f.noun);
  EXPECT_EQ(g.amount.low, f.amount.low);
  EXPECT_EQ(g.amount.high, f.amount.high);
  EXPECT_EQ(g.amount.low_precision, 9);
  EXPECT_EQ(g.amount.bound, Bound::kOver);
  EXPECT_EQ(g.amount.unit, "USD");
  EXPECT_EQ(g.amount.per, "year");
  EXPECT_EQ(g.amount.candidates, f.amount.candidates);
  EXPECT_EQ(g.amount.dimension, "money");
  EXPECT_EQ(g.period, "2025");
  EXPECT_EQ(g.as_of, "2025-03");
  EXPECT_EQ(g.aspect, "cumulative");
  EXPECT_EQ(g.direction, "up");
  EXPECT_EQ(g.basis, "estimate");
  EXPECT_EQ(g.scope, "in Gaza");
  EXPECT_EQ(g.counterpart, "org:oracle");
  EXPECT_EQ(g.counterpart_name, "Oracle");
  EXPECT_EQ(g.status, "projected");
  EXPECT_EQ(g.speaker, "person:sam_altman");
  EXPECT_EQ(g.type, MentionType::kMoney);
  EXPECT_EQ(g.source, f.source);
  EXPECT_EQ(g.sentence, f.sentence);
  EXPECT_EQ(g.mention, f.mention);
  EXPECT_EQ(std::tuple(g.table, g.row, g.column, g.list), std::tuple(1, 2, 3, 4));
  EXPECT_TRUE(g.list_total);
  EXPECT_TRUE(g.percent_growth);
}

TEST(Store, TheSameAgainChangesNothing) {
  Folder folder;
  const std::string path = folder / "a.db";
  auto ingest = [&] {
    FactStore store = must_open(path);
    EXPECT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
    for (int i = 0; i < 300; ++i) {
      ArticleBuilder a = example("a" + std::to_string(i));
      EXPECT_TRUE(store.add(a.document, a.result));
    }
    auto counts = store.finish_run();
    EXPECT_TRUE(counts);
    return *counts;
  };
  EXPECT_EQ(ingest().added, 300u);
  const std::string before = canonical(path);
  const auto size = std::filesystem::file_size(path);
  const RunCounts again = ingest();
  EXPECT_EQ(again.unchanged, 300u);
  EXPECT_EQ(again.added + again.versions + again.facts, 0u);
  EXPECT_EQ(canonical(path), before);
  EXPECT_EQ(std::filesystem::file_size(path), size);
  FactStore store = must_open(path, OpenMode::kReadOnly);
  EXPECT_EQ(store.counts()->runs, 1u);  // a run that changes nothing leaves no trace
}

TEST(Store, NewTextIsANewVersionAndOnlyTheLatestCounts) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  ArticleBuilder first = example();
  ArticleBuilder second("a1", "wire", "2025-03-28T15:00:00+03:00");
  second.subject("org:openai", "OpenAI").money("revenue", "21", "مليار دولار", "21000000000", 9);
  EXPECT_EQ(*store.add(first.document, first.result), AddOutcome::kNew);
  EXPECT_EQ(*store.add(second.document, second.result), AddOutcome::kNewVersion);
  EXPECT_EQ(*store.add(first.document, first.result), AddOutcome::kUnchanged);  // known already: nothing goes back and forth
  ASSERT_TRUE(store.finish_run());
  auto facts = store.facts({});
  ASSERT_TRUE(facts);
  ASSERT_EQ(facts->size(), 1u);
  EXPECT_EQ((*facts)[0].fact.amount.low->to_string(), "21000000000");
  EXPECT_EQ((**store.article("a1")).versions, 2);
  EXPECT_EQ(store.counts()->versions, 2u);
}

TEST(Store, AnOlderVersionThatArrivesLateDoesNotCount) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  ArticleBuilder early = example(), late = example();
  early.document.updated = "2025-03-28T10:00:00Z";
  late.document.updated = "2025-03-28T15:00:00+03:00";  // 12:00 UTC
  late.document.text += " .";
  EXPECT_EQ(*store.add(late.document, late.result), AddOutcome::kNew);
  EXPECT_EQ(*store.add(early.document, early.result), AddOutcome::kNewVersion);
  ASSERT_TRUE(store.finish_run());
  EXPECT_EQ((**store.article("a1")).document.text, late.document.text);
}

TEST(Store, ATeaserNeverCountsBesideItsArticle) {
  for (const bool teaser_first : {true, false}) {
    Folder folder;
    FactStore store = must_open(folder / "a.db");
    ArticleBuilder page("p", "wire", "2025-03-28T14:05:00+03:00"), teaser("p", "wire", "2025-03-29");
    page.subject("org:openai", "OpenAI").money("revenue", "20", "billion dollars", "20000000000", 9).period("2025");
    teaser.subject("org:openai", "OpenAI").money("revenue", "about 20", "billion dollars", "20000000000", 9).period("2025");
    for (ArticleBuilder* article : {&page, &teaser}) {
      article->document.has_own_id = false;
      article->document.url = "https://wire.example/a/1";
    }
    teaser.document.teaser = true;
    ArticleBuilder* order[] = {teaser_first ? &teaser : &page, teaser_first ? &page : &teaser};
    for (ArticleBuilder* article : order) ASSERT_TRUE(store.add(article->document, article->result));
    ASSERT_TRUE(store.finish_run());
    auto found = store.article(page.document.id, "");
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->document.text, page.document.text) << "one article, and its facts are not doubled";
    EXPECT_EQ((*found)->versions, 2);
  }
}

TEST(Store, WithdrawnArticlesLeaveQueriesAndStayInHistory) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  ArticleBuilder a = example();
  ASSERT_TRUE(store.add(a.document, a.result));
  a.document.state = "withdrawn";
  EXPECT_EQ(*store.add(a.document, a.result), AddOutcome::kNewVersion);
  ASSERT_TRUE(store.finish_run());
  EXPECT_TRUE(store.facts({})->empty());
  EXPECT_TRUE((**store.article("a1")).found_withdrawn);
  EXPECT_EQ(store.counts()->facts, 2u);
}

TEST(Store, TheSameTextUnderAnotherIdentityIsACopy) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  ArticleBuilder a = example("a1"), b = example("b1");
  b.document.source = "other";
  EXPECT_EQ(*store.add(a.document, a.result), AddOutcome::kNew);
  EXPECT_EQ(*store.add(b.document, b.result), AddOutcome::kCopy);
  auto counts = store.finish_run();
  EXPECT_EQ(counts->added, 2u);
  EXPECT_EQ(counts->copies, 1u);
}

TEST(Store, IdentityIsIdThenUrlThenText) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  ArticleBuilder a = example();
  a.document.has_own_id = false;
  a.document.line = 3;
  a.document.url = "https://www.Example.org/news/1/?utm_source=x#top";
  EXPECT_EQ(*store.add(a.document, a.result), AddOutcome::kNew);
  a.document.id = "line-9";
  a.document.line = 9;
  a.document.url = "http://example.org/news/1";
  EXPECT_EQ(*store.add(a.document, a.result), AddOutcome::kUnchanged);
  a.document.url.clear();
  EXPECT_EQ(*store.add(a.document, a.result), AddOutcome::kCopy);  // by its text now
  a.document.id = "line-10";
  EXPECT_EQ(*store.add(a.document, a.result), AddOutcome::kUnchanged);
  ASSERT_TRUE(store.finish_run());
}

TEST(Store, FactsAreFoundByFilter) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  ArticleBuilder a("a1", "wire", "2025-01-02");
  a.subject("org:openai", "OpenAI").money("revenue", "20", "billion", "20000000000", 9).period("2025-Q2");
  a.subject("org:microsoft", "Microsoft").money("investment", "13", "billion", "13000000000", 9).counterpart("org:openai", "OpenAI");
  ArticleBuilder b("b1", "daily", "2025-01-01");
  b.subject("org:openai", "OpenAI").money("revenue", "21", "billion", "21000000000", 9).period("2024");
  ASSERT_TRUE(store.add(a.document, a.result));
  ASSERT_TRUE(store.add(b.document, b.result));
  ASSERT_TRUE(store.finish_run());
  auto count = [&](const FactFilter& filter) { return store.facts(filter)->size(); };
  EXPECT_EQ(count({}), 3u);
  EXPECT_EQ(count({.subject = "openai", .metric = {}, .source = {}, .period = {}, .article = {}, .status = {}}), 3u);
  EXPECT_EQ(count({.subject = "org:microsoft", .metric = {}, .source = {}, .period = {}, .article = {}, .status = {}}), 1u);
  EXPECT_EQ(count({.subject = {}, .metric = "revenue", .source = "daily", .period = {}, .article = {}, .status = {}}), 1u);
  EXPECT_EQ(count({.subject = {}, .metric = {}, .source = {}, .period = "2025", .article = {}, .status = {}}), 1u);
  EXPECT_EQ(count({.subject = {}, .metric = {}, .source = {}, .period = {}, .article = "a1", .status = {}}), 2u);
  FactFilter one;
  one.limit = 1;
  EXPECT_EQ(store.facts(one)->front().document, "b1");  // the first published
}

TEST(Store, OnlyOneWriterAtATimeAndReadersBesideIt) {
  Folder folder;
  const std::string path = folder / "a.db";
  {
    FactStore writer = must_open(path);
    ArticleBuilder a = example();
    ASSERT_TRUE(writer.add(a.document, a.result));
    auto second = FactStore::open(path, OpenMode::kReadWrite);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "db.locked");
    EXPECT_EQ(exit_code_for(second.error()), 5);
    auto reader = FactStore::open(path, OpenMode::kReadOnly);
    ASSERT_TRUE(reader) << reader.error().to_string();
    EXPECT_EQ(reader->counts()->articles, 0u);  // the batch is not committed
    ASSERT_TRUE(writer.finish_run());
    EXPECT_EQ(reader->counts()->articles, 1u);
  }
  EXPECT_TRUE(FactStore::open(path, OpenMode::kReadWrite));
  EXPECT_FALSE(std::filesystem::exists(path + "-lock"));
}

TEST(Store, ABatchThatIsNotFinishedIsNotThere) {
  Folder folder;
  const std::string path = folder / "a.db";
  {
    auto store = FactStore::open(path, OpenMode::kCreate, {.batch = 2, .lock_wait_ms = 0});
    ASSERT_TRUE(store);
    for (const char* id : {"a", "b", "c"}) {
      ArticleBuilder a = example(id);
      ASSERT_TRUE(store->add(a.document, a.result));
    }
  }  // as if killed: no finish_run()
  FactStore store = must_open(path, OpenMode::kReadOnly);
  EXPECT_EQ(store.counts()->articles, 2u);
}

TEST(Store, SaysWhatIsWrongWithAFile) {
  Folder folder;
  auto code = [](const std::string& path, OpenMode mode) {
    auto store = FactStore::open(path, mode);
    if (store) return std::string("opened");
    EXPECT_EQ(exit_code_for(store.error()), 4);
    return store.error().code;
  };
  EXPECT_EQ(code(folder / "none.db", OpenMode::kReadOnly), "db.absent");
  EXPECT_EQ(code(folder / "none.db", OpenMode::kReadWrite), "db.absent");
  EXPECT_EQ(code(folder / "no/folder/a.db", OpenMode::kCreate), "db.absent");
  EXPECT_EQ(code(folder.path(), OpenMode::kReadOnly), "db.not_mizan");

  std::ofstream(folder / "text.db") << "this is a text that is long enough for a header of a database, but it is none";
  std::ofstream(folder / "short.db") << "x";
  std::ofstream(folder / "empty.db").flush();
  execute(folder / "foreign.db", "CREATE TABLE t(x); INSERT INTO t VALUES (1)");
  for (OpenMode mode : {OpenMode::kReadOnly, OpenMode::kReadWrite, OpenMode::kCreate}) {
    EXPECT_EQ(code(folder / "text.db", mode), "db.not_mizan");
    EXPECT_EQ(code(folder / "short.db", mode), "db.not_mizan");
    EXPECT_EQ(code(folder / "foreign.db", mode), "db.not_mizan");
  }
  EXPECT_EQ(code(folder / "empty.db", OpenMode::kReadOnly), "db.not_mizan");
  EXPECT_EQ(code(folder / "empty.db", OpenMode::kCreate), "opened");

  must_open(folder / "new.db");
  execute(folder / "new.db", "PRAGMA user_version = 99");
  for (OpenMode mode : {OpenMode::kReadOnly, OpenMode::kReadWrite, OpenMode::kCreate}) EXPECT_EQ(code(folder / "new.db", mode), "db.newer_schema");

  if (::geteuid() != 0) {  // root may write everywhere
    must_open(folder / "ro.db");
    ::chmod((folder / "ro.db").c_str(), 0444);
    EXPECT_EQ(code(folder / "ro.db", OpenMode::kReadWrite), "db.read_only");
    std::filesystem::create_directory(folder / "locked");
    ::chmod((folder / "locked").c_str(), 0555);
    EXPECT_EQ(code(folder / "locked/a.db", OpenMode::kCreate), "db.read_only");
  }
}

TEST(Store, ReadOnlyStoresRefuseToWrite) {
  Folder folder;
  must_open(folder / "a.db");
  FactStore store = must_open(folder / "a.db", OpenMode::kReadOnly);
  ArticleBuilder a = example();
  auto added = store.add(a.document, a.result);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, "db.read_only");
}

TEST(Store, OrderOfArrivalDoesNotShowInTheCanonicalExport) {
  Folder folder;
  std::vector<std::string> exports;
  for (int order = 0; order < 3; ++order) {
    const std::string path = folder / ("o" + std::to_string(order) + ".db");
    auto store = FactStore::open(path, OpenMode::kCreate, {.batch = static_cast<std::size_t>(order + 1), .lock_wait_ms = 0});
    ASSERT_TRUE(store);
    for (int i = 0; i < 12; ++i) {
      ArticleBuilder a = example("a" + std::to_string((i * 5 + order * 7) % 12));
      ASSERT_TRUE(store->add(a.document, a.result));
    }
    ASSERT_TRUE(store->finish_run());
    exports.push_back(canonical(path));
  }
  EXPECT_EQ(exports[0], exports[1]);
  EXPECT_EQ(exports[0], exports[2]);
  EXPECT_NE(exports[0].find("\"key\":\"s:wire/a11\""), std::string::npos);
}

TEST(Store, DecisionsAreAppendOnly) {
  Folder folder;
  const std::string path = folder / "a.db";
  must_open(path);
  execute(path, "INSERT INTO decisions(at, kind, target) VALUES ('2025-01-01', 'accept', 'g1')");
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(db, "DELETE FROM decisions", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(db, "UPDATE decisions SET kind = 'reject'", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
}

}  // namespace
}  // namespace mizan

// Where an article's text stood in what came in: kept, found again, and gone when the article is erased.
#include <gtest/gtest.h>

#include <random>

#include "db/erasure.h"
#include "db/origin.h"
#include "tests/db_testing.h"

namespace mizan::testing {
namespace {

Document from_page(const std::string& id) {
  ArticleBuilder builder(id, "Wire", "2026-03-01");
  builder.subject("org:x", "X").money("revenue", "$2", "billion", "2000000000", 9);
  Document d = builder.document;
  d.derived = true;
  d.read_as = "html";
  d.encoding = "windows-1256";
  d.author = "Huda Ali";
  return d;
}

TEST(Origin, WhateverItIsComesBack) {
  Folder folder;
  FactStore store = must_open(folder / "facts.db");
  std::mt19937 random(5);
  std::vector<Document> all;
  ASSERT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
  for (int i = 0; i < 40; ++i) {
    Document d = from_page("a" + std::to_string(i));
    d.column = i % 3 == 0 ? "body" : "";
    std::uint32_t at = 0;
    for (unsigned k = random() % 30; k > 0; --k) {
      const std::uint32_t begin = at + static_cast<std::uint32_t>(random() % 1000), length = 1 + static_cast<std::uint32_t>(random() % 1'000'000);
      d.origin.push_back({begin, length, random() % 4'000'000'000u});  // in any order of the page
      at = begin + length;
    }
    for (unsigned k = random() % 5; k > 0; --k) d.pages.push_back(d.pages.empty() ? 0 : d.pages.back() + static_cast<std::uint32_t>(random() % 5000));
    ASSERT_TRUE(store.add(d, {}));
    all.push_back(std::move(d));
  }
  ASSERT_TRUE(store.finish_run());
  for (const Document& d : all) {
    auto found = store.article(d.id);
    ASSERT_TRUE(found && *found);
    const Document& kept = (*found)->document;
    EXPECT_EQ(kept.read_as, "html");
    EXPECT_EQ(kept.encoding, "windows-1256");
    EXPECT_EQ(kept.author, "Huda Ali");
    EXPECT_EQ(kept.column, d.column);
    EXPECT_EQ(kept.pages, d.pages);
    ASSERT_EQ(kept.origin.size(), d.origin.size());
    for (std::size_t i = 0; i < d.origin.size(); ++i) {
      EXPECT_EQ(kept.origin[i].begin, d.origin[i].begin);
      EXPECT_EQ(kept.origin[i].length, d.origin[i].length);
      EXPECT_EQ(kept.origin[i].source, d.origin[i].source);
    }
  }
}

TEST(Origin, ASpanIsFoundInThePage) {
  // "ab" stands at 10 of the page, "cd" at 20; between them the page has markup, the text a blank.
  const std::vector<OriginRun> runs{{0, 2, 10}, {3, 2, 20}};
  EXPECT_EQ(in_source(runs, 0, 2), std::pair(std::uint64_t{10}, std::uint64_t{12}));
  EXPECT_EQ(in_source(runs, 1, 4), std::pair(std::uint64_t{11}, std::uint64_t{21}));
  EXPECT_EQ(in_source(runs, 2, 5), std::pair(std::uint64_t{20}, std::uint64_t{22})) << "begins between two pieces";
  EXPECT_EQ(in_source(runs, 2, 3), std::nullopt) << "written otherwise in the page";
  EXPECT_EQ(in_source(runs, 9, 12), std::nullopt);
  EXPECT_EQ(in_source({}, 0, 2), std::nullopt);
  EXPECT_EQ(in_source({{0, 2, 30}, {2, 2, 10}}, 1, 3), std::nullopt) << "pieces in another order than in the page";
}

TEST(Origin, PagesCountFromOne) {
  const std::vector<std::uint32_t> pages{0, 100, 100, 250};  // the second page is empty
  EXPECT_EQ(page_of(pages, 0), 1u);
  EXPECT_EQ(page_of(pages, 99), 1u);
  EXPECT_EQ(page_of(pages, 100), 3u);
  EXPECT_EQ(page_of(pages, 250), 4u);
  EXPECT_EQ(page_of({}, 7), 0u);
}

TEST(Origin, GoesWithItsArticleAndItsAuthorsName) {
  Folder folder;
  FactStore store = must_open(folder / "facts.db");
  ASSERT_TRUE(store.begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}));
  ASSERT_TRUE(store.add(from_page("a"), {}));
  Document named = from_page("b");
  named.text = "Huda Ali said 3 people were killed.";
  ArticleResult result;
  Mention name;
  name.type = MentionType::kEntity;
  name.source = {0, 8};
  name.value = EntityName{"person:~Huda Ali", "Huda Ali", "person"};
  name.rule = "test";
  result.mentions.push_back(name);
  ASSERT_TRUE(store.add(named, result));
  ASSERT_TRUE(store.finish_run());
  auto rows = [&] {
    Statement select = store.database().prepare("SELECT count(*) || ' ' || count(author) FROM origins");
    return select.row() ? select.text(0) : std::string();
  };
  EXPECT_EQ(rows(), "2 2");
  ASSERT_TRUE(erase_entity(store, "person:~Huda Ali"));
  EXPECT_EQ(rows(), "2 0");
  ASSERT_TRUE(erase_article(store, "a", {}));
  EXPECT_EQ(rows(), "1 0");
}

}  // namespace
}  // namespace mizan::testing

// The names of a version in one text: nothing of a name is lost in it, whoever reads it gets what rows gave, an erased name leaves it, old rows go into it.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "db/database.h"
#include "db/entity_names.h"
#include "db/erasure.h"
#include "db/maintenance.h"
#include "db/packed_names.h"
#include "db/reconcile.h"
#include "db/schema.h"
#include "db_testing.h"

namespace mizan {
namespace {

using testing::ArticleBuilder;
using testing::canonical;
using testing::Folder;
using testing::must_open;

std::string packed(const std::vector<PackedName>& names) {
  NamePacker packer;
  for (const PackedName& name : names) packer.add(name);
  return packer.text();
}

TEST(PackedNames, ANameStandsOnceWithItsPlaces) {
  const std::vector<PackedName> names = {
      {"place:qa", "Qatar", "place", "name.lexicon", Field::kTitle, 0, 0, 6, 0, 3},
      {"person:~Huda", "", "person", "name.tagger", Field::kText, 2, 4, 10, 4, 9},
      {"place:qa", "Qatar", "place", "name.lexicon", Field::kText, 5, 120, 126, 66, 69},
      {"place:qa", "Qatar", "place", "name.other", Field::kText, 6, 130, 136, 70, 73},
  };
  EXPECT_EQ(packed(names),
            "[[\"place:qa\",\"Qatar\",\"place\",\"name.lexicon\",[[0,0,6,0,3,\"title\"],[5,120,126,66,69]]],"
            "[\"person:~Huda\",null,\"person\",\"name.tagger\",[[2,4,10,4,9]]],"
            "[\"place:qa\",\"Qatar\",\"place\",\"name.other\",[[6,130,136,70,73]]]]");
  EXPECT_EQ(packed({}), "[]");
}

TEST(PackedNames, WhateverANameIsWrittenWithComesBack) {
  const std::vector<std::string> texts = {"\"", "\\", "a\"],[\"b", std::string("\x01\n\t\x1f", 4), "قطر", "😀", "\\u0041", "null", " ", ""};
  std::vector<PackedName> names;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    for (std::uint32_t j = 0; j < texts.size(); ++j) {
      names.push_back({texts[i], texts[j], texts[(i + j) % texts.size()], texts[j], (i + j) % 2 == 0 ? Field::kText : Field::kTitle,
                       static_cast<std::uint32_t>(i * texts.size() + j), i, UINT32_MAX, j, 4'000'000'000u});
    }
  }
  const std::string text = packed(names);
  NameList list;
  ASSERT_TRUE(list.read(text));
  std::vector<PackedName> back = list.names();
  std::sort(back.begin(), back.end(), [](const PackedName& a, const PackedName& b) { return a.sequence < b.sequence; });
  ASSERT_EQ(back.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(
        std::tie(back[i].id, back[i].name, back[i].cls, back[i].rule, back[i].field, back[i].sequence, back[i].begin, back[i].end, back[i].start, back[i].stop),
        std::tie(names[i].id, names[i].name, names[i].cls, names[i].rule, names[i].field, names[i].sequence, names[i].begin, names[i].end, names[i].start,
                 names[i].stop));
  }
  EXPECT_EQ(packed(back), text) << "and gives the same text again";
}

TEST(PackedNames, ACutTextIsToldAndNeverReadBeyond) {
  const std::string text =
      packed({{"person:~\"H\"\x01", "H", "person", "r", Field::kTitle, 0, 0, 1, 0, 1}, {"place:qa", "Q", "place", "r", Field::kText, 1, 2, 3, 2, 3}});
  NameList list;
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string cut = text.substr(0, size);  // of its own memory, so that a sanitizer sees a byte too far
    EXPECT_FALSE(list.read(cut)) << cut;
  }
  for (const char* other : {"{}", "[[1]]", "[[\"a\",\"b\",\"c\",\"d\",[]]]", "[[\"a\",\"b\",\"c\",\"d\",[[1,2,3,4]]]]",
                            "[[\"a\",\"b\",\"c\",\"d\",[[1,2,3,4,5]]]]x", "[[\"a\",\"b\",\"c\",\"d\",[[1,2,3,4,99999999999]]]]"}) {
    EXPECT_FALSE(list.read(other)) << other;
  }
}

TEST(PackedNames, APatternIsFoundWhereItsIdBeginsANameAndNowhereElse) {
  const std::string text = packed({{"person:~A", "[\"person:~B\",", "person", "r", Field::kText, 0, 0, 1, 0, 1}});
  EXPECT_NE(text.find(name_pattern("person:~A")), std::string::npos);
  EXPECT_EQ(text.find(name_pattern("person:~B")), std::string::npos) << "a name that looks like one";
  EXPECT_EQ(text.find(name_pattern("person:~")), std::string::npos) << "the beginning of an id";
}

void add_name(ArticleBuilder& article, const std::string& id, const std::string& name, const std::string& sentence) {
  Mention mention;
  mention.type = MentionType::kEntity;
  mention.source.begin = static_cast<std::uint32_t>(article.document.text.size());
  mention.source.end = mention.source.begin + static_cast<std::uint32_t>(name.size());
  mention.value = EntityName{id, name, id.substr(0, id.find(':'))};
  mention.rule = "name.test";
  article.says(name + sentence);
  article.result.mentions.push_back(mention);
}

// Names of all kinds among figures: known and not, one that a fact rests on and a vague one, which stay rows.
ArticleBuilder named_article(const std::string& id) {
  ArticleBuilder a(id, "Wire", "2026-03-05");
  add_name(a, "place:qa", "قطر", " spoke.");
  a.subject("org:acme", "Acme").count("employees", "120", "people");
  add_name(a, "person:~Huda-Ali", "Huda Ali", " left.");
  add_name(a, "place:qa", "قطر", " spoke again.");
  a.count("shops", "14", "shops");
  add_name(a, "org:~North-Co", "North Co", " came.");
  a.last().mention = static_cast<std::uint32_t>(a.result.mentions.size() - 1);
  add_name(a, "place:jo", "Jordan", " watched.");
  a.result.mentions.back().vague = true;
  return a;
}

std::string all_rows(Database& db, const std::string& sql, int columns) {
  Statement select = db.prepare(sql);
  std::string out;
  while (select.row()) {
    for (int i = 0; i < columns; ++i) out += (select.is_null(i) ? "NULL" : select.text(i)) + "|";
    out += "\n";
  }
  EXPECT_TRUE(db.status());
  return out;
}
const char* const kMentions = "SELECT * FROM mentions ORDER BY version_id, seq";

TEST(PackedNames, AreReadInOrderWithTheRows) {
  const Folder folder;
  FactStore store = must_open(folder / "a.db");
  const ArticleBuilder a = named_article("a");
  ASSERT_TRUE(store.add(a.document, a.result));
  ASSERT_TRUE(store.finish_run());
  Database& db = store.database();
  EXPECT_EQ(all_rows(db, "SELECT places FROM version_names", 1), "3|\n");
  EXPECT_EQ(all_rows(db, "SELECT seq, entity FROM mention_rows WHERE type = 'entity'", 2), "5|org:~North-Co|\n6|place:jo|\n");

  auto article = store.article("a", {});
  ASSERT_TRUE(article && *article);
  const auto& mentions = (*article)->mentions;
  ASSERT_EQ(mentions.size(), a.result.mentions.size());
  std::string expected;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const Mention &got = mentions[i].mention, &put = a.result.mentions[i];
    EXPECT_EQ(got.type, put.type);
    EXPECT_EQ(got.source, put.source);
    EXPECT_EQ(got.vague, put.vague);
    EXPECT_EQ(mentions[i].rule, put.rule);
    EXPECT_EQ(got.entity() != nullptr, put.entity() != nullptr);
    if (put.entity()) {
      EXPECT_EQ(std::tie(got.entity()->id, got.entity()->name, got.entity()->cls), std::tie(put.entity()->id, put.entity()->name, put.entity()->cls));
    }
    expected += std::to_string(i) + "|" + (put.entity() ? put.entity()->id + "|" + put.entity()->name : std::string("NULL|NULL")) + "|" + mentions[i].rule +
                "|" + std::to_string(mentions[i].start) + "|" + std::to_string(mentions[i].end) + "|\n";
  }
  EXPECT_EQ(all_rows(db, "SELECT seq, entity, entity_name, rule, start, stop FROM mentions ORDER BY seq", 6), expected) << "the view says the same";

  auto names = load_entity_names(store, EntityDecisions{});
  ASSERT_TRUE(names);
  EXPECT_EQ((*names)["place:qa"].mentions, 2u);
  EXPECT_EQ((*names)["place:qa"].articles, 1u);
  EXPECT_EQ((*names)["org:~North-Co"].mentions, 1u);
  EXPECT_EQ(names->size(), 4u);
  auto stats = store.counts();
  ASSERT_TRUE(stats);
  EXPECT_EQ(stats->mentions, a.result.mentions.size());
  EXPECT_EQ(stats->mentions_by_type[static_cast<std::size_t>(MentionType::kEntity)], 5u);
  auto verified = verify(store, {});
  ASSERT_TRUE(verified);
  EXPECT_THAT(verified->problems, ::testing::IsEmpty());
}

TEST(PackedNames, AnErasedNameLeavesThemAndTheFile) {
  const Folder folder;
  const std::string path = folder / "a.db";
  {
    FactStore store = must_open(path);
    for (const char* id : {"a", "b"}) {
      ArticleBuilder a = named_article(id);
      a.says(id);
      ASSERT_TRUE(store.add(a.document, a.result));
    }
    ArticleBuilder only("c", "Wire", "2026-03-06");
    add_name(only, "person:~Huda-Ali", "Huda Ali", " alone.");
    ASSERT_TRUE(store.add(only.document, only.result));
    ASSERT_TRUE(store.finish_run());
    ASSERT_TRUE(reconcile(store, {}));
    Database& db = store.database();
    EXPECT_EQ(all_rows(db, "SELECT entity, version_id FROM name_uses ORDER BY 1, 2", 2),
              "org:~North-Co|1|\norg:~North-Co|2|\nperson:~Huda-Ali|1|\nperson:~Huda-Ali|2|\nperson:~Huda-Ali|3|\n")
        << "of rows, too, and of names that no lexicon has only";
    auto erased = erase_entity(store, "person:~Huda-Ali");
    ASSERT_TRUE(erased);
    EXPECT_EQ(erased->mentions, 3u);
    EXPECT_EQ(all_rows(db, "SELECT version_id, places FROM version_names ORDER BY 1", 2), "1|2|\n2|2|\n") << "the third had no other";
    EXPECT_EQ(all_rows(db, "SELECT names FROM version_names WHERE version_id = 1", 1),
              "[[\"place:qa\",\"قطر\",\"place\",\"name.test\",[[0,0,6,0,3],[3,56,62,53,56]]]]|\n");
    EXPECT_EQ(all_rows(db, "SELECT * FROM name_uses", 2), "");
    auto verified = verify(store, {});
    ASSERT_TRUE(verified);
    EXPECT_THAT(verified->problems, ::testing::IsEmpty());
  }
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(bytes.find("Huda"), std::string::npos);
  EXPECT_NE(bytes.find("place:qa"), std::string::npos);
}

TEST(PackedNames, WhatIsWrongWithThemIsToldByVerify) {
  const Folder folder;
  FactStore store = must_open(folder / "a.db");
  const ArticleBuilder a = named_article("a");
  ASSERT_TRUE(store.add(a.document, a.result));
  ASSERT_TRUE(store.finish_run());
  Database& db = store.database();
  for (const auto& [change, said] : {std::pair{"UPDATE version_names SET names = replace(names, '[0,0,6,', '[0,0,60000,')", "mention 0 lies outside the text"},
                                     std::pair{"UPDATE version_names SET names = substr(names, 1, 40)", "its names cannot be read"},
                                     std::pair{"UPDATE version_names SET places = 77", "its names cannot be read"}}) {
    db.begin();
    db.execute(change);
    db.commit();
    auto verified = verify(store, {});
    ASSERT_TRUE(verified);
    EXPECT_THAT(verified->problems, ::testing::ElementsAre(::testing::HasSubstr(said))) << change;
  }
}

// A file of the last schema that had names as rows, with what the new one holds.
void write_rows_of(const std::string& from, const std::string& path) {
  constexpr int kBefore = 12;
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  auto run = [&](const std::string& sql) {
    char* why = nullptr;
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &why), SQLITE_OK) << why << sql;
  };
  run("PRAGMA journal_mode = WAL");
  for (int version = 0; version < kBefore; ++version) run(migration(version));
  run("PRAGMA application_id = " + std::to_string(kApplicationId) + "; PRAGMA user_version = " + std::to_string(kBefore));
  run("ATTACH '" + from + "' AS fresh; DELETE FROM remembered");
  for (const char* table : {"sources", "runs", "articles", "article_versions", "mentions", "facts", "touched", "remembered"})
    run(std::string("INSERT INTO main.") + table + " SELECT * FROM fresh." + table);
  sqlite3_close(db);
}

TEST(PackedNames, OldRowsGoIntoThemAndNoneIsLost) {
  const Folder folder;
  const std::string fresh = folder / "new.db", old = folder / "old.db";
  std::string mentions, names, rows, exported;
  {
    FactStore store = must_open(fresh);
    // More versions than are packed at once.
    for (int i = 0; i < 1'100; ++i) {
      ArticleBuilder a = i % 3 == 0 ? named_article(std::to_string(i)) : ArticleBuilder(std::to_string(i), "Wire", "2026-03-05");
      if (i % 3 == 1) add_name(a, "place:qa", "قطر", " spoke.");
      a.says("Number " + std::to_string(i));
      ASSERT_TRUE(store.add(a.document, a.result));
    }
    ASSERT_TRUE(store.finish_run());
    mentions = all_rows(store.database(), kMentions, 33);
    names = all_rows(store.database(), "SELECT * FROM version_names ORDER BY 1", 3);
    rows = all_rows(store.database(), "SELECT * FROM mention_rows ORDER BY version_id, seq", 33);
    exported = canonical(store);
  }
  write_rows_of(fresh, old);
  FactStore store = must_open(old, OpenMode::kReadWrite);
  EXPECT_TRUE(std::filesystem::exists(old + "-schema12.bak"));
  Database& db = store.database();
  EXPECT_EQ(all_rows(db, "SELECT * FROM version_names ORDER BY 1", 3), names) << "the same text as today's ingest writes";
  EXPECT_EQ(all_rows(db, "SELECT * FROM mention_rows ORDER BY version_id, seq", 33), rows);
  EXPECT_EQ(all_rows(db, kMentions, 33), mentions);
  EXPECT_EQ(canonical(store), exported);
  auto verified = verify(store, {});
  ASSERT_TRUE(verified);
  EXPECT_THAT(verified->problems, ::testing::IsEmpty());
}

}  // namespace
}  // namespace mizan

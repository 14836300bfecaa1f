// Names across articles: linked by spelling and by sound, never below their confidence, whatever the order; and people's decisions laid over that.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "db/entity_links.h"
#include "db/reconcile.h"
#include "tests/db_testing.h"

namespace mizan::testing {
namespace {

struct Named {
  const char* id;
  const char* name;
  std::vector<const char*> forms;
};

EntityNames names_of(const std::vector<Named>& list) {
  EntityNames out;
  for (const Named& n : list) {
    NameRecord& record = out[n.id];
    record.cls = std::string(n.id).substr(0, std::string(n.id).find(':'));
    record.names[n.name] += n.forms.size();
    for (const char* form : n.forms) ++record.forms[form];
    record.mentions += n.forms.size();
    ++record.articles;
  }
  return out;
}

std::string entity_of(const EntityLinks& links, const std::string& id) {
  const EntityLink* link = links.find(id);
  return link ? link->entity : id;
}

EntityLinks linked(const std::vector<Named>& list) {
  return EntityLinks(names_of(list), EntityDecisions());
}

TEST(EntityLinks, OneSoundInBothScripts) {
  const EntityLinks links = linked(
      {{"org:~halvorsen-marine-inc", "Halvorsen Marine Inc.", {"Halvorsen Marine Inc."}}, {"org:~halfwrsn-maryn", "هالفورسن مارين", {"هالفورسن مارين"}}});
  EXPECT_EQ(entity_of(links, "org:~halfwrsn-maryn"), "org:~halvorsen-marine-inc");
  const EntityLink* link = links.find("org:~halfwrsn-maryn");
  ASSERT_NE(link, nullptr);
  EXPECT_EQ(link->name, "Halvorsen Marine Inc.");
  EXPECT_GE(link->confidence_percent, kSureOfSound);
  EXPECT_LT(link->confidence_percent, 100);
  EXPECT_NE(link->reason.find("sound alike"), std::string::npos);
}

TEST(EntityLinks, SpellingsOfTheArabicSideMeetInTheLatinOne) {
  const EntityLinks links = linked({{"person:~phillip-garrigan", "Phillip Garrigan", {"Phillip Garrigan", "Garrigan"}},
                                    {"person:~fylyb-gharyghan", "فيليب غاريغان", {"فيليب غاريغان", "غاريغان"}},
                                    {"person:~fylyb-jaryjan", "فيليب جاريجان", {"فيليب جاريجان"}}});
  for (const char* id : {"person:~fylyb-gharyghan", "person:~fylyb-jaryjan"}) EXPECT_EQ(entity_of(links, id), "person:~phillip-garrigan") << id;
  EXPECT_EQ(links.ids_of("person:~fylyb-jaryjan").size(), 3u);
}

TEST(EntityLinks, WhatAnArticleTaughtHoldsForAll) {
  // One article has both forms, the other only the Arabic one, and it sounds like nothing.
  const EntityLinks links =
      linked({{"org:~northern-light", "Northern Light", {"Northern Light", "الضوء الشمالي"}}, {"org:~aldw-alshmaly", "الضوء الشمالي", {"الضوء الشمالي"}}});
  EXPECT_EQ(entity_of(links, "org:~aldw-alshmaly"), "org:~northern-light");
  EXPECT_EQ(links.find("org:~aldw-alshmaly")->confidence_percent, 95);
}

TEST(EntityLinks, LegalFormsAndGuessedClassesDoNotPart) {
  const EntityLinks links = linked({{"org:~dorvale-shipping-ltd", "Dorvale Shipping Ltd", {"Dorvale Shipping Ltd"}},
                                    {"org:~dorvale-shipping", "Dorvale Shipping", {"Dorvale Shipping"}},
                                    {"person:~dorvale-shipping", "Dorvale Shipping", {"Dorvale Shipping"}}});
  EXPECT_EQ(entity_of(links, "org:~dorvale-shipping-ltd"), entity_of(links, "org:~dorvale-shipping"));
  EXPECT_EQ(entity_of(links, "person:~dorvale-shipping"), entity_of(links, "org:~dorvale-shipping"));
}

TEST(EntityLinks, NeverBelowTheConfidence) {
  struct Case {
    const char* why;
    std::vector<Named> list;
  };
  for (const Case& c : {
           Case{"last names are many people's", {{"person:~carter", "Carter", {"Carter"}}, {"person:~kartr", "كارتر", {"كارتر"}}}},
           Case{"one word less", {{"person:~john-carter", "John Carter", {"John Carter"}}, {"person:~kartr", "كارتر", {"كارتر"}}}},
           Case{"another name", {{"person:~martin-keller", "Martin Keller", {"Martin Keller"}}, {"person:~mrwan-khlyl", "مروان خليل", {"مروان خليل"}}}},
           Case{"one word of two", {{"person:~martin-keller", "Martin Keller", {"Martin Keller"}}, {"person:~martn-kwbr", "مارتن كوبر", {"مارتن كوبر"}}}},
           Case{"another class", {{"person:~dakota-ridge", "Dakota Ridge", {"Dakota Ridge"}}, {"place:~dakwta-rdj", "داكوتا ردج", {"داكوتا ردج"}}}},
           Case{"one of two that sound the same",
                {{"person:~karl-meyer", "Karl Meyer", {"Karl Meyer"}},
                 {"person:~carl-maier", "Carl Maier", {"Carl Maier"}},
                 {"person:~karl-mayr", "كارل ماير", {"كارل ماير"}}}},
           Case{"short forms hold in their article",
                {{"org:~northmoor-rowing-federation", "Northmoor Rowing Federation", {"Northmoor Rowing Federation", "NRF"}}, {"org:~nrf", "NRF", {"NRF"}}}},
           Case{"two names of the lexicon", {{"org:apple", "Apple", {"Apple"}}, {"org:apple-bank", "Apple", {"Apple"}}}},
       }) {
    const EntityLinks links = linked(c.list);
    std::set<std::string> apart;
    for (const Named& n : c.list) apart.insert(entity_of(links, n.id));
    EXPECT_EQ(apart.size(), c.list.size()) << c.why;
  }
}

TEST(EntityLinks, AnUnknownSpellingGoesToTheLexiconsName) {
  const EntityLinks links =
      linked({{"org:schneider-electric", "Schneider Electric", {"شنايدر إلكتريك"}}, {"org:~shnaydr-alyktryk", "شنايدر اليكتريك", {"شنايدر اليكتريك"}}});
  EXPECT_EQ(entity_of(links, "org:~shnaydr-alyktryk"), "org:schneider-electric");
}

// An article that names `name` and states a figure of it.
ArticleBuilder article_on(const std::string& id, const std::string& entity, const std::string& name, const std::string& revenue) {
  ArticleBuilder article(id, "Source " + id, "2025-03-28");
  Mention mention;
  mention.type = MentionType::kEntity;
  mention.source = {0, static_cast<std::uint32_t>(name.size())};
  mention.value = EntityName{entity, name, entity.substr(0, entity.find(':'))};
  mention.rule = "test.mention";
  article.says(name);
  article.result.mentions.push_back(mention);
  article.subject(entity, name).money("revenue", "$" + revenue, "million", revenue + "000000", 6);
  article.period("2024");
  return article;
}

struct Pair {
  const char *latin, *latin_id, *arabic, *arabic_id;
  const char *revenue, *other;  // of each pair its own: one figure in the like words of one day would be one thing
};
constexpr Pair kPairs[] = {{"Ondrej Lysenkov", "person:~ondrej-lysenkov", "أوندريه ليسينكوف", "person:~awndryh-lysynkwf", "5", "7"},
                           {"Brightwater Energy", "org:~brightwater-energy", "برايت ووتر إنيرجي", "org:~brayt-wwtr-anyrjy", "23", "31"},
                           {"Kojima Minoru", "person:~kojima-minoru", "كوجيما مينورو", "person:~kwjyma-mynwrw", "110", "140"}};

// A function of the set of articles: the same links, groups and bytes in whatever order they came, in one run or in many.
TEST(EntityLinks, OrderDoesNotMatter) {
  std::vector<ArticleBuilder> articles;
  for (const Pair& p : kPairs) {
    articles.push_back(article_on(std::string("en-") + p.latin, p.latin_id, p.latin, p.revenue));
    articles.push_back(article_on(std::string("ar-") + p.latin, p.arabic_id, p.arabic, p.other));
  }
  std::string first;
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    Folder folder;
    FactStore store = must_open(folder / "a.db");
    for (const ArticleBuilder& a : articles) {
      ASSERT_TRUE(store.add(a.document, a.result));
      if (round % 2 == 1) {
        ASSERT_TRUE(store.finish_run());
        ASSERT_TRUE(reconcile(store));
      }
    }
    ASSERT_TRUE(store.finish_run());
    ASSERT_TRUE(reconcile(store));
    const std::string out = canonical(store);
    if (first.empty()) first = out;
    EXPECT_EQ(out, first);
    std::shuffle(articles.begin(), articles.end(), random);
  }
  EXPECT_NE(first.find(R"("kind":"entity","entity":"person:~kojima-minoru")"), std::string::npos);
  EXPECT_NE(first.find(R"("verdict":"conflict")"), std::string::npos);
}

// What is kept up article by article has to be what all names together give: after new articles, new versions that name others, withdrawals, and decisions.
TEST(EntityLinks, WhatIsKeptIsWhatAllNamesGive) {
  const std::vector<std::pair<const char*, const char*>> names = {{"person:~phillip-garrigan", "Phillip Garrigan"},
                                                                  {"person:~fylyb-gharyghan", "فيليب غاريغان"},
                                                                  {"person:~fylyb-jaryjan", "فيليب جاريجان"},
                                                                  {"org:~halvorsen-marine-inc", "Halvorsen Marine Inc."},
                                                                  {"org:~halvorsen-marine", "Halvorsen Marine"},
                                                                  {"org:~halfwrsn-maryn", "هالفورسن مارين"},
                                                                  {"org:~dorvale-shipping", "Dorvale Shipping"},
                                                                  {"person:~dorvale-shipping", "Dorvale Shipping"},
                                                                  {"org:~dwrfal-shybynj", "دورفال شيبينج"},
                                                                  {"person:~phillip-garrison", "Phillip Garrison"},
                                                                  {"place:~northmoor", "Northmoor"},
                                                                  {"org:~northmoor", "Northmoor"}};
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  std::mt19937 random(11);
  auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  std::size_t links_seen = 0;
  for (int round = 0; round < 60; ++round) {
    const std::string id = "a" + std::to_string(pick(15));
    const auto& [entity, name] = names[pick(names.size())];
    ArticleBuilder a = article_on(id, entity, name, std::to_string(1 + pick(9)));
    if (pick(6) == 0) a.document.state = "withdrawn";
    a.document.title = "Round " + std::to_string(round);
    ASSERT_TRUE(store.add(a.document, a.result));
    ASSERT_TRUE(store.finish_run());
    if (round != 30 && round != 45 && pick(3) == 0) continue;  // several at once
    if (round == 30) {
      ASSERT_TRUE(merge_entities(store, {"merge", "Huda", ""}, "org:~northmoor", "place:~northmoor"));
    }
    if (round == 45) {
      ASSERT_TRUE(split_entities(store, {"split", "Huda", ""}, "org:~northmoor", "place:~northmoor"));
    }
    ASSERT_TRUE(keep_entity_links(store));
    auto decisions = EntityDecisions::load(store);
    ASSERT_TRUE(decisions);
    auto all = load_entity_names(store, *decisions);  // from the articles themselves
    ASSERT_TRUE(all);
    const EntityLinks wanted(*all, *decisions);
    auto kept = EntityLinks::load(store);
    ASSERT_TRUE(kept);
    std::string expected, found;
    auto write = [](std::string& out) {
      return [&out](const std::string& read, const EntityLink& link) {
        out += read + " " + link.entity + " " + link.name + " " + std::to_string(link.confidence_percent) + " " + link.reason + "\n";
      };
    };
    wanted.for_each(write(expected));
    kept->for_each(write(found));
    ASSERT_EQ(found, expected) << "round " << round;
    links_seen += found.empty() ? 0 : 1;
    // And a draft is laid over what is kept as over all names.
    EntityNames drafts;
    const auto& [other, its_name] = names[pick(names.size())];
    const ArticleBuilder draft = article_on("draft", other, its_name, "3");
    add_entity_names(drafts, draft.document, draft.result);
    for (const auto& [read, record] : drafts) (*all)[read] += record;
    auto with = EntityLinks::load_with(store, drafts);
    ASSERT_TRUE(with);
    expected.clear();
    found.clear();
    EntityLinks(*all, *decisions).for_each(write(expected));
    with->for_each(write(found));
    ASSERT_EQ(found, expected) << "draft in round " << round;
  }
  EXPECT_GT(links_seen, 10u);
}

std::vector<Group> groups_in(FactStore& store) {
  auto out = reconcile(store);
  EXPECT_TRUE(out);
  return out ? out->groups : std::vector<Group>();
}

std::vector<StoredFact> facts_of(FactStore& store, const std::string& subject) {
  FactFilter filter;
  filter.subject = subject;
  auto out = store.facts(filter);
  EXPECT_TRUE(out);
  return out ? *out : std::vector<StoredFact>();
}

class EntityDecisionsTest : public ::testing::Test {
 protected:
  EntityDecisionsTest() {
    add(article_on("a", "org:~dorvale", "Dorvale", "5"));
    add(article_on("b", "org:~harcrest-works", "Harcrest Works", "7"));
  }
  void add(const ArticleBuilder& a) {
    ASSERT_TRUE(store.add(a.document, a.result));
    ASSERT_TRUE(store.finish_run());
  }
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  const Decision merge{"merge", "Huda", "the old name"}, split{"split", "Huda", ""}, rename{"rename", "Huda", ""};
};

TEST_F(EntityDecisionsTest, MergedNamesAreOneSubjectUntilTheyAreSplit) {
  ASSERT_TRUE(merge_entities(store, merge, "org:~dorvale", "org:~harcrest-works"));
  EXPECT_EQ(facts_of(store, "org:~harcrest-works").size(), 2u);
  EXPECT_EQ(facts_of(store, "Harcrest Works").size(), 2u);
  EXPECT_EQ(facts_of(store, "org:~dorvale")[1].subject_as_read, "org:~harcrest-works");
  // The same articles again, and a later one under the merged name.
  add(article_on("a", "org:~dorvale", "Dorvale", "5"));
  add(article_on("c", "org:~harcrest-works", "Harcrest Works", "9"));
  EXPECT_EQ(facts_of(store, "Dorvale").size(), 3u);
  for (const StoredFact& f : facts_of(store, "Dorvale")) EXPECT_EQ(f.fact.subject_name, "Dorvale");
  ASSERT_TRUE(split_entities(store, split, "org:~harcrest-works", "org:~dorvale"));
  EXPECT_EQ(facts_of(store, "org:~dorvale").size(), 1u);
  EXPECT_EQ(facts_of(store, "org:~harcrest-works").size(), 2u);
  // And merged again: the last decision counts.
  ASSERT_TRUE(merge_entities(store, merge, "org:~harcrest-works", "org:~dorvale"));
  EXPECT_EQ(facts_of(store, "Dorvale")[0].fact.subject, "org:~harcrest-works");
}

TEST_F(EntityDecisionsTest, TheGroupKeepsItsIdWhenItsSubjectIsMerged) {
  add(article_on("c", "org:~dorvale", "Dorvale", "6"));
  auto before = groups_in(store);
  ASSERT_EQ(before.size(), 1u);
  ASSERT_TRUE(merge_entities(store, merge, "org:~harcrest-works", "org:~dorvale"));
  auto after = groups_in(store);
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(after[0].subject, "org:~harcrest-works");
  EXPECT_EQ(after[0].id, before[0].id);
}

TEST_F(EntityDecisionsTest, SplitTakesAChainApart) {
  add(article_on("c", "org:~ambleweed", "Ambleweed", "9"));
  ASSERT_TRUE(merge_entities(store, merge, "org:~dorvale", "org:~ambleweed"));
  ASSERT_TRUE(merge_entities(store, merge, "org:~ambleweed", "org:~harcrest-works"));
  EXPECT_EQ(facts_of(store, "org:~dorvale").size(), 3u);
  ASSERT_TRUE(split_entities(store, split, "org:~dorvale", "org:~harcrest-works"));
  EXPECT_EQ(facts_of(store, "org:~dorvale").size(), 2u);
  EXPECT_EQ(facts_of(store, "org:~harcrest-works").size(), 1u);
}

TEST_F(EntityDecisionsTest, SplitForbidsWhatIsLinkedByItself) {
  add(article_on("c", "org:~darkrst-wrks", "هاركريست ووركس", "9"));
  ASSERT_EQ(facts_of(store, "org:~harcrest-works").size(), 2u);
  ASSERT_TRUE(split_entities(store, split, "org:~darkrst-wrks", {}));
  EXPECT_EQ(facts_of(store, "org:~harcrest-works").size(), 1u);
  EXPECT_EQ(facts_of(store, "org:~darkrst-wrks").size(), 1u);
}

TEST_F(EntityDecisionsTest, OneNameOfTwoIsToldApartByArticle) {
  add(article_on("c", "org:~dorvale", "Dorvale", "9"));
  ASSERT_EQ(groups_in(store).size(), 1u);
  const std::string key = facts_of(store, "org:~dorvale")[1].article_key;
  ASSERT_TRUE(split_article(store, split, "org:~dorvale", key, "org:~dorvale-band", "Dorvale (band)"));
  EXPECT_EQ(facts_of(store, "org:~dorvale").size(), 1u);
  const auto band = facts_of(store, "Dorvale (band)");
  ASSERT_EQ(band.size(), 1u);
  EXPECT_EQ(band[0].fact.subject, "org:~dorvale-band");
  EXPECT_EQ(band[0].document, "c");
  ASSERT_TRUE(split_article(store, split, "org:~dorvale", key, "org:~dorvale", ""));
  EXPECT_EQ(groups_in(store).size(), 1u);
}

TEST_F(EntityDecisionsTest, ANewNameIsShownEverywhere) {
  ASSERT_TRUE(rename_entity(store, rename, "org:~dorvale", "Dorvale plc"));
  EXPECT_EQ(facts_of(store, "org:~dorvale")[0].fact.subject_name, "Dorvale plc");
  EXPECT_EQ(facts_of(store, "Dorvale plc").size(), 1u);
  EXPECT_NE(canonical(store).find("Dorvale plc"), std::string::npos);
  ASSERT_TRUE(rename_entity(store, rename, "org:~dorvale", ""));
  EXPECT_EQ(facts_of(store, "org:~dorvale")[0].fact.subject_name, "Dorvale");
}

}  // namespace
}  // namespace mizan::testing

// Reconciling what changed gives what reconciling everything gives, to the byte of the canonical export: whatever order articles, versions, withdrawals and
// decisions come in, and however often they are compared in between.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "db/alarm.h"
#include "db/arithmetic.h"
#include "db/citation.h"
#include "db/database.h"
#include "db/decisions.h"
#include "db/reconcile.h"
#include "db/touched.h"
#include "tests/db_testing.h"

namespace mizan {
namespace {

using testing::ArticleBuilder;
using testing::canonical;
using testing::Folder;
using testing::must_open;

const char* const kEvents[] = {"Explosion shakes chemical warehouse near Kabul market, rescuers search rubble, governor visits hospital wards tonight",
                               "Ferry sinks off Indonesian island after engine failure, fishermen pull survivors from stormy waters",
                               "Wildfire spreads through Portuguese eucalyptus forest, villagers evacuated overnight, helicopters drop water"};

Reconciliation run(FactStore& store, bool full = false) {
  ReconcileOptions options;
  options.full = full;
  auto out = reconcile(store, options);
  if (!out) {
    ADD_FAILURE() << out.error().to_string();
    return {};
  }
  return std::move(*out);
}

void put(FactStore& store, const ArticleBuilder& a) {
  ASSERT_TRUE(store.add(a.document, a.result));
  ASSERT_TRUE(store.finish_run());
}

ArticleBuilder revenue(const std::string& id, const std::string& day, const std::string& figure) {
  ArticleBuilder a(id, "source-" + id, day);
  a.subject("org:openai", "OpenAI").money("revenue", figure, "million", figure + "000000", 6).period("2024");
  return a;
}

class News {
 public:
  explicit News(unsigned seed) : random_(seed) {}
  int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  // Versions of one article stay in order; what they hold is random.
  std::vector<std::vector<ArticleBuilder>> articles(int count) {
    std::vector<std::vector<ArticleBuilder>> out;
    for (int i = 0; i < count; ++i) {
      out.push_back({article("a" + std::to_string(i), 0)});
      if (pick(6) == 0) out.back().push_back(article("a" + std::to_string(i), 1));
      if (pick(10) == 0) {
        out.back().push_back(out.back().back());
        out.back().back().document.state = "withdrawn";
        out.back().back().document.updated = "2025-03-30";
      }
      // Another publisher's copy of its text, with one figure edited or none.
      if (pick(5) == 0) {
        ArticleBuilder copy = out.back().front();
        copy.document.id = "copy" + std::to_string(i);
        copy.document.source = "t" + std::to_string(pick(4));
        out.push_back({copy});
      }
    }
    return out;
  }

  ArticleBuilder article(const std::string& id, int version) {
    // Some are undated, and meet all days.
    ArticleBuilder a(id, "s" + std::to_string(pick(9)), pick(8) == 0 ? "" : "2025-03-" + std::to_string(10 + pick(14)));
    a.document.source = "s" + id.substr(1, 1);  // the same for all its versions
    if (version > 0) a.document.updated = "2025-03-29";
    const int kind = pick(5);
    if (kind < 3) {
      a.says(kEvents[kind]);
      for (int k = 0; k < 6; ++k) a.says("Witness " + std::to_string(pick(60)) + " told of street " + std::to_string(pick(60)) + " in the quarter");
      a.count("killed", std::to_string(10 + pick(8)), "person");
      if (pick(2)) a.last().amount.bound = Bound::kAbout;
      if (pick(4) == 0) {
        a.last().scope_key = pick(2) ? "place:gaza" : "place:west-bank";
        if (pick(2)) a.last().scope = "there";
      }
      if (pick(3) == 0) a.count("injured", std::to_string(30 + pick(30)), "person");
      if (pick(3) == 0) {
        // What it recalls of long ago is of another story.
        a.count("killed", std::to_string(pick(2) ? 9000 : 10 + pick(8)), "person").period("2015-04");
        Mention place;
        place.type = MentionType::kEntity;
        place.source = {a.last().sentence.begin, a.last().sentence.begin + 1};
        place.value = EntityName{"place:nepal", "Nepal", "place"};
        a.result.mentions.push_back(place);
      }
    }
    a.subject("org:" + std::to_string(pick(3)), "Company");
    const std::string figure = std::to_string(100 + pick(40));
    a.money("revenue", figure, "million", figure + "000000", 6);
    if (pick(2)) a.period(pick(2) ? "2023" : "2024");
    if (pick(4) == 0) a.status("projected");
    if (pick(3) == 0) {
      // Another fact on the same span.
      Fact second = a.last();
      second.subject = "org:" + std::to_string(pick(3));
      a.result.facts.push_back(second);
    }
    if (pick(4) == 0) a.money("share_price", std::to_string(40 + pick(4)), "dollars", std::to_string(40 + pick(4)), 0);
    if (pick(4) == 0) {
      // An amount in two currencies: its rate is checked against those of other articles.
      a.money("contract_value", "100", "million dollars", "100000000", 6);
      const SourceSpan sentence = a.last().sentence;
      const std::string riyals = pick(5) == 0 ? "575" : "375";
      a.money("contract_value", riyals, "million riyals", riyals + "000000", 6);
      a.last().amount.unit = "SAR";
      a.last().rule = kGivenTwice;
      a.last().sentence.begin = sentence.begin;
      a.result.facts[a.result.facts.size() - 2].sentence = a.last().sentence;
    }
    return a;
  }

  std::mt19937& random() { return random_; }

 private:
  std::mt19937 random_;
};

TEST(Incremental, EveryOrderAndEverySplitGivesTheSame) {
  bool conflict = false, agree = false, conversion = false, recalled = false;  // what is the same says something
  for (unsigned seed = 1; seed <= 4; ++seed) {
    News news(seed);
    auto articles = news.articles(70);
    Folder folder;
    std::string expected;
    for (int round = 0; round < 5; ++round) {
      FactStore store = must_open(folder / (std::to_string(round) + ".db"));
      // The next version of an article, one article at a time.
      std::vector<std::size_t> order;
      for (std::size_t i = 0; i < articles.size(); ++i) order.insert(order.end(), articles[i].size(), i);
      if (round > 0) std::shuffle(order.begin(), order.end(), news.random());
      std::vector<std::size_t> next(articles.size(), 0);
      for (std::size_t i : order) {
        put(store, articles[i][next[i]++]);
        if (round > 0 && news.pick(round == 1 ? 2 : 20) == 0) run(store);
      }
      run(store);
      const std::string exported = canonical(store);
      if (round == 0) {
        expected = exported;
        conflict = conflict || expected.find("\"verdict\":\"conflict\"") != std::string::npos;
        agree = agree || expected.find("\"verdict\":\"agree\"") != std::string::npos;
        recalled = recalled || store.database().prepare("SELECT 1 FROM groups WHERE current = 1 AND story_id LIKE 'p%'").row();
        conversion = conversion || expected.find("\"of\":\"conversion\"") != std::string::npos;
      } else {
        ASSERT_EQ(exported, expected) << "seed " << seed << ", round " << round;
      }
      run(store, /*full=*/true);
      ASSERT_EQ(canonical(store), expected) << "a full run, seed " << seed << ", round " << round;
      auto in_memory = reconcile_read_only(store);
      ASSERT_TRUE(in_memory);
      EXPECT_EQ(in_memory->groups.size(), run(store).groups.size());
    }
  }
  EXPECT_TRUE(conflict);
  EXPECT_TRUE(agree);
  EXPECT_TRUE(conversion);
  EXPECT_TRUE(recalled);
}

TEST(Incremental, DecisionsAmongThemGiveTheSame) {
  News news(11);
  const auto articles = news.articles(60);
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  for (std::size_t i = 0; i < articles.size(); ++i) {
    for (const ArticleBuilder& version : articles[i]) put(store, version);
    if (i % 10 != 9) continue;
    const Reconciliation now = run(store);
    if (now.groups.empty()) continue;
    const Group& g = now.groups[static_cast<std::size_t>(news.pick(static_cast<int>(now.groups.size())))];
    if (i % 20 == 9) {
      ASSERT_TRUE(decide_group(store, {.kind = "reject", .who = "Huda", .text = {}}, g.id));
    } else {
      auto cited = cite_group(store, g.id);
      ASSERT_TRUE(cited);
      ASSERT_TRUE(*cited);
      ASSERT_TRUE(correct_fact(store, {.kind = "correct", .who = "Huda", .text = {}}, (*cited)->claims.front().id, {{"value", "777000000"}}));
    }
  }
  run(store);
  const std::string step_by_step = canonical(store);
  run(store, /*full=*/true);
  EXPECT_EQ(canonical(store), step_by_step);
}

TEST(Incremental, NothingNewChangesNothing) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  put(store, revenue("a", "2025-03-28", "100"));
  put(store, revenue("b", "2025-03-28", "110"));
  EXPECT_TRUE(run(store).full);
  const std::uint64_t runs = store.counts()->runs;
  const Reconciliation again = run(store);
  EXPECT_FALSE(again.full);
  EXPECT_EQ(again.touched, 0u);
  EXPECT_EQ(again.groups.size(), 1u);
  EXPECT_EQ(store.counts()->runs, runs);
}

TEST(Incremental, AnArticleThatIsGoneTakesItsClaimsAlong) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  put(store, revenue("a", "2025-03-28", "100"));
  put(store, revenue("b", "2025-03-28", "110"));
  put(store, revenue("c", "2025-03-28", "100"));
  EXPECT_EQ(run(store).groups.at(0).claims.size(), 3u);
  ArticleBuilder gone = revenue("b", "2025-03-28", "110");
  gone.document.state = "withdrawn";
  put(store, gone);
  const Reconciliation after = run(store);
  ASSERT_EQ(after.groups.size(), 1u);
  EXPECT_EQ(after.groups[0].verdict, Verdict::kAgree);
  EXPECT_EQ(after.groups[0].claims.size(), 2u);
  EXPECT_FALSE(after.full);
  EXPECT_EQ(after.articles, 2u);
}

TEST(Incremental, ACopyWithAnotherNumberIsACopyAndAConflict) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  auto report = [](const std::string& id, const std::string& killed) {
    ArticleBuilder a(id, "source-" + id, "2025-03-28");
    a.says(kEvents[0]);
    for (const char* line :
         {"The governor told reporters that the fire began among drums of solvent", "Families waited outside two hospitals until the morning",
          "The ministry of interior has opened an inquiry into the licence of the owner"}) {
      a.says(line);
    }
    a.count("killed", killed, "person");
    return a;
  };
  put(store, report("a", "12"));
  put(store, report("b", "21"));
  put(store, report("c", "12"));
  const Reconciliation out = run(store);
  EXPECT_EQ(out.copies, 2u);
  ASSERT_EQ(out.groups.size(), 1u);
  EXPECT_EQ(out.groups[0].verdict, Verdict::kConflict) << out.groups[0].reason;
  EXPECT_EQ(out.groups[0].sources, 1) << "one agency text";
  EXPECT_EQ(out.groups[0].claims.size(), 3u);
}

TEST(Alarms, OpenUntilToldAndAgainWhenItComesAgain) {
  Folder folder;
  FactStore store = must_open(folder / "a.db");
  put(store, revenue("a", "2025-03-28", "100"));
  put(store, revenue("b", "2025-03-28", "110"));
  EXPECT_EQ(run(store).new_conflicts, 1u);
  EXPECT_EQ(run(store, /*full=*/true).new_conflicts, 1u) << "told nobody, raised once";
  auto first = open_alarms(store);
  ASSERT_TRUE(first);
  ASSERT_TRUE(close_alarms(store, *first));
  EXPECT_EQ(run(store, /*full=*/true).new_conflicts, 0u);
  put(store, revenue("b", "2025-03-28", "100"));
  EXPECT_EQ(run(store).new_conflicts, 0u);
  put(store, revenue("b", "2025-03-28", "112"));
  EXPECT_EQ(run(store).new_conflicts, 1u);
  auto second = open_alarms(store);
  ASSERT_TRUE(second);
  ASSERT_EQ(second->size(), 1u);
  EXPECT_EQ((*second)[0].group, (*first)[0].group);
  EXPECT_NE((*second)[0].id, (*first)[0].id);
  ASSERT_TRUE(decide_group(store, {.kind = "accept", .who = "Huda", .text = {}}, (*second)[0].group));
  EXPECT_EQ(run(store).new_conflicts, 0u) << "decided";
}

}  // namespace
}  // namespace mizan

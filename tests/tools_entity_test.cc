// Names across two scripts on the command line: one subject for both, people's decisions, and reading without the model. Each case runs the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The company is in no lexicon; the Arabic article writes it in Arabic letters only.
const char* const kNews =
    R"({"id":"en","source":"Harbour Wire","published":"2025-03-28","text":"Halvorsen Marine Inc. reported revenue of $20 million in 2024. Halvorsen Marine Inc. employs many people."})"
    "\n"
    R"({"id":"ar","source":"الميناء","published":"2025-03-29","text":"بلغت إيرادات شركة هالفورسن مارين 14 مليون دولار في 2024."})"
    "\n";

std::string database(const std::string& name) {
  const std::string path = scratch(name) + "/facts.db";
  Outcome run = program({"ingest", "--db", path, "--from", "ndjson", "--quiet", "-"}, kNews);
  EXPECT_EQ(run.code, 0) << run.err;
  return path;
}

nlohmann::json json_of(const std::vector<std::string>& arguments) {
  Outcome run = program(arguments);
  EXPECT_EQ(run.code, 0) << run.err;
  return nlohmann::json::parse(run.out, nullptr, false);
}

TEST(Entity, TwoScriptsAreOneSubject) {
  const std::string db = database("scripts");
  auto groups = json_of({"reconcile", "--db", db, "--to", "json"});
  ASSERT_EQ(groups.size(), 1u) << groups.dump(1);
  EXPECT_EQ(groups[0]["verdict"], "conflict");
  EXPECT_EQ(groups[0]["subject"], "org:~halvorsen-marine-inc");
  EXPECT_EQ(groups[0]["subject_name"], "Halvorsen Marine Inc.");
  // Why, and how surely.
  const Outcome why = program({"explain", "--db", db, "--group", groups[0]["id"]});
  EXPECT_THAT(why.out, HasSubstr("taken for org:~halvorsen-marine-inc"));
  EXPECT_THAT(why.out, HasSubstr("sound alike"));
  // Facts are found by either spelling and say what was read.
  for (const char* name : {"Halvorsen Marine Inc.", "هالفورسن مارين", "org:~halvorsen-marine-inc"}) {
    auto facts = json_of({"facts", "--db", db, "--subject", name, "--metric", "revenue", "--to", "json"});
    EXPECT_EQ(facts.size(), 2u) << name;
  }
  // A draft is held against both.
  EXPECT_EQ(program({"check", "-", "--db", db, "--from", "text", "--published", "2025-03-30"}, "بلغت إيرادات شركة هالفورسن مارين 17 مليون دولار في 2024.").code,
            6);
}

TEST(Entity, ShowNamesSpellingsLinksArticlesAndMeasures) {
  const std::string db = database("show");
  auto shown = json_of({"entity", "show", "هالفورسن مارين", "--db", db, "--to", "json"});
  EXPECT_EQ(shown["id"], "org:~halvorsen-marine-inc");
  EXPECT_EQ(shown["ids"].size(), 2u);
  EXPECT_LT(shown["ids"][1]["confidence"], 1.0);
  EXPECT_EQ(shown["articles"].size(), 2u);
  EXPECT_EQ(shown["metrics"]["revenue"], 2);
  EXPECT_GE(shown["forms"].size(), 2u);
  const Outcome table = program({"entity", "show", "Halvorsen Marine Inc.", "--db", db});
  for (const char* part : {"Halvorsen Marine Inc.", "هالفورسن مارين", "sound alike", "revenue (2)", "Harbour Wire"}) EXPECT_THAT(table.out, HasSubstr(part));
  auto list = json_of({"entity", "list", "halvorsen", "--db", db, "--to", "json"});
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0]["facts"], 2);
  EXPECT_THAT(program({"entity", "list", "--db", db, "--to", "csv"}).out, HasSubstr("org:~halvorsen-marine-inc"));
}

TEST(Entity, SplitAndMergeAreRememberedAndTakenBack) {
  const std::string db = database("decisions");
  auto revenue = [&](const char* name) { return json_of({"facts", "--db", db, "--subject", name, "--metric", "revenue", "--to", "json"}).size(); };
  const std::string arabic = json_of({"entity", "show", "هالفورسن مارين", "--db", db, "--to", "json"})["ids"][1]["id"];
  EXPECT_EQ(program({"entity", "split", "org:~halvorsen-marine-inc", arabic, "--by", "هدى", "--text", "شركتان (two firms)", "--db", db}).code, 0);
  EXPECT_EQ(revenue("Halvorsen Marine Inc."), 1u);
  EXPECT_EQ(revenue("هالفورسن مارين"), 1u);
  EXPECT_TRUE(json_of({"reconcile", "--db", db, "--to", "json"}).empty());
  // Ingesting the same and more again changes nothing of it.
  EXPECT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "--quiet", "-"}, kNews).code, 0);
  EXPECT_TRUE(json_of({"reconcile", "--db", db, "--to", "json"}).empty());
  EXPECT_EQ(program({"entity", "merge", "هالفورسن مارين", "Halvorsen Marine Inc.", "--by", "Huda", "--db", db}).code, 0);
  auto groups = json_of({"reconcile", "--db", db, "--to", "json"});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0]["subject"], arabic);
  EXPECT_THAT(program({"entity", "show", "هالفورسن مارين", "--db", db}).out, HasSubstr("merged by Huda"));
  EXPECT_EQ(program({"entity", "rename", arabic, "Halvorsen", "--by", "Huda", "--db", db}).code, 0);
  EXPECT_EQ(json_of({"facts", "--db", db, "--subject", arabic, "--to", "json"})[0]["subject_name"], "Halvorsen");
  EXPECT_THAT(program({"export", "--db", db, "--canonical"}).out, HasSubstr(R"("kind":"entity","entity":")" + arabic + R"(","name":"Halvorsen")"));
}

TEST(Entity, ALexiconsNameCanBeMergedInto) {
  const std::string db = database("lexicon");
  EXPECT_EQ(program({"entity", "merge", "Maersk", "Halvorsen Marine Inc.", "--by", "Huda", "--db", db}).code, 0);
  auto facts = json_of({"facts", "--db", db, "--subject", "Maersk", "--to", "json"});
  ASSERT_FALSE(facts.empty());
  EXPECT_EQ(facts[0]["subject"], "org:maersk");
  EXPECT_EQ(facts[0]["subject_name"], "Maersk");
  EXPECT_TRUE(facts[0]["subject_as_read"].is_string());
}

TEST(Entity, OneNameOfTwoIsToldApartByArticle) {
  const std::string db = database("by-article");
  EXPECT_EQ(program({"entity", "split", "Halvorsen Marine Inc.", "--article", "en", "--as", "Halvorsen Marine (Bergen)", "--by", "Huda", "--db", db}).code, 0);
  EXPECT_TRUE(json_of({"reconcile", "--db", db, "--to", "json"}).empty());
  auto facts = json_of({"facts", "--db", db, "--subject", "Halvorsen Marine (Bergen)", "--metric", "revenue", "--to", "json"});
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0]["document"], "en");
}

TEST(Entity, LineForALexiconThatThenKnowsTheName) {
  const std::string db = database("line");
  const std::string folder = scratch("line-lexicon");
  Outcome line = program({"entity", "line", "Halvorsen Marine Inc.", "--db", db});
  EXPECT_EQ(line.code, 0) << line.err;
  write_file(folder + "/entities-own.tsv", line.out);
  EXPECT_EQ(program({"lexicon", "check", folder}).code, 0);
  Outcome read = program({"extract", "--lexicons", folder, "--from", "text", "-"}, "وصلت هالفورسن مارين أمس.");
  EXPECT_THAT(read.out, HasSubstr(R"("id":"org:halvorsen-marine-inc")")) << line.out;
}

TEST(Entity, Errors) {
  const std::string db = database("errors");
  EXPECT_EQ(program({"entity", "--db", db}).code, 1);
  EXPECT_EQ(program({"entity", "join", "a", "b", "--db", db}).code, 1);
  EXPECT_EQ(program({"entity", "merge", "a", "--by", "x", "--db", db}).code, 1);
  EXPECT_THAT(program({"entity", "merge", "Halvorsen Marine Inc.", "Nobody Knows", "--by", "x", "--db", db}).err, HasSubstr("no article"));
  EXPECT_THAT(program({"entity", "merge", "Halvorsen Marine Inc.", "Maersk", "--db", db}).err, HasSubstr("who decides?"));
  EXPECT_THAT(program({"entity", "split", "Halvorsen Marine Inc.", "--article", "en", "--by", "x", "--db", db}).err, HasSubstr("--as"));
  EXPECT_THAT(program({"entity", "split", "Halvorsen Marine Inc.", "--article", "zz", "--as", "B", "--by", "x", "--db", db}).err, HasSubstr("no article zz"));
  EXPECT_EQ(program({"entity", "list", "--db", "/nonexistent/x.db"}).code, 4);
  EXPECT_EQ(program({"entity", "show", "Halvorsen Marine Inc.", "--db", db, "--to", "csv"}).code, 1);
}

TEST(NoModel, RulesAndLexiconsAlone) {
  // Two Greeks that no list knows and no title announces.
  const char* const text = "وأعلن ديموقراطس وليسيوبوس ذلك.";
  Outcome with = program({"extract", "--from", "text", "-"}, text), without = program({"extract", "--from", "text", "--no-model", "-"}, text);
  EXPECT_EQ(without.code, 0) << without.err;
  auto a = nlohmann::json::parse(with.out), b = nlohmann::json::parse(without.out);
  EXPECT_GT(a["mentions"].size(), b["mentions"].size());
  for (const auto& m : b["mentions"]) EXPECT_NE(m["rule"], "name.model");
  EXPECT_THAT(std::string(b["by"]), ::testing::EndsWith(" no-model"));
  EXPECT_THAT(std::string(a["by"]), Not(HasSubstr("no-model")));
  for (const char* command : {"explain", "eval", "check", "ingest", "reconcile"})
    EXPECT_THAT(program({command, "--help"}).out, HasSubstr("--no-model")) << command;
}

TEST(NoModel, TheDatabaseKnowsAndSaysSo) {
  const std::string db = scratch("no-model") + "/facts.db";
  EXPECT_EQ(program({"ingest", "--db", db, "--no-model", "--from", "ndjson", "--quiet", "-"}, kNews).err, "");
  Outcome other = program({"ingest", "--db", db, "--from", "ndjson", "--quiet", "-"}, kNews);
  EXPECT_EQ(other.code, 0);
  EXPECT_THAT(other.err, HasSubstr("db.mixed_readings"));
  EXPECT_THAT(program({"check", "-", "--db", db, "--from", "text"}, "Nothing.").err, HasSubstr("--no-model"));
  EXPECT_EQ(program({"check", "-", "--db", db, "--no-model", "--from", "text"}, "Nothing.").err, "");
}

}  // namespace
}  // namespace mizan::testing

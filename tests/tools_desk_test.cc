// The commands of the desk: drafts checked, decisions kept, citations that resolve, exports that open anywhere. Each case runs the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* const kNews =
    R"({"id":"a","source":"Gulf Ledger","published":"2025-03-28","text":"OpenAI's revenue reached $20 billion in 2024, the company said."})"
    "\n"
    R"({"id":"b","source":"Harbour Wire","published":"2025-03-28","text":"OpenAI's revenue reached $14 billion in 2024, the company said."})"
    "\n"
    R"({"id":"c","source":"الميناء","published":"2025-03-28","text":"بلغت إيرادات OpenAI نحو 20 مليار دولار في 2024."})"
    "\n";

// A database with the news above.
std::string database(const std::string& name) {
  const std::string path = scratch(name) + "/facts.db";
  Outcome run = program({"ingest", "--db", path, "--from", "ndjson", "--quiet", "-"}, kNews);
  EXPECT_EQ(run.code, 0) << run.err;
  return path;
}

[[maybe_unused]] nlohmann::json reconciled(const std::string& db) {
  Outcome run = program({"reconcile", "--db", db, "--to", "json"});
  EXPECT_EQ(run.code, 0) << run.err;
  return nlohmann::json::parse(run.out);
}

TEST(Check, ContradictedDraft) {
  const std::string db = database("check");
  const std::string before = read_file(db);
  Outcome run = program({"check", "-", "--db", db, "--from", "text", "--published", "2025-03-29", "--to", "json"}, "OpenAI's revenue reached $17 billion in 2024.");
  EXPECT_EQ(run.code, 6) << run.err;
  EXPECT_EQ(run.err, "");
  auto figures = nlohmann::json::parse(run.out);
  ASSERT_FALSE(figures.empty());
  EXPECT_EQ(figures[0]["verdict"], "conflict");
  EXPECT_EQ(figures[0]["contradicted"], true);
  EXPECT_GE(figures[0]["others"].size(), 2u);
  EXPECT_TRUE(figures[0]["others"][0].contains("fact"));
  EXPECT_EQ(read_file(db), before);
}

TEST(Check, TableAndArabic) {
  const std::string db = database("check-arabic");
  Outcome run = program({"check", "-", "--db", db, "--from", "text", "--published", "2025-03-29"}, "بلغت إيرادات OpenAI نحو 35 مليار دولار في 2024.");
  EXPECT_EQ(run.code, 6) << run.out << run.err;
  EXPECT_THAT(run.out, HasSubstr("CONTRADICTED"));
}

TEST(Check, NothingToSay) {
  const std::string db = database("check-nothing");
  Outcome run = program({"check", "-", "--db", db, "--from", "text"}, "Nobody counted anything.");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("0 contradicted"));
}

TEST(Check, Errors) {
  EXPECT_EQ(program({"check", "--db", "x.db"}).code, 1);
  EXPECT_EQ(program({"check", "draft.txt"}).code, 1);
  EXPECT_EQ(program({"check", "-", "--db", "/nonexistent/x.db"}, "5%").code, 4);
  EXPECT_EQ(program({"check", "/nonexistent/draft.txt", "--db", database("check-errors")}).code, 4);
  EXPECT_EQ(program({"check", "-", "--db", "x.db", "--to", "csv"}, "").code, 1);
}

}  // namespace
}  // namespace mizan::testing

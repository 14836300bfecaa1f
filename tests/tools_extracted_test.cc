// What `extract --to extracted` writes, `ingest` stores: the same database as if the articles had been ingested themselves.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kSamples = MIZAN_SOURCE_DIR "/corpus/samples";
const std::string kPages = MIZAN_SOURCE_DIR "/tests/pages";

// All rows of a table, as text; without what tells of the run.
std::string rows(const std::string& path, const std::string& query) {
  sqlite3* db = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  std::string out;
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(db, query.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      out += text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))) : "NULL";
      out += '|';
    }
    out += '\n';
  }
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return out;
}

void expect_same(const std::string& direct, const std::string& stored) {
  EXPECT_EQ(program({"export", "--db", direct, "--canonical"}).out, program({"export", "--db", stored, "--canonical"}).out);
  // And what the canonical export leaves out.
  for (const char* query : {"SELECT * FROM mentions ORDER BY version_id, seq", "SELECT * FROM facts ORDER BY version_id, seq",
                            "SELECT version_id, content_hash, own_id, file, line, lang, embargo_until FROM article_versions ORDER BY version_id",
                            "SELECT version_id, format, encoding, author, \"column\", hex(pages), hex(runs) FROM origins ORDER BY version_id",
                            "SELECT * FROM teasers ORDER BY 1", "SELECT * FROM embargoes ORDER BY 1"}) {
    EXPECT_EQ(rows(direct, query), rows(stored, query)) << query;
  }
}

TEST(Extracted, StoringItIsTheSameAsIngestingTheArticles) {
  const std::string folder = scratch("same"), direct = folder + "/direct.db", stored = folder + "/stored.db", lines = folder + "/lines.ndjson";
  ASSERT_THAT(program({"ingest", "--db", direct, "--quiet", kSamples, kPages}).code, AnyOf(0, 3));
  ASSERT_THAT(program({"extract", "--to", "extracted", "-o", lines, "--quiet", kSamples, kPages}).code, AnyOf(0, 3));
  // The form is told from the content.
  ASSERT_THAT(program({"ingest", "--db", stored, "--quiet", lines}).code, AnyOf(0, 3));
  expect_same(direct, stored);
  EXPECT_THAT(rows(stored, "SELECT count(*) > 50, sum(length(text)) > 10000 FROM article_versions"), HasSubstr("1|1"));
  // Once more, and the articles themselves: nothing is new.
  EXPECT_THAT(program({"ingest", "--db", stored, "--from", "extracted", lines}).out, HasSubstr("(0 new,"));
  EXPECT_THAT(program({"ingest", "--db", stored, kSamples, kPages}).out, HasSubstr("(0 new,"));
  for (const std::string& db : {direct, stored}) ASSERT_EQ(program({"reconcile", "--db", db, "--quiet"}).code, 0);
  expect_same(direct, stored);
  EXPECT_THAT(program({"db", "verify", "--db", stored, "--replay", "100"}).code, 0);
}

TEST(Extracted, TheOutputIsTheSameWhateverTheJobsAndAnArticleToOtherCommands) {
  const std::string one = program({"extract", "--to", "extracted", "--jobs", "1", "--quiet", kSamples}).out;
  EXPECT_EQ(program({"extract", "--to", "extracted", "--jobs", "4", "--quiet", kSamples}).out, one);
  // Extracted once more, the lines give themselves.
  EXPECT_EQ(program({"extract", "--to", "extracted", "--quiet", "--from", "extracted", "-"}, one).out, one);
  EXPECT_EQ(program({"extract", "--to", "ndjson", "--quiet", "--from", "extracted", "-"}, one).out,
            program({"extract", "--to", "ndjson", "--quiet", kSamples}).out);
}

TEST(Extracted, ByWhatItWasReadIsKept) {
  const std::string folder = scratch("options"), db = folder + "/a.db";
  auto lines = [&](const std::string& id, const std::string& day) {
    const nlohmann::json article{{"id", id}, {"text", "The fire in Izmir killed 7 people yesterday and cost 5 million dollars."}};
    return program({"extract", "--to", "extracted", "--from", "ndjson", "--published", day, "--place", "AU", "-"}, article.dump() + "\n").out;
  };
  Outcome run = program({"ingest", "--db", db, "--from", "extracted", "-"}, lines("a", "2026-03-02") + lines("b", "2026-03-02") + lines("c", "2026-03-09"));
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("ingested 3 articles (3 new"));
  // Each way of reading has its run, so that it can be read so again.
  EXPECT_EQ(rows(db, "SELECT published, place, added FROM runs ORDER BY run_id"), "2026-03-02|AU|2|\n2026-03-09|AU|1|\n");
  EXPECT_EQ(rows(db, "SELECT DISTINCT value FROM mentions WHERE type = 'date' ORDER BY 1"), "2026-03-01|\n2026-03-08|\n");
  EXPECT_EQ(program({"db", "verify", "--db", db, "--replay", "100"}).code, 0);
  Outcome said = program({"ingest", "--db", db, "--from", "extracted", "--published", "2026-03-02", "-"}, lines("a", "2026-03-02"));
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.err, HasSubstr("Give them to mizan extract"));
}

TEST(Extracted, AnotherProgramOrLexiconIsRefusedByFileAndLine) {
  const std::string folder = scratch("other"), db = folder + "/a.db", part = folder + "/part-000003.ndjson", good = folder + "/part-000004.ndjson";
  std::string lines = program({"extract", "--to", "extracted", "--no-model", "--quiet", kSamples}).out;
  write_file(part, lines);
  write_file(good, program({"extract", "--to", "extracted", "--from", "text", "-"}, "The fire in Izmir killed 7 people.").out);
  Outcome run = program({"ingest", "--db", db, "--from", "extracted", part, good});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("part-000003.ndjson:1: extracted by mizan"));
  EXPECT_THAT(run.err, HasSubstr("no-model"));
  EXPECT_THAT(run.err, HasSubstr("[extracted.other_reading]"));
  EXPECT_THAT(run.err, Not(HasSubstr("part-000003.ndjson:2"))) << "all lines of the file are so, which is said once";
  EXPECT_THAT(run.out, HasSubstr("1 new"));
  // Stored by the options that it was extracted with.
  Outcome again = program({"ingest", "--db", folder + "/b.db", "--no-model", "--from", "extracted", part});
  EXPECT_THAT(again.code, AnyOf(0, 3)) << again.err;
  EXPECT_THAT(again.out, HasSubstr(" 0 rejected"));
}

TEST(Extracted, RejectionsAreRejectionsAndCanBeTriedAgain) {
  const std::string folder = scratch("rejected"), db = folder + "/a.db", part = folder + "/part-000000.ndjson";
  const std::string input = "{\"id\":\"a\",\"text\":\"A fire killed 7 people.\"}\nnonsense\n";
  write_file(part, program({"extract", "--to", "extracted", "--from", "ndjson", "--first-line", "101", "-"}, input).out);
  Outcome run = program({"ingest", "--db", db, part});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, HasSubstr("1 new, 0 unchanged, 1 rejected"));
  EXPECT_THAT(run.err, HasSubstr("part-000000.ndjson:2"));
  EXPECT_THAT(run.err, HasSubstr("line 102"));
  EXPECT_THAT(run.err, HasSubstr("[json.syntax]"));
  write_file(
      part, program({"extract", "--to", "extracted", "--from", "ndjson", "-"}, input.substr(0, input.find('\n') + 1) + "{\"id\":\"b\",\"text\":\"5%\"}\n").out);
  EXPECT_THAT(program({"ingest", "--db", db, "--retry", "last"}).out, HasSubstr("1 new, 1 unchanged, 0 rejected"));
  EXPECT_THAT(program({"ingest", "--db", db, "--dry-run", part}).out, HasSubstr("2 unchanged"));
}

// Values changed at random within the form: whatever is stored can be reconciled, shown and exported.
TEST(Extracted, HostileValuesAreStoredOrRefusedAndNothingBreaksLater) {
  const std::string folder = scratch("hostile"), db = folder + "/a.db";
  const std::string lines = program({"extract", "--to", "extracted", "--quiet", kSamples}).out;
  std::mt19937 random(3);
  const std::vector<std::string> texts = {"",         "-",
                                          "2025-13",  "9999-12-31/0000-01-01",
                                          "P",        "P9999999Y",
                                          "T",        "/",
                                          "2025-Q9",  "-5",
                                          "1e9",      "0",
                                          "org:",     "~",
                                          "XXXX-WXX", "2025-02-29T25:61",
                                          "USD",      "%",
                                          "x",        ":",
                                          "٣",        "999999999999999999"};
  std::string hostile;
  for (int round = 0; round < 12; ++round) {
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
      nlohmann::json object = nlohmann::json::parse(line);
      if (!object["extracted"].contains("facts")) continue;
      object["id"] = object["id"].get<std::string>() + "-" + std::to_string(round);
      for (const char* list : {"mentions", "facts"}) {
        for (nlohmann::json& one : object["extracted"][list]) {
          if (random() % 3 != 0) continue;
          auto member = one.begin();
          std::advance(member, static_cast<std::ptrdiff_t>(random() % one.size()));
          if (member->is_string()) *member = texts[random() % texts.size()];
          if (member->is_number()) *member = static_cast<int>(random() % 300) - 20;
        }
      }
      hostile += object.dump() + "\n";
    }
  }
  Outcome run = program({"ingest", "--db", db, "--from", "extracted", "-"}, hostile);
  EXPECT_EQ(run.code, 3) << run.err.substr(0, 2000);
  EXPECT_THAT(run.out, Not(HasSubstr("(0 new")));
  EXPECT_EQ(program({"reconcile", "--db", db, "--quiet"}).code, 0);
  EXPECT_EQ(program({"facts", "--db", db, "--to", "json"}).code, 0);
  EXPECT_EQ(program({"export", "--db", db, "--to", "csv"}).code, 0);
  EXPECT_EQ(program({"export", "--db", db, "--canonical"}).code, 0);
}

TEST(Extracted, AnInboxTakesIt) {
  const std::string folder = scratch("inbox"), db = folder + "/a.db", inbox = folder + "/inbox";
  std::filesystem::create_directory(inbox);
  write_file(inbox + "/good.ndjson", program({"extract", "--to", "extracted", "--quiet", kSamples}).out);
  std::string other = read_file(inbox + "/good.ndjson");
  for (std::size_t at = 0; (at = other.find("lexicon ", at)) != std::string::npos; at += 8) other[at + 8] = 'z';
  write_file(inbox + "/other.ndjson", other);
  Outcome run = program({"watch", "--db", db, "--once", "--settle", "0", inbox});
  EXPECT_EQ(run.code, 3) << run.err;
  EXPECT_TRUE(std::filesystem::exists(inbox + "/done/good.ndjson"));
  EXPECT_TRUE(std::filesystem::exists(inbox + "/failed/other.ndjson"));
  EXPECT_THAT(read_file(inbox + "/failed/other.ndjson.reason.ndjson"), HasSubstr("extracted.other_reading"));
}

}  // namespace
}  // namespace mizan::testing

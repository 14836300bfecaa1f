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

nlohmann::json reconciled(const std::string& db) {
  Outcome run = program({"reconcile", "--db", db, "--to", "json"});
  EXPECT_EQ(run.code, 0) << run.err;
  return nlohmann::json::parse(run.out);
}

TEST(Check, ContradictedDraft) {
  const std::string db = database("check");
  const std::string before = read_file(db);
  Outcome run =
      program({"check", "-", "--db", db, "--from", "text", "--published", "2025-03-29", "--to", "json"}, "OpenAI's revenue reached $17 billion in 2024.");
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

// The first group with this verdict.
nlohmann::json group_with(const nlohmann::json& groups, const std::string& verdict) {
  for (const auto& group : groups) {
    if (group["verdict"] == verdict && !group.contains("check")) return group;
  }
  return nullptr;
}

TEST(Review, RejectedGroupingsAreNotOfferedAgain) {
  const std::string db = database("reject");
  auto conflict = group_with(reconciled(db), "conflict");
  ASSERT_FALSE(conflict.is_null());
  const std::string id = conflict["id"];
  Outcome run = program({"review", "reject", id, "--by", "هدى", "--text", "مصنعان مختلفان (two plants)", "--db", db});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out + run.err, "");
  auto groups = reconciled(db);
  EXPECT_TRUE(group_with(groups, "conflict").is_null());
  for (const auto& group : groups) EXPECT_NE(group["id"], id);
  // The two that agree still meet.
  EXPECT_TRUE(!group_with(groups, "rounding").is_null() || !group_with(groups, "agree").is_null());
  // Nor when the news is ingested again, and no alarm is raised.
  EXPECT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "--quiet", "-"}, kNews).code, 0);
  EXPECT_EQ(program({"reconcile", "--db", db, "--fail-on-conflict"}).code, 0);
  // The id still resolves.
  EXPECT_THAT(program({"cite", id, "--db", db}).out, HasSubstr(id));
  // Accepting it later takes the rejection back.
  EXPECT_EQ(program({"review", "accept", id, "--by", "Huda", "--db", db}).code, 0);
  EXPECT_FALSE(group_with(reconciled(db), "conflict").is_null());
}

TEST(Review, WhatWasDecidedIsListedAndTakenBack) {
  const std::string db = database("undo");
  const std::string id = group_with(reconciled(db), "conflict")["id"];
  EXPECT_EQ(program({"review", "reject", id, "--by", "هدى", "--text", "two plants", "--db", db}).code, 0);
  const Outcome table = program({"review", "list", "--db", db});
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("هدى"));
  EXPECT_THAT(table.out, HasSubstr("reject  " + id));
  const auto row = nlohmann::json::parse(program({"review", "list", "--db", db, "--to", "ndjson"}).out);
  EXPECT_EQ(row["target"], id);
  EXPECT_EQ(row["stands"], true);
  const std::string number = std::to_string(row["number"].get<int>());
  EXPECT_EQ(program({"review", "undo", number, "--by", "Huda", "--db", db}).code, 0);
  EXPECT_FALSE(group_with(reconciled(db), "conflict").is_null());
  const std::string log = program({"review", "list", "--db", db}).out;
  EXPECT_THAT(log, HasSubstr("(taken back)"));
  EXPECT_LT(log.find("undo"), log.find("reject"));  // the latest first
  // Once is enough, and only what is there.
  EXPECT_EQ(program({"review", "undo", number, "--by", "Huda", "--db", db}).code, 1);
  EXPECT_EQ(program({"review", "undo", "99", "--by", "Huda", "--db", db}).code, 1);
  EXPECT_EQ(program({"review", "undo", id, "--by", "Huda", "--db", db}).code, 1);
  EXPECT_EQ(program({"review", "undo", number, "--db", db}).code, 1);
}

TEST(Reconcile, SaysSoWhereAFilterLeavesNothing) {
  const std::string db = database("filter");
  const Outcome none = program({"reconcile", "--db", db, "--metric", "bogus"});
  EXPECT_EQ(none.code, 0);
  EXPECT_THAT(none.err, HasSubstr("no group fits what was asked for"));
  EXPECT_EQ(program({"reconcile", "--db", db, "--metric", "revenue"}).err.find("no group fits"), std::string::npos);
  EXPECT_EQ(program({"reconcile", "--db", db, "--metric", "bogus", "--quiet"}).err, "");
}

TEST(Review, AnAlarmFiresOnceAndNeverForWhatIsDecided) {
  const std::string db = database("alarm");
  EXPECT_EQ(program({"reconcile", "--db", db, "--fail-on-conflict"}).code, 6);
  EXPECT_EQ(program({"reconcile", "--db", db, "--fail-on-conflict"}).code, 0);
}

TEST(Review, Errors) {
  const std::string db = database("review-errors");
  EXPECT_EQ(program({"review", "accept", "g0000000000", "--by", "x", "--db", db}).code, 1);
  EXPECT_EQ(program({"review", "accept", "g0000000000", "--db", db}).code, 1);
  EXPECT_EQ(program({"review", "approve", "g0000000000", "--by", "x", "--db", db}).code, 1);
  EXPECT_EQ(program({"review", "note", "g0000000000", "--by", "x", "--db", db}).code, 1);
  EXPECT_EQ(program({"review", "accept", "g0000000000", "--by", "x", "--db", "/nonexistent/x.db"}).code, 4);
}

TEST(Correct, StaysThroughReingestion) {
  const std::string db = database("correct");
  auto conflict = group_with(reconciled(db), "conflict");
  ASSERT_FALSE(conflict.is_null());
  std::string fact;
  for (const auto& claim : conflict["claims"]) {
    if (claim["document"] == "b") fact = claim["fact"];
  }
  ASSERT_NE(fact, "");
  EXPECT_EQ(program({"correct", fact, "value=20000000000", "--by", "Huda", "--db", db}).code, 0);
  EXPECT_TRUE(group_with(reconciled(db), "conflict").is_null());
  // A later version with the same sentence keeps the correction.
  Outcome again = program(
      {"ingest", "--db", db, "--from", "ndjson", "--quiet", "-"},
      R"({"id":"b","source":"Harbour Wire","published":"2025-03-29","text":"Update. \nOpenAI's revenue reached $14 billion in 2024, the company said."})"
      "\n");
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(group_with(reconciled(db), "conflict").is_null());
  EXPECT_THAT(program({"export", "--db", db, "--to", "ndjson"}).out, Not(HasSubstr("14000000000")));
  // The old version's id still resolves, to what was written.
  Outcome cited = program({"cite", fact, "--db", db, "--to", "json"});
  EXPECT_EQ(cited.code, 0) << cited.err;
  auto citation = nlohmann::json::parse(cited.out);
  EXPECT_EQ(citation["text"], "$14 billion");
  EXPECT_EQ(citation["latest"], false);
  EXPECT_EQ(citation["source"], "Harbour Wire");
}

TEST(Correct, NotAFact) {
  const std::string db = database("not-a-fact");
  auto conflict = group_with(reconciled(db), "conflict");
  ASSERT_FALSE(conflict.is_null());
  for (const auto& claim : conflict["claims"]) {
    if (claim["document"] != "b") continue;
    EXPECT_EQ(program({"correct", claim["fact"], "--not-a-fact", "--by", "Huda", "--db", db}).code, 0);
  }
  EXPECT_TRUE(group_with(reconciled(db), "conflict").is_null());
}

TEST(Correct, Errors) {
  const std::string db = database("correct-errors");
  EXPECT_EQ(program({"correct", "f000000000000.1-2", "--not-a-fact", "--by", "x", "--db", db}).code, 1);
  EXPECT_EQ(program({"correct", "nonsense", "--not-a-fact", "--by", "x", "--db", db}).code, 1);
  EXPECT_EQ(program({"correct", "f000000000000.1-2", "--by", "x", "--db", db}).code, 1);
  EXPECT_THAT(program({"correct", "f000000000000.1-2", "value=much", "--by", "x", "--db", db}).err, HasSubstr("is no number"));
  EXPECT_THAT(program({"correct", "f000000000000.1-2", "colour=red", "--by", "x", "--db", db}).err, HasSubstr("no field"));
  EXPECT_EQ(program({"cite", "nonsense", "--db", db}).code, 4);
}

TEST(Export, FormsAndGuards) {
  const std::string path = scratch("export") + "/facts.db";
  Outcome run = program({"ingest", "--db", path, "--from", "ndjson", "--quiet", "-"},
                        R"j({"id":"=cmd()","source":"+x","text":"=HYPERLINK(1) OpenAI's revenue reached $20 billion in 2024."})j"
                        "\n");
  EXPECT_EQ(run.code, 0) << run.err;
  Outcome csv = program({"export", "--db", path, "--to", "csv", "--excel"});
  EXPECT_EQ(csv.code, 0) << csv.err;
  EXPECT_EQ(csv.out.substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_THAT(csv.out, HasSubstr(",'=cmd(),'+x,"));
  EXPECT_THAT(csv.out, HasSubstr("'=HYPERLINK(1)"));
  Outcome canonical = program({"export", "--db", path, "--canonical"});
  EXPECT_EQ(canonical.code, 0) << canonical.err;
  EXPECT_EQ(canonical.out.substr(0, 15), "{\"kind\":\"mizan\"");
  EXPECT_EQ(canonical.out, program({"export", "--db", path, "--canonical"}).out);
  EXPECT_EQ(program({"export", "--db", path}).code, 1);
  EXPECT_EQ(program({"export", "--db", path, "--canonical"}, "", Where::kFullDisk).code, 4);
}

TEST(Reconcile, Filters) {
  const std::string db = database("filters");
  auto count = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"reconcile", "--db", db, "--to", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return nlohmann::json::parse(program(arguments).out).size();
  };
  EXPECT_EQ(count({"--verdict", "conflict"}), 1u);
  EXPECT_EQ(count({"--verdict", "conflict", "--since", "2025-03-28"}), 1u);
  EXPECT_EQ(count({"--verdict", "conflict", "--since", "2025-03-29"}), 0u);
  EXPECT_EQ(count({"--story", "s0000000000"}), 0u);
  EXPECT_EQ(count({"--subject", "OpenAI", "--metric", "revenue", "--source", "Harbour Wire", "--verdict", "conflict"}), 1u);
  EXPECT_EQ(program({"reconcile", "--db", db, "--since", "yesterday"}).code, 1);
}

TEST(Reconcile, PageForTheDesk) {
  const std::string path = scratch("page") + "/facts.db";
  std::string news = kNews;
  news +=
      R"j({"id":"<img src=x onerror=alert(1)>","source":"\"><script>alert(1)</script>","published":"2025-03-29","text":"OpenAI's revenue reached $25 billion in 2024, <script>alert(2)</script> & more."})j"
      "\n";
  EXPECT_EQ(program({"ingest", "--db", path, "--from", "ndjson", "--quiet", "-"}, news).code, 0);
  const std::string page = path + ".html";
  Outcome run = program({"reconcile", "--db", path, "--to", "html", "-o", page});
  EXPECT_EQ(run.code, 0) << run.err;
  const std::string html = read_file(page);
  EXPECT_EQ(html.substr(0, 15), "<!doctype html>");
  EXPECT_THAT(html, HasSubstr("<mark>$14 billion</mark>"));
  EXPECT_THAT(html, HasSubstr("<blockquote dir=\"auto\">"));
  EXPECT_THAT(html, HasSubstr("تعارض"));
  EXPECT_THAT(html, HasSubstr("<svg "));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
  for (const char* forbidden : {"<script", "<img", "http://", "https://", "onerror=alert(1)>"}) EXPECT_THAT(html, Not(HasSubstr(forbidden)));
  EXPECT_EQ(program({"reconcile", "--db", path, "--to", "html", "--verdict", "disputed"}).code, 0);
}

TEST(Explain, GroupStepByStep) {
  const std::string db = database("explain");
  auto conflict = group_with(reconciled(db), "conflict");
  ASSERT_FALSE(conflict.is_null());
  Outcome run = program({"explain", "--db", db, "--group", conflict["id"]});
  EXPECT_EQ(run.code, 0) << run.err;
  for (const char* part : {"Conflict", "$14 billion", "مليار دولار", "Why they meet", "cannot both hold", "Two by two"}) EXPECT_THAT(run.out, HasSubstr(part));
  EXPECT_EQ(program({"explain", "--db", db, "--group", "g0000000000"}).code, 1);
  // The same steps in Arabic: a conflict; why they meet; two by two; the verdict.
  run = program({"explain", "--db", db, "--group", conflict["id"], "--lang", "ar"});
  for (const char* part : {"تعارض", "$14 billion", "لماذا التقت", "لا يمكن أن يصح", "كل قولين معًا", "الحكم"}) EXPECT_THAT(run.out, HasSubstr(part));
  for (const char* part : {"Why", "cannot", "sure", "words", "read as", "{}"}) EXPECT_THAT(run.out, Not(HasSubstr(part)));
}

TEST(Notify, OnceForEachConflictAndAgainWhereItWasRefused) {
  const std::string db = database("notify");
  const std::string heard = scratch("notify-heard") + "/heard";
  Outcome refused = program({"reconcile", "--db", db, "--notify", "exit 7"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("did not take the alarm"));
  EXPECT_EQ(program({"reconcile", "--db", db, "--notify", "cat >> " + heard}).code, 0);
  const std::string once = read_file(heard);
  auto alarm = nlohmann::json::parse(once);
  EXPECT_EQ(alarm["group"]["verdict"], "conflict");
  EXPECT_EQ(alarm["alarm"], alarm["group"]["id"].get<std::string>() + ".1");
  EXPECT_EQ(program({"reconcile", "--db", db, "--notify", "cat >> " + heard, "--full"}).code, 0);
  EXPECT_EQ(read_file(heard), once) << "told once";
}

TEST(Correct, AlwaysProposesWhatWouldTeachIt) {
  const std::string db = database("always");
  auto conflict = group_with(reconciled(db), "conflict");
  ASSERT_FALSE(conflict.is_null());
  const Outcome slip = program({"correct", conflict["claims"][0]["fact"], "metric=profti", "--by", "Huda", "--db", db});
  EXPECT_EQ(slip.code, 1);
  EXPECT_THAT(slip.err, HasSubstr("\"profti\" is no measure that is known"));
  Outcome run = program({"correct", conflict["claims"][0]["fact"], "metric=profit", "--by", "Huda", "--always", "--db", db});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("fact metric=profit «"));
  EXPECT_THAT(run.out, HasSubstr("profit\ten\t"));
}

}  // namespace
}  // namespace mizan::testing

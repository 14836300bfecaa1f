// What the program answers on the command line: each case runs the real program. On success standard error has to be empty.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "db/store.h"
#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kSamples = std::string(MIZAN_SOURCE_DIR) + "/corpus/samples";

std::vector<nlohmann::json> lines_of(const std::string& text) {
  std::vector<nlohmann::json> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    out.push_back(nlohmann::json::parse(text.substr(at, end - at)));
    at = end + 1;
  }
  return out;
}

struct Case {
  const char* name;
  std::vector<std::string> arguments;
  const char* input;
  int code;
  const char* out;  // has to stand in standard output; empty: nothing may stand there
  const char* err;  // has to stand in standard error; empty: nothing may stand there
};

const Case kCases[] = {
    // usage
    {"no command", {}, "", 1, "", "mizan COMMAND"},
    {"help", {"--help"}, "", 0, "reconcile", ""},
    {"help of a command", {"help", "ingest"}, "", 0, "--db DB", ""},
    {"help option of a command", {"extract", "--help"}, "", 0, "Examples:", ""},
    {"help beside nonsense", {"extract", "--help", "nosuchfile"}, "", 0, "Examples:", ""},
    {"version names the lexicon", {"--version"}, "", 0, " lexicon ", ""},
    {"unknown command", {"ingets"}, "", 1, "", "Did you mean ingest?"},
    {"option before the command", {"--db", "x", "ingest"}, "", 1, "", "options stand behind the command"},
    {"unknown option", {"extract", "--form", "text"}, "", 1, "", "Did you mean --from?"},
    {"unknown option with a value", {"extract", "--lange=ar"}, "", 1, "", "Did you mean --lang?"},
    {"unknown short option", {"extract", "-z"}, "", 1, "", "takes no option -z"},
    {"option without its value", {"extract", "--from"}, "", 1, "", "--from"},
    {"option of another command", {"extract", "--db", "x.db"}, "", 1, "", "takes no option --db"},
    {"unknown format", {"extract", "--from", "docx"}, "", 1, "", "none of auto, text, lines, markdown, html, ndjson"},
    {"format that is none", {"extract", "--from", "docx"}, "", 1, "", "--from: \"docx\" is none of auto, text"},
    {"encoding that is none", {"extract", "--encoding", "klingon"}, "", 1, "", "--encoding: no encoding is called \"klingon\""},
    {"column without a field", {"extract", "--columns", "story"}, "", 1, "", "--columns: \"story\" names no field and column"},
    {"a table with names of its own",
     {"extract", "--from", "csv", "--columns", "text=story", "--to", "csv"},
     "nr,story\n1,Revenue rose 5%.\n",
     0,
     "percent",
     ""},
    {"a page",
     {"extract", "--to", "ndjson"},
     "<!DOCTYPE html><title>Oil</title><p>Revenue rose 5% in the first quarter, the company said.</p>",
     0,
     "\"text\":\"Revenue rose",
     ""},
    {"form that there is none of", {"extract", "--to", "pdf"}, "", 1, "", "\"pdf\" is none of table, json, ndjson, csv, html"},
    {"jobs is no number", {"extract", "--jobs", "two"}, "", 1, "", "not a whole number"},
    {"jobs is negative", {"extract", "--jobs", "-1"}, "", 1, "", "not a whole number"},
    {"language", {"extract", "--lang", "fr"}, "", 1, "", "none of auto, ar, en"},
    {"date that is none", {"extract", "--published", "2025-02-30"}, "", 1, "", "is no date"},
    {"date in words", {"extract", "--published", "yesterday"}, "", 1, "", "2025-03-28"},
    {"country that is none", {"extract", "--place", "Saudi"}, "", 1, "", "ISO 3166"},
    {"no database named", {"reconcile"}, "", 1, "", "--db"},
    {"ingest nothing", {"ingest", "--db", "x.db"}, "", 1, "", "which files"},
    {"an operand too many", {"reconcile", "--db", "x.db", "more"}, "", 1, "", "takes no argument \"more\""},
    {"explain nothing", {"explain"}, "", 1, "", "which sentence"},
    {"lexicon without check", {"lexicon"}, "", 1, "", "lexicon check DIR"},
    {"messages for machines", {"extract", "--log-format", "json", "--from", "docx"}, "", 1, "", "{\"level\":\"error\""},
    // configuration
    {"lexicon folder that is not there", {"extract", "--lexicons", "/nonexistent/lexicons"}, "", 2, "", "/nonexistent/lexicons"},
    {"check of a lexicon folder that is not there", {"lexicon", "check", "/nonexistent/lexicons"}, "", 2, "", "/nonexistent/lexicons"},
    // input
    {"text on standard input", {"extract", "--from", "text"}, "Revenue rose 5% in 2025.", 0, "\"percent\"", ""},
    {"the dash is standard input", {"extract", "--from", "text", "-"}, "Revenue rose 5% in 2025.", 0, "\"percent\"", ""},
    {"Arabic on standard input", {"extract", "--from", "text"}, "ارتفعت الإيرادات 5% في 2025.", 0, "\"lang\":\"ar\"", ""},
    {"a line an article", {"extract", "--from", "lines"}, "one 5%\ntwo 6%\n", 0, "\"low\":\"6\"", ""},
    {"CSV", {"extract", "--from", "text", "--to", "csv"}, "Revenue rose 5% in 2025.", 0, ",mention,percent,text,", ""},
    {"table", {"extract", "--from", "text", "--to", "table"}, "Revenue rose 5% in 2025.", 0, "percent", ""},
    {"list", {"extract", "--from", "lines", "--to", "json"}, "one 5%\ntwo 6%\n", 0, "[\n{", ""},
    {"nothing on standard input", {"extract", "--from", "text"}, "", 0, "", "[input.empty]"},
    {"nothing, as a list", {"extract", "--from", "text", "--to", "json"}, "", 0, "[]\n", "[input.empty]"},
    {"no such file", {"extract", "/nonexistent/a.txt"}, "", 4, "", "/nonexistent/a.txt: no such file"},
    {"invalid UTF-8 in the middle",
     {"extract", "--from", "text"},
     "Revenue rose 5% \xD8 in 2025.",
     3,
     "\"error\":{\"code\":\"utf8.invalid\"",
     "[utf8.invalid]"},
    {"lines cut from a longer file", {"extract", "--from", "ndjson", "--first-line", "41"}, "{\"text\":\"5%\"}\n{}\n", 3, "\"line\":42", "rejected: 42: "},
    {"an article a line, cut from a longer file",
     {"extract", "--from", "lines", "--first-line", "8"},
     "tw\xFFo 6%\n7%\n",
     3,
     "\"low\":\"7\"",
     "rejected: 8: byte 2"},
    {"lines counted from nothing", {"extract", "--from", "lines", "--first-line", "0"}, "", 1, "", "lines are counted from 1"},
    {"a bad line among good ones", {"extract", "--from", "lines"}, "one 5%\ntw\xFFo 6%\nthree 7%\n", 3, "\"low\":\"7\"", "rejected: 2: byte 2"},
    // database
    {"reconcile a database that is not there", {"reconcile", "--db", "/nonexistent/x.db"}, "", 4, "", "[db.absent]"},
    {"facts of a database that is not there", {"facts", "--db", "/nonexistent/x.db"}, "", 4, "", "[db.absent]"},
    {"ingest into a folder that is not there", {"ingest", "--db", "/nonexistent/x.db", "--from", "text", "-"}, "5% of all", 4, "", "/nonexistent"},
    {"ingest into what can hold no file", {"ingest", "--db", "/proc/x.db", "--from", "text", "-"}, "5% of all", 4, "", "/proc/x.db"},
    {"explain", {"explain", "Revenue rose 5% to $10.2bn"}, "", 0, "10.2", ""},
    {"explain Arabic", {"explain", "--place", "SA", "ارتفعت الإيرادات 5% إلى 20 مليار ريال"}, "", 0, "SAR", ""},
    {"a sentence that looks like a list", {"explain", "[5%, 6%]"}, "", 0, "percent", ""},
    {"a sentence that looks like an option", {"explain", "--", "-5% in 2025"}, "", 0, "percent", ""},
};

TEST(Commands, Table) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    Outcome run = program(c.arguments, c.input);
    EXPECT_EQ(run.code, c.code) << run.err;
    if (*c.out == '\0')
      EXPECT_THAT(run.out, IsEmpty());
    else
      EXPECT_THAT(run.out, HasSubstr(c.out));
    if (*c.err == '\0')
      EXPECT_THAT(run.err, IsEmpty());
    else
      EXPECT_THAT(run.err, HasSubstr(c.err));
  }
}

TEST(Commands, EveryCommandHasHelpWithExamplesInBothLanguages) {
  for (const char* name : {"extract", "ingest", "reconcile", "facts", "show", "explain", "lexicon"}) {
    SCOPED_TRACE(name);
    Outcome run = program({name, "--help"});
    EXPECT_EQ(run.code, 0);
    EXPECT_THAT(run.out, HasSubstr("\n  mizan " + std::string(name)));
    bool arabic = false;
    for (char c : run.out) arabic = arabic || static_cast<unsigned char>(c) == 0xD8 || static_cast<unsigned char>(c) == 0xD9;
    EXPECT_TRUE(arabic);
  }
}

TEST(Extract, BrokenJsonOnOneLineLeavesTheOthersDone) {
  Outcome run =
      program({"extract", "--from", "ndjson"},
              "{\"id\":\"a\",\"text\":\"one 1%\"}\n{\"id\":\"b\",\"text\":\"two 2%\"}\n{\"id\":\"c\",\"text\":\"three 3%\n{\"id\":\"d\",\"text\":\"four 4%\"}\n"
              "{\"id\":\"e\",\"text\":\"خمسة 5% (five)\"}\n");
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("3: "));
  EXPECT_THAT(run.err, HasSubstr("[json.syntax]"));
  auto lines = lines_of(run.out);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[2]["error"]["code"], "json.syntax");
  EXPECT_EQ(lines[2]["line"], 3);
  EXPECT_TRUE(lines[2]["id"].is_null());
  for (int i : {0, 1, 3, 4}) EXPECT_EQ(lines[i]["mentions"][0]["low"], std::to_string(i + 1));
}

TEST(Extract, APageShowsEachArticleWithItsMentionsMarkedAndNothingOfItRuns) {
  const Outcome run =
      program({"extract", "--from", "ndjson", "--to", "html", "-"},
              "{\"id\":\"a<b>\",\"title\":\"أرباح 2025\",\"text\":\"<script>alert(1)</script> OpenAI's revenue reached $20 billion in 2025.\"}\n"
              "{\"id\":\"c\",\"text\":\"بلغت إيرادات أرامكو 1.4 تريليون ريال.\"}\n{bad\n");
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, StartsWith("<!doctype html>"));
  EXPECT_THAT(run.out, EndsWith("</html>\n"));
  EXPECT_THAT(run.out, Not(HasSubstr("<script")));
  EXPECT_THAT(run.out, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(run.out, HasSubstr("a&lt;b&gt;"));
  EXPECT_THAT(run.out, HasSubstr(">$20 billion</mark>"));
  EXPECT_THAT(run.out, HasSubstr(">1.4 تريليون ريال</mark>"));
  EXPECT_THAT(run.out, HasSubstr("[json.syntax]"));
  EXPECT_THAT(run.out, Not(HasSubstr("href=\"/")));  // a file leads nowhere
}

TEST(Extract, AMissingFileAmongOthersIsRejected) {
  std::string folder = scratch("missing");
  write_file(folder + "/a.txt", "one 1%");
  Outcome run = program({"extract", folder + "/a.txt", folder + "/b.txt"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("b.txt: no such file"));
  EXPECT_THAT(run.out, HasSubstr("\"low\":\"1\""));
}

TEST(Extract, FolderWithoutArticles) {
  Outcome run = program({"extract", scratch("empty")});
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("[input.no_articles]"));
  EXPECT_THAT(run.out, IsEmpty());
}

TEST(Extract, EmptyFileIsDoneWithAWarning) {
  std::string folder = scratch("empty-file");
  write_file(folder + "/a.txt", "");
  Outcome run = program({"extract", folder + "/a.txt"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(run.err, HasSubstr("a.txt: the input holds no article [input.empty]"));
}

// One line of 25 MB is an article like any other; one of 50 MB is above the limit: rejected, and the next one done.
TEST(Extract, HugeLines) {
  // Revenue and profits of the company rose; words without figures, or the output would be twenty times the input.
  std::string sentence = "ارتفعت إيرادات الشركة وأرباحها بحسب التقرير السنوي، and its costs fell in all markets, the report said. ";
  std::string line;
  for (std::size_t size : {std::size_t{25} << 20, std::size_t{50} << 20}) {
    line.clear();
    line.reserve(size + sentence.size());
    while (line.size() < size) line += sentence;
    line += "\nthe next 7%\n";
    Outcome run = program({"extract", "--from", "lines", "--to", "ndjson"}, line);
    if (size < std::size_t{32} << 20) {
      EXPECT_EQ(run.code, 0);
      EXPECT_THAT(run.err, IsEmpty());
    } else {
      EXPECT_EQ(run.code, 3);
      EXPECT_THAT(run.err, HasSubstr("[article.too_large]"));
    }
    EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 2);
    EXPECT_NE(run.out.rfind("\"low\":\"7\""), std::string::npos);
  }
}

TEST(Extract, SameBytesForAnyNumberOfJobs) {
  Outcome one = program({"extract", "--jobs", "1", kSamples});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_THAT(one.err, IsEmpty());
  EXPECT_THAT(one.out, Not(IsEmpty()));
  for (const char* jobs : {"2", "7"}) EXPECT_EQ(program({"extract", "--jobs", jobs, kSamples}).out, one.out);
}

TEST(Extract, WritesAFileOnlyWhole) {
  std::string folder = scratch("output");
  std::string path = folder + "/out.ndjson";
  write_file(path, "what was there before");
  Outcome run = program({"extract", "--from", "text", "-o", path}, "Revenue rose 5%.");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(read_file(path), HasSubstr("\"percent\""));
  write_file(path, "what was there before");
  EXPECT_EQ(program({"extract", "-o", path, "/nonexistent/a.txt"}).code, 4);
  EXPECT_EQ(read_file(path), "what was there before");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()), 1);
  Outcome nowhere = program({"extract", "--from", "text", "-o", folder + "/none/out"}, "Revenue rose 5%.");
  EXPECT_EQ(nowhere.code, 4);
  EXPECT_THAT(nowhere.err, HasSubstr("cannot write"));
}

TEST(Extract, SaysWhenItCannotWrite) {
  Outcome full = program({"extract", "--from", "text"}, "Revenue rose 5%.", Where::kFullDisk);
  EXPECT_EQ(full.code, 4);
  EXPECT_THAT(full.err, HasSubstr("No space left on device"));
  Outcome closed = program({"extract", "--from", "text"}, "Revenue rose 5%.", Where::kClosedPipe);
  EXPECT_EQ(closed.code, 4);
  EXPECT_THAT(closed.err, HasSubstr("has closed it"));
  EXPECT_EQ(program({"--help"}, "", Where::kFullDisk).code, 4);
}

TEST(Extract, ATerminalGetsATable) {
  Outcome run = program({"extract", "--from", "text"}, "ارتفعت الإيرادات 5% (revenue rose).", Where::kTerminal);
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, Not(HasSubstr("{\"schema\"")));
  EXPECT_THAT(run.out, HasSubstr("percent"));
}

TEST(Ingest, TwiceAddsNothing) {
  std::string db = scratch("twice") + "/facts.db";
  Outcome first = program({"ingest", "--db", db, kSamples});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.err, IsEmpty());
  EXPECT_THAT(first.out, HasSubstr("0 rejected)"));
  Outcome facts = program({"facts", "--db", db, "--to", "ndjson"});
  EXPECT_EQ(facts.code, 0) << facts.err;
  Outcome again = program({"ingest", "--db", db, kSamples});
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.out, HasSubstr("(0 new, "));
  EXPECT_THAT(again.out, HasSubstr("), 0 facts in "));
  EXPECT_EQ(program({"facts", "--db", db, "--to", "ndjson"}).out, facts.out);
  EXPECT_GT(lines_of(facts.out).size(), 20u);
  Outcome quiet = program({"ingest", "--db", db, "--quiet", kSamples});
  EXPECT_EQ(quiet.out + quiet.err, "");
}

TEST(Ingest, AllInputsMissingMakesNoDatabase) {
  std::string db = scratch("none") + "/facts.db";
  Outcome run = program({"ingest", "--db", db, "/nonexistent/a.txt"});
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("no such file"));
  EXPECT_FALSE(std::filesystem::exists(db));
}

TEST(Ingest, AnEmptyInputMakesAnEmptyDatabase) {
  std::string db = scratch("empty-db") + "/facts.db";
  Outcome run = program({"ingest", "--db", db, "--from", "lines", "-"}, "");
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.err, HasSubstr("[input.empty]"));
  Outcome list = program({"reconcile", "--db", db, "--to", "json"});
  EXPECT_EQ(list.code, 0) << list.err;
  EXPECT_EQ(list.out, "[]\n");
}

TEST(Ingest, RejectedRecordsAreCountedAndTheRestKept) {
  std::string db = scratch("rejected") + "/facts.db";
  Outcome run = program({"ingest", "--db", db, "--from", "ndjson", "-"}, "{\"id\":\"a\",\"text\":\"one 1%\"}\n{broken\n{\"id\":\"b\",\"text\":\"two 2%\"}\n");
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, HasSubstr("2: "));
  EXPECT_THAT(run.out, HasSubstr("ingested 2 articles (2 new, 0 unchanged, 1 rejected)"));
}

TEST(Database, NotOfMizanNewerOrBusy) {
  std::string folder = scratch("database");
  std::string alien = folder + "/alien.db";
  write_file(alien, "this is no database at all, but it is long enough to have a header of one hundred bytes, is it not? It is, by now.");
  for (const char* command : {"reconcile", "facts"}) {
    Outcome run = program({command, "--db", alien});
    EXPECT_EQ(run.code, 4);
    EXPECT_THAT(run.err, HasSubstr("[db.not_mizan]"));
  }
  std::string db = folder + "/facts.db";
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "text", "-"}, "Revenue rose 5%.").code, 0);
  {
    auto store = FactStore::open(db, OpenMode::kReadWrite);
    ASSERT_TRUE(store);
    Outcome busy = program({"ingest", "--db", db, "--from", "text", "-"}, "Revenue rose 6%.");
    EXPECT_EQ(busy.code, 5);
    EXPECT_THAT(busy.err, HasSubstr("[db.locked]"));
    EXPECT_EQ(program({"facts", "--db", db}).code, 0) << "readers never wait for a writer";
  }
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(db.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, "PRAGMA user_version = 9999", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
  for (const char* command : {"reconcile", "facts"}) {
    Outcome run = program({command, "--db", db});
    EXPECT_EQ(run.code, 4);
    EXPECT_THAT(run.err, HasSubstr("[db.newer_schema]"));
  }
}

class Sample : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    db() = scratch("sample") + "/facts.db";
    Outcome run = program({"ingest", "--db", db(), "--quiet", kSamples});
    ASSERT_EQ(run.code, 0) << run.err;
  }
  static std::string& db() {
    static std::string path;
    return path;
  }
};

TEST_F(Sample, ReconcileTableIsPlainInAPipe) {
  Outcome run = program({"reconcile", "--db", db()});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, IsEmpty());
  EXPECT_THAT(run.out, HasSubstr("CONFLICT"));
  for (const char* no : {"\033", "\u2068", "\u2069", "\u202B", "\u200F"}) EXPECT_THAT(run.out, Not(HasSubstr(no)));
  std::size_t conflict = run.out.find("\nCONFLICT");
  std::size_t agree = run.out.find("\nAGREE");
  ASSERT_NE(agree, std::string::npos);
  EXPECT_LT(conflict, agree);
}

TEST_F(Sample, ReconcileOnATerminalIsolatesArabicAndColours) {
  Outcome run = program({"reconcile", "--db", db()}, "", Where::kTerminal);
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr("\u2068"));
  EXPECT_THAT(run.out, HasSubstr("\033["));
  int depth = 0;
  for (std::size_t at = 0; at + 2 < run.out.size(); ++at) {
    std::string_view three = std::string_view(run.out).substr(at, 3);
    if (three == "\u2068") ++depth;
    if (three == "\u2069") --depth;
    if (run.out[at] == '\n') {
      EXPECT_EQ(depth, 0) << "an isolate is closed on its line";
    }
  }
}

TEST_F(Sample, ReconcileFormsAgree) {
  Outcome json = program({"reconcile", "--db", db(), "--to", "json"});
  Outcome ndjson = program({"reconcile", "--db", db(), "--to", "ndjson"});
  Outcome csv = program({"reconcile", "--db", db(), "--to", "csv"});
  EXPECT_EQ(json.code + ndjson.code + csv.code, 0);
  auto list = nlohmann::json::parse(json.out);
  auto lines = lines_of(ndjson.out);
  ASSERT_EQ(list.size(), lines.size());
  for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(list[i], lines[i]);
  EXPECT_EQ(list[0]["verdict"], "conflict");
  EXPECT_THAT(csv.out, HasSubstr("conflict"));
}

TEST_F(Sample, ReconcileFilters) {
  auto all = nlohmann::json::parse(program({"reconcile", "--db", db(), "--to", "json"}).out);
  auto more = nlohmann::json::parse(program({"reconcile", "--db", db(), "--to", "json", "--include", "single"}).out);
  EXPECT_GT(more.size(), all.size());
  auto first = nlohmann::json::parse(program({"reconcile", "--db", db(), "--to", "json", "--limit", "1"}).out);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0], all[0]);
  std::string metric = all[0]["metric"];
  for (const auto& group : nlohmann::json::parse(program({"reconcile", "--db", db(), "--to", "json", "--metric", metric}).out))
    EXPECT_EQ(group["metric"], metric);
}

TEST(Reconcile, FailsOnANewConflictOnce) {
  std::string db = scratch("fail") + "/facts.db";
  ASSERT_EQ(program({"ingest", "--db", db, "--quiet", kSamples}).code, 0);
  EXPECT_EQ(program({"reconcile", "--db", db, "--fail-on-conflict"}).code, 6);
  EXPECT_EQ(program({"reconcile", "--db", db, "--fail-on-conflict"}).code, 0) << "known conflicts are no news";
}

TEST_F(Sample, ShowAndFacts) {
  Outcome facts = program({"facts", "--db", db(), "--to", "ndjson", "--limit", "1"});
  ASSERT_EQ(facts.code, 0) << facts.err;
  std::string id = lines_of(facts.out).at(0)["document"];
  Outcome text = program({"show", "--db", db(), id});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("Mentions ("));
  EXPECT_THAT(text.out, HasSubstr("Facts ("));
  Outcome json = program({"show", "--db", db(), "--to", "json", id});
  EXPECT_EQ(lines_of(json.out).at(0)["id"], id);
  Outcome none = program({"show", "--db", db(), "no-such-article"});
  EXPECT_EQ(none.code, 4);
  EXPECT_THAT(none.err, HasSubstr("[article.absent]"));
  for (const char* to : {"table", "json", "csv"}) EXPECT_EQ(program({"facts", "--db", db(), "--to", to}).code, 0);
}

TEST(Hostile, TextCannotSpoofATerminalOrASpreadsheet) {
  std::string db = scratch("hostile") + "/facts.db";
  std::string article =
      R"({"id":"\u001b]0;x\u0007a","source":"=cmd()|'/C calc'!A1","title":"\u202eliar\u202c","text":"\u001b[2JOPEC revenue was $5 billion \u202ein 2024\u202c."})";
  Outcome in = program({"ingest", "--db", db, "--from", "ndjson", "-"}, article + "\n");
  ASSERT_EQ(in.code, 0) << in.err;
  Outcome table = program({"reconcile", "--db", db, "--include", "single"}, "", Where::kTerminal);
  for (const char* bad : {"\033[2J", "\033]0;", "\007", "\u202e"}) {
    EXPECT_THAT(table.out, Not(HasSubstr(bad)));
    EXPECT_THAT(program({"facts", "--db", db}, "", Where::kTerminal).out, Not(HasSubstr(bad)));
  }
  Outcome csv = program({"facts", "--db", db, "--to", "csv"});
  EXPECT_THAT(csv.out, Not(HasSubstr(",=cmd")));
  EXPECT_THAT(csv.out, HasSubstr("'=cmd"));
}

TEST(Hostile, JsonOnATerminalIsHarmlessAndSaysTheSame) {
  const std::string db = scratch("hostile-json") + "/facts.db";
  // C1's "control sequence introducer" (U+009B), direction overrides and isolates, a line separator, a mark of direction.
  const std::string article =
      R"({"id":"a\u009b2J","source":"w\u2028ire","title":"\u202eliar\u202c \u2066x\u2069","text":"OPEC revenue was $5 billion \u202e\u009b1mnow\u202c\u200f."})";
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "-"}, article + "\n").code, 0);
  const std::vector<std::vector<std::string>> commands{{"facts", "--to", "json"},
                                                       {"facts", "--to", "ndjson"},
                                                       {"reconcile", "--include", "single", "--to", "json"},
                                                       {"export", "--canonical"},
                                                       {"export", "--to", "ndjson"}};
  for (std::vector<std::string> words : commands) {
    words.insert(words.end(), {"--db", db, "--quiet"});
    const Outcome piped = program(words), shown = program(words, "", Where::kTerminal);
    ASSERT_EQ(piped.code, 0) << piped.err;
    EXPECT_THAT(piped.out, HasSubstr("\u202E")) << "in a pipe the bytes stay as they are";
    for (const char* bad : {"\xC2\x9B", "\u202E", "\u202C", "\u2028", "\u2066", "\u2069", "\u200F"}) EXPECT_THAT(shown.out, Not(HasSubstr(bad))) << words[0];
    std::string joined;
    for (char c : shown.out) joined += c == '\r' ? std::string() : std::string(1, c);  // the terminal's line ends
    if (words[0] == "export" || words[2] == "ndjson") {
      const auto lines = lines_of(joined), same = lines_of(piped.out);
      ASSERT_EQ(lines.size(), same.size());
      for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i], same[i]);
    } else {
      EXPECT_EQ(nlohmann::json::parse(joined), nlohmann::json::parse(piped.out)) << words[0];
    }
  }
}

TEST(Hostile, NoCellOfACsvIsAFormula) {
  const std::string db = scratch("hostile-csv") + "/facts.db";
  int number = 0;
  std::string lines;
  for (const char* begin : {"=1+1", "+1+1", "-1+1", "@SUM(A1)", "\\t=1+1", "\\r=1+1", " =1+1", "\\u200f=1+1", "\\uff1d1+1", "\\u202e=1+1"})
    lines +=
        R"({"id":"n)" + std::to_string(number++) + R"(","source":")" + begin + R"(","title":")" + begin + R"(","text":"OPEC revenue was $5 billion."})" + "\n";
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "-"}, lines).code, 0);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"facts", "--to", "csv"}, {"export", "--to", "csv"}, {"export", "--to", "csv", "--excel"}}) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--db", db});
    const Outcome csv = program(all);
    ASSERT_EQ(csv.code, 0) << csv.err;
    std::size_t guarded = 0;
    // Every cell, quoted or not: behind the quotation mark and what a spreadsheet passes over comes no sign that begins a formula.
    bool quoted = false, begins = true;
    std::string cell;
    auto look = [&] {
      std::size_t at = cell.find_first_not_of(" \n");
      for (const std::string_view skipped : {"\u200F", "\u200E", "\u00A0"})
        if (at != std::string::npos && cell.compare(at, skipped.size(), skipped) == 0) at += skipped.size();
      if (at == std::string::npos || at >= cell.size()) return;
      const bool figure = cell[at] == '-' && cell.find_first_not_of("-0123456789.") == std::string::npos;
      if (!figure) {
        EXPECT_EQ(std::string_view("=+-@\t\r").find(cell[at]), std::string::npos) << cell;
      }
      EXPECT_NE(cell.compare(at, 3, "\uFF1D"), 0) << cell;
      guarded += cell[0] == '\'';
    };
    for (char c : csv.out) {
      if (begins && c == '"') {
        quoted = true;
        begins = false;
      } else if (quoted && c == '"') {
        quoted = false;
      } else if (!quoted && (c == ',' || c == '\n')) {
        look();
        cell.clear();
        begins = true;
      } else if (quoted || c != '\r') {
        cell += c;
        begins = false;
      }
    }
    EXPECT_GE(guarded, 10u) << csv.out;
  }
}

}  // namespace
}  // namespace mizan::testing

// Batches: limits, dry runs, rejections and trying them again, locks, metrics; and what `db` says and does.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "db/identity.h"
#include "db/schema.h"
#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<nlohmann::json> objects(const std::string& lines) {
  std::vector<nlohmann::json> out;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) out.push_back(nlohmann::json::parse(line));
  return out;
}

std::string article(const std::string& id, const std::string& published, int killed) {
  return nlohmann::json{{"id", id}, {"source", "Wire"}, {"published", published}, {"text", "The fire in Izmir killed " + std::to_string(killed) + " people."}}
             .dump() +
         "\n";
}

TEST(IngestBatch, ADryRunSaysWhatWouldComeOfItAndLeavesNothing) {
  const std::string folder = scratch("dry"), db = folder + "/a.db";
  Outcome none = program({"ingest", "--db", db, "--dry-run", "--from", "ndjson", "-"}, article("a", "2026-03-01", 3) + "nonsense\n");
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.out, HasSubstr("would have ingested 1 article (1 new, 0 unchanged, 1 rejected)"));
  EXPECT_FALSE(std::filesystem::exists(db));
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "-"}, article("a", "2026-03-01", 3)).code, 0);
  const std::string before = read_file(db);
  Outcome run = program({"ingest", "--db", db, "--dry-run", "--from", "ndjson", "-"},
                        article("a", "2026-03-01", 3) + article("a", "2026-03-02", 4) + article("b", "2026-03-02", 4));
  EXPECT_THAT(run.out, HasSubstr("would have ingested 3 articles (1 new, 1 new version, 1 unchanged"));
  EXPECT_EQ(read_file(db), before);
}

TEST(IngestBatch, LimitAndSinceAndTheRestComesNextTime) {
  const std::string folder = scratch("limit"), db = folder + "/a.db";
  const std::string input = article("old", "2025-12-31", 1) + article("a", "2026-03-01", 2) + article("b", "2026-03-02", 3) + article("c", "2026-03-03", 4);
  Outcome run = program({"ingest", "--db", db, "--since", "2026-01-01", "--limit", "2", "--from", "ndjson", "-"}, input);
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr("2 new, 0 unchanged, 1 too old"));
  EXPECT_THAT(run.out, HasSubstr("there is more"));
  // Of an input that stands still, each run takes the next ones.
  run = program({"ingest", "--db", db, "--since", "2026-01-01", "--limit", "2", "--from", "ndjson", "-"}, input);
  EXPECT_THAT(run.out, HasSubstr("1 new, 2 unchanged"));
}

TEST(IngestBatch, RejectionsAreListedKeptAndTriedAgainOnceMended) {
  const std::string folder = scratch("retry"), db = folder + "/a.db", news = folder + "/news";
  std::filesystem::create_directories(news);
  write_file(news + "/good.txt", "The fire killed 3 people.");
  write_file(news + "/bad.txt", "The fire killed \xFF 4 people.");
  write_file(news + "/mixed.ndjson", article("m1", "2026-03-01", 5) + "{\"id\":\"m2\",\"text\":\n");
  Outcome run = program({"ingest", "--db", db, "--place", "TR", "--rejections", folder + "/rejections.ndjson", news});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, HasSubstr("2 new, 0 unchanged, 2 rejected"));
  EXPECT_THAT(run.out, HasSubstr("--retry 1"));
  const auto listed = objects(read_file(folder + "/rejections.ndjson"));
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0]["code"], "utf8.invalid");
  EXPECT_THAT(listed[0]["file"], HasSubstr("bad.txt"));
  EXPECT_EQ(listed[0]["byte"], 16);
  EXPECT_THAT(listed[0]["remedy"], HasSubstr("iconv"));
  EXPECT_EQ(listed[1]["line"], 2);
  // Mended; files that were fine are not looked at, whatever has become of them.
  write_file(news + "/bad.txt", "The fire killed 4 people.");
  write_file(news + "/good.txt", "The fire killed 33 people.");
  write_file(news + "/mixed.ndjson", article("m1", "2026-03-01", 5) + article("m2", "2026-03-02", 6));
  const std::string here = std::filesystem::current_path();
  std::filesystem::current_path("/");
  run = program({"ingest", "--db", db, "--retry", "last"});
  std::filesystem::current_path(here);
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("2 new, 1 unchanged, 0 rejected"));
  EXPECT_THAT(program({"facts", "--db", db}).out, Not(HasSubstr("33")));
  // The articles have the identities of the first run: its folder's name is their source.
  EXPECT_THAT(program({"show", "--db", db, "bad.txt"}).out, HasSubstr("source     news"));
  EXPECT_EQ(program({"ingest", "--db", db, "--retry", "99"}).code, 4);
  EXPECT_EQ(program({"ingest", "--db", db, "--retry", "x"}).code, 1);
}

TEST(IngestBatch, ARunThatWasCutOffIsTakenUpAsAWhole) {
  const std::string folder = scratch("cut"), db = folder + "/a.db", news = folder + "/news";
  std::filesystem::create_directories(news);
  for (int i = 0; i < 5; ++i) write_file(news + "/" + std::to_string(i) + ".txt", "The fire killed " + std::to_string(i + 2) + " people.");
  ASSERT_EQ(program({"ingest", "--db", db, "--limit", "2", news}).code, 0);
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(db.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, "UPDATE runs SET ended = NULL", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
  EXPECT_THAT(program({"db", "stats", "--db", db}).out, HasSubstr("running or cut off"));
  Outcome run = program({"ingest", "--db", db, "--retry", "last"});
  EXPECT_THAT(run.out, HasSubstr("3 new, 2 unchanged"));
}

TEST(IngestBatch, FailFastStopsAtTheFirstRejectionAndKeepsWhatCameBefore) {
  const std::string folder = scratch("fast"), db = folder + "/a.db";
  Outcome run = program({"ingest", "--db", db, "--fail-fast", "--jobs", "1", "--from", "ndjson", "-"},
                        article("a", "2026-03-01", 3) + "x\n" + article("b", "2026-03-01", 4));
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, HasSubstr("1 new"));
  EXPECT_THAT(program({"facts", "--db", db, "--to", "csv"}).out, Not(HasSubstr("killed 4")));
}

TEST(IngestBatch, LimitsHaveMessages) {
  const std::string folder = scratch("limits"), db = folder + "/a.db";
  write_file(folder + "/big.txt", std::string(3000, 'x'));
  EXPECT_THAT(program({"ingest", "--db", db, "--max-article", "1K", folder + "/big.txt"}).err, HasSubstr("more than 1024 bytes"));
  Outcome run = program({"ingest", "--db", db, "--max-line", "1K", "--from", "ndjson", "-"},
                        article("a", "2026-03-01", 3) + "{\"text\":\"" + std::string(2000, 'y') + "\"}\n");
  EXPECT_THAT(run.err, HasSubstr("[article.too_large]"));
  EXPECT_THAT(run.out, HasSubstr("1 new"));
  run = program({"ingest", "--db", db, "--max-nesting", "8", "--from", "ndjson", "-"},
                "{\"id\":\"n\",\"text\":\"x\",\"more\":" + std::string(9, '[') + std::string(9, ']') + "}\n");
  EXPECT_THAT(run.err, HasSubstr("nested more than 8 deep"));
  EXPECT_EQ(program({"ingest", "--db", db, "--max-article", "huge", folder}).code, 1);
  EXPECT_EQ(program({"ingest", "--db", db, "--max-article", "5G", folder}).code, 1);
}

TEST(IngestBatch, MessagesForMachinesEndInTheAccount) {
  const std::string db = scratch("json-log") + "/a.db";
  Outcome run = program({"ingest", "--db", db, "--log-format", "json", "--from", "ndjson", "-"}, article("a", "2026-03-01", 3) + "x\n");
  const auto errors = objects(run.err), said = objects(run.out);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0]["level"], "rejected");
  EXPECT_EQ(errors[0]["code"], "json.syntax");
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0]["new"], 1);
  EXPECT_EQ(said[0]["rejected"], 1);
  EXPECT_EQ(said[0]["run"], 1);
}

TEST(Jobs, ASecondWriterIsToldWhoHoldsTheDatabaseAndMayWait) {
  const std::string folder = scratch("lock"), db = folder + "/a.db";
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "-"}, article("a", "2026-03-01", 3)).code, 0);
  const int lock = ::open((db + "-lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ASSERT_EQ(::flock(lock, LOCK_EX), 0);
  ASSERT_EQ(::write(lock, "4711 mizan\n", 11), 11);
  for (const char* command : {"ingest", "vacuum"}) {
    std::vector<std::string> words =
        command[0] == 'i' ? std::vector<std::string>{"ingest", "--db", db, "--from", "ndjson", "-"} : std::vector<std::string>{"db", "vacuum", "--db", db};
    Outcome run = program(words, article("b", "2026-03-01", 4));
    EXPECT_EQ(run.code, 5) << command;
    EXPECT_THAT(run.err, HasSubstr("another mizan (process 4711) is writing to this database")) << command;
  }
  EXPECT_EQ(program({"facts", "--db", db}).code, 0) << "readers never wait";
  std::thread later([&] {
    ::usleep(300'000);
    ::close(lock);
  });
  EXPECT_EQ(program({"ingest", "--db", db, "--wait", "30", "--from", "ndjson", "-"}, article("b", "2026-03-01", 4)).code, 0);
  later.join();
}

// What came down a pipe is there for readers and others may decide, while its writer has nothing to say: also behind an article that was there before.
TEST(Jobs, AnOpenPipeThatBringsNothingHoldsNothingBack) {
  const std::string folder = scratch("pipe"), db = folder + "/a.db", pipe = folder + "/news";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  Outcome ingested;
  std::thread reader([&] { ingested = program({"ingest", "--db", db, "--from", "ndjson", pipe}); });
  const int writer = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(writer, 0);
  auto say = [&](const std::string& lines) { return ::write(writer, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()); };
  // As long as it takes, within what no machine takes.
  auto appears = [&](const std::string& words) {
    for (int i = 0; i < 600; ++i) {
      if (program({"facts", "--db", db, "--to", "ndjson"}).out.find(words) != std::string::npos) return true;
      ::usleep(100'000);
    }
    return false;
  };
  EXPECT_TRUE(say(article("a", "2026-03-01", 37)));
  EXPECT_TRUE(appears("\"37\""));
  EXPECT_TRUE(say(article("b", "2026-03-02", 53) + article("a", "2026-03-01", 37)));
  EXPECT_TRUE(appears("\"53\""));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(db.c_str(), &other), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE; ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(other);
  sqlite3_close(other);
  ::close(writer);
  reader.join();
  EXPECT_EQ(ingested.code, 0) << ingested.err;
}

TEST(Jobs, MetricsAreAPageForPrometheus) {
  const std::string folder = scratch("metrics"), db = folder + "/a.db", page = folder + "/mizan.prom";
  ASSERT_EQ(program({"ingest", "--db", db, "--metrics", page, "--from", "ndjson", "-"}, article("a", "2026-03-01", 3) + "x\n").code, 3);
  const std::string text = read_file(page);
  EXPECT_THAT(text, HasSubstr("# TYPE mizan_last_run_articles_new gauge\nmizan_last_run_articles_new{command=\"ingest\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("mizan_last_run_articles_rejected{command=\"ingest\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("mizan_last_run_exit_code{command=\"ingest\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("mizan_last_run_success{command=\"ingest\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("mizan_database_articles{command=\"ingest\"} 1\n"));
  // Every line is a remark or NAME{LABELS} VALUE.
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# ")) continue;
    EXPECT_THAT(line, ::testing::MatchesRegex("mizan_[a-z_]+\\{command=\"ingest\"\\} [0-9.]+"));
  }
  ASSERT_EQ(program({"reconcile", "--db", db, "--quiet", "--metrics", page}).code, 0);
  EXPECT_THAT(read_file(page), HasSubstr("mizan_database_conflicts{command=\"reconcile\"} 0\n"));
}

TEST(Db, VerifyReplaysAndFindsWhatSomebodyElseChanged) {
  const std::string folder = scratch("verify"), db = folder + "/a.db";
  ASSERT_EQ(program({"ingest", "--db", db, "--place", "SA", "--published", "2026-03-05", "--from", "lines", "-"},
                    "بلغت الإيرادات 5 مليارات ريال أمس.\nRevenue rose 5% yesterday.\n")
                .code,
            0);
  Outcome run = program({"db", "verify", "--db", db, "--replay", "10"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("2 versions read again"));
  struct Fault {
    const char* sql;
    const char* said;
  };
  const Fault faults[] = {
      {"UPDATE facts SET low = low + 1 WHERE low IS NOT NULL", "gives other mentions or facts"},
      {"UPDATE article_versions SET text = text || ' more'", "not what its hash says"},
      {"UPDATE mention_rows SET \"end\" = 99999", "lies outside the text"},
      {"UPDATE articles SET latest = 77", "the version that counts is none of its own"},
      {"PRAGMA foreign_keys = OFF; DELETE FROM sources", "points to none of sources"},
  };
  const std::string sound = read_file(db);
  for (const Fault& fault : faults) {
    SCOPED_TRACE(fault.sql);
    const std::string copy = folder + "/faulty.db";
    for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(copy + tail);
    write_file(copy, sound);
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(copy.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, fault.sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
    run = program({"db", "verify", "--db", copy, "--replay", "10"});
    EXPECT_EQ(run.code, 4);
    EXPECT_THAT(run.err, HasSubstr(fault.said));
  }
  // Damage of the file itself.
  std::string damaged = sound;
  std::fill(damaged.begin() + 8192, damaged.begin() + 12288, '\x7F');
  write_file(folder + "/damaged.db", damaged);
  EXPECT_EQ(program({"db", "verify", "--db", folder + "/damaged.db"}).code, 4);
}

TEST(Db, ABackupIsTheSameDatabaseAndReplacesNothing) {
  const std::string folder = scratch("backup"), db = folder + "/a.db", copy = folder + "/copy.db";
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "-"}, article("a", "2026-03-01", 3)).code, 0);
  EXPECT_EQ(program({"db", "backup", "--db", db, copy}).code, 0);
  EXPECT_EQ(program({"export", "--db", copy, "--canonical"}).out, program({"export", "--db", db, "--canonical"}).out);
  EXPECT_EQ(program({"db", "backup", "--db", db, copy}).code, 4);
  EXPECT_EQ(program({"db", "backup", "--db", db, folder + "/none/copy.db"}).code, 4);
  EXPECT_EQ(program({"db", "vacuum", "--db", db}).code, 0);
  EXPECT_EQ(program({"db", "backup", "--db", db}).code, 1);
  EXPECT_THAT(program({"db", "bakup", "--db", db, "x"}).err, HasSubstr("Did you mean backup?"));
}

TEST(Db, AnotherLexiconIsToldOfAndReextractBringsItInWithDecisionsKept) {
  const std::string folder = scratch("reextract"), db = folder + "/a.db", words = folder + "/words";
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "-"},
                    R"({"id":"a","source":"Wire","published":"2026-03-01","text":"Zorblat Holding reported revenue of 5 billion dollars in 2025."}
{"id":"b","source":"Ledger","published":"2026-03-02","text":"Qamarix Group reported revenue of 7 billion dollars in 2025."}
{"id":"c","source":"Courier","published":"2026-03-02","text":"Egypt reported inflation of 11.9 percent in February 2026."}
)")
                .code,
            0);
  ASSERT_EQ(program({"reconcile", "--db", db, "--quiet"}).code, 0);
  const auto of_c = nlohmann::json::parse(program({"facts", "--db", db, "--source", "Courier", "--to", "json"}).out)[0];
  ASSERT_EQ(program({"correct", "--db", db, of_c["id"], "scope=restated", "--by", "Huda"}).code, 0);
  ASSERT_EQ(program({"reconcile", "--db", db, "--quiet"}).code, 0);
  // The newsroom learns that the two names are one company.
  std::filesystem::create_directories(words);
  write_file(words + "/entities-orgs.tsv", "org:zorblat\torg\tZorblat Holding\t\tcompany\tAE\tQamarix Group\t\t\n");
  ASSERT_EQ(program({"lexicon", "check", words}).code, 0);

  // Versions of two lexicons never stand beside each other unsaid.
  Outcome mixed = program({"ingest", "--db", db, "--lexicons", words, "--from", "ndjson", "-"}, article("d", "2026-03-03", 4));
  EXPECT_EQ(mixed.code, 0);
  EXPECT_THAT(mixed.err, HasSubstr("[db.mixed_readings]"));
  EXPECT_THAT(program({"db", "stats", "--db", db}).err, HasSubstr("[db.mixed_readings]"));
  ASSERT_EQ(program({"reconcile", "--db", db, "--quiet"}).code, 0);

  // First the list of what would change, and nothing is kept.
  const std::string before = program({"export", "--db", db, "--canonical"}).out;
  Outcome dry = program({"db", "reextract", "--db", db, "--lexicons", words, "--dry-run"});
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("a  (Wire)"));
  EXPECT_THAT(dry.out, HasSubstr("b  (Ledger)"));
  EXPECT_THAT(dry.out, HasSubstr("  - Qamarix Group · revenue = 7 billion USD"));
  EXPECT_THAT(dry.out, HasSubstr("  + Zorblat Holding · revenue = 7 billion USD"));
  EXPECT_THAT(dry.out, HasSubstr("Zorblat Holding · revenue: (new) → conflict  7 billion and 5 billion cannot both hold"));
  EXPECT_THAT(dry.out, Not(HasSubstr("(Courier)"))) << "what stays the same is not listed";
  EXPECT_THAT(dry.out, HasSubstr("dry run, nothing was kept: 3 versions read again: 2 with changes, 2 facts changed, 1 verdict would change"));
  EXPECT_EQ(program({"export", "--db", db, "--canonical"}).out, before);

  Outcome run = program({"db", "reextract", "--db", db, "--lexicons", words});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("3 versions read again: 2 with changes"));
  EXPECT_THAT(program({"db", "stats", "--db", db}).out, HasSubstr(": 4 versions"));
  EXPECT_THAT(program({"facts", "--db", db, "--source", "Ledger", "--to", "ndjson"}).out, HasSubstr("\"subject\":\"org:zorblat\""));
  EXPECT_THAT(program({"facts", "--db", db, "--source", "Courier", "--to", "ndjson"}).out, HasSubstr("\"scope\":\"restated\"")) << "decisions stay";
  const auto groups = nlohmann::json::parse(program({"reconcile", "--db", db, "--verdict", "conflict", "--to", "json"}).out);
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0]["subject"], "org:zorblat");
  EXPECT_EQ(program({"db", "verify", "--db", db, "--lexicons", words, "--replay", "10"}).code, 0);
  EXPECT_THAT(program({"db", "reextract", "--db", db, "--lexicons", words}).out, HasSubstr("0 versions read again"));
  EXPECT_THAT(program({"db", "reextract", "--db", db, "--lexicons", words, "--no-model"}).out, HasSubstr("4 versions read again"));
}

// A database as the first version of the schema had it, with one article, its fact, and a note of somebody's.
void write_first_schema(const std::string& path, const Document& document) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  auto run = [&](const std::string& sql) {
    char* why = nullptr;
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &why), SQLITE_OK) << why;
  };
  run("PRAGMA journal_mode = WAL");
  run(migration(0));
  run("PRAGMA application_id = " + std::to_string(kApplicationId) + "; PRAGMA user_version = 1");
  auto text = [](const std::string& value) { return "'" + value + "'"; };
  const std::string span = document.text.substr(26, 2);
  ASSERT_EQ(span, "12");
  run("INSERT INTO sources VALUES (1, 'Wire'); INSERT INTO runs(run_id, command, program, lexicon, started, ended, articles, added) VALUES (1, 'ingest', "
      "'mizan "
      "0.0.1', 'aaaaaa', '2025-01-01T00:00:00Z', '2025-01-01T00:00:01Z', 1, 1)");
  run("INSERT INTO articles(article_id, key, id, source_id, latest, first_run) VALUES (1, " + text(article_key(document)) + ", 'a', 1, 1, 1)");
  run("INSERT INTO article_versions(version_id, article_id, number, content_hash, text_hash, text, format, published, lang, state, own_id, first_run) VALUES "
      "(1, "
      "1, 1, " +
      text(content_hash(document)) + ", " + text(text_hash(document)) + ", " + text(document.text) + ", 'plain', '2025-01-01', 'en', 'live', 1, 1)");
  run("INSERT INTO mentions(version_id, seq, type, field, begin, end, start, stop, low, low_exp, high, high_exp, low_precision, high_precision, bound, unit, "
      "noun, vague, ordinal_word, relative, rule) VALUES (1, 0, 'count', 'text', 26, 35, 26, 35, 12, 0, 12, 0, 0, 0, 'exact', '1', 'person', 0, 0, 0, "
      "'count.noun')");
  run("INSERT INTO facts(version_id, seq, mention, type, metric, noun, low, low_exp, low_key, high, high_exp, high_key, low_precision, high_precision, bound, "
      "unit, aspect, status, field, begin, end, start, stop, sentence_begin, sentence_end, sentence_start, sentence_stop, list_total, percent_growth, rule) "
      "VALUES (1, 0, 0, 'count', 'killed', 'person', 12, 0, 'x', 12, 0, 'x', 0, 0, 'exact', '1', 'level', 'actual', 'text', 26, 35, 26, 35, 0, 36, 0, 36, 0, "
      "0, "
      "'fact.clause')");
  run("INSERT INTO decisions(at, who, kind, target, body) VALUES ('2025-01-02T00:00:00Z', 'Huda', 'note', 'g0000000000', '{\"text\":\"ask the ministry\"}')");
  sqlite3_close(db);
}

TEST(Db, AFileOfTheFirstSchemaIsBroughtForwardWithABackupAndNothingIsLost) {
  const std::string folder = scratch("schema-1"), db = folder + "/old.db";
  Document document;
  document.id = "a";
  document.source = "Wire";
  document.published = "2025-01-01";
  document.text = "The fire in Izmir killed  12 people.";
  document.has_own_id = true;
  write_first_schema(db, document);
  const std::string old_bytes = read_file(db);

  // Readers say what to do and touch nothing.
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"facts"}, {"show", "a"}, {"export", "--canonical"}, {"db", "stats"}}) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--db", db});
    const Outcome refused = program(all);
    EXPECT_EQ(refused.code, 4);
    EXPECT_THAT(refused.err, HasSubstr("[db.older_schema]"));
    EXPECT_THAT(refused.err, HasSubstr("mizan db migrate"));
  }
  EXPECT_EQ(read_file(db), old_bytes);

  const Outcome migrated = program({"db", "migrate", "--db", db});
  ASSERT_EQ(migrated.code, 0) << migrated.err;
  EXPECT_THAT(migrated.out, HasSubstr("schema version " + std::to_string(schema_version())));
  sqlite3* kept = nullptr;
  ASSERT_EQ(sqlite3_open_v2((db + "-schema1.bak").c_str(), &kept, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  sqlite3_stmt* version = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(kept, "SELECT user_version FROM pragma_user_version", -1, &version, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_step(version), SQLITE_ROW);
  EXPECT_EQ(sqlite3_column_int(version, 0), 1) << "the backup is the file as it was";
  sqlite3_finalize(version);
  sqlite3_close(kept);

  const auto facts = objects(program({"facts", "--db", db, "--to", "ndjson"}).out);
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0]["metric"], "killed");
  EXPECT_EQ(facts[0]["low"], "12");
  EXPECT_THAT(program({"show", "--db", db, "a"}).out, HasSubstr("killed"));
  EXPECT_THAT(program({"export", "--db", db, "--canonical"}).out, HasSubstr("ask the ministry")) << "decisions stay";
  EXPECT_EQ(program({"db", "verify", "--db", db}).code, 0);
  // The article is known again, and another one compared with it.
  const std::string again = nlohmann::json{{"id", "a"}, {"source", "Wire"}, {"published", "2025-01-01"}, {"text", document.text}}.dump() + "\n";
  EXPECT_THAT(program({"ingest", "--db", db, "--from", "ndjson", "-"}, again).out, HasSubstr("1 unchanged"));
  ASSERT_EQ(program({"db", "reextract", "--db", db, "--quiet"}).code, 0);
  const std::string other =
      nlohmann::json{{"id", "b"}, {"source", "Ledger"}, {"published", "2025-01-01"}, {"text", "The fire in Izmir killed 12 people."}}.dump();
  ASSERT_EQ(program({"ingest", "--db", db, "--from", "ndjson", "-"}, other + "\n").code, 0);
  EXPECT_THAT(program({"reconcile", "--db", db}).out, HasSubstr("1 agreement"));
  EXPECT_EQ(program({"db", "verify", "--db", db, "--replay", "10"}).code, 0);
}

TEST(Manual, PagesAndCompletionAreMadeOfTheTableOfCommands) {
  const std::string folder = scratch("manual");
  ASSERT_EQ(program({"--manuals", folder}).code, 0);
  const std::string page = read_file(folder + "/man/man1/mizan-ingest.1");
  EXPECT_THAT(page, StartsWith(".TH \"MIZAN\\-INGEST\" 1"));
  EXPECT_THAT(page, HasSubstr("\\fB\\-\\-retry\\fR \\fIRUN\\fR"));
  EXPECT_THAT(read_file(folder + "/man/man1/mizan.1"), HasSubstr(".BR mizan\\-watch (1)"));
  // No line of text begins a macro by chance.
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(".")) continue;
    EXPECT_THAT(line, ::testing::MatchesRegex("\\.(TH|SH|TP|B|BR|I|nf|fi).*"));
  }
  auto completed = [&](const std::string& words, int place) {
    const std::string script = ". " + folder + "/bash-completion/completions/mizan; COMP_WORDS=(" + words + "); COMP_CWORD=" + std::to_string(place) +
                               "; _mizan; echo ${COMPREPLY[*]} > " + folder + "/out";
    EXPECT_EQ(std::system(("bash -c '" + script + "'").c_str()), 0);
    std::string out = read_file(folder + "/out");
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
  };
  EXPECT_EQ(completed("mizan ing", 1), "ingest");
  EXPECT_EQ(completed("mizan ingest --dry", 2), "--dry-run");
  EXPECT_EQ(completed("mizan extract --lang \"\"", 3), "auto ar en");
  EXPECT_EQ(completed("mizan db ver", 2), "verify");
}

TEST(Units, SystemdFindsNothingWrongWithThem) {
  if (std::system("command -v systemd-analyze >/dev/null 2>&1") != 0) GTEST_SKIP() << "systemd-analyze is not installed";
  const std::string folder = scratch("units");
  int units = 0;
  std::string names;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(MIZAN_SOURCE_DIR) + "/tools/systemd")) {
    const std::string extension = entry.path().extension();
    if (extension != ".service" && extension != ".timer" && extension != ".path") continue;
    std::string text = read_file(entry.path());
    for (std::size_t at; (at = text.find("/usr/bin/mizan")) != std::string::npos;) text.replace(at, 14, MIZAN_PROGRAM);
    // Pages are not installed where the tests run.
    if (const std::size_t at = text.find("Documentation="); at != std::string::npos) text.erase(at, text.find('\n', at) - at + 1);
    write_file(folder + "/" + entry.path().filename().string(), text);
    names += " " + folder + "/" + entry.path().filename().string();
    ++units;
  }
  EXPECT_EQ(units, 5);
  EXPECT_EQ(std::system(("systemd-analyze verify --man=no" + names + " > " + folder + "/said 2>&1").c_str()), 0) << read_file(folder + "/said");
  std::string said = read_file(folder + "/said");
  // Of our units, that is: the machine's own are not this test's.
  EXPECT_THAT(said, Not(HasSubstr(folder + "/mizan"))) << said;
}

}  // namespace
}  // namespace mizan::testing

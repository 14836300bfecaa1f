// An inbox: what is taken, what is left alone, where files go, and what somebody hostile with the right to write into it can not do.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/program.h"

namespace mizan::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

struct Desk {
  explicit Desk(const std::string& name) : folder(scratch("watch-" + name)), inbox(folder + "/inbox"), db(folder + "/a.db") { fs::create_directories(inbox); }
  Outcome once(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"watch", "--db", db, "--once", "--settle", "0", inbox};
    words.insert(words.end(), more.begin(), more.end());
    return program(words);
  }
  std::string facts() { return program({"facts", "--db", db, "--to", "csv"}).out; }
  bool there(const std::string& name) { return fs::exists(fs::symlink_status(inbox + "/" + name)); }
  std::string folder, inbox, db;
};

TEST(Watch, WholeFilesAreIngestedAndMovedAway) {
  Desk desk("plain");
  fs::create_directories(desk.inbox + "/sub");
  write_file(desk.inbox + "/a.txt", "The fire killed 3 people.");
  write_file(desk.inbox + "/sub/b.ndjson", "{\"id\":\"b1\",\"text\":\"The flood killed 4 people.\"}\n");
  Outcome run = desk.once();
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("2 files: 2 new"));
  EXPECT_TRUE(desk.there("done/a.txt") && desk.there("done/sub/b.ndjson"));
  EXPECT_FALSE(desk.there("a.txt") || desk.there("sub/b.ndjson"));
  // The identities are those that ingest gives.
  Outcome same = program({"ingest", "--db", desk.db, desk.inbox + "/done"});
  EXPECT_THAT(program({"show", "--db", desk.db, "a.txt", "--source", "inbox"}).out, HasSubstr("source     inbox"));
  // The same name again, with another text: a new version, and the file before it stays.
  write_file(desk.inbox + "/a.txt", "The fire killed 5 people.");
  EXPECT_THAT(desk.once().err, HasSubstr("1 new version"));
  EXPECT_TRUE(desk.there("done/a.2.txt"));
  EXPECT_EQ(desk.once().err, "") << "nothing there, nothing said";
}

TEST(Watch, WithoutTheModelOfNamesItReadsAsIngestDoes) {
  Desk with("with-model"), without("without-model");
  const std::string text = "{\"id\":\"m1\",\"text\":\"وأعلن ديموقراطس وليسيوبوس أن 20 شخصا قتلوا.\"}\n";
  for (Desk* desk : {&with, &without}) write_file(desk->inbox + "/a.ndjson", text);
  ASSERT_EQ(with.once().code, 0);
  ASSERT_EQ(without.once({"--no-model"}).code, 0);
  const auto names = [](const Desk& desk) { return program({"show", "--db", desk.db, "m1", "--to", "json"}).out; };
  EXPECT_THAT(names(with), HasSubstr("name.model"));
  EXPECT_THAT(names(without), Not(HasSubstr("name.model")));
}

TEST(Watch, WhatIsRejectedGoesToFailedWithItsReason) {
  Desk desk("failed");
  write_file(desk.inbox + "/mixed.ndjson", "{\"id\":\"m1\",\"text\":\"The fire killed 3 people.\"}\nnonsense\n");
  write_file(desk.inbox + "/fine.txt", "The flood killed 4 people.");
  Outcome run = desk.once();
  EXPECT_EQ(run.code, 3);
  EXPECT_TRUE(desk.there("failed/mixed.ndjson") && desk.there("done/fine.txt"));
  const std::string reason = read_file(desk.inbox + "/failed/mixed.ndjson.reason.ndjson");
  EXPECT_THAT(reason, HasSubstr("\"code\":\"json.syntax\""));
  EXPECT_THAT(reason, HasSubstr("\"line\":2"));
  EXPECT_THAT(reason, HasSubstr("inbox/mixed.ndjson"));
  EXPECT_THAT(desk.facts(), HasSubstr("killed 3")) << "the good ones are in";
  // Put back once it is mended.
  write_file(desk.inbox + "/mixed.ndjson", "{\"id\":\"m1\",\"text\":\"The fire killed 3 people.\"}\n{\"id\":\"m2\",\"text\":\"Now 6 people were killed.\"}\n");
  EXPECT_THAT(desk.once().err, HasSubstr("1 new, 0 new versions, 1 unchanged"));
}

TEST(Watch, FilesThatAreBeingWrittenAndOddNamesAreLeftAlone) {
  Desk desk("writing");
  const int open = ::open((desk.inbox + "/growing.txt").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  ASSERT_EQ(::write(open, "The fire killed 3", 17), 17);
  for (const char* name : {".hidden.txt", "half.txt.part", "x.tmp", "back~"}) write_file(desk.inbox + "/" + name, "The fire killed 9 people.");
  EXPECT_EQ(desk.once().code, 0);
  EXPECT_TRUE(desk.there("growing.txt")) << "somebody has it open for writing";
  ASSERT_EQ(::write(open, "0 people.", 9), 9);
  ::close(open);
  // Just written to: not yet, unless nobody asks for a pause.
  EXPECT_EQ(desk.once({"--settle", "60"}).code, 1) << "an option twice is a usage error";
  Outcome patient = program({"watch", "--db", desk.db, "--once", "--settle", "60", desk.inbox});
  EXPECT_EQ(patient.code, 0);
  EXPECT_TRUE(desk.there("growing.txt"));
  EXPECT_EQ(desk.once().code, 0);
  EXPECT_TRUE(desk.there("done/growing.txt"));
  EXPECT_THAT(desk.facts(), HasSubstr("killed 30 people"));
  for (const char* name : {".hidden.txt", "half.txt.part", "x.tmp", "back~"}) EXPECT_TRUE(desk.there(name)) << name;
  EXPECT_THAT(desk.facts(), Not(HasSubstr("killed 9")));
}

TEST(Watch, NothingIsReadOrWrittenThroughALink) {
  Desk desk("links");
  const std::string outside = desk.folder + "/outside";
  fs::create_directories(outside);
  write_file(outside + "/secret.txt", "The secret killed 7 people.");
  fs::create_symlink(outside + "/secret.txt", desk.inbox + "/link.txt");
  fs::create_symlink(outside, desk.inbox + "/folder");
  ::mkfifo((desk.inbox + "/pipe.txt").c_str(), 0666);
  write_file(desk.inbox + "/a.txt", "The fire killed 3 people.");
  Outcome run = desk.once();
  EXPECT_EQ(run.code, 0) << run.err;
  for (const char* name : {"link.txt", "folder", "pipe.txt"}) {
    EXPECT_THAT(run.err, HasSubstr(std::string("inbox/") + name));
    EXPECT_TRUE(desk.there(name));
  }
  EXPECT_THAT(desk.facts(), Not(HasSubstr("secret")));
  // A link in the place of done/: nothing is moved out there, the article is in, and the file waits.
  fs::rename(desk.inbox + "/done", desk.inbox + "/old");
  fs::remove_all(desk.inbox + "/old");
  fs::create_symlink(outside, desk.inbox + "/done");
  write_file(desk.inbox + "/b.txt", "The flood killed 4 people.");
  run = desk.once();
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("it has to be a folder, not a link"));
  EXPECT_FALSE(fs::exists(outside + "/b.txt"));
  fs::remove(desk.inbox + "/done");
  run = desk.once();
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_TRUE(desk.there("done/b.txt"));
  // And in the place of the folder for what was taken.
  fs::remove_all(desk.inbox + "/.taken");
  fs::create_symlink(outside, desk.inbox + "/.taken");
  EXPECT_EQ(desk.once().code, 4);
  EXPECT_TRUE(fs::exists(outside + "/secret.txt"));
}

TEST(Watch, WhatWasTakenBeforeTheProgramDiedComesFirstAtTheNextStart) {
  Desk desk("restart");
  fs::create_directories(desk.inbox + "/.taken/inbox/sub");
  write_file(desk.inbox + "/.taken/inbox/sub/a.txt", "The fire killed 3 people.");
  EXPECT_EQ(desk.once().code, 0);
  EXPECT_TRUE(desk.there("done/sub/a.txt"));
  EXPECT_THAT(desk.facts(), HasSubstr("killed 3"));
}

TEST(Watch, ItIsToldOfNewFilesAndEndsWhenAsked) {
  Desk desk("running");
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::execl(MIZAN_PROGRAM, MIZAN_PROGRAM, "watch", "--db", desk.db.c_str(), "--settle", "0", "--interval", "1", desk.inbox.c_str(), nullptr);
    ::_exit(127);
  }
  auto comes = [&](const std::string& name) {
    for (int i = 0; i < 600; ++i) {
      if (desk.there(name)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  };
  EXPECT_TRUE(comes(".taken"));
  write_file(desk.inbox + "/a.txt", "The fire killed 3 people.");
  EXPECT_TRUE(comes("done/a.txt"));
  fs::create_directories(desk.inbox + "/later");
  write_file(desk.inbox + "/later/b.txt", "The flood killed 4 people.");
  EXPECT_TRUE(comes("done/later/b.txt"));
  ::kill(child, SIGTERM);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace mizan::testing

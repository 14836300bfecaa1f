// What the database is after everything that can happen to the machine: the program is killed at any moment, the disk is full, or read-only, the pipe is
// closed, two write at once. Runs the real program, many times; so it is no unit test:
//
//   build/release/tests/resilience_test kill 100        # kill -9 at 100 random moments
//   build/release/tests/resilience_test disk            # a full disk and a read-only one (root: mounts a small tmpfs)
//   build/release/tests/resilience_test together        # two ingests, reconcile and readers at once
//
// After each disaster the database has to be sound, and once the run is finished, export --canonical has to be that of an undisturbed run.

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string work;  // a folder of this process's own

[[noreturn]] void fail(const std::string& what) {
  std::fflush(stdout);
  fmt::print(stderr, "resilience: FAILED: {}\n(files are left in {})\n", what, work);
  std::exit(1);
}

std::string read_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

// A running program; its standard error goes into a file.
struct Running {
  pid_t process = -1;
  std::string errors;
};

Running start(std::vector<std::string> words, const std::string& out = "/dev/null") {
  static int number = 0;
  Running run;
  run.errors = work + "/stderr-" + std::to_string(number++);
  words.insert(words.begin(), MIZAN_PROGRAM);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  run.process = ::fork();
  if (run.process == 0) {
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), 1);
    ::dup2(::open(run.errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), 2);
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  return run;
}

int finish(const Running& run) {
  int status = 0;
  ::waitpid(run.process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string errors_of(const Running& run) {
  std::string text = read_file(run.errors);
  fs::remove(run.errors);
  return text;
}

// Runs to the end; the exit code has to be `code`.
std::string expect(int code, const std::vector<std::string>& words, const std::string& out = "/dev/null") {
  const Running run = start(words, out);
  const int got = finish(run);
  const std::string errors = errors_of(run);
  if (got != code) fail(fmt::format("mizan {} ended with {}, not {}: {}", fmt::join(words, " "), got, code, errors));
  return errors;
}

std::string canonical(const std::string& db) {
  const std::string out = work + "/export";
  expect(0, {"export", "--db", db, "--canonical", "--quiet"}, out);
  return read_file(out);
}

// Articles made from a few sentences in both languages, with numbers of their own; in files of every size.
void make_articles(const std::string& folder, int count) {
  fs::create_directories(folder);
  std::mt19937 random(7);
  std::ofstream file;
  for (int i = 0; i < count; ++i) {
    if (i % 250 == 0) {
      file.close();
      file.open(fmt::format("{}/part-{:03}.ndjson", folder, i / 250));
    }
    const int n = static_cast<int>(random() % 900) + 100;
    const std::string text =
        i % 2 == 0 ? fmt::format(
                         "The company number {} said revenue rose {}% to ${}.{} billion in 2025. It employs {} people in {} countries, and {} were injured on "
                         "12 March 2026.",
                         i, n % 40, n % 90, n % 10, n * 10, n % 30 + 2, n)
                   : fmt::format(
                         "أعلنت الشركة رقم {} أن إيراداتها بلغت {} مليار ريال في عام 2025، بزيادة {} بالمئة. وأسفر الحادث عن مقتل {} شخصا وإصابة {} آخرين يوم "
                         "12 مارس 2026.",
                         i, n % 90 + 1, n % 40, n, n + 5);  // the company's revenue reached ... billion riyals; the accident killed ... and injured ...
    file << fmt::format("{{\"id\":\"r{}\",\"source\":\"Source {}\",\"published\":\"2026-03-{:02}\",\"text\":\"{}\"}}\n", i, i % 17, i % 28 + 1, text);
    if (i % 100 == 0) std::ofstream(fmt::format("{}/single-{:05}.txt", folder, i)) << text << "\nA second line with 5% more.\n";
  }
}

void sound(const std::string& db) {
  expect(0, {"db", "verify", "--db", db, "--quiet"});
}

// False where nothing had come of the database yet: its first transaction, which makes the tables, was rolled back.
bool sound_or_empty(const std::string& db) {
  const Running run = start({"db", "verify", "--db", db, "--quiet"});
  const int code = finish(run);
  const std::string errors = errors_of(run);
  if (code == 4 && errors.find("this file is empty") != std::string::npos) return false;
  if (code != 0) fail(fmt::format("after a kill, db verify ended with {}: {}", code, errors));
  return true;
}

void kill_at_random(int rounds, int articles) {
  const std::string folder = work + "/articles", reference = work + "/reference.db";
  make_articles(folder, articles);
  const auto begin = std::chrono::steady_clock::now();
  expect(0, {"ingest", "--db", reference, "--quiet", folder});
  std::int64_t took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin).count();
  const std::string wanted = canonical(reference);
  std::mt19937_64 random(std::random_device{}());
  int before = 0, within = 0, after = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string db = fmt::format("{}/killed.db", work), inbox = work + "/inbox";
    for (const char* tail : {"", "-wal", "-shm", "-lock"}) fs::remove(db + tail);
    fs::remove_all(inbox);
    const bool watched = round % 4 == 3;
    std::vector<std::string> words{"ingest", "--db", db, "--quiet", "--jobs", round % 2 == 0 ? "1" : "2", folder};
    if (watched) {
      // An inbox of the folder's name, so that the articles have the same identities.
      fs::create_directories(inbox);
      fs::copy(folder, inbox + "/articles", fs::copy_options::recursive);
      words = {"watch", "--db", db, "--quiet", "--once", "--settle", "0", inbox + "/articles"};
    }
    // Killed up to three times: a run that takes up another is killed, too. One that ended before its time came says how long a run takes now, and is begun
    // anew, so that each kill is one.
    int kills = 1 + static_cast<int>(random() % 3);
    while (kills > 0) {
      const auto started = std::chrono::steady_clock::now();
      const Running run = start(words);
      std::this_thread::sleep_for(std::chrono::microseconds(random() % static_cast<std::uint64_t>(took)));
      ::kill(run.process, SIGKILL);
      const int code = finish(run);
      fs::remove(run.errors);
      if (code != 128 + SIGKILL && code != 0) fail(fmt::format("round {}: ended with {}", round, code));
      std::error_code none;
      const bool there = fs::exists(db) && fs::file_size(db, none) > 0 && sound_or_empty(db);
      if (code == 0) {
        ++after;
        took = std::max<std::int64_t>(
            20'000,
            std::min<std::int64_t>(took * 3 / 4, std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started).count()));
        for (const char* tail : {"", "-wal", "-shm", "-lock"}) fs::remove(db + tail);
        if (watched) {
          fs::remove_all(inbox);
          fs::create_directories(inbox);
          fs::copy(folder, inbox + "/articles", fs::copy_options::recursive);
        }
        continue;
      }
      before += !there;
      within += there;
      --kills;
    }
    expect(0, words);
    sound(db);
    if (canonical(db) != wanted) fail(fmt::format("round {}: finished, the database is not that of an undisturbed run", round));
    if (watched) {
      std::size_t done = 0, left = 0;
      for (const auto& entry : fs::recursive_directory_iterator(inbox + "/articles")) {
        if (!entry.is_regular_file()) continue;
        (entry.path().string().find("/articles/done/") != std::string::npos ? done : left) += 1;
      }
      if (left != 0 || done == 0) fail(fmt::format("round {}: {} files stayed in the inbox", round, left));
    }
    // Again: nothing more to do.
    if (round % 10 == 0 && !watched) {
      expect(0, words);
      if (canonical(db) != wanted) fail("ingested once more, the database changed");
    }
  }
  fmt::print(
      "kill: {} rounds over {} articles: killed {} times before the database was there, {} times in the middle, {} times too late; each time sound, each run "
      "finished to the same bytes\n",
      rounds, articles, before, within, after);
}

bool mount_small(const std::string& at, const char* size) {
  fs::create_directories(at);
  return ::mount("tmpfs", at.c_str(), "tmpfs", 0, fmt::format("size={}", size).c_str()) == 0;
}

void disk() {
  const std::string folder = work + "/articles", reference = work + "/reference.db", at = work + "/small";
  make_articles(folder, 1500);
  expect(0, {"ingest", "--db", reference, "--quiet", folder});
  const std::string wanted = canonical(reference);
  if (!mount_small(at, "2m")) {
    fmt::print("disk: left out, a small disk cannot be mounted here: {}\n", std::strerror(errno));
    return;
  }
  const std::string db = at + "/facts.db";
  const std::string said = expect(4, {"ingest", "--db", db, "--quiet", folder});
  if (said.find("[db.full]") == std::string::npos) fail("a full disk is not told of: " + said);
  // Room again: what was in is whole, and the rest comes.
  if (::mount("tmpfs", at.c_str(), "tmpfs", MS_REMOUNT, "size=64m") != 0) fail("cannot remount");
  sound(db);
  expect(0, {"ingest", "--db", db, "--quiet", folder});
  sound(db);
  if (canonical(db) != wanted) fail("after a full disk the finished run differs");

  // Read-only from one run to the next: writers say so, readers go on.
  const std::string half = at + "/half.db";
  expect(0, {"ingest", "--db", half, "--quiet", "--limit", "500", folder});
  const std::string before = canonical(half);
  if (::mount("tmpfs", at.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) != 0) fail(fmt::format("cannot remount read-only: {}", std::strerror(errno)));
  const std::string refused = expect(4, {"ingest", "--db", half, "--quiet", folder});
  if (refused.find("[db.read_only]") == std::string::npos) fail("a read-only disk is not told of: " + refused);
  expect(4, {"reconcile", "--db", half, "--quiet"});
  if (canonical(half) != before) fail("a read-only database reads otherwise");
  sound(half);
  if (::mount("tmpfs", at.c_str(), "tmpfs", MS_REMOUNT, "size=64m") != 0) fail("cannot remount");
  expect(0, {"ingest", "--db", half, "--quiet", folder});
  if (canonical(half) != wanted) fail("after a read-only disk the finished run differs");
  ::umount(at.c_str());
  fmt::print("disk: full and read-only, each told of, nothing half-written, finished to the same bytes\n");
}

// What reads from standard input goes away in the middle of an output, and of an input.
void pipe_closes() {
  const std::string folder = work + "/articles", db = work + "/piped.db";
  make_articles(folder, 600);
  expect(0, {"ingest", "--db", db, "--quiet", folder});
  const std::string whole = canonical(db);
  for (const char* command : {"export --canonical", "export --to csv", "facts --to ndjson", "reconcile --to json"}) {
    const std::string shell =
        fmt::format("set -o pipefail; {} {} --db {} 2>{}/piped-errors | head -c 100 >/dev/null; exit ${{PIPESTATUS[0]}}", MIZAN_PROGRAM, command, db, work);
    const int status = std::system(fmt::format("bash -c '{}'", shell).c_str());
    const int code = WEXITSTATUS(status);
    // Small outputs may be in the pipe before anybody closes it.
    if (code != 4 && code != 0) fail(fmt::format("{} into a closed pipe ended with {}: {}", command, code, read_file(work + "/piped-errors")));
  }
  sound(db);
  const std::string cut = work + "/cut.db";
  const std::string feed =
      fmt::format("cat {0}/*.ndjson | head -c 40000 | {1} ingest --db {2} --quiet --from ndjson - 2>{3}/piped-errors", folder, MIZAN_PROGRAM, cut, work);
  const int code = WEXITSTATUS(std::system(feed.c_str()));
  if (code != 3) fail(fmt::format("input cut off in the middle of a line ended with {}, not 3", code));
  sound(cut);
  if (canonical(db).find(whole.substr(0, 40)) != 0) fail("an export that was cut off changed the database");
  fmt::print("pipe: closed outputs and a cut input, each told of, the databases sound\n");
}

void together() {
  const std::string first = work + "/one/articles", second = work + "/two/articles", reference = work + "/reference.db", db = work + "/together.db";
  make_articles(work + "/all", 2400);
  fs::create_directories(first);
  fs::create_directories(second);
  int number = 0;
  for (const auto& entry : fs::directory_iterator(work + "/all"))
    fs::rename(entry.path(), (number++ % 2 == 0 ? first : second) + "/" + entry.path().filename().string());
  expect(0, {"ingest", "--db", reference, "--quiet", first, second});
  expect(0, {"reconcile", "--db", reference, "--quiet"});
  const std::string wanted = canonical(reference);

  expect(0, {"ingest", "--db", db, "--quiet", "--limit", "1", first});
  std::vector<Running> writers{start({"ingest", "--db", db, "--quiet", "--wait", "300", first}),
                               start({"ingest", "--db", db, "--quiet", "--wait", "300", second}), start({"reconcile", "--db", db, "--quiet", "--wait", "300"})};
  const std::vector<std::vector<std::string>> readers{{"facts", "--db", db, "--to", "ndjson"},
                                                      {"export", "--db", db, "--canonical"},
                                                      {"db", "stats", "--db", db, "--quiet"},
                                                      {"show", "--db", db, "r0"},
                                                      {"db", "verify", "--db", db}};
  std::size_t reads = 0;
  bool working = true;
  while (working) {
    std::vector<Running> reading;
    for (const auto& words : readers) reading.push_back(start(words));
    for (std::size_t i = 0; i < reading.size(); ++i) {
      const int code = finish(reading[i]);
      const std::string errors = errors_of(reading[i]);
      ++reads;
      // r0 may not have come yet.
      if (code != 0 && !(readers[i][0] == "show" && code == 4 && errors.find("[article.absent]") != std::string::npos)) {
        fail(fmt::format("{} beside writers ended with {}: {}", readers[i][0], code, errors));
      }
      if (errors.find("locked") != std::string::npos) fail("a reader was told of a lock: " + errors);
    }
    working = false;
    for (const Running& writer : writers) {
      siginfo_t ended{};
      ::waitid(P_PID, static_cast<id_t>(writer.process), &ended, WEXITED | WNOHANG | WNOWAIT);
      working = working || ended.si_pid == 0;
    }
  }
  for (const Running& writer : writers) {
    const int code = finish(writer);
    const std::string errors = errors_of(writer);
    if (code != 0 || errors.find("locked") != std::string::npos) fail(fmt::format("a writer beside others ended with {}: {}", code, errors));
  }
  expect(0, {"reconcile", "--db", db, "--quiet"});
  sound(db);
  if (canonical(db) != wanted) fail("two ingests at once gave another database than one after the other");

  fmt::print("together: two ingests, a reconcile and {} reads at once: nothing lost, no lock told of\n", reads);
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "";
  std::string pattern = (fs::temp_directory_path() / "mizan-resilience-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) fail("no temporary folder");
  work = pattern;
  const auto begin = std::chrono::steady_clock::now();
  auto number = [&](int place, int usual) { return count > place ? std::atoi(words[place]) : usual; };
  if (what == "kill")
    kill_at_random(number(2, 20), number(3, 1500));
  else if (what == "disk")
    disk();
  else if (what == "pipe")
    pipe_closes();
  else if (what == "together")
    together();
  else {
    fmt::print(stderr, "resilience_test kill [ROUNDS [ARTICLES]] | disk | pipe | together\n");
    return 2;
  }
  fs::remove_all(work);
  fmt::print("in {} s\n", std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin).count());
  return 0;
}

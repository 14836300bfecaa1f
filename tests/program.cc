#include "tests/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace mizan::testing {
namespace {

namespace fs = std::filesystem;

std::string drained(int descriptor) {
  std::string out;
  char buffer[65536];
  for (ssize_t got; (got = ::read(descriptor, buffer, sizeof buffer)) > 0;) out.append(buffer, static_cast<std::size_t>(got));
  ::close(descriptor);
  return out;
}

struct Folder {
  Folder() : path(fs::temp_directory_path() / ("mizan-tools-test-" + std::to_string(::getpid()))) { fs::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

const fs::path& folder() {
  static Folder made;
  return made.path;
}

}  // namespace

std::string scratch(const std::string& name) {
  fs::path path = folder() / name;
  fs::remove_all(path);
  fs::create_directories(path);
  return path.string();
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string read_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

Outcome program(const std::vector<std::string>& arguments, const std::string& input, Where where) {
  std::vector<std::string> words{MIZAN_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  std::string in_path = (folder() / "stdin").string();
  write_file(in_path, input);
  int in = ::open(in_path.c_str(), O_RDONLY | O_CLOEXEC);
  int out[2] = {-1, -1};
  int err[2] = {-1, -1};
  int terminal = -1;
  pid_t child = -1;
  if (where == Where::kTerminal) {
    winsize size{40, 100, 0, 0};
    child = ::forkpty(&terminal, nullptr, nullptr, &size);
  } else {
    EXPECT_EQ(::pipe2(out, O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(err, O_CLOEXEC), 0);
    child = ::fork();
  }
  if (child == 0) {
    ::dup2(in, 0);
    if (where == Where::kTerminal) {
      ::setenv("TERM", "xterm-256color", 1);
      ::unsetenv("NO_COLOR");
    } else {
      ::dup2(where == Where::kFullDisk ? ::open("/dev/full", O_WRONLY) : out[1], 1);
      ::dup2(err[1], 2);
      if (where == Where::kClosedPipe) ::close(out[0]);
    }
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  ::close(in);
  Outcome run;
  if (where == Where::kTerminal) {
    run.out = drained(terminal);
  } else {
    ::close(out[1]);
    ::close(err[1]);
    if (where == Where::kClosedPipe) ::close(out[0]);
    std::thread reader([&] { run.err = drained(err[0]); });
    if (where != Where::kClosedPipe) run.out = drained(out[0]);
    reader.join();
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

}  // namespace mizan::testing

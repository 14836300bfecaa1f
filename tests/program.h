// Runs the real program as a user's shell would, and keeps what it said.
//
//   Outcome run = program({"extract", "--from", "text", "-"}, "ارتفع 5% (rose 5%)");
//   EXPECT_EQ(run.code, 0);
#pragma once

#include <string>
#include <vector>

namespace mizan::testing {

struct Outcome {
  int code = -1;  // exit code; 128 + signal where it was killed
  std::string out;
  std::string err;
};

enum class Where { kPipe, kTerminal, kFullDisk, kClosedPipe };

// `where`: what its standard output is. On a terminal (100 columns) both streams are in `out`.
Outcome program(const std::vector<std::string>& arguments, const std::string& input = "", Where where = Where::kPipe);

// An empty folder of this test's own, gone at the end of the test program.
std::string scratch(const std::string& name);
void write_file(const std::string& path, const std::string& bytes);
std::string read_file(const std::string& path);

}  // namespace mizan::testing

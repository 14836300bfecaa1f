#include <gtest/gtest.h>

#include "tests/case_file.h"

namespace mizan::testing {
namespace {

class AmountCases : public ::testing::TestWithParam<std::string> {};

TEST_P(AmountCases, Alone) {
  check_alone(built_in_engine(), read_cases(GetParam()));
}
TEST_P(AmountCases, Together) {
  check_together(built_in_engine(), read_cases(GetParam()));
}

std::string name_of(const ::testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (char c : info.param.substr(info.param.rfind('/') + 1)) name += c == '-' || c == '.' ? '_' : c;
  return name.substr(0, name.size() - 4);
}

INSTANTIATE_TEST_SUITE_P(Files, AmountCases, ::testing::ValuesIn(case_files("amounts")), name_of);
INSTANTIATE_TEST_SUITE_P(Numbers, AmountCases, ::testing::ValuesIn(case_files("numbers")), name_of);

}  // namespace
}  // namespace mizan::testing

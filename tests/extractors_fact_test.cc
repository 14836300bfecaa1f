// Facts by case files (tests/cases/facts*.txt): each line `fact metric=... subject=... «20 مليار دولار»` asks for a fact with these fields on that text.
// A field left empty (`subject=`) asks that it be empty. `nofact` asks that there be none such.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/case_file.h"

namespace mizan::testing {
namespace {

std::string field_of(const Fact& fact, std::string_view name) {
  if (name == "subject") return fact.subject;
  if (name == "metric") return fact.metric;
  if (name == "noun") return fact.noun;
  if (name == "low") return fact.amount.low ? fact.amount.low->to_string() : "";
  if (name == "high") return fact.amount.high ? fact.amount.high->to_string() : "";
  if (name == "unit") return fact.amount.unit;
  if (name == "per") return fact.amount.per;
  if (name == "bound") return to_string(fact.amount.bound);
  if (name == "value") return fact.value;
  if (name == "period") return fact.period;
  if (name == "as_of") return fact.as_of;
  if (name == "aspect") return fact.aspect;
  if (name == "direction") return fact.direction;
  if (name == "basis") return fact.basis;
  if (name == "scope") return fact.scope;
  if (name == "counterpart") return fact.counterpart;
  if (name == "status") return fact.status;
  if (name == "speaker") return fact.speaker;
  if (name == "growth") return fact.percent_growth ? "yes" : "no";
  if (name == "total") return fact.list_total ? "yes" : "no";
  if (name == "row") return std::to_string(fact.row);
  if (name == "column") return std::to_string(fact.column);
  ADD_FAILURE() << "no such field: " << name;
  return {};
}

// Case files write a space inside a value as '_'; so may a fact's own value have one.
std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

Document document_of(const Case& one) {
  Document document;
  document.id = one.title;
  document.text = one.text;
  document.published = one.published;
  document.place = one.place;
  document.lang = one.lang;
  return document;
}

class FactCases : public ::testing::TestWithParam<std::string> {};

TEST_P(FactCases, Stated) {
  for (const Case& one : read_cases(GetParam())) {
    const ArticleResult result = built_in_engine().read(document_of(one));
    for (const Expectation& expected : one.expected) {
      bool met = false;
      std::string found;
      for (const Fact& fact : result.facts) {
        const std::string surface = one.text.substr(fact.source.begin, fact.source.end - fact.source.begin);
        bool right = surface == expected.surface;
        for (const auto& [name, wanted] : expected.fields) right = right && spaced(field_of(fact, name)) == wanted;
        met = met || right;
        found += "\n    «" + surface + "» metric=" + fact.metric + " subject=" + fact.subject + " counterpart=" + fact.counterpart + " status=" + fact.status +
                 " aspect=" + fact.aspect + " direction=" + fact.direction + " period=" + fact.period + " noun=" + fact.noun + " scope=" + fact.scope +
                 " basis=" + fact.basis + " speaker=" + fact.speaker;
      }
      if (met == (expected.type == "nofact"))
        ADD_FAILURE_AT(one.file.c_str(), expected.line) << "== " << one.title << " ==\n"
                                                        << one.text << "\n  expected: " << expected.written << "\n  facts found:" << found;
    }
  }
}

std::string name_of(const ::testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (char c : info.param.substr(info.param.rfind('/') + 1)) name += c == '-' || c == '.' ? '_' : c;
  return name.substr(0, name.size() - 4);
}

INSTANTIATE_TEST_SUITE_P(Files, FactCases, ::testing::ValuesIn(case_files("facts")), name_of);

// One sentence of megabytes costs no more a word than many short ones do.
// One sentence of a megabyte, which quadratic code would not end within the time limit of a test; what it costs a byte is a benchmark's (tools/bench).
TEST(Facts, ALongSentenceEnds) {
  constexpr std::size_t kRepeats = 8000;
  Document document;
  document.id = "long";
  for (std::size_t i = 0; i < kRepeats; ++i)
    document.text += "وبلغت إيرادات Microsoft نحو 20 مليار دولار مقابل 15 مليارا وقالت OpenAI وقتل 30 شخصا في مصر أعلى رقم منذ 2014 (5 مليارات) ";
  const ArticleResult result = built_in_engine().read(document);
  EXPECT_GE(result.facts.size(), kRepeats);
}

}  // namespace
}  // namespace mizan::testing

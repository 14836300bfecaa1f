// What reconciling says of whole articles, by case files (tests/cases/verdicts-*.txt): texts in, verdicts out, through the whole pipeline.
//
//   == a toll that rose ==
//   @ Nahr 2025-03-28T10:00:00Z
//   An explosion in Kabul killed 12 people.
//   @ Sahl 2025-03-28T15:00:00Z
//   An explosion in Kabul killed 17 people.
//   --
//   update killed 12 17
//
// An article begins with "@ SOURCE DATE", then `id=` and `state=` if need be; the same source and id again is a new version. An expectation is a verdict, a
// measure and values in any order, in the unit that the article writes ("32000000000"; lengths and ages as "P48Y"); or `check KIND VERDICT stated=N
// computed=N`, of which the figures may be left out. What is grave (conflict, disputed, corrected, update, partial) has to be listed, all of it; the other
// verdicts are looked at where a line names them. `none` alone: no group at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "db/reconcile.h"
#include "db/store.h"
#include "extractors/engine.h"
#include "tests/db_testing.h"

namespace mizan::testing {
namespace {

struct VerdictCase {
  std::string title;
  int line = 0;
  std::vector<Document> articles;
  std::vector<std::pair<int, std::string>> expected;  // line, text
};

std::vector<VerdictCase> read_verdict_cases(const std::string& path) {
  std::vector<VerdictCase> cases;
  std::ifstream in(path);
  EXPECT_TRUE(in) << path;
  int number = 0;
  bool expecting = false;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("== ")) {
      cases.push_back({line, number, {}, {}});
      expecting = false;
    } else if (cases.empty() || (expecting && (line.empty() || line.starts_with("#")))) {
      continue;
    } else if (line == "--") {
      expecting = true;
    } else if (expecting) {
      cases.back().expected.emplace_back(number, line);
    } else if (line.starts_with("@ ")) {
      Document d;
      std::istringstream words(line.substr(2));
      words >> d.source >> d.published;
      d.id = std::to_string(cases.back().articles.size());
      for (std::string word; words >> word;) {
        if (word.starts_with("id="))
          d.id = word.substr(3);
        else if (word.starts_with("state="))
          d.state = word.substr(6);
        else
          ADD_FAILURE_AT(path.c_str(), number) << "no such option: " << word;
      }
      d.has_own_id = true;
      cases.back().articles.push_back(std::move(d));
    } else if (cases.back().articles.empty()) {
      ADD_FAILURE_AT(path.c_str(), number) << "a text without its article";
    } else {
      std::string& text = cases.back().articles.back().text;
      if (!text.empty()) text += '\n';
      text += line;
    }
  }
  return cases;
}

// "conflict killed 12 17", as expectations are written.
std::string described(const Group& g) {
  if (g.check != Check::kNone)
    return std::string("check ") + to_string(g.check) + " " + to_string(g.verdict) + " stated=" + g.stated + " computed=" + g.computed;
  std::set<std::string> values;
  for (const GroupClaim& c : g.claims) values.insert(c.low ? c.low->to_string() : c.value);
  std::string out = std::string(to_string(g.verdict)) + " " + g.metric;
  for (const std::string& v : values) out += " " + v;
  return out;
}

bool is_grave(Verdict v) {
  return v == Verdict::kConflict || v == Verdict::kDisputed || v == Verdict::kCorrected || v == Verdict::kUpdate || v == Verdict::kPartial;
}

std::multiset<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::multiset<std::string> out;
  for (std::string word; in >> word;) out.insert(word);
  return out;
}

class VerdictCases : public ::testing::TestWithParam<std::string> {};

TEST_P(VerdictCases, Said) {
  auto lexicons = Lexicons::load({});
  ASSERT_TRUE(lexicons);
  const Engine engine(*lexicons);
  const std::string path = std::string(MIZAN_SOURCE_DIR) + "/tests/cases/" + GetParam();
  for (const VerdictCase& one : read_verdict_cases(path)) {
    Folder folder;
    FactStore store = must_open(folder / "a.db");
    for (const Document& d : one.articles) EXPECT_TRUE(store.add(d, engine.read(d)));
    EXPECT_TRUE(store.finish_run());
    auto out = reconcile(store, {});
    ASSERT_TRUE(out) << out.error().to_string();
    std::vector<std::string> found;
    for (const Group& g : out->groups) found.push_back(described(g));
    std::set<std::size_t> met;
    for (const auto& [line, text] : one.expected) {
      if (text == "none") {
        if (!found.empty()) ADD_FAILURE_AT(path.c_str(), line) << "found " << found.front();
        continue;
      }
      const auto wanted = words_of(text);
      bool there = false;
      for (std::size_t i = 0; i < found.size() && !there; ++i) {
        const auto words = words_of(found[i]);
        // A check may leave its figures out.
        there = text.starts_with("check ") ? std::includes(words.begin(), words.end(), wanted.begin(), wanted.end()) : words == wanted;
        if (there && !met.insert(i).second) there = false;
      }
      std::string all;
      for (const std::string& f : found) all += "\n  " + f;
      if (!there) ADD_FAILURE_AT(path.c_str(), line) << one.title << "\nnot found: " << text << "\nfound:" << all;
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (is_grave(out->groups[i].verdict) && !met.count(i))
        ADD_FAILURE_AT(path.c_str(), one.line) << one.title << "\nnot expected: " << found[i] << "\n  " << out->groups[i].reason;
    }
  }
}

std::vector<std::string> verdict_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(MIZAN_SOURCE_DIR) + "/tests/cases")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("verdicts-")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Files, VerdictCases, ::testing::ValuesIn(verdict_files()), [](const auto& of) {
  std::string name = of.param.substr(0, of.param.find('.'));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

}  // namespace
}  // namespace mizan::testing

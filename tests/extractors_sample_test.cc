// The judged sample of linked names: 200 mentions drawn at random from real articles and judged by reading each in its place (names-sample.tsv; names-sample.py
// draws). The articles are not part of this repository: where they are not beside it, there is nothing to compare.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/code_points.h"
#include "tests/case_file.h"

namespace mizan::testing {
namespace {

struct Judged {
  std::string article, field, id;
  std::uint32_t start = 0, end = 0;
  bool right = false;
};

std::vector<Judged> sample() {
  std::ifstream in(MIZAN_SOURCE_DIR "/tests/names-sample.tsv");
  std::vector<Judged> out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream row(line);
    Judged j;
    std::string start, end, verdict;
    for (std::string* cell : {&j.article, &j.field, &start, &end, &j.id, &verdict}) std::getline(row, *cell, '\t');
    j.start = static_cast<std::uint32_t>(std::stoul(start));
    j.end = static_cast<std::uint32_t>(std::stoul(end));
    EXPECT_TRUE(verdict == "right" || verdict == "wrong") << line;
    j.right = verdict == "right";
    out.push_back(std::move(j));
  }
  return out;
}

TEST(JudgedSample, NineteenOfTwentyAreRight) {
  const std::vector<Judged> all = sample();
  ASSERT_EQ(all.size(), 200u);
  const auto right = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const Judged& j) { return j.right; }));
  EXPECT_GE(right * 100, all.size() * 95);
}

// What was judged right is still said; a name judged wrong may get better.
TEST(JudgedSample, StillGivesWhatWasJudgedRight) {
  const std::string path = MIZAN_SOURCE_DIR "/../shared/data/articles/ant-2018-04.ndjson";
  if (!std::filesystem::exists(path)) {
    std::puts("the articles of the judged sample are not here (../shared/data/articles): nothing to compare");
    return;
  }
  std::map<std::string, std::vector<Judged>> by_article;
  for (Judged& j : sample()) by_article[j.article].push_back(std::move(j));
  std::size_t kept = 0, right = 0, read = 0;
  std::string lost;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const auto article = nlohmann::json::parse(line, nullptr, false);
    if (!article.is_object()) continue;
    auto wanted = by_article.find(article.value("id", ""));
    if (wanted == by_article.end()) continue;
    ++read;
    Document document;
    document.id = wanted->first;
    document.text = article.value("text", "");
    document.title = article.value("title", "");
    document.published = article.value("published", "");
    const ArticleResult result = built_in_engine().read(document);
    const CodePoints in_text(document.text), in_title(document.title);
    for (const Judged& j : wanted->second) {
      if (!j.right) continue;
      ++right;
      bool found = false;
      for (const Mention& m : result.mentions) {
        const EntityName* entity = m.entity();
        if (entity == nullptr || (m.field == Field::kTitle) != (j.field == "title")) continue;
        const CodePoints& points = m.field == Field::kTitle ? in_title : in_text;
        // The span may have grown or lost a kind word; what it is may not have changed.
        found = found || (entity->id == j.id && points.at(m.source.begin) < j.end && points.at(m.source.end) > j.start);
      }
      kept += found;
      if (!found) lost += j.article + " " + std::to_string(j.start) + " " + j.id + "\n";
    }
  }
  EXPECT_EQ(read, by_article.size());
  EXPECT_EQ(kept, right) << lost;
}

}  // namespace
}  // namespace mizan::testing

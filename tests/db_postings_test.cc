// The inverted index of articles on one event: in memory and in the database it answers alike.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "db/database.h"
#include "db/postings.h"
#include "tests/db_testing.h"

namespace mizan {
namespace {

using testing::Folder;
using testing::must_open;

std::vector<std::string> written(const std::vector<Posting>& postings) {
  std::vector<std::string> out;
  for (const Posting& p : postings) out.push_back(fmt::format("article {} day {} second {} tie {}", p.article, p.day, p.when.second, p.when.tie));
  return out;
}

class PostingsAlike : public ::testing::Test {
 protected:
  PostingsAlike() : store_(must_open(folder_ / "a.db")), memory_(postings_in_memory()), stored_(postings_in(store_.database(), "sketch_keys")) {}

  // Article n: its day and second follow from n; a tenth have no day.
  static Posting posting(std::int64_t n) {
    const std::int64_t day = n % 10 == 9 ? kNoDay : 17000 + n % 7;
    return {day, {day == kNoDay ? std::int64_t{1} << 50 : day * 86400 + n % 3, n}, n};
  }
  void add(std::int64_t key, std::int64_t article) {
    memory_->add(key, posting(article));
    stored_->add(key, posting(article));
  }
  void remove(std::int64_t key, std::int64_t article) {
    memory_->remove(key, posting(article));
    stored_->remove(key, posting(article));
  }
  template <typename Question>
  void ask(Question question) {
    std::vector<Posting> a, b;
    question(*memory_, a);
    question(*stored_, b);
    EXPECT_EQ(written(a), written(b));
    answered_ += a.size();
  }
  void ask_all(std::int64_t key, std::int64_t day) {
    ask([&](Postings& p, std::vector<Posting>& out) { p.first_of_day(key, day, 3, out); });
    ask([&](Postings& p, std::vector<Posting>& out) { p.first_of_day(key, kNoDay, 2, out); });
    ask([&](Postings& p, std::vector<Posting>& out) { p.last_dated(key, 4, out); });
    ask([&](Postings& p, std::vector<Posting>& out) { p.first(key, out); });
    ask([&](Postings& p, std::vector<Posting>& out) { p.within(key, day - 1, day + 1, out); });
  }

  Folder folder_;
  FactStore store_;
  std::unique_ptr<PostingsInMemory> memory_;
  std::unique_ptr<Postings> stored_;
  std::size_t answered_ = 0;
};

TEST_F(PostingsAlike, AnswerAlikeWhateverWasAddedAndRemovedInBetween) {
  std::mt19937_64 random(7);
  const std::int64_t keys[] = {INT64_MIN, -5, 0, 1, 2, 3, std::int64_t{1} << 31, INT64_MAX};
  std::set<std::pair<std::int64_t, std::int64_t>> there;
  for (int round = 0; round < 40; ++round) {
    for (int i = 0; i < 25; ++i) {
      const std::pair<std::int64_t, std::int64_t> row{keys[random() % 8], static_cast<std::int64_t>(random() % 200 + 1)};
      if (there.insert(row).second) add(row.first, row.second);
    }
    for (int i = 0; i < 10 && !there.empty(); ++i) {
      auto gone = there.lower_bound({keys[random() % 8], static_cast<std::int64_t>(random() % 200)});
      if (gone == there.end()) continue;
      remove(gone->first, gone->second);
      there.erase(gone);
    }
    for (std::int64_t key : keys) ask_all(key, 17000 + static_cast<std::int64_t>(random() % 7));
    ask_all(77, 17003);  // nobody has it
  }
  EXPECT_GT(answered_, 1000U);
  std::size_t rows = 0;
  std::int64_t before = INT64_MIN;
  memory_->each([&](std::int64_t key, const Posting& p) {
    EXPECT_LE(before, key);
    before = key;
    ++rows;
    EXPECT_TRUE(there.count({key, p.article}));
  });
  EXPECT_EQ(rows, there.size());
}

TEST_F(PostingsAlike, WithNothingInItThereIsNoAnswer) {
  ask_all(1, 17000);
  add(1, 5);
  remove(1, 5);
  ask_all(1, 17000);
  EXPECT_EQ(answered_, 0U);
}

}  // namespace
}  // namespace mizan

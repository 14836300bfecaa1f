// The driver: order, rejections, an early end, and how much text is in flight, whatever the number of threads.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>

#include "pipeline/pipeline.h"

namespace mizan {
namespace {

// Articles of given sizes; every seventh record is rejected. Counts the bytes that are out.
class MadeReader final : public DocumentReader {
 public:
  explicit MadeReader(std::vector<std::size_t> sizes) : sizes_(std::move(sizes)) {}
  bool next(ReadItem& item) override {
    if (at_ == sizes_.size()) return false;
    if (at_ % 7 == 6) {
      item = Rejection{std::to_string(at_), {}};
    } else {
      Document document;
      document.id = std::to_string(at_);
      document.text.assign(sizes_[at_], 'x');
      item = std::move(document);
      out += sizes_[at_];
      most = std::max(most, out.load());
    }
    ++at_;
    return true;
  }
  std::atomic<std::size_t> out{0};
  std::size_t most = 0;

 private:
  std::vector<std::size_t> sizes_;
  std::size_t at_ = 0;
};

std::vector<std::size_t> sizes(std::size_t count) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(i % 11 == 3 ? 5000 : 10 + i * 37 % 300);
  return out;
}

TEST(Pipeline, KeepsOrderAndBoundsTheTextInFlight) {
  for (unsigned jobs : {1u, 2u, 5u})
    for (std::size_t bytes : {std::size_t{1}, std::size_t{6000}, std::size_t{1} << 20}) {
      MadeReader reader(sizes(400));
      std::size_t next = 0;
      run_pipeline(
          reader, {.jobs = jobs, .window = 8, .bytes = bytes},
          [](const Document& document) {
            if (document.text.size() == 5000) std::this_thread::yield();  // later ones overtake it
            ArticleResult result;
            result.lang = document.id;
            return result;
          },
          [&](PipelineItem&& item) {
            const std::string expected = std::to_string(next);
            if (next % 7 == 6) {
              EXPECT_EQ(std::get<Rejection>(item.in).id, expected);
            } else {
              EXPECT_EQ(item.out.lang, expected);
              reader.out -= std::get<Document>(item.in).text.size();
            }
            ++next;
            return true;
          });
      EXPECT_EQ(next, 400u);
      // What is being handed over when the bound is reached comes on top: one article, and the one that the sink holds.
      EXPECT_LE(reader.most, bytes + 2 * 5000) << jobs << " jobs, " << bytes << " bytes";
    }
}

// Large articles, each of which asks for help, all at once: every piece is done once, what follows comes in order, on the article's own thread, and few pieces
// wait for it.
TEST(Pipeline, ThreadsShareLargeArticles) {
  constexpr std::size_t kPieces = 200;
  for (unsigned jobs : {1u, 2u, 5u}) {
    MadeReader reader(std::vector<std::size_t>(20, 70000));
    std::size_t articles = 0;
    run_pipeline(
        reader, {.jobs = jobs},
        [&](const Document& document, Crew& crew) {
          std::vector<std::atomic<int>> done(kPieces);
          std::atomic<std::size_t> begun = 0;
          std::size_t settled = 0;
          const std::thread::id own = std::this_thread::get_id();
          const bool all = crew.in_order(
              kPieces,
              [&](std::size_t i) {
                ++begun;
                if (i % 16 == 5) std::this_thread::yield();
                ++done[i];
              },
              [&](std::size_t i) {
                EXPECT_EQ(i, settled);
                EXPECT_EQ(done[i], 1);
                EXPECT_EQ(own, std::this_thread::get_id());
                EXPECT_LE(begun - settled, 2 * jobs + 2);
                ++settled;
                return true;
              });
          EXPECT_TRUE(all);
          EXPECT_EQ(settled, kPieces);
          std::atomic<std::size_t> sum = 0;
          crew.each(kPieces, [&](std::size_t i) { sum += i; });
          EXPECT_EQ(sum, kPieces * (kPieces - 1) / 2);
          ArticleResult result;
          result.lang = document.id;
          return result;
        },
        [&](PipelineItem&& item) {
          if (articles % 7 != 6) {
            EXPECT_EQ(item.out.lang, std::to_string(articles));
          }
          ++articles;
          return true;
        });
    EXPECT_EQ(articles, 20u);
  }
}

TEST(Pipeline, ASharedArticleMayStopEarly) {
  for (unsigned jobs : {1u, 4u}) {
    MadeReader reader({70000, 70000, 70000, 70000});
    run_pipeline(
        reader, {.jobs = jobs},
        [&](const Document&, Crew& crew) {
          std::atomic<std::size_t> last = 0;
          EXPECT_FALSE(crew.in_order(
              1000, [&](std::size_t i) { last = std::max(last.load(), i); }, [](std::size_t i) { return i < 10; }));
          EXPECT_LT(last, 10 + 2 * jobs + 3);
          return ArticleResult{};
        },
        [](PipelineItem&&) { return true; });
  }
}

// A writer that pauses before some articles.
class PausingReader final : public DocumentReader {
 public:
  bool next(ReadItem& item) override {
    if (at_ == 40) return false;
    Document document;
    document.id = std::to_string(at_++);
    item = std::move(document);
    return true;
  }
  bool waits() override { return at_ % 10 == 5; }

 private:
  std::size_t at_ = 0;
};

TEST(Pipeline, WhileTheReaderWaitsAllThatCameIsWithTheSink) {
  for (unsigned jobs : {1u, 2u, 5u}) {
    PausingReader reader;
    std::size_t sunk = 0;
    std::vector<std::size_t> pauses;
    run_pipeline(
        reader, {.jobs = jobs, .idle = [&] { pauses.push_back(sunk); }},
        [](const Document&) {
          std::this_thread::yield();
          return ArticleResult{};
        },
        [&](PipelineItem&&) { return ++sunk > 0; });
    EXPECT_EQ(sunk, 40u);
    EXPECT_EQ(pauses, (std::vector<std::size_t>{5, 15, 25, 35})) << jobs << " jobs";
  }
}

TEST(Pipeline, EndsWhenTheSinkHasEnough) {
  for (unsigned jobs : {1u, 3u}) {
    MadeReader reader(sizes(200));
    std::size_t taken = 0;
    run_pipeline(
        reader, {.jobs = jobs}, [](const Document&) { return ArticleResult(); }, [&](PipelineItem&&) { return ++taken < 5; });
    EXPECT_EQ(taken, 5u);
  }
}

}  // namespace
}  // namespace mizan

// The whole parallel way, for the thread sanitizer: many articles through one engine, with one thread and with four; the results have to be the same.
//
//   build/tsan/tests/parallel_test corpus/samples

#include <cstdio>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "extractors/engine.h"
#include "pipeline/article_json.h"

namespace {

std::string results(const mizan::Engine& engine, const std::string& folder, unsigned jobs) {
  std::string out;
  // The folder some times over, so that the threads really meet.
  auto reader = mizan::open_reader(std::vector<std::string>(8, folder), {});
  mizan::run_pipeline(
      *reader, {.jobs = jobs, .window = 4}, [&](const mizan::Document& document) { return engine.read(document); },
      [&](mizan::PipelineItem&& item) {
        if (const auto* document = std::get_if<mizan::Document>(&item.in)) mizan::append_article_json(out, *document, item.out, "test");
        return true;
      });
  return out;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  auto lexicons = mizan::Lexicons::load({});
  if (!lexicons) return 2;
  const mizan::Engine engine(*lexicons);
  const std::string one = results(engine, words[1], 1), four = results(engine, words[1], 4);
  if (one.empty() || one != four) {
    std::puts("parallel: the output depends on the number of threads");
    return 1;
  }
  std::printf("parallel: %zu bytes, the same with one thread and with four\n", one.size());
  return 0;
}

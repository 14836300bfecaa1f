// The whole parallel way, for the thread sanitizer: many articles through one engine, and two large ones that its threads share, with one thread and with four;
// the results have to be the same.
//
//   build/tsan/tests/parallel_test corpus/samples

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "extractors/engine.h"
#include "pipeline/article_json.h"

namespace {

std::string results(const mizan::Engine& engine, mizan::DocumentReader& reader, unsigned jobs) {
  std::string out;
  mizan::run_pipeline(
      reader, {.jobs = jobs, .window = 4}, [&](const mizan::Document& document, mizan::Crew& crew) { return engine.read(document, crew); },
      [&](mizan::PipelineItem&& item) {
        if (const auto* document = std::get_if<mizan::Document>(&item.in)) mizan::append_article_json(out, *document, item.out, "test");
        return true;
      });
  return out;
}

// Twice the articles of the folder, glued together.
class Large final : public mizan::DocumentReader {
 public:
  explicit Large(const std::string& folder) {
    auto reader = mizan::open_reader(std::vector<std::string>(8, folder), {});
    for (mizan::ReadItem item; reader->next(item);)
      if (const auto* document = std::get_if<mizan::Document>(&item)) text_ += document->text + "\n\n";
  }
  bool next(mizan::ReadItem& item) override {
    if (given_ == 2) return false;
    mizan::Document document;
    document.id = std::to_string(given_++);
    document.text = text_;
    item = std::move(document);
    return true;
  }

 private:
  std::string text_;
  int given_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  auto lexicons = mizan::Lexicons::load({});
  if (!lexicons) return 2;
  mizan::EngineOptions options;
  options.stretch = 4096;
  const mizan::Engine engine(*lexicons, options);
  for (const bool large : {false, true}) {
    std::string out[2];
    for (const bool several : {false, true}) {
      std::unique_ptr<mizan::DocumentReader> reader;
      // The folder some times over, so that the threads really meet.
      if (large)
        reader = std::make_unique<Large>(words[1]);
      else
        reader = mizan::open_reader(std::vector<std::string>(8, words[1]), {});
      out[several ? 1 : 0] = results(engine, *reader, several ? 4 : 1);
    }
    if (out[0].empty() || out[0] != out[1]) {
      std::puts("parallel: the output depends on the number of threads");
      return 1;
    }
    std::printf("parallel: %zu bytes, the same with one thread and with four\n", out[0].size());
  }
  return 0;
}

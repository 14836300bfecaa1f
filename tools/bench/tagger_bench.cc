// What the statistical tagger of names costs: the same Arabic text read with it and without it, in turns, in one run.
//
//   build/release/tools/bench/tagger_bench [ROUNDS [ARTICLES.ndjson]]
//
// Without a file the articles of ../shared are read where they stand beside the project, and generated Arabic news elsewhere. Printed: the medians of processor
// time as MB/s (10^6 bytes of text), their ratio, and what the tagger alone reads: bytes over the difference of both times.

#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "corpus.h"
#include "extractors/engine.h"

namespace {

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<mizan::Document> read_articles(const std::string& path) {
  std::vector<mizan::Document> out;
  std::ifstream in(path);
  simdjson::dom::parser parser;
  for (std::string line; std::getline(in, line);) {
    std::string_view text;
    if (parser.parse(line)["text"].get(text) != simdjson::SUCCESS) continue;
    mizan::Document document;
    document.text = std::string(text);
    document.lang = "ar";
    out.push_back(std::move(document));
  }
  return out;
}

std::vector<mizan::Document> make_articles() {
  constexpr std::size_t kBytes = 4 << 20, kArticle = 4096;
  const std::string text = mizan::bench::make_text(mizan::bench::Mix::kArabic, kBytes, true);
  std::vector<mizan::Document> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', std::min(begin + kArticle, text.size())), text.size());
    mizan::Document document;
    document.text = text.substr(begin, end - begin);
    document.lang = "ar";
    out.push_back(std::move(document));
    begin = end + 1;
  }
  return out;
}

struct Reading {
  double seconds = 0;
  std::size_t names = 0;
};

Reading read_all(const mizan::Engine& engine, const std::vector<mizan::Document>& documents) {
  Reading out;
  const double begin = processor_seconds();
  for (const mizan::Document& document : documents)
    for (const mizan::Mention& m : engine.read(document).mentions) out.names += m.type == mizan::MentionType::kEntity;
  out.seconds = processor_seconds() - begin;
  return out;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
  const std::string path = argc > 2 ? argv[2] : MIZAN_BENCH_ARTICLES;
  const bool real = std::filesystem::exists(path);
  if (argc > 2 && !real) {
    std::fprintf(stderr, "tagger_bench: no file %s\n", path.c_str());
    return 4;
  }
  const std::vector<mizan::Document> documents = real ? read_articles(path) : make_articles();
  std::size_t bytes = 0;
  for (const mizan::Document& document : documents) bytes += document.text.size();
  mizan::LexiconOptions without;
  without.model = mizan::LexiconOptions::Model::kOff;
  const auto on = mizan::Lexicons::load({}), off = mizan::Lexicons::load(without);
  if (!on || !off) {
    std::fprintf(stderr, "tagger_bench: the lexicons do not load\n");
    return 2;
  }
  const mizan::Engine tagged(*on), plain(*off);
  std::vector<double> with_model, without_model;
  std::size_t names[2] = {0, 0};
  for (int round = -1; round < rounds; ++round) {  // the first one only warms caches
    const Reading a = read_all(tagged, documents), b = read_all(plain, documents);
    names[0] = a.names;
    names[1] = b.names;
    if (round < 0) continue;
    with_model.push_back(a.seconds);
    without_model.push_back(b.seconds);
  }
  const double megabytes = static_cast<double>(bytes) / 1e6, a = median(with_model), b = median(without_model);
  std::printf("%s: %zu texts, %.1f MB, medians of %d\n", real ? path.c_str() : "generated Arabic news", documents.size(), megabytes, rounds);
  std::printf("with the tagger     %6.2f MB/s  %zu names\n", megabytes / a, names[0]);
  std::printf("without             %6.2f MB/s  %zu names\n", megabytes / b, names[1]);
  std::printf("ratio               %6.2f\n", b / a);
  std::printf("the tagger alone    %6.1f MB/s\n", a > b ? megabytes / (a - b) : 0.0);
  return 0;
}

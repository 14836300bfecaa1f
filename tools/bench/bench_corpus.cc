// bench_corpus MIX BYTES: articles of a mix as NDJSON on standard output.

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "corpus.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_corpus arabic|english|mixed|tables BYTES\n");
    return 1;
  }
  for (mizan::bench::Mix mix : mizan::bench::kMixes) {
    if (std::strcmp(argv[1], to_string(mix)) != 0) continue;
    std::size_t n = 0;
    for (const std::string& text : mizan::bench::make_articles(mix, std::strtoull(argv[2], nullptr, 10))) {
      std::string escaped;
      for (char c : text) {
        if (c == '"' || c == '\\') escaped += '\\';
        if (c == '\n')
          escaped += "\\n";
        else
          escaped += c;
      }
      std::printf("{\"id\":\"%s-%zu\",\"source\":\"bench\",\"published\":\"2026-03-10\",\"text\":\"%s\"}\n", argv[1], n++, escaped.c_str());
    }
    return 0;
  }
  std::fprintf(stderr, "bench_corpus: no mix \"%s\"\n", argv[1]);
  return 1;
}

// Readers: whatever the bytes and the format, the stream ends, every article is valid UTF-8 with an id, and every rejection has a reason.
//
// The first byte names the format by a letter of its own; any other byte leaves it to be recognised.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "corpus/reader.h"
#include "pipeline/utf8.h"
#include "tests/fuzz/demand.h"

namespace {

using mizan::fuzzing::demand;

// In memory where that is to be had: a file an input.
std::string scratch() {
  return std::string(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + "/mizan-reader-fuzz-" + std::to_string(::getpid());
}

// PDF is left out: another program reads it.
mizan::InputFormat format_named_by(std::uint8_t letter) {
  constexpr std::pair<char, std::string_view> kLetters[] = {{'t', "text"}, {'l', "lines"}, {'m', "markdown"}, {'n', "ndjson"}, {'h', "html"}, {'j', "json"},
                                                            {'f', "feed"}, {'w', "warc"},  {'c', "csv"},      {'e', "mail"},   {'r', "trec"}, {'a', "archive"}};
  for (const auto& [known, name] : kLetters) {
    if (known == letter) return mizan::input_format_from(name).value_or(mizan::InputFormat::kAuto);
  }
  return mizan::InputFormat::kAuto;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const std::string path = scratch();
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return 0;
  std::fwrite(data + 1, 1, size - 1, file);
  std::fclose(file);
  mizan::ReaderOptions options;
  options.format = format_named_by(data[0]);
  options.max_article_bytes = 4096;
  auto reader = mizan::open_reader({path}, options);
  mizan::ReadItem item;
  std::size_t items = 0;
  while (reader->next(item)) {
    demand(++items <= size + 1);
    if (const mizan::Document* document = std::get_if<mizan::Document>(&item)) {
      demand(!document->id.empty());
      for (const std::string* text : {&document->id, &document->text, &document->title, &document->source, &document->url})
        demand(!mizan::find_invalid_utf8(*text));
    } else {
      demand(!std::get<mizan::Rejection>(item).why.code.empty() && !std::get<mizan::Rejection>(item).why.message.empty());
    }
  }
  ::unlink(path.c_str());
  return 0;
}

// Readers: whatever the bytes and the format, the stream ends, every article is valid UTF-8 with an id, and every rejection has a reason.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <variant>

#include "corpus/reader.h"
#include "pipeline/utf8.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const std::string path = "/tmp/mizan-reader-fuzz-" + std::to_string(::getpid());
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(data) + 1, static_cast<std::streamsize>(size - 1));
  constexpr mizan::InputFormat kFormats[] = {mizan::InputFormat::kAuto, mizan::InputFormat::kText, mizan::InputFormat::kLines, mizan::InputFormat::kNdjson,
                                             mizan::InputFormat::kMarkdown};
  mizan::ReaderOptions options;
  options.format = kFormats[data[0] % 5];
  options.max_article_bytes = 4096;
  auto reader = mizan::open_reader({path}, options);
  mizan::ReadItem item;
  std::size_t items = 0;
  while (reader->next(item)) {
    demand(++items <= size + 1);
    if (const mizan::Document* document = std::get_if<mizan::Document>(&item)) {
      demand(!document->id.empty());
      for (const std::string* text : {&document->id, &document->text, &document->title, &document->source, &document->url}) demand(!mizan::find_invalid_utf8(*text));
    } else {
      demand(!std::get<mizan::Rejection>(item).why.code.empty() && !std::get<mizan::Rejection>(item).why.message.empty());
    }
  }
  ::unlink(path.c_str());
  return 0;
}

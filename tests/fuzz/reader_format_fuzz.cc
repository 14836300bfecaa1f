// One format (MIZAN_FUZZ_FORMAT, as --from names it): whatever the bytes, the stream ends, every article is valid UTF-8 with an id, what it says of its origin
// is true of its text, and every rejection has a reason and a place.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "corpus/formats.h"
#include "corpus/reader.h"
#include "pipeline/utf8.h"
#include "tests/fuzz/demand.h"

namespace {

using mizan::fuzzing::demand;

void check(const mizan::Document& document) {
  demand(!document.id.empty());
  for (const std::string* text :
       {&document.id, &document.text, &document.title, &document.source, &document.author, &document.url, &document.published, &document.file})
    demand(!mizan::find_invalid_utf8(*text));
  std::size_t last = 0;
  for (const mizan::OriginRun& run : document.origin) {
    demand(run.begin >= last);
    last = std::size_t{run.begin} + run.length;
    demand(last <= document.text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mizan::ReaderOptions options;
  options.format = *mizan::input_format_from(MIZAN_FUZZ_FORMAT);
  options.max_article_bytes = 16384;
  mizan::corpus::Notes notes;
  auto input = std::make_unique<mizan::corpus::Input>(std::make_unique<mizan::corpus::TextProducer>(std::string(reinterpret_cast<const char*>(data), size)));
  input->file = input->relative = "a";
  input->folder = "fuzz";
  input->notes = &notes;
  mizan::Rejection why;
  std::unique_ptr<mizan::DocumentReader> reader = mizan::corpus::open_input(std::move(input), options, why);
  if (!reader) {
    demand(!why.why.code.empty() && !why.why.message.empty());
    return 0;
  }
  mizan::ReadItem item;
  std::size_t items = 0;
  while (reader->next(item)) {
    demand(++items <= 100 * size + 100);
    if (const mizan::Document* document = std::get_if<mizan::Document>(&item))
      check(*document);
    else
      demand(!std::get<mizan::Rejection>(item).why.code.empty() && !std::get<mizan::Rejection>(item).why.message.empty());
  }
  demand(!reader->next(item));
  notes.close();
  return 0;
}

// One format (MIZAN_FUZZ_FORMAT, as --from names it): whatever the bytes, the stream ends, every article is valid UTF-8 with an id, what it says of its origin
// is true of its text, and every rejection has a reason and a place.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "corpus/formats.h"
#include "corpus/reader.h"
#include "pipeline/extracted.h"
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

bool lies_in(const std::string& text, mizan::SourceSpan span) {
  auto boundary = [&](std::size_t at) { return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80); };
  return span.begin <= span.end && boundary(span.begin) && boundary(span.end);
}

// What was extracted elsewhere lies in its article, and can be written and read again.
void check(const mizan::Document& document, const mizan::Extracted& extracted) {
  auto text = [&](mizan::Field field) -> const std::string& { return field == mizan::Field::kTitle ? document.title : document.text; };
  for (const mizan::Mention& m : extracted.found.mentions) demand(lies_in(text(m.field), m.source) && m.rule[0] != '\0');
  for (const mizan::Fact& f : extracted.found.facts) {
    demand(lies_in(text(f.field), f.source) && lies_in(text(f.field), f.sentence) && f.rule[0] != '\0');
    demand(f.sentence.begin <= f.source.begin && f.source.end <= f.sentence.end);
    demand(f.mention == UINT32_MAX || f.mention < extracted.found.mentions.size());
  }
  std::string line;
  mizan::append_extracted_json(line, document, extracted.found, extracted.read);
  demand(!mizan::find_invalid_utf8(line));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mizan::ReaderOptions options;
  options.format = *mizan::input_format_from(MIZAN_FUZZ_FORMAT);
  options.max_article_bytes = 16384;
  std::shared_ptr<mizan::Extracted> extracted;
  options.extracted = [&](std::shared_ptr<mizan::Extracted> one) { extracted = std::move(one); };
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
    if (const mizan::Document* document = std::get_if<mizan::Document>(&item)) {
      check(*document);
      demand((document->read_as == mizan::kReadAsExtracted) == (extracted != nullptr));
      if (extracted) check(*document, *extracted);
      extracted.reset();
    } else
      demand(!std::get<mizan::Rejection>(item).why.code.empty() && !std::get<mizan::Rejection>(item).why.message.empty());
  }
  demand(!reader->next(item));
  notes.close();
  return 0;
}

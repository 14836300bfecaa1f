// Folding: twice changes nothing more; the map back is monotonic, stays inside the text, and the whole maps into the whole.

#include <cstddef>
#include <cstdint>

#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"
#include "tests/fuzz/demand.h"

namespace {

using mizan::fuzzing::demand;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (mizan::find_invalid_utf8(text)) return 0;
  mizan::NormalizedText folded(text);
  std::string once(folded.text());
  demand(!mizan::find_invalid_utf8(once));
  demand(mizan::NormalizedText::fold(once) == once);
  std::uint32_t last_begin = 0;
  std::uint32_t last_end = 0;
  for (std::size_t at = 0; at < once.size();) {
    std::size_t begin = at;
    mizan::next_code_point(once, at);
    mizan::SourceSpan span = folded.to_source({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)});
    demand(span.begin >= last_begin && span.end >= last_end && span.begin < span.end && span.end <= size);
    demand(!mizan::find_invalid_utf8(text.substr(span.begin, span.end - span.begin)));
    last_begin = span.begin;
    last_end = span.end;
  }
  return 0;
}

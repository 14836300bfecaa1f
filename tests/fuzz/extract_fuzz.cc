// The whole way of one article: whatever the text, every mention is a slice of it, mentions do not overlap, and the JSON line can be read back.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "extractors/engine.h"
#include "pipeline/article_json.h"
#include "pipeline/utf8.h"
#include "tests/fuzz/demand.h"

namespace {

const mizan::Engine& engine() {
  static const mizan::Engine made(*mizan::Lexicons::load({}), {.lang = "", .published = "2025-03-28", .place = "SA"});
  return made;
}

using mizan::fuzzing::demand;

}  // namespace

// Before the first input, whose time is taken.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  engine();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (mizan::find_invalid_utf8(text)) return 0;  // readers let none through
  mizan::Document document;
  document.id = "fuzz";
  document.text = std::string(text);
  if (size % 2 == 1) document.format = mizan::TextFormat::kMarkdown;
  mizan::ArticleResult found = engine().read(document);
  std::uint32_t last = 0;
  std::uint32_t last_entity = 0;
  for (const mizan::Mention& mention : found.mentions) {
    demand(mention.source.begin < mention.source.end && mention.source.end <= size);
    std::uint32_t& end = mention.type == mizan::MentionType::kEntity ? last_entity : last;
    demand(mention.source.begin >= end);
    end = mention.source.end;
    demand(!mizan::find_invalid_utf8(text.substr(mention.source.begin, mention.source.end - mention.source.begin)));
  }
  for (const mizan::Fact& fact : found.facts) {
    demand(fact.source.end <= size && fact.sentence.begin <= fact.source.begin && fact.source.end <= fact.sentence.end && fact.sentence.end <= size);
    demand(fact.mention < found.mentions.size());
  }
  std::string line;
  mizan::append_article_json(line, document, found, "fuzz");
  demand(nlohmann::json::accept(line));
  return 0;
}

// Tokens: in order, none overlapping, each a piece of the folded text that ends between code points; sentences hold each of them at most once.

#include <cstddef>
#include <cstdint>

#include "pipeline/analysis.h"
#include "pipeline/tokenizer.h"
#include "pipeline/utf8.h"
#include "tests/fuzz/demand.h"

namespace {

using mizan::fuzzing::demand;

class NoWords final : public mizan::Annotator {
 public:
  void annotate(mizan::Analysis&) const override {}
  void annotate(mizan::Analysis&, mizan::Crew&) const override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (mizan::find_invalid_utf8(text)) return 0;
  mizan::Document document;
  document.id = "fuzz";
  document.text = std::string(text);
  if (size % 2 == 1) document.format = mizan::TextFormat::kMarkdown;
  const mizan::Analysis article = mizan::analyze(document, mizan::Field::kText, NoWords());
  std::uint32_t last = 0;
  for (const mizan::Token& token : article.tokens) {
    demand(token.begin >= last && token.begin < token.end && token.end <= article.text.text().size());
    demand(!mizan::find_invalid_utf8(article.text.text().substr(token.begin, token.end - token.begin)));
    last = token.end;
  }
  demand(mizan::tokenize(article.text).size() == article.tokens.size());
  std::uint32_t behind = 0;
  for (const mizan::Sentence& sentence : article.sentences) {
    demand(sentence.first_token >= behind && sentence.first_token < sentence.end_token && sentence.end_token <= article.tokens.size());
    demand(sentence.block < article.blocks.size());
    behind = sentence.end_token;
  }
  for (const mizan::Block& block : article.blocks) demand(block.first_token <= block.end_token && block.end_token <= article.tokens.size());
  for (const mizan::Table& table : article.tables) {
    for (const auto& row : table.rows) {
      for (const mizan::Cell& cell : row) demand(cell.first_token <= cell.end_token && cell.end_token <= article.tokens.size());
    }
  }
  return 0;
}

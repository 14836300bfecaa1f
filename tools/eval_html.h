// The page of `eval --html`: the table of figures, and every miss and extra marked in its sentence. Self-contained: no script, no other file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/eval_score.h"

namespace mizan::tools {

// The sentence (or line) that a mistake stands in, with what went wrong in it.
struct MarkedSentence {
  std::string article;
  std::string text;     // of the sentence
  bool arabic = false;  // shown right to left
  struct Mistake {
    bool missed = false;  // else extra
    SourceSpan span;      // within `text`
    std::string type;
    std::string expected;  // "5 % exact"; empty for an extra
    std::string found;     // empty for nothing
  };
  std::vector<Mistake> mistakes;
};

// Text for HTML, in elements and in quoted attributes alike: & < > " ' and control characters escaped, bidirectional controls made visible.
std::string escaped(std::string_view text);

std::string eval_page(const Score& score, const std::vector<MarkedSentence>& sentences, std::string_view by);

}  // namespace mizan::tools

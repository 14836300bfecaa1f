// Folded text with its way back to the source.
//
// Folding is for matching only; the source is never altered. It lower-cases Latin, unifies hamza forms (أ إ آ ٱ -> ا, ؤ -> و, ئ ى ی -> ي), ة -> ه,
// ک -> ك, Eastern and Persian digits -> 0-9, ٫ ٬ ٪ -> . , %, presentation and full-width forms -> their letters, spaces of all kinds -> ' ', '_' -> ' '
// (hashtags), dashes -> '-' (the em dash stays), quotation marks -> " and '; it drops harakat and other marks (they belong to the letter before them),
// tatweel, bidi controls and zero-width characters.
//
//   "الإيراداتُ ٢٠٪" -> "الايرادات 20%"
//
// Most folds keep the number of bytes; only the others leave an Edit, so the way back costs next to nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/span.h"

namespace mizan {

class NormalizedText {
 public:
  // `source` must be valid UTF-8 (see utf8.h) of less than 2^31 bytes and outlive the result. Never fails. Linear.
  explicit NormalizedText(std::string_view source);

  std::string_view source() const { return source_; }
  std::string_view text() const { return text_; }
  std::string_view text(NormalSpan span) const { return std::string_view(text_).substr(span.begin, span.end - span.begin); }
  std::string_view source(SourceSpan span) const { return source_.substr(span.begin, span.end - span.begin); }

  // The source bytes that the folded bytes came from: from the first one's character to the last one's, its marks included, controls around
  // it left out. Monotonic. Logarithmic in the number of edits.
  SourceSpan to_source(NormalSpan span) const;

  // Was the source character at this folded byte an upper-case letter?
  bool was_upper(std::uint32_t normal) const { return (upper_[normal >> 6] >> (normal & 63)) & 1; }
  // The same of up to 64 bytes from this one on, a bit each; whatever stands behind them has bits as well.
  std::uint64_t uppers(std::uint32_t normal) const {
    const std::size_t word = normal >> 6, bit = normal & 63;
    return upper_[word] >> bit | (word + 1 < upper_.size() && bit != 0 ? upper_[word + 1] << (64 - bit) : 0);
  }
  static std::string fold(std::string_view source) { return NormalizedText(source).text_; }

 private:
  struct Edit {
    std::uint32_t normal_begin, normal_end, source_begin, source_end;
  };
  std::string_view source_;
  std::string text_;
  std::vector<Edit> edits_;  // in order; between two edits both texts run in step
  std::vector<std::uint64_t> upper_;
};

}  // namespace mizan

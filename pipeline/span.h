// Half-open byte ranges, one type for the text as it came in and one for the folded text, so that the two can't be mixed.
//
// "دخل 5%" has the source span [7, 9) for "5%"; in folded text the numbers differ as soon as a mark or an Eastern digit stood
// before it. Code point offsets exist only in output (see article_json.h).
#pragma once

#include <cstdint>

namespace mizan {

struct SourceSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

struct NormalSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const NormalSpan&, const NormalSpan&) = default;
};

}  // namespace mizan

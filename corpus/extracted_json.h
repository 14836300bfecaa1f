// Reads what pipeline/extracted.h writes. The lines may come from anywhere, so nothing in them is believed: every place has to lie in its text and between
// characters, every name of a kind has to be known, numbers and dates have to be some. Inside this room only.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>

#include "pipeline/document.h"
#include "pipeline/extracted.h"

namespace mizan::corpus {

// Fills in `document`, whose own fields were read from the same line already, and `out` with what `line` has in "extracted". Otherwise says why not: `code` and
// `message` (what is wrong with the line, or why the article was rejected when it was extracted) and `remedy`; the place is the caller's.
std::optional<Diagnostic> read_extracted(const simdjson::dom::object& line, Document& document, Extracted& out);

// Does the line hold no "extracted", or one of a record that could not be read? Then read_extracted() says why, and the line has no article.
bool is_without_article(const simdjson::dom::object& line);

}  // namespace mizan::corpus

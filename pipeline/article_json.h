// The JSON line of one article (`extract --to ndjson`), as the output contract in README.md lays down. Offsets are code points.
#pragma once

#include <string>
#include <string_view>

#include "pipeline/pipeline.h"

namespace mizan {

// Appends one line, newline included. `by` names program and lexicon ("mizan 0.1.0 lexicon 5f3a9c").
void append_article_json(std::string& out, const Document& document, const ArticleResult& result, std::string_view by);
// The line of a record that could not be read.
void append_rejection_json(std::string& out, const Rejection& rejection);

}  // namespace mizan

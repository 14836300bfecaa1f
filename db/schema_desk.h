// Schema version 2: what reading along takes, for the web desk and for anybody who opens the file with SQL (Datasette, a shell).
//
// Weights stand beside verdicts, so that the first page of a long list is a walk along an index. `article_search` finds articles by their words and by the
// names in them (search_index.h). The views have readable names and whole decimals; they are described in tools/serve/metadata.json.
#pragma once

namespace mizan {

extern const char* const kDeskSchema;
// Decisions that nobody took back since.
extern const char* const kUndoSchema;

}  // namespace mizan

// What makes an article the same article, and a version the same version.
#pragma once

#include <string>
#include <string_view>

#include "pipeline/document.h"

namespace mizan {

// The article's natural key. ON DISK: do not change.
//   "s:SOURCE/ID"  it states its own id, or is a whole file (its id is the path under the folder given, its source that folder);
//                  '/' in SOURCE is written %2F
//   "u:URL"        else, by its canonical URL
//   "h:HASH"       else, by its text: a line or a record without a name
std::string article_key(const Document& document);

// Of all that makes a version: text, title, dates, language, place, state and embargo. URL and file may change without making one.
std::string content_hash(const Document& document);
// Of the text alone: articles with the same one are copies.
std::string text_hash(const Document& document);

// "live", "corrected" or "withdrawn".
std::string_view state_of(const Document& document);

}  // namespace mizan

// What another process has found in an article, on its way into a store: `extract --to extracted` writes a line an article, on however many machines, and
// `ingest --from extracted` stores it without reading the article again.
//
//   {"extracted":{"schema":1,"by":"mizan 0.1.0 lexicon 5f3a9c","lang":"ar","own_id":true,"mentions":[...],"facts":[...]},"id":"a1","text":"بلغت الإيرادات 5%",
//   ...}
//
// Beside "extracted" stand the article's own fields, as in any NDJSON of articles ("revenue reached 5%"), so the line is an article to every other reader, too.
// Inside it, members are named as in the output contract where they mean the same; offsets, called `begin` and `end`, count bytes of UTF-8; what is left out
// has its default. The reader is corpus/extracted_json.h. The form is for one and the same program on both sides: `by` says which.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "pipeline/pipeline.h"

namespace mizan {

// All that a reading depends on, besides the article.
struct ReadingStamp {
  std::string by;                      // "mizan 0.1.0 lexicon 5f3a9c"
  std::string lang, published, place;  // what articles were read as that state none; empty where nothing was asked for
};

struct Extracted {
  ArticleResult found;
  ReadingStamp read;
  std::string file;        // that the line stands in, as the user named it; where the article came from is in the document
  std::uint64_t line = 0;  // its number
  std::string read_as;     // the article's, as Document has it
  bool has_zero = false;   // a zero character stands in one of the values
  // What `rule` of mentions and facts points to.
  std::set<std::string, std::less<>> rules;
};

// Appends one line, newline included.
void append_extracted_json(std::string& out, const Document& document, const ArticleResult& result, const ReadingStamp& read);
// The line of a record that could not be read: it is a rejection for whoever stores the lines.
void append_extracted_json(std::string& out, const Rejection& rejection, const ReadingStamp& read);

}  // namespace mizan

// One article as a reader hands it on, before anything is understood of it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/result.h"

namespace mizan {

// How the text is marked up. Offsets always count in the text as it came in, markup included.
enum class TextFormat : std::uint8_t { kPlain, kMarkdown };

// Which of an article's texts a span lies in.
enum class Field : std::uint8_t { kText, kTitle };

// `length` bytes that stand both at `begin` of an article's text and at `source` of the page they were taken from (in UTF-8). Between two runs stands
// what was written otherwise in the page: an entity, white space, markup.
struct OriginRun {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
  std::uint64_t source = 0;
};

struct Document {
  std::string id;         // never empty once a reader has handed it on
  std::string text;       // valid UTF-8, at most 2^31 bytes
  std::string title;      // valid UTF-8; analysed too when not empty
  std::string published;  // "2025-03-28" or with a time and zone; empty where unknown
  std::string updated;
  std::string source;  // publisher; empty where unknown
  std::string author;  // as the page or message says; empty where unknown
  std::string url;
  std::string lang;           // "ar", "en" or empty (then decided from the text)
  std::string place;          // ISO 3166 alpha-2 of the publisher; empty where unknown
  std::string state;          // "live" (or empty), "corrected", "withdrawn"
  std::string embargo_until;  // a moment as `published`; until then nobody is shown it. Empty: no embargo
  TextFormat format = TextFormat::kPlain;
  bool derived = false;           // the text was taken out of a page, a message, a table ... or mended: no file holds it as it is, so outputs carry it
  bool teaser = false;            // of a feed: the article itself stands at `url` and goes before this wherever both are there
  bool has_own_id = false;        // the article states its id (else it is made from its place in the input)
  std::string file;               // where it came from, as the user named it
  std::uint64_t line = 0;         // 1-based line of the record in that file; 0 for a whole file
  std::vector<OriginRun> origin;  // of a page's text, in order: where its pieces stand in the page; empty where text and file are one
  // Where in its container the text stood, for whoever looks for a quote there.
  std::string read_as;               // the format it was read in: "html", "csv", "pdf" ...; empty where unknown
  std::string encoding;              // of its bytes, as decided: "windows-1256"; empty for UTF-8
  std::string column;                // of a table: the name (or number) of the column that held the text
  std::vector<std::uint32_t> pages;  // of a PDF: where in `text` (bytes) each of its pages begins; ascending, the first is 0
};

// A record that could not be read: it keeps its place in the output.
struct Rejection {
  std::string id;  // empty where it has no readable id
  Diagnostic why;
};

using ReadItem = std::variant<Document, Rejection>;

// A stream of articles. Not thread-safe: one thread reads, others work.
class DocumentReader {
 public:
  virtual ~DocumentReader() = default;
  // The next article or rejection in input order; false at the end. A bad record is an item, never the end of the stream.
  virtual bool next(ReadItem& item) = 0;
  // Will next() wait for somebody who writes into a pipe? Itself waits a little before it says so. False where that is not known.
  virtual bool waits() { return false; }
};

}  // namespace mizan

// Opens files, folders and standard input as one stream of articles.
//
//   auto reader = open_reader({"corpus/samples", "-"}, {.format = InputFormat::kAuto});
//   ReadItem item;
//   while (reader->next(item)) { ... a Document, or a Rejection that says why not ... }
//
// What the formats are, how an article gets its identity, and how to add a format: README.md of this folder. What an article says is
// not looked at here: dates are checked for their form only, and a language is decided elsewhere where the record states none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/document.h"
#include "pipeline/result.h"

namespace mizan {

struct Extracted;

enum class InputFormat : std::uint8_t {
  kAuto,       // file by file, by extension and first bytes
  kText,       // a file is an article
  kLines,      // a line is an article
  kNdjson,     // a line is a JSON object: "Article in" of the contract
  kMarkdown,   // a file is an article, its tables and lists are structure
  kHtml,       // a page: the article in it, without what stands around it
  kFeed,       // RSS or Atom: an entry is an article, or the teaser of one
  kJson,       // one JSON document: a list of articles, an object that holds one, or an article
  kCsv,        // a row is an article; commas, semicolons or tabs
  kMail,       // one message (.eml) or many (mbox)
  kTrec,       // <DOC> elements as in the collections of TREC and LDC
  kWarc,       // a web archive: pages with their addresses
  kPdf,        // by pdftotext, where that is installed
  kArchive,    // zip, tar, gz, zst, xz, bz2: whatever lies in it
  kExtracted,  // what `extract --to extracted` writes: articles with what was found in them (pipeline/extracted.h)
};

// The name on the command line ("auto", "text", "html" ...); nullopt for an unknown one.
std::optional<InputFormat> input_format_from(std::string_view name);

// Is there an encoding of this name ("windows-1256", "cp1256", "utf-16")?
bool is_known_encoding(std::string_view name);
// Is this a field that a table's column may hold ("text", "title", "published" ...)?
bool is_article_field(std::string_view name);

// Document::read_as of an article that comes with what was found in it.
inline constexpr std::string_view kReadAsExtracted = "extracted";

struct ReaderOptions {
  InputFormat format = InputFormat::kAuto;
  // For articles that state none themselves. Without it a text file takes its folder's name as source; an NDJSON record has none.
  std::string source{};
  std::string lang{};
  // The encoding that inputs are said to have where they say nothing themselves; any label of the web. Bytes that are surely something else win.
  std::string encoding{};
  // Of tables: the column (its name, or its number from 1) and the field of "Article in" that it holds: {"headline", "title"}. Others are told by their names.
  std::vector<std::pair<std::string, std::string>> columns{};
  // A file (text, Markdown) or line (lines, NDJSON) above this is rejected, and read past without being held in memory.
  std::uint64_t max_article_bytes = std::uint64_t{32} << 20;
  // A line above this (lines, NDJSON) likewise; 0: as the article.
  std::uint64_t max_line_bytes = 0;
  // The number of the first line in the file that the input was cut from (lines, NDJSON): what is said of a line then names the line of that file.
  std::uint64_t first_line = 1;
  // JSON nested deeper than this is rejected.
  std::size_t max_json_depth = 1024;
  // What is unpacked may be so many times its packed size, beyond the first 64 MiB; a bomb is far above.
  std::uint64_t max_expansion = 200;
  // Archives within an archive: "nested.zip" in "all.tar.gz" is the second.
  unsigned max_depth = 2;
  // Seconds that pdftotext may take for a file.
  unsigned max_pdf_seconds = 60;
  // Called, before next() hands an article on, with what another process has found in it; the article is then read as kReadAsExtracted. Without this, what was
  // extracted already is an article like any other.
  std::function<void(std::shared_ptr<Extracted>)> extracted{};
};

// Input order: the paths as given; in a folder by path, byte for byte. The same input always gives the same items.
class CorpusReader final : public DocumentReader {
 public:
  CorpusReader(std::vector<std::string> paths, ReaderOptions options);
  ~CorpusReader() override;

  // A file that is missing, unreadable or no text, and a folder without articles, are rejections too (codes input.*). Opens one file at a
  // time; reads line formats line by line.
  bool next(ReadItem& item) override;
  // Known of lines on standard input or a pipe.
  bool waits() override;

  // The counts below are final once next() has returned false.

  // Files and streams that could be opened, whatever was in them.
  std::uint64_t inputs_opened() const;
  // Files that do not exist or could not be opened. With inputs_opened() == 0, nothing could be read at all.
  std::uint64_t inputs_missing() const;
  // Folders that held no file to read.
  std::uint64_t folders_empty() const;
  // What is no error but should be said: an empty input (input.empty), a link that leads out of its folder (input.symlink), an encoding that was guessed.
  // Of each code 20 at most, and how many more there were.
  const std::vector<Diagnostic>& warnings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// No path means standard input, as does "-". Touches no file yet.
std::unique_ptr<CorpusReader> open_reader(std::vector<std::string> paths, const ReaderOptions& options);

}  // namespace mizan

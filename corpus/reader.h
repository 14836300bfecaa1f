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
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"
#include "pipeline/result.h"

namespace mizan {

enum class InputFormat : std::uint8_t {
  kAuto,      // file by file, by extension and first bytes
  kText,      // a file is an article
  kLines,     // a line is an article
  kNdjson,    // a line is a JSON object: "Article in" of the contract
  kMarkdown,  // a file is an article, its tables and lists are structure
};

// The name on the command line ("auto", "text", "lines", "ndjson", "markdown"); nullopt for an unknown one.
std::optional<InputFormat> input_format_from(std::string_view name);

struct ReaderOptions {
  InputFormat format = InputFormat::kAuto;
  // For articles that state none themselves. Without it a text file takes its folder's name as source; an NDJSON record has none.
  std::string source{};
  std::string lang{};
  // A file (text, Markdown) or line (lines, NDJSON) above this is rejected, and read past without being held in memory.
  std::uint64_t max_article_bytes = std::uint64_t{32} << 20;
  // A line above this (lines, NDJSON) likewise; 0: as the article.
  std::uint64_t max_line_bytes = 0;
  // JSON nested deeper than this is rejected.
  std::size_t max_json_depth = 1024;
};

// Input order: the paths as given; in a folder by path, byte for byte. The same input always gives the same items.
class CorpusReader final : public DocumentReader {
 public:
  CorpusReader(std::vector<std::string> paths, ReaderOptions options);
  ~CorpusReader() override;

  // A file that is missing, unreadable or no text, and a folder without articles, are rejections too (codes input.*). Opens one file at a
  // time; reads line formats line by line.
  bool next(ReadItem& item) override;

  // The counts below are final once next() has returned false.

  // Files and streams that could be opened, whatever was in them.
  std::uint64_t inputs_opened() const;
  // Files that do not exist or could not be opened. With inputs_opened() == 0, nothing could be read at all.
  std::uint64_t inputs_missing() const;
  // Folders that held no file to read.
  std::uint64_t folders_empty() const;
  // What is no error but should be said: an empty input (input.empty), a link that leads out of its folder (input.symlink).
  const std::vector<Diagnostic>& warnings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// No path means standard input, as does "-". Touches no file yet.
std::unique_ptr<CorpusReader> open_reader(std::vector<std::string> paths, const ReaderOptions& options);

}  // namespace mizan

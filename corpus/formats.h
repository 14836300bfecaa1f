// The formats that can be read: one row each in formats.cc, one file each beside it. Inside this room only; others use reader.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/byte_stream.h"
#include "corpus/reader.h"
#include "pipeline/document.h"

namespace mizan::corpus {

// One open file, or standard input.
struct Input {
  explicit Input(const std::string& path) : bytes(path) {}

  // A rejection of this input, or of a record in it. `line` 0 speaks of the whole file.
  Rejection reject(std::string id, std::string code, std::string message, std::string remedy, std::uint64_t line = 0, std::uint64_t byte_offset = 0) const;
  // One with the reason of bytes.error(): reading failed in the middle.
  Rejection reject_read_error() const;

  ByteStream bytes;
  std::string file;      // as the user named it, "-" for standard input
  std::string relative;  // below the PATH given, with '/'; empty for standard input
  std::string folder;    // name of the folder that `relative` counts from; empty for standard input
};

// Bytes that a line may have.
inline std::uint64_t line_limit(const ReaderOptions& options) {
  return options.max_line_bytes == 0 || options.max_line_bytes > options.max_article_bytes ? options.max_article_bytes : options.max_line_bytes;
}

// A reader of one input: begins behind a byte order mark, ends with the input. An input that gives no item at all is empty.
using MakeReader = std::unique_ptr<DocumentReader> (*)(std::unique_ptr<Input> input, const ReaderOptions& options);

struct Format {
  InputFormat format;
  std::string_view name;                     // on the command line
  std::vector<std::string_view> extensions;  // lower case, with the dot
  MakeReader make;
};

const std::vector<Format>& formats();
const Format& format_of(InputFormat format);

// The format that a file's name and first bytes speak for, or why they speak for none.
Result<InputFormat> detect_format(std::string_view file, std::string_view head);

std::unique_ptr<DocumentReader> make_text_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_markdown_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_lines_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_ndjson_reader(std::unique_ptr<Input> input, const ReaderOptions& options);

}  // namespace mizan::corpus

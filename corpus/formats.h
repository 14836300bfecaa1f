// The formats that can be read: one row each in formats.cc, one file each beside it. Inside this room only; others use reader.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/byte_stream.h"
#include "corpus/reader.h"
#include "pipeline/document.h"

namespace mizan::corpus {

// What is no error but should be said. Of each code the first few are kept whole, of the rest the number: a stream of a million articles may not fill
// memory with remarks.
class Notes {
 public:
  void add(Diagnostic note);
  // Adds "and N more" where some were left out. Once, at the end.
  void close();
  std::vector<Diagnostic>& all() { return kept_; }

 private:
  std::vector<Diagnostic> kept_;
  std::map<std::string, std::uint64_t> seen_;
};

// One open file, standard input, or what stands for a file: a member of an archive, an attachment, a record of a web archive.
struct Input {
  explicit Input(const std::string& path) : bytes(path) {}
  explicit Input(std::unique_ptr<ByteProducer> producer) : bytes(std::move(producer)) {}

  // A rejection of this input, or of a record in it. `line` 0 speaks of the whole file.
  Rejection reject(std::string id, std::string code, std::string message, std::string remedy, std::uint64_t line = 0, std::uint64_t byte_offset = 0) const;
  // One with the reason why reading failed in the middle.
  Rejection reject_read_error() const;
  // Something to be said that is no rejection.
  void note(Diagnostic what, std::uint64_t line = 0) const;
  void note(std::string code, std::string message, std::string remedy, std::uint64_t line = 0) const;

  // What lies in this input under a name of its own: "march.zip" and "sahl/1.txt" -> "march.zip/sahl/1.txt", one level deeper.
  std::unique_ptr<Input> nested(const std::string& name, std::unique_ptr<ByteProducer> producer) const;

  ByteStream bytes;
  std::string file;       // as the user named it, "-" for standard input
  std::string relative;   // below the PATH given, with '/'; empty for standard input
  std::string folder;     // name of the folder that `relative` counts from; empty for standard input
  std::string disk_path;  // where another program can open it; empty for what is no file of its own
  std::string encoding;   // as declared from outside (HTTP, MIME, --encoding); empty where it is not
  bool decoded = false;   // the bytes are UTF-8 already, whatever the content declares
  unsigned depth = 0;     // archives around it
  Document defaults;      // what is known of its articles from outside: url, published, source ...
  Notes* notes = nullptr;
};

// Bytes that a line may have.
inline std::uint64_t line_limit(const ReaderOptions& options) {
  return options.max_line_bytes == 0 || options.max_line_bytes > options.max_article_bytes ? options.max_article_bytes : options.max_line_bytes;
}

// A reader of one input: begins behind a byte order mark, ends with the input. An input that gives no item at all is empty.
using MakeReader = std::unique_ptr<DocumentReader> (*)(std::unique_ptr<Input> input, const ReaderOptions& options);

enum class Decoding : std::uint8_t {
  kStream,  // the reader gets UTF-8, decoded on the way
  kOwn,     // the content declares its encoding, or is no text: the reader sees to it
};

struct Format {
  InputFormat format;
  std::string_view name;                     // on the command line
  std::vector<std::string_view> extensions;  // lower case, with the dot
  Decoding decoding;
  MakeReader make;
};

const std::vector<Format>& formats();
const Format& format_of(InputFormat format);

// The format that a file's name and first bytes speak for, or why they speak for none. Content goes before the name.
Result<InputFormat> detect_format(std::string_view file, std::string_view head);

// Opens what an input holds: unpacks, decodes, tells the format where the options leave it open. Null, and why, where it can't be read.
std::unique_ptr<DocumentReader> open_input(std::unique_ptr<Input> input, const ReaderOptions& options, Rejection& why);

// A file's name may be any bytes; ids and messages are UTF-8. Bytes that are none are written as %XX.
std::string printable(std::string name);
// A README tells people about the articles beside it, a name with a dot in front is none of theirs.
bool is_no_article(std::string_view base_name);

std::unique_ptr<DocumentReader> make_text_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_markdown_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_lines_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_ndjson_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_extracted_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_json_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_csv_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_html_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_feed_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_mail_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_trec_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_warc_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_pdf_reader(std::unique_ptr<Input> input, const ReaderOptions& options);
std::unique_ptr<DocumentReader> make_archive_reader(std::unique_ptr<Input> input, const ReaderOptions& options);

}  // namespace mizan::corpus

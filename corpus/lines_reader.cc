// Every line an article, named after its place ("headlines.txt:3"); lines of white space are none.
#include <fmt/format.h>

#include "corpus/fields.h"
#include "corpus/formats.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

class LinesReader final : public DocumentReader {
 public:
  LinesReader(std::unique_ptr<Input> input, const ReaderOptions& options) : input_(std::move(input)), options_(options), line_(options.first_line - 1) {}

  bool next(ReadItem& item) override {
    std::string line;
    for (;;) {
      LineRead read = input_->bytes.next_line(line, line_limit(options_));
      if (read == LineRead::kEnd) {
        if (!input_->bytes.failed() || failed_) return false;
        failed_ = true;
        item = input_->reject_read_error();
        return true;
      }
      ++line_;
      if (read == LineRead::kTooLong) {
        item = input_->reject(id(), "article.too_large", fmt::format("the line has more than {} bytes", line_limit(options_)),
                              "if the file is one article, read it with --from text", line_);
        return true;
      }
      if (trimmed(line).empty()) continue;
      if (line.back() == '\r') line.pop_back();
      item = make(std::move(line));
      return true;
    }
  }
  bool waits() override { return input_->bytes.waits_for_line(); }

 private:
  // Standard input has no name: its lines are known by their content, so that another day's input is no new version of this one.
  std::string id() const { return input_->relative.empty() ? std::string() : fmt::format("{}:{}", input_->relative, line_); }

  ReadItem make(std::string line) const {
    if (std::size_t nul = line.find('\0'); nul != std::string::npos)
      return input_->reject(id(), "input.binary", fmt::format("a NUL at byte {} of the line: this is binary data, not text", nul),
                            "give text in UTF-8, or leave the line out", line_, nul);
    if (std::optional<std::size_t> bad = find_invalid_utf8(line))
      return input_->reject(id(), "utf8.invalid", fmt::format("byte {} of the line is no UTF-8", *bad),
                            "convert the file, for older Arabic text: iconv -f WINDOWS-1256 -t UTF-8 FILE", line_, *bad);
    Document document;
    document.id = id();
    document.text = std::move(line);
    document.source = options_.source.empty() ? input_->folder : options_.source;
    document.lang = options_.lang;
    document.file = input_->file;
    document.read_as = input_->defaults.read_as;
    document.encoding = input_->defaults.encoding;
    document.line = line_;
    if (document.id.empty()) identify_by_content(document);
    return document;
  }

  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  std::uint64_t line_;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_lines_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<LinesReader>(std::move(input), options);
}

}  // namespace mizan::corpus

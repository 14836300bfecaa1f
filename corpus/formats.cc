#include "corpus/formats.h"

#include <array>
#include <cstring>

#include "corpus/fields.h"

namespace mizan::corpus {
namespace {

struct Magic {
  std::string_view bytes;
  std::string_view what;
  std::string_view remedy;
};

constexpr std::array<Magic, 8> kMagic = {{
    {"\x1F\x8B", "a gzip file", "unpack it first: gunzip -k FILE"},
    {"PK\x03\x04", "a zip or office file", "unpack it first, or save its text as UTF-8"},
    {"\x28\xB5\x2F\xFD", "a zstd file", "unpack it first: unzstd FILE"},
    {"\xFD"
     "7zXZ",
     "an xz file", "unpack it first: unxz -k FILE"},
    {"%PDF-", "a PDF file", "take its text out first: pdftotext -enc UTF-8 FILE"},
    {"\x89PNG", "an image", ""},
    {"\xFF\xD8\xFF", "an image", ""},
    {"SQLite format 3", "a database", ""},
}};

bool starts_with_no_case(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  for (std::size_t i = 0; i < lower_case.size(); ++i) {
    char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    if (c != lower_case[i]) return false;
  }
  return true;
}

Diagnostic diagnostic(std::string code, std::string message, std::string remedy) {
  Diagnostic out;
  out.code = std::move(code);
  out.message = std::move(message);
  out.remedy = std::move(remedy);
  return out;
}

std::string extension_of(std::string_view file) {
  std::size_t name = file.find_last_of('/');
  std::size_t dot = file.find_last_of('.');
  if (dot == std::string_view::npos || (name != std::string_view::npos && dot < name)) return {};
  std::string extension(file.substr(dot));
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return extension;
}

}  // namespace

const std::vector<Format>& formats() {
  // `lines` has no extension: a text file looks no different.
  static const std::vector<Format> kFormats = {
      {InputFormat::kText, "text", {".txt", ".text"}, make_text_reader},
      {InputFormat::kLines, "lines", {}, make_lines_reader},
      {InputFormat::kNdjson, "ndjson", {".ndjson", ".jsonl"}, make_ndjson_reader},
      {InputFormat::kMarkdown, "markdown", {".md", ".markdown"}, make_markdown_reader},
  };
  return kFormats;
}

const Format& format_of(InputFormat format) {
  for (const Format& known : formats()) {
    if (known.format == format) return known;
  }
  return formats().front();
}

Result<InputFormat> detect_format(std::string_view file, std::string_view head) {
  if (head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF")
    return diagnostic("utf8.invalid", "this is UTF-16, not UTF-8", "convert it: iconv -f UTF-16 -t UTF-8 FILE");
  for (const Magic& magic : kMagic) {
    if (head.substr(0, magic.bytes.size()) == magic.bytes)
      return diagnostic("input.binary", "this is " + std::string(magic.what) + ", not text", std::string(magic.remedy));
  }
  std::string extension = extension_of(file);
  const Format* by_name = nullptr;
  for (const Format& known : formats()) {
    for (std::string_view known_extension : known.extensions) {
      if (extension == known_extension) by_name = &known;
    }
  }
  // A file called .txt may well hold JSON lines; nobody calls a file .md by chance.
  if (by_name && by_name->format != InputFormat::kText) return by_name->format;
  std::string_view start = trimmed(head);
  if (!start.empty() && start.front() == '{' && trimmed(start.substr(1)).substr(0, 1) == "\"") return InputFormat::kNdjson;
  if (head.find('\0') != std::string_view::npos)
    return diagnostic("input.binary", "this is binary data, not text", "give text in UTF-8, or leave the file out");
  if (by_name) return by_name->format;
  if (starts_with_no_case(start, "<!doctype html") || starts_with_no_case(start, "<html") || starts_with_no_case(start, "<?xml"))
    return diagnostic("input.unsupported", "HTML and XML are not read", "convert it to text first, or take it as it is with --from text");
  if (extension == ".json" && !start.empty() && (start.front() == '[' || start.front() == '{'))
    return diagnostic("input.unsupported", "this is a JSON document, not one object a line",
                      "convert it: jq -c '.[]' FILE for a list, jq -c . FILE for one object");
  return InputFormat::kText;
}

Rejection Input::reject(std::string id, std::string code, std::string message, std::string remedy, std::uint64_t line, std::uint64_t byte_offset) const {
  Rejection out;
  out.id = std::move(id);
  out.why = diagnostic(std::move(code), std::move(message), std::move(remedy));
  out.why.file = file == "-" ? std::string() : file;
  out.why.line = line;
  out.why.byte_offset = byte_offset;
  return out;
}

Rejection Input::reject_read_error() const {
  return reject(relative, "input.unreadable", std::string("reading stopped in the middle: ") + std::strerror(bytes.error()),
                "check the disk or network share and read it again", 0, bytes.position());
}

}  // namespace mizan::corpus

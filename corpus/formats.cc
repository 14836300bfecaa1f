#include "corpus/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/encoding.h"
#include "corpus/fields.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHead = std::size_t{64} << 10;

struct Magic {
  std::string_view bytes;
  std::string_view what;
  std::string_view remedy;
};

constexpr std::array<Magic, 9> kOpaque = {{
    {"\x89PNG"sv, "an image"sv, ""sv},
    {"\xFF\xD8\xFF"sv, "an image"sv, ""sv},
    {"GIF8"sv, "an image"sv, ""sv},
    {"RIFF"sv, "sound, film or an image"sv, ""sv},
    {"SQLite format 3"sv, "a database"sv, ""sv},
    {"\xD0\xCF\x11\xE0"sv, "an old office document"sv, "save it as text, HTML or PDF"sv},
    {"{\\rtf"sv, "an RTF document"sv, "save it as text, HTML or PDF"sv},
    {"7z\xBC\xAF"sv, "a 7z archive"sv, "pack it as zip, tar.gz or tar.zst"sv},
    {"Rar!"sv, "a RAR archive"sv, "pack it as zip, tar.gz or tar.zst"sv},
}};

constexpr std::array<std::string_view, 5> kPacked = {"\x1F\x8B"sv, "PK\x03\x04"sv, "\x28\xB5\x2F\xFD"sv,
                                                     "\xFD"
                                                     "7zXZ\0"sv,
                                                     "BZh"sv};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with_no_case(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  for (std::size_t i = 0; i < lower_case.size(); ++i) {
    if (lower(text[i]) != lower_case[i]) return false;
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
  for (char& c : extension) c = lower(c);
  return extension;
}

bool is_packed(std::string_view head) {
  for (std::string_view magic : kPacked) {
    if (head.substr(0, magic.size()) == magic) return true;
  }
  return head.size() > 262 && head.substr(257, 5) == "ustar";
}

// The first name in a zip file tells documents of office programs and e-books.
bool is_office_document(std::string_view head) {
  if (head.substr(0, 4) != "PK\x03\x04" || head.size() < 60) return false;
  std::string_view name = head.substr(30);
  return name.substr(0, 19) == "[Content_Types].xml" || name.substr(0, 8) == "mimetype" || name.substr(0, 6) == "_rels/" || name.substr(0, 8) == "docProps";
}

// Behind white space, remarks, processing instructions and doctype: where the root element begins.
std::string_view root_of(std::string_view text) {
  for (;;) {
    text = trimmed(text);
    std::string_view end;
    if (text.substr(0, 4) == "<!--")
      end = "-->";
    else if (text.substr(0, 2) == "<?")
      end = "?>";
    else if (starts_with_no_case(text, "<!doctype"))
      end = ">";
    else
      return text;
    // A doctype may hold declarations between brackets.
    if (end == ">" && text.find('[') < text.find('>')) end = "]>";
    std::size_t at = text.find(end);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + end.size());
  }
}

bool is_tag(std::string_view text, std::string_view name) {
  if (text.empty() || text[0] != '<' || !starts_with_no_case(text.substr(1), name)) return false;
  char behind = text.size() > name.size() + 1 ? text[name.size() + 1] : '>';
  return behind == '>' || behind == ' ' || behind == '\n' || behind == '\r' || behind == '\t' || behind == '/';
}

// Markup that begins as markup does.
std::optional<InputFormat> markup_format(std::string_view start) {
  if (start.empty() || start[0] != '<') return std::nullopt;
  std::string_view root = root_of(start);
  if (is_tag(root, "rss") || is_tag(root, "feed") || is_tag(root, "rdf:rdf") || is_tag(root, "atom:feed")) return InputFormat::kFeed;
  if (is_tag(root, "doc") && start.substr(0, 2) != "<?") return InputFormat::kTrec;
  if (starts_with_no_case(start, "<!doctype html")) return InputFormat::kHtml;
  for (std::string_view name : {"html",    "head", "body", "meta", "title", "link",  "script", "style", "article", "main",
                                "section", "div",  "p",    "h1",   "h2",    "table", "span",   "ul",    "header",  "nav"}) {
    if (is_tag(root, name)) return InputFormat::kHtml;
  }
  return std::nullopt;
}

// A line of a message's head: "Name: value". The name's length, 0 where it is none.
std::size_t header_name(std::string_view line) {
  std::size_t i = 0;
  while (i < line.size() && line[i] > ' ' && line[i] < 127 && line[i] != ':') ++i;
  return i > 0 && i < line.size() && line[i] == ':' ? i : 0;
}

bool is_mail(std::string_view head) {
  std::string_view rest = head;
  bool box = rest.substr(0, 5) == "From ";
  if (box) rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  std::size_t known = 0, lines = 0;
  while (!rest.empty() && lines < 200) {
    std::size_t feed = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, feed);
    rest.remove_prefix(std::min(feed + 1, rest.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    ++lines;
    if (lines > 1 && (line[0] == ' ' || line[0] == '\t')) continue;
    std::size_t length = header_name(line);
    if (length == 0) return false;
    for (std::string_view name : {"from", "to", "date", "subject", "received", "mime-version", "message-id", "return-path", "delivered-to", "content-type",
                                  "reply-to", "sender", "x-mailer"}) {
      if (length == name.size() && starts_with_no_case(line, name)) ++known;
    }
  }
  return known >= (box ? 1u : 3u);
}

// '{' and more than the rest of one line: a document, and no line of NDJSON.
InputFormat json_format(std::string_view start) {
  if (start.front() == '[') return InputFormat::kJson;
  // As our own writer begins its lines, and nobody else does.
  if (start.starts_with(R"({"extracted":{"schema":)")) return InputFormat::kExtracted;
  // An object that holds a list of objects before any text is no article: {"articles": [{...}]}.
  std::size_t list = start.find('[');
  while (list != std::string_view::npos && trimmed(start.substr(list + 1, 256)).substr(0, 1) != "{") list = start.find('[', list + 1);
  if (list < start.find("\"text\"")) return InputFormat::kJson;
  std::string_view line = trimmed(start.substr(0, start.find('\n')));
  if (start.find('\n') == std::string_view::npos) return InputFormat::kNdjson;
  if (line.back() == '}') return InputFormat::kNdjson;
  // Cut off or broken lines are for the NDJSON reader to complain about; a document breaks its lines between tokens.
  char last = line.back();
  return last == '{' || last == ',' || last == '[' ? InputFormat::kJson : InputFormat::kNdjson;
}

// A first line of three names or more between separators, one of which says "text", and a second line with as many.
bool is_table(std::string_view head) {
  std::string_view first = head.substr(0, head.find('\n'));
  if (first.size() == head.size() || first.size() > 2000 || first.find('<') != std::string_view::npos) return false;
  for (char separator : {'\t', ',', ';'}) {
    std::size_t columns = static_cast<std::size_t>(std::count(first.begin(), first.end(), separator)) + 1;
    if (columns < 3) continue;
    bool text = false;
    std::string_view rest = first;
    for (;;) {
      std::size_t end = std::min(rest.find(separator), rest.size());
      std::string_view name = trimmed(rest.substr(0, end));
      if (name.size() >= 2 && name.front() == '"') name = name.substr(1, name.size() - 2);
      if (name.empty() || name.size() > 40) return false;
      for (std::string_view known : {"text", "body", "content", "article", "النص", "نص"})
        text = text || (name.size() == known.size() && starts_with_no_case(name, known));  // النص, نص: text
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
    }
    if (text) return true;
  }
  return false;
}

}  // namespace

const std::vector<Format>& formats() {
  // `lines` has no extension: a text file looks no different. New rows go to the end: seeds of the fuzzer name formats by their place.
  static const std::vector<Format> kFormats = {
      {InputFormat::kText, "text", {".txt", ".text"}, Decoding::kStream, make_text_reader},
      {InputFormat::kLines, "lines", {}, Decoding::kStream, make_lines_reader},
      {InputFormat::kNdjson, "ndjson", {".ndjson", ".jsonl"}, Decoding::kStream, make_ndjson_reader},
      {InputFormat::kMarkdown, "markdown", {".md", ".markdown"}, Decoding::kStream, make_markdown_reader},
      {InputFormat::kHtml, "html", {".html", ".htm", ".xhtml", ".shtml"}, Decoding::kOwn, make_html_reader},
      {InputFormat::kJson, "json", {".json"}, Decoding::kStream, make_json_reader},
      {InputFormat::kFeed, "feed", {".rss", ".atom", ".rdf"}, Decoding::kOwn, make_feed_reader},
      {InputFormat::kWarc, "warc", {".warc", ".wet"}, Decoding::kOwn, make_warc_reader},
      {InputFormat::kCsv, "csv", {".csv", ".tsv", ".tab"}, Decoding::kStream, make_csv_reader},
      {InputFormat::kMail, "mail", {".eml", ".mbox", ".mbx"}, Decoding::kOwn, make_mail_reader},
      {InputFormat::kTrec, "trec", {".trec", ".sgml"}, Decoding::kStream, make_trec_reader},
      {InputFormat::kPdf, "pdf", {".pdf"}, Decoding::kOwn, make_pdf_reader},
      {InputFormat::kArchive, "archive", {".zip", ".tar", ".gz", ".tgz", ".zst", ".xz", ".bz2"}, Decoding::kOwn, make_archive_reader},
      {InputFormat::kExtracted, "extracted", {}, Decoding::kStream, make_extracted_reader},
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
  for (const Magic& magic : kOpaque) {
    if (head.substr(0, magic.bytes.size()) == magic.bytes)
      return diagnostic("input.binary", "this is " + std::string(magic.what) + ", not text", std::string(magic.remedy));
  }
  if (is_office_document(head)) return diagnostic("input.unsupported", "this is a document of an office program or an e-book", "save it as text, HTML or PDF");
  if (is_packed(head)) return InputFormat::kArchive;
  if (head.substr(0, 1024).find("%PDF-") == 0) return InputFormat::kPdf;
  if (head.substr(0, 5) == "WARC/") return InputFormat::kWarc;
  std::string extension = extension_of(file);
  const Format* by_name = nullptr;
  for (const Format& known : formats()) {
    for (std::string_view known_extension : known.extensions) {
      if (extension == known_extension) by_name = &known;
    }
  }
  // Nobody calls a file .md or .csv by chance; what such a file holds may begin like anything.
  if (by_name && (by_name->format == InputFormat::kMarkdown || by_name->format == InputFormat::kCsv)) return by_name->format;
  std::string_view start = trimmed(head);
  if (std::optional<InputFormat> markup = markup_format(start)) return *markup;
  if (!start.empty() && start.front() == '{' && trimmed(start.substr(1)).substr(0, 1) == "\"") return json_format(start);
  if (!start.empty() && start.front() == '[' && trimmed(start.substr(1)).substr(0, 1) == "{") return InputFormat::kJson;
  if (is_mail(head)) return InputFormat::kMail;
  if (head.find('\0') != std::string_view::npos)
    return diagnostic("input.binary", "this is binary data, not text", "give text in UTF-8, or leave the file out");
  if (by_name) {
    switch (by_name->format) {
      case InputFormat::kNdjson:
      case InputFormat::kJson:
      case InputFormat::kTrec:
      case InputFormat::kFeed:
      case InputFormat::kText:
        return by_name->format;
      case InputFormat::kHtml:
        return head.find('<') != std::string_view::npos ? InputFormat::kHtml : InputFormat::kText;
      default:
        // A .pdf, .zip or .warc that does not begin as one: said to be so by its reader, if it is nothing else.
        if (!start.empty()) return by_name->format;
        return InputFormat::kText;
    }
  }
  if (starts_with_no_case(start, "<?xml"))
    return diagnostic("input.unsupported", "this XML is no feed and no page", "convert it to text first, or take it as it is with --from text");
  if (is_table(head)) return InputFormat::kCsv;
  return InputFormat::kText;
}

std::unique_ptr<DocumentReader> open_input(std::unique_ptr<Input> input, const ReaderOptions& options, Rejection& why) {
  auto head = [&](std::size_t least) { return input->bytes.peek(input->bytes.is_regular() ? kHead : least).substr(0, kHead); };
  std::string_view begin = head(16);
  InputFormat format = options.format;
  const bool as_it_is = format == InputFormat::kPdf || format == InputFormat::kArchive;
  // A member of an archive may be an archive of its own, whatever its articles are.
  if (is_packed(begin) && !is_office_document(begin)) format = InputFormat::kArchive;
  // The producer that decides belongs to the input, so the input outlives it.
  auto tell = [to = input.get()](const EncodingDecision& decision, Diagnostic note) {
    to->defaults.encoding = decision.encoding == "UTF-8" ? std::string() : decision.encoding;
    to->note(std::move(note));
  };
  if (format != InputFormat::kArchive && !as_it_is) {
    EncodingDecision mark = decide_encoding(begin, input->encoding, true);
    if (mark.encoding.rfind("UTF-16", 0) == 0 || mark.encoding.rfind("UTF-32", 0) == 0) {
      input->bytes.wrap([&](std::unique_ptr<ByteStream> inner) { return std::make_unique<DecodingProducer>(std::move(inner), input->encoding, tell); });
      input->decoded = true;
    } else {
      input->bytes.skip(mark.mark_bytes);
      if (mark.mark_bytes > 0) input->encoding = "UTF-8";
    }
    begin = head(1);
  }
  if (format == InputFormat::kAuto) {
    Result<InputFormat> detected = detect_format(input->relative, begin);
    if (!detected) {
      why = input->reject(input->relative, detected.error().code, detected.error().message, detected.error().remedy);
      return nullptr;
    }
    format = *detected;
  }
  const Format& row = format_of(format);
  if (row.decoding == Decoding::kStream && !input->decoded) {
    input->bytes.wrap([&](std::unique_ptr<ByteStream> inner) { return std::make_unique<DecodingProducer>(std::move(inner), input->encoding, tell); });
  }
  input->defaults.read_as = row.name;
  return row.make(std::move(input), options);
}

void Notes::add(Diagnostic note) {
  constexpr std::uint64_t kWhole = 20;
  if (++seen_[note.code] <= kWhole) kept_.push_back(std::move(note));
}

void Notes::close() {
  for (auto& [code, count] : seen_) {
    std::uint64_t shown =
        static_cast<std::uint64_t>(std::count_if(kept_.begin(), kept_.end(), [&, &name = code](const Diagnostic& note) { return note.code == name; }));
    if (count > shown) kept_.push_back(diagnostic(code, fmt::format("and {} more like these", count - shown), {}));
  }
  seen_.clear();
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
  Diagnostic why = bytes.failure().value_or(Diagnostic{});
  return reject(relative, why.code, why.message, why.remedy, 0, bytes.position());
}

void Input::note(Diagnostic what, std::uint64_t line) const {
  if (notes == nullptr || what.message.empty()) return;
  what.file = file == "-" ? std::string() : file;
  if (line != 0) what.line = line;
  notes->add(std::move(what));
}

void Input::note(std::string code, std::string message, std::string remedy, std::uint64_t line) const {
  note(diagnostic(std::move(code), std::move(message), std::move(remedy)), line);
}

std::unique_ptr<Input> Input::nested(const std::string& name, std::unique_ptr<ByteProducer> producer) const {
  auto out = std::make_unique<Input>(std::move(producer));
  std::string shown = printable(name);
  out->file = file == "-" ? shown : file + "/" + shown;
  out->relative = relative.empty() ? shown : relative + "/" + shown;
  out->folder = folder;
  out->depth = depth + 1;
  out->defaults = defaults;
  out->notes = notes;
  return out;
}

std::string printable(std::string name) {
  std::string out;
  std::string_view rest = name;
  while (std::optional<std::size_t> bad = find_invalid_utf8(rest)) {
    out.append(rest.substr(0, *bad));
    out += fmt::format("%{:02X}", static_cast<unsigned char>(rest[*bad]));
    rest.remove_prefix(*bad + 1);
  }
  return out.empty() ? name : out.append(rest);
}

bool is_no_article(std::string_view base_name) {
  if (base_name.empty() || base_name.front() == '.') return true;
  std::string_view stem = base_name.substr(0, std::max<std::size_t>(base_name.find_last_of('.'), 1));
  return stem.size() == 6 && starts_with_no_case(stem, "readme");
}

}  // namespace mizan::corpus

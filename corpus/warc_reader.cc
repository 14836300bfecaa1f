// Web archives (WARC 1.0, 1.1): each page or text that was fetched is an article, known by the address it was fetched from, or the canonical one it states.
//
// `response` and `resource` records hold pages, `conversion` records (WET files) their text. Requests, remarks, images, scripts and answers other than 200 are
// passed over. Records are held one at a time; where a length is wrong, reading goes on at the next line that begins a record.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/html_reader.h"
#include "corpus/unpack.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

using Headers = std::map<std::string, std::string>;

void add_header(Headers& headers, std::string_view line) {
  std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) headers.emplace(lowered(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
}

std::string value_of(const Headers& headers, const char* name) {
  auto at = headers.find(name);
  return at == headers.end() ? std::string() : at->second;
}

std::string media_type(const std::string& content_type) {
  return lowered(trimmed(std::string_view(content_type).substr(0, content_type.find(';'))));
}

std::string charset_of(const std::string& content_type) {
  std::string lower = lowered(content_type);
  std::size_t at = lower.find("charset=");
  if (at == std::string::npos) return {};
  std::string_view rest = trimmed(std::string_view(content_type).substr(at + 8));
  if (!rest.empty() && rest.front() == '"') rest.remove_prefix(1);
  return std::string(rest.substr(0, rest.find_first_of("\"; ")));
}

// HTTP/1.1 chunks; what comes before a broken one where one is.
std::string without_chunks(std::string_view body) {
  std::string out;
  while (!body.empty()) {
    std::size_t size = 0;
    auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), size, 16);
    std::size_t feed = body.find('\n');
    if (error != std::errc() || size == 0 || feed == std::string_view::npos) break;
    body.remove_prefix(feed + 1);
    out.append(body.substr(0, size));
    body.remove_prefix(std::min(size, body.size()));
    std::size_t next = body.find_first_not_of("\r\n");
    if (next == std::string_view::npos) break;
    body.remove_prefix(next);
  }
  return out;
}

class WarcReader final : public DocumentReader {
 public:
  WarcReader(std::unique_ptr<Input> input, const ReaderOptions& options) : input_(std::move(input)), options_(options) {}

  bool next(ReadItem& item) override {
    for (;;) {
      if (current_) {
        if (current_->next(item)) {
          if (Document* document = std::get_if<Document>(&item); document && document->line == 0) document->file = input_->file;
          return true;
        }
        current_.reset();
        continue;
      }
      if (done_) return false;
      if (record(item)) return true;
    }
  }

 private:
  // Reads a record. True where it is a rejection; a record with articles becomes current_.
  bool record(ReadItem& item) {
    std::string line;
    const std::uint64_t begin = input_->bytes.position();
    for (;;) {
      LineRead read = input_->bytes.next_line(line, kLongestLine);
      if (read == LineRead::kEnd) {
        done_ = true;
        if (!input_->bytes.failed()) {
          if (any_ || lost_ || begin == 0) return false;
          item = input_->reject(input_->relative, "warc.broken", "there is no record in it", "leave --from to be told from the content");
          return true;
        }
        item = input_->reject_read_error();
        return true;
      }
      std::string_view content = trimmed(line);
      if (content.substr(0, 5) == "WARC/") break;
      if (content.empty()) continue;
      // Not where a record should begin: the last one's length was wrong, or bytes are lost. Said once, then on to the next one.
      if (!lost_) {
        lost_ = true;
        item = input_->reject(input_->relative, "warc.broken", fmt::format("no record begins at byte {}, where one should", begin),
                              any_ ? "the record before has a wrong Content-Length, or part of the file is lost; reading goes on at the next record"
                                   : "leave --from to be told from the content; reading goes on at the first record",
                              0, begin);
        return true;
      }
    }
    lost_ = false;
    any_ = true;
    const std::uint64_t start = input_->bytes.position();
    Headers headers;
    for (std::size_t lines = 0; lines < kMostHeaders; ++lines) {
      LineRead read = input_->bytes.next_line(line, kLongestLine);
      if (read == LineRead::kEnd || trimmed(line).empty()) break;
      add_header(headers, line);
    }
    const std::string length_text = value_of(headers, "content-length");
    std::uint64_t length = 0;
    auto [end, error] = std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
    const std::string address = address_of(headers);
    if (length_text.empty() || error != std::errc() || end != length_text.data() + length_text.size()) {
      item = input_->reject(shown(address), "warc.broken", fmt::format("the record at byte {} has no Content-Length", start), "fetch the file again", 0, start);
      lost_ = true;  // the content is passed over in silence
      return true;
    }
    const std::string type = value_of(headers, "warc-type");
    const bool wanted = type == "response" || type == "resource" || type == "conversion";
    if (!wanted || length > options_.max_article_bytes) {
      skip(length);
      if (!wanted) return false;
      item = input_->reject(shown(address), "article.too_large", fmt::format("the record at byte {} has more than {} bytes", start, options_.max_article_bytes),
                            "", 0, start);
      return true;
    }
    std::string content;
    content.resize(static_cast<std::size_t>(length));
    std::size_t got = 0;
    while (got < content.size()) {
      std::size_t more = input_->bytes.read(content.data() + got, content.size() - got);
      if (more == 0) break;
      got += more;
    }
    if (got < content.size()) {
      done_ = true;
      item = input_->bytes.failed()
                 ? input_->reject_read_error()
                 : input_->reject(shown(address), "warc.broken", fmt::format("the record at byte {} breaks off after {} of {} bytes", start, got, length),
                                  "fetch the file again", 0, start);
      return true;
    }
    return open(item, headers, type, address, std::move(content), start);
  }

  static std::string address_of(const Headers& headers) {
    std::string out = value_of(headers, "warc-target-uri");
    if (out.size() > 2 && out.front() == '<' && out.back() == '>') out = out.substr(1, out.size() - 2);
    return printable(out);
  }
  static std::string shown(const std::string& address) { return canonical_url(address); }

  void skip(std::uint64_t length) {
    while (length > 0) {
      std::string_view ready = input_->bytes.peek(1);
      if (ready.empty()) return;
      std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(ready.size(), length));
      input_->bytes.skip(count);
      length -= count;
    }
  }

  bool open(ReadItem& item, const Headers& headers, const std::string& type, const std::string& address, std::string content, std::uint64_t start) {
    std::string content_type = value_of(headers, "content-type");
    if (type == "response") {
      if (address.rfind("http", 0) != 0) return false;  // dns: and the like
      std::size_t split = content.find("\r\n\r\n"), length = 4;
      if (std::size_t bare = content.find("\n\n"); bare < split) {
        split = bare;
        length = 2;
      }
      if (content.substr(0, 5) != "HTTP/" || split == std::string::npos) {
        item = input_->reject(shown(address), "warc.broken", fmt::format("the answer in the record at byte {} has no HTTP head", start), "", 0, start);
        return true;
      }
      std::string head = content.substr(0, split);
      content.erase(0, split + length);
      std::size_t blank = head.find(' ');
      if (blank == std::string::npos || head.substr(blank + 1, 3) != "200") return false;
      Headers http;
      for (std::size_t at = head.find('\n'); at != std::string::npos;) {
        std::size_t feed = head.find('\n', at + 1);
        add_header(http, std::string_view(head).substr(at + 1, feed == std::string::npos ? std::string::npos : feed - at - 1));
        at = feed;
      }
      content_type = value_of(http, "content-type");
      if (lowered(value_of(http, "transfer-encoding")).find("chunked") != std::string::npos) {
        // Some crawlers keep the header and store the body in one piece.
        if (std::string joined = without_chunks(content); !joined.empty()) content = std::move(joined);
      }
      const std::string packing = lowered(value_of(http, "content-encoding"));
      if (is_page(media_type(content_type)) && !packing.empty() && packing != "identity" && unpackable(content)) {
        std::optional<std::string> unpacked = unpack(content, options_.max_article_bytes);
        if (!unpacked) {
          item = input_->reject(
              shown(address), "warc.broken",
              fmt::format("the content ({}) of the record at byte {} cannot be unpacked within {} bytes", excerpt(packing), start, options_.max_article_bytes),
              "", 0, start);
          return true;
        }
        content = *std::move(unpacked);
      } else if (packing == "br") {
        item = input_->reject(shown(address), "warc.unsupported", fmt::format("the content of the record at byte {} is packed with brotli", start),
                              "let the crawler ask for gzip", 0, start);
        return true;
      }
    }
    const std::string media = media_type(content_type);
    if (!is_page(media) && type != "conversion") return false;
    std::unique_ptr<Input> nested = input_->nested(address.empty() ? fmt::format("{}", start) : address, std::make_unique<TextProducer>(std::move(content)));
    nested->depth = input_->depth;
    nested->encoding = charset_of(content_type);
    nested->defaults.url = address;
    ReaderOptions options = options_;
    options.format = media == "text/html" || media == "application/xhtml+xml" ? InputFormat::kHtml
                     : media == "text/plain" || type == "conversion"          ? InputFormat::kText
                                                                              : InputFormat::kAuto;
    Rejection why;
    current_ = open_input(std::move(nested), options, why);
    if (current_) return false;
    item = std::move(why);
    return true;
  }

  static bool is_page(const std::string& media) {
    for (const char* known : {"text/html", "application/xhtml+xml", "text/plain", "application/rss+xml", "application/atom+xml", "application/rdf+xml",
                              "application/pdf", "application/json", "application/x-ndjson"}) {
      if (media == known) return true;
    }
    return false;
  }

  static constexpr std::uint64_t kLongestLine = std::uint64_t{64} << 10;
  static constexpr std::size_t kMostHeaders = 200;
  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  std::unique_ptr<DocumentReader> current_;
  bool done_ = false, any_ = false, lost_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_warc_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<WarcReader>(std::move(input), options);
}

}  // namespace mizan::corpus

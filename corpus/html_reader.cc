// A page as one article: its body without menus, teasers and comments, with headline, dates and address. What is found where: html_fields.h, html_body.h.
#include "corpus/html_reader.h"

#include <fmt/format.h>

#include "corpus/dates.h"
#include "corpus/encoding.h"
#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/html_body.h"
#include "corpus/html_fields.h"
#include "corpus/html_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

class HtmlReader final : public DocumentReader {
 public:
  HtmlReader(std::unique_ptr<Input> input, const ReaderOptions& options) : input_(std::move(input)), options_(options) {}

  bool next(ReadItem& item) override {
    if (done_) return false;
    done_ = true;
    std::string bytes;
    bool whole = input_->bytes.read_all(bytes, options_.max_article_bytes);
    if (input_->bytes.failed()) {
      item = input_->reject_read_error();
    } else if (!whole) {
      item = input_->reject(input_->relative, "article.too_large", fmt::format("the page has more than {} bytes", options_.max_article_bytes),
                            "leave out what is no article");
    } else if (trimmed(bytes).empty()) {
      return false;
    } else {
      item = read_page(*input_, options_, std::move(bytes));
    }
    return true;
  }

 private:
  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  bool done_ = false;
};

std::uint64_t line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size())), '\n'));
}

}  // namespace

std::optional<Rejection> decode_markup(const Input& input, std::string& bytes, std::string_view declared, std::string& encoding) {
  encoding = input.defaults.encoding;
  if (!input.decoded) {
    EncodingDecision decision = decide_encoding(bytes, declared, false);
    input.note(encoding_note(decision, declared));
    encoding = decision.encoding == "UTF-8" ? std::string() : decision.encoding;
    bytes.erase(0, decision.mark_bytes);
    if (decision.encoding != "UTF-8" || find_invalid_utf8(bytes)) {
      std::size_t replaced = 0;
      std::optional<std::size_t> bad = decision.encoding == "UTF-8" ? find_invalid_utf8(bytes) : std::nullopt;
      const std::size_t line = bad ? line_at(bytes, *bad) : 0;
      std::size_t high = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
      std::string text = to_utf8(bytes, decision.encoding, replaced);
      // A few broken characters are as a browser shows them; many say that the encoding is wrong.
      if (replaced > 3 && replaced * 20 > high)
        return input.reject(input.relative, "encoding.wrong",
                            fmt::format("{} of {} bytes beyond ASCII are nothing in {}{}", replaced, high, decision.encoding,
                                        bad ? fmt::format(", the first at byte {}", *bad) : ""),
                            "say --encoding NAME, or convert the file to UTF-8", line, bad.value_or(0));
      if (replaced > 0)
        input.note("encoding.replaced",
                   fmt::format("{} broken {} shown as U+FFFD{}", replaced, replaced == 1 ? "character is" : "characters are",
                               bad ? fmt::format(", the first at byte {}", *bad) : ""),
                   "", line);
      bytes = std::move(text);
    }
  } else if (std::optional<std::size_t> bad = find_invalid_utf8(bytes)) {
    return input.reject(input.relative, "utf8.invalid", fmt::format("byte {} is no UTF-8", *bad), "convert the file to UTF-8", line_at(bytes, *bad), *bad);
  }
  return std::nullopt;
}

std::optional<Rejection> reject_page(const Input& input, const HtmlPage& page) {
  switch (page.problem()) {
    case PageProblem::kTooDeep:
      return input.reject(input.relative, "html.too_deep", fmt::format("the page nests deeper than browsers go, at byte {}", page.bad_byte()),
                          "take the text out of it by hand", line_at(page.source(), page.bad_byte()), page.bad_byte());
    case PageProblem::kTooComplex:
      return input.reject(input.relative, "html.too_complex", fmt::format("the page is built to exhaust its reader, at byte {}", page.bad_byte()),
                          "take the text out of it by hand", line_at(page.source(), page.bad_byte()), page.bad_byte());
    case PageProblem::kNone:
      break;
  }
  return std::nullopt;
}

ReadItem read_page(const Input& input, const ReaderOptions& options, std::string bytes) {
  std::string declared = input.encoding.empty() ? declared_in_page(bytes) : input.encoding;
  std::string encoding;
  if (std::optional<Rejection> rejected = decode_markup(input, bytes, declared, encoding)) return *std::move(rejected);
  HtmlPage page(bytes);
  if (std::optional<Rejection> rejected = reject_page(input, page)) return *std::move(rejected);
  PageFields fields = find_fields(page, input.defaults.url);
  PageBody body = find_body(page, fields.headline, fields.body);
  Document document = input.defaults;
  document.encoding = std::move(encoding);
  PageText text;
  if (body.found) text = page_text(page, body.begin, body.end, body.left_out);
  if (fields.body.size() > 4 * text.text.size() + 200) {
    // The page is drawn by a script, or behind a wall: what it states of its text is all there is of it.
    text = PageText{std::string(trimmed(fields.body)), {}};
  }
  if (text.text.empty() && fields.title.empty())
    return input.reject(input.relative, "html.no_text", "no article was found on the page",
                        "if it is drawn by a script, save it from the browser; or take it as it is with --from text");
  document.text = std::move(text.text);
  document.origin = std::move(text.origin);
  document.title = fields.title;
  if (document.published.empty()) {
    document.published = fields.published;
    if (document.published.empty()) document.published = visible_date(page, fields.headline, body.begin);
    if (document.published.empty()) document.published = date_in_url(fields.url).value_or(std::string());
  }
  if (document.updated.empty()) document.updated = fields.updated;
  document.author = fields.author;
  document.url = fields.url;
  if (document.source.empty()) document.source = fields.site;
  if (document.lang.empty()) document.lang = fields.lang;
  finish(document, input, options);
  return document;
}

void finish(Document& document, const Input& input, const ReaderOptions& options) {
  if (document.source.empty()) document.source = options.source.empty() ? input.folder : options.source;
  finish_record(document, input, options);
}

void finish_record(Document& document, const Input& input, const ReaderOptions& options) {
  if (document.source.empty()) document.source = options.source;
  if (document.lang.empty()) document.lang = options.lang;
  document.format = TextFormat::kPlain;
  document.derived = true;
  document.file = input.file;
  document.has_own_id = !document.id.empty();
  if (!document.has_own_id) {
    document.id = canonical_url(document.url);
    if (document.id.empty() && document.line == 0) document.id = input.relative;
    if (document.id.empty()) identify_by_content(document);
  }
}

std::unique_ptr<DocumentReader> make_html_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<HtmlReader>(std::move(input), options);
}

}  // namespace mizan::corpus

// Collections of research: <DOC> elements one behind the other, as TREC and LDC (Gigaword, Arabic too) distribute them.
//
//   <DOC id="AFP_ARB_20030101.0001" type="story">   or   <DOC><DOCNO> LA010189-0001 </DOCNO>
//   <HEADLINE>...</HEADLINE><DATE>...</DATE><TEXT><P>...</P></TEXT></DOC>
//
// The eight digits of a Gigaword id are the day of publication.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/dates.h"
#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/html_reader.h"
#include "corpus/html_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Position of "<name" in any case, followed by '>' or white space, from `from` on.
std::size_t find_tag(std::string_view text, std::string_view tag, std::size_t from) {
  for (std::size_t at = text.find('<', from); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (text.size() - at <= tag.size()) return std::string_view::npos;
    bool same = true;
    for (std::size_t i = 0; i < tag.size() && same; ++i) same = lower(text[at + i]) == tag[i];
    char behind = text[at + tag.size()];
    if (same && (behind == '>' || behind == ' ' || behind == '\n' || behind == '\r' || behind == '\t')) return at;
  }
  return std::string_view::npos;
}

// What stands in the first element of that name, `from` moved behind it; nullopt for none.
std::optional<std::string_view> element(std::string_view text, std::string_view name, std::size_t& from) {
  std::size_t begin = find_tag(text, fmt::format("<{}", name), from);
  if (begin == std::string_view::npos) return std::nullopt;
  begin = text.find('>', begin);
  if (begin == std::string_view::npos) return std::nullopt;
  ++begin;
  std::size_t end = find_tag(text, fmt::format("</{}", name), begin);
  if (end == std::string_view::npos) return std::nullopt;
  from = end;
  return text.substr(begin, end - begin);
}

std::string first_of(std::string_view text, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::size_t from = 0;
    if (std::optional<std::string_view> found = element(text, name, from); found && !trimmed(*found).empty()) return std::string(trimmed(*found));
  }
  return {};
}

class TrecReader final : public DocumentReader {
 public:
  TrecReader(std::unique_ptr<Input> input, const ReaderOptions& options) : input_(std::move(input)), options_(options) {}

  bool next(ReadItem& item) override {
    std::string line;
    while (!done_) {
      LineRead read = input_->bytes.next_line(line, options_.max_article_bytes);
      if (read == LineRead::kEnd) {
        done_ = true;
        if (input_->bytes.failed()) {
          item = input_->reject_read_error();
          return true;
        }
        if (!open_) {
          if (any_ || !strange_) return false;
          item = input_->reject(input_->relative, "trec.no_document", "there is no <DOC> in it", "leave --from to be told from the content", 1);
          return true;
        }
        item = not_closed();
        return true;
      }
      ++line_;
      std::string_view content = trimmed(line);
      if (open_ && find_tag(content, "<doc", 0) == 0) {
        item = not_closed();
        begin(line);
        return true;
      }
      if (!open_) {
        if (find_tag(content, "<doc", 0) == 0)
          begin(line);
        else if (!content.empty() && content[0] != '<')
          strange_ = true;
        if (!open_) continue;
      } else {
        append(line, read);
      }
      if (content.size() >= 6 && find_tag(content, "</doc", content.size() - 6) != std::string_view::npos) {
        open_ = false;
        if (too_long_) {
          item =
              input_->reject({}, "article.too_large", fmt::format("the document has more than {} bytes", options_.max_article_bytes), "split it", first_line_);
        } else {
          item = make();
        }
        return true;
      }
    }
    return false;
  }

 private:
  void begin(const std::string& line) {
    open_ = any_ = true;
    too_long_ = false;
    first_line_ = line_;
    text_ = line;
    text_ += '\n';
  }
  void append(const std::string& line, LineRead read) {
    if (read == LineRead::kTooLong || text_.size() + line.size() + 1 > options_.max_article_bytes) {
      too_long_ = true;
      return;
    }
    text_ += line;
    text_ += '\n';
  }
  Rejection not_closed() {
    open_ = false;
    return input_->reject({}, "trec.open", fmt::format("the <DOC> of line {} is not closed", first_line_), "fetch the file again, or close it with </DOC>",
                          first_line_);
  }

  std::string plain(std::string_view markup) const {
    HtmlPage page(markup);
    return page.problem() == PageProblem::kNone ? fragment_text(page).text : std::string(markup);
  }

  ReadItem make() const {
    if (std::optional<std::size_t> bad = find_invalid_utf8(text_))
      return input_->reject({}, "utf8.invalid", fmt::format("byte {} of the document is no UTF-8", *bad),
                            "say --encoding NAME, for older Arabic text: --encoding windows-1256", first_line_, *bad);
    if (text_.find('\0') != std::string::npos)
      return input_->reject({}, "input.binary", "a NUL in the document: this is binary data, not text", "leave it out", first_line_);
    Document document = input_->defaults;
    document.line = first_line_;
    document.id = first_of(text_, {"docno", "docid"});
    if (document.id.empty()) {
      std::string_view head = std::string_view(text_).substr(0, text_.find('>'));
      if (std::size_t at = head.find("id=\""); at != std::string_view::npos) document.id = head.substr(at + 4, head.find('"', at + 4) - at - 4);
    }
    document.title = one_line(plain(first_of(text_, {"headline", "head", "title", "ttl", "hl", "h1"})));
    std::string body;
    std::size_t from = 0;
    while (std::optional<std::string_view> part = element(text_, "text", from)) body += (body.empty() ? "" : "\n\n") + std::string(*part);
    if (trimmed(body).empty()) body = first_of(text_, {"body", "leadpara"});
    // Paragraphs are marked, or lines are wrapped by hand with blank lines between paragraphs.
    if (find_tag(body, "<p", 0) == std::string_view::npos) {
      std::string marked;
      for (char c : unwrapped(body)) marked += c == '\n' ? std::string("<br>") : std::string(1, c);
      body = std::move(marked);
    }
    HtmlPage page(body);
    if (std::optional<Rejection> rejected = reject_page(*input_, page)) {
      rejected->why.line = first_line_;
      return *std::move(rejected);
    }
    document.text = fragment_text(page).text;
    if (document.text.empty() && document.title.empty()) return input_->reject(document.id, "trec.no_text", "the document has no <TEXT>", "", first_line_);
    std::string written = first_of(text_, {"date", "date_time", "datetime", "date1", "pubdate", "pub_date"});
    if (!written.empty()) {
      std::optional<std::string> date = read_date(plain(written));
      if (!date)
        return input_->reject(document.id, "trec.bad_date", fmt::format("the date is none, or may be two: {}", excerpt(written)), "write 2026-03-04",
                              first_line_);
      document.published = *std::move(date);
    } else if (std::size_t digits = document.id.find_first_of("0123456789"); digits != std::string::npos) {
      std::string_view rest = std::string_view(document.id).substr(digits);
      std::size_t length = std::min(rest.find_first_not_of("0123456789"), rest.size());
      if (length == 8) document.published = read_date(rest.substr(0, 8)).value_or(std::string());
    }
    document.source = options_.source.empty() ? input_->folder : options_.source;
    finish_record(document, *input_, options_);
    return document;
  }

  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  std::string text_;
  std::uint64_t line_ = 0, first_line_ = 0;
  bool open_ = false, any_ = false, strange_ = false, too_long_ = false, done_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_trec_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<TrecReader>(std::move(input), options);
}

}  // namespace mizan::corpus

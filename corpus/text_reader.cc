// A file as one article: plain text, or Markdown, whose tables and lists are structure to the analysis.
//
// Either may begin with front matter, which is no part of the text, so that offsets count behind it:
//
//   ---
//   published: 2026-03-04
//   title: أرامكو السعودية تعلن نتائج عام 2025      (Saudi Aramco announces its 2025 results)
//   source: Al-Sahl Gazette
//   ---
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "corpus/fields.h"
#include "corpus/formats.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

struct FrontMatter {
  std::map<std::string, std::pair<std::string, std::uint64_t>, std::less<>> fields;  // value and line
  std::size_t end = 0;                                                               // where the text begins; 0 where there is none

  std::string_view value(std::string_view name) const {
    auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : std::string_view(found->second.first);
  }
  std::uint64_t line(std::string_view name) const {
    auto found = fields.find(name);
    return found == fields.end() ? 0 : found->second.second;
  }
};

constexpr std::size_t kMaxFrontMatterLines = 100;

// "key: value" with a plain key. False for anything else, which then is no front matter but the article's own text between two rules.
bool read_field(std::string_view line, std::string& key, std::string& value) {
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  if (colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\t') return false;
  key.clear();
  for (char c : trimmed(line.substr(0, colon))) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!plain) return false;
    key += c;
  }
  std::string_view rest = trimmed(line.substr(colon + 1));
  if (rest.size() >= 2 && (rest.front() == '"' || rest.front() == '\'') && rest.back() == rest.front()) rest = rest.substr(1, rest.size() - 2);
  value = rest;
  return !key.empty();
}

FrontMatter read_front_matter(std::string_view text) {
  FrontMatter found;
  std::size_t at = 0;
  for (std::uint64_t number = 1; number <= kMaxFrontMatterLines && at < text.size(); ++number) {
    std::size_t feed = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, feed - at);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    at = std::min(feed + 1, text.size());
    if (number == 1) {
      if (line != "---") return {};
    } else if (line == "---" || line == "...") {
      if (found.fields.empty()) return {};
      found.end = at;
      return found;
    } else if (std::string_view content = trimmed(line); !content.empty() && content.front() != '#') {
      std::string key, value;
      // Nested and multi-line values of other people's front matter belong to fields that nothing here reads.
      bool nested = line.front() == ' ' || line.front() == '\t' || line.front() == '-';
      if (nested && !found.fields.empty()) continue;
      if (!read_field(line, key, value)) return {};
      found.fields.emplace(std::move(key), std::make_pair(std::move(value), number));
    }
  }
  return {};
}

class TextReader final : public DocumentReader {
 public:
  TextReader(std::unique_ptr<Input> input, const ReaderOptions& options, TextFormat format)
      : input_(std::move(input)), options_(options), format_(format), start_(input_->bytes.position()) {}

  bool next(ReadItem& item) override {
    if (done_) return false;
    done_ = true;
    std::string text;
    bool whole = input_->bytes.read_all(text, options_.max_article_bytes);
    if (input_->bytes.failed()) {
      item = input_->reject_read_error();
      return true;
    }
    if (!whole) {
      item = input_->reject(input_->relative, "article.too_large", fmt::format("the article has more than {} bytes", options_.max_article_bytes),
                            "if it holds many articles, split it, or read it with --from lines or ndjson");
      return true;
    }
    if (trimmed(text).empty()) return false;
    item = read(std::move(text));
    return true;
  }

 private:
  ReadItem read(std::string text) const {
    if (std::size_t nul = text.find('\0'); nul != std::string::npos)
      return input_->reject(input_->relative, "input.binary", fmt::format("a NUL at byte {}: this is binary data, not text", start_ + nul),
                            "give text in UTF-8, or leave the file out", line_at(text, nul), start_ + nul);
    if (std::optional<std::size_t> bad = find_invalid_utf8(text))
      return input_->reject(input_->relative, "utf8.invalid", fmt::format("byte {} of the file is no UTF-8", start_ + *bad),
                            "convert the file, for older Arabic text: iconv -f WINDOWS-1256 -t UTF-8 FILE", line_at(text, *bad), start_ + *bad);
    FrontMatter front = read_front_matter(text);
    Document document = input_->defaults;
    if (!front.value("id").empty()) document.id = front.value("id");
    document.has_own_id = !document.id.empty();
    if (!document.has_own_id) document.id = document.url.empty() ? input_->relative : canonical_url(document.url);
    const std::pair<const char*, std::string*> dates[] = {
        {"published", &document.published}, {"updated", &document.updated}, {"embargo_until", &document.embargo_until}};
    for (const auto& [name, place] : dates) {
      std::optional<std::string> date = checked_date(front.value(name));
      if (!date)
        return input_->reject(document.id, "front_matter.bad_date", fmt::format("\"{}\" is no date: {}", name, excerpt(front.value(name))),
                              "write 2026-03-04 or 2026-03-04T14:05:00+03:00", front.line(name));
      if (!date->empty()) *place = std::move(*date);
    }
    document.state = front.value("state");
    if (!is_known_state(document.state))
      return input_->reject(document.id, "front_matter.bad_state", fmt::format("unknown state: {}", excerpt(document.state)),
                            "write live, corrected or withdrawn", front.line("state"));
    if (!front.value("title").empty()) document.title = front.value("title");
    if (!front.value("source").empty()) document.source = front.value("source");
    if (document.source.empty()) document.source = options_.source.empty() ? input_->folder : options_.source;
    if (!front.value("url").empty()) document.url = front.value("url");
    if (std::string lang = known_lang(front.value("lang")); !lang.empty()) document.lang = std::move(lang);
    if (document.lang.empty()) document.lang = options_.lang;
    document.place = known_place(front.value("place"));
    document.format = format_;
    document.file = input_->file;
    text.erase(0, front.end);
    document.text = std::move(text);
    // Standard input has no name.
    if (document.id.empty()) identify_by_content(document);
    return document;
  }

  static std::uint64_t line_at(std::string_view text, std::size_t offset) {
    return 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  }

  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  TextFormat format_;
  std::uint64_t start_;  // bytes of the byte order mark before the text
  bool done_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_text_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<TextReader>(std::move(input), options, TextFormat::kPlain);
}

std::unique_ptr<DocumentReader> make_markdown_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<TextReader>(std::move(input), options, TextFormat::kMarkdown);
}

}  // namespace mizan::corpus

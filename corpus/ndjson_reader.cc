// Every line a JSON object with the fields of "Article in" in the contract; unknown fields are passed over. ReaderOptions::columns says which other names stand
// for them ("content" for "text"); dates under such names may be written in any way that says one day only.
//
// The lines that `extract --to extracted` writes are such lines, too, with one member more: read by itself (extracted_json.h), it spares reading the article.
//
// simdjson reads the line. Where it can't, the line is read once more by nlohmann's SAX parser, which is a hundred times slower but says at
// which byte the JSON breaks, and takes numbers of any size (simdjson refuses integers beyond 64 bits, even in a field nobody asked for).
#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <nlohmann/json.hpp>

#include "corpus/dates.h"
#include "corpus/extracted_json.h"
#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/json_records.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

// A parser that has seen a longer line than this is thrown away, so that one giant does not hold its memory to the end of the run.
constexpr std::size_t kKeptParserBytes = std::size_t{8} << 20;
// What is found in an article takes so many times its text, at most.
constexpr std::uint64_t kExtractedGrowth = 16;

enum FieldName : std::size_t { kId, kText, kTitle, kPublished, kUpdated, kSource, kUrl, kLang, kPlace, kState, kEmbargo, kAuthor, kFieldNames };
constexpr std::array<std::string_view, kFieldNames> kNames = {"id",  "text", "title", "published", "updated",       "source",
                                                              "url", "lang", "place", "state",     "embargo_until", "author"};

struct RawField {
  enum class Kind : std::uint8_t { kAbsent, kString, kNumber, kOther } kind = Kind::kAbsent;  // null is absent
  std::string text;                                                                           // of a string or number
};
// Where a key stands twice, the last one counts, as in most JSON libraries.
using RawRecord = std::array<RawField, kFieldNames>;

// Which member of an object is which field. One that has another name is no longer called by its own.
class Names {
 public:
  explicit Names(const std::vector<std::pair<std::string, std::string>>& columns) {
    for (const auto& [column, field] : columns) {
      const std::size_t at = own(field);
      if (at == kFieldNames) continue;
      others_.emplace_back(column, at);
      renamed_[at] = true;
    }
  }
  // kFieldNames for a member that is none of them.
  std::size_t find(std::string_view name) const {
    for (const auto& [column, field] : others_) {
      if (column == name) return field;
    }
    const std::size_t at = own(name);
    return at < kFieldNames && !renamed_[at] ? at : kFieldNames;
  }
  bool renamed(std::size_t field) const { return renamed_[field]; }

 private:
  static std::size_t own(std::string_view name) {
    std::size_t at = 0;
    while (at < kFieldNames && kNames[at] != name) ++at;
    return at;
  }
  std::vector<std::pair<std::string, std::size_t>> others_;
  std::array<bool, kFieldNames> renamed_{};
};

// Collects the top-level fields, or the place and reason of the first error.
class RecordSax final : public nlohmann::json_sax<nlohmann::json> {
 public:
  RecordSax(RawRecord& record, const Names& names, std::size_t max_depth) : record_(record), names_(names), max_depth_(max_depth) {}

  bool null() override { return put(RawField::Kind::kAbsent, {}); }
  bool boolean(bool) override { return put(RawField::Kind::kOther, {}); }
  bool number_integer(number_integer_t value) override { return put(RawField::Kind::kNumber, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return put(RawField::Kind::kNumber, std::to_string(value)); }
  bool number_float(number_float_t, const string_t& written) override { return put(RawField::Kind::kNumber, written); }
  bool string(string_t& value) override { return put(RawField::Kind::kString, std::move(value)); }
  bool binary(binary_t&) override { return put(RawField::Kind::kOther, {}); }
  bool start_object(std::size_t) override {
    if (depth_ == 0) is_object = true;
    return enter();
  }
  bool start_array(std::size_t) override { return enter(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool key(string_t& name) override {
    if (depth_ == 1) field_ = names_.find(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& why) override {
    // Positions count from 1, and stand behind the byte that did not fit.
    offset = position == 0 ? 0 : position - 1;
    reason = why.what();
    return false;
  }

  bool is_object = false;
  bool too_deep = false;
  std::size_t offset = 0;
  std::string reason;

 private:
  bool put(RawField::Kind kind, std::string text) {
    if (depth_ == 1 && is_object && field_ < kFieldNames) record_[field_] = {kind, std::move(text)};
    return true;
  }
  bool enter() {
    put(RawField::Kind::kOther, {});
    too_deep = ++depth_ > max_depth_;
    return !too_deep;
  }
  bool leave() {
    --depth_;
    return true;
  }

  RawRecord& record_;
  const Names& names_;
  std::size_t max_depth_;
  std::size_t depth_ = 0;
  std::size_t field_ = kFieldNames;
};

// "unexpected end of input; expected '}'" of the parser's long sentence, without the piece of the line that it quotes: that may be huge.
std::string short_reason(const std::string& reason) {
  std::size_t dash = reason.find(" - ");
  if (dash == std::string::npos) return "syntax error";
  std::string out = reason.substr(dash + 3, reason.find("; last read: ") == std::string::npos ? std::string::npos : reason.find("; last read: ") - dash - 3);
  std::size_t expected = reason.rfind("; expected ");
  if (expected != std::string::npos && out.find("; expected ") == std::string::npos) out += reason.substr(expected);
  return out;
}

class LinesOfJson final : public JsonRecords {
 public:
  LineRead next(ByteStream& bytes, std::string& record, std::uint64_t& line, std::uint64_t limit) override {
    LineRead read = bytes.next_line(record, limit);
    if (read != LineRead::kEnd) ++line;
    return read;
  }
};

// What a line is: an article, or one with what was extracted from it.
enum class Lines : std::uint8_t { kArticles, kExtracted };

class NdjsonReader final : public DocumentReader {
 public:
  NdjsonReader(std::unique_ptr<Input> input, const ReaderOptions& options, std::unique_ptr<JsonRecords> records, Lines lines = Lines::kArticles)
      : input_(std::move(input)),
        options_(options),
        names_(lines == Lines::kExtracted ? std::vector<std::pair<std::string, std::string>>() : options.columns),
        records_(std::move(records)),
        lines_(lines),
        limit_(lines == Lines::kExtracted ? kExtractedGrowth * options.max_article_bytes : line_limit(options)),
        parser_(made_parser()),
        line_(options.first_line - 1) {}

  bool next(ReadItem& item) override {
    if (stopped_) return false;
    for (;;) {
      LineRead read = records_->next(input_->bytes, buffer_, line_, limit_);
      if (read == LineRead::kEnd) {
        stopped_ = true;
        if (std::string_view broken = records_->broken_end(); !broken.empty() && !input_->bytes.failed()) {
          item = reject({}, "json.syntax", std::string(broken), "the file was cut off, or is no JSON: fetch it again");
          return true;
        }
        if (!input_->bytes.failed()) return false;
        item = input_->reject_read_error();
        return true;
      }
      if (read == LineRead::kTooLong) {
        item = reject({}, "article.too_large", fmt::format("the record has more than {} bytes", limit_),
                      "split it, or raise the limit if it really is one article");
        forget_giant();
        return true;
      }
      std::string_view record = trimmed(buffer_);
      if (record.empty()) continue;
      if (line_ == 1 && (record == "{" || record == "[")) {
        // A pretty-printed document would be rejected line by line, a thousand times over.
        stopped_ = true;
        item = reject({}, "json.not_lines", "this is one JSON document over many lines, not one object a line",
                      "convert it: jq -c '.[]' FILE for a list, jq -c . FILE for one object");
        return true;
      }
      item = read_record();
      forget_giant();
      return true;
    }
  }
  bool waits() override { return input_->bytes.waits_for_line(); }

 private:
  Rejection reject(std::string id, std::string code, std::string message, std::string remedy, std::uint64_t offset = 0) const {
    return input_->reject(std::move(id), std::move(code), std::move(message), std::move(remedy), line_, offset);
  }

  void forget_giant() {
    if (buffer_.capacity() <= kKeptParserBytes) return;
    parser_ = made_parser();
    buffer_ = std::string();
  }

  simdjson::dom::parser made_parser() const {
    simdjson::dom::parser parser(simdjson::SIMDJSON_MAXSIZE_BYTES);
    // The depth comes with the first allocation; a failing one is told of by parse().
    [[maybe_unused]] const simdjson::error_code error = parser.allocate(std::size_t{1} << 12, options_.max_json_depth);
    return parser;
  }

  ReadItem read_record() {
    RawRecord record;
    std::optional<Rejection> rejection = parse(record);
    if (rejection) return *std::move(rejection);
    return lines_ == Lines::kExtracted ? make_extracted(record) : make_document(record);
  }

  ReadItem make_extracted(RawRecord& record) const {
    const std::string id = record[kId].text;
    auto no = [&](Diagnostic why) { return reject(id, std::move(why.code), std::move(why.message), std::move(why.remedy)); };
    if (!object_) return reject(id, "extracted.bad_value", "a value of the line is no number or text that is read there", "extract the article again");
    if (is_without_article(*object_)) {
      Document none;
      Extracted nothing;
      return no(read_extracted(*object_, none, nothing).value_or(Diagnostic{}));
    }
    ReadItem item = make_document(record);
    Document* document = std::get_if<Document>(&item);
    if (!document) return item;
    // Where it came from, not where it passed through.
    document->file = document->read_as = document->encoding = {};
    document->line = 0;
    document->has_own_id = false;
    auto extracted = std::make_shared<Extracted>();
    if (std::optional<Diagnostic> why = read_extracted(*object_, *document, *extracted)) return no(*std::move(why));
    if (!options_.extracted) return item;
    extracted->file = input_->file;
    extracted->line = line_;
    extracted->read_as = std::exchange(document->read_as, std::string(kReadAsExtracted));
    options_.extracted(std::move(extracted));
    return item;
  }

  // Fills the record, or says why the line is none.
  std::optional<Rejection> parse(RawRecord& record) {
    object_.reset();
    std::size_t size = buffer_.size();
    buffer_.resize(size + simdjson::SIMDJSON_PADDING);  // simdjson reads up to this far behind the end
    simdjson::dom::element root;
    simdjson::error_code error = parser_.parse(buffer_.data(), size, /*realloc_if_needed=*/false).get(root);
    buffer_.resize(size);
    if (error == simdjson::MEMALLOC) return reject({}, "article.too_large", "the record does not fit into memory", "split it");
    if (error == simdjson::DEPTH_ERROR) return too_deep();
    simdjson::dom::object object;
    if (!error) {
      if (root.get(object)) return not_an_object();
      if (fill(object, record)) {
        object_ = object;
        return std::nullopt;
      }
    }
    if (std::optional<std::size_t> bad = find_invalid_utf8(buffer_))
      return reject({}, "utf8.invalid", fmt::format("byte {} of the line is no UTF-8", *bad),
                    "convert the file, for older Arabic text: iconv -f WINDOWS-1256 -t UTF-8 FILE", *bad);
    record = {};
    RecordSax sax(record, names_, options_.max_json_depth);
    if (!nlohmann::json::sax_parse(buffer_.begin(), buffer_.end(), &sax)) {
      if (sax.too_deep) return too_deep();
      return reject({}, "json.syntax", fmt::format("broken JSON at byte {} of the line: {}", sax.offset, short_reason(sax.reason)),
                    "write one JSON object a line; jq -c writes such lines", sax.offset);
    }
    if (!sax.is_object) return not_an_object();
    return std::nullopt;
  }

  Rejection too_deep() const {
    return reject({}, "json.too_deep", fmt::format("the JSON is nested more than {} deep", options_.max_json_depth), "leave out what is no article");
  }
  Rejection not_an_object() const {
    return reject({}, "json.bad_type", "the line is JSON, but no object", "write {\"text\": \"...\"} with the article's text");
  }

  // False where a value can't be taken exactly from simdjson: half a surrogate pair, or a fraction as id.
  bool fill(simdjson::dom::object object, RawRecord& record) const {
    for (simdjson::dom::key_value_pair pair : object) {
      std::size_t name = names_.find(pair.key);
      if (name == kFieldNames) continue;
      RawField& field = record[name];
      field = {RawField::Kind::kOther, {}};
      switch (pair.value.type()) {
        case simdjson::dom::element_type::STRING: {
          std::string_view text = pair.value.get_string().value_unsafe();
          if (!simdjson::validate_utf8(text.data(), text.size())) return false;
          field = {RawField::Kind::kString, std::string(text)};
          break;
        }
        case simdjson::dom::element_type::INT64:
          field = {RawField::Kind::kNumber, std::to_string(pair.value.get_int64().value_unsafe())};
          break;
        case simdjson::dom::element_type::UINT64:
          field = {RawField::Kind::kNumber, std::to_string(pair.value.get_uint64().value_unsafe())};
          break;
        case simdjson::dom::element_type::DOUBLE:
          return false;
        case simdjson::dom::element_type::NULL_VALUE:
          field = {};
          break;
        default:
          break;
      }
    }
    return true;
  }

  ReadItem make_document(RawRecord& record) const {
    Document document;
    if (record[kId].kind == RawField::Kind::kString || record[kId].kind == RawField::Kind::kNumber) document.id = std::move(record[kId].text);
    for (std::size_t name = 0; name < kFieldNames; ++name) {
      // Other people write authors as lists and objects, too: those are passed over.
      bool fits = name == kAuthor || record[name].kind == RawField::Kind::kAbsent || record[name].kind == RawField::Kind::kString ||
                  (name == kId && record[name].kind == RawField::Kind::kNumber);
      if (!fits)
        return reject(document.id, "json.bad_type", fmt::format("\"{}\" is no string", kNames[name]),
                      fmt::format("write \"{}\" as a string in quotes", kNames[name]));
    }
    // A withdrawal need not repeat what it withdraws, where it says which article that is.
    const bool withdrawal = record[kState].text == "withdrawn" && (!document.id.empty() || !record[kUrl].text.empty());
    if (!withdrawal && (record[kText].kind == RawField::Kind::kAbsent || (record[kText].text.empty() && record[kTitle].text.empty())))
      return reject(document.id, "json.no_text",
                    record[kText].kind == RawField::Kind::kString ? "the record's \"text\" is empty" : "the record has no \"text\"",
                    "give the article's text in \"text\", or say which field it is: --columns text=NAME");
    for (FieldName name : {kPublished, kUpdated, kEmbargo}) {
      const std::string& written = record[name].text;
      std::optional<std::string> date = names_.renamed(name) && !written.empty() ? read_date(written) : checked_date(written);
      if (!date)
        return reject(document.id, "json.bad_date", fmt::format("\"{}\" is no date: {}", kNames[name], excerpt(record[name].text)),
                      "write 2026-03-04 or 2026-03-04T14:05:00+03:00, or leave the field out");
      (name == kPublished ? document.published : name == kUpdated ? document.updated : document.embargo_until) = std::move(*date);
    }
    document.state = std::move(record[kState].text);
    if (!is_known_state(document.state))
      return reject(document.id, "json.bad_state", fmt::format("unknown \"state\": {}", excerpt(document.state)),
                    "write live, corrected or withdrawn, or leave the field out");
    document.text = std::move(record[kText].text);
    document.title = std::move(record[kTitle].text);
    document.source = record[kSource].text.empty() ? options_.source : std::move(record[kSource].text);
    document.url = std::move(record[kUrl].text);
    document.lang = known_lang(record[kLang].text);
    if (document.lang.empty() && !trimmed(record[kLang].text).empty())
      input_->note("json.ignored_field", fmt::format("\"lang\": {} is neither ar nor en: told from the text", excerpt(record[kLang].text)), "", line_);
    if (document.lang.empty()) document.lang = options_.lang;
    document.place = known_place(record[kPlace].text);
    if (document.place.empty() && !trimmed(record[kPlace].text).empty())
      input_->note("json.ignored_field", fmt::format("\"place\": {} is no country's code: passed over", excerpt(record[kPlace].text)),
                   "two letters of ISO 3166, as SA or GB", line_);
    if (record[kAuthor].kind == RawField::Kind::kString) document.author = std::move(record[kAuthor].text);
    document.file = input_->file;
    document.read_as = input_->defaults.read_as;
    document.encoding = input_->defaults.encoding;
    document.line = line_;
    document.has_own_id = !document.id.empty();
    if (!document.has_own_id) identify_by_content(document);
    return document;
  }

  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  Names names_;
  std::unique_ptr<JsonRecords> records_;
  Lines lines_;
  std::uint64_t limit_;  // bytes of a line
  simdjson::dom::parser parser_;
  std::optional<simdjson::dom::object> object_;  // the line as it was parsed last; null where simdjson could not
  std::string buffer_;                           // the line, with room for simdjson's padding
  std::uint64_t line_;
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_ndjson_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<NdjsonReader>(std::move(input), options, std::make_unique<LinesOfJson>());
}

std::unique_ptr<DocumentReader> make_extracted_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<NdjsonReader>(std::move(input), options, std::make_unique<LinesOfJson>(), Lines::kExtracted);
}

std::unique_ptr<DocumentReader> make_json_record_reader(std::unique_ptr<Input> input, const ReaderOptions& options, std::unique_ptr<JsonRecords> records) {
  return std::make_unique<NdjsonReader>(std::move(input), options, std::move(records));
}

}  // namespace mizan::corpus

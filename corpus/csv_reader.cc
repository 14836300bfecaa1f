// Tables as spreadsheets export them: a row is an article. RFC 4180 with what is met in the field: semicolons (Excel in many countries) or tabs for commas,
// line ends of any kind, an "sep=;" line. Line ends inside quotes belong to the text.
//
// The first row names the columns, in either language; ReaderOptions::columns says what names of one's own mean. Without a row of names, columns are numbers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "corpus/dates.h"
#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/html_reader.h"
#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

enum FieldName : std::size_t { kId, kText, kTitle, kPublished, kUpdated, kSource, kUrl, kLang, kPlace, kState, kAuthor, kEmbargo, kFieldNames };
constexpr std::array<std::string_view, kFieldNames> kNames = {"id",  "text", "title", "published", "updated", "source",
                                                              "url", "lang", "place", "state",     "author",  "embargo_until"};

struct Alias {
  std::string_view name;
  FieldName field;
};
// Folded names of columns as exports have them.
constexpr Alias kAliases[] = {
    {"body", kText},
    {"content", kText},
    {"article", kText},
    {"article text", kText},
    {"full text", kText},
    {"النص", kText},
    {"نص", kText},
    {"المحتوي", kText},  // text, content
    {"headline", kTitle},
    {"العنوان", kTitle},
    {"عنوان", kTitle},  // title
    {"date", kPublished},
    {"published at", kPublished},
    {"pubdate", kPublished},
    {"publish date", kPublished},
    {"publication date", kPublished},
    {"datetime", kPublished},
    {"timestamp", kPublished},
    {"created at", kPublished},
    {"التاريخ", kPublished},
    {"تاريخ", kPublished},
    {"تاريخ النشر", kPublished},  // date, date of publication
    {"modified", kUpdated},
    {"updated at", kUpdated},
    {"embargo", kEmbargo},
    {"embargo until", kEmbargo},
    {"embargoed until", kEmbargo},
    {"publisher", kSource},
    {"site", kSource},
    {"newspaper", kSource},
    {"المصدر", kSource},
    {"الصحيفه", kSource},  // source, newspaper
    {"link", kUrl},
    {"address", kUrl},
    {"الرابط", kUrl},  // link
    {"language", kLang},
    {"اللغه", kLang},
    {"country", kPlace},
    {"البلد", kPlace},  // language, country
    {"guid", kId},
    {"article id", kId},
    {"doc id", kId},
    {"المعرف", kId},
    {"byline", kAuthor},
    {"الكاتب", kAuthor},  // id, author
};

// How a table writes 3/4/2025: as its dates do that can be read in one way only (28/3/2025). Looks at what cells begin with; unknown where there is no such
// date, or there are both.
DayOrder order_of_days(std::string_view head, char separator) {
  auto digit = [&](std::size_t i) { return i < head.size() && head[i] >= '0' && head[i] <= '9'; };
  auto number = [&](std::size_t& i) {  // of one or two digits; 0 for none
    int value = 0, digits = 0;
    for (; digit(i) && digits < 3; ++i, ++digits) value = value * 10 + (head[i] - '0');
    return digits > 2 ? 0 : value;
  };
  bool day_first = false, month_first = false;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char before = i == 0 ? '\n' : head[i - 1];
    if (!digit(i) || (before != separator && before != '"' && before != '\n')) continue;
    const int first = number(i);
    if (i >= head.size() || (head[i] != '/' && head[i] != '.' && head[i] != '-')) continue;
    const char between = head[i++];
    const int second = number(i);
    if (i >= head.size() || head[i] != between || !(digit(i + 1) && digit(i + 2) && digit(i + 3) && digit(i + 4) && !digit(i + 5))) continue;
    if (first < 1 || second < 1 || first > 31 || second > 31) continue;
    day_first = day_first || (first > 12 && second <= 12);
    month_first = month_first || (second > 12 && first <= 12);
  }
  return day_first == month_first ? DayOrder::kUnknown : day_first ? DayOrder::kDayFirst : DayOrder::kMonthFirst;
}

class CsvReader final : public DocumentReader {
 public:
  CsvReader(std::unique_ptr<Input> input, const ReaderOptions& options) : input_(std::move(input)), options_(options) { column_.fill(-1); }

  bool next(ReadItem& item) override {
    if (!started_ && !start(item)) return done_ ? false : (done_ = true);
    while (!done_) {
      switch (read_row()) {
        case Row::kEnd:
          done_ = true;
          if (!input_->bytes.failed()) return false;
          item = input_->reject_read_error();
          return true;
        case Row::kTooLong:
          item = input_->reject(id(), "article.too_large", fmt::format("the row has more than {} bytes", options_.max_article_bytes),
                                "look for a quotation mark that is not closed", row_line_);
          return true;
        case Row::kOpenQuote:
          item = input_->reject(
              id(), "csv.open_quote",
              fmt::format("a quotation mark opens in the row of line {} and is not closed until the end: what is behind it was not read", row_line_),
              "close it, or double it if it belongs to the text", row_line_);
          done_ = true;
          return true;
        case Row::kRow:
          break;
      }
      if (cells_.size() == 1 && trimmed(cells_[0]).empty()) continue;
      item = make();
      return true;
    }
    return false;
  }

 private:
  enum class Row : std::uint8_t { kRow, kEnd, kTooLong, kOpenQuote };

  std::string id() const { return input_->relative.empty() ? std::string() : fmt::format("{}:{}", input_->relative, row_line_); }

  // The separator, and what each column holds. False with an item (or an empty input) where it can't be told.
  bool start(ReadItem& item) {
    started_ = true;
    std::string_view head = input_->bytes.peek(input_->bytes.is_regular() ? std::size_t{64} << 10 : 1);
    std::string_view first = head.substr(0, head.find_first_of("\r\n"));
    if (first.size() == 5 && first.substr(0, 4) == "sep=") {
      separator_ = first[4];
      input_->bytes.skip(5);
      std::string rest;
      input_->bytes.next_line(rest, 16);
      ++line_;
    } else {
      std::size_t most = 0;
      for (char candidate : {',', ';', '\t', '|'}) {
        std::size_t count = 0;
        bool quoted = false;
        for (char c : first) {
          if (c == '"') quoted = !quoted;
          count += !quoted && c == candidate;
        }
        if (count > most) {
          most = count;
          separator_ = candidate;
        }
      }
    }
    Row row = read_row();
    if (row == Row::kEnd) {
      done_ = true;
      if (!input_->bytes.failed()) return false;
      item = input_->reject_read_error();
      done_ = false;
      return false;
    }
    if (row != Row::kRow) {
      item = input_->reject(input_->relative, "csv.open_quote", "the first row does not end: a quotation mark is not closed",
                            "close it, or double it if it belongs to the text", 1);
      return false;
    }
    bool named = false;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      std::optional<FieldName> field = field_of(cells_[i], i);
      if (!field) continue;
      named = named || !numbered(i);
      if (column_[*field] < 0) column_[*field] = static_cast<int>(i);
    }
    width_ = cells_.size();
    if (column_[kText] < 0) {
      std::string names;
      for (const std::string& cell : cells_) names += (names.empty() ? "" : ", ") + excerpt(trimmed(cell));
      if (find_invalid_utf8(names)) names = "(no UTF-8)";
      item = input_->reject(input_->relative, "csv.no_text_column", fmt::format("no column holds the text; the columns are: {}", names.substr(0, 400)),
                            "say which: --columns text=NAME,title=NAME,published=NAME (or the column's number)", 1);
      return false;
    }
    const std::size_t text = static_cast<std::size_t>(column_[kText]);
    text_column_ = named && !find_invalid_utf8(cells_[text]) ? excerpt(trimmed(cells_[text])) : std::string();
    if (text_column_.empty()) text_column_ = std::to_string(text + 1);
    // The same for a pipe, however it comes in pieces: the same table is always read alike.
    if (column_[kPublished] >= 0 || column_[kUpdated] >= 0)
      days_ = order_of_days(input_->bytes.peek(std::size_t{64} << 10).substr(0, std::size_t{64} << 10), separator_);
    // All columns given by number: the first row is an article like any other.
    if (!named) pending_ = true;
    return true;
  }

  bool numbered(std::size_t index) const {
    for (const auto& [column, field] : options_.columns) {
      unsigned number = 0;
      auto [end, error] = std::from_chars(column.data(), column.data() + column.size(), number);
      if (error == std::errc() && end == column.data() + column.size() && number == index + 1) return true;
    }
    return false;
  }

  std::optional<FieldName> field_of(std::string_view name, std::size_t index) const {
    name = trimmed(name);
    for (const auto& [column, field] : options_.columns) {
      unsigned number = 0;
      auto [end, error] = std::from_chars(column.data(), column.data() + column.size(), number);
      const bool by_number = error == std::errc() && end == column.data() + column.size() && number == index + 1;
      if (column != name && !by_number) continue;
      for (std::size_t i = 0; i < kFieldNames; ++i) {
        if (kNames[i] == field) return static_cast<FieldName>(i);
      }
    }
    if (name.size() > 60 || find_invalid_utf8(name)) return std::nullopt;
    std::string folded = NormalizedText::fold(name);
    for (std::size_t i = 0; i < kFieldNames; ++i) {
      if (kNames[i] == folded) return static_cast<FieldName>(i);
    }
    for (const Alias& alias : kAliases) {
      if (alias.name == folded) return alias.field;
    }
    return std::nullopt;
  }

  // The next row into cells_. Linear: each byte is looked at once.
  Row read_row() {
    if (pending_) {
      pending_ = false;
      return Row::kRow;
    }
    cells_.assign(1, {});
    row_line_ = line_;
    bool quoted = false, any = false, too_long = false, was_quote = false, fresh = true;
    std::uint64_t size = 0;
    for (;;) {
      std::string_view ready = input_->bytes.peek(1);
      if (ready.empty()) {
        if (!any) return Row::kEnd;
        if (quoted && !was_quote) return Row::kOpenQuote;
        return too_long ? Row::kTooLong : Row::kRow;
      }
      any = true;
      for (std::size_t i = 0; i < ready.size(); ++i) {
        const char c = ready[i];
        line_ += c == '\n';
        if (quoted && was_quote) {
          was_quote = false;
          if (c == '"') {
            put(c, size, too_long);
            continue;
          }
          quoted = false;
        } else if (quoted) {
          if (c == '"')
            was_quote = true;
          else
            put(c, size, too_long);
          continue;
        }
        if (c == '"' && fresh) {
          quoted = true;
          fresh = false;
        } else if (c == separator_) {
          if (cells_.size() < kMostCells) cells_.emplace_back();
          fresh = true;
        } else if (c == '\n') {
          input_->bytes.skip(i + 1);
          if (!cells_.back().empty() && cells_.back().back() == '\r') cells_.back().pop_back();
          return too_long ? Row::kTooLong : Row::kRow;
        } else {
          if (c != ' ') fresh = false;
          put(c, size, too_long);
        }
      }
      input_->bytes.skip(ready.size());
    }
  }

  void put(char c, std::uint64_t& size, bool& too_long) {
    if (++size > options_.max_article_bytes)
      too_long = true;
    else
      cells_.back() += c;
  }

  std::string cell(FieldName field) const {
    int at = column_[field];
    return at >= 0 && static_cast<std::size_t>(at) < cells_.size() ? cells_[static_cast<std::size_t>(at)] : std::string();
  }

  ReadItem make() const {
    for (const std::string& cell : cells_) {
      if (cell.find('\0') != std::string::npos)
        return input_->reject(id(), "input.binary", "a NUL in the row: this is binary data, not text", "give text, or leave the row out", row_line_);
      if (find_invalid_utf8(cell))
        return input_->reject(id(), "utf8.invalid", "the row is no UTF-8", "convert the file, for older Arabic text: iconv -f WINDOWS-1256 -t UTF-8 FILE",
                              row_line_);
    }
    if (cells_.size() > width_)
      return input_->reject(id(), "csv.columns", fmt::format("the row has {} columns, the first one has {}", cells_.size(), width_),
                            "put texts that hold the separator into quotation marks", row_line_);
    Document document = input_->defaults;
    document.text = cell(kText);
    document.title = trimmed(cell(kTitle));
    if (trimmed(document.text).empty() && document.title.empty())
      return input_->reject(id(), "csv.no_text", "the row has no text", "fill the column in, or leave the row out", row_line_);
    document.id = trimmed(cell(kId));
    for (FieldName name : {kPublished, kUpdated, kEmbargo}) {
      std::string written(trimmed(cell(name)));
      std::optional<std::string> date = written.empty() ? std::string() : read_date(written, days_);
      if (!date)
        return input_->reject(document.id.empty() ? id() : document.id, "csv.bad_date",
                              fmt::format("\"{}\" is no date, or may be two: {}", kNames[name], excerpt(written)),
                              "write 2026-03-04 or 2026-03-04T14:05:00+03:00", row_line_);
      (name == kPublished ? document.published : name == kUpdated ? document.updated : document.embargo_until) = std::move(*date);
    }
    document.state = trimmed(cell(kState));
    if (!is_known_state(document.state))
      return input_->reject(id(), "csv.bad_state", fmt::format("unknown state: {}", excerpt(document.state)), "write live, corrected or withdrawn", row_line_);
    if (std::string source(trimmed(cell(kSource))); !source.empty())
      document.source = source;
    else if (document.source.empty())
      document.source = options_.source;
    document.author = trimmed(cell(kAuthor));
    document.url = trimmed(cell(kUrl));
    document.lang = known_lang(cell(kLang));
    document.place = known_place(cell(kPlace));
    document.line = row_line_;
    document.column = text_column_;
    finish_record(document, *input_, options_);
    return document;
  }

  static constexpr std::size_t kMostCells = 1000;
  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  char separator_ = ',';
  std::array<int, kFieldNames> column_;
  std::size_t width_ = 0;
  DayOrder days_ = DayOrder::kUnknown;
  std::string text_column_;  // its name, or its number
  std::vector<std::string> cells_;
  std::uint64_t line_ = 1, row_line_ = 1;
  bool started_ = false, pending_ = false, done_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_csv_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<CsvReader>(std::move(input), options);
}

}  // namespace mizan::corpus

namespace mizan {

bool is_article_field(std::string_view name) {
  return std::find(corpus::kNames.begin(), corpus::kNames.end(), name) != corpus::kNames.end();
}

}  // namespace mizan

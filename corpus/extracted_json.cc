#include "corpus/extracted_json.h"

#include <fmt/format.h>

#include <limits>

#include "corpus/fields.h"

namespace mizan::corpus {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr std::size_t kLongestWord = 64;
// Powers of ten beyond this are no figure's: a number has 18 digits and an exponent of 60 at most.
constexpr std::int64_t kMostPrecision = 128;

Diagnostic because(std::string code, std::string message, std::string remedy) {
  return {.code = std::move(code), .message = std::move(message), .remedy = std::move(remedy), .file = {}};
}

Diagnostic bad(std::string message) {
  return because("extracted.bad_value", std::move(message), "the line was altered or cut: extract the article again");
}

// Takes values out of elements, and keeps the first thing that is wrong with one.
class Values {
 public:
  explicit Values(Extracted& out) : out_(out) {}
  const std::string& problem() const { return problem_; }
  bool fine() const { return problem_.empty(); }
  void fail(std::string_view key, std::string_view what) {
    if (problem_.empty()) problem_ = fmt::format("\"{}\" {}", excerpt(key), what);
  }

  // Any text; in an id or a key no control characters, which part lists of them.
  void text(std::string_view key, element value, std::string& to) {
    std::string_view view;
    if (take(key, value, view)) to = view;
  }
  void id(std::string_view key, element value, std::string& to) {
    std::string_view view;
    if (!take(key, value, view)) return;
    for (char c : view) {
      if (static_cast<unsigned char>(c) < 0x20) return fail(key, "holds a control character");
    }
    to = view;
  }
  // A name of ours ("money.amount", "at_least"), or a value in the forms of ISO 8601 and TIMEX3 ("2025-Q2", "P3D/P4D").
  void word(std::string_view key, element value, std::string& to) {
    std::string_view view;
    if (!take(key, value, view)) return;
    if (!is_word(view)) return fail(key, "is no word of the kind that stands there");
    to = view;
  }
  void day(std::string_view key, element value, std::string& to) {
    std::string_view view;
    if (!take(key, value, view)) return;
    to = view;
    // The first century begins in the year 0, which no date of an article has.
    if (to.size() != 10 || !checked_date(to.starts_with("0000") ? "2000" + to.substr(4) : to)) fail(key, "is no day");
  }
  void one_of(std::string_view key, element value, std::string& to, std::initializer_list<std::string_view> known) {
    std::string_view view;
    if (!take(key, value, view)) return;
    for (std::string_view word : known) {
      if (word == view) {
        to = view;
        return;
      }
    }
    fail(key, "is none of the values that it may have");
  }
  template <typename T>
  void known(std::string_view key, element value, T& to, std::optional<T> (*from)(std::string_view)) {
    std::string_view view;
    if (!take(key, value, view)) return;
    if (std::optional<T> found = from(view)) {
      to = *found;
    } else {
      fail(key, "is none of the values that it may have");
    }
  }
  void rule(std::string_view key, element value, const char*& to) {
    std::string word;
    this->word(key, value, word);
    if (word.empty()) return fail(key, "is empty");
    auto found = out_.rules.find(word);
    if (found == out_.rules.end()) found = out_.rules.insert(std::move(word)).first;
    to = found->c_str();
  }
  void flag(std::string_view key, element value, bool& to) {
    if (value.get_bool().get(to)) fail(key, "is neither true nor false");
  }
  template <typename T>
  void number(std::string_view key, element value, T& to, std::int64_t least, std::int64_t most) {
    std::int64_t found = 0;
    if (value.get_int64().get(found) || found < least || found > most) return fail(key, "is no number within its bounds");
    to = static_cast<T>(found);
  }
  void decimal(std::string_view key, element value, std::optional<Decimal>& to) {
    std::string_view view;
    if (!take(key, value, view)) return;
    to = view.size() <= Decimal::kLongest ? Decimal::parse(view) : std::nullopt;
    if (!to) fail(key, "is no decimal number");
  }
  void texts(std::string_view key, element value, std::vector<std::string>& to) {
    simdjson::dom::array list;
    if (value.get_array().get(list)) return fail(key, "is no list");
    for (element one : list) text(key, one, to.emplace_back());
  }

 private:
  bool take(std::string_view key, element value, std::string_view& to) {
    if (value.get_string().get(to)) {
      fail(key, "is no string");
      return false;
    }
    if (!simdjson::validate_utf8(to.data(), to.size())) {
      fail(key, "holds half a character");
      return false;
    }
    out_.has_zero = out_.has_zero || to.find('\0') != std::string_view::npos;
    return true;
  }
  static bool is_word(std::string_view text) {
    if (text.size() > kLongestWord) return false;
    for (char c : text) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && std::string_view("._:+-/~").find(c) == std::string_view::npos) return false;
    }
    return true;
  }

  Extracted& out_;
  std::string problem_;
};

bool is_boundary(std::string_view text, std::size_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
}

bool lies_in(std::string_view text, SourceSpan span) {
  return span.begin <= span.end && is_boundary(text, span.begin) && is_boundary(text, span.end);
}

std::string_view text_of(const Document& document, Field field) {
  return field == Field::kTitle ? document.title : document.text;
}

constexpr std::int64_t kMostOffset = std::numeric_limits<std::int32_t>::max();

// True where the member is one of a place, which mentions and facts have alike.
bool take_place(Values& values, std::string_view key, element value, Field& field, SourceSpan& span) {
  if (key == "title") {
    bool title = false;
    values.flag(key, value, title);
    field = title ? Field::kTitle : Field::kText;
  } else if (key == "begin") {
    values.number(key, value, span.begin, 0, kMostOffset);
  } else if (key == "end") {
    values.number(key, value, span.end, 0, kMostOffset);
  } else {
    return false;
  }
  return true;
}

bool take_amount(Values& values, std::string_view key, element value, Amount& to) {
  if (key == "low") {
    values.decimal(key, value, to.low);
  } else if (key == "high") {
    values.decimal(key, value, to.high);
  } else if (key == "low_precision") {
    values.number(key, value, to.low_precision, -kMostPrecision, kMostPrecision);
  } else if (key == "high_precision") {
    values.number(key, value, to.high_precision, -kMostPrecision, kMostPrecision);
  } else if (key == "bound") {
    values.known(key, value, to.bound, bound_from);
  } else if (key == "unit") {
    values.id(key, value, to.unit);
  } else if (key == "per") {
    values.id(key, value, to.per);
  } else if (key == "dimension") {
    values.word(key, value, to.dimension);
  } else if (key == "ordinal_word") {
    values.flag(key, value, to.ordinal_word);
  } else if (key == "candidates") {
    values.texts(key, value, to.candidates);
  } else {
    return false;
  }
  return true;
}

void take_date(Values& values, std::string_view key, element value, DateRange& to) {
  if (key == "value") values.word(key, value, to.value);
  if (key == "from") values.day(key, value, to.from);
  if (key == "to") values.day(key, value, to.to);
  if (key == "grain") values.word(key, value, to.grain);
  if (key == "mod") values.word(key, value, to.mod);
  if (key == "calendar") values.word(key, value, to.calendar);
  if (key == "relative") values.flag(key, value, to.relative);
  if (key == "uncertain") values.flag(key, value, to.uncertain);
}

void take_length(Values& values, std::string_view key, element value, Length& to) {
  if (key == "value") values.word(key, value, to.value);
  if (key == "bound") values.known(key, value, to.bound, bound_from);
  if (key == "from") values.day(key, value, to.from);
  if (key == "to") values.day(key, value, to.to);
}

void take_entity(Values& values, std::string_view key, element value, EntityName& to) {
  if (key == "id") values.id(key, value, to.id);
  if (key == "name") values.text(key, value, to.name);
  if (key == "class") values.word(key, value, to.cls);
}

void take_mention(Values& values, const simdjson::dom::object& from, Mention& m, const Document& document) {
  // The type says which members the rest may be.
  element type;
  if (from["type"].get(type)) return values.fail("type", "is missing");
  values.known("type", type, m.type, mention_type_from);
  switch (m.type) {
    case MentionType::kDate:
      m.value = DateRange{};
      break;
    case MentionType::kDuration:
    case MentionType::kAge:
      m.value = Length{};
      break;
    case MentionType::kEntity:
      m.value = EntityName{};
      break;
    default:
      m.value = Amount{};
  }
  for (const auto& [key, value] : from) {
    if (take_place(values, key, value, m.field, m.source)) continue;
    if (key == "rule") {
      values.rule(key, value, m.rule);
    } else if (key == "vague") {
      values.flag(key, value, m.vague);
    } else if (Amount* amount = m.amount()) {
      if (key == "noun")
        values.text(key, value, amount->noun);
      else
        take_amount(values, key, value, *amount);
    } else if (DateRange* date = std::get_if<DateRange>(&m.value)) {
      take_date(values, key, value, *date);
    } else if (Length* length = std::get_if<Length>(&m.value)) {
      take_length(values, key, value, *length);
    } else if (EntityName* entity = std::get_if<EntityName>(&m.value)) {
      take_entity(values, key, value, *entity);
    }
  }
  if (!lies_in(text_of(document, m.field), m.source)) values.fail("end", "or \"begin\" lies outside the text, or within a character");
  if (m.rule[0] == '\0') values.fail("rule", "is missing");
}

void take_fact(Values& values, const simdjson::dom::object& from, Fact& f, const Document& document, std::size_t mentions) {
  f.mention = std::numeric_limits<std::uint32_t>::max();
  bool typed = false;
  for (const auto& [key, value] : from) {
    if (take_place(values, key, value, f.field, f.source) || take_amount(values, key, value, f.amount)) continue;
    if (key == "type") {
      typed = true;
      values.known(key, value, f.type, mention_type_from);
    } else if (key == "sentence_begin") {
      values.number(key, value, f.sentence.begin, 0, kMostOffset);
    } else if (key == "sentence_end") {
      values.number(key, value, f.sentence.end, 0, kMostOffset);
    } else if (key == "mention") {
      values.number(key, value, f.mention, 0, static_cast<std::int64_t>(mentions) - 1);
    } else if (key == "subject") {
      values.id(key, value, f.subject);
    } else if (key == "subject_name") {
      values.text(key, value, f.subject_name);
    } else if (key == "metric") {
      values.word(key, value, f.metric);
    } else if (key == "noun") {
      values.text(key, value, f.noun);
    } else if (key == "value") {
      values.word(key, value, f.value);
    } else if (key == "period") {
      values.word(key, value, f.period);
    } else if (key == "as_of") {
      values.word(key, value, f.as_of);
    } else if (key == "aspect") {
      values.one_of(key, value, f.aspect, {"level", "change", "cumulative", "extreme"});
    } else if (key == "direction") {
      values.one_of(key, value, f.direction, {"up", "down"});
    } else if (key == "basis") {
      values.word(key, value, f.basis);
    } else if (key == "scope") {
      values.text(key, value, f.scope);
    } else if (key == "scope_key") {
      values.id(key, value, f.scope_key);
    } else if (key == "counterpart") {
      values.id(key, value, f.counterpart);
    } else if (key == "counterpart_name") {
      values.text(key, value, f.counterpart_name);
    } else if (key == "status") {
      values.one_of(key, value, f.status, {"actual", "planned", "projected", "target", "denied"});
    } else if (key == "speaker") {
      values.text(key, value, f.speaker);
    } else if (key == "table") {
      values.number(key, value, f.table, 0, kMostOffset);
    } else if (key == "row") {
      values.number(key, value, f.row, 0, kMostOffset);
    } else if (key == "column") {
      values.number(key, value, f.column, 0, kMostOffset);
    } else if (key == "list") {
      values.number(key, value, f.list, 0, kMostOffset);
    } else if (key == "list_total") {
      values.flag(key, value, f.list_total);
    } else if (key == "percent_growth") {
      values.flag(key, value, f.percent_growth);
    } else if (key == "rule") {
      values.rule(key, value, f.rule);
    }
  }
  f.amount.noun = f.noun;
  const std::string_view text = text_of(document, f.field);
  if (!typed) values.fail("type", "is missing");
  if (f.metric.empty()) values.fail("metric", "is missing");
  if (f.rule[0] == '\0') values.fail("rule", "is missing");
  if (!lies_in(text, f.source)) values.fail("end", "or \"begin\" lies outside the text, or within a character");
  if (!lies_in(text, f.sentence)) values.fail("sentence_end", "or \"sentence_begin\" lies outside the text, or within a character");
  if (f.source.begin < f.sentence.begin || f.source.end > f.sentence.end) values.fail("sentence_end", "or \"sentence_begin\" leaves the figure out");
}

// Runs in the order of the text, none beyond its end.
void take_origin(Values& values, std::string_view key, element value, Document& document) {
  constexpr std::int64_t kMostSource = std::int64_t{1} << 40;
  simdjson::dom::array list;
  if (value.get_array().get(list)) return values.fail(key, "is no list");
  std::uint64_t last = 0;
  for (element one : list) {
    simdjson::dom::array numbers;
    if (one.get_array().get(numbers) || numbers.size() != 3) return values.fail(key, "has an element that is no list of three");
    OriginRun run;
    values.number(key, numbers.at(0), run.begin, 0, kMostOffset);
    values.number(key, numbers.at(1), run.length, 0, kMostOffset);
    values.number(key, numbers.at(2), run.source, 0, kMostSource);
    if (run.begin < last || std::uint64_t{run.begin} + run.length > document.text.size()) values.fail(key, "lies outside the text, or out of order");
    if (!values.fine()) return;
    last = std::uint64_t{run.begin} + run.length;
    document.origin.push_back(run);
  }
}

void take_pages(Values& values, std::string_view key, element value, Document& document) {
  simdjson::dom::array list;
  if (value.get_array().get(list)) return values.fail(key, "is no list");
  for (element one : list) {
    std::uint32_t begin = 0;
    const std::uint32_t least = document.pages.empty() ? 0 : document.pages.back();
    values.number(key, one, begin, least, document.pages.empty() ? 0 : static_cast<std::int64_t>(document.text.size()));
    if (!values.fine()) return;
    document.pages.push_back(begin);
  }
}

Diagnostic rejected_before(Values& values, element error) {
  simdjson::dom::object from;
  if (error.get_object().get(from)) return bad("\"error\" is no object");
  std::string code, message, remedy, file;
  std::uint64_t line = 0;
  for (const auto& [key, value] : from) {
    if (key == "code") values.word(key, value, code);
    if (key == "message") values.text(key, value, message);
    if (key == "remedy") values.text(key, value, remedy);
    if (key == "file") values.text(key, value, file);
    if (key == "line") values.number(key, value, line, 0, std::numeric_limits<std::int64_t>::max());
  }
  if (!values.fine()) return bad(values.problem());
  if (code.empty() || message.empty()) return bad("\"error\" has no \"code\" or no \"message\"");
  std::string where = file;
  if (line != 0) where += fmt::format("{}{}", file.empty() ? "line " : ":", line);
  return because(code, where.empty() ? message : fmt::format("{} (of {}, when it was extracted)", message, where), remedy);
}

std::optional<simdjson::dom::object> extraction(const simdjson::dom::object& line) {
  simdjson::dom::object found;
  if (line["extracted"].get_object().get(found)) return std::nullopt;
  return found;
}

}  // namespace

bool is_without_article(const simdjson::dom::object& line) {
  const auto found = extraction(line);
  element ignored;
  return !found || !(*found)["error"].get(ignored);
}

std::optional<Diagnostic> read_extracted(const simdjson::dom::object& line, Document& document, Extracted& out) {
  const auto from = extraction(line);
  if (!from)
    return because("extracted.absent", "the line holds no \"extracted\", only an article or another output",
                   "write it with mizan extract --to extracted, or take articles as they are with --from ndjson");
  Values values(out);
  std::uint64_t schema = 0;
  element error;
  if ((*from)["schema"].get_uint64().get(schema) || schema != 1)
    return because("extracted.schema", "\"schema\" is not 1, the only form that this program reads", "use the mizan that wrote it");
  if (!(*from)["error"].get(error)) return rejected_before(values, error);

  std::optional<simdjson::dom::array> mentions, facts;
  for (const auto& [key, value] : *from) {
    simdjson::dom::array list;
    simdjson::dom::object options;
    if (key == "by") {
      values.text(key, value, out.read.by);
    } else if (key == "options") {
      if (value.get_object().get(options)) values.fail(key, "is no object");
      for (const auto& [option, set] : options) {
        if (option == "lang") values.word(option, set, out.read.lang);
        if (option == "published") values.word(option, set, out.read.published);
        if (option == "place") values.word(option, set, out.read.place);
      }
    } else if (key == "lang") {
      values.one_of(key, value, out.found.lang, {"ar", "en"});
    } else if (key == "own_id") {
      values.flag(key, value, document.has_own_id);
    } else if (key == "markdown") {
      bool markdown = false;
      values.flag(key, value, markdown);
      document.format = markdown ? TextFormat::kMarkdown : TextFormat::kPlain;
    } else if (key == "derived") {
      values.flag(key, value, document.derived);
    } else if (key == "teaser") {
      values.flag(key, value, document.teaser);
    } else if (key == "file") {
      values.text(key, value, document.file);
    } else if (key == "line") {
      values.number(key, value, document.line, 0, std::numeric_limits<std::int64_t>::max());
    } else if (key == "format") {
      values.word(key, value, document.read_as);
    } else if (key == "encoding") {
      values.word(key, value, document.encoding);
    } else if (key == "column") {
      values.text(key, value, document.column);
    } else if (key == "pages") {
      take_pages(values, key, value, document);
    } else if (key == "origin") {
      take_origin(values, key, value, document);
    } else if (key == "mentions" || key == "facts") {
      if (value.get_array().get(list)) {
        values.fail(key, "is no list");
      } else {
        (key == "facts" ? facts : mentions) = list;
      }
    }
  }
  if (out.read.by.empty()) values.fail("by", "is missing");
  if (out.found.lang.empty()) values.fail("lang", "is missing");
  if (!mentions || !facts) values.fail(mentions ? "facts" : "mentions", "is missing");
  if (!values.fine()) return bad(values.problem());

  auto each = [&](std::string_view name, const simdjson::dom::array& list, auto&& take) -> std::optional<Diagnostic> {
    std::size_t number = 0;
    for (element one : list) {
      simdjson::dom::object object;
      if (one.get_object().get(object)) return bad(fmt::format("element {} of \"{}\" is no object", number, name));
      take(object);
      if (!values.fine()) return bad(fmt::format("element {} of \"{}\": {}", number, name, values.problem()));
      ++number;
    }
    return std::nullopt;
  };
  ArticleResult& found = out.found;
  found.mentions.reserve(mentions->size());
  found.facts.reserve(facts->size());
  if (auto why = each("mentions", *mentions, [&](const simdjson::dom::object& m) { take_mention(values, m, found.mentions.emplace_back(), document); }))
    return why;
  if (auto why =
          each("facts", *facts, [&](const simdjson::dom::object& f) { take_fact(values, f, found.facts.emplace_back(), document, found.mentions.size()); }))
    return why;
  return std::nullopt;
}

}  // namespace mizan::corpus

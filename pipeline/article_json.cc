#include "pipeline/article_json.h"

#include "pipeline/code_points.h"
#include "pipeline/json_writer.h"

namespace mizan {
namespace {

using Writer = JsonWriter;

template <std::size_t N>
void text(Writer& out, const char (&key)[N], std::string_view value) {
  out.text(key, value);
}
template <std::size_t N>
void text_or_null(Writer& out, const char (&key)[N], std::string_view value) {
  out.text_or_null(key, value);
}
template <std::size_t N>
void decimal(Writer& out, const char (&key)[N], const std::optional<Decimal>& value) {
  out.key(key);
  if (value)
    out.decimal(*value);
  else
    out.null();
}
void candidates(Writer& out, const std::vector<std::string>& values) {
  if (values.empty()) return;
  out.key("candidates");
  out.open('[');
  for (const std::string& value : values) out.text(value);
  out.close(']');
}

void amount(Writer& out, const Amount& value, MentionType type) {
  decimal(out, "low", value.low);
  decimal(out, "high", value.high);
  text(out, "unit", value.unit);
  if (type == MentionType::kQuantity) text_or_null(out, "dimension", value.dimension);
  if (type == MentionType::kCount) text_or_null(out, "noun", value.noun);
  text(out, "bound", to_string(value.bound));
  text_or_null(out, "per", value.per);
  candidates(out, value.candidates);
}

void mention(Writer& out, const Mention& m, std::string_view source, const CodePoints& points) {
  out.open('{');
  text(out, "type", to_string(m.type));
  if (m.field == Field::kTitle) text(out, "field", "title");
  out.number("start", points.at(m.source.begin));
  out.number("end", points.at(m.source.end));
  text(out, "text", source.substr(m.source.begin, m.source.end - m.source.begin));
  if (const Amount* a = m.amount()) {
    amount(out, *a, m.type);
  } else if (const DateRange* d = m.date()) {
    text_or_null(out, "value", d->value);
    text_or_null(out, "from", d->from);
    text_or_null(out, "to", d->to);
    text_or_null(out, "grain", d->grain);
    text_or_null(out, "mod", d->mod);
    text(out, "calendar", d->calendar);
    out.boolean("relative", d->relative);
    if (d->uncertain) {
      out.boolean("uncertain", true);
    }
  } else if (const Length* l = m.length()) {
    text_or_null(out, "value", l->value);
    text(out, "bound", to_string(l->bound));
    if (!l->from.empty()) {
      text(out, "from", l->from);
      text(out, "to", l->to);
    }
  } else if (const EntityName* e = m.entity()) {
    text(out, "id", e->id);
    text(out, "name", e->name);
    text(out, "class", e->cls);
  }
  if (m.vague) {
    out.boolean("vague", true);
  }
  text(out, "rule", m.rule);
  out.close('}');
}

void fact(Writer& out, const Fact& f, std::string_view source, const CodePoints& points) {
  out.open('{');
  if (f.field == Field::kTitle) text(out, "field", "title");
  text_or_null(out, "subject", f.subject);
  text_or_null(out, "subject_name", f.subject_name);
  text(out, "metric", f.metric);
  text_or_null(out, "noun", f.noun);
  if (f.value.empty()) {
    decimal(out, "low", f.amount.low);
    decimal(out, "high", f.amount.high);
    out.key("value");
    out.null();
    text(out, "unit", f.amount.unit);
    candidates(out, f.amount.candidates);
  } else {
    out.key("low");
    out.null();
    out.key("high");
    out.null();
    text(out, "value", f.value);
    out.key("unit");
    out.null();
  }
  text(out, "bound", to_string(f.amount.bound));
  text_or_null(out, "per", f.amount.per);
  text_or_null(out, "period", f.period);
  text_or_null(out, "as_of", f.as_of);
  text_or_null(out, "aspect", f.aspect);
  text_or_null(out, "direction", f.direction);
  text_or_null(out, "basis", f.basis);
  text_or_null(out, "scope", f.scope);
  text_or_null(out, "counterpart", f.counterpart);
  text_or_null(out, "counterpart_name", f.counterpart_name);
  text_or_null(out, "status", f.status);
  text_or_null(out, "speaker", f.speaker);
  out.number("start", points.at(f.source.begin));
  out.number("end", points.at(f.source.end));
  text(out, "text", source.substr(f.source.begin, f.source.end - f.source.begin));
  out.number("sentence_start", points.at(f.sentence.begin));
  out.number("sentence_end", points.at(f.sentence.end));
  text(out, "rule", f.rule);
  out.close('}');
}

// Of an article that was taken out of a page, a message or a table: what the offsets count in, and where in the page it stands.
void article_itself(Writer& out, const Document& document, const CodePoints& points) {
  text(out, "title", document.title);
  text(out, "text", document.text);
  if (!document.published.empty()) text(out, "published", document.published);
  if (!document.updated.empty()) text(out, "updated", document.updated);
  if (!document.source.empty()) text(out, "source", document.source);
  if (!document.author.empty()) text(out, "author", document.author);
  if (!document.url.empty()) text(out, "url", document.url);
  if (!document.read_as.empty()) text(out, "format", document.read_as);
  if (!document.encoding.empty()) text(out, "encoding", document.encoding);
  if (!document.column.empty()) text(out, "column", document.column);
  if (!document.pages.empty()) {
    out.key("pages");
    out.open('[');
    for (std::uint32_t begin : document.pages) out.number(points.at(begin));
    out.close(']');
  }
  if (document.origin.empty()) return;
  // [code point in the text, byte in the page, bytes]: a quote is found again in the page without the text beside it.
  out.key("origin");
  out.open('[');
  for (const OriginRun& run : document.origin) {
    out.open('[');
    out.number(points.at(run.begin));
    out.number(run.source);
    out.number(run.length);
    out.close(']');
  }
  out.close(']');
}

}  // namespace

void append_article_json(std::string& out, const Document& document, const ArticleResult& result, std::string_view by) {
  constexpr std::size_t kMention = 256, kFact = 640;  // bytes, as they mostly are
  Writer writer(out);
  writer.expect(512 + result.mentions.size() * kMention + result.facts.size() * kFact);
  const CodePoints in_text(document.text), in_title(document.title);
  auto source = [&](Field field) -> std::string_view { return field == Field::kTitle ? document.title : document.text; };
  auto points = [&](Field field) -> const CodePoints& { return field == Field::kTitle ? in_title : in_text; };
  writer.open('{');
  writer.number("schema", 1);
  text(writer, "id", document.id);
  text(writer, "lang", result.lang);
  text(writer, "by", by);
  if (document.derived) article_itself(writer, document, in_text);
  writer.key("mentions");
  writer.open('[');
  for (const Mention& m : result.mentions) mention(writer, m, source(m.field), points(m.field));
  writer.close(']');
  writer.key("facts");
  writer.open('[');
  for (const Fact& f : result.facts) fact(writer, f, source(f.field), points(f.field));
  writer.close(']');
  writer.close('}');
  writer.finish();
  out.push_back('\n');
}

void append_rejection_json(std::string& out, const Rejection& rejection) {
  Writer writer(out);
  writer.open('{');
  writer.number("schema", 1);
  text_or_null(writer, "id", rejection.id);
  if (rejection.id.empty() && rejection.why.line != 0) {
    writer.number("line", rejection.why.line);
  }
  writer.key("error");
  writer.open('{');
  text(writer, "code", rejection.why.code);
  text(writer, "message", rejection.why.message);
  writer.close('}');
  writer.close('}');
  writer.finish();
  out.push_back('\n');
}

}  // namespace mizan

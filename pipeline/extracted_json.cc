#include "pipeline/extracted.h"
#include "pipeline/json_writer.h"

namespace mizan {
namespace {

using Writer = JsonWriter;

template <std::size_t N>
void text(Writer& out, const char (&key)[N], std::string_view value, std::string_view usual = {}) {
  if (value != usual) out.text(key, value);
}
template <std::size_t N>
void flag(Writer& out, const char (&key)[N], bool value) {
  if (value) out.boolean(key, true);
}
// A place that may be none, which is -1.
template <std::size_t N>
void place(Writer& out, const char (&key)[N], std::int32_t value) {
  if (value >= 0) out.number(key, static_cast<std::uint64_t>(value));
}
template <std::size_t N>
void number(Writer& out, const char (&key)[N], int value) {
  if (value != 0) out.integer(key, value);
}
template <std::size_t N>
void decimal(Writer& out, const char (&key)[N], const std::optional<Decimal>& value) {
  if (!value) return;
  out.key(key);
  out.decimal(*value);
}

void amount(Writer& out, const Amount& a) {
  decimal(out, "low", a.low);
  decimal(out, "high", a.high);
  number(out, "low_precision", a.low_precision);
  number(out, "high_precision", a.high_precision);
  text(out, "bound", to_string(a.bound), to_string(Bound::kExact));
  text(out, "unit", a.unit, "1");
  text(out, "per", a.per);
  text(out, "dimension", a.dimension);
  flag(out, "ordinal_word", a.ordinal_word);
  if (a.candidates.empty()) return;
  out.key("candidates");
  out.open('[');
  for (const std::string& candidate : a.candidates) out.text(candidate);
  out.close(']');
}

void span(Writer& out, Field field, SourceSpan source) {
  flag(out, "title", field == Field::kTitle);
  out.number("begin", source.begin);
  out.number("end", source.end);
}

void mention(Writer& out, const Mention& m) {
  out.open('{');
  out.text("type", to_string(m.type));
  span(out, m.field, m.source);
  if (const Amount* a = m.amount()) {
    amount(out, *a);
    text(out, "noun", a->noun);
  } else if (const DateRange* d = m.date()) {
    text(out, "value", d->value);
    text(out, "from", d->from);
    text(out, "to", d->to);
    text(out, "grain", d->grain);
    text(out, "mod", d->mod);
    text(out, "calendar", d->calendar, "gregorian");
    flag(out, "relative", d->relative);
    flag(out, "uncertain", d->uncertain);
  } else if (const Length* l = m.length()) {
    text(out, "value", l->value);
    text(out, "bound", to_string(l->bound), to_string(Bound::kExact));
    text(out, "from", l->from);
    text(out, "to", l->to);
  } else if (const EntityName* e = m.entity()) {
    text(out, "id", e->id);
    text(out, "name", e->name);
    text(out, "class", e->cls);
  }
  flag(out, "vague", m.vague);
  out.text("rule", m.rule);
  out.close('}');
}

void fact(Writer& out, const Fact& f, std::size_t mentions) {
  out.open('{');
  out.text("type", to_string(f.type));
  span(out, f.field, f.source);
  out.number("sentence_begin", f.sentence.begin);
  out.number("sentence_end", f.sentence.end);
  if (f.mention < mentions) out.number("mention", f.mention);
  text(out, "subject", f.subject);
  text(out, "subject_name", f.subject_name);
  out.text("metric", f.metric);
  text(out, "noun", f.noun);
  amount(out, f.amount);
  text(out, "value", f.value);
  text(out, "period", f.period);
  text(out, "as_of", f.as_of);
  text(out, "aspect", f.aspect, "level");
  text(out, "direction", f.direction);
  text(out, "basis", f.basis);
  text(out, "scope", f.scope);
  text(out, "scope_key", f.scope_key);
  text(out, "counterpart", f.counterpart);
  text(out, "counterpart_name", f.counterpart_name);
  text(out, "status", f.status, "actual");
  text(out, "speaker", f.speaker);
  place(out, "table", f.table);
  place(out, "row", f.row);
  place(out, "column", f.column);
  place(out, "list", f.list);
  flag(out, "list_total", f.list_total);
  flag(out, "percent_growth", f.percent_growth);
  out.text("rule", f.rule);
  out.close('}');
}

// Of the document what no NDJSON of articles says.
void reading(Writer& out, const Document& d) {
  flag(out, "own_id", d.has_own_id);
  flag(out, "markdown", d.format == TextFormat::kMarkdown);
  flag(out, "derived", d.derived);
  flag(out, "teaser", d.teaser);
  text(out, "file", d.file);
  if (d.line != 0) out.number("line", d.line);
  text(out, "format", d.read_as);
  text(out, "encoding", d.encoding);
  text(out, "column", d.column);
  if (!d.pages.empty()) {
    out.key("pages");
    out.open('[');
    for (std::uint32_t begin : d.pages) out.number(begin);
    out.close(']');
  }
  if (!d.origin.empty()) {
    out.key("origin");
    out.open('[');
    for (const OriginRun& run : d.origin) {
      out.open('[');
      out.number(run.begin);
      out.number(run.length);
      out.number(run.source);
      out.close(']');
    }
    out.close(']');
  }
}

void begin(Writer& out, const ReadingStamp& read) {
  out.open('{');
  out.key("extracted");
  out.open('{');
  out.number("schema", 1);
  out.text("by", read.by);
  if (read.lang.empty() && read.published.empty() && read.place.empty()) return;
  out.key("options");
  out.open('{');
  text(out, "lang", read.lang);
  text(out, "published", read.published);
  text(out, "place", read.place);
  out.close('}');
}

}  // namespace

void append_extracted_json(std::string& out, const Document& document, const ArticleResult& result, const ReadingStamp& read) {
  constexpr std::size_t kMention = 200, kFact = 500;  // bytes, as they mostly are
  Writer writer(out);
  writer.expect(512 + document.text.size() + result.mentions.size() * kMention + result.facts.size() * kFact);
  begin(writer, read);
  writer.text("lang", result.lang);
  reading(writer, document);
  writer.key("mentions");
  writer.open('[');
  for (const Mention& m : result.mentions) mention(writer, m);
  writer.close(']');
  writer.key("facts");
  writer.open('[');
  for (const Fact& f : result.facts) fact(writer, f, result.mentions.size());
  writer.close(']');
  writer.close('}');
  writer.text("id", document.id);
  writer.text("text", document.text);
  text(writer, "title", document.title);
  text(writer, "published", document.published);
  text(writer, "updated", document.updated);
  text(writer, "source", document.source);
  text(writer, "author", document.author);
  text(writer, "url", document.url);
  text(writer, "lang", document.lang);
  text(writer, "place", document.place);
  text(writer, "state", document.state);
  text(writer, "embargo_until", document.embargo_until);
  writer.close('}');
  writer.finish();
  out.push_back('\n');
}

void append_extracted_json(std::string& out, const Rejection& rejection, const ReadingStamp& read) {
  Writer writer(out);
  begin(writer, read);
  writer.key("error");
  writer.open('{');
  writer.text("code", rejection.why.code);
  writer.text("message", rejection.why.message);
  text(writer, "remedy", rejection.why.remedy);
  text(writer, "file", rejection.why.file);
  if (rejection.why.line != 0) writer.number("line", rejection.why.line);
  writer.close('}');
  writer.close('}');
  text(writer, "id", rejection.id);
  writer.close('}');
  writer.finish();
  out.push_back('\n');
}

}  // namespace mizan

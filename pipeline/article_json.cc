#include "pipeline/article_json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "pipeline/code_points.h"

namespace mizan {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& out, const char* key, std::string_view value) {
  out.Key(key);
  out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}
void text_or_null(Writer& out, const char* key, std::string_view value) {
  out.Key(key);
  if (value.empty())
    out.Null();
  else
    out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}
void decimal(Writer& out, const char* key, const std::optional<Decimal>& value) {
  out.Key(key);
  if (!value) {
    out.Null();
    return;
  }
  const std::string written = value->to_string();
  out.String(written.data(), static_cast<rapidjson::SizeType>(written.size()));
}

void amount(Writer& out, const Amount& value, MentionType type) {
  decimal(out, "low", value.low);
  decimal(out, "high", value.high);
  text(out, "unit", value.unit);
  if (type == MentionType::kQuantity) text_or_null(out, "dimension", value.dimension);
  if (type == MentionType::kCount) text_or_null(out, "noun", value.noun);
  text(out, "bound", to_string(value.bound));
  text_or_null(out, "per", value.per);
  if (!value.candidates.empty()) {
    out.Key("candidates");
    out.StartArray();
    for (const std::string& code : value.candidates) out.String(code.data(), static_cast<rapidjson::SizeType>(code.size()));
    out.EndArray();
  }
}

void mention(Writer& out, const Mention& m, std::string_view source, const CodePoints& points) {
  out.StartObject();
  text(out, "type", to_string(m.type));
  if (m.field == Field::kTitle) text(out, "field", "title");
  out.Key("start");
  out.Uint64(points.at(m.source.begin));
  out.Key("end");
  out.Uint64(points.at(m.source.end));
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
    out.Key("relative");
    out.Bool(d->relative);
    if (d->uncertain) {
      out.Key("uncertain");
      out.Bool(true);
    }
  } else if (const Length* l = m.length()) {
    text_or_null(out, "value", l->value);
    text(out, "bound", to_string(l->bound));
  } else if (const EntityName* e = m.entity()) {
    text(out, "id", e->id);
    text(out, "name", e->name);
    text(out, "class", e->cls);
  }
  if (m.vague) {
    out.Key("vague");
    out.Bool(true);
  }
  text(out, "rule", m.rule);
  out.EndObject();
}

void fact(Writer& out, const Fact& f, std::string_view source, const CodePoints& points) {
  out.StartObject();
  if (f.field == Field::kTitle) text(out, "field", "title");
  text_or_null(out, "subject", f.subject);
  text_or_null(out, "subject_name", f.subject_name);
  text(out, "metric", f.metric);
  text_or_null(out, "noun", f.noun);
  if (f.value.empty()) {
    decimal(out, "low", f.amount.low);
    decimal(out, "high", f.amount.high);
    out.Key("value");
    out.Null();
    text(out, "unit", f.amount.unit);
    if (!f.amount.candidates.empty()) {
      out.Key("candidates");
      out.StartArray();
      for (const std::string& code : f.amount.candidates) out.String(code.data(), static_cast<rapidjson::SizeType>(code.size()));
      out.EndArray();
    }
  } else {
    out.Key("low");
    out.Null();
    out.Key("high");
    out.Null();
    text(out, "value", f.value);
    out.Key("unit");
    out.Null();
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
  out.Key("start");
  out.Uint64(points.at(f.source.begin));
  out.Key("end");
  out.Uint64(points.at(f.source.end));
  text(out, "text", source.substr(f.source.begin, f.source.end - f.source.begin));
  out.Key("sentence_start");
  out.Uint64(points.at(f.sentence.begin));
  out.Key("sentence_end");
  out.Uint64(points.at(f.sentence.end));
  text(out, "rule", f.rule);
  out.EndObject();
}

}  // namespace

void append_article_json(std::string& out, const Document& document, const ArticleResult& result, std::string_view by) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  const CodePoints in_text(document.text), in_title(document.title);
  auto source = [&](Field field) -> std::string_view { return field == Field::kTitle ? document.title : document.text; };
  auto points = [&](Field field) -> const CodePoints& { return field == Field::kTitle ? in_title : in_text; };
  writer.StartObject();
  writer.Key("schema");
  writer.Int(1);
  text(writer, "id", document.id);
  text(writer, "lang", result.lang);
  text(writer, "by", by);
  writer.Key("mentions");
  writer.StartArray();
  for (const Mention& m : result.mentions) mention(writer, m, source(m.field), points(m.field));
  writer.EndArray();
  writer.Key("facts");
  writer.StartArray();
  for (const Fact& f : result.facts) fact(writer, f, source(f.field), points(f.field));
  writer.EndArray();
  writer.EndObject();
  out.append(buffer.GetString(), buffer.GetSize());
  out.push_back('\n');
}

void append_rejection_json(std::string& out, const Rejection& rejection) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  writer.Key("schema");
  writer.Int(1);
  text_or_null(writer, "id", rejection.id);
  if (rejection.id.empty() && rejection.why.line != 0) {
    writer.Key("line");
    writer.Uint64(rejection.why.line);
  }
  writer.Key("error");
  writer.StartObject();
  text(writer, "code", rejection.why.code);
  text(writer, "message", rejection.why.message);
  writer.EndObject();
  writer.EndObject();
  out.append(buffer.GetString(), buffer.GetSize());
  out.push_back('\n');
}

}  // namespace mizan

// The fields of a mention and of a fact, as the output contract in README.md lays them down: one list for everything that hands them out. A writer takes
// names with values (JsonWriter is one; the Python package has another).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/code_points.h"
#include "pipeline/fact.h"
#include "pipeline/mention.h"

namespace mizan {

template <typename Writer, std::size_t N>
void write_decimal(Writer& out, const char (&key)[N], const std::optional<Decimal>& value) {
  out.key(key);
  if (value)
    out.decimal(*value);
  else
    out.null();
}
template <typename Writer>
void write_candidates(Writer& out, const std::vector<std::string>& values) {
  if (values.empty()) return;
  out.key("candidates");
  out.open('[');
  for (const std::string& value : values) out.text(value);
  out.close(']');
}

template <typename Writer>
void write_amount(Writer& out, const Amount& value, MentionType type) {
  write_decimal(out, "low", value.low);
  write_decimal(out, "high", value.high);
  out.text("unit", value.unit);
  if (type == MentionType::kQuantity) out.text_or_null("dimension", value.dimension);
  if (type == MentionType::kCount) out.text_or_null("noun", value.noun);
  out.text("bound", to_string(value.bound));
  out.text_or_null("per", value.per);
  write_candidates(out, value.candidates);
}

// `source`: the text or the title, whichever it stands in; `points` counts its code points.
template <typename Writer>
void write_mention(Writer& out, const Mention& m, std::string_view source, const CodePoints& points) {
  out.open('{');
  out.text("type", to_string(m.type));
  if (m.field == Field::kTitle) out.text("field", "title");
  out.number("start", points.at(m.source.begin));
  out.number("end", points.at(m.source.end));
  out.text("text", source.substr(m.source.begin, m.source.end - m.source.begin));
  if (const Amount* a = m.amount()) {
    write_amount(out, *a, m.type);
  } else if (const DateRange* d = m.date()) {
    out.text_or_null("value", d->value);
    out.text_or_null("from", d->from);
    out.text_or_null("to", d->to);
    out.text_or_null("grain", d->grain);
    out.text_or_null("mod", d->mod);
    out.text("calendar", d->calendar);
    out.boolean("relative", d->relative);
    if (d->uncertain) {
      out.boolean("uncertain", true);
    }
  } else if (const Length* l = m.length()) {
    out.text_or_null("value", l->value);
    out.text("bound", to_string(l->bound));
    if (!l->from.empty()) {
      out.text("from", l->from);
      out.text("to", l->to);
    }
  } else if (const EntityName* e = m.entity()) {
    out.text("id", e->id);
    out.text("name", e->name);
    out.text("class", e->cls);
  }
  if (m.vague) {
    out.boolean("vague", true);
  }
  out.text("rule", m.rule);
  out.close('}');
}

template <typename Writer>
void write_fact(Writer& out, const Fact& f, std::string_view source, const CodePoints& points) {
  out.open('{');
  if (f.field == Field::kTitle) out.text("field", "title");
  out.text_or_null("subject", f.subject);
  out.text_or_null("subject_name", f.subject_name);
  out.text("metric", f.metric);
  out.text_or_null("noun", f.noun);
  if (f.value.empty()) {
    write_decimal(out, "low", f.amount.low);
    write_decimal(out, "high", f.amount.high);
    out.key("value");
    out.null();
    out.text("unit", f.amount.unit);
    write_candidates(out, f.amount.candidates);
  } else {
    out.key("low");
    out.null();
    out.key("high");
    out.null();
    out.text("value", f.value);
    out.key("unit");
    out.null();
  }
  out.text("bound", to_string(f.amount.bound));
  out.text_or_null("per", f.amount.per);
  out.text_or_null("period", f.period);
  out.text_or_null("as_of", f.as_of);
  out.text_or_null("aspect", f.aspect);
  out.text_or_null("direction", f.direction);
  out.text_or_null("basis", f.basis);
  out.text_or_null("scope", f.scope);
  out.text_or_null("counterpart", f.counterpart);
  out.text_or_null("counterpart_name", f.counterpart_name);
  out.text_or_null("status", f.status);
  out.text_or_null("speaker", f.speaker);
  out.number("start", points.at(f.source.begin));
  out.number("end", points.at(f.source.end));
  out.text("text", source.substr(f.source.begin, f.source.end - f.source.begin));
  out.number("sentence_start", points.at(f.sentence.begin));
  out.number("sentence_end", points.at(f.sentence.end));
  out.text("rule", f.rule);
  out.close('}');
}

}  // namespace mizan

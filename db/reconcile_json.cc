#include "db/reconcile_json.h"

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "db/citation.h"

namespace mizan {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& w, const char* key, std::string_view value) {
  w.Key(key);
  w.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void text_or_null(Writer& w, const char* key, std::string_view value) {
  if (value.empty()) {
    w.Key(key);
    w.Null();
  } else {
    text(w, key, value);
  }
}

void number(Writer& w, const char* key, std::int64_t value) {
  w.Key(key);
  w.Int64(value);
}

void write_claim(Writer& w, const GroupClaim& c) {
  w.StartObject();
  text(w, "document", c.document);
  text_or_null(w, "source", c.source);
  text_or_null(w, "published", c.published);
  text(w, "field", c.field == Field::kTitle ? "title" : "text");
  number(w, "start", c.start);
  number(w, "end", c.end);
  text(w, "fact", fact_id(c));
  text(w, "text", c.text);
  text_or_null(w, "low", c.low ? c.low->to_string() : std::string());
  text_or_null(w, "high", c.high ? c.high->to_string() : std::string());
  text_or_null(w, "value", c.value);
  text(w, "bound", to_string(c.bound));
  text_or_null(w, "unit", c.value.empty() ? c.unit : std::string());
  text_or_null(w, "per", c.per);
  text(w, "status", c.status);
  text_or_null(w, "period", c.period);
  text_or_null(w, "scope", c.scope);
  text_or_null(w, "basis", c.basis);
  text_or_null(w, "speaker", c.speaker);
  number(w, "cluster", c.cluster);
  w.Key("copy");
  w.Bool(c.copied);
  text_or_null(w, "sentence", c.sentence);
  text(w, "rule", c.rule);
  w.EndObject();
}

}  // namespace

std::string claim_json(const GroupClaim& claim) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  write_claim(w, claim);
  return std::string(buffer.GetString(), buffer.GetSize());
}

void append_group_json(std::string& out, const Group& g, std::string_view by) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  number(w, "schema", 1);
  text(w, "id", g.id);
  text_or_null(w, "story", g.story);
  text_or_null(w, "subject", g.subject);
  text_or_null(w, "subject_name", g.subject_name);
  text(w, "metric", g.metric);
  text_or_null(w, "noun", g.noun);
  text_or_null(w, "unit", g.unit);
  text_or_null(w, "per", g.per);
  text_or_null(w, "aspect", g.aspect);
  text_or_null(w, "period", g.period);
  text_or_null(w, "counterpart", g.counterpart);
  text_or_null(w, "counterpart_name", g.counterpart_name);
  if (g.check != Check::kNone) {
    text(w, "check", to_string(g.check));
    text(w, "stated", g.stated);
    text(w, "computed", g.computed);
  }
  text(w, "verdict", to_string(g.verdict));
  text(w, "reason", g.reason);
  w.Key("confidence");
  const std::string confidence = fmt::format("{}.{:02}", g.confidence_percent / 100, g.confidence_percent % 100);
  w.RawValue(confidence.data(), confidence.size(), rapidjson::kNumberType);
  number(w, "sources", g.sources);
  number(w, "weight", g.weight);
  text(w, "by", by);
  w.Key("claims");
  w.StartArray();
  for (const GroupClaim& c : g.claims) write_claim(w, c);
  w.EndArray();
  w.EndObject();
  out.append(buffer.GetString(), buffer.GetSize());
}

std::string reconciliation_json(const std::vector<Group>& groups, std::string_view by) {
  std::string out = "[";
  for (std::size_t i = 0; i < groups.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    append_group_json(out, groups[i], by);
  }
  out += groups.empty() ? "]\n" : "\n]\n";
  return out;
}

}  // namespace mizan

#include "tools/fact_rows.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "db/citation.h"
#include "tools/csv.h"
#include "tools/figure.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const std::optional<Decimal>& number) {
  return number ? number->to_string() : std::string();
}

std::string id_of(const StoredFact& f) {
  return fact_id(f.article_key, f.content_hash, f.fact.field, f.start, f.end);
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

// The fields of a fact in `extract`, with the article it stands in and its quote.
Json as_json(const StoredFact& stored) {
  const Fact& f = stored.fact;
  bool number = f.value.empty();
  return Json{{"schema", 1},
              {"id", id_of(stored)},
              {"document", stored.document},
              {"source", text_or_null(stored.source)},
              {"published", text_or_null(stored.published)},
              {"field", f.field == Field::kTitle ? "title" : "text"},
              {"subject", text_or_null(f.subject)},
              {"subject_name", text_or_null(f.subject_name)},
              {"metric", f.metric},
              {"noun", text_or_null(f.noun)},
              {"low", text_or_null(number ? written(f.amount.low) : "")},
              {"high", text_or_null(number ? written(f.amount.high) : "")},
              {"value", text_or_null(f.value)},
              {"unit", number ? Json(f.amount.unit) : Json()},
              {"bound", to_string(f.amount.bound)},
              {"per", text_or_null(f.amount.per)},
              {"period", text_or_null(f.period)},
              {"as_of", text_or_null(f.as_of)},
              {"aspect", text_or_null(f.aspect)},
              {"direction", text_or_null(f.direction)},
              {"basis", text_or_null(f.basis)},
              {"scope", text_or_null(f.scope)},
              {"counterpart", text_or_null(f.counterpart)},
              {"counterpart_name", text_or_null(f.counterpart_name)},
              {"status", f.status},
              {"speaker", text_or_null(f.speaker)},
              {"start", stored.start},
              {"end", stored.end},
              {"text", stored.text},
              {"sentence_start", stored.sentence_start},
              {"sentence_end", stored.sentence_end},
              {"sentence", stored.sentence},
              {"rule", stored.rule},
              {"subject_as_read", text_or_null(stored.subject_as_read)},
              {"counterpart_as_read", text_or_null(stored.counterpart_as_read)},
              {"copy_of", text_or_null(stored.copy_of)}};
}

}  // namespace

std::string fact_json(const StoredFact& fact) {
  return as_json(fact).dump();
}

std::string facts_csv(const std::vector<StoredFact>& facts) {
  std::string out;
  csv_row(out, {"id",
                "document",
                "source",
                "published",
                "field",
                "subject",
                "subject_name",
                "metric",
                "noun",
                "low",
                "high",
                "value",
                "unit",
                "bound",
                "per",
                "period",
                "as_of",
                "aspect",
                "direction",
                "basis",
                "scope",
                "counterpart",
                "counterpart_name",
                "status",
                "speaker",
                "start",
                "end",
                "text",
                "sentence",
                "rule",
                "copy_of"});
  for (const StoredFact& stored : facts) {
    const Fact& f = stored.fact;
    bool number = f.value.empty();
    csv_row(out, {id_of(stored),
                  csv_text(stored.document),
                  csv_text(stored.source),
                  csv_text(stored.published),
                  f.field == Field::kTitle ? "title" : "text",
                  f.subject,
                  csv_text(f.subject_name),
                  f.metric,
                  csv_text(f.noun),
                  number ? written(f.amount.low) : "",
                  number ? written(f.amount.high) : "",
                  f.value,
                  number ? f.amount.unit : "",
                  to_string(f.amount.bound),
                  f.amount.per,
                  f.period,
                  f.as_of,
                  f.aspect,
                  f.direction,
                  f.basis,
                  csv_text(f.scope),
                  f.counterpart,
                  csv_text(f.counterpart_name),
                  f.status,
                  csv_text(f.speaker),
                  std::to_string(stored.start),
                  std::to_string(stored.end),
                  csv_text(stored.text),
                  csv_text(stored.sentence),
                  stored.rule,
                  csv_text(stored.copy_of)});
  }
  return out;
}

std::string groups_csv(const std::vector<Group>& groups) {
  std::string out;
  csv_row(out, {"group",       "verdict", "reason", "confidence", "sources", "story",    "subject", "subject_name", "metric",  "noun",  "period",
                "counterpart", "check",   "stated", "computed",   "cluster", "document", "source",  "published",    "field",   "start", "end",
                "text",        "low",     "high",   "value",      "unit",    "per",      "bound",   "status",       "sentence"});
  for (const Group& g : groups) {
    for (const GroupClaim& c : g.claims) {
      csv_row(out, {g.id,
                    to_string(g.verdict),
                    csv_text(g.reason),
                    fmt::format("{:.2f}", g.confidence_percent / 100.0),
                    std::to_string(g.sources),
                    g.story,
                    g.subject,
                    csv_text(g.subject_name),
                    g.metric,
                    csv_text(g.noun),
                    g.period,
                    g.counterpart,
                    to_string(g.check),
                    g.stated,
                    g.computed,
                    std::to_string(c.cluster),
                    csv_text(c.document),
                    csv_text(c.source),
                    csv_text(c.published),
                    c.field == Field::kTitle ? "title" : "text",
                    std::to_string(c.start),
                    std::to_string(c.end),
                    csv_text(c.text),
                    written(c.low),
                    written(c.high),
                    c.value,
                    c.unit,
                    c.per,
                    to_string(c.bound),
                    c.status,
                    csv_text(c.sentence)});
    }
  }
  return out;
}

std::string fact_line(const StoredFact& stored) {
  const Fact& f = stored.fact;
  std::string out = f.subject_name.empty() ? "(the story)" : f.subject_name;
  out += " · " + measure(f.metric, f.noun) + " = " +
         (f.value.empty() ? figure(f.amount.low, f.amount.high, f.amount.bound, f.amount.unit, f.amount.per) : length(f.value));
  for (const std::string* part : {&f.period, &f.aspect, &f.direction, &f.basis, &f.status, &f.scope, &f.speaker, &f.counterpart_name}) {
    if (!part->empty() && *part != "level" && *part != "actual") out += ", " + *part;
  }
  return neutral(out);
}

}  // namespace mizan::tools

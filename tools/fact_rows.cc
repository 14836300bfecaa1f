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

void csv_heading(std::string& out, std::span<const Column> columns) {
  std::string line;
  for (const Column& column : columns) line += fmt::format("{}{}", line.empty() ? "" : ",", column.name);
  out += line + "\r\n";
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
              {"copy_of", text_or_null(stored.copy_of)},
              {"article", stored.article_key},
              {"lang", text_or_null(stored.lang)}};
}

}  // namespace

std::span<const Column> fact_columns() {
  static constexpr Column kColumns[] = {
      {"id", "string", "Id of the span that the fact rests on; mizan cite resolves it for good. Several facts may rest on one span."},
      {"document", "string", "Id of the article."},
      {"source", "string", "Publisher of the article."},
      {"published", "string", "When the article was published: a day, or a moment with its zone."},
      {"field", "string", "Where in the article the fact stands: text or title."},
      {"subject", "string", "Id of whom or what the fact is about; empty where that is the story itself."},
      {"subject_name", "string", "Its name."},
      {"metric", "string", "The measure: revenue, killed, capacity ..."},
      {"noun", "string", "What is counted, where the measure does not say it."},
      {"low", "decimal", "The value's lower end, exact; equal to high for a single figure, empty where it is open."},
      {"high", "decimal", "The value's upper end."},
      {"value", "string", "A date, duration or age instead of low and high (ISO 8601)."},
      {"unit", "string", "Unit of low and high: an ISO 4217 currency, a unit symbol, 1 for counts, % for percent."},
      {"bound", "string", "How the figure was hedged: exact, about, over, under, at_least, at_most, between."},
      {"per", "string", "Per what the figure is: share, day ..."},
      {"period", "string", "The period that the figure is of (2025, 2025-Q2, 2025-03-28)."},
      {"as_of", "string", "The day at which it stood so."},
      {"aspect", "string", "level, or change."},
      {"direction", "string", "Of a change: up or down."},
      {"basis", "string", "What a change is measured against."},
      {"scope", "string", "The part of the subject that the figure is of, in the article's words."},
      {"counterpart", "string", "Id of the other party: buyer, partner, rival."},
      {"counterpart_name", "string", "Its name."},
      {"status", "string", "actual, planned, projected, target, denied ..."},
      {"speaker", "string", "Who says so, where the article names somebody."},
      {"start", "integer", "Where the figure begins in the field, in code points from 0."},
      {"end", "integer", "Where it ends."},
      {"text", "string", "The figure as written."},
      {"sentence", "string", "The sentence around it."},
      {"rule", "string", "The rule that found the fact."},
      {"copy_of", "string", "Id of the article whose text this one repeats."},
      {"article", "string", "Natural key of the article: the same in every database."},
      {"lang", "string", "Language of the article: ar or en."}};
  return kColumns;
}

std::span<const Column> claim_columns() {
  static constexpr Column kColumns[] = {
      {"group", "string", "Id of the group of comparable figures."},
      {"verdict", "string", "What comparing said: agree, rounding, update, corrected, disputed, partial, conflict, incomparable, single."},
      {"reason", "string", "Why, in words."},
      {"confidence", "decimal", "How sure the verdict is, 0 to 1."},
      {"sources", "integer", "Independent sources in the group; copies count once."},
      {"story", "string", "Id of the story that all its articles belong to."},
      {"subject", "string", "Id of whom or what the figures are about; empty where that is the story."},
      {"subject_name", "string", "Its name."},
      {"metric", "string", "The measure."},
      {"noun", "string", "What is counted."},
      {"period", "string", "The period that the figures are of."},
      {"counterpart", "string", "Id of the other party."},
      {"check", "string", "For arithmetic checks: sum, growth, share or conversion."},
      {"stated", "decimal", "Of a check: the figure as stated."},
      {"computed", "decimal", "Of a check: the figure as its parts give it."},
      {"cluster", "integer", "Claims whose values agree have the same number."},
      {"document", "string", "Id of the claim's article."},
      {"source", "string", "Its publisher."},
      {"published", "string", "When it was published."},
      {"field", "string", "text or title."},
      {"start", "integer", "Where the figure begins in the field, in code points from 0."},
      {"end", "integer", "Where it ends."},
      {"text", "string", "The figure as written."},
      {"low", "decimal", "The value's lower end."},
      {"high", "decimal", "Its upper end."},
      {"value", "string", "A date, duration or age instead of low and high."},
      {"unit", "string", "Unit of low and high."},
      {"per", "string", "Per what the figure is."},
      {"bound", "string", "How the figure was hedged."},
      {"status", "string", "actual, planned, projected, target ..."},
      {"sentence", "string", "The sentence around it."}};
  return kColumns;
}

std::string csvw_metadata(std::string_view file, std::span<const Column> columns, std::string_view what) {
  // https://www.w3.org/TR/tabular-metadata/
  Json list = Json::array();
  for (const Column& column : columns) {
    list.push_back({{"name", column.name}, {"titles", column.name}, {"datatype", column.type}, {"dc:description", column.description}});
  }
  const Json out{{"@context", {"http://www.w3.org/ns/csvw", {{"@language", "en"}}}},
                 {"url", file},
                 {"dc:title", what},
                 {"dialect", {{"encoding", "utf-8"}, {"header", true}, {"delimiter", ","}, {"quoteChar", "\""}, {"doubleQuote", true}}},
                 {"tableSchema", {{"columns", list}}}};
  return out.dump(2) + "\n";
}

std::string fact_json(const StoredFact& fact) {
  return as_json(fact).dump();
}

std::string facts_csv(std::span<const StoredFact> facts, bool heading) {
  std::string out;
  if (heading) csv_heading(out, fact_columns());
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
                  csv_text(stored.copy_of),
                  csv_text(stored.article_key),
                  stored.lang});
  }
  return out;
}

std::string groups_csv(const std::vector<Group>& groups, bool heading) {
  std::string out;
  if (heading) csv_heading(out, claim_columns());
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

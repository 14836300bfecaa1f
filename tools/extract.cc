// mizan extract: articles in, what they say out. No database, no clock, no network: the same input always gives the same bytes.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "pipeline/article_json.h"
#include "pipeline/extracted.h"
#include "pipeline/pipeline.h"
#include "tools/csv.h"
#include "tools/figure.h"
#include "tools/file_html.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

std::string field(const Json& object, const char* name) {
  auto found = object.find(name);
  return found == object.end() || found->is_null() ? std::string() : found->is_string() ? found->get<std::string>() : found->dump();
}

// Table and CSV are made from the JSON line, so that all forms say the same.
void append_csv(std::string& out, const Json& article) {
  for (const char* list : {"mentions", "facts"}) {
    if (!article.contains(list)) continue;
    for (const Json& m : article[list]) {
      std::string where = field(m, "field");
      csv_row(out, {csv_text(field(article, "id")),
                    list[0] == 'm' ? "mention" : "fact",
                    list[0] == 'm' ? field(m, "type") : field(m, "metric"),
                    where.empty() ? "text" : where,
                    field(m, "start"),
                    field(m, "end"),
                    csv_text(field(m, "text")),
                    field(m, "low"),
                    field(m, "high"),
                    field(m, "value"),
                    field(m, "unit"),
                    field(m, "per"),
                    field(m, "bound"),
                    csv_text(field(m, "noun")),
                    field(m, "subject").empty() ? field(m, "id") : field(m, "subject"),
                    csv_text(field(m, "subject_name").empty() ? field(m, "name") : field(m, "subject_name")),
                    field(m, "period"),
                    field(m, "counterpart"),
                    field(m, "status"),
                    field(m, "rule")});
    }
  }
}

void append_csv_header(std::string& out) {
  csv_row(out, {"article", "kind", "type",  "field", "start", "end",  "text",   "low",         "high",   "value",
                "unit",    "per",  "bound", "noun",  "id",    "name", "period", "counterpart", "status", "rule"});
}

std::string value_of(const Json& m) {
  if (std::string value = field(m, "value"); !value.empty()) return value;
  if (std::string name = field(m, "name"); !name.empty()) return name;
  auto low = Decimal::parse(field(m, "low"));
  auto high = Decimal::parse(field(m, "high"));
  return figure(low, high, bound_from(field(m, "bound")).value_or(Bound::kExact), field(m, "unit"), field(m, "per"));
}

void append_table(std::string& out, const Json& article, const Screen& screen) {
  out += screen.paint(Colour::kBold, screen.isolated(neutral(field(article, "id")))) + "\n";
  if (article.contains("error")) {
    out += "  rejected: " + screen.isolated(neutral(field(article["error"], "message"))) + "\n\n";
    return;
  }
  for (const Json& m : article["mentions"]) {
    std::string text = clipped(neutral(field(m, "text")), 36);
    std::string value = clipped(neutral(value_of(m)), 36);
    out += fmt::format("  {:<9} {}{}  {}{}  {}\n", field(m, "type"), screen.isolated(text), filling(text, 36), screen.isolated(value), filling(value, 36),
                       screen.paint(Colour::kFaint, field(m, "rule")));
  }
  for (const Json& f : article["facts"]) {
    std::string subject = field(f, "subject_name").empty() ? "(the story)" : field(f, "subject_name");
    std::string period = field(f, "period");
    out += fmt::format("  {} {} · {} = {}{}\n", screen.paint(Colour::kCyan, "fact"), screen.isolated(neutral(subject)),
                       neutral(measure(field(f, "metric"), field(f, "noun"))), screen.paint(Colour::kBold, neutral(value_of(f))),
                       neutral(period.empty() ? "" : ", " + period));
  }
  out += "\n";
}

class Extract final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    Result<ReadingOptions> reading = reading_options(settings);
    if (!reading) return reading.error();
    reading_ = *std::move(reading);
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Engine engine(*lexicons, reading_.engine);
    std::string by = identity(**lexicons);
    const ReadingStamp stamp = reading_stamp(by, reading_.engine);
    Output out;
    if (Status opened = out.open(settings_.output, settings_.to); !opened) {
      log.error(opened.error());
      return Exit::kNothing;
    }
    std::string to = !settings_.to.empty() ? settings_.to : out.is_terminal() ? "table" : "ndjson";
    Screen screen = Screen::of(out);

    std::unique_ptr<CorpusReader> reader = open_reader(settings_.operands, reading_.reader);
    std::uint64_t rejected = 0;
    std::uint64_t items = 0;
    std::string line;
    std::string form;
    if (to == "csv") append_csv_header(form);
    if (to == "json") form = "[";
    const Markup markup = Markup::both(lexicons->get());
    if (to == "html") form = file_head(markup, "extract.title");
    out.write(form);
    run_pipeline(
        *reader, {.jobs = settings_.jobs, .idle = [&] { out.flush(); }},
        [&](const Document& document, Crew& crew) {
          ArticleResult result = engine.read(document, crew);
          if (to == "html")
            result.line = article_section(document, result, markup);
          else if (to == "extracted")
            append_extracted_json(result.line, document, result, stamp);
          else
            append_article_json(result.line, document, result, by);
          result.mentions = {};  // all is said: memory is given back here and not by the one thread that writes
          result.facts = {};
          return result;
        },
        [&](PipelineItem&& item) {
          line.clear();
          if (std::holds_alternative<Document>(item.in)) {
            line = std::move(item.out.line);
          } else {
            const Rejection& rejection = std::get<Rejection>(item.in);
            if (to == "html")
              line = rejection_section(rejection, markup);
            else if (to == "extracted")
              append_extracted_json(line, rejection, stamp);
            else
              append_rejection_json(line, rejection);
            log.rejected(rejection.why);
            ++rejected;
          }
          ++items;
          if (to == "ndjson" || to == "extracted" || to == "html") return out.write(line);
          form.clear();
          if (to == "json") form = (items == 1 ? "\n" : ",\n") + line.substr(0, line.size() - 1);
          if (to == "csv") append_csv(form, Json::parse(line));
          if (to == "table") append_table(form, Json::parse(line), screen);
          return out.write(form);
        });
    if (to == "json") out.write(items == 0 ? "]\n" : "\n]\n");
    if (to == "html") out.write(file_tail(by));

    Exit outcome = reading_outcome(*reader, rejected, log);
    if (outcome == Exit::kNothing) {
      out.discard();
      return outcome;
    }
    if (Status written = out.finish(); !written) {
      log.error(written.error());
      return Exit::kNothing;
    }
    return outcome;
  }

 private:
  Settings settings_;
  ReadingOptions reading_;
};

}  // namespace

std::unique_ptr<Command> make_extract() {
  return std::make_unique<Extract>();
}

}  // namespace mizan::tools

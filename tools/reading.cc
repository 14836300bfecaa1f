#include "tools/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>

#include "db/store.h"
#include "tools/log.h"

namespace mizan::tools {
namespace {

Diagnostic usage(std::string message, std::string remedy) {
  return {"usage", std::move(message), std::move(remedy), {}, 0, 0};
}

bool digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

// 2025-03-28, with or without a time behind it.
bool is_date(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  std::string_view year = text.substr(0, 4), month = text.substr(5, 2), day = text.substr(8, 2);
  if (!digits(year) || !digits(month) || !digits(day)) return false;
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return false;
  auto number = [](std::string_view part) { return std::stoi(std::string(part)); };
  return std::chrono::year_month_day(std::chrono::year(number(year)), std::chrono::month(static_cast<unsigned>(number(month))),
                                     std::chrono::day(static_cast<unsigned>(number(day))))
      .ok();
}

}  // namespace

std::string program() {
  return "mizan " MIZAN_VERSION;
}

LexiconOptions lexicon_options(const Settings& settings) {
  return {.overlay = settings.lexicons, .model = settings.no_model ? LexiconOptions::Model::kOff : LexiconOptions::Model::kOn};
}

std::string identity(const Lexicons& lexicons) {
  return fmt::format("{} lexicon {}{}", program(), lexicons.hash(), lexicons.name_model().empty() ? " no-model" : "");
}

ReadingStamp reading_stamp(std::string by, const EngineOptions& options) {
  return {.by = std::move(by), .lang = options.lang, .published = options.published, .place = options.place};
}

Status check_day(std::string_view option, const std::string& text) {
  if (text.empty() || is_date(text)) return Done{};
  return usage(fmt::format("{}: \"{}\" is no date", option, text), "Write it as 2025-03-28");
}

Result<EngineOptions> engine_options(const Settings& settings) {
  EngineOptions options;
  if (settings.lang != "auto") options.lang = settings.lang;
  if (Status day = check_day("--published", settings.published); !day) return day.error();
  options.published = settings.published;
  options.place = settings.place;
  for (char& c : options.place) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  bool letters = std::all_of(options.place.begin(), options.place.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!options.place.empty() && (options.place.size() != 2 || !letters)) {
    return usage(fmt::format("--place: \"{}\" is no country code", settings.place), "Two letters of ISO 3166, as SA or GB");
  }
  return options;
}

Result<ReaderOptions> reader_options(const Settings& settings) {
  ReaderOptions options;
  if (!settings.encoding.empty() && !is_known_encoding(settings.encoding))
    return usage(fmt::format("--encoding: no encoding is called \"{}\"", settings.encoding), "As windows-1256, ISO-8859-6, UTF-16 or UTF-8");
  options.encoding = settings.encoding;
  for (std::string_view rest = settings.columns; !rest.empty();) {
    std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::size_t equals = one.find('=');
    std::string field(one.substr(0, equals));
    if (equals == std::string_view::npos || equals + 1 == one.size() || !is_article_field(field))
      return usage(fmt::format("--columns: \"{}\" names no field and column", one),
                   "Write text=body,title=headline; fields are id, text, title, published, updated, source, url, lang, place, state, author");
    options.columns.emplace_back(one.substr(equals + 1), std::move(field));
  }
  options.format = input_format_from(settings.from).value_or(InputFormat::kAuto);  // the table of options lets no other name through
  options.source = settings.source;
  if (settings.first_line == 0) return usage("--first-line: lines are counted from 1", "Write the number of the input's first line in the whole file");
  options.first_line = settings.first_line;
  const std::pair<std::string_view, std::pair<const std::string*, std::uint64_t*>> sizes[] = {
      {"--max-article", {&settings.max_article, &options.max_article_bytes}}, {"--max-line", {&settings.max_line, &options.max_line_bytes}}};
  for (const auto& [name, size] : sizes) {
    const std::string& text = *size.first;
    if (text.empty()) continue;
    std::uint64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const int shift = unit.empty() ? 0 : unit == "K" || unit == "KiB" ? 10 : unit == "M" || unit == "MiB" ? 20 : unit == "G" || unit == "GiB" ? 30 : -1;
    if (error != std::errc() || shift < 0 || number == 0 || number > (std::uint64_t{1} << 31) >> shift) {
      return usage(fmt::format("{}: \"{}\" is no size", name, text), "Write bytes, or 64K, 32M, at most 2G");
    }
    *size.second = number << shift;
  }
  if (settings.max_nesting != 0) options.max_json_depth = settings.max_nesting;
  return options;
}

Result<ReadingOptions> reading_options(const Settings& settings) {
  Result<EngineOptions> engine = engine_options(settings);
  if (!engine) return engine.error();
  Result<ReaderOptions> reader = reader_options(settings);
  if (!reader) return reader.error();
  return ReadingOptions{*std::move(engine), *std::move(reader)};
}

Exit reading_outcome(const CorpusReader& reader, std::uint64_t rejected, const Log& log) {
  for (const Diagnostic& warning : reader.warnings()) log.warning(warning);
  if (reader.inputs_opened() == 0 && reader.inputs_missing() + reader.folders_empty() > 0) return Exit::kNothing;
  return rejected == 0 ? Exit::kDone : Exit::kRejected;
}

Exit failed(const Diagnostic& why, const Log& log) {
  log.error(why);
  return static_cast<Exit>(exit_code_for(why));
}

void warn_of_other_model(const FactStore& store, const Settings& settings, const Log& log) {
  auto last = store.last_run("ingest");
  if (!last || !*last) return;
  const bool without = (*last)->options.find("--no-model") != std::string::npos;
  if (without == settings.no_model) return;
  log.warning(
      {"reading.model",
       fmt::format("{} was last read {} the model of names, this is read {} it", settings.db, without ? "without" : "with", without ? "with" : "without"),
       without ? "Give --no-model here, too" : "Leave --no-model out",
       {},
       0,
       0});
}

Status check_db(const Settings& settings) {
  if (!settings.db.empty()) return Done{};
  return usage("which database?", "Name it with --db, as --db facts.db");
}

}  // namespace mizan::tools

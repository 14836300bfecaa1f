// mizan eval GOLD...: precision, recall and F1 of the mentions on gold files, with confidence intervals, a list of mistakes and a page that shows them.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "pipeline/code_points.h"
#include "pipeline/pipeline.h"
#include "tools/eval_html.h"
#include "tools/eval_score.h"
#include "tools/figure.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

// The gold files line by line, for the pipeline; keeps what the gold says of each article. A file that can't be opened is a rejection.
class GoldReader final : public DocumentReader {
 public:
  explicit GoldReader(std::vector<std::string> paths) : paths_(std::move(paths)) {}

  bool next(ReadItem& item) override {
    for (;;) {
      if (in_ == nullptr) {
        if (at_ == paths_.size()) return false;
        path_ = paths_[at_++];
        line_ = 0;
        if (path_ != "-") {
          file_ = std::ifstream(path_, std::ios::binary);
          std::error_code error;
          if (!file_ || std::filesystem::is_directory(path_, error)) {
            item = Rejection{{}, {"input.missing", "cannot be read", {}, path_, 0, 0}};
            return true;
          }
        }
        in_ = path_ == "-" ? &std::cin : &file_;
        ++opened_;
      }
      std::string line;
      if (!std::getline(*in_, line)) {
        in_ = nullptr;
        continue;
      }
      ++line_;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      Result<GoldArticle> gold = read_gold_line(line);
      if (!gold) {
        Diagnostic why = gold.error();
        why.file = path_ == "-" ? "" : path_;
        why.line = line_;
        item = Rejection{{}, std::move(why)};
        return true;
      }
      if (gold->document.id.empty()) gold->document.id = fmt::format("{}:{}", path_, line_);
      item = gold->document;
      gold_.push_back(std::move(*gold));
      return true;
    }
  }

  const std::vector<GoldArticle>& gold() const { return gold_; }
  bool opened_any() const { return opened_ > 0; }

 private:
  std::vector<std::string> paths_;
  std::size_t at_ = 0;
  std::string path_;
  std::ifstream file_;
  std::istream* in_ = nullptr;
  std::uint64_t line_ = 0;
  int opened_ = 0;
  std::vector<GoldArticle> gold_;
};

std::string written(const std::optional<Decimal>& number) {
  return number ? number->to_string() : "none";
}

// "5 % exact", "7..10 GW between", "2026-Q2": a value as a line of a mistake shows it.
std::string describe(const std::optional<Decimal>& low, const std::optional<Decimal>& high, std::string_view unit, Bound bound, std::string_view per) {
  std::string out = written(low);
  if (high != low) out += ".." + written(high);
  out += fmt::format(" {} {}", unit, to_string(bound));
  if (!per.empty()) out += fmt::format(" per {}", per);
  return out;
}
std::string describe(const GoldMention& m) {
  if (!m.value.empty()) return m.value;
  return describe(m.low, m.high,
                  m.units.empty() || m.type == MentionType::kCount || m.type == MentionType::kOrdinal ? "1" : fmt::format("{}", fmt::join(m.units, " or ")),
                  m.bound, m.per);
}
std::string describe(const Mention& m) {
  if (const Amount* amount = m.amount())
    return m.vague ? "a vague " + std::string(to_string(m.type)) : describe(amount->low, amount->high, amount->unit, amount->bound, amount->per);
  if (const DateRange* date = m.date()) return date->value;
  if (const Length* length = m.length()) return length->value;
  return {};
}

Json as_json(const Interval& figure) {
  auto rounded = [](double x) { return static_cast<double>(static_cast<long>(x * 10000 + 0.5)) / 10000; };
  return {{"value", rounded(figure.value)}, {"low", rounded(figure.low)}, {"high", rounded(figure.high)}};
}

std::string as_json(const Score& score, std::string_view by) {
  Json out = {{"schema", 1}, {"by", by}, {"articles", score.articles}, {"types", Json::object()}};
  for (const auto& [name, row] : score.rows)
    out["types"][name] = {
        {"gold", row.gold},     {"right", row.right}, {"extra", row.extra}, {"precision", as_json(row.precision)}, {"recall", as_json(row.recall)},
        {"f1", as_json(row.f1)}};
  out["exact_spans"] = {score.exact_spans, score.found};
  out["bounds"] = {score.bounds_right, score.bounded};
  out["rates"] = {score.per_right, score.per_of};
  return out.dump() + "\n";
}

std::string as_table(const Score& score) {
  std::string out = fmt::format("{:<10}{:>6}{:>22}{:>22}{:>22}{:>7}\n", "type", "gold", "precision", "recall", "F1", "extra");
  auto cell = [](const Interval& f) { return fmt::format("{:.3f} ({:.3f}-{:.3f})", f.value, f.low, f.high); };
  auto line = [&](const std::string& name, const Row& row) {
    out += fmt::format("{:<10}{:>6}{:>22}{:>22}{:>22}{:>7}\n", name, row.gold, cell(row.precision), cell(row.recall), cell(row.f1), row.extra);
  };
  for (const auto& [name, row] : score.rows)
    if (name != "all") line(name, row);
  if (auto all = score.rows.find("all"); all != score.rows.end()) line("all", all->second);
  out += fmt::format("{} articles; exact spans {}/{}, bounds right {}/{}, rates right {}/{}; in brackets 95 % intervals\n", score.articles, score.exact_spans,
                     score.found, score.bounds_right, score.bounded, score.per_right, score.per_of);
  return out;
}

// One JSON line a mistake.
void append_errors(std::string& out, const GoldArticle& gold, const std::vector<Mention>& found, const Marks& marks) {
  const CodePoints points(gold.document.text);
  const std::string& text = gold.document.text;
  auto line = [&](const char* kind, SourceSpan span, MentionType type) {
    return Json{{"id", gold.document.id},     {"mistake", kind},
                {"type", to_string(type)},    {"start", points.at(span.begin)},
                {"end", points.at(span.end)}, {"text", text.substr(span.begin, span.end - span.begin)}};
  };
  auto as_found = [&](const Mention& m) {
    return Json{{"type", to_string(m.type)}, {"text", text.substr(m.source.begin, m.source.end - m.source.begin)}, {"value", describe(m)}, {"rule", m.rule}};
  };
  for (const Marks::Miss& miss : marks.misses) {
    const GoldMention& wanted = gold.mentions[miss.gold];
    Json one = line("missed", wanted.span, wanted.type);
    one["expected"] = describe(wanted);
    one["found"] = Json::array();
    for (std::size_t i : miss.instead) one["found"].push_back(as_found(found[i]));
    out += one.dump() + "\n";
  }
  for (const Marks::Extra& extra : marks.extras) {
    const Mention& m = found[extra.found];
    Json one = line("extra", m.source, m.type);
    one["found"] = Json::array({as_found(m)});
    out += one.dump() + "\n";
  }
}

// The sentences of an article that have mistakes.
void append_sentences(std::vector<MarkedSentence>& out, const GoldArticle& gold, const std::vector<Mention>& found, const Marks& marks,
                      const Annotator& annotator) {
  if (marks.misses.empty() && marks.extras.empty()) return;
  const Analysis article = analyze(gold.document, Field::kText, annotator);
  // Source begin of each sentence's first token, in order.
  std::vector<std::uint32_t> begins{0};
  for (const Sentence& sentence : article.sentences) {
    if (sentence.first_token >= sentence.end_token) continue;
    const Token& first = article.tokens[sentence.first_token];
    const std::uint32_t begin = article.text.to_source({first.begin, first.end}).begin;
    if (begin > begins.back()) begins.push_back(begin);
  }
  begins.push_back(static_cast<std::uint32_t>(gold.document.text.size()));
  std::map<std::size_t, MarkedSentence> by_sentence;
  auto add = [&](SourceSpan span, MarkedSentence::Mistake mistake) {
    const std::size_t i = static_cast<std::size_t>(std::upper_bound(begins.begin(), begins.end() - 1, span.begin) - begins.begin()) - 1;
    std::size_t last = i + 1;
    while (begins[last] < span.end) ++last;  // a mention that crosses a boundary takes both sentences along
    MarkedSentence& sentence = by_sentence[i];
    const std::string whole = gold.document.text.substr(begins[i], begins[last] - begins[i]);
    if (whole.size() > sentence.text.size()) sentence.text = whole;
    mistake.span = {span.begin - begins[i], span.end - begins[i]};
    sentence.mistakes.push_back(std::move(mistake));
  };
  for (const Marks::Miss& miss : marks.misses) {
    const GoldMention& wanted = gold.mentions[miss.gold];
    std::string instead;
    for (std::size_t i : miss.instead) instead += (instead.empty() ? "" : ", ") + std::string(to_string(found[i].type)) + " " + describe(found[i]);
    add(wanted.span, {true, {}, to_string(wanted.type), describe(wanted), instead});
  }
  for (const Marks::Extra& extra : marks.extras)
    add(found[extra.found].source, {false, {}, to_string(found[extra.found].type), {}, describe(found[extra.found])});
  for (auto& [i, sentence] : by_sentence) {
    while (!sentence.text.empty() && (sentence.text.back() == '\n' || sentence.text.back() == ' ')) sentence.text.pop_back();
    sentence.article = gold.document.id;
    sentence.arabic = has_right_to_left(sentence.text) && article.arabic;
    out.push_back(std::move(sentence));
  }
}

class Eval final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (settings.operands.empty()) return Diagnostic{"usage", "eval on which gold file?", "mizan eval gold.ndjson", {}, 0, 0};
    if (!settings.to.empty() && settings.to != "table" && settings.to != "json") return Diagnostic{"usage", "--to: eval writes table or json", {}, {}, 0, 0};
    Result<EngineOptions> options = engine_options(settings);
    if (!options) return options.error();
    options_ = *options;
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Engine engine(*lexicons, options_);
    GoldReader reader(settings_.operands);
    std::vector<Marks> marks;
    std::vector<MarkedSentence> sentences;
    std::string errors;
    std::uint64_t rejected = 0;
    std::vector<std::vector<Mention>> found;
    run_pipeline(
        reader, {.jobs = settings_.jobs}, [&](const Document& document, Crew& crew) { return engine.read(document, crew); },
        [&](PipelineItem&& item) {
          if (const Rejection* rejection = std::get_if<Rejection>(&item.in)) {
            log.rejected(rejection->why);
            ++rejected;
            return true;
          }
          found.push_back(std::move(item.out.mentions));
          return true;
        });
    for (std::size_t i = 0; i < found.size(); ++i) {
      const GoldArticle& gold = reader.gold()[i];
      marks.push_back(mark(gold, found[i]));
      if (!settings_.errors.empty()) append_errors(errors, gold, found[i], marks.back());
      if (!settings_.html.empty()) append_sentences(sentences, gold, found[i], marks.back(), **lexicons);
    }
    if (!reader.opened_any()) return Exit::kNothing;
    if (found.empty()) log.warning({"input.empty", "no gold articles", {}, {}, 0, 0});
    const Score score = summarise(marks);
    const std::string by = identity(**lexicons);
    const std::string figures = settings_.to == "json" ? as_json(score, by) : as_table(score);
    if (!settings_.errors.empty() && !write(settings_.errors, errors, log)) return Exit::kNothing;
    if (!settings_.html.empty() && !write(settings_.html, eval_page(score, sentences, by), log)) return Exit::kNothing;
    if (!write(settings_.output, figures, log)) return Exit::kNothing;
    return rejected == 0 ? Exit::kDone : Exit::kRejected;
  }

 private:
  static bool write(const std::string& path, const std::string& bytes, const Log& log) {
    Output out;
    Status done = out.open(path);
    if (done) {
      out.write(bytes);
      done = out.finish();
    }
    if (!done) log.error(done.error());
    return static_cast<bool>(done);
  }

  Settings settings_;
  EngineOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_eval() {
  return std::make_unique<Eval>();
}

}  // namespace mizan::tools

#include "extractors/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "extractors/amount_extractor.h"
#include "extractors/entity_crossings.h"
#include "extractors/entity_extractor.h"
#include "extractors/fact_builder.h"
#include "extractors/number_grammar.h"
#include "extractors/table_units.h"
#include "extractors/time_extractor.h"
#include "pipeline/extractor.h"

namespace mizan {
namespace {

std::optional<Day> day_of(std::string_view iso) {
  if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  Day day;
  auto read = [&](std::size_t at, std::size_t size, int& out) { return std::from_chars(iso.data() + at, iso.data() + at + size, out).ec == std::errc{}; };
  if (!read(0, 4, day.year) || !read(5, 2, day.month) || !read(8, 2, day.day)) return std::nullopt;
  return day;
}

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& more) {
  if (to.empty())
    to = std::move(more);
  else
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

const char* to_string(LexiconKind kind) {
  static constexpr const char* kNames[] = {"number", "currency", "unit", "calendar", "hedge", "rate", "noun", "metric", "entity", "cue", "grammar"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace

struct Engine::Parts {
  explicit Parts(std::shared_ptr<const Lexicons> all, EngineOptions given)
      : lexicons(std::move(all)), options(std::move(given)), numbers(*lexicons), amounts(*lexicons), times(*lexicons), entities(*lexicons), facts(*lexicons) {}

  std::shared_ptr<const Lexicons> lexicons;
  EngineOptions options;
  NumberGrammar numbers;
  AmountExtractor amounts;
  TimeExtractor times;
  EntityExtractor entities;
  FactBuilder facts;

  // All candidate mentions of one field.
  void candidates(const Analysis& article, const Document& document, NamedEntities& named, std::vector<Mention>& found) const {
    const std::vector<Numeral> numerals = numbers.find(article);
    found.reserve(found.size() + 2 * numerals.size() + article.tokens.size() / 8);
    const std::string& published = document.published.empty() ? options.published : document.published;
    const std::string& place = document.place.empty() ? options.place : document.place;
    amounts.extract(article, numerals, place, found);
    lend_header_units(article, *lexicons, found);
    times.extract(article, numerals, day_of(published), found);
    entities.extract(article, named, found);
  }
};

Engine::Engine(std::shared_ptr<const Lexicons> lexicons, EngineOptions options) : parts_(std::make_unique<Parts>(std::move(lexicons), std::move(options))) {}
Engine::~Engine() = default;

const Lexicons& Engine::lexicons() const {
  return *parts_->lexicons;
}

ArticleResult Engine::read(const Document& document) const {
  ArticleResult out;
  NamedEntities named;
  for (Field field : {Field::kTitle, Field::kText}) {
    if (field == Field::kTitle && document.title.empty()) continue;
    Analysis article = analyze(document, field, *parts_->lexicons);
    if (document.lang.empty() && !parts_->options.lang.empty()) article.arabic = parts_->options.lang == "ar";
    if (field == Field::kText) out.lang = article.arabic ? "ar" : "en";
    std::vector<Mention> found;
    parts_->candidates(article, document, named, found);
    arbitrate(article, found);
    settle_crossings(article, *parts_->lexicons, found);
    std::vector<Fact> facts;
    facts.reserve(static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [](const Mention& m) { return m.type != MentionType::kEntity; })));
    parts_->facts.build(article, found, facts);
    const auto offset = static_cast<std::uint32_t>(out.mentions.size());
    for (Fact& fact : facts) {
      fact.field = field;
      fact.mention += offset;
    }
    append(out.facts, std::move(facts));
    append(out.mentions, std::move(found));
  }
  return out;
}

std::string Engine::explain(const Document& document) const {
  std::string out;
  const Analysis article = analyze(document, Field::kText, *parts_->lexicons);
  auto line = [&](const std::string& text) { out += text + "\n"; };
  line("tokens");
  for (std::uint32_t t = 0; t < article.tokens.size(); ++t) {
    if (article.tokens[t].kind == TokenKind::kNewline) continue;
    std::string hits;
    for (const LexiconHit* hit = article.hits_begin(t); hit != article.hits_end(t); ++hit) {
      const auto kind = static_cast<LexiconKind>(hit->kind);
      std::string what;
      const Lexicons& lex = *parts_->lexicons;
      switch (kind) {
        case LexiconKind::kNumber:
          what = lex.number(hit->entry).value.to_string();
          break;
        case LexiconKind::kCurrency:
          what = lex.currency(hit->entry).code;
          break;
        case LexiconKind::kUnit:
          what = lex.unit(hit->entry).symbol;
          break;
        case LexiconKind::kCalendar:
          what = lex.calendar(hit->entry).role + "=" + lex.calendar(hit->entry).value;
          break;
        case LexiconKind::kHedge:
          what = lex.hedge(hit->entry).bound;
          break;
        case LexiconKind::kRate:
          what = lex.rate(hit->entry).per;
          break;
        case LexiconKind::kNoun:
          what = lex.noun(hit->entry).noun;
          break;
        case LexiconKind::kMetric:
          what = lex.metric(hit->entry).metric;
          break;
        case LexiconKind::kEntity:
          what = lex.entity(lex.alias(hit->entry).entity).id;
          break;
        case LexiconKind::kCue:
          what = std::string(to_string(lex.cue(hit->entry).role)) + "=" + lex.cue(hit->entry).value;
          break;
        case LexiconKind::kGrammar:
          what = lex.grammar(hit->entry).role;
          break;
      }
      hits += fmt::format("  {}:{}{}", to_string(kind), what, hit->length > 1 ? fmt::format(" ({} words)", hit->length) : "");
    }
    line(fmt::format("  {:3} {}{}", t, article.word(t), hits));
  }
  line("candidates (rule, priority)");
  std::vector<Mention> found;
  NamedEntities named;
  parts_->candidates(article, document, named, found);
  auto describe = [&](const Mention& m) {
    const std::string text(article.text.source(article.text.to_source(m.normal)));
    std::string value;
    if (const Amount* a = m.amount()) {
      value = a->low ? a->low->to_string() : "no value";
      if (a->high && a->high != a->low) value += ".." + a->high->to_string();
      value +=
          fmt::format(" {} {}{}{}", a->unit, mizan::to_string(a->bound), a->per.empty() ? "" : " per " + a->per, a->noun.empty() ? "" : " noun " + a->noun);
    } else if (const DateRange* d = m.date()) {
      value = fmt::format("{} [{} .. {}]{}", d->value, d->from, d->to, d->mod.empty() ? "" : " " + d->mod);
    } else if (const Length* l = m.length()) {
      value = l->value;
    } else if (const EntityName* e = m.entity()) {
      value = e->id;
    }
    return fmt::format("  {} \"{}\" = {}  ({}, {})", mizan::to_string(m.type), text, value, m.rule, m.priority);
  };
  for (const Mention& m : found) line(describe(m));
  arbitrate(article, found);
  settle_crossings(article, *parts_->lexicons, found);
  line("kept");
  for (const Mention& m : found) line(describe(m));
  std::vector<Fact> facts;
  parts_->facts.build(article, found, facts);
  line("facts");
  for (const Fact& f : facts)
    line(fmt::format("  {} / {} = {}{}  period {} counterpart {} status {} aspect {} noun {} ({})", f.subject_name.empty() ? "-" : f.subject_name, f.metric,
                     f.value.empty() ? (f.amount.low ? f.amount.low->to_string() + " " + f.amount.unit : "-") : f.value, "", f.period.empty() ? "-" : f.period,
                     f.counterpart_name.empty() ? "-" : f.counterpart_name, f.status, f.aspect, f.noun.empty() ? "-" : f.noun, f.rule));
  return out;
}

}  // namespace mizan

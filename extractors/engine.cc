#include "extractors/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <iterator>
#include <utility>

#include "extractors/amount_extractor.h"
#include "extractors/entity_crossings.h"
#include "extractors/entity_extractor.h"
#include "extractors/fact_builder.h"
#include "extractors/name_extractor.h"
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

// The stretch that holds a token.
std::size_t part_of(const std::vector<Stretch>& parts, std::uint32_t token) {
  const auto next = std::upper_bound(parts.begin(), parts.end(), token, [](std::uint32_t t, const Stretch& part) { return t < part.first_token; });
  return static_cast<std::size_t>(next - parts.begin()) - 1;
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

  // Numbers and times of the stretch, not yet arbitrated.
  TimesRead measure(const Analysis& article, const Stretch& stretch, const Document& document, const TimeContext& before, std::vector<Mention>& found) const {
    const Stretch around = widened(article, stretch, TimeExtractor::kAround);
    const std::vector<Numeral> numerals = numbers.find(article, around.first_sentence, around.end_sentence);
    found.reserve(found.size() + 2 * numerals.size());
    const std::string& published = document.published.empty() ? options.published : document.published;
    const std::string& place = document.place.empty() ? options.place : document.place;
    amounts.extract(article, stretch, numerals, place, found);
    lend_header_units(article, stretch, *lexicons, found);
    return times.extract(article, stretch, around, numerals, day_of(published), before, found);
  }

  // The names of the whole text, not yet arbitrated. Stretches that one of them crosses are joined. False where a name could not be looked for in stretches.
  bool find_names(const Analysis& article, std::vector<Stretch>& parts, NamedEntities& named, Crew& crew, std::vector<Mention>& found) const;
  // Mentions and facts of one field, which is looked at in stretches; both are empty before. False where something crosses their edges that should not: then
  // nothing of what was found holds.
  bool read(Analysis& article, const Document& document, std::vector<Stretch> parts, NamedEntities& named, Crew& crew, std::vector<Mention>& found,
            std::vector<Fact>& stated) const;
};

namespace {

// What begins in a stretch ends there.
void join_crossed(std::vector<Stretch>& parts, const std::vector<Mention>& found) {
  if (parts.size() == 1) return;
  std::vector<std::uint8_t> crossed(parts.size(), 0);  // the end of each
  for (const Mention& m : found) {
    const std::size_t part = part_of(parts, m.first_token);
    for (std::size_t p = part; p + 1 < parts.size() && m.end_token > parts[p].end_token; ++p) crossed[p] = 1;
  }
  std::size_t kept = 0;
  for (std::size_t p = 1; p < parts.size(); ++p) {
    if (crossed[p - 1] != 0) {
      parts[kept].end_token = parts[p].end_token;
      parts[kept].end_sentence = parts[p].end_sentence;
    } else {
      parts[++kept] = parts[p];
    }
  }
  parts.resize(kept + 1);
}

}  // namespace

bool Engine::Parts::find_names(const Analysis& article, std::vector<Stretch>& parts, NamedEntities& named, Crew& crew, std::vector<Mention>& found) const {
  entities.extract_lexicon(article, named, found);
  join_crossed(parts, found);
  const NameExtractor& unknown = entities.unknown();
  const NameText text(article, *lexicons, found, 0);
  std::vector<std::vector<NameCandidate>> rules(parts.size());
  std::atomic<bool> crossed = false;
  crew.each(parts.size(), [&](std::size_t i) {
    if (unknown.find(text, parts[i], rules[i]) > parts[i].end_token) crossed = true;
  });
  if (crossed) return false;
  if (parts.size() == 1) {
    unknown.settle(text, parts[0], rules[0], rules[0]);
    unknown.link(text, rules[0], found, 0);
    return true;
  }
  std::vector<std::vector<NameCandidate>> names(parts.size());
  crew.each(parts.size(), [&](std::size_t i) {
    std::size_t first = i, end = i + 1;
    while (first > 0 && parts[first - 1].end_token + NameExtractor::kReach > parts[i].first_token) --first;
    while (end < parts.size() && parts[end].first_token < parts[i].end_token + NameExtractor::kReach) ++end;
    std::vector<NameCandidate> around;
    for (std::size_t p = first; p < end; ++p)
      for (const NameCandidate& c : rules[p])
        if (c.end + NameExtractor::kReach > parts[i].first_token && c.first < parts[i].end_token + NameExtractor::kReach) around.push_back(c);
    names[i] = rules[i];
    unknown.settle(text, parts[i], around, names[i]);
  });
  std::vector<NameCandidate> all;
  for (std::vector<NameCandidate>& some : names) append(all, std::exchange(some, {}));
  unknown.link(text, all, found, 0);
  join_crossed(parts, found);
  return true;
}

bool Engine::Parts::read(Analysis& article, const Document& document, std::vector<Stretch> parts, NamedEntities& named, Crew& crew, std::vector<Mention>& found,
                         std::vector<Fact>& stated) const {
  std::vector<Mention> names;
  if (!find_names(article, parts, named, crew, names)) return false;
  article.words = HugeVector<TokenWord>();  // which only names were asked of: of a large text megabytes
  struct Part {
    std::vector<Mention> names, found;
    TimesRead times;
    bool crossed = false, done = false;
  };
  std::vector<Part> read(parts.size());
  if (parts.size() == 1) {
    read[0].names = std::move(names);
  } else {
    std::vector<std::size_t> sizes(parts.size(), 0);
    for (const Mention& m : names) ++sizes[part_of(parts, m.first_token)];
    for (std::size_t i = 0; i < parts.size(); ++i) read[i].names.reserve(sizes[i]);
    for (Mention& m : names) read[part_of(parts, m.first_token)].names.push_back(std::move(m));
  }
  names = {};
  // Numbers and times lean on what was read before them in very few places: only there a stretch waits for the one before.
  const auto look = [&](std::size_t i, const TimeContext* before) {
    Part& part = read[i];
    part.found.clear();
    part.times = measure(article, parts[i], document, before != nullptr ? *before : TimeContext{}, part.found);
    part.crossed = part.times.reached > parts[i].end_token || std::any_of(part.found.begin(), part.found.end(), [&](const Mention& m) {
                     return m.first_token < parts[i].first_token || m.end_token > parts[i].end_token;
                   });
    if (part.crossed || (part.times.leaned && before == nullptr)) return;
    append(part.found, std::exchange(part.names, {}));
    arbitrate(article, parts[i], part.found);
    settle_crossings(article, *lexicons, part.found);
    part.done = true;
  };
  FactReading reading(facts, article, found, stated);
  TimeContext context;
  return crew.in_order(
      parts.size(), [&](std::size_t i) { look(i, i == 0 ? &context : nullptr); },
      [&](std::size_t i) {
        Part& part = read[i];
        if (!part.done && !part.crossed) look(i, &context);
        if (part.crossed) return false;
        if (part.times.after.year) context.year = part.times.after.year;
        if (part.times.after.day) context.day = part.times.after.day;
        if (parts.size() == 1) {
          found = std::move(part.found);
        } else {
          if (i == 0) found.reserve((part.found.size() + part.found.size() / 8) * parts.size());
          reading.hand_on();
          found.insert(found.end(), std::make_move_iterator(part.found.begin()), std::make_move_iterator(part.found.end()));
          part = {};
        }
        reading.read_to(parts[i].end_sentence);
        return true;
      });
}

Engine::Engine(std::shared_ptr<const Lexicons> lexicons, EngineOptions options) : parts_(std::make_unique<Parts>(std::move(lexicons), std::move(options))) {}
Engine::~Engine() = default;

const Lexicons& Engine::lexicons() const {
  return *parts_->lexicons;
}

ArticleResult Engine::read(const Document& document) const {
  Alone alone;
  return read(document, alone);
}

ArticleResult Engine::read(const Document& document, Crew& crew) const {
  ArticleResult out;
  NamedEntities named;
  for (Field field : {Field::kTitle, Field::kText}) {
    if (field == Field::kTitle && document.title.empty()) continue;
    Analysis article = analyze(document, field, *parts_->lexicons, crew);
    if (document.lang.empty() && !parts_->options.lang.empty()) article.arabic = parts_->options.lang == "ar";
    if (field == Field::kText) out.lang = article.arabic ? "ar" : "en";
    std::vector<Stretch> parts = stretches(article, parts_->options.stretch);
    const bool several = parts.size() > 1;
    NamedEntities before;
    if (several) before = named;
    std::vector<Mention> found;
    std::vector<Fact> facts;
    if (!parts_->read(article, document, std::move(parts), named, crew, found, facts) && several) {
      named = std::move(before);
      found.clear();
      facts.clear();
      parts_->lexicons->annotate(article);  // words anew
      parts_->read(article, document, {whole(article)}, named, crew, found, facts);
    }
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
  std::vector<Mention> found, names;
  NamedEntities named;
  Alone alone;
  std::vector<Stretch> all = {whole(article)};
  parts_->measure(article, all[0], document, {}, found);
  parts_->find_names(article, all, named, alone, names);
  append(found, std::move(names));
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
  arbitrate(article, whole(article), found);
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

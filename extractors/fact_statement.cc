#include "extractors/fact_statement.h"

#include <algorithm>

#include "extractors/fact_place.h"
#include "extractors/fact_qualifiers.h"
#include "extractors/fact_score.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

bool states_something(MentionType type) {
  switch (type) {
    case MentionType::kMoney:
    case MentionType::kPercent:
    case MentionType::kQuantity:
    case MentionType::kCount:
    case MentionType::kMultiple:
    case MentionType::kNumber:
    case MentionType::kOrdinal:
    case MentionType::kDuration:
    case MentionType::kAge:
      return true;
    case MentionType::kDate:
    case MentionType::kEntity:
      return false;
  }
  return false;
}

// A rate that is more than "a share" or "a change", which every percentage is.
bool is_rate_of_its_own(std::string_view metric) {
  return metric != "share" && metric != "change" && metric != "other" && metric != "points";
}

std::string_view rate_name(std::string_view metric) {
  for (std::string_view name : {"revenue_share", "vote_share", "market_share", "turnout"})
    if (name == metric) return name;
  return "share";
}

// What a budget consists of.
bool is_fiscal(std::string_view metric) {
  return metric == "deficit" || metric == "surplus" || metric == "budget" || metric == "revenue" || metric == "spending" || metric == "debt";
}

// Measures that are of a year, a quarter, a month.
bool is_over_time(std::string_view metric) {
  static constexpr std::string_view kOverTime[] = {
      "revenue",  "advertising_revenue", "profit",      "loss", "sales",       "exports",        "imports",           "trade", "deficit", "surplus", "budget",
      "spending", "production",          "consumption", "gdp",  "growth_rate", "inflation_rate", "unemployment_rate", "debt",  "dividend"};
  return std::find(std::begin(kOverTime), std::end(kOverTime), metric) != std::end(kOverTime);
}

constexpr const char* kRule = "fact.clause";
constexpr const char* kRuleSame = "fact.same_in_other_words";
constexpr const char* kRuleScore = "fact.score";
constexpr const char* kRuleElliptic = "fact.elliptic";

}  // namespace

void FactStatements::state(const FactSetting& setting, std::vector<Fact>& facts) {
  const std::size_t first = facts.size();
  for (std::size_t i = 0; i < scan_.numbers.size(); ++i) {
    if (is_game_score(scan_, i)) {
      state_score(i, facts);
      ++i;
      continue;
    }
    // In its place: a fact is some 900 bytes.
    Fact* const fact = &facts.emplace_back();
    if (!make(i, setting, facts, *fact)) {
      facts.pop_back();
      continue;
    }
    // "Seven crew members, including two Egyptians, are missing": the verb behind the part is of the whole.
    if (last_number_ != static_cast<std::size_t>(-1) && last_number_ + 1 == i && is_toll(fact->metric) && !fact->scope.empty() &&
        facts[last_fact_].metric == "other" && facts[last_fact_].type == MentionType::kCount && fact->type == MentionType::kCount &&
        scan_.cue_before(CueRole::kPart, scan_.numbers[i].first, 1) != nullptr) {
      facts[last_fact_].metric = fact->metric;
      facts[last_fact_].subject.clear();
      facts[last_fact_].subject_name.clear();
    }
    locate(scan_, scan_.numbers[i], *fact);
    last_fact_ = facts.size() - 1;
    last_number_ = i;
  }
  bool dated = false;
  for (std::uint32_t mention : scan_.dates)
    if (std::optional<Fact> fact = make_date(mention)) {
      facts.push_back(std::move(*fact));
      dated = true;
    }
  if (dated)
    std::stable_sort(facts.begin() + static_cast<std::ptrdiff_t>(first), facts.end(),
                     [](const Fact& x, const Fact& y) { return x.source.begin < y.source.begin; });
}

// A result is two facts, each side's score against the other.
void FactStatements::state_score(std::size_t index, std::vector<Fact>& facts) const {
  const GameScore score = sides_of_score(scan_, index);
  for (const std::size_t i : {index, index + 1}) {
    const FactNumber& number = scan_.numbers[i];
    const Party &party = i == index ? score.first : score.second, &other = i == index ? score.second : score.first;
    MetricChoice metric;
    metric.metric = "score";
    metric.anchor = number.first;
    Fact& fact = facts.emplace_back();
    fill(number, fact);
    fact.rule = kRuleScore;
    fact.metric = metric.metric;
    fact.subject = party.id;
    fact.subject_name = party.name;
    fact.counterpart = other.id;
    fact.counterpart_name = other.name;
    qualify(scan_, number, metric, fact);
    fact.aspect = "level";
    fact.direction.clear();
    fact.scope.clear();
  }
}

void FactStatements::fill(const FactNumber& number, Fact& fact) const {
  const Mention& m = scan_.mentions()[number.mention];
  const Analysis& a = scan_.article();
  fact.type = m.type;
  fact.field = m.field;
  fact.source = m.source;
  fact.mention = number.mention;
  if (const Amount* amount = m.amount())
    fact.amount = *amount;
  else
    fact.amount = Amount{};
  fact.value = m.length() != nullptr ? m.length()->value : std::string();
  if (m.length() != nullptr) fact.amount.bound = m.length()->bound;
  const Sentence& s = a.sentences[sentence_];
  fact.sentence = a.text.to_source({a.tokens[s.first_token].begin, a.tokens[s.end_token - 1].end});
}

// Only marks, hedges and "or" between two figures of one kind in different units: one amount twice.
bool FactStatements::same_in_other_words(const FactNumber& before, const FactNumber& number) const {
  const Mention& x = scan_.mentions()[before.mention];
  const Mention& y = scan_.mentions()[number.mention];
  if (number.first < before.end || number.first - before.end > 6 || x.amount() == nullptr || y.amount() == nullptr) return false;
  bool opened = false, either = false;
  for (std::uint32_t t = before.end; t < number.first; ++t) {
    const std::string_view w = scan_.word(t);
    if (w == "(" || w == "[")
      opened = true;
    else if (w == arabic::kOr || w == "or" || w == "اي" || w == "يعادل" || w == "تعادل" || w == "equivalent" || w == "equal" || w == "يساوي" ||
             w == "بما")  // اي: that is; يعادل: equals; تعادل: equals; يساوي: equals; بما: with what
      either = true;
    else if (w == arabic::kComma || w == "," || w == "ما" || w == "to" || w == "about" || w == "some" || w == "نحو" || w == "حوالي" || w == "حوالى" ||
             w == "around" ||  // ما: what; نحو: about; حوالي: about; حوالى: about
             w == "roughly" || w == "nearly" || w == "~" || w == "almost" || w == "قرابه" || w == "approximately" || w == "at" ||
             w == "current" ||                          // قرابه: nearly
             w == "زهاء" || w == "the" || w == "only")  // زهاء: nearly
      continue;
    else
      return false;
  }
  if (!opened && !either) return false;
  if (x.type == MentionType::kMoney && y.type == MentionType::kMoney) return x.amount()->unit != y.amount()->unit || either;
  if (x.type == MentionType::kQuantity && y.type == MentionType::kQuantity)
    return x.amount()->dimension == y.amount()->dimension && x.amount()->unit != y.amount()->unit;
  return either && y.type == MentionType::kPercent &&
         (x.type == MentionType::kMoney || x.type == MentionType::kNumber || x.type == MentionType::kCount || x.type == MentionType::kQuantity);
}

// "inflation fell to 3.2% from 3.5%", "turnout was 56.1%, up from 43% in 2021": the level before is one of the same measure.
bool FactStatements::level_before(const FactNumber& before, const FactNumber& number, const Fact& last, Fact& fact) const {
  constexpr std::uint32_t kFar = 16, kDate = 4;
  const Mention& m = scan_.mentions()[number.mention];
  if (m.type != last.type || m.amount() == nullptr || last.amount.unit != m.amount()->unit || last.aspect != "level" || number.first < before.end ||
      number.first - before.end > kFar || number.first == scan_.first)
    return false;
  const std::string_view w = scan_.word(number.first - 1);
  if (w != "from" && w != arabic::kOf && w != "مستوي") return false;                    // مستوي: level
  if (!m.amount()->noun.empty() && m.amount()->noun != last.amount.noun) return false;  // "75 نقطة من 28 مباراة" (75 points from 28 matches)
  bool moved = false;
  constexpr std::uint32_t kVerb = 14;
  for (std::size_t c = scan_.cue_from(before.first > kVerb ? before.first - kVerb : 0); c < scan_.cues.size() && scan_.cues[c].first < number.first; ++c)
    moved = moved || scan_.cues[c].role == CueRole::kDirection;
  if (!moved) return false;
  for (std::uint32_t t = before.end; t + 1 < number.first; ++t) {
    const std::size_t i = scan_.metric_from(t);
    if (i < scan_.metrics.size() && scan_.metrics[i].first == t && !scan_.metrics[i].weak && scan_.metrics[i].entry->metric != "gdp")
      return false;  // of another measure
  }
  fact = last;
  fill(number, fact);
  fact.rule = kRuleElliptic;
  fact.direction.clear();
  fact.percent_growth = false;
  fact.scope.clear();
  if (fact.status == "target" || fact.status == "planned") fact.status = "actual";  // what is aimed for comes from what is
  fact.period.clear();
  fact.as_of.clear();
  if (const std::size_t i = scan_.date_from(number.end); i < scan_.dates.size()) {
    const Mention& date = scan_.mentions()[scan_.dates[i]];
    if (date.first_token <= number.end + kDate) fact.period = date.date()->value;
  }
  return true;
}

// "1.2 trillion riyals, up 9%", "بزيادة نسبتها 9%": a percentage behind a level, with nothing but a word of change between, is the change of it.
bool FactStatements::change_after(const FactNumber& before, const FactNumber& number, const Fact& last, Fact& fact) const {
  constexpr std::uint32_t kFar = 9;
  const Mention& m = scan_.mentions()[number.mention];
  if (m.type != MentionType::kPercent || last.type == MentionType::kPercent || last.metric == "other" || last.aspect != "level" || number.first < before.end ||
      number.first - before.end > kFar)
    return false;
  const FactCue* direction = nullptr;
  for (std::size_t c = scan_.cue_from(before.end); c < scan_.cues.size() && scan_.cues[c].end <= number.first; ++c) {
    if (scan_.cues[c].role == CueRole::kDirection) direction = &scan_.cues[c];
    if (scan_.cues[c].role == CueRole::kClause || scan_.cues[c].role == CueRole::kRelative) return false;
  }
  if (direction == nullptr || number.first - direction->end > 3) return false;
  for (std::uint32_t t = before.end; t < direction->first; ++t) {
    const std::size_t i = scan_.metric_from(t), n = scan_.name_from(t);
    if ((i < scan_.metrics.size() && scan_.metrics[i].first == t) || (n < scan_.names.size() && scan_.names[n].first == t)) return false;
    // Behind a conjunction another verb begins another statement.
    if (scan_.word(t) == "and" || scan_.word(t) == "while") return false;
  }
  if (scan_.word(direction->first).starts_with(arabic::kAnd)) return false;
  fact = last;
  fill(number, fact);
  fact.rule = kRuleElliptic;
  fact.aspect = "change";
  fact.direction = direction->value;
  fact.percent_growth = true;
  fact.noun = last.noun;
  fact.scope.clear();
  return true;
}

// "46 of the 329 seats": a bare number counts what the whole behind it counts.
const FactNumber* FactStatements::whole_of(std::size_t index) const {
  const FactNumber& number = scan_.numbers[index];
  const Mention& m = scan_.mentions()[number.mention];
  if (index + 1 >= scan_.numbers.size() || m.amount() == nullptr || !m.amount()->noun.empty() ||
      (m.type != MentionType::kNumber && m.type != MentionType::kCount) || number.end >= scan_.end)
    return nullptr;
  const FactNumber& next = scan_.numbers[index + 1];
  const Mention& whole = scan_.mentions()[next.mention];
  const std::string_view w = scan_.word(number.end);
  const bool of = w == "of" || w == "out" || w == arabic::kOf;
  return of && next.first > number.end && next.first - number.end <= 3 && whole.type == MentionType::kCount && !whole.amount()->noun.empty() ? &next : nullptr;
}

// "Of the 200 seats, the party won 50": a bare number behind its whole counts the same.
const FactNumber* FactStatements::whole_before(std::size_t index) const {
  constexpr std::uint32_t kFar = 12;
  const FactNumber& number = scan_.numbers[index];
  const Mention& m = scan_.mentions()[number.mention];
  if (index == 0 || m.amount() == nullptr || !m.amount()->noun.empty() || (m.type != MentionType::kNumber && m.type != MentionType::kCount)) return nullptr;
  const FactNumber& last = scan_.numbers[index - 1];
  const Amount* whole = scan_.mentions()[last.mention].amount();
  if (scan_.mentions()[last.mention].type != MentionType::kCount || whole == nullptr || !whole->low || whole->noun.empty() ||
      !(*m.amount()->low < *whole->low) || number.first - last.end > kFar)
    return nullptr;
  std::uint32_t of = last.first;
  if (of > scan_.first && scan_.word(of - 1) == "the") --of;
  if (of == scan_.first || scan_.word(of - 1) != "of") return nullptr;
  --of;
  return of == scan_.first || scan_.word(of - 1) == "," ? &last : nullptr;
}

// "cut its deposit rate by 100 basis points to 21%": the size of a change is of the rate that it leads to. Empty where it leads to none.
std::string_view FactStatements::rate_reached(std::size_t index) const {
  const FactNumber& number = scan_.numbers[index];
  if (index + 1 >= scan_.numbers.size()) return {};
  const FactNumber& next = scan_.numbers[index + 1];
  const Mention& m = scan_.mentions()[next.mention];
  if (m.type != MentionType::kPercent || next.first < number.end || next.first - number.end > 2) return {};
  const FactCue* to = scan_.cue_before(CueRole::kTo, next.first, 1);
  if (to == nullptr || to->first < number.end) return {};
  const MetricChoice reached = choose_metric(scan_, next, {});
  return is_rate(reached.metric) && is_rate_of_its_own(reached.metric) ? reached.metric : std::string_view();
}

// "725 matches with X and 167 with Y": a bare number that counts what the one before counted.
bool FactStatements::elliptic(const FactNumber& before, const FactNumber& number) const {
  const Mention& x = scan_.mentions()[before.mention];
  const Mention& y = scan_.mentions()[number.mention];
  if (x.type != MentionType::kCount || x.amount() == nullptr || x.amount()->noun.empty()) return false;
  if (y.type != MentionType::kNumber && !(y.type == MentionType::kCount && y.amount() != nullptr && y.amount()->noun.empty())) return false;
  if (number.first < before.end || number.first - before.end > 9) return false;
  if (scan_.word(number.first).starts_with(arabic::kAnd)) return true;
  if (number.first == scan_.first) return false;
  const std::string_view w = scan_.word(number.first - 1);
  if (scan_.cue_before(CueRole::kFrom, number.first, 1) != nullptr && number.first - before.end <= 6) return true;  // "compared with 25 million"
  return w == "اصل" || w == "and" || w == arabic::kAnd || w == "or" || w == "," || w == arabic::kComma || w == "مقابل" || w == "against" ||
         w == "بفارق";  // اصل: total; مقابل: against; بفارق: by a margin of
}

// "20 in Gaza and five in the West Bank", "25 شخصا: 20 في غزة" (25 people: 20 in Gaza): a bare number with its place behind counts what the one before counted.
bool FactStatements::goes_on_elsewhere(const FactNumber& before, const FactNumber& number, const Fact& last) const {
  constexpr std::uint32_t kFar = 12, kPlace = 6;
  const Mention& m = scan_.mentions()[number.mention];
  if ((m.type != MentionType::kNumber && m.type != MentionType::kCount) || m.amount() == nullptr || !m.amount()->noun.empty()) return false;
  if ((last.type != MentionType::kNumber && last.type != MentionType::kCount) || last.aspect == "change") return false;
  if (number.first < before.end || number.first - before.end > kFar || number.first == scan_.first) return false;
  const std::size_t n = scan_.name_from(number.end);
  if (n >= scan_.names.size() || scan_.names[n].first > number.end + kPlace || scan_.names[n].cls != "place" || scan_.names[n].relation != Relation::kIn)
    return false;
  const std::string_view w = scan_.word(number.first - 1);
  const bool opened = w == ":" && *m.amount()->low < *last.amount.low;
  const bool joined = w == "and" || w == "," || w == arabic::kComma || w == arabic::kAnd ||
                      (scan_.article().tokens[number.first].kind == TokenKind::kArabic && scan_.word(number.first).starts_with(arabic::kAnd));
  if (!opened && !(joined && last.where.end > last.where.begin)) return false;
  for (std::uint32_t t = number.end; t < scan_.names[n].first; ++t)
    if (scan_.in_number(t) || scan_.article().tokens[t].kind == TokenKind::kPunct) return false;
  for (std::size_t i = scan_.metric_from(number.end); i < scan_.metrics.size() && scan_.metrics[i].first < scan_.names[n].first; ++i)
    if (!scan_.metrics[i].weak) return false;
  for (std::size_t c = scan_.cue_from(before.end); c < scan_.cues.size() && scan_.cues[c].first < number.first; ++c)
    if (scan_.cues[c].role == CueRole::kClause || scan_.cues[c].role == CueRole::kRelative || scan_.cues[c].role == CueRole::kSpeech) return false;
  return true;
}

// "والنفقات 1.313 تريليون" (and spending 1.313): a joined noun right before its number shares the verb of the figure before.
bool FactStatements::elided_verb(const FactNumber& number, const MetricChoice& metric) const {
  if (metric.cue == nullptr || metric.cue->verb || metric.cue->end > number.first || number.first - metric.cue->end > 1) return false;
  return (metric.cue->entry->arabic && scan_.word(metric.cue->first).starts_with(arabic::kAnd) && metric.cue->peeled >= 2) ||
         (metric.cue->first > scan_.first && (scan_.word(metric.cue->first - 1) == "and" || scan_.word(metric.cue->first - 1) == arabic::kAnd));
}

// "900 إصابة جديدة بكوفيد" (900 new infections with Covid): nobody was hurt.
bool FactStatements::is_of_disease(const FactNumber& number) const {
  constexpr double kNear = 9;
  for (std::size_t c = scan_.cue_from(number.first > 12 ? number.first - 12 : 0); c < scan_.cues.size() && scan_.cues[c].first < number.end + 12; ++c) {
    const FactCue& cue = scan_.cues[c];
    if (cue.role != CueRole::kDisease) continue;
    if (cue.first >= number.end ? scan_.distance(number.end - 1, cue.first) < kNear
                                : cue.end <= number.first && scan_.distance(cue.end - 1, number.first) < kNear)
      return true;
  }
  return false;
}

// "killed 73 people, including 12 children, and injured 240", "killed 30: 12 women, 10 men and 8 children": people told of as part of those before them, or in
// one list with them, met the same fate, unless a word of their own says otherwise ("of whom 12 were injured").
bool FactStatements::tells_of_the_same(std::size_t index, const MetricChoice& metric, const Fact& before) const {
  if (!is_toll(before.metric) && before.metric != "deaths") return false;
  const FactNumber &number = scan_.numbers[index], &last = scan_.numbers[last_number_];
  const Mention& m = scan_.mentions()[number.mention];
  if (before.type != MentionType::kCount || (metric.from_noun && (is_toll(metric.metric) || metric.metric == "deaths"))) return false;
  bool person = m.amount()->noun.empty();
  for (std::uint32_t t = number.first; t < number.end && !person; ++t)
    for (const LexiconHit* hit = scan_.article().hits_begin(t); hit != scan_.article().hits_end(t) && !person; ++hit)
      person = static_cast<LexiconKind>(hit->kind) == LexiconKind::kNoun && scan_.lexicons().noun(hit->entry).has("person");
  if (!person) return false;
  auto separates = [&](std::uint32_t t) {
    const std::string_view w = scan_.word(t);
    return w == "," || w == arabic::kComma || w == "and" || w == ";" || w == arabic::kSemicolon || w == "(" || w == ")" ||
           (w.starts_with(arabic::kAnd) && scan_.article().tokens[t].kind == TokenKind::kArabic);
  };
  // A word of its own: before it, or behind it with nothing that separates.
  if (metric.cue != nullptr && metric.cue->first >= last.end && metric.cue->end <= number.first) return false;
  if (metric.cue != nullptr && metric.cue->first >= number.end) {
    bool apart = false;
    for (std::uint32_t t = number.end; t < metric.cue->first && !apart; ++t) apart = separates(t) || scan_.in_number(t);
    apart = apart || separates(metric.cue->first);
    if (!apart) return false;
  }
  if (scan_.cue_before(CueRole::kPart, number.first, 2) != nullptr && number.first - last.end <= 4) return true;
  if (last_number_ + 1 != index || m.amount()->noun.empty() || number.first - last.end > 2) return false;
  bool listed = scan_.word(number.first).starts_with(arabic::kAnd);
  for (std::uint32_t t = last.end; t < number.first; ++t) {
    if (!separates(t) && scan_.word(t) != ":") return false;
    listed = true;
  }
  return listed;
}

// What a percentage without a measure of its own is: a share of what follows "of", a change, or a plain share.
void FactStatements::settle_percent(const FactNumber& number, MetricChoice& metric) const {
  bool of = false;
  std::uint32_t t = number.end;
  if (t < scan_.end) {
    if (t + 1 < scan_.end && (scan_.word(t) == "فقط" || scan_.word(t) == "only")) ++t;  // فقط: only
    const std::string_view next = scan_.word(t);
    of = next == "of" || next == arabic::kOf || next == "ممن";  // ممن: of those who
    // "lost 12 % of its value": a fall of its price.
    if (of && t + 1 < scan_.end && metric.as_change) {
      const std::string_view whole = scan_.word(t + 1);
      if (whole == "قيمته" || whole == "قيمتها" || whole == "قيمتهم" || (t + 2 < scan_.end && whole == "its" && scan_.word(t + 2) == "value"))
        of = false;  // قيمته: its worth; قيمتها: its worth; قيمتهم: their worth
    }
    // "rose 35 % from 40 billion to 50": the level that it left.
    if (next == arabic::kOf && t + 1 < scan_.end && scan_.in_number(t + 1) && metric.as_change &&
        scan_.cue_before(CueRole::kDirection, number.first, 8) != nullptr)
      of = false;
  }
  // "rose by 5 % of ...": a change stays one.
  if (of && metric.as_change &&
      (scan_.cue_before(CueRole::kBy, number.first, 1) != nullptr || scan_.cue_before(CueRole::kDirection, number.first, 1) != nullptr))
    return;
  if (of) {
    // The measure of the whole that it is a share of.
    const std::size_t i = scan_.metric_from(t);
    for (std::size_t j = i; j < scan_.metrics.size() && scan_.metrics[j].first <= t + 5; ++j) {
      const std::string_view whole = scan_.metrics[j].entry->metric;
      // "a deficit of 7.1% of GDP", "debt stood at 95.3% of GDP": a sum measured by the economy.
      if (whole == "gdp" && metric.cue != nullptr && metric.cue->end <= number.first && !metric.cue->verb && metric.cue->entry->has("money") &&
          metric.metric != "gdp") {
        metric.as_change = false;
        return;
      }
      if (whole == "revenue" || whole == "advertising_revenue" || whole == "sales") {
        metric.metric = "revenue_share";
        metric.as_change = false;
        return;
      }
      if (whole == "vote_share" || whole == "votes" || whole == "valid_votes") {
        metric.metric = "vote_share";
        metric.as_change = false;
        return;
      }
      if (whole == "market_share" || whole == "market_size") {
        metric.metric = "market_share";
        metric.as_change = false;
        return;
      }
      if (whole == "share_price" || whole == "stake") {
        metric.metric = "stake";
        metric.as_change = false;
        return;
      }
    }
    if (metric.metric == "other" || metric.as_change || metric.cost > 10) {
      metric.metric = "share";
      metric.as_change = false;
    }
    return;
  }
  bool moved = false;
  const std::uint32_t low = number.first > 12 ? number.first - 12 : 0;
  for (std::size_t i = scan_.cue_from(low); i < scan_.cues.size() && scan_.cues[i].first < number.first; ++i)
    moved = moved || (scan_.cues[i].role == CueRole::kDirection && scan_.distance(scan_.cues[i].end - 1, number.first) < 7);
  if (metric.metric == "other") metric.metric = moved ? "change" : "share";
  // A percentage of people or things that nothing changed is a share of them.
  if (metric.as_change && !moved && metric.cue != nullptr && metric.cue->entry->has("count") && !metric.cue->entry->has("money") && number.end < scan_.end) {
    metric.metric = metric.metric == "votes" || metric.metric == "valid_votes" ? "vote_share" : "share";
    metric.as_change = false;
  }
}

// The counted or named thing right beside a number whose measure is not known.
std::string FactStatements::head_noun(const FactNumber& number) const {
  auto noun_at = [&](std::uint32_t t) -> std::string {
    for (const LexiconHit* hit = scan_.article().hits_begin(t); hit != scan_.article().hits_end(t); ++hit)
      if (static_cast<LexiconKind>(hit->kind) == LexiconKind::kNoun) return scan_.lexicons().noun(hit->entry).noun;
    return {};
  };
  // "الدول الثلاث" (the three countries): the noun stands before.
  if (scan_.word(number.first).starts_with(arabic::kThe) && number.first > scan_.first)
    if (std::string noun = noun_at(number.first - 1); !noun.empty()) return noun;
  for (std::uint32_t t = number.end; t < scan_.end && t < number.end + 2; ++t)
    if (std::string noun = noun_at(t); !noun.empty()) return noun;
  for (std::uint32_t t = number.first; t > scan_.first && t + 4 > number.first;)
    if (std::string noun = noun_at(--t); !noun.empty()) return noun;
  return {};
}

bool FactStatements::make(std::size_t index, const FactSetting& setting, const std::vector<Fact>& facts, Fact& fact) {
  const FactNumber& number = scan_.numbers[index];
  const Mention& m = scan_.mentions()[number.mention];
  if (!states_something(m.type) || m.vague) return false;
  if (m.amount() != nullptr && !m.amount()->low) return false;

  // "دور الثمانية" (the round of eight): which stage it is, not how many.
  if ((m.type == MentionType::kCount || m.type == MentionType::kNumber) && number.first > scan_.first) {
    const std::string_view w = scan_.word(number.first - 1);
    if (w.ends_with("دور") || (w == "of" && number.first > scan_.first + 1 && scan_.word(number.first - 2) == "round")) return false;  // دور: round
  }
  // "the two companies said": who was named before, not a count.
  if (m.type == MentionType::kCount && *m.amount()->low == *Decimal::make(2)) {
    if (number.first > scan_.first && scan_.word(number.first - 1) == "the") return false;
    // "بين البلدين" (between the two countries): one word with its article, of parties that need no counting.
    static constexpr std::string_view kParties[] = {"country", "team",      "side",       "party", "state",  "company",
                                                    "leader",  "president", "government", "club",  "people", "match"};
    if (number.end == number.first + 1 && std::find(std::begin(kParties), std::end(kParties), m.amount()->noun) != std::end(kParties)) {
      std::string_view w = scan_.word(number.first);
      while (w.size() > 8 && !w.starts_with(arabic::kThe) &&
             (w.starts_with(arabic::kAnd) || w.starts_with(arabic::kBy) || w.starts_with(arabic::kLike) || w.starts_with(arabic::kSo)))
        w.remove_prefix(2);
      if ((w.starts_with(arabic::kThe) || w.starts_with(arabic::kForThe)) && (w.ends_with("ين") || w.ends_with("ان"))) return false;  // ين: plural
    }
  }

  const bool follows = last_number_ != static_cast<std::size_t>(-1) && last_number_ + 1 == index;
  if (follows && same_in_other_words(scan_.numbers[last_number_], number)) {
    fact = facts[last_fact_];
    const bool to_percent = m.type == MentionType::kPercent;
    fill(number, fact);
    fact.rule = kRuleSame;
    fact.percent_growth = to_percent && fact.aspect == "change";
    return true;
  }
  if (follows) {
    if (level_before(scan_.numbers[last_number_], number, facts[last_fact_], fact)) return true;
    if (change_after(scan_.numbers[last_number_], number, facts[last_fact_], fact)) return true;
    if (goes_on_elsewhere(scan_.numbers[last_number_], number, facts[last_fact_])) {
      fact = facts[last_fact_];
      fill(number, fact);
      fact.noun = facts[last_fact_].noun;
      fact.scope.clear();
      fact.scope_key.clear();
      fact.rule = kRuleElliptic;
      return true;
    }
  }
  MetricChoice metric = choose_metric(scan_, number, setting.metric);
  const FactNumber* whole = whole_of(index);
  if (whole == nullptr && metric.metric == "other") whole = whole_before(index);
  if (whole != nullptr) {
    const MetricChoice same = choose_metric(scan_, *whole, setting.metric);
    if (same.metric != "other") metric = same;
    metric.noun = same.noun;
  }
  if (follows && (metric.metric == "other" || metric.cost > 6 || metric.metric == facts[last_fact_].metric) && elliptic(scan_.numbers[last_number_], number)) {
    fact = facts[last_fact_];
    fill(number, fact);
    fact.noun = facts[last_fact_].noun;
    // "compared with 25 million in 2022": a date right behind it is its own.
    constexpr std::uint32_t kBehind = 2;
    if (const std::size_t d = scan_.date_from(number.end); d < scan_.dates.size() && scan_.mentions()[scan_.dates[d]].first_token <= number.end + kBehind)
      fact.period = scan_.mentions()[scan_.dates[d]].date()->value;
    MetricChoice same;
    same.metric = fact.metric;
    same.anchor = number.first;
    const Party other = choose_counterpart(scan_, number, same, {});
    fact.counterpart = other.id == fact.subject ? std::string_view() : other.id;
    fact.counterpart_name = other.id == fact.subject ? std::string_view() : other.name;
    fact.scope.clear();
    fact.rule = kRuleElliptic;
    return true;
  }

  if (m.type == MentionType::kCount && last_number_ != static_cast<std::size_t>(-1) && tells_of_the_same(index, metric, facts[last_fact_])) {
    metric.metric = kept_metric_ = facts[last_fact_].metric;
    metric.cue = nullptr;
    metric.from_noun = false;
  }

  if (metric.metric == "targets" && metric.noun == "goal") metric.noun = "target";
  if (metric.metric == "injured" && is_of_disease(number)) {
    metric.metric = "cases";
    if (metric.noun == "wounded") metric.noun = "case";
  }

  // What nothing governs goes on with the measure of the figure before it: "X won 52 % of the votes, Y (31 %)", "CoreWeave (valued at $19 billion), Cohere ($5
  // billion)".
  const bool goes_on = last_number_ != static_cast<std::size_t>(-1) && index - last_number_ <= 2 && facts[last_fact_].type == m.type &&
                       facts[last_fact_].aspect == "level" && scan_.numbers[index].first - scan_.numbers[last_number_].end < 30;
  switch (m.type) {
    case MentionType::kPercent: {
      const bool governed = metric.metric != "other";
      settle_percent(number, metric);
      if (const std::string_view rate = rate_reached(index); !rate.empty() && !is_rate_of_its_own(metric.metric)) metric.metric = rate;
      if (governed && metric.metric != "share") break;
      if (goes_on && metric.metric == "share") metric.metric = rate_name(facts[last_fact_].metric);
      // "656,534 votes, 2.92 %".
      if (metric.metric == "share" && follows && facts[last_fact_].metric == "votes" && number.first - scan_.numbers[last_number_].end <= 4)
        metric.metric = "vote_share";
      break;
    }
    case MentionType::kMoney:
      if (metric.metric == "other" && metric.noun.empty() && goes_on && scan_.parenthesis(number.first) != 0) {
        kept_metric_ = facts[last_fact_].metric;
        metric.metric = kept_metric_;
      }
      break;
    case MentionType::kNumber:
    case MentionType::kMultiple:
      if (metric.metric == "other") return false;
      break;
    case MentionType::kOrdinal:
      if (metric.metric != "rank") return false;
      break;
    case MentionType::kDuration:
      if (metric.metric != "prison_term" && !name_duration(number, metric)) return false;
      break;
    case MentionType::kAge:
      metric.metric = "age";
      break;
    default:
      break;
  }

  // Contracts of what is traded are futures: their figures are prices.
  if ((metric.metric == "contract_value" || metric.metric == "change" || metric.metric == "loan") &&
      (m.type == MentionType::kMoney || m.type == MentionType::kPercent)) {
    for (std::size_t n = scan_.name_from(number.first); n > 0 && scan_.names[n - 1].first + 24 > number.first; --n)
      if (scan_.names[n - 1].cls == "instrument" && scan_.distance(scan_.names[n - 1].first, number.first) < 18) {
        metric.metric = "price";
        break;
      }
  }

  fill(number, fact);
  fact.rule = kRule;
  const bool given_subject = setting.names_are_parties || setting.names_are_parts;
  SubjectChoice subject = given_subject ? SubjectChoice{} : choose_subject(scan_, number, metric);
  Party party = given_subject ? setting.subject : subject.party ? subject.party : setting.subject;
  // Nobody is of two gigawatts: what a person builds belongs to the company or project spoken of.
  if (party.cls == "person" && focus_.thing &&
      (metric.metric == "capacity" || metric.metric == "production" || metric.metric == "revenue" || metric.metric == "market_share"))
    party = focus_.thing;
  // Measures of companies need no name in every sentence: the text's own company goes on.
  if (!party && !setting.names_are_parties && (metric.cue == nullptr || !metric.cue->weak)) {
    static constexpr std::string_view kOfTheCompany[] = {"revenue",  "advertising_revenue", "profit", "valuation",   "market_cap", "cash_burn",
                                                         "capacity", "customers",           "users",  "subscribers", "layoffs",    "dividend"};
    if (std::find(std::begin(kOfTheCompany), std::end(kOfTheCompany), metric.metric) != std::end(kOfTheCompany)) party = focus_.org;
  }
  // Nor do those of countries: "on a monthly basis inflation rose to 1%" goes on about the country of the sentence before.
  if (!party && !setting.names_are_parties) {
    static constexpr std::string_view kOfThePlace[] = {"inflation_rate", "unemployment_rate", "growth_rate", "interest_rate", "gdp",     "population",
                                                       "deficit",        "surplus",           "budget",      "exports",       "imports", "reserves"};
    if (std::find(std::begin(kOfThePlace), std::end(kOfThePlace), metric.metric) != std::end(kOfThePlace)) party = focus_.place;
  }
  // Points and moves of an index are its level.
  if (party.cls == "instrument" && (metric.metric == "points" || metric.metric == "price" || metric.metric == "change" || metric.metric == "share_price")) {
    const EntityEntry* entity = scan_.lexicons().find_entity(party.id);
    if (entity != nullptr && entity->kind == "index") metric.metric = "index_level";
  }
  // "a deficit of 165 billion, with revenue at 1.147 trillion and spending at 1.313": one budget, one owner.
  const bool joined = !party && last_number_ != static_cast<std::size_t>(-1) && is_fiscal(metric.metric) && is_fiscal(facts[last_fact_].metric) &&
                      facts[last_fact_].subject.starts_with("place:") && facts[last_fact_].type == m.type;
  fact.subject = joined ? facts[last_fact_].subject : std::string(party.id);
  fact.subject_name = joined ? facts[last_fact_].subject_name : std::string(party.name);
  fact.metric = metric.metric;
  fact.noun = metric.noun;
  if (fact.noun.empty() && fact.metric == "other") fact.noun = head_noun(number);
  if (setting.names_are_parties) {
    // Any name beside the number but the subject itself.
    for (const FactName& name : scan_.names)
      if (name.kind == FactName::Kind::kNamed && name.id != party.id && (name.cls == "org" || name.cls == "place" || name.cls == "person")) {
        fact.counterpart = name.id;
        fact.counterpart_name = name.name;
        break;
      }
  } else if (setting.names_are_parts) {
    // no other party
  } else if (const Party other = choose_counterpart(scan_, number, metric, subject); other && other.id != party.id) {
    fact.counterpart = other.id;
    fact.counterpart_name = other.name;
  }
  qualify(scan_, number, metric, fact);
  if (!setting.period.empty() && fact.period.empty()) fact.period = setting.period;
  // "exports rose 8.3% in September, while imports grew 7.4%": measures over a time that are said of one subject in one breath are of one time.
  constexpr std::uint32_t kBreath = 34;
  if (fact.period.empty() && last_number_ != static_cast<std::size_t>(-1) && facts[last_fact_].subject == fact.subject && !fact.subject.empty() &&
      (facts[last_fact_].status == fact.status || elided_verb(number, metric)) && facts[last_fact_].metric != fact.metric && is_over_time(fact.metric) &&
      is_over_time(facts[last_fact_].metric) && number.first - scan_.numbers[last_number_].end < kBreath) {
    fact.period = facts[last_fact_].period;
    fact.as_of = facts[last_fact_].as_of;
    fact.status = facts[last_fact_].status;
  }
  if (!setting.status.empty() && fact.status == "actual") fact.status = setting.status;
  if (!setting.scope.empty() && fact.scope.empty()) fact.scope = setting.scope;
  // "when she turned 90": an age of another time.
  if (m.type == MentionType::kAge && fact.scope.empty()) {
    for (std::uint32_t t = number.first; t > scan_.first && t + 4 > number.first;) {
      const std::string_view w = scan_.word(--t);
      if (w != "عندما" && w != "حين" && w != "حينما" && w != "لما" && w != "when") continue;  // عندما: when; حين: when; حينما: when; لما: when
      fact.scope = source_text(scan_.article(), t, number.first);
      break;
    }
  }
  if (setting.growth && m.type == MentionType::kPercent) fact.percent_growth = true;
  return true;
}

}  // namespace mizan

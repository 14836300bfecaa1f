#include "extractors/fact_place.h"

#include <algorithm>
#include <string_view>

#include "extractors/fact_subject.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

constexpr double kNear = 8;           // steps between a figure and the place behind it
constexpr double kNearBefore = 12;    // and the place before it, whose verb may stand between
constexpr std::uint32_t kReach = 14;  // tokens

bool is_mark(std::string_view w) {
  return w == "," || w == arabic::kComma || w == ";" || w == arabic::kSemicolon || w == "." || w == ":" || w == "(" || w == ")";
}

// No other figure and no clause between; marks only where `marks` says so.
bool is_clear(const FactScan& scan, std::uint32_t from, std::uint32_t to, bool marks) {
  for (std::uint32_t t = from; t < to; ++t)
    if (scan.in_number(t) || (!marks && is_mark(scan.word(t))) || scan.word(t) == ";" || scan.word(t) == arabic::kSemicolon || scan.word(t) == ".")
      return false;
  for (std::size_t c = scan.cue_from(from); c < scan.cues.size() && scan.cues[c].first < to; ++c)
    if (scan.cues[c].role == CueRole::kClause || scan.cues[c].role == CueRole::kSpeech || scan.cues[c].role == CueRole::kRelative) return false;
  return true;
}

// Whether a figure of this kind can be of a part of the world at all.
bool has_place(const Fact& fact) {
  if (fact.type == MentionType::kOrdinal || fact.type == MentionType::kDate || fact.type == MentionType::kDuration || fact.type == MentionType::kAge)
    return false;
  for (std::string_view metric : {"score", "rank", "points", "distance", "magnitude", "temperature", "age", "exchange_rate", "index_level", "share_price"})
    if (fact.metric == metric) return false;
  return true;
}

// "20 in Gaza and five": the place that stands behind a figure is that figure's.
bool is_of_another(const FactScan& scan, const FactName& name, const FactNumber& number) {
  constexpr std::uint32_t kClose = 6;
  const auto here =
      std::lower_bound(scan.numbers.begin(), scan.numbers.end(), name.first, [](const FactNumber& n, std::uint32_t token) { return n.first < token; });
  if (here == scan.numbers.begin()) return false;
  const FactNumber& last = *(here - 1);
  return last.mention != number.mention && last.end <= name.first && name.first - last.end <= kClose && is_clear(scan, last.end, name.first, false);
}

// Where the phrase begins: at the preposition before the name ("in the occupied" of "in the occupied West Bank"), which may be part of its first word.
std::uint32_t phrase_of(const FactScan& scan, const FactName& name) {
  constexpr std::uint32_t kWords = 4;
  for (std::uint32_t t = name.first; t > scan.first && t + kWords > name.first;) {
    --t;
    for (std::size_t c = scan.cue_from(t); c < scan.cues.size() && scan.cues[c].first == t; ++c)
      if (scan.cues[c].role == CueRole::kPlace && scan.cues[c].value == "in") return t;
    if (scan.in_number(t) || is_mark(scan.word(t))) break;
  }
  return name.first;
}

bool is_toll_like(const Fact& fact) {
  return is_toll(fact.metric) || fact.metric == "deaths";
}

// Could the one be part of the other, or beside it in one whole?
bool same_kind(const Fact& a, const Fact& b) {
  if (a.type != b.type && !(a.type == MentionType::kCount && b.type == MentionType::kNumber) &&
      !(a.type == MentionType::kNumber && b.type == MentionType::kCount))
    return false;
  const bool metric = a.metric == b.metric || (is_toll_like(a) && is_toll_like(b) && (a.metric == "deaths") + (b.metric == "deaths") == 1 &&
                                               (a.metric == "killed" || b.metric == "killed"));
  return metric && a.field == b.field && a.amount.low && b.amount.low && a.amount.unit == b.amount.unit && a.amount.per == b.amount.per &&
         a.aspect == b.aspect && a.period == b.period && a.status == b.status && a.subject == b.subject;
}

// Facts that the sentence sets against each other get the words as their scope; what they are parts of is of "all".
void set_apart(const Analysis& article, std::vector<Fact>& facts, std::size_t previous, std::size_t first) {
  auto is_placed = [](const Fact& f) { return f.where.end > f.where.begin; };
  bool any = false;
  for (std::size_t i = first; i < facts.size(); ++i) {
    Fact& fact = facts[i];
    if (!is_placed(fact)) continue;
    bool part = !fact.scope.empty();
    for (std::size_t j = first; j < facts.size() && !part; ++j) {
      const Fact& other = facts[j];
      if (j == i || other.source == fact.source || !same_kind(fact, other)) continue;
      if (is_placed(other))
        part = other.scope_key != fact.scope_key;
      else
        part = other.scope.empty() && *fact.amount.low < *other.amount.low && other.source.begin < fact.source.begin;
    }
    if (!part) continue;
    if (fact.scope.empty()) fact.scope = std::string(article.text.source(fact.where));
    any = true;
  }
  if (!any) return;
  for (std::size_t i = std::min(previous, first); i < facts.size(); ++i) {
    Fact& whole = facts[i];
    if (!whole.scope.empty() || is_placed(whole)) continue;
    std::size_t parts = 0;
    for (std::size_t j = first; j < facts.size(); ++j)
      if (is_placed(facts[j]) && !facts[j].scope.empty() && same_kind(facts[j], whole) && *facts[j].amount.low < *whole.amount.low) ++parts;
    // Of the sentence before, only two parts tell that it is of their whole.
    if (parts >= (i < first ? 2U : 1U)) whole.scope_key = "all";
  }
}

}  // namespace

void locate(const FactScan& scan, const FactNumber& number, Fact& fact) {
  fact.where = {};
  // "20 of them in Gaza": a part already, which the place says more of. What an extent says ("abroad") is no place.
  const bool part = !fact.scope.empty();
  if (part && !fact.scope_key.empty()) return;
  fact.scope_key.clear();
  if (!has_place(fact)) return;
  const FactName *behind = nullptr, *before = nullptr;
  double to_behind = kNear, to_before = kNearBefore;
  for (std::size_t i = scan.name_from(number.first > kReach ? number.first - kReach : 0); i < scan.names.size() && scan.names[i].first < number.end + kReach;
       ++i) {
    const FactName& name = scan.names[i];
    if (name.kind != FactName::Kind::kNamed || name.cls != "place" || name.relation != Relation::kIn || name.speaker) continue;
    if (name.id == fact.subject || name.id == fact.counterpart || (name.first < number.end && name.end > number.first)) continue;
    if (name.end <= number.first) {
      const double d = scan.distance(name.end - 1, number.first);
      if (part || d >= to_before || !is_clear(scan, name.end, number.first, true) || is_of_another(scan, name, number)) continue;
      to_before = d;
      before = &name;
    } else if (const double d = scan.distance(number.end - 1, name.first); d < to_behind && is_clear(scan, number.end, name.first, false)) {
      to_behind = d;
      behind = &name;
    }
  }
  constexpr double kRightBehind = 4;
  const FactName* best = behind != nullptr && (before == nullptr || to_behind <= kRightBehind || to_behind <= to_before) ? behind : before;
  if (best == nullptr) return;
  fact.scope_key = best->id;
  const Analysis& a = scan.article();
  fact.where = a.text.to_source({a.tokens[phrase_of(scan, *best)].begin, a.tokens[best->end - 1].end});
}

void contrast_places(const Analysis& article, const Lexicons& lexicons, std::vector<Fact>& facts, std::size_t previous, std::size_t first) {
  constexpr std::size_t kMost = 24;  // figures of a sentence: what has more is a table in disguise
  if (facts.size() - first <= kMost) set_apart(article, facts, previous, first);
  // Where it happened; a whole country is no part of one.
  for (std::size_t i = first; i < facts.size(); ++i) {
    if (facts[i].where.end <= facts[i].where.begin || !facts[i].scope.empty()) continue;
    if (const EntityEntry* place = lexicons.find_entity(facts[i].scope_key); place != nullptr && place->kind == "country") facts[i].scope_key.clear();
  }
}

}  // namespace mizan

#include "extractors/fact_scan.h"

#include <algorithm>
#include <cmath>

#include "pipeline/arabic_words.h"
#include "pipeline/letters.h"

namespace mizan {
namespace {

// A word that the lexicons know as one of these is no verb of the future.
constexpr std::uint16_t kNoVerb =
    kind_bit(LexiconKind::kNumber) | kind_bit(LexiconKind::kNoun) | kind_bit(LexiconKind::kCalendar) | kind_bit(LexiconKind::kEntity);

// Steps on the line of grammatical distance.
constexpr double kWord = 1.0;
constexpr double kComma = 4.0;
constexpr double kSemicolon = 9.0;
constexpr double kConjunction = 3.0;
constexpr double kRelativeClause = 1.0;
constexpr double kVerbConjunction = 4.0;
constexpr double kIntoParenthesis = 4.0;
constexpr double kOtherParenthesis = 10.0;

Relation relation_of(std::string_view value) {
  if (value == "in") return Relation::kIn;
  if (value == "of") return Relation::kOf;
  if (value == "to") return Relation::kTo;
  if (value == "from") return Relation::kFrom;
  if (value == "with") return Relation::kWith;
  if (value == "by") return Relation::kBy;
  if (value == "on") return Relation::kOn;
  if (value == "like") return Relation::kLike;
  if (value == "against") return Relation::kAgainst;
  return Relation::kNone;
}

// A conjunction (و ف) may stand before any cue; prepositions only before nouns, and كـ ("like") before nouns with a measure only: كان is no "ك + ان".
bool may_carry(std::string_view word, const LexiconHit& hit, bool noun) {
  const std::size_t clitics = static_cast<std::size_t>(hit.peeled - hit.article);
  for (std::size_t at = 0; at + 2 <= clitics; at += 2) {
    const std::string_view letter = word.substr(at, 2);
    if (letter == arabic::kAnd || letter == arabic::kSo) continue;
    if (!noun) return false;
    if (letter == arabic::kLike && word.size() - hit.peeled < 8) return false;
  }
  return true;
}

}  // namespace

void FactScan::scan(std::uint32_t first_token, std::uint32_t end_token, std::size_t from_mention) {
  first = first_token;
  end = end_token;
  numbers.clear();
  dates.clear();
  names.clear();
  institutions.clear();
  metrics.clear();
  cues.clear();
  owner_.assign(end - first, 0);
  find_mentions(from_mention);
  find_hits();
  // What is far from a number is asked of numbers and dates; a name's relation asks for parentheses only.
  const bool states = !numbers.empty() || !dates.empty();
  if (states) find_asides();
  if (states || std::any_of(a_.tokens.begin() + first, a_.tokens.begin() + end, [&](const Token& token) {
        return token.kind == TokenKind::kPunct && (a_.text.text()[token.begin] == '(' || a_.text.text()[token.begin] == '[');
      }))
    measure();
  else
    group_.assign(end - first, 0);
  relate_names();
  find_speakers();
}

void FactScan::find_mentions(std::size_t from) {
  for (std::size_t i = from; i < mentions_.size() && mentions_[i].first_token < end; ++i) {
    const Mention& m = mentions_[i];
    if (m.first_token < first) continue;
    const std::uint32_t stop = std::min(m.end_token, end);
    if (const EntityName* entity = m.entity()) {
      FactName name;
      name.first = m.first_token;
      name.end = stop;
      name.id = entity->id;
      name.name = entity->name;
      name.cls = entity->cls;
      name.unknown = name.id.find('~') != std::string_view::npos;
      if (name.unknown) know_by_tail(name);
      if (stop > name.first) {
        const std::string_view last = word(stop - 1);
        name.possessive = last.ends_with("'s") || (last.ends_with("s") && stop < end && word(stop) == "'" && !a_.tokens[stop].space_before);
      }
      names.push_back(name);
      continue;
    }
    for (std::uint32_t t = m.first_token; t < stop; ++t) owner_[t - first] = 1;
    if (m.date())
      dates.push_back(static_cast<std::uint32_t>(i));
    else
      numbers.push_back({static_cast<std::uint32_t>(i), m.first_token, stop});
  }
}

// "شركة فيسبوك", "مدينة صفاقس": a class noun before a name that the lexicon knows makes no other name of it.
void FactScan::know_by_tail(FactName& name) const {
  if (a_.tokens[name.first].kind != TokenKind::kArabic) return;
  for (std::uint32_t t = name.first + 1; t < name.end; ++t)
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      if (static_cast<LexiconKind>(hit->kind) != LexiconKind::kEntity || t + hit->length != name.end || hit->peeled != hit->article) continue;
      const EntityAlias& alias = lexicons_.alias(hit->entry);
      if (alias.use != EntityAlias::Use::kFull) continue;
      const EntityEntry& entity = lexicons_.entity(alias.entity);
      name.id = entity.id;
      name.name = entity.name;
      name.cls = entity.cls;
      name.unknown = false;
      return;
    }
}

// "سيستثمر" (will invest): the letter of the future before an imperfect. Numbers, nouns and names that begin so are known as such to the lexicons.
bool FactScan::is_future_verb(std::uint32_t t) const {
  const Token& token = a_.tokens[t];
  // Four letters of a verb that the lexicon knows, five of another: there are short names.
  if (token.end - token.begin < ((token.kinds & kind_bit(LexiconKind::kMetric)) != 0 ? 8U : 10U)) return false;
  const char* w = word(t).data();
  if (is_letter(w, "و") || is_letter(w, "ف")) w += 2;  // and, so
  return is_letter(w, arabic::kWill) && (is_letter(w + 2, "ي") || is_letter(w + 2, "ت") || is_letter(w + 2, "ن"));
}

// The lexicon hits that matter, longest first and none inside another of its kind.
void FactScan::find_hits() {
  std::uint32_t cue_end = 0, metric_end = 0;
  std::size_t named = 0;
  const std::size_t mentioned = names.size();
  std::vector<FactName> more;
  constexpr std::uint16_t kSought = kind_bit(LexiconKind::kCue) | kind_bit(LexiconKind::kMetric) | kind_bit(LexiconKind::kEntity);
  for (std::uint32_t t = first; t < end; ++t) {
    while (named < mentioned && names[named].end <= t) ++named;
    const bool in_name = named < mentioned && names[named].first <= t && !names[named].unknown && names[named].cls != "event";
    std::uint32_t adjective_end = 0, next_cue_end = cue_end, next_metric_end = metric_end, longest_metric = 0;
    const Token& token = a_.tokens[t];
    constexpr std::uint32_t kShortestVerb = 8;  // bytes: four letters
    if (token.kind == TokenKind::kArabic && token.end - token.begin >= kShortestVerb && (token.kinds & kNoVerb) == 0 && !in_name && is_future_verb(t))
      cues.push_back({t, t + 1, CueRole::kStatus, "projected", 0});
    if ((a_.tokens[t].kinds & kSought) == 0) continue;
    bool worth = false;  // "بقيمة" (worth) says no measure
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      const std::uint32_t stop = t + hit->length;
      if (stop > end) continue;
      switch (static_cast<LexiconKind>(hit->kind)) {
        case LexiconKind::kCue: {
          const CueEntry& entry = lexicons_.cue(hit->entry);
          const CueRole role = entry.role;
          const bool institution = role == CueRole::kInstitution;  // beside whatever else its words are
          if (t < cue_end && stop <= cue_end && !institution) break;
          if (!may_carry(word(t), *hit,
                         role == CueRole::kDefinite || role == CueRole::kInstitution || role == CueRole::kDirection || role == CueRole::kBasis ||
                             role == CueRole::kStatus || role == CueRole::kGame || role == CueRole::kDisease || (role == CueRole::kClause && hit->length == 1)))
            break;
          cues.push_back({t, stop, role, entry.value, hit->peeled});
          if (!institution) next_cue_end = std::max(next_cue_end, stop);
          if (!in_name && (role == CueRole::kDefinite || role == CueRole::kPronoun)) {
            FactName name;
            name.kind = role == CueRole::kDefinite ? FactName::Kind::kDefinite : entry.value == "own" ? FactName::Kind::kOwn : FactName::Kind::kPronoun;
            name.first = t;
            name.end = stop;
            name.wants = entry.value;
            more.push_back(name);
          }
          break;
        }
        case LexiconKind::kMetric: {
          if ((t < metric_end && stop <= metric_end) || stop < longest_metric || worth) break;
          const MetricEntry& entry = lexicons_.metric(hit->entry);
          if (entry.metric == "companies" && named < mentioned && names[named].first <= t && t < names[named].end)
            break;  // "شركة مايكروسوفت": what kind of name it is
          if (!may_carry(word(t), *hit, !entry.has("verb"))) break;
          MetricCue cue{t, stop, &entry, hit->peeled, entry.has("verb"), entry.has("weak"), false};
          if (entry.arabic) {
            const std::string_view last = word(stop - 1);
            cue.own = !cue.verb &&
                      (last.ends_with("ها") || last.ends_with("ته") || last.ends_with("هم") || last.ends_with("اته"));  // ها: her; ته: its; هم: their; اته: its
          }
          metrics.push_back(cue);
          longest_metric = std::max(longest_metric, stop);
          worth = entry.has("worth");
          next_metric_end = std::max(next_metric_end, stop);
          break;
        }
        case LexiconKind::kEntity: {
          if (in_name || stop <= adjective_end) break;
          const EntityAlias& alias = lexicons_.alias(hit->entry);
          if (alias.use != EntityAlias::Use::kAdjective) break;
          const EntityEntry& entity = lexicons_.entity(alias.entity);
          FactName name;
          name.kind = FactName::Kind::kAdjective;
          name.first = t;
          name.end = stop;
          name.id = entity.id;
          name.name = entity.name;
          name.cls = entity.cls;
          more.push_back(name);
          adjective_end = stop;
          break;
        }
        default:
          break;
      }
    }
    cue_end = std::max(cue_end, next_cue_end);
    metric_end = std::max(metric_end, next_metric_end);
  }
  // "عند التسوية" (at settlement) is no settlement.
  std::erase_if(metrics, [&](const MetricCue& cue) {
    for (std::size_t c = cue_from(cue.first > 3 ? cue.first - 3 : 0); c < cues.size() && cues[c].first <= cue.first; ++c)
      if (cues[c].role == CueRole::kBasis && cues[c].end >= cue.end && cues[c].end - cues[c].first > 1) return true;
    return false;
  });
  names.insert(names.end(), more.begin(), more.end());
  std::stable_sort(names.begin(), names.end(), [](const FactName& x, const FactName& y) { return x.first < y.first; });
  // "the actor Omar Farid", "الرئيس فلان" (President so-and-so): what he is, and nobody besides him.
  for (std::size_t i = 1; i < names.size(); ++i)
    if (names[i - 1].kind == FactName::Kind::kDefinite && names[i].kind == FactName::Kind::kNamed && names[i].first <= names[i - 1].end)
      names[i - 1].end = names[i - 1].first;
  std::erase_if(names, [](const FactName& name) { return name.end == name.first; });
}

// A relative clause between marks ("Masdar, which ADNOC, Mubadala and TAQA own, aims for"): from its relative word to the comma behind which neither another
// name nor "and" stands. What ends the sentence is none: it goes on about what stands before it.
void FactScan::find_asides() {
  asides_.assign(end - first, 0);
  std::uint8_t group = 0;
  for (const FactCue& cue : cues) {
    if (cue.role != CueRole::kRelative || cue.first == first || asides_[cue.first - first] != 0) continue;
    const std::string_view w = word(cue.first - 1);
    if (w != "," && w != arabic::kComma) continue;
    for (std::uint32_t t = cue.end; t + 1 < end; ++t) {
      const std::string_view v = word(t);
      if ((v != "," && v != arabic::kComma) || in_number(t)) continue;
      const std::size_t n = name_from(t + 1);
      const bool lists = (n < names.size() && names[n].first == t + 1 && names[n].kind == FactName::Kind::kNamed) || word(t + 1) == "and" ||
                         (a_.tokens[t + 1].kind == TokenKind::kArabic && word(t + 1).starts_with(arabic::kAnd) && n < names.size() && names[n].first == t + 1);
      if (lists) continue;
      ++group;
      for (std::uint32_t k = cue.first; k < t; ++k) asides_[k - first] = group == 0 ? 1 : group;
      break;
    }
  }
}

void FactScan::measure() {
  const std::uint32_t size = end - first;
  at_.assign(size, 0.0);
  group_.assign(size, 0);
  std::size_t cue = 0, name = 0;
  double here = 0;
  struct Open {
    double at;
    std::uint32_t group;
  };
  std::vector<Open> open;
  std::uint32_t groups = 0;
  std::uint32_t last_name = 0;
  for (std::uint32_t t = first; t < end; ++t) {
    while (cue < cues.size() && cues[cue].first < t) ++cue;
    while (name < names.size() && names[name].end <= t) {
      last_name = names[name].end;
      ++name;
    }
    const std::string_view w = word(t);
    const bool number = in_number(t);
    // Most tokens are plain words: no mark, number, cue or conjunction, and not inside a name.
    constexpr std::size_t kLongestConjunction = 4;  // bytes
    if (!number && a_.tokens[t].kind != TokenKind::kPunct && w.size() > kLongestConjunction && (cue == cues.size() || cues[cue].first != t) &&
        (name == names.size() || names[name].first >= t) && !is_letter(w.data(), "و")) {
      here += kWord;
      at_[t - first] = here;
      group_[t - first] = open.empty() ? 0 : open.back().group;
      continue;
    }
    double step = kWord;
    if (number && t > first && in_number(t - 1))
      step = 0;
    else if (name < names.size() && names[name].first < t)
      step = 0;
    else if (is_punct(t) && !number) {
      step = 0;
      if (w == "(" || w == "[") {
        open.push_back({here, group_.empty() || open.empty() ? 0 : open.back().group});
        open.back().group = ++groups;
        here += kIntoParenthesis;
      } else if ((w == ")" || w == "]") && !open.empty()) {
        at_[t - first] = here;
        group_[t - first] = open.back().group;
        here = open.back().at;
        open.pop_back();
        continue;
      } else if (w == "," || w == arabic::kComma) {
        step = last_name == t || (t + 1 < end && name < names.size() && names[name].first == t + 1 && last_name == t) ? kComma / 2 : kComma;
      } else if (w == arabic::kSemicolon || w == ";" || w == "—" || (w == "-" && a_.tokens[t].space_before)) {
        step = kSemicolon;
      } else if (w == "." || w == "…") {
        step = kComma / 2;  // the two dots of headlines
      } else if (w == ":") {
        step = 3;
      }
    } else {
      bool clause = false, relative = false, verb = false;
      for (std::size_t c = cue; c < cues.size() && cues[c].first == t; ++c) {
        clause = clause || (cues[c].role == CueRole::kClause && cues[c].peeled <= 2);
        relative = relative || cues[c].role == CueRole::kRelative;
        verb =
            verb || (cues[c].peeled == 2 && (cues[c].role == CueRole::kSpeech || cues[c].role == CueRole::kDirection || cues[c].role == CueRole::kAuxiliary));
      }
      if (clause)
        step += kConjunction;
      else if (relative)
        step += kRelativeClause;
      else if (verb)
        step += kVerbConjunction;
      else if (w == "and" || w == "or" || w == arabic::kAnd || w == arabic::kOr)
        step += kConjunction - 1;
      else if (a_.tokens[t].kind == TokenKind::kArabic && w.starts_with(arabic::kAnd)) {
        const std::size_t m = metric_from(t);
        if (m < metrics.size() && metrics[m].first == t && metrics[m].peeled >= 2) step += kVerbConjunction - 1;
      }
    }
    here += step;
    at_[t - first] = here;
    group_[t - first] = open.empty() ? 0 : open.back().group;
  }
}

double FactScan::distance(std::uint32_t from, std::uint32_t to) const {
  double d = std::abs(at(from) - at(to));
  const std::uint32_t x = parenthesis(from), y = parenthesis(to);
  if (x != y) d += x != 0 && y != 0 ? 2 : x != 0 ? kOtherParenthesis : 0;
  return d;
}

namespace {
template <typename T>
std::size_t from_token(const std::vector<T>& items, std::uint32_t token) {
  return static_cast<std::size_t>(std::lower_bound(items.begin(), items.end(), token, [](const T& item, std::uint32_t t) { return item.first < t; }) -
                                  items.begin());
}
}  // namespace

std::size_t FactScan::cue_from(std::uint32_t token) const {
  return from_token(cues, token);
}
std::size_t FactScan::metric_from(std::uint32_t token) const {
  return from_token(metrics, token);
}
std::size_t FactScan::name_from(std::uint32_t token) const {
  return from_token(names, token);
}

std::size_t FactScan::date_from(std::uint32_t token) const {
  return static_cast<std::size_t>(
      std::lower_bound(dates.begin(), dates.end(), token, [&](std::uint32_t mention, std::uint32_t t) { return mentions_[mention].first_token < t; }) -
      dates.begin());
}

const FactCue* FactScan::cue_before(CueRole role, std::uint32_t token, std::uint32_t reach) const {
  for (std::size_t c = cue_from(token); c > 0; --c) {
    const FactCue& cue = cues[c - 1];
    if (cue.first + reach + 4 < token) break;
    if (cue.role != role || cue.end > token || cue.end + reach < token) continue;
    bool clear = true;
    for (std::uint32_t t = cue.end; t < token && clear; ++t) clear = !in_number(t);
    if (clear) return &cue;
  }
  return nullptr;
}

// Looks back from the name over up to three words ("in the city of X", "من شركة X") for a preposition, or at the proclitic before it.
Relation FactScan::relation_before(const FactName& name) const {
  const std::string_view w = word(name.first);
  std::size_t peeled = 0;
  if (a_.tokens[name.first].kind == TokenKind::kArabic) {
    // What was peeled from the name's own first word.
    for (const LexiconHit* hit = a_.hits_begin(name.first); hit != a_.hits_end(name.first); ++hit)
      if (static_cast<LexiconKind>(hit->kind) == LexiconKind::kEntity && name.first + hit->length == name.end) {
        peeled = hit->peeled - hit->article;
        break;
      }
    for (std::size_t at = 0; at + 2 <= peeled; at += 2) {
      const std::string_view letter = w.substr(at, 2);
      if (letter == arabic::kBy) return Relation::kIn;
      if (letter == arabic::kFor) return Relation::kTo;
      if (letter == arabic::kLike) return Relation::kLike;
    }
  }
  std::uint32_t looked = 0;
  for (std::uint32_t t = name.first; t > first && looked < 5; ++looked) {
    --t;
    if (in_number(t) || parenthesis(t) != parenthesis(name.first)) break;
    const std::string_view v = word(t);
    if (is_punct(t)) {
      if (v == "\"" || v == "'" || v == "#") {
        if (looked > 0) --looked;
        continue;
      }
      break;
    }
    bool stop = false;
    // "في حين صعد خام غرب تكساس" (while West Texas rose): the conjunction, not the preposition that it begins with.
    for (std::size_t c = cue_from(t); c < cues.size() && cues[c].first == t; ++c)
      stop = stop || (cues[c].role == CueRole::kClause && cues[c].end > t + 1 && cues[c].end <= name.first);
    if (stop) break;
    for (std::size_t c = cue_from(t); c < cues.size() && cues[c].first == t; ++c) {
      if (cues[c].end > name.first) continue;
      if (cues[c].role == CueRole::kPlace && (cues[c].peeled <= 2 || looked == 0)) return relation_of(cues[c].value);
      if (cues[c].role == CueRole::kDefinite) continue;
      if (cues[c].role == CueRole::kClause || cues[c].role == CueRole::kRelative || cues[c].role == CueRole::kAuxiliary || cues[c].role == CueRole::kSpeech ||
          cues[c].role == CueRole::kPronoun)
        stop = true;
    }
    const std::size_t m = metric_from(t);
    if (m < metrics.size() && metrics[m].first == t && !metrics[m].weak && metrics[m].entry->metric != "companies" && (metrics[m].verb || looked == 0))
      stop = true;
    const std::size_t n = name_from(t + 1);
    if (n > 0 && names[n - 1].end > t && names[n - 1].kind != FactName::Kind::kAdjective && names[n - 1].kind != FactName::Kind::kDefinite) stop = true;
    if (stop) break;
    if (a_.tokens[t].kind == TokenKind::kArabic) {
      // "بمدينة X", "لشركة X", "لنادي X": the proclitic of a class noun right before the name.
      if (looked <= 3 && v.size() >= 8) {
        for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
          if (static_cast<LexiconKind>(hit->kind) != LexiconKind::kNoun || hit->length != 1) continue;
          const std::size_t clitics = hit->peeled - hit->article;
          const std::size_t at = clitics >= 4 ? 2 : 0;
          if (clitics < 2) break;
          if (v.substr(at, 2) == arabic::kBy) return Relation::kIn;
          if (v.substr(at, 2) == arabic::kFor) return Relation::kTo;
          if (v.substr(at, 2) == arabic::kLike) return Relation::kLike;
          break;
        }
      }
      if (v.starts_with(arabic::kAnd) || (looked >= 2 && !v.starts_with(arabic::kThe))) break;
    }
  }
  return Relation::kNone;
}

void FactScan::relate_names() {
  for (std::size_t i = 0; i < names.size(); ++i) {
    FactName& name = names[i];
    name.relation = relation_before(name);
    if (i == 0 || name.relation != Relation::kNone || name.kind != FactName::Kind::kNamed) continue;
    // "X, Y and Z" share the preposition of X; a comma alone joins only where the list goes on ("to China, Germany sent" does not).
    const FactName& before = names[i - 1];
    if (before.relation == Relation::kNone || name.first < before.end || name.first - before.end > 2) continue;
    bool joined = word(name.first).starts_with(arabic::kAnd) && name.first == before.end, comma = false;
    for (std::uint32_t t = before.end; t < name.first; ++t) {
      const std::string_view w = word(t);
      comma = comma || w == "," || w == arabic::kComma;
      joined = joined || w == "and" || w == arabic::kAnd || w == "or" || w == arabic::kOr || w == "," || w == arabic::kComma;
    }
    if (comma && name.first == before.end + 1) {
      const bool goes_on =
          i + 1 < names.size() && names[i + 1].first >= name.end && names[i + 1].first - name.end <= 2 &&
          (name.end >= end || word(name.end) == "," || word(name.end) == arabic::kComma || word(name.end) == "and" || word(name.end).starts_with(arabic::kAnd));
      joined = goes_on;
    }
    // A verb behind the name makes it a subject: "to Wuhan, and Russia sent".
    if (joined && name.end < end && a_.tokens[name.first].kind == TokenKind::kLatin) {
      const std::size_t m = metric_from(name.end);
      if (m < metrics.size() && metrics[m].first == name.end && metrics[m].verb) joined = false;
      for (std::size_t c = cue_from(name.end); c < cues.size() && cues[c].first == name.end; ++c)
        if (cues[c].role == CueRole::kAuxiliary || cues[c].role == CueRole::kSpeech || cues[c].role == CueRole::kDirection || cues[c].role == CueRole::kStatus)
          joined = false;
    }
    if (joined) name.relation = before.relation;
  }
}

// Who says it: the name before or behind a verb of saying, or behind "according to".
void FactScan::find_speakers() {
  for (const FactCue& cue : cues) {
    if (cue.role != CueRole::kSpeech) continue;
    const std::size_t behind = name_from(cue.end);
    // Arabic says "said X", English "X said" and "said X" at a sentence's end.
    auto near = [&](std::uint32_t from, std::uint32_t to, std::uint32_t reach) {
      if (from > to || to - from > reach) return false;
      for (std::uint32_t t = from; t < to; ++t)
        if (word(t) == "." || in_number(t) || word(t) == "ان" || word(t) == "that") return false;
      return true;
    };
    const bool arabic = a_.tokens[cue.first].kind == TokenKind::kArabic;
    if (cue.value == "source") {
      for (std::size_t i = behind; i < names.size() && near(cue.end, names[i].first, 4); ++i) {
        names[i].speaker = names[i].source = true;
        if (names[i].kind != FactName::Kind::kAdjective) break;
      }
      continue;
    }
    if (arabic) {
      for (std::size_t i = behind; i < names.size() && near(cue.end, names[i].first, 5); ++i) {
        // "وأضاف X 24 نقطة": who is followed by a figure does, and says nothing.
        if (names[i].end < end && in_number(names[i].end)) break;
        names[i].speaker = true;
        if (names[i].kind != FactName::Kind::kAdjective) break;
      }
      if (cue.peeled != 0) continue;
    }
    if (behind > 0) {
      std::size_t i = name_from(cue.first);
      if (i == 0 || !near(names[i - 1].end, cue.first, arabic ? 1 : 3)) continue;
      // "the Nasdaq added 0.8 percent", "Sudan's army said": what is traded says nothing, and somebody of a country is not the country.
      if (names[i - 1].cls == "instrument" || (names[i - 1].possessive && names[i - 1].end < cue.first)) continue;
      // "28 people in Jamaica and 31 in Haiti, officials said": what a preposition leads to, before a mark, says nothing.
      bool marked = false;
      for (std::uint32_t t = names[i - 1].end; t < cue.first; ++t) marked = marked || word(t) == ",";
      if (!marked || names[i - 1].relation == Relation::kNone) names[i - 1].speaker = true;
    }
  }
}

}  // namespace mizan

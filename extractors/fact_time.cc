// Facts whose figure is a time: days that something is set for or was founded on, and lengths of time where these are what is stated.
#include <algorithm>

#include "extractors/fact_qualifiers.h"
#include "extractors/fact_statement.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

// In a headline every figure is what is stated.
bool is_headline(const Analysis& article) {
  return article.field == Field::kTitle || (article.sentences.size() == 1 && article.tokens.size() <= 25);
}

constexpr const char* kRuleDate = "fact.date";

}  // namespace

// What is held or launched on a day, where it bears no name: the noun right behind an Arabic verb, right before an English one or its auxiliaries. In English
// where the lexicon knows it, else as written.
std::string FactStatements::dated_noun(const MetricCue& cue, const FactNumber& date) const {
  const Analysis& a = scan_.article();
  const bool arabic = cue.entry->arabic;
  auto known = [&](std::uint32_t t) -> std::string {
    for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit)
      if (static_cast<LexiconKind>(hit->kind) == LexiconKind::kNoun) return scan_.lexicons().noun(hit->entry).noun;
    return {};
  };
  if (arabic) {
    if (cue.end >= date.first || a.tokens[cue.end].kind != TokenKind::kArabic || !scan_.word(cue.end).starts_with(arabic::kThe)) return {};
    // "تأجل إلى" (put off to), "التي" (which): the letters of the article, but no article
    for (std::size_t c = scan_.cue_from(cue.end); c < scan_.cues.size() && scan_.cues[c].first == cue.end; ++c)
      if (scan_.cues[c].role == CueRole::kPlace || scan_.cues[c].role == CueRole::kRelative || scan_.cues[c].role == CueRole::kClause) return {};
    std::string noun = known(cue.end);
    return noun.empty() ? std::string(scan_.word(cue.end).substr(std::string_view(arabic::kThe).size())) : noun;
  }
  std::uint32_t t = cue.first;
  auto is_auxiliary = [&](std::uint32_t token) {
    for (std::size_t c = scan_.cue_from(token); c < scan_.cues.size() && scan_.cues[c].first == token; ++c)
      if (scan_.cues[c].role == CueRole::kAuxiliary || scan_.cues[c].role == CueRole::kStatus) return true;
    return false;
  };
  while (t > scan_.first && is_auxiliary(t - 1)) --t;
  if (t == scan_.first || a.tokens[t - 1].kind != TokenKind::kLatin || scan_.in_number(t - 1)) return {};
  for (std::uint32_t back = t; back > scan_.first && back + 4 > t;) {
    const std::string_view w = scan_.word(--back);
    if (w != "the" && w != "its" && w != "their" && w != "a" && w != "an") continue;
    std::string noun = known(t - 1);
    return back + 1 == t ? std::string() : noun.empty() ? std::string(scan_.word(t - 1)) : noun;
  }
  return {};
}

// A day or year that an event is set for or put off to, or that something was founded in: only where such a cue stands right before it in its clause.
std::optional<Fact> FactStatements::make_date(std::uint32_t index) const {
  const Mention& m = scan_.mentions()[index];
  if (m.date()->value.find("REF") != std::string::npos || m.vague) return std::nullopt;
  const FactNumber date{index, m.first_token, std::min(m.end_token, scan_.end)};
  MetricChoice metric;
  double best = 8;
  for (std::size_t i = scan_.metric_from(date.first > scan_.first + 12 ? date.first - 12 : scan_.first);
       i < scan_.metrics.size() && scan_.metrics[i].end <= date.first; ++i) {
    const MetricCue& cue = scan_.metrics[i];
    if (!cue.entry->has("date")) continue;
    bool clear = scan_.parenthesis(cue.first) == scan_.parenthesis(date.first);
    for (std::uint32_t t = cue.end; t < date.first && clear; ++t) clear = !scan_.in_number(t);
    const double d = scan_.distance(cue.end - 1, date.first);
    if (!clear || d >= best) continue;
    best = d;
    metric.metric = cue.entry->metric;
    metric.cue = &cue;
    metric.anchor = cue.first;
  }
  if (metric.cue == nullptr) return std::nullopt;
  const SubjectChoice subject = choose_subject(scan_, date, metric);
  // What is set for a day and bears no name goes by its own word ("the election", "المهرجان"); without one, only a headline states it.
  if (metric.metric != "founded") metric.noun = dated_noun(*metric.cue, date);
  if (subject.party.cls == "instrument") return std::nullopt;  // a market opens every day
  if (!subject.party && metric.noun.empty() && !is_headline(scan_.article())) return std::nullopt;
  Fact fact;
  fill(date, fact);
  fact.value = m.date()->value;
  fact.rule = kRuleDate;
  fact.subject = subject.party.id;
  fact.subject_name = subject.party.name;
  fact.metric = metric.metric;
  if (!subject.party) fact.noun = metric.noun;
  qualify(scan_, date, metric, fact);
  fact.period.clear();
  fact.as_of.clear();
  fact.aspect = "level";
  fact.direction.clear();
  return fact;
}

// What a length of time is of, where it is what the text states: a deadline, how long something lasted; in a headline, where every figure is stated, also since
// when and for how long. False where it only tells when ("ten days after").
bool FactStatements::name_duration(const FactNumber& number, MetricChoice& metric) const {
  const Analysis& a = scan_.article();
  const bool headline = is_headline(a);
  std::string noun;
  if (number.end < scan_.end) {
    // "a day later": when, not how long.
    const std::string_view w = scan_.word(number.end);
    for (std::string_view offset : {"later", "earlier", "after", "before", "ago"})
      if (w == offset) return false;
  }
  const std::uint32_t low = number.first > scan_.first + 5 ? number.first - 5 : scan_.first;
  for (std::uint32_t t = number.first; t > low && noun.empty();) {
    const std::string_view w = scan_.word(--t);
    if (w == arabic::kComma || w == "," || w == "." || scan_.in_number(t)) break;
    if (w == "مهله" || w == "deadline" || w == "تمهل" || w == "يمهل" || w == "ultimatum")  // مهله: deadline; تمهل: gives until; يمهل: gives until
      noun = "deadline";
    else if (w == "استمر" || w == "استمرت" || w == "lasted" || w == "lasting" || w == "يستمر" || w == "تستمر" || w == "استغرق" || w == "استغرقت" ||
             w == "took")  // استمر: lasted; استمرت: lasted; يستمر: lasts; تستمر: lasts; استغرق: took; استغرقت: took
      noun = "length";
    else if (w == "قبل" || w == "ago")  // قبل: before
      return false;
    else if (headline &&
             (w == "منذ" || w == "since" || w == "طوال" || w == "طيله" || w == "مرور"))  // منذ: since; طوال: throughout; طيله: throughout; مرور: passing
      noun = "since";
    else if (headline && (w == "لمده" || w == "for"))  // لمده: for
      noun = "length";
  }
  if (headline && noun.empty()) {
    for (const FactCue& cue : scan_.cues)
      if (cue.role == CueRole::kAspect && cue.value == "extreme") noun = "extreme";
    for (const MetricCue& cue : scan_.metrics)
      if (noun.empty() && (cue.entry->metric == "arrested" || cue.entry->metric == "hostages")) noun = "length";
  }
  if (noun.empty()) return false;
  metric.metric = "duration";
  metric.noun = noun;
  return true;
}

}  // namespace mizan

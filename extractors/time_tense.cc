// The tense beside a date: does its sentence look ahead there, or tell of what was? Arabic verbs carry the future in a letter and the past in their form, which
// many nouns share, so that words of grammar_words.tsv count first, and the form only where grammar leaves nothing else.

#include <algorithm>
#include <string_view>

#include "extractors/time_text.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

// The word that a token would be without و or ف before it.
std::string_view behind_conjunction(std::string_view word) {
  if (word.starts_with(arabic::kAnd) || word.starts_with(arabic::kSo)) word.remove_prefix(2);
  return word;
}

}  // namespace

// "will", سوف, a verb with سـ.
bool TimeText::verb_ahead(std::uint32_t t) const {
  if (has(t, TimeRole::kNotFuture)) return false;
  if (has(t, TimeRole::kFuture)) {
    if (t >= 2 && is(t - 1, arabic::kOf) && past_verb(t - 2)) return false;  // "كان من المقرر" (had been due)
    return !is(t, "قبل") || !told_before(t);                                 // "before it": of what will be, or of what was
  }
  if (token(t).kind != TokenKind::kArabic) return false;
  const std::string_view verb = behind_conjunction(word(t));
  // سي: he will; ست: she will; سن: we will
  return verb.size() >= 10 && (verb.starts_with("سي") || verb.starts_with("ست") || verb.starts_with("سن")) && !is_known_noun(t);
}

// Behind "who": الذي of a man, التي of a woman or of things.
bool TimeText::behind_who(std::uint32_t t) const {
  return t > 0 && (is(t - 1, "الذي") || is(t - 1, "التي"));
}

// Does a verb before t, the last one that tells its tense, tell of what was?
bool TimeText::told_before(std::uint32_t t) const {
  const std::uint32_t s = a_.sentence_of(t);
  const std::uint32_t from = s < a_.sentences.size() ? std::max(a_.sentences[s].first_token, t > kTenseReach ? t - kTenseReach : 0) : t;
  while (t-- > from) {
    if (!is(t, "قبل") && verb_ahead(t)) return false;
    if (past_form(t) || said(t)) return true;
  }
  return false;
}

// A verb in the past by a word of grammar_words.tsv, or by its form where only a verb can stand: behind "who" ("الذي اقترح", "التي عقدت"), and at the head of a
// sentence the feminine ("حشدت"; no plural, as "هجمات").
bool TimeText::past_form(std::uint32_t t) const {
  constexpr std::size_t kShortest = 6, kShortestFeminine = 8;  // bytes
  if (past_verb(t)) return true;
  if (token(t).kind != TokenKind::kArabic || grammar(t, "stop") != nullptr || is_known_noun(t)) return false;
  const std::string_view verb = word(t);
  const bool feminine = verb.ends_with("ت") && !verb.ends_with("ات");
  if (behind_who(t)) {
    // ي and ت, with س before them or not: he, she will or does
    const bool present = verb.starts_with("ي") || verb.starts_with("ت") || verb.starts_with("ن") || verb.starts_with("سي") || verb.starts_with("ست");
    const bool joined = verb.starts_with(arabic::kThe) || verb.starts_with(arabic::kBy) || verb.starts_with(arabic::kFor);
    return verb.size() >= kShortest && !joined && (is(t - 1, "الذي") ? !present : feminine);
  }
  const std::uint32_t s = a_.sentence_of(t);
  const std::string_view bare = behind_conjunction(verb);
  return s < a_.sentences.size() && a_.sentences[s].first_token == t && feminine && bare.size() >= kShortestFeminine && !bare.starts_with(arabic::kThe);
}

bool TimeText::says(std::uint32_t t) const {
  if ((token(t).kinds & kind_bit(LexiconKind::kCue)) == 0) return false;
  return std::any_of(a_.hits_begin(t), a_.hits_end(t), [&](const LexiconHit& hit) {
    return hit.kind == static_cast<std::uint8_t>(LexiconKind::kCue) && lexicons_.cue(hit.entry).role == CueRole::kSpeech &&
           lexicons_.cue(hit.entry).value != "source";
  });
}

bool TimeText::said(std::uint32_t t) const {
  // ي and ت before a verb of saying are of the present, which is told of a coming day as well ("الأحد تعلن الشركة أنها ستدفع").
  return says(t) && !word(t).starts_with("ي") && !word(t).starts_with("ت");
}

// Is it the day on which something was said, whatever that looks to? "said on Friday that he will", "told reporters Friday he would", "قال الوزير، الجمعة، إنه
// سيزور". Not "said the meeting on Friday will", "said Monday will be a holiday".
bool TimeText::said_then(std::uint32_t first, std::uint32_t end, std::uint32_t from, std::uint32_t to) const {
  if (end < to && (verb_ahead(end) || is(end, "'s"))) return false;
  std::uint32_t behind = end;
  if (behind < to && is_comma(behind)) ++behind;
  const bool that_behind = behind < to && grammar(behind, "that") != nullptr;
  bool ahead = false;
  for (std::uint32_t t = first; t-- > from;) {
    ahead = ahead || verb_ahead(t);  // or a name like one: what is said needs its "that" in front
    if (ahead && !that_behind) return false;
    if ((grammar(t, "clause") != nullptr && !is(t, "and") && !is(t, "but")) || is(t, ":") || is(t, "\"")) break;
    if (!says(t)) continue;
    if (that_behind) return t == from || !verb_ahead(t - 1);
    if (token(t).kind == TokenKind::kLatin) return (t + 1 == first || grammar(t + 1, "said_where") != nullptr) && (t == from || !verb_ahead(t - 1));
    // Behind it the words themselves, or nothing: "في بيان السبت "ستعمل", "حسب ما أكد الطبيب، الجمعة."
    if (end >= to || is(end, "\"") || (first > from && is_comma(first - 1) && (is_comma(end) || is(end, ".")))) return true;
    for (std::uint32_t at = end; at < to && !verb_ahead(at); ++at)
      if ((grammar(at, "that") != nullptr && !word(at).starts_with(arabic::kAnd)) || is(at, ":")) return true;
    return false;
  }
  return that_behind && !ahead && token(behind).kind == TokenKind::kArabic;  // "قررت المحكمة الأحد أنها ستعقد" (decided on Sunday that it will)
}

// Does the sentence look ahead near the date? "will", سوف, a verb with سـ. A clause that a comma closed says nothing of a verb in the past behind it: "the
// deal, which would make it the largest, was signed in March"; nor does what comes after the date's own verb: "in March it was sold, and would close".
bool TimeText::looks_ahead(std::uint32_t first, std::uint32_t end, std::uint32_t reach) const {
  constexpr std::uint32_t kBeside = 3, kRightBeside = 2;  // tokens
  const Analysis& a = a_;
  const std::uint32_t s = a.sentence_of(first);
  if (s >= a.sentences.size()) return false;
  const std::uint32_t from = std::max(a.sentences[s].first_token, first > reach ? first - reach : 0);
  const std::uint32_t to = std::min(a.sentences[s].end_token, end + reach / 2);
  if (said_then(first, end, from, to)) return false;
  const auto opens_clause = [&](std::uint32_t t) { return is_comma(t) || grammar(t, "clause") != nullptr; };
  bool ahead = false, closed = false, told = false, adjective = false;
  for (std::uint32_t t = from; t < first; ++t) {
    if (verb_ahead(t)) {
      const TimeMark* word = mark(t, TimeRole::kFuture);
      adjective = (!ahead || adjective) && word != nullptr && word->has("adjective");
      ahead = true;
      closed = false;
    } else if (past_form(t) || ends_in_ed(t)) {
      told = true;
      // "سئلت إن كانت ستنضم رفضت ماي يوم الثلاثاء" (asked whether it will join, May refused on Tuesday): the verb beside the day; one behind "who" right beside
      const bool who = behind_who(t);
      const bool beside =
          token(t).kind == TokenKind::kArabic && first - t <= (who ? kRightBeside : kBeside) && (t == from || who || grammar(t - 1, "clause") == nullptr);
      if ((closed || beside || adjective) && past_form(t)) ahead = closed = adjective = false;
    } else if (opens_clause(t)) {
      told = false;
      if (adjective && t + 1 < first) ahead = adjective = false;  // "في الموسم المقبل، حيث تعادل السبت": it belongs to its noun
      if (is_comma(t)) closed = ahead;
    }
  }
  if (ahead) return true;
  bool behind_comma = false;
  for (std::uint32_t t = end; t < to; ++t) {
    if (verb_ahead(t)) {
      const TimeMark* word = mark(t, TimeRole::kFuture);
      if (!behind_comma || word == nullptr || !word->has("adjective")) return true;
    }
    // "those who promoted the motion on Friday, all I will say", "في 19 فبراير، أعلن أنه سيرسل" (announced that he will send): the day has a verb of its own
    if (past_verb(t) || said(t) || (told && opens_clause(t))) return false;
    behind_comma = behind_comma || is_comma(t);
  }
  return false;
}

// "promoted": most likely a verb in the past, where nothing says that it speaks of a plan.
bool TimeText::ends_in_ed(std::uint32_t t) const {
  constexpr std::size_t kShortest = 5;
  return token(t).kind == TokenKind::kLatin && !token(t).capital && word(t).size() >= kShortest && word(t).ends_with("ed") &&
         grammar(t, "past_open") == nullptr && grammar(t, "stop") == nullptr;
}

bool TimeText::past_verb(std::uint32_t t) const {
  const LexiconHit* verb = grammar(t, "past");
  return verb != nullptr && verb->article == 0;
}

bool TimeText::looks_back(std::uint32_t first, std::uint32_t end, std::uint32_t reach) const {
  const Analysis& a = a_;
  const std::uint32_t s = a.sentence_of(first);
  if (s >= a.sentences.size()) return false;
  const std::uint32_t from = std::max(a.sentences[s].first_token, first > reach ? first - reach : 0);
  const std::uint32_t to = std::min(a.sentences[s].end_token, end + reach / 2);
  bool past = false, open = false, closed = false;
  for (std::uint32_t t = from; t < to; ++t) {
    if (t == first) {
      if (open) return false;
      t = end - 1;
      continue;
    }
    if (t >= end && past && (has(t, TimeRole::kAnd) || is(t, "but"))) return true;                  // "in May it was sold, and would move": another verb's
    if (t >= end && token(t).kind == TokenKind::kArabic && grammar(t, "clause") != nullptr) break;  // "إلى البرلمان الذي وافق" (which agreed): its own verb
    if (grammar(t, "past_open") != nullptr) {
      if (t >= end) return false;
      open = true;
      closed = false;
      continue;
    }
    if (is_comma(t)) closed = open;
    if (past_verb(t)) {
      past = true;
      if (closed) open = closed = false;
    }
    // "won a contract to open a plant in September": the infinitive looks ahead of the verb before it
    if (t < first && is(t, "to") && t + 1 < first && token(t + 1).kind == TokenKind::kLatin && !token(t + 1).capital && grammar(t + 1, "stop") == nullptr)
      past = false;
  }
  return past;
}

}  // namespace mizan

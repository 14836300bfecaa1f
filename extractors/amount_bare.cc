#include "extractors/amount_bare.h"

#include <string_view>

#include "pipeline/arabic_words.h"

namespace mizan {

// A number without a unit counts where it plainly does: behind a word that is counted or measured in people, before a partitive, when large.
UnitKind BareAmounts::bare_kind(const Numeral& low, const Numeral& high, std::uint32_t first, std::uint32_t end, Bound bound, std::int16_t& priority,
                                const char*& rule) const {
  priority = kWeak;
  rule = "number.bare";
  const bool dotted = first > s_.first_token + 1 && word(first - 1) == "." && glued(first - 1);  // "Law No. 17 of 1994"
  if (context_.ends_before(dotted ? first - 1 : first, s_.first_token, "number_label")) {
    priority = kLoose;
    rule = "number.label";
    return UnitKind::kNone;
  }
  if (bound == Bound::kExact && in_a_result(low)) return UnitKind::kNone;  // "drew 2-2 with"
  // "بنتيجة 5 مقابل 4" (by 5 to 4)
  if (low.digits && ((word(end) == "مقابل" && is(end + 1, TokenKind::kDigits)) ||                                        // مقابل: against
                     (first >= s_.first_token + 2 && word(first - 1) == "مقابل" && is(first - 2, TokenKind::kDigits))))  // مقابل: against
    return UnitKind::kNone;
  // "في الدقيقتين 12 و78": what a label names goes on
  if (low.digits && !found_.empty() && found_.back().rule == std::string_view("number.label") && found_.back().first_token >= s_.first_token &&
      first == found_.back().end_token + 1 &&
      (word(first - 1) == arabic::kAnd || word(first - 1) == "and" || word(first - 1) == arabic::kComma || word(first - 1) == ",")) {
    priority = kLoose;
    rule = "number.label";
    return UnitKind::kNone;
  }
  // "دور الثمانية", "دور الـ16": a round of a cup by how many are left in it
  const std::uint32_t round_end = first > s_.first_token && word(first - 1) == arabic::kThe && glued(first) ? first - 1 : first;
  if ((low.definite || round_end != first) && round_end > s_.first_token && context_.starts(round_end - 1, "cup_round")) {
    priority = kLoose;
    rule = "number.round";
    return UnitKind::kNone;
  }
  const bool apart = first > s_.first_token && word(first - 1) == "ال" && glued(first);  // "الذكرى الـ50", "القمة العربية الـ34"
  const std::uint32_t noun_end = apart ? first - 1 : first;
  const auto names_rank = [&](std::uint32_t at) {
    return context_.ends_before(at, s_.first_token, "rank_noun") || (apart && context_.ends_before(at, s_.first_token, "rank_noun_apart"));
  };
  const bool adjective = apart && noun_end > s_.first_token + 1 && word(noun_end - 1).starts_with(arabic::kThe);
  const bool ranked = names_rank(noun_end) || (adjective && names_rank(noun_end - 1));
  if (ranked && (low.digits || low.definite)) {  // "الأسبوع 30", "للمرة الخمسين"
    priority = kLoose;
    rule = "ordinal.behind_noun";
    return UnitKind::kOrdinal;
  }
  const auto count = [&](const char* why) {
    rule = why;
    priority = is_year_like(low) ? kWeak : kLoose;
    return UnitKind::kCount;
  };
  if (bound == Bound::kAtLeast && word(end - 1) == "+") return count("count.at_least");
  if (low.definite && low.words && high.magnitude) return UnitKind::kNone;  // "من الألف إلى الياء"
  if (has_hit(first, LexiconKind::kCalendar) && low.words && !low.digits && !high.magnitude && (low.definite || word(end) != arabic::kOf))
    return UnitKind::kNone;                                                                              // الاثنين is Monday
  if (low.words && !low.digits && low.value && *low.value <= *Decimal::make(1)) return UnitKind::kNone;  // the pronoun "one", "one of", "الصفر"
  if (high.magnitude) return count("count.magnitude");
  if (is_year_like(low)) return UnitKind::kNone;
  if (bound != Bound::kExact && bound != Bound::kAbout) return count("count.bounded");
  if (context_.ends_before(first, s_.first_token, "among")) return count("count.among");
  if (first >= s_.first_token + 2 && word(first - 1) == "-" && word(first - 2) == "of") return count("count.of");  // "mother-of-three"
  const std::string_view next = word(end);
  if (next == arabic::kOf || next == "of" || next == "منهم" || next == "منها") return count("count.partitive");  // منهم: of them; منها: of it
  if (low.definite && low.words && first > s_.first_token && is(first - 1, TokenKind::kArabic)) return count("count.behind_noun");
  // "الدول الـ27" (the 27 states)
  if (first >= s_.first_token + 2 && word(first - 1) == arabic::kThe && glued(first) && word(first - 2).starts_with(arabic::kThe) && word(first - 2).size() > 6)
    return count("count.behind_noun");
  if (first > s_.first_token && word(first - 1) == "(") return UnitKind::kNone;    // a goal "(38)": its minute
  if (word(end) == "\"" && glued(end)) return elided(first, end, rule, priority);  // "درع الخليج 1": a name in quotes
  // "الـ20"? "killed 25", "عدد القتلى إلى 25"
  constexpr std::uint32_t kReach = 5;
  for (std::uint32_t d = 1; d <= kReach && first >= s_.first_token + d; ++d) {
    const std::uint32_t t = first - d;
    if (word(t) == "." || word(t) == ";" || word(t) == arabic::kSemicolon) break;
    if (context_.starts(t, "number_of") && (is(t, TokenKind::kLatin) || word(t + 1).starts_with(arabic::kThe)))
      return count("count.behind_metric");  // "عدد المشاركين 700"
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) && !lexicons_.noun(hit->entry).metric.empty()) return count("count.behind_noun");
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kMetric) && lexicons_.metric(hit->entry).has("count")) return count("count.behind_metric");
    }
  }
  if (is_level_of_count(first)) return count("count.behind_metric");
  // "200 of 300": the whole
  if (word(first - 1) == "of" && !found_.empty() && found_.back().rule == std::string_view("count.partitive") && found_.back().end_token + 1 == first &&
      found_.back().first_token >= s_.first_token)
    return count("count.partitive");
  // "14 محافظة من أصل 18", "120 new cases, up from 95": the whole, or the level before, of what was counted
  const bool compared = context_.ends_before(first, s_.first_token, "inherit") || context_.ends_before(noun_end, s_.first_token, "inherit");
  if (low.value->is_integer() && word(first - 1) != "الي" /* to */ && (compared || context_.ends_before(first, s_.first_token, "whole_of")) &&
      counted_before() != nullptr) {
    rule = "count.elided";
    priority = kLoose;
    return UnitKind::kCount;
  }
  // "between 15 and 20 were arrested", "25 have died", "20 in Gaza and 5 in the West Bank were killed"
  const auto verb_at = [&](std::uint32_t t) { return context_.starts(t, "counted_verb"); };
  std::uint32_t verb = end;
  if (!verb_at(verb) && context_.starts(end, "elided_before") && is(end, TokenKind::kLatin)) {
    constexpr std::uint32_t kPlace = 10;
    while (verb < end + kPlace && inside(verb) && !verb_at(verb) && !is(verb, TokenKind::kPunct)) ++verb;
  }
  if (verb_at(verb) && low.value->is_integer() && !(*low.value < *Decimal::make(2))) {
    constexpr std::uint32_t kBehind = 3;
    for (std::uint32_t t = verb + 1; t <= verb + kBehind && inside(t) && is(t, TokenKind::kLatin); ++t)
      for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
        if ((hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) && !lexicons_.noun(hit->entry).metric.empty()) ||
            (hit->kind == static_cast<std::uint8_t>(LexiconKind::kMetric) && lexicons_.metric(hit->entry).has("count")))
          return count("count.before_metric");
  }
  return low.precision < 0 ? UnitKind::kNone : elided(first, end, rule, priority);
}

// "The death toll from the earthquake in Tajikistan has risen to 184", "ارتفعت حصيلة ضحايا زلزال طاجيكستان إلى 184": a level that a count named further off
// in the clause has reached. The words between tell where and when; another amount or a new clause ends the search.
bool BareAmounts::is_level_of_count(std::uint32_t first) const {
  constexpr std::uint32_t kReach = 18;  // tokens
  const bool moved_to = context_.ends_before(first, s_.first_token, "level_to");
  const bool stands_at = context_.ends_before(first, s_.first_token, "level_at");
  // In Arabic the verb may stand before its subject: "بلغت حصيلة قتلى الفيضانات في ولاية كسلا 184" (the toll of the floods in Kassala reached 184).
  const bool verb_first = !moved_to && !stands_at && first > s_.first_token && is(first - 1, TokenKind::kArabic) && !context_.starts(first - 1, "stop");
  if (!moved_to && !stands_at && !verb_first) return false;
  bool moved = stands_at;
  bool counted = false;
  for (std::uint32_t t = first; t-- > s_.first_token && first - t <= kReach && !(moved && counted);) {
    if (word(t) == ";" || word(t) == arabic::kSemicolon || is(t, TokenKind::kNewline)) break;
    if ((word(t) == "," || word(t) == arabic::kComma) &&
        (word(t + 1) == "and" || word(t + 1) == "but" || word(t + 1) == "while" || word(t + 1).starts_with(arabic::kAnd)))
      break;
    if (!found_.empty() && found_.back().first_token >= s_.first_token && t < found_.back().end_token) break;
    moved = moved || (moved_to && context_.starts(t, "change_verb"));
    if (moved_to && context_.starts(t, "sum_of") && counted_before() != nullptr) counted = moved = true;  // "bringing the total to 88,310"
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t) && !counted; ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kMetric)) continue;
      const MetricEntry& metric = lexicons_.metric(hit->entry);
      counted = metric.has("count") && !metric.has("verb") && !metric.has("weak");
      // "بلغ عدد القتلى", "بلغت حصيلة القتلى": one word of number or sum may stand before what is counted.
      moved =
          moved || (counted && verb_first &&
                    (context_.ends_before(t, s_.first_token, "level_at") || (t > s_.first_token && context_.ends_before(t - 1, s_.first_token, "level_at"))));
    }
  }
  return moved && counted;
}

// "725 مباراة مع ريال مدريد و167 مع المنتخب": "and" and a preposition about a number say that it counts what the count before it does. Where the same
// preposition stands behind both, a comma joins them too, and words and counts without a noun go on: "died in Cairo, four in Giza and two in Alexandria".
UnitKind BareAmounts::elided(std::uint32_t first, std::uint32_t end, const char*& rule, std::int16_t& priority) const {
  if (first == s_.first_token || !context_.starts(end, "elided_before")) return UnitKind::kNone;
  const Mention* before = found_.empty() || found_.back().first_token < s_.first_token ? nullptr : &found_.back();
  const bool parallel = before != nullptr && before->type == MentionType::kCount && !before->vague && word(before->end_token) == word(end);
  const bool conjunction = word(first - 1) == arabic::kAnd || word(first - 1) == "and" ||
                           (is(first, TokenKind::kArabic) && word(first).starts_with(arabic::kAnd) && before != nullptr);
  const bool comma = word(first - 1) == "," || word(first - 1) == arabic::kComma;
  if (parallel ? !conjunction && !comma : !conjunction || is(first, TokenKind::kLatin) || counted_before() == nullptr) return UnitKind::kNone;
  rule = "count.elided";
  priority = kLoose;
  return UnitKind::kCount;
}

// The last amount of the sentence, where it is a count of something.
const Amount* BareAmounts::counted_before() const {
  constexpr std::size_t kMost = 4;  // weak numbers looked over: they may turn out to be days and years
  for (std::size_t i = found_.size(), seen = 0; i-- > 0 && seen < kMost && found_[i].first_token >= s_.first_token; ++seen) {
    const Mention& before = found_[i];
    const Amount* amount = before.amount();
    const bool among = before.rule == std::string_view("count.among");
    if (before.priority <= kLoose && !among && (amount == nullptr || amount->noun.empty())) continue;
    const bool counts = before.type == MentionType::kCount && amount != nullptr && (!amount->noun.empty() || among);
    return counts && !before.vague ? amount : nullptr;
  }
  return nullptr;
}

// A fraction by itself: the whole sentence, written with a sign (½), or of something ("five eighths of", "نصف العصير").
bool BareAmounts::keep_fraction(const Numeral& n) const {
  if ((n.first_token == s_.first_token && n.end_token == s_.end_token) || n.digits) return true;
  if (!n.arabic && context_.starts(n.first_token > s_.first_token ? n.first_token - 1 : n.first_token, "part_before")) return false;  // "the second half of"
  if (word(n.end_token) == "the" && word(n.first_token) == "half") return true;                                                       // "half the people"
  return word(n.end_token) == "of" || (n.arabic && !n.definite && is(n.end_token, TokenKind::kArabic) && word(n.end_token).starts_with(arabic::kThe));
}

// Bare words ("three", "one") and fractions mean too many things to be kept; digits are numbers.
bool BareAmounts::keep_bare(const Numeral& low, const Numeral& high) const {
  if (low.fraction || high.fraction) return keep_fraction(low);
  // "3-صفر", "صفر-3", "2-nil"
  const std::uint32_t t = low.first_token;
  if (low.words && !low.digits && low.value && low.value->is_zero() &&
      ((t >= s_.first_token + 2 && word(t - 1) == "-" && is(t - 2, TokenKind::kDigits)) || (word(t + 1) == "-" && is(t + 2, TokenKind::kDigits))))
    return true;
  // Small words mean too many things; a word number that is the whole sentence, or several words long, is one.
  if (!low.digits) return low.end_token - low.first_token >= 2 || (low.first_token == s_.first_token && high.end_token + 1 >= s_.end_token);
  if (behind_a_name(low) || behind_two_capitals(low)) return false;
  return !(low.plain_digits && a_.text.text(low.span).starts_with("0") && low.span.end - low.span.begin > 1);  // 007
}

// "أولي" (primary, preliminary) is folded to the same letters as "أولى" (first): the source's letter tells them apart.
bool BareAmounts::is_primary(const Numeral& n) const {
  return n.words && n.value == Decimal::make(1) && word(n.first_token).ends_with("اولي") &&  // اولي: first
         a_.text.source(a_.text.to_source(n.span)).find("ي") != std::string_view::npos;
}

}  // namespace mizan

#include "extractors/amount_context.h"

#include <algorithm>

#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

constexpr std::uint32_t kLongestHedge = 6;  // tokens
constexpr std::uint32_t kWidestScan = 60;   // tokens looked through for a clue, so that a megabyte sentence stays linear

}  // namespace

AmountContext::Bounds AmountContext::bounds(std::uint32_t first, std::uint32_t end, std::uint32_t sentence_first, std::uint32_t sentence_end) const {
  Bounds out;
  auto from = [](const HedgeEntry& entry) { return bound_from(entry.bound).value_or(Bound::kExact); };
  // Behind first: "or more" says more than what stands before.
  if (end < sentence_end) {
    for (const LexiconHit* hit = a_.hits_begin(end); hit != a_.hits_end(end); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kHedge)) continue;
      const HedgeEntry& entry = lexicons_.hedge(hit->entry);
      if (entry.side != "after" || end + hit->length > sentence_end) continue;
      if (a_.word(end) == "+" && a_.tokens[end].space_before) continue;
      if (a_.word(end) == "+" && end + 1 < sentence_end && a_.tokens[end + 1].kind == TokenKind::kDigits && !a_.tokens[end + 1].space_before)
        continue;  // "90+2"
      if (bounds_what_follows(end + hit->length, sentence_end)) continue;
      if (a_.word(end) == "plus" && end + 1 < sentence_end && a_.word(end + 1) == "or") continue;  // "3% plus or minus one point"
      out.bound = from(entry);
      break;
    }
  }
  // Before: the hedge must end where the amount begins; "the", بـ and an opening bracket may stand between.
  std::uint32_t at = first;
  for (int skipped = 0; skipped <= 2 && at > sentence_first; ++skipped) {
    const HedgeEntry* best = nullptr;
    std::uint32_t best_at = 0;
    for (std::uint32_t d = 1; d <= kLongestHedge && at >= sentence_first + d; ++d) {
      const std::uint32_t s = at - d;
      for (const LexiconHit* hit = a_.hits_begin(s); hit != a_.hits_end(s); ++hit) {
        if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kHedge) || hit->length != d) continue;
        const HedgeEntry& entry = lexicons_.hedge(hit->entry);
        if (entry.side != "before") continue;
        // The longest hedge wins ("لا يقل عن" over "يقل عن"); of one length the one that peels least.
        if (best == nullptr || s < best_at) {
          best = &entry;
          best_at = s;
        }
        break;
      }
    }
    if (best != nullptr) {
      if (best->bound == "minus") {
        if (best_at > sentence_first && a_.word(best_at - 1) == "or") return out;  // "plus or minus": no sign
        out.negative = true;
        out.minus_token = best_at;
        at = best_at;
        continue;
      }
      // "passed 220-210" is a vote.
      if (best->has("verb") && !best->arabic && end + 1 < sentence_end && a_.word(end) == "-" && a_.tokens[end + 1].kind == TokenKind::kDigits) return out;
      if (skipped > 0 && best->has("verb") && !best->arabic && a_.word(at).starts_with("a") &&
          (a_.tokens[first].kind == TokenKind::kDigits || a_.tokens[first].kind == TokenKind::kPunct))
        return out;
      if (out.bound == Bound::kExact) out.bound = from(*best);
      if (!best->has("verb")) out.bound = turned(out.bound, best_at, at, sentence_first);
      return out;
    }
    const std::string_view before = a_.word(at - 1);
    const bool passable = before == "the" || before == "a" || before == "an" || before == arabic::kBy || before == arabic::kThe || before == arabic::kFor ||
                          before == "(" || before == "\"" || before == "$" || before == "some" || before == "another";
    if (!passable) break;
    --at;
  }
  if (out.bound == Bound::kExact && !out.negative) out.bound = verb_before(first, sentence_first);
  return out;
}

// "rose to 184 and more than 700 were hurt", "184 وأكثر من 700" (and more than), "40 plus 3": words that could bound the amount before them begin the next one.
bool AmountContext::bounds_what_follows(std::uint32_t behind, std::uint32_t sentence_end) const {
  if (behind >= sentence_end) return false;
  auto number = [&](std::uint32_t t) {
    if (t + 1 < sentence_end && a_.tokens[t].kind == TokenKind::kPunct && (a_.tokens[t].kinds & kind_bit(LexiconKind::kCurrency)) != 0) ++t;  // "$3"
    return t < sentence_end && (a_.tokens[t].kind == TokenKind::kDigits || (a_.tokens[t].kinds & kind_bit(LexiconKind::kNumber)) != 0);
  };
  const std::string_view word = a_.word(behind);
  if (word == "than") return true;
  if (word == "من") return number(behind + 1);  // of: "أكثر من السكان" (more of the people) stays a bound of what stands before
  return a_.tokens[behind - 1].kind == TokenKind::kLatin && number(behind);
}

// "cannot go more than 30 miles", "لا يقطع أكثر من 30 ميلا": at most that far. "must not be less than 5": at least.
Bound AmountContext::turned(Bound bound, std::uint32_t hedge_first, std::uint32_t hedge_end, std::uint32_t sentence_first) const {
  if (bound == Bound::kOver && negated_before(hedge_first, sentence_first, 4)) return Bound::kAtMost;
  const std::string_view last = a_.word(hedge_end - 1);
  if (bound == Bound::kUnder && (last == "than" || last == arabic::kOf) && negated_before(hedge_first, sentence_first, 3)) return Bound::kAtLeast;
  return bound;
}

// Does a negation that goes with the verb stand up to a few words before t? Not that of "not only" and "لا يزال" (still).
bool AmountContext::negated_before(std::uint32_t t, std::uint32_t sentence_first, std::uint32_t reach) const {
  for (std::uint32_t d = 1; d <= reach && t >= sentence_first + d; ++d) {
    const std::uint32_t at = t - d;
    const TokenKind kind = a_.tokens[at].kind;
    if (kind != TokenKind::kLatin && kind != TokenKind::kArabic) return false;
    if (starts(at, "negation_still")) return false;
    if (is_phrase(at, at + 1, "negation") || is_phrase(at, at + 2, "negation")) return true;
  }
  return false;
}

// "تجاوز عدد السكان 5 ملايين" (exceeded the number of people 5 million): in Arabic the subject may stand between a verb that bounds and its amount.
Bound AmountContext::verb_before(std::uint32_t first, std::uint32_t sentence_first) const {
  constexpr std::uint32_t kLongestSubject = 6;
  // "قد تصل الغرامة إلى 15 ألفا" (the fine may reach 15 thousand): as far as that
  if (first > sentence_first + 2 && (a_.word(first - 1) == arabic::kTo)) {
    for (std::uint32_t d = 2; d <= kLongestSubject && first >= sentence_first + d + 1; ++d)
      if ((a_.word(first - d) == "تصل" || a_.word(first - d) == "يصل") && is_phrase(first - d - 1, first - d, "possibly"))
        return Bound::kAtMost;  // تصل: reaches; يصل: reaches
  }
  if (const HedgeEntry* parted = parted_before(first, sentence_first)) return bound_from(parted->bound).value_or(Bound::kExact);
  for (std::uint32_t at = first; at > sentence_first && first - at <= kLongestSubject; --at) {
    const std::uint32_t t = at - 1;
    if (a_.tokens[t].kind != TokenKind::kArabic) return Bound::kExact;
    if (first - at > 0) {
      const HedgeEntry* best = nullptr;
      for (std::uint32_t d = 1; d <= 3 && at >= sentence_first + d; ++d)
        for (const LexiconHit* hit = a_.hits_begin(at - d); hit != a_.hits_end(at - d); ++hit)
          if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kHedge) && hit->length == d && lexicons_.hedge(hit->entry).side == "before") {
            best = &lexicons_.hedge(hit->entry);  // the longest: "لم تتجاوز" is no تجاوز
          }
      if (best != nullptr) {
        if (!best->has("verb")) return Bound::kExact;
        return bound_from(best->bound).value_or(Bound::kExact);
      }
    }
    if (covered_by_name(t)) continue;  // "أرباح بي بي", "أوبن إيه آي"
    // What can't be part of a subject ends the search: prepositions but "in", joined clauses, "by".
    const std::string_view word = a_.word(t);
    const bool last = t + 1 == first;
    if (starts(t, "stop") && (word != arabic::kIn || last)) return Bound::kExact;
    if (word.starts_with(arabic::kAnd) && !has_whole_hit(t)) return Bound::kExact;
    if (last && word.starts_with(arabic::kBy) && !has_whole_hit(t)) return Bound::kExact;
    if (starts(t, "expected")) return Bound::kExact;
  }
  return Bound::kExact;
}

// "ألا تقل نسبة التصنيع المحلي عن 46%" (that the share of what is made here not be less than): the verb that bounds stands before its subject, its preposition
// before the amount. The longest form counts: "لا تقل" is no تقل.
const HedgeEntry* AmountContext::parted_before(std::uint32_t first, std::uint32_t sentence_first) const {
  constexpr std::uint32_t kLongestSubject = 6;
  if (first < sentence_first + 3) return nullptr;
  const std::string_view preposition = a_.word(first - 1) == arabic::kFrom ? "from" : a_.word(first - 1) == arabic::kOn ? "on" : "";
  if (preposition.empty()) return nullptr;
  const HedgeEntry* best = nullptr;
  for (std::uint32_t d = 2; (best != nullptr || d <= kLongestSubject + 2) && first >= sentence_first + d; ++d) {
    const std::uint32_t t = first - d;
    if (a_.tokens[t].kind != TokenKind::kArabic) break;
    const HedgeEntry* found = nullptr;
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kHedge) || t + hit->length >= first - 1) continue;
      const HedgeEntry& entry = lexicons_.hedge(hit->entry);
      if (entry.side == "parted" && entry.has(preposition)) found = &entry;
    }
    if (best != nullptr) return found != nullptr ? found : best;
    best = found;
    if (best == nullptr && starts(t, "stop") && a_.word(t) != arabic::kIn) break;
  }
  return best;
}

bool AmountContext::covered_by_name(std::uint32_t token) const {
  constexpr std::uint32_t kLongest = 4;
  for (std::uint32_t d = 0; d <= kLongest && d <= token; ++d)
    for (const LexiconHit* hit = a_.hits_begin(token - d); hit != a_.hits_end(token - d); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && hit->length > std::max<std::uint32_t>(d, 1)) return true;
  return false;
}

bool AmountContext::has_whole_hit(std::uint32_t token) const {
  for (const LexiconHit* hit = a_.hits_begin(token); hit != a_.hits_end(token); ++hit)
    if (hit->peeled == 0) return true;
  return false;
}

std::string AmountContext::per(std::uint32_t end, std::uint32_t sentence_end) const {
  // "£125 in prizes per year", "50 مليون دولار من المساعدات سنويا" (of aid, yearly): what the amount is of stands between.
  if (end + 2 < sentence_end && (a_.word(end) == "in" || a_.word(end) == "of" || a_.word(end) == arabic::kOf) && !starts(end + 1, "stop")) {
    const std::uint32_t after = end + 2;
    for (const LexiconHit* hit = a_.hits_begin(after); hit != a_.hits_end(after); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kRate) && after + hit->length <= sentence_end && hit->peeled == 0)
        return lexicons_.rate(hit->entry).per;
  }
  std::uint32_t at = end;
  for (int skipped = 0; skipped < 2 && at < sentence_end; ++skipped, ++at) {
    for (const LexiconHit* hit = a_.hits_begin(at); hit != a_.hits_end(at); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kRate) || at + hit->length > sentence_end || hit->peeled != 0) continue;
      // "في السنة الأولى", "في اليوم الثالث", "في العام 2020", "للسنة المالية": a time, no rate.
      const std::uint32_t next = at + hit->length;
      const std::string& per = lexicons_.rate(hit->entry).per;
      const bool in = a_.word(at) == arabic::kIn || a_.word(at).starts_with(arabic::kByThe) ||
                      (a_.word(at).starts_with(arabic::kForThe) && (per == "year" || per == "month" || per == "week" || per == "day"));
      if (in && next < sentence_end &&
          (a_.tokens[next].kind == TokenKind::kDigits || (a_.word(next).starts_with(arabic::kThe) && !a_.word(next).starts_with("الواحد"))))  // الواحد: the one
        return {};
      if (next < sentence_end && starts(next, "no_rate") && (a_.word(at) == "a" || a_.word(at) == "an")) return {};  // "from $4m a year earlier"
      return per;
    }
    // "1000 دولار لكل جريمة", "$1,000 per offence": a rate of something the lexicon does not list.
    const bool each = a_.word(at) == "لكل" || a_.word(at) == "per";  // لكل: for each
    if (each && at + 1 < sentence_end && (a_.tokens[at + 1].kind == TokenKind::kArabic || a_.tokens[at + 1].kind == TokenKind::kLatin) &&
        !starts(at + 1, "stop") && a_.word(at + 1) != "منهم" && a_.word(at + 1) != "منها")  // منهم: of them; منها: of it
      return "unit";
    // A bracket, an adjective of what was counted ("10 جسيمات بلاستيكية لكل لتر") may stand between.
    const std::string_view word = a_.word(at);
    const bool adjective =
        a_.tokens[at].kind == TokenKind::kArabic && at + 1 < sentence_end && a_.word(at + 1) == "لكل" && !starts(at, "stop");  // لكل: for each
    if (!(word == "(" || word == "فقط" || word == "تقريبا" || adjective)) break;  // فقط: only; تقريبا: about
  }
  return {};
}

bool AmountContext::starts(std::uint32_t token, std::string_view role) const {
  if (token >= a_.tokens.size()) return false;
  for (const LexiconHit* hit = a_.hits_begin(token); hit != a_.hits_end(token); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kGrammar) && lexicons_.grammar(hit->entry).role == role) return true;
  return false;
}

bool AmountContext::is_phrase(std::uint32_t first, std::uint32_t end, std::string_view role) const {
  for (const LexiconHit* hit = a_.hits_begin(first); hit != a_.hits_end(first); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kGrammar) && hit->peeled == 0 && first + hit->length == end &&
        lexicons_.grammar(hit->entry).role == role)
      return true;
  return false;
}

bool AmountContext::ends_before(std::uint32_t before, std::uint32_t sentence_first, std::string_view role) const {
  for (std::uint32_t d = 1; d <= 4 && before >= sentence_first + d; ++d)
    for (const LexiconHit* hit = a_.hits_begin(before - d); hit != a_.hits_end(before - d); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kGrammar) && hit->length == d && lexicons_.grammar(hit->entry).role == role) return true;
  return false;
}

bool AmountContext::anywhere(std::uint32_t first, std::uint32_t end, std::string_view role) const {
  end = std::min(end, first + kWidestScan);
  for (std::uint32_t t = first; t < end; ++t)
    if (starts(t, role)) return true;
  return false;
}

}  // namespace mizan

#include "extractors/amount_join.h"

#include "pipeline/arabic_words.h"

namespace mizan {

// How numeral i and i+1 are joined by what stands between them (and, for ranges, before them).
AmountJoins::Join AmountJoins::join(std::size_t i) const {
  if (i + 1 >= numerals_.size()) return Join::kNone;
  const Numeral& a = numerals_[i];
  const Numeral& b = numerals_[i + 1];
  if (a.ordinal || b.ordinal || a.vague || b.vague || !a.value || !b.value) return Join::kNone;
  std::uint32_t from = a.end_token, to = b.first_token;
  const Measure& ma = measures_[i];
  const Measure& mb = measures_[i + 1];
  // Units of their own: "$100 million and $1 billion", "10% إلى 20%".
  if (ma && !ma.before) from = ma.end;
  if (mb.before) to = mb.first;
  if (to < from || to - from > 3) return Join::kNone;
  // What stands between is a connecting phrase of lexicons/grammar_words.tsv, a dash, or nothing but the second number's own proclitic.
  const bool nothing = from == to;
  const auto joined_by = [&](std::string_view role) { return !nothing && context_.is_phrase(from, to, role); };
  const bool dash = to == from + 1 && (word(from) == "-" || word(from) == "—");
  const bool waw =
      nothing && word(b.first_token).starts_with("و") /* and */ && is(b.first_token, TokenKind::kArabic) && b.span.begin > token(b.first_token).begin;
  if (!ma && mb.before && mb.kind == UnitKind::kMoney) return Join::kNone;  // "from 2024 to $300 billion"
  // "$5-8 billion", "$12-15": a sign before the first number holds for the second.
  const bool sign_for_both = ma.before && ma.kind == UnitKind::kMoney && !mb && (dash ? !b.negative && glued(to) : b.magnitude && !a.magnitude);
  const bool same_unit = !ma || sign_for_both || (mb && ma.kind == mb.kind && (ma.unit == mb.unit || ma.kind == UnitKind::kCount));
  if (!same_unit) return Join::kNone;
  const bool led_by_between =
      context_.ends_before(ma.before ? ma.first : a.first_token, s_.first_token, "between") || between_with_hedge(ma.before ? ma.first : a.first_token);
  if (dash) {
    const bool has_unit = static_cast<bool>(mb) || b.magnitude || sign_for_both;
    if (!has_unit || b.negative) return Join::kNone;
    if (mb.kind == UnitKind::kCount && !mb.known_noun) return Join::kNone;
    return *a.value < *scaled_low(b, a) ? Join::kRange : Join::kNone;
  }
  const bool rising = comparable_low(a, b);
  if (led_by_between && (rising || (mb && !ma && !b.magnitude)) && (waw || joined_by("join_between"))) return Join::kRange;
  const bool lam = nothing && led_by_from(a.first_token) && is(b.first_token, TokenKind::kArabic) && word(b.first_token).starts_with("ل") /* to */ &&
                   b.span.begin > token(b.first_token).begin;
  if (lam && rising && mb) return Join::kRange;  // "من عشرة لعشرين دولار"
  if (joined_by("join_range")) {
    const bool decimals = a.precision < 0 && b.precision < 0 && !ma && !mb;  // "1.4 to 2.4"
    if (!rising && !ma && mb && !a.magnitude && !b.magnitude && led_by_from(a.first_token) && context_.anywhere(s_.first_token, a.first_token, "change_verb"))
      return Join::kList;  // "fell from 509 to 270 dollars": two levels
    if (!rising || !(mb || decimals || sign_for_both)) return Join::kNone;
    if (ma && !ma.before && ma.kind != UnitKind::kPercent && !led_by_from(ma.before ? ma.first : a.first_token)) return Join::kNone;
    if (ma && ma.before && ma.kind == UnitKind::kMoney && !led_by_from(ma.first))
      return context_.anywhere(s_.first_token, a.first_token, "change_verb") ? Join::kNone : Join::kRange;
    if (led_by_from(ma.before ? ma.first : a.first_token) && context_.anywhere(s_.first_token, a.first_token, "change_verb")) return Join::kList;
    return Join::kRange;
  }
  // "it won 50, or 40 percent", "فازت بـ50، أو 40 بالمئة": behind a comma, "or" says the number before in other words; "10, 20, or 30 percent" is a list of
  // three.
  if (!ma && mb.kind == UnitKind::kPercent && to == from + 2 && (word(from) == "," || word(from) == arabic::kComma) &&
      (word(from + 1) == "or" || word(from + 1) == "او" /* or */)) {
    const bool listed =
        i > 0 && numerals_[i - 1].end_token + 1 == a.first_token && (word(a.first_token - 1) == "," || word(a.first_token - 1) == arabic::kComma);
    if (!listed) return Join::kNone;
  }
  if (waw || joined_by("join_list")) return Join::kList;
  return Join::kNone;
}

bool AmountJoins::between_with_hedge(std::uint32_t t) const {
  // "between about 3 and", "بين نحو 3"
  return t > s_.first_token && has_hit(t - 1, LexiconKind::kHedge) && context_.ends_before(t - 1, s_.first_token, "between");
}

// The mantissa of b where a lacks b's magnitude: 10 and 15 of "10-15 مليار".
std::optional<Decimal> AmountJoins::scaled_low(const Numeral& b, const Numeral& a) const {
  if (b.magnitude && !a.magnitude) return b.value->shifted(-magnitude_exponent(b));
  return b.value;
}

int AmountJoins::magnitude_exponent(const Numeral& n) const {
  // The last magnitude word's exponent: the value's exponent less what the digits wrote.
  for (std::uint32_t t = n.end_token; t-- > n.first_token;) {
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kNumber)) continue;
      const NumberEntry& entry = lexicons_.number(hit->entry);
      if (entry.role == NumberRole::kMagnitude || entry.role == NumberRole::kSuffix) return entry.value.exponent();
    }
  }
  return 0;
}

bool AmountJoins::comparable_low(const Numeral& a, const Numeral& b) const {
  const auto low = scaled_low(b, a);
  return low && (*a.value < *low || *a.value < *b.value);
}

bool AmountJoins::shares_magnitude(const Numeral& a, const Numeral& b) const {
  if (a.magnitude || !b.magnitude || !a.value) return false;
  const auto low = b.value->shifted(-magnitude_exponent(b));
  return low && !(*a.value > *Decimal::make(1000)) && (a.precision <= 0);
}

}  // namespace mizan

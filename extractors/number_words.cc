#include "extractors/number_words.h"

#include <charconv>

#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

std::int64_t denominator(const NumberEntry& entry) {
  const std::size_t at = entry.flags.text().find("over=");
  std::int64_t value = 1;
  if (at != std::string::npos) std::from_chars(entry.flags.text().data() + at + 5, entry.flags.text().data() + entry.flags.text().size(), value);
  return value;
}

}  // namespace

// Words below a thousand: "مئة وخمسة وعشرون", "two hundred and fifty".
std::optional<NumberWords::Part> NumberWords::small_words(std::uint32_t t, bool continuation) const {
  using R = NumberRole;
  Word w = find(t, {R::kTeen, R::kUnit, R::kTen, R::kHundred, R::kDozen});
  if (!w || (w.entry->role == R::kDozen && word(t) == "dozens")) return std::nullopt;  // "dozens" are vague
  if (continuation && w.entry->arabic && !continues(t, w)) return std::nullopt;
  Part part;
  part.words = true;
  Decimal value = w.entry->value;
  part.end = t + w.hit->length;
  R last = w.entry->role;
  const bool arabic = w.entry->arabic;
  if (w.entry->has("compound")) {  // أحد, إحدى count only before عشر (a phrase of its own) and a ten ("إحدى وعشرون")
    std::uint32_t at = part.end;
    if (!joined(at, {R::kTen})) return std::nullopt;
  }
  if (w.entry->has("dual")) part.dual = true;
  auto add = [&](const Word& next) {
    value = *value.plus(next.entry->value);
    part.end += next.hit->length;
    last = next.entry->role;
  };
  if (arabic) {
    if (last == R::kUnit && !w.entry->has("ten")) {  // "ثلاث مئة"
      const Word hundred = find(part.end, {R::kHundred});
      if (hundred && unpeeled(hundred) && hundred.hit->article == 0 && hundred.entry->value == *Decimal::make(1, 2) && value > *Decimal::make(2)) {
        value = *value.times(hundred.entry->value);
        part.end += hundred.hit->length;
        last = R::kHundred;
      }
    }
    if (last == R::kHundred) {
      std::uint32_t at = part.end;
      Word next = joined(at, {R::kTeen, R::kUnit, R::kTen});
      if (!next) {
        next = find(at, {R::kTeen, R::kUnit, R::kTen});
        if (next && (!next.entry->arabic || !unpeeled(next) || next.hit->article != 0)) next = {};
      }
      // "مئة وخمسة آلاف" is 105,000, but "ألف ومئة وخمسة ملايين" never comes about: magnitudes bind what stands before them.
      if (next && !next.entry->has("zero")) {
        part.end = at;
        add(next);
      }
    }
    if (last == R::kUnit) {
      std::uint32_t at = part.end;
      const Word ten = joined(at, {R::kTen});
      if (ten && (value.to_int64().value_or(0) % 10) != 0) {
        part.end = at;
        add(ten);
      }
    }
  } else {
    auto skip_hyphen = [&](std::uint32_t at) { return word(at) == "-" ? at + 1 : at; };
    if (last == R::kTen) {
      const std::uint32_t at = skip_hyphen(part.end);
      const Word unit = find(at, {R::kUnit});
      if (unit && !unit.entry->has("ten") && !unit.entry->has("zero")) {
        part.end = at;
        add(unit);
      }
    }
    const std::uint32_t hundred_at = skip_hyphen(part.end);
    const Word hundred = last == R::kHundred ? Word{} : find(hundred_at, {R::kHundred});
    if (hundred) {
      part.end = hundred_at;
      value = *value.times(hundred.entry->value);
      part.end += hundred.hit->length;
      last = R::kHundred;
    }
    if (last == R::kHundred) {
      std::uint32_t at = part.end;
      if (word(at) == "and") ++at;
      const Word next = at != part.end && ratio_below_one(at) ? Word{} : find(at, {R::kTeen, R::kUnit, R::kTen});
      if (next && !next.entry->arabic && !next.entry->has("zero")) {
        part.end = at;
        add(next);
        if (last == R::kTen) {
          const std::uint32_t unit_at = skip_hyphen(part.end);
          const Word unit = find(unit_at, {R::kUnit});
          if (unit && !unit.entry->has("ten") && !unit.entry->has("zero")) {
            part.end = unit_at;
            add(unit);
          }
        }
      }
    } else if (last != R::kDozen) {
      const Word dozen = find(part.end, {R::kDozen});
      if (dozen) {
        value = *value.times(dozen.entry->value);
        part.end += dozen.hit->length;
      }
    }
  }
  part.value = value;
  return part;
}

// Is the word a noun that is counted as a measure of its own (users, passengers)?
bool NumberWords::counts_many(std::uint32_t t) const {
  if (t >= end_ || glued(t)) return false;
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) &&
        (!lexicons_.noun(hit->entry).metric.empty() || lexicons_.noun(hit->entry).noun == "person"))
      return true;
  return false;
}

bool NumberWords::has_role(std::uint32_t t, std::string_view role) const {
  if (t >= end_) return false;
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kGrammar) && hit->peeled == 0 && t + hit->length <= end_ &&
        lexicons_.grammar(hit->entry).role == role)
      return true;
  return false;
}

// Does a noun that is counted in millions stand behind a few adjectives? Words of size ("a 1.8m high wall") and of grammar end the search.
bool NumberWords::counts_further_on(std::uint32_t t) const {
  constexpr std::uint32_t kReach = 4;
  for (std::uint32_t at = t; at < end_ && at <= t + kReach; ++at) {
    if (at > t && (counts_many(at) || has_role(at, "counted_in_millions"))) return true;
    const bool hyphen = word(at) == "-" && at > t && glued(at) && glued(at + 1);
    if (!hyphen && (!is(at, TokenKind::kLatin) || has_role(at, "stop") || has_role(at, "size"))) return false;
  }
  return false;
}

// Does a lower-case m, b, t, k behind digits mean a magnitude? Only beside a currency. Capital M and B always do.
bool NumberWords::suffix_counts(std::uint32_t number, std::uint32_t suffix) const {
  const std::string_view s = word(suffix);
  if (s.size() >= 2 && s != "mm") return true;  // "35mm" is a length
  if (has_currency_before(number) || has_currency(suffix + 1)) return true;
  if (s == "k") return true;
  if (s == "m" && counts_many(suffix + 1)) return true;  // "40m subscribers"; but "100m runners"
  if (s == "m" && has_role(suffix + 1, "counted_in_millions")) return true;
  if (s == "m" && suffix >= number + 3 && counts_further_on(suffix + 1)) return true;  // "1.4m public-sector workers"
  return token(suffix).capital && (s == "m" || s == "b");
}

// Magnitudes behind what was read: "3 ملايين", "5bn", "مئة ألف مليون".
void NumberWords::magnitudes(std::uint32_t begin, Part& part) const {
  for (int n = 0; n < 3; ++n) {
    const Word w = find(part.end, {NumberRole::kMagnitude});
    if (w && unpeeled(w) && (w.hit->article == 0 || n == 0) && !(w.entry->arabic && w.hit->article != 0 && part.digits == false)) {
      if (part.value) part.value = part.value->times(w.entry->value);
      if (part.other) part.other = part.other->times(w.entry->value);
      part.precision += w.entry->value.exponent();
      part.last_magnitude = w.entry->value;
      part.end += w.hit->length;
      part.words = part.magnitude = true;
      continue;
    }
    if (n == 0 && part.digits && word(part.end) == "+" && glued(part.end) && !part.plus) {  // "$300+ billion"
      const Word m = find(part.end + 1, {NumberRole::kMagnitude});
      if (m && unpeeled(m)) {
        ++part.end;
        part.plus = true;
        continue;
      }
    }
    // Brackets that bidi turned round: "120) مليون دولار(" is 120 million.
    if (n == 0 && part.digits && word(part.end) == ")" && glued(part.end) && (begin == first_ || word(begin - 1) != "(")) {
      const Word m = find(part.end + 1, {NumberRole::kMagnitude});
      if (m && m.entry->arabic && unpeeled(m)) {
        ++part.end;
        continue;
      }
    }
    if (n == 0 && !part.digits && word(part.end) == "-" && glued(part.end)) {  // "two-million"
      const Word m = find(part.end + 1, {NumberRole::kMagnitude});
      if (m && !m.entry->arabic && !m.entry->has("plural")) {
        ++part.end;
        continue;
      }
    }
    if (n == 0 && part.digits && part.end < end_) {
      const std::uint32_t at = word(part.end) == "-" && glued(part.end) && glued(part.end + 1) ? part.end + 1 : part.end;
      const Word s = find(at, {NumberRole::kSuffix});
      if (s && (glued(at) || word(at).size() >= 2) && token(at).kind == TokenKind::kLatin && suffix_counts(begin, at)) {
        if (part.value) part.value = part.value->times(s.entry->value);
        part.precision += s.entry->value.exponent();
        part.last_magnitude = s.entry->value;
        part.end = at + 1;
        part.magnitude = true;
        continue;
      }
      if (at != part.end) {  // "350-million"
        const Word m = find(at, {NumberRole::kMagnitude});
        if (m && !m.entry->arabic) {
          part.end = at;
          continue;
        }
      }
    }
    return;
  }
}

// "and a half", "ونصف", "ونصف المليون" behind a number; where a magnitude was read the fraction is of it.
void NumberWords::half(Part& part) const {
  std::uint32_t at = part.end;
  Word fraction;
  if (word(at) == "-" && glued(at) && word(at + 1) == "and" && word(at + 2) == "-") {  // "two-and-a-half-year-old"
    at += 3;
    if ((word(at) == "a" || word(at) == "one") && word(at + 1) == "-") at += 2;
    fraction = find(at, {NumberRole::kFraction});
  } else if (word(at) == "and") {
    if (word(at + 1) == "a" || word(at + 1) == "one") {
      fraction = find(at + 2, {NumberRole::kFraction});
      if (fraction) at += 2;
    }
    if (!fraction && part.value) {  // "twenty and three fifths"
      const auto more = ratio(at + 1, true);
      if (!more || !more->value) return;
      const auto added = part.magnitude ? more->value->times(part.last_magnitude) : more->value;
      if (!added) return;
      part.value = part.value->plus(*added);
      part.precision = part.magnitude ? part.last_magnitude.exponent() - 1 : -1;
      part.plain = false;
      part.words = true;
      part.end = more->end;
      return;
    }
  } else {
    fraction = find(at, {NumberRole::kFraction});
    if (fraction && (!fraction.entry->arabic || !continues(at, fraction) || fraction.hit->article != 0)) fraction = {};
  }
  if (!fraction || !part.value) return;
  const auto share = fraction.entry->value.divided_by(*Decimal::make(denominator(*fraction.entry)));
  if (!share) return;
  std::uint32_t end = at + fraction.hit->length;
  const Word again = find(end, {NumberRole::kMagnitude});
  if (part.magnitude) {
    if (again && unpeeled(again)) {
      if (again.entry->value != part.last_magnitude) return;
      end += again.hit->length;
    }
    const auto added = share->times(part.last_magnitude);
    if (!added) return;
    part.value = part.value->plus(*added);
    part.precision = part.last_magnitude.exponent() - 1;
  } else {
    part.value = part.value->plus(*share);
    part.precision = -1;
  }
  part.plain = false;
  part.words = true;
  part.end = end;
}

// One term: a small number or literal with its magnitudes, or a magnitude alone.
std::optional<NumberWords::Part> NumberWords::term(std::uint32_t t, bool continuation) const {
  using R = NumberRole;
  if (is_digits(t)) {
    auto part = literal(t);
    if (!part) return std::nullopt;
    power(*part);
    if (!continuation) spoken_decimals(*part);
    const Word hundred = find(part->end, {NumberRole::kHundred, NumberRole::kDozen});
    if (hundred && !hundred.entry->arabic && part->value) {  // "3 hundred", "3 dozen"
      part->value = part->value->times(hundred.entry->value);
      part->end += hundred.hit->length;
      part->words = true;
      part->plain = false;
      const std::uint32_t rest_at = word(part->end) == "and" ? part->end + 1 : part->end;
      std::optional<Part> rest;
      if (is_digits(rest_at))
        rest = literal(rest_at);
      else if (is(rest_at, TokenKind::kLatin))
        rest = small_words(rest_at, false);
      const bool free = rest && !find(rest->end, {NumberRole::kHundred, NumberRole::kMagnitude});
      if (free && hundred.entry->role == NumberRole::kHundred && rest->value && *rest->value < *Decimal::make(100) && !rest->value->is_zero()) {
        part->value = part->value->plus(*rest->value);
        part->end = rest->end;
      }
    }
    half_before_magnitude(*part);
    magnitudes(t, *part);
    return part;
  }
  if (auto part = small_words(t, continuation)) {
    if (!continuation) spoken_decimals(*part);
    half_before_magnitude(*part);
    magnitudes(t, *part);
    return part;
  }
  const Word dual = find(t, {R::kDualMagnitude});
  const Word single = find(t, {R::kMagnitude});
  for (const Word& w : {dual, single}) {
    if (!w) continue;
    if (continuation && w.entry->arabic && !continues(t, w)) return std::nullopt;
    if (!w.entry->arabic || w.entry->has("plural") || is_plural(t, w)) continue;
    if (w.entry->role == R::kDualMagnitude && w.entry->has("tanwin") && !dual_by_context(t, w)) continue;
    // "ألف ست أوبرات" (he composed six operas): a thousand is joined to what follows by "and"
    if (!continuation && w.entry->role == R::kMagnitude && w.hit->length == 1 && word(t) == "الف") {
      const Word next = find(t + 1, {R::kUnit, R::kTen, R::kTeen});
      if (next && unpeeled(next) && next.hit->article == 0) continue;
    }
    Part part;
    part.words = part.magnitude = true;
    part.dual = w.entry->role == R::kDualMagnitude;
    part.value = w.entry->value;
    part.precision = w.entry->value.exponent();
    part.last_magnitude = *Decimal::make(1, w.entry->value.exponent());
    part.end = t + w.hit->length;
    // "ألف مليار": a magnitude of a magnitude
    const Word more = find(part.end, {R::kMagnitude});
    if (more && unpeeled(more) && more.hit->article == 0 && !is_plural(part.end, more)) {
      part.value = part.value->times(more.entry->value);
      part.precision += more.entry->value.exponent();
      part.last_magnitude = more.entry->value;
      part.end += more.hit->length;
    }
    return part;
  }
  return std::nullopt;
}

// "two and a half million"
void NumberWords::half_before_magnitude(Part& part) const {
  Part tried = part;
  half(tried);
  if (tried.end != part.end && find(tried.end, {NumberRole::kMagnitude})) part = tried;
}

// ملايين, آلاف and the like without a number before them are vague.
bool NumberWords::is_plural(std::uint32_t t, const Word& w) const {
  std::string_view stem = a_.word(t).substr(w.hit->peeled);
  return stem == "الاف" || stem == "ملايين" || stem == "مليارات" || stem == "بلايين" || stem == "تريليونات" || stem == "ترليونات" ||
         stem == "ملايير" ||  // الاف: thousands; ملايين: millions; مليارات: milliards; بلايين: billions; تريليونات: trillions; ترليونات: trillions; ملايير:
                              // milliards
         stem == "الوف" || stem == "ملاين";  // الوف: thousands; ملاين: millions
}

// "ألفا" with nothing before it is two thousand only in construct before a noun it counts; after a number it is the tanwin of a thousand.
bool NumberWords::dual_by_context(std::uint32_t t, const Word& w) const {
  if (t == first_ && t + w.hit->length == end_) return true;
  // A construct stands before its noun: what و joins follows a tanwin ("مليونا ومئتي ألف" is 1,200,000).
  const std::uint32_t next = t + w.hit->length;
  if (const Word more = find(next, {NumberRole::kUnit, NumberRole::kTeen, NumberRole::kTen, NumberRole::kHundred, NumberRole::kMagnitude,
                                    NumberRole::kDualMagnitude, NumberRole::kFraction}))
    if (continues(next, more)) return false;
  return next < end_ && is(next, TokenKind::kArabic) && word(next) != arabic::kAnd && w.hit->article == 0;
}

// A whole cardinal from t: terms of falling magnitude joined by و or nothing.
std::optional<NumberWords::Part> NumberWords::cardinal(std::uint32_t t) const {
  auto whole = term(t, false);
  if (!whole) return std::nullopt;
  half(*whole);
  while (whole->magnitude && whole->value) {
    std::uint32_t at = whole->end;
    std::optional<Part> next;
    if (word(at) == arabic::kAnd && glued(at + 1) && is_digits(at + 1)) {
      next = term(at + 1, false);
    } else if (word(at) == arabic::kAnd && is_digits(at + 1) && whole->last_magnitude.exponent() >= 3) {
      next = term(at + 1, false);
      if (next && !next->magnitude) next.reset();
    } else if (word(at) == arabic::kAnd && is(at + 1, TokenKind::kArabic) && whole->words) {
      const Word w =
          find(at + 1, {NumberRole::kTeen, NumberRole::kUnit, NumberRole::kTen, NumberRole::kHundred, NumberRole::kMagnitude, NumberRole::kDualMagnitude});
      if (w && w.hit->peeled == w.hit->article) next = term(at + 1, false);
    } else if (is(at, TokenKind::kArabic)) {
      next = term(at, true);
    } else if (is_digits(at)) {
      next = term(at, false);
      if (next && !next->magnitude) next.reset();
    } else {
      if (word(at) == "and" && ratio_below_one(at + 1)) break;
      if (word(at) == "and" || (word(at) == "," && whole->words && !whole->digits)) ++at;
      if (is(at, TokenKind::kLatin)) next = term(at, false);
      if (next && at != whole->end && (next->digits || (word(at - 1) == "and" && next->magnitude && !whole->words))) next.reset();
    }
    if (!next || !next->value) break;
    const Decimal limit = whole->last_magnitude;
    if (!(*next->value < limit)) break;
    if (next->digits && !next->magnitude && (next->precision < 0 || !next->plain)) {
      if (next->precision < 0) break;
    }
    whole->value = whole->value->plus(*next->value);
    whole->precision = next->precision;
    whole->end = next->end;
    whole->plain = false;
    whole->words = true;
    whole->digits = whole->digits || next->digits;
    whole->dual = false;
    if (!next->magnitude) break;
    whole->last_magnitude = next->last_magnitude;
    half(*whole);
  }
  half(*whole);
  if (whole->words && !whole->digits && whole->value && is(whole->end, TokenKind::kLatin)) {  // "one hundred thirty-two fifths"
    const Word parts = find(whole->end, {NumberRole::kFraction});
    if (parts && !parts.entry->arabic && word(whole->end).ends_with("s") && parts.entry->has("ordinal_too")) {
      whole->value = whole->value->divided_by(*Decimal::make(denominator(*parts.entry)));
      whole->precision = -1;
      ++whole->end;
    }
  }
  return whole;
}

// "عشرات الآلاف", "hundreds of millions", "ملايين": no value.
std::uint32_t NumberWords::vague(std::uint32_t t) const {
  std::uint32_t at = t, last = t;
  for (int n = 0; n < 4; ++n) {
    const Word w = find(at, {NumberRole::kVague, NumberRole::kMagnitude});
    if (!w) break;
    const bool plural = w.entry->role == NumberRole::kVague || w.entry->has("plural") || (w.entry->arabic && is_plural(at, w));
    if (n == 0 ? !plural : !(unpeeled(w))) break;
    at += w.hit->length;
    last = at;
    if (word(at) == "of") ++at;
    if (word(at) == arabic::kOf && find(at + 1, {NumberRole::kVague, NumberRole::kMagnitude})) ++at;
  }
  return last > t ? last : kNoToken;
}

std::optional<Numeral> NumberWords::ordinal(std::uint32_t t) const {
  using R = NumberRole;
  Numeral numeral;
  numeral.ordinal = true;
  if (is_digits(t) && glued(t + 1) && is(t + 1, TokenKind::kLatin) && !token(t).in_url &&
      !(glued(t) && is(t - 1, TokenKind::kPunct) && (word(t - 1) == "." || word(t - 1) == ","))) {
    const std::string_view s = word(t + 1);
    if ((s == "st" || s == "nd" || s == "rd" || s == "th") && size_of(t) <= 4) {
      numeral.value = Decimal::parse(word(t));
      numeral.digits = true;
      return finish(numeral, t, t + 2, 0);
    }
  }
  if (is(t, TokenKind::kLatin)) {  // "twenty-first", "one hundred twenty fifth", "two hundredth"
    const Word start = find(t, {R::kTeen, R::kUnit, R::kTen, R::kHundred});
    if (start && !start.entry->arabic) {
      if (auto part = cardinal(t); part && part->value && !part->digits) {
        std::uint32_t at = part->end;
        if (word(at) == "-" || word(at) == "—") ++at;
        if (word(at) == "and") ++at;
        const Word last = find(at, {R::kOrdinal});
        const auto whole = part->value->to_int64();
        if (last && !last.entry->arabic && whole) {
          const auto rank = last.entry->value.to_int64().value_or(0);
          const bool adds = rank < 10 ? *whole % 10 == 0 && *whole >= 20 && *whole % 100 != 10 : rank < 100 && *whole % 100 == 0;
          if (adds || rank >= 100) {
            numeral.value = adds ? part->value->plus(last.entry->value) : part->value->times(last.entry->value);
            numeral.words = true;
            return finish(numeral, t, at + last.hit->length, 0);
          }
        }
      }
    }
  }
  const Word w = find(t, {R::kOrdinal});
  if (!w) return std::nullopt;
  numeral.words = true;
  numeral.arabic = w.entry->arabic;
  numeral.definite = w.hit->article != 0;
  numeral.value = w.entry->value;
  std::uint32_t end = t + w.hit->length;
  if (w.entry->arabic) {
    if (w.hit->length == 1) {
      std::uint32_t at = end;
      const Word tens = joined(at, {R::kTen, R::kHundred});
      if (tens) {
        numeral.value = numeral.value->plus(tens.entry->value);
        end = at + 1;
      } else if (w.entry->has("compound")) {
        return std::nullopt;
      }
    }
  }
  return finish(numeral, t, end, static_cast<std::uint32_t>(w.hit->peeled - w.hit->article));
}

// "two-thirds", "one eighth", "five eighths", "a fifth", "three quarters": an English numerator with its denominator.
std::optional<NumberWords::Part> NumberWords::ratio(std::uint32_t t, bool behind_and) const {
  using R = NumberRole;
  Part part;
  part.words = true;
  std::uint32_t at = t;
  if (word(t) == "a" || word(t) == "an") {
    part.value = Decimal::make(1);
    at = t + 1;
  } else {
    const Word unit = find(t, {R::kUnit, R::kTeen, R::kTen});
    if (!unit || unit.entry->arabic || !unpeeled(unit)) return std::nullopt;
    part.value = unit.entry->value;
    at = t + unit.hit->length;
    if (unit.entry->role == R::kTen) {  // "fifty-four hundredths"
      const std::uint32_t next = word(at) == "-" ? at + 1 : at;
      const Word more = find(next, {R::kUnit});
      if (more && !more.entry->arabic && !more.entry->has("ten")) {
        part.value = part.value->plus(more.entry->value);
        at = next + 1;
      }
    }
  }
  if (word(at) == "-") ++at;
  const bool one = *part.value == *Decimal::make(1);
  if (one && !behind_and && !(word(at) == "half" || word(at) == "quarter") && (word(t) == "a" || word(t) == "an") && word(at + 1) != "of")
    return std::nullopt;  // "a third man"
  const Word plural = find(at, {R::kFraction});
  const Word single = find(at, {R::kOrdinal});
  std::int64_t by = 0;
  if (plural && !plural.entry->arabic) {
    const bool ends_in_s = word(at).ends_with("s");
    if (one == ends_in_s && word(at) != "half") return std::nullopt;
    by = denominator(*plural.entry);
    at += plural.hit->length;
  } else if (one && single && !single.entry->arabic && single.entry->value > *Decimal::make(2)) {
    by = single.entry->value.to_int64().value_or(0);
    at += single.hit->length;
  }
  if (by <= 0) return std::nullopt;
  part.value = part.value->divided_by(*Decimal::make(by));
  part.precision = -1;
  part.end = at;
  return part;
}

bool NumberWords::ratio_below_one(std::uint32_t t) const {
  const auto part = ratio(t, true);
  return part && part->value && *part->value < *Decimal::make(1);
}

// "خمس السكان" (a fifth of the people), "عشر الكمية": the short form of five to ten before a noun with the article that is no feminine plural, which
// alone the cardinal could count.
std::optional<Numeral> NumberWords::part_of_whole(std::uint32_t t) const {
  const Word w = find(t, {NumberRole::kUnit});
  if (!w || !w.entry->arabic || !unpeeled(w) || w.hit->article != 0 || w.hit->length != 1) return std::nullopt;
  const auto whole = w.entry->value.to_int64();
  const std::string_view form = word(t), next = word(t + 1);
  // "خمس سكان البلد": what could not be counted so, as a singular or a masculine
  const bool parted = has_role(t + 1, "parted") && is(t + 2, TokenKind::kArabic);
  if (!whole || *whole < 5 || *whole > 9 || form.ends_with("ه") || !is(t + 1, TokenKind::kArabic) ||
      ((!next.starts_with(arabic::kThe) || next.size() < 10) && !parted) || (token(t + 1).kinds & kind_bit(LexiconKind::kNumber)) != 0 ||
      next.ends_with("ات") ||                                                // ات: feminine plural
      next.ends_with("اء") || next.ends_with("ين") || next.ends_with("ول"))  // ين: plural
    return std::nullopt;
  if (t > first_ && (is_digits(t - 1) || find(t - 1, {NumberRole::kUnit, NumberRole::kTen, NumberRole::kHundred, NumberRole::kMagnitude}))) return std::nullopt;
  Numeral numeral;
  numeral.words = numeral.fraction = numeral.arabic = true;
  numeral.value = Decimal::make(1)->divided_by(w.entry->value);
  numeral.vague = !numeral.value;
  numeral.precision = -1;
  return finish(numeral, t, t + 1, static_cast<std::uint32_t>(w.hit->peeled));
}

// "half a million", "نصف مليون", "two-thirds", "ربع": fractions that begin a numeral.
std::optional<Numeral> NumberWords::fraction(std::uint32_t t) const {
  if (t > first_ && word(t - 1) == "-" && glued(t)) return std::nullopt;  // "first-half"
  Numeral numeral;
  numeral.words = true;
  std::uint32_t end = 0, peeled = 0;
  std::optional<Decimal> value;
  bool arabic = false;
  if (const auto english = ratio(t)) {
    value = english->value;
    end = english->end;
  } else {
    const Word w = find(t, {NumberRole::kFraction});
    if (!w) return part_of_whole(t);
    if (!w.entry->arabic && word(t) != "half" && !(word(t) == "quarter" && (word(t + 1) == "of" || word(t + 1) == "million" || word(t + 1) == "point")))
      return std::nullopt;
    peeled = static_cast<std::uint32_t>(w.hit->peeled - w.hit->article);
    arabic = numeral.arabic = w.entry->arabic;
    numeral.definite = w.hit->article != 0;
    end = t + w.hit->length;
    value = w.entry->value.divided_by(*Decimal::make(denominator(*w.entry)));
  }
  // of what?
  std::uint32_t of = end;
  if (word(of) == "of") ++of;
  if (word(of) == "a" || word(of) == "an") ++of;
  const Word magnitude = find(of, {NumberRole::kMagnitude, NumberRole::kDozen});
  if (magnitude && unpeeled(magnitude) && !(magnitude.entry->has("plural")) && magnitude.entry->arabic == arabic) {
    numeral.value = value ? value->times(magnitude.entry->value) : std::nullopt;
    numeral.vague = !numeral.value;
    numeral.precision = magnitude.entry->value.exponent() - 1;
    numeral.magnitude = true;
    return finish(numeral, t, of + magnitude.hit->length, peeled);
  }
  numeral.value = value;
  numeral.vague = !value;
  numeral.fraction = true;
  numeral.precision = -1;
  return finish(numeral, t, end, peeled);
}

std::optional<Numeral> NumberWords::finish(Numeral numeral, std::uint32_t first, std::uint32_t end, std::uint32_t peeled) const {
  numeral.first_token = first;
  numeral.end_token = end;
  numeral.span = {token(first).begin + peeled, token(end - 1).end};
  return numeral;
}

}  // namespace mizan

#include "extractors/time_lengths.h"

#include <algorithm>
#include <string_view>

#include "extractors/amount_context.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

constexpr std::string_view kFalling = "YMWDhms";  // units from long to short
constexpr int kOldest = 130;                      // years; a bare number above it is no age

std::string iso_length(const std::vector<std::pair<std::string, char>>& parts) {
  std::string out = "P";
  bool clock = false;
  for (const auto& [value, letter] : parts) {
    const bool small = letter >= 'a';
    if (small && !clock) {
      out += 'T';
      clock = true;
    }
    out += value;
    out += small ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return out;
}

Bound bound_of(std::string_view name) {
  return bound_from(name).value_or(Bound::kExact);
}

}  // namespace

// The unit that a number counts: "5 years", "24-hour", "2 more minutes", "الـ12 شهرا", "3h". `end` is set behind it.
const TimeMark* LengthReader::unit_behind(const Numeral& numeral, At& end) const {
  At at = numeral.end_token;
  const At plus = numeral.first_token - 1;
  if (numeral.first_token >= 2 && x_.is(plus, "+") && x_.glued(plus) && x_.glued(numeral.first_token) && x_.is_digits(plus - 1))
    return nullptr;                                                        // "90+2 minutes": a minute of added time
  if (x_.is(at, "of") && numeral.value && !numeral.value->is_integer()) {  // "one and three quarters of an hour"
    At behind = at + 1;
    if (x_.is(behind, "a") || x_.is(behind, "an")) ++behind;
    if (const TimeMark* unit = x_.mark(behind, TimeRole::kUnit); unit != nullptr && !unit->entry->arabic && !unit->has("ordinal")) at = behind;
  }
  if (x_.is(at, "من") && numeral.digits) {  // "4.7 من الأيام" (of days)
    if (const TimeMark* of = x_.mark(at + 1, TimeRole::kUnit, "many"); of != nullptr && of->article && !of->proclitic) {
      end = of->end;
      return of;
    }
  }
  const bool hyphen = x_.is(at, "-") && x_.glued(at) && x_.glued(at + 1);
  if (hyphen)
    ++at;
  else if (x_.has(at, TimeRole::kLengthBetween) && x_.has(at + 1, TimeRole::kUnit))
    ++at;
  const TimeMark* unit = x_.mark(at, TimeRole::kUnit);
  if (unit == nullptr || unit->proclitic || unit->has("two")) return nullptr;
  // "six past months" is a length, but "sales of $14 million last year" ends before the date.
  if (at == numeral.end_token + 1 && !hyphen && unit->has("one") && x_.has(at - 1, TimeRole::kDirection) && !x_.is(at - 1, "upcoming") &&
      numeral.value != Decimal::make(1))
    return nullptr;
  if (unit->has("directed") && !x_.has(numeral.end_token, TimeRole::kLengthBetween) &&
      (numeral.first_token == 0 || !x_.has(numeral.first_token - 1, TimeRole::kDirection)))
    return nullptr;
  if (unit->has("ordinal") && !(unit->entry->arabic ? numeral.digits || (numeral.value && *Decimal::make(2) < *numeral.value)
                                                    : (numeral.digits && hyphen) || (numeral.words && *numeral.value == *Decimal::make(1) &&
                                                                                     !x_.is(unit->end, "half") && !x_.is(unit->end, "-"))))
    return nullptr;
  const bool apart =
      numeral.value && !numeral.value->is_integer() && !x_.glued(at) && (unit->end >= x_.size() || x_.token(unit->end).kind != TokenKind::kLatin);
  if (unit->has("glued") && ((!x_.glued(at) && !apart) || !numeral.digits)) return nullptr;  // "3h", but "1.5 h" too
  const bool latin = x_.token(at).kind == TokenKind::kLatin;
  // "89 يوم السبت", "2-0 عام 2018", "34 في المائة العام الماضي": the unit begins a date.
  if (!latin && unit->has("one")) {
    if (unit->article && unit->letter < 'a') return nullptr;
    const At next = unit->end;
    if (unit->letter == 'D' && (x_.has(next, TimeRole::kWeekday) || x_.has(next, TimeRole::kDayOffset))) return nullptr;
    if (unit->letter == 'M' && (x_.has(next, TimeRole::kMonth) || x_.has(next, TimeRole::kHijriMonth))) return nullptr;
    if (const auto year = x_.digits(next); year && year->digits <= 4 && unit->letter != 'h' && unit->letter != 'm') return nullptr;
  }
  // "a million-year-old" is long ago, but "2025 year" is no length.
  if (latin && unit->has("one") && !hyphen && numeral.digits && numeral.value && *numeral.value > *Decimal::make(1000) && !numeral.magnitude) return nullptr;
  // عقود are contracts too: decades only where the text counts time.
  if (!latin && unit->letter == 'Y' && unit->value == 10 && unit->has("many") && numeral.digits) return nullptr;
  end = unit->end;
  return unit;
}

// Do the tokens between two numbers make a range of them: "-", "to", "or", "إلى", "أو", "و" behind بين?
bool LengthReader::joins_range(At from, At to, At before) const {
  if (to <= from || to - from > 3) return false;
  bool joined = false;
  for (At t = from; t < to; ++t) {
    if (x_.is(t, "-") || x_.is(t, arabic::kThe) || x_.is(t, "—")) {
      joined = joined || !x_.is(t, arabic::kThe);
      continue;
    }
    if (x_.has(t, TimeRole::kTo) || x_.is(t, "or") || x_.is(t, arabic::kOr)) {
      joined = true;
      continue;
    }
    const TimeMark* age = x_.mark_before(before, TimeRole::kAgeBefore);  // "بين سن 6 و12 عاما"
    if (x_.has(t, TimeRole::kAnd) && x_.mark_before(age != nullptr ? age->token : before, TimeRole::kBetween) != nullptr) {
      joined = true;
      continue;
    }
    return false;
  }
  return joined;
}

// "يومين إلى خمسة أيام", "بين عامين وثلاثة أعوام", "بين يوم واحد و14 يوما": a dual or a single one before the counted number.
bool LengthReader::add_lower_unit(const Numeral& high, Measured& measured) const {
  At at = high.first_token;
  const bool attached = high.span.begin > x_.token(at).begin;
  if (at > 0 && (x_.is(at - 1, arabic::kAnd) || x_.has(at - 1, TimeRole::kTo)))
    --at;
  else if (!attached)
    return false;
  const Numeral* one = at > 0 ? x_.numeral_over(at - 1) : nullptr;  // the "one" of "one day", which stands behind it
  if (one != nullptr && !(one->value == Decimal::make(1) && one->words && !one->ordinal && one->end_token == at)) return false;
  const TimeMark* low = x_.mark_before(one != nullptr ? one->first_token : at, TimeRole::kUnit);
  if (low == nullptr || !low->entry->arabic || low->letter != measured.parts.front().letter || low->article) return false;
  const bool between = x_.mark_before(low->token, TimeRole::kBetween) != nullptr;
  const bool two = low->has("two"), single = low->has("one") && (one != nullptr || between);
  if ((!two || one != nullptr) && !single) return false;
  if (!between && (attached || x_.is(high.first_token - 1, arabic::kAnd))) return false;
  const auto value = Decimal::make((two ? 2 : 1) * low->value);
  if (!value || !(*value < measured.parts.front().value)) return false;
  measured.low = value;
  measured.first = low->token;
  measured.begin_byte = low->begin_byte;
  return true;
}

// "18 شهرا على الأقل" (at least), "70 or over"
Bound LengthReader::bound_behind(At end) const {
  const Analysis& a = x_.article();
  if (end >= x_.size()) return Bound::kExact;
  for (const LexiconHit* hit = a.hits_begin(end); hit != a.hits_end(end); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kHedge) && lexicons_.hedge(hit->entry).side == "after" && hit->peeled == 0)
      return bound_of(lexicons_.hedge(hit->entry).bound);
  return Bound::kExact;
}

// "24 إلى 48 ساعة", "18- to 29-year-olds", "three or four days", "بين 18 و29 عامًا": the number before the counted one.
void LengthReader::add_lower_end(std::size_t n, Measured& measured) const {
  if (measured.parts.size() != 1 || add_lower_unit(numerals_[n], measured) || n == 0) return;
  const Numeral& low = numerals_[n - 1];
  const Numeral& high = numerals_[n];
  if (!low.value || !high.value || low.ordinal || low.fraction || low.negative) return;
  constexpr int kSpelled = 10;  // "nine to 12 months": the press spells out what is small
  if (low.words != high.words && !(low.words && *low.value <= *Decimal::make(kSpelled))) return;
  if (!(*low.value < *high.value)) return;
  const bool joined = joins_range(low.end_token, high.first_token, low.first_token) ||
                      (low.end_token == high.first_token && high.span.begin > x_.token(high.first_token).begin &&
                       x_.mark_before(low.first_token, TimeRole::kBetween) != nullptr);
  if (!joined) return;
  measured.low = low.value;
  measured.first = low.first_token;
  measured.begin_byte = low.span.begin;
}

// "and a half", "ونصف العام", "and two months", "و3 أشهر" behind a length.
void LengthReader::add_rest(Measured& measured) const {
  for (int n = 0; n < 3; ++n) {
    At at = measured.end;
    if (x_.is(at, "and") || x_.is(at, arabic::kAnd) || (x_.is_comma(at) && measured.parts.size() >= 1)) ++at;
    if ((x_.is(at, "a") || x_.is(at, "an")) && at != measured.end) ++at;
    const Numeral* numeral = x_.numeral_at(at);
    if (numeral == nullptr && x_.is(at - 1, "a") && x_.is(at, "quarter") && !x_.is(at + 1, "of")) {  // "a year and a quarter"
      const auto part = Decimal::make(25, -2)->times(*Decimal::make(measured.step));
      if (const auto sum = part ? measured.parts.back().value.plus(*part) : std::nullopt) {
        measured.parts.back().value = *sum;
        measured.end = at + 1;
        measured.end_byte = x_.token(at).end;
      }
      return;
    }
    if (numeral == nullptr || !numeral->value || numeral->ordinal || numeral->negative) return;
    if (measured.parts.back().letter == 'h' && x_.is(measured.end, "and") && numeral->value->is_integer() && *numeral->value < *Decimal::make(60) &&
        !measured.low &&
        (numeral->end_token >= x_.size() || x_.is(numeral->end_token, ".") ||
         x_.token(numeral->end_token).kind == TokenKind::kNewline)) {  // "an hour and thirty"
      measured.parts.push_back({*numeral->value, 'm'});
      measured.end = numeral->end_token;
      measured.end_byte = numeral->span.end;
      return;
    }
    const bool joined = at != measured.end || numeral->span.begin != x_.token(at).begin;
    if (!joined && (numeral->fraction || x_.token(at).kind == TokenKind::kArabic)) return;  // but "2 hours 30 minutes"
    Amount& last = measured.parts.back();
    At end = numeral->end_token;
    if (numeral->fraction) {
      if (x_.is_comma(measured.end)) return;
      const auto part = numeral->value->times(*Decimal::make(measured.step));  // "عقد ونصف" (a decade and a half): 5 years more
      const auto sum = part ? last.value.plus(*part) : std::nullopt;
      if (!sum) return;
      last.value = *sum;
      if (const TimeMark* again = x_.mark(end, TimeRole::kUnit); again != nullptr && again->letter == last.letter && again->article) end = again->end;
      measured.end = end;
      measured.end_byte = x_.token(end - 1).end;
      return;
    }
    const TimeMark* unit = unit_behind(*numeral, end);
    if (unit != nullptr && x_.has(unit->end, TimeRole::kAgo) && measured.first > 0 && x_.has(measured.first - 1, TimeRole::kDirection))
      return;  // "the last 3 months and 2 days ago"
    if (unit == nullptr || kFalling.find(unit->letter) <= kFalling.find(last.letter)) return;
    const auto value = numeral->value->times(*Decimal::make(unit->value));
    if (!value || measured.low) return;
    measured.parts.push_back({*value, unit->letter});
    measured.step = unit->value;
    measured.end = end;
    measured.end_byte = x_.token(end - 1).end;
  }
}

// "two and quarter hours", "one and three quarter of an hour": what the number words don't read as one number. English only.
const TimeMark* LengthReader::unit_behind_fraction(const Numeral& numeral, At& end, Decimal& fraction) const {
  At at = numeral.end_token;
  if (!numeral.words || numeral.fraction || !numeral.value->is_integer() || !x_.is(at, "and")) return nullptr;
  ++at;
  if (x_.is(at, "a")) ++at;
  const int quarters = x_.is(at, "three") ? 3 : x_.is(at, "two") ? 2 : 1;
  if (quarters > 1) ++at;
  if (x_.is(at, "half") && quarters == 1)
    fraction = *Decimal::make(5, -1);
  else if (x_.is(at, "quarter") || (quarters > 1 && x_.is(at, "quarters")))
    fraction = *Decimal::make(25 * quarters, -2);
  else
    return nullptr;
  ++at;
  if (x_.is(at, "of")) ++at;
  if (x_.is(at, "a") || x_.is(at, "an")) ++at;
  const TimeMark* unit = x_.mark(at, TimeRole::kUnit);
  if (unit == nullptr || unit->entry->arabic || unit->has("ordinal")) return nullptr;
  end = unit->end;
  return unit;
}

std::optional<LengthReader::Measured> LengthReader::counted(std::size_t n) const {
  const Numeral& numeral = numerals_[n];
  if (!numeral.value || numeral.ordinal || numeral.vague || numeral.negative) return std::nullopt;
  At end = 0;
  Decimal fraction = *Decimal::make(0);
  const TimeMark* unit = nullptr;
  const bool directed_quarters =
      numeral.fraction && numeral.first_token > 0 && x_.is(numeral.end_token - 1, "quarters") && x_.has(numeral.first_token - 1, TimeRole::kDirection);
  if (directed_quarters) {  // "the previous three quarters": nine months, not three fourths
    const auto months = numeral.value->times(*Decimal::make(12));
    if (!months) return std::nullopt;
    Measured out;
    out.parts.push_back({*months, 'M'});
    out.whole = Grain::kQuarter;
    out.first = numeral.first_token;
    out.begin_byte = numeral.span.begin;
    out.end = numeral.end_token;
    out.end_byte = numeral.span.end;
    return out;
  }
  if (numeral.fraction) {  // "half an hour", "نصف ساعة", "half-hour"
    At at = numeral.end_token;
    if (x_.is(at, "of")) ++at;
    if (x_.is(at, "an") || x_.is(at, "a") || (x_.is(at, "-") && x_.glued(at))) ++at;
    unit = x_.mark(at, TimeRole::kUnit, "one");
    if (unit == nullptr || unit->proclitic || unit->has("ordinal") || numeral.definite || unit->article) return std::nullopt;
    end = unit->end;
  } else {
    unit = unit_behind(numeral, end);
    if (unit == nullptr) unit = unit_behind_fraction(numeral, end, fraction);
    if (unit == nullptr) return std::nullopt;
  }
  const auto whole = numeral.value->plus(fraction);
  const auto value = whole ? whole->times(*Decimal::make(unit->value)) : std::nullopt;
  if (!value) return std::nullopt;
  Measured out;
  out.parts.push_back({*value, unit->letter});
  out.step = unit->value;
  if (unit->has("directed")) out.whole = Grain::kQuarter;
  if (unit->letter == 'Y' && unit->value == 10) out.whole = Grain::kDecade;
  out.first = numeral.first_token;
  out.begin_byte = numeral.span.begin;
  out.end = end;
  out.end_byte = x_.token(end - 1).end;
  add_lower_end(n, out);
  if (out.low && unit->value != 1 && x_.numeral_over(out.first) != nullptr) out.low = out.low->times(*Decimal::make(unit->value));
  if (!numeral.fraction) add_rest(out);
  return out;
}

// "عامين", "السنوات الخمس", "الأيام الـ10", "ساعة واحدة", "ساعة ونصف", "ساعة و8 دقائق".
std::optional<LengthReader::Measured> LengthReader::unit_first(At t) const {
  const TimeMark* unit = x_.mark(t, TimeRole::kUnit);
  if (unit == nullptr || !unit->entry->arabic) return std::nullopt;
  if (t > 0 && x_.numeral_over(t - 1) != nullptr && !unit->proclitic && !unit->has("two")) return std::nullopt;  // the unit of the number before it
  Measured out;
  out.first = t;
  out.begin_byte = unit->begin_byte;
  out.end = unit->end;
  std::optional<Decimal> value;
  if (unit->has("two")) {
    if (unit->article && x_.is_digits(unit->end)) return std::nullopt;  // "الدقيقتين 16 و77"
    value = Decimal::make(2);
  } else if (unit->has("many") && unit->article) {
    const At at = x_.skip_article(unit->end);
    const Numeral* numeral = x_.numeral_at(at);
    if (numeral == nullptr || !numeral->value || numeral->ordinal || numeral->fraction || numeral->span.begin != x_.token(at).begin) return std::nullopt;
    if (at == unit->end && !numeral->definite) return std::nullopt;
    if (x_.has(numeral->end_token, TimeRole::kUnit)) return std::nullopt;
    value = numeral->value;
    out.end = numeral->end_token;
    const At joint = numeral->end_token;  // "السنوات الثلاث إلى الخمس" (the three to five years)
    const bool joined = x_.has(joint, TimeRole::kTo) || x_.is(joint, "او") /* or */;
    const Numeral* high = joined ? x_.numeral_at(x_.skip_article(joint + 1)) : nullptr;
    if (high != nullptr && high->value && high->definite == numeral->definite && high->words == numeral->words && !high->ordinal && *value < *high->value) {
      out.low = value->times(*Decimal::make(unit->value));
      value = high->value;
      out.end = high->end_token;
    }
  } else if (unit->has("one") && !unit->has("ordinal")) {
    const bool joined = x_.is(unit->end, arabic::kAnd);
    const Numeral* numeral = x_.numeral_at(joined ? unit->end + 1 : unit->end);
    if (numeral == nullptr || !numeral->value || numeral->ordinal || unit->article) return std::nullopt;
    if (joined || (!numeral->fraction && numeral->span.begin != x_.token(unit->end).begin)) {
      if (x_.mark_before(t, TimeRole::kBetween) != nullptr) return std::nullopt;  // "بين عام و16 شهرا" (between a year and 16 months)
      value = Decimal::make(1);  // "ساعة و8 دقائق" (an hour and 8 minutes): what is smaller is added below
    } else if (numeral->words && !numeral->fraction && *numeral->value == *Decimal::make(1) && !numeral->digits &&
               numeral->span.begin == x_.token(unit->end).begin) {
      value = Decimal::make(1);
      out.end = numeral->end_token;
    } else if (numeral->fraction && numeral->span.begin != x_.token(unit->end).begin) {
      value = Decimal::make(1);  // the fraction is added below
    } else {
      return std::nullopt;
    }
  } else {
    return std::nullopt;
  }
  if (!value) return std::nullopt;
  const auto amount = value->times(*Decimal::make(unit->value));
  if (!amount) return std::nullopt;
  out.parts.push_back({*amount, unit->letter});
  out.step = unit->value;
  out.end_byte = x_.token(out.end - 1).end;
  const At before = out.end;
  add_rest(out);
  if (unit->has("one") && !unit->has("many") && out.end == before && before == unit->end) return std::nullopt;
  return out;
}

// An age word up to a few words before: "aged", "عن عمر يناهز", "البالغ من العمر", "تتراوح أعمارهن بين".
bool LengthReader::age_word_before(At first) const {
  constexpr At kReach = 5;
  for (At back = 0; back < kReach && back < first; ++back) {
    const At t = first - back;
    if (const TimeMark* word = x_.mark_before(t, TimeRole::kAgeBefore); word != nullptr && !(word->has("bare") && word->article)) return true;  // no "الذي"
    const Token& token = x_.token(t - 1);
    if (token.kind == TokenKind::kNewline || x_.is(t - 1, "خلال") || x_.is(t - 1, "during")) return false;  // خلال: during
    if (const TimeMark* time = x_.mark(t - 1, TimeRole::kBefore); time != nullptr && !time->entry->value.empty() && time->entry->value != "ON_OR_BEFORE")
      return false;                                                                                                                  // "قبل"
    if (token.kind == TokenKind::kDigits && !x_.is(t, "و") && !x_.is(t, "او") && !x_.is(t, "and") && !x_.is(t, "or")) return false;  // "عمرهما 10 و11 عاما"
    if (token.kind == TokenKind::kPunct && !x_.is(t - 1, "(") && !x_.is(t - 1, "\"")) return false;
  }
  return false;
}

// Decides between age and duration; an age's own words behind the unit ("old", "من العمر") join the span.
bool LengthReader::is_age(Measured& m) const {
  At at = m.end;
  if (x_.is(at, "-") && x_.glued(at)) ++at;
  if (const TimeMark* after = x_.mark(at, TimeRole::kAgeAfter)) {
    m.end = after->end;
    m.end_byte = x_.token(after->end - 1).end;
    return true;
  }
  const char unit = m.parts.front().letter;
  const bool lived = unit < 'a' && m.whole == Grain::kNone;  // nobody is 25 minutes old, nor counted in decades
  if (lived && age_word_before(m.first)) return true;
  if (unit != 'Y' && unit != 'M') return false;
  At before = m.first;
  if (before > 0 && x_.is(before - 1, arabic::kThe)) --before;
  if (before == 0) return false;
  const bool grown = m.parts.size() == 1 && !m.low && *Decimal::make(10) < m.parts.front().value && m.parts.front().value < *Decimal::make(kOldest);
  if (unit == 'Y' && x_.is(before - 1, "(") && (x_.is(m.end, ")") || x_.is_comma(m.end)) && before >= 2 && x_.token(before - 2).kind != TokenKind::kDigits &&
      x_.token(before - 2).kind != TokenKind::kPunct)
    return true;
  if (before >= 3 && x_.is(before - 1, "و") && x_.is_digits(before - 2) && x_.is_comma(before - 3)) before -= 2;  // "امرأتان، 32 و27 عاما،"
  if (unit == 'Y' && x_.is_comma(before - 1) && (x_.is_comma(m.end) || (grown && x_.is(m.end, "."))) && before >= 2 &&
      x_.token(before - 2).kind == TokenKind::kArabic && x_.numeral_over(before - 2) == nullptr && !x_.has(before - 2, TimeRole::kUnit))
    return true;
  if (unit == 'Y' && x_.is(before - 1, "دون")) return true;  // دون: without, under
  if (unit == 'Y' && grown &&
      (x_.is(before - 1, "يبلغ") || x_.is(before - 1, "تبلغ") || x_.is(before - 1, "يبلغون") ||
       x_.is(before - 1, "سيبلغون") ||              // يبلغ: amounts to; تبلغ: amounts to; يبلغون: number; سيبلغون: will number
       x_.word(before - 1).starts_with("البالغ")))  // البالغ: amounting to
    return true;
  if (x_.is(before - 1, "عن")) {  // عن: about, from
    constexpr At kReach = 8;
    for (At back = 2; back <= kReach && back <= before; ++back)
      if (x_.has(before - back, TimeRole::kAgeDeath)) return true;
  }
  return false;
}

// The hedge that ends right before a number.
Bound LengthReader::bound_before(At first) const {
  constexpr At kReach = 4;
  const Analysis& a = x_.article();
  const std::uint32_t s = a.sentence_of(first);
  const At sentence_first = s < a.sentences.size() ? a.sentences[s].first_token : 0;
  const AmountContext context(a, lexicons_);
  for (At back = std::min(kReach, first); back >= 1; --back) {
    const At t = first - back;
    for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kHedge) || t + hit->length != first) continue;
      const HedgeEntry& hedge = lexicons_.hedge(hit->entry);
      if (hedge.side != "before" || hedge.bound == "between" || hedge.bound == "minus") continue;
      const Bound bound = bound_of(hedge.bound);
      // "has not won for more than 20 years" is no bound from above.
      return bound == Bound::kUnder ? context.turned(bound, t, first, sentence_first) : bound;
    }
  }
  const HedgeEntry* parted = context.parted_before(first, sentence_first);
  return parted != nullptr ? bound_of(parted->bound) : Bound::kExact;
}

void LengthReader::emit(Measured m, const char* rule, std::vector<LengthPhrase>& out) const {
  LengthPhrase phrase;
  phrase.age = is_age(m);
  std::vector<std::pair<std::string, char>> parts;
  for (const Amount& amount : m.parts) parts.emplace_back(amount.value.to_string(), amount.letter);
  phrase.length.value = iso_length(parts);
  if (m.low) {
    phrase.length.value = iso_length({{m.low->to_string(), m.parts.front().letter}}) + "/" + phrase.length.value;
    phrase.length.bound = Bound::kBetween;
  } else {
    phrase.length.bound = bound_before(m.first > 0 && x_.is(m.first - 1, arabic::kThe) ? m.first - 1 : m.first);
    const TimeMark* word = phrase.age && phrase.length.bound == Bound::kExact ? x_.mark_before(m.first, TimeRole::kAgeBefore) : nullptr;
    if (word != nullptr) phrase.length.bound = bound_before(word->token);  // "تجاوزت أعمارهم 65 عاما" (their ages passed 65)
  }
  if (phrase.length.bound == Bound::kExact) phrase.length.bound = bound_behind(m.end);
  phrase.first = m.first;
  phrase.end = m.end;
  phrase.begin_byte = m.begin_byte;
  phrase.end_byte = m.end_byte;
  phrase.whole = m.whole;
  bool exact = !m.low;
  for (const Amount& amount : m.parts) {
    const auto count = amount.value.to_int64();
    exact = exact && count && amount.value.is_integer() && *count < 1000000 && amount.letter < 'a';
    if (!exact) break;
    if (amount.letter == 'Y' || amount.letter == 'M')
      phrase.months += *count * (amount.letter == 'Y' ? 12 : 1);
    else
      phrase.days += *count * (amount.letter == 'W' ? 7 : 1);
  }
  if (!exact) phrase.months = phrase.days = 0;
  for (At t = m.first; t < m.end && phrase.months == 0; ++t)
    phrase.working_days = phrase.working_days || x_.mark(t, TimeRole::kLengthBetween, "working") != nullptr;
  phrase.rule = phrase.age ? "age.amount" : rule;
  phrase.priority = phrase.age ? 88 : 85;
  out.push_back(std::move(phrase));
}

// Ages without a unit: "aged 45", "ages 18 to 29", "Vann, 72, said", "في الخامسة والعشرين من عمره", "في سن الـ18".
void LengthReader::bare_ages(std::size_t n, std::vector<LengthPhrase>& out) const {
  const Numeral& numeral = numerals_[n];
  if (!numeral.value || numeral.fraction || numeral.negative || numeral.magnitude || !numeral.value->is_integer()) return;
  const auto years = numeral.value->to_int64();
  if (!years || *years < 1 || *years > kOldest) return;
  At end = 0;
  if (unit_behind(numeral, end) != nullptr) return;
  At first = numeral.first_token, before = first;
  if (before > 0 && x_.is(before - 1, arabic::kThe)) --before;
  LengthPhrase phrase;
  phrase.age = true;
  phrase.priority = 88;
  phrase.length.value = "P" + std::to_string(*years) + "Y";
  phrase.first = first;
  phrase.begin_byte = numeral.span.begin;
  phrase.end = numeral.end_token;
  phrase.end_byte = numeral.span.end;
  const TimeMark* after = x_.mark(numeral.end_token, TimeRole::kAgeAfter);
  if (after != nullptr && after->entry->arabic) {
    // "في العقد الثالث من عمره" (in the third decade of his life): an ordinal of decades is no age
    if (const TimeMark* unit = x_.mark_before(before, TimeRole::kUnit); numeral.ordinal && unit != nullptr && unit->value > 1) return;
    phrase.end = after->end;
    phrase.end_byte = x_.token(after->end - 1).end;
    phrase.rule = "age.year_of_life";
    phrase.length.bound = bound_before(before);
    out.push_back(std::move(phrase));
    return;
  }
  const TimeMark* word = x_.mark_before(before, TimeRole::kAgeBefore);
  // "الأطفال دون الخامسة" (children under the fifth year): an ordinal only behind a word of ages
  if (numeral.ordinal && !(word != nullptr && word->entry->arabic && numeral.words && numeral.definite && x_.word(first).ends_with("ه"))) return;
  auto ends_here = [&] {  // nothing that the number would count
    const At next = numeral.end_token;
    if (next >= x_.size()) return true;
    const Token& token = x_.token(next);
    if (token.kind == TokenKind::kPunct) return !x_.is(next, "%") && !x_.is(next, "$") && !x_.is(next, "€");
    if (token.kind == TokenKind::kNewline) return true;
    const Analysis& a = x_.article();
    for (const LexiconHit* hit = a.hits_begin(next); hit != a.hits_end(next); ++hit) {
      const auto kind = static_cast<LexiconKind>(hit->kind);
      if (hit->peeled == 0 && (kind == LexiconKind::kUnit || kind == LexiconKind::kCurrency || kind == LexiconKind::kNoun || kind == LexiconKind::kNumber))
        return false;
    }
    return true;
  };
  if (word == nullptr && n > 0 && numerals_[n - 1].value && joins_range(numerals_[n - 1].end_token, numeral.first_token, numerals_[n - 1].first_token)) {
    const Numeral& low = numerals_[n - 1];
    At low_before = low.first_token;
    if (low_before > 0 && x_.has(low_before - 1, TimeRole::kBetween)) --low_before;
    if (x_.mark_before(low_before, TimeRole::kAgeBefore) != nullptr && *low.value < *numeral.value && ends_here()) {
      phrase.length.value = "P" + low.value->to_string() + "Y/" + phrase.length.value;
      phrase.length.bound = Bound::kBetween;
      phrase.first = low.first_token;
      phrase.begin_byte = low.span.begin;
      phrase.rule = "age.word";
      out.push_back(std::move(phrase));
    }
    return;
  }
  // "aged 6 and 9", "aged 6, 8 and 9": the next age of a list
  if (word == nullptr && !out.empty() && out.back().age && out.back().rule == std::string_view("age.word") && ends_here()) {
    At joint = out.back().end;
    if (x_.is_comma(joint)) ++joint;
    if (x_.has(joint, TimeRole::kAnd) || x_.is(joint, "or") || x_.is(joint, arabic::kOr)) ++joint;
    if (joint == before && joint != out.back().end) {
      phrase.rule = "age.word";
      out.push_back(std::move(phrase));
      return;
    }
  }
  // "died at 92", "is dead at 92"
  if (word == nullptr && before >= 2 && x_.is(before - 1, "at") && x_.has(before - 2, TimeRole::kAgeDeath) && !numeral.ordinal && ends_here() &&
      !(numeral.end_token < x_.size() && x_.token(numeral.end_token).capital) && !x_.is(numeral.end_token, ":")) {
    phrase.rule = "age.word";
    out.push_back(std::move(phrase));
    return;
  }
  if (word != nullptr && numeral.arabic && numeral.words && *years == 1) return;  // "ابنة واحدة" (one daughter)
  if (word != nullptr && ends_here()) {
    phrase.rule = "age.word";
    phrase.length.bound = bound_before(before);  // "children under five": the bound is a part of the words before it
    out.push_back(std::move(phrase));
    return;
  }
  // "Michael Vann, 72, said", "Rose Leslie, also 31, said"
  const bool glued = x_.glued(first);
  if (first > 0 && x_.grammar(first - 1, "age_adverb") != nullptr) --first;
  if (!numeral.plain_digits || *years < 4 || *years > 110 || first < 2 || !x_.is_comma(first - 1) ||
      (x_.token(first - 2).kind != TokenKind::kLatin && (x_.token(first - 2).kind != TokenKind::kArabic || *years < 15)))
    return;
  const At next = numeral.end_token;
  const bool closed = x_.is_comma(next) || (first == numeral.first_token && x_.token(first - 2).capital && (next >= x_.size() || x_.is(next, ".")));
  if (!closed || glued || x_.has(first - 2, TimeRole::kMonth) || x_.has(first - 2, TimeRole::kWeekday) || x_.numeral_over(first - 2) != nullptr) return;
  if (x_.has(first - 2, TimeRole::kUnit) || (next + 1 < x_.size() && x_.token(next + 1).kind == TokenKind::kDigits) || x_.numeral_over(next + 1) != nullptr)
    return;
  phrase.rule = "age.apposition";
  out.push_back(std::move(phrase));
}

// "a year ago", "for an hour", "لمدة أسبوع", "قبل عام": one of a unit, where the words around say that time is measured.
void LengthReader::single_units(At t, std::vector<LengthPhrase>& out) const {
  At unit_at = t, first = t;
  // "all month", "the whole year" last as long as "a month", "a year"
  const bool all = (x_.is(t, "all") || (x_.is(t, "the") && (x_.is(t + 1, "whole") || x_.is(t + 1, "entire"))));
  const bool article = x_.is(t, "a") || x_.is(t, "an") || all;
  if (article) ++unit_at;
  const bool more_of_it =
      (article && x_.has(unit_at, TimeRole::kLengthBetween) && !x_.has(unit_at, TimeRole::kDirection)) || x_.is(t, "all");  // "an additional year"
  if (more_of_it && !x_.is(t, "all")) ++unit_at;
  const TimeMark* unit = x_.mark(unit_at, TimeRole::kUnit, "one");
  if (unit == nullptr || unit->has("ordinal") || unit->article) return;
  // "the past fortnight", "in the last hour": no calendar has them, so that they are lengths
  const TimeMark* direction = !article && !unit->entry->arabic ? x_.mark_before(t, TimeRole::kDirection) : nullptr;
  const bool directed = direction != nullptr && direction->has("before") && !direction->has("context") && direction->value != 0 &&
                        ((unit->letter == 'W' && unit->value == 2) || unit->letter == 'h') && !x_.has(unit->end, TimeRole::kOf) && !x_.is(unit->end, "-");
  if (!article && !unit->entry->arabic && !directed) return;
  const TimeMark* before = x_.mark_before(first, TimeRole::kSingleBefore);
  const TimeMark* after = x_.mark(unit->end, TimeRole::kSingleAfter);
  const bool whole = x_.has(unit->end, TimeRole::kLengthWhole);
  const bool more =
      article && x_.is(unit->end, "and") && x_.numeral_at(unit->end + 1) != nullptr && x_.has(x_.numeral_at(unit->end + 1)->end_token, TimeRole::kUnit);
  if (x_.in_name(first) || (unit->entry->arabic && x_.word(unit->end).starts_with(arabic::kThe) && !whole)) return;
  const bool said_alone = t > 0 && x_.is(t - 1, "من") && x_.stands_alone(t - 1, unit->end);  // "من أسبوع" (a week ago), said of speech
  if (before == nullptr && after == nullptr && !whole && !more && !directed && !more_of_it && !said_alone &&
      !(unit->begin_byte == x_.token(unit_at).begin && x_.stands_alone(first, unit->end)))
    return;
  if (unit->entry->arabic && ((unit->proclitic && !whole) || x_.numeral_at(x_.skip_article(unit->end)) != nullptr || x_.has(unit->end, TimeRole::kDirection) ||
                              x_.has(unit->end, TimeRole::kWeekday)))
    return;
  if (unit->entry->arabic && (x_.has(unit->end, TimeRole::kMonth) || x_.has(unit->end, TimeRole::kDayOffset) || x_.is_digits(unit->end))) return;
  Measured m;
  m.parts.push_back({*Decimal::make(unit->value), unit->letter});
  m.step = unit->value;
  m.first = first;
  m.begin_byte = article ? x_.token(t).begin : unit->begin_byte;
  m.end = unit->end;
  m.end_byte = x_.token(unit->end - 1).end;
  add_rest(m);
  emit(m, "duration.single", out);
}

// "five-, 10- and 30-year": the numbers before the last one hang on its unit by their hyphens.
void LengthReader::hanging(std::size_t n, const Measured& last, std::vector<LengthPhrase>& out) const {
  if (last.parts.size() != 1 || last.low || !x_.is(numerals_[n].end_token, "-")) return;
  const std::size_t first_emitted = out.size();
  for (std::size_t k = n; k-- > 0;) {
    const Numeral& numeral = numerals_[k];
    const At hyphen = numeral.end_token;
    if (!numeral.value || numeral.ordinal || numeral.negative || !x_.is(hyphen, "-") || !x_.glued(hyphen) || (x_.glued(hyphen + 1) && !x_.is_comma(hyphen + 1)))
      break;
    At joint = hyphen + 1;
    if (x_.is_comma(joint)) ++joint;
    if (x_.has(joint, TimeRole::kAnd)) ++joint;
    if (joint == hyphen + 1 || joint != numerals_[k + 1].first_token) break;
    Measured one = last;
    const auto value = numeral.value->times(last.whole == Grain::kDecade ? *Decimal::make(10) : *Decimal::make(1));
    if (!value) break;
    one.parts.front().value = *value;
    one.first = numeral.first_token;
    one.begin_byte = numeral.span.begin;
    one.end = hyphen;
    one.end_byte = numeral.span.end;
    emit(std::move(one), "duration.amount", out);
  }
  std::reverse(out.begin() + static_cast<std::ptrdiff_t>(first_emitted), out.end());
}

void LengthReader::read_all(const Stretch& stretch, std::vector<LengthPhrase>& out) const {
  for (std::size_t n = 0; n < numerals_.size(); ++n) {
    if (numerals_[n].first_token < stretch.first_token) continue;
    if (numerals_[n].first_token >= stretch.end_token) break;
    if (auto measured = counted(n)) {
      hanging(n, *measured, out);
      emit(std::move(*measured), "duration.amount", out);
    } else
      bare_ages(n, out);
  }
  for (At t = stretch.first_token; t < stretch.end_token; ++t) {
    if (const TimeMark* couple = x_.mark(t, TimeRole::kCouple)) {  // "a couple of years"
      if (const TimeMark* unit = x_.mark(couple->end, TimeRole::kUnit, "many")) {
        Measured m;
        m.parts.push_back({*Decimal::make(2 * unit->value), unit->letter});
        m.first = t;
        m.begin_byte = couple->begin_byte;
        m.end = unit->end;
        m.end_byte = x_.token(unit->end - 1).end;
        emit(std::move(m), "duration.couple", out);
      }
    }
    // A unit, or an English word that may stand before one.
    if (!x_.has(t, TimeRole::kUnit) && (x_.token(t).kind != TokenKind::kLatin || x_.token(t).end - x_.token(t).begin > 3 ||
                                        !(x_.is(t, "a") || x_.is(t, "an") || x_.is(t, "all") || x_.is(t, "the"))))
      continue;
    if (!x_.any_mark(t) && x_.is(t, "the")) continue;
    if (auto measured = unit_first(t))
      emit(std::move(*measured), "duration.unit_first", out);
    else
      single_units(t, out);
  }
}

}  // namespace mizan

#include "extractors/amount_measure.h"

#include "pipeline/arabic_words.h"

namespace mizan {

bool is_year_like(const Numeral& n) {
  if (!n.plain_digits || !n.value) return false;
  const auto value = n.value->to_int64();
  return value && *value >= 1900 && *value <= 2100;
}

bool AmountMeasures::written_as(std::uint32_t first, std::uint32_t end, std::string_view form) const {
  const std::string_view source = a_.text.source(a_.text.to_source({token(first).begin, token(end - 1).end}));
  std::size_t i = 0;
  for (char c : source) {
    if (c == ' ') continue;
    while (i < form.size() && form[i] == ' ') ++i;
    if (i >= form.size() || form[i] != c) return false;
    ++i;
  }
  while (i < form.size() && form[i] == ' ') ++i;
  return i == form.size();
}

void AmountMeasures::settle_currency(const CurrencyEntry& entry, Measure& m) const {
  m.unit = entry.code;
  const std::string_view own = place_.empty() ? std::string_view() : lexicons_.currency_of(place_);
  if (entry.candidates.empty()) {
    // A bare dollar of a dollar country.
    const bool bare_dollar =
        entry.code == "USD" &&
        (entry.written == "$" || entry.written == "dollar" || entry.written == "dollars" || entry.written.starts_with("دولار")) &&  // دولار: dollar
        entry.written.find(' ') == std::string::npos;
    if (bare_dollar && (own == "CAD" || own == "AUD" || own == "NZD" || own == "HKD" || own == "SGD")) {
      m.unit = own;
      m.candidates = {std::string(own), "USD"};
    }
    // "the new Canadian $5 bill": an adjective of a dollar country directly before.
    if (bare_dollar && m.first > s_.first_token) {
      for (const LexiconHit* hit = a_.hits_begin(m.first - 1); hit != a_.hits_end(m.first - 1); ++hit) {
        if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity) || lexicons_.alias(hit->entry).use != EntityAlias::Use::kAdjective) continue;
        const std::string_view code = lexicons_.currency_of(lexicons_.entity(lexicons_.alias(hit->entry).entity).country);
        if (code == "CAD" || code == "AUD" || code == "NZD" || code == "HKD" || code == "SGD") m.unit = code;
      }
    }
    return;
  }
  m.candidates = entry.candidates;
  std::string chosen = entry.candidates.front();
  auto choose = [&](std::string_view code) {
    if (std::find(m.candidates.begin(), m.candidates.end(), code) == m.candidates.end()) return false;
    chosen = code;
    return true;
  };
  if (!nearest_country_chooses(m.first, choose)) choose(own);
  m.unit = chosen;
  const std::size_t at = entry.flags.text().find("thousandth=");  // a fils is a thousandth of a Kuwaiti dinar and a hundredth of a dirham
  if (at != std::string::npos && entry.flags.text().substr(at).find(chosen) != std::string::npos) m.factor = *Decimal::make(1, -3);
  auto it = std::find(m.candidates.begin(), m.candidates.end(), chosen);
  std::rotate(m.candidates.begin(), it, it + 1);
}

template <typename Choose>
bool AmountMeasures::nearest_country_chooses(std::uint32_t at, Choose choose) const {
  constexpr std::uint32_t kReach = 25;
  const std::uint32_t from = at > s_.first_token + kReach ? at - kReach : s_.first_token;
  const std::uint32_t to = std::min(s_.end_token, at + kReach);
  std::string best;
  std::uint32_t best_distance = kReach + 1;
  for (std::uint32_t t = from; t < to; ++t) {
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) continue;
      const EntityAlias& alias = lexicons_.alias(hit->entry);
      if (alias.use == EntityAlias::Use::kShort || alias.use == EntityAlias::Use::kContext) continue;
      const EntityEntry& entity = lexicons_.entity(alias.entity);
      if (entity.country.empty() || entity.cls != "place") continue;
      const std::string_view code = lexicons_.currency_of(entity.country);
      const std::uint32_t distance = t < at ? at - t : t - at;
      if (!code.empty() && distance < best_distance && choose(code)) {
        best = code;
        best_distance = distance;
      }
    }
  }
  return !best.empty() && choose(best);
}

bool AmountMeasures::wide_symbol(std::uint32_t first, std::uint32_t sign, std::uint32_t end, std::string_view form) const {
  return token(first).end - token(first).begin >= 2 || (glued(sign) && written_as(first, end, form));
}

Measure AmountMeasures::currency_before(const Numeral& n) const {
  for (std::uint32_t d = 1; d <= 3 && n.first_token >= s_.first_token + d; ++d) {
    const std::uint32_t at = n.first_token - d;
    for (const LexiconHit* hit = a_.hits_begin(at); hit != a_.hits_end(at); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kCurrency) || hit->length != d) continue;
      const CurrencyEntry& entry = lexicons_.currency(hit->entry);
      if (entry.form != CurrencyEntry::Form::kSymbol && entry.form != CurrencyEntry::Form::kCode) continue;
      if (entry.has("case") && !written_as(at, n.first_token, entry.written)) continue;
      if (!n.digits && entry.form == CurrencyEntry::Form::kCode) continue;
      if (entry.has("word") && !glued(n.first_token)) continue;                                                         // "TOP 10"
      if (entry.form == CurrencyEntry::Form::kCode && in_an_entity(n)) continue;                                        // "COP30"
      if (entry.form == CurrencyEntry::Form::kCode && at > s_.first_token && is(at - 1, TokenKind::kDigits)) continue;  // "3 UAH 4 kopiykas"
      // A longer symbol to the left: "US$" before "$".
      Measure m;
      m.kind = UnitKind::kMoney;
      m.factor = entry.factor;
      m.first = at;
      m.end = n.first_token;
      m.before = true;
      if (d == 1 && at > s_.first_token) {
        for (std::uint32_t e = 1; e <= 3 && at >= s_.first_token + e; ++e)
          for (const LexiconHit* wide = a_.hits_begin(at - e); wide != a_.hits_end(at - e); ++wide)
            if (wide->kind == static_cast<std::uint8_t>(LexiconKind::kCurrency) && wide->length == d + e &&
                wide_symbol(at - e, at, n.first_token, lexicons_.currency(wide->entry).written)) {
              m.first = at - e;
              settle_currency(lexicons_.currency(wide->entry), m);
              return m;
            }
      }
      settle_currency(entry, m);
      return m;
    }
  }
  return {};
}

bool AmountMeasures::is_picture_height(std::string_view digits) {
  for (std::string_view lines : {"144", "240", "360", "480", "576", "720", "1080", "1440", "2160", "4320"})
    if (digits == lines) return true;
  return false;
}

Measure AmountMeasures::currency_at(std::uint32_t t, const Numeral* n) const {
  if (!inside(t)) return {};
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
    if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kCurrency) || t + hit->length > s_.end_token) continue;
    const CurrencyEntry& entry = lexicons_.currency(hit->entry);
    if (entry.form == CurrencyEntry::Form::kDual) continue;
    if (hit->peeled != hit->article) continue;
    if (entry.has("case") && !written_as(t, t + hit->length, entry.written)) continue;
    if (entry.has("glued") && !glued(t)) continue;
    if (entry.has("large") && n != nullptr && !n->magnitude && n->value && *n->value < *Decimal::make(100)) continue;
    if (entry.has("not_lines") && t > s_.first_token && is_picture_height(word(t - 1))) continue;
    // "5 $" and "5€" are amounts, but "5 $10" is not.
    if (entry.form == CurrencyEntry::Form::kSymbol && is(t + hit->length, TokenKind::kDigits) && glued(t + hit->length)) continue;
    Measure m;
    m.kind = UnitKind::kMoney;
    m.factor = entry.factor;
    m.first = t;
    m.end = t + hit->length;
    m.normal_end = end_of(*hit);
    settle_currency(entry, m);
    if (entry.form == CurrencyEntry::Form::kCode) {  // "75 USD million"
      if (const NumberEntry* magnitude = magnitude_at(m.end)) {
        m.factor = *m.factor.times(magnitude->value);
        m.normal_end = token(m.end).end;
        ++m.end;
      }
    }
    return m;
  }
  return {};
}

const NumberEntry* AmountMeasures::magnitude_at(std::uint32_t t) const {
  if (!inside(t)) return nullptr;
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNumber) && hit->peeled == 0 && hit->length == 1 &&
        lexicons_.number(hit->entry).role == NumberRole::kMagnitude)
      return &lexicons_.number(hit->entry);
  return nullptr;
}

Measure AmountMeasures::unit_at(std::uint32_t t, const Numeral& n) const {
  if (!inside(t)) return {};
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
    if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kUnit) || t + hit->length > s_.end_token) continue;
    const UnitEntry& entry = lexicons_.unit(hit->entry);
    if (entry.dual) continue;
    if (hit->peeled != hit->article) continue;
    if (entry.has("case") && !written_as(t, t + hit->length, entry.written)) continue;
    if (entry.has("glued") && !glued(t)) continue;
    if (entry.has("abbr") && !(n.digits || n.magnitude)) continue;
    if (entry.has("abbr") && entry.symbol == "m" && is_year_like(n)) continue;  // "2011 م": of the Christian era
    if (entry.has("weak") && !weak_wins(t)) continue;
    if (entry.has("hot") && !context_.anywhere(s_.first_token, s_.end_token, "hot")) continue;
    if (entry.has("rate_point") && !(n.fraction && context_.anywhere(s_.first_token, s_.end_token, "points_context"))) continue;
    if (entry.has("far") && !context_.anywhere(s_.first_token, s_.end_token, "distance")) continue;
    const std::uint32_t behind = t + hit->length;
    if (hit->length > 1 && word(behind - 1) == "و" && glued(behind) && is(behind, TokenKind::kDigits)) continue;  // "100 م و200 م": no megawatts
    Measure m;
    m.kind = entry.dimension == "percent" ? UnitKind::kPercent : entry.dimension == "multiple" ? UnitKind::kMultiple : UnitKind::kQuantity;
    m.unit = entry.symbol;
    m.dimension = entry.dimension;
    m.first = t;
    m.end = t + hit->length;
    m.normal_end = end_of(*hit);
    // "1.2 mtpa", "28 mb/d": the abbreviation has a magnitude in it, and the rate.
    if (entry.has("kilo")) m.factor = *Decimal::make(1, 3);
    if (entry.has("mega")) m.factor = *Decimal::make(1, 6);
    m.per_year = entry.has("per_year");
    if (m.unit == "x") {
      // "three times the size": the span ends with "times".
      if (word(t) == "times") m.end = t + 1, m.normal_end = token(t).end;
    }
    if (m.unit == "deg") {
      if (context_.anywhere(s_.first_token, s_.end_token, "quake")) m.unit = m.dimension = "magnitude";
    }
    return m;
  }
  return {};
}

bool AmountMeasures::weak_wins(std::uint32_t t) const {
  return beside_a_height(t) || context_.anywhere(s_.first_token, s_.end_token, "weight");
}

Measure AmountMeasures::noun_at(std::uint32_t t, const Numeral& n) const {
  if (!inside(t) || token(t).in_url) return {};
  const bool model = is(t, TokenKind::kLatin) && token(t).capital && is(t + 1, TokenKind::kDigits) && glued(t + 1);  // the H of H100 is no hour
  if (has_hit(t, LexiconKind::kCalendar) && !model && calendar_unit(t)) return {};
  if (is(t, TokenKind::kArabic)) return arabic_noun(t, n);
  if (is(t, TokenKind::kLatin)) return english_noun(t, n);
  if (word(t) == "-" && glued(t) && glued(t + 1) && is(t + 1, TokenKind::kLatin)) {  // "25,000-strong": the number alone; "six-game" whole
    Measure m;
    m.kind = UnitKind::kCount;
    m.known_noun = true;
    m.first = t;
    if (word(t + 1) == "strong") {
      m.first = m.end = n.end_token;
      m.normal_end = n.span.end;
      return m;
    }
    const LexiconHit* hit = noun_hit(t + 1);
    if (hit == nullptr && word(t + 1) != "time") return {};
    if (hit != nullptr) m.noun = lexicons_.noun(hit->entry).noun;
    m.end = t + 1 + (hit != nullptr ? hit->length : 1);
    m.normal_end = token(m.end - 1).end;
    return m;
  }
  return {};
}

bool AmountMeasures::calendar_unit(std::uint32_t t) const {
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
    if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kCalendar) || hit->peeled != hit->article) continue;
    const CalendarEntry& entry = lexicons_.calendar(hit->entry);
    if (entry.role == "time_unit" || entry.role == "month" || entry.role == "hijri_month" || entry.role == "weekday" || entry.role == "unit") return true;
  }
  return false;
}

const LexiconHit* AmountMeasures::noun_hit(std::uint32_t t) const {
  if (!inside(t)) return nullptr;
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) && t + hit->length <= s_.end_token && hit->peeled == 0 &&
        !lexicons_.noun(hit->entry).has("dual"))
      return hit;
  return nullptr;
}

Measure AmountMeasures::count_of(const LexiconHit& hit) const {
  Measure m;
  m.kind = UnitKind::kCount;
  m.noun = lexicons_.noun(hit.entry).noun;
  m.known_noun = true;
  m.first = hit.token;
  m.end = hit.token + hit.length;
  m.normal_end = end_of(hit);
  return m;
}

Measure AmountMeasures::count_of_word(std::uint32_t first, std::uint32_t at) const {
  Measure m;
  m.kind = UnitKind::kCount;
  m.noun = std::string(word(at));
  m.first = first;
  m.end = at + 1;
  m.normal_end = token(at).end;
  return m;
}

Measure AmountMeasures::arabic_noun(std::uint32_t t, const Numeral& n) const {
  // "الركاب العشرة نجوا" (the ten passengers survived): what it counts stands before it
  if (n.definite && n.words && !n.digits && n.first_token > s_.first_token && word(n.first_token - 1).starts_with(arabic::kThe) &&
      word(n.first_token).starts_with(arabic::kThe))
    return {};
  if (n.definite && n.words && n.value == Decimal::make(2)) return {};  // "يعود الاثنان مرة أخرى" (the two come back once more): a pronoun
  if (const LexiconHit* hit = noun_hit(t)) return count_of(*hit);
  if (named_with_a_dual(n)) return {};
  const std::string_view w = word(t);
  if (w.size() < 6 || context_.starts(t, "stop") || has_hit(t, LexiconKind::kHedge) || has_hit(t, LexiconKind::kRate)) return {};
  if (w.starts_with(arabic::kThe) || is_year_like(n)) return {};
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNumber)) return {};
    // "21 لجمعية" (21 of an association), "الخمسين بالحديدة" (in Hodeidah): a known word behind a preposition
    const bool preposition = hit->peeled != hit->article && (w.starts_with(arabic::kBy) || w.starts_with(arabic::kFor));
    const bool place = hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && lexicons_.entity(lexicons_.alias(hit->entry).entity).cls == "place";
    if (preposition && (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) || place)) return {};
    if (hit->peeled != 0) continue;
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && lexicons_.alias(hit->entry).use == EntityAlias::Use::kAdjective && n.magnitude &&
        hit->length == 1 && hit->article == 0) {  // "252 ألف فلبيني": so many Filipinos
      Measure m = count_of_word(t, t);
      m.noun = "person";
      m.known_noun = true;
      return m;
    }
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) || hit->kind == static_cast<std::uint8_t>(LexiconKind::kCalendar)) return {};
  }
  // "أربعة عارضوه" (four opposed it), "لقي خمسة حتفهم" (five met their death): verbs and nouns with a pronoun count nothing
  constexpr std::size_t kFiveLetters = 10;                                                                   // bytes; of four there are "متهم", "سهم"
  if (w.ends_with("وا") || w.ends_with("وه") || (w.ends_with("هم") && w.size() >= kFiveLetters)) return {};  // وا: they did; وه: it; هم: their
  // An unknown word counts by its form: after 3 to 10 a plural, after 11 to 99 a singular in the accusative (ا or ة at its end), after hundreds and
  // magnitudes a singular. Words that begin with a conjunction or a preposition are none.
  if (w.starts_with("و") || w.starts_with("لل") /* for the */) return {};
  if (w.starts_with(arabic::kSo) || w.starts_with(arabic::kBy) || w.starts_with(arabic::kFor) || w.starts_with(arabic::kLike) || w.starts_with("ي") ||
      w.starts_with("ت") || w.starts_with(arabic::kWill)) {
    const auto value = n.value ? n.value->to_int64() : std::nullopt;
    const bool accusative = w.ends_with("ا") || w.ends_with("ه");
    if (!(value && *value >= 11 && accusative) && !(value && *value >= 3 && *value <= 10 && (w.ends_with("ات") || w.ends_with("ين"))))
      return {};  // ات: feminine plural; ين: plural
  }
  if (!n.words && !n.value) return {};
  if (n.magnitude && n.arabic && w.ends_with("ا") && !w.ends_with("يا")) return {};  // "400 مليون نقدا" (in cash): behind a magnitude the noun has no tanwin
  if (n.value && !n.magnitude) {
    const auto value = n.value->to_int64();
    if (!value) return {};
    const auto tail = *value % 100;
    const bool accusative = w.ends_with("ا") || w.ends_with("ه") || w.ends_with("ي");
    if (tail >= 11 && !accusative) return {};
    if (*value < 3) return {};
  }
  return count_of_word(t, t);
}

// "قالت ألفي إيفانز" (said Alfie Evans), "الممثلة ألفي ألن" (the actress): behind a verb of saying or a person's noun it is a first name, not two thousand of
// an unknown thing.
bool AmountMeasures::named_with_a_dual(const Numeral& n) const {
  if (!n.words || n.digits || !n.magnitude || n.end_token != n.first_token + 1 || n.first_token == s_.first_token) return false;
  if (!word(n.first_token).ends_with("ي")) return false;
  const std::uint32_t before = n.first_token - 1;
  for (const LexiconHit* hit = a_.hits_begin(before); hit != a_.hits_end(before); ++hit) {
    if (hit->length != 1) continue;
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kCue) && lexicons_.cue(hit->entry).role == CueRole::kSpeech &&
        lexicons_.cue(hit->entry).value == "verb")
      return true;
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) && hit->article != 0 && lexicons_.noun(hit->entry).has("person")) return true;
  }
  return false;
}

// "25 Boeing 737 MAX 8 jets", "40 Leopard 2 tanks", "30 Embraer E195-E2 jets": a name with digits of its own, and behind it what is counted.
Measure AmountMeasures::noun_behind_name(std::uint32_t t, const Numeral& n) const {
  constexpr std::uint32_t kMost = 8;
  if (is_year_like(n) || !n.value || !(*Decimal::make(1) < *n.value)) return {};
  if (!is(t, TokenKind::kLatin) || glued(t) || !(token(t).capital || token(t).mixed_case) || has_hit(t, LexiconKind::kCurrency) ||
      (has_hit(t, LexiconKind::kUnit) && !has_hit(t, LexiconKind::kEntity)))
    return {};
  if (context_.starts(t, "stop") && !(token(t).capital && is(t + 1, TokenKind::kDigits) && glued(t + 1))) return {};  // but "A350-900"
  bool digits = false;
  std::uint32_t at = t;
  for (; at < t + kMost && inside(at); ++at) {
    if (is(at, TokenKind::kDigits)) {
      digits = true;
      continue;
    }
    if (is(at, TokenKind::kPunct) && word(at) == "-" && glued(at) && inside(at + 1) && glued(at + 1)) continue;
    const bool before_digits = is(at + 1, TokenKind::kDigits) && glued(at + 1);  // the H of H100 is no hour
    if (!is(at, TokenKind::kLatin) || (calendar_unit(at) && !before_digits)) break;
    if (digits && !glued(at)) {
      if (const LexiconHit* hit = noun_hit(at); hit != nullptr && (word(at + hit->length - 1).ends_with("s") || word(at) == "aircraft")) {
        Measure m = count_of(*hit);
        m.first = t;
        return m;
      }
      const std::string_view w = word(at);
      if (w.size() >= 4 && !context_.starts(at, "stop") && (token(at).capital || token(at).mixed_case ? written_as_acronyms(at) : is_plural_form(at))) {
        return count_of_word(t, at);
      }
    }
    if (!(token(at).capital || token(at).mixed_case || glued(at))) break;
  }
  return {};
}

// "31 M1 Abrams tanks", "three SM-2 missiles": the token behind a model's name of capital letters and digits; t where none stands there.
std::uint32_t AmountMeasures::behind_model(std::uint32_t t) const {
  constexpr std::uint32_t kMostLetters = 4;
  if (!is(t, TokenKind::kLatin) || !(token(t).all_capitals || token(t).capital) || token(t).end - token(t).begin > kMostLetters || glued(t)) return t;
  std::uint32_t at = t + 1;
  if (word(at) == "-" && glued(at)) ++at;
  if (!is(at, TokenKind::kDigits) || !glued(at)) return t;
  ++at;
  if (is(at, TokenKind::kLatin) && glued(at) && token(at).end - token(at).begin <= 2) ++at;  // "F-16s", "Su-30MK"
  return at;
}

Measure AmountMeasures::english_noun(std::uint32_t t, const Numeral& n) const {
  constexpr std::uint32_t kBetween = 3;
  if (in_a_title(n, t)) return {};
  if (n.digits && glued(t) && token(t).capital && token(t).end - token(t).begin == 1) return {};  // "the 5G licence"
  if (Measure m = noun_behind_name(t, n)) return m;
  const bool year = is_year_like(n) && n.value->to_int64().value_or(0) % 100 != 0;
  std::uint32_t at = behind_model(t);
  Measure plural, adjective;
  for (std::uint32_t skipped = 0; skipped <= kBetween && inside(at); ++skipped, ++at) {
    if (is(at, TokenKind::kPunct) && word(at) == "-" && glued(at) && is(at + 1, TokenKind::kLatin)) {
      ++at;  // "two 20-year-old men" is not read through
    }
    if (!is(at, TokenKind::kLatin)) break;
    if (context_.starts(at, "stop") && !context_.starts(at, "more")) break;
    if (skipped == 0 && !context_.starts(at, "more") && has_hit(at, LexiconKind::kHedge)) break;
    if (calendar_unit(at)) break;
    if (skipped > 0 && (has_hit(at, LexiconKind::kNumber) && !context_.starts(at, "more"))) break;
    if (const LexiconHit* hit = noun_hit(at)) {
      Measure m = count_of(*hit);
      // "20 Egyptian Army soldiers": an adjective that could be a noun; what it counts stands further on, in the plural.
      const std::uint32_t behind = at + hit->length;
      if (token(at).capital && !is_plural_form(behind - 1) && n.value && *Decimal::make(1) < *n.value && is(behind, TokenKind::kLatin) &&
          !context_.starts(behind, "stop") && skipped < kBetween) {
        if (!adjective) adjective = m, adjective.first = t;
        continue;
      }
      // A compound's head comes last: "12 cabinet ministers", "14 tennis balls".
      const std::uint32_t next = at + hit->length;
      if (is(next, TokenKind::kLatin) && !context_.starts(next, "stop")) {
        const LexiconHit* head = noun_hit(next);
        if (head != nullptr && is_plural_form(head->token + head->length - 1)) m = count_of(*head);
      }
      m.first = t;
      if (year && !lexicons_.noun(hit->entry).has("person")) return {};
      return m;
    }
    if (skipped == 0 && token(at).capital)
      if (Measure people = english_people(at)) return people;
    const std::string_view w = word(at);
    const bool acronyms = token(at).mixed_case && w.size() >= 4 && w.ends_with("s") && written_as_acronyms(at);  // "3,400 ATMs"
    if (skipped <= 2 && (!token(at).capital || acronyms) && is_plural_form(at) && w.size() >= 4 && !plural) {
      plural.kind = UnitKind::kCount;
      plural.noun = std::string(w);
      plural.first = t;
      plural.end = at + 1;
      plural.normal_end = token(at).end;
    }
  }
  if (plural && n.value && is_year_like(n)) return {};
  return plural ? plural : year ? Measure{} : adjective;
}

// "four Poles", "12 South Africans": so many of a people.
Measure AmountMeasures::english_people(std::uint32_t t) const {
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
    if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity) || lexicons_.alias(hit->entry).use != EntityAlias::Use::kAdjective || hit->peeled != 0)
      continue;
    if (t + hit->length > s_.end_token || !is_plural_form(t + hit->length - 1)) continue;
    Measure m;
    m.kind = UnitKind::kCount;
    m.noun = "person";
    m.known_noun = true;
    m.first = t;
    m.end = t + hit->length;
    m.normal_end = end_of(*hit);
    return m;
  }
  return {};
}

bool AmountMeasures::written_as_acronyms(std::uint32_t t) const {
  const std::string_view source = a_.text.source(a_.text.to_source({token(t).begin, token(t).end}));
  return source.size() >= 4 && source.back() == 's' && std::all_of(source.begin(), source.end() - 1, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool AmountMeasures::in_a_title(const Numeral& n, std::uint32_t noun) const {
  if (n.digits && behind_a_name(n)) return true;
  const std::uint32_t t = n.first_token;
  return n.words && !n.digits && t > s_.first_token && token(t).capital && is(noun, TokenKind::kLatin) && token(noun).capital && is(t - 1, TokenKind::kLatin);
}

bool AmountMeasures::in_a_score(const Numeral& n) const {
  return word(n.end_token) == "-" && glued(n.end_token) && is(n.end_token + 1, TokenKind::kDigits) && glued(n.end_token + 1);
}

// Of two runs of digits.
static bool rises(std::string_view low, std::string_view high) {
  return low.size() != high.size() ? low.size() < high.size() : low < high;
}

bool AmountMeasures::in_a_result(const Numeral& n) const {
  constexpr std::uint32_t kMostDigits = 3;
  if (!n.plain_digits || n.negative || n.end_token != n.first_token + 1) return false;
  auto joined = [&](std::uint32_t left) {  // "3-1", or "5&4" in golf, begins at left, and no longer chain
    const std::uint32_t right = left + 2;
    if (left < s_.first_token || !is(left, TokenKind::kDigits) || (word(left + 1) != "-" && word(left + 1) != "&") || !glued(left + 1) ||
        !is(right, TokenKind::kDigits) || !glued(right))
      return false;
    if (word(right + 1) == "-" && glued(right + 1) && is(right + 2, TokenKind::kDigits) && glued(right + 2)) return false;
    if (left >= s_.first_token + 2 && word(left - 1) == "-" && glued(left) && is(left - 2, TokenKind::kDigits)) return false;
    const std::string_view a = word(left), b = word(right);
    if (a.size() > kMostDigits || b.size() > kMostDigits) return false;
    return !rises(a, b) || b.size() == 1 || (b.size() == 2 && b < "20");
  };
  return joined(n.first_token) || (n.first_token >= s_.first_token + 2 && joined(n.first_token - 2));
}

bool AmountMeasures::scored_before(const Numeral& n, const Measure& noun) const {
  if (noun.kind != UnitKind::kCount || n.first_token < s_.first_token + 2 || (word(n.first_token - 1) != "-" && word(n.first_token - 1) != "&") ||
      !in_a_result(n))
    return false;
  return is(noun.end - 1, TokenKind::kLatin) && (!is_plural_form(noun.end - 1) || !rises(word(n.first_token - 2), word(n.first_token)));
}

bool AmountMeasures::behind_a_name(const Numeral& n) const {
  if (in_a_score(n)) return false;
  if (n.first_token == s_.first_token || !n.digits || n.magnitude || n.words) return false;
  const std::uint32_t t = n.first_token - 1;
  if (!is(t, TokenKind::kLatin) || !(token(t).capital || token(t).mixed_case) || token(n.first_token).in_url) return false;
  if (word(t).ends_with("'s") && word(t).size() > 3 && !glued(n.first_token)) return false;  // "China's 31 provinces"
  if (context_.starts(t, "number_label")) return false;                                      // "Figure 1", "Flight 370"
  return !context_.starts(t, "stop") && (!has_hit(t, LexiconKind::kHedge) || (token(t).all_capitals && word(t).size() > 2)) /* "737 MAX 8" */ &&
         !has_hit(t, LexiconKind::kCalendar) && !has_hit(t, LexiconKind::kMetric) && !has_hit(t, LexiconKind::kNoun) && !has_hit(t, LexiconKind::kCurrency);
}

bool AmountMeasures::in_an_entity(const Numeral& n) const {
  constexpr std::uint32_t kLongest = 5;
  const std::uint32_t t = n.first_token;
  if (!n.plain_digits) return false;
  for (std::uint32_t d = 0; d <= kLongest && t >= s_.first_token + d; ++d)
    for (const LexiconHit* hit = a_.hits_begin(t - d); hit != a_.hits_end(t - d); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && hit->length > std::max<std::uint32_t>(d, 1) &&
          lexicons_.alias(hit->entry).use != EntityAlias::Use::kContext)
        return true;
  return false;
}

bool AmountMeasures::behind_two_capitals(const Numeral& n) const {
  const std::uint32_t t = n.first_token;
  if (!n.plain_digits || t < s_.first_token + 2 || in_a_score(n)) return false;
  auto capital = [&](std::uint32_t at) {
    return is(at, TokenKind::kLatin) && token(at).capital && !context_.starts(at, "stop") && !has_hit(at, LexiconKind::kCalendar);
  };
  return capital(t - 1) && capital(t - 2);
}

bool AmountMeasures::is_plural_form(std::uint32_t t) const {
  const std::string_view w = word(t);
  return w.size() >= 3 && ((w.ends_with("s") && !w.ends_with("ss") && !w.ends_with("us") && !w.ends_with("is") && !w.ends_with("'s")) || w == "men" ||
                           w == "women" || w == "people" || w == "children");
}

Measure AmountMeasures::measure_of(const Numeral& n) const {
  if (n.ordinal) return {};
  if (n.first_token > s_.first_token && word(n.first_token - 1) == "%" && n.digits && glued(n.first_token)) {  // "%5"
    Measure m;
    m.kind = UnitKind::kPercent;
    m.unit = "%";
    m.dimension = "percent";
    m.first = n.first_token - 1;
    m.end = n.first_token;
    m.before = true;
    return m;
  }
  if (Measure m = one_behind(n)) return m;
  if (Measure m = currency_before(n)) {
    // "$5 million Canadian dollars" and the like are rare; the symbol decides, but a name behind it stays in the span: "US$5 dollars".
    return m;
  }
  std::uint32_t at = n.end_token;
  const std::uint32_t hyphen = word(at) == "-" && inside(at + 1) && glued(at) && glued(at + 1) && !is(at + 1, TokenKind::kDigits) ? 1 : 0;
  for (std::uint32_t skip : {std::uint32_t{0}, hyphen}) {
    if (Measure m = currency_at(at + skip, &n)) {
      if (m.unit == "GBP" && a_.arabic == false && m.factor == *Decimal::make(1) && is_mass_pounds(at + skip)) {
        if (Measure lb = unit_at(at + skip, n)) return lb;
      }
      return m;
    }
    if (Measure m = unit_at(at + skip, n)) return m;
  }
  // The magnitude of an earthquake stands before or behind: "7.5-magnitude", "magnitude 7.5", "بقوة 6.2".
  if (n.digits && n.value && n.value->to_double() < 11 && n.precision <= 0 && context_.anywhere(s_.first_token, s_.end_token, "quake") &&
      n.first_token > s_.first_token && context_.ends_before(n.first_token, s_.first_token, "magnitude_before") &&
      (n.precision < 0 || context_.starts(at, "quake") || !noun_at(at, n))) {
    Measure m;
    m.kind = UnitKind::kQuantity;
    m.unit = m.dimension = "magnitude";
    m.first = m.end = n.end_token;
    m.normal_end = n.span.end;
    return m;
  }
  if ((word(at) == "[" || word(at) == "<") && (word(at + 2) == "]" || word(at + 2) == ">")) {  // "20 [kg]"
    if (Measure m = unit_at(at + 1, n)) {
      m.normal_end = token(at + 2).end;
      m.end = at + 3;
      return m;
    }
  }
  if (n.magnitude && word(at) == "من") {  // "مليون من الدولارات"
    if (Measure m = currency_at(at + 1)) return m;
  }
  // "20 مليون من الدولارات", "10 ملايين برميل من": the noun decides; a partitive من leaves the number alone.
  if (n.words && !n.digits && !n.arabic && n.value == Decimal::make(1) && word(at) != "-") return {};  // "one line", "one expects": mostly no count
  if (n.digits && !a_.arabic && n.first_token > s_.first_token && token(n.first_token - 1).capital && context_.starts(n.first_token - 1, "number_label"))
    return {};                                                                                                       // "Figure 2 shows"
  const bool sum = n.first_token > s_.first_token && word(n.first_token - 1) == "العدد" && noun_hit(at) != nullptr;  // "تجاوز العدد 4000 طالب"
  if (n.definite && n.words && context_.ends_before(n.first_token, s_.first_token, "rank_noun")) return {};  // "الذكرى السبعين للنكبة"
  if (n.digits && a_.arabic && !sum &&
      (context_.ends_before(n.first_token, s_.first_token, "number_label") || context_.ends_before(n.first_token, s_.first_token, "rank_noun")))
    return {};                    // "الدقيقة 89 هدف الفوز"
  if (n.fraction && !n.arabic) {  // "half a percentage point", "a quarter of a tonne"
    const std::uint32_t article = word(at) == "of" ? at + 1 : at;
    if (word(article) == "a" || word(article) == "an")
      if (Measure m = unit_at(article + 1, n)) return m;
  }
  const std::uint32_t half_of = word(at) == "-" && glued(at) && glued(at + 1) ? at + 1 : at;
  if (n.fraction && n.words && is(half_of, TokenKind::kLatin) && !is_plural_form(half_of)) return {};            // "half time", "half-brother"
  if (n.fraction && n.arabic && n.words && is(at, TokenKind::kArabic) && word(at).starts_with("ال")) return {};  // "خمس السكان": a part of the whole
  if (Measure m = noun_at(at, n)) return scored_before(n, m) ? Measure{} : m;
  if (word(at) == "\"" && glued(at) && n.first_token > s_.first_token && word(n.first_token - 1) == "\"")  // `"18" فيلما`: a number in quotes
    if (Measure m = noun_at(at + 1, n); m && m.known_noun) return m;
  return currency_name_before(n);
}

// "دولار واحد", "طن واحد" (one dollar, one tonne): the Arabic one stands behind what it counts.
Measure AmountMeasures::one_behind(const Numeral& n) const {
  if (!n.words || n.digits || !n.arabic || n.definite || n.value != Decimal::make(1) || n.end_token != n.first_token + 1 || n.first_token == s_.first_token)
    return {};
  constexpr std::uint32_t kLongestName = 3;
  for (std::uint32_t d = kLongestName; d > 0; --d) {
    if (n.first_token < s_.first_token + d) continue;
    const std::uint32_t at = n.first_token - d;
    if (at > s_.first_token && (has_hit(at - 1, LexiconKind::kNumber) || is(at - 1, TokenKind::kDigits) || is(at - 1, TokenKind::kPunct))) continue;
    for (const LexiconHit* hit = a_.hits_begin(at); hit != a_.hits_end(at); ++hit) {
      if (hit->length != d || hit->article != 0) continue;
      Measure m;
      m.first = at;
      m.end = n.first_token;
      m.before = true;
      m.peeled = hit->peeled;
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kCurrency)) {
        const CurrencyEntry& entry = lexicons_.currency(hit->entry);
        if (entry.form != CurrencyEntry::Form::kName) continue;
        m.kind = UnitKind::kMoney;
        m.factor = entry.factor;
        settle_currency(entry, m);
        return m;
      }
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kUnit)) {
        const UnitEntry& entry = lexicons_.unit(hit->entry);
        if (entry.dual || entry.has("abbr") || entry.dimension == "percent" || entry.dimension == "multiple" || entry.dimension == "angle") continue;
        m.kind = UnitKind::kQuantity;
        m.unit = entry.symbol;
        m.dimension = entry.dimension;
        return m;
      }
    }
  }
  return {};
}

Measure AmountMeasures::currency_name_before(const Numeral& n) const {
  if (!n.digits || is(n.end_token, TokenKind::kLatin) || is(n.end_token, TokenKind::kArabic)) return {};
  for (std::uint32_t d = 2; d <= 3 && n.first_token >= s_.first_token + d; ++d)
    for (const LexiconHit* hit = a_.hits_begin(n.first_token - d); hit != a_.hits_end(n.first_token - d); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kCurrency) || hit->length != d) continue;
      const CurrencyEntry& entry = lexicons_.currency(hit->entry);
      if (entry.form != CurrencyEntry::Form::kName || entry.arabic || !entry.candidates.empty()) continue;
      Measure m;
      m.kind = UnitKind::kMoney;
      m.factor = entry.factor;
      m.unit = entry.code;
      m.first = n.first_token - d;
      m.end = n.first_token;
      m.before = true;
      return m;
    }
  return {};
}

// "at 5'11" and 160 pounds", "6 feet 2 and 215 pounds"
bool AmountMeasures::beside_a_height(std::uint32_t t) const {
  constexpr std::uint32_t kReach = 9;
  const std::uint32_t from = t > s_.first_token + kReach ? t - kReach : s_.first_token;
  for (std::uint32_t at = from; at < t; ++at) {
    const bool sign = at > from && word(at) == "'" && glued(at) && is(at - 1, TokenKind::kDigits) && is(at + 1, TokenKind::kDigits) && glued(at + 1);
    if (sign || word(at) == "foot" || word(at) == "feet" || word(at) == "ft") return true;
  }
  return false;
}

bool AmountMeasures::is_mass_pounds(std::uint32_t t) const {
  if (word(t + 1) == "of" || beside_a_height(t)) return true;
  if (context_.anywhere(s_.first_token, s_.end_token, "weight"))  // "the price of a 50kg bag went up to 105 pounds"
    return context_.anywhere(s_.first_token, s_.end_token, "weighs") || !context_.anywhere(s_.first_token, s_.end_token, "money");
  return (t > s_.first_token && word(t - 1) == "-" && word(t) == "pound" && !context_.anywhere(s_.first_token, s_.end_token, "money"));
}

}  // namespace mizan

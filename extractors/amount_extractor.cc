#include "extractors/amount_extractor.h"

#include <algorithm>
#include <string>

#include "extractors/amount_bare.h"
#include "extractors/amount_context.h"
#include "extractors/amount_marks.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

class SentenceAmounts : BareAmounts {
 public:
  SentenceAmounts(const Analysis& article, const Lexicons& lexicons, const AmountContext& context, std::string_view place, const Sentence& sentence,
                  const Numeral* begin, const Numeral* end, AmountBuffers& buffers, std::vector<Mention>& found)
      : BareAmounts(article, lexicons, context, place, sentence, begin, end, buffers, found) {}

  void run() {
    // What a measure has taken is no numeral of its own: the مئة of "12 بالمئة إلى 3 مليارات" (12 per cent to 3 milliards).
    std::erase_if(numerals_, [&](const Numeral& n) {
      if (!measures_.empty() && measures_.back() && !measures_.back().before && n.first_token < measures_.back().end && n.first_token >= measures_.back().first)
        return true;
      measures_.push_back(measure_of(n));
      return false;
    });
    const std::size_t begin = found_.size();
    for (std::size_t i = 0; i < numerals_.size();) i = read(i);
    if (!doubts_.empty()) settle_marks(doubts_, level_pairs(begin), begin, found_);
    duals();
  }

 private:
  // "70 جنيها إسترلينيا ... 45 جنيها": the full name of the amount just before settles the short one.
  bool named_before(const Measure& m) const {
    if (found_.empty() || found_.back().type != MentionType::kMoney || found_.back().first_token < s_.first_token) return false;
    const Amount& before = *found_.back().amount();
    return before.candidates.empty() && std::find(m.candidates.begin(), m.candidates.end(), before.unit) != m.candidates.end();
  }

  // "the Canadian $5 and $100 bills": a bare sign right behind another one means the same dollar.
  bool same_dollar(const Measure& m) const {
    if (m.kind != UnitKind::kMoney || !m.before || m.unit != "USD" || word(m.first) != "$" || found_.empty()) return false;
    const Mention& before = found_.back();
    if (before.type != MentionType::kMoney || before.first_token < s_.first_token || word(before.first_token) != "$") return false;
    return m.first == before.end_token + 1 && (word(before.end_token) == "and" || word(before.end_token) == "or" || word(before.end_token) == ",");
  }

  void add(MentionType type, Amount&& amount, std::uint32_t first, std::uint32_t end, NormalSpan span, std::int16_t priority, const char* rule,
           bool vague = false) {
    Mention& m = found_.emplace_back();
    m.type = type;
    m.first_token = first;
    m.end_token = end;
    m.normal = span;
    m.vague = vague;
    m.priority = priority;
    m.rule = rule;
    m.value.emplace<Amount>(std::move(amount));
  }

  static MentionType type_of(UnitKind kind) {
    switch (kind) {
      case UnitKind::kMoney:
        return MentionType::kMoney;
      case UnitKind::kPercent:
        return MentionType::kPercent;
      case UnitKind::kQuantity:
        return MentionType::kQuantity;
      case UnitKind::kMultiple:
        return MentionType::kMultiple;
      case UnitKind::kCount:
        return MentionType::kCount;
      case UnitKind::kOrdinal:
        return MentionType::kOrdinal;
      case UnitKind::kNone:
        break;
    }
    return MentionType::kNumber;
  }
  static const char* rule_of(UnitKind kind, bool range) {
    switch (kind) {
      case UnitKind::kMoney:
        return range ? "money.range" : "money.amount";
      case UnitKind::kPercent:
        return range ? "percent.range" : "percent.amount";
      case UnitKind::kQuantity:
        return range ? "quantity.range" : "quantity.amount";
      case UnitKind::kMultiple:
        return range ? "multiple.range" : "multiple.amount";
      case UnitKind::kCount:
        return range ? "count.range" : "count.noun";
      case UnitKind::kOrdinal:
      case UnitKind::kNone:
        break;
    }
    return "number.bare";
  }

  // One amount from numeral low to numeral high (the same for a single one).
  void emit(const Numeral& low, const Numeral& high, const Measure& unit_low, const Measure& unit, bool range) {
    Amount amount;
    amount.low = low.value;
    amount.high = high.value;
    amount.low_precision = low.precision;
    amount.high_precision = high.precision;
    if (range && !high.magnitude && *amount.high < *amount.low && !low.other_reading && !high.other_reading) {  // "بين 80 و60 بالمئة"
      std::swap(amount.low, amount.high);
      std::swap(amount.low_precision, amount.high_precision);
    }
    if (range && shares_magnitude(low, high)) {
      const int shift = magnitude_exponent(high);
      amount.low = low.value->shifted(shift);
      amount.low_precision += shift;
    }
    const Measure& m = unit ? unit : unit_low;
    if ((m.kind == UnitKind::kMoney || m.kind == UnitKind::kQuantity) && m.factor != *Decimal::make(1)) {
      for (auto* value : {&amount.low, &amount.high})
        if (*value) *value = (*value)->times(m.factor);
      amount.low_precision += m.factor.exponent();
      amount.high_precision += m.factor.exponent();
    }
    std::uint32_t first = low.first_token, end = high.end_token;
    NormalSpan span{low.span.begin, high.span.end};
    if (unit_low && unit_low.before) {
      first = unit_low.first;
      span.begin = token(first).begin + unit_low.peeled;
    }
    if (m && !m.before && m.end > end) {
      end = m.end;
      span.end = m.normal_end != 0 ? m.normal_end : token(end - 1).end;
    }
    if (m.before && m.kind == UnitKind::kMoney) {  // "$5 million dollars", "€10 يورو"
      if (Measure name = currency_at(high.end_token); name && name.unit == m.unit && inside(name.first) && !is(name.first, TokenKind::kPunct)) {
        end = name.end;
        span.end = name.normal_end;
      }
    }
    if (m) {
      amount.unit = m.unit.empty() ? "1" : m.unit;
      if (m.kind == UnitKind::kMoney && named_before(m)) amount.unit = found_.back().amount()->unit;
      if (same_dollar(m)) amount.unit = found_.back().amount()->unit;
      amount.dimension = m.kind == UnitKind::kQuantity ? m.dimension : "";
      amount.noun = m.kind == UnitKind::kCount ? m.noun : "";
      amount.candidates = m.candidates;
      if (amount.unit != m.unit && !amount.candidates.empty()) {
        auto it = std::find(amount.candidates.begin(), amount.candidates.end(), amount.unit);
        if (it != amount.candidates.end()) std::rotate(amount.candidates.begin(), it, it + 1);
      }
    }
    if (m.kind == UnitKind::kMultiple && amount.unit.empty()) amount.unit = "x";
    bool below_zero = false;
    AmountContext::Bounds around = context_.bounds(first, end, s_.first_token, s_.end_token);
    const bool added_time = is(end + 1, TokenKind::kDigits) && glued(end + 1);  // "90+2"
    if (end < s_.end_token && word(end) == "+" && glued(end) && !added_time) {
      around.bound = Bound::kAtLeast;
      ++end;
      span.end = token(end - 1).end;
      if (!m) {  // "500+ stars"
        if (Measure noun = noun_at(end, high)) {
          amount.noun = noun.noun;
          end = noun.end;
          span.end = noun.normal_end;
        }
      }
    }
    if (low.plus) around.bound = Bound::kAtLeast;
    amount.bound = range ? Bound::kBetween : around.bound;
    const bool negated = around.negative && !low.negative && amount.low;
    if (negated) {
      amount.low = amount.low->negated();
      amount.high = amount.high->negated();
      first = around.minus_token;
      span.begin = token(first).begin;
    }
    // "10 degrees below zero", "4 تحت الصفر"
    if (amount.low && !range && context_.starts(end, "below_zero") && (m.unit == "deg" || m.unit == "degC" || m.unit == "degF" || !m)) {
      amount.low = amount.high = low.negative || negated ? amount.low : amount.low->negated();
      if (!m) amount.unit = "deg", amount.dimension = "angle";
      if (a_.arabic && amount.unit == "deg") amount.unit = "degC", amount.dimension = "temperature";
      span.end = token(end + 1).end;
      end += 2;
      below_zero = true;
    }
    if (amount.bound == Bound::kExact) amount.bound = bound_in_bracket(first, m.kind);
    amount.per = m.per_year ? "year" : context_.per(end, s_.end_token);
    if (amount.per.empty() && word(end) == "-" && glued(end)) amount.per = context_.per(end, s_.end_token);
    // The closed formula of cheques: "فقط ... لا غير" ("only ... and no more") frames the whole amount.
    if (first > s_.first_token && word(first - 1) == "فقط" && word(end) == "لا" && word(end + 1) == "غير") {  // فقط: only; لا: no; غير: not
      --first;
      span = {token(first).begin, token(end + 1).end};
      end += 2;
    }
    std::int16_t priority = m.kind == UnitKind::kCount ? (is_year_like(low) && !range ? kLoose : kCounted) : kSure;
    UnitKind kind = below_zero ? UnitKind::kQuantity : m.kind;
    const char* rule = rule_of(kind, range);
    if (kind == UnitKind::kNone) {
      if (in_an_entity(low) || (is(high.end_token, TokenKind::kArabic) && named_with_a_dual(low)) ||
          (low.digits && is(high.end_token, TokenKind::kLatin) && glued(high.end_token)))
        return;  // "بوينغ 737", 5G
      kind = bare_kind(low, high, first, end, around.bound, priority, rule);
      const bool round = rule == std::string_view("number.round");
      if (round) amount.bound = Bound::kExact;  // "تجاوز دور الثمانية" passes no number
      if (kind == UnitKind::kNone && !negated && !round && !keep_bare(low, high)) return;
      const Amount* counted = rule == std::string_view("count.elided") ? counted_before() : nullptr;
      if (counted != nullptr) amount.noun = counted->noun;
    }
    if (kind == UnitKind::kOrdinal && context_.starts(first - 1, "rank_before")) {  // "المركز 12" is whole
      --first;
      span.begin = token(first).begin + proclitics_of(first);
    }
    if ((low.other_reading || high.other_reading) && amount.low && amount.high) doubt(low, high, amount);
    add(type_of(kind), std::move(amount), first, end, span, priority, rule);
  }
  // "about 30 metres (100 feet)": the same in another unit has the bound of what stands before its bracket.
  Bound bound_in_bracket(std::uint32_t first, UnitKind kind) const {
    if (first == s_.first_token || word(first - 1) != "(" || found_.empty()) return Bound::kExact;
    const Mention& before = found_.back();
    const Amount* amount = before.amount();
    const bool same =
        (kind == UnitKind::kQuantity && before.type == MentionType::kQuantity) || (kind == UnitKind::kMoney && before.type == MentionType::kMoney);
    if (!same || before.end_token + 1 != first || amount == nullptr || amount->bound == Bound::kBetween) return Bound::kExact;
    return amount->bound;
  }
  // The other reading of a mark, with what the amount made of the first: a shared magnitude, a subunit, a sign.
  void doubt(const Numeral& low, const Numeral& high, const Amount& amount) {
    auto moved = [](const Numeral& n, const Decimal& now) -> std::optional<Decimal> {
      if (!n.other_reading || !n.value) return now;
      const double ratio = n.value->is_zero() ? 1 : now.to_double() / n.value->to_double();
      for (int shift = -3; shift <= 15; ++shift) {
        const auto scaled = n.value->shifted(shift);
        if (scaled && (*scaled == now || (ratio < 0 && scaled->negated() == now))) {
          const auto other = n.other_reading->shifted(shift);
          return other && ratio < 0 ? std::optional(other->negated()) : other;
        }
      }
      return std::nullopt;
    };
    const auto other_low = moved(low, *amount.low), other_high = moved(high, *amount.high);
    if (other_low && other_high) doubts_.push_back({found_.size(), *amount.low, *amount.high, *other_low, *other_high});
  }
  // Neighbours of one unit that "from ... to" joins, with the direction that the sentence names.
  std::vector<LevelPair> level_pairs(std::size_t begin) const {
    std::vector<LevelPair> out;
    for (std::size_t i = begin; i + 1 < found_.size(); ++i) {
      const Mention& a = found_[i];
      const Mention& b = found_[i + 1];
      const std::uint32_t gap = b.first_token - a.end_token;
      if (a.type != b.type || b.first_token < a.end_token || gap > 3 || gap == 0 || !context_.is_phrase(a.end_token, b.first_token, "join_range")) continue;
      const bool rise = context_.anywhere(s_.first_token, a.first_token, "rise"), fall = context_.anywhere(s_.first_token, a.first_token, "fall");
      out.push_back({i, i + 1, rise == fall ? Trend::kNone : rise ? Trend::kRise : Trend::kFall});
    }
    return out;
  }
  // Bytes of the proclitics before a grammar word.
  std::uint32_t proclitics_of(std::uint32_t t) const {
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kGrammar)) return static_cast<std::uint32_t>(hit->peeled - hit->article);
    return 0;
  }

  // "minute" behind an ordinal, or behind the next one: "the 12th and 78th minutes".
  bool minute_behind(std::uint32_t t) const {
    if (word(t) == "-" && glued(t)) ++t;
    if (word(t) == "minute" || word(t) == "minutes") return true;
    if (word(t) != "and" && word(t) != "or" && word(t) != ",") return false;
    return is(t + 1, TokenKind::kDigits) && is(t + 2, TokenKind::kLatin) && glued(t + 2) && word(t + 3) == "minutes";
  }

  void emit_ordinal(const Numeral& n) {
    if (!n.arabic && n.words && word(n.end_token) == "of" && n.first_token > s_.first_token && word(n.first_token - 1) == "a")
      return;                                                                                         // "a third of the budget"
    if (n.first_token == s_.first_token && !n.arabic && n.words && word(n.end_token) == ",") return;  // "First, boil the water"
    if (n.arabic && n.first_token > s_.first_token && word(n.first_token - 1) == "ال") return;        // آل ثاني: the house of Thani
    if (n.arabic && is_primary(n)) return;
    if (n.value == Decimal::make(2) && !found_.empty() && found_.back().amount() != nullptr && found_.back().amount()->per == "second" &&
        found_.back().first_token >= s_.first_token && n.first_token >= found_.back().end_token && n.first_token - found_.back().end_token <= 2)
      return;  // "15 litres per second"
    if (n.arabic && word(n.first_token) == "اولا" && !(n.first_token > s_.first_token && context_.starts(n.first_token - 1, "rank_verb"))) return;  // "firstly"
    // "في السنة الأولى" is a time, and so is a century.
    if (word(n.end_token) == "century" || (n.first_token > s_.first_token && word(n.first_token - 1).ends_with("القرن"))) return;  // القرن: the century
    if (n.arabic && n.definite && n.first_token > s_.first_token && calendar_unit(n.first_token - 1)) return;
    Amount amount;
    amount.low = amount.high = n.value;
    if (n.digits && minute_behind(n.end_token)) {  // "the 71st minute" of a match
      add(MentionType::kNumber, std::move(amount), n.first_token, n.end_token, n.span, kLoose + 1, "number.minute");
      return;
    }
    amount.ordinal_word = n.words;
    std::uint32_t first = n.first_token;
    NormalSpan span = n.span;
    if (first > s_.first_token && context_.starts(first - 1, "rank_before")) {
      --first;
      span.begin = token(first).begin + proclitics_of(first);
    }
    add(MentionType::kOrdinal, std::move(amount), first, n.end_token, span, kLoose + 1, n.words ? "ordinal.word" : "ordinal.digits");
  }

  void emit_vague(const Numeral& n, const Measure& m) {
    if (n.digits && !m) return;
    Amount amount;
    if (m) {
      amount.unit = m.unit.empty() ? "1" : m.unit;
      amount.noun = m.noun;
      amount.dimension = m.dimension;
    }
    std::uint32_t end = n.end_token;
    NormalSpan span = n.span;
    if (m && !m.before && m.end > end) {
      end = m.end;
      span.end = m.normal_end;
    }
    std::uint32_t first = n.first_token;
    if (m.before) first = m.first, span.begin = token(first).begin;
    add(m ? type_of(m.kind) : MentionType::kCount, std::move(amount), first, end, span, kCounted, "vague.amount", true);
  }

  // Reads the group that begins at numeral i; returns the index behind it.
  std::size_t read(std::size_t i) {
    Numeral& n = numerals_[i];
    if (n.ordinal) {
      emit_ordinal(n);
      return i + 1;
    }
    if (n.vague || !n.value) {
      Measure m = measures_[i];
      if (!m) {  // "tens of millions of dollars", "ملايين من الدولارات"
        std::uint32_t at = n.end_token;
        if (word(at) == "of" || word(at) == arabic::kOf) ++at;
        if (at != n.end_token) {
          m = currency_at(at);
          if (!m) m = unit_at(at, n);
        }
      }
      emit_vague(n, m);
      return i + 1;
    }
    if (n.fraction && !measures_[i] && !keep_fraction(n)) return i + 1;
    const Join joined = join(i);
    if (joined == Join::kRange) {
      Measure low = measures_[i];
      const Measure& high = measures_[i + 1];
      emit(n, numerals_[i + 1], low, high ? high : low, true);
      return i + 2;
    }
    // Lists share the unit, and the magnitude, of the item that has them: "2 and 3 million euros", "20، 30 و40%".
    // "30 مليون يورو إضافة إلى 9 ملايين أخرى": other ones of the same.
    if (measures_[i].kind == UnitKind::kCount && (measures_[i].noun == "other" || measures_[i].noun == "اخري") && n.magnitude &&
        !found_.empty() &&  // اخري: other
        found_.back().type == MentionType::kMoney && found_.back().first_token >= s_.first_token && inherits(n))
      measures_[i] = {};
    if (!measures_[i]) {
      std::size_t last = i;
      while (last + 1 < numerals_.size() && last - i < 8 && join(last) == Join::kList && !measures_[last]) ++last;
      const Measure& shared = measures_[last];
      if (last > i && shared && (shared.kind != UnitKind::kCount || shared.known_noun) && !is_year_like(n)) {
        for (std::size_t k = i; k < last; ++k) {
          const Numeral item = shared.kind == UnitKind::kCount ? numerals_[k] : with_magnitude_of(numerals_[last], numerals_[k]);
          Measure m = shared;
          m.before = true;  // lies outside the item's own span
          m.first = item.first_token;
          if (shared.before) continue;
          emit(item, item, {}, as_outside(m), false);
        }
        if (!shared.before) {
          emit(numerals_[last], numerals_[last], shared, shared, false);
          return last + 1;
        }
      }
      if (second_level(i)) return i + 1;
      // "42 million euros, of which 15.5 million would go": a bare magnitude has the unit of the amount before it.
      if (n.magnitude && !n.definite && !found_.empty() && inherits(n)) {
        const Mention& before = *money_before();
        const bool compared = context_.ends_before(n.first_token, s_.first_token, "inherit");  // "9.5 ملايين طن مقابل 8.9 ملايين" (against 8.9 million)
        if (const Amount* amount = before.amount(); amount != nullptr && before.first_token >= s_.first_token &&
                                                    (before.type == MentionType::kMoney || (compared && before.type == MentionType::kQuantity))) {
          Measure m;
          m.kind = before.type == MentionType::kMoney ? UnitKind::kMoney : UnitKind::kQuantity;
          m.dimension = amount->dimension;
          m.unit = amount->unit;
          m.candidates = amount->candidates;
          emit(n, n, {}, as_outside(m), false);
          return i + 1;
        }
      }
    }
    if (const std::size_t behind = feet_and_inches(i); behind != i) return behind;
    if (const std::size_t behind = feet_signs(i); behind != i) return behind;
    if (const std::size_t behind = and_a_fraction(i); behind != i) return behind;
    if (const std::size_t behind = one_in(i); behind != i) return behind;
    // "20 dollars and 43 cents", "20 دولارا و43 سنتا": main unit and subunit are one amount.
    if (measures_[i].kind == UnitKind::kMoney && measures_[i].factor == *Decimal::make(1) && i + 1 < numerals_.size() &&
        measures_[i + 1].kind == UnitKind::kMoney && !measures_[i + 1].before) {
      const Numeral& cents = numerals_[i + 1];
      const Measure& sub = measures_[i + 1];
      std::uint32_t at = measures_[i].before ? n.end_token : measures_[i].end;
      if (word(at) == "and" || word(at) == arabic::kAnd) ++at;
      const bool same = sub.unit == measures_[i].unit || std::find(sub.candidates.begin(), sub.candidates.end(), measures_[i].unit) != sub.candidates.end();
      if (same && cents.first_token == at && sub.factor < *Decimal::make(1) && cents.value && *cents.value < *Decimal::make(1000)) {
        Numeral whole = n;
        const auto part = cents.value->times(sub.factor);
        const auto sum = part ? n.value->plus(*part) : std::nullopt;
        if (sum) {
          whole.value = sum;
          whole.precision = cents.precision + sub.factor.exponent();
          whole.end_token = sub.end;
          whole.span.end = sub.normal_end;
          Measure m = measures_[i];
          if (!m.before) m.end = sub.end, m.normal_end = sub.normal_end;
          emit(whole, whole, m, m, false);
          return i + 2;
        }
      }
    }
    // "ملياري دولار و100 مليون": what follows the currency is the rest of the amount.
    if (measures_[i].kind == UnitKind::kMoney && !measures_[i].before && n.magnitude && i + 1 < numerals_.size() && !measures_[i + 1]) {
      const Numeral& rest = numerals_[i + 1];
      const std::uint32_t at = measures_[i].end;
      const bool waw = (word(at) == arabic::kAnd && rest.first_token == at + 1) ||
                       (rest.first_token == at && word(at).starts_with(arabic::kAnd) && rest.span.begin > token(at).begin);
      if (waw && rest.value && rest.magnitude && *rest.value < *Decimal::make(1, magnitude_exponent(n) == 0 ? n.value->exponent() : magnitude_exponent(n))) {
        Numeral whole = n;
        whole.value = n.value->plus(*rest.value);
        whole.precision = rest.precision;
        whole.end_token = rest.end_token;
        whole.span.end = rest.span.end;
        Measure m = measures_[i];
        m.end = whole.end_token;
        emit(whole, whole, m, m, false);
        return i + 2;
      }
    }
    emit(n, n, measures_[i], measures_[i], false);
    return i + 1;
  }
  // An item of a list or range that leaves out the magnitude of another.
  Numeral with_magnitude_of(const Numeral& other, Numeral item) const {
    if (!shares_magnitude(item, other)) return item;
    const int shift = magnitude_exponent(other);
    item.value = item.value->shifted(shift);
    if (item.other_reading) item.other_reading = item.other_reading->shifted(shift);
    item.precision += shift;
    return item;
  }
  // "from 400 km to 600", "من 5 ملايين دولار إلى 7": the second of two levels has the unit of the first, and its magnitude.
  bool second_level(std::size_t i) {
    const Numeral& n = numerals_[i];
    if (i == 0 || is_year_like(n) || n.magnitude) return false;
    const Numeral& from = numerals_[i - 1];
    const Measure& unit = measures_[i - 1];
    if ((unit.kind != UnitKind::kMoney && unit.kind != UnitKind::kQuantity && unit.kind != UnitKind::kPercent) || !from.value) return false;
    if (!led_by_from(unit.before ? unit.first : from.first_token)) return false;
    if (!context_.is_phrase(unit.before ? from.end_token : unit.end, n.first_token, "join_range")) return false;
    const Numeral item = with_magnitude_of(from, n);
    Measure m;
    m.kind = unit.kind;
    m.unit = unit.unit;
    m.dimension = unit.dimension;
    m.candidates = unit.candidates;
    m.factor = unit.factor;
    emit(item, item, {}, as_outside(m), false);
    return true;
  }
  // "6-foot-6", "5 feet 11 inches": one length; in feet where that is a finite decimal, else in inches.
  std::size_t feet_and_inches(std::size_t i) {
    const Numeral& feet = numerals_[i];
    const Measure& m = measures_[i];
    if (m.kind != UnitKind::kQuantity || m.unit != "ft" || m.before || i + 1 >= numerals_.size() || !feet.value->is_integer()) return i;
    const Numeral& inches = numerals_[i + 1];
    const Measure& sub = measures_[i + 1];
    std::uint32_t at = m.end;
    const bool hyphen = word(at) == "-" && glued(at) && glued(at + 1);
    if (hyphen || word(at) == ",") ++at;
    if (inches.first_token != at || !inches.value || inches.ordinal || !(*inches.value < *Decimal::make(12))) return i;
    const bool named = sub && sub.kind == UnitKind::kQuantity && sub.unit == "in" && !sub.before;
    const bool short_name = word(inches.end_token) == "in" && glued(inches.end_token);  // "6ft 5in"
    const bool unnamed = (!sub || (hyphen && sub.kind == UnitKind::kCount)) && (hyphen || (feet.words == inches.words && word(m.end - 1) == "foot"));
    if (!named && !short_name && !unnamed) return i;
    const std::uint32_t end = named ? sub.end : short_name ? inches.end_token + 1 : inches.end_token;
    emit_length(feet, *inches.value, m, end, named ? sub.normal_end : token(end - 1).end);
    return i + 2;
  }
  // 5'11": feet and inches by their signs.
  std::size_t feet_signs(std::size_t i) {
    const Numeral& feet = numerals_[i];
    if (!feet.plain_digits || !feet.value || !(*feet.value < *Decimal::make(9)) || i + 1 >= numerals_.size()) return i;
    const Numeral& inches = numerals_[i + 1];
    const std::uint32_t at = feet.end_token;
    if (word(at) != "'" || !glued(at) || inches.first_token != at + 1 || !glued(at + 1) || !inches.value || !(*inches.value < *Decimal::make(12))) return i;
    std::uint32_t end = inches.end_token;
    if (word(end) != "\"" || !glued(end)) {
      if (word(end) != "'" || !glued(end) || word(end + 1) != "'") return i;
      ++end;
    }
    Measure m;
    m.kind = UnitKind::kQuantity;
    m.unit = "ft";
    m.dimension = "length";
    m.first = feet.first_token;
    emit_length(feet, *inches.value, m, end + 1, token(end).end);
    return i + 2;
  }
  // One length of feet and inches that ends at these places.
  void emit_length(const Numeral& feet, const Decimal& inches, const Measure& m, std::uint32_t end, std::uint32_t end_byte) {
    const auto total = feet.value->times(*Decimal::make(12));
    const auto sum = total ? total->plus(inches) : std::nullopt;
    if (!sum) return;
    Numeral whole = feet;
    Measure length = m;
    if (const auto in_feet = sum->divided_by(*Decimal::make(12))) {
      whole.value = in_feet;
      whole.precision = -1;
    } else {
      whole.value = sum;
      length.unit = "in";
    }
    length.end = whole.end_token = end;
    length.normal_end = whole.span.end = end_byte;
    emit(whole, whole, length, length, false);
  }

  // "ثلاثة أطنان ونصف الطن", "10 كيلومترات وربع": the fraction is of the unit before it.
  std::size_t and_a_fraction(std::size_t i) {
    const Measure& m = measures_[i];
    if ((m.kind != UnitKind::kQuantity && m.kind != UnitKind::kMoney) || m.before || i + 1 >= numerals_.size()) return i;
    const Numeral& part = numerals_[i + 1];
    const Measure& again = measures_[i + 1];
    if (!part.fraction || !part.arabic || !part.value || part.definite || part.first_token != m.end || !word(m.end).starts_with(arabic::kAnd) ||
        part.span.begin == token(m.end).begin)
      return i;
    if (again && (again.kind != m.kind || again.unit != m.unit)) return i;
    const auto sum = numerals_[i].value->plus(*part.value);
    if (!sum) return i;
    Numeral whole = numerals_[i];
    whole.value = sum;
    whole.precision = -1;
    Measure all = m;
    all.end = whole.end_token = again ? again.end : part.end_token;
    all.normal_end = whole.span.end = again ? again.normal_end : part.span.end;
    emit(whole, whole, all, all, false);
    return i + 2;
  }

  // "one in five women", "two out of three": a share. Only with "one", or "out of", as "two in 2019" and "three in ten days" are none.
  std::size_t one_in(std::size_t i) {
    const Numeral& part = numerals_[i];
    if (measures_[i] || i + 1 >= numerals_.size() || !part.value->is_integer()) return i;
    const Numeral& whole = numerals_[i + 1];
    std::uint32_t at = part.end_token;
    bool out = word(at) == "out" && word(at + 1) == "of";
    if (word(at) == "من") {  // "واحد من كل أربعة", "3 من بين كل 10"
      ++at;
      if (word(at) == "بين") ++at;     // بين: between
      if (word(at) != "كل") return i;  // كل: each
      ++at;
      out = true;
    } else if (part.words && !part.digits && part.value == Decimal::make(1) && !measures_[i + 1] && (word(at) == "over" || word(at) == arabic::kOn)) {
      ++at;  // "one over twenty", "واحد على مائة"
    } else if (!out && !(word(at) == "in" && part.value == Decimal::make(1) &&
                         (part.words || hedged_share(part, i) || (whole.digits && !whole.plain_digits) || article_before(part)))) {
      return i;
    } else {
      at += out ? 2 : 1;
      if (word(at) == "every") ++at;
    }
    if (whole.first_token != at || !whole.value || whole.ordinal || whole.fraction || is_year_like(whole) || !(*part.value < *whole.value)) return i;
    const Measure& m = measures_[i + 1];
    if ((m && m.kind != UnitKind::kCount) || (inside(whole.end_token) && calendar_unit(whole.end_token))) return i;
    if (!out && !m && is(whole.end_token, TokenKind::kPunct) && part.first_token == s_.first_token) return i;
    Amount amount;
    amount.low = amount.high = part.value->divided_by(*whole.value);
    amount.low_precision = amount.high_precision = -2;
    amount.bound = context_.bounds(part.first_token, whole.end_token, s_.first_token, s_.end_token).bound;
    const bool vague = !amount.low;
    add(MentionType::kNumber, std::move(amount), part.first_token, whole.end_token, {part.span.begin, whole.span.end}, kCounted + 1, "number.share", vague);
    return i + 2;
  }

  // "around 1 in 6 homes"
  bool hedged_share(const Numeral& part, std::size_t i) const {
    return measures_[i + 1].kind == UnitKind::kCount && context_.bounds(part.first_token, part.end_token, s_.first_token, s_.end_token).bound != Bound::kExact;
  }
  // "a 1 in 1,000 chance"
  bool article_before(const Numeral& n) const { return n.first_token > s_.first_token && word(n.first_token - 1) == "a"; }

  static Measure as_outside(Measure m) {
    m.before = true;
    m.end = 0;
    m.first = 0;
    return m;
  }
  // "(about $161 billion)"
  bool in_bracket(const Mention& m) const {
    constexpr std::uint32_t kReach = 3;
    if (word(m.end_token) != ")") return false;
    for (std::uint32_t d = 1; d <= kReach && m.first_token >= s_.first_token + d; ++d)
      if (word(m.first_token - d) == "(") return true;
    return false;
  }
  // The last amount of the sentence, numbers that may be days, ranks and counts of months left out: "1.2 مليار دولار في الأشهر الستة ... من 385 مليونا".
  const Mention* money_before() const {
    constexpr std::size_t kMost = 4;
    for (std::size_t i = found_.size(), seen = 0; i-- > 0 && seen < kMost && found_[i].first_token >= s_.first_token; ++seen) {
      const Mention& m = found_[i];
      // "211 تريليون دينار (نحو 161 مليار دولار) بعجز 63 تريليونا": the same in another currency
      const bool again = in_bracket(m) && i > 0 && found_[i - 1].type == MentionType::kMoney && found_[i - 1].first_token >= s_.first_token;
      if (!again && (m.type == MentionType::kMoney || m.priority > kLoose + 1)) return &m;
    }
    return &found_.back();
  }
  bool inherits(const Numeral& n) const {
    constexpr std::uint32_t kReach = 12, kComparedReach = 25;
    const Mention& before = *money_before();
    if (context_.ends_before(n.first_token, s_.first_token, "inherit") || context_.ends_before(n.first_token, s_.first_token, "range_from"))
      return before.end_token + kComparedReach >= n.first_token;
    if (n.value && *n.value < *Decimal::make(1, 6)) return context_.ends_before(n.first_token, s_.first_token, "inherit");
    return before.end_token + kReach >= n.first_token;
  }

  // Amounts in one word: Arabic duals (ريالان, شخصين, كيلومترين: two of each), English multiples (threefold).
  void duals() {
    constexpr std::uint16_t kMeasures = kind_bit(LexiconKind::kCurrency) | kind_bit(LexiconKind::kUnit) | kind_bit(LexiconKind::kNoun);
    for (std::uint32_t t = s_.first_token; t < s_.end_token; ++t) {
      if ((token(t).kinds & kMeasures) == 0) continue;
      if (token(t).kind != TokenKind::kArabic && token(t).kind != TokenKind::kLatin) continue;
      const LexiconHit* best = nullptr;
      for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
        if (t + hit->length > s_.end_token || (best != nullptr && hit->kind != static_cast<std::uint8_t>(LexiconKind::kNoun))) continue;
        const bool dual =
            (hit->kind == static_cast<std::uint8_t>(LexiconKind::kCurrency) && lexicons_.currency(hit->entry).form == CurrencyEntry::Form::kDual) ||
            (hit->kind == static_cast<std::uint8_t>(LexiconKind::kUnit) && lexicons_.unit(hit->entry).dual) ||
            (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) && lexicons_.noun(hit->entry).has("dual"));
        // A sound plural may look like the dual (مواطنين): then it is no count of two.
        if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) && !lexicons_.noun(hit->entry).has("dual") && hit->length == 1) {
          best = nullptr;
          break;
        }
        if (dual && best == nullptr) best = hit;
      }
      if (best == nullptr) continue;
      Amount amount;
      amount.low = amount.high = Decimal::make(2);
      const std::uint32_t end = t + best->length;
      NormalSpan span{token(t).begin + best->peeled - best->article, end_of(*best)};
      MentionType type = MentionType::kCount;
      std::int16_t priority = kCounted;
      const char* rule = "count.dual";
      if (best->kind == static_cast<std::uint8_t>(LexiconKind::kCurrency)) {
        Measure m;
        m.first = t;
        const CurrencyEntry& entry = lexicons_.currency(best->entry);
        m.factor = entry.factor;
        settle_currency(entry, m);
        amount.unit = m.unit;
        amount.candidates = m.candidates;
        amount.low = amount.high = Decimal::make(2)->times(m.factor);
        type = MentionType::kMoney;
        rule = "money.dual";
      } else if (best->kind == static_cast<std::uint8_t>(LexiconKind::kUnit)) {
        const UnitEntry& entry = lexicons_.unit(best->entry);
        amount.unit = entry.symbol;
        amount.dimension = entry.dimension;
        type = entry.dimension == "percent" ? MentionType::kPercent : MentionType::kQuantity;
        rule = "quantity.dual";
        if (entry.dimension == "multiple") {  // "threefold": a multiple in one word
          amount.low = amount.high = entry.factor;
          type = MentionType::kMultiple;
          rule = "multiple.word";
        }
      } else {
        amount.noun = lexicons_.noun(best->entry).noun;
        if (best->article != 0) priority = kWeak;
      }
      amount.bound = context_.bounds(t, end, s_.first_token, s_.end_token).bound;
      amount.per = context_.per(end, s_.end_token);
      add(type, std::move(amount), t, end, span, priority, rule);
      t = end - 1;
    }
  }

  std::vector<DoubtfulMark> doubts_;
};

}  // namespace

void AmountExtractor::extract(const Analysis& article, const Stretch& stretch, const std::vector<Numeral>& numerals, std::string_view place,
                              std::vector<Mention>& found) const {
  const AmountContext context(article, lexicons_);
  AmountBuffers buffers;
  const Numeral* next = numerals.data();
  const Numeral* const last = next + numerals.size();
  for (std::uint32_t s = stretch.first_sentence; s < stretch.end_sentence; ++s) {
    const Sentence& sentence = article.sentences[s];
    while (next != last && next->first_token < sentence.first_token) ++next;
    const Numeral* begin = next;
    while (next != last && next->first_token < sentence.end_token) ++next;
    SentenceAmounts(article, lexicons_, context, place, sentence, begin, next, buffers, found).run();
  }
}

}  // namespace mizan

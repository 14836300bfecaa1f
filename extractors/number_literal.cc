#include "extractors/number_literal.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "pipeline/arabic_words.h"

namespace mizan {

NumberLiterals::Word NumberLiterals::find(std::uint32_t t, std::initializer_list<NumberRole> roles) const {
  if (t >= end_ || (a_.tokens[t].kinds & kind_bit(LexiconKind::kNumber)) == 0) return {};
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
    if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kNumber) || t + hit->length > end_) continue;
    const NumberEntry& entry = lexicons_.number(hit->entry);
    if (entry.role == NumberRole::kStop && hit->peeled == 0) return {};
    if (std::find(roles.begin(), roles.end(), entry.role) != roles.end()) return {&entry, hit};
  }
  return {};
}

bool NumberLiterals::has_currency(std::uint32_t t) const {
  return t < end_ && (a_.tokens[t].kinds & kind_bit(LexiconKind::kCurrency)) != 0;
}

bool NumberLiterals::has_currency_prefix(std::uint32_t t) const {
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
    if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kCurrency)) continue;
    const CurrencyEntry::Form form = lexicons_.currency(hit->entry).form;
    if (form == CurrencyEntry::Form::kSymbol || form == CurrencyEntry::Form::kCode) return true;
  }
  return false;
}

bool NumberLiterals::has_currency_before(std::uint32_t t) const {
  if (t == first_) return false;
  if (has_currency(t - 1)) return true;
  return t >= first_ + 2 && has_currency(t - 2);
}

NumberLiterals::Word NumberLiterals::joined(std::uint32_t& at, std::initializer_list<NumberRole> roles) const {
  if (word(at) == arabic::kAnd) {
    const Word w = find(at + 1, roles);
    if (!w || !w.entry->arabic || w.hit->peeled != w.hit->article) return {};
    ++at;
    return w;
  }
  const Word w = find(at, roles);
  return w && w.entry->arabic && continues(at, w) ? w : Word{};
}

std::optional<NumberLiterals::Part> NumberLiterals::literal(std::uint32_t t) const {
  if (!is_digits(t) || token(t).in_url) return std::nullopt;
  if (t >= first_ + 2 && glued(t) && word(t - 1) == "," && glued(t - 1) && is_digits(t - 2)) return lone(t);  // inside "22,24,26"
  // Mostly nothing is glued to it that could belong to the number, and no digits come next: no groups, no mark, no fraction.
  if (!is_digits(t + 1) && (!glued(t + 1) || token(t + 1).kind == TokenKind::kLatin || word(t + 1) == "%")) return lone(t);
  struct Group {
    std::uint32_t token;
    char mark;  // before it
  };
  std::vector<Group> groups{{t, 0}};
  std::uint32_t at = t;
  while (groups.size() < 12 && glued(at + 1) && glued(at + 2) && is_digits(at + 2)) {
    const std::string_view mark = word(at + 1);
    if (mark != "." && mark != "," && mark != arabic::kComma && mark != "'") break;
    groups.push_back({at + 2, mark == "." ? '.' : mark == "'" ? '\'' : mark == arabic::kComma ? ';' : ','});
    at += 2;
  }
  // The Gulf press: ر (reh, a hand-written decimal mark) with the fraction stored first, "53ر12" is 12.53; and a decimal whose halves a direction mark
  // swapped, "045.3 مليار" is 3.045 milliards: no amount begins with a zero before other digits. The mark itself decides nothing: it may stand in any number.
  if (groups.size() <= 2) {
    const bool reh = groups.size() == 1 && glued(t + 1) && word(t + 1) == "ر" && glued(t + 2) && is_digits(t + 2);
    bool swapped = reh;
    if (groups.size() == 2 && groups[1].mark == '.') {
      const bool zero_first = size_of(t) > 1 && word(t)[0] == '0';
      swapped = a_.arabic && zero_first && measured(t + 3);
    }
    if (swapped) {
      Part part;
      part.digits = true;
      part.end = t + 3;
      part.value = Decimal::parse(std::string(word(t + 2)) + "." + std::string(word(t)));
      part.precision = -static_cast<int>(size_of(t));
      if (reh) part.other = Decimal::parse(std::string(word(t)) + "." + std::string(word(t + 2)));
      return part;
    }
  }
  // "10 000", "1 234 567": groups of three behind a no-break space, or a lone group of zeros.
  if (groups.size() == 1 && size_of(t) <= 3 && word(t) != "0") {
    std::uint32_t next = t + 1;
    while (next < end_ && is_digits(next) && size_of(next) == 3 && !glued(next) && token(next).begin == token(next - 1).end + 1 &&
           (word(next) == "000" || a_.text.source(a_.text.to_source({token(next).begin - 1, token(next).begin})) != " ")) {
      groups.push_back({next, ' '});
      at = next++;
    }
    if (groups.size() > 1 && glued(at + 1) && glued(at + 2) && is_digits(at + 2) && (word(at + 1) == "." || word(at + 1) == ",")) {
      groups.push_back({at + 2, '.'});
      at += 2;
    }
  }
  Part part;
  part.digits = true;
  part.end = at + 1;
  part.plain = groups.size() == 1;
  std::string digits(word(t));
  std::size_t decimals_from = 0;  // index of the group that holds the decimals; 0 for none
  if (groups.size() > 1) {
    bool same = true, threes = size_of(t) <= 3;
    for (std::size_t g = 1; g < groups.size(); ++g) {
      same = same && groups[g].mark == groups[1].mark;
      threes = threes && (size_of(groups[g].token) == 3);
    }
    const char mark = groups[1].mark;
    if (same && threes && groups.size() > 2) {
      // 1,234,567 and 1.234.567
    } else if (same && groups.size() == 2 && threes && mark != '.' && word(t) != "0") {
      // 12,345; but "1,234 مليار" is a decimal in a press that writes commas
      if (a_.arabic && magnitude_follows(part.end) && size_of(t) <= 2) decimals_from = 1;
    } else if (same && groups.size() == 2 && threes && mark == '.') {
      // A dot before exactly three digits: a thousands mark in Arabic text where the sentence allows.
      if (!(a_.arabic && word(t) != "0" && !magnitude_follows(part.end) && dot_groups_thousands(part.end))) decimals_from = 1;
    } else if (same && groups.size() == 2) {
      if (mark == '\'') return lone(t);  // 5'11": feet and inches
      decimals_from = 1;
    } else if (!same) {
      // Thousands marks, then one decimal mark of the other kind.
      for (std::size_t g = 1; g + 1 < groups.size(); ++g)
        if (groups[g].mark != mark || size_of(groups[g].token) != 3) return std::nullopt;
      decimals_from = groups.size() - 1;
    } else if (mark == ',' || mark == ';') {
      return lone(t);  // "22,24,26": a list without spaces
    } else {
      return std::nullopt;  // 1.2.3, 15.1.2020
    }
    for (std::size_t g = 1; g < groups.size(); ++g) {
      if (g == decimals_from) digits += '.';
      digits += word(groups[g].token);
    }
  }
  part.value = Decimal::parse(digits);
  if (decimals_from != 0) part.precision = -static_cast<int>(size_of(groups[decimals_from].token));
  // "2½"
  if (part.plain && glued(part.end)) {
    const std::string_view vulgar = word(part.end);
    const char* add = vulgar == "½" ? "0.5" : vulgar == "¼" ? "0.25" : vulgar == "¾" ? "0.75" : nullptr;
    if (add != nullptr && part.value) {
      part.value = part.value->plus(*Decimal::parse(add));
      part.precision = -1;
      part.plain = false;
      ++part.end;
    }
  }
  return part;
}

std::optional<NumberLiterals::Part> NumberLiterals::lone(std::uint32_t t) const {
  Part part;
  part.digits = part.plain = true;
  part.end = t + 1;
  part.value = Decimal::parse(word(t));
  return part;
}

void NumberLiterals::power(Part& part) const {
  std::uint32_t at = part.end;
  int exponent = 0;
  if (!part.value) return;
  // "⁶" and the like: each is a token of its own.
  const auto superscript = [&](std::uint32_t t) {
    static constexpr std::string_view kDigits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    for (int digit = 0; digit < 10; ++digit)
      if (glued(t) && word(t) == kDigits[digit]) return digit;
    return -1;
  };
  const auto superscripts = [&](std::uint32_t& t) {
    int value = -1;
    for (int digit; value < 10 && (digit = superscript(t)) >= 0; ++t) value = (value < 0 ? 0 : value * 10) + digit;
    return value;
  };
  const bool times = word(at) == "x" || word(at) == "×" || word(at) == "*";
  std::uint32_t raised_at = times ? at + 2 : at;
  if ((times && word(at + 1) == "10") || (!times && *part.value == *Decimal::make(10))) {
    if (const int raised = superscripts(raised_at); raised >= 0) {
      const auto value = part.value->shifted(times ? raised : raised - 1);
      if (!value) return;
      part.value = value;
      part.precision += times ? raised : raised;
      part.end = raised_at;
      part.plain = false;
      return;
    }
  }
  if (glued(at) && word(at) == "e" && glued(at + 1)) {
    const bool minus = word(at + 1) == "-" || word(at + 1) == "+";
    const std::uint32_t digits = minus ? at + 2 : at + 1;
    if (!is_digits(digits) || !glued(digits) || size_of(digits) > 2) return;
    exponent = std::atoi(std::string(word(digits)).c_str()) * (word(at + 1) == "-" ? -1 : 1);
    at = digits + 1;
  } else if ((word(at) == "x" || word(at) == "×" || word(at) == "*") && word(at + 1) == "10" && word(at + 2) == "^" && is_digits(at + 3) &&
             size_of(at + 3) <= 2) {
    exponent = std::atoi(std::string(word(at + 3)).c_str());
    at += 4;
  } else {
    return;
  }
  const auto raised = part.value->shifted(exponent);
  if (!raised) return;
  part.value = raised;
  part.precision += exponent;
  part.end = at;
  part.plain = false;
}

void NumberLiterals::spoken_decimals(Part& part) const {
  if (!part.value || part.magnitude || !part.value->is_integer()) return;
  if (word(part.end) != "point" && word(part.end) != "فاصله") return;  // فاصله: point
  std::uint32_t at = part.end + 1;
  std::string digits;
  for (; at < end_ && digits.size() < 12; ++at) {
    if (is_digits(at) && digits.empty()) {
      digits = word(at);
      ++at;
      break;
    }
    const Word w = find(at, {NumberRole::kUnit});
    if (!w || !unpeeled(w) || w.entry->has("ten") || w.entry->has("compound")) break;
    digits += w.entry->value.to_string();
  }
  if (digits.empty()) return;
  const auto whole = Decimal::parse(part.value->to_string() + "." + digits);
  if (!whole) return;
  part.value = whole;
  part.precision = -static_cast<int>(digits.size());
  part.plain = false;
  part.end = at;
}

bool NumberLiterals::measured(std::uint32_t t) const {
  constexpr std::uint16_t kMeasures = kind_bit(LexiconKind::kCurrency) | kind_bit(LexiconKind::kUnit);
  return t < end_ && (magnitude_follows(t) || (a_.tokens[t].kinds & kMeasures) != 0);
}

bool NumberLiterals::magnitude_follows(std::uint32_t t) const {
  const Word w = find(t, {NumberRole::kMagnitude});
  return w && unpeeled(w);
}

bool NumberLiterals::dot_groups_thousands(std::uint32_t after) const {
  const std::string_view next = word(after);
  if (next == "%" || next == arabic::kIn || next == "بالميه" || next == "بالمايه")
    return next == arabic::kIn && word(after + 1) != "الميه" &&
           word(after + 1) != "المايه";  // بالميه: percent; بالمايه: percent; الميه: hundred; المايه: hundred
  return true;
}

std::optional<NumberLiterals::Part> NumberLiterals::slash(std::uint32_t t) const {
  if (!(is_digits(t) && glued(t + 1) && word(t + 1) == "/" && glued(t + 2) && is_digits(t + 2)) || size_of(t) > 3 || size_of(t + 2) > 3) return std::nullopt;
  if (glued(t + 3) && word(t + 3) == "/") return std::nullopt;
  const auto over = Decimal::parse(word(t)), under = Decimal::parse(word(t + 2));
  const bool alone = t <= first_ + 1 && t + 3 >= end_;
  bool unit = false;
  if (t + 3 < end_)
    for (const LexiconHit* hit = a_.hits_begin(t + 3); hit != a_.hits_end(t + 3); ++hit)
      unit = unit || hit->kind == static_cast<std::uint8_t>(LexiconKind::kUnit) || hit->kind == static_cast<std::uint8_t>(LexiconKind::kCurrency) ||
             (hit->kind == static_cast<std::uint8_t>(LexiconKind::kCalendar) && lexicons_.calendar(hit->entry).role == "time_unit");
  if (!over || !under || under->is_zero() || !(alone || (unit && *over < *under))) return std::nullopt;
  Part part;
  part.value = over->divided_by(*under);
  if (!part.value) return std::nullopt;
  part.digits = true;
  part.precision = -2;
  part.end = t + 3;
  return part;
}

}  // namespace mizan

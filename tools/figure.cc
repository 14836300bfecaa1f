#include "tools/figure.h"

#include <algorithm>
#include <cctype>

namespace mizan::tools {
namespace {

std::string grouped(std::string digits) {
  std::size_t begin = digits.starts_with('-') ? 1 : 0;
  std::size_t end = std::min(digits.find('.'), digits.size());
  if (end - begin < 5) return digits;  // 2025 and 1150 read best as they are
  for (std::size_t at = end; at > begin + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace

std::string figure(Decimal number) {
  struct Magnitude {
    int power;
    const char* word;
  };
  constexpr Magnitude kMagnitudes[] = {{12, " trillion"}, {9, " billion"}, {6, " million"}};
  for (const Magnitude& magnitude : kMagnitudes) {
    auto least = Decimal::make(1, magnitude.power);
    Decimal size = number.is_negative() ? number.negated() : number;
    if (!least || size < *least) continue;
    auto scaled = number.shifted(-magnitude.power);
    if (scaled && scaled->exponent() >= -3) return grouped(scaled->to_string()) + magnitude.word;
  }
  return grouped(number.to_string());
}

std::string figure(const std::optional<Decimal>& low, const std::optional<Decimal>& high, Bound bound, std::string_view unit, std::string_view per) {
  if (!low && !high) return "n/a";
  std::string out;
  switch (bound) {
    case Bound::kAbout:
      out = "~";
      break;
    case Bound::kOver:
      out = ">";
      break;
    case Bound::kUnder:
      out = "<";
      break;
    case Bound::kAtLeast:
      out = "≥";
      break;
    case Bound::kAtMost:
      out = "≤";
      break;
    case Bound::kExact:
    case Bound::kBetween:
      break;
  }
  out += figure(low ? *low : *high);
  if (low && high && *low != *high) {
    std::string upper = figure(*high);
    // "5–8 billion": a shared magnitude word stands once.
    std::size_t word = out.find(' ');
    if (word != std::string::npos && upper.ends_with(out.substr(word))) out.resize(word);
    out += "–" + upper;
  }
  if (unit == "%")
    out += "%";
  else if (unit == "x")
    out += "×";
  else if (!unit.empty() && unit != "1")
    out += " " + std::string(unit);
  if (!per.empty()) out += "/" + std::string(per);
  return out;
}

std::string length(std::string_view value) {
  if (std::size_t slash = value.find('/'); slash != std::string_view::npos && value.starts_with('P')) {
    return length(value.substr(0, slash)) + " to " + length(value.substr(slash + 1));
  }
  std::string out;
  bool time = false;
  std::string number;
  for (char c : value.starts_with('P') ? value.substr(1) : std::string_view()) {
    const char* word = c == 'Y'   ? "year"
                       : c == 'W' ? "week"
                       : c == 'D' ? "day"
                       : c == 'H' ? "hour"
                       : c == 'S' ? "second"
                       : c == 'M' ? (time ? "minute" : "month")
                                  : nullptr;
    if (c == 'T' && number.empty()) {
      time = true;
    } else if ((c >= '0' && c <= '9') || c == '.') {
      number += c;
    } else if (word != nullptr && !number.empty()) {
      out += (out.empty() ? "" : " ") + number + " " + word + (number == "1" ? "" : "s");
      number.clear();
    } else {
      return std::string(value);
    }
  }
  return out.empty() || !number.empty() ? std::string(value) : out;
}

std::string measure(std::string_view metric, std::string_view noun) {
  if (metric == "other" && !noun.empty()) return std::string(noun);
  std::string out(metric);
  std::replace(out.begin(), out.end(), '_', ' ');
  // A measure that counts is named after what it counts, or counts people ("others" among them).
  bool says_it = noun == "person" || noun == "other" || noun == "dead" || (noun.size() > 3 && metric.starts_with(noun.substr(0, noun.size() - 1)));
  if (!noun.empty() && !says_it) out += " (" + std::string(noun) + ")";
  return out;
}

std::string readable(std::string_view text) {
  // What scripts look for is said in words.
  if (constexpr std::string_view kOrder = "order_unknown: "; text.starts_with(kOrder))
    return readable(text.substr(kOrder.size())) + ", and nothing says which is the later";
  auto in_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.'; };
  std::string out;
  while (!text.empty()) {
    std::size_t end = 0;
    while (end < text.size() && in_word(text[end]) == in_word(text[0])) ++end;
    std::string_view word = text.substr(0, end);
    bool stop = word.size() > 1 && word.back() == '.';
    std::optional<Decimal> number = Decimal::parse(stop ? word.substr(0, word.size() - 1) : word);
    if (number)
      out += figure(*number) + (stop ? "." : "");
    else
      out += length(word);
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace mizan::tools

#include "db/arithmetic_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "pipeline/normalized_text.h"

namespace mizan::arithmetic {

std::optional<Range> range_of(const Claim& c) {
  if (!c.figure || c.figure->low != c.figure->high) return std::nullopt;
  const Interval written = interval_of(*c.figure);
  if (!written.low || !written.high) return std::nullopt;
  return Range{c.figure->low.to_double(), written.low->to_double(), written.high->to_double()};
}

std::vector<Claims> sentences_of(const Snapshot& s, const Claims& facts) {
  std::map<std::pair<Field, std::uint32_t>, Claims> by_place;
  for (int i : facts) {
    const Fact& f = claim(s, i).fact();
    if (f.table < 0 && claim(s, i).figure) by_place[{f.field, f.sentence.begin}].push_back(i);
  }
  std::vector<Claims> out;
  for (auto& [place, claims] : by_place) {
    std::stable_sort(claims.begin(), claims.end(), [&](int i, int j) { return claim(s, i).fact().source.begin < claim(s, j).fact().source.begin; });
    claims.erase(std::unique(claims.begin(), claims.end(), [&](int i, int j) { return claim(s, i).fact().source == claim(s, j).fact().source; }), claims.end());
    out.push_back(std::move(claims));
  }
  return out;
}

bool Between::has(const std::vector<std::string_view>& any) const {
  return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return std::find(any.begin(), any.end(), w) != any.end(); });
}

bool Between::only(const std::vector<std::string_view>& these, std::size_t most) const {
  return words.size() <= most &&
         std::all_of(words.begin(), words.end(), [&](const std::string& w) { return std::find(these.begin(), these.end(), w) != these.end(); });
}

Between between(const Claim& a, const Claim& b) {
  constexpr std::size_t kMost = 200;  // bytes that are looked at: what is further apart has nothing to do with each other
  Between out;
  const std::uint32_t origin = a.fact().sentence.begin;
  if (a.fact().source.end < origin || b.fact().source.begin < a.fact().source.end) return out;
  const std::size_t from = a.fact().source.end - origin, size = b.fact().source.begin - a.fact().source.end;
  if (size > kMost || from > a.stored.sentence.size()) {
    out.words.assign(kMost, "…");
    return out;
  }
  const std::string_view text = std::string_view(a.stored.sentence).substr(from, size);
  out.colon = text.find(':') != text.npos;
  out.opens = text.find('(') != text.npos;
  for_each_word(NormalizedText::fold(text), [&](std::string_view word) { out.words.emplace_back(word); });
  return out;
}

Verdict verdict_of(const Range& stated, const Range& computed) {
  constexpr double kNothing = 1e-9;
  const double slack = kNothing * std::max(1.0, stated.high);
  if (computed.face >= stated.low - slack && computed.face <= stated.high + slack) return Verdict::kAgree;
  return computed.low <= stated.high + slack && computed.high >= stated.low - slack ? Verdict::kRounding : Verdict::kConflict;
}

std::string number_text(double value, int precision) {
  auto d = Decimal::parse(fmt::format("{:.{}f}", value, std::max(0, 1 - precision)));
  return d ? d->to_string() : std::string();
}

}  // namespace mizan::arithmetic

#include "tools/eval_score.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/utf8.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::json;

Diagnostic wrong(std::string message, std::string remedy = {}) {
  return {"gold.line", std::move(message), std::move(remedy), {}, 0, 0};
}

std::string text_of(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}
bool flag_of(const Json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}
std::optional<Decimal> decimal_of(const Json& object, const char* key) {
  auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return Decimal::parse(found->is_string() ? found->get<std::string>() : found->dump());
}

// Byte offsets of code points: the offset of each, and the end.
std::vector<std::uint32_t> byte_offsets(std::string_view text) {
  std::vector<std::uint32_t> out;
  for (std::size_t at = 0; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) out.push_back(static_cast<std::uint32_t>(at));
  out.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

bool overlap(SourceSpan a, SourceSpan b) {
  return a.begin < b.end && b.begin < a.end;
}

// Code points in a span: what the intersection over union counts.
std::size_t points(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return begin < end ? count_code_points(text.substr(begin, end - begin)) : 0;
}

double iou(std::string_view text, SourceSpan a, SourceSpan b) {
  const auto both = points(text, std::max(a.begin, b.begin), std::min(a.end, b.end));
  const auto either = points(text, std::min(a.begin, b.begin), std::max(a.end, b.end));
  return both == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

// An ISO 8601 duration in months and seconds; nullopt for what is none.
std::optional<std::pair<Decimal, Decimal>> months_and_seconds(std::string_view value) {
  if (value.size() < 3 || value[0] != 'P') return std::nullopt;
  Decimal months, seconds;
  bool time = false;
  for (std::size_t at = 1; at < value.size();) {
    if (value[at] == 'T' && !time) {
      time = true;
      ++at;
      continue;
    }
    const std::size_t end = value.find_first_not_of("0123456789.", at);
    if (end == std::string_view::npos || end == at) return std::nullopt;
    const auto number = Decimal::parse(value.substr(at, end - at));
    const char letter = value[end];
    std::int64_t factor = 0;
    bool month = false;
    switch (letter) {
      case 'Y':
        factor = 12, month = true;
        break;
      case 'M':
        factor = time ? 60 : 1, month = !time;
        break;
      case 'W':
        factor = 604800;
        break;
      case 'D':
        factor = 86400;
        break;
      case 'H':
        factor = 3600;
        break;
      case 'S':
        factor = 1;
        break;
      default:
        return std::nullopt;
    }
    if (!number || ((letter == 'H' || letter == 'S') && !time)) return std::nullopt;
    const auto part = number->times(*Decimal::make(factor));
    if (!part) return std::nullopt;
    Decimal& sum = month ? months : seconds;
    const auto added = sum.plus(*part);
    if (!added) return std::nullopt;
    sum = *added;
    at = end + 1;
  }
  return std::pair(months, seconds);
}

// "P2Y" and "P24M" are the same length, and so are the ends of ranges.
bool same_length(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::size_t slash_a = a.find('/'), slash_b = b.find('/');
  if ((slash_a == std::string_view::npos) != (slash_b == std::string_view::npos)) return false;
  if (slash_a != std::string_view::npos)
    return same_length(a.substr(0, slash_a), b.substr(0, slash_b)) && same_length(a.substr(slash_a + 1), b.substr(slash_b + 1));
  const auto x = months_and_seconds(a), y = months_and_seconds(b);
  return x && y && *x == *y;
}

bool means_the_same(const GoldMention& gold, const Mention& found) {
  if (gold.type != found.type && !(gold.type == MentionType::kOrdinal && found.type == MentionType::kNumber)) return false;
  if (const DateRange* date = found.date()) return date->value == gold.value;
  if (const Length* length = found.length()) return same_length(gold.value, length->value);
  const Amount* amount = found.amount();
  if (amount == nullptr || amount->low != gold.low || amount->high != gold.high) return false;
  if (gold.type != MentionType::kMoney && gold.type != MentionType::kQuantity && gold.type != MentionType::kPercent) return true;
  return std::find(gold.units.begin(), gold.units.end(), amount->unit) != gold.units.end();
}

// at_least and over, at_most and under, are told apart by the contract but not counted as mistakes here.
Bound broad(Bound bound) {
  return bound == Bound::kAtLeast ? Bound::kOver : bound == Bound::kAtMost ? Bound::kUnder : bound;
}

// The ends of "2019/2021".
std::pair<std::string_view, std::string_view> ends_of(std::string_view range) {
  const std::size_t slash = range.find('/');
  return {range.substr(0, slash), slash == std::string_view::npos ? std::string_view() : range.substr(slash + 1)};
}

struct Sums {
  Counts right{}, missed{}, extra{};
  void add(const Marks& one) {
    for (std::size_t t = 0; t < kTypes; ++t) right[t] += one.right[t], missed[t] += one.missed[t], extra[t] += one.extra[t];
  }
};

struct Figures {
  double precision = 0, recall = 0, f1 = 0;
};
Figures figures(int right, int missed, int extra) {
  Figures out;
  if (right + extra > 0) out.precision = static_cast<double>(right) / (right + extra);
  if (right + missed > 0) out.recall = static_cast<double>(right) / (right + missed);
  if (out.precision + out.recall > 0) out.f1 = 2 * out.precision * out.recall / (out.precision + out.recall);
  return out;
}
Figures figures(const Sums& sums, std::size_t type) {
  if (type < kTypes) return figures(sums.right[type], sums.missed[type], sums.extra[type]);
  int right = 0, missed = 0, extra = 0;
  for (std::size_t t = 0; t < kTypes; ++t) right += sums.right[t], missed += sums.missed[t], extra += sums.extra[t];
  return figures(right, missed, extra);
}

// The 95 % interval of a sample, sorted in place.
Interval interval(double value, std::vector<double>& sample) {
  if (sample.empty()) return {value, value, value};
  std::sort(sample.begin(), sample.end());
  auto at = [&](double share) { return sample[static_cast<std::size_t>(share * static_cast<double>(sample.size() - 1) + 0.5)]; };
  return {value, at(0.025), at(0.975)};
}

}  // namespace

Result<GoldArticle> read_gold_line(std::string_view line) {
  if (find_invalid_utf8(line)) return wrong("no valid UTF-8");
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    return wrong("no JSON object", "A line of a gold file is one article: {\"id\":..., \"text\":..., \"mentions\":[...]}");
  GoldArticle gold;
  Document& document = gold.document;
  document.id = text_of(json, "id");
  document.text = text_of(json, "text");
  document.lang = text_of(json, "lang");
  document.published = text_of(json, "published");
  document.place = text_of(json, "place");
  if (document.text.empty()) return wrong("no \"text\"");
  if (document.text.size() >= std::size_t{1} << 30) return wrong("a text of a gigabyte or more");
  auto mentions = json.find("mentions");
  if (mentions == json.end() || !mentions->is_array()) return wrong("no list of \"mentions\"", "An article without any states an empty one: \"mentions\":[]");
  const std::vector<std::uint32_t> offsets = byte_offsets(document.text);
  for (const Json& one : *mentions) {
    if (!one.is_object()) return wrong("a mention that is no object");
    const std::string type = text_of(one, "type");
    if (type == "entity") continue;
    GoldMention mention;
    const auto known = mention_type_from(type);
    if (!known)
      return wrong(fmt::format("no such type: \"{}\"", type), "Types are money, percent, quantity, count, multiple, date, duration, age, ordinal, number");
    mention.type = *known;
    auto start = one.find("start"), end = one.find("end");
    if (start == one.end() || end == one.end() || !start->is_number_unsigned() || !end->is_number_unsigned())
      return wrong("a mention without \"start\" and \"end\"");
    const auto first = start->get<std::uint64_t>(), last = end->get<std::uint64_t>();
    if (first >= last || last >= offsets.size())
      return wrong(fmt::format("a mention [{}, {}) outside the text", first, last), "Offsets are code points of \"text\", the end not included");
    mention.span = {offsets[first], offsets[last]};
    const std::string slice = document.text.substr(mention.span.begin, mention.span.end - mention.span.begin);
    if (const std::string text = text_of(one, "text"); !text.empty() && text != slice)
      return wrong(fmt::format("[{}, {}) is \"{}\", not \"{}\"", first, last, slice, text), "Offsets are code points, not bytes");
    mention.low = decimal_of(one, "low");
    mention.high = one.contains("high") ? decimal_of(one, "high") : mention.low;
    mention.value = text_of(one, "value");
    mention.per = text_of(one, "per");
    mention.optional = flag_of(one, "optional");
    mention.vague = flag_of(one, "vague");
    if (const std::string bound = text_of(one, "bound"); !bound.empty()) {
      const auto meant = bound_from(bound);
      if (!meant) return wrong(fmt::format("no such bound: \"{}\"", bound));
      mention.bound = *meant;
    }
    if (auto unit = one.find("unit"); unit != one.end() && unit->is_array()) {
      for (const Json& each : *unit)
        if (each.is_string()) mention.units.push_back(each.get<std::string>());
    } else {
      const std::string only = text_of(one, "unit");
      mention.units.push_back(only.empty() ? "%" : only);
    }
    gold.mentions.push_back(std::move(mention));
  }
  return gold;
}

Marks mark(const GoldArticle& gold, const std::vector<Mention>& found) {
  Marks out;
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i].type != MentionType::kEntity && found[i].field == Field::kText) candidates.push_back(i);
  std::vector<bool> used(found.size());
  const std::string& text = gold.document.text;

  for (std::size_t g = 0; g < gold.mentions.size(); ++g) {
    const GoldMention& wanted = gold.mentions[g];
    if (!wanted.wanted()) continue;
    std::optional<std::size_t> hit;
    double best = 0;
    for (std::size_t i : candidates) {
      if (used[i] || !overlap(wanted.span, found[i].source) || !means_the_same(wanted, found[i])) continue;
      const double share = iou(text, wanted.span, found[i].source);
      if (share >= 0.5 && share > best) hit = i, best = share;
    }
    if (!hit && wanted.type == MentionType::kDate) {
      const auto [from, to] = ends_of(wanted.value);
      std::vector<std::size_t> ends;
      for (std::size_t i : candidates) {
        const DateRange* date = found[i].date();
        if (date == nullptr || !overlap(wanted.span, found[i].source)) continue;
        if (to.empty()) {  // one end of a range that was found whole
          const auto [a, b] = ends_of(date->value);
          if (!b.empty() && (a == wanted.value || b == wanted.value)) hit = hit.value_or(i);
        } else if (date->value == from || date->value == to) {
          ends.push_back(i);
        }
      }
      if (ends.size() == 2) {
        used[ends[1]] = true;
        hit = ends[0];
      }
    }
    const auto type = static_cast<std::size_t>(wanted.type);
    if (!hit) {
      ++out.missed[type];
      Marks::Miss miss{g, {}};
      for (std::size_t i : candidates)
        if (overlap(wanted.span, found[i].source)) miss.instead.push_back(i);
      out.misses.push_back(std::move(miss));
      continue;
    }
    used[*hit] = true;
    ++out.right[type];
    const Mention& got = found[*hit];
    out.exact_spans += got.source == wanted.span;
    if (const Amount* amount = got.amount()) {
      ++out.bounded;
      out.bounds_right += broad(amount->bound) == broad(wanted.bound);
      if (!wanted.per.empty() || !amount->per.empty()) {
        ++out.per_of;
        out.per_right += wanted.per == amount->per;
      }
    }
  }
  for (std::size_t i : candidates) {
    if (used[i] || found[i].vague) continue;
    Marks::Extra extra{i, {}};
    bool forgiven = false;
    for (std::size_t g = 0; g < gold.mentions.size(); ++g) {
      if (!overlap(gold.mentions[g].span, found[i].source)) continue;
      extra.near.push_back(g);
      forgiven = forgiven || !gold.mentions[g].wanted();
    }
    if (forgiven || (found[i].type == MentionType::kNumber && !extra.near.empty())) continue;
    ++out.extra[static_cast<std::size_t>(found[i].type)];
    out.extras.push_back(std::move(extra));
  }
  return out;
}

Score summarise(const std::vector<Marks>& articles, int rounds) {
  Score out;
  out.articles = static_cast<int>(articles.size());
  Sums whole;
  for (const Marks& one : articles) {
    whole.add(one);
    out.exact_spans += one.exact_spans;
    out.bounds_right += one.bounds_right;
    out.bounded += one.bounded;
    out.per_right += one.per_right;
    out.per_of += one.per_of;
    for (int right : one.right) out.found += right;
  }
  // SplitMix64 (Steele, Lea, Flood 2014): the same on every machine, as the library's distributions are not.
  std::uint64_t state = 20260101;
  auto next = [&state] {
    std::uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  };
  std::array<std::array<std::vector<double>, 3>, kTypes + 1> samples;
  for (int round = 0; round < rounds && !articles.empty(); ++round) {
    Sums sums;
    for (std::size_t i = 0; i < articles.size(); ++i) sums.add(articles[next() % articles.size()]);
    for (std::size_t type = 0; type <= kTypes; ++type) {
      // A sample without any mention of the type says nothing about it.
      if (type < kTypes && sums.right[type] + sums.missed[type] + sums.extra[type] == 0) continue;
      const Figures f = figures(sums, type);
      samples[type][0].push_back(f.precision);
      samples[type][1].push_back(f.recall);
      samples[type][2].push_back(f.f1);
    }
  }
  for (std::size_t type = 0; type <= kTypes; ++type) {
    Row row;
    if (type < kTypes) {
      row.gold = whole.right[type] + whole.missed[type];
      row.right = whole.right[type];
      row.extra = whole.extra[type];
    } else {
      for (std::size_t t = 0; t < kTypes; ++t) row.gold += whole.right[t] + whole.missed[t], row.right += whole.right[t], row.extra += whole.extra[t];
    }
    if (row.gold + row.extra == 0 && type < kTypes) continue;
    const Figures f = figures(whole, type);
    row.precision = interval(f.precision, samples[type][0]);
    row.recall = interval(f.recall, samples[type][1]);
    row.f1 = interval(f.f1, samples[type][2]);
    out.rows.emplace(type < kTypes ? to_string(static_cast<MentionType>(type)) : "all", row);
  }
  return out;
}

}  // namespace mizan::tools

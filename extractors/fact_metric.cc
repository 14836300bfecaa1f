#include "extractors/fact_metric.h"

#include <algorithm>
#include <limits>

#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

constexpr std::uint32_t kWindow = 70;  // tokens to either side that are looked at

template <std::size_t N>
bool one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// How far a cue may stand and still govern.
double reach(std::string_view cls) {
  if (cls == "money") return 26;
  if (cls == "percent") return 20;
  if (cls == "count") return 15;
  if (cls == "number" || cls == "ordinal") return 6;
  if (cls == "duration") return 10;
  return 22;
}

std::string_view default_metric(const Mention& m, std::string_view cls) {
  if (m.type == MentionType::kQuantity) {
    if (cls == "length") return "length";
    if (cls == "mass") return "weight";
    if (cls == "area") return "area";
    if (cls == "temperature") return "temperature";
    if (cls == "power") return "capacity";
    if (cls == "energy") return "consumption";
    if (cls == "datarate") return "bandwidth";
    if (cls == "data") return "capacity";
    if (cls == "time") return "latency";
    if (cls == "speed") return "speed";
    if (cls == "magnitude") return "magnitude";
    if (cls == "oil") return "production";
    if (cls == "volume") return "capacity";
  }
  return "other";
}

// A metric that a thing that is no person cannot have counted, and the other way round.
bool counts_people(std::string_view metric) {
  static constexpr std::string_view kPeople[] = {"killed",   "injured",      "missing",   "arrested",    "released",   "displaced",         "rescued",
                                                 "hostages", "hospitalised", "recovered", "deaths",      "population", "attendance",        "turnout",
                                                 "troops",   "layoffs",      "refugees",  "employees",   "visitors",   "passengers",        "students",
                                                 "members",  "users",        "customers", "subscribers", "voters",     "registered_voters", "vaccinated"};
  return one_of(metric, kPeople);
}
// What things are counted by, other than by themselves.
bool counts_things(std::string_view metric) {
  static constexpr std::string_view kThings[] = {"sales", "order",       "production", "capacity",    "exports", "imports",        "intercepted",
                                                 "aid",   "inventories", "reserves",   "consumption", "layoffs", "missiles_fired", "tests"};
  return one_of(metric, kThings);
}
// A cue that says more than the counted noun: registered voters are voters, points of an index its level, spectators that a stadium holds its capacity.
bool narrows(std::string_view noun_metric, std::string_view metric) {
  return (noun_metric == "voters" && metric == "registered_voters") || (noun_metric == "votes" && (metric == "valid_votes" || metric == "invalid_votes")) ||
         (noun_metric == "points" && metric == "index_level") || (noun_metric == "score" && metric == "targets") ||
         (noun_metric == "jobs" && metric == "layoffs") || (noun_metric == "missiles_fired" && metric == "intercepted") ||
         ((noun_metric == "attendance" || noun_metric == "passengers" || noun_metric == "visitors") && metric == "capacity");
}
bool is_event(std::string_view metric) {
  static constexpr std::string_view kEvents[] = {"killed",   "injured",      "missing",   "arrested", "released", "displaced", "rescued",
                                                 "hostages", "hospitalised", "recovered", "deaths",   "layoffs",  "attendance"};
  return one_of(metric, kEvents);
}

// "شركة بقيمة" (a company worth), "CoreWeave, worth": a company, or its name, ends right before the token.
bool is_company(const FactScan& scan, std::uint32_t token) {
  if (token > scan.first + 1 && (scan.word(token - 1) == "," || scan.word(token - 1) == arabic::kComma)) --token;
  for (std::size_t i = scan.metric_from(token); i > 0 && scan.metrics[i - 1].first + 3 >= token; --i)
    if (scan.metrics[i - 1].end == token && scan.metrics[i - 1].entry->metric == "companies") return true;
  const std::size_t n = scan.name_from(token);
  return n > 0 && scan.names[n - 1].end == token && scan.names[n - 1].cls == "org";
}

}  // namespace

bool is_toll(std::string_view metric) {
  static constexpr std::string_view kTolls[] = {"killed",    "injured", "missing",  "arrested",     "released",
                                                "displaced", "rescued", "hostages", "hospitalised", "recovered"};
  return one_of(metric, kTolls);
}
bool belongs_to_place(std::string_view metric) {
  static constexpr std::string_view kPlaces[] = {
      "population",  "gdp",           "growth_rate", "inflation_rate", "unemployment_rate", "interest_rate", "turnout", "voters",  "registered_voters",
      "valid_votes", "invalid_votes", "temperature", "rainfall",       "exports",           "imports",       "trade",   "deficit", "surplus",
      "reserves",    "budget",        "cases",       "deaths",         "refugees",          "vaccinated",    "tests",   "tariff",  "tax",
      "aid",         "debt"};
  return one_of(metric, kPlaces);
}
bool is_money_out(std::string_view metric) {
  static constexpr std::string_view kOut[] = {"commitment", "investment", "spending", "contract_value", "funding", "order", "aid", "cost", "payment"};
  return one_of(metric, kOut);
}
bool is_rate(std::string_view metric) {
  static constexpr std::string_view kRates[] = {
      "revenue_share", "market_share",      "stake",      "yield",   "return", "tax",        "tariff", "growth_rate", "inflation_rate",
      "interest_rate", "unemployment_rate", "vote_share", "turnout", "share",  "vaccinated", "change"};
  return one_of(metric, kRates);
}

std::string_view value_class(const Mention& m) {
  switch (m.type) {
    case MentionType::kMoney:
      return "money";
    case MentionType::kPercent:
      return "percent";
    case MentionType::kCount:
      return "count";
    case MentionType::kMultiple:
      return "multiple";
    case MentionType::kOrdinal:
      return "ordinal";
    case MentionType::kNumber:
      return "number";
    case MentionType::kDate:
      return "date";
    case MentionType::kDuration:
      return "duration";
    case MentionType::kAge:
      return "age";
    case MentionType::kEntity:
      return "";
    case MentionType::kQuantity:
      break;
  }
  const Amount* amount = m.amount();
  if (amount == nullptr) return "";
  const std::string_view d = amount->dimension;
  if (amount->unit == "magnitude") return "magnitude";
  if (amount->unit == "bbl/d" || amount->unit == "bbl" || amount->unit == "boe") return "oil";
  if (d == "data_rate" || d == "byte_rate") return "datarate";
  if (d == "data_bits") return "data";
  if (d == "oil_rate" || d == "flow") return "oil";
  if (d == "latency") return "time";
  return d;
}

MetricChoice choose_metric(const FactScan& scan, const FactNumber& number, const GivenMetric& given) {
  const Mention& m = scan.mentions()[number.mention];
  const std::string_view cls = value_class(m);
  const Amount* amount = m.amount();
  MetricChoice best;
  best.metric = "other";
  best.anchor = number.first;
  best.cost = std::numeric_limits<double>::max();

  // What the counted noun says.
  const NounEntry* noun = nullptr;
  bool noun_weak = false;
  if (m.type == MentionType::kCount && amount != nullptr) {
    best.noun = amount->noun;
    for (std::uint32_t t = number.first; t < number.end && noun == nullptr; ++t)
      for (const LexiconHit* hit = scan.article().hits_begin(t); hit != scan.article().hits_end(t); ++hit)
        if (static_cast<LexiconKind>(hit->kind) == LexiconKind::kNoun && scan.lexicons().noun(hit->entry).noun == amount->noun) {
          noun = &scan.lexicons().noun(hit->entry);
          break;
        }
    if (noun != nullptr && !noun->metric.empty()) {
      best.metric = noun->metric;
      best.from_noun = true;
      best.cost = 5;
      noun_weak = noun->has("person") && !is_toll(noun->metric) && noun->metric != "deaths";
      if (!noun_weak) best.cost = 0;
    }
  }
  const bool people = m.type == MentionType::kCount && (amount == nullptr || amount->noun.empty() || noun == nullptr || noun->has("person"));
  const bool bare = m.type == MentionType::kCount && (amount == nullptr || amount->noun.empty());

  // Cues of the sentence.
  const std::uint32_t low = number.first > kWindow ? number.first - kWindow : 0;
  const std::size_t from = scan.metric_from(low);
  const MetricCue* chosen = nullptr;
  const MetricCue* worth = nullptr;
  double chosen_cost = std::numeric_limits<double>::max();
  bool chosen_change = false;
  for (std::size_t i = from; i < scan.metrics.size(); ++i) {
    const MetricCue& cue = scan.metrics[i];
    if (cue.first > number.end + kWindow / 2) break;
    const std::string_view metric = cue.entry->metric;
    const bool inside = cue.first >= number.first && cue.end <= number.end;
    if (inside && noun != nullptr) continue;
    if (!inside && scan.in_number(cue.first) && scan.in_number(cue.end - 1)) continue;  // another number's noun
    if (cue.weak &&
        ((cue.entry->has("goals") && (noun == nullptr || noun->metric != "score")) || (cue.entry->has("jobs") && (noun == nullptr || noun->metric != "jobs"))))
      continue;
    if (cue.entry->has("worth")) {
      if (cue.end <= number.first && number.first - cue.end <= 4) worth = &cue;
      continue;
    }
    bool fits = cue.entry->has(cls) || (m.type == MentionType::kQuantity && cue.entry->has("quantity")), change = false;
    double cost = 0;
    // "العجز الأميركي يصل ل 77 مليار": billions of nothing named, beside a measure of money, are money.
    if (!fits && bare && !cue.verb && !cue.weak && cue.entry->has("money") && amount != nullptr && amount->low && amount->low->exponent() >= 6) fits = true;
    // "ارتفعت أرباح الشركة بنسبة 12%": the owner of what rose is not what is counted.
    if (cls == "percent" && !fits && metric == "companies") continue;
    // "95.3% of GDP": what it is measured by.
    if (cls == "percent" && metric == "gdp" && cue.first >= number.end && cue.first <= number.end + 3 && number.end < scan.end &&
        (scan.word(number.end) == "of" || scan.word(number.end) == arabic::kOf))
      continue;
    if (cls == "percent" && !fits) {
      change = fits = !cue.entry->has("date") && !cue.entry->has("age") && !cue.entry->has("duration") && !cue.entry->has("ordinal") &&
                      !cue.entry->has("length") && (!cue.verb || cue.entry->has("money"));
      cost += 2;
    } else if (cls == "percent" && fits && !is_rate(metric)) {
      change = true;
    }
    if (!fits) continue;
    if (m.type == MentionType::kCount) {
      if (noun != nullptr && noun->has("person") && !counts_people(metric) && !narrows(noun->metric, metric)) continue;
      if (noun != nullptr && !people && !counts_things(metric) && !narrows(noun->metric, metric)) continue;
      if (noun != nullptr && !noun->metric.empty() && !(noun_weak && is_event(metric)) && !narrows(noun->metric, metric)) continue;
      // A head count is taken from the noun, an event from the verb: other nouns of people do not govern.
      if (noun != nullptr && people && !is_event(metric) && !cue.verb &&
          !((metric == "population" || metric == "passengers" || metric == "visitors") && noun->noun == "person") && !narrows(noun->metric, metric))
        continue;
      if (bare && !is_event(metric) && cue.first > number.end) cost += 8;
    }
    const bool before = cue.first < number.first;
    if (before) {
      cost += scan.distance(cue.end - 1, number.first);
      // A number between that the cue governs already.
      bool between = false;
      for (std::uint32_t t = cue.end; t < number.first && !between; ++t) between = scan.in_number(t) && scan.parenthesis(t) == scan.parenthesis(number.first);
      // "shot down 71 of 103 missiles": of the second number only what it counts is said.
      if (between && noun != nullptr && narrows(noun->metric, metric) && metric == "intercepted") continue;
      if (between) cost += m.type == MentionType::kCount && !cue.entry->arabic ? 4 : 2;
    } else if (!inside) {
      const double gap = scan.distance(number.end - 1, cue.first);
      // "has risen to 184 and more than 700 people were injured": what stands behind another number is that one's.
      bool between = false;
      for (std::uint32_t t = number.end; t < cue.first && !between; ++t) between = scan.in_number(t) && scan.parenthesis(t) == scan.parenthesis(number.first);
      if (between) cost += 6;
      // "saves 40 billion, in addition to raising output by 20 billion": what a new clause speaks of.
      if (cls == "money" || cls == "percent") {
        for (std::size_t c = scan.cue_from(number.end); c < scan.cues.size() && scan.cues[c].end <= cue.first; ++c)
          if (scan.cues[c].role == CueRole::kClause) {
            cost += 10;
            break;
          }
      }
      // English says of people what happened behind their number: "25 people were killed".
      if (people && cue.verb && !cue.entry->arabic && is_event(metric))
        cost += gap * 0.8 - 3;
      else
        cost += gap * (gap <= 4 ? 1.2 : 1.6) + (gap <= 3.5 ? 1.0 : 3.0);
      if (cls == "duration" && gap > 2) continue;  // "10 days after his escape from prison" is no term
      if (scan.parenthesis(cue.first) != 0 && scan.parenthesis(number.first) == 0) cost += 8;
    }
    // "1.9 billion dollars of revenue", "8 مليارات دولار من الديون".
    if (!before && !cue.verb && number.end < scan.end && cue.first > number.end && cue.first <= number.end + 2 && cls != "percent" &&
        (scan.word(number.end) == "of" || scan.word(number.end) == "in" || scan.word(number.end) == arabic::kOf))
      cost = 2;
    // "... for 58 million euros on a five-year contract", "بعقد يمتد": a phrase of its own.
    if (!before && !inside && (metric == "contract_value" || metric == "loan") &&
        ((cue.entry->arabic && scan.word(cue.first).starts_with(arabic::kBy)) || (cue.first > number.end && scan.word(number.end) == "on")))
      cost += 14;
    if (cue.weak) cost += 7;
    if (cue.verb && !before) cost += 3;
    if (metric == "share" || metric == "change") cost += 4;
    // "the ratio of debt to GDP was 317 %": what stands behind "to" or "of" is what it is measured by.
    if (cls == "percent" && before && cue.first > scan.first) {
      const std::string_view w = scan.word(cue.first - 1);
      if (w == arabic::kTo || w == arabic::kOf || w == "to" || w == "of") cost += 10;
    }
    // The head of a genitive governs, not what stands inside it: "التزامات إنفاق" are commitments, "ad revenue growth" is growth.
    if (!cue.verb && chosen != nullptr && !chosen->verb && !chosen_change && before && cue.first == chosen->end && cue.entry->arabic && cue.peeled == 0 &&
        !cue.own && chosen_cost < reach(cls) && cls != "percent" && !chosen->weak)
      continue;
    // "العجز في ميزانية 2026 سيبلغ 165 مليار", "the deficit in the 2026 budget": what stands inside the head noun's phrase does not govern, either.
    if (!cue.verb && chosen != nullptr && !chosen->verb && !chosen_change && before && metric == "budget" && cue.first <= chosen->end + 3 &&
        chosen->end < cue.first && chosen_cost < reach(cls) && !chosen->weak) {
      const std::string_view w = scan.word(chosen->end);
      if (w == arabic::kIn || w == "in" || w == "of" || scan.word(cue.first).starts_with(arabic::kBy)) continue;
    }
    if (cost < chosen_cost || (cost == chosen_cost && before)) {
      chosen = &cue;
      chosen_cost = cost;
      chosen_change = change;
    }
  }
  // "signed a contract to buy 12 aircraft worth $4.5 billion", "اتفاقا مع إريكسون بقيمة 2.3 مليار": the deal is worth it, not who or what is named last.
  if (worth != nullptr && (chosen == nullptr || chosen->weak || chosen->entry->metric == "price" || chosen->entry->metric == "valuation" ||
                           chosen_cost > scan.distance(worth->first, number.first) + 6)) {
    constexpr double kDeal = 26;
    const MetricCue* deal = nullptr;  // a contract rather than what it buys
    for (std::size_t i = scan.metric_from(worth->first); i > from; --i) {
      const MetricCue& cue = scan.metrics[i - 1];
      const bool contract = cue.entry->metric == "contract_value";
      if ((!contract && cue.entry->metric != "order") || cue.end > worth->first || scan.distance(cue.end - 1, worth->first) > kDeal) continue;
      if (deal == nullptr || contract) deal = &cue;
      if (contract) break;
    }
    if (deal != nullptr) {
      best.metric = deal->entry->metric;
      best.cue = deal;
      best.anchor = deal->first;
      best.cost = 4;
      return best;
    }
  }
  double limit = reach(cls);
  if (chosen != nullptr && chosen->weak) limit += 3;
  if (chosen != nullptr && chosen_cost <= limit && (best.cost > 1e6 || chosen_cost < best.cost + 12)) {
    if (best.from_noun && !(noun_weak && is_event(chosen->entry->metric)) && !narrows(best.metric, chosen->entry->metric)) chosen = nullptr;
  } else {
    chosen = nullptr;
  }
  // "CoreWeave, worth an expected 32 billion dollars, was sold": what stands behind the figure does not take it from "worth".
  if (chosen != nullptr && worth != nullptr && chosen->first >= number.end && worth->first > scan.first && is_company(scan, worth->first)) chosen = nullptr;
  if (chosen != nullptr) {
    if (!(given.entry != nullptr && chosen->weak)) {
      best.metric = chosen->entry->metric;
      best.cue = chosen;
      best.anchor = chosen->first;
      best.cost = chosen_cost;
      best.from_noun = false;
      best.as_change = chosen_change;
      const std::size_t named = chosen->entry->flags.text().find("noun=");
      if (named != std::string::npos && best.noun.empty()) {
        const std::size_t begin = named + 5;
        best.noun = chosen->entry->flags.text().substr(begin, chosen->entry->flags.text().find(' ', begin) - begin);
      }
      return best;
    }
  }
  if (best.from_noun) {
    // Its own cue farther off still tells whose it is ("ارتفع رصيد X ... إلى 55 نقطة").
    for (std::size_t i = scan.metric_from(number.first); i > from; --i) {
      const MetricCue& cue = scan.metrics[i - 1];
      if (cue.verb || cue.entry->metric != best.metric || scan.in_number(cue.first) || scan.distance(cue.end - 1, number.first) > 30) continue;
      best.cue = &cue;
      best.anchor = cue.first;
      break;
    }
    return best;
  }
  if (given.entry != nullptr && (given.entry->has(cls) || (cls == "percent" && given.entry->has("money")))) {
    best.metric = given.entry->metric;
    best.as_change = cls == "percent" && !is_rate(given.entry->metric);
    best.cost = 10;
    return best;
  }
  if (worth != nullptr && worth->first > scan.first && is_company(scan, worth->first)) {
    best.metric = "valuation";
    best.anchor = worth->first;
    best.cost = 8;
    return best;
  }
  best.metric = default_metric(m, cls);
  if (best.metric != "other") best.cost = 20;
  return best;
}

}  // namespace mizan

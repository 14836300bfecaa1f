#include "extractors/fact_subject.h"

#include <algorithm>
#include <limits>

#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

constexpr std::uint32_t kWindow = 90;  // tokens to either side where names are weighed
// Names that no lexicon knows are found by their looks; Arabic, without capitals, shows less.
constexpr double kUnknownArabic = 38, kUnknownArabicFitting = 9, kUnknownLatin = 3;
constexpr double kFarthest = 30;  // a name that costs more is no subject
using Kind = FactName::Kind;

template <std::size_t N>
bool one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// What a measure's subject usually is: "org", "place", "person", or nothing in particular.
std::string_view expected_class(std::string_view metric) {
  static constexpr std::string_view kOrg[] = {"revenue",    "revenue_share", "advertising_revenue",
                                              "profit",     "loss",          "sales",
                                              "cost",       "share_price",   "spending",
                                              "cash_burn",  "investment",    "commitment",
                                              "funding",    "order",         "valuation",
                                              "market_cap", "market_share",  "stake",
                                              "assets",     "dividend",      "capacity",
                                              "production", "layoffs",       "customers",
                                              "users",      "subscribers",   "fine",
                                              "employees",  "jobs",          "return",
                                              "bid"};
  static constexpr std::string_view kPerson[] = {"age", "salary", "transfer_fee", "score", "points", "prison_term"};
  if (belongs_to_place(metric)) return "place";
  if (one_of(metric, kOrg)) return "org";
  if (one_of(metric, kPerson)) return "person";
  return "";
}

double class_cost(std::string_view metric, const FactName& name) {
  const std::string_view want = expected_class(metric), cls = name.cls;
  if (metric == "price" || metric == "index_level" || metric == "exchange_rate") return cls == "instrument" || cls == "product" ? -6 : cls == "person" ? 6 : 0;
  if (cls == "instrument" && metric == "inflation_rate") return 60;  // the index that shows it
  if (cls == "instrument" && metric != "production" && metric != "reserves" && metric != "exports") return 14;
  if (cls == "person" && (metric == "length" || metric == "area" || metric == "speed" || metric == "temperature" || metric == "distance")) return 60;
  if (cls == "product" && (metric == "contract_value" || metric == "order")) return 14;  // what is bought
  if (want.empty() || cls.empty() || cls == want) return 0;
  if (cls == "event") return 12;
  if (want == "org")
    return cls == "product" ? 2 : cls == "person" ? (metric == "capacity" || metric == "production" || metric == "revenue" ? 9 : 2) : cls == "place" ? 5 : 6;
  // Who forecasts inflation or growth is not whose they are.
  if (cls == "org" && (metric == "inflation_rate" || metric == "growth_rate" || metric == "unemployment_rate")) return 60;
  if (metric == "prison_term" && cls == "place") return 30;  // whose court it is
  if (want == "place") return cls == "org" ? 3 : 7;
  if (metric == "age") return 40;
  if (want == "person") return cls == "org" ? 3 : 8;
  return 0;
}

// A firm for its revenue, a person for an age: what only they have.
bool fits_unknown(std::string_view metric, const FactName& name) {
  if (name.cls == "person") return metric == "age" || metric == "points" || metric == "transfer_fee";
  return name.cls == "org" && expected_class(metric) == "org";
}

// Who reports a figure is seldom whom it is about, but for a company that reports its own.
double speaker_cost(std::string_view metric, const FactName& name) {
  const std::string_view want = expected_class(metric);
  if (want == "org" && name.cls == "org") return 6;
  if (want == "place" && name.cls != "person") return 12;
  return 26;
}

double relation_cost(Relation relation, std::string_view metric, std::string_view cls, bool arabic, bool behind) {
  const bool homely = cls == "place" && belongs_to_place(metric);
  switch (relation) {
    case Relation::kNone:
      return 0;
    case Relation::kIn:
      return homely ? 2 : cls == "place" ? 16 : 9;
    case Relation::kOf:
      return arabic ? 9 : 4;
    case Relation::kTo:
      return 10;
    case Relation::kFrom:
      return arabic ? 7 : 8;
    case Relation::kWith:
      return 9;
    case Relation::kBy:
      return 3;
    case Relation::kOn:
      return 10;
    case Relation::kLike:
      return behind ? 18 : 7;
    case Relation::kAgainst:
      return 10;
  }
  return 0;
}

bool between_clear(const FactScan& scan, std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t t = from; t < to; ++t) {
    if (scan.in_number(t)) return false;
    const std::string_view w = scan.word(t);
    if (w == "," || w == arabic::kComma || w == "." || w == ";" || w == arabic::kSemicolon) return false;
  }
  return true;
}

}  // namespace

// "Malaysia announced a donation of 18 million gloves": what is announced is the speaker's own, unless a clause of its own says whose.
bool says_of_itself(const FactScan& scan, const FactName& name, const FactNumber& number) {
  if (name.end > number.first) return false;
  // "Hamas said 90 people were killed": behind "said" stands a clause, though no "that" opens it.
  for (std::size_t c = scan.cue_from(name.end); c < scan.cues.size() && scan.cues[c].first <= name.end + 3 && scan.cues[c].first < number.first; ++c)
    if (scan.cues[c].role == CueRole::kSpeech && scan.cues[c].value == "clause") return false;
  for (std::uint32_t t = name.end; t < number.first; ++t) {
    const std::string_view w = scan.word(t);
    // "Samsung said Apple's market share": somebody else's.
    if (const std::size_t n = scan.name_from(t); n < scan.names.size() && scan.names[n].first == t && scan.names[n].possessive) return false;
    if (w == "that" || w == "ان" || w == "بان" || w == "فان" || w == "وان" || w == ":" || w == "\"" || w == "," || w == arabic::kComma ||
        w.starts_with("انه") ||  // بان: that; فان: so that; وان: and that; انه: that he
        w.starts_with("بانه"))   // بانه: that he
      return false;
  }
  return true;
}

// "قالت الحكومة إنها تعتزم" (the government said that it intends), "the company said it would": a pronoun right behind "that" takes the speaker up.
bool speaks_of_itself(const FactScan& scan, const FactName& name, const FactNumber& number) {
  if (name.end > number.first) return false;
  for (std::uint32_t t = name.end; t < number.first && t < name.end + 12; ++t) {
    const std::string_view w = scan.word(t);
    if (w == "انها" || w == "انه" || w == "انهم" || w == "بانها" || w == "بانه" || w == "انهما" || w == "it" || w == "they" || w == "its" ||
        w == "he" ||  // انها: that she; انه: that he; انهم: that they; بانها: that she; بانه: that he; انهما: that the two
        w == "she")
      return true;
  }
  return false;
}

void FactFocus::take(const Party& party) {
  if (!party) return;
  if (party.cls == "org") org = party;
  if (party.cls == "place") place = party;
  if (party.cls == "person") person = party;
  if (party.cls != "person") thing = party;
}

Party FactFocus::of(std::string_view wants) const {
  if (wants == "org" || wants == "team") return org;
  if (wants == "place") return place;
  if (wants == "person") return person;
  return thing;
}

void resolve_references(FactScan& scan, const FactFocus& focus) {
  // Latest grammatical subjects of this sentence so far, by class; a possessive or genitive serves where nothing better came.
  FactFocus seen;
  bool any = false;
  for (FactName& name : scan.names) {
    switch (name.kind) {
      case Kind::kNamed:
        if (name.relation == Relation::kNone || !any) {
          if (!name.speaker || !any) {
            seen.take({name.id, name.name, name.cls});
            if (name.unknown) seen.thing = {name.id, name.name, name.cls};  // what an unknown name is of is a guess: "its" may stand for it
          }
          any = any || name.relation == Relation::kNone;
        }
        break;
      case Kind::kAdjective:
        break;
      case Kind::kDefinite:
      case Kind::kPronoun:
      case Kind::kOwn: {
        std::string_view wants = name.wants;
        if (name.kind == Kind::kOwn) {
          const std::string_view w = scan.word(name.first);
          wants = w == "his" || w == "her" ? "person" : "thing";
        }
        Party party = seen.of(wants);
        if (!party) party = focus.of(wants);
        name.id = party.id;
        name.name = party.name;
        name.cls = party.cls;
        break;
      }
    }
  }
  // An English pronoun that stands for nobody named still is the subject, and keeps others from being it ("He produced 1,000 stamps for Sweden").
  std::erase_if(scan.names, [&](const FactName& name) {
    return name.id.empty() && !(name.kind != Kind::kNamed && scan.article().tokens[name.first].kind == TokenKind::kLatin);
  });
}

Party topic_of(const FactScan& scan) {
  const FactName* best = nullptr;
  for (const FactName& name : scan.names) {
    if (name.kind == Kind::kAdjective || name.unknown || name.id.empty()) continue;
    if (name.relation == Relation::kNone && !name.speaker) return {name.id, name.name, name.cls};
    if (best == nullptr) best = &name;
  }
  if (best == nullptr || best->relation != Relation::kNone) return {};
  return {best->id, best->name, best->cls};
}

SubjectChoice choose_subject(const FactScan& scan, const FactNumber& number, const MetricChoice& metric) {
  SubjectChoice best;
  if (is_toll(metric.metric)) return best;
  if (metric.metric == "deaths" && metric.cue != nullptr && metric.cue->verb) return best;  // people died: of the event
  double best_cost = kFarthest;
  const MetricCue* cue = metric.cue;
  const std::uint32_t low = number.first > kWindow ? number.first - kWindow : 0;
  const Mention& mention = scan.mentions()[number.mention];
  const bool away = metric.metric == "distance";
  bool first_named = true;
  for (std::size_t i = scan.name_from(low); i < scan.names.size(); ++i) {
    const FactName& name = scan.names[i];
    if (name.first > number.end + kWindow / 2) break;
    if (name.first >= number.first && name.end <= number.end) {
      // Inside the number's own span: "13 فلسطينيا", "10 million Americans".
      if (name.kind != Kind::kAdjective || mention.type != MentionType::kCount) continue;
    } else if (name.first < number.end && name.end > number.first) {
      continue;  // half of it is the number's own noun
    }
    const bool arabic = scan.article().tokens[name.first].kind == TokenKind::kArabic || scan.article().arabic;
    double cost = 0;
    const bool before = name.first < number.first;
    if (before)
      cost = 0.45 * scan.distance(name.end - 1, number.first);
    else
      cost = (arabic ? 18 : 9) + (arabic ? 1.2 : 0.9) * scan.distance(number.end > number.first ? number.end - 1 : number.first, name.first);
    if (cue != nullptr && name.first >= cue->end && name.first < number.first) cost -= 1;

    switch (name.kind) {
      case Kind::kNamed:
        if (name.unknown) cost += !arabic ? kUnknownLatin : fits_unknown(metric.metric, name) ? kUnknownArabicFitting : kUnknownArabic;
        break;
      case Kind::kAdjective:
        cost += metric.metric == "rank" || metric.metric == "points" || metric.metric == "score" ? 25 : 9;
        break;
      case Kind::kDefinite:
        cost += 1;
        break;
      case Kind::kPronoun:
        cost += 1;
        break;
      case Kind::kOwn:
        cost += 6;
        break;
    }
    cost += class_cost(metric.metric, name) + relation_cost(name.relation, metric.metric, name.cls, arabic, !before);
    // "The company, which is owned by ADNOC and TAQA, aims for": who is named beside, in a clause of its own, is not what the sentence is about.
    if (before && name.kind == Kind::kNamed && scan.aside(name.first) != 0 && scan.aside(name.first) != scan.aside(number.first)) cost += 24;
    if (name.source)
      cost += 60;
    else if (name.speaker)
      cost += says_of_itself(scan, name, number) ? 1 : speaks_of_itself(scan, name, number) ? 3 : speaker_cost(metric.metric, name);
    if (!before && (name.relation == Relation::kTo || name.relation == Relation::kWith || name.relation == Relation::kAgainst)) cost += 10;
    // "58.5 percent against 41.5 percent for Le Pen", "41.5 بالمئة لمارين لوبان": whose share it is stands right behind it.
    if (!before && (metric.metric == "vote_share" || metric.metric == "votes" || metric.metric == "seats") && name.kind == Kind::kNamed &&
        name.first <= number.end + 1 &&
        ((name.relation == Relation::kTo && arabic) || (name.relation == Relation::kOf && number.end < scan.end && scan.word(number.end) == "for")))
      cost -= 44;
    // "owns 8.2 percent of Nintendo": of it, but not its.
    if (!before && metric.metric == "stake" && name.relation == Relation::kOf && name.first <= number.end + 2) continue;
    // "The conference will be held in Riyadh on 14 November": where, not what.
    if (metric.metric == "event_date" && name.relation == Relation::kIn) continue;
    // "توتنهام صاحب المركز الرابع" (Tottenham, the fourth): a rank is its neighbour's.
    if (metric.metric == "rank" && before && number.first >= name.end && number.first - name.end <= 2)
      cost -= (number.first - name.end <= 1 ? 14 : 9) + relation_cost(name.relation, metric.metric, name.cls, arabic, false);
    if (metric.metric == "magnitude" && (name.cls == "org" || name.cls == "person")) continue;  // who measured it
    if (away && (!before || name.relation != Relation::kNone)) continue;
    if (before && first_named && name.relation == Relation::kNone && name.kind != Kind::kAdjective) {
      cost -= 3;
      first_named = false;
    }
    if (scan.parenthesis(name.first) != 0 && scan.parenthesis(name.first) != scan.parenthesis(number.first)) cost += 6;

    // Genitives of the cue or of the number itself.
    if (cue != nullptr) {
      if (name.first >= cue->end && name.first - cue->end <= 3 && !cue->own && between_clear(scan, cue->end, name.first)) {
        if (!cue->verb && arabic && (name.relation == Relation::kNone || name.relation == Relation::kTo)) cost -= name.first == cue->end ? 14 : 8;
        if (!cue->verb && !arabic && name.relation == Relation::kOf) cost -= 12;
        if (cue->verb && arabic && name.relation == Relation::kNone) cost -= 6;
        // "غرمت المفوضية الأوروبية أبل" (the European Commission fined Apple): the object bears it.
        if (cue->verb && arabic && metric.metric == "fine" && before && i > 0 && scan.names[i - 1].first >= cue->end && scan.names[i - 1].end == name.first)
          cost -= 8;
        // "Google bought YouTube for $1.65 billion": an object, but for what is done to it ("fined Apple $1 billion").
        if (cue->verb && !arabic && before && name.relation == Relation::kNone && metric.metric != "valuation" && metric.metric != "fine") cost += 8;
        if (cue->verb && !arabic && before && name.relation == Relation::kNone && metric.metric == "valuation") cost -= 12;  // "valuing OpenAI at"
      }
      if (name.end <= cue->first && cue->first - name.end <= 4 && between_clear(scan, name.end, cue->first)) {
        if (name.possessive || name.kind == Kind::kOwn)
          cost -= 16;
        else if (!arabic && name.end == cue->first && !cue->verb && name.relation != Relation::kTo)
          cost -= 6;
      }
      // "إيراداتها": whoever came before; names behind prepositions do not own it.
      if (cue->own && name.first < cue->first && name.relation == Relation::kNone) cost -= 4;
      if (cue->own && name.first >= cue->end) cost += 8;
    }
    if (before && name.end <= number.first && number.first - name.end <= 4 && (name.possessive || name.kind == Kind::kOwn) &&
        between_clear(scan, name.end, number.first))
      cost -= 14;
    // "By investing $13 billion in OpenAI, Microsoft gains": the subject of the main clause.
    if (!before && cue != nullptr && cue->verb && name.relation == Relation::kNone && name.first > scan.first && scan.word(name.first - 1) == ",") {
      const std::string_view opening = scan.word(scan.first);
      if (opening == "by" || opening == "after" || opening == "with" || opening == "having") cost -= 14;
    }
    // "X (valued at $19 billion)", "X ($4 billion)".
    if (before && scan.parenthesis(number.first) != 0 && scan.parenthesis(name.first) != scan.parenthesis(number.first)) {
      std::uint32_t t = number.first;
      while (t > name.end && scan.parenthesis(t) == scan.parenthesis(number.first)) --t;
      if (t <= name.end && name.relation != Relation::kTo) cost -= 14;
    }
    if (cost < best_cost) {
      best_cost = cost;
      best.party = {name.id, name.name, name.cls};
      best.name = i;
    }
  }
  return best;
}

Party choose_counterpart(const FactScan& scan, const FactNumber& number, const MetricChoice& metric, const SubjectChoice& subject) {
  // Which relations name the other party, by measure.
  const bool out = is_money_out(metric.metric) || metric.metric == "return" || metric.metric == "stake" || metric.metric == "loan" || metric.metric == "fine" ||
                   metric.metric == "bid" || metric.metric == "trade";
  const bool away = metric.metric == "distance";
  const bool rate = metric.metric == "exchange_rate";
  const bool count =
      metric.metric == "other" || metric.metric == "score" || metric.metric == "price" || metric.metric == "transfer_fee" || metric.metric == "contract_value";
  const bool sent = metric.metric == "exports", received = metric.metric == "imports";
  if (!out && !away && !count && !rate && !sent && !received) return {};
  double best_cost = 16;
  Party best;
  const std::uint32_t low = number.first > 40 ? number.first - 40 : 0;
  for (std::size_t i = scan.name_from(low); i < scan.names.size(); ++i) {
    const FactName& name = scan.names[i];
    if (name.first > number.end + 24) break;
    if (i == subject.name || name.id.empty() || name.id == subject.party.id || name.kind == Kind::kAdjective || name.speaker) continue;
    if (name.first >= number.first && name.end <= number.end) continue;
    const bool before = name.first < number.first;
    double cost = before ? 3 + scan.distance(name.end - 1, number.first) : scan.distance(number.end - 1, name.first);
    bool fits = false;
    switch (name.relation) {
      case Relation::kIn:
        // "will invest $3 billion in Argentina": a country right behind the figure; elsewhere "in" says where.
        fits = out && (name.cls != "place" || (is_money_out(metric.metric) && !before && name.first <= number.end + 2));
        break;
      case Relation::kTo:
        fits = out || count || away || sent;
        break;
      case Relation::kWith:
        fits = out || count;
        break;
      case Relation::kFrom:
        fits = away || received || (name.cls == "org" && (metric.metric == "order" || metric.metric == "contract_value"));
        break;
      case Relation::kNone:
        // "The World Bank lent Jordan $400 million", "منح البنك الدولي الأردن قرضا": who stands behind the giver gets it.
        fits = (away && !before) || (before && (metric.metric == "loan" || metric.metric == "aid" || metric.metric == "funding") && subject.name < i &&
                                     name.kind == Kind::kNamed && scan.names[subject.name].end + 2 >= name.first);
        break;
      case Relation::kOf:
        fits = away || (metric.metric == "stake" && !before) ||
               (out && !before && name.first == number.end + 1 && scan.word(number.end) == "for");  // "paid $44 billion for Twitter"
        break;
      case Relation::kOn:
        fits = (metric.metric == "contract_value" || metric.metric == "price" || rate) && name.cls != "place";
        break;
      case Relation::kAgainst:
        fits = rate || metric.metric == "fine";
        break;
      default:
        break;
    }
    if (name.cls == "person" && name.relation == Relation::kIn) fits = false;
    if (!fits || cost >= best_cost) continue;
    best_cost = cost;
    best = {name.id, name.name, name.cls};
  }
  return best;
}

}  // namespace mizan

#include "db/comparability.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "db/hash.h"
#include "db/units.h"

namespace mizan {
namespace {

struct Row {
  const char* metric;
  MetricTraits traits;
};

constexpr auto kStill = Motion::kStill;
constexpr auto kToll = Motion::kToll;
constexpr auto kMoving = Motion::kMoving;
constexpr auto kOne = Plurality::kOne;
constexpr auto kMany = Plurality::kMany;
constexpr auto kNever = Plurality::kNever;

// Metrics that are not here have the defaults: a family of their own, still, many values, of their subject.
const Row kRows[] = {
    // metric             family          motion   values  event  noun
    {"investment", {"money_out", kStill, kMany, false, false}},
    {"commitment", {"money_out", kStill, kMany, false, false}},
    {"funding", {"money_out", kStill, kMany, false, false}},
    {"aid", {"money_out", kStill, kMany, false, false}},
    {"order", {"money_out", kStill, kMany, false, false}},
    {"contract_value", {"money_out", kStill, kMany, false, false}},
    {"spending", {"money_out", kStill, kMany, false, false}},
    {"revenue", {"revenue", kStill, kOne, false, false}},
    {"profit", {"profit", kStill, kOne, false, false}},
    {"loss", {"loss", kStill, kOne, false, false}},
    {"valuation", {"valuation", kStill, kOne, false, false}},
    {"market_cap", {"market_cap", kMoving, kOne, false, false}},
    {"market_size", {"market_size", kStill, kOne, false, false}},
    {"debt", {"debt", kStill, kOne, false, false}},
    {"assets", {"assets", kStill, kOne, false, false}},
    {"reserves", {"reserves", kMoving, kOne, false, false}},
    {"budget", {"budget", kStill, kOne, false, false}},
    {"deficit", {"deficit", kStill, kOne, false, false}},
    {"surplus", {"surplus", kStill, kOne, false, false}},
    {"gdp", {"gdp", kStill, kOne, false, false}},
    {"inflation_rate", {"inflation_rate", kStill, kOne, false, false}},
    {"unemployment_rate", {"unemployment_rate", kStill, kOne, false, false}},
    {"population", {"population", kStill, kOne, false, false}},
    {"production", {"production", kStill, kOne, false, false}},
    {"exports", {"exports", kStill, kOne, false, false}},
    {"imports", {"imports", kStill, kOne, false, false}},
    {"consumption", {"consumption", kStill, kOne, false, false}},
    {"dividend", {"dividend", kStill, kOne, false, false}},
    {"employees", {"employees", kStill, kOne, false, false}},
    {"transfer_fee", {"transfer_fee", kStill, kOne, false, false}},
    {"founded", {"founded", kStill, kOne, false, false}},
    {"age", {"age", kStill, kOne, false, false}},
    {"price", {"price", kMoving, kMany, false, false}},
    {"share_price", {"share_price", kMoving, kMany, false, false}},
    {"rental_price", {"rental_price", kMoving, kMany, false, false}},
    {"exchange_rate", {"exchange_rate", kMoving, kMany, false, false}},
    {"index_level", {"index_level", kMoving, kMany, false, false}},
    {"yield", {"yield", kMoving, kMany, false, false}},
    {"interest_rate", {"interest_rate", kMoving, kOne, false, false}},
    {"temperature", {"temperature", kMoving, kMany, false, false}},
    {"rainfall", {"rainfall", kMoving, kMany, false, false}},
    {"speed", {"speed", kMoving, kMany, false, false}},
    {"length", {"length", kStill, kMany, false, true}},
    {"height", {"height", kStill, kMany, false, true}},
    {"weight", {"weight", kStill, kMany, false, true}},
    {"magnitude", {"magnitude", kStill, kOne, true, false}},
    {"killed", {"deaths", kToll, kOne, true, false}},
    {"deaths", {"deaths", kToll, kOne, true, false}},
    {"injured", {"injured", kToll, kOne, true, false}},
    {"hospitalised", {"hospitalised", kToll, kOne, true, false}},
    {"missing", {"missing", kMoving, kOne, true, false}},
    {"hostages", {"hostages", kMoving, kOne, true, false}},
    {"rescued", {"rescued", kToll, kOne, true, false}},
    {"arrested", {"arrested", kToll, kOne, true, false}},
    {"released", {"released", kToll, kOne, true, false}},
    {"displaced", {"displaced", kToll, kOne, true, false}},
    {"airstrikes", {"airstrikes", kToll, kOne, true, false}},
    {"missiles_fired", {"missiles_fired", kToll, kOne, true, false}},
    {"intercepted", {"intercepted", kToll, kOne, true, false}},
    {"targets", {"targets", kToll, kOne, true, false}},
    {"troops", {"troops", kMoving, kMany, false, false}},
    {"votes", {"votes", kToll, kMany, false, false}},
    {"valid_votes", {"valid_votes", kToll, kOne, true, false}},
    {"invalid_votes", {"invalid_votes", kToll, kOne, true, false}},
    {"voters", {"voters", kToll, kOne, true, false}},
    {"vote_share", {"vote_share", kMoving, kMany, false, false}},
    {"turnout", {"turnout", kToll, kOne, true, false}},
    {"seats", {"seats", kMoving, kMany, false, false}},
    {"attendance", {"attendance", kStill, kOne, true, false}},
    {"passengers", {"passengers", kStill, kOne, true, false}},
    {"cases", {"cases", kToll, kOne, true, false}},
    {"recovered", {"recovered", kToll, kOne, true, false}},
    {"tests", {"tests", kToll, kOne, true, false}},
    {"vaccinated", {"vaccinated", kToll, kOne, true, false}},
    {"score", {"score", kMoving, kNever, true, false}},
    {"points", {"points", kMoving, kNever, false, false}},
    {"rank", {"rank", kMoving, kNever, false, true}},
    {"event_date", {"event_date", kStill, kNever, true, false}},
    {"launch_date", {"launch_date", kStill, kNever, false, false}},
    {"duration", {"duration", kStill, kNever, true, false}},
    {"share", {"share", kStill, kMany, false, true}},
    {"other", {"other", kStill, kMany, true, true}},
};

constexpr std::int64_t kSameTimes = 7;  // days between articles that speak of "now" and can mean the same now

bool differ(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

bool same_story(const Claim& a, const Claim& b, const Snapshot& s) {
  return s.articles[static_cast<std::size_t>(a.article)].story == s.articles[static_cast<std::size_t>(b.article)].story;
}

// Measures over a time: without it, two values may be of two quarters.
bool is_flow(const std::string& metric) {
  for (const char* flow :
       {"revenue", "profit", "loss", "sales", "exports", "imports", "trade", "production", "consumption", "deficit", "surplus", "dividend", "spending"}) {
    if (metric == flow) return true;
  }
  return false;
}

// What somebody does in one game: another article's figure is of another game.
bool is_of_a_game(const std::string& noun) {
  for (const char* word : {"ball", "rebound", "assist", "shot", "throw", "goal", "point", "set", "save", "attempt", "time"}) {
    if (noun == word) return true;
  }
  return false;
}

// Do the two articles name nobody and nothing alike? Then they tell of two events, as alike as they may be worded.
bool articles_apart(const Claim& a, const Claim& b, const Snapshot& s) {
  const auto &x = s.articles[static_cast<std::size_t>(a.article)].known_names, &y = s.articles[static_cast<std::size_t>(b.article)].known_names;
  return !x.empty() && !y.empty() && std::none_of(x.begin(), x.end(), [&](std::uint64_t name) { return std::binary_search(y.begin(), y.end(), name); });
}

// Names that no lexicon knows are spelled in many ways: sentences worded alike may share one that was not recognised.
bool named_apart(const Claim& a, const Claim& b, double wording) {
  return names_apart(a, b, Names::kKnown) || (wording < 0.75 && names_apart(a, b, Names::kAll));
}

// Measures of what is traded.
bool is_traded(const std::string& metric) {
  for (const char* of : {"price", "share_price", "index_level", "exchange_rate", "yield"}) {
    if (metric == of) return true;
  }
  return false;
}

// Two subjects that the lexicon knows for two of one kind, neither of them named where the other is spoken of: like words of Egypt's inflation and of Turkey's,
// of gold's price and of silver's, are briefs after one template, and say nothing of one another. Markets are listed side by side, so there the sentence has to
// name both; else the article. (What is told of an event may be told of any place near it.)
bool of_two_known(const Claim& a, const Claim& b, const Snapshot& s) {
  const Fact &x = a.fact(), &y = b.fact();
  if (!differ(x.subject, y.subject) || traits_of(x.metric).of_event || traits_of(y.metric).of_event) return false;
  auto known = [](const std::string& id) { return id.find(":~") == std::string::npos; };
  auto kind = [](const std::string& id) { return std::string_view(id).substr(0, id.find(':')); };
  const bool market = traits_of(x.metric).motion == Motion::kMoving || traits_of(y.metric).motion == Motion::kMoving;
  auto names = [&](const Claim& claim, const std::string& id) {
    const std::vector<std::uint64_t>& all = market ? claim.known_names : s.articles[static_cast<std::size_t>(claim.article)].known_names;
    return std::binary_search(all.begin(), all.end(), hash64(id));
  };
  if (!known(x.subject) || !known(y.subject) || names(a, y.subject) || names(b, x.subject)) return false;
  // One market's index has a name, the next is only known by its country ("the Dubai index", "Qatar's market"): then nothing named in both says that they are
  // one.
  return kind(x.subject) == kind(y.subject) || (is_traded(x.metric) && is_traded(y.metric) && !shares_names(a, b, 1));
}

// The places of the lexicon that the sentence names: hashes, sorted.
std::vector<std::uint64_t> places_of(const Claim& c, const Snapshot& s) {
  std::vector<std::uint64_t> out;
  for (const NamePlace& name : s.articles[static_cast<std::size_t>(c.article)].names) {
    if (name.place && name.field == c.fact().field && c.fact().sentence.begin <= name.begin && name.end <= c.fact().sentence.end) out.push_back(name.name);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// A toll of now and one of an event long ago, each from an article that has a day.
bool times_apart(const Claim& a, const Claim& b, const Snapshot& s) {
  return a.past != b.past && (a.past.empty() || b.past.empty()) && s.articles[static_cast<std::size_t>(a.article)].moment &&
         s.articles[static_cast<std::size_t>(b.article)].moment;
}

bool has_day(const Claim& c, const Snapshot& s) {
  return s.articles[static_cast<std::size_t>(c.article)].moment.has_value();
}

// Two tolls that nothing dates, at places that are not the same: "a raid in northern Yemen", "raids on Hodeidah in Yemen". Only the same words make them one
// event.
bool undated_apart(const Claim& a, const Claim& b, const Snapshot& s) {
  constexpr double kSameWords = 0.85;
  if (traits_of(a.fact().metric).motion != Motion::kToll || has_day(a, s) || has_day(b, s) || !a.when.empty() || !b.when.empty()) return false;
  if (a.wording.arabic() != b.wording.arabic() || a.wording.overlap(b.wording) >= kSameWords) return false;
  const std::vector<std::uint64_t> here = places_of(a, s), there = places_of(b, s);
  return !here.empty() && !there.empty() && here != there;
}

// "of whom 5 children" without its own number: what the part is of, whatever its size.
std::string scope_words(const Claim& c) {
  std::string scope = c.fact().scope;
  if (const std::size_t at = c.stored.text.empty() ? scope.npos : scope.find(c.stored.text); at != scope.npos) scope.erase(at, c.stored.text.size());
  return scope;
}

// A figure of everything that there is to count.
bool is_whole(const std::string& key) {
  return key.empty() || key == "all" || key == "nationwide" || key == "worldwide";
}

// One place under two ids: news says Gaza for the city and for the strip.
bool same_place(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.size() > b.size()) std::swap(a, b);
  if (!b.starts_with(a)) return false;
  for (std::string_view kind : {"-strip", "-city", "-province", "-governorate", "-region", "-state"}) {
    if (b.substr(a.size()) == kind) return true;
  }
  return false;
}

bool is_place(const std::string& key) {
  return key.starts_with("place:");
}

// What part of a whole each of two figures is of.
enum class Scopes : std::uint8_t { kSame, kDiffer, kTwoPlaces };

Scopes scopes_of(const Claim& a, const Claim& b) {
  const Fact &x = a.fact(), &y = b.fact();
  // Where there is a key, the words do not matter. Without a scope a place is only where it happened: that tells it from what is of the whole country, or of
  // another place.
  auto key_of = [](const Fact& f) { return f.scope.empty() || !f.scope_key.empty() ? f.scope_key : std::string(); };
  const std::string p = key_of(x), q = key_of(y);
  const bool worded_x = !x.scope.empty() && p.empty(), worded_y = !y.scope.empty() && q.empty();
  if (worded_x || worded_y) {
    // "Of whom 5 children": across languages words cannot tell.
    if (worded_x && worded_y) return a.wording.arabic() != b.wording.arabic() || scope_words(a) == scope_words(b) ? Scopes::kSame : Scopes::kDiffer;
    return Scopes::kDiffer;
  }
  const bool part_x = is_place(p) && !x.scope.empty(), part_y = is_place(q) && !y.scope.empty();
  if (is_place(p) && is_place(q)) {
    if (same_place(p, q) || (!part_x && !part_y)) return Scopes::kSame;
    return part_x && part_y ? Scopes::kTwoPlaces : Scopes::kDiffer;
  }
  if (part_x || part_y) return Scopes::kDiffer;
  if (is_place(p) || is_place(q)) return is_place(p) ? (q.empty() ? Scopes::kSame : Scopes::kDiffer) : (p.empty() ? Scopes::kSame : Scopes::kDiffer);
  return p == q || (is_whole(p) && is_whole(q)) ? Scopes::kSame : Scopes::kDiffer;
}

bool is_forecast(const std::string& status) {
  return status == "planned" || status == "projected" || status == "target";
}

// Words that count anyone: a noun that is one of them says no more than none.
bool is_anyone(const std::string& noun) {
  for (const char* word : {"", "person", "people", "other", "victim", "dead", "casualty", "wounded", "injured", "killed", "individual", "citizen"}) {
    if (noun == word) return true;
  }
  return false;
}

// Periods of an event: "2018-03", "2018-W11" and "2018-03-12" can be the same day.
bool within(const std::string& a, const std::string& b) {
  const auto x = days_of_period(a), y = days_of_period(b);
  // "Since 30 March" and "on 20 April": all that happened and what happened on a day.
  const bool long_x = a.find('/') != a.npos && x && x->to - x->from > 2, long_y = b.find('/') != b.npos && y && y->to - y->from > 2;
  if (long_x || long_y) return long_x && long_y && x->from == y->from;
  if (x && y) return (x->from <= y->from && y->to <= x->to) || (y->from <= x->from && x->to <= y->to);
  return a.compare(0, b.size(), b) == 0 || b.compare(0, a.size(), a) == 0;
}

// Words that count some of those whom "people" counts: their number may be less than that of all without contradicting it.
bool is_some(const std::string& noun) {
  static const std::unordered_set<std::string_view> kSome = {
      "woman",    "man",      "child",   "girl",    "boy",     "infant",   "baby",    "soldier", "policeman",  "officer",  "guard",
      "civilian", "militant", "fighter", "gunman",  "rebel",   "student",  "pupil",   "teacher", "journalist", "worker",   "employee",
      "doctor",   "tourist",  "pilgrim", "migrant", "refugee", "prisoner", "athlete", "player",  "passenger",  "resident", "protester"};
  return kSome.count(noun) != 0;
}

// "Two women" beside "three people", "27 civilians" beside "30 dead": the smaller counts some, the larger all.
bool part_of_people(const Claim& a, const Claim& b) {
  if (!a.figure || !b.figure) return false;
  const Claim &less = a.figure->low < b.figure->low ? a : b, &more = &less == &a ? b : a;
  return is_some(less.fact().noun) && is_anyone(more.fact().noun);
}

// Prices and the like move every day: a change of them is of its day.
bool is_of_a_market(const Fact& f) {
  return f.subject.starts_with("instrument:") || f.subject.starts_with("currency:") || traits_of(f.metric).motion == Motion::kMoving;
}

bool days_differ(const Claim& a, const Claim& b, const Snapshot& s) {
  const auto &x = s.articles[static_cast<std::size_t>(a.article)].moment, &y = s.articles[static_cast<std::size_t>(b.article)].moment;
  return x && y && x->day != y->day;
}

// A year older in a later article, and not both said of one day: the ages of one man may both be right.
bool birthday_between(const Claim& a, const Claim& b, const Snapshot& s) {
  if (!days_differ(a, b, s) || (!a.fact().period.empty() && a.fact().period == b.fact().period)) return false;
  auto years = [](const std::string& value) {
    if (value.size() < 3 || value.size() > 5 || value.front() != 'P' || value.back() != 'Y') return -1;
    int out = 0;
    for (char c : value.substr(1, value.size() - 2)) {
      if (c < '0' || c > '9') return -1;
      out = out * 10 + (c - '0');
    }
    return out;
  };
  const bool a_first = s.articles[static_cast<std::size_t>(a.article)].moment->day < s.articles[static_cast<std::size_t>(b.article)].moment->day;
  const int before = years((a_first ? a : b).fact().value), after = years((a_first ? b : a).fact().value);
  return before >= 0 && after == before + 1;
}

bool in_front(const Claim& c) {
  constexpr std::uint32_t kFront = 350;  // code points: what an article begins with is what it is about
  return c.fact().field == Field::kTitle || c.stored.start <= kFront;
}

}  // namespace

bool same_scope(const Claim& a, const Claim& b) {
  return scopes_of(a, b) == Scopes::kSame;
}

MetricTraits traits_of(std::string_view metric) {
  static const auto* const table = [] {
    auto* rows = new std::unordered_map<std::string_view, const Row*>;
    for (const Row& row : kRows) rows->emplace(row.metric, &row);
    return rows;
  }();
  auto found = table->find(metric);
  if (found != table->end()) return found->second->traits;
  MetricTraits traits;
  traits.family = metric;
  return traits;
}

std::vector<std::string_view> relatives_of(std::string_view metric) {
  std::vector<std::string_view> out{metric};
  const std::string_view family = traits_of(metric).family;
  for (const Row& row : kRows) {
    if (row.traits.family == family && metric != row.metric) out.push_back(row.metric);
  }
  return out;
}

std::string bucket_of(const Claim& claim, const Snapshot& snapshot) {
  const Fact& f = claim.fact();
  const MetricTraits traits = traits_of(f.metric);
  if (traits.needs_noun && f.noun.empty()) return {};
  const bool by_story = traits.of_event || f.subject.empty();
  // An event of long ago is a story of its own, whichever stories recall it: its year and place tell it.
  const int story = snapshot.articles[static_cast<std::size_t>(claim.article)].story;
  const std::string who = !by_story                                   ? f.subject
                          : claim.past.empty()                        ? fmt::format("story {}", story)
                          : claim.past.find(' ') == std::string::npos ? fmt::format("story {} {}", story, claim.past)
                                                                      : "past " + claim.past;
  std::string unit = claim.figure ? base_unit(f.amount.unit).name : f.type == MentionType::kDate ? "date" : "length";
  // "Other" by story still keeps what is said of different names apart.
  const std::string& name = traits.of_event && traits.needs_noun ? f.subject : std::string();
  const std::string& noun = traits.needs_noun ? f.noun : std::string();
  const char* aspect = f.aspect == "change" ? "change" : f.aspect == "extreme" ? "extreme" : "level";
  return fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", who, name, traits.family, noun, unit, f.amount.per, aspect);
}

std::string period_class(const Fact& fact) {
  return traits_of(fact.metric).of_event ? std::string() : fact.period;
}

double wording_of(const Claim& a, const Claim& b) {
  return a.wording.arabic() == b.wording.arabic() ? a.wording.overlap(b.wording) : 1.0;
}

Comparison context_of(const Claim& a, const Claim& b, const Snapshot& snapshot) {
  const Fact &x = a.fact(), &y = b.fact();
  const bool together = same_story(a, b, snapshot);
  if (differ(x.counterpart, y.counterpart)) return {Context::kApart, ""};
  const bool event = traits_of(x.metric).of_event;
  if (event ? differ(a.when, b.when) && !within(a.when, b.when) : differ(x.period, y.period)) return {Context::kApart, ""};
  if (event && differ(x.subject, y.subject) && x.noun != y.noun) return {Context::kApart, ""};
  if (undated_apart(a, b, snapshot) || times_apart(a, b, snapshot)) return {Context::kApart, ""};
  if (!is_anyone(x.noun) && !is_anyone(y.noun) && x.noun != y.noun) return {Context::kNear, "different things are counted"};
  if (event && part_of_people(a, b)) return {Context::kNear, "one counts some of those whom the other counts"};
  if (traits_of(x.metric).motion == Motion::kMoving && !together) {
    // Equal figures of different days are no agreement, and different ones no conflict.
    const auto& s = snapshot.articles[static_cast<std::size_t>(a.article)].moment;
    const auto& t = snapshot.articles[static_cast<std::size_t>(b.article)].moment;
    if (x.period.empty() && y.period.empty() && (!s || !t || s->day != t->day)) return {Context::kApart, ""};
  }
  if (x.metric != y.metric && (x.counterpart.empty() || x.counterpart != y.counterpart) && traits_of(x.metric).family != "deaths") {
    return {Context::kNear, "the measures are named differently"};
  }
  if ((x.status == "denied") != (y.status == "denied")) return {Context::kNear, "one is denied"};
  if (is_forecast(x.status) != is_forecast(y.status)) return {Context::kNear, "one is planned or expected, the other is actual"};
  // A share of the vote is of the votes, however it is put.
  const Scopes scopes = scopes_of(a, b);
  if (scopes == Scopes::kTwoPlaces) return {Context::kApart, ""};
  if (scopes != Scopes::kSame && !(x.metric == "vote_share" && y.metric == "vote_share"))
    return {Context::kNear, x.scope.empty() || y.scope.empty() ? "one speaks of a part only" : "they speak of different parts"};
  if (differ(x.basis, y.basis)) return {Context::kNear, "they rest on different bases"};
  if (x.aspect != y.aspect && traits_of(x.metric).motion != Motion::kToll) return {Context::kNear, "one is so far, the other at a time"};
  if (x.period.empty() != y.period.empty() && (!together || (!event && wording_of(a, b) < 0.3)))
    return {Context::kNear, "one names a period, the other does not"};
  if (x.period.empty() && y.period.empty() && is_flow(x.metric) &&
      (wording_of(a, b) < 0.6 || (!together && has_day(a, snapshot) && has_day(b, snapshot) && !same_sentence(a, b))))
    return {Context::kNear, "neither names the time that it covers"};
  if (differ(x.as_of, y.as_of)) return {Context::kNear, "they are of different dates"};
  if (x.period.empty() && y.period.empty() && !together && traits_of(x.metric).motion == Motion::kStill) {
    const auto& s = snapshot.articles[static_cast<std::size_t>(a.article)].moment;
    const auto& t = snapshot.articles[static_cast<std::size_t>(b.article)].moment;
    if (s && t && std::abs(s->day - t->day) > kSameTimes) return {Context::kNear, "the articles are far apart in time and name no period"};
  }
  return {};
}

namespace {

// Do the sentences give the same toll of another kind ("10 killed and 3 injured", "10 killed and 2 injured")? Then they are on one event.
bool companions_agree(const Claim& a, const Claim& b, const Snapshot& s) {
  constexpr std::ptrdiff_t kFar = 60;  // claims to either side: those of an article lie together
  auto leading = [&](const Claim& of) {
    std::vector<const Claim*> out;
    const Claim *first = s.claims.data(), *end = first + s.claims.size();
    if (&of < first || &of >= end) return out;
    auto beside = [&](const Claim* c) {
      return c->article == of.article && c->fact().field == of.fact().field && c->stored.sentence_start == of.stored.sentence_start;
    };
    for (const Claim* c = &of; c >= first && &of - c <= kFar && beside(c); --c) {
      if (c->leads) out.push_back(c);
    }
    for (const Claim* c = &of + 1; c < end && c - &of <= kFar && beside(c); ++c) {
      if (c->leads) out.push_back(c);
    }
    return out;
  };
  const std::string_view family = traits_of(a.fact().metric).family;
  const std::vector<const Claim*> theirs = leading(b);
  for (const Claim* mine : leading(a)) {
    const std::string_view other = traits_of(mine->fact().metric).family;
    if (other == family || mine->figure->low.to_double() < 3) continue;
    for (const Claim* c : theirs) {
      if (traits_of(c->fact().metric).family == other && c->figure->low == mine->figure->low) return true;
    }
  }
  return false;
}

}  // namespace

const char* doubt_of(const Claim& a, const Claim& b, const Snapshot& snapshot) {
  const Fact &x = a.fact(), &y = b.fact();
  const MetricTraits traits = traits_of(x.metric);
  const double wording = wording_of(a, b), gap = ratio(a, b);
  // "3 sessions of losses", "up after 3 sessions": one figure is no conflict with itself, whichever way each sentence moves.
  if (a.figure && b.figure && a.figure->low == b.figure->low && a.figure->high == b.figure->high &&
      (x.aspect != "change" || y.aspect != "change" || x.amount.unit == "1"))
    return "the figure is the same";
  if (same_sentence(a, b)) return nullptr;
  if (traits.plurality == Plurality::kNever) return "there are many such figures";
  if (!traits.of_event && differ(x.subject, y.subject) && wording < 0.6) return "they are said of different names";
  if (traits.motion == Motion::kToll && traits.of_event) {
    // The tolls that two articles lead with are of the event that both are about; another's must be worded alike.
    const bool tolls = a.leads && b.leads;
    if (tolls && companions_agree(a, b, snapshot)) return nullptr;
    if (tolls && wording < 0.5 && names_apart(a, b, Names::kKnown) && !shares_names(a, b, 1)) return "the sentences name different places or people";
    if (tolls && wording < 0.3 && !in_front(a) && !in_front(b)) return "nothing says that both are of one event";
    if (!tolls && wording < 0.35 && gap > 1.2) return "nothing says that both are of one thing";
  }
  // A rate of nobody named, where no name stands beside both.
  if (x.amount.unit == "%" && traits.motion != Motion::kToll && (x.subject.empty() || y.subject.empty()) && wording < 0.4 && !shares_names(a, b, 1) &&
      (x.speaker.empty() || x.speaker != y.speaker))
    return "nothing says that both are of one thing";
  if (x.metric == "age" && birthday_between(a, b, snapshot)) return "a birthday may lie between";
  if (x.metric == "age" && gap > 1.06 && wording < 0.5) return "the ages may be of two people";
  return nullptr;
}

namespace {

// What is counted right behind the figure ("25 % on 128 products"); nullptr for nothing.
const Claim* counted_behind(const Claim& c, const Snapshot& s) {
  constexpr std::uint32_t kBehind = 24;  // code points between the two: "25 % on a list of some 1,300"
  const Claim* const end = s.claims.data() + s.claims.size();
  if (&c < s.claims.data() || &c >= end) return nullptr;
  for (const Claim* next = &c + 1; next < end && next->article == c.article && next->fact().field == c.fact().field; ++next) {
    if (next->stored.start < c.stored.end) continue;
    if (next->stored.start > c.stored.end + kBehind || next->stored.sentence_start != c.stored.sentence_start) return nullptr;
    return next->fact().type == MentionType::kCount && !next->fact().noun.empty() && next->figure ? next : nullptr;
  }
  return nullptr;
}

}  // namespace

bool may_be_chance(const Claim& a, const Claim& b, const Snapshot& snapshot) {
  constexpr double kWorded = 0.3;
  constexpr double kBeside = 0.25;  // of the words beside the figures: two of eight
  if (a.article == b.article || a.wording.arabic() != b.wording.arabic() || same_sentence(a, b)) return false;
  if (undated_apart(a, b, snapshot)) return true;
  // "Orders of $20 billion", "an investment of $20 billion": members of one family, and two things, unless the words or the other party say otherwise.
  if (a.fact().metric != b.fact().metric && traits_of(a.fact().metric).family == "money_out" && traits_of(b.fact().metric).family == "money_out" &&
      (a.fact().counterpart.empty() || a.fact().counterpart != b.fact().counterpart) && a.wording.overlap(b.wording) < kWorded)
    return true;
  if (a.fact().amount.unit != "1" && !is_distinctive(a)) {
    const Claim *of = counted_behind(a, snapshot), *other = of ? counted_behind(b, snapshot) : nullptr;
    if (of && other && of->fact().noun == other->fact().noun && fit(*of, *other) == Fit::kApart) return true;
  }
  if (!is_slight(a) || !is_slight(b) || (a.leads && b.leads)) return false;
  // Goals, points and places are the same from game to game: there the words around them, or both sides of the game, have to be the same.
  const auto is_of_games = [](const Fact& f) { return traits_of(f.metric).plurality == Plurality::kNever || is_of_a_game(f.noun); };
  if (is_of_games(a.fact()) || is_of_games(b.fact())) {
    return a.near.overlap(b.near) < kBeside && !shares_names(a, b, 2) && (a.fact().counterpart.empty() || a.fact().counterpart != b.fact().counterpart);
  }
  return a.near.shared(b.near) == 0 && a.wording.overlap(b.wording) < kWorded;
}

bool may_disagree(const Claim& a, const Claim& b, const Snapshot& snapshot) {
  const Fact &x = a.fact(), &y = b.fact();
  const MetricTraits traits = traits_of(x.metric);
  if (traits.plurality == Plurality::kNever || a.article == b.article) return false;
  const Comparison comparison = context_of(a, b, snapshot);
  if (comparison.context == Context::kApart) return false;
  const bool together = same_story(a, b, snapshot);
  // Two dates of what has one date ("founded in 1970", "in 1975") are near enough, however many years lie between.
  const bool dated = traits.plurality == Plurality::kOne && x.type == MentionType::kDate && y.type == MentionType::kDate;
  const double gap = dated ? 1.0 : ratio(a, b);
  // A part and its whole say nothing of each other.
  if (!(x.metric == "vote_share" && y.metric == "vote_share") && scopes_of(a, b) != Scopes::kSame) return false;
  if (comparison.context == Context::kNear && x.metric != y.metric) return false;
  if (!is_anyone(x.noun) && !is_anyone(y.noun) && x.noun != y.noun) return false;
  const double wording = wording_of(a, b);
  // The tolls that two articles on one event give for the whole of it, and what is said of one name in one measure, may be worded as they like.
  const bool tolls = a.leads && b.leads;
  // (Prices of one thing are many, in many markets: there words must tell.)
  const bool named = !x.subject.empty() && x.subject == y.subject && x.metric == y.metric && x.metric != "other" &&
                     (traits.motion != Motion::kMoving || x.metric == "vote_share");
  // Who is named beside the figure is what it is of, where no subject was found: another player's points, another place's earthquake.
  if (!tolls && !(named && gap <= 1.2) && named_apart(a, b, wording)) return false;
  if (x.metric == "other" && is_of_a_game(x.noun) && (wording < 0.75 || !shares_names(a, b, 1))) return false;
  if (traits.of_event && articles_apart(a, b, snapshot)) return false;
  // Two earthquakes, unless both name the place.
  if (x.metric == "magnitude" && (differ(x.subject, y.subject) || ((x.subject.empty() || y.subject.empty()) && !shares_names(a, b, 1)))) return false;
  if (differ(x.direction, y.direction)) return false;  // up here and down there: two moves
  if (x.aspect == "change" && is_of_a_market(x) && x.period.empty() && y.period.empty() && days_differ(a, b, snapshot)) return false;
  // Nothing says that two undated articles speak of one time.
  if (!together && x.period.empty() && y.period.empty() && traits.motion != Motion::kToll && (!has_day(a, snapshot) || !has_day(b, snapshot)) &&
      comparison.context == Context::kSame && wording < 0.35)
    return false;
  // An age is told of many times of a life: only in like words ("died aged 55", "died at 56") it is the same one.
  if (x.metric == "age" && wording < 0.2) return false;
  const double least = tolls || (named && gap <= 1.2) ? 0.0 : named ? 0.05 : 0.2;
  if (together && (wording < least || gap > (wording < 0.2 ? 2 : wording < 0.5 ? 3 : 12))) return false;
  if (x.metric == "other" || x.aspect == "change") return together && gap <= 1.5;
  if (traits.plurality == Plurality::kOne) {
    // Far apart, figures are judged to speak of different things, if they are shown together at all.
    if (x.metric == "age" && gap > 1.25) return false;  // of two people
    if (together) return true;
    if (x.metric == "age") return !x.subject.empty() && x.subject == y.subject && gap <= 1.1;
    return !x.subject.empty() && x.subject == y.subject && gap <= (comparison.context == Context::kSame ? 2 : 10);
  }
  if (!x.counterpart.empty() && x.counterpart == y.counterpart) return gap <= 3;
  if (!named && wording < 0.3) return false;
  return together && gap <= (named && traits.motion == Motion::kMoving ? 2 : 1.5);
}

bool alike_but_for_the_number(const Claim& a, const Claim& b, const Snapshot& snapshot) {
  const Fact &x = a.fact(), &y = b.fact();
  if (a.article == b.article || a.figure.has_value() != b.figure.has_value() || of_two_known(a, b, snapshot)) return false;
  const bool same = same_sentence(a, b);
  // Where the number is the same as well, nothing tells of an alteration: then what keeps equal figures apart does so here.
  if (undated_apart(a, b, snapshot) || times_apart(a, b, snapshot) || (ratio(a, b) == 1.0 && may_be_chance(a, b, snapshot))) return false;
  if ((x.type == MentionType::kDate || y.type == MentionType::kDate) && (x.type != y.type || x.metric != y.metric || !same)) return false;
  // Scores, ranks and dates go with their day: only of one and the same sentence they are one thing.
  if (!same && (traits_of(x.metric).plurality == Plurality::kNever || traits_of(y.metric).plurality == Plurality::kNever)) return false;
  if (a.figure && base_unit(x.amount.unit).name != base_unit(y.amount.unit).name) return false;
  if ((x.type == MentionType::kOrdinal) != (y.type == MentionType::kOrdinal)) return false;
  if (!is_anyone(x.noun) && !is_anyone(y.noun) && x.noun != y.noun) return false;
  if (x.aspect != y.aspect && (x.aspect == "change" || y.aspect == "change")) return false;
  if (differ(x.counterpart, y.counterpart) || differ(x.period, y.period)) return false;
  if (differ(scope_words(a), scope_words(b)) && scopes_of(a, b) != Scopes::kSame) return false;
  if (x.metric != y.metric && x.metric != "other" && y.metric != "other" && traits_of(x.metric).family != traits_of(y.metric).family) return false;
  if (a.wording.arabic() != b.wording.arabic() || differ(x.direction, y.direction)) return false;
  if ((is_of_a_market(x) || is_of_a_market(y)) && x.period.empty() && y.period.empty() && days_differ(a, b, snapshot)) return false;
  if ((is_of_a_game(x.noun) || is_of_a_game(y.noun)) && !shares_names(a, b, 1)) return false;
  const double wording = a.wording.overlap(b.wording);
  if (named_apart(a, b, wording) || x.metric == "magnitude") return false;
  if (wording < 0.75 && (differ(x.subject, y.subject) || is_of_a_game(x.noun) || is_of_a_game(y.noun))) return false;
  // One measure of one stated period, whoever it is said of.
  if (x.metric == y.metric && x.metric != "other" && !x.period.empty() && x.period == y.period && (x.subject.empty() || y.subject.empty()) && wording >= 0.15 &&
      ratio(a, b) <= 1.1) {
    return true;
  }
  // At another place of the same sentence another figure stands.
  auto place = [](const Claim& c) { return static_cast<std::int64_t>(c.stored.start) - static_cast<std::int64_t>(c.stored.sentence_start); };
  if (same) return std::abs(place(a) - place(b)) <= 12;
  return wording >= 0.6 && ratio(a, b) <= (wording >= 0.8 ? 12 : 3);
}

bool is_distinctive(const Claim& claim) {
  const Fact& f = claim.fact();
  if (!claim.figure) return false;
  const std::size_t digits = std::to_string(std::abs(f.amount.low->coefficient())).size();
  return digits >= (f.amount.unit != "1" && f.amount.unit != "%" ? 2 : 3);
}

bool same_but_finer(const Claim& a, const Claim& b, const Snapshot& snapshot) {
  const Fact &x = a.fact(), &y = b.fact();
  if (!a.figure || !b.figure || x.type != y.type || x.type == MentionType::kOrdinal || x.amount.per != y.amount.per) return false;
  if ((x.aspect == "change") != (y.aspect == "change") || differ(x.direction, y.direction) || differ(x.counterpart, y.counterpart)) return false;
  if (of_two_known(a, b, snapshot) || times_apart(a, b, snapshot)) return false;
  if (!is_anyone(x.noun) && !is_anyone(y.noun) && x.noun != y.noun) return false;
  const bool a_coarser = b.figure->low_step < a.figure->low_step;
  const Claim &coarse = a_coarser ? a : b, &fine = a_coarser ? b : a;
  auto digits = [](const Claim& c) { return std::to_string(std::abs(c.fact().amount.low->coefficient())).size(); };
  const double wording = wording_of(a, b);
  if (digits(fine) < 3 || wording < 0.1) return false;
  return digits(coarse) >= 3 || (coarse.fact().amount.unit != "1" && digits(coarse) >= 2) || wording >= 0.2;
}

bool same_in_translation(const Claim& a, const Claim& b) {
  const Fact &x = a.fact(), &y = b.fact();
  if (!a.figure || !b.figure || a.wording.arabic() == b.wording.arabic() || x.type != y.type || x.type == MentionType::kOrdinal) return false;
  if (x.type != MentionType::kCount && x.type != MentionType::kNumber) return true;
  return std::to_string(std::abs(x.amount.low->coefficient())).size() >= 2 || x.noun == y.noun;
}

bool same_thing(const Claim& a, const Claim& b, const Snapshot& snapshot, bool once) {
  const Fact &x = a.fact(), &y = b.fact();
  if (x.type == MentionType::kDate || y.type == MentionType::kDate || a.figure.has_value() != b.figure.has_value() || of_two_known(a, b, snapshot) ||
      times_apart(a, b, snapshot))
    return false;
  const double wording = a.wording.arabic() == b.wording.arabic() ? a.wording.overlap(b.wording) : 0.0;
  const MetricTraits s = traits_of(x.metric), t = traits_of(y.metric);
  const bool tolls = s.of_event && t.of_event && x.metric != "other" && y.metric != "other";
  if (tolls && s.family != t.family && x.type == MentionType::kCount) return false;  // four dead and four injured
  if (wording >= 0.5) return true;
  // A figure that stands once in each article and counts the same, or has a unit and some words around it in common, is one thing.
  if (once && a.figure && x.amount.per == y.amount.per && !differ(x.direction, y.direction) && x.type != MentionType::kOrdinal) {
    if (!is_anyone(x.noun) && x.noun == y.noun && wording >= 0.1) return true;
    if (x.amount.unit != "1" && x.type == y.type && wording >= (x.amount.unit == "%" ? 0.2 : 0.1)) return true;
  }
  if (x.amount.per != y.amount.per || (x.aspect == "change") != (y.aspect == "change")) return false;
  if (wording >= 0.35 && x.amount.unit == "%" && x.metric == y.metric && !differ(x.direction, y.direction)) return true;
  if (differ(x.direction, y.direction) || differ(x.counterpart, y.counterpart)) return false;
  if (!a.figure) return x.metric == y.metric && wording >= 0.2;
  const bool united = x.amount.unit != "1" && x.amount.unit != "%";
  const std::size_t digits = std::to_string(std::abs(x.amount.low->coefficient())).size();
  // A small number is soon there by chance: then the same name has to stand beside it.
  if (digits < 2 && !united && differ(x.subject, y.subject)) return false;
  // A figure that is hardly there by chance is one thing under two names, unless both names are clear.
  if (is_distinctive(a) && !(tolls && s.family != t.family)) return true;
  if (!is_anyone(x.noun) && !is_anyone(y.noun) && x.noun != y.noun) return false;
  const bool metric = x.metric == y.metric || traits_of(x.metric).family == traits_of(y.metric).family;
  const bool noun = !x.noun.empty() && x.noun == y.noun;
  const bool open = x.metric == "other" || y.metric == "other";
  if (metric && (x.metric != "other" || noun)) return true;
  return noun && open;
}

}  // namespace mizan

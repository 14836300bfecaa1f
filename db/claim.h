// What reconciling works on: the facts of all articles that count, each with its figure, and the articles they stand in.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/interval.h"
#include "db/moment.h"
#include "db/store.h"
#include "db/wording.h"

namespace mizan {

struct ArticleEntry {
  std::int64_t article = 0, version = 0;
  std::string key, id, source, published, title, text, state, content_hash;
  std::optional<Moment> moment;       // published, else updated
  std::vector<std::string> features;  // what its mentions say: entity ids and values, for finding articles on one event
  int story = -1;                     // index of its story; articles of one event have the same
  int copy_of = -1;                   // index of the article whose text it repeats; -1: it is an original
  bool draft = false;                 // not in the database, and later than all that is (draft.h)
};

struct Claim {
  StoredFact stored;
  int article = 0;  // index into Snapshot::articles
  std::optional<Figure> figure;  // of amounts
  DayRange days;                 // of dates
  Wording wording;               // of its sentence
  bool leads = false;            // the highest toll of its kind in its article, of no part: that of the whole event (grouping.cc)
  const Fact& fact() const { return stored.fact; }
};

// Everything in total order: articles by natural key, claims by article and place. So whatever is computed from it in this order does not
// depend on the order of arrival.
struct Snapshot {
  std::vector<ArticleEntry> articles;
  std::vector<Claim> claims;
};

// Latest versions that are not withdrawn; facts with a value.
Result<Snapshot> load_snapshot(const FactStore& store);

// The two halves of it, for those who need a part only. Articles by natural key; `wanted` sees version and moment, nothing else is filled in yet.
using WantedArticle = std::function<bool(const ArticleEntry&)>;
Result<std::vector<ArticleEntry>> load_articles(const FactStore& store, const WantedArticle& wanted);
// Appends the claims of the wanted articles to `snapshot.claims`.
Status load_claims(const FactStore& store, Snapshot& snapshot, const WantedArticle& wanted);

// What a mention says of the event its article is on; empty for nothing.
std::string feature_of(const Mention& mention);
// The claim that a fact of article `article` makes; nullopt for a vague one. `stored` has fact, quote and sentence. `days` of a date.
std::optional<Claim> claim_of(StoredFact stored, int article, DayRange days, const Claim* before);

// How well the values of two claims fit, whatever they are about.
Fit fit(const Claim& a, const Claim& b);

// Distance of two amounts as the ratio of the larger to the smaller, for ranking only: 1 for equal ones, infinite where one is zero or the
// signs differ. Of lengths and ages likewise, of dates that differ infinite.
double ratio(const Claim& a, const Claim& b);

}  // namespace mizan

// What reconciling works on: the facts of all articles that count, each with its figure, and the articles they stand in.
#pragma once

#include <cstdint>
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
  std::string key, id, source, published, title, text, state;
  std::optional<Moment> moment;       // published, else updated
  std::vector<std::string> features;  // what its mentions say: entity ids and values, for finding articles on one event
  int story = -1;                     // index of its story; articles of one event have the same
  int copy_of = -1;                   // index of the article whose text it repeats; -1: it is an original
};

struct Claim {
  StoredFact stored;
  int article = 0;  // index into Snapshot::articles
  std::optional<Figure> figure;  // of amounts
  DayRange days;                 // of dates
  Wording wording;               // of its sentence
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

// How well the values of two claims fit, whatever they are about.
Fit fit(const Claim& a, const Claim& b);

// Distance of two amounts as the ratio of the larger to the smaller, for ranking only: 1 for equal ones, infinite where one is zero or the
// signs differ. Of lengths and ages likewise, of dates that differ infinite.
double ratio(const Claim& a, const Claim& b);

}  // namespace mizan

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

class EntityLinks;

// Where an article names somebody or something.
struct NamePlace {
  Field field = Field::kText;
  std::uint32_t begin = 0, end = 0;  // bytes of the source text
  std::uint64_t name = 0;            // hash of the entity's id
  bool known = false;                // the lexicon's: the same id in both languages
  bool place = false;                // a place of the lexicon
};

struct ArticleEntry {
  std::int64_t article = 0, version = 0;
  std::string key, id, source, published, title, text, state, content_hash;
  std::optional<Moment> moment;            // published, else updated
  std::vector<std::string> features;       // what its mentions say: entity ids and values, for finding articles on one event
  std::vector<NamePlace> names;            // in order of field and place: which names its sentences name
  std::vector<std::uint64_t> known_names;  // those of the lexicon: hashes, sorted, each once
  int story = -1;                          // index of its story; articles of one event have the same
  int copy_of = -1;                        // index of the article whose text it repeats; -1: it is an original
  int reading = 0;                         // of load_versions(): 1, 2 ... in the order in which the versions took each other's place; else 0
  bool draft = false;                      // not in the database, and later than all that is (draft.h)
};

struct Claim {
  StoredFact stored;
  int article = 0;                                // index into Snapshot::articles
  std::optional<Figure> figure;                   // of amounts
  DayRange days;                                  // of dates
  Wording wording;                                // of its sentence
  Wording near;                                   // of a slight claim: of the words beside its figure, the figure's own left out
  std::vector<std::uint64_t> names, known_names;  // in its sentence: hashes of entity ids, sorted; all, and those of the lexicon
  std::string when;    // the period of the fact; of a toll that states none, that of the same toll elsewhere in its article (grouping.cc)
  bool leads = false;  // the highest toll of its kind in its article, of no part: that of the whole event (grouping.cc)
  // Of a toll of long before its article's day ("in 2015 an earthquake there killed 9,000"): which event that was, as "2015 place:nepal", or "2015" where its
  // sentence names no place; empty for what the article itself is about (grouping.cc).
  std::string past;
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
// These articles, of those that count. Costs as many look-ups as there are ids.
Result<std::vector<ArticleEntry>> load_articles(const FactStore& store, const std::vector<std::int64_t>& ids);
// The versions of one article that may be shown and are not withdrawn, earlier ones first, the one that counts last; the newest 20. Empty where none counts.
Result<std::vector<ArticleEntry>> load_versions(const FactStore& store, std::int64_t article);
// Appends the claims of the wanted articles to `snapshot.claims`.
Status load_claims(const FactStore& store, Snapshot& snapshot, const WantedArticle& wanted, const EntityLinks& links);

// What a mention says of the event its article is on; empty for nothing.
std::string feature_of(const Mention& mention);
// Appends the mention to the article's names if it is one; settle_names() when all are in.
void add_name(const Mention& mention, ArticleEntry& article);
void settle_names(ArticleEntry& article);
// The claim that a fact of article `article` makes; nullopt for a vague one. `stored` has fact, quote and sentence. `days` of a date. Its names are
// filled in by name_claim().
std::optional<Claim> claim_of(StoredFact stored, int article, DayRange days, const Claim* before);

// Is the figure a small plain number, which is soon there by chance: "3 goals", "fifth"?
bool is_slight(const Claim& claim);

// Sets the names of the claim's sentence from those of its article.
void name_claim(Claim& claim, const ArticleEntry& article);
// Do both sentences name somebody or something, their speakers aside, and nobody the same? Across languages only names of the lexicon tell.
enum class Names : std::uint8_t { kAll, kKnown };
bool names_apart(const Claim& a, const Claim& b, Names which);

// Do both sentences name so many in common, their speakers aside? Names that no lexicon knows count within one language.
bool shares_names(const Claim& a, const Claim& b, int least);

// Are the two sentences one, but for a word or two and the numbers? Copies of agency text differ in one number only.
bool same_sentence(const Claim& a, const Claim& b);

// How well the values of two claims fit, whatever they are about. Hedged alike in one and the same sentence ("more than 40", "more than 90"), figures that
// differ are apart: nobody hedged twice, one of them was altered.
Fit fit(const Claim& a, const Claim& b);

// Distance of two amounts as the ratio of the larger to the smaller, for ranking only: 1 for equal ones, infinite where one is zero or the
// signs differ. Of lengths and ages likewise, of dates that differ infinite.
double ratio(const Claim& a, const Claim& b);

}  // namespace mizan

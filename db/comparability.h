// The policy of comparing: what may meet in a group, and what of it may be judged. All of it is on this page and in comparability.cc; to tune
// comparing, change the table of metrics or context_of(), nothing else.
//
//   1. Bucket (bucket_of): claims that could ever be compared have one key: subject (for tolls, and where the subject is no name: the story),
//      metric or its family, noun where the metric says too little without it, unit's dimension, per, level or change.
//   2. Class: within a bucket, different stated periods and different stated counterparts part ways; a claim that states none goes where its
//      value fits, else to the period that its article most likely speaks of (grouping.h).
//   3. Context (context_of): two claims of one class can be judged (kSame), or only be shown together with a reason (kNear), or neither (kApart).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/claim.h"

namespace mizan {

// How a measure moves with time.
enum class Motion : std::uint8_t {
  kStill,   // one value for its period: revenue, area
  kToll,    // may only rise within a story: killed, votes counted
  kMoving,  // goes up and down: price, missing, temperature
};

// How many values a subject has at one time.
enum class Plurality : std::uint8_t {
  kOne,    // one: valuation, population. Two that differ are worth showing wherever they stand
  kMany,   // several: investments, fines, prices of things. Two that differ are two things, unless the story and the counterpart are the same
  kNever,  // values that differ are never held against each other (dates of an event, durations, scores): only agreement is told
};

struct MetricTraits {
  std::string_view family;  // members of a family can be the same thing in other words; else the metric itself
  Motion motion = Motion::kStill;
  Plurality plurality = Plurality::kMany;
  bool of_event = false;    // belongs to an event rather than to whoever the sentence names: compared within a story only
  bool needs_noun = false;  // says too little without its noun
};
MetricTraits traits_of(std::string_view metric);

// The measures of the same family, this one among them: what a reading by another version of the program may have called it.
std::vector<std::string_view> relatives_of(std::string_view metric);

// Key of the bucket; empty for a claim that is never compared.
std::string bucket_of(const Claim& claim, const Snapshot& snapshot);

// "2025", "2025-Q2", "FY2024": what two stated periods must have in common; empty for none.
std::string period_class(const Fact& fact);

// How alike the sentences are worded, 0 to 1; 1 across languages, where words can't tell.
double wording_of(const Claim& a, const Claim& b);

// Are two figures of one and the same part, or both of the whole ("in Gaza" and "في غزة"; "nationwide" and no word of a part)?
bool same_scope(const Claim& a, const Claim& b);

enum class Context : std::uint8_t { kSame, kNear, kApart };
struct Comparison {
  Context context = Context::kSame;
  const char* reason = "";  // of kNear, for people
};
// Of two claims of one class.
Comparison context_of(const Claim& a, const Claim& b, const Snapshot& snapshot);

// What keeps two claims whose values cannot both hold from being called a conflict, although nothing tells them apart: that nothing says that they speak of
// the same thing, either. An alarm needs more than a group does. nullptr where the evidence suffices; else the reason, for people.
const char* doubt_of(const Claim& a, const Claim& b, const Snapshot& snapshot);

// May two equal figures be equal by chance? Small numbers of things, places in a table, points and goals are: then the words beside them have to be the same
// in part. And what is said of one number of goods ("25 % on 128 products") is not what is said of another ("25 % on 1,300").
bool may_be_chance(const Claim& a, const Claim& b, const Snapshot& snapshot);

// May two claims whose values do not fit stand in one group, each from an article of its own? (Values that fit always may, kApart aside.)
bool may_disagree(const Claim& a, const Claim& b, const Snapshot& snapshot);

// May two claims of one story whose values do not fit stand in one group because their sentences are worded alike, whatever subject or measure
// was read into them?
bool alike_but_for_the_number(const Claim& a, const Claim& b, const Snapshot& snapshot);

// May equal values of one story meet although they fell into different buckets (another metric, or no subject, on one side)?
// `once`: it stands in one place only in each of their two articles.
bool same_thing(const Claim& a, const Claim& b, const Snapshot& snapshot, bool once);

// Is one figure of a story the other at its written precision ("656 ألف" and "656,534 votes") although they fell into different buckets? Asked of
// figures that fit no other figure of the other's article.
bool same_but_finer(const Claim& a, const Claim& b, const Snapshot& snapshot);

// The same across languages, where a value stands once in each of two articles: translations name the measure in their own way.
bool same_in_translation(const Claim& a, const Claim& b);

// Is the figure hardly there by chance: two digits and a unit, or three digits?
bool is_distinctive(const Claim& claim);

}  // namespace mizan

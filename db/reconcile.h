// Compares facts across articles: which figures agree, which are roundings, which were updated, which conflict.
//
//   "656 ألف دونم" and "656,534 dunams" of one subject and metric -> one group, verdict rounding
//   19 and 32 billion of CoreWeave's valuation, one expected       -> one group, verdict incomparable, with the reason
//
// Only the latest versions of articles that are not withdrawn count. What comes out depends on the articles alone, never on the order
// in which they arrived (ids of groups apart: those stay what they were when more articles arrive).
//
// What may be compared with what is one readable page: comparability.h. When two figures are the same: interval.h. What follows from that: verdict.h.
// Sums and growth: arithmetic.h. Articles on one event, and copies of one text: story.h.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "pipeline/decimal.h"
#include "pipeline/mention.h"
#include "pipeline/result.h"

namespace mizan {

enum class Verdict : std::uint8_t { kSingle, kAgree, kRounding, kUpdate, kCorrected, kDisputed, kPartial, kConflict, kIncomparable };
const char* to_string(Verdict verdict);
std::optional<Verdict> verdict_from(std::string_view name);

enum class Check : std::uint8_t { kNone, kSum, kGrowth, kShare, kConversion };
const char* to_string(Check check);  // "" for kNone

// One fact within a group, with the evidence for it.
struct GroupClaim {
  std::int64_t version = 0;  // database ids: the fact's article version and its position there
  std::uint32_t sequence = 0;
  std::string article_key;      // natural key of the article
  std::string subject_as_read;  // the id that its article gave, where it is linked to another one
  std::string subject, metric;  // of the fact itself: the group may go by another's
  std::string content_hash;     // of the article's version
  std::string document;         // the article's id
  std::string source;
  std::string published;
  std::string title;  // of the article
  Field field = Field::kText;
  std::uint32_t start = 0;  // code points of the field's text
  std::uint32_t end = 0;
  std::uint32_t sentence_start = 0;
  std::string text;      // the very slice
  std::string sentence;  // the sentence around it
  std::optional<Decimal> low, high;
  std::string value;  // dates, durations, ages; else empty
  Bound bound = Bound::kExact;
  std::string unit;
  std::string per;
  std::string status;
  std::string period;
  std::string as_of;
  std::string scope;
  std::string basis;
  std::string speaker;
  std::string rule;
  int cluster = 0;      // values that agree have the same number; 0 is the one with the most sources
  bool copied = false;  // its article repeats another's text
};

struct Group {
  std::string id;                     // "g" and ten hexadecimal digits
  std::string story;                  // "s..."; empty where the articles belong to no common story
  std::string subject, subject_name;  // empty: the story is the subject
  std::string metric, noun, unit, per, aspect, period, counterpart, counterpart_name;
  Verdict verdict = Verdict::kSingle;
  std::string reason;
  int confidence_percent = 0;
  int sources = 0;  // independent ones
  int weight = 0;   // 0 to 100, for reading order: sources, size of the gap, recency, confidence, whether it is new
  Check check = Check::kNone;
  std::string stated, computed;    // of a check: decimals written out
  std::vector<GroupClaim> claims;  // by cluster, publication, article and place; of a check: the parts, then the stated figure
};

struct ReconcileOptions {
  bool include_single = false;  // groups of one claim, too
  bool full = false;            // everything anew, whatever was touched
  // Of each verdict, only the weightiest so many groups are read back; 0: all. What is counted is all.
  std::size_t most = 0;
  RunDescription run = {.command = "reconcile", .program = {}, .lexicon = {}, .options = {}};
};

struct Reconciliation {
  // Conflicts first, then by weight, then by article: the order to read them in.
  std::vector<Group> groups;
  std::array<std::uint64_t, 9> verdicts{};  // how many groups have each, by Verdict
  std::uint64_t articles = 0, facts = 0, copies = 0, stories = 0, singles = 0;
  // Conflicts that nobody was told of yet, and no decision rests on (alarm.h): what --fail-on-conflict counts.
  std::uint64_t new_conflicts = 0;
  bool full = false;          // everything was compared anew
  std::uint64_t touched = 0;  // articles that had changed
};

// Compares what has changed since the last time (touched.h) with everything that it can meet, keeps the verdicts, and reads the groups back; the first time,
// and where program or policy changed, everything. The result is the same either way. The store must be open for writing.
Result<Reconciliation> reconcile(FactStore& store, const ReconcileOptions& options = {});
// Compares everything in memory and keeps nothing, for a store open for reading only.
Result<Reconciliation> reconcile_read_only(const FactStore& store, bool include_single = false);

// The groups as they were last reconciled, in the order of their ids, each handed to `take` until that says false. Singles are not stored. For any store.
Status each_stored_group(const FactStore& store, const std::function<bool(const Group&)>& take);

// The id under which a group of the database stands now: itself, or the group that it was merged into. nullopt for an id never given.
Result<std::optional<std::string>> resolve_group(const FactStore& store, std::string_view id);

}  // namespace mizan

// Which claims stand together: groups of comparable claims, each span of text in one group at most. In three steps, so that what a new article changes can be
// followed:
//
//   1. Within each story, from nothing but its articles: values that fit (interval.h) in comparable contexts are joined, within bucket and class
//      (comparability.h); equal values although the sentences name the measure or the subject differently; values that do not fit, nearest first, where
//      they may disagree and no article stands on both sides (an article that gives two values speaks of two things, unless others say otherwise);
//      sentences that are worded alike but for the number.
//   2. Across stories, from nothing but the sets of one bucket: a set meets others in the bucket that most of its claims have, if that is one of a
//      subject and not of its story. Values that fit, then values that may disagree.
//   3. Several facts may rest on one span ("20 billion" of Musk and of xAI): it stays in the group with the most articles.
//
// Buckets are hashed and sorted within; nothing compares all with all.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "db/claim.h"

namespace mizan {

// Claims of one story that stand together.
struct ClaimSet {
  std::vector<int> claims;  // indices into Snapshot::claims, ascending
  int values = 1;           // that differ
  std::string bucket;       // in which it meets sets of other stories; empty: in none
};

// The bucket in which a claim meets those of other stories; empty for none (its subject is its story). What moves from day to day meets only on its day, or
// in the period it names: equal figures of other days are no agreement, and different ones no conflict.
std::string common_bucket(const Claim& claim, const Snapshot& snapshot);

// Step 1. Stories must have been found. Every claim is in one set; sets in the order of their first claims.
std::vector<ClaimSet> sets_within_stories(const Snapshot& snapshot);
// Step 2. `sets` in the order of their first claims; all sets of a bucket that is among theirs must be there. Groups in that order, each ascending.
std::vector<std::vector<int>> join_across_stories(const Snapshot& snapshot, const std::vector<ClaimSet>& sets);
// Step 3: how strong a group's claim on a contested span is; the greater one keeps it. Total: no two groups with a claim on one span are equal.
struct SpanClaim {
  std::int64_t articles = 0, size = 0, tie = 0;
  std::uint32_t sequence = 0;
  auto operator<=>(const SpanClaim&) const = default;
};
SpanClaim span_claim(const std::vector<int>& group, const Snapshot& snapshot);

// All three. Groups in order of their first claim.
std::vector<std::vector<int>> group_claims(const Snapshot& snapshot);

// The story of an event of long ago that all claims of a group recall ("in 2015 an earthquake there killed 9,000"): 'p' and ten hexadecimal digits, the same
// whoever recalls it and whenever. Empty for a group of anything else.
std::string past_story_of(const std::vector<int>& group, const Snapshot& snapshot);

// Sets `leads`, `when` and `past` of the claims, from nothing but their articles. Before grouping and judging.
void find_leading_tolls(Snapshot& snapshot);

}  // namespace mizan

// Articles on one event, and copies of one text.
//
// An article is a set of features: its rarer words (folded, lightly stemmed), entity ids, dates and numbers of its mentions, each weighted
// by its rarity. Articles are compared only where they share rare features (an inverted index; features in more than
// kCommon articles are left out), so the cost is near linear. Two articles are alike when the cosine of their features is high and at least two
// rare ones are shared; across languages, where words can't meet, entities, dates and numbers alone decide. Pairs are joined from the most
// alike down, and two clusters only where a good part of their pairs is alike: single links would chain a month's news into one story.
// Stories span a few days of publication; articles without a date fit any.
//
// An inverted index rather than MinHash: shared rare features explain themselves ("both name Duma and 85 killed"), and headlines are too short
// for sketches. Copies are then found among alike articles by shingles of four words, exactly.
#pragma once

#include "db/claim.h"

namespace mizan {

// Sets `story` and `copy_of` of every article. An article on its own is a story of one. Returns the number of stories.
int find_stories(Snapshot& snapshot);

}  // namespace mizan

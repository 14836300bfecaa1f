// The stories of a snapshot: articles on one event, and copies of one text (story_index.h says how they are found).
#pragma once

#include "db/claim.h"

namespace mizan {

// Sets `story` and `copy_of` of every article from what they say, in memory, as if no others were there. An article on its own is a story of one; stories are
// numbered by their first article in the snapshot. Returns how many there are.
int find_stories(Snapshot& snapshot);

}  // namespace mizan

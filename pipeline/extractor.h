// What finds mentions. One module a kind; the arbiter settles overlaps between them.
#pragma once

#include <vector>

#include "pipeline/analysis.h"
#include "pipeline/mention.h"
#include "pipeline/stretch.h"

namespace mizan {

class Extractor {
 public:
  virtual ~Extractor() = default;
  // Appends mentions. Finding none is not an error. Safe to call from several threads at once.
  virtual void extract(const Analysis& article, std::vector<Mention>& found) const = 0;
};

// Settles overlaps across kinds: higher priority first, then the longer span, then the earlier one; entities never compete with other
// types. Fills `source`, sorts by source begin. Afterwards no two mentions that are not entities overlap, and no two entities do.
// All of them lie in the stretch.
void arbitrate(const Analysis& article, const Stretch& stretch, std::vector<Mention>& mentions);

}  // namespace mizan

// What every fuzz target says of its results: a broken promise is a crash, with its input kept.
#pragma once

#include <cstdlib>

namespace mizan::fuzzing {

inline void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace mizan::fuzzing

// Conflicts that somebody must be told of, each once.
//
// A conflict is raised in the transaction that finds it, under an id that stays: the group's and a number ("g3f0a9c11d2.1"; ".2" where the same figures came to
// agree and then to differ again). It stays open until somebody was told. So a crash in between loses nothing: the next run finds it open and tells it again,
// under the same id (at least once; who must not hear it twice remembers ids).
//
// No alarm: a conflict that people accepted or rejected, and one that was a conflict when its group was last compared.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/store.h"

namespace mizan {

struct Alarm {
  std::string id;
  std::string group;
};

// Raised and not told yet, of groups that are conflicts still and that nobody has decided on; in the order of their ids.
Result<std::vector<Alarm>> open_alarms(const FactStore& store);
// Somebody was told of these; with the open ones that are none any more. In a transaction of its own.
Status close_alarms(FactStore& store, const std::vector<Alarm>& told);

}  // namespace mizan

// `reconcile --to json`: a list of groups exactly as the output contract in README.md lays down. Offsets are code points, decimals are strings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/reconcile.h"

namespace mizan {

// One JSON list, a group a line, newline at the end; "[]\n" where there are none. `by` names program and lexicon
// ("mizan 0.1.0 lexicon 5f3a9c").
std::string reconciliation_json(const std::vector<Group>& groups, std::string_view by);
// One claim as one JSON object.
std::string claim_json(const GroupClaim& claim);
// One group as one JSON object without a newline (`--to ndjson`).
void append_group_json(std::string& out, const Group& group, std::string_view by);

}  // namespace mizan

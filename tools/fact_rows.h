// Facts as rows for other programs: the fields of a fact in `extract`, with its id, its article and its quote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/reconcile.h"
#include "db/store.h"

namespace mizan::tools {

// UTF-8's mark, without which a spreadsheet takes Arabic for another encoding (--excel).
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// One JSON object without a newline.
std::string fact_json(const StoredFact& fact);
// All of them, with a heading row.
std::string facts_csv(const std::vector<StoredFact>& facts);

// In one line for people: "Aramco · revenue = 480 billion USD, 2025". Harmless on a terminal.
std::string fact_line(const StoredFact& fact);
// A row a claim, with its group.
std::string groups_csv(const std::vector<Group>& groups);

}  // namespace mizan::tools

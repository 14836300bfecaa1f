// Facts as rows for other programs: the fields of a fact in `extract`, with its id, its article and its quote.
#pragma once

#include <span>
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
// A row a fact; `heading`: a heading row first.
std::string facts_csv(std::span<const StoredFact> facts, bool heading = true);

// In one line for people: "Aramco · revenue = 480 billion USD, 2025". Harmless on a terminal.
std::string fact_line(const StoredFact& fact);
// A row a claim, with its group; `heading`: a heading row first.
std::string groups_csv(const std::vector<Group>& groups, bool heading = true);

// What the columns of the two are: the data dictionary. `type` is a datatype of CSV on the Web: string, integer or decimal (an exact one).
struct Column {
  std::string_view name, type, description;
};
std::span<const Column> fact_columns();
std::span<const Column> claim_columns();
// Metadata of a CSV file for CSV on the Web (https://www.w3.org/TR/tabular-metadata/), to lie beside it as FILE-metadata.json.
std::string csvw_metadata(std::string_view file, std::span<const Column> columns, std::string_view what);

}  // namespace mizan::tools

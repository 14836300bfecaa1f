// A person's decision as JSON and as a line of text: the log that `review list` and the desk's API show.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "db/desk_queries.h"

namespace mizan::tools {

// {"number", "at", "who", "kind", "target", ...}; members without a value are null.
nlohmann::ordered_json decision_json(const DecisionRow& row);
// "12  2026-03-19T08:15:00Z  Huda  reject  g3f0a9c11d2  two plants"; `show` makes foreign text fit for where it goes.
std::string decision_line(const DecisionRow& row, const std::function<std::string(std::string_view)>& show);

}  // namespace mizan::tools

#include "tools/decision_rows.h"

#include <fmt/format.h>

namespace mizan::tools {

nlohmann::ordered_json decision_json(const DecisionRow& row) {
  using Json = nlohmann::ordered_json;
  auto text = [](const std::string& value) { return value.empty() ? Json() : Json(value); };
  return Json{{"number", row.number},
              {"at", row.at},
              {"who", row.who},
              {"kind", row.kind},
              {"target", row.target},
              {"quote", text(row.quote)},
              {"note", text(row.note)},
              {"fields", text(row.fields)},
              {"other", text(row.other)},
              {"name", text(row.name)},
              {"article", text(row.article)},
              {"undoes", row.undoes == 0 ? Json() : Json(row.undoes)},
              {"stands", row.stands}};
}

std::string decision_line(const DecisionRow& row, const std::function<std::string(std::string_view)>& show) {
  std::string out = fmt::format("{}  {}  {}  {}  {}", row.number, row.at, show(row.who), row.kind, show(row.target));
  if (row.undoes != 0) out += fmt::format("  of {}", row.undoes);
  for (const std::string* part : {&row.other, &row.fields, &row.name, &row.article}) {
    if (!part->empty()) out += "  " + show(*part);
  }
  if (!row.quote.empty()) out += "  “" + show(row.quote) + "”";
  if (!row.note.empty()) out += "  " + show(row.note);
  if (!row.stands && row.undoes == 0) out += "  (taken back)";
  return out;
}

}  // namespace mizan::tools

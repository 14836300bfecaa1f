#include "tools/draft_rows.h"

#include <nlohmann/json.hpp>

#include "db/reconcile_json.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

}  // namespace

std::string draft_figure_json(const DraftFigure& f, const std::string& by) {
  Json out = Json::parse(claim_json(f.claim));
  out.erase("cluster");
  out.erase("copy");
  out.erase("fact");
  Json head{{"schema", 1},
            {"verdict", to_string(f.verdict)},
            {"reason", f.reason},
            {"contradicted", is_contradicted(f)},
            {"against", f.against},
            {"with", f.with},
            {"subject", text_or_null(f.subject)},
            {"subject_name", text_or_null(f.subject_name)},
            {"metric", f.metric},
            {"noun", text_or_null(f.noun)},
            {"counterpart", text_or_null(f.counterpart)},
            {"counterpart_name", text_or_null(f.counterpart_name)}};
  if (f.check != Check::kNone) {
    head["check"] = to_string(f.check);
    head["stated"] = f.stated;
    head["computed"] = f.computed;
  }
  head.update(out);
  head["by"] = by;
  Json others = Json::array();
  for (const Witness& w : f.witnesses) {
    Json other = Json::parse(claim_json(w.claim));
    other.erase("cluster");
    other["verdict"] = to_string(w.verdict);
    other["reason"] = w.reason;
    others.push_back(std::move(other));
  }
  head["others"] = std::move(others);
  return head.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace mizan::tools

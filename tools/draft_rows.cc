#include "tools/draft_rows.h"

#include <nlohmann/json.hpp>

#include "db/citation.h"
#include "db/reconcile_json.h"
#include "tools/csv.h"
#include "tools/figure.h"

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

std::string draft_csv(const std::vector<DraftFigure>& figures) {
  std::string out;
  csv_row(out, {"verdict", "contradicted", "against", "with", "subject", "metric", "figure", "quote", "sentence", "reason", "other_verdict", "other_figure",
                "other_source", "other_published", "other_quote", "other_sentence", "other_fact", "other_hash"});
  auto shown = [](const GroupClaim& c) { return csv_text(c.value.empty() ? figure(c.low, c.high, c.bound, c.unit, c.per) : c.value); };
  for (const DraftFigure& f : figures) {
    const std::string own[] = {to_string(f.verdict),
                               is_contradicted(f) ? "yes" : "no",
                               std::to_string(f.against),
                               std::to_string(f.with),
                               csv_text(f.subject_name),
                               measure(f.metric, f.noun),
                               shown(f.claim),
                               csv_text(f.claim.text),
                               csv_text(f.claim.sentence),
                               csv_text(f.reason)};
    auto row = [&](const Witness* w) {
      static const GroupClaim none;
      const GroupClaim& c = w != nullptr ? w->claim : none;
      csv_row(out, {own[0], own[1], own[2], own[3], own[4], csv_text(own[5]), own[6], own[7], own[8], own[9], w != nullptr ? to_string(w->verdict) : "",
                    w != nullptr ? shown(c) : std::string(), csv_text(c.source), c.published, csv_text(c.text), csv_text(c.sentence),
                    w != nullptr ? fact_id(c) : std::string(), c.content_hash});
    };
    for (const Witness& w : f.witnesses) row(&w);
    if (f.witnesses.empty()) row(nullptr);
  }
  return out;
}

}  // namespace mizan::tools

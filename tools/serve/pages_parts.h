// Pieces that several pages share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "tools/serve/group_html.h"
#include "tools/serve/pages.h"

namespace mizan::tools {

// A heading of the first level with what stands beside it.
std::string heading(const std::string& title, const std::string& aside = {});
// Links to the same thing as CSV, JSON and a citation block, at `api` (a path of the API, maybe with a query); and to itself, where it has a name for good.
std::string exports(const Markup& m, const std::string& api, const std::string& permalink = {});
// "Next page" and "First page" for a list; empty where all is shown. `base` is a path with its filters, ending in ? or &.
std::string pager(const Markup& m, const std::string& base, const std::string& next, bool first);
// A choice of measures, for filters.
std::string metric_choice(const Markup& m, std::string_view chosen);
// An empty state: what is missing, and why.
std::string nothing(const Markup& m, std::string_view key);

// A mention to be marked in a text: bytes, its kind, and what hovering tells.
struct TextMark {
  std::uint32_t begin = 0, end = 0;
  std::string kind, tip;
  std::string id;    // of the fact that rests on it; empty for none
  std::string link;  // where it leads; empty for nowhere
};
// What hovering over a mention tells: its value and its rule.
std::string tip_of(const Mention& mention, std::string_view rule, const Markup& m);
// The text in paragraphs with its mentions marked; those that cross another's edge are left out.
std::string annotated(std::string_view text, std::vector<TextMark> marks);
// The kinds that are marked, as a legend.
std::string legend(const std::vector<TextMark>& marks, const Markup& m);
// A fact as one line of a list: subject, measure, value, quote.
std::string fact_line(const StoredFact& fact, const Markup& m, const std::vector<std::string>& stems = {}, Linked linked = Linked::kYes);
// `back`: where a form leads to that takes one back.
std::string decision_table(const std::vector<DecisionRow>& rows, const Visit& visit, bool with_target, const std::string& back);
// Who stands for this subject, and forms to join names, part them and call them. `articles`: key and title of those that a split may be for; `group`: of the
// page that it stands on, empty on the name's own.
std::string name_controls(const Visit& visit, const NameState& state, const std::vector<std::pair<std::string, std::string>>& articles,
                          const std::string& group);
// The field that asks who decides, where nobody signs in.
std::string who_field(const Visit& visit);

}  // namespace mizan::tools

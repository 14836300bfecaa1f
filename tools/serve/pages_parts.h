// Pieces that several pages share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "tools/serve/pages.h"

namespace mizan::tools {

// A heading of the first level with what stands beside it.
std::string heading(const std::string& title, const std::string& aside = {});
// Links to the same thing in other forms: {label key, href}.
std::string exports(const Markup& m, std::span<const std::pair<std::string_view, std::string>> links);
// "Next page" and "First page" for a list; empty where all is shown. `base` is a path with its filters, ending in ? or &.
std::string pager(const Markup& m, const std::string& base, const std::string& next, bool first);
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
std::string fact_line(const StoredFact& fact, const Markup& m, const std::vector<std::string>& stems = {});
// A fact as a claim: what values and quotes are written from.
GroupClaim claim_from(const StoredFact& fact);
std::string decision_table(const std::vector<DecisionRow>& rows, const Markup& m, bool with_target);

}  // namespace mizan::tools

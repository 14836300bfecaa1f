// The reconciliation as a page for the desk: one file that needs nothing else, in English and Arabic.
//
// No script, no font, no picture from elsewhere (the page itself forbids it); what is folded opens by <details>. Foreign text is escaped, made harmless as
// for a terminal, and stands in its own direction: an Arabic quote (بلغت الإيرادات 20 مليار دولار) beside an English one, each with its number marked. Groups
// whose values differ over time have a small chart.
//
// The first `budget` conflicts stand open, by weight; the rest and all that agrees is folded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "db/reconcile.h"

namespace mizan::tools {

// `shown` of all groups found, in reading order; of those that agree at most `most_agreeing`. `by` names program and lexicon.
std::string reconcile_html(const Reconciliation& all, const std::vector<Group>& shown, std::size_t budget, std::size_t most_agreeing, std::string_view by);

}  // namespace mizan::tools

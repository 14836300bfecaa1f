// The reconciliation as a page for the desk: one file that needs nothing else, in English and Arabic.
//
// Made of the templates of the web desk (serve/group_html.h) and its style sheet, in both languages, of which two buttons show one. No script, no font, no
// picture from elsewhere (the page itself forbids it); what is folded opens by <details>. Foreign text is escaped, made harmless as for a terminal, and stands
// in its own direction: an Arabic quote (بلغت الإيرادات 20 مليار دولار) beside an English one, each with its number marked.
//
// The first `budget` conflicts stand open, by weight; the rest and all that agrees is folded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "db/reconcile.h"
#include "lexicons/lexicons.h"

namespace mizan::tools {

// `shown` of all groups found, in reading order; of those that agree at most `most_agreeing`. `by` names program and lexicon; `lexicons` give names in both
// scripts, and may be null.
std::string reconcile_html(const Reconciliation& all, const std::vector<Group>& shown, std::size_t budget, std::size_t most_agreeing, std::string_view by,
                           const Lexicons* lexicons);

}  // namespace mizan::tools

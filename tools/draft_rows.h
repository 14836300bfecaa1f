// A figure of a draft with its verdict and what others say, as JSON.
#pragma once

#include <string>
#include <vector>

#include "db/draft.h"

namespace mizan::tools {

// One JSON object without a newline. `by` names program and lexicon.
std::string draft_figure_json(const DraftFigure& figure, const std::string& by);

// A row a figure and witness, with a heading row; a figure that nobody else gives has one row.
std::string draft_csv(const std::vector<DraftFigure>& figures);

}  // namespace mizan::tools

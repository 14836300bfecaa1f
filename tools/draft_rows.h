// A figure of a draft with its verdict and what others say, as JSON.
#pragma once

#include <string>

#include "db/draft.h"

namespace mizan::tools {

// One JSON object without a newline. `by` names program and lexicon.
std::string draft_figure_json(const DraftFigure& figure, const std::string& by);

}  // namespace mizan::tools

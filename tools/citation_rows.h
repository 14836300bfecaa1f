// A citation as JSON and as a block of text: what a footnote needs.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "db/citation.h"
#include "db/store.h"

namespace mizan::tools {

// One JSON object without a newline.
std::string citation_json(const Citation& citation);
// `asked`: the id that was asked for.
std::string group_citation_json(const GroupCitation& group, std::string_view asked);
// Lines of text; `show` makes foreign text fit for where it goes.
std::string citation_text(const Citation& citation, const std::function<std::string(std::string_view)>& show);
std::string group_citation_text(const GroupCitation& group, std::string_view asked, const std::function<std::string(std::string_view)>& show);

// Of an article as a whole, or of one passage of it, where no figure is cited.
std::string article_citation_text(const StoredArticle& article, const std::string& content_hash, const std::function<std::string(std::string_view)>& show,
                                  std::string_view passage = {});

}  // namespace mizan::tools

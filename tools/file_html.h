// Pages that are files: the desk's style inside, no script, nothing fetched; both languages, of which the reader chooses one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "pipeline/pipeline.h"
#include "tools/serve/markup.h"

namespace mizan::tools {

// All before the page's content: its title and heading are the phrase of this key.
std::string file_head(const Markup& m, std::string_view title);
// All after it; `by` is the program that wrote it.
std::string file_tail(std::string_view by);

// `extract --to html`: an article with its mentions marked by kind and its facts below. Markup::both.
std::string article_section(const Document& document, const ArticleResult& result, const Markup& m);
// What stands where an article could not be read.
std::string rejection_section(const Rejection& rejection, const Markup& m);
// `facts --to html`: facts by subject, each with its quote, source and day.
std::string facts_html(const std::vector<StoredFact>& facts, std::string_view by, const Markup& m);

}  // namespace mizan::tools

// Part of a page as text: a paragraph a block, lists as "- item", headings as "## heading", tables of data as rows between bars, which is the structure that
// the analysis of plain text knows. White space is collapsed as a browser does it.
//
//   <p>Profit fell.</p><ul><li>Oil: <b>$5bn</b></li></ul>   ->   "Profit fell.\n\n- Oil: $5bn\n"
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corpus/html_page.h"
#include "pipeline/document.h"

namespace mizan::corpus {

struct PageText {
  std::string text;               // no white space at either end
  std::vector<OriginRun> origin;  // where its pieces stand in the page's source
};

// Text of the nodes [begin, end) without those that `left_out` marks, and what is below them. `left_out` has one entry a node.
PageText page_text(const HtmlPage& page, std::uint32_t begin, std::uint32_t end, const std::vector<bool>& left_out);

// The whole of a fragment (a feed's entry, a mail), scripts and the like left out.
PageText fragment_text(const HtmlPage& page);

// Does it set up a table of data, or does it lay out a page? Nested tables, paragraphs and long cells are layout.
bool is_data_table(const HtmlPage& page, std::uint32_t table);

// Is this element a block of its own, and not part of a line?
bool is_block(GumboTag tag);
// Scripts, styles, forms' fields, films: nothing of them is text.
bool is_no_text(GumboTag tag);

// One line without white space at its ends, runs of white space as one blank.
std::string one_line(std::string_view text);

}  // namespace mizan::corpus

// Where a page's article stands: not in the menus, teasers, comments and notices around it.
//
// Three ways, in this order. The page says so (itemprop="articleBody", or a JSON-LD articleBody, whose words are looked for). Else by density: paragraphs
// whose text is prose (long, punctuated, hardly linked) are gathered by the path that leads to them, as paragraphs of one article share it; the gathering with
// the most prose wins, weighed by what stands around it (<article>, <main>, the headline just before). The article reaches from its first to its last
// paragraph, with the lists, tables and headings between and beside them, without the boxes that are put in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "corpus/html_page.h"

namespace mizan::corpus {

struct PageBody {
  bool found = false;
  std::uint32_t begin = 0, end = 0;  // nodes of the article's text, without those left out
  std::vector<bool> left_out;        // by node
};

// `headline` is the node of the headline, 0 where none is known. `stated_body` is the JSON-LD articleBody, or empty.
PageBody find_body(const HtmlPage& page, std::uint32_t headline, std::string_view stated_body);

// Menus, notices, comments, hidden parts: by node, what is not looked at for anything visible. Nothing that holds `headline` is.
std::vector<bool> find_furniture(const HtmlPage& page, std::uint32_t headline);

// Has the class or id of the node this word, or one of its parts ("entry-content" and "entryContent" have "content")?
bool has_class_word(const HtmlPage& page, std::uint32_t node, std::string_view word);
// Class and id in lower case, cut into words by blanks: "entryContent td-post-content" -> " entry content td post content ".
std::string class_words(const HtmlPage& page, std::uint32_t node);

}  // namespace mizan::corpus

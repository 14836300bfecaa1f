// What a page says of its article outside of the text: headline, dates, author, address, publisher, language.
//
// Asked in this order: JSON-LD (schema.org), OpenGraph and other <meta>, microdata, <time>, then what stands visibly by the headline. The address of a page may
// hold the day.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corpus/html_page.h"

namespace mizan::corpus {

struct PageFields {
  std::string title;
  std::string published;  // as documents carry it; empty where the page does not say
  std::string updated;
  std::string author;
  std::string url;             // canonical; empty where it is stated nowhere, or says the site's front page
  std::string site;            // publisher
  std::string lang;            // "ar", "en" or empty
  std::string body;            // JSON-LD articleBody, as written there
  std::uint32_t headline = 0;  // node that shows the title; 0 for none
};

// `address` is the one that the page was fetched from, or empty: relative addresses are read against it.
PageFields find_fields(const HtmlPage& page, std::string_view address);

// The date that stands visibly by the headline: in <time>, in an element that is called after it, or in a short line before the text begins at `body`. Empty
// for none.
std::string visible_date(const HtmlPage& page, std::uint32_t headline, std::uint32_t body);

// `reference` as a link on the page `base` leads to; empty for what is no address of the web.
std::string absolute_url(std::string_view base, std::string_view reference);

// The encoding that the first bytes of a page declare in <meta>; empty for none.
std::string declared_in_page(std::string_view bytes);

}  // namespace mizan::corpus

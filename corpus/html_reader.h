// What readers of other formats share with that of pages: a feed, a mail or a web archive holds pages, or pieces of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "corpus/formats.h"
#include "corpus/html_page.h"
#include "pipeline/document.h"

namespace mizan::corpus {

// The article of a whole page. What `input.defaults` knows goes before what the page says, but for the address, which the page may know better.
ReadItem read_page(const Input& input, const ReaderOptions& options, std::string bytes);

// Brings markup that declares its encoding into UTF-8, and notes what was decided against a declaration. `encoding`: what it was in; empty for UTF-8. A
// rejection where it is in none that is known.
std::optional<Rejection> decode_markup(const Input& input, std::string& bytes, std::string_view declared, std::string& encoding);

// Why a page was not parsed; nullopt where it was.
std::optional<Rejection> reject_page(const Input& input, const HtmlPage& page);

// What all articles taken out of something have in common: publisher and language from the options, file, identity (an own id, the address, the place in the
// input, the content).
void finish(Document& document, const Input& input, const ReaderOptions& options);
// The same for a record among others, whose publisher is never the folder (as with NDJSON).
void finish_record(Document& document, const Input& input, const ReaderOptions& options);

}  // namespace mizan::corpus

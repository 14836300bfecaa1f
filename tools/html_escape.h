// The characters that mean something in HTML, escaped: & < > " '. Good in elements and in quoted attributes. What else a text may hold (control and
// bidirectional characters) is the caller's business: reports show them, pages replace them.
#pragma once

#include <string>
#include <string_view>

namespace mizan::tools {

std::string html_escaped(std::string_view text);

}  // namespace mizan::tools

// Comma-separated values (RFC 4180) that a spreadsheet opens without running anything.
//
//   csv_row(out, {"-5", csv_text("=SUM(A1)")});   // -5,'=SUM(A1)
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace mizan::tools {

// A cell of text (valid UTF-8): guarded against formulas, blanks and full-width signs before them included; without control characters and without those that
// turn the reading order round.
std::string csv_text(std::string_view text);
// A row of cells that are ready (csv_text, or figures and names of the program's own), each quoted where it has to be. Ends in CR LF.
void csv_row(std::string& out, std::initializer_list<std::string_view> cells);

}  // namespace mizan::tools

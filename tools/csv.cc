#include "tools/csv.h"

#include "pipeline/utf8.h"

namespace mizan::tools {

namespace {

// What turns the reading order of a whole cell round, or moves a cursor: nothing that a cell of text needs. Marks (U+200E, U+200F) stay: Arabic is written with
// them.
bool is_trick(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xFEFF;
}

// Before a formula a spreadsheet passes over these.
bool is_passed_over(char32_t c) {
  return c == ' ' || c == '\n' || c == 0xA0 || c == 0x200B || c == 0x200E || c == 0x200F || c == 0x61C;
}

bool begins_formula(char32_t c) {
  return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == 0xFF1D || c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

}  // namespace

std::string csv_text(std::string_view text) {
  std::string out;
  bool begin = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(text, at);
    if (is_trick(c)) continue;
    if (begin && begins_formula(c)) out.insert(0, "'");
    begin = begin && is_passed_over(c);
    out += text.substr(from, at - from);
  }
  return out;
}

void csv_row(std::string& out, std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (std::string_view cell : cells) {
    if (!first) out += ',';
    first = false;
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
      out += cell;
      continue;
    }
    out += '"';
    for (char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  out += "\r\n";
}

}  // namespace mizan::tools

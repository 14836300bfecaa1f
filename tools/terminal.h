// Text for a terminal, Arabic included: widths, cuts, colours, and what makes foreign text harmless.
//
//   Screen screen = Screen::of(output);
//   line = padded(screen.cell(clipped("ارتفعت الإيرادات (revenue rose)", 20)), 20)
//
// A terminal that knows bidirectional text reorders a whole line; so each cell with right-to-left text is isolated (U+2068 ... U+2069), on a terminal only:
// in a file or a pipe the bytes stay plain.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/output.h"

namespace mizan::tools {

enum class Colour : std::uint8_t { kPlain, kBold, kFaint, kRed, kGreen, kYellow, kBlue, kMagenta, kCyan };

struct Screen {
  bool terminal = false;
  bool colours = false;  // a terminal, no NO_COLOR, no TERM=dumb
  std::size_t width = 120;

  static Screen of(const Output& output);

  std::string paint(Colour colour, std::string_view text) const;
  // The text between isolates where it has right-to-left letters and this is a terminal; otherwise the text.
  std::string isolated(std::string_view text) const;
};

// Control characters, bidirectional controls and line separators replaced: text of an article can move no cursor, start no line and reorder nothing.
// Bytes that are no UTF-8 become U+FFFD.
std::string neutral(std::string_view text);

// Columns on a terminal: 2 for a Chinese character, 0 for a harakah. For text that is neutral.
std::size_t display_width(std::string_view text);
// At most `width` columns, cut between grapheme clusters and with "…" where something was cut.
std::string clipped(std::string_view text, std::size_t width);
// Like clipped, but cut at the front.
std::string clipped_front(std::string_view text, std::size_t width);
// Spaces to fill a cell of `width` that holds `text`.
std::string filling(std::string_view text, std::size_t width);
bool has_right_to_left(std::string_view text);

}  // namespace mizan::tools

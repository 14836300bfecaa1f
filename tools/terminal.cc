#include "tools/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <cstdlib>
#include <vector>

#include "pipeline/utf8.h"

namespace mizan::tools {
namespace {

bool is_bidi_control(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Byte offsets at which a cut leaves letters with their marks: grapheme cluster edges, the end included.
std::vector<std::size_t> edges(std::string_view text) {
  std::vector<std::size_t> found;
  utf8proc_int32_t state = 0;
  char32_t last = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t begin = at;
    char32_t c = next_code_point(text, at);
    if (begin == 0 || utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(last), static_cast<utf8proc_int32_t>(c), &state)) found.push_back(begin);
    last = c;
  }
  found.push_back(text.size());
  return found;
}

}  // namespace

Screen Screen::of(const Output& output) {
  Screen screen;
  screen.terminal = output.is_terminal();
  if (!screen.terminal) return screen;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  screen.colours = (no_color == nullptr || *no_color == '\0') && term != nullptr && std::string_view(term) != "dumb";
  winsize size{};
  if (::ioctl(output.descriptor(), TIOCGWINSZ, &size) == 0 && size.ws_col != 0) screen.width = size.ws_col;
  if (screen.width < 60) screen.width = 60;
  return screen;
}

std::string Screen::paint(Colour colour, std::string_view text) const {
  if (!colours || colour == Colour::kPlain) return std::string(text);
  constexpr std::string_view kCodes[] = {"0", "1", "2", "1;31", "32", "33", "34", "35", "36"};
  return "\033[" + std::string(kCodes[static_cast<std::size_t>(colour)]) + "m" + std::string(text) + "\033[0m";
}

std::string Screen::isolated(std::string_view text) const {
  if (!terminal || !has_right_to_left(text)) return std::string(text);
  return "\u2068" + std::string(text) + "\u2069";
}

std::string neutral(std::string_view text) {
  std::string valid;
  while (auto bad = find_invalid_utf8(text)) {
    valid.append(text.substr(0, *bad));
    valid += "\uFFFD";
    text.remove_prefix(*bad + 1);
  }
  if (!valid.empty()) {
    valid.append(text);
    text = valid;
  }
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t begin = at;
    char32_t c = next_code_point(text, at);
    if (c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85) {
      out += ' ';
    } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      out += "\uFFFD";
    } else if (!is_bidi_control(c) && c != 0xFEFF) {
      out.append(text.substr(begin, at - begin));
    }
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  std::size_t at = 0;
  while (at < text.size()) width += static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(next_code_point(text, at))));
  return width;
}

std::string clipped(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t used = 0;
  std::size_t keep = 0;
  std::vector<std::size_t> cuts = edges(text);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    used += display_width(text.substr(cuts[i], cuts[i + 1] - cuts[i]));
    if (used > width - 1) break;
    keep = cuts[i + 1];
  }
  return std::string(text.substr(0, keep)) + "…";
}

std::string clipped_front(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t used = 0;
  std::size_t keep = text.size();
  std::vector<std::size_t> cuts = edges(text);
  for (std::size_t i = cuts.size() - 1; i > 0; --i) {
    used += display_width(text.substr(cuts[i - 1], cuts[i] - cuts[i - 1]));
    if (used > width - 1) break;
    keep = cuts[i - 1];
  }
  return "…" + std::string(text.substr(keep));
}

std::string filling(std::string_view text, std::size_t width) {
  std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ');
}

bool has_right_to_left(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    auto direction = utf8proc_get_property(static_cast<utf8proc_int32_t>(next_code_point(text, at)))->bidi_class;
    if (direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL || direction == UTF8PROC_BIDI_CLASS_AN) return true;
  }
  return false;
}

}  // namespace mizan::tools

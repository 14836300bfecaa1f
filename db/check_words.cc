#include "db/check_words.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

// The file travels inside the program, through the assembler; CMakeLists.txt names it.
__asm__(".section .rodata\n.balign 16\nmizan_check_words_begin:\n.incbin \"" MIZAN_CHECK_WORDS_FILE "\"\nmizan_check_words_end:\n.byte 0\n.previous\n");
extern "C" const char mizan_check_words_begin[] __attribute__((visibility("hidden")));
extern "C" const char mizan_check_words_end[] __attribute__((visibility("hidden")));

namespace mizan {
namespace {

using Roles = std::unordered_map<std::string_view, std::vector<std::string_view>>;

// What comes before the next `mark`, which goes with it.
std::string_view take(std::string_view& rest, char mark) {
  const std::size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view out = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return out;
}

Roles read_file() {
  Roles out;
  std::string_view rest(mizan_check_words_begin, static_cast<std::size_t>(mizan_check_words_end - mizan_check_words_begin));
  while (!rest.empty()) {
    std::string_view line = take(rest, '\n');
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string_view>& words = out[take(line, '\t')];
    for (std::string_view list = take(line, '\t'); !list.empty();) words.push_back(take(list, ' '));
  }
  return out;
}

}  // namespace

const std::vector<std::string_view>& check_words(std::string_view role) {
  static const auto* const roles = new Roles(read_file());
  static const std::vector<std::string_view> kNone;
  const auto found = roles->find(role);
  return found == roles->end() ? kNone : found->second;
}

}  // namespace mizan

#include "db/word_rarity.h"

#include <charconv>
#include <cmath>
#include <unordered_map>

// The table travels inside the program, through the assembler; CMakeLists.txt names the file.
__asm__(".section .rodata\n.balign 16\nmizan_word_rarity_begin:\n.incbin \"" MIZAN_WORD_RARITY_FILE "\"\nmizan_word_rarity_end:\n.byte 0\n.previous\n");
extern "C" const char mizan_word_rarity_begin[] __attribute__((visibility("hidden")));
extern "C" const char mizan_word_rarity_end[] __attribute__((visibility("hidden")));

namespace mizan {
namespace {

// The articles that the table was counted on, about as many in either language as news has of the language in a month; a word that only the smaller half
// was counted on is as rare as its share of that half.
constexpr double kArabic = 4798, kEnglish = 583;

bool is_latin(std::string_view word) {
  return static_cast<unsigned char>(word[0]) < 0x80;
}

int rarity_of(std::string_view word, int articles) {
  const double of = word.starts_with("e:") ? kArabic + kEnglish : is_latin(word) ? kEnglish : kArabic;
  return static_cast<int>(std::lround(10 * std::log(1 + of / (articles + 2))));
}

std::unordered_map<std::string_view, int> read_table() {
  std::unordered_map<std::string_view, int> out;
  std::string_view rest(mizan_word_rarity_begin, static_cast<std::size_t>(mizan_word_rarity_end - mizan_word_rarity_begin));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t tab = line.find('\t');
    int articles = 0;
    if (tab == std::string_view::npos || line[0] == '#' || std::from_chars(line.data() + tab + 1, line.data() + line.size(), articles).ec != std::errc())
      continue;
    const std::string_view word = line.substr(0, tab);
    out.emplace(word, rarity_of(word, articles));
  }
  return out;
}

}  // namespace

int word_rarity(std::string_view word) {
  static const auto* const table = new std::unordered_map<std::string_view, int>(read_table());
  auto found = table->find(word);
  return found == table->end() ? rarity_of(word, 0) : found->second;
}

}  // namespace mizan

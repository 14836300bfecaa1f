#include "corpus/fields.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <vector>

namespace mizan::corpus {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

// Takes two digits at `at` as a number within [low, high], and moves behind them; false where they are none.
bool take_two(std::string_view text, std::size_t& at, int low, int high, int& value) {
  if (at + 2 > text.size() || !is_digit(text[at]) || !is_digit(text[at + 1])) return false;
  value = (text[at] - '0') * 10 + (text[at + 1] - '0');
  at += 2;
  return value >= low && value <= high;
}

bool take(std::string_view text, std::size_t& at, char wanted) {
  if (at >= text.size() || text[at] != wanted) return false;
  ++at;
  return true;
}

// "YYYY-MM-DD", a day of the Gregorian calendar.
bool take_day(std::string_view text, std::size_t& at) {
  int century = 0, rest = 0, month = 0, day = 0;
  if (!take_two(text, at, 0, 99, century) || !take_two(text, at, 0, 99, rest) || !take(text, at, '-')) return false;
  if (!take_two(text, at, 1, 12, month) || !take(text, at, '-') || !take_two(text, at, 1, 31, day)) return false;
  int year = century * 100 + rest;
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int days = kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
  return year >= 1 && day <= days;
}

bool take_time(std::string_view text, std::size_t& at) {
  int ignored = 0;
  if (!take_two(text, at, 0, 23, ignored) || !take(text, at, ':') || !take_two(text, at, 0, 59, ignored)) return false;
  if (take(text, at, ':')) {
    if (!take_two(text, at, 0, 60, ignored)) return false;
    if (take(text, at, '.')) {
      std::size_t first = at;
      while (at < text.size() && is_digit(text[at])) ++at;
      if (at == first) return false;
    }
  }
  if (at == text.size() || take(text, at, 'Z')) return true;
  if (!take(text, at, '+') && !take(text, at, '-')) return false;
  if (!take_two(text, at, 0, 23, ignored)) return false;
  take(text, at, ':');
  return at == text.size() || take_two(text, at, 0, 59, ignored);
}

}  // namespace

namespace {

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string unwrapped(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t widest = 0;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    lines.push_back(line);
    widest = std::max(widest, characters(line));
    at = end + 1;
  }
  const bool wrapped = widest >= 50 && widest <= 100;
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    out += line;
    if (i + 1 == lines.size()) break;
    std::string_view next = lines[i + 1];
    // Would the next line's first word have fitted? Then the line was ended on purpose.
    std::size_t word = characters(next.substr(0, next.find(' ')));
    const bool full = wrapped && !line.empty() && characters(line) + 1 + word > widest;
    const bool fresh = next.empty() || next[0] == ' ' || next[0] == '\t' || next[0] == '-' || next[0] == '*' || next[0] == '>' || next[0] == '|' ||
                       next.substr(0, 3) == "\u2022";
    out += full && !fresh ? ' ' : '\n';
  }
  return out;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) return std::string(text);
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::optional<std::string> checked_date(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return std::string();
  std::size_t at = 0;
  if (!take_day(text, at)) return std::nullopt;
  std::string date(text);
  if (at == text.size()) return date;
  date[at] = 'T';
  if (!take(text, at, 'T') && !take(text, at, 't') && !take(text, at, ' ')) return std::nullopt;
  if (!take_time(text, at) || at != text.size()) return std::nullopt;
  return date;
}

std::string known_lang(std::string_view text) {
  text = trimmed(text);
  std::string primary = lowered(text.substr(0, text.find_first_of("-_")));
  return primary == "ar" || primary == "en" ? primary : std::string();
}

std::string known_place(std::string_view text) {
  text = trimmed(text);
  if (text.size() != 2 || !is_letter(text[0]) || !is_letter(text[1])) return {};
  return {upper(text[0]), upper(text[1])};
}

bool is_known_state(std::string_view text) {
  return text.empty() || text == "live" || text == "corrected" || text == "withdrawn";
}

std::string content_hash(std::string_view text) {
  XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

void identify_by_content(Document& document) {
  document.has_own_id = false;
  document.id = canonical_url(document.url);
  // A headline without a text is told apart by its title.
  if (document.id.empty()) document.id = content_hash(document.text.empty() ? document.title : document.text);
}

}  // namespace mizan::corpus

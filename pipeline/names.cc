#include <iterator>

#include "pipeline/mention.h"
#include "pipeline/result.h"

namespace mizan {
namespace {

// Contract names, in the order of the enums.
constexpr const char* kTypes[] = {"money", "percent", "quantity", "count", "multiple", "date", "duration", "age", "ordinal", "number", "entity"};
constexpr const char* kBounds[] = {"exact", "about", "over", "under", "at_least", "at_most", "between"};

template <typename Enum, std::size_t N>
std::optional<Enum> find(const char* const (&names)[N], std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (name == names[i]) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

const char* to_string(MentionType type) {
  return kTypes[static_cast<std::size_t>(type)];
}
const char* to_string(Bound bound) {
  return kBounds[static_cast<std::size_t>(bound)];
}
std::optional<MentionType> mention_type_from(std::string_view name) {
  return find<MentionType>(kTypes, name);
}
std::optional<Bound> bound_from(std::string_view name) {
  return find<Bound>(kBounds, name);
}

std::string Diagnostic::to_string() const {
  std::string out;
  if (!file.empty()) out += file + ":";
  if (line != 0) out += std::to_string(line) + ":";
  if (!out.empty()) out += " ";
  out += message;
  const bool ended = !message.empty() && (message.back() == '?' || message.back() == '.');
  if (!remedy.empty()) out += (ended ? " " : ". ") + remedy;
  if (!code.empty()) out += " [" + code + "]";
  return out;
}

}  // namespace mizan

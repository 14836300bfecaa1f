#include "extractors/name_extractor.h"

#include <algorithm>

#include "extractors/name_candidate.h"

namespace mizan {
namespace {

NameClass class_of(std::string_view cls) {
  if (cls == "person") return NameClass::kPerson;
  if (cls == "org") return NameClass::kOrg;
  if (cls == "place") return NameClass::kPlace;
  return NameClass::kEvent;
}

}  // namespace

void NameExtractor::extract(const Analysis& a, std::vector<Mention>& found, std::size_t from) const {
  std::vector<std::uint32_t> cover(a.tokens.size(), 0);
  std::vector<NameText::Taken> taken;
  for (std::size_t i = from; i < found.size(); ++i) {
    taken.push_back({found[i].first_token, found[i].end_token, class_of(found[i].entity()->cls)});
    for (std::uint32_t t = found[i].first_token; t < found[i].end_token; ++t) cover[t] = static_cast<std::uint32_t>(taken.size());
  }
  const NameText text{a, lexicons_, cover, taken};
  std::vector<NameCandidate> names;
  find_latin_names(text, names);
  find_arabic_names(text, names);
  for (const NameCandidate& name : names) {
    Mention m;
    m.type = MentionType::kEntity;
    m.first_token = name.first;
    m.end_token = name.end;
    m.normal = {name.begin_byte, name.end_byte};
    m.rule = name.rule;
    m.priority = static_cast<std::int16_t>(name.holds_lexicon_name ? name.end - name.first : 0);
    const std::string written(a.text.source(a.text.to_source(m.normal)));
    m.value = EntityName{std::string(to_string(name.cls)) + ":~" + written, written, to_string(name.cls)};
    found.push_back(std::move(m));
  }
}

}  // namespace mizan

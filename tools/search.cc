#include "tools/search.h"

#include "extractors/engine.h"
#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"

namespace mizan::tools {

std::string subject_id(const std::string& name, const std::shared_ptr<const Lexicons>& lexicons) {
  if (name.empty() || find_invalid_utf8(name) || lexicons->find_entity(name) != nullptr) return name;
  Engine engine(lexicons);
  Document document;
  document.id = "name";
  document.text = name;
  for (const Mention& mention : engine.read(document).mentions) {
    const EntityName* entity = mention.entity();
    // An unknown name's id is a guess at its class: the database finds it by its spelling.
    if (entity != nullptr && mention.source.begin == 0 && mention.source.end == name.size() && lexicons->find_entity(entity->id) != nullptr) return entity->id;
  }
  return name;
}

bool found_in(std::string_view part, std::string_view text) {
  if (find_invalid_utf8(part) || find_invalid_utf8(text)) return false;
  return NormalizedText::fold(text).find(NormalizedText::fold(part)) != std::string::npos;
}

}  // namespace mizan::tools

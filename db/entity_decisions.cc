#include "db/entity_decisions.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/database.h"

namespace mizan {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& body, const char* key) {
  return body.is_object() && body.contains(key) && body[key].is_string() ? body[key].get<std::string>() : std::string();
}

// ON DISK: kinds and members of the body are never renamed.
Status keep(FactStore& store, const Decision& decision, std::string_view entity, Json body) {
  if (!decision.text.empty()) body["text"] = decision.text;
  return record_decision(store, decision, entity, body.dump());
}

}  // namespace

Status merge_entities(FactStore& store, const Decision& decision, std::string_view entity, std::string_view other, std::string_view name) {
  Json body{{"entity", true}, {"other", other}};
  if (!name.empty()) body["name"] = name;
  return keep(store, decision, entity, std::move(body));
}

Status split_entities(FactStore& store, const Decision& decision, std::string_view entity, std::string_view other) {
  Json body{{"entity", true}};
  if (!other.empty()) body["other"] = other;
  return keep(store, decision, entity, std::move(body));
}

Status split_article(FactStore& store, const Decision& decision, std::string_view entity, std::string_view article_key, std::string_view new_id,
                     std::string_view name) {
  return keep(store, decision, entity, Json{{"entity", true}, {"article", article_key}, {"as", new_id}, {"name", name}});
}

Status rename_entity(FactStore& store, const Decision& decision, std::string_view entity, std::string_view name) {
  return keep(store, decision, entity, Json{{"entity", true}, {"name", name}});
}

Result<EntityDecisions> EntityDecisions::load(const FactStore& store) {
  Database& db = store.database();
  EntityDecisions out;
  Statement select =
      db.prepare("SELECT kind, target, coalesce(who, ''), at, body FROM standing_decisions WHERE kind IN ('merge', 'split', 'rename') ORDER BY decision_id");
  while (select.row()) {
    const std::string kind = select.text(0), entity = select.text(1), json = select.text(4);
    const Json body = Json::parse(json, nullptr, /*allow_exceptions=*/false);
    const std::string other = text_of(body, "other");
    const auto is_pair = [&](const Merge& m) { return (m.entity == entity && m.other == other) || (m.entity == other && m.other == entity); };
    if (kind == "merge" && !other.empty()) {
      std::erase_if(out.merges_, is_pair);
      out.merges_.push_back({entity, other, select.text(2), select.text(3)});
      out.parted_.erase(std::minmax(entity, other));
      if (const std::string name = text_of(body, "name"); !name.empty()) out.names_.emplace_back(entity, name);
    } else if (kind == "split" && !text_of(body, "article").empty()) {
      const std::pair<std::string, std::string> place(entity, text_of(body, "article"));
      const std::string as = text_of(body, "as");
      if (as == entity)
        out.readings_.erase(place);
      else
        out.readings_[place] = {as, text_of(body, "name")};
      // What shares the spelling is not linked by it again.
      if (as != entity) {
        out.parted_.insert(std::minmax(entity, as));
        out.alone_.insert(as);
      }
    } else if (kind == "split" && !other.empty()) {
      std::erase_if(out.merges_, is_pair);
      out.parted_.insert(std::minmax(entity, other));
    } else if (kind == "split") {
      std::erase_if(out.merges_, [&](const Merge& m) { return m.entity == entity || m.other == entity; });
      out.alone_.insert(entity);
    } else if (kind == "rename") {
      out.names_.emplace_back(entity, text_of(body, "name"));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

const EntityDecisions::Reading* EntityDecisions::read_as(std::string_view id, std::string_view article_key) const {
  if (readings_.empty()) return nullptr;
  auto it = readings_.find(std::pair(std::string(id), std::string(article_key)));
  return it == readings_.end() ? nullptr : &it->second;
}

std::vector<std::string> EntityDecisions::read_for(std::string_view id) const {
  std::vector<std::string> out;
  for (const auto& [place, reading] : readings_)
    if (reading.id == id) out.push_back(place.first);
  return out;
}

}  // namespace mizan

#include "db/entity_links.h"

#include <algorithm>
#include <map>

#include "db/database.h"
#include "db/hash.h"
#include "pipeline/name_skeleton.h"
#include "pipeline/normalized_text.h"

namespace mizan {

Result<std::vector<std::string>> resolve_entity(const FactStore& store, const EntityLinks& links, std::string_view asked) {
  std::vector<std::string> out;
  if (asked.empty()) return out;
  if (const EntityLink* link = links.find(asked)) return std::vector<std::string>{link->entity};
  // As facts spell it, which their index finds; else as any mention does, which takes all names.
  Database& db = store.database();
  Statement select = db.prepare(
      "SELECT DISTINCT subject FROM facts WHERE subject = ?1 UNION SELECT DISTINCT counterpart FROM facts WHERE counterpart = ?1 "
      "UNION SELECT id FROM entity_links WHERE name = ?1 COLLATE NOCASE");
  select.bind(1, asked);
  while (select.row()) {
    const EntityLink* link = links.find(select.view(0));
    std::string id = link ? link->entity : select.text(0);
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(std::move(id));
  }
  if (Status status = db.status(); !status) return status.error();
  if (!out.empty() || asked.find(':') != std::string_view::npos) return out;
  auto all = EntityLinks::load_with_names(store);
  if (!all) return all.error();
  return all->find_by_name(asked);
}

const EntityLink* EntityLinks::find(std::string_view id) const {
  auto it = links_.find(std::string(id));
  return it == links_.end() ? nullptr : &it->second;
}

const std::unordered_map<std::uint64_t, std::uint64_t>& EntityLinks::hashes() const {
  if (!hashes_) {
    hashes_.emplace();
    for (const auto& [id, link] : links_) {
      if (id != link.entity) hashes_->emplace(hash64(id), hash64(link.entity));
    }
  }
  return *hashes_;
}

void EntityLinks::for_each(const std::function<void(const std::string&, const EntityLink&)>& visit) const {
  std::vector<const std::pair<const std::string, EntityLink>*> order;
  for (const auto& link : links_) order.push_back(&link);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* link : order) visit(link->first, link->second);
}

void EntityLinks::apply(StoredFact& stored) const {
  auto lay = [&](std::string& id, std::string& name, std::string& read) {
    if (id.empty()) return;
    const EntityDecisions::Reading* other = decisions_.read_as(id, stored.article_key);
    const EntityLink* link = find(other ? other->id : id);
    if (!other && !link) return;
    if (other || link->entity != id) read = id;
    if (other) {
      id = other->id;
      name = other->name;
    }
    if (link) {
      id = link->entity;
      if (!link->name.empty()) name = link->name;
    }
  };
  lay(stored.fact.subject, stored.fact.subject_name, stored.subject_as_read);
  lay(stored.fact.counterpart, stored.fact.counterpart_name, stored.counterpart_as_read);
  // Two names of one speaker do not contradict each other.
  std::string name, read;
  lay(stored.fact.speaker, name, read);
}

std::vector<std::string> EntityLinks::ids_of(std::string_view id) const {
  const EntityLink* link = find(id);
  auto it = members_.find(link ? link->entity : std::string(id));
  std::vector<std::string> out = it == members_.end() ? std::vector<std::string>{std::string(id)} : it->second;
  for (const std::string& member : std::vector<std::string>(out))
    for (std::string& read : decisions_.read_for(member)) out.push_back(std::move(read));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> EntityLinks::find_by_name(std::string_view name) const {
  const std::string wanted = NormalizedText::fold(name), key = name_key(name);
  std::map<std::string, std::uint64_t> found;
  for (const auto& [id, record] : names_) {
    const EntityLink* link = find(id);
    auto is = [&](const std::string& form) { return NormalizedText::fold(form) == wanted || (!key.empty() && name_key(form) == key); };
    bool fits = link && is(link->name);
    for (const auto& [form, uses] : record.names) fits = fits || is(form);
    for (const auto& [form, uses] : record.forms) fits = fits || is(form);
    if (fits) found[link ? link->entity : id] += record.mentions;
  }
  std::vector<std::pair<std::uint64_t, std::string>> order;
  for (const auto& [id, mentions] : found) order.emplace_back(mentions, id);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return std::tie(b.first, a.second) < std::tie(a.first, b.second); });
  std::vector<std::string> out;
  for (auto& [mentions, id] : order) out.push_back(std::move(id));
  return out;
}

std::vector<LinkedEntity> EntityLinks::entities() const {
  std::map<std::string, LinkedEntity> all;
  std::map<std::string, std::uint64_t> mentions;
  for (const auto& [id, record] : names_) {
    const EntityLink* link = find(id);
    const std::string& entity = link ? link->entity : id;
    LinkedEntity& e = all[entity];
    e.id = entity;
    e.name = link && !link->name.empty() ? link->name : record.name();
    if (id == entity || e.cls.empty()) e.cls = record.cls;
    e.ids.push_back(id);
    mentions[entity] += record.mentions;
  }
  std::vector<LinkedEntity> out;
  for (auto& [id, e] : all) out.push_back(std::move(e));
  std::stable_sort(out.begin(), out.end(), [&](const LinkedEntity& a, const LinkedEntity& b) { return mentions.at(a.id) > mentions.at(b.id); });
  for (LinkedEntity& e : out) std::stable_partition(e.ids.begin(), e.ids.end(), [&](const std::string& id) { return id == e.id; });
  return out;
}

}  // namespace mizan

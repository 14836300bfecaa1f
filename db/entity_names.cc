#include "db/entity_names.h"

#include <algorithm>
#include <set>

#include "db/database.h"
#include "db/rows.h"

namespace mizan {
namespace {

void count(EntityNames& names, std::set<std::string_view>& seen, std::string_view id, std::string_view name, std::string_view cls, std::string form) {
  auto it = names.find(id);
  if (it == names.end()) it = names.emplace(std::string(id), NameRecord{}).first;
  NameRecord& record = it->second;
  if (record.cls.empty() || (!cls.empty() && cls < record.cls)) record.cls = cls;
  ++record.names[std::string(name)];
  if (!form.empty()) ++record.forms[name_form(std::move(form))];
  ++record.mentions;
  if (seen.insert(it->first).second) ++record.articles;
}

}  // namespace

std::string name_form(std::string slice) {
  std::replace_if(
      slice.begin(), slice.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return slice;
}

bool is_unknown_id(std::string_view id) {
  return id.find(":~") != std::string_view::npos;
}

const std::string& NameRecord::name() const {
  static const std::string none;
  const std::string* best = &none;
  std::uint64_t most = 0;
  for (const auto& [name, uses] : names) {
    if (uses <= most) continue;
    best = &name;
    most = uses;
  }
  return *best;
}

NameRecord& NameRecord::operator+=(const NameRecord& other) {
  if (cls.empty() || (!other.cls.empty() && other.cls < cls)) cls = other.cls;
  for (const auto& [name, uses] : other.names) names[name] += uses;
  for (const auto& [form, uses] : other.forms) forms[form] += uses;
  mentions += other.mentions;
  articles += other.articles;
  return *this;
}

Result<EntityNames> load_entity_names(const FactStore& store, const EntityDecisions& decisions) {
  Database& db = store.database();
  EntityNames out;
  Statement articles = db.prepare(
      "SELECT v.version_id, a.key, v.text, coalesce(v.title, '') FROM articles a JOIN article_versions v ON v.version_id = a.latest WHERE v.state <> "
      "'withdrawn' ORDER BY a.key");
  NameReader names(db);
  std::set<std::string_view> seen;
  while (articles.row()) {
    const std::string key = articles.text(1);
    seen.clear();
    for (const PackedName& name : names.read(articles.integer(0))) {
      std::string form = slice(articles.view(name.field == Field::kTitle ? 3 : 2), {name.begin, name.end});
      const EntityDecisions::Reading* other = decisions.read_as(name.id, key);
      if (other != nullptr)
        count(out, seen, other->id, other->name, name.cls, std::move(form));
      else
        count(out, seen, name.id, name.name, name.cls, std::move(form));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

void add_entity_names(EntityNames& names, const Document& document, const ArticleResult& result) {
  std::set<std::string_view> seen;
  for (const Mention& m : result.mentions)
    if (const EntityName* entity = m.entity())
      count(names, seen, entity->id, entity->name, entity->cls, slice(m.field == Field::kTitle ? document.title : document.text, m.source));
}

}  // namespace mizan

#include "db/entity_use.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "db/database.h"
#include "db/packed_names.h"

namespace mizan {

Result<EntityUse> entity_use(const FactStore& store, const EntityLinks& links, const std::string& entity) {
  Database& db = store.database();
  EntityUse out;
  const std::vector<std::string> ids = links.ids_of(entity);
  auto stands_for = [&](std::string_view id, std::string_view article) {
    const EntityDecisions::Reading* other = links.decisions().read_as(id, article);
    const std::string_view read = other ? std::string_view(other->id) : id;
    const EntityLink* link = links.find(read);
    return (link ? std::string_view(link->entity) : read) == entity;
  };
  std::vector<std::tuple<std::string, std::string, EntityArticle>> articles;  // publication, key
  Statement select = db.prepare(
      "SELECT a.key, a.id, s.name, coalesce(v.published, '') FROM article_versions v JOIN articles a ON a.article_id = v.article_id AND "
      "a.latest = v.version_id JOIN sources s USING(source_id) WHERE v.version_id = ? AND v.state <> 'withdrawn'");
  for (const std::string& id : ids) {
    for (std::int64_t version : versions_naming(db, id)) {
      select.bind(1, version);
      while (select.row())
        if (stands_for(id, select.view(0)))
          articles.emplace_back(select.text(3), select.text(0), EntityArticle{select.text(1), select.text(2), select.text(3)});
    }
  }
  auto key = [](const auto& row) { return std::tie(std::get<0>(row), std::get<1>(row)); };
  std::sort(articles.begin(), articles.end(), [&](const auto& a, const auto& b) { return key(b) < key(a); });
  articles.erase(std::unique(articles.begin(), articles.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }), articles.end());
  for (auto& row : articles) out.articles.push_back(std::move(std::get<2>(row)));

  auto facts = store.facts({.subject = entity, .metric = {}, .source = {}, .period = {}, .article = {}, .status = {}});
  if (!facts) return facts.error();
  for (const StoredFact& f : *facts) {
    if (f.fact.subject == entity)
      ++out.metrics[f.fact.metric];
    else if (f.fact.counterpart == entity)
      ++out.as_counterpart;
  }

  Statement decided =
      db.prepare("SELECT kind, coalesce(who, ''), at, target, body FROM decisions WHERE kind IN ('merge', 'split', 'rename') ORDER BY decision_id");
  while (decided.row()) {
    const std::string json = decided.text(4);
    const nlohmann::json body = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
    auto text = [&](const char* member) {
      return body.is_object() && body.contains(member) && body[member].is_string() ? body[member].get<std::string>() : std::string();
    };
    EntityDecision d{decided.text(0), decided.text(1), decided.text(2), decided.text(3), text("other"), text("article"), text("name"), text("text")};
    auto mine = [&](const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
    if (mine(d.target) || mine(d.other) || mine(text("as"))) out.decisions.push_back(std::move(d));
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::map<std::string, std::uint64_t>> facts_by_subject(const FactStore& store, const EntityLinks& links) {
  Database& db = store.database();
  std::map<std::string, std::uint64_t> out;
  Statement select = db.prepare(
      "SELECT f.subject, count(*) FROM articles a JOIN article_versions v ON v.version_id = a.latest JOIN facts f ON f.version_id = v.version_id "
      "WHERE v.state <> 'withdrawn' AND f.subject IS NOT NULL GROUP BY f.subject");
  while (select.row()) {
    const EntityLink* link = links.find(select.view(0));
    out[link ? link->entity : select.text(0)] += static_cast<std::uint64_t>(select.integer(1));
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

}  // namespace mizan

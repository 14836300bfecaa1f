// Links in the database: kept while nothing came that would change them, and followed where something did.
#include <fmt/format.h>

#include <map>
#include <set>

#include "db/database.h"
#include "db/entity_links.h"
#include "db/name_index.h"
#include "db/packed_names.h"
#include "db/touched.h"

namespace mizan {
namespace {

// What the links are a function of: which versions there are, and which decisions on names. Cheap to read.
std::string state_of(Database& db) {
  Statement select = db.prepare(
      "SELECT (SELECT coalesce(max(version_id), 0) FROM article_versions) || '/' || (SELECT count(*) FROM article_versions) || '/' || (SELECT count(*) FROM "
      "articles) || '/' || "
      "(SELECT coalesce(max(decision_id), 0) FROM decisions WHERE kind IN ('merge', 'split', 'rename', 'undo'))");
  std::string state = select.row() ? select.text(0) : std::string();
  select.reset();
  return state;
}
std::string kept_state(Database& db) {
  Statement select = db.prepare("SELECT state FROM entity_links_state");
  std::string state = select.row() ? select.text(0) : std::string();
  select.reset();
  return state;
}

}  // namespace

Result<EntityLinks> EntityLinks::load_with_names(const FactStore& store) {
  auto decisions = EntityDecisions::load(store);
  if (!decisions) return decisions.error();
  Database& db = store.database();
  if (kept_state(db) == state_of(db)) {
    EntityNames kept = indexed_names(db);
    if (Status status = db.status(); !status) return status.error();
    return EntityLinks(std::move(kept), std::move(*decisions));
  }
  auto names = load_entity_names(store, *decisions);
  if (!names) return names.error();
  return EntityLinks(std::move(*names), std::move(*decisions));
}

Result<EntityLinks> EntityLinks::load_with(const FactStore& store, const EntityNames& more) {
  Database& db = store.database();
  auto decisions = EntityDecisions::load(store);
  if (!decisions) return decisions.error();
  if (kept_state(db) != state_of(db)) {
    auto names = load_entity_names(store, *decisions);
    if (!names) return names.error();
    for (const auto& [id, record] : more) (*names)[id] += record;
    return EntityLinks(std::move(*names), std::move(*decisions));
  }
  NamesChanged changed;
  std::set<std::string> keys;
  NameIndex index(db);
  for (const auto& [id, record] : more) {
    changed.ids.push_back(id);
    // It is called and spelled as before, and as the draft does.
    EntityNames one;
    index.read(id, one);
    if (!one.empty())
      for (std::string& key : NameKeys(id, one[id]).all()) keys.insert(std::move(key));
    for (std::string& key : NameKeys(id, one[id] += record).all()) keys.insert(std::move(key));
  }
  changed.keys.assign(keys.begin(), keys.end());
  Relinked done;
  const EntityLinks around = relink(db, changed, more, std::move(*decisions), done);
  if (Status status = db.status(); !status) return status.error();
  auto out = load(store);
  if (!out) return out.error();
  out->lay_over(around, done.scope);
  return out;
}

void EntityLinks::lay_over(const EntityLinks& around, const std::set<std::string>& scope) {
  hashes_.reset();
  for (const std::string& id : scope) {
    links_.erase(id);
    members_.erase(id);
  }
  for (const auto& [id, link] : around.links_) links_[id] = link;
  for (const auto& [id, members] : around.members_) members_[id] = members;
}

Result<EntityLinks> EntityLinks::load(const FactStore& store) {
  Database& db = store.database();
  if (kept_state(db) != state_of(db)) {
    if (Status status = db.status(); !status) return status.error();
    return load_with_names(store);
  }
  return load_kept(store);
}

std::string kept_links_state(const FactStore& store) {
  return kept_state(store.database());
}

Result<EntityLinks> EntityLinks::load_kept(const FactStore& store) {
  Database& db = store.database();
  EntityLinks out;
  auto decisions = EntityDecisions::load(store);
  if (!decisions) return decisions.error();
  out.decisions_ = std::move(*decisions);
  Statement select = db.prepare("SELECT id, entity, name, confidence, coalesce(reason, '') FROM entity_links ORDER BY id");
  while (select.row()) {
    out.links_[select.text(0)] = {select.text(1), select.text(2), static_cast<int>(select.integer(3)), select.text(4)};
    out.members_[select.text(1)].push_back(select.text(0));
  }
  std::erase_if(out.members_, [](const auto& member) { return member.second.size() < 2; });
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Status keep_entity_links(FactStore& store) {
  Database& db = store.database();
  const std::string state = state_of(db), kept_before = kept_state(db);
  auto touched = touched_articles(db);
  if (!touched) return touched.error();
  if (kept_before == state && !touched->all && touched->articles.empty()) return db.status();
  auto decisions = EntityDecisions::load(store);
  if (!decisions) return decisions.error();
  const bool read_anew = decisions->reads_anew();
  auto decided = [](std::string_view of) { return of.substr(of.rfind('/') + 1); };
  const bool own = !db.in_transaction();
  if (own) db.begin();
  const NamesChanged names = update_name_index(store, *decisions, kept_before.empty() || decided(kept_before) != decided(state));
  EntityLinks::Relinked done;
  const EntityLinks links =
      names.all ? EntityLinks(indexed_names(db), std::move(*decisions), &done.edges) : EntityLinks::relink(db, names, {}, std::move(*decisions), done);
  if (names.all) {
    db.execute("DELETE FROM name_edges");
  } else {
    Statement drop = db.prepare("DELETE FROM name_edges WHERE via = ?");
    for (const std::string& via : done.vias) {
      drop.bind(1, via);
      drop.run();
    }
  }
  Statement add = db.prepare(
      "INSERT INTO name_edges(via, a, b, confidence, reason) VALUES (?, ?, ?, ?, ?) ON CONFLICT(via, a, b) DO UPDATE SET confidence = excluded.confidence, "
      "reason = excluded.reason");
  for (const NameEdge& e : done.edges) {
    add.bind(1, e.via);
    add.bind(2, e.a);
    add.bind(3, e.b);
    add.bind(4, static_cast<std::int64_t>(e.confidence));
    add.bind(5, e.reason);
    add.run();
  }

  // Whose link is another one now.
  std::map<std::string, std::string> before;  // what it stood for, by id
  Statement old = db.prepare(fmt::format("SELECT id, entity || char(10) || name FROM entity_links{}", names.all ? "" : " WHERE id = ?"));
  if (names.all) {
    while (old.row()) before.emplace(old.text(0), old.text(1));
    db.execute("DELETE FROM entity_links");
  } else {
    Statement drop = db.prepare("DELETE FROM entity_links WHERE id = ?");
    for (const std::string& id : done.scope) {
      old.bind(1, id);
      if (old.row()) before.emplace(old.text(0), old.text(1));
      old.reset();
      drop.bind(1, id);
      drop.run();
    }
  }
  std::set<std::string> changed, moved;  // links that are others, and of those the ones to another subject
  auto entity_of = [](const std::string& link) { return link.substr(0, link.find('\n')); };
  Statement insert = db.prepare("INSERT INTO entity_links(id, entity, name, confidence, reason) VALUES (?, ?, ?, ?, ?)");
  links.for_each([&](const std::string& id, const EntityLink& link) {
    auto it = before.find(id);
    if (it == before.end() || it->second != link.entity + "\n" + link.name) changed.insert(id);
    if ((it == before.end() ? id : entity_of(it->second)) != link.entity) moved.insert(id);
    if (it != before.end()) before.erase(it);
    insert.bind(1, id);
    insert.bind(2, link.entity);
    insert.bind(3, link.name);
    insert.bind(4, static_cast<std::int64_t>(link.confidence_percent));
    insert.bind_or_null(5, link.reason);
    insert.run();
  });
  for (const auto& [id, link] : before) {
    changed.insert(id);
    if (entity_of(link) != id) moved.insert(id);
  }
  db.execute("DELETE FROM entity_links_state");
  Statement kept = db.prepare("INSERT INTO entity_links_state(one, state) VALUES (1, ?)");
  kept.bind(1, state);
  kept.run();
  if (read_anew && decided(kept_before) != decided(state)) touch_all(db);
  if (!kept_before.empty()) {
    // Whoever says something or stands beside a figure tells claims apart as well. A name of the lexicon takes another's place by people's decision only: that
    // may look through all mentions.
    const std::string as_fact =
        "SELECT v.article_id FROM facts f JOIN article_versions v USING(version_id) WHERE f.subject = ?1 UNION SELECT v.article_id FROM facts f JOIN "
        "article_versions v USING(version_id) WHERE f.counterpart = ?1 UNION SELECT v.article_id FROM facts f JOIN article_versions v USING(version_id) WHERE "
        "f.speaker = ?1";
    auto as_name = [](const char* where) {
      return fmt::format(
          " UNION SELECT v.article_id FROM version_names n JOIN article_versions v USING(version_id) WHERE {0}instr(n.names, ?2) > 0 UNION SELECT v.article_id "
          "FROM mention_rows n JOIN article_versions v USING(version_id) WHERE {0}n.entity = ?1",
          where);
    };
    Statement called = db.prepare(as_fact), known = db.prepare(as_fact + as_name(""));
    Statement unknown = db.prepare(as_fact + as_name("n.version_id IN (SELECT version_id FROM name_uses WHERE entity = ?1) AND "));
    std::set<std::int64_t> articles;
    for (const std::string& id : changed) {
      Statement& users = moved.count(id) == 0 ? called : id.find(":~") != std::string::npos ? unknown : known;
      const std::string pattern = name_pattern(id);
      users.bind(1, id);
      if (&users != &called) users.bind(2, pattern);
      while (users.row()) articles.insert(users.integer(0));
      users.reset();
    }
    for (std::int64_t article : articles) touch(db, article, Touch::kReread);
  }
  if (own) db.commit();
  Status status = db.status();
  if (!status && own) db.rollback();
  return status;
}

}  // namespace mizan

#include "db/entity_links.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "db/database.h"
#include "db/hash.h"
#include "db/name_index.h"
#include "db/touched.h"
#include "pipeline/name_skeleton.h"
#include "pipeline/normalized_text.h"

namespace mizan {
namespace {

// The second best Latin name must stay so far behind the best, or it is not clear which is meant.
constexpr double kMargin = 0.04;
// Two Latin spellings that share an Arabic one are one name from here on ("Steven Hoyt", "Stephen Hoyt").
constexpr double kOneLatinName = 0.9;
// Of the two words that are least alike.
constexpr double kWeakestWord = 0.6;
constexpr int kSamePerson = 95, kOtherClass = 85, kSameSpelling = 90;
// A guess at the class may be wrong on one side where the names are as sure as this.
constexpr int kSureDespiteClass = 92;

std::size_t words_of(std::string_view key) {
  return key.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(key.begin(), key.end(), ' '));
}

}  // namespace

// Nodes are indices into the ids in byte order.
struct EntityLinks::Builder {
  explicit Builder(EntityLinks& into) : out(into) {
    for (const auto& [id, record] : out.names_) add_node(id, &record);
    for (const EntityDecisions::Merge& m : out.decisions_.merges()) {
      add_node(m.entity, nullptr);
      add_node(m.other, nullptr);
    }
    for (const auto& [id, name] : out.decisions_.names()) add_node(id, nullptr);
  }

  struct Node {
    std::string id, shown;
    const NameRecord* record = nullptr;
    bool unknown = false;
    std::vector<std::string> keys;   // of its full spellings
    std::vector<std::string> latin;  // full spellings in Latin letters
    int parent = 0;                  // union-find
  };

  void add_node(const std::string& id, const NameRecord* record) {
    auto [it, added] = index.try_emplace(id, static_cast<int>(nodes.size()));
    if (!added) return;
    Node node;
    node.id = id;
    node.unknown = is_unknown_id(id);
    node.record = record;
    node.parent = it->second;
    if (record) {
      NameKeys keys(id, *record);
      node.shown = std::move(keys.shown);
      node.keys = std::move(keys.spellings);
      node.latin = std::move(keys.latin);
    }
    nodes.push_back(std::move(node));
  }
  Node& at(int i) { return nodes[static_cast<std::size_t>(i)]; }
  const std::string& class_of(int i) { return at(i).record->cls; }
  int root(int i) {
    while (at(i).parent != i) i = at(i).parent = at(at(i).parent).parent;
    return i;
  }

  bool one_latin_name(int a, int b) {
    if (at(a).latin.empty() || at(b).latin.empty()) return true;
    for (const std::string& x : at(a).latin)
      for (const std::string& y : at(b).latin)
        if (name_key(x) == name_key(y) || name_likeness(x, y) >= kOneLatinName) return true;
    return false;
  }

  // Do they share a full spelling, so that they are linked anyway?
  bool one_spelling(int a, int b) {
    return std::any_of(at(a).keys.begin(), at(a).keys.end(),
                       [&](const std::string& key) { return std::binary_search(at(b).keys.begin(), at(b).keys.end(), key); });
  }

  void edge(std::string via, int a, int b, int confidence, std::string reason) {
    if (at(a).id > at(b).id) std::swap(a, b);
    edges.push_back({std::move(via), at(a).id, at(b).id, confidence, std::move(reason)});
  }

  // Ids that share a full spelling. `only`: such as follow from one of these ("f" and the key), all whose names are among the nodes.
  void by_spelling(const std::set<std::string>* only = nullptr) {
    std::map<std::string, std::vector<int>> holders;
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i)
      for (const std::string& key : at(i).keys) holders[key].push_back(i);
    for (const auto& [key, ids] : holders) {
      if (ids.size() < 2 || ids.size() > kMostOfAKey) continue;
      if (only && only->count("f" + key) == 0) continue;
      for (std::size_t i = 1; i < ids.size(); ++i) {
        // Each with the first that it can be: the closure is the same whichever pairs are taken.
        for (std::size_t j = 0; j < i; ++j) {
          const int a = ids[j], b = ids[i];
          if (!at(a).unknown && !at(b).unknown) continue;
          const bool same_class = class_of(a) == class_of(b);
          if (words_of(key) == 1 && (!same_class || class_of(a) == "person" || key.size() < 6)) continue;
          if (!one_latin_name(a, b)) continue;
          const bool known = !at(a).unknown || !at(b).unknown;
          edge("f" + key, a, b,
               !same_class                   ? kOtherClass
               : known || words_of(key) == 1 ? kSameSpelling
                                             : kSamePerson,
               fmt::format("is spelled “{}”, too", spelled(b, key)));
          break;
        }
      }
    }
  }
  // The spelling of a node behind a key.
  std::string spelled(int i, const std::string& key) {
    if (name_key(at(i).shown) == key) return at(i).shown;
    for (const auto& [form, uses] : at(i).record->forms)
      if (name_key(form) == key) return form;
    return key;
  }

  // Arabic names to the Latin ones that they sound like. `only`: of these names alone; then all Latin ones that share a key with them are among the nodes, but
  // for those of the keys `silent`, which too many have.
  void by_sound(const std::set<std::string>* only = nullptr, const std::set<std::string>& silent = {}) {
    struct Latin {
      int node;
      NameSound sound;
    };
    std::vector<Latin> latin;
    std::unordered_map<std::string, std::vector<int>> by_key;
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i)
      for (const std::string& form : at(i).latin) {
        latin.push_back({i, NameSound(form)});
        for (std::string& key : latin.back().sound.keys()) by_key[std::move(key)].push_back(static_cast<int>(latin.size()) - 1);
      }
    if (latin.empty()) return;
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i) {
      const Node& node = at(i);
      if (!node.unknown || node.record == nullptr || !node.latin.empty()) continue;
      if (only && only->count(node.id) == 0) continue;
      const NameSound sound(node.shown);
      if (!sound.arabic()) continue;
      std::set<int> candidates;
      for (const std::string& key : sound.keys())
        if (auto it = by_key.find(key); it != by_key.end() && it->second.size() <= kMostOfAKey && silent.count(key) == 0)
          candidates.insert(it->second.begin(), it->second.end());
      double best = 0, second = 0;
      int which = -1;
      for (int c : candidates) {
        const Latin& other = latin[static_cast<std::size_t>(c)];
        if (other.sound.words() != sound.words()) continue;
        const double q = likeness(sound, other.sound);
        if (sound.words() > 1 && weakest_word(sound, other.sound) < kWeakestWord) continue;
        if (which >= 0 && (other.node == which || one_spelling(which, other.node))) {
          if (q > best) best = q, which = other.node;
          continue;
        }
        if (q > best) {
          second = best;
          best = q;
          which = other.node;
        } else {
          second = std::max(second, q);
        }
      }
      if (which < 0 || best - second < kMargin) continue;
      const int percent = static_cast<int>(std::lround(best * 100));
      const bool same_class = class_of(which) == node.record->cls;
      if (!at(which).unknown && percent < kSureOfLexiconsSound) continue;
      if (percent < (sound.words() > 1 ? same_class ? kSureOfSound : kSureDespiteClass : kSureOfSoundOfOneWord)) continue;
      // The lexicon has its own spellings in both scripts: one word that only sounds like a name of it (قنيطرة, Quneitra, and Kenitra) is another's.
      if (sound.words() == 1 && (!same_class || node.record->cls == "person" || !at(which).unknown)) continue;
      edge("s" + node.id, i, which, percent, fmt::format("“{}” and “{}” sound alike", node.shown, at(which).shown));
    }
  }

  bool may_join(int a, int b) {
    // People parted a member of one from a member of the other?
    if (!out.decisions_.parted().empty())
      for (int x : members[static_cast<std::size_t>(a)])
        for (int y : members[static_cast<std::size_t>(b)])
          if (out.decisions_.parted(at(x).id, at(y).id)) return false;
    return true;
  }
  bool may_join_by_itself(int a, int b) {
    int known = 0;
    std::vector<int> named[2];
    for (int side : {0, 1})
      for (int x : members[static_cast<std::size_t>(side == 0 ? a : b)]) {
        known += !at(x).unknown;
        if (!at(x).latin.empty()) named[side].push_back(x);
      }
    if (known > 1) return false;
    return named[0].empty() || named[1].empty() || std::any_of(named[0].begin(), named[0].end(), [&](int x) {
             return std::any_of(named[1].begin(), named[1].end(), [&](int y) { return one_latin_name(x, y); });
           });
  }

  void join() {
    members.resize(nodes.size());
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i) members[static_cast<std::size_t>(i)] = {i};
    neighbours.resize(nodes.size());
    auto unite = [&](const NameEdge& e, bool by_people) {
      const int x = index.at(e.a), y = index.at(e.b);
      int a = root(x), b = root(y);
      if (a == b) return;
      if (!may_join(a, b) || (!by_people && !may_join_by_itself(a, b))) return;
      neighbours[static_cast<std::size_t>(x)].emplace_back(y, &e);
      neighbours[static_cast<std::size_t>(y)].emplace_back(x, &e);
      if (members[static_cast<std::size_t>(a)].size() < members[static_cast<std::size_t>(b)].size()) std::swap(a, b);
      auto& larger = members[static_cast<std::size_t>(a)];
      auto& smaller = members[static_cast<std::size_t>(b)];
      larger.insert(larger.end(), smaller.begin(), smaller.end());
      smaller.clear();
      at(b).parent = a;
    };
    decided.reserve(out.decisions_.merges().size());
    for (const EntityDecisions::Merge& m : out.decisions_.merges())
      decided.push_back({{}, m.entity, m.other, 100, fmt::format("merged by {}, {}", m.who.empty() ? "a person" : m.who, m.at.substr(0, 10))});
    for (const NameEdge& e : decided) unite(e, true);
    std::sort(edges.begin(), edges.end(),
              [](const NameEdge& x, const NameEdge& y) { return std::tie(y.confidence, x.a, x.b, x.reason) < std::tie(x.confidence, y.a, y.b, y.reason); });
    for (const NameEdge& e : edges)
      if (!out.decisions_.alone(e.a) && !out.decisions_.alone(e.b)) unite(e, false);
  }

  // Whose id counts: what people said, else a name of the lexicon, else one in Latin letters, then the one with the most articles.
  int chief_of(const std::vector<int>& ids) {
    for (auto m = out.decisions_.merges().rbegin(); m != out.decisions_.merges().rend(); ++m)
      for (int i : ids)
        if (at(i).id == m->entity &&
            std::none_of(out.decisions_.merges().begin(), out.decisions_.merges().end(), [&](const auto& other) { return other.other == m->entity; }))
          return i;
    auto key = [&](int i) {
      const Node& n = at(i);
      return std::tuple(n.unknown, n.latin.empty(), -static_cast<std::int64_t>(n.record ? n.record->articles : 0), n.id);
    };
    return *std::min_element(ids.begin(), ids.end(), [&](int a, int b) { return key(a) < key(b); });
  }
  std::string name_of(const std::vector<int>& ids, int chief) {
    for (auto it = out.decisions_.names().rbegin(); it != out.decisions_.names().rend(); ++it)
      for (int i : ids)
        if (at(i).id == it->first) {
          if (it->second.empty()) return at(chief).shown;
          return it->second;
        }
    return at(chief).shown;
  }

  void name() {
    for (int r = 0; r < static_cast<int>(nodes.size()); ++r) {
      std::vector<int>& ids = members[static_cast<std::size_t>(r)];
      if (ids.empty()) continue;
      std::sort(ids.begin(), ids.end());
      const int chief = chief_of(ids);
      std::string called = name_of(ids, chief);
      if (called.empty()) called = at(chief).id;
      if (ids.size() == 1) {
        if (called != at(chief).shown && at(chief).record != nullptr) out.links_[at(chief).id] = {at(chief).id, called, 100, "named by a person"};
        continue;
      }
      std::vector<std::string>& all = out.members_[at(chief).id];
      for (int i : ids) all.push_back(at(i).id);
      std::sort(all.begin(), all.end());
      // From the chief outwards: a chain is as sure as its weakest link.
      std::vector<std::pair<int, int>> reached{{chief, 100}};
      out.links_[at(chief).id] = {at(chief).id, called, 100, {}};
      std::set<int> seen{chief};
      for (std::size_t k = 0; k < reached.size(); ++k) {
        const auto [from, sure] = reached[k];
        for (const auto& [to, e] : neighbours[static_cast<std::size_t>(from)]) {
          if (!seen.insert(to).second) continue;
          const int both = std::min(sure, e->confidence);
          out.links_[at(to).id] = {at(chief).id, called, both, e->reason};
          reached.emplace_back(to, both);
        }
      }
    }
  }

  EntityLinks& out;
  std::vector<Node> nodes;
  std::map<std::string, int, std::less<>> index;
  std::vector<NameEdge> edges, decided;                                  // of decided ones `a` is whose id counts
  std::vector<std::vector<int>> members;                                 // by root
  std::vector<std::vector<std::pair<int, const NameEdge*>>> neighbours;  // the forest of links that were made
};

EntityLinks::EntityLinks(EntityNames names, EntityDecisions decisions, std::vector<NameEdge>* edges)
    : names_(std::move(names)), decisions_(std::move(decisions)) {
  Builder builder(*this);
  builder.by_spelling();
  builder.by_sound();
  builder.join();
  builder.name();
  if (edges) *edges = std::move(builder.edges);
}

// What changed is asked again, and what hangs together with it is joined again: the links of all names together would be the same.
EntityLinks EntityLinks::relink(Database& db, const NamesChanged& changed, const EntityNames& more, EntityDecisions decisions, Relinked& done) {
  NameIndex index(db);
  auto read = [&](const std::string& id, EntityNames& into) {
    if (into.count(id) != 0) return;
    index.read(id, into);
    if (auto it = more.find(id); it != more.end()) into[id] += it->second;
  };
  // The names that take part in the questions: those that share a spelling with one that changed, and, for each Arabic name whose Latin candidates changed, all
  // of these.
  EntityLinks asked;
  std::set<std::string> seekers, silent;
  for (const std::string& id : changed.ids) {
    read(id, asked.names_);
    done.vias.insert("s" + id);
    seekers.insert(id);  // those that seek nothing find nothing
  }
  for (const std::string& key : changed.keys) {
    if (key.starts_with("f")) {
      done.vias.insert(key);
      const std::vector<std::string> holders = index.holders(key, kMostOfAKey);
      // Too many: the key compares nobody any more, whoever of them is looked at.
      for (const std::string& id : holders) read(id, asked.names_);
    } else if (key.starts_with("l")) {
      if (index.holders(key, kStillShared).size() > kStillShared) continue;
      for (std::string& id : index.holders("a" + key.substr(1), std::numeric_limits<std::int32_t>::max())) seekers.insert(std::move(id));
    }
  }
  for (const std::string& id : seekers) {
    read(id, asked.names_);
    auto it = asked.names_.find(id);
    if (it == asked.names_.end()) continue;
    done.vias.insert("s" + id);
    for (const std::string& key : NameKeys(id, it->second).all()) {
      if (!key.starts_with("a")) continue;
      const std::vector<std::string> holders = index.holders("l" + key.substr(1), kMostOfAKey);
      if (holders.size() > kMostOfAKey)
        silent.insert(key.substr(1));
      else
        for (const std::string& latin : holders) read(latin, asked.names_);
    }
  }
  Builder questions(asked);
  questions.by_spelling(&done.vias);
  questions.by_sound(&seekers, silent);
  done.edges = std::move(questions.edges);

  // What hangs together with anything that changed, by the edges that stand now.
  std::vector<std::string> waiting(changed.ids);
  waiting.insert(waiting.end(), changed.recounted.begin(), changed.recounted.end());
  for (const std::string& via : done.vias)
    for (const NameEdge& e : index.edges_via(via)) waiting.insert(waiting.end(), {e.a, e.b});
  std::map<std::string, std::vector<const NameEdge*>> fresh;
  for (const NameEdge& e : done.edges) {
    waiting.insert(waiting.end(), {e.a, e.b});
    fresh[e.a].push_back(&e);
    fresh[e.b].push_back(&e);
  }
  for (const EntityDecisions::Merge& m : decisions.merges()) waiting.insert(waiting.end(), {m.entity, m.other});
  for (const auto& [id, name] : decisions.names()) waiting.push_back(id);
  EntityLinks out;
  std::map<std::tuple<std::string, std::string, std::string>, NameEdge> edges;
  while (!waiting.empty()) {
    const std::string id = std::move(waiting.back());
    waiting.pop_back();
    if (!done.scope.insert(id).second) continue;
    read(id, out.names_);
    auto follow = [&](const NameEdge& e) {
      edges.try_emplace(std::tuple(e.via, e.a, e.b), e);
      waiting.insert(waiting.end(), {e.a, e.b});
    };
    for (const NameEdge& e : index.edges_of(id))
      if (done.vias.count(e.via) == 0) follow(e);
    if (auto it = fresh.find(id); it != fresh.end())
      for (const NameEdge* e : it->second) follow(*e);
  }
  out.decisions_ = std::move(decisions);
  Builder builder(out);
  for (auto& [key, e] : edges) builder.edges.push_back(std::move(e));
  builder.join();
  builder.name();
  return out;
}

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
    const std::string as_name = " UNION SELECT v.article_id FROM mentions m JOIN article_versions v USING(version_id) WHERE m.entity = ?1";
    Statement called = db.prepare(as_fact), unknown = db.prepare(as_fact + as_name + " AND instr(m.entity, ':~') > 0"), known = db.prepare(as_fact + as_name);
    std::set<std::int64_t> articles;
    for (const std::string& id : changed) {
      Statement& users = moved.count(id) == 0 ? called : id.find(":~") != std::string::npos ? unknown : known;
      users.bind(1, id);
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

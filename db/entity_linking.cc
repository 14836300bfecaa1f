// Which names are one: the links that follow from names, their possible links (name_index.h) and what people decided.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "db/database.h"
#include "db/entity_links.h"
#include "db/name_index.h"
#include "pipeline/name_skeleton.h"

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

}  // namespace mizan

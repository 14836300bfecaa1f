#include "db/story_index.h"

#include <algorithm>
#include <map>

#include "db/database.h"

namespace mizan {
namespace {

constexpr std::int64_t kDays = 3;      // between two articles of a story that are compared
constexpr std::int64_t kSpan = 6;      // between the first and the last of a story
constexpr std::int64_t kCopyDays = 2;  // between an article and a copy of its text with small edits
constexpr std::size_t kFirst = 40;     // of the articles with a key on a day
constexpr std::size_t kFirstCopies = 8;
constexpr int kSharedKeys = 2;
constexpr double kLinked = 0.4;      // part of a story's articles that a newcomer must be like
constexpr std::size_t kEnough = 20;  // of a large story so many count as all

}  // namespace

struct StoryIndex::Node {
  Sketch sketch;
  bool present = false;
  bool dirty = false;  // its row must be written
  bool links_dirty = false;
  bool indexed = false;       // it is an original, and its keys are in the index
  std::int64_t parent = 0;    // earlier article whose text it repeats; 0: none
  std::int64_t original = 0;  // the end of that chain
  std::int64_t leader = 0;    // of an original; 0: not yet
  bool links_loaded = false, children_loaded = false;
  std::vector<StoryLink> earlier;
  std::vector<std::int64_t> later;     // that have a link to it
  std::vector<std::int64_t> children;  // whose parent it is
};

// The database's side. Loading is one article at a time, by primary key or index.
struct StoryIndex::Store {
  Database& db;
  bool empty;
  Statement article, earlier, later, children, members;
  Store(Database& database, bool none)
      : db(database),
        empty(none),
        article(db.prepare("SELECT second, tie, day, arabic, source, parent, original, leader, sketch FROM sketches WHERE article_id = ?")),
        earlier(db.prepare("SELECT earlier, score FROM story_links WHERE later = ? ORDER BY earlier")),
        later(db.prepare("SELECT later FROM story_links WHERE earlier = ?")),
        children(db.prepare("SELECT article_id FROM sketches WHERE parent = ? AND parent <> 0")),
        members(db.prepare("SELECT day, second, tie, article_id FROM sketches WHERE leader = ? AND leader <> 0 ORDER BY second, tie")) {}
};

StoryIndex::StoryIndex() : fresh_(true), keys_(postings_in_memory()), bands_(postings_in_memory()) {}

StoryIndex::StoryIndex(Database& db, bool empty) : fresh_(empty), store_(std::make_unique<Store>(db, empty)) {
  if (!empty) {
    keys_ = postings_in(db, "sketch_keys");
    bands_ = postings_in(db, "copy_bands");
    return;
  }
  auto keys = postings_in_memory(), bands = postings_in_memory();
  keys_in_memory_ = keys.get();
  bands_in_memory_ = bands.get();
  keys_ = std::move(keys);
  bands_ = std::move(bands);
}

StoryIndex::~StoryIndex() = default;

StoryIndex::Node* StoryIndex::find(std::int64_t article) {
  auto [found, fresh] = nodes_.try_emplace(article);
  if (!fresh) return found->second->present ? found->second.get() : nullptr;
  found->second = std::make_unique<Node>();
  Node& node = *found->second;
  if (!store_ || store_->empty) {
    node.links_loaded = node.children_loaded = true;
    return nullptr;
  }
  Statement& row = store_->article;
  row.bind(1, article);
  if (row.row()) {
    node.sketch.when = {row.integer(0), row.integer(1)};
    node.sketch.day = row.integer(2);
    node.sketch.arabic = row.integer(3) != 0;
    node.sketch.source = row.integer(4);
    node.parent = row.integer(5);
    node.original = row.integer(6);
    node.leader = row.integer(7);
    node.present = unpack(row.bytes(8), node.sketch);
    node.indexed = node.present && node.parent == 0;
  }
  row.reset();
  return node.present ? &node : nullptr;
}

StoryIndex::Node& StoryIndex::must(std::int64_t article) {
  find(article);
  return *nodes_[article];
}

Posting StoryIndex::posting_of(std::int64_t article, const Node& node) const {
  return {node.sketch.day, node.sketch.when, article};
}

std::vector<Posting>& StoryIndex::members_of(std::int64_t leader) {
  auto [found, fresh] = members_.try_emplace(leader);
  if (fresh && store_ && !store_->empty) {
    Statement& row = store_->members;
    row.bind(1, leader);
    while (row.row()) found->second.push_back({row.integer(0), {row.integer(1), row.integer(2)}, row.integer(3)});
  }
  return found->second;
}

void StoryIndex::load_links(Node& node, std::int64_t article) {
  if (node.links_loaded) return;
  node.links_loaded = true;
  store_->earlier.bind(1, article);
  while (store_->earlier.row()) node.earlier.push_back({store_->earlier.integer(0), store_->earlier.integer(1)});
  store_->later.bind(1, article);
  while (store_->later.row()) node.later.push_back(store_->later.integer(0));
}

void StoryIndex::load_children(Node& node, std::int64_t article) {
  if (node.children_loaded) return;
  node.children_loaded = true;
  store_->children.bind(1, article);
  while (store_->children.row()) node.children.push_back(store_->children.integer(0));
}

// --- what changes ---

void StoryIndex::put(std::int64_t article, Sketch sketch) {
  remove(article);
  Node& node = must(article);
  node.sketch = std::move(sketch);
  node.present = node.dirty = true;
  node.original = article;
  const Posting posting = posting_of(article, node);
  for (std::int64_t band : node.sketch.bands) {
    if (!node.sketch.draft) bands_->add(band, posting);
  }
  copies_due_.insert({node.sketch.when, article});
  if (!fresh_) look_again_for_copies(node);
}

// Later articles that share a band may be copies of it.
void StoryIndex::look_again_for_copies(const Node& node) {
  const Sketch& s = node.sketch;
  if (s.bands.empty()) return;
  std::vector<Posting> sharing;
  for (std::size_t i = 0; i + 1 < s.bands.size(); ++i)
    bands_->within(s.bands[i], s.dated() ? s.day - 1 : kNoDay, s.dated() ? s.day + kCopyDays : kNoDay, sharing);
  bands_->within(s.bands.back(), INT64_MIN, kNoDay, sharing);
  for (const Posting& p : sharing) {
    if (s.when < p.when) copies_due_.insert({p.when, p.article});
  }
}

void StoryIndex::remove(std::int64_t article) {
  Node* const node = find(article);
  if (!node) return;
  const Posting posting = posting_of(article, *node);
  for (std::int64_t band : node->sketch.bands) bands_->remove(band, posting);
  look_again_for_copies(*node);
  load_children(*node, article);
  for (std::int64_t child : node->children) copies_due_.insert({must(child).sketch.when, child});
  if (node->parent != 0) {
    Node& parent = must(node->parent);
    load_children(parent, node->parent);
    std::erase(parent.children, article);
    changed_.insert(leader(article));
  }
  if (node->indexed) unindex_keys(article, *node);
  node->parent = 0;
  node->original = article;
  node->present = false;
  node->dirty = true;
  copies_due_.erase({posting.when, article});
  links_due_.erase({posting.when, article});
  stories_due_.erase({posting.when, article});
}

// --- copies ---

// The earliest article that it is a copy of; 0 for none.
std::int64_t StoryIndex::find_parent(const Node& node) {
  const Sketch& s = node.sketch;
  if (s.draft || s.bands.empty()) return 0;
  std::vector<Posting> found;
  for (std::size_t i = 0; i + 1 < s.bands.size(); ++i) {
    if (!s.dated()) {
      bands_->first_of_day(s.bands[i], kNoDay, kFirstCopies, found);
      bands_->last_dated(s.bands[i], kFirstCopies, found);
      continue;
    }
    for (std::int64_t day = s.day - kCopyDays; day <= s.day + 1; ++day) bands_->first_of_day(s.bands[i], day, kFirstCopies, found);
  }
  std::sort(found.begin(), found.end(), [](const Posting& a, const Posting& b) { return a.when < b.when; });
  // The very same text is a copy however long after.
  std::vector<Posting> same;
  bands_->first(s.bands.back(), same);
  std::int64_t best = !same.empty() && same[0].when < s.when ? same[0].article : 0;
  TimeOrder when = best != 0 ? same[0].when : s.when;
  std::int64_t last = 0;
  for (const Posting& p : found) {
    if (!(p.when < when)) break;
    if (p.article == last) continue;
    last = p.article;
    Node* const other = find(p.article);
    // What a publisher prints anew the next day in the same words (a market report) is no copy.
    if (!other || (other->sketch.source == s.source && other->sketch.day != s.day)) continue;
    if (!is_copy(other->sketch, s)) continue;
    best = p.article;
    break;
  }
  return best;
}

void StoryIndex::settle_copies() {
  while (!copies_due_.empty()) {
    const std::int64_t article = copies_due_.begin()->article;
    copies_due_.erase(copies_due_.begin());
    Node* const node = find(article);
    if (!node) continue;
    const std::int64_t parent = find_parent(*node);
    const std::int64_t original = parent == 0 ? article : must(parent).original;
    const bool same_parent = parent == node->parent;
    if (same_parent && original == node->original && (parent != 0 || node->indexed)) continue;
    if (!same_parent) {
      if (node->parent != 0) {
        changed_.insert(leader(article));
        Node& before = must(node->parent);
        load_children(before, node->parent);
        std::erase(before.children, article);
      }
      if (parent != 0) {
        Node& now = must(parent);
        load_children(now, parent);
        now.children.push_back(article);
      }
    }
    node->dirty = true;
    node->parent = parent;
    if (original != node->original) {
      node->original = original;
      load_children(*node, article);
      for (std::int64_t child : node->children) copies_due_.insert({must(child).sketch.when, child});
    }
    if (parent != 0 && node->indexed) unindex_keys(article, *node);
    if (parent == 0 && !node->indexed) index_keys(article, *node);
  }
}

// --- links ---

// Every later article that may look at this one.
void StoryIndex::link_later(std::int64_t article, const std::vector<std::uint32_t>& keys, std::int64_t day, TimeOrder when) {
  std::vector<Posting> sharing;
  const std::int64_t from = day == kNoDay ? kNoDay : day - 1, to = day == kNoDay ? kNoDay : day + kDays;
  for (std::uint32_t key : keys) keys_->within(key, from, to, sharing);
  for (const Posting& p : sharing) {
    if (p.article != article && when < p.when) links_due_.insert({p.when, p.article});
  }
}

void StoryIndex::index_keys(std::int64_t article, Node& node) {
  const Sketch& s = node.sketch;
  if (!s.draft) {
    const Posting posting = posting_of(article, node);
    for (std::uint32_t key : s.keys) keys_->add(key, posting);
    if (!fresh_) link_later(article, s.keys, s.day, s.when);
  }
  node.indexed = true;
  links_due_.insert({s.when, article});
  stories_due_.insert({s.when, article});
}

void StoryIndex::unindex_keys(std::int64_t article, Node& node) {
  const Sketch& s = node.sketch;
  const Posting posting = posting_of(article, node);
  for (std::uint32_t key : s.keys) keys_->remove(key, posting);
  link_later(article, s.keys, s.day, s.when);
  node.indexed = false;
  load_links(node, article);
  for (std::int64_t later : node.later) links_due_.insert({must(later).sketch.when, later});
  set_links(article, node, {});
  move(article, node, 0);
}

std::vector<StoryLink> StoryIndex::find_links(const Node& node) {
  const Sketch& s = node.sketch;
  std::vector<Posting> found;
  for (std::uint32_t key : s.keys) {
    if (s.dated()) {
      for (std::int64_t day = s.day - kDays; day <= s.day + (s.draft ? kDays : 1); ++day) keys_->first_of_day(key, day, kFirst, found);
    } else {
      keys_->last_dated(key, kFirst, found);
    }
    if (!s.dated() || s.draft) keys_->first_of_day(key, kNoDay, kFirst, found);
  }
  std::sort(found.begin(), found.end(), [](const Posting& a, const Posting& b) { return std::tie(a.when, a.article) < std::tie(b.when, b.article); });
  std::vector<StoryLink> links;
  for (std::size_t i = 0; i < found.size();) {
    std::size_t end = i;
    while (end < found.size() && found[end].article == found[i].article) ++end;
    const Posting& p = found[i];
    const bool enough = end - i >= kSharedKeys || (s.draft && end > i);
    i = end;
    if (!enough || !(p.when < s.when)) continue;
    Node* const other = find(p.article);
    if (!other) continue;
    if (const std::int64_t score = likeness(other->sketch, s); score > 0) links.push_back({p.article, score});
  }
  return links;
}

void StoryIndex::set_links(std::int64_t article, Node& node, std::vector<StoryLink> links) {
  load_links(node, article);
  std::sort(links.begin(), links.end(), [](const StoryLink& a, const StoryLink& b) { return a.article < b.article; });
  if (links == node.earlier) return;
  for (const StoryLink& link : node.earlier) {
    Node& other = must(link.article);
    load_links(other, link.article);
    std::erase(other.later, article);
  }
  for (const StoryLink& link : links) {
    Node& other = must(link.article);
    load_links(other, link.article);
    other.later.push_back(article);
  }
  node.earlier = std::move(links);
  node.links_dirty = true;
  stories_due_.insert({node.sketch.when, article});
}

// --- stories ---

std::int64_t StoryIndex::find_leader(std::int64_t article, Node& node) {
  load_links(node, article);
  struct Sum {
    std::size_t links = 0;
    std::int64_t score = 0;
  };
  std::map<std::int64_t, Sum> by_leader;
  for (const StoryLink& link : node.earlier) {
    Sum& sum = by_leader[must(link.article).leader];
    ++sum.links;
    sum.score += link.score;
  }
  std::int64_t best = 0, best_score = -1;
  TimeOrder best_when;
  for (const auto& [leader, sum] : by_leader) {
    if (leader == 0) continue;
    const std::vector<Posting>& members = members_of(leader);
    const auto end = std::lower_bound(members.begin(), members.end(), node.sketch.when, [](const Posting& p, const TimeOrder& when) { return p.when < when; });
    const auto size = static_cast<std::size_t>(end - members.begin());
    if (size == 0) continue;
    // Undated ones fit any span; the days of the others lie between the first and this one.
    if (node.sketch.dated() && members.front().day != kNoDay && node.sketch.day - members.front().day > kSpan) continue;
    if (!node.sketch.draft && static_cast<double>(sum.links) < kLinked * static_cast<double>(std::min(size, kEnough))) continue;
    const std::int64_t score = sum.score / static_cast<std::int64_t>(node.sketch.draft ? sum.links : size);
    const TimeOrder when = members.front().when;
    if (score > best_score || (score == best_score && when < best_when)) {
      best = leader;
      best_score = score;
      best_when = when;
    }
  }
  return best == 0 ? article : best;
}

// Whoever comes after and looks at a story that changed looks again.
void StoryIndex::follow(std::int64_t leader, TimeOrder after) {
  if (fresh_) return;  // everything is due anyway, in order
  const std::vector<Posting> members = members_of(leader);
  for (const Posting& member : members) {
    if (after < member.when) stories_due_.insert({member.when, member.article});
    Node& node = must(member.article);
    load_links(node, member.article);
    for (std::int64_t later : node.later) {
      const TimeOrder when = must(later).sketch.when;
      if (after < when) stories_due_.insert({when, later});
    }
  }
}

// `to` 0: to none, it goes.
void StoryIndex::move(std::int64_t article, Node& node, std::int64_t to) {
  const std::int64_t from = node.leader;
  if (from == to) return;
  const TimeOrder when = node.sketch.when;
  if (from != 0) {
    follow(from, when);
    std::erase_if(members_of(from), [&](const Posting& p) { return p.article == article; });
    changed_.insert(from);
  }
  node.leader = to;
  node.dirty = true;
  if (to != 0) {
    auto& members = members_of(to);
    const Posting posting = posting_of(article, node);
    members.insert(std::upper_bound(members.begin(), members.end(), posting, [](const Posting& a, const Posting& b) { return a.when < b.when; }), posting);
    follow(to, when);
    changed_.insert(to);
  }
}

void StoryIndex::settle_stories() {
  while (!stories_due_.empty()) {
    const std::int64_t article = stories_due_.begin()->article;
    stories_due_.erase(stories_due_.begin());
    Node* const node = find(article);
    if (!node || !node->indexed) continue;
    move(article, *node, find_leader(article, *node));
  }
}

void StoryIndex::settle() {
  settle_copies();
  while (!links_due_.empty()) {
    const std::int64_t article = links_due_.begin()->article;
    links_due_.erase(links_due_.begin());
    Node* const node = find(article);
    if (node && node->indexed) set_links(article, *node, find_links(*node));
  }
  settle_stories();
  // First all of them: leader() may load a node, and what is iterated over must not grow.
  std::vector<std::int64_t> dirty;
  for (const auto& [article, node] : nodes_) {
    if (node->present && node->dirty) dirty.push_back(article);
  }
  for (std::int64_t article : dirty) changed_.insert(leader(article));
  changed_.erase(0);
  fresh_ = false;
}

// --- questions ---

std::int64_t StoryIndex::original(std::int64_t article) {
  return must(article).original;
}

std::int64_t StoryIndex::leader(std::int64_t article) {
  return must(must(article).original).leader;
}

std::vector<std::int64_t> StoryIndex::members(std::int64_t leader) {
  std::vector<Posting> all;
  std::vector<std::int64_t> open;
  for (const Posting& p : members_of(leader)) {
    all.push_back(p);
    open.push_back(p.article);
  }
  while (!open.empty()) {
    const std::int64_t article = open.back();
    open.pop_back();
    Node& node = must(article);
    load_children(node, article);
    for (std::int64_t child : node.children) {
      all.push_back(posting_of(child, must(child)));
      open.push_back(child);
    }
  }
  std::sort(all.begin(), all.end(), [](const Posting& a, const Posting& b) { return std::tie(a.when, a.article) < std::tie(b.when, b.article); });
  std::vector<std::int64_t> out;
  for (const Posting& p : all) out.push_back(p.article);
  return out;
}

void StoryIndex::write() {
  if (!store_) return;
  Database& db = store_->db;
  Statement put = db.prepare(
      "INSERT INTO sketches(article_id, second, tie, day, arabic, source, parent, original, leader, sketch) VALUES (?,?,?,?,?,?,?,?,?,?) ON "
      "CONFLICT(article_id) "
      "DO UPDATE SET second = excluded.second, tie = excluded.tie, day = excluded.day, arabic = excluded.arabic, source = excluded.source, parent = "
      "excluded.parent, original = excluded.original, leader = excluded.leader, sketch = excluded.sketch");
  Statement gone = db.prepare("DELETE FROM sketches WHERE article_id = ?");
  Statement unlink = db.prepare("DELETE FROM story_links WHERE later = ?");
  Statement link = db.prepare("INSERT INTO story_links(later, earlier, score) VALUES (?,?,?)");
  std::vector<std::int64_t> order;
  for (const auto& [article, node] : nodes_) order.push_back(article);
  std::sort(order.begin(), order.end());
  for (std::int64_t article : order) {
    Node& node = *nodes_[article];
    if (node.dirty && node.present) {
      const std::string bytes = pack(node.sketch);
      put.bind(1, article);
      put.bind(2, node.sketch.when.second);
      put.bind(3, node.sketch.when.tie);
      put.bind(4, node.sketch.day);
      put.bind(5, static_cast<std::int64_t>(node.sketch.arabic));
      put.bind(6, node.sketch.source);
      put.bind(7, node.parent);
      put.bind(8, node.original);
      put.bind(9, node.leader);
      put.bind_bytes(10, bytes);
      put.run();
    } else if (node.dirty && !store_->empty) {
      gone.bind(1, article);
      gone.run();
    }
    if (!node.links_dirty) continue;
    if (!store_->empty) {
      unlink.bind(1, article);
      unlink.run();
    }
    for (const StoryLink& l : node.earlier) {
      link.bind(1, article);
      link.bind(2, l.article);
      link.bind(3, l.score);
      link.run();
    }
  }
  if (store_->empty) {
    // What was kept in memory goes into the tables, in the order of their keys.
    for (auto& [table, postings] : {std::pair{"sketch_keys", keys_in_memory_}, std::pair{"copy_bands", bands_in_memory_}}) {
      const std::unique_ptr<Postings> stored = postings_in(db, table);
      postings->each([&](std::int64_t key, const Posting& posting) { stored->add(key, posting); });
    }
  }
  for (auto& [article, node] : nodes_) node->dirty = node->links_dirty = false;
  changed_.clear();
}

}  // namespace mizan

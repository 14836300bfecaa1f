// Articles on one event, and copies of one text: kept up to date as articles come, change and go, at a cost that follows what they touch.
//
// Articles are taken in the order of time. Each looks at those before it: an article whose text is a copy of an earlier one goes where that is. Any other
// is compared with earlier originals of the last 3 days that share two of its rarest features, of each feature and day the first 40; it joins the story
// that it is most alike to, on average over the story's articles, if it is alike to 40 % of them and the story began at most 6 days before; else it begins one.
// So what an article joins depends on earlier ones only, and what comes out on the set of articles alone, whatever order they arrived in. A change
// is followed forward: to later articles that share a key with it, and on from those whose story changed, in order, until nothing changes. News arrives in
// order of time but for some hours, so there is little after it to follow.
//
// A story is known by its first article (its leader). Undated articles come after all dated ones and look at the latest of those.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "db/postings.h"
#include "db/sketch.h"

namespace mizan {

class Database;

struct StoryLink {
  std::int64_t article = 0;  // the earlier one
  std::int64_t score = 0;    // likeness() in millionths
  bool operator==(const StoryLink&) const = default;
};

class StoryIndex {
 public:
  // In memory alone.
  StoryIndex();
  // Over what the database keeps. `empty`: nothing is kept yet (a full run): then nothing is read, and write() fills the tables.
  StoryIndex(Database& db, bool empty);
  ~StoryIndex();

  // An article that is new or says something else than before.
  void put(std::int64_t article, Sketch sketch);
  // One that does not count any more. One that is not there: nothing happens.
  void remove(std::int64_t article);
  // Follows the changes. After it, the questions below are answered.
  void settle();
  // Writes what changed, within the caller's transaction; errors stick to the database.
  void write();

  // First article of the story of an article; of a copy, that of its original's.
  std::int64_t leader(std::int64_t article);
  // The original of a copy; the article itself where it is one.
  std::int64_t original(std::int64_t article);
  // The story's articles, copies among them, in the order of time.
  std::vector<std::int64_t> members(std::int64_t leader);
  // Leaders of the stories whose membership changed, those that are no more among them; and those with a changed article or copy.
  const std::set<std::int64_t>& changed() const { return changed_; }

 private:
  struct Node;
  struct Store;
  Node* find(std::int64_t article);
  Node& must(std::int64_t article);
  Posting posting_of(std::int64_t article, const Node& node) const;
  std::vector<Posting>& members_of(std::int64_t leader);
  void load_links(Node& node, std::int64_t article);
  void load_children(Node& node, std::int64_t article);
  void look_again_for_copies(const Node& node);
  void settle_copies();
  std::int64_t find_parent(const Node& node);
  void index_keys(std::int64_t article, Node& node);
  void unindex_keys(std::int64_t article, Node& node);
  void link_later(std::int64_t article, const std::vector<std::uint32_t>& keys, std::int64_t day, TimeOrder when);
  std::vector<StoryLink> find_links(const Node& node);
  void set_links(std::int64_t article, Node& node, std::vector<StoryLink> links);
  void settle_stories();
  std::int64_t find_leader(std::int64_t article, Node& node);
  void follow(std::int64_t leader, TimeOrder after);
  void move(std::int64_t article, Node& node, std::int64_t to);

  struct Due {
    TimeOrder when;
    std::int64_t article;
    bool operator<(const Due& other) const { return std::tie(when, article) < std::tie(other.when, other.article); }
  };

  bool fresh_;                    // nothing was settled yet: all is due, and there is nothing after a change to follow
  std::unique_ptr<Store> store_;  // null: memory alone
  std::unique_ptr<Postings> keys_, bands_;
  PostingsInMemory *keys_in_memory_ = nullptr, *bands_in_memory_ = nullptr;  // the same, where write() fills the tables
  std::unordered_map<std::int64_t, std::unique_ptr<Node>> nodes_;
  std::unordered_map<std::int64_t, std::vector<Posting>> members_;  // originals, by leader, in order
  std::set<Due> copies_due_, links_due_, stories_due_;
  std::set<std::int64_t> changed_;
};

}  // namespace mizan

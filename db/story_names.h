// Ids, titles and places of the stories that a reconciliation finds, kept in the database: tables stories and story_articles.
//
// A story inherits the id of the stored one that it shares most articles with (group_store.h); its title and day are those of its first article, its place
// is the one that most of its articles name.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "db/claim.h"
#include "db/store.h"
#include "db/story_index.h"

namespace mizan {

class Database;

// Within the transaction of a run. Not safe from several threads.
class StoryNames {
 public:
  // `full`: the run looks at all stories.
  StoryNames(FactStore& store, StoryIndex& index, std::int64_t run, bool full);

  // Writes the changed stories (`leaders`: their first articles, ascending) and which articles are in them. `touched`: articles that changed or went.
  Status name(const std::vector<std::int64_t>& leaders, const std::set<std::int64_t>& touched);
  // The id of the story with this first article; empty for an article on its own.
  std::string of(std::int64_t leader);
  // The id of the story of an event that these claims recall, which none of their articles may be about; empty for claims on anything else.
  std::string recalled(const std::vector<int>& claims, const Snapshot& snapshot);

 private:
  struct Story {
    std::int64_t leader = 0;
    std::vector<std::int64_t> articles;
    std::string id;
  };
  void forget(const std::set<std::int64_t>& articles);
  void write(const std::vector<Story>& stories);
  std::string place_of(const std::vector<std::int64_t>& articles);

  FactStore& store_;
  Database& db_;
  StoryIndex& index_;
  std::int64_t run_;
  bool full_;
  std::vector<std::int64_t> leaders_;          // of changed stories, ascending
  std::map<std::int64_t, std::string> names_;  // ids, by leader; empty for an article on its own
};

}  // namespace mizan

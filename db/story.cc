#include "db/story.h"

#include <unordered_map>

#include "db/story_index.h"

namespace mizan {

int find_stories(Snapshot& snapshot) {
  StoryIndex index;
  for (std::size_t i = 0; i < snapshot.articles.size(); ++i) index.put(static_cast<std::int64_t>(i + 1), sketch_of(snapshot.articles[i]));
  index.settle();
  std::unordered_map<std::int64_t, int> numbers;
  for (std::size_t i = 0; i < snapshot.articles.size(); ++i) {
    const auto id = static_cast<std::int64_t>(i + 1);
    const std::int64_t original = index.original(id);
    snapshot.articles[i].copy_of = original == id ? -1 : static_cast<int>(original - 1);
    snapshot.articles[i].story = numbers.emplace(index.leader(id), static_cast<int>(numbers.size())).first->second;
  }
  return static_cast<int>(numbers.size());
}

}  // namespace mizan

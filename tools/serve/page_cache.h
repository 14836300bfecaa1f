// Pages as they were last written, for those who ask for the same page again before anything has changed: a newsroom opens the desk many times between two
// runs.
//
// A page may be kept as long as the database says the same. Every worker reads through a connection of its own and knows of others' changes from its
// PRAGMA data_version, whose numbers mean nothing to other connections. So the worker that sees its number change empties the cache, and a page is kept only if
// nobody has emptied it since its making began: what is found was written no earlier than the finder's own last look at the database.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace mizan::tools {

// Safe to use from several threads at once, where each calls look() with a worker number of its own.
class PageCache {
 public:
  struct Page {
    std::string body, packed;  // packed: in gzip's format; empty where packing failed
    std::string etag;
  };

  explicit PageCache(unsigned workers) : seen_(workers, -1) {}

  // To be called before a page is looked for or made: `version` is data_version() of the worker's store. Returns the age that keep() asks for.
  std::uint64_t look(unsigned worker, std::int64_t version);
  std::shared_ptr<const Page> find(const std::string& key) const;
  // Not kept where the cache has been emptied since `age`, or where the page is too large.
  void keep(const std::string& key, std::uint64_t age, std::shared_ptr<const Page> page);

  static constexpr std::size_t kMostBytes = std::size_t{8} << 20;  // of all pages with their keys; more, and all are forgotten
  static constexpr std::size_t kMostOfOne = kMostBytes / 8;

 private:
  void empty();

  mutable std::mutex mutex_;
  std::vector<std::int64_t> seen_;
  std::uint64_t age_ = 0;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const Page>> pages_;
};

}  // namespace mizan::tools

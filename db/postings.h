// Which articles have a key, in the order of time: the inverted index that finds articles on one event, and copies.
//
// Two of one kind: in memory, for a full run or a few articles (16 bytes a posting: an archive has a hundred million of them); and in the database, where a
// run that follows a hundred new articles reads and writes only the lists of their keys. Lists are long for a hot topic, so every question takes as many as
// it can use: the first ones of a day.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "db/sketch.h"

namespace mizan {

class Database;

struct Posting {
  std::int64_t day = kNoDay;
  TimeOrder when;
  std::int64_t article = 0;
};

class Postings {
 public:
  virtual ~Postings() = default;
  virtual void add(std::int64_t key, const Posting& posting) = 0;
  virtual void remove(std::int64_t key, const Posting& posting) = 0;
  // Appends the first `most` of a day, in order.
  virtual void first_of_day(std::int64_t key, std::int64_t day, std::size_t most, std::vector<Posting>& out) = 0;
  // Appends the last `most` that have a day, latest first.
  virtual void last_dated(std::int64_t key, std::size_t most, std::vector<Posting>& out) = 0;
  // Appends the first of all.
  virtual void first(std::int64_t key, std::vector<Posting>& out) = 0;
  // Appends all of the days from..to (included), and all undated ones.
  virtual void within(std::int64_t key, std::int64_t from, std::int64_t to, std::vector<Posting>& out) = 0;
};

// Those in memory can be walked through, by key, day and time.
class PostingsInMemory : public Postings {
 public:
  virtual void each(const std::function<void(std::int64_t key, const Posting&)>& visit) = 0;
};

// Adding many and then asking many is what it is quick at: the first question after something was added costs as much as all that is there.
std::unique_ptr<PostingsInMemory> postings_in_memory();
// `table` is sketch_keys or copy_bands. Errors stick to `db`.
std::unique_ptr<Postings> postings_in(Database& db, const char* table);

}  // namespace mizan

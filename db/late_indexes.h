// Indexes that are made after the rows and not with them. A key that lies anywhere in its index (a hash, a name) costs a page a row once the index outgrows
// the pages held in memory; made at the end, from sorted keys, it is written once from front to back.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"

namespace mizan {

// Of a SQLite database, within one transaction: what is rolled back has its indexes again. In PostgreSQL nothing is dropped, as others read there and would
// wait.
class LateIndexes {
 public:
  explicit LateIndexes(Database& db) : db_(db) {}
  // No statement may be reading. Names without an index are passed over.
  void drop(std::initializer_list<std::string_view> names);
  // All that are not part of their tables.
  void drop_all();
  // Those dropped, as they were. Errors are the database's.
  void make();

 private:
  void drop(const std::vector<std::string>& names);

  Database& db_;
  std::vector<std::string> sql_;
};

}  // namespace mizan

// A PostgreSQL database in a file of SQLite's for a while, for work that looks at everything: a full reconciliation asks some hundred questions an article, and
// each is a round trip to a server. What is pulled comes by COPY, and what has changed goes back by COPY, into tables beside the real ones first; both within
// the transaction of the caller, so that others see all of it or nothing.
//
//   db.begin();
//   auto mirror = Mirror::pull(db);
//   reconcile(mirror->store(), ...);
//   mirror->push(db);
//   db.commit();
//
// The file lies in a folder of its own below TMPDIR, which only this user can read; it goes with the mirror, or, where the process was killed, with
// the next one's. It takes about what the database takes.
#pragma once

#include <memory>
#include <string>

#include "db/store.h"
#include "pipeline/result.h"

namespace mizan {

class Database;

class Mirror {
 public:
  static Result<std::unique_ptr<Mirror>> pull(Database& from);
  ~Mirror();
  Mirror(const Mirror&) = delete;
  Mirror& operator=(const Mirror&) = delete;

  FactStore& store() { return *store_; }
  // The tables that reconciling writes.
  Status push(Database& to);

 private:
  Mirror() = default;
  std::string folder_;
  int alive_ = -1;  // the file that tells other runs that the folder is in use
  std::unique_ptr<FactStore> store_;
};

// All tables of `from`, whatever its engine, into a new file of SQLite's. The search index is not among them: it is due anew.
Status copy_into_file(Database& from, const std::string& path);

}  // namespace mizan

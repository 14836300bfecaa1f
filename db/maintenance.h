// Keeping a database in order: is it whole, does it say what its articles say, backups, space.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/store.h"

namespace mizan {

class Database;

struct Verification {
  // What is wrong, a sentence each, at most a hundred; nothing: the database is sound.
  std::vector<std::string> problems;
  std::uint64_t articles = 0, versions = 0;
  std::uint64_t replayed = 0;        // versions read again
  std::uint64_t other_readings = 0;  // of the sample, left out: another program or lexicon read them
};

// SQLite's own integrity and foreign keys, and what mizan promises beyond them: latest versions, spans, hashes, claims, embargoes. `replay` versions (spread
// over all) are read again by `read`, which program and lexicon name, and have to give the same mentions and facts. For a store open either way.
struct ReplayOptions {
  std::uint64_t versions = 0;
  std::string program, lexicon;
  ArticleFunction read;
};
Result<Verification> verify(const FactStore& store, const ReplayOptions& replay = {});

// Copies a database while others read and write it: what is committed now. `to` appears only once it is whole. Codes backup.exists; db.*.
Status back_up(const FactStore& store, const std::string& to);

// Writes the file anew without free pages and empties the log. db.locked where somebody reads on.
Status vacuum(FactStore& store);
Status rewrite_file(Database& database);

// Who read the versions that count, the most first.
struct Reading {
  std::string program, lexicon;
  std::uint64_t versions = 0;
};
Result<std::vector<Reading>> readings(const FactStore& store);

// Bytes of the file and its log; bytes that a vacuum would free.
struct FileSize {
  std::uint64_t file = 0, log = 0, free = 0;
};
Result<FileSize> file_size(const FactStore& store);

}  // namespace mizan

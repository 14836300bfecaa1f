// The database's schema and the way from each version to the next. ON DISK: a migration that has been released is never edited; to change the
// schema, append one.
#pragma once

#include <cstdint>

namespace mizan {

class Connection;

// PRAGMA application_id: "mizn". Tells a mizan database from any other SQLite file.
inline constexpr std::int64_t kApplicationId = 0x6D697A6E;

// PRAGMA user_version of a database that has all migrations.
int schema_version();

// SQL that brings a database from version `from` to `from + 1`; 0 is an empty file.
const char* migration(int from);
// Brings it there, with what SQL alone can't do, within the caller's transaction. A failure is the connection's.
void migrate(Connection& connection, int from);

}  // namespace mizan

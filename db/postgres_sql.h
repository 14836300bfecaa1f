// One set of SQL for both stores: it is written as SQLite takes it, and this makes of it what PostgreSQL takes.
//
//   to_postgres("SELECT \"end\" FROM facts WHERE seq IS ?1").text   // SELECT "end" FROM facts WHERE seq IS NOT DISTINCT FROM $1
//
// What it knows (keywords in capitals, as everywhere here; names in small letters):
//   ?, ?3                               $1, $3
//   INTEGER, BLOB, TEXT (of a column)   BIGINT, BYTEA, TEXT COLLATE "C"
//   INTEGER PRIMARY KEY                 BIGINT ... IDENTITY PRIMARY KEY
//   STRICT, WITHOUT ROWID               nothing
//   a IS b, a IS NOT b                  IS [NOT] DISTINCT FROM, but before NULL
//   a = b COLLATE NOCASE                lower(a) = lower(b)
//   main.t, temp.t                      mizan.t, pg_temp.t
//   end (a column)                      "end"
//   instr, char, min(a, b), max(a, b)   strpos, mizan_char, least, greatest
//   CAST(x AS BLOB)                     convert_to(x, 'UTF8')
//   PRAGMA defer_foreign_keys = ON      SET CONSTRAINTS ALL DEFERRED
// and the few statements of released migrations that have no counterpart (kReplaced in postgres_sql.cc). Functions of SQLite that PostgreSQL lacks are made
// with the schema: kPostgresFunctions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mizan {

struct PostgresSql {
  std::string text;
  int parameters = 0;                         // the highest number
  std::vector<bool> used;                     // which of them stand in it
  bool gives_rows = false;                    // SELECT, or with RETURNING
  std::string inserts_into;                   // the table of an INSERT, where it is one of the database
  std::size_t columns_at = 0, values_at = 0;  // in `text`: behind the ( of its columns, behind that of its values; 0: it has none
  std::string columns;                        // its columns, as written
};

PostgresSql to_postgres(std::string_view sql);

// In schema mizan, made once.
extern const char* const kPostgresFunctions;

}  // namespace mizan

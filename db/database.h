// A thin layer over the store's engine, SQLite or PostgreSQL: prepared statements, transactions, what the two do each in its own way.
//
//   Statement s = db.prepare("SELECT id FROM articles WHERE source_id = ?");
//   s.bind(1, source);
//   while (s.row()) use(s.text(0));
//   return db.status();
//
// Errors stick: the first one is kept, statements after it do nothing, and status() tells it once and clears it. So a sequence of
// statements reads as one, and is checked at its end. Nothing above this file sees sqlite3.h or libpq-fe.h (connection.h).
//
// SQL is written as SQLite takes it, within what postgres_sql.h translates.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "pipeline/decimal.h"
#include "pipeline/result.h"

namespace mizan {

class Connection;
class Database;
class PreparedStatement;

enum class Dialect : std::uint8_t { kSqlite, kPostgres };

// Bytes on the disk. `free` and `log`: within the file and beside it, of SQLite only.
struct StoreSize {
  std::uint64_t file = 0, log = 0, free = 0;
};

// Values of a row, as written; false ends the reading.
using RowFunction = std::function<bool(const std::vector<std::optional<std::string_view>>&)>;

// A prepared statement. Parameters count from 1, columns from 0, as in SQLite. Not to outlive its database.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  void bind(int parameter, std::int64_t value);
  void bind(int parameter, std::string_view text);         // the text must stay until the statement is reset
  void bind_bytes(int parameter, std::string_view bytes);  // a BLOB; likewise
  void bind_null(int parameter);
  void bind_or_null(int parameter, std::string_view text);  // NULL for an empty text
  // Coefficient and exponent at `parameter` and the next one; two NULLs for no number.
  void bind(int parameter, const std::optional<Decimal>& number);

  // Steps: true where there is a row. False at the end or on an error; the statement is then reset and can be bound anew.
  bool row();
  // Steps to the end and resets.
  void run();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;            // of a condition 0 or 1
  std::string_view view(int column) const;           // until the next step
  std::string_view bytes(int column) const;          // of a BLOB, until the next step
  std::string text(int column) const;                // empty for NULL
  std::optional<Decimal> decimal(int column) const;  // coefficient at `column`, exponent at the next

 private:
  friend class Database;
  Statement(Connection& connection, std::unique_ptr<PreparedStatement> statement);
  Connection* connection_;
  std::unique_ptr<PreparedStatement> statement_;  // null where its SQL was refused
};

class Database {
 public:
  // A file, or the URL of a PostgreSQL database. Opens, checks that it is a mizan database of a known schema, and for writing takes the lock and brings the
  // schema forward.
  static Result<std::unique_ptr<Database>> open(const std::string& path, OpenMode mode, unsigned lock_wait_ms);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  Statement prepare(std::string_view sql);
  // For an INSERT of rows that nothing reads before the commit, which may bring them all at once. The order is that of the first preparations.
  Statement prepare_rows(std::string_view sql);
  void execute(const char* sql);  // one or more statements without parameters
  std::int64_t last_row_id() const;
  std::int64_t changed_rows() const;  // by the last statement

  void begin();          // for writing: one at a time, others wait
  void begin_reading();  // all that is read until commit() or rollback() is of one moment
  void commit();
  void rollback();
  bool in_transaction() const;

  // False where a write that was sent is not answered yet: status() waits.
  bool failed() const;
  // The first error since the last call, which is thereby forgotten.
  Status status();

  Dialect dialect() const;
  // Others may load beside us: transactions are to be short, and what was read before one may be old.
  bool shared() const;
  std::int64_t schema_version() const;
  std::vector<std::string> columns_of(std::string_view table) const;
  // Tables of the database that have this column, by name. Not the search index of SQLite.
  std::vector<std::string> tables_with(std::string_view column) const;
  // For copying whole tables (mirror.h), of PostgreSQL only: all but the search index, and of one its columns of bytes.
  std::vector<std::string> tables() const;
  std::vector<std::string> columns_of_bytes(std::string_view table) const;
  void read_table(const std::string& table, const std::vector<std::string>& columns, const RowFunction& take);
  // A number that changes with every change by anybody else.
  std::int64_t data_version() const;
  // For a process that holds many of them open.
  void keep_small();
  // For one that writes most of it anew, in the order of hashes: pages wait in memory (up to 2 GB, an eighth of the machine's at most) until all that belongs
  // on them is there, or an archive's index would be written a page for every row.
  void keep_large(bool large);

  // A change of which nothing is to be found afterwards: begins the transaction.
  void begin_erasing();
  // Empties the search index, so that it is filled anew.
  void forget_search();
  // Decisions are append-only but between these two, within a transaction.
  void open_decisions();
  void close_decisions();
  // Writes everything anew, without what was deleted. In no transaction.
  Status rewrite();
  StoreSize size() const;
  // What the engine itself finds wrong, a sentence each.
  std::vector<std::string> damage() const;
  // Of SQLite: copies what is committed now into a new file, which appears only once it is whole. Others go on reading and writing.
  Status copy_to(const std::string& path) const;

  const std::string& path() const { return path_; }  // as messages show it: without a password
  bool read_only() const { return read_only_; }

 private:
  Database(std::unique_ptr<Connection> connection, std::string path, bool read_only);

  std::unique_ptr<Connection> connection_;
  std::string path_;
  bool read_only_ = false;
};

}  // namespace mizan

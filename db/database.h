// A thin layer over SQLite: opening with clear diagnostics, prepared statements, transactions, the writer's lock.
//
//   Statement s = db.prepare("SELECT id FROM articles WHERE source_id = ?");
//   s.bind(1, source);
//   while (s.row()) use(s.text(0));
//   return db.status();
//
// Errors stick: the first one is kept, statements after it do nothing, and status() tells it once and clears it. So a sequence of
// statements reads as one, and is checked at its end. Nothing above this file sees sqlite3.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "db/store.h"
#include "pipeline/decimal.h"
#include "pipeline/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mizan {

class Database;

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
  std::int64_t integer(int column) const;
  std::string_view view(int column) const;           // until the next step
  std::string_view bytes(int column) const;          // of a BLOB, until the next step
  std::string text(int column) const;                // empty for NULL
  std::optional<Decimal> decimal(int column) const;  // coefficient at `column`, exponent at the next

 private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
  Database* database_;
  sqlite3_stmt* statement_;
};

class Database {
 public:
  // Opens, checks that it is a mizan database of a known schema, and for writing takes the lock and brings the schema forward.
  static Result<std::unique_ptr<Database>> open(const std::string& path, OpenMode mode, unsigned lock_wait_ms);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  Statement prepare(std::string_view sql);
  void execute(const char* sql);  // one or more statements without parameters
  std::int64_t last_row_id() const;
  std::int64_t changed_rows() const;  // by the last statement

  void begin();  // BEGIN IMMEDIATE
  void commit();
  void rollback();
  bool in_transaction() const;

  bool failed() const { return failure_.has_value(); }
  // The first error since the last call, which is thereby forgotten.
  Status status();

  // Copies what is committed now into a new file, which appears only once it is whole. Others go on reading and writing.
  Status copy_to(const std::string& path) const;

  const std::string& path() const { return path_; }
  bool read_only() const { return read_only_; }

 private:
  friend class Statement;
  Database() = default;
  Status take_lock(unsigned wait_ms);
  Status check_and_migrate(OpenMode mode);
  void fail();
  Diagnostic diagnose(int code, const std::string& detail) const;

  sqlite3* handle_ = nullptr;
  std::string path_;
  bool read_only_ = false;
  int lock_file_ = -1;
  std::optional<Diagnostic> failure_;
};

}  // namespace mizan

// What Database (database.h) asks of a store behind it. Two answer: SQLite (sqlite_connection.cc) and PostgreSQL (postgres_connection.cc). Includes neither's
// headers.
//
// Errors stick: the first failure is kept here and what follows does nothing, until status() of Database tells it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "pipeline/result.h"

namespace mizan {

// Parameters count from 1, columns from 0.
class PreparedStatement {
 public:
  virtual ~PreparedStatement() = default;
  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind_text(int parameter, std::string_view text) = 0;
  virtual void bind_bytes(int parameter, std::string_view bytes) = 0;
  virtual void bind_null(int parameter) = 0;
  // True where there is a row. False at the end and on a failure; the statement is then reset.
  virtual bool step() = 0;
  virtual void reset() = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view view(int column) const = 0;
  virtual std::string_view bytes(int column) const = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;

  // Null where the SQL is refused; the failure is kept.
  virtual std::unique_ptr<PreparedStatement> prepare(std::string_view sql) = 0;
  // For an INSERT of rows that nothing reads before the commit, which may bring them together. The order is that of the first preparations.
  virtual std::unique_ptr<PreparedStatement> prepare_rows(std::string_view sql) { return prepare(sql); }
  virtual void execute(const char* sql) = 0;
  virtual std::int64_t last_row_id() = 0;
  virtual std::int64_t changed_rows() = 0;
  virtual void begin() = 0;
  virtual void begin_reading() = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  virtual bool in_transaction() const = 0;
  // Waits for what was sent and not answered yet, so that `failure` is all that there is to tell.
  virtual void settle() {}

  virtual Dialect dialect() const = 0;
  // Others may load at the same time: a transaction is to be short.
  virtual bool shared() const { return false; }
  virtual std::int64_t schema_version() = 0;
  virtual std::vector<std::string> columns_of(std::string_view table) = 0;
  virtual std::vector<std::string> tables_with(std::string_view column) = 0;
  virtual std::vector<std::string> tables() { return {}; }
  virtual std::vector<std::string> columns_of_bytes(std::string_view) { return {}; }
  virtual void read_table(const std::string&, const std::vector<std::string>&, const RowFunction&) {}
  virtual std::int64_t data_version() = 0;
  virtual void keep_small() = 0;
  virtual void keep_large(bool) {}
  virtual void begin_erasing() = 0;
  virtual void forget_search() = 0;
  virtual void open_decisions() = 0;
  virtual void close_decisions() = 0;
  virtual Status rewrite() = 0;
  virtual StoreSize size() = 0;
  virtual std::vector<std::string> damage() = 0;
  virtual Status copy_to(const std::string&) { return Done{}; }

  std::optional<Diagnostic> failure;
};

// Opens, checks that it is a mizan database of a known schema, and for writing takes the lock and brings the schema forward.
Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, OpenMode mode, unsigned lock_wait_ms);
Result<std::unique_ptr<Connection>> open_postgres(const std::string& url, OpenMode mode, unsigned lock_wait_ms);

}  // namespace mizan

// Statements of PostgreSQL: parameters, rows, and the rows that an INSERT leaves to COPY. Of postgres_connection.cc alone, which sends them; nobody else
// includes libpq-fe.h.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "db/postgres_sql.h"

namespace mizan {

// Of the server's catalogue.
inline constexpr Oid kPgBool = 16, kPgBytes = 17, kPgInteger = 20, kPgText = 25;

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ResultDeleter>;

// One SQL text, whoever prepares it.
struct PostgresPrepared {
  PostgresSql sql;
  std::string id_column;  // of an INSERT that leaves the row's number to the store
  std::string with_id;    // its text with that number as one more parameter
  std::string name;       // in the server; empty: not there yet
  unsigned uses = 0;
};

// Rows on their way into one table, in COPY's text form.
struct PostgresRows {
  std::string sql, table, columns;
  std::string text;
};

class PostgresStatement;

// What statements ask of the connection that they belong to; it outlives them.
class PostgresSession {
 public:
  // Runs a statement: a write is sent, of a read the rows come back. Null of a write, and on a failure, which the session keeps.
  virtual PgResult run(PostgresStatement& statement) = 0;
  // The next rows of a cursor that run() has opened for a statement; null on a failure. And its end, before that of the rows.
  virtual PgResult fetch(const std::string& cursor) = 0;
  virtual void close(const std::string& cursor) = 0;
  virtual void fail(Diagnostic why) = 0;
  // So many bytes more wait in a PostgresRows.
  virtual void note_rows(std::size_t bytes) = 0;
  // The database, as messages name it.
  virtual const std::string& shown() const = 0;

 protected:
  ~PostgresSession() = default;
};

class PostgresStatement final : public PreparedStatement {
 public:
  PostgresStatement(PostgresSession& session, PostgresPrepared& prepared)
      : session_(session), prepared_(prepared), values_(static_cast<std::size_t>(prepared.sql.parameters)) {}

  PostgresStatement(const PostgresStatement&) = delete;
  PostgresStatement& operator=(const PostgresStatement&) = delete;
  ~PostgresStatement() override { PostgresStatement::reset(); }

  void bind(int parameter, std::int64_t value) override { at(parameter) = {Value::kInteger, std::to_string(value)}; }
  void bind_text(int parameter, std::string_view text) override;
  void bind_bytes(int parameter, std::string_view bytes) override { at(parameter) = {Value::kBytes, std::string(bytes)}; }
  void bind_null(int parameter) override { at(parameter) = {}; }
  bool step() override;
  void reset() override;
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override;
  std::string_view view(int column) const override;
  std::string_view bytes(int column) const override { return view(column); }

  // As bound, in order. Bytes as they are, all else as PostgreSQL writes it.
  struct Value {
    enum Kind : std::uint8_t { kNull, kInteger, kText, kBytes } kind = kNull;
    std::string text;
  };
  std::vector<Value>& values() { return values_; }
  PostgresPrepared& prepared() { return prepared_; }
  // The rows come a part at a time, from this cursor.
  void read_from(std::string cursor) { cursor_ = std::move(cursor); }

 private:
  Value& at(int parameter) {
    const auto place = static_cast<std::size_t>(parameter - 1);
    if (place >= values_.size()) values_.resize(place + 1);
    return values_[place];
  }

  PostgresSession& session_;
  PostgresPrepared& prepared_;
  std::vector<Value> values_;
  PgResult result_;
  int row_ = 0;
  bool started_ = false;
  std::string cursor_;
  mutable std::vector<std::string> unpacked_;  // bytes, by column
};

// An INSERT whose rows go by COPY when the transaction is committed.
class PostgresRowsStatement final : public PreparedStatement {
 public:
  PostgresRowsStatement(PostgresSession& session, PostgresRows& rows, int columns)
      : session_(session), rows_(rows), values_(static_cast<std::size_t>(columns), "\\N") {}

  void bind(int parameter, std::int64_t value) override { at(parameter) = std::to_string(value); }
  void bind_text(int parameter, std::string_view text) override;
  void bind_bytes(int parameter, std::string_view bytes) override;
  void bind_null(int parameter) override { at(parameter) = "\\N"; }
  bool step() override;
  void reset() override {}
  bool is_null(int) const override { return true; }
  std::int64_t integer(int) const override { return 0; }
  std::string_view view(int) const override { return {}; }
  std::string_view bytes(int) const override { return {}; }

 private:
  std::string& at(int parameter) { return values_[static_cast<std::size_t>(parameter - 1)]; }
  PostgresSession& session_;
  PostgresRows& rows_;
  std::vector<std::string> values_;
};

// Appends what a field in COPY's text form stands for.
void append_unescaped(std::string& out, std::string_view field, bool is_bytes);

}  // namespace mizan

// PostgreSQL behind connection.h. What SQLite does by its file, this does as follows:
//
//   a writer's lock from begin to end      an advisory lock of the session, polled for as long as --wait says; those that only bring articles share it
//   BEGIN IMMEDIATE                        BEGIN and an advisory lock of the transaction, for which 10 s are waited
//   ids of new rows                        counted here, from the highest of the table, under that lock
//   user_version, application_id           the table schema_state
//   FTS5                                   arrays of words with a GIN index (search_index.cc)
//
// Within begin_reading(), where whole tables are read, rows come by cursors, a part at a time: libpq would hold all of a result in memory.
//
// Writes are sent in pipeline mode and answered together, when a row or a commit is waited for: what fails is told there. A statement is prepared in the server
// when it is run for the second time.
#include "db/connection.h"
#include "db/postgres_url.h"

#ifndef MIZAN_POSTGRES

namespace mizan {

Result<std::unique_ptr<Connection>> open_postgres(const std::string& url, OpenMode, unsigned) {
  return Diagnostic{.code = "db.absent",
                    .message = "this mizan was built without PostgreSQL",
                    .remedy = "install libpq-dev and build it anew, or name a file",
                    .file = shown_database(url)};
}

}  // namespace mizan

#else

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <set>
#include <thread>
#include <unordered_map>

#include "db/hash.h"
#include "db/postgres_sql.h"
#include "db/postgres_statement.h"
#include "db/schema.h"

namespace mizan {
namespace {

// Advisory locks: "mizn" and which.
constexpr const char* kRunLock = "1835629166, 1";          // of a session: a run from begin to end
constexpr const char* kTransactionLock = "1835629166, 2";  // of a transaction that writes
constexpr int kFetched = 500;                              // rows of a cursor at a time
constexpr unsigned kMostPending = 256;                     // writes in flight: their answers have to fit into the sockets' buffers

Diagnostic diagnostic(const std::string& url, const char* code, std::string message, std::string remedy = {}) {
  return Diagnostic{.code = code, .message = std::move(message), .remedy = std::move(remedy), .file = url};
}

std::string first_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  std::string out(text.substr(0, text.find('\n')));
  return out.starts_with("ERROR:  ") ? out.substr(8) : out;
}

class PostgresConnection final : public Connection, public PostgresSession {
 public:
  PostgresConnection() = default;
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;
  ~PostgresConnection() override;
  Status open(const std::string& url, OpenMode mode, unsigned lock_wait_ms);

  std::unique_ptr<PreparedStatement> prepare(std::string_view sql) override;
  std::unique_ptr<PreparedStatement> prepare_rows(std::string_view sql) override;
  void execute(const char* sql) override;
  std::int64_t last_row_id() override { return last_id_; }
  std::int64_t changed_rows() override {
    settle();
    return changed_;
  }
  void begin() override;
  void begin_reading() override;
  void commit() override;
  void rollback() override;
  bool in_transaction() const override { return in_transaction_; }
  void settle() override { drain(nullptr); }

  Dialect dialect() const override { return Dialect::kPostgres; }
  bool shared() const override { return shared_; }
  std::int64_t schema_version() override { return number("SELECT version FROM mizan.schema_state"); }
  std::vector<std::string> columns_of(std::string_view table) override;
  std::vector<std::string> tables_with(std::string_view column) override;
  std::vector<std::string> tables() override;
  std::vector<std::string> columns_of_bytes(std::string_view table) override;
  void read_table(const std::string& table, const std::vector<std::string>& columns, const RowFunction& take) override;
  std::int64_t data_version() override;
  void keep_small() override {}
  void begin_erasing() override;
  void forget_search() override { execute("DELETE FROM mizan.article_search"); }
  void open_decisions() override { execute("ALTER TABLE mizan.decisions DISABLE TRIGGER USER"); }
  void close_decisions() override { execute("ALTER TABLE mizan.decisions ENABLE TRIGGER USER"); }
  Status rewrite() override;
  StoreSize size() override;
  std::vector<std::string> damage() override { return {}; }

  // Runs a statement: a write is sent, of a read the rows come back.
  PgResult run(PostgresStatement& statement) override;
  PgResult fetch(const std::string& cursor) override;
  void close(const std::string& cursor) override;
  void fail(const PGresult* result);
  void fail(Diagnostic why) override {
    if (!failure) failure = std::move(why);
  }
  const std::string& shown() const override { return shown_; }
  // Of all tables that rows wait for, in their order.
  void copy_rows();
  void copy_rows(const PostgresRows& rows);
  void note_rows(std::size_t bytes) override;

 private:
  Status connect(const std::string& url);
  Status take_lock(unsigned wait_ms);
  Status check_and_migrate(OpenMode mode);
  Status migrate(std::int64_t version);
  void read_catalog();
  std::int64_t next_id(const std::string& table, const std::string& column);
  std::int64_t number(const std::string& sql);
  std::vector<std::string> texts(const std::string& sql);
  PgResult simple(const std::string& sql);
  void drain(PgResult* last);
  bool check(const PGresult* result);
  void count_changed(PGresult* result) {
    const char* rows = PQcmdTuples(result);
    changed_ = 0;
    std::from_chars(rows, rows + std::strlen(rows), changed_);
  }
  void sent(int accepted);
  std::string quoted(std::string_view text) const;
  Diagnostic diagnose(const char* state, const std::string& message) const;
  Diagnostic not_reached(const std::string& message) const;

  PGconn* c_ = nullptr;
  std::string shown_;
  bool read_only_ = false, in_transaction_ = false, reading_ = false, shared_ = false;
  bool piping_ = false;
  unsigned pending_ = 0;
  std::int64_t last_id_ = 0, changed_ = 0;
  unsigned names_ = 0;
  std::set<std::string> cursors_;  // open ones: they end with the transaction
  std::unordered_map<std::string, std::unique_ptr<PostgresPrepared>> prepared_;
  std::vector<std::unique_ptr<PostgresRows>> rows_;
  std::size_t rows_bytes_ = 0;
  std::unordered_map<std::string, std::string> id_columns_;  // by table: its number, where the store gives it
  std::unordered_map<std::string, std::int64_t> next_ids_;   // by table, within a transaction
};

// ---- connection

PostgresConnection::~PostgresConnection() {
  if (c_ == nullptr) return;
  if (in_transaction_) {
    rollback();
  } else {
    drain(nullptr);
  }
  PQfinish(c_);
}

Diagnostic PostgresConnection::not_reached(const std::string& message) const {
  auto has = [&](const char* what) { return message.find(what) != std::string::npos; };
  std::string what = first_line(message.substr(message.rfind("FATAL:  ") == std::string::npos ? 0 : message.rfind("FATAL:  ") + 8));
  if (has("does not exist") && has("database \"")) {
    return diagnostic(shown_, "db.absent", "there is no such database: " + what, "make it with `createdb --encoding UTF8 NAME`");
  }
  if (has("password") || has("authentication") || has("pg_hba.conf") || has("does not exist") || has("not permitted") || has("permission denied")) {
    return diagnostic(shown_, "db.no_access", "PostgreSQL lets us not in: " + what, "check the user, and the password in PGPASSWORD or ~/.pgpass");
  }
  return diagnostic(shown_, "db.unreachable", "PostgreSQL cannot be reached: " + what, "check host and port, and that the server runs");
}

Status PostgresConnection::connect(const std::string& url) {
  shown_ = shown_database(url);
  char* why = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(url.c_str(), &why);
  if (parsed == nullptr) {
    // What it says may quote the URL, with the password.
    PQfreemem(why);
    return diagnostic(shown_, "db.unreachable", "this is no URL of a PostgreSQL database", "write it as postgresql://user@host/name");
  }
  PQconninfoFree(parsed);
  const char* const keys[] = {"connect_timeout", "fallback_application_name", "client_encoding", "dbname", nullptr};
  const std::string name = fmt::format("mizan, process {}", ::getpid());
  const char* const values[] = {"10", name.c_str(), "UTF8", url.c_str(), nullptr};
  c_ = PQconnectdbParams(keys, values, /*expand_dbname=*/1);
  if (PQstatus(c_) != CONNECTION_OK) return not_reached(c_ ? PQerrorMessage(c_) : "no memory");
  PQsetNoticeProcessor(
      c_, [](void*, const char*) {}, nullptr);
  if (PQserverVersion(c_) < 130000) {
    return diagnostic(shown_, "db.unreachable", fmt::format("the server is PostgreSQL {}", PQserverVersion(c_) / 10000), "mizan needs 13 or later");
  }
  const char* encoding = PQparameterStatus(c_, "server_encoding");
  if (encoding == nullptr || std::strcmp(encoding, "UTF8") != 0) {
    return diagnostic(shown_, "db.not_mizan", fmt::format("the database keeps texts as {}", encoding ? encoding : "?"),
                      "make one that keeps them as UTF-8: `createdb --encoding UTF8 --template template0 NAME`");
  }
  // A commit is not waited for on the disk, as with SQLite's synchronous = NORMAL: a power cut may lose the last batches, never half of one.
  simple(
      "SET search_path = mizan; SET synchronous_commit = off; SET jit = off; SET client_min_messages = warning; SET cursor_tuple_fraction = 1; "
      "SET bytea_output = hex; SET standard_conforming_strings = on; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = 0");
  if (failure) return std::move(*failure);
  return Done{};
}

Status PostgresConnection::open(const std::string& url, OpenMode mode, unsigned lock_wait_ms) {
  read_only_ = mode == OpenMode::kReadOnly;
  if (Status reached = connect(url); !reached) return reached;
  // Whoever only brings articles does so beside others that do.
  shared_ = mode == OpenMode::kCreate;
  if (shared_) simple("SET lock_timeout = '10min'");  // for the batch of another
  if (mode == OpenMode::kReadWrite || mode == OpenMode::kCreate) {
    if (Status locked = take_lock(lock_wait_ms); !locked) return locked;
  }
  return check_and_migrate(mode);
}

Status PostgresConnection::take_lock(unsigned wait_ms) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
  while (true) {
    const bool got = number(fmt::format("SELECT CAST(pg_try_advisory_lock{}({}) AS INTEGER)", shared_ ? "_shared" : "", kRunLock)) != 0;
    if (failure) return std::move(*failure);
    if (got) return Done{};
    if (std::chrono::steady_clock::now() >= deadline) {
      const std::vector<std::string> holders = texts(
          "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING(pid) WHERE l.locktype = 'advisory' AND l.classid = 1835629166 AND l.objid = "
          "1 "
          "AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1");
      failure.reset();
      std::string who;
      if (!holders.empty() && holders.front().starts_with("mizan, ")) who = " (" + holders.front().substr(7) + ")";
      return diagnostic(shown_, "db.locked", fmt::format("another mizan{} is writing to this database", who),
                        "wait until it is done and run this again, or let --wait SECONDS do so");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

Status PostgresConnection::check_and_migrate(OpenMode mode) {
  const bool fresh = number("SELECT count(*) FROM pg_namespace WHERE nspname = 'mizan'") == 0;
  const bool ours = !fresh && number("SELECT count(*) FROM pg_tables WHERE schemaname = 'mizan' AND tablename = 'schema_state'") != 0;
  if (failure) return std::move(*failure);
  if (!fresh && !ours) return diagnostic(shown_, "db.not_mizan", "the schema mizan of this database is somebody else's", "choose another database");
  if (fresh && mode != OpenMode::kCreate) {
    return diagnostic(shown_, "db.empty", "this database holds no mizan tables", "fill it with `mizan ingest --db URL PATH...`");
  }
  const std::int64_t version = fresh ? 0 : schema_version();
  if (failure) return std::move(*failure);
  if (version > mizan::schema_version()) {
    return diagnostic(shown_, "db.newer_schema",
                      fmt::format("the database has schema version {}, this program knows versions up to {}", version, mizan::schema_version()),
                      "use a newer mizan");
  }
  if (version < mizan::schema_version()) {
    if (read_only_ || mode == OpenMode::kDecide) {
      return diagnostic(shown_, "db.older_schema",
                        fmt::format("the database has schema version {}, this program needs version {}", version, mizan::schema_version()),
                        "bring it forward with `mizan db migrate`");
    }
    if (Status done = migrate(version); !done) return done;
  }
  if (!read_only_) read_catalog();
  if (failure) return std::move(*failure);
  return Done{};
}

// All in one transaction: it is as it was where anything fails.
Status PostgresConnection::migrate(std::int64_t version) {
  begin();
  // Another loader may have made it while we waited.
  if (!failure && number("SELECT count(*) FROM pg_tables WHERE schemaname = 'mizan' AND tablename = 'schema_state'") != 0) version = schema_version();
  if (!failure && version == mizan::schema_version()) {
    commit();
    return Done{};
  }
  if (!failure && version == 0) {
    simple("CREATE SCHEMA mizan");
    if (!failure) simple(kPostgresFunctions);
    if (!failure)
      simple("CREATE TABLE mizan.schema_state(one bigint PRIMARY KEY CHECK(one = 1), version bigint NOT NULL); INSERT INTO mizan.schema_state VALUES (1, 0)");
  }
  for (int v = static_cast<int>(version); v < mizan::schema_version() && !failure; ++v) mizan::migrate(*this, v);
  // So that a transaction may break and mend references (PRAGMA defer_foreign_keys).
  if (!failure) {
    simple(
        "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype = 'f' AND connamespace = "
        "'mizan'::regnamespace AND NOT condeferrable LOOP EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE', c.t, c.conname); END LOOP; END $$");
  }
  if (!failure) simple(fmt::format("UPDATE mizan.schema_state SET version = {}", mizan::schema_version()));
  if (failure) {
    Diagnostic why = std::move(*failure);
    failure.reset();
    rollback();
    failure.reset();
    if (why.code == "db.read_only") why.remedy = "let this user make a schema here: GRANT CREATE ON DATABASE ... TO ...";
    return why;
  }
  commit();
  if (failure) return std::move(*failure);
  return Done{};
}

void PostgresConnection::read_catalog() {
  const PgResult rows = simple(
      "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'mizan'::regnamespace AND a.attidentity <> "
      "''");
  for (int i = 0; rows && i < PQntuples(rows.get()); ++i) id_columns_[PQgetvalue(rows.get(), i, 0)] = PQgetvalue(rows.get(), i, 1);
}

// ---- running

Diagnostic PostgresConnection::diagnose(const char* state, const std::string& message) const {
  const std::string_view code = state ? state : "";
  const std::string what = first_line(message);
  if (code == "53100") return diagnostic(shown_, "db.full", "the server's disk is full; the last batch was rolled back", "make room and run it again");
  if (code == "55P03" || code == "40P01" || code == "40001") {
    return diagnostic(shown_, "db.locked", "another program is writing to this database", "wait until it is done and run this again");
  }
  if (code == "42501" && read_only_) {
    return diagnostic(shown_, "db.no_access", "this user may not read the database: " + what,
                      "let its owner say: GRANT USAGE ON SCHEMA mizan TO ...; GRANT SELECT ON ALL TABLES IN SCHEMA mizan TO ...");
  }
  if (code == "42501" || code == "25006") {
    return diagnostic(shown_, "db.read_only", "the database cannot be written to: " + what, "let this user write there, or choose another --db");
  }
  if (c_ != nullptr && PQstatus(c_) == CONNECTION_BAD) {
    return diagnostic(shown_, "db.io", "the connection to PostgreSQL was lost: " + what, "run it again: what was committed is there");
  }
  return diagnostic(shown_, "db.io", fmt::format("the database refused: {}", what));
}

void PostgresConnection::fail(const PGresult* result) {
  if (failure) return;
  const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const char* primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  failure = diagnose(state, primary ? primary : result ? PQresultErrorMessage(result) : PQerrorMessage(c_));
}

bool PostgresConnection::check(const PGresult* result) {
  const ExecStatusType status = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_PIPELINE_SYNC) return true;
  if (status != PGRES_PIPELINE_ABORTED) fail(result);
  return false;
}

// Answers of everything that was sent; `last` gets that of the last command.
void PostgresConnection::drain(PgResult* last) {
  if (!piping_) return;
  if (PQpipelineSync(c_) != 1) fail(nullptr);
  bool whole = true;
  while (pending_ > 0) {
    PgResult answer(PQgetResult(c_));
    if (!answer) {
      if (PQstatus(c_) == CONNECTION_BAD) {
        fail(nullptr);
        pending_ = 0;
        break;
      }
      --pending_;  // a null between the answers of two commands
      continue;
    }
    if (!check(answer.get())) whole = false;
    if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK) count_changed(answer.get());
    if (last) *last = std::move(answer);
  }
  if (PQstatus(c_) == CONNECTION_OK) {
    const PgResult end(PQgetResult(c_));
    if (end && PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) check(end.get());
    PQexitPipelineMode(c_);
  }
  piping_ = false;
  if (!whole) {
    if (last) last->reset();
    // What was to be prepared behind the failure is not.
    for (auto& [sql, prepared] : prepared_) prepared->name.clear();
  }
}

void PostgresConnection::sent(int accepted) {
  if (accepted == 1) {
    ++pending_;
  } else {
    fail(nullptr);
  }
}

PgResult PostgresConnection::simple(const std::string& sql) {
  settle();
  if (failure) return nullptr;
  PgResult result(PQexec(c_, sql.c_str()));
  if (!check(result.get())) return nullptr;
  count_changed(result.get());
  return result;
}

std::int64_t PostgresConnection::number(const std::string& sql) {
  const PgResult result = simple(sql);
  if (!result || PQntuples(result.get()) == 0 || PQgetisnull(result.get(), 0, 0)) return 0;
  std::int64_t value = 0;
  const char* text = PQgetvalue(result.get(), 0, 0);
  std::from_chars(text, text + PQgetlength(result.get(), 0, 0), value);
  return value;
}

std::vector<std::string> PostgresConnection::texts(const std::string& sql) {
  std::vector<std::string> out;
  const PgResult result = simple(sql);
  for (int i = 0; result && i < PQntuples(result.get()); ++i) out.emplace_back(PQgetvalue(result.get(), i, 0));
  return out;
}

std::string PostgresConnection::quoted(std::string_view text) const {
  char* escaped = PQescapeLiteral(c_, text.data(), text.size());
  std::string out = escaped ? escaped : "''";
  PQfreemem(escaped);
  return out;
}

std::unique_ptr<PreparedStatement> PostgresConnection::prepare(std::string_view sql) {
  auto [found, fresh] = prepared_.try_emplace(std::string(sql));
  if (fresh) {
    found->second = std::make_unique<PostgresPrepared>();
    PostgresPrepared& p = *found->second;
    p.sql = to_postgres(sql);
    const auto id = id_columns_.find(p.sql.inserts_into);
    if (id != id_columns_.end()) {
      const std::string listed = "," + p.sql.columns + ",";
      std::string packed;
      for (char c : listed) {
        if (c != ' ') packed += c;
      }
      if (packed.find("," + id->second + ",") == std::string::npos) {
        p.id_column = id->second;
        p.with_id = p.sql.text;
        p.with_id.insert(p.sql.values_at, fmt::format("${}, ", p.sql.parameters + 1));
        p.with_id.insert(p.sql.columns_at, id->second + ", ");
      }
    }
  }
  return std::make_unique<PostgresStatement>(*this, *found->second);
}

std::unique_ptr<PreparedStatement> PostgresConnection::prepare_rows(std::string_view sql) {
  auto found = std::find_if(rows_.begin(), rows_.end(), [&](const auto& rows) { return rows->sql == sql; });
  const PostgresSql translated = to_postgres(sql);
  if (found == rows_.end()) {
    rows_.push_back(std::make_unique<PostgresRows>(PostgresRows{std::string(sql), translated.inserts_into, translated.columns, {}}));
    found = std::prev(rows_.end());
  }
  return std::make_unique<PostgresRowsStatement>(*this, **found, translated.parameters);
}

void PostgresConnection::note_rows(std::size_t bytes) {
  constexpr std::size_t kMostBytes = std::size_t{16} << 20;
  rows_bytes_ += bytes;
  if (rows_bytes_ > kMostBytes || !in_transaction_) copy_rows();
}

void PostgresConnection::copy_rows() {
  if (rows_bytes_ == 0) return;
  rows_bytes_ = 0;
  settle();
  for (const auto& rows : rows_) {
    if (!rows->text.empty() && !failure) copy_rows(*rows);
    rows->text.clear();
  }
}

// COPY knows no ON CONFLICT and breaks off at the first row that is there already: what goes into a table of the schema stands in one of the session before.
void PostgresConnection::copy_rows(const PostgresRows& rows) {
  const bool staged = rows.table.find('.') == std::string::npos;
  const std::string into = staged ? "pg_temp.staged_" + rows.table : rows.table;
  // A transaction that was rolled back took the table with it.
  if (staged) simple(fmt::format("CREATE TEMP TABLE IF NOT EXISTS staged_{0} (LIKE mizan.{0}) ON COMMIT DELETE ROWS", rows.table));
  if (failure) return;
  const PgResult ready(PQexec(c_, fmt::format("COPY {}({}) FROM STDIN", into, rows.columns).c_str()));
  if (!ready || PQresultStatus(ready.get()) != PGRES_COPY_IN) return fail(ready.get());
  constexpr std::size_t kPart = std::size_t{1} << 20;
  bool fine = true;
  for (std::size_t at = 0; fine && at < rows.text.size(); at += kPart) {
    fine = PQputCopyData(c_, rows.text.data() + at, static_cast<int>(std::min(kPart, rows.text.size() - at))) == 1;
  }
  if (!fine || PQputCopyEnd(c_, nullptr) != 1) fail(nullptr);
  while (PgResult end{PQgetResult(c_)}) check(end.get());
  if (staged && !failure) {
    simple(fmt::format("INSERT INTO mizan.{0}({1}) SELECT {1} FROM {2} ON CONFLICT DO NOTHING; TRUNCATE {2}", rows.table, rows.columns, into));
  }
}

std::int64_t PostgresConnection::next_id(const std::string& table, const std::string& column) {
  auto [found, fresh] = next_ids_.try_emplace(table, 0);
  if (fresh || !in_transaction_) {
    found->second = number(fmt::format("SELECT coalesce(max({}), 0) + 1 FROM mizan.{}", column, table));
  }
  return found->second++;
}

PgResult PostgresConnection::run(PostgresStatement& statement) {
  PostgresPrepared& p = statement.prepared();
  const bool numbered = !p.id_column.empty();
  const auto given = static_cast<std::size_t>(p.sql.parameters);
  statement.values().resize(given);
  std::string id;
  if (numbered) {
    last_id_ = next_id(p.sql.inserts_into, p.id_column);
    id = std::to_string(last_id_);
    if (failure) return nullptr;
  }
  const std::size_t count = given + (numbered ? 1 : 0);
  std::vector<const char*> values(count);
  std::vector<int> lengths(count), formats(count);
  std::vector<Oid> types(count);
  for (std::size_t i = 0; i < given; ++i) {
    const auto& value = statement.values()[i];
    using Value = std::decay_t<decltype(value)>;
    values[i] = value.kind == Value::kNull ? nullptr : value.text.c_str();
    lengths[i] = static_cast<int>(value.text.size());
    formats[i] = value.kind == Value::kBytes ? 1 : 0;
    // A number that the SQL leaves out has no type that the server could find.
    types[i] = !p.sql.used[i] ? kPgText : value.kind == Value::kInteger ? kPgInteger : value.kind == Value::kBytes ? kPgBytes : 0;
  }
  if (numbered) {
    values[given] = id.c_str();
    types[given] = kPgInteger;
  }
  const std::string& text = numbered ? p.with_id : p.sql.text;
  const int parameters = static_cast<int>(count);
  // What is asked once is mostly long; what is asked again and again is a look-up.
  if (reading_ && p.uses == 0 && !numbered && (text.starts_with("SELECT") || text.starts_with("WITH"))) {
    ++p.uses;
    settle();
    if (failure) return nullptr;
    const std::string cursor = fmt::format("mizan_{}", ++names_);
    const PgResult opened(PQexecParams(c_, fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor, text).c_str(), parameters, types.data(), values.data(),
                                       lengths.data(), formats.data(), 0));
    if (!check(opened.get())) return nullptr;
    cursors_.insert(cursor);
    statement.read_from(cursor);
    return fetch(cursor);
  }
  const bool to_prepare = p.name.empty() && ++p.uses > 1;
  // A read on its own needs no pipeline.
  if (p.sql.gives_rows && !piping_ && !to_prepare) {
    PgResult result(p.name.empty() ? PQexecParams(c_, text.c_str(), parameters, types.data(), values.data(), lengths.data(), formats.data(), 0)
                                   : PQexecPrepared(c_, p.name.c_str(), parameters, values.data(), lengths.data(), formats.data(), 0));
    if (!check(result.get())) return nullptr;
    return result;
  }
  if (!piping_) {
    PQenterPipelineMode(c_);
    piping_ = true;
  }
  if (to_prepare) {
    p.name = fmt::format("m{}", ++names_);
    sent(PQsendPrepare(c_, p.name.c_str(), text.c_str(), parameters, types.data()));
  }
  sent(p.name.empty() ? PQsendQueryParams(c_, text.c_str(), parameters, types.data(), values.data(), lengths.data(), formats.data(), 0)
                      : PQsendQueryPrepared(c_, p.name.c_str(), parameters, values.data(), lengths.data(), formats.data(), 0));
  if (!p.sql.gives_rows) {
    if (pending_ >= kMostPending) settle();
    return nullptr;
  }
  PgResult last;
  drain(&last);
  return failure ? nullptr : std::move(last);
}

PgResult PostgresConnection::fetch(const std::string& cursor) {
  if (!cursors_.contains(cursor)) return nullptr;
  return simple(fmt::format("FETCH {} FROM {}", kFetched, cursor));
}

void PostgresConnection::close(const std::string& cursor) {
  if (cursors_.erase(cursor) != 0 && !failure) simple("CLOSE " + cursor);
}

void PostgresConnection::execute(const char* sql) {
  copy_rows();
  simple(to_postgres(sql).text);
}

void PostgresConnection::begin() {
  next_ids_.clear();
  simple(fmt::format("BEGIN; SELECT pg_advisory_xact_lock({})", kTransactionLock));
  in_transaction_ = true;
}

void PostgresConnection::begin_reading() {
  simple("BEGIN ISOLATION LEVEL REPEATABLE READ");
  in_transaction_ = reading_ = true;
}

void PostgresConnection::commit() {
  copy_rows();
  if (failure) return;
  next_ids_.clear();
  simple("COMMIT");
  if (failure) return;
  in_transaction_ = reading_ = false;
  cursors_.clear();
}

void PostgresConnection::rollback() {
  if (!in_transaction_) return;
  std::optional<Diagnostic> before = std::move(failure);
  failure.reset();
  settle();
  failure.reset();
  simple("ROLLBACK");
  failure = std::move(before);
  in_transaction_ = reading_ = false;
  cursors_.clear();
  next_ids_.clear();
  rows_bytes_ = 0;
  for (const auto& rows : rows_) rows->text.clear();
}

// ---- the rest

std::vector<std::string> PostgresConnection::columns_of(std::string_view table) {
  return texts(fmt::format("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass({}) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                           quoted("mizan." + std::string(table))));
}

std::vector<std::string> PostgresConnection::tables_with(std::string_view column) {
  return texts(
      fmt::format("SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'mizan'::regnamespace AND c.relkind = "
                  "'r' AND a.attname = {} AND NOT a.attisdropped ORDER BY c.relname",
                  quoted(column)));
}

std::vector<std::string> PostgresConnection::tables() {
  return texts("SELECT tablename FROM pg_tables WHERE schemaname = 'mizan' AND tablename NOT IN ('schema_state', 'article_search') ORDER BY 1");
}

std::vector<std::string> PostgresConnection::columns_of_bytes(std::string_view table) {
  return texts(
      fmt::format("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass({}) AND atttypid = 'bytea'::regtype", quoted("mizan." + std::string(table))));
}

void PostgresConnection::read_table(const std::string& table, const std::vector<std::string>& columns, const RowFunction& take) {
  const std::vector<std::string> packed = columns_of_bytes(table);
  std::string list;
  std::vector<bool> is_bytes;
  for (const std::string& column : columns) {
    list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", column);
    is_bytes.push_back(std::find(packed.begin(), packed.end(), column) != packed.end());
  }
  settle();
  if (failure) return;
  const PgResult ready(PQexec(c_, fmt::format("COPY mizan.{}({}) TO STDOUT", table, list).c_str()));
  if (!ready || PQresultStatus(ready.get()) != PGRES_COPY_OUT) return fail(ready.get());
  std::vector<std::string> values(columns.size());
  std::vector<std::optional<std::string_view>> row(columns.size());
  bool wanted = true;
  char* line = nullptr;
  int size = 0;
  while ((size = PQgetCopyData(c_, &line, 0)) > 0) {
    std::string_view left(line, static_cast<std::size_t>(size) - 1);  // without its line feed
    for (std::size_t i = 0; wanted && i < columns.size(); ++i) {
      const std::size_t tab = std::min(left.find('\t'), left.size());
      const std::string_view field = left.substr(0, tab);
      left.remove_prefix(std::min(tab + 1, left.size()));
      if (field == "\\N") {
        row[i].reset();
        continue;
      }
      std::string& value = values[i];
      value.clear();
      append_unescaped(value, field, is_bytes[i]);
      row[i] = value;
    }
    PQfreemem(line);
    wanted = wanted && take(row);
  }
  if (size == -2) fail(nullptr);
  while (PgResult end{PQgetResult(c_)}) check(end.get());
}

std::int64_t PostgresConnection::data_version() {
  // Who is writing and who has written: another text after every commit, of another database of the server, too.
  const std::vector<std::string> now = texts("SELECT pg_current_snapshot()");
  return now.empty() ? 0 : static_cast<std::int64_t>(hash64(now.front()) >> 1);
}

void PostgresConnection::begin_erasing() {
  begin();
  execute("SET CONSTRAINTS ALL DEFERRED");
}

Status PostgresConnection::rewrite() {
  for (const std::string& table : texts("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'mizan' ORDER BY 1")) {
    simple("VACUUM FULL ANALYZE " + table);
  }
  if (!failure) return Done{};
  Diagnostic why = std::move(*failure);
  failure.reset();
  return why;
}

StoreSize PostgresConnection::size() {
  StoreSize out;
  out.file = static_cast<std::uint64_t>(
      number("SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c WHERE c.relnamespace = 'mizan'::regnamespace AND c.relkind = 'r'"));
  return out;
}

}  // namespace

Result<std::unique_ptr<Connection>> open_postgres(const std::string& url, OpenMode mode, unsigned lock_wait_ms) {
  auto connection = std::make_unique<PostgresConnection>();
  if (Status opened = connection->open(url, mode, lock_wait_ms); !opened) return opened.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace mizan

#endif

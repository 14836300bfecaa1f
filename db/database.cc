#include "db/database.h"

#include "db/connection.h"
#include "db/postgres_url.h"

namespace mizan {

// ---- Statement

Statement::Statement(Connection& connection, std::unique_ptr<PreparedStatement> statement) : connection_(&connection), statement_(std::move(statement)) {}
Statement::Statement(Statement&& other) noexcept = default;
Statement::~Statement() = default;

void Statement::bind(int parameter, std::int64_t value) {
  if (statement_) statement_->bind(parameter, value);
}

void Statement::bind(int parameter, std::string_view text) {
  if (statement_) statement_->bind_text(parameter, text);
}

void Statement::bind_bytes(int parameter, std::string_view bytes) {
  if (statement_) statement_->bind_bytes(parameter, bytes);
}

void Statement::bind_null(int parameter) {
  if (statement_) statement_->bind_null(parameter);
}

void Statement::bind_or_null(int parameter, std::string_view text) {
  if (text.empty()) {
    bind_null(parameter);
  } else {
    bind(parameter, text);
  }
}

void Statement::bind(int parameter, const std::optional<Decimal>& number) {
  if (number) {
    bind(parameter, number->coefficient());
    bind(parameter + 1, static_cast<std::int64_t>(number->exponent()));
  } else {
    bind_null(parameter);
    bind_null(parameter + 1);
  }
}

bool Statement::row() {
  return statement_ && !connection_->failure && statement_->step();
}

void Statement::run() {
  while (row()) {
  }
}

void Statement::reset() {
  if (statement_) statement_->reset();
}

bool Statement::is_null(int column) const {
  return statement_->is_null(column);
}

std::int64_t Statement::integer(int column) const {
  return statement_->integer(column);
}

std::string_view Statement::view(int column) const {
  return statement_->view(column);
}

std::string_view Statement::bytes(int column) const {
  return statement_->bytes(column);
}

std::string Statement::text(int column) const {
  return std::string(view(column));
}

std::optional<Decimal> Statement::decimal(int column) const {
  if (is_null(column)) return std::nullopt;
  return Decimal::make(integer(column), static_cast<int>(integer(column + 1)));
}

// ---- Database

Database::Database(std::unique_ptr<Connection> connection, std::string path, bool read_only)
    : connection_(std::move(connection)), path_(std::move(path)), read_only_(read_only) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::string& path, OpenMode mode, unsigned lock_wait_ms) {
  auto connection = is_postgres_url(path) ? open_postgres(path, mode, lock_wait_ms) : open_sqlite(path, mode, lock_wait_ms);
  if (!connection) return connection.error();
  return std::unique_ptr<Database>(new Database(std::move(*connection), shown_database(path), mode == OpenMode::kReadOnly));
}

Statement Database::prepare(std::string_view sql) {
  return Statement(*connection_, connection_->prepare(sql));
}

Statement Database::prepare_rows(std::string_view sql) {
  return Statement(*connection_, connection_->prepare_rows(sql));
}

void Database::execute(const char* sql) {
  if (!failed()) connection_->execute(sql);
}

std::int64_t Database::last_row_id() const {
  return connection_->last_row_id();
}

std::int64_t Database::changed_rows() const {
  return connection_->changed_rows();
}

void Database::begin() {
  if (!failed()) connection_->begin();
}

void Database::begin_reading() {
  if (!failed()) connection_->begin_reading();
}

void Database::commit() {
  if (!failed()) connection_->commit();
}

void Database::rollback() {
  connection_->rollback();
}

bool Database::in_transaction() const {
  return connection_->in_transaction();
}

bool Database::failed() const {
  return connection_->failure.has_value();
}

Status Database::status() {
  connection_->settle();
  if (!connection_->failure) return Done{};
  Diagnostic d = std::move(*connection_->failure);
  connection_->failure.reset();
  return d;
}

Dialect Database::dialect() const {
  return connection_->dialect();
}

bool Database::shared() const {
  return connection_->shared();
}

std::int64_t Database::schema_version() const {
  return connection_->schema_version();
}

std::vector<std::string> Database::columns_of(std::string_view table) const {
  return connection_->columns_of(table);
}

std::vector<std::string> Database::tables_with(std::string_view column) const {
  return connection_->tables_with(column);
}

std::vector<std::string> Database::tables() const {
  return connection_->tables();
}

std::vector<std::string> Database::columns_of_bytes(std::string_view table) const {
  return connection_->columns_of_bytes(table);
}

void Database::read_table(const std::string& table, const std::vector<std::string>& columns, const RowFunction& take) {
  if (!failed()) connection_->read_table(table, columns, take);
}

std::int64_t Database::data_version() const {
  return connection_->data_version();
}

void Database::keep_small() {
  connection_->keep_small();
}
void Database::keep_large(bool large) {
  connection_->keep_large(large);
}

void Database::begin_erasing() {
  connection_->begin_erasing();
}

void Database::forget_search() {
  connection_->forget_search();
}

void Database::open_decisions() {
  connection_->open_decisions();
}

void Database::close_decisions() {
  connection_->close_decisions();
}

Status Database::rewrite() {
  return connection_->rewrite();
}

StoreSize Database::size() const {
  return connection_->size();
}

std::vector<std::string> Database::damage() const {
  return connection_->damage();
}

Status Database::copy_to(const std::string& path) const {
  return connection_->copy_to(path);
}

}  // namespace mizan

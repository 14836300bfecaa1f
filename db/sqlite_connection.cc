#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>

#include "db/connection.h"
#include "db/schema.h"

namespace mizan {
namespace {

Diagnostic diagnostic(const std::string& path, const char* code, std::string message, std::string remedy = {}) {
  Diagnostic d;
  d.code = code;
  d.message = std::move(message);
  d.remedy = std::move(remedy);
  d.file = path;
  return d;
}

// "file:" URI of a path, so that immutable=1 can be said.
std::string uri_of(const std::string& path, const char* query) {
  std::string uri = "file:";
  for (unsigned char c : path) {
    if (c == '?' || c == '#' || c == '%') {
      uri += fmt::format("%{:02X}", c);
    } else {
      uri += static_cast<char>(c);
    }
  }
  return uri + query;
}

class SqliteConnection;

class SqliteStatement final : public PreparedStatement {
 public:
  SqliteStatement(SqliteConnection& connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() override { sqlite3_finalize(statement_); }

  void bind(int parameter, std::int64_t value) override {
    note_bound(parameter);
    sqlite3_bind_int64(statement_, parameter, value);
  }
  void bind_text(int parameter, std::string_view text) override {
    note_bound(parameter);
    // A null pointer would bind NULL.
    sqlite3_bind_text64(statement_, parameter, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  void bind_bytes(int parameter, std::string_view bytes) override {
    note_bound(parameter);
    sqlite3_bind_blob64(statement_, parameter, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
  }
  // Half of a row's columns are NULL, and were so in the row before.
  void bind_null(int parameter) override {
    if (parameter < kNoted && (bound_ >> parameter & 1) == 0) return;
    if (parameter < kNoted) bound_ &= ~(std::uint64_t{1} << parameter);
    sqlite3_bind_null(statement_, parameter);
  }
  bool step() override;
  void reset() override { sqlite3_reset(statement_); }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  std::string_view view(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view();
  }
  std::string_view bytes(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view();
  }

 private:
  static constexpr int kNoted = 64;
  void note_bound(int parameter) {
    if (parameter < kNoted) bound_ |= std::uint64_t{1} << parameter;
  }
  SqliteConnection& connection_;
  sqlite3_stmt* statement_;
  std::uint64_t bound_ = 0;  // by parameter: it is not NULL
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection() = default;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override;
  Status open(const std::string& path, OpenMode mode, unsigned lock_wait_ms);

  std::unique_ptr<PreparedStatement> prepare(std::string_view sql) override;
  void execute(const char* sql) override;
  std::int64_t last_row_id() override { return sqlite3_last_insert_rowid(handle_); }
  std::int64_t changed_rows() override { return sqlite3_changes64(handle_); }
  void begin() override { execute("BEGIN IMMEDIATE"); }
  void begin_reading() override { execute("BEGIN"); }
  void commit() override { execute("COMMIT"); }
  void rollback() override {
    if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(handle_) == 0; }

  Dialect dialect() const override { return Dialect::kSqlite; }
  std::int64_t schema_version() override { return number("PRAGMA user_version"); }
  std::vector<std::string> columns_of(std::string_view table) override;
  std::vector<std::string> tables_with(std::string_view column) override;
  std::int64_t data_version() override { return number("PRAGMA data_version"); }
  void keep_small() override { execute("PRAGMA mmap_size = 0; PRAGMA cache_size = -6144"); }
  void keep_large(bool large) override {
    constexpr std::int64_t kMapped = std::int64_t{256} << 20;                 // bytes
    constexpr std::int64_t kUsual = 64 << 10, kMost = std::int64_t{2} << 20;  // KiB
    const std::int64_t memory = std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGE_SIZE) / 1024;
    execute(fmt::format("PRAGMA cache_size = -{}", large ? std::clamp(memory / 8, kUsual, kMost) : kUsual).c_str());
    // With a mapped file SQLite searches the log for each page before it looks whether it has that page. A long transaction's log has gigabytes: at ten million
    // facts seven tenths of the time went there. A small file is quicker mapped, as no page is copied.
    const bool mapped = !large || number("PRAGMA page_count") * number("PRAGMA page_size") <= kMapped;
    execute(fmt::format("PRAGMA mmap_size = {}", mapped ? kMapped : 0).c_str());
  }
  void begin_erasing() override;
  void forget_search() override { execute("INSERT INTO article_search(article_search) VALUES ('delete-all')"); }
  void open_decisions() override;
  void close_decisions() override;
  Status rewrite() override;
  StoreSize size() override;
  std::vector<std::string> damage() override;
  Status copy_to(const std::string& path) override;

  void fail();

 private:
  Status take_lock(unsigned wait_ms);
  Status check_and_migrate(OpenMode mode);
  Diagnostic diagnose(int code, const std::string& detail) const;
  std::int64_t number(const char* sql);
  std::vector<std::string> texts(const char* sql, std::string_view parameter = {});

  sqlite3* handle_ = nullptr;
  std::string path_;
  bool read_only_ = false;
  int lock_file_ = -1;
  std::vector<std::string> triggers_;  // that guard decisions, while they are open
};

bool SqliteStatement::step() {
  if (connection_.failure) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.fail();
  sqlite3_reset(statement_);
  return false;
}

SqliteConnection::~SqliteConnection() {
  if (handle_) {
    if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close_v2(handle_);
  }
  if (lock_file_ >= 0) {
    // Removed while the lock is held, so that nobody can have taken it meanwhile; see take_lock().
    ::unlink((path_ + "-lock").c_str());
    ::close(lock_file_);
  }
}

// A lock file of our own beside the database: SQLite's locks are taken a transaction at a time, but a run is one writer from its begin to
// its end. flock() goes with the process, so a killed run leaves no lock behind (only an empty file, which does no harm).
Status SqliteConnection::take_lock(unsigned wait_ms) {
  const std::string name = path_ + "-lock";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
  while (true) {
    int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
      int problem = errno;
      if (problem == ENOSPC || problem == EDQUOT) return diagnostic(path_, "db.full", "the disk is full", "make room and run it again");
      if (problem == EACCES || problem == EROFS || problem == EPERM) {
        return diagnostic(path_, "db.read_only", "the database's folder cannot be written to", "choose another --db, or allow writing there");
      }
      return diagnostic(path_, "db.io", fmt::format("the lock file cannot be opened: {}", std::strerror(problem)));
    }
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
      // The last holder removes the file: what was opened may be gone already.
      struct stat mine {
      }, there{};
      if (::fstat(file, &mine) == 0 && ::stat(name.c_str(), &there) == 0 && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev) {
        lock_file_ = file;
        // For whoever finds it taken. A full disk is told of by what follows.
        const std::string mine_is = fmt::format("{} {}\n", ::getpid(), program_invocation_short_name);
        [[maybe_unused]] const bool noted = ::ftruncate(file, 0) == 0 && ::write(file, mine_is.data(), mine_is.size()) > 0;
        return Done{};
      }
      ::close(file);
      continue;
    }
    char holder[32] = {};
    const ssize_t got = ::pread(file, holder, sizeof holder - 1, 0);
    ::close(file);
    if (std::chrono::steady_clock::now() >= deadline) {
      const long process = got > 0 ? std::strtol(holder, nullptr, 10) : 0;
      return diagnostic(path_, "db.locked",
                        fmt::format("another mizan{} is writing to this database", process > 0 ? fmt::format(" (process {})", process) : ""),
                        "wait until it is done and run this again, or let --wait SECONDS do so");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

Status SqliteConnection::open(const std::string& path, OpenMode mode, unsigned lock_wait_ms) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path file(path);
  const bool there = fs::exists(file, ignored);
  if (there && fs::is_directory(file, ignored)) return diagnostic(path, "db.not_mizan", "this is a folder, not a database", "name a file");
  if (!there && mode != OpenMode::kCreate) {
    return diagnostic(path, "db.absent", "there is no such database", "make it with `mizan ingest --db FILE PATH...`");
  }
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, ignored)) return diagnostic(path, "db.absent", "the database's folder does not exist", "make the folder first");

  path_ = path;
  read_only_ = mode == OpenMode::kReadOnly;
  // A foreign or empty file is told from ours before a lock file is put beside it. Not where none is: closing a file gives up all of the process's POSIX locks
  // on it, those of its other connections too, and a server has several; SQLite itself tells then.
  const bool alone = mode == OpenMode::kReadWrite || mode == OpenMode::kCreate;
  if (alone && there && fs::file_size(file, ignored) > 0) {
    char head[16] = {};
    int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return diagnostic(path, "db.io", fmt::format("the database cannot be read: {}", std::strerror(errno)));
    ssize_t got = ::read(fd, head, sizeof head);
    ::close(fd);
    if (got != sizeof head || std::memcmp(head, "SQLite format 3", sizeof head) != 0) {
      return diagnostic(path, "db.not_mizan", "this file is not a mizan database", "choose another --db");
    }
  }
  if (!read_only_) {
    if (there && ::access(path.c_str(), W_OK) != 0) {
      return diagnostic(path, "db.read_only", "the database cannot be written to", "choose another --db, or allow writing there");
    }
    // A decision is one row in a table of its own: SQLite's locks are enough, and nobody has to wait for the end of a run.
    if (mode != OpenMode::kDecide) {
      if (Status locked = take_lock(lock_wait_ms); !locked) return locked;
    }
  }

  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | (read_only_ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  if (mode == OpenMode::kCreate) flags |= SQLITE_OPEN_CREATE;
  auto open_uri = [&](const char* query) {
    int code = sqlite3_open_v2(uri_of(path, query).c_str(), &handle_, flags, nullptr);
    if (code == SQLITE_OK) {
      sqlite3_extended_result_codes(handle_, 1);
      sqlite3_busy_timeout(handle_, 10'000);
      code = sqlite3_exec(handle_, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
    }
    return code;
  };
  int code = open_uri("");
  if (code == SQLITE_READONLY_ROLLBACK && read_only_) {
    // The program that made this file was killed before the log was: what it had half written has to be rolled back, which a reader's connection may not do.
    sqlite3_close(handle_);
    handle_ = nullptr;
    sqlite3* mender = nullptr;
    if (sqlite3_open_v2(path.c_str(), &mender, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) == SQLITE_OK) {
      sqlite3_busy_timeout(mender, 10'000);
      sqlite3_exec(mender, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
    }
    sqlite3_close(mender);
    code = open_uri("");
  }
  if (((code & 0xff) == SQLITE_CANTOPEN || code == SQLITE_READONLY_DIRECTORY || code == SQLITE_READONLY_CANTINIT) && read_only_) {
    // A reader of a WAL database makes a -shm file; where the folder forbids it, and no writer's log is there, the file is all there is.
    if (!fs::exists(path + "-wal", ignored) || fs::file_size(path + "-wal", ignored) == 0) {
      sqlite3_close(handle_);
      handle_ = nullptr;
      code = open_uri("?immutable=1");
    }
  }
  if (code != SQLITE_OK) return diagnose(code, handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code));
  if (!read_only_ && sqlite3_db_readonly(handle_, "main") == 1) {
    return diagnostic(path, "db.read_only", "the database cannot be written to", "choose another --db, or allow writing there");
  }
  return check_and_migrate(mode);
}

Status SqliteConnection::check_and_migrate(OpenMode mode) {
  auto status = [&]() -> Status {
    if (!failure) return Done{};
    Diagnostic why = std::move(*failure);
    failure.reset();
    return why;
  };
  const std::int64_t application = number("PRAGMA application_id");
  const std::int64_t version = schema_version();
  const std::int64_t tables = number("SELECT count(*) FROM sqlite_schema");
  if (failure) return status();
  const bool fresh = application == 0 && version == 0 && tables == 0;
  if (!fresh && application != kApplicationId) return diagnostic(path_, "db.not_mizan", "this file is not a mizan database", "choose another --db");
  if (fresh && mode != OpenMode::kCreate) return diagnostic(path_, "db.not_mizan", "this file is empty, not a mizan database", "choose another --db");
  if (version > mizan::schema_version()) {
    return diagnostic(path_, "db.newer_schema",
                      fmt::format("the database has schema version {}, this program knows versions up to {}", version, mizan::schema_version()),
                      "use a newer mizan");
  }
  if ((read_only_ || mode == OpenMode::kDecide) && version < mizan::schema_version()) {
    return diagnostic(path_, "db.older_schema",
                      fmt::format("the database has schema version {}, this program needs version {}", version, mizan::schema_version()),
                      "bring it forward with `mizan db migrate`");
  }
  execute("PRAGMA foreign_keys = ON");
  // A writer's sorts and temporary tables in memory; a reader's, who may ask for all facts in order, in a file once they outgrow the page cache. 64 MB of that;
  // 256 MB of the file mapped for reading.
  execute(read_only_ ? "PRAGMA temp_store = FILE" : "PRAGMA temp_store = MEMORY");
  keep_large(false);
  if (!read_only_) {
    // Readers go on while a run writes. NORMAL: a power cut may lose the last batches, never half of one; a kill loses nothing committed.
    execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    // The log goes into the file every 32 MB and not every 4: hashes are spread over their whole index, so in a large database each batch touches other pages
    // of it, and what several batches touched is written once.
    execute("PRAGMA wal_autocheckpoint = 8192");
    if (version < mizan::schema_version()) {
      // What an older program wrote stays to be had, whatever the new schema is like.
      if (!fresh) {
        if (Status kept = copy_to(fmt::format("{}-schema{}.bak", path_, version)); !kept) return kept;
      }
      begin();
      for (int v = static_cast<int>(version); v < mizan::schema_version(); ++v) mizan::migrate(*this, v);
      execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, mizan::schema_version()).c_str());
      commit();
    }
  }
  return status();
}

Status SqliteConnection::copy_to(const std::string& to) {
  const std::string partial = to + ".part";
  ::unlink(partial.c_str());
  sqlite3* copy = nullptr;
  int code = sqlite3_open_v2(partial.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK) {
    // All pages in one step: the reader's snapshot is one moment of the database, whoever writes meanwhile.
    if (sqlite3_backup* job = sqlite3_backup_init(copy, "main", handle_, "main")) {
      do {
        code = sqlite3_backup_step(job, -1);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(50);
      } while (code == SQLITE_BUSY || code == SQLITE_LOCKED);
      sqlite3_backup_finish(job);
      if (code == SQLITE_DONE) code = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);  // one file, without a log beside it
    } else {
      code = sqlite3_errcode(copy);
    }
  }
  const int problem = copy ? sqlite3_system_errno(copy) : 0;
  sqlite3_close(copy);
  if (code == SQLITE_OK && std::rename(partial.c_str(), to.c_str()) == 0) return Done{};
  const int error = code == SQLITE_OK ? errno : problem;
  ::unlink(partial.c_str());
  const bool full = (code & 0xff) == SQLITE_FULL || error == ENOSPC || error == EDQUOT;
  return diagnostic(to, full ? "db.full" : "db.io",
                    full ? std::string("no room on the disk for the copy")
                         : fmt::format("the copy cannot be written: {}", error != 0 ? std::strerror(error) : sqlite3_errstr(code)),
                    full ? "make room, or choose another disk" : "choose another place");
}

std::unique_ptr<PreparedStatement> SqliteConnection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK) {
    fail();
    return nullptr;
  }
  return std::make_unique<SqliteStatement>(*this, statement);
}

void SqliteConnection::execute(const char* sql) {
  if (failure) return;
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

void SqliteConnection::fail() {
  if (!failure) failure = diagnose(sqlite3_extended_errcode(handle_), sqlite3_errmsg(handle_));
}

std::int64_t SqliteConnection::number(const char* sql) {
  auto select = prepare(sql);
  const std::int64_t value = select && select->step() ? select->integer(0) : 0;
  return value;
}

std::vector<std::string> SqliteConnection::texts(const char* sql, std::string_view parameter) {
  std::vector<std::string> out;
  auto select = prepare(sql);
  if (!select) return out;
  if (!parameter.empty()) select->bind_text(1, parameter);
  while (select->step()) out.emplace_back(select->view(0));
  return out;
}

std::vector<std::string> SqliteConnection::columns_of(std::string_view table) {
  return texts("SELECT name FROM pragma_table_info(?)", table);
}

std::vector<std::string> SqliteConnection::tables_with(std::string_view column) {
  return texts(
      "SELECT m.name FROM main.sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.name = ? "
      "ORDER BY m.name",
      column);
}

void SqliteConnection::begin_erasing() {
  execute("PRAGMA secure_delete = ON");
  begin();
  execute("PRAGMA defer_foreign_keys = ON");
}

void SqliteConnection::open_decisions() {
  triggers_ = texts("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'decisions'");
  for (const std::string& name : texts("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'decisions'"))
    execute(("DROP TRIGGER " + name).c_str());
}

void SqliteConnection::close_decisions() {
  for (const std::string& sql : triggers_) execute(sql.c_str());
  triggers_.clear();
}

Status SqliteConnection::rewrite() {
  auto status = [&]() -> Status {
    if (!failure) return Done{};
    Diagnostic why = std::move(*failure);
    failure.reset();
    return why;
  };
  // A transaction would keep the old pages; temporary space on the disk, not in memory.
  execute("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY");
  if (Status done = status(); !done) return done;
  const bool busy = number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
  if (Status done = status(); !done) return done;
  if (busy) {
    return diagnostic(path_, "db.locked", "done, but somebody reads the database: its log still holds old pages", "run `mizan db vacuum` once they are done");
  }
  return Done{};
}

StoreSize SqliteConnection::size() {
  StoreSize out;
  std::error_code error;
  out.file = std::filesystem::file_size(path_, error);
  if (error) out.file = 0;
  out.log = std::filesystem::file_size(path_ + "-wal", error);
  if (error) out.log = 0;
  out.free = static_cast<std::uint64_t>(number("SELECT f.freelist_count * p.page_size FROM pragma_freelist_count f, pragma_page_size p"));
  return out;
}

std::vector<std::string> SqliteConnection::damage() {
  std::vector<std::string> out;
  for (const std::string& what : texts("SELECT integrity_check FROM pragma_integrity_check(100) WHERE integrity_check <> 'ok'"))
    out.push_back("integrity: " + what);
  for (std::string& what : texts("SELECT 'a row of ' || \"table\" || ' points to none of ' || parent FROM pragma_foreign_key_check LIMIT 100"))
    out.push_back(std::move(what));
  return out;
}

Diagnostic SqliteConnection::diagnose(int code, const std::string& detail) const {
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return diagnostic(path_, "db.not_mizan", "this file is not a mizan database", "choose another --db");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return diagnostic(path_, "db.locked", "another program is writing to this database", "wait until it is done and run this again");
    case SQLITE_FULL:
      return diagnostic(path_, "db.full", "the disk is full; the last batch was rolled back", "make room and run it again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return diagnostic(path_, "db.read_only", "the database cannot be written to", "choose another --db, or allow writing there");
    case SQLITE_CANTOPEN:
      return diagnostic(path_, read_only_ ? "db.io" : "db.read_only", fmt::format("the database cannot be opened: {}", detail),
                        "check the folder's permissions");
    case SQLITE_CORRUPT:
      return diagnostic(path_, "db.io", fmt::format("the database is damaged: {}", detail), "restore a backup");
    case SQLITE_IOERR:
      if (handle_ && (sqlite3_system_errno(handle_) == ENOSPC || sqlite3_system_errno(handle_) == EDQUOT)) {
        return diagnostic(path_, "db.full", "the disk is full; the last batch was rolled back", "make room and run it again");
      }
      if (handle_ && sqlite3_system_errno(handle_) == EROFS) {
        return diagnostic(path_, "db.read_only", "the database cannot be written to", "choose another --db, or allow writing there");
      }
      return diagnostic(path_, "db.io", fmt::format("the database could not be read or written: {}", detail));
    default:
      return diagnostic(path_, "db.io", fmt::format("the database refused: {}", detail));
  }
}

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, OpenMode mode, unsigned lock_wait_ms) {
  auto connection = std::make_unique<SqliteConnection>();
  if (Status opened = connection->open(path, mode, lock_wait_ms); !opened) return opened.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace mizan

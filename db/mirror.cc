#include "db/mirror.h"

#include <fcntl.h>
#include <fmt/format.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <set>
#include <vector>

#include "db/database.h"
#include "db/late_indexes.h"

namespace mizan {
namespace {

// What reconciling writes, referenced tables before those that refer to them. Of a table that keeps its rows, none is ever taken out.
struct Written {
  const char* table;
  const char* key;
  bool keeps_rows;
};
constexpr Written kWritten[] = {
    {"runs", "run_id", true},
    {"stories", "story_id", true},
    {"story_articles", "article_id", false},
    {"groups", "group_id", true},
    {"claims", "group_id, seq", false},
    {"verdicts", "verdict_id", true},
    {"alarms", "alarm_id", true},
    {"sketches", "article_id", false},
    {"sketch_keys", "key, day, second, tie", false},
    {"copy_bands", "key, day, second, tie", false},
    {"story_links", "later, earlier", false},
    {"claim_sets", "set_id", false},
    {"set_claims", "version_id, fact", false},
    {"name_entities", "no", false},
    {"name_spellings", "no, name, form", false},
    {"name_keys", "key, no", false},
    {"name_counted", "article_id", false},
    {"name_uses", "entity, version_id", false},
    {"name_edges", "via, a, b", false},
    {"entity_links", "id", false},
    {"entity_links_state", "one", false},
    {"touched", "article_id", false},
    {"remembered", "name", false},
};

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(", "), list.size());
    out.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 2, list.size()));
  }
  return out;
}

std::string joined(const std::vector<std::string>& columns, const char* format) {
  std::string out;
  for (const std::string& column : columns) out += (out.empty() ? "" : ", ") + fmt::format(fmt::runtime(format), column);
  return out;
}

constexpr std::string_view kFolder = "mizan-mirror-";
constexpr const char* kAlive = "/alive";  // locked for as long as the process that made the folder lives

// A run that was killed leaves its copy of the database behind, which nobody else would take away.
void remove_abandoned(const std::filesystem::path& parent) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, std::filesystem::directory_options::skip_permission_denied, ignored)) {
    if (!entry.path().filename().string().starts_with(kFolder)) continue;
    const int alive = ::open((entry.path().string() + kAlive).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);  // another user's: refused
    if (alive < 0) continue;
    if (::flock(alive, LOCK_EX | LOCK_NB) == 0) std::filesystem::remove_all(entry.path(), ignored);
    ::close(alive);
  }
}

std::string placeholders(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ",?";
  return out;
}

}  // namespace

Status copy_into_file(Database& from, const std::string& path) {
  auto made = Database::open(path, OpenMode::kCreate, 0);
  if (!made) return made.error();
  Database& to = **made;
  // If we are killed, it is of no use to anybody.
  to.execute("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
  to.begin();
  LateIndexes late(to);
  late.drop_all();
  for (const std::string& table : from.tables()) {
    const std::vector<std::string> columns = to.columns_of(table);
    if (columns.empty()) continue;
    to.execute(("DELETE FROM " + table).c_str());
    Statement insert = to.prepare(fmt::format("INSERT INTO {}({}) VALUES ({})", table, joined(columns, "\"{}\""), placeholders(columns.size())));
    const std::vector<std::string> packed = from.columns_of_bytes(table);
    std::vector<bool> is_bytes;
    for (const std::string& column : columns) is_bytes.push_back(std::find(packed.begin(), packed.end(), column) != packed.end());
    from.read_table(table, columns, [&](const std::vector<std::optional<std::string_view>>& row) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const int parameter = static_cast<int>(i + 1);
        if (!row[i]) {
          insert.bind_null(parameter);
        } else if (is_bytes[i]) {
          insert.bind_bytes(parameter, *row[i]);
        } else {
          insert.bind(parameter, *row[i]);  // a number in an INTEGER column becomes one
        }
      }
      insert.run();
      return !to.failed();
    });
    if (from.failed() || to.failed()) break;
  }
  to.execute("UPDATE search_state SET indexed = 0");
  if (Status status = from.status(); !status) return status;
  late.make();
  to.commit();
  // One file, without a log beside it.
  to.execute("PRAGMA journal_mode = DELETE");
  return to.status();
}

Result<std::unique_ptr<Mirror>> Mirror::pull(Database& from) {
  std::unique_ptr<Mirror> out(new Mirror);
  std::error_code ignored;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(ignored);
  remove_abandoned(parent);
  std::string folder = (parent / (std::string(kFolder) + "XXXXXX")).string();
  if (::mkdtemp(folder.data()) == nullptr) {
    return Diagnostic{.code = "db.io",
                      .message = fmt::format("no temporary folder can be made: {}", std::strerror(errno)),
                      .remedy = "let TMPDIR name a folder with as much room as the database takes",
                      .file = folder};
  }
  out->folder_ = folder;
  // Locked before it has its name, or another run might take it for abandoned in between.
  const std::string alive = folder + kAlive;
  out->alive_ = ::open((alive + ".new").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (out->alive_ < 0 || ::flock(out->alive_, LOCK_EX | LOCK_NB) != 0 || ::rename((alive + ".new").c_str(), alive.c_str()) != 0) {
    return Diagnostic{.code = "db.io",
                      .message = fmt::format("no file can be made and locked: {}", std::strerror(errno)),
                      .remedy = "let TMPDIR name a folder of a file system with locks",
                      .file = folder};
  }
  const std::string path = folder + "/mirror.db";
  if (Status copied = copy_into_file(from, path); !copied) return copied.error();
  auto store = FactStore::open(path, OpenMode::kReadWrite);
  if (!store) return store.error();
  out->store_ = std::make_unique<FactStore>(std::move(*store));
  // Nobody else reads it, and where anything fails it is thrown away: a log would be searched for every page, which took most of the time at ten million facts.
  out->store_->database().execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
  return out;
}

Mirror::~Mirror() {
  store_.reset();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  if (alive_ >= 0) ::close(alive_);
}

Status Mirror::push(Database& to) {
  Database& from = store_->database();
#ifdef __GLIBC__
  // Comparing has let go of gigabytes that the allocator keeps: a server on this machine needs them now.
  ::malloc_trim(0);
#endif
  to.execute("SET CONSTRAINTS ALL DEFERRED");
  for (const Written& written : kWritten) {
    const std::vector<std::string> columns = from.columns_of(written.table), key = split(written.key);
    const std::string list = joined(columns, "\"{}\"");
    const std::vector<std::string> packed = to.columns_of_bytes(written.table);
    // Into a table that is empty, as before the first run, rows go straight.
    Statement any = to.prepare(fmt::format("SELECT 1 FROM {} LIMIT 1", written.table));
    const bool fresh = !any.row();
    any.reset();
    if (to.failed()) break;
    if (!fresh) to.execute(fmt::format("CREATE TEMP TABLE new_{0} (LIKE mizan.{0}) ON COMMIT DROP", written.table).c_str());
    {
      Statement row =
          to.prepare_rows(fmt::format("INSERT INTO {}{}({}) VALUES ({})", fresh ? "mizan." : "temp.new_", written.table, list, placeholders(columns.size())));
      Statement select = from.prepare(fmt::format("SELECT {} FROM {}", list, written.table));
      while (select.row()) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
          const int column = static_cast<int>(i);
          if (select.is_null(column)) {
            row.bind_null(column + 1);
          } else if (std::find(packed.begin(), packed.end(), columns[i]) != packed.end()) {
            row.bind_bytes(column + 1, select.bytes(column));
          } else {
            row.bind(column + 1, select.view(column));
          }
        }
        row.run();
      }
    }
    if (Status status = from.status(); !status) return status;
    if (fresh) continue;
    std::string same_key, ours, theirs, set;
    for (const std::string& column : key) same_key += fmt::format("{}n.\"{}\" = t.\"{}\"", same_key.empty() ? "" : " AND ", column, column);
    for (const std::string& column : columns) {
      if (std::find(key.begin(), key.end(), column) != key.end()) continue;
      set += fmt::format("{}\"{}\" = excluded.\"{}\"", set.empty() ? "" : ", ", column, column);
      ours += fmt::format("{}t.\"{}\"", ours.empty() ? "" : ", ", column);
      theirs += fmt::format("{}excluded.\"{}\"", theirs.empty() ? "" : ", ", column);
    }
    if (!written.keeps_rows) {
      to.execute(fmt::format("DELETE FROM mizan.{0} t WHERE NOT EXISTS (SELECT 1 FROM temp.new_{0} n WHERE {1})", written.table, same_key).c_str());
    }
    const std::string otherwise = set.empty() ? std::string("DO NOTHING") : fmt::format("DO UPDATE SET {} WHERE ({}) IS DISTINCT FROM ({})", set, ours, theirs);
    to.execute(fmt::format("INSERT INTO mizan.{0} AS t({1}) SELECT {1} FROM temp.new_{0} ORDER BY {2} ON CONFLICT({2}) {3}", written.table, list,
                           joined(key, "\"{}\""), otherwise)
                   .c_str());
    if (to.failed()) break;
  }
  // The server plans by what it knows of a table, and of these it knows that they were empty: at ten million facts the first question did not end.
  for (const Written& written : kWritten) to.execute(fmt::format("ANALYZE mizan.{}", written.table).c_str());
  return to.status();
}

}  // namespace mizan

#include "db/maintenance.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "db/database.h"
#include "db/identity.h"
#include "db/mirror.h"
#include "db/packed_names.h"
#include "db/rereading.h"
#include "db/rows.h"

namespace mizan {
namespace {

constexpr std::size_t kMostProblems = 100;

class Checks {
 public:
  Checks(Database& db, Verification& out) : db_(db), out_(out) {}
  // One problem a row: the sentence is `message` with the columns in it.
  void none(const char* sql, const char* message) {
    Statement select = db_.prepare(sql);
    while (select.row()) {
      if (out_.problems.size() < kMostProblems) out_.problems.push_back(fmt::format(fmt::runtime(message), select.text(0), select.text(1)));
    }
  }

 private:
  Database& db_;
  Verification& out_;
};

// The packed names: SQL would have to unpack them first.
void check_names(Database& db, Verification& out) {
  Statement select = db.prepare(
      "SELECT a.key, n.places, n.names, length(CAST(v.text AS BLOB)), length(CAST(coalesce(v.title, '') AS BLOB)) FROM version_names n JOIN article_versions v "
      "USING(version_id) JOIN main.articles a USING(article_id)");
  NameList list;
  while (select.row()) {
    std::string problem;
    if (!list.read(select.view(2)) || static_cast<std::int64_t>(list.names().size()) != select.integer(1)) problem = "its names cannot be read";
    for (const PackedName& name : list.names()) {
      if (name.begin >= name.end || static_cast<std::int64_t>(name.end) > select.integer(name.field == Field::kTitle ? 4 : 3)) {
        problem = fmt::format("mention {} lies outside the text", name.sequence);
      }
    }
    if (!problem.empty() && out.problems.size() < kMostProblems) out.problems.push_back(select.text(0) + ": " + problem);
  }
}

Status replay_some(Database& db, const ReplayOptions& replay, Verification& out) {
  Rereading rereading(db);
  Statement pick =
      db.prepare(fmt::format("SELECT v.version_id, a.key, v.content_hash, r.program, r.lexicon, r.lang, r.published, r.place, {} FROM article_versions v JOIN "
                             "articles a USING(article_id) "
                             "JOIN sources s USING(source_id) LEFT JOIN runs r ON r.run_id = v.read_run ORDER BY v.content_hash, v.version_id LIMIT ?",
                             kDocumentColumns));
  Statement painted = db.prepare("SELECT count(*) FROM erasures WHERE kind = 'entity'");
  const bool names_erased = painted.row() && painted.integer(0) > 0;
  painted.reset();
  pick.bind(1, static_cast<std::int64_t>(replay.versions));
  while (pick.row()) {
    const std::string key = pick.text(1);
    Document document = read_document(pick, 8);
    if (!names_erased && content_hash(document) != pick.view(2)) out.problems.push_back(fmt::format("{}: a version is not what its hash says", key));
    if (pick.view(3) != replay.program || pick.view(4) != replay.lexicon || names_erased) {
      ++out.other_readings;
      continue;
    }
    as_read(document, pick.text(5), pick.text(6), pick.text(7));
    ++out.replayed;
    if (rereading.differs(pick.integer(0), document, replay.read(document)) && out.problems.size() < kMostProblems) {
      out.problems.push_back(fmt::format("{}: read again, a version gives other mentions or facts", key));
    }
  }
  return db.status();
}

}  // namespace

Result<Verification> verify(const FactStore& store, const ReplayOptions& replay) {
  Database& db = store.database();
  Verification out;
  db.begin_reading();
  Checks check(db, out);
  for (std::string& what : db.damage()) {
    if (out.problems.size() < kMostProblems) out.problems.push_back(std::move(what));
  }
  if (out.problems.empty()) {
    check.none(
        "SELECT a.key, '' FROM main.articles a WHERE a.latest <> 0 AND NOT EXISTS (SELECT 1 FROM article_versions v WHERE v.version_id = a.latest AND "
        "v.article_id = a.article_id)",
        "{}: the version that counts is none of its own");
    check.none(
        "SELECT a.key, '' FROM main.articles a WHERE a.latest = 0 AND NOT EXISTS (SELECT 1 FROM article_versions v JOIN main.embargoes e USING(version_id) "
        "WHERE v.article_id = "
        "a.article_id)",
        "{}: no version counts, and none is under embargo");
    check.none("SELECT a.key, '' FROM main.articles a JOIN main.embargoes e ON e.version_id = a.latest", "{}: a version under embargo counts");
    check.none(
        "SELECT a.key, m.seq FROM mention_rows m JOIN article_versions v USING(version_id) JOIN main.articles a USING(article_id) WHERE m.begin < 0 OR m.begin "
        ">= "
        "m.end OR m.end > "
        "length(CAST(CASE m.field WHEN 'title' THEN v.title ELSE v.text END AS BLOB))",
        "{}: mention {} lies outside the text");
    check_names(db, out);
    check.none(
        "SELECT a.key, f.seq FROM facts f JOIN article_versions v USING(version_id) JOIN main.articles a USING(article_id) WHERE f.begin < f.sentence_begin OR "
        "f.end > f.sentence_end OR "
        "f.begin >= f.end OR f.sentence_end > length(CAST(CASE f.field WHEN 'title' THEN v.title ELSE v.text END AS BLOB))",
        "{}: fact {} lies outside its sentence");
    check.none("SELECT group_id, '' FROM groups g WHERE current = 1 AND (SELECT count(*) FROM verdicts v WHERE v.group_id = g.group_id AND v.current = 1) <> 1",
               "group {} has not exactly one verdict");
    check.none("SELECT key, count(*) FROM main.articles GROUP BY key HAVING count(*) > 1", "{} stands {} times");
  }
  auto number = [&](const char* sql) {
    Statement select = db.prepare(sql);
    const std::uint64_t value = select.row() ? static_cast<std::uint64_t>(select.integer(0)) : 0;
    select.reset();
    return value;
  };
  out.articles = number("SELECT count(*) FROM main.articles");
  out.versions = number("SELECT count(*) FROM article_versions");
  Status status = db.status();
  if (status && replay.versions > 0 && replay.read) status = replay_some(db, replay, out);
  db.rollback();
  // A damaged file may be too damaged to be asked: that is an answer, too.
  if (!status) {
    if (status.error().code != "db.io") return status.error();
    out.problems.push_back(status.error().message);
  }
  return out;
}

Status back_up(const FactStore& store, const std::string& to) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored)) {
    return Diagnostic{.code = "backup.exists", .message = "there is a file of this name already", .remedy = "choose another name", .file = to};
  }
  Database& db = store.database();
  if (db.dialect() == Dialect::kSqlite) return db.copy_to(to);
  // Of a server: a file of SQLite's with the same rows, of one moment.
  const std::string partial = to + ".part";
  auto give_up = [&](Status why) {
    db.rollback();
    for (const char* end : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(partial + end, ignored);
    return why;
  };
  std::filesystem::remove(partial, ignored);
  db.begin_reading();
  if (Status copied = copy_into_file(db, partial); !copied) return give_up(copied);
  db.commit();
  if (Status status = db.status(); !status) return give_up(status);
  std::error_code failed;
  std::filesystem::rename(partial, to, failed);
  if (failed)
    return give_up(Diagnostic{.code = "db.io", .message = "the copy cannot be renamed: " + failed.message(), .remedy = "choose another place", .file = to});
  return Done{};
}

Status vacuum(FactStore& store) {
  return rewrite_file(store.database());
}

Status rewrite_file(Database& db) {
  return db.rewrite();
}

Result<std::vector<Reading>> readings(const FactStore& store) {
  Database& db = store.database();
  std::vector<Reading> out;
  Statement select = db.prepare(
      "SELECT coalesce(r.program, ''), coalesce(r.lexicon, ''), sum(n.n) FROM (SELECT read_run, count(*) AS n FROM article_versions GROUP BY read_run) n JOIN "
      "runs "
      "r ON "
      "r.run_id = n.read_run GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2");
  while (select.row()) out.push_back({select.text(0), select.text(1), static_cast<std::uint64_t>(select.integer(2))});
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<FileSize> file_size(const FactStore& store) {
  Database& db = store.database();
  const StoreSize size = db.size();
  if (Status status = db.status(); !status) return status.error();
  return FileSize{.file = size.file, .log = size.log, .free = size.free};
}

}  // namespace mizan

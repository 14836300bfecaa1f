#include "db/touched.h"

#include "db/database.h"

namespace mizan {
namespace {

constexpr const char* kFullRunDue = "full_run_due";

}  // namespace

const char* to_string(Touch why) {
  switch (why) {
    case Touch::kArticle:
      return "article";
    case Touch::kVersion:
      return "version";
    case Touch::kErased:
      return "erased";
    case Touch::kEmbargo:
      return "embargo";
    case Touch::kReread:
      return "reread";
    case Touch::kDecision:
      return "decision";
  }
  return "";
}

const char* const kTouch = "INSERT INTO touched(article_id, why) VALUES (?, ?) ON CONFLICT DO NOTHING";

void touch(Database& db, std::int64_t article, Touch why) {
  Statement insert = db.prepare(kTouch);
  insert.bind(1, article);
  insert.bind(2, to_string(why));
  insert.run();
}

void touch_all(Database& db) {
  remember(db, kFullRunDue, "yes");
}

Result<Touched> touched_articles(Database& db) {
  Touched out;
  out.all = !remembered(db, kFullRunDue).empty();
  Statement select = db.prepare("SELECT article_id FROM touched ORDER BY article_id");
  while (select.row()) out.articles.push_back(select.integer(0));
  if (Status status = db.status(); !status) return status.error();
  return out;
}

void forget_touched(Database& db) {
  db.execute("DELETE FROM touched");
  remember(db, kFullRunDue, "");
}

std::string remembered(Database& db, std::string_view name) {
  Statement select = db.prepare("SELECT value FROM remembered WHERE name = ?");
  select.bind(1, name);
  return select.row() ? select.text(0) : std::string();
}

void remember(Database& db, std::string_view name, std::string_view value) {
  Statement put = value.empty() ? db.prepare("DELETE FROM remembered WHERE name = ?1")
                                : db.prepare(
                                      "INSERT INTO remembered(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value WHERE "
                                      "remembered.value <> excluded.value");
  put.bind(1, name);
  if (!value.empty()) put.bind(2, value);
  put.run();
}

}  // namespace mizan

#include "db/embargo.h"

#include <fmt/format.h>

#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "db/touched.h"

namespace mizan {
namespace {

struct Lifted {
  std::int64_t version, article;
};

std::vector<Lifted> due(Database& db, std::int64_t now) {
  std::vector<Lifted> out;
  Statement select =
      db.prepare("SELECT e.version_id, v.article_id FROM main.embargoes e JOIN article_versions v USING(version_id) WHERE e.until <= ? ORDER BY e.version_id");
  select.bind(1, now);
  while (select.row()) out.push_back({select.integer(0), select.integer(1)});
  return out;
}

// Calls `set(article, version)` for each of them that then counts; `latest` tells what counts so far.
template <typename Latest, typename Set>
void choose(Database& db, const std::vector<Lifted>& lifted, Latest latest, Set set) {
  Statement stamp = db.prepare("SELECT coalesce(updated, published, '') FROM article_versions WHERE version_id = ?");
  auto stamp_of = [&](std::int64_t version) {
    stamp.bind(1, version);
    std::string out = stamp.row() ? stamp.text(0) : std::string();
    stamp.reset();
    return out;
  };
  for (const Lifted& one : lifted) {
    const std::int64_t before = latest(one.article);
    const bool counts = before == 0 || counts_instead(stamp_of(one.version), stamp_of(before), one.version > before ? Arrival::kAfter : Arrival::kBefore);
    if (counts) set(one.article, one.version);
  }
}

}  // namespace

bool counts_instead(std::string_view stamp, std::string_view stamp_of_latest, Arrival arrived) {
  const Order order = order_of(moment_from(stamp), moment_from(stamp_of_latest));
  return arrived == Arrival::kAfter ? order != Order::kBefore : order == Order::kAfter;
}

void lift_embargoes(FactStore& store, std::int64_t now) {
  Database& db = store.database();
  const std::vector<Lifted> lifted = due(db, now);
  if (lifted.empty()) return;
  db.begin();
  Statement find = db.prepare("SELECT latest FROM articles WHERE article_id = ?");
  Statement update = db.prepare("UPDATE articles SET latest = ? WHERE article_id = ?");
  choose(
      db, lifted,
      [&](std::int64_t article) {
        find.bind(1, article);
        const std::int64_t latest = find.row() ? find.integer(0) : 0;
        find.reset();
        return latest;
      },
      [&](std::int64_t article, std::int64_t version) {
        update.bind(1, version);
        update.bind(2, article);
        update.run();
        touch(db, article, Touch::kEmbargo);
      });
  Statement remove = db.prepare("DELETE FROM embargoes WHERE until <= ?");
  remove.bind(1, now);
  remove.run();
  db.commit();
}

void show_lifted(Database& db, std::int64_t now) {
  const std::vector<Lifted> lifted = due(db, now);
  if (lifted.empty() || db.failed()) return;
  db.execute("CREATE TEMP TABLE lifted(article_id INTEGER PRIMARY KEY, latest INTEGER NOT NULL)");
  Statement find = db.prepare("SELECT coalesce(l.latest, a.latest) FROM main.articles a LEFT JOIN temp.lifted l USING(article_id) WHERE a.article_id = ?");
  Statement keep = db.prepare("INSERT INTO temp.lifted VALUES (?1, ?2) ON CONFLICT(article_id) DO UPDATE SET latest = excluded.latest");
  choose(
      db, lifted,
      [&](std::int64_t article) {
        find.bind(1, article);
        const std::int64_t latest = find.row() ? find.integer(0) : 0;
        find.reset();
        return latest;
      },
      [&](std::int64_t article, std::int64_t version) {
        keep.bind(1, article);
        keep.bind(2, version);
        keep.run();
      });
  // Temporary views come before the tables of the same names.
  std::string columns;
  for (const std::string& name : db.columns_of("articles")) {
    columns += fmt::format("{}{}", columns.empty() ? "" : ", ", name == "latest" ? "coalesce(l.latest, a.latest) AS latest" : "a." + name + " AS " + name);
  }
  db.execute(
      fmt::format("CREATE TEMP VIEW articles AS SELECT {} FROM main.articles a LEFT JOIN temp.lifted l ON l.article_id = a.article_id", columns).c_str());
  db.execute(fmt::format("CREATE TEMP VIEW embargoes AS SELECT version_id, until FROM main.embargoes WHERE until > {}", now).c_str());
}

}  // namespace mizan

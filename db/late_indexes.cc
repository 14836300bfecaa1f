#include "db/late_indexes.h"

#include <fmt/format.h>

namespace mizan {

void LateIndexes::drop(std::initializer_list<std::string_view> names) {
  drop(std::vector<std::string>(names.begin(), names.end()));
}

void LateIndexes::drop_all() {
  if (db_.dialect() != Dialect::kSqlite) return;
  std::vector<std::string> names;
  Statement all = db_.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name");
  while (all.row()) names.push_back(all.text(0));
  drop(names);
}

void LateIndexes::drop(const std::vector<std::string>& names) {
  if (db_.dialect() != Dialect::kSqlite) return;
  Statement made_by = db_.prepare("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?");
  for (const std::string& name : names) {
    made_by.bind(1, name);
    std::string sql = made_by.row() ? made_by.text(0) : std::string();
    made_by.reset();
    if (sql.empty() || db_.failed()) continue;
    db_.execute(("DROP INDEX " + name).c_str());
    sql_.push_back(std::move(sql));
  }
}

void LateIndexes::make() {
  for (const std::string& sql : sql_) db_.execute(sql.c_str());
  sql_.clear();
}

}  // namespace mizan

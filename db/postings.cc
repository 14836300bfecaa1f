#include "db/postings.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "db/database.h"

namespace mizan {
namespace {

bool before(const Posting& a, const Posting& b) {
  return std::tie(a.day, a.when) < std::tie(b.day, b.when);
}

class InMemory final : public Postings {
 public:
  void add(std::int64_t key, const Posting& posting) override {
    auto& list = lists_[key];
    list.insert(std::upper_bound(list.begin(), list.end(), posting, before), posting);
  }
  void remove(std::int64_t key, const Posting& posting) override {
    auto& list = lists_[key];
    std::erase_if(list, [&](const Posting& p) { return p.article == posting.article; });
  }
  void first_of_day(std::int64_t key, std::int64_t day, std::size_t most, std::vector<Posting>& out) override {
    const auto& list = of(key);
    for (auto it = from_day(list, day); it != list.end() && it->day == day && most > 0; ++it, --most) out.push_back(*it);
  }
  void last_dated(std::int64_t key, std::size_t most, std::vector<Posting>& out) override {
    const auto& list = of(key);
    for (auto it = from_day(list, kNoDay); it != list.begin() && most > 0; --most) out.push_back(*--it);
  }
  void first(std::int64_t key, std::vector<Posting>& out) override {
    const auto& list = of(key);
    auto least = std::min_element(list.begin(), list.end(), [](const Posting& a, const Posting& b) { return a.when < b.when; });
    if (least != list.end()) out.push_back(*least);
  }
  void within(std::int64_t key, std::int64_t from, std::int64_t to, std::vector<Posting>& out) override {
    const auto& list = of(key);
    for (auto it = from_day(list, from); it != list.end() && it->day <= to; ++it) out.push_back(*it);
    out.insert(out.end(), from_day(list, std::max(kNoDay, to + 1)), list.end());
  }

 private:
  const std::vector<Posting>& of(std::int64_t key) const {
    static const std::vector<Posting> none;
    auto found = lists_.find(key);
    return found == lists_.end() ? none : found->second;
  }
  static std::vector<Posting>::const_iterator from_day(const std::vector<Posting>& list, std::int64_t day) {
    return std::lower_bound(list.begin(), list.end(), day, [](const Posting& p, std::int64_t d) { return p.day < d; });
  }
  std::unordered_map<std::int64_t, std::vector<Posting>> lists_;
};

class InDatabase final : public Postings {
 public:
  InDatabase(Database& db, const std::string& table)
      : add_(db.prepare(fmt::format("INSERT INTO {}(key, day, second, tie, article_id) VALUES (?,?,?,?,?) ON CONFLICT(key, day, second, tie) DO UPDATE SET "
                                    "article_id = excluded.article_id",
                                    table))),
        remove_(db.prepare(fmt::format("DELETE FROM {} WHERE key = ? AND day = ? AND second = ? AND tie = ?", table))),
        first_of_day_(db.prepare(fmt::format("SELECT day, second, tie, article_id FROM {} WHERE key = ? AND day = ? ORDER BY second, tie LIMIT ?", table))),
        last_dated_(db.prepare(
            fmt::format("SELECT day, second, tie, article_id FROM {} WHERE key = ? AND day < ? ORDER BY day DESC, second DESC, tie DESC LIMIT ?", table))),
        first_(db.prepare(fmt::format("SELECT day, second, tie, article_id FROM {} WHERE key = ? ORDER BY second, tie LIMIT 1", table))),
        within_(db.prepare(fmt::format(
            "SELECT day, second, tie, article_id FROM {} WHERE key = ?1 AND (day BETWEEN ?2 AND ?3 OR day = ?4) ORDER BY day, second, tie", table))) {}

  void add(std::int64_t key, const Posting& posting) override {
    bind(add_, key, posting);
    add_.bind(5, posting.article);
    add_.run();
  }
  void remove(std::int64_t key, const Posting& posting) override {
    bind(remove_, key, posting);
    remove_.run();
  }
  void first_of_day(std::int64_t key, std::int64_t day, std::size_t most, std::vector<Posting>& out) override {
    read(first_of_day_, {key, day, static_cast<std::int64_t>(most)}, out);
  }
  void last_dated(std::int64_t key, std::size_t most, std::vector<Posting>& out) override {
    read(last_dated_, {key, kNoDay, static_cast<std::int64_t>(most)}, out);
  }
  void first(std::int64_t key, std::vector<Posting>& out) override { read(first_, {key}, out); }
  void within(std::int64_t key, std::int64_t from, std::int64_t to, std::vector<Posting>& out) override { read(within_, {key, from, to, kNoDay}, out); }

 private:
  static void bind(Statement& statement, std::int64_t key, const Posting& p) {
    statement.bind(1, key);
    statement.bind(2, p.day);
    statement.bind(3, p.when.second);
    statement.bind(4, p.when.tie);
  }
  static void read(Statement& select, std::initializer_list<std::int64_t> parameters, std::vector<Posting>& out) {
    int number = 1;
    for (std::int64_t parameter : parameters) select.bind(number++, parameter);
    while (select.row()) out.push_back({select.integer(0), {select.integer(1), select.integer(2)}, select.integer(3)});
    select.reset();
  }
  Statement add_, remove_, first_of_day_, last_dated_, first_, within_;
};

}  // namespace

std::unique_ptr<Postings> postings_in_memory() {
  return std::make_unique<InMemory>();
}
std::unique_ptr<Postings> postings_in(Database& db, const char* table) {
  return std::make_unique<InDatabase>(db, table);
}

}  // namespace mizan

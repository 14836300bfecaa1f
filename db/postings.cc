#include "db/postings.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "db/database.h"

namespace mizan {
namespace {

class InMemory final : public PostingsInMemory {
 public:
  void add(std::int64_t key, const Posting& posting) override {
    if (postings_.empty() || postings_.back().article != posting.article || !(postings_.back().when == posting.when) || postings_.back().day != posting.day)
      postings_.push_back(posting);
    rows_.push_back({key, static_cast<std::uint32_t>(postings_.size() - 1)});
  }
  void remove(std::int64_t key, const Posting& posting) override {
    settle();
    const auto [from, to] = of(key);
    const auto gone = std::remove_if(from, to, [&](const Row& row) { return at(row).article == posting.article; });
    rows_.erase(gone, to);
    index();
  }
  void first_of_day(std::int64_t key, std::int64_t day, std::size_t most, std::vector<Posting>& out) override {
    settle();
    const auto [from, to] = of(key);
    for (auto it = from_day(from, to, day); it != to && at(*it).day == day && most > 0; ++it, --most) out.push_back(at(*it));
  }
  void last_dated(std::int64_t key, std::size_t most, std::vector<Posting>& out) override {
    settle();
    const auto [from, to] = of(key);
    for (auto it = from_day(from, to, kNoDay); it != from && most > 0; --most) out.push_back(at(*--it));
  }
  void first(std::int64_t key, std::vector<Posting>& out) override {
    settle();
    const auto [from, to] = of(key);
    const auto least = std::min_element(from, to, [&](const Row& a, const Row& b) { return at(a).when < at(b).when; });
    if (least != to) out.push_back(at(*least));
  }
  void within(std::int64_t key, std::int64_t from_of, std::int64_t to_of, std::vector<Posting>& out) override {
    settle();
    const auto [from, to] = of(key);
    for (auto it = from_day(from, to, from_of); it != to && at(*it).day <= to_of; ++it) out.push_back(at(*it));
    for (auto it = from_day(from, to, std::max(kNoDay, to_of + 1)); it != to; ++it) out.push_back(at(*it));
  }
  void each(const std::function<void(std::int64_t key, const Posting&)>& visit) override {
    settle();
    for (const Row& row : rows_) visit(row.key, at(row));
  }

 private:
  struct Row {
    std::int64_t key;
    std::uint32_t posting;
  };
  using Place = std::vector<Row>::iterator;

  const Posting& at(const Row& row) const { return postings_[row.posting]; }

  // What was added since goes where it belongs.
  void settle() {
    if (sorted_ == rows_.size()) return;
    const auto before = [&](const Row& a, const Row& b) {
      if (a.key != b.key) return a.key < b.key;
      const Posting &x = at(a), &y = at(b);
      return std::tie(x.day, x.when, x.article) < std::tie(y.day, y.when, y.article);
    };
    const auto added = rows_.begin() + static_cast<std::ptrdiff_t>(sorted_);
    std::sort(added, rows_.end(), before);
    std::inplace_merge(rows_.begin(), added, rows_.end(), before);
    index();
  }
  // Keys are hashes, evenly spread: where those of a slice of their range begin is known, so that finding one costs one look and not twenty.
  void index() {
    sorted_ = rows_.size();
    slices_.clear();
    if (rows_.empty()) return;
    shift_ = 0;
    while ((distance(rows_.back().key) >> shift_) > rows_.size() / 4) ++shift_;
    slices_.assign((distance(rows_.back().key) >> shift_) + 2, 0);
    for (const Row& row : rows_) ++slices_[slice(row.key) + 1];
    for (std::size_t i = 1; i < slices_.size(); ++i) slices_[i] += slices_[i - 1];
  }
  std::uint64_t distance(std::int64_t key) const { return static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(rows_.front().key); }
  std::size_t slice(std::int64_t key) const { return static_cast<std::size_t>(distance(key) >> shift_); }
  std::pair<Place, Place> of(std::int64_t key) {
    if (rows_.empty() || key < rows_.front().key || key > rows_.back().key) return {rows_.end(), rows_.end()};
    const Place first = rows_.begin() + static_cast<std::ptrdiff_t>(slices_[slice(key)]);
    const Place last = rows_.begin() + static_cast<std::ptrdiff_t>(slices_[slice(key) + 1]);
    const auto from = std::lower_bound(first, last, key, [](const Row& row, std::int64_t k) { return row.key < k; });
    return {from, std::upper_bound(from, last, key, [](std::int64_t k, const Row& row) { return k < row.key; })};
  }
  Place from_day(Place from, Place to, std::int64_t day) const {
    return std::lower_bound(from, to, day, [&](const Row& row, std::int64_t d) { return at(row).day < d; });
  }

  std::vector<Posting> postings_;  // an article's, once for all of its keys that come together
  std::vector<Row> rows_;          // the first `sorted_` by key, day, time
  std::size_t sorted_ = 0;
  std::vector<std::size_t> slices_;  // where each begins; and the end
  unsigned shift_ = 0;
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

std::unique_ptr<PostingsInMemory> postings_in_memory() {
  return std::make_unique<InMemory>();
}
std::unique_ptr<Postings> postings_in(Database& db, const char* table) {
  return std::make_unique<InDatabase>(db, table);
}

}  // namespace mizan

#include "db/packed_names.h"

#include <algorithm>
#include <charconv>

#include "db/connection.h"
#include "db/hash.h"

namespace mizan {

const char* const kPackedNamesSchema = R"sql(
DROP INDEX mentions_unknown;
-- Numbers, dates and durations; of names only those that a fact rests on. The view `mentions` has all.
ALTER TABLE mentions RENAME TO mention_rows;

-- The names that a version mentions, as JSON (packed_names.h): [[entity, name, class, rule, [[seq, begin, end, start, stop(, "title")], ...]], ...].
CREATE TABLE version_names(
  version_id INTEGER PRIMARY KEY REFERENCES article_versions,
  places     INTEGER NOT NULL,            -- how many mentions that is
  names      TEXT NOT NULL
) STRICT;

-- Which versions may mention a name that no lexicon has; filled by reconcile, up to the version that it remembers (name_index.h).
CREATE TABLE name_uses(
  entity     TEXT NOT NULL,
  version_id INTEGER NOT NULL,
  PRIMARY KEY(entity, version_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW mentions AS
  SELECT version_id, seq, type, field, begin, end, start, stop, low, low_exp, high, high_exp, low_precision, high_precision, bound, unit, dimension, per, noun,
    candidates, vague, ordinal_word, value, date_from, date_to, grain, mod, calendar, relative, entity, entity_name, entity_class, rule FROM mention_rows
  UNION ALL
  SELECT n.version_id, json_extract(p.value, '$[0]'), 'entity', coalesce(json_extract(p.value, '$[5]'), 'text'), json_extract(p.value, '$[1]'),
    json_extract(p.value, '$[2]'), json_extract(p.value, '$[3]'), json_extract(p.value, '$[4]'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, json_extract(g.value, '$[0]'), json_extract(g.value, '$[1]'), json_extract(g.value, '$[2]'),
    json_extract(g.value, '$[3]') FROM version_names n, json_each(n.names) g, json_each(g.value, '$[4]') p;
)sql";

namespace {

void append_number(std::string& out, std::uint32_t number) {
  char digits[10];
  out.append(digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits));
}

void append_text(std::string& out, std::string_view text) {
  if (text.empty()) {
    out += "null";
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr char kDigits[] = "0123456789abcdef";
      out += "\\u00";
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[c & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

// Of the form that NamePacker writes, and no other JSON.
class Cursor {
 public:
  Cursor(std::string_view text, std::deque<std::string>& unescaped) : at_(text.data()), end_(at_ + text.size()), unescaped_(unescaped) {}

  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool number(std::uint32_t& out) {
    const auto [stop, error] = std::from_chars(at_, end_, out);
    if (error != std::errc()) return false;
    at_ = stop;
    return true;
  }
  bool text(std::string_view& out) {
    out = {};
    if (take("null")) return true;
    if (!take('"')) return false;
    const char* const begin = at_;
    while (at_ != end_ && *at_ != '"' && *at_ != '\\') ++at_;
    if (at_ == end_) return false;
    if (*at_ == '"') {
      out = {begin, static_cast<std::size_t>(at_++ - begin)};
      return true;
    }
    std::string& plain = unescaped_.emplace_back(begin, at_);
    for (; at_ != end_ && *at_ != '"'; ++at_) {
      if (*at_ != '\\') {
        plain += *at_;
        continue;
      }
      if (end_ - at_ < 2) return false;
      ++at_;
      if (*at_ != 'u') {
        plain += *at_;
        continue;
      }
      unsigned code = 0;
      if (end_ - at_ < 5 || std::from_chars(at_ + 1, at_ + 5, code, 16).ptr != at_ + 5 || code > 0x7F) return false;
      plain += static_cast<char>(code);
      at_ += 4;
    }
    out = plain;
    return take('"');
  }
  bool done() const { return at_ == end_; }

 private:
  const char* at_;
  const char* end_;
  std::deque<std::string>& unescaped_;
};

}  // namespace

// ---- packing

std::size_t NamePacker::Hash::operator()(const Key& key) const {
  const std::hash<std::string_view> hash;
  return ((hash(key.id) * 31 + hash(key.name)) * 31 + hash(key.cls)) * 31 + hash(key.rule);
}

void NamePacker::clear() {
  group_of_.clear();
  groups_.clear();
  places_.clear();
}

void NamePacker::add(const PackedName& name) {
  const auto place = static_cast<std::uint32_t>(places_.size());
  places_.push_back({name, UINT32_MAX});
  const Key key{name.id, name.name, name.cls, name.rule};
  const auto [found, fresh] = group_of_.try_emplace(key, static_cast<std::uint32_t>(groups_.size()));
  if (fresh) {
    groups_.push_back({key, place, place});
    return;
  }
  Group& group = groups_[found->second];
  places_[group.last].next = place;
  group.last = place;
}

const std::string& NamePacker::text() {
  text_.assign(1, '[');
  for (const Group& group : groups_) {
    if (text_.size() > 1) text_ += ',';
    text_ += '[';
    for (std::string_view part : {group.key.id, group.key.name, group.key.cls, group.key.rule}) {
      append_text(text_, part);
      text_ += ',';
    }
    char before = '[';
    for (std::uint32_t at = group.first; at != UINT32_MAX; at = places_[at].next) {
      const PackedName& name = places_[at].name;
      (text_ += before) += '[';
      append_number(text_, name.sequence);
      for (std::uint32_t number : {name.begin, name.end, name.start, name.stop}) append_number(text_ += ',', number);
      text_ += name.field == Field::kTitle ? ",\"title\"]" : "]";
      before = ',';
    }
    text_ += "]]";
  }
  text_ += ']';
  return text_;
}

// ---- unpacking

bool NameList::read(std::string_view packed) {
  names_.clear();
  unescaped_.clear();
  Cursor in(packed, unescaped_);
  if (!in.take('[')) return false;
  if (in.take(']')) return in.done();
  do {
    PackedName name;
    if (!in.take('[') || !in.text(name.id) || !in.take(',') || !in.text(name.name) || !in.take(',') || !in.text(name.cls) || !in.take(',') ||
        !in.text(name.rule) || !in.take(',') || !in.take('[')) {
      return false;
    }
    do {
      if (!in.take('[') || !in.number(name.sequence) || !in.take(',') || !in.number(name.begin) || !in.take(',') || !in.number(name.end) || !in.take(',') ||
          !in.number(name.start) || !in.take(',') || !in.number(name.stop)) {
        return false;
      }
      name.field = in.take(",\"title\"") ? Field::kTitle : Field::kText;
      if (!in.take(']')) return false;
      names_.push_back(name);
    } while (in.take(','));
    if (!in.take(']') || !in.take(']')) return false;
  } while (in.take(','));
  return in.take(']') && in.done();
}

NameReader::NameReader(Database& db)
    : select_(db.prepare("SELECT names, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM version_names WHERE version_id = ?1 UNION ALL SELECT "
                         "NULL, seq, field, begin, end, start, stop, rule, entity, entity_name, entity_class FROM mention_rows WHERE version_id = ?1 AND type "
                         "= 'entity' AND entity IS NOT NULL")) {}

const std::vector<PackedName>& NameReader::read(std::int64_t version) {
  texts_.clear();
  packed_.read("[]");
  std::vector<PackedName> rows;
  select_.bind(1, version);
  while (select_.row()) {
    if (!select_.is_null(0)) {
      text_ = select_.view(0);
      packed_.read(text_);
      continue;
    }
    auto text = [&](int column) { return std::string_view(texts_.emplace_back(select_.view(column))); };
    auto number = [&](int column) { return static_cast<std::uint32_t>(select_.integer(column)); };
    rows.push_back({text(8), text(9), text(10), text(7), select_.view(2) == "title" ? Field::kTitle : Field::kText, number(1), number(3), number(4), number(5),
                    number(6)});
  }
  packed_.names().insert(packed_.names().end(), rows.begin(), rows.end());
  return packed_.names();
}

std::string name_pattern(std::string_view id) {
  // Within a text every quote is escaped, so that this stands only where a name begins.
  std::string out = "[";
  append_text(out, id);
  return out += ',';
}

std::vector<std::int64_t> versions_naming(Database& db, std::string_view id) {
  std::vector<std::int64_t> out;
  const std::string pattern = name_pattern(id);
  Statement select =
      db.prepare("SELECT version_id FROM version_names WHERE instr(names, ?1) > 0 UNION SELECT version_id FROM mention_rows WHERE entity = ?2 ORDER BY 1");
  select.bind(1, pattern);
  select.bind(2, id);
  while (select.row()) out.push_back(select.integer(0));
  return out;
}

void take_out_name(Database& db, std::string_view id, const std::vector<std::int64_t>& versions) {
  Statement select = db.prepare("SELECT names FROM version_names WHERE version_id = ?");
  Statement update = db.prepare("UPDATE version_names SET places = ?, names = ? WHERE version_id = ?");
  Statement remove = db.prepare("DELETE FROM version_names WHERE version_id = ?");
  NameList list;
  NamePacker packer;
  for (std::int64_t version : versions) {
    select.bind(1, version);
    const bool there = select.row();
    const std::string packed = there ? select.text(0) : std::string();
    select.reset();
    if (!there) continue;
    list.read(packed);
    std::vector<PackedName>& names = list.names();
    std::erase_if(names, [&](const PackedName& name) { return name.id == id; });
    // As they came: the order of the names follows from that.
    std::sort(names.begin(), names.end(), [](const PackedName& a, const PackedName& b) { return a.sequence < b.sequence; });
    packer.clear();
    for (const PackedName& name : names) packer.add(name);
    Statement& then = names.empty() ? remove : update;
    if (!names.empty()) {
      then.bind(1, static_cast<std::int64_t>(packer.size()));
      then.bind(2, packer.text());
    }
    then.bind(names.empty() ? 1 : 3, version);
    then.run();
  }
}

// ---- of an older schema

void pack_old_names(Connection& db) {
  // A name that a fact rests on stays a row, as does one with something of its own to say: rows.h says the same of new ones.
  constexpr const char* kPacked =
      "type = 'entity' AND entity IS NOT NULL AND vague = 0 AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.version_id = "
      "mention_rows.version_id AND f.mention = mention_rows.seq)";
  const std::string of_versions = std::string(kPacked) + " AND version_id > ?1 AND version_id <= ?2";
  auto last = db.prepare("SELECT coalesce(max(version_id), 0) FROM article_versions");
  if (!last) return;
  const std::int64_t highest = last->step() ? last->integer(0) : 0;
  last->reset();
  if (highest == 0) return;
  auto select = db.prepare("SELECT version_id, seq, field, begin, end, start, stop, rule, entity, entity_name, entity_class FROM mention_rows WHERE " +
                           of_versions + " ORDER BY version_id, seq");
  auto insert = db.prepare("INSERT INTO version_names(version_id, places, names) VALUES (?1, ?2, ?3)");
  auto remove = db.prepare("DELETE FROM mention_rows WHERE " + of_versions);
  if (!select || !insert || !remove) return;
  NamePacker packer;
  std::deque<std::string> texts;
  std::int64_t version = 0;
  auto write = [&] {
    if (packer.size() > 0) {
      insert->bind(1, version);
      insert->bind(2, static_cast<std::int64_t>(packer.size()));
      insert->bind_text(3, packer.text());
      insert->step();
    }
    packer.clear();
    texts.clear();
  };
  // Some versions at a time: a server gives all rows of an answer at once.
  constexpr std::int64_t kAtOnce = 500;
  for (std::int64_t from = 0; from < highest && !db.failure; from += kAtOnce) {
    select->bind(1, from);
    select->bind(2, from + kAtOnce);
    while (select->step()) {
      if (select->integer(0) != version) write();
      version = select->integer(0);
      auto text = [&](int column) { return std::string_view(texts.emplace_back(select->view(column))); };
      auto number = [&](int column) { return static_cast<std::uint32_t>(select->integer(column)); };
      packer.add({text(8), text(9), text(10), text(7), select->view(2) == "title" ? Field::kTitle : Field::kText, number(1), number(3), number(4), number(5),
                  number(6)});
    }
    select->reset();
    write();
    remove->bind(1, from);
    remove->bind(2, from + kAtOnce);
    remove->step();
    remove->reset();
  }
}

}  // namespace mizan

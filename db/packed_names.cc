#include "db/packed_names.h"

#include <simdjson.h>

#include <algorithm>

#include "db/connection.h"
#include "pipeline/json_writer.h"

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

void write_text(JsonWriter& json, std::string_view text) {
  if (text.empty())
    json.null();
  else
    json.text(text);
}

bool read_text(const simdjson::dom::element& element, std::string_view& out) {
  out = {};
  return element.is_null() || element.get(out) == simdjson::SUCCESS;
}

bool read_number(const simdjson::dom::element& element, std::uint32_t& out) {
  std::uint64_t number = 0;
  if (element.get(number) != simdjson::SUCCESS || number > UINT32_MAX) return false;
  out = static_cast<std::uint32_t>(number);
  return true;
}

// Of a row that has them from its second column on: seq, field, begin, end, start, stop, rule, entity, entity_name, entity_class.
template <typename Row>
PackedName name_of_row(Row& row, std::deque<std::string>& texts) {
  const auto text = [&](int column) { return std::string_view(texts.emplace_back(row.view(column))); };
  const auto number = [&](int column) { return static_cast<std::uint32_t>(row.integer(column)); };
  return {text(8), text(9), text(10), text(7), row.view(2) == "title" ? Field::kTitle : Field::kText, number(1), number(3), number(4), number(5), number(6)};
}

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
  text_.clear();
  JsonWriter json(text_);
  json.open('[');
  for (const Group& group : groups_) {
    json.open('[');
    for (std::string_view part : {group.key.id, group.key.name, group.key.cls, group.key.rule}) write_text(json, part);
    json.open('[');
    for (std::uint32_t at = group.first; at != UINT32_MAX; at = places_[at].next) {
      const PackedName& name = places_[at].name;
      json.open('[');
      for (std::uint32_t number : {name.sequence, name.begin, name.end, name.start, name.stop}) json.number(number);
      if (name.field == Field::kTitle) json.text("title");
      json.close(']');
    }
    json.close(']');
    json.close(']');
  }
  json.close(']');
  json.finish();
  return text_;
}

// ---- unpacking

struct NameList::Parser {
  simdjson::dom::parser json;
};

NameList::NameList() : parser_(std::make_unique<Parser>()) {}
NameList::NameList(NameList&&) noexcept = default;
NameList& NameList::operator=(NameList&&) noexcept = default;
NameList::~NameList() = default;

bool NameList::read(std::string_view packed) {
  names_.clear();
  const bool whole = fill(packed);
  if (!whole) names_.clear();
  return whole;
}

bool NameList::fill(std::string_view packed) {
  simdjson::dom::array groups;
  if (parser_->json.parse(packed.data(), packed.size()).get(groups) != simdjson::SUCCESS) return false;
  for (const simdjson::dom::element group : groups) {
    constexpr std::size_t kParts = 5, kNumbers = 5;
    simdjson::dom::array parts, places;
    if (group.get(parts) != simdjson::SUCCESS || parts.size() != kParts) return false;
    PackedName name;
    auto part = parts.begin();
    for (std::string_view* text : {&name.id, &name.name, &name.cls, &name.rule}) {
      if (!read_text(*part, *text)) return false;
      ++part;
    }
    if ((*part).get(places) != simdjson::SUCCESS || places.size() == 0) return false;
    for (const simdjson::dom::element place : places) {
      simdjson::dom::array numbers;
      if (place.get(numbers) != simdjson::SUCCESS || numbers.size() < kNumbers || numbers.size() > kNumbers + 1) return false;
      auto number = numbers.begin();
      for (std::uint32_t* to : {&name.sequence, &name.begin, &name.end, &name.start, &name.stop}) {
        if (!read_number(*number, *to)) return false;
        ++number;
      }
      name.field = numbers.size() > kNumbers ? Field::kTitle : Field::kText;
      names_.push_back(name);
    }
  }
  return true;
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
      packed_.read(select_.view(0));
      continue;
    }
    rows.push_back(name_of_row(select_, texts_));
  }
  packed_.names().insert(packed_.names().end(), rows.begin(), rows.end());
  return packed_.names();
}

std::string name_pattern(std::string_view id) {
  // Within a text every quote is escaped, so that this stands only where a name begins.
  std::string out = "[";
  {
    JsonWriter json(out);
    json.text(id);
    json.finish();
  }
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
    list.read(packed);  // what cannot be read goes whole: it may not keep the id
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
      packer.add(name_of_row(*select, texts));
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

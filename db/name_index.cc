#include "db/name_index.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "db/database.h"
#include "db/packed_names.h"
#include "db/rows.h"
#include "db/touched.h"
#include "pipeline/name_skeleton.h"

namespace mizan {

const char* const kNameIndexSchema = R"sql(
-- Entities as articles name them, counted: of latest versions that are not withdrawn. A function of mentions and decisions, kept up by reconcile.
CREATE TABLE name_entities(
  no       INTEGER PRIMARY KEY,
  entity   TEXT NOT NULL UNIQUE,
  class    TEXT NOT NULL,
  articles INTEGER NOT NULL
) STRICT;
CREATE TABLE name_spellings(
  no       INTEGER NOT NULL REFERENCES name_entities,
  name     TEXT NOT NULL,                 -- what the output calls it
  form     TEXT NOT NULL,                 -- the slice of the text, in one line
  mentions INTEGER NOT NULL,
  PRIMARY KEY(no, name, form)
) STRICT, WITHOUT ROWID;
CREATE TABLE name_keys(
  key TEXT NOT NULL,
  no  INTEGER NOT NULL REFERENCES name_entities,
  PRIMARY KEY(key, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_keys_no ON name_keys(no);
-- Which reading of which version is counted.
CREATE TABLE name_counted(
  article_id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL,
  read_run   INTEGER
) STRICT;
CREATE INDEX facts_counterpart ON facts(counterpart) WHERE counterpart IS NOT NULL;
DELETE FROM entity_links;
DELETE FROM entity_links_state;
)sql";

const char* const kNameEdgesSchema = R"sql(
-- Possible links of names, before it is said which of them hold: name_index.h.
CREATE TABLE name_edges(
  via        TEXT NOT NULL,
  a          TEXT NOT NULL,
  b          TEXT NOT NULL,
  confidence INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  PRIMARY KEY(via, a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_edges_a ON name_edges(a);
CREATE INDEX name_edges_b ON name_edges(b);
DELETE FROM entity_links_state;
)sql";

namespace {

bool has_arabic(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xD8 && static_cast<unsigned char>(c) <= 0xDB; });
}

std::size_t words_of(std::string_view key) {
  return key.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(key.begin(), key.end(), ' '));
}

// Reads and writes single records of the index.
class Index {
 public:
  explicit Index(Database& db)
      : db_(db),
        number_(db.prepare("SELECT no, class, articles FROM name_entities WHERE entity = ?")),
        name_(db.prepare("SELECT entity, class, articles FROM name_entities WHERE no = ?")),
        spellings_(db.prepare("SELECT name, form, mentions FROM name_spellings WHERE no = ?")),
        keys_(db.prepare("SELECT key FROM name_keys WHERE no = ?")),
        add_entity_(db.prepare("INSERT INTO name_entities(entity, class, articles) VALUES (?, ?, ?)")),
        set_entity_(db.prepare("UPDATE name_entities SET class = ?, articles = ? WHERE no = ?")),
        add_spelling_(db.prepare("INSERT INTO name_spellings(no, name, form, mentions) VALUES (?, ?, ?, ?)")),
        add_key_(db.prepare("INSERT INTO name_keys(key, no) VALUES (?, ?)")),
        drop_spellings_(db.prepare("DELETE FROM name_spellings WHERE no = ?")),
        drop_keys_(db.prepare("DELETE FROM name_keys WHERE no = ?")),
        drop_entity_(db.prepare("DELETE FROM name_entities WHERE no = ?")) {}

  // The number of an entity; 0 where it is not counted.
  std::int64_t number(std::string_view id) {
    number_.bind(1, id);
    const std::int64_t no = number_.row() ? number_.integer(0) : 0;
    number_.reset();
    return no;
  }
  std::pair<std::string, NameRecord> read(std::int64_t no) {
    std::pair<std::string, NameRecord> out;
    name_.bind(1, no);
    if (name_.row()) {
      out.first = name_.text(0);
      out.second.cls = name_.text(1);
      out.second.articles = static_cast<std::uint64_t>(name_.integer(2));
    }
    name_.reset();
    spellings_.bind(1, no);
    while (spellings_.row()) {
      const auto mentions = static_cast<std::uint64_t>(spellings_.integer(2));
      out.second.names[spellings_.text(0)] += mentions;
      if (!spellings_.view(1).empty()) out.second.forms[spellings_.text(1)] += mentions;
      out.second.mentions += mentions;
    }
    return out;
  }
  std::map<std::pair<std::string, std::string>, std::int64_t> spellings(std::int64_t no) {
    std::map<std::pair<std::string, std::string>, std::int64_t> out;
    spellings_.bind(1, no);
    while (spellings_.row()) out.emplace(std::pair(spellings_.text(0), spellings_.text(1)), spellings_.integer(2));
    return out;
  }
  std::vector<std::string> keys(std::int64_t no) {
    std::vector<std::string> out;
    keys_.bind(1, no);
    while (keys_.row()) out.push_back(keys_.text(0));
    return out;
  }
  // Puts the record in place of what stands under `no` (0: nothing does yet), with its keys.
  void write(std::int64_t no, const std::string& id, const std::string& cls, std::int64_t articles,
             const std::map<std::pair<std::string, std::string>, std::int64_t>& counted, const std::vector<std::string>& keys) {
    if (no != 0) {
      run(drop_spellings_, no);
      run(drop_keys_, no);
      if (counted.empty()) {
        run(drop_entity_, no);
        return;
      }
      set_entity_.bind(1, cls);
      set_entity_.bind(2, articles);
      set_entity_.bind(3, no);
      set_entity_.run();
    } else {
      if (counted.empty()) return;
      add_entity_.bind(1, id);
      add_entity_.bind(2, cls);
      add_entity_.bind(3, articles);
      add_entity_.run();
      no = db_.last_row_id();
    }
    for (const auto& [spelling, mentions] : counted) {
      add_spelling_.bind(1, no);
      add_spelling_.bind(2, spelling.first);
      add_spelling_.bind(3, spelling.second);
      add_spelling_.bind(4, mentions);
      add_spelling_.run();
    }
    for (const std::string& key : keys) {
      add_key_.bind(1, key);
      add_key_.bind(2, no);
      add_key_.run();
    }
  }

 private:
  static void run(Statement& statement, std::int64_t no) {
    statement.bind(1, no);
    statement.run();
  }
  Database& db_;
  Statement number_, name_, spellings_, keys_, add_entity_, set_entity_, add_spelling_, add_key_, drop_spellings_, drop_keys_, drop_entity_;
};

// What an article, or many, add to the counts (or take away).
struct Count {
  std::string cls;
  std::int64_t articles = 0;
  std::map<std::pair<std::string, std::string>, std::int64_t> spellings;
};
using Counts = std::map<std::string, Count, std::less<>>;

class Counter {
 public:
  Counter(Database& db, const EntityDecisions& decisions)
      : decisions_(decisions),
        texts_(db.prepare("SELECT a.key, v.text, coalesce(v.title, '') FROM article_versions v JOIN articles a USING(article_id) WHERE v.version_id = ?")),
        names_(db) {}

  void add(Counts& counts, std::int64_t version, std::int64_t sign) {
    texts_.bind(1, version);
    if (texts_.row()) {
      const std::string key = texts_.text(0);
      std::unordered_set<std::string> seen;
      for (const PackedName& name : names_.read(version)) {
        const EntityDecisions::Reading* other = decisions_.read_as(name.id, key);
        const std::string id = other != nullptr ? other->id : std::string(name.id);
        Count& count = counts[id];
        if (count.cls.empty() || (!name.cls.empty() && name.cls < count.cls)) count.cls = name.cls;
        count.spellings[{other != nullptr ? other->name : std::string(name.name),
                         name_form(slice(texts_.view(name.field == Field::kTitle ? 2 : 1), {name.begin, name.end}))}] += sign;
        if (seen.insert(id).second) count.articles += sign;
      }
    }
    texts_.reset();
  }

 private:
  const EntityDecisions& decisions_;
  Statement texts_;
  NameReader names_;
};

constexpr const char* kUsesNoted = "name_uses";  // the last version of which they are

// In the order of names, so that each page of a large index is written once and not for every name on it.
class UseWriter {
 public:
  explicit UseWriter(Database& db) : insert_(db.prepare("INSERT INTO name_uses(entity, version_id) VALUES (?, ?) ON CONFLICT DO NOTHING")) {}
  void add(std::string_view id, std::int64_t version) {
    if (!is_unknown_id(id)) return;
    uses_.emplace_back(id, version);
    if (uses_.size() >= kAtOnce) write();
  }
  void write() {
    std::sort(uses_.begin(), uses_.end());
    uses_.erase(std::unique(uses_.begin(), uses_.end()), uses_.end());
    for (const auto& [id, version] : uses_) {
      insert_.bind(1, id);
      insert_.bind(2, version);
      insert_.run();
    }
    uses_.clear();
  }

 private:
  static constexpr std::size_t kAtOnce = 500'000;  // some 50 MB
  Statement insert_;
  std::vector<std::pair<std::string, std::int64_t>> uses_;
};

// Of all versions that came since the last time, whether they count or not: what an article said before is looked at, too (corrections.h).
void note_new_uses(Database& db) {
  const std::string noted = remembered(db, kUsesNoted);
  Statement fresh = db.prepare("SELECT version_id, names FROM version_names WHERE version_id > ? ORDER BY version_id");
  const std::int64_t from = noted.empty() ? 0 : std::strtoll(noted.c_str(), nullptr, 10);
  fresh.bind(1, from);
  NameList names;
  UseWriter uses(db);
  std::int64_t last = 0;
  while (fresh.row()) {
    last = fresh.integer(0);
    names.read(fresh.view(1));
    for (const PackedName& name : names.names()) uses.add(name.id, last);
  }
  // And the few that are rows.
  Statement rows = db.prepare("SELECT version_id, entity FROM mention_rows WHERE version_id > ? AND type = 'entity' AND entity IS NOT NULL");
  rows.bind(1, from);
  while (rows.row()) {
    last = std::max(last, rows.integer(0));
    uses.add(rows.view(1), rows.integer(0));
  }
  uses.write();
  if (last != 0) remember(db, kUsesNoted, std::to_string(last));
}

NameRecord record_of(const Count& count) {
  NameRecord out;
  out.cls = count.cls;
  for (const auto& [spelling, mentions] : count.spellings) {
    out.names[spelling.first] += static_cast<std::uint64_t>(mentions);
    if (!spelling.second.empty()) out.forms[spelling.second] += static_cast<std::uint64_t>(mentions);
    out.mentions += static_cast<std::uint64_t>(mentions);
  }
  out.articles = static_cast<std::uint64_t>(count.articles);
  return out;
}

}  // namespace

NameKeys::NameKeys(const std::string& id, const NameRecord& record) : shown(record.name()), unknown(is_unknown_id(id)), cls(record.cls) {
  const std::size_t words = words_of(name_key(shown));
  std::set<std::string> once;
  auto full = [&](const std::string& form) {
    std::string key = name_key(form);
    // "Garrigan" of Phillip Garrigan, "NRF" of the Northmoor Rowing Federation: short forms hold in their article only.
    if (key.empty() || (words_of(key) == 1 && words > 1)) return;
    if (once.insert(std::move(key)).second && !has_arabic(form)) latin.push_back(form);
  };
  full(shown);
  // A name of the lexicon is known by what the lexicon calls it; its spellings it has recognised already.
  if (unknown)
    for (const auto& [form, uses] : record.forms) full(form);
  spellings.assign(once.begin(), once.end());
}

std::vector<std::string> NameKeys::all() const {
  std::set<std::string> out;
  for (const std::string& key : spellings) out.insert("f" + key);
  for (const std::string& form : latin)
    for (const std::string& key : NameSound(form).keys()) out.insert("l" + key);
  if (latin.empty() && unknown)
    if (const NameSound sound(shown); sound.arabic())
      for (const std::string& key : sound.keys()) out.insert("a" + key);
  return {out.begin(), out.end()};
}

NamesChanged update_name_index(FactStore& store, const EntityDecisions& decisions, bool anew) {
  Database& db = store.database();
  NamesChanged out;
  note_new_uses(db);
  Counts counts;
  Counter counter(db, decisions);
  auto touched = touched_articles(db);
  // A stored reading that is another one now can't be taken away from the counts any more.
  Statement latest = db.prepare(
      "SELECT c.version_id, c.version_id IS NOT NULL AND c.read_run IS NOT b.read_run, CASE WHEN v.state <> 'withdrawn' THEN v.version_id END, v.read_run FROM "
      "(SELECT ?1 AS article_id) t LEFT JOIN name_counted c ON c.article_id = t.article_id LEFT JOIN article_versions b ON b.version_id = c.version_id LEFT "
      "JOIN "
      "articles a ON a.article_id = t.article_id LEFT JOIN article_versions v ON v.version_id = a.latest");
  struct Step {
    std::int64_t article, before, now, read_run;
  };
  std::vector<Step> steps;
  out.all = anew || !touched || touched->all;
  if (!out.all)
    for (std::int64_t article : touched->articles) {
      latest.bind(1, article);
      while (latest.row()) {
        const Step step{article, latest.integer(0), latest.integer(2), latest.integer(3)};
        if (latest.integer(1) != 0) out.all = true;
        if (step.before != step.now) steps.push_back(step);
      }
    }
  Statement keep = db.prepare(
      "INSERT INTO name_counted(article_id, version_id, read_run) VALUES (?, ?, ?) ON CONFLICT(article_id) DO UPDATE SET version_id = excluded.version_id, "
      "read_run = excluded.read_run");
  Statement drop = db.prepare("DELETE FROM name_counted WHERE article_id = ?");
  Index index(db);
  if (out.all) {
    db.execute("DELETE FROM name_counted; DELETE FROM name_keys; DELETE FROM name_spellings; DELETE FROM name_entities");
    Statement every = db.prepare(
        "SELECT a.article_id, v.version_id, v.read_run FROM articles a JOIN article_versions v ON v.version_id = a.latest WHERE v.state <> 'withdrawn'");
    while (every.row()) {
      counter.add(counts, every.integer(1), 1);
      keep.bind(1, every.integer(0));
      keep.bind(2, every.integer(1));
      keep.bind(3, every.integer(2));
      keep.run();
    }
    for (const auto& [id, count] : counts) index.write(0, id, count.cls, count.articles, count.spellings, NameKeys(id, record_of(count)).all());
    return out;
  }
  for (const Step& step : steps) {
    if (step.before != 0) counter.add(counts, step.before, -1);
    if (step.now != 0) counter.add(counts, step.now, 1);
    Statement& then = step.now != 0 ? keep : drop;
    then.bind(1, step.article);
    if (step.now != 0) {
      then.bind(2, step.now);
      then.bind(3, step.read_run);
    }
    then.run();
  }
  std::map<std::string, std::size_t> keys;  // with how many names came to have each
  for (auto& [id, count] : counts) {
    std::erase_if(count.spellings, [](const auto& spelling) { return spelling.second == 0; });
    if (count.spellings.empty() && count.articles == 0) continue;  // a new version that names it as the old one did
    const std::int64_t no = index.number(id);
    Count now = count;
    std::optional<NameKeys> was;
    if (no != 0) {
      auto [name, before] = index.read(no);
      was.emplace(id, before);
      now.articles += static_cast<std::int64_t>(before.articles);
      if (!before.cls.empty() && (now.cls.empty() || before.cls < now.cls)) now.cls = before.cls;
      for (const auto& [spelling, mentions] : index.spellings(no)) now.spellings[spelling] += mentions;
      std::erase_if(now.spellings, [](const auto& spelling) { return spelling.second <= 0; });
    }
    std::optional<NameKeys> is;
    if (!now.spellings.empty()) is.emplace(id, record_of(now));
    const std::vector<std::string> has = is ? is->all() : std::vector<std::string>();
    if (was == is) {
      out.recounted.push_back(id);
    } else {
      if (no != 0)
        for (std::string& key : index.keys(no)) keys.try_emplace(std::move(key), 0);
      for (const std::string& key : has) ++keys[key];
      out.ids.push_back(id);
    }
    index.write(no, id, now.cls, now.articles, now.spellings, has);
  }
  for (const auto& [key, more] : keys) {
    // A key that so many names came to have at once may have parted others that nobody would ask about.
    out.all = out.all || more > kStillShared - kMostOfAKey;
    out.keys.push_back(key);
  }
  return out;
}

EntityNames indexed_names(Database& db) {
  EntityNames out;
  Statement names = db.prepare("SELECT no, entity, class, articles FROM name_entities");
  std::unordered_map<std::int64_t, NameRecord*> by_number;
  while (names.row()) {
    NameRecord& record = out[names.text(1)];
    record.cls = names.text(2);
    record.articles = static_cast<std::uint64_t>(names.integer(3));
    by_number.emplace(names.integer(0), &record);
  }
  Statement spellings = db.prepare("SELECT no, name, form, mentions FROM name_spellings");
  while (spellings.row()) {
    NameRecord& record = *by_number.at(spellings.integer(0));
    const auto mentions = static_cast<std::uint64_t>(spellings.integer(3));
    record.names[spellings.text(1)] += mentions;
    if (!spellings.view(2).empty()) record.forms[spellings.text(2)] += mentions;
    record.mentions += mentions;
  }
  return out;
}

NameIndex::NameIndex(Database& db)
    : record_(db.prepare("SELECT no, class, articles FROM name_entities WHERE entity = ?")),
      spellings_(db.prepare("SELECT name, form, mentions FROM name_spellings WHERE no = ?")),
      holders_(db.prepare("SELECT e.entity FROM name_keys k JOIN name_entities e USING(no) WHERE k.key = ?1 LIMIT ?2")),
      via_(db.prepare("SELECT via, a, b, confidence, reason FROM name_edges WHERE via = ?")),
      first_(db.prepare("SELECT via, a, b, confidence, reason FROM name_edges WHERE a = ?")),
      second_(db.prepare("SELECT via, a, b, confidence, reason FROM name_edges WHERE b = ?")) {}

void NameIndex::read(const std::string& id, EntityNames& names) {
  if (names.count(id) != 0) return;
  record_.bind(1, id);
  if (!record_.row()) return;
  NameRecord& record = names[id];
  record.cls = record_.text(1);
  record.articles = static_cast<std::uint64_t>(record_.integer(2));
  const std::int64_t no = record_.integer(0);
  record_.reset();
  spellings_.bind(1, no);
  while (spellings_.row()) {
    const auto mentions = static_cast<std::uint64_t>(spellings_.integer(2));
    record.names[spellings_.text(0)] += mentions;
    if (!spellings_.view(1).empty()) record.forms[spellings_.text(1)] += mentions;
    record.mentions += mentions;
  }
}

std::vector<std::string> NameIndex::holders(std::string_view key, std::size_t most) {
  std::vector<std::string> out;
  holders_.bind(1, key);
  holders_.bind(2, static_cast<std::int64_t>(most) + 1);
  while (holders_.row()) out.push_back(holders_.text(0));
  std::sort(out.begin(), out.end());
  return out;
}

namespace {

void read_edges(Statement& select, std::string_view of, std::vector<NameEdge>& out) {
  select.bind(1, of);
  while (select.row()) out.push_back({select.text(0), select.text(1), select.text(2), static_cast<int>(select.integer(3)), select.text(4)});
}

}  // namespace

std::vector<NameEdge> NameIndex::edges_via(std::string_view via) {
  std::vector<NameEdge> out;
  read_edges(via_, via, out);
  return out;
}

std::vector<NameEdge> NameIndex::edges_of(std::string_view id) {
  std::vector<NameEdge> out;
  read_edges(first_, id, out);
  read_edges(second_, id, out);
  return out;
}

void note_name_uses(Database& db, std::int64_t version) {
  UseWriter uses(db);
  NameReader names(db);
  for (const PackedName& name : names.read(version)) uses.add(name.id, version);
  uses.write();
}

void forget_name_index(Database& db) {
  remember(db, kUsesNoted, {});
  touch_all(db);  // what stood for a name that is gone may stand for itself now, anywhere
  db.execute(
      "DELETE FROM entity_links; DELETE FROM entity_links_state; DELETE FROM name_counted; DELETE FROM name_edges; DELETE FROM name_keys; DELETE FROM "
      "name_spellings; DELETE FROM name_entities; DELETE FROM name_uses");
}

}  // namespace mizan

// The names that a version mentions, in one text instead of a row each: nine mentions of ten are names, most of them of a few subjects again and again.
//
//   [["place:qa","Qatar","place","name.lexicon",[[0,0,6,0,3,"title"],[4,120,126,66,69]]], ...]
//
// A list a name: id, name, class and rule, then its places: number among the version's mentions, begin and end in bytes, start and stop in code points, and
// "title" where it does not stand in the text. Names in the order in which they come, null for what is empty, no blanks. JSON, so that both engines and
// whoever has but a shell can read it: the view `mentions` (schema.cc) lays it out in rows.
//
// ON DISK: do not change. Two readings are compared by this text (rereading.h).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/database.h"
#include "pipeline/mention.h"

namespace mizan {

extern const char* const kPackedNamesSchema;

// One mention of a name. Offsets as in Mention and StoredMention.
struct PackedName {
  std::string_view id, name, cls, rule;
  Field field = Field::kText;
  std::uint32_t sequence = 0, begin = 0, end = 0, start = 0, stop = 0;
};

// Packs the names of a version. Of use again and again, so that it allocates little.
class NamePacker {
 public:
  void clear();
  // In ascending sequence. The texts must stay until text().
  void add(const PackedName& name);
  std::size_t size() const { return places_.size(); }
  const std::string& text();

 private:
  struct Key {
    std::string_view id, name, cls, rule;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  struct Group {
    Key key;
    std::uint32_t first, last;  // places
  };
  struct Place {
    PackedName name;
    std::uint32_t next;  // of the same group
  };
  std::unordered_map<Key, std::uint32_t, Hash> group_of_;
  std::vector<Group> groups_;
  std::vector<Place> places_;
  std::string text_;
};

// Unpacks them.
class NameList {
 public:
  NameList();
  NameList(NameList&&) noexcept;
  NameList& operator=(NameList&&) noexcept;
  ~NameList();

  // In the order of the text: by name. The result is good until the next call. False where the text has another form: then there are none.
  bool read(std::string_view packed);
  std::vector<PackedName>& names() { return names_; }

 private:
  bool fill(std::string_view packed);
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::vector<PackedName> names_;
};

// The names of one version after another: those packed, and the few that are rows (packs() in rows.h).
class NameReader {
 public:
  explicit NameReader(Database& db);
  // In no order. Good until the next call.
  const std::vector<PackedName>& read(std::int64_t version);

 private:
  Statement select_;
  NameList packed_;
  std::deque<std::string> texts_;
};

// What stands in the packed text of a version that mentions this id, and in no other: `instr(names, ?) > 0`.
std::string name_pattern(std::string_view id);

// Versions that mention this id, in ascending order. Looks through the names of all.
std::vector<std::int64_t> versions_naming(Database& db, std::string_view id);

// Takes an id out of the names of these versions; a version that has none left loses its row.
void take_out_name(Database& db, std::string_view id, const std::vector<std::int64_t>& versions);

class Connection;
// Of a database that has them as rows: a step of its migration, within its transaction.
void pack_old_names(Connection& db);

}  // namespace mizan

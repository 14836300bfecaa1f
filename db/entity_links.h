// Which ids are one subject: links names across articles and scripts, and lays what people decided over that.
//
//   one article says "Halvorsen Marine Inc.", another هالفورسن مارين: both are org:~halvorsen-marine-inc, 93 % sure: they sound alike
//
// Articles are read one by one, so an unknown name has an id by its spelling ("org:~..."). Here all ids of the database meet:
//   1. what people decided: merged, kept apart, named (entity_decisions.h);
//   2. one spelling: ids that share a full name, be it that an article names both forms ("شنايدر هوفلر (Schneider Hofler)"), a legal form more or less, or
//      another class guessed;
//   3. one sound: an Arabic name goes to the Latin one that it sounds like, where it is surely that one and no other (NameSound).
// A link below kSureOfSound is not made; what is made has a confidence and a reason. Names of one word link by sound only where they are no persons': a last
// name is many people's. Two names of the lexicon are never linked but by people.
//
// A function of the set of names and of the decisions: order of arrival does not matter. Stored facts and mentions stay what was read; links are laid over them
// when they are loaded. Near linear: only names that share a key are compared.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/entity_names.h"
#include "db/name_index.h"
#include "db/store.h"

namespace mizan {

// From here on two names that sound alike are taken for one; in percent.
inline constexpr int kSureOfSound = 86;          // of two words or more
inline constexpr int kSureOfLexiconsSound = 92;  // to a name of the lexicon, which has spellings of its own: what is no more than alike is somebody else
inline constexpr int kSureOfSoundOfOneWord = 88;

struct EntityLink {
  std::string entity;  // the id that it stands for; its own where only the name is another
  std::string name;    // what that is called
  int confidence_percent = 100;
  std::string reason;  // for people: "sounds like “Schneider Hofler” (93 %)"
};

// The subject with all its names.
struct LinkedEntity {
  std::string id, name, cls;
  std::vector<std::string> ids;  // all that stand for it, its own first
};

class EntityLinks {
 public:
  EntityLinks() = default;
  // As kept in the database where that is up to date (without names() then), else computed.
  static Result<EntityLinks> load(const FactStore& store);
  // Always computed, with names().
  static Result<EntityLinks> load_with_names(const FactStore& store);
  // As kept in the database, whatever came since: what the last reconciliation saw. Reads only what is linked.
  static Result<EntityLinks> load_kept(const FactStore& store);
  // As load(), with the names of drafts among those of the database. names() are those that are related to the drafts', or all.
  static Result<EntityLinks> load_with(const FactStore& store, const EntityNames& more);
  // The same of names and decisions at hand.
  // `edges`: takes the possible links, where it is given.
  EntityLinks(EntityNames names, EntityDecisions decisions, std::vector<NameEdge>* edges = nullptr);
  // The links of what hangs together with names that changed in the index; `more`: names of drafts, which stand in no article. done: what was asked again, the
  // possible links that follow from it now, and whose links these are.
  struct Relinked {
    std::set<std::string> vias;
    std::vector<NameEdge> edges;
    std::set<std::string> scope;
  };
  static EntityLinks relink(Database& db, const NamesChanged& changed, const EntityNames& more, EntityDecisions decisions, Relinked& done);

  // How an id that was read is to be taken; null where it stands for itself.
  const EntityLink* find(std::string_view id) const;
  // Sets subject and counterpart to what they stand for, and notes what was read. The fact must have its article key.
  void apply(StoredFact& fact) const;
  // Every id that was read and stands for the same as `id`, itself included, in byte order; and those that people read as it in single articles.
  std::vector<std::string> ids_of(std::string_view id) const;
  // Where names() are at hand. Subjects that have this name or spelling, in any case and with folding undone ("شنايدر هوفلر"); the one with the most mentions
  // first.
  std::vector<std::string> find_by_name(std::string_view name) const;
  // Where names() are at hand. All subjects, by mentions.
  std::vector<LinkedEntity> entities() const;

  // Of the ids that stand for another one: the hash of what they stand for, by their own (hash64). Made when it is first asked for, and kept: asking is not
  // safe from several threads.
  const std::unordered_map<std::uint64_t, std::uint64_t>& hashes() const;

  // In byte order of ids.
  void for_each(const std::function<void(const std::string& id, const EntityLink& link)>& visit) const;

  const EntityNames& names() const { return names_; }
  const EntityDecisions& decisions() const { return decisions_; }

 private:
  struct Builder;
  // Puts the links of `scope` in the place of what is kept of them.
  void lay_over(const EntityLinks& around, const std::set<std::string>& scope);
  EntityNames names_;
  EntityDecisions decisions_;
  std::unordered_map<std::string, EntityLink> links_;                  // by id as read
  std::unordered_map<std::string, std::vector<std::string>> members_;  // of subjects of two ids or more
  mutable std::optional<std::unordered_map<std::uint64_t, std::uint64_t>> hashes_;
};

// The subjects that are asked for by an id as read or linked, or by a name in either script. Empty where nothing has it.
Result<std::vector<std::string>> resolve_entity(const FactStore& store, const EntityLinks& links, std::string_view id_or_name);

// Changes whenever load_kept() would give something else.
std::string kept_links_state(const FactStore& store);

// Keeps the links in the database where what is kept is not up to date, and touches the articles whose facts are linked otherwise than before (touched.h).
// Writes nothing where nothing came since.
Status keep_entity_links(FactStore& store);

}  // namespace mizan

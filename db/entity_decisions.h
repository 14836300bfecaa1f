// What people decided about names: two ids that are one subject, two that never are, one name that several subjects share, and what a subject is called.
//
//   merge_entities(store, {.kind = "merge", .who = "Huda"}, "org:schneider-electric", "org:~shnaydr-alktryk")
//
// Rows of `decisions` (append-only) that rest on ids, which are functions of the text: so they hold whatever is ingested again, whichever articles come or go,
// and in whatever order. The last decision on a pair, an id or a name counts, so each can be taken back by another. entity_links.h lays them over what was
// read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/decisions.h"

namespace mizan {

// `other` is `entity` from now on, and goes by its id. `name`: what `entity` is called, where the database has no name for it; may be empty.
Status merge_entities(FactStore& store, const Decision& decision, std::string_view entity, std::string_view other, std::string_view name = {});
// The two are never one. Where `other` is empty: `entity` stands by itself, whatever sounds or is spelled like it.
Status split_entities(FactStore& store, const Decision& decision, std::string_view entity, std::string_view other);
// In one article (by natural key) the id means something else, which has an id and a name of its own. The same id again: what was read stands again.
Status split_article(FactStore& store, const Decision& decision, std::string_view entity, std::string_view article_key, std::string_view new_id,
                     std::string_view name);
// What it is called. An empty name: what the articles call it.
Status rename_entity(FactStore& store, const Decision& decision, std::string_view entity, std::string_view name);

class EntityDecisions {
 public:
  static Result<EntityDecisions> load(const FactStore& store);

  struct Reading {
    std::string id, name;
  };
  // What an id means in this article; null where it means what was read.
  const Reading* read_as(std::string_view id, std::string_view article_key) const;
  bool reads_anew() const { return !readings_.empty(); }
  // Ids that mean this one in some article.
  std::vector<std::string> read_for(std::string_view id) const;

  struct Merge {
    std::string entity, other, who, at;
  };
  // In the order of decision, without those that were taken back.
  const std::vector<Merge>& merges() const { return merges_; }
  // May the two be one, as far as people said?
  bool parted(std::string_view a, std::string_view b) const { return parted_.count(std::minmax(std::string(a), std::string(b))) != 0; }
  const std::set<std::pair<std::string, std::string>>& parted() const { return parted_; }
  // Does it stand by itself, merges of people apart?
  bool alone(std::string_view id) const { return alone_.count(id) != 0; }
  // Names that people gave, in the order of decision: the last one of a subject's ids counts.
  const std::vector<std::pair<std::string, std::string>>& names() const { return names_; }

 private:
  std::map<std::pair<std::string, std::string>, Reading, std::less<>> readings_;  // by id and article key
  std::vector<Merge> merges_;
  std::set<std::pair<std::string, std::string>> parted_;
  std::set<std::string, std::less<>> alone_;
  std::vector<std::pair<std::string, std::string>> names_;
};

}  // namespace mizan

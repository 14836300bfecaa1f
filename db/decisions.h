// What people decided: groups accepted or rejected, notes, corrected facts. Append-only; the last decision on a thing counts, but for those taken back.
//
//   decide_group(store, {.kind = "reject", .who = "Huda", .text = "two different plants"}, "g3f0a9c11d2")
//   correct_fact(store, {.kind = "correct", .who = "Huda"}, "f3a9c11d2e4b0.120-137", {{"metric", "profit"}, {"value", "2000000000"}})
//
// A decision rests on quotes: article, field, sentence and the number's very slice, as they stood in one version of the text (which is kept beside it). So it
// holds when the article is ingested or read anew, and for later versions as long as the sentence is the same.
//
// A rejected group is not offered again: its values (or, where they all agreed, its claims) never meet in a group, whoever joins them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/claim.h"
#include "db/reconcile.h"

namespace mizan {

struct Decision {
  std::string kind;  // groups: accept reject note; facts: correct not_a_fact; names: merge split rename
  std::string who;
  std::string text;  // why; may be empty
};

// Appends a row. `target`: what it is on; `body`: JSON, whose members are never renamed. Other kinds of decisions than those of this page: entity_decisions.h.
Status record_decision(FactStore& store, const Decision& decision, std::string_view target, std::string_view body);

// On a group as last reconciled. Codes decision.unknown_group; db.*. The store must be open for writing.
Status decide_group(FactStore& store, const Decision& decision, std::string_view group_id);

// The fields that a correction may set, and what they take.
using CorrectedFields = std::vector<std::pair<std::string, std::string>>;
// A usage error for a field that is none, or a value that does not fit it.
Status check_fields(const CorrectedFields& fields);
// On every fact that rests on the span. Codes decision.unknown_fact; db.*.
Status correct_fact(FactStore& store, const Decision& decision, std::string_view fact_id, const CorrectedFields& fields);

// Takes a decision back, of whatever kind: it counts no more, and both rows stay in the log. Codes decision.unknown, decision.undone (somebody did already, or
// it is such a row itself); db.*.
Status undo_decision(FactStore& store, const Decision& decision, std::int64_t number);

class Decisions {
 public:
  static Result<Decisions> load(const FactStore& store);

  // Corrects a fact, which must have quote, sentence and article key. False: somebody decided that it is none.
  bool apply(StoredFact& fact) const;
  bool corrects() const { return !corrections_.empty(); }

  // The groups (indices of claims) without what was rejected.
  std::vector<std::vector<int>> without_rejected(std::vector<std::vector<int>> groups, const Snapshot& snapshot) const;
  // Was the arithmetic check of exactly these claims rejected?
  bool rejects_check(const std::vector<int>& claims, const Snapshot& snapshot) const;
  // Ids of rejected groups: not to be given again.
  const std::set<std::string>& rejected_ids() const { return rejected_ids_; }
  // Ids of groups whose last decision is to accept.
  const std::set<std::string>& accepted_ids() const { return accepted_ids_; }

 private:
  struct Correction {
    bool not_a_fact = false;
    CorrectedFields fields;
  };
  struct Rejection {
    bool check = false;
    std::map<std::string, int> part_of;  // mark of a claim: its part
  };
  std::map<std::string, Correction> corrections_;  // by mark
  std::vector<Rejection> rejections_;
  std::set<std::string> rejected_ids_, accepted_ids_;
};

}  // namespace mizan

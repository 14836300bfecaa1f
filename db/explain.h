// Why the claims of a group were compared, and why they were judged so: step by step. What is known, not how it is said: tools/explain_text.h puts it into
// words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/comparability.h"
#include "db/entity_links.h"
#include "db/reconcile.h"
#include "db/store.h"

namespace mizan {

// How a name that was read came to be the subject of a claim, or its counterpart.
struct ExplainedLink {
  bool counterpart = false;
  std::string read;    // the id as read
  std::string entity;  // that it is taken for; empty where people said that it means something else in this article
  int confidence_percent = 100;
  std::string reason;
};

struct ExplainedClaim {
  GroupClaim claim;  // `cluster` says nothing here
  std::string fact;  // its id
  std::string subject_name, metric, noun, counterpart_name;
  bool is_figure = false;  // else `claim.value` is it
  int precision = 0;       // power of ten of the last written digit
  std::vector<ExplainedLink> links;
};

// Claims are named by their place in `claims`.
struct ExplainedPair {
  std::size_t a = 0, b = 0;
  Fit fit = Fit::kApart;
  double ratio = 0;  // of the greater to the smaller; 0 where there is none
  Context context = Context::kSame;
  std::string near;   // why they can only be shown together
  double shared = 0;  // of the words, 0 to 1
  Verdict verdict = Verdict::kSingle;
  std::string reason;
};

struct Explanation {
  std::string id, asked;  // the group's, and what was asked for
  std::string kind;       // "claims", or the arithmetic check
  std::string verdict, reason;
  bool current = true;       // it came out of the last reconciliation
  std::size_t outdated = 0;  // claims that are superseded, withdrawn or corrected by now
  std::vector<ExplainedClaim> claims;
  struct Meeting {
    std::vector<std::size_t> claims;
    std::vector<std::string> parts;  // what they have in common; "" is the story; none: they meet others only by value or wording
  };
  std::vector<Meeting> meetings;
  std::size_t events = 0;            // that their articles are on
  std::vector<ExplainedPair> pairs;  // the gravest first; not of checks
  std::size_t more_pairs = 0;        // that are not told one by one
  struct Whole {
    Verdict verdict = Verdict::kSingle;
    std::string reason;
    int sources = 0, confidence_percent = 0;
  };
  std::optional<Whole> whole;  // not of checks
};

// Of a group as last reconciled, from the facts as they are now, with subjects as `links` has them. Ids that were merged away resolve; nullopt for an id never
// given. Quotes are raw text of articles.
Result<std::optional<Explanation>> explain_group(const FactStore& store, std::string_view id, const EntityLinks& links);

}  // namespace mizan

// An unpublished text against the database: each of its figures with what other articles say. Reads only, keeps nothing.
//
//   "قتل 30 شخصا في انفجار كابول" (30 people were killed in the Kabul explosion), where two articles on it say 45 -> contradicted by two sources
//
// The draft is compared as `reconcile` would compare it, were it there: same stories, same groups, same verdicts (comparability.h, verdict.h). Only
// what it can touch is looked at: articles of the days around it, and facts on the same subjects and measures, whenever they were published. So the
// cost follows the news of a fortnight, not the database.
#pragma once

#include <string>
#include <vector>

#include "db/reconcile.h"
#include "pipeline/pipeline.h"

namespace mizan {

struct Draft {
  Document document;  // later than all that is in the database; without a date, it may be on any of its events
  ArticleResult result;
};

// The facts of a text as the store would give them, by place and measure.
std::vector<StoredFact> facts_of(const Document& document, const ArticleResult& result);

// A claim of another article beside a figure of the draft, with the verdict on the two alone.
struct Witness {
  GroupClaim claim;
  Verdict verdict = Verdict::kAgree;
  std::string reason;
};

struct DraftFigure {
  std::string subject, subject_name, metric, noun, counterpart, counterpart_name;
  GroupClaim claim;                    // of the draft; `document` is its id
  Verdict verdict = Verdict::kSingle;  // the gravest that a witness gives; `single`: nobody else says anything of it
  std::string reason;
  int against = 0;             // independent sources that contradict it
  int with = 0;                // independent sources that say the same
  Check check = Check::kNone;  // an arithmetic check within the draft; then there are no witnesses
  std::string stated, computed;
  std::vector<Witness> witnesses;  // the gravest first, then by publication, article and place
};

// Is it contradicted: by others, by named speakers, or by its own arithmetic?
bool is_contradicted(const DraftFigure& figure);

// Every figure of the drafts, the contradicted first, then by gravity, then in the order of the drafts.
Result<std::vector<DraftFigure>> check_drafts(const FactStore& store, const std::vector<Draft>& drafts);

}  // namespace mizan

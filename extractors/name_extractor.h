// Finds names that no lexicon knows, in both scripts, and gives each an id that is the same for every spelling of it in the article.
//
//   "شنايدر إلكتريك (Schneider Electric)" -> both org:~schneider-electric     "Phillip Garrigan ... Garrigan" -> both person:~phillip-garrigan
//
// Lexicon names go first: an unknown name never overlaps one, unless it is a longer name around it ("Bank of America Tower").
#pragma once

#include <vector>

#include "extractors/name_tagger.h"
#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/mention.h"

namespace mizan {

class NameExtractor {
 public:
  // Keeps a reference to `lexicons`, which must outlive the extractor.
  explicit NameExtractor(const Lexicons& lexicons);

  // `found` holds the lexicon's entity mentions of this text from index `from` on, in order and without overlaps; unknown names are appended.
  void extract(const Analysis& article, std::vector<Mention>& found, std::size_t from) const;

 private:
  const Lexicons& lexicons_;
  NameModel model_;
};

}  // namespace mizan

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
  // The lexicons must outlive the extractor: the weights of the model are theirs.
  explicit NameExtractor(const Lexicons& lexicons);

  // Three steps, of which the first two take the text in stretches, each for all of them before the next begins; safe from several threads at once.
  // The names that the rules find in the stretch. Returned: the token behind what was looked at last; beyond the stretch's end, and the next one would have
  // had to begin there.
  std::uint32_t find(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& names) const;
  // Of these, and of those that the model finds, the ones that stay. `around` are the rules' names of all stretches that reach as far as kReach tokens from
  // this one, its own among them, in text order.
  static constexpr std::uint32_t kReach = NameFeatures::kReach;
  void settle(const NameText& text, const Stretch& stretch, const std::vector<NameCandidate>& around, std::vector<NameCandidate>& names) const;
  // Links the names of all the text and appends them to `found`, which holds the lexicon's entity mentions of it from index `from` on, in order and without
  // overlaps.
  void link(const NameText& text, std::vector<NameCandidate>& names, std::vector<Mention>& found, std::size_t from) const;

 private:
  NameModel model_;
};

}  // namespace mizan

// Finds names of the entity lexicon: companies, institutions, people, places, products, instruments, in every listed spelling of both languages.
//
//   "لإنفيديا" -> إنفيديا (org:nvidia, the proclitic outside)     "Altman" -> person:sam-altman, once "Sam Altman" was named     "US" but not "us"
//
// Names and their spellings are data: lexicons/entities*.tsv.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "extractors/name_extractor.h"
#include "lexicons/lexicons.h"
#include "pipeline/mention.h"

namespace mizan {

// Entities named in full so far (index into Lexicons::entities), each with a number that grows with every naming.
using NamedEntities = std::unordered_map<std::uint32_t, std::uint32_t>;

class EntityExtractor {
 public:
  // Keeps a reference to `lexicons`, which must outlive the extractor.
  explicit EntityExtractor(const Lexicons& lexicons);

  // Appends the lexicon's entity mentions. `named` holds the entities named in full so far in this article; short forms count only for
  // those. It is read and added to, so that the title's names carry over into the text.
  void extract_lexicon(const Analysis& article, NamedEntities& named, std::vector<Mention>& found) const;
  // For the names that it does not have.
  const NameExtractor& unknown() const { return unknown_; }

 private:
  const Lexicons& lexicons_;
  NameExtractor unknown_;
};

}  // namespace mizan

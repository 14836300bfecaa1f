// What a word of cues.tsv does in a sentence: its first column. What each role means is told at the head of that file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mizan {

enum class CueRole : std::uint8_t {
  kStatus,
  kDenial,
  kSpeech,
  kDirection,
  kBy,
  kTo,
  kFrom,
  kAspect,
  kBasis,
  kPlace,
  kTotal,
  kClause,
  kRelative,
  kDefinite,
  kPronoun,
  kPart,
  kGrowth,
  kAuxiliary,
  kGame,
  kDisease,
  kExtent,
  kLimit,
  kInstitution
};

// The role of that name; nothing for a name that is none.
std::optional<CueRole> cue_role(std::string_view name);
std::string_view to_string(CueRole role);

}  // namespace mizan

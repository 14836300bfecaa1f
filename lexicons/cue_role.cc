#include "lexicons/cue_role.h"

#include <utility>

namespace mizan {

namespace {

constexpr std::pair<std::string_view, CueRole> kRoles[] = {{"status", CueRole::kStatus},
                                                           {"denial", CueRole::kDenial},
                                                           {"speech", CueRole::kSpeech},
                                                           {"direction", CueRole::kDirection},
                                                           {"by", CueRole::kBy},
                                                           {"to", CueRole::kTo},
                                                           {"from", CueRole::kFrom},
                                                           {"aspect", CueRole::kAspect},
                                                           {"basis", CueRole::kBasis},
                                                           {"place", CueRole::kPlace},
                                                           {"total", CueRole::kTotal},
                                                           {"clause", CueRole::kClause},
                                                           {"relative", CueRole::kRelative},
                                                           {"definite", CueRole::kDefinite},
                                                           {"pronoun", CueRole::kPronoun},
                                                           {"part", CueRole::kPart},
                                                           {"growth", CueRole::kGrowth},
                                                           {"auxiliary", CueRole::kAuxiliary},
                                                           {"game", CueRole::kGame},
                                                           {"disease", CueRole::kDisease},
                                                           {"extent", CueRole::kExtent},
                                                           {"limit", CueRole::kLimit},
                                                           {"institution", CueRole::kInstitution}};

}  // namespace

std::optional<CueRole> cue_role(std::string_view name) {
  for (const auto& [role_name, role] : kRoles)
    if (role_name == name) return role;
  return std::nullopt;
}

std::string_view to_string(CueRole role) {
  for (const auto& [name, known] : kRoles)
    if (known == role) return name;
  return {};
}

}  // namespace mizan

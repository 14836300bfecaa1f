#include "lexicons/name_words.h"

namespace mizan {

NameRoles name_role_from(std::string_view name) {
  static constexpr std::pair<std::string_view, NameRoles> kRoles[] = {{"given", kGiven},
                                                                      {"title", kTitle},
                                                                      {"occupation", kOccupation},
                                                                      {"name_tail", kNameTail},
                                                                      {"particle", kParticle},
                                                                      {"org_head", kOrgHead},
                                                                      {"org_tail", kOrgTail},
                                                                      {"org_of", kOrgOf},
                                                                      {"org_part", kOrgPart},
                                                                      {"place_head", kPlaceHead},
                                                                      {"place_tail", kPlaceTail},
                                                                      {"place_lead", kPlaceLead},
                                                                      {"place_of", kPlaceOf},
                                                                      {"event_tail", kEventTail},
                                                                      {"event_of", kEventOf},
                                                                      {"nisba", kNisba},
                                                                      {"person_tail", kPersonTail},
                                                                      {"calendar", kCalendar},
                                                                      {"demonym", kDemonym},
                                                                      {"not_name", kNotName},
                                                                      {"common", kCommon},
                                                                      {"stop", kStop},
                                                                      {"before_person", kBeforePerson},
                                                                      {"before_org", kBeforeOrg},
                                                                      {"before_place", kBeforePlace},
                                                                      {"after_person", kAfterPerson},
                                                                      {"after_org", kAfterOrg},
                                                                      {"after_place", kAfterPlace},
                                                                      {"alone", kAlone},
                                                                      {"title_lead", kTitleLead},
                                                                      {"event_lead", kEventLead},
                                                                      {"org_itself", kOrgItself},
                                                                      {"place_itself", kPlaceItself},
                                                                      {"firm", kFirm},
                                                                      {"sure_kind", kSureKind},
                                                                      {"refers", kRefers},
                                                                      {"direction", kDirection},
                                                                      {"particle_lead", kParticleLead},
                                                                      {"org_end", kOrgEnd},
                                                                      {"agency_word", kAgencyWord},
                                                                      {"locates", kLocates},
                                                                      {"dotted", kDotted},
                                                                      {"numbered", kNumbered},
                                                                      {"governs", kGoverns},
                                                                      {"stated", kStated},
                                                                      {"last_name", kLastName},
                                                                      {"named_so", kNamedSo},
                                                                      {"ends_phrase", kEndsPhrase},
                                                                      {"small_form", kSmallForm},
                                                                      {"courtesy", kCourtesy},
                                                                      {"org_lead", kOrgLead},
                                                                      {"to_person", kToPerson}};
  for (const auto& [text, role] : kRoles)
    if (text == name) return role;
  return kNoRole;
}

}  // namespace mizan

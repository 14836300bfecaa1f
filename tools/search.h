// Finding a subject by whatever name the user gives it.
//
//   subject_id("أوبك", lexicons)  -> "org:opec";   subject_id("OPEC", lexicons) -> "org:opec";   subject_id("org:opec", ...) -> itself
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lexicons/lexicons.h"

namespace mizan::tools {

// The id of the entity that the whole of `name` names in either language; `name` itself where the lexicons know none.
std::string subject_id(const std::string& name, const std::shared_ptr<const Lexicons>& lexicons);
// Does `text` hold `part`, spelling variants and case aside (إيرادات finds ايرادات)?
bool found_in(std::string_view part, std::string_view text);

}  // namespace mizan::tools

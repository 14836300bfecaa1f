// What the two halves of the API share: api.cc answers questions, api_post.cc takes texts and decisions.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tools/serve/desk.h"

namespace mizan::tools {

using Json = nlohmann::ordered_json;

inline std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}
inline Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}
inline Answer missing(std::string_view what) {
  return problem(404, "not_found", "there is no such " + std::string(what));
}

// `path`: behind /api/v1/.
Answer api_post(Desk& desk, const Inquiry& asked, const std::string& path);

}  // namespace mizan::tools

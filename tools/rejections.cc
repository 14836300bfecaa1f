#include "tools/rejections.h"

#include <nlohmann/json.hpp>

namespace mizan::tools {

std::string rejection_json(const Rejection& rejection) {
  const Diagnostic& why = rejection.why;
  nlohmann::ordered_json line;
  line["id"] = rejection.id.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(rejection.id);
  line["code"] = why.code;
  line["message"] = why.message;
  line["remedy"] = why.remedy;
  line["file"] = why.file;
  line["line"] = why.line;
  line["byte"] = why.byte_offset;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Status RejectionReport::open(const std::string& path) {
  on_ = !path.empty();
  return on_ ? out_.open(path) : Status(Done{});
}

void RejectionReport::add(const Rejection& rejection) {
  if (on_) out_.write(rejection_json(rejection) + "\n");
}

Status RejectionReport::finish() {
  return on_ ? out_.finish() : Status(Done{});
}

}  // namespace mizan::tools

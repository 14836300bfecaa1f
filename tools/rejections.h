// What was left out of the input, as NDJSON: an object a rejection, with code, message, remedy and place.
//
//   {"id":"a1","code":"utf8.invalid","message":"byte 17 of the file is no UTF-8","remedy":"convert the file ...","file":"news/a.txt","line":2,"byte":17}
#pragma once

#include <string>

#include "pipeline/document.h"
#include "tools/output.h"

namespace mizan::tools {

std::string rejection_json(const Rejection& rejection);

// A file of them, which appears once it is whole; nothing where no path is given.
class RejectionReport {
 public:
  Status open(const std::string& path);
  void add(const Rejection& rejection);
  Status finish();

 private:
  bool on_ = false;
  Output out_;
};

}  // namespace mizan::tools

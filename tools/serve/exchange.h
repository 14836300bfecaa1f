// One request and its answer, as the pages and the API see them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "tools/serve/pages.h"

namespace mizan::tools {

using Params = std::multimap<std::string, std::string>;

struct Inquiry {
  std::string method, path;  // decoded; valid UTF-8
  Params params;             // of the query; valid UTF-8
  std::string body, content_type;
  std::string if_match, if_none_match;
  FactStore* store = nullptr;  // of this worker, for reading
  Visit visit;

  // The first value of a parameter, at most `most` bytes of it; empty where there is none.
  std::string param(const std::string& name, std::size_t most = 500) const;
  // A number from 1 to `most`; `fallback` for none or nonsense.
  std::size_t count(const std::string& name, std::size_t fallback, std::size_t most) const;
};

// Cuts a list that was asked for with one row more than fits; returns the cursor of the next page, empty at the end.
template <typename Row, typename Mark>
std::string cut_page(std::vector<Row>& rows, std::size_t limit, Mark mark) {
  if (rows.size() <= limit) return {};
  rows.resize(limit);
  return std::to_string(mark(rows.back()));
}

struct Answer {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  std::string packed;       // the body in gzip's format, where it is at hand
  std::string etag;         // with its quotation marks; empty: made from the body
  std::string disposition;  // a file name, for what is to be kept
  std::vector<std::pair<std::string, std::string>> headers;
  bool immutable = false;  // may be kept for good
};

Answer json_answer(std::string body);
Answer csv_answer(std::string body, std::string_view name);
Answer text_answer(std::string body);
// RFC 9457. `code` is stable.
Answer problem(int status, std::string_view code, std::string_view title);
// What the database could not do: 503 where somebody writes, 404 and 409 for unknown things, 400 for fields that make no sense, else 500.
Answer problem_of(const Diagnostic& why);
Answer see_other(std::string location);

// application/x-www-form-urlencoded. Pairs that are no valid UTF-8 are left out.
Params parse_form(std::string_view text);
// "2026-03-10", where there is such a day.
bool is_day(std::string_view text);
// A place of this server, never another's.
bool is_local_path(std::string_view path);
std::string percent_decoded(std::string_view text, bool plus_is_blank);

}  // namespace mizan::tools

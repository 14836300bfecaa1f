#include "tools/serve/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "pipeline/utf8.h"

namespace mizan::tools {

std::string Inquiry::param(const std::string& name, std::size_t most) const {
  const auto found = params.find(name);
  if (found == params.end()) return {};
  std::string out = found->second.substr(0, most);
  // Never half a character.
  while (!out.empty() && find_invalid_utf8(out)) out.pop_back();
  return out;
}

std::size_t Inquiry::count(const std::string& name, std::size_t fallback, std::size_t most) const {
  const std::string text = param(name, 20);
  std::size_t out = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (bad != std::errc() || end != text.data() + text.size() || out == 0) return fallback;
  return std::min(out, most);
}

Answer json_answer(std::string body) {
  Answer out;
  out.type = "application/json";
  out.body = std::move(body);
  return out;
}

Answer csv_answer(std::string body, std::string_view name) {
  Answer out;
  out.type = "text/csv; charset=utf-8";
  out.body = std::move(body);
  out.disposition = std::string(name) + ".csv";
  return out;
}

Answer text_answer(std::string body) {
  Answer out;
  out.type = "text/plain; charset=utf-8";
  out.body = std::move(body);
  return out;
}

Answer problem(int status, std::string_view code, std::string_view title) {
  Answer out;
  out.status = status;
  out.type = "application/problem+json";
  out.body = nlohmann::ordered_json{{"status", status}, {"code", code}, {"title", title}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (status == 503) out.headers.emplace_back("Retry-After", "1");
  return out;
}

Answer problem_of(const Diagnostic& why) {
  int status = 500;
  if (why.code == "db.locked") status = 503;
  if (why.code == "decision.unknown_group" || why.code == "decision.unknown_fact" || why.code == "decision.unknown") status = 404;
  if (why.code == "decision.undone") status = 412;
  if (why.code == "usage") status = 400;
  // Where the database lies on this machine is nobody's business.
  return problem(status, why.code, why.message + (why.remedy.empty() || status == 500 ? "" : ". " + why.remedy));
}

Answer see_other(std::string location) {
  Answer out;
  out.status = 303;
  out.type = "text/plain; charset=utf-8";
  out.headers.emplace_back("Location", std::move(location));
  return out;
}

std::string percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out += ' ';
      continue;
    }
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const auto [end, bad] = std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16);
      if (bad == std::errc() && end == text.data() + i + 3) {
        out += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

Params parse_form(std::string_view text) {
  Params out;
  while (!text.empty() && out.size() < 200) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string name = percent_decoded(pair.substr(0, equals), true), value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name.empty() && !find_invalid_utf8(name) && !find_invalid_utf8(value)) out.emplace(std::move(name), std::move(value));
  }
  return out;
}

bool is_local_path(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("//") && path.find('\\') == std::string_view::npos &&
         std::none_of(path.begin(), path.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace mizan::tools

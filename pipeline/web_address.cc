#include "pipeline/web_address.h"

#include <algorithm>

namespace mizan {
namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_campaign_parameter(std::string_view parameter) {
  std::string name = lowered(parameter.substr(0, parameter.find('=')));
  return name.rfind("utm_", 0) == 0 || name == "fbclid" || name == "gclid";
}

}  // namespace

std::string canonical_url(std::string_view url) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  const std::size_t first = std::min(url.find_first_not_of(kBlanks), url.size());
  url = url.substr(first, url.find_last_not_of(kBlanks) + 1 - first);
  if (std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('#'));
  std::size_t question = std::min(url.find('?'), url.size());
  std::string_view address = url.substr(0, question);
  std::size_t slash = std::min(address.find('/'), address.size());
  std::string host = lowered(address.substr(0, slash));
  if (host.rfind("www.", 0) == 0) host.erase(0, 4);
  for (std::string_view port : {":443", ":80"}) {
    if (host.size() > port.size() && host.compare(host.size() - port.size(), port.size(), port) == 0) host.resize(host.size() - port.size());
  }
  std::string out = host + std::string(address.substr(slash));
  while (!out.empty() && out.back() == '/') out.pop_back();
  char separator = '?';
  for (std::size_t at = question + 1; at < url.size();) {
    std::size_t end = std::min(url.find('&', at), url.size());
    std::string_view parameter = url.substr(at, end - at);
    if (!parameter.empty() && !is_campaign_parameter(parameter)) {
      out += separator;
      out += parameter;
      separator = '&';
    }
    at = end + 1;
  }
  return out;
}

}  // namespace mizan

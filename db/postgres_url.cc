#include "db/postgres_url.h"

#include <algorithm>

namespace mizan {

bool is_postgres_url(std::string_view database) {
  return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

std::string shown_database(std::string_view database) {
  std::string out(database);
  if (!is_postgres_url(database)) return out;
  const std::size_t host = out.find("://") + 3, end = std::min(out.find_first_of("/?", host), out.size());
  // A password may hold an @ that was not written as %40: up to the last one.
  const std::size_t at = out.rfind('@', end);
  const std::size_t wide = out.rfind('@');
  std::size_t stop = at != std::string::npos && at >= host ? at : std::string::npos;
  const std::size_t query = out.find('?', host);
  if (wide != std::string::npos && wide >= host && (query == std::string::npos || wide < query)) stop = wide;
  if (stop != std::string::npos) {
    const std::size_t colon = out.find(':', host);
    if (colon != std::string::npos && colon < stop) out.replace(colon + 1, stop - colon - 1, "***");
  }
  for (const char* name : {"password=", "sslpassword="}) {
    const std::string_view key(name);
    for (std::size_t from = out.find(key); from != std::string::npos; from = out.find(key, from + key.size())) {
      if (out[from - 1] != '?' && out[from - 1] != '&') continue;
      const std::size_t value = from + key.size(), last = std::min(out.find('&', value), out.size());
      out.replace(value, last - value, "***");
    }
  }
  return out;
}

std::string without_passwords(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t begin = std::min({text.find("postgresql://"), text.find("postgres://"), text.size()});
    out += text.substr(0, begin);
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(" \t\n'\"`"), text.size());
    out += shown_database(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace mizan

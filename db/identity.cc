#include "db/identity.h"

#include <algorithm>

#include "db/hash.h"

namespace mizan {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c); });
  return out;
}

bool is_tracking(std::string_view parameter) {
  return parameter.substr(0, 4) == "utm_" || parameter.substr(0, 7) == "fbclid=" || parameter.substr(0, 6) == "gclid=";
}

}  // namespace

std::string canonical_url(std::string_view url) {
  std::size_t scheme = url.find("://");
  std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  rest = rest.substr(0, rest.find('#'));
  std::string_view query;
  if (std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
    query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  std::size_t slash = rest.find('/');
  std::string host = lower(rest.substr(0, slash));
  if (host.rfind("www.", 0) == 0) host.erase(0, 4);
  std::string out = host;
  if (slash != std::string_view::npos) out += rest.substr(slash);
  while (!out.empty() && out.back() == '/') out.pop_back();
  char join = '?';
  while (!query.empty()) {
    std::size_t end = std::min(query.find('&'), query.size());
    std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (parameter.empty() || is_tracking(parameter)) continue;
    out += join;
    out += parameter;
    join = '&';
  }
  return out;
}

std::string article_key(const Document& document) {
  const bool named = document.has_own_id || (document.line == 0 && !document.file.empty() && document.url.empty());
  if (named && !document.id.empty()) {
    std::string source;
    for (char c : document.source) {
      if (c == '/' || c == '%') {
        source += c == '/' ? "%2F" : "%25";
      } else {
        source += c;
      }
    }
    return fmt::format("s:{}/{}", source, document.id);
  }
  if (!document.url.empty()) return "u:" + canonical_url(document.url);
  return "h:" + hash_of({document.source, document.title, document.text});
}

std::string content_hash(const Document& document) {
  const std::string_view format = document.format == TextFormat::kMarkdown ? "markdown" : "plain";
  if (document.embargo_until.empty()) {
    return hash_of({document.text, document.title, document.published, document.updated, document.lang, document.place, state_of(document), format});
  }
  return hash_of(
      {document.text, document.title, document.published, document.updated, document.lang, document.place, state_of(document), format, document.embargo_until});
}

std::string text_hash(const Document& document) {
  return hash_of({document.text});
}

std::string_view state_of(const Document& document) {
  if (document.state == "corrected" || document.state == "withdrawn") return document.state;
  return "live";
}

}  // namespace mizan

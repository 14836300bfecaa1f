#include "db/identity.h"

#include "db/hash.h"
#include "pipeline/web_address.h"

namespace mizan {

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

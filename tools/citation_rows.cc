#include "tools/citation_rows.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json as_json(const Citation& c) {
  return Json{{"schema", 1},
              {"id", c.id},
              {"document", c.document},
              {"source", text_or_null(c.source)},
              {"title", text_or_null(c.title)},
              {"published", text_or_null(c.published)},
              {"url", text_or_null(c.url)},
              {"article", c.article_key},
              {"content_hash", c.content_hash},
              {"version", c.number},
              {"versions", c.versions},
              {"latest", c.latest},
              {"state", c.state},
              {"field", c.field == Field::kTitle ? "title" : "text"},
              {"start", c.start},
              {"end", c.end},
              {"text", c.quote},
              {"sentence", text_or_null(c.sentence)},
              {"file", text_or_null(c.file)},
              {"line", c.line == 0 ? Json() : Json(c.line)},
              {"page", c.page == 0 ? Json() : Json(c.page)},
              {"column", text_or_null(c.column)},
              {"bytes", c.bytes_in_source ? Json{c.bytes_in_source->first, c.bytes_in_source->second} : Json()},
              {"format", text_or_null(c.format)},
              {"encoding", text_or_null(c.encoding)},
              {"author", text_or_null(c.author)}};
}

// "march.zip/q1.pdf, page 3", "news.csv, line 12, column body".
std::string container(const Citation& c, const std::function<std::string(std::string_view)>& show) {
  std::string out = show(c.file);
  if (c.page != 0) out += fmt::format(", page {}", c.page);
  if (c.line != 0) out += fmt::format(", line {}", c.line);
  if (!c.column.empty()) out += ", column " + show(c.column);
  if (c.bytes_in_source) out += fmt::format(", bytes {}-{}", c.bytes_in_source->first, c.bytes_in_source->second);
  std::string how = c.format;
  if (!c.encoding.empty()) how += (how.empty() ? "" : ", ") + c.encoding;
  return how.empty() ? out : out + " (" + show(how) + ")";
}

}  // namespace

std::string citation_json(const Citation& c) {
  return as_json(c).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string citation_text(const Citation& c, const std::function<std::string(std::string_view)>& show) {
  std::string out = "“" + show(c.sentence.empty() ? c.quote : c.sentence) + "”\n";
  out += "  figure    " + show(c.quote) + "\n";
  if (!c.title.empty()) out += "  title     " + show(c.title) + "\n";
  out += "  source    " + show(c.source.empty() ? "(none named)" : c.source) + (c.published.empty() ? "" : ", " + show(c.published)) + "\n";
  out += "  article   " + show(c.document) + (c.url.empty() ? "" : "  " + show(c.url)) + "\n";
  if (!c.author.empty()) out += "  author    " + show(c.author) + "\n";
  if (!c.file.empty() && c.file != "-") out += "  in        " + container(c, show) + "\n";
  out += fmt::format("  place     {} {}-{}, version {} of {}{}{}\n", c.field == Field::kTitle ? "title" : "text", c.start, c.end, c.number, c.versions,
                     c.latest ? "" : " (superseded)", c.state == "live" ? "" : " (" + c.state + ")");
  out += "  hash      " + c.content_hash + "\n  id        " + c.id + "\n";
  return out;
}

std::string group_citation_json(const GroupCitation& group, std::string_view asked) {
  Json claims = Json::array();
  for (const Citation& c : group.claims) claims.push_back(as_json(c));
  return Json{{"schema", 1},     {"asked", asked}, {"id", group.id}, {"verdict", group.verdict}, {"reason", group.reason}, {"current", group.current},
              {"claims", claims}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string group_citation_text(const GroupCitation& group, std::string_view asked, const std::function<std::string(std::string_view)>& show) {
  std::string out = fmt::format("{}{}: {}, {}{}\n\n", group.id, group.id == asked ? "" : fmt::format(" (was {})", asked), group.verdict, show(group.reason),
                                group.current ? "" : " (no longer offered)");
  for (const Citation& c : group.claims) out += citation_text(c, show) + "\n";
  return out;
}

std::string article_citation_text(const StoredArticle& article, const std::string& content_hash, const std::function<std::string(std::string_view)>& show,
                                  std::string_view passage) {
  const Document& d = article.document;
  std::string out = passage.empty() ? std::string() : "“" + show(passage) + "”\n";
  if (!d.title.empty()) out += "  title     " + show(d.title) + "\n";
  out += "  source    " + show(d.source.empty() ? "(none named)" : d.source) + (d.published.empty() ? "" : ", " + show(d.published)) + "\n";
  out += "  article   " + show(d.id) + (d.url.empty() ? "" : "  " + show(d.url)) + "\n";
  out += fmt::format("  place     version {} of {}{}\n", article.version_number, article.versions,
                     d.state.empty() || d.state == "live" ? "" : " (" + d.state + ")");
  return out + "  hash      " + content_hash + "\n";
}

}  // namespace mizan::tools

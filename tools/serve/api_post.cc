// What is handed to the API: texts to be read and checked, decisions.
#include <fmt/format.h>

#include <algorithm>

#include "pipeline/article_json.h"
#include "pipeline/utf8.h"
#include "tools/citation_rows.h"
#include "tools/draft_rows.h"
#include "tools/fact_rows.h"
#include "tools/serve/api_parts.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

// The object that a body holds; nullopt with an answer where it holds none.
std::optional<Json> object_of(const Inquiry& asked, Answer& bad) {
  if (!asked.content_type.starts_with("application/json")) {
    bad = problem(415, "request.type", "the body has to be application/json");
    return std::nullopt;
  }
  if (find_invalid_utf8(asked.body)) {
    bad = problem(400, "request.json", "the body is no valid UTF-8");
    return std::nullopt;
  }
  // A deep nest of brackets would take the parser's stack with it.
  int depth = 0, deepest = 0;
  for (char c : asked.body) {
    depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    deepest = std::max(deepest, depth);
  }
  Json out = deepest > 64 ? Json() : Json::parse(asked.body, nullptr, /*allow_exceptions=*/false);
  if (!out.is_object()) {
    bad = problem(400, "request.json", "the body has to be one JSON object");
    return std::nullopt;
  }
  return out;
}

std::string text_of(const Json& object, const char* name) {
  return object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : std::string();
}

Document document_of(const Json& object) {
  Document d;
  d.id = text_of(object, "id");
  if (d.id.empty()) d.id = "draft";
  d.text = text_of(object, "text");
  d.title = text_of(object, "title");
  d.published = text_of(object, "published");
  d.lang = text_of(object, "lang");
  if (d.lang != "ar" && d.lang != "en") d.lang.clear();
  d.place = text_of(object, "place");
  return d;
}

Answer extract(Desk& desk, const Json& object) {
  const Document document = document_of(object);
  if (document.text.empty()) return problem(400, "request.text", "\"text\" is missing");
  auto read = desk.read_draft(document);
  if (!read) return problem(503, "busy", "too many texts at once");
  std::string line;
  append_article_json(line, document, *read, desk.by());
  if (line.ends_with('\n')) line.pop_back();
  return json_answer(std::move(line));
}

Answer check(Desk& desk, const Inquiry& asked, const Json& object) {
  Document document = document_of(object);
  if (document.text.empty()) return problem(400, "request.text", "\"text\" is missing");
  auto checked = desk.check_draft(asked, std::move(document));
  if (!checked) return problem(503, "busy", "too many texts at once");
  if (!*checked) return problem_of(checked->error());
  if (!(**checked).problem.empty()) return problem(413, "request.text", "the text is too long: 200,000 bytes at most");
  return draft_answer(desk, asked, **checked, asked.param("format"));
}

Desk::Wish wish_of(const Inquiry& asked, const Json& object) {
  Desk::Wish wish;
  wish.kind = text_of(object, "kind");
  wish.who = asked.visit.tokens ? asked.visit.person.name : text_of(object, "who");
  wish.text = text_of(object, "text");
  wish.other = text_of(object, "other");
  wish.name = text_of(object, "name");
  wish.article = text_of(object, "article");
  wish.group = asked.param("group");
  wish.revision = asked.if_match;
  if (wish.revision.starts_with("W/")) wish.revision.erase(0, 2);
  if (wish.revision.size() >= 2 && wish.revision.front() == '"' && wish.revision.back() == '"')
    wish.revision = wish.revision.substr(1, wish.revision.size() - 2);
  if (object.contains("fields") && object["fields"].is_object()) {
    for (const auto& [name, value] : object["fields"].items()) {
      if (value.is_string()) wish.fields.emplace_back(name, value.get<std::string>());
    }
  }
  return wish;
}

Answer kept(const std::string& revision) {
  Answer out = json_answer(dumped(Json{{"schema", 1}, {"kept", true}, {"revision", text_or_null(revision)}}));
  out.status = 201;
  return out;
}

}  // namespace

Answer draft_answer(const Desk& desk, const Inquiry& asked, const DraftDetails& d, const std::string& format) {
  if (format == "csv") return csv_answer(std::string(kByteOrderMark) + draft_csv(d.figures), "draft");
  if (format == "citation") {
    std::string out;
    for (const DraftFigure& f : d.figures) {
      out += fmt::format("“{}”\n  figure    {}\n  verdict   {}: {}\n\n", neutral(f.claim.sentence), neutral(f.claim.text), to_string(f.verdict),
                         neutral(f.reason));
      for (const Witness& w : f.witnesses) {
        auto cited = cite_fact(*asked.store, fact_id(w.claim));
        if (!cited) return problem_of(cited.error());
        if (*cited) out += fmt::format("{}:\n{}\n", to_string(w.verdict), citation_text(**cited, neutral));
      }
    }
    return text_answer(std::move(out));
  }
  std::string line;
  append_article_json(line, d.document, d.result, desk.by());
  if (line.ends_with('\n')) line.pop_back();
  std::vector<std::string> figures;
  for (const DraftFigure& f : d.figures) figures.push_back(draft_figure_json(f, desk.by()));
  return json_answer(fmt::format("{{\"schema\":1,\"contradicted\":{},\"figures\":[{}],\"read\":{}}}",
                                 std::count_if(d.figures.begin(), d.figures.end(), is_contradicted), fmt::join(figures, ","), line));
}

Answer api_post(Desk& desk, const Inquiry& asked, const std::string& path) {
  Answer bad;
  const auto object = object_of(asked, bad);
  if (!object) return bad;
  if (path == "extract") return extract(desk, *object);
  if (path == "check") return check(desk, asked, *object);
  auto between = [&](std::string_view prefix, std::string_view suffix) {
    return path.starts_with(prefix) && path.ends_with(suffix) && path.size() > prefix.size() + suffix.size()
               ? path.substr(prefix.size(), path.size() - prefix.size() - suffix.size())
               : std::string();
  };
  Desk::Wish wish = wish_of(asked, *object);
  auto revision_of = [&](const std::string& id) {
    auto now = desk_group(*asked.store, id);
    return now && *now ? (*now)->revision : std::string();
  };
  if (const std::string id = between("groups/", "/decisions"); !id.empty()) {
    if (auto refused = desk.decide(asked, id, wish)) return *refused;
    return kept(revision_of(id));
  }
  if (const std::string id = between("facts/", "/corrections"); !id.empty()) {
    for (auto& [name, value] : wish.fields) {
      if (name == "subject" || name == "counterpart") value = desk.entity_id(asked, value);
    }
    if (auto refused = desk.correct(asked, id, wish)) return *refused;
    return kept(wish.group.empty() ? std::string() : revision_of(wish.group));
  }
  if (const std::string id = between("entities/", "/decisions"); !id.empty()) {
    if (auto refused = desk.decide_name(asked, id, wish)) return *refused;
    auto now = desk.entity_details(asked, id);
    return kept(now ? now->state.revision : std::string());
  }
  if (const std::string number = between("decisions/", "/undo"); !number.empty()) {
    if (auto refused = desk.undo(asked, number, wish)) return *refused;
    return kept("");
  }
  return missing("path");
}

}  // namespace mizan::tools

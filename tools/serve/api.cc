// The API under /api/v1, as openapi.json describes it. JSON objects are those of the output contract, with what the desk knows beside.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/explain.h"
#include "db/reconcile_json.h"
#include "pipeline/article_json.h"
#include "pipeline/utf8.h"
#include "tools/citation_rows.h"
#include "tools/csv.h"
#include "tools/draft_rows.h"
#include "tools/fact_rows.h"
#include "tools/serve/desk.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}
Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}
std::string plain(std::string_view text) {
  return neutral(text);
}

// A list with the cursor of the next page: {"schema": 1, NAME: [...], "next": ...}. `items` are JSON objects already.
std::string list_of(std::string_view name, const std::vector<std::string>& items, const std::string& next) {
  return fmt::format("{{\"schema\":1,\"{}\":[{}],\"next\":{}}}", name, fmt::join(items, ","), dumped(text_or_null(next)));
}

std::string group_object(const DeskGroup& g, const std::string& by) {
  std::string contract;
  append_group_json(contract, g.group, by);
  Json out = Json::parse(contract);
  out["weight"] = g.group.weight;
  out["story_title"] = text_or_null(g.story_title);
  out["day"] = text_or_null(g.day);
  out["current"] = g.current;
  out["decided"] = text_or_null(g.decided);
  out["decided_by"] = text_or_null(g.decided_by);
  out["revision"] = g.revision;
  return dumped(out);
}

Json decision_object(const DecisionRow& row) {
  return Json{{"number", row.number},
              {"at", row.at},
              {"who", row.who},
              {"kind", row.kind},
              {"target", row.target},
              {"quote", text_or_null(row.quote)},
              {"note", text_or_null(row.note)},
              {"fields", text_or_null(row.fields)}};
}

Answer failed(const Diagnostic& why) {
  return problem_of(why);
}
Answer missing(std::string_view what) {
  return problem(404, "not_found", fmt::format("there is no such {}", what));
}

Answer citations(const Inquiry& asked, const std::vector<DeskGroup>& groups) {
  std::string out;
  for (const DeskGroup& g : groups) {
    auto cited = cite_group(*asked.store, g.group.id);
    if (!cited) return failed(cited.error());
    if (*cited) out += group_citation_text(**cited, g.group.id, plain) + "\n";
  }
  return text_answer(std::move(out));
}

Answer fact_citations(const Inquiry& asked, const std::vector<StoredFact>& facts) {
  std::string out;
  for (const StoredFact& f : facts) {
    auto cited = cite_fact(*asked.store, fact_id(f.article_key, f.content_hash, f.fact.field, f.start, f.end));
    if (!cited) return failed(cited.error());
    if (*cited) out += citation_text(**cited, plain) + "\n";
  }
  return text_answer(std::move(out));
}

std::vector<std::string> fact_objects(const std::vector<StoredFact>& facts) {
  std::vector<std::string> out;
  for (const StoredFact& f : facts) out.push_back(fact_json(f));
  return out;
}

Answer groups(Desk& desk, const Inquiry& asked) {
  auto page = list_groups(*asked.store, desk.group_query(asked, false));
  if (!page) return failed(page.error());
  const std::string format = asked.param("format");
  if (format == "citation") return citations(asked, page->groups);
  if (format == "csv") {
    std::vector<Group> rows;
    for (DeskGroup& g : page->groups) rows.push_back(std::move(g.group));
    return csv_answer(std::string(kByteOrderMark) + groups_csv(rows), "groups");
  }
  std::vector<std::string> items;
  for (const DeskGroup& g : page->groups) items.push_back(group_object(g, desk.by()));
  return json_answer(list_of("groups", items, page->next));
}

Answer group(Desk& desk, const Inquiry& asked, const std::string& id) {
  auto details = desk.group_details(asked, id);
  if (!details) return failed(details.error());
  if (!*details) return missing("group");
  const GroupDetails& d = **details;
  const std::string format = asked.param("format");
  if (format == "citation") return citations(asked, {d.group});
  if (format == "csv") return csv_answer(std::string(kByteOrderMark) + groups_csv({d.group.group}), "group-" + d.group.group.id);
  Json out = Json::parse(group_object(d.group, desk.by()));
  out["asked"] = id;
  out["history"] = Json::array();
  for (const PastVerdict& past : d.verdicts) {
    out["history"].push_back(Json{{"verdict", past.verdict},
                                  {"reason", past.reason},
                                  {"confidence", past.confidence_percent / 100.0},
                                  {"sources", past.sources},
                                  {"from", past.from},
                                  {"to", past.to},
                                  {"current", past.current}});
  }
  out["decisions"] = Json::array();
  for (const DecisionRow& row : d.decisions) out["decisions"].push_back(decision_object(row));
  Answer answer = json_answer(dumped(out));
  answer.etag = fmt::format("\"{}\"", d.group.revision);
  return answer;
}

Answer facts(Desk& desk, const Inquiry& asked) {
  FactQuery query;
  query.subject = desk.entity_id(asked.param("subject"));
  query.metric = asked.param("metric");
  query.period = asked.param("period");
  query.status = asked.param("status");
  query.article = asked.param("article", 2000);
  query.cursor = asked.param("cursor");
  query.limit = asked.count("limit", 50, 1000);
  auto page = list_facts(*asked.store, query);
  if (!page) return failed(page.error());
  const std::string format = asked.param("format");
  if (format == "csv") return csv_answer(std::string(kByteOrderMark) + facts_csv(page->facts), "facts");
  if (format == "citation") return fact_citations(asked, page->facts);
  return json_answer(list_of("facts", fact_objects(page->facts), page->next));
}

Answer fact(const Inquiry& asked, const std::string& id) {
  auto cited = cite_fact(*asked.store, id);
  if (!cited) return failed(cited.error());
  if (!*cited) return missing("fact");
  if (asked.param("format") == "citation") return text_answer(citation_text(**cited, plain));
  Answer answer = json_answer(citation_json(**cited));
  answer.etag = fmt::format("\"{}-{}\"", (*cited)->content_hash.substr(0, 12), last_decision_on(*asked.store, **cited));
  return answer;
}

Answer entity(Desk& desk, const Inquiry& asked, const std::string& words) {
  const std::string id = desk.entity_id(words);
  auto details = desk.entity_details(asked, id);
  if (!details) return failed(details.error());
  const EntityDetails& d = *details;
  if (d.facts.empty() && d.groups.empty() && d.articles.hits.empty() && d.aliases.empty()) return missing("name");
  const std::string format = asked.param("format");
  if (format == "csv") return csv_answer(std::string(kByteOrderMark) + facts_csv(d.facts), "entity");
  if (format == "citation") {
    std::vector<StoredFact> some(d.facts.begin(), d.facts.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(d.facts.size(), 50)));
    return fact_citations(asked, some);
  }
  std::vector<std::string> items;
  for (const DeskGroup& g : d.groups) items.push_back(group_object(g, desk.by()));
  Json articles = Json::array();
  for (const SearchHit& hit : d.articles.hits)
    articles.push_back(Json{{"article", hit.key},
                            {"id", hit.id},
                            {"source", text_or_null(hit.source)},
                            {"published", text_or_null(hit.published)},
                            {"title", text_or_null(hit.title)}});
  return json_answer(fmt::format(
      "{{\"schema\":1,\"id\":{},\"name\":{},\"class\":{},\"aliases\":{},\"written\":{},\"facts\":[{}],\"groups\":[{}],\"articles\":{},\"next\":{}}}",
      dumped(id), dumped(text_or_null(d.name)), dumped(text_or_null(d.cls)), dumped(d.aliases), dumped(d.written), fmt::join(fact_objects(d.facts), ","),
      fmt::join(items, ","), dumped(articles), dumped(text_or_null(d.next_facts))));
}

Answer articles(const Inquiry& asked) {
  auto page = list_articles(*asked.store, asked.param("cursor"), asked.count("limit", 50, 1000));
  if (!page) return failed(page.error());
  if (asked.param("format") == "csv") {
    std::string out(kByteOrderMark);
    csv_row(out, {"article", "id", "source", "published", "title", "state", "lang", "facts"});
    for (const ArticleRow& a : page->articles)
      csv_row(out, {csv_text(a.key), csv_text(a.id), csv_text(a.source), csv_text(a.published), csv_text(a.title), a.state, a.lang, std::to_string(a.facts)});
    return csv_answer(std::move(out), "articles");
  }
  std::vector<std::string> items;
  for (const ArticleRow& a : page->articles) {
    items.push_back(dumped(Json{{"article", a.key},
                                {"id", a.id},
                                {"source", text_or_null(a.source)},
                                {"published", text_or_null(a.published)},
                                {"title", text_or_null(a.title)},
                                {"state", a.state},
                                {"lang", text_or_null(a.lang)},
                                {"facts", a.facts}}));
  }
  return json_answer(list_of("articles", items, page->next));
}

Answer article(Desk& desk, const Inquiry& asked, const std::string& key) {
  auto details = desk.article_details(asked, key);
  if (!details) return failed(details.error());
  if (!*details) return missing("article");
  const StoredArticle& a = (*details)->article;
  const std::string format = asked.param("format");
  if (format == "csv") return csv_answer(std::string(kByteOrderMark) + facts_csv(a.facts), "article");
  if (format == "citation") return fact_citations(asked, a.facts);
  // What extract says of it, from what is stored.
  ArticleResult result;
  result.lang = a.lang;
  for (const StoredMention& m : a.mentions) {
    result.mentions.push_back(m.mention);
    result.mentions.back().rule = m.rule.c_str();
  }
  for (const StoredFact& f : a.facts) {
    result.facts.push_back(f.fact);
    result.facts.back().rule = f.rule.c_str();
  }
  std::string line;
  append_article_json(line, a.document, result, desk.by());
  Json out = Json::parse(line);
  out["article"] = a.key;
  out["source"] = text_or_null(a.document.source);
  out["published"] = text_or_null(a.document.published);
  out["title"] = text_or_null(a.document.title);
  out["text"] = a.document.text;
  out["url"] = text_or_null(a.document.url);
  out["state"] = a.document.state.empty() ? "live" : a.document.state;
  out["version"] = a.version_number;
  out["versions"] = a.versions;
  out["content_hash"] = (*details)->content_hash;
  out["verdicts"] = Json::array();
  for (const FactVerdict& v : (*details)->verdicts)
    out["verdicts"].push_back(Json{{"fact", v.sequence}, {"group", v.group}, {"verdict", to_string(v.verdict)}});
  return json_answer(dumped(out));
}

Answer search(Desk& desk, const Inquiry& asked) {
  auto details = desk.search(asked);
  if (!details) return failed(details.error());
  const SearchDetails& d = *details;
  const std::string next = d.articles.more ? std::to_string(d.articles.hits.back().version) : std::string();
  if (asked.param("format") == "csv") {
    std::vector<StoredFact> all;
    for (const auto& some : d.facts) all.insert(all.end(), some.begin(), some.end());
    return csv_answer(std::string(kByteOrderMark) + facts_csv(all), "search");
  }
  std::vector<std::string> items;
  for (std::size_t i = 0; i < d.articles.hits.size(); ++i) {
    const SearchHit& hit = d.articles.hits[i];
    Json item{{"article", hit.key},
              {"id", hit.id},
              {"source", text_or_null(hit.source)},
              {"published", text_or_null(hit.published)},
              {"title", text_or_null(hit.title)},
              {"snippet", hit.snippet.text}};
    std::string text = dumped(item);
    text.pop_back();
    items.push_back(fmt::format("{},\"facts\":[{}]}}", text, fmt::join(fact_objects(d.facts[i]), ",")));
  }
  Json names = Json::array();
  for (const EntityRow& row : d.names) names.push_back(Json{{"id", row.id}, {"name", text_or_null(row.name)}, {"facts", row.facts}});
  return json_answer(fmt::format("{{\"schema\":1,\"names\":{},\"articles\":[{}],\"incomplete\":{},\"next\":{}}}", dumped(names), fmt::join(items, ","),
                                 d.articles.incomplete, dumped(text_or_null(next))));
}

Answer runs(const Inquiry& asked) {
  auto rows = list_runs(*asked.store, asked.count("limit", 100, 1000));
  if (!rows) return failed(rows.error());
  if (asked.param("format") == "csv") {
    std::string out(kByteOrderMark);
    csv_row(out, {"run", "command", "program", "lexicon", "started", "ended", "articles", "added", "versions", "unchanged", "copies", "mentions", "facts"});
    for (const RunRow& r : *rows) {
      csv_row(out, {std::to_string(r.run), r.command, csv_text(r.program), r.lexicon, r.started, r.ended, std::to_string(r.articles), std::to_string(r.added),
                    std::to_string(r.versions), std::to_string(r.unchanged), std::to_string(r.copies), std::to_string(r.mentions), std::to_string(r.facts)});
    }
    return csv_answer(std::move(out), "runs");
  }
  std::vector<std::string> items;
  for (const RunRow& r : *rows) {
    items.push_back(dumped(Json{{"run", r.run},
                                {"command", r.command},
                                {"program", text_or_null(r.program)},
                                {"lexicon", text_or_null(r.lexicon)},
                                {"started", r.started},
                                {"ended", text_or_null(r.ended)},
                                {"articles", r.articles},
                                {"added", r.added},
                                {"versions", r.versions},
                                {"unchanged", r.unchanged},
                                {"copies", r.copies},
                                {"mentions", r.mentions},
                                {"facts", r.facts}}));
  }
  return json_answer(list_of("runs", items, ""));
}

Answer decisions(const Inquiry& asked) {
  const std::size_t limit = asked.count("limit", 100, 1000);
  auto rows = list_decisions(*asked.store, static_cast<std::int64_t>(asked.count("cursor", 0, SIZE_MAX / 2)), limit + 1);
  if (!rows) return failed(rows.error());
  std::string next;
  if (rows->size() > limit) {
    rows->resize(limit);
    next = std::to_string(rows->back().number);
  }
  if (asked.param("format") == "csv") {
    std::string out(kByteOrderMark);
    csv_row(out, {"number", "at", "who", "kind", "target", "quote", "note", "fields"});
    for (const DecisionRow& r : *rows)
      csv_row(out, {std::to_string(r.number), r.at, csv_text(r.who), r.kind, csv_text(r.target), csv_text(r.quote), csv_text(r.note), csv_text(r.fields)});
    return csv_answer(std::move(out), "decisions");
  }
  std::vector<std::string> items;
  for (const DecisionRow& r : *rows) items.push_back(dumped(decision_object(r)));
  return json_answer(list_of("decisions", items, next));
}

Answer status(const Inquiry& asked) {
  auto counts = count_verdicts(*asked.store);
  if (!counts) return failed(counts.error());
  Json verdicts = Json::object();
  std::uint64_t open = 0;
  for (const VerdictCount& c : *counts) {
    verdicts[to_string(c.verdict)] = c.all;
    open += c.open;
  }
  return json_answer(dumped(Json{{"schema", 1},
                                 {"program", "mizan " MIZAN_VERSION},
                                 {"changes", asked.visit.changes},
                                 {"newest", text_or_null(asked.visit.newest)},
                                 {"verdicts", verdicts},
                                 {"undecided", open},
                                 {"person", text_or_null(asked.visit.person.name)},
                                 {"role", to_string(asked.visit.person.role)},
                                 {"may_review", asked.visit.may_review},
                                 {"may_edit", asked.visit.may_edit}}));
}

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
  if (!*checked) return failed(checked->error());
  const DraftDetails& d = **checked;
  if (!d.problem.empty()) return problem(413, "request.text", "the text is too long: 200,000 bytes at most");
  std::string line;
  append_article_json(line, d.document, d.result, desk.by());
  if (line.ends_with('\n')) line.pop_back();
  std::vector<std::string> figures;
  for (const DraftFigure& f : d.figures) figures.push_back(draft_figure_json(f, desk.by()));
  return json_answer(fmt::format("{{\"schema\":1,\"contradicted\":{},\"figures\":[{}],\"read\":{}}}",
                                 std::count_if(d.figures.begin(), d.figures.end(), is_contradicted), fmt::join(figures, ","), line));
}

Desk::Wish wish_of(const Inquiry& asked, const Json& object) {
  Desk::Wish wish;
  wish.kind = text_of(object, "kind");
  wish.who = asked.visit.tokens ? asked.visit.person.name : text_of(object, "who");
  wish.text = text_of(object, "text");
  wish.other = text_of(object, "other");
  wish.name = text_of(object, "name");
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

Answer kept(const Inquiry& asked, const std::string& revision) {
  Answer out = json_answer(dumped(Json{{"schema", 1}, {"kept", true}, {"revision", text_or_null(revision)}}));
  out.status = 201;
  (void)asked;
  return out;
}

Answer post(Desk& desk, const Inquiry& asked, const std::string& path) {
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
    return kept(asked, revision_of(id));
  }
  if (const std::string id = between("facts/", "/corrections"); !id.empty()) {
    for (auto& [name, value] : wish.fields) {
      if (name == "subject" || name == "counterpart") value = desk.entity_id(value);
    }
    if (auto refused = desk.correct(asked, id, wish)) return *refused;
    return kept(asked, wish.group.empty() ? std::string() : revision_of(wish.group));
  }
  if (const std::string id = between("entities/", "/decisions"); !id.empty()) {
    if (auto refused = desk.decide_name(asked, id, wish)) return *refused;
    return kept(asked, "");
  }
  return missing("path");
}

}  // namespace

Answer api(Desk& desk, const Inquiry& asked) {
  constexpr std::string_view kRoot = "/api/v1/";
  if (!asked.path.starts_with(kRoot)) return missing("path");
  const std::string path = asked.path.substr(kRoot.size());
  if (asked.method == "POST") return post(desk, asked, path);
  if (path == "openapi.json") {
    const EmbeddedFile* file = embedded_file("openapi.json");
    return file != nullptr ? json_answer(std::string(file->bytes)) : missing("file");
  }
  if (path == "status") return status(asked);
  if (path == "groups") return groups(desk, asked);
  if (path == "facts") return facts(desk, asked);
  if (path == "articles") return articles(asked);
  if (path == "search") return search(desk, asked);
  if (path == "runs") return runs(asked);
  if (path == "decisions") return decisions(asked);
  if (path.starts_with("groups/") && path.ends_with("/explanation")) {
    auto text = explain_group(*asked.store, path.substr(7, path.size() - 19));
    if (!text) return failed(text.error());
    return *text ? text_answer(std::move(**text)) : missing("group");
  }
  if (path.starts_with("groups/")) return group(desk, asked, path.substr(7));
  if (path.starts_with("facts/")) return fact(asked, path.substr(6));
  if (path.starts_with("entities/")) return entity(desk, asked, path.substr(9));
  if (path.starts_with("articles/")) return article(desk, asked, path.substr(9));
  return missing("path");
}

}  // namespace mizan::tools

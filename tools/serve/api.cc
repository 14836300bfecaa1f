// The API under /api/v1, as openapi.json describes it. JSON objects are those of the output contract, with what the desk knows beside.
#include <fmt/format.h>

#include <algorithm>

#include "db/describe.h"
#include "db/explain.h"
#include "db/reconcile_json.h"
#include "pipeline/article_json.h"
#include "tools/citation_rows.h"
#include "tools/csv.h"
#include "tools/decision_rows.h"
#include "tools/explain_text.h"
#include "tools/fact_rows.h"
#include "tools/rejections.h"
#include "tools/serve/api_parts.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

// A list with the cursor of the next page: {"schema": 1, NAME: [...], "next": ...}. `items` are JSON objects already.
std::string list_of(std::string_view name, const std::vector<std::string>& items, const std::string& next) {
  return fmt::format("{{\"schema\":1,\"{}\":[{}],\"next\":{}}}", name, fmt::join(items, ","), dumped(text_or_null(next)));
}

std::string group_object(const DeskGroup& g, const std::string& by) {
  std::string contract;
  append_group_json(contract, g.group, by);
  Json out = Json::parse(contract);
  out["weight"] = g.group.weight;
  out["claims_total"] = g.claims_total;
  out["story_title"] = text_or_null(g.story_title);
  out["day"] = text_or_null(g.day);
  out["current"] = g.current;
  out["decided"] = text_or_null(g.decided);
  out["decided_by"] = text_or_null(g.decided_by);
  out["revision"] = g.revision;
  return dumped(out);
}

Answer citations(const Inquiry& asked, const std::vector<DeskGroup>& groups) {
  std::string out;
  for (const DeskGroup& g : groups) {
    auto cited = cite_group(*asked.store, g.group.id);
    if (!cited) return problem_of(cited.error());
    if (*cited) out += group_citation_text(**cited, g.group.id, neutral) + "\n";
  }
  return text_answer(std::move(out));
}

Answer fact_citations(const Inquiry& asked, const std::vector<StoredFact>& facts) {
  std::string out;
  for (const StoredFact& f : facts) {
    auto cited = cite_fact(*asked.store, fact_id(f.article_key, f.content_hash, f.fact.field, f.start, f.end));
    if (!cited) return problem_of(cited.error());
    if (*cited) out += citation_text(**cited, neutral) + "\n";
  }
  return text_answer(std::move(out));
}

std::vector<std::string> fact_objects(const std::vector<StoredFact>& facts) {
  std::vector<std::string> out;
  for (const StoredFact& f : facts) out.push_back(fact_json(f));
  return out;
}

Answer groups(Desk& desk, const Inquiry& asked) {
  const std::string format = asked.param("format");
  GroupQuery query = desk.group_query(asked, false);
  if (!format.empty()) query.claims = SIZE_MAX;  // what is exported is whole
  auto page = list_groups(*asked.store, query);
  if (!page) return problem_of(page.error());
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
  if (!details) return problem_of(details.error());
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
  for (const DecisionRow& row : d.decisions) out["decisions"].push_back(decision_json(row));
  Answer answer = json_answer(dumped(out));
  answer.etag = fmt::format("\"{}\"", d.group.revision);
  return answer;
}

Answer facts(Desk& desk, const Inquiry& asked) {
  FactQuery query;
  const auto linked = desk.links(*asked.store);
  query.links = linked.get();
  desk.set_subject(asked, query, asked.param("subject"));
  query.metric = asked.param("metric");
  query.period = asked.param("period");
  query.status = asked.param("status");
  query.article = asked.param("article", 2000);
  query.cursor = asked.param("cursor");
  query.limit = asked.count("limit", 50, 1000);
  auto page = list_facts(*asked.store, query);
  if (!page) return problem_of(page.error());
  const std::string format = asked.param("format");
  if (format == "csv") return csv_answer(std::string(kByteOrderMark) + facts_csv(page->facts), "facts");
  if (format == "citation") return fact_citations(asked, page->facts);
  return json_answer(list_of("facts", fact_objects(page->facts), page->next));
}

Answer fact(const Inquiry& asked, const std::string& id) {
  auto cited = cite_fact(*asked.store, id);
  if (!cited) return problem_of(cited.error());
  if (!*cited) return missing("fact");
  if (asked.param("format") == "citation") return text_answer(citation_text(**cited, neutral));
  Answer answer = json_answer(citation_json(**cited));
  answer.etag = fmt::format("\"{}-{}\"", (*cited)->content_hash.substr(0, 12), last_decision_on(*asked.store, **cited));
  return answer;
}

Answer entity(Desk& desk, const Inquiry& asked, const std::string& words) {
  const std::string id = desk.entity_id(asked, words);
  auto details = desk.entity_details(asked, id);
  if (!details) return problem_of(details.error());
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
  Json members = Json::array(), decided = Json::array();
  for (const NameMember& member : d.state.members)
    members.push_back(
        Json{{"id", member.id}, {"name", member.name}, {"confidence", member.confidence_percent / 100.0}, {"reason", text_or_null(member.reason)}});
  for (const DecisionRow& row : d.decisions) decided.push_back(decision_json(row));
  Json articles = Json::array();
  for (const SearchHit& hit : d.articles.hits)
    articles.push_back(Json{{"article", hit.key},
                            {"id", hit.id},
                            {"source", text_or_null(hit.source)},
                            {"published", text_or_null(hit.published)},
                            {"title", text_or_null(hit.title)}});
  return json_answer(
      fmt::format("{{\"schema\":1,\"id\":{},\"name\":{},\"class\":{},\"asked\":{},\"revision\":{},\"members\":{},\"decisions\":{},\"aliases\":{},\"written\":{}"
                  ",\"facts\":[{}],\"groups\":[{}],\"articles\":{},\"next\":{}}}",
                  dumped(id), dumped(text_or_null(d.name)), dumped(text_or_null(d.cls)), dumped(d.asked), dumped(d.state.revision), dumped(members),
                  dumped(decided), dumped(d.aliases), dumped(d.written), fmt::join(fact_objects(d.facts), ","), fmt::join(items, ","), dumped(articles),
                  dumped(text_or_null(d.next_facts))));
}

Answer articles(const Inquiry& asked) {
  auto page = list_articles(*asked.store, asked.param("cursor"), asked.count("limit", 50, 1000));
  if (!page) return problem_of(page.error());
  const std::string format = asked.param("format");
  if (format == "citation") {
    std::string out;
    for (const ArticleRow& a : page->articles) {
      auto stored = asked.store->article(a.key);
      if (!stored) return problem_of(stored.error());
      if (*stored) out += article_citation_text(**stored, content_hash_of(*asked.store, (*stored)->version), neutral) + "\n";
    }
    return text_answer(std::move(out));
  }
  if (format == "csv") {
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
  if (!details) return problem_of(details.error());
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
  if (!details) return problem_of(details.error());
  const SearchDetails& d = *details;
  const std::string next = d.articles.more ? std::to_string(d.articles.hits.back().version) : std::string();
  const std::string format = asked.param("format");
  if (format == "csv") {
    // An article a row; with figures that fit, a row a figure.
    std::string out(kByteOrderMark);
    csv_row(out, {"article", "id", "source", "published", "title", "snippet", "fact", "subject", "metric", "value", "quote", "sentence"});
    const Markup words(Language::kEnglish, Digits::kLatin, &desk.lexicons());
    for (std::size_t i = 0; i < d.articles.hits.size(); ++i) {
      const SearchHit& hit = d.articles.hits[i];
      const std::string article[] = {csv_text(hit.key),       csv_text(hit.id),    csv_text(hit.source),
                                     csv_text(hit.published), csv_text(hit.title), csv_text(hit.snippet.text)};
      for (const StoredFact& f : d.facts[i]) {
        const GroupClaim claim = claim_out(f);
        csv_row(out, {article[0], article[1], article[2], article[3], article[4], article[5], fact_id(claim), csv_text(f.fact.subject_name), f.fact.metric,
                      csv_text(words.plain_value(claim)), csv_text(f.text), csv_text(f.sentence)});
      }
      if (d.facts[i].empty()) csv_row(out, {article[0], article[1], article[2], article[3], article[4], article[5], "", "", "", "", "", ""});
    }
    return csv_answer(std::move(out), "search");
  }
  if (format == "citation") {
    // The figures that fit; of an article without one, its passage.
    std::string out;
    for (std::size_t i = 0; i < d.articles.hits.size(); ++i) {
      for (const StoredFact& f : d.facts[i]) {
        auto cited = cite_fact(*asked.store, fact_id(claim_out(f)));
        if (!cited) return problem_of(cited.error());
        if (*cited) out += citation_text(**cited, neutral) + "\n";
      }
      if (!d.facts[i].empty()) continue;
      auto stored = asked.store->article(d.articles.hits[i].key);
      if (!stored) return problem_of(stored.error());
      if (*stored) out += article_citation_text(**stored, content_hash_of(*asked.store, (*stored)->version), neutral, d.articles.hits[i].snippet.text) + "\n";
    }
    return text_answer(std::move(out));
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

Json run_object(const RunRow& r) {
  return Json{{"run", r.run},
              {"command", r.command},
              {"program", text_or_null(r.program)},
              {"lexicon", text_or_null(r.lexicon)},
              {"options", text_or_null(r.options)},
              {"started", r.started},
              {"ended", text_or_null(r.ended)},
              {"articles", r.articles},
              {"added", r.added},
              {"versions", r.versions},
              {"unchanged", r.unchanged},
              {"copies", r.copies},
              {"rejected", r.rejected},
              {"mentions", r.mentions},
              {"facts", r.facts}};
}

// With what, when and from how much the database came to be: what a method section says.
std::string run_citation(const RunRow& r) {
  std::string out = fmt::format("run {}: {}{}\n", r.run, r.command, r.options.empty() ? "" : " " + neutral(r.options));
  out += fmt::format("  program   {}{}\n", r.program.empty() ? "not kept" : neutral(r.program), r.lexicon.empty() ? "" : ", lexicon " + neutral(r.lexicon));
  out += fmt::format("  time      {} to {}\n", r.started, r.ended.empty() ? "(not ended)" : r.ended);
  out += fmt::format("  articles  {} read, {} new, {} new versions, {} unchanged, {} copies, {} rejected\n", r.articles, r.added, r.versions, r.unchanged,
                     r.copies, r.rejected);
  return out + fmt::format("  found     {} mentions, {} facts\n", r.mentions, r.facts);
}

Answer runs(const Inquiry& asked) {
  const std::size_t limit = asked.count("limit", 100, 1000);
  auto rows = list_runs(*asked.store, static_cast<std::int64_t>(asked.count("cursor", 0, INT64_MAX)), limit + 1);
  if (!rows) return problem_of(rows.error());
  const std::string next = cut_page(*rows, limit, [](const RunRow& r) { return r.run; });
  const std::string format = asked.param("format");
  std::string out;
  if (format == "csv") {
    out = kByteOrderMark;
    csv_row(out, {"run", "command", "program", "lexicon", "options", "started", "ended", "articles", "added", "versions", "unchanged", "copies", "rejected",
                  "mentions", "facts"});
    for (const RunRow& r : *rows) {
      csv_row(out, {std::to_string(r.run), csv_text(r.command), csv_text(r.program), csv_text(r.lexicon), csv_text(r.options), r.started, r.ended,
                    std::to_string(r.articles), std::to_string(r.added), std::to_string(r.versions), std::to_string(r.unchanged), std::to_string(r.copies),
                    std::to_string(r.rejected), std::to_string(r.mentions), std::to_string(r.facts)});
    }
    return csv_answer(std::move(out), "runs");
  }
  if (format == "citation") {
    for (const RunRow& r : *rows) out += run_citation(r) + "\n";
    return text_answer(std::move(out));
  }
  std::vector<std::string> items;
  for (const RunRow& r : *rows) items.push_back(dumped(run_object(r)));
  return json_answer(list_of("runs", items, next));
}

// One run with what it left out.
Answer run(Desk& desk, const Inquiry& asked, const std::string& id) {
  auto details = desk.run_details(asked, id);
  if (!details) return problem_of(details.error());
  if (!*details) return missing("run");
  const RunDetails& d = **details;
  const std::string format = asked.param("format");
  if (format == "csv") {
    std::string out(kByteOrderMark);
    csv_row(out, {"id", "code", "message", "remedy", "file", "line", "byte"});
    for (const Rejection& r : d.rejections)
      csv_row(out, {csv_text(r.id), r.why.code, csv_text(r.why.message), csv_text(r.why.remedy), csv_text(r.why.file), std::to_string(r.why.line),
                    std::to_string(r.why.byte_offset)});
    return csv_answer(std::move(out), "run-" + std::to_string(d.run.run));
  }
  if (format == "citation") {
    std::string out = run_citation(d.run);
    for (const Rejection& r : d.rejections)
      out += fmt::format("  rejected  {} ({}:{}, {})\n", neutral(r.why.message), neutral(r.why.file), r.why.line, r.why.code);
    return text_answer(std::move(out));
  }
  Json out = run_object(d.run);
  out["schema"] = 1;
  out["rejections"] = Json::array();
  for (const Rejection& r : d.rejections) out["rejections"].push_back(Json::parse(rejection_json(r)));
  out["next"] = text_or_null(d.next);
  return json_answer(dumped(out));
}

Answer decisions(const Inquiry& asked) {
  const std::size_t limit = asked.count("limit", 100, 1000);
  auto rows = list_decisions(*asked.store, static_cast<std::int64_t>(asked.count("cursor", 0, INT64_MAX)), limit + 1);
  if (!rows) return problem_of(rows.error());
  const std::string next = cut_page(*rows, limit, [](const DecisionRow& row) { return row.number; });
  const std::string format = asked.param("format");
  if (format == "csv") {
    std::string out(kByteOrderMark);
    csv_row(out, {"number", "at", "who", "kind", "target", "quote", "note", "fields"});
    for (const DecisionRow& r : *rows)
      csv_row(out, {std::to_string(r.number), r.at, csv_text(r.who), r.kind, csv_text(r.target), csv_text(r.quote), csv_text(r.note), csv_text(r.fields)});
    return csv_answer(std::move(out), "decisions");
  }
  if (format == "citation") {
    std::string out;
    for (const DecisionRow& r : *rows) {
      out += fmt::format("decision {}: {} by {}, {}\n  on        {}\n", r.number, r.kind, r.who.empty() ? "somebody" : neutral(r.who), r.at, neutral(r.target));
      for (const auto& [label, text] : {std::pair("quote", &r.quote), std::pair("fields", &r.fields), std::pair("note", &r.note)}) {
        if (!text->empty()) out += fmt::format("  {:<9} {}\n", label, neutral(*text));
      }
      out += "\n";
    }
    return text_answer(std::move(out));
  }
  std::vector<std::string> items;
  for (const DecisionRow& r : *rows) items.push_back(dumped(decision_json(r)));
  return json_answer(list_of("decisions", items, next));
}

Answer status(const Inquiry& asked) {
  auto counts = count_verdicts(*asked.store);
  if (!counts) return problem_of(counts.error());
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

// What is asked for wrongly is refused: a misspelt filter must not show everything as if it were filtered. A cursor that is none counts as none.
std::optional<Answer> wrong_parameter(const Inquiry& asked) {
  struct Choice {
    std::string_view name, values;  // between blanks; empty: any
  };
  constexpr Choice kParameters[] = {{"verdict", " conflict disputed corrected partial update incomparable rounding agree single "},
                                    {"state", " open done all "},
                                    {"status", " actual planned projected target denied "},
                                    {"format", " json csv citation "},
                                    {"lang", " ar en "},
                                    {"q", ""},
                                    {"subject", ""},
                                    {"metric", ""},
                                    {"period", ""},
                                    {"article", ""},
                                    {"story", ""},
                                    {"group", ""},
                                    {"cursor", ""},
                                    {"since", ""},
                                    {"limit", ""}};
  for (const auto& [name, value] : asked.params) {
    if (name.empty() || value.empty()) continue;
    const auto* known =
        std::find_if(std::begin(kParameters), std::end(kParameters), [&parameter = name](const Choice& choice) { return choice.name == parameter; });
    if (known == std::end(kParameters)) return problem(400, "request.parameter", fmt::format("there is no parameter \"{}\"", neutral(name)));
    const bool fits = name == "since"         ? is_day(value)
                      : name == "limit"       ? asked.count("limit", 0, SIZE_MAX) > 0
                      : known->values.empty() ? true
                                              : value.find(' ') == std::string::npos && known->values.find(" " + value + " ") != std::string_view::npos;
    if (fits) continue;
    return problem(400, "request.parameter",
                   fmt::format("{}: \"{}\" is none of:{}", name, neutral(value),
                               name == "since"   ? " a day, as 2026-03-10"
                               : name == "limit" ? " a whole number from 1"
                                                 : known->values.substr(0, known->values.size() - 1)));
  }
  return std::nullopt;
}

}  // namespace

Answer api(Desk& desk, const Inquiry& asked) {
  constexpr std::string_view kRoot = "/api/v1/";
  if (!asked.path.starts_with(kRoot)) return missing("path");
  const std::string path = asked.path.substr(kRoot.size());
  if (auto wrong = wrong_parameter(asked)) return *wrong;
  if (asked.method == "POST") return api_post(desk, asked, path);
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
  if (path.starts_with("runs/")) return run(desk, asked, path.substr(5));
  if (path == "decisions") return decisions(asked);
  if (path.starts_with("groups/") && path.ends_with("/explanation")) {
    auto found = explain_group(*asked.store, path.substr(7, path.size() - 19), *desk.links(*asked.store));
    if (!found) return problem_of(found.error());
    if (!*found) return missing("group");
    const std::string lang = asked.param("lang");
    const Language language = lang == "ar" ? Language::kArabic : lang == "en" ? Language::kEnglish : asked.visit.m.language();
    return text_answer(explanation_text(**found, language, &desk.lexicons()));
  }
  if (path.starts_with("groups/")) return group(desk, asked, path.substr(7));
  if (path.starts_with("facts/")) return fact(asked, path.substr(6));
  if (path.starts_with("entities/")) return entity(desk, asked, path.substr(9));
  if (path.starts_with("articles/")) return article(desk, asked, path.substr(9));
  return missing("path");
}

}  // namespace mizan::tools

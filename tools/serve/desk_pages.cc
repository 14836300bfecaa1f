// Which page answers a path, and what forms do without a script.
#include <fmt/format.h>

#include <algorithm>

#include "db/hash.h"
#include "tools/serve/desk.h"

namespace mizan::tools {
namespace {

std::string rest_of(const std::string& path, std::string_view prefix) {
  return path.starts_with(prefix) ? path.substr(prefix.size()) : std::string();
}

}  // namespace

Answer Desk::settings(const Inquiry& asked) const {
  std::string back = asked.param("back", 2000);
  if (!is_local_path(back)) back = "/";
  Answer out = see_other(back);
  auto keep = [&](std::string_view name, std::initializer_list<std::string_view> values) {
    const std::string value = asked.param(std::string(name));
    if (std::find(values.begin(), values.end(), value) == values.end()) return;
    out.headers.emplace_back("Set-Cookie", fmt::format("{}={}; Path=/; Max-Age=31536000; SameSite=Lax", name, value));
  };
  keep("lang", {"ar", "en"});
  keep("digits", {"latin", "arabic"});
  keep("theme", {"auto", "light", "dark"});
  return out;
}

Answer Desk::asset(const std::string& name) const {
  const EmbeddedFile* file = embedded_file(name);
  if (file == nullptr) return problem(404, "not_found", "there is no such file");
  Answer out;
  out.type = std::string(file->type);
  out.body = std::string(file->bytes);
  out.immutable = true;
  return out;
}

Answer Desk::page_main(const Inquiry& asked, std::string& title, std::string& section) {
  const Visit& v = asked.visit;
  const std::string& path = asked.path;
  Answer out;
  auto failed = [&](const Diagnostic&) {
    out.status = 503;
    title = say("error", v.m.language());
    out.body = error_page(v, "error.db");
    return out;
  };
  auto missing = [&] {
    out.status = 404;
    title = say("error", v.m.language());
    out.body = error_page(v, "error.404");
    return out;
  };
  auto words = [&](std::string_view key) { return std::string(say(key, v.m.language())); };
  if (path == "/") {
    section = "today";
    title = words("today");
    const GroupQuery query = group_query(asked, true);
    auto page = list_groups(*asked.store, query);
    if (!page) return failed(page.error());
    auto counts = count_verdicts(*asked.store);
    if (!counts) return failed(counts.error());
    out.body = today_page(v, *page, *counts, query, asked.param("subject"));
    return out;
  }
  if (const std::string id = rest_of(path, "/groups/"); !id.empty()) {
    constexpr std::size_t kClaimsOnPage = 400;  // a reader's limit; exports have them all
    auto details = group_details(asked, id, kClaimsOnPage);
    if (!details) return failed(details.error());
    if (!*details) return missing();
    section = "today";
    title = plain_group_name((*details)->group, v.m);
    out.body = group_page(v, **details);
    return out;
  }
  if (const std::string id = rest_of(path, "/entities/"); !id.empty()) {
    auto details = entity_details(asked, id);
    if (!details) return failed(details.error());
    if (details->facts.empty() && details->groups.empty() && details->articles.hits.empty() && details->aliases.empty()) return missing();
    title = v.m.plain_name(details->id, details->name);
    out.body = entity_page(v, *details);
    return out;
  }
  if (path == "/articles") {
    section = "articles";
    title = words("articles");
    auto page = list_articles(*asked.store, asked.param("cursor"), asked.count("limit", 30, 200));
    if (!page) return failed(page.error());
    out.body = articles_page(v, *page);
    return out;
  }
  if (const std::string key = rest_of(path, "/articles/"); !key.empty()) {
    auto details = article_details(asked, key);
    if (!details) return failed(details.error());
    if (!*details) return missing();
    section = "articles";
    title = (*details)->article.document.title.empty() ? (*details)->article.document.id : (*details)->article.document.title;
    out.body = article_page(v, **details);
    return out;
  }
  if (path == "/facts") {
    section = "facts";
    title = words("facts");
    FactQuery query;
    const auto linked = links(*asked.store);
    query.links = linked.get();
    set_subject(asked, query, asked.param("subject"));
    query.metric = asked.param("metric");
    query.period = asked.param("period");
    query.status = asked.param("status");
    query.article = asked.param("article");
    query.cursor = asked.param("cursor");
    query.limit = asked.count("limit", 30, 200);
    auto page = list_facts(*asked.store, query);
    if (!page) return failed(page.error());
    out.body = facts_page(v, *page, query, asked.param("subject"));
    return out;
  }
  if (path == "/search") {
    title = words("search");
    auto details = search(asked);
    if (!details) return failed(details.error());
    out.body = search_page(v, *details);
    return out;
  }
  if (path == "/draft") {
    section = "draft";
    title = words("draft");
    out.body = draft_page(v, {});
    return out;
  }
  if (path == "/runs") {
    section = "runs";
    title = words("runs");
    const std::size_t limit = asked.count("limit", 50, 200);
    auto runs = list_runs(*asked.store, static_cast<std::int64_t>(asked.count("cursor", 0, INT64_MAX)), limit + 1);
    if (!runs) return failed(runs.error());
    const std::string next = cut_page(*runs, limit, [](const RunRow& run) { return run.run; });
    out.body = runs_page(v, *runs, next);
    return out;
  }
  if (const std::string id = rest_of(path, "/runs/"); !id.empty()) {
    auto details = run_details(asked, id);
    if (!details) return failed(details.error());
    if (!*details) return missing();
    section = "runs";
    title = words("run") + " " + id;
    out.body = run_page(v, **details);
    return out;
  }
  if (path == "/decisions") {
    section = "decisions";
    title = words("decisions");
    const std::size_t limit = asked.count("limit", 50, 200);
    auto rows = list_decisions(*asked.store, static_cast<std::int64_t>(asked.count("cursor", 0, INT64_MAX)), limit + 1);
    if (!rows) return failed(rows.error());
    const std::string next = cut_page(*rows, limit, [](const DecisionRow& row) { return row.number; });
    out.body = decisions_page(v, *rows, next);
    return out;
  }
  if (path == "/login" && v.tokens) {
    title = words("sign.in");
    out.body = login_page(v, false);
    return out;
  }
  return missing();
}

Assets desk_assets() {
  auto versioned = [](std::string_view name) {
    const EmbeddedFile* file = embedded_file(name);
    return file == nullptr ? std::string() : fmt::format("/assets/{}?v={:x}", name, hash64(file->bytes));
  };
  static const Assets kAssets{versioned("desk.css"), versioned("fonts.css"), versioned("start.js"), versioned("desk.js")};
  return kAssets;
}

Answer Desk::page(const Inquiry& asked) {
  std::string title, section;
  Answer out = page_main(asked, title, section);
  out.body = whole_page(asked.visit, desk_assets(), section, title, out.body);
  return out;
}

Answer Desk::form(const Inquiry& asked) {
  const Visit& v = asked.visit;
  const Params params = parse_form(asked.body);
  auto get = [&](const char* name) {
    const auto found = params.find(name);
    return found == params.end() ? std::string() : found->second;
  };
  auto framed = [&](Answer out, const std::string& main, std::string_view section) {
    out.type = "text/html; charset=utf-8";
    out.body = whole_page(v, desk_assets(), section, std::string(say(section, v.m.language())), main);
    return out;
  };
  if (asked.path == "/draft") {
    Document document;
    document.text = get("text");
    // A form sends line ends as CR LF; the text had them as LF.
    std::erase(document.text, '\r');
    document.title = get("title");
    document.published = get("published");
    document.place = get("place");
    for (char& c : document.place) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    auto checked = check_draft(asked, std::move(document));
    Answer out;
    if (!checked) {
      out.status = 503;
      out.headers.emplace_back("Retry-After", "1");
      return framed(out, error_page(v, "error.busy"), "draft");
    }
    if (!*checked) {
      out.status = 503;
      return framed(out, error_page(v, "error.db"), "draft");
    }
    if (const std::string format = get("format"); !format.empty() && (**checked).problem.empty()) return draft_answer(*this, asked, **checked, format);
    return framed(out, draft_page(v, **checked), "draft");
  }
  Wish wish{get("kind"), v.tokens ? v.person.name : get("who"), get("text"), get("revision"), {}, get("group"), get("other"), get("name"), get("article")};
  std::optional<Answer> refused;
  std::string back = "/";
  if (asked.path.starts_with("/groups/") && asked.path.ends_with("/decide")) {
    const std::string id = asked.path.substr(8, asked.path.size() - 15);
    refused = decide(asked, id, wish);
    back = "/groups/" + url_encoded(id);
  } else if (asked.path == "/facts/correct") {
    if (wish.kind == "correct") {
      for (const char* name : {"value", "low", "high", "unit", "metric", "period", "subject", "status"}) {
        // What was left as it was (was.NAME is not sent without a script) is corrected to the same: harmless.
        if (const std::string value = get(name); !value.empty())
          wish.fields.emplace_back(name, std::string_view(name) == "subject" ? entity_id(asked, value) : value);
      }
    }
    refused = correct(asked, get("fact"), wish);
    back = "/groups/" + url_encoded(wish.group);
  } else if (asked.path == "/entities/decide") {
    refused = decide_name(asked, get("entity"), wish);
    back = wish.group.empty() ? "/entities/" + url_encoded(get("entity")) : "/groups/" + url_encoded(wish.group);
  } else if (asked.path.starts_with("/decisions/") && asked.path.ends_with("/undo")) {
    refused = undo(asked, asked.path.substr(11, asked.path.size() - 16), wish);
    if (const std::string to = get("back"); is_local_path(to)) back = to;
  } else {
    Answer out;
    out.status = 404;
    return framed(out, error_page(v, "error.404"), "error");
  }
  if (!refused) return see_other(back);
  refused->etag.clear();
  const std::string_view key = refused->status == 412 ? "stale" : refused->status == 403 ? "error.403" : refused->status == 503 ? "error.busy" : "failed";
  return framed(*refused, error_page(v, key) + fmt::format("<p><a href=\"{}\">{}</a></p>", html_text(back), v.m.t("back")), "error");
}

}  // namespace mizan::tools

// Pages that show texts and names: article, entity, search, draft, and the lists of articles and facts.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "db/citation.h"
#include "db/describe.h"
#include "db/moment.h"
#include "tools/serve/pages.h"
#include "tools/serve/pages_parts.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

std::string title_or(const std::string& title, const std::string& id, const Markup& m) {
  return !title.empty() ? bdi(title) : !id.empty() ? bdi(id) : m.t("untitled");
}

// Below a heading of the second level.
std::string article_line(const SearchHit& hit, const Markup& m) {
  const std::string title = hit.title.empty() ? bdi(hit.id) : "<bdi>" + marked(hit.title_marked.text, hit.title_marked.marks) + "</bdi>";
  return fmt::format("<h3><a href=\"/articles/{}\">{}</a></h3><p class=\"small\">{}{}</p>", url_encoded(hit.key), title,
                     hit.source.empty() ? m.t("no.source") : bdi(hit.source), hit.published.empty() ? "" : " · " + m.day(hit.published));
}

// Only what a browser may be sent to.
bool is_web_link(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string day_of(const std::string& moment) {
  return moment.size() >= 10 ? moment.substr(0, 10) : moment;
}

}  // namespace

std::string entity_series(const EntityDetails& d, const Markup& m) {
  // By measure, noun and unit: what may stand on one axis.
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<const StoredFact*>> series;
  for (const StoredFact& f : d.facts) {
    if (!f.fact.amount.low || !f.fact.value.empty() || !moment_from(f.published)) continue;
    series[{f.fact.metric, f.fact.noun, f.fact.amount.unit}].push_back(&f);
  }
  nlohmann::json out = nlohmann::json::array();
  for (auto& [key, facts] : series) {
    if (facts.size() < 2) continue;
    std::stable_sort(facts.begin(), facts.end(),
                     [](const StoredFact* a, const StoredFact* b) { return moment_from(a->published)->second < moment_from(b->published)->second; });
    nlohmann::json points = nlohmann::json::array();
    for (const StoredFact* f : facts) {
      const GroupClaim c = claim_out(*f);
      const double low = f->fact.amount.low->to_double(), high = f->fact.amount.high ? f->fact.amount.high->to_double() : low;
      points.push_back(
          {static_cast<double>(moment_from(f->published)->second), (low + high) / 2, low, high, 0, m.plain_value(c), neutral(f->source), day_of(f->published)});
    }
    std::string label = metric_words(std::get<0>(key), std::get<1>(key), m.language());
    if (std::string unit = unit_words(std::get<2>(key), m.language()); !unit.empty()) label += " · " + unit;
    out.push_back({{"label", neutral(label)}, {"points", points}});
  }
  return out.empty() ? std::string() : out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string entity_page(const Visit& v, const EntityDetails& d) {
  const Markup& m = v.m;
  std::string out = heading(m.name(d.id, d.name), fmt::format("<p class=\"small\">{} · <code>{}</code></p>", m.t(d.cls.empty() ? "entity" : d.cls), bdi(d.id)));
  if (d.asked != d.id) out += fmt::format("<p class=\"notice\"><code>{}</code> {}</p>\n", bdi(d.asked), m.t("stands.for"));
  auto list = [&](std::string_view key, const std::vector<std::string>& names) {
    if (names.empty()) return;
    out += fmt::format("<p class=\"aliases\"><span>{}</span>", m.t(key));
    for (const std::string& name : names) out += " <bdi class=\"alias\">" + html_text(name) + "</bdi>";
    out += "</p>\n";
  };
  list("also.called", d.aliases);
  list("in.articles", d.written);
  if (!d.groups.empty()) {
    out += "<section><h2>" + m.t("its.groups") + "</h2>\n<div class=\"groups\" data-list>";
    for (const DeskGroup& group : d.groups) out += group_card(group, m, Linked::kYes);
    out += fmt::format("</div><p><a href=\"/?subject={}&amp;state=all\">{}</a></p></section>\n", url_encoded(d.id), m.t("all"));
  }
  const std::string series = entity_series(d, m);
  out += "<section><h2>" + m.t("metrics.over.time") + "</h2>\n";
  if (!series.empty()) out += fmt::format("<mizan-series><script type=\"application/json\">{}</script></mizan-series>\n", json_in_html(series));
  if (d.facts.empty()) out += nothing(m, "no.facts");
  std::map<std::string, std::vector<const StoredFact*>> by_metric;
  for (const StoredFact& f : d.facts) by_metric[f.fact.metric + "\n" + f.fact.noun].push_back(&f);
  for (const auto& [key, facts] : by_metric) {
    constexpr std::size_t kOpen = 8;
    const Fact& first = facts.front()->fact;
    out += fmt::format("<h3>{} <span class=\"count\">{}</span></h3>\n<ul class=\"facts\">", m.metric(first.metric, first.noun), m.number(facts.size()));
    for (std::size_t i = 0; i < facts.size() && i < kOpen; ++i) {
      const StoredFact& f = *facts[i];
      const GroupClaim c = claim_out(f);
      out += fmt::format(
          "<li data-item tabindex=\"-1\"><b class=\"value\">{}</b> {} <span class=\"who\">{}</span> <span class=\"when\">{}</span> <a "
          "href=\"/articles/{}#{}\">{}</a></li>",
          m.value(c), f.fact.period.empty() ? "" : m.period(f.fact.period), bdi(f.source.empty() ? f.document : f.source), m.day(f.published),
          url_encoded(f.article_key), html_text(fact_id(c)), m.t("article"));
    }
    out += "</ul>";
    if (facts.size() > kOpen)
      out += fmt::format("<p><a href=\"/facts?subject={}&amp;metric={}\">{}</a></p>\n", url_encoded(d.id), url_encoded(first.metric), m.t("all"));
  }
  out += "</section>\n<section><h2>" + m.t("its.articles") + "</h2>\n<ul class=\"hits\">";
  for (const SearchHit& hit : d.articles.hits) out += "<li>" + article_line(hit, m) + "</li>";
  out += "</ul></section>\n";
  std::vector<std::pair<std::string, std::string>> articles;
  for (const SearchHit& hit : d.articles.hits) articles.emplace_back(hit.key, hit.title.empty() ? hit.id : hit.title);
  out += name_controls(v, d.state, articles, {});
  if (!d.decisions.empty())
    out += "<section><h2>" + m.t("decisions") + "</h2>\n" + decision_table(d.decisions, v, false, "/entities/" + url_encoded(d.id)) + "</section>\n";
  return out + exports(m, "/api/v1/entities/" + url_encoded(d.id), "/entities/" + url_encoded(d.id));
}

std::string article_page(const Visit& v, const ArticleDetails& d) {
  const Markup& m = v.m;
  const StoredArticle& a = d.article;
  const Document& doc = a.document;
  std::map<std::uint32_t, const FactVerdict*> verdict_of;
  for (const FactVerdict& verdict : d.verdicts) verdict_of.emplace(verdict.sequence, &verdict);
  std::map<std::tuple<Field, std::uint32_t, std::uint32_t>, std::pair<std::string, std::string>> facts_at;  // id, link
  for (std::size_t i = 0; i < a.facts.size(); ++i) {
    const StoredFact& f = a.facts[i];
    const std::string id = fact_id(a.key, d.content_hash, f.fact.field, f.start, f.end);
    const auto verdict = verdict_of.find(f.sequence);
    facts_at.emplace(std::tuple(f.fact.field, f.fact.source.begin, f.fact.source.end),
                     std::pair(id, verdict == verdict_of.end() ? std::string() : "/groups/" + verdict->second->group));
  }
  std::vector<TextMark> title_marks, text_marks;
  for (const StoredMention& mention : a.mentions) {
    TextMark mark{mention.mention.source.begin, mention.mention.source.end, to_string(mention.mention.type), tip_of(mention.mention, mention.rule, m), {}, {}};
    if (const auto fact = facts_at.find({mention.mention.field, mark.begin, mark.end}); fact != facts_at.end()) {
      mark.id = fact->second.first;
      mark.link = fact->second.second;
    } else if (const EntityName* e = mention.mention.entity()) {
      mark.link = "/entities/" + url_encoded(e->id);
    }
    (mention.mention.field == Field::kTitle ? title_marks : text_marks).push_back(std::move(mark));
  }
  std::string out = heading(doc.title.empty() ? bdi(doc.id) : "<bdi>" + annotated(doc.title, title_marks) + "</bdi>");
  out += "<p class=\"small\">" + (doc.source.empty() ? m.t("no.source") : bdi(doc.source));
  if (!doc.published.empty()) out += " · " + m.day(doc.published);
  if (doc.state != "live" && !doc.state.empty()) out += " · <b>" + m.t(doc.state) + "</b>";
  if (a.versions > 1)
    out += fmt::format(" · {} {} {} {}", m.t("version"), m.number(static_cast<std::uint64_t>(a.version_number)), m.t("of"),
                       m.number(static_cast<std::uint64_t>(a.versions)));
  if (is_web_link(doc.url)) out += fmt::format(" · <a href=\"{}\" rel=\"noreferrer noopener\">{}</a>", html_text(doc.url), m.t("original"));
  out += " · <code>" + bdi(a.key) + "</code></p>\n";
  std::vector<TextMark> all = text_marks;
  all.insert(all.end(), title_marks.begin(), title_marks.end());
  if (!all.empty()) out += legend(all, m);
  out += fmt::format("<div class=\"text\" dir=\"auto\"{}>{}</div>\n", a.lang.empty() ? "" : fmt::format(" lang=\"{}\"", html_text(a.lang)),
                     annotated(doc.text, text_marks));
  if (!a.facts.empty()) {
    out += fmt::format("<section><h2>{} <span class=\"count\">{}</span></h2>\n<ul class=\"facts\" data-list>", m.t("facts"), m.number(a.facts.size()));
    for (const StoredFact& stored : a.facts) {
      StoredFact f = stored;
      f.content_hash = d.content_hash;
      out += "<li data-item tabindex=\"-1\">" + fact_line(f, m);
      if (const auto found = verdict_of.find(f.sequence); found != verdict_of.end()) {
        const char* verdict = to_string(found->second->verdict);
        out += fmt::format("<p class=\"small\"><a href=\"/groups/{}\"><b class=\"verdict v-{}\">{}</b></a>", html_text(found->second->group), verdict,
                           m.t(verdict));
      } else {
        out += "<p class=\"small\">" + m.t("about.single");
      }
      out += fmt::format(" · <code>{}</code> · <a href=\"/api/v1/facts/{}?format=citation\" data-copy>{}</a></p></li>\n", html_text(f.rule),
                         html_text(fact_id(claim_out(f))), m.t("citation"));
    }
    out += "</ul></section>\n";
  }
  return out + exports(m, "/api/v1/articles/" + url_encoded(a.key), "/articles/" + url_encoded(a.key));
}

std::string articles_page(const Visit& v, const ArticlePage& page) {
  const Markup& m = v.m;
  std::string out = heading(m.t("articles"));
  if (page.articles.empty()) return out + nothing(m, "no.runs");
  out += "<ul class=\"hits\" data-list>";
  for (const ArticleRow& a : page.articles) {
    out += fmt::format("<li data-item tabindex=\"-1\"><h2 class=\"name\"><a href=\"/articles/{}\">{}</a></h2><p class=\"small\">{}{} · {}{}</p></li>\n",
                       url_encoded(a.key), title_or(a.title, a.id, m), a.source.empty() ? m.t("no.source") : bdi(a.source),
                       a.published.empty() ? "" : " · " + m.day(a.published), m.counted(a.facts, "n.fact"), a.state == "live" ? "" : " · " + m.t(a.state));
  }
  out += "</ul>\n" + pager(m, "/articles?", page.next, true);
  return out + exports(m, "/api/v1/articles");
}

std::string facts_page(const Visit& v, const FactPage& page, const FactQuery& query, const std::string& subject_words) {
  const Markup& m = v.m;
  std::string filters;
  for (const auto& [name, value] : {std::pair("subject", &query.subject), std::pair("metric", &query.metric), std::pair("period", &query.period),
                                    std::pair("status", &query.status), std::pair("article", &query.article)}) {
    if (!value->empty()) filters += fmt::format("{}={}&", name, url_encoded(*value));
  }
  std::string out = heading(m.t("facts"));
  out += fmt::format("<details class=\"filters\"{}><summary>{}</summary><form action=\"/facts\" class=\"fields\">", filters.empty() ? "" : " open",
                     m.t("filters"));
  if (!query.article.empty()) out += fmt::format("<input type=\"hidden\" name=\"article\" value=\"{}\">", html_text(query.article));
  out += fmt::format("<label>{} <input name=\"subject\" value=\"{}\" dir=\"auto\" autocomplete=\"off\"></label>", m.t("subject"), html_text(subject_words));
  out += metric_choice(m, query.metric);
  out += fmt::format("<label>{} <input name=\"period\" value=\"{}\" dir=\"ltr\" placeholder=\"2026-Q1\" autocomplete=\"off\"></label>", m.t("period"),
                     html_text(query.period));
  out += fmt::format("<label>{} <select name=\"status\"><option value=\"\">{}</option>", m.t("status"), m.t("any"));
  for (const char* status : {"actual", "planned", "projected", "target", "denied"})
    out += fmt::format("<option value=\"{}\"{}>{}</option>", status, query.status == status ? " selected" : "", m.t(status));
  out += fmt::format("</select></label><p class=\"buttons\"><button>{}</button> <a href=\"/facts\">{}</a></p></form></details>\n", m.t("filter"), m.t("clear"));
  if (page.facts.empty()) return out + nothing(m, filters.empty() ? "no.runs" : "empty.filter");
  out += "<ul class=\"facts\" data-list>";
  for (const StoredFact& f : page.facts) {
    out += "<li data-item tabindex=\"-1\">" + fact_line(f, m) +
           fmt::format("<p class=\"small\"><a href=\"/articles/{}#{}\">{}</a>{}</p></li>\n", url_encoded(f.article_key), html_text(fact_id(claim_out(f))),
                       bdi(f.source.empty() ? f.document : f.source), f.published.empty() ? "" : " · " + m.day(f.published));
  }
  out += "</ul>\n" + pager(m, "/facts?" + filters, page.next, query.cursor.empty());
  return out + exports(m, "/api/v1/facts?" + filters);
}

std::string search_page(const Visit& v, const SearchDetails& d) {
  const Markup& m = v.m;
  std::string out = heading(m.t("search"));
  out += fmt::format(
      "<form action=\"/search\" class=\"big-search\"><label class=\"sr\" for=\"words\">{0}</label><input id=\"words\" name=\"q\" type=\"search\" dir=\"auto\" "
      "value=\"{1}\" autocomplete=\"off\"> <button>{0}</button></form>\n",
      m.t("search"), html_text(d.words));
  if (d.words.empty()) return out + "<p class=\"intro\">" + m.t("search.help") + "</p>\n";
  if (d.articles.incomplete) out += "<p class=\"notice\">" + m.t("incomplete") + "</p>\n";
  if (!d.names.empty()) {
    out += "<section><h2>" + m.t("names") + "</h2><ul class=\"names\">";
    for (const EntityRow& row : d.names)
      out += fmt::format("<li><a href=\"/entities/{}\">{}</a> <span class=\"count\">{}</span></li>", url_encoded(row.id), m.name(row.id, row.name),
                         m.number(row.facts));
    out += "</ul></section>\n";
  }
  if (d.articles.hits.empty()) {
    if (d.names.empty()) out += nothing(m, "nothing.found");
    return out;
  }
  const std::vector<std::string> stems = search_stems(d.words);
  out += "<section><h2>" + m.t("articles") + "</h2>\n<ul class=\"hits\" data-list>";
  for (std::size_t i = 0; i < d.articles.hits.size(); ++i) {
    const SearchHit& hit = d.articles.hits[i];
    out += "<li data-item tabindex=\"-1\">" + article_line(hit, m) +
           fmt::format("<p class=\"snippet\" dir=\"auto\">{}</p>", marked(hit.snippet.text, hit.snippet.marks));
    if (i < d.facts.size()) {
      for (const StoredFact& f : d.facts[i]) out += "<div class=\"hit-fact\">" + fact_line(f, m, stems) + "</div>";
    }
    out += "</li>\n";
  }
  const std::string base = fmt::format("/search?q={}&", url_encoded(d.words));
  out += "</ul></section>\n" + pager(m, base, d.articles.more ? std::to_string(d.articles.hits.back().version) : "", true);
  return out + exports(m, "/api/v1/search?q=" + url_encoded(d.words), "/search?q=" + url_encoded(d.words));
}

namespace {

std::string witness_line(const Witness& w, const Markup& m) {
  const char* verdict = to_string(w.verdict);
  return fmt::format(
      "<li><p><b class=\"verdict v-{}\">{}</b> <b class=\"value\">{}</b> <span class=\"who\">{}</span> <span class=\"when\">{}</span> <a "
      "href=\"/articles/{}#{}\">{}</a></p><blockquote dir=\"auto\">{}</blockquote></li>\n",
      verdict, m.t(verdict), m.value(w.claim), bdi(w.claim.source.empty() ? w.claim.document : w.claim.source), m.day(w.claim.published),
      url_encoded(w.claim.article_key), html_text(fact_id(w.claim)), m.t("article"), quote(w.claim));
}

std::string draft_figure(const DraftFigure& f, const Markup& m) {
  constexpr std::size_t kWitnesses = 6;
  const bool against = is_contradicted(f);
  const char* verdict = to_string(f.verdict);
  std::string out = fmt::format("<li class=\"group v-{}{}\" data-item tabindex=\"-1\"><p class=\"tags\"><span class=\"verdict\">{}</span>", verdict,
                                against ? " against" : "", m.t(against ? "contradicted" : verdict));
  if (f.against > 0) out += fmt::format(" <span>{} {}</span>", m.t("against"), m.number(static_cast<std::uint64_t>(f.against)));
  if (f.with > 0) out += fmt::format(" <span>{} {}</span>", m.t("with"), m.number(static_cast<std::uint64_t>(f.with)));
  out += "</p><h3>" + (f.subject.empty() && f.subject_name.empty() ? std::string() : m.name(f.subject, f.subject_name) + " · ") + m.metric(f.metric, f.noun) +
         " · <b class=\"value\">" + m.value(f.claim) + "</b></h3>";
  out += fmt::format("<blockquote dir=\"auto\">{}</blockquote><p class=\"reason\">{}</p>", quote(f.claim), m.reason(f.reason));
  if (!f.witnesses.empty()) {
    out += "<ul class=\"witnesses\">";
    std::set<std::string> said;  // each source says the same once
    std::size_t shown = 0;
    for (const Witness& w : f.witnesses) {
      if (shown == kWitnesses || !said.insert(w.claim.source + "\n" + m.plain_value(w.claim)).second) continue;
      out += witness_line(w, m);
      ++shown;
    }
    out += "</ul>";
  }
  return out + "</li>\n";
}

}  // namespace

std::string draft_page(const Visit& v, const DraftDetails& d) {
  const Markup& m = v.m;
  std::string out = heading(m.t("draft")) + "<p class=\"intro\">" + m.t("draft.intro") + "</p>\n";
  if (!d.problem.empty()) out += "<p class=\"notice\" role=\"alert\">" + m.t(d.problem) + "</p>\n";
  out += fmt::format(
      "<form method=\"post\" action=\"/draft\" class=\"draft\" id=\"draft\" data-draft><label class=\"wide\">{} <textarea name=\"text\" rows=\"10\" "
      "dir=\"auto\" "
      "required>{}</textarea></label>",
      m.t("draft.text"), [&] {
        // Line ends of a draft are kept; everything else of it is made harmless like any text.
        std::string text;
        std::string_view rest = d.document.text;
        for (;;) {
          const std::size_t line = rest.find('\n');
          text += html_text(rest.substr(0, line));
          if (line == std::string_view::npos) return text;
          text += '\n';
          rest.remove_prefix(line + 1);
        }
      }());
  out += fmt::format(
      "<div class=\"fields\"><label>{} <input name=\"title\" dir=\"auto\" value=\"{}\"></label><label>{} <input name=\"published\" type=\"date\" "
      "value=\"{}\"></label><label>{} <input name=\"place\" maxlength=\"2\" value=\"{}\" dir=\"ltr\"></label></div>",
      m.t("draft.title"), html_text(d.document.title), m.t("draft.day"), html_text(d.document.published), m.t("draft.place"), html_text(d.document.place));
  out += fmt::format("<p class=\"buttons\"><button>{}</button></p></form>\n", m.t("check"));
  if (!d.checked) return out;
  std::size_t contradicted = 0, confirmed = 0, alone = 0;
  for (const DraftFigure& f : d.figures) {
    contradicted += is_contradicted(f);
    alone += f.verdict == Verdict::kSingle;
    confirmed += f.verdict == Verdict::kAgree || f.verdict == Verdict::kRounding;
  }
  out += fmt::format("<section class=\"outcome\"><h2>{}</h2><p class=\"tally\"><b class=\"against\">{}</b> {} · <b>{}</b> {} · <b>{}</b> {}</p>\n",
                     m.t("found"), m.number(contradicted), m.t("contradicted"), m.number(confirmed), m.t("confirmed"), m.number(alone), m.t("alone"));
  if (d.figures.empty()) out += nothing(m, "draft.empty");
  out += "<ol class=\"groups\" data-list>";
  for (const DraftFigure& f : d.figures) {
    if (f.verdict != Verdict::kSingle) out += draft_figure(f, m);
  }
  out += "</ol>";
  if (alone > 0) {
    out += fmt::format("<details class=\"more\"><summary>{} {}</summary><ol class=\"groups\">", m.number(alone), m.t("alone"));
    for (const DraftFigure& f : d.figures) {
      if (f.verdict == Verdict::kSingle) out += draft_figure(f, m);
    }
    out += "</ol></details>\n";
  }
  std::vector<TextMark> marks;
  for (const Mention& mention : d.result.mentions) {
    if (mention.field == Field::kTitle) continue;
    marks.push_back({mention.source.begin, mention.source.end, to_string(mention.type), tip_of(mention, mention.rule, m), {}, {}});
  }
  out += "</section>\n<section><h2>" + m.t("draft.marked") + "</h2>\n" + (marks.empty() ? std::string() : legend(marks, m));
  out += fmt::format("<div class=\"text\" dir=\"auto\"{}>{}</div></section>\n",
                     d.result.lang.empty() ? "" : fmt::format(" lang=\"{}\"", html_text(d.result.lang)), annotated(d.document.text, marks));
  // Nothing of a draft is stored, so its forms for keeping are made of the text once more.
  out += fmt::format("<p class=\"exports\"><span>{}</span>", m.t("export"));
  for (const char* format : {"csv", "json", "citation"})
    out += fmt::format(" <button form=\"draft\" name=\"format\" value=\"{}\" class=\"link\">{}</button>", format, m.t(format));
  return out + "</p>\n";
}

}  // namespace mizan::tools

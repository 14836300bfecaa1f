#include "tools/serve/pages.h"

#include <fmt/format.h>

#include "tools/serve/pages_parts.h"

namespace mizan::tools {
namespace {

// A link that changes one setting and leads back here. The script does the same in place.
std::string setting(const Visit& v, std::string_view name, std::string_view value, const std::string& label, bool now, std::string_view language = {}) {
  return fmt::format("<a href=\"/settings?{}={}&amp;back={}\" data-set=\"{}\" data-to=\"{}\"{}{} rel=\"nofollow\">{}</a>", name, value, url_encoded(v.path),
                     name, value, now ? " aria-current=\"true\"" : "", language.empty() ? "" : fmt::format(" lang=\"{0}\" hreflang=\"{0}\"", language), label);
}

std::string settings_menu(const Visit& v) {
  const Markup& m = v.m;
  const bool arabic = m.arabic();
  std::string out = setting(v, "lang", arabic ? "en" : "ar", std::string(say("language.other", m.language())), false, arabic ? "en" : "ar");
  out += fmt::format("<details class=\"menu\"><summary>{}</summary><div>", m.t("settings"));
  out += fmt::format("<p>{}</p><p class=\"choices\">{} {}</p>", m.t("digits"), setting(v, "digits", "latin", "123", m.digits() == Digits::kLatin),
                     setting(v, "digits", "arabic", "١٢٣", m.digits() == Digits::kArabic));
  out += fmt::format("<p>{}</p><p class=\"choices\">", m.t("theme"));
  for (const char* theme : {"auto", "light", "dark"}) out += setting(v, "theme", theme, m.t(fmt::format("theme.{}", theme)), v.theme == theme) + " ";
  out += "</p><p><button type=\"button\" class=\"quiet\" data-help hidden>" + m.t("help") + " <kbd>?</kbd></button></p>";
  if (!v.person.name.empty()) {
    out += fmt::format("<p>{} {} ({})</p>", m.t("signed.in"), bdi(v.person.name), m.t(to_string(v.person.role)));
    out += fmt::format("<form method=\"post\" action=\"/logout\"><button class=\"quiet\">{}</button></form>", m.t("sign.out"));
  } else if (!v.may_review) {
    out += "<p class=\"small\">" + m.t("read.only") + "</p>";
  }
  return out + "</div></details>";
}

// What the script says, in the page's language: the rest of the page has its words already.
std::string script_words(const Visit& v) {
  std::string out = "{";
  for (const char* key : {"decided.now", "stale",         "busy",      "failed",     "offline",  "changed", "copied", "loading",    "your.name",
                          "close",       "help",          "help.j",    "help.enter", "help.a",   "help.r",  "help.n", "help.slash", "help.u",
                          "help.m",      "help.question", "names.now", "accepted",   "rejected", "note",    "value",  "save"}) {
    std::string words(say(key, v.m.language()));
    out += fmt::format("{}\"{}\":\"{}\"", out.size() > 1 ? "," : "", key, words);  // our own words: none has a quotation mark or a backslash
  }
  return json_in_html(out + "}");
}

}  // namespace

std::string whole_page(const Visit& v, const Assets& assets, std::string_view section, const std::string& title, const std::string& main) {
  const Markup& m = v.m;
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\" data-theme=\"{}\" data-digits=\"{}\"{}><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><title>{} · {}</title><link rel=\"stylesheet\" href=\"{}\"><link rel=\"icon\" "
      "href=\"/assets/icon.svg\" type=\"image/svg+xml\">",
      m.arabic() ? "ar" : "en", m.arabic() ? "rtl" : "ltr", html_text(v.theme), m.digits() == Digits::kArabic ? "arabic" : "latin",
      v.may_review ? fmt::format(" data-review{}", v.tokens ? "" : " data-ask-name") : "", html_text(title), m.arabic() ? "ميزان" : "mizan",
      html_text(assets.style));
  // The script and the fonts come once the page stands (web/src/start.ts).
  if (!assets.script.empty()) {
    out += fmt::format("<script async src=\"{}\" data-desk=\"{}\" data-fonts=\"{}\"></script><noscript><link rel=\"stylesheet\" href=\"{}\"></noscript>",
                       html_text(assets.start), html_text(assets.script), html_text(assets.fonts), html_text(assets.fonts));
  }
  out += fmt::format(
      "</head>\n<body data-changes=\"{}\"><a class=\"skip\" href=\"#main\">{}</a>\n<header class=\"bar\"><a class=\"brand\" href=\"/\"><span "
      "lang=\"ar\">ميزان</span> <span lang=\"en\">mizan</span></a>",
      html_text(v.changes), m.t("skip"));
  out += fmt::format("<nav aria-label=\"{}\"><ul>", m.attribute("main.navigation"));
  for (const auto& [key, href] : {std::pair("today", "/"), std::pair("draft", "/draft"), std::pair("articles", "/articles"), std::pair("facts", "/facts"),
                                  std::pair("decisions", "/decisions"), std::pair("runs", "/runs")}) {
    out += fmt::format("<li><a href=\"{}\"{}>{}</a></li>", href, section == key ? " aria-current=\"page\"" : "", m.t(key));
  }
  out += fmt::format(
      "</ul></nav><form role=\"search\" action=\"/search\"><label class=\"sr\" for=\"q\">{0}</label><input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" "
      "placeholder=\"{1}\" autocomplete=\"off\"></form>",
      m.t("search"), m.attribute("search.hint"));
  out += "<div class=\"settings\">" + settings_menu(v) + "</div></header>\n";
  out += "<noscript><p class=\"notice\">" + m.t("noscript") + "</p></noscript>\n";
  if (assets.script.empty()) out += "<p class=\"notice\">" + m.t("noscript.built") + "</p>\n";
  out += fmt::format("<main id=\"main\" tabindex=\"-1\">\n{}</main>\n<p id=\"said\" role=\"status\" aria-live=\"polite\"></p>\n", main);
  out += fmt::format("<script type=\"application/json\" id=\"words\">{}</script>", script_words(v));
  return out + "\n</body></html>\n";
}

std::string today_page(const Visit& v, const GroupPage& page, const std::vector<VerdictCount>& counts, const GroupQuery& query,
                       const std::string& subject_words) {
  const Markup& m = v.m;
  const std::string chosen = query.verdicts.size() == 1 ? to_string(query.verdicts.front()) : "";
  auto filters_but = [&](bool verdict, bool decided) {
    std::string out;
    auto add = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) out += fmt::format("{}={}&", name, url_encoded(value));
    };
    if (verdict) add("verdict", query.verdicts.size() == 1 ? chosen : "");
    if (decided) add("state", query.decided == Decided::kEither ? "all" : query.decided == Decided::kDone ? "done" : "");
    add("subject", query.subject);
    add("metric", query.metric);
    add("since", query.since);
    add("story", query.story);
    return out;
  };
  std::string aside = v.newest.empty() ? std::string() : fmt::format("<p class=\"small\">{} {}</p>", m.t("newest"), m.day(v.newest));
  std::string out = heading(m.t("today"), aside) + "<p class=\"intro\">" + m.t("today.intro") + "</p>\n";
  out += fmt::format("<nav class=\"verdicts\" aria-label=\"{}\"><ul>", m.attribute("verdict"));
  out +=
      fmt::format("<li><a href=\"/?{}\"{}>{}</a></li>", html_text(filters_but(false, true)), chosen.empty() ? " aria-current=\"true\"" : "", m.t("conflicts"));
  for (const VerdictCount& count : counts) {
    const char* verdict = to_string(count.verdict);
    out += fmt::format("<li><a class=\"v-{0}\" href=\"/?{1}verdict={0}\"{2}>{3} <span class=\"count\">{4}</span></a></li>", verdict,
                       html_text(filters_but(false, true)), chosen == verdict ? " aria-current=\"true\"" : "", m.t(verdict), m.number(count.all));
  }
  out += "</ul></nav>\n";
  auto hidden = [&](std::string_view name, const std::string& value) {
    return value.empty() ? std::string() : fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, html_text(value));
  };
  const bool filtered = !query.subject.empty() || !query.metric.empty() || !query.since.empty() || !query.story.empty();
  out += fmt::format("<details class=\"filters\"{}><summary>{}</summary><form action=\"/\" class=\"fields\">{}{}",
                     filtered || query.decided != Decided::kOpen ? " open" : "", m.t("filters"), hidden("verdict", chosen), hidden("story", query.story));
  out += fmt::format("<label>{} <input name=\"subject\" value=\"{}\" dir=\"auto\" autocomplete=\"off\"></label>", m.t("subject"), html_text(subject_words));
  out += metric_choice(m, query.metric);
  out += fmt::format("<label>{} <input name=\"since\" type=\"date\" value=\"{}\"></label><label>{} <select name=\"state\">", m.t("since"),
                     html_text(query.since), m.t("state"));
  for (const auto& [key, decided] : {std::pair("open", Decided::kOpen), std::pair("done", Decided::kDone), std::pair("all", Decided::kEither)}) {
    out += fmt::format("<option value=\"{}\"{}>{}</option>", key, query.decided == decided ? " selected" : "", m.t(key));
  }
  out += fmt::format("</select></label><p class=\"buttons\"><button>{}</button> <a href=\"/\">{}</a></p></form></details>\n", m.t("filter"), m.t("clear"));
  if (page.groups.empty()) {
    out += nothing(m, filtered || !counts.empty() ? "empty.filter" : "empty.groups");
  } else {
    out += "<div class=\"groups\" data-list>\n";
    for (const DeskGroup& group : page.groups) out += group_card(group, m, Linked::kYes, "h2");
    out += "</div>\n";
  }
  const std::string filters = filters_but(true, true);
  out += pager(m, "/?" + filters, page.next, query.cursor.empty());
  return out + exports(m, "/api/v1/groups?" + filters);
}

namespace {

std::string review_forms(const Visit& v, const DeskGroup& g) {
  if (!v.may_review) return {};
  const Markup& m = v.m;
  std::string out = fmt::format(
      "<section class=\"review\" aria-labelledby=\"h-review\"><h2 id=\"h-review\">{}</h2><form method=\"post\" action=\"/groups/{}/decide\" "
      "data-decide=\"{}\"><input type=\"hidden\" name=\"revision\" value=\"{}\">",
      m.t("review"), html_text(g.group.id), html_text(g.group.id), html_text(g.revision));
  out += who_field(v);
  out += fmt::format("<label class=\"wide\">{} <textarea name=\"text\" rows=\"2\" dir=\"auto\" maxlength=\"4000\"></textarea></label><p class=\"buttons\">",
                     m.t("your.note"));
  for (const char* kind : {"accept", "reject", "note"}) {
    const std::string about = std::string(kind) == "note" ? std::string() : fmt::format(" title=\"{}\"", m.attribute(fmt::format("about.{}", kind)));
    out +=
        fmt::format("<button name=\"kind\" value=\"{}\" class=\"{}\"{}>{} <kbd aria-hidden=\"true\">{}</kbd></button> ", kind, kind, about, m.t(kind), kind[0]);
  }
  return out + "</p></form></section>\n";
}

}  // namespace

std::string group_page(const Visit& v, const GroupDetails& d) {
  const Markup& m = v.m;
  const Group& g = d.group.group;
  std::string out = heading(group_name(d.group, m));
  if (d.asked != g.id) out += fmt::format("<p class=\"notice\"><code>{}</code> {}</p>\n", html_text(d.asked), m.t("merged"));
  if (!d.group.current) out += "<p class=\"notice\">" + m.t("no.longer") + "</p>\n";
  out += group_card(d.group, m, Linked::kYes, "");
  const char* verdict = to_string(g.verdict);
  out += fmt::format("<p class=\"about\">{}</p>\n", m.t(fmt::format("about.{}", verdict)));
  out += review_forms(v, d.group);
  const std::string points = time_points(g, m);
  if (!points.empty()) {
    out += fmt::format("<section><h2>{}</h2><mizan-timeline>{}<script type=\"application/json\">{}</script></mizan-timeline></section>\n", m.t("over.time"),
                       time_plot(g, m), json_in_html(points));
  }
  ClaimOptions options;
  options.open = 24;
  if (v.may_edit) options.correct_action = "/facts/correct";
  options.revision = d.group.revision;
  options.ask_name = !v.tokens;
  out += "<section><h2>" + m.t("claims") + "</h2>\n" + group_claims(d.group, m, options) + "</section>\n";
  out += fmt::format(
      "<details class=\"why\" data-why=\"/api/v1/groups/{0}/explanation?lang={3}\"><summary>{1}</summary><p class=\"small\"><a "
      "href=\"/api/v1/groups/{0}/explanation?lang={3}\">{2}</a></p></details>\n",
      html_text(g.id), m.t("why"), m.t("why.short"), m.arabic() ? "ar" : "en");
  out += "<section><h2>" + m.t("history") + "</h2>\n";
  if (d.decisions.empty())
    out += nothing(m, "no.decisions");
  else
    out += decision_table(d.decisions, v, false, "/groups/" + g.id);
  out += "<ul class=\"past\">";
  for (const PastVerdict& past : d.verdicts) {
    out += fmt::format("<li{}><b class=\"verdict v-{}\">{}</b> {} <span class=\"small\"><bdi>{}</bdi> · {} – {}</span></li>",
                       past.current ? " class=\"now\"" : "", html_text(past.verdict), m.t(past.verdict), m.reason(past.reason),
                       m.in_digits(fmt::format("{}%", past.confidence_percent)), m.day(past.from), m.day(past.to));
  }
  out += "</ul></section>\n";
  if (!d.same_story.empty()) {
    out += "<section><h2>" + m.t("same.story") + "</h2>\n<div class=\"groups\">";
    for (const DeskGroup& other : d.same_story) out += group_card(other, m, Linked::kYes);
    out += "</div></section>\n";
  }
  if (!d.subject.id.empty()) out += name_controls(v, d.subject, {}, g.id);
  return out + exports(m, "/api/v1/groups/" + g.id, "/groups/" + g.id);
}

std::string login_page(const Visit& v, bool wrong) {
  const Markup& m = v.m;
  std::string out = heading(m.t("sign.in"));
  if (wrong) out += "<p class=\"notice\" role=\"alert\">" + m.t("token.wrong") + "</p>\n";
  return out + fmt::format(
                   "<form method=\"post\" action=\"/login\" class=\"fields\"><label>{} <input name=\"token\" type=\"password\" required "
                   "autocomplete=\"current-password\" dir=\"ltr\"></label><p class=\"buttons\"><button>{}</button></p></form>\n",
                   m.t("token"), m.t("sign.in"));
}

std::string error_page(const Visit& v, std::string_view key) {
  const Markup& m = v.m;
  return heading(m.t("error")) + fmt::format("<p>{}</p><p><a href=\"/\">{}</a></p>\n", m.t(key), m.t("back"));
}

}  // namespace mizan::tools

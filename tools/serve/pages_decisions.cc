// What people decided, and the forms of deciding on names.
#include <fmt/format.h>

#include "tools/serve/pages.h"
#include "tools/serve/pages_parts.h"

namespace mizan::tools {
namespace {

std::string entity_link(const std::string& id, const std::string& name = {}) {
  return fmt::format("<a href=\"/entities/{}\">{}</a>", url_encoded(id), name.empty() ? "<code>" + bdi(id) + "</code>" : bdi(name));
}

bool of_names(const DecisionRow& row) {
  return row.kind == "merge" || row.kind == "split" || row.kind == "rename";
}

// What a decision on a name says: "org:a = org:b", "org:a ≠ org:b", "org:a: Aramco".
std::string names_said(const DecisionRow& row, const Markup& m) {
  if (row.kind == "merge") return fmt::format("{} = {}", entity_link(row.other), entity_link(row.target));
  if (!row.article.empty())
    return fmt::format("<a href=\"/articles/{}\">{}</a>: {}", url_encoded(row.article), m.t("article"), entity_link(row.other, row.name));
  if (row.kind == "split") return row.other.empty() ? m.t("names.alone") : fmt::format("{} ≠ {}", entity_link(row.target), entity_link(row.other));
  return row.name.empty() ? m.t("names.as.articles") : "“" + bdi(row.name) + "”";
}

std::string undo_form(const Visit& v, const DecisionRow& row, const std::string& back) {
  const bool of_group = row.kind == "accept" || row.kind == "reject" || row.kind == "note";
  if (!row.stands || !(of_group ? v.may_review : v.may_edit)) return {};
  return fmt::format(
      "<form method=\"post\" action=\"/decisions/{0}/undo\" data-undo=\"{0}\" class=\"inline\"><input type=\"hidden\" name=\"back\" value=\"{1}\">{2}<button "
      "class=\"quiet\">{3}</button></form>",
      row.number, html_text(back), who_field(v), v.m.t("undo"));
}

}  // namespace

std::string who_field(const Visit& v) {
  if (v.tokens) return {};
  return fmt::format("<label class=\"who-asked\">{} <input name=\"who\" required dir=\"auto\" autocomplete=\"name\"></label>", v.m.t("your.name"));
}

std::string decision_table(const std::vector<DecisionRow>& rows, const Visit& v, bool with_target, const std::string& back) {
  const Markup& m = v.m;
  std::string out = fmt::format(
      "<div class=\"table\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{}\"><table><thead><tr><th>{}</th><th>{}</th><th>{}</th>{}<th>{}</th><td></td></tr></thead><tbody>",
      m.attribute("decisions"), m.t("when"), m.t("who"), m.t("what"), with_target ? "<th>" + m.t("on") + "</th>" : "", m.t("note"));
  for (const DecisionRow& row : rows) {
    std::string target;
    if (with_target) {
      target = row.target.starts_with('g') && row.target.size() == 11
                   ? fmt::format("<td><a href=\"/groups/{0}\"><code>{0}</code></a></td>", html_text(row.target))
               : !row.quote.empty()                                         ? fmt::format("<td>{}</td>", bdi(row.quote))
               : of_names(row) || row.target.find(':') != std::string::npos ? fmt::format("<td>{}</td>", entity_link(row.target))
                                                                            : fmt::format("<td><code>{}</code></td>", html_text(row.target));
    }
    std::string said = of_names(row) ? names_said(row, m) : std::string();
    auto add = [&](const std::string& piece) { said += (said.empty() ? "" : " · ") + piece; };
    if (!with_target && !row.quote.empty()) add("“" + bdi(row.quote) + "”");
    if (!row.note.empty()) add(bdi(row.note));
    if (!row.fields.empty()) add(fmt::format("<code>{}</code>", bdi(row.fields)));
    if (row.undoes != 0) add(fmt::format("{} {}", m.t("takes.back"), m.number(static_cast<std::uint64_t>(row.undoes))));
    if (!row.stands && row.undoes == 0) add("<b>" + m.t("taken.back") + "</b>");
    out += fmt::format("<tr{}><td>{} <span class=\"small\">{}</span></td><td>{}</td><td>{}</td>{}<td>{}</td><td>{}</td></tr>",
                       row.stands || row.undoes != 0 ? "" : " class=\"gone\"", m.day(row.at), m.in_digits(row.at.size() >= 16 ? row.at.substr(11, 5) : ""),
                       bdi(row.who), m.t(row.kind), target, said, undo_form(v, row, back));
  }
  return out + "</tbody></table></div>\n";
}

std::string name_controls(const Visit& v, const NameState& state, const std::vector<std::pair<std::string, std::string>>& articles, const std::string& group) {
  const Markup& m = v.m;
  if (!v.may_edit && state.members.empty()) return {};
  auto form = [&](std::string_view kind, const std::string& fields, bool quiet = false) {
    return fmt::format(
        "<form method=\"post\" action=\"/entities/decide\" data-name=\"{0}\"><input type=\"hidden\" name=\"entity\" value=\"{0}\"><input type=\"hidden\" "
        "name=\"revision\" value=\"{1}\"><input type=\"hidden\" name=\"group\" value=\"{2}\"><input type=\"hidden\" name=\"kind\" "
        "value=\"{3}\">{4}{5}<button{6}>{7}</button></form>",
        html_text(state.id), html_text(state.revision), html_text(group), kind, fields, who_field(v), quiet ? " class=\"quiet\"" : "",
        m.t(quiet ? "names.apart" : kind));
  };
  std::string out = fmt::format("<section class=\"names-of\" id=\"names\" aria-labelledby=\"h-names\"><h2 id=\"h-names\">{}</h2>\n", m.t("names.title"));
  if (!group.empty())
    out += fmt::format("<p><a href=\"/entities/{}\">{}</a> <code>{}</code></p>", url_encoded(state.id), m.name(state.id, state.name), bdi(state.id));
  if (!state.members.empty()) {
    out += fmt::format("<p class=\"small\">{}</p><ul class=\"members\">", m.t("names.members"));
    for (const NameMember& member : state.members) {
      out += fmt::format("<li><div><b>{}</b> <code>{}</code> <span class=\"small\"><bdi>{}</bdi>{}</span></div>", bdi(member.name), bdi(member.id),
                         m.in_digits(fmt::format("{}%", member.confidence_percent)), member.reason.empty() ? std::string() : " · " + m.reason(member.reason));
      if (v.may_edit) out += form("split", fmt::format("<input type=\"hidden\" name=\"other\" value=\"{}\">", html_text(member.id)), true);
      out += "</li>";
    }
    out += "</ul>\n";
  }
  if (!v.may_edit) return out + "</section>\n";
  auto input = [&](std::string_view label, std::string_view name, bool required, bool first = false) {
    return fmt::format("<label>{} <input name=\"{}\" dir=\"auto\" autocomplete=\"off\" maxlength=\"200\"{}{}></label>", m.t(label), name,
                       required ? " required" : "", first ? " data-key=\"m\"" : "");
  };
  out += fmt::format("<details class=\"more\"><summary>{} <kbd aria-hidden=\"true\">m</kbd></summary><div class=\"name-forms\">", m.t("names.change"));
  out += form("merge", input("names.same.as", "other", true, true));
  out += form("rename", input("names.call", "name", false));
  if (!articles.empty()) {
    std::string choice = fmt::format("<label>{} <select name=\"article\">", m.t("names.in.article"));
    for (const auto& [key, title] : articles) choice += fmt::format("<option value=\"{}\">{}</option>", html_text(key), html_text(title));
    out += form("split", choice + "</select></label>" + input("names.is", "name", true));
  }
  return out + "</div></details></section>\n";
}

std::string decisions_page(const Visit& v, const std::vector<DecisionRow>& rows, const std::string& next) {
  const Markup& m = v.m;
  std::string out = heading(m.t("decisions"));
  out += rows.empty() ? nothing(m, "no.decisions") : decision_table(rows, v, true, "/decisions");
  out += pager(m, "/decisions?", next, true);
  return out + exports(m, "/api/v1/decisions");
}

}  // namespace mizan::tools

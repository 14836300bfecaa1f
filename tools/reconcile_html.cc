#include "tools/reconcile_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "tools/file_html.h"
#include "tools/serve/group_html.h"

namespace mizan::tools {
namespace {

struct Section {
  Verdict verdict;
  bool open;  // its groups are shown; otherwise folded
};

// In reading order.
constexpr std::array<Section, 9> kSections = {{{Verdict::kConflict, true},
                                               {Verdict::kDisputed, true},
                                               {Verdict::kCorrected, true},
                                               {Verdict::kPartial, true},
                                               {Verdict::kUpdate, false},
                                               {Verdict::kIncomparable, false},
                                               {Verdict::kRounding, false},
                                               {Verdict::kAgree, false},
                                               {Verdict::kSingle, false}}};

// A group as the templates take it, from a reconciliation instead of the database.
DeskGroup view_of(const Group& group) {
  DeskGroup out;
  out.group = group;
  for (const GroupClaim& c : group.claims) out.day = std::max(out.day, c.published.substr(0, 10));
  return out;
}

std::string group_article(const Group& group, const Markup& m) {
  constexpr std::size_t kOpen = 4;  // quotes that stand open
  const DeskGroup view = view_of(group);
  ClaimOptions options;
  options.linked = Linked::kNo;
  options.open = kOpen;
  return group_card(view, m, Linked::kNo) + time_plot(group, m) + group_claims(view, m, options);
}

}  // namespace

std::string reconcile_html(const Reconciliation& all, const std::vector<Group>& shown, std::size_t budget, std::size_t most_agreeing, std::string_view by,
                           const Lexicons* lexicons) {
  const Markup m = Markup::both(lexicons);
  std::map<Verdict, std::vector<const Group*>> groups;
  for (const Group& g : shown) groups[g.verdict].push_back(&g);
  std::string out = file_head(m, "file.title");
  out += fmt::format("<p>{} · {} · {}</p>\n", m.counted(all.articles, "n.article"), m.counted(all.facts, "n.fact"), m.counted(all.stories, "n.story"));
  out += fmt::format("<nav class=\"verdicts\" aria-label=\"{}\"><ul>", m.attribute("verdict"));
  for (const Section& section : kSections) {
    const char* verdict = to_string(section.verdict);
    if (groups.count(section.verdict))
      out += fmt::format("<li><a class=\"v-{0}\" href=\"#v-{0}\">{1} <span class=\"count\">{2}</span></a></li>", verdict, m.t(verdict),
                         m.number(groups[section.verdict].size()));
  }
  out += "</ul></nav>\n";
  for (const Section& section : kSections) {
    const std::vector<const Group*>& of = groups[section.verdict];
    if (of.empty()) continue;
    const char* verdict = to_string(section.verdict);
    const bool calm = section.verdict == Verdict::kAgree || section.verdict == Verdict::kRounding || section.verdict == Verdict::kSingle;
    const std::size_t listed = calm ? std::min(of.size(), most_agreeing) : of.size();
    const std::size_t open = section.open ? std::min(listed, budget) : 0;
    out += fmt::format("<section id=\"v-{}\"><h2>{} <span class=\"count\">{}</span></h2>\n<p class=\"about\">{}</p>\n<div class=\"groups\">\n", verdict,
                       m.t(verdict), m.number(of.size()), m.t(fmt::format("about.{}", verdict)));
    for (std::size_t i = 0; i < open; ++i) out += group_article(*of[i], m);
    out += "</div>\n";
    if (listed > open) {
      out += fmt::format("<details class=\"more\"><summary>{} {}</summary><div class=\"groups\">\n", m.number(listed - open), m.t("more.groups"));
      for (std::size_t i = open; i < listed; ++i) out += group_article(*of[i], m);
      out += "</div></details>\n";
    }
    if (of.size() > listed) out += fmt::format("<p class=\"small\">{} {}</p>\n", m.number(of.size() - listed), m.t("not.on.page"));
    out += "</section>\n";
  }
  if (shown.empty()) out += "<p>" + m.t("nothing.compared") + "</p>\n";
  return out + file_tail(by);
}

}  // namespace mizan::tools

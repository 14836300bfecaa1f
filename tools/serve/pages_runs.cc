// What was read into the database, and what was left out of it.
#include <fmt/format.h>

#include "tools/serve/pages.h"
#include "tools/serve/pages_parts.h"

namespace mizan::tools {
namespace {

std::string took(const RunRow& run, const Markup& m) {
  return run.seconds ? fmt::format("{} {}", m.in_digits(fmt::format("{:.0f}", *run.seconds)), m.t("seconds")) : m.t("unfinished");
}

// Articles a second; empty where nothing was read or it never ended.
std::string speed(const RunRow& run, const Markup& m) {
  if (!run.seconds || *run.seconds <= 0 || run.articles == 0) return {};
  return fmt::format("{} {}", m.number(static_cast<std::uint64_t>(static_cast<double>(run.articles) / *run.seconds)), m.t("per.second"));
}

std::string started(const RunRow& run, const Markup& m) {
  return fmt::format("{} <span class=\"small\">{}</span>", m.day(run.started), m.in_digits(run.started.size() >= 16 ? run.started.substr(11, 5) : ""));
}

// What a run counted, with the keys of the words for it.
std::vector<std::pair<const char*, std::uint64_t>> counts_of(const RunRow& run) {
  return {{"read", run.articles}, {"new", run.added},   {"versions", run.versions},  {"unchanged", run.unchanged},
          {"copies", run.copies}, {"facts", run.facts}, {"rejections", run.rejected}};
}

}  // namespace

std::string runs_page(const Visit& v, const std::vector<RunRow>& runs, const std::string& next) {
  const Markup& m = v.m;
  std::string out = heading(m.t("runs")) + "<p class=\"intro\">" + m.t("runs.intro") + "</p>\n";
  if (runs.empty()) return out + nothing(m, "no.runs");
  out += fmt::format("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"numbers\"><thead><tr>", m.attribute("runs"));
  for (const char* key : {"run", "command", "started", "took", "speed"}) out += "<th>" + m.t(key) + "</th>";
  for (const auto& [key, count] : counts_of(runs.front())) out += "<th class=\"n\">" + m.t(key) + "</th>";
  out += "</tr></thead><tbody>";
  for (const RunRow& run : runs) {
    out += fmt::format(
        "<tr data-item tabindex=\"-1\"><td class=\"name\"><a href=\"/runs/{}\">{}</a></td><td><code>{}</code> <span class=\"small\">{}</span></td><td>{}</td>"
        "<td>{}</td><td>{}</td>",
        run.run, m.number(static_cast<std::uint64_t>(run.run)), html_text(run.command), bdi(run.program), started(run, m), took(run, m), speed(run, m));
    for (const auto& [key, count] : counts_of(run)) {
      const bool left_out = std::string_view(key) == "rejections" && count > 0;
      out += left_out ? fmt::format("<td class=\"n\"><a class=\"against\" href=\"/runs/{}#rejections\">{}</a></td>", run.run, m.number(count))
                      : fmt::format("<td class=\"n\">{}</td>", count == 0 ? std::string("<span class=\"zero\">0</span>") : m.number(count));
    }
    out += "</tr>";
  }
  out += "</tbody></table></div>\n" + pager(m, "/runs?", next, true);
  return out + exports(m, "/api/v1/runs");
}

std::string run_page(const Visit& v, const RunDetails& d) {
  const Markup& m = v.m;
  const RunRow& run = d.run;
  std::string out = heading(fmt::format("{} {} · <code>{}</code>", m.t("run"), m.number(static_cast<std::uint64_t>(run.run)), html_text(run.command)),
                            "<p class=\"small\"><a href=\"/runs\">" + m.t("runs") + "</a></p>");
  out += "<dl class=\"facts-of\">";
  auto row = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", m.t(key), value);
  };
  row("started", started(run, m));
  row("took", took(run, m));
  row("speed", speed(run, m));
  for (const auto& [key, count] : counts_of(run)) row(key, m.number(count));
  row("program", bdi(run.program));
  row("lexicon", run.lexicon.empty() ? std::string() : "<code>" + html_text(run.lexicon) + "</code>");
  row("options", run.options.empty() ? std::string() : "<code>" + bdi(run.options) + "</code>");
  out += fmt::format("</dl>\n<section id=\"rejections\"><h2>{} <span class=\"count\">{}</span></h2>\n", m.t("rejections"), m.number(run.rejected));
  if (run.rejected == 0) {
    out += nothing(m, "no.rejections");
  } else if (d.rejections.empty()) {
    out += nothing(m, "rejections.gone");
  } else {
    out += "<ul class=\"facts\" data-list>";
    for (const Rejection& rejection : d.rejections) {
      const Diagnostic& why = rejection.why;
      out += fmt::format("<li data-item tabindex=\"-1\"><p><b>{}</b></p>", bdi(why.message));
      if (!why.remedy.empty()) out += fmt::format("<p>{}</p>", bdi(why.remedy));
      out += "<p class=\"small\">";
      if (!rejection.id.empty()) out += bdi(rejection.id) + " · ";
      if (!why.file.empty()) {
        out += "<code>" + bdi(why.file) + "</code>";
        if (why.line > 0) out += fmt::format(" · {} {}", m.t("line"), m.number(why.line));
        if (why.byte_offset > 0) out += fmt::format(" · {} {}", m.t("byte"), m.number(why.byte_offset));
        out += " · ";
      }
      out += "<code>" + html_text(why.code) + "</code></p></li>\n";
    }
    out += "</ul>\n" + pager(m, fmt::format("/runs/{}?", run.run), d.next, d.skipped == 0);
  }
  return out + "</section>\n" + exports(m, fmt::format("/api/v1/runs/{}", run.run), fmt::format("/runs/{}", run.run));
}

}  // namespace mizan::tools

#include "tools/serve/group_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "db/citation.h"
#include "db/interval.h"
#include "db/moment.h"
#include "pipeline/utf8.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

constexpr int kColours = 6;  // classes c0 to c5 of the style sheet

char letter_of(int cluster) {
  return static_cast<char>('A' + std::min(std::max(cluster, 0), 25));
}

std::string subject_name(const DeskGroup& view, const Markup& m) {
  const Group& g = view.group;
  if (!g.subject.empty() || !g.subject_name.empty()) return m.name(g.subject, g.subject_name);
  if (!view.story_title.empty()) return "“" + bdi(view.story_title) + "”";
  if (!g.claims.empty() && !g.claims.front().title.empty()) return "“" + bdi(g.claims.front().title) + "”";
  return m.t("story");
}

// What a claim can stand for, in the base unit of its dimension, for drawing: interval.h says how far hedges reach.
struct Reach {
  double value = 0, low = 0, high = 0;
  bool open_low = false, open_high = false;
};

std::optional<Reach> reach_of(const GroupClaim& c) {
  if (!c.low || !c.high) return std::nullopt;
  Amount amount;
  amount.low = c.low;
  amount.high = c.high;
  amount.unit = c.unit;
  amount.bound = c.bound;
  amount.low_precision = c.low->exponent();
  amount.high_precision = c.high->exponent();
  const auto figure = figure_of(amount);
  if (!figure) return std::nullopt;
  Reach out;
  const double low = figure->low.to_double(), high = figure->high.to_double();
  out.value = (low + high) / 2;
  out.low = low;
  out.high = high;
  const double size = std::abs(out.value);
  if (c.bound == Bound::kAbout) {
    const double step = std::clamp(figure->low_step.to_double(), 0.05 * size, 0.10 * size);
    out.low -= step;
    out.high += step;
  }
  if (c.bound == Bound::kOver || c.bound == Bound::kAtLeast) out.high += size / 4, out.open_high = true;
  if (c.bound == Bound::kUnder || c.bound == Bound::kAtMost) out.low -= size / 5, out.open_low = true;
  return out;
}

struct Dot {
  double second = 0;
  Reach reach;
  const GroupClaim* claim = nullptr;
};

// Dated claims that have a number, by day; empty where nothing changes.
std::vector<Dot> dots_of(const Group& g) {
  std::vector<Dot> dots;
  std::set<double> values;
  std::set<std::string> days;
  if (g.check != Check::kNone) return dots;
  for (const GroupClaim& c : g.claims) {
    const auto moment = moment_from(c.published);
    const auto reach = reach_of(c);
    if (!moment || !reach) continue;
    dots.push_back({static_cast<double>(moment->second), *reach, &c});
    values.insert(reach->value);
    days.insert(c.published.substr(0, 10));
  }
  // Of one day the strip plot says it all.
  if (dots.size() < 2 || values.size() < 2 || days.size() < 2) dots.clear();
  std::stable_sort(dots.begin(), dots.end(), [](const Dot& a, const Dot& b) { return a.second < b.second; });
  return dots;
}

std::string source_of(const GroupClaim& c, const Markup& m) {
  if (!c.source.empty()) return bdi(c.source);
  return c.document.empty() ? m.t("no.source") : bdi(c.document);
}

// One line a value: its letter, the value, who says it.
std::string value_list(const Group& g, const Markup& m) {
  constexpr std::size_t kNamed = 4;
  std::string out = "<ul class=\"values\">";
  std::map<int, std::vector<const GroupClaim*>> clusters;
  for (const GroupClaim& c : g.claims) clusters[c.cluster].push_back(&c);
  for (const auto& [cluster, claims] : clusters) {
    // A cluster may hold a value and its roundings: each way of writing it once.
    std::vector<std::string> written, sources;
    for (const GroupClaim* c : claims) {
      std::string value = m.value(*c), source = source_of(*c, m);
      if (std::find(written.begin(), written.end(), value) == written.end()) written.push_back(std::move(value));
      if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(std::move(source));
    }
    if (written.size() > 3) written.resize(3);
    out += fmt::format("<li class=\"c{}\"><b class=\"letter\">{}</b> <span class=\"value\">{}</span> <span class=\"who\">", cluster % kColours,
                       letter_of(cluster), fmt::join(written, " = "));
    for (std::size_t i = 0; i < sources.size() && i < kNamed; ++i) out += (i == 0 ? "" : m.arabic() ? "، " : ", ") + sources[i];
    if (sources.size() > kNamed) out += fmt::format(" +{}", m.number(sources.size() - kNamed));
    out += "</span></li>";
  }
  return out + "</ul>";
}

// What a page says where a group has more claims than it shows.
std::string not_all(const DeskGroup& view, const Markup& m) {
  if (view.claims_total <= view.group.claims.size()) return {};
  return fmt::format("<p class=\"small\">{} {} / {}</p>", m.t("some.claims"), m.number(view.group.claims.size()), m.number(view.claims_total));
}

std::string check_line(const Group& g, const Markup& m) {
  return fmt::format("<p class=\"check\">{} · {} {} · {} {}</p>", m.t(fmt::format("check.{}", to_string(g.check))), m.t("stated"), m.reason(g.stated),
                     m.t("computed"), m.reason(g.computed));
}

std::string correct_form(const GroupClaim& c, const std::string& group, const Markup& m, const ClaimOptions& options) {
  auto field = [&](std::string_view name, std::string_view label, std::string_view now) {
    return fmt::format("<label>{} <input name=\"{}\" value=\"{}\" data-was=\"{}\" dir=\"auto\" autocomplete=\"off\"></label>", m.t(label), name, html_text(now),
                       html_text(now));
  };
  std::string out = fmt::format(
      "<details class=\"correct\"><summary>{}</summary><form method=\"post\" action=\"{}\" data-correct=\"{}\"><p class=\"small\">{}</p><input type=\"hidden\" "
      "name=\"fact\" value=\"{}\">"
      "<input type=\"hidden\" name=\"group\" value=\"{}\"><input type=\"hidden\" name=\"revision\" value=\"{}\"><div class=\"fields\">",
      m.t("correct"), options.correct_action, html_text(fact_id(c)), m.t("change.only"), html_text(fact_id(c)), html_text(group), html_text(options.revision));
  if (c.value.empty()) {
    const std::string low = c.low ? c.low->to_string() : std::string(), high = c.high ? c.high->to_string() : std::string();
    out += low == high ? field("value", "value", low) : field("low", "value", low) + field("high", "value", high);
    out += field("unit", "unit", c.unit);
  } else {
    out += field("value", "value", c.value);
  }
  out += field("metric", "metric", "") + field("period", "period", c.period) + field("subject", "subject", "");
  out += fmt::format("<label>{} <select name=\"status\" data-was=\"{}\">", m.t("status"), html_text(c.status));
  for (const char* status : {"actual", "planned", "projected", "target", "denied"}) {
    out += fmt::format("<option value=\"{}\"{}>{}</option>", status,
                       c.status == status || (c.status.empty() && std::string_view(status) == "actual") ? " selected" : "", m.t(status));
  }
  out += fmt::format(
      "</select></label>{}<label class=\"wide\">{} <input name=\"text\" dir=\"auto\" autocomplete=\"off\"></label></div>"
      "<p class=\"buttons\"><button name=\"kind\" value=\"correct\">{}</button> <button name=\"kind\" value=\"not_a_fact\" "
      "class=\"quiet\">{}</button></p></form></details>",
      options.ask_name ? fmt::format("<label>{} <input name=\"who\" required dir=\"auto\" autocomplete=\"name\"></label>", m.t("your.name")) : "",
      m.t("your.note"), m.t("save"), m.t("not_a_fact"));
  return out;
}

std::string claim_figure(const GroupClaim& c, const Group& g, const Markup& m, const ClaimOptions& options) {
  const std::string id = fact_id(c);
  std::string out =
      fmt::format("<figure class=\"claim c{}\" id=\"{}\"{}><blockquote dir=\"auto\">{}</blockquote><figcaption>", c.cluster % kColours, html_text(id),
                  options.linked == Linked::kYes ? fmt::format(" data-item data-fact=\"{}\" tabindex=\"-1\"", html_text(id)) : "", quote(c));
  out += "<p>";
  if (g.check == Check::kNone) out += fmt::format("<b class=\"letter\">{}</b> ", letter_of(c.cluster));
  out += "<b class=\"value\">" + m.value(c) + "</b> <span class=\"who\">" + source_of(c, m) + "</span>";
  if (!c.published.empty()) out += " <span class=\"when\">" + m.day(c.published) + "</span>";
  if (!c.speaker.empty()) out += " <span class=\"speaker\">" + m.name(c.speaker, "") + "</span>";
  if (c.copied) out += " <span class=\"copy\">" + m.t("copy") + "</span>";
  out += "</p><p class=\"small\">";
  const std::string title = c.title.empty() ? bdi(c.document) : bdi(c.title);
  out += options.linked == Linked::kYes ? fmt::format("<a href=\"/articles/{}#{}\">{}</a>", url_encoded(c.article_key), html_text(id), title) : title;
  std::string details;
  for (const auto& [label, value] : {std::pair("period", &c.period)}) {
    if (!value->empty()) details += " · " + m.period(*value);
    (void)label;
  }
  for (const std::string* text : {&c.scope, &c.basis}) {
    if (!text->empty()) details += " · " + bdi(*text);
  }
  out += details + fmt::format(" · {} <bdi>{}</bdi> · <code>{}</code>", m.t(c.field == Field::kTitle ? "title.field" : "text.field"),
                               m.in_digits(fmt::format("{}–{}", c.start, c.end)), html_text(c.rule));
  if (options.linked == Linked::kYes) {
    out += fmt::format(" · <a href=\"/api/v1/facts/{0}?format=citation\" data-copy>{1}</a>", html_text(id), m.t("citation"));
  } else {
    out += " · <code>" + html_text(id) + "</code>";
  }
  out += "</p>";
  if (!options.correct_action.empty()) out += correct_form(c, g.id, m, options);
  return out + "</figcaption></figure>\n";
}

}  // namespace

std::string group_name(const DeskGroup& view, const Markup& m) {
  const Group& g = view.group;
  std::string out = subject_name(view, m) + " · " + m.metric(g.metric, g.noun);
  if (!g.counterpart_name.empty()) out += (m.arabic() ? " ← " : " → ") + m.name(g.counterpart, g.counterpart_name);
  if (!g.period.empty()) out += " <span class=\"period\">" + m.period(g.period) + "</span>";
  return out;
}

std::string plain_group_name(const DeskGroup& view, const Markup& m) {
  const Group& g = view.group;
  std::string out = g.subject.empty() && g.subject_name.empty() ? view.story_title : m.plain_name(g.subject, g.subject_name);
  if (!out.empty()) out += " · ";
  return out + metric_words(g.metric, g.noun, m.language());
}

std::string strip_plot(const Group& g, const Markup& m) {
  if (g.check != Check::kNone || g.claims.size() < 2) return {};
  std::vector<std::pair<Reach, int>> reaches;
  std::map<double, std::string> labels;  // the values as they are written, by where they stand
  const bool mixed = std::any_of(g.claims.begin(), g.claims.end(), [&](const GroupClaim& c) { return c.unit != g.claims.front().unit; });
  for (const GroupClaim& c : g.claims) {
    const auto reach = reach_of(c);
    if (!reach) continue;
    reaches.emplace_back(*reach, c.cluster);
    if (c.bound == Bound::kExact || !labels.count(reach->value)) labels[reach->value] = mixed ? m.plain_value(c) : m.plain_number(c);
  }
  if (reaches.size() < 2) return {};
  double least = reaches.front().first.low, most = reaches.front().first.high;
  for (const auto& [reach, cluster] : reaches) least = std::min(least, reach.low), most = std::max(most, reach.high);
  const bool logarithmic = least > 0 && most / least > 30;
  auto on_scale = [&](double value) { return logarithmic ? std::log10(value) : value; };
  const double from = on_scale(least), to = on_scale(most);
  constexpr double kWidth = 400, kEdge = 14, kLane = 9;
  if (!(to > from)) return {};
  auto x_of = [&](double value) { return kEdge + (on_scale(std::clamp(value, least, most)) - from) / (to - from) * (kWidth - 2 * kEdge); };
  // Dots that would lie on each other go into lanes.
  std::sort(reaches.begin(), reaches.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second, a.first.value, a.first.low, a.first.high) < std::tie(b.second, b.first.value, b.first.low, b.first.high);
  });
  constexpr std::size_t kLanes = 4;
  std::vector<std::vector<double>> lanes(kLanes);
  std::string marks;
  std::size_t used = 0;
  std::map<std::pair<double, int>, int> stacked;
  for (const auto& [reach, cluster] : reaches) {
    const double x = x_of(reach.value);
    if (++stacked[{std::round(x), cluster}] > static_cast<int>(kLanes)) continue;  // as many as can be told apart
    std::size_t lane = 0;
    while (lane + 1 < kLanes && std::any_of(lanes[lane].begin(), lanes[lane].end(), [&](double other) { return std::abs(other - x) < 10; })) ++lane;
    lanes[lane].push_back(x);
    used = std::max(used, lane + 1);
    const double y = 8 + kLane * static_cast<double>(lane);
    const double a = x_of(reach.low), b = x_of(reach.high);
    const std::string colour = fmt::format("c{}", cluster % kColours);
    if (b - a > 1) {
      marks += fmt::format("<line class=\"reach {}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>", colour, a, y, b, y);
      if (reach.open_high) marks += fmt::format("<path class=\"arrow {}\" d=\"M{:.1f} {:.1f}l5 3.5l-5 3.5z\"/>", colour, b - 1, y - 3.5);
      if (reach.open_low) marks += fmt::format("<path class=\"arrow {}\" d=\"M{:.1f} {:.1f}l-5 3.5l5 3.5z\"/>", colour, a + 1, y - 3.5);
      if (!reach.open_low && !reach.open_high) {
        marks += fmt::format("<path class=\"reach {0}\" d=\"M{1:.1f} {3:.1f}v6M{2:.1f} {3:.1f}v6\"/>", colour, a, b, y - 3);
      }
    }
    marks += fmt::format("<circle class=\"dot {}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>", colour, x, y);
  }
  const double axis = 8 + kLane * static_cast<double>(used) + 3;
  std::string out = fmt::format("<svg class=\"strip\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {:.0f}\">", m.attribute("scale"), kWidth, axis + 20);
  out += fmt::format("<line class=\"axis\" x1=\"0\" y1=\"{0:.1f}\" x2=\"{1}\" y2=\"{0:.1f}\"/>", axis, kWidth);
  // Values below their dots, as far as they have room.
  double free = 0;
  for (const auto& [value, label] : labels) {
    const double x = x_of(value), half = 4 * static_cast<double>(count_code_points(label));
    const double middle = std::clamp(x, half, kWidth - half);
    if (middle - half < free) continue;
    free = middle + half + 8;
    out += fmt::format("<line class=\"axis\" x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{0:.1f}\" y2=\"{2:.1f}\"/><text x=\"{3:.1f}\" y=\"{4:.1f}\">{5}</text>", x,
                       axis, axis + 4, middle, axis + 16, html_text(label));
  }
  return out + marks + "</svg>" + (logarithmic ? "<p class=\"small scale\">" + m.t("scale.log") + "</p>" : "");
}

std::string time_plot(const Group& g, const Markup& m) {
  const std::vector<Dot> dots = dots_of(g);
  if (dots.empty()) return {};
  double least = dots.front().reach.value, most = least;
  for (const Dot& d : dots) least = std::min(least, d.reach.value), most = std::max(most, d.reach.value);
  constexpr double kWidth = 400, kHeight = 130, kEdge = 10, kLabels = 22, kLeft = 74;
  const double first = dots.front().second, last = dots.back().second;
  std::string out = fmt::format("<svg class=\"time\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {}\">", m.attribute("over.time"), kWidth, kHeight);
  const double floor = kHeight - kLabels;
  out += fmt::format("<path class=\"axis\" d=\"M{0} 0V{1}H{2}\"/>", kLeft, floor, kWidth);
  auto y_of = [&](double value) { return floor - kEdge - (value - least) / (most - least) * (floor - 2 * kEdge); };
  // What the axes begin and end with.
  auto by_value = [](const Dot& a, const Dot& b) { return a.reach.value < b.reach.value; };
  const Dot& low = *std::min_element(dots.begin(), dots.end(), by_value);
  const Dot& high = *std::max_element(dots.begin(), dots.end(), by_value);
  for (const Dot* d : {&low, &high})
    out += fmt::format("<text x=\"{}\" y=\"{:.1f}\" class=\"end\">{}</text>", kLeft - 5, y_of(d->reach.value) + 4, html_text(m.plain_number(*d->claim)));
  for (const auto& [d, x, anchor] : {std::tuple(&dots.front(), kLeft, "start"), std::tuple(&dots.back(), kWidth, "end")})
    out += fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>", x, kHeight - 6, anchor, m.in_digits(d->claim->published.substr(0, 10)));
  for (const Dot& d : dots) {
    const double x = last > first ? kLeft + kEdge + (d.second - first) / (last - first) * (kWidth - kLeft - 2 * kEdge) : (kLeft + kWidth) / 2;
    const double y = y_of(d.reach.value);
    out += fmt::format("<circle class=\"dot c{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"><title>{} · {}</title></circle>", d.claim->cluster % kColours, x, y,
                       html_text(m.plain_value(*d.claim)), m.in_digits(d.claim->published.substr(0, 10)));
  }
  return out + "</svg>";
}

std::string time_points(const Group& g, const Markup& m) {
  const std::vector<Dot> dots = dots_of(g);
  if (dots.empty()) return {};
  nlohmann::json points = nlohmann::json::array();
  for (const Dot& d : dots) {
    points.push_back({d.second, d.reach.value, d.reach.low, d.reach.high, d.claim->cluster % kColours, m.plain_value(*d.claim), neutral(d.claim->source),
                      d.claim->published.substr(0, 10)});
  }
  return nlohmann::json{{"points", points}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string group_card(const DeskGroup& view, const Markup& m, Linked linked, std::string_view heading) {
  const Group& g = view.group;
  const char* verdict = to_string(g.verdict);
  const bool links = linked == Linked::kYes;
  std::string out =
      fmt::format("<article class=\"group v-{}{}\" id=\"{}\"{}><div class=\"what\">", verdict, view.decided.empty() ? "" : " is-decided", html_text(g.id),
                  links ? fmt::format(" data-item data-group=\"{}\" data-revision=\"{}\" tabindex=\"-1\"", html_text(g.id), html_text(view.revision)) : "");
  out += fmt::format("<p class=\"tags\"><span class=\"verdict\">{}</span>", m.t(verdict));
  if (!view.decided.empty()) {
    out += fmt::format(" <span class=\"decided\">{}{}</span>", m.t(view.decided == "accept" ? "accepted" : "rejected"),
                       view.decided_by.empty() ? "" : " · " + bdi(view.decided_by));
  }
  if (!view.day.empty()) out += " <span class=\"when\">" + m.day(view.day) + "</span>";
  out += "</p>";
  if (!heading.empty()) {
    out += fmt::format("<{0} class=\"name\">{1}</{0}>", heading,
                       links ? fmt::format("<a href=\"/groups/{}\">{}</a>", html_text(g.id), group_name(view, m)) : group_name(view, m));
  }
  out += fmt::format("<p class=\"reason\">{}</p>", m.reason(g.reason));
  if (g.check != Check::kNone) out += check_line(g, m);
  out += fmt::format("<p class=\"meta\">{} · <bdi>{}</bdi> {} · {} {} · <code>{}</code></p></div>",
                     m.counted(static_cast<std::uint64_t>(g.sources), "n.source"), m.in_digits(fmt::format("{}%", g.confidence_percent)), m.t("sure"),
                     m.t("weight"), m.number(static_cast<std::uint64_t>(std::max(0, g.weight))), html_text(g.id));
  return out + "<div class=\"figures\">" + strip_plot(g, m) + value_list(g, m) + not_all(view, m) + "</div></article>\n";
}

std::string group_claims(const DeskGroup& view, const Markup& m, const ClaimOptions& options) {
  const Group& g = view.group;
  // One quote a value first, source and value apart, so that what differs stands side by side.
  std::vector<const GroupClaim*> order, rest;
  std::set<int> clusters;
  std::set<std::string> said;
  const bool check = g.check != Check::kNone;
  for (const GroupClaim& c : g.claims) {
    if (check || clusters.insert(c.cluster).second)
      order.push_back(&c);
    else
      rest.push_back(&c);
  }
  auto told = [&](const GroupClaim* c) { return c->source + "\n" + m.plain_value(*c); };
  for (const GroupClaim* c : order) said.insert(told(c));
  std::stable_partition(rest.begin(), rest.end(), [&](const GroupClaim* c) { return said.insert(told(c)).second; });
  // What is said word for word again (copies, mostly) comes last, folded.
  std::set<std::string> sentences;
  for (const GroupClaim* c : order) sentences.insert(c->sentence + "\n" + c->text);
  const auto again =
      std::stable_partition(rest.begin(), rest.end(), [&](const GroupClaim* c) { return sentences.insert(c->sentence + "\n" + c->text).second; });
  const std::size_t fresh = order.size() + static_cast<std::size_t>(again - rest.begin());
  order.insert(order.end(), rest.begin(), rest.end());
  const std::size_t open = check ? order.size() : std::max(std::min(options.open, fresh), clusters.size());
  std::string out = "<div class=\"quotes\">\n";
  for (std::size_t i = 0; i < order.size() && i < open; ++i) out += claim_figure(*order[i], g, m, options);
  out += "</div>\n";
  if (order.size() > open) {
    out += fmt::format("<details class=\"more\"><summary>{} {}</summary><div class=\"quotes\">\n", m.number(order.size() - open), m.t("more.groups"));
    for (std::size_t i = open; i < order.size(); ++i) out += claim_figure(*order[i], g, m, options);
    out += "</div></details>\n";
  }
  return out;
}

}  // namespace mizan::tools

#include "tools/reconcile_html.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "db/citation.h"
#include "db/moment.h"
#include "tools/figure.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

struct Face {
  Verdict verdict;
  const char* english;
  const char* arabic;
  bool open;  // its groups are shown; otherwise folded
};

// In reading order.
constexpr std::array<Face, 9> kFaces = {{
    {Verdict::kConflict, "conflict", "تعارض", true},
    {Verdict::kDisputed, "disputed", "خلاف بين متحدثين", true},
    {Verdict::kCorrected, "corrected", "مصحَّح", true},
    {Verdict::kPartial, "partial", "مجموع جزئي", true},
    {Verdict::kUpdate, "update", "تحديث", false},
    {Verdict::kIncomparable, "incomparable", "غير قابل للمقارنة", false},
    {Verdict::kRounding, "rounding", "تقريب", false},
    {Verdict::kAgree, "agree", "اتفاق", false},
    {Verdict::kSingle, "single", "منفرد", false},
}};

constexpr const char* kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.4rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:0}"
    "article{border:1px solid #ccc;border-inline-start:.4rem solid #888;border-radius:.3rem;padding:.6rem .8rem;margin:.8rem 0}"
    ".conflict,.disputed{border-inline-start-color:#b00020}.corrected,.partial{border-inline-start-color:#a65f00}.update{border-inline-start-color:#1f5fbf}"
    ".agree,.rounding{border-inline-start-color:#1b7a3d}"
    ".why{margin:.2rem 0}.small{color:#555;font-size:.85rem}.quotes{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:.6rem}"
    "figure{margin:0;padding:.5rem;background:#f6f6f4;border-radius:.3rem}blockquote{margin:0}figcaption{color:#555;font-size:.85rem;margin-top:.3rem}"
    "mark{background:#ffe28a;font-weight:bold}summary{cursor:pointer;margin:.5rem 0}svg{max-width:100%;height:auto}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#16181c}article{border-color:#444}figure{background:#22252b}.small,figcaption{color:#aaa}mark{background:#7a5b00;color:#fff}}";

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : neutral(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string isolated(std::string_view text) { return "<bdi>" + escaped(text) + "</bdi>"; }

std::string value_of(const GroupClaim& c) {
  std::string out = c.value.empty() ? figure(c.low, c.high, c.bound, c.unit, c.per) : length(c.value);
  if (!c.status.empty() && c.status != "actual") out += " " + c.status;
  return out;
}

// Byte at which code point number `point` of the text begins.
std::size_t byte_of(std::string_view text, std::uint32_t point) {
  std::size_t i = 0;
  for (std::uint32_t count = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (count++ == point) break;
  }
  return i;
}

std::string quote(const GroupClaim& c) {
  const std::string_view sentence = c.sentence;
  if (c.start >= c.sentence_start) {
    const std::size_t begin = byte_of(sentence, c.start - c.sentence_start);
    if (sentence.substr(begin, c.text.size()) == c.text) {
      return escaped(sentence.substr(0, begin)) + "<mark>" + escaped(c.text) + "</mark>" + escaped(sentence.substr(begin + c.text.size()));
    }
  }
  return escaped(sentence) + " <mark>" + escaped(c.text) + "</mark>";
}

std::string claim_figure(const GroupClaim& c, bool check) {
  std::string out = "<figure><blockquote dir=\"auto\">" + quote(c) + "</blockquote><figcaption>";
  if (!check) out += fmt::format("<b>{}</b> ", static_cast<char>('A' + std::min(c.cluster, 25)));
  out += "<b>" + isolated(value_of(c)) + "</b> · " + isolated(c.source.empty() ? c.document : c.source);
  if (!c.published.empty()) out += " · <time>" + escaped(c.published.substr(0, 10)) + "</time>";
  if (!c.speaker.empty()) out += " · " + isolated(c.speaker);
  if (c.copied) out += " · copy, نسخة";
  out += "<br>" + isolated(c.document) + fmt::format(" {} {}–{} · <code>{}</code></figcaption></figure>\n", c.field == Field::kTitle ? "title" : "text", c.start, c.end, fact_id(c));
  return out;
}

// Values over days, one dot a claim. Empty where nothing changes or nothing is dated.
std::string chart(const Group& g) {
  struct Dot {
    double day, value;
    const GroupClaim* claim;
  };
  std::vector<Dot> dots;
  std::set<double> values;
  for (const GroupClaim& c : g.claims) {
    const auto moment = moment_from(c.published);
    if (!moment || !c.low || c.unit != g.claims.front().unit) continue;
    dots.push_back({static_cast<double>(moment->second) / 86400.0, c.low->to_double(), &c});
    values.insert(dots.back().value);
  }
  if (dots.size() < 2 || values.size() < 2 || g.check != Check::kNone) return {};
  auto by_day = [](const Dot& a, const Dot& b) { return a.day < b.day; };
  const double first = std::min_element(dots.begin(), dots.end(), by_day)->day, last = std::max_element(dots.begin(), dots.end(), by_day)->day;
  const double least = *values.begin(), most = *values.rbegin();
  constexpr double kWidth = 320, kHeight = 60, kEdge = 8;
  std::string out = fmt::format("<svg role=\"img\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\"><title>values by day, القيم حسب اليوم</title>", kWidth, kHeight);
  out += fmt::format("<line x1=\"0\" y1=\"{1}\" x2=\"{0}\" y2=\"{1}\" stroke=\"#999\"/>", kWidth, kHeight - 1);
  constexpr std::array<const char*, 4> kColours = {"#1f5fbf", "#b00020", "#a65f00", "#1b7a3d"};
  for (const Dot& d : dots) {
    const double x = last > first ? kEdge + (d.day - first) / (last - first) * (kWidth - 2 * kEdge) : kWidth / 2;
    const double y = kHeight - kEdge - (d.value - least) / (most - least) * (kHeight - 2 * kEdge);
    out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\"><title>{} {}</title></circle>", x, y,
                       kColours[static_cast<std::size_t>(d.claim->cluster) % kColours.size()], escaped(value_of(*d.claim)), escaped(d.claim->published.substr(0, 10)));
  }
  return out + "</svg>\n";
}

std::string group_article(const Group& g, const Face& face) {
  constexpr std::size_t kOpen = 4;  // quotes that stand open
  std::string name = g.subject_name.empty() ? g.subject : g.subject_name;
  if (name.empty() && !g.claims.empty()) name = g.claims.front().title;
  std::string out = fmt::format("<article class=\"{}\" id=\"{}\"><h3>", face.english, escaped(g.id));
  if (!name.empty()) out += isolated(name) + " · ";
  out += isolated(measure(g.metric, g.noun));
  if (!g.counterpart_name.empty()) out += " → " + isolated(g.counterpart_name);
  if (!g.period.empty()) out += ", " + escaped(g.period);
  if (g.check != Check::kNone) out += fmt::format(" <span class=\"small\">check of a {}: stated {}, computed {}</span>", to_string(g.check), escaped(g.stated), escaped(g.computed));
  out += fmt::format("</h3><p class=\"why\"><b>{}</b> <b lang=\"ar\" dir=\"rtl\">{}</b>: {}</p>", face.english, face.arabic, isolated(g.reason));
  out += fmt::format("<p class=\"small\">{} {} · {} % · weight {} · <code>{}</code></p>\n", g.sources, g.sources == 1 ? "source" : "sources", g.confidence_percent, g.weight, escaped(g.id));
  out += chart(g);
  // One quote a cluster, source and value first, so that what differs stands side by side.
  std::vector<const GroupClaim*> order, rest;
  std::set<int> clusters;
  std::set<std::string> said;
  const bool check = g.check != Check::kNone;
  for (const GroupClaim& c : g.claims) {
    if (check || clusters.insert(c.cluster).second) order.push_back(&c);
    else rest.push_back(&c);
  }
  for (const GroupClaim* c : order) said.insert(c->source + "\n" + value_of(*c));
  std::stable_partition(rest.begin(), rest.end(), [&](const GroupClaim* c) { return said.insert(c->source + "\n" + value_of(*c)).second; });
  order.insert(order.end(), rest.begin(), rest.end());
  const std::size_t open = std::max(kOpen, check ? order.size() : clusters.size());
  out += "<div class=\"quotes\">\n";
  for (std::size_t i = 0; i < order.size() && i < open; ++i) out += claim_figure(*order[i], check);
  out += "</div>\n";
  if (order.size() > open) {
    out += fmt::format("<details><summary>{} more · <span lang=\"ar\" dir=\"rtl\">المزيد</span></summary><div class=\"quotes\">\n", order.size() - open);
    for (std::size_t i = open; i < order.size(); ++i) out += claim_figure(*order[i], check);
    out += "</div></details>\n";
  }
  return out + "</article>\n";
}

}  // namespace

std::string reconcile_html(const Reconciliation& all, const std::vector<Group>& shown, std::size_t budget, std::size_t most_agreeing, std::string_view by) {
  std::map<Verdict, std::vector<const Group*>> groups;
  for (const Group& g : shown) groups[g.verdict].push_back(&g);
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
      "<title>mizan · ميزان</title><style>";
  out += kStyle;
  out += "</style></head><body>\n<h1>Figures compared · <span lang=\"ar\" dir=\"rtl\">مقارنة الأرقام</span></h1>\n";
  out += fmt::format("<p>{} articles, {} facts, {} stories. <span lang=\"ar\" dir=\"rtl\">{} مقالة، {} معلومة، {} قصة.</span></p>\n", all.articles, all.facts, all.stories, all.articles,
                     all.facts, all.stories);
  out += "<nav><ul>";
  for (const Face& face : kFaces) {
    if (groups.count(face.verdict)) {
      out += fmt::format("<li><a href=\"#v-{0}\">{0} · <span lang=\"ar\" dir=\"rtl\">{1}</span></a>: {2}</li>", face.english, face.arabic, groups[face.verdict].size());
    }
  }
  out += "</ul></nav>\n";
  for (const Face& face : kFaces) {
    const std::vector<const Group*>& of = groups[face.verdict];
    if (of.empty()) continue;
    const bool calm = face.verdict == Verdict::kAgree || face.verdict == Verdict::kRounding || face.verdict == Verdict::kSingle;
    const std::size_t listed = calm ? std::min(of.size(), most_agreeing) : of.size();
    const std::size_t open = face.open ? std::min(listed, budget) : 0;
    out += fmt::format("<section id=\"v-{0}\"><h2>{0} · <span lang=\"ar\" dir=\"rtl\">{1}</span> ({2})</h2>\n", face.english, face.arabic, of.size());
    for (std::size_t i = 0; i < open; ++i) out += group_article(*of[i], face);
    if (listed > open) {
      out += fmt::format("<details><summary>{} {} · <span lang=\"ar\" dir=\"rtl\">افتح القائمة</span></summary>\n", listed - open, open > 0 ? "more, of less weight" : "groups");
      for (std::size_t i = open; i < listed; ++i) out += group_article(*of[i], face);
      out += "</details>\n";
    }
    if (of.size() > listed) out += fmt::format("<p class=\"small\">{} more are not on this page; --limit or --to json has them.</p>\n", of.size() - listed);
    out += "</section>\n";
  }
  if (shown.empty()) out += "<p>Nothing to compare. <span lang=\"ar\" dir=\"rtl\">لا شيء للمقارنة.</span></p>\n";
  out += "<footer class=\"small\">" + escaped(by) + "</footer>\n</body></html>\n";
  return out;
}

}  // namespace mizan::tools

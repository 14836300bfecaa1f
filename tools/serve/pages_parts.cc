#include "tools/serve/pages_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "db/citation.h"

namespace mizan::tools {

std::string heading(const std::string& title, const std::string& aside) {
  return fmt::format("<div class=\"heading\"><h1>{}</h1>{}</div>\n", title, aside);
}

std::string exports(const Markup& m, std::span<const std::pair<std::string_view, std::string>> links) {
  std::string out = fmt::format("<p class=\"exports\"><span>{}</span>", m.t("export"));
  for (const auto& [key, href] : links) {
    out += fmt::format(" <a href=\"{}\"{}>{}</a>", html_text(href), key == "citation" ? " data-copy" : key == "csv" ? " download" : "", m.t(key));
  }
  return out + "</p>\n";
}

std::string pager(const Markup& m, const std::string& base, const std::string& next, bool first) {
  if (next.empty() && first) return {};
  std::string out = fmt::format("<nav class=\"pager\" aria-label=\"{}\">", m.attribute("pages"));
  if (!first) out += fmt::format("<a href=\"{}\">{}</a>", html_text(base.substr(0, base.size() - 1)), m.t("first.page"));
  if (!next.empty()) out += fmt::format("<a rel=\"next\" href=\"{}cursor={}\">{}</a>", html_text(base), url_encoded(next), m.t("next.page"));
  return out + "</nav>\n";
}

std::string nothing(const Markup& m, std::string_view key) {
  return fmt::format("<p class=\"nothing\">{}</p>\n", m.t(key));
}

std::string tip_of(const Mention& mention, std::string_view rule, const Markup& m) {
  std::string out;
  if (const Amount* a = mention.amount()) {
    GroupClaim c;
    c.low = a->low;
    c.high = a->high;
    c.bound = a->bound;
    c.unit = a->unit;
    c.per = a->per;
    out = m.plain_value(c);
    if (!a->noun.empty()) out += " · " + a->noun;
    for (std::size_t i = 0; i < a->candidates.size(); ++i) out += (i == 0 ? " ? " : " / ") + a->candidates[i];
  } else if (const DateRange* d = mention.date()) {
    out = period_words(d->value, m.language());
    if (!d->from.empty()) out += d->from == d->to ? " · " + d->from : fmt::format(" · {} – {}", d->from, d->to);
    if (d->calendar != "gregorian") out += " · " + d->calendar;
  } else if (const Length* l = mention.length()) {
    out = length_words(l->value, m.language());
  } else if (const EntityName* e = mention.entity()) {
    out = m.plain_name(e->id, e->name) + " · " + e->id;
  }
  if (m.digits() == Digits::kArabic) out = eastern_digits(out);
  return fmt::format("{} · {}{}{}", say(to_string(mention.type), m.language()), out, rule.empty() ? "" : " · ", rule);
}

namespace {

// Opens and closes marks while the text is written, a paragraph at a time.
class Annotator {
 public:
  explicit Annotator(std::string_view text) : text_(text) {}
  void open(const TextMark& mark) {
    write_to(mark.begin);
    if (!mark.link.empty()) out_ += fmt::format("<a class=\"to\" href=\"{}\">", html_text(mark.link));
    out_ += fmt::format("<mark class=\"mention m-{}\"{} data-tip=\"{}\">", html_text(mark.kind),
                        mark.id.empty() ? "" : fmt::format(" id=\"{}\"", html_text(mark.id)), html_text(mark.tip));
  }
  void close(const TextMark& mark) {
    write_to(mark.end);
    out_ += "</mark>";
    if (!mark.link.empty()) out_ += "</a>";
  }
  std::string finish() {
    write_to(static_cast<std::uint32_t>(text_.size()));
    return std::move(out_);
  }

 private:
  void write_to(std::uint32_t end) {
    // Line ends stay: the style keeps them.
    std::string_view rest = text_.substr(at_, end - at_);
    at_ = end;
    for (;;) {
      const std::size_t line = rest.find('\n');
      if (line == std::string_view::npos) break;
      out_ += html_text(rest.substr(0, line)) + "\n";
      rest.remove_prefix(line + 1);
    }
    out_ += html_text(rest);
  }
  std::string_view text_;
  std::string out_;
  std::uint32_t at_ = 0;
};

}  // namespace

std::string annotated(std::string_view text, std::vector<TextMark> marks) {
  // The wider first where two begin together; what crosses the edge of an open one is left out.
  std::stable_sort(marks.begin(), marks.end(), [](const TextMark& a, const TextMark& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  Annotator out(text);
  std::vector<const TextMark*> open;
  std::set<std::string> ids;
  for (TextMark& mark : marks) {
    if (mark.end > text.size() || mark.begin >= mark.end) continue;
    while (!open.empty() && open.back()->end <= mark.begin) {
      out.close(*open.back());
      open.pop_back();
    }
    if (!open.empty() && mark.end > open.back()->end) continue;
    if (!mark.id.empty() && !ids.insert(mark.id).second) mark.id.clear();
    if (!open.empty()) mark.link.clear();  // no link within a link
    out.open(mark);
    open.push_back(&mark);
  }
  while (!open.empty()) {
    out.close(*open.back());
    open.pop_back();
  }
  return out.finish();
}

std::string legend(const std::vector<TextMark>& marks, const Markup& m) {
  std::string out = fmt::format("<p class=\"legend\"><span>{}</span>", m.t("legend"));
  std::set<std::string> kinds;
  for (const TextMark& mark : marks) kinds.insert(mark.kind);
  for (const std::string& kind : kinds) {
    const auto count = std::count_if(marks.begin(), marks.end(), [&](const TextMark& mark) { return mark.kind == kind; });
    out += fmt::format(" <mark class=\"mention m-{}\">{}</mark> {}", html_text(kind), m.t(kind), m.number(static_cast<std::uint64_t>(count)));
  }
  return out + "</p>\n";
}

GroupClaim claim_from(const StoredFact& stored) {
  const Fact& f = stored.fact;
  GroupClaim c;
  c.article_key = stored.article_key;
  c.content_hash = stored.content_hash;
  c.document = stored.document;
  c.source = stored.source;
  c.published = stored.published;
  c.field = f.field;
  c.start = stored.start;
  c.end = stored.end;
  c.sentence_start = stored.sentence_start;
  c.text = stored.text;
  c.sentence = stored.sentence;
  c.low = f.amount.low;
  c.high = f.amount.high;
  c.value = f.value;
  c.bound = f.amount.bound;
  c.unit = f.amount.unit;
  c.per = f.amount.per;
  c.status = f.status;
  c.period = f.period;
  c.speaker = f.speaker;
  c.rule = stored.rule;
  return c;
}

std::string fact_line(const StoredFact& stored, const Markup& m, const std::vector<std::string>& stems) {
  const Fact& f = stored.fact;
  const GroupClaim c = claim_from(stored);
  std::string out = "<p class=\"fact-line\"><b class=\"value\">" + m.value(c) + "</b> ";
  if (!f.subject.empty()) {
    out += fmt::format("<a href=\"/entities/{}\">{}</a> · ", url_encoded(f.subject), m.name(f.subject, f.subject_name));
  } else if (!f.subject_name.empty()) {
    out += bdi(f.subject_name) + " · ";
  }
  out += m.metric(f.metric, f.noun);
  if (!f.period.empty()) out += " · " + m.period(f.period);
  out += "</p>";
  const std::string words = stems.empty() ? quote(c) : marked(stored.sentence, marks_in(stored.sentence, stems));
  return out + fmt::format("<blockquote dir=\"auto\">{}</blockquote>", words);
}

std::string decision_table(const std::vector<DecisionRow>& rows, const Markup& m, bool with_target) {
  std::string out = fmt::format(
      "<div class=\"table\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{}\"><table><thead><tr><th>{}</th><th>{}</th><th>{}</th>{}<th>{}</th></tr></thead><tbody>",
      m.attribute("decisions"), m.t("when"), m.t("who"), m.t("what"), with_target ? "<th>" + m.t("on") + "</th>" : "", m.t("note"));
  for (const DecisionRow& row : rows) {
    std::string target;
    if (with_target) {
      target = row.target.starts_with('g') && row.target.size() == 11
                   ? fmt::format("<td><a href=\"/groups/{0}\"><code>{0}</code></a></td>", html_text(row.target))
               : !row.quote.empty() ? fmt::format("<td>{}</td>", bdi(row.quote))
                                    : fmt::format("<td><code>{}</code></td>", html_text(row.target));
    }
    std::string said = row.note.empty() ? std::string() : bdi(row.note);
    if (!row.fields.empty()) said += (said.empty() ? "" : " ") + fmt::format("<code>{}</code>", bdi(row.fields));
    if (!with_target && !row.quote.empty()) said = "“" + bdi(row.quote) + "” " + said;
    out += fmt::format("<tr><td>{} <span class=\"small\">{}</span></td><td>{}</td><td>{}</td>{}<td>{}</td></tr>", m.day(row.at),
                       m.in_digits(row.at.size() >= 16 ? row.at.substr(11, 5) : ""), bdi(row.who), m.t(row.kind), target, said);
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace mizan::tools

#include "tools/serve/pages_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "db/citation.h"
#include "db/describe.h"

namespace mizan::tools {

std::string heading(const std::string& title, const std::string& aside) {
  return fmt::format("<div class=\"heading\"><h1>{}</h1>{}</div>\n", title, aside);
}

std::string exports(const Markup& m, const std::string& api, const std::string& permalink) {
  const char* more = api.find('?') == std::string::npos ? "?" : api.ends_with('&') || api.ends_with('?') ? "" : "&";
  std::string out =
      fmt::format("<p class=\"exports\"><span>{}</span> <a href=\"{}\" download>{}</a> <a href=\"{}\">{}</a> <a href=\"{}\" data-copy>{}</a>", m.t("export"),
                  html_text(api + more + "format=csv"), m.t("csv"), html_text(api), m.t("json"), html_text(api + more + "format=citation"), m.t("citation"));
  if (!permalink.empty()) out += fmt::format(" <a href=\"{}\">{}</a>", html_text(permalink), m.t("permalink"));
  return out + "</p>\n";
}

std::string pager(const Markup& m, const std::string& base, const std::string& next, bool first) {
  if (next.empty() && first) return {};
  std::string out = fmt::format("<nav class=\"pager\" aria-label=\"{}\">", m.attribute("pages"));
  if (!first) out += fmt::format("<a href=\"{}\">{}</a>", html_text(base.substr(0, base.size() - 1)), m.t("first.page"));
  if (!next.empty()) out += fmt::format("<a rel=\"next\" href=\"{}cursor={}\">{}</a>", html_text(base), url_encoded(next), m.t("next.page"));
  return out + "</nav>\n";
}

std::string metric_choice(const Markup& m, std::string_view chosen) {
  std::string out = fmt::format("<label>{} <select name=\"metric\"><option value=\"\">{}</option>", m.t("metric"), m.t("any"));
  for (const Phrase& phrase : phrases()) {
    if (!phrase.key.starts_with("m.")) continue;
    const std::string_view metric = phrase.key.substr(2);
    out += fmt::format("<option value=\"{0}\"{1}>{2}</option>", metric, chosen == metric ? " selected" : "", m.t(phrase.key));
  }
  return out + "</select></label>";
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

std::string fact_line(const StoredFact& stored, const Markup& m, const std::vector<std::string>& stems, Linked linked) {
  const Fact& f = stored.fact;
  const GroupClaim c = claim_out(stored);
  std::string out = "<p class=\"fact-line\"><b class=\"value\">" + m.value(c) + "</b> ";
  if (!f.subject.empty() && linked == Linked::kNo) {
    out += m.name(f.subject, f.subject_name) + " · ";
  } else if (!f.subject.empty()) {
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

}  // namespace mizan::tools

#include "tools/file_html.h"

#include <fmt/format.h>

#include "db/draft.h"
#include "tools/serve/desk.h"
#include "tools/serve/pages_parts.h"

namespace mizan::tools {
namespace {

std::string source_and_day(const std::string& source, const std::string& published, const Markup& m) {
  return (source.empty() ? m.t("no.source") : bdi(source)) + (published.empty() ? "" : " · " + m.day(published));
}

}  // namespace

std::string file_head(const Markup& m, std::string_view title) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">"
      "<title>mizan · ميزان</title><style>";
  if (const EmbeddedFile* style = embedded_file("plain.css")) out += style->bytes;
  out += "</style></head><body class=\"file\">\n";
  // Without a script: two buttons that the style sheet looks at.
  out +=
      "<p><label class=\"choice\"><input type=\"radio\" name=\"in\" id=\"in-ar\" checked> <span lang=\"ar\">العربية</span></label>"
      "<label class=\"choice\"><input type=\"radio\" name=\"in\" id=\"in-en\"> <span lang=\"en\">English</span></label></p>\n";
  return out + fmt::format("<main><h1>{}</h1>\n", m.t(title));
}

std::string file_tail(std::string_view by) {
  return "</main><footer class=\"small\">" + html_text(by) + "</footer>\n</body></html>\n";
}

std::string article_section(const Document& document, const ArticleResult& result, const Markup& m) {
  std::vector<TextMark> title_marks, text_marks;
  for (const Mention& mention : result.mentions) {
    TextMark mark{mention.source.begin, mention.source.end, to_string(mention.type), tip_of(mention, mention.rule, m), {}, {}};
    (mention.field == Field::kTitle ? title_marks : text_marks).push_back(std::move(mark));
  }
  std::string out = fmt::format("<section><h2 dir=\"auto\">{}</h2>\n<p class=\"small\">{} · <code>{}</code></p>\n",
                                document.title.empty() ? bdi(document.id) : "<bdi>" + annotated(document.title, title_marks) + "</bdi>",
                                source_and_day(document.source, document.published, m), bdi(document.id));
  std::vector<TextMark> all = text_marks;
  all.insert(all.end(), title_marks.begin(), title_marks.end());
  if (!all.empty()) out += legend(all, m);
  out += fmt::format("<div class=\"text\" dir=\"auto\"{}>{}</div>\n", result.lang.empty() ? "" : fmt::format(" lang=\"{}\"", html_text(result.lang)),
                     annotated(document.text, text_marks));
  if (!result.facts.empty()) {
    out += fmt::format("<h3>{} <span class=\"count\">{}</span></h3>\n<ul class=\"facts\">", m.t("facts"), m.number(result.facts.size()));
    for (const StoredFact& fact : facts_of(document, result)) out += "<li>" + fact_line(fact, m, {}, Linked::kNo) + "</li>\n";
    out += "</ul>\n";
  }
  return out + "</section>\n";
}

std::string rejection_section(const Rejection& rejection, const Markup& m) {
  const std::string& name = rejection.id.empty() ? rejection.why.file : rejection.id;
  return fmt::format("<section><h2 dir=\"auto\">{}</h2>\n<p class=\"notice\">{}: {}</p></section>\n", name.empty() ? m.t("untitled") : bdi(name),
                     m.t("rejected.article"), bdi(rejection.why.to_string()));
}

std::string facts_html(const std::vector<StoredFact>& facts, std::string_view by, const Markup& m) {
  std::string out = file_head(m, "facts") + fmt::format("<p>{}</p>\n", m.counted(facts.size(), "n.fact"));
  for (std::size_t i = 0; i < facts.size();) {
    const Fact& first = facts[i].fact;
    out += fmt::format("<section><h2>{}</h2>\n<ul class=\"facts\">", first.subject_name.empty() ? m.t("story") : m.name(first.subject, first.subject_name));
    for (; i < facts.size() && facts[i].fact.subject_name == first.subject_name; ++i) {
      const StoredFact& fact = facts[i];
      out += fmt::format("<li>{}<p class=\"small\">{} · <bdi>{}</bdi> · <code>{}</code></p></li>\n", fact_line(fact, m, {}, Linked::kNo),
                         source_and_day(fact.source, fact.published, m), html_text(fact.document), html_text(fact.rule));
    }
    out += "</ul></section>\n";
  }
  if (facts.empty()) out += nothing(m, "nothing.compared");
  return out + file_tail(by);
}

}  // namespace mizan::tools

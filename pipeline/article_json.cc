#include "pipeline/article_json.h"

#include "pipeline/article_fields.h"
#include "pipeline/code_points.h"
#include "pipeline/json_writer.h"

namespace mizan {
namespace {

using Writer = JsonWriter;

// Of an article that was taken out of a page, a message or a table: what the offsets count in, and where in the page it stands.
void article_itself(Writer& out, const Document& document, const CodePoints& points) {
  out.text("title", document.title);
  out.text("text", document.text);
  if (!document.published.empty()) out.text("published", document.published);
  if (!document.updated.empty()) out.text("updated", document.updated);
  if (!document.source.empty()) out.text("source", document.source);
  if (!document.author.empty()) out.text("author", document.author);
  if (!document.url.empty()) out.text("url", document.url);
  if (!document.read_as.empty()) out.text("format", document.read_as);
  if (!document.encoding.empty()) out.text("encoding", document.encoding);
  if (!document.column.empty()) out.text("column", document.column);
  if (!document.pages.empty()) {
    out.key("pages");
    out.open('[');
    for (std::uint32_t begin : document.pages) out.number(points.at(begin));
    out.close(']');
  }
  if (document.origin.empty()) return;
  // [code point in the text, byte in the page, bytes]: a quote is found again in the page without the text beside it.
  out.key("origin");
  out.open('[');
  for (const OriginRun& run : document.origin) {
    out.open('[');
    out.number(points.at(run.begin));
    out.number(run.source);
    out.number(run.length);
    out.close(']');
  }
  out.close(']');
}

}  // namespace

void append_article_json(std::string& out, const Document& document, const ArticleResult& result, std::string_view by) {
  constexpr std::size_t kMention = 256, kFact = 640;  // bytes, as they mostly are
  Writer writer(out);
  writer.expect(512 + result.mentions.size() * kMention + result.facts.size() * kFact);
  const CodePoints in_text(document.text), in_title(document.title);
  auto source = [&](Field field) -> std::string_view { return field == Field::kTitle ? document.title : document.text; };
  auto points = [&](Field field) -> const CodePoints& { return field == Field::kTitle ? in_title : in_text; };
  writer.open('{');
  writer.number("schema", 1);
  writer.text("id", document.id);
  writer.text("lang", result.lang);
  writer.text("by", by);
  if (document.derived) article_itself(writer, document, in_text);
  writer.key("mentions");
  writer.open('[');
  for (const Mention& m : result.mentions) write_mention(writer, m, source(m.field), points(m.field));
  writer.close(']');
  writer.key("facts");
  writer.open('[');
  for (const Fact& f : result.facts) write_fact(writer, f, source(f.field), points(f.field));
  writer.close(']');
  writer.close('}');
  writer.finish();
  out.push_back('\n');
}

void append_rejection_json(std::string& out, const Rejection& rejection) {
  Writer writer(out);
  writer.open('{');
  writer.number("schema", 1);
  writer.text_or_null("id", rejection.id);
  if (rejection.id.empty() && rejection.why.line != 0) {
    writer.number("line", rejection.why.line);
  }
  writer.key("error");
  writer.open('{');
  writer.text("code", rejection.why.code);
  writer.text("message", rejection.why.message);
  writer.close('}');
  writer.close('}');
  writer.finish();
  out.push_back('\n');
}

}  // namespace mizan

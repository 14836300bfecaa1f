#include "tools/eval_html.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/utf8.h"
#include "tools/html_escape.h"

namespace mizan::tools {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222;background:#fff}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.2rem .8rem;text-align:end;border-bottom:1px solid "
    "#ddd}th:first-child,td:first-child{text-align:start}"
    "section{border:1px solid #ddd;border-radius:.4rem;margin:1rem 0;padding:.6rem 1rem}h3{font-size:.85rem;color:#666;margin:0}p{margin:.4rem "
    "0;white-space:pre-wrap}"
    "mark{padding:0 .15em;border-radius:.2em}mark.miss{background:#ffd9d6;text-decoration:underline}mark.extra{background:#ffeeb8;text-decoration:underline "
    "dotted}"
    "ul{margin:.3rem 0;padding-inline-start:1.2rem;font-size:.9rem}small{color:#666}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}mark{color:inherit}mark.miss{background:#6b2420}mark.extra{background:#5b4a12}"
    "section,th,td{border-color:#444}}";

std::string percent(const Interval& figure) {
  return fmt::format("{:.1f} <small>{:.1f}–{:.1f}</small>", 100 * figure.value, 100 * figure.low, 100 * figure.high);
}

// The sentence with its mistakes marked; marks that overlap are joined, and a miss shows before an extra.
std::string marked(const MarkedSentence& sentence) {
  struct Piece {
    std::uint32_t begin, end;
    bool missed;
  };
  std::vector<Piece> pieces;
  for (const auto& mistake : sentence.mistakes) pieces.push_back({mistake.span.begin, mistake.span.end, mistake.missed});
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
  std::vector<Piece> joined;
  for (const Piece& piece : pieces) {
    if (!joined.empty() && piece.begin < joined.back().end) {
      joined.back().end = std::max(joined.back().end, piece.end);
      joined.back().missed = joined.back().missed || piece.missed;
    } else {
      joined.push_back(piece);
    }
  }
  std::string out;
  std::uint32_t at = 0;
  const std::string_view text = sentence.text;
  for (const Piece& piece : joined) {
    out += escaped(text.substr(at, piece.begin - at));
    out += fmt::format("<mark class=\"{}\">{}</mark>", piece.missed ? "miss" : "extra", escaped(text.substr(piece.begin, piece.end - piece.begin)));
    at = piece.end;
  }
  return out + escaped(text.substr(at));
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const bool bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    if (bidi)
      shown += fmt::format("[U+{:04X}]", static_cast<std::uint32_t>(c));
    else if (control)
      shown += "\xEF\xBF\xBD";
    else
      shown += text.substr(begin, at - begin);
  }
  return html_escaped(shown);
}

std::string eval_page(const Score& score, const std::vector<MarkedSentence>& sentences, std::string_view by) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<title>mizan eval</title>\n<style>{}</style>\n<h1>Figures against gold</h1>\n<p>{}; {} articles. In percent, with 95 % intervals.</p>\n"
      "<table>\n<tr><th>type<th>gold<th>precision<th>recall<th>F1<th>extra</tr>\n",
      kStyle, escaped(by), score.articles);
  auto line = [&](const std::string& name, const Row& row) {
    out +=
        fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}</tr>\n", name, row.gold, percent(row.precision), percent(row.recall), percent(row.f1), row.extra);
  };
  for (const auto& [name, row] : score.rows)
    if (name != "all") line(name, row);
  if (auto all = score.rows.find("all"); all != score.rows.end()) line("<b>all</b>", all->second);
  out += fmt::format("</table>\n<p>Exact spans {} of {}; bounds right {} of {}; rates right {} of {}.</p>\n", score.exact_spans, score.found,
                     score.bounds_right, score.bounded, score.per_right, score.per_of);
  out += fmt::format(
      "<h2>Mistakes in {} sentences</h2>\n<p><mark class=\"miss\">missed or misread</mark> <mark class=\"extra\">found where gold has nothing</mark></p>\n",
      sentences.size());
  for (const MarkedSentence& sentence : sentences) {
    out += fmt::format("<section>\n<h3>{}</h3>\n<p dir=\"{}\" lang=\"{}\">{}</p>\n<ul>\n", escaped(sentence.article), sentence.arabic ? "rtl" : "ltr",
                       sentence.arabic ? "ar" : "en", marked(sentence));
    for (const auto& mistake : sentence.mistakes) {
      const std::string surface = escaped(std::string_view(sentence.text).substr(mistake.span.begin, mistake.span.end - mistake.span.begin));
      out += fmt::format("<li>{} {} <bdi>{}</bdi>: ", mistake.missed ? "missed" : "extra", escaped(mistake.type), surface);
      out += mistake.missed ? fmt::format("expected {}, found {}", escaped(mistake.expected), mistake.found.empty() ? "nothing" : escaped(mistake.found))
                            : fmt::format("read as {}", escaped(mistake.found));
      out += "</li>\n";
    }
    out += "</ul>\n</section>\n";
  }
  out += "</html>\n";
  return out;
}

}  // namespace mizan::tools

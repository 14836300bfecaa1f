// The sample corpus, written in each format and each encoding, says what it says as plain text; and a folder with one of everything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "corpus/reader.h"
#include "extractors/engine.h"
#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::HasSubstr;

const Engine& engine() {
  static const Engine made(*Lexicons::load({}), {});
  return made;
}

// What an article says, without the places where it says it.
std::multiset<std::string> facts_of(const Document& document) {
  std::multiset<std::string> out;
  ArticleResult found = engine().read(document);
  for (const Fact& f : found.facts) {
    auto number = [](const std::optional<Decimal>& value) { return value ? value->to_string() : std::string("-"); };
    out.insert(f.subject + "|" + f.metric + "|" + f.noun + "|" + number(f.amount.low) + "|" + number(f.amount.high) + "|" + f.amount.unit + "|" + f.value +
               "|" + f.period + "|" + f.as_of + "|" + f.status + "|" + f.counterpart + "|" + f.scope + "|" + f.speaker);
  }
  return out;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return out;
}

std::vector<std::string> lines_of_text(const std::string& text) {
  std::vector<std::string> out(1);
  for (char c : text) {
    if (c == '\n')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

// Markdown and plain text as the body of a page: paragraphs, lists, headings and tables.
std::string as_html(const std::string& text) {
  std::string out;
  bool list = false, table = false, head = false;
  for (const std::string& line : lines_of_text(text)) {
    const bool item = line.rfind("- ", 0) == 0, row = line.rfind("|", 0) == 0;
    if (list && !item) out += "</ul>";
    if (table && !row) out += "</table>";
    if (item && !list) out += "<ul>";
    if (row && !table) out += "<table>";
    head = row && !table;
    list = item;
    table = row;
    if (line.empty()) continue;
    if (item) {
      out += "<li>" + escaped(line.substr(2)) + "</li>";
    } else if (row) {
      if (line.find("---") != std::string::npos) continue;
      out += "<tr>";
      for (std::size_t at = 1; at < line.size();) {
        std::size_t end = std::min(line.find('|', at), line.size());
        out += (head ? "<th>" : "<td>") + escaped(line.substr(at, end - at)) + (head ? "</th>" : "</td>");
        at = end + 1;
      }
      out += "</tr>";
    } else if (line[0] == '#') {
      out += "<h2>" + escaped(line.substr(line.find_first_not_of("# "))) + "</h2>";
    } else {
      out += "<p>" + escaped(line) + "</p>";
    }
  }
  return out + (list ? "</ul>" : "") + (table ? "</table>" : "");
}

std::string as_page(const Document& d) {
  return "<!DOCTYPE html><html lang=\"" + d.lang + "\"><head><meta charset=\"utf-8\"><title>" + escaped(d.title) + " | " + escaped(d.source) +
         "</title><meta property=\"article:published_time\" content=\"" + d.published +
         "\"></head><body><nav><a href=\"/\">Home</a> <a href=\"/b\">Business 24</a></nav><div class=\"cookie\">We use 842 cookies and share them with 12 "
         "partners. <a href=\"/p\">More</a></div><article><h1>" +
         escaped(d.title) + "</h1><div class=\"entry-content\">" + as_html(d.text) +
         "</div></article><aside class=\"related\"><h3>Related</h3><ul><li><a href=\"/1\">Profit of Solaris rises to $5 billion in 2024</a></li></ul></aside>"
         "<div id=\"comments\"><p>Last year it was 99 billion dollars, and nobody believed it, as far as I remember.</p></div><footer>Copyright "
         "2026</footer></body></html>";
}

std::vector<Document> sample() {
  std::vector<Document> out;
  auto reader = open_reader({MIZAN_SOURCE_DIR "/corpus/samples"}, {});
  ReadItem item;
  while (reader->next(item)) {
    if (Document* document = std::get_if<Document>(&item)) out.push_back(*document);
  }
  return out;
}

std::string in(const std::string& encoding, const std::string& text) {
  std::string out(text.size() * 4 + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  int32_t length =
      ucnv_convert(encoding.c_str(), "UTF-8", out.data(), static_cast<int32_t>(out.size()), text.data(), static_cast<int32_t>(text.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string utf8_of(const std::string& encoding, const std::string& bytes) {
  std::string out(bytes.size() * 4 + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  int32_t length =
      ucnv_convert("UTF-8", encoding.c_str(), out.data(), static_cast<int32_t>(out.size()), bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

// The one article of the file.
Document read_back(const std::string& folder, const std::string& name, const std::string& content, const ReaderOptions& options = {}) {
  write_file(folder + "/" + name, content);
  auto reader = open_reader({folder + "/" + name}, options);
  ReadItem item;
  Document out;
  int count = 0;
  while (reader->next(item)) {
    if (Document* document = std::get_if<Document>(&item)) {
      out = *document;
      ++count;
    } else {
      ADD_FAILURE() << name << ": " << std::get<Rejection>(item).why.to_string();
    }
  }
  EXPECT_EQ(count, 1) << name;
  return out;
}

TEST(Formats, TheSampleSaysTheSameInEachFormat) {
  const std::string folder = scratch("formats");
  std::size_t facts = 0;
  for (const Document& d : sample()) {
    SCOPED_TRACE(d.id);
    const std::multiset<std::string> plain = facts_of(d);
    facts += plain.size();
    auto says_the_same = [&](const std::string& name, const std::string& content) {
      SCOPED_TRACE(name);
      Document read = read_back(folder, name, content);
      read.lang = d.lang;
      read.place = d.place;
      EXPECT_EQ(read.title, d.title);
      EXPECT_EQ(read.published, d.published);
      EXPECT_EQ(facts_of(read), plain) << read.text;
    };
    says_the_same("page.html", as_page(d));
    says_the_same("feed.xml", "<rss version=\"2.0\"><channel><title>x</title><item><title>" + escaped(escaped(d.title)) + "</title><pubDate>" + d.published +
                                  "</pubDate><description>" + escaped(as_html(d.text)) + "</description></item></channel></rss>");
    nlohmann::json record{{"title", d.title}, {"published", d.published}, {"text", d.text}};
    says_the_same("list.json", nlohmann::json::array({record}).dump(1));
    auto quoted = [](std::string text) {
      for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2)) text.insert(at, 1, '"');
      return "\"" + text + "\"";
    };
    says_the_same("table.csv", "title,published,text\r\n" + quoted(d.title) + "," + d.published + "," + quoted(d.text) + "\r\n");
    says_the_same("mail.eml", "From: Desk <desk@example.org>\nTo: x@example.org\nSubject: " + d.title + "\nDate: " + d.published +
                                  "\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + as_html(d.text) + "\n");
    says_the_same("docs.trec", "<DOC>\n<DOCNO>1</DOCNO>\n<HEADLINE>" + escaped(d.title) + "</HEADLINE>\n<DATE>" + d.published + "</DATE>\n<TEXT>\n" +
                                   as_html(d.text) + "\n</TEXT>\n</DOC>\n");
    const std::string page = as_page(d), http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page;
    says_the_same("crawl.warc", "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nContent-Length: " + std::to_string(http.size()) +
                                    "\r\n\r\n" + http + "\r\n\r\n");
  }
  EXPECT_GT(facts, 40u);
}

TEST(Formats, TheSampleSaysTheSameInEachEncoding) {
  const std::string folder = scratch("encodings");
  for (const Document& d : sample()) {
    SCOPED_TRACE(d.id);
    const std::multiset<std::string> plain = facts_of(d);
    for (const char* encoding : {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1256"}) {
      // Windows has no Eastern digits, nor their decimal mark: an article that uses them cannot be written in it.
      if (utf8_of(encoding, in(encoding, d.text + d.title)) != d.text + d.title) continue;
      SCOPED_TRACE(encoding);
      std::string declared = as_page(d);
      declared.replace(declared.find("utf-8"), 5, encoding);
      for (const std::string& page : {declared, as_page(d)}) {
        Document read = read_back(folder, "page.html", in(encoding, page));
        read.lang = d.lang;
        read.place = d.place;
        EXPECT_EQ(facts_of(read), plain);
      }
      std::string text = "---\ntitle: " + d.title + "\npublished: " + d.published + "\n---\n" + d.text;
      // A table of numbers with a few words is too little to guess from: it is declared.
      Document read = read_back(folder, "text.txt", in(encoding, text), {.encoding = encoding});
      read.lang = d.lang;
      read.place = d.place;
      EXPECT_EQ(facts_of(read), plain);
    }
  }
}

std::string a_pdf(const std::vector<std::string>& lines) {
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> at;
  auto object = [&](const std::string& body) {
    at.push_back(out.size());
    out += std::to_string(at.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  // A page for each line: objects 5 and 6, 7 and 8 ...; the title's object, the fourth, is the file's Info.
  std::string kids;
  for (std::size_t i = 0; i < lines.size(); ++i) kids += std::to_string(5 + 2 * i) + " 0 R ";
  object("<</Type/Catalog/Pages 2 0 R>>");
  object("<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(lines.size()) + ">>");
  object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  object("<</Author(Huda Ali)/Title(Quarterly report)/CreationDate(D:20260304140500+03'00')>>");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string content = "BT /F1 12 Tf 72 700 Td (" + lines[i] + ") Tj ET";
    object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents " + std::to_string(6 + 2 * i) + " 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
    object("<</Length " + std::to_string(content.size()) + ">>stream\n" + content + "\nendstream");
  }
  const std::size_t table = out.size();
  out += "xref\n0 " + std::to_string(at.size() + 1) + "\n0000000000 65535 f \n";
  for (std::size_t offset : at) {
    std::string digits = std::to_string(offset);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer<</Size " + std::to_string(at.size() + 1) + "/Root 1 0 R/Info 4 0 R>>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

TEST(Formats, PdfIsReadByItsProgramWhereThatIsThere) {
  const std::string folder = scratch("pdf");
  write_file(folder + "/report.pdf", a_pdf({"Revenue rose 5% to $10.2 billion in 2025."}));
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  Outcome without = program({"extract", folder + "/report.pdf"});
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(without.code, 3);
  EXPECT_THAT(without.err, HasSubstr("[pdf.no_pdftotext]"));
  EXPECT_THAT(without.err, HasSubstr("poppler-utils"));
  if (!std::filesystem::exists("/usr/bin/pdftotext")) GTEST_SKIP() << "pdftotext is not installed";
  Outcome with = program({"extract", "--to", "ndjson", folder + "/report.pdf"});
  EXPECT_EQ(with.code, 0) << with.err;
  EXPECT_THAT(with.out, HasSubstr("\"10200000000\""));
  EXPECT_THAT(with.out, HasSubstr("\"title\":\"Quarterly report\""));
  EXPECT_THAT(with.out, HasSubstr("\"published\":\"2026-03-04T14:05:00+03:00\""));
  write_file(folder + "/broken.pdf", a_pdf({"x"}).substr(0, 60));
  EXPECT_THAT(program({"extract", folder + "/broken.pdf"}).err, HasSubstr("[pdf."));
}

// What `cite` says of the first fact with this figure: where in its container it stands.
nlohmann::json cited(const std::string& db, const std::string& low) {
  for (const auto& fact : nlohmann::json::parse(program({"facts", "--db", db, "--to", "json"}).out)) {
    if (fact["low"] != low) continue;
    const std::string id = fact["id"];
    EXPECT_THAT(program({"cite", "--db", db, id}).out, HasSubstr("  in        "));
    return nlohmann::json::parse(program({"cite", "--db", db, "--to", "json", id}).out);
  }
  ADD_FAILURE() << "no fact with " << low;
  return {};
}

TEST(Formats, ACitationNamesThePlaceInItsContainer) {
  const std::string folder = scratch("places"), db = folder + "/facts.db", in_folder = folder + "/in";
  std::filesystem::create_directories(in_folder);
  write_file(in_folder + "/news.csv",
             "headline;النص;date\nOPEC;\"Nothing yet.\nStill nothing.\";2026-03-03\nOPEC;OPEC produced 28.64 million barrels a day.;2026-03-04\n");
  // OPEC produced 26.84 million barrels a day in February; declared in the page.
  const std::string page =
      "<html lang=ar><head><meta charset=windows-1256><meta name=author content='هدى علي'><meta property='article:published_time' content='2026-03-04'>"
      "<title>إنتاج أوبك</title></head><body><nav>الرئيسية</nav><article><h1>إنتاج أوبك</h1><p>بلغ إنتاج أوبك <b>26.84</b> مليون برميل يوميا في فبراير 2026،"
      " وقالت المنظمة إن الإنتاج سيبقى على حاله في مارس.</p></article></body></html>";
  write_file(in_folder + "/page.html", in("windows-1256", page));
  const bool pdf = std::filesystem::exists("/usr/bin/pdftotext");
  if (pdf) write_file(in_folder + "/report.pdf", a_pdf({"Nothing to report here.", "Oracle said its revenue rose to $10.2 billion in 2025."}));
  ASSERT_EQ(program({"ingest", "--db", db, in_folder}).code, 0);

  const auto row = cited(db, "28640000");
  EXPECT_EQ(row["file"], in_folder + "/news.csv");
  EXPECT_EQ(row["line"], 4);
  EXPECT_EQ(row["column"], "النص");
  EXPECT_EQ(row["format"], "csv");
  const auto from_page = cited(db, "26840000");
  EXPECT_EQ(from_page["encoding"], "windows-1256");
  EXPECT_EQ(from_page["author"], "هدى علي");
  ASSERT_TRUE(from_page["bytes"].is_array()) << from_page;
  const std::size_t begin = from_page["bytes"][0], end = from_page["bytes"][1];
  EXPECT_EQ(page.substr(begin, end - begin), "26.84</b> مليون برميل يوميا") << "bytes of the page in UTF-8, from the number to the unit";
  if (pdf) {
    const auto from_report = cited(db, "10200000000");
    EXPECT_EQ(from_report["page"], 2);
    EXPECT_EQ(from_report["author"], "Huda Ali");
  }
}

TEST(Formats, ATeaserAndItsPageAreOneArticle) {
  const std::string folder = scratch("teaser"), db = folder + "/facts.db";
  std::filesystem::create_directories(folder + "/in");
  write_file(folder + "/in/1-page.html",
             "<html lang=en><head><title>Profit of Solaris falls</title><link rel=canonical href='https://ledger.example/a/1'><meta "
             "property='article:published_time' content='2026-03-04'></head><body><h1>Profit of Solaris falls</h1>"
             "<p>OPEC produced 28.64 million barrels a day in February 2026, it said on Wednesday, and less in March.</p></body></html>");
  write_file(folder + "/in/2-feed.xml",
             "<rss><channel><title>Gulf Ledger</title><item><title>Profit of Solaris "
             "falls</title><link>https://ledger.example/a/1?utm_source=rss</link><pubDate>Thu, 05 Mar 2026 10:00:00 GMT</pubDate>"
             "<description>OPEC produced 28.64 million barrels a day in February 2026.</description></item></channel></rss>");
  Outcome in = program({"ingest", "--db", db, folder + "/in"});
  EXPECT_EQ(in.code, 0) << in.err;
  Outcome facts = program({"facts", "--db", db, "--to", "ndjson"});
  std::size_t figures = 0;
  for (std::size_t at = facts.out.find("\"28640000\""); at != std::string::npos; at = facts.out.find("\"28640000\"", at + 1)) ++figures;
  EXPECT_LE(figures, 2u) << "low and high of one fact: " << facts.out;
  EXPECT_GE(figures, 1u) << facts.out;
  EXPECT_THAT(program({"show", "--db", db, "ledger.example/a/1"}).out, HasSubstr("less in March"));
}

}  // namespace
}  // namespace mizan::testing

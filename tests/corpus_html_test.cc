// Pages: 40 layouts of tests/pages, whose articles are known, and single traits.
//
// A layout is a page with {{title}}, {{body BEFORE|BEHIND}} (each paragraph between the two), {{body 2-3 BEFORE|BEHIND}} (some of them) and [[text]] for what
// else belongs to the article. Articles stand in tests/pages/articles.txt.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "corpus/dates.h"
#include "corpus/html_fields.h"
#include "corpus/reader.h"
#include "tests/corpus_test_folder.h"

namespace mizan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string file_content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Article {
  std::string title;
  std::vector<std::string> paragraphs;
};

std::map<std::string, Article> articles() {
  std::map<std::string, Article> out;
  std::istringstream in(file_content(MIZAN_SOURCE_DIR "/tests/pages/articles.txt"));
  std::string line;
  Article* current = nullptr;
  while (std::getline(in, line)) {
    if (line.rfind("== ", 0) == 0) {
      current = &out[line.substr(3, line.size() - 6)];
    } else if (current && !line.empty()) {
      if (current->title.empty())
        current->title = line;
      else
        current->paragraphs.push_back(line);
    }
  }
  return out;
}

struct Page {
  std::string name, html, title, published;
  std::string body;  // what belongs to the article, in any order
};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
  return text;
}

Page page_of(const std::filesystem::path& path, const std::map<std::string, Article>& all) {
  Page out;
  out.name = path.filename().string();
  std::string layout = file_content(path);
  std::size_t head = layout.find('\n');
  std::string first = layout.substr(0, head);
  auto value = [&](const std::string& key) {
    std::size_t at = first.find(key + "=") + key.size() + 1;
    return first.substr(at, std::min(first.find(' ', at), first.find("-->", at)) - at);
  };
  const Article& article = all.at(value("article"));
  out.published = value("published");
  out.title = article.title;
  std::string html = layout.substr(head + 1);
  std::string json;
  for (const std::string& paragraph : article.paragraphs) json += (json.empty() ? "" : "\\n\\n") + replaced(paragraph, "\"", "\\\"");
  html = replaced(replaced(html, "{{title}}", article.title), "{{body_json}}", json);
  for (std::size_t at = html.find("{{body "); at != std::string::npos; at = html.find("{{body ")) {
    std::size_t end = html.find("}}", at);
    std::string pattern = html.substr(at + 7, end - at - 7);
    std::size_t from = 1, to = article.paragraphs.size();
    if (pattern[0] >= '0' && pattern[0] <= '9') {
      from = static_cast<std::size_t>(pattern[0] - '0');
      to = std::min<std::size_t>(to, static_cast<std::size_t>(pattern[2] - '0'));
      pattern = pattern.substr(4);
    }
    std::string before = pattern.substr(0, pattern.find('|')), behind = pattern.substr(pattern.find('|') + 1), text;
    for (std::size_t i = from; i <= to; ++i) {
      text += before + article.paragraphs[i - 1] + behind;
      out.body += article.paragraphs[i - 1] + "\n";
    }
    html.replace(at, end + 2 - at, text);
  }
  for (std::size_t at = html.find("[["); at != std::string::npos; at = html.find("[[", at)) {
    std::size_t end = html.find("]]", at);
    std::string text = html.substr(at + 2, end - at - 2);
    out.body += text + "\n";
    html.replace(at, end + 2 - at, text);
  }
  out.html = std::move(html);
  return out;
}

std::map<std::string, int> tokens(const std::string& text) {
  std::map<std::string, int> out;
  std::string word;
  for (char c : text + " ") {
    bool letter = static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (letter)
      word += c;
    else if (!word.empty())
      ++out[std::exchange(word, {})];
  }
  return out;
}

double f1(const std::string& found, const std::string& truth) {
  auto a = tokens(found), b = tokens(truth);
  double both = 0, of_a = 0, of_b = 0;
  for (auto& [word, count] : a) of_a += count;
  for (auto& [word, count] : b) {
    of_b += count;
    if (auto at = a.find(word); at != a.end()) both += std::min(count, at->second);
  }
  return both == 0 ? 0 : 2 * both / (of_a + of_b);
}

std::vector<Page> pages() {
  auto all = articles();
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(MIZAN_SOURCE_DIR "/tests/pages")) {
    if (entry.path().extension() == ".html") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Page> out;
  for (const auto& file : files) out.push_back(page_of(file, all));
  return out;
}

// One instant, whatever zone it is written in: dates that name a time with a zone are compared by it.
bool same_moment(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (a.size() < 19 || b.size() < 19 || a.find('T') == std::string::npos)
    return a.substr(0, 10) == b.substr(0, 10) && (a.size() == 10 || b.size() == 10 || a.substr(0, 16) == b.substr(0, 16));
  auto minutes = [](const std::string& text) {
    int days = std::stoi(text.substr(8, 2)), hours = std::stoi(text.substr(11, 2)), minute = std::stoi(text.substr(14, 2)), zone = 0;
    std::size_t sign = text.find_first_of("+-", 16);
    if (sign != std::string::npos) zone = (std::stoi(text.substr(sign + 1, 2)) * 60 + std::stoi(text.substr(sign + 4, 2))) * (text[sign] == '-' ? -1 : 1);
    return (days * 24 + hours) * 60 + minute - zone;
  };
  return a.substr(0, 7) == b.substr(0, 7) && minutes(a) == minutes(b);
}

TEST(Pages, BodyTitleAndDateOfFortyLayouts) {
  std::vector<Page> all = pages();
  ASSERT_GE(all.size(), 40u);
  double sum = 0;
  for (const Page& page : all) {
    SCOPED_TRACE(page.name);
    ReadAll read = read_content("page.html", page.html);
    EXPECT_THAT(read.codes(), IsEmpty());
    ASSERT_EQ(read.documents.size(), 1u);
    const Document& found = read.documents[0];
    const double score = f1(found.text, page.body);
    sum += score;
    EXPECT_GE(score, 0.95) << found.text;
    EXPECT_EQ(found.title, page.title);
    EXPECT_TRUE(same_moment(found.published, page.published)) << found.published << " for " << page.published;
  }
  std::printf("body token F1, mean of %zu pages: %.4f\n", all.size(), sum / static_cast<double>(all.size()));
}

TEST(Pages, EveryPieceOfTheTextIsFoundAgainInThePage) {
  for (const Page& page : pages()) {
    SCOPED_TRACE(page.name);
    ReadAll read = read_content("page.html", page.html);
    ASSERT_EQ(read.documents.size(), 1u);
    const Document& found = read.documents[0];
    std::size_t traced = 0, last = 0;
    for (const OriginRun& run : found.origin) {
      ASSERT_GE(run.begin, last);
      last = run.begin + run.length;
      ASSERT_LE(last, found.text.size());
      EXPECT_EQ(found.text.substr(run.begin, run.length), page.html.substr(run.source, run.length));
      traced += run.length;
    }
    if (page.name == "16-json-ld-body-only.html") continue;
    EXPECT_GT(traced * 10, found.text.size() * 7) << "only white space, marks and entities stand for themselves";
  }
}

TEST(Html, StructureBecomesLinesThatTheAnalysisKnows) {
  ReadAll read = read_content("a.html",
                              "<html><body><article><h1>Oil prices in the region</h1><p>Oil rose, traders said, to $71 a barrel, the most since "
                              "May.</p><h2>Details</h2><ul><li>Brent: <b>$71</b></li><li>Dubai: $69</li></ul>"
                              "<p>A&nbsp;line<br>break &amp; more &lt;text&gt;, which goes on for a while, as prose does.</p>"
                              "<table><tr><th>Year</th><th colspan=2>Price | Volume</th></tr><tr><td "
                              "rowspan=2>Old</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></article></body></html>");
  ASSERT_THAT(read.documents, testing::SizeIs(1));
  EXPECT_EQ(read.documents[0].text,
            "Oil rose, traders said, to $71 a barrel, the most since May.\n\n## Details\n\n- Brent: $71\n- Dubai: $69\n\nA line\nbreak & more <text>, which "
            "goes on for a while, as prose does.\n\n"
            "| Year | Price / Volume |  |\n|---|---|---|\n| Old | 1 | 2 |\n| Old | 3 | 4 |");
  EXPECT_EQ(read.documents[0].title, "Oil prices in the region");
}

// gumbo counts such a number in an int: it comes out as a byte that is no UTF-8, or as a NUL, which ends the text.
TEST(Html, ANumberThatIsNoCharacterIsTheReplacementCharacter) {
  const std::string page =
      "<html><head><title>Oil &#4294967295;rises to $71</title><meta name=\"author\" content=\"A. &#xFFFFFFF0; Writer\"></head><body><h1>Oil "
      "&#4294967295;rises to "
      "$71</h1><p>Oil rose &#4294967296;to &#xffffffff0041 $71 &#99999999999999999999; on &#1114112;Wednesday&#65;, traders said.</p></body></html>";
  ReadAll read = read_content("a.html", page);
  ASSERT_THAT(read.documents, testing::SizeIs(1));
  EXPECT_EQ(read.documents[0].text, "Oil rose �to � $71 � on �WednesdayA, traders said.");
  EXPECT_EQ(read.documents[0].title, "Oil �rises to $71");
  EXPECT_EQ(read.documents[0].author, "A. � Writer");
  for (const OriginRun& run : read.documents[0].origin) EXPECT_EQ(read.documents[0].text.substr(run.begin, run.length), page.substr(run.source, run.length));
}

TEST(Html, HostilePagesAreRefused) {
  auto repeated = [](const std::string& what, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += what;
    return out;
  };
  for (const std::string& deep : {repeated("<div>", 100000), repeated("<b><i>", 60000), repeated("<table><tr><td>", 40000), repeated("<ul><li>", 50000),
                                  repeated("<svg>", 50000), repeated("<div><table><td></div></table>", 20000)}) {
    ReadAll read = read_content("a.html", "<html><body>" + deep + "text");
    EXPECT_LE(read.documents.size() + read.rejections.size(), 1u);
    for (const Rejection& rejection : read.rejections) {
      EXPECT_EQ(rejection.why.code, "html.too_deep");
      EXPECT_GT(rejection.why.byte_offset, 0u);
      EXPECT_GT(rejection.why.line, 0u);
    }
  }
  std::string attributes = "<html><body><p ";
  for (int i = 0; i < 200000; ++i) attributes += fmt::format("a{}=1 ", i);
  EXPECT_THAT(read_content("a.html", attributes + ">x</p>").codes(), ElementsAre("html.too_complex"));
}

TEST(Html, AnEmptyPageIsARejectionAndACutOneIsRead) {
  EXPECT_THAT(read_content("a.html", "<html><body><script>draw()</script></body></html>").codes(), ElementsAre("html.no_text"));
  ReadAll cut = read_content("a.html",
                             "<html><head><title>Oil rises to $71</title></head><body><h1>Oil rises to $71</h1><p>Oil rose to $71 a barrel on Wednesday, "
                             "traders said.</p><p>It had fallen, they sa");
  EXPECT_THAT(cut.texts(), ElementsAre("Oil rose to $71 a barrel on Wednesday, traders said.\n\nIt had fallen, they sa"));
}

TEST(Dates, OfAllKinds) {
  using corpus::DayOrder;
  using corpus::read_date;
  struct Case {
    const char* written;
    const char* read;
  };
  for (const Case& c : {
           Case{"Wed, 04 Mar 2026 14:05:00 +0300", "2026-03-04T14:05:00+03:00"},
           {"Wed, 4 Mar 2026 14:05 GMT", "2026-03-04T14:05Z"},
           {"Wed Mar 4 2026 14:05:00 GMT+0300 (Arabian Standard Time)", "2026-03-04T14:05:00+03:00"},
           {"2026-03-04T14:05:00.000+0300", "2026-03-04T14:05:00.000+0300"},  // valid as it is
           {"March 4, 2026 at 2:05 p.m. EST", "2026-03-04T14:05-05:00"},
           {"4th of March, 2026", "2026-03-04"},
           {"الأربعاء 4 مارس 2026 - 14:05 بتوقيت غرينتش", "2026-03-04T14:05Z"},  // Wednesday, by Greenwich time
           {"٤ آذار/مارس ٢٠٢٦", "2026-03-04"},                                   // two names of March
           {"4 كانون الثاني 2026", "2026-01-04"},                                // January in the Levant
           {"11 جانفي 2026", "2026-01-11"},                                      // January in Tunisia
           {"15 رمضان 1447 هـ", "2026-03-04"},                                   // Ramadan
           {"15 رمضان 1447 هـ الموافق 4 مارس 2026 م", "2026-03-04"},             // corresponding to
           {"1447/9/15", "2026-03-04"},
           {"15-09-1447", "2026-03-04"},
           {"03:40 م 2026/03/04", "2026-03-04T15:40"},  // p.m.
           {"1772622300", "2026-03-04T11:05:00Z"},
           {"20260304T110500Z", "2026-03-04T11:05:00Z"},
           {"25/03/2026", "2026-03-25"},
           {"03/25/2026", "2026-03-25"},
       })
    EXPECT_EQ(read_date(c.written).value_or("none"), c.read) << c.written;
  EXPECT_EQ(read_date("04/03/2026", DayOrder::kDayFirst), "2026-03-04");
  EXPECT_EQ(read_date("04/03/2026", DayOrder::kMonthFirst), "2026-04-03");
  for (const char* none : {"04/03/2026", "yesterday", "March 2026", "4 March", "30 February 2026", "3 hours ago", "Issue 48211", "30 رمضان 1600"})
    EXPECT_EQ(read_date(none), std::nullopt) << none;
  EXPECT_EQ(corpus::date_in_url("https://a.example/news/2026/3/4/title"), "2026-03-04");
  EXPECT_EQ(corpus::date_in_url("https://a.example/20260304-title"), "2026-03-04");
  EXPECT_EQ(corpus::date_in_url("https://a.example/2026/title"), std::nullopt);
}

TEST(Urls, AreReadAgainstTheirPage) {
  EXPECT_EQ(corpus::absolute_url("https://a.example/x/y.html?q=1", "../z"), "https://a.example/x/../z");
  EXPECT_EQ(corpus::absolute_url("https://a.example/x/y.html", "/z"), "https://a.example/z");
  EXPECT_EQ(corpus::absolute_url("https://a.example", "z"), "https://a.example/z");
  EXPECT_EQ(corpus::absolute_url("https://a.example/", "//b.example/z"), "https://b.example/z");
  EXPECT_EQ(corpus::absolute_url("https://a.example/", "javascript:x()"), "");
  EXPECT_EQ(corpus::absolute_url("", "/z"), "");
}

}  // namespace
}  // namespace mizan

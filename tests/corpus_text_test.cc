// Text, Markdown and lines: front matter, byte order marks, bad bytes, sizes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "corpus/reader.h"
#include "tests/corpus_test_folder.h"

namespace mizan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FrontMatter, GivesTheFieldsAndIsNoPartOfTheText) {
  ReadAll read = read_content("a.md",
                              "---\n"
                              "id: eq-1\n"
                              "published: 2026-03-04 14:05\n"
                              "updated: 2026-03-05\n"
                              "title: \"زلزال: ١٢٠ قتيلًا\"\n"  // earthquake: 120 dead
                              "lang: ar-SA\n"
                              "place: sa\n"
                              "source: Al-Sahl Gazette\n"
                              "url: https://al-sahl.example/1?a=b\n"
                              "state: corrected\n"
                              "# a remark\n"
                              "tags:\n"
                              "  - energy\n"
                              "- more\n"
                              "---\n"
                              "\nالنص\n");  // the text
  ASSERT_THAT(read.codes(), IsEmpty());
  const Document& article = read.documents.at(0);
  EXPECT_EQ(article.id, "eq-1");
  EXPECT_TRUE(article.has_own_id);
  EXPECT_EQ(article.published, "2026-03-04T14:05");
  EXPECT_EQ(article.updated, "2026-03-05");
  EXPECT_EQ(article.title, "زلزال: ١٢٠ قتيلًا");
  EXPECT_EQ(article.lang, "ar");
  EXPECT_EQ(article.place, "SA");
  EXPECT_EQ(article.source, "Al-Sahl Gazette");
  EXPECT_EQ(article.url, "https://al-sahl.example/1?a=b");
  EXPECT_EQ(article.state, "corrected");
  EXPECT_EQ(article.text, "\nالنص\n");
}

TEST(FrontMatter, ToleratesCarriageReturnsAndAByteOrderMark) {
  ReadAll read = read_content("a.txt", "\xEF\xBB\xBF---\r\nlang: en\r\n---\r\nBody\r\n");
  EXPECT_EQ(read.documents.at(0).lang, "en");
  EXPECT_EQ(read.documents.at(0).text, "Body\r\n") << "the text itself is never altered";
}

TEST(FrontMatter, IsOnlyWhatLooksLikeIt) {
  for (const char* text : {"---\nA rule, then prose.\n---\nMore.\n", "---\nlang: en\nnever closed\n", "---\n---\nx\n", "lang: en\n---\nx\n", "---",
                           "--- \nlang: en\n---\n", "---\nhttp://a.example/b\n---\n"}) {
    ReadAll read = read_content("a.txt", text);
    ASSERT_EQ(read.documents.size(), 1u) << text;
    EXPECT_EQ(read.documents[0].text, text);
    EXPECT_EQ(read.documents[0].lang, "");
  }
}

TEST(FrontMatter, ABadDateOrStateIsRejectedWithItsLine) {
  ReadAll read = read_content("a.txt", "---\nlang: en\npublished: March 4\n---\nx\n");
  ASSERT_THAT(read.codes(), ElementsAre("front_matter.bad_date"));
  EXPECT_EQ(read.rejections[0].why.line, 3u);
  EXPECT_EQ(read.rejections[0].id, "a.txt");
  EXPECT_THAT(read_content("a.txt", "---\nstate: gone\n---\nx\n").codes(), ElementsAre("front_matter.bad_state"));
}

TEST(Text, InvalidUtf8IsRejectedWithItsPlace) {
  ReadAll read = read_content("a.txt", "first line\nsecond \xC7\xE1 line\n");  // Windows-1256
  ASSERT_THAT(read.codes(), ElementsAre("utf8.invalid"));
  const Diagnostic& why = read.rejections[0].why;
  EXPECT_EQ(why.byte_offset, 18u);
  EXPECT_EQ(why.line, 2u);
  EXPECT_THAT(why.file, HasSubstr("a.txt"));
  EXPECT_THAT(why.remedy, HasSubstr("iconv"));
  EXPECT_EQ(read.rejections[0].id, "a.txt");
}

TEST(Text, OffsetsOfBadBytesCountFromTheFilesBegin) {
  EXPECT_EQ(read_content("a.txt",
                         "\xEF\xBB\xBF"
                         "ab\xFF")
                .rejections.at(0)
                .why.byte_offset,
            5u);
}

TEST(Text, AnArticleAboveTheLimitIsRejected) {
  EXPECT_THAT(read_content("a.txt", std::string(1000, 'x'), {.max_article_bytes = 1000}).codes(), IsEmpty());
  EXPECT_THAT(read_content("a.txt", std::string(1001, 'x'), {.max_article_bytes = 1000}).codes(), ElementsAre("article.too_large"));
  EXPECT_THAT(read_content("a.txt", std::string(1 << 20, 'x'), {.max_article_bytes = 1000}).codes(), ElementsAre("article.too_large"));
}

TEST(Text, LangOptionIsForTextsThatStateNone) {
  EXPECT_EQ(read_content("a.txt", "x", {.lang = "ar"}).documents.at(0).lang, "ar");
  EXPECT_EQ(read_content("a.txt", "---\nlang: en\n---\nx", {.lang = "ar"}).documents.at(0).lang, "en");
  EXPECT_EQ(read_content("a.txt", "---\nlang: fr\n---\nx").documents.at(0).lang, "");
}

TEST(Text, OfFiftyMegabytesOnOneLineIsReadWhereTheLimitAllows) {
  std::string giant(50'000'000, 'x');
  EXPECT_EQ(read_content("a.txt", giant, {.max_article_bytes = 64 << 20}).documents.at(0).text.size(), giant.size());
  EXPECT_THAT(read_content("a.txt", giant).codes(), ElementsAre("article.too_large"));
}

TEST(Lines, EachLineIsAnArticleNamedAfterItsPlace) {
  ReadAll read =
      read_content("headlines.txt", "\xEF\xBB\xBFOil at $71\r\n\n   \nالنفط عند 71 دولارا\nlast", {.format = InputFormat::kLines});  // oil at 71 dollars
  EXPECT_THAT(read.texts(), ElementsAre("Oil at $71", "النفط عند 71 دولارا", "last"));
  EXPECT_THAT(read.ids(), ElementsAre("headlines.txt:1", "headlines.txt:4", "headlines.txt:5"));
  EXPECT_EQ(read.documents[1].line, 4u);
  EXPECT_EQ(read.documents[1].source, "news");
  EXPECT_FALSE(read.documents[1].has_own_id);
}

TEST(Lines, ABadLineIsRejectedAndTheRestRead) {
  ReadAll read = read_content("h.txt", "one\ntw\xFFo\n" + std::string(30, 'x') + "\nfo" + std::string(1, '\0') + "ur\nfive\n",
                              {.format = InputFormat::kLines, .max_article_bytes = 20});
  EXPECT_THAT(read.texts(), ElementsAre("one", "five"));
  ASSERT_THAT(read.codes(), ElementsAre("utf8.invalid", "article.too_large", "input.binary"));
  EXPECT_EQ(read.rejections[0].why.line, 2u);
  EXPECT_EQ(read.rejections[0].why.byte_offset, 2u);
  EXPECT_EQ(read.rejections[0].id, "h.txt:2");
  EXPECT_EQ(read.rejections[1].why.line, 3u);
  EXPECT_EQ(read.rejections[2].why.line, 4u);
}

TEST(Lines, ALimitThatALineJustMeets) {
  // Longer than the stream's block, so that the line comes in pieces.
  std::string line(300'000, 'x');
  EXPECT_THAT(read_content("h.txt", line + "\n" + line, {.format = InputFormat::kLines, .max_article_bytes = 300'000}).codes(), IsEmpty());
  EXPECT_THAT(read_content("h.txt", line + "\n" + line + "x", {.format = InputFormat::kLines, .max_article_bytes = 300'000}).codes(),
              ElementsAre("article.too_large"));
}

}  // namespace
}  // namespace mizan

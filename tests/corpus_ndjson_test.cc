// NDJSON records: fields, identity, and every way a record can be bad.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "corpus/fields.h"
#include "corpus/reader.h"
#include "tests/corpus_test_folder.h"

namespace mizan {
namespace {

using corpus::checked_date;
using corpus::content_hash;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ReadAll read_ndjson(const std::string& content, ReaderOptions options = {}) {
  return read_content("a.ndjson", content, options);
}

TEST(Ndjson, ReadsEveryFieldOfTheContract) {
  ReadAll read =
      read_ndjson(R"({"id": "a1", "text": "سطر\nsecond \"line\" \u0660", "title": "T", "published": "2025-03-28T14:05:00+03:00", "updated": "2025-03-29", )"
                  R"("source": "S", "url": "https://s.example/1", "lang": "ar", "place": "SA", "state": "live", "more": {"deep": [1, 2]}})");
  ASSERT_THAT(read.codes(), IsEmpty());
  const Document& article = read.documents.at(0);
  EXPECT_EQ(article.id, "a1");
  EXPECT_TRUE(article.has_own_id);
  EXPECT_EQ(article.text, "سطر\nsecond \"line\" ٠");  // line ... 0
  EXPECT_EQ(article.title, "T");
  EXPECT_EQ(article.published, "2025-03-28T14:05:00+03:00");
  EXPECT_EQ(article.updated, "2025-03-29");
  EXPECT_EQ(article.source, "S");
  EXPECT_EQ(article.url, "https://s.example/1");
  EXPECT_EQ(article.lang, "ar");
  EXPECT_EQ(article.place, "SA");
  EXPECT_EQ(article.state, "live");
  EXPECT_EQ(article.line, 1u);
  EXPECT_EQ(article.format, TextFormat::kPlain);
}

TEST(Ndjson, BrokenLineThreeOfFiveLeavesTheOtherFour) {
  ReadAll read = read_ndjson(
      "{\"id\":\"1\",\"text\":\"a\"}\n"
      "{\"id\":\"2\",\"text\":\"b\"}\n"
      "{\"id\":\"3\",\"text\":\"c\n"
      "{\"id\":\"4\",\"text\":\"d\"}\n"
      "{\"id\":\"5\",\"text\":\"e\"}\n");
  EXPECT_THAT(read.ids(), ElementsAre("1", "2", "4", "5"));
  ASSERT_THAT(read.codes(), ElementsAre("json.syntax"));
  EXPECT_EQ(read.rejections[0].why.line, 3u);
  EXPECT_THAT(read.rejections[0].why.file, HasSubstr("a.ndjson"));
  EXPECT_FALSE(read.rejections[0].why.remedy.empty());
  EXPECT_TRUE(std::holds_alternative<Rejection>(read.items.at(2))) << "a bad record keeps its place";
}

TEST(Ndjson, ABreakIsNamedByItsByte) {
  struct Case {
    const char* line;
    std::uint64_t offset;
  };
  const Case cases[] = {
      {"{\"text\": \"a\" \"id\": 1}", 16},  // no comma: the key's last quote is where the token is known
      {"{\"text\": x}", 9},                 // a bare word
      {"{\"text\": \"a\"", 12},             // cut off
      {"{\"text\": \"a\"} x", 14},          // something behind
      {"{\"text\": \"a\\q\"}", 12},         // no such escape
      {"{\"text\": \"a\tb\"}", 11},         // a bare control character
      {"{\"extra\": tru, \"text\": \"a\"}", 13},
      {"nonsense", 1},
  };
  for (const Case& c : cases) {
    ReadAll read = read_ndjson(c.line);
    ASSERT_THAT(read.codes(), ElementsAre("json.syntax")) << c.line;
    EXPECT_EQ(read.rejections[0].why.byte_offset, c.offset) << c.line << "\n" << read.rejections[0].why.message;
    EXPECT_LT(read.rejections[0].why.message.size(), 300u);
  }
}

TEST(Ndjson, WrongTypesAreNamed) {
  struct Case {
    const char* line;
    const char* code;
    const char* id;
    const char* message;
  };
  const Case cases[] = {
      {R"({"id":"1","text":5})", "json.bad_type", "1", "\"text\""},
      {R"({"id":"1","text":["a"]})", "json.bad_type", "1", "\"text\""},
      {R"({"id":["x"],"text":"a"})", "json.bad_type", "", "\"id\""},
      {R"({"id":true,"text":"a"})", "json.bad_type", "", "\"id\""},
      {R"({"id":"1","text":"a","title":{}})", "json.bad_type", "1", "\"title\""},
      {R"({"id":"1","text":"a","published":20250328})", "json.bad_type", "1", "\"published\""},
      {R"([1, 2])", "json.bad_type", "", "no object"},
      {R"("text")", "json.bad_type", "", "no object"},
      {R"({"id":7,"title":"only"})", "json.no_text", "7", "\"text\""},
      {R"({"id":"1","text":null})", "json.no_text", "1", "\"text\""},
      {R"({"id":"1","text":""})", "json.no_text", "1", "\"text\""},
      {R"({})", "json.no_text", "", "\"text\""},
      {R"({"id":"1","text":"a","published":"28.3.2025"})", "json.bad_date", "1", "28.3.2025"},
      {R"({"id":"1","text":"a","updated":"2025-02-30"})", "json.bad_date", "1", "2025-02-30"},
      {R"({"id":"1","text":"a","state":"dead"})", "json.bad_state", "1", "dead"},
  };
  for (const Case& c : cases) {
    ReadAll read = read_ndjson(c.line);
    ASSERT_THAT(read.codes(), ElementsAre(c.code)) << c.line;
    EXPECT_EQ(read.rejections[0].id, c.id) << c.line;
    EXPECT_THAT(read.rejections[0].why.message, HasSubstr(c.message)) << c.line;
    EXPECT_EQ(read.rejections[0].why.line, 1u);
    EXPECT_FALSE(read.rejections[0].why.remedy.empty());
  }
}

TEST(Ndjson, AMessageQuotesOnlyTheBeginningOfAValue) {
  std::string giant;
  while (giant.size() < 10'000) giant += "س";  // the letter s
  for (const char* name : {"published", "state"})
    EXPECT_LT(read_ndjson(fmt::format("{{\"text\":\"a\",\"{}\":\"{}\"}}", name, giant)).rejections.at(0).why.message.size(), 200u);
}

TEST(Ndjson, NullsAndOtherLanguagesAreAsIfAbsent) {
  ReadAll read = read_ndjson(R"({"id":null,"text":"a","title":null,"published":null,"source":null,"lang":"fr","place":"Saudi","state":null})");
  ASSERT_THAT(read.codes(), IsEmpty());
  const Document& article = read.documents.at(0);
  EXPECT_FALSE(article.has_own_id);
  EXPECT_EQ(article.title + article.published + article.source + article.lang + article.place + article.state, "");
}

TEST(Ndjson, AHeadlineWithoutTextIsRead) {
  ReadAll read = read_ndjson("{\"text\":\"\",\"title\":\"Oil at 71\"}\n{\"text\":\"\",\"title\":\"Oil at 72\"}\n");
  ASSERT_THAT(read.codes(), IsEmpty());
  EXPECT_NE(read.documents.at(0).id, read.documents.at(1).id);
}

TEST(Ndjson, NumbersAsIdsKeepTheirText) {
  ReadAll read = read_ndjson(R"({"id":17,"text":"a"}
{"id":-3,"text":"a"}
{"id":18446744073709551615,"text":"a"}
{"id":123456789012345678901234567890,"text":"a"}
{"id":1.50,"text":"a"}
{"id":1,"text":"a","huge":123456789012345678901234567890})");
  EXPECT_THAT(read.codes(), IsEmpty());
  EXPECT_THAT(read.ids(), ElementsAre("17", "-3", "18446744073709551615", "123456789012345678901234567890", "1.50", "1"));
}

TEST(Ndjson, IdentityIsTheIdElseTheAddressElseTheContent) {
  ReadAll read = read_ndjson(R"({"id":"x","url":"https://a.example/1","text":"t"}
{"url":"HTTPS://A.Example:443/1?utm_source=m&p=2#top","text":"t"}
{"id":"","text":"t"}
{"text":"t"}
{"text":"u"})");
  ASSERT_EQ(read.documents.size(), 5u);
  EXPECT_EQ(read.documents[0].id, "x");
  EXPECT_TRUE(read.documents[0].has_own_id);
  EXPECT_EQ(read.documents[1].id, "a.example/1?p=2");
  EXPECT_FALSE(read.documents[1].has_own_id);
  EXPECT_EQ(read.documents[2].id, content_hash("t"));
  EXPECT_FALSE(read.documents[2].has_own_id);
  EXPECT_EQ(read.documents[3].id, read.documents[2].id);
  EXPECT_NE(read.documents[4].id, read.documents[3].id);
}

TEST(Ndjson, TheSourceIsNeverTheFolder) {
  EXPECT_EQ(read_ndjson(R"({"text":"t"})").documents.at(0).source, "");
  EXPECT_EQ(read_ndjson(R"({"text":"t"})", {.source = "S"}).documents.at(0).source, "S");
  EXPECT_EQ(read_ndjson(R"({"text":"t","source":"R"})", {.source = "S"}).documents.at(0).source, "R");
}

TEST(Ndjson, InvalidUtf8IsRejectedWithLineAndByte) {
  ReadAll read = read_ndjson("{\"text\":\"a\"}\n{\"text\":\"b\xE9\"}\n{\"text\":\"c\"}\n");
  EXPECT_THAT(read.texts(), ElementsAre("a", "c"));
  ASSERT_THAT(read.codes(), ElementsAre("utf8.invalid"));
  EXPECT_EQ(read.rejections[0].why.line, 2u);
  EXPECT_EQ(read.rejections[0].why.byte_offset, 10u);
}

TEST(Ndjson, AnEmbargoIsAMomentAndAWithdrawalNeedsNoText) {
  ReadAll read = read_ndjson(
      "{\"id\":\"1\",\"text\":\"x\",\"embargo_until\":\"2026-03-10T12:00:00+03:00\"}\n"
      "{\"id\":\"2\",\"text\":\"x\",\"embargo_until\":\"soon\"}\n"
      "{\"id\":\"3\",\"state\":\"withdrawn\"}\n"
      "{\"state\":\"withdrawn\"}\n");
  ASSERT_EQ(read.documents.size(), 2u);
  EXPECT_EQ(read.documents[0].embargo_until, "2026-03-10T12:00:00+03:00");
  EXPECT_EQ(read.documents[1].state, "withdrawn");
  EXPECT_THAT(read.codes(), ElementsAre("json.bad_date", "json.no_text"));
}

TEST(Ndjson, HalfASurrogatePairIsNoText) {
  EXPECT_THAT(read_ndjson(R"({"text":"\ud83d\ude00"})").texts(), ElementsAre("😀"));
  for (const char* line : {R"({"text":"a \ud83d"})", R"({"text":"a \ude00 b"})", R"({"text":"\ud83d\ud83d"})"})
    EXPECT_THAT(read_ndjson(line).codes(), ElementsAre("json.syntax")) << line;
}

TEST(Ndjson, ANulInAStringIsAccepted) {
  EXPECT_EQ(read_ndjson(R"({"text":"a\u0000b"})").documents.at(0).text, std::string("a\0b", 3));
}

TEST(Ndjson, DeepNestingIsRejected) {
  for (int depth : {1023, 2000, 200000}) {
    std::string open(static_cast<std::size_t>(depth), '['), close(static_cast<std::size_t>(depth), ']');
    ReadAll read = read_ndjson("{\"text\":\"a\",\"x\":" + open + close + "}\n{\"text\":\"b\"}\n");
    if (depth < 1024) {
      EXPECT_THAT(read.codes(), IsEmpty());
    } else {
      EXPECT_THAT(read.codes(), ElementsAre("json.too_deep")) << depth;
      EXPECT_THAT(read.texts(), ElementsAre("b")) << depth;
    }
  }
}

TEST(Ndjson, ARecordAboveTheLimitIsRejectedAndReadPast) {
  ReadAll read = read_ndjson("{\"text\":\"a\"}\n{\"text\":\"" + std::string(1000, 'x') + "\"}\n{\"text\":\"c\"}\n", {.max_article_bytes = 500});
  EXPECT_THAT(read.texts(), ElementsAre("a", "c"));
  ASSERT_THAT(read.codes(), ElementsAre("article.too_large"));
  EXPECT_EQ(read.rejections[0].why.line, 2u);
}

TEST(Ndjson, ALineOfFiftyMegabytesIsReadWhereTheLimitAllows) {
  std::string giant;
  while (giant.size() < 50'000'000) giant += "سطر ";  // line
  ReadAll read = read_ndjson("{\"id\":1,\"text\":\"" + giant + "\"}\n{\"id\":2,\"text\":\"b\"}\n{\"id\":3,\"text\":\"" + giant.substr(0, 4'900'000) + "\n",
                             {.max_article_bytes = 64 << 20});
  EXPECT_THAT(read.ids(), ElementsAre("1", "2"));
  EXPECT_EQ(read.documents.at(0).text, giant);
  ASSERT_THAT(read.codes(), ElementsAre("json.syntax"));
  EXPECT_LT(read.rejections[0].why.message.size(), 300u);
}

TEST(Ndjson, CarriageReturnsBlankLinesAndMarksAreTolerated) {
  ReadAll read = read_ndjson("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\r\n  \n{\"text\":\"b\"}\r\n\xEF\xBB\xBF{\"text\":\"c\"}");
  EXPECT_THAT(read.codes(), IsEmpty());
  EXPECT_THAT(read.texts(), ElementsAre("a", "b", "c"));
  EXPECT_EQ(read.documents.at(1).line, 4u);
}

TEST(Ndjson, APrettyPrintedDocumentIsOneRejection) {
  const ReaderOptions lines{.format = InputFormat::kNdjson};
  EXPECT_THAT(read_ndjson("[\n {\"text\":\"a\"},\n {\"text\":\"b\"}\n]\n", lines).codes(), ElementsAre("json.not_lines"));
  EXPECT_THAT(read_ndjson("{\n \"text\": \"a\"\n}\n", lines).codes(), ElementsAre("json.not_lines"));
}

TEST(Ndjson, TheLastOfTwoEqualKeysCounts) {
  EXPECT_THAT(read_ndjson(R"({"text":"a","text":"b"})").texts(), ElementsAre("b"));
  EXPECT_THAT(read_ndjson(R"({"text":"a","text":"b","huge":123456789012345678901234567890})").texts(), ElementsAre("b"));
}

TEST(Fields, Dates) {
  for (const char* good : {"2025-03-28", "2024-02-29", "2025-03-28T14:05", "2025-03-28T14:05:09Z", "2025-03-28T14:05:09.123+03:00", "2025-03-28T14:05+0300",
                           "2025-03-28T14:05-03"})
    EXPECT_EQ(checked_date(good), good);
  EXPECT_EQ(checked_date(""), "");
  EXPECT_EQ(checked_date(" 2025-03-28 14:05 "), "2025-03-28T14:05");
  for (const char* bad : {"2025", "2025-03", "2025-3-28", "2025-13-01", "2025-02-29", "1900-02-29", "0000-01-01", "2025-03-28T", "2025-03-28T25:00",
                          "2025-03-28T14:05:09.", "2025-03-28X14:05", "2025-03-28T14:05+03:00x", "28/03/2025", "yesterday", "٢٠٢٥-٠٣-٢٨"})
    EXPECT_EQ(checked_date(bad), std::nullopt) << bad;
}

TEST(Fields, AddressesHaveOneSpelling) {
  for (const char* url :
       {"https://a.example/x?p=2", "http://A.Example/x/?p=2", "HTTPS://www.a.example:443/x?utm_source=m&p=2#top", " http://a.example:80/x?p=2&fbclid=1&&"})
    EXPECT_EQ(canonical_url(url), "a.example/x?p=2") << url;
  EXPECT_EQ(canonical_url("https://a.example"), "a.example");
  EXPECT_EQ(canonical_url("https://a.example/Path?b=1&a=2"), "a.example/Path?b=1&a=2");
  EXPECT_EQ(canonical_url("https://a.example:8443/?gclid=1"), "a.example:8443");
  EXPECT_EQ(canonical_url("https://a.example/أخبار"), "a.example/أخبار");  // news
  EXPECT_EQ(canonical_url(""), "");
}

TEST(Fields, ContentHashStaysAsItIs) {
  // Stored in databases.
  EXPECT_EQ(content_hash(""), "99aa06d3014798d86001c324468d497f");
}

}  // namespace
}  // namespace mizan

// Formats of all kinds: what becomes an article, what is said of broken ones, and that neither content nor name leads a reader astray.
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "corpus/fields.h"
#include "corpus/reader.h"
#include "tests/corpus_test_folder.h"

namespace mizan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// name and content of each member
using Members = std::vector<std::pair<std::string, std::string>>;

enum class Packing : std::uint8_t { kZip, kTar, kTarGz, kTarZst, kGz, kXz, kZst, kBz2 };

std::string packed(const Members& members, Packing packing) {
  std::string out(std::size_t{4} << 20, '\0');
  std::size_t used = 0;
  archive* a = archive_write_new();
  switch (packing) {
    case Packing::kZip:
      archive_write_set_format_zip(a);
      break;
    case Packing::kTar:
      archive_write_set_format_pax_restricted(a);
      break;
    case Packing::kTarGz:
      archive_write_set_format_pax_restricted(a);
      archive_write_add_filter_gzip(a);
      break;
    case Packing::kTarZst:
      archive_write_set_format_pax_restricted(a);
      archive_write_add_filter_zstd(a);
      break;
    case Packing::kGz:
      archive_write_set_format_raw(a);
      archive_write_add_filter_gzip(a);
      break;
    case Packing::kXz:
      archive_write_set_format_raw(a);
      archive_write_add_filter_xz(a);
      break;
    case Packing::kZst:
      archive_write_set_format_raw(a);
      archive_write_add_filter_zstd(a);
      break;
    case Packing::kBz2:
      archive_write_set_format_raw(a);
      archive_write_add_filter_bzip2(a);
      break;
  }
  archive_write_set_bytes_in_last_block(a, 1);
  archive_write_open_memory(a, out.data(), out.size(), &used);
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    EXPECT_EQ(archive_write_header(a, entry), ARCHIVE_OK) << archive_error_string(a);
    EXPECT_EQ(archive_write_data(a, content.data(), content.size()), static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
  }
  archive_write_close(a);
  archive_write_free(a);
  out.resize(used);
  return out;
}

// --- archives ---

TEST(Archive, IsAFolderOfItsName) {
  const Members members = {{"sahl/1.txt", "Floods killed 12 people.\n"},
                           {"b.ndjson", "{\"id\":\"x\",\"text\":\"one\"}\n{\"id\":\"y\",\"text\":\"two\"}\n"},
                           {"README.md", "no"},
                           {".hidden.txt", "no"}};
  for (Packing packing : {Packing::kZip, Packing::kTar, Packing::kTarGz, Packing::kTarZst}) {
    ReadAll read = read_content("march.bin", packed(members, packing));
    EXPECT_THAT(read.codes(), IsEmpty());
    EXPECT_THAT(read.ids(), ElementsAre("march.bin/sahl/1.txt", "x", "y"));
    EXPECT_EQ(read.documents.at(0).source, "news");
    EXPECT_THAT(read.documents.at(0).file, HasSubstr("march.bin/sahl/1.txt"));
  }
}

TEST(Archive, APackedFileKeepsItsName) {
  for (auto [packing, name] : {std::pair{Packing::kGz, "a.txt.gz"}, {Packing::kXz, "a.txt.xz"}, {Packing::kZst, "a.txt.zst"}, {Packing::kBz2, "a.txt.bz2"}}) {
    ReadAll read = read_content(name, packed({{"data", "Oil at $71.\n"}}, packing));
    EXPECT_THAT(read.codes(), IsEmpty()) << name;
    EXPECT_THAT(read.ids(), ElementsAre("a.txt")) << name;
    EXPECT_THAT(read.texts(), ElementsAre("Oil at $71.\n")) << name;
  }
  ReadAll lines = read_content("news.ndjson.gz", packed({{"data", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"}}, Packing::kGz), {.format = InputFormat::kNdjson});
  EXPECT_THAT(lines.texts(), ElementsAre("a", "b")) << "a format that is given is that of what is packed";
}

TEST(Archive, PackedPiecesOneBehindTheOtherAreOneFile) {
  std::string first = packed({{"data", "{\"text\":\"a\"}\n"}}, Packing::kGz), second = packed({{"data", "{\"text\":\"b\"}\n"}}, Packing::kGz);
  EXPECT_THAT(read_content("a.ndjson.gz", first + second).texts(), ElementsAre("a", "b"));
}

TEST(Archive, AnEmptyOneIsNoArchive) {
  EXPECT_THAT(read_content("a.bin", "", {.format = InputFormat::kArchive}).codes(), testing::Each("archive.damaged"));
}

TEST(Archive, OneInAnotherIsReadAndNoDeeper) {
  std::string inner = packed({{"a.txt", "inner"}}, Packing::kZip);
  std::string middle = packed({{"inner.zip", inner}, {"b.txt", "middle"}}, Packing::kTarGz);
  EXPECT_THAT(read_content("m.tar.gz", middle).texts(), ElementsAre("inner", "middle"));
  ReadAll deep = read_content("o.zip", packed({{"m.tar.gz", middle}, {"c.txt", "outer"}}, Packing::kZip));
  EXPECT_THAT(deep.texts(), ElementsAre("middle", "outer"));
  ASSERT_THAT(deep.codes(), ElementsAre("archive.too_deep"));
  EXPECT_THAT(deep.rejections[0].why.file, HasSubstr("o.zip/m.tar.gz/inner.zip"));
  EXPECT_FALSE(deep.rejections[0].why.remedy.empty());
}

TEST(Archive, NamesLeadNowhere) {
  TestFolder folder("news");
  folder.write("t.tar", packed({{"../../../tmp/mizan-evil.txt", "a"}, {"/etc/mizan-evil.txt", "b"}, {"..", "c"}}, Packing::kTar));
  ReadAll read = read_all({folder.path("t.tar")});
  EXPECT_THAT(read.ids(), testing::Contains("t.tar/tmp/mizan-evil.txt"));
  EXPECT_THAT(read.ids(), testing::Contains("t.tar/etc/mizan-evil.txt"));
  EXPECT_FALSE(std::filesystem::exists("/tmp/mizan-evil.txt"));
  EXPECT_FALSE(std::filesystem::exists("/etc/mizan-evil.txt"));
}

TEST(Archive, ABombIsStopped) {
  // 3 GiB of zeros in 3 MiB: built from pieces of packed zeros, as gzip allows.
  std::string zeros(std::size_t{3} << 20, '\n'), piece = packed({{"data", zeros}}, Packing::kGz), bomb;
  for (int i = 0; i < 200; ++i) bomb += piece;
  TestFolder folder("news");
  folder.write("a.txt", "before");
  folder.write("bomb.ndjson.gz", bomb);
  folder.write("c.txt", "behind");
  ReadAll read = read_all({folder.path()});
  EXPECT_THAT(read.texts(), ElementsAre("before", "behind"));
  ASSERT_THAT(read.codes(), ElementsAre("archive.bomb"));
  EXPECT_GT(read.rejections[0].why.byte_offset, 0u);
}

TEST(Archive, OneThatIsCutShortGivesWhatCameBefore) {
  std::string noise;
  for (unsigned i = 0, x = 7; i < 600000; ++i) noise += static_cast<char>('a' + (x = x * 1103515245 + 12345) / 65536 % 26);
  std::string lines;
  for (int i = 0; i < 2000; ++i) lines += fmt::format("{{\"id\":\"{}\",\"text\":\"{}\"}}\n", i, noise.substr(static_cast<std::size_t>(i) * 250, 250));
  std::string gz = packed({{"data", lines}}, Packing::kGz);
  ReadAll read = read_content("a.ndjson.gz", gz.substr(0, gz.size() / 2));
  EXPECT_GT(read.documents.size(), 20u);
  ASSERT_THAT(read.codes(), testing::Contains("archive.damaged"));
  for (Packing packing : {Packing::kZip, Packing::kTar, Packing::kTarGz, Packing::kTarZst}) {
    std::string whole = packed({{"1.txt", "first"}, {"2.txt", noise}}, packing);
    ReadAll cut = read_content("cut", whole.substr(0, whole.size() - whole.size() / 3));
    EXPECT_THAT(cut.codes(), testing::Contains("archive.damaged"));
    for (const Rejection& rejection : cut.rejections) EXPECT_FALSE(rejection.why.message.empty());
  }
}

// --- JSON ---

TEST(Json, AListAnObjectWithAListAndArticlesOverManyLines) {
  EXPECT_THAT(read_content("a.json", "[\n {\"text\": \"one\"},\n {\"text\": \"two [\\\"}\"}\n]\n").texts(), ElementsAre("one", "two [\"}"));
  EXPECT_THAT(read_content("a.json", "{\"status\":\"ok\",\"articles\":[{\"text\":\"one\"},{\"text\":\"two\"}],\n\"more\":1}\n").texts(),
              ElementsAre("one", "two"));
  EXPECT_THAT(read_content("a.json", "{\n  \"text\": \"one\",\n  \"tags\": [{\"a\":1}]\n}\n{\n  \"text\": \"two\"\n}\n").texts(), ElementsAre("one", "two"));
  EXPECT_THAT(read_content("a.txt", "{\"tags\":[1],\"items\":[{\"text\":\"one\"}]}").texts(), ElementsAre("one"));
  EXPECT_THAT(read_content("a.txt", "{\"text\":\"one\",\"tags\":[{\"text\":\"no\"}]}\n").texts(), ElementsAre("one"));
  EXPECT_THAT(read_content("-", "[{\"text\":\"one\"}]").texts(), ElementsAre("one"));
}

TEST(Json, ARecordIsNamedByTheLineItBeginsOn) {
  ReadAll read = read_content("a.json", "[\n{\"text\":\"one\"},\n{\"text\":5},\n{\n\"text\":\"three\"}\n]");
  EXPECT_THAT(read.texts(), ElementsAre("one", "three"));
  ASSERT_THAT(read.codes(), ElementsAre("json.bad_type"));
  EXPECT_EQ(read.rejections[0].why.line, 3u);
  EXPECT_EQ(read.documents[1].line, 4u);
}

TEST(Json, BrokenLists) {
  EXPECT_THAT(read_content("a.json", "[{\"text\":\"one\"},{\"text\":\"tw").codes(), testing::Contains("json.syntax"));
  ReadAll open = read_content("a.json", "[{\"text\":\"one\"}");
  EXPECT_THAT(open.texts(), ElementsAre("one"));
  EXPECT_THAT(open.codes(), ElementsAre("json.syntax"));
  EXPECT_THAT(read_content("a.json", "[{\"text\":\"one\"}, 5, null, \"x\"]").codes(), ElementsAre("json.bad_type", "json.bad_type", "json.bad_type"));
  EXPECT_THAT(read_content("a.json", "[{\"text\":\"" + std::string(900, 'x') + "\"},{\"text\":\"b\"}]", {.max_article_bytes = 500}).codes(),
              ElementsAre("article.too_large"));
}

// --- tables ---

TEST(Csv, ColumnsAreToldByNameInBothLanguages) {
  for (const char* table : {"id,title,published,text\r\n7,Oil,2026-03-04,\"Oil rose, to \"\"$71\"\".\r\nMore.\"\r\n",
                            "id;headline;date;body\n7;Oil;4 March 2026;\"Oil rose, to \"\"$71\"\".\r\nMore.\"\n",
                            "sep=;\nid;العنوان;التاريخ;النص\n7;Oil;2026-03-04;\"Oil rose, to \"\"$71\"\".\r\nMore.\"",
                            "id\ttitle\tpublished\tcontent\n7\tOil\t2026-03-04\t\"Oil rose, to \"\"$71\"\".\r\nMore.\"\n"}) {
    ReadAll read = read_content("a.csv", table);
    ASSERT_THAT(read.codes(), IsEmpty()) << table;
    ASSERT_THAT(read.documents, SizeIs(1)) << table;
    EXPECT_EQ(read.documents[0].id, "7");
    EXPECT_EQ(read.documents[0].title, "Oil");
    EXPECT_EQ(read.documents[0].published, "2026-03-04");
    EXPECT_EQ(read.documents[0].text, "Oil rose, to \"$71\".\r\nMore.");
  }
}

TEST(Csv, OwnNamesAndNumbersAreMapped) {
  EXPECT_THAT(read_content("a.csv", "nr,story,heading\n1,The text,The title\n", {.columns = {{"story", "text"}, {"heading", "title"}}}).texts(),
              ElementsAre("The text"));
  ReadAll bare = read_content("a.csv", "1,First text\n2,Second text\n", {.columns = {{"2", "text"}, {"1", "id"}}});
  EXPECT_THAT(bare.texts(), ElementsAre("First text", "Second text"));
  EXPECT_THAT(bare.ids(), ElementsAre("1", "2"));
}

TEST(Csv, DatesAreReadAsTheOtherDatesOfTheTableAreWritten) {
  auto dates = [](const std::string& table) {
    ReadAll read = read_content("a.csv", table);
    std::vector<std::string> out;
    for (const Document& d : read.documents) out.push_back(d.published);
    for (const std::string& code : read.codes()) out.push_back(code);
    return out;
  };
  EXPECT_THAT(dates("text,date\nOne,03/04/2025\nTwo,28/03/2025\n"), ElementsAre("2025-04-03", "2025-03-28"));
  EXPECT_THAT(dates("text;date\nOne;\"03/04/2025\"\nTwo;\"03/28/2025\"\n"), ElementsAre("2025-03-04", "2025-03-28"));
  EXPECT_THAT(dates("text,date\nOne,03.04.2025\nTwo,28.03.2025 14:05\n"), ElementsAre("2025-04-03", "2025-03-28T14:05"));
  // Nothing tells, or the table contradicts itself: not guessed. A date in the text is no witness.
  EXPECT_THAT(dates("text,date\nOne,03/04/2025\n"), ElementsAre("csv.bad_date"));
  EXPECT_THAT(dates("text,date\nOn 28/03/2025 it rained,03/04/2025\n"), ElementsAre("csv.bad_date"));
  EXPECT_THAT(dates("text,date\nOne,03/04/2025\nTwo,28/03/2025\nThree,03/28/2025\n"), ElementsAre("2025-03-28", "2025-03-28", "csv.bad_date"));
}

TEST(Json, OtherPeoplesNamesOfFieldsAreMapped) {
  const ReaderOptions names{.columns = {{"content", "text"}, {"headline", "title"}, {"publishedAt", "published"}, {"byline", "author"}}};
  ReadAll read = read_content(
      "a.json",
      R"({"status":"ok","articles":[{"content":"The text","headline":"A title","publishedAt":"28 March 2025","byline":"Huda Ali","title":"not this"},)"
      R"({"content":"Another","byline":["several"]},{"text":"under its old name"}]})",
      names);
  ASSERT_EQ(read.documents.size(), 2u);
  EXPECT_EQ(read.documents[0].text, "The text");
  EXPECT_EQ(read.documents[0].title, "A title");
  EXPECT_EQ(read.documents[0].published, "2025-03-28");
  EXPECT_EQ(read.documents[0].author, "Huda Ali");
  EXPECT_EQ(read.documents[1].author, "");
  EXPECT_THAT(read.codes(), ElementsAre("json.no_text"));
}

TEST(Csv, AnEmbargoIsNeverOverlooked) {
  for (const char* column : {"embargo_until", "Embargo until", "embargo"}) {
    ReadAll read = read_content("a.csv", std::string("id,text,") + column + "\n1,The text of it,2026-03-10T12:00:00+03:00\n2,Another text,soon\n");
    ASSERT_EQ(read.documents.size(), 1u) << column;
    EXPECT_EQ(read.documents[0].embargo_until, "2026-03-10T12:00:00+03:00");
    EXPECT_THAT(read.codes(), ElementsAre("csv.bad_date"));
  }
  ReadAll json = read_content("a.json", R"([{"id":"1","text":"The text of it","embargo_until":"2026-03-10T12:00:00+03:00"}])");
  ASSERT_EQ(json.documents.size(), 1u);
  EXPECT_EQ(json.documents[0].embargo_until, "2026-03-10T12:00:00+03:00");
}

TEST(Csv, IsToldFromItsContent) {
  EXPECT_THAT(read_content("export", "id,title,text\n1,a,The text\n").texts(), ElementsAre("The text"));
  EXPECT_THAT(read_content("letter.txt", "Dear Sir, I write, again, today,\nto you.\n").texts(), SizeIs(1));
}

TEST(Csv, BadRowsAreNamedAndTheRestRead) {
  ReadAll read = read_content(
      "a.csv",
      "id,published,text\n1,2026-03-04,one\n2,03/04/2026,two\n3,2026-03-04,three,too,many\n4,2026-03-04,\n5,2026-03-04,five\n6,,\"never closed\n7,,seven\n");
  EXPECT_THAT(read.texts(), ElementsAre("one", "five"));
  ASSERT_THAT(read.codes(), ElementsAre("csv.bad_date", "csv.columns", "csv.no_text", "csv.open_quote"));
  EXPECT_EQ(read.rejections[0].why.line, 3u);
  EXPECT_EQ(read.rejections[3].why.line, 7u);
  ReadAll none = read_content("a.csv", "nr,heading\n1,x\n");
  ASSERT_THAT(none.codes(), ElementsAre("csv.no_text_column"));
  EXPECT_THAT(none.rejections[0].why.message, HasSubstr("nr, heading"));
  EXPECT_THAT(none.rejections[0].why.remedy, HasSubstr("--columns"));
}

// --- feeds ---

constexpr const char* kRss = R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Gulf Ledger</title><link>https://ledger.example/</link><language>en-gb</language><atom:link href="https://ledger.example/feed" rel="self"/>
<image><title>Logo</title><url>x.png</url></image>
<item><title>Aramco &amp;amp; oil</title><link>https://ledger.example/a/1?utm_source=rss</link><guid isPermaLink="false">p-1</guid><pubDate>Wed, 04 Mar 2026 14:05:00 +0300</pubDate>
<description>&lt;p&gt;Profit fell to $98.7&amp;nbsp;billion.&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description><media:title>A picture</media:title></item>
<item><title>Second</title><guid>https://ledger.example/a/2</guid><description>teaser</description><content:encoded><![CDATA[<p>The whole text.</p><ul><li>Oil: $5bn</li></ul>]]></content:encoded></item>
<item><title>No link</title><guid isPermaLink="false">urn:3</guid><description>caf&eacute; three</description></item>
</channel></rss>)";

TEST(Feed, RssEntriesAreArticlesOrTeasers) {
  ReadAll read = read_content("feed.xml", kRss);
  ASSERT_THAT(read.codes(), IsEmpty());
  ASSERT_THAT(read.documents, SizeIs(3));
  const Document& first = read.documents[0];
  EXPECT_EQ(first.title, "Aramco & oil");
  EXPECT_EQ(first.text, "Profit fell to $98.7 billion.\n\nMore.");
  EXPECT_EQ(first.published, "2026-03-04T14:05:00+03:00");
  EXPECT_EQ(first.source, "Gulf Ledger");
  EXPECT_EQ(first.lang, "en");
  EXPECT_EQ(first.id, "ledger.example/a/1") << "as the page at that address";
  EXPECT_FALSE(first.has_own_id);
  EXPECT_TRUE(first.teaser);
  EXPECT_EQ(read.documents[1].text, "The whole text.\n\n- Oil: $5bn");
  EXPECT_EQ(read.documents[1].id, "ledger.example/a/2");
  EXPECT_FALSE(read.documents[1].teaser);
  EXPECT_EQ(read.documents[2].id, "urn:3");
  EXPECT_TRUE(read.documents[2].has_own_id);
  EXPECT_EQ(read.documents[2].text, "café three");
}

TEST(Feed, Atom) {
  ReadAll read = read_content("a.atom", R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://zawraq.example/"><title>زورق</title>
<entry><title type="html">أرباح &lt;b&gt;أوبك&lt;/b&gt;</title><link rel="self" href="/self"/><link href="/n/5"/><id>tag:5</id><updated>2026-03-05T10:00:00Z</updated><published>2026-03-04T10:00:00Z</published>
<author><name>هدى</name><email>h@example.org</email></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>بلغت الأرباح 5 مليارات دولار.</p><table><tr><th>السنة</th><th>الأرباح</th></tr><tr><td>2025</td><td>5</td></tr></table></div></content></entry></feed>)");
  ASSERT_THAT(read.codes(), IsEmpty());
  ASSERT_THAT(read.documents, SizeIs(1));
  const Document& entry = read.documents[0];
  EXPECT_EQ(entry.title, "أرباح أوبك");  // OPEC's profits
  EXPECT_EQ(entry.url, "https://zawraq.example/n/5");
  EXPECT_EQ(entry.published, "2026-03-04T10:00:00Z");
  EXPECT_EQ(entry.updated, "2026-03-05T10:00:00Z");
  EXPECT_EQ(entry.author, "هدى");
  EXPECT_EQ(entry.lang, "ar");
  EXPECT_EQ(entry.text, "بلغت الأرباح 5 مليارات دولار.\n\n| السنة | الأرباح |\n|---|---|\n| 2025 | 5 |");
}

TEST(Feed, BrokenAndHostileOnes) {
  ReadAll cut = read_content("feed.xml", std::string(kRss).substr(0, std::string(kRss).find("No link")));
  EXPECT_GE(cut.documents.size(), 2u);
  ASSERT_THAT(cut.codes(), testing::Contains("feed.syntax"));
  EXPECT_GT(cut.rejections.back().why.line, 0u);
  std::string laughs = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) laughs += fmt::format("<!ENTITY a{} \"&a{};&a{};\">", i, i - 1, i - 1);
  EXPECT_THAT(read_content("feed.xml", laughs + "]><rss><channel><item><title>&a29;</title></item></channel></rss>").codes(), ElementsAre("feed.entities"));
  EXPECT_THAT(
      read_content("feed.xml", "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&x;</title></item></channel></rss>")
          .codes(),
      ElementsAre("feed.entities"));
  std::string deep = "<rss><channel><item><description>";
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  EXPECT_THAT(read_content("feed.xml", deep).codes(), testing::Contains("feed.syntax"));
  EXPECT_THAT(
      read_content("feed.xml", "<rss><channel><item><title>a</title><pubDate>soon</pubDate></item><item><title>b</title></item></channel></rss>").codes(),
      ElementsAre("feed.bad_date"));
}

// --- mail ---

TEST(Mail, AMessageWithPartsAndEncodings) {
  ReadAll read = read_content(
      "a.eml",
      "Return-Path: <x@example.org>\r\nFrom: =?UTF-8?B?2YjYstin2LHYqSDYp9mE2YXYp9mE?= <press@mof.example>\r\nTo: desk@example.org\r\n"
      "Subject: =?windows-1256?Q?=C7=E1=E4=DD=D8?= at $71\r\nDate: Wed, 4 Mar 2026 14:05:00 +0300\r\nMessage-ID: <m1@example.org>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed; boundary=xx\r\n\r\n--xx\r\nContent-Type: multipart/alternative; boundary=yy\r\n\r\n"
      "--yy\r\nContent-Type: text/plain; charset=windows-1256\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C7=D1=CA=DD=DA =C7=E1=E4=DD=D8 =C5=E1=EC "
      "71 =CF=E6=E1=C7=D1=C7.=\r\n More.\r\n"
      "--yy\r\nContent-Type: text/html\r\n\r\n<p>short</p>\r\n--yy--\r\n"
      "--xx\r\nContent-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\nContent-Transfer-Encoding: "
      "base64\r\n\r\nUHJvZml0IGZlbGwgNSUu\r\n--xx--\r\n");
  ASSERT_THAT(read.codes(), IsEmpty());
  ASSERT_THAT(read.documents, SizeIs(2));
  EXPECT_EQ(read.documents[0].title, "النفط at $71");                     // oil
  EXPECT_EQ(read.documents[0].text, "ارتفع النفط إلى 71 دولارا. More.");  // oil rose to 71 dollars
  EXPECT_EQ(read.documents[0].published, "2026-03-04T14:05:00+03:00");
  EXPECT_EQ(read.documents[0].id, "m1@example.org");
  EXPECT_EQ(read.documents[0].source, "وزارة المال");  // ministry of finance
  EXPECT_EQ(read.documents[1].text, "Profit fell 5%.");
  EXPECT_EQ(read.documents[1].id, "a.eml/note.txt");
  EXPECT_EQ(read.documents[1].published, "2026-03-04T14:05:00+03:00");
}

TEST(Mail, AnMboxHoldsMany) {
  ReadAll read = read_content("box",
                              "From a@example.org Wed Mar  4 14:05:00 2026\nFrom: A <a@example.org>\nSubject: One\nDate: Wed, 4 Mar 2026 11:05:00 GMT\n\nOil "
                              "at $71.\n>From there it fell.\n\n"
                              "From b@example.org Thu Mar  5 14:05:00 2026\nFrom: B <b@example.org>\nSubject: Two\nDate: nonsense\n\nText.\n\n"
                              "From c@example.org Fri Mar  6 14:05:00 2026\nFrom: C <c@example.org>\nSubject: Three\n\nGas at $3.\n");
  ASSERT_THAT(read.codes(), ElementsAre("mail.bad_date"));
  EXPECT_EQ(read.rejections[0].why.line, 10u);
  ASSERT_THAT(read.texts(), ElementsAre("Oil at $71.\nFrom there it fell.", "Gas at $3."));
  EXPECT_EQ(read.documents[0].published, "2026-03-04T11:05:00Z");
}

// A divider, or the end of a quoted answer; found by the fuzzer.
TEST(Mail, ALineOfQuoteMarksAlone) {
  ReadAll read = read_content("box",
                              "From a@example.org Wed Mar  4 14:05:00 2026\nFrom: A <a@example.org>\nSubject: One\nDate: Wed, 4 Mar 2026 11:05:00 GMT\n\n"
                              "Oil at $71.\n>>>>>>>>\n>\n>>From there it fell.\n");
  EXPECT_THAT(read.codes(), IsEmpty());
  EXPECT_THAT(read.texts(), ElementsAre("Oil at $71.\n>>>>>>>>\n>\n>From there it fell."));
}

TEST(Mail, BrokenAndHostileOnes) {
  std::string deep = "From: a@example.org\nSubject: x\nDate: Wed, 4 Mar 2026 11:05:00 GMT\nMIME-Version: 1.0\n";
  for (int i = 0; i < 5000; ++i) deep += fmt::format("Content-Type: multipart/mixed; boundary=b{}\n\n--b{}\n", i, i);
  EXPECT_THAT(read_content("a.eml", deep).codes(), ElementsAre("mail.too_complex"));
  ReadAll cut = read_content("a.eml",
                             "From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
                             "text/plain\nContent-Transfer-Encoding: base64\n\nUHJvZml0IGZl");
  EXPECT_THAT(cut.texts(), ElementsAre("Profit fe"));
}

// --- collections ---

TEST(Trec, DocumentsOfBothKinds) {
  ReadAll read = read_content("a.sgml",
                              "<DOC id=\"AFP_ARB_20260304.0001\" type=\"story\">\n<HEADLINE>\nالنفط يرتفع\n</HEADLINE>\n<TEXT>\n<P>\nارتفع النفط\nإلى 71 "
                              "دولارا.\n</P>\n<P>\nوانخفض الغاز.\n</P>\n</TEXT>\n</DOC>\n"
                              "<DOC>\n<DOCNO> LA-1 </DOCNO>\n<DATE> March 4, 2026 </DATE>\n<HEAD>Oil &amp; gas</HEAD>\n<TEXT>\nOil rose to $71 a barrel on "
                              "Wednesday as traders weighed a cut in\noutput by OPEC and its partners.\n\nGas fell.\n</TEXT>\n</DOC>\n");
  ASSERT_THAT(read.codes(), IsEmpty());
  EXPECT_THAT(read.ids(), ElementsAre("AFP_ARB_20260304.0001", "LA-1"));
  EXPECT_THAT(read.texts(), ElementsAre("ارتفع النفط إلى 71 دولارا.\n\nوانخفض الغاز.",
                                        "Oil rose to $71 a barrel on Wednesday as traders weighed a cut in output by OPEC and its partners.\n\nGas fell."));
  EXPECT_EQ(read.documents[0].published, "2026-03-04");
  EXPECT_EQ(read.documents[1].published, "2026-03-04");
  EXPECT_EQ(read.documents[1].title, "Oil & gas");
}

TEST(Trec, OneThatIsNotClosedIsNamed) {
  ReadAll read =
      read_content("a.trec", "<DOC>\n<DOCNO>1</DOCNO>\n<TEXT>one</TEXT>\n<DOC>\n<DOCNO>2</DOCNO>\n<TEXT>two</TEXT>\n</DOC>\n<DOC>\n<DOCNO>3</DOCNO>\n");
  EXPECT_THAT(read.ids(), ElementsAre("2"));
  ASSERT_THAT(read.codes(), ElementsAre("trec.open", "trec.open"));
  EXPECT_EQ(read.rejections[0].why.line, 1u);
  EXPECT_EQ(read.rejections[1].why.line, 8u);
}

// --- web archives ---

std::string warc_record(const std::string& type, const std::string& address, const std::string& content,
                        const std::string& content_type = "application/http; msgtype=response") {
  return fmt::format("WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n", type, address,
                     content_type, content.size(), content);
}
const std::string kPage =
    "<html lang=en><title>Oil rises - Ledger</title><h1>Oil rises to $71 a barrel</h1><p>Oil rose to $71 a barrel on Wednesday, traders said, as stocks "
    "fell.</p></html>";

TEST(Warc, PagesAreKnownByTheirAddress) {
  std::string packed_page = packed({{"data", kPage}}, Packing::kGz);
  std::string content =
      warc_record("warcinfo", "", "software: x", "application/warc-fields") + warc_record("request", "https://a.example/1", "GET / HTTP/1.1\r\n\r\n") +
      warc_record("response", "https://a.example/1", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n" + kPage) +
      warc_record("response", "https://a.example/2", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + kPage) +
      warc_record("response", "https://a.example/3.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG") +
      warc_record("response", "https://a.example/4",
                  fmt::format("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n", kPage.size(), kPage)) +
      warc_record("response", "https://a.example/5", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + packed_page) +
      warc_record("conversion", "https://a.example/6", "Plain text of a page.", "text/plain");
  for (const std::string& bytes : {content, packed({{"data", content}}, Packing::kGz)}) {
    ReadAll read = read_content("crawl.warc", bytes);
    ASSERT_THAT(read.codes(), IsEmpty());
    EXPECT_THAT(read.ids(), ElementsAre("a.example/1", "a.example/4", "a.example/5", "a.example/6"));
    EXPECT_EQ(read.documents[0].title, "Oil rises to $71 a barrel");
    EXPECT_EQ(read.documents[2].text, "Oil rose to $71 a barrel on Wednesday, traders said, as stocks fell.");
  }
}

TEST(Warc, AWrongLengthCostsNoOtherRecord) {
  std::string good = warc_record("response", "https://a.example/1", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + kPage);
  std::string bad = good;
  bad.replace(bad.find("Content-Length: "), 18, "Content-Length: 11");
  std::string last = warc_record("response", "https://a.example/9", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + kPage);
  ReadAll read = read_content("a.warc", good + bad + last + last.substr(0, last.size() - 60));
  EXPECT_THAT(read.ids(), testing::IsSupersetOf({"a.example/1", "a.example/9"}));
  EXPECT_THAT(read.codes(), ElementsAre("warc.broken", "warc.broken")) << "the rest of the record with the wrong length, and the one that breaks off";
  for (const Rejection& rejection : read.rejections) EXPECT_GT(rejection.why.byte_offset, 0u);
}

// --- the same story from two places ---

TEST(Identity, AFeedsEntryAndItsPageAreOneArticle) {
  ReadAll page =
      read_content("a.html",
                   "<html lang=en><head><link rel=canonical href=\"https://www.ledger.example/a/1\"><title>Aramco & oil</title></head><body><h1>Aramco &amp; "
                   "oil</h1><p>Profit fell to $98.7 billion in 2025, the company said, and more besides.</p></body></html>");
  ReadAll feed = read_content("feed.xml", kRss);
  EXPECT_EQ(page.documents.at(0).id, feed.documents.at(0).id);
  EXPECT_FALSE(page.documents.at(0).teaser);
}

}  // namespace
}  // namespace mizan

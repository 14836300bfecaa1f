// Files, folders, standard input: what becomes an article, in which order, under which identity, and what is said of the rest.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "corpus/reader.h"
#include "tests/corpus_test_folder.h"

namespace mizan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Reader, AFileIsNamedAfterItselfAndItsFolder) {
  TestFolder folder("harbour-post");
  folder.write("flood.txt", "Floods killed 12 people.\n");
  ReadAll read = read_all({folder.path("flood.txt")});
  ASSERT_THAT(read.documents, testing::SizeIs(1));
  const Document& article = read.documents[0];
  EXPECT_EQ(article.id, "flood.txt");
  EXPECT_EQ(article.source, "harbour-post");
  EXPECT_FALSE(article.has_own_id);
  EXPECT_EQ(article.text, "Floods killed 12 people.\n");
  EXPECT_EQ(article.format, TextFormat::kPlain);
  EXPECT_EQ(article.file, folder.path("flood.txt"));
  EXPECT_EQ(article.line, 0u);
}

TEST(Reader, AFolderIsReadInOrderOfItsPaths) {
  TestFolder folder("news");
  folder.write("b.txt", "b");
  folder.write("a/2.txt", "a2");
  folder.write("a/10.txt", "a10");
  folder.write("c.md", "# c");
  ReadAll read = read_all({folder.path()});
  EXPECT_THAT(read.ids(), ElementsAre("a/10.txt", "a/2.txt", "b.txt", "c.md"));
  for (const Document& article : read.documents) EXPECT_EQ(article.source, "news");
  EXPECT_EQ(read.documents[3].format, TextFormat::kMarkdown);
  EXPECT_EQ(read.opened, 4u);
}

TEST(Reader, TheSameFolderUnderAnotherSpellingGivesTheSameIdentities) {
  TestFolder folder("news");
  folder.write("sub/a.txt", "a");
  for (std::string path : {folder.path(), folder.path() + "/", folder.path() + "/./", folder.path() + "/sub/.."}) {
    ReadAll read = read_all({path});
    ASSERT_THAT(read.ids(), ElementsAre("sub/a.txt")) << path;
    EXPECT_EQ(read.documents[0].source, "news") << path;
  }
}

TEST(Reader, TheSourceOptionStandsInForTheFolder) {
  TestFolder folder("news");
  folder.write("a.txt", "a");
  folder.write("b.txt", "---\nsource: Own\n---\nb");
  folder.write("c.ndjson", "{\"id\":\"c\",\"text\":\"c\"}\n");
  ReadAll read = read_all({folder.path()}, {.source = "Given"});
  ASSERT_THAT(read.documents, testing::SizeIs(3));
  EXPECT_EQ(read.documents[0].source, "Given");
  EXPECT_EQ(read.documents[1].source, "Own");
  EXPECT_EQ(read.documents[2].source, "Given");
}

TEST(Reader, HiddenFilesAndReadmesAreNoArticles) {
  TestFolder folder("news");
  folder.write("a.txt", "a");
  folder.write(".hidden.txt", "no");
  folder.write(".git/x.txt", "no");
  folder.write("README.md", "no");
  folder.write("sub/readme.txt", "no");
  EXPECT_THAT(read_all({folder.path()}).ids(), ElementsAre("a.txt"));
  EXPECT_THAT(read_all({folder.path("README.md")}).ids(), ElementsAre("README.md")) << "named, it is read";
}

TEST(Reader, LinksAreNotFollowedOutOfTheFolder) {
  TestFolder outside("outside");
  outside.write("secret.txt", "secret");
  TestFolder folder("news");
  folder.write("a.txt", "a");
  folder.link("a.txt", "latest.txt");
  folder.link(outside.path("secret.txt"), "out.txt");
  folder.link(outside.path(), "out");
  folder.link("..", "up");
  folder.link("gone", "dead.txt");
  ReadAll read = read_all({folder.path()});
  EXPECT_THAT(read.ids(), ElementsAre("a.txt"));
  EXPECT_THAT(read.rejections, IsEmpty());
  ASSERT_THAT(read.warnings, testing::SizeIs(4));
  for (const Diagnostic& warning : read.warnings) EXPECT_EQ(warning.code, "input.symlink");
}

TEST(Reader, AMissingFileIsARejectionAndTheRestIsRead) {
  TestFolder folder("news");
  folder.write("a.txt", "a");
  ReadAll read = read_all({folder.path("nowhere.txt"), folder.path("a.txt")});
  EXPECT_THAT(read.ids(), ElementsAre("a.txt"));
  ASSERT_THAT(read.codes(), ElementsAre("input.missing"));
  EXPECT_EQ(read.rejections[0].why.file, folder.path("nowhere.txt"));
  EXPECT_FALSE(read.rejections[0].why.remedy.empty());
  EXPECT_EQ(read.missing, 1u);
  EXPECT_EQ(read.opened, 1u);
}

TEST(Reader, WhereAllAreMissingNothingWasOpened) {
  ReadAll read = read_all({"/no/such/a.txt", "/no/such/folder/"});
  EXPECT_THAT(read.codes(), ElementsAre("input.missing", "input.missing"));
  EXPECT_EQ(read.opened, 0u);
  EXPECT_EQ(read.missing, 2u);
}

TEST(Reader, AFolderWithoutArticlesIsARejection) {
  TestFolder folder("news");
  folder.write(".hidden", "x");
  ReadAll read = read_all({folder.path()});
  ASSERT_THAT(read.codes(), ElementsAre("input.no_articles"));
  EXPECT_EQ(read.rejections[0].why.file, folder.path());
  EXPECT_EQ(read.opened, 0u);
  EXPECT_EQ(read.empty_folders, 1u);
}

TEST(Reader, AnEmptyInputIsAWarning) {
  TestFolder folder("news");
  folder.write("nothing.txt", "");
  folder.write("blank.txt", " \n\n");
  folder.write("blank.ndjson", "\n\n");
  folder.write("mark.txt", "\xEF\xBB\xBF");
  ReadAll read = read_all({folder.path()});
  EXPECT_THAT(read.documents, IsEmpty());
  EXPECT_THAT(read.rejections, IsEmpty());
  ASSERT_THAT(read.warnings, testing::SizeIs(4));
  for (const Diagnostic& warning : read.warnings) EXPECT_EQ(warning.code, "input.empty");
  EXPECT_EQ(read.opened, 4u);
}

TEST(Reader, TheFormatFollowsNameAndFirstBytes) {
  struct Case {
    const char* name;
    const char* content;
    std::size_t documents;
    TextFormat format;
  };
  const Case cases[] = {
      {"a.txt", "one\ntwo\n", 1, TextFormat::kPlain},
      {"a", "one\ntwo\n", 1, TextFormat::kPlain},
      {"a.md", "# one\n", 1, TextFormat::kMarkdown},
      {"a.MD", "{\"not\": json}", 1, TextFormat::kMarkdown},
      {"a.jsonl", "{\"text\":\"1\"}\n{\"text\":\"2\"}\n", 2, TextFormat::kPlain},
      {"a.dat", "{\"text\":\"1\"}\n{\"text\":\"2\"}\n", 2, TextFormat::kPlain},
      {"a.txt", " { \"text\":\"1\"}\n", 1, TextFormat::kPlain},
      {"a.txt", "{curly} words\n", 1, TextFormat::kPlain},
      {"a.txt", "\xEF\xBB\xBF{\"text\":\"1\"}\n{\"text\":\"2\"}\n", 2, TextFormat::kPlain},
  };
  for (const Case& c : cases) {
    TestFolder folder("news");
    folder.write(c.name, c.content);
    ReadAll read = read_all({folder.path(c.name)});
    EXPECT_THAT(read.codes(), IsEmpty()) << c.name << ": " << c.content;
    ASSERT_EQ(read.documents.size(), c.documents) << c.name << ": " << c.content;
    EXPECT_EQ(read.documents[0].format, c.format) << c.name << ": " << c.content;
  }
}

TEST(Reader, WhatIsNoTextIsRejectedByName) {
  struct Case {
    const char* name;
    std::string content;
    const char* code;
  };
  const Case cases[] = {
      {"a.pdf", "%PDF-1.7 ...", "pdf.broken"},
      {"a.txt", std::string("text\0with a NUL", 15), "input.binary"},
      {"a.bin",
       std::string("\x7F"
                   "ELF\0\0\0",
                   7),
       "input.binary"},
      {"a.gz", "\x1F\x8B\x08 ...", "archive.damaged"},
      {"a.jpg", "\xFF\xD8\xFF\xE0", "input.binary"},
      {"a.xml", "<?xml version=\"1.0\"?><nitf/>", "input.unsupported"},
      {"a.docx", "PK\x03\x04" + std::string(26, '\x14') + "[Content_Types].xml" + std::string(100, ' '), "input.unsupported"},
  };
  for (const Case& c : cases) {
    TestFolder folder("news");
    folder.write(c.name, c.content);
    ReadAll read = read_all({folder.path(c.name)});
    EXPECT_THAT(read.documents, IsEmpty()) << c.name;
    EXPECT_THAT(read.codes(), ElementsAre(c.code)) << c.name;
  }
}

TEST(Reader, AGivenFormatIsTakenAsGiven) {
  TestFolder folder("news");
  folder.write("a.txt", "{\"text\": \"x\"}\n");
  EXPECT_EQ(read_all({folder.path("a.txt")}, {.format = InputFormat::kText}).documents.at(0).text, "{\"text\": \"x\"}\n");
  folder.write("b.html", "<p>b</p>");
  EXPECT_EQ(read_all({folder.path("b.html")}, {.format = InputFormat::kMarkdown}).documents.at(0).format, TextFormat::kMarkdown);
}

TEST(Reader, ReadsStandardInput) {
  TestFolder folder("news");
  struct Case {
    const char* content;
    InputFormat format;
    std::vector<std::string> texts;
  };
  const Case cases[] = {
      {"one\ntwo\n", InputFormat::kAuto, {"one\ntwo\n"}},
      {"one\ntwo", InputFormat::kLines, {"one", "two"}},
      {"{\"text\":\"1\"}\n{\"text\":\"2\"}", InputFormat::kAuto, {"1", "2"}},
  };
  for (const Case& c : cases) {
    folder.write("in", c.content);
    int saved = ::dup(STDIN_FILENO);
    int file = ::open(folder.path("in").c_str(), O_RDONLY);
    ::dup2(file, STDIN_FILENO);
    ReadAll read = read_all(c.format == InputFormat::kLines ? std::vector<std::string>{"-"} : std::vector<std::string>{}, {.format = c.format});
    ::dup2(saved, STDIN_FILENO);
    ::close(saved);
    ::close(file);
    EXPECT_EQ(read.texts(), c.texts);
    for (const Document& article : read.documents) {
      EXPECT_EQ(article.id.size(), 32u) << "standard input has no name: the content's hash";
      EXPECT_EQ(article.source, "");
      EXPECT_FALSE(article.has_own_id);
    }
  }
}

TEST(Reader, ANameThatIsNoUtf8IsWrittenInPercent) {
  TestFolder folder("news");
  folder.write("caf\xE9.txt", "x");
  folder.write("خبر.txt", "x");  // news
  EXPECT_THAT(read_all({folder.path()}).ids(), ElementsAre("caf%E9.txt", "خبر.txt"));
}

TEST(Reader, KnowsItsFormatsByName) {
  EXPECT_EQ(input_format_from("auto"), InputFormat::kAuto);
  EXPECT_EQ(input_format_from("text"), InputFormat::kText);
  EXPECT_EQ(input_format_from("lines"), InputFormat::kLines);
  EXPECT_EQ(input_format_from("ndjson"), InputFormat::kNdjson);
  EXPECT_EQ(input_format_from("markdown"), InputFormat::kMarkdown);
  EXPECT_EQ(input_format_from("docx"), std::nullopt);
}

TEST(Samples, AreReadWithoutARejection) {
  ReadAll read = read_all({MIZAN_SOURCE_DIR "/corpus/samples"});
  for (const Rejection& rejection : read.rejections) ADD_FAILURE() << rejection.why.file << ": " << rejection.why.message;
  EXPECT_THAT(read.warnings, IsEmpty());
  EXPECT_EQ(read.documents.size(), 24u);
  std::set<std::string> sources, identities;
  for (const Document& article : read.documents) {
    sources.insert(article.source);
    identities.insert(article.source + " " + article.id);
    EXPECT_FALSE(article.published.empty()) << article.id;
    EXPECT_FALSE(article.title.empty()) << article.id;
    EXPECT_FALSE(article.lang.empty()) << article.id;
    EXPECT_FALSE(article.place.empty()) << article.id;
  }
  EXPECT_THAT(sources, ElementsAre("Al-Sahl Gazette", "Delta Courier", "Gulf Ledger", "Nahr Wire", "Northlight Daily", "Zawraq"));
  EXPECT_EQ(identities.size(), 23u) << "one article in two versions";
}

}  // namespace
}  // namespace mizan

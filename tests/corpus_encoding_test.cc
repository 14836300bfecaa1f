// Encodings: each that newsrooms send is read to the same text, declared or not; what was read wrongly before is mended, or said to be lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include "corpus/encoding.h"
#include "corpus/reader.h"
#include "pipeline/utf8.h"
#include "tests/corpus_test_folder.h"

namespace mizan {
namespace {

using corpus::decide_encoding;
using corpus::EncodingReason;
using corpus::mend;
using corpus::Mending;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Oil prices rose on Wednesday to 71 dollars a barrel, traders said, after stocks in the United States fell.
const std::string kArabic = "ارتفعت أسعار النفط يوم الأربعاء إلى 71 دولارا للبرميل، بحسب متعاملين، بعد انخفاض المخزونات في الولايات المتحدة.\n";
const std::string kLatin = "Oil rose to £71 a barrel, the minister said – “a café price”, he added. It cost €65 in May.\n";

std::string converted(const std::string& text, const char* from, const char* to) {
  std::string out(text.size() * 4 + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = ucnv_convert(to, from, out.data(), static_cast<int32_t>(out.size()), text.data(), static_cast<int32_t>(text.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status)) << to;
  out.resize(static_cast<std::size_t>(length));
  return out;
}
std::string in(const char* encoding, const std::string& text) {
  return converted(text, "UTF-8", encoding);
}
// What stands there once somebody has read UTF-8 as `encoding` and written it as UTF-8 again.
std::string misread(const char* encoding, const std::string& text) {
  return converted(text, encoding, "UTF-8");
}

TEST(Encoding, EachIsReadToTheSameText) {
  const std::string mark16 = "\xFF\xFE", mark16be = "\xFE\xFF";
  for (const std::string& bytes : {kArabic, "\xEF\xBB\xBF" + kArabic, in("windows-1256", kArabic), mark16 + in("UTF-16LE", kArabic),
                                   mark16be + in("UTF-16BE", kArabic), in("UTF-16LE", kArabic), in("UTF-16BE", kArabic)}) {
    ReadAll read = read_content("a.txt", bytes);
    EXPECT_THAT(read.codes(), IsEmpty());
    EXPECT_THAT(read.texts(), ElementsAre(kArabic));
  }
  // ISO-8859-6 has no Arabic percent or Latin marks; these letters it has.
  ReadAll iso = read_content("a.txt", in("ISO-8859-6", kArabic));
  EXPECT_THAT(iso.texts(), ElementsAre(kArabic));
  EXPECT_THAT(read_content("a.txt", in("windows-1252", kLatin)).texts(), ElementsAre(kLatin));
}

TEST(Encoding, AGuessIsSaid) {
  ReadAll read = read_content("a.txt", in("windows-1256", kArabic));
  ASSERT_EQ(read.warnings.size(), 1u);
  EXPECT_EQ(read.warnings[0].code, "encoding.guessed");
  EXPECT_THAT(read.warnings[0].message, HasSubstr("windows-1256"));
  EXPECT_THAT(read_content("a.txt", in("windows-1256", kArabic), {.encoding = "cp1256"}).warnings, IsEmpty());
}

TEST(Encoding, RecordsOfAnyEncodingAreReadAsTheyStream) {
  std::string lines, table = "id,text\n";
  for (int i = 0; i < 3; ++i) {
    lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"" + kArabic.substr(0, kArabic.size() - 1) + "\"}\n";
    table += std::to_string(i) + "," + "\"" + kArabic.substr(0, kArabic.size() - 1) + "\"\n";
  }
  for (const char* encoding : {"UTF-8", "windows-1256", "ISO-8859-6", "UTF-16LE"}) {
    for (auto [name, content] : {std::pair<const char*, const std::string*>{"a.ndjson", &lines}, {"a.csv", &table}}) {
      ReadAll read = read_content(name, in(encoding, *content));
      EXPECT_THAT(read.codes(), IsEmpty()) << encoding;
      ASSERT_EQ(read.documents.size(), 3u) << encoding << " " << name;
      EXPECT_EQ(read.documents[2].text + "\n", kArabic);
    }
  }
}

TEST(Encoding, ADeclarationThatTheBytesContradictIsOverruledAndSaid) {
  const std::string page = "<html><head><meta charset=\"DECLARED\"><title>t</title></head><body><p>" + kArabic + "</p></body></html>";
  auto declared = [&](const char* label) {
    std::string out = page;
    return out.replace(out.find("DECLARED"), 8, label);
  };
  struct Case {
    const char *declared, *bytes;
    bool said;
  };
  for (const Case& c : {Case{"windows-1256", "windows-1256", false},
                        {"utf-8", "UTF-8", false},
                        {"windows-1256", "UTF-8", true},
                        {"utf-8", "windows-1256", true},
                        {"iso-8859-1", "windows-1256", true},
                        {"iso-8859-6", "windows-1256", true},
                        {"windows-1256", "ISO-8859-6", true}}) {
    ReadAll read = read_content("a.html", in(c.bytes, declared(c.declared)));
    ASSERT_EQ(read.documents.size(), 1u) << c.declared << " " << c.bytes;
    EXPECT_EQ(read.documents[0].text + "\n", kArabic) << c.declared << " " << c.bytes;
    EXPECT_EQ(read.warnings.size(), c.said ? 1u : 0u) << c.declared << " " << c.bytes;
    for (const Diagnostic& note : read.warnings) EXPECT_EQ(note.code, "encoding.contradicted");
  }
}

TEST(Encoding, WhatLooksLikeNothingSureIsRejectedWithItsPlace) {
  for (const std::string& bytes : {std::string("one \xC7\xE1 two\n"), std::string("caf\xE9\n"), std::string("\x81\x8D\x8F\x90\x9D\xFF\n")})
    EXPECT_THAT(read_content("a.txt", bytes).codes(), ElementsAre("utf8.invalid"));
  // One broken byte in a page is as a browser shows it; many are a wrong encoding.
  ReadAll one = read_content("a.html", "<html><body><p>" + kArabic + " x\xFFy and more of it, as pages have.</p></body></html>");
  ASSERT_EQ(one.documents.size(), 1u);
  EXPECT_THAT(one.documents[0].text, HasSubstr("x\uFFFDy"));
  EXPECT_EQ(one.warnings.at(0).code, "encoding.replaced");
  std::string noise = "<html><body><p>";
  for (int i = 0; i < 400; ++i) noise += std::string("a\xD0") + "b\x81\x8D\xC7q ";
  EXPECT_THAT(read_content("a.html", noise + "</p>", {.encoding = "utf-8"}).codes(), ElementsAre("encoding.wrong"));
}

TEST(Mojibake, IsMendedWhateverItWasReadAs) {
  for (const char* wrong : {"windows-1256", "windows-1252"}) {
    // What Windows leaves undefined, programs pass through: then nothing is lost.
    std::string text = misread(wrong, kArabic);
    if (text.find("\uFFFD") != std::string::npos) continue;
    EXPECT_EQ(mend(text), Mending::kMended) << wrong;
    EXPECT_EQ(text, kArabic) << wrong;
  }
  std::string pound = "It cost Â£5 million, he saidâ€¦ and â€œno moreâ€\u009D.";
  EXPECT_EQ(mend(pound), Mending::kMended);
  EXPECT_EQ(pound, "It cost £5 million, he said… and “no more”.");
  std::string twice = misread("windows-1256", misread("windows-1256", kArabic));
  EXPECT_EQ(mend(twice), Mending::kMended);
  EXPECT_EQ(twice, kArabic);
  ReadAll read = read_content("a.txt", misread("windows-1256", kArabic));
  EXPECT_THAT(read.texts(), ElementsAre(kArabic));
  EXPECT_TRUE(read.documents.at(0).derived) << "outputs have to carry the text that offsets count in";
  EXPECT_EQ(read.warnings.at(0).code, "text.mended");
}

TEST(Mojibake, ThatLostBytesIsRejected) {
  std::string text = misread("windows-1256", kArabic);
  // One character in twenty was replaced on the way.
  std::string harmed;
  int count = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i;
    next_code_point(text, next);
    bool high = static_cast<unsigned char>(text[i]) >= 0x80;
    harmed += high && ++count % 40 == 0 ? std::string("\uFFFD") : text.substr(i, next - i);
    i = next;
  }
  EXPECT_THAT(read_content("a.ndjson", "{\"id\":\"x\",\"text\":\"" + harmed.substr(0, harmed.size() - 1) + "\"}\n").codes(), ElementsAre("text.mojibake"));
}

TEST(Mojibake, HealthyTextsAreLeftAlone) {
  for (const std::string& healthy :
       {kArabic, kLatin, std::string("طظ"), std::string("ظ ط ظ ط: حرفان"), std::string("Übergröße à la française, naïve Ångström, ÆØÅ"),
        std::string("Việt Nam; Đà Nẵng"), std::string("São Tomé, Ñandú, Çeşme"), std::string("5 × 3 ÷ 2 ± ½ °C")}) {
    std::string text = healthy;
    EXPECT_EQ(mend(text), Mending::kHealthy) << healthy;
    EXPECT_EQ(text, healthy);
  }
}

TEST(Text, LinesThatEndInCarriageReturnsAloneAreLines) {
  EXPECT_THAT(read_content("a.txt", "one\rtwo\rthree").texts(), ElementsAre("one\ntwo\nthree"));
  EXPECT_THAT(read_content("a.txt", "one\r\ntwo\r\n").texts(), ElementsAre("one\r\ntwo\r\n")) << "the text itself is never altered";
  EXPECT_THAT(read_content("a.txt", "one\rtwo\rthree", {.format = InputFormat::kLines}).texts(), ElementsAre("one", "two", "three"));
}

TEST(Encoding, AMarkInTheMiddleOfATextIsDamage) {
  for (const char* bytes : {"Cairo pays 5 MW \xff\xfe end of the line", "Cairo pays 5 MW \xfe\xff end of the line"}) {
    ReadAll read = read_content("a.txt", bytes);
    EXPECT_THAT(read.codes(), ElementsAre("utf8.invalid")) << bytes;
    EXPECT_EQ(read.rejections[0].why.byte_offset, 16u);
  }
}

}  // namespace
}  // namespace mizan

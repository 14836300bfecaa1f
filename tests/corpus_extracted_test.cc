// Lines that `extract --to extracted` writes: what goes in comes out again, and whatever else a line holds is refused by itself.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "corpus/reader.h"
#include "pipeline/extracted.h"
#include "tests/corpus_test_folder.h"

namespace mizan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Read : ReadAll {
  std::vector<std::shared_ptr<Extracted>> extracted;
};

Read read_extracted(const std::string& content, InputFormat format = InputFormat::kExtracted) {
  Read out;
  ReaderOptions options;
  options.format = format;
  options.extracted = [&](std::shared_ptr<Extracted> one) { out.extracted.push_back(std::move(one)); };
  static_cast<ReadAll&>(out) = read_content("part-000007.ndjson", content, options);
  return out;
}

const ReadingStamp kStamp{.by = "mizan 0.1.0 lexicon 5f3a9c", .lang = "ar", .published = "2026-03-01", .place = "SA"};

// With every member set to something that is not its default.
Document full_document() {
  Document d;
  d.id = "a1";
  d.text = "بلغت الإيرادات 1.4 تريليون دولار في \"2025\" قبل ثلاثة أيام، أوبك";  // revenue reached 1.4 trillion dollars in 2025, three days ago, OPEC
  d.title = "5% or 6%\n";
  d.published = "2026-03-04T10:00:00+03:00";
  d.updated = "2026-03-05";
  d.source = "ميناء";  // Harbour
  d.author = "Huda Ali";
  d.url = "https://s.example/1";
  d.lang = "ar";
  d.place = "AE";
  d.state = "corrected";
  d.embargo_until = "2026-04-01T00:00:00Z";
  d.format = TextFormat::kMarkdown;
  d.derived = d.teaser = d.has_own_id = true;
  d.file = "news/march.zip/a.html";
  d.line = 12;
  d.origin = {{0, 10, 500}, {12, 3, 20}};
  d.read_as = "html";
  d.encoding = "windows-1256";
  d.column = "body";
  d.pages = {0, 20};
  return d;
}

ArticleResult full_result(const Document& d) {
  ArticleResult r;
  r.lang = "ar";
  auto span = [](const std::string& text, std::string_view piece) {
    const auto at = static_cast<std::uint32_t>(text.find(piece));
    return SourceSpan{at, at + static_cast<std::uint32_t>(piece.size())};
  };
  Mention percent;
  percent.type = MentionType::kPercent;
  percent.field = Field::kTitle;
  percent.source = span(d.title, "5%");
  percent.value = Amount{.low = Decimal::make(5),
                         .high = Decimal::make(6),
                         .bound = Bound::kBetween,
                         .unit = "%",
                         .per = "year",
                         .noun = "share",
                         .dimension = "d",
                         .candidates = {"SAR", "QAR"},
                         .low_precision = -2,
                         .high_precision = 3,
                         .ordinal_word = true};
  percent.vague = true;
  percent.rule = "percent.sign";
  Mention money;
  money.type = MentionType::kMoney;
  money.source = span(d.text, "1.4 تريليون دولار");
  Amount amount;
  amount.low = amount.high = Decimal::make(14, 11);
  amount.low_precision = amount.high_precision = 11;
  amount.unit = "USD";
  money.value = amount;
  money.rule = "money.amount";
  Mention date;
  date.type = MentionType::kDate;
  date.source = span(d.text, "2025");
  date.value = DateRange{
      .value = "2025", .from = "2025-01-01", .to = "2025-12-31", .grain = "year", .mod = "START", .calendar = "islamic", .relative = true, .uncertain = true};
  date.rule = "date.year";
  Mention length;
  length.type = MentionType::kDuration;
  length.source = span(d.text, "ثلاثة أيام");
  length.value = Length{.value = "P3D", .bound = Bound::kAbout, .from = "2026-03-01", .to = "2026-03-01"};
  length.rule = "duration.unit";
  Mention name;
  name.type = MentionType::kEntity;
  name.source = span(d.text, "أوبك");
  name.value = EntityName{"org:opec", "OPEC", "org"};
  name.rule = "entity.lexicon";
  r.mentions = {percent, money, date, length, name};
  Fact f;
  f.subject = "org:opec";
  f.subject_name = "OPEC";
  f.metric = "revenue";
  f.noun = "share";
  f.amount = amount;
  f.amount.candidates = {"USD", "CAD"};
  f.value = "P3D";
  f.period = "2025-Q2";
  f.as_of = "2026-03-04";
  f.aspect = "change";
  f.direction = "up";
  f.basis = "estimate";
  f.scope = "في غزة";  // in Gaza
  f.scope_key = "place:gaza";
  f.counterpart = "org:x";
  f.counterpart_name = "X";
  f.status = "planned";
  f.speaker = "وزير";  // a minister
  f.type = MentionType::kMoney;
  f.source = money.source;
  f.sentence = {0, static_cast<std::uint32_t>(d.text.size())};
  f.mention = 1;
  f.table = 0;
  f.row = 2;
  f.column = 3;
  f.list = 4;
  f.list_total = f.percent_growth = true;
  f.rule = "fact.clause";
  Fact plain;
  plain.metric = "other";
  plain.type = MentionType::kPercent;
  plain.field = Field::kTitle;
  plain.source = plain.sentence = percent.source;
  plain.mention = 0;
  plain.rule = "fact.clause";
  r.facts = {f, plain};
  return r;
}

std::string line_of(const Document& d, const ArticleResult& r, const ReadingStamp& stamp = kStamp) {
  std::string out;
  append_extracted_json(out, d, r, stamp);
  return out;
}

TEST(Extracted, WhatIsWrittenIsReadAgain) {
  const Document d = full_document();
  const ArticleResult r = full_result(d);
  const std::string line = line_of(d, r);
  // Told from the content alone, too.
  for (InputFormat format : {InputFormat::kExtracted, InputFormat::kAuto}) {
    Read read = read_extracted(line, format);
    ASSERT_THAT(read.codes(), IsEmpty());
    ASSERT_EQ(read.extracted.size(), 1u);
    Extracted& e = *read.extracted[0];
    Document back = read.documents.at(0);
    EXPECT_EQ(back.read_as, kReadAsExtracted);
    EXPECT_EQ(e.read_as, "html");
    EXPECT_THAT(e.file, HasSubstr("part-000007.ndjson"));
    EXPECT_EQ(e.line, 1u);
    EXPECT_EQ(e.read.by, kStamp.by);
    EXPECT_EQ(e.read.lang + e.read.published + e.read.place, "ar2026-03-01SA");
    EXPECT_FALSE(e.has_zero);
    // Everything that the line is made of is there again where writing it once more gives the same.
    back.read_as = e.read_as;
    EXPECT_EQ(line_of(back, e.found, e.read), line);
    EXPECT_EQ(back.file, "news/march.zip/a.html");
    EXPECT_EQ(back.line, 12u);
    EXPECT_EQ(e.found.facts.at(0).scope_key, "place:gaza");
    EXPECT_EQ(e.found.facts[0].amount.low, Decimal::make(14, 11));
    EXPECT_EQ(e.found.facts[1].list, -1);
    EXPECT_STREQ(e.found.mentions.at(1).rule, "money.amount");
  }
}

TEST(Extracted, ToOtherReadersTheLineIsTheArticle) {
  const Document d = full_document();
  ReadAll read = read_content("a.ndjson", line_of(d, full_result(d)), {.format = InputFormat::kNdjson});
  ASSERT_EQ(read.documents.size(), 1u);
  EXPECT_EQ(read.documents[0].text, d.text);
  EXPECT_EQ(read.documents[0].source, d.source);
  // And as extracted lines for a command that extracts by itself: the article as it was.
  read = read_content("a.ndjson", line_of(d, full_result(d)), {.format = InputFormat::kExtracted});
  ASSERT_EQ(read.documents.size(), 1u);
  EXPECT_EQ(read.documents[0].read_as, "html");
  EXPECT_EQ(read.documents[0].format, TextFormat::kMarkdown);
}

TEST(Extracted, ARejectionStaysOne) {
  std::string line;
  append_extracted_json(line, Rejection{"x", {.code = "json.syntax", .message = "broken JSON", .remedy = "mend it", .file = "news.ndjson", .line = 7}}, kStamp);
  Read read = read_extracted(line);
  ASSERT_THAT(read.codes(), ElementsAre("json.syntax"));
  const Rejection& rejection = read.rejections[0];
  EXPECT_EQ(rejection.id, "x");
  EXPECT_EQ(rejection.why.line, 1u);
  EXPECT_THAT(rejection.why.file, HasSubstr("part-000007.ndjson"));
  EXPECT_EQ(rejection.why.message, "broken JSON (of news.ndjson:7, when it was extracted)");
  EXPECT_EQ(rejection.why.remedy, "mend it");
}

TEST(Extracted, ABadLineIsRefusedWithItsPlaceAndTheRestGoesOn) {
  const Document d = full_document();
  const std::string good = line_of(d, full_result(d));
  struct Case {
    std::string_view from, to, code, says;
  };
  const Case cases[] = {
      {R"("begin":28)", R"("begin":26)", "extracted.bad_value", "element 1 of \"mentions\": \"end\" or \"begin\" lies outside"},
      {R"("title":true,"begin":0,"end":2)", R"("title":true,"begin":0,"end":4000)", "extracted.bad_value", "outside the text"},
      {R"("begin":0,"end":2)", R"("begin":2,"end":0)", "extracted.bad_value", "outside the text"},
      {R"("begin":0,"end":2)", R"("begin":-1,"end":2)", "extracted.bad_value", "\"begin\" is no number within its bounds"},
      {R"("begin":0,"end":2)", R"("begin":99999999999999999999,"end":2)", "extracted.bad_value", "no number"},
      {R"("begin":0,"end":2)", R"("begin":0.5,"end":2)", "extracted.bad_value", "\"begin\" is no number"},
      {R"("type":"percent")", R"("type":"per cent")", "extracted.bad_value", "\"type\" is none of the values"},
      {R"("bound":"between")", R"("bound":"perhaps")", "extracted.bad_value", "\"bound\" is none"},
      {R"("low":"5")", R"("low":"five")", "extracted.bad_value", "\"low\" is no decimal number"},
      {R"("low":"5")", R"("low":5)", "extracted.bad_value", "\"low\" is no string"},
      {R"("from":"2025-01-01")", R"("from":"2025-02-30")", "extracted.bad_value", "\"from\" is no day"},
      {R"("mention":1)", R"("mention":5)", "extracted.bad_value", "element 0 of \"facts\": \"mention\""},
      {R"("sentence_begin":0)", R"("sentence_begin":40)", "extracted.bad_value", "sentence"},
      {R"("status":"planned")", R"("status":"wished")", "extracted.bad_value", "\"status\" is none"},
      {R"("rule":"fact.clause")", R"("rule":"fact; drop table facts")", "extracted.bad_value", "\"rule\" is no word"},
      {R"("rule":"money.amount")", R"("x":1)", "extracted.bad_value", "\"rule\" is missing"},
      {R"("low_precision":11)", R"("low_precision":100000)", "extracted.bad_value", "\"low_precision\""},
      {R"("subject":"org:opec")", R"("subject":"org:\n")", "extracted.bad_value", "control character"},
      {R"("counterpart_name":"X")", R"("counterpart_name":"\ud800")", "json.syntax", "broken JSON"},
      {R"("pages":[0,20])", R"("pages":[20,0])", "extracted.bad_value", "\"pages\""},
      {R"([12,3,20])", R"([5,3,20])", "extracted.bad_value", "\"origin\" lies outside"},
      {R"([12,3,20])", R"([12,3000,20])", "extracted.bad_value", "\"origin\" lies outside"},
      {R"([12,3,20])", R"([12,3])", "extracted.bad_value", "list of three"},
      {R"("schema":1)", R"("schema":2)", "extracted.schema", "\"schema\" is not 1"},
      {R"("by":"mizan 0.1.0 lexicon 5f3a9c",)", "", "extracted.bad_value", "\"by\" is missing"},
      {R"("facts":[)", R"("fact":[)", "extracted.bad_value", "\"facts\" is missing"},
      {R"("facts":[)", R"("facts":[7,)", "extracted.bad_value", "element 0 of \"facts\" is no object"},
      {R"("extracted":{)", R"("extraction":{)", "extracted.absent", "no \"extracted\""},
      {R"("published":"2026-03-04T)", R"("published":"2026-13-04T)", "json.bad_date", "\"published\" is no date"},
      {R"("state":"corrected")", R"("state":"lost")", "json.bad_state", "state"},
      {R"("text":"بلغت)", R"("body":"بلغت)", "json.no_text", "text"},
      {R"("id":"a1",)", R"("id":"a1",,)", "json.syntax", "broken JSON"},
  };
  for (const Case& c : cases) {
    std::string line = good;
    const std::size_t at = line.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.from << " in " << good;
    line.replace(at, c.from.size(), c.to);
    Read read = read_extracted(good + line + good);
    EXPECT_THAT(read.ids(), ElementsAre("a1", "a1")) << c.to;
    ASSERT_THAT(read.codes(), ElementsAre(c.code)) << c.to;
    EXPECT_EQ(read.rejections[0].why.line, 2u);
    EXPECT_THAT(read.rejections[0].why.message, HasSubstr(c.says)) << c.to;
    EXPECT_FALSE(read.rejections[0].why.remedy.empty()) << c.to;
    EXPECT_EQ(read.extracted.size(), 2u);
  }
}

TEST(Extracted, ArticlesAndPlainOutputAreToldApartFromIt) {
  EXPECT_THAT(read_extracted(R"({"id":"a","text":"5%"})").codes(), ElementsAre("extracted.absent"));
  EXPECT_THAT(read_extracted(R"({"schema":1,"id":"a","lang":"en","by":"mizan","mentions":[],"facts":[]})").codes(), ElementsAre("extracted.absent"));
  Read read = read_extracted(R"({"id":"a","text":"5%"})", InputFormat::kAuto);
  EXPECT_THAT(read.ids(), ElementsAre("a"));
  EXPECT_TRUE(read.extracted.empty());
}

// A zero character is no fault of the line, but not every store keeps it.
TEST(Extracted, AZeroIsToldOf) {
  const Document d = full_document();
  std::string line = line_of(d, full_result(d));
  line.replace(line.find("\"speaker\":\""), 11, "\"speaker\":\"\\u0000");
  Read read = read_extracted(line);
  ASSERT_EQ(read.extracted.size(), 1u);
  EXPECT_TRUE(read.extracted[0]->has_zero);
}

// Bytes changed anywhere: a line or a rejection, never anything else, and what is read can be written and read again.
TEST(Extracted, WhateverIsChangedInALineNothingOutOfItsBoundsComesOut) {
  const Document d = full_document();
  const std::string good = line_of(d, full_result(d));
  std::mt19937 random(11);
  const std::string_view bytes = "0123456789-.,:\"{}[]\\nultrefasx";
  std::string all;
  std::size_t lines = 0;
  for (int i = 0; i < 4000; ++i, ++lines) {
    std::string line = good.substr(0, good.size() - 1);
    for (unsigned k = 1 + random() % 3; k > 0; --k) {
      const std::size_t at = random() % line.size();
      if (random() % 4 == 0)
        line.erase(at, 1 + random() % 8);
      else
        line[at] = bytes[random() % bytes.size()];
    }
    all += line + "\n";
  }
  Read read = read_extracted(all);
  EXPECT_EQ(read.items.size(), lines);
  EXPECT_GT(read.documents.size(), lines / 20);
  EXPECT_GT(read.rejections.size(), lines / 20);
  ASSERT_EQ(read.extracted.size(), read.documents.size());
  for (std::size_t i = 0; i < read.documents.size(); ++i) {
    const Document& one = read.documents[i];
    for (const Mention& m : read.extracted[i]->found.mentions) {
      const std::string& text = m.field == Field::kTitle ? one.title : one.text;
      ASSERT_LE(m.source.begin, m.source.end);
      ASSERT_LE(m.source.end, text.size());
    }
    for (const Fact& f : read.extracted[i]->found.facts) {
      const std::string& text = f.field == Field::kTitle ? one.title : one.text;
      ASSERT_LE(f.sentence.begin, f.source.begin);
      ASSERT_LE(f.source.end, f.sentence.end);
      ASSERT_LE(f.sentence.end, text.size());
    }
    const std::string again = line_of(one, read.extracted[i]->found, read.extracted[i]->read);
    Read second = read_extracted(again);
    ASSERT_EQ(second.extracted.size(), 1u) << again;
  }
}

}  // namespace
}  // namespace mizan

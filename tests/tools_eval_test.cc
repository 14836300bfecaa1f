// eval: which mentions count as right, the figures and their intervals, and what the command writes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/program.h"
#include "tools/eval_html.h"
#include "tools/eval_score.h"

namespace mizan::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tools::GoldArticle;
using tools::Marks;
using tools::Score;

GoldArticle gold(const std::string& line) {
  auto read = tools::read_gold_line(line);
  EXPECT_TRUE(read) << read.error().to_string();
  return *read;
}

Mention money(const std::string& text, const char* surface, const char* value, const char* unit) {
  Mention m;
  m.type = MentionType::kMoney;
  m.source.begin = static_cast<std::uint32_t>(text.find(surface));
  m.source.end = m.source.begin + static_cast<std::uint32_t>(std::string(surface).size());
  Amount amount;
  amount.low = amount.high = Decimal::parse(value);
  amount.unit = unit;
  m.value = amount;
  return m;
}
Mention with_value(MentionType type, const std::string& text, const char* surface, const char* value) {
  Mention m = money(text, surface, "0", "1");
  m.type = type;
  if (type == MentionType::kDate) {
    DateRange date;
    date.value = value;
    m.value = date;
  } else {
    m.value = Length{value, Bound::kExact};
  }
  return m;
}
int sum(const tools::Counts& counts) {
  int all = 0;
  for (int count : counts) all += count;
  return all;
}

TEST(GoldLine, OffsetsAreCodePoints) {
  const GoldArticle article = gold(R"({"text":"دخل 5%","mentions":[{"start":4,"end":6,"text":"5%","type":"percent","low":5}]})");
  ASSERT_EQ(article.mentions.size(), 1u);
  EXPECT_EQ(article.mentions[0].span, (SourceSpan{7, 9}));
  EXPECT_EQ(article.mentions[0].low, article.mentions[0].high);
  EXPECT_EQ(article.mentions[0].units, std::vector<std::string>{"%"});
}

TEST(GoldLine, WhatIsWrongIsSaid) {
  struct Bad {
    const char* line;
    const char* message;
  };
  const Bad bad[] = {
      {"{", "no JSON object"},
      {"[1]", "no JSON object"},
      {R"({"mentions":[]})", "no \"text\""},
      {R"({"text":"x"})", "no list of \"mentions\""},
      {R"({"text":"abc","mentions":[{"start":2,"end":9,"type":"money"}]})", "outside the text"},
      {R"({"text":"abc","mentions":[{"start":2,"end":2,"type":"money"}]})", "outside the text"},
      {R"({"text":"abc","mentions":[{"start":-1,"end":2,"type":"money"}]})", "without \"start\""},
      {R"({"text":"abc","mentions":[{"start":0,"end":1,"type":"colour"}]})", "no such type"},
      {R"({"text":"abc","mentions":[{"start":0,"end":1,"text":"b","type":"money"}]})", "is \"a\", not \"b\""},
      {R"({"text":"abc","mentions":[{"start":0,"end":1,"type":"money","bound":"perhaps"}]})", "no such bound"},
      {"{\"text\":\"\xFF\"}", "UTF-8"},
  };
  for (const Bad& one : bad) {
    auto read = tools::read_gold_line(one.line);
    ASSERT_FALSE(read) << one.line;
    EXPECT_THAT(read.error().message, HasSubstr(one.message)) << one.line;
  }
}

const char kPriced[] = R"({"text":"It cost $5 million then.","mentions":[{"start":8,"end":18,"type":"money","low":"5000000","unit":"USD"}]})";

TEST(Mark, RightWhereTypeValueAndUnitAreAndHalfOfTheSpan) {
  const GoldArticle article = gold(kPriced);
  const std::string& text = article.document.text;
  EXPECT_EQ(sum(mark(article, {money(text, "$5 million", "5000000", "USD")}).right), 1);
  EXPECT_EQ(sum(mark(article, {money(text, "5 million", "5000000", "USD")}).right), 1) << "nine tenths of the span";
  EXPECT_EQ(sum(mark(article, {money(text, "$5 million then", "5000000", "USD")}).right), 1);
  EXPECT_EQ(sum(mark(article, {money(text, "$5 m", "5000000", "USD")}).right), 0) << "less than half";
  EXPECT_EQ(sum(mark(article, {money(text, "$5 million", "5", "USD")}).right), 0);
  EXPECT_EQ(sum(mark(article, {money(text, "$5 million", "5000000", "CAD")}).right), 0);
  EXPECT_EQ(sum(mark(article, {}).missed), 1);
}

TEST(Mark, ExactSpansAreCountedApart) {
  const GoldArticle article = gold(kPriced);
  EXPECT_EQ(mark(article, {money(article.document.text, "$5 million", "5000000", "USD")}).exact_spans, 1);
  EXPECT_EQ(mark(article, {money(article.document.text, "5 million", "5000000", "USD")}).exact_spans, 0);
}

TEST(Mark, AWrongValueIsAMissAndAnExtra) {
  const GoldArticle article = gold(kPriced);
  const Marks marks = mark(article, {money(article.document.text, "$5 million", "6", "USD")});
  EXPECT_EQ(sum(marks.missed), 1);
  EXPECT_EQ(sum(marks.extra), 1);
  ASSERT_EQ(marks.misses.size(), 1u);
  EXPECT_EQ(marks.misses[0].instead, std::vector<std::size_t>{0});
}

TEST(Mark, EachGoldMentionIsMetOnce) {
  const GoldArticle article = gold(kPriced);
  const Mention m = money(article.document.text, "$5 million", "5000000", "USD");
  const Marks marks = mark(article, {m, m});
  EXPECT_EQ(sum(marks.right), 1);
  EXPECT_EQ(sum(marks.extra), 1);
}

TEST(Mark, OptionalAndVagueCostNothing) {
  const GoldArticle article = gold(
      R"({"text":"half, billions and 7","mentions":[{"start":0,"end":4,"type":"number","low":"0.5","optional":true},{"start":6,"end":14,"type":"money","vague":true}]})");
  const std::string& text = article.document.text;
  Marks marks = mark(article, {});
  EXPECT_EQ(sum(marks.missed), 0);
  marks = mark(article, {money(text, "half", "0.5", "USD"), money(text, "billions", "3", "USD")});
  EXPECT_EQ(sum(marks.extra), 0);
  Mention vague = money(text, "7", "7", "USD");
  vague.vague = true;
  EXPECT_EQ(sum(mark(article, {vague}).extra), 0);
}

TEST(Mark, LengthsCompareByMonthsAndSeconds) {
  const GoldArticle article = gold(R"({"text":"for two years","mentions":[{"start":4,"end":13,"type":"duration","value":"P2Y"}]})");
  auto right = [&](const char* value) { return sum(mark(article, {with_value(MentionType::kDuration, article.document.text, "two years", value)}).right); };
  EXPECT_EQ(right("P24M"), 1);
  EXPECT_EQ(right("P2Y"), 1);
  EXPECT_EQ(right("P1.5Y"), 0);
  EXPECT_EQ(right("P730D"), 0) << "a month has no fixed number of days";
  EXPECT_EQ(right("P2Y/P24M"), 0);
}

TEST(Mark, ARangeOfDatesMayBeTwoDatesOnEitherSide) {
  const GoldArticle range = gold(R"({"text":"from 2019 to 2021","mentions":[{"start":5,"end":17,"type":"date","value":"2019/2021"}]})");
  const std::string& text = range.document.text;
  Marks marks = mark(range, {with_value(MentionType::kDate, text, "2019", "2019"), with_value(MentionType::kDate, text, "2021", "2021")});
  EXPECT_EQ(sum(marks.right), 1);
  EXPECT_EQ(sum(marks.extra), 0);
  const GoldArticle two =
      gold(R"({"text":"from 2019 to 2021","mentions":[{"start":5,"end":9,"type":"date","value":"2019"},{"start":13,"end":17,"type":"date","value":"2021"}]})");
  marks = mark(two, {with_value(MentionType::kDate, text, "2019 to 2021", "2019/2021")});
  EXPECT_EQ(sum(marks.right), 2);
  EXPECT_EQ(sum(marks.missed), 0);
}

TEST(Mark, BoundsAreBroad) {
  const GoldArticle article =
      gold(R"({"text":"over $5","mentions":[{"start":5,"end":7,"type":"money","low":"5","unit":["USD","CAD"],"bound":"at_least","per":"day"}]})");
  Mention m = money(article.document.text, "$5", "5", "CAD");
  m.amount()->bound = Bound::kOver;
  const Marks marks = mark(article, {m});
  EXPECT_EQ(marks.bounds_right, 1);
  EXPECT_EQ(marks.per_of, 1);
  EXPECT_EQ(marks.per_right, 0);
}

TEST(Summary, FiguresAndIntervals) {
  Marks perfect, poor;
  perfect.right[0] = 2;
  poor.right[0] = 1;
  poor.missed[0] = 1;
  poor.extra[0] = 2;
  const Score score = tools::summarise({perfect, poor, perfect, perfect});
  const auto& row = score.rows.at("money");
  EXPECT_EQ(row.gold, 8);
  EXPECT_DOUBLE_EQ(row.recall.value, 7.0 / 8);
  EXPECT_DOUBLE_EQ(row.precision.value, 7.0 / 9);
  EXPECT_LT(row.f1.low, row.f1.value);
  EXPECT_DOUBLE_EQ(row.f1.high, 1.0) << "a sample may leave the poor article out";
  EXPECT_EQ(score.rows.count("date"), 0u);
  const Score again = tools::summarise({perfect, poor, perfect, perfect});
  EXPECT_EQ(again.rows.at("all").f1.low, score.rows.at("all").f1.low);
  EXPECT_EQ(tools::summarise({}).rows.at("all").gold, 0);
}

TEST(Page, EverythingIsEscaped) {
  EXPECT_EQ(tools::escaped("<b a='x'>&\"\x01"), "&lt;b a=&#39;x&#39;&gt;&amp;&quot;\xEF\xBF\xBD");
  EXPECT_EQ(tools::escaped("a\xE2\x80\xAE"), "a[U+202E]") << "an override can't reorder the page";
}

TEST(EvalCommand, TableJsonErrorsAndPage) {
  const std::string folder = scratch("eval");
  write_file(folder + "/gold.ndjson",
             R"({"id":"en<1>","text":"Sales <b>rose</b> 5% to 7 million.","mentions":[{"start":18,"end":20,"type":"percent","low":"6"}]})"
             "\n\n"
             R"({"id":"ar","text":"دفعت الشركة 40 مليون دولار.","lang":"ar","mentions":[{"start":12,"end":26,"type":"money","low":"40000000","unit":"EUR"}]})"
             "\n");
  const Outcome table = program({"eval", folder + "/gold.ndjson", "--errors", folder + "/e.ndjson", "--html", folder + "/e.html"});
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_EQ(table.err, "");
  EXPECT_THAT(table.out, HasSubstr("percent"));
  const std::string page = read_file(folder + "/e.html");
  EXPECT_THAT(page, HasSubstr("<p dir=\"rtl\" lang=\"ar\">"));
  EXPECT_THAT(page, HasSubstr("<mark class=\"miss\">5%</mark>"));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<b>rose")));
  EXPECT_THAT(page, HasSubstr("en&lt;1&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  const std::string errors = read_file(folder + "/e.ndjson");
  const auto first = nlohmann::json::parse(errors.substr(0, errors.find('\n')));
  EXPECT_EQ(first["mistake"], "missed");
  EXPECT_EQ(first["start"], 18);
  const Outcome json = program({"eval", folder + "/gold.ndjson", "--to", "json"});
  const auto figures = nlohmann::json::parse(json.out);
  EXPECT_EQ(figures["articles"], 2);
  EXPECT_EQ(figures["types"]["money"]["f1"]["value"], 0.0);
  EXPECT_EQ(program({"eval", folder + "/gold.ndjson", "--to", "json", "--jobs", "1"}).out, json.out);
}

TEST(EvalCommand, BadInput) {
  const std::string folder = scratch("eval-bad");
  EXPECT_EQ(program({"eval"}).code, 1);
  EXPECT_EQ(program({"eval", "--to", "csv", "x"}).code, 1);
  const Outcome missing = program({"eval", folder + "/none.ndjson"});
  EXPECT_EQ(missing.code, 4);
  EXPECT_THAT(missing.err, HasSubstr("none.ndjson"));
  write_file(folder + "/mixed.ndjson", "{\"text\":\"x\",\"mentions\":[]}\nnonsense\n");
  const Outcome mixed = program({"eval", folder + "/mixed.ndjson"});
  EXPECT_EQ(mixed.code, 3);
  EXPECT_THAT(mixed.err, HasSubstr("mixed.ndjson:2"));
  write_file(folder + "/empty.ndjson", "");
  EXPECT_EQ(program({"eval", folder + "/empty.ndjson"}).code, 0);
}

}  // namespace
}  // namespace mizan::testing

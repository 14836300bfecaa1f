// What the program writes fits the JSON Schemas beside this file, on the samples; and the schemas do refuse what does not fit.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#endif
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#include "pipeline/utf8.h"
#include "tests/program.h"

namespace mizan::testing {
namespace {

const std::string kSource = MIZAN_SOURCE_DIR;

class Schema {
 public:
  explicit Schema(const std::string& name) {
    nlohmann::json document = nlohmann::json::parse(read_file(kSource + "/tests/schemas/" + name));
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema_);
  }
  // Empty where the document fits.
  std::string problems(const nlohmann::json& document) {
    valijson::ValidationResults results;
    valijson::Validator validator;
    if (validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), &results)) return "";
    std::string out = document.dump().substr(0, 400);
    for (const auto& error : results) {
      out += "\n  ";
      for (const std::string& step : error.context) out += step;
      out += ": " + error.description;
    }
    return out;
  }

 private:
  valijson::Schema schema_;
};

std::string slice(const std::string& text, std::size_t start, std::size_t end) {
  std::size_t at = 0, begin = 0;
  for (std::size_t i = 0; i < end && at < text.size(); ++i) {
    if (i == start) begin = at;
    next_code_point(text, at);
  }
  return text.substr(begin, at - begin);
}

TEST(Schemas, ExtractLines) {
  Schema schema("article.schema.json");
  Outcome run = program({"extract", "--to", "json", kSource + "/corpus/samples"});
  ASSERT_EQ(run.code, 0) << run.err;
  auto articles = nlohmann::json::parse(run.out);
  EXPECT_GE(articles.size(), 16u);
  for (const auto& article : articles) {
    EXPECT_EQ(schema.problems(article), "");
    // One by one, so that a failure names what is wrong instead of the whole line.
    for (const auto& mention : article["mentions"]) {
      auto alone = article;
      alone["facts"] = nlohmann::json::array();
      alone["mentions"] = nlohmann::json::array({mention});
      ASSERT_EQ(schema.problems(alone), "");
    }
    for (const auto& fact : article["facts"]) {
      auto alone = article;
      alone["mentions"] = nlohmann::json::array();
      alone["facts"] = nlohmann::json::array({fact});
      ASSERT_EQ(schema.problems(alone), "");
    }
  }
  Outcome rejected = program({"extract", "--from", "ndjson", "--to", "json"}, "{\"id\":7\n{\"id\":\"b\"}\n");
  for (const auto& line : nlohmann::json::parse(rejected.out)) EXPECT_EQ(schema.problems(line), "");
}

TEST(Schemas, ReconciliationList) {
  Schema schema("reconciliation.schema.json");
  std::string db = scratch("schemas") + "/facts.db";
  ASSERT_EQ(program({"ingest", "--db", db, "--quiet", kSource + "/corpus/samples"}).code, 0);
  Outcome run = program({"reconcile", "--db", db, "--to", "json", "--include", "single"});
  ASSERT_EQ(run.code, 0) << run.err;
  auto groups = nlohmann::json::parse(run.out);
  EXPECT_GT(groups.size(), 10u);
  for (const auto& group : groups) EXPECT_EQ(schema.problems(nlohmann::json::array({group})), "");
}

TEST(Schemas, RefuseWhatDoesNotFit) {
  Schema schema("article.schema.json");
  auto good = nlohmann::json::parse(R"({"schema":1,"id":"a","lang":"ar","by":"mizan 0.1.0 lexicon 5f3a9c","facts":[],"mentions":[
    {"type":"money","start":0,"end":5,"text":"$1.50","low":"1.5","high":"1.5","unit":"USD","bound":"exact","per":null,"rule":"money.amount"}]})");
  EXPECT_EQ(schema.problems(good), "");
  for (const char* change :
       {R"([{"op":"replace","path":"/mentions/0/low","value":1.5}])", R"([{"op":"replace","path":"/mentions/0/low","value":"1.50"}])",
        R"([{"op":"replace","path":"/mentions/0/low","value":"1e9"}])", R"([{"op":"replace","path":"/mentions/0/bound","value":"roughly"}])",
        R"([{"op":"remove","path":"/mentions/0/unit"}])", R"([{"op":"remove","path":"/by"}])", R"([{"op":"replace","path":"/lang","value":"fr"}])"}) {
    EXPECT_NE(schema.problems(good.patch(nlohmann::json::parse(change))), "") << change;
  }
}

// Offsets are code points of the text as it came in, whatever stands in it: harakat, a character of four bytes, a line break, Eastern digits.
TEST(Contract, SlicesAreTheText) {
  std::string text = "😀 اِرتفعت الأسعارُ ٥٪ إلى ٢٠ دولارًا\nand fell 3% 😀 to $17.";  // prices rose 5% to 20 dollars
  nlohmann::json article{{"id", "x"}, {"text", text}, {"title", "😀 ٥٪"}};
  Outcome run = program({"extract", "--from", "ndjson"}, article.dump() + "\n");
  ASSERT_EQ(run.code, 0) << run.err;
  auto line = nlohmann::json::parse(run.out);
  EXPECT_GE(line["mentions"].size(), 5u);
  for (const char* list : {"mentions", "facts"}) {
    for (const auto& m : line[list]) EXPECT_EQ(slice(m.contains("field") ? "😀 ٥٪" : text, m["start"], m["end"]), m["text"]);
  }
}

}  // namespace
}  // namespace mizan::testing

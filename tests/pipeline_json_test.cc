// The JSON that articles are written with against RapidJSON's, and code point offsets against a count from the front.

#include <gtest/gtest.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <random>

#include "pipeline/code_points.h"
#include "pipeline/json_writer.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

std::string by_rapidjson(const std::string& text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return buffer.GetString();
}

std::string by_us(const std::string& text) {
  std::string out;
  JsonWriter json(out);
  json.text(text);
  json.finish();
  return out;
}

// Texts of up to 40 code points, rich in what is escaped and in its neighbours.
std::string random_text(std::mt19937_64& random) {
  constexpr char32_t kPoints[] = {U'"', U'\\', U'\n', U'\t', U'\r', U'\b', U'\f', 0,    1,     0x1F, 0x20, 0x21,   0x23,
                                  0x5B, 0x5D,  0x7F,  0x80,  0xA2,  0xDC,  U'م',  U'ي', U'，', U'a', U'/', 0x1F600};
  std::string text;
  for (std::uint64_t n = random() % 40; n > 0; --n) append_utf8(text, kPoints[random() % std::size(kPoints)]);
  return text;
}

TEST(JsonWriter, EscapesAsRapidJsonDoes) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random_text(random);
    ASSERT_EQ(by_us(text), by_rapidjson(text));
  }
}

TEST(JsonWriter, EveryByteOfOneByteTexts) {
  for (char c = 0; c >= 0 && c < 0x7F; ++c) EXPECT_EQ(by_us({&c, 1}), by_rapidjson({&c, 1}));
}

TEST(JsonWriter, ObjectsListsAndEmptyOnes) {
  std::string out = "before ";
  JsonWriter json(out);
  json.open('{');
  json.text("a", "x");
  json.text_or_null("b", "");
  json.number("c", 18446744073709551615u);
  json.boolean("d", false);
  json.key("e");
  json.open('[');
  json.close(']');
  json.key("f");
  json.open('[');
  json.decimal(*Decimal::parse("-0.05"));
  json.null();
  json.close(']');
  json.key("g");
  json.open('{');
  json.close('}');
  json.close('}');
  json.finish();
  EXPECT_EQ(out, R"(before {"a":"x","b":null,"c":18446744073709551615,"d":false,"e":[],"f":["-0.05",null],"g":{}})");
}

TEST(CodePoints, CountsFromTheFront) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 50; ++i) {
    std::string text;
    while (text.size() < random() % 600) text += random_text(random);
    const CodePoints points(text);
    for (std::size_t byte = 0; byte <= text.size(); ++byte) {
      if (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80) continue;
      ASSERT_EQ(points.at(static_cast<std::uint32_t>(byte)), count_code_points(std::string_view(text).substr(0, byte)));
    }
    EXPECT_EQ(points.at(static_cast<std::uint32_t>(text.size()) + 9), count_code_points(text));
  }
}

}  // namespace
}  // namespace mizan

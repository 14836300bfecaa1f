// Units convert exactly or not at all.

#include <gtest/gtest.h>

#include "lexicons/lexicons.h"

namespace mizan {
namespace {

std::shared_ptr<const Lexicons> lexicons() {
  static const auto loaded = Lexicons::load({});
  EXPECT_TRUE(loaded);
  return *loaded;
}

TEST(Convert, IsExactWithinADimension) {
  const struct {
    const char *value, *from, *to, *expected;
  } rows[] = {
      {"2.5", "GW", "MW", "2500"},   {"26", "mi", "km", "41.842944"},   {"98.6", "degF", "degC", "37"}, {"37", "degC", "degF", "98.6"},
      {"0", "K", "degC", "-273.15"}, {"60", "mph", "km/h", "96.56064"}, {"3", "ha", "m2", "30000"},     {"36", "km/h", "m/s", "10"},
      {"1.5", "GB", "MB", "1500"},   {"2", "t", "kg", "2000"},          {"12", "in", "ft", "1"},
  };
  for (const auto& row : rows) {
    const auto value = lexicons()->convert(*Decimal::parse(row.value), row.from, row.to);
    ASSERT_TRUE(value) << row.value << " " << row.from;
    EXPECT_EQ(value->to_string(), row.expected) << row.value << " " << row.from << " in " << row.to;
  }
}

TEST(Convert, RefusesWhatIsNotExactOrNotTheSameThing) {
  const Decimal one = *Decimal::parse("1");
  EXPECT_EQ(lexicons()->convert(one, "km", "mi").error().code, "unit.inexact");
  EXPECT_EQ(lexicons()->convert(one, "km", "kg").error().code, "unit.dimension");
  EXPECT_EQ(lexicons()->convert(one, "GB", "Gb").error().code, "unit.dimension");
  EXPECT_EQ(lexicons()->convert(one, "parsec", "km").error().code, "unit.unknown");
}

TEST(Convert, EveryUnitConvertsToItselfAndItsFactorIsPositive) {
  const Decimal value = *Decimal::parse("12.5");
  for (const UnitEntry& unit : lexicons()->units()) {
    EXPECT_GT(unit.factor, Decimal()) << unit.symbol;
    const auto same = lexicons()->convert(value, unit.symbol, unit.symbol);
    ASSERT_TRUE(same) << unit.symbol;
    EXPECT_EQ(*same, value) << unit.symbol;
  }
}

}  // namespace
}  // namespace mizan

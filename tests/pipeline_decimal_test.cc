// Decimal against integers of 128 bits and against strings.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "pipeline/decimal.h"

namespace mizan {
namespace {

Decimal decimal(const char* text) {
  const auto parsed = Decimal::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Decimal());
}

std::string written(__int128 number) {
  if (number == 0) return "0";
  std::string out;
  const bool negative = number < 0;
  for (; number != 0; number /= 10) out.insert(out.begin(), static_cast<char>('0' + (negative ? -(number % 10) : number % 10)));
  return negative ? "-" + out : out;
}

// Numbers of every size with up to 18 digits and a small scale, both signs.
struct Sample {
  std::int64_t coefficient;
  int exponent;
  Decimal value;
};
std::vector<Sample> samples() {
  std::mt19937_64 random(3);
  std::vector<Sample> out;
  for (int i = 0; i < 400; ++i) {
    std::int64_t size = 1;
    for (unsigned d = random() % 18; d > 0; --d) size *= 10;
    std::int64_t coefficient = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(size));
    if (random() % 2 == 0) coefficient = -coefficient;
    const int exponent = static_cast<int>(random() % 9) - 4;
    out.push_back({coefficient, exponent, *Decimal::make(coefficient, exponent)});
  }
  for (std::int64_t n : {0, 1, -1, 9, 10, 99, 100, -10}) out.push_back({n, 0, *Decimal::make(n)});
  return out;
}

__int128 scaled(const Sample& s, int by) {  // in units of 10^-4, times 10^by
  __int128 value = s.coefficient;
  for (int i = 0; i < s.exponent + 4 + by; ++i) value *= 10;
  return value;
}

// "123", exponent -4, as Decimal writes it: without zeros at the end of a fraction.
std::string with_point(__int128 number, int places) {
  std::string digits = written(number < 0 ? -number : number);
  while (digits.size() <= static_cast<std::size_t>(places)) digits.insert(digits.begin(), '0');
  digits.insert(digits.end() - places, '.');
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return number < 0 ? "-" + digits : digits;
}

int significant(__int128 number) {
  if (number < 0) number = -number;
  while (number != 0 && number % 10 == 0) number /= 10;
  return number == 0 ? 1 : static_cast<int>(written(number).size());
}

TEST(Decimal, SumsAndDifferencesAreExact) {
  const auto all = samples();
  for (const Sample& a : all)
    for (const Sample& b : all) {
      const __int128 sum = scaled(a, 0) + scaled(b, 0), difference = scaled(a, 0) - scaled(b, 0);
      const auto plus = a.value.plus(b.value), minus = a.value.minus(b.value);
      ASSERT_EQ(plus.has_value(), significant(sum) <= 18) << a.value.to_string() << " + " << b.value.to_string();
      if (plus) {
        ASSERT_EQ(plus->to_string(), with_point(sum, 4));
      }
      ASSERT_EQ(minus.has_value(), significant(difference) <= 18) << a.value.to_string() << " - " << b.value.to_string();
      if (minus) {
        ASSERT_EQ(minus->to_string(), with_point(difference, 4));
      }
    }
}

TEST(Decimal, ProductsAreExactOrNothing) {
  const auto all = samples();
  for (const Sample& a : all)
    for (const Sample& b : all) {
      const __int128 product = static_cast<__int128>(a.coefficient) * b.coefficient;
      const auto times = a.value.times(b.value);
      ASSERT_EQ(times.has_value(), significant(product) <= 18) << a.value.to_string() << " x " << b.value.to_string();
      if (!times) continue;
      __int128 shifted = product;
      for (int i = 0; i < a.exponent + b.exponent + 8 && product != 0; ++i) shifted *= 10;
      if (a.exponent + b.exponent + 8 <= 12 && significant(product) <= 18 && written(product).size() < 26) {
        ASSERT_EQ(times->to_string(), with_point(shifted, 8));
      }
    }
}

TEST(Decimal, QuotientsAreThoseWithAFiniteDecimal) {
  EXPECT_EQ(decimal("1").divided_by(decimal("4"))->to_string(), "0.25");
  EXPECT_EQ(decimal("1000000").divided_by(decimal("8"))->to_string(), "125000");
  EXPECT_EQ(decimal("-7.5").divided_by(decimal("0.25"))->to_string(), "-30");
  EXPECT_FALSE(decimal("1").divided_by(decimal("3")));
  EXPECT_FALSE(decimal("1").divided_by(decimal("0")));
  for (const Sample& a : samples())
    for (std::int64_t by : {1, 2, 5, 8, 10, 16, 125, 1000}) {
      const auto quotient = a.value.divided_by(*Decimal::make(by));
      if (quotient) {
        ASSERT_EQ(quotient->times(*Decimal::make(by)), a.value);
      }
    }
}

TEST(Decimal, OrderIsNumericAndSoIsThatOfTheKeys) {
  const auto all = samples();
  for (const Sample& a : all)
    for (const Sample& b : all) {
      const __int128 x = scaled(a, 0), y = scaled(b, 0);
      ASSERT_EQ(a.value < b.value, x < y) << a.value.to_string() << " " << b.value.to_string();
      ASSERT_EQ(a.value == b.value, x == y);
      ASSERT_EQ(a.value.order_key() < b.value.order_key(), x < y)
          << a.value.to_string() << " " << a.value.order_key() << " " << b.value.to_string() << " " << b.value.order_key();
      ASSERT_EQ(a.value.order_key() == b.value.order_key(), x == y);
    }
  // far apart
  const Decimal tiny = *Decimal::make(1, -40), huge = *Decimal::make(1, 40);
  EXPECT_LT(tiny, huge);
  EXPECT_LT(tiny.order_key(), huge.order_key());
  EXPECT_LT(huge.negated().order_key(), tiny.negated().order_key());
  EXPECT_LT(tiny.negated().order_key(), Decimal().order_key());
  EXPECT_LT(Decimal().order_key(), tiny.order_key());
}

TEST(Decimal, WritingAndReadingGoBackAndForth) {
  for (const Sample& a : samples()) {
    ASSERT_EQ(Decimal::parse(a.value.to_string()), a.value);
    ASSERT_EQ(a.value.negated().negated(), a.value);
    for (int n : {-3, 0, 5}) {
      const auto moved = a.value.shifted(n);
      ASSERT_TRUE(moved);
      ASSERT_EQ(moved->shifted(-n), a.value);
    }
    if (a.value.is_integer() && a.value.to_int64()) {
      ASSERT_EQ(std::to_string(*a.value.to_int64()), a.value.to_string());
    }
  }
}

TEST(Decimal, EqualNumbersAreEqualHoweverWritten) {
  EXPECT_EQ(decimal("5.50"), decimal("5.5"));
  EXPECT_EQ(decimal("0.000"), Decimal());
  EXPECT_EQ(decimal("-0"), Decimal());
  EXPECT_EQ(*Decimal::make(140, 10), *Decimal::make(14, 11));
  EXPECT_EQ(decimal("007"), decimal("7"));
  EXPECT_EQ(decimal("1400000000000").to_string(), "1400000000000");
  EXPECT_EQ(decimal("-0.05").to_string(), "-0.05");
}

TEST(Decimal, WhatIsNoNumberOrTooLongIsNothing) {
  for (const char* text : {"", "-", ".", "1e5", "1,000", " 1", "1 ", "0x1", "+-1", "1.2.3", "٥", "nan"}) EXPECT_FALSE(Decimal::parse(text)) << text;
  EXPECT_TRUE(Decimal::parse("123456789012345678"));
  EXPECT_FALSE(Decimal::parse("1234567890123456789"));
  EXPECT_TRUE(Decimal::parse("123456789012345678000000"));
  EXPECT_FALSE(Decimal::parse("0.1234567890123456789"));
  EXPECT_FALSE(Decimal::make(1, 61));
  EXPECT_FALSE(decimal("999999999999999999").plus(decimal("0.1")));
  EXPECT_FALSE(Decimal::make(1, 60)->times(*Decimal::make(1, 10)));
  EXPECT_FALSE(decimal("0.5").to_int64());
}

}  // namespace
}  // namespace mizan

// Exact decimal numbers: a 64-bit coefficient and a power of ten. "1.4 trillion" and "1,4 تريليون" are both {14, 11}.
//
// At most 18 significant digits: what does not fit is no value (nullopt), never a wrong one. Always normalised: the coefficient does not
// end in a zero (0 is {0, 0}), so equal numbers have equal members.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan {

class Decimal {
 public:
  constexpr Decimal() = default;

  // coefficient x 10^exponent; nullopt where it needs more than 18 digits or an exponent beyond +-60.
  static constexpr std::optional<Decimal> make(std::int64_t coefficient, int exponent = 0) {
    if (coefficient == 0) return Decimal();
    while (coefficient % 10 == 0) {
      coefficient /= 10;
      ++exponent;
    }
    if (coefficient >= kLimit || coefficient <= -kLimit || exponent > kMaxExponent || exponent < -kMaxExponent) return std::nullopt;
    return Decimal(coefficient, exponent);
  }
  // "-12.50", ASCII digits with an optional sign and one '.'; nothing else.
  static std::optional<Decimal> parse(std::string_view text);

  std::int64_t coefficient() const { return coefficient_; }
  int exponent() const { return exponent_; }
  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return coefficient_ < 0; }
  bool is_integer() const { return exponent_ >= 0; }

  // Exact or nullopt.
  std::optional<Decimal> plus(Decimal other) const;
  std::optional<Decimal> minus(Decimal other) const;
  std::optional<Decimal> times(Decimal other) const;
  // The quotient where it has a finite decimal of at most 18 digits.
  std::optional<Decimal> divided_by(Decimal other) const;
  // x 10^n.
  std::optional<Decimal> shifted(int n) const;
  Decimal negated() const;
  std::optional<std::int64_t> to_int64() const;
  // For ratios and plots only, never for comparisons.
  double to_double() const;

  // Written out, without exponent and without zeros at the end of a fraction: "1400000000000", "-0.05".
  std::string to_string() const;
  // The same into `out`, without a terminating zero: how many bytes, never more than kLongest.
  std::size_t write(char* out) const;
  static constexpr std::size_t kLongest = 96;

  // A text whose byte order is the numeric order. ON DISK: do not change. "2", then 100 + the position of the first digit in three digits, then
  // the coefficient, for positive numbers; "1" for zero; "0", the same digits each complemented to nine, and "~" for negative ones.
  std::string order_key() const;

  friend bool operator==(const Decimal&, const Decimal&) = default;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

 private:
  static constexpr std::int64_t kLimit = 1'000'000'000'000'000'000;  // 18 digits
  static constexpr int kMaxExponent = 60;
  constexpr Decimal(std::int64_t coefficient, int exponent) : coefficient_(coefficient), exponent_(exponent) {}
  std::int64_t coefficient_ = 0;
  int exponent_ = 0;
};

}  // namespace mizan

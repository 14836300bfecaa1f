#include "pipeline/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mizan {
namespace {

using Wide = __int128;

constexpr Wide kLimit = 1'000'000'000'000'000'000;  // 18 digits; as in decimal.h
constexpr int kMaxExponent = 60;

// How many digits a coefficient has; 0 for zero.
int digits_of(std::int64_t value) {
  std::uint64_t rest = value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  int digits = 0;
  while (rest != 0) {
    rest /= 10;
    ++digits;
  }
  return digits;
}

}  // namespace

// Normalises a wide intermediate; the only way a Decimal comes into being.
static std::optional<std::pair<std::int64_t, int>> normalised(Wide coefficient, int exponent) {
  if (coefficient == 0) return std::pair<std::int64_t, int>{0, 0};
  // Dividing 128 bits is a call; few numbers need it.
  while ((coefficient >= kLimit || coefficient <= -kLimit) && coefficient % 10 == 0) {
    coefficient /= 10;
    ++exponent;
  }
  if (coefficient >= kLimit || coefficient <= -kLimit) return std::nullopt;
  auto narrow = static_cast<std::int64_t>(coefficient);
  while (narrow % 10 == 0) {
    narrow /= 10;
    ++exponent;
  }
  if (exponent > kMaxExponent || exponent < -kMaxExponent) return std::nullopt;
  return std::pair<std::int64_t, int>{narrow, exponent};
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  std::uint64_t coefficient = 0;  // below kLimit, so that one more digit fits
  int exponent = 0, pending_zeros = 0;
  bool point = false, any = false;
  for (char c : text) {
    if (c == '.') {
      if (point) return std::nullopt;
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    if (point) --exponent;
    if (c == '0') {
      // Zeros count only when a digit follows: "1000000000000000000000" has one significant digit.
      if (coefficient != 0) ++pending_zeros;
      continue;
    }
    for (; pending_zeros > 0; --pending_zeros) {
      coefficient *= 10;
      if (coefficient >= kLimit) return std::nullopt;
    }
    coefficient = coefficient * 10 + static_cast<std::uint64_t>(c - '0');
    if (coefficient >= kLimit) return std::nullopt;
  }
  if (!any) return std::nullopt;
  auto parts = normalised(negative ? -static_cast<Wide>(coefficient) : static_cast<Wide>(coefficient), exponent + pending_zeros);
  if (!parts) return std::nullopt;
  return Decimal(parts->first, parts->second);
}

std::optional<Decimal> Decimal::plus(Decimal other) const {
  if (is_zero()) return other;
  if (other.is_zero()) return *this;
  const Decimal& low = exponent_ <= other.exponent_ ? *this : other;
  const Decimal& high = exponent_ <= other.exponent_ ? other : *this;
  int gap = high.exponent_ - low.exponent_;
  if (gap > 19) return std::nullopt;  // the sum would need more than 18 digits
  Wide raised = high.coefficient_;
  for (int i = 0; i < gap; ++i) raised *= 10;
  auto parts = normalised(raised + low.coefficient_, low.exponent_);
  if (!parts) return std::nullopt;
  return Decimal(parts->first, parts->second);
}

std::optional<Decimal> Decimal::minus(Decimal other) const {
  return plus(other.negated());
}

std::optional<Decimal> Decimal::times(Decimal other) const {
  auto parts = normalised(static_cast<Wide>(coefficient_) * other.coefficient_, exponent_ + other.exponent_);
  if (!parts) return std::nullopt;
  return Decimal(parts->first, parts->second);
}

std::optional<Decimal> Decimal::divided_by(Decimal other) const {
  if (other.is_zero()) return std::nullopt;
  Wide numerator = coefficient_;
  int exponent = exponent_ - other.exponent_;
  for (int i = 0; i <= 19; ++i) {
    if (numerator % other.coefficient_ == 0) {
      auto parts = normalised(numerator / other.coefficient_, exponent);
      if (!parts) return std::nullopt;
      return Decimal(parts->first, parts->second);
    }
    numerator *= 10;
    --exponent;
  }
  return std::nullopt;
}

std::optional<Decimal> Decimal::shifted(int n) const {
  if (is_zero()) return *this;
  return make(coefficient_, exponent_ + n);
}

Decimal Decimal::negated() const {
  return Decimal(-coefficient_, exponent_);
}

std::optional<std::int64_t> Decimal::to_int64() const {
  if (exponent_ < 0 || exponent_ > 18) return std::nullopt;
  Wide value = coefficient_;
  for (int i = 0; i < exponent_; ++i) value *= 10;
  if (value >= kLimit * 9 || value <= -kLimit * 9) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

double Decimal::to_double() const {
  return static_cast<double>(coefficient_) * std::pow(10.0, exponent_);
}

std::size_t Decimal::write(char* out) const {
  char* to = out;
  std::int64_t rest = coefficient_;
  if (rest < 0) {
    *to++ = '-';
    rest = -rest;
  }
  char digits[20];
  const auto size = static_cast<std::ptrdiff_t>(std::to_chars(digits, digits + sizeof digits, rest).ptr - digits);
  const std::ptrdiff_t places = -exponent_;
  if (places <= 0) {
    to = std::copy_n(digits, size, to);
    return static_cast<std::size_t>(std::fill_n(to, -places, '0') - out);
  }
  if (size > places) {
    to = std::copy_n(digits, size - places, to);
  } else {
    *to++ = '0';
  }
  *to++ = '.';
  if (size < places) to = std::fill_n(to, places - size, '0');
  to = std::copy(digits + std::max<std::ptrdiff_t>(size - places, 0), digits + size, to);
  return static_cast<std::size_t>(to - out);
}

std::string Decimal::to_string() const {
  char text[kLongest];
  return {text, write(text)};
}

std::string Decimal::order_key() const {
  if (is_zero()) return "1";
  int magnitude = digits_of(coefficient_) + exponent_ + 100;
  std::string digits = std::to_string(magnitude) + std::to_string(is_negative() ? -coefficient_ : coefficient_);
  if (magnitude < 100) digits.insert(0, 1, '0');
  if (!is_negative()) return "2" + digits;
  for (char& c : digits) c = static_cast<char>('0' + ('9' - c));
  return "0" + digits + "~";
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  int sign_a = (a.coefficient_ > 0) - (a.coefficient_ < 0), sign_b = (b.coefficient_ > 0) - (b.coefficient_ < 0);
  if (sign_a != sign_b) return sign_a <=> sign_b;
  if (sign_a == 0) return std::strong_ordering::equal;
  int size_a = digits_of(a.coefficient_) + a.exponent_, size_b = digits_of(b.coefficient_) + b.exponent_;
  if (size_a != size_b) return sign_a > 0 ? size_a <=> size_b : size_b <=> size_a;
  // Same number of integer digits: the exponents differ by at most 17, so the wider one fits.
  Wide wide_a = a.coefficient_, wide_b = b.coefficient_;
  for (int i = b.exponent_; i < a.exponent_; ++i) wide_a *= 10;
  for (int i = a.exponent_; i < b.exponent_; ++i) wide_b *= 10;
  return wide_a < wide_b ? std::strong_ordering::less : wide_a > wide_b ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}  // namespace mizan

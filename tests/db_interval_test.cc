// When two written figures are the same figure: the rules of rounding as a table.
#include <gtest/gtest.h>

#include "db/interval.h"
#include "db/moment.h"
#include "db/units.h"
#include "pipeline/web_address.h"

namespace mizan {
namespace {

struct Written {
  const char* low;
  int precision;  // power of ten of the last written digit
  Bound bound = Bound::kExact;
  const char* high = nullptr;
  const char* unit = "1";
};

Figure figure(const Written& w) {
  Amount a;
  a.low = Decimal::parse(w.low);
  a.high = Decimal::parse(w.high ? w.high : w.low);
  a.low_precision = a.high_precision = w.precision;
  a.bound = w.bound;
  a.unit = w.unit;
  return *figure_of(a);
}

const char* name(Fit f) {
  switch (f) {
    case Fit::kEqual:
      return "equal";
    case Fit::kRounding:
      return "rounding";
    case Fit::kLoose:
      return "loose";
    case Fit::kApart:
      return "apart";
  }
  return "";
}

TEST(Interval, TellsWhenTwoFiguresAreOne) {
  struct Case {
    const char* what;
    Written a, b;
    const char* fit;
  };
  const Case cases[] = {
      {"20 billion twice", {"20000000000", 9}, {"20000000000", 9}, "equal"},
      {"20 and 20.0", {"20", 0}, {"20", -1}, "equal"},
      {"10.7 and 10.68 billion", {"10700000000", 8}, {"10680000000", 7}, "rounding"},
      {"3.3 and 3.4 billion", {"3300000000", 8}, {"3400000000", 8}, "apart"},
      {"2.02 and 2.2", {"2.02", -2}, {"2.2", -1}, "apart"},
      {"656 ألف (thousand) and 656,534", {"656000", 3}, {"656534", 0}, "rounding"},
      {"656 thousand and 656,934: truncated", {"656000", 3}, {"656934", 0}, "rounding"},
      {"656 thousand and 657,000 to the digit", {"656000", 3}, {"657000", 0}, "apart"},
      {"656 thousand and 655,500: rounded up", {"656000", 3}, {"655500", 0}, "rounding"},
      {"656 thousand and 655,499", {"656000", 3}, {"655499", 0}, "apart"},
      {"-10.7 and -10.68", {"-10.7", -1}, {"-10.68", -2}, "rounding"},
      {"10.7 and -10.68", {"10.7", -1}, {"-10.68", -2}, "apart"},
      {"20 and more than 20", {"20", 0}, {"20", 0, Bound::kOver}, "rounding"},
      {"20 and about 20", {"20", 0}, {"20", 0, Bound::kAbout}, "rounding"},
      {"about 20 twice", {"20", 0, Bound::kAbout}, {"20", 0, Bound::kAbout}, "equal"},
      {"more than 20, at least 20", {"20", 0, Bound::kOver}, {"20", 0, Bound::kAtLeast}, "equal"},
      {"more than 20, at most 20", {"20", 0, Bound::kOver}, {"20", 0, Bound::kAtMost}, "rounding"},
      {"about 20 and 21", {"20", 0, Bound::kAbout}, {"21", 0}, "rounding"},
      {"about 20 and 25", {"20", 0, Bound::kAbout}, {"25", 0}, "apart"},
      {"about 1.4 trillion and 1.15 trillion", {"1400000000000", 11, Bound::kAbout}, {"1150000000000", 9}, "apart"},
      {"more than 20 and 23", {"20", 0, Bound::kOver}, {"23", 0}, "rounding"},
      {"more than 20 and 45", {"20", 0, Bound::kOver}, {"45", 0}, "loose"},
      {"more than 20 and 19", {"20", 0, Bound::kOver}, {"19", 0}, "apart"},
      {"up to 25 and 22", {"25", 0, Bound::kAtMost}, {"22", 0}, "rounding"},
      {"up to 25 and 26", {"25", 0, Bound::kAtMost}, {"26", 0}, "apart"},
      {"7-10 and 8", {"7", 0, Bound::kBetween, "10"}, {"8", 0}, "rounding"},
      {"7-10 and 11", {"7", 0, Bound::kBetween, "10"}, {"11", 0}, "apart"},
      {"7-10 and 8-9", {"7", 0, Bound::kBetween, "10"}, {"8", 0, Bound::kBetween, "9"}, "rounding"},
      {"7-10 and 9-12", {"7", 0, Bound::kBetween, "10"}, {"9", 0, Bound::kBetween, "12"}, "loose"},
      {"2 GW and 2000 MW", {"2", 0, Bound::kExact, nullptr, "GW"}, {"2000", 0, Bound::kExact, nullptr, "MW"}, "equal"},
      {"2 GW and 1950 MW", {"2", 0, Bound::kExact, nullptr, "GW"}, {"1950", 0, Bound::kExact, nullptr, "MW"}, "rounding"},
      {"5 km and 3 miles", {"5", 0, Bound::kExact, nullptr, "km"}, {"3", 0, Bound::kExact, nullptr, "mi"}, "rounding"},
      {"0 and 1", {"0", 0}, {"1", 0}, "apart"},
  };
  for (const Case& c : cases) {
    EXPECT_STREQ(name(fit(figure(c.a), figure(c.b))), c.fit) << c.what;
    EXPECT_STREQ(name(fit(figure(c.b), figure(c.a))), c.fit) << c.what << ", turned round";
  }
}

TEST(Interval, DatesOfOneDayAgreeWhateverTheCalendar) {
  EXPECT_EQ(fit_dates("2025-03-28", {"2025-03-28", "2025-03-28"}, "2025-03-28", {"2025-03-28", "2025-03-28"}), Fit::kEqual);
  EXPECT_EQ(fit_dates("1446-09", {"2025-03-01", "2025-03-29"}, "2025-03-01/2025-03-29", {"2025-03-01", "2025-03-29"}), Fit::kEqual);
  EXPECT_EQ(fit_dates("2025-03", {"2025-03-01", "2025-03-31"}, "2025-03-28", {"2025-03-28", "2025-03-28"}), Fit::kRounding);
  EXPECT_EQ(fit_dates("2025-03-27", {"2025-03-27", "2025-03-27"}, "2025-03-28", {"2025-03-28", "2025-03-28"}), Fit::kApart);
  EXPECT_EQ(fit_dates("XXXX-05-12", {}, "2025-05-12", {"2025-05-12", "2025-05-12"}), Fit::kEqual);
  EXPECT_EQ(fit_dates("XXXX-05-12", {}, "2025-05-13", {"2025-05-13", "2025-05-13"}), Fit::kApart);
}

TEST(Interval, PeriodsHaveDays) {
  auto days = [](const char* period) {
    const auto span = days_of_period(period);
    return span ? std::pair(span->from, span->to) : std::pair<std::int64_t, std::int64_t>(-1, -1);
  };
  auto day = [](int y, int m, int d) { return days_from_civil(y, m, d); };
  EXPECT_EQ(days("2018"), std::pair(day(2018, 1, 1), day(2018, 12, 31)));
  EXPECT_EQ(days("2018-12"), std::pair(day(2018, 12, 1), day(2018, 12, 31)));
  EXPECT_EQ(days("2020-02"), std::pair(day(2020, 2, 1), day(2020, 2, 29)));
  EXPECT_EQ(days("2018-Q4"), std::pair(day(2018, 10, 1), day(2018, 12, 31)));
  EXPECT_EQ(days("2018-H1"), std::pair(day(2018, 1, 1), day(2018, 6, 30)));
  EXPECT_EQ(days("2018-W13"), std::pair(day(2018, 3, 26), day(2018, 4, 1)));
  EXPECT_EQ(days("2021-W01"), std::pair(day(2021, 1, 4), day(2021, 1, 10)));
  EXPECT_EQ(days("2018-03-30"), std::pair(day(2018, 3, 30), day(2018, 3, 30)));
  EXPECT_EQ(days("2018-03-30T14:30"), std::pair(day(2018, 3, 30), day(2018, 3, 30)));
  EXPECT_EQ(days("2006/2018-04"), std::pair(day(2006, 1, 1), day(2018, 4, 30)));
  for (const char* none : {"", "XXXX-05-12", "FY2024", "199X", "2018-13", "2018-Q5", "2018-W54", "2018/", "2018-03/2017", "20", "2018-"}) {
    EXPECT_EQ(days(none).first, -1) << none;
  }
}

TEST(Interval, LengthsCompareByMonthsAndSeconds) {
  EXPECT_EQ(fit_lengths("P1Y", "P12M"), Fit::kEqual);
  EXPECT_EQ(fit_lengths("P1W", "P7D"), Fit::kEqual);
  EXPECT_EQ(fit_lengths("PT1.5H", "PT90M"), Fit::kEqual);
  EXPECT_EQ(fit_lengths("P2Y", "P3Y"), Fit::kApart);
  EXPECT_EQ(fit_lengths("P3D/P5D", "P4D"), Fit::kRounding);
  EXPECT_EQ(fit_lengths("nonsense", "P4D"), Fit::kApart);
}

TEST(Moment, OrdersWhatCanBeOrdered) {
  auto order = [](const char* a, const char* b) { return order_of(moment_from(a), moment_from(b)); };
  EXPECT_EQ(order("2025-03-28", "2025-03-29"), Order::kBefore);
  EXPECT_EQ(order("2025-03-28", "2025-03-28"), Order::kSame);
  EXPECT_EQ(order("2025-03-28", "2025-03-28T10:00:00Z"), Order::kUnknown);
  EXPECT_EQ(order("2025-03-28T14:05:00+03:00", "2025-03-28T11:05:00Z"), Order::kSame);
  EXPECT_EQ(order("2025-03-28T14:06:00+03:00", "2025-03-28T11:05Z"), Order::kAfter);
  EXPECT_EQ(order("", "2025-03-28"), Order::kUnknown);
  EXPECT_EQ(order("yesterday", "2025-03-28"), Order::kUnknown);
  EXPECT_EQ(moment_from("1970-01-02")->second, 86400);
}

TEST(Identity, UrlsThatLeadToOnePageAreOne) {
  EXPECT_EQ(canonical_url("https://www.Example.org/a/?utm_source=x&id=3&fbclid=y#part"), "example.org/a?id=3");
  EXPECT_EQ(canonical_url("http://example.org/"), "example.org");
}

}  // namespace
}  // namespace mizan

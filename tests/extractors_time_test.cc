// Dates, durations and ages: the case files of time-*.txt, and every day of some decades in several forms.

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "extractors/calendar_day.h"
#include "extractors/number_grammar.h"
#include "extractors/time_extractor.h"
#include "lexicons/lexicons.h"
#include "pipeline/extractor.h"
#include "tests/case_file.h"

namespace mizan::testing {
namespace {

class TimeCases : public ::testing::TestWithParam<std::string> {};

TEST_P(TimeCases, Together) { check_together(built_in_engine(), read_cases(GetParam())); }
TEST_P(TimeCases, Alone) { check_alone(built_in_engine(), read_cases(GetParam())); }

std::string name_of(const ::testing::TestParamInfo<std::string>& info) {
  std::string name;
  for (char c : info.param.substr(info.param.rfind('/') + 1)) name += c == '-' || c == '.' ? '_' : c;
  return name.substr(0, name.size() - 4);
}

INSTANTIATE_TEST_SUITE_P(Files, TimeCases, ::testing::ValuesIn(case_files("time")), name_of);

// The extractor by itself, without the others' candidates.
class Times : public ::testing::Test {
 protected:
  static const Lexicons& lexicons() {
    static const std::shared_ptr<const Lexicons> loaded = *Lexicons::load({});
    return *loaded;
  }
  std::vector<Mention> read(const std::string& text, std::optional<Day> published = std::nullopt) const {
    Document document;
    document.text = text;
    const Analysis analysis = analyze(document, Field::kText, lexicons());
    const auto numerals = NumberGrammar(lexicons()).find(analysis);
    std::vector<Mention> found;
    TimeExtractor(lexicons()).extract(analysis, numerals, published, found);
    arbitrate(analysis, found);
    return found;
  }
  void expect_day(const std::string& text, Day day) const {
    const auto found = read(text);
    ASSERT_EQ(found.size(), 1u) << text;
    ASSERT_NE(found[0].date(), nullptr) << text;
    EXPECT_EQ(found[0].date()->value, iso(day)) << text;
    EXPECT_EQ(found[0].date()->from, iso(day)) << text;
    EXPECT_EQ(found[0].date()->to, iso(day)) << text;
  }
};

constexpr std::array<const char*, 12> kEgypt = {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};
constexpr std::array<const char*, 12> kLevant = {"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"};
constexpr std::array<const char*, 12> kTunis = {"جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};
constexpr std::array<const char*, 12> kEnglish = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
constexpr std::array<const char*, 12> kShort = {"Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."};
constexpr std::array<const char*, 32> kOrdinals = {"", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر", "الحادي عشر",
    "الثاني عشر", "الثالث عشر", "الرابع عشر", "الخامس عشر", "السادس عشر", "السابع عشر", "الثامن عشر", "التاسع عشر", "العشرين", "الحادي والعشرين", "الثاني والعشرين",
    "الثالث والعشرين", "الرابع والعشرين", "الخامس والعشرين", "السادس والعشرين", "السابع والعشرين", "الثامن والعشرين", "التاسع والعشرين", "الثلاثين", "الحادي والثلاثين"};

const char* suffix(int day) {
  if (day / 10 == 1) return "th";
  return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

TEST_F(Times, EveryDayReadsBack) {
  const std::int64_t last = day_number({2060, 12, 31});
  for (std::int64_t n = day_number({1990, 1, 1}); n <= last; ++n) {
    const Day d = day_of(n);
    const auto m = static_cast<std::size_t>(d.month - 1);
    // One form a day, all forms within any two weeks of days: every month's name and every day meet every form over the decades.
    switch (n % 14) {
      case 0: expect_day(fmt::format("في {} {} {}", d.day, kEgypt[m], d.year), d); break;
      case 1: expect_day(fmt::format("في {} {}/{} {}", d.day, kLevant[m], kEgypt[m], d.year), d); break;
      case 2: expect_day(fmt::format("يوم {} {} عام {}", d.day, kLevant[m], d.year), d); break;
      case 3: expect_day(fmt::format("في {} من {} {}", kOrdinals[static_cast<std::size_t>(d.day)], kEgypt[m], d.year), d); break;
      case 4: expect_day(fmt::format("في {} {} {}", d.day, kTunis[m], d.year), d); break;
      case 5: expect_day(fmt::format("بتاريخ {}/{}/{} م", d.day, d.month, d.year), d); break;
      case 6: expect_day(fmt::format("{} من شهر {} من العام {}", d.day, kEgypt[m], d.year), d); break;
      case 7: expect_day(fmt::format("on {} {} {}", d.day, kEnglish[m], d.year), d); break;
      case 8: expect_day(fmt::format("on {} {}, {}", kEnglish[m], d.day, d.year), d); break;
      case 9: expect_day(fmt::format("on {} {}, {}", kShort[m], d.day, d.year), d); break;
      case 10: expect_day(fmt::format("on the {}{} of {} {}", d.day, suffix(d.day), kEnglish[m], d.year), d); break;
      case 11: expect_day(fmt::format("on {}", iso(d)), d); break;
      case 12: expect_day(fmt::format("{:04}/{:02}/{:02}", d.year, d.month, d.day), d); break;
      default: expect_day(fmt::format("{}-{}-{}", d.day, kEnglish[m], d.year), d); break;
    }
    if (::testing::Test::HasFailure()) return;  // one is enough to read
  }
}

TEST_F(Times, EveryHijriDayReadsBack) {
  constexpr std::array<const char*, 12> kMonths = {"محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"};
  for (int year = 1400; year <= 1480; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const auto period = hijri_month(year, month);
      ASSERT_TRUE(period);
      const int length = static_cast<int>(period->second - period->first) + 1;
      EXPECT_TRUE(length == 29 || length == 30);
      const int day = (year * 7 + month * 11) % length + 1;
      const std::string text = year % 2 == 0 ? fmt::format("في {} {} {}هـ", day, kMonths[static_cast<std::size_t>(month - 1)], year) : fmt::format("بتاريخ {}/{}/{}هـ", day, month, year);
      const auto found = read(text);
      ASSERT_EQ(found.size(), 1u) << text;
      ASSERT_NE(found[0].date(), nullptr) << text;
      EXPECT_EQ(found[0].date()->value, iso(day_of(period->first + day - 1))) << text;
      EXPECT_EQ(found[0].date()->calendar, "hijri") << text;
    }
  }
}

TEST_F(Times, ThirtiethOfAShortHijriMonthIsNoDate) {
  for (int month = 1; month <= 12; ++month) {
    const auto period = hijri_month(1445, month);
    ASSERT_TRUE(period);
    const bool has_thirty = period->second - period->first == 29;
    EXPECT_EQ(read(fmt::format("بتاريخ 30/{}/1445هـ", month)).size(), has_thirty ? 1u : 0u) << month;
  }
}

TEST_F(Times, PrepositionsSetTheMod) {
  const std::pair<const char*, const char*> cases[] = {{"منذ 2019", "ON_OR_AFTER"}, {"بحلول عام 2030", "ON_OR_BEFORE"}, {"حتى مارس 2025", "ON_OR_BEFORE"}, {"since 2019", "ON_OR_AFTER"},
      {"by 2030", "ON_OR_BEFORE"}, {"until March 2025", "ON_OR_BEFORE"}, {"before 2030", "BEFORE"}, {"after May 12, 2026", "AFTER"}, {"قبل 12 مايو 2026", "BEFORE"}, {"في 2026", ""}};
  for (const auto& [text, mod] : cases) {
    const auto found = read(text);
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_EQ(found[0].date()->mod, mod) << text;
  }
}

TEST(CalendarDay, NumbersAndDaysAgree) {
  for (std::int64_t n = day_number({1899, 1, 1}); n <= day_number({2101, 1, 1}); ++n) {
    const Day d = day_of(n);
    ASSERT_TRUE(is_real(d));
    ASSERT_EQ(day_number(d), n);
    const auto [year, week] = iso_week(n);
    ASSERT_EQ(first_week_begin(year) + 7 * (week - 1) + weekday_of(n) - 1, n);
  }
  EXPECT_EQ(weekday_of(day_number({2018, 6, 12})), 2);
  EXPECT_EQ(iso_week(day_number({2018, 12, 31})), (std::pair{2019, 1}));
  EXPECT_EQ(iso(easter(2013)), "2013-03-31");
  EXPECT_EQ(iso(plus_months({2018, 3, 31}, -1)), "2018-02-28");
}

TEST(CalendarDay, UmmAlQuraKnowsPublishedDays) {
  EXPECT_EQ(iso(day_of(hijri_month(1439, 9)->first)), "2018-05-16");   // Ramadan 1439
  EXPECT_EQ(iso(day_of(hijri_month(1445, 12)->first + 9)), "2024-06-16");  // Eid al-Adha 1445
  EXPECT_FALSE(hijri_month(1299, 1));
  EXPECT_FALSE(hijri_month(1440, 13));
  EXPECT_EQ(hijri_year_of(day_number({2018, 6, 11})), 1439);
}

// Time must grow with the text, not with its square: 2 MB of one pattern would take minutes otherwise.
TEST_F(Times, LongRunsOfOnePatternAreLinear) {
  for (const char* pattern : {"مايو ", "1", "12 ", "2018-", "5 ", "من ", "عام ", "early the ", "between 3 and ", "May 12, ", "يوم ", "مطلع ", "1/", "12:", "one ", "الساعة "}) {
    std::string text;
    while (text.size() < 200000) text += pattern;
    read(text, Day{2018, 4, 1});
    SUCCEED();
  }
}

}  // namespace
}  // namespace mizan::testing

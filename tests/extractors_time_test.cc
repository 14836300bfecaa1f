// Dates, durations and ages: the case files of time-*.txt, and every day of two centuries in twelve forms of each language.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unicode/calendar.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "extractors/calendar_day.h"
#include "extractors/number_grammar.h"
#include "extractors/time_extractor.h"
#include "lexicons/lexicons.h"
#include "pipeline/extractor.h"
#include "tests/case_file.h"

namespace mizan::testing {
namespace {

class TimeCases : public ::testing::TestWithParam<std::string> {};

TEST_P(TimeCases, Together) {
  check_together(built_in_engine(), read_cases(GetParam()));
}
TEST_P(TimeCases, Alone) {
  check_alone(built_in_engine(), read_cases(GetParam()));
}

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
    arbitrate(analysis, whole(analysis), found);
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
constexpr std::array<const char*, 12> kLevant = {"كانون الثاني", "شباط", "آذار",  "نيسان",       "أيار",         "حزيران",
                                                 "تموز",         "آب",   "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"};
constexpr std::array<const char*, 12> kTunis = {"جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};
constexpr std::array<const char*, 12> kEnglish = {"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<const char*, 12> kShort = {"Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."};
constexpr std::array<const char*, 32> kOrdinals = {"",
                                                   "الأول",
                                                   "الثاني",
                                                   "الثالث",
                                                   "الرابع",
                                                   "الخامس",
                                                   "السادس",
                                                   "السابع",
                                                   "الثامن",
                                                   "التاسع",
                                                   "العاشر",
                                                   "الحادي عشر",
                                                   "الثاني عشر",
                                                   "الثالث عشر",
                                                   "الرابع عشر",
                                                   "الخامس عشر",
                                                   "السادس عشر",
                                                   "السابع عشر",
                                                   "الثامن عشر",
                                                   "التاسع عشر",
                                                   "العشرين",
                                                   "الحادي والعشرين",
                                                   "الثاني والعشرين",
                                                   "الثالث والعشرين",
                                                   "الرابع والعشرين",
                                                   "الخامس والعشرين",
                                                   "السادس والعشرين",
                                                   "السابع والعشرين",
                                                   "الثامن والعشرين",
                                                   "التاسع والعشرين",
                                                   "الثلاثين",
                                                   "الحادي والثلاثين"};

const char* suffix(int day) {
  if (day / 10 == 1) return "th";
  return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

constexpr std::array<const char*, 12> kHijri = {"محرم", "صفر",   "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
                                                "رجب",  "شعبان", "رمضان",      "شوال",       "ذو القعدة",    "ذو الحجة"};
constexpr std::array<const char*, 12> kHijriEnglish = {"Muharram", "Safar",  "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhira",
                                                       "Rajab",    "Shaban", "Ramadan",       "Shawwal",       "Dhu al-Qadah",  "Dhu al-Hijjah"};
constexpr std::array<const char*, 8> kWeekday = {"", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"};
constexpr std::array<const char*, 8> kWeekdayEnglish = {"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

std::string eastern(const std::string& digits) {
  static constexpr std::array<const char*, 10> kDigits = {"٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"};
  std::string out;
  for (char c : digits) {
    if (c >= '0' && c <= '9')
      out += kDigits[static_cast<std::size_t>(c - '0')];
    else
      out += c;
  }
  return out;
}

constexpr std::int64_t kForms = 12;
#ifdef NDEBUG
constexpr std::int64_t kAtOnce = kForms;  // every day in every form: some seconds where the compiler optimises
#else
constexpr std::int64_t kAtOnce = 1;
#endif

std::string arabic_form(std::int64_t form, Day d, int weekday) {
  const auto m = static_cast<std::size_t>(d.month - 1);
  switch (form) {
    case 0:
      return fmt::format("في {} {} {}", d.day, kEgypt[m], d.year);
    case 1:
      return fmt::format("في {} {}/{} {}", d.day, kLevant[m], kEgypt[m], d.year);
    case 2:
      return fmt::format("يوم {} {} عام {}", d.day, kLevant[m], d.year);
    case 3:
      return fmt::format("في {} من {} {}", kOrdinals[static_cast<std::size_t>(d.day)], kEgypt[m], d.year);
    case 4:
      return fmt::format("في {} {} {}", d.day, kTunis[m], d.year);
    case 5:
      return fmt::format("بتاريخ {}/{}/{} م", d.day, d.month, d.year);
    case 6:
      return fmt::format("{} من شهر {} من العام {}", d.day, kEgypt[m], d.year);
    case 7:
      return eastern(fmt::format("في {} ", d.day)) + kEgypt[m] + eastern(fmt::format(" {}", d.year));
    case 8:
      return fmt::format("وقع ذلك {} {} {} {}", kWeekday[static_cast<std::size_t>(weekday)], d.day, kEgypt[m], d.year);
    case 9:
      return fmt::format("يوم {} الموافق {} {} {}", kWeekday[static_cast<std::size_t>(weekday)], d.day, kLevant[m], d.year);
    case 10:
      return eastern(fmt::format("بتاريخ {:02}-{:02}-{}", d.day, d.month, d.year));
    default:
      return fmt::format("({}-{:02}-{:02})", d.year, d.month, d.day);
  }
}

std::string english_form(std::int64_t form, Day d, int weekday) {
  const auto m = static_cast<std::size_t>(d.month - 1);
  switch (form) {
    case 0:
      return fmt::format("on {} {} {}", d.day, kEnglish[m], d.year);
    case 1:
      return fmt::format("on {} {}, {}", kEnglish[m], d.day, d.year);
    case 2:
      return fmt::format("on {} {}, {}", kShort[m], d.day, d.year);
    case 3:
      return fmt::format("on the {}{} of {} {}", d.day, suffix(d.day), kEnglish[m], d.year);
    case 4:
      return "on " + iso(d);
    case 5:
      return fmt::format("{:04}/{:02}/{:02}", d.year, d.month, d.day);
    case 6:
      return fmt::format("{}-{}-{}", d.day, kEnglish[m], d.year);
    case 7:
      return fmt::format("It began on {}, {} {}, {}.", kWeekdayEnglish[static_cast<std::size_t>(weekday)], kEnglish[m], d.day, d.year);
    case 8:
      return fmt::format("on {} {} {} {}", kWeekdayEnglish[static_cast<std::size_t>(weekday)], d.day, kEnglish[m], d.year);
    case 9:
      return fmt::format("{} {}{}, {}", kEnglish[m], d.day, suffix(d.day), d.year);
    case 10:
      return fmt::format("on {}/{}/{}", d.month, d.day, d.year);
    default:
      return fmt::format("{:02} {} {}", d.day, kShort[m], d.year);
  }
}

// Every day in every form; without optimisation in one form of each language, that moves on so that each meets every weekday, day of the month and month.
TEST_F(Times, EveryDayReadsBack) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale("en@calendar=gregorian"), status));
  ASSERT_TRUE(U_SUCCESS(status));
  std::array<std::array<std::set<int>, 3>, static_cast<std::size_t>(kForms)> met;
  const std::int64_t first = day_number({1900, 1, 1}), last = day_number({2100, 12, 31});
  for (std::int64_t n = first; n <= last; ++n) {
    calendar->setTime(static_cast<double>(n) * 86400000.0, status);
    const Day d{calendar->get(UCAL_YEAR, status), calendar->get(UCAL_MONTH, status) + 1, calendar->get(UCAL_DAY_OF_MONTH, status)};
    const int weekday = (calendar->get(UCAL_DAY_OF_WEEK, status) + 5) % 7 + 1;  // ICU counts from Sunday, 1
    ASSERT_TRUE(U_SUCCESS(status));
    for (std::int64_t step = 0; step < kAtOnce; ++step) {
      const std::int64_t form = (n - first + (n - first) / 84 + step) % kForms;
      expect_day(arabic_form(form, d, weekday), d);
      expect_day(english_form(form, d, weekday), d);
      if (::testing::Test::HasFailure()) return;  // one is enough to read
      auto& seen = met[static_cast<std::size_t>(form)];
      seen[0].insert(d.month);
      seen[1].insert(d.day);
      seen[2].insert(weekday);
    }
  }
  for (const auto& seen : met) {
    EXPECT_EQ(seen[0].size(), 12u);
    EXPECT_EQ(seen[1].size(), 31u);
    EXPECT_EQ(seen[2].size(), 7u);
  }
}

// The first, the fifteenth and the last day of every month in four forms.
TEST_F(Times, HijriDaysReadBack) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale("ar@calendar=islamic-umalqura"), status));
  ASSERT_TRUE(U_SUCCESS(status));
  for (int year = 1300; year <= 1500; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const auto m = static_cast<std::size_t>(month - 1);
      calendar->clear();
      calendar->set(UCAL_EXTENDED_YEAR, year);
      calendar->set(UCAL_MONTH, month - 1);
      calendar->set(UCAL_DAY_OF_MONTH, 1);
      const int length = calendar->getActualMaximum(UCAL_DAY_OF_MONTH, status);
      const auto first = static_cast<std::int64_t>(calendar->getTime(status) / 86400000.0 - (calendar->getTime(status) < 0 ? 0.5 : 0));
      ASSERT_TRUE(U_SUCCESS(status));
      ASSERT_TRUE(length == 29 || length == 30) << year << "-" << month;
      for (const int day : {1, 15, length}) {
        for (const std::string& text : {fmt::format("في {} {} {}هـ", day, kHijri[m], year), fmt::format("بتاريخ {}/{}/{}هـ", day, month, year),
                                        fmt::format("في {} من {} عام {}هـ", kOrdinals[static_cast<std::size_t>(day)], kHijri[m], year),
                                        fmt::format("on {} {} {} AH", day, kHijriEnglish[m], year)}) {
          const auto found = read(text);
          ASSERT_EQ(found.size(), 1u) << text;
          ASSERT_NE(found[0].date(), nullptr) << text;
          ASSERT_EQ(found[0].date()->value, iso(day_of(first + day - 1))) << text;
          ASSERT_EQ(found[0].date()->calendar, "hijri") << text;
          ASSERT_TRUE(found[0].date()->uncertain) << text;
        }
      }
    }
  }
}

TEST_F(Times, ThirtiethOfAShortHijriMonthIsNoDate) {
  for (int month = 1; month <= 12; ++month) {
    const auto period = hijri_month(1445, month);
    ASSERT_TRUE(period);
    const bool has_thirty = period->second - period->first == 29;
    // What is no day is three numbers.
    const auto found = read(fmt::format("بتاريخ 30/{}/1445هـ", month));
    EXPECT_EQ(std::count_if(found.begin(), found.end(), [](const Mention& m) { return m.type == MentionType::kDate; }), has_thirty ? 1 : 0) << month;
    EXPECT_EQ(found.size(), has_thirty ? 1u : 3u) << month;
  }
}

TEST_F(Times, PrepositionsSetTheMod) {
  const std::pair<const char*, const char*> cases[] = {{"منذ 2019", "ON_OR_AFTER"},       {"بحلول عام 2030", "ON_OR_BEFORE"},
                                                       {"حتى مارس 2025", "ON_OR_BEFORE"}, {"since 2019", "ON_OR_AFTER"},
                                                       {"by 2030", "ON_OR_BEFORE"},       {"until March 2025", "ON_OR_BEFORE"},
                                                       {"before 2030", "BEFORE"},         {"after May 12, 2026", "AFTER"},
                                                       {"قبل 12 مايو 2026", "BEFORE"},    {"في 2026", ""}};
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
  EXPECT_EQ(iso(day_of(hijri_month(1439, 9)->first)), "2018-05-16");       // Ramadan 1439
  EXPECT_EQ(iso(day_of(hijri_month(1445, 12)->first + 9)), "2024-06-16");  // Eid al-Adha 1445
  EXPECT_EQ(iso(day_of(hijri_month(61, 1)->first + 9)), "0680-10-13");     // before 1300 the tabular calendar; 10 Muharram 61, 10 October 680 by the Julian one
  EXPECT_FALSE(hijri_month(0, 1));
  EXPECT_FALSE(hijri_month(1440, 13));
  EXPECT_EQ(hijri_year_of(day_number({2018, 6, 11})), 1439);
}

// Time must grow with the text, not with its square: 2 MB of one pattern would take minutes otherwise.
TEST_F(Times, LongRunsOfOnePatternAreLinear) {
  for (const char* pattern :
       {"مايو ", "1", "12 ", "2018-", "5 ", "من ", "عام ", "early the ", "between 3 and ", "May 12, ", "يوم ", "مطلع ", "1/", "12:", "one ", "الساعة "}) {
    std::string text;
    while (text.size() < 200000) text += pattern;
    read(text, Day{2018, 4, 1});
    SUCCEED();
  }
}

}  // namespace
}  // namespace mizan::testing

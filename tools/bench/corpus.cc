#include "corpus.h"

#include <array>
#include <random>
#include <string_view>

namespace mizan::bench {
namespace {

// {n} a number, {d} a decimal, {y} a year, {p} a small number, {m} a month; {o} an organisation, {c} a place, {w} a person, {t} a thing, {a} an adverbial:
// each drawn from the lists below.
constexpr std::array<std::string_view, 18> kArabic = {"بلغت إيرادات {o} {d} مليار دولار في عام {y}، مقارنة مع {d} مليار دولار في العام الذي سبقه. ",
                                                      "وقال {w} المتحدث باسم الوزارة إن الحكومة ستعمل على تحسين {t} في {c} {a}. ",
                                                      "وارتفع سعر خام برنت {d} بالمئة إلى {d} دولارا للبرميل في التعاملات المبكرة {a}. ",
                                                      "وأكد {w} أن مشروع {t} لا يزال قيد الدراسة وأن القرار النهائي لم يتخذ بعد {a}. ",
                                                      "أسفر الحادث في {c} عن مقتل {p} أشخاص وإصابة {n} آخرين بحسب مصادر طبية {a}. ",
                                                      "وتخطط {o} لبناء محطة في {c} بقدرة {n} ميغاواط على مساحة {n} ألف متر مربع. ",
                                                      "وشهدت الجلسة نقاشا طويلا حول مستقبل {t} ودور القطاع الخاص في {c} {a}. ",
                                                      "وأعلنت {o} أن عدد المسافرين تجاوز {d} مليون مسافر بحلول {m} {y}. ",
                                                      "ويرى محللون أن {t} في {c} تحتاج إلى وقت أطول قبل أن تستعيد توازنها {a}. ",
                                                      "وتراوحت الأسعار في {c} بين {n} و{n} ريال للطن منذ {m} {y}. ",
                                                      "من جانبه أشار {w} إلى أهمية الشفافية في نشر بيانات {t} وتحديثها {a}. ",
                                                      "وخسر مؤشر {c} {p} نقاط ليغلق عند {n} نقطة في نهاية تداولات الأسبوع. ",
                                                      "وكان اللاعب {w} قد سجل {p} أهداف في {n} مباراة قبل أن يتعرض للإصابة {a}. ",
                                                      "ولم يصدر أي تعليق رسمي من {o} حتى الآن على ما نشرته الصحف المحلية حول {t}. ",
                                                      "والتقى {w} مع نظيره {w} في {c} لبحث {t} والعلاقات بين البلدين {a}. ",
                                                      "وأضاف {w} أن {o} لن تتخلى عن {t} مهما كانت الظروف {a}. ",
                                                      "وتستثمر {o} نحو {n} مليون يورو في {t} خلال السنوات الخمس المقبلة. ",
                                                      "وقالت مصادر مطلعة في {c} إن {o} تدرس عرضا بقيمة {d} مليار درهم لشراء حصة في {o}. "};
constexpr std::array<std::string_view, 16> kEnglish = {
    "Revenue of {o} rose {d}% to ${d} billion in the first quarter of {y}, {w} said {a}. ",
    "{w} told reporters in {c} that the government would continue to work on {t} {a}. ",
    "Brent crude settled at ${d} a barrel, up {d} percent {a}. ",
    "Analysts at {o} said the decision on {t} had been widely expected and would do little to change the outlook for {c}. ",
    "At least {p} people were killed and {n} injured when the bus left the road near {c}, officials said {a}. ",
    "The plant in {c} will have a capacity of {n} MW and is due to open by {m} {y}. ",
    "{w} added that the committee had not yet seen the final version of the report on {t}. ",
    "{o} employs more than {n} people in {c} and plans to hire {p} engineers this year. ",
    "Residents of {c} described a night of confusion before help arrived {a}. ",
    "Prices for {t} ranged from ${d} to ${d} million, depending on the size of the order. ",
    "Neither {o} nor {o} has commented in public on {t}, which began three weeks ago. ",
    "The survey of {n} households in {c} found that {d}% had changed supplier since {y}. ",
    "{w} and {w} met in {c} {a} to discuss {t}. ",
    "There was little sign {a} that {t} would be settled before {m}. ",
    "{o} agreed to buy {n} buses from {o} for about {d} million euros. ",
    "Turnout in {c} was {d}%, against {d}% in {y}, the commission said {a}. "};

struct Words {
  std::array<std::string_view, 16> organisations, places, persons, things, adverbials;
  std::array<std::string_view, 12> months;
};
constexpr Words kArabicWords = {
    {"شركة أرامكو", "مايكروسوفت", "البنك المركزي", "شركة النيل للصناعات", "أوبك", "مجموعة الفطيم", "هيئة الطيران المدني", "بنك الإسكندرية", "الشركة",
     "قطر للطاقة", "إنفيديا", "وزارة المالية", "الاتحاد الأوروبي", "شركة سابك", "الأمم المتحدة", "شركة الواحة للتعدين"},
    {"القاهرة", "السعودية", "مدينة طرابلس", "دبي", "المغرب", "شمال العراق", "جدة", "الولايات المتحدة", "محافظة نينوى", "تونس", "لندن", "ولاية كسلا", "قطاع غزة",
     "اليمن", "الدوحة", "منطقة الخليج"},
    {"الوزير محمد عبد الله", "سامي الحداد", "رئيس المجلس", "المدير خالد منصور", "ليلى الشامي", "وزير النفط", "أحمد بن راشد", "المستشار يوسف العطار",
     "فاطمة الزهراني", "إيلون ماسك", "كريستين لاغارد", "الخبير عمر ناصر", "هدى سليمان", "الرئيس", "طارق البنا", "نائب الرئيس"},
    {"الخدمات الصحية", "التعليم", "الطاقة المتجددة", "مراكز البيانات", "قطاع السياحة", "شبكة القطارات", "صادرات القمح", "الإسكان", "الموازنة العامة",
     "سوق العمل", "أسعار الوقود", "المياه", "الموانئ", "الزراعة", "البنية التحتية", "المفاوضات"},
    {"يوم الخميس", "خلال الفترة المقبلة", "في وقت متأخر من مساء أمس", "على نحو واضح", "قبل نهاية الشهر", "بعد الأزمة الأخيرة", "في مؤتمر صحفي", "منذ أسابيع",
     "رغم الانتقادات", "بصورة تدريجية", "هذا الأسبوع", "أمام البرلمان", "في الموسم الماضي", "دون تفاصيل أخرى", "مرة أخرى", "بانتظام"},
    {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}};
constexpr Words kEnglishWords = {
    {"Microsoft", "Harrow & Sons", "the central bank", "OpenAI", "Northfield Rail", "OPEC", "the company", "Siemens", "Bluewater Mining", "the World Bank",
     "Nvidia", "Delta Foods", "the transport ministry", "Airbus", "the European Union", "Kestrel Energy"},
    {"London", "Nairobi", "northern Iraq", "Texas", "the Gulf", "Manila", "Port Sudan", "Germany", "the Punjab", "Lagos", "Saudi Arabia", "New South Wales",
     "Cairo", "the valley", "Lima", "Brussels"},
    {"The minister", "Maria Lopez", "Mr. Harding", "a spokesman", "Jonathan Okafor", "Elon Musk", "the mayor", "Dr. Anna Weiss", "Christine Lagarde",
     "The chairman", "Priya Raman", "an official", "Samuel Brand", "the finance chief", "Nadia Haddad", "Governor Lee"},
    {"the talks", "rail freight", "solar power", "health care", "the budget", "the data centres", "housing", "tourism", "wheat exports", "water supplies",
     "the merger", "fuel prices", "the port", "school meals", "the pension fund", "the ceasefire"},
    {"on Thursday", "late last night", "this week", "after months of delay", "in a statement", "before the end of the month", "despite criticism", "once again",
     "in the coming years", "without giving details", "as the season began", "with little notice", "at a news conference", "on Monday", "over the past decade",
     "by any measure"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  void sentence(std::string& out, Mix mix) {
    const bool arabic = mix == Mix::kArabic || (mix == Mix::kMixed && below(2) == 0);
    const std::string_view text = arabic ? kArabic[below(kArabic.size())] : kEnglish[below(kEnglish.size())];
    const Words& words = arabic ? kArabicWords : kEnglishWords;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '{') {
        out += text[i];
        continue;
      }
      switch (text[i + 1]) {
        case 'n':
          out += std::to_string(11 + below(989));
          break;
        case 'd':
          out += std::to_string(1 + below(99)) + "." + std::to_string(1 + below(9));
          break;
        case 'y':
          out += std::to_string(2010 + below(20));
          break;
        case 'p':
          out += std::to_string(3 + below(8));
          break;
        case 'm':
          out += words.months[below(words.months.size())];
          break;
        case 'o':
          out += words.organisations[below(words.organisations.size())];
          break;
        case 'c':
          out += words.places[below(words.places.size())];
          break;
        case 'w':
          out += words.persons[below(words.persons.size())];
          break;
        case 't':
          out += words.things[below(words.things.size())];
          break;
        default:
          out += words.adverbials[below(words.adverbials.size())];
          break;
      }
      i += 2;
    }
  }

  void row(std::string& out) {
    out += "| row " + std::to_string(below(1000)) + " | $" + std::to_string(1 + below(900)) + "B | " + std::to_string(below(100)) + "% | " +
           std::to_string(below(5000)) + " MW |\n";
  }

  std::string text(Mix mix, std::size_t bytes, bool line_breaks) {
    std::string out;
    out.reserve(bytes + 512);
    if (mix == Mix::kTables) out += "| site | cost | share | capacity |\n|---|---|---|---|\n";
    for (int n = 1; out.size() < bytes; ++n) {
      if (mix == Mix::kTables) {
        row(out);
        continue;
      }
      sentence(out, mix);
      if (line_breaks && n % 4 == 0) out.back() = '\n';
    }
    return out;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace

const char* to_string(Mix mix) {
  constexpr const char* kNames[] = {"arabic", "english", "mixed", "tables"};
  return kNames[static_cast<std::size_t>(mix)];
}

std::string make_text(Mix mix, std::size_t bytes, bool line_breaks, std::uint64_t seed) {
  return Maker(seed).text(mix, bytes, line_breaks);
}

std::vector<std::string> make_articles(Mix mix, std::size_t bytes, std::uint64_t seed) {
  Maker maker(seed);
  std::vector<std::string> out;
  for (std::size_t made = 0; made < bytes; made += out.back().size()) out.push_back(maker.text(mix, 1000 + maker.below(4000), true));
  return out;
}

}  // namespace mizan::bench

#include "corpus.h"

#include <array>
#include <random>
#include <string_view>

namespace mizan::bench {
namespace {

// {n} a number, {d} a decimal, {y} a year, {p} a small number.
constexpr std::array<std::string_view, 14> kArabic = {
    "بلغت إيرادات الشركة {d} مليار دولار في عام {y}، مقارنة مع {d} مليار دولار في العام الذي سبقه. ",
    "وقال المتحدث باسم الوزارة إن الحكومة ستعمل على تحسين الخدمات في المناطق الريفية خلال الفترة المقبلة. ",
    "وارتفع سعر خام برنت {d} بالمئة إلى {d} دولارا للبرميل في التعاملات المبكرة يوم الخميس. ",
    "وأكد رئيس المجلس أن المشروع لا يزال قيد الدراسة وأن القرار النهائي لم يتخذ بعد. ",
    "أسفر الحادث عن مقتل {p} أشخاص وإصابة {n} آخرين بحسب مصادر طبية في المدينة. ",
    "وتخطط الشركة لبناء محطة بقدرة {n} ميغاواط على مساحة {n} ألف متر مربع. ",
    "وشهدت الجلسة نقاشا طويلا حول مستقبل التعليم والصحة ودور القطاع الخاص فيهما. ",
    "وأعلنت الهيئة أن عدد المسافرين تجاوز {d} مليون مسافر بحلول مارس {y}. ",
    "ويرى محللون أن السوق تحتاج إلى وقت أطول قبل أن تستعيد توازنها بعد الأزمة الأخيرة. ",
    "وتراوحت الأسعار بين {n} و{n} ريال للطن منذ بداية العام. ",
    "من جانبه أشار الخبير إلى أهمية الشفافية في نشر البيانات الرسمية وتحديثها بانتظام. ",
    "وخسر المؤشر {p} نقاط ليغلق عند {n} نقطة في نهاية تداولات الأسبوع. ",
    "وكان اللاعب قد سجل {p} أهداف في {n} مباراة قبل أن يتعرض للإصابة في الموسم الماضي. ",
    "ولم يصدر أي تعليق رسمي من الجانبين حتى الآن على ما نشرته الصحف المحلية. "};
constexpr std::array<std::string_view, 12> kEnglish = {
    "Revenue rose {d}% to ${d} billion in the first quarter of {y}, the company said. ",
    "The minister told reporters that the government would continue to work with its partners in the region. ",
    "Brent crude settled at ${d} a barrel, up {d} percent on the day. ",
    "Analysts said the decision had been widely expected and would do little to change the outlook for the sector. ",
    "At least {p} people were killed and {n} injured when the bus left the road, officials said. ",
    "The plant will have a capacity of {n} MW and is due to open by {y}. ",
    "She added that the committee had not yet seen the final version of the report. ",
    "The group employs more than {n} people and plans to hire {p} engineers this year. ",
    "Residents described a night of confusion before help arrived from neighbouring towns. ",
    "Prices ranged from ${d} to ${d} million, depending on the size of the order. ",
    "Neither side has commented in public on the talks, which began three weeks ago. ",
    "The survey of {n} households found that {d}% had changed supplier since {y}. "};

template <std::size_t N>
void sentence(std::string& out, const std::array<std::string_view, N>& templates, std::mt19937_64& random) {
  auto below = [&](std::uint64_t n) { return random() % n; };
  const std::string_view text = templates[below(N)];
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      out += text[i];
      continue;
    }
    switch (text[i + 1]) {
      case 'n': out += std::to_string(11 + below(989)); break;
      case 'd': out += std::to_string(1 + below(99)) + "." + std::to_string(1 + below(9)); break;
      case 'y': out += std::to_string(2010 + below(20)); break;
      default: out += std::to_string(3 + below(8)); break;
    }
    i += 2;
  }
}

}  // namespace

std::string make_text(Mix mix, std::size_t bytes, bool line_breaks, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string out;
  out.reserve(bytes + 512);
  while (out.size() < bytes) {
    if (mix == Mix::kTables) {
      out += "| row " + std::to_string(random() % 1000) + " | $" + std::to_string(1 + random() % 900) + "B | " + std::to_string(random() % 100) + "% | " + std::to_string(random() % 5000) + " MW |\n";
      continue;
    }
    if (mix == Mix::kArabic || (mix == Mix::kMixed && random() % 2 == 0))
      sentence(out, kArabic, random);
    else
      sentence(out, kEnglish, random);
    if (line_breaks) out.back() = '\n';
  }
  return out;
}

}  // namespace mizan::bench

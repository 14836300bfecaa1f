#include "tools/serve/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "tools/figure.h"

namespace mizan::tools {
namespace {

std::string grouped(std::string_view digits) {
  return figure(Decimal::parse(std::string(digits)).value_or(Decimal()));
}

// The number that begins at `at`, longest first; its length, or 0.
std::size_t number_length(std::string_view text, std::size_t at) {
  std::size_t end = at;
  if (end < text.size() && text[end] == '-') ++end;
  const std::size_t first = end;
  while (end < text.size() && (std::isdigit(static_cast<unsigned char>(text[end])) ||
                               (text[end] == '.' && end + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[end + 1])))))
    ++end;
  return end == first ? 0 : end - at;
}

// How a reason reads in Arabic: "{}" stands for whatever is there, in order. Sources: verdict.cc, arithmetic.cc and comparability.cc of db.
struct Wording {
  std::string_view english, arabic;
};
constexpr Wording kReasons[] = {
    {"order_unknown: {} and {} cannot both hold at one time", "لا يمكن أن يصح {} و{} في وقت واحد، ولا يُعرف أيهما الأحدث"},
    {"{} and {} cannot both hold", "لا يمكن أن يصح {} و{} معًا"},
    {"{} and {} are the same at their written precision", "{} و{} رقم واحد بالدقة التي كُتبا بها"},
    {"{} and {}: {}", "{} و{}: {}"},
    {"a birthday may lie between", "قد يقع يوم ميلاد بين التاريخين"},
    {"both can hold", "يمكن أن يصحا معًا"},
    {"they speak of different things", "يتحدثان عن أمرين مختلفين"},
    {"of one publisher and day, the hours are not known", "من ناشر واحد في يوم واحد، والساعة غير معروفة"},
    {"one article gives both", "تذكرهما معًا مقالة واحدة"},
    {"different things are counted", "المعدود مختلف"},
    {"the measures are named differently", "المقياسان مختلفا الاسم"},
    {"one is denied", "أحدهما منفي"},
    {"one is planned or expected, the other is actual", "أحدهما مخطط أو متوقع والآخر فعلي"},
    {"one speaks of a part only", "أحدهما عن جزء فقط"},
    {"they speak of different parts", "يتحدثان عن جزأين مختلفين"},
    {"they rest on different bases", "يقومان على أساسين مختلفين"},
    {"one is so far, the other at a time", "أحدهما تراكمي والآخر لحظي"},
    {"one names a period, the other does not", "أحدهما يذكر فترة والآخر لا يذكرها"},
    {"neither names the time that it covers", "لا يذكر أي منهما الوقت الذي يغطيه"},
    {"they are of different dates", "هما من تاريخين مختلفين"},
    {"the articles are far apart in time and name no period", "المقالتان متباعدتان زمنًا ولا تذكران فترة"},
    {"{} says {} and, as a toll may only rise, later {}", "يقول {}: {}، ثم لاحقًا {}، والحصيلة لا تنقص"},
    {"from {} to {}, the later figure", "من {} إلى {}، وهو الأحدث"},
    {"{} was later than {}", "{} أحدث من {}"},
    {"{} had risen to {}", "{} ارتفع إلى {}"},
    {"{} says {} where it said {} before", "يقول {}: {}، وكان قد قال: {}"},
    {"{} says {}, {} says {}", "يقول {}: {}، ويقول {}: {}"},
    {"all say {}", "كلهم يقولون {}"},
    {"nobody else says it", "لا يقوله غيره"},
    {"the figures differ within one article only", "تختلف الأرقام داخل مقالة واحدة فقط"},
    {"the {} parts sum to {}, as stated", "مجموع الأجزاء ({}) هو {}، كما ذُكر"},
    {"the {} parts sum to {}, which {} is at its written precision", "مجموع الأجزاء ({}) هو {}، وهو {} بالدقة التي كُتب بها"},
    {"the {} listed parts sum to {} of {} stated", "مجموع الأجزاء المذكورة ({}) هو {} من {}"},
    {"the {} parts sum to {}, but {} is stated", "مجموع الأجزاء ({}) هو {}، لكن المذكور {}"},
    {"the two levels give {} %, {} is stated", "المستويان يعطيان {}%، والمذكور {}"},
    {"the two levels give {} % at face value and, as precisely as they are written, {} %: {} is within",
     "المستويان يعطيان {}%، وبدقة كتابتهما {}%، والمذكور {} ضمنه"},
    {"the two levels give {} % ({} %), but {} is stated", "المستويان يعطيان {}% ({}%)، لكن المذكور {}"},
    {"the {} parts sum to {}, {} is stated", "مجموع الأجزاء ({}) هو {}، والمذكور {}"},
    {"what is said to be a part is {}, {} is stated", "ما يُذكر أنه جزء هو {}، والمذكور {}"},
    {"the part is {} % of the whole, but {} is stated", "الجزء {}% من الكل، لكن المذكور {}"},
    {"the part is {} % of the whole ({} to {} as precisely as they are written), {} is stated", "الجزء {}% من الكل ({} إلى {} بدقة الكتابة)، والمذكور {}"},
    {"the part is {} % of the whole, {} is stated", "الجزء {}% من الكل، والمذكور {}"},
    {"at the rate that {} others imply, {} is {}; {} is stated", "بالسعر الذي تدل عليه {} غيرها، {} هي {}؛ والمذكور {}"},
    {"at the rate that {} other implies, {} is {}; {} is stated", "بالسعر الذي تدل عليه {} غيرها، {} هي {}؛ والمذكور {}"},
    {"{} is {}, {} is stated", "{} هي {}، والمذكور {}"},
    {"“{}” and “{}” sound alike", "لفظ «{}» كلفظ «{}»"},
    {"is spelled “{}”, too", "يُكتب «{}» أيضًا"},
    {"merged by {}, {}", "دمجه {}، {}"},
    {"named by a person", "سمّاه شخص"},
    {"about {}", "نحو {}"},
    {"over {}", "أكثر من {}"},
    {"under {}", "أقل من {}"},
    {"at least {}", "{} على الأقل"},
    {"at most {}", "{} على الأكثر"},
    {"{} billion", "{} مليار"},
    {"{} million", "{} مليون"},
    {"{} trillion", "{} تريليون"},
};

// Fits `text` to a wording; what stands for each "{}" in `parts`.
bool fits(std::string_view text, std::string_view wording, std::vector<std::string_view>& parts) {
  parts.clear();
  for (;;) {
    const std::size_t gap = wording.find("{}");
    if (gap == std::string_view::npos) return text == wording;
    if (text.substr(0, gap) != wording.substr(0, gap)) return false;
    text.remove_prefix(gap);
    wording.remove_prefix(gap + 2);
    if (wording.empty()) {
      parts.push_back(text);
      return !text.empty();
    }
    const std::size_t next = wording.find("{}");
    const std::string_view behind = wording.substr(0, next);
    const std::size_t at = next == std::string_view::npos
                               ? (text.size() >= behind.size() && text.ends_with(behind) ? text.size() - behind.size() : std::string_view::npos)
                               : text.find(behind);
    if (at == std::string_view::npos || at == 0) return false;
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at);
  }
}

std::string in_arabic(std::string_view text, int depth) {
  std::vector<std::string_view> parts;
  for (const Wording& wording : kReasons) {
    if (!fits(text, wording.english, parts)) continue;
    std::string out;
    std::size_t k = 0;
    std::string_view rest = wording.arabic;
    for (std::size_t gap; (gap = rest.find("{}")) != std::string_view::npos; rest.remove_prefix(gap + 2)) {
      out += rest.substr(0, gap);
      out += depth < 4 ? in_arabic(parts[k], depth + 1) : std::string(parts[k]);
      ++k;
    }
    out += rest;
    return out;
  }
  return std::string(text);
}

constexpr std::array<std::string_view, 12> kMonthsEnglish = {"January", "February", "March",     "April",   "May",      "June",
                                                             "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 12> kMonthsArabic = {"يناير", "فبراير", "مارس",   "أبريل",  "مايو",   "يونيو",
                                                            "يوليو", "أغسطس",  "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};

bool digits_only(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
}

}  // namespace

std::string metric_words(std::string_view metric, std::string_view noun, Language language, std::string_view noun_words) {
  if (language == Language::kEnglish) return measure(metric, noun);
  if (noun_words.empty()) noun_words = noun;
  if (metric == "other" && !noun.empty()) return std::string(noun_words);
  const std::string key = "m." + std::string(metric);
  std::string out = is_phrase(key) ? std::string(say(key, language)) : measure(metric, "");
  const bool says_it =
      noun.empty() || noun == "person" || noun == "other" || noun == "dead" || (noun.size() > 3 && metric.starts_with(noun.substr(0, noun.size() - 1)));
  if (!says_it) out += fmt::format(" ({})", noun_words);
  return out;
}

std::string filled(std::string_view words, std::initializer_list<std::string_view> parts) {
  std::string out;
  auto part = parts.begin();
  for (std::size_t gap; (gap = words.find("{}")) != std::string_view::npos && part != parts.end(); words.remove_prefix(gap + 2)) {
    out += words.substr(0, gap);
    out += *part++;
  }
  out += words;
  return out;
}

std::string counted_words(std::uint64_t number, std::string_view what, Language language) {
  const std::string digits = figure(Decimal::make(static_cast<std::int64_t>(std::min<std::uint64_t>(number, INT64_MAX)), 0).value_or(Decimal()));
  const std::string key(what);
  if (language == Language::kEnglish) return filled(say(key + (number == 1 ? ".one" : ".many"), language), {digits});
  // The dual and the paucal of Arabic; hundreds count as what follows them, and round hundreds take the singular.
  const std::uint64_t rest = number % 100;
  const char* form = number == 1 ? ".one" : number == 2 ? ".two" : rest >= 3 && rest <= 10 ? ".few" : rest >= 11 ? ".many" : ".hundred";
  return filled(say(key + form, language), {digits});
}

std::string unit_words(std::string_view unit, Language language) {
  if (unit == "1" || unit.empty()) return {};
  const std::string key = "u." + std::string(unit);
  return is_phrase(key) ? std::string(say(key, language)) : std::string(unit);
}

std::string figure_words(const std::optional<Decimal>& low, const std::optional<Decimal>& high, Bound bound, std::string_view unit, std::string_view per,
                         Language language) {
  // Hedges are words here: a sign before a number ("<500", "~30") turns round in a line from right to left.
  std::string out = figure(low, high, Bound::kExact, unit == "%" || unit == "x" ? unit : "1", "");
  if (language == Language::kArabic) {
    replace_all(out, " trillion", " تريليون");
    replace_all(out, " billion", " مليار");
    replace_all(out, " million", " مليون");
    if (out == "n/a") out = "غير محدد";  // not stated
  }
  if (unit != "%" && unit != "x" && unit != "1" && !unit.empty()) out += " " + unit_words(unit, language);
  if (!per.empty()) {
    const std::string key = "p." + std::string(per);
    const std::string of = is_phrase(key) ? std::string(say(key, language)) : std::string(per);
    out += language == Language::kArabic ? " / " + of : "/" + of;
  }
  const char* hedge = bound == Bound::kAbout     ? "hedge.about"
                      : bound == Bound::kOver    ? "hedge.over"
                      : bound == Bound::kUnder   ? "hedge.under"
                      : bound == Bound::kAtLeast ? "hedge.at_least"
                      : bound == Bound::kAtMost  ? "hedge.at_most"
                                                 : nullptr;
  return hedge != nullptr && (low || high) ? filled(say(hedge, language), {out}) : out;
}

std::string length_words(std::string_view value, Language language) {
  std::string out = length(value);
  if (language == Language::kEnglish) return out;
  constexpr std::pair<std::string_view, std::string_view> kUnits[] = {{"years", "سنة"},     {"year", "سنة"},     {"months", "شهر"},    {"month", "شهر"},
                                                                      {"weeks", "أسبوع"},   {"week", "أسبوع"},   {"days", "يوم"},      {"day", "يوم"},
                                                                      {"hours", "ساعة"},    {"hour", "ساعة"},    {"minutes", "دقيقة"}, {"minute", "دقيقة"},
                                                                      {"seconds", "ثانية"}, {"second", "ثانية"}, {" to ", " إلى "}};
  for (const auto& [english, arabic] : kUnits) replace_all(out, english, arabic);
  return out;
}

std::string period_words(std::string_view period, Language language) {
  const bool arabic = language == Language::kArabic;
  if (period.size() == 7 && period[4] == '-' && digits_only(period.substr(0, 4))) {
    const std::string year(period.substr(0, 4));
    const std::string_view part = period.substr(5);
    if (part[0] == 'Q' && part[1] >= '1' && part[1] <= '4') {
      constexpr std::array<std::string_view, 4> kQuarters = {"الربع الأول", "الربع الثاني", "الربع الثالث", "الربع الرابع"};
      return arabic ? fmt::format("{} {}", kQuarters[static_cast<std::size_t>(part[1] - '1')], year) : fmt::format("{} {}", part, year);
    }
    if (part[0] == 'H' && (part[1] == '1' || part[1] == '2')) {
      return arabic ? fmt::format("{} {}", part[1] == '1' ? "النصف الأول" : "النصف الثاني", year) : fmt::format("{} {}", part, year);
    }
    if (digits_only(part)) {
      const int month = std::stoi(std::string(part));
      if (month >= 1 && month <= 12) return fmt::format("{} {}", (arabic ? kMonthsArabic : kMonthsEnglish)[static_cast<std::size_t>(month - 1)], year);
    }
  }
  if (period.size() == 10 && period[4] == '-' && period[7] == '-' && digits_only(period.substr(5, 2)) && digits_only(period.substr(8, 2))) {
    const int month = std::stoi(std::string(period.substr(5, 2))), day = std::stoi(std::string(period.substr(8, 2)));
    if (month >= 1 && month <= 12)
      return fmt::format("{} {} {}", day, (arabic ? kMonthsArabic : kMonthsEnglish)[static_cast<std::size_t>(month - 1)], period.substr(0, 4));
  }
  return std::string(period);
}

std::string reason_words(std::string_view reason, Language language) {
  // Long figures in groups first: the wordings then fit either way.
  std::string out;
  for (std::size_t i = 0; i < reason.size();) {
    const bool starts = i == 0 || !(std::isalnum(static_cast<unsigned char>(reason[i - 1])) || reason[i - 1] == '.' || reason[i - 1] == ',');
    const std::size_t n = starts && std::isdigit(static_cast<unsigned char>(reason[i])) ? number_length(reason, i) : 0;
    if (n > 4) {
      out += grouped(reason.substr(i, n));
    } else {
      out += reason.substr(i, std::max<std::size_t>(n, 1));
    }
    i += std::max<std::size_t>(n, 1);
  }
  return language == Language::kArabic ? in_arabic(out, 0) : out.starts_with("order_unknown: ") ? readable(out) : out;
}

std::string eastern_digits(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool between =
        i > 0 && i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i - 1])) && std::isdigit(static_cast<unsigned char>(text[i + 1]));
    if (c >= '0' && c <= '9') {
      out += '\xD9';
      out += static_cast<char>(0xA0 + (c - '0'));
    } else if (c == '.' && between) {
      out += "٫";  // decimal mark
    } else if (c == ',' && between) {
      out += "٬";  // thousands mark
    } else if (c == '%' && i > 0) {
      out += "٪";  // percent
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace mizan::tools

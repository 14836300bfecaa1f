#include "corpus/dates.h"

#include <fmt/format.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <unordered_map>
#include <vector>

#include "corpus/fields.h"
#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

struct Month {
  unsigned number = 0;  // 1-12
  bool hijri = false;
};

// Folded names of months, of one word or two ("كانون الثاني", January in the Levant).
using MonthNames = std::unordered_map<std::string, Month>;

void add_months(MonthNames& names, const char* locale, bool hijri) {
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat* format = udat_open(UDAT_DEFAULT, UDAT_DEFAULT, locale, nullptr, 0, nullptr, 0, &status);
  if (U_FAILURE(status)) return;
  for (UDateFormatSymbolType type : {UDAT_MONTHS, UDAT_SHORT_MONTHS, UDAT_STANDALONE_MONTHS}) {
    for (int32_t i = 0; i < 12; ++i) {
      std::array<char16_t, 64> name;
      std::array<char, 256> utf8;
      status = U_ZERO_ERROR;
      int32_t length = udat_getSymbols(format, type, i, name.data(), static_cast<int32_t>(name.size()), &status);
      int32_t bytes = 0;
      if (U_FAILURE(status)) continue;
      u_strToUTF8(utf8.data(), static_cast<int32_t>(utf8.size()), &bytes, name.data(), length, &status);
      if (U_FAILURE(status) || bytes < 3) continue;
      std::string text(utf8.data(), static_cast<std::size_t>(bytes));
      std::string folded = NormalizedText::fold(text);
      if (folded.empty() || (folded[0] >= '0' && folded[0] <= '9')) continue;
      names.emplace(std::move(folded), Month{static_cast<unsigned>(i + 1), hijri});
    }
  }
  udat_close(format);
}

const MonthNames& month_names() {
  static const MonthNames kNames = [] {
    MonthNames names;
    for (const char* locale : {"en", "ar", "ar_EG", "ar_SA@calendar=gregorian", "ar_SY", "ar_LB", "ar_IQ", "ar_DZ", "ar_TN", "ar_MA"})
      add_months(names, locale, false);
    for (const char* locale : {"ar@calendar=islamic-umalqura", "en@calendar=islamic-umalqura"}) add_months(names, locale, true);
    struct Other {
      const char* name;
      unsigned month;
      bool hijri;
    };
    // What ICU lacks: other spellings of the press.
    constexpr Other kOthers[] = {
        {"sept", 9, false},       {"إبريل", 4, false},        {"يونيه", 6, false},       {"يوليه", 7, false},   // April, June, July (Egypt)
        {"يوليوز", 7, false},     {"شتنبر", 9, false},        {"نونبر", 11, false},      {"دجنبر", 12, false},  // July, September, November, December (Morocco)
        {"جوان", 6, false},       {"جويلية", 7, false},       {"أوت", 8, false},         {"ماي", 5, false},     // June, July, August, May (Algeria, Tunisia)
        {"ربيع الثاني", 4, true}, {"جمادى الثانية", 6, true}, {"جمادى الثاني", 6, true}, {"جمادى الأول", 5, true},  // Rabi II, Jumada II, Jumada I
        {"ذي القعدة", 11, true},  {"ذي الحجة", 12, true},     {"muharram", 1, true},     {"safar", 2, true},  // Dhu al-Qa'da, Dhu al-Hijja in the genitive
        {"rajab", 7, true},       {"shaban", 8, true},        {"ramadan", 9, true},      {"shawwal", 10, true},
    };
    for (const Other& other : kOthers) names.emplace(NormalizedText::fold(other.name), Month{other.month, other.hijri});
    return names;
  }();
  return kNames;
}

struct Piece {
  enum Kind : std::uint8_t { kNumber, kWord, kSign } kind = kSign;
  std::string_view text;
  unsigned value = 0;  // of a number
  std::size_t digits = 0;
  bool space_before = false;
};

bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || c == '\'' || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x2B0 && c <= 0x2FF) ||
         (c >= 0x620 && c <= 0x64A) || (c >= 0x66E && c <= 0x6D3);
}

// Digits, runs of letters, single signs; at most so many, a date stands near the begin.
std::vector<Piece> pieces_of(std::string_view text) {
  constexpr std::size_t kMost = 80;
  std::vector<Piece> out;
  bool space = true;
  for (std::size_t i = 0; i < text.size() && out.size() < kMost;) {
    char c = text[i];
    std::size_t begin = i;
    Piece piece;
    piece.space_before = space;
    space = false;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      space = true;
      ++i;
      continue;
    }
    if (c >= '0' && c <= '9') {
      while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
      piece.kind = Piece::kNumber;
      piece.digits = i - begin;
      if (piece.digits <= 9) std::from_chars(text.data() + begin, text.data() + i, piece.value);
    } else {
      next_code_point(text, i);
      std::size_t end = begin, next = begin;
      while (next < text.size() && is_letter(next_code_point(text, next))) end = next;
      if (end > begin) {
        piece.kind = Piece::kWord;
        i = end;
      }
    }
    piece.text = text.substr(begin, i - begin);
    out.push_back(piece);
  }
  return out;
}

bool is_day(unsigned year, unsigned month, unsigned day) {
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(year)), std::chrono::month(month), std::chrono::day(day)).ok();
}

std::optional<std::string> gregorian(unsigned year, unsigned month, unsigned day) {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || !is_day(year, month, day)) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::optional<std::string> from_hijri(unsigned year, unsigned month, unsigned day) {
  if (year < 1300 || year > 1500 || month < 1 || month > 12 || day < 1 || day > 30) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  UCalendar* calendar = ucal_open(u"UTC", 3, "ar@calendar=islamic-umalqura", UCAL_TRADITIONAL, &status);
  if (U_FAILURE(status)) return std::nullopt;
  ucal_clear(calendar);
  ucal_setAttribute(calendar, UCAL_LENIENT, 0);
  ucal_set(calendar, UCAL_YEAR, static_cast<int32_t>(year));
  ucal_set(calendar, UCAL_MONTH, static_cast<int32_t>(month - 1));
  ucal_set(calendar, UCAL_DATE, static_cast<int32_t>(day));
  double millis = ucal_getMillis(calendar, &status);
  ucal_close(calendar);
  if (U_FAILURE(status)) return std::nullopt;
  std::chrono::sys_days at =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(static_cast<std::int64_t>(millis))));
  std::chrono::year_month_day date(at);
  return gregorian(static_cast<unsigned>(static_cast<int>(date.year())), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

class DateLine {
 public:
  DateLine(std::string_view folded, DayOrder order) : pieces_(pieces_of(folded)), order_(order) {}

  std::optional<std::string> read() const {
    std::optional<std::string> hijri;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      std::size_t end = i;
      bool is_hijri = false;
      std::optional<std::string> day = day_at(i, end, is_hijri);
      if (!day) continue;
      if (!is_hijri) return *day + time_of(i, end);
      if (!hijri) hijri = *day + time_of(i, end);
      i = end - 1;
    }
    return hijri;
  }

 private:
  const Piece* at(std::size_t i) const { return i < pieces_.size() ? &pieces_[i] : nullptr; }
  bool is_number(std::size_t i, std::size_t least, std::size_t most) const {
    return i < pieces_.size() && pieces_[i].kind == Piece::kNumber && pieces_[i].digits >= least && pieces_[i].digits <= most;
  }
  bool is_sign(std::size_t i, std::string_view signs) const {
    return i < pieces_.size() && pieces_[i].kind == Piece::kSign && signs.find(pieces_[i].text[0]) != std::string_view::npos;
  }

  // A month's name at piece i; `end` behind it. Also two names for one month, "مارس/آذار" (March).
  std::optional<Month> month_at(std::size_t i, std::size_t& end) const {
    const MonthNames& names = month_names();
    if (i >= pieces_.size() || pieces_[i].kind != Piece::kWord) return std::nullopt;
    std::optional<Month> found;
    if (i + 1 < pieces_.size() && pieces_[i + 1].kind == Piece::kWord) {
      if (auto it = names.find(fmt::format("{} {}", pieces_[i].text, pieces_[i + 1].text)); it != names.end()) {
        found = it->second;
        end = i + 2;
      }
    }
    if (!found) {
      if (auto it = names.find(std::string(pieces_[i].text)); it != names.end()) {
        found = it->second;
        end = i + 1;
      }
    }
    if (found) {
      std::size_t other_end = 0;
      std::size_t next = is_sign(end, "/(") ? end + 1 : end;
      std::optional<Month> other = next > end ? month_at(next, other_end) : std::nullopt;
      if (other && other->number == found->number && other->hijri == found->hijri) end = is_sign(other_end, ")") ? other_end + 1 : other_end;
    }
    return found;
  }

  std::optional<std::string> made(unsigned year, Month month, unsigned day, bool& is_hijri) const {
    is_hijri = month.hijri || year < 1600;
    return is_hijri ? from_hijri(year, month.number, day) : gregorian(year, month.number, day);
  }

  std::optional<std::string> day_at(std::size_t i, std::size_t& end, bool& is_hijri) const {
    if (i > 0 && is_sign(i - 1, ":/-.") && !pieces_[i].space_before) return std::nullopt;  // in the middle of another number
    // 2025-03-28, 2025/3/28, 1446/9/28
    if (is_number(i, 4, 4) && is_sign(i + 1, "-/.") && is_number(i + 2, 1, 2) && is_sign(i + 3, "-/.") && is_number(i + 4, 1, 2)) {
      end = i + 5;
      return made(at(i)->value, {at(i + 2)->value, false}, at(i + 4)->value, is_hijri);
    }
    // 28-03-2025, 28/3/1446
    if (is_number(i, 1, 2) && is_sign(i + 1, "-/.") && is_number(i + 2, 1, 2) && is_sign(i + 3, "-/.") && is_number(i + 4, 4, 4)) {
      end = i + 5;
      unsigned first = at(i)->value, second = at(i + 2)->value;
      const bool day_first = at(i + 4)->value < 1600 || first > 12 || first == second || (second <= 12 && order_ == DayOrder::kDayFirst);
      if (!day_first && second <= 12 && order_ == DayOrder::kUnknown) return std::nullopt;
      if (!day_first) std::swap(first, second);
      return made(at(i + 4)->value, {second, false}, first, is_hijri);
    }
    // 28 March 2025, 28th of March, 2025; 28-Mar-2025; 28 رمضان 1446
    if (is_number(i, 1, 2)) {
      std::size_t next = i + 1;
      for (; next < pieces_.size(); ++next) {
        std::string_view word = pieces_[next].text;
        if (word != "st" && word != "nd" && word != "rd" && word != "th" && word != "of" && word != "من" && !is_sign(next, "-.,")) break;  // من: of
      }
      std::size_t behind = 0;
      if (std::optional<Month> month = month_at(next, behind)) {
        while (is_sign(behind, "-,.") ||
               (behind < pieces_.size() && (pieces_[behind].text == "،" || pieces_[behind].text == "عام" || pieces_[behind].text == "سنه")))
          ++behind;  // عام, سنة: in the year
        if (is_number(behind, 4, 4)) {
          end = behind + 1;
          return made(at(behind)->value, *month, at(i)->value, is_hijri);
        }
      }
    }
    // March 28, 2025
    std::size_t behind = 0;
    if (std::optional<Month> month = month_at(i, behind)) {
      while (is_sign(behind, ".")) ++behind;
      if (is_number(behind, 1, 2)) {
        std::size_t next = behind + 1;
        for (; next < pieces_.size(); ++next) {
          std::string_view word = pieces_[next].text;
          if (word != "st" && word != "nd" && word != "rd" && word != "th" && word != "،" && !is_sign(next, ",.-")) break;
        }
        if (is_number(next, 4, 4)) {
          end = next + 1;
          return made(at(next)->value, *month, at(behind)->value, is_hijri);
        }
      }
    }
    return std::nullopt;
  }

  // "T14:05:00+03:00" of the time that stands nearest behind the day, else before it; empty for none.
  std::string time_of(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kNear = 12;
    for (std::size_t i = end; i < std::min(pieces_.size(), end + kNear); ++i) {
      std::size_t behind = 0;
      bool hijri = false;
      if (i > end && day_at(i, behind, hijri)) {
        if (!hijri) break;  // that date's own time
        i = behind - 1;
        continue;
      }
      if (std::string time = time_at(i); !time.empty()) return time;
    }
    for (std::size_t i = begin > kNear ? begin - kNear : 0; i < begin; ++i) {
      if (std::string time = time_at(i); !time.empty()) return time;
    }
    return {};
  }

  std::string time_at(std::size_t i) const {
    // "14:05", also glued to the day by a T: "2025-03-28t14:05" is cut into pieces like any other.
    if (!is_number(i, 1, 2) || !is_sign(i + 1, ":") || !is_number(i + 2, 2, 2)) return {};
    if (i > 0 && is_sign(i - 1, ":+")) return {};
    unsigned hour = at(i)->value, minute = at(i + 2)->value, second = 0;
    bool seconds = false;
    std::size_t next = i + 3;
    if (is_sign(next, ":") && is_number(next + 1, 2, 2)) {
      second = at(next + 1)->value;
      seconds = true;
      next += 2;
      if (is_sign(next, ".") && is_number(next + 1, 1, 9) && !at(next + 1)->space_before) next += 2;
    }
    if (next < pieces_.size()) {
      std::string_view word = pieces_[next].text;
      bool pm = word == "pm" || word == "م" || word == "مساء" || word == "ظهرا" || word == "بعد";  // م, مساء, ظهرا: p.m.
      bool am = word == "am" || word == "ص" || word == "صباحا" || word == "فجرا";                  // ص, صباحا, فجرا: a.m.
      if ((word == "a" || word == "p") && is_sign(next + 1, ".") && next + 2 < pieces_.size() && pieces_[next + 2].text == "m") {
        pm = word == "p";
        am = !pm;
        next += 2;
      }
      if (pm && hour < 12) hour += 12;
      if (am && hour == 12) hour = 0;
      if (pm || am) ++next;
    }
    if (hour > 23 || minute > 59 || second > 60) return {};
    std::string out = fmt::format("T{:02}:{:02}", hour, minute);
    if (seconds) out += fmt::format(":{:02}", second);
    return out + zone_at(next);
  }

  std::string zone_at(std::size_t i) const {
    for (; is_sign(i, ".,()|"); ++i) {
    }
    if (i >= pieces_.size()) return {};
    std::string_view word = pieces_[i].text;
    if (word == "gmt" || word == "utc" || word == "ut" || word == "z") {
      if (is_sign(i + 1, "+-")) {
        if (std::string offset = offset_at(i + 1); !offset.empty()) return offset;
      }
      return "Z";
    }
    struct Zone {
      std::string_view name, offset;
    };
    // RFC 5322, 4.3; and what Arabic sites write behind "بتوقيت" (by the time of).
    constexpr Zone kZones[] = {{"est", "-05:00"},  {"edt", "-04:00"}, {"cst", "-06:00"}, {"cdt", "-05:00"}, {"mst", "-07:00"},
                               {"mdt", "-06:00"},  {"pst", "-08:00"}, {"pdt", "-07:00"}, {"bst", "+01:00"}, {"cet", "+01:00"},
                               {"cest", "+02:00"}, {"msk", "+03:00"}, {"ast", "+03:00"}, {"ksa", "+03:00"}, {"gst", "+04:00"}};
    for (const Zone& zone : kZones) {
      if (word == zone.name) return std::string(zone.offset);
    }
    if (is_sign(i, "+-") && !(is_sign(i, "-") && i + 1 < pieces_.size() && pieces_[i + 1].space_before)) return offset_at(i);
    if (word == "بتوقيت" && i + 1 < pieces_.size()) {  // by the time of
      std::string_view place = pieces_[i + 1].text;
      if (place == "غرينتش" || place == "جرينتش" || place == "غرينيتش" || place == "جرينيتش") return "Z";  // Greenwich
      if (place == "مكه" || place == "السعوديه" || place == "الرياض" || place == "الدوحه" || place == "بغداد" || place == "الكويت")
        return "+03:00";                                                                                   // Mecca, Saudi Arabia, Riyadh, Doha, Baghdad, Kuwait
      if (place == "ابوظبي" || place == "الامارات" || place == "دبي" || place == "مسقط") return "+04:00";  // Abu Dhabi, the Emirates, Dubai, Muscat
    }
    return {};
  }

  std::string offset_at(std::size_t i) const {
    char sign = pieces_[i].text[0];
    if (is_number(i + 1, 4, 4)) {
      unsigned value = at(i + 1)->value;
      return value / 100 > 14 || value % 100 > 59 ? std::string() : fmt::format("{}{:02}:{:02}", sign, value / 100, value % 100);
    }
    if (!is_number(i + 1, 1, 2) || at(i + 1)->value > 14) return {};
    unsigned minutes = is_sign(i + 2, ":") && is_number(i + 3, 2, 2) ? at(i + 3)->value : 0;
    return minutes > 59 ? std::string() : fmt::format("{}{:02}:{:02}", sign, at(i + 1)->value, minutes);
  }

  std::vector<Piece> pieces_;
  DayOrder order_;
};

std::optional<std::string> from_epoch(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.size() == 13) value /= 1000;
  std::chrono::sys_seconds at{std::chrono::seconds(value)};
  auto day = std::chrono::floor<std::chrono::days>(at);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss time(at - day);
  std::optional<std::string> out =
      gregorian(static_cast<unsigned>(static_cast<int>(date.year())), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (out) *out += fmt::format("T{:02}:{:02}:{:02}Z", time.hours().count(), time.minutes().count(), time.seconds().count());
  return out;
}

}  // namespace

std::optional<std::string> read_date(std::string_view text, DayOrder order) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  if (std::optional<std::string> exact = checked_date(text); exact && !exact->empty() && exact->substr(0, 4) >= "1900") return exact;
  constexpr std::size_t kLongest = 400;
  if (text.size() > kLongest) {
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  if (find_invalid_utf8(text)) return std::nullopt;
  if ((text.size() == 10 || text.size() == 13) && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return from_epoch(text);
  // 20250328, and with a time behind it: 20250328T140500Z
  if (text.size() >= 8 && std::all_of(text.begin(), text.begin() + 8, [](char c) { return c >= '0' && c <= '9'; }) && (text.size() == 8 || text[8] == 'T')) {
    std::string spread = fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
    if (text.size() >= 13) spread += fmt::format("T{}:{}", text.substr(9, 2), text.substr(11, 2));
    if (text.size() >= 15) spread += fmt::format(":{}", text.substr(13));
    if (std::optional<std::string> exact = checked_date(spread)) return exact;
  }
  std::string folded = NormalizedText::fold(text);
  // An ISO time is glued to its day by a T.
  for (std::size_t i = 1; i + 1 < folded.size(); ++i) {
    if (folded[i] == 't' && folded[i - 1] >= '0' && folded[i - 1] <= '9' && folded[i + 1] >= '0' && folded[i + 1] <= '9') folded[i] = ' ';
  }
  return DateLine(folded, order).read();
}

std::optional<std::string> date_in_url(std::string_view url) {
  auto digit = [&](std::size_t i) { return i < url.size() && url[i] >= '0' && url[i] <= '9'; };
  auto number = [&](std::size_t i, std::size_t length) {
    unsigned value = 0;
    std::from_chars(url.data() + i, url.data() + i + length, value);
    return value;
  };
  for (std::size_t i = 1; i + 8 <= url.size(); ++i) {
    if (digit(i - 1) || !(url[i - 1] == '/' || url[i - 1] == '-' || url[i - 1] == '_')) continue;
    std::size_t year_end = i;
    while (digit(year_end)) ++year_end;
    if (year_end - i == 8 && !digit(i + 8)) {
      if (auto day = gregorian(number(i, 4), number(i + 4, 2), number(i + 6, 2))) return day;
    }
    if (year_end - i != 4) continue;
    char separator = year_end < url.size() ? url[year_end] : 0;
    if (separator != '/' && separator != '-') continue;
    std::size_t month = year_end + 1, month_end = month;
    while (digit(month_end)) ++month_end;
    if (month_end == month || month_end - month > 2 || month_end >= url.size() || url[month_end] != separator) continue;
    std::size_t day = month_end + 1, day_end = day;
    while (digit(day_end)) ++day_end;
    if (day_end == day || day_end - day > 2) continue;
    if (auto found = gregorian(number(i, 4), number(month, month_end - month), number(day, day_end - day))) return found;
  }
  return std::nullopt;
}

}  // namespace mizan::corpus

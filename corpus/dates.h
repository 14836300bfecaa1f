// Publishing dates as pages, feeds, mails and tables write them, in the form that documents carry: "2025-03-28" or "2025-03-28T14:05:00+03:00".
//
//   "Fri, 28 Mar 2025 14:05:00 +0300"                      -> 2025-03-28T14:05:00+03:00
//   "الجمعة 28 رمضان 1446 هـ - 28 مارس 2025 - 2:05 م"         -> 2025-03-28T14:05          (Friday 28 Ramadan 1446 AH, 2:05 pm)
//   "29 رمضان 1446"                                         -> 2025-03-29                 (29 Ramadan: by Umm al-Qura)
//
// The months' names are ICU's (Gregorian of all Arab countries, Hijri, English). What "yesterday" means is none of this file's business: relative dates are no
// dates here, nor are days without a year.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan::corpus {

// How 3/4/2025 is read.
enum class DayOrder : std::uint8_t {
  kUnknown,  // only where one of the two numbers can be no month
  kDayFirst,
  kMonthFirst,
};

// Any of the forms above, alone or in a line of text ("Published: ... | Updated: ...": the first). A Gregorian date goes before a Hijri one beside it.
// Seconds or milliseconds since 1970 are taken where the text is nothing but their digits. nullopt where there is no date, or only an ambiguous one.
std::optional<std::string> read_date(std::string_view text, DayOrder order = DayOrder::kUnknown);

// The day in an address: "/2025/03/28/", "/20250328/", "-2025-03-28". nullopt for none.
std::optional<std::string> date_in_url(std::string_view url);

}  // namespace mizan::corpus

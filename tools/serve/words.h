// What the desk says, in Arabic and English: labels, names of measures and units, verdicts, and the reasons that the database keeps in English.
//
//   say("conflict", Language::kArabic)                                  -> "تعارض"
//   metric_words("share_price", "", Language::kArabic)                   -> "سعر السهم"
//   reason_words("6.4 and 6.6 cannot both hold", Language::kArabic)      -> "لا يمكن أن يصح 6.4 و6.6 معًا"
//
// One table, so that a page cannot be finished in one language only: tests ask that every key has both.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "pipeline/decimal.h"
#include "pipeline/mention.h"

namespace mizan::tools {

enum class Language : std::uint8_t { kEnglish, kArabic };

struct Phrase {
  std::string_view key, english, arabic;
};
std::span<const Phrase> phrases();
// The words of a key; the key itself, with blanks for underscores, where nobody has given it words.
std::string_view say(std::string_view key, Language language);
bool is_phrase(std::string_view key);

// The words with what stands for each "{}" put in, in order.
std::string filled(std::string_view words, std::initializer_list<std::string_view> parts);
// "1 source", "3 sources"; "مصدر واحد", "مصدران", "3 مصادر", "11 مصدرًا". `what`: "n.source", a family of phrases (.one .two .few .many .hundred).
std::string counted_words(std::uint64_t number, std::string_view what, Language language);

// `noun_words`: what the noun is called in the language; empty: as it is.
std::string metric_words(std::string_view metric, std::string_view noun, Language language, std::string_view noun_words = {});
// "دولار أمريكي" for USD, "غيغاواط" for GW; the unit itself where it has no name here. Empty for "1".
std::string unit_words(std::string_view unit, Language language);
// "32 billion USD", "32 مليار دولار أمريكي"; "at least 231", "نحو 7 غيغاواط". Latin digits.
std::string figure_words(const std::optional<Decimal>& low, const std::optional<Decimal>& high, Bound bound, std::string_view unit, std::string_view per,
                         Language language);
// A duration or age in words: "86 years", "86 سنة"; a date as it is.
std::string length_words(std::string_view value, Language language);
// "2026-Q2" -> "Q2 2026", "الربع الثاني 2026"; "2026-03" -> "March 2026", "مارس 2026". What it does not know stays.
std::string period_words(std::string_view period, Language language);
// A reason as reconcile words it, with its numbers in groups; in Arabic where the wording is known, else as it is.
std::string reason_words(std::string_view reason, Language language);
// ٠-٩ for 0-9, ٫ and ٬ for the marks of a number.
std::string eastern_digits(std::string_view text);

}  // namespace mizan::tools

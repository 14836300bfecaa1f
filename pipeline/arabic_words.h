// Particles and signs of Arabic that grammar rests on, as the normaliser folds them (alif without hamza, final ى as ي, ة as ه), by their English. Words with a
// meaning of their own live in the lexicons.
#pragma once

#include <string_view>

namespace mizan::arabic {

inline constexpr std::string_view kAnd = "و";
inline constexpr std::string_view kThe = "ال";
inline constexpr std::string_view kAndThe = "وال";
inline constexpr std::string_view kSo = "ف";
inline constexpr std::string_view kSoThe = "فال";
inline constexpr std::string_view kBy = "ب";  // also in, with, at
inline constexpr std::string_view kByThe = "بال";
inline constexpr std::string_view kFor = "ل";  // also to
inline constexpr std::string_view kForThe = "لل";
inline constexpr std::string_view kLike = "ك";
inline constexpr std::string_view kLikeThe = "كال";
inline constexpr std::string_view kWill = "س";  // before a verb
inline constexpr std::string_view kOf = "من";   // also from, than
inline constexpr std::string_view kIn = "في";
inline constexpr std::string_view kTo = "الي";
inline constexpr std::string_view kOr = "او";
inline constexpr std::string_view kFrom = "عن";  // also about
inline constexpr std::string_view kOn = "علي";

inline constexpr std::string_view kComma = "،";
inline constexpr std::string_view kSemicolon = "؛";
inline constexpr std::string_view kQuestionMark = "؟";

}  // namespace mizan::arabic

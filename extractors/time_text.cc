#include "extractors/time_text.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

static_assert(static_cast<unsigned>(TimeRole::kClosest) < 64, "TimeText::roles_ has a bit for each role");

TimeRole role_of(std::string_view name) {
  using R = TimeRole;
  static const std::unordered_map<std::string_view, R> kRoles = {{"month", R::kMonth},
                                                                 {"hijri_month", R::kHijriMonth},
                                                                 {"weekday", R::kWeekday},
                                                                 {"many_weekdays", R::kManyWeekdays},
                                                                 {"time_unit", R::kUnit},
                                                                 {"length_between", R::kLengthBetween},
                                                                 {"quarter", R::kQuarter},
                                                                 {"half", R::kHalf},
                                                                 {"century", R::kCentury},
                                                                 {"decade_word", R::kDecadeWord},
                                                                 {"weekend", R::kWeekend},
                                                                 {"season", R::kSeason},
                                                                 {"season_word", R::kSeasonWord},
                                                                 {"decade", R::kDecade},
                                                                 {"direction", R::kDirection},
                                                                 {"day_offset", R::kDayOffset},
                                                                 {"part", R::kPart},
                                                                 {"before", R::kBefore},
                                                                 {"to", R::kTo},
                                                                 {"between", R::kBetween},
                                                                 {"and", R::kAnd},
                                                                 {"of", R::kOf},
                                                                 {"the", R::kThe},
                                                                 {"corresponding", R::kCorresponding},
                                                                 {"fiscal", R::kFiscal},
                                                                 {"fiscal_word", R::kFiscalWord},
                                                                 {"school", R::kSchool},
                                                                 {"era", R::kEra},
                                                                 {"clock", R::kClock},
                                                                 {"day_part", R::kDayPart},
                                                                 {"zone", R::kZone},
                                                                 {"age_before", R::kAgeBefore},
                                                                 {"age_death", R::kAgeDeath},
                                                                 {"age_after", R::kAgeAfter},
                                                                 {"ago", R::kAgo},
                                                                 {"ago_before", R::kAgoBefore},
                                                                 {"anchor", R::kAnchor},
                                                                 {"now", R::kNow},
                                                                 {"rest", R::kRest},
                                                                 {"same", R::kSame},
                                                                 {"period_word", R::kPeriodWord},
                                                                 {"first_day", R::kFirstDay},
                                                                 {"closest", R::kClosest},
                                                                 {"name", R::kName},
                                                                 {"future", R::kFuture},
                                                                 {"not_future", R::kNotFuture},
                                                                 {"holiday", R::kHoliday},
                                                                 {"single_before", R::kSingleBefore},
                                                                 {"single_after", R::kSingleAfter},
                                                                 {"length_whole", R::kLengthWhole},
                                                                 {"couple", R::kCouple},
                                                                 {"year_end", R::kYearEnd},
                                                                 {"last_word", R::kLastWord},
                                                                 {"bare_weekday", R::kBareWeekday},
                                                                 {"day_part_of", R::kDayPartOf}};
  auto it = kRoles.find(name);
  return it == kRoles.end() ? R::kNone : it->second;
}

int whole(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool begins_a_date(TimeRole role) {
  using R = TimeRole;
  switch (role) {
    case R::kMonth:
    case R::kHijriMonth:
    case R::kWeekday:
    case R::kUnit:
    case R::kQuarter:
    case R::kHalf:
    case R::kCentury:
    case R::kWeekend:
    case R::kSeason:
    case R::kSeasonWord:
    case R::kDecade:
    case R::kDirection:
    case R::kDayOffset:
    case R::kPart:
    case R::kFiscal:
    case R::kClock:
    case R::kDayPart:
    case R::kHoliday:
    case R::kYearEnd:
    case R::kRest:
    case R::kNow:
    case R::kLastWord:
    case R::kBareWeekday:
    case R::kSame:
    case R::kPeriodWord:
    case R::kFirstDay:
    case R::kClosest:
      return true;
    default:
      return false;
  }
}

// "P10Y" -> 10 and 'Y'; units of the clock get small letters.
void read_length(std::string_view value, TimeMark& mark) {
  const bool clock = value.starts_with("PT");
  if (value.size() < (clock ? 3u : 2u)) return;
  value.remove_prefix(clock ? 2 : 1);
  mark.value = whole(value);
  mark.letter = value.back();
  if (clock) mark.letter = static_cast<char>(mark.letter - 'A' + 'a');
}

}  // namespace

TimeMark calendar_mark(const CalendarEntry& entry) {
  TimeMark mark;
  mark.role = role_of(entry.role);
  mark.entry = &entry;
  if (mark.role == TimeRole::kUnit)
    read_length(entry.value, mark);
  else
    mark.value = whole(entry.value);
  return mark;
}

TimeText::TimeText(const Analysis& article, const Lexicons& lexicons, const std::vector<TimeMark>& calendar, const std::vector<Numeral>& numerals,
                   const Stretch& around)
    : a_(article),
      lexicons_(lexicons),
      numerals_(numerals),
      base_(around.first_token),
      count_(around.end_token - around.first_token),
      first_(count_ + 1, 0),
      roles_(count_, 0),
      numeral_(count_, kNone),
      in_name_(count_, false),
      in_day_name_(count_, false),
      may_begin_(count_, false) {
  constexpr std::uint8_t kAlefLam = 4;  // bytes of ال
  marks_.reserve(count_ / 4 + 4);
  std::uint32_t marks = 0;
  for (std::uint32_t at = 0; at < count_; ++at) {
    const std::uint32_t t = base_ + at;
    first_[at] = marks;
    const Token& token = a_.tokens[t];
    if (token.kind == TokenKind::kDigits ||
        (token.kind == TokenKind::kLatin && token.end - token.begin == 1 && (word(t) == "q" || word(t) == "h" || word(t) == "w")))
      may_begin_[at] = true;
    if ((token.kinds & kind_bit(LexiconKind::kCalendar)) == 0) continue;
    std::uint64_t roles = 0;
    const LexiconHit* const hits_end = a_.hits_end(t);
    for (const LexiconHit* hit = a_.hits_begin(t); hit != hits_end; ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kCalendar)) continue;
      const TimeMark& known = calendar[hit->entry];
      if (known.role == TimeRole::kNone) continue;
      const bool proclitic = hit->peeled != hit->article;
      if (proclitic && known.has("hamza") && !hamza_written(t)) continue;
      TimeMark& mark = marks_.emplace_back(known);
      ++marks;
      mark.token = t;
      mark.end = t + hit->length;
      mark.article = hit->article != 0;
      mark.proclitic = proclitic;
      mark.begin_byte = a_.tokens[t].begin + hit->peeled - (hit->article == kAlefLam ? kAlefLam : 0u);
      mark.possessive = hit->cut != 0;
      if (mark.role == TimeRole::kName)
        for (std::uint32_t k = at; k < std::min(mark.end - base_, count_); ++k) in_name_[k] = true;
      if (mark.role == TimeRole::kHoliday && hit->length > 1)
        for (std::uint32_t k = at; k < std::min(mark.end - base_, count_); ++k) in_day_name_[k] = true;
      if (begins_a_date(mark.role)) may_begin_[at] = true;
      roles |= std::uint64_t{1} << static_cast<unsigned>(mark.role);
    }
    roles_[at] = roles;
  }
  first_[count_] = marks;
  for (std::uint32_t n = 0; n < numerals.size(); ++n)
    for (std::uint32_t t = numerals[n].first_token; t < numerals[n].end_token && knows(t); ++t) numeral_[t - base_] = n, may_begin_[t - base_] = true;
}

// Folding makes one letter of ا and أ; the source tells "لأمس" (for yesterday) from لامس (touched). A و alone changes nothing: "وامس" is "and yesterday".
bool TimeText::hamza_written(std::uint32_t t) const {
  if (word(t).starts_with(arabic::kAnd)) return true;
  return a_.text.source(a_.text.to_source({token(t).begin, token(t).end})).find("أ") != std::string_view::npos;
}

const TimeMark* TimeText::find(std::uint32_t t, TimeRole role) const {
  for (std::uint32_t m = first_[t - base_]; m < first_[t - base_ + 1]; ++m)
    if (marks_[m].role == role) return &marks_[m];
  return nullptr;
}

const TimeMark* TimeText::find(std::uint32_t t, TimeRole role, std::string_view flag) const {
  for (std::uint32_t m = first_[t - base_]; m < first_[t - base_ + 1]; ++m)
    if (marks_[m].role == role && marks_[m].has(flag)) return &marks_[m];
  return nullptr;
}

const TimeMark* TimeText::mark_before(std::uint32_t t, TimeRole role) const {
  constexpr std::uint32_t kLongest = 4;
  for (std::uint32_t back = std::min(kLongest, t); back >= 1; --back) {
    if (!has(t - back, role)) continue;
    for (std::uint32_t m = first_[t - back - base_]; m < first_[t - back - base_ + 1]; ++m)
      if (marks_[m].role == role && marks_[m].end == t) return &marks_[m];
  }
  return nullptr;
}

const LexiconHit* TimeText::find_grammar(std::uint32_t t, std::string_view role) const {
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kGrammar) && lexicons_.grammar(hit->entry).role == role) return hit;
  return nullptr;
}

const LexiconHit* TimeText::grammar_before(std::uint32_t t, std::string_view role) const {
  constexpr std::uint32_t kLongest = 2;
  for (std::uint32_t back = 1; back <= kLongest && back <= t; ++back) {
    const LexiconHit* hit = grammar(t - back, role);
    if (hit != nullptr && hit->length == back) return hit;
  }
  return nullptr;
}

bool TimeText::noun_has(std::uint32_t t, std::string_view flag) const {
  for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNoun) && hit->length == 1 && lexicons_.noun(hit->entry).has(flag)) return true;
  return false;
}

const Numeral* TimeText::numeral_over(std::uint32_t t) const {
  return knows(t) && numeral_[t - base_] != kNone ? &numerals_[numeral_[t - base_]] : nullptr;
}

const Numeral* TimeText::numeral_at(std::uint32_t t) const {
  const Numeral* numeral = numeral_over(t);
  return numeral != nullptr && numeral->first_token == t ? numeral : nullptr;
}

std::optional<TimeNumber> TimeText::read_digits(std::uint32_t t) const {
  if (!is_digits(t)) return std::nullopt;
  const std::uint32_t size_of = token(t).end - token(t).begin;
  if (size_of > 4) return std::nullopt;
  TimeNumber out;
  out.value = whole(word(t));
  out.digits = static_cast<int>(size_of);
  out.end = t + 1;
  out.begin_byte = token(t).begin;
  out.end_byte = token(t).end;
  if (const Numeral* numeral = numeral_over(t)) {
    if (numeral->ordinal && numeral->first_token == t) {
      out.ordinal = true;
      out.end = numeral->end_token;
      out.end_byte = numeral->span.end;
      return out;
    }
    if (!numeral->plain_digits || numeral->end_token != t + 1) return std::nullopt;
    return out;
  }
  // Outside every numeral: a link of a chain (2025-05-12), or a part of a name (GPT-4).
  if (glued(t)) {
    const TokenKind left = token(t - 1).kind;
    if ((left == TokenKind::kLatin && mark(t - 1, TimeRole::kMonth) == nullptr) || left == TokenKind::kOther) return std::nullopt;  // but "Feb13"
    if (t >= 2 && !token(t - 1).space_before && left == TokenKind::kPunct && token(t - 2).kind == TokenKind::kLatin && word(t - 1) == "-" &&
        token(t - 2).end - token(t - 2).begin > 1 && mark(t - 2, TimeRole::kMonth) == nullptr && mark(t - 2, TimeRole::kPart) == nullptr)
      return std::nullopt;
  }
  return out;
}

std::optional<TimeNumber> TimeText::read_number(std::uint32_t t) const {
  if (auto found = digits(t)) return found;
  const Numeral* numeral = numeral_at(t);
  if (numeral == nullptr || numeral->digits || !numeral->words || numeral->fraction || numeral->vague || numeral->negative || !numeral->value)
    return std::nullopt;
  const auto value = numeral->value->to_int64();
  if (!value || *value < 0 || *value > 9999) return std::nullopt;
  TimeNumber out;
  out.value = static_cast<int>(*value);
  out.end = numeral->end_token;
  out.begin_byte = numeral->span.begin;
  out.end_byte = numeral->span.end;
  out.ordinal = numeral->ordinal;
  out.words = true;
  if (!out.ordinal && !numeral->arabic && (out.value == 20 || out.value == 30)) {  // "twenty second" without its hyphen
    const Numeral* unit = numeral_at(out.end);
    if (unit != nullptr && unit->ordinal && unit->words && !unit->arabic && unit->value && *unit->value < *Decimal::make(10)) {
      out.value += static_cast<int>(unit->value->coefficient());
      out.end = unit->end_token;
      out.end_byte = unit->span.end;
      out.ordinal = true;
    }
  }
  return out;
}

bool TimeText::stands_alone(std::uint32_t first, std::uint32_t end) const {
  const std::uint32_t s = a_.sentence_of(first);
  if (s >= a_.sentences.size()) return false;
  const Sentence& sentence = a_.sentences[s];
  if (first != sentence.first_token || end > sentence.end_token) return false;
  while (end < sentence.end_token && token(end).kind == TokenKind::kPunct) ++end;
  return end == sentence.end_token;
}

// Is the word at t a number, a name or a counted noun, and so no verb?
bool TimeText::is_known_noun(std::uint32_t t) const {
  const Analysis& a = a_;
  for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit) {
    const auto kind = static_cast<LexiconKind>(hit->kind);
    if (kind == LexiconKind::kEntity || kind == LexiconKind::kNumber || kind == LexiconKind::kNoun || kind == LexiconKind::kCalendar) return true;
  }
  return false;
}

std::uint32_t TimeText::skip_article(std::uint32_t t) const {
  if (is(t, arabic::kThe) && t + 1 < size() && token(t + 1).kind == TokenKind::kDigits) return t + 1;
  return t;
}

}  // namespace mizan

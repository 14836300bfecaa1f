#include "extractors/time_anchor.h"

#include <algorithm>

#include "extractors/calendar_day.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

using At = std::uint32_t;
using Days = std::pair<std::int64_t, std::int64_t>;

constexpr std::int64_t kMostDays = 366 * 3000;  // beyond what calendars are good for

// `sign` times the length away from a day; with working days, Saturdays and Sundays are stepped over.
std::optional<std::int64_t> away(const LengthPhrase& phrase, std::int64_t from, int sign) {
  if (phrase.working_days) {
    if (phrase.days > 366) return std::nullopt;
    std::int64_t day = from;
    for (std::int64_t left = phrase.days; left > 0;) {
      day += sign;
      if (weekday_of(day) <= 5) --left;
    }
    return day;
  }
  if (phrase.days > kMostDays || phrase.months > 12 * 3000) return std::nullopt;
  const Day moved = plus_months(day_of(from), sign * static_cast<int>(phrase.months));
  if (moved.year < 1 || moved.year > 9999) return std::nullopt;
  const std::int64_t day = day_number(moved) + sign * phrase.days;
  const Day reached = day_of(day);
  return reached.year >= 1 && reached.year <= 9999 ? std::optional(day) : std::nullopt;
}

class Anchor {
 public:
  Anchor(const TimeText& text, const std::vector<DatePhrase>& dates, const std::optional<Day>& published) : x_(text), dates_(dates) {
    if (published) today_ = day_number(*published);
  }

  std::optional<Days> of(LengthPhrase& p) const {
    if (auto beside = from_date(p)) return beside;
    if (auto closed = up_to_date(p)) return closed;
    if (auto part = first_of_period(p)) return part;
    if (!today_) return std::nullopt;
    if (x_.mark(p.end, TimeRole::kAgo) != nullptr) return point(p, x_.mark(p.end, TimeRole::kAgo)->value);
    const At before = article_before(p.first);
    if (before > 0 && x_.is(before - 1, "من") && x_.stands_alone(before - 1, p.end)) return point(p, -1);  // "من أسبوع": a week ago
    if (const TimeMark* ago = x_.mark_before(before, TimeRole::kAgoBefore);
        ago != nullptr && begins_token(p) && !x_.has(p.end, TimeRole::kOf) && !x_.has(p.end, TimeRole::kTo))
      return point(p, ago->value);
    if (const int direction = direction_of(p, before); direction != 0) return window(p, direction);
    const bool in = x_.is(before - 1, "in") && before > 0;
    const bool behind = before > 0 && x_.is(before - 1, "بعد") && begins_token(p) && !x_.has(p.end, TimeRole::kOf);  // "after"
    constexpr At kReach = 24;  // a length with "in" leans on the verb from further off than a month does
    if ((in || behind) && (x_.looks_ahead(p.first, p.end, kReach) || x_.stands_alone(before - 1, p.end))) return point(p, 1);
    return std::nullopt;
  }

 private:
  At article_before(At first) const {
    if (first > 0 && (x_.is(first - 1, "the") || x_.is(first - 1, arabic::kThe))) return first - 1;
    return first;
  }
  bool begins_token(const LengthPhrase& p) const { return x_.token(p.first).begin == p.begin_byte; }

  // The day that lies a length away; for whole years its month, as "two years ago" names no day.
  std::optional<Days> point(const LengthPhrase& p, int sign) const {
    const auto day = away(p, *today_, sign);
    if (!day) return std::nullopt;
    if (p.days != 0 || p.months % 12 != 0) return Days{*day, *day};
    const Day reached = day_of(*day);
    return Days{day_number({reached.year, reached.month, 1}), day_number({reached.year, reached.month, days_in_month(reached.year, reached.month)})};
  }

  // last, past: up to yesterday; next: from tomorrow. Quarters and decades are whole ones.
  std::optional<Days> window(const LengthPhrase& p, int sign) const {
    if (p.whole != Grain::kNone) {
      const int count = static_cast<int>(p.whole == Grain::kQuarter ? p.months / 3 : p.months / 120);
      const Day today = day_of(*today_);
      const auto first = period_of(relative_period(p.whole, sign < 0 ? -count : 1, today)),
                 last = period_of(relative_period(p.whole, sign < 0 ? -1 : count, today));
      if (!first || !last) return std::nullopt;
      return Days{first->first, last->second};
    }
    const auto end = away(p, *today_, sign);
    if (!end) return std::nullopt;
    return sign < 0 ? Days{*end, *today_ - 1} : Days{*today_ + 1, *end};
  }

  // "last 3 days", "3 next weeks", "الأيام الثلاثة الماضية", "آخر 3 أشهر": -1, 1, or 0 for none.
  int direction_of(const LengthPhrase& p, At before) const {
    // "the following two quarters" are counted from the sentence's own date; where it has none, from the publication day.
    auto way = [&](const TimeMark* mark) {
      if (mark == nullptr || (mark->has("context") && (mark->value != 1 || date_before(p.first)))) return 0;
      return std::clamp(mark->value, -1, 1);
    };
    const TimeMark* said = x_.mark_before(before, TimeRole::kDirection);
    if (said == nullptr) said = x_.mark_before(p.first, TimeRole::kDirection);
    // "will orbit and last 15 years": a verb
    const At verb = said != nullptr ? said->token : 0;
    const bool lasts = verb > 0 && x_.is(verb, "last") &&
                       (x_.is(verb - 1, "and") || x_.is(verb - 1, "will") || x_.is(verb - 1, "to") || x_.is(verb - 1, "can") || x_.is(verb - 1, "could") ||
                        x_.is(verb - 1, "would") || x_.is(verb - 1, "may") || x_.is(verb - 1, "might"));
    if (said != nullptr && !said->entry->arabic && said->has("before") && !lasts) return way(said);
    for (At t = p.first + 1; t < p.end; ++t)
      if (const TimeMark* inside = x_.mark(t, TimeRole::kDirection); inside != nullptr && !inside->entry->arabic) return way(inside);
    const TimeMark* behind = x_.mark(p.end, TimeRole::kDirection, "after");
    if (behind != nullptr && behind->entry->arabic && behind->article) return way(behind);
    if (const TimeMark* last = x_.mark(p.end, TimeRole::kLastWord); last != nullptr && last->entry->arabic && last->article) return -1;
    if (const TimeMark* last = x_.mark_before(p.first, TimeRole::kLastWord); last != nullptr && last->entry->arabic && !last->article) return -1;
    return 0;
  }

  // Does the sentence of t name a date before it?
  bool date_before(At t) const {
    const std::uint32_t s = x_.article().sentence_of(t);
    if (s >= x_.article().sentences.size()) return false;
    const auto next = std::lower_bound(dates_.begin(), dates_.end(), t, [](const DatePhrase& d, At at) { return d.first < at; });
    return next != dates_.begin() && std::prev(next)->first >= x_.article().sentences[s].first_token;
  }

  // "3 days after 5 May", "two weeks before Ramadan", "3 days from Tuesday", "2 weeks starting May 20", "قبل يومين من 5 مايو".
  std::optional<Days> from_date(const LengthPhrase& p) const {
    At at = p.end;
    int sign = 0;
    bool span = p.first > 0 && x_.is(p.first - 1, "for");
    const TimeMark* word = x_.mark(at, TimeRole::kAnchor);
    if (word != nullptr) {
      sign = word->entry->value == "BEFORE" ? -1 : 1;
      span = span || word->entry->value == "SPAN";
      at = word->end;
    } else if (x_.is(at, "من") && p.first > 0 && begins_token(p)) {               // "from": the preposition stands before the length
      sign = x_.is(p.first - 1, "قبل") ? -1 : x_.is(p.first - 1, "بعد") ? 1 : 0;  // before, after
      ++at;
    }
    if (sign == 0) return std::nullopt;
    if (x_.has(at, TimeRole::kThe)) ++at;
    const auto date = std::lower_bound(dates_.begin(), dates_.end(), at, [](const DatePhrase& d, At t) { return d.first < t; });
    if (date == dates_.end() || date->first != at || date->to) return std::nullopt;
    const auto period = period_of(date->from);
    if (!period) return std::nullopt;
    if (date->from.grain != Grain::kDay) return std::nullopt;
    const std::int64_t start = period->first;
    const auto reached = away(p, start, sign);
    if (!reached) return std::nullopt;
    if (span && sign > 0) return Days{start, *reached - 1};
    return Days{*reached, *reached};
  }

  // The whole date that begins at a token; nullptr for none.
  const DatePhrase* date_at(At at) const {
    if (x_.has(at, TimeRole::kThe)) ++at;
    const auto date = std::lower_bound(dates_.begin(), dates_.end(), at, [](const DatePhrase& d, At t) { return d.first < t; });
    return date != dates_.end() && date->first == at && !date->to && !date->silent ? &*date : nullptr;
  }

  // "the three months ended September 30", "the 12 months to March", "الأشهر الثلاثة المنتهية في مارس": the length that ends with a date.
  std::optional<Days> up_to_date(const LengthPhrase& p) const {
    At at = p.end;
    if (x_.grammar(at, "year_ended") == nullptr || p.working_days) return std::nullopt;
    ++at;
    if (x_.is(at, "on") || x_.is(at, "in") || x_.is(at, "في") || x_.is(at, "يوم") /* on, in, in, the day */) ++at;
    const DatePhrase* date = date_at(at);
    const auto period = date != nullptr ? period_of(date->from) : std::nullopt;
    if (!period || date->from.grain > Grain::kMonth) return std::nullopt;
    const auto start = away(p, period->second + 1, -1);
    return start ? std::optional(Days{*start, period->second}) : std::nullopt;
  }

  // "the first nine months of 2025", "الأشهر التسعة الأولى من عام 2025": so much from the beginning of a period; "the last ..." up to its end.
  std::optional<Days> first_of_period(LengthPhrase& p) const {
    int sign = 0;
    At at = p.end, said = TimeText::kNone;
    const auto ordinal = x_.number(at);
    if (p.first > 0 && (x_.is(p.first - 1, "first") || x_.is(p.first - 1, "opening"))) {
      sign = 1;
      said = p.first - 1;
    } else if (p.first > 0 && (x_.is(p.first - 1, "last") || x_.is(p.first - 1, "final"))) {
      sign = -1;
    } else if (ordinal && ordinal->ordinal && ordinal->words && ordinal->value == 1 && x_.token(at).kind == TokenKind::kArabic) {
      sign = 1;
      said = at;
      at = ordinal->end;
    } else if (const TimeMark* last = x_.mark(at, TimeRole::kLastWord); last != nullptr && last->entry->arabic && last->article) {
      sign = -1;
      at = last->end;
    }
    if (sign == 0 || p.working_days || !(x_.has(at, TimeRole::kOf) || x_.is(at, "in") || x_.is(at, "في") /* in */)) return std::nullopt;
    const DatePhrase* date = date_at(at + 1);
    const auto period = date != nullptr ? period_of(date->from) : std::nullopt;
    if (!period || date->from.grain < Grain::kMonth || *date->from.mod != 0) return std::nullopt;
    const auto other = away(p, sign > 0 ? period->first : period->second + 1, sign);
    if (!other || *other < period->first || *other > period->second + 1) return std::nullopt;
    p.ordinal = said;
    return sign > 0 ? Days{period->first, *other - 1} : Days{*other, period->second};
  }

  const TimeText& x_;
  const std::vector<DatePhrase>& dates_;
  std::optional<std::int64_t> today_;
};

}  // namespace

void anchor_lengths(const TimeText& text, const std::vector<DatePhrase>& dates, const std::optional<Day>& published, std::vector<LengthPhrase>& lengths) {
  const Anchor anchor(text, dates, published);
  for (LengthPhrase& phrase : lengths) {
    if (phrase.age || (phrase.days == 0 && phrase.months == 0)) continue;
    if (const auto days = anchor.of(phrase)) {
      phrase.length.from = iso(day_of(days->first));
      phrase.length.to = iso(day_of(days->second));
    }
  }
}

}  // namespace mizan

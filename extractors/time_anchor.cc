#include "extractors/time_anchor.h"

#include <algorithm>

#include "extractors/calendar_day.h"

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

  std::optional<Days> of(const LengthPhrase& p) const {
    if (auto beside = from_date(p)) return beside;
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
    if (first > 0 && (x_.is(first - 1, "the") || x_.is(first - 1, "ال"))) return first - 1;
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

#include "extractors/fact_qualifiers.h"

#include <algorithm>

#include "extractors/fact_speaker.h"
#include "extractors/fact_subject.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

constexpr std::uint32_t kWindow = 50;

bool is_number_mark(std::string_view w) {
  return w == "," || w == arabic::kComma || w == ";" || w == arabic::kSemicolon || w == "." || w == "(" || w == ")" || w == ":";
}

// The nearest cue of a role, before the number or right behind it; nullptr where none is nearer than `limit`.
const FactCue* nearest(const FactScan& scan, const FactNumber& number, CueRole role, double limit, double behind_limit) {
  const FactCue* best = nullptr;
  const std::uint32_t low = number.first > kWindow ? number.first - kWindow : 0;
  for (std::size_t i = scan.cue_from(low); i < scan.cues.size(); ++i) {
    const FactCue& cue = scan.cues[i];
    if (cue.first > number.end + kWindow / 2) break;
    if (cue.role != role) continue;
    const bool before = cue.end <= number.first;
    if (!before && cue.first < number.end) continue;
    const double d = before ? scan.distance(cue.end - 1, number.first) : scan.distance(number.end - 1, cue.first);
    if (before ? d < limit : d < behind_limit) {
      if (before)
        limit = std::min(limit, d + 0.001);
      else
        behind_limit = d, limit = std::min(limit, d);
      best = &cue;
    }
  }
  return best;
}

// "said on Thursday", "أعلنت الوزارة الخميس" (the ministry announced on Thursday): the day of the saying, not of what is said.
bool is_day_of_saying(const FactScan& scan, const Mention& date) {
  constexpr std::uint32_t kReach = 9;
  for (std::size_t i = scan.cue_from(date.first_token > scan.first + kReach ? date.first_token - kReach : scan.first);
       i < scan.cues.size() && scan.cues[i].first < date.end_token + 4; ++i) {
    const FactCue& cue = scan.cues[i];
    if (cue.role != CueRole::kSpeech || cue.value == "source") continue;
    const bool before = cue.end <= date.first_token;
    const std::uint32_t from = before ? cue.end : date.end_token, to = before ? date.first_token : cue.first;
    bool clear = before || cue.first <= date.end_token + 1;
    for (std::uint32_t t = from; t < to && clear; ++t) {
      const std::string_view w = scan.word(t);
      clear = !scan.in_number(t) && w != "ان" && w != "بان" && w != "that" && w != "عن" && w != ":" && w != "انه" &&
              w != "انها";  // بان: that; عن: about, from; انه: that he; انها: that she
    }
    if (clear) return true;
  }
  return false;
}

// "from a year earlier", "in the same period last year": the period of a figure that stands right before it, and of no other.
bool is_compared(const FactScan& scan, const Mention& date, std::uint32_t number_end) {
  constexpr std::uint32_t kBehind = 4;
  const std::string_view rule = date.rule;
  if (rule != "date.earlier" && rule != "date.same_period") return false;
  if (date.first_token < number_end || date.first_token > number_end + kBehind) return true;
  const std::string_view w = date.first_token > scan.first ? scan.word(date.first_token - 1) : std::string_view();
  return w == "from" || w == "than" || w == "over";
}

// What holds for a whole sentence although it stands far from the number: the date that opens it ("In 2017, ..."), and for what happened to people the only day
// that it names, whatever clause it stands in ("وفي أغسطس انهار مبنى ... مما أدى إلى سقوط 22 قتيلا").
const Mention* frame_of(const FactScan& scan, const Fact& fact) {
  constexpr std::uint32_t kOpening = 3;
  const bool toll = is_toll(fact.metric) || fact.metric == "deaths";
  constexpr std::size_t kFew = 8;
  if (scan.dates.size() > kFew) return nullptr;  // a sentence of many dates is framed by none
  const Mention* only = nullptr;
  for (std::uint32_t index : scan.dates) {
    const Mention& m = scan.mentions()[index];
    if (m.vague || m.date()->value.find("REF") != std::string::npos || is_day_of_saying(scan, m) || is_compared(scan, m, scan.first)) continue;
    if (m.first_token <= scan.first + kOpening && !toll) return &m;
    if (only != nullptr && only->date()->value != m.date()->value) return nullptr;
    only = &m;
  }
  return toll ? only : nullptr;
}

// "since 2006", "منذ إنشائها في عام 2006" (since it was founded in 2006).
bool follows_since(const FactScan& scan, const Mention& date) {
  constexpr std::uint32_t kReach = 7;
  for (std::uint32_t t = date.first_token + 1; t > scan.first && t + kReach > date.first_token + 1;) {
    const std::string_view w = scan.word(--t);
    if (w == "منذ" || w == "since") return true;  // منذ: since
    if (t < date.first_token && (is_number_mark(w) || scan.in_number(t))) return false;
  }
  return false;
}

// "since 2006" reaches to the day that follows it ("until 3 February"), or to that of the article: 2006/2018-06.
std::string since(const FactScan& scan, const Mention& date) {
  const std::string& value = date.date()->value;
  for (std::size_t i = scan.date_from(date.end_token); i < scan.dates.size(); ++i) {
    const Mention& end = scan.mentions()[scan.dates[i]];
    if (end.first_token > date.end_token + 3) break;
    const std::string_view w = scan.word(end.first_token - 1), first = scan.word(end.first_token);
    if ((w == "حتي" || w == "until" || w == "till" || w == "to" || first == "حتي" || first == "until") && value < end.date()->value)  // حتي: until
      return value + "/" + end.date()->value;
  }
  const std::string& published = scan.article().document != nullptr ? scan.article().document->published : std::string();
  if (published.size() < 10 || value.find('/') != std::string::npos || value.starts_with("XXXX")) return value;
  const std::string until = published.substr(0, value.size() >= 10 ? 10 : 7);
  return value < until ? value + "/" + until : value;
}

// "up 7 percent from 2022", "مقارنة بعام 2022" (compared with 2022), "7 بالمئة عن 2022": the time that the figure is held against, not its own.
bool is_compared_with(const FactScan& scan, const FactNumber& number, const Mention& date) {
  constexpr std::uint32_t kReach = 6;
  if (date.first_token < number.end || date.first_token <= scan.first) return false;
  // "to 1.5 million from 3.3 million last year": the time of the figure that it is held against.
  bool another = false;
  for (std::size_t c = scan.cue_from(number.end); c < scan.cues.size() && scan.cues[c].end <= date.first_token && scan.cues[c].first < number.end + kReach; ++c)
    another = another || (scan.cues[c].role == CueRole::kFrom && scan.in_number(scan.cues[c].end));
  if (another) return true;
  if (const FactCue* cue = scan.cue_before(CueRole::kFrom, date.first_token, kReach); cue != nullptr && cue->first >= number.end) {
    // "from 2022 to 2024" is one time.
    const std::string_view next = date.end_token < scan.end ? scan.word(date.end_token) : std::string_view();
    return next != "to" && next != "until" && next != "through" && next != "till";
  }
  const std::string_view w = scan.word(date.first_token - 1);
  return scan.mentions()[number.mention].type == MentionType::kPercent &&
         (w == "عن" || w == "over" || w == "than" || (w == "on" && date.date()->value.size() == 4));  // عن: about, from
}

void set_period(const FactScan& scan, const FactNumber& number, Fact& fact) {
  const Mention* chosen = nullptr;
  double best = 15;
  for (auto it = std::lower_bound(scan.dates.begin(), scan.dates.end(), number.first > kWindow ? number.first - kWindow : 0,
                                  [&](std::uint32_t mention, std::uint32_t token) { return scan.mentions()[mention].first_token < token; });
       it != scan.dates.end(); ++it) {
    const Mention& m = scan.mentions()[*it];
    if (m.first_token > number.end + kWindow) break;
    if (is_compared(scan, m, number.end)) continue;
    const DateRange& date = *m.date();
    const bool before = m.end_token <= number.first;
    double d = before ? scan.distance(m.end_token - 1, number.first) + 2 : scan.distance(number.end - 1, m.first_token);
    if (date.from.empty()) d += 4;
    if (is_day_of_saying(scan, m)) d += 8;
    // Another number stands nearer to that date.
    const std::uint32_t lo = before ? m.end_token : number.end, hi = before ? number.first : m.first_token;
    for (std::uint32_t t = lo; t < hi; ++t)
      if (scan.in_number(t)) {
        d += 3;
        break;
      }
    if (d >= best || is_compared_with(scan, number, m)) continue;
    best = d;
    chosen = &m;
  }
  if (chosen == nullptr) chosen = frame_of(scan, fact);
  if (chosen == nullptr) return;
  const DateRange& date = *chosen->date();
  fact.period = follows_since(scan, *chosen) ? since(scan, *chosen) : date.value;
  const bool as_of = chosen->first_token > scan.first + 1 && scan.word(chosen->first_token - 1) == "of" && scan.word(chosen->first_token - 2) == "as";
  fact.as_of = as_of || date.mod == "ON_OR_BEFORE" ? date.value : std::string();
}

bool is_participle(std::string_view word) {
  for (std::string_view w : {"planned", "expected", "projected", "targeted", "forecast", "scheduled", "proposed"})
    if (w == word) return true;
  return word.starts_with("م") || word.starts_with("الم");
}

// Is it a word that denies something, unlike "not" and "no longer"?
bool is_denying(const FactScan& scan, const FactCue& cue) {
  for (std::size_t c = scan.cue_from(cue.first); c < scan.cues.size() && scan.cues[c].first == cue.first; ++c)
    if (scan.cues[c].role == CueRole::kDenial) return true;
  return false;
}

// Neither number, mark nor another cue: the words of a name.
bool plain_between(const FactScan& scan, std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t t = from; t < to; ++t)
    if (scan.in_number(t) || is_number_mark(scan.word(t))) return false;
  for (std::size_t c = scan.cue_from(from); c < scan.cues.size() && scan.cues[c].first < to; ++c)
    if (scan.cues[c].role == CueRole::kSpeech || scan.cues[c].role == CueRole::kClause || scan.cues[c].role == CueRole::kDirection) return false;
  return true;
}

// Does nothing but a hedge or the article stand between the denial ("not", ليس) and the figure? ("about": نحو, حوالي; "to": إلى)
bool denies_figure(const FactScan& scan, const FactCue& denial, const FactNumber& number) {
  const std::string_view last = scan.word(denial.end - 1);
  if (last != "not" && !last.ends_with("ليس") && !last.ends_with("ليست")) return false;  // ليس: is not; ليست: is not
  if (denial.end + 2 < number.first) return false;
  for (std::uint32_t t = denial.end; t < number.first; ++t) {
    const std::string_view w = scan.word(t);
    if (w != "the" && w != "about" && w != "around" && w != "some" && w != "by" && w != "to" && w != "نحو" && w != "حوالي" && w != arabic::kTo)
      return false;  // نحو: about; حوالي: about
  }
  return true;
}

// "لم يستثمر 10 مليارات بل 6" (did not invest 10 billion but 6): behind "but" stands what holds.
bool put_right(const FactScan& scan, const FactCue& denial, const FactNumber& number) {
  constexpr std::uint32_t kReach = 3;
  for (std::uint32_t t = number.first; t > denial.end && t + kReach > number.first;) {
    const std::string_view w = scan.word(--t);
    if (w == "بل" || w == "but") return true;  // بل: but
  }
  return false;
}

// Does the denial open a clause ("that", أن, أنها: that, that it) that the figure stands in? Who denies may stand between.
bool denies_clause(const FactScan& scan, const FactCue& denial, const FactNumber& number) {
  constexpr std::uint32_t kWho = 6, kClause = 14;
  for (std::uint32_t t = denial.end; t < number.first && t < denial.end + kWho; ++t) {
    const std::string_view w = scan.word(t);
    if (is_number_mark(w)) return false;
    if (w != "that" && w != "ان" && w != "انها" && w != "انه" && w != "انهم") continue;  // انها: that she; انه: that he; انهم: that they
    if (number.first - t > kClause) return false;
    for (std::uint32_t k = t; k < number.first; ++k)
      if (scan.word(k) == "," || scan.word(k) == arabic::kComma || scan.word(k) == "but" || scan.word(k) == "لكن") return false;  // لكن: but
    return true;
  }
  return false;
}

void set_status(const FactScan& scan, const FactNumber& number, const MetricChoice& metric, Fact& fact) {
  const FactCue* cue = nullptr;
  double best = 14;
  const std::uint32_t low = number.first > kWindow ? number.first - kWindow : 0;
  for (std::size_t i = scan.cue_from(low); i < scan.cues.size(); ++i) {
    const FactCue& c = scan.cues[i];
    if (c.first > number.end + 16) break;
    if (c.role != CueRole::kStatus || (c.value == "target" && metric.metric == "score")) continue;  // هدف: an aim, and a goal of football
    const bool before = c.end <= number.first;
    if (!before && c.first < number.end) continue;
    double d = before ? scan.distance(c.end - 1, number.first) : scan.distance(number.end - 1, c.first) * 2 + 2;
    if (metric.cue != nullptr && before && c.end <= metric.cue->first) d = std::min(d, scan.distance(c.end - 1, metric.cue->first) + 1);
    // Behind the number a participle may stand ("7-10 GW planned"); a verb there begins something else.
    if (!before && !is_participle(scan.word(c.first))) continue;
    if (c.value == "denied") {
      if (!before || put_right(scan, c, number)) continue;
      // "not $5 billion", "وليس نحو 5 مليارات": the figure itself is denied.
      if (denies_figure(scan, c, number)) {
        cue = &c;
        break;
      }
      // Else only where the denial stands right before the governing verb.
      // "The ministry denied that 40 people had died", "نفت صحة الأنباء عن مقتل 40": what is denied is a whole clause.
      const std::string_view next = c.end < scan.end ? scan.word(c.end) : std::string_view();
      const bool clause = next == "that" || next == "reports" || next == "claims" || next == "ان" || next == "صحه" || next == "انباء" ||
                          next == "تقارير" ||                                   // صحه: health; انباء: news; تقارير: reports
                          next == "الانباء" || next == "ما" || next == "وجود";  // الانباء: the news; ما: what; وجود: presence
      if (clause && number.first - c.end > 12) continue;
      // "denied that it would cut 10,000 jobs", "نفت فودافون أنها ستسرح 2000": what is planned in a clause that is denied is denied.
      if (is_denying(scan, c) && denies_clause(scan, c, number)) {
        cue = &c;
        break;
      }
      // "نفت وزارة الداخلية مقتل 3" (the ministry denied the killing of 3): who denies stands between.
      constexpr std::uint32_t kWho = 5;
      const bool noun = metric.cue != nullptr && !metric.cue->verb && c.end <= metric.cue->first && metric.cue->first - c.end <= kWho && is_denying(scan, c) &&
                        plain_between(scan, c.end, metric.cue->first);
      if (!clause && !noun && (metric.cue == nullptr || c.end > metric.cue->first || metric.cue->first - c.end > 1)) continue;
    }
    if (d < best) {
      best = d;
      cue = &c;
    }
  }
  if (cue != nullptr) fact.status = cue->value;
}

// "the highest since 2014": no figure of 2014.
bool period_is_bound(const FactScan& scan, const FactNumber& number, const std::string& period) {
  for (auto it = std::lower_bound(scan.dates.begin(), scan.dates.end(), number.first > kWindow ? number.first - kWindow : 0,
                                  [&](std::uint32_t mention, std::uint32_t token) { return scan.mentions()[mention].first_token < token; });
       it != scan.dates.end() && scan.mentions()[*it].first_token < number.end + kWindow; ++it) {
    const Mention& m = scan.mentions()[*it];
    const std::string& value = m.date()->value;  // of which `period` may be "since it"
    if (!period.starts_with(value) || (period.size() > value.size() && period[value.size()] != '/') || m.first_token <= scan.first) continue;
    const std::string_view w = scan.word(m.first_token - 1);
    return w == "منذ" || w == "since" || scan.word(m.first_token) == "منذ" || scan.word(m.first_token) == "since";  // منذ: since
  }
  return false;
}

// "with" between a movement and a figure: the figure is of something else.
bool goes_with(const FactScan& scan, std::uint32_t from, std::uint32_t to) {
  for (std::size_t c = scan.cue_from(from); c < scan.cues.size() && scan.cues[c].end <= to; ++c)
    if (scan.cues[c].role == CueRole::kPlace && scan.cues[c].value == "with") return true;
  return false;
}

// "ارتفعت 35 بالمئة من 40 مليارا إلى 50" (from 40 to 50): a bare "from" between a movement and the level that it left, with the level reached or the size of
// the move on its other side; "3 من 10" counts some of ten.
bool is_level_left(const FactScan& scan, const FactNumber& number, const FactCue& direction) {
  constexpr std::uint32_t kReach = 4;
  if (number.first <= direction.end || scan.word(number.first - 1) != arabic::kOf) return false;
  for (std::uint32_t t = number.end; t + 1 < scan.end && t < number.end + kReach; ++t)
    if (scan.word(t) == arabic::kTo && scan.in_number(t + 1)) return true;
  const auto here = std::lower_bound(scan.numbers.begin(), scan.numbers.end(), number.first, [](const FactNumber& n, std::uint32_t t) { return n.first < t; });
  if (here == scan.numbers.begin()) return false;
  const FactNumber& last = *(here - 1);
  if (last.end + 2 < number.first || last.first < direction.end) return false;
  const MentionType moved = scan.mentions()[last.mention].type, left = scan.mentions()[number.mention].type;
  return (moved == MentionType::kPercent && left != MentionType::kPercent) || scan.cue_before(CueRole::kTo, last.first, 2) != nullptr;
}

// "the highest since 1998": the extreme that "since" only bounds; nullptr where the cue bounds none.
const FactCue* peak_since(const FactScan& scan, const FactCue& since) {
  constexpr std::uint32_t kReach = 5;
  if (since.value == "extreme") return nullptr;
  const std::size_t at = scan.cue_from(since.first);
  for (std::size_t c = at; c > 0 && scan.cues[c - 1].end + kReach >= since.first; --c)
    if (scan.cues[c - 1].role == CueRole::kAspect && scan.cues[c - 1].value == "extreme" && scan.cues[c - 1].end <= since.first) return &scan.cues[c - 1];
  return nullptr;
}

// Words of the text between two tokens, dates and marks apart.
std::uint32_t words_between(const FactScan& scan, std::uint32_t from, std::uint32_t to) {
  std::uint32_t words = 0;
  for (std::uint32_t t = from; t < to; ++t) words += !scan.in_number(t) && scan.article().tokens[t].kind != TokenKind::kPunct;
  return words;
}

// Level or change, and which way.
void set_aspect(const FactScan& scan, const FactNumber& number, MetricChoice& metric, const Mention& mention, Fact& fact) {
  const FactCue* direction = nullptr;
  const FactCue* to = scan.cue_before(CueRole::kTo, number.first, 3);
  // "صادرات الهند إلى الإمارات 15 بالمئة" (India's exports to the Emirates): where they go, no level.
  if (to != nullptr && to->end < number.first)
    if (const std::size_t n = scan.name_from(to->end); n < scan.names.size() && scan.names[n].first == to->end && scan.names[n].end <= number.first)
      to = nullptr;
  const bool toll = is_toll(metric.metric) || metric.metric == "deaths";
  // "ما يرفع عدد الذين قتلوا منذ ... إلى 36" (which raises the number of those killed since ... to 36): the level reached may stand far behind its verb.
  // So may the size of a change, behind a clause about its subject: "وانخفض مؤشر الدولار، الذي يقيس ...، بنسبة 0.2" (and the dollar index, which ..., fell by
  // 0.2).
  const FactCue* near_by = scan.cue_before(CueRole::kBy, number.first, 0);
  double best = toll && to != nullptr ? 26 : mention.type == MentionType::kPercent && near_by != nullptr ? 22 : 12;
  const std::uint32_t low = number.first > kWindow ? number.first - kWindow : 0;
  for (std::size_t i = scan.cue_from(low); i < scan.cues.size(); ++i) {
    const FactCue& c = scan.cues[i];
    if (c.first > number.end + 6) break;
    if (c.role != CueRole::kDirection) continue;
    // "raised $2 billion", "loses $10 million a year": the verb is the measure.
    if (metric.cue != nullptr && metric.cue->verb && metric.cue->first <= c.first && c.end <= metric.cue->end && !metric.as_change) continue;
    const bool before = c.end <= number.first;
    if (!before && c.first < number.end) continue;
    if (!before && mention.type == MentionType::kCount) continue;
    // "يبلغ ارتفاع البرج 100 متر" (the tower's height is 100 metres): the measure itself, no rise. "sank with 80 people aboard": what went down was not
    // counted.
    if (metric.cue != nullptr && metric.metric == "height" && c.first >= metric.cue->first && c.end <= metric.cue->end) continue;
    if (before && c.end < number.first && goes_with(scan, c.end, number.first)) continue;
    const double d = before ? scan.distance(c.end - 1, number.first) : scan.distance(number.end - 1, c.first) * 3;
    if (d < best) {
      best = d;
      direction = &c;
    }
  }
  // "dropped below 20%", "تخطى حاجز": a level passed.
  const std::string_view right_before = number.first > scan.first ? scan.word(number.first - 1) : std::string_view();
  const bool passed = right_before == "below" || right_before == "above" || right_before == "past" || right_before == "under" || right_before == "beyond" ||
                      right_before == "دون" || right_before == "فوق" || right_before == "تحت";  // دون: without, under; فوق: above; تحت: under
  if (passed) direction = nullptr;
  const FactCue* by = scan.cue_before(CueRole::kBy, number.first, 3);
  const bool from = scan.cue_before(CueRole::kFrom, number.first, 2) != nullptr || (direction != nullptr && is_level_left(scan, number, *direction));
  const bool percent = mention.type == MentionType::kPercent;
  if (direction != nullptr) {
    const bool level = (to != nullptr && to->first >= direction->end && (by == nullptr || by->first <= to->first)) || from;
    if (!level) {
      if (percent || by != nullptr || best <= 5) {
        fact.aspect = "change";
        fact.direction = direction->value;
      }
    } else if (toll && direction->value == "up") {
      fact.direction = direction->value;  // it has risen to this: what others say may be the toll before
    }
  }
  if (metric.as_change && direction != nullptr && to == nullptr) fact.aspect = "change";
  // "1.6 billion more than a year ago".
  if (number.end + 1 < scan.end && scan.word(number.end + 1) == "than") {
    const std::string_view w = scan.word(number.end);
    const bool more = w == "more" || w == "higher", less = w == "less" || w == "lower" || w == "fewer";
    if (more || less) {
      fact.aspect = "change";
      fact.direction = more ? "up" : "down";
    }
  }
  // "17 points ahead": a difference.
  if (by != nullptr && scan.word(by->first).ends_with("بفارق")) fact.aspect = "change";  // بفارق: by a margin of
  if (percent && scan.cue_before(CueRole::kGrowth, number.first, 6) != nullptr) fact.percent_growth = true;
  if (percent && number.end < scan.end) {
    const std::size_t next = scan.cue_from(number.end);
    if (next < scan.cues.size() && scan.cues[next].role == CueRole::kGrowth && scan.cues[next].first <= number.end + 1) fact.percent_growth = true;
  }
  if (percent && fact.aspect == "change" && direction != nullptr) fact.percent_growth = true;
  if (fact.aspect != "level") return;
  if (const FactCue* cue = nearest(scan, number, CueRole::kAspect, 10, 14)) {
    if (const FactCue* peak = peak_since(scan, *cue)) cue = peak;
    if (cue->value != "extreme" || cue->first < number.first || words_between(scan, number.end, cue->first) <= 4) fact.aspect = cue->value;
  }
  if (fact.aspect == "extreme" && fact.period.size() > 0 && period_is_bound(scan, number, fact.period)) fact.period.clear();
}

// "14 people were killed abroad", "80 people aboard, including crew", "Nationwide, 120 people were hurt"; nullptr for none.
const FactCue* extent_of(const FactScan& scan, const FactNumber& number) {
  constexpr std::uint32_t kBehind = 7, kBefore = 4;
  for (std::size_t c = scan.cue_from(number.end); c < scan.cues.size() && scan.cues[c].first < number.end + kBehind; ++c) {
    if (scan.cues[c].role == CueRole::kClause || scan.cues[c].role == CueRole::kSpeech) break;
    if (scan.cues[c].role != CueRole::kExtent) continue;
    for (std::uint32_t t = number.end; t < scan.cues[c].first; ++t)
      if (scan.in_number(t)) return nullptr;
    return &scan.cues[c];
  }
  // Before its figure only where it opens the sentence or the clause.
  const FactCue* before = scan.cue_before(CueRole::kExtent, number.first, kBefore);
  if (before == nullptr) return nullptr;
  if (before->first <= scan.first + 1) return before;
  const std::string_view w = scan.word(before->first - 1);
  return w == "," || w == arabic::kComma || w == ";" || w == arabic::kSemicolon || w == "and" || w == "but" ||
                 scan.word(before->first).starts_with(arabic::kAnd)
             ? before
             : nullptr;
}

// The part of a whole that a percentage is of, or that "of whom" introduces.
void set_scope(const FactScan& scan, const FactNumber& number, const Mention& mention, Fact& fact) {
  if (mention.type == MentionType::kPercent && number.end < scan.end) {
    const std::string_view next = scan.word(number.end);
    if (next == "of" || next == arabic::kOf) {
      std::uint32_t end = number.end + 1;
      auto goes_on = [&](std::uint32_t t) {
        if (is_number_mark(scan.word(t)) || scan.in_number(t)) return false;
        // "of GDP in the fiscal year that ended": what follows the economy is when.
        for (std::size_t c = scan.cue_from(t); c < scan.cues.size() && scan.cues[c].first == t; ++c)
          if (scan.cues[c].role == CueRole::kRelative || scan.cues[c].role == CueRole::kClause) return false;
        return true;
      };
      while (end < scan.end && end < number.end + 9 && goes_on(end)) ++end;
      // A preposition at its end led to the number or date that follows.
      if (const FactCue* last = scan.cue_before(CueRole::kPlace, end, 0); last != nullptr && last->first > number.end + 1) end = last->first;
      if (end > number.end + 1) fact.scope = source_text(scan.article(), number.end, end);
      return;
    }
  }
  // "333 مليون دولار من عائدات تويتر" (333 million of Twitter's revenue): a part of it.
  if (mention.type == MentionType::kMoney && number.end + 1 < scan.end && scan.word(number.end) == arabic::kOf) {
    const std::size_t i = scan.metric_from(number.end + 1);
    if (i < scan.metrics.size() && scan.metrics[i].first == number.end + 1 && !scan.metrics[i].verb && scan.metrics[i].entry->metric == fact.metric) {
      const MetricCue& whole = scan.metrics[i];
      const std::size_t n = scan.name_from(whole.end);
      if (whole.own || (n < scan.names.size() && scan.names[n].first == whole.end)) {
        fact.scope = source_text(scan.article(), number.end, whole.own ? whole.end : scan.names[n].end);
        return;
      }
    }
  }
  // "eight of the dead were women", "60 of them".
  if ((mention.type == MentionType::kCount || mention.type == MentionType::kNumber) && number.end + 1 < scan.end) {
    const std::string_view next = scan.word(number.end), behind = scan.word(number.end + 1);
    if (next == "of" && (behind == "the" || behind == "them" || behind == "those" || behind == "these" || behind == "whom") &&
        !(behind == "the" && number.end + 2 < scan.end && scan.in_number(number.end + 2))) {
      fact.scope =
          source_text(scan.article(), number.end, std::min(number.end + (behind == "the" || behind == "those" || behind == "these" ? 3U : 2U), scan.end));
      return;
    }
    if (next == "منهم" || next == "منها" || next == "منهن") {  // منهم: of them; منها: of it; منهن: of them (women)
      fact.scope = source_text(scan.article(), number.end, number.end + 1);
      return;
    }
  }
  if (const FactCue* extent = extent_of(scan, number)) {
    fact.scope = source_text(scan.article(), extent->first, extent->end);
    fact.scope_key = extent->value;
  }
  if (const FactCue* part = scan.cue_before(CueRole::kPart, number.first, 2)) {
    fact.scope = source_text(scan.article(), part->first, number.end);
    fact.scope_key.clear();
  }
}

}  // namespace

std::string source_text(const Analysis& article, std::uint32_t first, std::uint32_t end) {
  if (end <= first) return {};
  const SourceSpan span = article.text.to_source({article.tokens[first].begin, article.tokens[end - 1].end});
  return std::string(article.text.source(span));
}

void qualify(const FactScan& scan, const FactNumber& number, MetricChoice& metric, Fact& fact) {
  const Mention& mention = scan.mentions()[number.mention];
  set_period(scan, number, fact);
  set_status(scan, number, metric, fact);
  set_aspect(scan, number, metric, mention, fact);
  if (const FactCue* cue = nearest(scan, number, CueRole::kBasis, 12, 5)) fact.basis = cue->value;
  set_scope(scan, number, mention, fact);
  set_speaker(scan, number, fact);
}

}  // namespace mizan

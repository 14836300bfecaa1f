// Names in Latin script: where a run of capitalised words begins and ends, and what it names.
//
// A run is read first, as long as connecting words allow ("Bank of the West", "Ludwig van Beethoven", "AT&T"), then cut: a word that only begins the sentence
// goes, titles go, and a name of the lexicon inside stays by itself unless the run is plainly one longer name. What it names is weighed from the words inside
// and the nearest words outside.

#include <algorithm>
#include <vector>

#include "extractors/name_candidate.h"

namespace mizan {

bool SmallWords::holds(std::uint32_t token) const {
  constexpr std::size_t kWords = 1024;
  std::call_once(looked_, [&] {
    bits_.assign(kWords, 0);
    for (std::size_t t = 0; t < a_.tokens.size(); ++t) {
      const Token& other = a_.tokens[t];
      if (other.kind != TokenKind::kLatin || other.capital || other.mixed_case || other.in_url) continue;
      const std::uint64_t h = a_.hashes[t];
      bits_[(h >> 6) & (kWords - 1)] |= 1ull << (h & 63);
    }
  });
  const std::uint64_t h = a_.hashes[token];
  return ((bits_[(h >> 6) & (kWords - 1)] >> (h & 63)) & 1) != 0;
}

namespace {

using At = std::uint32_t;

class LatinFinder {
 public:
  LatinFinder(const NameText& text, std::vector<NameCandidate>& out) : x_(text), out_(out) {}

  At run(const Stretch& stretch) {
    const Token* const tokens = x_.a.tokens.data();
    At t = stretch.first_token;
    while (t < stretch.end_token) {
      if (tokens[t].kind != TokenKind::kLatin || !(tokens[t].capital || tokens[t].mixed_case) || !begins(t)) {
        ++t;
        continue;
      }
      const At end = run_end(t);
      read(t, end);
      t = end;
    }
    follow_lists();
    return t;
  }

 private:
  const Token& token(At t) const { return x_.a.tokens[t]; }
  std::string_view word(At t) const { return t < x_.size() ? x_.a.word(t) : std::string_view(); }
  bool glued(At t) const { return t < x_.size() && !token(t).space_before; }
  bool is_capital(At t) const {
    if (t >= x_.size()) return false;
    const Token& w = token(t);
    return w.kind == TokenKind::kLatin && !w.in_url && (w.capital || w.mixed_case);
  }
  bool is_initial(At t) const { return is_capital(t) && token(t).end - token(t).begin == 1; }
  // "GPT-4o", "H100", "6PR": digits are glued to it.
  bool beside_digits(At t) const {
    if (t + 1 < x_.size() && token(t + 1).kind == TokenKind::kDigits && glued(t + 1)) return true;
    if (t > 0 && token(t - 1).kind == TokenKind::kDigits && glued(t)) return true;
    return t + 2 < x_.size() && word(t + 1) == "-" && glued(t + 1) && glued(t + 2) && token(t + 2).kind == TokenKind::kDigits;
  }
  bool begins(At t) const {
    if (!is_capital(t) || word(t).starts_with('\'')) return false;
    return !(t > 0 && word(t - 1) == "-" && glued(t) && word(t + 1) == "-" && glued(t + 1) && !is_capital(t + 2));  // "-START-"
  }
  bool possessive(At t) const { return word(t).ends_with("'s") || word(t).ends_with("s'"); }
  bool abbreviates(At t) const { return (x_.roles(t) & kDotted) != 0; }
  bool sentence_begins(At t) const {
    const At s = x_.a.sentence_of(t);
    if (s >= x_.a.sentences.size()) return false;
    for (At at = x_.a.sentences[s].first_token; at < t; ++at)
      if (token(at).kind != TokenKind::kPunct) return t > 0 && (word(t - 1) == "\"" || word(t - 1) == ":" || word(t - 1) == "-" || word(t - 1) == "|");
    return true;
  }
  bool is_head_of(At t) const { return (x_.roles(t) & (kOrgOf | kPlaceOf | kEventOf)) != 0; }

  // A department of state: what stands behind its "of" are fields, joined by "and".
  bool governs(At t) const {
    if (x_.roles(t) & kGoverns) return true;
    return word(t) == "the" && t + 1 < x_.size() && !is_capital(t + 2) && governs(t + 1);
  }

  // The token behind the run that begins at t.
  At run_end(At t) const {
    At end = t + 1;
    bool of = false;
    for (;;) {
      if (end >= x_.size()) return end;
      if (possessive(end - 1)) return end;
      // The dot of an initial or an abbreviation.
      if (word(end) == "." && glued(end) && (is_initial(end - 1) || abbreviates(end - 1))) {
        if (is_capital(end + 1) || (abbreviates(end - 1) && !sentence_ends(end))) {
          ++end;
          continue;
        }
        return is_initial(end - 1) && (end - 1 == t || sentence_ends(end)) ? end : end + 1;
      }
      if (is_capital(end)) {
        ++end;
        continue;
      }
      const std::string_view w = word(end);
      if (x_.roles(end) & kSmallForm) return end + 1;  // legal forms that are written small, too
      // "Nordvarme A/S"
      if (w == "/" && glued(end) && glued(end + 1) && is_initial(end - 1) && end - 1 > t && is_initial(end + 1)) return end + 2;
      if ((w == "-" || w == "&" || w == "'" || w == ".") && glued(end) && glued(end + 1) && is_capital(end + 1)) {
        if (w == "." && token(end - 1).end - token(end - 1).begin > 2) return end;
        end += 2;
        continue;
      }
      if (w == "&" && is_capital(end + 1) && end == t + 1 && (!is_capital(end + 2) || (x_.roles(end + 2) & kOrgTail))) {
        end += 2;
        continue;
      }
      // "BBC Radio 1", "Highway 301"
      if (token(end).kind == TokenKind::kDigits && !glued(end) && token(end).end - token(end).begin <= 3 && (x_.roles(end - 1) & kNumbered)) return end + 1;
      // "Organisation for Coastal Research"
      if (w == "for" && (x_.roles(end - 1) & kOrgOf) && is_capital(end + 1) && x_.taken_at(end + 1) == nullptr && !(x_.roles(end + 1) & (kGiven | kDemonym))) {
        of = true;
        end += 2;
        continue;
      }
      // "Ministry of Water and Irrigation"
      if (w == "and" && of && governs(t) && is_capital(end + 1) && x_.taken_at(end - 1) == nullptr && x_.taken_at(end + 1) == nullptr &&
          !(x_.roles(end + 1) & (kGiven | kTitle | kOrgOf))) {
        end += 2;
        continue;
      }
      // "Occupational Safety and Health Administration": fields of what ends the name.
      if (w == "and" && !of && is_capital(end + 1) && field(end - 1) && field(end + 1) && end > t) {
        At tail = end + 1;
        while (is_capital(tail + 1) && tail - end < 4) ++tail;
        if (tail > end + 1 && (x_.roles(tail) & kOrgTail) && !(x_.roles(tail) & kGiven)) {
          end = tail + 1;
          continue;
        }
      }
      if (w == "of" && (is_head_of(end - 1) || of)) {
        const At next = word(end + 1) == "the" && !is_capital(end + 1) ? end + 2 : end + 1;
        if (is_capital(next)) {
          of = true;
          end = next + 1;
          continue;
        }
        return end;
      }
      if ((w == "and" || w == "for") && is_capital(end + 1) && (of || (x_.roles(end - 1) & kCommon)) && !(x_.roles(end + 1) & (kGiven | kOrgOf | kTitle)) &&
          (x_.roles(end + 1) & (kCommon | kOrgTail | kEventTail | kOrgOf)) && x_.taken_at(end + 1) == nullptr) {
        end += 2;
        continue;
      }
      if ((x_.roles(end) & kParticle) && token(end).kind == TokenKind::kLatin) {
        At next = end + 1;
        if ((x_.roles(next) & kParticle) && !is_capital(next)) ++next;
        if (word(next) == "-" && glued(next)) ++next;
        if (w == "do" && !(x_.roles(t) & kOrgOf)) return end;  // "Banco do Planalto", but no question
        if (is_capital(next) && w != "y" && w != "e" && w != "a") {
          end = next + 1;
          continue;
        }
      }
      return end;
    }
  }
  // A dictionary word in a name: "Health", "Hospitals".
  bool field(At t) const { return is_capital(t) && x_.taken_at(t) == nullptr && !(x_.roles(t) & kGiven) && x_.lexicons.ordinary_english(word(t)); }
  bool sentence_ends(At t) const {
    const At s = x_.a.sentence_of(t);
    return s >= x_.a.sentences.size() || t + 1 >= x_.a.sentences[s].end_token;
  }

  // Ordinary word that is capitalised for its place only?
  bool ordinary(At t) const {
    const NameRoles roles = x_.roles(t);
    if (roles & kCommon) return true;
    if (token(t).all_capitals) return false;
    if (x_.small_words.holds(t)) return true;
    for (const LexiconHit* hit = x_.a.hits_begin(t); hit != x_.a.hits_end(t); ++hit) {
      const auto kind = static_cast<LexiconKind>(hit->kind);
      if (hit->length == 1 && (kind == LexiconKind::kNoun || kind == LexiconKind::kMetric || kind == LexiconKind::kNumber || kind == LexiconKind::kCalendar ||
                               kind == LexiconKind::kCue || kind == LexiconKind::kGrammar))
        return true;
    }
    return false;
  }
  // Sentence beginners that no list holds: "Restructuring", "Predictably".
  bool looks_ordinary(At t) const {
    const std::string_view w = word(t);
    if (w.size() < 4) return false;
    for (std::string_view ending : {"ing", "ly",   "tion", "tions", "ness",   "ment", "ments", "ities", "ity", "ism",  "ists", "able",  "ible",
                                    "ful", "less", "ous",  "ive",   "ically", "ed",   "ers",   "ings",  "ies", "ship", "ward", "wards", "logy"})
      if (w.size() > ending.size() + 2 && w.ends_with(ending)) return true;
    return false;
  }

  // "Deputy Prime Minister Ruslan Abenov": the token behind a title of several words; `first` where there is none.
  At behind_office(At first, At end) const {
    if (!(x_.roles(first) & kTitleLead) || x_.taken_at(first) != nullptr) return first;
    At t = first;
    while (t + 1 < end && (x_.roles(t) & kTitleLead) && !(x_.roles(t + 1) & kTitleLead && t + 2 >= end)) ++t;
    if (t + 1 >= end || !(x_.roles(t) & kTitle) || is_tail(end - 1) || word(t + 1) == "of") return first;
    return word(t + 1) == "." ? t + 2 : t + 1;
  }
  // "County Coroner William McLaughlin", "Law Professor David Opderbeck": ordinary words in capitals, then a first and a last name. Where the name begins, or
  // `first`.
  At behind_calling(At first, At end) const {
    for (At t = first; t + 1 < end; ++t) {
      if (x_.taken_at(t) != nullptr || !is_capital(t)) return first;
      const NameRoles roles = x_.roles(t);
      if (roles & kGiven) return t > first && (x_.roles(t - 1) & (kOccupation | kTitle)) && is_capital(t + 1) && !ordinary(t + 1) ? t : first;
      if (!(roles & (kOccupation | kTitle | kTitleLead | kCommon | kOrgTail | kPlaceTail | kDemonym)) && !ordinary(t)) return first;
    }
    return first;
  }

  void read(At first, At end) {
    // Leading words that are no part of the name.
    bool title = false;
    for (bool cut = true; cut && first < end;) {
      cut = false;
      const NameRoles roles = x_.roles(first);
      const bool begins_sentence = sentence_begins(first);
      if (const At office = behind_office(first, end); office != first) {
        first = office;
        title = cut = true;
      } else if (x_.taken_at(first) == nullptr && (roles & kTitle) && !(roles & kPlaceLead) && first + 1 < end && !(word(first + 1) == "of") &&
                 !is_tail(end - 1)) {
        first += word(first + 1) == "." ? 2 : 1;
        title = cut = true;
      } else if (begins_sentence && x_.taken_at(first) == nullptr && (roles & kOccupation) && !(roles & (kGiven | kPlaceLead)) && first + 2 < end &&
                 is_capital(first + 1) && !is_tail(end - 1) && word(first + 1) != "of") {
        // "Striker Bukari Osei-Kuffour": a calling that begins the sentence.
        ++first;
        title = cut = true;
      } else if (begins_sentence && x_.taken_at(first) == nullptr &&
                 ((ordinary(first) && !(roles & kGiven && first + 1 < end && is_capital(first + 1))) || (end - first == 1 && looks_ordinary(first)))) {
        if (end - first > 1 && word(first) != "the" && (roles & (kOrgOf | kPlaceOf | kEventOf)) && word(first + 1) == "of") break;
        if (end - first > 1 && leads_org(first) && is_capital(first + 1)) break;
        if (end - first > 1 && (roles & kOrgTail) == 0 && is_tail(end - 1) && word(first) != "the" && !(roles & kCommon)) break;
        ++first;
        cut = true;
      } else if (roles & kCalendar && end - first > 0 && !is_tail(end - 1) && (!(roles & kGiven) || end - first == 1)) {
        ++first;
        cut = true;
      }
      if (first < end && !is_capital(first)) {
        ++first;
        cut = true;
      }
    }
    if (first >= end) return;
    if (const At name = behind_calling(first, end); name != first) {
      first = name;
      title = true;
    }
    // "Christion Abercrombie Undergoes Emergency Surgery": in a line whose words all have capitals, dictionary words end a name.
    if (end - first >= 5 && title_case(first) && !dotted(first, end) &&
        std::none_of(&x_.cover[first], &x_.cover[first] + (end - first), [](std::uint32_t c) { return c != 0; })) {
      for (At t = first; t < end;) {
        At stop = t;
        while (stop < end &&
               !(is_capital(stop) && !(x_.roles(stop) & (kGiven | kOrgTail | kPlaceTail)) && (ordinary(stop) || x_.lexicons.ordinary_english(bare(stop)))))
          ++stop;
        At to = stop;
        while (to > t && !is_capital(to - 1)) --to;
        if (to > t && !(to - t == 1 && (is_tail(t) || t > first))) split(t, to, title && t == first);
        t = stop + 1;
        while (t < end && !is_capital(t)) ++t;
      }
      return;
    }
    // "County Sheriff Don Eslinger": what stands before a title inside belongs to the title.
    for (At t = end - 1; t > first + 1 && t + 1 > first; --t) {
      const At before = word(t - 1) == "." ? t - 2 : t - 1;
      if (before <= first || !(x_.roles(before) & kTitle) || (x_.roles(before) & (kPlaceLead | kGiven)) || !(x_.roles(t) & kGiven)) continue;
      split(first, before, false);
      split(t, end, true);
      return;
    }
    split(first, end, title);
  }

  // "Air Niugini", "AS Roma", but "As Rosa approaches"
  bool leads_org(At t) const { return (x_.roles(t) & kOrgLead) != 0 && (token(t).all_capitals || word(t).size() > 2); }
  // "Bush's"
  std::string_view bare(At t) const {
    const std::string_view w = word(t);
    return w.ends_with("'s") ? w.substr(0, w.size() - 2) : w;
  }
  bool plural(At t) const {
    const std::string_view w = word(t);
    if (w.size() < 5 || !w.ends_with('s') || possessive(t)) return false;
    for (std::string_view ending : {"ss", "us", "is", "as", "os"})
      if (w.ends_with(ending)) return false;
    return true;
  }
  // In "Aisby, Azeby and Hazeby" what is sure of one holds for all.
  void follow_lists() {
    constexpr double kWeak = 1.05;
    auto joined = [&](At from, At to) {
      for (At t = from; t < to; ++t)
        if (word(t) != "," && word(t) != "and" && word(t) != "or") return false;
      return to > from && to - from <= 2;
    };
    auto follow = [&](std::size_t i, NameClass cls) {
      if (strength_[i] > kWeak || (cls != NameClass::kPlace && cls != NameClass::kOrg) || out_[i].cls == cls) return;
      out_[i].cls = cls;
      strength_[i] = kWeak + 0.1;
    };
    for (std::size_t i = 0; i < out_.size(); ++i) {
      if (i > 0 && strength_[i - 1] > kWeak && joined(out_[i - 1].end, out_[i].first)) follow(i, out_[i - 1].cls);
      for (At gap = 1; gap <= 2 && gap < out_[i].first; ++gap)
        if (const NameText::Taken* left = x_.taken_at(out_[i].first - gap - 1); left != nullptr && joined(left->end, out_[i].first)) follow(i, left->cls);
    }
    for (std::size_t i = out_.size(); i-- > 0;) {
      if (i + 1 < out_.size() && strength_[i + 1] > kWeak && joined(out_[i].end, out_[i + 1].first)) follow(i, out_[i + 1].cls);
      for (At gap = 1; gap <= 2; ++gap)
        if (const NameText::Taken* right = x_.taken_at(out_[i].end + gap); right != nullptr && joined(out_[i].end, right->first)) follow(i, right->cls);
    }
  }

  bool is_tail(At t) const { return (x_.roles(t) & (kOrgTail | kPlaceTail | kEventTail)) != 0; }

  // Lexicon names inside a run stay by themselves, unless the whole is plainly one longer name.
  void split(At first, At end, bool title) {
    bool any = false;
    for (At t = first; t < end; ++t) any = any || x_.taken_at(t) != nullptr;
    if (!any) {
      cut_at_marks(first, end, title, false);
      return;
    }
    const NameText::Taken* whole = x_.taken_at(first);
    if (whole != nullptr && whole->first <= first && whole->end >= end) return;
    const At last = end - 1;
    bool longer = false;
    if (is_tail(last) && x_.taken_at(last) == nullptr && !(x_.roles(last) & kCommon && end - first > 4)) longer = true;
    for (At t = first + 1; t + 1 < end && !longer; ++t) longer = word(t) == "of" && is_head_of(t - 1);
    // "Toronto Blue Jays": a place and a plural.
    if (!longer && whole != nullptr && whole->cls == NameClass::kPlace && whole->end < end && end - whole->end <= 2 && plural(last) && !ordinary(last))
      longer = true;
    if (!longer && (x_.roles(first) & kPlaceLead) && x_.taken_at(first) == nullptr && end - first <= 3) longer = true;
    // "Paris Hilton": an unknown last name behind a name of one word that is a first name too.
    if (!longer && (x_.roles(first) & kGiven) && end - first == 2 && x_.taken_at(last) == nullptr && !ordinary(last)) longer = true;
    // "John Denver", "Christine Blasey Ford": a first name before a place's or a firm's.
    if (!longer && (x_.roles(first) & kGiven) && !(x_.roles(first) & (kPlaceLead | kTitle)) && x_.taken_at(first) == nullptr && end - first <= 3 &&
        x_.taken_at(last) != nullptr && x_.taken_at(last)->first == last && !possessive(first) &&
        (x_.taken_at(last)->cls == NameClass::kPlace || x_.taken_at(last)->cls == NameClass::kOrg) && !token(last).all_capitals && !plural(last) &&
        (end - first == 2 || (x_.taken_at(first + 1) == nullptr && is_capital(first + 1) && !ordinary(first + 1) && !possessive(first + 1))) &&
        !(sentence_begins(first) && ordinary(first)))
      longer = true;
    if (longer) {
      // One name, unless two names of the lexicon stand side by side.
      int names = 0;
      for (At t = first; t < end; ++t) names += x_.taken_at(t) != nullptr && x_.taken_at(t)->first == t;
      if (names <= 2) {
        cut_at_marks(first, end, title, true);
        return;
      }
    }
    for (At t = first; t < end;) {
      if (const NameText::Taken* taken = x_.taken_at(t)) {
        t = std::max(taken->end, t + 1);
        title = false;
        continue;
      }
      At stop = t;
      while (stop < end && x_.taken_at(stop) == nullptr) ++stop;
      At from = t, to = stop;
      while (from < to && !is_capital(from)) ++from;
      while (to > from && !is_capital(to - 1)) --to;
      while (from < to && (x_.roles(from) & kTitle) && to - from > 1) ++from, title = true;
      const bool alone_tail = to - from == 1 && is_tail(from);
      if (from < to && !alone_tail) cut_at_marks(from, to, title, false);
      title = false;
      t = stop;
    }
  }

  void cut_at_marks(At first, At end, bool title, bool holds) {
    NameCandidate c;
    c.first = first;
    c.end = end;
    c.begin_byte = token(first).begin;
    c.end_byte = token(end - 1).end;
    if (possessive(end - 1)) c.end_byte -= word(end - 1).ends_with("'s") ? 2 : 1;
    c.holds_lexicon_name = holds;
    double strength = 0;
    c.cls = weigh(first, end, title, c.rule, strength);
    if (c.cls == NameClass::kNone) return;
    out_.push_back(c);
    strength_.push_back(strength);
  }

  bool in_quotes(At first, At end) const {
    if (first == 0 || end >= x_.size()) return false;
    auto quote = [&](At t) { return word(t) == "\"" || word(t) == "'" || word(t) == "``"; };
    return quote(first - 1) && quote(end);
  }

  NameClass weigh(At first, At end, bool title, const char*& rule, double& strength) const {
    strength = 9;  // by its words
    const At last = word(end - 1) == "." ? end - 2 : end - 1;
    double person = 0, org = 0, place = 0;
    int words = 0, given = 0, ordinary_words = 0, initials = 0, capitals = 0, demonyms = 0;
    bool of = false, particle = false, mixed = false;
    for (At t = first; t < end; ++t) {
      if (!is_capital(t)) {
        const std::string_view w = word(t);
        if (w == "of" || w == "for")
          of = true;
        else if (w != "." && w != "-" && w != "&" && (x_.roles(t) & kParticle))
          particle = true;
        continue;
      }
      ++words;
      const NameRoles roles = x_.roles(t);
      if (is_initial(t))
        ++initials;
      else if (token(t).all_capitals)
        ++capitals;
      if (roles & kGiven) ++given;
      if (roles & kDemonym) ++demonyms;
      if ((roles & (kCommon | kOrgTail | kEventTail)) && !(roles & kGiven)) ++ordinary_words;
      if (token(t).mixed_case && !token(t).all_capitals && token(t).end - token(t).begin > 3) mixed = true;
      if (beside_digits(t) && words == 1) return NameClass::kNone;
    }
    if (words == 0 || (words == 2 && !given && beside_digits(last))) return NameClass::kNone;  // "SARS-CoV-2"
    const NameRoles head = x_.roles(first), tail = x_.roles(last);
    rule = "name.capitals";
    // Whole classes by kind words.
    if (of && (head & kEventOf) && word(first + 1) == "of") return event(rule);
    if (words > 1 && (head & kEventLead) && !(tail & kOrgTail)) return event(rule);
    if (words > 1 && leads_org(first) && !(tail & (kPlaceTail | kEventTail | kCommon))) return rule = "name.org_word", NameClass::kOrg;
    if (words > 1 || holds_two(first, end)) {
      if ((tail & kNameTail) && given) return rule = "name.tail", NameClass::kPerson;
      if (word(last - 1) == "/" || (tail & kSmallForm)) return rule = "name.org_word", NameClass::kOrg;
      if (particle && (head & kOrgOf) && !given) return rule = "name.org_word", NameClass::kOrg;
      if (word(first + 1) == "for" && (head & kOrgOf)) return rule = "name.org_word", NameClass::kOrg;
      if (of && word(first + 1) == "of") {
        if (head & kPlaceOf) return rule = "name.place_word", NameClass::kPlace;
        if (head & kOrgOf) return rule = "name.org_word", NameClass::kOrg;
      }
      if ((tail & kEventTail) && !(tail & kGiven)) return event(rule);
      if ((tail & kPlaceTail) && !(head & kGiven && words == 2 && last_name_too(last))) return rule = "name.place_word", NameClass::kPlace;
      if ((tail & kOrgTail) && !(tail & kGiven)) return words < 3 && all_ordinary(first, end) ? NameClass::kNone : (rule = "name.org_word", NameClass::kOrg);
      if (of) org += 1.2;
    }
    // "May I ask": a verb that asks, and no king.
    if (words == 2 && word(last) == "i" && (head & (kStated | kCommon | kCalendar)) && sentence_begins(first)) return NameClass::kNone;
    if (words == 1) {
      if (initials) return NameClass::kNone;
      if (first > 0 && word(first - 1) == "#" && glued(first)) return NameClass::kNone;  // "#BreakingNews": a topic
      if ((head & (kDemonym | kCalendar | kNotName)) || is_adjective(x_, first)) return NameClass::kNone;
      if (head & (kOrgTail | kPlaceTail | kEventTail | kTitle | kOrgOf) && !(head & kGiven)) return NameClass::kNone;
      if ((head & kCommon) && !(head & kGiven && title)) return NameClass::kNone;
      if (ordinary(first) && !token(first).all_capitals && !title) return NameClass::kNone;
    } else if (demonyms == words) {
      return NameClass::kNone;
    }
    if (words > 1 && (tail & (kDemonym | kTitle)) && !given) return NameClass::kNone;
    if (words > 1 && !of && !title && all_ordinary(first, end)) return NameClass::kNone;
    if (in_quotes(first, end) && !title && !given) return NameClass::kNone;
    if (shouted(first)) return NameClass::kNone;
    if (words > 1 && (head & kPlaceLead) && !given) place += 1.7;
    if (title) person += 3, rule = "name.title";
    if (given && (head & kGiven))
      person += words >= 2 ? 2.6 : 1.4;
    else if (given)
      person += 0.6;
    if (initials && words > 1) person += 2;
    // "Leadership", "Christianisation": words of a kind that no names are.
    if (words == 1 && !given && !title && capitals == 0 && abstract(first)) person -= 0.8, place -= 0.6, org -= 0.6;
    if (particle) person += 0.8;
    if (word(first + 1) == "'") person += 0.2;
    if (words >= 2 && plural(last) && !given && !initials) org += 1.2;
    if (capitals + initials == words && words > 1 && end - first == words * 2u - 1 && word(first + 1) == "&") org += 4;
    if (capitals == words && words == 1) org += token(first).end - token(first).begin <= 6 ? 2.2 : 0.6;
    if (mixed)
      org += word(first).starts_with("mc") || word(first).starts_with("mac") || word(first).starts_with("de") || word(first).starts_with("le") ||
                     word(first).starts_with("la") || word(first).starts_with("o'")
                 ? -0.5
                 : 1.6;
    if (demonyms) org += 0.8;
    if (ordinary_words && !initials) org += 0.9, person -= 0.9;
    if (!given && place_ending(last)) place += 0.8;
    if (words == 1) person += 0.6, place += 0.35;
    // "Literature": a word of the dictionary is a name more seldom than one that is in none.
    const bool worded = words == 1 && !given && !title && capitals == 0 && !mixed && x_.lexicons.ordinary_english(bare(first));
    if (worded) person -= 0.9, place -= 0.6, org -= 0.5;
    if (words == 2 || words == 3) person += 0.5;
    if (words >= 4 && !initials) org += 0.7;
    // Outside.
    const bool begins_sentence = sentence_begins(first);
    if (begins_sentence && words == 1 && !given && capitals == 0 && !mixed && !title && (worded ? !says(end) : !stated(end))) return NameClass::kNone;
    // A Latin word in an Arabic sentence is as often a term.
    if (words == 1 && !given && !title && in_arabic(first)) return NameClass::kNone;
    if (first > 0) {
      At before = first - 1;
      std::string_view w = word(before);
      if ((w == "the" || w == "a") && before > 0) {
        org += w == "the" ? 0.9 : 0;
        person -= 1.2;
        before = before - 1;
      } else if (w == "-" || w == "\"" || w == "'") {
        before = before > 0 ? before - 1 : 0;
      }
      const NameRoles roles = x_.roles(before);
      w = word(before);
      if (token(before).kind == TokenKind::kLatin && (!token(before).capital || sentence_begins(before))) {
        if (roles & kOccupation) person += 1.8, rule = "name.occupation";
        if (roles & kBeforePerson) person += 0.9;
        if (roles & kBeforeOrg) org += w == "for" ? 0.6 : 1.5;
        if (w == "up" && before >= 2 && word(before - 1) == "-" && word(before - 2) == "start") org += 1.5;
        // "sold as Zenoprax": a product.
        if (w == "as" && words == 1 && before > 0 && (x_.roles(before - 1) & kNamedSo)) return NameClass::kNone;
        // "close to Jones", "according to Garrigan"; "a pass from Xherdan Shaqiri": two unknown words are a person's more often.
        const bool to_person = w == "to" && before > 0 && (x_.roles(before - 1) & kToPerson);
        if (to_person)
          person += 0.4;
        else if ((roles & kBeforePlace) && words == 2 && !(head & kPlaceLead) && !place_ending(last) &&
                 (w == "from" || w == "to" || w == "between" || w == "into"))
          place += 0.4;
        else if (roles & kBeforePlace)
          place += w == "in" || w == "near" ? 1.5 : w == "at" || w == "from" || w == "to" || w == "between" || w == "into" ? 0.9 : 1.3;
        if (w == "of" && before > 0) {
          const NameRoles what = x_.roles(before - 1);
          if (what & (kBeforePlace | kAfterPlace | kPlaceTail))
            place += 2.2;
          else if (what & kBeforeOrg)
            org += 0.8;
          else
            place += 0.3;
        }
      } else if (w == "," && before > 0) {
        const NameText::Taken* left = x_.taken_at(before - 1);
        if (left != nullptr && left->cls == NameClass::kPlace) place += 1.2;
      }
      if (word(first - 1) == "(" && capitals == words) org += 0.8, rule = "name.abbreviation";
    }
    if (end < x_.size()) {
      const NameRoles roles = token(end).capital ? 0 : x_.roles(end);
      if (roles & kAfterPerson) person += 1.1;
      if (roles & kAfterOrg) org += 0.9;
      if (roles & kAfterPlace) place += 1.6;
      if (word(end) == "was" || word(end) == "is") {
        if (word(end + 1) == "born" || word(end + 1) == "married") person += 2.5;
        if (word(end + 1) == "founded" || word(end + 1) == "acquired") org += 1.5;
      }
      if (word(end) == "(" && (word(end + 1) == "born" || (token(std::min(end + 1, x_.size() - 1)).kind == TokenKind::kDigits))) person += 0.8;
      if (word(end) == ",") {
        const NameText::Taken* right = x_.taken_at(end + 1);
        if (right != nullptr && right->cls == NameClass::kPlace) place += 2.3;
      }
      if (possessive(last) || word(end) == "'s") person += 0.4;
      switch (said_to_be(end)) {
        case NameClass::kPerson:
          person += 2.5;
          break;
        case NameClass::kPlace:
          place += 2.5;
          break;
        case NameClass::kOrg:
          org += 2.5;
          break;
        default:
          break;
      }
    }
    if (words == 1 && plural(first) && !given && !title) person -= 0.45, place -= 0.2;
    if (begins_sentence) place -= 0.1;
    const double best = std::max({person, org, place});
    strength = best;
    if (best < 0.5) return NameClass::kNone;
    if (best == person) return NameClass::kPerson;
    return best == place ? NameClass::kPlace : NameClass::kOrg;
  }
  // "Disneyland", "Harcrestshire"
  bool place_ending(At t) const {
    const std::string_view w = bare(t);
    for (std::string_view ending : {"land", "lands", "shire", "ville", "stan", "burgh", "grad", "polis"})
      if (w.size() > ending.size() + 2 && w.ends_with(ending)) return true;
    return false;
  }
  bool abstract(At t) const {
    const std::string_view w = word(t);
    for (std::string_view ending : {"ship", "ness", "ation", "ations", "isation", "ology", "graphy", "ism", "ically", "ments", "trophic", "wards"})
      if (w.size() > ending.size() + 3 && w.ends_with(ending)) return true;
    return false;
  }
  // "Flake said"
  bool says(At t) const { return t < x_.size() && !token(t).capital && (x_.roles(t) & kAfterPerson) != 0; }
  // What stands behind a subject: "was", "'s", a comma, a bracket, a verb of speech.
  bool stated(At t) const {
    if (t >= x_.size()) return false;
    if (word(t) == "'" && word(t + 1) == "s") return true;
    // "developed", "returned": what it did.
    if (token(t).kind == TokenKind::kLatin && !token(t).capital && word(t).size() > 4 && word(t).ends_with("ed") && !plural(t - 1) && !looks_ordinary(t - 1))
      return true;
    return (x_.roles(t) & kStated) || word(t) == "'s" || word(t) == "," || word(t) == "(" ||
           (!token(t).capital && (x_.roles(t) & (kAfterPerson | kAfterOrg | kAfterPlace))) || possessive(t - 1);
  }
  // "Lauryn Hill", "Tiger Woods": place words that are as often last names.
  bool last_name_too(At t) const { return (x_.roles(t) & (kGiven | kLastName)) != 0; }
  // "Atwick is a village ...", "Cabral ( born 1988 ) is a footballer ...": what the sentence says that it is.
  NameClass said_to_be(At t) const {
    if (word(t) == "(") {
      const At stop = std::min(t + 16, x_.size());
      while (t < stop && word(t) != ")") ++t;
      ++t;
    }
    if (word(t) == ",") ++t;
    if (word(t) != "is" && word(t) != "was" && word(t) != "a" && word(t) != "an") return NameClass::kNone;
    if (word(t) == "is" || word(t) == "was") ++t;
    if (word(t) != "a" && word(t) != "an" && word(t) != "the" && word(t) != "one") return NameClass::kNone;
    NameClass cls = NameClass::kNone;
    for (At stop = std::min(t + 9, x_.size()); ++t < stop;) {
      const std::string_view w = word(t);
      if (w == "." || w == "," || (x_.roles(t) & kEndsPhrase)) break;
      if (token(t).capital) continue;
      const NameRoles roles = x_.roles(t);
      if (roles & kOccupation || w == "footballer")
        cls = NameClass::kPerson;
      else if (roles & kAfterPlace)
        cls = NameClass::kPlace;
      else if (roles & kBeforeOrg)
        cls = NameClass::kOrg;
    }
    return cls;
  }
  bool in_arabic(At t) const {
    if (!x_.a.arabic) return false;
    return (t > 0 && token(t - 1).kind == TokenKind::kArabic) || (t + 1 < x_.size() && token(t + 1).kind == TokenKind::kArabic);
  }
  // "Special Events": ordinary words, whatever their capitals say.
  bool all_ordinary(At first, At end) const {
    for (At t = first; t < end; ++t)
      if (is_capital(t) && (x_.taken_at(t) != nullptr || (!ordinary(t) && !(x_.roles(t) & (kOrgTail | kPlaceTail | kEventTail))) ||
                            (x_.roles(t) & (kGiven | kDemonym | kPlaceLead))))
        return false;
    return true;
  }
  static NameClass event(const char*& rule) {
    rule = "name.event_word";
    return NameClass::kEvent;
  }
  bool holds_two(At first, At end) const { return end - first > 1; }
  bool dotted(At first, At end) const {
    for (At t = first; t < end; ++t)
      if (word(t) == ".") return true;
    return false;
  }
  // Has nearly every word of the sentence a capital? At most as many words are looked at as a headline has.
  bool title_case(At t) const {
    const At s = x_.a.sentence_of(t);
    if (s >= x_.a.sentences.size()) return false;
    constexpr At kLongest = 40;
    const At from = x_.a.sentences[s].first_token, to = x_.a.sentences[s].end_token;
    if (to - from > kLongest) return false;
    int big = 0, small = 0;
    for (At u = from; u < to; ++u) {
      if (token(u).kind != TokenKind::kLatin) continue;
      if (token(u).capital || token(u).mixed_case)
        ++big;
      else if (word(u).size() > 3 && !(x_.roles(u) & (kParticle | kEndsPhrase)))
        ++small;  // headlines write "of", "and", "from" small, and nothing else
    }
    return big >= 5 && small * 8 <= big;
  }
  // A line in capitals tells nothing.
  bool shouted(At t) const {
    if (!token(t).all_capitals) return false;
    const At s = x_.a.sentence_of(t);
    if (s >= x_.a.sentences.size()) return false;
    int loud = 0, words = 0;
    for (At u = x_.a.sentences[s].first_token; u < x_.a.sentences[s].end_token; ++u) {
      if (token(u).kind == TokenKind::kArabic) return false;
      if (token(u).kind != TokenKind::kLatin || token(u).end - token(u).begin < 2) continue;
      ++words;
      loud += token(u).all_capitals;
    }
    return words >= 4 && loud * 2 > words;
  }

  const NameText& x_;
  std::vector<NameCandidate>& out_;
  std::vector<double> strength_;  // of each name in out_: how sure its class is
};

}  // namespace

const char* to_string(NameClass cls) {
  switch (cls) {
    case NameClass::kNone:
      return "";
    case NameClass::kPerson:
      return "person";
    case NameClass::kOrg:
      return "org";
    case NameClass::kPlace:
      return "place";
    case NameClass::kEvent:
      return "event";
  }
  return "";
}

std::uint32_t find_latin_names(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& out) {
  return LatinFinder(text, out).run(stretch);
}

}  // namespace mizan

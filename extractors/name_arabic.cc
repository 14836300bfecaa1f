// Names written in Arabic, where no capital marks them: kind words ("شركة", a company; "مدينة", a city) and titles ("الرئيس", the president) begin
// them, first names and the small words of personal names (بن son of, أبو father of, عبد servant of) carry them on, and ordinary words end them.
//
// The kind word is inside the span of an organisation or place, the title outside that of a person.

#include <algorithm>
#include <string>

#include "extractors/name_candidate.h"
#include "pipeline/arabic_words.h"
#include "pipeline/letters.h"

namespace mizan {
namespace {

using At = std::uint32_t;

constexpr std::uint32_t kLetter = 2;  // bytes of an Arabic letter

// A token read behind its proclitics.
struct Peeled {
  std::uint32_t bytes = 0;  // of proclitics
  NameRoles roles = 0;
  std::string_view word;
};

class ArabicFinder {
 public:
  ArabicFinder(const NameText& text, std::vector<NameCandidate>& out) : x_(text), out_(out) {}

  At run(const Stretch& stretch) {
    At t = stretch.first_token;
    while (t < stretch.end_token) {
      const At end = arabic(t) && x_.taken_at(t) == nullptr ? read(t) : t;
      t = std::max(end, t + 1);
    }
    return t;
  }

 private:
  const Token& token(At t) const { return x_.a.tokens[t]; }
  bool arabic(At t) const { return t < x_.size() && token(t).kind == TokenKind::kArabic && !token(t).in_url; }
  bool apart(At t) const { return t < x_.size() && token(t).space_before; }
  std::string_view word(At t) const { return t < x_.size() ? x_.a.word(t) : std::string_view(); }
  static bool has_article(std::string_view word) { return word.size() > 3 * kLetter && word.starts_with(arabic::kThe); }

  // A word's readings behind its proclitics, in the order in which they are asked. "للحزب" is "الحزب" behind ل.
  struct Readings {
    At of = 0xFFFFFFFF;
    NameRoles all = 0;  // roles of any of them
    std::uint32_t size = 0;
    Peeled reading[4];
    void add(std::uint32_t bytes, NameRoles roles, std::string_view word) {
      if (roles == 0) return;
      all |= roles;
      reading[size++] = {bytes, roles, word};
    }
  };
  const Readings& readings(At t) const {
    Readings& r = readings_;
    if (r.of == t) return r;
    r.of = t;
    r.all = r.size = 0;
    const std::string_view w = word(t);
    const NameWords& words = x_.lexicons.name_words();
    const NameRoles whole = x_.roles(t);
    r.add(0, whole, w);
    if (whole & kStop) return r;
    std::uint32_t at = 0;
    if (begins_with_letter(w, arabic::kAnd, arabic::kSo)) {
      at = kLetter;
      if (w.size() >= at + 2 * kLetter) r.add(at, words.find(w.substr(at)), w.substr(at));
    }
    const std::string_view rest = w.substr(at);
    if (rest.size() >= 3 * kLetter && begins_with_letter(rest, arabic::kBy, arabic::kFor, arabic::kLike)) {
      r.add(at + kLetter, words.find(rest.substr(kLetter)), rest.substr(kLetter));
      if (rest.starts_with(arabic::kForThe) && rest.size() >= 4 * kLetter) {
        spelled_ = arabic::kThe;
        spelled_ += rest.substr(2 * kLetter);
        r.add(at + kLetter, words.find(spelled_), rest.substr(kLetter));
      }
    }
    return r;
  }

  // The word with what stands before it peeled off, where the rest has one of the wanted roles; as written first.
  Peeled peel(At t, NameRoles wanted) const {
    const Readings& r = readings(t);
    if ((r.all & wanted) == 0) return {};
    for (std::uint32_t i = 0; i < r.size; ++i)
      if (r.reading[i].roles & wanted) return r.reading[i];
    return {};
  }

  // An ordinary word by some lexicon: a counted noun, a measure, a number, a month.
  bool ordinary(At t) const {
    if (x_.roles(t) & (kCommon | kStop | kTitle | kCalendar | kOrgHead | kPlaceHead)) return true;
    for (const LexiconHit* hit = x_.a.hits_begin(t); hit != x_.a.hits_end(t); ++hit) {
      const auto kind = static_cast<LexiconKind>(hit->kind);
      if (hit->length == 1 && kind != LexiconKind::kEntity && hit->peeled == hit->article) return true;
    }
    return false;
  }
  bool adjective(At t) const { return (x_.roles(t) & kNisba) || adjective_of_place(t); }
  bool adjective_of_place(At t) const {
    for (const LexiconHit* hit = x_.a.hits_begin(t); hit != x_.a.hits_end(t); ++hit)
      if (hit->length == 1 && hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && hit->peeled == hit->article &&
          x_.lexicons.alias(hit->entry).use == EntityAlias::Use::kAdjective)
        return true;
    return false;
  }
  // "ابن التاسعة والثلاثين" (he is 39), "أبا لثلاث" (a father of three): a number or a time.
  bool counts(At t) const {
    if (x_.roles(t) & (kGiven | kPersonTail)) return false;
    constexpr auto kCounts = kind_bit(LexiconKind::kNumber) | kind_bit(LexiconKind::kCalendar);
    return (token(t).kinds & kCounts) != 0;
  }
  // Neither ordinary nor an adjective: what an unknown name may be made of.
  bool name_like(At t) const {
    if (!arabic(t) || !apart(t) || word(t).size() < 2 * kLetter || x_.taken_at(t) != nullptr || preposition(t)) return false;
    if ((x_.roles(t) & (kGiven | kStop)) == kGiven) return true;
    if (ordinary(t) || adjective(t) || (x_.roles(t) & kOrgPart)) return false;
    return !begins_with_conjunction(t) && !behind_preposition(t);
  }
  bool begins_with_conjunction(At t) const {
    const std::string_view w = word(t);
    return w.starts_with(arabic::kAnd) && w.size() > 3 * kLetter && !(x_.roles(t) & kGiven);
  }
  // "بتاريخ" (on the date), "بالعمارة", "للتأمين": a preposition and an ordinary word.
  bool behind_preposition(At t) const {
    const std::string_view w = word(t);
    if (w.starts_with(arabic::kByThe) || w.starts_with(arabic::kForThe) || w.starts_with(arabic::kLikeThe) || w.starts_with(arabic::kSoThe))
      return w.size() > 4 * kLetter;
    if (!(w.starts_with(arabic::kBy) || w.starts_with(arabic::kFor)) || w.size() < 4 * kLetter) return false;
    if (x_.lexicons.name_words().find(w.substr(kLetter)) & (kCommon | kStop | kOrgHead | kPlaceHead | kTitle)) return true;
    for (const LexiconHit* hit = x_.a.hits_begin(t); hit != x_.a.hits_end(t); ++hit)
      if (hit->length == 1 && hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) return true;
    return false;
  }
  // "سيستقيل" (will resign)
  static bool future_verb(std::string_view w) { return (w.starts_with("سي") || w.starts_with("ست")) && w.size() >= 6 * kLetter; }  // سي: he will; ست: she will
  static bool verb_like(std::string_view w) { return w.starts_with("ي") && w.size() <= 6 * kLetter && w.size() >= 4 * kLetter; }

  At read(At t) {
    // Nothing else begins a name here: most words end at this.
    constexpr NameRoles kBegins = kOrgHead | kPlaceHead | kTitle | kGiven | kParticle;
    const NameRoles whole = x_.roles(t);
    if ((whole & kBegins) == 0 && ((whole & kStop) != 0 || !begins_with_letter(word(t), arabic::kAnd, arabic::kSo, arabic::kBy, arabic::kFor, arabic::kLike)))
      return t;
    if ((readings(t).all & kBegins) == 0) return t;
    Peeled kind = peel(t, kOrgHead | kPlaceHead);
    if (kind.roles != 0) {
      const At end = kind_name(t, kind);
      if (end > t) return end;
    }
    Peeled title = peel(t, kTitle);
    if (title.roles != 0) {
      const At end = titled(t);
      if (end > t) return end;
    }
    return person(t, false);
  }

  void add(At first, std::uint32_t bytes, At end, NameClass cls, const char* rule, bool holds) {
    out_.push_back({first, end, token(first).begin + bytes, token(end - 1).end, cls, rule, holds});
  }

  // 'شركة "بلو ريدج"' (the company "Blue Ridge"): the name is what stands in the quotes.
  At quoted(At t, const Peeled& kind) {
    constexpr At kMostWords = 4;
    if (!(kind.roles & kOrgHead) || !(kind.roles & kOrgItself) || !is_quote(t + 1)) return t;
    At end = t + 2;
    while (end < x_.size() && end - t - 2 < kMostWords && x_.taken_at(end) == nullptr && (arabic(end) || token(end).kind == TokenKind::kLatin) && !is_stop(end))
      ++end;
    if (end == t + 2 || !is_quote(end)) return t;
    add(t + 2, 0, end, NameClass::kOrg, "name.quoted", false);
    return end + 1;
  }
  bool is_quote(At t) const {
    const std::string_view w = word(t);
    for (std::string_view mark : {"\"", "«", "»", "“", "”", "'"})
      if (w == mark) return true;
    return false;
  }
  bool is_stop(At t) const { return (x_.roles(t) & kStop) != 0 && (x_.roles(t) & kGiven) == 0; }

  // "وزارة الخارجية الأمريكية", "بنك إنجلترا المركزي", "مدينة رام الله".
  At kind_name(At t, const Peeled& kind) {
    if (const At end = quoted(t, kind); end > t) return end;
    const bool definite = has_article(kind.word);
    bool place = (kind.roles & kPlaceHead) != 0 && !(kind.roles & kOrgHead);
    const bool both = (kind.roles & kPlaceHead) != 0 && (kind.roles & kOrgHead) != 0;
    bool fields = false;  // what an office is for or like
    At end = t + 1;
    bool specific = false, holds = false;
    int free_words = 0, names = 0;
    for (int length = 0; length < 7 && end < x_.size(); ++length) {
      if (!apart(end)) break;
      if (const NameText::Taken* taken = x_.taken_at(end)) {
        // Lexicon names stay by themselves, but for the place in the name of an organisation ("جامعة دمشق", Damascus University).
        // "الهيئة السعودية للمدن الصناعية": the country's adjective.
        if (definite && !place && length == 0 && taken->first == end && taken->end == end + 1 && adjective_of_place(end) &&
            word(end + 1).starts_with(arabic::kForThe)) {
          ++end;
          specific = holds = true;
          continue;
        }
        if (taken->cls != NameClass::kPlace || definite || names > 0 || taken->first != end) break;
        if (place && ((kind.roles & kPlaceItself) || free_words > 0)) break;
        end = taken->end;
        specific = holds = true;
        ++names;
        continue;
      }
      if (!arabic(end)) {
        // A name in Latin letters behind the kind word.
        if (token(end).kind == TokenKind::kLatin && (token(end).capital || token(end).mixed_case) && !definite && free_words == 0) {
          while (end < x_.size() && token(end).kind == TokenKind::kLatin && x_.taken_at(end) == nullptr) ++end;
          specific = true;
        }
        break;
      }
      const NameRoles roles = x_.roles(end);
      if (adjective(end)) {
        fields = true;
        specific = specific || !place;
        ++end;
        continue;
      }
      if (definite && !place) {
        // "الشركة العالمية المتحدة للتأمين": a purpose behind adjectives.
        if (specific && word(end).starts_with(arabic::kForThe) && (peel(end, kOrgPart).roles != 0 || holds)) {
          ++end;
          continue;
        }
        // "... الصناعية": what the purpose is like.
        if (specific && holds && word(end - 1).starts_with(arabic::kForThe) && has_article(word(end)) &&
            word(end).ends_with("يه")) {  // يه: adjective, feminine
          ++end;
          continue;
        }
        break;
      }
      if (definite) break;
      if ((roles & kOrgPart) && !place) {
        specific = fields = true;
        ++end;
        continue;
      }
      if (!place && specific && (word(end).starts_with(arabic::kAndThe) || word(end).starts_with(arabic::kForThe)) && peel(end, kOrgPart).bytes != 0) {
        ++end;
        continue;
      }
      if (!place && free_words == 0 && (roles & (kOrgHead | kPlaceHead)) && !has_article(word(end)) && length <= 1) {
        ++end;
        continue;
      }
      // "إذاعة صوت فلسطين", Voice of Palestine Radio: one ordinary word before the place.
      if (!place && length == 0 && x_.taken_at(end + 1) != nullptr && x_.taken_at(end + 1)->cls == NameClass::kPlace && !has_article(word(end)) &&
          !(roles & kStop) && !begins_with_conjunction(end) && !behind_preposition(end) && apart(end + 1)) {
        ++free_words;
        ++end;
        continue;
      }
      // "شركة ساكسو بنك" (the company Saxo Bank): as the name's own language has it.
      if (!place && free_words > 0 && (roles & kOrgEnd)) {
        ++end;
        break;
      }
      if (word(end - 1).starts_with("لل") || (end - t > 2 && adjective(end - 1) && word(end - 2).starts_with("لل"))) break;  // "للطاقة المتجددة": its end
      if (free_words > 1 && (x_.roles(end) & kAlone)) break;  // "لشركة إنترلوك سيستمز ديفيد هاربر": a person begins
      if (free_words >= (place ? 2 : 3) || !name_like(end) || (free_words > 0 && verb_like(word(end)))) break;
      if (free_words > 0 && place && !has_article(word(end)) && !(x_.roles(end - 1) & kParticle) && word(end - 1).size() > 4 * kLetter) break;
      ++free_words;
      ++end;
      specific = true;
    }
    if (!specific || (x_.taken_at(end) != nullptr && end == t + 1)) return t;
    // "مديرية حيدان" (the district of Haydan), but "مديرية الأمن العام" (the directorate of public security).
    if (both && !fields && !holds && !definite) place = true;
    add(t, kind.bytes, end, place ? NameClass::kPlace : NameClass::kOrg, place ? "name.place_word" : "name.org_word", holds);
    return end;
  }

  // "وزير الخارجية الأمريكي ريكس تيلرسون": office and adjectives, then the name.
  At titled(At t) {
    At at = t + 1;
    for (int steps = 0; steps < 5; ++steps) {
      if (!arabic(at) && x_.taken_at(at) == nullptr) return t;
      if (x_.roles(at) & kStop) return t;
      if (x_.roles(at) & kGiven) break;
      if (const NameText::Taken* taken = x_.taken_at(at)) {
        if (taken->cls == NameClass::kPerson) return t;
        at = taken->end;
        continue;
      }
      if (adjective(at) || (x_.roles(at) & (kOrgPart | kTitle | kOrgHead)) || peel(at, kTitle | kOrgPart).roles != 0) {
        ++at;
        continue;
      }
      break;
    }
    const At end = person(at, true);
    return end > at ? end : t;
  }

  // A personal name that begins at t; behind a title its first word may be unknown.
  At person(At t, bool title) {
    if (!arabic(t) || x_.taken_at(t) != nullptr) return t;
    Peeled first = peel(t, kGiven | kParticle);
    if (title && first.bytes > 0) first = {};  // behind a title "فلوران" is no لوران behind "and"
    std::uint32_t bytes = first.bytes;
    const bool given = (first.roles & kGiven) != 0 && (bytes == 0 || first.word.size() >= 3 * kLetter);
    const bool particle = !given && (first.roles & kParticleLead) != 0;
    if (!given && !particle) bytes = 0;
    if (preposition(t)) return t;
    if (given && bytes == 0 && (x_.roles(t) & (kStop | kCommon | kOrgHead | kPlaceHead)) && !title) return t;
    if (given && bytes > 0 && first.word.size() < 4 * kLetter) return t;
    if (!given && !particle) {
      if (!title || !name_like(t) || verb_like(word(t)) || has_article(word(t)) || word(t).size() < 3 * kLetter) return t;
      bytes = 0;
    }
    At end = t + 1;
    int parts = particle ? 0 : 1, unknown = given || particle ? 0 : 1;
    bool linked = particle;
    while (end < x_.size() && end - t < 7 && apart(end) && arabic(end)) {
      const NameRoles roles = x_.roles(end);
      if (preposition(end)) break;
      if (x_.taken_at(end) != nullptr) {
        // A family name that is a place's too ends it: "صدام حسين التكريتي" is one, but "محمد السعودية" none.
        break;
      }
      if (linked) {
        if ((ordinary(end) && !(roles & (kGiven | kPersonTail)) && !has_article(word(end))) || counts(end)) break;
        linked = false;
        ++parts;
        ++end;
        continue;
      }
      if (roles & kParticle && !(roles & kGiven)) {
        linked = true;
        ++end;
        continue;
      }
      if (roles & (kGiven | kPersonTail)) {
        if ((roles & (kStop | kCommon)) && !(roles & kPersonTail)) break;
        ++parts;
        ++end;
        continue;
      }
      if (!name_like(end) || unknown >= 2 || verb_like(word(end)) || (parts >= 2 && future_verb(word(end)))) break;
      if (parts >= 3) break;
      ++unknown;
      ++parts;
      ++end;
    }
    // Behind an office ("رئيس تحرير", editor in chief) one unknown word is seldom a name; behind "الرئيس" it is.
    if (!given && !particle && parts == 1 && !has_article(word(t - 1))) return t;
    if (linked) --end;
    if (end <= t + (particle ? 1 : 0)) return t;
    if (parts == 1 && !title && !particle && (bytes > 0 || !(first.roles & kAlone))) return t;
    if (particle && parts == 0) return t;
    if (particle && !title && word(t).size() <= 2 * kLetter && parts < 2) return t;
    add(t, bytes, end, NameClass::kPerson, title ? "name.title" : "name.given", false);
    return end;
  }

  // "على" (on) and "علي" (Ali) are folded to one; the source tells them apart.
  bool preposition(At t) const {
    if (!word(t).ends_with("علي")) return false;  // علي: on
    return x_.a.text.source(x_.a.text.to_source({token(t).begin, token(t).end})).ends_with("ى");
  }

  const NameText& x_;
  std::vector<NameCandidate>& out_;
  mutable Readings readings_;  // of the token asked for last
  mutable std::string spelled_;
};

}  // namespace

std::uint32_t find_arabic_names(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& out) {
  return ArabicFinder(text, out).run(stretch);
}

}  // namespace mizan

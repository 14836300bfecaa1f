#include "extractors/name_extractor.h"

#include <algorithm>

#include "extractors/name_candidate.h"
#include "extractors/name_linker.h"
#include "pipeline/arabic_words.h"
#include "pipeline/name_skeleton.h"

namespace mizan {
namespace {

using At = std::uint32_t;

constexpr std::uint32_t kLetter = 2;  // bytes of an Arabic letter

// A currency, a unit, a number.
bool measures(const NameText& text, At t) {
  for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit) {
    const auto kind = static_cast<LexiconKind>(hit->kind);
    if (kind == LexiconKind::kCurrency || kind == LexiconKind::kUnit || kind == LexiconKind::kNumber) return true;
  }
  return false;
}

// "1.5 GW", "20 MW": a unit or currency behind its number is no name.
bool measures_amount(const NameText& text, const NameCandidate& c) {
  if (c.end - c.first != 1 || c.first == 0 || !measures(text, c.first)) return false;
  return text.a.tokens[c.first - 1].kind == TokenKind::kDigits || measures(text, c.first - 1);
}

// "الشركة الأمريكية" (the American company), "الصحيفة البريطانية" (the British newspaper): the one that the article is on, and nobody's name. A government, an
// army or a parliament is named so.
bool refers_only(const NameText& text, const NameCandidate& c) {
  if (c.cls != NameClass::kOrg || c.end - c.first != 2 || text.a.tokens[c.first].kind != TokenKind::kArabic || c.holds_lexicon_name) return false;
  const std::string_view kind = text.a.text.text({c.begin_byte, text.a.tokens[c.first].end});
  const NameWords& words = text.lexicons.name_words();
  // "للشركة": behind the preposition ل the article has lost its alef.
  if (!(words.find(kind) & kRefers) && !(kind.starts_with("ل") && (words.find("ا" + std::string(kind)) & kRefers))) return false;
  return is_adjective(text, c.first + 1);
}

// A rule's name that the model doesn't overrule: two or three words of a person behind a title or a first name.
bool sure(const NameCandidate& rule) {
  return rule.cls == NameClass::kPerson && rule.end - rule.first >= 2 && rule.end - rule.first <= 3 && !rule.holds_lexicon_name;
}

// "كويست غلوبال (Quest Global)": Latin words in brackets behind Arabic ones that sound like them.
bool in_brackets_of(const NameText& text, const NameCandidate& c) {
  constexpr At kMostWords = 4;
  if (text.a.tokens[c.first].kind != TokenKind::kLatin || c.first < 2 || !text.is(c.first - 1, "(") || !text.is(c.end, ")")) return false;
  const At end = c.first - 1;
  for (At t = end; t-- > 0 && end - t <= kMostWords && text.a.tokens[t].kind == TokenKind::kArabic;)
    if (name_likeness(text.a.text.text({text.a.tokens[t].begin, text.a.tokens[end - 1].end}), text.a.text.text({c.begin_byte, c.end_byte})) >= kSameInBrackets)
      return true;
  return false;
}

// A kind word and one word without the article that ends like an adjective: "ولاية رئاسية" (a presidential term).
bool describes(const NameText& text, const NameCandidate& c) {
  if (c.end - c.first != 2) return false;
  const std::string_view last = text.a.word(c.end - 1);
  return !last.starts_with(arabic::kThe) && (last.ends_with("ه") || last.ends_with("ي") || last.ends_with("ات"));  // ات: feminine plural
}

// A kind word of those that only names follow, which the model was taught too few of: "مجموعة الرواد القابضة", "محافظة البريمي"; a legal form in Latin letters;
// and what stands in quotes behind a kind word.
bool says_its_kind(const NameText& text, const NameCandidate& c) {
  const std::string_view rule = c.rule;
  const NameWords& words = text.lexicons.name_words();
  if (rule == "name.quoted") return true;
  if (rule == "name.org_word") {
    if (text.a.tokens[c.first].kind == TokenKind::kLatin) return true;
    const std::string_view kind = text.a.text.text({c.begin_byte, text.a.tokens[c.first].end});
    // "الهيئة السعودية للمدن الصناعية"
    if (c.holds_lexicon_name) return kind.starts_with(arabic::kThe) && c.end - c.first > 2 && (words.find(kind.substr(2 * kLetter)) & kOrgItself);
    if (describes(text, c)) return false;  // "شركة نفطية" (an oil company)
    const NameRoles roles = words.find(kind);
    // "مجموعة" is as often any group.
    return ((roles & kSureKind) && !(roles & kPlaceHead)) || ((roles & kFirm) && text.a.word(c.end - 1).starts_with(arabic::kThe));
  }
  if (rule != "name.place_word" || c.holds_lexicon_name || describes(text, c)) return false;
  return (words.find(text.a.text.text({c.begin_byte, text.a.tokens[c.first].end})) & kSureKind) != 0;
}

// Does the name of an organisation go on with these words? One that no list knows or that ends such names ("بنك", bank), or what it is for.
bool goes_on(const NameText& text, At from, At to) {
  if (to == from + 1 && (text.roles(from) & kNameClasses) == 0) return true;
  for (At t = from; t < to; ++t)
    if (!(text.roles(t) & (kOrgPart | kNisba | kOrgHead)) && !text.a.word(t).starts_with(arabic::kForThe)) return false;
  return true;
}

bool is_calendar(const NameText& text, At t) {
  for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit)
    if (hit->length == 1 && hit->kind == static_cast<std::uint8_t>(LexiconKind::kCalendar) && hit->peeled == hit->article) return true;
  return (text.roles(t) & kCalendar) != 0;
}

// Two names of the lexicon side by side, with nothing else or joined by "and" ("الاتحاد الأوروبي والولايات المتحدة"): each stands by itself.
bool joins_names(const NameText& text, const NameCandidate& c) {
  int names = 0;
  bool other = false, joined = false;
  for (At t = c.first; t < c.end;) {
    const NameText::Taken* taken = text.taken_at(t);
    if (taken == nullptr) {
      other = true;
      ++t;
      continue;
    }
    joined = joined || (names > 0 && text.a.word(taken->first).starts_with(arabic::kAnd));
    ++names;
    t = std::max(taken->end, t + 1);
  }
  return names > 1 && (!other || joined);
}

// A common word that is a first name too ("وحيد", only; "يزيد", it increases; "عمر", age) is one beside a title or another name; the model alone is not
// believed.
bool only_maybe_name(const NameText& text, const NameCandidate& c) {
  if (c.cls != NameClass::kPerson || c.end - c.first != 1) return false;
  const NameRoles roles = text.roles(c.first);
  const bool ordinary = (roles & kNotName) != 0;
  return ordinary && !(c.first > 0 && (text.roles(c.first - 1) & kTitle));
}

// Which sentences of an Arabic article are English (a quotation, a translation): there the rules speak, which know capitals.
class EnglishSentences {
 public:
  explicit EnglishSentences(const Analysis& article) : a_(article) {}
  bool holds(At t) {
    const At s = a_.sentence_of(t);
    if (s >= a_.sentences.size()) return false;
    if (s != last_) {
      last_ = s;
      std::uint32_t latin = 0, arabic = 0;
      for (At u = a_.sentences[s].first_token; u < a_.sentences[s].end_token; ++u) {
        latin += a_.tokens[u].kind == TokenKind::kLatin;
        arabic += a_.tokens[u].kind == TokenKind::kArabic;
      }
      english_ = latin > 4 * arabic && latin > 2;
    }
    return english_;
  }

 private:
  const Analysis& a_;
  At last_ = 0xFFFFFFFF;
  bool english_ = false;
};

// The model's names take the place of the rules' ones, but for those of kinds that it doesn't know (events). Of names that the lexicon has, in part or whole,
// only longer ones are kept.
void reconcile(const NameText& text, std::vector<NameCandidate>& rules, std::vector<NameCandidate>& tagged) {
  std::vector<NameCandidate> all;
  EnglishSentences english(text.a);
  std::size_t near = 0;  // rules before it end before the name looked at
  for (NameCandidate& c : tagged) {
    if (english.holds(c.first)) continue;
    while (c.end - c.first > 1 && text.a.tokens[c.end - 1].kind == TokenKind::kPunct && !text.is(c.end - 1, ")") && !text.is(c.end - 1, ".")) {
      --c.end;
      c.end_byte = text.a.tokens[c.end - 1].end;
    }
    // "مجلس الأمن أن" (the Security Council that): a small word at its end is none of it.
    while (c.end - c.first > 1 && text.taken_at(c.end - 1) == nullptr && text.a.tokens[c.end - 1].kind == TokenKind::kArabic &&
           ((text.roles(c.end - 1) & (kStop | kGiven | kParticle | kPersonTail | kOrgPart)) == kStop || text.a.word(c.end - 1) == arabic::kThe)) {
      --c.end;
      c.end_byte = text.a.tokens[c.end - 1].end;
    }
    if (joins_names(text, c)) continue;
    // "سيزور بيروت" (will visit Beirut): a place of the lexicon behind another word makes no person of both.
    if (c.cls == NameClass::kPerson && c.end - c.first >= 2)
      if (const NameText::Taken* taken = text.taken_at(c.end - 1);
          taken != nullptr && taken->cls == NameClass::kPlace && taken->first > c.first && !(text.roles(c.first) & (kGiven | kParticle)))
        continue;
    // "العاصمة مدريد" (the capital Madrid): a kind word with the article stands beside the name.
    if (const NameText::Taken* taken = text.taken_at(c.end - 1); taken != nullptr && taken->first == c.first + 1 && taken->end == c.end &&
                                                                 text.a.word(c.first).starts_with(arabic::kThe) &&
                                                                 (text.roles(c.first) & (kPlaceHead | kOrgHead)))
      continue;
    // "الاتحاد الأوروبي الأحد" (the European Union, on Sunday)
    while (c.cls == NameClass::kOrg && c.end - c.first > 1 && text.taken_at(c.end - 1) == nullptr && is_calendar(text, c.end - 1)) {
      --c.end;
      c.end_byte = text.a.tokens[c.end - 1].end;
    }
    // "جنوب دمشق" (the south of Damascus): the name is Damascus.
    if (const NameText::Taken* taken = text.taken_at(c.end - 1);
        taken != nullptr && taken->first == c.first + 1 && taken->end == c.end && text.taken_at(c.first) == nullptr && (text.roles(c.first) & kDirection))
      continue;
    bool holds = false, equal = false;
    for (At t = c.first; t < c.end; ++t)
      if (const NameText::Taken* taken = text.taken_at(t)) {
        if (taken->cls == NameClass::kPerson && taken->end - taken->first > 2)
          equal = true;  // "العاهل السعودي الملك سلمان بن عبد العزيز": the lexicon knows him
        if (taken->first <= c.first && taken->end >= c.end) equal = true;
        if (taken->first < c.first || taken->end > c.end) equal = true;
        holds = true;
      }
    if (equal || (holds && only_kind_word(text, c) && text.a.word(c.first).ends_with("مدينه"))) continue;  // مدينه: city
    if (only_maybe_name(text, c)) continue;
    // A kind word or an adjective alone names nothing ("الشركة", the company: who it is, the facts find out).
    if (c.end - c.first == 1 && text.a.tokens[c.first].kind == TokenKind::kArabic) {
      const std::string_view word = text.a.text.text({c.begin_byte, c.end_byte});
      if (text.lexicons.name_words().find(word) & (kOrgHead | kPlaceHead | kNisba | kTitle | kStop | kOrgPart)) continue;
      if (is_adjective(text, c.first) || measures(text, c.first)) continue;
    }
    c.holds_lexicon_name = holds;
    // Only a rule's name that stands over the first token can be meant: both lists are in text order, and no text is gone through twice.
    while (near < rules.size() && rules[near].end <= c.first) ++near;
    const At at = c.first;
    for (std::size_t r = near; r < rules.size() && rules[r].first <= at; ++r) {
      const NameCandidate& rule = rules[r];
      const bool same = rule.first == c.first && rule.end == c.end;
      // Of a name in two or three words the model sometimes sees one.
      const bool longer = c.cls == NameClass::kPerson && c.end - c.first == 1 && rule.first <= c.first && rule.end >= c.end && rule.end - rule.first <= 3;
      // Or it stops before the family name: "سالم بن راجح الزهيري".
      const bool family = c.cls == NameClass::kPerson && rule.first == c.first && rule.end == c.end + 1 && text.a.word(c.end).starts_with(arabic::kThe);
      // Nor does it always see all of an organisation behind its kind word: "شركة هالفورسن مارين", "شركة نورثفيلد للطاقة المتجددة".
      const bool company = c.cls == NameClass::kOrg && rule.first == c.first && rule.end > c.end && std::string_view(rule.rule) == "name.org_word" &&
                           goes_on(text, c.end, rule.end);
      if (rule.cls == c.cls && (same || longer || family || company)) {
        c.first = rule.first;
        c.end = rule.end;
        c.begin_byte = rule.begin_byte;
        c.end_byte = rule.end_byte;
        c.rule = rule.rule;
      }
    }
    if (all.empty() || all.back().end <= c.first) all.push_back(c);
  }
  const std::size_t models = all.size();  // in order, without overlaps
  std::size_t next = 0;                   // the first of them that ends behind the rule's begin
  At taken = 0;                           // end of the rules' names that are kept
  for (const NameCandidate& rule : rules) {
    while (next < models && all[next].end <= rule.first) ++next;
    if (rule.first < taken || (next < models && all[next].first < rule.end)) continue;
    if (rule.cls != NameClass::kEvent && !english.holds(rule.first) && !sure(rule) && !says_its_kind(text, rule) && !in_brackets_of(text, rule)) continue;
    all.push_back(rule);
    taken = std::max(taken, rule.end);
  }
  std::sort(all.begin(), all.end(), [](const NameCandidate& a, const NameCandidate& b) { return a.first < b.first; });
  rules = std::move(all);
}

}  // namespace

NameClass name_class_from(std::string_view cls) {
  if (cls == "person") return NameClass::kPerson;
  if (cls == "org") return NameClass::kOrg;
  if (cls == "place") return NameClass::kPlace;
  return NameClass::kEvent;
}

// "مدينة نابلس": the city of Nablus is Nablus, whose name the lexicon has found.
bool only_kind_word(const NameText& text, const NameCandidate& c) {
  const NameText::Taken* taken = text.taken_at(c.first + 1);
  return taken != nullptr && taken->first == c.first + 1 && taken->end == c.end &&
         (text.lexicons.name_words().find(text.a.text.text({c.begin_byte, text.a.tokens[c.first].end})) & kPlaceItself);
}

bool is_adjective(const NameText& text, At t) {
  if (text.roles(t) & kNisba) return true;
  for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit)
    if (hit->length == 1 && hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && text.lexicons.alias(hit->entry).use == EntityAlias::Use::kAdjective)
      return true;
  return false;
}

NameText::NameText(const Analysis& article, const Lexicons& all, const std::vector<Mention>& found, std::size_t from)
    : a(article), lexicons(all), cover(article.tokens.size(), 0), small_words(article) {
  for (std::size_t i = from; i < found.size(); ++i) {
    const EntityEntry* known = all.find_entity(found[i].entity()->id);
    taken.push_back({found[i].first_token, found[i].end_token, name_class_from(found[i].entity()->cls), known != nullptr && known->kind == "agency",
                     known != nullptr ? std::string_view(known->country) : std::string_view()});
    for (At t = found[i].first_token; t < found[i].end_token; ++t) cover[t] = static_cast<std::uint32_t>(taken.size());
  }
}

std::uint32_t find_names_by_rules(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& out) {
  const std::uint32_t latin = find_latin_names(text, stretch, out), arabic = find_arabic_names(text, stretch, out);
  // Where both begin at one token (quotation marks around Latin words), Latin goes first, however many there are.
  std::stable_sort(out.begin(), out.end(), [](const NameCandidate& x, const NameCandidate& y) { return x.first < y.first; });
  // A kind word's span may have run over a Latin name: the earlier one stays.
  std::size_t kept = 0;
  for (const NameCandidate& name : out)
    if (kept == 0 || out[kept - 1].end <= name.first) out[kept++] = name;
  out.resize(kept);
  return std::max(latin, arabic);
}

NameExtractor::NameExtractor(const Lexicons& lexicons) : model_(lexicons.name_model()) {}

std::uint32_t NameExtractor::find(const NameText& text, const Stretch& stretch, std::vector<NameCandidate>& names) const {
  return find_names_by_rules(text, stretch, names);
}

void NameExtractor::settle(const NameText& text, const Stretch& stretch, const std::vector<NameCandidate>& around, std::vector<NameCandidate>& names) const {
  // In English, capitals leave the model little to add.
  if (text.a.arabic && !model_.empty()) {
    std::vector<NameCandidate> tagged;
    tag_names(text, stretch, model_, around, tagged);
    reconcile(text, names, tagged);
  }
  std::erase_if(names, [&](const NameCandidate& c) { return measures_amount(text, c) || refers_only(text, c); });
}

void NameExtractor::link(const NameText& text, std::vector<NameCandidate>& names, std::vector<Mention>& found, std::size_t from) const {
  if (!names.empty()) link_names(text, found, from, names);
}

}  // namespace mizan

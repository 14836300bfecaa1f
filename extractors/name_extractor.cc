#include "extractors/name_extractor.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "extractors/name_candidate.h"
#include "pipeline/name_skeleton.h"

namespace mizan {
namespace {

using At = std::uint32_t;

constexpr std::uint32_t kLetter = 2;  // bytes of an Arabic letter

// So many names of a script are compared with those of the other one: beyond it an article is a register, and comparing would cost its square.
constexpr std::size_t kMostCompared = 64;
// Enough beside a bracket, which says by itself that both are one.
constexpr double kSameInBrackets = 0.5;

NameClass class_of(std::string_view cls) {
  if (cls == "person") return NameClass::kPerson;
  if (cls == "org") return NameClass::kOrg;
  if (cls == "place") return NameClass::kPlace;
  return NameClass::kEvent;
}

// "مدينة نابلس": the city of Nablus is Nablus, whose name the lexicon has found.
bool only_kind_word(const NameText& text, const NameCandidate& c) {
  const NameText::Taken* taken = text.taken_at(c.first + 1);
  return taken != nullptr && taken->first == c.first + 1 && taken->end == c.end &&
         is_place_itself(text.a.text.text({c.begin_byte, text.a.tokens[c.first].end}));
}

// Arabic kind words of organisations whose name, where it stands behind them, is the organisation itself: "شركة فيسبوك" (the company Facebook) is Facebook, but
// "شرطة نيويورك" (the police of New York) and "وزارة ..." are other things than what follows.
bool is_org_itself(std::string_view kind) {
  for (std::string_view same :
       {"شركه",  "نادي", "فريق",    "مجموعه",   "مؤسسه",  "بنك",     "مصرف", "صحيفه", "جريده", "مجله",  "قناه", "منظمه",  "تنظيم",  "حركه",
        "جماعه", "حزب",  "ميليشيا", "ميليشيات", "مليشيا", "مليشيات", "موقع", "منصه",  "شبكه",  "عملاق", "هيئه", "الشركه", "النادي", "الفريق"})
    if (kind == same) return true;
  return false;
}

bool adjective(const NameText& text, At t) {
  if (text.roles(t) & kNisba) return true;
  for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit)
    if (hit->length == 1 && hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && text.lexicons.alias(hit->entry).use == EntityAlias::Use::kAdjective)
      return true;
  return false;
}

// Is the candidate a kind word, a name of the lexicon and at most adjectives behind it ("نادي ليفربول الإنجليزي", the English club Liverpool)? Then it is what
// the lexicon says. The name's index in `taken`, or -1.
int named_by_lexicon(const NameText& text, const NameCandidate& c) {
  const NameText::Taken* taken = text.taken_at(c.first + 1);
  if (taken == nullptr || taken->first != c.first + 1 || taken->end > c.end) return -1;
  if (taken->end == c.end && only_kind_word(text, c)) return static_cast<int>(taken - text.taken.data());
  if (taken->cls != NameClass::kOrg || c.cls != NameClass::kOrg) return -1;
  const std::string_view kind = text.a.text.text({c.begin_byte, text.a.tokens[c.first].end});
  if (!is_org_itself(kind) && !(kind == "وكاله" && taken->agency)) return -1;
  for (At t = taken->end; t < c.end; ++t)
    if (!adjective(text, t) && !(taken->agency && text.is(t, "للانباء"))) return -1;
  return static_cast<int>(taken - text.taken.data());
}

// One name in all its spellings.
struct Name {
  std::string_view folded;  // of its first mention
  std::string_view written;
  NameClass cls = NameClass::kNone;
  bool arabic = false;
  std::uint32_t votes[5] = {0, 0, 0, 0, 0};  // mentions by class
  std::uint32_t same = 0;                    // the name that this one is a spelling of; its own index where it stands for itself
  std::string id, shown;
};

class Linker {
 public:
  Linker(const NameText& text, std::vector<Mention>& found, std::size_t from, std::vector<NameCandidate>& candidates)
      : x_(text), found_(found), from_(from), candidates_(candidates) {}

  void run() {
    teach_brackets();
    for (const NameCandidate& c : candidates_) group(c);
    for (Name& name : names_) settle_class(name);
    link_last_names();
    link_brackets();
    link_scripts();
    for (Name& name : names_) name_it(name);
    find_short_forms();
    emit();
  }

 private:
  // "للحكومة السورية" (to the Syrian government): behind the preposition ل the article has lost its alef, which the name has.
  bool lost_alef(const NameCandidate& c) const {
    const Token& first = x_.a.tokens[c.first];
    return first.kind == TokenKind::kArabic && c.begin_byte > first.begin && x_.a.word(c.first).substr(c.begin_byte - first.begin - kLetter).starts_with("لل");
  }
  std::string_view with_alef(std::string_view rest) {
    spelled_.push_back("ا");
    spelled_.back() += rest;
    return spelled_.back();
  }
  std::string_view written(const NameCandidate& c) {
    const std::string_view slice = x_.a.text.source(x_.a.text.to_source({c.begin_byte, c.end_byte}));
    return lost_alef(c) ? with_alef(slice) : slice;
  }
  std::string_view folded(const NameCandidate& c) {
    const std::string_view slice = x_.a.text.text({c.begin_byte, c.end_byte});
    return lost_alef(c) ? with_alef(slice) : slice;
  }
  bool arabic(At t) const { return x_.a.tokens[t].kind == TokenKind::kArabic; }
  static std::string_view last_word(std::string_view name) {
    const std::size_t blank = name.rfind(' ');
    return blank == std::string_view::npos ? std::string_view() : name.substr(blank + 1);
  }

  void group(const NameCandidate& c) {
    auto [it, added] = by_text_.try_emplace(folded(c), static_cast<std::uint32_t>(names_.size()));
    if (added) {
      Name name;
      name.folded = folded(c);
      name.written = written(c);
      name.arabic = arabic(c.first);
      name.same = it->second;
      names_.push_back(std::move(name));
    }
    ++names_[it->second].votes[static_cast<std::size_t>(c.cls)];
    of_.push_back(it->second);
  }
  static void settle_class(Name& name) {
    std::size_t best = 1;
    for (std::size_t i = 2; i < 5; ++i)
      if (name.votes[i] > name.votes[best]) best = i;
    name.cls = static_cast<NameClass>(best);
  }
  std::uint32_t root(std::uint32_t n) const {
    while (names_[n].same != n) n = names_[n].same;
    return n;
  }
  // The earlier one stands for both.
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    names_[std::max(a, b)].same = std::min(a, b);
  }

  // "Phillip Garrigan ... Garrigan": a last name alone is the person named in full before.
  void link_last_names() {
    for (std::uint32_t n = 0; n < names_.size(); ++n) {
      if (names_[n].cls == NameClass::kPerson) {
        const std::string_view last = last_word(names_[n].folded);
        if (!last.empty()) last_names_[last] = n;
      }
    }
    for (std::uint32_t n = 0; n < names_.size(); ++n) {
      if (names_[n].folded.find(' ') != std::string_view::npos) continue;
      auto it = last_names_.find(names_[n].folded);
      if (it == last_names_.end() || it->second == n) continue;
      names_[n].cls = NameClass::kPerson;
      // The full name stands for both, wherever it comes.
      names_[n].same = root(it->second);
    }
  }

  bool abbreviates(std::string_view abbreviation, std::string_view full) const {
    std::string initials;
    bool begins = true;
    for (char ch : full) {
      if (begins && ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))) initials += ch;
      begins = ch == ' ' || ch == '-';
    }
    if (abbreviation.size() < 2 || initials.size() < abbreviation.size()) return false;
    // Its letters are initials, in order; small words may be left out ("University of Texas": UT).
    std::size_t at = 0;
    for (char ch : initials)
      if (at < abbreviation.size() && ch == abbreviation[at]) ++at;
    return at == abbreviation.size() && abbreviation[0] == initials[0];
  }

  // "Badminton World Federation (BWF)", "شنايدر إلكتريك (Schneider Electric)".
  void link_brackets() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const NameCandidate& inner = candidates_[i];
      if (!in_brackets(inner)) continue;
      const std::uint32_t n = of_[i];
      if (i > 0 && candidates_[i - 1].end + 1 == inner.first) {
        const Name& outer = names_[of_[i - 1]];
        if (outer.arabic != names_[n].arabic ? name_likeness(outer.folded, names_[n].folded) >= kSameInBrackets : abbreviates(names_[n].folded, outer.folded)) {
          names_[root(n)].cls = names_[root(of_[i - 1])].cls;
          join(of_[i - 1], n);
        }
      } else if (inner.first >= 2) {
        if (const NameText::Taken* taken = x_.taken_at(inner.first - 2)) {
          const Mention& m = found_[from_ + static_cast<std::size_t>(taken - x_.taken.data())];
          const EntityName& entity = *m.entity();
          const std::string full = NormalizedText::fold(entity.name);
          if (names_[n].folded.size() <= 6 ? abbreviates(names_[n].folded, full) : name_likeness(full, names_[n].folded) >= kSameName) {
            names_[root(n)].id = entity.id;
            names_[root(n)].shown = entity.name;
            names_[root(n)].cls = class_of(entity.cls);
          }
        }
      }
    }
  }
  bool in_brackets(const NameCandidate& c) const { return c.first > 0 && c.end < x_.size() && x_.is(c.first - 1, "(") && x_.is(c.end, ")"); }

  // A Latin name in brackets behind Arabic words that sound like it makes a name of them.
  void teach_brackets() {
    std::vector<NameCandidate> taught;
    for (const NameCandidate& c : candidates_) {
      if (arabic(c.first) || !in_brackets(c) || c.first < 2) continue;
      const At end = c.first - 1;
      if (x_.taken_at(end - 1) != nullptr || !arabic(end - 1)) continue;
      double best = kSameInBrackets;
      At first = end;
      std::uint32_t begin = 0;
      for (At t = end; t-- > 0 && end - t <= 4 && arabic(t) && x_.taken_at(t) == nullptr;) {
        const double likeness = name_likeness(x_.a.text.text({x_.a.tokens[t].begin, x_.a.tokens[end - 1].end}), folded(c));
        if (likeness > best) {
          best = likeness;
          first = t;
          begin = x_.a.tokens[t].begin;
        }
      }
      if (first == end) continue;
      const bool overlaps =
          std::any_of(candidates_.begin(), candidates_.end(), [&](const NameCandidate& other) { return other.first < end && other.end > first; });
      if (!overlaps) taught.push_back({first, end, begin, x_.a.tokens[end - 1].end, c.cls, "name.brackets", false});
    }
    if (taught.empty()) return;
    candidates_.insert(candidates_.end(), taught.begin(), taught.end());
    std::sort(candidates_.begin(), candidates_.end(), [](const NameCandidate& a, const NameCandidate& b) { return a.first < b.first; });
  }

  void link_scripts() {
    std::vector<std::uint32_t> latin, arab;
    for (std::uint32_t n = 0; n < names_.size(); ++n)
      if (names_[n].same == n) (names_[n].arabic ? arab : latin).push_back(n);
    if (latin.empty() || arab.empty() || latin.size() > kMostCompared || arab.size() > kMostCompared) return;
    for (std::uint32_t n : arab)
      for (std::uint32_t m : latin)
        if (names_[n].cls == names_[m].cls && root(n) != root(m) && name_likeness(names_[n].folded, names_[m].folded) >= kSameName) join(n, m);
  }

  // Name and id of a group: the Latin form where the article has one.
  void name_it(Name& name) {
    const auto n = static_cast<std::uint32_t>(&name - names_.data());
    const std::uint32_t r = root(n);
    Name& chief = names_[r];
    if (chief.id.empty()) {
      const Name* shown = &chief;
      if (chief.arabic)
        for (const Name& other : names_)
          if (!other.arabic && root(static_cast<std::uint32_t>(&other - names_.data())) == r) {
            shown = &other;
            break;
          }
      chief.shown = shown->written;
      chief.id = std::string(to_string(chief.cls)) + ":~" + name_slug(shown->written);
    }
    if (n != r) {
      name.cls = chief.cls;
      name.id = chief.id;
      name.shown = chief.shown;
    }
  }

  static std::uint64_t bit_of(std::uint64_t hash) { return std::uint64_t{1} << (hash & 63); }

  // Last names of persons named in full, wherever they stand: "ريكس تيلرسون ... وقال تيلرسون".
  void find_short_forms() {
    if (last_names_.empty()) return;
    // A word that is none of these names has, but once in a while, a bit that none of them has.
    std::uint64_t bits = 0;
    for (const auto& [name, index] : last_names_) bits |= bit_of(word_hash(name));
    std::vector<bool> used(x_.size(), false);
    for (const NameCandidate& c : candidates_)
      for (At t = c.first; t < c.end; ++t) used[t] = true;
    for (At t = 0; t < x_.size(); ++t) {
      const TokenKind kind = x_.a.tokens[t].kind;
      if (kind == TokenKind::kLatin ? !x_.a.tokens[t].capital : kind != TokenKind::kArabic) continue;
      if (used[t] || x_.taken_at(t) != nullptr || x_.a.tokens[t].in_url) continue;
      std::string_view word = x_.a.word(t);
      std::uint32_t peeled = 0;
      auto find = [&](std::string_view name, std::uint64_t hash) { return (bits & bit_of(hash)) != 0 ? last_names_.find(name) : last_names_.end(); };
      auto it = find(word, x_.a.hashes[t]);
      if (kind == TokenKind::kLatin && word.ends_with("'s")) it = find(word.substr(0, word.size() - 2), word_hash(word.substr(0, word.size() - 2)));
      if (it == last_names_.end() && kind == TokenKind::kArabic && word.size() > 8 &&
          (word.starts_with("و") || word.starts_with("ل") || word.starts_with("ب"))) {
        peeled = 2;
        it = find(word.substr(peeled), word_hash(word.substr(peeled)));
      }
      if (it == last_names_.end() || word.size() - peeled < (kind == TokenKind::kArabic ? 6u : 3u) ||
          (x_.roles(t) & (kCommon | kStop | kTitle | kNisba | kGiven)))
        continue;
      candidates_.push_back({t, t + 1, x_.a.tokens[t].begin + peeled, x_.a.tokens[t].begin + peeled + static_cast<std::uint32_t>(it->first.size()),
                             NameClass::kPerson, "name.last_name", false});
      of_.push_back(it->second);
    }
  }

  void emit() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const NameCandidate& c = candidates_[i];
      const Name& name = names_[of_[i]];
      Mention m;
      m.type = MentionType::kEntity;
      m.first_token = c.first;
      m.end_token = c.end;
      m.normal = {c.begin_byte, c.end_byte};
      m.rule = c.rule;
      // Below every lexicon name, but for the one that it holds.
      m.priority = static_cast<std::int16_t>(c.holds_lexicon_name ? c.end - c.first : 0);
      m.value = EntityName{name.id, name.shown, to_string(name.cls)};
      if (c.holds_lexicon_name)
        if (const int known = named_by_lexicon(x_, c); known >= 0) m.value = *found_[from_ + static_cast<std::size_t>(known)].entity();
      found_.push_back(std::move(m));
    }
  }

  const NameText& x_;
  std::vector<Mention>& found_;
  const std::size_t from_;
  std::vector<NameCandidate>& candidates_;
  std::vector<Name> names_;
  std::deque<std::string> spelled_;
  std::vector<std::uint32_t> of_;  // the name of each candidate
  std::unordered_map<std::string_view, std::uint32_t> by_text_, last_names_;
};

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
  for (std::string_view word :
       {"الشركه", "المجموعه", "المؤسسه", "النادي", "الفريق", "الصحيفه", "الجريده", "المجله", "القناه", "المنظمه", "الوكاله", "البنك", "المصرف", "الحزب"})
    if (kind == word || (kind.starts_with("ل") && word.substr(kLetter) == kind)) return adjective(text, c.first + 1);
  return false;
}

// A rule's name that the model doesn't overrule: two or three words of a person behind a title or a first name.
bool sure(const NameCandidate& rule) {
  return rule.cls == NameClass::kPerson && rule.end - rule.first >= 2 && rule.end - rule.first <= 3 && !rule.holds_lexicon_name;
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
    joined = joined || (names > 0 && text.a.word(taken->first).starts_with("و"));
    ++names;
    t = std::max(taken->end, t + 1);
  }
  return names > 1 && (!other || joined);
}

// A common word that is a first name too ("وحيد", only; "يزيد", it increases; "عمر", age) is one beside a title or another name; the model alone is not
// believed.
bool only_maybe_name(const NameText& text, const NameCandidate& c) {
  if (c.cls != NameClass::kPerson || c.end - c.first != 1) return false;
  const std::uint32_t roles = text.roles(c.first);
  const bool ordinary = (roles & kNotName) != 0;
  return ordinary && !(c.first > 0 && (text.roles(c.first - 1) & kTitle));
}

// The model's names take the place of the rules' ones, but for those of kinds that it doesn't know (events). Of names that the lexicon has, in part or whole,
// only longer ones are kept.
void reconcile(const NameText& text, std::vector<NameCandidate>& rules, std::vector<NameCandidate>& tagged) {
  std::vector<NameCandidate> all;
  for (NameCandidate& c : tagged) {
    // "مجلس الأمن أن" (the Security Council that): a small word at its end is none of it.
    while (c.end - c.first > 1 && text.taken_at(c.end - 1) == nullptr && text.a.tokens[c.end - 1].kind == TokenKind::kArabic &&
           ((text.roles(c.end - 1) & (kStop | kGiven | kParticle | kPersonTail | kOrgPart)) == kStop || text.a.word(c.end - 1) == "ال")) {
      --c.end;
      c.end_byte = text.a.tokens[c.end - 1].end;
    }
    if (joins_names(text, c)) continue;
    bool holds = false, equal = false;
    for (At t = c.first; t < c.end; ++t)
      if (const NameText::Taken* taken = text.taken_at(t)) {
        if (taken->first <= c.first && taken->end >= c.end) equal = true;
        if (taken->first < c.first || taken->end > c.end) equal = true;
        holds = true;
      }
    if (equal || (holds && only_kind_word(text, c) && text.a.word(c.first).ends_with("مدينه"))) continue;
    if (only_maybe_name(text, c)) continue;
    // A kind word or an adjective alone names nothing ("الشركة", the company: who it is, the facts find out).
    if (c.end - c.first == 1 && text.a.tokens[c.first].kind == TokenKind::kArabic) {
      const std::string_view word = text.a.text.text({c.begin_byte, c.end_byte});
      if (text.lexicons.name_words().find(word) & (kOrgHead | kPlaceHead | kNisba | kTitle | kStop | kOrgPart)) continue;
      if (adjective(text, c.first) || measures(text, c.first)) continue;
    }
    c.holds_lexicon_name = holds;
    for (const NameCandidate& rule : rules) {
      const bool same = rule.first == c.first && rule.end == c.end;
      // Of a name in two or three words the model sometimes sees one.
      const bool longer = c.cls == NameClass::kPerson && c.end - c.first == 1 && rule.first <= c.first && rule.end >= c.end && rule.end - rule.first <= 3;
      // Or it stops before the family name: "سالم بن راجح الزهيري".
      const bool family = c.cls == NameClass::kPerson && rule.first == c.first && rule.end == c.end + 1 && text.a.word(c.end).starts_with("ال");
      // Nor does it always see a company's second word behind its kind word: "شركة هالفورسن مارين".
      const bool company = c.cls == NameClass::kOrg && c.end - c.first == 2 && rule.first == c.first && rule.end == c.end + 1 &&
                           std::string_view(rule.rule) == "name.org_word" && text.roles(c.end) == kNoRole;
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
  for (const NameCandidate& rule : rules)
    if ((rule.cls == NameClass::kEvent || sure(rule)) &&
        std::none_of(all.begin(), all.end(), [&](const NameCandidate& c) { return c.first < rule.end && rule.first < c.end; }))
      all.push_back(rule);
  std::sort(all.begin(), all.end(), [](const NameCandidate& a, const NameCandidate& b) { return a.first < b.first; });
  rules = std::move(all);
}

}  // namespace

NameText::NameText(const Analysis& article, const Lexicons& all, const std::vector<Mention>& found, std::size_t from)
    : a(article), lexicons(all), cover(article.tokens.size(), 0), word_roles(article.tokens.size()) {
  for (At t = 0; t < word_roles.size(); ++t) {
    word_roles[t] = all.name_words().find(a.hashes[t]);
    // "Rivermark Bank's": what owns is what it is without its ending.
    if (word_roles[t] == kNoRole && a.tokens[t].kind == TokenKind::kLatin)
      if (const std::string_view word = a.word(t); word.size() > 3 && word.ends_with("'s"))
        word_roles[t] = all.name_words().find(word.substr(0, word.size() - 2));
  }
  for (std::size_t i = from; i < found.size(); ++i) {
    const EntityEntry* known = all.find_entity(found[i].entity()->id);
    taken.push_back({found[i].first_token, found[i].end_token, class_of(found[i].entity()->cls), known != nullptr && known->kind == "agency"});
    for (At t = found[i].first_token; t < found[i].end_token; ++t) cover[t] = static_cast<std::uint32_t>(taken.size());
  }
}

void find_names_by_rules(const NameText& text, std::vector<NameCandidate>& out) {
  find_latin_names(text, out);
  find_arabic_names(text, out);
  std::sort(out.begin(), out.end(), [](const NameCandidate& x, const NameCandidate& y) { return x.first < y.first; });
  // A kind word's span may have run over a Latin name: the earlier one stays.
  std::size_t kept = 0;
  for (const NameCandidate& name : out)
    if (kept == 0 || out[kept - 1].end <= name.first) out[kept++] = name;
  out.resize(kept);
}

NameExtractor::NameExtractor(const Lexicons& lexicons) : lexicons_(lexicons), model_(lexicons.name_model()) {}

void NameExtractor::extract(const Analysis& a, std::vector<Mention>& found, std::size_t from) const {
  const NameText text(a, lexicons_, found, from);
  std::vector<NameCandidate> names;
  find_names_by_rules(text, names);
  // In English, capitals leave the model little to add.
  if (a.arabic && !model_.empty()) {
    std::vector<NameCandidate> tagged;
    tag_names(text, model_, names, tagged);
    reconcile(text, names, tagged);
  }
  std::erase_if(names, [&](const NameCandidate& c) { return measures_amount(text, c) || refers_only(text, c); });
  if (names.empty()) return;
  Linker(text, found, from, names).run();
}

}  // namespace mizan

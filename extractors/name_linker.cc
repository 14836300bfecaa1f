#include "extractors/name_linker.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "pipeline/arabic_words.h"
#include "pipeline/letters.h"
#include "pipeline/name_skeleton.h"

namespace mizan {
namespace {

using At = std::uint32_t;

constexpr std::uint32_t kLetter = 2;  // bytes of an Arabic letter

// So many names of a script are compared with those of the other one: beyond it an article is a register, and comparing would cost its square.
constexpr std::size_t kMostCompared = 64;

// "رابطة اللاعبين المحترفين الإنجليزية" is none of another country than its adjective says.
bool fits_country(const NameText& text, At t, const NameText::Taken& taken) {
  for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit) {
    if (hit->length != 1 || hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) continue;
    const EntityAlias& alias = text.lexicons.alias(hit->entry);
    if (alias.use == EntityAlias::Use::kAdjective && text.lexicons.entity(alias.entity).country == taken.country) return true;
    if (alias.use == EntityAlias::Use::kAdjective && !text.lexicons.entity(alias.entity).country.empty()) return false;
  }
  return true;
}

// Is the word the adjective of a country ("السورية", of SY)?
bool is_of_country(const NameText& text, At t, std::string_view country) {
  for (const LexiconHit* hit = text.a.hits_begin(t); hit != text.a.hits_end(t); ++hit) {
    if (hit->length != 1 || hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) continue;
    const EntityAlias& alias = text.lexicons.alias(hit->entry);
    if (alias.use == EntityAlias::Use::kAdjective && text.lexicons.entity(alias.entity).country == country) return !country.empty();
  }
  return false;
}

// Is the candidate a kind word, a name of the lexicon and at most adjectives behind it ("نادي ليفربول الإنجليزي", the English club Liverpool)? Then it is what
// the lexicon says. The name's index in `taken`, or -1.
int named_by_lexicon(const NameText& text, const NameCandidate& c) {
  const auto adjectives_behind = [&](const NameText::Taken& taken) {
    for (At t = taken.end; t < c.end; ++t)
      if (!(is_adjective(text, t) && (taken.first > c.first || fits_country(text, t, taken))) && !(taken.agency && (text.roles(t) & kAgencyWord))) return false;
    return true;
  };
  // "مدينة دوما السورية" (the Syrian city of Douma): of its country and nothing else.
  const auto country_behind = [&](const NameText::Taken& taken) {
    for (At t = taken.end; t < c.end; ++t)
      if (!is_of_country(text, t, taken.country)) return false;
    return taken.cls == NameClass::kPlace && c.cls == NameClass::kPlace;
  };
  // The lexicon has it with its kind word: "نادي ليفربول".
  if (const NameText::Taken* whole = text.taken_at(c.first);
      whole != nullptr && whole->first == c.first && whole->end < c.end &&
      (country_behind(*whole) || (whole->cls == NameClass::kOrg && c.cls == NameClass::kOrg && adjectives_behind(*whole))))
    return static_cast<int>(whole - text.taken.data());
  const NameText::Taken* taken = text.taken_at(c.first + 1);
  if (taken == nullptr || taken->first != c.first + 1 || taken->end > c.end) return -1;
  if (taken->end == c.end && only_kind_word(text, c)) return static_cast<int>(taken - text.taken.data());
  if (country_behind(*taken)) {
    NameCandidate bare = c;
    bare.end = taken->end;
    if (only_kind_word(text, bare)) return static_cast<int>(taken - text.taken.data());
  }
  if (taken->cls != NameClass::kOrg || c.cls != NameClass::kOrg) return -1;
  const NameRoles kind = text.lexicons.name_words().find(text.a.text.text({c.begin_byte, text.a.tokens[c.first].end}));
  if (!(kind & kOrgItself) && !((kind & kAgencyWord) && taken->agency)) return -1;
  if (!adjectives_behind(*taken)) return -1;
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
  std::uint32_t first = 0, end = 0;          // tokens of its first mention
  bool taught = false;                       // found in quotes or by brackets
  bool sure = false;                         // a kind word, a title or brackets say its class
  std::string id, shown;
};

// Of a hash that is none of these, a bit says so mostly.
class HashBits {
 public:
  explicit HashBits(const std::vector<std::uint64_t>& hashes) {
    const std::size_t bits = std::bit_ceil(std::max<std::size_t>(kFewest, kBitsEach * hashes.size()));
    mask_ = bits - 1;
    words_.resize(bits / 64);
    for (const std::uint64_t hash : hashes) words_[(hash & mask_) / 64] |= std::uint64_t{1} << (hash & 63);
  }
  bool maybe(std::uint64_t hash) const { return (words_[(hash & mask_) / 64] >> (hash & 63) & 1) != 0; }

 private:
  static constexpr std::size_t kFewest = 1024, kBitsEach = 16;
  std::size_t mask_ = 0;
  std::vector<std::uint64_t> words_;
};

class Linker {
 public:
  Linker(const NameText& text, std::vector<Mention>& found, std::size_t from, std::vector<NameCandidate>& candidates)
      : x_(text), found_(found), from_(from), candidates_(candidates) {}

  void run() {
    teach_brackets();
    keep_whole();
    for (const NameCandidate& c : candidates_) group(c);
    for (Name& name : names_) settle_class(name);
    link_last_names();
    link_short_orgs();
    link_brackets();
    link_scripts();
    latin_of_.assign(names_.size(), kNoName);
    for (std::uint32_t n = 0; n < names_.size(); ++n)
      if (!names_[n].arabic && latin_of_[root(n)] == kNoName) latin_of_[root(n)] = n;
    for (Name& name : names_) name_it(name);
    find_forms();
    emit();
  }

 private:
  // "للحكومة السورية" (to the Syrian government): behind the preposition ل the article has lost its alef, which the name has.
  bool lost_alef(const NameCandidate& c) const {
    const Token& first = x_.a.tokens[c.first];
    return first.kind == TokenKind::kArabic && c.begin_byte > first.begin &&
           x_.a.word(c.first).substr(c.begin_byte - first.begin - kLetter).starts_with(arabic::kForThe);
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

  // "فلوران" is no لوران behind "and" where the article has it without doubt elsewhere.
  void keep_whole() {
    std::unordered_set<std::string_view> whole;
    bool peeled = false;
    for (const NameCandidate& c : candidates_) {
      if (c.begin_byte == x_.a.tokens[c.first].begin)
        whole.insert(folded(c));
      else
        peeled = true;
    }
    if (!peeled) return;
    for (NameCandidate& c : candidates_)
      if (const std::uint32_t begin = x_.a.tokens[c.first].begin; c.begin_byte != begin && whole.count(x_.a.text.text({begin, c.end_byte})) != 0)
        c.begin_byte = begin;
  }

  void group(const NameCandidate& c) {
    auto [it, added] = by_text_.try_emplace(folded(c), static_cast<std::uint32_t>(names_.size()));
    if (added) {
      Name name;
      name.folded = folded(c);
      name.written = written(c);
      name.arabic = arabic(c.first);
      name.same = it->second;
      name.first = c.first;
      name.end = c.end;
      names_.push_back(std::move(name));
    }
    const std::string_view rule = c.rule;
    names_[it->second].taught |= rule == "name.brackets" || rule == "name.quoted";
    names_[it->second].sure |= rule != "name.capitals" && rule != "name.given" && rule != "name.model";
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
            names_[root(n)].cls = name_class_from(entity.cls);
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
        if (root(n) != root(m) && may_be_one(names_[n], names_[m])) {
          const NameClass cls = names_[m].sure && !names_[n].sure ? names_[m].cls : names_[n].cls;
          join(n, m);
          names_[root(n)].cls = cls;
        }
  }

  // "Brightwater said ..." may be a person; beside "شركة برايت ووتر" (the company Brightwater) it is the company. Where both are sure of their class, or
  // neither is, they are of one class or two things.
  static bool may_be_one(const Name& a, const Name& b) {
    constexpr double kOfTwoClasses = 0.8;
    if (a.cls == b.cls) return name_likeness(a.folded, b.folded) >= kSameName;
    return a.sure != b.sure && a.cls != NameClass::kEvent && b.cls != NameClass::kEvent && name_likeness(a.folded, b.folded) >= kOfTwoClasses;
  }

  // Name and id of a group: the Latin form where the article has one.
  void name_it(Name& name) {
    const auto n = static_cast<std::uint32_t>(&name - names_.data());
    const std::uint32_t r = root(n);
    Name& chief = names_[r];
    if (chief.id.empty()) {
      const Name* shown = &chief;
      if (chief.arabic && latin_of_[r] != kNoName) shown = &names_[latin_of_[r]];
      chief.shown = shown->written;
      chief.id = std::string(to_string(chief.cls)) + ":~" + name_slug(shown->written);
    }
    if (n != r) {
      name.cls = chief.cls;
      name.id = chief.id;
      name.shown = chief.shown;
    }
  }

  // What organisations are called after their first mention: "شركة نورثفيلد للطاقة" (Northfield Energy) is نورثفيلد, "Pelagic Minerals plc" Pelagic Minerals
  // and Pelagic.
  void link_short_orgs() {
    for (std::uint32_t n = 0; n < names_.size(); ++n) {
      if (names_[n].cls != NameClass::kOrg) continue;
      if (names_[n].arabic)
        shorten_arabic(n);
      else
        shorten_latin(n);
    }
    for (std::uint32_t n = 0; n < names_.size(); ++n) {
      auto it = short_orgs_.find(names_[n].folded);
      if (it == short_orgs_.end() || root(it->second) == root(n) || last_names_.count(names_[n].folded) != 0) continue;
      names_[n].cls = NameClass::kOrg;
      names_[n].same = root(it->second);
    }
  }
  bool free_word(At t) const {
    if ((x_.roles(t) & kNameClasses & ~static_cast<NameRoles>(kAlone)) != 0 || is_adjective(x_, t)) return false;
    for (const LexiconHit* hit = x_.a.hits_begin(t); hit != x_.a.hits_end(t); ++hit)
      if (hit->length == 1 && hit->peeled == hit->article) return false;
    return true;
  }
  bool stands_in_text(std::uint64_t hash) {
    constexpr std::size_t kFewWords = 4096;  // which are as soon gone through
    if (x_.size() <= kFewWords) return std::find(x_.a.hashes.begin(), x_.a.hashes.end(), hash) != x_.a.hashes.end();
    if (words_.empty()) words_.insert(x_.a.hashes.begin(), x_.a.hashes.end());
    return words_.count(hash) != 0;
  }
  // Kinds of firms, whose second word is a name of its own; behind others ("منظمة تنسيق ...", the organisation for the coordination of) it is a common noun.
  bool names_itself(std::string_view kind) const { return (x_.lexicons.name_words().find(kind) & kFirm) != 0; }
  // "تشغيل" (running of): ت??ي?
  static bool verbal_noun(std::string_view w) { return w.size() == 5 * kLetter && w.starts_with("ت") && w.substr(3 * kLetter, kLetter) == "ي"; }
  void shorten_arabic(std::uint32_t n) {
    const Name& name = names_[n];
    if (name.end - name.first < 2) return;
    const bool kind = (x_.lexicons.name_words().find(name.folded.substr(0, name.folded.find(' '))) & kOrgHead) != 0;
    if (kind ? !names_itself(name.folded.substr(0, name.folded.find(' '))) : !x_.a.word(name.first + 1).starts_with(arabic::kForThe)) return;
    const At first = kind ? name.first + 1 : name.first;
    At end = first;
    while (end < name.end && end - first < 3 && arabic(end) && x_.taken_at(end) == nullptr && free_word(end) && !x_.a.word(end).starts_with(arabic::kThe) &&
           !x_.a.word(end).starts_with(arabic::kForThe) && !x_.a.word(end).starts_with(arabic::kAnd))
      ++end;
    if (end == first || (end < name.end && !x_.a.word(end).starts_with(arabic::kForThe) && !(x_.roles(end) & (kOrgPart | kNisba)) && !is_adjective(x_, end)))
      return;
    // One word alone must be no common one: none that ends like an adjective, nor one that the article writes with the Arabic article elsewhere.
    if (end == first + 1) {
      const std::string_view word = x_.a.word(first);
      if (word.size() < 4 * kLetter || word.ends_with("ه") || word.ends_with("ي") || word.starts_with("ي") || word.starts_with("لا") ||
          verbal_noun(word))  // لا: no
        return;
      const std::uint64_t with_article = word_hash("ال" + std::string(word));
      if (stands_in_text(with_article)) return;
    }
    short_orgs_.emplace(x_.a.text.text({x_.a.tokens[first].begin, x_.a.tokens[end - 1].end}), n);
  }
  void shorten_latin(std::uint32_t n) {
    const Name& name = names_[n];
    At end = name.end;
    for (;;) {
      while (end > name.first + 1 && (x_.is(end - 1, ".") || x_.is(end - 1, "/") || x_.is(end - 1, "&"))) --end;
      const bool tail = (x_.roles(end - 1) & kOrgTail) != 0 || x_.is(end - 1, "plc") || x_.is(end - 1, "a") || x_.is(end - 1, "s");
      if (end - name.first < 2 || !tail) break;
      --end;
      while (end > name.first + 1 && (x_.is(end - 1, ".") || x_.is(end - 1, "/") || x_.is(end - 1, "&"))) --end;
      if (end - name.first == 1 && (!free_word(name.first) || x_.a.word(name.first).size() < 4)) break;
      if (x_.taken_at(name.first) != nullptr) break;
      short_orgs_.emplace(x_.a.text.text({x_.a.tokens[name.first].begin, x_.a.tokens[end - 1].end}), n);
    }
  }

  // Is the name, which has several words, one wherever they stand? "النظام السوري" (the Syrian regime) is not always one.
  bool stands_alone(const Name& name) const {
    if (name.cls == NameClass::kEvent) return false;
    if (!name.arabic || name.taught) return true;
    const std::string_view first = name.folded.substr(0, name.folded.find(' '));
    const NameRoles roles = x_.lexicons.name_words().find(first);
    return name.cls == NameClass::kPerson ? (roles & (kGiven | kStop | kCommon | kOrgHead)) == kGiven : name.cls == NameClass::kOrg && names_itself(first);
  }

  // All forms of the names, wherever they stand: "ريكس تيلرسون ... وقال تيلرسون", "كويست غلوبال (Quest Global) ... كويست غلوبال".
  void find_forms() {
    struct Form {
      std::string_view folded;
      std::uint32_t name;
      const char* rule;
    };
    std::unordered_map<std::string_view, std::vector<Form>> forms;  // by first word; the longest first
    std::vector<std::uint64_t> hashes;
    const auto add = [&](std::string_view folded, std::uint32_t name, const char* rule) {
      const std::string_view word = folded.substr(0, folded.find_first_of(" -&.'/"));
      if (word.empty()) return;
      forms[word].push_back({folded, name, rule});
      hashes.push_back(word_hash(word));
    };
    for (const auto& [folded, name] : last_names_) add(folded, name, "name.last_name");
    for (const auto& [folded, name] : short_orgs_) add(folded, name, "name.short");
    for (std::uint32_t n = 0; n < names_.size(); ++n) {
      if (names_[n].folded.find(' ') != std::string_view::npos) {
        if (stands_alone(names_[n])) add(names_[n].folded, n, "name.again");
      } else if (names_[n].cls == NameClass::kPerson && names_[n].sure && !names_[n].arabic) {
        add(names_[n].folded, n, "name.last_name");  // "Dr. Ford ... Ford said"
      }
    }
    if (forms.empty()) return;
    const HashBits bits(hashes);
    for (auto& [word, list] : forms) std::stable_sort(list.begin(), list.end(), [](const Form& a, const Form& b) { return a.folded.size() > b.folded.size(); });
    std::vector<bool> used(x_.size(), false);
    for (const NameCandidate& c : candidates_)
      for (At t = c.first; t < c.end; ++t) used[t] = true;
    const std::string_view text = x_.a.text.text();
    for (At t = 0, size = x_.size(); t < size; ++t) {
      const Token& token = x_.a.tokens[t];
      if (token.kind == TokenKind::kLatin ? !(token.capital || token.mixed_case) : token.kind != TokenKind::kArabic) continue;
      const std::string_view word = x_.a.word(t);
      // Most words are none of these, and none behind a letter or before an 's.
      if (!bits.maybe(x_.a.hashes[t]) &&
          !(token.kind == TokenKind::kLatin ? word.ends_with("'s") : word.size() > 8 && begins_with_letter(word, arabic::kAnd, arabic::kFor, arabic::kBy)))
        continue;
      if (used[t] || x_.taken_at(t) != nullptr || token.in_url) continue;
      std::uint32_t peeled = 0;
      auto find = [&](std::string_view name, std::uint64_t hash) { return bits.maybe(hash) ? forms.find(name) : forms.end(); };
      auto it = find(word, x_.a.hashes[t]);
      if (it == forms.end() && token.kind == TokenKind::kLatin && word.ends_with("'s"))
        it = find(word.substr(0, word.size() - 2), word_hash(word.substr(0, word.size() - 2)));
      if (it == forms.end() && token.kind == TokenKind::kArabic && word.size() > 8 && begins_with_letter(word, arabic::kAnd, arabic::kFor, arabic::kBy)) {
        peeled = kLetter;
        it = find(word.substr(peeled), word_hash(word.substr(peeled)));
      }
      if (it == forms.end()) continue;
      for (const Form& form : it->second) {
        const std::uint32_t begin = token.begin + peeled;
        if (!text.substr(begin).starts_with(form.folded)) continue;
        const auto stop = static_cast<std::uint32_t>(begin + form.folded.size());
        At end = t + 1;
        while (end < x_.size() && x_.a.tokens[end].begin < stop && !used[end] && x_.taken_at(end) == nullptr) ++end;
        const std::uint32_t reached = x_.a.tokens[end - 1].end;
        if (reached != stop && !(reached == stop + 2 && text.substr(stop, 2) == "'s")) continue;
        if (end - t == 1) {
          if (form.folded.size() < (token.kind == TokenKind::kArabic ? 6u : 3u)) continue;
          if (x_.roles(t) & (kCommon | kStop | kTitle | kNisba | kGiven)) continue;
        }
        candidates_.push_back({t, end, begin, stop, names_[form.name].cls, form.rule, false});
        of_.push_back(form.name);
        t = end - 1;
        break;
      }
    }
  }

  void emit() {
    found_.reserve(found_.size() + candidates_.size());
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
  static constexpr std::uint32_t kNoName = 0xFFFFFFFF;
  std::vector<std::uint32_t> latin_of_;  // by root: the first of its spellings in Latin letters
  std::deque<std::string> spelled_;
  std::vector<std::uint32_t> of_;            // the name of each candidate
  std::unordered_set<std::uint64_t> words_;  // of a long text, once it was asked
  std::unordered_map<std::string_view, std::uint32_t> by_text_, last_names_, short_orgs_;
};

}  // namespace

void link_names(const NameText& text, std::vector<Mention>& found, std::size_t from, std::vector<NameCandidate>& candidates) {
  Linker(text, found, from, candidates).run();
}

}  // namespace mizan

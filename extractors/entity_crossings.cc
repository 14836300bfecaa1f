#include "extractors/entity_crossings.h"

#include <algorithm>

namespace mizan {
namespace {

using At = std::uint32_t;

bool known(const Mention& name) {
  return name.entity()->id.find(":~") == std::string::npos;
}

class Crossings {
 public:
  Crossings(const Analysis& article, const Lexicons& lexicons, std::vector<Mention>& found) : a_(article), lexicons_(lexicons), found_(found) {}

  void run() {
    std::vector<At> names, others;
    for (At i = 0; i < found_.size(); ++i) (found_[i].type == MentionType::kEntity ? names : others).push_back(i);
    bool changed = false;
    std::size_t o = 0;
    for (std::size_t n = 0; n < names.size(); ++n) {
      const Mention* next = n + 1 < names.size() ? &found_[names[n + 1]] : nullptr;
      while (o < others.size() && found_[others[o]].normal.end <= found_[names[n]].normal.begin) ++o;
      for (std::size_t i = o; i < others.size() && found_[others[i]].normal.begin < found_[names[n]].normal.end; ++i) {
        Mention &name = found_[names[n]], &other = found_[others[i]];
        if (gone(other) || gone(name)) continue;
        if (other.normal.begin < name.normal.begin && other.normal.end > name.normal.begin && other.normal.end < name.normal.end) {
          before(other, name);
          changed = true;
        } else if (other.normal.begin > name.normal.begin && other.normal.end > name.normal.end) {
          behind(name, other, next);
          changed = true;
        } else if (other.type == MentionType::kDate && !known(name) && other.normal.begin <= name.normal.begin && other.normal.end >= name.normal.end) {
          drop(name);  // "512 B.C.": the era is nobody
          changed = true;
        } else if (is_number_of_ruler(name, other)) {
          drop(other);
          changed = true;
        }
      }
    }
    if (!changed) return;
    std::erase_if(found_, gone);
    for (Mention& m : found_) m.source = a_.text.to_source(m.normal);
    std::sort(found_.begin(), found_.end(), [](const Mention& a, const Mention& b) {
      if (a.source.begin != b.source.begin) return a.source.begin < b.source.begin;
      if (a.source.end != b.source.end) return a.source.end > b.source.end;
      return a.type < b.type;
    });
  }

 private:
  static bool gone(const Mention& m) { return m.normal.begin == m.normal.end; }
  static void drop(Mention& m) { m.normal.end = m.normal.begin; }
  NameRoles roles(At t) const { return lexicons_.name_words().find(a_.hashes[t]); }

  // "هنري الثامن" (Henry VIII), "البابا فرنسيس الأول": the ordinal at a person's end is a part of the name, no rank.
  bool is_number_of_ruler(const Mention& name, const Mention& other) const {
    return other.type == MentionType::kOrdinal && name.entity()->cls == "person" && other.normal.begin > name.normal.begin &&
           other.normal.end == name.normal.end && a_.tokens[other.first_token].kind == TokenKind::kArabic;
  }

  // The other mention's last words begin the name.
  void before(Mention& other, Mention& name) {
    // What is counted by a kind word is no name: "80 شركة فرنسية" (80 French companies).
    if (!known(name) || other.type == MentionType::kMoney || other.type == MentionType::kPercent || other.type == MentionType::kQuantity) return drop(name);
    // "صاروخ توماهوك": the lexicon has it without its kind word, too.
    const At rest = other.end_token;
    if (rest < name.end_token && is_alias(rest, name.end_token - rest, name.entity()->id)) {
      name.first_token = rest;
      name.normal.begin = a_.tokens[rest].begin;
      return;
    }
    // "2017 كوريا الشمالية" (2017 North Korea): the number counts no half of a name.
    if (other.type != MentionType::kCount || other.first_token >= name.first_token) return drop(name);
    other.end_token = name.first_token;
    other.normal.end = a_.tokens[name.first_token - 1].end;
    other.type = MentionType::kNumber;
    if (Amount* amount = other.amount()) amount->noun.clear();
    if (other.normal.end <= other.normal.begin) drop(other);
  }

  // The name's last words begin the other mention.
  void behind(Mention& name, Mention& other, const Mention* next) {
    const std::string& cls = name.entity()->cls;
    const At shared = other.first_token;
    const bool alone = next == nullptr || next->normal.begin >= other.normal.end;
    const NameRoles link = shared > name.first_token ? roles(shared - 1) : kNoRole;
    // "عمر كمال عبد الواحد" (Abd al-Wahid, which is "the one", too): no number.
    if ((link & kParticle) && !(link & kGiven) && (roles(shared) & kPersonTail)) return drop(other);
    // "هجمات 11 سبتمبر 2001": the event's day goes to its end. "لويس السادس عشر" (Louis XVI): and a king's number.
    if (alone && ((cls == "event" && other.type == MentionType::kDate) || (cls == "person" && other.type == MentionType::kOrdinal && !(link & kParticle)))) {
      name.end_token = other.end_token;
      name.normal.end = other.normal.end;
      if (is_number_of_ruler(name, other)) drop(other);
      return;
    }
    // "إس 400 أولوية" (S-400 a priority): digits of a known name are its own.
    if (known(name)) return drop(other);
    // "آبي الأسبوع الماضي" (Abe last week): an unknown name ends where the time begins.
    if (shared <= name.first_token) return drop(name);
    name.end_token = shared;
    name.normal.end = a_.tokens[shared - 1].end;
    constexpr NameRoles kNoNames = kParticle | kOrgHead | kPlaceHead | kTitle | kStop | kCommon;
    if (name.normal.end <= name.normal.begin || (shared - name.first_token == 1 && (roles(name.first_token) & kNoNames))) drop(name);
  }

  bool is_alias(At t, At length, const std::string& id) const {
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity) || hit->length != length || hit->peeled != hit->article) continue;
      const EntityAlias& alias = lexicons_.alias(hit->entry);
      if (alias.use != EntityAlias::Use::kAdjective && lexicons_.entity(alias.entity).id == id) return true;
    }
    return false;
  }

  const Analysis& a_;
  const Lexicons& lexicons_;
  std::vector<Mention>& found_;
};

}  // namespace

void settle_crossings(const Analysis& article, const Lexicons& lexicons, std::vector<Mention>& found) {
  Crossings(article, lexicons, found).run();
}

}  // namespace mizan

#include "extractors/entity_extractor.h"

#include <algorithm>
#include <unordered_set>

#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

// Context words stand within so many tokens of a name that needs them.
constexpr std::uint32_t kContextReach = 8;

// Is this word also a country's adjective ("سورية": Syria, and Syrian)?
bool also_adjective(const Analysis& a, const Lexicons& lexicons, std::uint32_t t) {
  if (a.tokens[t].kind != TokenKind::kArabic) return false;
  for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit)
    if (hit->length == 1 && hit->kind == static_cast<std::uint8_t>(LexiconKind::kEntity) && lexicons.alias(hit->entry).use == EntityAlias::Use::kAdjective)
      return true;
  return false;
}

// "الصحيفة السعودية" (the Saudi newspaper), "السلطات السعودية": behind a feminine or plural noun with the article it is that noun's adjective.
bool behind_definite(const Analysis& a, const Lexicons& lexicons, const LexiconHit& hit) {
  if (hit.token == 0 || hit.peeled != hit.article || !a.tokens[hit.token].space_before) return false;
  const std::string_view before = a.word(hit.token - 1);
  if (!(before.ends_with("ه") || before.ends_with("ات"))) return false;  // ات: feminine plural
  std::string_view noun = before;
  for (std::string_view proclitic : {arabic::kAnd, arabic::kSo, arabic::kBy, arabic::kLike})
    if (noun.starts_with(proclitic) && noun.substr(proclitic.size()).starts_with(arabic::kThe)) noun.remove_prefix(proclitic.size());
  if (!(noun.starts_with(arabic::kThe) || noun.starts_with(arabic::kForThe)) || noun.size() < 10) return false;
  // "الليلة السعودية" is none: "tonight Saudi Arabia ...".
  return (lexicons.name_words().find(a.hashes[hit.token - 1]) & (kStop | kCalendar)) == 0 &&
         (a.tokens[hit.token - 1].kinds & kind_bit(LexiconKind::kCalendar)) == 0;
}

// Such a word names the country behind a preposition only ("في سورية", "لسورية"), and never with an article that the name lacks ("السورية"). A name that is
// written with the article by itself is one anywhere ("السعودية").
bool names_place(const Analysis& a, const Lexicons& lexicons, const LexiconHit& hit) {
  if (lexicons.alias(hit.entry).written.starts_with(arabic::kThe)) return !behind_definite(a, lexicons, hit);
  if (hit.article > 0) return false;
  if (hit.peeled > 0) return true;
  return hit.token > 0 && (lexicons.name_words().find(a.word(hit.token - 1)) & kStop) != 0;
}

// "Saint-Gobain", "Saint Gobain"
bool same_but_hyphens(std::string_view text, std::string_view alias) {
  return std::equal(text.begin(), text.end(), alias.begin(), alias.end(), [](char a, char b) { return a == b || (a == ' ' && b == '-'); });
}

// "في روما" (in Rome), "إلى روما" (to Rome)
bool behind_place_word(const Analysis& a, const Lexicons& lexicons, const LexiconHit& hit) {
  if (hit.peeled > hit.article) return true;
  if (hit.token == 0) return false;
  return (lexicons.name_words().find(a.word(hit.token - 1)) & kLocates) != 0;
}

// "والهدف" is "هدف" (goal) behind and + the; "تستهدف" (targets) is another word.
bool only_proclitics(std::string_view before) {
  for (std::string_view one : {arabic::kAnd, arabic::kSo})
    if (before.starts_with(one)) {
      before.remove_prefix(one.size());
      break;
    }
  for (std::string_view one : {std::string_view(), arabic::kThe, arabic::kBy, arabic::kFor, arabic::kLike, arabic::kByThe, arabic::kLikeThe, arabic::kForThe})
    if (before == one) return true;
  return false;
}

// "Dr. Ford", "السيد فورد": what stands behind such a title is a person, whatever company or place is called so.
bool behind_courtesy(const Analysis& a, const Lexicons& lexicons, std::uint32_t t) {
  if (t == 0) return false;
  std::uint32_t before = t - 1;
  if (a.tokens[before].kind == TokenKind::kPunct && before > 0 && a.word(before) == "." && !a.tokens[before].space_before) --before;
  const Token& title = a.tokens[before];
  if (title.kind != a.tokens[t].kind || (title.kind == TokenKind::kLatin && !title.capital)) return false;
  return (lexicons.name_words().find(a.hashes[before]) & kCourtesy) != 0;
}

// "Christine Blasey Ford": behind a first name, with at most one unknown word between. "Will Ford pay", "Jordan Ford plant" say nothing.
bool behind_first_name(const Analysis& a, const Lexicons& lexicons, std::uint32_t t) {
  const auto unknown = [&](std::uint32_t u) {
    const Token& token = a.tokens[u];
    return token.kind == TokenKind::kLatin && token.capital && !token.all_capitals && (token.kinds & kind_bit(LexiconKind::kEntity)) == 0 &&
           a.tokens[u + 1].space_before && !a.word(u).ends_with("'s");
  };
  const auto given = [&](std::uint32_t u) {
    const NameRoles roles = lexicons.name_words().find(a.hashes[u]);
    return (roles & kGiven) != 0 && (roles & (kPlaceLead | kTitle | kCommon | kStated | kCalendar)) == 0;
  };
  if (a.tokens[t].kind == TokenKind::kArabic) {
    // "كريستين بلاسي فورد": first names that are no Arabic words.
    const auto foreign = [&](std::uint32_t u) {
      return a.tokens[u].kind == TokenKind::kArabic && a.tokens[u + 1].space_before && (a.tokens[u].kinds & kind_bit(LexiconKind::kEntity)) == 0 &&
             (lexicons.name_words().find(a.hashes[u]) & (kGiven | kAlone | kCommon | kStop)) == (kGiven | kAlone);
    };
    return foreign(t - 1) || (t >= 2 && foreign(t - 2) && a.tokens[t - 1].kind == TokenKind::kArabic && a.tokens[t].space_before &&
                              a.tokens[t - 1].kinds == 0 && lexicons.name_words().find(a.hashes[t - 1]) == kNoRole);
  }
  if (a.tokens[t].kind != TokenKind::kLatin || a.word(t).ends_with('s') || !unknown(t - 1)) return false;
  return given(t - 1) || (t >= 2 && unknown(t - 2) && given(t - 2) && lexicons.name_words().find(a.hashes[t - 1]) == kNoRole);
}

// A name in one word that people have too: no abbreviation.
bool may_be_last_name(const Analysis& a, std::uint32_t t) {
  const Token& token = a.tokens[t];
  return token.kind == TokenKind::kArabic || (token.kind == TokenKind::kLatin && token.capital && !token.all_capitals);
}

bool bears(const Analysis& a, const Lexicons& lexicons, std::uint32_t t) {
  return t > 0 && may_be_last_name(a, t) && (behind_courtesy(a, lexicons, t) || behind_first_name(a, lexicons, t));
}

// "Corp.", "Jr.": the dot belongs to the name.
bool ends_dotted(const Analysis& a, const Lexicons& lexicons, const Mention& m) {
  if (m.end_token >= a.tokens.size() || a.tokens[m.end_token].space_before || a.word(m.end_token) != ".") return false;
  const NameRoles roles = lexicons.name_words().find(a.hashes[m.end_token - 1]);
  return (roles & kDotted) != 0 && (roles & (kOrgTail | kNameTail)) != 0;
}

// Of several things of one name (two clubs), the one whose country the words around say, or else the article most often.
class Countries {
 public:
  Countries(const Analysis& a, const Lexicons& lexicons) : a_(a), lexicons_(lexicons) {}

  // How often `country` is named within kReach tokens of t, and how often in the whole text, as one number to compare.
  std::uint64_t told(std::string_view country, std::uint32_t t) {
    if (country.empty()) return 0;
    constexpr std::uint32_t kReach = 25;
    if (!counted_) {
      counted_ = true;
      for (std::uint32_t u = 0; u < a_.tokens.size(); ++u) each_country(u, [&](std::string_view named) { ++all_[named]; });
    }
    const auto total = all_.find(country);
    if (total == all_.end()) return 0;
    std::uint64_t near = 0;
    const auto size = static_cast<std::uint32_t>(a_.tokens.size());
    for (std::uint32_t u = t > kReach ? t - kReach : 0; u < std::min(size, t + kReach); ++u)
      each_country(u, [&](std::string_view named) { near += named == country; });
    return near << 32 | total->second;
  }

 private:
  // A country's name or adjective, or one of its cities.
  template <typename Do>
  void each_country(std::uint32_t t, Do what) const {
    if ((a_.tokens[t].kinds & kind_bit(LexiconKind::kEntity)) == 0) return;
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit) {
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) continue;
      const EntityAlias& alias = lexicons_.alias(hit->entry);
      const EntityEntry& entity = lexicons_.entity(alias.entity);
      if (entity.cls != "place" || entity.country.empty() || alias.use == EntityAlias::Use::kContext) continue;
      what(entity.country);
      return;
    }
  }

  const Analysis& a_;
  const Lexicons& lexicons_;
  bool counted_ = false;
  std::unordered_map<std::string_view, std::uint32_t> all_;
};

}  // namespace

EntityExtractor::EntityExtractor(const Lexicons& lexicons) : lexicons_(lexicons), unknown_(lexicons) {}

void EntityExtractor::extract_lexicon(const Analysis& a, NamedEntities& named, std::vector<Mention>& found) const {
  using Use = EntityAlias::Use;
  auto written = [&](const LexiconHit& hit) {
    const Token& first = a.tokens[hit.token];
    const Token& last = a.tokens[hit.token + hit.length - 1];
    return a.text.source(a.text.to_source({first.begin + hit.peeled - hit.article, last.end - hit.cut}));
  };
  auto case_fits = [&](const LexiconHit& hit, const EntityAlias& alias) {
    const Token& first = a.tokens[hit.token];
    if (first.kind != TokenKind::kLatin) return true;
    if (alias.case_sensitive) return same_but_hyphens(written(hit), alias.written);
    if (first.capital || first.mixed_case) return true;
    // A name in small letters only where the lexicon writes it so ("iPhone", "xAI").
    return !alias.written.empty() && alias.written[0] >= 'a' && alias.written[0] <= 'z';
  };
  // "context_words=نادي|club" in the flags: one of them must stand near, or the entity must have been named in full before.
  auto context_fits = [&](const LexiconHit& hit, std::uint32_t entity) {
    if (named.contains(entity)) return true;
    const std::uint32_t from = hit.token > kContextReach ? hit.token - kContextReach : 0;
    const std::uint32_t to = std::min<std::uint32_t>(static_cast<std::uint32_t>(a.tokens.size()), hit.token + hit.length + kContextReach);
    for (std::string_view left = lexicons_.entity(entity).context_words; !left.empty();) {
      const std::string_view folded = left.substr(0, left.find('\n'));
      left.remove_prefix(std::min(folded.size() + 1, left.size()));
      for (std::uint32_t t = from; t < to; ++t) {
        if (t >= hit.token && t < hit.token + hit.length) continue;
        const std::string_view word = a.word(t);
        if (word.size() < folded.size() || word.back() != folded.back() || !word.ends_with(folded)) continue;
        if (word.size() == folded.size()) return true;
        if (a.tokens[t].kind == TokenKind::kArabic && only_proclitics(word.substr(0, word.size() - folded.size()))) return true;
      }
    }
    return false;
  };

  // "Dr. Ford ... Ford said": last names of the people of this text.
  std::unordered_set<std::uint64_t> people;
  std::vector<std::uint32_t> known;  // tokens that begin a name of the lexicon: of most texts few
  for (std::uint32_t t = 0, size = static_cast<std::uint32_t>(a.tokens.size()); t < size; ++t) {
    if ((a.tokens[t].kinds & kind_bit(LexiconKind::kEntity)) == 0) continue;
    known.push_back(t);
    if (bears(a, lexicons_, t)) people.insert(a.hashes[t]);
  }
  Countries countries(a, lexicons_);
  std::uint32_t order = static_cast<std::uint32_t>(named.size());
  for (const auto& [entity, at] : named) order = std::max(order, at);
  std::uint32_t done = 0;  // tokens that names before have taken
  for (const std::uint32_t t : known) {
    if (t < done) continue;
    const LexiconHit* best = nullptr;
    const EntityAlias* best_alias = nullptr;
    const bool adjective = also_adjective(a, lexicons_, t);
    if (!a.tokens[t].in_url) {
      for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit) {
        if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity)) continue;
        if (best != nullptr && hit->length < best->length) break;
        const EntityAlias& alias = lexicons_.alias(hit->entry);
        if (alias.use == Use::kAdjective) continue;
        if (alias.use == Use::kShort && !named.contains(alias.entity)) continue;
        if (!case_fits(*hit, alias)) continue;
        if (adjective && hit->length == 1 && !names_place(a, lexicons_, *hit)) continue;
        // "E&C" holds no "e&".
        if (alias.written.ends_with("&") && hit->token + hit->length < a.tokens.size() && !a.tokens[hit->token + hit->length].space_before) continue;
        // "آيفون X", "Model X": a letter behind a name belongs to it.
        if (hit->length == 1 && a.tokens[t].end - a.tokens[t].begin == 1 && !found.empty() && found.back().type == MentionType::kEntity &&
            found.back().end_token == t)
          continue;
        if (alias.use == Use::kContext && !context_fits(*hit, alias.entity)) continue;
        // Of several persons with one short name, the one named last before it.
        const bool later = best != nullptr && alias.use == Use::kShort && best_alias->use == Use::kShort && best->peeled == hit->peeled &&
                           named.at(alias.entity) > named.at(best_alias->entity);
        // A name that stands freely for one thing stands for another where the context says so ("روما" is Rome, and among matches the club), but not behind a
        // preposition of place.
        const auto is_told = [&](const EntityAlias& context, const EntityAlias& free) {
          return context.use == Use::kContext && free.use == Use::kFull && lexicons_.entity(free.entity).cls == "place" &&
                 !behind_place_word(a, lexicons_, *hit);
        };
        const bool rival = best != nullptr && best->length == hit->length && best->peeled == hit->peeled;
        if (rival && is_told(*best_alias, alias)) continue;
        const bool told = rival && is_told(alias, *best_alias);
        // Two organisations of one name: the one of the country that is spoken of.
        bool nearer = false;
        if (rival && alias.use != Use::kShort && best_alias->use != Use::kShort) {
          const EntityEntry &one = lexicons_.entity(best_alias->entity), &two = lexicons_.entity(alias.entity);
          if (one.cls == "org" && two.cls == "org" && one.country != two.country) {
            const std::uint64_t first = countries.told(one.country, t), second = countries.told(two.country, t);
            if (first > second) continue;
            nearer = second > first;
          }
        }
        if (best != nullptr && !later && !told && !nearer && (best->peeled < hit->peeled || best_alias->use <= alias.use)) continue;
        best = hit;
        best_alias = &alias;
      }
    }
    if (best == nullptr) continue;
    const EntityEntry& entity = lexicons_.entity(best_alias->entity);
    // A firm's name that a person of the text bears is hers throughout; a place stays one elsewhere ("George Washington was born ... In Washington").
    if (best->length == 1 && !people.empty() && people.count(a.hashes[t]) != 0 && !named.contains(best_alias->entity) &&
        (entity.cls == "org" || entity.cls == "product" || (entity.cls == "place" && bears(a, lexicons_, t))))
      continue;
    if (best_alias->use != Use::kShort) named[best_alias->entity] = ++order;
    Mention m;
    m.type = MentionType::kEntity;
    m.first_token = best->token;
    m.end_token = best->token + best->length;
    m.normal = {a.tokens[best->token].begin + best->peeled - best->article, a.tokens[m.end_token - 1].end - best->cut};
    if (ends_dotted(a, lexicons_, m)) m.normal.end = a.tokens[m.end_token++].end;
    m.priority = static_cast<std::int16_t>(best->length);
    m.rule = best_alias->use == Use::kShort ? "entity.short" : best_alias->use == Use::kContext ? "entity.context" : "entity.lexicon";
    m.value = EntityName{std::string(entity.id), std::string(entity.name), std::string(entity.cls)};
    done = m.end_token;
    found.push_back(std::move(m));
  }
}

}  // namespace mizan

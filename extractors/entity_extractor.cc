#include "extractors/entity_extractor.h"

#include <algorithm>

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

// Such a word names the country behind a preposition only ("في سورية", "لسورية"), and never with an article that the name lacks ("السورية"). A name that is
// written with the article by itself is one anywhere ("السعودية").
bool names_place(const Analysis& a, const Lexicons& lexicons, const LexiconHit& hit) {
  if (lexicons.alias(hit.entry).written.starts_with("ال")) return true;
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

}  // namespace

EntityExtractor::EntityExtractor(const Lexicons& lexicons) : lexicons_(lexicons), unknown_(lexicons) {}

void EntityExtractor::extract(const Analysis& a, NamedEntities& named, std::vector<Mention>& found) const {
  const std::size_t from = found.size();
  extract_lexicon(a, named, found);
  unknown_.extract(a, found, from);
}

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
        std::string_view word = a.word(t);
        if (word == folded) return true;
        if (a.tokens[t].kind == TokenKind::kArabic && word.size() > folded.size() && word.size() <= folded.size() + 6 && word.ends_with(folded)) return true;
      }
    }
    return false;
  };

  std::uint32_t order = static_cast<std::uint32_t>(named.size());
  for (const auto& [entity, at] : named) order = std::max(order, at);
  for (std::uint32_t t = 0; t < a.tokens.size();) {
    if ((a.tokens[t].kinds & kind_bit(LexiconKind::kEntity)) == 0) {
      ++t;
      continue;
    }
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
        const bool told = best != nullptr && alias.use == Use::kContext && best_alias->use == Use::kFull && best->length == hit->length &&
                          best->peeled == hit->peeled && lexicons_.entity(best_alias->entity).cls == "place" && !behind_place_word(a, lexicons_, *hit);
        if (best != nullptr && !later && !told && (best->peeled < hit->peeled || best_alias->use <= alias.use)) continue;
        best = hit;
        best_alias = &alias;
      }
    }
    if (best == nullptr) {
      ++t;
      continue;
    }
    const EntityEntry& entity = lexicons_.entity(best_alias->entity);
    if (best_alias->use != Use::kShort) named[best_alias->entity] = ++order;
    Mention m;
    m.type = MentionType::kEntity;
    m.first_token = best->token;
    m.end_token = best->token + best->length;
    m.normal = {a.tokens[best->token].begin + best->peeled - best->article, a.tokens[m.end_token - 1].end - best->cut};
    m.priority = static_cast<std::int16_t>(best->length);
    m.rule = best_alias->use == Use::kShort ? "entity.short" : best_alias->use == Use::kContext ? "entity.context" : "entity.lexicon";
    m.value = EntityName{std::string(entity.id), std::string(entity.name), std::string(entity.cls)};
    t = m.end_token;
    found.push_back(std::move(m));
  }
}

}  // namespace mizan

#include "extractors/fact_speaker.h"

#include <algorithm>

#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

constexpr std::uint32_t kSpeakerWindow = 120;

// Kinds that a country has one of.
bool is_of_state(std::string_view kind) {
  for (std::string_view one : {"central-bank", "government", "parliament", "army", "police", "stock-exchange"})
    if (kind == one) return true;
  return false;
}

// What calls itself "the company".
bool is_firm(std::string_view kind) {
  for (std::string_view one : {"company", "oil-company", "airline", "telecom", "platform", "bank"})
    if (kind == one) return true;
  return false;
}

// The kind that the words of a name say it is ("وزارة ...", "... Ministry"); empty for none.
std::string_view worded_kind(const FactScan& scan, const FactName& name) {
  for (std::size_t c = scan.cue_from(name.first); c < scan.cues.size() && scan.cues[c].end <= name.end; ++c)
    if (scan.cues[c].role == CueRole::kInstitution) return scan.cues[c].value;
  return {};
}

// Is "the ministry" said without anything that says which?
bool is_bare(const FactScan& scan, const FactCue& cue) {
  // A named one that begins or ends with the word is no reference.
  for (std::size_t n = scan.name_from(cue.first > 12 ? cue.first - 12 : 0); n < scan.names.size() && scan.names[n].first <= cue.first; ++n)
    if (scan.names[n].kind == FactName::Kind::kNamed && scan.names[n].end >= cue.end &&
        (!scan.names[n].unknown || scan.names[n].end > cue.end || scan.names[n].first < cue.first))
      return false;
  if (scan.article().tokens[cue.first].kind != TokenKind::kArabic) return cue.first > scan.first && scan.word(cue.first - 1) == "the";
  // The article stands before the word, whatever stands before the article.
  const std::string_view w = scan.word(cue.first);
  const std::size_t peeled = cue.peeled;
  const std::string_view clitics = w.substr(0, peeled);
  if (!clitics.ends_with(arabic::kThe) && !clitics.ends_with(arabic::kForThe)) return false;
  // "الوزارة المصرية": an adjective says which; those are read as names, or not at all.
  if (cue.end < scan.end)
    if (const std::size_t n = scan.name_from(cue.end);
        n < scan.names.size() && scan.names[n].first == cue.end && scan.names[n].kind == FactName::Kind::kAdjective)
      return false;
  return true;
}

}  // namespace

StateInstitutions::StateInstitutions(const Lexicons& lexicons) {
  for (const EntityEntry& entity : lexicons.entities()) {
    if (entity.country.size() != 2 || !is_of_state(entity.kind)) continue;
    auto [found, fresh] = by_kind_.try_emplace(std::string(entity.kind) + " " + std::string(entity.country), Party{entity.id, entity.name, entity.cls});
    if (!fresh) found->second = {};
  }
}

Party StateInstitutions::find(std::string_view kind, std::string_view country) const {
  if (country.empty()) return {};
  const auto found = by_kind_.find(std::string(kind) + " " + std::string(country));
  return found == by_kind_.end() ? Party{} : found->second;
}

Party FactSpeakers::party_of(const FactScan& scan, std::string_view kind, std::uint32_t before, const FactFocus& focus) const {
  // In this sentence, the last before it; then in those before.
  constexpr std::size_t kNames = 32;
  const Lexicons& lexicons = scan.lexicons();
  const std::size_t here = scan.name_from(before);
  for (std::size_t n = here; n > 0 && n + kNames > here; --n) {
    const FactName& name = scan.names[n - 1];
    if (name.kind != FactName::Kind::kNamed || name.cls != "org" || name.end > before) continue;
    const EntityEntry* entity = name.unknown ? nullptr : lexicons.find_entity(name.id);
    const std::string_view its = entity != nullptr ? entity->kind : worded_kind(scan, name);
    if (its == kind || (is_firm(kind) && kind == "company" && (is_firm(its) || its.empty()))) return {name.id, name.name, name.cls};
  }
  for (const auto& [known, party] : named_)
    if (known == kind) return party;
  std::string_view country;
  if (focus.place)
    if (const EntityEntry* entity = lexicons.find_entity(focus.place.id)) country = entity->country;
  if (country.empty() && scan.article().document != nullptr) country = scan.article().document->place;
  return is_of_state(kind) ? states_.find(kind, country) : Party{};
}

void FactSpeakers::resolve(FactScan& scan, const FactFocus& focus) {
  scan.institutions.clear();
  for (const FactCue& cue : scan.cues) {
    if (cue.role != CueRole::kInstitution || !is_bare(scan, cue)) continue;
    const bool arabic = scan.article().tokens[cue.first].kind == TokenKind::kArabic;
    const std::uint32_t begin = arabic ? cue.first : cue.first - 1;  // "the"
    bool says = false, source = false;
    for (std::size_t c = scan.cue_from(begin > 4 ? begin - 4 : 0); c < scan.cues.size() && scan.cues[c].first <= cue.end + 1 && !says; ++c) {
      const FactCue& speech = scan.cues[c];
      if (speech.role != CueRole::kSpeech) continue;
      const bool near_before = speech.end <= begin && begin - speech.end <= (arabic ? 1U : 0U);
      const bool near_behind = speech.first >= cue.end && speech.first - cue.end <= (arabic ? 0U : 1U);
      source = speech.value == "source" && speech.end <= begin && begin - speech.end <= 1;
      says = speech.value == "source" ? source : near_before || near_behind;
    }
    if (!says) continue;
    const Party party = party_of(scan, cue.value, begin, focus);
    if (!party) continue;
    FactName name;
    name.kind = FactName::Kind::kDefinite;
    name.first = begin;
    name.end = cue.end;
    name.id = party.id;
    name.name = party.name;
    name.cls = party.cls;
    name.speaker = true;
    name.source = source;
    scan.institutions.push_back(name);
  }
  for (const FactName& name : scan.names) {
    if (name.kind != FactName::Kind::kNamed || name.cls != "org" || name.id.empty()) continue;
    const EntityEntry* entity = name.unknown ? nullptr : scan.lexicons().find_entity(name.id);
    std::string_view kind = entity != nullptr ? entity->kind : worded_kind(scan, name);
    auto remember = [&](std::string_view as) {
      const auto found = std::find_if(named_.begin(), named_.end(), [&](const auto& known) { return known.first == as; });
      const Party party{name.id, name.name, name.cls};
      if (found != named_.end())
        found->second = party;
      else
        named_.emplace_back(as, party);
    };
    // A kind's text lives as long as the lexicons.
    if (!kind.empty()) remember(kind);
    if (is_firm(kind) || kind.empty()) remember("company");
  }
}

void set_speaker(const FactScan& scan, const FactNumber& number, Fact& fact) {
  const FactName* speaker = nullptr;
  bool decided = false;
  auto weigh = [&](const FactName& name) {
    if (decided || !name.speaker || says_of_itself(scan, name, number)) return;
    const bool behind = name.first > number.first;
    if (behind && speaker != nullptr) {
      decided = true;
      return;
    }
    speaker = &name;
    decided = behind;
  };
  const std::uint32_t from = number.first > kSpeakerWindow ? number.first - kSpeakerWindow : 0, to = number.end + kSpeakerWindow;
  std::size_t other = static_cast<std::size_t>(
      std::lower_bound(scan.institutions.begin(), scan.institutions.end(), from, [](const FactName& name, std::uint32_t t) { return name.first < t; }) -
      scan.institutions.begin());
  for (std::size_t i = scan.name_from(from); i < scan.names.size() && scan.names[i].first < to; ++i) {
    for (; other < scan.institutions.size() && scan.institutions[other].first <= scan.names[i].first; ++other) weigh(scan.institutions[other]);
    if (scan.names[i].kind == FactName::Kind::kNamed) weigh(scan.names[i]);
  }
  for (; other < scan.institutions.size() && scan.institutions[other].first < to; ++other) weigh(scan.institutions[other]);
  if (speaker != nullptr) fact.speaker = speaker->id;
}

}  // namespace mizan

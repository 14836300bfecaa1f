#include "extractors/fact_score.h"

#include <optional>

namespace mizan {
namespace {

using Kind = FactName::Kind;
constexpr std::uint32_t kGameReach = 24;  // tokens from the verb of the game to its result
constexpr std::uint32_t kVerbBehind = 6;  // "after a 2-1 win": the word of the game may stand behind
constexpr std::uint32_t kSideReach = 12;  // tokens behind the result where the other side may stand

bool is_dash(std::string_view w) {
  return w == "-" || w == "–" || w == "—";
}

std::optional<std::int64_t> whole(const Mention& m) {
  constexpr std::int64_t kMost = 250;  // basketball
  const Amount* amount = m.amount();
  if (amount == nullptr || !amount->low || (!amount->unit.empty() && amount->unit != "1")) return std::nullopt;
  if (amount->high && *amount->high != *amount->low) return std::nullopt;
  const double value = amount->low->to_double();
  const auto integer = static_cast<std::int64_t>(value);
  if (value < 0 || value > static_cast<double>(kMost) || static_cast<double>(integer) != value) return std::nullopt;
  return integer;
}

bool is_bare(const Mention& m) {
  // "a 3-3 draw": what was counted is the game.
  for (std::string_view game : {"draw", "win", "victory", "defeat", "loss"})
    if (m.type == MentionType::kCount && m.amount() != nullptr && m.amount()->noun == game) return true;
  return m.type == MentionType::kNumber || (m.type == MentionType::kCount && m.amount() != nullptr && m.amount()->noun.empty());
}

// Can the name play? Unknown names may: most clubs are in no lexicon.
bool is_side(const FactName& name) {
  return name.kind != Kind::kAdjective && !name.id.empty() && !name.speaker &&
         (name.cls == "org" || name.cls == "place" || name.cls == "person" || name.unknown);
}

bool plays_in(const FactScan& scan, const FactName& name) {
  return name.relation == Relation::kIn && scan.article().tokens[name.first].kind == TokenKind::kLatin;  // a town or a cup; Arabic بـ may be a rival
}

// The word of the game that the result belongs to: the last before it, else the first right behind it.
const FactCue* game_cue(const FactScan& scan, const FactNumber& first, const FactNumber& second) {
  const FactCue* cue = nullptr;
  for (std::size_t c = scan.cue_from(first.first > kGameReach ? first.first - kGameReach : 0); c < scan.cues.size(); ++c) {
    const FactCue& candidate = scan.cues[c];
    if (candidate.first >= second.end + kVerbBehind || (cue != nullptr && candidate.first >= first.first)) break;
    if (candidate.role != CueRole::kGame || (candidate.value == "result" && cue != nullptr)) continue;
    cue = &candidate;
  }
  return cue;
}

}  // namespace

bool is_game_score(const FactScan& scan, std::size_t index) {
  if (index + 1 >= scan.numbers.size()) return false;
  const FactNumber &first = scan.numbers[index], &second = scan.numbers[index + 1];
  if (second.first != first.end + 1 || !is_dash(scan.word(first.end))) return false;
  const Mention &x = scan.mentions()[first.mention], &y = scan.mentions()[second.mention];
  if (!is_bare(x) || !is_bare(y) || !whole(x) || !whole(y)) return false;
  // "4-3-3" is how a side stands, "52-48" of votes no game.
  if (second.end < scan.end && is_dash(scan.word(second.end)) && !scan.article().tokens[second.end].space_before) return false;
  if (first.first > scan.first && is_dash(scan.word(first.first - 1)) && !scan.article().tokens[first.first].space_before) return false;
  for (std::size_t m = scan.metric_from(first.first > kSideReach ? first.first - kSideReach : 0);
       m < scan.metrics.size() && scan.metrics[m].first < second.end + kVerbBehind; ++m) {
    const std::string_view metric = scan.metrics[m].entry->metric;
    if (metric == "votes" || metric == "seats") return false;
  }
  if (game_cue(scan, first, second) != nullptr) return true;
  bool left = false, right = false;
  for (std::size_t n = scan.name_from(first.first > kSideReach ? first.first - kSideReach : 0); n < scan.names.size() && scan.names[n].first <= second.end;
       ++n) {
    const FactName& name = scan.names[n];
    left = left || (is_side(name) && name.end == first.first);
    right = right || (is_side(name) && name.first == second.end);
  }
  return left && right;
}

GameScore sides_of_score(const FactScan& scan, std::size_t index) {
  const FactNumber &first = scan.numbers[index], &second = scan.numbers[index + 1];
  const FactCue* cue = game_cue(scan, first, second);
  const FactName *side = nullptr, *other = nullptr;
  const std::uint32_t pivot = cue != nullptr && cue->first < first.first ? cue->first : first.first;
  // The side before the verb; Arabic puts the verb first, and the sides behind it.
  const FactName* passing = nullptr;
  for (std::size_t n = scan.name_from(pivot > kGameReach ? pivot - kGameReach : 0); n < scan.names.size() && scan.names[n].first < second.end + kSideReach;
       ++n) {
    const FactName& name = scan.names[n];
    if (!is_side(name) || plays_in(scan, name)) continue;
    if (name.end <= pivot) {
      if (name.relation == Relation::kNone) side = &name;
      passing = &name;
      continue;
    }
    const bool verb_first =
        cue != nullptr && scan.article().tokens[cue->first].kind == TokenKind::kArabic && name.relation == Relation::kNone && name.end <= first.first;
    if (verb_first && other == nullptr && (side == nullptr || passing == side) && (side == nullptr || cue->peeled == 0)) {
      // "فاز ريال مدريد على" after somebody else was named: the one behind the verb plays. "هزم X Y": the second is the other side.
      bool another = false;
      for (std::size_t k = n + 1; k < scan.names.size() && scan.names[k].first < second.end + kSideReach && !another; ++k)
        another = is_side(scan.names[k]) && scan.names[k].id != name.id;
      if (another || side == nullptr) {
        side = &name;
        passing = nullptr;
        continue;
      }
    }
    if (side != nullptr && name.id == side->id) continue;
    if (other == nullptr) other = &name;
  }
  // "Argentina defeated France on penalties after a 3-3 draw": both were named before.
  if (other == nullptr && side != nullptr)
    for (std::size_t n = scan.name_from(side->first); n > 0 && scan.names[n - 1].end + kSideReach > side->first; --n)
      if (const FactName& name = scan.names[n - 1]; is_side(name) && name.id != side->id && name.cls == side->cls && name.relation == Relation::kNone) {
        other = side;
        side = &name;
        break;
      }
  GameScore out;
  const Party one = side == nullptr ? Party{} : Party{side->id, side->name, side->cls};
  const Party two = other == nullptr ? Party{} : Party{other->id, other->name, other->cls};
  const std::int64_t x = *whole(scan.mentions()[first.mention]), y = *whole(scan.mentions()[second.mention]);
  const bool in_order = cue == nullptr || x == y || (cue->value == "won" ? x > y : cue->value == "lost" ? x < y : true);
  out.first = in_order ? one : two;
  out.second = in_order ? two : one;
  return out;
}

}  // namespace mizan

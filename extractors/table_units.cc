#include "extractors/table_units.h"

#include <optional>
#include <unordered_map>

namespace mizan {
namespace {

struct HeaderUnit {
  MentionType type = MentionType::kNumber;
  std::string unit;
  std::string dimension;
  Decimal factor = *Decimal::make(1);
};

bool is_kind(const LexiconHit& hit, LexiconKind kind) {
  return hit.kind == static_cast<std::uint8_t>(kind);
}

// The unit that a header cell names: a currency or a unit of measure, with its magnitude ("$ billion", "مليون دولار", "MW", "%").
std::optional<HeaderUnit> unit_of(const Analysis& a, const Lexicons& lexicons, const Cell& cell) {
  HeaderUnit out;
  bool found = false;
  for (std::uint32_t t = cell.first_token; t < cell.end_token; ++t) {
    for (const LexiconHit* hit = a.hits_begin(t); hit != a.hits_end(t); ++hit) {
      if (t + hit->length > cell.end_token || hit->peeled != hit->article) continue;
      if (is_kind(*hit, LexiconKind::kNumber)) {
        const NumberEntry& entry = lexicons.number(hit->entry);
        const bool magnitude = entry.role == NumberRole::kMagnitude || (entry.role == NumberRole::kSuffix && a.word(t).size() >= 2);
        if (magnitude && hit->length == 1) {
          if (const auto factor = out.factor.times(entry.value)) out.factor = *factor;
          break;
        }
      } else if (!found && is_kind(*hit, LexiconKind::kCurrency)) {
        const CurrencyEntry& entry = lexicons.currency(hit->entry);
        if (entry.form == CurrencyEntry::Form::kDual) continue;
        if (entry.has("case") && a.text.source(a.text.to_source({a.tokens[t].begin, a.tokens[t + hit->length - 1].end})) != entry.written) continue;
        out.type = MentionType::kMoney;
        out.unit = entry.code;
        if (const auto factor = out.factor.times(entry.factor)) out.factor = *factor;
        found = true;
        t += hit->length - 1u;
        break;
      } else if (!found && is_kind(*hit, LexiconKind::kUnit)) {
        const UnitEntry& entry = lexicons.unit(hit->entry);
        if (entry.dual || entry.has("weak") || entry.dimension == "multiple") continue;
        if (entry.has("case") && a.text.source(a.text.to_source({a.tokens[t].begin, a.tokens[t + hit->length - 1].end})) != entry.written) continue;
        out.type = entry.dimension == "percent" ? MentionType::kPercent : MentionType::kQuantity;
        out.unit = entry.symbol;
        out.dimension = out.type == MentionType::kQuantity ? entry.dimension : "";
        found = true;
        t += hit->length - 1u;
        break;
      }
    }
  }
  if (!found) return std::nullopt;
  return out;
}

}  // namespace

void lend_header_units(const Analysis& article, const Stretch& stretch, const Lexicons& lexicons, std::vector<Mention>& found) {
  if (article.tables.empty()) return;
  std::vector<std::int32_t> tables;
  for (std::uint32_t s = stretch.first_sentence; s < stretch.end_sentence; ++s) {
    const std::int32_t table = article.blocks[article.sentences[s].block].table;
    if (table >= 0 && (tables.empty() || tables.back() != table)) tables.push_back(table);
  }
  if (tables.empty()) return;
  std::unordered_map<std::uint32_t, std::size_t> by_token;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Amount* amount = found[i].amount();
    const bool bare = amount != nullptr && amount->unit == "1" && amount->noun.empty() && !found[i].vague &&
                      (found[i].type == MentionType::kNumber || found[i].type == MentionType::kCount);
    if (bare) by_token.emplace(found[i].first_token, i);
  }
  for (const std::int32_t index : tables) {
    const Table& table = article.tables[static_cast<std::size_t>(index)];
    if (!table.has_header || table.rows.empty()) continue;
    std::vector<std::optional<HeaderUnit>> units;
    for (const Cell& cell : table.rows[0]) units.push_back(unit_of(article, lexicons, cell));
    for (std::size_t row = 1; row < table.rows.size(); ++row) {
      for (std::size_t column = 0; column < table.rows[row].size() && column < units.size(); ++column) {
        if (!units[column]) continue;
        const Cell& cell = table.rows[row][column];
        for (std::uint32_t t = cell.first_token; t < cell.end_token; ++t) {
          const auto at = by_token.find(t);
          if (at == by_token.end()) continue;
          Mention& mention = found[at->second];
          if (mention.end_token != cell.end_token && cell.end_token - cell.first_token > 2) continue;  // the cell says more than a number
          Amount& amount = *mention.amount();
          const HeaderUnit& unit = *units[column];
          const auto low = amount.low ? amount.low->times(unit.factor) : std::nullopt;
          const auto high = amount.high ? amount.high->times(unit.factor) : std::nullopt;
          if (!low || !high) continue;
          amount.low = low;
          amount.high = high;
          amount.low_precision += unit.factor.exponent();
          amount.high_precision += unit.factor.exponent();
          amount.unit = unit.unit;
          amount.dimension = unit.dimension;
          mention.type = unit.type;
          mention.priority = 70;
          mention.rule = "table.header_unit";
        }
      }
    }
  }
}

}  // namespace mizan

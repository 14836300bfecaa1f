#include "extractors/amount_marks.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace mizan {
namespace {

constexpr std::size_t kMostAmounts = 16;  // of a sentence that are added up: sums are tried over all runs

struct Reading {
  std::size_t mention = 0;
  MentionType type = MentionType::kNumber;
  std::string unit;
  double low = 0, high = 0;
  double slack = 0;  // half a unit of the last written digit
};

std::vector<Reading> read(const std::vector<DoubtfulMark>& doubts, bool other, std::size_t first, const std::vector<Mention>& found) {
  std::vector<Reading> out;
  for (std::size_t i = first; i < found.size() && out.size() < kMostAmounts; ++i) {
    const Amount* amount = found[i].amount();
    if (amount == nullptr || !amount->low || !amount->high || found[i].type == MentionType::kOrdinal) continue;
    Reading r;
    r.mention = i;
    r.type = found[i].type;
    r.unit = amount->unit;
    r.low = amount->low->to_double();
    r.high = amount->high->to_double();
    r.slack = std::pow(10.0, amount->low_precision) / 2;
    for (const DoubtfulMark& doubt : doubts) {
      if (doubt.mention != i) continue;
      r.low = (other ? doubt.other_low : doubt.low).to_double();
      r.high = (other ? doubt.other_high : doubt.high).to_double();
    }
    out.push_back(std::move(r));
  }
  return out;
}

bool alike(const Reading& a, const Reading& b) {
  return a.type == b.type && a.unit == b.unit;
}

// Does some amount equal the sum of a run of two or more others of its unit?
bool adds_up(const std::vector<Reading>& all) {
  for (const Reading& total : all) {
    for (std::size_t begin = 0; begin < all.size(); ++begin) {
      double sum = 0, slack = total.slack;
      int parts = 0;
      for (std::size_t i = begin; i < all.size(); ++i) {
        if (&all[i] == &total || !alike(all[i], total)) {
          if (parts > 0) break;
          continue;
        }
        sum += all[i].low;
        slack = std::max(slack, all[i].slack);
        if (++parts >= 2 && total.low > 0 && std::abs(sum - total.low) <= slack * 1.01) return true;
      }
    }
  }
  return false;
}

// Does a percentage of the sentence say the growth between two levels?
bool grows(const std::vector<Reading>& all, const std::vector<LevelPair>& pairs) {
  auto at = [&](std::size_t mention) { return std::find_if(all.begin(), all.end(), [&](const Reading& r) { return r.mention == mention; }); };
  for (const LevelPair& pair : pairs) {
    const auto from = at(pair.from), to = at(pair.to);
    if (from == all.end() || to == all.end() || from->low <= 0) continue;
    const double growth = std::abs(to->low - from->low) / from->low * 100;
    for (const Reading& percent : all)
      if (percent.type == MentionType::kPercent && percent.mention != pair.from && percent.mention != pair.to &&
          std::abs(percent.low - growth) <= percent.slack + 0.05 * growth)
        return true;
  }
  return false;
}

// No range may fall, and no rise.
bool in_order(const std::vector<Reading>& all, const std::vector<LevelPair>& pairs) {
  for (const Reading& r : all)
    if (r.high < r.low) return false;
  auto at = [&](std::size_t mention) { return std::find_if(all.begin(), all.end(), [&](const Reading& r) { return r.mention == mention; }); };
  for (const LevelPair& pair : pairs) {
    const auto from = at(pair.from), to = at(pair.to);
    if (from == all.end() || to == all.end()) continue;
    if ((pair.trend == Trend::kRise && to->low <= from->low) || (pair.trend == Trend::kFall && to->low >= from->low)) return false;
  }
  return true;
}

}  // namespace

void settle_marks(const std::vector<DoubtfulMark>& doubts, const std::vector<LevelPair>& pairs, std::size_t first, std::vector<Mention>& found) {
  if (doubts.empty()) return;
  const std::vector<Reading> rule = read(doubts, false, first, found), other = read(doubts, true, first, found);
  // Order can rule a reading out; an equation that only one of them meets decides for it.
  const bool rule_fits = in_order(rule, pairs), other_fits = in_order(other, pairs);
  std::optional<bool> take_other;
  if (rule_fits != other_fits) {
    take_other = other_fits;
  } else {
    const bool rule_meets = adds_up(rule) || grows(rule, pairs), other_meets = adds_up(other) || grows(other, pairs);
    if (rule_meets != other_meets) take_other = other_meets;
  }
  for (const DoubtfulMark& doubt : doubts) {
    Amount& amount = *found[doubt.mention].amount();
    if (take_other) {
      amount.low = *take_other ? doubt.other_low : doubt.low;
      amount.high = *take_other ? doubt.other_high : doubt.high;
    } else if (amount.candidates.empty() && doubt.low == doubt.high) {
      amount.candidates = {doubt.low.to_string(), doubt.other_low.to_string()};
    }
  }
}

}  // namespace mizan

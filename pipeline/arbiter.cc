#include <algorithm>

#include "pipeline/extractor.h"

namespace mizan {

// Greedy by rank with a bitmap of taken tokens, so the cost is the sort plus the tokens covered. Tokens, not bytes, are what mentions compete for:
// a proclitic is never a mention by itself.
void arbitrate(const Analysis& article, std::vector<Mention>& mentions) {
  std::vector<std::uint32_t> order(mentions.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Mention& x = mentions[a];
    const Mention& y = mentions[b];
    if (x.priority != y.priority) return x.priority > y.priority;
    const std::uint32_t long_x = x.normal.end - x.normal.begin, long_y = y.normal.end - y.normal.begin;
    if (long_x != long_y) return long_x > long_y;
    if (x.normal.begin != y.normal.begin) return x.normal.begin < y.normal.begin;
    return a < b;
  });
  std::vector<std::uint8_t> taken(article.tokens.size(), 0);  // bit 0: numeric and time mentions, bit 1: entities
  std::vector<std::uint32_t> chosen;
  chosen.reserve(mentions.size());
  for (std::uint32_t i : order) {
    Mention& mention = mentions[i];
    if (mention.end_token <= mention.first_token || mention.normal.end <= mention.normal.begin) continue;
    const std::uint8_t bit = mention.type == MentionType::kEntity ? 2 : 1;
    bool free = true;
    for (std::uint32_t t = mention.first_token; t < mention.end_token && free; ++t) free = (taken[t] & bit) == 0;
    if (!free) continue;
    for (std::uint32_t t = mention.first_token; t < mention.end_token; ++t) taken[t] |= bit;
    if (mention.silent) continue;
    mention.source = article.text.to_source(mention.normal);
    mention.field = article.field;
    chosen.push_back(i);
  }
  std::sort(chosen.begin(), chosen.end(), [&](std::uint32_t x, std::uint32_t y) {
    const Mention &a = mentions[x], &b = mentions[y];
    if (a.source.begin != b.source.begin) return a.source.begin < b.source.begin;
    if (a.source.end != b.source.end) return a.source.end > b.source.end;
    return a.type < b.type;
  });
  std::vector<Mention> kept;
  kept.reserve(chosen.size());
  for (std::uint32_t i : chosen) kept.push_back(std::move(mentions[i]));
  mentions = std::move(kept);
}

}  // namespace mizan

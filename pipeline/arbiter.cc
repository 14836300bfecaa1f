#include <algorithm>
#include <utility>
#include <vector>

#include "pipeline/extractor.h"

namespace mizan {

// Greedy by rank with a bitmap of taken tokens, so the cost is the sort plus the tokens covered. Tokens, not bytes, are what mentions compete for:
// a proclitic is never a mention by itself.
void arbitrate(const Analysis& article, const Stretch& stretch, std::vector<Mention>& mentions) {
  // What they are ordered by, and their indexes, in two numbers: mentions are large, and lie far apart.
  using Key = std::pair<std::uint64_t, std::uint64_t>;
  std::vector<Key> order(mentions.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const Mention& m = mentions[i];
    // The highest priority first, then the longest, then the first.
    const auto low_priority = static_cast<std::uint64_t>(32767 - m.priority);
    order[i] = {low_priority << 32 | static_cast<std::uint32_t>(~(m.normal.end - m.normal.begin)), std::uint64_t{m.normal.begin} << 32 | i};
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint8_t> taken(stretch.end_token - stretch.first_token, 0);  // by token; bit 0: numeric and time mentions, bit 1: entities
  std::vector<Key> chosen;
  chosen.reserve(mentions.size());
  for (const Key& key : order) {
    const auto i = static_cast<std::uint32_t>(key.second);
    Mention& mention = mentions[i];
    if (mention.end_token <= mention.first_token || mention.normal.end <= mention.normal.begin) continue;
    const std::uint8_t bit = mention.type == MentionType::kEntity ? 2 : 1;
    bool free = true;
    for (std::uint32_t t = mention.first_token; t < mention.end_token && free; ++t) free = (taken[t - stretch.first_token] & bit) == 0;
    if (!free) continue;
    for (std::uint32_t t = mention.first_token; t < mention.end_token; ++t) taken[t - stretch.first_token] |= bit;
    if (mention.silent) continue;
    mention.source = article.text.to_source(mention.normal);
    mention.field = article.field;
    // In text order, the longer one first, then by type.
    chosen.push_back({std::uint64_t{mention.source.begin} << 32 | static_cast<std::uint32_t>(~mention.source.end),
                      std::uint64_t{static_cast<std::uint8_t>(mention.type)} << 32 | i});
  }
  std::sort(chosen.begin(), chosen.end());
  std::vector<Mention> kept;
  kept.reserve(chosen.size());
  for (const Key& key : chosen) kept.push_back(std::move(mentions[static_cast<std::uint32_t>(key.second)]));
  mentions = std::move(kept);
}

}  // namespace mizan

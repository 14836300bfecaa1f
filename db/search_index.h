// Finds articles by their words, spelling aside, and by the names in them.
//
//   search_articles(store, {.words = "إيرادات أرامكو"})   finds ايرادات ارامكو, والإيرادات ... (Aramco's revenue)
//   search_articles(store, {.words = "\"net profit\""})   these two words beside each other
//
// Words are folded and lightly stemmed (normalized_text.h, wording.h), in an FTS5 table that keeps no texts. index_search() brings the table up to date:
// `reconcile` does it, so that ingesting costs nothing more. Versions that came since are searched one by one, up to kUnindexed of them; beyond that
// `incomplete` says so. The newest article comes first. All words must be there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"

namespace mizan {

// Adds the versions that are not in the index yet. The store must be open for writing and in no transaction; an index that is up to date is not touched.
Status index_search(FactStore& store);

struct SearchQuery {
  std::string words;                  // as people type them; quoted ones stand beside each other
  std::vector<std::string> entities;  // only articles that mention one of these entity ids; empty: all
  std::int64_t before = 0;            // only versions older than this one (the cursor); 0 for all
  std::size_t limit = 20;
};

struct MarkedText {
  std::string text;                                            // a piece of the article
  std::vector<std::pair<std::uint32_t, std::uint32_t>> marks;  // bytes of `text` where words were found, in order
};

struct SearchHit {
  std::int64_t version = 0;  // database id, and the cursor
  std::string key, id, source, published, title;
  MarkedText title_marked, snippet;
};

struct SearchResult {
  std::vector<SearchHit> hits;  // the newest first
  bool more = false;
  bool incomplete = false;  // too many articles came since the index was brought up to date
};

Result<SearchResult> search_articles(const FactStore& store, const SearchQuery& query);

// The words of a query as they are matched: folded and stemmed. For marking what was found.
std::vector<std::string> search_stems(std::string_view words);
// The places in a text whose stem is one of `stems`: bytes, in order.
std::vector<std::pair<std::uint32_t, std::uint32_t>> marks_in(std::string_view text, const std::vector<std::string>& stems);

}  // namespace mizan

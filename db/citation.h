// Citations: ids of facts and groups that resolve for good.
//
//   f3a9c11d2e4b0.120-137         the figure at code points 120 to 137 of the text of one version of one article
//   f3a9c11d2e4b0.title.0-12      in its title
//   g3f0a9c11d2                   a group; one that was merged away resolves to the group it went into
//
// The first part names article and version, by a hash of natural key and content. Versions are never altered, so what a citation points to stays,
// whatever later versions and later readings say. ON DISK AND IN PRINT: never change how ids are made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/reconcile.h"

namespace mizan {

std::string fact_id(std::string_view article_key, std::string_view content_hash, Field field, std::uint32_t start, std::uint32_t end);
std::string fact_id(const GroupClaim& claim);

struct Citation {
  std::string id;  // of the fact
  std::string article_key, document, source, title, published, url;
  std::string content_hash;  // of the version
  std::int64_t version = 0;  // database id
  int number = 1;            // of the version, 1-based
  int versions = 1;          // how many the article has
  bool latest = true;        // is it the version that counts?
  std::string state;         // of the version: live, corrected, withdrawn
  // Where in what came in it stands (origin.h).
  std::string file;                              // as the user named it, with the entry of an archive behind it: "march.zip/sahl/1.txt"
  std::uint64_t line = 0;                        // of its record in the file, 1-based; 0 for a whole file
  std::uint32_t page = 0;                        // of a PDF, 1-based; 0: it has none
  std::string format, encoding, author, column;  // empty where unknown; encoding: where it is not UTF-8
  std::optional<std::pair<std::uint64_t, std::uint64_t>> bytes_in_source;  // of an HTML page, as UTF-8
  Field field = Field::kText;
  std::uint32_t start = 0, end = 0;                    // code points
  std::uint32_t sentence_start = 0, sentence_end = 0;  // 0, 0 where no fact rests on the span now
  std::string quote;                                   // the very slice
  std::string sentence;
  int cluster = 0;  // within its group
};

// The figure that a fact's id points to; nullopt for an id that none of the articles here has.
Result<std::optional<Citation>> cite_fact(const FactStore& store, std::string_view id);

// The claims of a group as last reconciled, under the id that it has now.
struct GroupCitation {
  std::string id;    // that it stands under now
  std::string kind;  // "claims", or the arithmetic check: "sum", "growth" ...
  std::string verdict, reason;
  bool current = true;  // did it come out of the last reconciliation?
  std::vector<Citation> claims;
};
Result<std::optional<GroupCitation>> cite_group(const FactStore& store, std::string_view id);

}  // namespace mizan

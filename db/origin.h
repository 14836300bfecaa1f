// Where an article's text stood in what came in: the page of a PDF, the column of a table, the bytes of an HTML page; with the format and encoding that it was
// read in, and its author. By it a quote is found again in its container.
//
// A row only for what was taken out of something, is in another encoding than UTF-8 or names an author: of all other articles file and line say it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "db/database.h"
#include "pipeline/document.h"

namespace mizan {

extern const char* const kOriginSchema;
extern const char* const kInsertOrigin;

bool has_origin(const Document& document);
// Writes the row of a version; `insert` is made of kInsertOrigin.
void insert_origin(Statement& insert, std::int64_t version, const Document& document);
// Fills in author, read_as, encoding, column, pages and origin; leaves them as they are where the version has no row.
void read_origin(Database& db, std::int64_t version, Document& document);

// The page, counted from 1, in which byte `begin` of the text lies; 0 where the text has no pages.
std::uint32_t page_of(const std::vector<std::uint32_t>& pages, std::uint32_t begin);
// Bytes [begin, end) of the text as bytes of the page they were taken from; nullopt where none of them stands in it as it is.
std::optional<std::pair<std::uint64_t, std::uint64_t>> in_source(const std::vector<OriginRun>& runs, std::uint32_t begin, std::uint32_t end);

}  // namespace mizan

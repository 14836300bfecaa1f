#include "db/origin.h"

#include <algorithm>
#include <string>

namespace mizan {

const char* const kOriginSchema = R"sql(
-- Where a version's text stood in what came in (origin.h). pages, runs: numbers in LEB128, each the distance from where the one before ended.
CREATE TABLE origins(
  version_id INTEGER PRIMARY KEY REFERENCES article_versions ON DELETE CASCADE,
  format     TEXT,                        -- that it was read in: html, csv, pdf ...
  encoding   TEXT,                        -- of its bytes, as decided; NULL: UTF-8
  author     TEXT,
  "column"   TEXT,                        -- of a table, that held the text
  pages      BLOB,                        -- of a PDF: where in the text (bytes) each begins
  runs       BLOB                         -- of an HTML page: begin in the text, length, begin in the page (bytes, as UTF-8)
) STRICT;

-- Hashes lie all over their index, so that each batch touches most of its pages: ten digits of each tell texts apart well enough to look at few.
DROP INDEX article_versions_text;
CREATE INDEX article_versions_text ON article_versions(substr(text_hash, 1, 10));
)sql";

const char* const kInsertOrigin = "INSERT INTO origins(version_id, format, encoding, author, \"column\", pages, runs) VALUES (?,?,?,?,?,?,?)";

namespace {

void put(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

// False at the end, and where the bytes are no number.
bool take(std::string_view& bytes, std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

// Signed ones with the sign in the last bit. Pieces of a page may be taken in another order than they stand there.
std::uint64_t folded(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unfolded(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::string packed(const std::vector<std::uint32_t>& pages) {
  std::string out;
  std::uint32_t before = 0;
  for (std::uint32_t begin : pages) {
    put(out, begin - before);
    before = begin;
  }
  return out;
}

std::string packed(const std::vector<OriginRun>& runs) {
  std::string out;
  std::uint64_t text = 0, source = 0;
  for (const OriginRun& run : runs) {
    put(out, run.begin - text);
    put(out, run.length);
    put(out, folded(static_cast<std::int64_t>(run.source - source)));
    text = std::uint64_t{run.begin} + run.length;
    source = run.source + run.length;
  }
  return out;
}

}  // namespace

bool has_origin(const Document& document) {
  return document.derived || !document.encoding.empty() || !document.author.empty() || !document.origin.empty() || !document.pages.empty();
}

void insert_origin(Statement& insert, std::int64_t version, const Document& document) {
  const std::string pages = packed(document.pages), runs = packed(document.origin);
  insert.bind(1, version);
  insert.bind_or_null(2, document.read_as);
  insert.bind_or_null(3, document.encoding);
  insert.bind_or_null(4, document.author);
  insert.bind_or_null(5, document.column);
  for (const auto& [place, bytes] : {std::pair(6, &pages), std::pair(7, &runs)}) {
    if (bytes->empty())
      insert.bind_null(place);
    else
      insert.bind_bytes(place, *bytes);
  }
  insert.run();
}

void read_origin(Database& db, std::int64_t version, Document& document) {
  Statement select = db.prepare("SELECT format, encoding, author, \"column\", pages, runs FROM origins WHERE version_id = ?");
  select.bind(1, version);
  if (!select.row()) return;
  document.read_as = select.text(0);
  document.encoding = select.text(1);
  document.author = select.text(2);
  document.column = select.text(3);
  std::string_view pages = select.bytes(4);
  std::uint64_t at = 0, value = 0;
  while (take(pages, value)) document.pages.push_back(static_cast<std::uint32_t>(at += value));
  std::string_view runs = select.bytes(5);
  std::uint64_t text = 0, source = 0, length = 0, jump = 0;
  while (take(runs, value) && take(runs, length) && take(runs, jump)) {
    text += value;
    source += static_cast<std::uint64_t>(unfolded(jump));
    document.origin.push_back({static_cast<std::uint32_t>(text), static_cast<std::uint32_t>(length), source});
    text += length;
    source += length;
  }
}

std::uint32_t page_of(const std::vector<std::uint32_t>& pages, std::uint32_t begin) {
  return static_cast<std::uint32_t>(std::upper_bound(pages.begin(), pages.end(), begin) - pages.begin());
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> in_source(const std::vector<OriginRun>& runs, std::uint32_t begin, std::uint32_t end) {
  // The first run that ends behind `begin`, and the last that begins before `end`.
  auto first = std::partition_point(runs.begin(), runs.end(), [&](const OriginRun& run) { return std::uint64_t{run.begin} + run.length <= begin; });
  auto behind = std::partition_point(first, runs.end(), [&](const OriginRun& run) { return run.begin < end; });
  if (first == behind) return std::nullopt;
  const OriginRun& last = *(behind - 1);
  const std::uint64_t from = first->source + (begin > first->begin ? begin - first->begin : 0);
  const std::uint64_t to = last.source + std::min(last.length, end - last.begin);
  if (to <= from) return std::nullopt;  // pieces in another order than they stand in the page
  return std::pair(from, to);
}

}  // namespace mizan

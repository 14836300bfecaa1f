#include "db/citation.h"

#include <fmt/format.h>

#include <charconv>

#include "db/database.h"
#include "db/hash.h"
#include "db/origin.h"
#include "db/rows.h"

namespace mizan {
namespace {

constexpr std::size_t kStamp = 12;

std::string stamp_of(std::string_view article_key, std::string_view content_hash) {
  return hash_of({article_key, content_hash}).substr(0, kStamp);
}

struct Place {
  std::string stamp;
  Field field = Field::kText;
  std::uint32_t start = 0, end = 0;
};

std::optional<Place> place_of(std::string_view id) {
  if (id.size() < kStamp + 5 || id[0] != 'f' || id[kStamp + 1] != '.') return std::nullopt;
  Place out;
  out.stamp = id.substr(1, kStamp);
  id.remove_prefix(kStamp + 2);
  if (id.starts_with("title.")) {
    out.field = Field::kTitle;
    id.remove_prefix(6);
  }
  const char* const last = id.data() + id.size();
  auto [dash, bad] = std::from_chars(id.data(), last, out.start);
  if (bad != std::errc() || dash == last || *dash != '-') return std::nullopt;
  auto [stop, wrong] = std::from_chars(dash + 1, last, out.end);
  if (wrong != std::errc() || stop != last || out.end <= out.start) return std::nullopt;
  return out;
}

// Code points [start, end) of a text; empty where they do not lie in it.
std::string points(std::string_view text, std::uint32_t start, std::uint32_t end) {
  std::uint32_t count = 0;
  std::size_t from = std::string::npos, to = std::string::npos;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (count == start) from = i;
    if (count == end) to = i;
    ++count;
  }
  return from == std::string::npos || to == std::string::npos ? std::string() : std::string(text.substr(from, to - from));
}

// The byte at which code point `start` begins.
std::uint32_t byte_of(std::string_view text, std::uint32_t start) {
  std::uint32_t at = 0;
  for (std::uint32_t count = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count++ == start) break;
  }
  return at;
}

void fill(Database& db, Citation& c, std::int64_t version) {
  Statement select = db.prepare(
      "SELECT a.key, a.id, s.name, v.title, v.published, v.url, v.content_hash, v.number, (SELECT count(*) FROM article_versions n WHERE n.article_id = "
      "a.article_id AND "
      "n.version_id NOT IN (SELECT version_id FROM embargoes)), "
      "v.version_id = a.latest, v.state, v.text, v.file, v.line FROM article_versions v JOIN articles a USING(article_id) JOIN sources s USING(source_id) "
      "WHERE v.version_id = "
      "?");
  select.bind(1, version);
  if (!select.row()) return;
  c.version = version;
  c.article_key = select.text(0);
  c.document = select.text(1);
  c.source = select.text(2);
  c.title = select.text(3);
  c.published = select.text(4);
  c.url = select.text(5);
  c.content_hash = select.text(6);
  c.number = static_cast<int>(select.integer(7));
  c.versions = static_cast<int>(select.integer(8));
  c.latest = select.integer(9) != 0;
  c.state = select.text(10);
  const std::string text = c.field == Field::kTitle ? c.title : select.text(11);
  c.file = select.text(12);
  c.line = static_cast<std::uint64_t>(select.integer(13));
  select.reset();
  c.id = fact_id(c.article_key, c.content_hash, c.field, c.start, c.end);
  c.quote = points(text, c.start, c.end);
  Document from;
  read_origin(db, version, from);
  c.format = std::move(from.read_as);
  c.encoding = std::move(from.encoding);
  c.author = std::move(from.author);
  c.column = std::move(from.column);
  if (c.field == Field::kText && !(from.pages.empty() && from.origin.empty())) {
    const std::uint32_t begin = byte_of(text, c.start), end = begin + static_cast<std::uint32_t>(c.quote.size());
    c.page = page_of(from.pages, begin);
    c.bytes_in_source = in_source(from.origin, begin, end);
  }
  Statement fact =
      db.prepare("SELECT sentence_start, sentence_stop FROM facts WHERE version_id = ? AND field = ? AND start = ? AND stop = ? ORDER BY seq LIMIT 1");
  fact.bind(1, version);
  fact.bind(2, to_string(c.field));
  fact.bind(3, static_cast<std::int64_t>(c.start));
  fact.bind(4, static_cast<std::int64_t>(c.end));
  if (fact.row()) {
    c.sentence_start = static_cast<std::uint32_t>(fact.integer(0));
    c.sentence_end = static_cast<std::uint32_t>(fact.integer(1));
    c.sentence = points(text, c.sentence_start, c.sentence_end);
  }
  fact.reset();
}

}  // namespace

std::string fact_id(std::string_view article_key, std::string_view content_hash, Field field, std::uint32_t start, std::uint32_t end) {
  return fmt::format("f{}.{}{}-{}", stamp_of(article_key, content_hash), field == Field::kTitle ? "title." : "", start, end);
}

std::string fact_id(const GroupClaim& c) {
  return fact_id(c.article_key, c.content_hash, c.field, c.start, c.end);
}

Result<std::optional<Citation>> cite_fact(const FactStore& store, std::string_view id) {
  const auto place = place_of(id);
  if (!place) return std::optional<Citation>();
  Database& db = store.database();
  std::int64_t version = 0;
  Statement select = db.prepare(
      "SELECT v.version_id, a.key, v.content_hash FROM article_versions v JOIN articles a USING(article_id) WHERE v.version_id NOT IN (SELECT version_id FROM "
      "embargoes)");
  while (select.row()) {
    if (stamp_of(select.view(1), select.view(2)) == place->stamp) version = select.integer(0);
  }
  std::optional<Citation> out;
  if (version != 0) {
    out.emplace();
    out->field = place->field;
    out->start = place->start;
    out->end = place->end;
    fill(db, *out, version);
    if (out->quote.empty()) out.reset();  // it lies outside the text
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::optional<GroupCitation>> cite_group(const FactStore& store, std::string_view id) {
  auto now = resolve_group(store, id);
  if (!now) return now.error();
  if (!*now) return std::optional<GroupCitation>();
  Database& db = store.database();
  GroupCitation out;
  out.id = **now;
  Statement verdict = db.prepare(
      "SELECT v.verdict, v.reason, g.current, g.kind FROM groups g JOIN verdicts v USING(group_id) WHERE g.group_id = ? ORDER BY v.verdict_id DESC LIMIT 1");
  verdict.bind(1, out.id);
  if (verdict.row()) {
    out.verdict = verdict.text(0);
    out.reason = verdict.text(1);
    out.current = verdict.integer(2) != 0;
    out.kind = verdict.text(3);
  }
  verdict.reset();
  Statement claims = db.prepare(
      "SELECT c.version_id, f.field, f.start, f.stop, c.cluster FROM claims c JOIN facts f ON f.version_id = c.version_id AND f.seq = c.fact WHERE c.group_id "
      "= ? ORDER BY c.seq");
  claims.bind(1, out.id);
  while (claims.row()) {
    Citation c;
    c.field = claims.view(1) == "title" ? Field::kTitle : Field::kText;
    c.start = static_cast<std::uint32_t>(claims.integer(2));
    c.end = static_cast<std::uint32_t>(claims.integer(3));
    c.cluster = static_cast<int>(claims.integer(4));
    fill(db, c, claims.integer(0));
    out.claims.push_back(std::move(c));
  }
  if (Status status = db.status(); !status) return status.error();
  return std::optional<GroupCitation>(std::move(out));
}

}  // namespace mizan

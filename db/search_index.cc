#include "db/search_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "db/database.h"
#include "db/hash.h"
#include "db/packed_names.h"
#include "db/wording.h"
#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

constexpr std::size_t kUnindexed = 20'000;  // versions that a search reads one by one, where nobody has brought the index up to date
constexpr std::size_t kBatch = 2'000;       // versions in one transaction of the index
constexpr std::size_t kSnippet = 220;       // bytes on either side of the first word found

std::string name_token(std::string_view entity) {
  return "e" + hash_of({"entity", entity}).substr(0, 12);
}

// ON DISK: what the index holds of a text. To change it, a migration has to empty the index.
std::string indexed_words(std::string_view text) {
  std::string out;
  const std::string folded = NormalizedText::fold(text);
  for_each_word(folded, [&](std::string_view word) {
    out += stem(word);
    out += ' ';
  });
  return out;
}

struct Terms {
  std::vector<std::string> stems;    // each has to be there
  std::vector<std::string> phrases;  // folded, one blank between words; each has to be there too
};

std::string one_blank(std::string_view folded) {
  std::string out = " ";
  for_each_word(folded, [&](std::string_view word) { (out += word) += ' '; });
  return out;
}

Terms terms_of(std::string_view words) {
  Terms out;
  if (find_invalid_utf8(words)) return out;
  const std::string folded = NormalizedText::fold(words);
  for_each_word(folded, [&](std::string_view word) { out.stems.emplace_back(stem(word)); });
  std::sort(out.stems.begin(), out.stems.end());
  out.stems.erase(std::unique(out.stems.begin(), out.stems.end()), out.stems.end());
  if (out.stems.size() > 16) out.stems.resize(16);
  for (std::size_t open = folded.find('"'); open != std::string::npos;) {
    const std::size_t close = folded.find('"', open + 1);
    if (close == std::string::npos) break;
    std::string phrase = one_blank(std::string_view(folded).substr(open + 1, close - open - 1));
    if (phrase.size() > 1) out.phrases.push_back(std::move(phrase));
    open = folded.find('"', close + 1);
  }
  return out;
}

bool holds(std::string_view title, std::string_view text, const Terms& terms, bool stems_too) {
  if (terms.phrases.empty() && !stems_too) return true;
  const std::string folded = one_blank(NormalizedText::fold(title)) + "\n" + one_blank(NormalizedText::fold(text));
  for (const std::string& phrase : terms.phrases) {
    if (folded.find(phrase) == std::string::npos) return false;
  }
  if (!stems_too) return true;
  std::set<std::string_view> missing(terms.stems.begin(), terms.stems.end());
  for_each_word(folded, [&](std::string_view word) { missing.erase(stem(word)); });
  return missing.empty();
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// A piece of the text around the first mark, cut between words where there are blanks.
MarkedText snippet_of(std::string_view text, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& marks) {
  std::size_t first = marks.empty() ? 0 : marks.front().first;
  std::size_t begin = first > kSnippet / 2 ? first - kSnippet / 2 : 0;
  std::size_t end = std::min(text.size(), begin + 2 * kSnippet);
  while (begin > 0 && is_continuation(text[begin])) --begin;
  while (end < text.size() && is_continuation(text[end])) ++end;
  if (begin > 0) {
    if (const std::size_t blank = text.find(' ', begin); blank != std::string_view::npos && blank < first) begin = blank + 1;
  }
  if (end < text.size()) {
    if (const std::size_t blank = text.rfind(' ', end - 1); blank != std::string_view::npos && blank > first && blank > begin) end = blank;
  }
  MarkedText out;
  if (begin > 0) out.text = "… ";
  const auto shift = static_cast<std::int64_t>(out.text.size()) - static_cast<std::int64_t>(begin);
  out.text += text.substr(begin, end - begin);
  for (const auto& [from, to] : marks) {
    if (from < begin || to > end) continue;
    out.marks.emplace_back(static_cast<std::uint32_t>(from + shift), static_cast<std::uint32_t>(to + shift));
  }
  if (end < text.size()) out.text += " …";
  return out;
}

// Names as one text of tokens.
std::string names_of(NameReader& names, std::int64_t version) {
  std::set<std::string_view> ids;
  for (const PackedName& name : names.read(version)) ids.insert(name.id);
  std::string out;
  for (std::string_view id : ids) (out += name_token(id)) += ' ';
  return out;
}

std::int64_t indexed_up_to(Database& db) {
  Statement select = db.prepare("SELECT indexed FROM search_state");
  const std::int64_t out = select.row() ? select.integer(0) : 0;
  select.reset();
  return out;
}

struct Row {
  std::int64_t version;
  std::string title, body;  // their words, as they are indexed
};

std::vector<Row> versions_after(Database& db, std::int64_t version) {
  std::vector<Row> rows;
  Statement select = db.prepare("SELECT version_id, title, text FROM article_versions WHERE version_id > ? ORDER BY version_id LIMIT ?");
  select.bind(1, version);
  select.bind(2, static_cast<std::int64_t>(kBatch));
  while (select.row()) rows.push_back({select.integer(0), indexed_words(select.view(1)), indexed_words(select.view(2))});
  return rows;
}

}  // namespace

Status index_search(FactStore& store) {
  Database& db = store.database();
  std::int64_t done = indexed_up_to(db);
  while (!db.failed()) {
    const std::vector<Row> rows = versions_after(db, done);
    if (rows.empty()) break;
    db.begin();
    // Of the two engines' full text, which have no SQL in common: a table of FTS5, and arrays of words.
    const bool arrays = db.dialect() == Dialect::kPostgres;
    Statement insert =
        db.prepare(arrays ? "INSERT INTO article_search(version_id, words, names) VALUES (?1, string_to_array(trim(?2 || ?3), ' '), "
                            "string_to_array(trim(?4), ' ')) ON CONFLICT(version_id) DO UPDATE SET words = excluded.words, names = excluded.names"
                          : "INSERT INTO article_search(rowid, title, body, names) VALUES (?, ?, ?, ?)");
    NameReader names(db);
    for (const Row& row : rows) {
      const std::string who = names_of(names, row.version);
      insert.bind(1, row.version);
      insert.bind(2, row.title);
      insert.bind(3, row.body);
      insert.bind(4, who);
      insert.run();
    }
    done = rows.back().version;
    Statement state = db.prepare("UPDATE search_state SET indexed = ?");
    state.bind(1, done);
    state.run();
    db.commit();
  }
  Status status = db.status();
  if (!status) db.rollback();
  return status;
}

std::vector<std::string> search_stems(std::string_view words) {
  return terms_of(words).stems;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> marks_in(std::string_view text, const std::vector<std::string>& stems) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  if (stems.empty()) return out;
  const NormalizedText folded(text);
  for_each_word(folded.text(), [&](std::string_view word) {
    if (std::find(stems.begin(), stems.end(), stem(word)) == stems.end()) return;
    const auto begin = static_cast<std::uint32_t>(word.data() - folded.text().data());
    const SourceSpan span = folded.to_source({begin, begin + static_cast<std::uint32_t>(word.size())});
    out.emplace_back(span.begin, span.end);
  });
  return out;
}

Result<SearchResult> search_articles(const FactStore& store, const SearchQuery& query) {
  Database& db = store.database();
  SearchResult out;
  const Terms terms = terms_of(query.words);
  if (terms.stems.empty() && query.entities.empty()) return out;
  const std::int64_t indexed = indexed_up_to(db);
  const std::int64_t before = query.before > 0 ? query.before : INT64_MAX;
  // Latest versions only, and none that was withdrawn.
  constexpr const char* kColumns = "v.version_id, a.key, a.id, s.name, v.published, v.title, v.text";
  constexpr const char* kTables =
      "JOIN articles a ON a.article_id = v.article_id AND a.latest = v.version_id JOIN sources s USING(source_id) WHERE v.state <> 'withdrawn'";
  auto full = [&] { return out.hits.size() >= query.limit; };
  auto take = [&](Statement& row, bool stems_too) {
    const std::string title = row.text(5), text = row.text(6);
    if (!holds(title, text, terms, stems_too)) return;
    if (full()) {
      out.more = true;
      return;
    }
    SearchHit hit;
    hit.version = row.integer(0);
    hit.key = row.text(1);
    hit.id = row.text(2);
    hit.source = row.text(3);
    hit.published = row.text(4);
    hit.title = title;
    hit.title_marked = {title, marks_in(title, terms.stems)};
    hit.snippet = snippet_of(text, marks_in(text, terms.stems));
    out.hits.push_back(std::move(hit));
  };

  if (before > indexed) {  // what came since the index was brought up to date
    Statement fresh = db.prepare(fmt::format(
        "SELECT {} FROM article_versions v {} AND v.version_id > ?1 AND v.version_id < ?2 ORDER BY v.version_id DESC LIMIT {}", kColumns, kTables, kUnindexed));
    NameReader names(db);
    fresh.bind(1, indexed);
    fresh.bind(2, before);
    std::size_t seen = 0;
    while (!out.more && fresh.row()) {
      ++seen;
      if (!query.entities.empty()) {
        const std::vector<PackedName>& here = names.read(fresh.integer(0));
        auto asked = [&](const PackedName& name) { return std::find(query.entities.begin(), query.entities.end(), name.id) != query.entities.end(); };
        if (std::none_of(here.begin(), here.end(), asked)) continue;
      }
      take(fresh, true);
    }
    out.incomplete = seen == kUnindexed;
  }
  if (!out.more) {
    const bool arrays = db.dialect() == Dialect::kPostgres;
    std::string match;
    if (!arrays) {
      for (const std::string& stem : terms.stems) match += fmt::format("{}{{title body}} : \"{}\"", match.empty() ? "" : " AND ", stem);
      if (!query.entities.empty()) {
        std::string names;
        for (const std::string& entity : query.entities) names += fmt::format("{}\"{}\"", names.empty() ? "" : " OR ", name_token(entity));
        match += fmt::format("{}names : ({})", match.empty() ? "" : " AND ", names);
      }
    }
    Statement found = db.prepare(
        arrays ? fmt::format(
                     "SELECT {} FROM article_search x JOIN article_versions v ON v.version_id = x.version_id {} AND x.words @> string_to_array(?1, ' ') AND "
                     "(?3 = '' OR x.names && string_to_array(?3, ' ')) AND x.version_id < ?2 ORDER BY x.version_id DESC LIMIT {}",
                     kColumns, kTables, terms.phrases.empty() ? query.limit + 1 : std::size_t{kUnindexed})
               : fmt::format("SELECT {} FROM article_search x JOIN article_versions v ON v.version_id = x.rowid {} AND article_search MATCH ?1 AND x.rowid < "
                             "?2 ORDER BY x.rowid DESC",
                             kColumns, kTables));
    const std::string words = fmt::format("{}", fmt::join(terms.stems, " "));
    std::string names;
    if (arrays) {
      for (const std::string& entity : query.entities) names += (names.empty() ? "" : " ") + name_token(entity);
      found.bind(3, names);
    }
    found.bind(1, arrays ? words : match);
    found.bind(2, before);
    while (!out.more && found.row()) take(found, false);
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

}  // namespace mizan

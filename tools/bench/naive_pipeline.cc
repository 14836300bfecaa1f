// What a careful user would write in an afternoon: NDJSON in, NFKC by ICU, words by ICU's BreakIterator, one RE2 pass over the text for each pattern, and every
// match a row of SQLite with its indexes in place. A yardstick only: it knows no values, names, bounds or facts.
//
//   naive_pipeline DATABASE < ARTICLES

#include <re2/re2.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

// The alternatives of the outermost level: "(?:a)|(?:b|c)" -> "(?:a)", "(?:b|c)".
std::vector<std::string> alternatives(const std::string& pattern) {
  std::vector<std::string> out(1);
  int depth = 0;
  bool escaped = false, in_class = false;
  for (char c : pattern) {
    if (!escaped && c == '[') in_class = true;
    if (!escaped && c == ']') in_class = false;
    if (!escaped && !in_class) depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    const bool ends = !escaped && !in_class && depth == 0 && c == '|';
    escaped = !escaped && c == '\\';
    if (ends)
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

void run(sqlite3* db, const char* sql) {
  char* error = nullptr;
  if (sqlite3_exec(db, sql, nullptr, nullptr, &error) == SQLITE_OK) return;
  std::fprintf(stderr, "naive_pipeline: %s\n", error);
  std::exit(4);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: naive_pipeline DATABASE < ARTICLES\n");
    return 1;
  }
  std::ifstream in(MIZAN_BENCH_PATTERNS);
  std::string pattern;
  std::getline(in, pattern);
  std::vector<std::unique_ptr<RE2>> patterns;
  for (const std::string& alternative : alternatives(pattern)) patterns.push_back(std::make_unique<RE2>("(" + alternative + ")"));
  for (const auto& re : patterns)
    if (!re->ok()) return 2;

  sqlite3* db = nullptr;
  if (sqlite3_open(argv[1], &db) != SQLITE_OK) return 4;
  run(db,
      "CREATE TABLE article(id TEXT PRIMARY KEY, text TEXT, words INTEGER);"
      "CREATE TABLE mention(article TEXT, kind INTEGER, begin INTEGER, stop INTEGER, text TEXT);"
      "CREATE INDEX mention_article ON mention(article); CREATE INDEX mention_kind ON mention(kind); CREATE INDEX mention_text ON mention(text);");
  sqlite3_stmt *add_article = nullptr, *add_mention = nullptr;
  sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO article VALUES(?,?,?)", -1, &add_article, nullptr);
  sqlite3_prepare_v2(db, "INSERT INTO mention VALUES(?,?,?,?,?)", -1, &add_mention, nullptr);

  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  const std::unique_ptr<icu::BreakIterator> words(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  simdjson::dom::parser parser;
  std::ios::sync_with_stdio(false);
  std::size_t articles = 0, mentions = 0;
  run(db, "BEGIN");
  for (std::string line; std::getline(std::cin, line);) {
    simdjson::dom::element record = parser.parse(line);
    const std::string_view name = record["id"], raw = record["text"];
    const std::string id(name);
    const icu::UnicodeString normal = nfkc->normalize(icu::UnicodeString::fromUTF8(std::string(raw)), status);
    words->setText(normal);
    int count = 0;
    while (words->next() != icu::BreakIterator::DONE) count += words->getRuleStatus() != UBRK_WORD_NONE;
    std::string text;
    normal.toUTF8String(text);
    sqlite3_bind_text(add_article, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
    sqlite3_bind_text(add_article, 2, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    sqlite3_bind_int(add_article, 3, count);
    sqlite3_step(add_article);
    sqlite3_reset(add_article);
    for (std::size_t kind = 0; kind < patterns.size(); ++kind) {
      re2::StringPiece rest(text), match;
      while (RE2::FindAndConsume(&rest, *patterns[kind], &match)) {
        const auto begin = static_cast<int>(match.data() - text.data());
        sqlite3_bind_text(add_mention, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
        sqlite3_bind_int(add_mention, 2, static_cast<int>(kind));
        sqlite3_bind_int(add_mention, 3, begin);
        sqlite3_bind_int(add_mention, 4, begin + static_cast<int>(match.size()));
        sqlite3_bind_text(add_mention, 5, match.data(), static_cast<int>(match.size()), SQLITE_STATIC);
        sqlite3_step(add_mention);
        sqlite3_reset(add_mention);
        ++mentions;
      }
    }
    if (++articles % 100 == 0) run(db, "COMMIT; BEGIN");
  }
  run(db, "COMMIT");
  sqlite3_finalize(add_article);
  sqlite3_finalize(add_mention);
  sqlite3_close(db);
  std::printf("%zu articles, %zu mentions\n", articles, mentions);
  return 0;
}

#include "db/erasure.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "db/database.h"
#include "db/hash.h"
#include "db/maintenance.h"
#include "db/moment.h"
#include "db/name_index.h"
#include "db/packed_names.h"
#include "db/rows.h"
#include "db/search_index.h"
#include "db/touched.h"

namespace mizan {
namespace {

// ON DISK: do not change.
std::string tombstone(std::string_view what) {
  return hash_of({"erased", what});
}

void keep_tombstone(Database& db, const char* kind, std::string_view hash) {
  Statement insert = db.prepare("INSERT INTO erasures(kind, hash, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  const std::string now = utc_now();
  insert.bind(1, kind);
  insert.bind(2, hash);
  insert.bind(3, now);
  insert.run();
}

std::vector<std::string> texts_of(Statement& select) {
  std::vector<std::string> out;
  while (select.row()) out.push_back(select.text(0));
  return out;
}

// Decisions are append-only but for this.
class WithoutTriggers {
 public:
  explicit WithoutTriggers(Database& db) : db_(db) { db.open_decisions(); }
  ~WithoutTriggers() { db_.close_decisions(); }
  WithoutTriggers(const WithoutTriggers&) = delete;
  WithoutTriggers& operator=(const WithoutTriggers&) = delete;

 private:
  Database& db_;
};

// Groups that lose a claim: what their verdicts said of it goes, and they stand again only when reconciled anew. `where` chooses the claims (c).
void forget_claims(Database& db, const std::string& where) {
  db.execute(fmt::format("CREATE TEMP TABLE IF NOT EXISTS losing(group_id TEXT PRIMARY KEY); DELETE FROM temp.losing; "
                         "INSERT INTO temp.losing SELECT DISTINCT c.group_id FROM claims c WHERE {0}; DELETE FROM claims AS c WHERE {0}; "
                         "UPDATE verdicts SET reason = '', stated = NULL, computed = NULL, current = 0 WHERE group_id IN (SELECT group_id FROM temp.losing); "
                         "UPDATE groups SET current = 0 WHERE group_id IN (SELECT group_id FROM temp.losing); "
                         "UPDATE groups SET subject = NULL, subject_name = NULL, noun = NULL, counterpart = NULL, counterpart_name = NULL "
                         "WHERE group_id IN (SELECT group_id FROM temp.losing) AND group_id NOT IN (SELECT group_id FROM claims); DROP TABLE temp.losing",
                         where)
                 .c_str());
}

// Begins a change of which nothing is to be found afterwards.
void begin_erasing(Database& db) {
  db.begin_erasing();
}

// Commits, writes the file anew and empties the log. The words of the search index lie in segments that are merged some day: it is made anew.
Status finish_erasing(FactStore& store) {
  Database& db = store.database();
  db.forget_search();
  db.execute("UPDATE search_state SET indexed = 0");
  forget_name_index(db);
  db.commit();
  if (Status status = db.status(); !status) {
    db.rollback();
    return status;
  }
  if (Status indexed = index_search(store); !indexed) return indexed;
  return rewrite_file(db);
}

std::uint64_t changes(Database& db, const std::string& sql) {
  db.execute(sql.c_str());
  return db.failed() ? 0 : static_cast<std::uint64_t>(db.changed_rows());
}

std::uint64_t count(Database& db, const std::string& sql) {
  Statement select = db.prepare(sql);
  const std::uint64_t value = select.row() ? static_cast<std::uint64_t>(select.integer(0)) : 0;
  select.reset();
  return value;
}

void paint_over_all(std::string& text, std::string_view name) {
  if (name.empty()) return;
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += name.size()) paint_over(text, at, at + name.size());
}

bool has_any(std::string_view text, const std::set<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return text.find(name) != std::string_view::npos; });
}

}  // namespace

void paint_over(std::string& text, std::size_t begin, std::size_t end) {
  constexpr std::string_view kMarks[] = {"*", "\u00D7", "\u2588", "\U0001F784"};  // of one to four bytes
  for (std::size_t at = begin; at < end;) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead > ' ' && at + size <= text.size()) text.replace(at, size, kMarks[size - 1]);
    at += size;
  }
}

Result<Erased> erase_article(FactStore& store, std::string_view id, std::string_view source) {
  Database& db = store.database();
  Erased out;
  Statement find = db.prepare(
      "SELECT a.article_id, a.key, a.id FROM articles a JOIN sources s USING(source_id) WHERE (a.id = ?1 OR a.key = ?1) AND (?2 = '' OR s.name = ?2) "
      "ORDER BY a.key <> ?1, a.key LIMIT 1");
  find.bind(1, id);
  find.bind(2, source);
  std::int64_t article = 0;
  std::string key, own_id;
  if (find.row()) {
    article = find.integer(0);
    key = find.text(1);
    own_id = find.text(2);
  }
  find.reset();
  if (Status status = db.status(); !status) return status.error();
  if (article == 0)
    return Diagnostic{
        .code = "erase.absent", .message = fmt::format("there is no article {}", id), .remedy = "mizan facts names the articles", .file = db.path()};

  Statement twins = db.prepare(
      "SELECT DISTINCT a.id FROM article_versions v JOIN article_versions w ON substr(w.text_hash, 1, 10) = substr(v.text_hash, 1, 10) AND w.text_hash = "
      "v.text_hash AND w.article_id <> v.article_id JOIN articles a ON "
      "a.article_id = w.article_id WHERE v.article_id = ? AND v.text <> '' ORDER BY a.id");
  twins.bind(1, article);
  out.copies = texts_of(twins);

  begin_erasing(db);
  {
    const WithoutTriggers open(db);
    touch(db, article, Touch::kErased);
    const std::string versions = fmt::format("(SELECT version_id FROM article_versions WHERE article_id = {})", article);
    out.articles = 1;
    out.versions = count(db, "SELECT count(*) FROM article_versions WHERE version_id IN " + versions);
    out.mentions = count(db, "SELECT count(*) FROM mentions WHERE version_id IN " + versions);
    out.facts = count(db, "SELECT count(*) FROM facts WHERE version_id IN " + versions);
    keep_tombstone(db, "article", tombstone(key));
    Statement hashes = db.prepare(fmt::format("SELECT DISTINCT text_hash FROM article_versions WHERE article_id = {} AND text <> ''", article));
    for (const std::string& hash : texts_of(hashes)) keep_tombstone(db, "text", tombstone(hash));
    // The story may have its title from it.
    db.execute(fmt::format("UPDATE stories SET title = NULL WHERE title IN (SELECT title FROM article_versions WHERE article_id = {})", article).c_str());
    db.execute(fmt::format("UPDATE story_articles SET copy_of = NULL WHERE copy_of = {}", article).c_str());
    Statement decided = db.prepare(
        "DELETE FROM decisions WHERE content_hash IN (SELECT content_hash FROM article_versions WHERE article_id = ?1) OR (body IS NOT NULL AND "
        "json_valid(body) AND "
        "json_extract(body, '$.article') = ?2)");
    decided.bind(1, article);
    decided.bind(2, key);
    decided.run();
    out.decisions = static_cast<std::uint64_t>(db.changed_rows());
    Statement rejected = db.prepare("DELETE FROM rejections WHERE id = ?");
    rejected.bind(1, own_id);
    rejected.run();
    forget_claims(db, "c.version_id IN " + versions);
    // Whatever table has a row a version or an article: what is kept of one in a table of tomorrow has to go, too.
    for (const std::string& table : db.tables_with("version_id")) {
      if (table != "article_versions" && table != "claims") db.execute(fmt::format("DELETE FROM {} WHERE version_id IN {}", table, versions).c_str());
    }
    for (const std::string& table : db.tables_with("article_id")) {
      if (table != "articles" && table != "article_versions" && table != "touched")
        db.execute(fmt::format("DELETE FROM {} WHERE article_id = {}", table, article).c_str());
    }
    db.execute(fmt::format("DELETE FROM article_versions WHERE article_id = {0}; DELETE FROM articles WHERE article_id = {0}", article).c_str());
  }
  if (Status done = finish_erasing(store); !done) return done.error();
  return out;
}

Result<Erased> erase_entity(FactStore& store, std::string_view id) {
  Database& db = store.database();
  Erased out;
  // What it is called, by version; and whole names, of two words or more, which are looked for everywhere.
  std::map<std::int64_t, std::set<std::string>> named;
  std::set<std::string> whole;
  Statement mentions = db.prepare(
      "SELECT m.version_id, substr(CASE m.field WHEN 'title' THEN v.title ELSE v.text END, m.start + 1, m.stop - m.start), m.entity_name FROM "
      "mentions m "
      "JOIN article_versions v USING(version_id) WHERE m.entity = ? ORDER BY m.version_id, m.seq");
  mentions.bind(1, id);
  while (mentions.row()) {
    ++out.mentions;
    for (const std::string& name : {mentions.text(1), mentions.text(2)}) {
      if (name.empty()) continue;
      named[mentions.integer(0)].insert(name);
      if (name.find(' ') != std::string::npos) whole.insert(name);
    }
  }
  Statement facts = db.prepare("SELECT DISTINCT version_id FROM facts WHERE subject = ?1 OR counterpart = ?1");
  facts.bind(1, id);
  while (facts.row()) named[facts.integer(0)];
  if (Status status = db.status(); !status) return status.error();

  begin_erasing(db);
  {
    const WithoutTriggers open(db);
    keep_tombstone(db, "entity", tombstone(id));
    std::set<std::int64_t> articles;
    Statement all = db.prepare("SELECT version_id, article_id, text, coalesce(title, '') FROM article_versions");
    Statement update = db.prepare("UPDATE article_versions SET text = ?, title = ? WHERE version_id = ?");
    while (all.row()) {
      const std::int64_t version = all.integer(0);
      const auto here = named.find(version);
      const std::set<std::string>& names = here == named.end() ? whole : here->second;
      std::string text = all.text(2), title = all.text(3);
      if (here == named.end() && !has_any(text, whole) && !has_any(title, whole)) continue;
      // Longer names first: a short one may be a part of it.
      std::vector<std::string_view> order(names.begin(), names.end());
      std::sort(order.begin(), order.end(), [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
      for (std::string_view name : order) {
        paint_over_all(text, name);
        paint_over_all(title, name);
      }
      update.bind(1, text);
      update.bind_or_null(2, title);
      update.bind(3, version);
      update.run();
      articles.insert(all.integer(1));
      ++out.versions;
      touch(db, all.integer(1), Touch::kErased);
    }
    out.articles = articles.size();
    std::set<std::string> every = whole;
    for (const auto& [version, names] : named) every.insert(names.begin(), names.end());
    db.execute("CREATE TEMP TABLE erased_names(number INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    Statement insert = db.prepare("INSERT INTO temp.erased_names(number, name) VALUES (?, ?)");
    std::int64_t names = 0;
    auto keep = [&](std::string_view name) {
      insert.bind(1, ++names);
      insert.bind(2, name);
      insert.run();
    };
    keep(id);
    for (const std::string& name : every) keep(name);
    const char* const its = "(SELECT name FROM temp.erased_names WHERE number = 1)";
    const std::string of_it = fmt::format("(f.subject = {0} OR f.counterpart = {0})", its);
    forget_claims(db, fmt::format("EXISTS (SELECT 1 FROM facts f WHERE f.version_id = c.version_id AND f.seq = c.fact AND {})", of_it));
    out.facts = changes(db, fmt::format("DELETE FROM facts AS f WHERE {}", of_it));
    auto quotes = [](const char* column) { return fmt::format("EXISTS (SELECT 1 FROM temp.erased_names n WHERE instr({}, n.name) > 0)", column); };
    db.execute(fmt::format("UPDATE facts SET speaker = NULL WHERE speaker IS NOT NULL AND {}", quotes("speaker")).c_str());
    db.execute(fmt::format("UPDATE origins SET author = NULL WHERE author IS NOT NULL AND {}", quotes("author")).c_str());
    db.execute(fmt::format("UPDATE facts SET scope = NULL WHERE scope IS NOT NULL AND {}", quotes("scope")).c_str());
    db.execute(fmt::format("UPDATE facts SET scope_key = NULL WHERE scope_key = {}", its).c_str());
    db.execute(fmt::format("UPDATE mention_rows SET noun = NULL WHERE noun IS NOT NULL AND {}", quotes("noun")).c_str());
    db.execute(fmt::format("UPDATE facts SET noun = NULL WHERE noun IS NOT NULL AND {}", quotes("noun")).c_str());
    db.execute(fmt::format("DELETE FROM mention_rows WHERE entity = {}", its).c_str());
    take_out_name(db, id, versions_naming(db, id));
    db.execute(fmt::format("UPDATE stories SET title = NULL WHERE title IS NOT NULL AND {}", quotes("title")).c_str());
    db.execute(fmt::format("UPDATE verdicts SET reason = '' WHERE {}", quotes("reason")).c_str());
    db.execute(fmt::format("UPDATE groups SET subject = NULL, subject_name = NULL, current = 0 WHERE subject = {}", its).c_str());
    db.execute(fmt::format("UPDATE groups SET counterpart = NULL, counterpart_name = NULL, current = 0 WHERE counterpart = {}", its).c_str());
    out.decisions =
        changes(db, fmt::format("DELETE FROM decisions WHERE target = {} OR {} OR {}", its, quotes("coalesce(body, '')"), quotes("coalesce(quote, '')")));
    db.execute("DROP TABLE temp.erased_names");
  }
  if (Status done = finish_erasing(store); !done) return done.error();
  return out;
}

Erasures Erasures::load(Database& db) {
  Erasures out;
  Statement select = db.prepare("SELECT kind, hash FROM erasures");
  while (select.row()) (select.view(0) == "article" ? out.articles_ : select.view(0) == "text" ? out.texts_ : out.entities_).insert(select.text(1));
  return out;
}

bool Erasures::refuses(std::string_view article_key, std::string_view text_hash) const {
  return (!articles_.empty() && articles_.count(tombstone(article_key))) || (!texts_.empty() && texts_.count(tombstone(text_hash)));
}

bool Erasures::names(const ArticleResult& result) const {
  if (entities_.empty()) return false;
  return std::any_of(result.mentions.begin(), result.mentions.end(),
                     [&](const Mention& m) { return m.entity() && entities_.count(tombstone(m.entity()->id)); });
}

void Erasures::redact(Document& document, ArticleResult& result) const {
  auto erased = [&](const std::string& id) { return !id.empty() && entities_.count(tombstone(id)) != 0; };
  std::set<std::string> names;
  std::vector<std::uint32_t> number_of(result.mentions.size(), UINT32_MAX);
  std::vector<Mention> mentions;
  for (std::size_t i = 0; i < result.mentions.size(); ++i) {
    Mention& m = result.mentions[i];
    if (m.entity() && erased(m.entity()->id)) {
      const std::string& text = m.field == Field::kTitle ? document.title : document.text;
      names.insert(text.substr(m.source.begin, m.source.end - m.source.begin));
      names.insert(m.entity()->name);
    } else {
      number_of[i] = static_cast<std::uint32_t>(mentions.size());
      mentions.push_back(std::move(m));
    }
  }
  std::vector<std::string_view> order(names.begin(), names.end());
  std::sort(order.begin(), order.end(), [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
  for (std::string_view name : order) {
    paint_over_all(document.text, name);
    paint_over_all(document.title, name);
  }
  if (has_any(document.author, names)) document.author.clear();
  std::vector<Fact> facts;
  for (Fact& f : result.facts) {
    if (erased(f.subject) || erased(f.counterpart)) continue;
    if (f.mention < number_of.size()) f.mention = number_of[f.mention];
    if (erased(f.speaker) || has_any(f.speaker, names)) f.speaker.clear();
    if (has_any(f.scope, names)) f.scope.clear();
    if (erased(f.scope_key)) f.scope_key.clear();
    if (has_any(f.noun, names)) f.noun.clear();
    facts.push_back(std::move(f));
  }
  result.mentions = std::move(mentions);
  result.facts = std::move(facts);
}

}  // namespace mizan

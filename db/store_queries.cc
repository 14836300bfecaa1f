// What commands ask of the store: facts by filter, one article with its evidence, counts.
#include <fmt/format.h>

#include "db/database.h"
#include "db/decisions.h"
#include "db/identity.h"
#include "db/rows.h"
#include "db/schema.h"
#include "db/store.h"

namespace mizan {
namespace {

// Text and title of the version last asked for: facts come article by article.
class TextOfVersion {
 public:
  explicit TextOfVersion(Database& db) : select_(db.prepare("SELECT text, title FROM article_versions WHERE version_id = ?")) {}
  const std::string& of(std::int64_t version, Field field) {
    if (version != version_) {
      version_ = version;
      text_.clear();
      title_.clear();
      select_.bind(1, version);
      if (select_.row()) {
        text_ = select_.text(0);
        title_ = select_.text(1);
      }
      select_.reset();
    }
    return field == Field::kTitle ? title_ : text_;
  }

 private:
  Statement select_;
  std::int64_t version_ = 0;
  std::string text_, title_;
};

void cut(StoredFact& fact, TextOfVersion& texts) {
  const std::string& text = texts.of(fact.version, fact.fact.field);
  fact.text = slice(text, fact.fact.source);
  fact.sentence = slice(text, fact.fact.sentence);
}

}  // namespace

Result<std::vector<StoredFact>> FactStore::facts(const FactFilter& filter) const {
  Database& db = database();
  std::string sql = fmt::format(
      "SELECT {}, a.key, a.id, s.name, coalesce(v.published, ''), v.content_hash FROM facts f JOIN article_versions v USING(version_id) "
      "JOIN articles a ON a.latest = v.version_id JOIN sources s USING(source_id) WHERE v.state <> 'withdrawn'",
      kFactColumns);
  std::vector<std::string> values;
  auto where = [&](const char* condition, const std::string& value) {
    values.push_back(value);
    sql += fmt::format(fmt::runtime(condition), values.size());
  };
  if (!filter.subject.empty()) {
    where(" AND (f.subject = ?{0} OR f.counterpart = ?{0} OR f.subject_name = ?{0} COLLATE NOCASE OR f.counterpart_name = ?{0} COLLATE NOCASE)", filter.subject);
  }
  if (!filter.metric.empty()) where(" AND f.metric = ?{}", filter.metric);
  if (!filter.source.empty()) where(" AND s.name = ?{}", filter.source);
  if (!filter.period.empty()) where(" AND substr(f.period, 1, length(?{0})) = ?{0}", filter.period);
  if (!filter.article.empty()) where(" AND (a.id = ?{0} OR a.key = ?{0})", filter.article);
  if (!filter.status.empty()) where(" AND f.status = ?{}", filter.status);
  sql += " ORDER BY coalesce(v.published, ''), a.key, f.seq";
  if (filter.limit > 0 || filter.offset > 0) {
    sql += fmt::format(" LIMIT {} OFFSET {}", filter.limit > 0 ? static_cast<std::int64_t>(filter.limit) : -1, filter.offset);
  }
  auto decisions = Decisions::load(*this);
  if (!decisions) return decisions.error();
  std::vector<StoredFact> out;
  Statement select = db.prepare(sql);
  for (std::size_t i = 0; i < values.size(); ++i) select.bind(static_cast<int>(i + 1), values[i]);
  TextOfVersion texts(db);
  while (select.row()) {
    StoredFact fact = read_fact(select, 0);
    fact.article_key = select.text(kFactColumnCount);
    fact.document = select.text(kFactColumnCount + 1);
    fact.source = select.text(kFactColumnCount + 2);
    fact.published = select.text(kFactColumnCount + 3);
    fact.content_hash = select.text(kFactColumnCount + 4);
    cut(fact, texts);
    if (decisions->apply(fact)) out.push_back(std::move(fact));
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::optional<StoredArticle>> FactStore::article(std::string_view id, std::string_view source) const {
  Database& db = database();
  std::optional<StoredArticle> out;
  Statement find = db.prepare(
      "SELECT a.article_id, v.version_id, a.key, a.id, s.name, v.text, v.title, v.format, v.published, v.updated, v.stated_lang, v.lang, v.place, v.state, v.url, "
      "v.own_id, v.file, v.line, v.number, (SELECT count(*) FROM article_versions n WHERE n.article_id = a.article_id) "
      "FROM articles a JOIN article_versions v ON v.version_id = a.latest JOIN sources s USING(source_id) "
      "WHERE (a.id = ?1 OR a.key = ?1) AND (?2 = '' OR s.name = ?2) ORDER BY a.key <> ?1, a.key LIMIT 1");
  find.bind(1, id);
  find.bind(2, source);
  if (find.row()) {
    out.emplace();
    StoredArticle& a = *out;
    Document& d = a.document;
    a.article = find.integer(0);
    a.version = find.integer(1);
    a.key = find.text(2);
    d.id = find.text(3);
    d.source = find.text(4);
    d.text = find.text(5);
    d.title = find.text(6);
    d.format = find.view(7) == "markdown" ? TextFormat::kMarkdown : TextFormat::kPlain;
    d.published = find.text(8);
    d.updated = find.text(9);
    d.lang = find.text(10);
    a.lang = find.text(11);
    d.place = find.text(12);
    d.state = find.text(13);
    d.url = find.text(14);
    d.has_own_id = find.integer(15) != 0;
    d.file = find.text(16);
    d.line = static_cast<std::uint64_t>(find.integer(17));
    a.version_number = static_cast<int>(find.integer(18));
    a.versions = static_cast<int>(find.integer(19));
    a.found_withdrawn = d.state == "withdrawn";
  }
  find.reset();
  if (out) {
    StoredArticle& a = *out;
    Statement mentions = db.prepare(fmt::format("SELECT {} FROM mentions m WHERE m.version_id = ? ORDER BY m.seq", kMentionColumns));
    mentions.bind(1, a.version);
    while (mentions.row()) {
      StoredMention mention = read_mention(mentions, 0);
      mention.text = slice(mention.mention.field == Field::kTitle ? a.document.title : a.document.text, mention.mention.source);
      a.mentions.push_back(std::move(mention));
    }
    Statement facts = db.prepare(fmt::format("SELECT {} FROM facts f WHERE f.version_id = ? ORDER BY f.seq", kFactColumns));
    facts.bind(1, a.version);
    while (facts.row()) {
      StoredFact fact = read_fact(facts, 0);
      const std::string& text = fact.fact.field == Field::kTitle ? a.document.title : a.document.text;
      fact.text = slice(text, fact.fact.source);
      fact.sentence = slice(text, fact.fact.sentence);
      fact.article_key = a.key;
      fact.document = a.document.id;
      fact.source = a.document.source;
      fact.published = a.document.published;
      a.facts.push_back(std::move(fact));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<std::vector<std::string>> FactStore::article_ids(std::string_view source) const {
  Database& db = database();
  std::vector<std::string> out;
  Statement select = db.prepare("SELECT a.id FROM articles a JOIN sources s USING(source_id) WHERE ?1 = '' OR s.name = ?1 ORDER BY a.key");
  select.bind(1, source);
  while (select.row()) out.push_back(select.text(0));
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Result<StoreCounts> FactStore::counts() const {
  Database& db = database();
  StoreCounts out;
  auto count = [&](const char* sql) -> std::uint64_t {
    Statement select = db.prepare(sql);
    std::uint64_t value = select.row() ? static_cast<std::uint64_t>(select.integer(0)) : 0;
    select.reset();
    return value;
  };
  out.sources = count("SELECT count(*) FROM sources");
  out.articles = count("SELECT count(*) FROM articles");
  out.versions = count("SELECT count(*) FROM article_versions");
  out.withdrawn = count("SELECT count(*) FROM articles a JOIN article_versions v ON v.version_id = a.latest WHERE v.state = 'withdrawn'");
  out.facts = count("SELECT count(*) FROM facts");
  out.groups = count("SELECT count(*) FROM groups WHERE current = 1");
  out.claims = count("SELECT count(*) FROM claims");
  out.decisions = count("SELECT count(*) FROM decisions");
  out.runs = count("SELECT count(*) FROM runs");
  out.schema_version = static_cast<int>(count("PRAGMA user_version"));
  Statement types = db.prepare("SELECT type, count(*) FROM mentions GROUP BY type ORDER BY type");
  while (types.row()) {
    if (auto type = mention_type_from(types.view(0))) {
      out.mentions_by_type[static_cast<std::size_t>(*type)] = static_cast<std::uint64_t>(types.integer(1));
      out.mentions += static_cast<std::uint64_t>(types.integer(1));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

}  // namespace mizan

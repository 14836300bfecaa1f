#include "db/store.h"

#include "db/database.h"
#include "db/embargo.h"
#include "db/erasure.h"
#include "db/hash.h"
#include "db/identity.h"
#include "db/moment.h"
#include "db/origin.h"
#include "db/rows.h"
#include "db/schema.h"
#include "db/touched.h"

namespace mizan {
namespace {

// A file of garbage gives a rejection a line: beyond so many only counted.
constexpr std::uint64_t kMostRejections = 10'000;
// Rejections are kept for so many runs.
constexpr std::int64_t kRunsWithRejections = 50;
// Bytes of text in one transaction: beyond them it ends, however few articles it has, so that neither memory nor the log follows their length.
constexpr std::size_t kBatchBytes = std::size_t{16} << 20;

}  // namespace

// Statements live as long as the store: preparing them anew for each of a hundred thousand rows costs more than running them.
struct FactStore::Parts {
  std::unique_ptr<Database> db;
  StoreOptions options;

  RunDescription run;
  std::int64_t run_id = 0;  // 0: no record yet
  bool run_id_committed = false;
  bool run_open = false;
  RunCounts counts;
  std::size_t in_batch = 0, batch_bytes = 0;
  std::int64_t last_run = 0;
  Erasures erasures;
  std::int64_t now = 0;  // when it was opened
  // Where others load at the same time, articles are written at the end of a batch, in one short transaction: only there is what is looked up still true.
  struct Waiting {
    Document document;
    ArticleResult result;
  };
  std::vector<Waiting> waiting;
  std::vector<Rejection> waiting_rejected;
  bool writing = false;  // those

  std::optional<Statement> find_article, find_version, find_copy, version_stamp, next_number, insert_source, find_source, insert_article, insert_version,
      set_latest, insert_embargo, insert_teaser, is_teaser, insert_origin, insert_rejection, touch;
  std::optional<ReadingWriter> reading;

  // What is asked of an article before it is read; readers may ask, too.
  void prepare_lookups() {
    Database& d = *db;
    find_article.emplace(d.prepare("SELECT article_id, latest FROM articles WHERE key = ?"));
    find_version.emplace(d.prepare("SELECT 1 FROM article_versions WHERE article_id = ? AND content_hash = ?"));
    // By the index on the hash's beginning (origin.cc). A bare text_hash = ?1 SQLite would put in its place there, too, and search all texts.
    find_copy.emplace(d.prepare("SELECT 1 FROM article_versions WHERE substr(text_hash, 1, 10) = substr(?1, 1, 10) AND text_hash || '' = ?1 LIMIT 1"));
  }
  void prepare() {
    Database& d = *db;
    version_stamp.emplace(d.prepare("SELECT coalesce(updated, published, '') FROM article_versions WHERE version_id = ?"));
    next_number.emplace(d.prepare("SELECT coalesce(max(number), 0) + 1 FROM article_versions WHERE article_id = ?"));
    insert_source.emplace(d.prepare("INSERT INTO sources(name) VALUES (?) ON CONFLICT DO NOTHING"));
    find_source.emplace(d.prepare("SELECT source_id FROM sources WHERE name = ?"));
    insert_article.emplace(d.prepare("INSERT INTO articles(key, id, source_id, latest, first_run) VALUES (?, ?, ?, 0, ?)"));
    insert_version.emplace(d.prepare(
        "INSERT INTO article_versions(article_id, number, content_hash, text_hash, text, title, format, published, updated, lang, stated_lang, place, "
        "state, url, own_id, file, line, first_run, embargo_until, read_run) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    insert_embargo.emplace(d.prepare("INSERT INTO embargoes(version_id, until) VALUES (?, ?)"));
    insert_teaser.emplace(d.prepare("INSERT INTO teasers(version_id) VALUES (?)"));
    is_teaser.emplace(d.prepare("SELECT 1 FROM teasers WHERE version_id = ?"));
    insert_origin.emplace(d.prepare(kInsertOrigin));
    insert_rejection.emplace(d.prepare("INSERT INTO rejections(run_id, seq, id, code, message, remedy, file, line, byte) VALUES (?,?,?,?,?,?,?,?,?)"));
    touch.emplace(d.prepare(kTouch));
    set_latest.emplace(d.prepare("UPDATE articles SET latest = ? WHERE article_id = ?"));
    // One after the other: they are brought in this order, and facts refer to mentions.
    Statement mention = d.prepare_rows(kInsertMention), names = d.prepare_rows(kInsertNames), fact = d.prepare_rows(kInsertFact);
    reading.emplace(std::move(mention), std::move(names), std::move(fact));
  }

  // Rolls back and hands on what went wrong.
  Diagnostic give_up() {
    Status status = db->status();
    db->rollback();
    in_batch = batch_bytes = 0;
    if (!run_id_committed) run_id = 0;
    return status ? Diagnostic{.code = "db.io", .message = "the database refused", .remedy = {}, .file = db->path()} : status.error();
  }

  std::int64_t source_id(const std::string& name) {
    insert_source->bind(1, name);
    insert_source->run();
    find_source->bind(1, name);
    std::int64_t id = find_source->row() ? find_source->integer(0) : 0;
    find_source->reset();
    return id;
  }
};

int exit_code_for(const Diagnostic& problem) {
  return problem.code == "db.locked" ? 5 : 4;
}

int FactStore::schema_version() {
  return mizan::schema_version();
}

FactStore::FactStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
FactStore::FactStore(FactStore&&) noexcept = default;
FactStore& FactStore::operator=(FactStore&&) noexcept = default;

FactStore::~FactStore() {
  if (parts_) parts_->db->rollback();
}

Result<FactStore> FactStore::open(const std::string& path, OpenMode mode, const StoreOptions& options) {
  auto db = Database::open(path, mode, options.lock_wait_ms);
  if (!db) return db.error();
  auto parts = std::make_unique<Parts>();
  parts->db = std::move(*db);
  parts->options = options;
  parts->now = utc_seconds();
  Database& d = *parts->db;
  parts->erasures = Erasures::load(d);
  if (mode == OpenMode::kReadOnly) {
    show_lifted(d, options.embargoed ? INT64_MAX : parts->now);
    parts->prepare_lookups();
    if (Status status = d.status(); !status) return status.error();
    return FactStore(std::move(parts));
  }
  parts->prepare_lookups();
  parts->prepare();
  FactStore store(std::move(parts));
  lift_embargoes(store, store.parts_->now);
  if (Status status = d.status(); !status) return status.error();
  return store;
}

const std::string& FactStore::path() const {
  return parts_->db->path();
}

Database& FactStore::database() const {
  return *parts_->db;
}

Status FactStore::begin_run(const RunDescription& run) {
  Parts& p = *parts_;
  if (p.db->read_only()) {
    return Diagnostic{.code = "db.read_only", .message = "the database was opened for reading only", .remedy = {}, .file = p.db->path()};
  }
  p.run = run;
  p.run_id = 0;
  p.run_id_committed = false;
  p.run_open = true;
  p.counts = {};
  return Done{};
}

Result<std::int64_t> FactStore::run_id() {
  Parts& p = *parts_;
  if (p.run_id == 0) {
    Statement insert =
        p.db->prepare("INSERT INTO runs(command, program, lexicon, options, started, lang, published, place, request) VALUES (?,?,?,?,?,?,?,?,?)");
    const std::string now = utc_now();
    insert.bind(1, p.run.command);
    insert.bind_or_null(2, p.run.program);
    insert.bind_or_null(3, p.run.lexicon);
    insert.bind_or_null(4, p.run.options);
    insert.bind(5, now);
    insert.bind_or_null(6, p.run.lang);
    insert.bind_or_null(7, p.run.published);
    insert.bind_or_null(8, p.run.place);
    insert.bind_or_null(9, p.run.request);
    insert.run();
    if (p.db->failed()) return p.give_up();
    p.run_id = p.last_run = p.db->last_row_id();
    p.run_id_committed = false;
  }
  return p.run_id;
}

Result<AddOutcome> FactStore::add(const Document& document, const ArticleResult& result) {
  Parts& p = *parts_;
  if (!p.run_open) {
    if (Status begun = begin_run({.command = "ingest", .program = {}, .lexicon = {}, .options = {}}); !begun) return begun.error();
  }
  if (p.db->shared() && !p.writing) {
    p.waiting.push_back({document, result});
    p.batch_bytes += document.text.size();
    if (p.waiting.size() >= p.options.batch || p.batch_bytes >= kBatchBytes) {
      if (Status flushed = flush(); !flushed) return flushed.error();
    }
    return AddOutcome::kNew;
  }
  ++p.counts.articles;

  // Looking needs no transaction: nobody else writes while the lock is held.
  const std::string key = article_key(document);
  const std::string content = content_hash(document);
  const std::string text = text_hash(document);
  std::int64_t article = 0, latest = 0;
  p.find_article->bind(1, key);
  if (p.find_article->row()) {
    article = p.find_article->integer(0);
    latest = p.find_article->integer(1);
  }
  p.find_article->reset();
  if (article != 0) {
    // Any version, not just the latest: a folder that holds two versions can be ingested again and again.
    p.find_version->bind(1, article);
    p.find_version->bind(2, content);
    const bool there = p.find_version->row();
    p.find_version->reset();
    if (there) {
      ++p.counts.unchanged;
      return AddOutcome::kUnchanged;
    }
  }
  if (p.erasures.refuses(key, text)) {
    ++p.counts.erased;
    return AddOutcome::kErased;
  }
  if (p.erasures.names(result)) {
    // Without the names that somebody had erased; the hashes stay those of the whole text, so that it is known again.
    Document without = document;
    ArticleResult rest = result;
    p.erasures.redact(without, rest);
    return insert(without, rest, key, content, text, article, latest);
  }
  return insert(document, result, key, content, text, article, latest);
}

Result<AddOutcome> FactStore::insert(const Document& document, const ArticleResult& result, const std::string& key, const std::string& content,
                                     const std::string& text, std::int64_t article, std::int64_t latest) {
  Parts& p = *parts_;
  Database& db = *p.db;
  if (!db.in_transaction()) db.begin();
  if (db.failed()) return p.give_up();
  auto run = run_id();
  if (!run) return run.error();

  AddOutcome outcome = article == 0 ? AddOutcome::kNew : AddOutcome::kNewVersion;
  if (article == 0) {
    p.find_copy->bind(1, text);
    if (p.find_copy->row()) outcome = AddOutcome::kCopy;
    p.find_copy->reset();
    const std::int64_t source = p.source_id(document.source);
    p.insert_article->bind(1, key);
    p.insert_article->bind(2, document.id);
    p.insert_article->bind(3, source);
    p.insert_article->bind(4, *run);
    p.insert_article->run();
    article = db.last_row_id();
  }
  p.next_number->bind(1, article);
  const std::int64_t number = p.next_number->row() ? p.next_number->integer(0) : 1;
  p.next_number->reset();

  Statement& v = *p.insert_version;
  v.bind(1, article);
  v.bind(2, number);
  v.bind(3, content);
  v.bind(4, text);
  v.bind(5, document.text);
  v.bind_or_null(6, document.title);
  v.bind(7, document.format == TextFormat::kMarkdown ? "markdown" : "plain");
  v.bind_or_null(8, document.published);
  v.bind_or_null(9, document.updated);
  v.bind_or_null(10, result.lang);
  v.bind_or_null(11, document.lang);
  v.bind_or_null(12, document.place);
  v.bind(13, state_of(document));
  v.bind_or_null(14, document.url);
  v.bind(15, static_cast<std::int64_t>(document.has_own_id));
  v.bind_or_null(16, document.file);
  v.bind(17, static_cast<std::int64_t>(document.line));
  v.bind(18, *run);
  v.bind_or_null(19, document.embargo_until);
  v.bind(20, *run);
  v.run();
  const std::int64_t version = db.last_row_id();

  if (has_origin(document)) insert_origin(*p.insert_origin, version, document);
  if (document.teaser) {
    p.insert_teaser->bind(1, version);
    p.insert_teaser->run();
  }
  const auto embargo = moment_from(document.embargo_until);
  if (embargo && embargo->second > p.now) {
    p.insert_embargo->bind(1, version);
    p.insert_embargo->bind(2, embargo->second);
    p.insert_embargo->run();
    ++p.counts.embargoed;
  } else {
    bool counts_now = true;
    if (latest != 0) {
      p.version_stamp->bind(1, latest);
      const std::string before = p.version_stamp->row() ? p.version_stamp->text(0) : std::string();
      p.version_stamp->reset();
      counts_now = counts_instead(document.updated.empty() ? document.published : document.updated, before, Arrival::kAfter);
      p.is_teaser->bind(1, latest);
      const bool was_teaser = p.is_teaser->row();
      p.is_teaser->reset();
      if (was_teaser != document.teaser) counts_now = was_teaser;  // the article goes before its teaser, whichever comes first
    }
    if (counts_now) {
      p.set_latest->bind(1, version);
      p.set_latest->bind(2, article);
      p.set_latest->run();
    }
    // An older version that comes late does not count, but what the article said before does (corrections.h).
    p.touch->bind(1, article);
    p.touch->bind(2, to_string(outcome == AddOutcome::kNewVersion ? Touch::kVersion : Touch::kArticle));
    p.touch->run();
  }

  p.reading->write(version, result, FieldTexts(document));
  if (db.failed()) return p.give_up();

  p.counts.added += outcome != AddOutcome::kNewVersion;
  p.counts.versions += outcome == AddOutcome::kNewVersion;
  p.counts.copies += outcome == AddOutcome::kCopy;
  p.counts.mentions += result.mentions.size();
  p.counts.facts += result.facts.size();
  p.batch_bytes += document.text.size();
  if (!p.writing && (++p.in_batch >= p.options.batch || p.batch_bytes >= kBatchBytes)) {
    if (Status flushed = flush(); !flushed) return flushed.error();
  }
  return outcome;
}

AddOutcome FactStore::foresee(const Document& document) {
  Parts& p = *parts_;
  const std::string key = article_key(document);
  const std::string content = content_hash(document);
  const std::string text = text_hash(document);
  auto first = [](Statement& select) {
    const std::int64_t value = select.row() ? select.integer(0) : 0;
    select.reset();
    return value;
  };
  p.find_article->bind(1, key);
  const std::int64_t article = first(*p.find_article);
  if (article != 0) {
    p.find_version->bind(1, article);
    p.find_version->bind(2, content);
    if (first(*p.find_version) != 0) return AddOutcome::kUnchanged;
  }
  if (p.erasures.refuses(key, text)) return AddOutcome::kErased;
  if (article != 0) return AddOutcome::kNewVersion;
  p.find_copy->bind(1, text);
  return first(*p.find_copy) != 0 ? AddOutcome::kCopy : AddOutcome::kNew;
}

bool FactStore::knows(const Document& document) {
  Parts& p = *parts_;
  // Asked of every article: no more is looked at than it takes (foresee() says the rest).
  const std::string key = article_key(document);
  p.find_article->bind(1, key);
  const std::int64_t article = p.find_article->row() ? p.find_article->integer(0) : 0;
  p.find_article->reset();
  bool there = false;
  if (article != 0) {
    const std::string content = content_hash(document);
    p.find_version->bind(1, article);
    p.find_version->bind(2, content);
    there = p.find_version->row();
    p.find_version->reset();
  }
  p.counts.articles += there;
  p.counts.unchanged += there;
  return there;
}

Status FactStore::reject(const Rejection& rejection) {
  Parts& p = *parts_;
  Database& db = *p.db;
  if (db.shared() && !p.writing) {
    if (p.counts.rejected + p.waiting_rejected.size() < kMostRejections) {
      p.waiting_rejected.push_back(rejection);
    } else {
      ++p.counts.rejected;
    }
    return Done{};
  }
  if (++p.counts.rejected > kMostRejections) return Done{};
  if (!db.in_transaction()) db.begin();
  if (db.failed()) return p.give_up();
  auto run = run_id();
  if (!run) return run.error();
  Statement& r = *p.insert_rejection;
  const Diagnostic& why = rejection.why;
  r.bind(1, *run);
  r.bind(2, static_cast<std::int64_t>(p.counts.rejected));
  r.bind_or_null(3, rejection.id);
  r.bind(4, why.code);
  r.bind(5, why.message);
  r.bind_or_null(6, why.remedy);
  r.bind_or_null(7, why.file);
  r.bind(8, static_cast<std::int64_t>(why.line));
  r.bind(9, static_cast<std::int64_t>(why.byte_offset));
  r.run();
  if (db.failed()) return p.give_up();
  return Done{};
}

const RunCounts& FactStore::counted() const {
  return parts_->counts;
}

std::int64_t FactStore::last_run() const {
  return parts_->last_run;
}

Status FactStore::flush() {
  Parts& p = *parts_;
  p.in_batch = p.batch_bytes = 0;
  if (!p.waiting.empty() || !p.waiting_rejected.empty()) {
    if (!p.db->in_transaction()) p.db->begin();
    if (p.db->failed()) return p.give_up();
    p.writing = true;
    Status done = Done{};
    for (const Parts::Waiting& one : p.waiting) {
      if (!done) break;
      if (auto added = add(one.document, one.result); !added) done = added.error();
    }
    for (const Rejection& one : p.waiting_rejected) {
      if (!done) break;
      done = reject(one);
    }
    p.writing = false;
    p.waiting.clear();
    p.waiting_rejected.clear();
    p.in_batch = p.batch_bytes = 0;
    if (!done) return done;
  }
  if (!p.db->in_transaction()) return Done{};
  p.db->commit();
  if (p.db->failed()) return p.give_up();
  p.run_id_committed = true;
  return Done{};
}

Result<RunCounts> FactStore::finish_run() {
  Parts& p = *parts_;
  if (!p.waiting.empty() || !p.waiting_rejected.empty()) {
    if (Status flushed = flush(); !flushed) return flushed.error();
  }
  p.run_open = false;
  if (p.run_id != 0) {
    if (!p.db->in_transaction()) p.db->begin();
    Statement end = p.db->prepare(
        "UPDATE runs SET ended = ?, articles = ?, added = ?, versions = ?, unchanged = ?, copies = ?, mentions = ?, facts = ?, rejected = ? WHERE run_id = ?");
    const std::string now = utc_now();
    const RunCounts& c = p.counts;
    end.bind(1, now);
    int parameter = 2;
    for (std::uint64_t count : {c.articles, c.added, c.versions, c.unchanged, c.copies, c.mentions, c.facts, c.rejected}) {
      end.bind(parameter++, static_cast<std::int64_t>(count));
    }
    end.bind(parameter, p.run_id);
    end.run();
    if (c.rejected > 0) {
      Statement prune = p.db->prepare(
          "DELETE FROM rejections WHERE run_id < (SELECT min(run_id) FROM (SELECT DISTINCT run_id FROM rejections ORDER BY run_id DESC LIMIT ?) kept)");
      prune.bind(1, kRunsWithRejections);
      prune.run();
    }
    if (p.db->failed()) return p.give_up();
    if (Status flushed = flush(); !flushed) return flushed.error();
  }
  p.run_id = 0;
  return p.counts;
}

}  // namespace mizan

#include "db/schema.h"

#include <iterator>

#include "db/connection.h"
#include "db/name_index.h"
#include "db/origin.h"
#include "db/packed_names.h"
#include "db/schema_desk.h"
#include "db/schema_entities.h"
#include "db/schema_reconcile.h"

namespace mizan {
namespace {

// Numbers are a coefficient and a power of ten, never floats; `*_key` is Decimal::order_key(), whose byte order is the numeric order. Offsets
// `begin`/`end` are bytes, `start`/`stop` code points, half open, into the text or title of the version as it came in.
// NULL stands for "none" everywhere; empty texts are not stored.
const char* const kVersion1 = R"sql(
CREATE TABLE sources(
  source_id INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE          -- '' for articles that name none
) STRICT;

-- One row a run that changed something.
CREATE TABLE runs(
  run_id    INTEGER PRIMARY KEY,
  command   TEXT NOT NULL,
  program   TEXT,
  lexicon   TEXT,                         -- hash of the lexicons
  options   TEXT,
  started   TEXT NOT NULL,                -- UTC
  ended     TEXT,                         -- NULL: still running, or cut off
  articles  INTEGER NOT NULL DEFAULT 0,
  added     INTEGER NOT NULL DEFAULT 0,
  versions  INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  copies    INTEGER NOT NULL DEFAULT 0,
  mentions  INTEGER NOT NULL DEFAULT 0,
  facts     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE articles(
  article_id INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,        -- 's:SOURCE/ID', 'u:URL' or 'h:HASH'
  id         TEXT NOT NULL,
  source_id  INTEGER NOT NULL REFERENCES sources,
  latest     INTEGER NOT NULL,            -- version_id of the version that counts
  first_run  INTEGER NOT NULL REFERENCES runs
) STRICT;
CREATE INDEX articles_id ON articles(id);

-- Append-only.
CREATE TABLE article_versions(
  version_id   INTEGER PRIMARY KEY,
  article_id   INTEGER NOT NULL REFERENCES articles,
  number       INTEGER NOT NULL,          -- 1, 2, ... in order of arrival
  content_hash TEXT NOT NULL,             -- of everything that makes a version: text, title, dates, state...
  text_hash    TEXT NOT NULL,             -- of the text alone: equal ones are copies
  text         TEXT NOT NULL,
  title        TEXT,
  format       TEXT NOT NULL CHECK(format IN ('plain', 'markdown')),
  published    TEXT,
  updated      TEXT,
  lang         TEXT,                      -- as decided when it was read
  stated_lang  TEXT,                      -- as the article says
  place        TEXT,
  state        TEXT NOT NULL CHECK(state IN ('live', 'corrected', 'withdrawn')),
  url          TEXT,
  own_id       INTEGER NOT NULL,
  file         TEXT,
  line         INTEGER,
  first_run    INTEGER NOT NULL REFERENCES runs,
  UNIQUE(article_id, content_hash),
  UNIQUE(article_id, number)
) STRICT;
CREATE INDEX article_versions_text ON article_versions(text_hash);

CREATE TABLE mentions(
  version_id     INTEGER NOT NULL REFERENCES article_versions,
  seq            INTEGER NOT NULL,
  type           TEXT NOT NULL,
  field          TEXT NOT NULL CHECK(field IN ('text', 'title')),
  begin          INTEGER NOT NULL,
  end            INTEGER NOT NULL,
  start          INTEGER NOT NULL,
  stop           INTEGER NOT NULL,
  low            INTEGER,
  low_exp        INTEGER,
  high           INTEGER,
  high_exp       INTEGER,
  low_precision  INTEGER,                 -- power of ten of the last written digit
  high_precision INTEGER,
  bound          TEXT,
  unit           TEXT,
  dimension      TEXT,
  per            TEXT,
  noun           TEXT,
  candidates     TEXT,                    -- units, the reading taken first, with blanks between
  vague          INTEGER NOT NULL,
  ordinal_word   INTEGER NOT NULL,
  value          TEXT,                    -- dates, durations, ages
  date_from      TEXT,
  date_to        TEXT,
  grain          TEXT,
  mod            TEXT,
  calendar       TEXT,
  relative       INTEGER NOT NULL,
  entity         TEXT,
  entity_name    TEXT,
  entity_class   TEXT,
  rule           TEXT NOT NULL,
  PRIMARY KEY(version_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE facts(
  version_id     INTEGER NOT NULL,
  seq            INTEGER NOT NULL,
  mention        INTEGER,                 -- seq of the mention; NULL where the fact was made without one
  type           TEXT NOT NULL,
  subject        TEXT,
  subject_name   TEXT,
  metric         TEXT NOT NULL,
  noun           TEXT,
  low            INTEGER,
  low_exp        INTEGER,
  low_key        TEXT,
  high           INTEGER,
  high_exp       INTEGER,
  high_key       TEXT,
  low_precision  INTEGER NOT NULL,
  high_precision INTEGER NOT NULL,
  value          TEXT,
  bound          TEXT NOT NULL,
  unit           TEXT NOT NULL,
  dimension      TEXT,
  candidates     TEXT,
  per            TEXT,
  period         TEXT,
  as_of          TEXT,
  aspect         TEXT NOT NULL,
  direction      TEXT,
  basis          TEXT,
  scope          TEXT,
  counterpart    TEXT,
  counterpart_name TEXT,
  status         TEXT NOT NULL,
  speaker        TEXT,
  field          TEXT NOT NULL CHECK(field IN ('text', 'title')),
  begin          INTEGER NOT NULL,
  end            INTEGER NOT NULL,
  start          INTEGER NOT NULL,
  stop           INTEGER NOT NULL,
  sentence_begin INTEGER NOT NULL,
  sentence_end   INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_stop  INTEGER NOT NULL,
  table_no       INTEGER,
  row_no         INTEGER,
  column_no      INTEGER,
  list_no        INTEGER,
  list_total     INTEGER NOT NULL,
  percent_growth INTEGER NOT NULL,
  rule           TEXT NOT NULL,
  PRIMARY KEY(version_id, seq),
  FOREIGN KEY(version_id, mention) REFERENCES mentions(version_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_subject ON facts(subject, metric) WHERE subject IS NOT NULL;
CREATE INDEX facts_metric ON facts(metric);

CREATE TABLE stories(
  story_id  TEXT PRIMARY KEY,             -- 's' and ten hexadecimal digits; never reused. 'p': an event that articles only recall
  title     TEXT,
  day       TEXT,                         -- of its first article
  current   INTEGER NOT NULL,
  first_run INTEGER NOT NULL REFERENCES runs,
  last_run  INTEGER NOT NULL REFERENCES runs
) STRICT, WITHOUT ROWID;

CREATE TABLE story_articles(
  article_id INTEGER PRIMARY KEY REFERENCES articles,
  story_id   TEXT REFERENCES stories,     -- NULL: a copy without a story of its own
  copy_of    INTEGER REFERENCES articles  -- the article whose text it repeats
) STRICT;

CREATE TABLE groups(
  group_id     TEXT PRIMARY KEY,          -- 'g' and ten hexadecimal digits; never reused
  kind         TEXT NOT NULL CHECK(kind IN ('claims', 'sum', 'growth', 'share', 'conversion')),
  story_id     TEXT REFERENCES stories,
  subject      TEXT,
  subject_name TEXT,
  metric       TEXT NOT NULL,
  noun         TEXT,
  unit         TEXT,
  per          TEXT,
  aspect       TEXT,
  period       TEXT,
  counterpart  TEXT,
  counterpart_name TEXT,
  merged_into  TEXT REFERENCES groups,    -- where it was merged away
  current      INTEGER NOT NULL,          -- it came out of the last reconciliation
  first_run    INTEGER NOT NULL REFERENCES runs,
  last_run     INTEGER NOT NULL REFERENCES runs
) STRICT, WITHOUT ROWID;

-- The claims of a group as last reconciled. `anchor` finds the claim again after its article was read anew.
CREATE TABLE claims(
  group_id   TEXT NOT NULL REFERENCES groups,
  seq        INTEGER NOT NULL,
  version_id INTEGER NOT NULL,
  fact       INTEGER NOT NULL,            -- seq of the fact
  cluster    INTEGER NOT NULL,
  anchor     TEXT NOT NULL,               -- hash of article key, field, metric, subject and quote
  PRIMARY KEY(group_id, seq),
  FOREIGN KEY(version_id, fact) REFERENCES facts(version_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_fact ON claims(version_id, fact);

-- Every verdict that a group has had; the current one has `current` = 1.
CREATE TABLE verdicts(
  verdict_id INTEGER PRIMARY KEY,
  group_id   TEXT NOT NULL REFERENCES groups,
  verdict    TEXT NOT NULL,
  reason     TEXT NOT NULL,
  confidence INTEGER NOT NULL,            -- percent
  sources    INTEGER NOT NULL,
  stated     TEXT,                        -- checks: decimals written out
  computed   TEXT,
  current    INTEGER NOT NULL,
  first_run  INTEGER NOT NULL REFERENCES runs,
  last_run   INTEGER NOT NULL REFERENCES runs
) STRICT;
CREATE INDEX verdicts_group ON verdicts(group_id, current);

-- What people decided. Append-only; anchored on the text version and the quote, so that it outlives a new reading of the article.
CREATE TABLE decisions(
  decision_id  INTEGER PRIMARY KEY,
  at           TEXT NOT NULL,             -- UTC
  who          TEXT,
  kind         TEXT NOT NULL,             -- accept reject note correct not_a_fact merge split
  target       TEXT NOT NULL,             -- a group's id, or a claim's anchor
  content_hash TEXT,                      -- of the article version
  field        TEXT,
  quote        TEXT,
  start        INTEGER,
  stop         INTEGER,
  body         TEXT                       -- JSON: the note, or the fields corrected
) STRICT;
CREATE INDEX decisions_target ON decisions(target);
CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
)sql";

// What a newsroom's running asks for: who read a version with what, rejected input, embargoes, erasures.
const char* const kTrust = R"sql(
-- How articles were read that state none of these themselves; with program and lexicon, all that a reading depends on.
ALTER TABLE runs ADD COLUMN lang TEXT;
ALTER TABLE runs ADD COLUMN published TEXT;
ALTER TABLE runs ADD COLUMN place TEXT;
ALTER TABLE runs ADD COLUMN request TEXT;                 -- JSON: what was asked, for `ingest --retry`
ALTER TABLE runs ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;

ALTER TABLE article_versions ADD COLUMN embargo_until TEXT;
-- The run whose reading its mentions and facts are.
ALTER TABLE article_versions ADD COLUMN read_run INTEGER REFERENCES runs;
UPDATE article_versions SET read_run = first_run;
CREATE INDEX article_versions_read ON article_versions(read_run);

-- Versions that nobody may be shown yet. They are in history, but articles.latest never points to one; the first writer after `until` takes the row out.
CREATE TABLE embargoes(
  version_id INTEGER PRIMARY KEY REFERENCES article_versions,
  until      INTEGER NOT NULL             -- seconds since 1970, UTC
) STRICT;

-- What was erased and is not to come back: hashes only. kind: article (of its key), text (of its text), entity (of its id).
CREATE TABLE erasures(
  kind TEXT NOT NULL CHECK(kind IN ('article', 'text', 'entity')),
  hash TEXT NOT NULL,
  at   TEXT NOT NULL,
  PRIMARY KEY(kind, hash)
) STRICT, WITHOUT ROWID;

-- Input that a run left out. Kept for the newest runs.
CREATE TABLE rejections(
  run_id  INTEGER NOT NULL REFERENCES runs,
  seq     INTEGER NOT NULL,
  id      TEXT,
  code    TEXT NOT NULL,
  message TEXT NOT NULL,
  remedy  TEXT,
  file    TEXT,
  line    INTEGER NOT NULL,
  byte    INTEGER NOT NULL,
  PRIMARY KEY(run_id, seq)
) STRICT, WITHOUT ROWID;
)sql";

// Versions that are but a feed's teaser of the article: they never count beside a version that is more.
const char* const kTeasers = R"sql(
CREATE TABLE teasers(
  version_id INTEGER PRIMARY KEY REFERENCES article_versions ON DELETE CASCADE
) STRICT;
)sql";

// What a fact's scope means in either language, and where its figure is said to be (Fact::scope_key). Facts read before have none until they are read again.
const char* const kScopeSchema = R"sql(
ALTER TABLE facts ADD COLUMN scope_key TEXT;
-- Whose figures are compared otherwise when a name comes to stand for another (keep_entity_links).
CREATE INDEX facts_speaker ON facts(speaker) WHERE speaker IS NOT NULL;
CREATE INDEX mentions_unknown ON mentions(entity) WHERE instr(entity, ':~') > 0;
)sql";

const char* const kMigrations[] = {kVersion1,        kDeskSchema,   kTouchedSchema, kTrust,           kReconcileSchema, kTeasers,          kEntitySchema,
                                   kNameIndexSchema, kOriginSchema, kUndoSchema,    kNameEdgesSchema, kScopeSchema,     kPackedNamesSchema};
constexpr int kNamesPacked = 12;  // its number

}  // namespace

int schema_version() {
  return static_cast<int>(std::size(kMigrations));
}

const char* migration(int from) {
  return kMigrations[from];
}

void migrate(Connection& connection, int from) {
  connection.execute(migration(from));
  if (from == kNamesPacked && !connection.failure) pack_old_names(connection);
}

}  // namespace mizan

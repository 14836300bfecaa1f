#include "db/schema_reconcile.h"

namespace mizan {

// An older database was compared with another policy: it is due for a full run.
const char* const kTouchedSchema = R"sql(
CREATE TABLE touched(
  article_id INTEGER PRIMARY KEY,         -- no reference: an erased article is one of them
  why        TEXT NOT NULL                -- the first reason: article version erased embargo reread decision
) STRICT;

-- What the last reconciliation remembers for the next one, by name.
CREATE TABLE remembered(
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO remembered(name, value) VALUES ('full_run_due', 'yes');
)sql";

// All of it but the alarms follows from articles and decisions: a full run makes it anew. No references to articles, so that one can be erased first and
// forgotten here with the next run.
const char* const kReconcileSchema = R"sql(
-- A row an article that counts (sketch.h). Times are those of TimeOrder.
CREATE TABLE sketches(
  article_id INTEGER PRIMARY KEY,
  second     INTEGER NOT NULL,
  tie        INTEGER NOT NULL,
  day        INTEGER NOT NULL,
  arabic     INTEGER NOT NULL,
  source     INTEGER NOT NULL,
  parent     INTEGER NOT NULL,            -- the earlier article whose text it repeats; 0: none
  original   INTEGER NOT NULL,            -- the end of that chain, or itself
  leader     INTEGER NOT NULL,            -- of an original: the first article of its story; of a copy 0
  sketch     BLOB NOT NULL
) STRICT;
CREATE INDEX sketches_leader ON sketches(leader, second, tie, day) WHERE leader <> 0;
CREATE INDEX sketches_day ON sketches(day);
CREATE INDEX sketches_parent ON sketches(parent) WHERE parent <> 0;

CREATE TABLE sketch_keys(                 -- of originals
  key        INTEGER NOT NULL,
  day        INTEGER NOT NULL,
  second     INTEGER NOT NULL,
  tie        INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY(key, day, second, tie)
) STRICT, WITHOUT ROWID;
CREATE TABLE copy_bands(
  key        INTEGER NOT NULL,
  day        INTEGER NOT NULL,
  second     INTEGER NOT NULL,
  tie        INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY(key, day, second, tie)
) STRICT, WITHOUT ROWID;

CREATE TABLE story_links(
  later   INTEGER NOT NULL,
  earlier INTEGER NOT NULL,
  score   INTEGER NOT NULL,
  PRIMARY KEY(later, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_links_earlier ON story_links(earlier);

ALTER TABLE stories ADD COLUMN place TEXT;  -- entity id

-- Claims of one story that stand together (grouping.h).
CREATE TABLE claim_sets(
  set_id    INTEGER PRIMARY KEY,
  leader    INTEGER NOT NULL,             -- of the story
  bucket    INTEGER NOT NULL,             -- hash of the bucket in which it meets others, or of its own
  vals      INTEGER NOT NULL,
  signature INTEGER NOT NULL              -- of everything that its groups follow from
) STRICT;
CREATE INDEX claim_sets_leader ON claim_sets(leader);
CREATE INDEX claim_sets_bucket ON claim_sets(bucket);
CREATE TABLE set_claims(
  version_id INTEGER NOT NULL,
  fact       INTEGER NOT NULL,
  set_id     INTEGER NOT NULL,
  articles   INTEGER NOT NULL,            -- how strong its group's claim on the span is (SpanClaim)
  size       INTEGER NOT NULL,
  tie        INTEGER NOT NULL,
  sequence   INTEGER NOT NULL,
  PRIMARY KEY(version_id, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX set_claims_set ON set_claims(set_id);

ALTER TABLE groups ADD COLUMN bucket INTEGER;  -- of its claims' sets
CREATE INDEX groups_bucket ON groups(bucket) WHERE current = 1;
CREATE INDEX facts_given_twice ON facts(version_id) WHERE rule = 'fact.same_in_other_words' AND type = 'money';
CREATE INDEX claims_anchor ON claims(anchor);

-- Conflicts that were new when they were found (alarm.h).
CREATE TABLE alarms(
  alarm_id TEXT PRIMARY KEY,              -- group and which of its alarms it is
  group_id TEXT NOT NULL,
  verdict  TEXT NOT NULL,
  raised   INTEGER NOT NULL,              -- run
  told     TEXT                           -- UTC; NULL: not yet
) STRICT, WITHOUT ROWID;
CREATE INDEX alarms_open ON alarms(told) WHERE told IS NULL;
CREATE INDEX alarms_group ON alarms(group_id);
INSERT INTO remembered(name, value) VALUES ('full_run_due', 'yes') ON CONFLICT DO NOTHING;
)sql";

}  // namespace mizan

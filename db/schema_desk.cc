#include "db/schema_desk.h"

namespace mizan {

// A decimal from coefficient and exponent: 25 and 8 is 2500000000, 525 and -1 is 52.5. The same expression in each view, as SQLite has no functions of ours.
#define MIZAN_DECIMAL(number)                                                                                                                     \
  "CASE WHEN " number " IS NULL THEN NULL WHEN " number "_exp >= 0 THEN " number " || substr('000000000000000000000000000000', 1, " number        \
  "_exp) "                                                                                                                                        \
  "ELSE CASE WHEN " number " < 0 THEN '-' ELSE '' END || substr(printf('%0*d', 1 - " number "_exp, abs(" number                                   \
  ")), 1, "                                                                                                                                       \
  "length(printf('%0*d', 1 - " number "_exp, abs(" number "))) + " number "_exp) || '.' || substr(printf('%0*d', 1 - " number "_exp, abs(" number \
  ")), "                                                                                                                                          \
  "length(printf('%0*d', 1 - " number "_exp, abs(" number "))) + " number "_exp + 1) END"

const char* const kDeskSchema = R"sql(
ALTER TABLE verdicts ADD COLUMN weight INTEGER NOT NULL DEFAULT 0;  -- 0 to 100, for reading order
ALTER TABLE verdicts ADD COLUMN day TEXT;                           -- of the newest article in the group
CREATE INDEX verdicts_reading ON verdicts(verdict, weight DESC, group_id) WHERE current = 1;
CREATE INDEX groups_subject ON groups(subject) WHERE current = 1 AND subject IS NOT NULL;
CREATE INDEX groups_counterpart ON groups(counterpart) WHERE current = 1 AND counterpart IS NOT NULL;
CREATE INDEX groups_story ON groups(story_id) WHERE current = 1 AND story_id IS NOT NULL;
CREATE INDEX story_articles_story ON story_articles(story_id);

-- Words of articles, folded and stemmed, and the names they mention (as hashes of entity ids); a row a version. Filled by index_search().
CREATE VIRTUAL TABLE article_search USING fts5(title, body, names, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE search_state(
  one     INTEGER PRIMARY KEY CHECK(one = 1),
  indexed INTEGER NOT NULL                -- version_id of the last version in article_search
) STRICT;
INSERT INTO search_state(one, indexed) VALUES (1, 0);

CREATE VIEW article_list AS
  SELECT a.key AS article, a.id, s.name AS source, v.published, v.title, v.state, v.lang AS language, v.url, v.number AS version,
    (SELECT count(*) FROM facts f WHERE f.version_id = v.version_id) AS facts, v.text
  FROM articles a JOIN article_versions v ON v.version_id = a.latest JOIN sources s USING(source_id);

CREATE VIEW fact_list AS
  SELECT s.name AS source, v.published, f.subject_name, f.metric, f.noun, )sql" MIZAN_DECIMAL("f.low") R"sql( AS low, )sql" MIZAN_DECIMAL(
    "f.high") R"sql( AS high, f.value,
    f.unit, f.bound, f.per, f.period, f.as_of, f.status, f.speaker, f.counterpart_name,
    substr(CASE f.field WHEN 'title' THEN v.title ELSE v.text END, f.start + 1, f.stop - f.start) AS quote,
    substr(CASE f.field WHEN 'title' THEN v.title ELSE v.text END, f.sentence_start + 1, f.sentence_stop - f.sentence_start) AS sentence,
    f.subject, f.counterpart, a.key AS article, f.field, f.start, f.stop AS end, f.rule
  FROM facts f JOIN article_versions v USING(version_id) JOIN articles a ON a.latest = f.version_id AND a.article_id = v.article_id JOIN sources s USING(source_id)
  WHERE v.state <> 'withdrawn';

CREATE VIEW group_list AS
  SELECT g.group_id AS id, v.verdict, v.weight, v.day, g.subject_name, g.metric, g.noun, g.unit, g.period, g.counterpart_name, v.reason, v.confidence, v.sources,
    g.kind, v.stated, v.computed, g.subject, t.title AS story, g.story_id,
    (SELECT d.kind FROM decisions d WHERE d.target = g.group_id AND d.kind IN ('accept', 'reject') ORDER BY d.decision_id DESC LIMIT 1) AS decided
  FROM groups g JOIN verdicts v ON v.group_id = g.group_id AND v.current = 1 LEFT JOIN stories t ON t.story_id = g.story_id WHERE g.current = 1;

CREATE VIEW conflict_list AS SELECT * FROM group_list WHERE verdict IN ('conflict', 'disputed') ORDER BY weight DESC, id;

CREATE VIEW claim_list AS
  SELECT c.group_id AS "group", c.seq AS number, char(65 + min(c.cluster, 25)) AS value_letter, s.name AS source, v.published, )sql" MIZAN_DECIMAL("f.low") R"sql( AS low,
    )sql" MIZAN_DECIMAL("f.high") R"sql( AS high, f.value, f.unit, f.bound, f.status, f.speaker,
    substr(CASE f.field WHEN 'title' THEN v.title ELSE v.text END, f.sentence_start + 1, f.sentence_stop - f.sentence_start) AS sentence, a.key AS article
  FROM claims c JOIN facts f ON f.version_id = c.version_id AND f.seq = c.fact JOIN article_versions v ON v.version_id = c.version_id
    JOIN articles a USING(article_id) JOIN sources s USING(source_id);

CREATE VIEW verdict_history AS
  SELECT v.group_id AS "group", v.verdict, v.reason, v.confidence, v.sources, a.started AS first_seen, b.started AS last_seen, v.current
  FROM verdicts v JOIN runs a ON a.run_id = v.first_run JOIN runs b ON b.run_id = v.last_run;

CREATE VIEW decision_log AS
  SELECT decision_id AS number, at, who, kind, target, quote, json_extract(body, '$.text') AS note, json_extract(body, '$.fields') AS fields FROM decisions;
)sql";

const char* const kUndoSchema = R"sql(
-- What counts of the decisions: all but those that a later row of kind 'undo' takes back (its body: {"undoes": decision_id}), and those rows themselves.
CREATE VIEW standing_decisions AS
  SELECT d.* FROM decisions d WHERE d.kind <> 'undo' AND NOT EXISTS
    (SELECT 1 FROM decisions u WHERE u.target = d.target AND u.kind = 'undo' AND json_extract(u.body, '$.undoes') = d.decision_id);
DROP VIEW group_list;
CREATE VIEW group_list AS
  SELECT g.group_id AS id, v.verdict, v.weight, v.day, g.subject_name, g.metric, g.noun, g.unit, g.period, g.counterpart_name, v.reason, v.confidence, v.sources,
    g.kind, v.stated, v.computed, g.subject, t.title AS story, g.story_id,
    (SELECT d.kind FROM standing_decisions d WHERE d.target = g.group_id AND d.kind IN ('accept', 'reject') ORDER BY d.decision_id DESC LIMIT 1) AS decided
  FROM groups g JOIN verdicts v ON v.group_id = g.group_id AND v.current = 1 LEFT JOIN stories t ON t.story_id = g.story_id WHERE g.current = 1;
)sql";

#undef MIZAN_DECIMAL

}  // namespace mizan

#include "db/schema_entities.h"

namespace mizan {

// What entity_links.h computes from all names and decisions, kept so that looking at one fact does not read every name. Good as long as `entity_links_state` is
// the state of the database; else it is computed anew.
const char* const kEntitySchema = R"sql(
CREATE TABLE entity_links(
  id         TEXT PRIMARY KEY,            -- as read
  entity     TEXT NOT NULL,               -- that it stands for
  name       TEXT NOT NULL,
  confidence INTEGER NOT NULL,            -- percent
  reason     TEXT                         -- NULL: the subject's own id
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_links_entity ON entity_links(entity);
CREATE TABLE entity_links_state(
  one   INTEGER PRIMARY KEY CHECK(one = 1),
  state TEXT NOT NULL
) STRICT;
)sql";

}  // namespace mizan

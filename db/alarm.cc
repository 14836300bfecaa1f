#include "db/alarm.h"

#include <set>

#include "db/database.h"
#include "db/moment.h"

namespace mizan {

Result<std::vector<Alarm>> open_alarms(const FactStore& store) {
  Database& db = store.database();
  std::vector<Alarm> out;
  // The last decision on a group counts.
  Statement select = db.prepare(
      "SELECT a.alarm_id, a.group_id FROM alarms a JOIN groups g ON g.group_id = a.group_id AND g.current = 1 "
      "JOIN verdicts v ON v.group_id = a.group_id AND v.current = 1 AND v.verdict IN ('conflict', 'disputed') WHERE a.told IS NULL AND "
      "coalesce((SELECT d.kind FROM standing_decisions d WHERE d.target = a.group_id AND d.kind IN ('accept', 'reject') ORDER BY d.decision_id DESC LIMIT 1), "
      "'') = '' "
      "ORDER BY a.alarm_id");
  while (select.row()) out.push_back({select.text(0), select.text(1)});
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Status close_alarms(FactStore& store, const std::vector<Alarm>& told) {
  Database& db = store.database();
  auto open = open_alarms(store);
  if (!open) return open.error();
  std::set<std::string> left;
  for (const Alarm& alarm : *open) left.insert(alarm.id);
  for (const Alarm& alarm : told) left.erase(alarm.id);
  std::vector<std::string> done;
  Statement all = db.prepare("SELECT alarm_id FROM alarms WHERE told IS NULL");
  while (all.row()) {
    if (!left.count(all.text(0))) done.push_back(all.text(0));
  }
  if (done.empty() || db.failed()) return db.status();
  const std::string now = utc_now();
  db.begin();
  Statement close = db.prepare("UPDATE alarms SET told = ? WHERE alarm_id = ?");
  for (const std::string& id : done) {
    close.bind(1, now);
    close.bind(2, id);
    close.run();
  }
  db.commit();
  Status status = db.status();
  if (!status) db.rollback();
  return status;
}

}  // namespace mizan

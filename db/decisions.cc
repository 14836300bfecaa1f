#include "db/decisions.h"

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/check_words.h"
#include "db/citation.h"
#include "db/database.h"
#include "db/hash.h"
#include "db/moment.h"
#include "db/rows.h"
#include "db/touched.h"

namespace mizan {
namespace {

// Recognises a claim by what its article says, whatever is read into it. ON DISK: do not change.
std::string mark_of(std::string_view article_key, Field field, std::string_view sentence, std::string_view quote) {
  return hash_of({"claim", article_key, to_string(field), sentence, quote}).substr(0, 20);
}
std::string mark_of(const StoredFact& f) {
  return mark_of(f.article_key, f.fact.field, f.sentence, f.text);
}
std::string mark_of(const Citation& c) {
  return mark_of(c.article_key, c.field, c.sentence, c.quote);
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& w, const char* key, std::string_view value) {
  w.Key(key);
  w.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

std::string text_of(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

// `articles`: natural keys of those whose figures it is on.
Status insert(Database& db, const Decision& decision, const std::string& target, const Citation* on, const std::string& body,
              const std::set<std::string>& articles) {
  const std::string now = utc_now();
  db.begin();
  Statement row = db.prepare("INSERT INTO decisions(at, who, kind, target, content_hash, field, quote, start, stop, body) VALUES (?,?,?,?,?,?,?,?,?,?)");
  row.bind(1, now);
  row.bind_or_null(2, decision.who);
  row.bind(3, decision.kind);
  row.bind(4, target);
  if (on) {
    row.bind(5, on->content_hash);
    row.bind(6, to_string(on->field));
    row.bind(7, on->quote);
    row.bind(8, static_cast<std::int64_t>(on->start));
    row.bind(9, static_cast<std::int64_t>(on->end));
  } else {
    for (int i = 5; i <= 9; ++i) row.bind_null(i);
  }
  row.bind(10, body);
  row.run();
  Statement article = db.prepare("SELECT article_id FROM articles WHERE key = ?");
  for (const std::string& key : articles) {
    article.bind(1, key);
    const std::int64_t id = article.row() ? article.integer(0) : 0;
    article.reset();
    if (id != 0) touch(db, id, Touch::kDecision);
  }
  db.commit();
  Status status = db.status();
  if (!status) db.rollback();
  return status;
}

struct FieldRow {
  const char* name;
  std::string Fact::*text;  // null where it is special
  std::string_view choices;
};
constexpr FieldRow kFields[] = {
    {"metric", &Fact::metric, ""},
    {"noun", &Fact::noun, ""},
    {"subject", &Fact::subject, ""},
    {"subject_name", &Fact::subject_name, ""},
    {"counterpart", &Fact::counterpart, ""},
    {"counterpart_name", &Fact::counterpart_name, ""},
    {"period", &Fact::period, ""},
    {"as_of", &Fact::as_of, ""},
    {"scope", &Fact::scope, ""},
    {"basis", &Fact::basis, ""},
    {"speaker", &Fact::speaker, ""},
    {"status", &Fact::status, "actual planned projected target denied"},
    {"aspect", &Fact::aspect, "level change cumulative extreme"},
    {"direction", &Fact::direction, "up down"},
    {"value", nullptr, ""},
    {"low", nullptr, ""},
    {"high", nullptr, ""},
    {"unit", nullptr, ""},
    {"per", nullptr, ""},
    {"bound", nullptr, "exact about over under at_least at_most between"},
};

const FieldRow* find_field(std::string_view name) {
  auto found = std::find_if(std::begin(kFields), std::end(kFields), [&](const FieldRow& row) { return name == row.name; });
  return found == std::end(kFields) ? nullptr : found;
}

bool is_word_of(std::string_view word, std::string_view choices) {
  while (!choices.empty()) {
    const std::size_t end = std::min(choices.find(' '), choices.size());
    if (choices.substr(0, end) == word) return true;
    choices.remove_prefix(std::min(end + 1, choices.size()));
  }
  return false;
}

void set_field(Fact& f, const std::string& name, const std::string& value) {
  if (const FieldRow* row = find_field(name); row && row->text) {
    f.*row->text = value;
    if (row->text == &Fact::scope) f.scope_key.clear();  // what people say it means is in their words
    return;
  }
  Amount& a = f.amount;
  const auto number = Decimal::parse(value);
  if (name == "unit") a.unit = value;
  if (name == "per") a.per = value;
  if (name == "bound") a.bound = bound_from(value).value_or(a.bound);
  if (name == "value" && !f.value.empty()) f.value = value;
  // A corrected figure is meant as it is written: exact to its last digit that is not zero.
  if ((name == "low" || (name == "value" && f.value.empty())) && number) {
    a.low = number;
    a.low_precision = std::min(0, number->exponent());
  }
  if ((name == "high" || (name == "value" && f.value.empty())) && number) {
    a.high = number;
    a.high_precision = std::min(0, number->exponent());
  }
}

Diagnostic usage(std::string message, std::string remedy) {
  return {"usage", std::move(message), std::move(remedy), {}, 0, 0};
}

}  // namespace

Status record_decision(FactStore& store, const Decision& decision, std::string_view target, std::string_view body) {
  return insert(store.database(), decision, std::string(target), nullptr, std::string(body), {});
}

Status decide_group(FactStore& store, const Decision& decision, std::string_view group_id) {
  auto group = cite_group(store, group_id);
  if (!group) return group.error();
  if (!*group)
    return Diagnostic{.code = "decision.unknown_group", .message = fmt::format("there is no group {}", group_id), .remedy = "reconcile lists them", .file = {}};
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  if (!decision.text.empty()) text(w, "text", decision.text);
  text(w, "of", (*group)->kind);
  text(w, "verdict", (*group)->verdict);
  std::map<int, std::vector<std::string>> parts;
  for (const Citation& c : (*group)->claims) parts[c.cluster].push_back(mark_of(c));
  w.Key("clusters");
  w.StartArray();
  for (const auto& [cluster, marks] : parts) {
    w.StartArray();
    for (const std::string& mark : marks) w.String(mark.c_str(), static_cast<rapidjson::SizeType>(mark.size()));
    w.EndArray();
  }
  w.EndArray();
  w.EndObject();
  std::set<std::string> articles;
  for (const Citation& c : (*group)->claims) articles.insert(c.article_key);
  return insert(store.database(), decision, (*group)->id, nullptr, std::string(buffer.GetString(), buffer.GetSize()), articles);
}

Status check_fields(const CorrectedFields& fields) {
  for (const auto& [name, value] : fields) {
    const FieldRow* row = find_field(name);
    if (!row) return usage(fmt::format("a fact has no field \"{}\" that can be corrected", name), "metric, value, unit, subject, period, status ...");
    if (!row->choices.empty() && !value.empty() && !is_word_of(value, row->choices))
      return usage(fmt::format("{}: \"{}\" is none of: {}", name, value, row->choices), {});
    const bool number = name == "low" || name == "high" || (name == "value" && !value.starts_with('P') && value.find_first_of("-/TQ", 1) == std::string::npos);
    if (number && !Decimal::parse(value)) return usage(fmt::format("{}: \"{}\" is no number", name, value), "Write it out: 20000000000, 5.5");
  }
  return Done{};
}

namespace {

// What the contract calls measures; lexicons of one's own may add some, which the database then holds.
bool is_measure(const std::string& value) {
  const std::vector<std::string_view>& all = check_words("measure");
  return std::find(all.begin(), all.end(), value) != all.end();
}

Status check_measure(Database& db, const CorrectedFields& fields) {
  for (const auto& [name, value] : fields) {
    if (name != "metric" || is_measure(value)) continue;
    Statement known = db.prepare("SELECT 1 FROM facts WHERE metric = ? LIMIT 1");
    known.bind(1, value);
    if (!known.row()) return usage(fmt::format("metric: \"{}\" is no measure that is known", value), "As revenue, profit, killed; other where none fits");
  }
  return db.status();
}

}  // namespace

Status correct_fact(FactStore& store, const Decision& decision, std::string_view fact_id, const CorrectedFields& fields) {
  if (Status fine = check_fields(fields); !fine) return fine;
  if (Status fine = check_measure(store.database(), fields); !fine) return fine;
  auto fact = cite_fact(store, fact_id);
  if (!fact) return fact.error();
  if (!*fact || (*fact)->sentence.empty()) {
    return Diagnostic{.code = "decision.unknown_fact",
                      .message = fmt::format("there is no fact {}", fact_id),
                      .remedy = "facts and reconcile --to json list their ids",
                      .file = {}};
  }
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  if (!decision.text.empty()) text(w, "text", decision.text);
  text(w, "fact", (*fact)->id);
  text(w, "article", (*fact)->article_key);
  text(w, "sentence", (*fact)->sentence);
  w.Key("fields");
  w.StartObject();
  for (const auto& [name, value] : fields) text(w, name.c_str(), value);
  w.EndObject();
  w.EndObject();
  return insert(store.database(), decision, mark_of(**fact), &**fact, std::string(buffer.GetString(), buffer.GetSize()), {(*fact)->article_key});
}

Status undo_decision(FactStore& store, const Decision& decision, std::int64_t number) {
  Database& db = store.database();
  Statement select = db.prepare(
      "SELECT d.kind, d.target, coalesce(d.body, ''), (SELECT count(*) FROM standing_decisions s WHERE s.decision_id = d.decision_id) FROM decisions d "
      "WHERE d.decision_id = ?");
  select.bind(1, number);
  if (!select.row()) {
    if (Status status = db.status(); !status) return status;
    return Diagnostic{.code = "decision.unknown", .message = fmt::format("there is no decision {}", number), .remedy = {}, .file = {}};
  }
  const std::string kind = select.text(0), target = select.text(1), json = select.text(2);
  const bool stands = select.integer(3) != 0;
  select.reset();
  if (!stands)
    return Diagnostic{.code = "decision.undone", .message = fmt::format("decision {} does not stand any more", number), .remedy = "look again", .file = {}};
  std::set<std::string> articles;
  if (kind == "accept" || kind == "reject") {
    auto group = cite_group(store, target);
    if (!group) return group.error();
    if (*group) {
      for (const Citation& c : (*group)->claims) articles.insert(c.article_key);
    }
  }
  const nlohmann::json body = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (body.is_object() && body.contains("article")) articles.insert(text_of(body["article"]));
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.Key("undoes");
  w.Int64(number);
  text(w, "kind", kind);
  if (!decision.text.empty()) text(w, "text", decision.text);
  w.EndObject();
  Decision undo = decision;
  undo.kind = "undo";
  return insert(db, undo, target, nullptr, std::string(buffer.GetString(), buffer.GetSize()), articles);
}

Result<Decisions> Decisions::load(const FactStore& store) {
  Database& db = store.database();
  Decisions out;
  std::map<std::string, Rejection> rejected;  // by the group's id: the last of accept and reject counts
  Statement select = db.prepare("SELECT kind, target, body FROM standing_decisions ORDER BY decision_id");
  while (select.row()) {
    const std::string kind = select.text(0), target = select.text(1), json = select.text(2);
    const nlohmann::json body = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
    if (kind == "not_a_fact") out.corrections_[target] = {true, {}};
    if (kind == "correct") {
      // Later corrections add to the earlier ones.
      Correction& correction = out.corrections_[target];
      correction.not_a_fact = false;
      if (!body.is_object() || !body.contains("fields") || !body["fields"].is_object()) continue;
      for (const auto& [name, value] : body["fields"].items()) correction.fields.emplace_back(name, text_of(value));
    }
    if (kind == "accept") {
      rejected.erase(target);
      out.rejected_ids_.erase(target);
      out.accepted_ids_.insert(target);
    }
    if (kind == "reject") {
      out.accepted_ids_.erase(target);
      out.rejected_ids_.insert(target);
      Rejection rejection;
      if (!body.is_object()) continue;
      rejection.check = body.contains("of") && text_of(body["of"]) != "claims";
      if (body.contains("clusters") && body["clusters"].is_array()) {
        const nlohmann::json& clusters = body["clusters"];
        int part = 0;
        for (const auto& cluster : clusters) {
          if (!cluster.is_array()) continue;
          for (const auto& mark : cluster) {
            rejection.part_of.emplace(text_of(mark), part);
            part += clusters.size() == 1;
          }
          part += clusters.size() > 1;
        }
      }
      rejected[target] = std::move(rejection);
    }
  }
  for (auto& [target, rejection] : rejected) out.rejections_.push_back(std::move(rejection));
  if (Status status = db.status(); !status) return status.error();
  return out;
}

bool Decisions::apply(StoredFact& stored) const {
  if (corrections_.empty()) return true;
  auto found = corrections_.find(mark_of(stored));
  if (found == corrections_.end()) return true;
  if (found->second.not_a_fact) return false;
  for (const auto& [name, value] : found->second.fields) set_field(stored.fact, name, value);
  return true;
}

std::vector<std::vector<int>> Decisions::without_rejected(std::vector<std::vector<int>> groups, const Snapshot& s) const {
  auto claim = [&](int i) -> const Claim& { return s.claims[static_cast<std::size_t>(i)]; };
  for (const Rejection& rejection : rejections_) {
    if (rejection.check) continue;
    std::vector<std::vector<int>> kept;
    for (std::vector<int>& group : groups) {
      std::map<int, std::vector<int>> parts;
      std::vector<int> rest;
      for (int i : group) {
        auto found = group.size() < 2 ? rejection.part_of.end() : rejection.part_of.find(mark_of(claim(i).stored));
        (found == rejection.part_of.end() ? rest : parts[found->second]).push_back(i);
      }
      if (parts.size() < 2) {
        kept.push_back(std::move(group));
        continue;
      }
      // The others stay with those that they agree with, else with the first.
      for (int i : rest) {
        std::vector<int>* home = &parts.begin()->second;
        for (auto& [part, members] : parts) {
          const Fit f = fit(claim(i), claim(members.front()));
          if (f == Fit::kEqual || f == Fit::kRounding) {
            home = &members;
            break;
          }
        }
        home->push_back(i);
      }
      for (auto& [part, members] : parts) {
        std::sort(members.begin(), members.end());
        kept.push_back(std::move(members));
      }
    }
    groups = std::move(kept);
  }
  if (!rejections_.empty()) std::sort(groups.begin(), groups.end());
  return groups;
}

bool Decisions::rejects_check(const std::vector<int>& claims, const Snapshot& s) const {
  for (const Rejection& rejection : rejections_) {
    if (!rejection.check || rejection.part_of.size() != claims.size()) continue;
    if (std::all_of(claims.begin(), claims.end(), [&](int i) { return rejection.part_of.count(mark_of(s.claims[static_cast<std::size_t>(i)].stored)) != 0; }))
      return true;
  }
  return false;
}

}  // namespace mizan

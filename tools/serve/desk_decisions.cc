// What people decide at the desk: who may, what is refused, and what is kept.
#include <fmt/format.h>

#include <charconv>
#include <set>

#include "db/decisions.h"
#include "db/entity_decisions.h"
#include "pipeline/name_skeleton.h"
#include "tools/serve/desk.h"

namespace mizan::tools {
namespace {

std::optional<Answer> may_not(const Visit& visit, bool editing) {
  if (editing ? visit.may_edit : visit.may_review) return std::nullopt;
  return problem(403, "access.role", editing ? "only an editor may do this" : "this desk is read only for you");
}

std::optional<Answer> bad_words(const Desk::Wish& wish) {
  if (wish.who.empty()) return problem(400, "decision.who", "who decides?");
  if (wish.who.size() > 200 || wish.text.size() > 8000) return problem(400, "decision.long", "the name or the note is too long");
  return std::nullopt;
}

}  // namespace

std::optional<Answer> Desk::decide(const Inquiry& asked, const std::string& group, const Wish& wish) {
  if (auto no = may_not(asked.visit, false)) return no;
  if (wish.kind != "accept" && wish.kind != "reject" && wish.kind != "note") return problem(400, "decision.kind", "kind is accept, reject or note");
  if (wish.kind == "note" && wish.text.empty()) return problem(400, "decision.note", "a note needs its words");
  if (auto bad = bad_words(wish)) return bad;
  if (wish.revision.empty()) return problem(428, "decision.revision", "If-Match names the revision that this was decided on");
  std::lock_guard lock(deciding_);
  auto store = FactStore::open(options_.db, OpenMode::kDecide);
  if (!store) return problem_of(store.error());
  auto now = desk_group(*store, group);
  if (!now) return problem_of(now.error());
  if (!*now) return problem(404, "decision.unknown_group", "there is no such group");
  if (wish.revision != "*" && wish.revision != (*now)->revision) return problem(412, "decision.stale", "it has changed since: look again, then decide");
  if (Status done = decide_group(*store, {.kind = wish.kind, .who = wish.who, .text = wish.text}, group); !done) return problem_of(done.error());
  return std::nullopt;
}

std::optional<Answer> Desk::correct(const Inquiry& asked, const std::string& fact, const Wish& wish) {
  if (auto no = may_not(asked.visit, true)) return no;
  if (wish.kind != "correct" && wish.kind != "not_a_fact") return problem(400, "decision.kind", "kind is correct or not_a_fact");
  if ((wish.kind == "correct") == wish.fields.empty()) return problem(400, "decision.fields", "say what is right, or that it is not a fact");
  if (auto bad = bad_words(wish)) return bad;
  if (Status fine = check_fields(wish.fields); !fine) return problem_of(fine.error());
  if (wish.revision.empty()) return problem(428, "decision.revision", "If-Match names the revision that this was decided on");
  std::lock_guard lock(deciding_);
  auto store = FactStore::open(options_.db, OpenMode::kDecide);
  if (!store) return problem_of(store.error());
  std::string revision;
  if (!wish.group.empty()) {
    auto now = desk_group(*store, wish.group);
    if (!now) return problem_of(now.error());
    if (!*now) return problem(404, "decision.unknown_group", "there is no such group");
    revision = (*now)->revision;
  } else {
    auto now = cite_fact(*store, fact);
    if (!now) return problem_of(now.error());
    if (!*now) return problem(404, "decision.unknown_fact", "there is no such fact");
    revision = fmt::format("{}-{}", (*now)->content_hash.substr(0, 12), last_decision_on(*store, **now));
  }
  if (wish.revision != "*" && wish.revision != revision) return problem(412, "decision.stale", "it has changed since: look again, then decide");
  if (Status done = correct_fact(*store, {.kind = wish.kind, .who = wish.who, .text = wish.text}, fact, wish.fields); !done) return problem_of(done.error());
  return std::nullopt;
}

namespace {

// Is the id anybody's here: of the lexicon, linked, of a fact, or mentioned?
bool is_known(const FactStore& store, const EntityLinks& links, const Lexicons& lexicons, const std::string& id) {
  if (id.empty()) return false;
  return lexicons.find_entity(id) != nullptr || links.find(id) != nullptr || name_of(store, id) != id;
}

// What an id is read as in one article: for every id of the subject that the article has.
Status split_in_article(FactStore& store, const Decision& decision, const std::vector<std::string>& ids, const StoredArticle& article, const std::string& as,
                        const std::string& name) {
  std::set<std::string> there;
  for (const StoredMention& m : article.mentions) {
    if (const EntityName* e = m.mention.entity()) there.insert(e->id);
  }
  for (const std::string& id : ids) {
    if (!there.count(id)) continue;
    if (Status done = split_article(store, decision, id, article.key, as, name); !done) return done;
  }
  return Done{};
}

}  // namespace

std::optional<Answer> Desk::decide_name(const Inquiry& asked, const std::string& entity, const Wish& wish) {
  if (auto no = may_not(asked.visit, true)) return no;
  if (auto bad = bad_words(wish)) return bad;
  if (wish.kind != "merge" && wish.kind != "split" && wish.kind != "rename") return problem(400, "decision.kind", "kind is merge, split or rename");
  if (wish.other.size() > 500 || wish.name.size() > 500) return problem(400, "decision.long", "the name is too long");
  if (wish.kind == "merge" && wish.other.empty()) return problem(400, "decision.other", "say what it is the same as");
  if (!wish.article.empty() && wish.name.empty()) return problem(400, "decision.as", "say what it is in that article");
  if (wish.revision.empty()) return problem(428, "decision.revision", "If-Match names the revision that this was decided on");
  // A part may be named by an id of its own, which stands for the subject by now: it is meant as it is written.
  const std::string other = wish.kind == "split" ? wish.other : entity_id(asked, wish.other);
  std::lock_guard lock(deciding_);
  auto store = FactStore::open(options_.db, OpenMode::kDecide);
  if (!store) return problem_of(store.error());
  auto linked = EntityLinks::load_kept(*store);
  if (!linked) return problem_of(linked.error());
  const EntityLink* link = linked->find(entity);
  const std::string id = link != nullptr ? link->entity : entity;
  if (!is_known(*store, *linked, *lexicons_, id)) return problem(404, "decision.unknown_name", "there is no such name");
  if (!other.empty() && !is_known(*store, *linked, *lexicons_, other)) return problem(404, "decision.unknown_name", "nothing here is called that");
  if (other == id) return problem(400, "decision.same", "these are one already");
  if (wish.revision != "*" && wish.revision != name_state(*store, *linked, id, {}).revision)
    return problem(412, "decision.stale", "it has changed since: look again, then decide");
  const Decision decision{.kind = wish.kind, .who = wish.who, .text = wish.text};
  Status done = Done{};
  if (wish.kind == "merge") {
    const EntityEntry* entry = lexicons_->find_entity(id);
    done = merge_entities(*store, decision, id, other, entry != nullptr && name_of(*store, id) == id ? std::string(entry->name) : std::string());
  } else if (wish.kind == "rename") {
    done = rename_entity(*store, decision, id, wish.name);
  } else if (!wish.article.empty()) {
    auto article = store->article(wish.article);
    if (!article) return problem_of(article.error());
    if (!*article) return problem(404, "decision.unknown_article", "there is no such article");
    done = split_in_article(*store, decision, linked->ids_of(id), **article, id.substr(0, id.find(':')) + ":~" + name_slug(wish.name), wish.name);
  } else {
    done = split_entities(*store, decision, id, other);
  }
  if (!done) return problem_of(done.error());
  relink(*store);
  return std::nullopt;
}

void Desk::relink(FactStore& store) {
  // Where somebody else writes just now the decision stands all the same, and the next reconciliation does this.
  (void)keep_entity_links(store);
  std::lock_guard lock(names_mutex_);
  names_.reset();
}

std::optional<Answer> Desk::undo(const Inquiry& asked, const std::string& decision, const Wish& wish) {
  if (auto no = may_not(asked.visit, false)) return no;
  if (auto bad = bad_words(wish)) return bad;
  std::int64_t number = 0;
  const auto [end, wrong] = std::from_chars(decision.data(), decision.data() + decision.size(), number);
  if (wrong != std::errc() || end != decision.data() + decision.size() || number <= 0 || number == INT64_MAX)
    return problem(404, "decision.unknown", "there is no such decision");
  auto rows = list_decisions(*asked.store, number + 1, 1);
  if (!rows) return problem_of(rows.error());
  if (rows->empty() || rows->front().number != number) return problem(404, "decision.unknown", "there is no such decision");
  const std::string& kind = rows->front().kind;
  const bool of_names = kind == "merge" || kind == "split" || kind == "rename";
  if (of_names || kind == "correct" || kind == "not_a_fact") {
    if (auto no = may_not(asked.visit, true)) return no;
  }
  std::lock_guard lock(deciding_);
  auto store = FactStore::open(options_.db, OpenMode::kDecide);
  if (!store) return problem_of(store.error());
  if (Status done = undo_decision(*store, {.kind = "undo", .who = wish.who, .text = wish.text}, number); !done) return problem_of(done.error());
  if (of_names) relink(*store);
  return std::nullopt;
}

}  // namespace mizan::tools

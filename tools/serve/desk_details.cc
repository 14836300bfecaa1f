// What pages and the API both show, gathered from the database.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "db/decisions.h"
#include "db/hash.h"
#include "pipeline/name_skeleton.h"
#include "pipeline/normalized_text.h"
#include "tools/reading.h"
#include "tools/search.h"
#include "tools/serve/desk.h"

namespace mizan::tools {
namespace {

constexpr std::size_t kDraft = 200'000;  // bytes of a draft
constexpr int kHeavy = 2;                // drafts that are read at once: pages have to go on

}  // namespace

bool is_day(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && static_cast<bool>(check_day("", std::string(text)));
}

struct Desk::Names {
  struct Row {
    EntityRow entity;
    std::string folded;
  };
  std::vector<Row> rows;
  std::int64_t version = 0;  // of the database, as one worker's connection counts it
  std::chrono::steady_clock::time_point at;
};

GroupQuery Desk::group_query(const Inquiry& asked, bool page) const {
  GroupQuery query;
  if (const auto verdict = verdict_from(asked.param("verdict"))) {
    query.verdicts = {*verdict};
  } else if (page) {
    query.verdicts = {Verdict::kConflict, Verdict::kDisputed, Verdict::kCorrected, Verdict::kPartial};
  }
  query.subject = entity_id(asked, asked.param("subject"));
  query.metric = asked.param("metric");
  query.story = asked.param("story");
  query.since = is_day(asked.param("since")) ? asked.param("since") : std::string();
  const std::string state = asked.param("state");
  query.decided = state == "done" ? Decided::kDone : state == "open" || (page && state != "all") ? Decided::kOpen : Decided::kEither;
  query.cursor = asked.param("cursor");
  query.limit = asked.count("limit", 25, 200);
  return query;
}

Result<std::optional<GroupDetails>> Desk::group_details(const Inquiry& asked, const std::string& id, std::size_t claims) const {
  const FactStore& store = *asked.store;
  auto group = desk_group(store, id, claims);
  if (!group) return group.error();
  if (!*group) return std::optional<GroupDetails>();
  GroupDetails out;
  out.group = std::move(**group);
  out.asked = id;
  auto verdicts = verdict_history(store, out.group.group.id);
  if (!verdicts) return verdicts.error();
  out.verdicts = std::move(*verdicts);
  auto decisions = decisions_on(store, out.group);
  if (!decisions) return decisions.error();
  out.decisions = std::move(*decisions);
  if (!out.group.group.story.empty()) {
    GroupQuery query;
    query.story = out.group.group.story;
    query.limit = 7;
    auto others = list_groups(store, query);
    if (!others) return others.error();
    for (DeskGroup& other : others->groups) {
      if (other.group.id != out.group.group.id && out.same_story.size() < 6) out.same_story.push_back(std::move(other));
    }
  }
  if (const Group& g = out.group.group; !g.subject.empty()) out.subject = name_state(store, *links(store), g.subject, g.subject_name);
  return std::optional<GroupDetails>(std::move(out));
}

Result<EntityDetails> Desk::entity_details(const Inquiry& asked, const std::string& id) const {
  constexpr std::size_t kFacts = 400;
  const FactStore& store = *asked.store;
  const auto linked = links(store);
  EntityDetails out;
  const EntityLink* link = linked->find(id);
  out.asked = id;
  out.id = link != nullptr ? link->entity : id;
  if (const EntityEntry* entity = lexicons_->find_entity(out.id)) {
    out.name = entity->name;
    out.cls = entity->cls;
    const auto index = static_cast<std::uint32_t>(entity - lexicons_->entities().data());
    for (const EntityAlias& alias : lexicons_->aliases()) {
      if (alias.entity == index && alias.use != EntityAlias::Use::kAdjective &&
          std::find(out.aliases.begin(), out.aliases.end(), alias.written) == out.aliases.end())
        out.aliases.emplace_back(alias.written);
    }
    if (out.aliases.size() > 40) out.aliases.resize(40);
  } else if (const std::size_t colon = out.id.find(':'); colon != std::string::npos) {
    out.cls = out.id.substr(0, colon);
  }
  if (link != nullptr && !link->name.empty()) out.name = link->name;
  FactQuery facts;
  facts.subject = out.id;
  facts.subjects = linked->ids_of(out.id);
  if (facts.subjects.size() > 500) facts.subjects.resize(500);
  facts.links = linked.get();
  facts.limit = kFacts;
  facts.cursor = asked.param("cursor");
  auto found = list_facts(store, facts);
  if (!found) return found.error();
  out.facts = std::move(found->facts);
  out.next_facts = std::move(found->next);
  for (const StoredFact& f : out.facts) {
    if (out.name.empty()) out.name = f.fact.subject_name;
  }
  GroupQuery groups;
  groups.subject = out.id;
  groups.limit = 10;
  auto compared = list_groups(store, groups);
  if (!compared) return compared.error();
  out.groups = std::move(compared->groups);
  SearchQuery articles;
  articles.entities = facts.subjects;
  articles.limit = 20;
  auto hits = search_articles(store, articles);
  if (!hits) return hits.error();
  out.articles = std::move(*hits);
  auto written = names_written(store, facts.subjects, 20);
  if (!written) return written.error();
  out.written = std::move(*written);
  auto decisions = decisions_on(store, facts.subjects);
  if (!decisions) return decisions.error();
  out.decisions = std::move(*decisions);
  out.state = name_state(store, *linked, out.id, out.name);
  return out;
}

Result<std::optional<ArticleDetails>> Desk::article_details(const Inquiry& asked, const std::string& key) const {
  auto article = asked.store->article(key);
  if (!article) return article.error();
  if (!*article) return std::optional<ArticleDetails>();
  ArticleDetails out;
  out.article = std::move(**article);
  auto verdicts = verdicts_in(*asked.store, out.article.version);
  if (!verdicts) return verdicts.error();
  out.verdicts = std::move(*verdicts);
  out.content_hash = content_hash_of(*asked.store, out.article.version);
  for (std::size_t i = 0; i < out.article.facts.size(); ++i) out.article.facts[i].content_hash = out.content_hash;
  return std::optional<ArticleDetails>(std::move(out));
}

std::shared_ptr<const EntityLinks> Desk::links(const FactStore& store) const {
  const std::string state = kept_links_state(store);
  std::lock_guard lock(links_mutex_);
  if (links_ && links_state_ == state) return links_;
  auto loaded = EntityLinks::load_kept(store);
  if (!loaded) return links_ ? links_ : std::make_shared<const EntityLinks>();  // the next page tries again
  links_ = std::make_shared<const EntityLinks>(std::move(*loaded));
  links_state_ = state;
  return links_;
}

std::shared_ptr<const Desk::Names> Desk::names(FactStore& store) const {
  const std::int64_t version = data_version(store);
  {
    std::lock_guard lock(names_mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (names_ && (names_->version == version || now - names_->at < std::chrono::seconds(30))) return names_;
  }
  auto made = std::make_shared<Names>();
  made->version = version;
  made->at = std::chrono::steady_clock::now();
  auto subjects = list_subjects(store);
  const auto linked = links(store);
  std::map<std::string, std::size_t> place;  // of subjects in made->rows
  if (subjects) {
    for (EntityRow& row : *subjects) {
      const EntityLink* link = linked->find(row.id);
      const std::string& id = link != nullptr ? link->entity : row.id;
      // Its name, and the same without a legal form: "Nordfjell Shipping" finds Nordfjell Shipping Inc.
      std::string folded = NormalizedText::fold(row.name);
      if (const std::string key = name_key(row.name); !key.empty() && key != folded) folded += "\n" + key;
      const auto [found, fresh] = place.emplace(id, made->rows.size());
      if (fresh) {
        if (const EntityEntry* entity = lexicons_->find_entity(id)) folded += "\n" + NormalizedText::fold(entity->name_ar);
        if (link != nullptr && !link->name.empty()) folded += "\n" + NormalizedText::fold(link->name);
        made->rows.push_back({{id, link != nullptr && !link->name.empty() ? link->name : row.name, row.facts}, std::move(folded)});
      } else {
        Names::Row& known = made->rows[found->second];
        known.entity.facts += row.facts;
        known.folded += "\n" + folded;
      }
    }
  }
  std::lock_guard lock(names_mutex_);
  if (subjects) names_ = std::move(made);  // else the next search tries again
  return names_;
}

std::string Desk::entity_id(const Inquiry& asked, const std::string& words) const {
  if (words.empty()) return words;
  const auto linked = links(*asked.store);
  if (const EntityLink* link = linked->find(words)) return link->entity;
  const std::string known = subject_id(words, lexicons_);
  if (const EntityLink* link = linked->find(known)) return link->entity;
  if (known != words || words.find(':') != std::string::npos) return known;
  const std::shared_ptr<const Names> all = names(*asked.store);
  const std::string folded = "\n" + NormalizedText::fold(words) + "\n", key = "\n" + name_key(words) + "\n";
  const Names::Row* best = nullptr;
  for (std::size_t i = 0; all && i < all->rows.size(); ++i) {
    const Names::Row& row = all->rows[i];
    const std::string lines = "\n" + row.folded + "\n";
    const bool fits = lines.find(folded) != std::string::npos || (key.size() > 2 && lines.find(key) != std::string::npos);
    if (fits && (best == nullptr || row.entity.facts > best->entity.facts)) best = &row;
  }
  return best != nullptr ? best->entity.id : words;
}

void Desk::set_subject(const Inquiry& asked, FactQuery& query, const std::string& words) const {
  query.subject = entity_id(asked, words);
  if (query.subject.empty()) return;
  const auto linked = links(*asked.store);
  query.subjects = linked->ids_of(query.subject);
  if (query.subjects.size() > 500) query.subjects.resize(500);  // as many as one statement takes with ease
}

NameState Desk::name_state(const FactStore& store, const EntityLinks& linked, const std::string& id, const std::string& name) const {
  NameState out{id, name, {}, {}};
  const std::vector<std::string> ids = linked.ids_of(id);
  if (ids.size() > 1) {
    for (const std::string& member : ids) {
      const EntityLink* link = linked.find(member);
      if (member != id)
        out.members.push_back({member, name_of(store, member), link != nullptr ? link->confidence_percent : 100, link != nullptr ? link->reason : ""});
    }
  }
  // Changes with every decision on any of the ids, and with the ids themselves.
  auto decisions = decisions_on(store, ids);
  out.revision =
      fmt::format("{}-{:08x}", decisions && !decisions->empty() ? decisions->front().number : 0, hash64(fmt::format("{}", fmt::join(ids, "\n"))) & 0xFFFFFFFF);
  return out;
}

std::vector<EntityRow> Desk::names_like(const Inquiry& asked, const std::string& words) const {
  std::vector<EntityRow> out;
  const std::shared_ptr<const Names> all = names(*asked.store);
  if (!all || words.empty()) return out;
  const std::string folded = NormalizedText::fold(words), exact = entity_id(asked, words);
  for (const Names::Row& row : all->rows) {
    if (row.entity.id == exact || (folded.size() > 2 && row.folded.find(folded) != std::string::npos)) out.push_back(row.entity);
  }
  std::stable_sort(out.begin(), out.end(),
                   [&](const EntityRow& a, const EntityRow& b) { return std::pair(a.id != exact, b.facts) < std::pair(b.id != exact, a.facts); });
  if (out.size() > 12) out.resize(12);
  return out;
}

Result<std::optional<RunDetails>> Desk::run_details(const Inquiry& asked, const std::string& id) const {
  std::int64_t number = 0;
  const auto [end, bad] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (bad != std::errc() || end != id.data() + id.size() || number <= 0 || number == INT64_MAX) return std::optional<RunDetails>();
  auto found = list_runs(*asked.store, number + 1, 1);
  if (!found) return found.error();
  if (found->empty() || found->front().run != number) return std::optional<RunDetails>();
  RunDetails out;
  out.run = std::move(found->front());
  out.skipped = asked.count("cursor", 0, INT32_MAX);
  const std::size_t limit = asked.count("limit", 50, 1000);
  auto rejected = asked.store->rejections(number, out.skipped, limit + 1);
  if (!rejected) return rejected.error();
  out.rejections = std::move(*rejected);
  out.next = cut_page(out.rejections, limit, [&](const Rejection&) { return out.skipped + limit; });
  return std::optional<RunDetails>(std::move(out));
}

Result<SearchDetails> Desk::search(const Inquiry& asked) const {
  SearchDetails out;
  out.words = asked.param("q");
  if (out.words.empty()) return out;
  if (asked.param("cursor").empty()) out.names = names_like(asked, out.words);
  SearchQuery query;
  query.words = out.words;
  query.before = static_cast<std::int64_t>(asked.count("cursor", 0, SIZE_MAX / 2));
  query.limit = asked.count("limit", 20, 100);
  auto hits = search_articles(*asked.store, query);
  if (!hits) return hits.error();
  out.articles = std::move(*hits);
  const std::vector<std::string> stems = search_stems(out.words);
  const auto linked = links(*asked.store);
  for (const SearchHit& hit : out.articles.hits) {
    FactQuery facts;
    facts.article = hit.key;
    facts.links = linked.get();
    facts.limit = 100;
    auto found = list_facts(*asked.store, facts);
    if (!found) return found.error();
    std::vector<StoredFact> fitting;
    for (StoredFact& f : found->facts) {
      if (fitting.size() < 3 && !marks_in(f.sentence, stems).empty()) fitting.push_back(std::move(f));
    }
    out.facts.push_back(std::move(fitting));
  }
  return out;
}

std::optional<ArticleResult> Desk::read_draft(const Document& document) const {
  if (heavy_.fetch_add(1) >= kHeavy) {
    heavy_.fetch_sub(1);
    return std::nullopt;
  }
  ArticleResult out = engine_.read(document);
  heavy_.fetch_sub(1);
  return out;
}

std::optional<Result<DraftDetails>> Desk::check_draft(const Inquiry& asked, Document document) const {
  DraftDetails out;
  if (document.text.size() + document.title.size() > kDraft) {
    out.problem = "draft.long";
    out.document = std::move(document);
    out.document.text.clear();
    return out;
  }
  if (!is_day(document.published)) document.published.clear();
  if (document.place.size() != 2) document.place.clear();
  document.id = "draft";
  auto read = read_draft(document);
  if (!read) return std::nullopt;
  if (heavy_.fetch_add(1) >= kHeavy) {
    heavy_.fetch_sub(1);
    return std::nullopt;
  }
  auto figures = check_drafts(*asked.store, {{document, *read}});
  heavy_.fetch_sub(1);
  if (!figures) return figures.error();
  out.figures = std::move(*figures);
  out.result = std::move(*read);
  out.document = std::move(document);
  out.checked = true;
  return out;
}

}  // namespace mizan::tools

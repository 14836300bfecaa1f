// The desk: who may ask, what is asked, and the page or JSON that answers.
//
// Reads through a store of each worker's own; decisions go through a store that is opened for the one decision (OpenMode::kDecide), so that nobody waits for a
// running ingest. Everything a person decides goes through decide() and its like, for the page's forms and for the API.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "db/entity_links.h"
#include "extractors/engine.h"
#include "tools/serve/access.h"
#include "tools/serve/exchange.h"
#include "tools/serve/page_cache.h"

namespace httplib {
struct Request;
struct Response;
}  // namespace httplib

namespace mizan::tools {

struct DeskOptions {
  std::string db;
  bool allow_review = false;
  bool loopback = true;            // we listen on an address of this machine alone
  std::vector<std::string> names;  // hosts that we are called by
  std::optional<Tokens> tokens;
  unsigned workers = 4;
};

class Desk {
 public:
  // Opens a store for each worker; fails as FactStore::open does.
  static Result<std::unique_ptr<Desk>> open(DeskOptions options, std::shared_ptr<const Lexicons> lexicons);
  ~Desk();
  // Safe to call from several threads at once, each with a `worker` of its own.
  void answer(const httplib::Request& request, const std::string& body, unsigned worker, httplib::Response& response);

  // What a person wants of a group, a fact or a name. `revision`: of what it was decided on; "*" where the asker does not mind.
  struct Wish {
    std::string kind, who, text, revision;
    std::vector<std::pair<std::string, std::string>> fields;  // of a correction
    std::string group;                                        // whose revision it is, of a correction
    std::string other, name, article;                         // of names: id or name of the other; what it is called; the one article that a split is for
  };
  // Done, or the answer that says why not: 403 (not allowed), 404, 412 (it has changed since), 428 (no revision), 503 (somebody writes).
  std::optional<Answer> decide(const Inquiry& asked, const std::string& group, const Wish& wish);
  std::optional<Answer> correct(const Inquiry& asked, const std::string& fact, const Wish& wish);
  std::optional<Answer> decide_name(const Inquiry& asked, const std::string& entity, const Wish& wish);
  // Takes decision number `decision` back.
  std::optional<Answer> undo(const Inquiry& asked, const std::string& decision, const Wish& wish);

  const Lexicons& lexicons() const { return *lexicons_; }
  const Engine& engine() const { return engine_; }
  const std::string& by() const { return by_; }
  // Which ids are one subject, as last reconciled; kept until the database has others.
  std::shared_ptr<const EntityLinks> links(const FactStore& store) const;
  // The subject that an id or a name stands for, by the lexicon, the links and the names of the database; the words where they name none.
  std::string entity_id(const Inquiry& asked, const std::string& words) const;
  // What facts a query on a subject looks at.
  void set_subject(const Inquiry& asked, FactQuery& query, const std::string& words) const;

  // What pages and the API both show.
  Result<std::optional<GroupDetails>> group_details(const Inquiry& asked, const std::string& id, std::size_t claims = SIZE_MAX) const;
  Result<EntityDetails> entity_details(const Inquiry& asked, const std::string& id) const;
  Result<std::optional<ArticleDetails>> article_details(const Inquiry& asked, const std::string& key) const;
  Result<std::optional<RunDetails>> run_details(const Inquiry& asked, const std::string& id) const;
  Result<SearchDetails> search(const Inquiry& asked) const;
  GroupQuery group_query(const Inquiry& asked, bool page) const;
  // nullopt: too much at once.
  std::optional<Result<DraftDetails>> check_draft(const Inquiry& asked, Document document) const;
  std::optional<ArticleResult> read_draft(const Document& document) const;

 private:
  struct Names;
  Desk(DeskOptions options, std::shared_ptr<const Lexicons> lexicons);
  Answer page(const Inquiry& asked);
  // The page of today, kept until the database changes. `age`: of PageCache::look(), after which the store is read.
  Answer today(const Inquiry& asked, const std::string& target, std::uint64_t age);
  // newest_day(), kept as long.
  std::string newest(const FactStore& store, std::uint64_t age);
  Answer page_main(const Inquiry& asked, std::string& title, std::string& section);
  Answer form(const Inquiry& asked);
  Answer settings(const Inquiry& asked) const;
  Answer asset(const std::string& name) const;
  std::vector<EntityRow> names_like(const Inquiry& asked, const std::string& words) const;
  std::shared_ptr<const Names> names(FactStore& store) const;
  void relink(FactStore& store);
  NameState name_state(const FactStore& store, const EntityLinks& links, const std::string& id, const std::string& name) const;

  DeskOptions options_;
  std::shared_ptr<const Lexicons> lexicons_;
  Engine engine_;
  std::string by_;
  std::vector<FactStore> stores_;
  std::mutex deciding_;
  mutable std::atomic<int> heavy_{0};
  PageCache pages_;
  std::mutex newest_mutex_;
  std::string newest_;
  std::uint64_t newest_age_ = UINT64_MAX;
  // Subjects by folded name, for finding one by a part of its name; made anew when the database has changed, but not more often than every half minute.
  mutable std::mutex names_mutex_;
  mutable std::shared_ptr<const Names> names_;
  mutable std::mutex links_mutex_;
  mutable std::shared_ptr<const EntityLinks> links_;
  mutable std::string links_state_;
};

// The API under /api/v1.
Answer api(Desk& desk, const Inquiry& asked);

// A checked draft as "csv", or as "citation": each figure with the citations of those who speak of it; anything else is JSON.
Answer draft_answer(const Desk& desk, const Inquiry& asked, const DraftDetails& details, const std::string& format);

// What the program was built with: the style sheet, the script, fonts and the description of the API. Null where there is no such file.
struct EmbeddedFile {
  std::string_view name, type, bytes;
};
const EmbeddedFile* embedded_file(std::string_view name);
// Where pages find style sheet and script.
Assets desk_assets();

}  // namespace mizan::tools

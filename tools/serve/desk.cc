#include "tools/serve/desk.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>

#include "db/decisions.h"
#include "db/explain.h"
#include "db/hash.h"
#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"
#include "tools/reading.h"
#include "tools/search.h"
#include "tools/serve/gzip.h"

namespace mizan::tools {
namespace {

constexpr std::size_t kDraft = 200'000;  // bytes of a draft
constexpr int kHeavy = 2;                // drafts that are read at once: pages have to go on

bool is_day(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && static_cast<bool>(check_day("", std::string(text)));
}

// The first of our languages that a browser asks for.
Language language_of(std::string_view cookie, std::string_view accepted) {
  if (cookie == "ar") return Language::kArabic;
  if (cookie == "en") return Language::kEnglish;
  while (!accepted.empty()) {
    while (!accepted.empty() && (accepted.front() == ' ' || accepted.front() == ',')) accepted.remove_prefix(1);
    if (accepted.starts_with("ar")) return Language::kArabic;
    if (accepted.starts_with("en")) return Language::kEnglish;
    const std::size_t comma = accepted.find(',');
    if (comma == std::string_view::npos) return Language::kEnglish;  // it asks for languages that we have not
    accepted.remove_prefix(comma);
  }
  return Language::kArabic;
}

std::string rest_of(const std::string& path, std::string_view prefix) {
  return path.starts_with(prefix) ? path.substr(prefix.size()) : std::string();
}

// A place of this server, never another's.
bool is_local(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("//") && path.find('\\') == std::string_view::npos &&
         std::none_of(path.begin(), path.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

struct Desk::Names {
  struct Row {
    EntityRow entity;
    std::string folded;
  };
  std::vector<Row> rows;
  std::int64_t version = 0;  // of the database, as one worker's connection counts it
  std::chrono::steady_clock::time_point at;
};

Desk::Desk(DeskOptions options, std::shared_ptr<const Lexicons> lexicons)
    : options_(std::move(options)), lexicons_(std::move(lexicons)), engine_(lexicons_), by_(identity(*lexicons_)) {}
Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(DeskOptions options, std::shared_ptr<const Lexicons> lexicons) {
  std::unique_ptr<Desk> desk(new Desk(std::move(options), std::move(lexicons)));
  for (unsigned i = 0; i < desk->options_.workers; ++i) {
    Result<FactStore> store = FactStore::open(desk->options_.db, OpenMode::kReadOnly);
    if (!store) return store.error();
    keep_small(*store);
    desk->stores_.push_back(std::move(*store));
  }
  return desk;
}

std::string Desk::entity_id(const std::string& words) const {
  return subject_id(words, lexicons_);
}

// ---- What is shown

GroupQuery Desk::group_query(const Inquiry& asked, bool page) const {
  GroupQuery query;
  if (const auto verdict = verdict_from(asked.param("verdict"))) {
    query.verdicts = {*verdict};
  } else if (page) {
    query.verdicts = {Verdict::kConflict, Verdict::kDisputed, Verdict::kCorrected, Verdict::kPartial};
  }
  query.subject = entity_id(asked.param("subject"));
  query.metric = asked.param("metric");
  query.story = asked.param("story");
  query.since = is_day(asked.param("since")) ? asked.param("since") : std::string();
  const std::string state = asked.param("state");
  query.decided = state == "done" ? Decided::kDone : state == "open" || (page && state != "all") ? Decided::kOpen : Decided::kEither;
  query.cursor = asked.param("cursor");
  query.limit = asked.count("limit", 25, 200);
  return query;
}

Result<std::optional<GroupDetails>> Desk::group_details(const Inquiry& asked, const std::string& id) const {
  const FactStore& store = *asked.store;
  auto group = desk_group(store, id);
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
  return std::optional<GroupDetails>(std::move(out));
}

Result<EntityDetails> Desk::entity_details(const Inquiry& asked, const std::string& id) const {
  constexpr std::size_t kFacts = 400;
  const FactStore& store = *asked.store;
  EntityDetails out;
  out.id = id;
  if (const EntityEntry* entity = lexicons_->find_entity(id)) {
    out.name = entity->name;
    out.cls = entity->cls;
    const auto index = static_cast<std::uint32_t>(entity - lexicons_->entities().data());
    for (const EntityAlias& alias : lexicons_->aliases()) {
      if (alias.entity == index && alias.use != EntityAlias::Use::kAdjective &&
          std::find(out.aliases.begin(), out.aliases.end(), alias.written) == out.aliases.end())
        out.aliases.push_back(alias.written);
    }
    if (out.aliases.size() > 40) out.aliases.resize(40);
  } else if (const std::size_t colon = id.find(':'); colon != std::string::npos) {
    out.cls = id.substr(0, colon);
  }
  FactQuery facts;
  facts.subject = id;
  facts.limit = kFacts;
  facts.cursor = asked.param("cursor");
  auto found = list_facts(store, facts);
  if (!found) return found.error();
  out.facts = std::move(found->facts);
  out.next_facts = std::move(found->next);
  if (out.name.empty()) {
    for (const StoredFact& f : out.facts) {
      if (out.name.empty()) out.name = f.fact.subject_name;
    }
  }
  GroupQuery groups;
  groups.subject = id;
  groups.limit = 10;
  auto compared = list_groups(store, groups);
  if (!compared) return compared.error();
  out.groups = std::move(compared->groups);
  SearchQuery articles;
  articles.entity = id;
  articles.limit = 20;
  auto hits = search_articles(store, articles);
  if (!hits) return hits.error();
  out.articles = std::move(*hits);
  auto written = names_written(store, id, 20);
  if (!written) return written.error();
  out.written = std::move(*written);
  auto decisions = decisions_on(store, id);
  if (!decisions) return decisions.error();
  out.decisions = std::move(*decisions);
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

void Desk::learn_names(FactStore& store) const {
  const std::int64_t version = data_version(store);
  {
    std::lock_guard lock(names_mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (names_ && (names_->version == version || now - names_->at < std::chrono::seconds(30))) return;
  }
  auto made = std::make_shared<Names>();
  made->version = version;
  made->at = std::chrono::steady_clock::now();
  auto subjects = list_subjects(store);
  if (!subjects) return;  // the next search tries again
  for (EntityRow& row : *subjects) {
    std::string folded = NormalizedText::fold(row.name);
    if (const EntityEntry* entity = lexicons_->find_entity(row.id)) folded += "\n" + NormalizedText::fold(entity->name_ar);
    made->rows.push_back({std::move(row), std::move(folded)});
  }
  std::lock_guard lock(names_mutex_);
  names_ = std::move(made);
}

std::vector<EntityRow> Desk::names_like(const Inquiry& asked, const std::string& words) const {
  learn_names(*asked.store);
  std::shared_ptr<const Names> names;
  {
    std::lock_guard lock(names_mutex_);
    names = names_;
  }
  std::vector<EntityRow> out;
  if (!names || words.empty()) return out;
  const std::string folded = NormalizedText::fold(words), exact = entity_id(words);
  for (const Names::Row& row : names->rows) {
    if (row.entity.id == exact || (folded.size() > 2 && row.folded.find(folded) != std::string::npos)) out.push_back(row.entity);
  }
  std::stable_sort(out.begin(), out.end(),
                   [&](const EntityRow& a, const EntityRow& b) { return std::pair(a.id != exact, b.facts) < std::pair(b.id != exact, a.facts); });
  if (out.size() > 12) out.resize(12);
  return out;
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
  for (const SearchHit& hit : out.articles.hits) {
    FactQuery facts;
    facts.article = hit.key;
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

// ---- What people decide

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

std::optional<Answer> Desk::decide_name(const Inquiry& asked, const std::string&, const Wish& wish) {
  if (auto no = may_not(asked.visit, true)) return no;
  if (auto bad = bad_words(wish)) return bad;
  return problem(501, "decision.names", "this build keeps no decisions on names");
}

// ---- Pages

Answer Desk::settings(const Inquiry& asked) const {
  std::string back = asked.param("back", 2000);
  if (!is_local(back)) back = "/";
  Answer out = see_other(back);
  auto keep = [&](std::string_view name, std::initializer_list<std::string_view> values) {
    const std::string value = asked.param(std::string(name));
    if (std::find(values.begin(), values.end(), value) == values.end()) return;
    out.headers.emplace_back("Set-Cookie", fmt::format("{}={}; Path=/; Max-Age=31536000; SameSite=Lax", name, value));
  };
  keep("lang", {"ar", "en"});
  keep("digits", {"latin", "arabic"});
  keep("theme", {"auto", "light", "dark"});
  return out;
}

Answer Desk::asset(const std::string& name) const {
  const EmbeddedFile* file = embedded_file(name);
  if (file == nullptr) return problem(404, "not_found", "there is no such file");
  Answer out;
  out.type = std::string(file->type);
  out.body = std::string(file->bytes);
  out.immutable = true;
  return out;
}

Answer Desk::page_main(const Inquiry& asked, std::string& title, std::string& section) {
  const Visit& v = asked.visit;
  const std::string& path = asked.path;
  Answer out;
  auto failed = [&](const Diagnostic&) {
    out.status = 503;
    title = say("error", v.m.language());
    out.body = error_page(v, "error.db");
    return out;
  };
  auto missing = [&] {
    out.status = 404;
    title = say("error", v.m.language());
    out.body = error_page(v, "error.404");
    return out;
  };
  auto words = [&](std::string_view key) { return std::string(say(key, v.m.language())); };
  if (path == "/") {
    section = "today";
    title = words("today");
    const GroupQuery query = group_query(asked, true);
    auto page = list_groups(*asked.store, query);
    if (!page) return failed(page.error());
    auto counts = count_verdicts(*asked.store);
    if (!counts) return failed(counts.error());
    out.body = today_page(v, *page, *counts, query, asked.param("subject"));
    return out;
  }
  if (const std::string id = rest_of(path, "/groups/"); !id.empty()) {
    auto details = group_details(asked, id);
    if (!details) return failed(details.error());
    if (!*details) return missing();
    section = "today";
    title = plain_group_name((*details)->group, v.m);
    out.body = group_page(v, **details);
    return out;
  }
  if (const std::string id = rest_of(path, "/entities/"); !id.empty()) {
    auto details = entity_details(asked, id);
    if (!details) return failed(details.error());
    if (details->facts.empty() && details->groups.empty() && details->articles.hits.empty() && details->aliases.empty()) return missing();
    title = v.m.plain_name(details->id, details->name);
    out.body = entity_page(v, *details);
    return out;
  }
  if (path == "/articles") {
    section = "articles";
    title = words("articles");
    auto page = list_articles(*asked.store, asked.param("cursor"), asked.count("limit", 30, 200));
    if (!page) return failed(page.error());
    out.body = articles_page(v, *page);
    return out;
  }
  if (const std::string key = rest_of(path, "/articles/"); !key.empty()) {
    auto details = article_details(asked, key);
    if (!details) return failed(details.error());
    if (!*details) return missing();
    section = "articles";
    title = (*details)->article.document.title.empty() ? (*details)->article.document.id : (*details)->article.document.title;
    out.body = article_page(v, **details);
    return out;
  }
  if (path == "/facts") {
    section = "facts";
    title = words("facts");
    FactQuery query;
    query.subject = entity_id(asked.param("subject"));
    query.metric = asked.param("metric");
    query.period = asked.param("period");
    query.status = asked.param("status");
    query.article = asked.param("article");
    query.cursor = asked.param("cursor");
    query.limit = asked.count("limit", 30, 200);
    auto page = list_facts(*asked.store, query);
    if (!page) return failed(page.error());
    out.body = facts_page(v, *page, query);
    return out;
  }
  if (path == "/search") {
    title = words("search");
    auto details = search(asked);
    if (!details) return failed(details.error());
    out.body = search_page(v, *details);
    return out;
  }
  if (path == "/draft") {
    section = "draft";
    title = words("draft");
    out.body = draft_page(v, {});
    return out;
  }
  if (path == "/runs") {
    section = "runs";
    title = words("runs");
    auto runs = list_runs(*asked.store, 100);
    if (!runs) return failed(runs.error());
    out.body = runs_page(v, *runs);
    return out;
  }
  if (path == "/decisions") {
    section = "decisions";
    title = words("decisions");
    const std::size_t limit = asked.count("limit", 50, 200);
    auto rows = list_decisions(*asked.store, static_cast<std::int64_t>(asked.count("cursor", 0, SIZE_MAX / 2)), limit + 1);
    if (!rows) return failed(rows.error());
    std::string next;
    if (rows->size() > limit) {
      rows->resize(limit);
      next = std::to_string(rows->back().number);
    }
    out.body = decisions_page(v, *rows, next);
    return out;
  }
  if (path == "/login" && v.tokens) {
    title = words("sign.in");
    out.body = login_page(v, false);
    return out;
  }
  return missing();
}

namespace {

Assets assets() {
  auto versioned = [](std::string_view name) {
    const EmbeddedFile* file = embedded_file(name);
    return file == nullptr ? std::string() : fmt::format("/assets/{}?v={:x}", name, hash64(file->bytes));
  };
  static const Assets kAssets{versioned("desk.css"), versioned("desk.js")};
  return kAssets;
}

}  // namespace

Answer Desk::page(const Inquiry& asked) {
  std::string title, section;
  Answer out = page_main(asked, title, section);
  out.body = whole_page(asked.visit, assets(), section, title, out.body);
  return out;
}

Answer Desk::form(const Inquiry& asked) {
  const Visit& v = asked.visit;
  const Params params = parse_form(asked.body);
  auto get = [&](const char* name) {
    const auto found = params.find(name);
    return found == params.end() ? std::string() : found->second;
  };
  auto framed = [&](Answer out, const std::string& main, std::string_view section) {
    out.type = "text/html; charset=utf-8";
    out.body = whole_page(v, assets(), section, std::string(say(section, v.m.language())), main);
    return out;
  };
  if (asked.path == "/draft") {
    Document document;
    document.text = get("text");
    // A form sends line ends as CR LF; the text had them as LF.
    std::erase(document.text, '\r');
    document.title = get("title");
    document.published = get("published");
    document.place = get("place");
    for (char& c : document.place) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    auto checked = check_draft(asked, std::move(document));
    Answer out;
    if (!checked) {
      out.status = 503;
      out.headers.emplace_back("Retry-After", "1");
      return framed(out, error_page(v, "error.busy"), "draft");
    }
    if (!*checked) {
      out.status = 503;
      return framed(out, error_page(v, "error.db"), "draft");
    }
    return framed(out, draft_page(v, **checked), "draft");
  }
  Wish wish{get("kind"), v.tokens ? v.person.name : get("who"), get("text"), get("revision"), {}, get("group"), get("other"), get("name")};
  std::optional<Answer> refused;
  std::string back = "/";
  if (asked.path.starts_with("/groups/") && asked.path.ends_with("/decide")) {
    const std::string id = asked.path.substr(8, asked.path.size() - 15);
    refused = decide(asked, id, wish);
    back = "/groups/" + url_encoded(id);
  } else if (asked.path == "/facts/correct") {
    if (wish.kind == "correct") {
      for (const char* name : {"value", "low", "high", "unit", "metric", "period", "subject", "status"}) {
        // What was left as it was (was.NAME is not sent without a script) is corrected to the same: harmless.
        if (const std::string value = get(name); !value.empty()) wish.fields.emplace_back(name, std::string_view(name) == "subject" ? entity_id(value) : value);
      }
    }
    refused = correct(asked, get("fact"), wish);
    back = "/groups/" + url_encoded(wish.group);
  } else if (asked.path == "/entities/decide") {
    refused = decide_name(asked, get("entity"), wish);
    back = "/entities/" + url_encoded(get("entity"));
  } else {
    Answer out;
    out.status = 404;
    return framed(out, error_page(v, "error.404"), "error");
  }
  if (!refused) return see_other(back);
  refused->etag.clear();
  const std::string_view key = refused->status == 412 ? "stale" : refused->status == 403 ? "error.403" : refused->status == 503 ? "error.busy" : "failed";
  return framed(*refused, error_page(v, key) + fmt::format("<p><a href=\"{}\">{}</a></p>", html_text(back), v.m.t("back")), "error");
}

// ---- The outside

void Desk::answer(const httplib::Request& request, const std::string& body, unsigned worker, httplib::Response& response) {
  Answer out;
  const std::string host = request.get_header_value("Host"), origin = request.get_header_value("Origin"), site = request.get_header_value("Sec-Fetch-Site");
  Inquiry asked;
  asked.method = request.method == "HEAD" ? "GET" : request.method;
  const std::size_t question = std::min(request.target.find('?'), request.target.size());
  asked.path = percent_decoded(std::string_view(request.target).substr(0, question), false);
  const bool is_api = asked.path.starts_with("/api/");
  const bool is_asset = asked.path.starts_with("/assets/");
  asked.store = &stores_[worker];
  Visit& v = asked.visit;
  try {
    const std::string cookies = request.get_header_value("Cookie");
    v.m = Markup(language_of(cookie(cookies, "lang"), request.get_header_value("Accept-Language")),
                 cookie(cookies, "digits") == "arabic" ? Digits::kArabic : Digits::kLatin, lexicons_.get());
    const std::string theme = cookie(cookies, "theme");
    v.theme = theme == "light" || theme == "dark" ? theme : "auto";
    v.path = is_local(request.target) ? request.target : "/";
    v.tokens = options_.tokens.has_value();
    if (v.tokens) {
      std::string token = request.get_header_value("Authorization");
      token = token.starts_with("Bearer ") ? token.substr(7) : cookie(cookies, "mizan_token");
      if (auto person = options_.tokens->find(token)) v.person = *person;
    } else {
      v.person.role = Role::kEditor;
    }
    v.may_review = options_.allow_review && v.person.role >= Role::kReviewer;
    v.may_edit = options_.allow_review && v.person.role >= Role::kEditor;

    if (!host_allowed(host, options_.loopback, options_.names)) {
      out = problem(host.empty() ? 400 : 421, "access.host", "this server is not called by this name; --name allows it");
    } else if (find_invalid_utf8(asked.path) || find_invalid_utf8(request.target) || asked.path.find('\0') != std::string::npos ||
               !asked.path.starts_with('/')) {
      out = problem(400, "request.path", "the path is no valid UTF-8");
    } else if (asked.method != "GET" && asked.method != "POST") {
      out = problem(405, "request.method", "GET, HEAD and POST only");
      out.headers.emplace_back("Allow", "GET, HEAD, POST");
    } else if (asked.method == "POST" && !origin_allowed(origin, site, host)) {
      out = problem(403, "access.origin", "a page of another site may not ask this");
    } else if (asked.path == "/healthz") {
      out = text_answer("ok\n");
    } else if (is_asset) {
      out = asset(asked.path.substr(8));
    } else if (asked.path == "/settings" && asked.method == "GET") {
      asked.params = parse_form(std::string_view(request.target).substr(std::min(question + 1, request.target.size())));
      out = settings(asked);
    } else if (asked.path == "/login" && asked.method == "POST" && v.tokens) {
      const Params params = parse_form(body);
      const auto token = params.find("token");
      if (token != params.end() && options_.tokens->find(token->second)) {
        out = see_other("/");
        out.headers.emplace_back("Set-Cookie", fmt::format("mizan_token={}; Path=/; HttpOnly; SameSite=Strict", token->second));
      } else {
        out.status = 403;
        out.body = whole_page(v, assets(), "", std::string(say("sign.in", v.m.language())), login_page(v, true));
      }
    } else if (asked.path == "/logout" && asked.method == "POST") {
      out = see_other("/login");
      out.headers.emplace_back("Set-Cookie", "mizan_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    } else if (v.tokens && v.person.role == Role::kNone && asked.path != "/login") {
      if (is_api) {
        out = problem(401, "access.token", "a token is needed: Authorization: Bearer TOKEN");
        out.headers.emplace_back("WWW-Authenticate", "Bearer");
      } else {
        out = see_other("/login");
      }
    } else {
      asked.params = parse_form(std::string_view(request.target).substr(std::min(question + 1, request.target.size())));
      asked.body = body;
      asked.content_type = request.get_header_value("Content-Type");
      asked.if_match = request.get_header_value("If-Match");
      asked.if_none_match = request.get_header_value("If-None-Match");
      v.changes = change_mark(*asked.store);
      v.newest = newest_day(*asked.store);
      out = is_api ? api(*this, asked) : asked.method == "POST" ? form(asked) : page(asked);
    }
  } catch (const std::exception&) {
    out = problem(500, "internal", "something went wrong here");
  }

  // A page that reads this cannot be framed, sniffed or fed with others' scripts; nothing is kept by anybody in between.
  response.status = out.status;
  response.set_header("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "same-origin");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  for (const auto& [name, value] : out.headers) response.set_header(name.c_str(), value);
  if (!out.disposition.empty()) response.set_header("Content-Disposition", fmt::format("attachment; filename=\"{}\"", out.disposition));
  response.set_header("Vary", "Accept-Encoding, Accept-Language, Cookie");
  response.set_header("Cache-Control",
                      out.immutable && request.target.find("?v=") != std::string::npos ? "public, max-age=31536000, immutable" : "private, no-cache");
  if (asked.method == "GET" && out.status == 200) {
    if (out.etag.empty()) out.etag = fmt::format("W/\"{:016x}\"", hash64(out.body));
    response.set_header("ETag", out.etag);
    const std::string known = request.get_header_value("If-None-Match");
    if (!known.empty() && (known == "*" || known.find(out.etag) != std::string::npos)) {
      response.status = 304;
      return;
    }
  }
  // The front renames this header, so that httplib leaves compression to us.
  if (out.body.size() > 1024 && out.type != "font/woff2" && request.get_header_value("Xccept-Encoding").find("gzip") != std::string::npos) {
    std::string packed = gzipped(out.body, out.immutable ? 9 : 4);
    if (!packed.empty()) {
      response.set_header("Content-Encoding", "gzip");
      out.body = std::move(packed);
    }
  }
  response.set_content(std::move(out.body), out.type.c_str());
}

}  // namespace mizan::tools

// The pages of the desk, whole: they need no script. What a script adds is on top of the same elements (web/src).
//
// Links are paths of this server; every list is paged; every page has a permalink, which is its path. All foreign text goes through markup.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/citation.h"
#include "db/desk_queries.h"
#include "db/draft.h"
#include "db/search_index.h"
#include "tools/serve/access.h"
#include "tools/serve/group_html.h"
#include "tools/serve/markup.h"

namespace mizan::tools {

// What every page needs to know of who asks and how.
struct Visit {
  Markup m{Language::kArabic, Digits::kLatin, nullptr};
  std::string theme = "auto";  // auto light dark
  Person person;
  bool may_review = false;  // accept, reject, note
  bool may_edit = false;    // correct, merge, split
  bool tokens = false;      // people sign in here
  std::string path;         // with its query: where settings lead back to
  std::string newest;       // day of the newest article
  std::string changes;      // of the database: a mark that the script compares
};

struct Assets {
  std::string style, fonts, start, script;  // paths with versions; `start` fetches fonts and script. No script where the program was built without
};

// The frame around a page's main part.
std::string whole_page(const Visit& visit, const Assets& assets, std::string_view section, const std::string& title, const std::string& main);

std::string today_page(const Visit& visit, const GroupPage& page, const std::vector<VerdictCount>& counts, const GroupQuery& query,
                       const std::string& subject_words);
// A spelling's id that stands for a subject, and how it came to.
struct NameMember {
  std::string id, name;
  int confidence_percent = 100;
  std::string reason;
};
// What deciding on a name needs: the subject, the ids that are read as it, and the revision that a decision names.
struct NameState {
  std::string id, name, revision;
  std::vector<NameMember> members;  // none where nothing else is read as it
};

struct GroupDetails {
  DeskGroup group;
  std::string asked;  // the id that was asked for, where the group has another by now
  std::vector<PastVerdict> verdicts;
  std::vector<DecisionRow> decisions;
  std::vector<DeskGroup> same_story;
  NameState subject;  // without an id where the group's subject is no name
};
std::string group_page(const Visit& visit, const GroupDetails& details);

struct EntityDetails {
  std::string asked;  // the id that was asked for, where it stands for another
  std::string id, name, cls;
  NameState state;
  std::vector<std::string> aliases;  // of the lexicon, both scripts
  std::vector<std::string> written;  // as articles write it
  std::vector<StoredFact> facts;     // the newest arrivals first
  std::string next_facts;
  std::vector<DeskGroup> groups;
  SearchResult articles;
  std::vector<DecisionRow> decisions;
};
std::string entity_page(const Visit& visit, const EntityDetails& details);
// Its dated figures by measure and unit, as data for charts: [{"metric","unit","label","points":[...]}].
std::string entity_series(const EntityDetails& details, const Markup& m);

struct ArticleDetails {
  StoredArticle article;
  std::vector<FactVerdict> verdicts;
  std::string content_hash;
};
std::string article_page(const Visit& visit, const ArticleDetails& details);
std::string articles_page(const Visit& visit, const ArticlePage& page);
std::string facts_page(const Visit& visit, const FactPage& page, const FactQuery& query, const std::string& subject_words);

struct SearchDetails {
  std::string words;
  std::vector<EntityRow> names;
  SearchResult articles;
  std::vector<std::vector<StoredFact>> facts;  // of each article: those whose sentence has a word that was asked for
};
std::string search_page(const Visit& visit, const SearchDetails& details);

struct DraftDetails {
  Document document;
  ArticleResult result;
  std::vector<DraftFigure> figures;
  bool checked = false;  // otherwise only the form is shown
  std::string problem;   // key of a phrase
};
std::string draft_page(const Visit& visit, const DraftDetails& details);

std::string runs_page(const Visit& visit, const std::vector<RunRow>& runs, const std::string& next);
struct RunDetails {
  RunRow run;
  std::vector<Rejection> rejections;
  std::size_t skipped = 0;  // rejections before these
  std::string next;
};
std::string run_page(const Visit& visit, const RunDetails& details);
std::string decisions_page(const Visit& visit, const std::vector<DecisionRow>& rows, const std::string& next);
std::string login_page(const Visit& visit, bool wrong);
std::string error_page(const Visit& visit, std::string_view key);

}  // namespace mizan::tools

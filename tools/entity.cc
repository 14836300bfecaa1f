// mizan entity: the names of the database. Lists and shows them, and keeps what people decide of them: merged, kept apart, named.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/entity_use.h"
#include "pipeline/name_skeleton.h"
#include "pipeline/utf8.h"
#include "tools/csv.h"
#include "tools/figure.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/search.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kForms = 12;     // spellings of a script that the table shows
constexpr std::size_t kArticles = 10;  // articles that it shows

Diagnostic usage(std::string message, std::string remedy = {}) {
  return {"usage", std::move(message), std::move(remedy), {}, 0, 0};
}

struct Row {
  LinkedEntity entity;
  std::uint64_t mentions = 0, articles = 0, facts = 0;
  std::vector<std::pair<std::string, std::uint64_t>> latin, arabic;  // spellings, by use

  const std::string& other_script() const {
    static const std::string none;
    return has_right_to_left(entity.name) ? (latin.empty() ? none : latin.front().first) : (arabic.empty() ? none : arabic.front().first);
  }
};

Row row_of(const LinkedEntity& e, const EntityLinks& links) {
  Row row{e, 0, 0, 0, {}, {}};
  std::map<std::string, std::uint64_t> forms;
  for (const std::string& id : e.ids) {
    auto it = links.names().find(id);
    if (it == links.names().end()) continue;
    row.mentions += it->second.mentions;
    row.articles += it->second.articles;
    for (const auto& [form, uses] : it->second.forms) forms[form] += uses;
  }
  for (const auto& [form, uses] : forms) (has_right_to_left(form) ? row.arabic : row.latin).emplace_back(form, uses);
  for (auto* list : {&row.latin, &row.arabic}) std::stable_sort(list->begin(), list->end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return row;
}

// The least sure of the links that make it one.
int sureness(const LinkedEntity& e, const EntityLinks& links) {
  int least = 100;
  for (const std::string& id : e.ids)
    if (const EntityLink* link = links.find(id)) least = std::min(least, link->confidence_percent);
  return least;
}

std::string spellings(const std::vector<std::pair<std::string, std::uint64_t>>& forms, const Screen& screen) {
  std::string out;
  for (std::size_t i = 0; i < forms.size() && i < kForms; ++i)
    out += fmt::format("{}{} ({})", i == 0 ? "" : ", ", screen.isolated(neutral(forms[i].first)), forms[i].second);
  if (forms.size() > kForms) out += fmt::format(" and {} more", forms.size() - kForms);
  return out;
}

std::string told(const EntityDecision& d) {
  std::string what = d.target;
  if (d.kind == "merge")
    what = fmt::format("{} is {}", d.other, d.target);
  else if (d.kind == "rename")
    what = d.name.empty() ? fmt::format("{} is called what articles call it", d.target) : fmt::format("{} is called “{}”", d.target, d.name);
  else if (!d.article.empty())
    what = d.name.empty() ? fmt::format("{} in {} is what was read", d.target, d.article) : fmt::format("{} in {} is “{}”", d.target, d.article, d.name);
  else if (!d.other.empty())
    what = fmt::format("{} is not {}", d.target, d.other);
  else
    what = fmt::format("{} stands by itself", d.target);
  return fmt::format("{}  {}: {}{}", d.at.substr(0, 10), d.who.empty() ? "somebody" : d.who, what, d.text.empty() ? "" : " (" + d.text + ")");
}

std::string as_text(const Row& row, const EntityUse& use, const EntityLinks& links, const EntityEntry* known, const Screen& screen) {
  auto show = [&](std::string_view text) { return screen.isolated(neutral(text)); };
  std::string out = screen.paint(Colour::kBold, show(row.entity.name)) + "  " + row.entity.cls + "  " + show(row.entity.id) + "\n";
  if (known)
    out += fmt::format("  lexicon    {}{}{}{}\n", known->kind, known->country.empty() ? "" : fmt::format(", {}", known->country),
                       known->name_ar.empty() ? "" : "  ", show(known->name_ar));
  if (!row.latin.empty()) out += "  Latin      " + spellings(row.latin, screen) + "\n";
  if (!row.arabic.empty()) out += "  Arabic     " + spellings(row.arabic, screen) + "\n";
  for (const std::string& id : row.entity.ids) {
    const EntityLink* link = links.find(id);
    if (id == row.entity.id || !link) continue;
    out += fmt::format("  linked     {}  {}% sure: {}\n", show(id), link->confidence_percent, show(link->reason));
  }
  std::vector<std::pair<std::string, std::uint64_t>> metrics(use.metrics.begin(), use.metrics.end());
  std::stable_sort(metrics.begin(), metrics.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string facts;
  for (const auto& [metric, count] : metrics) facts += fmt::format("{}{} ({})", facts.empty() ? "" : ", ", measure(metric, ""), count);
  if (use.as_counterpart != 0) facts += fmt::format("{}named as the other party ({})", facts.empty() ? "" : ", ", use.as_counterpart);
  if (!facts.empty()) out += "  facts      " + facts + "\n";
  out += fmt::format("  articles   {}\n", use.articles.size());
  for (std::size_t i = 0; i < use.articles.size() && i < kArticles; ++i) {
    const EntityArticle& a = use.articles[i];
    out += fmt::format("    {}  {}  {}\n", a.published.empty() ? "          " : neutral(a.published.substr(0, 10)), show(a.source), show(a.document));
  }
  if (use.articles.size() > kArticles) out += fmt::format("    and {} more\n", use.articles.size() - kArticles);
  for (const EntityDecision& d : use.decisions) out += "  decided    " + show(told(d)) + "\n";
  return out;
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json as_json(const Row& row, const EntityLinks& links) {
  Json ids = Json::array(), forms = Json::array();
  for (const std::string& id : row.entity.ids) {
    const EntityLink* link = links.find(id);
    ids.push_back({{"id", id}, {"confidence", link ? link->confidence_percent / 100.0 : 1.0}, {"reason", link ? text_or_null(link->reason) : Json()}});
  }
  for (const auto* list : {&row.latin, &row.arabic})
    for (const auto& [form, uses] : *list) forms.push_back({{"text", form}, {"script", list == &row.latin ? "latin" : "arabic"}, {"mentions", uses}});
  return Json{{"schema", 1},        {"id", row.entity.id}, {"name", row.entity.name}, {"class", row.entity.cls}, {"mentions", row.mentions},
              {"facts", row.facts}, {"ids", ids},          {"forms", forms}};
}

Json as_json(const Row& row, const EntityUse& use, const EntityLinks& links) {
  Json out = as_json(row, links);
  Json articles = Json::array(), decisions = Json::array();
  for (const EntityArticle& a : use.articles)
    articles.push_back({{"document", a.document}, {"source", text_or_null(a.source)}, {"published", text_or_null(a.published)}});
  for (const EntityDecision& d : use.decisions)
    decisions.push_back({{"kind", d.kind},
                         {"by", text_or_null(d.who)},
                         {"at", d.at},
                         {"id", d.target},
                         {"other", text_or_null(d.other)},
                         {"article", text_or_null(d.article)},
                         {"name", text_or_null(d.name)},
                         {"text", text_or_null(d.text)}});
  out["metrics"] = Json(use.metrics);
  out["as_counterpart"] = use.as_counterpart;
  out["articles"] = articles;
  out["decisions"] = decisions;
  return out;
}

// A line for entities-*.tsv of a newsroom's lexicon folder: what the database has learnt of a name, for good and in every database.
std::string lexicon_line(const Row& row, const EntityEntry* known) {
  auto cell = [](std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\t' || c == '|' || c == ';' || c == '\n'; }, ' ');
    return text;
  };
  const std::size_t words =
      name_key(row.entity.name).empty() ? 1 : 1 + static_cast<std::size_t>(std::count(row.entity.name.begin(), row.entity.name.end(), ' '));
  auto aliases = [&](const std::vector<std::pair<std::string, std::uint64_t>>& forms, const std::string& but) {
    std::string out;
    for (const auto& [form, uses] : forms) {
      // A short form ("Garrigan") is for one article; as an alias it would claim every bearer of the name.
      if (form == but || form == row.entity.name || (words > 1 && form.find(' ') == std::string::npos)) continue;
      out += (out.empty() ? "" : "|") + cell(form);
    }
    return out;
  };
  // Without its kind word: "شركة هالفورسن مارين" is found in it anyway.
  const std::string arabic = known && !known->name_ar.empty() ? std::string(known->name_ar)
                             : row.arabic.empty()             ? std::string()
                                                              : name_key(row.arabic.front().first);
  const std::string id = known ? std::string(known->id) : row.entity.cls + ":" + name_slug(row.entity.name);
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", id, known ? known->cls : row.entity.cls, cell(row.entity.name), cell(arabic),
                     known ? known->kind : "", known ? known->country : "", aliases(row.latin, {}), aliases(row.arabic, arabic), known ? known->flags : "");
}

class Entity final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    const auto& words = settings.operands;
    if (words.empty()) return usage("entity needs to know what to do", "list, show, merge, split, rename or line");
    what_ = words[0];
    const std::size_t names = words.size() - 1;
    auto count = [&](std::size_t least, std::size_t most, const char* form) -> Status {
      if (names >= least && names <= most) return Done{};
      return usage(fmt::format("entity {} takes other names than these", what_), form);
    };
    Status fits = Done{};
    if (what_ == "list")
      fits = count(0, 1, "mizan entity list [NAME] --db DB");
    else if (what_ == "show" || what_ == "line")
      fits = count(1, 1, "mizan entity show NAME --db DB: a name in either script, or an id");
    else if (what_ == "merge")
      fits = count(2, 2, "mizan entity merge NAME OTHER --by WHO --db DB: OTHER is NAME");
    else if (what_ == "split")
      fits = count(1, 2, "mizan entity split NAME [OTHER] --by WHO --db DB");
    else if (what_ == "rename")
      fits = count(1, 2, "mizan entity rename NAME [NEW-NAME] --by WHO --db DB");
    else
      return usage(fmt::format("\"{}\" is none of list, show, merge, split, rename, line", what_));
    if (!fits) return fits;
    for (const std::string& word : words)
      if (find_invalid_utf8(word)) return usage("a name is no valid UTF-8");
    if (find_invalid_utf8(settings.by) || find_invalid_utf8(settings.note) || find_invalid_utf8(settings.as))
      return usage("a name or the text is no valid UTF-8");
    if (decides() && settings.by.empty()) return usage("who decides?", "--by NAME");
    if (!settings.article.empty() != !settings.as.empty())
      return usage("in which article is it what?", "--article and --as go together: mizan entity split NAME --article ID --as 'NAME (footballer)'");
    if (!settings.article.empty() && (what_ != "split" || names != 1))
      return usage("--article is for one name that is split", "mizan entity split NAME --article ID --as NAME");
    if (settings.to == "csv" && what_ != "list") return usage(fmt::format("entity {} writes no CSV", what_), "Take table or json");
    return check_db(settings);
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load({settings_.lexicons});
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    lexicons_ = *lexicons;
    Result<FactStore> store =
        FactStore::open(settings_.db, decides() ? OpenMode::kReadWrite : OpenMode::kReadOnly, {.batch = 256, .lock_wait_ms = decides() ? 2000u : 0u});
    if (!store) return failed(store.error(), log);
    auto links = EntityLinks::load_with_names(*store);
    if (!links) return failed(links.error(), log);
    if (decides()) return decide(*store, *links, log);
    Output out;
    Status done = out.open(settings_.output, settings_.to);
    Exit code = Exit::kDone;
    if (done) {
      code = what_ == "list" ? list(*store, *links, out, log) : show(*store, *links, out, log);
      if (code != Exit::kDone) {
        out.discard();
        return code;
      }
      done = out.finish();
    }
    if (done) return Exit::kDone;
    log.error(done.error());
    return Exit::kNothing;
  }

 private:
  bool decides() const { return what_ == "merge" || what_ == "split" || what_ == "rename"; }

  // The subject that the user means: an id, or a name in either script that is one subject's only. Says what is wrong where there is none.
  std::optional<std::string> asked_for(const std::string& name, const EntityLinks& links, const Log& log, bool in_lexicon) const {
    if (const EntityLink* link = links.find(name)) return link->entity;
    if (links.names().count(name) != 0) return name;
    const std::string known = subject_id(name, lexicons_);
    if (const EntityLink* link = links.find(known)) return link->entity;
    if (links.names().count(known) != 0 || (in_lexicon && lexicons_->find_entity(known) != nullptr)) return known;
    std::vector<std::string> found = links.find_by_name(name);
    if (found.size() == 1) return found[0];
    if (found.empty()) {
      log.error(usage(fmt::format("no article of {} names “{}”", settings_.db, name), "mizan entity list names them"));
    } else {
      log.error(usage(fmt::format("“{}” is the name of {} subjects: {}", name, found.size(), fmt::join(found, ", ")), "Give the id of the one that is meant"));
    }
    return std::nullopt;
  }
  std::string name_of(const std::string& id, const EntityLinks& links) const {
    if (const EntityLink* link = links.find(id)) return link->name;
    auto it = links.names().find(id);
    if (it != links.names().end()) return it->second.name();
    const EntityEntry* known = lexicons_->find_entity(id);
    return known ? std::string(known->name) : id;
  }

  Exit list(const FactStore& store, const EntityLinks& links, Output& out, const Log& log) const {
    auto facts = facts_by_subject(store, links);
    if (!facts) return failed(facts.error(), log);
    std::vector<Row> rows;
    for (const LinkedEntity& e : links.entities()) {
      if (settings_.limit != 0 && rows.size() == settings_.limit) break;
      Row row = row_of(e, links);
      row.facts = (*facts)[e.id];
      if (settings_.operands.size() == 2) {
        const std::string& part = settings_.operands[1];
        auto has = [&](const auto& forms) { return std::any_of(forms.begin(), forms.end(), [&](const auto& form) { return found_in(part, form.first); }); };
        if (!found_in(part, e.name) && !found_in(part, e.id) && !has(row.latin) && !has(row.arabic)) continue;
      }
      rows.push_back(std::move(row));
    }
    const Screen screen = Screen::of(out);
    if (settings_.to == "json") out.write("[");
    if (settings_.to == "csv") {
      std::string head;
      csv_row(head, {"id", "name", "class", "mentions", "facts", "other_script", "ids", "sure"});
      out.write(head);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      const int sure = sureness(row.entity, links);
      std::string line;
      if (settings_.to == "json" || settings_.to == "ndjson") {
        if (settings_.to == "json") line = i == 0 ? "\n" : ",\n";
        line += as_json(row, links).dump();
        if (settings_.to == "ndjson") line += "\n";
      } else if (settings_.to == "csv") {
        csv_row(line, {csv_text(row.entity.id), csv_text(row.entity.name), row.entity.cls, std::to_string(row.mentions), std::to_string(row.facts),
                       csv_text(row.other_script()), std::to_string(row.entity.ids.size()), std::to_string(sure)});
      } else {
        const std::string name = clipped(neutral(row.entity.name), 34), other = clipped(neutral(row.other_script()), 28);
        line = fmt::format("{:>6} mentions {:>5} facts  {:<10} {}{}  {}{}  {}{}\n", row.mentions, row.facts, row.entity.cls, screen.isolated(name),
                           filling(name, 34), screen.isolated(other), filling(other, 28), neutral(row.entity.id),
                           row.entity.ids.size() > 1 ? fmt::format("  ({} spellings' ids, {}% sure)", row.entity.ids.size(), sure) : "");
      }
      out.write(line);
    }
    if (settings_.to == "json") out.write(rows.empty() ? "]\n" : "\n]\n");
    if (rows.empty()) log.note("no name fits");
    return Exit::kDone;
  }

  Exit show(const FactStore& store, const EntityLinks& links, Output& out, const Log& log) const {
    const auto id = asked_for(settings_.operands[1], links, log, what_ == "line");
    if (!id) return Exit::kUsage;
    LinkedEntity entity{*id, name_of(*id, links), {}, {}};
    for (LinkedEntity& e : links.entities())
      if (e.id == *id) entity = std::move(e);
    const EntityEntry* known = lexicons_->find_entity(*id);
    if (known && entity.cls.empty()) entity.cls = known->cls;
    Row row = row_of(entity, links);
    if (what_ == "line") {
      out.write(lexicon_line(row, known));
      return Exit::kDone;
    }
    auto use = entity_use(store, links, *id);
    if (!use) return failed(use.error(), log);
    for (const auto& [metric, count] : use->metrics) row.facts += count;
    if (settings_.to == "json" || settings_.to == "ndjson")
      out.write(as_json(row, *use, links).dump() + "\n");
    else
      out.write(as_text(row, *use, links, known, Screen::of(out)));
    return Exit::kDone;
  }

  Exit decide(FactStore& store, const EntityLinks& links, const Log& log) const {
    const Decision decision{what_, settings_.by, settings_.note};
    const auto& words = settings_.operands;
    // An id is taken as it is written, so that one of several linked ids can be named.
    auto subject = [&](const std::string& name) -> std::optional<std::string> {
      return links.names().count(name) != 0 ? std::optional(name) : asked_for(name, links, log, true);
    };
    const auto id = subject(words[1]);
    if (!id) return Exit::kUsage;
    Status done = Done{};
    if (what_ == "rename") {
      done = rename_entity(store, decision, *id, words.size() == 3 ? words[2] : "");
    } else if (!settings_.article.empty()) {
      auto article = store.article(settings_.article);
      if (!article) return failed(article.error(), log);
      if (!*article) {
        log.error(usage(fmt::format("{} has no article {}", settings_.db, settings_.article), "mizan entity show NAME lists some of those that name it"));
        return Exit::kUsage;
      }
      const std::string cls = id->substr(0, id->find(':'));
      std::string other = settings_.as;
      if (links.names().count(other) == 0 && lexicons_->find_entity(other) == nullptr) other = cls + ":~" + name_slug(settings_.as);
      done = split_article(store, decision, *id, (*article)->key, other, other == *id ? "" : name_or(other, settings_.as, links));
    } else if (words.size() == 3) {
      const auto other = subject(words[2]);
      if (!other) return Exit::kUsage;
      if (*other == *id) {
        log.error(usage(fmt::format("“{}” and “{}” are {} both", words[1], words[2], *id),
                        what_ == "split" ? "Give the two ids that are linked (mizan entity show)" : ""));
        return Exit::kUsage;
      }
      done = what_ == "merge" ? merge_entities(store, decision, *id, *other, links.names().count(*id) != 0 ? "" : name_of(*id, links))
                              : split_entities(store, decision, *id, *other);
    } else {
      done = split_entities(store, decision, *id, {});
    }
    return done ? Exit::kDone : failed(done.error(), log);
  }
  std::string name_or(const std::string& id, const std::string& given, const EntityLinks& links) const { return id == given ? name_of(id, links) : given; }

  Settings settings_;
  std::string what_;
  std::shared_ptr<const Lexicons> lexicons_;
};

}  // namespace

std::unique_ptr<Command> make_entity() {
  return std::make_unique<Entity>();
}

}  // namespace mizan::tools

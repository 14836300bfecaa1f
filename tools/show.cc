// mizan show ARTICLE: its text with each mention marked, then each fact with the sentence that states it.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/rereading.h"
#include "db/store.h"
#include "pipeline/article_json.h"
#include "tools/fact_rows.h"
#include "tools/figure.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

Colour colour_of(MentionType type) {
  switch (type) {
    case MentionType::kMoney:
      return Colour::kGreen;
    case MentionType::kEntity:
      return Colour::kBlue;
    case MentionType::kDate:
    case MentionType::kDuration:
    case MentionType::kAge:
      return Colour::kMagenta;
    default:
      return Colour::kYellow;
  }
}

std::string value_of(const Mention& mention) {
  std::string out;
  if (const Amount* a = mention.amount()) {
    out = figure(a->low, a->high, a->bound, a->unit, a->per);
    if (!a->candidates.empty()) out += fmt::format(" (or {})", fmt::join(a->candidates.begin() + 1, a->candidates.end(), ", "));
  } else if (const DateRange* d = mention.date()) {
    out = d->value + (d->mod.empty() ? "" : " " + d->mod) + (d->calendar == "gregorian" ? "" : " " + d->calendar);
  } else if (const Length* l = mention.length()) {
    out = length(l->value);
  } else if (const EntityName* e = mention.entity()) {
    out = e->name + "  " + e->id;
  }
  return mention.vague ? "vague " + out : out;
}

// The text line by line; each mention that lies in no other between brackets, coloured on a screen with colours.
void marked(Output& out, const std::string& text, const std::vector<StoredMention>& mentions, Field field, const Screen& screen) {
  std::string line;
  auto end_line = [&] {
    out.write(screen.terminal && has_right_to_left(line) ? "\u2068" + line + "\u2069\n" : line + "\n");
    line.clear();
  };
  auto plain = [&](std::string_view part) {
    for (std::size_t end; (end = part.find('\n')) != std::string_view::npos; part.remove_prefix(end + 1)) {
      line += neutral(part.substr(0, end));
      end_line();
    }
    line += neutral(part);
  };
  std::size_t at = 0;
  for (const StoredMention& stored : mentions) {
    const SourceSpan& span = stored.mention.source;
    if (stored.mention.field != field || span.begin < at) continue;
    plain(std::string_view(text).substr(at, span.begin - at));
    std::string slice = neutral(std::string_view(text).substr(span.begin, span.end - span.begin));
    line += screen.colours ? screen.paint(colour_of(stored.mention.type), slice) : "[" + slice + "]";
    at = span.end;
  }
  plain(std::string_view(text).substr(std::min(at, text.size())));
  if (!line.empty()) end_line();
}

// How the article came to say what it says: each version, with the facts that it changed.
void history_of(Output& out, const std::vector<StoredVersion>& versions, const Screen& screen) {
  out.write(screen.paint(Colour::kBold, fmt::format("\nHistory ({} versions)\n", versions.size())));
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const StoredVersion& v = versions[i];
    std::string line = fmt::format("  {}  came {}", v.number, v.arrived);
    if (!v.updated.empty() || !v.published.empty()) line += ", of " + (v.updated.empty() ? v.published : v.updated);
    if (v.state != "live") line += ", " + v.state;
    if (!v.embargo_until.empty()) line += ", under embargo until " + v.embargo_until;
    if (v.latest) line += "  (this one counts)";
    out.write(neutral(line) + "\n");
    if (i == 0 || v.state == "withdrawn" || versions[i - 1].state == "withdrawn") continue;
    for (const FactChange& change : changes_between(versions[i - 1].facts, v.facts)) {
      if (change.before) out.write("      - " + screen.isolated(fact_line(*change.before)) + "\n");
      if (change.after) out.write("      + " + screen.isolated(fact_line(*change.after)) + "\n");
    }
  }
}

void as_text(Output& out, const StoredArticle& article, const Screen& screen) {
  const Document& d = article.document;
  auto line = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) out.write(fmt::format("{:<11}{}\n", label, screen.isolated(neutral(text))));
  };
  line("article", d.id);
  line("source", d.source);
  line("published", d.published);
  line("author", d.author);
  line("url", d.url);
  line("read as", d.read_as + (d.encoding.empty() ? "" : ", " + d.encoding));
  line("state", d.state == "live" ? "" : d.state);
  line("embargo", d.embargo_until.empty() ? "" : "until " + d.embargo_until);
  line("copy of", article.copy_of);
  if (article.versions > 1) line("version", fmt::format("{} of {}", article.version_number, article.versions));
  out.write("\n");
  if (!d.title.empty()) {
    marked(out, d.title, article.mentions, Field::kTitle, screen);
    out.write("\n");
  }
  marked(out, d.text, article.mentions, Field::kText, screen);

  out.write(screen.paint(Colour::kBold, fmt::format("\nMentions ({})\n", article.mentions.size())));
  std::size_t text_width = 0;
  std::size_t value_width = 0;
  for (const StoredMention& m : article.mentions) {
    text_width = std::max(text_width, std::min<std::size_t>(40, display_width(neutral(m.text))));
    value_width = std::max(value_width, std::min<std::size_t>(44, display_width(neutral(value_of(m.mention)))));
  }
  for (const StoredMention& m : article.mentions) {
    std::string text = clipped(neutral(m.text), 40);
    std::string value = clipped(neutral(value_of(m.mention)), 44);
    std::string type = to_string(m.mention.type);
    std::string place = fmt::format("{}{}-{}", m.mention.field == Field::kTitle ? "title " : "", m.start, m.end);
    out.write(fmt::format("  {:>12}  {}{}  {}{}  {}{}  {}\n", place, screen.paint(colour_of(m.mention.type), type), filling(type, 8), screen.isolated(text),
                          filling(text, text_width), screen.isolated(value), filling(value, value_width), screen.paint(Colour::kFaint, neutral(m.rule))));
  }

  out.write(screen.paint(Colour::kBold, fmt::format("\nFacts ({})\n", article.facts.size())));
  for (const StoredFact& stored : article.facts) {
    const Fact& f = stored.fact;
    std::string what = f.subject_name.empty() ? std::string("(the story)") : f.subject_name;
    what += " · " + measure(f.metric, f.noun);
    if (!f.counterpart_name.empty()) what += " → " + f.counterpart_name;
    std::string value = f.value.empty() ? figure(f.amount.low, f.amount.high, f.amount.bound, f.amount.unit, f.amount.per) : length(f.value);
    std::string more;
    for (const std::string* part : {&f.period, &f.aspect, &f.direction, &f.basis, &f.status, &f.scope, &f.speaker}) {
      if (!part->empty() && *part != "level" && *part != "actual") more += ", " + *part;
    }
    out.write(fmt::format("  {} = {}{}   {}\n", screen.isolated(neutral(what)), screen.paint(Colour::kBold, neutral(value)), screen.isolated(neutral(more)),
                          screen.paint(Colour::kFaint, neutral(stored.rule))));
    out.write(fmt::format("      {}\n", screen.isolated(clipped(neutral(stored.sentence), screen.width - 6))));
  }
}

// The article as `extract` would write it.
std::string as_json(const StoredArticle& article, std::string_view by) {
  ArticleResult result;
  result.lang = article.lang;
  for (const StoredMention& stored : article.mentions) {
    result.mentions.push_back(stored.mention);
    result.mentions.back().rule = stored.rule.c_str();
  }
  for (const StoredFact& stored : article.facts) {
    result.facts.push_back(stored.fact);
    result.facts.back().rule = stored.rule.c_str();
  }
  std::string line;
  append_article_json(line, article.document, result, by);
  auto out = nlohmann::ordered_json::parse(line);
  out["state"] = article.document.state;
  out["version"] = article.version_number;
  out["versions"] = article.versions;
  out["copy_of"] = article.copy_of.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(article.copy_of);
  out["read_by"] = article.read_by;
  return out.dump() + "\n";
}

class Show final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (Status db = check_db(settings); !db) return db;
    if (settings.operands.size() != 1) return Diagnostic{"usage", "show takes one article", "Name it by its id: mizan show --db facts.db ledger-07", {}, 0, 0};
    if (settings.to == "csv") return Diagnostic{"usage", "show writes no CSV", "Take table or json; or facts --to csv", {}, 0, 0};
    return Done{};
  }

  Exit run() override {
    Log log(settings_);
    auto lexicons = Lexicons::load(lexicon_options(settings_));
    if (!lexicons) {
      log.error(lexicons.error());
      return Exit::kConfiguration;
    }
    Result<FactStore> store = FactStore::open(settings_.db, OpenMode::kReadOnly, {.embargoed = settings_.embargoed});
    if (!store) return failed(store.error(), log);
    const std::string& id = settings_.operands[0];
    Result<std::optional<StoredArticle>> article = store->article(id, settings_.source);
    if (article && !*article) article = store->article("u:" + id, settings_.source);
    if (!article) return failed(article.error(), log);
    if (!*article) {
      std::string remedy = "mizan facts names the articles";
      if (auto ids = store->article_ids(settings_.source)) {
        std::string near = nearest(id, *ids);
        if (!near.empty()) remedy = "Did you mean " + near + "?";
      }
      log.error({"article.absent", fmt::format("{} has no article {}", settings_.db, id), remedy, {}, 0, 0});
      return Exit::kNothing;
    }
    auto versions = store->history(**article);
    if (!versions) return failed(versions.error(), log);
    Output out;
    Status done = out.open(settings_.output, settings_.to);
    if (done) {
      if (settings_.to == "json" || settings_.to == "ndjson") {
        out.write(as_json(**article, identity(**lexicons)));
      } else {
        as_text(out, **article, Screen::of(out));
        if ((*article)->versions > 1) history_of(out, *versions, Screen::of(out));
      }
      done = out.finish();
    }
    if (!done) {
      log.error(done.error());
      return Exit::kNothing;
    }
    return Exit::kDone;
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_show() {
  return std::make_unique<Show>();
}

}  // namespace mizan::tools

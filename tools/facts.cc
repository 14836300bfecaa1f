// mizan facts: the facts of the database, each with its quote.

#include <algorithm>

#include "db/store.h"
#include "tools/fact_rows.h"
#include "tools/figure.h"
#include "tools/file_html.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/search.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

std::string value_of(const Fact& f) {
  std::string out = f.value.empty() ? figure(f.amount.low, f.amount.high, f.amount.bound, f.amount.unit, f.amount.per) : length(f.value);
  if (!f.direction.empty()) out = (f.direction == "up" ? "+" : f.direction == "down" ? "−" : "") + out;
  if (!f.status.empty() && f.status != "actual") out += " " + f.status;
  return neutral(out);
}

std::string as_table(const std::vector<StoredFact>& facts, const Screen& screen) {
  struct Line {
    std::string what, value, when, source, quote;
  };
  std::vector<Line> lines;
  std::size_t widths[4] = {0, 0, 0, 0};
  for (const StoredFact& stored : facts) {
    const Fact& f = stored.fact;
    Line line;
    line.what = neutral(measure(f.metric, f.noun));
    if (!f.counterpart_name.empty()) line.what += " → " + neutral(f.counterpart_name);
    line.value = value_of(f);
    line.when = neutral(f.period.empty() ? std::string_view(stored.published).substr(0, 10) : std::string_view(f.period));
    line.source = neutral(stored.source.empty() ? stored.document : stored.source);
    line.quote = neutral(stored.sentence);
    std::string* cells[] = {&line.what, &line.value, &line.when, &line.source};
    constexpr std::size_t kMost[] = {28, 30, 14, 20};
    for (int i = 0; i < 4; ++i) {
      *cells[i] = clipped(*cells[i], kMost[i]);
      widths[i] = std::max(widths[i], display_width(*cells[i]));
    }
    lines.push_back(std::move(line));
  }
  std::string out;
  std::string subject = "\n";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    std::string name = neutral(facts[i].fact.subject_name);
    if (name != subject) {
      subject = name;
      out += (i == 0 ? "" : "\n") + screen.paint(Colour::kBold, screen.isolated(name.empty() ? "(no name: the story is the subject)" : name)) + "\n";
    }
    const std::string* cells[] = {&line.what, &line.value, &line.when, &line.source};
    std::size_t used = 2;
    out += "  ";
    for (int c = 0; c < 4; ++c) {
      out += screen.isolated(*cells[c]) + filling(*cells[c], widths[c]) + "  ";
      used += widths[c] + 2;
    }
    out += screen.isolated(clipped(line.quote, screen.width > used + 20 ? screen.width - used : 20)) + "\n";
  }
  return out;
}

class Facts final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    return check_db(settings);
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
    FactFilter filter;
    filter.subject = subject_id(settings_.subject, *lexicons);
    filter.metric = settings_.metric;
    filter.source = settings_.source;
    Result<std::vector<StoredFact>> facts = store->facts(filter);
    if (!facts) return failed(facts.error(), log);
    auto key = [](const StoredFact& f) { return std::tie(f.fact.subject_name, f.fact.metric, f.fact.noun); };
    std::stable_sort(facts->begin(), facts->end(), [&](const StoredFact& a, const StoredFact& b) { return key(a) < key(b); });
    if (settings_.limit != 0 && facts->size() > settings_.limit) facts->resize(settings_.limit);

    Output out;
    Status done = out.open(settings_.output, settings_.to);
    if (done) {
      std::string to = settings_.to.empty() ? "table" : settings_.to;
      if (to == "csv" && settings_.excel) out.write(kByteOrderMark);
      if (to == "csv") out.write(facts_csv(*facts));
      if (to == "html") out.write(facts_html(*facts, identity(**lexicons), Markup::both(lexicons->get())));
      if (to == "table") out.write(as_table(*facts, Screen::of(out)));
      if (to == "json") out.write("[");
      for (std::size_t i = 0; i < facts->size() && to.ends_with("json"); ++i) {
        if (to == "json") out.write(i == 0 ? "\n" : ",\n");
        out.write(fact_json((*facts)[i]));
        if (to == "ndjson") out.write("\n");
      }
      if (to == "json") out.write(facts->empty() ? "]\n" : "\n]\n");
      done = out.finish();
    }
    if (!done) {
      log.error(done.error());
      return Exit::kNothing;
    }
    if (facts->empty() && (settings_.to.empty() || settings_.to == "table")) log.note("no fact fits");
    return Exit::kDone;
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Command> make_facts() {
  return std::make_unique<Facts>();
}

}  // namespace mizan::tools

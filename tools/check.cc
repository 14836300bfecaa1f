// mizan check: an unpublished text against the database; stores nothing.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "db/draft.h"
#include "tools/draft_rows.h"
#include "tools/figure.h"
#include "tools/log.h"
#include "tools/output.h"
#include "tools/reading.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

std::string value_of(const GroupClaim& c) {
  std::string out = c.value.empty() ? figure(c.low, c.high, c.bound, c.unit, c.per) : length(c.value);
  if (!c.status.empty() && c.status != "actual") out += " " + c.status;
  return neutral(out);
}

// The sentence around the number, on one line.
std::string quote(const GroupClaim& c, std::size_t width, const Screen& screen) {
  const std::string sentence = neutral(c.sentence), number = neutral(c.text);
  const std::size_t found = sentence.find(number);
  if (number.empty() || found == std::string::npos) return screen.isolated(clipped(sentence, width));
  const std::size_t room = width - std::min(width, display_width(number));
  std::string after = clipped(sentence.substr(found + number.size()), room / 2);
  std::string before = clipped_front(sentence.substr(0, found), room - std::min(room, display_width(after)));
  return screen.isolated(before + number + after);
}

std::string as_table(const std::vector<DraftFigure>& figures, const Screen& screen) {
  constexpr std::size_t kWitnesses = 6;
  std::string out;
  std::size_t alone = 0, contradicted = 0, confirmed = 0;
  for (const DraftFigure& f : figures) {
    contradicted += is_contradicted(f);
    confirmed += f.verdict == Verdict::kAgree || f.verdict == Verdict::kRounding;
    if (f.verdict == Verdict::kSingle) {
      ++alone;
      continue;
    }
    std::string label = is_contradicted(f) ? "CONTRADICTED" : std::string(to_string(f.verdict));
    std::transform(label.begin(), label.end(), label.begin(),
                   [](unsigned char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : static_cast<char>(c); });
    const Colour colour = is_contradicted(f)                                                ? Colour::kRed
                          : f.verdict == Verdict::kAgree || f.verdict == Verdict::kRounding ? Colour::kGreen
                                                                                            : Colour::kYellow;
    std::string what = neutral(f.subject_name);
    what += (what.empty() ? "" : " · ") + neutral(measure(f.metric, f.noun));
    if (f.check != Check::kNone) what += fmt::format(" (check of a {})", to_string(f.check));
    out += screen.paint(colour, label) + filling(label, 14) + screen.isolated(clipped(what, 60)) + "  " + screen.isolated(neutral(f.claim.document)) + "\n";
    out += "  draft         " + screen.isolated(value_of(f.claim)) + "  " + quote(f.claim, 80, screen) + "\n";
    out += "                " + screen.isolated(clipped(readable(neutral(f.reason)), 100)) + "\n";
    std::set<std::string> said;  // each source says the same once
    std::size_t shown = 0;
    for (const Witness& w : f.witnesses) {
      if (!said.insert(w.claim.source + "\n" + value_of(w.claim)).second) continue;
      if (++shown > kWitnesses) continue;
      const std::string verdict = to_string(w.verdict);
      out += "  " + verdict + filling(verdict, 14) + screen.isolated(value_of(w.claim)) + "  " +
             std::string(std::string_view(w.claim.published).substr(0, 10)) + "  " +
             screen.isolated(clipped(neutral(w.claim.source.empty() ? w.claim.document : w.claim.source), 20)) + "  " + quote(w.claim, 60, screen) + "\n";
    }
    if (shown > kWitnesses) out += fmt::format("  and {} more\n", shown - kWitnesses);
    out += "\n";
  }
  out += fmt::format("{}: {} contradicted, {} confirmed, {} that nobody else gives\n",
                     figures.size() == 1 ? "1 figure" : fmt::format("{} figures", figures.size()), contradicted, confirmed, alone);
  return out;
}

class CheckDraft final : public Command {
 public:
  Status setup(const Settings& settings) override {
    settings_ = settings;
    if (Status db = check_db(settings); !db) return db;
    if (settings.operands.empty()) return Diagnostic{"usage", "check which draft?", "Name a file or a folder, or - for standard input", {}, 0, 0};
    Result<ReadingOptions> reading = reading_options(settings);
    if (!reading) return reading.error();
    reading_ = *std::move(reading);
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
    warn_of_other_model(*store, settings_, log);
    Engine engine(*lexicons, reading_.engine);
    std::unique_ptr<CorpusReader> reader = open_reader(settings_.operands, reading_.reader);
    std::vector<Draft> drafts;
    std::uint64_t rejected = 0;
    ReadItem item;
    while (reader->next(item)) {
      if (Document* document = std::get_if<Document>(&item)) {
        if (document->published.empty()) document->published = reading_.engine.published;
        ArticleResult found = engine.read(*document);
        drafts.push_back({std::move(*document), std::move(found)});
      } else {
        log.rejected(std::get<Rejection>(item).why);
        ++rejected;
      }
    }
    const Exit outcome = reading_outcome(*reader, rejected, log);
    if (outcome == Exit::kNothing) return outcome;
    Result<std::vector<DraftFigure>> figures = check_drafts(*store, drafts);
    if (!figures) return failed(figures.error(), log);

    Output out;
    Status done = out.open(settings_.output, settings_.to);
    if (done) {
      if (settings_.to == "json") {
        out.write("[");
        for (std::size_t i = 0; i < figures->size(); ++i) {
          out.write(i == 0 ? "\n" : ",\n");
          out.write(draft_figure_json((*figures)[i], identity(**lexicons)));
        }
        out.write(figures->empty() ? "]\n" : "\n]\n");
      } else {
        out.write(as_table(*figures, Screen::of(out)));
      }
      done = out.finish();
    }
    if (!done) {
      log.error(done.error());
      return Exit::kNothing;
    }
    return std::any_of(figures->begin(), figures->end(), is_contradicted) ? Exit::kConflict : outcome;
  }

 private:
  Settings settings_;
  ReadingOptions reading_;
};

}  // namespace

std::unique_ptr<Command> make_check() {
  return std::make_unique<CheckDraft>();
}

}  // namespace mizan::tools

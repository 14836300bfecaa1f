#include "extractors/fact_layout.h"

#include <algorithm>

#include "extractors/fact_qualifiers.h"

namespace mizan {
namespace {

std::size_t first_mention(const std::vector<Mention>& mentions, std::uint32_t token) {
  return static_cast<std::size_t>(
      std::lower_bound(mentions.begin(), mentions.end(), token, [](const Mention& m, std::uint32_t t) { return m.first_token < t; }) - mentions.begin());
}

// The measure that a heading, lead or header cell names: its last cue that is no verb, weak ones only where nothing else is; English heads stand last, Arabic
// ones first.
const MetricEntry* metric_in(const FactScan& scan) {
  const MetricCue* best = nullptr;
  for (const MetricCue& cue : scan.metrics) {
    if (cue.verb) continue;
    if (best == nullptr || (best->weak && !cue.weak) || (best->weak == cue.weak && !cue.entry->arabic && cue.first == best->end)) best = &cue;
  }
  return best == nullptr ? nullptr : best->entry;
}

Party name_in(const FactScan& scan) {
  for (const FactName& name : scan.names)
    if (name.kind == FactName::Kind::kNamed && name.cls != "event") return {name.id, name.name, name.cls};
  return {};
}

std::string_view status_in(const FactScan& scan) {
  for (const FactCue& cue : scan.cues)
    if (cue.role == CueRole::kStatus && cue.value != "denied") return cue.value;
  return {};
}

std::string period_in(const FactScan& scan) {
  return scan.dates.empty() ? std::string() : scan.mentions()[scan.dates.front()].date()->value;
}

bool growth_in(const FactScan& scan) {
  return std::any_of(scan.cues.begin(), scan.cues.end(), [](const FactCue& cue) { return cue.role == CueRole::kGrowth; });
}

bool is_weak(const MetricEntry* entry) {
  return entry == nullptr || entry->has("weak");
}

// Is a row's label the word for a total ("Total", "الإجمالي")?
bool names_a_total(const Lexicons& lexicons, const Analysis& article, const Cell& cell) {
  std::uint32_t first = cell.first_token, end = cell.end_token;
  while (first < end && article.word(first) == "*") ++first;  // bold in Markdown
  if (first >= end) return false;
  for (const LexiconHit* hit = article.hits_begin(first); hit != article.hits_end(first); ++hit)
    if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kCue) && first + hit->length <= end && lexicons.cue(hit->entry).role == CueRole::kTotal)
      return true;
  return false;
}

}  // namespace

void FactLists::remember(std::uint32_t block, std::size_t first, std::size_t end) {
  if (first == end) return;
  if (block != prose_block_ || prose_end_ != first) prose_first_ = first;
  prose_block_ = block;
  prose_end_ = end;
}

// "# Ford in 2024" right above "## Revenue": what the inner heading leaves open, those that it stands under say.
void FactLists::inherit_from_headings(std::int32_t lead) {
  constexpr int kDeepest = 4;
  for (int depth = 0; depth < kDeepest; ++depth) {
    const std::int32_t above = a_.blocks[static_cast<std::size_t>(lead)].heading;
    if (above < 0 || above + 1 != lead) return;
    const Block& heading = a_.blocks[static_cast<std::size_t>(above)];
    lead_scan_.scan(heading.first_token, heading.end_token, first_mention(mentions_, heading.first_token));
    if (lead_.metric.entry == nullptr) lead_.metric.entry = metric_in(lead_scan_);
    if (!lead_.subject) lead_.subject = name_in(lead_scan_);
    if (lead_.period.empty()) lead_.period = period_in(lead_scan_);
    if (lead_.status.empty()) lead_.status = status_in(lead_scan_);
    lead = above;
  }
}

void FactLists::open(const FactScan& item, const Block& block, const std::vector<Fact>& facts) {
  (void)item;
  list_ = block.list;
  lead_ = {};
  total_ = static_cast<std::size_t>(-1);
  if (block.lead < 0) return;
  const Block& lead = a_.blocks[static_cast<std::size_t>(block.lead)];
  lead_scan_.scan(lead.first_token, lead.end_token, first_mention(mentions_, lead.first_token));
  lead_.metric.entry = metric_in(lead_scan_);
  lead_.subject = name_in(lead_scan_);
  lead_.period = period_in(lead_scan_);
  lead_.status = status_in(lead_scan_);
  inherit_from_headings(block.lead);
  // The total stands in the lead itself or in the prose right before it.
  const auto lead_index = static_cast<std::uint32_t>(block.lead);
  if (prose_end_ > prose_first_ && prose_block_ <= lead_index && lead_index - prose_block_ <= 1)
    for (std::size_t f = prose_end_; f > prose_first_; --f) {
      const Fact& fact = facts[f - 1];
      if (fact.subject.empty() || !fact.amount.low || fact.type == MentionType::kPercent) continue;
      const bool same =
          lead_.metric.entry == nullptr || fact.metric == lead_.metric.entry->metric || (is_money_out(fact.metric) && is_money_out(lead_.metric.entry->metric));
      if (!same) continue;
      total_ = f - 1;
      break;
    }
}

FactSetting FactLists::setting(const FactScan& item, const Block& block, std::vector<Fact>& facts) {
  if (block.list != list_) open(item, block, facts);
  FactSetting setting = lead_;
  const Party own = name_in(item);
  if (total_ != static_cast<std::size_t>(-1) && !item.numbers.empty()) {
    Fact& total = facts[total_];
    const Mention& m = mentions_[item.numbers.front().mention];
    const Amount* amount = m.amount();
    if (amount != nullptr && amount->low && m.type == total.type && amount->unit == total.amount.unit && *amount->low <= *total.amount.low &&
        own.id != total.subject) {
      setting.subject = {total.subject, total.subject_name, "org"};
      if (setting.metric.entry == nullptr) setting.metric = {};
      setting.names_are_parties = true;
      total.list = block.list;
      total.list_total = true;
      return setting;
    }
  }
  // "- Europe: $30 billion" under "Ford's revenue was:": a part of what the lead names; under a country's exports the other party.
  const std::uint32_t label_end = label_of(item, block);
  if (label_end > block.first_token) {
    const bool of_place = own && own.cls == "place" && setting.subject && setting.subject.id != own.id;
    if (of_place && setting.metric.entry != nullptr &&
        (setting.metric.entry->metric == "exports" || setting.metric.entry->metric == "imports" || setting.metric.entry->metric == "trade" ||
         is_money_out(setting.metric.entry->metric))) {
      setting.names_are_parties = true;
      return setting;
    }
    if (of_place && setting.subject.cls != "place" && setting.subject.cls != "event") {
      setting.names_are_parts = true;
      setting.scope = source_text(a_, block.first_token, label_end);
      return setting;
    }
    if (!own) setting.scope = source_text(a_, block.first_token, label_end);
  }
  // "• Oracle: $300 billion" under a lead that names somebody else: of him, to Oracle. Without one the item speaks of its own name.
  if (own && setting.subject && own.id != setting.subject.id && setting.metric.entry != nullptr && is_money_out(setting.metric.entry->metric))
    setting.names_are_parties = true;
  return setting;
}

// Where the label of an item ends ("Cloud" of "Cloud: $30 billion"); the item's first token where it has none, or one that says which measure or that it is the
// total.
std::uint32_t FactLists::label_of(const FactScan& item, const Block& block) const {
  constexpr std::uint32_t kLongest = 6;
  std::uint32_t end = block.first_token;
  while (end < block.end_token && end <= block.first_token + kLongest && a_.word(end) != ":") ++end;
  if (end >= block.end_token || end > block.first_token + kLongest || a_.word(end) != ":") return block.first_token;
  // A later sentence of the item was scanned by itself, without the label.
  for (std::uint32_t t = block.first_token; t < end; ++t)
    if (item.in_number(t) || (t < item.first && a_.tokens[t].kind == TokenKind::kDigits)) return block.first_token;
  const std::size_t m = item.metric_from(block.first_token);
  if (m < item.metrics.size() && item.metrics[m].first < end && !item.metrics[m].weak) return block.first_token;
  if (names_a_total(item.lexicons(), a_, {block.first_token, end})) return block.first_token;
  return end;
}

void FactLists::mark(const Block& block, std::size_t first, std::vector<Fact>& facts) const {
  for (std::size_t f = first; f < facts.size(); ++f) {
    facts[f].list = block.list;
    if (total_ != static_cast<std::size_t>(-1) && facts[f].metric == "other" && facts[f].type == facts[total_].type) facts[f].metric = facts[total_].metric;
  }
}

void state_table(const Lexicons& lexicons, const Analysis& article, const std::vector<Mention>& mentions, std::int32_t index, const FactFocus& focus,
                 std::vector<Fact>& facts) {
  const Table& table = article.tables[static_cast<std::size_t>(index)];
  auto scan_cell = [&](FactScan& scan, const Cell& cell) {
    scan.scan(cell.first_token, std::max(cell.first_token, cell.end_token), first_mention(mentions, cell.first_token));
    resolve_references(scan, focus);
  };
  FactSetting heading;
  if (table.heading >= 0) {
    const Block& block = article.blocks[static_cast<std::size_t>(table.heading)];
    FactScan scan(lexicons, article, mentions);
    scan.scan(block.first_token, block.end_token, first_mention(mentions, block.first_token));
    heading.metric.entry = metric_in(scan);
    heading.period = period_in(scan);
  }
  std::vector<FactSetting> columns;
  std::vector<bool> totals;  // columns that add up their row
  if (table.has_header && !table.rows.empty())
    for (const Cell& cell : table.rows[0]) {
      FactScan scan(lexicons, article, mentions);
      FactSetting column;
      totals.push_back(!columns.empty() && names_a_total(lexicons, article, cell));
      if (cell.end_token > cell.first_token) {
        scan_cell(scan, cell);
        column.metric.entry = metric_in(scan);
        column.subject = name_in(scan);
        column.status = status_in(scan);
        column.period = period_in(scan);
        column.growth = growth_in(scan);
      }
      columns.push_back(std::move(column));
    }
  FactScan label(lexicons, article, mentions), scan(lexicons, article, mentions);
  FactSetting setting;
  std::uint32_t sentence = 0;  // cells come in the order of the text
  for (std::size_t r = table.has_header ? 1 : 0; r < table.rows.size(); ++r) {
    const std::vector<Cell>& row = table.rows[r];
    if (row.empty()) continue;
    FactSetting of_row;
    bool labelled = false;
    const bool total = names_a_total(lexicons, article, row[0]);
    if (row[0].end_token > row[0].first_token) {
      scan_cell(label, row[0]);
      of_row.metric.entry = metric_in(label);
      if (!total) of_row.subject = name_in(label);  // "Total" is no TotalEnergies here
      of_row.period = period_in(label);
      labelled = label.numbers.empty();
      if (labelled && !total && !of_row.subject && of_row.metric.entry == nullptr) of_row.scope = source_text(article, row[0].first_token, row[0].end_token);
    }
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c].end_token <= row[c].first_token) continue;
      scan_cell(scan, row[c]);
      if (scan.numbers.empty()) continue;
      if (c < columns.size())
        setting = columns[c];
      else
        setting = {};
      if (c > 0 && labelled) {
        if (of_row.subject) setting.subject = of_row.subject;
        if (setting.period.empty()) setting.period = of_row.period;
        setting.scope = of_row.scope;
        if (is_weak(setting.metric.entry) && !is_weak(of_row.metric.entry)) setting.metric = of_row.metric;
      }
      if (is_weak(setting.metric.entry) && !columns.empty() && !is_weak(columns[0].metric.entry)) setting.metric = columns[0].metric;
      if (is_weak(setting.metric.entry) && heading.metric.entry != nullptr) setting.metric = heading.metric;
      if (setting.period.empty()) setting.period = heading.period;
      // Names in a cell are other parties once the row or the column says who it is.
      if (setting.subject)
        setting.names_are_parties =
            std::none_of(scan.names.begin(), scan.names.end(), [&](const FactName& name) { return name.end < scan.end && scan.word(name.end) == ":"; });
      const std::size_t first = facts.size();
      if (sentence == 0) sentence = article.sentence_of(row[c].first_token);
      while (sentence < article.sentences.size() && article.sentences[sentence].end_token <= row[c].first_token) ++sentence;
      FactStatements statements(scan, focus, sentence);
      statements.state(setting, facts);
      for (std::size_t f = first; f < facts.size(); ++f) {
        facts[f].table = index;
        facts[f].row = static_cast<std::int32_t>(r);
        facts[f].column = static_cast<std::int32_t>(c);
        facts[f].list_total = c > 0 && (total || (c < totals.size() && totals[c]));
      }
    }
  }
}

}  // namespace mizan

#include "pipeline/analysis.h"

#include <algorithm>

#include "pipeline/tokenizer.h"

namespace mizan {
namespace {

// Finds what lines are: list items, table rows, headings, prose; then cuts them into sentences.
class StructureFinder {
 public:
  explicit StructureFinder(Analysis& a) : a_(a) {}

  void run() {
    std::uint32_t line = 1, first = 0;
    const auto size = static_cast<std::uint32_t>(a_.tokens.size());
    for (std::uint32_t t = 0; t <= size; ++t) {
      if (t < size && a_.tokens[t].kind != TokenKind::kNewline) continue;
      if (t > first)
        add_line(first, t, line);
      else
        end_table();
      first = t + 1;
      ++line;
    }
    end_table();
    find_headings();
    link_lists();
    for (std::uint32_t b = 0; b < a_.blocks.size(); ++b) cut(b);
  }

 private:
  std::string_view word(std::uint32_t t) const { return a_.word(t); }

  bool is_bullet(std::uint32_t t) const {
    static constexpr std::string_view kBullets[] = {"•", "●", "▪", "◦", "‣", "·", "*", "-", "+", "■", "►", "○", "✓", "—", "\uf0b7"};
    return std::find(std::begin(kBullets), std::end(kBullets), word(t)) != std::end(kBullets);
  }

  // Is a bracket opened there and never closed? Behind "120)" it is the other half of a pair that bidi turned round: "120) مليون دولار(" (120 million dollars).
  bool leaves_open(std::uint32_t first, std::uint32_t end) const {
    int open = 0;
    for (std::uint32_t t = first; t < end; ++t) {
      if (word(t) == "(") ++open;
      if (word(t) == ")" && open > 0) --open;
    }
    return open > 0;
  }

  void add_line(std::uint32_t first, std::uint32_t end, std::uint32_t line) {
    Block block;
    block.first_token = first;
    block.end_token = end;
    block.line = line;
    if (word(first) == "|" && end - first >= 2) {
      add_table_row(block);
      return;
    }
    end_table();
    if (word(first) == "#") {
      std::uint32_t t = first;
      while (t < end && word(t) == "#") ++t;
      if (t < end && a_.tokens[t].space_before) {
        block.kind = BlockKind::kHeading;
        block.first_token = t;
      }
    } else if (is_bullet(first) && first + 1 < end && (a_.tokens[first + 1].space_before || word(first) == "•" || word(first) == "●")) {
      block.kind = BlockKind::kListItem;
      block.first_token = first + 1;
    } else if (a_.tokens[first].kind == TokenKind::kDigits && first + 2 < end && a_.tokens[first].end - a_.tokens[first].begin <= 3 &&
               (word(first + 1) == "." || word(first + 1) == ")" || word(first + 1) == "-") && !a_.tokens[first + 1].space_before &&
               a_.tokens[first + 2].space_before && a_.tokens[first + 2].kind != TokenKind::kDigits &&
               !(word(first + 1) == ")" && leaves_open(first + 2, end))) {
      block.kind = BlockKind::kListItem;
      block.first_token = first + 2;
    }
    a_.blocks.push_back(block);
  }

  void add_table_row(Block block) {
    if (open_table_ < 0) {
      open_table_ = static_cast<std::int32_t>(a_.tables.size());
      a_.tables.emplace_back();
    }
    block.table = open_table_;
    bool rule = true;
    for (std::uint32_t t = block.first_token; t < block.end_token && rule; ++t) rule = word(t) == "|" || word(t) == "-" || word(t) == ":" || word(t) == "—";
    Table& table = a_.tables[static_cast<std::size_t>(open_table_)];
    if (rule) {
      block.kind = BlockKind::kTableRule;
      if (table.rows.size() == 1) table.has_header = true;
      a_.blocks.push_back(block);
      return;
    }
    block.kind = BlockKind::kTableRow;
    std::vector<Cell> cells;
    std::uint32_t begin = block.first_token + 1;
    for (std::uint32_t t = begin; t <= block.end_token; ++t) {
      if (t < block.end_token && word(t) != "|") continue;
      if (t < block.end_token || t > begin) cells.push_back({begin, t});
      begin = t + 1;
    }
    table.rows.push_back(std::move(cells));
    a_.blocks.push_back(block);
  }

  void end_table() { open_table_ = -1; }

  bool ends_with(const Block& block, std::string_view mark) const { return block.end_token > block.first_token && word(block.end_token - 1) == mark; }
  bool ends_sentence(const Block& block) const {
    for (std::string_view mark : {".", "!", "?", "؟", "…", "\"", ")", "،", ","})
      if (ends_with(block, mark)) return true;
    return false;
  }

  // A short line without an end mark that stands before longer ones.
  void find_headings() {
    constexpr std::uint32_t kLongestHeading = 16;
    for (std::size_t b = 0; b + 1 < a_.blocks.size(); ++b) {
      Block& block = a_.blocks[b];
      const std::uint32_t length = block.end_token - block.first_token;
      const bool numbered = block.kind == BlockKind::kListItem && b + 1 < a_.blocks.size() && a_.blocks[b + 1].kind == BlockKind::kProse &&
                            a_.tokens[block.first_token - 1].kind == TokenKind::kPunct && word(block.first_token - 1) == ".";
      if (block.kind != BlockKind::kProse && !numbered) continue;
      const Block& next = a_.blocks[b + 1];
      // "Revenue (2024)" right above a list is its lead.
      const bool leads = next.kind == BlockKind::kListItem && next.line == block.line + 1 && ends_with(block, ")");
      if (length > kLongestHeading || (ends_sentence(block) && !leads)) continue;
      if (ends_with(block, ":") || next.line > block.line + 1 || next.end_token - next.first_token > length) block.kind = BlockKind::kHeading;
    }
  }

  void link_lists() {
    std::int32_t heading = -1, lead = -1, list = -1;
    std::int32_t lists = 0;
    for (std::size_t b = 0; b < a_.blocks.size(); ++b) {
      Block& block = a_.blocks[b];
      const auto index = static_cast<std::int32_t>(b);
      block.heading = heading;
      switch (block.kind) {
        case BlockKind::kHeading:
          heading = index;
          lead = index;
          list = -1;
          break;
        case BlockKind::kListItem:
          if (list < 0) {
            list = lists++;
            if (b > 0 && a_.blocks[b - 1].kind == BlockKind::kProse && ends_with(a_.blocks[b - 1], ":"))
              lead = index - 1;
            else if (b == 0 || a_.blocks[b - 1].kind != BlockKind::kHeading)
              lead = lead >= 0 && a_.blocks[static_cast<std::size_t>(lead)].line + 2 >= block.line ? lead : -1;
          }
          block.list = list;
          block.lead = lead >= 0 ? lead : heading;
          break;
        case BlockKind::kTableRow:
        case BlockKind::kTableRule: {
          Table& table = a_.tables[static_cast<std::size_t>(block.table)];
          if (table.heading < 0) table.heading = heading;
          list = -1;
          break;
        }
        case BlockKind::kProse:
          list = -1;
          lead = -1;
          break;
      }
    }
  }

  void add_sentence(std::uint32_t first, std::uint32_t end, std::uint32_t block) {
    if (end > first) a_.sentences.push_back({first, end, block});
  }

  void cut(std::uint32_t index) {
    const Block& block = a_.blocks[index];
    if (block.kind == BlockKind::kTableRule) return;
    if (block.kind == BlockKind::kTableRow) {
      std::uint32_t first = block.first_token;
      for (std::uint32_t t = first; t <= block.end_token; ++t) {
        if (t < block.end_token && word(t) != "|") continue;
        add_sentence(first, t, index);
        first = t + 1;
      }
      return;
    }
    std::uint32_t first = block.first_token;
    for (std::uint32_t t = first; t < block.end_token; ++t) {
      if (t - first >= Sentence::kLongest) {
        add_sentence(first, t, index);
        first = t;
      }
      if (a_.tokens[t].kind != TokenKind::kPunct || a_.tokens[t].in_url) continue;
      const std::string_view mark = word(t);
      const bool full = mark == "!" || mark == "?" || mark == "؟" || mark == "。" || mark == "…" || (mark == "." && ends_here(t, block));
      if (!full) continue;
      std::uint32_t end = t + 1;
      while (end < block.end_token && !a_.tokens[end].space_before && a_.tokens[end].kind == TokenKind::kPunct &&
             (word(end) == "\"" || word(end) == ")" || word(end) == "'" || word(end) == "." || word(end) == "!" || word(end) == "?"))
        ++end;
      if (end < block.end_token && !a_.tokens[end].space_before && mark != "؟" && mark != "。" && mark != ".") continue;
      add_sentence(first, end, index);
      first = end;
      t = end - 1;
    }
    add_sentence(first, block.end_token, index);
  }

  // Does the full stop at t end a sentence? Not inside numbers, acronyms and file names, and not behind an abbreviation: a capitalised word of up to
  // three letters ("Mr.", "St.", "Jan."), a single letter, or before a lower-case word.
  bool ends_here(std::uint32_t t, const Block& block) const {
    if (t + 1 >= block.end_token) return true;
    const Token& next = a_.tokens[t + 1];
    if (!next.space_before) {
      if (next.kind == TokenKind::kPunct && (word(t + 1) == "\"" || word(t + 1) == ")" || word(t + 1) == "'")) return true;
      // A missing space: "الدولي.وأضاف". Digits or Latin on both sides are a number, an acronym or a name.
      return t > block.first_token && a_.tokens[t - 1].kind == TokenKind::kArabic && next.kind == TokenKind::kArabic && !a_.tokens[t].space_before &&
             a_.tokens[t - 1].end - a_.tokens[t - 1].begin > 4;
    }
    if (next.kind == TokenKind::kLatin && !next.capital && !next.mixed_case) return false;
    if (t > block.first_token && !a_.tokens[t].space_before) {
      const Token& before = a_.tokens[t - 1];
      const std::uint32_t length = before.end - before.begin;
      if (before.kind == TokenKind::kLatin) {
        if (length == 1) return false;
        if (before.capital && !before.all_capitals && length <= 3 && (next.capital || next.kind == TokenKind::kDigits)) return false;
        if (next.kind == TokenKind::kDigits && length <= 4 && before.capital) return false;  // "Sept. 5"
      }
      if (before.kind == TokenKind::kArabic && length <= 2) return false;  // "د. محمد", "م. علي"
    }
    return true;
  }

  Analysis& a_;
  std::int32_t open_table_ = -1;
};

}  // namespace

std::uint32_t Analysis::sentence_of(std::uint32_t token) const {
  auto it = std::upper_bound(sentences.begin(), sentences.end(), token, [](std::uint32_t t, const Sentence& s) { return t < s.end_token; });
  return static_cast<std::uint32_t>(it - sentences.begin());
}

Analysis analyze(const Document& document, Field field, const Annotator& annotator) {
  Alone alone;
  return analyze(document, field, annotator, alone);
}

Analysis analyze(const Document& document, Field field, const Annotator& annotator, Crew& crew) {
  Analysis a(field == Field::kTitle ? document.title : document.text);
  a.document = &document;
  a.field = field;
  a.tokens = tokenize(a.text);
  std::uint64_t arabic = 0, latin = 0;
  for (const Token& token : a.tokens) {
    if (token.kind == TokenKind::kArabic) arabic += (token.end - token.begin) / 2;
    if (token.kind == TokenKind::kLatin) latin += token.end - token.begin;
  }
  a.arabic = document.lang == "ar" || (document.lang != "en" && arabic > latin);
  annotator.annotate(a, crew);
  StructureFinder(a).run();
  return a;
}

}  // namespace mizan

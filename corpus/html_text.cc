#include "corpus/html_text.h"

#include <algorithm>
#include <charconv>

#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_nbsp(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "\xC2\xA0";
}

enum class Break : std::uint8_t { kNone, kSpace, kLine, kParagraph };

// Builds the text; breaks are only written once something follows them.
class Writer {
 public:
  explicit Writer(const HtmlPage& page) : page_(page) {}

  void ask(Break what) { pending_ = std::max(pending_, in_cell_ && what > Break::kSpace ? Break::kSpace : what); }
  // Written before the next text, at the begin of its line.
  void mark(std::string_view sign) { sign_ = sign; }
  void forget_mark() { sign_ = {}; }
  void raw(std::string_view text) { out_.text += text; }

  void begin_cell() {
    in_cell_ = true;
    pending_ = Break::kNone;
    cell_begin_ = out_.text.size();
  }
  void end_cell() {
    in_cell_ = false;
    pending_ = Break::kNone;
  }
  // Everything asked for is written now: a table's rows follow.
  void begin_table() {
    pending_ = Break::kParagraph;
    flush();
  }

  void node(std::uint32_t node, bool keeps_space) {
    std::string_view text = page_.text(node), written = page_.written(node);
    // Where the node stands in the source; characters are matched one by one, and an entity is passed over.
    std::size_t source = written.empty() ? 0 : static_cast<std::size_t>(written.data() - page_.source().data());
    const std::size_t source_end = source + written.size();
    const bool traced = !written.empty();
    for (std::size_t i = 0; i < text.size();) {
      std::size_t next = i;
      next_code_point(text, next);
      std::size_t source_begin = source;
      bool same = false;
      if (traced && source < source_end) {
        std::string_view here = page_.source().substr(source, next - i);
        same = here == text.substr(i, next - i) && here[0] != '&';
        if (same) {
          source += next - i;
        } else if (page_.source()[source] == '&') {
          same = skip_entity(source, source_end, text.substr(i, next - i));
        } else {
          // To the parser a carriage return is a line feed and a NUL the replacement character: a byte each, whatever they became.
          const char there = page_.source()[source];
          source = std::min(source_end, source + (there == '\r' || there == '\0' ? 1 : next - i));
          if (there == '\r' && source < source_end && page_.source()[source] == '\n') ++source;
        }
      }
      if (keeps_space && text[i] == '\n') {
        ask(Break::kLine);
      } else if (is_space(text[i]) || is_nbsp(text, i)) {
        ask(Break::kSpace);
      } else {
        put(text.substr(i, next - i), source_begin, traced && same);
      }
      i = next;
    }
  }

  PageText take() {
    if (!sign_.empty()) sign_ = {};
    return std::move(out_);
  }
  bool line_is_empty() const { return out_.text.empty() || pending_ >= Break::kLine || out_.text.back() == '\n'; }

 private:
  // Behind "&amp;". True where what it stands for is written as itself ("&" alone).
  bool skip_entity(std::size_t& source, std::size_t end, std::string_view decoded) {
    std::string_view rest = page_.source().substr(source, end - source);
    std::size_t i = 1;
    while (i < rest.size() && i < 40 &&
           ((rest[i] >= 'a' && rest[i] <= 'z') || (rest[i] >= 'A' && rest[i] <= 'Z') || (rest[i] >= '0' && rest[i] <= '9') || rest[i] == '#'))
      ++i;
    if (decoded == "&" && (i == 1 || rest.substr(0, 4) != "&amp")) {
      if (rest.substr(0, 2) != "&#") {
        ++source;
        return true;
      }
    }
    if (i < rest.size() && rest[i] == ';') ++i;
    source += i;
    return false;
  }

  void flush() {
    if (!out_.text.empty()) {
      if (pending_ == Break::kParagraph) {
        while (out_.text.size() >= 2 && out_.text.back() == '\n' && out_.text[out_.text.size() - 2] == '\n') out_.text.pop_back();
        out_.text += out_.text.back() == '\n' ? "\n" : "\n\n";
      } else if (pending_ == Break::kLine && out_.text.back() != '\n') {
        out_.text += '\n';
      } else if (pending_ == Break::kSpace && out_.text.back() != '\n' && !(in_cell_ && out_.text.size() == cell_begin_)) {
        out_.text += ' ';
      }
    }
    pending_ = Break::kNone;
    if (!sign_.empty()) {
      if (!in_cell_) out_.text += sign_;
      sign_ = {};
    }
  }

  void put(std::string_view character, std::size_t source, bool traced) {
    if (pending_ != Break::kNone || !sign_.empty()) flush();
    if (in_cell_ && character == "|") character = "/";
    if (traced) {
      auto begin = static_cast<std::uint32_t>(out_.text.size());
      if (!out_.origin.empty()) {
        OriginRun& last = out_.origin.back();
        if (last.begin + last.length == begin && last.source + last.length == source) {
          last.length += static_cast<std::uint32_t>(character.size());
          out_.text += character;
          return;
        }
      }
      out_.origin.push_back({begin, static_cast<std::uint32_t>(character.size()), source});
    }
    out_.text += character;
  }

  const HtmlPage& page_;
  PageText out_;
  Break pending_ = Break::kNone;
  std::string_view sign_;
  bool in_cell_ = false;
  std::size_t cell_begin_ = 0;
};

unsigned span_of(const HtmlPage& page, std::uint32_t cell, const char* name) {
  std::string_view value = page.attribute(cell, name);
  unsigned out = 1;
  std::from_chars(value.data(), value.data() + value.size(), out);
  return std::clamp(out, 1u, 50u);
}

bool is_cell(GumboTag tag) {
  return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
}
bool has_digit(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if ((c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9)) return true;
  }
  return false;
}

class TextMaker {
 public:
  TextMaker(const HtmlPage& page, const std::vector<bool>& left_out) : page_(page), left_out_(left_out), writer_(page) {}

  PageText run(std::uint32_t begin, std::uint32_t end) {
    walk(begin, end);
    PageText out = writer_.take();
    while (!out.text.empty() && is_space(out.text.back())) out.text.pop_back();
    while (!out.origin.empty() && out.origin.back().begin >= out.text.size()) out.origin.pop_back();
    if (!out.origin.empty()) {
      OriginRun& last = out.origin.back();
      last.length = std::min(last.length, static_cast<std::uint32_t>(out.text.size()) - last.begin);
    }
    return out;
  }

 private:
  struct Open {
    std::uint32_t end;
    Break behind;
    bool keeps_space;
  };

  bool is_out(std::uint32_t node) const { return left_out_[node] || is_no_text(page_.tag(node)); }

  void walk(std::uint32_t begin, std::uint32_t end) {
    std::vector<Open> open;
    for (std::uint32_t node = begin; node < end;) {
      while (!open.empty() && open.back().end <= node) {
        writer_.ask(open.back().behind);
        if (open.back().behind != Break::kNone) writer_.forget_mark();
        open.pop_back();
      }
      const bool keeps_space = !open.empty() && open.back().keeps_space;
      if (page_.is_text(node)) {
        if (!left_out_[node]) writer_.node(node, keeps_space);
        ++node;
        continue;
      }
      const GumboTag tag = page_.tag(node);
      if (is_out(node)) {
        if (is_block(tag)) writer_.ask(Break::kLine);
        node = page_.end(node);
        continue;
      }
      if (tag == GUMBO_TAG_BR) {
        writer_.ask(Break::kLine);
        if (last_break_ + 1 == node || only_space_between(last_break_, node)) writer_.ask(Break::kParagraph);
        last_break_ = node;
        ++node;
        continue;
      }
      if (tag == GUMBO_TAG_TABLE && is_data_table(page_, node)) {
        table(node);
        node = page_.end(node);
        continue;
      }
      Break around = Break::kNone;
      if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_OPTION)
        around = Break::kLine;
      else if (is_block(tag))
        around = Break::kParagraph;
      else if (is_cell(tag))
        around = Break::kLine;
      writer_.ask(around);
      if (tag == GUMBO_TAG_LI) writer_.mark("- ");
      if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) writer_.mark("## ");
      open.push_back({page_.end(node), around, keeps_space || tag == GUMBO_TAG_PRE});
      ++node;
    }
    while (!open.empty()) {
      writer_.ask(open.back().behind);
      open.pop_back();
    }
  }

  bool only_space_between(std::uint32_t from, std::uint32_t to) const {
    if (from == 0 || to - from > 3) return false;
    for (std::uint32_t i = from + 1; i < to; ++i) {
      if (!page_.is_text(i)) return false;
      std::string_view text = page_.text(i);
      if (!std::all_of(text.begin(), text.end(), is_space)) return false;
    }
    return true;
  }

  struct CellAt {
    std::uint32_t node = 0;  // 0: covered by another one
    bool repeats = false;    // a label that spans rows is said again in each
  };

  void table(std::uint32_t table) {
    std::vector<std::vector<CellAt>> rows;
    std::vector<std::pair<unsigned, std::uint32_t>> spans;  // by column: rows still covered, and by which cell
    std::uint32_t caption = 0;
    std::size_t columns = 0;
    bool first_is_head = false;
    for (std::uint32_t i = table + 1; i < page_.end(table);) {
      const GumboTag tag = page_.tag(i);
      if (tag == GUMBO_TAG_CAPTION) {
        caption = i;
        i = page_.end(i);
        continue;
      }
      if (tag != GUMBO_TAG_TR || is_out(i)) {
        i = is_out(i) ? page_.end(i) : i + 1;
        continue;
      }
      std::vector<CellAt> row;
      bool all_head = true;
      for (std::uint32_t cell = i + 1; cell < page_.end(i); cell = page_.end(cell)) {
        if (!is_cell(page_.tag(cell)) || is_out(cell)) continue;
        cover(row, spans);
        all_head = all_head && page_.tag(cell) == GUMBO_TAG_TH;
        const unsigned across = span_of(page_, cell, "colspan"), down = span_of(page_, cell, "rowspan");
        for (unsigned k = 0; k < across && row.size() < 200; ++k) {
          if (down > 1) {
            if (spans.size() <= row.size()) spans.resize(row.size() + 1);
            spans[row.size()] = {down - 1, k == 0 ? cell : 0};
          }
          row.push_back({k == 0 ? cell : 0, false});
        }
      }
      cover(row, spans);
      if (!row.empty()) {
        if (rows.empty()) first_is_head = all_head || page_.tag(page_.parent(i)) == GUMBO_TAG_THEAD;
        columns = std::max(columns, row.size());
        rows.push_back(std::move(row));
      }
      i = page_.end(i);
    }
    if (rows.empty()) return;
    if (!first_is_head && rows.size() > 1) {
      // A head is said in words, what is below it in numbers.
      auto numbers = [&](const std::vector<CellAt>& row) {
        return std::count_if(row.begin(), row.end(), [&](const CellAt& cell) { return cell.node != 0 && has_digit(page_.text_below(cell.node)); });
      };
      first_is_head = numbers(rows[0]) == 0 && numbers(rows[1]) > 0;
    }
    if (caption != 0) {
      writer_.ask(Break::kParagraph);
      writer_.mark("## ");
      walk(caption + 1, page_.end(caption));
      writer_.forget_mark();
    }
    writer_.begin_table();
    for (std::size_t r = 0; r < rows.size(); ++r) {
      writer_.raw("|");
      for (std::size_t c = 0; c < columns; ++c) {
        writer_.raw(" ");
        writer_.begin_cell();
        if (c < rows[r].size() && rows[r][c].node != 0) walk(rows[r][c].node + 1, page_.end(rows[r][c].node));
        writer_.end_cell();
        writer_.raw(" |");
      }
      writer_.raw("\n");
      if (r == 0 && first_is_head) {
        writer_.raw("|");
        for (std::size_t c = 0; c < columns; ++c) writer_.raw("---|");
        writer_.raw("\n");
      }
    }
    writer_.ask(Break::kParagraph);
  }

  // Columns that a cell of an earlier row reaches down into.
  void cover(std::vector<CellAt>& row, std::vector<std::pair<unsigned, std::uint32_t>>& spans) const {
    while (row.size() < spans.size() && spans[row.size()].first > 0) {
      auto& [left, cell] = spans[row.size()];
      --left;
      constexpr std::size_t kLongestLabel = 120;
      std::string text = cell != 0 ? page_.text_below(cell) : std::string();
      const bool label = !text.empty() && text.size() <= kLongestLabel && !has_digit(text);
      row.push_back({label ? cell : 0, label});
    }
  }

  const HtmlPage& page_;
  const std::vector<bool>& left_out_;
  Writer writer_;
  std::uint32_t last_break_ = 0;
};

}  // namespace

bool is_block(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_UL:
      return true;
    default:
      return false;
  }
}

bool is_no_text(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_META:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
      return true;
    default:
      return false;
  }
}

bool is_data_table(const HtmlPage& page, std::uint32_t table) {
  std::string_view role = page.attribute(table, "role");
  if (role == "presentation" || role == "none") return false;
  std::size_t rows = 0, cells = 0, widest = 0, in_row = 0, blocks = 0, cell_length = 0;
  for (std::uint32_t i = table + 1; i < page.end(table); ++i) {
    const GumboTag tag = page.tag(i);
    if (tag == GUMBO_TAG_TABLE) return false;
    if (tag == GUMBO_TAG_TR) {
      ++rows;
      in_row = 0;
    } else if (is_cell(tag)) {
      ++cells;
      widest = std::max(widest, ++in_row);
      cell_length = 0;
      blocks = 0;
    } else if (page.is_text(i)) {
      cell_length += page.text(i).size();
      if (cell_length > 1200) return false;
    } else if (tag == GUMBO_TAG_P || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2) {
      if (++blocks > 4) return false;
    }
  }
  return rows >= 2 && widest >= 2 && cells >= 4;
}

PageText page_text(const HtmlPage& page, std::uint32_t begin, std::uint32_t end, const std::vector<bool>& left_out) {
  return TextMaker(page, left_out).run(begin, end);
}

PageText fragment_text(const HtmlPage& page) {
  std::vector<bool> left_out(page.size(), false);
  return page_text(page, 0, page.size(), left_out);
}

std::string one_line(std::string_view text) {
  std::string out;
  bool space = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_space(text[i]) || is_nbsp(text, i)) {
      space = !out.empty();
      if (is_nbsp(text, i)) ++i;
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += text[i];
  }
  return out;
}

}  // namespace mizan::corpus

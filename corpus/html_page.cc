#include "corpus/html_page.h"

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <cstring>

namespace mizan::corpus {
namespace {

constexpr std::size_t kDeepest = 512;  // as in Blink
constexpr std::size_t kMostAttributes = 256;
// A tree takes some 40 bytes for each byte of an ordinary page.
constexpr std::size_t kFreeMemory = std::size_t{64} << 20;
constexpr std::size_t kMemoryPerByte = 48;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_void(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
      return true;
    default:
      return false;
  }
}

// An end tag does not reach through these.
bool is_barrier(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_MARQUEE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
      return true;
    default:
      return false;
  }
}

// Their end is implied by the next one.
bool ends_itself(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_A:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_COLGROUP:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
      return true;
    default:
      return false;
  }
}

// Raw text: what stands in it are no tags.
bool is_raw(GumboTag tag) {
  return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TEXTAREA || tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_XMP ||
         tag == GUMBO_TAG_IFRAME || tag == GUMBO_TAG_NOEMBED || tag == GUMBO_TAG_NOFRAMES;
}

}  // namespace

bool is_digit(char c, bool hex) {
  return (c >= '0' && c <= '9') || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

// "&#4294967295;" -> "&#0000065533;": a number that is no character is U+FFFD to a browser, but overflows in gumbo and comes out as any byte, a NUL among them,
// which ends the text. Of the same length, so that places stay. The page as it is where there is none, else `copy`.
std::string_view without_impossible_references(std::string_view page, std::string& copy) {
  for (std::size_t at = page.find("&#"); at != std::string_view::npos; at = page.find("&#", at)) {
    at += 2;
    const bool hex = at < page.size() && (page[at] == 'x' || page[at] == 'X');
    if (hex) ++at;
    std::size_t end = at;
    std::uint32_t value = 0;
    for (; end < page.size() && is_digit(page[end], hex); ++end) {
      const auto digit = static_cast<std::uint32_t>(page[end] <= '9' ? page[end] - '0' : (page[end] | 0x20) - 'a' + 10);
      if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + digit;
    }
    if (value > 0x10FFFF) {
      if (copy.empty()) copy = page;
      const std::string_view replacement = hex ? "FFFD" : "65533";
      std::fill(copy.begin() + static_cast<std::ptrdiff_t>(at), copy.begin() + static_cast<std::ptrdiff_t>(end), '0');
      copy.replace(end - replacement.size(), replacement.size(), replacement);
    }
    at = end;
  }
  return copy.empty() ? page : std::string_view(copy);
}

// Memory of one page, freed at once: gumbo frees a tree by recursion, which a deep one turns into a stack overflow.
struct HtmlPage::Arena {
  explicit Arena(std::size_t most) : left(most) {}
  ~Arena() {
    for (void* block : blocks) std::free(block);
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  static void* allocate(void* self, std::size_t size) { return static_cast<Arena*>(self)->take(size); }
  static void release(void*, void*) {}

  void* take(std::size_t size) {
    size = (size + 15) & ~std::size_t{15};
    // gumbo takes no null: only a jump leads out of it. Between here and setjmp() are its C frames alone.
    if (size > left) std::longjmp(give_up, 1);
    left -= size;
    if (size > static_cast<std::size_t>(end - at)) {
      constexpr std::size_t kBlock = std::size_t{256} << 10;
      std::size_t block = size > kBlock / 4 ? size : kBlock;
      void* made = std::malloc(block);
      if (made == nullptr) std::longjmp(give_up, 1);
      blocks.push_back(made);
      if (block == size) return made;
      at = static_cast<char*>(made);
      end = at + block;
    }
    void* out = at;
    at += size;
    return out;
  }

  std::jmp_buf give_up;
  std::size_t left;
  char* at = nullptr;
  char* end = nullptr;
  std::vector<void*> blocks;
};

HtmlPage::HtmlPage(std::string_view source) : source_(without_impossible_references(source, mended_)) {
  check();
  if (problem_ != PageProblem::kNone) return;
  arena_ = std::make_unique<Arena>(kFreeMemory + kMemoryPerByte * source.size());
  parse();
  if (problem_ == PageProblem::kNone) lay_out();
}

HtmlPage::~HtmlPage() = default;

// One pass over the tags, with a stack of those that are open: what is refused never reaches the parser, whose checks of scope walk that stack.
void HtmlPage::check() {
  std::vector<GumboTag> open;
  const std::size_t size = source_.size();
  for (std::size_t at = source_.find('<'); at < size; at = source_.find('<', at)) {
    if (source_.substr(at, 4) == "<!--") {
      std::size_t end = source_.find("-->", at + 4);
      at = end == std::string_view::npos ? size : end + 3;
      continue;
    }
    std::size_t name = at + 1;
    const bool closes = name < size && source_[name] == '/';
    if (closes) ++name;
    if (name >= size || !is_letter(source_[name])) {
      ++at;
      continue;
    }
    std::size_t name_end = name;
    while (name_end < size && !is_space(source_[name_end]) && source_[name_end] != '>' && source_[name_end] != '/') ++name_end;
    const GumboTag tag = gumbo_tagn_enum(source_.data() + name, static_cast<unsigned>(std::min<std::size_t>(name_end - name, 64)));
    // Attributes: a quoted value may hold anything.
    std::size_t i = name_end, attributes = 0;
    char quote = 0;
    bool in_value = false, in_name = false;
    for (; i < size && (quote != 0 || source_[i] != '>'); ++i) {
      char c = source_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (in_value && (c == '"' || c == '\'')) {
        quote = c;
        in_value = false;
      } else if (is_space(c) || c == '/') {
        if (!in_value || !is_space(c)) in_name = false;
      } else if (c == '=') {
        in_value = true;
        in_name = false;
      } else {
        if (!in_name && !in_value) {
          in_name = true;
          if (++attributes > kMostAttributes) {
            problem_ = PageProblem::kTooComplex;
            bad_byte_ = at;
            return;
          }
        }
        if (in_value) {
          in_value = false;
          in_name = true;
        }
      }
    }
    const bool self_closed = i > 0 && i < size && source_[i - 1] == '/';
    std::size_t begin = at;
    at = std::min(i + 1, size);
    if (is_void(tag)) continue;
    if (closes) {
      for (std::size_t back = open.size(); back > 0; --back) {
        if (open[back - 1] == tag) {
          open.resize(back - 1);
          break;
        }
        if (is_barrier(open[back - 1]) && !is_barrier(tag)) break;
      }
      continue;
    }
    if (is_raw(tag)) {
      // To its end tag, in any case of letters.
      std::string_view wanted = source_.substr(name, name_end - name);
      for (std::size_t end = source_.find("</", at);; end = source_.find("</", end + 2)) {
        if (end == std::string_view::npos) {
          at = size;
          break;
        }
        std::string_view found = source_.substr(end + 2, wanted.size());
        if (found.size() == wanted.size() && strncasecmp(found.data(), wanted.data(), wanted.size()) == 0) {
          at = end;
          break;
        }
      }
      continue;
    }
    if (self_closed && tag == GUMBO_TAG_UNKNOWN) continue;  // <path/> of a drawing
    if (ends_itself(tag)) {
      for (std::size_t back = open.size(); back > 0; --back) {
        if (open[back - 1] == tag) {
          open.resize(back - 1);
          break;
        }
        GumboTag between = open[back - 1];
        if (between == GUMBO_TAG_TABLE || between == GUMBO_TAG_UL || between == GUMBO_TAG_OL || between == GUMBO_TAG_DL || between == GUMBO_TAG_SELECT ||
            between == GUMBO_TAG_BUTTON || between == GUMBO_TAG_DIV)
          break;
      }
    }
    open.push_back(tag);
    if (open.size() > kDeepest) {
      problem_ = PageProblem::kTooDeep;
      bad_byte_ = begin;
      return;
    }
  }
}

void HtmlPage::parse() {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Arena::allocate;
  options.deallocator = &Arena::release;
  options.userdata = arena_.get();
  options.max_errors = 0;
  if (setjmp(arena_->give_up) == 0) {
    output_ = gumbo_parse_with_options(&options, source_.data(), source_.size());
  } else {
    problem_ = PageProblem::kTooComplex;
  }
}

void HtmlPage::lay_out() {
  struct Open {
    std::uint32_t index;
    unsigned next;
  };
  std::vector<Open> open;
  auto add = [&](const GumboNode* node, std::uint32_t parent) {
    Node flat;
    flat.gumbo = node;
    flat.parent = parent;
    flat.text = node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
    if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML) flat.tag = node->v.element.tag;
    if (node->type == GUMBO_NODE_TEMPLATE) flat.tag = GUMBO_TAG_TEMPLATE;
    nodes_.push_back(flat);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  };
  open.push_back({add(output_->root, 0), 0});
  while (!open.empty()) {
    Open& top = open.back();
    const GumboNode* node = nodes_[top.index].gumbo;
    const GumboVector& children = node->v.element.children;
    if (top.next == children.length) {
      nodes_[top.index].end = size();
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[top.next++]);
    if (child->type == GUMBO_NODE_COMMENT) continue;
    std::uint32_t index = add(child, top.index);
    if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE)
      open.push_back({index, 0});
    else
      nodes_[index].end = index + 1;
  }
}

std::string_view HtmlPage::written(std::uint32_t node) const {
  const GumboStringPiece& piece = nodes_[node].gumbo->v.text.original_text;
  if (piece.data < source_.data() || piece.data + piece.length > source_.data() + source_.size()) return {};
  return {piece.data, piece.length};
}

std::string_view HtmlPage::attribute(std::uint32_t node, const char* name) const {
  if (nodes_[node].text) return {};
  const GumboAttribute* found = gumbo_get_attribute(&nodes_[node].gumbo->v.element.attributes, name);
  return found ? std::string_view(found->value) : std::string_view();
}

bool HtmlPage::has_attribute(std::uint32_t node, const char* name) const {
  return !nodes_[node].text && gumbo_get_attribute(&nodes_[node].gumbo->v.element.attributes, name) != nullptr;
}

bool HtmlPage::is_link(std::uint32_t node) const {
  if (tag(node) != GUMBO_TAG_A || !has_attribute(node, "href")) return false;
  const auto flags = static_cast<unsigned>(nodes_[node].gumbo->parse_flags);
  return (flags & (GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT | GUMBO_INSERTION_ADOPTION_AGENCY_CLONED)) == 0;
}

std::string HtmlPage::text_below(std::uint32_t node) const {
  std::string out;
  for (std::uint32_t i = node; i < end(node); ++i) {
    if (is_text(i)) out += text(i);
  }
  return out;
}

}  // namespace mizan::corpus

// A page as a tree, laid out flat: nodes in document order, each with the end of what is below it, so that every look at the page is one pass over a list.
//
// Parsed by gumbo (the HTML5 algorithm, so broken markup gives what a browser shows). Hostile pages are refused before they cost time or memory: nesting
// deeper than browsers go, thousands of attributes in one tag, trees that grow far beyond their page.
#pragma once

#include <gumbo.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mizan::corpus {

enum class PageProblem : std::uint8_t { kNone, kTooDeep, kTooComplex };

class HtmlPage {
 public:
  // `source` is valid UTF-8 and has to outlive the page. Look at problem() first: with one, the page is empty. `bad_byte` is where it is.
  explicit HtmlPage(std::string_view source);
  ~HtmlPage();
  HtmlPage(const HtmlPage&) = delete;
  HtmlPage& operator=(const HtmlPage&) = delete;

  PageProblem problem() const { return problem_; }
  std::size_t bad_byte() const { return bad_byte_; }
  // As it was given, but for numeric references to no character ("&#4294967295;"), which name U+FFFD here; of the same length.
  std::string_view source() const { return source_; }

  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  // Nodes below `node` are [node + 1, end(node)).
  std::uint32_t end(std::uint32_t node) const { return nodes_[node].end; }
  // Of the root: itself.
  std::uint32_t parent(std::uint32_t node) const { return nodes_[node].parent; }
  bool is_text(std::uint32_t node) const { return nodes_[node].text; }
  // GUMBO_TAG_LAST for a text and for a tag outside of HTML (svg, math).
  GumboTag tag(std::uint32_t node) const { return nodes_[node].tag; }
  // Decoded text of a text node, or of a script.
  std::string_view text(std::uint32_t node) const { return nodes_[node].gumbo->v.text.text; }
  // The same as it stands in the source; empty where it does not.
  std::string_view written(std::uint32_t node) const;
  // Empty where it is absent too.
  std::string_view attribute(std::uint32_t node, const char* name) const;
  bool has_attribute(std::uint32_t node, const char* name) const;
  // <a href> as it was written. Where one is not closed, the parser opens it again and again to the page's end: those are no links.
  bool is_link(std::uint32_t node) const;
  // Decoded text below a node, white space as it is.
  std::string text_below(std::uint32_t node) const;

 private:
  struct Node {
    const GumboNode* gumbo = nullptr;
    std::uint32_t parent = 0;
    std::uint32_t end = 0;
    GumboTag tag = GUMBO_TAG_LAST;
    bool text = false;
  };
  struct Arena;

  void check();
  void parse();
  void lay_out();

  std::string mended_;  // before source_, which may look into it
  std::string_view source_;
  PageProblem problem_ = PageProblem::kNone;
  std::size_t bad_byte_ = 0;
  std::unique_ptr<Arena> arena_;
  GumboOutput* output_ = nullptr;
  std::vector<Node> nodes_;
};

}  // namespace mizan::corpus

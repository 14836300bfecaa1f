#include "corpus/html_body.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "corpus/fields.h"
#include "corpus/html_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    if (words[at - 1] == ' ' && words[at + word.size()] == ' ') return true;
  }
  return false;
}

template <std::size_t N>
bool has_any(std::string_view words, const std::array<std::string_view, N>& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view word) { return has_word(words, word); });
}

// Words of class names and ids, as content management systems use them: never the article itself ...
constexpr std::array<std::string_view, 34> kNever = {
    "comment",      "comments", "disqus", "respond",  "reply",      "replies",     "cookie",     "cookies",   "consent", "gdpr",   "newsletter", "subscribe",
    "subscription", "paywall",  "popup",  "modal",    "breadcrumb", "breadcrumbs", "pagination", "navbar",    "nav",     "menu",   "footer",     "masthead",
    "skip",         "login",    "signup", "outbrain", "taboola",    "sr",          "toolbar",    "copyright", "toc",     "infobox"};
// ... or rarely: not where most of the page's text stands below.
constexpr std::array<std::string_view, 49> kRarely = {"related",   "recommended", "recommend",     "recommendations",
                                                      "recirc",    "sidebar",     "widget",        "widgets",
                                                      "promo",     "promoted",    "share",         "sharing",
                                                      "social",    "advert",      "advertisement", "ad",
                                                      "ads",       "adslot",      "sponsor",       "sponsored",
                                                      "trending",  "popular",     "mostread",      "ticker",
                                                      "tags",      "tag",         "topics",        "byline",
                                                      "author",    "authors",     "bio",           "caption",
                                                      "credit",    "credits",     "teaser",        "teasers",
                                                      "more",      "readmore",    "also",          "gallery",
                                                      "slideshow", "carousel",    "rating",        "poll",
                                                      "survey",    "banner",      "notice",        "alert",
                                                      "meta"};
// Of these, what readers write: however much it is, it is not the article.
constexpr std::array<std::string_view, 6> kOfReaders = {"comment", "comments", "disqus", "respond", "reply", "replies"};
constexpr std::array<std::string_view, 12> kArticle = {"article", "articlebody", "story", "entry",  "post",    "body",
                                                       "content", "text",        "news",  "detail", "details", "wysiwyg"};

// Text below each node, measured on the way down; sums over a subtree are differences.
struct Measure {
  std::vector<std::uint32_t> text;    // bytes of it before node i
  std::vector<std::uint32_t> linked;  // of them, below <a href>
};

bool is_hidden(const HtmlPage& page, std::uint32_t node) {
  if (page.has_attribute(node, "hidden") || page.attribute(node, "aria-hidden") == "true") return true;
  std::string_view style = page.attribute(node, "style");
  if (style.empty()) return false;
  std::string squeezed;
  for (char c : style.substr(0, 500)) {
    if (c != ' ') squeezed += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return squeezed.find("display:none") != std::string::npos || squeezed.find("visibility:hidden") != std::string::npos;
}

bool is_furniture_role(std::string_view role) {
  for (std::string_view known : {"navigation", "banner", "complementary", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar", "toolbar",
                                 "tablist", "status", "alert"}) {
    if (role == known) return true;
  }
  return false;
}

Measure measure(const HtmlPage& page, const std::vector<bool>& left_out) {
  Measure out;
  out.text.assign(page.size() + 1, 0);
  out.linked.assign(page.size() + 1, 0);
  std::uint32_t text = 0, linked = 0, link_end = 0;
  for (std::uint32_t i = 0; i < page.size();) {
    out.text[i] = text;
    out.linked[i] = linked;
    if (!page.is_text(i) && (left_out[i] || is_no_text(page.tag(i)))) {
      for (std::uint32_t k = i; k < page.end(i); ++k) {
        out.text[k] = text;
        out.linked[k] = linked;
      }
      i = page.end(i);
      continue;
    }
    if (page.is_link(i)) link_end = std::max(link_end, page.end(i));
    if (page.is_text(i)) {
      std::uint32_t bytes = 0;
      for (char c : page.text(i)) bytes += static_cast<unsigned char>(c) > ' ';
      text += bytes;
      if (i < link_end) linked += bytes;
    }
    ++i;
  }
  out.text[page.size()] = text;
  out.linked[page.size()] = linked;
  return out;
}

std::uint32_t below(const HtmlPage& page, const std::vector<std::uint32_t>& sums, std::uint32_t node) {
  return sums[page.end(node)] - sums[node];
}

// A block: text that stands in one element, in no block below it.
struct Block {
  std::uint32_t node = 0;
  std::uint32_t first = 0, last = 0;  // its text nodes
  std::uint32_t bytes = 0;
  std::uint32_t letters = 0;  // characters beyond blanks
  std::uint32_t linked = 0;
  std::uint32_t stops = 0;  // full stops, commas, question marks
  double linked_share() const { return bytes == 0 ? 1 : static_cast<double>(linked) / bytes; }
  // How much prose: letters, where they are hardly linked and punctuated as sentences are.
  double prose() const {
    if (letters < 20 || linked_share() > 0.5) return 0;
    const double punctuated = stops > 0 ? 1 : letters > 120 ? 0.5 : 0.2;
    return letters * (1 - linked_share()) * punctuated;
  }
};

std::uint32_t count_stops(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '.' || c == ',' || c == '!' || c == '?') count += i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n' || text[i + 1] == '"';
    // ، ؛ ؟ (comma, semicolon, question mark), 。
    if (c == '\xD8' && i + 1 < text.size() && (text[i + 1] == '\x8C' || text[i + 1] == '\x9B' || text[i + 1] == '\x9F')) ++count;
  }
  return count;
}

// FNV-1a. A path's name is only compared within one page.
std::uint64_t mixed(std::uint64_t seed, std::string_view text) {
  for (char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return (seed ^ 0xFF) * 0x100000001B3u;
}

class BodyFinder {
 public:
  BodyFinder(const HtmlPage& page, std::uint32_t headline, std::string_view stated) : page_(page), headline_(headline), stated_(stated) {}

  PageBody run() {
    out_.left_out = find_furniture(page_, headline_);
    sums_ = measure(page_, out_.left_out);
    find_blocks();
    if (!by_markup() && !by_stated_text() && !by_density()) return std::move(out_);
    out_.found = true;
    extend();
    leave_out_boxes();
    return std::move(out_);
  }

 private:
  void find_blocks() {
    block_of_.assign(page_.size(), 0);
    std::vector<std::uint32_t> holder(page_.size(), 0);  // the nearest block element
    std::unordered_map<std::uint32_t, std::size_t> known;
    std::uint32_t link_end = 0;
    for (std::uint32_t i = 1; i < page_.size();) {
      if (!page_.is_text(i) && (out_.left_out[i] || is_no_text(page_.tag(i)))) {
        i = page_.end(i);
        continue;
      }
      const std::uint32_t parent = page_.parent(i);
      holder[i] = is_block(page_.tag(i)) ? i : holder[parent];
      if (page_.is_link(i)) link_end = std::max(link_end, page_.end(i));
      if (page_.is_text(i) && !trimmed(page_.text(i)).empty()) {
        auto [at, fresh] = known.emplace(holder[i], blocks_.size());
        if (fresh) {
          Block block;
          block.node = holder[i];
          block.first = i;
          blocks_.push_back(block);
        }
        Block& block = blocks_[at->second];
        block.last = i;
        std::string_view text = page_.text(i);
        for (char c : text) {
          block.bytes += static_cast<unsigned char>(c) > ' ';
          block.letters += static_cast<unsigned char>(c) > ' ' && (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }
        if (i < link_end) {
          for (char c : text) block.linked += static_cast<unsigned char>(c) > ' ';
        }
        block.stops += count_stops(text);
      }
      ++i;
    }
  }

  // itemprop="articleBody" (schema.org): the outermost elements that bear it.
  bool by_markup() {
    std::uint32_t first = 0, last = 0, text = 0;
    for (std::uint32_t i = 1; i < page_.size();) {
      std::string_view property = page_.attribute(i, "itemprop");
      const bool body = property == "articleBody" || property == "articlebody" || property == "reviewBody";
      if (!body || out_.left_out[i]) {
        ++i;
        continue;
      }
      if (first == 0) first = i;
      last = page_.end(i);
      text += below(page_, sums_.text, i);
      i = page_.end(i);
    }
    constexpr std::uint32_t kLeast = 80;
    if (first == 0 || text < kLeast) return false;
    take(first, last);
    stated_by_markup_ = true;
    return true;
  }

  // Blocks whose words stand in the JSON-LD articleBody.
  bool by_stated_text() {
    if (stated_.size() < 200) return false;
    std::unordered_set<std::uint64_t> shingles;
    each_shingle(stated_, [&](std::uint64_t shingle) { shingles.insert(shingle); });
    double all = static_cast<double>(shingles.size()), met = 0;
    std::uint32_t first = 0, last = 0;
    for (const Block& block : blocks_) {
      std::size_t own = 0, shared = 0;
      each_shingle(text_of(block), [&](std::uint64_t shingle) {
        ++own;
        shared += shingles.count(shingle);
      });
      if (own == 0 || shared * 2 < own) continue;
      met += static_cast<double>(shared);
      if (first == 0) first = block.node;
      last = page_.end(block.node);
      chosen_.push_back(block.node);
    }
    if (met < 0.6 * all || first == 0) {
      chosen_.clear();
      return false;
    }
    take(first, last);
    return true;
  }

  std::string text_of(const Block& block) const {
    std::string out;
    for (std::uint32_t i = block.first; i <= block.last; ++i) {
      if (page_.is_text(i)) out += page_.text(i);
    }
    return out;
  }

  // Runs of four words, by their letters and digits alone.
  template <typename Use>
  static void each_shingle(std::string_view text, Use use) {
    std::array<std::uint64_t, 4> last{};
    std::size_t count = 0, begin = 0;
    auto word = [&](std::size_t end) {
      if (end <= begin) return;
      last[count % 4] = mixed(0xcbf29ce484222325u, text.substr(begin, end - begin));
      if (++count < 4) return;
      std::uint64_t all = 0;
      for (std::size_t k = 0; k < 4; ++k) all = all * 31 + last[(count + k) % 4];
      use(all);
    };
    for (std::size_t i = 0; i <= text.size(); ++i) {
      bool letter = i < text.size() && (static_cast<unsigned char>(text[i]) >= 0x80 || (text[i] >= '0' && text[i] <= '9') ||
                                        (text[i] >= 'A' && text[i] <= 'Z') || (text[i] >= 'a' && text[i] <= 'z'));
      if (letter && !(text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0')) continue;
      word(i);
      begin = i + 1;
      if (i < text.size() && text[i] == '\xC2') begin = ++i + 1;
    }
  }

  bool by_density() {
    struct Gathering {
      double prose = 0;
      std::vector<std::size_t> blocks;
    };
    // The name of each node's path: tags and classes, without numbers in them, down to the block.
    std::vector<std::uint64_t> path(page_.size(), 0xcbf29ce484222325u);
    std::vector<double> weight(page_.size(), 1);
    std::vector<std::uint32_t> column(page_.size(), 0);  // of rows: cells so far
    for (std::uint32_t i = 1; i < page_.size(); ++i) {
      if (page_.is_text(i)) continue;
      const std::uint32_t parent = page_.parent(i);
      std::string name(1, static_cast<char>(page_.tag(i)));
      for (char c : page_.attribute(i, "class").substr(0, 200)) {
        if (c < '0' || c > '9') name += c;
      }
      // The columns of a page that is laid out as a table are places of their own.
      if (page_.tag(i) == GUMBO_TAG_TD) name += static_cast<char>('A' + std::min<std::uint32_t>(column[parent]++, 20));
      path[i] = mixed(path[parent], name);
      weight[i] = weight[parent];
      if (page_.tag(i) == GUMBO_TAG_ARTICLE || page_.tag(i) == GUMBO_TAG_MAIN || page_.attribute(i, "role") == "main")
        weight[i] = std::min(weight[i] * 1.2, 2.0);
      std::string words = class_words(page_, i);
      if (has_any(words, kArticle)) weight[i] = std::min(weight[i] * 1.15, 2.0);
      if (has_any(words, kRarely)) weight[i] = std::max(weight[i] * 0.5, 0.1);
    }
    std::unordered_map<std::uint64_t, Gathering> gatherings;
    std::uint64_t best_path = 0;
    double best = 0;
    std::size_t after_headline = blocks_.size();
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const Block& block = blocks_[b];
      if (block.prose() <= 0) continue;
      // A long paragraph is no more of an article than a few of ordinary length: the terms of a cookie notice are one.
      gatherings[path[block.node]].blocks.push_back(b);
      gatherings[path[block.node]].prose += std::min(block.prose(), 1500.0) * weight[block.node];
      if (headline_ != 0 && block.first > page_.end(headline_) && after_headline == blocks_.size() && block.prose() > 60) after_headline = b;
    }
    for (auto& [name, gathering] : gatherings) {
      double score = gathering.prose;
      // The first prose below the headline is the article's, if there is enough of it.
      if (after_headline < blocks_.size() && path[blocks_[after_headline].node] == name)
        score *= 2.5;
      else if (headline_ != 0 && blocks_[gathering.blocks.back()].first < headline_)
        score *= 0.4;
      if (score > best || (score == best && best_path != 0 && gathering.blocks.front() < gatherings[best_path].blocks.front())) {
        best = score;
        best_path = name;
      }
    }
    constexpr double kLeastProse = 40;
    if (best < kLeastProse) return anything();
    const Gathering& won = gatherings[best_path];
    for (std::size_t b : won.blocks) chosen_.push_back(blocks_[b].node);
    take(blocks_[won.blocks.front()].node, page_.end(blocks_[won.blocks.back()].node));
    return true;
  }

  // A page of a few words: all that is no furniture, and no link, from the headline on.
  bool anything() {
    std::uint32_t first = 0, last = 0;
    for (const Block& block : blocks_) {
      if (block.node == headline_ || block.first < headline_ || block.linked_share() > 0.5 || block.letters < 3) continue;
      if (first == 0) first = block.node;
      last = std::max(last, page_.end(block.node));
      chosen_.push_back(block.node);
    }
    if (first == 0) return false;
    take(first, last);
    return true;
  }

  void take(std::uint32_t first, std::uint32_t last) {
    out_.begin = first;
    out_.end = last;
  }

  bool holds_chosen(std::uint32_t node) const {
    auto at = std::lower_bound(chosen_.begin(), chosen_.end(), node);
    return at != chosen_.end() && *at < page_.end(node);
  }

  // To all of the elements that the first and the last paragraph stand in, and to a standfirst between headline and text.
  void extend() {
    if (stated_by_markup_ || chosen_.empty()) return;
    std::sort(chosen_.begin(), chosen_.end());
    const std::uint32_t first = chosen_.front(), last = chosen_.back();
    std::uint32_t around = page_.parent(last);
    // A paragraph in a box of its own ("div > p", one by one): the box around the boxes.
    while (around != 0 && around > 0 && page_.parent(around) != 0 && page_.end(around) - around < 400 && only_block_in(around, last))
      around = page_.parent(around);
    if (around > 0 && !(headline_ > page_.end(last) && headline_ < page_.end(around))) {
      // Only as far as prose, lists and tables go: at the first box of another kind the article ends.
      std::uint32_t end = page_.end(last);
      for (std::uint32_t child = end; child < page_.end(around);) {
        if (!page_.is_text(child) && is_foreign(child)) break;
        end = page_.end(child);
        child = page_.end(child);
      }
      out_.end = std::max(out_.end, end);
    }
    std::uint32_t begin = first;
    const std::uint32_t before = page_.parent(first);
    for (std::uint32_t child = before + 1; before != 0 && child < first; child = page_.end(child)) {
      if (headline_ != 0 && child <= headline_) {
        begin = first;
        continue;
      }
      if (page_.is_text(child) || begin != first || !is_foreign(child)) begin = std::min(begin, child);
      if (!page_.is_text(child) && is_foreign(child)) begin = first;
    }
    if (headline_ != 0) {
      // A standfirst: prose right below the headline, outside of the text's element.
      for (const Block& block : blocks_) {
        if (block.first < page_.end(headline_) || block.node >= begin) continue;
        if (block.prose() < 50 || block.linked_share() > 0.1 || block.stops == 0) continue;
        if (page_.tag(block.node) == GUMBO_TAG_LI || page_.tag(block.node) == GUMBO_TAG_FIGCAPTION || in_caption(block.node)) continue;
        begin = block.node;
        break;
      }
    }
    // What lies between a standfirst and the text is left out unless it is prose.
    if (begin < first) {
      for (const Block& block : blocks_) {
        if (block.node < begin || block.node >= first || block.node == begin) continue;
        if (page_.parent(block.node) == before || block.prose() >= 50) continue;
        if (page_.end(block.node) <= first) out_.left_out[block.node] = true;
      }
    }
    out_.begin = std::min(out_.begin, begin);
    // Headline and dateline may stand in the text's own element: the text begins behind them.
    if (headline_ > out_.begin && headline_ < out_.end) {
      const std::uint32_t head = sums_.text[page_.end(headline_)] - sums_.text[out_.begin], rest = sums_.text[out_.end] - sums_.text[page_.end(headline_)];
      if (rest > head) out_.begin = page_.end(headline_);
    }
  }

  bool in_caption(std::uint32_t node) const {
    for (std::uint32_t i = node, steps = 0; i != 0 && steps < 4; i = page_.parent(i), ++steps) {
      if (page_.tag(i) == GUMBO_TAG_FIGURE || page_.tag(i) == GUMBO_TAG_FIGCAPTION || has_class_word(page_, i, "caption")) return true;
    }
    return false;
  }

  bool only_block_in(std::uint32_t around, std::uint32_t node) const {
    const std::uint32_t whole = below(page_, sums_.text, around), own = below(page_, sums_.text, node);
    return whole <= own + own / 10;
  }

  // A box of something else: much of it linked, cards of teasers, a form, another article.
  bool is_foreign(std::uint32_t node) const {
    const GumboTag tag = page_.tag(node);
    if (out_.left_out[node] || is_no_text(tag)) return false;  // not written anyway
    if (holds_chosen(node)) return false;
    const std::uint32_t text = below(page_, sums_.text, node);
    if (text == 0) return false;
    const double linked = static_cast<double>(below(page_, sums_.linked, node)) / text;
    const bool list = tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL;
    if (tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_ASIDE || tag == GUMBO_TAG_FORM || tag == GUMBO_TAG_FOOTER || tag == GUMBO_TAG_NAV ||
        tag == GUMBO_TAG_HEADER)
      return true;
    if (tag == GUMBO_TAG_TABLE) return linked > 0.6;
    if (list) return linked > 0.5;
    if (tag == GUMBO_TAG_P || tag == GUMBO_TAG_BLOCKQUOTE || (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)) return linked > 0.75;
    if (!is_block(tag)) return false;
    if (linked > 0.3) return true;
    if (has_any(class_words(page_, node), kRarely)) return true;
    // Cards: a heading that is a link, or three headings and more.
    std::size_t headings = 0;
    for (std::uint32_t i = node + 1; i < page_.end(node); ++i) headings += page_.tag(i) >= GUMBO_TAG_H1 && page_.tag(i) <= GUMBO_TAG_H6;
    return headings >= 3 && text < 200 * headings;
  }

  // Within the article: boxes that are put in, captions, dates, buttons, linked lines ("Read also"), and the headline said again.
  void leave_out_boxes() {
    std::string headline = headline_ != 0 ? one_line(page_.text_below(headline_)) : std::string();
    for (std::uint32_t i = out_.begin; i < out_.end;) {
      if (page_.is_text(i)) {
        ++i;
        continue;
      }
      const GumboTag tag = page_.tag(i);
      bool out = out_.left_out[i] || is_no_text(tag);
      if (!out && i == headline_) out = true;
      if (!out && (tag == GUMBO_TAG_FIGURE || tag == GUMBO_TAG_FIGCAPTION) && !has_table(i)) out = true;
      if (!out && (tag == GUMBO_TAG_LABEL || tag == GUMBO_TAG_TIME) && below(page_, sums_.text, i) < 80 && stands_alone(i)) out = true;
      if (!out && tag == GUMBO_TAG_SUP && page_.attribute(i, "class").find("reference") != std::string_view::npos) out = true;
      if (!out && is_block(tag)) {
        const bool contains = holds_chosen(i);
        if (!contains) {
          out = is_foreign(i);
          std::string words = class_words(page_, i);
          if (!out && has_any(words, kRarely) && !(tag == GUMBO_TAG_P && below(page_, sums_.text, i) > 150)) out = true;
        }
        if (!out && tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H2 && !headline.empty() && one_line(page_.text_below(i)) == headline) out = true;
      }
      if (out) {
        out_.left_out[i] = true;
        i = page_.end(i);
      } else {
        ++i;
      }
    }
  }

  bool has_table(std::uint32_t node) const {
    for (std::uint32_t i = node + 1; i < page_.end(node); ++i) {
      if (page_.tag(i) == GUMBO_TAG_TABLE || page_.tag(i) == GUMBO_TAG_P) return true;
    }
    return false;
  }

  // Nothing else stands in its block: a dateline, and no date in a sentence.
  bool stands_alone(std::uint32_t node) const {
    std::uint32_t around = page_.parent(node);
    return below(page_, sums_.text, around) < below(page_, sums_.text, node) + 60;
  }

  const HtmlPage& page_;
  const std::uint32_t headline_;
  std::string_view stated_;
  PageBody out_;
  Measure sums_;
  std::vector<Block> blocks_;
  std::vector<std::uint32_t> block_of_;
  std::vector<std::uint32_t> chosen_;  // block elements of the article, in order
  bool stated_by_markup_ = false;
};

}  // namespace

std::string class_words(const HtmlPage& page, std::uint32_t node) {
  std::string out = " ";
  auto add = [&](std::string_view text) {
    for (std::size_t i = 0; i < std::min<std::size_t>(text.size(), 300); ++i) {
      char c = text[i];
      const bool upper = c >= 'A' && c <= 'Z';
      if (upper && i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z') out += ' ';
      if (upper)
        out += static_cast<char>(c - 'A' + 'a');
      else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        out += c;
      else if (out.back() != ' ')
        out += ' ';
    }
    if (out.back() != ' ') out += ' ';
  };
  add(page.attribute(node, "class"));
  add(page.attribute(node, "id"));
  return out;
}

bool has_class_word(const HtmlPage& page, std::uint32_t node, std::string_view word) {
  return has_word(class_words(page, node), word);
}

std::vector<bool> find_furniture(const HtmlPage& page, std::uint32_t headline) {
  std::vector<bool> out(page.size(), false);
  Measure all = measure(page, out);
  const std::uint32_t whole = all.text[page.size()];
  for (std::uint32_t i = 1; i < page.size();) {
    if (page.is_text(i)) {
      ++i;
      continue;
    }
    const GumboTag tag = page.tag(i);
    bool furniture = is_no_text(tag);
    const bool holds_headline = headline != 0 && i <= headline && headline < page.end(i);
    if (!furniture && !holds_headline && tag != GUMBO_TAG_HTML && tag != GUMBO_TAG_BODY) {
      furniture = is_hidden(page, i) || tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_ASIDE || is_furniture_role(page.attribute(i, "role"));
      const std::uint32_t own = below(page, all.text, i);
      const bool most = own * 10 > whole * 6;
      if (!furniture && tag == GUMBO_TAG_FOOTER && !most) furniture = true;
      std::string words = class_words(page, i);
      if (!furniture && words.size() > 1) {
        const bool list_item = tag == GUMBO_TAG_LI && has_word(words, "menu");
        furniture = (has_any(words, kNever) || list_item) && tag != GUMBO_TAG_ARTICLE && tag != GUMBO_TAG_MAIN && !(most && !has_any(words, kOfReaders));
        // Words like "ad" or "tag" stand in many a harmless name: only short boxes of them are furniture from the start.
        if (!furniture && has_any(words, kRarely)) {
          const double linked = own == 0 ? 0 : static_cast<double>(below(page, all.linked, i)) / own;
          furniture = tag != GUMBO_TAG_ARTICLE && tag != GUMBO_TAG_MAIN && own * 10 < whole * 3 &&
                      (linked > 0.3 || own < 200 || has_word(words, "related") || has_word(words, "recommended") || has_word(words, "sidebar") ||
                       has_word(words, "widget") || has_word(words, "promo"));
        }
      }
    }
    if (furniture) {
      out[i] = true;
      i = page.end(i);
    } else {
      ++i;
    }
  }
  return out;
}

PageBody find_body(const HtmlPage& page, std::uint32_t headline, std::string_view stated_body) {
  return BodyFinder(page, headline, stated_body).run();
}

}  // namespace mizan::corpus

// RSS (0.9 to 2.0, RDF too) and Atom: an entry is an article, or the teaser of one.
//
// An entry is known by the address that it links to, as the page there is: when both arrive they are one article, and the page's text goes before the teaser's,
// whichever comes first. An entry that holds the whole text (content:encoded, Atom content) is no teaser: it and the page are versions of one article. Without
// a link the guid and the feed's title name it.
//
// libxml2 parses as a stream of events with no document behind: no file or address named in a feed is ever opened, and a feed that declares entities of its
// own is rejected before one is expanded. Entities that HTML has (&nbsp;) are known though no feed may rely on them.
#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <memory>

#include "corpus/dates.h"
#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/html_fields.h"
#include "corpus/html_reader.h"
#include "corpus/html_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

constexpr std::string_view kAtom = "http://www.w3.org/2005/Atom", kAtom03 = "http://purl.org/atom/ns#", kContent = "http://purl.org/rss/1.0/modules/content/",
                           kDublinCore = "http://purl.org/dc/elements/1.1/", kDublinTerms = "http://purl.org/dc/terms/",
                           kBurner = "http://rssnamespace.org/feedburner/ext/1.0", kRss10 = "http://purl.org/rss/1.0/",
                           kRss090 = "http://my.netscape.com/rdf/simple/0.9/";

struct Entry {
  std::uint64_t line = 0;
  std::string title, link, original_link, guid, published, updated, date, author, summary, content, lang, base;
  bool guid_is_link = false;
  bool content_is_text = false, summary_is_text = false;
};

struct FeedHead {
  std::string title, link, lang, base;
};

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

// Turns libxml2's events into entries. Only what stands directly in an entry or in the feed counts; markup of an XHTML text is written out again.
class FeedEvents {
 public:
  FeedEvents() {
    std::memset(&sax_, 0, sizeof sax_);
    sax_.initialized = XML_SAX2_MAGIC;
    sax_.startElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar* space, int, const xmlChar**, int count, int,
                             const xmlChar** attributes) { static_cast<FeedEvents*>(self)->start(view(name), view(space), count, attributes); };
    sax_.endElementNs = [](void* self, const xmlChar* name, const xmlChar*, const xmlChar*) { static_cast<FeedEvents*>(self)->end(view(name)); };
    sax_.characters = [](void* self, const xmlChar* text, int length) {
      static_cast<FeedEvents*>(self)->text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
    };
    sax_.ignorableWhitespace = sax_.characters;
    sax_.cdataBlock = sax_.characters;
    sax_.getEntity = [](void* self, const xmlChar* name) { return static_cast<FeedEvents*>(self)->entity(name); };
    sax_.entityDecl = [](void* self, const xmlChar*, int, const xmlChar*, const xmlChar*, xmlChar*) {
      static_cast<FeedEvents*>(self)->declares_entities = true;
    };
    sax_.serror = [](void* self, xmlErrorPtr error) { static_cast<FeedEvents*>(self)->complain(*error); };
  }
  ~FeedEvents() {
    if (!context_) return;
    if (context_->myDoc) xmlFreeDoc(context_->myDoc);  // what a DOCTYPE declares: the context does not own it
    xmlFreeParserCtxt(context_);
  }
  FeedEvents(const FeedEvents&) = delete;
  FeedEvents& operator=(const FeedEvents&) = delete;

  void parse(std::string_view bytes) {
    context_ = xmlCreatePushParserCtxt(&sax_, this, nullptr, 0, nullptr);
    if (context_ == nullptr) return;
    xmlCtxtUseOptions(context_, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_COMPACT);
    // The bytes are UTF-8 by now, whatever the declaration says.
    xmlSwitchEncoding(context_, XML_CHAR_ENCODING_UTF8);
    constexpr std::size_t kPiece = 1 << 16;
    for (std::size_t at = 0; at < bytes.size() && !declares_entities; at += kPiece) {
      std::string_view piece = bytes.substr(at, kPiece);
      xmlParseChunk(context_, piece.data(), static_cast<int>(piece.size()), 0);
    }
    at_end_ = true;
    xmlParseChunk(context_, "", 0, 1);
  }

  std::deque<Entry> entries;
  FeedHead head;
  bool is_feed = false;
  bool declares_entities = false;
  // The first thing that broke, and whether the feed broke off.
  std::string complaint;
  std::uint64_t complaint_line = 0;
  bool broke_off = false;

 private:
  struct Attributes {
    int count;
    const xmlChar** all;
    std::string value(std::string_view name, std::string_view prefix = {}) const {
      for (int i = 0; i < count; ++i) {
        const xmlChar** one = all + i * 5;
        if (view(one[0]) == name && view(one[1]) == prefix)
          return std::string(reinterpret_cast<const char*>(one[3]), static_cast<std::size_t>(one[4] - one[3]));
      }
      return {};
    }
  };

  std::uint64_t line() const { return context_ && context_->input ? static_cast<std::uint64_t>(context_->input->line) : 0; }

  void complain(const xmlError& error) {
    // Unknown entities and the like are warnings to a reader of feeds.
    if (error.level < XML_ERR_ERROR || error.code == XML_ERR_UNDECLARED_ENTITY || error.code == XML_WAR_UNDECLARED_ENTITY ||
        error.code == XML_NS_ERR_UNDEFINED_NAMESPACE)
      return;
    if (at_end_) broke_off = true;
    if (!complaint.empty()) return;
    complaint = error.message ? one_line(error.message) : "syntax error";
    complaint_line = static_cast<std::uint64_t>(std::max(error.line, 0));
  }

  xmlEntityPtr entity(const xmlChar* name) {
    if (xmlEntityPtr known = xmlGetPredefinedEntity(name)) return known;
    const htmlEntityDesc* found = htmlEntityLookup(name);
    if (found == nullptr) return nullptr;
    auto [at, fresh] = entities_.try_emplace(found->name);
    if (fresh) {
      append_utf8(at->second.text, found->value);
      xmlEntity& made = at->second.entity;
      made.type = XML_ENTITY_DECL;
      made.name = BAD_CAST found->name;
      made.content = BAD_CAST at->second.text.data();
      made.length = static_cast<int>(at->second.text.size());
      made.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    }
    return &at->second.entity;
  }

  static bool is_rss(std::string_view space) { return space.empty() || space == kRss10 || space == kRss090; }
  static bool is_atom(std::string_view space) { return space == kAtom || space == kAtom03; }

  void start(std::string_view name, std::string_view space, int count, const xmlChar** all) {
    Attributes attributes{count, all};
    ++depth_;
    if (depth_ == 1) {
      is_feed = name == "rss" || name == "RDF" || name == "feed";
      atom_ = name == "feed";
      head.lang = attributes.value("lang", "xml");
      head.base = attributes.value("base", "xml");
      return;
    }
    if (markup_ != nullptr) {
      *markup_ += fmt::format("<{}", name);
      for (const char* kept : {"href", "colspan", "rowspan"}) {
        if (std::string value = attributes.value(kept); !value.empty()) *markup_ += fmt::format(" {}=\"{}\"", kept, escaped(value));
      }
      *markup_ += '>';
      return;
    }
    if (entry_depth_ == 0 && ((is_rss(space) && name == "item") || (is_atom(space) && name == "entry"))) {
      entries.emplace_back();
      entry_depth_ = depth_;
      entries.back().line = line();
      entries.back().lang = attributes.value("lang", "xml");
      entries.back().base = attributes.value("base", "xml");
      return;
    }
    if (field_depth_ != 0) {
      in_author_name_ = name == "name";
      return;
    }
    std::string* target = nullptr;
    if (entry_depth_ != 0 && depth_ == entry_depth_ + 1)
      target = entry_field(name, space, attributes);
    else if (entry_depth_ == 0 && (depth_ == 3 || (atom_ && depth_ == 2)))
      target = head_field(name, space, attributes);
    if (target != nullptr && target->empty()) {
      field_ = target;
      field_depth_ = depth_;
      const std::string type = attributes.value("type");
      if (is_atom(space) && (type == "xhtml" || type == "application/xhtml+xml")) markup_ = target;
      text_only_ = is_atom(space) && (type.empty() || type == "text" || type == "text/plain");
      if (target == &current().content) current().content_is_text = text_only_ && markup_ == nullptr;
      if (target == &current().summary) current().summary_is_text = text_only_ && markup_ == nullptr;
    }
  }

  Entry& current() { return entries.empty() ? nowhere_ : entries.back(); }

  std::string* entry_field(std::string_view name, std::string_view space, const Attributes& attributes) {
    Entry& entry = entries.back();
    if (is_atom(space)) {
      if (name == "title") return &entry.title;
      if (name == "id") return &entry.guid;
      if (name == "summary") return &entry.summary;
      if (name == "content") return attributes.value("src").empty() ? &entry.content : nullptr;
      if (name == "published" || name == "issued") return &entry.published;
      if (name == "updated" || name == "modified") return &entry.updated;
      if (name == "link") {
        std::string rel = attributes.value("rel");
        if ((rel.empty() || rel == "alternate") && entry.link.empty()) entry.link = attributes.value("href");
        return nullptr;
      }
      return name == "author" ? &entry.author : nullptr;
    }
    if (is_rss(space)) {
      if (name == "title") return &entry.title;
      if (name == "link") return &entry.link;
      if (name == "description") return &entry.summary;
      if (name == "pubDate") return &entry.published;
      if (name == "author") return &entry.author;
      if (name == "guid") {
        entry.guid_is_link = attributes.value("isPermaLink") != "false";
        return &entry.guid;
      }
      return nullptr;
    }
    if (space == kContent && name == "encoded") return &entry.content;
    if (space == kDublinCore || space == kDublinTerms) {
      if (name == "date" || name == "created" || name == "issued") return &entry.date;
      if (name == "modified") return &entry.updated;
      if (name == "creator") return &entry.author;
      if (name == "language") return &entry.lang;
    }
    if (space == kBurner && name == "origLink") return &entry.original_link;
    return nullptr;
  }

  std::string* head_field(std::string_view name, std::string_view space, const Attributes& attributes) {
    if (atom_ && depth_ != 2) return nullptr;
    if (is_atom(space) && name == "link" && attributes.value("rel") != "self" && head.link.empty()) head.link = attributes.value("href");
    if (!is_atom(space) && !is_rss(space) && space != kDublinCore) return nullptr;
    if (is_atom(space) && !atom_) return nullptr;  // <atom:link> of an RSS channel
    if (name == "title") return &head.title;
    if (name == "language") return &head.lang;
    if (name == "link" && !atom_) return &head.link;
    return nullptr;
  }

  void end(std::string_view name) {
    if (field_depth_ == depth_) {
      field_ = nullptr;
      markup_ = nullptr;
      field_depth_ = 0;
    } else if (markup_ != nullptr) {
      *markup_ += fmt::format("</{}>", name);
    }
    in_author_name_ = false;
    if (entry_depth_ == depth_) entry_depth_ = 0;
    --depth_;
  }

  static std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
      if (c == '<')
        out += "&lt;";
      else if (c == '&')
        out += "&amp;";
      else if (c == '"')
        out += "&quot;";
      else
        out += c;
    }
    return out;
  }

  void text(std::string_view characters) {
    if (field_ == nullptr) return;
    // In Atom's author only the name counts, not the address beside it.
    if (field_ == &current().author && atom_ && !in_author_name_) return;
    if (markup_ != nullptr)
      *markup_ += escaped(characters);
    else
      *field_ += characters;
  }

  struct HtmlEntity {
    std::string text;
    xmlEntity entity{};
  };

  xmlSAXHandler sax_;
  xmlParserCtxtPtr context_ = nullptr;
  std::map<std::string, HtmlEntity> entities_;
  Entry nowhere_;
  int depth_ = 0, entry_depth_ = 0, field_depth_ = 0;
  bool atom_ = false, text_only_ = false, at_end_ = false, in_author_name_ = false;
  std::string* field_ = nullptr;
  std::string* markup_ = nullptr;
};

class FeedReader final : public DocumentReader {
 public:
  FeedReader(std::unique_ptr<Input> input, const ReaderOptions& options) : input_(std::move(input)), options_(options) {}

  bool next(ReadItem& item) override {
    if (!started_) {
      started_ = true;
      if (std::optional<Rejection> rejected = start()) {
        events_.reset();
        item = *std::move(rejected);
        return true;
      }
    }
    if (!events_) return false;
    if (!events_->entries.empty()) {
      item = make(events_->entries.front());
      events_->entries.pop_front();
      return true;
    }
    const bool broken = events_->broke_off || (!any_ && !events_->complaint.empty());
    Rejection cut = input_->reject(input_->relative, "feed.syntax", fmt::format("the feed breaks off or is broken: {}", excerpt(events_->complaint)),
                                   "fetch it again; entries before the break were read", events_->complaint_line);
    const bool mended = !broken && !events_->complaint.empty();
    if (mended)
      input_->note("feed.repaired", fmt::format("the feed is no well-formed XML ({}); read as far as it makes sense", excerpt(events_->complaint)), "",
                   events_->complaint_line);
    events_.reset();
    if (broken) item = std::move(cut);
    return broken;
  }

 private:
  std::optional<Rejection> start() {
    std::string bytes;
    constexpr std::uint64_t kArticlesInFeed = 8;
    bool whole = input_->bytes.read_all(bytes, options_.max_article_bytes * kArticlesInFeed);
    if (input_->bytes.failed()) return input_->reject_read_error();
    if (!whole)
      return input_->reject(input_->relative, "article.too_large", fmt::format("the feed has more than {} bytes", options_.max_article_bytes * kArticlesInFeed),
                            "split it");
    if (trimmed(bytes).empty()) return std::nullopt;
    std::string declared = input_->encoding.empty() ? declared_in_page(bytes) : input_->encoding;
    if (std::optional<Rejection> rejected = decode_markup(*input_, bytes, declared, input_->defaults.encoding)) return rejected;
    // White space before the declaration is common, and no XML.
    bytes.erase(0, static_cast<std::size_t>(trimmed(bytes).data() - bytes.data()));
    events_ = std::make_unique<FeedEvents>();
    events_->parse(bytes);
    if (events_->declares_entities)
      return input_->reject(input_->relative, "feed.entities", "the feed declares entities of its own, which may expand without end or name files",
                            "take the DOCTYPE out of it");
    if (!events_->is_feed) {
      std::string why = events_->complaint.empty() ? "the root element is neither rss, RDF nor feed" : events_->complaint;
      return input_->reject(input_->relative, "feed.syntax", fmt::format("this is no feed: {}", excerpt(why)), "give RSS or Atom", events_->complaint_line);
    }
    if (events_->entries.empty() && events_->complaint.empty()) events_.reset();
    return std::nullopt;
  }

  // Text of a field that holds HTML, or text.
  std::optional<std::string> text_of(const std::string& written, bool is_text, Rejection& why) const {
    if (is_text) return std::string(trimmed(written));
    if (written.find_first_of("<&") == std::string::npos) return one_line(written);
    HtmlPage page(written);
    if (std::optional<Rejection> rejected = reject_page(*input_, page)) {
      why = *std::move(rejected);
      return std::nullopt;
    }
    return fragment_text(page).text;
  }

  ReadItem make(Entry& entry) {
    any_ = true;
    for (std::string* text : {&entry.title, &entry.link, &entry.original_link, &entry.guid, &entry.author, &entry.summary, &entry.content}) {
      std::size_t replaced = 0;
      if (find_invalid_utf8(*text)) *text = to_valid(*text, replaced);
    }
    Document document = input_->defaults;
    document.line = entry.line;
    Rejection why;
    std::string link(trimmed(entry.original_link.empty() ? entry.link : entry.original_link));
    if (link.empty() && entry.guid_is_link) link = trimmed(entry.guid);
    std::string_view base = !entry.base.empty() ? entry.base : !events_->head.base.empty() ? events_->head.base : events_->head.link;
    document.url = absolute_url(base, link);
    if (document.url.empty()) document.id = trimmed(entry.guid);
    auto reject = [&](std::string code, std::string message, std::string remedy) {
      return input_->reject(document.id.empty() ? canonical_url(document.url) : document.id, std::move(code), std::move(message), std::move(remedy),
                            entry.line);
    };
    const bool whole = !trimmed(entry.content).empty();
    std::optional<std::string> text = text_of(whole ? entry.content : entry.summary, whole ? entry.content_is_text : entry.summary_is_text, why);
    std::optional<std::string> title = text_of(entry.title, false, why);
    if (!text || !title) {
      why.why.line = entry.line;
      return why;
    }
    document.text = *std::move(text);
    document.title = one_line(*title);
    if (document.text.empty() && document.title.empty()) return reject("feed.no_text", "the entry has neither text nor title", "");
    const std::string published = !trimmed(entry.published).empty() ? entry.published : !trimmed(entry.date).empty() ? entry.date : entry.updated;
    for (const std::string* written : {&published, static_cast<const std::string*>(&entry.updated)}) {
      if (trimmed(*written).empty()) continue;
      std::optional<std::string> date = read_date(*written);
      if (!date)
        return reject("feed.bad_date", fmt::format("the entry's date is none: {}", excerpt(find_invalid_utf8(*written) ? std::string() : one_line(*written))),
                      "");
      (written == &published ? document.published : document.updated) = *std::move(date);
    }
    document.author = one_line(entry.author);
    document.teaser = !whole && !document.url.empty();
    document.source = options_.source.empty() ? one_line(events_->head.title) : options_.source;
    document.lang = known_lang(entry.lang.empty() ? events_->head.lang : entry.lang);
    finish_record(document, *input_, options_);
    return document;
  }

  static std::string to_valid(std::string_view text, std::size_t& replaced) {
    std::string out;
    while (std::optional<std::size_t> bad = find_invalid_utf8(text)) {
      out.append(text.substr(0, *bad));
      out += "\xEF\xBF\xBD";
      ++replaced;
      text.remove_prefix(*bad + 1);
    }
    return out.append(text);
  }

  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  std::unique_ptr<FeedEvents> events_;
  bool started_ = false, any_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_feed_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<FeedReader>(std::move(input), options);
}

}  // namespace mizan::corpus

#include "corpus/html_fields.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "corpus/dates.h"
#include "corpus/fields.h"
#include "corpus/html_body.h"
#include "corpus/html_text.h"
#include "pipeline/normalized_text.h"

namespace mizan::corpus {
namespace {

using Json = nlohmann::json;

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// --- JSON-LD ---

struct Stated {
  std::string headline, published, updated, author, publisher, lang, url, body;
  int rank = 0;  // articles before pages before anything else with a date
};

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object()) {
    for (const char* key : {"name", "@value", "@id", "url"}) {
      if (auto at = value.find(key); at != value.end() && at->is_string()) return at->get<std::string>();
    }
  }
  if (value.is_array()) {
    std::string out;
    for (const Json& one : value) {
      std::string name = text_of(one);
      if (name.empty()) continue;
      if (!out.empty()) out += ", ";
      out += name;
    }
    return out;
  }
  return {};
}

std::string member(const Json& object, const char* key) {
  auto at = object.find(key);
  return at == object.end() ? std::string() : text_of(*at);
}

int rank_of(const Json& object) {
  auto at = object.find("@type");
  if (at == object.end()) return 0;
  int best = 0;
  auto look = [&](const Json& type) {
    if (!type.is_string()) return;
    const std::string& name = type.get_ref<const std::string&>();
    auto ends = [&](std::string_view tail) { return name.size() >= tail.size() && name.compare(name.size() - tail.size(), tail.size(), tail) == 0; };
    if (ends("Article") || ends("BlogPosting") || ends("Posting") || ends("Report"))
      best = std::max(best, 3);
    else if (ends("WebPage"))
      best = std::max(best, 1);
  };
  if (at->is_array())
    std::for_each(at->begin(), at->end(), look);
  else
    look(*at);
  return best;
}

void collect(const Json& value, std::vector<Stated>& out, int depth) {
  constexpr int kDeepest = 12;
  if (depth > kDeepest || out.size() > 200) return;
  if (value.is_array()) {
    for (const Json& one : value) collect(one, out, depth + 1);
    return;
  }
  if (!value.is_object()) return;
  if (int rank = rank_of(value); rank > 0) {
    Stated stated;
    stated.rank = rank;
    stated.headline = member(value, "headline");
    if (stated.headline.empty()) stated.headline = member(value, "name");
    stated.published = member(value, "datePublished");
    if (stated.published.empty()) stated.published = member(value, "dateCreated");
    stated.updated = member(value, "dateModified");
    stated.author = member(value, "author");
    stated.publisher = member(value, "publisher");
    stated.lang = member(value, "inLanguage");
    stated.url = member(value, "url");
    if (auto main = value.find("mainEntityOfPage"); main != value.end() && main->is_string())
      stated.url = main->get<std::string>();
    else if (stated.url.empty() && main != value.end() && main->is_object())
      stated.url = member(*main, "@id");
    stated.body = member(value, "articleBody");
    out.push_back(std::move(stated));
  }
  for (const char* key : {"@graph", "mainEntity", "hasPart", "itemListElement", "item"}) {
    if (auto at = value.find(key); at != value.end()) collect(*at, out, depth + 1);
  }
  if (auto main = value.find("mainEntityOfPage"); main != value.end() && main->is_object()) collect(*main, out, depth + 1);
}

// Scripts of real pages hold bare line ends in strings and comments around the whole: blanks and nothing.
std::vector<Stated> stated_in(const HtmlPage& page) {
  std::vector<Stated> out;
  for (std::uint32_t i = 1; i < page.size(); ++i) {
    if (page.tag(i) != GUMBO_TAG_SCRIPT || lowered(page.attribute(i, "type")).find("ld+json") == std::string::npos) continue;
    std::string text = page.text_below(i);
    for (char& c : text) {
      if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    std::size_t begin = text.find_first_of("{["), end = text.find_last_of("}]");
    if (begin == std::string::npos || end == std::string::npos || end < begin) continue;
    // The parser keeps no stack of its own, but what is made of a deep nest is taken down by recursion.
    std::size_t depth = 0, deepest = 0;
    for (char c : text) {
      if (c == '{' || c == '[')
        deepest = std::max(deepest, ++depth);
      else if ((c == '}' || c == ']') && depth > 0)
        --depth;
    }
    if (deepest > 200) continue;
    Json value = Json::parse(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end) + 1, nullptr, false, true);
    if (!value.is_discarded()) collect(value, out, 0);
  }
  return out;
}

// --- <meta> ---

// By name, property or itemprop in lower case; the first counts.
std::unordered_map<std::string, std::string> metas_in(const HtmlPage& page) {
  std::unordered_map<std::string, std::string> out;
  for (std::uint32_t i = 1; i < page.size(); ++i) {
    if (page.tag(i) != GUMBO_TAG_META) continue;
    std::string_view content = trimmed(page.attribute(i, "content"));
    if (content.empty()) continue;
    for (const char* key : {"property", "name", "itemprop", "http-equiv"}) {
      if (std::string_view name = page.attribute(i, key); !name.empty()) out.emplace(lowered(trimmed(name)), content);
    }
  }
  return out;
}

constexpr std::array<const char*, 22> kPublishedMetas = {"article:published_time",
                                                         "og:article:published_time",
                                                         "og:published_time",
                                                         "datepublished",
                                                         "date_published",
                                                         "article.published",
                                                         "parsely-pub-date",
                                                         "sailthru.date",
                                                         "pubdate",
                                                         "publishdate",
                                                         "publish-date",
                                                         "publish_date",
                                                         "publication_date",
                                                         "article:published",
                                                         "dc.date.issued",
                                                         "dcterms.created",
                                                         "dc.date",
                                                         "dcterms.date",
                                                         "cxenseparse:recs:publishtime",
                                                         "originalpublicationdate",
                                                         "rnews:datepublished",
                                                         "date"};
constexpr std::array<const char*, 7> kUpdatedMetas = {"article:modified_time", "og:updated_time",  "datemodified",    "lastmod",
                                                      "last-modified",         "dcterms.modified", "article:modified"};

// Words of a title, folded, for comparing.
std::unordered_set<std::string> words_of(std::string_view text) {
  std::unordered_set<std::string> out;
  std::string folded = NormalizedText::fold(text);
  std::string word;
  for (char c : folded) {
    bool letter = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    if (letter)
      word += c;
    else if (!word.empty())
      out.insert(std::exchange(word, {}));
  }
  if (!word.empty()) out.insert(word);
  return out;
}

// Of the words of `a`, how many stand in `b`.
double share_in(const std::unordered_set<std::string>& a, const std::unordered_set<std::string>& b) {
  if (a.empty()) return 0;
  return static_cast<double>(std::count_if(a.begin(), a.end(), [&](const std::string& word) { return b.count(word) > 0; })) / static_cast<double>(a.size());
}

// "Oil rises to $71 | Gulf Ledger" -> "Oil rises to $71": the publisher's part, before or behind a separator, is the shorter one or the name of the site.
std::string without_site(const std::string& title, const std::string& site) {
  std::string best = title;
  for (std::string_view separator : {" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " « ", " ‹ "}) {
    std::size_t first = title.find(separator), last = title.rfind(separator);
    if (first == std::string::npos) continue;
    std::string head = title.substr(0, last), tail = title.substr(last + separator.size());
    std::string front = title.substr(0, first), rest = title.substr(first + separator.size());
    if (!site.empty() && share_in(words_of(tail), words_of(site)) > 0.5) return without_site(head, site);
    if (!site.empty() && share_in(words_of(front), words_of(site)) > 0.5) return without_site(rest, site);
    if (separator == " | " || separator == " :: " || separator == " » " || words_of(tail).size() <= 3) {
      if (words_of(head).size() >= 3 && words_of(head).size() > words_of(tail).size()) best = head;
    }
  }
  return best;
}

}  // namespace

std::string absolute_url(std::string_view base, std::string_view reference) {
  reference = trimmed(reference);
  std::string lower = lowered(reference.substr(0, 12));
  if (lower.rfind("http://", 0) == 0 || lower.rfind("https://", 0) == 0) return std::string(reference);
  if (reference.empty() || reference[0] == '#' || lower.find(':') != std::string::npos) return {};
  std::size_t scheme = base.find("://");
  if (scheme == std::string_view::npos) return {};
  if (reference.substr(0, 2) == "//") return std::string(base.substr(0, scheme + 1)) + std::string(reference);
  std::size_t path = std::min(base.find('/', scheme + 3), base.size());
  if (reference[0] == '/') return std::string(base.substr(0, path)) + std::string(reference);
  std::string_view folder = base.substr(0, std::min(base.find_first_of("?#"), base.size()));
  std::size_t slash = folder.rfind('/');
  return (slash == std::string_view::npos || slash < path ? std::string(folder) + "/" : std::string(folder.substr(0, slash + 1))) + std::string(reference);
}

std::string declared_in_page(std::string_view bytes) {
  // <meta charset="windows-1256">, or in the content of an http-equiv; browsers look at the first 1,024 bytes, pages rely on more.
  bytes = bytes.substr(0, 8192);
  std::string lower = lowered(bytes);
  if (lower.rfind("<?xml", 0) == 0) {
    std::size_t end = lower.find("?>"), at = lower.find("encoding=");
    if (at < end && at + 10 < lower.size()) {
      char quote = lower[at + 9];
      std::size_t close = lower.find(quote, at + 10);
      if (close != std::string::npos) return std::string(bytes.substr(at + 10, close - at - 10));
    }
  }
  for (std::size_t at = lower.find("<meta"); at != std::string::npos; at = lower.find("<meta", at + 5)) {
    std::size_t end = std::min(lower.find('>', at), lower.size());
    std::size_t charset = lower.find("charset", at);
    if (charset >= end) continue;
    charset += 7;
    while (charset < end && (lower[charset] == ' ' || lower[charset] == '=' || lower[charset] == '"' || lower[charset] == '\'')) ++charset;
    std::size_t stop = lower.find_first_of("\"' ;/>", charset);
    if (stop > charset && stop <= end) return std::string(bytes.substr(charset, stop - charset));
  }
  return {};
}

PageFields find_fields(const HtmlPage& page, std::string_view address) {
  PageFields out;
  auto metas = metas_in(page);
  auto meta = [&](const char* name) {
    auto at = metas.find(name);
    return at == metas.end() ? std::string() : at->second;
  };

  std::string title, lang, link;
  struct Heading {
    std::uint32_t node;
    std::string text;
  };
  std::vector<Heading> headings;
  std::uint32_t named_headline = 0;
  const std::vector<bool> furniture = find_furniture(page, 0);
  for (std::uint32_t i = 1; i < page.size(); ++i) {
    const GumboTag tag = page.tag(i);
    if (tag == GUMBO_TAG_TITLE && title.empty()) title = one_line(page.text_below(i));
    if (tag == GUMBO_TAG_LINK && link.empty() && lowered(page.attribute(i, "rel")) == "canonical") link = std::string(page.attribute(i, "href"));
    if (tag == GUMBO_TAG_H1 || (tag == GUMBO_TAG_H2 && headings.size() < 20)) headings.push_back({i, one_line(page.text_below(i))});
    if (!page.is_text(i) && named_headline == 0) {
      std::string_view property = page.attribute(i, "itemprop");
      if (property == "headline" && tag != GUMBO_TAG_META) named_headline = i;
    }
  }
  for (std::uint32_t i = 0; i < page.size() && lang.empty(); ++i) {
    if (page.tag(i) == GUMBO_TAG_HTML || page.tag(i) == GUMBO_TAG_BODY || page.tag(i) == GUMBO_TAG_ARTICLE) lang = std::string(page.attribute(i, "lang"));
  }

  // Which of several stated articles is this page's? The one that has its address, or its title.
  std::vector<Stated> stated = stated_in(page);
  const std::string page_title = !meta("og:title").empty() ? one_line(meta("og:title")) : title;
  const std::string canonical = absolute_url(address, link.empty() ? meta("og:url") : link);
  const Stated* best = nullptr;
  double best_score = 0;
  const auto title_words = words_of(page_title);
  for (const Stated& one : stated) {
    double score = one.rank + 4 * share_in(words_of(one.headline), title_words) + (!one.published.empty() ? 1 : 0);
    if (!canonical.empty() && !one.url.empty() && canonical_url(one.url) == canonical_url(canonical)) score += 3;
    if (score > best_score) {
      best_score = score;
      best = &one;
    }
  }
  const Stated none;
  const Stated& said = best ? *best : none;

  out.site = one_line(meta("og:site_name"));
  if (out.site.empty()) out.site = one_line(said.publisher);
  if (out.site.empty()) out.site = one_line(meta("application-name"));
  out.author = one_line(said.author);
  for (const char* name : {"author", "article:author", "parsely-author", "dc.creator", "sailthru.author"}) {
    if (out.author.empty() && meta(name).rfind("http", 0) != 0) out.author = one_line(meta(name));
  }
  out.lang = known_lang(said.lang);
  for (const std::string& stated_lang : {lang, meta("og:locale"), meta("content-language"), meta("language")}) {
    if (out.lang.empty()) out.lang = known_lang(stated_lang);
  }

  // An address that says the front page is one for all articles of a careless site.
  for (const std::string& candidate :
       {absolute_url(address, link), absolute_url(address, meta("og:url")), absolute_url(address, said.url), std::string(address)}) {
    if (!out.url.empty() || candidate.empty()) continue;
    std::string plain = canonical_url(candidate);
    if (plain.find_first_of("/?") != std::string::npos) out.url = candidate;
  }

  // The headline as it is shown, where a heading says what the page calls itself.
  std::string called = one_line(said.headline);
  if (called.empty()) called = one_line(meta("og:title"));
  if (called.empty()) called = one_line(meta("twitter:title"));
  std::unordered_set<std::string> names = words_of(called);
  for (const std::string& word : words_of(title)) names.insert(word);
  const auto called_words = words_of(without_site(called.empty() ? title : called, out.site));
  if (named_headline != 0) {
    out.headline = named_headline;
    out.title = one_line(page.text_below(named_headline));
  }
  double best_heading = 0;
  for (const Heading& heading : headings) {
    if (named_headline != 0) break;
    auto words = words_of(heading.text);
    if (words.empty()) continue;
    double score = names.empty() ? 0.6 : std::max(share_in(words, names), share_in(called_words, words));
    if (score < 0.5) continue;
    score *= std::min<double>(static_cast<double>(words.size()), 6);
    if (page.tag(heading.node) == GUMBO_TAG_H1) score *= 1.5;
    if (furniture[heading.node]) score *= 0.5;
    if (score > best_heading) {
      best_heading = score;
      out.headline = heading.node;
      out.title = heading.text;
    }
  }
  const std::string site_of_title = out.site;
  const std::string called_short = called.empty() ? without_site(title, site_of_title) : without_site(called, site_of_title);
  // A heading of one or two words beside a long title is a rubric; "Live" is no headline.
  if (out.title.empty() || (words_of(out.title).size() * 2 < words_of(called_short).size() && named_headline == 0)) {
    out.title = called_short;
    out.headline = 0;
    // Whatever element shows it: the longest that is most of what the page calls itself, and nothing else.
    const std::string whole = called.empty() ? title : called;
    std::size_t longest = 0;
    for (std::uint32_t i = 1; i < page.size() && !whole.empty(); ++i) {
      if (furniture[i] && !page.is_text(i)) {
        i = page.end(i) - 1;
        continue;
      }
      if (page.is_text(i) || page.tag(i) == GUMBO_TAG_TITLE || page.end(i) - i > 12) continue;
      std::string shown = one_line(page.text_below(i));
      if (shown.size() <= longest || shown.size() * 2 < whole.size() || whole.find(shown) == std::string::npos || words_of(shown).size() < 3) continue;
      longest = shown.size();
      out.headline = i;
      out.title = std::move(shown);
    }
  }
  if (out.title.empty() && !headings.empty()) {
    out.title = headings.front().text;
    out.headline = headings.front().node;
  }

  auto first_date = [&](std::initializer_list<std::string> texts) {
    for (const std::string& text : texts) {
      if (std::optional<std::string> date = read_date(text)) return *date;
    }
    return std::string();
  };
  out.published = first_date({said.published});
  for (const char* name : kPublishedMetas) {
    if (out.published.empty()) out.published = first_date({meta(name)});
  }
  out.updated = first_date({said.updated});
  for (const char* name : kUpdatedMetas) {
    if (out.updated.empty()) out.updated = first_date({meta(name)});
  }
  if (out.published.empty()) {
    for (std::uint32_t i = 1; i < page.size() && out.published.empty(); ++i) {
      if (page.is_text(i)) continue;
      std::string_view property = page.attribute(i, "itemprop");
      if (property != "datePublished" && property != "dateCreated") continue;
      out.published = first_date({std::string(page.attribute(i, "datetime")), std::string(page.attribute(i, "content")), page.text_below(i)});
    }
  }
  out.body = said.body;
  return out;
}

std::string visible_date(const HtmlPage& page, std::uint32_t headline, std::uint32_t body) {
  const std::vector<bool> furniture = find_furniture(page, headline);
  auto speaks_of_update = [](const std::string& text) {
    std::string folded = NormalizedText::fold(text);
    return folded.find("updated") != std::string::npos || folded.find("modified") != std::string::npos || folded.find("تحديث") != std::string::npos ||
           folded.find("تعديل") != std::string::npos;  // update, change
  };
  std::string best;
  int best_rank = 0;
  auto offer = [&](const std::string& text, int rank) {
    if (rank <= best_rank || text.size() > 400) return;
    // "Published: ... Updated: ...": what stands before the word.
    std::string part = text;
    if (speaks_of_update(text)) {
      std::string lower = lowered(text);
      std::size_t at = std::min({lower.find("updated"), lower.find("modified"), lower.find("تحديث"), lower.find("آخر"), lower.find("تعديل")});
      part = at == std::string::npos ? std::string() : text.substr(0, at);
    }
    if (std::optional<std::string> date = read_date(part, DayOrder::kUnknown)) {
      best = *date;
      best_rank = rank;
    }
  };
  // Near the headline first: between it and the text, then shortly before it, then anywhere.
  const std::uint32_t before = headline > 60 ? headline - 60 : 0;
  for (std::uint32_t i = 1; i < page.size(); ++i) {
    if (page.is_text(i)) continue;
    if (furniture[i] && page.tag(i) != GUMBO_TAG_TIME) {
      std::string words = class_words(page, i);
      const bool may_hold = words.find(" meta ") != std::string::npos || words.find(" byline ") != std::string::npos ||
                            words.find(" author ") != std::string::npos || words.find(" date ") != std::string::npos;
      if (!may_hold) {
        i = page.end(i) - 1;
        continue;
      }
    }
    // Also the first lines of the text, where the page makes no difference between them.
    constexpr std::uint32_t kFirstLines = 8;
    const bool between = i > headline && i < std::max(body, headline + 1) + kFirstLines;
    const bool near = i >= before && i < headline;
    const int place = between ? 3 : near ? 2 : 1;
    if (page.tag(i) == GUMBO_TAG_TIME) {
      std::string text = page.text_below(i);
      if (speaks_of_update(text)) continue;
      offer(std::string(page.attribute(i, "datetime")), place * 10 + 5);
      offer(text, place * 10 + 4);
    } else if (page.end(i) - i <= 40) {
      std::string words = class_words(page, i);
      bool called = false;
      for (std::string_view word : {" date ", " time ", " timestamp ", " datetime ", " published ", " posted ", " pubdate ", " dateline ", " tarikh "})
        called = called || words.find(word) != std::string::npos;
      if (called)
        offer(one_line(page.text_below(i)), place * 10 + 3);
      else if (place >= 2 && page.end(i) - i <= 12)
        offer(one_line(page.text_below(i)), place * 10 + 1);
    }
  }
  return best;
}

}  // namespace mizan::corpus

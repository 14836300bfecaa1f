// How words, names, figures and foreign text are written in a page: in one language, or in both where the page is a file that carries both.
//
// Foreign text (titles, quotes, names) is made harmless as for a terminal, escaped, and isolated in its own direction: bdi("خام") -> <bdi>خام</bdi>.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/reconcile.h"
#include "lexicons/lexicons.h"
#include "tools/serve/words.h"

namespace mizan::tools {

enum class Digits : std::uint8_t { kLatin, kArabic };

// Text safe in HTML, attributes included: html_escaped() for the text of strangers. Control and bidi characters are replaced; line ends too, unless `lines`
// keeps them.
std::string html_text(std::string_view text);

class Markup {
 public:
  // `lexicons` may be null: names then stand as they are. Not owned.
  Markup(Language language, Digits digits, const Lexicons* lexicons) : language_(language), digits_(digits), lexicons_(lexicons) {}
  // Both languages side by side, of which a style sheet shows one.
  static Markup both(const Lexicons* lexicons) {
    Markup out(Language::kEnglish, Digits::kLatin, lexicons);
    out.both_ = true;
    return out;
  }

  Language language() const { return language_; }
  Digits digits() const { return digits_; }
  bool is_both() const { return both_; }
  bool arabic() const { return language_ == Language::kArabic; }

  std::string t(std::string_view key) const;          // the words of a key, escaped
  std::string attribute(std::string_view key) const;  // the same without elements
  // One text in each language, not escaped yet; isolated.
  std::string two(const std::string& english, const std::string& arabic) const;
  std::string number(std::uint64_t number) const;
  std::string counted(std::uint64_t number, std::string_view what) const;  // counted_words
  std::string in_digits(std::string_view text) const;                      // text of our own with the reader's digits, escaped

  std::string name(std::string_view id, std::string_view name) const;        // of an entity, isolated
  std::string plain_name(std::string_view id, std::string_view name) const;  // not escaped
  std::string metric(std::string_view metric, std::string_view noun) const;
  std::string plain_metric(std::string_view metric, std::string_view noun) const;  // not escaped
  std::string value(const GroupClaim& claim) const;                                // isolated, with its status where it is not actual
  std::string plain_value(const GroupClaim& claim) const;
  std::string plain_number(const GroupClaim& claim) const;  // its figure alone: no hedge, no unit but %
  std::string period(std::string_view period) const;
  std::string day(std::string_view moment) const;  // "<time>10 March 2026</time>"; empty for none
  std::string reason(std::string_view reason) const;

 private:
  std::string value_in(const GroupClaim& claim, Language language) const;
  std::string_view arabic_noun(std::string_view noun) const;
  Language language_;
  Digits digits_;
  const Lexicons* lexicons_;
  bool both_ = false;
};

std::string bdi(std::string_view text);
// Text with marked pieces (bytes), each <mark>; the rest escaped.
std::string marked(std::string_view text, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& marks);
// The claim's sentence with its number marked.
std::string quote(const GroupClaim& claim);
// Byte at which code point number `point` of the text begins.
std::size_t byte_of(std::string_view text, std::uint32_t point);
// A part of a path or query: everything but letters, digits and -._~ percent-encoded.
std::string url_encoded(std::string_view text);
// JSON for a data block in HTML: no "<" in it.
std::string json_in_html(std::string json);

}  // namespace mizan::tools

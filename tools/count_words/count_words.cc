// Counts in how many articles each word stands, for db/word_rarity.tsv: how rare a word is in news, whatever a database holds (db/word_rarity.h).
//
//   count_words [--least 6] FILE.ndjson... > word_rarity.tsv
//
// A file has a line an article: {"text": "...", "title": "..."}. Words are counted as db/sketch.cc takes them from an article: folded, lightly stemmed, each
// once an article; names as the ids of the lexicons. The same files in the same order give the same bytes. What the shipped table was counted on: db/README.md.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "db/claim.h"
#include "db/sketch.h"
#include "extractors/engine.h"

int main(int count, char** arguments) {
  using namespace mizan;
  std::size_t least = 6, articles[2] = {0, 0};
  std::map<std::string, std::size_t> counts;
  auto lexicons = Lexicons::load({});
  if (!lexicons) return 2;
  Engine engine(*lexicons);
  for (int i = 1; i < count; ++i) {
    if (std::string_view(arguments[i]) == "--least" && i + 1 < count) {
      least = std::strtoul(arguments[++i], nullptr, 10);
      continue;
    }
    simdjson::padded_string file;
    if (simdjson::padded_string::load(arguments[i]).get(file)) {
      fmt::print(stderr, "count_words: {} cannot be read\n", arguments[i]);
      return 4;
    }
    simdjson::dom::parser parser;
    simdjson::dom::document_stream lines;
    if (parser.parse_many(file).get(lines)) return 4;
    for (auto line : lines) {
      std::string_view text, title;
      if (line["text"].get(text)) continue;
      if (line["title"].get(title)) title = {};
      Document document;
      document.text = text;
      document.title = title;
      const ArticleResult result = engine.read(document);
      ArticleEntry article;
      article.text = text;
      article.title = title;
      for (const Mention& m : result.mentions) {
        if (std::string feature = feature_of(m); feature.starts_with("e:")) article.features.push_back(std::move(feature));
      }
      std::set<std::string> words(article.features.begin(), article.features.end());
      for (std::string& word : content_words(article)) words.insert(std::move(word));
      for (const std::string& word : words) ++counts[word];
      ++articles[result.lang == "ar" ? 0 : 1];
    }
  }
  fmt::print(
      "# Words of news and in how many articles of {} Arabic and {} English ones each stands: stems as db/wording.h makes them, and names by id. Written by\n"
      "# tools/count_words; what it was counted on stands in db/README.md.\nword\tarticles\n",
      articles[0], articles[1]);
  for (const auto& [word, n] : counts) {
    if (n >= least) fmt::print("{}\t{}\n", word, n);
  }
  return 0;
}

// The example of the README: one article in, its facts out. Exit code 0 where the sentence gave what it should.

#include <iostream>

#include "db/store.h"
#include "extractors/engine.h"
#include "pipeline/article_json.h"

int main() {
  auto lexicons = mizan::Lexicons::load({});
  if (!lexicons) {
    std::cerr << lexicons.error().to_string() << "\n";
    return 2;
  }
  mizan::Engine engine(*lexicons);

  mizan::Document article;
  article.id = "a1";
  article.published = "2026-02-01";
  article.text = "بلغت إيرادات أرامكو 480 مليار دولار في 2025.";  // Aramco's revenue reached 480 billion dollars in 2025.
  mizan::ArticleResult found = engine.read(article);

  std::string line;
  mizan::append_article_json(line, article, found, "consumer");
  std::cout << line;
  for (const mizan::Fact& fact : found.facts) {
    if (fact.metric == "revenue" && fact.amount.unit == "USD" && fact.amount.low == mizan::Decimal::parse("480000000000")) return 0;
  }
  std::cerr << "the revenue was not found\n";
  return 1;
}

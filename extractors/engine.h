// Everything that reading one article takes: lexicons, extractors, arbiter, fact builder.
//
//   auto lexicons = Lexicons::load({});
//   Engine engine(*lexicons);
//   ArticleResult found = engine.read(document);
#pragma once

#include <memory>
#include <string>

#include "lexicons/lexicons.h"
#include "pipeline/analysis.h"
#include "pipeline/crew.h"
#include "pipeline/pipeline.h"

namespace mizan {

struct EngineOptions {
  std::string lang;       // "ar", "en" or empty: decided article by article
  std::string published;  // reference date for articles that state none
  std::string place;      // ISO 3166 country for articles that state none
  // Larger texts are read in stretches of so many bytes, which stay in a processor's second-level cache with what is made of them. What is found is the same.
  std::size_t stretch = std::size_t{64} << 10;
};

// Immutable after construction; read() may be called from several threads at once.
class Engine {
 public:
  explicit Engine(std::shared_ptr<const Lexicons> lexicons, EngineOptions options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Mentions and facts of title and text. Never fails: finding nothing is an empty result.
  ArticleResult read(const Document& document) const;
  // The same on several threads, where the article is large and they are free.
  ArticleResult read(const Document& document, Crew& crew) const;

  // What was looked at and chosen, as text for people: tokens, hits, candidate mentions with their rules and priorities, what the arbiter kept, facts.
  std::string explain(const Document& document) const;

  const Lexicons& lexicons() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mizan

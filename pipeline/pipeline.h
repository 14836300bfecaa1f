// The driver: articles in, results out in the same order, work done by several threads between.
//
//   run_pipeline(reader, {.jobs = 4}, [&](const Document& d) { return engine.read(d); }, [&](PipelineItem&& item) { ... });
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/crew.h"
#include "pipeline/document.h"
#include "pipeline/fact.h"
#include "pipeline/mention.h"

namespace mizan {

// Everything that was found in one article: title first, then text, each in order.
struct ArticleResult {
  std::string lang;  // "ar" or "en"
  std::vector<Mention> mentions;
  std::vector<Fact> facts;
  std::string line;  // the article as the worker wrote it, where it did: then the sink only has to pass it on
};

struct PipelineItem {
  ReadItem in;
  ArticleResult out;  // empty for a rejection
};

// What turns one article into mentions and facts (the extractors' Engine). Called from several threads at once.
using ArticleFunction = std::function<ArticleResult(const Document&)>;
// The same for large articles, too: threads that have no article of their own help where they are asked to.
using CrewFunction = std::function<ArticleResult(const Document&, Crew&)>;
// Takes results in input order, on the calling thread; false stops the run.
using FactSink = std::function<bool(PipelineItem&&)>;

struct PipelineOptions {
  unsigned jobs = 0;                          // worker threads; 0 for all cores
  std::size_t window = 64;                    // articles in flight a worker: memory stays flat whatever the input's size
  std::size_t bytes = std::size_t{32} << 20;  // of text in flight among all of them; one article more than fits is let in
  // Called on the calling thread where the reader waits for its writer and all results so far have gone to the sink: the time to write down what is there.
  std::function<void()> idle = nullptr;
};

// Reads to the end, or until the sink returns false. The output order, and so every byte, is the same for any number of jobs.
void run_pipeline(DocumentReader& reader, const PipelineOptions& options, const CrewFunction& work, const FactSink& sink);
void run_pipeline(DocumentReader& reader, const PipelineOptions& options, const ArticleFunction& work, const FactSink& sink);

}  // namespace mizan

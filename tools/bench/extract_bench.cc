// Speed of extraction and its stages on articles of each mix, in bytes of text a second, one thread, beside references in the same run: one bare RE2
// alternation scan, ICU's NFKC with edits, and ICU's word BreakIterator over the same texts. Read the figures as ratios; machines differ. tools/bench/run makes
// the table.

#include <benchmark/benchmark.h>
#include <re2/re2.h>
#include <simdjson.h>
#include <unicode/brkiter.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "corpus.h"
#include "extractors/engine.h"
#include "extractors/number_grammar.h"
#include "pipeline/article_json.h"
#include "pipeline/tokenizer.h"

namespace {

using mizan::bench::Mix;
using Articles = std::vector<mizan::Document>;

constexpr std::size_t kBytes = 2 << 20;

const mizan::Engine& engine() {
  static const mizan::Engine made([] {
    auto lexicons = mizan::Lexicons::load({});
    if (!lexicons) {
      std::fprintf(stderr, "%s\n", lexicons.error().to_string().c_str());
      std::exit(2);
    }
    return *lexicons;
  }());
  return made;
}

mizan::Document document(std::string text) {
  mizan::Document made;
  made.id = "bench";
  made.published = "2026-03-10";
  made.text = std::move(text);
  return made;
}

std::size_t bytes_of(const Articles& articles) {
  std::size_t bytes = 0;
  for (const mizan::Document& article : articles) bytes += article.text.size();
  return bytes;
}

void count(benchmark::State& state, const Articles& articles) {
  state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * bytes_of(articles)));
}

// Every non-overlapping match of one alternation, unanchored, no captures.
void re2_scan(benchmark::State& state, const Articles& articles) {
  std::ifstream in(MIZAN_BENCH_PATTERNS);
  std::string pattern;
  std::getline(in, pattern);
  RE2::Options options;
  options.set_max_mem(256 << 20);
  const RE2 re(pattern, options);
  if (!re.ok()) {
    state.SkipWithError("the alternation does not compile");
    return;
  }
  std::size_t found = 0;
  for (auto _ : state)
    for (const mizan::Document& article : articles) {
      const std::string& text = article.text;
      std::size_t at = 0;
      re2::StringPiece match;
      while (at <= text.size() && re.Match(text, at, text.size(), RE2::UNANCHORED, &match, 1)) {
        ++found;
        at = static_cast<std::size_t>(match.data() - text.data()) + std::max<std::size_t>(match.size(), 1);
      }
    }
  benchmark::DoNotOptimize(found);
  count(state, articles);
}

void icu_nfkc(benchmark::State& state, const Articles& articles) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  for (auto _ : state)
    for (const mizan::Document& article : articles) {
      std::string out;
      icu::StringByteSink<std::string> sink(&out);
      icu::Edits edits;
      nfkc->normalizeUTF8(0, article.text, sink, &edits, status);
      benchmark::DoNotOptimize(out);
    }
  count(state, articles);
}

// Over UTF-16, which it is fastest on; the conversion is not counted.
void icu_words(benchmark::State& state, const Articles& articles) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  std::vector<icu::UnicodeString> texts;
  for (const mizan::Document& article : articles) texts.push_back(icu::UnicodeString::fromUTF8(article.text));
  std::size_t found = 0;
  for (auto _ : state)
    for (const icu::UnicodeString& text : texts) {
      words->setText(text);
      while (words->next() != icu::BreakIterator::DONE) found += words->getRuleStatus() != UBRK_WORD_NONE;
    }
  benchmark::DoNotOptimize(found);
  count(state, articles);
}

void normalise(benchmark::State& state, const Articles& articles) {
  for (auto _ : state)
    for (const mizan::Document& article : articles) benchmark::DoNotOptimize(mizan::NormalizedText(article.text));
  count(state, articles);
}

void tokenise(benchmark::State& state, const Articles& articles) {
  std::vector<mizan::NormalizedText> folded;
  for (const mizan::Document& article : articles) folded.emplace_back(article.text);
  for (auto _ : state)
    for (const mizan::NormalizedText& text : folded) benchmark::DoNotOptimize(mizan::tokenize(text));
  count(state, articles);
}

// Folding, tokens, lexicon hits and structure.
void analyse(benchmark::State& state, const Articles& articles) {
  for (auto _ : state)
    for (const mizan::Document& article : articles) benchmark::DoNotOptimize(mizan::analyze(article, mizan::Field::kText, engine().lexicons()));
  count(state, articles);
}

void numerals(benchmark::State& state, const Articles& articles) {
  std::vector<mizan::Analysis> analysed;
  for (const mizan::Document& article : articles) analysed.push_back(mizan::analyze(article, mizan::Field::kText, engine().lexicons()));
  const mizan::NumberGrammar grammar(engine().lexicons());
  for (auto _ : state)
    for (const mizan::Analysis& article : analysed) benchmark::DoNotOptimize(grammar.find(article));
  count(state, articles);
}

// All of it: mentions and facts.
void extract(benchmark::State& state, const Articles& articles) {
  std::size_t mentions = 0, facts = 0;
  for (auto _ : state)
    for (const mizan::Document& article : articles) {
      const mizan::ArticleResult found = engine().read(article);
      mentions += found.mentions.size();
      facts += found.facts.size();
    }
  count(state, articles);
  state.counters["mentions/s"] = benchmark::Counter(static_cast<double>(mentions), benchmark::Counter::kIsRate);
  state.counters["facts/s"] = benchmark::Counter(static_cast<double>(facts), benchmark::Counter::kIsRate);
}

// The lines of articles that are read already.
void write_json(benchmark::State& state, const Articles& articles) {
  std::vector<mizan::ArticleResult> results;
  for (const mizan::Document& article : articles) results.push_back(engine().read(article));
  std::string line;
  for (auto _ : state)
    for (std::size_t i = 0; i < articles.size(); ++i) {
      line.clear();
      mizan::append_article_json(line, articles[i], results[i], "bench");
      benchmark::DoNotOptimize(line);
    }
  count(state, articles);
}

void load_lexicons(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(mizan::Lexicons::load({}));
}

// Time a byte of one document of so many bytes: a repeated piece (a megabyte of digits), or text of the mixed templates on one line where the piece is empty.
void one_document(benchmark::State& state, const std::string& piece) {
  const auto bytes = static_cast<std::size_t>(state.range(0));
  std::string text;
  if (piece.empty()) text = mizan::bench::make_text(Mix::kMixed, bytes, false);
  while (text.size() < bytes) text += piece;
  const Articles one = {document(std::move(text))};
  extract(state, one);
}

// Articles of a real corpus, where there is one: NDJSON with a text each.
Articles read_articles(const char* path) {
  Articles out;
  std::ifstream in(path);
  simdjson::dom::parser parser;
  for (std::string line; std::getline(in, line);) {
    simdjson::dom::element record = parser.parse(line);
    out.push_back(document(std::string(std::string_view(record["text"]))));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  static std::vector<std::pair<std::string, Articles>> corpora;
  for (Mix mix : mizan::bench::kMixes) {
    Articles articles;
    for (std::string& text : mizan::bench::make_articles(mix, kBytes)) articles.push_back(document(std::move(text)));
    corpora.emplace_back(to_string(mix), std::move(articles));
  }
  if (Articles real = read_articles(MIZAN_BENCH_ARTICLES); !real.empty())
    corpora.emplace_back("articles", std::move(real));
  else
    std::fprintf(stderr, "%s is not there: no real articles are measured\n", MIZAN_BENCH_ARTICLES);

  using Stage = void (*)(benchmark::State&, const Articles&);
  constexpr std::pair<const char*, Stage> kStages[] = {{"re2_scan", re2_scan},   {"icu_nfkc", icu_nfkc}, {"icu_words", icu_words},
                                                       {"normalise", normalise}, {"tokenise", tokenise}, {"analyse", analyse},
                                                       {"numerals", numerals},   {"extract", extract},   {"write_json", write_json}};
  for (const auto& [corpus, articles] : corpora)
    for (const auto& [stage, run] : kStages)
      benchmark::RegisterBenchmark((std::string(stage) + "/" + corpus).c_str(), [run = run, &articles = articles](benchmark::State& state) {
        run(state, articles);
      })->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("load_lexicons", load_lexicons)->Unit(benchmark::kMillisecond);
  const std::pair<const char*, const char*> kPieces[] = {
      {"text", ""},      {"digits", "7"},        {"waw", "و"},
      {"brackets", "("}, {"millions", "مليون "}, {"clauses", "وبلغت إيرادات Microsoft نحو 20 مليار دولار مقابل 15 مليارا وقالت OpenAI وقتل 30 شخصا "}};
  for (const auto& [name, piece] : kPieces)
    benchmark::RegisterBenchmark((std::string("linear/") + name).c_str(), [piece = std::string(piece)](benchmark::State& state) { one_document(state, piece); })
        ->Unit(benchmark::kMillisecond)
        ->Arg(1 << 10)
        ->Arg(1 << 16)
        ->Arg(1 << 20)
        ->Arg(1 << 24);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

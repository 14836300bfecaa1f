// Speed of extraction and its stages, each in bytes of text a second, beside the references in the same run: one bare RE2 alternation scan and ICU's NFKC
// of the same text. Read the figures as ratios; machines differ.

#include <benchmark/benchmark.h>
#include <re2/re2.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <fstream>

#include "corpus.h"
#include "extractors/engine.h"
#include "extractors/number_grammar.h"
#include "pipeline/tokenizer.h"

namespace {

using mizan::bench::Mix;

constexpr std::size_t kBytes = 1 << 20;

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

mizan::Document document(Mix mix, bool line_breaks) {
  mizan::Document made;
  made.id = "bench";
  made.published = "2026-03-10";
  made.text = mizan::bench::make_text(mix, kBytes, line_breaks);
  return made;
}

void count(benchmark::State& state, std::size_t bytes) { state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes)); }

// The reference: every non-overlapping match of one alternation, unanchored, no captures.
void re2_scan(benchmark::State& state, Mix mix) {
  std::ifstream in(MIZAN_BENCH_PATTERNS);
  std::string pattern;
  std::getline(in, pattern);
  RE2::Options options;
  options.set_max_mem(256 << 20);
  options.set_log_errors(true);
  const RE2 re(pattern, options);
  if (!re.ok()) {
    state.SkipWithError("the alternation does not compile");
    return;
  }
  const std::string text = document(mix, true).text;
  for (auto _ : state) {
    std::size_t at = 0, found = 0;
    re2::StringPiece match;
    while (at <= text.size() && re.Match(text, at, text.size(), RE2::UNANCHORED, &match, 1)) {
      ++found;
      at = static_cast<std::size_t>(match.data() - text.data()) + std::max<std::size_t>(match.size(), 1);
    }
    benchmark::DoNotOptimize(found);
  }
  count(state, text.size());
}

void icu_nfkc(benchmark::State& state, Mix mix) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const std::string text = document(mix, true).text;
  for (auto _ : state) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    icu::Edits edits;
    nfkc->normalizeUTF8(0, text, sink, &edits, status);
    benchmark::DoNotOptimize(out);
  }
  count(state, text.size());
}

void normalise(benchmark::State& state, Mix mix) {
  const std::string text = document(mix, true).text;
  for (auto _ : state) benchmark::DoNotOptimize(mizan::NormalizedText(text));
  count(state, text.size());
}

void tokenise(benchmark::State& state, Mix mix) {
  const std::string text = document(mix, true).text;
  const mizan::NormalizedText folded(text);
  for (auto _ : state) benchmark::DoNotOptimize(mizan::tokenize(folded));
  count(state, text.size());
}

void analyse(benchmark::State& state, Mix mix) {
  const mizan::Document doc = document(mix, true);
  for (auto _ : state) benchmark::DoNotOptimize(mizan::analyze(doc, mizan::Field::kText, engine().lexicons()));
  count(state, doc.text.size());
}

void numerals(benchmark::State& state, Mix mix) {
  const mizan::Document doc = document(mix, true);
  const mizan::Analysis article = mizan::analyze(doc, mizan::Field::kText, engine().lexicons());
  const mizan::NumberGrammar grammar(engine().lexicons());
  for (auto _ : state) benchmark::DoNotOptimize(grammar.find(article));
  count(state, doc.text.size());
}

void extract(benchmark::State& state, Mix mix, bool line_breaks) {
  const mizan::Document doc = document(mix, line_breaks);
  engine();
  std::size_t facts = 0;
  for (auto _ : state) facts += engine().read(doc).facts.size();
  count(state, doc.text.size());
  state.counters["facts/s"] = benchmark::Counter(static_cast<double>(facts), benchmark::Counter::kIsRate);
}

void load_lexicons(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(mizan::Lexicons::load({}));
}

BENCHMARK_CAPTURE(re2_scan, arabic, Mix::kArabic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(re2_scan, mixed, Mix::kMixed)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(icu_nfkc, arabic, Mix::kArabic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(normalise, arabic, Mix::kArabic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(tokenise, arabic, Mix::kArabic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(analyse, arabic, Mix::kArabic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(numerals, arabic, Mix::kArabic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract, arabic_lines, Mix::kArabic, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract, arabic_one_line, Mix::kArabic, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract, english_lines, Mix::kEnglish, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract, english_one_line, Mix::kEnglish, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract, mixed_lines, Mix::kMixed, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract, tables, Mix::kTables, true)->Unit(benchmark::kMillisecond);
BENCHMARK(load_lexicons)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();

// Trains lexicons/names.bin, the weights of the statistical model of names (extractors/name_tagger.h), on text annotated with BIO tags.
//
//   train_names -o names.bin [--epochs 14] [--rounds 10] [--bits 17] [--least 2] [--drop 0.2] [--slice 0:0.6] FILE.jsonl...
//
// A file has a line a sentence: {"tokens": ["..."], "tags": ["B-PER", "I-PER", "O", ...]}. PER, PERS, ORG, LOC, GPE and FAC count, every other tag is outside.
// The same files in the same order give the same bytes. What the shipped model was trained on, and under which licences: lexicons/names-model.md.

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "extractors/entity_extractor.h"
#include "extractors/name_tagger.h"
#include "lexicons/lexicons.h"

namespace {

using namespace mizan;

struct Example {
  std::vector<std::vector<std::uint32_t>> fixed;  // by token; empty where the token is plain
  std::vector<bool> plain;
  std::vector<int> gold;
  std::vector<std::uint32_t> first, end;  // sentences
  std::unique_ptr<Document> document;
  std::unique_ptr<Analysis> article;
  std::unique_ptr<NameText> text;
  std::unique_ptr<NameFeatures> features;
};

int class_of(std::string_view tag) {
  if (tag == "PER" || tag == "PERS" || tag == "PERSON") return 1;
  if (tag == "ORG") return 2;
  if (tag == "LOC" || tag == "GPE" || tag == "FAC") return 3;
  return 0;
}

Example make(const std::vector<std::string>& tokens, const std::vector<std::string>& tags, const Lexicons& lexicons, const EntityExtractor& entities) {
  Example ex;
  ex.document = std::make_unique<Document>();
  struct Span {
    std::size_t begin, end;
    int cls;
  };
  std::vector<Span> spans;
  std::string& text = ex.document->text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) text += ' ';
    const std::size_t begin = text.size();
    text += tokens[i];
    const int cls = tags[i].size() > 2 ? class_of(std::string_view(tags[i]).substr(2)) : 0;
    if (cls == 0) continue;
    if (tags[i][0] == 'I' && !spans.empty() && spans.back().cls == cls && spans.back().end + 1 == begin)
      spans.back().end = text.size();
    else
      spans.push_back({begin, text.size(), cls});
  }
  ex.article = std::make_unique<Analysis>(analyze(*ex.document, Field::kText, lexicons));
  std::vector<Mention> found;
  NamedEntities named;
  entities.extract_lexicon(*ex.article, named, found);
  ex.text = std::make_unique<NameText>(*ex.article, lexicons, found, 0);
  std::vector<NameCandidate> rules;
  find_names_by_rules(*ex.text, whole(ex.text->a), rules);
  ex.features = std::make_unique<NameFeatures>(*ex.text, rules);
  const std::size_t n = ex.article->tokens.size();
  ex.gold.assign(n, 0);
  ex.fixed.resize(n);
  std::size_t s = 0;
  std::size_t last = SIZE_MAX;
  for (std::uint32_t t = 0; t < n; ++t) {
    const SourceSpan at = ex.article->text.to_source({ex.article->tokens[t].begin, ex.article->tokens[t].end});
    while (s < spans.size() && spans[s].end <= at.begin) ++s;
    if (s < spans.size() && at.begin < spans[s].end && at.end > spans[s].begin) {
      ex.gold[t] = 2 * spans[s].cls - (last == s ? 0 : 1);
      last = s;
    }
    ex.plain.push_back(ex.features->plain(t));
    ex.features->fixed(t, ex.fixed[t]);
  }
  for (const Sentence& sentence : ex.article->sentences) {
    ex.first.push_back(sentence.first_token);
    ex.end.push_back(sentence.end_token);
  }
  return ex;
}

using FeatureLists = std::initializer_list<const std::vector<std::uint32_t>*>;

class Perceptron {
 public:
  Perceptron(int bits, double drop)
      : bits_(bits),
        drop_(static_cast<std::uint64_t>(drop * 65536)),
        mask_((1u << bits) - 1),
        weights_((std::size_t{1} << bits) * NameModel::kWidth, 0.0f),
        sums_(weights_.size(), 0.0) {}

  // Features seen in fewer tokens than this are left out: with little text they only learn it by heart.
  void count(const Example& ex, std::uint32_t least) {
    if (seen_.empty()) seen_.assign(std::size_t{1} << 24, 0);
    least_ = least;
    for (std::size_t t = 0; t < ex.fixed.size(); ++t)
      if (!ex.plain[t])
        for (std::uint32_t f : ex.fixed[t])
          if (seen_[f & 0xFFFFFF] < 255) ++seen_[f & 0xFFFFFF];
  }
  void drop_rare(Example& ex) const {
    for (auto& list : ex.fixed) std::erase_if(list, [&](std::uint32_t f) { return seen_[f & 0xFFFFFF] < least_; });
  }

  void learn(const Example& ex) {
    std::vector<std::uint32_t> history;
    for (std::size_t s = 0; s < ex.first.size(); ++s) {
      int before = 0, before_that = 0;
      for (std::uint32_t t = ex.first[s]; t < ex.end[s]; ++t) {
        int tag = 0;
        if (before != 0 || !ex.plain[t]) {
          ++step_;
          ex.features->history(t, before, before_that, history);
          float sum[NameModel::kWidth] = {};
          active_.clear();
          for (const auto* list : FeatureLists{&ex.fixed[t], &history})
            for (std::uint32_t f : *list)
              if (drop_ == 0 || (random() & 0xFFFF) >= drop_) active_.push_back(f);
          for (std::uint32_t f : active_)
            for (std::size_t i = 0; i < NameModel::kTags; ++i) sum[i] += weights_[std::size_t{f & mask_} * NameModel::kWidth + i];
          for (int i = 1; i < static_cast<int>(NameModel::kTags); ++i) {
            if (i % 2 == 0 && before != i && before != i - 1) continue;
            if (sum[i] > sum[tag]) tag = i;
          }
          int gold = ex.gold[t];
          if (gold % 2 == 0 && gold > 0 && before != gold && before != gold - 1) gold -= 1;  // its begin was missed: begin here
          if (gold != tag) {
            for (std::uint32_t f : active_) {
              update(f, gold, 1);
              update(f, tag, -1);
            }
          }
        }
        before_that = before;
        before = tag;
      }
    }
  }

  // Keeps what was learnt and begins anew: the mean of several, which saw the examples in other orders, is steadier than each.
  void next_round() {
    mean_.resize(weights_.size());
    for (std::size_t i = 0; i < mean_.size(); ++i)
      mean_[i] += static_cast<float>(weights_[i] - sums_[i] / static_cast<double>(std::max<std::uint64_t>(step_, 1)));
    std::fill(weights_.begin(), weights_.end(), 0.0f);
    std::fill(sums_.begin(), sums_.end(), 0.0);
    step_ = 0;
  }

  void write(const std::string& path) const {
    // Averaged weights in signed bytes; the few beyond the 99.95th percentile are cut to it.
    std::vector<float> mean = mean_, sizes;
    for (float weight : mean)
      if (weight != 0) sizes.push_back(std::fabs(weight));
    if (sizes.empty()) sizes.push_back(1);
    const auto nth = sizes.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(sizes.size() - 1) * 0.9995);
    std::nth_element(sizes.begin(), nth, sizes.end());
    const float scale = 127.0f / *nth;
    std::string out(NameModel::kMagic);
    const std::uint32_t bits = static_cast<std::uint32_t>(bits_), zero = 0;
    out.append(reinterpret_cast<const char*>(&bits), 4);
    out.append(reinterpret_cast<const char*>(&zero), 4);
    for (float w : mean) out += static_cast<char>(static_cast<std::int8_t>(std::lround(std::clamp(w * scale, -127.0f, 127.0f))));
    std::ofstream(path, std::ios::binary) << out;
  }

 private:
  void update(std::uint32_t f, int tag, float by) {
    const std::size_t i = std::size_t{f & mask_} * NameModel::kWidth + static_cast<std::size_t>(tag);
    weights_[i] += by;
    sums_[i] += static_cast<double>(by) * static_cast<double>(step_);
  }

  std::uint64_t random() {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    random_ ^= random_ << 17;
    return random_;
  }

  int bits_;
  std::uint64_t drop_, random_ = 0x2545F4914F6CDD1Dull;  // of 65,536 features so many are left out, each time others
  std::vector<std::uint32_t> active_;                    // the features of the token at hand that are not
  std::uint32_t mask_;
  std::vector<float> weights_, mean_;
  std::vector<double> sums_;  // of updates by step: the average is weight - sum / steps
  std::uint64_t step_ = 0;
  std::vector<std::uint8_t> seen_;  // tokens with this feature, by 24 bits of it
  std::uint32_t least_ = 1;
};

}  // namespace

int main(int argc, char** argv) {
  std::string output, files_slice = "0:1";
  int epochs = 14, bits = 17, rounds = 10;
  std::uint32_t least = 2;
  double drop = 0.2;
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "-o" && i + 1 < argc)
      output = argv[++i];
    else if (arg == "--epochs" && i + 1 < argc)
      epochs = std::atoi(argv[++i]);
    else if (arg == "--bits" && i + 1 < argc)
      bits = std::atoi(argv[++i]);
    else if (arg == "--slice" && i + 1 < argc)
      files_slice = argv[++i];
    else if (arg == "--least" && i + 1 < argc)
      least = static_cast<std::uint32_t>(std::atoi(argv[++i]));
    else if (arg == "--rounds" && i + 1 < argc)
      rounds = std::atoi(argv[++i]);
    else if (arg == "--drop" && i + 1 < argc)
      drop = std::atof(argv[++i]);
    else
      files.push_back(arg);
  }
  if (output.empty() || files.empty()) {
    std::fprintf(stderr, "usage: train_names -o names.bin [--epochs N] [--rounds N] [--bits N] [--least N] [--drop SHARE] [--slice FROM:TO] FILE.jsonl...\n");
    return 1;
  }
  const double from = std::atof(files_slice.c_str()), to = std::atof(files_slice.c_str() + files_slice.find(':') + 1);
  LexiconOptions options;
  options.model = LexiconOptions::Model::kOff;
  auto lexicons = Lexicons::load(options);
  if (!lexicons) {
    std::fprintf(stderr, "the lexicons cannot be loaded: %s\n", lexicons.error().message.c_str());
    return 2;
  }
  const EntityExtractor entities(**lexicons);
  std::vector<Example> examples;
  simdjson::dom::parser parser;
  for (const std::string& file : files) {
    simdjson::dom::document_stream lines;
    simdjson::padded_string bytes;
    if (simdjson::padded_string::load(file).get(bytes) || parser.parse_many(bytes, 1 << 22).get(lines)) {
      std::fprintf(stderr, "cannot read %s\n", file.c_str());
      return 4;
    }
    std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> rows;
    for (auto line : lines) {
      rows.emplace_back();
      simdjson::dom::array tokens, tags;
      if (line["tokens"].get(tokens) || line["tags"].get(tags)) return 4;
      for (auto token : tokens) rows.back().first.emplace_back(std::string_view(token));
      for (auto tag : tags) rows.back().second.emplace_back(std::string_view(tag));
    }
    const auto size = static_cast<double>(rows.size());
    for (auto i = static_cast<std::size_t>(size * from); i < static_cast<std::size_t>(size * to); ++i)
      examples.push_back(make(rows[i].first, rows[i].second, **lexicons, entities));
  }
  Perceptron perceptron(bits, drop);
  for (const Example& ex : examples) perceptron.count(ex, least);
  for (Example& ex : examples) perceptron.drop_rare(ex);
  std::vector<std::size_t> order(examples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::uint64_t random = 88172645463325252ull;
  for (int round = 0; round < rounds; ++round) {
    for (int epoch = 0; epoch < epochs; ++epoch) {
      for (std::size_t i = order.size(); i > 1; --i) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::swap(order[i - 1], order[random % i]);
      }
      for (std::size_t i : order) perceptron.learn(examples[i]);
    }
    perceptron.next_round();
  }
  perceptron.write(output);
  std::printf("%zu sentences, %d rounds of %d epochs, %zu bytes\n", examples.size(), rounds, epochs, (std::size_t{1} << bits) * NameModel::kWidth + 16);
  return 0;
}

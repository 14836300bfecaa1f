// Large texts are read in stretches (pipeline/stretch.h, Engine::read): what is found is the same to the last byte, however long they are.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "pipeline/extracted.h"
#include "pipeline/pipeline.h"
#include "pipeline/stretch.h"
#include "tests/case_file.h"

namespace mizan::testing {
namespace {

constexpr std::size_t kUncut = ~std::size_t{0};

const std::shared_ptr<const Lexicons>& lexicons() {
  static const std::shared_ptr<const Lexicons> built_in = *Lexicons::load({});
  return built_in;
}

EngineOptions in_stretches(std::size_t bytes) {
  EngineOptions options;
  options.stretch = bytes;
  return options;
}

// All that was found, a line each.
std::string told(const Engine& engine, const Document& document) {
  std::string out;
  append_extracted_json(out, document, engine.read(document), {});
  for (std::size_t at = 0; (at = out.find("},{", at)) != std::string::npos; at += 3) out[at + 1] = '\n';
  return out;
}

std::string difference(const std::string& expected, const std::string& found) {
  std::istringstream a(expected), b(found);
  std::string x, y;
  for (int line = 1; std::getline(a, x) && std::getline(b, y); ++line)
    if (x != y) return "line " + std::to_string(line) + "\n  uncut:        " + x + "\n  in stretches: " + y;
  return "one has more";
}

void expect_same(const Document& document, std::initializer_list<std::size_t> sizes) {
  static const Engine uncut(lexicons(), in_stretches(kUncut));
  const std::string expected = told(uncut, document);
  for (const std::size_t size : sizes) {
    const std::string found = told(Engine(lexicons(), in_stretches(size)), document);
    EXPECT_TRUE(expected == found) << document.id << " in stretches of " << size << " bytes: " << difference(expected, found);
  }
}

std::vector<std::string> case_texts() {
  std::vector<std::string> out;
  for (const std::string& file : case_files(""))
    if (file.find("verdicts") == std::string::npos)  // those are of another form
      for (Case& c : read_cases(file)) out.push_back(std::move(c.text));
  return out;
}

std::vector<std::string> sample_texts() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(MIZAN_SOURCE_DIR "/corpus/samples"))
    if (entry.is_regular_file()) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> out;
  for (const std::filesystem::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    out.push_back(text.str());
  }
  return out;
}

Document glued(const char* id, const std::vector<std::string>& texts, const std::string& between) {
  Document document;
  document.id = id;
  document.published = "2018-04-07";
  for (const std::string& text : texts) document.text += text + between;
  return document;
}

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

TEST(Stretches, SameForCasesInLines) {
  const std::vector<std::string> texts = case_texts();
  expect_same(glued("lines", texts, "\n"), {1, 300, 2048, 65536});
  expect_same(glued("paragraphs", texts, "\n\n"), {300, 65536});
}

TEST(Stretches, SameForCasesOnOneLine) {
  std::vector<std::string> texts = case_texts();
  for (std::string& text : texts) text = on_one_line(std::move(text));
  expect_same(glued("line", texts, " "), {1, 300, 65536});
  expect_same(glued("sentences", texts, ". "), {1, 2048});
}

TEST(Stretches, SameForSamples) {
  expect_same(glued("samples", sample_texts(), "\n"), {1, 300, 2048, 65536});
}

// Whatever stands beside whatever: cases in any order, each in a line, a list, a table or under a heading; carriage returns; a title; in both languages.
TEST(Stretches, SameForMixedForms) {
  std::vector<std::string> texts = case_texts();
  std::mt19937 random(11);
  for (const char* lang : {"", "ar", "en"}) {
    std::shuffle(texts.begin(), texts.end(), random);
    Document document;
    document.id = std::string("mixed ") + lang;
    document.lang = lang;
    document.title = "OpenAI وأرامكو: Microsoft in 2025";
    document.published = "2024-03-05";
    document.place = "SA";
    for (std::size_t i = 0; i < texts.size() && document.text.size() < 200000; ++i) {
      const std::string line = on_one_line(texts[i]);
      switch (random() % 8) {
        case 0:
          document.text += "• " + line + "\n";
          break;
        case 1:
          document.text += "1. " + line + "\r\n";
          break;
        case 2:
          document.text += "| " + line + " | " + on_one_line(texts[(i + 1) % texts.size()]) + " |\n";
          break;
        case 3:
          document.text += "## " + line + "\n\n";
          break;
        case 4:
          document.text += "| | |\n|---|---|\n| " + line + " | 5 | 2.5 |\n";
          break;
        case 5:
          document.text += line + ":\n- ";
          break;
        default:
          document.text += texts[i] + (random() % 3 == 0 ? " " : random() % 3 == 0 ? "\r\n" : "\n");
      }
    }
    expect_same(document, {1, 300, 2048});
  }
}

// Words of anything in any order, on lines of any length.
TEST(Stretches, SameForTornTexts) {
  std::vector<std::string> words;
  for (const std::string& text : case_texts()) {
    std::istringstream in(text);
    for (std::string word; in >> word;) words.push_back(word);
  }
  std::mt19937 random(5);
  for (int round = 0; round < 4; ++round) {
    Document document;
    document.id = "torn " + std::to_string(round);
    document.published = "2024-03-05";
    while (document.text.size() < 60000) {
      const std::size_t at = random() % words.size();
      for (std::size_t i = at; i < std::min(words.size(), at + 1 + random() % 6); ++i) document.text += words[i] + " ";
      if (random() % 4 == 0) document.text += ". ";
      if (random() % static_cast<unsigned>(8 << round) == 0) document.text += "\n";
    }
    expect_same(document, {1, 300});
  }
}

// Articles of a real corpus, where it stands beside the project.
TEST(Stretches, SameForArticles) {
  std::ifstream in(MIZAN_SOURCE_DIR "/../shared/data/articles/ant-2018-04.ndjson");
  Document document;
  document.id = "articles";
  document.published = "2018-04-07";
  // The texts as they stand in JSON: what is escaped there makes them no less nasty.
  for (std::string line; std::getline(in, line) && document.text.size() < 600000;) {
    for (std::size_t at = 0; (at = line.find("\\n", at)) != std::string::npos;) line.replace(at, 2, "\n");
    document.text += line + "\n";
  }
  expect_same(document, {300, 65536});
}

// What a stretch leans on: years and days read before it, names told of later, "the company", a list's lead.
TEST(Stretches, HandsOnWhatIsLeanedOn) {
  const std::string filler = "Nothing else was said about it anywhere.\nلم يضف شيئا آخر عن ذلك.\n";
  std::string text = "Northmoor Rowing Federation (NRF) was founded in 2011.\n" + filler + "It grew in the following year.\n" + filler;
  text += "وقال مفتاح رويلي إن الحصيلة بلغت 7 قتلى.\n" + filler + "وأضاف رويلي أنها 9.\n" + filler;
  text += "وقالت شركة أرامكو إن أرباحها بلغت 20 مليار دولار.\n" + filler + "وبلغت إيرادات الشركة 90 مليار دولار.\n" + filler;
  text += "OpenAI has commitments of about $1.4 trillion.\n" + filler + "Commitments by partner:\n• Oracle: $300 billion\n• Microsoft: $250 billion\n" + filler;
  text += "| Company | Revenue 2025 ($ billion) |\n|---|---|\n| Nvidia | 2.5 |\n| Oracle | 3.5 |\n" + filler + "NRF spent $5 million. Dr. Ford said so.\n" +
          filler + "Ford paid $7 million.\n";
  Document document;
  document.id = "leaning";
  document.text = text;
  document.published = "2024-03-05";
  expect_same(document, {1, 40, 100, 300});
}

// One line without an end, cut into sentences in the middle of a date, which is read over the cut: then the text is read in one piece.
TEST(Stretches, SameWhereADateCrossesAnEdge) {
  Document document;
  document.id = "dates";
  document.published = "2024-03-05";
  document.text = "OpenAI was founded on Friday, said Dr. Ford of Northmoor Rowing Federation ";
  while (document.text.size() < 400000) document.text += "5 May 2018 وأرامكو ";
  const Analysis article = analyze(document, Field::kText, *lexicons());
  ASSERT_GT(stretches(article, 1).size(), 1u);
  expect_same(document, {1, 65536});
}

class Given final : public DocumentReader {
 public:
  explicit Given(std::vector<Document> documents) : documents_(std::move(documents)) {}
  bool next(ReadItem& item) override {
    if (at_ == documents_.size()) return false;
    item = documents_[at_++];
    return true;
  }

 private:
  std::vector<Document> documents_;
  std::size_t at_ = 0;
};

// Several threads on large articles, of which there are several at once.
TEST(Stretches, SameOnSeveralThreads) {
  std::vector<std::string> texts = case_texts();
  std::vector<Document> documents;
  for (int i = 0; i < 5; ++i) {
    std::vector<std::string> more = texts;
    std::reverse(texts.begin(), texts.end());
    more.insert(more.end(), texts.begin(), texts.end());  // enough for the lexicons to be looked up by several threads
    documents.push_back(glued("large", more, i % 2 == 0 ? "\n" : "\n\n"));
    documents.push_back(glued("small", {texts[static_cast<std::size_t>(i)]}, "\n"));
    std::rotate(texts.begin(), texts.begin() + 100, texts.end());
  }
  const auto all = [&](std::size_t stretch, unsigned jobs) {
    const Engine engine(lexicons(), in_stretches(stretch));
    Given reader(documents);
    std::string out;
    run_pipeline(
        reader, {.jobs = jobs}, [&](const Document& document, Crew& crew) { return engine.read(document, crew); },
        [&](PipelineItem&& item) {
          append_extracted_json(out, std::get<Document>(item.in), item.out, {});
          return true;
        });
    return out;
  };
  const std::string expected = all(kUncut, 1);
  for (const unsigned jobs : {2u, 4u})
    for (const std::size_t stretch : {std::size_t{2048}, std::size_t{65536}})
      EXPECT_TRUE(expected == all(stretch, jobs)) << jobs << " threads, stretches of " << stretch << " bytes";
}

// Where rules of both scripts find a name at one token, the same one stays among few names and among many.
TEST(Stretches, SameAmongManyNames) {
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) {
    texts.push_back("وقال الرئيس محمد رويلي إن شركة الرواد القابضة وقعت.");
    texts.push_back("وفقا لما نقله موقع \"Catholic News Agency\" على لسان البابا.");
  }
  expect_same(glued("names", texts, "\n"), {1, 300, 2048});
}

TEST(Stretches, HoldAllTokensAndNoHalfTable) {
  for (const std::string between : {"\n", " "}) {
    const Document document = glued("all", case_texts(), between);
    const Analysis article = analyze(document, Field::kText, *lexicons());
    for (const std::size_t size : {std::size_t{1}, std::size_t{300}, std::size_t{65536}, kUncut}) {
      const std::vector<Stretch> parts = stretches(article, size);
      std::uint32_t token = 0, sentence = 0;
      std::int32_t table = -1;
      for (const Stretch& part : parts) {
        EXPECT_EQ(part.first_token, token);
        EXPECT_EQ(part.first_sentence, sentence);
        EXPECT_GT(part.end_sentence, part.first_sentence);
        for (std::uint32_t s = part.first_sentence; s < part.end_sentence; ++s) {
          EXPECT_GE(article.sentences[s].first_token, part.first_token);
          EXPECT_LE(article.sentences[s].end_token, part.end_token);
        }
        const std::int32_t first = article.blocks[article.sentences[part.first_sentence].block].table;
        EXPECT_TRUE(first < 0 || first != table);
        table = article.blocks[article.sentences[part.end_sentence - 1].block].table;
        token = part.end_token;
        sentence = part.end_sentence;
      }
      EXPECT_EQ(token, article.tokens.size());
      EXPECT_EQ(sentence, article.sentences.size());
      if (size == 300 && between == "\n") {
        EXPECT_GT(parts.size(), 100u);
      }
    }
  }
}

}  // namespace
}  // namespace mizan::testing

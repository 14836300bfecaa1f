#include "db/teach.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "db/wording.h"
#include "pipeline/normalized_text.h"

namespace mizan {
namespace {

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  const std::size_t begin = text.find_first_not_of(' '), end = text.find_last_not_of(' ');
  return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

// The words of the sentence around the quote that can be cues, the nearest first, as they are written; at most three.
std::vector<std::string> cues(const std::string& sentence, const std::string& quote) {
  struct Word {
    std::size_t distance;
    std::string text;
  };
  std::vector<Word> words;
  const std::size_t place = std::min(sentence.find(quote), sentence.size());
  std::size_t at = 0;
  while (at < sentence.size()) {
    const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
    std::string word = sentence.substr(at, end - at);
    const bool in_quote = at < place + quote.size() && end > place;
    std::string folded = NormalizedText::fold(word), letters;
    for_each_word(folded, [&](std::string_view part) { letters = part; });
    const bool tells = !Wording(word + " " + word).empty() && !letters.empty();
    if (!in_quote && tells) {
      while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.back()))) word.pop_back();
      words.push_back({at < place ? place - at : at - place, word});
    }
    at = end + 1;
  }
  std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.distance < b.distance; });
  std::vector<std::string> out;
  for (const Word& word : words) {
    if (out.size() < 3 && !word.text.empty() && std::find(out.begin(), out.end(), word.text) == out.end()) out.push_back(word.text);
  }
  return out;
}

}  // namespace

std::string teach(const Citation& fact, const CorrectedFields& fields, bool not_a_fact) {
  const std::string sentence = one_line(fact.sentence), quote = one_line(fact.quote);
  std::string out = "# A case for tests/cases/facts-*.txt\n";
  out += fmt::format("== {} of {} ==\n", not_a_fact ? "no fact" : "corrected", fact.document);
  if (!fact.published.empty()) out += fmt::format("published: {}\n", fact.published.substr(0, 10));
  out += sentence + "\n--\n";
  if (not_a_fact) return out;
  out += "fact";
  std::string value;
  for (const auto& [name, text] : fields) {
    if (name == "value" || name == "low" || name == "high") {
      value = text;
    } else if (!text.empty()) {
      out += fmt::format(" {}={}", name, text);
    }
  }
  out += fmt::format(" «{}»\n", quote);
  if (!value.empty()) out += fmt::format("# the figure is {}: a case of amounts-*.txt, if it was misread\n", value);
  const bool arabic = Wording(sentence).arabic();
  for (const auto& [name, text] : fields) {
    if ((name != "metric" && name != "noun") || text.empty()) continue;
    const char* const file = name == "metric" ? "metrics.tsv" : "nouns.tsv";
    out += fmt::format("\n# A line for {} in a folder of your own (--lexicons DIR), with the word that says it:\n", file);
    bool first = true;
    for (const std::string& word : cues(sentence, quote)) {
      out += fmt::format("{}{}\t{}\t{}\n", first ? "" : "# or ", text, arabic ? "ar" : "en", word);
      first = false;
    }
  }
  return out;
}

}  // namespace mizan

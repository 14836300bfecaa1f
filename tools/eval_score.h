// Compares found mentions with a gold file: precision, recall and F1 by type, with 95 % confidence intervals, and every miss.
//
//   GoldArticle gold = *read_gold_line(R"({"id":"a","text":"دخل 5%","mentions":[{"start":4,"end":6,"text":"5%","type":"percent","low":"5"}]})");
//   Marks marks = mark(gold, engine.read(gold.document).mentions);      // one article
//   Score score = summarise(all_marks);                                // all of them
//
// A mention is right where its type, value and unit are those of a gold mention that it overlaps by half or more (intersection over union); each gold mention
// is met once. Gold mentions that are optional or vague, or of the type number, need not be found and cost nothing where they are; vague found mentions count
// for nothing. "From A to B" may be one range of dates or two dates on either side.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"
#include "pipeline/mention.h"
#include "pipeline/result.h"

namespace mizan::tools {

struct GoldMention {
  SourceSpan span;  // bytes of the text
  MentionType type = MentionType::kNumber;
  std::optional<Decimal> low, high;
  std::vector<std::string> units;  // any of these is right
  std::string value;               // dates, durations, ages
  Bound bound = Bound::kExact;
  std::string per;
  bool optional = false;
  bool vague = false;
  bool wanted() const { return !optional && !vague && type != MentionType::kNumber; }
};

struct GoldArticle {
  Document document;
  std::vector<GoldMention> mentions;
};

// One line of a gold file: an article as `extract` reads it, with "mentions": [{"start", "end", "text", "type", "low", "high", "unit", "value", "bound", "per",
// "optional", "vague"}], offsets in code points. The error says what is wrong with the line. Mentions of names are passed over.
Result<GoldArticle> read_gold_line(std::string_view line);

constexpr std::size_t kTypes = 10;  // of MentionType, names left out
using Counts = std::array<int, kTypes>;

// What one article adds.
struct Marks {
  Counts right{}, missed{}, extra{};
  int exact_spans = 0, bounds_right = 0, bounded = 0, per_right = 0, per_of = 0;  // among the right ones
  struct Miss {
    std::size_t gold = 0;              // index into GoldArticle::mentions
    std::vector<std::size_t> instead;  // found mentions that overlap it
  };
  struct Extra {
    std::size_t found = 0;          // index into the found mentions
    std::vector<std::size_t> near;  // gold mentions that overlap it
  };
  std::vector<Miss> misses;
  std::vector<Extra> extras;
};

Marks mark(const GoldArticle& gold, const std::vector<Mention>& found);

struct Interval {
  double value = 0, low = 0, high = 0;  // 95 %
};
struct Row {
  int gold = 0, right = 0, extra = 0;
  Interval precision, recall, f1;
};
struct Score {
  std::map<std::string, Row> rows;  // by type; "all"
  int articles = 0;
  int exact_spans = 0, found = 0, bounds_right = 0, bounded = 0, per_right = 0, per_of = 0;
};

// Intervals by the bootstrap: `rounds` samples of as many articles, drawn with replacement from a fixed seed, so that the same input gives the same figures.
Score summarise(const std::vector<Marks>& articles, int rounds = 1000);

}  // namespace mizan::tools

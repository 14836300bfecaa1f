// All that an extractor may see of one text: folded text, tokens, lexicon hits, sentences, and the structure that lines, lists, headings and
// tables give. Made once by analyze(), immutable after; extractors on several threads may share it.
//
// The structure is found in plain text too ("• Oracle: 300 مليار دولار" under "تفكيك الالتزامات:" is a list under its lead; "| a | b |" rows are a table).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/crew.h"
#include "pipeline/document.h"
#include "pipeline/huge_pages.h"
#include "pipeline/normalized_text.h"

namespace mizan {

enum class TokenKind : std::uint8_t {
  kArabic,   // a run of Arabic letters
  kLatin,    // a run of Latin letters (and inner apostrophes: "company's" is one token)
  kOther,    // letters of other scripts
  kDigits,   // a run of 0-9 (folded); marks between digit runs are punctuation tokens
  kPunct,    // one character that is none of the above
  kNewline,  // one line feed
};

struct Token {
  std::uint32_t begin = 0;  // folded bytes
  std::uint32_t end = 0;
  TokenKind kind = TokenKind::kPunct;
  bool space_before = false;  // white space, a line's begin or the text's begin stands before it
  bool capital = false;       // first letter was upper case
  bool all_capitals = false;  // two letters or more, all upper case
  bool mixed_case = false;    // an upper-case letter inside ("xAI", "CoreWeave")
  bool in_url = false;        // part of a URL, e-mail address or @handle
  std::uint16_t kinds = 0;    // bit k: a hit of kind k starts here; most tokens have none of what a rule looks for, and are passed over by this alone
};

// A lexicon phrase found at a token. What `kind` and `entry` mean is the lexicons' business.
struct LexiconHit {
  std::uint32_t token = 0;   // first token
  std::uint16_t length = 1;  // tokens covered
  std::uint8_t peeled = 0;   // bytes of proclitics and article peeled from the first token ("والدولار": 6 for وال)
  std::uint8_t article = 0;  // of those, the bytes that were the article (so that `peeled - article` are proclitics)
  std::uint8_t cut = 0;      // bytes left out at the last token's end ("Microsoft's": 2)
  std::uint8_t kind = 0;
  std::uint32_t entry = 0;
};

// What the lexicons know of a token's word by itself, whatever stands around it. What the bits mean is their business.
struct TokenWord {
  static constexpr std::uint32_t kNoType = 0xFFFFFFFF;
  std::uint64_t roles = 0;       // in names
  std::uint32_t lone = 0;        // kinds of the hits that are this word alone
  std::uint32_t type = kNoType;  // a small number, the same for the same word; of Analysis::numbering
};

enum class BlockKind : std::uint8_t { kProse, kHeading, kListItem, kTableRow, kTableRule };

// One line of the text (a block is a line here: news text has a paragraph a line).
struct Block {
  BlockKind kind = BlockKind::kProse;
  std::uint32_t first_token = 0;  // [first_token, end_token), without the list marker and without the newline
  std::uint32_t end_token = 0;
  std::uint32_t line = 0;     // 1-based
  std::int32_t lead = -1;     // for list items: the block of the line that introduces the list (ends in ':'), else the heading; -1 for none
  std::int32_t heading = -1;  // nearest heading above; -1 for none
  std::int32_t list = -1;     // list index, the same for all items of one list
  std::int32_t table = -1;    // table index for table rows
};

struct Cell {
  std::uint32_t first_token = 0;
  std::uint32_t end_token = 0;
};

struct Table {
  std::int32_t heading = -1;            // block of the heading or lead above it
  std::vector<std::vector<Cell>> rows;  // rule lines left out; rows[0] is the header where has_header
  bool has_header = false;
};

// What has no end for kLongest tokens is cut there: whatever a sentence costs beyond what a byte costs stays within bounds.
struct Sentence {
  static constexpr std::uint32_t kLongest = 1 << 14;
  std::uint32_t first_token = 0;
  std::uint32_t end_token = 0;
  std::uint32_t block = 0;
};

struct Analysis {
  explicit Analysis(std::string_view source) : text(source) {}

  const Document* document = nullptr;  // the article; its `text` or `title` is what is analysed
  Field field = Field::kText;
  NormalizedText text;
  HugeVector<Token> tokens;
  HugeVector<std::uint64_t> hashes;     // of each token's word as folded (XXH3), for all tables of words alike
  HugeVector<TokenWord> words;          // by token
  std::uint64_t numbering = 0;          // what the words' numbers count in: texts of one numbering share numbers, and each thread has its own ones
  HugeVector<LexiconHit> hits;          // by token, longest first
  HugeVector<std::uint32_t> first_hit;  // by token, and one more: those of token t are hits[first_hit[t], first_hit[t + 1])
  std::vector<Block> blocks;
  std::vector<Sentence> sentences;  // by token; every token but newlines and list markers lies in exactly one
  std::vector<Table> tables;
  bool arabic = false;  // most letters are Arabic

  std::string_view word(std::uint32_t token) const { return text.text({tokens[token].begin, tokens[token].end}); }
  // Hits that start at this token; null range where there are none.
  const LexiconHit* hits_begin(std::uint32_t token) const { return hits.data() + first_hit[token]; }
  const LexiconHit* hits_end(std::uint32_t token) const { return hits.data() + first_hit[token + 1]; }
  // Index of the sentence that holds the token, or of the next one.
  std::uint32_t sentence_of(std::uint32_t token) const;
};

// Fills `hits`, `first_hit`, `hashes` and `words` (and each token's kinds) of an analysis whose tokens stand. Implemented by the lexicons.
class Annotator {
 public:
  virtual ~Annotator() = default;
  virtual void annotate(Analysis& analysis) const = 0;
  // The same on several threads; `numbering` may be left 0: then the words' numbers count in none.
  virtual void annotate(Analysis& analysis, Crew& crew) const = 0;
};

// Tokens, structure and sentences of document.text or document.title. The document must outlive the result. Linear; never fails.
Analysis analyze(const Document& document, Field field, const Annotator& annotator);
Analysis analyze(const Document& document, Field field, const Annotator& annotator, Crew& crew);

}  // namespace mizan

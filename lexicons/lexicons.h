// What words mean, as data: the .tsv files of this folder, compiled into the program, with a newsroom's own laid over them. Without an overlay nothing is
// parsed at the start: the build has made an image of what loading gives (image.h).
//
// One trie over folded words holds every phrase of every lexicon; annotate() walks it once per token and leaves hits on the analysis, so that each
// extractor asks "what starts here?" without hashing again. Proclitics (و ف ب ل ك) and the article are peeled from a phrase's first word, and only
// where the rest is a known word.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lexicons/cue_role.h"
#include "lexicons/image_array.h"
#include "lexicons/lexicon_flags.h"
#include "lexicons/name_words.h"
#include "pipeline/analysis.h"
#include "pipeline/decimal.h"
#include "pipeline/result.h"

namespace mizan {

// LexiconHit::kind. Entry is an index into the table of that kind.
enum class LexiconKind : std::uint8_t { kNumber, kCurrency, kUnit, kCalendar, kHedge, kRate, kNoun, kMetric, kEntity, kCue, kGrammar };
// Its bit in Token::kinds.
constexpr std::uint16_t kind_bit(LexiconKind kind) {
  return static_cast<std::uint16_t>(1u << static_cast<unsigned>(kind));
}

// TokenWord::lone: the bit of each kind but for names, of which only adjectives count ("Saudi").
inline constexpr std::uint32_t kLoneAdjective = 1u << 16;
inline constexpr std::uint32_t kLoneProclitic = 1u << 17;  // one of them stands behind a proclitic

// numbers.tsv: a word of the number grammar.
enum class NumberRole : std::uint8_t { kUnit, kTeen, kTen, kHundred, kMagnitude, kFraction, kOrdinal, kDualMagnitude, kVague, kDozen, kSuffix, kStop };
struct NumberEntry {
  Decimal value;
  NumberRole role = NumberRole::kUnit;
  bool arabic = false;
  LexiconFlags flags;  // space separated: see numbers.tsv
  bool has(std::string_view flag) const { return flags.has(flag); }
};

// currencies.tsv
struct CurrencyEntry {
  std::string code;  // ISO 4217; the reading without any clue for ambiguous names
  enum class Form : std::uint8_t { kSymbol, kCode, kName, kDual } form = Form::kName;
  Decimal factor;  // 1, or 0.01 for a subunit (cent, هللة)
  bool arabic = false;
  std::string written;  // the form that this entry is for
  LexiconFlags flags;
  bool has(std::string_view flag) const { return flags.has(flag); }
  std::vector<std::string> candidates;  // all readings of an ambiguous name, commonest first; empty for an unambiguous one
};

// units.tsv
struct UnitEntry {
  std::string symbol;     // "GW"
  std::string dimension;  // "power"
  Decimal factor;         // to the dimension's base unit: factor / divisor, exact
  Decimal divisor = *Decimal::make(1);
  Decimal offset;  // added before the factor applies (°F: -32)
  bool arabic = false;
  bool dual = false;    // an Arabic dual: two of it
  std::string written;  // the form that this entry is for, as the lexicon has it ("GB": case counts where flags say so)
  LexiconFlags flags;
  bool has(std::string_view flag) const { return flags.has(flag); }
};

// calendar.tsv: month and weekday names, units of time, calendar words and the words around them.
struct CalendarEntry {
  std::string role;   // month, hijri_month, weekday, time_unit, ...: see calendar.tsv
  std::string value;  // "5" for May, "P1Y" for a year ...
  bool arabic = false;
  LexiconFlags flags;
  bool has(std::string_view flag) const { return flags.has(flag); }
};

// hedges.tsv: words that bound an amount.
struct HedgeEntry {
  std::string bound;  // about over under at_least at_most between minus
  std::string side;   // before, after
  bool arabic = false;
  LexiconFlags flags;
  bool has(std::string_view flag) const { return flags.has(flag); }
};

// rates.tsv: words that make a rate of the amount before them.
struct RateEntry {
  std::string per;  // "year"
  bool arabic = false;
  LexiconFlags flags;
};

// nouns.tsv: counted nouns.
struct NounEntry {
  std::string noun;    // canonical English singular: "person"
  std::string metric;  // metric that counting it gives, or empty
  bool arabic = false;
  LexiconFlags flags;  // dual, person, ...
  bool has(std::string_view flag) const { return flags.has(flag); }
};

// metrics.tsv: words that say which measure.
struct MetricEntry {
  std::string metric;  // contract vocabulary
  bool arabic = false;
  LexiconFlags flags;  // see metrics.tsv
  bool has(std::string_view flag) const { return flags.has(flag); }
};

// entities*.tsv. Texts live as long as the lexicons.
struct EntityEntry {
  std::string_view id, cls, name, name_ar, kind, country, flags;
  std::string_view context_words;  // folded, a line feed between: one of them must stand near an alias of use kContext
};
// How an alias stands for its entity.
struct EntityAlias {
  std::uint32_t entity = 0;  // index into entities()
  enum class Use : std::uint8_t {
    kFull,      // stands by itself
    kShort,     // only after the entity was named in full
    kContext,   // only beside one of the entity's context words
    kAdjective  // "Saudi", سعودي: points at the entity, is no mention of it
  } use = Use::kFull;
  bool case_sensitive = false;
  std::string_view written;  // the alias as the lexicon has it
};

// grammar_words.tsv: closed classes that the number and unit grammar leans on, by role.
struct GrammarEntry {
  std::string role;
  bool arabic = false;
};

// cues.tsv: other words that grammar rules look for, by role.
struct CueEntry {
  CueRole role = CueRole::kClause;
  std::string value;
  bool arabic = false;
};

struct LexiconOptions {
  std::string overlay;                                               // folder with files of the same names, laid over the built-in ones; empty for none
  enum class Model : std::uint8_t { kOn, kOff } model = Model::kOn;  // the statistical model of names
};

// Immutable; any number of threads.
class Lexicons final : public Annotator {
 public:
  // Fails on an unreadable overlay or a malformed line, with file, line and remedy.
  static Result<std::shared_ptr<const Lexicons>> load(const LexiconOptions& options);
  ~Lexicons() override;

  void annotate(Analysis& analysis) const override;
  void annotate(Analysis& analysis, Crew& crew) const override;
  // Words' numbers for a text that has none of one numbering, as this thread counts: those of tokens [first, end). The numbering is returned.
  std::uint64_t number_words(const Analysis& analysis, std::uint32_t first, std::uint32_t end, std::vector<std::uint32_t>& numbers) const;

  const NumberEntry& number(std::uint32_t entry) const { return numbers_[entry]; }
  const CurrencyEntry& currency(std::uint32_t entry) const { return currencies_[entry]; }
  const UnitEntry& unit(std::uint32_t entry) const { return units_[entry]; }
  const CalendarEntry& calendar(std::uint32_t entry) const { return calendar_[entry]; }
  const HedgeEntry& hedge(std::uint32_t entry) const { return hedges_[entry]; }
  const RateEntry& rate(std::uint32_t entry) const { return rates_[entry]; }
  const NounEntry& noun(std::uint32_t entry) const { return nouns_[entry]; }
  const MetricEntry& metric(std::uint32_t entry) const { return metrics_[entry]; }
  const CueEntry& cue(std::uint32_t entry) const { return cues_[entry]; }
  const GrammarEntry& grammar(std::uint32_t entry) const { return grammar_[entry]; }
  const EntityAlias& alias(std::uint32_t entry) const { return aliases_[entry]; }
  const EntityEntry& entity(std::uint32_t index) const { return entities_[index]; }
  const std::vector<EntityEntry>& entities() const { return entities_; }
  const std::vector<EntityAlias>& aliases() const { return aliases_; }
  const std::vector<UnitEntry>& units() const { return units_; }
  const std::vector<CalendarEntry>& calendar_entries() const { return calendar_; }
  const std::vector<CueEntry>& cues() const { return cues_; }
  // What a canonical noun is called in Arabic, in the singular: "round" -> "جولة"; empty where the lexicon has no word for it.
  std::string_view noun_in_arabic(std::string_view noun) const;
  // Index of the entity with this id; nullopt where there is none.
  const EntityEntry* find_entity(std::string_view id) const;
  // The words that unknown names are recognised by.
  const NameWords& name_words() const { return name_words_; }
  // Is this small-letter word one of the English dictionary (ordinary-en.txt), not a name by itself? A binary search.
  bool ordinary_english(std::string_view word) const;
  // Weights of the statistical model of names (names.bin); empty where there are none or they are switched off. They live as long as the lexicons.
  std::string_view name_model() const { return name_model_; }

  // The value in another unit of the same dimension: 2.5 GW is 2500 MW, 98.6 °F is 37 °C. Exact, or a diagnostic: unit.unknown, unit.dimension (they measure
  // different things), unit.inexact (no finite decimal of 18 digits). Currencies never convert.
  Result<Decimal> convert(Decimal value, std::string_view from, std::string_view to) const;

  // ISO 4217 currency of a country ("SA" -> "SAR"); empty where unknown.
  std::string_view currency_of(std::string_view country) const;
  // First six hex digits of the hash over all lexicon bytes: outputs name it.
  const std::string& hash() const { return hash_; }

 private:
  Lexicons();
  std::uint64_t annotate(Analysis& a, std::uint32_t begin, std::uint32_t end, HugeVector<LexiconHit>& found) const;
  struct Index;
  friend class LexiconLoader;
  friend class LexiconImage;
  std::vector<NumberEntry> numbers_;
  std::vector<CurrencyEntry> currencies_;
  std::vector<UnitEntry> units_;
  std::vector<CalendarEntry> calendar_;
  std::vector<HedgeEntry> hedges_;
  std::vector<RateEntry> rates_;
  std::vector<NounEntry> nouns_;
  std::unordered_map<std::string, std::string> arabic_nouns_;  // by canonical noun
  std::vector<MetricEntry> metrics_;
  std::vector<CueEntry> cues_;
  std::vector<GrammarEntry> grammar_;
  std::vector<EntityAlias> aliases_;
  std::vector<EntityEntry> entities_;
  NameWords name_words_;
  std::string_view name_model_;
  std::string overlaid_name_model_;
  std::string_view ordinary_english_;  // a word a line, sorted by bytes
  std::string overlaid_ordinary_english_;
  ImageArray<std::uint32_t> entity_by_id_;           // open addressing by the id's hash: 1 + its index, 0 for none
  std::vector<std::unique_ptr<std::string>> texts_;  // what views look at where it lies neither in the program nor in the image
  std::unordered_map<std::string, std::string> currency_by_country_;
  std::unique_ptr<Index> index_;
  std::string hash_;
};

}  // namespace mizan

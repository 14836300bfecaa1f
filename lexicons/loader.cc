// Reads the .tsv files: built-in ones first, then the overlay's lines of the same names behind them.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "lexicons/embedded.h"
#include "lexicons/image.h"
#include "lexicons/lexicons.h"
#include "lexicons/phrase_index.h"
#include "pipeline/mention.h"
#include "pipeline/tokenizer.h"
#include "pipeline/utf8.h"
#include "pipeline/word_hash.h"

namespace mizan {
namespace {

// Hands on each part between separators, blanks around it left out; an empty text has one empty part.
template <typename Take>
void each_part(std::string_view text, char by, Take take) {
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = std::min(text.find(by, begin), text.size());
    std::string_view part = text.substr(begin, end - begin);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    take(part);
    begin = end + 1;
  }
}

void split(std::string_view text, char by, std::vector<std::string_view>& parts) {
  parts.clear();
  each_part(text, by, [&](std::string_view part) { parts.push_back(part); });
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  split(text, by, parts);
  return parts;
}

bool sorted_lines(std::string_view text) {
  std::string_view last;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line < last) return false;
    last = line;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return true;
}

struct Row {
  const std::string* file;
  std::uint64_t line;
  std::vector<std::string_view> fields;
  std::string_view field(std::size_t i) const { return i < fields.size() ? fields[i] : std::string_view(); }
};

}  // namespace

class LexiconLoader {
 public:
  explicit LexiconLoader(const LexiconOptions& options) : options_(options), out_(new Lexicons) { out_->index_ = std::make_unique<Lexicons::Index>(); }

  Result<std::shared_ptr<const Lexicons>> load() {
    struct File {
      std::string name;
      std::string_view text;
    };
    std::vector<File> files;
    for (const EmbeddedFile& file : embedded_lexicons()) {
      if (file.name == "ordinary-en.txt")
        out_->ordinary_english_ = file.text;
      else if (file.name != "names.bin")
        files.push_back({std::string(file.name), file.text});
      else if (options_.model == LexiconOptions::Model::kOn)
        out_->name_model_ = file.text;
    }
    if (!options_.overlay.empty()) {
      std::error_code error;
      std::vector<std::filesystem::path> paths;
      for (std::filesystem::directory_iterator it(options_.overlay, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".tsv" || it->path().filename() == "names.bin" || it->path().filename() == "ordinary-en.txt") paths.push_back(it->path());
      if (error)
        return Diagnostic{"lexicon.unreadable", fmt::format("cannot read the lexicon folder: {}", error.message()), "Name a folder of .tsv files",
                          options_.overlay};
      std::sort(paths.begin(), paths.end());
      for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        if (!in) return Diagnostic{"lexicon.unreadable", "cannot read the lexicon file", "Check its permissions", path.string()};
        if (path.extension() == ".txt") {
          out_->overlaid_ordinary_english_ = bytes.str();
          out_->ordinary_english_ = out_->overlaid_ordinary_english_;
          if (const std::string_view text = out_->ordinary_english_; !sorted_lines(text))
            return Diagnostic{"lexicon.order", "words are not sorted by their bytes", "Sort the file: LC_ALL=C sort", path.string()};
          continue;
        }
        if (path.extension() == ".bin") {
          if (options_.model == LexiconOptions::Model::kOff) continue;
          out_->overlaid_name_model_ = bytes.str();
          out_->name_model_ = out_->overlaid_name_model_;
          continue;
        }
        files.push_back({path.string(), keep(bytes.str())});
      }
    }
    XXH3_state_t* state = XXH3_createState();
    XXH3_64bits_reset(state);
    for (const File& file : files) XXH3_64bits_update(state, file.text.data(), file.text.size());
    XXH3_64bits_update(state, out_->name_model_.data(), out_->name_model_.size());
    XXH3_64bits_update(state, out_->ordinary_english_.data(), out_->ordinary_english_.size());
    out_->hash_ = fmt::format("{:016x}", XXH3_64bits_digest(state)).substr(0, 6);
    XXH3_freeState(state);

    for (const File& file : files)
      if (!read(file.name, file.text)) return error_;
    add_entities();
    out_->index_->phrases.freeze();
    return std::shared_ptr<const Lexicons>(std::move(out_));
  }

 private:
  // A view of the text that lives as long as the lexicons.
  std::string_view keep(std::string text) {
    out_->texts_.push_back(std::make_unique<std::string>(std::move(text)));
    return *out_->texts_.back();
  }

  bool fail(const Row& row, std::string message, std::string remedy) {
    error_ = {"lexicon.malformed", std::move(message), std::move(remedy), *row.file, row.line};
    return false;
  }

  bool read(const std::string& path, std::string_view text) {
    const std::string name = std::filesystem::path(path).filename().string();
    bool (LexiconLoader::*handler)(const Row&) = nullptr;
    std::size_t columns = 0;
    if (name == "numbers.tsv")
      handler = &LexiconLoader::number, columns = 4;
    else if (name == "currencies.tsv" || name == "currencies-cldr.tsv")
      handler = &LexiconLoader::currency, columns = 5;
    else if (name == "units.tsv")
      handler = &LexiconLoader::unit, columns = 5;
    else if (name == "calendar.tsv")
      handler = &LexiconLoader::calendar, columns = 4;
    else if (name == "hedges.tsv")
      handler = &LexiconLoader::hedge, columns = 4;
    else if (name == "rates.tsv")
      handler = &LexiconLoader::rate, columns = 3;
    else if (name == "nouns.tsv")
      handler = &LexiconLoader::noun, columns = 4;
    else if (name == "metrics.tsv")
      handler = &LexiconLoader::metric, columns = 3;
    else if (name == "cues.tsv")
      handler = &LexiconLoader::cue, columns = 4;
    else if (name == "grammar_words.tsv")
      handler = &LexiconLoader::grammar, columns = 3;
    else if (name == "name_words.tsv")
      handler = &LexiconLoader::name_word, columns = 3;
    else if (name == "country_currencies.tsv")
      handler = &LexiconLoader::country_currency, columns = 2;
    else if (name.starts_with("entities"))
      handler = &LexiconLoader::entity, columns = 3;
    if (handler == nullptr) {
      error_ = {"lexicon.unknown", "no lexicon has this name", "Name it like one of the built-in files (see lexicons/README.md)", path};
      return false;
    }
    if (auto bad = find_invalid_utf8(text)) {
      error_ = {"utf8.invalid", fmt::format("invalid UTF-8 at byte {}", *bad), "Save the file as UTF-8", path};
      return false;
    }
    Row row{&path, 0, {}};
    for (std::size_t begin = 0; begin < text.size();) {
      std::size_t end = std::min(text.find('\n', begin), text.size());
      std::string_view line = text.substr(begin, end - begin);
      begin = end + 1;
      ++row.line;
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (line.empty() || line[0] == '#') continue;
      split(line, '\t', row.fields);
      if (row.fields.size() < columns)
        return fail(row, fmt::format("{} columns where at least {} are due", row.fields.size(), columns), "Separate columns by tabs");
      if (!(this->*handler)(row)) return false;
    }
    return true;
  }

  // One phrase per form into the trie.
  void add_form(std::string_view form, LexiconKind kind, std::size_t entry) { add_form(NormalizedText(form), kind, entry); }
  void add_form(const NormalizedText& folded, LexiconKind kind, std::size_t entry) {
    words_.clear();
    for (const Token& token : tokenize(folded))
      if (token.kind != TokenKind::kNewline) words_.push_back(folded.text({token.begin, token.end}));
    if (words_.empty()) return;
    out_->index_->phrases.add(words_, {static_cast<std::uint8_t>(kind), static_cast<std::uint32_t>(entry)});
  }
  // Arabic pronouns behind a noun: قيمة, قيمته, قيمتها.
  void add_with_pronouns(std::string_view form, LexiconKind kind, std::size_t entry) {
    add_form(form, kind, entry);
    std::string stem(form);
    if (stem.ends_with("ة")) stem.replace(stem.size() - 2, 2, "ت");
    for (std::string_view pronoun : {"ه", "ها", "هم", "هما", "نا", "ي"}) add_form(stem + std::string(pronoun), kind, entry);
  }
  static bool is_arabic(std::string_view form) {
    for (char c : form)
      if (static_cast<unsigned char>(c) >= 0xD8 && static_cast<unsigned char>(c) <= 0xDB) return true;
    return false;
  }

  // lang, role, value, forms, flags
  bool number(const Row& row) {
    static const std::map<std::string_view, NumberRole> kRoles = {{"unit", NumberRole::kUnit},
                                                                  {"teen", NumberRole::kTeen},
                                                                  {"ten", NumberRole::kTen},
                                                                  {"hundred", NumberRole::kHundred},
                                                                  {"magnitude", NumberRole::kMagnitude},
                                                                  {"fraction", NumberRole::kFraction},
                                                                  {"ordinal", NumberRole::kOrdinal},
                                                                  {"dual_magnitude", NumberRole::kDualMagnitude},
                                                                  {"vague", NumberRole::kVague},
                                                                  {"dozen", NumberRole::kDozen},
                                                                  {"suffix", NumberRole::kSuffix},
                                                                  {"stop", NumberRole::kStop}};
    auto role = kRoles.find(row.field(1));
    auto value = Decimal::parse(row.field(2));
    if (role == kRoles.end()) return fail(row, fmt::format("unknown role \"{}\"", row.field(1)), "See the head of numbers.tsv");
    if (!value) return fail(row, fmt::format("\"{}\" is no number", row.field(2)), "Write digits, as in 1000000");
    out_->numbers_.push_back({*value, role->second, row.field(0) == "ar", LexiconFlags(row.field(4))});
    each_part(row.field(3), '|', [&](std::string_view form) { add_form(form, LexiconKind::kNumber, out_->numbers_.size() - 1); });
    return true;
  }

  // code, form, lang, factor, forms, candidates, flags
  bool currency(const Row& row) {
    using Form = CurrencyEntry::Form;
    const std::string_view form = row.field(1);
    auto factor = Decimal::parse(row.field(3));
    if (form != "symbol" && form != "code" && form != "name" && form != "dual")
      return fail(row, fmt::format("unknown form \"{}\"", form), "Write symbol, code, name or dual");
    if (!factor) return fail(row, fmt::format("\"{}\" is no factor", row.field(3)), "Write 1, or 0.01 for a hundredth");
    for (std::string_view written : split(row.field(4), '|')) {
      CurrencyEntry entry{std::string(row.field(0)),
                          form == "symbol" ? Form::kSymbol
                          : form == "code" ? Form::kCode
                          : form == "dual" ? Form::kDual
                                           : Form::kName,
                          *factor,
                          row.field(2) == "ar",
                          std::string(written),
                          LexiconFlags(row.field(6)),
                          {}};
      if (!row.field(5).empty())
        for (std::string_view code : split(row.field(5), '|')) entry.candidates.emplace_back(code);
      out_->currencies_.push_back(std::move(entry));
      add_form(written, LexiconKind::kCurrency, out_->currencies_.size() - 1);
    }
    return true;
  }

  // symbol, dimension, factor, lang, forms, flags
  bool unit(const Row& row) {
    const std::vector<std::string_view> ratio = split(row.field(2), '/');  // "1000/3600": exact where no decimal is
    auto factor = Decimal::parse(ratio[0]);
    auto divisor = ratio.size() == 2 ? Decimal::parse(ratio[1]) : Decimal::make(1);
    auto offset = Decimal::make(0);
    const std::size_t at = row.field(5).find("offset=");
    if (at != std::string_view::npos) {
      const std::string_view written = row.field(5).substr(at + 7);
      offset = Decimal::parse(written.substr(0, written.find(' ')));
    }
    if (!factor || !divisor || divisor->is_zero() || !offset || ratio.size() > 2)
      return fail(row, fmt::format("\"{}\" is no factor", row.field(2)), "Write a decimal, or two with a slash between");
    for (std::string_view written : split(row.field(4), '|')) {
      const bool dual = has_flag(row.field(5), "dual");
      out_->units_.push_back({std::string(row.field(0)), std::string(row.field(1)), *factor, *divisor, *offset, row.field(3) == "ar", dual,
                              std::string(written), LexiconFlags(row.field(5))});
      add_form(written, LexiconKind::kUnit, out_->units_.size() - 1);
    }
    return true;
  }

  // role, value, lang, forms, flags
  bool calendar(const Row& row) {
    out_->calendar_.push_back({std::string(row.field(0)), std::string(row.field(1)), row.field(2) == "ar", LexiconFlags(row.field(4))});
    each_part(row.field(3), '|', [&](std::string_view form) { add_form(form, LexiconKind::kCalendar, out_->calendar_.size() - 1); });
    return true;
  }

  // bound, side, lang, forms, flags
  bool hedge(const Row& row) {
    const std::string_view bound = row.field(0), side = row.field(1);
    if (bound != "minus" && !bound_from(bound))
      return fail(row, fmt::format("unknown bound \"{}\"", bound), "Write about, over, under, at_least, at_most, exact or minus");
    if (side != "before" && side != "after" && side != "parted") return fail(row, fmt::format("unknown side \"{}\"", side), "Write before, after or parted");
    out_->hedges_.push_back({std::string(row.field(0)), std::string(row.field(1)), row.field(2) == "ar", LexiconFlags(row.field(4))});
    each_part(row.field(3), '|', [&](std::string_view form) { add_form(form, LexiconKind::kHedge, out_->hedges_.size() - 1); });
    return true;
  }

  // per, lang, forms, flags
  bool rate(const Row& row) {
    out_->rates_.push_back({std::string(row.field(0)), row.field(1) == "ar", LexiconFlags(row.field(3))});
    each_part(row.field(2), '|', [&](std::string_view form) { add_form(form, LexiconKind::kRate, out_->rates_.size() - 1); });
    return true;
  }

  // noun, metric, lang, forms, flags
  bool noun(const Row& row) {
    out_->nouns_.push_back({std::string(row.field(0)), std::string(row.field(1)), row.field(2) == "ar", LexiconFlags(row.field(4))});
    if (const NounEntry& added = out_->nouns_.back(); added.arabic && !added.has("dual"))
      out_->arabic_nouns_.emplace(added.noun, row.field(3).substr(0, row.field(3).find('|')));
    each_part(row.field(3), '|', [&](std::string_view form) { add_form(form, LexiconKind::kNoun, out_->nouns_.size() - 1); });
    return true;
  }

  // metric, lang, forms, flags
  bool metric(const Row& row) {
    out_->metrics_.push_back({std::string(row.field(0)), row.field(1) == "ar", LexiconFlags(row.field(3))});
    for (std::string_view form : split(row.field(2), '|')) {
      if (row.field(1) == "ar" && form.find(' ') == std::string_view::npos && !has_flag(row.field(3), "verb"))
        add_with_pronouns(form, LexiconKind::kMetric, out_->metrics_.size() - 1);
      else
        add_form(form, LexiconKind::kMetric, out_->metrics_.size() - 1);
    }
    return true;
  }

  // role, value, lang, forms
  bool cue(const Row& row) {
    const std::optional<CueRole> role = cue_role(row.field(0));
    if (!role) return fail(row, fmt::format("unknown role \"{}\"", row.field(0)), "See the head of cues.tsv");
    out_->cues_.push_back({*role, std::string(row.field(1)), row.field(2) == "ar"});
    each_part(row.field(3), '|', [&](std::string_view form) { add_form(form, LexiconKind::kCue, out_->cues_.size() - 1); });
    return true;
  }

  // role, lang, forms
  bool grammar(const Row& row) {
    out_->grammar_.push_back({std::string(row.field(0)), row.field(1) == "ar"});
    each_part(row.field(2), '|', [&](std::string_view form) { add_form(form, LexiconKind::kGrammar, out_->grammar_.size() - 1); });
    return true;
  }

  // role, lang, words (blank between)
  bool name_word(const Row& row) {
    const NameRoles role = name_role_from(row.field(0));
    if (role == kNoRole) return fail(row, fmt::format("unknown role \"{}\"", row.field(0)), "See the head of name_words.tsv");
    for (std::string_view word : split(row.field(2), ' '))
      if (!word.empty()) out_->name_words_.add(NormalizedText::fold(word), role);
    return true;
  }

  bool country_currency(const Row& row) {
    out_->currency_by_country_[std::string(row.field(0))] = std::string(row.field(1));
    return true;
  }

  // id, class, name, name_ar, kind, country, aliases_en, aliases_ar, flags. A later line with the same id replaces an earlier one; one of class "+" adds its
  // aliases and flags to it.
  bool entity(const Row& row) {
    if (row.field(1) == "+") {
      auto known = entity_by_id_.find(row.field(0));
      if (known == entity_by_id_.end())
        return fail(row, fmt::format("no entity {} to add spellings to", row.field(0)), "Put its own line first, or give it a class");
      entity_aliases_[known->second] += "|" + std::string(row.field(6)) + "|" + std::string(row.field(7));
      std::string_view& flags = out_->entities_[known->second].flags;
      if (!row.field(8).empty()) flags = flags.empty() ? row.field(8) : keep(fmt::format("{};{}", flags, row.field(8)));
      return true;
    }
    static constexpr std::string_view kClasses[] = {"org", "person", "place", "product", "event", "instrument"};
    if (std::find(std::begin(kClasses), std::end(kClasses), row.field(1)) == std::end(kClasses))
      return fail(row, fmt::format("unknown class \"{}\"", row.field(1)), "Write org, person, place, product, event or instrument");
    if (row.field(0).empty() || row.field(2).empty()) return fail(row, "an entity without id or name", "Fill columns 1 and 3");
    auto [it, added] = entity_by_id_.try_emplace(row.field(0), static_cast<std::uint32_t>(out_->entities_.size()));
    const EntityEntry entry{row.field(0), row.field(1), row.field(2), row.field(3), row.field(4), row.field(5), row.field(8), {}};
    std::string aliases = std::string(row.field(6)) + "|" + std::string(row.field(7));
    if (added) {
      out_->entities_.push_back(entry);
      entity_aliases_.push_back(std::move(aliases));
    } else {
      out_->entities_[it->second] = entry;
      entity_aliases_[it->second] = std::move(aliases);
    }
    return true;
  }

  void add_entities() {
    using Use = EntityAlias::Use;
    // Views into the entities' own texts; folded forms are told apart by their hashes.
    std::vector<std::pair<std::string_view, Use>> forms;
    std::vector<std::string_view> case_forms;
    std::vector<std::uint64_t> context_forms, seen;
    const auto in = [](const auto& list, const auto& value) { return std::find(list.begin(), list.end(), value) != list.end(); };
    for (std::uint32_t e = 0; e < out_->entities_.size(); ++e) {
      EntityEntry& entity = out_->entities_[e];
      entity.context_words = context_words(entity.flags);
      const std::string_view aliases = entity_aliases_[e] == "|" ? std::string_view() : keep(std::move(entity_aliases_[e]));
      bool case_flag = false, context = false;
      forms.clear();
      case_forms.clear();
      context_forms.clear();
      seen.clear();
      each_part(entity.flags, ';', [&](std::string_view flag) {
        if (flag == "case") case_flag = true;
        if (flag == "context") context = true;
        auto each = [&](std::string_view key, auto take) {
          if (flag.starts_with(key) && flag.size() > key.size() && flag[key.size()] == '=') each_part(flag.substr(key.size() + 1), '|', take);
        };
        each("short", [&](std::string_view form) { forms.emplace_back(form, Use::kShort); });
        each("alone", [&](std::string_view form) { forms.emplace_back(form, Use::kFull); });
        each("adj_en", [&](std::string_view form) { forms.emplace_back(form, Use::kAdjective); });
        each("adj_ar", [&](std::string_view form) { forms.emplace_back(form, Use::kAdjective); });
        each("context", [&](std::string_view form) { context_forms.push_back(word_hash(NormalizedText(form).text())); });
        each("case", [&](std::string_view form) { case_forms.emplace_back(form); });
      });
      forms.emplace_back(entity.name, Use::kFull);
      forms.emplace_back(entity.name_ar, Use::kFull);
      each_part(aliases, '|', [&](std::string_view form) { forms.emplace_back(form, Use::kFull); });
      for (auto& [form, use] : forms) {
        if (form.starts_with("the ")) form.remove_prefix(4);
        if (form.empty()) continue;
        const NormalizedText folded(form);
        const std::uint64_t hash = word_hash(folded.text());
        if (in(seen, hash) && use != Use::kFull) continue;
        seen.push_back(hash);
        if (use == Use::kFull && (context || in(context_forms, hash))) use = Use::kContext;
        const bool latin = !is_arabic(form);
        // An all-capitals abbreviation of up to five letters is one only when written so ("US", "WHO", "IT").
        bool capitals = latin && form.size() <= 5;
        for (char c : form) capitals = capitals && ((c >= 'A' && c <= 'Z') || c == '.' || c == '&' || (c >= '0' && c <= '9'));
        out_->aliases_.push_back({e, use, latin && (case_flag || capitals || in(case_forms, form)), form});
        add_form(folded, LexiconKind::kEntity, out_->aliases_.size() - 1);
        // "Saint-Gobain" is written "Saint Gobain", too.
        if (latin && form.find('-') != std::string_view::npos) {
          std::string apart(form);
          std::replace(apart.begin(), apart.end(), '-', ' ');
          add_form(apart, LexiconKind::kEntity, out_->aliases_.size() - 1);
        }
      }
    }
    ImageArray<std::uint32_t>& slots = out_->entity_by_id_;
    std::size_t size = 16;
    while (size < 2 * out_->entities_.size()) size *= 2;
    slots.own.assign(size, 0);
    slots.freeze();
    for (std::uint32_t e = 0; e < out_->entities_.size(); ++e) {
      std::size_t i = word_hash(out_->entities_[e].id) & (size - 1);
      while (slots[i] != 0) i = (i + 1) & (size - 1);
      slots.own[i] = e + 1;
    }
  }

  // "context_words=نادي|club" in the flags, folded (نادي: club).
  std::string_view context_words(std::string_view flags) {
    constexpr std::string_view kKey = "context_words=";
    const std::size_t at = flags.find(kKey);
    if (at == std::string_view::npos) return {};
    std::string_view words = flags.substr(at + kKey.size());
    words = words.substr(0, words.find(';'));
    std::string folded;
    for (std::size_t begin = 0; begin < words.size();) {
      const std::size_t end = std::min(words.find('|', begin), words.size());
      if (const std::string word = NormalizedText::fold(words.substr(begin, end - begin)); !word.empty()) folded += (folded.empty() ? "" : "\n") + word;
      begin = end + 1;
    }
    return keep(std::move(folded));
  }

  const LexiconOptions& options_;
  std::shared_ptr<Lexicons> out_;
  Diagnostic error_;
  std::unordered_map<std::string_view, std::uint32_t> entity_by_id_;
  std::vector<std::string> entity_aliases_;
  std::vector<std::string_view> words_;  // of the form at hand
};

Result<std::shared_ptr<const Lexicons>> Lexicons::load(const LexiconOptions& options) {
  if (const std::string_view image = embedded_lexicon_image(); options.overlay.empty() && !image.empty()) {
    std::shared_ptr<Lexicons> out(new Lexicons);
    out->index_ = std::make_unique<Index>();
    LexiconImage::read(image, options.model, *out);
    return std::shared_ptr<const Lexicons>(std::move(out));
  }
  return LexiconLoader(options).load();
}

}  // namespace mizan

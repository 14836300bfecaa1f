#include "lexicons/image.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <type_traits>

#include "lexicons/embedded.h"
#include "lexicons/phrase_index.h"

namespace mizan {
namespace {

// Both archives are handed the same things in the same order.
class Writer {
 public:
  static constexpr bool kReads = false;

  template <typename... Fields>
  void fields(const Fields&... each) {
    (field(each), ...);
  }
  template <typename T>
  void array(const ImageArray<T>& array) {
    number(array.size);
    out_.resize((out_.size() + LexiconImage::kAlignment - 1) / LexiconImage::kAlignment * LexiconImage::kAlignment, '\0');
    out_.append(reinterpret_cast<const char*>(array.data), array.size * sizeof(T));
  }
  void text(std::string_view text) {
    number(text.size());
    out_.append(text);
  }
  void number(std::uint64_t number) { out_.append(reinterpret_cast<const char*>(&number), sizeof number); }
  std::string take() { return std::move(out_); }

 private:
  void field(const std::string& text) { this->text(text); }
  void field(const std::string_view& text) { this->text(text); }
  void field(const LexiconFlags& flags) { text(flags.text()); }
  void field(const Decimal& decimal) {
    number(static_cast<std::uint64_t>(decimal.coefficient()));
    number(static_cast<std::uint64_t>(static_cast<std::int64_t>(decimal.exponent())));
  }
  void field(const std::vector<std::string>& texts) {
    number(texts.size());
    for (const std::string& each : texts) text(each);
  }
  template <typename T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void field(const T& value) { out_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  std::string out_;
};

class Reader {
 public:
  static constexpr bool kReads = true;
  explicit Reader(std::string_view image) : image_(image) {}

  template <typename... Fields>
  void fields(Fields&... each) {
    (field(each), ...);
  }
  template <typename T>
  void array(ImageArray<T>& array) {
    array.own = {};
    array.size = number();
    at_ = (at_ + LexiconImage::kAlignment - 1) / LexiconImage::kAlignment * LexiconImage::kAlignment;
    array.data = reinterpret_cast<const T*>(image_.data() + at_);
    at_ += array.size * sizeof(T);
  }
  std::string_view text() {
    const std::size_t size = number();
    const std::string_view out = image_.substr(at_, size);
    at_ += size;
    return out;
  }
  std::uint64_t number() {
    std::uint64_t out = 0;
    take(&out, sizeof out);
    return out;
  }

 private:
  void take(void* to, std::size_t size) {
    std::memcpy(to, image_.data() + at_, size);
    at_ += size;
  }
  void field(std::string& text) { text = this->text(); }
  void field(std::string_view& text) { text = this->text(); }
  void field(LexiconFlags& flags) { flags = LexiconFlags(text()); }
  void field(Decimal& decimal) {
    const auto coefficient = static_cast<std::int64_t>(number());
    decimal = *Decimal::make(coefficient, static_cast<int>(static_cast<std::int64_t>(number())));
  }
  void field(std::vector<std::string>& texts) {
    texts.resize(number());
    for (std::string& each : texts) each = text();
  }
  template <typename T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void field(T& value) { take(&value, sizeof value); }
  std::string_view image_;
  std::size_t at_ = 0;
};

// Entries are taken apart in full: one that gets another field does not compile here before it is carried over.
template <typename Archive>
void carry_entry(Archive& archive, NumberEntry& e) {
  auto& [value, role, arabic, flags] = e;
  archive.fields(value, role, arabic, flags);
}
template <typename Archive>
void carry_entry(Archive& archive, CurrencyEntry& e) {
  auto& [code, form, factor, arabic, written, flags, candidates] = e;
  archive.fields(code, form, factor, arabic, written, flags, candidates);
}
template <typename Archive>
void carry_entry(Archive& archive, UnitEntry& e) {
  auto& [symbol, dimension, factor, divisor, offset, arabic, dual, written, flags] = e;
  archive.fields(symbol, dimension, factor, divisor, offset, arabic, dual, written, flags);
}
template <typename Archive>
void carry_entry(Archive& archive, CalendarEntry& e) {
  auto& [role, value, arabic, flags] = e;
  archive.fields(role, value, arabic, flags);
}
template <typename Archive>
void carry_entry(Archive& archive, HedgeEntry& e) {
  auto& [bound, side, arabic, flags] = e;
  archive.fields(bound, side, arabic, flags);
}
template <typename Archive>
void carry_entry(Archive& archive, RateEntry& e) {
  auto& [per, arabic, flags] = e;
  archive.fields(per, arabic, flags);
}
template <typename Archive>
void carry_entry(Archive& archive, NounEntry& e) {
  auto& [noun, metric, arabic, flags] = e;
  archive.fields(noun, metric, arabic, flags);
}
template <typename Archive>
void carry_entry(Archive& archive, MetricEntry& e) {
  auto& [metric, arabic, flags] = e;
  archive.fields(metric, arabic, flags);
}
template <typename Archive>
void carry_entry(Archive& archive, CueEntry& e) {
  auto& [role, value, arabic] = e;
  archive.fields(role, value, arabic);
}
template <typename Archive>
void carry_entry(Archive& archive, GrammarEntry& e) {
  auto& [role, arabic] = e;
  archive.fields(role, arabic);
}
template <typename Archive>
void carry_entry(Archive& archive, EntityAlias& e) {
  auto& [entity, use, case_sensitive, written] = e;
  archive.fields(entity, use, case_sensitive, written);
}
template <typename Archive>
void carry_entry(Archive& archive, EntityEntry& e) {
  auto& [id, cls, name, name_ar, kind, country, flags, context_words] = e;
  archive.fields(id, cls, name, name_ar, kind, country, flags, context_words);
}

template <typename Archive, typename Entry>
void carry_table(Archive& archive, std::vector<Entry>& table) {
  if constexpr (Archive::kReads)
    table.resize(archive.number());
  else
    archive.number(table.size());
  for (Entry& entry : table) carry_entry(archive, entry);
}

template <typename Archive>
void carry_map(Archive& archive, std::unordered_map<std::string, std::string>& map) {
  if constexpr (Archive::kReads) {
    const std::uint64_t size = archive.number();
    map.reserve(size);
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::string_view key = archive.text();
      map.emplace(key, archive.text());
    }
  } else {
    archive.number(map.size());
    for (const auto& [key, value] : std::map<std::string_view, std::string_view>(map.begin(), map.end())) {  // the same bytes from every build
      archive.text(key);
      archive.text(value);
    }
  }
}

}  // namespace

template <typename Archive>
void LexiconImage::carry(Archive& archive, Lexicons& l) {
  l.index_->phrases.each_array([&](auto& array) { archive.array(array); });
  archive.array(l.name_words_.slots_);
  archive.array(l.entity_by_id_);
  carry_table(archive, l.numbers_);
  carry_table(archive, l.currencies_);
  carry_table(archive, l.units_);
  carry_table(archive, l.calendar_);
  carry_table(archive, l.hedges_);
  carry_table(archive, l.rates_);
  carry_table(archive, l.nouns_);
  carry_table(archive, l.metrics_);
  carry_table(archive, l.cues_);
  carry_table(archive, l.grammar_);
  carry_table(archive, l.aliases_);
  carry_table(archive, l.entities_);
  carry_map(archive, l.arabic_nouns_);
  carry_map(archive, l.currency_by_country_);
}

std::string LexiconImage::make(const Lexicons& lexicons, std::string_view hash_without_model) {
  Writer writer;
  writer.text(lexicons.hash_);
  writer.text(hash_without_model);
  carry(writer, const_cast<Lexicons&>(lexicons));  // the writer changes nothing
  return writer.take();
}

void LexiconImage::read(std::string_view image, LexiconOptions::Model model, Lexicons& out) {
  Reader reader(image);
  const std::string_view with_model = reader.text(), without = reader.text();
  out.hash_ = model == LexiconOptions::Model::kOn ? with_model : without;
  carry(reader, out);
  for (const EmbeddedFile& file : embedded_lexicons()) {
    if (file.name == "ordinary-en.txt") out.ordinary_english_ = file.text;
    if (file.name == "names.bin" && model == LexiconOptions::Model::kOn) out.name_model_ = file.text;
  }
}

}  // namespace mizan

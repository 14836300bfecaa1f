#include "pipeline/normalized_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "pipeline/fold_run.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

// What becomes of a code point.
enum class Fold : std::uint8_t {
  kKeep,     // as it is
  kReplace,  // by the text in the table
  kDrop,     // gone, belongs to no letter (bidi controls, tatweel)
  kMark,     // gone, belongs to the character before it (harakat)
};

struct FoldEntry {
  Fold fold = Fold::kKeep;
  bool upper = false;
  bool several = false;  // the replacement has more than one character
  std::uint8_t size = 0;
  std::array<char, 13> text{};  // long enough for the Arabic ligatures of news text; U+FDFA and its like keep their form
};

// One table for the Basic Multilingual Plane, made once at the start: 256 pages, most of them shared and empty.
class FoldTable {
 public:
  FoldTable() {
    empty_ = std::make_unique<Page>();
    for (auto& page : pages_) page = empty_.get();
    build();
  }
  const FoldEntry& operator[](char32_t c) const { return (*pages_[c >> 8])[c & 0xFF]; }

 private:
  using Page = std::array<FoldEntry, 256>;

  FoldEntry& at(char32_t c) {
    const Page*& page = pages_[c >> 8];
    if (page == empty_.get()) {
      owned_.push_back(std::make_unique<Page>());
      page = owned_.back().get();
    }
    return (*owned_page(c >> 8))[c & 0xFF];
  }
  Page* owned_page(std::size_t high) {
    for (auto& page : owned_)
      if (page.get() == pages_[high]) return page.get();
    return nullptr;
  }
  void replace(char32_t c, std::string_view with, bool upper = false) {
    FoldEntry& entry = at(c);
    if (with.size() > entry.text.size()) return;
    entry.fold = Fold::kReplace;
    entry.upper = upper;
    entry.several = count_code_points(with) > 1;
    entry.size = static_cast<std::uint8_t>(with.size());
    std::copy(with.begin(), with.end(), entry.text.begin());
  }
  void set(char32_t first, char32_t last, Fold fold) {
    for (char32_t c = first; c <= last; ++c) at(c).fold = fold;
  }

  void build();

  std::unique_ptr<Page> empty_;
  std::vector<std::unique_ptr<Page>> owned_;
  std::array<const Page*, 256> pages_{};
};

std::string utf8_of(char32_t c) {
  std::string out;
  append_utf8(out, c);
  return out;
}

void FoldTable::build() {
  // Letters of the Arabic script that news writes in several ways.
  const std::pair<char32_t, char32_t> letters[] = {
      {U'أ', U'ا'}, {U'إ', U'ا'}, {U'آ', U'ا'}, {U'ٱ', U'ا'}, {U'ؤ', U'و'}, {U'ئ', U'ي'}, {U'ى', U'ي'}, {U'ة', U'ه'},
      {U'ک', U'ك'}, {U'ی', U'ي'}, {U'ە', U'ه'}, {U'ہ', U'ه'}, {U'ۀ', U'ه'}, {U'ڪ', U'ك'}, {U'ې', U'ي'}, {U'ۓ', U'ے'},
  };
  for (auto [from, to] : letters) replace(from, utf8_of(to));
  for (char32_t d = 0; d < 10; ++d) {
    const char digit = static_cast<char>('0' + d);
    replace(0x0660 + d, {&digit, 1});  // Eastern
    replace(0x06F0 + d, {&digit, 1});  // Persian
  }
  replace(U'٫', ".");
  replace(U'٬', ",");
  replace(U'٪', "%");
  replace(U'٭', "*");

  set(0x0610, 0x061A, Fold::kMark);
  set(0x064B, 0x065F, Fold::kMark);
  set(0x0670, 0x0670, Fold::kMark);
  set(0x06D6, 0x06DC, Fold::kMark);
  set(0x06DF, 0x06E8, Fold::kMark);
  set(0x06EA, 0x06ED, Fold::kMark);
  set(0x0300, 0x036F, Fold::kMark);
  set(0xFE00, 0xFE0F, Fold::kMark);
  set(0x0640, 0x0640, Fold::kDrop);  // tatweel
  set(0x00AD, 0x00AD, Fold::kDrop);
  set(0x061C, 0x061C, Fold::kDrop);
  set(0x200B, 0x200F, Fold::kDrop);
  set(0x202A, 0x202E, Fold::kDrop);
  set(0x2060, 0x2060, Fold::kDrop);
  set(0x2066, 0x2069, Fold::kDrop);
  set(0xFEFF, 0xFEFF, Fold::kDrop);

  for (char32_t c : {0x00A0, 0x1680, 0x202F, 0x205F, 0x3000, 0x2028, 0x2029, 0x0085}) replace(c, " ");
  for (char32_t c = 0x2000; c <= 0x200A; ++c) replace(c, " ");
  replace(U'＿', " ");  // as '_' itself
  for (char32_t c : {U'‐', U'‑', U'‒', U'–', U'−', U'﹣', U'－', U'⁃'}) replace(c, "-");
  for (char32_t c : {U'‘', U'’', U'‚', U'‛', U'ʼ', U'′', U'´'}) replace(c, "'");
  for (char32_t c : {U'“', U'”', U'„', U'‟', U'«', U'»', U'″'}) replace(c, "\"");

  // Latin letters with marks to their base letter; case away; presentation forms, ligatures and full-width forms by compatibility decomposition,
  // folded once more so that e.g. the final form of alef maksura ends as yeh.
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return;
  auto decompose = [&](char32_t first, char32_t last) {
    for (char32_t c = first; c <= last; ++c) {
      if (at(c).fold != Fold::kKeep || c == U'²' || c == U'³' || c == U'¹' || c == U'½' || c == U'¼' || c == U'¾' || c == U'°' || c == U'º' || c == U'ª' ||
          c == U'µ')
        continue;
      icu::UnicodeString in(static_cast<UChar32>(c)), out;
      UErrorCode failed = U_ZERO_ERROR;
      nfkd->normalize(in, out, failed);
      if (U_FAILURE(failed)) continue;
      out.foldCase();
      std::string folded;
      for (int i = 0; i < out.length(); i = out.moveIndex32(i, 1)) {
        char32_t piece = static_cast<char32_t>(out.char32At(i));
        if (piece < 0x10000 && piece >= 0x80) {
          const FoldEntry& entry = at(piece);
          if (entry.fold == Fold::kDrop || entry.fold == Fold::kMark) continue;
          if (entry.fold == Fold::kReplace) {
            folded.append(entry.text.data(), entry.size);
            continue;
          }
        }
        append_utf8(folded, piece);
      }
      if (folded == utf8_of(c)) continue;
      if (folded.empty() || folded == " ") continue;
      replace(c, folded, u_isupper(static_cast<UChar32>(c)));
    }
  };
  decompose(0x00A1, 0x024F);
  decompose(0x0370, 0x04FF);
  decompose(0x1E00, 0x1EFF);
  decompose(0xFB00, 0xFB06);
  decompose(0xFB50, 0xFDFB);
  decompose(0xFE70, 0xFEFC);
  decompose(0xFF01, 0xFF9F);
  replace(U'￥', "¥");
  replace(U'￡', "£");
  replace(U'＄', "$");
  // "ﷲ" and the rial sign: a currency is not spelled out.
  at(0xFDFC).fold = Fold::kKeep;
}

const FoldTable& fold_table() {
  static const FoldTable table;
  return table;
}

// A letter between U+0620 and U+06FF; punctuation, digits and marks are none.
bool is_arabic_letter(std::string_view source, std::uint32_t at) {
  if (at + 1 >= source.size()) return false;
  const auto lead = static_cast<unsigned char>(source[at]), second = static_cast<unsigned char>(source[at + 1]);
  if (lead == 0xD8) return second >= 0xA0;
  if (lead == 0xD9) return second <= 0x8A || second >= 0xAE;
  return lead == 0xDA || (lead == 0xDB && second <= 0x93);
}

// Does the text end, at this byte, in a heh (ه) that no Arabic letter stands before, as behind a digit?
bool ends_with_lone_heh(std::string_view source, std::uint32_t at) {
  constexpr std::uint32_t kBytes = 2;  // of a heh, and of any Arabic letter
  if (at < kBytes || source.substr(at - kBytes, kBytes) != "ه") return false;
  return at < 2 * kBytes || !is_arabic_letter(source, at - 2 * kBytes);
}

}  // namespace

namespace {

// What most text is made of has a table of its own each: ASCII, and the Arabic block (U+0600 to U+06FF, two bytes from 0xD8 0x80 on). Zero where a character
// folds to anything but as many bytes.
struct FastFolds {
  std::array<char, 128> ascii{};
  std::array<std::uint16_t, 256> arabic{};  // two bytes, as they lie in memory

  FastFolds() {
    for (int c = 0; c < 128; ++c) {
      const bool control = (c < 0x20 && c != '\n') || c == 0x7F || c == '_';
      ascii[static_cast<std::size_t>(c)] = static_cast<char>(control ? ' ' : c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    for (char32_t c = 0x0600; c <= 0x06FF; ++c) {
      const FoldEntry& entry = fold_table()[c];
      const std::string own = utf8_of(c);
      if (entry.fold == Fold::kKeep) std::memcpy(&arabic[c - 0x0600], own.data(), 2);
      if (entry.fold == Fold::kReplace && entry.size == 2 && !entry.several && !entry.upper) std::memcpy(&arabic[c - 0x0600], entry.text.data(), 2);
    }
  }
  // Zero where the two bytes are none of the block, too.
  std::uint16_t arabic_at(const char* at) const {
    const auto lead = static_cast<unsigned char>(at[0]), second = static_cast<unsigned char>(at[1]);
    return (lead & 0xFC) == 0xD8 ? arabic[static_cast<std::size_t>(lead & 3) << 6 | (second & 0x3F)] : std::uint16_t{0};
  }
};

const FastFolds& fast_folds() {
  static const FastFolds folds;
  return folds;
}

}  // namespace

NormalizedText::NormalizedText(std::string_view source) : source_(source) {
  const FoldTable& table = fold_table();
  const FastFolds& fast = fast_folds();
  constexpr std::size_t kBlock = 64, kRoom = 2 * kBlock;  // more than one step may write
  text_.resize(source.size() + kRoom);
  upper_.assign(text_.size() / 64 + 2, 0);
  char* text = text_.data();
  std::size_t at = 0, out = 0, letter_by_letter = 0;
  auto mark_uppers = [&](std::uint64_t bits) {  // of 64 bytes from `out` on
    const std::size_t word = out >> 6, bit = out & 63;
    upper_[word] |= bits << bit;
    upper_[word + 1] |= bits >> 1 >> (63 - bit);
  };
  const FoldRun in_place = fold_run();
  constexpr std::size_t kWorthIt = 4;  // bytes: below it, as in vowelled Arabic, runs cost more than letters
  while (at < source.size()) {
    if (text_.size() - out < kRoom) {  // ligatures grow
      text_.resize(2 * text_.size());
      upper_.resize(text_.size() / 64 + 2, 0);
      text = text_.data();
    }
    if (at >= letter_by_letter) {
      const std::size_t run = in_place(source, at, text + out, text_.size() - out - kBlock, upper_.data(), out);
      at += run;
      out += run;
      if (at == source.size()) break;
      if (run < kWorthIt) letter_by_letter = at + kBlock / 2;
      if (static_cast<unsigned char>(source[at]) < 0x80) {  // no vectors, or no room
        letter_by_letter = at + kBlock / 2;
        continue;
      }
    } else {
      const auto lead = static_cast<unsigned char>(source[at]);
      if (lead < 0x80) {
        if (lead >= 'A' && lead <= 'Z') mark_uppers(1);
        text[out++] = fast.ascii[lead];
        ++at;
        continue;
      }
      const std::size_t begin = at, stop = std::min(source.size() - 1, at + kBlock);
      for (std::uint16_t to; at < stop && (to = fast.arabic_at(source.data() + at)) != 0; at += 2, out += 2) std::memcpy(text + out, &to, 2);
      if (at != begin) continue;
    }
    const auto begin = static_cast<std::uint32_t>(at);
    const char32_t c = next_code_point(source, at);
    const auto end = static_cast<std::uint32_t>(at);
    static const FoldEntry kKept;
    const FoldEntry& entry = c < 0x10000 ? table[c] : kKept;
    const auto here = static_cast<std::uint32_t>(out);
    // The mark of the Hijri era (1447هـ, "AH") is written with a tatweel, which then belongs to its letter.
    const bool era = c == 0x0640 && ends_with_lone_heh(source, begin) && !is_arabic_letter(source, end);
    switch (era ? Fold::kMark : entry.fold) {
      case Fold::kKeep:
        std::memcpy(text + out, source.data() + begin, end - begin);
        out += end - begin;
        break;
      case Fold::kReplace:
        if (entry.upper) mark_uppers(1);
        std::memcpy(text + out, entry.text.data(), entry.text.size());
        out += entry.size;
        // One character that becomes several is an edit even where the bytes are as many (ǈ is "lj"): a span may not begin inside it.
        if (entry.size != end - begin || entry.several) edits_.push_back({here, here + entry.size, begin, end});
        break;
      case Fold::kDrop:
        if (!edits_.empty() && edits_.back().normal_begin == here && edits_.back().normal_end == here && edits_.back().source_end == begin)
          edits_.back().source_end = end;
        else
          edits_.push_back({here, here, begin, end});
        break;
      case Fold::kMark:
        if (!edits_.empty() && edits_.back().normal_end == here && edits_.back().source_end == begin && edits_.back().normal_begin != here) {
          edits_.back().source_end = end;
        } else if (!edits_.empty() && edits_.back().normal_begin == here && edits_.back().normal_end == here) {
          edits_.back().source_end = end;  // a mark behind a control belongs to nothing
        } else if (here == 0) {
          edits_.push_back({here, here, begin, end});
        } else {
          // Its letter left no edit, and so has as many bytes in both texts.
          std::uint32_t letter = 1;
          while ((static_cast<unsigned char>(text[here - letter]) & 0xC0) == 0x80) ++letter;
          edits_.push_back({here - letter, here, begin - letter, end});
        }
        break;
    }
  }
  text_.resize(out);
  upper_.resize(out / 64 + 1);
}

SourceSpan NormalizedText::to_source(NormalSpan span) const {
  auto first_behind = [&](std::uint32_t normal) {  // first edit that ends behind this byte
    return std::upper_bound(edits_.begin(), edits_.end(), normal, [](std::uint32_t value, const Edit& edit) { return value < edit.normal_end; });
  };
  auto in_step = [&](std::vector<Edit>::const_iterator edit, std::uint32_t normal) {
    if (edit == edits_.begin()) return normal;
    const Edit& before = *(edit - 1);
    return before.source_end + (normal - before.normal_end);
  };
  SourceSpan out;
  auto edit = first_behind(span.begin);
  out.begin = edit != edits_.end() && edit->normal_begin <= span.begin ? edit->source_begin : in_step(edit, span.begin);
  if (span.end == span.begin) {
    out.end = out.begin;
    return out;
  }
  const std::uint32_t last = span.end - 1;
  edit = first_behind(last);
  out.end = edit != edits_.end() && edit->normal_begin <= last ? edit->source_end : in_step(edit, last) + 1;
  return out;
}

}  // namespace mizan

#include "corpus/encoding.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <vector>

#include "corpus/fields.h"
#include "corpus/misread_signs.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

constexpr std::size_t kSample = std::size_t{64} << 10;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}
bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using ConverterHandle = std::unique_ptr<UConverter, ConverterCloser>;

ConverterHandle open_converter(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  ConverterHandle out(ucnv_open(encoding.c_str(), &status));
  if (U_FAILURE(status)) out.reset();
  return out;
}

// Without the character that may be cut off at the end of a sample.
std::string_view whole_characters(std::string_view bytes) {
  std::size_t end = bytes.size();
  for (int back = 0; back < 3 && end > 0 && is_continuation(bytes[end - 1]); ++back) --end;
  if (end > 0 && static_cast<unsigned char>(bytes[end - 1]) >= 0xC0) {
    std::size_t lead = end - 1;
    unsigned char c = static_cast<unsigned char>(bytes[lead]);
    std::size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (lead + length > bytes.size()) return bytes.substr(0, lead);
  }
  return bytes;
}

// UTF-16 without a mark: most of its text has a zero in every other byte (ASCII, line ends and blanks), or 06 (Arabic letters).
std::string_view utf16_without_mark(std::string_view bytes) {
  std::size_t size = std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1};
  if (size < 4) return {};
  std::array<std::size_t, 2> typical{}, zeros{};
  for (std::size_t i = 0; i < size; ++i) {
    typical[i % 2] += bytes[i] == 0 || bytes[i] == 6;
    zeros[i % 2] += bytes[i] == 0;
  }
  const std::size_t most = size / 2 - size / 16;
  if (zeros[0] + zeros[1] == 0) return {};
  if (typical[1] >= most && zeros[0] * 8 <= size) return "UTF-16LE";
  if (typical[0] >= most && zeros[1] * 8 <= size) return "UTF-16BE";
  return {};
}

// What each byte is in an encoding of one byte a character.
std::array<char32_t, 256> table_of(const char* encoding) {
  std::array<char32_t, 256> out{};
  ConverterHandle converter = open_converter(encoding);
  for (std::size_t i = 0; i < 256 && converter; ++i) {
    char byte = static_cast<char>(i);
    char16_t to[4];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = ucnv_toUChars(converter.get(), to, 4, &byte, 1, &status);
    out[i] = U_SUCCESS(status) && length == 1 ? to[0] : 0xFFFD;
  }
  return out;
}

bool is_arabic_letter(char32_t c) {
  return (c >= 0x621 && c <= 0x64A) || (c >= 0x671 && c <= 0x6D3);
}
bool is_arabic_mark(char32_t c) {
  return (c >= 0x64B && c <= 0x652) || c == 0x640;
}
bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// Marks that news sets in any language: quotation marks, dashes, dots, currencies, NBSP, guillemets, fractions, degrees.
bool is_news_mark(char32_t c) {
  return (c >= 0x2013 && c <= 0x2026) || c == 0x20AC || (c >= 0xA0 && c <= 0xBE) || c == 0x2122 || c == 0x60C || c == 0x61B || c == 0x61F ||
         (c >= 0x660 && c <= 0x66C) || (c >= 0x200C && c <= 0x200F);
}

// How much of the bytes beyond ASCII is at home in the encoding.
struct Fit {
  std::size_t high = 0;
  std::size_t fitting = 0;
  std::size_t words = 0;  // runs of two Arabic letters or more
  double share() const { return high == 0 ? 0 : static_cast<double>(fitting) / static_cast<double>(high); }
};

Fit fit_arabic(std::string_view bytes, const std::array<char32_t, 256>& table) {
  Fit fit;
  for (std::size_t i = 0; i < bytes.size();) {
    if (!is_high(bytes[i])) {
      ++i;
      continue;
    }
    std::size_t begin = i, letters = 0, marks = 0, others = 0, signs = 0;
    for (; i < bytes.size() && is_high(bytes[i]); ++i) {
      char32_t c = table[static_cast<unsigned char>(bytes[i])];
      if (is_arabic_letter(c))
        ++letters;
      else if (is_arabic_mark(c))
        ++marks;
      else if (is_news_mark(c))
        ++signs;
      else
        ++others;
    }
    fit.high += i - begin;
    // A letter glued to a Latin one, or among letters of another alphabet, is read wrongly.
    bool glued = (begin > 0 && is_ascii_letter(bytes[begin - 1])) || (i < bytes.size() && is_ascii_letter(bytes[i]));
    if (glued || others > 0) {
      fit.fitting += signs;
      continue;
    }
    fit.fitting += letters >= marks ? letters + marks + signs : signs;
    fit.words += letters >= 2;
  }
  return fit;
}

// Latin text has its accented letters inside words, one or two at a time.
Fit fit_latin(std::string_view bytes, const std::array<char32_t, 256>& table) {
  Fit fit;
  for (std::size_t i = 0; i < bytes.size();) {
    if (!is_high(bytes[i])) {
      ++i;
      continue;
    }
    std::size_t begin = i, letters = 0, marks = 0;
    for (; i < bytes.size() && is_high(bytes[i]); ++i) {
      char32_t c = table[static_cast<unsigned char>(bytes[i])];
      letters += c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7;
      marks += is_news_mark(c);
    }
    fit.high += i - begin;
    bool in_word = (begin > 0 && is_ascii_letter(bytes[begin - 1])) || (i < bytes.size() && is_ascii_letter(bytes[i]));
    fit.fitting += marks + (in_word && letters <= 2 ? letters : 0);
    fit.words += in_word;
  }
  return fit;
}

// What ICU's detector says of the name, in percent.
int icu_confidence(std::string_view bytes, std::string_view encoding) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(ucsdet_open(&status), ucsdet_close);
  if (U_FAILURE(status)) return 0;
  ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(std::min(bytes.size(), kSample)), &status);
  int32_t count = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
  for (int32_t i = 0; U_SUCCESS(status) && i < count; ++i) {
    const char* name = ucsdet_getName(matches[i], &status);
    if (U_SUCCESS(status) && name && known_encoding(name) == encoding) return ucsdet_getConfidence(matches[i], &status);
  }
  return 0;
}

// The encoding of one byte a character that the bytes surely look like; empty where none.
std::string guess(std::string_view bytes) {
  static const std::array<char32_t, 256> windows_arabic = table_of("windows-1256"), iso_arabic = table_of("ISO-8859-6"),
                                         windows_latin = table_of("windows-1252");
  bytes = bytes.substr(0, kSample);
  const Fit arabic = fit_arabic(bytes, windows_arabic), iso = fit_arabic(bytes, iso_arabic), latin = fit_latin(bytes, windows_latin);
  constexpr double kAtHome = 0.97;
  constexpr std::size_t kEnoughWords = 3;
  const Fit& best = iso.share() > arabic.share() ? iso : arabic;
  const std::string name = &best == &iso ? "ISO-8859-6" : "windows-1256";
  if (best.share() >= kAtHome && best.words >= kEnoughWords && latin.share() < best.share()) {
    // The two Arabic encodings share half of their letters: one fits clearly better, or ICU's letter statistics decide.
    const Fit& other = &best == &iso ? arabic : iso;
    if (other.share() < best.share() - 0.02) return name;
    return icu_confidence(bytes, "ISO-8859-6") > icu_confidence(bytes, "windows-1256") ? "ISO-8859-6" : "windows-1256";
  }
  if (latin.share() >= kAtHome && latin.high >= 3 && latin.share() > best.share()) return "windows-1252";
  return {};
}

// Broken UTF-8 is still UTF-8 where most of what is beyond ASCII is: a cut character, a byte of a foreign advertisement.
bool is_mostly_utf8(std::string_view bytes) {
  std::size_t good = 0, bad = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    std::optional<std::size_t> next = find_invalid_utf8(bytes.substr(at));
    std::string_view valid = bytes.substr(at, next ? *next : std::string_view::npos);
    good += static_cast<std::size_t>(std::count_if(valid.begin(), valid.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xC0; }));
    if (!next) break;
    ++bad;
    at += *next + 1;
  }
  return good > 10 * bad;
}

bool is_wide(std::string_view encoding) {
  return encoding.substr(0, 4) == "UTF-" && encoding != "UTF-8";
}

}  // namespace

std::string known_encoding(std::string_view label) {
  label = trimmed(label);
  if (label.empty() || label.size() > 40) return {};
  std::string lower(label);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  // As browsers do (WHATWG Encoding): these labels are used for the Windows supersets.
  if (lower == "iso-8859-1" || lower == "latin1" || lower == "us-ascii" || lower == "ascii" || lower == "cp1252" || lower == "windows-1252" ||
      lower == "x-cp1252")
    return "windows-1252";
  if (lower == "cp1256" || lower == "x-cp1256" || lower == "windows-1256") return "windows-1256";
  if (lower == "arabic" || lower == "asmo-708" || lower == "iso-8859-6-i" || lower == "iso-8859-6-e" || lower == "iso-8859-6" || lower == "iso_8859-6")
    return "ISO-8859-6";
  if (lower == "utf8" || lower == "utf-8" || lower == "unicode-1-1-utf-8") return "UTF-8";
  if (lower == "utf-16" || lower == "unicode" || lower == "ucs-2") return "UTF-16LE";
  ConverterHandle converter = open_converter(lower);
  if (!converter) return {};
  UErrorCode status = U_ZERO_ERROR;
  const char* name = ucnv_getStandardName(lower.c_str(), "MIME", &status);
  return U_SUCCESS(status) && name ? name : lower;
}

EncodingDecision decide_encoding(std::string_view bytes, std::string_view declared, bool cut, Beginning beginning) {
  auto starts = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  using namespace std::string_view_literals;
  if (beginning == Beginning::kOfText) {
    if (starts("\xEF\xBB\xBF"sv)) return {"UTF-8", EncodingReason::kMark, 3};
    if (starts("\xFF\xFE\0\0"sv)) return {"UTF-32LE", EncodingReason::kMark, 4};
    if (starts("\0\0\xFE\xFF"sv)) return {"UTF-32BE", EncodingReason::kMark, 4};
    if (starts("\xFF\xFE"sv)) return {"UTF-16LE", EncodingReason::kMark, 2};
    if (starts("\xFE\xFF"sv)) return {"UTF-16BE", EncodingReason::kMark, 2};
  }
  std::string stated = known_encoding(declared);
  if (std::string_view wide = beginning == Beginning::kOfText ? utf16_without_mark(bytes) : std::string_view(); !wide.empty()) {
    bool as_stated = is_wide(stated);
    return {std::string(wide), as_stated ? EncodingReason::kDeclared : stated.empty() ? EncodingReason::kGuessed : EncodingReason::kContradicted, 0};
  }
  // A page that was read can say "UTF-16" only in bytes that are none (WHATWG says the same).
  if (is_wide(stated)) stated.clear();
  std::string_view whole = cut ? whole_characters(bytes) : bytes;
  bool beyond_ascii = std::any_of(whole.begin(), whole.end(), is_high);
  // Escapes of ISO-2022 and the like are ASCII bytes: there only the declaration tells.
  if (!beyond_ascii) return {stated.rfind("ISO-2022", 0) == 0 || stated.rfind("HZ", 0) == 0 ? stated : "UTF-8", EncodingReason::kValid, 0};
  if (!find_invalid_utf8(whole)) return {"UTF-8", stated.empty() || stated == "UTF-8" ? EncodingReason::kValid : EncodingReason::kContradicted, 0};
  if (is_mostly_utf8(whole)) return {"UTF-8", stated == "UTF-8" || stated.empty() ? EncodingReason::kUnknown : EncodingReason::kContradicted, 0};
  std::string guessed = guess(whole);
  if (!stated.empty() && stated != "UTF-8") {
    // Arabic in bytes that are said to be Latin, and the other way round; two Arabic ones.
    if (guessed.empty() || guessed == stated || (stated != "windows-1252" && stated != "windows-1256" && stated != "ISO-8859-6"))
      return {stated, EncodingReason::kDeclared, 0};
    return {guessed, EncodingReason::kContradicted, 0};
  }
  if (guessed.empty()) return {"UTF-8", EncodingReason::kUnknown, 0};
  return {guessed, stated == "UTF-8" ? EncodingReason::kContradicted : EncodingReason::kGuessed, 0};
}

std::string to_utf8(std::string_view bytes, const std::string& encoding, std::size_t& replaced) {
  replaced = 0;
  std::string out;
  if (encoding == "UTF-8") {
    out.reserve(bytes.size());
    while (std::optional<std::size_t> bad = find_invalid_utf8(bytes)) {
      out.append(bytes.substr(0, *bad));
      out += "\xEF\xBF\xBD";
      ++replaced;
      std::size_t next = *bad + 1;
      while (next < bytes.size() && is_continuation(bytes[next])) ++next;
      bytes.remove_prefix(next);
    }
    out.append(bytes);
    return out;
  }
  ConverterHandle from = open_converter(encoding), to = open_converter("UTF-8");
  if (!from || !to) return to_utf8(bytes, "UTF-8", replaced);
  std::vector<char16_t> pivot(4096);
  char16_t *pivot_source = pivot.data(), *pivot_target = pivot.data();
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  std::array<char, 8192> piece;
  for (UErrorCode status = U_BUFFER_OVERFLOW_ERROR; status == U_BUFFER_OVERFLOW_ERROR;) {
    status = U_ZERO_ERROR;
    char* target = piece.data();
    ucnv_convertEx(to.get(), from.get(), &target, piece.data() + piece.size(), &at, end, pivot.data(), &pivot_source, &pivot_target,
                   pivot.data() + pivot.size(), at == bytes.data() && out.empty(), true, &status);
    out.append(piece.data(), static_cast<std::size_t>(target - piece.data()));
  }
  for (std::size_t i = out.find("\xEF\xBF\xBD"); i != std::string::npos; i = out.find("\xEF\xBF\xBD", i + 3)) ++replaced;
  return out;
}

Diagnostic encoding_note(const EncodingDecision& decision, std::string_view declared) {
  Diagnostic out;
  std::string label = excerpt(declared);
  if (decision.reason == EncodingReason::kContradicted) {
    out.code = "encoding.contradicted";
    out.message = fmt::format("{} is declared, but the bytes are {}: read as {}", label, decision.encoding, decision.encoding);
    out.remedy = "mend the declaration, or say --encoding NAME";
  } else if (decision.reason == EncodingReason::kGuessed) {
    out.code = "encoding.guessed";
    out.message = fmt::format("read as {}, which is what the bytes look like; nothing declares it", decision.encoding);
    out.remedy = "say --encoding NAME if that is wrong";
  }
  return out;
}

// --- a stream, as it comes ---

struct DecodingProducer::Converter {
  ConverterHandle from, to;
  std::vector<char16_t> pivot = std::vector<char16_t>(4096);
  char16_t *pivot_source = nullptr, *pivot_target = nullptr;
  bool first = true, ended = false;
  std::string input;  // taken from the source, not yet converted
};

DecodingProducer::DecodingProducer(std::unique_ptr<ByteStream> source, std::string declared, Tell tell)
    : source_(std::move(source)), declared_(std::move(declared)), tell_(std::move(tell)) {}
DecodingProducer::~DecodingProducer() = default;

void DecodingProducer::decide(std::string_view sample, Beginning beginning) {
  decided_ = true;
  decision_ = decide_encoding(sample, declared_, true, beginning);
  tell_(decision_, encoding_note(decision_, declared_));
  if (decision_.encoding == "UTF-8") return;
  auto made = std::make_unique<Converter>();
  made->from = open_converter(decision_.encoding);
  made->to = open_converter("UTF-8");
  made->pivot_source = made->pivot_target = made->pivot.data();
  if (made->from && made->to) converter_ = std::move(made);
}

bool DecodingProducer::waits() {
  return (!converter_ || converter_->input.empty()) && source_->is_dry();
}

std::size_t DecodingProducer::read(char* to, std::size_t room) {
  if (!started_) {
    started_ = true;
    std::string_view head = source_->peek(source_->is_regular() ? kSample : 16);
    EncodingDecision first = decide_encoding(head.substr(0, kSample), declared_, true);
    if (is_wide(first.encoding) || first.reason == EncodingReason::kMark) {
      decide(head, Beginning::kOfText);
      source_->skip(first.mark_bytes);
    }
    carriage_returns_ = converter_ == nullptr && head.size() >= 3 && head.find('\n') == std::string_view::npos && head.find('\r') < head.size() - 1;
  }
  if (!decided_) {
    // ASCII passes; at the first byte beyond it there has to be enough to decide on.
    std::string_view ready = source_->peek(1);
    std::size_t ascii = static_cast<std::size_t>(std::find_if(ready.begin(), ready.end(), is_high) - ready.begin());
    if (ascii == 0 && !ready.empty())
      decide(source_->peek(source_->is_regular() ? kSample : 1).substr(0, kSample), Beginning::kWithin);
    else if (ascii > 0)
      room = std::min(room, ascii);
  }
  std::size_t count = 0;
  if (!converter_) {
    count = source_->read(to, room);
  } else {
    Converter& c = *converter_;
    while (count == 0 && !c.ended) {
      bool flush = false;
      if (c.input.empty()) {
        c.input.resize(16384);
        c.input.resize(source_->read(c.input.data(), c.input.size()));
        flush = c.input.empty();
      }
      const char* at = c.input.data();
      char* target = to;
      UErrorCode status = U_ZERO_ERROR;
      ucnv_convertEx(c.to.get(), c.from.get(), &target, to + room, &at, c.input.data() + c.input.size(), c.pivot.data(), &c.pivot_source, &c.pivot_target,
                     c.pivot.data() + c.pivot.size(), c.first, flush, &status);
      c.first = false;
      c.input.erase(0, static_cast<std::size_t>(at - c.input.data()));
      count = static_cast<std::size_t>(target - to);
      c.ended = flush && status != U_BUFFER_OVERFLOW_ERROR;
    }
  }
  if (carriage_returns_) std::replace(to, to + count, '\r', '\n');
  return count;
}

// --- mojibake ---

namespace {

// From characters back to the bytes that somebody read as windows-1252 or windows-1256.
class WrongTable {
 public:
  explicit WrongTable(const char* encoding) {
    std::array<char32_t, 256> table = table_of(encoding);
    for (std::size_t i = 0x80; i < 256; ++i) {
      // Where Windows leaves a byte undefined, programs let it through as a control character.
      char32_t c = table[i] == 0xFFFD ? static_cast<char32_t>(i) : table[i];
      back_.emplace_back(c, static_cast<unsigned char>(i));
    }
    std::sort(back_.begin(), back_.end());
  }
  // The byte; 0 where there is none.
  unsigned char byte_of(char32_t c) const {
    auto found = std::lower_bound(back_.begin(), back_.end(), std::make_pair(c, static_cast<unsigned char>(0)));
    if (found != back_.end() && found->first == c) return found->second;
    return c >= 0x80 && c < 0xA0 ? static_cast<unsigned char>(c) : 0;
  }

 private:
  std::vector<std::pair<char32_t, unsigned char>> back_;
};

// Undoes one wrong reading: runs of characters beyond ASCII whose bytes are valid UTF-8 become what they were. Counts what fits and what does not.
std::string undo(std::string_view text, const WrongTable& table, std::size_t& fitting, std::size_t& others, std::size_t& lost) {
  std::string out, bytes;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (!is_high(text[at])) {
      out += text[at++];
      continue;
    }
    std::size_t begin = at, count = 0;
    bytes.clear();
    while (at < text.size() && is_high(text[at])) {
      std::size_t next = at;
      char32_t c = next_code_point(text, next);
      unsigned char byte = table.byte_of(c);
      if (byte == 0) break;
      bytes += static_cast<char>(byte);
      ++count;
      at = next;
    }
    if (count == 0) {
      std::size_t next = at;
      char32_t c = next_code_point(text, next);
      lost += c == 0xFFFD;
      ++others;
      out.append(text.substr(at, next - at));
      at = next;
      continue;
    }
    // Inside a run, whole characters are taken and what was torn from its partner is counted as lost.
    std::string_view rest = bytes;
    std::string mended;
    std::size_t torn = 0, good = 0;
    while (!rest.empty()) {
      std::optional<std::size_t> bad = find_invalid_utf8(rest);
      std::string_view valid = rest.substr(0, bad ? *bad : std::string_view::npos);
      mended.append(valid);
      good += valid.size();
      if (!bad) break;
      mended += "\xEF\xBF\xBD";
      ++torn;
      rest.remove_prefix(*bad + 1);
    }
    if (good == 0) {
      others += count;
      out.append(text.substr(begin, at - begin));
    } else {
      fitting += good;
      lost += torn;
      out += mended;
    }
  }
  return out;
}

bool undo_once(std::string& text, Mending& result) {
  static const WrongTable latin("windows-1252"), arabic("windows-1256");
  const MisreadSigns signs = misread_signs(text);
  // ط and ظ are one letter in sixty of a healthy Arabic text, and every second one here. A healthy Latin text has none of the other signs in pairs.
  const bool maybe_arabic = signs.arabic_as_arabic >= 3 && signs.arabic_as_arabic * 4 >= signs.beyond_ascii;
  const bool maybe_latin = signs.as_latin >= 1 && signs.as_latin * 6 >= signs.beyond_ascii;
  if (!maybe_arabic && !maybe_latin) return false;
  std::size_t fitting = 0, others = 0, lost = 0;
  std::string mended = undo(text, maybe_arabic ? arabic : latin, fitting, others, lost);
  if (fitting == 0 || fitting < 4 * (others + lost)) return false;
  if (lost > 0) {
    result = Mending::kLost;
    return false;
  }
  text = std::move(mended);
  result = Mending::kMended;
  return true;
}

}  // namespace

Mending mend(std::string& text) {
  Mending result = Mending::kHealthy;
  if (undo_once(text, result)) undo_once(text, result);
  return result;
}

}  // namespace mizan::corpus

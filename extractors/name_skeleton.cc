#include "extractors/name_skeleton.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <vector>

#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

// Sounds, one byte each: small letters as in English, and
//   S sh   C ch   Z zh   x kh   G gh   T th   D dh   q qaf   h, H light and heavy h   ' ain and hamza
//   A, W, Y Arabic letters for long vowels (W and Y also for the consonants)   L an Arabic lam that may be the article's   E a silent last e
using Sounds = std::string;

// Latin letters without accents, in small letters; everything else but digits is a blank.
std::string plain_latin(std::string_view name) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  if (U_SUCCESS(error)) text = nfd->normalize(text, error);
  std::string out;
  for (int32_t i = 0; i < text.length(); ++i) {
    const UChar c = text[i];
    if (c < 0x80) {
      if (c >= 'A' && c <= 'Z')
        out += static_cast<char>(c + 32);
      else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        out += static_cast<char>(c);
      else if (c != '\'' && c != '.')
        out += ' ';
    } else if (u_charType(c) == U_NON_SPACING_MARK) {
      continue;
    } else if (c == 0xDF)
      out += "ss";
    else if (c == 0xE6 || c == 0xC6)
      out += "ae";
    else if (c == 0xF8 || c == 0xD8)
      out += 'o';
    else if (c == 0x142 || c == 0x141)
      out += 'l';
    else if (c == 0x131)
      out += 'i';
    else if (c == 0x111 || c == 0x110 || c == 0xF0)
      out += 'd';
    else if (c == 0xFE)
      out += "th";
    else if (c != 0x2019 && c != 0x2BC && c != 0x2BB)
      out += ' ';
  }
  return out;
}

bool is_arabic(std::string_view name) {
  for (char c : name)
    if (static_cast<unsigned char>(c) >= 0xD8 && static_cast<unsigned char>(c) <= 0xDB) return true;
  return false;
}

bool vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'E';
}

bool legal_form(std::string_view word) {
  for (std::string_view form :
       {"inc", "ltd", "corp", "plc", "llc", "ag", "gmbh", "sa", "co", "the", "شركه", "مجموعه", "limited", "corporation", "company", "group", "مدينه", "city"})
    if (word == form) return true;
  return false;
}

void sound_latin(std::string_view w, Sounds& out) {
  auto at = [&](std::size_t i) { return i < w.size() ? w[i] : '\0'; };
  for (std::size_t i = 0; i < w.size();) {
    const char c = w[i], next = at(i + 1);
    auto put = [&](std::string_view sounds, std::size_t letters) {
      out += sounds;
      i += letters;
    };
    if (w.substr(i).starts_with("tsch"))
      put("C", 4);
    else if (w.substr(i).starts_with("sch"))
      put("S", 3);
    else if (w.substr(i).starts_with("tch"))
      put("C", 3);
    else if (w.substr(i).starts_with("ght"))
      put("t", 3);
    else if (w.substr(i).starts_with("cz"))
      put("C", 2);
    else if (w.substr(i).starts_with("eau"))
      put("o", 3);
    else if (c == 'c' && next == 'h')
      put("C", 2);
    else if (c == 's' && next == 'h')
      put("S", 2);
    else if (c == 's' && next == 'z')
      put("S", 2);
    else if (c == 't' && next == 'h')
      put("T", 2);
    else if (c == 'p' && next == 'h')
      put("f", 2);
    else if (c == 'k' && next == 'h')
      put("x", 2);
    else if (c == 'g' && next == 'h')
      put("G", 2);
    else if (c == 'd' && next == 'h')
      put("D", 2);
    else if (c == 'z' && next == 'h')
      put("Z", 2);
    else if (c == 'c' && next == 'k')
      put("k", 2);
    else if (c == 'q' && next == 'u')
      put("kw", 2);
    else if (c == 'k' && next == 'n' && i == 0)
      put("n", 2);
    else if (c == 'o' && (next == 'o' || next == 'u'))
      put("u", 2);
    else if (c == 'e' && (next == 'e' || next == 'a'))
      put("i", 2);
    else if (c == 'c')
      put(next == 'e' || next == 'i' || next == 'y' ? "s" : "k", 1);
    else if (c == 'x')
      put(i == 0 ? "z" : "ks", 1);
    else if (c == 'e' && i + 1 == w.size() && i > 1)
      put("E", 1);
    else if (c == next && !vowel(c))
      put(std::string(1, c), 2);
    else
      put(std::string(1, c), 1);
  }
}

void sound_arabic(std::string_view w, Sounds& out) {
  // By folded letter (hamza forms are plain already).
  static constexpr std::pair<std::string_view, char> kLetters[] = {
      {"ا", 'A'}, {"ب", 'b'}, {"ت", 't'}, {"ث", 'T'}, {"ج", 'j'},  {"ح", 'H'},  {"خ", 'x'}, {"د", 'd'}, {"ذ", 'D'}, {"ر", 'r'}, {"ز", 'z'}, {"س", 's'},
      {"ش", 'S'}, {"ص", 's'}, {"ض", 'd'}, {"ط", 't'}, {"ظ", 'z'},  {"ع", '\''}, {"غ", 'G'}, {"ف", 'f'}, {"ق", 'q'}, {"ك", 'k'}, {"ل", 'l'}, {"م", 'm'},
      {"ن", 'n'}, {"ه", 'h'}, {"و", 'W'}, {"ي", 'Y'}, {"ء", '\''}, {"پ", 'p'},  {"ڤ", 'v'}, {"چ", 'C'}, {"گ", 'g'}, {"ژ", 'Z'}};
  for (std::size_t i = 0; i < w.size();) {
    const std::string_view rest = w.substr(i);
    if (rest.starts_with("تش")) {
      out += 'C';
      i += 4;
      continue;
    }
    if (i == 0 && rest.starts_with("ال") && w.size() > 8) {
      out += "AL";
      i += 4;
      continue;
    }
    if (rest == "ه" && i > 0) {  // ta marbuta
      out += 'a';
      break;
    }
    for (const auto& [letter, sound] : kLetters)
      if (rest.starts_with(letter)) out += sound;
    next_code_point(w, i);
  }
}

Sounds sounds_of(std::string_view name) {
  Sounds out;
  const bool arabic = is_arabic(name);
  const std::string plain = arabic ? NormalizedText::fold(name) : plain_latin(name);
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < plain.size();) {
    const std::size_t end = std::min(plain.find_first_of(" -.\"'()", begin), plain.size());
    if (end > begin) words.push_back(std::string_view(plain).substr(begin, end - begin));
    begin = end + 1;
  }
  std::size_t kept = 0;
  for (std::string_view word : words) {
    if (words.size() > 1 && legal_form(word)) continue;
    if (!arabic && (word == "al" || word == "el") && words.size() > 1) continue;
    if (kept++ > 0) out += ' ';
    if (arabic)
      sound_arabic(word, out);
    else
      sound_latin(word, out);
  }
  return out;
}

// Costs of taking one sound for another; 1 where nothing is said.
class Costs {
 public:
  Costs() {
    for (auto& row : cost_) row.fill(1.0f);
    for (int c = 0; c < 128; ++c) cost_[c][c] = 0;
    auto set = [&](std::string_view pairs, float cost) {
      for (std::size_t i = 0; i + 1 < pairs.size(); i += 3) cost_[at(pairs[i])][at(pairs[i + 1])] = cost_[at(pairs[i + 1])][at(pairs[i])] = cost;
    };
    set("bp fv kq gG jZ gj lL hH Aa Yi Yy Wu Ww Wo aE CC", 0.0f);
    set("kc Gj gk gq Gq tT dD Tt DT vW sT kG zZ Ae Ye Wv YE ie ao ou ae iy uw eE", 0.1f);
    set("xk xq xC xH CS Cj zs sC jy jY zD CT sS Cs ei Ao Wa Ya Au Ai oe ue AE a' A' 'e 'i 'o 'u au ai Gk Wi Yu Aa", 0.25f);
    set("jx hx jH jh Ck Cq jS jC vb vp wv wb dt Zs ZS YW AW AY Yo Yj iu", 0.4f);
    for (char c : std::string_view("aeiouE")) drop_[at(c)] = 0.12f;
    drop_[at('E')] = 0.03f;
    drop_[at('A')] = 0.22f;
    drop_[at('W')] = drop_[at('Y')] = 0.3f;
    drop_[at('w')] = drop_[at('y')] = 0.35f;
    drop_[at('\'')] = 0.15f;
    drop_[at('h')] = 0.3f;
    drop_[at('H')] = 0.7f;
    drop_[at('L')] = 0.2f;
    drop_[at(' ')] = 0.1f;
    drop_[at('G')] = 0.6f;
  }
  float swap(char a, char b) const { return cost_[at(a)][at(b)]; }
  float drop(char c) const {
    const float d = drop_[at(c)];
    return d == 0 ? 1.0f : d;
  }

 private:
  static std::size_t at(char c) { return static_cast<unsigned char>(c) & 127; }
  std::array<std::array<float, 128>, 128> cost_{};
  std::array<float, 128> drop_{};
};

float weight(const Sounds& sounds, const Costs& costs) {
  float sum = 0;
  for (char c : sounds) sum += c == ' ' ? 0 : std::min(1.0f, costs.drop(c) * 1.4f);
  return sum;
}

}  // namespace

double name_likeness(std::string_view a, std::string_view b) {
  static const Costs costs;
  const Sounds x = sounds_of(a), y = sounds_of(b);
  if (x.empty() || y.empty()) return 0;
  // Alignment by least cost; an A at a word's begin only carries a vowel.
  std::vector<float> last(y.size() + 1), now(y.size() + 1);
  auto drop = [&](const Sounds& s, std::size_t i) {
    if (s[i] == 'A' && (i == 0 || s[i - 1] == ' ')) return 0.1f;
    return costs.drop(s[i]);
  };
  for (std::size_t j = 0; j < y.size(); ++j) last[j + 1] = last[j] + drop(y, j);
  for (std::size_t i = 0; i < x.size(); ++i) {
    now[0] = last[0] + drop(x, i);
    for (std::size_t j = 0; j < y.size(); ++j) now[j + 1] = std::min({last[j] + costs.swap(x[i], y[j]), last[j + 1] + drop(x, i), now[j] + drop(y, j)});
    last.swap(now);
  }
  const float norm = (weight(x, costs) + weight(y, costs)) / 2;
  return std::max(0.0, 1.0 - static_cast<double>(last[y.size()]) / std::max(1.0f, norm));
}

std::string name_slug(std::string_view name) {
  std::string latin;
  if (is_arabic(name)) {
    static constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
        {"ا", "a"}, {"ب", "b"},  {"ت", "t"}, {"ث", "th"}, {"ج", "j"}, {"ح", "h"}, {"خ", "kh"}, {"د", "d"},  {"ذ", "dh"}, {"ر", "r"}, {"ز", "z"},
        {"س", "s"}, {"ش", "sh"}, {"ص", "s"}, {"ض", "d"},  {"ط", "t"}, {"ظ", "z"}, {"ع", "a"},  {"غ", "gh"}, {"ف", "f"},  {"ق", "q"}, {"ك", "k"},
        {"ل", "l"}, {"م", "m"},  {"ن", "n"}, {"ه", "h"},  {"و", "w"}, {"ي", "y"}, {"پ", "p"},  {"ڤ", "v"},  {"چ", "ch"}, {"گ", "g"}, {"ژ", "zh"}};
    const std::string folded = NormalizedText::fold(name);
    for (std::size_t i = 0; i < folded.size();) {
      const std::string_view rest = std::string_view(folded).substr(i);
      const std::size_t from = i;
      next_code_point(folded, i);
      if (i - from == 1) {
        latin += folded[from];
        continue;
      }
      for (const auto& [letter, written] : kLetters)
        if (rest.starts_with(letter)) {
          latin += written;
          break;
        }
    }
  }
  const std::string plain = plain_latin(latin.empty() ? name : std::string_view(latin));
  std::string out;
  for (char c : plain) {
    if (c != ' ')
      out += c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace mizan

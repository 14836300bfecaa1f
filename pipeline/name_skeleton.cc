#include "pipeline/name_skeleton.h"

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
  if (std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string out;
    for (char c : name) {
      if (c >= 'A' && c <= 'Z')
        out += static_cast<char>(c + 32);
      else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        out += c;
      else if (c != '\'' && c != '.')
        out += ' ';
    }
    return out;
  }
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

std::vector<std::string_view> words_of(std::string_view plain) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < plain.size();) {
    const std::size_t end = std::min(plain.find_first_of(" -.\"'()", begin), plain.size());
    if (end > begin) words.push_back(plain.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

Sounds sounds_of(std::string_view name) {
  Sounds out;
  const bool arabic = is_arabic(name);
  const std::string plain = arabic ? NormalizedText::fold(name) : plain_latin(name);
  const std::vector<std::string_view> words = words_of(plain);
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

const Costs& costs() {
  static const Costs made;
  return made;
}

float weight(const Sounds& sounds) {
  float sum = 0;
  for (char c : sounds) sum += c == ' ' ? 0 : std::min(1.0f, costs().drop(c) * 1.4f);
  return sum;
}

// Alignment by least cost, 0 to 1; an A at a word's begin only carries a vowel.
double alike(std::string_view x, std::string_view y) {
  const Costs& c = costs();
  std::vector<float> last(y.size() + 1), now(y.size() + 1);
  auto drop = [&](std::string_view s, std::size_t i) {
    if (s[i] == 'A' && (i == 0 || s[i - 1] == ' ')) return 0.1f;
    return c.drop(s[i]);
  };
  for (std::size_t j = 0; j < y.size(); ++j) last[j + 1] = last[j] + drop(y, j);
  for (std::size_t i = 0; i < x.size(); ++i) {
    now[0] = last[0] + drop(x, i);
    for (std::size_t j = 0; j < y.size(); ++j) now[j + 1] = std::min({last[j] + c.swap(x[i], y[j]), last[j + 1] + drop(x, i), now[j] + drop(y, j)});
    last.swap(now);
  }
  const float norm = (weight(Sounds(x)) + weight(Sounds(y))) / 2;
  return std::max(0.0, 1.0 - static_cast<double>(last[y.size()]) / std::max(1.0f, norm));
}

// What a sound is in a key: one letter for all that spellings confuse; 0 for what they leave out. '?' is a palatal that may be a k or an s ("ج": Gordon,
// Jordan).
char key_letter(char sound) {
  switch (sound) {
    case 'b':
    case 'p':
      return 'b';
    case 'f':
    case 'v':
      return 'f';
    case 't':
    case 'd':
    case 'T':
    case 'D':
      return 't';
    case 'l':
      return 'l';
    case 'r':
      return 'r';
    case 'm':
      return 'm';
    case 'n':
      return 'n';
    case 'k':
    case 'q':
    case 'x':
    case 'c':
    case 'g':
    case 'G':
      return 'k';
    case 's':
    case 'z':
    case 'S':
    case 'Z':
      return 's';
    case 'C':
    case 'j':
      return '?';
    case 'L':
      return '!';
    default:
      return 0;
  }
}

}  // namespace

NameSound::NameSound(std::string_view name) : arabic_(is_arabic(name)), sounds_(sounds_of(name)) {
  words_ = sounds_.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(sounds_.begin(), sounds_.end(), ' '));
}

std::vector<std::string> NameSound::keys() const {
  std::string raw;
  for (char c : sounds_)
    if (const char letter = key_letter(c); letter != 0 && raw.size() < kLongestKey) raw += letter;
  std::vector<std::string> keys;
  const bool palatal = raw.find('?') != std::string::npos, lam = raw.find('!') != std::string::npos;
  for (char as : {'k', 's'}) {
    if (as == 's' && !palatal) break;
    for (bool kept : {true, false}) {
      if (!kept && !lam) break;
      std::string key;
      for (char c : raw) {
        if (c == '!' && !kept) continue;
        const char letter = c == '?' ? as : c == '!' ? 'l' : c;
        if (key.empty() || key.back() != letter) key += letter;
      }
      if (key.size() < kShortestKey) continue;
      keys.push_back(key);
      if (key.size() > kShortestKey)
        for (std::size_t i = 0; i < key.size(); ++i) keys.push_back(key.substr(0, i) + key.substr(i + 1));
    }
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

double likeness(const NameSound& a, const NameSound& b) {
  return a.empty() || b.empty() ? 0 : alike(a.sounds_, b.sounds_);
}

double weakest_word(const NameSound& a, const NameSound& b) {
  if (a.words() != b.words() || a.empty()) return 0;
  double least = 1;
  std::string_view x = a.sounds_, y = b.sounds_;
  for (std::size_t w = 0; w < a.words(); ++w) {
    const std::size_t i = std::min(x.find(' '), x.size()), j = std::min(y.find(' '), y.size());
    least = std::min(least, alike(x.substr(0, i), y.substr(0, j)));
    x.remove_prefix(std::min(i + 1, x.size()));
    y.remove_prefix(std::min(j + 1, y.size()));
  }
  return least;
}

double name_likeness(std::string_view a, std::string_view b) {
  return likeness(NameSound(a), NameSound(b));
}

std::string name_key(std::string_view name) {
  const std::string plain = is_arabic(name) ? NormalizedText::fold(name) : plain_latin(name);
  std::string out;
  const std::vector<std::string_view> words = words_of(plain);
  for (std::string_view word : words) {
    if (words.size() > 1 && legal_form(word)) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::string name_slug(std::string_view name) {
  std::string latin;
  if (is_arabic(name)) {
    static constexpr std::pair<char32_t, std::string_view> kLetters[] = {
        {U'ا', "a"}, {U'ب', "b"},  {U'ت', "t"}, {U'ث', "th"}, {U'ج', "j"}, {U'ح', "h"}, {U'خ', "kh"}, {U'د', "d"},  {U'ذ', "dh"}, {U'ر', "r"}, {U'ز', "z"},
        {U'س', "s"}, {U'ش', "sh"}, {U'ص', "s"}, {U'ض', "d"},  {U'ط', "t"}, {U'ظ', "z"}, {U'ع', "a"},  {U'غ', "gh"}, {U'ف', "f"},  {U'ق', "q"}, {U'ك', "k"},
        {U'ل', "l"}, {U'م', "m"},  {U'ن', "n"}, {U'ه', "h"},  {U'و', "w"}, {U'ي', "y"}, {U'پ', "p"},  {U'ڤ', "v"},  {U'چ', "ch"}, {U'گ', "g"}, {U'ژ', "zh"}};
    constexpr char32_t kBlock = 0x0600;
    static const auto kWritten = [] {
      std::array<std::string_view, 256> written;
      for (const auto& [letter, latin_letters] : kLetters) written[letter - kBlock] = latin_letters;
      return written;
    }();
    const std::string folded = NormalizedText::fold(name);
    for (std::size_t i = 0; i < folded.size();) {
      const char32_t c = next_code_point(folded, i);
      if (c < 0x80)
        latin += static_cast<char>(c);
      else if (c >= kBlock && c - kBlock < kWritten.size())
        latin += kWritten[c - kBlock];
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

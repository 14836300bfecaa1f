#include "db/sketch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "db/hash.h"
#include "db/word_rarity.h"
#include "db/wording.h"
#include "pipeline/normalized_text.h"

namespace mizan {
namespace {

constexpr std::size_t kWordKeys = 28;   // rarest words by which an article is found
constexpr std::size_t kMarkKeys = 16;   // and rarest marks: those are what the languages share
constexpr int kLeastRarity = 22;        // of a key
constexpr double kAlike = 0.17;         // cosine within a language
constexpr double kAlikeShort = 0.24;    // where one of them is short
constexpr std::size_t kShort = 30;      // features
constexpr double kAlikeAcross = 0.28;   // cosine of entities, dates and numbers across languages
constexpr int kSharedAcross = 3;        // of them
constexpr double kTimeless = 0.1;       // so much more where a date is missing, that could have told them apart
constexpr double kWithin = 0.45;        // part of a draft's features that an article has
constexpr std::size_t kShingles = 128;  // lowest hashes that are kept
constexpr std::size_t kBins = 32;
constexpr double kCopyShare = 0.6;  // of the smaller text's shingles
constexpr std::uint32_t kLeastShingles = 12;
constexpr std::int64_t kUndated = std::int64_t{1} << 60, kDraft = std::int64_t{1} << 61;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The words of an article as they stand, and whether they are Arabic.
template <typename Take>
void for_each_article_word(const ArticleEntry& article, Take take) {
  const std::string folded = NormalizedText::fold(article.title) + "\n" + NormalizedText::fold(article.text);
  for_each_word(folded, take);
}

// The feature that a word is; empty for one that says too little.
std::string_view root_of(std::string_view word) {
  const bool arabic = static_cast<unsigned char>(word[0]) >= 0x80;
  if (is_digit(word[0])) return word.size() >= 2 ? word : std::string_view();
  return (arabic ? word.size() / 2 : word.size()) >= 4 ? stem(word) : std::string_view();
}

// Numbers are rare by their length, dates by their grain.
int rarity_of_mark(std::string_view feature) {
  if (feature.starts_with("e:")) return word_rarity(feature);
  if (feature.starts_with("d:")) return feature.size() > 10 ? 50 : 38;
  std::size_t digits = 0;
  for (char c : feature.substr(0, feature.rfind(':'))) digits += is_digit(c) && (c != '0' || digits == 0);
  return digits <= 1 ? 45 : digits == 2 ? 52 : 64;
}

int rarity_of_word(std::string_view root) {
  const int rarity = word_rarity(root);
  return is_digit(root[0]) ? std::min(rarity, root.size() <= 2 ? 38 : root.size() == 3 ? 50 : 60) : rarity;
}

void finish(Sketch& s) {
  std::vector<Feature> rare;
  for (const Feature& f : s.features) {
    if (f.rarity >= kLeastRarity) rare.push_back(f);
  }
  std::sort(rare.begin(), rare.end(), [](const Feature& a, const Feature& b) { return std::tie(b.rarity, a.hash) < std::tie(a.rarity, b.hash); });
  std::size_t words = 0, marks = 0;
  for (const Feature& f : rare) {
    if (f.mark ? marks++ < kMarkKeys : words++ < kWordKeys) s.keys.push_back(f.hash);
  }
}

// One permutation hashing; an empty bin borrows from the next that has something, so that short texts have all bands too.
void add_bands(const std::vector<std::uint64_t>& shingles, std::string_view text, Sketch& s) {
  std::array<std::uint64_t, kBins> bins;
  bins.fill(UINT64_MAX);
  for (std::uint64_t shingle : shingles) {
    std::uint64_t& bin = bins[shingle >> 59];
    bin = std::min(bin, shingle);
  }
  if (!shingles.empty()) {
    for (std::size_t i = 0; i < kBins; i += 2) {
      std::uint64_t hash = 0x9E3779B97F4A7C15ull * (i + 1);
      for (std::size_t k = i; k < i + 2; ++k) {
        std::size_t from = k, step = 0;
        while (bins[from % kBins] == UINT64_MAX) ++from, ++step;
        hash = (hash ^ (bins[from % kBins] + step)) * 0x9E3779B97F4A7C15ull;
        hash ^= hash >> 29;
      }
      s.bands.push_back(static_cast<std::int64_t>(hash));
    }
  }
  s.bands.push_back(static_cast<std::int64_t>(hash64(text, 2)));
}

template <typename Number>
void append(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}
template <typename Number>
bool take(std::string_view& bytes, Number& number) {
  if (bytes.size() < sizeof(number)) return false;
  std::memcpy(&number, bytes.data(), sizeof(number));
  bytes.remove_prefix(sizeof(number));
  return true;
}

struct Overlap {
  double sum = 0, a = 0, b = 0;  // of squared rarities: shared, of either
  int shared = 0;
};

Overlap overlap(const Sketch& x, const Sketch& y, bool marks_only) {
  Overlap out;
  auto square = [](const Feature& f) { return static_cast<double>(f.rarity) * f.rarity; };
  for (const Feature& f : x.features) out.a += marks_only && !f.mark ? 0 : square(f);
  for (const Feature& f : y.features) out.b += marks_only && !f.mark ? 0 : square(f);
  for (std::size_t i = 0, j = 0; i < x.features.size() && j < y.features.size();) {
    const Feature &f = x.features[i], &g = y.features[j];
    if (f.hash < g.hash) {
      ++i;
    } else if (g.hash < f.hash) {
      ++j;
    } else {
      if (!marks_only || f.mark) {
        out.sum += square(f);
        ++out.shared;
      }
      ++i;
      ++j;
    }
  }
  return out;
}

double cosine(const Overlap& o) {
  return o.a > 0 && o.b > 0 ? o.sum / std::sqrt(o.a * o.b) : 0;
}

}  // namespace

std::vector<std::string> content_words(const ArticleEntry& article) {
  std::vector<std::string> out;
  for_each_article_word(article, [&](std::string_view word) {
    if (const std::string_view root = root_of(word); !root.empty()) out.emplace_back(root);
  });
  return out;
}

Sketch sketch_of(const ArticleEntry& article) {
  Sketch s;
  s.draft = article.draft;
  s.when.tie = static_cast<std::int64_t>(hash64(article.key, 3));
  s.when.second = article.draft ? kDraft : article.moment ? article.moment->second : kUndated;
  if (article.moment) s.day = article.moment->day;
  s.source = article.source.empty() ? 0 : static_cast<std::int64_t>(hash64(article.source, 4));
  std::size_t arabic = 0, latin = 0, count = 0;
  std::uint64_t window[4] = {};
  std::vector<std::uint64_t> shingles;
  for_each_article_word(article, [&](std::string_view word) {
    if (!is_digit(word[0])) ++(static_cast<unsigned char>(word[0]) >= 0x80 ? arabic : latin);
    if (const std::string_view root = root_of(word); !root.empty()) {
      s.features.push_back({static_cast<std::uint32_t>(hash64(root)), static_cast<std::uint8_t>(rarity_of_word(root)), false});
    }
    window[count++ % 4] = hash64(word);
    if (count < 4) return;
    std::uint64_t shingle = 0;
    for (std::size_t i = 0; i < 4; ++i) shingle = (shingle ^ window[(count + i) % 4]) * 0x9E3779B97F4A7C15ull;
    shingles.push_back(shingle ^ (shingle >> 31));
  });
  for (const std::string& mark : article.features) {
    s.features.push_back({static_cast<std::uint32_t>(hash64(mark, 1)), static_cast<std::uint8_t>(rarity_of_mark(mark)), true});
  }
  // Of two of one hash the rarer counts, so that the order they came in does not matter.
  std::sort(s.features.begin(), s.features.end(),
            [](const Feature& a, const Feature& b) { return std::tuple(a.hash, -a.rarity, !a.mark) < std::tuple(b.hash, -b.rarity, !b.mark); });
  s.features.erase(std::unique(s.features.begin(), s.features.end(), [](const Feature& a, const Feature& b) { return a.hash == b.hash; }), s.features.end());
  s.arabic = arabic > latin;
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  add_bands(shingles, article.text, s);
  s.shingle_count = static_cast<std::uint32_t>(shingles.size());
  for (std::uint64_t shingle : shingles) s.shingles.push_back(static_cast<std::uint32_t>(shingle >> 16));
  std::sort(s.shingles.begin(), s.shingles.end());
  if (s.shingles.size() > kShingles) s.shingles.resize(kShingles);
  finish(s);
  return s;
}

std::string pack(const Sketch& s) {
  std::string out;
  append(out, static_cast<std::uint32_t>(s.features.size()));
  for (const Feature& f : s.features) {
    append(out, f.hash);
    append(out, static_cast<std::uint8_t>(f.rarity | (f.mark ? 0x80 : 0)));
  }
  append(out, s.shingle_count);
  append(out, static_cast<std::uint32_t>(s.shingles.size()));
  for (std::uint32_t shingle : s.shingles) append(out, shingle);
  append(out, static_cast<std::uint32_t>(s.bands.size()));
  for (std::int64_t band : s.bands) append(out, band);
  return out;
}

bool unpack(std::string_view bytes, Sketch& s) {
  std::uint32_t count = 0;
  if (!take(bytes, count) || count > bytes.size() / 5) return false;
  s.features.resize(count);
  for (Feature& f : s.features) {
    std::uint8_t weight = 0;
    if (!take(bytes, f.hash) || !take(bytes, weight)) return false;
    f.rarity = weight & 0x7F;
    f.mark = (weight & 0x80) != 0;
  }
  if (!take(bytes, s.shingle_count) || !take(bytes, count) || count > bytes.size() / 4) return false;
  s.shingles.resize(count);
  for (std::uint32_t& shingle : s.shingles) {
    if (!take(bytes, shingle)) return false;
  }
  if (!take(bytes, count) || count > bytes.size() / 8) return false;
  s.bands.resize(count);
  for (std::int64_t& band : s.bands) {
    if (!take(bytes, band)) return false;
  }
  finish(s);
  return true;
}

std::int64_t likeness(const Sketch& a, const Sketch& b) {
  const bool across = a.arabic != b.arabic;
  // Few words are soon alike by chance.
  const std::size_t fewest = std::min(a.features.size(), b.features.size());
  const double timeless = a.dated() && b.dated() ? 0 : kTimeless;
  const double least = fewest < kShort ? kAlikeShort : kAlike + timeless;
  const Overlap o = overlap(a, b, across);
  double c = cosine(o);
  bool alike = across ? c >= kAlikeAcross + timeless && o.shared >= kSharedAcross : c >= least;
  // A draft may be one sentence: then it is on the event of the article that has most of its words.
  if (a.draft != b.draft && !across) {
    const double mine = a.draft ? o.a : o.b;
    const double within = mine > 0 ? o.sum / mine : 0;
    alike = alike || within >= kWithin;
    c = std::max(c, within);
  }
  return alike ? std::max<std::int64_t>(1, static_cast<std::int64_t>(c * 1e6)) : 0;
}

bool is_copy(const Sketch& a, const Sketch& b) {
  const std::uint32_t least = std::min(a.shingle_count, b.shingle_count), most = std::max(a.shingle_count, b.shingle_count);
  // Of the smaller text, but a short quotation within a long article is no copy.
  if (least == 0 || static_cast<std::uint64_t>(least) * 3 < most) return false;
  if (least < kLeastShingles) {
    return a.shingles == b.shingles && a.features.size() == b.features.size() &&
           std::equal(a.features.begin(), a.features.end(), b.features.begin(), [](const Feature& f, const Feature& g) { return f.hash == g.hash; });
  }
  // Among the lowest hashes of both together, those that both have: the part of all shingles that is shared.
  std::size_t seen = 0, shared = 0;
  for (std::size_t i = 0, j = 0; seen < kShingles && (i < a.shingles.size() || j < b.shingles.size()); ++seen) {
    if (j == b.shingles.size() || (i < a.shingles.size() && a.shingles[i] < b.shingles[j])) {
      ++i;
    } else if (i == a.shingles.size() || b.shingles[j] < a.shingles[i]) {
      ++j;
    } else {
      ++shared;
      ++i;
      ++j;
    }
  }
  const double jaccard = static_cast<double>(shared) / static_cast<double>(seen);
  const double both = jaccard * (static_cast<double>(a.shingle_count) + b.shingle_count) / (1 + jaccard);
  return both >= kCopyShare * least;
}

}  // namespace mizan

#include "db/story.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "db/hash.h"
#include "db/wording.h"
#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"

namespace mizan {
namespace {

constexpr std::size_t kCommon = 50;        // features in more articles than this do not bring articles together
constexpr std::size_t kRarest = 48;        // features of an article that are looked up
constexpr double kAlike = 0.22;            // cosine within a language
constexpr double kAlikeAcross = 0.28;      // cosine of entities, dates and numbers across languages
constexpr std::int64_t kDays = 3;          // between two articles of a story
constexpr std::int64_t kSpan = 6;          // between the first and the last of a story
constexpr double kLinked = 0.4;            // part of the pairs between two clusters that must be alike
constexpr double kWithin = 0.45;          // part of a draft's features that an article has
constexpr double kCopyCosine = 0.5;        // below it, shingles are not looked at
constexpr double kCopyShare = 0.6;         // of the smaller text's shingles
constexpr std::size_t kLeastShingles = 12;

struct Weighted {
  std::uint64_t feature;
  double weight;
};

struct Profile {
  std::vector<std::uint64_t> words, marks;  // sorted, unique; marks: what mentions say
  std::vector<std::uint64_t> shingles;
  std::vector<Weighted> all, only_marks;    // sorted by feature
  double norm = 0, marks_norm = 0;
  bool arabic = false;
};

void sort_unique(std::vector<std::uint64_t>& v) {
  std::sort(v.begin(), v.end());
  v.erase(std::unique(v.begin(), v.end()), v.end());
}

Profile profile_of(const ArticleEntry& article) {
  Profile p;
  const std::string folded = NormalizedText::fold(article.title) + "\n" + NormalizedText::fold(article.text);
  std::size_t arabic = 0, latin = 0;
  std::uint64_t window[4] = {};
  std::size_t count = 0;
  for_each_word(folded, [&](std::string_view word) {
    const bool is_arabic = static_cast<unsigned char>(word[0]) >= 0x80;
    const bool is_number = word[0] >= '0' && word[0] <= '9';
    (is_arabic ? arabic : latin) += !is_number;
    const std::string_view root = is_number ? word : stem(word);
    const std::uint64_t hash = hash64(root);
    const std::size_t letters = is_arabic ? word.size() / 2 : word.size();
    if (is_number ? letters >= 2 : letters >= 4) p.words.push_back(hash);
    window[count++ % 4] = hash64(word);
    if (count >= 4) {
      std::uint64_t shingle = 0;
      for (std::size_t i = 0; i < 4; ++i) shingle = shingle * 0x9E3779B97F4A7C15ull + window[(count + i) % 4];
      p.shingles.push_back(shingle);
    }
  });
  for (const std::string& feature : article.features) p.marks.push_back(hash64(feature, 1));
  sort_unique(p.words);
  sort_unique(p.marks);
  sort_unique(p.shingles);
  p.arabic = arabic > latin;
  return p;
}

double cosine(const std::vector<Weighted>& a, double a_norm, const std::vector<Weighted>& b, double b_norm, int& shared) {
  shared = 0;
  double sum = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].feature < b[j].feature) {
      ++i;
    } else if (b[j].feature < a[i].feature) {
      ++j;
    } else {
      sum += a[i].weight * b[j].weight;
      ++shared;
      ++i;
      ++j;
    }
  }
  return a_norm > 0 && b_norm > 0 ? sum / (a_norm * b_norm) : 0;
}

bool is_copy(const Profile& a, const Profile& b) {
  const std::size_t least = std::min(a.shingles.size(), b.shingles.size());
  if (least == 0) return false;
  if (least < kLeastShingles) return a.shingles == b.shingles && a.words == b.words;
  std::size_t shared = 0;
  for (std::size_t i = 0, j = 0; i < a.shingles.size() && j < b.shingles.size();) {
    if (a.shingles[i] == b.shingles[j]) {
      ++shared;
      ++i;
      ++j;
    } else {
      ++(a.shingles[i] < b.shingles[j] ? i : j);
    }
  }
  // Of the smaller text, but a short quotation within a long article is no copy.
  return static_cast<double>(shared) >= kCopyShare * static_cast<double>(least) && least * 3 >= std::max(a.shingles.size(), b.shingles.size());
}

struct Link {
  int a, b;
  std::int64_t score;  // cosine in millionths, so that ties are ties on every machine
};

int root_of(std::vector<int>& parent, int i) {
  while (parent[static_cast<std::size_t>(i)] != i) i = parent[static_cast<std::size_t>(i)] = parent[static_cast<std::size_t>(parent[static_cast<std::size_t>(i)])];
  return i;
}

}  // namespace

int find_stories(Snapshot& snapshot) {
  auto& articles = snapshot.articles;
  const std::size_t n = articles.size();
  std::vector<Profile> profiles;
  profiles.reserve(n);
  for (const ArticleEntry& a : articles) profiles.push_back(profile_of(a));

  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> postings;
  for (std::size_t i = 0; i < n; ++i) {
    for (auto* list : {&profiles[i].words, &profiles[i].marks}) {
      for (std::uint64_t f : *list) postings[f].push_back(static_cast<std::uint32_t>(i));
    }
  }
  // As if there were some more articles: in a small database every shared word would be a common one.
  auto weight = [&](std::uint64_t f) { return std::log(1.0 + (static_cast<double>(n) + 200) / (static_cast<double>(postings.find(f)->second.size()) + 2)); };
  for (Profile& p : profiles) {
    for (std::uint64_t f : p.words) p.all.push_back({f, weight(f)});
    for (std::uint64_t f : p.marks) {
      p.all.push_back({f, weight(f)});
      p.only_marks.push_back({f, weight(f)});
    }
    std::sort(p.all.begin(), p.all.end(), [](const Weighted& a, const Weighted& b) { return a.feature < b.feature; });
    for (const Weighted& w : p.all) p.norm += w.weight * w.weight;
    for (const Weighted& w : p.only_marks) p.marks_norm += w.weight * w.weight;
    p.norm = std::sqrt(p.norm);
    p.marks_norm = std::sqrt(p.marks_norm);
  }

  std::vector<Link> links, copies;
  std::vector<std::uint16_t> shared_rare(n, 0);
  std::vector<std::uint32_t> touched;
  for (std::size_t i = 0; i < n; ++i) {
    const Profile& p = profiles[i];
    std::vector<std::pair<std::size_t, std::uint64_t>> rare;  // by number of articles
    for (const Weighted& w : p.all) {
      const std::size_t df = postings.find(w.feature)->second.size();
      if (df >= 2 && df <= kCommon) rare.emplace_back(df, w.feature);
    }
    std::sort(rare.begin(), rare.end());
    if (rare.size() > kRarest) rare.resize(kRarest);
    touched.clear();
    for (const auto& [df, feature] : rare) {
      for (std::uint32_t j : postings.find(feature)->second) {
        if (j != i && shared_rare[j]++ == 0) touched.push_back(j);
      }
    }
    for (std::uint32_t j : touched) {
      const int rare_shared = shared_rare[j];
      shared_rare[j] = 0;
      const Profile& q = profiles[j];
      if (rare_shared < 2) continue;
      const auto &x = articles[i].moment, &y = articles[j].moment;
      if (x && y && std::abs(x->day - y->day) > kDays) continue;
      int shared = 0;
      double c = 0;
      bool alike = false;
      if (p.arabic == q.arabic) {
        c = cosine(p.all, p.norm, q.all, q.norm, shared);
        alike = c >= kAlike;
      } else {
        c = cosine(p.only_marks, p.marks_norm, q.only_marks, q.marks_norm, shared);
        alike = c >= kAlikeAcross && shared >= 3;
      }
      // A draft may be one sentence: then it is on the event of the article that has most of its words.
      if (articles[i].draft != articles[j].draft) {
        const double mine = articles[i].draft ? p.norm : q.norm, other = articles[i].draft ? q.norm : p.norm;
        const double within = p.arabic == q.arabic && mine > 0 ? c * other / mine : 0;
        alike = alike || within >= kWithin;
        c = std::max(c, std::min(within, 1.0));
      }
      if (!alike) continue;
      const int low = static_cast<int>(std::min<std::size_t>(i, j)), high = static_cast<int>(std::max<std::size_t>(i, j));
      const Link link{low, high, static_cast<std::int64_t>(c * 1e6)};
      links.push_back(link);
      if (p.arabic == q.arabic && c >= kCopyCosine && is_copy(p, q)) copies.push_back(link);
    }
  }
  // The very same text is a copy however long after.
  std::unordered_map<std::string_view, int> by_text;
  for (std::size_t i = 0; i < n; ++i) {
    auto [found, fresh] = by_text.emplace(articles[i].text, static_cast<int>(i));
    if (!fresh) copies.push_back({found->second, static_cast<int>(i), 1'000'000});
  }
  // A pair may have been found from both sides.
  auto by_score = [](const Link& x, const Link& y) { return std::tuple(-x.score, x.a, x.b) < std::tuple(-y.score, y.a, y.b); };
  auto same = [](const Link& x, const Link& y) { return x.a == y.a && x.b == y.b; };
  for (auto* list : {&links, &copies}) {
    std::sort(list->begin(), list->end(), by_score);
    list->erase(std::unique(list->begin(), list->end(), same), list->end());
  }

  std::vector<int> parent(n);
  std::iota(parent.begin(), parent.end(), 0);
  std::vector<std::vector<int>> members(n), alike(n);
  std::vector<std::pair<std::int64_t, std::int64_t>> days(n, {INT64_MAX, INT64_MIN});
  for (std::size_t i = 0; i < n; ++i) {
    members[i] = {static_cast<int>(i)};
    if (articles[i].moment) days[i] = {articles[i].moment->day, articles[i].moment->day};
  }
  for (const Link& link : links) {
    alike[static_cast<std::size_t>(link.a)].push_back(link.b);
    alike[static_cast<std::size_t>(link.b)].push_back(link.a);
  }
  for (const Link& link : links) {
    int a = root_of(parent, link.a), b = root_of(parent, link.b);
    if (a == b) continue;
    auto &of_a = members[static_cast<std::size_t>(a)], &of_b = members[static_cast<std::size_t>(b)];
    if (of_a.size() < of_b.size()) {
      std::swap(a, b);
    }
    auto &large = members[static_cast<std::size_t>(a)], &small = members[static_cast<std::size_t>(b)];
    auto &span = days[static_cast<std::size_t>(a)], &other = days[static_cast<std::size_t>(b)];
    const std::pair<std::int64_t, std::int64_t> joined{std::min(span.first, other.first), std::max(span.second, other.second)};
    if (joined.first <= joined.second && joined.second - joined.first > kSpan) continue;
    std::size_t between = 0;
    for (int i : small) {
      for (int j : alike[static_cast<std::size_t>(i)]) between += root_of(parent, j) == a;
    }
    const bool draft = articles[static_cast<std::size_t>(link.a)].draft || articles[static_cast<std::size_t>(link.b)].draft;
    if (!(draft && small.size() == 1) && static_cast<double>(between) < kLinked * static_cast<double>(large.size()) * static_cast<double>(small.size())) continue;
    parent[static_cast<std::size_t>(b)] = a;
    large.insert(large.end(), small.begin(), small.end());
    small.clear();
    span = joined;
  }
  // Stories are numbered by their first article.
  std::vector<int> number(n, -1);
  int stories = 0;
  for (std::size_t i = 0; i < n; ++i) {
    int& story = number[static_cast<std::size_t>(root_of(parent, static_cast<int>(i)))];
    if (story < 0) story = stories++;
    articles[i].story = story;
  }

  // The original of a set of copies is the first to be published.
  std::iota(parent.begin(), parent.end(), 0);
  for (const Link& copy : copies) parent[static_cast<std::size_t>(root_of(parent, copy.b))] = root_of(parent, copy.a);
  std::vector<int> original(n, -1);
  auto earlier = [&](int x, int y) {
    const ArticleEntry &a = articles[static_cast<std::size_t>(x)], &b = articles[static_cast<std::size_t>(y)];
    const std::int64_t s = a.moment ? a.moment->second : INT64_MAX, t = b.moment ? b.moment->second : INT64_MAX;
    return std::tie(s, a.key) < std::tie(t, b.key);
  };
  for (std::size_t i = 0; i < n; ++i) {
    int& first = original[static_cast<std::size_t>(root_of(parent, static_cast<int>(i)))];
    if (first < 0 || earlier(static_cast<int>(i), first)) first = static_cast<int>(i);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const int first = original[static_cast<std::size_t>(root_of(parent, static_cast<int>(i)))];
    articles[i].copy_of = first == static_cast<int>(i) ? -1 : first;
  }
  return stories;
}

}  // namespace mizan

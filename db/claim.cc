#include "db/claim.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "db/database.h"
#include "db/decisions.h"
#include "db/entity_links.h"
#include "db/hash.h"
#include "db/rows.h"
#include "db/units.h"

namespace mizan {
namespace {

void unite(std::vector<std::uint64_t>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace

// The features that mentions give. A number alone says little: only those of three digits or more, or with a unit. A name that no lexicon
// knows ("person:~Daley") is the same in one language only, and there its words do.
std::string feature_of(const Mention& m) {
  if (const EntityName* entity = m.entity()) return entity->id.find(":~") == std::string::npos ? "e:" + entity->id : std::string();
  if (const DateRange* date = m.date()) return date->relative || date->value.size() < 7 ? std::string() : "d:" + date->value;
  const Amount* amount = m.amount();
  if (!amount || !amount->low || m.type == MentionType::kOrdinal) return {};
  const std::string digits = std::to_string(std::abs(amount->low->coefficient()));
  const bool united = m.type == MentionType::kMoney || m.type == MentionType::kPercent || m.type == MentionType::kQuantity;
  if (digits.size() < 2 || (digits.size() < 3 && !united)) return {};
  return fmt::format("n:{}:{}", amount->low->to_string(), united ? base_unit(amount->unit).name : "1");
}

namespace {

constexpr const char* kEntryColumns =
    "a.article_id, v.version_id, a.key, a.id, s.name, v.published, coalesce(v.published, v.updated, ''), v.state, v.content_hash";

// Which article counts, in one place; `where` picks among them.
Statement select_articles(Database& db, const char* where) {
  return db.prepare(fmt::format(
      "SELECT {} FROM articles a JOIN article_versions v ON v.version_id = a.latest JOIN sources s USING(source_id) WHERE v.state <> 'withdrawn' {}",
      kEntryColumns, where));
}

void read_articles(Statement& articles, const WantedArticle& wanted, std::vector<ArticleEntry>& out) {
  while (articles.row()) {
    ArticleEntry a;
    a.article = articles.integer(0);
    a.version = articles.integer(1);
    a.moment = moment_from(articles.view(6));
    if (!wanted(a)) continue;
    a.key = articles.text(2);
    a.id = articles.text(3);
    a.source = articles.text(4);
    a.published = articles.text(5);
    a.state = articles.text(7);
    a.content_hash = articles.text(8);
    out.push_back(std::move(a));
  }
}

Status read_texts(Database& db, std::vector<ArticleEntry>& out);

}  // namespace

Result<std::vector<ArticleEntry>> load_articles(const FactStore& store, const WantedArticle& wanted) {
  Database& db = store.database();
  std::vector<ArticleEntry> out;
  Statement all = select_articles(db, "ORDER BY a.key");
  read_articles(all, wanted, out);
  if (Status read = read_texts(db, out); !read) return read.error();
  return out;
}

Result<std::vector<ArticleEntry>> load_articles(const FactStore& store, const std::vector<std::int64_t>& ids) {
  Database& db = store.database();
  std::vector<ArticleEntry> out;
  Statement one = select_articles(db, "AND a.article_id = ?");
  for (std::int64_t id : ids) {
    one.bind(1, id);
    read_articles(
        one, [](const ArticleEntry&) { return true; }, out);
    one.reset();
  }
  std::sort(out.begin(), out.end(), [](const ArticleEntry& a, const ArticleEntry& b) { return a.key < b.key; });
  out.erase(std::unique(out.begin(), out.end(), [](const ArticleEntry& a, const ArticleEntry& b) { return a.key == b.key; }), out.end());
  if (Status read = read_texts(db, out); !read) return read.error();
  return out;
}

Result<std::vector<ArticleEntry>> load_versions(const FactStore& store, std::int64_t article) {
  Database& db = store.database();
  std::vector<ArticleEntry> out;
  // A text that goes back to an earlier wording is an earlier version still; which counts is what the store decided.
  Statement versions = db.prepare(fmt::format(
      "SELECT * FROM (SELECT {} FROM articles a JOIN article_versions v USING(article_id) JOIN sources s USING(source_id) WHERE a.article_id = ?1 AND v.state "
      "<> 'withdrawn' AND v.version_id NOT IN (SELECT version_id FROM embargoes) AND (v.version_id = a.latest OR v.version_id NOT IN (SELECT version_id FROM "
      "teasers)) AND (SELECT l.state FROM article_versions l WHERE l.version_id = a.latest) <> 'withdrawn' ORDER BY v.version_id = a.latest DESC, "
      "coalesce(v.updated, v.published, '') DESC, v.number DESC LIMIT 20) newest",
      kEntryColumns));
  versions.bind(1, article);
  read_articles(
      versions, [](const ArticleEntry&) { return true; }, out);
  std::reverse(out.begin(), out.end());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].reading = static_cast<int>(i) + 1;
    out[i].story = 0;
  }
  if (Status read = read_texts(db, out); !read) return read.error();
  return out;
}

namespace {

// Texts and what the mentions say.
Status read_texts(Database& db, std::vector<ArticleEntry>& out) {
  Statement texts = db.prepare("SELECT title, text FROM article_versions WHERE version_id = ?");
  MentionReader mentions(db);
  for (ArticleEntry& a : out) {
    texts.bind(1, a.version);
    if (texts.row()) {
      a.title = texts.text(0);
      a.text = texts.text(1);
    }
    texts.reset();
    mentions.read(a.version, [&](StoredMention&& stored) {
      std::string feature = feature_of(stored.mention);
      if (!feature.empty()) a.features.push_back(std::move(feature));
      add_name(stored.mention, a);
    });
    settle_names(a);
  }
  return db.status();
}

}  // namespace

void add_name(const Mention& mention, ArticleEntry& article) {
  const EntityName* entity = mention.entity();
  if (!entity) return;
  const bool known = entity->id.find(":~") == std::string::npos;
  article.names.push_back({mention.field, mention.source.begin, mention.source.end, hash64(entity->id), known, known && entity->id.starts_with("place:")});
}

void settle_names(ArticleEntry& article) {
  std::sort(article.names.begin(), article.names.end(),
            [](const NamePlace& x, const NamePlace& y) { return std::tie(x.field, x.begin, x.end, x.name) < std::tie(y.field, y.begin, y.end, y.name); });
  for (const NamePlace& place : article.names) {
    if (place.known) article.known_names.push_back(place.name);
  }
  unite(article.known_names);
}

void name_claim(Claim& claim, const ArticleEntry& article) {
  constexpr std::size_t kMost = 24;  // of a sentence: text without full stops must not cost the square of its length
  const Fact& f = claim.fact();
  auto place = std::lower_bound(article.names.begin(), article.names.end(), std::pair(f.field, f.sentence.begin),
                                [](const NamePlace& p, const auto& at) { return std::pair(p.field, p.begin) < at; });
  for (; place != article.names.end() && place->field == f.field && place->end <= f.sentence.end && claim.names.size() < kMost; ++place) {
    claim.names.push_back(place->name);
    if (place->known) claim.known_names.push_back(place->name);
  }
  unite(claim.names);
  unite(claim.known_names);
}

bool names_apart(const Claim& a, const Claim& b, Names which) {
  const bool all = which == Names::kAll && a.wording.arabic() == b.wording.arabic();
  const auto &x = all ? a.names : a.known_names, &y = all ? b.names : b.known_names;
  // Who says it is not what it is of: one institute measures the earthquakes of all countries.
  const std::uint64_t p = a.fact().speaker.empty() ? 0 : hash64(a.fact().speaker), q = b.fact().speaker.empty() ? 0 : hash64(b.fact().speaker);
  auto counts = [&](std::uint64_t name) { return name != p && name != q; };
  if (std::none_of(x.begin(), x.end(), counts) || std::none_of(y.begin(), y.end(), counts)) return false;
  return std::none_of(x.begin(), x.end(), [&](std::uint64_t name) { return counts(name) && std::binary_search(y.begin(), y.end(), name); });
}

bool shares_names(const Claim& a, const Claim& b, int least) {
  const std::uint64_t p = a.fact().speaker.empty() ? 0 : hash64(a.fact().speaker), q = b.fact().speaker.empty() ? 0 : hash64(b.fact().speaker);
  return std::count_if(a.names.begin(), a.names.end(),
                       [&](std::uint64_t name) { return name != p && name != q && std::binary_search(b.names.begin(), b.names.end(), name); }) >= least;
}

bool is_slight(const Claim& claim) {
  constexpr std::int64_t kSlight = 12;  // a dozen
  static const Decimal kMost = *Decimal::make(kSlight);
  return claim.figure && claim.fact().amount.unit == "1" && claim.figure->low == claim.figure->high && !(kMost < claim.figure->low);
}

namespace {

// The sentence around its figure: so many words to either side, without the figure itself.
std::string beside(const StoredFact& stored) {
  constexpr int kWords = 8;
  const std::string& sentence = stored.sentence;
  const Fact& f = stored.fact;
  if (f.source.begin < f.sentence.begin || f.source.end > f.sentence.end || f.source.end - f.sentence.begin > sentence.size()) return {};
  std::size_t from = f.source.begin - f.sentence.begin, to = f.source.end - f.sentence.begin;
  const std::string_view all = sentence;
  const std::string_view before = all.substr(0, from), behind = all.substr(to);
  std::size_t start = before.size(), stop = 0;
  for (int words = 0; words <= kWords && start > 0; ++words) {
    start = start == 0 ? std::string_view::npos : before.rfind(' ', start - 1);
    if (start == std::string_view::npos) start = 0;
  }
  for (int words = 0; words <= kWords && stop < behind.size(); ++words) {
    stop = behind.find(' ', stop + 1);
    if (stop == std::string_view::npos) stop = behind.size();
  }
  return std::string(before.substr(start)) + " " + std::string(behind.substr(0, stop));
}

}  // namespace

std::optional<Claim> claim_of(StoredFact stored, int article, DayRange days, const Claim* before) {
  Claim c;
  c.figure = figure_of(stored.fact.amount);
  if (!c.figure && stored.fact.value.empty()) return std::nullopt;  // vague: nothing to compare
  c.article = article;
  c.days = std::move(days);
  const bool again = before && before->article == article && before->stored.sentence == stored.sentence;
  c.wording = again ? before->wording : Wording(stored.sentence);
  c.stored = std::move(stored);
  c.when = c.fact().period;
  if (is_slight(c)) c.near = Wording(beside(c.stored));
  return c;
}

Status load_claims(const FactStore& store, Snapshot& snapshot, const WantedArticle& wanted, const EntityLinks& links) {
  Database& db = store.database();
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  Statement facts = db.prepare(fmt::format(
      "SELECT {}, m.date_from, m.date_to FROM facts f LEFT JOIN mention_rows m ON m.version_id = f.version_id AND m.seq = f.mention WHERE f.version_id = ? "
      "ORDER BY f.field, f.begin, f.end, f.metric, f.seq",
      kFactColumns));
  // Names beside a figure tell claims apart, so linked ones have to be one there, too.
  const std::unordered_map<std::uint64_t, std::uint64_t>& linked = links.hashes();
  for (std::size_t i = 0; i < snapshot.articles.size(); ++i) {
    if (!wanted(snapshot.articles[i])) continue;
    if (!linked.empty())
      for (NamePlace& place : snapshot.articles[i].names)
        if (auto it = linked.find(place.name); it != linked.end()) place.name = it->second;
    const ArticleEntry& a = snapshot.articles[i];
    facts.bind(1, a.version);
    while (facts.row()) {
      StoredFact stored = read_fact(facts, 0);
      const std::string& text = stored.fact.field == Field::kTitle ? a.title : a.text;
      stored.text = slice(text, stored.fact.source);
      stored.sentence = slice(text, stored.fact.sentence);
      stored.article_key = a.key;
      stored.document = a.id;
      stored.source = a.source;
      stored.published = a.published;
      if (!decisions->apply(stored)) continue;
      links.apply(stored);
      auto claim = claim_of(std::move(stored), static_cast<int>(i), {facts.text(kFactColumnCount), facts.text(kFactColumnCount + 1)},
                            snapshot.claims.empty() ? nullptr : &snapshot.claims.back());
      if (!claim) continue;
      name_claim(*claim, a);
      snapshot.claims.push_back(std::move(*claim));
    }
  }
  return db.status();
}

Result<Snapshot> load_snapshot(const FactStore& store) {
  Snapshot out;
  auto all = [](const ArticleEntry&) { return true; };
  auto articles = load_articles(store, all);
  if (!articles) return articles.error();
  out.articles = std::move(*articles);
  auto links = EntityLinks::load(store);
  if (!links) return links.error();
  if (Status loaded = load_claims(store, out, all, *links); !loaded) return loaded.error();
  return out;
}

bool same_sentence(const Claim& a, const Claim& b) {
  constexpr std::size_t kWords = 5;
  return a.wording.arabic() == b.wording.arabic() && a.wording.size() >= kWords && b.wording.size() >= kWords && a.wording.overlap(b.wording) >= 0.85;
}

Fit fit(const Claim& a, const Claim& b) {
  const Fact &x = a.fact(), &y = b.fact();
  if (a.figure && b.figure) {
    // "Rose 5 %" and "fell 5 %" are not one figure.
    if (!x.direction.empty() && !y.direction.empty() && x.direction != y.direction) return Fit::kApart;
    const Fit f = fit(*a.figure, *b.figure);
    const bool hedged = x.amount.bound == y.amount.bound && x.amount.bound != Bound::kExact && x.amount.bound != Bound::kBetween;
    if (hedged && (f == Fit::kRounding || f == Fit::kLoose) && a.figure->low != b.figure->low && same_sentence(a, b)) return Fit::kApart;
    return f;
  }
  if (a.figure || b.figure) return Fit::kApart;
  if (x.type == MentionType::kDate && y.type == MentionType::kDate) return fit_dates(x.value, a.days, y.value, b.days);
  if (x.type == MentionType::kDate || y.type == MentionType::kDate) return Fit::kApart;
  return fit_lengths(x.value, y.value);
}

double ratio(const Claim& a, const Claim& b) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  if (a.figure.has_value() != b.figure.has_value()) return kInfinite;
  if (!a.figure)
    return fit(a, b) != Fit::kApart                                                     ? 1.0
           : a.fact().type == MentionType::kDate || b.fact().type == MentionType::kDate ? kInfinite
                                                                                        : ratio_of_lengths(a.fact().value, b.fact().value);
  const double x = a.figure->low.to_double(), y = b.figure->low.to_double();
  if (x == y) return 1.0;
  if (x == 0 || y == 0 || (x < 0) != (y < 0)) return kInfinite;
  const double r = std::abs(x) / std::abs(y);
  return r < 1 ? 1 / r : r;
}

}  // namespace mizan

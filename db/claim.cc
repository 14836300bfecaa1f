#include "db/claim.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <unordered_map>

#include "db/database.h"
#include "db/rows.h"
#include "db/units.h"

namespace mizan {
namespace {

// The features that mentions give. A number alone says little: only those of three digits or more, or with a unit. A name that no lexicon
// knows ("person:~Daley") is the same in one language only, and there its words do.
std::string feature_of(const StoredMention& stored) {
  const Mention& m = stored.mention;
  if (const EntityName* entity = m.entity()) return entity->id.find(":~") == std::string::npos ? "e:" + entity->id : std::string();
  if (const DateRange* date = m.date()) return date->relative || date->value.size() < 7 ? std::string() : "d:" + date->value;
  const Amount* amount = m.amount();
  if (!amount || !amount->low || m.type == MentionType::kOrdinal) return {};
  const std::string digits = std::to_string(std::abs(amount->low->coefficient()));
  const bool united = m.type == MentionType::kMoney || m.type == MentionType::kPercent || m.type == MentionType::kQuantity;
  if (digits.size() < 2 || (digits.size() < 3 && !united)) return {};
  return fmt::format("n:{}:{}", amount->low->to_string(), united ? base_unit(amount->unit).name : "1");
}

}  // namespace

Result<Snapshot> load_snapshot(const FactStore& store) {
  Database& db = store.database();
  Snapshot out;
  std::unordered_map<std::int64_t, int> by_version;
  Statement articles = db.prepare(
      "SELECT a.article_id, v.version_id, a.key, a.id, s.name, v.published, v.title, v.text, coalesce(v.published, v.updated, ''), v.state FROM articles a "
      "JOIN article_versions v ON v.version_id = a.latest JOIN sources s USING(source_id) WHERE v.state <> 'withdrawn' ORDER BY a.key");
  while (articles.row()) {
    ArticleEntry a;
    a.article = articles.integer(0);
    a.version = articles.integer(1);
    a.key = articles.text(2);
    a.id = articles.text(3);
    a.source = articles.text(4);
    a.published = articles.text(5);
    a.title = articles.text(6);
    a.text = articles.text(7);
    a.moment = moment_from(articles.view(8));
    a.state = articles.text(9);
    by_version.emplace(a.version, static_cast<int>(out.articles.size()));
    out.articles.push_back(std::move(a));
  }
  Statement mentions = db.prepare(fmt::format("SELECT {} FROM mentions m WHERE m.version_id = ? ORDER BY m.seq", kMentionColumns));
  Statement facts = db.prepare(fmt::format(
      "SELECT {}, m.date_from, m.date_to FROM facts f LEFT JOIN mentions m ON m.version_id = f.version_id AND m.seq = f.mention WHERE f.version_id = ? "
      "ORDER BY f.field, f.begin, f.end, f.metric, f.seq",
      kFactColumns));
  for (std::size_t i = 0; i < out.articles.size(); ++i) {
    ArticleEntry& a = out.articles[i];
    mentions.bind(1, a.version);
    while (mentions.row()) {
      std::string feature = feature_of(read_mention(mentions, 0));
      if (!feature.empty()) a.features.push_back(std::move(feature));
    }
    facts.bind(1, a.version);
    while (facts.row()) {
      Claim c;
      c.stored = read_fact(facts, 0);
      c.days = {facts.text(kFactColumnCount), facts.text(kFactColumnCount + 1)};
      c.figure = figure_of(c.stored.fact.amount);
      if (!c.figure && c.stored.fact.value.empty()) continue;  // vague: nothing to compare
      c.article = static_cast<int>(i);
      const std::string& text = c.stored.fact.field == Field::kTitle ? a.title : a.text;
      c.stored.text = slice(text, c.stored.fact.source);
      c.stored.sentence = slice(text, c.stored.fact.sentence);
      const bool again = !out.claims.empty() && out.claims.back().article == c.article && out.claims.back().stored.sentence == c.stored.sentence;
      c.wording = again ? out.claims.back().wording : Wording(c.stored.sentence);
      c.stored.article_key = a.key;
      c.stored.document = a.id;
      c.stored.source = a.source;
      c.stored.published = a.published;
      out.claims.push_back(std::move(c));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

Fit fit(const Claim& a, const Claim& b) {
  const Fact &x = a.fact(), &y = b.fact();
  if (a.figure && b.figure) {
    // "Rose 5 %" and "fell 5 %" are not one figure.
    if (!x.direction.empty() && !y.direction.empty() && x.direction != y.direction) return Fit::kApart;
    return fit(*a.figure, *b.figure);
  }
  if (a.figure || b.figure) return Fit::kApart;
  if (x.type == MentionType::kDate && y.type == MentionType::kDate) return fit_dates(x.value, a.days, y.value, b.days);
  if (x.type == MentionType::kDate || y.type == MentionType::kDate) return Fit::kApart;
  return fit_lengths(x.value, y.value);
}

double ratio(const Claim& a, const Claim& b) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  if (a.figure.has_value() != b.figure.has_value()) return kInfinite;
  if (!a.figure) return fit(a, b) != Fit::kApart ? 1.0 : a.fact().type == MentionType::kDate || b.fact().type == MentionType::kDate ? kInfinite : ratio_of_lengths(a.fact().value, b.fact().value);
  const double x = a.figure->low.to_double(), y = b.figure->low.to_double();
  if (x == y) return 1.0;
  if (x == 0 || y == 0 || (x < 0) != (y < 0)) return kInfinite;
  const double r = std::abs(x) / std::abs(y);
  return r < 1 ? 1 / r : r;
}

}  // namespace mizan

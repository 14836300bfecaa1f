#include "db/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "db/citation.h"
#include "db/claim.h"
#include "db/comparability.h"
#include "db/corrections.h"
#include "db/database.h"
#include "db/describe.h"
#include "db/grouping.h"
#include "db/verdict.h"

namespace mizan {
namespace {

constexpr std::size_t kPairs = 12;    // told one by one, the gravest verdicts first
constexpr std::size_t kJudged = 400;  // looked at, about

int gravity(Verdict verdict) {
  switch (verdict) {
    case Verdict::kConflict:
    case Verdict::kDisputed:
    case Verdict::kCorrected:
      return 0;
    case Verdict::kAgree:
    case Verdict::kRounding:
      return 2;
    default:
      return 1;
  }
}

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

// "story 12|deaths|1": the parts of a bucket's key that say something; "" for the story.
std::vector<std::string> parts_of(const std::string& key) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= key.size();) {
    const std::size_t end = std::min(key.find('\x1f', begin), key.size());
    std::string part = key.substr(begin, end - begin);
    if (!part.empty()) out.push_back(part.starts_with("story ") ? std::string() : std::move(part));
    begin = end + 1;
  }
  return out;
}

ExplainedLink link_of(bool counterpart, const std::string& read, const EntityLinks& links) {
  ExplainedLink out{counterpart, read, {}, 100, {}};
  if (const EntityLink* link = links.find(read)) {
    out.entity = link->entity;
    out.confidence_percent = link->confidence_percent;
    out.reason = link->reason;
  }
  return out;
}

ExplainedClaim claim_of(const Claim& c, const Snapshot& s, const EntityLinks& links) {
  const Fact& f = c.fact();
  ExplainedClaim out;
  out.claim = claim_out(c, s, 0);
  out.fact = fact_id(out.claim);
  out.subject_name = f.subject_name;
  out.metric = f.metric;
  out.noun = f.noun;
  out.counterpart_name = f.counterpart_name;
  out.is_figure = c.figure.has_value();
  out.precision = f.amount.low_precision;
  if (!c.stored.subject_as_read.empty()) out.links.push_back(link_of(false, c.stored.subject_as_read, links));
  if (!c.stored.counterpart_as_read.empty()) out.links.push_back(link_of(true, c.stored.counterpart_as_read, links));
  return out;
}

// Stories and copies as last reconciled. An article on its own is a story of one.
Status load_stories(const FactStore& store, Snapshot& s) {
  std::map<std::string, int> stories;
  std::map<std::int64_t, int> index;
  for (std::size_t i = 0; i < s.articles.size(); ++i) index[s.articles[i].article] = static_cast<int>(i);
  Database& db = store.database();
  Statement select = db.prepare("SELECT story_id, copy_of FROM story_articles WHERE article_id = ?");
  for (ArticleEntry& a : s.articles) {
    select.bind(1, a.article);
    std::string story = fmt::format("alone {}", a.article);
    if (select.row()) {
      if (!select.is_null(0)) story = select.text(0);
      if (!select.is_null(1)) {
        const auto original = index.find(select.integer(1));
        if (original != index.end()) a.copy_of = original->second;
      }
    }
    select.reset();
    a.story = stories.emplace(story, static_cast<int>(stories.size())).first->second;
  }
  return db.status();
}

// A correction's claims stand in versions of one article.
Result<std::vector<ArticleEntry>> versions_of(const FactStore& store, const GroupCitation& group) {
  Statement article = store.database().prepare("SELECT article_id FROM article_versions WHERE version_id = ?");
  article.bind(1, group.claims.empty() ? 0 : group.claims.front().version);
  return load_versions(store, article.row() ? article.integer(0) : 0);
}

}  // namespace

Result<std::optional<Explanation>> explain_group(const FactStore& store, std::string_view id, const EntityLinks& links) {
  auto cited = cite_group(store, id);
  if (!cited) return cited.error();
  if (!*cited) return std::optional<Explanation>();
  const GroupCitation& group = **cited;
  // Its articles only, with the stories and copies that the last reconciliation found: what it costs follows the group, not the database.
  std::set<std::int64_t> versions;
  for (const Citation& c : group.claims) versions.insert(c.version);
  auto in_group = [&](const ArticleEntry& a) { return versions.count(a.version) != 0; };
  Snapshot s;
  auto loaded = is_correction(group.id) ? versions_of(store, group) : load_articles(store, in_group);
  if (!loaded) return loaded.error();
  s.articles = std::move(*loaded);
  if (Status claims_in = load_claims(store, s, in_group, links); !claims_in) return claims_in.error();
  if (Status told = load_stories(store, s); !told) return told.error();
  find_leading_tolls(s);

  std::vector<int> claims;
  std::set<std::string> wanted;
  for (const Citation& c : group.claims) wanted.insert(c.id);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < s.claims.size(); ++i) {
    const Claim& c = s.claims[i];
    const ArticleEntry& a = s.articles[at(c.article)];
    std::string fact = fact_id(a.key, a.content_hash, c.fact().field, c.stored.start, c.stored.end);
    if (wanted.count(fact) && seen.insert(fact).second) claims.push_back(static_cast<int>(i));
  }
  Explanation out;
  out.id = group.id;
  out.asked = id;
  out.kind = group.kind;
  out.verdict = group.verdict;
  out.reason = group.reason;
  out.current = group.current;
  out.outdated = group.claims.size() - std::min(group.claims.size(), claims.size());
  for (int i : claims) out.claims.push_back(claim_of(s.claims[at(i)], s, links));
  std::map<std::string, std::vector<std::size_t>> buckets;
  std::set<int> stories;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    buckets[bucket_of(s.claims[at(claims[i])], s)].push_back(i);
    stories.insert(s.articles[at(s.claims[at(claims[i])].article)].story);
  }
  for (auto& [key, members] : buckets) out.meetings.push_back({std::move(members), parts_of(key)});
  out.events = stories.size();
  if (group.kind != "claims") return std::optional<Explanation>(std::move(out));

  for (std::size_t i = 0; i < claims.size() && out.pairs.size() < kJudged; ++i) {
    for (std::size_t j = i + 1; j < claims.size(); ++j) {
      const Claim &a = s.claims[at(claims[i])], &b = s.claims[at(claims[j])];
      const Comparison context = context_of(a, b, s);
      Judgement judged = judge({claims[i], claims[j]}, s);
      const double times = ratio(a, b);
      out.pairs.push_back({i, j, fit(a, b), std::isfinite(times) && times > 1 ? times : 0, context.context,
                           context.context == Context::kNear ? context.reason : "", wording_of(a, b), judged.verdict, std::move(judged.reason)});
    }
  }
  std::stable_sort(out.pairs.begin(), out.pairs.end(), [](const ExplainedPair& a, const ExplainedPair& b) { return gravity(a.verdict) < gravity(b.verdict); });
  if (out.pairs.size() > kPairs) {
    out.more_pairs = out.pairs.size() - kPairs;
    out.pairs.resize(kPairs);
  }
  if (!claims.empty()) {
    Judgement whole = judge(claims, s);
    out.whole = Explanation::Whole{whole.verdict, std::move(whole.reason), whole.sources, whole.confidence_percent};
  }
  return std::optional<Explanation>(std::move(out));
}

}  // namespace mizan

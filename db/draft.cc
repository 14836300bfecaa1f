#include "db/draft.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "db/arithmetic.h"
#include "db/claim.h"
#include "db/comparability.h"
#include "db/database.h"
#include "db/describe.h"
#include "db/entity_links.h"
#include "db/grouping.h"
#include "db/rows.h"
#include "db/story.h"
#include "db/verdict.h"

namespace mizan {
namespace {

constexpr std::int64_t kDaysAround = 6;       // as far as a story reaches
constexpr std::size_t kMostArticles = 3000;   // of those days; beyond it the nearest in time
constexpr std::int64_t kMostOfSubject = 400;  // articles on one subject and measure, the newest

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

// The other order than that of reconcile: what can be wrong with the draft, the gravest first.
int gravity_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kConflict:
      return 0;
    case Verdict::kDisputed:
      return 1;
    case Verdict::kCorrected:
      return 2;
    case Verdict::kUpdate:
      return 3;
    case Verdict::kPartial:
      return 4;
    case Verdict::kIncomparable:
      return 5;
    case Verdict::kRounding:
      return 6;
    case Verdict::kAgree:
      return 7;
    case Verdict::kSingle:
      return 8;
  }
  return 9;
}

void append_draft(Snapshot& s, const Draft& draft) {
  const Document& d = draft.document;
  ArticleEntry a;
  a.id = d.id;
  a.key = "draft:" + d.id;
  a.source = d.source;
  a.published = d.published;
  a.title = d.title;
  a.text = d.text;
  a.state = "live";
  a.moment = moment_from(d.published);
  a.draft = true;
  for (const Mention& m : draft.result.mentions) {
    std::string feature = feature_of(m);
    if (!feature.empty()) a.features.push_back(std::move(feature));
    add_name(m, a);
  }
  settle_names(a);
  s.articles.push_back(std::move(a));
}

void append_draft_claims(Snapshot& s, const Draft& draft, int article, const EntityLinks& links) {
  for (StoredFact& stored : facts_of(draft.document, draft.result)) {
    const std::size_t mention = stored.fact.mention;
    stored.article_key = s.articles[at(article)].key;
    links.apply(stored);
    DayRange days;
    if (mention < draft.result.mentions.size()) {
      if (const DateRange* date = draft.result.mentions[mention].date()) days = {date->from, date->to};
    }
    auto claim = claim_of(std::move(stored), article, std::move(days), s.claims.empty() ? nullptr : &s.claims.back());
    if (!claim) continue;
    name_claim(*claim, s.articles[at(article)]);
    s.claims.push_back(std::move(*claim));
  }
}

// Latest versions with facts on the subjects and measures of the drafts.
Result<std::unordered_set<std::int64_t>> versions_on_subjects(const FactStore& store, const std::vector<Draft>& drafts, const EntityLinks& links) {
  Database& db = store.database();
  std::set<std::pair<std::string, std::string>> wanted;  // subject, family
  for (const Draft& draft : drafts) {
    for (const Fact& f : draft.result.facts) {
      const MetricTraits traits = traits_of(f.metric);
      if (f.subject.empty() || traits.of_event) continue;
      for (std::string& id : links.ids_of(f.subject)) wanted.emplace(std::move(id), traits.family);
    }
  }
  std::unordered_set<std::int64_t> out;
  Statement metrics = db.prepare("SELECT DISTINCT metric FROM facts WHERE subject = ?");
  Statement versions = db.prepare(
      "SELECT f.version_id FROM facts f JOIN article_versions v ON v.version_id = f.version_id JOIN articles a ON a.latest = v.version_id "
      "WHERE f.subject = ?1 AND f.metric = ?2 GROUP BY f.version_id, v.published ORDER BY v.published DESC NULLS LAST, f.version_id DESC LIMIT ?3");
  for (const auto& [subject, family] : wanted) {
    std::vector<std::string> of_family;
    metrics.bind(1, subject);
    while (metrics.row()) {
      if (traits_of(metrics.view(0)).family == family) of_family.push_back(metrics.text(0));
    }
    for (const std::string& metric : of_family) {
      versions.bind(1, subject);
      versions.bind(2, metric);
      versions.bind(3, kMostOfSubject);
      while (versions.row()) out.insert(versions.integer(0));
    }
  }
  if (Status status = db.status(); !status) return status.error();
  return out;
}

// Versions published in the days around one of the drafts, or without a date.
Result<std::unordered_set<std::int64_t>> versions_around(const FactStore& store, const std::vector<ArticleEntry>& drafts) {
  Database& db = store.database();
  std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>> near;  // distance in seconds, the newest first, version
  Statement select = db.prepare(
      "SELECT v.version_id, coalesce(v.published, v.updated, '') FROM articles a JOIN article_versions v ON v.version_id = a.latest WHERE v.state <> "
      "'withdrawn'");
  while (select.row()) {
    const auto moment = moment_from(select.view(1));
    std::int64_t least = -1;
    for (const ArticleEntry& draft : drafts) {
      const bool open = !moment || !draft.moment;
      if (!open && std::abs(moment->day - draft.moment->day) > kDaysAround) continue;
      const std::int64_t away = open ? 0 : std::abs(moment->second - draft.moment->second);
      least = least < 0 ? away : std::min(least, away);
    }
    if (least >= 0) near.emplace_back(least, moment ? -moment->second : 0, select.integer(0));
  }
  if (Status status = db.status(); !status) return status.error();
  std::sort(near.begin(), near.end());
  if (near.size() > kMostArticles) near.resize(kMostArticles);
  std::unordered_set<std::int64_t> out;
  for (const auto& [away, age, version] : near) out.insert(version);
  return out;
}

DraftFigure figure_out(const Snapshot& s, int claim) {
  const Fact& f = s.claims[at(claim)].fact();
  DraftFigure out;
  out.subject = f.subject;
  out.subject_name = f.subject_name;
  out.metric = f.metric;
  out.noun = f.noun;
  out.counterpart = f.counterpart;
  out.counterpart_name = f.counterpart_name;
  out.claim = claim_out(s.claims[at(claim)], s, 0);
  out.reason = "nobody else says anything of it";
  return out;
}

DraftFigure figure_of_group(const Snapshot& s, int mine, const std::vector<int>& group) {
  DraftFigure out = figure_out(s, mine);
  std::vector<int> with, against;
  for (int other : group) {
    if (s.articles[at(s.claims[at(other)].article)].draft) continue;
    Judgement judged = judge({std::min(mine, other), std::max(mine, other)}, s);
    if (judged.verdict == Verdict::kAgree || judged.verdict == Verdict::kRounding) with.push_back(other);
    if (judged.verdict == Verdict::kConflict || judged.verdict == Verdict::kDisputed) against.push_back(other);
    out.witnesses.push_back({claim_out(s.claims[at(other)], s, 0), judged.verdict, std::move(judged.reason)});
  }
  auto key = [](const Witness& w) {
    return std::tuple(gravity_of(w.verdict), std::string_view(w.claim.published), std::string_view(w.claim.article_key), w.claim.start);
  };
  std::sort(out.witnesses.begin(), out.witnesses.end(), [&](const Witness& a, const Witness& b) { return key(a) < key(b); });
  if (!out.witnesses.empty()) {
    out.verdict = out.witnesses.front().verdict;
    out.reason = out.witnesses.front().reason;
  }
  out.with = independent_sources(with, s);
  out.against = independent_sources(against, s);
  return out;
}

}  // namespace

std::vector<StoredFact> facts_of(const Document& document, const ArticleResult& result) {
  const FieldTexts texts(document);
  std::vector<StoredFact> out;
  for (const Fact& f : result.facts) {
    StoredFact& stored = out.emplace_back();
    stored.fact = f;
    stored.rule = f.rule;
    const CodePoints& points = texts.points(f.field);
    const std::string_view text = f.field == Field::kTitle ? texts.title : texts.text;
    stored.start = points.at(f.source.begin);
    stored.end = points.at(f.source.end);
    stored.sentence_start = points.at(f.sentence.begin);
    stored.sentence_end = points.at(f.sentence.end);
    stored.text = slice(text, f.source);
    stored.sentence = slice(text, f.sentence);
    stored.document = document.id;
    stored.source = document.source;
    stored.published = document.published;
  }
  auto place = [](const StoredFact& s) { return std::tie(s.fact.field, s.fact.source.begin, s.fact.source.end, s.fact.metric); };
  std::stable_sort(out.begin(), out.end(), [&](const StoredFact& a, const StoredFact& b) { return place(a) < place(b); });
  for (std::size_t i = 0; i < out.size(); ++i) out[i].sequence = static_cast<std::uint32_t>(i);
  return out;
}

bool is_contradicted(const DraftFigure& figure) {
  return figure.verdict == Verdict::kConflict || figure.verdict == Verdict::kDisputed;
}

Result<std::vector<DraftFigure>> check_drafts(const FactStore& store, const std::vector<Draft>& drafts) {
  Snapshot mine;
  for (const Draft& draft : drafts) append_draft(mine, draft);
  auto around = versions_around(store, mine.articles);
  if (!around) return around.error();
  // The names of the drafts meet those of the database.
  EntityNames names;
  for (const Draft& draft : drafts) add_entity_names(names, draft.document, draft.result);
  auto together = EntityLinks::load_with(store, names);
  if (!together) return together.error();
  const EntityLinks& links = *together;
  auto on_subjects = versions_on_subjects(store, drafts, links);
  if (!on_subjects) return on_subjects.error();
  auto articles = load_articles(store, [&](const ArticleEntry& a) { return around->count(a.version) || on_subjects->count(a.version); });
  if (!articles) return articles.error();

  Snapshot s;
  s.articles = std::move(*articles);
  const int first = static_cast<int>(s.articles.size());
  for (ArticleEntry& a : mine.articles) s.articles.push_back(std::move(a));
  find_stories(s);
  std::set<int> stories;
  for (std::size_t i = at(first); i < s.articles.size(); ++i) stories.insert(s.articles[i].story);
  auto matters = [&](const ArticleEntry& a) { return !a.draft && (stories.count(a.story) || on_subjects->count(a.version)); };
  if (Status loaded = load_claims(store, s, matters, links); !loaded) return loaded.error();
  const std::size_t stored = s.claims.size();
  for (std::size_t i = 0; i < drafts.size(); ++i) append_draft_claims(s, drafts[i], first + static_cast<int>(i), links);

  find_leading_tolls(s);
  std::vector<DraftFigure> out;
  std::vector<std::pair<int, std::size_t>> order;  // article and place come with the claims' order
  for (const std::vector<int>& group : group_claims(s)) {
    for (int i : group) {
      if (at(i) < stored) continue;
      order.emplace_back(i, out.size());
      out.push_back(figure_of_group(s, i, group));
    }
  }
  for (CheckResult& check : check_arithmetic(s)) {
    if (at(check.claims.back()) < stored) continue;
    DraftFigure figure = figure_out(s, check.claims.back());
    figure.verdict = check.verdict;
    figure.reason = std::move(check.reason);
    figure.check = check.check;
    figure.stated = std::move(check.stated);
    figure.computed = std::move(check.computed);
    order.emplace_back(check.claims.back(), out.size());
    out.push_back(std::move(figure));
  }
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return std::tuple(gravity_of(out[a.second].verdict), a.first, a.second) < std::tuple(gravity_of(out[b.second].verdict), b.first, b.second);
  });
  std::vector<DraftFigure> sorted;
  for (const auto& [claim, index] : order) sorted.push_back(std::move(out[index]));
  return sorted;
}

}  // namespace mizan

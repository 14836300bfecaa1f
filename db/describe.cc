#include "db/describe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "db/comparability.h"
#include "db/verdict.h"

namespace mizan {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

// The value that most of the claims have; the smallest of equally common ones; an empty one only where no other is there.
template <typename Get>
std::string most_common(const std::vector<int>& claims, const Snapshot& s, Get get) {
  std::map<std::string, int> counts;
  for (int i : claims) {
    const std::string& value = get(s.claims[at(i)].fact());
    if (!value.empty()) ++counts[value];
  }
  std::string best;
  int most = 0;
  for (const auto& [value, count] : counts) {
    if (count > most) {
      best = value;
      most = count;
    }
  }
  return best;
}

std::string name_of(const std::vector<int>& claims, const Snapshot& s, const std::string& id, std::string Fact::*ids, std::string Fact::*names) {
  for (int i : claims) {
    const Fact& f = s.claims[at(i)].fact();
    if (!id.empty() && f.*ids == id && !(f.*names).empty()) return f.*names;
  }
  return {};
}

// Of a family ("invested", "committed"), the member that its claims have and that comes first in the family; "other" only where nothing else is.
std::string metric_of(const std::vector<int>& claims, const Snapshot& s) {
  static constexpr std::array<const char*, 7> kMoneyOut = {"investment", "commitment", "funding", "contract_value", "aid", "order", "spending"};
  const std::string common = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.metric; });
  if (traits_of(common).family == "money_out") {
    for (const char* metric : kMoneyOut) {
      for (int i : claims) {
        if (s.claims[at(i)].fact().metric == metric) return metric;
      }
    }
  }
  if (common != "other") return common;
  for (int i : claims) {
    if (s.claims[at(i)].fact().metric != common) return s.claims[at(i)].fact().metric;
  }
  return common;
}

}  // namespace

GroupClaim claim_out(const StoredFact& stored) {
  const Fact& f = stored.fact;
  GroupClaim out;
  out.version = stored.version;
  out.sequence = stored.sequence;
  out.article_key = stored.article_key;
  out.content_hash = stored.content_hash;
  out.subject_as_read = stored.subject_as_read;
  out.subject = f.subject;
  out.metric = f.metric;
  out.document = stored.document;
  out.source = stored.source;
  out.published = stored.published;
  out.field = f.field;
  out.start = stored.start;
  out.end = stored.end;
  out.sentence_start = stored.sentence_start;
  out.text = stored.text;
  out.sentence = stored.sentence;
  out.low = f.amount.low;
  out.high = f.amount.high;
  out.value = f.value;
  out.bound = f.amount.bound;
  out.unit = f.amount.unit;
  out.per = f.amount.per;
  out.status = f.status;
  out.period = f.period;
  out.as_of = f.as_of;
  out.scope = f.scope;
  out.basis = f.basis;
  out.speaker = f.speaker;
  out.rule = stored.rule;
  return out;
}

GroupClaim claim_out(const Claim& c, const Snapshot& s, int cluster) {
  const ArticleEntry& a = s.articles[at(c.article)];
  GroupClaim out = claim_out(c.stored);
  out.article_key = a.key;
  out.content_hash = a.content_hash;
  out.document = a.id;
  out.source = a.source;
  out.published = a.published;
  out.title = a.title;
  out.cluster = cluster;
  out.copied = a.copy_of >= 0;
  return out;
}

void describe(Group& g, const std::vector<int>& claims, const Snapshot& s) {
  g.subject = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.subject; });
  g.subject_name = name_of(claims, s, g.subject, &Fact::subject, &Fact::subject_name);
  if (g.subject.empty()) g.subject_name = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.subject_name; });
  g.metric = metric_of(claims, s);
  g.noun = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.noun; });
  g.unit = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.amount.unit; });
  g.per = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.amount.per; });
  g.aspect = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.aspect; });
  g.period = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.period; });
  g.counterpart = most_common(claims, s, [](const Fact& f) -> const std::string& { return f.counterpart; });
  g.counterpart_name = name_of(claims, s, g.counterpart, &Fact::counterpart, &Fact::counterpart_name);
}

Group judged_group(const std::vector<int>& claims, const Snapshot& s) {
  Judgement judged = judge(claims, s);
  Group g;
  describe(g, claims, s);
  g.verdict = judged.verdict;
  g.reason = std::move(judged.reason);
  g.confidence_percent = judged.confidence_percent;
  g.sources = judged.sources;
  double widest = 1;
  for (int i : claims) {
    const double r = ratio(s.claims[at(claims.front())], s.claims[at(i)]);
    widest = std::max(widest, std::isfinite(r) ? r : 10.0);
  }
  g.weight = std::min(30, 10 * g.sources) + g.confidence_percent / 5 + static_cast<int>(std::lround(30 * std::min(1.0, std::log10(widest))));
  for (std::size_t i = 0; i < claims.size(); ++i) g.claims.push_back(claim_out(s.claims[at(claims[i])], s, judged.clusters[i]));
  // By cluster, publication, article and place.
  std::sort(g.claims.begin(), g.claims.end(), [](const GroupClaim& a, const GroupClaim& b) {
    return std::tie(a.cluster, a.published, a.article_key, a.field, a.start, a.end, a.sequence) <
           std::tie(b.cluster, b.published, b.article_key, b.field, b.start, b.end, b.sequence);
  });
  return g;
}

Group checked_group(const CheckResult& check, const Snapshot& s) {
  Group g;
  describe(g, {check.claims.back()}, s);
  g.verdict = check.verdict;
  g.reason = check.reason;
  g.confidence_percent = check.confidence_percent;
  g.sources = independent_sources(check.claims, s);
  g.check = check.check;
  g.weight = std::min(30, 10 * g.sources) + g.confidence_percent / 5;
  g.stated = check.stated;
  g.computed = check.computed;
  for (int i : check.claims) g.claims.push_back(claim_out(s.claims[at(i)], s, 0));
  return g;
}

}  // namespace mizan
